/* genobject.h -- generators, coroutines, asynchronous generators. Their inside is ours. */
#ifndef Py_GENOBJECT_H
#define Py_GENOBJECT_H

#include "pystate.h"

typedef struct _PyGenObject PyGenObject;
typedef struct _PyCoroObject PyCoroObject;
typedef struct _PyAsyncGenObject PyAsyncGenObject;

ADDER_API_BEGIN
extern PyTypeObject PyGen_Type;
extern PyTypeObject PyCoro_Type;
extern PyTypeObject PyAsyncGen_Type;

extern PyTypeObject _PyCoroWrapper_Type;
extern PyTypeObject _PyAsyncGenASend_Type;
extern PyTypeObject _PyAsyncGenWrappedValue_Type;
extern PyTypeObject _PyAsyncGenAThrow_Type;

NEW_REF PyObject *PyAsyncGen_New(PyFrameObject *frame, PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyCoro_New(PyFrameObject *frame, PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyGen_New(PyFrameObject *frame);
NEW_REF PyObject *PyGen_NewWithQualName(PyFrameObject *frame, PyObject *o1, PyObject *o2);

int _PyGen_SetStopIterationValue(PyObject *o);
int _PyGen_FetchStopIterationValue(PyObject **p);
void _PyGen_Finalize(PyObject *self);
ADDER_API_END

#define PyGen_Check(op)           PyObject_TypeCheck(op, &PyGen_Type)
#define PyGen_CheckExact(op)      Py_IS_TYPE(op, &PyGen_Type)
#define PyCoro_CheckExact(op)     Py_IS_TYPE(op, &PyCoro_Type)
#define PyAsyncGen_CheckExact(op) Py_IS_TYPE(op, &PyAsyncGen_Type)

#endif
