/* complexobject.h -- complex: two doubles. */
#ifndef Py_COMPLEXOBJECT_H
#define Py_COMPLEXOBJECT_H

#include "object.h"
#include "unicodeobject.h"

typedef struct {
    double real;
    double imag;
} Py_complex;

typedef struct {
    PyObject_HEAD
    Py_complex cval;
} PyComplexObject;

ADDER_API_BEGIN
extern PyTypeObject PyComplex_Type;

NEW_REF PyObject *PyComplex_FromDoubles(double real, double imag);
double PyComplex_RealAsDouble(PyObject *o);
double PyComplex_ImagAsDouble(PyObject *o);
NEW_REF PyObject *PyComplex_FromCComplex(Py_complex v);
Py_complex PyComplex_AsCComplex(PyObject *o);

Py_complex _Py_c_sum(Py_complex left, Py_complex right);
Py_complex _Py_c_diff(Py_complex z1, Py_complex z2);
Py_complex _Py_c_neg(Py_complex num);
Py_complex _Py_c_prod(Py_complex z1, Py_complex z2);
Py_complex _Py_c_quot(Py_complex dividend, Py_complex divisor);
Py_complex _Py_c_pow(Py_complex num, Py_complex exp);
double _Py_c_abs(Py_complex z);
ADDER_API_END

#define PyComplex_Check(op)      PyObject_TypeCheck(op, &PyComplex_Type)
#define PyComplex_CheckExact(op) Py_IS_TYPE(op, &PyComplex_Type)

#endif
