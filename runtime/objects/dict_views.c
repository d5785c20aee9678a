/* dict_views.c -- dict.keys(), values(), items() and the iterators over dicts, forward and reversed.
 *
 * An iterator remembers how many items the dict had and refuses to go on when that changed; positions are re-checked
 * against the table on every step, so a dict that changes its table with the same number of items is safe too. */
#include "runtime/objects/dict_keys.h"
#include "runtime/objects/pair.h"

typedef struct {
    PyObject_HEAD
    PyDictObject *dict;  /* NULL when exhausted */
    Py_ssize_t used;     /* items the dict had; -1 once it changed */
    Py_ssize_t position; /* the next one to look at */
    PyObject *pair;      /* items iterators: a tuple to use again while only we hold it; else NULL */
    Py_ssize_t left;     /* items still to come */
} DictIter;

static bool is_items_iter(PyTypeObject *type) { return type == &PyDictIterItem_Type || type == &PyDictRevIterItem_Type; }
static bool is_reversed_iter(PyTypeObject *type)
{
    return type == &PyDictRevIterKey_Type || type == &PyDictRevIterItem_Type || type == &PyDictRevIterValue_Type;
}

PyObject *adder_dict_iter_new(PyObject *dict, PyTypeObject *type)
{
    DictIter *it = PyObject_GC_New(DictIter, type);
    if (it == NULL) return NULL;
    PyDictObject *d = (PyDictObject *)dict;
    it->dict = (PyDictObject *)Py_NewRef(dict);
    it->used = it->left = d->ma_used;
    it->position = is_reversed_iter(type) ? dict_positions(d) - 1 : 0;
    it->pair = NULL;
    if (is_items_iter(type) && (it->pair = adder_pair_new()) == NULL) {
        adder_gc_track((PyObject *)it);
        Py_DECREF(it);
        return NULL;
    }
    adder_gc_track((PyObject *)it);
    return (PyObject *)it;
}

static void dictiter_dealloc(PyObject *self)
{
    DictIter *it = (DictIter *)self;
    PyObject_GC_UnTrack(self);
    Py_XDECREF(it->dict);
    Py_XDECREF(it->pair);
    PyObject_GC_Del(self);
}

static int dictiter_traverse(PyObject *self, visitproc visit, void *arg)
{
    DictIter *it = (DictIter *)self;
    Py_VISIT(it->dict);
    Py_VISIT(it->pair);
    return 0;
}

/* Finds the next item (borrowed). False at the end or with an exception set. */
static inline bool dictiter_step(DictIter *it, bool reversed, PyObject **key, PyObject **value)
{
    PyDictObject *d = it->dict;
    if (d == NULL) return false;
    if (ADDER_UNLIKELY(it->used != d->ma_used)) {
        PyErr_SetString(PyExc_RuntimeError, "dictionary changed size during iteration");
        it->used = -1;
        return false;
    }
    Py_ssize_t i = it->position, n = dict_positions(d);
    if (reversed) {
        if (i >= n) i = n - 1;
        while (i >= 0 && !dict_at(d, i, key, value, NULL)) i--;
        it->position = i - 1;
        if (i < 0) n = i;
    } else {
        if (i < dict_first(d)) i = dict_first(d);
        while (i < n && !dict_at(d, i, key, value, NULL)) i++;
        it->position = i + 1;
    }
    if (i < n) {
        if (ADDER_LIKELY(it->left > 0)) {
            it->left--;
            return true;
        }
        PyErr_SetString(PyExc_RuntimeError, "dictionary keys changed during iteration");
    }
    it->dict = NULL;
    Py_DECREF(d);
    return false;
}

static PyObject *dictiter_next_key(PyObject *self)
{
    PyObject *key, *value;
    return dictiter_step((DictIter *)self, false, &key, &value) ? Py_NewRef(key) : NULL;
}

static PyObject *dictiter_next_value(PyObject *self)
{
    PyObject *key, *value;
    return dictiter_step((DictIter *)self, false, &key, &value) ? Py_NewRef(value) : NULL;
}

static PyObject *make_pair(DictIter *it, PyObject *key, PyObject *value)
{
    return adder_pair_fill(it->pair, Py_NewRef(key), Py_NewRef(value));
}

static PyObject *dictiter_next_item(PyObject *self)
{
    PyObject *key, *value;
    return dictiter_step((DictIter *)self, false, &key, &value) ? make_pair((DictIter *)self, key, value) : NULL;
}

