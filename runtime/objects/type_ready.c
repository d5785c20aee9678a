/* type_ready.c -- making types usable: inheritance of flags and slots, MRO, and the dict made from the type's tables.
 *
 * Core static types: all become ready in one pass at process start, without their dicts. A program that runs one line of
 * Python looks into some twenty of the hundred and fifty, so a dict is built at the first lookup, under a lock because
 * VMs share it, and published when complete. Extension types get theirs at once in PyType_Ready. */
#include "runtime/objects/type_internal.h"
#include <pthread.h>
#include <string.h>

#define TYPE(x) extern PyTypeObject x;
#include "runtime/objects/static_types.def"
#undef TYPE

static PyTypeObject *const static_types[] = {
#define TYPE(x) &x,
#include "runtime/objects/static_types.def"
#undef TYPE
};
#define STATIC_COUNT (sizeof static_types / sizeof *static_types)

static struct static_type_info static_infos[STATIC_COUNT]; /* written by adder_types_init() alone */
static pthread_mutex_t build_lock = PTHREAD_MUTEX_INITIALIZER;

size_t adder_static_type_count(void) { return STATIC_COUNT; }
PyTypeObject *adder_static_type(size_t index) { return static_types[index]; }

/* ---- Subclass lists ---- */

static int list_append(struct adder_type_list *list, PyTypeObject *type)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 2;
        PyTypeObject **items = PyMem_RawRealloc(list->items, capacity * sizeof *items);
        if (items == NULL) return -1;
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = type;
    return 0;
}

/* The list of a core static type begins with its core static subclasses. */
static struct adder_type_list *shared_subclasses(PyTypeObject *type)
{
    struct adder_type_list *list = &adder_interp()->type.static_types[static_info(type)->index].subclasses;
    if (list->items != NULL) return list;
    for (size_t i = 0; i < STATIC_COUNT; i++) {
        PyTypeObject *t = static_types[i];
        for (Py_ssize_t b = 0; t != type && b < PyTuple_GET_SIZE(t->tp_bases); b++)
            if (PyTuple_GET_ITEM(t->tp_bases, b) == (PyObject *)type && list_append(list, t) < 0) return list;
    }
    return list;
}

struct adder_type_list *adder_type_subclasses(PyTypeObject *type)
{
    static const struct adder_type_list none = { NULL, 0, 0 };
    if (is_shared(type)) return shared_subclasses(type);
    return type->tp_subclasses != NULL ? (struct adder_type_list *)type->tp_subclasses : (struct adder_type_list *)&none;
}

int adder_subclass_add(PyTypeObject *base, PyTypeObject *type)
{
    struct adder_type_list *list = adder_type_subclasses(base);
    if (!is_shared(base) && base->tp_subclasses == NULL) {
        if ((list = PyMem_RawCalloc(1, sizeof *list)) == NULL) goto no_memory;
        base->tp_subclasses = (PyObject *)list;
    }
    if (list_append(list, type) == 0) return 0;
no_memory:
    PyErr_NoMemory();
    return -1;
}

/* Searched from the end: what was made last often dies first. */
void adder_subclass_remove(PyTypeObject *base, PyTypeObject *type)
{
    struct adder_type_list *list = adder_type_subclasses(base);
    for (size_t i = list->count; i-- > 0;)
        if (list->items[i] == type) {
            memmove(&list->items[i], &list->items[i + 1], (list->count - i - 1) * sizeof *list->items);
            list->count--;
            return;
        }
}

/* ---- Inheritance ---- */

static void inherit_special(PyTypeObject *type, PyTypeObject *base)
{
    if (!(type->tp_flags & Py_TPFLAGS_HAVE_GC) && (base->tp_flags & Py_TPFLAGS_HAVE_GC) && type->tp_traverse == NULL &&
        type->tp_clear == NULL) {
        type->tp_flags |= Py_TPFLAGS_HAVE_GC;
        type->tp_traverse = base->tp_traverse;
        type->tp_clear = base->tp_clear;
    }
    if (type->tp_basicsize == 0) type->tp_basicsize = base->tp_basicsize;
    if (type->tp_itemsize == 0) type->tp_itemsize = base->tp_itemsize;
    if (type->tp_weaklistoffset == 0) type->tp_weaklistoffset = base->tp_weaklistoffset;
    if (type->tp_dictoffset == 0) {
        type->tp_dictoffset = base->tp_dictoffset;
        if (type->tp_itemsize == 0) type->tp_flags |= base->tp_flags & ADDER_TPFLAGS_INLINE_VALUES;
    }
    type->tp_flags |= base->tp_flags & (SUBCLASS_FLAGS | _Py_TPFLAGS_MATCH_SELF);
    if (!(type->tp_flags & COLLECTION_FLAGS)) type->tp_flags |= base->tp_flags & COLLECTION_FLAGS;
}

