/* range.c -- range objects: arithmetic progressions of ints, in int64 where they fit and in int objects where not. */
#include "runtime/objects/range.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/int.h"

#define RANGE(o) ((struct adder_range *)(o))
enum { START, STOP, STEP, LENGTH }; /* places in `big` */

/* ---- Making ---- */

static struct adder_range *range_alloc(int64_t start, int64_t stop, int64_t step, PyObject *big)
{
    struct adder_range *r = PyObject_New(struct adder_range, &PyRange_Type);
    if (r == NULL) {
        Py_XDECREF(big);
        return NULL;
    }
    r->start = start;
    r->stop = stop;
    r->step = step;
    r->big = big; /* taken over */
    return r;
}

/* Does the int fit? -1 with an exception. */
static int as_int64(PyObject *o, int64_t *v)
{
    if (adder_int_get(o, v)) return 1;
    int overflow;
    *v = PyLong_AsLongLongAndOverflow(o, &overflow);
    return *v == -1 && PyErr_Occurred() ? -1 : overflow == 0;
}

/* The length of a big progression: max(0, (stop - start - sign) // step + 1). New reference or NULL. */
static PyObject *big_length(PyObject *start, PyObject *stop, PyObject *step)
{
    bool up = _PyLong_Sign(step) > 0;
    int empty = PyObject_RichCompareBool(start, stop, up ? Py_GE : Py_LE);
    if (empty != 0) return empty < 0 ? NULL : PyLong_FromLong(0);
    PyObject *one = PyLong_FromLong(1), *gap = NULL, *size = NULL, *times = NULL, *length = NULL;
    if (one == NULL) return NULL;
    gap = up ? PyNumber_Subtract(stop, start) : PyNumber_Subtract(start, stop);
    if (gap != NULL) Py_SETREF(gap, PyNumber_Subtract(gap, one));
    size = up ? Py_NewRef(step) : PyNumber_Negative(step);
    if (gap != NULL && size != NULL) times = PyNumber_FloorDivide(gap, size);
    if (times != NULL) length = PyNumber_Add(times, one);
    Py_XDECREF(times);
    Py_XDECREF(size);
    Py_XDECREF(gap);
    Py_DECREF(one);
    return length;
}

/* A range of exact ints, borrowed; step is not 0. */
static PyObject *range_from_ints(PyObject *start, PyObject *stop, PyObject *step)
{
    int64_t a, b, c;
    int fits = as_int64(start, &a);
    if (fits > 0) fits = as_int64(stop, &b);
    if (fits > 0) fits = as_int64(step, &c);
    if (fits < 0) return NULL;
    if (fits && adder_range_count(a, b, c) <= INT64_MAX) return (PyObject *)range_alloc(a, b, c, NULL);
    PyObject *length = big_length(start, stop, step);
    if (length == NULL) return NULL;
    PyObject *big = PyTuple_Pack(4, start, stop, step, length);
    Py_DECREF(length);
    return big == NULL ? NULL : (PyObject *)range_alloc(0, 0, 1, big);
}

static PyObject *range_from_i64(int64_t start, int64_t stop, int64_t step)
{
    return (PyObject *)range_alloc(start, stop, step, NULL);
}

/* range(stop) or range(start, stop[, step]) from objects with __index__. */
static PyObject *range_make(PyObject *const *args, Py_ssize_t nargs)
{
    if (!_PyArg_CheckPositional("range", nargs, 1, 3)) return NULL;
    int64_t v;
    if (nargs == 1 && PyLong_CheckExact(args[0]) && adder_int_get(args[0], &v)) return range_from_i64(0, v, 1);
    PyObject *start = NULL, *stop = NULL, *step = NULL, *made = NULL;
    if (nargs == 1) {
        start = PyLong_FromLong(0);
        stop = PyNumber_Index(args[0]);
    } else {
        start = PyNumber_Index(args[0]);
        stop = start == NULL ? NULL : PyNumber_Index(args[1]);
    }
    if (start == NULL || stop == NULL) goto done;
    step = nargs == 3 ? PyNumber_Index(args[2]) : PyLong_FromLong(1);
    if (step == NULL) goto done;
    if (_PyLong_Sign(step) == 0) PyErr_SetString(PyExc_ValueError, "range() arg 3 must not be zero");
    else made = range_from_ints(start, stop, step);
done:
    Py_XDECREF(start);
    Py_XDECREF(stop);
    Py_XDECREF(step);
    return made;
}