static PyObject *dictreviter_next(PyObject *self)
{
    PyObject *key, *value;
    if (!dictiter_step((DictIter *)self, true, &key, &value)) return NULL;
    if (Py_IS_TYPE(self, &PyDictRevIterKey_Type)) return Py_NewRef(key);
    if (Py_IS_TYPE(self, &PyDictRevIterValue_Type)) return Py_NewRef(value);
    return make_pair((DictIter *)self, key, value);
}

static PyObject *dictiter_length_hint(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    DictIter *it = (DictIter *)self;
    return PyLong_FromSsize_t(it->dict != NULL && it->used == it->dict->ma_used ? it->left : 0);
}

/* Pickles and copies as iter(list of what is left); the iterator itself does not move. */
static PyObject *dictiter_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    DictIter *it = (DictIter *)self;
    PyObject *builtin = NULL, *list = NULL, *result = NULL, *copy = NULL;
    if (it->dict == NULL) {
        list = PyList_New(0);
    } else if ((copy = adder_dict_iter_new((PyObject *)it->dict, Py_TYPE(self))) != NULL) {
        ((DictIter *)copy)->used = it->used;
        ((DictIter *)copy)->position = it->position;
        ((DictIter *)copy)->left = it->left;
        list = PySequence_List(copy);
    }
    if (list != NULL && (builtin = _PyEval_GetBuiltin(ID(iter))) != NULL) result = Py_BuildValue("O(O)", builtin, list);
    Py_XDECREF(builtin);
    Py_XDECREF(list);
    Py_XDECREF(copy);
    return result;
}

static PyMethodDef dictiter_methods[] = {
    FN("__length_hint__", dictiter_length_hint, "()", "How many items are still to come."),
    FN("__reduce__", dictiter_reduce, "()", "State for pickling: an iterator over a list of what is left."),
    {0} };

#define DICT_ITER_TYPE(c_name, py_name, next)                                                          \
    PyTypeObject c_name = { STATIC_TYPE(py_name, DictIter), .tp_dealloc = dictiter_dealloc,            \
                            .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,                       \
                            .tp_traverse = dictiter_traverse, .tp_iter = PyObject_SelfIter,            \
                            .tp_iternext = next, .tp_methods = dictiter_methods }

DICT_ITER_TYPE(PyDictIterKey_Type, "dict_keyiterator", dictiter_next_key);
DICT_ITER_TYPE(PyDictIterValue_Type, "dict_valueiterator", dictiter_next_value);
DICT_ITER_TYPE(PyDictIterItem_Type, "dict_itemiterator", dictiter_next_item);
DICT_ITER_TYPE(PyDictRevIterKey_Type, "dict_reversekeyiterator", dictreviter_next);
DICT_ITER_TYPE(PyDictRevIterValue_Type, "dict_reversevalueiterator", dictreviter_next);
DICT_ITER_TYPE(PyDictRevIterItem_Type, "dict_reverseitemiterator", dictreviter_next);

/* ---- Views ---- */

static PyDictObject *view_dict(PyObject *view) { return ((_PyDictViewObject *)view)->dv_dict; }

PyObject *_PyDictView_New(PyObject *dict, PyTypeObject *type)
{
    if (dict == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    if (!PyDict_Check(dict)) {
        PyErr_Format(PyExc_TypeError, "%s() requires a dict argument, not '%s'", type->tp_name, Py_TYPE(dict)->tp_name);
        return NULL;
    }
    _PyDictViewObject *view = PyObject_GC_New(_PyDictViewObject, type);
    if (view == NULL) return NULL;
    view->dv_dict = (PyDictObject *)Py_NewRef(dict);
    adder_gc_track((PyObject *)view);
    return (PyObject *)view;
}

static void dictview_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(view_dict(self));
    PyObject_GC_Del(self);
}

static int dictview_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(view_dict(self));
    return 0;
}

static Py_ssize_t dictview_len(PyObject *self) { return view_dict(self) == NULL ? 0 : view_dict(self)->ma_used; }

static PyObject *dictview_mapping(PyObject *self, void *Py_UNUSED(closure))
{
    return PyDictProxy_New((PyObject *)view_dict(self));
}

static PyObject *dictview_repr(PyObject *self)
{
    int rc = Py_ReprEnter(self);
    if (rc != 0) return rc > 0 ? PyUnicode_FromString("...") : NULL;
    PyObject *list = PySequence_List(self);
    PyObject *text = list == NULL ? NULL : PyUnicode_FromFormat("%s(%R)", Py_TYPE(self)->tp_name, list);
    Py_XDECREF(list);
    Py_ReprLeave(self);
    return text;
}

