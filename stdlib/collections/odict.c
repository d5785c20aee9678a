/* odict.c -- collections.OrderedDict: a dict (which is ordered here anyway) whose order can be changed and counts in
 * comparisons. Items are moved inside the dict's own table; there is no list beside it.
 *
 * What a subclass overrides (__getitem__, __setitem__, __delitem__) is used by the methods, as the pure Python class does. */
#include "stdlib/collections/collections.h"
#include "runtime/objects/dict_keys.h"
#include "runtime/objects/pair.h"

struct _odictobject {
    PyDictObject dict;
    PyObject *attributes; /* __dict__ of the instance; NULL until needed */
    PyObject *weakrefs;
};
#define ODICT(o) ((PyODictObject *)(o))
#define DICT(o) ((PyDictObject *)(o))

/* ---- Iterators ---- */

enum { ITER_KEYS = 1, ITER_VALUES = 2, ITER_ITEMS = 3, ITER_REVERSED = 4 };

typedef struct {
    PyObject_HEAD
    PyObject *od;           /* NULL when exhausted */
    PyDictKeysObject *keys; /* its table when the iterator began; only compared */
    uint32_t stamp;         /* of that table: changes when a key comes, goes or moves */
    int kind;
    Py_ssize_t position;
    PyObject *pair;         /* for items; else NULL */
} OdictIter;

static PyObject *odictiter_new(PyObject *od, int kind)
{
    PyObject *pair = (kind & ITER_ITEMS) == ITER_ITEMS ? adder_pair_new() : NULL;
    if (pair == NULL && (kind & ITER_ITEMS) == ITER_ITEMS) return NULL;
    OdictIter *it = PyObject_GC_New(OdictIter, &PyODictIter_Type);
    if (it == NULL) {
        Py_XDECREF(pair);
        return NULL;
    }
    it->od = Py_NewRef(od);
    it->keys = DICT(od)->ma_keys;
    it->stamp = adder_keys_stamp(it->keys);
    it->kind = kind;
    it->position = kind & ITER_REVERSED ? dict_positions(DICT(od)) - 1 : 0;
    it->pair = pair;
    PyObject_GC_Track(it);
    return (PyObject *)it;
}

static void odictiter_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((OdictIter *)self)->od);
    Py_XDECREF(((OdictIter *)self)->pair);
    PyObject_GC_Del(self);
}

static int odictiter_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((OdictIter *)self)->od);
    Py_VISIT(((OdictIter *)self)->pair);
    return 0;
}

/* The next item, borrowed; false at the end. */
static bool odictiter_step(OdictIter *it, PyObject **key, PyObject **value)
{
    PyDictObject *d = DICT(it->od);
    if (!(it->kind & ITER_REVERSED)) return dict_step(d, &it->position, key, value, NULL);
    while (it->position >= dict_first(d))
        if (dict_at(d, it->position--, key, value, NULL)) return true;
    return false;
}

static PyObject *odictiter_next(PyObject *self)
{
    OdictIter *it = (OdictIter *)self;
    PyObject *key, *value;
    if (it->od == NULL) return NULL;
    if (DICT(it->od)->ma_keys != it->keys || it->keys->version != it->stamp) {
        PyErr_SetString(PyExc_RuntimeError, "OrderedDict mutated during iteration");
        Py_CLEAR(it->od);
        return NULL;
    }
    if (!odictiter_step(it, &key, &value)) {
        Py_CLEAR(it->od);
        return NULL;
    }
    switch (it->kind & ITER_ITEMS) {
    case ITER_KEYS: return Py_NewRef(key);
    case ITER_VALUES: return Py_NewRef(value);
    default: return adder_pair_fill(it->pair, Py_NewRef(key), Py_NewRef(value));
    }
}

static PyObject *odictiter_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    OdictIter *it = (OdictIter *)self;
    PyObject *copy = NULL, *list = NULL, *builtin = NULL, *result = NULL;
    if (it->od == NULL) {
        list = PyList_New(0);
    } else if ((copy = odictiter_new(it->od, it->kind)) != NULL) {
        ((OdictIter *)copy)->position = it->position;
        list = PySequence_List(copy);
        Py_DECREF(copy);
    }
    if (list != NULL && (builtin = _PyEval_GetBuiltin(ID(iter))) != NULL) result = Py_BuildValue("O(O)", builtin, list);
    Py_XDECREF(builtin);
    Py_XDECREF(list);
    return result;
}

