/* dict_merge.c -- dicts made from or updated with other things: mappings, pairs, key sequences. */
#include "runtime/objects/dict_keys.h"

/* Can the table of `d` be copied as it is, without wasting much on holes? */
static bool is_dense(PyDictObject *d)
{
    return !dict_is_split(d) && !(d->ma_keys->flags & ADDER_KEYS_STATIC) && d->ma_used >= (d->ma_keys->nentries * 2) / 3;
}

static PyObject *clone_dict(PyDictObject *d)
{
    PyDictKeysObject *keys = adder_keys_clone(d);
    PyObject *copy = keys == NULL ? NULL : adder_dict_new_with(keys, d->ma_used);
    if (copy != NULL && adder_gc_is_tracked((PyObject *)d)) adder_gc_track((PyObject *)copy);
    return copy;
}

PyObject *adder_dict_copy(PyObject *dict)
{
    PyDictObject *d = (PyDictObject *)dict;
    if (d->ma_used == 0) return PyDict_New();
    if (PyDict_CheckExact(dict) && is_dense(d)) return clone_dict(d);
    PyObject *copy = PyDict_New();
    if (copy != NULL && adder_dict_merge(copy, dict, 1) < 0) Py_CLEAR(copy);
    return copy;
}

PyObject *PyDict_Copy(PyObject *op)
{
    if (op == NULL || !PyDict_Check(op)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return adder_dict_copy(op);
}

/* Takes one item into `a`. 0, or -1 with an exception. */
static int merge_item(PyObject *a, PyObject *key, Py_hash_t hash, PyObject *value, int override)
{
    if (override == 1) return adder_dict_insert((PyDictObject *)a, key, hash, value);
    int has = _PyDict_Contains_KnownHash(a, key, hash);
    if (has == 0) return adder_dict_insert((PyDictObject *)a, key, hash, value);
    if (has > 0 && override == 2) {
        _PyErr_SetKeyError(key);
        return -1;
    }
    return has < 0 ? -1 : 0;
}

/* An empty `a` takes a copy of b's whole table when that is tight. 1 done, 0 not fitting, -1 error. */
static int take_whole_table(PyDictObject *a, PyDictObject *b)
{
    PyDictKeysObject *keys = b->ma_keys;
    if (a->ma_used != 0 || dict_is_split(a) || dict_is_split(b) || b->ma_used != keys->nentries) return 0;
    if (keys->log2_size > DICT_LOG2_MIN && keys_usable_of(keys->log2_size - 1) >= b->ma_used) return 0;
    if ((keys = adder_keys_clone(b)) == NULL) return -1;
    PyDictKeysObject *old = a->ma_keys;
    a->ma_keys = keys;
    a->ma_used = b->ma_used;
    dict_touch(a);
    if (adder_gc_is_tracked((PyObject *)b) && !adder_gc_is_tracked((PyObject *)a)) adder_gc_track((PyObject *)a);
    adder_keys_drop(old);
    return 1;
}

static int merge_dict(PyDictObject *a, PyDictObject *b, int override)
{
    if (a == b || b->ma_used == 0) return 0;
    if (override == 1 || a->ma_used == 0) {
        int rc = take_whole_table(a, b);
        if (rc != 0) return rc < 0 ? -1 : 0;
    }
    if (!dict_is_split(a) && keys_usable_of(a->ma_keys->log2_size) < b->ma_used) { /* one resize instead of many */
        int kind = a->ma_keys->kind == b->ma_keys->kind ? a->ma_keys->kind
                   : b->ma_keys->kind == ADDER_KEYS_SPLIT ? a->ma_keys->kind : ADDER_KEYS_GENERAL;
        if (adder_dict_resize(a, adder_keys_log2_for_items(a->ma_used + b->ma_used), kind) < 0) return -1;
    }
    Py_ssize_t pos = 0, positions = dict_positions(b);
    PyDictKeysObject *keys = b->ma_keys;
    PyObject *key, *value;
    Py_hash_t hash;
    while (dict_step(b, &pos, &key, &value, &hash)) {
        Py_INCREF(key);
        Py_INCREF(value);
        int rc = merge_item((PyObject *)a, key, hash, value, override);
        Py_DECREF(value);
        Py_DECREF(key);
        if (rc < 0) return -1;
        if (keys != b->ma_keys || positions != dict_positions(b)) {
            PyErr_SetString(PyExc_RuntimeError, "dict mutated during update");
            return -1;
        }
    }
    return 0;
}

/* `b` is anything with keys() and __getitem__. */
static int merge_mapping(PyObject *a, PyObject *b, int override)
{
    PyObject *keys = PyMapping_Keys(b);
    if (keys == NULL) return -1;
    PyObject *iter = PyObject_GetIter(keys);
    Py_DECREF(keys);
    if (iter == NULL) return -1;
    PyObject *key;
    int rc = 0;
    while (rc == 0 && (key = PyIter_Next(iter)) != NULL) {
        Py_hash_t hash;
        PyObject *value = NULL;
        int wanted = 1;
        if (override != 1) {
            wanted = PyDict_Contains(a, key);
            if (wanted > 0 && override == 2) {
                _PyErr_SetKeyError(key);
                wanted = -1;
            } else if (wanted >= 0) {
                wanted = !wanted;
            }
        }
        if (wanted < 0) rc = -1;
        else if (wanted) {
            value = PyObject_GetItem(b, key);
            if (value == NULL || (hash = key_hash(key)) == -1) rc = -1;
            else rc = adder_dict_insert((PyDictObject *)a, key, hash, value);
        }
        Py_XDECREF(value);
        Py_DECREF(key);
    }
    Py_DECREF(iter);
    return rc < 0 || PyErr_Occurred() ? -1 : 0;
}

int adder_dict_merge(PyObject *a, PyObject *b, int override)
{
    if (a == NULL || !PyDict_Check(a) || b == NULL) {
        PyErr_BadInternalCall();
        return -1;
    }
    if (PyDict_Check(b) && Py_TYPE(b)->tp_iter == PyDict_Type.tp_iter)
        return merge_dict((PyDictObject *)a, (PyDictObject *)b, override);
    return merge_mapping(a, b, override);
}

int PyDict_Update(PyObject *a, PyObject *b) { return adder_dict_merge(a, b, 1); }
int PyDict_Merge(PyObject *a, PyObject *b, int override) { return adder_dict_merge(a, b, override != 0); }
int _PyDict_MergeEx(PyObject *a, PyObject *b, int override) { return adder_dict_merge(a, b, override); }

/* One pair from the sequence of pairs. 0, or -1 with an exception. */
static int merge_pair(PyObject *d, PyObject *item, Py_ssize_t i, int override)
{
    PyObject *pair = PySequence_Fast(item, "");
    if (pair == NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError))
            PyErr_Format(PyExc_TypeError, "cannot convert dictionary update sequence element #%zd to a sequence", i);
        return -1;
    }
    int rc = -1;
    if (PySequence_Fast_GET_SIZE(pair) != 2) {
        PyErr_Format(PyExc_ValueError, "dictionary update sequence element #%zd has length %zd; 2 is required", i,
                     PySequence_Fast_GET_SIZE(pair));
    } else {
        PyObject *key = Py_NewRef(PySequence_Fast_GET_ITEM(pair, 0));
        PyObject *value = Py_NewRef(PySequence_Fast_GET_ITEM(pair, 1));
        Py_hash_t hash = key_hash(key);
        if (hash != -1) rc = merge_item(d, key, hash, value, override ? 1 : 0);
        Py_DECREF(key);
        Py_DECREF(value);
    }
    Py_DECREF(pair);
    return rc;
}

