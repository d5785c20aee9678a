/* list.c -- the type list: a growable array of references.
 *
 * Invariants: 0 <= ob_size <= allocated; ob_item is NULL exactly when allocated is 0; while list.sort() works on the
 * items the list is empty with allocated == -1, which any change undoes and the sort notices.
 * Whoever drops references first takes them out of the list: a __del__ may look at it. */
#include "runtime/objects/list.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/compare.h"
#include "runtime/objects/iter.h"
#include "runtime/objects/slice.h"
#include "runtime/objects/str.h"
#include "runtime/objects/tuple.h"

#define LIST(o) ((PyListObject *)(o))
#define MAX_ITEMS ((Py_ssize_t)(PY_SSIZE_T_MAX / sizeof(PyObject *)))

/* ---- Storage ---- */

int adder_list_resize(PyListObject *list, Py_ssize_t size)
{
    Py_ssize_t allocated = list->allocated;
    if (allocated >= size && size >= (allocated >> 1)) {
        Py_SET_SIZE((PyVarObject *)list, size);
        return 0;
    }
    /* 0, 4, 8, 16, 24, 32, 40, 52, 64, 76, ...: an eighth more, in blocks of four. */
    size_t room = ((size_t)size + ((size_t)size >> 3) + 6) & ~(size_t)3;
    if (size - Py_SIZE(list) > (Py_ssize_t)(room - (size_t)size)) room = ((size_t)size + 3) & ~(size_t)3;
    if (size == 0) room = 0;
    PyObject **items = NULL;
    if (room > (size_t)MAX_ITEMS) items = NULL;
    else if (room == 0) PyMem_Free(list->ob_item);
    else items = PyMem_Realloc(list->ob_item, room * sizeof(PyObject *));
    if (items == NULL && room != 0) {
        PyErr_NoMemory();
        return -1;
    }
    list->ob_item = items;
    list->allocated = (Py_ssize_t)room;
    Py_SET_SIZE((PyVarObject *)list, size);
    return 0;
}

/* Room for exactly `size` items (rounded to even: blocks are multiples of 16 bytes) in a list that has none. */
static int list_reserve_exact(PyListObject *list, Py_ssize_t size)
{
    size_t room = ((size_t)size + 1) & ~(size_t)1;
    PyObject **items = room > (size_t)MAX_ITEMS ? NULL : PyMem_Malloc(room * sizeof(PyObject *));
    if (items == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    list->ob_item = items;
    list->allocated = (Py_ssize_t)room;
    return 0;
}

static PyListObject *list_alloc(void)
{
    struct adder_free_chain *chain = &adder_interp()->containers.lists;
    PyListObject *list = chain->head;
    if (ADDER_LIKELY(list != NULL)) {
        chain->head = *(void **)list;
        chain->count--;
    } else if ((list = adder_gc_alloc(sizeof(*list))) == NULL) {
        return adder_no_memory();
    }
    Py_SET_REFCNT((PyObject *)list, 1);
    Py_SET_TYPE((PyObject *)list, &PyList_Type);
    Py_SET_SIZE((PyVarObject *)list, 0);
    list->ob_item = NULL;
    list->allocated = 0;
    return list;
}

static PyListObject *list_new_sized(Py_ssize_t size)
{
    if (ADDER_UNLIKELY(size > MAX_ITEMS)) return (PyListObject *)PyErr_NoMemory();
    PyObject **items = NULL;
    if (size > 0 && (items = PyMem_Malloc((size_t)size * sizeof(PyObject *))) == NULL) return (PyListObject *)PyErr_NoMemory();
    PyListObject *list = list_alloc();
    if (list == NULL) {
        PyMem_Free(items);
        return NULL;
    }
    list->ob_item = items;
    list->allocated = size;
    Py_SET_SIZE((PyVarObject *)list, size);
    return list; /* untracked, items not set */
}

PyObject *PyList_New(Py_ssize_t size)
{
    if (size < 0) {
        PyErr_BadInternalCall();
        return NULL;
    }
    PyListObject *list = list_new_sized(size);
    if (list == NULL) return NULL;
    if (size > 0) memset(list->ob_item, 0, (size_t)size * sizeof(PyObject *));
    adder_gc_track((PyObject *)list);
    return (PyObject *)list;
}

PyObject *adder_list_from_array(PyObject *const *items, Py_ssize_t n)
{
    PyListObject *list = list_new_sized(n);
    if (list == NULL) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) list->ob_item[i] = Py_NewRef(items[i]);
    adder_gc_track((PyObject *)list);
    return (PyObject *)list;
}

