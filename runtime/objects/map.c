/* map.c -- map(func, *iterables): func called with the next item of each. */
#include "runtime/memory/memory.h"
#include "runtime/objects/iter.h"

#define FEW 8 /* argument arrays up to this length live on the C stack */

typedef struct {
    PyObject_HEAD
    PyObject *iters; /* tuple of iterators, at least one */
    PyObject *func;
} Map;

static PyObject *map_make(PyTypeObject *type, PyObject *const *args, Py_ssize_t n)
{
    if (n < 2) {
        PyErr_SetString(PyExc_TypeError, "map() must have at least two arguments.");
        return NULL;
    }
    PyObject *iters = PyTuple_New(n - 1);
    if (iters == NULL) return NULL;
    Map *map = NULL;
    for (Py_ssize_t i = 1; i < n; i++) {
        PyObject *iter = PyObject_GetIter(args[i]);
        if (iter == NULL) goto fail;
        PyTuple_SET_ITEM(iters, i - 1, iter);
    }
    if ((map = (Map *)type->tp_alloc(type, 0)) == NULL) goto fail;
    map->iters = iters;
    map->func = Py_NewRef(args[0]);
    return (PyObject *)map;
fail:
    Py_DECREF(iters);
    return NULL;
}

static PyObject *map_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if ((type == &PyMap_Type || type->tp_init == PyMap_Type.tp_init) && !_PyArg_NoKeywords("map", kwargs)) return NULL;
    return map_make(type, ((PyTupleObject *)args)->ob_item, PyTuple_GET_SIZE(args));
}

static PyObject *map_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    return _PyArg_NoKwnames("map", kwnames) ? map_make((PyTypeObject *)type, args, PyVectorcall_NARGS(nargsf)) : NULL;
}

static void map_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, map_dealloc)
    Py_XDECREF(((Map *)self)->iters);
    Py_XDECREF(((Map *)self)->func);
    Py_TYPE(self)->tp_free(self);
    ADDER_TRASHCAN_END;
}

static int map_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Map *)self)->iters);
    Py_VISIT(((Map *)self)->func);
    return 0;
}

/* Collects the arguments into args[] and calls; args[-1] is free for the callee's use. */
static PyObject *call_with_next(Map *map, PyObject **args)
{
    Py_ssize_t n = PyTuple_GET_SIZE(map->iters), got = 0;
    PyObject *value = NULL;
    for (; got < n; got++) {
        PyObject *iter = PyTuple_GET_ITEM(map->iters, got);
        if ((args[got] = adder_iter_step(iter)) == NULL) break;
    }
    if (got == n) value = PyObject_Vectorcall(map->func, args, (size_t)n | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
    while (--got >= 0) Py_DECREF(args[got]);
    return value;
}

static PyObject *map_next(PyObject *self)
{
    Map *map = (Map *)self;
    PyObject *few[FEW + 1];
    Py_ssize_t n = PyTuple_GET_SIZE(map->iters);
    if (ADDER_LIKELY(n <= FEW)) return call_with_next(map, few + 1);
    PyObject **many = PyMem_Malloc((size_t)(n + 1) * sizeof(PyObject *));
    if (many == NULL) return PyErr_NoMemory();
    PyObject *value = call_with_next(map, many + 1);
    PyMem_Free(many);
    return value;
}

static PyObject *map_reduce(PyObject *self, PyObject *const *Py_UNUSED(unused))
{
    Map *map = (Map *)self;
    Py_ssize_t n = PyTuple_GET_SIZE(map->iters);
    PyObject *args = PyTuple_New(n + 1);
    if (args == NULL) return NULL;
    PyTuple_SET_ITEM(args, 0, Py_NewRef(map->func));
    for (Py_ssize_t i = 0; i < n; i++) PyTuple_SET_ITEM(args, i + 1, Py_NewRef(PyTuple_GET_ITEM(map->iters, i)));
    return Py_BuildValue("ON", Py_TYPE(self), args);
}

static PyMethodDef map_methods[] = {
    FN("__reduce__", map_reduce, "()", "State for pickling."),
    {0} };

PyTypeObject PyMap_Type = {
    STATIC_TYPE("map", Map), .tp_dealloc = map_dealloc, .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_doc = "map(func, *iterables) --> map object\n\n"
              "An iterator of func(...) called with the next item of each iterable, until the shortest one ends.",
    .tp_traverse = map_traverse, .tp_iter = PyObject_SelfIter, .tp_iternext = map_next, .tp_methods = map_methods,
    .tp_alloc = PyType_GenericAlloc, .tp_new = map_new, .tp_free = PyObject_GC_Del, .tp_vectorcall = map_vectorcall };
