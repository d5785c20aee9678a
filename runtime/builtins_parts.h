/* builtins_parts.h -- functions of the module builtins that have a file of their own. */
#ifndef ADDER_BUILTINS_PARTS_H
#define ADDER_BUILTINS_PARTS_H
#include "runtime/define.h"

/* builtins_iter.c */
PyObject *builtin_aiter(PyObject *self, PyObject *const *args);
PyObject *builtin_all(PyObject *self, PyObject *const *args);
PyObject *builtin_anext(PyObject *self, PyObject *const *args);
PyObject *builtin_any(PyObject *self, PyObject *const *args);
PyObject *builtin_iter(PyObject *self, PyObject *const *args);
PyObject *builtin_next(PyObject *self, PyObject *const *args);
PyObject *builtin_sum(PyObject *self, PyObject *const *args);
PyObject *builtin_sorted(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames);
PyObject *builtin_max(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames);
PyObject *builtin_min(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames);
/* builtins_io.c */
PyObject *builtin_input(PyObject *self, PyObject *const *args);
PyObject *builtin_print(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames);
/* builtins_site.c: exit, quit, help and the printers into the module's dict. 0 or -1. */
int adder_builtins_add_site(PyObject *dict);
#endif