static void inherit_suites(PyTypeObject *type, PyTypeObject *base)
{
    if (type->tp_as_async == NULL) type->tp_as_async = base->tp_as_async;
    if (type->tp_as_number == NULL) type->tp_as_number = base->tp_as_number;
    if (type->tp_as_sequence == NULL) type->tp_as_sequence = base->tp_as_sequence;
    if (type->tp_as_mapping == NULL) type->tp_as_mapping = base->tp_as_mapping;
    if (type->tp_as_buffer == NULL) type->tp_as_buffer = base->tp_as_buffer;
}

/* A static type directly under object without tp_new cannot be called. */
static void set_new(PyTypeObject *type, PyTypeObject *base)
{
    if (type->tp_new == NULL && base == &PyBaseObject_Type && !is_heap(type))
        type->tp_flags |= Py_TPFLAGS_DISALLOW_INSTANTIATION;
    if (type->tp_flags & Py_TPFLAGS_DISALLOW_INSTANTIATION) type->tp_new = NULL;
    else if (type->tp_new == NULL && base != NULL) type->tp_new = base->tp_new;
}

static void inherit_from_mro(PyTypeObject *type)
{
    if (type->tp_base != NULL) inherit_special(type, type->tp_base);
    for (Py_ssize_t i = 1; i < PyTuple_GET_SIZE(type->tp_mro); i++)
        adder_slots_inherit(type, (PyTypeObject *)PyTuple_GET_ITEM(type->tp_mro, i));
    if (type->tp_base != NULL) inherit_suites(type, type->tp_base);
}

/* ---- Dicts ---- */

static int add_to_dict(PyTypeObject *type, PyObject *dict, PyObject *name, STEALS_REF PyObject *value)
{
    if (value == NULL || name == NULL) {
        Py_XDECREF(value);
        return -1;
    }
    if (is_shared(type)) {
        adder_dict_immortal_add(dict, name, value);
        return 0;
    }
    int rc = PyDict_SetItem(dict, name, value);
    Py_DECREF(value);
    return rc;
}

static int add_method(PyTypeObject *type, PyObject *dict, PyMethodDef *row)
{
    PyObject *name = is_shared(type) ? adder_immortal_str(row->ml_name, strlen(row->ml_name))
                                     : PyUnicode_InternFromString(row->ml_name);
    if (name == NULL) return -1;
    int known = row->ml_flags & METH_COEXIST ? 0 : PyDict_Contains(dict, name);
    int rc = known;
    if (known == 0) {
        rc = add_to_dict(type, dict, name, adder_descr_from_row(type, row));
    }
    if (!is_shared(type)) Py_DECREF(name);
    return rc < 0 ? -1 : 0;
}

static int add_descr(PyTypeObject *type, PyObject *dict, PyObject *descr)
{
    if (descr == NULL) return -1;
    PyObject *name = PyDescr_NAME(descr);
    int known = PyDict_Contains(dict, name);
    if (known == 0) return add_to_dict(type, dict, name, descr);
    Py_DECREF(descr);
    return known < 0 ? -1 : 0;
}

int adder_type_add_tables(PyTypeObject *type, PyObject *dict)
{
    for (PyMethodDef *m = type->tp_methods; m != NULL && m->ml_name != NULL; m++)
        if (add_method(type, dict, m) < 0) return -1;
    for (PyMemberDef *m = type->tp_members; m != NULL && m->name != NULL; m++)
        if (add_descr(type, dict, PyDescr_NewMember(type, m)) < 0) return -1;
    for (PyGetSetDef *g = type->tp_getset; g != NULL && g->name != NULL; g++) {
        bool constant = is_shared(type) && g->get == NULL && g->set == NULL && g->closure != NULL;
        if (constant) adder_dict_immortal_add(dict, adder_immortal_str(g->name, strlen(g->name)), g->closure);
        else if (add_descr(type, dict, PyDescr_NewGetSet(type, g)) < 0) return -1;
    }
    return 0;
}

static PyObject *doc_object(PyTypeObject *type)
{
    if (type->tp_doc == NULL) return Py_NewRef(Py_None);
    PyObject *shown;
    if (!is_shared(type)) {
        shown = _PyType_GetDocFromInternalDoc(type->tp_name, type->tp_doc);
    } else {
        const char *text = adder_doc_without_signature(type->tp_name, type->tp_doc);
        shown = *text ? adder_immortal_text(text, strlen(text)) : Py_None;
    }
    return shown;
}

