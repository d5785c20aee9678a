/* str_search.c -- finding, counting and replacing parts of strings; bytes and bytearray use the same functions.
 * Bytes are left to the C library's memchr, memrchr and memmem (vectorised, linear); wider characters to search_wide.h. */
#include "runtime/objects/str_impl.h"

#define CHAR Py_UCS2
#define NAME(x) x##_ucs2
#include "runtime/objects/search_wide.h"
#undef CHAR
#undef NAME
#define CHAR Py_UCS1
#define NAME(x) x##_ucs1
#define BYTES
#include "runtime/objects/search_wide.h"
#undef CHAR
#undef NAME
#undef BYTES
#define CHAR Py_UCS4
#define NAME(x) x##_ucs4
#include "runtime/objects/search_wide.h"

Py_ssize_t adder_chars_find_char(int kind, const void *data, Py_ssize_t n, Py_UCS4 ch)
{
    if (n <= 0) return -1;
    if (kind == 1) {
        const char *at = ch > 0xff ? NULL : memchr(data, (int)ch, (size_t)n);
        return at == NULL ? -1 : at - (const char *)data;
    }
    return kind == 2 ? find_char_ucs2(data, n, ch) : find_char_ucs4(data, n, ch);
}

Py_ssize_t adder_chars_rfind_char(int kind, const void *data, Py_ssize_t n, Py_UCS4 ch)
{
    if (n <= 0) return -1;
    if (kind == 1) {
        const char *at = ch > 0xff ? NULL : memrchr(data, (int)ch, (size_t)n);
        return at == NULL ? -1 : at - (const char *)data;
    }
    return kind == 2 ? rfind_char_ucs2(data, n, ch) : rfind_char_ucs4(data, n, ch);
}

/* memmem for texts so short that its preparation would cost more than it saves. 2 <= m <= n. */
static const char *find_short(const char *s, Py_ssize_t n, const char *p, Py_ssize_t m)
{
    const char *last = s + (n - m);
    for (int misses = 0; s <= last; s++) {
        s = memchr(s, *p, (size_t)(last - s + 1));
        if (s == NULL) return NULL;
        if (s[m - 1] == p[m - 1] && memcmp(s, p, (size_t)m) == 0) return s;
        if (++misses > 8) return memmem(s + 1, (size_t)(last - s) + (size_t)m - 1, p, (size_t)m);
    }
    return NULL;
}

Py_ssize_t adder_chars_find(int kind, const void *data, Py_ssize_t n, const void *sub, Py_ssize_t m)
{
    if (m > n) return -1;
    if (m == 0) return 0;
    if (m == 1) return adder_chars_find_char(kind, data, n, PyUnicode_READ(kind, sub, 0));
    if (kind == 1) {
        const char *at = n < 512 ? find_short(data, n, sub, m) : memmem(data, (size_t)n, sub, (size_t)m);
        return at == NULL ? -1 : at - (const char *)data;
    }
    return kind == 2 ? find_ucs2(data, n, sub, m) : find_ucs4(data, n, sub, m);
}

Py_ssize_t adder_chars_rfind(int kind, const void *data, Py_ssize_t n, const void *sub, Py_ssize_t m)
{
    if (m > n) return -1;
    if (m == 0) return n;
    if (m == 1) return adder_chars_rfind_char(kind, data, n, PyUnicode_READ(kind, sub, 0));
    if (kind == 1) return rfind_ucs1(data, n, sub, m);
    return kind == 2 ? rfind_ucs2(data, n, sub, m) : rfind_ucs4(data, n, sub, m);
}

Py_ssize_t adder_chars_count(int kind, const void *data, Py_ssize_t n, const void *sub, Py_ssize_t m, Py_ssize_t max)
{
    if (m == 0) return n < max ? n + 1 : max;
    if (m == 1 && max >= n) {
        Py_UCS4 ch = PyUnicode_READ(kind, sub, 0);
        return kind == 1 ? count_char_ucs1(data, n, ch) : kind == 2 ? count_char_ucs2(data, n, ch) : count_char_ucs4(data, n, ch);
    }
    Py_ssize_t count = 0;
    const char *at = data;
    while (count < max) {
        Py_ssize_t hop = adder_chars_find(kind, at, n, sub, m);
        if (hop < 0) break;
        count++;
        at += (hop + m) * kind;
        n -= hop + m;
    }
    return count;
}

