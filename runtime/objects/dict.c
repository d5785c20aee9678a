/* dict.c -- the type dict: construction, subscript, methods, comparison, repr. */
#include "runtime/objects/dict_keys.h"
#include "runtime/objects/type.h"

/* ---- Construction ---- */

/* dict(arg=(), **kwargs) and dict.update: at most one positional argument. 0, or -1 with an exception. */
static int update_common(PyObject *self, PyObject *args, PyObject *kwargs, const char *name)
{
    PyObject *arg = NULL;
    if (!PyArg_UnpackTuple(args, name, 0, 1, &arg)) return -1;
    if (arg != NULL && adder_dict_update_arg(self, arg) < 0) return -1;
    if (kwargs == NULL) return 0;
    return PyArg_ValidateKeywordArguments(kwargs) ? adder_dict_merge(self, kwargs, 1) : -1;
}

static int dict_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return update_common(self, args, kwargs, "dict");
}

static PyObject *dict_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
    if (!_PyArg_CheckPositional("dict", nargs, 0, 1)) return NULL;
    PyObject *d = adder_dict_tp_new((PyTypeObject *)type, NULL, NULL);
    if (d == NULL) return NULL;
    if (nargs == 1 && adder_dict_update_arg(d, args[0]) < 0) Py_CLEAR(d);
    Py_ssize_t n = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
    for (Py_ssize_t i = 0; d != NULL && i < n; i++)
        if (PyDict_SetItem(d, PyTuple_GET_ITEM(kwnames, i), args[nargs + i]) < 0) Py_CLEAR(d);
    return d;
}

static PyObject *dict_fromkeys(PyObject *cls, PyObject *const *args)
{
    return adder_dict_fromkeys(cls, args[0], args[1]);
}

/* ---- Subscript ---- */

static Py_ssize_t dict_len(PyObject *self) { return ((PyDictObject *)self)->ma_used; }

/* A missing key: a subclass may know. */
static PyObject *dict_missing(PyObject *self, PyObject *key)
{
    if (!PyDict_CheckExact(self)) {
        bool found;
        PyObject *args[] = { self, key };
        PyObject *value = adder_special_call_maybe(self, ID(__missing__), args, 2, &found);
        if (found || value != NULL || PyErr_Occurred()) return value;
    }
    _PyErr_SetKeyError(key);
    return NULL;
}

static PyObject *dict_subscript(PyObject *self, PyObject *key)
{
    Py_hash_t hash = key_hash(key);
    if (hash == -1) return NULL;
    PyObject *value;
    Py_ssize_t ix = adder_dict_lookup(self, key, hash, &value);
    if (ADDER_LIKELY(ix >= 0)) return Py_NewRef(value);
    return ix == ADDER_KEYS_ERROR ? NULL : dict_missing(self, key);
}

static int dict_ass_subscript(PyObject *self, PyObject *key, PyObject *value)
{
    return value == NULL ? PyDict_DelItem(self, key) : PyDict_SetItem(self, key, value);
}

/* ---- repr and comparison ---- */

/* Writes "key: value". 0, or -1 with an exception. */
static int write_item(_PyUnicodeWriter *writer, PyObject *key, PyObject *value)
{
    PyObject *text = PyObject_Repr(key);
    int rc = text == NULL ? -1 : _PyUnicodeWriter_WriteStr(writer, text);
    Py_XDECREF(text);
    if (rc < 0 || _PyUnicodeWriter_WriteASCIIString(writer, ": ", 2) < 0) return -1;
    text = PyObject_Repr(value);
    rc = text == NULL ? -1 : _PyUnicodeWriter_WriteStr(writer, text);
    Py_XDECREF(text);
    return rc;
}

static int write_items(_PyUnicodeWriter *writer, PyDictObject *d)
{
    Py_ssize_t pos = 0;
    PyObject *key, *value;
    bool first = true;
    while (dict_step(d, &pos, &key, &value, NULL)) {
        if (!first && _PyUnicodeWriter_WriteASCIIString(writer, ", ", 2) < 0) return -1;
        first = false;
        Py_INCREF(key); /* repr() may change the dict */
        Py_INCREF(value);
        int rc = write_item(writer, key, value);
        Py_DECREF(key);
        Py_DECREF(value);
        if (rc < 0) return -1;
    }
    return 0;
}

static PyObject *dict_repr(PyObject *self)
{
    PyDictObject *d = (PyDictObject *)self;
    int rc = Py_ReprEnter(self);
    if (rc != 0) return rc > 0 ? PyUnicode_FromString("{...}") : NULL;
    _PyUnicodeWriter writer;
    _PyUnicodeWriter_Init(&writer);
    writer.overallocate = 1;
    PyObject *text = NULL;
    if (_PyUnicodeWriter_WriteChar(&writer, '{') == 0 && write_items(&writer, d) == 0
        && _PyUnicodeWriter_WriteChar(&writer, '}') == 0)
        text = _PyUnicodeWriter_Finish(&writer);
    else
        _PyUnicodeWriter_Dealloc(&writer);
    Py_ReprLeave(self);
    return text;
}