static PyObject *range_new(PyTypeObject *Py_UNUSED(type), PyObject *args, PyObject *kwargs)
{
    if (!_PyArg_NoKeywords("range", kwargs)) return NULL;
    return range_make(((PyTupleObject *)args)->ob_item, PyTuple_GET_SIZE(args));
}

static PyObject *range_vectorcall(PyObject *Py_UNUSED(type), PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    return _PyArg_NoKwnames("range", kwnames) ? range_make(args, PyVectorcall_NARGS(nargsf)) : NULL;
}

static void range_dealloc(PyObject *self)
{
    Py_XDECREF(RANGE(self)->big);
    PyObject_Free(self);
}

/* ---- Reading ---- */

static int64_t small_length(struct adder_range *r) { return (int64_t)adder_range_count(r->start, r->stop, r->step); }
static int64_t small_item(struct adder_range *r, int64_t i)
{
    return (int64_t)((uint64_t)r->start + (uint64_t)i * (uint64_t)r->step);
}

/* One of the four numbers as an int object; a new reference or NULL. */
static PyObject *range_number(PyObject *self, int which)
{
    struct adder_range *r = RANGE(self);
    if (r->big != NULL) return Py_NewRef(PyTuple_GET_ITEM(r->big, which));
    int64_t v = which == START ? r->start : which == STOP ? r->stop : which == STEP ? r->step : small_length(r);
    return PyLong_FromLongLong(v);
}

static Py_ssize_t range_len(PyObject *self)
{
    struct adder_range *r = RANGE(self);
    return r->big == NULL ? (Py_ssize_t)small_length(r) : PyLong_AsSsize_t(PyTuple_GET_ITEM(r->big, LENGTH));
}

static int range_bool(PyObject *self)
{
    struct adder_range *r = RANGE(self);
    return r->big == NULL ? small_length(r) != 0 : PyObject_IsTrue(PyTuple_GET_ITEM(r->big, LENGTH));
}

static PyObject *index_error(void)
{
    PyErr_SetString(PyExc_IndexError, "range object index out of range");
    return NULL;
}

/* start + i * step of a big range; `i` is an exact int, borrowed. */
static PyObject *big_item(PyObject *big, PyObject *i)
{
    PyObject *way = PyNumber_Multiply(i, PyTuple_GET_ITEM(big, STEP));
    PyObject *item = way == NULL ? NULL : PyNumber_Add(PyTuple_GET_ITEM(big, START), way);
    Py_XDECREF(way);
    return item;
}

/* big[i] with negative i counted from the end and bounds checked; NULL with IndexError. */
static PyObject *big_subscript(PyObject *big, PyObject *i)
{
    PyObject *length = PyTuple_GET_ITEM(big, LENGTH);
    PyObject *at = _PyLong_Sign(i) < 0 ? PyNumber_Add(i, length) : Py_NewRef(i), *item = NULL;
    if (at == NULL) return NULL;
    int inside = _PyLong_Sign(at) < 0 ? 0 : PyObject_RichCompareBool(at, length, Py_LT);
    if (inside > 0) item = big_item(big, at);
    else if (inside == 0) index_error();
    Py_DECREF(at);
    return item;
}

static PyObject *range_index_item(PyObject *self, PyObject *i)
{
    struct adder_range *r = RANGE(self);
    if (r->big != NULL) return big_subscript(r->big, i);
    int64_t at, n = small_length(r);
    int fits = as_int64(i, &at);
    if (fits < 0) return NULL;
    if (fits && at < 0) at += n;
    return fits && at >= 0 && at < n ? PyLong_FromLongLong(small_item(r, at)) : index_error();
}

static PyObject *range_item(PyObject *self, Py_ssize_t i)
{
    PyObject *at = PyLong_FromSsize_t(i);
    PyObject *item = at == NULL ? NULL : range_index_item(self, at);
    Py_XDECREF(at);
    return item;
}

