/* dict.h -- inside of dict: key tables, entry access for inline caches, and instance attribute values.
 *
 * A key table is one block: header, hash index (int8/16/32/64 by size; -1 never used, -2 deleted), then the entries in
 * insertion order. Three kinds:
 *   GENERAL  {hash, key, value}   any key
 *   UNICODE  {key, value}         exact str keys only; the hash is cached in the str
 *   SPLIT    {key, NULL}          names shared by all instances of one class; the values lie in each instance
 *
 * Invariants: a combined table (GENERAL, UNICODE) belongs to exactly one dict, except the static empty one, which is
 * never written. `version` names one state of a combined table's *set of keys and their positions*: it is assigned on
 * demand, unique within the interpreter, and goes back to 0 whenever a key is inserted or deleted; changing a value
 * keeps it. So `keys->version == cached` proves that entry i still holds the key it held then, with a value.
 *
 * Instance values: an instance of a class with ADDER_TPFLAGS_INLINE_VALUES carries `struct adder_values` at offset
 * tp_basicsize. The pointer at tp_dictoffset is NULL, or the materialised __dict__:
 *   NULL           the values are the instance's
 *   a split dict   same storage: ma_values points into the instance, ma_keys is the class's shared keys. For the cycle
 *                  collector the values now belong to the dict (the instance visits only the dict pointer)
 *   any other dict every inline slot is NULL and used == 0
 * A filled inline slot is therefore always the current value; an empty one says nothing. */
#ifndef ADDER_OBJECTS_DICT_H
#define ADDER_OBJECTS_DICT_H

#include "Python.h"
#include "runtime/define.h"

/* Instances hold attribute values inline, after tp_basicsize. (The bit that CPython calls MANAGED_DICT.) */
#ifndef ADDER_TPFLAGS_INLINE_VALUES
#define ADDER_TPFLAGS_INLINE_VALUES (1UL << 4)
#endif

enum adder_keys_kind { ADDER_KEYS_GENERAL, ADDER_KEYS_UNICODE, ADDER_KEYS_SPLIT };

#define ADDER_KEYS_EMPTY   (-1)  /* index of a slot never used; also: key not found */
#define ADDER_KEYS_DELETED (-2)  /* index of a slot whose key was deleted */
#define ADDER_KEYS_ERROR   (-3)  /* a lookup failed with an exception set */

#define ADDER_KEYS_STATIC 1 /* lives for ever and is shared by VMs: neither counted nor given a version */
#define ADDER_KEYS_SHORT  2 /* SPLIT: some instance has fewer slots than the class's keys have names */

struct _dictkeysobject {
    Py_ssize_t refcount;      /* the dict, or for SPLIT: the class and every split dict */
    uint8_t log2_size;        /* slots in the hash index, as a power of two */
    uint8_t log2_index_bytes; /* bytes of the hash index, as a power of two */
    uint8_t kind;             /* enum adder_keys_kind */
    uint8_t flags;            /* ADDER_KEYS_STATIC, ADDER_KEYS_SHORT */
    uint32_t version;         /* 0 = none assigned */
    Py_ssize_t usable;        /* entries that can still be appended */
    Py_ssize_t nentries;      /* entries appended so far, deleted ones included */
    Py_ssize_t first;         /* all entries before it are deleted: a queue of keys takes no time to find its head */
    char indices[];           /* the hash index, then the entries */
};

struct adder_dict_entry {
    Py_hash_t hash;
    PyObject *key;   /* NULL when deleted */
    PyObject *value; /* NULL when deleted */
};

struct adder_dict_str_entry {
    PyObject *key;   /* exact str; NULL when deleted */
    PyObject *value; /* NULL when deleted; always NULL in a SPLIT table */
};

#define ADDER_VALUES_MAX 30 /* most names in a SPLIT table */

/* Attribute values inside an instance. The header is padded to 8 bytes; then `capacity` pointers follow. */
struct adder_values {
    uint8_t capacity; /* of this instance: pointers that follow */
    uint8_t used;     /* slots that are not NULL */
    uint8_t order[6]; /* really [capacity]: the indices of the filled slots, in the order they were filled */
};

/* ---- Key tables and entries ---- */

static inline void *adder_keys_entries(PyDictKeysObject *keys)
{
    return keys->indices + ((size_t)1 << keys->log2_index_bytes);
}
static inline struct adder_dict_entry *adder_keys_general(PyDictKeysObject *keys)
{
    return (struct adder_dict_entry *)adder_keys_entries(keys);
}
static inline struct adder_dict_str_entry *adder_keys_strs(PyDictKeysObject *keys)
{
    return (struct adder_dict_str_entry *)adder_keys_entries(keys);
}

