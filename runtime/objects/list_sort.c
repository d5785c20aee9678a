/* list_sort.c -- list.sort: powersort over elements with a rank.
 *
 * Powersort (Munro and Wild, "Nearly-Optimal Mergesorts", ESA 2018) finds the runs that are there already, lengthens short
 * ones by insertion, and merges neighbours in an order close to the best. It is stable.
 *
 * What makes it fast is that most comparisons touch no object: where all keys are numbers, or strings, or tuples that
 * start with one, each element carries a 64-bit rank whose unsigned order is the order of the keys, wholly (numbers) or as
 * far as the first characters or the first item tell (then equal ranks ask the objects). Otherwise elements carry the key
 * object itself.
 *
 * While the sort runs the list is empty with allocated == -1, so that Python code called by comparisons sees an empty
 * list, and a change it makes is noticed. Every step leaves a permutation of the items: an exception loses nothing. */
#include "runtime/objects/float.h"
#include "runtime/objects/int.h"
#include "runtime/objects/list.h"
#include "runtime/objects/str.h"

#define MIN_RUN 24
#define MAX_RUNS 66 /* powers on the stack strictly increase and are at most 64 */

typedef struct {
    union {
        uint64_t rank;
        PyObject *key; /* borrowed */
    };
    void *ref; /* the item; or, when there is a key function and ranks may tie, its struct keyed */
} Element;

struct keyed {
    PyObject *key, *item;
};

/* Is a less than b? 1, 0, or -1 with an exception. */
typedef int (*Less)(const Element *a, const Element *b);

/* ---- Comparisons of objects ---- */

static int object_less(PyObject *a, PyObject *b)
{
    PyObject *result = PyObject_RichCompare(a, b, Py_LT);
    if (result == NULL) return -1;
    int rc = result == Py_True ? 1 : result == Py_False ? 0 : PyObject_IsTrue(result);
    Py_DECREF(result);
    return rc;
}

static inline int str_less(PyObject *a, PyObject *b)
{
    if (PyUnicode_KIND(a) != PyUnicode_1BYTE_KIND || PyUnicode_KIND(b) != PyUnicode_1BYTE_KIND)
        return PyUnicode_Compare(a, b) < 0;
    Py_ssize_t n = PyUnicode_GET_LENGTH(a), m = PyUnicode_GET_LENGTH(b);
    int order = memcmp(PyUnicode_DATA(a), PyUnicode_DATA(b), (size_t)(n < m ? n : m));
    return order != 0 ? order < 0 : n < m;
}

/* Compares two objects of one plain type without running any code: *order < 0, 0, > 0; false when it takes more. */
static inline bool plain_order(PyObject *a, PyObject *b, int *order)
{
    PyTypeObject *type = Py_TYPE(a);
    int64_t x, y;
    if (type != Py_TYPE(b)) return false;
    if (type == &PyLong_Type) {
        *order = adder_int_get(a, &x) && adder_int_get(b, &y) ? (x > y) - (x < y) : adder_int_cmp(a, b);
        return true;
    }
    if (type == &PyUnicode_Type) {
        *order = a == b ? 0 : PyUnicode_Compare(a, b);
        return true;
    }
    if (type != &PyFloat_Type) return false;
    double d = PyFloat_AS_DOUBLE(a), e = PyFloat_AS_DOUBLE(b);
    *order = (d > e) - (d < e);
    return *order != 0 || d == e;
}

/* a < b for exact tuples, by the rules of tuple comparison. */
static int tuple_less(PyObject *a, PyObject *b)
{
    Py_ssize_t n = PyTuple_GET_SIZE(a), m = PyTuple_GET_SIZE(b);
    for (Py_ssize_t i = 0; i < n && i < m; i++) {
        PyObject *x = PyTuple_GET_ITEM(a, i), *y = PyTuple_GET_ITEM(b, i);
        int order;
        if (x == y) continue;
        if (plain_order(x, y, &order)) {
            if (order != 0) return order < 0;
            continue;
        }
        int rc = PyObject_RichCompareBool(x, y, Py_EQ);
        if (rc < 0) return -1;
        if (rc == 0) return object_less(x, y);
    }
    return n < m;
}

