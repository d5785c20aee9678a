/* dict_api.c -- making and freeing dicts, and the C API's access to single items. */
#include "runtime/objects/dict_keys.h"

/* ---- Life ---- */

PyObject *adder_dict_new_with(PyDictKeysObject *keys, Py_ssize_t used)
{
    struct adder_free_chain *chain = &adder_interp()->containers.dicts;
    PyDictObject *d = chain->head;
    if (d != NULL) {
        chain->head = *(void **)d;
        chain->count--;
        Py_SET_REFCNT((PyObject *)d, 1);
        Py_SET_TYPE((PyObject *)d, &PyDict_Type);
    } else if ((d = PyObject_GC_New(PyDictObject, &PyDict_Type)) == NULL) {
        adder_keys_drop(keys);
        return NULL;
    }
    d->ma_used = used;
    d->ma_keys = keys;
    d->ma_values = NULL;
    dict_touch(d);
    return (PyObject *)d;
}

PyObject *PyDict_New(void) { return adder_dict_new_with(KEYS_EMPTY, 0); }

PyObject *_PyDict_NewPresized(Py_ssize_t items)
{
    const Py_ssize_t max_presize = (Py_ssize_t)128 * 1024; /* larger ones grow as they fill */
    if (items <= keys_usable_of(DICT_LOG2_MIN)) return PyDict_New();
    int log2_size = items > keys_usable_of(17) ? adder_keys_log2_for(max_presize) : adder_keys_log2_for_items(items);
    PyDictKeysObject *keys = adder_keys_new(log2_size, ADDER_KEYS_UNICODE);
    return keys == NULL ? NULL : adder_dict_new_with(keys, 0);
}

PyObject *adder_dict_tp_new(PyTypeObject *type, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    PyDictObject *d = (PyDictObject *)type->tp_alloc(type, 0);
    if (d == NULL) return NULL;
    d->ma_used = 0;
    d->ma_keys = KEYS_EMPTY;
    d->ma_values = NULL;
    dict_touch(d);
    if (type == &PyDict_Type) PyObject_GC_UnTrack(d); /* tracked when it first holds something that can cycle */
    return (PyObject *)d;
}

void adder_dict_dealloc(PyObject *self)
{
    PyDictObject *d = (PyDictObject *)self;
    ADDER_ASSERT(!dict_is_split(d), "the instance parts from its dict before it drops it");
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, adder_dict_dealloc)
    PyDictKeysObject *keys = d->ma_keys;
    d->ma_keys = KEYS_EMPTY;
    adder_keys_drop(keys);
    struct adder_free_chain *chain = &adder_interp()->containers.dicts;
    if (PyDict_CheckExact(self) && chain->count < ADDER_DICT_FREE_MAX) {
        *(void **)self = chain->head;
        chain->head = self;
        chain->count++;
    } else {
        Py_TYPE(self)->tp_free(self);
    }
    ADDER_TRASHCAN_END;
}

void adder_containers_clear_free(struct adder_container_state *state)
{
    struct adder_free_chain *gc_chains[] = { &state->lists, &state->dicts, &state->slices };
    void *block;
    for (int i = 0; i < ADDER_TUPLE_SIZES; i++) {
        struct adder_free_chain *chain = &state->tuples[i];
        while ((block = chain->head) != NULL) {
            chain->head = *(void **)block;
            PyObject_GC_Del(block);
        }
        chain->count = 0;
    }
    for (size_t i = 0; i < Py_ARRAY_LENGTH(gc_chains); i++) {
        while ((block = gc_chains[i]->head) != NULL) {
            gc_chains[i]->head = *(void **)block;
            PyObject_GC_Del(block);
        }
        gc_chains[i]->count = 0;
    }
    struct adder_free_chain *raw_chains[] = { &state->keys_general, &state->keys_unicode };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(raw_chains); i++) {
        while ((block = raw_chains[i]->head) != NULL) {
            raw_chains[i]->head = *(void **)block;
            PyObject_Free(block);
        }
        raw_chains[i]->count = 0;
    }
}

/* ---- Reading ---- */

