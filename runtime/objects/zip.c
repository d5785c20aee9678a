/* zip.c -- zip(*iterables, strict=False): tuples of the next item of each. */
#include "runtime/memory/memory.h"
#include "runtime/objects/iter.h"
#include "runtime/objects/tuple.h"

typedef struct {
    PyObject_HEAD
    PyObject *iters;  /* tuple of iterators */
    PyObject *result; /* the result tuple, used again while only we hold it */
    int strict;       /* ValueError when one ends before another */
} Zip;

/* The `strict` keyword among the names; -1 with TypeError for any other. */
static int strict_argument(PyObject *name, PyObject *value)
{
    if (_PyUnicode_EqualToASCIIString(name, "strict")) return PyObject_IsTrue(value);
    PyErr_Format(PyExc_TypeError, "'%.200U' is an invalid keyword argument for zip()", name);
    return -1;
}

static PyObject *zip_make(PyTypeObject *type, PyObject *const *args, Py_ssize_t n, int strict)
{
    PyObject *iters = PyTuple_New(n), *result = NULL;
    if (iters == NULL) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *iter = PyObject_GetIter(args[i]);
        if (iter == NULL) goto fail;
        PyTuple_SET_ITEM(iters, i, iter);
    }
    if ((result = PyTuple_New(n)) == NULL) goto fail;
    for (Py_ssize_t i = 0; i < n; i++) PyTuple_SET_ITEM(result, i, Py_NewRef(Py_None));
    Zip *zip = (Zip *)type->tp_alloc(type, 0);
    if (zip == NULL) goto fail;
    zip->iters = iters;
    zip->result = result;
    zip->strict = strict;
    return (PyObject *)zip;
fail:
    Py_XDECREF(result);
    Py_DECREF(iters);
    return NULL;
}

static PyObject *zip_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf), nkw = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
    int strict = 0;
    if (nkw > 1) {
        PyErr_Format(PyExc_TypeError, "zip() takes at most 1 keyword argument (%zd given)", nkw);
        return NULL;
    }
    if (nkw == 1 && (strict = strict_argument(PyTuple_GET_ITEM(kwnames, 0), args[nargs])) < 0) return NULL;
    return zip_make((PyTypeObject *)type, args, nargs, strict);
}

static PyObject *zip_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    int strict = 0;
    Py_ssize_t pos = 0;
    PyObject *name, *value;
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) > 1) {
        PyErr_Format(PyExc_TypeError, "zip() takes at most 1 keyword argument (%zd given)", PyDict_GET_SIZE(kwargs));
        return NULL;
    }
    while (kwargs != NULL && PyDict_Next(kwargs, &pos, &name, &value))
        if ((strict = strict_argument(name, value)) < 0) return NULL;
    return zip_make(type, ((PyTupleObject *)args)->ob_item, PyTuple_GET_SIZE(args), strict);
}

static void zip_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, zip_dealloc)
    Py_XDECREF(((Zip *)self)->iters);
    Py_XDECREF(((Zip *)self)->result);
    Py_TYPE(self)->tp_free(self);
    ADDER_TRASHCAN_END;
}

static int zip_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Zip *)self)->iters);
    Py_VISIT(((Zip *)self)->result);
    return 0;
}

/* Iterator `i` has ended (with NULL): is that right in strict mode? Always NULL. */
static PyObject *zip_ended(Zip *zip, Py_ssize_t i)
{
    if (!zip->strict) return NULL;
    if (PyErr_Occurred()) {
        if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return NULL;
        PyErr_Clear();
    }
    const char *how = "shorter";
    if (i == 0) { /* then all must end here */
        Py_ssize_t n = PyTuple_GET_SIZE(zip->iters);
        for (i = 1; i < n; i++) {
            PyObject *iter = PyTuple_GET_ITEM(zip->iters, i), *item = adder_iter_step(iter);
            if (item != NULL) {
                Py_DECREF(item);
                break;
            }
            if (PyErr_Occurred()) {
                if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return NULL;
                PyErr_Clear();
            }
        }
        if (i == n) return NULL;
        how = "longer";
    }
    PyErr_Format(PyExc_ValueError, "zip() argument %zd is %s than argument%s%zd", i + 1, how, i == 1 ? " " : "s 1-", i);
    return NULL;
}

/* Fills `tuple`, dropping what it held. NULL at the end or with an exception; what was filled in stays. */
static PyObject *fill(Zip *zip, PyObject *tuple)
{
    Py_ssize_t n = PyTuple_GET_SIZE(zip->iters);
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *iter = PyTuple_GET_ITEM(zip->iters, i), *item = adder_iter_step(iter);
        if (item == NULL) {
            Py_DECREF(tuple);
            return zip_ended(zip, i);
        }
        PyObject *old = PyTuple_GET_ITEM(tuple, i);
        PyTuple_SET_ITEM(tuple, i, item);
        Py_XDECREF(old);
    }
    if (!adder_gc_is_tracked(tuple)) adder_gc_track(tuple);
    return tuple;
}

static PyObject *zip_next(PyObject *self)
{
    Zip *zip = (Zip *)self;
    Py_ssize_t n = PyTuple_GET_SIZE(zip->iters);
    if (n == 0) return NULL;
    if (Py_REFCNT(zip->result) == 1) return fill(zip, Py_NewRef(zip->result));
    PyObject *tuple = PyTuple_New(n);
    return tuple == NULL ? NULL : fill(zip, tuple);
}

static PyObject *zip_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    Zip *zip = (Zip *)self;
    if (zip->strict) return PyTuple_Pack(3, Py_TYPE(self), zip->iters, Py_True);
    return PyTuple_Pack(2, Py_TYPE(self), zip->iters);
}

static PyObject *zip_setstate(PyObject *self, PyObject *const *args)
{
    int strict = PyObject_IsTrue(args[0]);
    if (strict < 0) return NULL;
    ((Zip *)self)->strict = strict;
    Py_RETURN_NONE;
}

static PyMethodDef zip_methods[] = {
    FN("__reduce__", zip_reduce, "()", "State for pickling."),
    FN("__setstate__", zip_setstate, "(state, /)", "Take over pickled strictness."),
    {0} };

PyTypeObject PyZip_Type = {
    STATIC_TYPE("zip", Zip), .tp_dealloc = zip_dealloc, .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_doc = "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n"
              "   >>> list(zip('abc', range(3)))\n"
              "   [('a', 0), ('b', 1), ('c', 2)]\n\n"
              "With strict=True it is a ValueError when the inputs have different lengths.",
    .tp_traverse = zip_traverse, .tp_iter = PyObject_SelfIter, .tp_iternext = zip_next, .tp_methods = zip_methods,
    .tp_alloc = PyType_GenericAlloc, .tp_new = zip_new, .tp_free = PyObject_GC_Del, .tp_vectorcall = zip_vectorcall };
