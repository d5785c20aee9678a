/* listobject.h -- list: a growable array of references. */
#ifndef Py_LISTOBJECT_H
#define Py_LISTOBJECT_H

#include "object.h"

typedef struct {
    PyObject_VAR_HEAD
    PyObject **ob_item;   /* NULL when nothing is allocated */
    Py_ssize_t allocated; /* 0 <= ob_size <= allocated; -1 while sort() works on it */
} PyListObject;

ADDER_API_BEGIN
extern PyTypeObject PyList_Type;
extern PyTypeObject PyListIter_Type;
extern PyTypeObject PyListRevIter_Type;

NEW_REF PyObject *PyList_New(Py_ssize_t len);
Py_ssize_t PyList_Size(PyObject *list);
BORROWED_REF PyObject *PyList_GetItem(PyObject *list, Py_ssize_t index);
int PyList_SetItem(PyObject *list, Py_ssize_t n, STEALS_REF PyObject *o);
int PyList_Insert(PyObject *list, Py_ssize_t index, PyObject *item);
int PyList_Append(PyObject *list, PyObject *item);
NEW_REF PyObject *PyList_GetSlice(PyObject *list, Py_ssize_t low, Py_ssize_t high);
int PyList_SetSlice(PyObject *list, Py_ssize_t low, Py_ssize_t high, PyObject *itemlist);
int PyList_Sort(PyObject *list);
int PyList_Reverse(PyObject *list);
NEW_REF PyObject *PyList_AsTuple(PyObject *list);

NEW_REF PyObject *_PyList_Extend(PyListObject *ptr, PyObject *o);

#define _PyList_CAST(op) ((PyListObject *)(op))
static inline Py_ssize_t PyList_GET_SIZE(PyListObject *op) { return Py_SIZE(op); }
/* Fills a new list: the reference moves in, and what was there is forgotten. */
static inline void PyList_SET_ITEM(PyListObject *op, Py_ssize_t index, STEALS_REF PyObject *value)
{
    op->ob_item[index] = value;
}
#define PyList_GET_SIZE(op)               PyList_GET_SIZE(_PyList_CAST(op))
#define PyList_SET_ITEM(op, index, value) PyList_SET_ITEM(_PyList_CAST(op), (index), _PyObject_CAST(value))
#define PyList_GET_ITEM(op, index)        (_PyList_CAST(op)->ob_item[index])
ADDER_API_END

#define PyList_Check(op)      PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_LIST_SUBCLASS)
#define PyList_CheckExact(op) Py_IS_TYPE(op, &PyList_Type)

#endif
