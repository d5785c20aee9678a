/* dict_keys.c -- key tables: layout, allocation, probing, copying.
 *
 * Open addressing over a table of small integers that index a dense, insertion-ordered array of entries, as published
 * in "More compact dictionaries with faster iteration" (Hettinger, 2012). The probe sequence i = 5*i + perturb + 1 visits
 * every slot and mixes all hash bits in. At most 2/3 of the slots are ever used (deleted ones included), so every probe
 * ends. The layout is described in dict.h. */
#include "runtime/objects/dict_keys.h"
#include "runtime/objects/compare.h"

#define PERTURB_SHIFT 5

/* One slot, unused; no room for entries, so the first insertion makes a real table. */
const PyDictKeysObject adder_keys_empty = {
    .refcount = 1, .log2_size = 0, .log2_index_bytes = 3, .kind = ADDER_KEYS_UNICODE, .flags = ADDER_KEYS_STATIC,
    .indices = { -1, -1, -1, -1, -1, -1, -1, -1 },
};

int adder_keys_log2_for(Py_ssize_t slots)
{
    if (slots <= 8) return DICT_LOG2_MIN;
    return 64 - __builtin_clzll((unsigned long long)slots - 1);
}

int adder_keys_log2_for_items(Py_ssize_t items) { return adder_keys_log2_for((items * 3 + 1) / 2); }

static inline Py_ssize_t index_get(const PyDictKeysObject *keys, size_t i)
{
    if (keys->log2_size < 8) return ((const int8_t *)keys->indices)[i];
    if (keys->log2_size < 16) return ((const int16_t *)keys->indices)[i];
    if (keys->log2_size < 32) return ((const int32_t *)keys->indices)[i];
    return ((const int64_t *)keys->indices)[i];
}

static inline void index_set(PyDictKeysObject *keys, size_t i, Py_ssize_t ix)
{
    if (keys->log2_size < 8) ((int8_t *)keys->indices)[i] = (int8_t)ix;
    else if (keys->log2_size < 16) ((int16_t *)keys->indices)[i] = (int16_t)ix;
    else if (keys->log2_size < 32) ((int32_t *)keys->indices)[i] = (int32_t)ix;
    else ((int64_t *)keys->indices)[i] = ix;
}

static int index_log2_bytes(int log2_size)
{
    return log2_size + (log2_size < 8 ? 0 : log2_size < 16 ? 1 : log2_size < 32 ? 2 : 3);
}

static struct adder_free_chain *free_chain(int log2_size, int kind)
{
    if (log2_size != DICT_LOG2_MIN || kind == ADDER_KEYS_SPLIT) return NULL;
    struct adder_container_state *state = &adder_interp()->containers;
    return kind == ADDER_KEYS_GENERAL ? &state->keys_general : &state->keys_unicode;
}

PyDictKeysObject *adder_keys_new(int log2_size, int kind)
{
    Py_ssize_t usable = keys_usable_of(log2_size);
    int log2_bytes = index_log2_bytes(log2_size);
    size_t index_bytes = (size_t)1 << log2_bytes;
    PyDictKeysObject *keys;
    struct adder_free_chain *chain = free_chain(log2_size, kind);
    if (chain != NULL && chain->head != NULL) {
        keys = chain->head;
        chain->head = *(void **)keys;
        chain->count--;
    } else {
        if (log2_size > 56) return (PyDictKeysObject *)PyErr_NoMemory();
        keys = PyObject_Malloc(sizeof(*keys) + index_bytes + (size_t)usable * keys_entry_size(kind));
        if (keys == NULL) return (PyDictKeysObject *)PyErr_NoMemory();
    }
    *keys = (PyDictKeysObject){ .refcount = 1, .log2_size = (uint8_t)log2_size, .log2_index_bytes = (uint8_t)log2_bytes,
                                .kind = (uint8_t)kind, .usable = usable };
    memset(keys->indices, 0xff, index_bytes);
    return keys; /* entries past nentries are never read, so they stay unwritten */
}

