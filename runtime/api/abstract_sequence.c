/* abstract_sequence.c -- PySequence_*, PyObject_Size and the subscript operations. */
#include "runtime/api/abstract.h"
#include "runtime/objects/type.h"
#include "runtime/state/interp.h"

void *adder_type_error(PyObject *o, const char *problem)
{
    PyErr_Format(PyExc_TypeError, "'%.200s' object %s", Py_TYPE(o)->tp_name, problem);
    return NULL;
}

Py_ssize_t adder_no_length(PyObject *o)
{
    PyErr_Format(PyExc_TypeError, "object of type '%.200s' has no len()", Py_TYPE(o)->tp_name);
    return -1;
}

static PySequenceMethods *sequence_of(PyObject *o) { return Py_TYPE(o)->tp_as_sequence; }
static PyMappingMethods *mapping_of(PyObject *o)   { return Py_TYPE(o)->tp_as_mapping; }

/* -- size */

Py_ssize_t PyObject_Size(PyObject *o)
{
    PySequenceMethods *sequence = sequence_of(o);
    if (sequence != NULL && sequence->sq_length != NULL) return sequence->sq_length(o);
    return PyMapping_Size(o);
}

#undef PyObject_Length
Py_ssize_t PyObject_Length(PyObject *o) { return PyObject_Size(o); }

int _PyObject_HasLen(PyObject *o)
{
    return (sequence_of(o) != NULL && sequence_of(o)->sq_length != NULL) || (mapping_of(o) != NULL && mapping_of(o)->mp_length != NULL);
}

Py_ssize_t PySequence_Size(PyObject *o)
{
    PySequenceMethods *sequence = sequence_of(o);
    if (sequence != NULL && sequence->sq_length != NULL) return sequence->sq_length(o);
    if (mapping_of(o) != NULL && mapping_of(o)->mp_length != NULL) return adder_type_error(o, "is not a sequence"), -1;
    return adder_no_length(o);
}

#undef PySequence_Length
Py_ssize_t PySequence_Length(PyObject *o) { return PySequence_Size(o); }

Py_ssize_t PyObject_LengthHint(PyObject *o, Py_ssize_t fallback)
{
    if (_PyObject_HasLen(o)) {
        Py_ssize_t n = PyObject_Size(o);
        if (n >= 0) return n;
        if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
        PyErr_Clear();
    }
    bool found;
    PyObject *result = adder_special_call_maybe(o, ID(__length_hint__), &o, 1, &found);
    if (!found) return PyErr_Occurred() ? -1 : fallback;
    if (result == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
        PyErr_Clear();
        return fallback;
    }
    if (result == Py_NotImplemented) {
        Py_DECREF(result);
        return fallback;
    }
    if (!PyLong_Check(result)) {
        PyErr_Format(PyExc_TypeError, "__length_hint__ must be an integer, not %.100s", Py_TYPE(result)->tp_name);
        Py_DECREF(result);
        return -1;
    }
    Py_ssize_t n = PyLong_AsSsize_t(result);
    Py_DECREF(result);
    if (n < 0 && !PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "__length_hint__() should return >= 0");
    return n < 0 ? -1 : n;
}

/* -- o[key] */

static PyObject *class_getitem(PyObject *o, PyObject *key)
{
    if ((PyTypeObject *)o == &PyType_Type) return Py_GenericAlias(o, key); /* type[int] */
    PyObject *method;
    if (_PyObject_LookupAttr(o, ID(__class_getitem__), &method) < 0) return NULL;
    if (method != NULL && method != Py_None) {
        PyObject *result = PyObject_CallOneArg(method, key);
        Py_DECREF(method);
        return result;
    }
    Py_XDECREF(method);
    PyErr_Format(PyExc_TypeError, "type '%.200s' is not subscriptable", ((PyTypeObject *)o)->tp_name);
    return NULL;
}

/* An index for a sequence; IndexError when it does not fit. */
static Py_ssize_t index_of(PyObject *key) { return PyNumber_AsSsize_t(key, PyExc_IndexError); }

PyObject *PyObject_GetItem(PyObject *o, PyObject *key)
{
    PyMappingMethods *mapping = mapping_of(o);
    if (mapping != NULL && mapping->mp_subscript != NULL) return mapping->mp_subscript(o, key);
    PySequenceMethods *sequence = sequence_of(o);
    if (sequence != NULL && sequence->sq_item != NULL) {
        if (PyIndex_Check(key)) {
            Py_ssize_t i = index_of(key);
            return i == -1 && PyErr_Occurred() ? NULL : PySequence_GetItem(o, i);
        }
        PyErr_Format(PyExc_TypeError, "sequence index must be integer, not '%.200s'", Py_TYPE(key)->tp_name);
        return NULL;
    }
    if (PyType_Check(o)) return class_getitem(o, key);
    return adder_type_error(o, "is not subscriptable");
}

