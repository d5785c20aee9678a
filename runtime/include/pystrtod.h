/* pystrtod.h -- double from and to text, in the C locale. */
#ifndef Py_STRTOD_H
#define Py_STRTOD_H

#include "object.h"

/* flags of PyOS_double_to_string */
#define Py_DTSF_SIGN      0x01
#define Py_DTSF_ADD_DOT_0 0x02
#define Py_DTSF_ALT       0x04
#define Py_DTSF_NO_NEG_0  0x08
/* what it reports */
#define Py_DTST_FINITE   0
#define Py_DTST_INFINITE 1
#define Py_DTST_NAN      2

ADDER_API_BEGIN
double PyOS_string_to_double(const char *s, char **endptr, PyObject *overflow_exception);
char *PyOS_double_to_string(double val, char format_code, int precision, int flags, int *ptype);

NEW_REF PyObject *_Py_string_to_number_with_underscores(const char *str, Py_ssize_t len, const char *what,
                                                        PyObject *obj, void *arg, PyObject *(*innerfunc)(const char *,
                                                        Py_ssize_t, void *));
double _Py_parse_inf_or_nan(const char *p, char **endptr);
ADDER_API_END

#endif
