/* shared_api.c -- the functions of pycore_shared.h: a chained hash table, byte search, hexadecimal text. */
#include "runtime/define.h"
#include <pycore_shared.h>
#include <string.h>

/* ---- hash table: chains in a power of two of buckets, doubled when there are as many entries as buckets ---- */

typedef struct Entry {
    struct Entry *next;
    Py_uhash_t hash;
    void *key, *value;
} Entry;

struct _Py_hashtable_t {
    Entry **buckets;
    size_t count, used;
    _Py_hashtable_hash_func hash;
    _Py_hashtable_compare_func equal;
    _Py_hashtable_destroy_func key_destroy, value_destroy;
    _Py_hashtable_allocator_t memory;
};

static Entry **new_buckets(_Py_hashtable_t *t, size_t count)
{
    Entry **buckets = t->memory.malloc(count * sizeof *buckets);
    if (buckets != NULL) memset(buckets, 0, count * sizeof *buckets);
    return buckets;
}

_Py_hashtable_t *_Py_hashtable_new_full(_Py_hashtable_hash_func hash, _Py_hashtable_compare_func equal,
                                        _Py_hashtable_destroy_func key_destroy, _Py_hashtable_destroy_func value_destroy,
                                        _Py_hashtable_allocator_t *allocator)
{
    _Py_hashtable_allocator_t memory = {PyMem_Malloc, PyMem_Free};
    if (allocator != NULL) memory = *allocator;
    _Py_hashtable_t *t = memory.malloc(sizeof *t);
    if (t == NULL) return NULL;
    *t = (_Py_hashtable_t){NULL, 16, 0, hash, equal, key_destroy, value_destroy, memory};
    t->buckets = new_buckets(t, t->count);
    if (t->buckets == NULL) {
        memory.free(t);
        return NULL;
    }
    return t;
}

_Py_hashtable_t *_Py_hashtable_new(_Py_hashtable_hash_func hash, _Py_hashtable_compare_func equal)
{
    return _Py_hashtable_new_full(hash, equal, NULL, NULL, NULL);
}

static Entry *find(_Py_hashtable_t *t, const void *key, Py_uhash_t hash)
{
    for (Entry *e = t->buckets[hash & (t->count - 1)]; e != NULL; e = e->next)
        if (e->hash == hash && t->equal(key, e->key)) return e;
    return NULL;
}

void *_Py_hashtable_get(_Py_hashtable_t *t, const void *key)
{
    Entry *e = find(t, key, t->hash(key));
    return e != NULL ? e->value : NULL;
}

/* Stays as it is without memory: longer chains are still right. */
static void grow(_Py_hashtable_t *t)
{
    Entry **buckets = new_buckets(t, 2 * t->count);
    if (buckets == NULL) return;
    for (size_t i = 0; i < t->count; i++)
        for (Entry *e = t->buckets[i], *next; e != NULL; e = next) {
            Entry **to = &buckets[e->hash & (2 * t->count - 1)];
            next = e->next;
            e->next = *to;
            *to = e;
        }
    t->memory.free(t->buckets);
    t->buckets = buckets;
    t->count *= 2;
}

int _Py_hashtable_set(_Py_hashtable_t *t, const void *key, void *value)
{
    Entry *e = t->memory.malloc(sizeof *e);
    if (e == NULL) return -1;
    if (t->used >= t->count) grow(t);
    Py_uhash_t hash = t->hash(key);
    Entry **bucket = &t->buckets[hash & (t->count - 1)];
    *e = (Entry){*bucket, hash, (void *)(uintptr_t)key, value};
    *bucket = e;
    t->used++;
    return 0;
}

void _Py_hashtable_destroy(_Py_hashtable_t *t)
{
    for (size_t i = 0; i < t->count; i++)
        for (Entry *e = t->buckets[i], *next; e != NULL; e = next) {
            next = e->next;
            if (t->key_destroy != NULL) t->key_destroy(e->key);
            if (t->value_destroy != NULL) t->value_destroy(e->value);
            t->memory.free(e);
        }
    t->memory.free(t->buckets);
    t->memory.free(t);
}

/* ---- bytes ---- */

PyObject *_Py_strhex(const char *bytes, Py_ssize_t size)
{
    if (size > PY_SSIZE_T_MAX / 2) return PyErr_NoMemory();
    PyObject *text = PyUnicode_New(2 * size, 127);
    if (text == NULL) return NULL;
    Py_UCS1 *out = PyUnicode_1BYTE_DATA(text);
    for (Py_ssize_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)bytes[i];
        *out++ = "0123456789abcdef"[c >> 4];
        *out++ = "0123456789abcdef"[c & 15];
    }
    return text;
}

PyTypeObject *_PyStructSequence_NewType(PyStructSequence_Desc *desc, unsigned long flags)
{
    PyTypeObject *type = PyStructSequence_NewType(desc);
    if (type != NULL) type->tp_flags |= flags;
    return type;
}