/* Has `b` this very item? 1, 0, -1. */
static int has_equal(PyDictObject *b, PyObject *key, Py_hash_t hash, PyObject *value)
{
    PyObject *other;
    Py_ssize_t ix = adder_dict_lookup((PyObject *)b, key, hash, &other);
    if (ix < 0) return ix == ADDER_KEYS_ERROR ? -1 : 0;
    Py_INCREF(other);
    int rc = PyObject_RichCompareBool(value, other, Py_EQ);
    Py_DECREF(other);
    return rc;
}

static int dict_equal(PyDictObject *a, PyDictObject *b)
{
    if (a->ma_used != b->ma_used) return 0;
    Py_ssize_t pos = 0;
    PyObject *key, *value;
    Py_hash_t hash;
    while (dict_step(a, &pos, &key, &value, &hash)) {
        Py_INCREF(key);
        Py_INCREF(value);
        int rc = has_equal(b, key, hash, value);
        Py_DECREF(key);
        Py_DECREF(value);
        if (rc <= 0) return rc;
    }
    return 1;
}

static PyObject *dict_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyDict_Check(a) || !PyDict_Check(b) || (op != Py_EQ && op != Py_NE)) Py_RETURN_NOTIMPLEMENTED;
    int rc = dict_equal((PyDictObject *)a, (PyDictObject *)b);
    return rc < 0 ? NULL : PyBool_FromLong(rc == (op == Py_EQ));
}