PyObject *adder_list_from_array_steal(PyObject *const *items, Py_ssize_t n)
{
    PyListObject *list = list_new_sized(n);
    if (list == NULL) {
        for (Py_ssize_t i = 0; i < n; i++) Py_DECREF(items[i]);
        return NULL;
    }
    if (n > 0) memcpy(list->ob_item, items, (size_t)n * sizeof(PyObject *));
    adder_gc_track((PyObject *)list);
    return (PyObject *)list;
}

static void list_dealloc(PyObject *self)
{
    PyListObject *list = LIST(self);
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, list_dealloc)
    if (list->ob_item != NULL) {
        for (Py_ssize_t i = Py_SIZE(list); --i >= 0;) Py_XDECREF(list->ob_item[i]);
        PyMem_Free(list->ob_item);
    }
    struct adder_free_chain *chain = &adder_interp()->containers.lists;
    if (PyList_CheckExact(self) && chain->count < ADDER_LIST_FREE_MAX) {
        *(void **)self = chain->head;
        chain->head = self;
        chain->count++;
    } else {
        Py_TYPE(self)->tp_free(self);
    }
    ADDER_TRASHCAN_END;
}

static int list_traverse(PyObject *self, visitproc visit, void *arg)
{
    for (Py_ssize_t i = Py_SIZE(self); --i >= 0;) Py_VISIT(LIST(self)->ob_item[i]);
    return 0;
}

static int list_tp_clear(PyObject *self)
{
    PyListObject *list = LIST(self);
    PyObject **items = list->ob_item;
    if (items == NULL) return 0;
    Py_ssize_t n = Py_SIZE(list);
    Py_SET_SIZE((PyVarObject *)list, 0);
    list->ob_item = NULL;
    list->allocated = 0;
    while (--n >= 0) Py_XDECREF(items[n]);
    PyMem_Free(items);
    return 0;
}

void _PyList_DebugMallocStats(FILE *out) { fprintf(out, "%d free lists\n", adder_interp()->containers.lists.count); }

/* ---- Items ---- */

static Py_ssize_t list_len(PyObject *self) { return Py_SIZE(self); }
static inline bool in_range(Py_ssize_t i, Py_ssize_t n) { return (size_t)i < (size_t)n; }

static bool check_list(PyObject *op)
{
    if (op != NULL && PyList_Check(op)) return true;
    PyErr_BadInternalCall();
    return false;
}

Py_ssize_t PyList_Size(PyObject *op) { return check_list(op) ? Py_SIZE(op) : -1; }

PyObject *PyList_GetItem(PyObject *op, Py_ssize_t i)
{
    if (!check_list(op)) return NULL;
    if (in_range(i, Py_SIZE(op))) return LIST(op)->ob_item[i];
    PyErr_SetString(PyExc_IndexError, "list index out of range");
    return NULL;
}

int PyList_SetItem(PyObject *op, Py_ssize_t i, PyObject *item)
{
    if (!PyList_Check(op)) {
        Py_XDECREF(item);
        PyErr_BadInternalCall();
        return -1;
    }
    if (!in_range(i, Py_SIZE(op))) {
        Py_XDECREF(item);
        PyErr_SetString(PyExc_IndexError, "list assignment index out of range");
        return -1;
    }
    PyObject *old = LIST(op)->ob_item[i];
    LIST(op)->ob_item[i] = item;
    Py_XDECREF(old);
    return 0;
}

static PyObject *list_item(PyObject *self, Py_ssize_t i)
{
    if (in_range(i, Py_SIZE(self))) return Py_NewRef(LIST(self)->ob_item[i]);
    PyErr_SetString(PyExc_IndexError, "list index out of range");
    return NULL;
}

int adder_list_push_slow(PyListObject *list, PyObject *item)
{
    Py_ssize_t n = Py_SIZE(list);
    if (adder_list_resize(list, n + 1) < 0) {
        Py_DECREF(item);
        return -1;
    }
    list->ob_item[n] = item;
    return 0;
}

int PyList_Append(PyObject *op, PyObject *item)
{
    if (PyList_Check(op) && item != NULL) return adder_list_push(LIST(op), Py_NewRef(item));
    PyErr_BadInternalCall();
    return -1;
}

static int insert_at(PyListObject *list, Py_ssize_t where, PyObject *item)
{
    Py_ssize_t n = Py_SIZE(list);
    if (adder_list_resize(list, n + 1) < 0) return -1;
    if (where < 0) where = where + n < 0 ? 0 : where + n;
    if (where > n) where = n;
    memmove(&list->ob_item[where + 1], &list->ob_item[where], (size_t)(n - where) * sizeof(PyObject *));
    list->ob_item[where] = Py_NewRef(item);
    return 0;
}

int PyList_Insert(PyObject *op, Py_ssize_t where, PyObject *item)
{
    return check_list(op) ? insert_at(LIST(op), where, item) : -1;
}

