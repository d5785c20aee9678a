/* tupleobject.h -- tuple: its items follow the head. */
#ifndef Py_TUPLEOBJECT_H
#define Py_TUPLEOBJECT_H

#include "object.h"

typedef struct {
    PyObject_VAR_HEAD
    PyObject *ob_item[1]; /* ob_size of them; NULL only while under construction */
} PyTupleObject;

ADDER_API_BEGIN
extern PyTypeObject PyTuple_Type;
extern PyTypeObject PyTupleIter_Type;

NEW_REF PyObject *PyTuple_New(Py_ssize_t len);
Py_ssize_t PyTuple_Size(PyObject *p);
BORROWED_REF PyObject *PyTuple_GetItem(PyObject *p, Py_ssize_t pos);
int PyTuple_SetItem(PyObject *p, Py_ssize_t pos, STEALS_REF PyObject *o);
NEW_REF PyObject *PyTuple_GetSlice(PyObject *tuple, Py_ssize_t n1, Py_ssize_t n2);
NEW_REF PyObject *PyTuple_Pack(Py_ssize_t n, ...);

int _PyTuple_Resize(PyObject **p, Py_ssize_t newsize);
void _PyTuple_MaybeUntrack(PyObject *o);

#define _PyTuple_CAST(op) ((PyTupleObject *)(op))
static inline Py_ssize_t PyTuple_GET_SIZE(PyTupleObject *op) { return Py_SIZE(op); }
/* Fills a new tuple: the reference moves in, and what was there is forgotten. */
static inline void PyTuple_SET_ITEM(PyTupleObject *op, Py_ssize_t index, STEALS_REF PyObject *value)
{
    op->ob_item[index] = value;
}
#define PyTuple_GET_SIZE(op)               PyTuple_GET_SIZE(_PyTuple_CAST(op))
#define PyTuple_SET_ITEM(op, index, value) PyTuple_SET_ITEM(_PyTuple_CAST(op), (index), _PyObject_CAST(value))
#define PyTuple_GET_ITEM(op, index)        (_PyTuple_CAST(op)->ob_item[index])
ADDER_API_END

#define PyTuple_Check(op)      PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_TUPLE_SUBCLASS)
#define PyTuple_CheckExact(op) Py_IS_TYPE(op, &PyTuple_Type)

#endif