/* range[slice]. All sizes through int objects: rare enough. */
static PyObject *range_slice(PyObject *self, PyObject *slice)
{
    PyObject *start, *stop, *step, *made = NULL, *first = NULL, *last = NULL, *stride = NULL;
    PyObject *length = range_number(self, LENGTH), *a = range_number(self, START), *c = range_number(self, STEP);
    if (length == NULL || a == NULL || c == NULL) goto done;
    if (_PySlice_GetLongIndices((PySliceObject *)slice, length, &start, &stop, &step) < 0) goto done;
    stride = PyNumber_Multiply(step, c);
    first = PyNumber_Multiply(start, c);
    if (first != NULL) Py_SETREF(first, PyNumber_Add(first, a));
    last = PyNumber_Multiply(stop, c);
    if (last != NULL) Py_SETREF(last, PyNumber_Add(last, a));
    if (stride != NULL && first != NULL && last != NULL) made = range_from_ints(first, last, stride);
    Py_DECREF(start);
    Py_DECREF(stop);
    Py_DECREF(step);
done:
    Py_XDECREF(length);
    Py_XDECREF(a);
    Py_XDECREF(c);
    Py_XDECREF(first);
    Py_XDECREF(last);
    Py_XDECREF(stride);
    return made;
}

static PyObject *range_subscript(PyObject *self, PyObject *key)
{
    if (PySlice_Check(key)) return range_slice(self, key);
    if (!PyIndex_Check(key)) {
        PyErr_Format(PyExc_TypeError, "range indices must be integers or slices, not %.200s", Py_TYPE(key)->tp_name);
        return NULL;
    }
    PyObject *i = PyNumber_Index(key);
    PyObject *item = i == NULL ? NULL : range_index_item(self, i);
    Py_XDECREF(i);
    return item;
}

/* ---- Membership ---- */

static bool is_plain_int(PyObject *o) { return PyLong_CheckExact(o) || PyBool_Check(o); }

/* The position of an int in the range as a new int object. NULL: not there, or an exception. */
static PyObject *position_of(PyObject *self, PyObject *value)
{
    struct adder_range *r = RANGE(self);
    int64_t v;
    if (r->big == NULL) {
        int fits = as_int64(value, &v);
        if (fits <= 0) return NULL;
        if (r->step > 0 ? v < r->start || v >= r->stop : v > r->start || v <= r->stop) return NULL;
        uint64_t gap = r->step > 0 ? (uint64_t)v - (uint64_t)r->start : (uint64_t)r->start - (uint64_t)v;
        uint64_t size = r->step > 0 ? (uint64_t)r->step : 0 - (uint64_t)r->step;
        return gap % size == 0 ? PyLong_FromUnsignedLongLong(gap / size) : NULL;
    }
    PyObject *start = PyTuple_GET_ITEM(r->big, START), *step = PyTuple_GET_ITEM(r->big, STEP), *i = NULL;
    PyObject *gap = PyNumber_Subtract(value, start), *pair = gap == NULL ? NULL : PyNumber_Divmod(gap, step);
    if (pair != NULL && _PyLong_Sign(PyTuple_GET_ITEM(pair, 1)) == 0 && _PyLong_Sign(PyTuple_GET_ITEM(pair, 0)) >= 0
        && PyObject_RichCompareBool(PyTuple_GET_ITEM(pair, 0), PyTuple_GET_ITEM(r->big, LENGTH), Py_LT) > 0)
        i = Py_NewRef(PyTuple_GET_ITEM(pair, 0));
    Py_XDECREF(pair);
    Py_XDECREF(gap);
    return i;
}

static int range_contains(PyObject *self, PyObject *value)
{
    if (!is_plain_int(value)) return (int)_PySequence_IterSearch(self, value, PY_ITERSEARCH_CONTAINS);
    PyObject *i = position_of(self, value);
    if (i == NULL) return PyErr_Occurred() ? -1 : 0;
    Py_DECREF(i);
    return 1;
}

static PyObject *range_count(PyObject *self, PyObject *const *args)
{
    if (is_plain_int(args[0])) {
        int rc = range_contains(self, args[0]);
        return rc < 0 ? NULL : PyLong_FromLong(rc);
    }
    Py_ssize_t count = _PySequence_IterSearch(self, args[0], PY_ITERSEARCH_COUNT);
    return count < 0 ? NULL : PyLong_FromSsize_t(count);
}

static PyObject *range_index(PyObject *self, PyObject *const *args)
{
    if (!is_plain_int(args[0])) {
        Py_ssize_t i = _PySequence_IterSearch(self, args[0], PY_ITERSEARCH_INDEX);
        return i < 0 ? NULL : PyLong_FromSsize_t(i);
    }
    PyObject *i = position_of(self, args[0]);
    if (i == NULL && !PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "%R is not in range", args[0]);
    return i;
}

/* ---- Comparison, hash, repr ---- */

