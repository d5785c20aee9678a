/* objimpl.h -- making and freeing objects, with and without the cycle collector. */
#ifndef Py_OBJIMPL_H
#define Py_OBJIMPL_H

#include "object.h"
#include "pymem.h"

typedef struct {
    void *ctx;
    void *(*alloc)(void *ctx, size_t size);
    void (*free)(void *ctx, void *block, size_t size);
} PyObjectArenaAllocator;

ADDER_API_BEGIN
Py_ssize_t PyGC_Collect(void);
int PyGC_Enable(void);
int PyGC_Disable(void);
int PyGC_IsEnabled(void);
void *PyObject_Malloc(size_t n);
void *PyObject_Calloc(size_t nelem, size_t elsize);
void *PyObject_Realloc(void *p, size_t n);
void PyObject_Free(void *p);
BORROWED_REF PyObject *PyObject_Init(PyObject *o, PyTypeObject *type);
BORROWED_REF PyVarObject *PyObject_InitVar(PyVarObject *o, PyTypeObject *type, Py_ssize_t size);
void PyObject_GC_Track(void *o);
void PyObject_GC_UnTrack(void *o);
void PyObject_GC_Del(void *o);
int PyObject_GC_IsTracked(PyObject *o);
int PyObject_GC_IsFinalized(PyObject *o);
void PyObject_GetArenaAllocator(PyObjectArenaAllocator *allocator);
void PyObject_SetArenaAllocator(PyObjectArenaAllocator *allocator);
int PyObject_IS_GC(PyObject *obj);
PyObject **PyObject_GET_WEAKREFS_LISTPTR(PyObject *o);
int PyType_SUPPORTS_WEAKREFS(PyTypeObject *type);

NEW_REF PyObject *_PyObject_New(PyTypeObject *type);
PyVarObject *_PyObject_NewVar(PyTypeObject *type, Py_ssize_t n);
PyVarObject *_PyObject_GC_Resize(PyVarObject *ptr, Py_ssize_t n);
NEW_REF PyObject *_PyObject_GC_New(PyTypeObject *type);
PyVarObject *_PyObject_GC_NewVar(PyTypeObject *type, Py_ssize_t n);
ADDER_API_END

#define _PyObject_SIZE(type) ((type)->tp_basicsize)
#define _PyObject_VAR_SIZE(type, n) \
    _Py_SIZE_ROUND_UP((type)->tp_basicsize + (n) * (type)->tp_itemsize, sizeof(void *))

#define PyObject_New(type, typeobj)             ((type *)_PyObject_New(typeobj))
#define PyObject_NewVar(type, typeobj, n)       ((type *)_PyObject_NewVar((typeobj), (n)))
#define PyObject_GC_New(type, typeobj)          ((type *)_PyObject_GC_New(typeobj))
#define PyObject_GC_NewVar(type, typeobj, n)    ((type *)_PyObject_GC_NewVar((typeobj), (n)))
#define PyObject_GC_Resize(type, op, n)         ((type *)_PyObject_GC_Resize(_PyVarObject_CAST(op), (n)))
#define PyObject_NEW(type, typeobj)             PyObject_New(type, typeobj)
#define PyObject_NEW_VAR(type, typeobj, n)      PyObject_NewVar(type, typeobj, n)
#define PyObject_INIT(op, typeobj)              PyObject_Init(_PyObject_CAST(op), (typeobj))
#define PyObject_INIT_VAR(op, typeobj, size)    PyObject_InitVar(_PyVarObject_CAST(op), (typeobj), (size))
#define PyObject_MALLOC  PyObject_Malloc
#define PyObject_REALLOC PyObject_Realloc
#define PyObject_FREE    PyObject_Free
#define PyObject_Del     PyObject_Free
#define PyObject_DEL     PyObject_Free

/* One line of tp_traverse; needs parameters named `visit` and `arg`. */
#define Py_VISIT(op)                                          \
    do {                                                      \
        if (op) {                                             \
            int _visited = visit(_PyObject_CAST(op), arg);    \
            if (_visited) return _visited;                    \
        }                                                     \
    } while (0)

#define _PyGC_FINALIZED(op) PyObject_GC_IsFinalized(_PyObject_CAST(op))
#define PyType_SUPPORTS_WEAKREFS(type) ((type)->tp_weaklistoffset > 0)
#define _PyObject_GET_WEAKREFS_LISTPTR(op) ((PyObject **)((char *)(op) + Py_TYPE(op)->tp_weaklistoffset))

#endif
