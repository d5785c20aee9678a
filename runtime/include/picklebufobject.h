/* picklebufobject.h -- pickle.PickleBuffer (PEP 574). */
#ifndef Py_PICKLEBUFOBJECT_H
#define Py_PICKLEBUFOBJECT_H

#include "object.h"

ADDER_API_BEGIN
extern PyTypeObject PyPickleBuffer_Type;

NEW_REF PyObject *PyPickleBuffer_FromObject(PyObject *o);
const Py_buffer *PyPickleBuffer_GetBuffer(PyObject *o);
int PyPickleBuffer_Release(PyObject *o);
ADDER_API_END

#define PyPickleBuffer_Check(op) Py_IS_TYPE(op, &PyPickleBuffer_Type)

#endif
