/* sliceobject.h -- slice and Ellipsis. */
#ifndef Py_SLICEOBJECT_H
#define Py_SLICEOBJECT_H

#include "object.h"

typedef struct {
    PyObject_HEAD
    PyObject *start, *stop, *step; /* never NULL: None when absent */
} PySliceObject;

ADDER_API_BEGIN
extern PyTypeObject PySlice_Type;
extern PyTypeObject PyEllipsis_Type;

extern PyObject _Py_EllipsisObject;

NEW_REF PyObject *PySlice_New(PyObject *start, PyObject *stop, PyObject *step);
int PySlice_GetIndices(PyObject *slice, Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step);
int PySlice_GetIndicesEx(PyObject *slice, Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step,
                         Py_ssize_t *slicelength);
int PySlice_Unpack(PyObject *slice, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step);
Py_ssize_t PySlice_AdjustIndices(Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t step);

NEW_REF PyObject *_PySlice_FromIndices(Py_ssize_t start, Py_ssize_t stop);
int _PySlice_GetLongIndices(PySliceObject *self, PyObject *length, PyObject **start_ptr, PyObject **stop_ptr,
                            PyObject **step_ptr);
ADDER_API_END

#define Py_Ellipsis       (&_Py_EllipsisObject)
#define PySlice_Check(op) Py_IS_TYPE(op, &PySlice_Type)
#define PySlice_GetIndicesEx(slice, length, start, stop, step, slicelength)                                      \
    (PySlice_Unpack((slice), (start), (stop), (step)) < 0                                                        \
         ? ((*(slicelength) = 0), -1)                                                                            \
         : ((*(slicelength) = PySlice_AdjustIndices((length), (start), (stop), *(step))), 0))

#endif