static int fill_dict(PyTypeObject *type, PyObject *dict, const struct slot_set *own, bool owns_new, bool unhashable)
{
    if (owns_new && add_to_dict(type, dict, ID(__new__), adder_new_function(type)) < 0) return -1;
    if (adder_slots_add_wrappers(type, own, dict) < 0) return -1;
    if (adder_type_add_tables(type, dict) < 0) return -1;
    if (PyDict_Contains(dict, ID(__doc__)) == 0 && add_to_dict(type, dict, ID(__doc__), doc_object(type)) < 0) return -1;
    if (unhashable && PyDict_Contains(dict, ID(__hash__)) == 0 &&
        add_to_dict(type, dict, ID(__hash__), Py_NewRef(Py_None)) < 0)
        return -1;
    return 0;
}

static Py_ssize_t dict_room(PyTypeObject *type, const struct slot_set *own)
{
    Py_ssize_t n = 3 + adder_slots_count(own);
    for (PyMethodDef *m = type->tp_methods; m != NULL && m->ml_name != NULL; m++) n++;
    for (PyMemberDef *m = type->tp_members; m != NULL && m->name != NULL; m++) n++;
    for (PyGetSetDef *g = type->tp_getset; g != NULL && g->name != NULL; g++) n++;
    return n;
}

