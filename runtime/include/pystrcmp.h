/* pystrcmp.h -- comparing without regard to ASCII case. */
#ifndef Py_STRCMP_H
#define Py_STRCMP_H

#include "pyport.h"

ADDER_API_BEGIN
int PyOS_mystrnicmp(const char *s1, const char *s2, Py_ssize_t n);
int PyOS_mystricmp(const char *s1, const char *s2);
ADDER_API_END

#define PyOS_strnicmp PyOS_mystrnicmp
#define PyOS_stricmp  PyOS_mystricmp

#endif
