/* filter.c -- filter(function or None, iterable): the items that pass. */
#include "runtime/memory/memory.h"
#include "runtime/objects/iter.h"

typedef struct {
    PyObject_HEAD
    PyObject *func; /* None and bool: the item's own truth */
    PyObject *iter;
} Filter;

static PyObject *filter_make(PyTypeObject *type, PyObject *func, PyObject *iterable)
{
    PyObject *iter = PyObject_GetIter(iterable);
    if (iter == NULL) return NULL;
    Filter *filter = (Filter *)type->tp_alloc(type, 0);
    if (filter == NULL) {
        Py_DECREF(iter);
        return NULL;
    }
    filter->func = Py_NewRef(func);
    filter->iter = iter;
    return (PyObject *)filter;
}

static PyObject *filter_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *func, *iterable;
    if ((type == &PyFilter_Type || type->tp_init == PyFilter_Type.tp_init) && !_PyArg_NoKeywords("filter", kwargs))
        return NULL;
    return PyArg_UnpackTuple(args, "filter", 2, 2, &func, &iterable) ? filter_make(type, func, iterable) : NULL;
}

static PyObject *filter_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    if (!_PyArg_NoKwnames("filter", kwnames) || !_PyArg_CheckPositional("filter", PyVectorcall_NARGS(nargsf), 2, 2))
        return NULL;
    return filter_make((PyTypeObject *)type, args[0], args[1]);
}

static void filter_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, filter_dealloc)
    Py_XDECREF(((Filter *)self)->func);
    Py_XDECREF(((Filter *)self)->iter);
    Py_TYPE(self)->tp_free(self);
    ADDER_TRASHCAN_END;
}

static int filter_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Filter *)self)->func);
    Py_VISIT(((Filter *)self)->iter);
    return 0;
}

/* 1, 0, or -1 with an exception. */
static int passes(PyObject *func, PyObject *item)
{
    if (Py_IsNone(func) || func == (PyObject *)&PyBool_Type) return PyObject_IsTrue(item);
    PyObject *verdict = PyObject_CallOneArg(func, item);
    if (verdict == NULL) return -1;
    int rc = PyObject_IsTrue(verdict);
    Py_DECREF(verdict);
    return rc;
}

static PyObject *filter_next(PyObject *self)
{
    Filter *filter = (Filter *)self;
    PyObject *item;
    while ((item = adder_iter_step(filter->iter)) != NULL) {
        int rc = passes(filter->func, item);
        if (rc > 0) return item;
        Py_DECREF(item);
        if (rc < 0) return NULL;
    }
    return NULL;
}

static PyObject *filter_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return Py_BuildValue("O(OO)", Py_TYPE(self), ((Filter *)self)->func, ((Filter *)self)->iter);
}

static PyMethodDef filter_methods[] = {
    FN("__reduce__", filter_reduce, "()", "State for pickling."),
    {0} };

PyTypeObject PyFilter_Type = {
    STATIC_TYPE("filter", Filter), .tp_dealloc = filter_dealloc, .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_doc = "filter(function or None, iterable) --> filter object\n\n"
              "An iterator over those items for which function(item) is true. If function is None, the items that are true.",
    .tp_traverse = filter_traverse, .tp_iter = PyObject_SelfIter, .tp_iternext = filter_next,
    .tp_methods = filter_methods, .tp_alloc = PyType_GenericAlloc, .tp_new = filter_new, .tp_free = PyObject_GC_Del,
    .tp_vectorcall = filter_vectorcall };
