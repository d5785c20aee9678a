/* slice.c -- slice objects: three references, immutable, turned into indices on demand. */
#include "runtime/objects/slice.h"
#include "runtime/memory/memory.h"
#include <structmember.h>
#include "runtime/objects/tuple.h"

/* ---- Life ---- */

static PyObject *slice_new_steal3(PyObject *start, PyObject *stop, PyObject *step)
{
    struct adder_free_chain *chain = &adder_interp()->containers.slices;
    PySliceObject *slice = chain->head;
    if (slice != NULL) {
        chain->head = NULL;
        chain->count = 0;
    } else if ((slice = adder_gc_alloc(sizeof(*slice))) == NULL) {
        Py_DECREF(start);
        Py_DECREF(stop);
        Py_DECREF(step);
        return adder_no_memory();
    }
    Py_SET_REFCNT((PyObject *)slice, 1);
    Py_SET_TYPE((PyObject *)slice, &PySlice_Type);
    slice->start = start;
    slice->stop = stop;
    slice->step = step;
    adder_gc_track((PyObject *)slice);
    return (PyObject *)slice;
}

PyObject *adder_slice_new_steal(PyObject *start, PyObject *stop)
{
    return slice_new_steal3(start, stop, Py_NewRef(Py_None));
}

PyObject *PySlice_New(PyObject *start, PyObject *stop, PyObject *step)
{
    return slice_new_steal3(Py_NewRef(start != NULL ? start : Py_None), Py_NewRef(stop != NULL ? stop : Py_None),
                            Py_NewRef(step != NULL ? step : Py_None));
}

PyObject *_PySlice_FromIndices(Py_ssize_t start, Py_ssize_t stop)
{
    PyObject *low = PyLong_FromSsize_t(start), *high = PyLong_FromSsize_t(stop);
    if (low != NULL && high != NULL) return adder_slice_new_steal(low, high);
    Py_XDECREF(low);
    Py_XDECREF(high);
    return NULL;
}

static void slice_dealloc(PyObject *self)
{
    PySliceObject *slice = (PySliceObject *)self;
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, slice_dealloc)
    Py_DECREF(slice->start);
    Py_DECREF(slice->stop);
    Py_DECREF(slice->step);
    struct adder_free_chain *chain = &adder_interp()->containers.slices;
    if (chain->head != NULL) {
        PyObject_GC_Del(self);
    } else {
        *(void **)self = NULL;
        chain->head = self;
        chain->count = 1;
    }
    ADDER_TRASHCAN_END;
}

static int slice_traverse(PyObject *self, visitproc visit, void *arg)
{
    PySliceObject *slice = (PySliceObject *)self;
    Py_VISIT(slice->start);
    Py_VISIT(slice->stop);
    Py_VISIT(slice->step);
    return 0;
}

/* ---- Indices ---- */

int _PyEval_SliceIndex(PyObject *arg, Py_ssize_t *out)
{
    if (Py_IsNone(arg)) return 1;
    if (!PyIndex_Check(arg)) {
        PyErr_SetString(PyExc_TypeError, "slice indices must be integers or None or have an __index__ method");
        return 0;
    }
    Py_ssize_t i = PyNumber_AsSsize_t(arg, NULL);
    if (i == -1 && PyErr_Occurred()) return 0;
    *out = i;
    return 1;
}

int adder_slice_index(PyObject *arg, Py_ssize_t *out)
{
    if (!PyIndex_Check(arg)) {
        PyErr_SetString(PyExc_TypeError, "slice indices must be integers or have an __index__ method");
        return -1;
    }
    Py_ssize_t i = PyNumber_AsSsize_t(arg, NULL);
    if (i == -1 && PyErr_Occurred()) return -1;
    *out = i;
    return 0;
}

int PySlice_Unpack(PyObject *op, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step)
{
    PySliceObject *slice = (PySliceObject *)op;
    *step = 1;
    if (!_PyEval_SliceIndex(slice->step, step)) return -1;
    if (*step == 0) {
        PyErr_SetString(PyExc_ValueError, "slice step cannot be zero");
        return -1;
    }
    if (*step < -PY_SSIZE_T_MAX) *step = -PY_SSIZE_T_MAX; /* so that it can be negated */
    *start = *step < 0 ? PY_SSIZE_T_MAX : 0;
    *stop = *step < 0 ? PY_SSIZE_T_MIN : PY_SSIZE_T_MAX;
    return _PyEval_SliceIndex(slice->start, start) && _PyEval_SliceIndex(slice->stop, stop) ? 0 : -1;
}

