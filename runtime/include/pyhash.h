/* pyhash.h -- hashes of numbers and memory, and the process's hash secret. */
#ifndef Py_HASH_H
#define Py_HASH_H

#include "pyport.h"
#include "pytypedefs.h"

#define _PyHASH_MULTIPLIER 1000003UL
#define _PyHASH_BITS       61                                /* numbers hash modulo the prime 2**61 - 1 */
#define _PyHASH_MODULUS    (((size_t)1 << _PyHASH_BITS) - 1)
#define _PyHASH_INF        314159
#define _PyHASH_IMAG       _PyHASH_MULTIPLIER

#define Py_HASH_CUTOFF     0
#define Py_HASH_EXTERNAL   0
#define Py_HASH_SIPHASH24  1
#define Py_HASH_FNV        2
#define Py_HASH_SIPHASH13  3
#define Py_HASH_ALGORITHM  Py_HASH_SIPHASH13

/* The same 24 bytes seen by each algorithm. */
typedef union {
    unsigned char uc[24];
    struct { Py_hash_t prefix, suffix; } fnv;
    struct { uint64_t k0, k1; } siphash;
    struct { unsigned char padding[16]; Py_hash_t suffix; } djbx33a;
    struct { unsigned char padding[16]; Py_hash_t hashsalt; } expat;
} _Py_HashSecret_t;

typedef struct {
    Py_hash_t (*const hash)(const void *, Py_ssize_t);
    const char *name;
    const int hash_bits;
    const int seed_bits;
} PyHash_FuncDef;

ADDER_API_BEGIN
extern _Py_HashSecret_t _Py_HashSecret;

PyHash_FuncDef *PyHash_GetFuncDef(void);

Py_hash_t _Py_HashDouble(PyObject *o, double x);
Py_hash_t _Py_HashPointer(const void *ptr);
Py_hash_t _Py_HashPointerRaw(const void *ptr);
Py_hash_t _Py_HashBytes(const void *ptr, Py_ssize_t n);
ADDER_API_END

#endif