void adder_keys_free_table(PyDictKeysObject *keys)
{
    struct adder_free_chain *chain = free_chain(keys->log2_size, keys->kind);
    if (chain != NULL && chain->count < ADDER_KEYS_FREE_MAX) {
        *(void **)keys = chain->head;
        chain->head = keys;
        chain->count++;
        return;
    }
    PyObject_Free(keys);
}

void adder_keys_drop(PyDictKeysObject *keys)
{
    if (keys->flags & ADDER_KEYS_STATIC || --keys->refcount > 0) return;
    Py_ssize_t n = keys->nentries;
    if (keys->kind == ADDER_KEYS_GENERAL) {
        struct adder_dict_entry *e = adder_keys_general(keys);
        for (Py_ssize_t i = keys->first; i < n; i++) {
            Py_XDECREF(e[i].key);
            Py_XDECREF(e[i].value);
        }
    } else {
        struct adder_dict_str_entry *e = adder_keys_strs(keys);
        for (Py_ssize_t i = keys->first; i < n; i++) {
            Py_XDECREF(e[i].key);
            Py_XDECREF(e[i].value);
        }
    }
    adder_keys_free_table(keys);
}

size_t adder_keys_sizeof(PyDictKeysObject *keys)
{
    const size_t head = 32; /* what CPython's table has before the index; `first` is ours alone */
    return head + ((size_t)1 << keys->log2_index_bytes)
           + (size_t)keys_usable_of(keys->log2_size) * keys_entry_size(keys->kind);
}

PyDictKeysObject *adder_keys_clone(PyDictObject *d)
{
    PyDictKeysObject *from = d->ma_keys;
    PyDictKeysObject *keys = adder_keys_new(from->log2_size, from->kind);
    if (keys == NULL) return NULL;
    memcpy(keys->indices, from->indices,
           ((size_t)1 << from->log2_index_bytes) + (size_t)from->nentries * keys_entry_size(from->kind));
    keys->usable = from->usable;
    keys->nentries = from->nentries;
    keys->first = from->first;
    for (Py_ssize_t i = 0; i < keys->nentries; i++) {
        if (keys->kind == ADDER_KEYS_GENERAL) {
            Py_XINCREF(adder_keys_general(keys)[i].key);
            Py_XINCREF(adder_keys_general(keys)[i].value);
        } else {
            Py_XINCREF(adder_keys_strs(keys)[i].key);
            Py_XINCREF(adder_keys_strs(keys)[i].value);
        }
    }
    return keys;
}

/* ---- Probing ---- */

/* The search for a str in a UNICODE or SPLIT table, once for each width of the hash index. *slot is where the search
 * ended: the key's place, or an unused one that its insertion may take. */
#define FIND_STR(name, index_type)                                                                                     \
    ADDER_INLINE Py_ssize_t name(PyDictKeysObject *keys, PyObject *key, Py_hash_t hash, size_t *slot)                  \
    {                                                                                                                  \
        const index_type *indices = (const index_type *)keys->indices;                                                 \
        struct adder_dict_str_entry *entries = adder_keys_strs(keys);                                                  \
        size_t mask = keys_slots(keys) - 1, perturb = (size_t)hash, i = (size_t)hash & mask;                           \
        for (;;) {                                                                                                     \
            Py_ssize_t ix = indices[i];                                                                                \
            if (ix >= 0) {                                                                                             \
                PyObject *k = entries[ix].key;                                                                         \
                if (k == key || (((PyASCIIObject *)k)->hash == hash && adder_str_equal(k, key))) {                     \
                    *slot = i;                                                                                         \
                    return ix;                                                                                         \
                }                                                                                                      \
            } else if (ix == ADDER_KEYS_EMPTY) {                                                                       \
                *slot = i;                                                                                             \
                return ADDER_KEYS_EMPTY;                                                                               \
            }                                                                                                          \
            perturb >>= PERTURB_SHIFT;                                                                                 \
            i = (i * 5 + perturb + 1) & mask;                                                                          \
        }                                                                                                              \
    }
FIND_STR(find_str_8, int8_t)
FIND_STR(find_str_16, int16_t)
FIND_STR(find_str_32, int32_t)
FIND_STR(find_str_64, int64_t)