/* Where the value of entry `index` lies. Valid for a combined (not split) dict until its keys change, that is while
 * keys->version stays what adder_dict_keys_version() said when `index` was found; the slot is then not NULL. */
static inline PyObject **adder_dict_entry_value(PyObject *dict, Py_ssize_t index)
{
    PyDictKeysObject *keys = ((PyDictObject *)dict)->ma_keys;
    return keys->kind == ADDER_KEYS_GENERAL ? &adder_keys_general(keys)[index].value
                                            : &adder_keys_strs(keys)[index].value;
}

/* The same when the table is known to be of kind UNICODE (adder_dict_keys_version() gives versions to no other kind). */
static inline PyObject **adder_dict_str_entry_value(PyObject *dict, Py_ssize_t index)
{
    return &adder_keys_strs(((PyDictObject *)dict)->ma_keys)[index].value;
}

/* The version that the dict's keys have now, 0 when none was assigned. For the guard in inline caches. */
static inline uint32_t adder_dict_keys_version_now(PyObject *dict)
{
    return ((PyDictObject *)dict)->ma_keys->version;
}

/* The version of the dict's keys, assigned if need be. 0: not cacheable (split dict, keys that are not all exact str,
 * the empty table, or versions used up). */
uint32_t adder_dict_keys_version(PyObject *dict);

/* The position of `key` (any hashable whose hash is `hash`) for filling a cache: >= 0, ADDER_KEYS_EMPTY when absent,
 * ADDER_KEYS_ERROR with an exception set. *value gets the borrowed value or NULL. May run __eq__. In a split dict the
 * position is the index in the shared keys. */
Py_ssize_t adder_dict_lookup(PyObject *dict, PyObject *key, Py_hash_t hash, BORROWED_REF PyObject **value);

/* Borrowed value or NULL; NULL with an exception set when a comparison failed. */
static inline BORROWED_REF PyObject *adder_dict_get_known_hash(PyObject *dict, PyObject *key, Py_hash_t hash)
{
    PyObject *value;
    adder_dict_lookup(dict, key, hash, &value);
    return value;
}

/* Borrowed value of an exact str `name` or NULL, as PyDict_GetItemWithError but without type checks. Cannot fail when
 * all keys are exact str; otherwise NULL may mean an exception. */
BORROWED_REF PyObject *adder_dict_get_str_fast(PyObject *dict, PyObject *name);

/* dict[name] = value for an exact str. 0, or -1 with an exception. */
int adder_dict_set_str_fast(PyObject *dict, PyObject *name, PyObject *value);

/* To be called by whoever writes a value through adder_dict_entry_value(): keeps ma_version_tag honest and the dict
 * tracked by the cycle collector. */
void adder_dict_value_written(PyObject *dict, PyObject *value);

/* `*result` = new reference to dict[key] or NULL. 1 found, 0 absent, -1 exception. */
int adder_dict_get_ref(PyObject *dict, PyObject *key, PyObject **result);

/* {key: value} of parallel arrays, later ones win. A new dict or NULL. For BUILD_MAP-like instructions;
 * keys[i * stride], values[i * stride] are borrowed. */
NEW_REF PyObject *adder_dict_from_items(PyObject *const *keys, Py_ssize_t key_stride, PyObject *const *values,
                                        Py_ssize_t value_stride, Py_ssize_t count);

/* A new dict with the same content; the fast way where `dict` has few holes. */
NEW_REF PyObject *adder_dict_copy(PyObject *dict);

/* An empty dict for `count` str keys that lives for ever in memory from `alloc` (zeroed, aligned to 16) and is shared by
 * all VMs once it is filled: a static type's. NULL without memory; needs no interpreter. */
PyObject *adder_dict_new_immortal(Py_ssize_t count, void *(*alloc)(size_t size));
/* Adds or replaces an item while only its maker knows the dict; both objects are immortal. Cannot fail while no more
 * than `count` names are added. */
void adder_dict_immortal_add(PyObject *dict, PyObject *name, PyObject *value);

/* Walks the whole dict asserting its invariants; for tests and debug builds. Always 1. */
int adder_dict_check(PyObject *dict);

/* ---- Shared keys of a class (PyHeapTypeObject.ht_cached_keys) ---- */

/* An empty SPLIT table for at most `capacity` names (clamped to 4..30). NULL with MemoryError. */
PyDictKeysObject *adder_shared_keys_new(int capacity);
void adder_shared_keys_free(PyDictKeysObject *keys); /* drops the class's reference; NULL is fine */