PyObject *PyDict_GetItemWithError(PyObject *op, PyObject *key)
{
    if (!PyDict_Check(op)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    Py_hash_t hash = key_hash(key);
    return hash == -1 ? NULL : adder_dict_get_known_hash(op, key, hash);
}

/* The C API's oldest reader: no exception ever, neither set nor lost. */
PyObject *PyDict_GetItem(PyObject *op, PyObject *key)
{
    if (!PyDict_Check(op)) return NULL;
    PyObject *type, *exc, *traceback;
    PyErr_Fetch(&type, &exc, &traceback);
    Py_hash_t hash = key_hash(key);
    PyObject *value = hash == -1 ? NULL : adder_dict_get_known_hash(op, key, hash);
    PyErr_Restore(type, exc, traceback);
    return value;
}

PyObject *_PyDict_GetItemWithError(PyObject *op, PyObject *key)
{
    Py_hash_t hash = key_hash(key);
    return hash == -1 ? NULL : adder_dict_get_known_hash(op, key, hash);
}

PyObject *_PyDict_GetItem_KnownHash(PyObject *op, PyObject *key, Py_hash_t hash)
{
    if (!PyDict_Check(op)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return adder_dict_get_known_hash(op, key, hash);
}

PyObject *adder_dict_get_str_fast(PyObject *dict, PyObject *name)
{
    Py_hash_t hash = ((PyASCIIObject *)name)->hash;
    if (hash == -1 && (hash = PyObject_Hash(name)) == -1) return NULL;
    return adder_dict_get_known_hash(dict, name, hash);
}

int adder_dict_get_ref(PyObject *dict, PyObject *key, PyObject **result)
{
    *result = NULL;
    Py_hash_t hash = key_hash(key);
    if (hash == -1) return -1;
    Py_ssize_t ix = adder_dict_lookup(dict, key, hash, result);
    Py_XINCREF(*result);
    return ix == ADDER_KEYS_ERROR ? -1 : *result != NULL;
}

PyObject *PyDict_GetItemString(PyObject *dict, const char *key)
{
    PyObject *name = PyUnicode_FromString(key);
    if (name == NULL) {
        PyErr_Clear();
        return NULL;
    }
    PyObject *value = PyDict_GetItem(dict, name);
    Py_DECREF(name);
    return value;
}

PyObject *_PyDict_GetItemStringWithError(PyObject *dict, const char *key)
{
    PyObject *name = PyUnicode_FromString(key);
    if (name == NULL) return NULL;
    PyObject *value = PyDict_GetItemWithError(dict, name);
    Py_DECREF(name);
    return value;
}

PyObject *_PyDict_GetItemIdWithError(PyObject *dict, struct _Py_Identifier *id)
{
    PyObject *name = _PyUnicode_FromId(id);
    return name == NULL ? NULL : PyDict_GetItemWithError(dict, name);
}

int _PyDict_Contains_KnownHash(PyObject *op, PyObject *key, Py_hash_t hash)
{
    PyObject *value;
    Py_ssize_t ix = adder_dict_lookup(op, key, hash, &value);
    return ix == ADDER_KEYS_ERROR ? -1 : ix >= 0;
}

int PyDict_Contains(PyObject *op, PyObject *key)
{
    Py_hash_t hash = key_hash(key);
    return hash == -1 ? -1 : _PyDict_Contains_KnownHash(op, key, hash);
}

int _PyDict_ContainsId(PyObject *op, struct _Py_Identifier *id)
{
    PyObject *name = _PyUnicode_FromId(id);
    return name == NULL ? -1 : PyDict_Contains(op, name);
}

Py_ssize_t PyDict_Size(PyObject *op)
{
    if (op == NULL || !PyDict_Check(op)) {
        PyErr_BadInternalCall();
        return -1;
    }
    return ((PyDictObject *)op)->ma_used;
}

int _PyDict_Next(PyObject *op, Py_ssize_t *pos, PyObject **key, PyObject **value, Py_hash_t *hash)
{
    if (!PyDict_Check(op) || *pos < 0) return 0;
    PyObject *k, *v;
    if (!dict_step((PyDictObject *)op, pos, &k, &v, hash)) return 0;
    if (key != NULL) *key = k;
    if (value != NULL) *value = v;
    return 1;
}

int PyDict_Next(PyObject *op, Py_ssize_t *pos, PyObject **key, PyObject **value)
{
    return _PyDict_Next(op, pos, key, value, NULL);
}

/* A list of what `pick` chooses: 0 keys, 1 values, 2 pairs. */
static PyObject *dict_list(PyObject *op, int pick)
{
    if (op == NULL || !PyDict_Check(op)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    PyObject *list = PyList_New(0);
    Py_ssize_t pos = 0;
    PyObject *key, *value;
    while (list != NULL && dict_step((PyDictObject *)op, &pos, &key, &value, NULL)) {
        PyObject *item = pick == 0 ? Py_NewRef(key) : pick == 1 ? Py_NewRef(value) : PyTuple_Pack(2, key, value);
        if (item == NULL || PyList_Append(list, item) < 0) Py_CLEAR(list);
        Py_XDECREF(item);
    }
    return list;
}

PyObject *PyDict_Keys(PyObject *op) { return dict_list(op, 0); }
PyObject *PyDict_Values(PyObject *op) { return dict_list(op, 1); }
PyObject *PyDict_Items(PyObject *op) { return dict_list(op, 2); }

/* ---- Writing ---- */

int PyDict_SetItem(PyObject *op, PyObject *key, PyObject *value)
{
    if (!PyDict_Check(op)) {
        PyErr_BadInternalCall();
        return -1;
    }
    Py_hash_t hash = key_hash(key);
    return hash == -1 ? -1 : adder_dict_insert((PyDictObject *)op, key, hash, value);
}

int _PyDict_SetItem_KnownHash(PyObject *op, PyObject *key, PyObject *value, Py_hash_t hash)
{
    if (!PyDict_Check(op)) {
        PyErr_BadInternalCall();
        return -1;
    }
    return adder_dict_insert((PyDictObject *)op, key, hash, value);
}

int adder_dict_set_str_fast(PyObject *dict, PyObject *name, PyObject *value)
{
    Py_hash_t hash = ((PyASCIIObject *)name)->hash;
    if (hash == -1 && (hash = PyObject_Hash(name)) == -1) return -1;
    return adder_dict_insert((PyDictObject *)dict, name, hash, value);
}

void adder_dict_value_written(PyObject *dict, PyObject *value)
{
    dict_touch((PyDictObject *)dict);
    dict_track((PyDictObject *)dict, value, value);
}

int PyDict_SetItemString(PyObject *dict, const char *key, PyObject *value)
{
    PyObject *name = PyUnicode_InternFromString(key);
    if (name == NULL) return -1;
    int rc = PyDict_SetItem(dict, name, value);
    Py_DECREF(name);
    return rc;
}

int _PyDict_SetItemId(PyObject *dict, struct _Py_Identifier *id, PyObject *value)
{
    PyObject *name = _PyUnicode_FromId(id);
    return name == NULL ? -1 : PyDict_SetItem(dict, name, value);
}

int _PyDict_DelItem_KnownHash(PyObject *op, PyObject *key, Py_hash_t hash)
{
    if (!PyDict_Check(op)) {
        PyErr_BadInternalCall();
        return -1;
    }
    int rc = adder_dict_delete((PyDictObject *)op, key, hash);
    if (rc == 0) _PyErr_SetKeyError(key);
    return rc > 0 ? 0 : -1;
}

int PyDict_DelItem(PyObject *op, PyObject *key)
{
    Py_hash_t hash = key_hash(key);
    return hash == -1 ? -1 : _PyDict_DelItem_KnownHash(op, key, hash);
}

int PyDict_DelItemString(PyObject *dict, const char *key)
{
    PyObject *name = PyUnicode_FromString(key);
    if (name == NULL) return -1;
    int rc = PyDict_DelItem(dict, name);
    Py_DECREF(name);
    return rc;
}

int _PyDict_DelItemId(PyObject *dict, struct _Py_Identifier *id)
{
    PyObject *name = _PyUnicode_FromId(id);
    return name == NULL ? -1 : PyDict_DelItem(dict, name);
}

/* Deletes the item when predicate(value) says 1. KeyError when it is not there. */
int _PyDict_DelItemIf(PyObject *op, PyObject *key, int (*predicate)(PyObject *value))
{
    if (!PyDict_Check(op)) {
        PyErr_BadInternalCall();
        return -1;
    }
    Py_hash_t hash = PyObject_Hash(key);
    if (hash == -1) return -1;
    PyObject *value;
    Py_ssize_t ix = adder_dict_lookup(op, key, hash, &value);
    if (ix == ADDER_KEYS_ERROR) return -1;
    if (ix < 0) {
        _PyErr_SetKeyError(key);
        return -1;
    }
    int rc = predicate(value);
    return rc > 0 ? _PyDict_DelItem_KnownHash(op, key, hash) : rc;
}

void PyDict_Clear(PyObject *op)
{
    if (!PyDict_Check(op)) return;
    PyDictObject *d = (PyDictObject *)op;
    if (d->ma_used == 0 && d->ma_keys == KEYS_EMPTY) return;
    d->ma_used = 0;
    dict_touch(d);
    if (dict_is_split(d)) {
        struct adder_values *values = dict_values_of(d);
        PyObject **slots = adder_values_slots(values), *dead[ADDER_VALUES_MAX];
        int n = values->used;
        for (int i = 0; i < n; i++) {
            dead[i] = slots[values->order[i]];
            slots[values->order[i]] = NULL;
        }
        values->used = 0;
        for (int i = 0; i < n; i++) Py_DECREF(dead[i]);
        return;
    }
    PyDictKeysObject *keys = d->ma_keys;
    d->ma_keys = KEYS_EMPTY;
    adder_keys_drop(keys);
}

PyObject *adder_dict_take(PyDictObject *d, PyObject *key, Py_hash_t hash, int *found)
{
    PyObject *value, *old_key;
    Py_ssize_t ix = adder_dict_lookup((PyObject *)d, key, hash, &value);
    *found = ix == ADDER_KEYS_ERROR ? -1 : ix >= 0;
    if (ix < 0) return NULL;
    adder_dict_remove_at(d, ix, hash, &old_key, &value);
    Py_DECREF(old_key);
    return value;
}

PyObject *_PyDict_Pop(PyObject *dict, PyObject *key, PyObject *fallback)
{
    PyDictObject *d = (PyDictObject *)dict;
    int found = 0;
    PyObject *value = NULL;
    if (d->ma_used != 0) { /* an empty dict does not even hash the key */
        Py_hash_t hash = key_hash(key);
        if (hash == -1) return NULL;
        value = adder_dict_take(d, key, hash, &found);
    }
    if (found != 0) return value;
    if (fallback != NULL) return Py_NewRef(fallback);
    _PyErr_SetKeyError(key);
    return NULL;
}

PyObject *PyDict_SetDefault(PyObject *dict, PyObject *key, PyObject *fallback)
{
    if (!PyDict_Check(dict)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    Py_hash_t hash = key_hash(key);
    if (hash == -1) return NULL;
    PyObject *value;
    Py_ssize_t ix = adder_dict_lookup(dict, key, hash, &value);
    if (ix == ADDER_KEYS_ERROR) return NULL;
    if (ix >= 0) return value;
    return adder_dict_insert_absent((PyDictObject *)dict, key, hash, fallback) < 0 ? NULL : fallback;
}

/* ---- What the collector and sys.getsizeof ask ---- */

void _PyDict_MaybeUntrack(PyObject *op)
{
    PyDictObject *d = (PyDictObject *)op;
    if (!PyDict_CheckExact(op) || !adder_gc_is_tracked(op) || dict_is_split(d)) return;
    Py_ssize_t pos = 0;
    PyObject *key, *value;
    while (dict_step(d, &pos, &key, &value, NULL))
        if (dict_may_cycle(value) || dict_may_cycle(key)) return;
    PyObject_GC_UnTrack(op);
}

int _PyDict_HasOnlyStringKeys(PyObject *op)
{
    PyDictObject *d = (PyDictObject *)op;
    if (d->ma_keys->kind != ADDER_KEYS_GENERAL) return 1;
    Py_ssize_t pos = 0;
    PyObject *key, *value;
    while (dict_step(d, &pos, &key, &value, NULL))
        if (!PyUnicode_Check(key)) return 0;
    return 1;
}

Py_ssize_t _PyDict_SizeOf(PyDictObject *d)
{
    size_t size = (size_t)Py_TYPE(d)->tp_basicsize;
    if (dict_is_split(d))
        size += adder_values_header_size(dict_values_of(d)->capacity)
                + dict_values_of(d)->capacity * sizeof(PyObject *);
    else if (!(d->ma_keys->flags & ADDER_KEYS_STATIC)) size += adder_keys_sizeof(d->ma_keys);
    return (Py_ssize_t)size;
}

void _PyDict_DebugMallocStats(FILE *out)
{
    fprintf(out, "%d free dicts\n", adder_interp()->containers.dicts.count);
}