/* (length, start, step) with None for what does not matter: equal ranges give equal tuples. */
static PyObject *range_essence(PyObject *self)
{
    PyObject *length = range_number(self, LENGTH), *start = NULL, *step = NULL, *all = NULL;
    int64_t n = 2;
    if (length != NULL && !adder_int_get(length, &n)) n = 2;
    start = n == 0 ? Py_NewRef(Py_None) : range_number(self, START);
    step = n <= 1 ? Py_NewRef(Py_None) : range_number(self, STEP);
    if (length != NULL && start != NULL && step != NULL) all = PyTuple_Pack(3, length, start, step);
    Py_XDECREF(length);
    Py_XDECREF(start);
    Py_XDECREF(step);
    return all;
}

static Py_hash_t range_hash(PyObject *self)
{
    PyObject *essence = range_essence(self);
    Py_hash_t hash = essence == NULL ? -1 : PyObject_Hash(essence);
    Py_XDECREF(essence);
    return hash;
}

static PyObject *range_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyRange_Check(b) || (op != Py_EQ && op != Py_NE)) Py_RETURN_NOTIMPLEMENTED;
    PyObject *x = range_essence(a), *y = range_essence(b);
    PyObject *result = x != NULL && y != NULL ? PyObject_RichCompare(x, y, op) : NULL;
    Py_XDECREF(x);
    Py_XDECREF(y);
    return result;
}

static PyObject *range_repr(PyObject *self)
{
    PyObject *start = range_number(self, START), *stop = range_number(self, STOP), *step = range_number(self, STEP);
    PyObject *text = NULL;
    int64_t v = 0;
    if (start != NULL && stop != NULL && step != NULL)
        text = adder_int_get(step, &v) && v == 1 ? PyUnicode_FromFormat("range(%R, %R)", start, stop)
                                                 : PyUnicode_FromFormat("range(%R, %R, %R)", start, stop, step);
    Py_XDECREF(start);
    Py_XDECREF(stop);
    Py_XDECREF(step);
    return text;
}

static PyObject *range_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return Py_BuildValue("O(NNN)", Py_TYPE(self), range_number(self, START), range_number(self, STOP),
                         range_number(self, STEP));
}

/* ---- Iterators ---- */

static PyObject *small_iter(int64_t next, int64_t step, int64_t remaining)
{
    struct adder_range_iter *it = PyObject_New(struct adder_range_iter, &PyRangeIter_Type);
    if (it == NULL) return NULL;
    it->next = it->start = next;
    it->step = step;
    it->remaining = remaining;
    return (PyObject *)it;
}

PyObject *adder_range_iter_new(int64_t start, int64_t stop, int64_t step)
{
    return small_iter(start, step, (int64_t)adder_range_count(start, stop, step));
}

static PyObject *rangeiter_next(PyObject *self)
{
    struct adder_range_iter *it = (struct adder_range_iter *)self;
    if (it->remaining <= 0) return NULL;
    int64_t v = it->next;
    it->next = (int64_t)((uint64_t)v + (uint64_t)it->step);
    it->remaining--;
    return adder_int_new_i64(v);
}

static PyObject *rangeiter_length_hint(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return PyLong_FromLongLong(((struct adder_range_iter *)self)->remaining);
}

/* (iter, (range(start, start + count * step, step),), index); takes all four over, NULL among them. */
static PyObject *reduce_to(PyObject *start, PyObject *step, PyObject *count, PyObject *index)
{
    PyObject *range = NULL, *stop = NULL, *builtin = _PyEval_GetBuiltin(ID(iter)), *result = NULL;
    PyObject *way = start == NULL || step == NULL || count == NULL ? NULL : PyNumber_Multiply(step, count);
    if (way != NULL) stop = PyNumber_Add(start, way);
    if (stop != NULL) range = range_from_ints(start, stop, step);
    if (range != NULL && builtin != NULL && index != NULL) result = Py_BuildValue("O(O)O", builtin, range, index);
    Py_XDECREF(way);
    Py_XDECREF(stop);
    Py_XDECREF(range);
    Py_XDECREF(builtin);
    Py_XDECREF(start);
    Py_XDECREF(step);
    Py_XDECREF(count);
    Py_XDECREF(index);
    return result;
}

static PyObject *rangeiter_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    struct adder_range_iter *it = (struct adder_range_iter *)self;
    int64_t index = (int64_t)((uint64_t)it->next - (uint64_t)it->start) / it->step;
    return reduce_to(PyLong_FromLongLong(it->start), PyLong_FromLongLong(it->step),
                     PyLong_FromLongLong(index + it->remaining), PyLong_FromLongLong(index));
}

