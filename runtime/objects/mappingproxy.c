/* mappingproxy.c -- types.MappingProxyType: a mapping that can be read but not changed; what cls.__dict__ gives. */
#include "runtime/api/signature.h"
#include "runtime/objects/type_internal.h"

struct proxy {
    PyObject_HEAD
    PyObject *mapping; /* never NULL while alive */
};
#define MAPPING(o) (((struct proxy *)(o))->mapping)

static PyObject *proxy_make(PyTypeObject *type, PyObject *mapping)
{
    if (!PyMapping_Check(mapping) || PyList_Check(mapping) || PyTuple_Check(mapping)) {
        PyErr_Format(PyExc_TypeError, "mappingproxy() argument must be a mapping, not %s", Py_TYPE(mapping)->tp_name);
        return NULL;
    }
    struct proxy *p = (struct proxy *)PyType_GenericAlloc(type, 0);
    if (p != NULL) p->mapping = Py_NewRef(mapping);
    return (PyObject *)p;
}

PyObject *PyDictProxy_New(PyObject *mapping) { return proxy_make(&PyDictProxy_Type, mapping); }

static PyObject *proxy_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *mapping;
    if (adder_bind_args("mappingproxy(mapping)", args, kwargs, &mapping) < 0) return NULL;
    return proxy_make(type, mapping);
}

static void proxy_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(MAPPING(self));
    PyObject_GC_Del(self);
}

static int proxy_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(MAPPING(self));
    return 0;
}

static Py_ssize_t proxy_len(PyObject *self) { return PyObject_Size(MAPPING(self)); }
static PyObject *proxy_subscript(PyObject *self, PyObject *key) { return PyObject_GetItem(MAPPING(self), key); }
static int proxy_contains(PyObject *self, PyObject *key)
{
    return PyDict_CheckExact(MAPPING(self)) ? PyDict_Contains(MAPPING(self), key) : PySequence_Contains(MAPPING(self), key);
}
static PyObject *proxy_iter(PyObject *self) { return PyObject_GetIter(MAPPING(self)); }
static PyObject *proxy_str(PyObject *self) { return PyObject_Str(MAPPING(self)); }
static PyObject *proxy_repr(PyObject *self) { return PyUnicode_FromFormat("mappingproxy(%R)", MAPPING(self)); }
static Py_hash_t proxy_hash(PyObject *self) { return PyObject_Hash(MAPPING(self)); }
static PyObject *proxy_richcompare(PyObject *self, PyObject *other, int op)
{
    if (Py_IS_TYPE(other, &PyDictProxy_Type)) other = MAPPING(other);
    return PyObject_RichCompare(MAPPING(self), other, op);
}

static PyObject *proxy_or(PyObject *left, PyObject *right)
{
    if (PyObject_TypeCheck(left, &PyDictProxy_Type)) left = MAPPING(left);
    if (PyObject_TypeCheck(right, &PyDictProxy_Type)) right = MAPPING(right);
    return PyNumber_Or(left, right);
}

static PyObject *proxy_ior(PyObject *self, PyObject *other)
{
    (void)other;
    PyErr_Format(PyExc_TypeError, "'|=' is not supported by %s; use '|' instead", Py_TYPE(self)->tp_name);
    return NULL;
}

static PyObject *proxy_get(PyObject *self, PyObject *const *args)
{
    PyObject *stack[] = { MAPPING(self), args[0], args[1] };
    return PyObject_VectorcallMethod(ID(get), stack, 3, NULL);
}
static PyObject *proxy_keys(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyObject_CallMethodNoArgs(MAPPING(self), ID(keys));
}
static PyObject *proxy_values(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyObject_CallMethodNoArgs(MAPPING(self), ID(values));
}
static PyObject *proxy_items(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyObject_CallMethodNoArgs(MAPPING(self), ID(items));
}
static PyObject *proxy_copy(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyObject_CallMethodNoArgs(MAPPING(self), ID(copy));
}
static PyObject *proxy_reversed(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyObject_CallMethodNoArgs(MAPPING(self), ID(__reversed__));
}
static PyObject *proxy_class_getitem(PyObject *cls, PyObject *const *args) { return Py_GenericAlias(cls, args[0]); }

static PyMethodDef proxy_methods[] = {
    FN("get", proxy_get, "($self, key, default=None, /)", "The value of key, or the default when there is none."),
    FN("keys", proxy_keys, "($self, /)", "The keys of the mapping."),
    FN("values", proxy_values, "($self, /)", "The values of the mapping."),
    FN("items", proxy_items, "($self, /)", "The (key, value) pairs of the mapping."),
    FN("copy", proxy_copy, "($self, /)", "A shallow copy of the mapping."),
    FNC("__class_getitem__", proxy_class_getitem, "($cls, item, /)", "See PEP 585"),
    FN("__reversed__", proxy_reversed, "($self, /)", "The keys from last to first."),
    { 0 },
};

static PyNumberMethods proxy_as_number = { .nb_or = proxy_or, .nb_inplace_or = proxy_ior };
static PySequenceMethods proxy_as_sequence = { .sq_contains = proxy_contains };
static PyMappingMethods proxy_as_mapping = { .mp_length = proxy_len, .mp_subscript = proxy_subscript };

PyTypeObject PyDictProxy_Type = {
    STATIC_TYPE("mappingproxy", struct proxy),
    .tp_dealloc = proxy_dealloc,
    .tp_repr = proxy_repr,
    .tp_as_number = &proxy_as_number,
    .tp_as_sequence = &proxy_as_sequence,
    .tp_as_mapping = &proxy_as_mapping,
    .tp_hash = proxy_hash,
    .tp_str = proxy_str,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MAPPING,
    .tp_doc = "mappingproxy(mapping)\n--\n\nA read-only view of a mapping.",
    .tp_traverse = proxy_traverse,
    .tp_richcompare = proxy_richcompare,
    .tp_iter = proxy_iter,
    .tp_methods = proxy_methods,
    .tp_new = proxy_new,
};