static inline int less_rank(const Element *a, const Element *b) { return a->rank < b->rank; }
static inline int less_key(const Element *a, const Element *b) { return object_less(a->key, b->key); }
static inline int less_int(const Element *a, const Element *b) { return adder_int_cmp(a->key, b->key) < 0; }
static inline int less_float(const Element *a, const Element *b)
{
    return PyFloat_AS_DOUBLE(a->key) < PyFloat_AS_DOUBLE(b->key);
}

/* Ranks first; ties ask the strings or tuples, which are the items themselves or stand beside them. */
#define LESS_WITH_TIES(name, key_of, compare)                                   \
    static inline int name(const Element *a, const Element *b)                  \
    {                                                                           \
        if (ADDER_LIKELY(a->rank != b->rank)) return a->rank < b->rank;         \
        return compare(key_of(a), key_of(b));                                   \
    }
#define ITEM_OF(e)  ((PyObject *)(e)->ref)
#define KEYED_OF(e) (((struct keyed *)(e)->ref)->key)
LESS_WITH_TIES(less_str_item, ITEM_OF, str_less)
LESS_WITH_TIES(less_str_keyed, KEYED_OF, str_less)
LESS_WITH_TIES(less_tuple_item, ITEM_OF, tuple_less)
LESS_WITH_TIES(less_tuple_keyed, KEYED_OF, tuple_less)

/* ---- Powersort, written once, inlined into one copy for each comparison ---- */

static inline void reverse_elements(Element *low, Element *high)
{
    for (; low < --high; low++) {
        Element swap = *low;
        *low = *high;
        *high = swap;
    }
}

/* Length of the run that starts at `base`, made ascending; -1 with an exception. */
ADDER_INLINE Py_ssize_t find_run(Element *base, Py_ssize_t n, Less less)
{
    if (n < 2) return n;
    Py_ssize_t i = 1;
    int down = less(&base[1], &base[0]);
    if (down < 0) return -1;
    for (i = 2; i < n; i++) {
        int rc = less(&base[i], &base[i - 1]);
        if (rc < 0) return -1;
        if (rc != down) break;
    }
    if (down) reverse_elements(base, base + i); /* strictly descending, so this is stable */
    return i;
}

/* Sorts base[0 .. n-1] of which the first `sorted` are in order. */
ADDER_INLINE int insertion_sort(Element *base, Py_ssize_t sorted, Py_ssize_t n, Less less)
{
    for (; sorted < n; sorted++) {
        Element pivot = base[sorted];
        Py_ssize_t low = 0, high = sorted;
        while (low < high) { /* all before low are <= pivot < all from high on */
            Py_ssize_t middle = low + ((high - low) >> 1);
            int rc = less(&pivot, &base[middle]);
            if (rc < 0) return -1;
            if (rc) high = middle;
            else low = middle + 1;
        }
        memmove(&base[low + 1], &base[low], (size_t)(sorted - low) * sizeof(Element));
        base[low] = pivot;
    }
    return 0;
}

/* The number of elements at the start of base[0 .. n-1] that are <= key (right true) or < key (right false), found from the
 * start in growing steps. -1 with an exception. */
ADDER_INLINE Py_ssize_t count_before(const Element *key, Element *base, Py_ssize_t n, bool right, Less less)
{
    Py_ssize_t low = 0, high = 1;
    for (;;) { /* the answer is at least `low` */
        Py_ssize_t at = high <= n ? high - 1 : n - 1;
        int rc = right ? less(key, &base[at]) : less(&base[at], key);
        if (rc < 0) return -1;
        if (rc == right) {
            high = at;
            break;
        }
        low = at + 1;
        if (low >= n) return n;
        high = high * 2 + 1;
    }
    while (low < high) {
        Py_ssize_t middle = low + ((high - low) >> 1);
        int rc = right ? less(key, &base[middle]) : less(&base[middle], key);
        if (rc < 0) return -1;
        if (rc == right) high = middle;
        else low = middle + 1;
    }
    return low;
}

