/* enumerate.c -- enumerate and reversed: iterators around another iterable. */
#include "runtime/memory/memory.h"
#include "runtime/objects/int.h"
#include "runtime/objects/iter.h"
#include "runtime/objects/pair.h"
#include "runtime/objects/type.h"

/* ---- enumerate ---- */

typedef struct {
    PyObject_HEAD
    Py_ssize_t count;    /* PY_SSIZE_T_MAX: big_count is used instead */
    PyObject *iter;
    PyObject *pair;      /* the result tuple, used again while only we hold it */
    PyObject *big_count; /* NULL until count is exhausted */
} Enumerate;

/* enumerate(iterable, start): start NULL means 0. */
static PyObject *enum_make(PyTypeObject *type, PyObject *iterable, PyObject *start)
{
    Enumerate *en = (Enumerate *)type->tp_alloc(type, 0);
    if (en == NULL) return NULL;
    if (start != NULL) {
        if ((start = PyNumber_Index(start)) == NULL) goto fail;
        en->count = PyLong_AsSsize_t(start);
        if (en->count == -1 && PyErr_Occurred()) {
            PyErr_Clear();
            en->count = PY_SSIZE_T_MAX;
            en->big_count = start;
        } else {
            Py_DECREF(start);
        }
    }
    if ((en->iter = PyObject_GetIter(iterable)) == NULL || (en->pair = adder_pair_new()) == NULL) goto fail;
    return (PyObject *)en;
fail:
    Py_DECREF(en);
    return NULL;
}

/* The two arguments by position and keyword, with CPython's own wording for mistakes. */
static PyObject *enum_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf), nkw = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
    if (nargs + nkw > 2) {
        PyErr_Format(PyExc_TypeError, "enumerate() takes at most 2 arguments (%zd given)", nargs + nkw);
        return NULL;
    }
    PyObject *found[2] = { nargs > 0 ? args[0] : NULL, nargs > 1 ? args[1] : NULL };
    for (Py_ssize_t i = 0; i < nkw; i++) {
        PyObject *name = PyTuple_GET_ITEM(kwnames, i);
        int which = _PyUnicode_EqualToASCIIString(name, "iterable") ? 0
                    : _PyUnicode_EqualToASCIIString(name, "start") ? 1 : -1;
        if (which < 0 || found[which] != NULL) {
            PyErr_Format(PyExc_TypeError, "'%.200U' is an invalid keyword argument for enumerate()", name);
            return NULL;
        }
        found[which] = args[nargs + i];
    }
    if (found[0] == NULL) {
        PyErr_SetString(PyExc_TypeError, "enumerate() missing required argument 'iterable'");
        return NULL;
    }
    return enum_make((PyTypeObject *)type, found[0], found[1]);
}

/* Subclasses come here. */
static PyObject *enum_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = { "iterable", "start", NULL };
    PyObject *iterable, *start = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:enumerate", names, &iterable, &start)) return NULL;
    return enum_make(type, iterable, start);
}

static void enum_dealloc(PyObject *self)
{
    Enumerate *en = (Enumerate *)self;
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, enum_dealloc)
    Py_XDECREF(en->iter);
    Py_XDECREF(en->pair);
    Py_XDECREF(en->big_count);
    Py_TYPE(self)->tp_free(self);
    ADDER_TRASHCAN_END;
}

static int enum_traverse(PyObject *self, visitproc visit, void *arg)
{
    Enumerate *en = (Enumerate *)self;
    Py_VISIT(en->iter);
    Py_VISIT(en->pair);
    Py_VISIT(en->big_count);
    return 0;
}

/* The number to give out now, counting on. New reference or NULL. */
static PyObject *next_count(Enumerate *en)
{
    if (ADDER_LIKELY(en->count < PY_SSIZE_T_MAX)) return adder_int_new_i64(en->count++);
    if (en->big_count == NULL && (en->big_count = PyLong_FromSsize_t(PY_SSIZE_T_MAX)) == NULL) return NULL;
    PyObject *one = PyLong_FromLong(1), *now = en->big_count;
    PyObject *next = one == NULL ? NULL : PyNumber_Add(now, one);
    Py_XDECREF(one);
    if (next == NULL) return NULL;
    en->big_count = next;
    return now;
}

static PyObject *enum_next(PyObject *self)
{
    Enumerate *en = (Enumerate *)self;
    PyObject *item = adder_iter_step(en->iter);
    if (item == NULL) return NULL;
    PyObject *number = next_count(en);
    if (number == NULL) {
        Py_DECREF(item);
        return NULL;
    }
    return adder_pair_fill(en->pair, number, item);
}

static PyObject *enum_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    Enumerate *en = (Enumerate *)self;
    if (en->big_count != NULL) return Py_BuildValue("O(OO)", Py_TYPE(self), en->iter, en->big_count);
    return Py_BuildValue("O(On)", Py_TYPE(self), en->iter, en->count);
}