static PyMethodDef odictiter_methods[] = { FN("__reduce__", odictiter_reduce, "()", "State for pickling."), {0} };

PyTypeObject PyODictIter_Type = {
    STATIC_TYPE("odict_iterator", OdictIter), .tp_dealloc = odictiter_dealloc, .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_traverse = odictiter_traverse,
    .tp_iter = PyObject_SelfIter, .tp_iternext = odictiter_next, .tp_methods = odictiter_methods };

/* ---- Views: those of dict with our iterators ---- */

#define ODICT_VIEW(c_name, py_name, base, own_kind)                                                                  \
    static PyObject *py_name##_iter(PyObject *view)                                                                  \
    {                                                                                                                \
        return odictiter_new((PyObject *)((_PyDictViewObject *)view)->dv_dict, own_kind);                            \
    }                                                                                                                \
    static PyObject *py_name##_reversed(PyObject *view, PyObject *const *Py_UNUSED(args))                            \
    {                                                                                                                \
        return odictiter_new((PyObject *)((_PyDictViewObject *)view)->dv_dict, (own_kind) | ITER_REVERSED);          \
    }                                                                                                                \
    static PyMethodDef py_name##_methods[] = {                                                                       \
        FN("__reversed__", py_name##_reversed, "()", "An iterator in the opposite order."), {0} };                   \
    PyTypeObject c_name = { STATIC_TYPE(#py_name, _PyDictViewObject), .tp_base = &base, .tp_iter = py_name##_iter,   \
                            .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_methods = py_name##_methods };
ODICT_VIEW(PyODictKeys_Type, odict_keys, PyDictKeys_Type, ITER_KEYS)
ODICT_VIEW(PyODictValues_Type, odict_values, PyDictValues_Type, ITER_VALUES)
ODICT_VIEW(PyODictItems_Type, odict_items, PyDictItems_Type, ITER_ITEMS)

static PyObject *odict_get_keys(PyObject *self, PyObject *const *Py_UNUSED(args)) { return _PyDictView_New(self, &PyODictKeys_Type); }
static PyObject *odict_get_values(PyObject *self, PyObject *const *Py_UNUSED(args)) { return _PyDictView_New(self, &PyODictValues_Type); }
static PyObject *odict_get_items(PyObject *self, PyObject *const *Py_UNUSED(args)) { return _PyDictView_New(self, &PyODictItems_Type); }

/* ---- Updating ---- */

/* self[key] = value for each pair that an iterable yields. */
static int update_pairs(PyObject *self, PyObject *pairs)
{
    PyObject *iter = PyObject_GetIter(pairs), *pair;
    if (iter == NULL) return -1;
    int rc = 0;
    while (rc == 0 && (pair = PyIter_Next(iter)) != NULL) {
        PyObject *both = PySequence_Fast(pair, "");
        Py_DECREF(pair);
        if (both == NULL) {
            rc = -1;
        } else {
            Py_ssize_t n = PySequence_Fast_GET_SIZE(both);
            if (n != 2) {
                PyErr_Format(PyExc_ValueError, n < 2 ? "need more than %zd value%s to unpack"
                                                     : "too many values to unpack (expected 2)", n, n == 1 ? "" : "s");
                rc = -1;
            } else {
                rc = PyObject_SetItem(self, PySequence_Fast_GET_ITEM(both, 0), PySequence_Fast_GET_ITEM(both, 1));
            }
            Py_DECREF(both);
        }
    }
    Py_DECREF(iter);
    return rc < 0 || PyErr_Occurred() ? -1 : 0;
}

/* self[key] = other[key] for each of other.keys(). */
static int update_keys(PyObject *self, PyObject *other, PyObject *keys_method)
{
    PyObject *keys = PyObject_CallNoArgs(keys_method), *iter = keys == NULL ? NULL : PyObject_GetIter(keys), *key;
    Py_XDECREF(keys);
    if (iter == NULL) return -1;
    int rc = 0;
    while (rc == 0 && (key = PyIter_Next(iter)) != NULL) {
        PyObject *value = PyObject_GetItem(other, key);
        rc = value == NULL ? -1 : PyObject_SetItem(self, key, value);
        Py_XDECREF(value);
        Py_DECREF(key);
    }
    Py_DECREF(iter);
    return rc < 0 || PyErr_Occurred() ? -1 : 0;
}

static int update_from(PyObject *self, PyObject *other)
{
    PyObject *method = NULL;
    int rc;
    if (PyDict_CheckExact(other)) {
        PyObject *items = PyDict_Items(other);
        rc = items == NULL ? -1 : update_pairs(self, items);
        Py_XDECREF(items);
        return rc;
    }
    if (_PyObject_LookupAttr(other, ID(keys), &method) < 0) return -1;
    if (method != NULL) {
        rc = update_keys(self, other, method);
    } else {
        if (_PyObject_LookupAttr(other, ID(items), &method) < 0) return -1;
        if (method == NULL) return update_pairs(self, other);
        PyObject *items = PyObject_CallNoArgs(method);
        rc = items == NULL ? -1 : update_pairs(self, items);
        Py_XDECREF(items);
    }
    Py_DECREF(method);
    return rc;
}

static int update_common(PyObject *self, PyObject *args, PyObject *kwargs)
{
    Py_ssize_t n = args == NULL ? 0 : PyTuple_GET_SIZE(args);
    if (n > 1) {
        PyErr_Format(PyExc_TypeError, "expected at most 1 arguments, got %zd", n);
        return -1;
    }
    if (n == 1 && update_from(self, PyTuple_GET_ITEM(args, 0)) < 0) return -1;
    if (kwargs == NULL) return 0;
    return PyArg_ValidateKeywordArguments(kwargs) ? update_from(self, kwargs) : -1;
}

static int odict_init(PyObject *self, PyObject *args, PyObject *kwargs) { return update_common(self, args, kwargs); }

static PyObject *odict_update(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return update_common(self, args, kwargs) < 0 ? NULL : Py_NewRef(Py_None);
}

/* ---- Taking out, moving ---- */

/* Takes the key's value out: by what a subclass defines, if it is one. New reference, or NULL; *found is 0 when absent. */
static PyObject *take(PyObject *self, PyObject *key, int *found)
{
    if (PyODict_CheckExact(self)) {
        Py_hash_t hash = key_hash(key);
        *found = -1;
        return hash == -1 ? NULL : adder_dict_take(DICT(self), key, hash, found);
    }
    *found = PySequence_Contains(self, key);
    if (*found <= 0) return NULL;
    PyObject *value = PyObject_GetItem(self, key);
    if (value != NULL && PyObject_DelItem(self, key) < 0) Py_CLEAR(value);
    if (value == NULL) *found = -1;
    return value;
}

static PyObject *odict_pop(PyObject *self, PyObject *const *args)
{
    int found;
    PyObject *value = take(self, args[0], &found);
    if (found != 0) return value;
    if (args[1] != NULL) return Py_NewRef(args[1]);
    PyErr_SetObject(PyExc_KeyError, args[0]);
    return NULL;
}

static PyObject *odict_popitem(PyObject *self, PyObject *const *args)
{
    PyDictObject *d = DICT(self);
    int last = PyObject_IsTrue(args[0]), found;
    if (last < 0) return NULL;
    if (d->ma_used == 0) {
        PyErr_SetString(PyExc_KeyError, "dictionary is empty");
        return NULL;
    }
    PyObject *key, *value, *pair;
    Py_ssize_t i = last ? dict_positions(d) - 1 : dict_first(d);
    while (!dict_at(d, i, &key, &value, NULL)) i += last ? -1 : 1;
    Py_INCREF(key);
    value = take(self, key, &found);
    if (found == 0) PyErr_SetObject(PyExc_KeyError, key);
    pair = value == NULL ? NULL : PyTuple_Pack(2, key, value);
    Py_XDECREF(value);
    Py_DECREF(key);
    return pair;
}

static PyObject *odict_move_to_end(PyObject *self, PyObject *const *args)
{
    int last = PyObject_IsTrue(args[1]);
    Py_hash_t hash = last < 0 ? -1 : key_hash(args[0]);
    if (hash == -1) return NULL;
    PyObject *value;
    Py_ssize_t ix = adder_dict_lookup(self, args[0], hash, &value);
    if (ix == ADDER_KEYS_EMPTY) PyErr_SetObject(PyExc_KeyError, args[0]);
    if (ix < 0 || adder_dict_move_to_end(DICT(self), ix, hash, last) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *odict_setdefault(PyObject *self, PyObject *const *args)
{
    if (PyODict_CheckExact(self)) return Py_XNewRef(PyDict_SetDefault(self, args[0], args[1]));
    int has = PySequence_Contains(self, args[0]);
    if (has < 0) return NULL;
    if (has) return PyObject_GetItem(self, args[0]);
    return PyObject_SetItem(self, args[0], args[1]) < 0 ? NULL : Py_NewRef(args[1]);
}

static PyObject *odict_clear(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    PyDict_Clear(self);
    Py_RETURN_NONE;
}

/* ---- Copies, comparison, repr ---- */

static PyObject *odict_copy(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    PyObject *copy = PyODict_CheckExact(self) ? PyODict_New() : PyObject_CallNoArgs((PyObject *)Py_TYPE(self));
    PyObject *keys = copy == NULL ? NULL : PyDict_Keys(self);
    int rc = keys == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; rc == 0 && i < PyList_GET_SIZE(keys); i++) {
        PyObject *key = PyList_GET_ITEM(keys, i);
        PyObject *value = PyODict_CheckExact(self) ? Py_XNewRef(PyDict_GetItemWithError(self, key)) : PyObject_GetItem(self, key);
        if (value == NULL && !PyErr_Occurred()) PyErr_SetObject(PyExc_KeyError, key);
        rc = value == NULL ? -1 : PyObject_SetItem(copy, key, value);
        Py_XDECREF(value);
    }
    Py_XDECREF(keys);
    if (rc < 0) Py_CLEAR(copy);
    return copy;
}

static PyObject *odict_fromkeys(PyObject *cls, PyObject *const *args) { return adder_dict_fromkeys(cls, args[0], args[1]); }

/* Do two OrderedDicts of equal length have equal keys in the same order? */
static int same_order(PyObject *a, PyObject *b)
{
    PyObject *x = PyDict_Keys(a), *y = PyDict_Keys(b);
    int rc = x == NULL || y == NULL ? -1 : PyObject_RichCompareBool(x, y, Py_EQ);
    Py_XDECREF(x);
    Py_XDECREF(y);
    return rc;
}

static PyObject *odict_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyODict_Check(a) || !PyDict_Check(b) || (op != Py_EQ && op != Py_NE)) Py_RETURN_NOTIMPLEMENTED;
    PyObject *equal = PyDict_Type.tp_richcompare(a, b, Py_EQ);
    if (equal == NULL || equal == Py_NotImplemented) return equal;
    int rc = equal == Py_True;
    Py_DECREF(equal);
    if (rc && PyODict_Check(b)) rc = same_order(a, b);
    return rc < 0 ? NULL : PyBool_FromLong(rc == (op == Py_EQ));
}

static PyObject *odict_repr(PyObject *self)
{
    const char *dot = strrchr(Py_TYPE(self)->tp_name, '.'), *name = dot != NULL ? dot + 1 : Py_TYPE(self)->tp_name;
    if (DICT(self)->ma_used == 0) return PyUnicode_FromFormat("%s()", name);
    int rc = Py_ReprEnter(self);
    if (rc != 0) return rc > 0 ? PyUnicode_FromString("...") : NULL;
    PyObject *items = NULL, *list, *text = NULL;
    if (PyODict_CheckExact(self)) list = PyDict_Items(self);
    else {
        items = PyObject_CallMethodNoArgs(self, ID(items));
        list = items == NULL ? NULL : PySequence_List(items);
        Py_XDECREF(items);
    }
    if (list != NULL) text = PyUnicode_FromFormat("%s(%R)", name, list);
    Py_XDECREF(list);
    Py_ReprLeave(self);
    return text;
}

static PyObject *odict_or(PyObject *left, PyObject *right)
{
    PyObject *self = PyODict_Check(left) ? left : right, *other = self == left ? right : left;
    if (!PyDict_Check(other)) Py_RETURN_NOTIMPLEMENTED;
    PyObject *made = PyObject_CallOneArg((PyObject *)Py_TYPE(self), left);
    if (made != NULL && update_from(made, right) < 0) Py_CLEAR(made);
    return made;
}

static PyObject *odict_ior(PyObject *self, PyObject *other) { return update_from(self, other) < 0 ? NULL : Py_NewRef(self); }

static PyObject *odict_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    PyObject *state = PyObject_CallMethodNoArgs(self, ID(__getstate__));
    PyObject *items = state == NULL ? NULL : PyObject_CallMethodNoArgs(self, ID(items));
    PyObject *iter = items == NULL ? NULL : PyObject_GetIter(items);
    Py_XDECREF(items);
    if (iter != NULL) return Py_BuildValue("O()NON", Py_TYPE(self), state, Py_None, iter);
    Py_XDECREF(state);
    return NULL;
}

static PyObject *odict_sizeof(PyObject *self, PyObject *const *Py_UNUSED(args)) { return PyLong_FromSsize_t(_PyDict_SizeOf(DICT(self))); }
static PyObject *odict_iter(PyObject *self) { return odictiter_new(self, ITER_KEYS); }
static PyObject *odict_reversed(PyObject *self, PyObject *const *Py_UNUSED(args)) { return odictiter_new(self, ITER_KEYS | ITER_REVERSED); }

/* ---- The type ---- */

static int odict_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(ODICT(self)->attributes);
    return PyDict_Type.tp_traverse(self, visit, arg);
}