ADDER_INLINE Py_ssize_t find_str(PyDictKeysObject *keys, PyObject *key, Py_hash_t hash, size_t *slot)
{
    if (ADDER_LIKELY(keys->log2_size < 8)) return find_str_8(keys, key, hash, slot);
    if (keys->log2_size < 16) return find_str_16(keys, key, hash, slot);
    if (keys->log2_size < 32) return find_str_32(keys, key, hash, slot);
    return find_str_64(keys, key, hash, slot);
}

Py_ssize_t adder_keys_find_str(PyDictKeysObject *keys, PyObject *key, Py_hash_t hash)
{
    size_t slot;
    return find_str(keys, key, hash, &slot);
}

#define RESTART (-4) /* the table changed under a comparison: probe again from the start */

/* Compares the key at `ix` with `key` by running Python code. 1, 0, ADDER_KEYS_ERROR or RESTART. */
static int keys_compare(PyDictObject *d, PyDictKeysObject *keys, Py_ssize_t ix, PyObject *at, PyObject *key)
{
    Py_INCREF(at);
    int cmp = PyObject_RichCompareBool(at, key, Py_EQ);
    Py_DECREF(at);
    if (cmp < 0) return ADDER_KEYS_ERROR;
    if (d->ma_keys != keys) return RESTART;
    PyObject *now = keys->kind == ADDER_KEYS_GENERAL ? adder_keys_general(keys)[ix].key : adder_keys_strs(keys)[ix].key;
    return now == at ? cmp : RESTART;
}

