/* pymem.h -- raw memory: three domains behind one gate. PyMem_Raw* needs no lock, PyMem_* and PyObject_* do. */
#ifndef Py_PYMEM_H
#define Py_PYMEM_H

#include "pyport.h"

typedef enum {
    PYMEM_DOMAIN_RAW, /* usable without holding the interpreter's lock */
    PYMEM_DOMAIN_MEM, /* buffers */
    PYMEM_DOMAIN_OBJ  /* objects */
} PyMemAllocatorDomain;

typedef enum {
    PYMEM_ALLOCATOR_NOT_SET = 0,
    PYMEM_ALLOCATOR_DEFAULT = 1,
    PYMEM_ALLOCATOR_DEBUG = 2,
    PYMEM_ALLOCATOR_MALLOC = 3,
    PYMEM_ALLOCATOR_MALLOC_DEBUG = 4,
    PYMEM_ALLOCATOR_PYMALLOC = 5,
    PYMEM_ALLOCATOR_PYMALLOC_DEBUG = 6
} PyMemAllocatorName;

typedef struct {
    void *ctx; /* first argument of the four functions */
    void *(*malloc)(void *ctx, size_t size);
    void *(*calloc)(void *ctx, size_t count, size_t size);
    void *(*realloc)(void *ctx, void *block, size_t size);
    void (*free)(void *ctx, void *block);
} PyMemAllocatorEx;

ADDER_API_BEGIN
void *PyMem_Malloc(size_t n);
void *PyMem_Calloc(size_t nelem, size_t elsize);
void *PyMem_Realloc(void *p, size_t n);
void PyMem_Free(void *p);
void *PyMem_RawMalloc(size_t n);
void *PyMem_RawCalloc(size_t nelem, size_t elsize);
void *PyMem_RawRealloc(void *p, size_t n);
void PyMem_RawFree(void *p);
void PyMem_GetAllocator(PyMemAllocatorDomain domain, PyMemAllocatorEx *allocator);
void PyMem_SetAllocator(PyMemAllocatorDomain domain, PyMemAllocatorEx *allocator);
void PyMem_SetupDebugHooks(void);

const char *_PyMem_GetCurrentAllocatorName(void);
char *_PyMem_RawStrdup(const char *str);
char *_PyMem_Strdup(const char *str);
wchar_t *_PyMem_RawWcsdup(const wchar_t *str);
ADDER_API_END

/* By type; NULL when the size overflows or memory is short. */
#define PyMem_New(type, n) \
    (((size_t)(n) > PY_SSIZE_T_MAX / sizeof(type)) ? NULL : ((type *)PyMem_Malloc((n) * sizeof(type))))
#define PyMem_Resize(p, type, n) \
    ((p) = ((size_t)(n) > PY_SSIZE_T_MAX / sizeof(type)) ? NULL : (type *)PyMem_Realloc((p), (n) * sizeof(type)))

/* Older spellings. */
#define PyMem_MALLOC(n)         PyMem_Malloc(n)
#define PyMem_NEW(type, n)      PyMem_New(type, n)
#define PyMem_REALLOC(p, n)     PyMem_Realloc(p, n)
#define PyMem_RESIZE(p, type, n) PyMem_Resize(p, type, n)
#define PyMem_FREE(p)           PyMem_Free(p)
#define PyMem_Del               PyMem_Free
#define PyMem_DEL               PyMem_Free

#endif