static int dictkeys_contains(PyObject *self, PyObject *key)
{
    return view_dict(self) == NULL ? 0 : PyDict_Contains((PyObject *)view_dict(self), key);
}

static int dictitems_contains(PyObject *self, PyObject *pair)
{
    if (view_dict(self) == NULL || !PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2) return 0;
    PyObject *found;
    int rc = adder_dict_get_ref((PyObject *)view_dict(self), PyTuple_GET_ITEM(pair, 0), &found);
    if (rc <= 0) return rc;
    rc = PyObject_RichCompareBool(found, PyTuple_GET_ITEM(pair, 1), Py_EQ);
    Py_DECREF(found);
    return rc;
}

static PyObject *dictkeys_iter(PyObject *self) { return adder_dict_iter_new((PyObject *)view_dict(self), &PyDictIterKey_Type); }
static PyObject *dictvalues_iter(PyObject *self) { return adder_dict_iter_new((PyObject *)view_dict(self), &PyDictIterValue_Type); }
static PyObject *dictitems_iter(PyObject *self) { return adder_dict_iter_new((PyObject *)view_dict(self), &PyDictIterItem_Type); }

static PyObject *dictview_reversed(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    PyTypeObject *type = PyDictKeys_Check(self) ? &PyDictRevIterKey_Type
                         : PyDictItems_Check(self) ? &PyDictRevIterItem_Type : &PyDictRevIterValue_Type;
    return adder_dict_iter_new((PyObject *)view_dict(self), type);
}

/* ---- Views of keys and items as sets ---- */

/* Is everything in `self` also in `other`? 1, 0, -1. */
static int all_in(PyObject *self, PyObject *other)
{
    PyObject *iter = PyObject_GetIter(self), *item;
    if (iter == NULL) return -1;
    int rc = 1;
    while (rc > 0 && (item = PyIter_Next(iter)) != NULL) {
        rc = PySequence_Contains(other, item);
        Py_DECREF(item);
    }
    Py_DECREF(iter);
    return rc > 0 && PyErr_Occurred() ? -1 : rc;
}

static PyObject *dictview_richcompare(PyObject *self, PyObject *other, int op)
{
    if (!PyAnySet_Check(other) && !PyDictViewSet_Check(other)) Py_RETURN_NOTIMPLEMENTED;
    Py_ssize_t n = PyObject_Size(self), m = PyObject_Size(other);
    if (n < 0 || m < 0) return NULL;
    int rc = 0;
    switch (op) {
    case Py_NE:
    case Py_EQ: rc = n == m ? all_in(self, other) : 0; break;
    case Py_LT: rc = n < m ? all_in(self, other) : 0; break;
    case Py_LE: rc = n <= m ? all_in(self, other) : 0; break;
    case Py_GT: rc = n > m ? all_in(other, self) : 0; break;
    case Py_GE: rc = n >= m ? all_in(other, self) : 0; break;
    }
    if (rc < 0) return NULL;
    return PyBool_FromLong(op == Py_NE ? !rc : rc);
}

/* The left operand of an operator as a set. It may be any iterable: reflected operators come here too. */
static PyObject *view_to_set(PyObject *self)
{
    return PySet_New(PyDictKeys_Check(self) ? (PyObject *)view_dict(self) : self);
}

/* The set of `self` after set.<method>(other). */
static PyObject *set_after(PyObject *self, PyObject *method, PyObject *other)
{
    PyObject *set = view_to_set(self);
    if (set == NULL) return NULL;
    PyObject *done = PyObject_CallMethodOneArg(set, method, other);
    if (done == NULL) Py_CLEAR(set);
    Py_XDECREF(done);
    return set;
}

static PyObject *dictview_sub(PyObject *self, PyObject *other) { return set_after(self, ID(difference_update), other); }

static PyObject *dictview_or(PyObject *self, PyObject *other)
{
    PyObject *set = view_to_set(self);
    if (set != NULL && _PySet_Update(set, other) < 0) Py_CLEAR(set);
    return set;
}

static PyObject *dictview_xor(PyObject *self, PyObject *other)
{
    return set_after(self, ID(symmetric_difference_update), other);
}

