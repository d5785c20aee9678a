/* defaultdict.c -- collections.defaultdict: a dict that makes the value of a missing key by calling default_factory. */
#include "stdlib/collections/collections.h"
#include <structmember.h>

typedef struct {
    PyDictObject dict;
    PyObject *factory; /* NULL counts as None */
} DefaultDict;

#define FACTORY(o) (((DefaultDict *)(o))->factory)

static PyObject *defdict_missing(PyObject *self, PyObject *const *args)
{
    PyObject *factory = FACTORY(self);
    if (factory == NULL || Py_IsNone(factory)) {
        _PyErr_SetKeyError(args[0]);
        return NULL;
    }
    PyObject *value = PyObject_CallNoArgs(factory);
    if (value != NULL && PyObject_SetItem(self, args[0], value) < 0) Py_CLEAR(value);
    return value;
}

/* type(self)(default_factory, self), so that subclasses with the same constructor work. */
static PyObject *defdict_copy(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    PyObject *factory = FACTORY(self) != NULL ? FACTORY(self) : Py_None;
    return PyObject_CallFunctionObjArgs((PyObject *)Py_TYPE(self), factory, self, NULL);
}

static PyObject *defdict_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    bool none = FACTORY(self) == NULL || Py_IsNone(FACTORY(self));
    PyObject *factory = none ? PyTuple_New(0) : PyTuple_Pack(1, FACTORY(self));
    PyObject *items = PyObject_CallMethod(self, "items", NULL), *iter = items == NULL ? NULL : PyObject_GetIter(items);
    PyObject *result = factory == NULL || iter == NULL ? NULL : PyTuple_Pack(5, Py_TYPE(self), factory, Py_None, Py_None, iter);
    Py_XDECREF(iter);
    Py_XDECREF(items);
    Py_XDECREF(factory);
    return result;
}

static PyObject *defdict_repr(PyObject *self)
{
    PyObject *base = PyDict_Type.tp_repr(self), *factory = NULL, *text = NULL;
    if (base == NULL) return NULL;
    if (FACTORY(self) == NULL) {
        factory = PyUnicode_FromString("None");
    } else {
        int rc = Py_ReprEnter(FACTORY(self)); /* the factory may be a method of this very dict */
        if (rc > 0) factory = PyUnicode_FromString("...");
        if (rc == 0) {
            factory = PyObject_Repr(FACTORY(self));
            Py_ReprLeave(FACTORY(self));
        }
    }
    const char *dot = strrchr(Py_TYPE(self)->tp_name, '.'), *name = dot != NULL ? dot + 1 : Py_TYPE(self)->tp_name;
    if (factory != NULL) text = PyUnicode_FromFormat("%s(%U, %U)", name, factory, base);
    Py_XDECREF(factory);
    Py_DECREF(base);
    return text;
}

static PyObject *defdict_or(PyObject *left, PyObject *right)
{
    PyObject *self = PyObject_TypeCheck(left, &adder_defaultdict_type) ? left : right, *other = self == left ? right : left;
    if (!PyDict_Check(other)) Py_RETURN_NOTIMPLEMENTED;
    PyObject *factory = FACTORY(self) != NULL ? FACTORY(self) : Py_None; /* the class of self, the items of both */
    PyObject *made = PyObject_CallFunctionObjArgs((PyObject *)Py_TYPE(self), factory, left, NULL);
    if (made != NULL && PyDict_Update(made, right) < 0) Py_CLEAR(made);
    return made;
}

static int defdict_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *factory = NULL, *rest;
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    if (n > 0) {
        factory = PyTuple_GET_ITEM(args, 0);
        if (!PyCallable_Check(factory) && !Py_IsNone(factory)) {
            PyErr_SetString(PyExc_TypeError, "first argument must be callable or None");
            return -1;
        }
    }
    if ((rest = PyTuple_GetSlice(args, 1, n)) == NULL) return -1;
    Py_XSETREF(FACTORY(self), Py_XNewRef(factory));
    int rc = PyDict_Type.tp_init(self, rest, kwargs);
    Py_DECREF(rest);
    return rc;
}

static int defdict_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(FACTORY(self));
    return PyDict_Type.tp_traverse(self, visit, arg);
}

static int defdict_clear(PyObject *self)
{
    Py_CLEAR(FACTORY(self));
    return PyDict_Type.tp_clear(self);
}

static void defdict_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_CLEAR(FACTORY(self));
    PyDict_Type.tp_dealloc(self);
}

static PyMethodDef defdict_methods[] = {
    FN("__missing__", defdict_missing, "(key, /)",
       "__missing__(key) # Called by __getitem__ for missing key: calls default_factory, stores and returns its result."),
    FN("copy", defdict_copy, "()", "D.copy() -> a shallow copy of D."),
    FN("__copy__", defdict_copy, "()", "D.copy() -> a shallow copy of D."),
    FN("__reduce__", defdict_reduce, "()", "Return state information for pickling."),
    { "__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, "See PEP 585" },
    {0} };

static PyMemberDef defdict_members[] = {
    { "default_factory", T_OBJECT, offsetof(DefaultDict, factory), 0, "Factory for default value called by __missing__()." },
    {0} };

static PyNumberMethods defdict_number = { .nb_or = defdict_or };

PyTypeObject adder_defaultdict_type = {
    STATIC_TYPE("collections.defaultdict", DefaultDict), .tp_base = &PyDict_Type, .tp_dealloc = defdict_dealloc,
    .tp_repr = defdict_repr, .tp_as_number = &defdict_number, .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\n"
              "The default factory is called without arguments to produce\na new value when a key is not present, "
              "in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\n"
              "All remaining arguments are treated the same as if they were\npassed to the dict constructor, "
              "including keyword arguments.",
    .tp_traverse = defdict_traverse, .tp_clear = defdict_clear, .tp_methods = defdict_methods,
    .tp_members = defdict_members, .tp_init = defdict_init, .tp_alloc = PyType_GenericAlloc, .tp_free = PyObject_GC_Del };