static int odict_tp_clear(PyObject *self)
{
    Py_CLEAR(ODICT(self)->attributes);
    return PyDict_Type.tp_clear(self);
}

static void odict_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, odict_dealloc)
    Py_CLEAR(ODICT(self)->attributes);
    if (ODICT(self)->weakrefs != NULL) PyObject_ClearWeakRefs(self);
    PyDict_Type.tp_dealloc(self);
    ADDER_TRASHCAN_END;
}

static PyMethodDef odict_methods[] = {
    FNC("fromkeys", odict_fromkeys, "($type, /, iterable, value=None)",
        "Create a new ordered dictionary with keys from iterable and values set to value."),
    FN("__sizeof__", odict_sizeof, "()", "Size in memory, in bytes."),
    FN("__reduce__", odict_reduce, "()", "Return state information for pickling"),
    FN("setdefault", odict_setdefault, "($self, /, key, default=None)",
       "The value for key; default is inserted first when key is missing."),
    FN("pop", odict_pop, "($self, /, key, default=<unrepresentable>)",
       "Remove key and return its value. A missing key gives default, or KeyError without one."),
    FN("popitem", odict_popitem, "($self, /, last=True)",
       "Remove and return a (key, value) pair: the last one, or the first if last is false."),
    FN("keys", odict_get_keys, "()", "A set-like view of the keys."),
    FN("values", odict_get_values, "()", "A view of the values."),
    FN("items", odict_get_items, "()", "A set-like view of the (key, value) pairs."),
    { "update", (PyCFunction)(void (*)(void))odict_update, METH_VARARGS | METH_KEYWORDS,
      "D.update([E, ]**F) -> None. Take over the items of E (a mapping, or an iterable of pairs), then those of F." },
    FN("clear", odict_clear, "()", "Remove all items."),
    FN("copy", odict_copy, "()", "A shallow copy."),
    FN("__reversed__", odict_reversed, "()", "od.__reversed__() <==> reversed(od)"),
    FN("move_to_end", odict_move_to_end, "($self, /, key, last=True)",
       "Move an existing element to the end (or beginning if last is false). KeyError when it is not there."),
    {0} };

