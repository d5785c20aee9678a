/* namespace.c -- types.SimpleNamespace: an object that is nothing but its attributes. */
#include "runtime/api/signature.h"
#include "runtime/objects/namespace.h"
#include "runtime/objects/type_internal.h"

struct name_space {
    PyObject_HEAD
    PyObject *dict;
};
#define DICT(o) (((struct name_space *)(o))->dict)

static PyObject *namespace_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    PyObject *self = type->tp_alloc(type, 0);
    if (self != NULL && (DICT(self) = PyDict_New()) == NULL) Py_CLEAR(self);
    return self;
}

PyObject *adder_namespace_new(PyObject *attributes)
{
    PyObject *self = namespace_new(&_PyNamespace_Type, NULL, NULL);
    if (self != NULL && attributes != NULL && PyDict_Update(DICT(self), attributes) < 0) Py_CLEAR(self);
    return self;
}

PyObject *_PyNamespace_New(PyObject *attributes) { return adder_namespace_new(attributes); }

static int namespace_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (PyTuple_GET_SIZE(args) > 0) {
        PyErr_Format(PyExc_TypeError, "no positional arguments expected");
        return -1;
    }
    if (kwargs == NULL) return 0;
    return PyArg_ValidateKeywordArguments(kwargs) ? PyDict_Update(DICT(self), kwargs) : -1;
}

static void namespace_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_CLEAR(DICT(self));
    Py_TYPE(self)->tp_free(self);
}

static int namespace_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(DICT(self));
    return 0;
}

static int namespace_clear(PyObject *self)
{
    Py_CLEAR(DICT(self));
    return 0;
}

static PyObject *pairs_text(PyObject *dict)
{
    PyObject *list = PyList_New(0), *comma = PyUnicode_FromString(", "), *key, *value, *text = NULL;
    Py_ssize_t pos = 0;
    if (list == NULL || comma == NULL) goto done;
    while (PyDict_Next(dict, &pos, &key, &value)) {
        if (!PyUnicode_Check(key) || PyUnicode_GET_LENGTH(key) == 0) continue;
        Py_INCREF(key);
        Py_INCREF(value);
        PyObject *pair = PyUnicode_FromFormat("%S=%R", key, value);
        Py_DECREF(key);
        Py_DECREF(value);
        int rc = pair == NULL ? -1 : PyList_Append(list, pair);
        Py_XDECREF(pair);
        if (rc < 0) goto done;
    }
    text = PyUnicode_Join(comma, list);
done:
    Py_XDECREF(list);
    Py_XDECREF(comma);
    return text;
}

static PyObject *namespace_repr(PyObject *self)
{
    const char *name = Py_IS_TYPE(self, &_PyNamespace_Type) ? "namespace" : Py_TYPE(self)->tp_name;
    int rc = Py_ReprEnter(self);
    if (rc != 0) return rc > 0 ? PyUnicode_FromFormat("%s(...)", name) : NULL;
    PyObject *copy = PyDict_Copy(DICT(self)); /* reprs may change the attributes */
    PyObject *pairs = copy == NULL ? NULL : pairs_text(copy);
    PyObject *text = pairs == NULL ? NULL : PyUnicode_FromFormat("%s(%U)", name, pairs);
    Py_XDECREF(pairs);
    Py_XDECREF(copy);
    Py_ReprLeave(self);
    return text;
}

static PyObject *namespace_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyObject_TypeCheck(a, &_PyNamespace_Type) || !PyObject_TypeCheck(b, &_PyNamespace_Type)) Py_RETURN_NOTIMPLEMENTED;
    return PyObject_RichCompare(DICT(a), DICT(b), op);
}

static PyObject *namespace_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *empty = PyTuple_New(0);
    PyObject *result = empty == NULL ? NULL : PyTuple_Pack(3, Py_TYPE(self), empty, DICT(self));
    Py_XDECREF(empty);
    return result;
}

static PyMethodDef namespace_methods[] = {
    FN("__reduce__", namespace_reduce, "($self, /)", "Return state information for pickling"),
    { 0 },
};
static PyGetSetDef namespace_getsets[] = {
    { "__dict__", PyObject_GenericGetDict, NULL, NULL, NULL },
    { 0 },
};

PyTypeObject _PyNamespace_Type = {
    STATIC_TYPE("types.SimpleNamespace", struct name_space),
    .tp_dealloc = namespace_dealloc,
    .tp_repr = namespace_repr,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_setattro = PyObject_GenericSetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_doc = "SimpleNamespace(**kwargs)\n--\n\nAn object whose attributes are the keyword arguments.",
    .tp_traverse = namespace_traverse,
    .tp_clear = namespace_clear,
    .tp_richcompare = namespace_richcompare,
    .tp_methods = namespace_methods,
    .tp_getset = namespace_getsets,
    .tp_dictoffset = offsetof(struct name_space, dict),
    .tp_init = namespace_init,
    .tp_alloc = PyType_GenericAlloc,
    .tp_new = namespace_new,
    .tp_free = PyObject_GC_Del,
};
