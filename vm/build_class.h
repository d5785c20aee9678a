/* build_class.h -- builtins.__build_class__. */
#ifndef ADDER_BUILD_CLASS_H
#define ADDER_BUILD_CLASS_H
#include "runtime/define.h"

/* For an FNV row: __build_class__(func, name, /, *bases, [metaclass], **kwds). */
NEW_REF PyObject *adder_builtin_build_class(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames);
#endif