PyObject *adder_type_build_dict(PyTypeObject *type)
{
    if (!is_shared(type)) return NULL; /* an extension type that is not ready */
    struct static_type_info *info = static_info(type);
    pthread_mutex_lock(&build_lock);
    PyObject *dict = type->tp_dict;
    if (dict == NULL) {
        dict = adder_dict_new_immortal(dict_room(type, &info->own), adder_immortal_alloc);
        if (dict != NULL && fill_dict(type, dict, &info->own, info->owns_new, info->unhashable) < 0) dict = NULL;
        if (dict != NULL) __atomic_store_n(&type->tp_dict, dict, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&build_lock);
    if (dict == NULL) PyErr_NoMemory();
    return dict;
}

/* ---- Core static types ---- */

static PyObject *immortal_tuple(PyTypeObject *first, PyObject *rest)
{
    Py_ssize_t n = (first != NULL) + (rest != NULL ? PyTuple_GET_SIZE(rest) : 0), k = 0;
    PyTupleObject *t = adder_immortal_gc_alloc(sizeof *t + (size_t)n * sizeof(PyObject *));
    if (t == NULL) return NULL;
    t->ob_base.ob_base.ob_refcnt = ADDER_IMMORTAL_REFCNT;
    t->ob_base.ob_base.ob_type = &PyTuple_Type;
    t->ob_base.ob_size = n;
    if (first != NULL) t->ob_item[k++] = (PyObject *)first;
    for (Py_ssize_t i = 0; k < n; i++) t->ob_item[k++] = PyTuple_GET_ITEM(rest, i);
    return (PyObject *)t;
}

static int ready_static(PyTypeObject *type, uint32_t index)
{
    struct static_type_info *info = &static_infos[index];
    PyTypeObject *base = type->tp_base;
    if (base == NULL && type != &PyBaseObject_Type) base = type->tp_base = &PyBaseObject_Type;
    ADDER_ASSERT(base == NULL || base->tp_flags & Py_TPFLAGS_READY, "static_types.def lists bases first");
    type->ob_base.ob_base.ob_refcnt = ADDER_IMMORTAL_REFCNT;
    if (Py_TYPE(type) == NULL) Py_SET_TYPE(type, base != NULL ? Py_TYPE(base) : &PyType_Type);
    type->tp_flags |= ADDER_TPFLAGS_SHARED | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_READY | Py_TPFLAGS_VALID_VERSION_TAG;
    type->tp_version_tag = index + 1;
    type->tp_bases = immortal_tuple(base, NULL);
    type->tp_mro = immortal_tuple(type, base != NULL ? base->tp_mro : NULL);
    if (type->tp_bases == NULL || type->tp_mro == NULL) return -1;
    info->index = index;
    type->tp_cache = (PyObject *)info;
    adder_slots_find_own(type, &info->own);
    info->owns_new = type->tp_new != NULL && !(type->tp_flags & Py_TPFLAGS_DISALLOW_INSTANTIATION);
    set_new(type, base);
    inherit_from_mro(type);
    if (type->tp_hash == NULL) {
        info->unhashable = true;
        type->tp_hash = PyObject_HashNotImplemented;
    } else info->unhashable = type->tp_hash == PyObject_HashNotImplemented && (base == NULL || base->tp_hash != type->tp_hash);
    return 0;
}

int adder_types_init(void)
{
    if (PyBaseObject_Type.tp_flags & Py_TPFLAGS_READY) return 0;
    for (size_t i = 0; i < STATIC_COUNT; i++)
        if (!(static_types[i]->tp_flags & Py_TPFLAGS_READY) && ready_static(static_types[i], (uint32_t)i) < 0) return -1;
    return 0;
}

/* ---- All other types ---- */

static int check_ready_arguments(PyTypeObject *type)
{
    if (type->tp_name == NULL) {
        PyErr_SetString(PyExc_SystemError, "Type does not define the tp_name field.");
        return -1;
    }
    if ((type->tp_flags & Py_TPFLAGS_HAVE_GC) && type->tp_traverse == NULL &&
        !(type->tp_base != NULL && type->tp_base->tp_traverse != NULL)) {
        PyErr_Format(PyExc_SystemError, "type %s has the Py_TPFLAGS_HAVE_GC flag but has no traverse function",
                     type->tp_name);
        return -1;
    }
    if ((type->tp_flags & Py_TPFLAGS_HAVE_VECTORCALL) && !(type->tp_vectorcall_offset > 0 && type->tp_call != NULL)) {
        PyErr_Format(PyExc_SystemError, "type %s has the vectorcall flag but lacks its offset or tp_call", type->tp_name);
        return -1;
    }
    return 0;
}

static int set_bases(PyTypeObject *type)
{
    PyTypeObject *base = type->tp_base;
    if (base == NULL) {
        if (type->tp_bases != NULL && PyTuple_GET_SIZE(type->tp_bases) > 0)
            base = (PyTypeObject *)PyTuple_GET_ITEM(type->tp_bases, 0);
        else base = &PyBaseObject_Type;
        type->tp_base = is_heap(type) ? (PyTypeObject *)Py_NewRef(base) : base;
    }
    if (!(base->tp_flags & Py_TPFLAGS_READY) && PyType_Ready(base) < 0) return -1;
    if (Py_TYPE(type) == NULL) Py_SET_TYPE(type, Py_TYPE(base));
    if (type->tp_bases == NULL && (type->tp_bases = PyTuple_Pack(1, base)) == NULL) return -1;
    return 0;
}

static int check_static_bases(PyTypeObject *type)
{
    for (Py_ssize_t i = 0; !is_heap(type) && i < PyTuple_GET_SIZE(type->tp_bases); i++) {
        PyTypeObject *b = (PyTypeObject *)PyTuple_GET_ITEM(type->tp_bases, i);
        if (!is_heap(b)) continue;
        PyErr_Format(PyExc_TypeError, "type '%.100s' is not dynamically allocated but its base type '%.100s' is "
                     "dynamically allocated", type->tp_name, b->tp_name);
        return -1;
    }
    return 0;
}

static int ready_hash(PyTypeObject *type)
{
    if (type->tp_hash != NULL) return 0;
    if (PyDict_SetItem(type->tp_dict, ID(__hash__), Py_None) < 0) return -1;
    type->tp_hash = PyObject_HashNotImplemented;
    return 0;
}

static int ready(PyTypeObject *type)
{
    if (check_ready_arguments(type) < 0 || set_bases(type) < 0) return -1;
    if (!is_heap(type)) type->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
    if (type->tp_dict == NULL && (type->tp_dict = PyDict_New()) == NULL) return -1;
    struct slot_set own;
    memset(&own, 0, sizeof own);
    adder_slots_find_own(type, &own);
    PyTypeObject *base = type->tp_base;
    bool had_new = type->tp_new != NULL;
    set_new(type, base);
    bool owns_new = had_new && type->tp_new != NULL && !is_heap(type);
    if (had_new && is_heap(type) && type->tp_new != base->tp_new) owns_new = true;
    if (fill_dict(type, type->tp_dict, &own, owns_new, false) < 0) return -1;
    if (adder_mro_set(type, NULL) < 0 || check_static_bases(type) < 0) return -1;
    inherit_from_mro(type);
    if (ready_hash(type) < 0) return -1;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(type->tp_bases); i++)
        if (adder_subclass_add((PyTypeObject *)PyTuple_GET_ITEM(type->tp_bases, i), type) < 0) return -1;
    return 0;
}

int PyType_Ready(PyTypeObject *type)
{
    if (type->tp_flags & Py_TPFLAGS_READY) return 0;
    if (type->tp_flags & Py_TPFLAGS_READYING) return 0;
    type->tp_flags |= Py_TPFLAGS_READYING;
    int rc = ready(type);
    type->tp_flags &= ~Py_TPFLAGS_READYING;
    if (rc == 0) type->tp_flags |= Py_TPFLAGS_READY;
    return rc;
}
