/* iterobject.h -- iterators over __getitem__ and over a callable with a sentinel. */
#ifndef Py_ITEROBJECT_H
#define Py_ITEROBJECT_H

#include "object.h"

ADDER_API_BEGIN
extern PyTypeObject PySeqIter_Type;
extern PyTypeObject PyCallIter_Type;

NEW_REF PyObject *PyCallIter_New(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PySeqIter_New(PyObject *o);
ADDER_API_END

#define PySeqIter_Check(op)  Py_IS_TYPE((op), &PySeqIter_Type)
#define PyCallIter_Check(op) Py_IS_TYPE((op), &PyCallIter_Type)

#endif
