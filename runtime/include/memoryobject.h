/* memoryobject.h -- memoryview, and the managed buffer that several views share. */
#ifndef Py_MEMORYOBJECT_H
#define Py_MEMORYOBJECT_H

#include "object.h"

#define _Py_MANAGED_BUFFER_RELEASED    0x001
#define _Py_MANAGED_BUFFER_FREE_FORMAT 0x002
typedef struct {
    PyObject_HEAD
    int flags;
    Py_ssize_t exports; /* views alive on it */
    Py_buffer master;   /* what the exporter gave */
} _PyManagedBufferObject;

#define _Py_MEMORYVIEW_RELEASED 0x001
#define _Py_MEMORYVIEW_C        0x002
#define _Py_MEMORYVIEW_FORTRAN  0x004
#define _Py_MEMORYVIEW_SCALAR   0x008
#define _Py_MEMORYVIEW_PIL      0x010
typedef struct {
    PyObject_VAR_HEAD
    _PyManagedBufferObject *mbuf;
    Py_hash_t hash;
    int flags;
    Py_ssize_t exports;
    Py_buffer view;
    PyObject *weakreflist;
    Py_ssize_t ob_array[1]; /* shape, strides, suboffsets: ndim entries each */
} PyMemoryViewObject;

ADDER_API_BEGIN
extern PyTypeObject PyMemoryView_Type;

extern PyTypeObject _PyManagedBuffer_Type;

NEW_REF PyObject *PyMemoryView_FromObject(PyObject *obj);
NEW_REF PyObject *PyMemoryView_FromMemory(char *mem, Py_ssize_t size, int flags);
NEW_REF PyObject *PyMemoryView_FromBuffer(const Py_buffer *view);
NEW_REF PyObject *PyMemoryView_GetContiguous(PyObject *obj, int buffertype, char order);
ADDER_API_END

#define PyMemoryView_Check(op)      Py_IS_TYPE((op), &PyMemoryView_Type)
#define PyMemoryView_GET_BUFFER(op) (&((PyMemoryViewObject *)(op))->view)
#define PyMemoryView_GET_BASE(op)   (((PyMemoryViewObject *)(op))->view.obj)

#endif