static PyObject *rangeiter_setstate(PyObject *self, PyObject *const *args)
{
    struct adder_range_iter *it = (struct adder_range_iter *)self;
    int64_t skip = PyLong_AsLongLong(args[0]);
    if (skip == -1 && PyErr_Occurred()) return NULL;
    if (skip < 0) skip = 0;
    if (skip > it->remaining) skip = it->remaining;
    it->next = (int64_t)((uint64_t)it->next + (uint64_t)skip * (uint64_t)it->step);
    it->remaining -= skip;
    Py_RETURN_NONE;
}

static PyMethodDef rangeiter_methods[] = {
    FN("__length_hint__", rangeiter_length_hint, "()", "How many values are still to come."),
    FN("__reduce__", rangeiter_reduce, "()", "State for pickling."),
    FN("__setstate__", rangeiter_setstate, "(state, /)", "Skip that many values."),
    {0} };

PyTypeObject PyRangeIter_Type = {
    STATIC_TYPE("range_iterator", struct adder_range_iter), .tp_dealloc = (destructor)PyObject_Free,
    .tp_getattro = PyObject_GenericGetAttr, .tp_flags = Py_TPFLAGS_DEFAULT, .tp_iter = PyObject_SelfIter,
    .tp_iternext = rangeiter_next, .tp_methods = rangeiter_methods };

typedef struct {
    PyObject_HEAD
    PyObject *start, *step, *length; /* exact ints, owned */
    PyObject *index;                 /* values given out; an exact int, owned */
} LongRangeIter;

/* Takes all three over, NULL among them (then NULL is returned and the exception stands). */
static PyObject *long_iter(PyObject *start, PyObject *step, PyObject *length)
{
    PyObject *index = PyLong_FromLong(0);
    LongRangeIter *it = start == NULL || step == NULL || length == NULL || index == NULL
                            ? NULL : PyObject_New(LongRangeIter, &PyLongRangeIter_Type);
    if (it == NULL) {
        Py_XDECREF(start);
        Py_XDECREF(step);
        Py_XDECREF(length);
        Py_XDECREF(index);
        return NULL;
    }
    it->start = start;
    it->step = step;
    it->length = length;
    it->index = index;
    return (PyObject *)it;
}

static void longrangeiter_dealloc(PyObject *self)
{
    LongRangeIter *it = (LongRangeIter *)self;
    Py_DECREF(it->start);
    Py_DECREF(it->step);
    Py_DECREF(it->length);
    Py_DECREF(it->index);
    PyObject_Free(self);
}

static PyObject *longrangeiter_next(PyObject *self)
{
    LongRangeIter *it = (LongRangeIter *)self;
    int more = PyObject_RichCompareBool(it->index, it->length, Py_LT);
    if (more <= 0) return NULL;
    PyObject *one = PyLong_FromLong(1), *next = one == NULL ? NULL : PyNumber_Add(it->index, one), *value = NULL;
    PyObject *way = next == NULL ? NULL : PyNumber_Multiply(it->index, it->step);
    if (way != NULL) value = PyNumber_Add(it->start, way);
    if (value != NULL) Py_SETREF(it->index, Py_NewRef(next));
    Py_XDECREF(way);
    Py_XDECREF(next);
    Py_XDECREF(one);
    return value;
}

static PyObject *longrangeiter_length_hint(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return PyNumber_Subtract(((LongRangeIter *)self)->length, ((LongRangeIter *)self)->index);
}

static PyObject *longrangeiter_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    LongRangeIter *it = (LongRangeIter *)self;
    return reduce_to(Py_NewRef(it->start), Py_NewRef(it->step), Py_NewRef(it->length), Py_NewRef(it->index));
}

static PyObject *longrangeiter_setstate(PyObject *self, PyObject *const *args)
{
    LongRangeIter *it = (LongRangeIter *)self;
    if (!PyLong_CheckExact(args[0])) {
        PyErr_Format(PyExc_TypeError, "state must be an int, not %.200s", Py_TYPE(args[0])->tp_name);
        return NULL;
    }
    PyObject *index = _PyLong_Sign(args[0]) < 0 ? PyLong_FromLong(0) : Py_NewRef(args[0]);
    int beyond = index == NULL ? -1 : PyObject_RichCompareBool(index, it->length, Py_GT);
    if (beyond > 0) Py_SETREF(index, Py_NewRef(it->length));
    if (beyond >= 0) Py_SETREF(it->index, Py_NewRef(index));
    Py_XDECREF(index);
    return beyond < 0 ? NULL : Py_NewRef(Py_None);
}

