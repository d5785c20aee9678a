/* type_new.c -- making a class: type(name, bases, dict), what a class statement ends in.
 *
 * The steps are those of the language: the metaclass, the base that gives the layout, __slots__, the type object, its dict,
 * MRO, slots, __set_name__, __init_subclass__. Until a step is done the next one has not begun, so that a failure leaves
 * nothing behind but garbage. */
#include "runtime/objects/slot_functions.h"
#include "runtime/objects/type_internal.h"
#include "runtime/objects/str.h"
#include <structmember.h>
#include <string.h>

/* What is known while one class is being made. */
struct making {
    PyTypeObject *metatype, *base, *type;
    PyObject *name, *bases, *original_dict, *dict; /* bases and dict are owned */
    PyObject *slots;      /* tuple of mangled, sorted names, or NULL; owned */
    PyObject *kwargs;
    Py_ssize_t nslots;
    bool add_dict, add_weak, may_add_dict, may_add_weak;
};

/* ---- Metaclass and bases ---- */

PyTypeObject *_PyType_CalculateMetaclass(PyTypeObject *metatype, PyObject *bases)
{
    PyTypeObject *winner = metatype;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(bases); i++) {
        PyTypeObject *t = Py_TYPE(PyTuple_GET_ITEM(bases, i));
        if (PyType_IsSubtype(winner, t)) continue;
        if (PyType_IsSubtype(t, winner)) {
            winner = t;
            continue;
        }
        PyErr_SetString(PyExc_TypeError, "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                        "subclass of the metaclasses of all its bases");
        return NULL;
    }
    return winner;
}

PyTypeObject *adder_type_metaclass(PyTypeObject *metatype, PyObject *bases) { return _PyType_CalculateMetaclass(metatype, bases); }

/* A base that is no type must not have __mro_entries__ here: only the class statement resolves those. */
static int check_resolved(PyObject *bases)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(bases); i++) {
        PyObject *base = PyTuple_GET_ITEM(bases, i), *entries;
        if (PyType_Check(base)) continue;
        int rc = _PyObject_LookupAttr(base, ID(__mro_entries__), &entries);
        if (rc == 0) continue;
        Py_XDECREF(entries);
        if (rc > 0)
            PyErr_SetString(PyExc_TypeError, "type() doesn't support MRO entry resolution; use types.new_class()");
        return -1;
    }
    return 0;
}

/* Finds the metaclass and the layout base. 0; 1: another metaclass's __new__ answered, *result says; -1. */
static int choose_bases(struct making *m, PyObject *args, PyObject **result)
{
    if (PyTuple_GET_SIZE(m->bases) == 0) {
        m->base = &PyBaseObject_Type;
        m->bases = PyTuple_Pack(1, m->base);
        return m->bases == NULL ? -1 : 0;
    }
    if (check_resolved(m->bases) < 0) return -1;
    PyTypeObject *winner = _PyType_CalculateMetaclass(m->metatype, m->bases);
    if (winner == NULL) return -1;
    if (winner != m->metatype) {
        if (winner->tp_new != adder_type_new) {
            *result = winner->tp_new(winner, args, m->kwargs);
            return 1;
        }
        m->metatype = winner;
    }
    if ((m->base = adder_best_base(m->bases)) == NULL) return -1;
    Py_INCREF(m->bases);
    return 0;
}

/* ---- __slots__ ---- */

static int valid_slot_name(PyObject *name)
{
    if (!PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError, "__slots__ items must be strings, not '%.200s'", Py_TYPE(name)->tp_name);
        return -1;
    }
    if (!PyUnicode_IsIdentifier(name)) {
        PyErr_SetString(PyExc_TypeError, "__slots__ must be identifiers");
        return -1;
    }
    return 0;
}

/* _Class__name for __name inside class Class; a new reference. */
PyObject *adder_mangle_name(PyObject *class_name, PyObject *name)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(name), skip = 0, length;
    bool private = class_name != NULL && PyUnicode_Check(class_name) && n >= 2 && PyUnicode_READ_CHAR(name, 0) == '_' &&
                   PyUnicode_READ_CHAR(name, 1) == '_';
    if (!private || (PyUnicode_READ_CHAR(name, n - 1) == '_' && PyUnicode_READ_CHAR(name, n - 2) == '_') ||
        PyUnicode_FindChar(name, '.', 0, n, 1) >= 0)
        return Py_NewRef(name);
    length = PyUnicode_GET_LENGTH(class_name);
    while (skip < length && PyUnicode_READ_CHAR(class_name, skip) == '_') skip++;
    if (skip == length) return Py_NewRef(name);
    PyObject *stripped = PyUnicode_Substring(class_name, skip, length);
    PyObject *mangled = stripped == NULL ? NULL : PyUnicode_FromFormat("_%U%U", stripped, name);
    Py_XDECREF(stripped);
    return mangled;
}