static inline int adder_shared_keys_capacity(PyDictKeysObject *keys) { return (int)(keys->usable + keys->nentries); }

/* The index of `name` (exact str), or -1. Never fails, runs no Python code. */
int adder_shared_keys_index(PyDictKeysObject *keys, PyObject *name);

/* The index of `name` in `type`'s shared keys, added when there is room; -1 when full. When an added name is also an
 * attribute of the type, the type's version changes. Never raises. */
int adder_shared_keys_add(PyTypeObject *type, PyObject *name);

/* ---- Values inside an instance. `type` is always Py_TYPE(obj), with ADDER_TPFLAGS_INLINE_VALUES and shared keys ---- */

static inline PyDictKeysObject *adder_type_shared_keys(PyTypeObject *type)
{
    return ((PyHeapTypeObject *)type)->ht_cached_keys;
}
static inline size_t adder_values_header_size(int capacity) { return ((size_t)capacity + 2 + 7) & ~(size_t)7; }

/* Bytes that an instance needs after tp_basicsize. */
static inline size_t adder_instance_values_size(PyTypeObject *type)
{
    int capacity = adder_shared_keys_capacity(adder_type_shared_keys(type));
    return adder_values_header_size(capacity) + (size_t)capacity * sizeof(PyObject *);
}
static inline struct adder_values *adder_instance_values(PyObject *obj, PyTypeObject *type)
{
    return (struct adder_values *)((char *)obj + type->tp_basicsize);
}
static inline PyObject **adder_values_slots(struct adder_values *values)
{
    return (PyObject **)((char *)values + adder_values_header_size(values->capacity));
}
static inline PyObject **adder_instance_dict_slot(PyObject *obj, PyTypeObject *type)
{
    return (PyObject **)((char *)obj + type->tp_dictoffset);
}

/* Byte offset of slot `index` from the start of an instance; what inline caches keep. 0 when it must not be cached
 * (some instance of this class may have less room, see adder_instance_change_class). */
size_t adder_instance_slot_offset(PyTypeObject *type, int index);

/* Fills an empty slot. Only when the instance's dict pointer is NULL and slots[index] is NULL. */
static inline void adder_values_fill(struct adder_values *values, PyObject **slot, int index,
                                     STEALS_REF PyObject *value)
{
    values->order[values->used++] = (uint8_t)index;
    *slot = value;
}

/* Makes the (already allocated) room after tp_basicsize valid and empty; the dict pointer is not touched. */
void adder_instance_init(PyObject *obj, PyTypeObject *type);

#define ADDER_INSTANCE_IN_DICT 255 /* "index" of an attribute that is in a general dict */

/* The attribute `name` (exact str) of the instance itself, not of its class. Borrowed, or NULL: absent, or with an
 * exception set (only a __dict__ with odd keys can raise). *index (may be NULL) gets the slot's index,
 * ADDER_INSTANCE_IN_DICT, or -1 when absent. */
BORROWED_REF PyObject *adder_instance_get(PyObject *obj, PyTypeObject *type, PyObject *name, int *index);

/* Sets it. The slot's index, ADDER_INSTANCE_IN_DICT, or -1 with an exception set. Dropping the old value may run
 * Python code. */
int adder_instance_set(PyObject *obj, PyTypeObject *type, PyObject *name, PyObject *value);

/* Deletes it. 1 done, 0 absent, -1 with an exception set. */
int adder_instance_delete(PyObject *obj, PyTypeObject *type, PyObject *name);

/* __dict__, made when there is none yet. Borrowed (the instance owns it), or NULL with MemoryError. */
BORROWED_REF PyObject *adder_instance_dict(PyObject *obj);

/* obj.__dict__ = dict; NULL: an empty one when next needed. 0, or -1 with MemoryError and nothing changed. */
int adder_instance_set_dict(PyObject *obj, PyObject *dict);

/* Before Py_TYPE(obj) changes between classes of equal layout, both with inline values: afterwards the room fits
 * `to`. The caller then sets the type. 0, or -1 with an exception and nothing changed. */
int adder_instance_change_class(PyObject *obj, PyTypeObject *to);

/* For tp_traverse: visits values and __dict__. */
int adder_instance_traverse(PyObject *obj, PyTypeObject *type, visitproc visit, void *arg);

/* For tp_clear and tp_dealloc: drops values and __dict__; when others hold the dict, the values move into it. May run
 * Python code. The instance stays valid and empty. */
void adder_instance_clear(PyObject *obj, PyTypeObject *type);

/* Number of attributes the instance itself has now. */
static inline int adder_instance_used(PyObject *obj, PyTypeObject *type)
{
    return adder_instance_values(obj, type)->used;
}

#endif
