/* format.h -- the format specification mini-language: format(value, "[[fill]align][sign][z][#][0][width][,][.n][type]"). */
#ifndef ADDER_TEXT_FORMAT_H
#define ADDER_TEXT_FORMAT_H
#include "runtime/define.h"

/* __format__ of the builtin types: `self` written as the str `spec` says. A new str, or NULL with ValueError or
 * OverflowError. An empty spec gives str(self), which for a subclass runs its Python code. */
NEW_REF PyObject *adder_format_int(PyObject *self, PyObject *spec);
NEW_REF PyObject *adder_format_float(PyObject *self, PyObject *spec);
NEW_REF PyObject *adder_format_complex(PyObject *self, PyObject *spec);
NEW_REF PyObject *adder_format_str(PyObject *self, PyObject *spec);

#endif