/* One name of __slots__: __dict__ and __weakref__ are switches, others are mangled and collected. */
static int take_slot(struct making *m, PyObject *name, PyObject *list)
{
    if (_PyUnicode_EqualToASCIIString(name, "__dict__")) {
        if (!m->may_add_dict || m->add_dict) {
            PyErr_SetString(PyExc_TypeError, "__dict__ slot disallowed: we already got one");
            return -1;
        }
        m->add_dict = true;
        return 0;
    }
    if (_PyUnicode_EqualToASCIIString(name, "__weakref__")) {
        if (!m->may_add_weak || m->add_weak) {
            PyErr_SetString(PyExc_TypeError, "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
            return -1;
        }
        m->add_weak = true;
        return 0;
    }
    PyObject *mangled = adder_mangle_name(m->name, name);
    if (mangled == NULL) return -1;
    int rc = PyList_Append(list, mangled), known = rc < 0 ? -1 : PyDict_Contains(m->dict, name);
    if (known == 1 && !_PyUnicode_EqualToASCIIString(name, "__qualname__") &&
        !_PyUnicode_EqualToASCIIString(name, "__classcell__")) {
        PyErr_Format(PyExc_ValueError, "%R in __slots__ conflicts with class variable", name);
        known = -1;
    }
    Py_DECREF(mangled);
    return known < 0 ? -1 : 0;
}

static int collect_slots(struct making *m, PyObject *names)
{
    Py_ssize_t n = PyTuple_GET_SIZE(names);
    if (n > 0 && m->base->tp_itemsize != 0) {
        PyErr_Format(PyExc_TypeError, "nonempty __slots__ not supported for subtype of '%s'", m->base->tp_name);
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++)
        if (valid_slot_name(PyTuple_GET_ITEM(names, i)) < 0) return -1;
    PyObject *list = PyList_New(0);
    if (list == NULL) return -1;
    for (Py_ssize_t i = 0; i < n; i++)
        if (take_slot(m, PyTuple_GET_ITEM(names, i), list) < 0) goto fail;
    if (PyList_Sort(list) < 0 || (m->slots = PyList_AsTuple(list)) == NULL) goto fail;
    Py_DECREF(list);
    m->nslots = PyTuple_GET_SIZE(m->slots);
    return 0;
fail:
    Py_DECREF(list);
    return -1;
}

/* Other bases may have a __dict__ or __weakref__ that the layout base lacks. */
static void take_from_other_bases(struct making *m)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(m->bases); i++) {
        PyTypeObject *b = (PyTypeObject *)PyTuple_GET_ITEM(m->bases, i);
        if (b == m->base) continue;
        if (m->may_add_dict && b->tp_dictoffset != 0) m->add_dict = true;
        if (m->may_add_weak && b->tp_weaklistoffset != 0) m->add_weak = true;
    }
}

static int read_slots(struct making *m)
{
    m->may_add_dict = m->base->tp_dictoffset == 0;
    m->may_add_weak = m->base->tp_weaklistoffset == 0 && m->base->tp_itemsize == 0;
    PyObject *value = PyDict_GetItemWithError(m->dict, ID(__slots__));
    if (value == NULL) {
        m->add_dict = m->may_add_dict;
        m->add_weak = m->may_add_weak;
        return PyErr_Occurred() ? -1 : 0;
    }
    PyObject *names = PyUnicode_Check(value) ? PyTuple_Pack(1, value) : PySequence_Tuple(value);
    int rc = names == NULL ? -1 : collect_slots(m, names);
    Py_XDECREF(names);
    if (rc == 0) take_from_other_bases(m);
    return rc;
}

/* ---- The type object ---- */

static int set_names(struct making *m)
{
    PyHeapTypeObject *et = heap_type(m->type);
    Py_ssize_t size;
    et->ht_name = Py_NewRef(m->name);
    m->type->tp_name = PyUnicode_AsUTF8AndSize(m->name, &size);
    if (m->type->tp_name == NULL) return -1;
    if (strlen(m->type->tp_name) == (size_t)size) return 0;
    PyErr_SetString(PyExc_ValueError, "type name must not contain null characters");
    return -1;
}