static int list_contains(PyObject *self, PyObject *value)
{
    for (Py_ssize_t i = 0; i < Py_SIZE(self); i++) {
        PyObject *item = LIST(self)->ob_item[i];
        int rc = adder_equal_quick(item, value);
        if (rc < 0) {
            Py_INCREF(item);
            rc = PyObject_RichCompareBool(item, value, Py_EQ);
            Py_DECREF(item);
        }
        if (rc != 0) return rc;
    }
    return 0;
}

/* ---- Slices ---- */

static PyObject *list_slice(PyListObject *list, Py_ssize_t low, Py_ssize_t high)
{
    return high <= low ? PyList_New(0) : adder_list_from_array(list->ob_item + low, high - low);
}

static void clamp_bounds(Py_ssize_t *low, Py_ssize_t *high, Py_ssize_t n)
{
    if (*low < 0) *low = 0;
    if (*low > n) *low = n;
    if (*high < *low) *high = *low;
    if (*high > n) *high = n;
}

PyObject *PyList_GetSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high)
{
    if (!check_list(op)) return NULL;
    clamp_bounds(&low, &high, Py_SIZE(op));
    return list_slice(LIST(op), low, high);
}

/* Drops `n` references that were copied out of a list. */
static void drop_all(PyObject **items, Py_ssize_t n)
{
    while (--n >= 0) Py_XDECREF(items[n]);
}

/* list[low:high] = the n references at `items` (borrowed). 0, or -1 with MemoryError and nothing changed. */
static int replace_slice(PyListObject *list, Py_ssize_t low, Py_ssize_t high, PyObject *const *items, Py_ssize_t n)
{
    clamp_bounds(&low, &high, Py_SIZE(list));
    Py_ssize_t size = Py_SIZE(list), old = high - low, grow = n - old;
    if (size + grow == 0) return list_tp_clear((PyObject *)list);
    PyObject *few[8], **dead = few;
    if (old > 8 && (dead = PyMem_Malloc((size_t)old * sizeof(PyObject *))) == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    if (old > 0) memcpy(dead, &list->ob_item[low], (size_t)old * sizeof(PyObject *));
    int rc = 0;
    size_t tail = (size_t)(size - high) * sizeof(PyObject *);
    if (grow < 0) {
        memmove(&list->ob_item[high + grow], &list->ob_item[high], tail);
        if (adder_list_resize(list, size + grow) < 0) { /* shrinking failed: keep the roomy block */
            PyErr_Clear();
            Py_SET_SIZE((PyVarObject *)list, size + grow);
        }
    } else if (grow > 0) {
        if ((rc = adder_list_resize(list, size + grow)) < 0) goto done;
        memmove(&list->ob_item[high + grow], &list->ob_item[high], tail);
    }
    for (Py_ssize_t i = 0; i < n; i++) list->ob_item[low + i] = Py_NewRef(items[i]);
    drop_all(dead, old);
done:
    if (dead != few) PyMem_Free(dead);
    return rc;
}

/* list[low:high] = value (any iterable); NULL deletes. */
static int assign_slice(PyListObject *list, Py_ssize_t low, Py_ssize_t high, PyObject *value)
{
    if (value == NULL) return replace_slice(list, low, high, NULL, 0);
    PyObject *items = value == (PyObject *)list ? list_slice(list, 0, Py_SIZE(list))
                                                : PySequence_Fast(value, "can only assign an iterable");
    if (items == NULL) return -1;
    int rc = replace_slice(list, low, high, PySequence_Fast_ITEMS(items), PySequence_Fast_GET_SIZE(items));
    Py_DECREF(items);
    return rc;
}

int PyList_SetSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high, PyObject *value)
{
    return check_list(op) ? assign_slice(LIST(op), low, high, value) : -1;
}

