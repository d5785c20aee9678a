/* none.c -- the three singletons None, NotImplemented and Ellipsis: immortal, one instance a type for all interpreters. */
#include "runtime/define.h"

static PyObject *no_arguments(PyTypeObject *type, PyObject *args, PyObject *kwargs, PyObject *only)
{
    if (PyTuple_GET_SIZE(args) != 0 || (kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0))
        return PyErr_Format(PyExc_TypeError, "%s takes no arguments", type->tp_name);
    return Py_NewRef(only);
}

/* ---- None ---- */

static PyObject *none_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return no_arguments(type, args, kwargs, Py_None);
}

static PyObject *none_repr(PyObject *self)
{
    (void)self;
    return Py_NewRef(ID(None));
}

static int none_bool(PyObject *self)
{
    (void)self;
    return 0;
}

static PyNumberMethods none_number = { .nb_bool = none_bool };

PyTypeObject _PyNone_Type = {
    STATIC_TYPE("NoneType", PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = none_new,
    .tp_repr = none_repr,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_as_number = &none_number,
};
PyObject _Py_NoneStruct = { ADDER_IMMORTAL_REFCNT, &_PyNone_Type };

/* ---- NotImplemented ---- */

static PyObject *notimplemented_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return no_arguments(type, args, kwargs, Py_NotImplemented);
}

static PyObject *notimplemented_repr(PyObject *self)
{
    (void)self;
    return Py_NewRef(ID(NotImplemented));
}

static PyObject *notimplemented_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    return notimplemented_repr(self);
}

static int notimplemented_bool(PyObject *self)
{
    (void)self;
    return PyErr_WarnEx(PyExc_DeprecationWarning, "NotImplemented should not be used in a boolean context", 1) < 0 ? -1 : 1;
}

static PyMethodDef notimplemented_methods[] = {
    FN("__reduce__", notimplemented_reduce, "($self, /)", "The name, for pickle."),
    { 0 }
};
static PyNumberMethods notimplemented_number = { .nb_bool = notimplemented_bool };

PyTypeObject _PyNotImplemented_Type = {
    STATIC_TYPE("NotImplementedType", PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = notimplemented_new,
    .tp_repr = notimplemented_repr,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_as_number = &notimplemented_number,
    .tp_methods = notimplemented_methods,
};
PyObject _Py_NotImplementedStruct = { ADDER_IMMORTAL_REFCNT, &_PyNotImplemented_Type };

/* ---- Ellipsis ---- */

static PyObject *ellipsis_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (PyTuple_GET_SIZE(args) != 0 || (kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0))
        return PyErr_Format(PyExc_TypeError, "EllipsisType takes no arguments"); /* not the type's own name */
    return no_arguments(type, args, kwargs, Py_Ellipsis);
}

static PyObject *ellipsis_repr(PyObject *self)
{
    (void)self;
    return Py_NewRef(ID(Ellipsis));
}

static PyObject *ellipsis_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    return ellipsis_repr(self);
}

static PyMethodDef ellipsis_methods[] = {
    FN("__reduce__", ellipsis_reduce, "($self, /)", "The name, for pickle."),
    { 0 }
};

PyTypeObject PyEllipsis_Type = {
    STATIC_TYPE("ellipsis", PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = ellipsis_new,
    .tp_repr = ellipsis_repr,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_methods = ellipsis_methods,
};
PyObject _Py_EllipsisObject = { ADDER_IMMORTAL_REFCNT, &PyEllipsis_Type };