static Py_ssize_t find_general_once(PyDictObject *d, PyObject *key, Py_hash_t hash)
{
    PyDictKeysObject *keys = d->ma_keys;
    struct adder_dict_entry *entries = adder_keys_general(keys);
    size_t mask = keys_slots(keys) - 1, perturb = (size_t)hash, i = (size_t)hash & mask;
    for (;;) {
        Py_ssize_t ix = index_get(keys, i);
        if (ix >= 0) {
            PyObject *k = entries[ix].key;
            if (k == key) return ix;
            if (entries[ix].hash == hash) {
                int cmp = adder_equal_quick(k, key);
                if (cmp < 0) {
                    cmp = keys_compare(d, keys, ix, k, key);
                    if (cmp < 0) return cmp;
                }
                if (cmp > 0) return ix;
            }
        } else if (ix == ADDER_KEYS_EMPTY) {
            return ADDER_KEYS_EMPTY;
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
}

/* A key that is no exact str among exact str keys. */
static Py_ssize_t find_odd_once(PyDictObject *d, PyObject *key, Py_hash_t hash)
{
    PyDictKeysObject *keys = d->ma_keys;
    struct adder_dict_str_entry *entries = adder_keys_strs(keys);
    size_t mask = keys_slots(keys) - 1, perturb = (size_t)hash, i = (size_t)hash & mask;
    for (;;) {
        Py_ssize_t ix = index_get(keys, i);
        if (ix >= 0) {
            PyObject *k = entries[ix].key;
            if (((PyASCIIObject *)k)->hash == hash) {
                int cmp = keys_compare(d, keys, ix, k, key);
                if (cmp < 0) return cmp;
                if (cmp > 0) return ix;
            }
        } else if (ix == ADDER_KEYS_EMPTY) {
            return ADDER_KEYS_EMPTY;
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
}

static Py_ssize_t find_slow(PyDictObject *d, PyObject *key, Py_hash_t hash)
{
    Py_ssize_t ix;
    do {
        if (d->ma_keys->kind == ADDER_KEYS_GENERAL) ix = find_general_once(d, key, hash);
        else if (PyUnicode_CheckExact(key)) ix = adder_keys_find_str(d->ma_keys, key, hash);
        else ix = find_odd_once(d, key, hash);
    } while (ix == RESTART);
    return ix;
}

Py_ssize_t adder_dict_lookup(PyObject *dict, PyObject *key, Py_hash_t hash, PyObject **value)
{
    PyDictObject *d = (PyDictObject *)dict;
    PyDictKeysObject *keys = d->ma_keys;
    if (ADDER_LIKELY(keys->kind == ADDER_KEYS_UNICODE && PyUnicode_CheckExact(key))) {
        size_t slot;
        Py_ssize_t ix = find_str(keys, key, hash, &slot);
        *value = ix >= 0 ? adder_keys_strs(keys)[ix].value : NULL;
        return ix;
    }
    Py_ssize_t ix = find_slow(d, key, hash);
    *value = NULL;
    if (ix < 0) return ix;
    if (dict_is_split(d)) {
        struct adder_values *values = dict_values_of(d);
        *value = ix < values->capacity ? adder_values_slots(values)[ix] : NULL;
        return *value != NULL ? ix : ADDER_KEYS_EMPTY;
    }
    *value = *adder_dict_entry_value(dict, ix);
    return ix;
}

/* ---- Writing ---- */

/* The first free slot for a new key with that hash. */
static size_t find_free_slot(PyDictKeysObject *keys, Py_hash_t hash)
{
    size_t mask = keys_slots(keys) - 1, perturb = (size_t)hash, i = (size_t)hash & mask;
    while (index_get(keys, i) >= 0) {
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
    return i;
}

/* The slot that holds entry `ix`. */
static size_t find_slot_of(PyDictKeysObject *keys, Py_hash_t hash, Py_ssize_t ix)
{
    size_t mask = keys_slots(keys) - 1, perturb = (size_t)hash, i = (size_t)hash & mask;
    while (index_get(keys, i) != ix) {
        ADDER_ASSERT(index_get(keys, i) != ADDER_KEYS_EMPTY, "every entry has a slot on its probe sequence");
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
    return i;
}

/* Appends an entry, stealing both references. The table has room, kind GENERAL or UNICODE, and lacks the key. */
static inline void append_entry(PyDictKeysObject *keys, PyObject *key, Py_hash_t hash, PyObject *value)
{
    Py_ssize_t ix = keys->nentries;
    index_set(keys, find_free_slot(keys, hash), ix);
    if (keys->kind == ADDER_KEYS_GENERAL) adder_keys_general(keys)[ix] = (struct adder_dict_entry){ hash, key, value };
    else adder_keys_strs(keys)[ix] = (struct adder_dict_str_entry){ key, value };
    keys->nentries = ix + 1;
    keys->usable--;
    keys->version = 0;
}

PyObject *adder_dict_new_immortal(Py_ssize_t count, void *(*alloc)(size_t size))
{
    int log2_size = adder_keys_log2_for_items(count), log2_bytes = index_log2_bytes(log2_size);
    size_t index_bytes = (size_t)1 << log2_bytes, entries = (size_t)keys_usable_of(log2_size);
    char *block = alloc(sizeof(GcHead) + sizeof(PyDictObject));
    PyDictKeysObject *keys = alloc(sizeof(*keys) + index_bytes + entries * sizeof(struct adder_dict_str_entry));
    if (block == NULL || keys == NULL) return NULL;
    *keys = (PyDictKeysObject){ .refcount = 1, .log2_size = (uint8_t)log2_size, .log2_index_bytes = (uint8_t)log2_bytes,
                                .kind = ADDER_KEYS_UNICODE, .flags = ADDER_KEYS_STATIC, .usable = (Py_ssize_t)entries };
    memset(keys->indices, 0xff, index_bytes);
    PyDictObject *d = (PyDictObject *)(block + sizeof(GcHead)); /* the head stays zero: never tracked */
    Py_SET_REFCNT((PyObject *)d, ADDER_IMMORTAL_REFCNT);
    Py_SET_TYPE((PyObject *)d, &PyDict_Type);
    d->ma_keys = keys;
    return (PyObject *)d;
}

void adder_dict_immortal_add(PyObject *dict, PyObject *name, PyObject *value)
{
    PyDictObject *d = (PyDictObject *)dict;
    PyDictKeysObject *keys = d->ma_keys;
    Py_hash_t hash = PyObject_Hash(name);
    Py_ssize_t ix = adder_keys_find_str(keys, name, hash);
    if (ix >= 0) {
        adder_keys_strs(keys)[ix].value = value;
        return;
    }
    ADDER_ASSERT(keys->usable > 0, "the maker of an immortal dict knows how many names it gets");
    append_entry(keys, name, hash, value);
    d->ma_used++;
}

void adder_keys_append_str(PyDictKeysObject *keys, PyObject *key, Py_hash_t hash)
{
    append_entry(keys, Py_NewRef(key), hash, NULL);
}

/* Enters the first n entries of a fresh table into its hash index. */
#define BUILD_INDEX(name, index_type)                                                                  \
    static void name(PyDictKeysObject *keys, Py_ssize_t n)                                             \
    {                                                                                                  \
        index_type *indices = (index_type *)keys->indices;                                             \
        bool general = keys->kind == ADDER_KEYS_GENERAL;                                               \
        size_t mask = keys_slots(keys) - 1;                                                            \
        for (Py_ssize_t ix = 0; ix < n; ix++) {                                                        \
            Py_hash_t hash = general ? adder_keys_general(keys)[ix].hash                               \
                                     : ((PyASCIIObject *)adder_keys_strs(keys)[ix].key)->hash;         \
            size_t perturb = (size_t)hash, i = (size_t)hash & mask;                                    \
            while (indices[i] >= 0) {                                                                  \
                perturb >>= PERTURB_SHIFT;                                                             \
                i = (i * 5 + perturb + 1) & mask;                                                      \
            }                                                                                          \
            indices[i] = (index_type)ix;                                                               \
        }                                                                                              \
    }
BUILD_INDEX(build_index_8, int8_t)
BUILD_INDEX(build_index_16, int16_t)
BUILD_INDEX(build_index_32, int32_t)
BUILD_INDEX(build_index_64, int64_t)

static void build_index(PyDictKeysObject *keys, Py_ssize_t n)
{
    if (keys->log2_size < 8) build_index_8(keys, n);
    else if (keys->log2_size < 16) build_index_16(keys, n);
    else if (keys->log2_size < 32) build_index_32(keys, n);
    else build_index_64(keys, n);
    keys->nentries = n;
    keys->usable -= n;
}

int adder_dict_resize(PyDictObject *d, int log2_size, int kind)
{
    PyDictKeysObject *old = d->ma_keys, *keys = adder_keys_new(log2_size, kind);
    if (keys == NULL) return -1;
    bool split = dict_is_split(d);
    if (!split && keys->kind == old->kind && old->nentries == d->ma_used) { /* dense: copy the entries in one piece */
        memcpy(adder_keys_entries(keys), adder_keys_entries(old), (size_t)d->ma_used * keys_entry_size(kind));
        build_index(keys, d->ma_used);
    } else {
        Py_ssize_t pos = 0;
        PyObject *key, *value;
        Py_hash_t hash;
        while (dict_step(d, &pos, &key, &value, &hash)) append_entry(keys, split ? Py_NewRef(key) : key, hash, value);
    }
    d->ma_keys = keys;
    if (split) { /* the values moved, the instance keeps none */
        struct adder_values *values = dict_values_of(d);
        memset(adder_values_slots(values), 0, (size_t)values->capacity * sizeof(PyObject *));
        values->used = 0;
        d->ma_values = NULL;
        adder_keys_drop(old);
    } else if (!(old->flags & ADDER_KEYS_STATIC)) { /* the references moved */
        adder_keys_free_table(old);
    }
    return 0;
}

int adder_dict_combine(PyDictObject *d)
{
    if (!dict_is_split(d)) return 0;
    return adder_dict_resize(d, adder_keys_log2_for_items(d->ma_used), ADDER_KEYS_UNICODE);
}

/* Adds a key that is not there, to a combined dict. */
static int insert_new(PyDictObject *d, PyObject *key, Py_hash_t hash, PyObject *value)
{
    PyDictKeysObject *keys = d->ma_keys;
    int kind = keys->kind == ADDER_KEYS_UNICODE && PyUnicode_CheckExact(key) ? ADDER_KEYS_UNICODE : ADDER_KEYS_GENERAL;
    if (ADDER_UNLIKELY(keys->usable <= 0 || kind != keys->kind)) {
        int log2_size = adder_keys_log2_for(d->ma_used * 3); /* a change of kind gives 16 slots at least, as in CPython */
        if (kind != keys->kind && d->ma_used > 0 && log2_size == DICT_LOG2_MIN) log2_size++;
        if (adder_dict_resize(d, log2_size, kind) < 0) return -1;
        keys = d->ma_keys;
    }
    append_entry(keys, Py_NewRef(key), hash, Py_NewRef(value));
    d->ma_used++;
    dict_touch(d);
    dict_track(d, key, value);
    return 0;
}

/* Adds or replaces in a split dict; makes it combined when the shared keys lack the name. */
static int insert_split(PyDictObject *d, PyObject *key, Py_hash_t hash, PyObject *value)
{
    struct adder_values *values = dict_values_of(d);
    if (PyUnicode_CheckExact(key)) {
        Py_ssize_t ix = adder_keys_find_str(d->ma_keys, key, hash);
        if (ix >= 0 && ix < values->capacity) {
            PyObject **slot = &adder_values_slots(values)[ix], *old = *slot;
            dict_touch(d);
            Py_INCREF(value);
            if (old == NULL) {
                adder_values_fill(values, slot, (int)ix, value);
                d->ma_used++;
            } else {
                *slot = value;
                Py_DECREF(old);
            }
            return 0;
        }
    }
    if (adder_dict_combine(d) < 0) return -1;
    return adder_dict_insert(d, key, hash, value);
}

int adder_dict_insert_absent(PyDictObject *d, PyObject *key, Py_hash_t hash, PyObject *value)
{
    return dict_is_split(d) ? insert_split(d, key, hash, value) : insert_new(d, key, hash, value);
}

/* A str into a UNICODE table: no comparison can run Python code, and the search has found the place. */
static int insert_str(PyDictObject *d, PyObject *key, Py_hash_t hash, PyObject *value)
{
    PyDictKeysObject *keys = d->ma_keys;
    size_t slot;
    Py_ssize_t ix = find_str(keys, key, hash, &slot);
    struct adder_dict_str_entry *entries = adder_keys_strs(keys);
    if (ix >= 0) {
        PyObject *old = entries[ix].value;
        if (old == value) return 0;
        entries[ix].value = Py_NewRef(value);
        dict_touch(d);
        dict_track(d, key, value);
        Py_DECREF(old);
        return 0;
    }
    if (ADDER_UNLIKELY(keys->usable <= 0)) return insert_new(d, key, hash, value);
    ix = keys->nentries++;
    index_set(keys, slot, ix);
    entries[ix] = (struct adder_dict_str_entry){ Py_NewRef(key), Py_NewRef(value) };
    keys->usable--;
    keys->version = 0;
    d->ma_used++;
    dict_touch(d);
    dict_track(d, key, value);
    return 0;
}

/* An exact int into a GENERAL table, as long as no key with the same hash needs its own __eq__: then -2, nothing done. */
static int insert_int(PyDictObject *d, PyObject *key, Py_hash_t hash, PyObject *value)
{
    PyDictKeysObject *keys = d->ma_keys;
    struct adder_dict_entry *entries = adder_keys_general(keys);
    size_t mask = keys_slots(keys) - 1, perturb = (size_t)hash, i = (size_t)hash & mask;
    Py_ssize_t ix;
    while ((ix = index_get(keys, i)) != ADDER_KEYS_EMPTY) {
        if (ix >= 0 && entries[ix].hash == hash) {
            int same = adder_equal_quick(entries[ix].key, key);
            if (same < 0) return -2;
            if (same > 0) {
                PyObject *old = entries[ix].value;
                entries[ix].value = Py_NewRef(value);
                dict_touch(d);
                dict_track(d, key, value);
                Py_DECREF(old);
                return 0;
            }
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
    if (ADDER_UNLIKELY(keys->usable <= 0)) return insert_new(d, key, hash, value);
    ix = keys->nentries++;
    index_set(keys, i, ix);
    entries[ix] = (struct adder_dict_entry){ hash, Py_NewRef(key), Py_NewRef(value) };
    keys->usable--;
    keys->version = 0;
    d->ma_used++;
    dict_touch(d);
    dict_track(d, key, value);
    return 0;
}

int adder_dict_insert(PyDictObject *d, PyObject *key, Py_hash_t hash, PyObject *value)
{
    if (ADDER_LIKELY(d->ma_keys->kind == ADDER_KEYS_UNICODE && PyUnicode_CheckExact(key)))
        return insert_str(d, key, hash, value);
    if (d->ma_keys->kind == ADDER_KEYS_GENERAL && PyLong_CheckExact(key)) {
        int done = insert_int(d, key, hash, value);
        if (done != -2) return done;
    }
    if (ADDER_UNLIKELY(dict_is_split(d))) return insert_split(d, key, hash, value);
    Py_INCREF(key); /* a comparison may run code that drops what the caller borrowed */
    Py_INCREF(value);
    PyObject *old;
    int rc = 0;
    Py_ssize_t ix = adder_dict_lookup((PyObject *)d, key, hash, &old);
    if (ix == ADDER_KEYS_ERROR) {
        rc = -1;
    } else if (ix < 0) {
        rc = insert_new(d, key, hash, value);
    } else if (old != value) {
        *adder_dict_entry_value((PyObject *)d, ix) = Py_NewRef(value);
        dict_touch(d);
        dict_track(d, key, value);
        Py_DECREF(old);
    }
    Py_DECREF(value);
    Py_DECREF(key);
    return rc;
}

void adder_values_forget(struct adder_values *values, int index)
{
    int i = 0;
    while (values->order[i] != index) i++;
    values->used--;
    memmove(&values->order[i], &values->order[i + 1], (size_t)(values->used - i));
}

static bool is_deleted(PyDictKeysObject *keys, Py_ssize_t i)
{
    return keys->kind == ADDER_KEYS_GENERAL ? adder_keys_general(keys)[i].value == NULL
                                            : adder_keys_strs(keys)[i].value == NULL;
}

/* Entry `index` has been deleted: moves `first` on if it was that. In all no more steps than there are entries. */
static void skip_deleted(PyDictKeysObject *keys, Py_ssize_t index)
{
    if (index != keys->first) return;
    while (keys->first < keys->nentries && is_deleted(keys, keys->first)) keys->first++;
}

/* Copies entry `from` over entry `to` and marks `from` deleted; the hash index is the caller's. */
static void move_entry(PyDictKeysObject *keys, Py_ssize_t from, Py_ssize_t to)
{
    if (keys->kind == ADDER_KEYS_GENERAL) {
        struct adder_dict_entry *e = adder_keys_general(keys);
        e[to] = e[from];
        e[from].key = e[from].value = NULL;
    } else {
        struct adder_dict_str_entry *e = adder_keys_strs(keys);
        e[to] = e[from];
        e[from] = (struct adder_dict_str_entry){ NULL, NULL };
    }
}

/* The entries before `ix`, none deleted, each move one place up, and `ix` to their front. */
static void rotate_to_front(PyDictKeysObject *keys, Py_ssize_t ix)
{
    size_t size = keys_entry_size(keys->kind);
    char *entries = adder_keys_entries(keys), saved[sizeof(struct adder_dict_entry)];
    memcpy(saved, entries + (size_t)ix * size, size);
    memmove(entries + size, entries, (size_t)ix * size);
    memcpy(entries, saved, size);
    for (size_t i = 0; i < keys_slots(keys); i++) {
        Py_ssize_t v = index_get(keys, i);
        if (v >= 0 && v <= ix) index_set(keys, i, v == ix ? 0 : v + 1);
    }
}

int adder_dict_move_to_end(PyDictObject *d, Py_ssize_t ix, Py_hash_t hash, bool last)
{
    PyDictKeysObject *keys = d->ma_keys;
    if (last) {
        if (ix == keys->nentries - 1) return 0;
        if (keys->usable <= 0) { /* a new table; the entry is found again by its rank among the living */
            Py_ssize_t rank = 0;
            for (Py_ssize_t i = keys->first; i < ix; i++) rank += !is_deleted(keys, i);
            if (adder_dict_resize(d, adder_keys_log2_for(d->ma_used * 3), keys->kind) < 0) return -1;
            keys = d->ma_keys;
            ix = rank;
        }
        index_set(keys, find_slot_of(keys, hash, ix), keys->nentries);
        move_entry(keys, ix, keys->nentries);
        keys->nentries++;
        keys->usable--;
        skip_deleted(keys, ix);
    } else {
        if (ix == keys->first) return 0;
        if (keys->first > 0) {
            index_set(keys, find_slot_of(keys, hash, ix), keys->first - 1);
            move_entry(keys, ix, --keys->first);
        } else {
            rotate_to_front(keys, ix);
        }
    }
    keys->version = 0;
    dict_touch(d);
    return 0;
}

void adder_dict_remove_at(PyDictObject *d, Py_ssize_t index, Py_hash_t hash, PyObject **key, PyObject **value)
{
    PyDictKeysObject *keys = d->ma_keys;
    if (dict_is_split(d)) {
        struct adder_values *values = dict_values_of(d);
        PyObject **slot = &adder_values_slots(values)[index];
        *key = Py_NewRef(adder_keys_strs(keys)[index].key);
        *value = *slot;
        *slot = NULL;
        adder_values_forget(values, (int)index);
    } else {
        index_set(keys, find_slot_of(keys, hash, index), ADDER_KEYS_DELETED);
        if (keys->kind == ADDER_KEYS_GENERAL) {
            struct adder_dict_entry *e = &adder_keys_general(keys)[index];
            *key = e->key;
            *value = e->value;
            e->key = e->value = NULL;
        } else {
            struct adder_dict_str_entry *e = &adder_keys_strs(keys)[index];
            *key = e->key;
            *value = e->value;
            e->key = e->value = NULL;
        }
        keys->version = 0;
        skip_deleted(keys, index);
    }
    d->ma_used--;
    dict_touch(d);
}

int adder_dict_delete(PyDictObject *d, PyObject *key, Py_hash_t hash)
{
    PyObject *value;
    Py_ssize_t ix = adder_dict_lookup((PyObject *)d, key, hash, &value);
    if (ix == ADDER_KEYS_ERROR) return -1;
    if (ix < 0) return 0;
    PyObject *old_key;
    adder_dict_remove_at(d, ix, hash, &old_key, &value);
    Py_DECREF(old_key);
    Py_DECREF(value);
    return 1;
}

uint32_t adder_keys_stamp(PyDictKeysObject *keys)
{
    if (keys->version != 0 || keys->flags & ADDER_KEYS_STATIC) return keys->version;
    struct adder_container_state *state = &adder_interp()->containers;
    if (state->keys_version == UINT32_MAX) return 0;
    return keys->version = ++state->keys_version;
}

uint32_t adder_dict_keys_version(PyObject *dict)
{
    PyDictKeysObject *keys = ((PyDictObject *)dict)->ma_keys;
    return keys->kind == ADDER_KEYS_UNICODE ? adder_keys_stamp(keys) : 0;
}

int adder_dict_check(PyObject *dict)
{
    PyDictObject *d = (PyDictObject *)dict;
    PyDictKeysObject *keys = d->ma_keys;
    ADDER_ASSERT(keys->usable >= 0 && keys->nentries >= 0, "counts of entries are not negative");
    ADDER_ASSERT((keys->flags & ADDER_KEYS_STATIC) || dict_is_split(d)
                     || keys->usable + keys->nentries <= keys_usable_of(keys->log2_size), "entries fit the block");
    Py_ssize_t pos = 0, items = 0;
    PyObject *key, *value;
    Py_hash_t hash;
    for (Py_ssize_t i = 0; i < dict_first(d); i++)
        ADDER_ASSERT(!dict_at(d, i, &key, &value, &hash), "entries before the first are deleted");
    while (dict_step(d, &pos, &key, &value, &hash)) {
        ADDER_ASSERT(key != NULL && value != NULL && hash != -1, "an item has key, value and hash");
        ADDER_ASSERT(keys->kind == ADDER_KEYS_GENERAL || PyUnicode_CheckExact(key), "str tables hold exact str only");
        items++;
    }
    ADDER_ASSERT(items == d->ma_used, "ma_used counts the items");
    for (size_t i = 0; i < keys_slots(keys); i++)
        ADDER_ASSERT(index_get(keys, i) < keys->nentries, "the index refers to entries");
    (void)items;
    return 1;
}