/* del list[start::step] of n items, step other than 1. */
static int delete_steps(PyListObject *list, Py_ssize_t start, Py_ssize_t step, Py_ssize_t n)
{
    if (n <= 0) return 0;
    if (step < 0) {
        start += step * (n - 1);
        step = -step;
    }
    PyObject **dead = PyMem_Malloc((size_t)n * sizeof(PyObject *));
    if (dead == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    Py_ssize_t size = Py_SIZE(list), to = start, next = start, taken = 0;
    for (Py_ssize_t i = start; i < size; i++) {
        if (i == next && taken < n) {
            dead[taken++] = list->ob_item[i];
            next += taken < n ? step : 0; /* never past the end: start + step * (n - 1) is an index */
        } else {
            list->ob_item[to++] = list->ob_item[i];
        }
    }
    if (adder_list_resize(list, size - n) < 0) {
        PyErr_Clear();
        Py_SET_SIZE((PyVarObject *)list, size - n);
    }
    drop_all(dead, n);
    PyMem_Free(dead);
    return 0;
}

/* list[start::step] = value, n places, step other than 1. */
static int assign_steps(PyListObject *list, Py_ssize_t start, Py_ssize_t step, Py_ssize_t n, PyObject *value)
{
    PyObject *items = value == (PyObject *)list ? list_slice(list, 0, Py_SIZE(list))
                                                : PySequence_Fast(value, "must assign iterable to extended slice");
    if (items == NULL) return -1;
    int rc = -1;
    PyObject **dead = NULL;
    if (PySequence_Fast_GET_SIZE(items) != n) {
        PyErr_Format(PyExc_ValueError, "attempt to assign sequence of size %zd to extended slice of size %zd",
                     PySequence_Fast_GET_SIZE(items), n);
    } else if (n == 0) {
        rc = 0;
    } else if ((dead = PyMem_Malloc((size_t)n * sizeof(PyObject *))) == NULL) {
        PyErr_NoMemory();
    } else {
        for (Py_ssize_t i = 0, at = start; i < n; i++, at += step) {
            dead[i] = list->ob_item[at];
            list->ob_item[at] = Py_NewRef(PySequence_Fast_GET_ITEM(items, i));
        }
        drop_all(dead, n);
        rc = 0;
    }
    PyMem_Free(dead);
    Py_DECREF(items);
    return rc;
}

static PyObject *list_subscript(PyObject *self, PyObject *key)
{
    if (PyIndex_Check(key)) {
        Py_ssize_t i = PyNumber_AsSsize_t(key, PyExc_IndexError);
        if (i == -1 && PyErr_Occurred()) return NULL;
        return list_item(self, i < 0 ? i + Py_SIZE(self) : i);
    }
    if (!PySlice_Check(key)) {
        PyErr_Format(PyExc_TypeError, "list indices must be integers or slices, not %.200s", Py_TYPE(key)->tp_name);
        return NULL;
    }
    Py_ssize_t start, stop, step;
    if (PySlice_Unpack(key, &start, &stop, &step) < 0) return NULL;
    Py_ssize_t n = PySlice_AdjustIndices(Py_SIZE(self), &start, &stop, step);
    if (n <= 0) return PyList_New(0);
    if (step == 1) return list_slice(LIST(self), start, stop);
    PyListObject *list = list_new_sized(n);
    if (list == NULL) return NULL;
    for (Py_ssize_t i = 0, at = start; i < n; i++, at += step) list->ob_item[i] = Py_NewRef(LIST(self)->ob_item[at]);
    adder_gc_track((PyObject *)list);
    return (PyObject *)list;
}

static int list_ass_item(PyObject *self, Py_ssize_t i, PyObject *value)
{
    PyListObject *list = LIST(self);
    if (!in_range(i, Py_SIZE(list))) {
        PyErr_SetString(PyExc_IndexError, "list assignment index out of range");
        return -1;
    }
    if (value == NULL) return replace_slice(list, i, i + 1, NULL, 0);
    PyObject *old = list->ob_item[i];
    list->ob_item[i] = Py_NewRef(value);
    Py_DECREF(old);
    return 0;
}

static int list_ass_subscript(PyObject *self, PyObject *key, PyObject *value)
{
    if (PyIndex_Check(key)) {
        Py_ssize_t i = PyNumber_AsSsize_t(key, PyExc_IndexError);
        if (i == -1 && PyErr_Occurred()) return -1;
        return list_ass_item(self, i < 0 ? i + Py_SIZE(self) : i, value);
    }
    if (!PySlice_Check(key)) {
        PyErr_Format(PyExc_TypeError, "list indices must be integers or slices, not %.200s", Py_TYPE(key)->tp_name);
        return -1;
    }
    Py_ssize_t start, stop, step;
    if (PySlice_Unpack(key, &start, &stop, &step) < 0) return -1;
    Py_ssize_t n = PySlice_AdjustIndices(Py_SIZE(self), &start, &stop, step);
    if (step == 1) return assign_slice(LIST(self), start, stop, value);
    return value == NULL ? delete_steps(LIST(self), start, step, n) : assign_steps(LIST(self), start, step, n, value);
}

/* ---- Joining and repeating ---- */

static PyObject *list_concat(PyObject *a, PyObject *b)
{
    if (!PyList_Check(b)) {
        PyErr_Format(PyExc_TypeError, "can only concatenate list (not \"%.200s\") to list", Py_TYPE(b)->tp_name);
        return NULL;
    }
    Py_ssize_t n = Py_SIZE(a), m = Py_SIZE(b);
    if (n > PY_SSIZE_T_MAX - m) return PyErr_NoMemory();
    PyListObject *list = list_new_sized(n + m);
    if (list == NULL) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) list->ob_item[i] = Py_NewRef(LIST(a)->ob_item[i]);
    for (Py_ssize_t i = 0; i < m; i++) list->ob_item[n + i] = Py_NewRef(LIST(b)->ob_item[i]);
    adder_gc_track((PyObject *)list);
    return (PyObject *)list;
}