static int set_item(PyObject *o, PyObject *key, PyObject *value, const char *problem)
{
    PyMappingMethods *mapping = mapping_of(o);
    if (mapping != NULL && mapping->mp_ass_subscript != NULL) return mapping->mp_ass_subscript(o, key, value);
    PySequenceMethods *sequence = sequence_of(o);
    if (sequence != NULL && PyIndex_Check(key)) {
        Py_ssize_t i = index_of(key);
        if (i == -1 && PyErr_Occurred()) return -1;
        return value != NULL ? PySequence_SetItem(o, i, value) : PySequence_DelItem(o, i);
    }
    if (sequence != NULL && sequence->sq_ass_item != NULL) {
        PyErr_Format(PyExc_TypeError, "sequence index must be integer, not '%.200s'", Py_TYPE(key)->tp_name);
        return -1;
    }
    return adder_type_error(o, problem), -1;
}

int PyObject_SetItem(PyObject *o, PyObject *key, PyObject *value)
{
    return set_item(o, key, value, "does not support item assignment");
}

#undef PyObject_DelItem
int PyObject_DelItem(PyObject *o, PyObject *key) { return set_item(o, key, NULL, "does not support item deletion"); }

int PyObject_DelItemString(PyObject *o, const char *key)
{
    PyObject *text = PyUnicode_FromString(key);
    int rc = text == NULL ? -1 : PyObject_DelItem(o, text);
    Py_XDECREF(text);
    return rc;
}

/* -- sequences by number */

int PySequence_Check(PyObject *o)
{
    return !PyDict_Check(o) && sequence_of(o) != NULL && sequence_of(o)->sq_item != NULL;
}

/* Counts a negative index from the end, where the type can tell its length. 0, or -1 with an exception. */
static int from_end(PyObject *o, Py_ssize_t *i)
{
    PySequenceMethods *sequence = sequence_of(o);
    if (*i >= 0 || sequence->sq_length == NULL) return 0;
    Py_ssize_t n = sequence->sq_length(o);
    if (n < 0) return -1;
    *i += n;
    return 0;
}

PyObject *PySequence_GetItem(PyObject *o, Py_ssize_t i)
{
    PySequenceMethods *sequence = sequence_of(o);
    if (sequence != NULL && sequence->sq_item != NULL) return from_end(o, &i) < 0 ? NULL : sequence->sq_item(o, i);
    if (mapping_of(o) != NULL && mapping_of(o)->mp_subscript != NULL) return adder_type_error(o, "is not a sequence");
    return adder_type_error(o, "does not support indexing");
}

static int assign_item(PyObject *o, Py_ssize_t i, PyObject *value, const char *problem)
{
    PySequenceMethods *sequence = sequence_of(o);
    if (sequence != NULL && sequence->sq_ass_item != NULL) return from_end(o, &i) < 0 ? -1 : sequence->sq_ass_item(o, i, value);
    bool mapping = mapping_of(o) != NULL && mapping_of(o)->mp_ass_subscript != NULL;
    return adder_type_error(o, mapping ? "is not a sequence" : problem), -1;
}

int PySequence_SetItem(PyObject *o, Py_ssize_t i, PyObject *value)
{
    return assign_item(o, i, value, "does not support item assignment");
}

int PySequence_DelItem(PyObject *o, Py_ssize_t i) { return assign_item(o, i, NULL, "doesn't support item deletion"); }

PyObject *PySequence_GetSlice(PyObject *o, Py_ssize_t from, Py_ssize_t to)
{
    PyMappingMethods *mapping = mapping_of(o);
    if (mapping == NULL || mapping->mp_subscript == NULL) return adder_type_error(o, "is unsliceable");
    PyObject *slice = _PySlice_FromIndices(from, to);
    PyObject *result = slice == NULL ? NULL : mapping->mp_subscript(o, slice);
    Py_XDECREF(slice);
    return result;
}

static int assign_slice(PyObject *o, Py_ssize_t from, Py_ssize_t to, PyObject *value, const char *problem)
{
    PyMappingMethods *mapping = mapping_of(o);
    if (mapping == NULL || mapping->mp_ass_subscript == NULL) return adder_type_error(o, problem), -1;
    PyObject *slice = _PySlice_FromIndices(from, to);
    int rc = slice == NULL ? -1 : mapping->mp_ass_subscript(o, slice, value);
    Py_XDECREF(slice);
    return rc;
}

int PySequence_SetSlice(PyObject *o, Py_ssize_t from, Py_ssize_t to, PyObject *value)
{
    return assign_slice(o, from, to, value, "doesn't support slice assignment");
}

int PySequence_DelSlice(PyObject *o, Py_ssize_t from, Py_ssize_t to)
{
    return assign_slice(o, from, to, NULL, "doesn't support slice deletion");
}

/* -- joining and repeating. Classes that only define __add__ and __mul__ count when they are sequences. */

PyObject *PySequence_Concat(PyObject *a, PyObject *b)
{
    PySequenceMethods *sequence = sequence_of(a);
    if (sequence != NULL && sequence->sq_concat != NULL) return sequence->sq_concat(a, b);
    if (PySequence_Check(a) && PySequence_Check(b)) return PyNumber_Add(a, b);
    return adder_type_error(a, "can't be concatenated");
}