static PyObject *dict_or(PyObject *a, PyObject *b)
{
    if (!PyDict_Check(a) || !PyDict_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    PyObject *joined = adder_dict_copy(a);
    if (joined != NULL && adder_dict_update_arg(joined, b) < 0) Py_CLEAR(joined);
    return joined;
}

static PyObject *dict_ior(PyObject *self, PyObject *other)
{
    return adder_dict_update_arg(self, other) < 0 ? NULL : Py_NewRef(self);
}

/* ---- Methods ---- */

static PyObject *dict_contains_method(PyObject *self, PyObject *key)
{
    int rc = PyDict_Contains(self, key);
    return rc < 0 ? NULL : PyBool_FromLong(rc);
}

static PyObject *dict_get(PyObject *self, PyObject *const *args)
{
    Py_hash_t hash = key_hash(args[0]);
    if (hash == -1) return NULL;
    PyObject *value;
    Py_ssize_t ix = adder_dict_lookup(self, args[0], hash, &value);
    if (ix == ADDER_KEYS_ERROR) return NULL;
    return Py_NewRef(ix >= 0 ? value : args[1]);
}

static PyObject *dict_setdefault(PyObject *self, PyObject *const *args)
{
    return Py_XNewRef(PyDict_SetDefault(self, args[0], args[1]));
}

static PyObject *dict_pop(PyObject *self, PyObject *const *args) { return _PyDict_Pop(self, args[0], args[1]); }

static PyObject *dict_popitem(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    PyDictObject *d = (PyDictObject *)self;
    PyObject *pair = PyTuple_New(2); /* before anything is taken out */
    if (pair == NULL) return NULL;
    if (d->ma_used == 0) {
        Py_DECREF(pair);
        PyErr_SetString(PyExc_KeyError, "popitem(): dictionary is empty");
        return NULL;
    }
    PyObject *key, *value;
    Py_hash_t hash;
    Py_ssize_t i = dict_positions(d) - 1;
    while (!dict_at(d, i, &key, &value, &hash)) i--;
    bool split = dict_is_split(d);
    adder_dict_remove_at(d, split ? dict_values_of(d)->order[i] : i, hash, &key, &value);
    if (!split) { /* the entry's slot stays marked deleted, so usable does not grow */
        d->ma_keys->nentries = i;
        if (d->ma_keys->first > i) d->ma_keys->first = i;
    }
    PyTuple_SET_ITEM(pair, 0, key);
    PyTuple_SET_ITEM(pair, 1, value);
    return pair;
}

static PyObject *dict_clear_method(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    PyDict_Clear(self);
    Py_RETURN_NONE;
}

static PyObject *dict_copy_method(PyObject *self, PyObject *const *Py_UNUSED(args)) { return adder_dict_copy(self); }

static PyObject *dict_update(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return update_common(self, args, kwargs, "update") < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *dict_keys(PyObject *self, PyObject *const *Py_UNUSED(args)) { return _PyDictView_New(self, &PyDictKeys_Type); }
static PyObject *dict_values(PyObject *self, PyObject *const *Py_UNUSED(args)) { return _PyDictView_New(self, &PyDictValues_Type); }
static PyObject *dict_items(PyObject *self, PyObject *const *Py_UNUSED(args)) { return _PyDictView_New(self, &PyDictItems_Type); }

static PyObject *dict_iter(PyObject *self) { return adder_dict_iter_new(self, &PyDictIterKey_Type); }

static PyObject *dict_reversed(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return adder_dict_iter_new(self, &PyDictRevIterKey_Type);
}

static PyObject *dict_sizeof(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return PyLong_FromSsize_t(_PyDict_SizeOf((PyDictObject *)self));
}

/* ---- The type ---- */

static int dict_traverse(PyObject *self, visitproc visit, void *arg)
{
    PyDictObject *d = (PyDictObject *)self;
    PyDictKeysObject *keys = d->ma_keys;
    if (dict_is_split(d)) { /* the instance leaves its values to us while we exist */
        struct adder_values *values = dict_values_of(d);
        PyObject **slots = adder_values_slots(values);
        for (int i = 0; i < values->used; i++) Py_VISIT(slots[values->order[i]]);
        return 0;
    }
    Py_ssize_t n = keys->nentries;
    if (keys->kind == ADDER_KEYS_GENERAL) {
        struct adder_dict_entry *e = adder_keys_general(keys);
        for (Py_ssize_t i = keys->first; i < n; i++) {
            Py_VISIT(e[i].value);
            Py_VISIT(e[i].key);
        }
    } else {
        struct adder_dict_str_entry *e = adder_keys_strs(keys);
        for (Py_ssize_t i = keys->first; i < n; i++) Py_VISIT(e[i].value);
    }
    return 0;
}

static int dict_tp_clear(PyObject *self)
{
    PyDict_Clear(self);
    return 0;
}

static PyMethodDef dict_methods[] = {
    { "__contains__", dict_contains_method, METH_O | METH_COEXIST,
      "__contains__($self, key, /)\n--\n\nTrue if the dictionary has the specified key, else False." },
    { "__getitem__", dict_subscript, METH_O | METH_COEXIST, "x.__getitem__(y) <==> x[y]" },
    FN("__sizeof__", dict_sizeof, "()", "Size of the dictionary in memory, in bytes."),
    FN("get", dict_get, "($self, key, default=None, /)", "The value for key if it is there, else default."),
    FN("setdefault", dict_setdefault, "($self, key, default=None, /)",
       "The value for key; default is inserted first when key is missing."),
    FN("pop", dict_pop, "($self, key, default=<unrepresentable>, /)",
       "Remove key and return its value. A missing key gives default, or KeyError without one."),
    FN("popitem", dict_popitem, "($self, /)", "Remove and return the pair (key, value) that was inserted last."),
    FN("keys", dict_keys, "()", "A set-like view of the keys."),
    FN("items", dict_items, "()", "A set-like view of the (key, value) pairs."),
    FN("values", dict_values, "()", "A view of the values."),
    { "update", (PyCFunction)(void (*)(void))dict_update, METH_VARARGS | METH_KEYWORDS,
      "D.update([E, ]**F) -> None. Take over the items of E (a mapping, or an iterable of pairs), then those of F." },
    FNC("fromkeys", dict_fromkeys, "($type, iterable, value=None, /)",
        "A new dictionary with keys from iterable, each with the same value."),
    FN("clear", dict_clear_method, "()", "Remove all items."),
    FN("copy", dict_copy_method, "()", "A shallow copy."),
    FN("__reversed__", dict_reversed, "($self, /)", "An iterator over the keys, last first."),
    { "__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, "See PEP 585" },
    {0} };

static PyMappingMethods dict_mapping = {
    .mp_length = dict_len, .mp_subscript = dict_subscript, .mp_ass_subscript = dict_ass_subscript };
static PySequenceMethods dict_sequence = { .sq_contains = PyDict_Contains };
static PyNumberMethods dict_number = { .nb_or = dict_or, .nb_inplace_or = dict_ior };

PyTypeObject PyDict_Type = {
    STATIC_TYPE("dict", PyDictObject),
    .tp_dealloc = adder_dict_dealloc,
    .tp_repr = dict_repr,
    .tp_as_number = &dict_number,
    .tp_as_sequence = &dict_sequence,
    .tp_as_mapping = &dict_mapping,
    .tp_hash = PyObject_HashNotImplemented,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DICT_SUBCLASS
                | _Py_TPFLAGS_MATCH_SELF | Py_TPFLAGS_MAPPING,
    .tp_doc = "dict() -> new empty dictionary\n"
              "dict(mapping) -> new dictionary with the mapping's items\n"
              "dict(iterable) -> new dictionary from an iterable of (key, value) pairs\n"
              "dict(**kwargs) -> new dictionary with the keyword arguments as items",
    .tp_traverse = dict_traverse,
    .tp_clear = dict_tp_clear,
    .tp_richcompare = dict_richcompare,
    .tp_iter = dict_iter,
    .tp_methods = dict_methods,
    .tp_init = dict_init,
    .tp_alloc = PyType_GenericAlloc,
    .tp_new = adder_dict_tp_new,
    .tp_free = PyObject_GC_Del,
    .tp_vectorcall = dict_vectorcall,
};