static PyObject *alloc_type(struct making *m)
{
    PyTypeObject *type = (PyTypeObject *)m->metatype->tp_alloc(m->metatype, m->nslots);
    if (type == NULL) return NULL;
    PyHeapTypeObject *et = heap_type(type);
    m->type = type;
    type->tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_FINALIZE |
                     Py_TPFLAGS_HAVE_GC;
    type->tp_as_async = &et->as_async;
    type->tp_as_number = &et->as_number;
    type->tp_as_sequence = &et->as_sequence;
    type->tp_as_mapping = &et->as_mapping;
    type->tp_as_buffer = &et->as_buffer;
    type->tp_bases = Py_NewRef(m->bases);
    type->tp_base = (PyTypeObject *)Py_NewRef(m->base);
    type->tp_dict = Py_NewRef(m->dict);
    et->ht_slots = Py_XNewRef(m->slots);
    if (set_names(m) == 0) return (PyObject *)type;
    return NULL;
}

/* Member descriptors for __slots__, then the places of __dict__ and __weakref__. */
static void lay_out(struct making *m)
{
    PyTypeObject *type = m->type, *base = m->base;
    Py_ssize_t offset = base->tp_basicsize;
    PyMemberDef *member = heap_members(type);
    for (Py_ssize_t i = 0; i < m->nslots; i++, member++) {
        member->name = PyUnicode_AsUTF8(PyTuple_GET_ITEM(m->slots, i));
        member->type = T_OBJECT_EX;
        member->offset = offset;
        offset += (Py_ssize_t)sizeof(PyObject *);
    }
    if (m->add_dict) {
        type->tp_dictoffset = base->tp_itemsize != 0 ? -(Py_ssize_t)sizeof(PyObject *) : offset;
        offset += (Py_ssize_t)sizeof(PyObject *);
        if (base->tp_itemsize == 0) type->tp_flags |= ADDER_TPFLAGS_INLINE_VALUES;
    } else if (base->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) type->tp_flags |= ADDER_TPFLAGS_INLINE_VALUES;
    if (m->add_weak) {
        type->tp_weaklistoffset = offset;
        offset += (Py_ssize_t)sizeof(PyObject *);
    }
    type->tp_basicsize = offset;
    type->tp_itemsize = base->tp_itemsize;
    if (m->nslots > 0) type->tp_members = heap_members(type);
}

static void set_functions(struct making *m)
{
    PyTypeObject *type = m->type;
    type->tp_alloc = PyType_GenericAlloc;
    type->tp_dealloc = adder_subtype_dealloc;
    type->tp_vectorcall = adder_class_vectorcall;
    type->tp_free = PyObject_GC_Del; /* an instance always refers to its class, so it can be part of a cycle */
    type->tp_traverse = adder_subtype_traverse;
    type->tp_clear = adder_subtype_clear;
}

/* ---- The dict ---- */

static int set_module(struct making *m)
{
    int known = PyDict_Contains(m->dict, ID(__module__));
    if (known != 0) return known < 0 ? -1 : 0;
    PyObject *globals = PyEval_GetGlobals();
    PyObject *module = globals == NULL ? NULL : PyDict_GetItemWithError(globals, ID(__name__));
    if (module == NULL) return PyErr_Occurred() ? -1 : 0;
    return PyDict_SetItem(m->dict, ID(__module__), module);
}

static int set_qualname(struct making *m)
{
    PyHeapTypeObject *et = heap_type(m->type);
    PyObject *qualname = PyDict_GetItemWithError(m->dict, ID(__qualname__));
    if (qualname == NULL) {
        if (PyErr_Occurred()) return -1;
        et->ht_qualname = Py_NewRef(m->name);
        return 0;
    }
    if (!PyUnicode_Check(qualname)) {
        PyErr_Format(PyExc_TypeError, "type __qualname__ must be a str, not %s", Py_TYPE(qualname)->tp_name);
        return -1;
    }
    et->ht_qualname = Py_NewRef(qualname);
    return PyDict_DelItem(m->dict, ID(__qualname__));
}

