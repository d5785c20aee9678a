/* functools.c -- the module _functools: reduce, cmp_to_key; partial and the LRU cache have files of their own. */
#include "stdlib/functools/functools.h"
#include <structmember.h>

static PyObject *functools_reduce(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    PyObject *iter = PyObject_GetIter(args[1]), *item;
    if (iter == NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError))
            PyErr_SetString(PyExc_TypeError, "reduce() arg 2 must support iteration");
        return NULL;
    }
    PyObject *result = Py_XNewRef(args[2]);
    while ((item = PyIter_Next(iter)) != NULL) {
        if (result == NULL) {
            result = item;
            continue;
        }
        PyObject *pair[] = { NULL, result, item };
        PyObject *next = PyObject_Vectorcall(args[0], pair + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
        Py_DECREF(item);
        Py_SETREF(result, next);
        if (result == NULL) break;
    }
    Py_DECREF(iter);
    if (PyErr_Occurred()) Py_CLEAR(result);
    else if (result == NULL) PyErr_SetString(PyExc_TypeError, "reduce() of empty iterable with no initial value");
    return result;
}

/* ---- cmp_to_key ---- */

typedef struct {
    PyObject_HEAD
    PyObject *cmp;
    PyObject *object; /* NULL in the one that cmp_to_key() returns: calling it wraps an object */
} KeyWrapper;

static PyObject *keyobject_new(PyObject *cmp, PyObject *object)
{
    KeyWrapper *key = PyObject_GC_New(KeyWrapper, &adder_cmp_key_type);
    if (key == NULL) return NULL;
    key->cmp = Py_NewRef(cmp);
    key->object = Py_XNewRef(object);
    PyObject_GC_Track(key);
    return (PyObject *)key;
}

static void keyobject_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((KeyWrapper *)self)->cmp);
    Py_XDECREF(((KeyWrapper *)self)->object);
    PyObject_GC_Del(self);
}

static int keyobject_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((KeyWrapper *)self)->cmp);
    Py_VISIT(((KeyWrapper *)self)->object);
    return 0;
}

static int keyobject_clear(PyObject *self)
{
    Py_CLEAR(((KeyWrapper *)self)->cmp);
    Py_CLEAR(((KeyWrapper *)self)->object);
    return 0;
}

static PyObject *keyobject_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = { "obj", NULL };
    PyObject *object;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:K", names, &object)) return NULL;
    return keyobject_new(((KeyWrapper *)self)->cmp, object);
}

static PyObject *keyobject_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!Py_IS_TYPE(b, &adder_cmp_key_type)) {
        PyErr_SetString(PyExc_TypeError, "other argument must be K instance");
        return NULL;
    }
    KeyWrapper *x = (KeyWrapper *)a, *y = (KeyWrapper *)b;
    if (x->object == NULL || y->object == NULL || x->cmp == NULL) {
        PyErr_SetString(PyExc_AttributeError, "object");
        return NULL;
    }
    PyObject *pair[] = { NULL, x->object, y->object };
    PyObject *order = PyObject_Vectorcall(x->cmp, pair + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
    PyObject *zero = order == NULL ? NULL : PyLong_FromLong(0);
    PyObject *result = zero == NULL ? NULL : PyObject_RichCompare(order, zero, op);
    Py_XDECREF(order);
    Py_XDECREF(zero);
    return result;
}

static PyMemberDef keyobject_members[] = {
    { "obj", T_OBJECT, offsetof(KeyWrapper, object), 0, "Value wrapped by a key function." },
    {0} };

PyTypeObject adder_cmp_key_type = {
    STATIC_TYPE("functools.KeyWrapper", KeyWrapper), .tp_dealloc = keyobject_dealloc, .tp_call = keyobject_call,
    .tp_getattro = PyObject_GenericGetAttr, .tp_hash = PyObject_HashNotImplemented,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_traverse = keyobject_traverse, .tp_clear = keyobject_clear, .tp_richcompare = keyobject_richcompare,
    .tp_members = keyobject_members };

static PyObject *functools_cmp_to_key(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    return keyobject_new(args[0], NULL);
}

/* ---- The module ---- */

static PyMethodDef functools_functions[] = {
    FN("reduce", functools_reduce, "(function, iterable, initial=<unrepresentable>, /)",
       "reduce(function, iterable[, initial], /) -> value\n\n"
       "Combine the items from left to right into one: function(function(initial, item1), item2)..."),
    FN("cmp_to_key", functools_cmp_to_key, "($module, /, mycmp)",
       "Make a key function of a function that compares two things with a number below, at or above 0."),
    {0} };

static int functools_exec(PyObject *module)
{
    if (PyModule_AddObjectRef(module, "partial", (PyObject *)&adder_partial_type) < 0) return -1;
    return PyModule_AddObjectRef(module, "_lru_cache_wrapper", (PyObject *)&adder_lru_cache_type);
}

MODULE(_functools, "Tools that operate on functions.", functools_functions, functools_exec)
