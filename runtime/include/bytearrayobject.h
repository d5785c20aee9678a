/* bytearrayobject.h -- bytearray: a growable byte array. */
#ifndef Py_BYTEARRAYOBJECT_H
#define Py_BYTEARRAYOBJECT_H

#include "object.h"

typedef struct {
    PyObject_VAR_HEAD
    Py_ssize_t ob_alloc;   /* bytes allocated at ob_bytes */
    char *ob_bytes;        /* the block */
    char *ob_start;        /* first byte in use, within the block */
    Py_ssize_t ob_exports; /* buffer views alive: no resizing while there are any */
} PyByteArrayObject;

ADDER_API_BEGIN
extern PyTypeObject PyByteArray_Type;
extern PyTypeObject PyByteArrayIter_Type;

extern char _PyByteArray_empty_string[];

NEW_REF PyObject *PyByteArray_FromObject(PyObject *o);
NEW_REF PyObject *PyByteArray_Concat(PyObject *a, PyObject *b);
NEW_REF PyObject *PyByteArray_FromStringAndSize(const char *string, Py_ssize_t len);
Py_ssize_t PyByteArray_Size(PyObject *bytearray);
char *PyByteArray_AsString(PyObject *bytearray);
int PyByteArray_Resize(PyObject *bytearray, Py_ssize_t len);

static inline char *PyByteArray_AS_STRING(PyObject *op)
{
    return Py_SIZE(op) ? ((PyByteArrayObject *)op)->ob_start : (char *)_PyByteArray_empty_string;
}
static inline Py_ssize_t PyByteArray_GET_SIZE(PyObject *op) { return Py_SIZE(op); }
#define PyByteArray_AS_STRING(op) PyByteArray_AS_STRING(_PyObject_CAST(op))
#define PyByteArray_GET_SIZE(op)  PyByteArray_GET_SIZE(_PyObject_CAST(op))
ADDER_API_END

#define _PyByteArray_CAST(op)      ((PyByteArrayObject *)(op))
#define PyByteArray_Check(op)      PyObject_TypeCheck(op, &PyByteArray_Type)
#define PyByteArray_CheckExact(op) Py_IS_TYPE(op, &PyByteArray_Type)

#endif