static PyMethodDef enum_methods[] = {
    FN("__reduce__", enum_reduce, "()", "State for pickling."),
    { "__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, "See PEP 585" },
    {0} };

PyTypeObject PyEnum_Type = {
    STATIC_TYPE("enumerate", Enumerate), .tp_dealloc = enum_dealloc, .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_doc = "enumerate(iterable, start=0)\n--\n\n"
              "An iterator of pairs: a number, counting up from start, and the next item of the iterable.",
    .tp_traverse = enum_traverse, .tp_iter = PyObject_SelfIter, .tp_iternext = enum_next, .tp_methods = enum_methods,
    .tp_alloc = PyType_GenericAlloc, .tp_new = enum_new, .tp_free = PyObject_GC_Del, .tp_vectorcall = enum_vectorcall };

/* ---- reversed: the fallback for sequences without __reversed__ ---- */

typedef struct {
    PyObject_HEAD
    Py_ssize_t index; /* of the next item; -1 at the end */
    PyObject *seq;    /* NULL at the end */
} Reversed;

static PyObject *reversed_make(PyTypeObject *type, PyObject *seq)
{
    bool unbound;
    PyObject *method = adder_special_lookup(seq, ID(__reversed__), &unbound);
    if (method == NULL && PyErr_Occurred()) return NULL;
    if (method != NULL && !Py_IsNone(method)) {
        PyObject *made = unbound ? PyObject_CallOneArg(method, seq) : PyObject_CallNoArgs(method);
        Py_DECREF(method);
        return made;
    }
    if (method != NULL || !PySequence_Check(seq)) {
        Py_XDECREF(method);
        PyErr_Format(PyExc_TypeError, "'%.200s' object is not reversible", Py_TYPE(seq)->tp_name);
        return NULL;
    }
    Py_ssize_t n = PySequence_Size(seq);
    if (n == -1) return NULL;
    Reversed *it = (Reversed *)type->tp_alloc(type, 0);
    if (it == NULL) return NULL;
    it->index = n - 1;
    it->seq = Py_NewRef(seq);
    return (PyObject *)it;
}

static PyObject *reversed_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *seq;
    if ((type == &PyReversed_Type || type->tp_init == PyReversed_Type.tp_init) && !_PyArg_NoKeywords("reversed", kwargs))
        return NULL;
    return PyArg_UnpackTuple(args, "reversed", 1, 1, &seq) ? reversed_make(type, seq) : NULL;
}

static PyObject *reversed_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    if (!_PyArg_NoKwnames("reversed", kwnames) || !_PyArg_CheckPositional("reversed", PyVectorcall_NARGS(nargsf), 1, 1))
        return NULL;
    return reversed_make((PyTypeObject *)type, args[0]);
}

static void reversed_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, reversed_dealloc)
    Py_XDECREF(((Reversed *)self)->seq);
    Py_TYPE(self)->tp_free(self);
    ADDER_TRASHCAN_END;
}

static int reversed_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Reversed *)self)->seq);
    return 0;
}

static PyObject *reversed_next(PyObject *self)
{
    Reversed *it = (Reversed *)self;
    if (it->index >= 0 && it->seq != NULL) {
        PyObject *item = PySequence_GetItem(it->seq, it->index);
        if (item != NULL) {
            it->index--;
            return item;
        }
        if (PyErr_ExceptionMatches(PyExc_IndexError) || PyErr_ExceptionMatches(PyExc_StopIteration)) PyErr_Clear();
    }
    it->index = -1;
    Py_CLEAR(it->seq);
    return NULL;
}

static PyObject *reversed_length_hint(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    Reversed *it = (Reversed *)self;
    if (it->seq == NULL) return PyLong_FromLong(0);
    Py_ssize_t n = PySequence_Size(it->seq);
    if (n == -1) return NULL;
    return PyLong_FromSsize_t(n < it->index + 1 ? 0 : it->index + 1);
}

static PyObject *reversed_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    Reversed *it = (Reversed *)self;
    if (it->seq != NULL) return Py_BuildValue("O(O)n", Py_TYPE(self), it->seq, it->index);
    return Py_BuildValue("O(())", Py_TYPE(self));
}

static PyObject *reversed_setstate(PyObject *self, PyObject *const *args)
{
    Reversed *it = (Reversed *)self;
    Py_ssize_t index = PyLong_AsSsize_t(args[0]);
    if (index == -1 && PyErr_Occurred()) return NULL;
    if (it->seq != NULL) {
        Py_ssize_t n = PySequence_Size(it->seq);
        if (n < 0) return NULL;
        it->index = index < -1 ? -1 : index > n - 1 ? n - 1 : index;
    }
    Py_RETURN_NONE;
}

static PyMethodDef reversed_methods[] = {
    FN("__length_hint__", reversed_length_hint, "()", "How many items are still to come."),
    FN("__reduce__", reversed_reduce, "()", "State for pickling."),
    FN("__setstate__", reversed_setstate, "(state, /)", "Take over a pickled position."),
    {0} };

PyTypeObject PyReversed_Type = {
    STATIC_TYPE("reversed", Reversed), .tp_dealloc = reversed_dealloc, .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_doc = "reversed(sequence, /)\n--\n\nAn iterator over the items of the sequence, last first.",
    .tp_traverse = reversed_traverse, .tp_iter = PyObject_SelfIter, .tp_iternext = reversed_next,
    .tp_methods = reversed_methods, .tp_alloc = PyType_GenericAlloc, .tp_new = reversed_new,
    .tp_free = PyObject_GC_Del, .tp_vectorcall = reversed_vectorcall };
