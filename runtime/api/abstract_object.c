/* abstract_object.c -- iteration, isinstance() and issubclass(), format(). */
#include "runtime/api/abstract.h"
#include "runtime/objects/type.h"
#include "runtime/objects/union.h"
#include "runtime/state/interp.h"

/* -- iteration */

int PyIter_Check(PyObject *o)
{
    return Py_TYPE(o)->tp_iternext != NULL && Py_TYPE(o)->tp_iternext != &_PyObject_NextNotImplemented;
}

PyObject *PyObject_GetIter(PyObject *o)
{
    getiterfunc iter = Py_TYPE(o)->tp_iter;
    if (iter == NULL) return PySequence_Check(o) ? PySeqIter_New(o) : adder_type_error(o, "is not iterable");
    PyObject *result = iter(o);
    if (result == NULL || PyIter_Check(result)) return result;
    PyErr_Format(PyExc_TypeError, "iter() returned non-iterator of type '%.100s'", Py_TYPE(result)->tp_name);
    Py_DECREF(result);
    return NULL;
}

int PyAIter_Check(PyObject *o)
{
    PyAsyncMethods *async = Py_TYPE(o)->tp_as_async;
    return async != NULL && async->am_anext != NULL && async->am_anext != &_PyObject_NextNotImplemented;
}

PyObject *PyObject_GetAIter(PyObject *o)
{
    PyAsyncMethods *async = Py_TYPE(o)->tp_as_async;
    if (async == NULL || async->am_aiter == NULL) return adder_type_error(o, "is not an async iterable");
    PyObject *result = async->am_aiter(o);
    if (result == NULL || PyAIter_Check(result)) return result;
    PyErr_Format(PyExc_TypeError, "aiter() returned not an async iterator of type '%.100s'", Py_TYPE(result)->tp_name);
    Py_DECREF(result);
    return NULL;
}

/* NULL at the end without an exception. */
PyObject *PyIter_Next(PyObject *iter)
{
    PyObject *item = Py_TYPE(iter)->tp_iternext(iter);
    if (item == NULL && PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_StopIteration)) PyErr_Clear();
    return item;
}

PySendResult PyIter_Send(PyObject *iter, PyObject *value, PyObject **result)
{
    PyAsyncMethods *async = Py_TYPE(iter)->tp_as_async;
    if (async != NULL && async->am_send != NULL) return async->am_send(iter, value, result);
    if (value == Py_None && PyIter_Check(iter)) *result = Py_TYPE(iter)->tp_iternext(iter);
    else *result = PyObject_CallMethodOneArg(iter, ID(send), value);
    if (*result != NULL) return PYGEN_NEXT;
    return _PyGen_FetchStopIterationValue(result) == 0 ? PYGEN_RETURN : PYGEN_ERROR;
}

/* -- isinstance, issubclass */

/* cls.__bases__ when that is a tuple: then the object counts as a class. New reference, or NULL (with an exception or
 * without). */
static PyObject *bases_of(PyObject *cls)
{
    PyObject *bases;
    if (_PyObject_LookupAttr(cls, ID(__bases__), &bases) < 0) return NULL;
    if (bases != NULL && !PyTuple_Check(bases)) Py_CLEAR(bases);
    return bases;
}

static int check_class(PyObject *cls, const char *message)
{
    PyObject *bases = bases_of(cls);
    if (bases != NULL) return Py_DECREF(bases), 0;
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, message);
    return -1;
}

/* Is cls among derived and its bases, for objects that are no types? */
static int abstract_issubclass(PyObject *derived, PyObject *cls)
{
    if (derived == cls) return 1;
    PyObject *bases = bases_of(derived);
    if (bases == NULL) return PyErr_Occurred() ? -1 : 0;
    int result = 0;
    if (Py_EnterRecursiveCall(" in __issubclass__")) {
        result = -1;
    } else {
        for (Py_ssize_t i = 0; result == 0 && i < PyTuple_GET_SIZE(bases); i++) {
            result = abstract_issubclass(PyTuple_GET_ITEM(bases, i), cls);
        }
        Py_LeaveRecursiveCall();
    }
    Py_DECREF(bases);
    return result;
}

