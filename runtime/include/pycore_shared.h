/* pycore_shared.h -- functions outside the published API that Debian's compiled library modules ask for all the same. */
#ifndef ADDER_PYCORE_SHARED_H
#define ADDER_PYCORE_SHARED_H

#include "object.h"
#include "structseq.h"

/* A hash table of C pointers. */
typedef struct _Py_hashtable_t _Py_hashtable_t;
typedef Py_uhash_t (*_Py_hashtable_hash_func)(const void *key);
typedef int (*_Py_hashtable_compare_func)(const void *key1, const void *key2);
typedef void (*_Py_hashtable_destroy_func)(void *item);
typedef struct {
    void *(*malloc)(size_t size);
    void (*free)(void *block);
} _Py_hashtable_allocator_t;

ADDER_API_BEGIN
/* NULL without memory, no exception. destroy functions and allocator may be NULL. */
_Py_hashtable_t *_Py_hashtable_new_full(_Py_hashtable_hash_func hash, _Py_hashtable_compare_func equal,
                                        _Py_hashtable_destroy_func key_destroy, _Py_hashtable_destroy_func value_destroy,
                                        _Py_hashtable_allocator_t *allocator);
_Py_hashtable_t *_Py_hashtable_new(_Py_hashtable_hash_func hash, _Py_hashtable_compare_func equal);
void _Py_hashtable_destroy(_Py_hashtable_t *table);
void *_Py_hashtable_get(_Py_hashtable_t *table, const void *key);
int _Py_hashtable_set(_Py_hashtable_t *table, const void *key, void *value);

/* Where `needle` is in `haystack`, plus `offset`; -1: nowhere. */
Py_ssize_t _PyBytes_Find(const char *haystack, Py_ssize_t len, const char *needle, Py_ssize_t needle_len, Py_ssize_t offset);
Py_ssize_t _PyBytes_ReverseFind(const char *haystack, Py_ssize_t len, const char *needle, Py_ssize_t needle_len,
                                Py_ssize_t offset);

/* Bytes as hexadecimal text. */
NEW_REF PyObject *_Py_strhex(const char *bytes, Py_ssize_t size);

PyTypeObject *_PyStructSequence_NewType(struct PyStructSequence_Desc *desc, unsigned long flags);
ADDER_API_END

#endif
