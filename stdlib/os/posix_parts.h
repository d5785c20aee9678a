/* posix_parts.h -- what the files of the module posix share. */
#ifndef ADDER_POSIX_PARTS_H
#define ADDER_POSIX_PARTS_H
#include "runtime/state/interp.h"
#include <osmodule.h>

/* OSError of errno, with the path when there is one; what a signal's handler raised goes first. Always NULL. */
PyObject *posix_error(PyObject *path);

/* posix_stat.c */
int posix_add_stat(PyObject *module);
PyObject *posix_stat(PyObject *self, PyObject *const *args);
PyObject *posix_lstat(PyObject *self, PyObject *const *args);
PyObject *posix_fstat(PyObject *self, PyObject *const *args);
#endif