int _PyObject_RealIsSubclass(PyObject *derived, PyObject *cls)
{
    if (PyType_Check(cls) && PyType_Check(derived)) return PyType_IsSubtype((PyTypeObject *)derived, (PyTypeObject *)cls);
    if (check_class(derived, "issubclass() arg 1 must be a class") < 0) return -1;
    if (!Py_IS_TYPE(cls, &_PyUnion_Type) && check_class(cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union") < 0) return -1;
    return abstract_issubclass(derived, cls);
}

int _PyObject_RealIsInstance(PyObject *o, PyObject *cls)
{
    PyObject *own;
    int result = 0;
    if (PyType_Check(cls)) {
        if (PyObject_TypeCheck(o, (PyTypeObject *)cls)) return 1;
        if (_PyObject_LookupAttr(o, ID(__class__), &own) < 0) return -1;
        if (own != NULL && own != (PyObject *)Py_TYPE(o) && PyType_Check(own)) {
            result = PyType_IsSubtype((PyTypeObject *)own, (PyTypeObject *)cls);
        }
        Py_XDECREF(own);
        return result;
    }
    if (check_class(cls, "isinstance() arg 2 must be a type, a tuple of types, or a union") < 0) return -1;
    if (_PyObject_LookupAttr(o, ID(__class__), &own) < 0) return -1;
    if (own != NULL) result = abstract_issubclass(own, cls);
    Py_XDECREF(own);
    return result;
}

typedef int (*ClassTest)(PyObject *, PyObject *);

/* Asks the class's own hook; tuples ask each of their items. */
static int class_test(PyObject *o, PyObject *cls, PyObject *hook, ClassTest real, ClassTest whole, const char *where)
{
    if (PyType_CheckExact(cls)) return real(o, cls);
    if (PyTuple_Check(cls)) {
        if (Py_EnterRecursiveCall(where)) return -1;
        int result = 0;
        for (Py_ssize_t i = 0; result == 0 && i < PyTuple_GET_SIZE(cls); i++) result = whole(o, PyTuple_GET_ITEM(cls, i));
        Py_LeaveRecursiveCall();
        return result;
    }
    if (Py_EnterRecursiveCall(where)) return -1;
    bool found;
    PyObject *answer = adder_special_call_maybe(cls, hook, (PyObject *[]){ cls, o }, 2, &found);
    Py_LeaveRecursiveCall();
    if (!found && !PyErr_Occurred()) return real(o, cls);
    int result = answer == NULL ? -1 : PyObject_IsTrue(answer);
    Py_XDECREF(answer);
    return result;
}

int PyObject_IsInstance(PyObject *o, PyObject *cls)
{
    if (Py_IS_TYPE(o, (PyTypeObject *)cls)) return 1;
    return class_test(o, cls, ID(__instancecheck__), _PyObject_RealIsInstance, PyObject_IsInstance, " in __instancecheck__");
}

int PyObject_IsSubclass(PyObject *derived, PyObject *cls)
{
    if (PyType_CheckExact(cls) && derived == cls) return 1;
    return class_test(derived, cls, ID(__subclasscheck__), _PyObject_RealIsSubclass, PyObject_IsSubclass, " in __subclasscheck__");
}

/* -- the rest */

PyObject *PyObject_Type(PyObject *o) { return Py_NewRef((PyObject *)Py_TYPE(o)); }

PyObject *PyObject_Format(PyObject *o, PyObject *spec)
{
    if (spec != NULL && !PyUnicode_Check(spec)) {
        PyErr_Format(PyExc_SystemError, "Format specifier must be a string, not %.200s", Py_TYPE(spec)->tp_name);
        return NULL;
    }
    bool plain = spec == NULL || PyUnicode_GET_LENGTH(spec) == 0;
    if (plain && PyUnicode_CheckExact(o)) return Py_NewRef(o);
    if (plain && PyLong_CheckExact(o)) return PyObject_Str(o);
    PyObject *given = spec == NULL ? PyUnicode_New(0, 0) : Py_NewRef(spec);
    if (given == NULL) return NULL;
    bool found;
    PyObject *result = adder_special_call_maybe(o, ID(__format__), (PyObject *[]){ o, given }, 2, &found);
    Py_DECREF(given);
    if (!found && !PyErr_Occurred()) {
        PyErr_Format(PyExc_TypeError, "Type %.100s doesn't define __format__", Py_TYPE(o)->tp_name);
    }
    if (result != NULL && !PyUnicode_Check(result)) {
        PyErr_Format(PyExc_TypeError, "__format__ must return a str, not %.200s", Py_TYPE(result)->tp_name);
        Py_CLEAR(result);
    }
    return result;
}

int _Py_convert_optional_to_ssize_t(PyObject *o, void *place)
{
    if (o == Py_None) return 1;
    if (!PyIndex_Check(o)) {
        PyErr_Format(PyExc_TypeError, "argument should be integer or None, not %.200s", Py_TYPE(o)->tp_name);
        return 0;
    }
    Py_ssize_t n = PyNumber_AsSsize_t(o, PyExc_OverflowError);
    if (n == -1 && PyErr_Occurred()) return 0;
    *(Py_ssize_t *)place = n;
    return 1;
}
