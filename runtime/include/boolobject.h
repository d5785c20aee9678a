/* boolobject.h -- True and False, two ints of their own type. */
#ifndef Py_BOOLOBJECT_H
#define Py_BOOLOBJECT_H

#include "longobject.h"

ADDER_API_BEGIN
extern PyTypeObject PyBool_Type;

extern PyLongObject _Py_FalseStruct;
extern PyLongObject _Py_TrueStruct;

int Py_IsTrue(PyObject *x);
int Py_IsFalse(PyObject *x);
NEW_REF PyObject *PyBool_FromLong(long i);
ADDER_API_END

#define PyBool_Check(op) Py_IS_TYPE(op, &PyBool_Type)
#define Py_False         ((PyObject *)&_Py_FalseStruct)
#define Py_True          ((PyObject *)&_Py_TrueStruct)
#define Py_IsTrue(x)     Py_Is((x), Py_True)
#define Py_IsFalse(x)    Py_Is((x), Py_False)
#define Py_RETURN_TRUE   return Py_NewRef(Py_True)
#define Py_RETURN_FALSE  return Py_NewRef(Py_False)

#endif