/* One bound: negative counts from the end; clamped into the sequence (one before it for a negative step). */
static Py_ssize_t clamp(Py_ssize_t i, Py_ssize_t length, bool backward)
{
    if (i < 0) {
        i += length;
        return i < 0 ? (backward ? -1 : 0) : i;
    }
    return i >= length ? (backward ? length - 1 : length) : i;
}

Py_ssize_t PySlice_AdjustIndices(Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t step)
{
    *start = clamp(*start, length, step < 0);
    *stop = clamp(*stop, length, step < 0);
    if (step < 0) return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
    return *start < *stop ? (step == 1 ? *stop - *start : (*stop - *start - 1) / step + 1) : 0;
}

#undef PySlice_GetIndicesEx
int PySlice_GetIndicesEx(PyObject *op, Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step,
                         Py_ssize_t *count)
{
    if (PySlice_Unpack(op, start, stop, step) < 0) return -1;
    *count = PySlice_AdjustIndices(length, start, stop, *step);
    return 0;
}

/* The old one: exact ints or None only, nothing clamped, no exception. */
int PySlice_GetIndices(PyObject *op, Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step)
{
    PySliceObject *slice = (PySliceObject *)op;
    *step = 1;
    if (!Py_IsNone(slice->step)) {
        if (!PyLong_Check(slice->step)) return -1;
        *step = PyLong_AsSsize_t(slice->step);
    }
    *start = *step < 0 ? length - 1 : 0;
    if (!Py_IsNone(slice->start)) {
        if (!PyLong_Check(slice->start)) return -1;
        *start = PyLong_AsSsize_t(slice->start);
        if (*start < 0) *start += length;
    }
    *stop = *step < 0 ? -1 : length;
    if (!Py_IsNone(slice->stop)) {
        if (!PyLong_Check(slice->stop)) return -1;
        *stop = PyLong_AsSsize_t(slice->stop);
        if (*stop < 0) *stop += length;
    }
    if (*stop > length || *start >= length || *step == 0) return -1;
    return 0;
}

/* A bound as an int object, as slice.indices() shows it; no size limit. New reference or NULL. */
static PyObject *long_bound(PyObject *bound, PyObject *length, PyObject *lower, PyObject *upper, PyObject *missing)
{
    if (Py_IsNone(bound)) return Py_NewRef(missing);
    if (!PyIndex_Check(bound)) {
        PyErr_SetString(PyExc_TypeError, "slice indices must be integers or None or have an __index__ method");
        return NULL;
    }
    PyObject *i = PyNumber_Index(bound);
    if (i != NULL && _PyLong_Sign(i) < 0) {
        Py_SETREF(i, PyNumber_Add(i, length));
        int low = i == NULL ? -1 : PyObject_RichCompareBool(i, lower, Py_LT);
        if (low < 0) Py_CLEAR(i);
        else if (low) Py_SETREF(i, Py_NewRef(lower));
    } else if (i != NULL) {
        int high = PyObject_RichCompareBool(i, upper, Py_GT);
        if (high < 0) Py_CLEAR(i);
        else if (high) Py_SETREF(i, Py_NewRef(upper));
    }
    return i;
}

int _PySlice_GetLongIndices(PySliceObject *self, PyObject *length, PyObject **start, PyObject **stop, PyObject **step)
{
    PyObject *lower = NULL, *upper = NULL, *one = NULL;
    int rc = -1;
    *start = *stop = *step = NULL;
    if (Py_IsNone(self->step)) *step = PyLong_FromLong(1);
    else if (PyIndex_Check(self->step)) *step = PyNumber_Index(self->step);
    else PyErr_SetString(PyExc_TypeError, "slice indices must be integers or None or have an __index__ method");
    if (*step == NULL) goto done;
    int sign = _PyLong_Sign(*step);
    if (sign == 0) {
        PyErr_SetString(PyExc_ValueError, "slice step cannot be zero");
        goto done;
    }
    if (sign < 0) {
        if ((one = PyLong_FromLong(1)) == NULL || (lower = PyLong_FromLong(-1)) == NULL
            || (upper = PyNumber_Subtract(length, one)) == NULL) goto done;
    } else {
        if ((lower = PyLong_FromLong(0)) == NULL) goto done;
        upper = Py_NewRef(length);
    }
    *start = long_bound(self->start, length, lower, upper, sign < 0 ? upper : lower);
    if (*start == NULL) goto done;
    *stop = long_bound(self->stop, length, lower, upper, sign < 0 ? lower : upper);
    rc = *stop == NULL ? -1 : 0;
done:
    if (rc < 0) {
        Py_CLEAR(*start);
        Py_CLEAR(*stop);
        Py_CLEAR(*step);
    }
    Py_XDECREF(lower);
    Py_XDECREF(upper);
    Py_XDECREF(one);
    return rc;
}

