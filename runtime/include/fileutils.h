/* fileutils.h -- file names between bytes and wchar_t, and system calls that Python's file modules share. */
#ifndef Py_FILEUTILS_H
#define Py_FILEUTILS_H

#include "object.h"
#include <stdio.h>
#include <sys/stat.h>

ADDER_API_BEGIN
wchar_t *Py_DecodeLocale(const char *arg, size_t *size);
char *Py_EncodeLocale(const wchar_t *text, size_t *error_pos);

FILE *_Py_fopen_obj(PyObject *path, const char *mode);

#define _Py_stat_struct stat
int _Py_dup(int fd);
int _Py_fstat(int fd, struct _Py_stat_struct *status);
int _Py_fstat_noraise(int fd, struct _Py_stat_struct *status);
int _Py_set_inheritable(int fd, int inheritable, int *atomic_flag_works);
ADDER_API_END

#endif
