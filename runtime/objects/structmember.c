/* structmember.c -- C fields of a structure read and written as Python values (PyMemberDef). */
#include "runtime/define.h"
#include <stdbool.h>
#include <structmember.h>
#include <limits.h>
#include <string.h>

PyObject *PyMember_GetOne(const char *obj, PyMemberDef *m)
{
    const char *at = obj + m->offset;
    PyObject *value;
    switch (m->type) {
    case T_BOOL:      return PyBool_FromLong(*(const char *)at);
    case T_BYTE:      return PyLong_FromLong(*(const signed char *)at);
    case T_UBYTE:     return PyLong_FromUnsignedLong(*(const unsigned char *)at);
    case T_SHORT:     return PyLong_FromLong(*(const short *)at);
    case T_USHORT:    return PyLong_FromUnsignedLong(*(const unsigned short *)at);
    case T_INT:       return PyLong_FromLong(*(const int *)at);
    case T_UINT:      return PyLong_FromUnsignedLong(*(const unsigned int *)at);
    case T_LONG:      return PyLong_FromLong(*(const long *)at);
    case T_ULONG:     return PyLong_FromUnsignedLong(*(const unsigned long *)at);
    case T_LONGLONG:  return PyLong_FromLongLong(*(const long long *)at);
    case T_ULONGLONG: return PyLong_FromUnsignedLongLong(*(const unsigned long long *)at);
    case T_PYSSIZET:  return PyLong_FromSsize_t(*(const Py_ssize_t *)at);
    case T_FLOAT:     return PyFloat_FromDouble((double)*(const float *)at);
    case T_DOUBLE:    return PyFloat_FromDouble(*(const double *)at);
    case T_STRING:    return *(char *const *)at == NULL ? Py_NewRef(Py_None) : PyUnicode_FromString(*(char *const *)at);
    case T_STRING_INPLACE: return PyUnicode_FromString(at);
    case T_CHAR:      return PyUnicode_FromStringAndSize(at, 1);
    case T_NONE:      return Py_NewRef(Py_None);
    case T_OBJECT:
        value = *(PyObject *const *)at;
        return Py_NewRef(value != NULL ? value : Py_None);
    case T_OBJECT_EX:
        value = *(PyObject *const *)at;
        if (value == NULL)
            PyErr_Format(PyExc_AttributeError, "'%.200s' object has no attribute '%s'", Py_TYPE((PyObject *)obj)->tp_name, m->name);
        return Py_XNewRef(value);
    default:
        PyErr_SetString(PyExc_SystemError, "bad memberdescr type");
        return NULL;
    }
}

/* Narrow fields take values that do not fit with a warning, as the API always did. */
static int warn_truncated(const char *what)
{
    return PyErr_WarnFormat(PyExc_RuntimeWarning, 1, "Truncation of value to %s", what);
}

#define SET_NARROW(Type, what, min, max)                                       \
    do {                                                                       \
        long v = PyLong_AsLong(value);                                         \
        if (v == -1 && PyErr_Occurred()) return -1;                            \
        *(Type *)at = (Type)v;                                                 \
        return v < (long)(min) || v > (long)(max) ? warn_truncated(what) : 0; \
    } while (0)

/* Negative values are accepted with a warning. */
static int set_unsigned_long(void *at, PyObject *value, bool is_int)
{
    unsigned long v = PyLong_AsUnsignedLong(value);
    if (v == (unsigned long)-1 && PyErr_Occurred()) {
        if (!PyErr_ExceptionMatches(PyExc_OverflowError)) return -1;
        PyErr_Clear();
        long s = PyLong_AsLong(value);
        if (s == -1 && PyErr_Occurred()) return -1;
        if (is_int) *(unsigned int *)at = (unsigned int)s;
        else *(unsigned long *)at = (unsigned long)s;
        return PyErr_WarnEx(PyExc_RuntimeWarning, "Writing negative value into unsigned field", 1);
    }
    if (!is_int) {
        *(unsigned long *)at = v;
        return 0;
    }
    *(unsigned int *)at = (unsigned int)v;
    return v > UINT_MAX ? warn_truncated("unsigned int") : 0;
}