int PyDict_MergeFromSeq2(PyObject *d, PyObject *pairs, int override)
{
    PyObject *iter = PyObject_GetIter(pairs), *item;
    if (iter == NULL) return -1;
    int rc = 0;
    for (Py_ssize_t i = 0; rc == 0 && (item = PyIter_Next(iter)) != NULL; i++) {
        rc = merge_pair(d, item, i, override);
        Py_DECREF(item);
    }
    Py_DECREF(iter);
    return rc < 0 || PyErr_Occurred() ? -1 : 0;
}

int adder_dict_update_arg(PyObject *self, PyObject *arg)
{
    if (PyDict_CheckExact(arg)) return adder_dict_merge(self, arg, 1);
    PyObject *keys;
    if (_PyObject_LookupAttr(arg, ID(keys), &keys) < 0) return -1;
    if (keys == NULL) return PyDict_MergeFromSeq2(self, arg, 1);
    Py_DECREF(keys);
    return adder_dict_merge(self, arg, 1);
}

/* The keys of a set or dict go into the empty exact dict `d`; hashes are known. */
static int fill_from_hashed(PyDictObject *d, PyObject *source, PyObject *value)
{
    Py_ssize_t pos = 0;
    PyObject *key, *ignored;
    Py_hash_t hash;
    if (PyAnySet_CheckExact(source)) {
        while (_PySet_NextEntry(source, &pos, &key, &hash))
            if (adder_dict_insert(d, key, hash, value) < 0) return -1;
        return 0;
    }
    while (dict_step((PyDictObject *)source, &pos, &key, &ignored, &hash))
        if (adder_dict_insert(d, key, hash, value) < 0) return -1;
    return 0;
}

PyObject *adder_dict_fromkeys(PyObject *cls, PyObject *iterable, PyObject *value)
{
    PyObject *d = PyObject_CallNoArgs(cls);
    if (d == NULL) return NULL;
    bool exact = PyDict_CheckExact(d);
    if (exact && ((PyDictObject *)d)->ma_used == 0 && (PyDict_CheckExact(iterable) || PyAnySet_CheckExact(iterable))) {
        Py_ssize_t n = PyObject_Size(iterable);
        if (n > keys_usable_of(DICT_LOG2_MIN)) {
            int kind = PyDict_CheckExact(iterable) && ((PyDictObject *)iterable)->ma_keys->kind == ADDER_KEYS_GENERAL
                           ? ADDER_KEYS_GENERAL : ADDER_KEYS_UNICODE;
            if (adder_dict_resize((PyDictObject *)d, adder_keys_log2_for_items(n), kind) < 0) goto fail;
        }
        if (fill_from_hashed((PyDictObject *)d, iterable, value) < 0) goto fail;
        return d;
    }
    PyObject *iter = PyObject_GetIter(iterable), *key;
    if (iter == NULL) goto fail;
    int rc = 0;
    while (rc >= 0 && (key = PyIter_Next(iter)) != NULL) {
        rc = exact ? PyDict_SetItem(d, key, value) : PyObject_SetItem(d, key, value);
        Py_DECREF(key);
    }
    Py_DECREF(iter);
    if (rc >= 0 && !PyErr_Occurred()) return d;
fail:
    Py_DECREF(d);
    return NULL;
}

PyObject *adder_dict_from_items(PyObject *const *keys, Py_ssize_t key_stride, PyObject *const *values,
                                Py_ssize_t value_stride, Py_ssize_t count)
{
    PyObject *d = _PyDict_NewPresized(count);
    for (Py_ssize_t i = 0; d != NULL && i < count; i++) {
        PyObject *key = keys[i * key_stride];
        Py_hash_t hash = key_hash(key);
        if (hash == -1 || adder_dict_insert((PyDictObject *)d, key, hash, values[i * value_stride]) < 0) Py_CLEAR(d);
    }
    return d;
}
