/* alloc_api.c -- the C API's allocation functions, over the blocks and the gate.
 *
 * The raw domain may be used without the lock, so it is the C library's; the mem and object domains are one and count. */
#include "runtime/memory/memory.h"
#include <stdlib.h>

void *adder_no_memory(void) { return PyErr_NoMemory(); }

void *PyMem_RawMalloc(size_t size)              { return size > PY_SSIZE_T_MAX ? NULL : malloc(size ? size : 1); }
void *PyMem_RawCalloc(size_t n, size_t size)    { return calloc(n ? n : 1, size ? size : 1); }
void *PyMem_RawRealloc(void *p, size_t size)    { return size > PY_SSIZE_T_MAX ? NULL : realloc(p, size ? size : 1); }
void PyMem_RawFree(void *p)                     { free(p); }

static void *alloc_array(size_t n, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(n, size, &total) || total > PY_SSIZE_T_MAX) return NULL;
    return adder_block_alloc_zero(total);
}

void *PyMem_Malloc(size_t size)                 { return size > PY_SSIZE_T_MAX ? NULL : adder_block_alloc(size); }
void *PyMem_Calloc(size_t n, size_t size)       { return alloc_array(n, size); }
void *PyMem_Realloc(void *p, size_t size)       { return size > PY_SSIZE_T_MAX ? NULL : adder_block_resize(p, size); }
void PyMem_Free(void *p)                        { adder_block_free(p); }
void *PyObject_Malloc(size_t size)              { return size > PY_SSIZE_T_MAX ? NULL : adder_block_alloc(size); }
void *PyObject_Calloc(size_t n, size_t size)    { return alloc_array(n, size); }
void *PyObject_Realloc(void *p, size_t size)    { return size > PY_SSIZE_T_MAX ? NULL : adder_block_resize(p, size); }
void PyObject_Free(void *p)                     { adder_block_free(p); }

char *_PyMem_RawStrdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = PyMem_RawMalloc(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

char *_PyMem_Strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = PyMem_Malloc(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

wchar_t *_PyMem_RawWcsdup(const wchar_t *text)
{
    size_t size = (wcslen(text) + 1) * sizeof *text;
    wchar_t *copy = PyMem_RawMalloc(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}
