/* warnings.h -- issuing warnings from C. All return -1 when the filters turned the warning into an exception. */
#ifndef Py_WARNINGS_H
#define Py_WARNINGS_H

#include "object.h"

ADDER_API_BEGIN
int PyErr_WarnEx(PyObject *category, const char *message, Py_ssize_t stack_level);
int PyErr_WarnFormat(PyObject *category, Py_ssize_t stack_level, const char *format, ...);
int PyErr_ResourceWarning(PyObject *source, Py_ssize_t stack_level, const char *format, ...);
int PyErr_WarnExplicit(PyObject *category, const char *message, const char *filename, int lineno, const char *module,
                       PyObject *registry);
int PyErr_WarnExplicitObject(PyObject *category, PyObject *message, PyObject *filename, int lineno, PyObject *module,
                             PyObject *registry);
int PyErr_WarnExplicitFormat(PyObject *category, const char *filename, int lineno, const char *module,
                             PyObject *registry, const char *format, ...);
ADDER_API_END

#define PyErr_Warn(category, msg) PyErr_WarnEx(category, msg, 1)

#endif
