/* dict_shared.c -- attribute values inside instances, described by keys that all instances of a class share.
 *
 * The states of an instance's attributes and who owns the values in each are told in dict.h. The rules kept here:
 *  - values->used counts the filled slots, order[0 .. used-1] names them in insertion order;
 *  - while a split __dict__ exists, its ma_used equals values->used;
 *  - the shared keys only grow, so an index, once given, stays right. */
#include "runtime/objects/dict_keys.h"
#include "runtime/objects/type.h"

/* ---- Shared keys ---- */

PyDictKeysObject *adder_shared_keys_new(int capacity)
{
    if (capacity < 4) capacity = 4;
    if (capacity > ADDER_VALUES_MAX) capacity = ADDER_VALUES_MAX;
    PyDictKeysObject *keys = adder_keys_new(adder_keys_log2_for_items(capacity), ADDER_KEYS_SPLIT);
    if (keys != NULL) keys->usable = capacity; /* fewer than the table could hold: one for each inline slot */
    return keys;
}

void adder_shared_keys_free(PyDictKeysObject *keys)
{
    if (keys != NULL) adder_keys_drop(keys);
}

static inline Py_hash_t name_hash(PyObject *name)
{
    Py_hash_t hash = ((PyASCIIObject *)name)->hash;
    return hash != -1 ? hash : PyObject_Hash(name);
}

int adder_shared_keys_index(PyDictKeysObject *keys, PyObject *name)
{
    Py_ssize_t ix = adder_keys_find_str(keys, name, name_hash(name));
    return ix >= 0 ? (int)ix : -1;
}

int adder_shared_keys_add(PyTypeObject *type, PyObject *name)
{
    PyDictKeysObject *keys = adder_type_shared_keys(type);
    Py_hash_t hash = name_hash(name);
    Py_ssize_t ix = adder_keys_find_str(keys, name, hash);
    if (ix >= 0) return (int)ix;
    if (keys->usable <= 0) return -1;
    adder_keys_append_str(keys, name, hash);
    if (adder_type_lookup(type, name) != NULL) adder_type_modified(type); /* cached class attributes may be shadowed now */
    return (int)keys->nentries - 1;
}

size_t adder_instance_slot_offset(PyTypeObject *type, int index)
{
    PyDictKeysObject *keys = adder_type_shared_keys(type);
    if (keys->flags & ADDER_KEYS_SHORT) return 0;
    return (size_t)type->tp_basicsize + adder_values_header_size(adder_shared_keys_capacity(keys))
           + (size_t)index * sizeof(PyObject *);
}

/* ---- Instances ---- */

void adder_instance_init(PyObject *obj, PyTypeObject *type)
{
    struct adder_values *values = adder_instance_values(obj, type);
    int capacity = adder_shared_keys_capacity(adder_type_shared_keys(type));
    memset(values, 0, adder_values_header_size(capacity) + (size_t)capacity * sizeof(PyObject *));
    values->capacity = (uint8_t)capacity;
}

/* The instance's __dict__ when there is one that is not split: then the attributes are all in it. */
static inline PyDictObject *general_dict(PyObject *obj, PyTypeObject *type)
{
    PyDictObject *d = (PyDictObject *)*adder_instance_dict_slot(obj, type);
    return d != NULL && !dict_is_split(d) ? d : NULL;
}

PyObject *adder_instance_get(PyObject *obj, PyTypeObject *type, PyObject *name, int *index)
{
    int where = -1;
    PyObject *value = NULL;
    PyDictObject *d = general_dict(obj, type);
    Py_hash_t hash = name_hash(name);
    if (d != NULL) {
        value = adder_dict_get_known_hash((PyObject *)d, name, hash);
        if (value != NULL) where = ADDER_INSTANCE_IN_DICT;
    } else {
        Py_ssize_t ix = adder_keys_find_str(adder_type_shared_keys(type), name, hash);
        struct adder_values *values = adder_instance_values(obj, type);
        if (ix >= 0 && ix < values->capacity && (value = adder_values_slots(values)[ix]) != NULL) where = (int)ix;
    }
    if (index != NULL) *index = where;
    return value;
}

int adder_instance_set(PyObject *obj, PyTypeObject *type, PyObject *name, PyObject *value)
{
    PyDictObject *d = (PyDictObject *)*adder_instance_dict_slot(obj, type);
    if (d == NULL || dict_is_split(d)) {
        struct adder_values *values = adder_instance_values(obj, type);
        int ix = adder_shared_keys_add(type, name);
        if (ix >= 0 && ix < values->capacity) {
            PyObject **slot = &adder_values_slots(values)[ix], *old = *slot;
            Py_INCREF(value);
            if (d != NULL) {
                dict_touch(d);
                d->ma_used += old == NULL;
            }
            if (old == NULL) {
                adder_values_fill(values, slot, ix, value);
            } else {
                *slot = value;
                Py_DECREF(old);
            }
            return ix;
        }
        if ((d = (PyDictObject *)adder_instance_dict(obj)) == NULL) return -1;
    }
    Py_INCREF(d); /* dropping an old value may run code that replaces __dict__ */
    int rc = adder_dict_insert(d, name, name_hash(name), value);
    Py_DECREF(d);
    return rc < 0 ? -1 : ADDER_INSTANCE_IN_DICT;
}