/* The same from the end: how many at the end are > key (right true) or >= key. */
ADDER_INLINE Py_ssize_t count_behind(const Element *key, Element *base, Py_ssize_t n, bool right, Less less)
{
    Py_ssize_t low = 0, step = 1, high = n;
    while (high > 0) {
        Py_ssize_t at = high - step > 0 ? high - step : 0;
        int rc = right ? less(key, &base[at]) : less(&base[at], key);
        if (rc < 0) return -1;
        if (rc != right) {
            low = at + 1;
            break;
        }
        high = at;
        step *= 2;
    }
    while (low < high) {
        Py_ssize_t middle = low + ((high - low) >> 1);
        int rc = right ? less(key, &base[middle]) : less(&base[middle], key);
        if (rc < 0) return -1;
        if (rc == right) high = middle;
        else low = middle + 1;
    }
    return n - low;
}

/* a[0 .. na-1] and b = a + na [0 .. nb-1] become one run; the shorter one waits in `spare`. */
ADDER_INLINE int merge_low(Element *a, Py_ssize_t na, Element *b, Py_ssize_t nb, Element *spare, Less less)
{
    memcpy(spare, a, (size_t)na * sizeof(Element));
    Element *to = a, *end = b + nb, *from = spare, *stop = spare + na;
    int rc = 0;
    while (from < stop && b < end) {
        if ((rc = less(b, from)) < 0) break;
        *to++ = rc ? *b : *from;
        b += rc;
        from += !rc;
    }
    memcpy(to, from, (size_t)(stop - from) * sizeof(Element)); /* what is left of b lies in its place already */
    return rc < 0 ? -1 : 0;
}

ADDER_INLINE int merge_high(Element *a, Py_ssize_t na, Element *b, Py_ssize_t nb, Element *spare, Less less)
{
    memcpy(spare, b, (size_t)nb * sizeof(Element));
    Element *to = b + nb, *last = a + na, *from = spare + nb;
    int rc = 0;
    while (from > spare && last > a) {
        if ((rc = less(from - 1, last - 1)) < 0) break;
        *--to = rc ? last[-1] : from[-1];
        last -= rc;
        from -= !rc;
    }
    memcpy(to - (from - spare), spare, (size_t)(from - spare) * sizeof(Element));
    return rc < 0 ? -1 : 0;
}

ADDER_INLINE int merge(Element *a, Py_ssize_t na, Py_ssize_t nb, Element *spare, Less less)
{
    Element *b = a + na;
    Py_ssize_t skip = count_before(b, a, na, true, less); /* these are in their place */
    if (skip < 0) return -1;
    a += skip;
    na -= skip;
    if (na == 0) return 0;
    Py_ssize_t rest = count_behind(&a[na - 1], b, nb, false, less); /* and these */
    if (rest < 0) return -1;
    nb -= rest;
    if (nb == 0) return 0;
    return na <= nb ? merge_low(a, na, b, nb, spare, less) : merge_high(a, na, b, nb, spare, less);
}

/* The power of the boundary between two neighbouring runs: how deep in a perfectly balanced binary tree over all n elements
 * the node lies that separates the runs' midpoints. `start` is where the first begins. */
static int boundary_power(size_t start, size_t first, size_t second, size_t n)
{
    size_t a = 2 * start + first, b = a + first + second; /* twice the midpoints; the tree spans [0, 2n) */
    int power = 0;
    for (;;) {
        power++;
        if (a >= n) {
            a -= n;
            b -= n;
        } else if (b >= n) {
            return power;
        }
        a *= 2;
        b *= 2;
    }
}

struct run {
    Py_ssize_t start, length;
    int power; /* of the boundary to the run behind it */
};

