/* type_slots.c -- special methods and C slots kept in step, both ways, from the table slots.def.
 *
 * Down: a C type's filled slots become wrapper descriptors in its dict. Up: for a Python class each slot is filled from what
 * a lookup of its names gives. If all of them are wrappers of one C function that fits the class, that function itself is
 * used, so a class that inherits int.__add__ adds as fast as int; else the dunder_ function that calls the methods. */
#include "runtime/objects/slot_functions.h"
#include "runtime/objects/type_internal.h"
#include "runtime/objects/str.h"
#include <string.h>

#define OFFSET_tp(field) offsetof(PyHeapTypeObject, ht_type.tp_##field)
#define OFFSET_am(field) offsetof(PyHeapTypeObject, as_async.am_##field)
#define OFFSET_nb(field) offsetof(PyHeapTypeObject, as_number.nb_##field)
#define OFFSET_mp(field) offsetof(PyHeapTypeObject, as_mapping.mp_##field)
#define OFFSET_sq(field) offsetof(PyHeapTypeObject, as_sequence.sq_##field)
#define wrap_none NULL
#define nb__Bool nb_bool /* stdbool.h makes bool a macro */

#define SLOT(where, field, name, function, wrapper, sig, doc) extern ADDER_HIDDEN PyASCIIObject adder_name_##name;
#include "runtime/objects/slots.def"

