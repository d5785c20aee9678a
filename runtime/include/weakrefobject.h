/* weakrefobject.h -- weak references and proxies. */
#ifndef Py_WEAKREFOBJECT_H
#define Py_WEAKREFOBJECT_H

#include "object.h"

typedef struct _PyWeakReference PyWeakReference;
struct _PyWeakReference {
    PyObject_HEAD
    PyObject *wr_object;      /* borrowed; None once the object is gone */
    PyObject *wr_callback;    /* NULL: none */
    Py_hash_t hash;           /* the object's, kept after its death; -1: not asked for */
    PyWeakReference *wr_prev; /* the object's list */
    PyWeakReference *wr_next;
    vectorcallfunc vectorcall;
};

ADDER_API_BEGIN
extern PyTypeObject _PyWeakref_RefType;
extern PyTypeObject _PyWeakref_ProxyType;
extern PyTypeObject _PyWeakref_CallableProxyType;

NEW_REF PyObject *PyWeakref_NewRef(PyObject *ob, PyObject *callback);
NEW_REF PyObject *PyWeakref_NewProxy(PyObject *ob, PyObject *callback);
BORROWED_REF PyObject *PyWeakref_GetObject(PyObject *ref);

Py_ssize_t _PyWeakref_GetWeakrefCount(PyWeakReference *head);
void _PyWeakref_ClearRef(PyWeakReference *self);

/* The object or None, borrowed; None also while the object is being destroyed. */
static inline PyObject *PyWeakref_GET_OBJECT(PyObject *op)
{
    PyObject *object = ((PyWeakReference *)op)->wr_object;
    return Py_REFCNT(object) > 0 ? object : Py_None;
}
#define PyWeakref_GET_OBJECT(ref) PyWeakref_GET_OBJECT(_PyObject_CAST(ref))
ADDER_API_END

#define PyWeakref_CheckRef(op)      PyObject_TypeCheck(op, &_PyWeakref_RefType)
#define PyWeakref_CheckRefExact(op) Py_IS_TYPE(op, &_PyWeakref_RefType)
#define PyWeakref_CheckProxy(op)    (Py_IS_TYPE(op, &_PyWeakref_ProxyType) || Py_IS_TYPE(op, &_PyWeakref_CallableProxyType))
#define PyWeakref_Check(op)         (PyWeakref_CheckRef(op) || PyWeakref_CheckProxy(op))

#endif
