/* dict_keys.h -- what the files of dict share among themselves; others include dict.h. */
#ifndef ADDER_OBJECTS_DICT_KEYS_H
#define ADDER_OBJECTS_DICT_KEYS_H

#include "runtime/objects/dict.h"
#include "runtime/objects/str.h"
#include "runtime/memory/memory.h"

#ifndef ADDER_IMMORTAL_REFCNT
#define ADDER_IMMORTAL_REFCNT ((Py_ssize_t)1 << 60)
#endif

#define DICT_LOG2_MIN 3 /* smallest table: 8 slots, 5 entries */

/* Never written, so it may be shared by all interpreters. */
extern ADDER_HIDDEN const PyDictKeysObject adder_keys_empty;
#define KEYS_EMPTY ((PyDictKeysObject *)&adder_keys_empty)

static inline size_t keys_slots(const PyDictKeysObject *keys) { return (size_t)1 << keys->log2_size; }
static inline Py_ssize_t keys_usable_of(int log2_size) { return (Py_ssize_t)(((size_t)2 << log2_size) / 3); }
static inline size_t keys_entry_size(int kind)
{
    return kind == ADDER_KEYS_GENERAL ? sizeof(struct adder_dict_entry) : sizeof(struct adder_dict_str_entry);
}
static inline bool dict_is_split(PyDictObject *d) { return d->ma_values != NULL; }
static inline struct adder_values *dict_values_of(PyDictObject *d) { return (struct adder_values *)d->ma_values; }

/* The hash of `key`; -1 with an exception. */
static inline Py_hash_t key_hash(PyObject *key)
{
    if (PyUnicode_CheckExact(key)) {
        Py_hash_t hash = ((PyASCIIObject *)key)->hash;
        if (hash != -1) return hash;
    } else if (PyLong_CheckExact(key) && (size_t)(Py_SIZE(key) + 1) <= 2) { /* one digit: its own hash, but for -1 */
        Py_hash_t hash = Py_SIZE(key) * (Py_hash_t)((PyLongObject *)key)->ob_digit[0];
        return hash == -1 ? -2 : hash;
    }
    return PyObject_Hash(key);
}

static inline void dict_touch(PyDictObject *d) { d->ma_version_tag = ++adder_interp()->containers.dict_version; }

/* Positions that dict_at() accepts: from dict_first() up to below dict_positions(), holes included. */
static inline Py_ssize_t dict_first(PyDictObject *d) { return dict_is_split(d) ? 0 : d->ma_keys->first; }
static inline Py_ssize_t dict_positions(PyDictObject *d)
{
    return dict_is_split(d) ? dict_values_of(d)->used : d->ma_keys->nentries;
}

/* The item at a position; false for a hole. All borrowed. `hash` may be NULL. */
static inline bool dict_at(PyDictObject *d, Py_ssize_t i, PyObject **key, PyObject **value, Py_hash_t *hash)
{
    PyDictKeysObject *keys = d->ma_keys;
    if (keys->kind == ADDER_KEYS_GENERAL) {
        struct adder_dict_entry *e = &adder_keys_general(keys)[i];
        if (e->value == NULL) return false;
        *key = e->key;
        *value = e->value;
        if (hash != NULL) *hash = e->hash;
        return true;
    }
    if (dict_is_split(d)) {
        struct adder_values *values = dict_values_of(d);
        int slot = values->order[i];
        *key = adder_keys_strs(keys)[slot].key;
        *value = adder_values_slots(values)[slot];
    } else {
        struct adder_dict_str_entry *e = &adder_keys_strs(keys)[i];
        if (e->value == NULL) return false;
        *key = e->key;
        *value = e->value;
    }
    if (hash != NULL) *hash = ((PyASCIIObject *)*key)->hash;
    return true;
}

/* Steps *pos over the dict; false at the end. */
static inline bool dict_step(PyDictObject *d, Py_ssize_t *pos, PyObject **key, PyObject **value, Py_hash_t *hash)
{
    Py_ssize_t n = dict_positions(d), i = *pos, first = dict_first(d);
    for (i = i < first ? first : i; i < n; i++) {
        if (dict_at(d, i, key, value, hash)) {
            *pos = i + 1;
            return true;
        }
    }
    return false;
}