ADDER_INLINE int powersort(Element *base, Py_ssize_t n, Element *spare, Less less)
{
    struct run stack[MAX_RUNS];
    int top = 0; /* runs on the stack */
    for (Py_ssize_t at = 0; at < n;) {
        Py_ssize_t length = find_run(base + at, n - at, less), wanted = n - at < MIN_RUN ? n - at : MIN_RUN;
        if (length < 0) return -1;
        if (length < wanted) {
            if (insertion_sort(base + at, length, wanted, less) < 0) return -1;
            length = wanted;
        }
        if (top > 0) {
            struct run *last = &stack[top - 1];
            int power = boundary_power((size_t)last->start, (size_t)last->length, (size_t)length, (size_t)n);
            while (top > 1 && stack[top - 2].power > power) {
                struct run *one = &stack[top - 2], *two = &stack[top - 1];
                if (merge(base + one->start, one->length, two->length, spare, less) < 0) return -1;
                one->length += two->length;
                top--;
            }
            stack[top - 1].power = power;
        }
        stack[top++] = (struct run){ at, length, 0 };
        at += length;
    }
    for (; top > 1; top--) {
        struct run *one = &stack[top - 2], *two = &stack[top - 1];
        if (merge(base + one->start, one->length, two->length, spare, less) < 0) return -1;
        one->length += two->length;
    }
    return 0;
}

/* Sorts n elements with room for n / 2 at `spare`. 0, or -1 with an exception; a permutation in any case. */
#define SORT_FUNCTION(name, less) \
    static int name(Element *base, Py_ssize_t n, Element *spare) { return powersort(base, n, spare, less); }
SORT_FUNCTION(sort_rank, less_rank)
SORT_FUNCTION(sort_key, less_key)
SORT_FUNCTION(sort_int, less_int)
SORT_FUNCTION(sort_float, less_float)
SORT_FUNCTION(sort_str_item, less_str_item)
SORT_FUNCTION(sort_str_keyed, less_str_keyed)
SORT_FUNCTION(sort_tuple_item, less_tuple_item)
SORT_FUNCTION(sort_tuple_keyed, less_tuple_keyed)

/* ---- Ranks ---- */

/* What kind of rank all keys seen so far can have. */
enum rank_kind {
    RANK_NONE,   /* nothing in common: compare objects */
    RANK_INT,    /* ints and bools that fit 64 bits */
    RANK_DOUBLE, /* floats, and ints that a double holds exactly; no NaN */
    RANK_LATIN1, /* str of one-byte characters: the first eight */
    RANK_STR     /* any str: the first two */
};

/* The narrowest kind that fits this one key. */
static enum rank_kind kind_of(PyObject *key)
{
    int64_t v;
    if (PyUnicode_CheckExact(key)) return PyUnicode_KIND(key) == PyUnicode_1BYTE_KIND ? RANK_LATIN1 : RANK_STR;
    if (PyLong_CheckExact(key) || PyBool_Check(key)) return adder_int_get(key, &v) ? RANK_INT : RANK_NONE;
    if (PyFloat_CheckExact(key)) return PyFloat_AS_DOUBLE(key) == PyFloat_AS_DOUBLE(key) ? RANK_DOUBLE : RANK_NONE;
    return RANK_NONE;
}

static enum rank_kind join_kinds(enum rank_kind a, enum rank_kind b)
{
    if (a == b) return a;
    if (a == RANK_NONE || b == RANK_NONE || (a >= RANK_LATIN1) != (b >= RANK_LATIN1)) return RANK_NONE;
    return a >= RANK_LATIN1 ? RANK_STR : RANK_DOUBLE;
}

static uint64_t rank_of_double(double d)
{
    uint64_t bits;
    d += 0.0; /* -0.0 and 0.0 are equal */
    memcpy(&bits, &d, sizeof(bits));
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static uint64_t rank_of_latin1(PyObject *s)
{
    size_t n = (size_t)PyUnicode_GET_LENGTH(s);
    const unsigned char *p = PyUnicode_1BYTE_DATA(s);
    uint64_t rank = 0;
    for (size_t i = 0; i < 8 && i < n; i++) rank |= (uint64_t)p[i] << (56 - 8 * i);
    return rank;
}

static uint64_t rank_of_str(PyObject *s)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    uint64_t first = n > 0 ? PyUnicode_READ_CHAR(s, 0) : 0, second = n > 1 ? PyUnicode_READ_CHAR(s, 1) : 0;
    return first << 32 | second;
}