/* tp_doc is a copy in C, for those who read the field. */
static int set_doc(struct making *m)
{
    PyObject *doc = PyDict_GetItemWithError(m->dict, ID(__doc__));
    if (doc == NULL) return PyErr_Occurred() ? -1 : 0;
    if (!PyUnicode_Check(doc)) return 0;
    Py_ssize_t size;
    const char *text = PyUnicode_AsUTF8AndSize(doc, &size);
    if (text == NULL) return -1;
    char *copy = PyObject_Malloc((size_t)size + 1);
    if (copy == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    memcpy(copy, text, (size_t)size + 1);
    m->type->tp_doc = copy;
    return 0;
}

/* Plain functions under these names are static or class methods by rule. */
static int wrap_function(struct making *m, PyObject *name, PyObject *(*wrap)(PyObject *))
{
    PyObject *function = PyDict_GetItemWithError(m->dict, name);
    if (function == NULL) return PyErr_Occurred() ? -1 : 0;
    if (!PyFunction_Check(function)) return 0;
    PyObject *wrapped = wrap(function);
    int rc = wrapped == NULL ? -1 : PyDict_SetItem(m->dict, name, wrapped);
    Py_XDECREF(wrapped);
    return rc;
}

static int add_getsets(struct making *m)
{
    for (PyGetSetDef *g = adder_subtype_getsets; g->name != NULL; g++) {
        bool wanted = g == adder_subtype_getsets ? m->add_dict : m->add_weak;
        PyObject *name = g == adder_subtype_getsets ? ID(__dict__) : ID(__weakref__);
        if (!wanted) continue;
        int known = PyDict_Contains(m->dict, name);
        if (known < 0) return -1;
        if (known) continue;
        PyObject *descr = PyDescr_NewGetSet(m->type, g);
        int rc = descr == NULL ? -1 : PyDict_SetItem(m->dict, name, descr);
        Py_XDECREF(descr);
        if (rc < 0) return -1;
    }
    return 0;
}

static int add_slot_members(struct making *m)
{
    PyMemberDef *member = heap_members(m->type);
    for (Py_ssize_t i = 0; i < m->nslots; i++) {
        PyObject *descr = PyDescr_NewMember(m->type, &member[i]);
        int rc = descr == NULL ? -1 : PyDict_SetItem(m->dict, PyTuple_GET_ITEM(m->slots, i), descr);
        Py_XDECREF(descr);
        if (rc < 0) return -1;
    }
    return 0;
}

/* __classcell__ is the cell that zero-argument super() reads: it gets the new class. */
static int set_classcell(struct making *m)
{
    PyObject *cell = PyDict_GetItemWithError(m->dict, ID(__classcell__));
    if (cell == NULL) return PyErr_Occurred() ? -1 : 0;
    if (!PyCell_Check(cell)) {
        PyErr_Format(PyExc_TypeError, "__classcell__ must be a nonlocal cell, not <class '%s'>", Py_TYPE(cell)->tp_name);
        return -1;
    }
    PyCell_Set(cell, (PyObject *)m->type);
    return PyDict_DelItem(m->dict, ID(__classcell__));
}

static int fill_dict(struct making *m)
{
    if (set_module(m) < 0 || set_qualname(m) < 0 || set_doc(m) < 0) return -1;
    if (wrap_function(m, ID(__new__), PyStaticMethod_New) < 0) return -1;
    if (wrap_function(m, ID(__init_subclass__), PyClassMethod_New) < 0) return -1;
    if (wrap_function(m, ID(__class_getitem__), PyClassMethod_New) < 0) return -1;
    if (set_classcell(m) < 0) return -1; /* before a slot of that name could take its place */
    if (add_slot_members(m) < 0 || add_getsets(m) < 0) return -1;
    int eq = PyDict_Contains(m->dict, ID(__eq__)), hash = PyDict_Contains(m->dict, ID(__hash__));
    if (eq < 0 || hash < 0) return -1;
    if (eq && !hash && PyDict_SetItem(m->dict, ID(__hash__), Py_None) < 0) return -1;
    if (PyDict_Contains(m->dict, ID(__doc__)) == 0 && PyDict_SetItem(m->dict, ID(__doc__), Py_None) < 0) return -1;
    return 0;
}

/* ---- Slots ---- */

static void inherit_flags(PyTypeObject *type, PyTypeObject *base)
{
    if (type->tp_weaklistoffset == 0) type->tp_weaklistoffset = base->tp_weaklistoffset;
    if (type->tp_dictoffset == 0) type->tp_dictoffset = base->tp_dictoffset;
    type->tp_flags |= base->tp_flags & (SUBCLASS_FLAGS | _Py_TPFLAGS_MATCH_SELF);
}

/* A class with one base has that base's slots but for the names in its own dict: no lookup of the other eighty. */
static void copy_slots(PyTypeObject *type, PyTypeObject *base)
{
    if (base->tp_as_async != NULL) *type->tp_as_async = *base->tp_as_async;
    if (base->tp_as_number != NULL) *type->tp_as_number = *base->tp_as_number;
    if (base->tp_as_sequence != NULL) *type->tp_as_sequence = *base->tp_as_sequence;
    if (base->tp_as_mapping != NULL) *type->tp_as_mapping = *base->tp_as_mapping;
    if (base->tp_as_buffer != NULL) *type->tp_as_buffer = *base->tp_as_buffer;
    type->tp_repr = base->tp_repr;
    type->tp_str = base->tp_str;
    type->tp_getattr = base->tp_getattr;
    type->tp_getattro = base->tp_getattro;
    type->tp_setattr = base->tp_setattr;
    type->tp_setattro = base->tp_setattro;
    type->tp_richcompare = base->tp_richcompare;
    type->tp_hash = base->tp_hash;
    type->tp_iter = base->tp_iter;
    type->tp_iternext = base->tp_iternext;
    type->tp_descr_get = base->tp_descr_get;
    type->tp_descr_set = base->tp_descr_set;
    type->tp_init = base->tp_init;
    type->tp_finalize = base->tp_finalize;
    type->tp_is_gc = base->tp_is_gc;
    type->tp_call = base->tp_call;
    type->tp_vectorcall_offset = base->tp_vectorcall_offset;
    type->tp_flags |= base->tp_flags & Py_TPFLAGS_HAVE_VECTORCALL;
}

static int make_slots(struct making *m)
{
    PyTypeObject *type = m->type;
    inherit_flags(type, m->base);
    for (Py_ssize_t i = 1; !(type->tp_flags & COLLECTION_FLAGS) && i < PyTuple_GET_SIZE(type->tp_mro); i++)
        type->tp_flags |= ((PyTypeObject *)PyTuple_GET_ITEM(type->tp_mro, i))->tp_flags & COLLECTION_FLAGS;
    type->tp_new = m->base->tp_new;
    if (m->base->tp_flags & Py_TPFLAGS_DISALLOW_INSTANTIATION) type->tp_flags |= Py_TPFLAGS_DISALLOW_INSTANTIATION;
    bool chain = PyTuple_GET_SIZE(m->bases) == 1 && Py_IS_TYPE(type->tp_mro, &PyTuple_Type) &&
                 PyTuple_GET_SIZE(type->tp_mro) == PyTuple_GET_SIZE(m->base->tp_mro) + 1;
    if (chain) {
        copy_slots(type, m->base);
        adder_slots_update_own(type, m->dict);
    } else {
        for (Py_ssize_t i = 1; i < PyTuple_GET_SIZE(type->tp_mro); i++)
            adder_slots_inherit(type, (PyTypeObject *)PyTuple_GET_ITEM(type->tp_mro, i));
        adder_slots_fixup(type);
    }
    return 0;
}

/* ---- Hooks ---- */

/* Calls value.__set_name__(type, name) for what the class body left. */
static int call_set_names(PyTypeObject *type, PyObject *dict)
{
    PyObject *copy = NULL, *key, *value;
    for (Py_ssize_t pos = 0; PyDict_Next(dict, &pos, &key, &value);)
        if (_PyType_Lookup(Py_TYPE(value), ID(__set_name__)) != NULL) { /* rare: only then a copy is needed */
            copy = PyDict_Copy(dict);
            if (copy == NULL) return -1;
            break;
        }
    if (copy == NULL) return 0;
    int rc = 0;
    for (Py_ssize_t pos = 0; rc == 0 && PyDict_Next(copy, &pos, &key, &value);) {
        PyObject *args[] = { value, (PyObject *)type, key };
        bool found;
        PyObject *result = adder_special_call_maybe(value, ID(__set_name__), args, 3, &found);
        if (found && result == NULL) {
            _PyErr_FormatFromCause(PyExc_RuntimeError, "Error calling __set_name__ on '%.100s' instance %R in '%.100s'",
                                   Py_TYPE(value)->tp_name, key, type->tp_name);
            rc = -1;
        }
        Py_XDECREF(result);
    }
    Py_DECREF(copy);
    return rc;
}

/* super(type, type).__init_subclass__(**kwargs) */
static int call_init_subclass(PyTypeObject *type, PyObject *kwargs)
{
    bool keywords = kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0;
    PyObject *mro = type->tp_mro, *descr = NULL;
    Py_ssize_t self = 0, n = PyTuple_GET_SIZE(mro);
    while (self < n && PyTuple_GET_ITEM(mro, self) != (PyObject *)type) self++;
    if (self == n) { /* a metaclass's mro() left the class itself out */
        PyErr_SetString(PyExc_TypeError, "super(type, obj): obj must be an instance or subtype of type");
        return -1;
    }
    for (Py_ssize_t i = self + 1; descr == NULL && i < PyTuple_GET_SIZE(mro); i++) {
        PyTypeObject *t = (PyTypeObject *)PyTuple_GET_ITEM(mro, i);
        if (t == &PyBaseObject_Type && !keywords) return 0; /* object's does nothing */
        PyObject *dict = adder_type_dict(t);
        descr = dict == NULL ? NULL : PyDict_GetItemWithError(dict, ID(__init_subclass__));
        if (descr == NULL && PyErr_Occurred()) return -1;
    }
    if (descr == NULL) return 0;
    Py_INCREF(descr);
    descrgetfunc get = Py_TYPE(descr)->tp_descr_get;
    PyObject *bound = get == NULL ? Py_NewRef(descr) : get(descr, (PyObject *)type, (PyObject *)type);
    Py_DECREF(descr);
    PyObject *result = bound == NULL ? NULL : PyObject_VectorcallDict(bound, NULL, 0, kwargs);
    Py_XDECREF(bound);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

/* ---- All together ---- */

static int link_bases(PyTypeObject *type)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(type->tp_bases); i++)
        if (adder_subclass_add((PyTypeObject *)PyTuple_GET_ITEM(type->tp_bases, i), type) < 0) return -1;
    return 0;
}