/* ---- The type ---- */

static PyObject *slice_indices(PyObject *self, PyObject *const *args)
{
    PyObject *length = PyNumber_Index(args[0]), *start, *stop, *step;
    if (length == NULL) return NULL;
    if (_PyLong_Sign(length) < 0) {
        PyErr_SetString(PyExc_ValueError, "length should not be negative");
        Py_DECREF(length);
        return NULL;
    }
    int rc = _PySlice_GetLongIndices((PySliceObject *)self, length, &start, &stop, &step);
    Py_DECREF(length);
    return rc < 0 ? NULL : Py_BuildValue("(NNN)", start, stop, step);
}

static PyObject *slice_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    PySliceObject *slice = (PySliceObject *)self;
    return Py_BuildValue("O(OOO)", Py_TYPE(self), slice->start, slice->stop, slice->step);
}

static PyObject *slice_repr(PyObject *self)
{
    PySliceObject *slice = (PySliceObject *)self;
    return PyUnicode_FromFormat("slice(%R, %R, %R)", slice->start, slice->stop, slice->step);
}

/* Slices compare as tuples of their three parts do. */
static PyObject *slice_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PySlice_Check(a) || !PySlice_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    if (a == b) {
        return PyBool_FromLong(op == Py_EQ || op == Py_LE || op == Py_GE);
    }
    PySliceObject *x = (PySliceObject *)a, *y = (PySliceObject *)b;
    PyObject *t = PyTuple_Pack(3, x->start, x->stop, x->step), *u = PyTuple_Pack(3, y->start, y->stop, y->step);
    PyObject *result = t != NULL && u != NULL ? PyObject_RichCompare(t, u, op) : NULL;
    Py_XDECREF(t);
    Py_XDECREF(u);
    return result;
}

static PyObject *slice_new(PyTypeObject *Py_UNUSED(type), PyObject *args, PyObject *kwargs)
{
    PyObject *start = NULL, *stop = NULL, *step = NULL;
    if (!_PyArg_NoKeywords("slice", kwargs) || !PyArg_UnpackTuple(args, "slice", 1, 3, &start, &stop, &step)) return NULL;
    return PyTuple_GET_SIZE(args) == 1 ? PySlice_New(NULL, start, NULL) : PySlice_New(start, stop, step);
}

static PyMemberDef slice_members[] = {
    { "start", T_OBJECT, offsetof(PySliceObject, start), READONLY, NULL },
    { "stop", T_OBJECT, offsetof(PySliceObject, stop), READONLY, NULL },
    { "step", T_OBJECT, offsetof(PySliceObject, step), READONLY, NULL },
    {0} };

static PyMethodDef slice_methods[] = {
    FN("indices", slice_indices, "(object, /)",
       "S.indices(len) -> (start, stop, stride)\n\n"
       "What the slice means for a sequence of that length, with bounds clamped as in indexing."),
    FN("__reduce__", slice_reduce, "()", "State for pickling."),
    {0} };

PyTypeObject PySlice_Type = {
    STATIC_TYPE("slice", PySliceObject), .tp_dealloc = slice_dealloc, .tp_repr = slice_repr,
    .tp_hash = PyObject_HashNotImplemented, .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_doc = "slice(stop)\nslice(start, stop[, step])\n\nWhat stands between the brackets of an extended subscript.",
    .tp_traverse = slice_traverse, .tp_richcompare = slice_richcompare, .tp_methods = slice_methods,
    .tp_members = slice_members, .tp_new = slice_new };