static PyMethodDef longrangeiter_methods[] = {
    FN("__length_hint__", longrangeiter_length_hint, "()", "How many values are still to come."),
    FN("__reduce__", longrangeiter_reduce, "()", "State for pickling."),
    FN("__setstate__", longrangeiter_setstate, "(state, /)", "Skip that many values."),
    {0} };

PyTypeObject PyLongRangeIter_Type = {
    STATIC_TYPE("longrange_iterator", LongRangeIter), .tp_dealloc = longrangeiter_dealloc,
    .tp_getattro = PyObject_GenericGetAttr, .tp_flags = Py_TPFLAGS_DEFAULT, .tp_iter = PyObject_SelfIter,
    .tp_iternext = longrangeiter_next, .tp_methods = longrangeiter_methods };

static PyObject *range_iter(PyObject *self)
{
    struct adder_range *r = RANGE(self);
    if (r->big == NULL) return small_iter(r->start, r->step, small_length(r));
    return long_iter(range_number(self, START), range_number(self, STEP), range_number(self, LENGTH));
}

static PyObject *range_reversed(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    struct adder_range *r = RANGE(self);
    if (r->big == NULL && r->step != INT64_MIN) {
        int64_t n = small_length(r);
        return small_iter(n > 0 ? small_item(r, n - 1) : r->start, -r->step, n);
    }
    PyObject *length = range_number(self, LENGTH), *last = NULL, *one = PyLong_FromLong(1), *step = range_number(self, STEP);
    PyObject *start = range_number(self, START), *i = length == NULL || one == NULL ? NULL : PyNumber_Subtract(length, one);
    PyObject *way = i == NULL || step == NULL ? NULL : PyNumber_Multiply(i, step);
    if (way != NULL && start != NULL) last = PyNumber_Add(start, way);
    PyObject *back = step == NULL ? NULL : PyNumber_Negative(step);
    Py_XDECREF(way);
    Py_XDECREF(i);
    Py_XDECREF(start);
    Py_XDECREF(one);
    Py_XDECREF(step);
    return long_iter(last, back, length);
}

/* ---- The type ---- */

static PyObject *range_get(PyObject *self, void *which) { return range_number(self, (int)(intptr_t)which); }
static int range_refuse(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(value), void *Py_UNUSED(which))
{
    PyErr_SetString(PyExc_AttributeError, "readonly attribute");
    return -1;
}

static PyGetSetDef range_getset[] = {
    { "start", range_get, range_refuse, NULL, (void *)START },
    { "stop", range_get, range_refuse, NULL, (void *)STOP },
    { "step", range_get, range_refuse, NULL, (void *)STEP },
    {0} };

static PyMethodDef range_methods[] = {
    FN("__reversed__", range_reversed, "()", "An iterator over the values, last first."),
    FN("__reduce__", range_reduce, "()", "State for pickling."),
    FN("count", range_count, "(object, /)", "rangeobject.count(value) -> integer -- how often value occurs: 0 or 1."),
    FN("index", range_index, "(object, /)",
       "rangeobject.index(value) -> integer -- the position of value; ValueError if it is not there."),
    {0} };

static PyNumberMethods range_as_number = { .nb_bool = range_bool };
static PySequenceMethods range_sequence = { .sq_length = range_len, .sq_item = range_item, .sq_contains = range_contains };
static PyMappingMethods range_mapping = { .mp_length = range_len, .mp_subscript = range_subscript };

PyTypeObject PyRange_Type = {
    STATIC_TYPE("range", struct adder_range), .tp_dealloc = range_dealloc, .tp_repr = range_repr,
    .tp_as_number = &range_as_number, .tp_as_sequence = &range_sequence, .tp_as_mapping = &range_mapping,
    .tp_hash = range_hash, .tp_getattro = PyObject_GenericGetAttr, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_SEQUENCE,
    .tp_doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n"
              "The integers from start (0 if not given) up to but not including stop, step (1 if not given) apart.",
    .tp_richcompare = range_richcompare, .tp_iter = range_iter, .tp_methods = range_methods, .tp_getset = range_getset,
    .tp_new = range_new, .tp_vectorcall = range_vectorcall };