const void *adder_chars_as_kind(PyObject *s, int kind, void **copy)
{
    *copy = NULL;
    if ((int)PyUnicode_KIND(s) == kind) return PyUnicode_DATA(s);
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    void *wide = PyMem_Malloc((size_t)n * (size_t)kind);
    if (wide == NULL) return PyErr_NoMemory();
    adder_chars_copy(kind, wide, PyUnicode_KIND(s), PyUnicode_DATA(s), n);
    return *copy = wide;
}

/* ---- in strings ---------------------------------------------------------------------------------------------------- */

typedef Py_ssize_t (*Finder)(int kind, const void *data, Py_ssize_t n, const void *sub, Py_ssize_t m);

static Py_ssize_t search(PyObject *s, PyObject *sub, Py_ssize_t start, Py_ssize_t end, Finder finder)
{
    adder_clamp(&start, &end, PyUnicode_GET_LENGTH(s));
    int kind = PyUnicode_KIND(s);
    Py_ssize_t m = PyUnicode_GET_LENGTH(sub);
    if (end - start < m || (int)PyUnicode_KIND(sub) > kind) return -1;
    if (m == 1) {
        Py_UCS4 ch = PyUnicode_READ_CHAR(sub, 0);
        const char *data = (char *)PyUnicode_DATA(s) + start * kind;
        Py_ssize_t at = finder == adder_chars_find ? adder_chars_find_char(kind, data, end - start, ch)
                                                   : adder_chars_rfind_char(kind, data, end - start, ch);
        return at < 0 ? -1 : at + start;
    }
    void *copy;
    const void *p = adder_chars_as_kind(sub, kind, &copy);
    if (p == NULL) return -2;
    Py_ssize_t at = finder(kind, (char *)PyUnicode_DATA(s) + start * kind, end - start, p, m);
    PyMem_Free(copy);
    return at < 0 ? -1 : at + start;
}

Py_ssize_t adder_str_find(PyObject *s, PyObject *sub, Py_ssize_t start, Py_ssize_t end)
{
    return search(s, sub, start, end, adder_chars_find);
}

Py_ssize_t adder_str_rfind(PyObject *s, PyObject *sub, Py_ssize_t start, Py_ssize_t end)
{
    return search(s, sub, start, end, adder_chars_rfind);
}

Py_ssize_t adder_str_count(PyObject *s, PyObject *sub, Py_ssize_t start, Py_ssize_t end)
{
    adder_clamp(&start, &end, PyUnicode_GET_LENGTH(s));
    int kind = PyUnicode_KIND(s);
    Py_ssize_t m = PyUnicode_GET_LENGTH(sub);
    if (end - start < m || (int)PyUnicode_KIND(sub) > kind) return 0;
    void *copy;
    const void *p = adder_chars_as_kind(sub, kind, &copy);
    if (p == NULL) return -2;
    Py_ssize_t count = adder_chars_count(kind, (char *)PyUnicode_DATA(s) + start * kind, end - start, p, m, PY_SSIZE_T_MAX);
    PyMem_Free(copy);
    return count;
}

Py_ssize_t PyUnicode_Find(PyObject *s, PyObject *sub, Py_ssize_t start, Py_ssize_t end, int direction)
{
    if (adder_str_check(s) < 0 || adder_str_check(sub) < 0) return -2;
    return direction > 0 ? adder_str_find(s, sub, start, end) : adder_str_rfind(s, sub, start, end);
}

Py_ssize_t PyUnicode_FindChar(PyObject *s, Py_UCS4 ch, Py_ssize_t start, Py_ssize_t end, int direction)
{
    if (end > PyUnicode_GET_LENGTH(s)) end = PyUnicode_GET_LENGTH(s);
    if (start < 0 || end < 0) {
        PyErr_SetString(PyExc_IndexError, "string index out of range");
        return -2;
    }
    int kind = PyUnicode_KIND(s);
    const char *data = (char *)PyUnicode_DATA(s) + start * kind;
    Py_ssize_t at = direction > 0 ? adder_chars_find_char(kind, data, end - start, ch)
                                  : adder_chars_rfind_char(kind, data, end - start, ch);
    return at < 0 ? -1 : at + start;
}

