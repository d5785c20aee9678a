/* math_parts.h -- what the files of the module math share. */
#ifndef ADDER_MATH_PARTS_H
#define ADDER_MATH_PARTS_H
#include "runtime/define.h"

/* Raise and give NULL. math.c */
PyObject *adder_math_domain_error(void);
PyObject *adder_math_range_error(void);
/* A real number as a double; -1.0 with TypeError or OverflowError. */
double adder_math_double(PyObject *o);

/* math_int.c */
PyObject *adder_math_comb(PyObject *self, PyObject *const *args);
PyObject *adder_math_factorial(PyObject *self, PyObject *const *args);
PyObject *adder_math_gcd(PyObject *self, PyObject *const *args);
PyObject *adder_math_isqrt(PyObject *self, PyObject *const *args);
PyObject *adder_math_lcm(PyObject *self, PyObject *const *args);
PyObject *adder_math_perm(PyObject *self, PyObject *const *args);

/* math_sum.c */
PyObject *adder_math_dist(PyObject *self, PyObject *const *args);
PyObject *adder_math_fsum(PyObject *self, PyObject *const *args);
PyObject *adder_math_hypot(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames);
PyObject *adder_math_prod(PyObject *self, PyObject *const *args);

#endif