PyObject *_PyDictView_Intersect(PyObject *self, PyObject *other)
{
    if (PyDictViewSet_Check(other) && dictview_len(other) > PyObject_Size(self)) { /* walk the shorter one */
        PyObject *swap = other;
        other = self;
        self = swap;
    }
    if (PyDictKeys_Check(self) && PySet_CheckExact(other) && PySet_GET_SIZE(other) > dictview_len(self))
        return PyObject_CallMethodOneArg(other, ID(intersection), self);
    PyObject *iter = PyObject_GetIter(other);
    if (iter == NULL) return NULL;
    PyObject *set = PySet_New(NULL), *item;
    while (set != NULL && (item = PyIter_Next(iter)) != NULL) {
        int has = PyDictKeys_Check(self) ? dictkeys_contains(self, item) : dictitems_contains(self, item);
        if (has < 0 || (has > 0 && PySet_Add(set, item) < 0)) Py_CLEAR(set);
        Py_DECREF(item);
    }
    Py_DECREF(iter);
    if (set != NULL && PyErr_Occurred()) Py_CLEAR(set);
    return set;
}

static PyObject *dictview_isdisjoint(PyObject *self, PyObject *const *args)
{
    PyObject *other = args[0];
    if (self == other) return PyBool_FromLong(dictview_len(self) == 0);
    if (PyAnySet_CheckExact(other) || PyDictViewSet_Check(other)) {
        Py_ssize_t n = dictview_len(self), m = PyObject_Size(other);
        if (m < 0) return NULL;
        if (m > n) {
            other = self;
            self = args[0];
        }
    }
    PyObject *iter = PyObject_GetIter(other), *item;
    if (iter == NULL) return NULL;
    int has = 0;
    while (has == 0 && (item = PyIter_Next(iter)) != NULL) {
        has = PySequence_Contains(self, item);
        Py_DECREF(item);
    }
    Py_DECREF(iter);
    if (has < 0 || PyErr_Occurred()) return NULL;
    return PyBool_FromLong(!has);
}

static PyMethodDef dictkeys_methods[] = {
    FN("isdisjoint", dictview_isdisjoint, "(other, /)", "True when the view and the iterable share nothing."),
    FN("__reversed__", dictview_reversed, "()", "An iterator over the keys, last first."),
    {0} };
static PyMethodDef dictitems_methods[] = {
    FN("isdisjoint", dictview_isdisjoint, "(other, /)", "True when the view and the iterable share nothing."),
    FN("__reversed__", dictview_reversed, "()", "An iterator over the items, last first."),
    {0} };
static PyMethodDef dictvalues_methods[] = {
    FN("__reversed__", dictview_reversed, "()", "An iterator over the values, last first."),
    {0} };
static PyGetSetDef dictview_getset[] = {
    { "mapping", dictview_mapping, NULL, "The dictionary this view shows, read-only.", NULL },
    {0} };

static PyNumberMethods dictview_number = {
    .nb_subtract = dictview_sub, .nb_and = _PyDictView_Intersect, .nb_xor = dictview_xor, .nb_or = dictview_or };
static PySequenceMethods dictkeys_sequence = { .sq_length = dictview_len, .sq_contains = dictkeys_contains };
static PySequenceMethods dictitems_sequence = { .sq_length = dictview_len, .sq_contains = dictitems_contains };
static PySequenceMethods dictvalues_sequence = { .sq_length = dictview_len };

#define DICT_VIEW_TYPE(py_name) \
    STATIC_TYPE(py_name, _PyDictViewObject), .tp_dealloc = dictview_dealloc, .tp_repr = dictview_repr, \
    .tp_getattro = PyObject_GenericGetAttr, \
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_traverse = dictview_traverse, .tp_getset = dictview_getset

PyTypeObject PyDictKeys_Type = { DICT_VIEW_TYPE("dict_keys"), .tp_as_number = &dictview_number,
                                 .tp_as_sequence = &dictkeys_sequence, .tp_richcompare = dictview_richcompare,
                                 .tp_iter = dictkeys_iter, .tp_methods = dictkeys_methods };
PyTypeObject PyDictItems_Type = { DICT_VIEW_TYPE("dict_items"), .tp_as_number = &dictview_number,
                                  .tp_as_sequence = &dictitems_sequence, .tp_richcompare = dictview_richcompare,
                                  .tp_iter = dictitems_iter, .tp_methods = dictitems_methods };
PyTypeObject PyDictValues_Type = { DICT_VIEW_TYPE("dict_values"), .tp_as_sequence = &dictvalues_sequence,
                                   .tp_iter = dictvalues_iter, .tp_methods = dictvalues_methods };
