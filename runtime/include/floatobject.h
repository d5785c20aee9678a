/* floatobject.h -- float: a boxed double. */
#ifndef Py_FLOATOBJECT_H
#define Py_FLOATOBJECT_H

#include "object.h"
#include "unicodeobject.h"

typedef struct {
    PyObject_HEAD
    double ob_fval;
} PyFloatObject;

ADDER_API_BEGIN
extern PyTypeObject PyFloat_Type;

double PyFloat_GetMax(void);
double PyFloat_GetMin(void);
NEW_REF PyObject *PyFloat_GetInfo(void);
NEW_REF PyObject *PyFloat_FromString(PyObject *str);
NEW_REF PyObject *PyFloat_FromDouble(double v);
double PyFloat_AsDouble(PyObject *pyfloat);
int PyFloat_Pack2(double x, char *p, int le);
int PyFloat_Pack4(double x, char *p, int le);
int PyFloat_Pack8(double x, char *p, int le);
double PyFloat_Unpack2(const char *p, int le);
double PyFloat_Unpack4(const char *p, int le);
double PyFloat_Unpack8(const char *p, int le);
ADDER_API_END

#define PyFloat_Check(op)      PyObject_TypeCheck(op, &PyFloat_Type)
#define PyFloat_CheckExact(op) Py_IS_TYPE(op, &PyFloat_Type)
#define PyFloat_AS_DOUBLE(op)  (((PyFloatObject *)(op))->ob_fval)
#define Py_RETURN_NAN          return PyFloat_FromDouble(Py_NAN)
#define Py_RETURN_INF(sign)    return PyFloat_FromDouble(copysign(Py_HUGE_VAL, (sign)))

#endif