static int set_number(char *at, PyMemberDef *m, PyObject *value)
{
    switch (m->type) {
    case T_BOOL:
        if (!PyBool_Check(value)) {
            PyErr_SetString(PyExc_TypeError, "attribute value type must be bool");
            return -1;
        }
        *at = value == Py_True;
        return 0;
    case T_BYTE:   SET_NARROW(signed char, "char", CHAR_MIN, CHAR_MAX);
    case T_UBYTE:  SET_NARROW(unsigned char, "unsigned char", 0, UCHAR_MAX);
    case T_SHORT:  SET_NARROW(short, "short", SHRT_MIN, SHRT_MAX);
    case T_USHORT: SET_NARROW(unsigned short, "unsigned short", 0, USHRT_MAX);
    case T_INT:    SET_NARROW(int, "int", INT_MIN, INT_MAX);
    case T_UINT:   return set_unsigned_long(at, value, true);
    case T_ULONG:  return set_unsigned_long(at, value, false);
    case T_LONG: {
        long v = PyLong_AsLong(value);
        *(long *)at = v;
        return v == -1 && PyErr_Occurred() ? -1 : 0;
    }
    case T_PYSSIZET: {
        Py_ssize_t v = PyLong_AsSsize_t(value);
        *(Py_ssize_t *)at = v;
        return v == -1 && PyErr_Occurred() ? -1 : 0;
    }
    case T_LONGLONG: {
        long long v = PyLong_AsLongLong(value);
        *(long long *)at = v;
        return v == -1 && PyErr_Occurred() ? -1 : 0;
    }
    case T_ULONGLONG: {
        unsigned long long v = PyLong_Check(value) ? PyLong_AsUnsignedLongLong(value) : (unsigned long long)PyLong_AsLong(value);
        *(unsigned long long *)at = v;
        return v == (unsigned long long)-1 && PyErr_Occurred() ? -1 : 0;
    }
    default: {
        double v = PyFloat_AsDouble(value);
        if (v == -1 && PyErr_Occurred()) return -1;
        if (m->type == T_FLOAT) *(float *)at = (float)v;
        else *(double *)at = v;
        return 0;
    }
    }
}

int PyMember_SetOne(char *obj, PyMemberDef *m, PyObject *value)
{
    char *at = obj + m->offset;
    if (m->flags & READONLY) {
        PyErr_SetString(PyExc_AttributeError, "readonly attribute");
        return -1;
    }
    if ((m->flags & PY_WRITE_RESTRICTED) && PySys_Audit("object.__setattr__", "OsO", (PyObject *)obj, m->name, value ? value : Py_None) < 0)
        return -1;
    if (value == NULL && m->type != T_OBJECT && m->type != T_OBJECT_EX) {
        PyErr_SetString(PyExc_TypeError, "can't delete numeric/char attribute");
        return -1;
    }
    if (value == NULL && m->type == T_OBJECT_EX && *(PyObject **)at == NULL) {
        PyErr_SetString(PyExc_AttributeError, m->name);
        return -1;
    }
    switch (m->type) {
    case T_OBJECT:
    case T_OBJECT_EX: {
        PyObject *old = *(PyObject **)at;
        *(PyObject **)at = Py_XNewRef(value);
        Py_XDECREF(old);
        return 0;
    }
    case T_CHAR: {
        Py_ssize_t size;
        const char *text = PyUnicode_AsUTF8AndSize(value, &size);
        if (text == NULL || size != 1) {
            PyErr_BadArgument();
            return -1;
        }
        *at = *text;
        return 0;
    }
    case T_STRING:
    case T_STRING_INPLACE:
        PyErr_SetString(PyExc_TypeError, "readonly attribute");
        return -1;
    case T_BOOL: case T_BYTE: case T_UBYTE: case T_SHORT: case T_USHORT: case T_INT: case T_UINT: case T_LONG: case T_ULONG:
    case T_LONGLONG: case T_ULONGLONG: case T_PYSSIZET: case T_FLOAT: case T_DOUBLE:
        return set_number(at, m, value);
    default:
        PyErr_Format(PyExc_SystemError, "bad memberdescr type for %s", m->name);
        return -1;
    }
}
