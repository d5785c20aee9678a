/* pyport.h -- integer types, limits and compiler helpers that all other headers stand on. */
#ifndef Py_PYPORT_H
#define Py_PYPORT_H

#include "pyconfig.h"
#include "exports.h"

#include <inttypes.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Sizes and hashes. */
typedef ssize_t    Py_ssize_t;
typedef Py_ssize_t Py_hash_t;
typedef size_t     Py_uhash_t;
typedef Py_ssize_t Py_ssize_clean_t;
typedef uintptr_t  Py_uintptr_t;
typedef intptr_t   Py_intptr_t;

#define PY_SIZE_MAX    SIZE_MAX
#define PY_SSIZE_T_MAX ((Py_ssize_t)(((size_t)-1) >> 1))
#define PY_SSIZE_T_MIN (-PY_SSIZE_T_MAX - 1)
#define PY_DWORD_MAX   4294967295U
#define PY_LONG_LONG   long long
#define PY_LLONG_MIN   LLONG_MIN
#define PY_LLONG_MAX   LLONG_MAX
#define PY_ULLONG_MAX  ULLONG_MAX
#define PY_UINT32_T    uint32_t
#define PY_UINT64_T    uint64_t
#define PY_INT32_T     int32_t
#define PY_INT64_T     int64_t
#define PY_FORMAT_SIZE_T "z"
#define Py_LL(x)       x##LL
#define Py_ULL(x)      x##ULL
#define SIZEOF_PY_HASH_T  SIZEOF_SIZE_T
#define SIZEOF_PY_UHASH_T SIZEOF_SIZE_T
#define PYLONG_BITS_IN_DIGIT 30 /* an int is an array of 30-bit digits */

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define PY_BIG_ENDIAN    1
#define PY_LITTLE_ENDIAN 0
#else
#define PY_BIG_ENDIAN    0
#define PY_LITTLE_ENDIAN 1
#endif

/* Casts, also readable in C++. */
#define _Py_CAST(type, expr)        ((type)(expr))
#define _Py_STATIC_CAST(type, expr) ((type)(expr))
#ifdef __cplusplus
#define _Py_NULL nullptr
#define _Py_RVALUE(expr) (expr)
#else
#define _Py_NULL NULL
#define _Py_RVALUE(expr) ((void)0, (expr))
#endif
#define Py_CHARMASK(c) ((unsigned char)((c) & 0xff))
#define Py_ARITHMETIC_RIGHT_SHIFT(type, i, j) ((i) >> (j)) /* gcc and clang shift the sign in */
#define Py_FORCE_EXPANSION(x) x
#define Py_SAFE_DOWNCAST(value, wide, narrow) ((narrow)(value))
#define Py_VA_COPY va_copy
#define Py_MEMCPY  memcpy
#define PY_VECTORCALL_ARGUMENTS_OFFSET (((size_t)1) << (8 * sizeof(size_t) - 1))

/* Attributes. */
#define Py_GCC_ATTRIBUTE(x)   __attribute__(x)
#define Py_ALIGNED(x)         __attribute__((aligned(x)))
#define Py_DEPRECATED(since)  __attribute__((__deprecated__))
#define Py_ALWAYS_INLINE      __attribute__((always_inline))
#define Py_NO_INLINE          __attribute__((noinline))
#define _Py_HOT_FUNCTION      __attribute__((hot))
#define _Py_NO_RETURN         __attribute__((__noreturn__))
#define Py_LOCAL(type)        static type
#define Py_LOCAL_INLINE(type) static inline type
#define _Py_COMP_DIAG_PUSH    _Pragma("GCC diagnostic push")
#define _Py_COMP_DIAG_POP     _Pragma("GCC diagnostic pop")
#define _Py_COMP_DIAG_IGNORE_DEPR_DECLS _Pragma("GCC diagnostic ignored \"-Wdeprecated-declarations\"")
#define _Py__has_builtin(x)   __has_builtin(x)

#define HAVE_PY_SSIZE_T 1
#define PY_COERCE_C_LOCALE 1

#endif
