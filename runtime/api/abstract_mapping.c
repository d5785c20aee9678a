/* abstract_mapping.c -- PyMapping_*. */
#include "runtime/api/abstract.h"
#include "runtime/state/interp.h"

int PyMapping_Check(PyObject *o)
{
    return o != NULL && Py_TYPE(o)->tp_as_mapping != NULL && Py_TYPE(o)->tp_as_mapping->mp_subscript != NULL;
}

Py_ssize_t PyMapping_Size(PyObject *o)
{
    PyMappingMethods *mapping = Py_TYPE(o)->tp_as_mapping;
    if (mapping != NULL && mapping->mp_length != NULL) return mapping->mp_length(o);
    PySequenceMethods *sequence = Py_TYPE(o)->tp_as_sequence;
    bool is_sequence = sequence != NULL && sequence->sq_length != NULL;
    if (is_sequence) return adder_type_error(o, "is not a mapping"), -1;
    return adder_no_length(o);
}

#undef PyMapping_Length
Py_ssize_t PyMapping_Length(PyObject *o) { return PyMapping_Size(o); }

PyObject *PyMapping_GetItemString(PyObject *o, const char *key)
{
    PyObject *text = PyUnicode_FromString(key);
    PyObject *value = text == NULL ? NULL : PyObject_GetItem(o, text);
    Py_XDECREF(text);
    return value;
}

int PyMapping_SetItemString(PyObject *o, const char *key, PyObject *value)
{
    PyObject *text = PyUnicode_FromString(key);
    int rc = text == NULL ? -1 : PyObject_SetItem(o, text, value);
    Py_XDECREF(text);
    return rc;
}

/* These two swallow errors: that is their contract. */
int PyMapping_HasKey(PyObject *o, PyObject *key)
{
    PyObject *value = PyObject_GetItem(o, key);
    if (value == NULL) return PyErr_Clear(), 0;
    Py_DECREF(value);
    return 1;
}

int PyMapping_HasKeyString(PyObject *o, const char *key)
{
    PyObject *value = PyMapping_GetItemString(o, key);
    if (value == NULL) return PyErr_Clear(), 0;
    Py_DECREF(value);
    return 1;
}

/* The list of what o.name() yields. */
static PyObject *method_list(PyObject *o, PyObject *name)
{
    PyObject *result = PyObject_CallMethodNoArgs(o, name);
    if (result == NULL || PyList_CheckExact(result)) return result;
    PyObject *iter = PyObject_GetIter(result), *list = NULL;
    if (iter == NULL && PyErr_ExceptionMatches(PyExc_TypeError)) {
        PyErr_Format(PyExc_TypeError, "%.200s.%U() returned a non-iterable (type %.200s)", Py_TYPE(o)->tp_name, name,
                     Py_TYPE(result)->tp_name);
    }
    if (iter != NULL) list = PySequence_List(iter);
    Py_XDECREF(iter);
    Py_DECREF(result);
    return list;
}

PyObject *PyMapping_Keys(PyObject *o)   { return PyDict_CheckExact(o) ? PyDict_Keys(o) : method_list(o, ID(keys)); }
PyObject *PyMapping_Items(PyObject *o)  { return PyDict_CheckExact(o) ? PyDict_Items(o) : method_list(o, ID(items)); }
PyObject *PyMapping_Values(PyObject *o) { return PyDict_CheckExact(o) ? PyDict_Values(o) : method_list(o, ID(values)); }