Py_ssize_t PyUnicode_Count(PyObject *s, PyObject *sub, Py_ssize_t start, Py_ssize_t end)
{
    if (adder_str_check(s) < 0 || adder_str_check(sub) < 0) return -1;
    Py_ssize_t count = adder_str_count(s, sub, start, end);
    return count < 0 ? -1 : count;
}

int PyUnicode_Contains(PyObject *s, PyObject *sub)
{
    if (!PyUnicode_Check(sub)) {
        PyErr_Format(PyExc_TypeError, "'in <string>' requires string as left operand, not %.100s", Py_TYPE(sub)->tp_name);
        return -1;
    }
    if (adder_str_check(s) < 0) return -1;
    Py_ssize_t at = adder_str_find(s, sub, 0, PY_SSIZE_T_MAX);
    return at == -2 ? -1 : at >= 0;
}

/* Does s[start:end] begin (direction < 0) or end (> 0) with sub? */
static int tail_match(PyObject *s, PyObject *sub, Py_ssize_t start, Py_ssize_t end, int direction)
{
    adder_clamp(&start, &end, PyUnicode_GET_LENGTH(s));
    Py_ssize_t m = PyUnicode_GET_LENGTH(sub);
    if (end - m < start) return 0;
    if (m == 0) return 1;
    Py_ssize_t at = direction > 0 ? end - m : start;
    int kind = PyUnicode_KIND(s), sub_kind = PyUnicode_KIND(sub);
    const char *data = (char *)PyUnicode_DATA(s) + at * kind, *p = PyUnicode_DATA(sub);
    if (kind == sub_kind) return memcmp(data, p, (size_t)m * (size_t)kind) == 0;
    for (Py_ssize_t i = 0; i < m; i++)
        if (PyUnicode_READ(kind, data, i) != PyUnicode_READ(sub_kind, p, i)) return 0;
    return 1;
}

Py_ssize_t PyUnicode_Tailmatch(PyObject *s, PyObject *sub, Py_ssize_t start, Py_ssize_t end, int direction)
{
    if (adder_str_check(s) < 0 || adder_str_check(sub) < 0) return -1;
    return tail_match(s, sub, start, end, direction);
}

/* ---- methods ------------------------------------------------------------------------------------------------------- */

int adder_ssize_arg(PyObject *arg, Py_ssize_t *out)
{
    PyObject *i = PyNumber_Index(arg);
    if (i == NULL) return -1;
    *out = PyLong_AsSsize_t(i);
    Py_DECREF(i);
    return *out == -1 && PyErr_Occurred() ? -1 : 0;
}

int adder_int_arg(PyObject *arg, int *out)
{
    PyObject *i = PyNumber_Index(arg);
    if (i == NULL) return -1;
    int overflow;
    long v = PyLong_AsLongAndOverflow(i, &overflow);
    Py_DECREF(i);
    if (overflow || v > INT_MAX || v < INT_MIN) {
        PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C int");
        return -1;
    }
    *out = (int)v;
    return 0;
}

int adder_slice_arg(PyObject *arg, Py_ssize_t *out)
{
    if (arg == NULL || arg == Py_None) return 0;
    if (!PyIndex_Check(arg)) {
        PyErr_SetString(PyExc_TypeError, "slice indices must be integers or None or have an __index__ method");
        return -1;
    }
    Py_ssize_t v = PyNumber_AsSsize_t(arg, NULL);
    if (v == -1 && PyErr_Occurred()) return -1;
    *out = v;
    return 0;
}

/* args = sub, start, end. */
static int read_search(PyObject *const *args, Py_ssize_t *start, Py_ssize_t *end)
{
    *start = 0;
    *end = PY_SSIZE_T_MAX;
    if (adder_slice_arg(args[1], start) < 0 || adder_slice_arg(args[2], end) < 0) return -1;
    return adder_str_check(args[0]);
}

#define SEARCH_METHOD(NAME, FUNCTION, RESULT)                                   \
    PyObject *NAME(PyObject *self, PyObject *const *args)                       \
    {                                                                           \
        Py_ssize_t start, end;                                                  \
        if (read_search(args, &start, &end) < 0) return NULL;                   \
        Py_ssize_t at = FUNCTION(self, args[0], start, end);                    \
        if (at == -2) return NULL;                                              \
        RESULT                                                                  \
        return PyLong_FromSsize_t(at);                                          \
    }
#define MUST_BE_FOUND                                                           \
    if (at < 0) {                                                               \
        PyErr_SetString(PyExc_ValueError, "substring not found");              \
        return NULL;                                                            \
    }
