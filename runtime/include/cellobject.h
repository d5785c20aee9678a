/* cellobject.h -- cells: variables shared with inner functions. */
#ifndef Py_CELLOBJECT_H
#define Py_CELLOBJECT_H

#include "object.h"

typedef struct {
    PyObject_HEAD
    PyObject *ob_ref; /* NULL: empty */
} PyCellObject;

ADDER_API_BEGIN
extern PyTypeObject PyCell_Type;

NEW_REF PyObject *PyCell_New(PyObject *o);
NEW_REF PyObject *PyCell_Get(PyObject *cell);
int PyCell_Set(PyObject *cell, PyObject *value);
ADDER_API_END

#define PyCell_Check(op)      Py_IS_TYPE(op, &PyCell_Type)
#define PyCell_GET(op)        (((PyCellObject *)(op))->ob_ref)
#define PyCell_SET(op, value) ((void)(((PyCellObject *)(op))->ob_ref = (value)))

#endif