/* dict_keys.c */
int adder_keys_log2_for(Py_ssize_t slots);       /* smallest log2_size with that many slots */
int adder_keys_log2_for_items(Py_ssize_t items); /* ... that holds that many items */
PyDictKeysObject *adder_keys_new(int log2_size, int kind); /* NULL with MemoryError */
void adder_keys_free_table(PyDictKeysObject *keys);        /* the block alone */
void adder_keys_drop(PyDictKeysObject *keys);              /* one reference; the last frees keys, values and block */
size_t adder_keys_sizeof(PyDictKeysObject *keys);          /* as sys.getsizeof() counts it */
/* A number that stays while no key is inserted, deleted or moved; of any combined table. 0 when used up. */
uint32_t adder_keys_stamp(PyDictKeysObject *keys);
PyDictKeysObject *adder_keys_clone(PyDictObject *d);       /* a copy of a combined table with new references */
Py_ssize_t adder_keys_find_str(PyDictKeysObject *keys, PyObject *key, Py_hash_t hash); /* kinds UNICODE, SPLIT */
void adder_keys_append_str(PyDictKeysObject *keys, PyObject *key, Py_hash_t hash); /* room is there; owns a new ref */

int adder_dict_insert(PyDictObject *d, PyObject *key, Py_hash_t hash, PyObject *value); /* borrows; 0 or -1 */
/* The same for a key that a lookup has just not found. */
int adder_dict_insert_absent(PyDictObject *d, PyObject *key, Py_hash_t hash, PyObject *value);
int adder_dict_resize(PyDictObject *d, int log2_size, int kind); /* new table, compact; combines a split dict */
int adder_dict_combine(PyDictObject *d);                          /* split becomes combined; 0 or -1 */
/* Takes the item out; the caller owns key and value. */
void adder_dict_remove_at(PyDictObject *d, Py_ssize_t index, Py_hash_t hash, PyObject **key, PyObject **value);
int adder_dict_delete(PyDictObject *d, PyObject *key, Py_hash_t hash); /* 1 done, 0 absent, -1 error */
/* Makes the item at `ix` of a combined dict the last or first. 0, or -1 with MemoryError and nothing changed. */
int adder_dict_move_to_end(PyDictObject *d, Py_ssize_t ix, Py_hash_t hash, bool last);
void adder_values_forget(struct adder_values *values, int index);      /* takes index out of order[] */

/* dict_api.c */
NEW_REF PyObject *adder_dict_new_with(PyDictKeysObject *keys, Py_ssize_t used); /* takes over keys, even on failure */
NEW_REF PyObject *adder_dict_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs);
void adder_dict_dealloc(PyObject *self);
/* A new reference to the value taken out; NULL with *found 0 (absent) or -1 (exception). */
PyObject *adder_dict_take(PyDictObject *d, PyObject *key, Py_hash_t hash, int *found);

/* dict_merge.c */
int adder_dict_merge(PyObject *a, PyObject *b, int override); /* 0 keep, 1 replace, 2 KeyError on conflict */
int adder_dict_update_arg(PyObject *self, PyObject *arg);     /* dict.update(arg): mapping or pairs */
NEW_REF PyObject *adder_dict_fromkeys(PyObject *cls, PyObject *iterable, PyObject *value);

/* dict_views.c */
NEW_REF PyObject *adder_dict_iter_new(PyObject *dict, PyTypeObject *type); /* one of the six iterator types */

/* Could the object take part in a cycle? Tuples and dicts that hold only atoms are untracked. */
static inline bool dict_may_cycle(PyObject *o)
{
    return adder_is_gc(o) && (!PyTuple_CheckExact(o) || adder_gc_is_tracked(o));
}
static inline void dict_track(PyDictObject *d, PyObject *key, PyObject *value)
{
    if (adder_gc_is_tracked((PyObject *)d)) return;
    if (dict_may_cycle(value) || (!PyUnicode_CheckExact(key) && dict_may_cycle(key)))
        adder_gc_track((PyObject *)d);
}

#endif
