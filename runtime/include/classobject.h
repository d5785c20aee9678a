/* classobject.h -- bound methods. */
#ifndef Py_CLASSOBJECT_H
#define Py_CLASSOBJECT_H

#include "object.h"

typedef struct {
    PyObject_HEAD
    PyObject *im_func; /* any callable */
    PyObject *im_self; /* never NULL */
    PyObject *im_weakreflist;
    vectorcallfunc vectorcall;
} PyMethodObject;

typedef struct {
    PyObject_HEAD
    PyObject *func;
} PyInstanceMethodObject;

ADDER_API_BEGIN
extern PyTypeObject PyMethod_Type;
extern PyTypeObject PyInstanceMethod_Type;

NEW_REF PyObject *PyInstanceMethod_New(PyObject *func);
BORROWED_REF PyObject *PyInstanceMethod_Function(PyObject *o);
NEW_REF PyObject *PyMethod_New(PyObject *func, PyObject *self);
BORROWED_REF PyObject *PyMethod_Function(PyObject *meth);
BORROWED_REF PyObject *PyMethod_Self(PyObject *meth);
ADDER_API_END

#define PyMethod_Check(op)                   Py_IS_TYPE(op, &PyMethod_Type)
#define PyMethod_GET_FUNCTION(meth)          (((PyMethodObject *)(meth))->im_func)
#define PyMethod_GET_SELF(meth)              (((PyMethodObject *)(meth))->im_self)
#define PyInstanceMethod_Check(op)           Py_IS_TYPE(op, &PyInstanceMethod_Type)
#define PyInstanceMethod_GET_FUNCTION(meth)  (((PyInstanceMethodObject *)(meth))->func)

#endif