/* The rank of a key of that kind; false when a number is too long for it. */
static bool rank_of(PyObject *key, enum rank_kind kind, uint64_t *rank)
{
    int64_t v;
    switch (kind) {
    case RANK_LATIN1: *rank = rank_of_latin1(key); return true;
    case RANK_STR: *rank = rank_of_str(key); return true;
    case RANK_INT:
        if (!adder_int_get(key, &v)) return false;
        *rank = (uint64_t)v ^ (uint64_t)1 << 63;
        return true;
    case RANK_DOUBLE:
        if (PyFloat_CheckExact(key)) {
            *rank = rank_of_double(PyFloat_AS_DOUBLE(key));
            return true;
        }
        if (!adder_int_get(key, &v) || v > (int64_t)1 << 53 || v < -((int64_t)1 << 53)) return false;
        *rank = rank_of_double((double)v);
        return true;
    default: return false;
    }
}

static bool starts_tuple(PyObject *key) { return PyTuple_CheckExact(key) && PyTuple_GET_SIZE(key) > 0; }

/* ---- One sort ---- */

struct sort {
    PyObject **items; /* the list's, owned by the sort while it runs */
    PyObject **keys;  /* one for each item, owned; NULL: the items themselves */
    Py_ssize_t n;
    bool reverse;
    Element *elements;   /* n, then room for n / 2 to merge in */
    struct keyed *keyed; /* n of them, or NULL */
};

static PyObject *sort_key_at(struct sort *s, Py_ssize_t i) { return s->keys != NULL ? s->keys[i] : s->items[i]; }

/* Element j stands for item i: backwards for reverse=True, so that stability holds. */
static Py_ssize_t place(struct sort *s, Py_ssize_t i) { return s->reverse ? s->n - 1 - i : i; }

/* Gives each element a rank. False when that is not possible. */
static bool rank_all(struct sort *s, bool tuples, enum rank_kind kind)
{
    for (Py_ssize_t i = 0; i < s->n; i++) {
        PyObject *key = sort_key_at(s, i);
        Element *e = &s->elements[place(s, i)];
        if (!rank_of(tuples ? PyTuple_GET_ITEM(key, 0) : key, kind, &e->rank)) return false;
        e->ref = s->items[i];
    }
    return true;
}

/* With a key function, elements whose ranks may tie refer to key and item together. 0, or -1 with MemoryError. */
static int add_keyed(struct sort *s)
{
    s->keyed = PyMem_Malloc((size_t)s->n * sizeof(struct keyed));
    if (s->keyed == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < s->n; i++) {
        s->keyed[i] = (struct keyed){ s->keys[i], s->items[i] };
        s->elements[place(s, i)].ref = &s->keyed[i];
    }
    return 0;
}

/* Do all keys have this very type? */
static bool all_of_type(struct sort *s, PyTypeObject *type)
{
    for (Py_ssize_t i = 0; i < s->n; i++)
        if (!Py_IS_TYPE(sort_key_at(s, i), type)) return false;
    return true;
}

/* Are the keys plain and in order already? Found out on the way to the first that is not, so it costs nothing else. */
static bool in_order(struct sort *s)
{
    PyObject *last = sort_key_at(s, 0);
    for (Py_ssize_t i = 1; i < s->n; i++) {
        PyObject *key = sort_key_at(s, i);
        int order;
        if (!plain_order(last, key, &order) || (s->reverse ? order < 0 : order > 0)) return false;
        last = key;
    }
    return true;
}

