/* pyconfig.h -- the platform: 64-bit Linux with glibc. Sizes come from the compiler. */
#ifndef Py_PYCONFIG_H
#define Py_PYCONFIG_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif

#define SIZEOF_SHORT     __SIZEOF_SHORT__
#define SIZEOF_INT       __SIZEOF_INT__
#define SIZEOF_LONG      __SIZEOF_LONG__
#define SIZEOF_LONG_LONG __SIZEOF_LONG_LONG__
#define SIZEOF_FLOAT     __SIZEOF_FLOAT__
#define SIZEOF_DOUBLE    __SIZEOF_DOUBLE__
#define SIZEOF_LONG_DOUBLE __SIZEOF_LONG_DOUBLE__
#define SIZEOF_SIZE_T    __SIZEOF_SIZE_T__
#define SIZEOF_VOID_P    __SIZEOF_POINTER__
#define SIZEOF_UINTPTR_T __SIZEOF_POINTER__
#define SIZEOF_WCHAR_T   __SIZEOF_WCHAR_T__
#define SIZEOF__BOOL     1
#define SIZEOF_FPOS_T    16
#define SIZEOF_OFF_T     8
#define SIZEOF_PID_T     4
#define SIZEOF_TIME_T    8
#define SIZEOF_PTHREAD_T 8
#define SIZEOF_PTHREAD_KEY_T 4
#define ALIGNOF_LONG     8
#define ALIGNOF_SIZE_T   8

#define HAVE_LONG_LONG   1
#define HAVE_LONG_DOUBLE 1
#define HAVE_SSIZE_T     1
#define HAVE_STDINT_H    1
#define HAVE_INTTYPES_H  1
#define HAVE_STDDEF_H    1
#define HAVE_STDLIB_H    1
#define HAVE_STRING_H    1
#define HAVE_STRINGS_H   1
#define HAVE_UNISTD_H    1
#define HAVE_ERRNO_H     1
#define HAVE_FCNTL_H     1
#define HAVE_SIGNAL_H    1
#define HAVE_PTHREAD_H   1
#define HAVE_WCHAR_H     1
#define HAVE_SYS_TIME_H  1
#define HAVE_SYS_TYPES_H 1
#define HAVE_SYS_STAT_H  1
#define HAVE_SYS_SELECT_H 1
#define HAVE_DLFCN_H     1
#define HAVE_DYNAMIC_LOADING 1
#define HAVE_FORK        1
#define HAVE_CLOCK_GETTIME 1
#define HAVE_PROTOTYPES  1
#define HAVE_STDARG_PROTOTYPES 1
#define HAVE_SNPRINTF    1
#define HAVE_COMPUTED_GOTOS 1
#define HAVE_STD_ATOMIC  1
#define HAVE_BUILTIN_ATOMIC 1
#define HAVE_GCC_UINT128_T 1
#define HAVE_STRUCT_TM_TM_ZONE 1
#define HAVE_TM_ZONE     1
#define STDC_HEADERS     1

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define DOUBLE_IS_LITTLE_ENDIAN_IEEE754 1
#else
#define DOUBLE_IS_BIG_ENDIAN_IEEE754 1
#endif

#define WITH_DOC_STRINGS 1
#define WITH_FREELISTS   1
#define WITH_PYMALLOC    1
#define WITH_THREAD      1
#define WITH_DECIMAL_CONTEXTVAR 1
#define PY_SUPPORT_TIER  1

#endif
