/* iter.c -- iterators over list, tuple and any sequence, and iter(callable, sentinel).
 *
 * All of the first kind are one struct (iter.h) with one type each. An exhausted iterator has dropped its sequence and
 * never starts again, even when a list grows later. */
#include "runtime/objects/iter.h"
#include "runtime/memory/memory.h"

#define ITER(o) ((struct adder_seq_iter *)(o))

PyObject *adder_seq_iter_new(PyTypeObject *type, PyObject *seq, Py_ssize_t index)
{
    struct adder_seq_iter *it = adder_gc_alloc(sizeof(*it));
    if (it == NULL) return adder_no_memory();
    Py_SET_REFCNT((PyObject *)it, 1);
    Py_SET_TYPE((PyObject *)it, type);
    it->index = index;
    it->seq = Py_NewRef(seq);
    adder_gc_track((PyObject *)it);
    return (PyObject *)it;
}

static void seqiter_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(ITER(self)->seq);
    PyObject_GC_Del(self);
}

static int seqiter_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(ITER(self)->seq);
    return 0;
}

/* Drops the sequence; the iterator is at its end. */
static PyObject *finish(struct adder_seq_iter *it)
{
    Py_CLEAR(it->seq);
    return NULL;
}

static PyObject *listiter_next(PyObject *self)
{
    struct adder_seq_iter *it = ITER(self);
    PyObject *seq = it->seq;
    if (seq == NULL) return NULL;
    if ((size_t)it->index < (size_t)Py_SIZE(seq)) return Py_NewRef(((PyListObject *)seq)->ob_item[it->index++]);
    return finish(it);
}

static PyObject *listreviter_next(PyObject *self)
{
    struct adder_seq_iter *it = ITER(self);
    PyObject *seq = it->seq;
    if (seq == NULL) return NULL;
    if ((size_t)it->index < (size_t)Py_SIZE(seq)) return Py_NewRef(((PyListObject *)seq)->ob_item[it->index--]);
    it->index = -1;
    return finish(it);
}

static PyObject *tupleiter_next(PyObject *self)
{
    struct adder_seq_iter *it = ITER(self);
    PyObject *seq = it->seq;
    if (seq == NULL) return NULL;
    if (it->index < Py_SIZE(seq)) return Py_NewRef(((PyTupleObject *)seq)->ob_item[it->index++]);
    return finish(it);
}

static PyObject *iter_iternext(PyObject *self)
{
    struct adder_seq_iter *it = ITER(self);
    PyObject *seq = it->seq;
    if (seq == NULL) return NULL;
    if (it->index == PY_SSIZE_T_MAX) {
        PyErr_SetString(PyExc_OverflowError, "iter index too large");
        return NULL;
    }
    PyObject *item = PySequence_GetItem(seq, it->index);
    if (item != NULL) {
        it->index++;
        return item;
    }
    if (!PyErr_ExceptionMatches(PyExc_IndexError) && !PyErr_ExceptionMatches(PyExc_StopIteration)) return NULL;
    PyErr_Clear();
    return finish(it);
}

/* ---- Hints, copies ---- */

static PyObject *seqiter_length_hint(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    struct adder_seq_iter *it = ITER(self);
    Py_ssize_t left = 0;
    if (it->seq != NULL) {
        if (Py_IS_TYPE(self, &PySeqIter_Type) && !_PyObject_HasLen(it->seq)) Py_RETURN_NOTIMPLEMENTED;
        Py_ssize_t n = PySequence_Size(it->seq);
        if (n < 0) return NULL;
        if (Py_IS_TYPE(self, &PyListRevIter_Type)) left = n < it->index + 1 ? 0 : it->index + 1;
        else left = n > it->index ? n - it->index : 0;
    }
    return PyLong_FromSsize_t(left);
}

static PyObject *seqiter_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    struct adder_seq_iter *it = ITER(self);
    bool reversed = Py_IS_TYPE(self, &PyListRevIter_Type);
    bool list = reversed || Py_IS_TYPE(self, &PyListIter_Type);
    PyObject *builtin = _PyEval_GetBuiltin(reversed && it->seq != NULL ? ID(reversed) : ID(iter));
    if (builtin == NULL) return NULL;
    if (it->seq != NULL) return Py_BuildValue("N(O)n", builtin, it->seq, it->index);
    return list ? Py_BuildValue("N([])", builtin) : Py_BuildValue("N(())", builtin);
}