static const struct wrapperbase rows[] = {
#define SLOT(where, field, py_name, slot_function, py_wrapper, sig, text)                                     \
    { .name = #py_name, .offset = OFFSET_##where(field), .function = (void *)(slot_function),                  \
      .wrapper = (wrapperfunc)(void (*)(void))wrap_##py_wrapper, .doc = #py_name sig "\n--\n\n" text,           \
      .flags = sizeof(#py_wrapper) == 5 && (#py_wrapper[0] == 'c' || #py_wrapper[0] == 'i') ? PyWrapperFlag_KEYWORDS : 0, \
      .name_strobj = (PyObject *)&adder_name_##py_name },
#include "runtime/objects/slots.def"
};
#define ROWS ((int)(sizeof rows / sizeof *rows))
_Static_assert(sizeof rows / sizeof *rows <= SLOT_ROWS_MAX, "a slot_set has a bit for every row");

/* ---- Places ---- */

/* The slot of a row in a type; NULL when the type lacks that suite. */
static void **slot_of(PyTypeObject *type, size_t offset)
{
    char *base;
    if (offset < offsetof(PyHeapTypeObject, as_async)) return (void **)((char *)type + offset);
    if (offset < offsetof(PyHeapTypeObject, as_number)) {
        base = (char *)type->tp_as_async;
        offset -= offsetof(PyHeapTypeObject, as_async);
    } else if (offset < offsetof(PyHeapTypeObject, as_mapping)) {
        base = (char *)type->tp_as_number;
        offset -= offsetof(PyHeapTypeObject, as_number);
    } else if (offset < offsetof(PyHeapTypeObject, as_sequence)) {
        base = (char *)type->tp_as_mapping;
        offset -= offsetof(PyHeapTypeObject, as_mapping);
    } else {
        base = (char *)type->tp_as_sequence;
        offset -= offsetof(PyHeapTypeObject, as_sequence);
    }
    return base == NULL ? NULL : (void **)(base + offset);
}

/* ---- Down: wrappers of C slots ---- */

/* Looks at every slot of every static type at process start, so suites that a type lacks are passed over at once. */
void adder_slots_find_own(PyTypeObject *type, struct slot_set *own)
{
    const struct { const char *base; size_t start, end; } suites[] = { /* in the order of the rows */
        { (char *)type, 0, offsetof(PyHeapTypeObject, as_async) },
        { (char *)type->tp_as_async, offsetof(PyHeapTypeObject, as_async), offsetof(PyHeapTypeObject, as_number) },
        { (char *)type->tp_as_number, offsetof(PyHeapTypeObject, as_number), offsetof(PyHeapTypeObject, as_mapping) },
        { (char *)type->tp_as_mapping, offsetof(PyHeapTypeObject, as_mapping), offsetof(PyHeapTypeObject, as_sequence) },
        { (char *)type->tp_as_sequence, offsetof(PyHeapTypeObject, as_sequence), offsetof(PyHeapTypeObject, as_buffer) },
    };
    int i = 0;
    for (size_t s = 0; s < sizeof suites / sizeof *suites; s++)
        for (; i < ROWS && (size_t)rows[i].offset < suites[s].end; i++) {
            if (suites[s].base == NULL || rows[i].wrapper == NULL) continue;
            void *const *slot = (void *const *)(suites[s].base + ((size_t)rows[i].offset - suites[s].start));
            if (*slot != NULL) own->bits[i / 64] |= 1ULL << i % 64;
        }
}

Py_ssize_t adder_slots_count(const struct slot_set *own)
{
    return __builtin_popcountll(own->bits[0]) + __builtin_popcountll(own->bits[1]);
}

int adder_slots_add_wrappers(PyTypeObject *type, const struct slot_set *own, PyObject *dict)
{
    for (int i = 0; i < ROWS; i++) {
        if (!(own->bits[i / 64] >> i % 64 & 1)) continue;
        void **slot = slot_of(type, (size_t)rows[i].offset);
        PyObject *name = rows[i].name_strobj;
        int known = slot == NULL || *slot == NULL ? 1 : PyDict_Contains(dict, name);
        if (known < 0) return -1;
        if (known) continue;
        PyObject *value = Py_None;
        if (*slot != (void *)PyObject_HashNotImplemented) value = PyDescr_NewWrapper(type, (struct wrapperbase *)&rows[i], *slot);
        else Py_INCREF(value);
        if (value == NULL) return -1;
        if (is_shared(type)) {
            adder_dict_immortal_add(dict, name, value);
            continue;
        }
        int rc = PyDict_SetItem(dict, name, value);
        Py_DECREF(value);
        if (rc < 0) return -1;
    }
    return 0;
}

/* ---- Inheritance of C slots ---- */

#define DEFINES(base, above, slot) ((base)->slot != 0 && ((above) == NULL || (base)->slot != (above)->slot))

static void inherit_group(void **to, void **from, void **above, size_t count)
{
    if (to == NULL || from == NULL || to == from) return;
    for (size_t i = 0; i < count; i++)
        if (to[i] == NULL && from[i] != NULL && (above == NULL || from[i] != above[i])) to[i] = from[i];
}

#define GROUP(suite, Methods)                                                                          \
    inherit_group((void **)type->suite, (void **)base->suite, above != NULL ? (void **)above->suite : NULL, \
                  sizeof(Methods) / sizeof(void *))
#define INHERIT(slot)                                                   \
    do {                                                                \
        if (type->slot == 0 && DEFINES(base, above, slot)) type->slot = base->slot; \
    } while (0)

static bool overrides_hash(PyTypeObject *type)
{
    PyObject *dict = type->tp_dict;
    if (dict == NULL) return type->tp_richcompare != NULL || type->tp_hash != NULL;
    return PyDict_Contains(dict, ID(__eq__)) == 1 || PyDict_Contains(dict, ID(__hash__)) == 1;
}

static void inherit_attributes(PyTypeObject *type, PyTypeObject *base)
{
    if (type->tp_getattr == NULL && type->tp_getattro == NULL) {
        type->tp_getattr = base->tp_getattr;
        type->tp_getattro = base->tp_getattro;
    }
    if (type->tp_setattr == NULL && type->tp_setattro == NULL) {
        type->tp_setattr = base->tp_setattr;
        type->tp_setattro = base->tp_setattro;
    }
}

static void inherit_call(PyTypeObject *type, PyTypeObject *base, PyTypeObject *above)
{
    INHERIT(tp_vectorcall_offset);
    if (type->tp_call == NULL && (base->tp_flags & Py_TPFLAGS_HAVE_VECTORCALL)) type->tp_flags |= Py_TPFLAGS_HAVE_VECTORCALL;
    INHERIT(tp_call);
}

static void inherit_memory(PyTypeObject *type, PyTypeObject *base, PyTypeObject *above)
{
    INHERIT(tp_alloc);
    INHERIT(tp_is_gc);
    INHERIT(tp_finalize);
    if ((type->tp_flags & Py_TPFLAGS_HAVE_GC) == (base->tp_flags & Py_TPFLAGS_HAVE_GC)) INHERIT(tp_free);
    else if ((type->tp_flags & Py_TPFLAGS_HAVE_GC) && type->tp_free == NULL && base->tp_free == PyObject_Free)
        type->tp_free = PyObject_GC_Del;
}

/* Copies what `base`, a class of the MRO, defines itself and `type` still lacks. */
void adder_slots_inherit(PyTypeObject *type, PyTypeObject *base)
{
    PyTypeObject *above = base->tp_base;
    GROUP(tp_as_async, PyAsyncMethods);
    GROUP(tp_as_number, PyNumberMethods);
    GROUP(tp_as_sequence, PySequenceMethods);
    GROUP(tp_as_mapping, PyMappingMethods);
    GROUP(tp_as_buffer, PyBufferProcs);
    INHERIT(tp_dealloc);
    inherit_attributes(type, base);
    INHERIT(tp_repr);
    INHERIT(tp_str);
    inherit_call(type, base, above);
    if (type->tp_richcompare == NULL && type->tp_hash == NULL && !overrides_hash(type)) {
        type->tp_richcompare = base->tp_richcompare;
        type->tp_hash = base->tp_hash;
    }
    INHERIT(tp_iter);
    INHERIT(tp_iternext);
    if (type->tp_descr_get == NULL && DEFINES(base, above, tp_descr_get) && (base->tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR) &&
        !is_heap(type))
        type->tp_flags |= Py_TPFLAGS_METHOD_DESCRIPTOR;
    INHERIT(tp_descr_get);
    INHERIT(tp_descr_set);
    INHERIT(tp_init);
    inherit_memory(type, base, above);
}

/* ---- Up: slots of Python classes from their special methods ---- */

/* The one slot of the type that is filled among the rows called `name`; NULL when none or several are. */
static void **only_filled(PyTypeObject *type, PyObject *name)
{
    void **found = NULL;
    for (int i = 0; i < ROWS; i++) {
        if (rows[i].name_strobj != name) continue;
        void **slot = slot_of(type, (size_t)rows[i].offset);
        if (slot == NULL || *slot == NULL || slot == found) continue;
        if (found != NULL) return NULL;
        found = slot;
    }
    return found;
}

struct choice {
    void *specific, *generic;
    bool use_generic;
};

static void consider_wrapper(PyTypeObject *type, const struct wrapperbase *row, void **slot, PyObject *descr, struct choice *c)
{
    PyWrapperDescrObject *d = (PyWrapperDescrObject *)descr;
    void **only = only_filled(type, row->name_strobj);
    if (only == NULL || only == slot) c->generic = row->function;
    if ((c->specific == NULL || c->specific == d->d_wrapped) && d->d_base->wrapper == row->wrapper &&
        PyType_IsSubtype(type, PyDescr_TYPE(d)))
        c->specific = d->d_wrapped;
    else c->use_generic = true;
}

static void consider(PyTypeObject *type, const struct wrapperbase *row, void **slot, struct choice *c)
{
    PyObject *descr = _PyType_Lookup(type, row->name_strobj);
    if (descr == NULL) {
        if (slot == (void **)&type->tp_iternext) c->specific = (void *)_PyObject_NextNotImplemented;
    } else if (Py_IS_TYPE(descr, &PyWrapperDescr_Type) && ((PyWrapperDescrObject *)descr)->d_base->name_strobj == row->name_strobj) {
        consider_wrapper(type, row, slot, descr, c);
    } else if (slot == (void **)&type->tp_new && PyCFunction_Check(descr) &&
               ((PyCFunctionObject *)descr)->m_ml == &adder_new_method) {
        c->specific = (void *)type->tp_new;
    } else if (descr == Py_None && slot == (void **)&type->tp_hash) {
        c->specific = (void *)PyObject_HashNotImplemented;
    } else {
        c->use_generic = true;
        c->generic = row->function;
    }
}

static void update_group(PyTypeObject *type, int first, int end)
{
    void **slot = slot_of(type, (size_t)rows[first].offset);
    if (slot == NULL) return;
    struct choice c = { NULL, NULL, false };
    for (int i = first; i < end; i++) consider(type, &rows[i], slot, &c);
    *slot = c.specific != NULL && !c.use_generic ? c.specific : c.generic;
    if (slot == (void **)&type->tp_call && type->tp_base != NULL && type->tp_call != type->tp_base->tp_call)
        type->tp_flags &= ~Py_TPFLAGS_HAVE_VECTORCALL;
}

static int group_end(int first)
{
    int end = first + 1;
    while (end < ROWS && rows[end].offset == rows[first].offset) end++;
    return end;
}

void adder_slots_fixup(PyTypeObject *type)
{
    for (int i = 0, end; i < ROWS; i = end) {
        end = group_end(i);
        update_group(type, i, end);
    }
}

/* Does the text start and end with two underscores? Cheap filter before the table is searched. */
static bool is_dunder(PyObject *name)
{
    if (!PyUnicode_Check(name) || !PyUnicode_IS_ASCII(name)) return false;
    Py_ssize_t n = PyUnicode_GET_LENGTH(name);
    const char *s = (const char *)PyUnicode_1BYTE_DATA(name);
    return n > 4 && s[0] == '_' && s[1] == '_' && s[n - 1] == '_' && s[n - 2] == '_';
}

static void update_named(PyTypeObject *type, PyObject *name)
{
    for (int i = 0, end; i < ROWS; i = end) {
        end = group_end(i);
        for (int k = i; k < end; k++)
            if (rows[k].name_strobj == name || adder_str_equal(rows[k].name_strobj, name)) {
                update_group(type, i, end);
                break;
            }
    }
}

void adder_slots_update_own(PyTypeObject *type, PyObject *dict)
{
    PyObject *name, *value;
    for (Py_ssize_t pos = 0; PyDict_Next(dict, &pos, &name, &value);)
        if (is_dunder(name)) update_named(type, name);
}

static void update_tree(PyTypeObject *type, PyObject *name)
{
    update_named(type, name);
    struct adder_type_list *list = adder_type_subclasses(type);
    for (size_t i = 0; i < list->count; i++) {
        PyObject *dict = list->items[i]->tp_dict;
        if (dict != NULL && PyDict_Contains(dict, name) != 1) update_tree(list->items[i], name);
    }
}

int adder_slots_update(PyTypeObject *type, PyObject *name)
{
    if (is_dunder(name)) update_tree(type, name);
    return 0;
}