/* Fills items[n .. n * times - 1] with copies of items[0 .. n - 1], one new reference each. */
static void repeat_items(PyObject **items, Py_ssize_t n, Py_ssize_t times)
{
    for (Py_ssize_t i = 0; i < n; i++) Py_SET_REFCNT(items[i], Py_REFCNT(items[i]) + times - 1);
    Py_ssize_t total = n * times, done = n;
    if (n == 1) {
        for (PyObject *item = items[0]; done < total; done++) items[done] = item;
        return;
    }
    while (done < total) { /* doubling */
        Py_ssize_t chunk = done <= total - done ? done : total - done;
        memcpy(items + done, items, (size_t)chunk * sizeof(PyObject *));
        done += chunk;
    }
}

static PyObject *list_repeat(PyObject *self, Py_ssize_t times)
{
    Py_ssize_t n = Py_SIZE(self);
    if (times <= 0 || n == 0) return PyList_New(0);
    if (n > MAX_ITEMS / times) return PyErr_NoMemory();
    PyListObject *list = list_new_sized(n * times);
    if (list == NULL) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) list->ob_item[i] = Py_NewRef(LIST(self)->ob_item[i]);
    repeat_items(list->ob_item, n, times);
    adder_gc_track((PyObject *)list);
    return (PyObject *)list;
}

static PyObject *list_inplace_repeat(PyObject *self, Py_ssize_t times)
{
    Py_ssize_t n = Py_SIZE(self);
    if (n == 0 || times == 1) return Py_NewRef(self);
    if (times < 1) {
        list_tp_clear(self);
        return Py_NewRef(self);
    }
    if (n > MAX_ITEMS / times) return PyErr_NoMemory();
    if (adder_list_resize(LIST(self), n * times) < 0) return NULL;
    repeat_items(LIST(self)->ob_item, n, times);
    return Py_NewRef(self);
}

/* Appends the n references at `items` (borrowed; may be the list's own). */
static int extend_array(PyListObject *list, PyObject *source, Py_ssize_t n)
{
    if (n == 0) return 0;
    Py_ssize_t size = Py_SIZE(list);
    if (list->ob_item == NULL) {
        if (list_reserve_exact(list, n) < 0) return -1;
        Py_SET_SIZE((PyVarObject *)list, n);
    } else if (adder_list_resize(list, size + n) < 0) {
        return -1;
    }
    PyObject **items = PySequence_Fast_ITEMS(source); /* after the resize: it may be this very list */
    for (Py_ssize_t i = 0; i < n; i++) list->ob_item[size + i] = Py_NewRef(items[i]);
    return 0;
}

/* Appends what the iterator yields. */
static int extend_iter(PyListObject *list, PyObject *iter)
{
    iternextfunc next = Py_TYPE(iter)->tp_iternext;
    PyObject *item;
    while ((item = next(iter)) != NULL)
        if (adder_list_push(list, item) < 0) return -1;
    if (!PyErr_Occurred()) return 0;
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return -1;
    PyErr_Clear();
    return 0;
}

/* Makes room for as many items as the iterable promises. */
static int reserve_hint(PyListObject *list, PyObject *iterable)
{
    Py_ssize_t hint = PyObject_LengthHint(iterable, 8), size = Py_SIZE(list);
    if (hint < 0) return -1;
    if (hint > PY_SSIZE_T_MAX - size) return 0; /* not to be believed: an error comes when memory really ends */
    if (list->ob_item == NULL) return hint == 0 ? 0 : list_reserve_exact(list, hint);
    if (adder_list_resize(list, size + hint) < 0) return -1;
    Py_SET_SIZE((PyVarObject *)list, size);
    return 0;
}

int adder_list_extend(PyObject *self, PyObject *iterable)
{
    PyListObject *list = LIST(self);
    if (PyList_CheckExact(iterable) || PyTuple_CheckExact(iterable) || iterable == self)
        return extend_array(list, iterable, Py_SIZE(iterable));
    PyObject *iter = PyObject_GetIter(iterable);
    if (iter == NULL) return -1;
    int rc = reserve_hint(list, iterable);
    if (rc == 0) rc = extend_iter(list, iter);
    if (rc == 0 && Py_SIZE(list) < list->allocated) rc = adder_list_resize(list, Py_SIZE(list)); /* the guess was high */
    Py_DECREF(iter);
    return rc;
}