PyObject *PySequence_InPlaceConcat(PyObject *a, PyObject *b)
{
    PySequenceMethods *sequence = sequence_of(a);
    if (sequence != NULL && sequence->sq_inplace_concat != NULL) return sequence->sq_inplace_concat(a, b);
    if (sequence != NULL && sequence->sq_concat != NULL) return sequence->sq_concat(a, b);
    if (PySequence_Check(a) && PySequence_Check(b)) return PyNumber_InPlaceAdd(a, b);
    return adder_type_error(a, "can't be concatenated");
}

static PyObject *repeat_number(PyObject *o, Py_ssize_t count, PyObject *(*multiply)(PyObject *, PyObject *))
{
    if (!PySequence_Check(o)) return adder_type_error(o, "can't be repeated");
    PyObject *n = PyLong_FromSsize_t(count);
    PyObject *result = n == NULL ? NULL : multiply(o, n);
    Py_XDECREF(n);
    return result;
}

PyObject *PySequence_Repeat(PyObject *o, Py_ssize_t count)
{
    PySequenceMethods *sequence = sequence_of(o);
    if (sequence != NULL && sequence->sq_repeat != NULL) return sequence->sq_repeat(o, count);
    return repeat_number(o, count, PyNumber_Multiply);
}

PyObject *PySequence_InPlaceRepeat(PyObject *o, Py_ssize_t count)
{
    PySequenceMethods *sequence = sequence_of(o);
    if (sequence != NULL && sequence->sq_inplace_repeat != NULL) return sequence->sq_inplace_repeat(o, count);
    if (sequence != NULL && sequence->sq_repeat != NULL) return sequence->sq_repeat(o, count);
    return repeat_number(o, count, PyNumber_InPlaceMultiply);
}

/* -- from any iterable */

PyObject *PySequence_List(PyObject *o)
{
    PyObject *list = PyList_New(0), *extended = list == NULL ? NULL : _PyList_Extend((PyListObject *)list, o);
    if (extended == NULL) Py_CLEAR(list);
    Py_XDECREF(extended);
    return list;
}

PyObject *PySequence_Tuple(PyObject *o)
{
    if (PyTuple_CheckExact(o)) return Py_NewRef(o);
    if (PyList_CheckExact(o)) return PyList_AsTuple(o);
    PyObject *list = PySequence_List(o);
    PyObject *tuple = list == NULL ? NULL : PyList_AsTuple(list);
    Py_XDECREF(list);
    return tuple;
}

PyObject *PySequence_Fast(PyObject *o, const char *message)
{
    if (PyList_CheckExact(o) || PyTuple_CheckExact(o)) return Py_NewRef(o);
    PyObject *iter = PyObject_GetIter(o);
    if (iter == NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError)) PyErr_SetString(PyExc_TypeError, message);
        return NULL;
    }
    PyObject *list = PySequence_List(iter);
    Py_DECREF(iter);
    return list;
}

/* -- searching */

Py_ssize_t _PySequence_IterSearch(PyObject *o, PyObject *wanted, int operation)
{
    PyObject *iter = PyObject_GetIter(o), *item;
    if (iter == NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError)) {
            PyErr_Format(PyExc_TypeError, "argument of type '%.200s' is not iterable", Py_TYPE(o)->tp_name);
        }
        return -1;
    }
    Py_ssize_t n = 0, result = operation == PY_ITERSEARCH_INDEX ? -1 : 0;
    while ((item = PyIter_Next(iter)) != NULL) {
        int equal = PyObject_RichCompareBool(item, wanted, Py_EQ);
        Py_DECREF(item);
        if (equal < 0) break;
        if (equal > 0 && operation != PY_ITERSEARCH_COUNT) {
            Py_DECREF(iter);
            return operation == PY_ITERSEARCH_INDEX ? n : 1;
        }
        if (n == PY_SSIZE_T_MAX) {
            PyErr_SetString(PyExc_OverflowError, operation == PY_ITERSEARCH_COUNT ? "count exceeds C integer size"
                                                                                   : "index exceeds C integer size");
            break;
        }
        n++;
        result += operation == PY_ITERSEARCH_COUNT && equal > 0;
    }
    Py_DECREF(iter);
    if (PyErr_Occurred()) return -1;
    if (operation == PY_ITERSEARCH_INDEX) PyErr_SetString(PyExc_ValueError, "sequence.index(x): x not in sequence");
    return result;
}

Py_ssize_t PySequence_Count(PyObject *o, PyObject *value) { return _PySequence_IterSearch(o, value, PY_ITERSEARCH_COUNT); }
Py_ssize_t PySequence_Index(PyObject *o, PyObject *value) { return _PySequence_IterSearch(o, value, PY_ITERSEARCH_INDEX); }

int PySequence_Contains(PyObject *o, PyObject *value)
{
    PySequenceMethods *sequence = sequence_of(o);
    if (sequence != NULL && sequence->sq_contains != NULL) return sequence->sq_contains(o, value);
    return (int)_PySequence_IterSearch(o, value, PY_ITERSEARCH_CONTAINS);
}

#undef PySequence_In
int PySequence_In(PyObject *o, PyObject *value) { return PySequence_Contains(o, value); }