static int build(struct making *m)
{
    if ((m->dict = PyDict_Copy(m->original_dict)) == NULL || read_slots(m) < 0) return -1;
    if (alloc_type(m) == NULL) return -1;
    lay_out(m);
    set_functions(m);
    if (fill_dict(m) < 0) return -1;
    m->type->tp_flags |= Py_TPFLAGS_READYING;
    if (adder_mro_set(m->type, NULL) < 0) return -1;
    if (make_slots(m) < 0 || link_bases(m->type) < 0) return -1;
    m->type->tp_flags = (m->type->tp_flags & ~Py_TPFLAGS_READYING) | Py_TPFLAGS_READY;
    struct adder_type_state *state = &adder_interp()->type;
    if (state->attribute_hint > 0) {
        adder_type_expect_attributes(m->type, state->attribute_hint);
        state->attribute_hint = 0;
    }
    if (call_set_names(m->type, m->dict) < 0) return -1;
    return call_init_subclass(m->type, m->kwargs);
}

static PyObject *make_class(struct making *m, PyObject *args)
{
    PyObject *result = NULL;
    PyObject *given_bases = m->bases;
    int rc = choose_bases(m, args, &result);
    if (rc != 0) return rc > 0 ? result : NULL;
    (void)given_bases;
    if (build(m) == 0) result = Py_NewRef(m->type);
    Py_XDECREF(m->type);
    Py_XDECREF(m->dict);
    Py_XDECREF(m->slots);
    Py_DECREF(m->bases);
    return result;
}

static bool is_argument(PyObject *arg, PyTypeObject *type, int number)
{
    if (PyObject_TypeCheck(arg, type)) return true;
    PyErr_Format(PyExc_TypeError, "type.__new__() argument %d must be %s, not %.50s", number, type->tp_name,
                 arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
    return false;
}

PyObject *adder_type_new(PyTypeObject *metatype, PyObject *args, PyObject *kwargs)
{
    if (PyTuple_GET_SIZE(args) != 3) {
        PyErr_Format(PyExc_TypeError, "type.__new__() takes exactly 3 arguments (%zd given)", PyTuple_GET_SIZE(args));
        return NULL;
    }
    struct making m = { .metatype = metatype, .kwargs = kwargs, .name = PyTuple_GET_ITEM(args, 0),
                        .bases = PyTuple_GET_ITEM(args, 1), .original_dict = PyTuple_GET_ITEM(args, 2) };
    if (!is_argument(m.name, &PyUnicode_Type, 1) || !is_argument(m.bases, &PyTuple_Type, 2) ||
        !is_argument(m.original_dict, &PyDict_Type, 3))
        return NULL;
    return make_class(&m, args);
}