SEARCH_METHOD(str_find, adder_str_find, )
SEARCH_METHOD(str_rfind, adder_str_rfind, )
SEARCH_METHOD(str_index, adder_str_find, MUST_BE_FOUND)
SEARCH_METHOD(str_rindex, adder_str_rfind, MUST_BE_FOUND)
SEARCH_METHOD(str_count, adder_str_count, )

static PyObject *starts_or_ends(PyObject *self, PyObject *const *args, int direction, const char *name)
{
    Py_ssize_t start = 0, end = PY_SSIZE_T_MAX;
    if (adder_slice_arg(args[1], &start) < 0 || adder_slice_arg(args[2], &end) < 0) return NULL;
    PyObject *sub = args[0];
    if (PyUnicode_Check(sub)) return PyBool_FromLong(tail_match(self, sub, start, end, direction));
    if (!PyTuple_Check(sub)) {
        PyErr_Format(PyExc_TypeError, "%s first arg must be str or a tuple of str, not %.100s", name, Py_TYPE(sub)->tp_name);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(sub); i++) {
        PyObject *one = PyTuple_GET_ITEM(sub, i);
        if (!PyUnicode_Check(one)) {
            PyErr_Format(PyExc_TypeError, "tuple for %s must only contain str, not %.100s", name, Py_TYPE(one)->tp_name);
            return NULL;
        }
        if (tail_match(self, one, start, end, direction)) Py_RETURN_TRUE;
    }
    Py_RETURN_FALSE;
}

PyObject *str_startswith(PyObject *self, PyObject *const *args) { return starts_or_ends(self, args, -1, "startswith"); }
PyObject *str_endswith(PyObject *self, PyObject *const *args) { return starts_or_ends(self, args, +1, "endswith"); }