int adder_instance_delete(PyObject *obj, PyTypeObject *type, PyObject *name)
{
    PyDictObject *d = (PyDictObject *)*adder_instance_dict_slot(obj, type);
    if (d != NULL) {
        Py_INCREF(d);
        int rc = adder_dict_delete(d, name, name_hash(name));
        Py_DECREF(d);
        return rc;
    }
    struct adder_values *values = adder_instance_values(obj, type);
    Py_ssize_t ix = adder_keys_find_str(adder_type_shared_keys(type), name, name_hash(name));
    if (ix < 0 || ix >= values->capacity) return 0;
    PyObject **slot = &adder_values_slots(values)[ix], *old = *slot;
    if (old == NULL) return 0;
    *slot = NULL;
    adder_values_forget(values, (int)ix);
    Py_DECREF(old);
    return 1;
}

PyObject *adder_instance_dict(PyObject *obj)
{
    PyTypeObject *type = Py_TYPE(obj);
    PyObject **slot = adder_instance_dict_slot(obj, type);
    if (*slot != NULL) return *slot;
    PyDictKeysObject *keys = adder_type_shared_keys(type);
    struct adder_values *values = adder_instance_values(obj, type);
    keys->refcount++;
    PyObject *dict = adder_dict_new_with(keys, values->used);
    if (dict == NULL) return NULL;
    ((PyDictObject *)dict)->ma_values = (PyDictValues *)values;
    adder_gc_track((PyObject *)dict); /* always: the evaluator writes values without asking */
    return *slot = dict;
}

/* Empties the instance's slots and drops what they held. */
static void drop_values(struct adder_values *values)
{
    PyObject *dead[ADDER_VALUES_MAX], **slots = adder_values_slots(values);
    int n = values->used;
    for (int i = 0; i < n; i++) {
        dead[i] = slots[values->order[i]];
        slots[values->order[i]] = NULL;
    }
    values->used = 0;
    for (int i = 0; i < n; i++) Py_DECREF(dead[i]);
}

/* A split dict and its instance part: the values go with the dict when others hold it, else they are left in the
 * instance. 0, or -1 with MemoryError and nothing changed. */
static int part_from_dict(PyDictObject *d)
{
    if (!dict_is_split(d)) return 0;
    if (Py_REFCNT(d) > 1 && d->ma_used > 0) return adder_dict_combine(d);
    PyDictKeysObject *keys = d->ma_keys;
    d->ma_keys = KEYS_EMPTY;
    d->ma_values = NULL;
    d->ma_used = 0;
    adder_keys_drop(keys);
    return 0;
}

int adder_instance_set_dict(PyObject *obj, PyObject *dict)
{
    PyTypeObject *type = Py_TYPE(obj);
    PyObject **slot = adder_instance_dict_slot(obj, type), *old = *slot;
    if (old == dict && dict != NULL) return 0;
    if (old != NULL && part_from_dict((PyDictObject *)old) < 0) return -1;
    *slot = Py_XNewRef(dict);
    drop_values(adder_instance_values(obj, type));
    Py_XDECREF(old);
    return 0;
}

int adder_instance_change_class(PyObject *obj, PyTypeObject *to)
{
    PyTypeObject *from = Py_TYPE(obj);
    if (from == to) return 0;
    PyDictKeysObject *to_keys = adder_type_shared_keys(to);
    PyObject *dict = adder_instance_dict(obj);
    if (dict == NULL || adder_dict_combine((PyDictObject *)dict) < 0) return -1;
    /* All slots are empty now, so the room can be laid out anew; it may be smaller than `to` would have given. */
    struct adder_values *values = adder_instance_values(obj, from);
    size_t room = adder_values_header_size(values->capacity) + values->capacity * sizeof(PyObject *);
    int capacity = adder_shared_keys_capacity(to_keys);
    while (capacity > 0 && adder_values_header_size(capacity) + (size_t)capacity * sizeof(PyObject *) > room) capacity--;
    if (capacity < adder_shared_keys_capacity(to_keys) && !(to_keys->flags & ADDER_KEYS_SHORT)) {
        to_keys->flags |= ADDER_KEYS_SHORT;
        adder_type_modified(to);
    }
    memset(values, 0, room);
    values->capacity = (uint8_t)capacity;
    return 0;
}

int adder_instance_traverse(PyObject *obj, PyTypeObject *type, visitproc visit, void *arg)
{
    PyObject *dict = *adder_instance_dict_slot(obj, type);
    if (dict != NULL) {
        Py_VISIT(dict);
        return 0;
    }
    struct adder_values *values = adder_instance_values(obj, type);
    PyObject **slots = adder_values_slots(values);
    for (int i = 0; i < values->used; i++) Py_VISIT(slots[values->order[i]]);
    return 0;
}

void adder_instance_clear(PyObject *obj, PyTypeObject *type)
{
    PyObject **slot = adder_instance_dict_slot(obj, type), *dict = *slot;
    if (dict != NULL) {
        if (part_from_dict((PyDictObject *)dict) < 0) { /* no memory to move the values to: the dict loses them */
            PyErr_WriteUnraisable(NULL);
            PyDictObject *d = (PyDictObject *)dict;
            PyDictKeysObject *keys = d->ma_keys;
            d->ma_keys = KEYS_EMPTY;
            d->ma_values = NULL;
            d->ma_used = 0;
            adder_keys_drop(keys);
        }
        *slot = NULL;
    }
    drop_values(adder_instance_values(obj, type));
    Py_XDECREF(dict);
}