PyObject *_PyList_Extend(PyListObject *self, PyObject *iterable)
{
    return adder_list_extend((PyObject *)self, iterable) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *list_inplace_concat(PyObject *self, PyObject *other)
{
    return adder_list_extend(self, other) < 0 ? NULL : Py_NewRef(self);
}

/* ---- Methods ---- */

static PyObject *list_append(PyObject *self, PyObject *const *args)
{
    return adder_list_push(LIST(self), Py_NewRef(args[0])) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *list_extend(PyObject *self, PyObject *const *args) { return _PyList_Extend(LIST(self), args[0]); }

static PyObject *list_insert(PyObject *self, PyObject *const *args)
{
    Py_ssize_t where;
    if (adder_ssize_arg(args[0], &where) < 0 || insert_at(LIST(self), where, args[1]) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *list_pop(PyObject *self, PyObject *const *args)
{
    PyListObject *list = LIST(self);
    int64_t i;
    if (ADDER_UNLIKELY(!PyLong_CheckExact(args[0]) || !adder_int_get(args[0], &i))) {
        Py_ssize_t wide;
        if (adder_ssize_arg(args[0], &wide) < 0) return NULL;
        i = wide;
    }
    Py_ssize_t n = Py_SIZE(list);
    if (n == 0) {
        PyErr_SetString(PyExc_IndexError, "pop from empty list");
        return NULL;
    }
    if (i < 0) i += n;
    if (!in_range(i, n)) {
        PyErr_SetString(PyExc_IndexError, "pop index out of range");
        return NULL;
    }
    PyObject *item = list->ob_item[i];
    memmove(&list->ob_item[i], &list->ob_item[i + 1], (size_t)(n - i - 1) * sizeof(PyObject *));
    if (n == 1) {
        Py_SET_SIZE((PyVarObject *)list, 0);
        list_tp_clear(self);
    } else if (adder_list_resize(list, n - 1) < 0) {
        PyErr_Clear();
        Py_SET_SIZE((PyVarObject *)list, n - 1);
    }
    return item;
}

static PyObject *list_clear(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    list_tp_clear(self);
    Py_RETURN_NONE;
}

static PyObject *list_copy(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return list_slice(LIST(self), 0, Py_SIZE(self));
}

static void reverse_items(PyObject **low, Py_ssize_t n)
{
    for (PyObject **high = low + n - 1; low < high; low++, high--) {
        PyObject *swap = *low;
        *low = *high;
        *high = swap;
    }
}

static PyObject *list_reverse(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    if (Py_SIZE(self) > 1) reverse_items(LIST(self)->ob_item, Py_SIZE(self));
    Py_RETURN_NONE;
}

int PyList_Reverse(PyObject *op)
{
    if (!check_list(op)) return -1;
    if (Py_SIZE(op) > 1) reverse_items(LIST(op)->ob_item, Py_SIZE(op));
    return 0;
}

static PyObject *list_sort(PyObject *self, PyObject *const *args)
{
    int reverse = PyObject_IsTrue(args[1]);
    if (reverse < 0 || adder_list_sort(self, Py_IsNone(args[0]) ? NULL : args[0], reverse) < 0) return NULL;
    Py_RETURN_NONE;
}

int PyList_Sort(PyObject *op) { return check_list(op) ? adder_list_sort(op, NULL, 0) : -1; }

PyObject *PyList_AsTuple(PyObject *op)
{
    return check_list(op) ? adder_tuple_from_array(LIST(op)->ob_item, Py_SIZE(op)) : NULL;
}

/* The first index in [start, stop) of an item equal to `value`; -1 when there is none, -2 with an exception. */
static Py_ssize_t find_value(PyObject *self, PyObject *value, Py_ssize_t start, Py_ssize_t stop)
{
    for (Py_ssize_t i = start; i < stop && i < Py_SIZE(self); i++) {
        PyObject *item = Py_NewRef(LIST(self)->ob_item[i]);
        int rc = PyObject_RichCompareBool(item, value, Py_EQ);
        Py_DECREF(item);
        if (rc != 0) return rc < 0 ? -2 : i;
    }
    return -1;
}

static PyObject *list_index(PyObject *self, PyObject *const *args)
{
    Py_ssize_t start, stop;
    if (adder_slice_index(args[1], &start) < 0 || adder_slice_index(args[2], &stop) < 0) return NULL;
    if (start < 0 && (start += Py_SIZE(self)) < 0) start = 0;
    if (stop < 0 && (stop += Py_SIZE(self)) < 0) stop = 0;
    Py_ssize_t i = find_value(self, args[0], start, stop);
    if (i >= 0) return PyLong_FromSsize_t(i);
    if (i == -1) PyErr_Format(PyExc_ValueError, "%R is not in list", args[0]);
    return NULL;
}

static PyObject *list_count(PyObject *self, PyObject *const *args)
{
    Py_ssize_t count = 0;
    for (Py_ssize_t i = 0; i < Py_SIZE(self); i++) {
        PyObject *item = LIST(self)->ob_item[i];
        if (item == args[0]) {
            count++;
            continue;
        }
        Py_INCREF(item);
        int rc = PyObject_RichCompareBool(item, args[0], Py_EQ);
        Py_DECREF(item);
        if (rc < 0) return NULL;
        count += rc;
    }
    return PyLong_FromSsize_t(count);
}

static PyObject *list_remove(PyObject *self, PyObject *const *args)
{
    Py_ssize_t i = find_value(self, args[0], 0, PY_SSIZE_T_MAX);
    if (i == -1) PyErr_SetString(PyExc_ValueError, "list.remove(x): x not in list");
    if (i < 0 || replace_slice(LIST(self), i, i + 1, NULL, 0) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *list_sizeof(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    Py_ssize_t room = LIST(self)->allocated > 0 ? LIST(self)->allocated : 0;
    return PyLong_FromSsize_t(Py_TYPE(self)->tp_basicsize + room * (Py_ssize_t)sizeof(PyObject *));
}

static PyObject *list_reversed(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return adder_seq_iter_new(&PyListRevIter_Type, self, Py_SIZE(self) - 1);
}

static PyObject *list_iter(PyObject *self) { return adder_seq_iter_new(&PyListIter_Type, self, 0); }

/* ---- repr, comparison, construction ---- */

static int write_items(_PyUnicodeWriter *writer, PyObject *self)
{
    for (Py_ssize_t i = 0; i < Py_SIZE(self); i++) { /* repr() may change the list */
        if (i > 0 && _PyUnicodeWriter_WriteASCIIString(writer, ", ", 2) < 0) return -1;
        PyObject *item = Py_NewRef(LIST(self)->ob_item[i]);
        PyObject *text = PyObject_Repr(item);
        Py_DECREF(item);
        int rc = text == NULL ? -1 : _PyUnicodeWriter_WriteStr(writer, text);
        Py_XDECREF(text);
        if (rc < 0) return -1;
    }
    return 0;
}

static PyObject *list_repr(PyObject *self)
{
    if (Py_SIZE(self) == 0) return PyUnicode_FromString("[]");
    int rc = Py_ReprEnter(self);
    if (rc != 0) return rc > 0 ? PyUnicode_FromString("[...]") : NULL;
    _PyUnicodeWriter writer;
    _PyUnicodeWriter_Init(&writer);
    writer.overallocate = 1;
    writer.min_length = 2 + 3 * Py_SIZE(self) - 2; /* "[" + "1" + ", 2" ... + "]" */
    PyObject *text = NULL;
    if (_PyUnicodeWriter_WriteChar(&writer, '[') == 0 && write_items(&writer, self) == 0
        && (writer.overallocate = 0, _PyUnicodeWriter_WriteChar(&writer, ']') == 0))
        text = _PyUnicodeWriter_Finish(&writer);
    else
        _PyUnicodeWriter_Dealloc(&writer);
    Py_ReprLeave(self);
    return text;
}

static PyObject *list_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyList_Check(a) || !PyList_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    if (Py_SIZE(a) != Py_SIZE(b) && (op == Py_EQ || op == Py_NE)) return PyBool_FromLong(op == Py_NE);
    Py_ssize_t i;
    for (i = 0; i < Py_SIZE(a) && i < Py_SIZE(b); i++) { /* either may change meanwhile */
        PyObject *x = LIST(a)->ob_item[i], *y = LIST(b)->ob_item[i];
        int rc = adder_equal_quick(x, y);
        if (rc < 0) {
            Py_INCREF(x);
            Py_INCREF(y);
            rc = PyObject_RichCompareBool(x, y, Py_EQ);
            Py_DECREF(x);
            Py_DECREF(y);
            if (rc < 0) return NULL;
        }
        if (rc == 0) break;
    }
    if (i >= Py_SIZE(a) || i >= Py_SIZE(b)) { Py_RETURN_RICHCOMPARE(Py_SIZE(a), Py_SIZE(b), op); }
    if (op == Py_EQ || op == Py_NE) return PyBool_FromLong(op == Py_NE);
    PyObject *x = Py_NewRef(LIST(a)->ob_item[i]), *y = Py_NewRef(LIST(b)->ob_item[i]);
    PyObject *result = PyObject_RichCompare(x, y, op);
    Py_DECREF(x);
    Py_DECREF(y);
    return result;
}

/* list(iterable) into an existing, emptied list. */
static int fill(PyObject *self, PyObject *iterable)
{
    list_tp_clear(self);
    if (iterable == NULL) return 0;
    if (_PyObject_HasLen(iterable)) {
        Py_ssize_t n = PyObject_Size(iterable);
        if (n < 0) {
            if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
            PyErr_Clear();
        }
        if (n > 0 && LIST(self)->ob_item == NULL && list_reserve_exact(LIST(self), n) < 0) return -1;
    }
    return adder_list_extend(self, iterable);
}

static int list_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if ((Py_IS_TYPE(self, &PyList_Type) || Py_TYPE(self)->tp_new == PyList_Type.tp_new)
        && !_PyArg_NoKeywords("list", kwargs)) return -1;
    PyObject *iterable = NULL;
    if (!PyArg_UnpackTuple(args, "list", 0, 1, &iterable)) return -1;
    return fill(self, iterable);
}

static PyObject *list_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
    if (!_PyArg_NoKwnames("list", kwnames) || !_PyArg_CheckPositional("list", nargs, 0, 1)) return NULL;
    PyObject *list = type == (PyObject *)&PyList_Type ? PyList_New(0) : PyType_GenericAlloc((PyTypeObject *)type, 0);
    if (list != NULL && nargs == 1 && fill(list, args[0]) < 0) Py_CLEAR(list);
    return list;
}

static PyMethodDef list_methods[] = {
    { "__getitem__", list_subscript, METH_O | METH_COEXIST, "x.__getitem__(y) <==> x[y]" },
    FN("__reversed__", list_reversed, "($self, /)", "An iterator over the items, last first."),
    FN("__sizeof__", list_sizeof, "($self, /)", "Size of the list in memory, in bytes."),
    FN("clear", list_clear, "($self, /)", "Remove all items from list."),
    FN("copy", list_copy, "($self, /)", "Return a shallow copy of the list."),
    FN("append", list_append, "($self, object, /)", "Append object to the end of the list."),
    FN("insert", list_insert, "($self, index, object, /)", "Insert object before index."),
    FN("extend", list_extend, "($self, iterable, /)", "Append all items of the iterable."),
    FN("pop", list_pop, "($self, index=-1, /)",
       "Remove and return the item at index, by default the last. IndexError if there is none."),
    FN("remove", list_remove, "($self, value, /)", "Remove the first item equal to value; ValueError if there is none."),
    FN("index", list_index, "($self, value, start=0, stop=sys.maxsize, /)",
       "The first index of value between start and stop; ValueError if it is not there."),
    FN("count", list_count, "($self, value, /)", "How many items are equal to value."),
    FN("reverse", list_reverse, "($self, /)", "Reverse the order in place."),
    FN("sort", list_sort, "($self, /, *, key=None, reverse=False)",
       "Sort in ascending order and return None.\n\n"
       "The sort is in place and stable: equal items keep their order. With a key function, what it returns for each\n"
       "item is compared instead. reverse=True sorts in descending order."),
    { "__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, "See PEP 585" },
    {0} };

static PySequenceMethods list_sequence = {
    .sq_length = list_len, .sq_concat = list_concat, .sq_repeat = list_repeat, .sq_item = list_item,
    .sq_ass_item = list_ass_item, .sq_contains = list_contains, .sq_inplace_concat = list_inplace_concat,
    .sq_inplace_repeat = list_inplace_repeat };
static PyMappingMethods list_mapping = {
    .mp_length = list_len, .mp_subscript = list_subscript, .mp_ass_subscript = list_ass_subscript };

PyTypeObject PyList_Type = {
    STATIC_TYPE("list", PyListObject),
    .tp_dealloc = list_dealloc,
    .tp_repr = list_repr,
    .tp_as_sequence = &list_sequence,
    .tp_as_mapping = &list_mapping,
    .tp_hash = PyObject_HashNotImplemented,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_LIST_SUBCLASS
                | _Py_TPFLAGS_MATCH_SELF | Py_TPFLAGS_SEQUENCE,
    .tp_doc = "list(iterable=(), /)\n--\n\nA mutable sequence. Without an argument a new empty list.",
    .tp_traverse = list_traverse,
    .tp_clear = list_tp_clear,
    .tp_richcompare = list_richcompare,
    .tp_iter = list_iter,
    .tp_methods = list_methods,
    .tp_init = list_init,
    .tp_alloc = PyType_GenericAlloc,
    .tp_new = PyType_GenericNew,
    .tp_free = PyObject_GC_Del,
    .tp_vectorcall = list_vectorcall,
};