static PyGetSetDef odict_getset[] = {
    { "__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL },
    {0} };

static PyNumberMethods odict_number = { .nb_or = odict_or, .nb_inplace_or = odict_ior };

PyTypeObject PyODict_Type = {
    STATIC_TYPE("collections.OrderedDict", PyODictObject), .tp_base = &PyDict_Type, .tp_dealloc = odict_dealloc,
    .tp_repr = odict_repr, .tp_as_number = &odict_number,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_doc = "Dictionary that remembers insertion order", .tp_traverse = odict_traverse, .tp_clear = odict_tp_clear,
    .tp_richcompare = odict_richcompare, .tp_weaklistoffset = offsetof(PyODictObject, weakrefs), .tp_iter = odict_iter,
    .tp_methods = odict_methods, .tp_getset = odict_getset, .tp_dictoffset = offsetof(PyODictObject, attributes),
    .tp_init = odict_init, .tp_alloc = PyType_GenericAlloc, .tp_free = PyObject_GC_Del };

PyObject *PyODict_New(void) { return PyDict_Type.tp_new(&PyODict_Type, NULL, NULL); }
int PyODict_SetItem(PyObject *od, PyObject *key, PyObject *value) { return PyDict_SetItem(od, key, value); }
int PyODict_DelItem(PyObject *od, PyObject *key) { return PyDict_DelItem(od, key); }