/* Chooses the comparison and sorts the elements. 0, or -1 with an exception; a permutation in any case. */
static int sort_elements(struct sort *s)
{
    PyObject *first = sort_key_at(s, 0);
    bool tuples = starts_tuple(first);
    enum rank_kind kind = kind_of(tuples ? PyTuple_GET_ITEM(first, 0) : first);
    for (Py_ssize_t i = 1; i < s->n && kind != RANK_NONE; i++) {
        PyObject *key = sort_key_at(s, i);
        if (tuples && !starts_tuple(key)) kind = RANK_NONE;
        else kind = join_kinds(kind, kind_of(tuples ? PyTuple_GET_ITEM(key, 0) : key));
    }
    Element *spare = s->elements + s->n;
    if (kind != RANK_NONE && rank_all(s, tuples, kind)) {
        if (!tuples && kind < RANK_LATIN1) return sort_rank(s->elements, s->n, spare);
        if (s->keys != NULL && add_keyed(s) < 0) return -1;
        if (tuples) return s->keys != NULL ? sort_tuple_keyed(s->elements, s->n, spare)
                                           : sort_tuple_item(s->elements, s->n, spare);
        return s->keys != NULL ? sort_str_keyed(s->elements, s->n, spare) : sort_str_item(s->elements, s->n, spare);
    }
    for (Py_ssize_t i = 0; i < s->n; i++)
        s->elements[place(s, i)] = (Element){ .key = sort_key_at(s, i), .ref = s->items[i] };
    if (PyLong_CheckExact(first) && all_of_type(s, &PyLong_Type)) return sort_int(s->elements, s->n, spare);
    if (PyFloat_CheckExact(first) && all_of_type(s, &PyFloat_Type)) return sort_float(s->elements, s->n, spare);
    return sort_key(s->elements, s->n, spare);
}

/* Puts the items in the elements' order. */
static void write_back(struct sort *s)
{
    for (Py_ssize_t j = 0; j < s->n; j++) {
        void *ref = s->elements[j].ref;
        s->items[place(s, j)] = s->keyed != NULL ? ((struct keyed *)ref)->item : ref;
    }
}

/* Calls the key function for each item in turn. 0, or -1 with an exception and no keys left. */
static int make_keys(struct sort *s, PyObject *key)
{
    s->keys = PyMem_Malloc((size_t)s->n * sizeof(PyObject *));
    if (s->keys == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < s->n; i++) {
        if ((s->keys[i] = PyObject_CallOneArg(key, s->items[i])) != NULL) continue;
        while (--i >= 0) Py_DECREF(s->keys[i]);
        PyMem_Free(s->keys);
        s->keys = NULL;
        return -1;
    }
    return 0;
}

/* Sorts s->items. 0, or -1 with an exception; they are a permutation of what they were in any case. */
static int sort_items(struct sort *s, PyObject *key)
{
    if (s->n == 0 || (key != NULL && make_keys(s, key) < 0)) return s->n == 0 ? 0 : -1;
    int rc = 0;
    if (s->n > 1 && !in_order(s)) {
        size_t count = (size_t)s->n + (size_t)s->n / 2 + 1;
        s->elements = count > PY_SSIZE_T_MAX / sizeof(Element) ? NULL : PyMem_Malloc(count * sizeof(Element));
        if (s->elements == NULL) {
            PyErr_NoMemory();
            rc = -1;
        } else {
            rc = sort_elements(s);
            write_back(s);
        }
    }
    PyMem_Free(s->elements);
    PyMem_Free(s->keyed);
    return rc;
}

int adder_list_sort(PyObject *op, PyObject *key, int reverse)
{
    PyListObject *list = (PyListObject *)op;
    Py_ssize_t allocated = list->allocated;
    struct sort s = { .items = list->ob_item, .n = Py_SIZE(list), .reverse = reverse != 0 };
    Py_SET_SIZE((PyVarObject *)list, 0);
    list->ob_item = NULL;
    list->allocated = -1; /* any operation that changes the list sets this */
    int rc = sort_items(&s, key);
    for (Py_ssize_t i = 0; s.keys != NULL && i < s.n; i++) Py_DECREF(s.keys[i]);
    PyMem_Free(s.keys);
    if (rc == 0 && list->allocated != -1) {
        PyErr_SetString(PyExc_ValueError, "list modified during sort");
        rc = -1;
    }
    /* What was put into the list meanwhile goes; the items come back before anything that could run Python code. */
    PyObject **strange = list->ob_item;
    Py_ssize_t strangers = Py_SIZE(list);
    list->ob_item = s.items;
    list->allocated = allocated;
    Py_SET_SIZE((PyVarObject *)list, s.n);
    while (--strangers >= 0) Py_XDECREF(strange[strangers]);
    PyMem_Free(strange);
    return rc;
}