static PyObject *seqiter_setstate(PyObject *self, PyObject *const *args)
{
    struct adder_seq_iter *it = ITER(self);
    Py_ssize_t index = PyLong_AsSsize_t(args[0]);
    if (index == -1 && PyErr_Occurred()) return NULL;
    if (it->seq != NULL) {
        bool reversed = Py_IS_TYPE(self, &PyListRevIter_Type);
        Py_ssize_t low = reversed ? -1 : 0;
        Py_ssize_t high = Py_IS_TYPE(self, &PySeqIter_Type) ? PY_SSIZE_T_MAX : Py_SIZE(it->seq) - reversed;
        it->index = index < low ? low : index > high ? high : index;
    }
    Py_RETURN_NONE;
}

static PyMethodDef seqiter_methods[] = {
    FN("__length_hint__", seqiter_length_hint, "()", "How many items are still to come."),
    FN("__reduce__", seqiter_reduce, "()", "State for pickling."),
    FN("__setstate__", seqiter_setstate, "(state, /)", "Take over a pickled position."),
    {0} };

#define SEQ_ITER_TYPE(c_name, py_name, next)                                                           \
    PyTypeObject c_name = { STATIC_TYPE(py_name, struct adder_seq_iter), .tp_dealloc = seqiter_dealloc, \
                            .tp_getattro = PyObject_GenericGetAttr,                                    \
                            .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,                       \
                            .tp_traverse = seqiter_traverse, .tp_iter = PyObject_SelfIter,             \
                            .tp_iternext = next, .tp_methods = seqiter_methods }

SEQ_ITER_TYPE(PyListIter_Type, "list_iterator", listiter_next);
SEQ_ITER_TYPE(PyListRevIter_Type, "list_reverseiterator", listreviter_next);
SEQ_ITER_TYPE(PyTupleIter_Type, "tuple_iterator", tupleiter_next);
SEQ_ITER_TYPE(PySeqIter_Type, "iterator", iter_iternext);

PyObject *PySeqIter_New(PyObject *seq)
{
    if (PySequence_Check(seq)) return adder_seq_iter_new(&PySeqIter_Type, seq, 0);
    PyErr_BadInternalCall();
    return NULL;
}

/* ---- iter(callable, sentinel) ---- */

typedef struct {
    PyObject_HEAD
    PyObject *callable; /* both NULL when exhausted */
    PyObject *sentinel;
} CallIter;

PyObject *PyCallIter_New(PyObject *callable, PyObject *sentinel)
{
    CallIter *it = PyObject_GC_New(CallIter, &PyCallIter_Type);
    if (it == NULL) return NULL;
    it->callable = Py_NewRef(callable);
    it->sentinel = Py_NewRef(sentinel);
    adder_gc_track((PyObject *)it);
    return (PyObject *)it;
}

static void calliter_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((CallIter *)self)->callable);
    Py_XDECREF(((CallIter *)self)->sentinel);
    PyObject_GC_Del(self);
}

static int calliter_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((CallIter *)self)->callable);
    Py_VISIT(((CallIter *)self)->sentinel);
    return 0;
}

static void calliter_finish(CallIter *it)
{
    Py_CLEAR(it->callable);
    Py_CLEAR(it->sentinel);
}

static PyObject *calliter_next(PyObject *self)
{
    CallIter *it = (CallIter *)self;
    if (it->callable == NULL) return NULL;
    PyObject *callable = Py_NewRef(it->callable); /* the call may exhaust this very iterator */
    PyObject *value = PyObject_CallNoArgs(callable);
    Py_DECREF(callable);
    if (value == NULL) {
        if (PyErr_ExceptionMatches(PyExc_StopIteration)) {
            PyErr_Clear();
            calliter_finish(it);
        }
        return NULL;
    }
    if (it->sentinel != NULL) {
        PyObject *sentinel = Py_NewRef(it->sentinel);
        int rc = PyObject_RichCompareBool(sentinel, value, Py_EQ);
        Py_DECREF(sentinel);
        if (rc == 0) return value;
        if (rc > 0) calliter_finish(it);
    }
    Py_DECREF(value);
    return NULL;
}

static PyObject *calliter_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    CallIter *it = (CallIter *)self;
    PyObject *builtin = _PyEval_GetBuiltin(ID(iter));
    if (builtin == NULL) return NULL;
    if (it->callable != NULL) return Py_BuildValue("N(OO)", builtin, it->callable, it->sentinel);
    return Py_BuildValue("N(())", builtin);
}

static PyMethodDef calliter_methods[] = {
    FN("__reduce__", calliter_reduce, "()", "State for pickling."),
    {0} };

PyTypeObject PyCallIter_Type = {
    STATIC_TYPE("callable_iterator", CallIter), .tp_dealloc = calliter_dealloc,
    .tp_getattro = PyObject_GenericGetAttr, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = calliter_traverse, .tp_iter = PyObject_SelfIter, .tp_iternext = calliter_next,
    .tp_methods = calliter_methods };
