/* collections.c -- the module _collections: counting, and the getters of namedtuple fields. The types have own files. */
#include "stdlib/collections/collections.h"
#include "runtime/objects/dict.h"
#include "runtime/objects/type.h"

/* ---- _count_elements: the inner loop of Counter ---- */

/* mapping[key] += 1 in a dict whose own get and __setitem__ nobody has replaced. */
static int count_in_dict(PyObject *dict, PyObject *key, PyObject *one)
{
    PyObject *old, *sum;
    int rc = adder_dict_get_ref(dict, key, &old);
    if (rc < 0) return -1;
    sum = rc == 0 ? Py_NewRef(one) : PyNumber_Add(old, one);
    Py_XDECREF(old);
    rc = sum == NULL ? -1 : PyDict_SetItem(dict, key, sum);
    Py_XDECREF(sum);
    return rc;
}

/* The same through get() and subscription. */
static int count_in_mapping(PyObject *mapping, PyObject *get, PyObject *key, PyObject *one)
{
    PyObject *zero = PyLong_FromLong(0), *old = zero == NULL ? NULL : PyObject_CallFunctionObjArgs(get, key, zero, NULL);
    PyObject *sum = old == NULL ? NULL : PyNumber_Add(old, one);
    int rc = sum == NULL ? -1 : PyObject_SetItem(mapping, key, sum);
    Py_XDECREF(sum);
    Py_XDECREF(old);
    Py_XDECREF(zero);
    return rc;
}

static PyObject *collections_count_elements(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    PyObject *mapping = args[0], *iter = PyObject_GetIter(args[1]), *get = NULL, *key;
    if (iter == NULL) return NULL;
    PyObject *one = PyLong_FromLong(1);
    bool plain = PyDict_Check(mapping)
                 && adder_type_lookup(Py_TYPE(mapping), ID(get)) == adder_type_lookup(&PyDict_Type, ID(get))
                 && adder_type_lookup(Py_TYPE(mapping), ID(__setitem__)) == adder_type_lookup(&PyDict_Type, ID(__setitem__));
    int rc = one == NULL || (!plain && (get = PyObject_GetAttr(mapping, ID(get))) == NULL) ? -1 : 0;
    while (rc == 0 && (key = PyIter_Next(iter)) != NULL) {
        rc = plain ? count_in_dict(mapping, key, one) : count_in_mapping(mapping, get, key, one);
        Py_DECREF(key);
    }
    Py_XDECREF(get);
    Py_XDECREF(one);
    Py_DECREF(iter);
    return rc < 0 || PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

/* ---- _tuplegetter: a property that is item `index` of a tuple ---- */

typedef struct {
    PyObject_HEAD
    Py_ssize_t index;
    PyObject *doc;
} TupleGetter;

static PyObject *tuplegetter_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Py_ssize_t index;
    PyObject *doc;
    if (!_PyArg_NoKeywords("_tuplegetter", kwargs) || !PyArg_ParseTuple(args, "nO:_tuplegetter", &index, &doc)) return NULL;
    TupleGetter *self = (TupleGetter *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->index = index;
    self->doc = Py_NewRef(doc);
    return (PyObject *)self;
}

static PyObject *tuplegetter_descr_get(PyObject *self, PyObject *obj, PyObject *type)
{
    Py_ssize_t index = ((TupleGetter *)self)->index;
    if (obj == NULL || (Py_IsNone(obj) && type != (PyObject *)Py_TYPE(Py_None))) return Py_NewRef(self);
    if (!PyTuple_Check(obj)) {
        PyErr_Format(PyExc_TypeError, "descriptor for index '%zd' for tuple subclasses doesn't apply to '%s' object", index,
                     Py_TYPE(obj)->tp_name);
        return NULL;
    }
    if ((size_t)index < (size_t)PyTuple_GET_SIZE(obj)) return Py_NewRef(PyTuple_GET_ITEM(obj, index));
    PyErr_SetString(PyExc_IndexError, "tuple index out of range");
    return NULL;
}

static int tuplegetter_descr_set(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(obj), PyObject *value)
{
    PyErr_SetString(PyExc_AttributeError, value == NULL ? "can't delete attribute" : "can't set attribute");
    return -1;
}

static int tuplegetter_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((TupleGetter *)self)->doc);
    return 0;
}

static int tuplegetter_clear(PyObject *self)
{
    Py_CLEAR(((TupleGetter *)self)->doc);
    return 0;
}

static void tuplegetter_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    tuplegetter_clear(self);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *tuplegetter_get_doc(PyObject *self, void *Py_UNUSED(closure)) { return Py_NewRef(((TupleGetter *)self)->doc); }

static int tuplegetter_set_doc(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    Py_XSETREF(((TupleGetter *)self)->doc, Py_NewRef(value != NULL ? value : Py_None));
    return 0;
}

static PyObject *tuplegetter_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return Py_BuildValue("O(nO)", Py_TYPE(self), ((TupleGetter *)self)->index, ((TupleGetter *)self)->doc);
}

static PyObject *tuplegetter_repr(PyObject *self)
{
    return PyUnicode_FromFormat("_tuplegetter(%zd, %R)", ((TupleGetter *)self)->index, ((TupleGetter *)self)->doc);
}

static PyMethodDef tuplegetter_methods[] = { FN("__reduce__", tuplegetter_reduce, "()", "State for pickling."), {0} };
static PyGetSetDef tuplegetter_getset[] = { { "__doc__", tuplegetter_get_doc, tuplegetter_set_doc, NULL, NULL }, {0} };

PyTypeObject adder_tuplegetter_type = {
    STATIC_TYPE("_collections._tuplegetter", TupleGetter), .tp_dealloc = tuplegetter_dealloc, .tp_repr = tuplegetter_repr,
    .tp_getattro = PyObject_GenericGetAttr, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = tuplegetter_traverse, .tp_clear = tuplegetter_clear, .tp_methods = tuplegetter_methods,
    .tp_getset = tuplegetter_getset, .tp_descr_get = tuplegetter_descr_get, .tp_descr_set = tuplegetter_descr_set,
    .tp_alloc = PyType_GenericAlloc, .tp_new = tuplegetter_new, .tp_free = PyObject_GC_Del };

/* ---- The module ---- */

static PyMethodDef collections_functions[] = {
    FN("_count_elements", collections_count_elements, "($module, mapping, iterable, /)",
       "Count elements in the iterable, updating the mapping"),
    {0} };

static int collections_exec(PyObject *module)
{
    static const struct { const char *name; PyTypeObject *type; } types[] = {
        { "deque", &adder_deque_type }, { "defaultdict", &adder_defaultdict_type }, { "OrderedDict", &PyODict_Type },
        { "_deque_iterator", &adder_deque_iter_type }, { "_deque_reverse_iterator", &adder_deque_reverse_iter_type },
        { "_tuplegetter", &adder_tuplegetter_type } };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(types); i++)
        if (PyModule_AddObjectRef(module, types[i].name, (PyObject *)types[i].type) < 0) return -1;
    return 0;
}

MODULE(_collections, "High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n"
       "- defaultdict:  dict subclass with a default value factory\n", collections_functions, collections_exec)