/* "removeprefix() argument must be str, not int" */
static int check_only_arg(PyObject *arg, const char *method)
{
    if (PyUnicode_Check(arg)) return 0;
    PyErr_Format(PyExc_TypeError, "%s() argument must be str, not %.50s", method,
                 arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
    return -1;
}

PyObject *str_removeprefix(PyObject *self, PyObject *const *args)
{
    if (check_only_arg(args[0], "removeprefix") < 0) return NULL;
    if (!tail_match(self, args[0], 0, PY_SSIZE_T_MAX, -1)) return adder_str_exact(self);
    return PyUnicode_Substring(self, PyUnicode_GET_LENGTH(args[0]), PyUnicode_GET_LENGTH(self));
}

PyObject *str_removesuffix(PyObject *self, PyObject *const *args)
{
    if (check_only_arg(args[0], "removesuffix") < 0) return NULL;
    if (!tail_match(self, args[0], 0, PY_SSIZE_T_MAX, +1)) return adder_str_exact(self);
    return PyUnicode_Substring(self, 0, PyUnicode_GET_LENGTH(self) - PyUnicode_GET_LENGTH(args[0]));
}

/* ---- replace ------------------------------------------------------------------------------------------------------- */

/* The result's arrays, all of one kind. */
struct replacement {
    int kind;
    const char *s, *old, *new;
    Py_ssize_t n, old_n, new_n;
    char *to;
};

static void put(struct replacement *r, const char *from, Py_ssize_t n)
{
    memcpy(r->to, from, (size_t)(n * r->kind));
    r->to += n * r->kind;
}

/* new between all characters and at both ends, `count` times. */
static void interleave(struct replacement *r, Py_ssize_t count)
{
    const char *s = r->s, *end = s + r->n * r->kind;
    while (count-- > 0) {
        put(r, r->new, r->new_n);
        if (s == end) return;
        put(r, s, 1);
        s += r->kind;
    }
    put(r, s, (end - s) / r->kind);
}

static void substitute(struct replacement *r, Py_ssize_t count)
{
    const char *s = r->s;
    Py_ssize_t n = r->n;
    while (count-- > 0) {
        Py_ssize_t hop = adder_chars_find(r->kind, s, n, r->old, r->old_n);
        if (hop < 0) break;
        put(r, s, hop);
        put(r, r->new, r->new_n);
        s += (hop + r->old_n) * r->kind;
        n -= hop + r->old_n;
    }
    put(r, s, n);
}

/* Replaces `count` places known to exist. */
static PyObject *replace_known(PyObject *self, struct replacement *r, Py_ssize_t count, Py_UCS4 maxchar, bool may_narrow)
{
    Py_ssize_t grow = r->new_n - r->old_n;
    if (grow > 0 && count > (PY_SSIZE_T_MAX - r->n) / grow) {
        PyErr_SetString(PyExc_OverflowError, "replace string is too long");
        return NULL;
    }
    Py_ssize_t n = r->n + count * grow;
    if (!may_narrow) {
        PyObject *result = PyUnicode_New(n, maxchar);
        if (result == NULL || n == 0) return result;
        r->to = PyUnicode_DATA(result);
        if (r->old_n == 0) interleave(r, count);
        else substitute(r, count);
        return result;
    }
    (void)self;
    char *buffer = PyMem_Malloc((size_t)(n * r->kind)); /* the widest character may be gone: build, then narrow */
    if (buffer == NULL) return PyErr_NoMemory();
    r->to = buffer;
    if (r->old_n == 0) interleave(r, count);
    else substitute(r, count);
    PyObject *result = PyUnicode_FromKindAndData(r->kind, buffer, n);
    PyMem_Free(buffer);
    return result;
}

static PyObject *replace(PyObject *self, PyObject *old, PyObject *new, Py_ssize_t max)
{
    if (max < 0) max = PY_SSIZE_T_MAX;
    Py_ssize_t n = PyUnicode_GET_LENGTH(self), old_n = PyUnicode_GET_LENGTH(old), new_n = PyUnicode_GET_LENGTH(new);
    if (max == 0 || n < old_n || (old_n == 0 && new_n == 0) || PyUnicode_KIND(old) > PyUnicode_KIND(self))
        return adder_str_exact(self);
    int kind = Py_MAX(PyUnicode_KIND(self), PyUnicode_KIND(new));
    Py_UCS4 maxchar = Py_MAX(PyUnicode_MAX_CHAR_VALUE(self), PyUnicode_MAX_CHAR_VALUE(new));
    bool may_narrow = maxchar > 0x7f && PyUnicode_MAX_CHAR_VALUE(new) < maxchar && old_n > 0 &&
                      PyUnicode_MAX_CHAR_VALUE(old) == maxchar;
    Py_ssize_t count;
    void *wide_old = NULL, *wide_new = NULL, *wide_s = NULL;
    PyObject *result = NULL;
    {
        const void *p = adder_chars_as_kind(old, PyUnicode_KIND(self), &wide_old);
        if (p == NULL) return NULL;
        count = adder_chars_count(PyUnicode_KIND(self), PyUnicode_DATA(self), n, p, old_n, max);
        PyMem_Free(wide_old);
        wide_old = NULL;
    }
    if (count == 0) return adder_str_exact(self);
    struct replacement r = { .kind = kind, .n = n, .old_n = old_n, .new_n = new_n };
    if ((r.s = adder_chars_as_kind(self, kind, &wide_s)) == NULL) goto done;
    if ((r.old = adder_chars_as_kind(old, kind, &wide_old)) == NULL) goto done;
    if ((r.new = adder_chars_as_kind(new, kind, &wide_new)) == NULL) goto done;
    result = replace_known(self, &r, count, maxchar, may_narrow);
done:
    PyMem_Free(wide_new);
    PyMem_Free(wide_old);
    PyMem_Free(wide_s);
    return result;
}

PyObject *PyUnicode_Replace(PyObject *self, PyObject *old, PyObject *new, Py_ssize_t max)
{
    if (adder_str_check(self) < 0 || adder_str_check(old) < 0 || adder_str_check(new) < 0) return NULL;
    return replace(self, old, new, max);
}

/* "replace() argument 1 must be str, not int" */
static int check_arg(PyObject *arg, const char *method, int position)
{
    if (PyUnicode_Check(arg)) return 0;
    PyErr_Format(PyExc_TypeError, "%s() argument %d must be str, not %.50s", method, position,
                 arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
    return -1;
}

PyObject *str_replace(PyObject *self, PyObject *const *args)
{
    Py_ssize_t max;
    if (check_arg(args[0], "replace", 1) < 0 || check_arg(args[1], "replace", 2) < 0 ||
        adder_ssize_arg(args[2], &max) < 0)
        return NULL;
    return replace(self, args[0], args[1], max);
}
