/* abstract_number.c -- PyNumber_*: operators on any objects, by the slots of both operands' types.
 *
 * The right operand's slot goes first when its type is a proper subclass of the left one's and brings a slot of its own. */
#include "runtime/api/abstract.h"
#include "runtime/objects/int.h"
#include "runtime/objects/type.h"
#include "runtime/state/interp.h"
#include <stddef.h>

typedef PyObject *(*Ternary)(PyObject *, PyObject *, PyObject *);

static binaryfunc slot_at(PyObject *o, int offset)
{
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    return methods == NULL ? NULL : *(binaryfunc *)((char *)methods + offset);
}

/* The result, or Py_NotImplemented (new reference) when neither operand knows how. */
static PyObject *binary1(PyObject *a, PyObject *b, int offset)
{
    binaryfunc left = slot_at(a, offset), right = NULL;
    if (!Py_IS_TYPE(b, Py_TYPE(a))) {
        right = slot_at(b, offset);
        if (right == left) right = NULL;
    }
    PyObject *result;
    if (left != NULL) {
        if (right != NULL && PyType_IsSubtype(Py_TYPE(b), Py_TYPE(a))) {
            result = right(a, b);
            if (result != Py_NotImplemented) return result;
            Py_DECREF(result);
            right = NULL;
        }
        result = left(a, b);
        if (result != Py_NotImplemented) return result;
        Py_DECREF(result);
    }
    if (right != NULL) return right(a, b);
    Py_RETURN_NOTIMPLEMENTED;
}

static PyObject *unsupported(PyObject *a, PyObject *b, const char *name)
{
    PyErr_Format(PyExc_TypeError, "unsupported operand type(s) for %.100s: '%.100s' and '%.100s'", name, Py_TYPE(a)->tp_name,
                 Py_TYPE(b)->tp_name);
    return NULL;
}

static PyObject *binary(PyObject *a, PyObject *b, int offset, const char *name)
{
    PyObject *result = binary1(a, b, offset);
    if (result != Py_NotImplemented) return result;
    Py_DECREF(result);
    return unsupported(a, b, name);
}

#define OFFSET(slot) ((int)offsetof(PyNumberMethods, slot))
#define BINARY_FUNCTION(name, slot, text) \
    PyObject *name(PyObject *a, PyObject *b) { return binary(a, b, OFFSET(slot), text); }
BINARY_FUNCTION(PyNumber_Subtract, nb_subtract, "-")
BINARY_FUNCTION(PyNumber_Or, nb_or, "|")
BINARY_FUNCTION(PyNumber_Xor, nb_xor, "^")
BINARY_FUNCTION(PyNumber_And, nb_and, "&")
BINARY_FUNCTION(PyNumber_Lshift, nb_lshift, "<<")
BINARY_FUNCTION(PyNumber_Divmod, nb_divmod, "divmod()")
BINARY_FUNCTION(PyNumber_FloorDivide, nb_floor_divide, "//")
BINARY_FUNCTION(PyNumber_TrueDivide, nb_true_divide, "/")
BINARY_FUNCTION(PyNumber_Remainder, nb_remainder, "%")
BINARY_FUNCTION(PyNumber_MatrixMultiply, nb_matrix_multiply, "@")

/* print >> file: the mistake of those who come from Python 2. */
PyObject *PyNumber_Rshift(PyObject *a, PyObject *b)
{
    PyObject *result = binary1(a, b, OFFSET(nb_rshift));
    if (result != Py_NotImplemented) return result;
    Py_DECREF(result);
    if (PyCFunction_CheckExact(a) && strcmp(((PyCFunctionObject *)a)->m_ml->ml_name, "print") == 0) {
        PyErr_Format(PyExc_TypeError,
                     "unsupported operand type(s) for >>: '%.100s' and '%.100s'. Did you mean \"print(<message>, file=<output_stream>)\"?",
                     Py_TYPE(a)->tp_name, Py_TYPE(b)->tp_name);
        return NULL;
    }
    return unsupported(a, b, ">>");
}

/* Sequences concatenate and repeat by the same operators. */
PyObject *PyNumber_Add(PyObject *a, PyObject *b)
{
    PyObject *result = binary1(a, b, OFFSET(nb_add));
    if (result != Py_NotImplemented) return result;
    Py_DECREF(result);
    PySequenceMethods *sequence = Py_TYPE(a)->tp_as_sequence;
    if (sequence != NULL && sequence->sq_concat != NULL) return sequence->sq_concat(a, b);
    return unsupported(a, b, "+");
}

static PyObject *repeat(ssizeargfunc fn, PyObject *sequence, PyObject *n)
{
    if (!PyIndex_Check(n)) {
        PyErr_Format(PyExc_TypeError, "can't multiply sequence by non-int of type '%.200s'", Py_TYPE(n)->tp_name);
        return NULL;
    }
    Py_ssize_t count = PyNumber_AsSsize_t(n, PyExc_OverflowError);
    if (count == -1 && PyErr_Occurred()) return NULL;
    return fn(sequence, count);
}

PyObject *PyNumber_Multiply(PyObject *a, PyObject *b)
{
    PyObject *result = binary1(a, b, OFFSET(nb_multiply));
    if (result != Py_NotImplemented) return result;
    Py_DECREF(result);
    PySequenceMethods *left = Py_TYPE(a)->tp_as_sequence, *right = Py_TYPE(b)->tp_as_sequence;
    if (left != NULL && left->sq_repeat != NULL) return repeat(left->sq_repeat, a, b);
    if (right != NULL && right->sq_repeat != NULL) return repeat(right->sq_repeat, b, a);
    return unsupported(a, b, "*");
}

/* -- pow: three operands */

static Ternary ternary_at(PyObject *o, int offset)
{
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    return methods == NULL ? NULL : *(Ternary *)((char *)methods + offset);
}

static PyObject *try_ternary(Ternary fn, PyObject *a, PyObject *b, PyObject *c)
{
    return fn == NULL ? Py_NewRef(Py_NotImplemented) : fn(a, b, c);
}

static PyObject *ternary(PyObject *a, PyObject *b, PyObject *c, const char *name)
{
    int offset = OFFSET(nb_power);
    Ternary order[3] = { ternary_at(a, offset), Py_IS_TYPE(b, Py_TYPE(a)) ? NULL : ternary_at(b, offset), ternary_at(c, offset) };
    if (order[1] == order[0]) order[1] = NULL;
    if (order[2] == order[0] || order[2] == order[1]) order[2] = NULL;
    if (order[0] != NULL && order[1] != NULL && PyType_IsSubtype(Py_TYPE(b), Py_TYPE(a))) {
        Ternary first = order[0];
        order[0] = order[1];
        order[1] = first;
    }
    for (int i = 0; i < 3; i++) {
        PyObject *result = try_ternary(order[i], a, b, c);
        if (result != Py_NotImplemented) return result;
        Py_DECREF(result);
    }
    if (c == Py_None) return unsupported(a, b, name);
    PyErr_Format(PyExc_TypeError, "unsupported operand type(s) for %.100s: '%.100s', '%.100s', '%.100s'", name, Py_TYPE(a)->tp_name,
                 Py_TYPE(b)->tp_name, Py_TYPE(c)->tp_name);
    return NULL;
}

PyObject *PyNumber_Power(PyObject *a, PyObject *b, PyObject *c) { return ternary(a, b, c, "** or pow()"); }

/* -- in place: the type's own slot, else the plain operator */

static PyObject *inplace1(PyObject *a, PyObject *b, int own, int plain)
{
    binaryfunc fn = slot_at(a, own);
    if (fn != NULL) {
        PyObject *result = fn(a, b);
        if (result != Py_NotImplemented) return result;
        Py_DECREF(result);
    }
    return binary1(a, b, plain);
}

static PyObject *inplace(PyObject *a, PyObject *b, int own, int plain, const char *name)
{
    PyObject *result = inplace1(a, b, own, plain);
    if (result != Py_NotImplemented) return result;
    Py_DECREF(result);
    return unsupported(a, b, name);
}

#define INPLACE_FUNCTION(name, own, plain, text) \
    PyObject *name(PyObject *a, PyObject *b) { return inplace(a, b, OFFSET(own), OFFSET(plain), text); }
INPLACE_FUNCTION(PyNumber_InPlaceSubtract, nb_inplace_subtract, nb_subtract, "-=")
INPLACE_FUNCTION(PyNumber_InPlaceOr, nb_inplace_or, nb_or, "|=")
INPLACE_FUNCTION(PyNumber_InPlaceXor, nb_inplace_xor, nb_xor, "^=")
INPLACE_FUNCTION(PyNumber_InPlaceAnd, nb_inplace_and, nb_and, "&=")
INPLACE_FUNCTION(PyNumber_InPlaceLshift, nb_inplace_lshift, nb_lshift, "<<=")
INPLACE_FUNCTION(PyNumber_InPlaceRshift, nb_inplace_rshift, nb_rshift, ">>=")
INPLACE_FUNCTION(PyNumber_InPlaceFloorDivide, nb_inplace_floor_divide, nb_floor_divide, "//=")
INPLACE_FUNCTION(PyNumber_InPlaceTrueDivide, nb_inplace_true_divide, nb_true_divide, "/=")
INPLACE_FUNCTION(PyNumber_InPlaceRemainder, nb_inplace_remainder, nb_remainder, "%=")
INPLACE_FUNCTION(PyNumber_InPlaceMatrixMultiply, nb_inplace_matrix_multiply, nb_matrix_multiply, "@=")

PyObject *PyNumber_InPlaceAdd(PyObject *a, PyObject *b)
{
    PyObject *result = inplace1(a, b, OFFSET(nb_inplace_add), OFFSET(nb_add));
    if (result != Py_NotImplemented) return result;
    Py_DECREF(result);
    PySequenceMethods *sequence = Py_TYPE(a)->tp_as_sequence;
    if (sequence != NULL && sequence->sq_inplace_concat != NULL) return sequence->sq_inplace_concat(a, b);
    if (sequence != NULL && sequence->sq_concat != NULL) return sequence->sq_concat(a, b);
    return unsupported(a, b, "+=");
}

PyObject *PyNumber_InPlaceMultiply(PyObject *a, PyObject *b)
{
    PyObject *result = inplace1(a, b, OFFSET(nb_inplace_multiply), OFFSET(nb_multiply));
    if (result != Py_NotImplemented) return result;
    Py_DECREF(result);
    PySequenceMethods *left = Py_TYPE(a)->tp_as_sequence, *right = Py_TYPE(b)->tp_as_sequence;
    if (left != NULL && left->sq_inplace_repeat != NULL) return repeat(left->sq_inplace_repeat, a, b);
    if (left != NULL && left->sq_repeat != NULL) return repeat(left->sq_repeat, a, b);
    if (right != NULL && right->sq_repeat != NULL) return repeat(right->sq_repeat, b, a);
    return unsupported(a, b, "*=");
}

PyObject *PyNumber_InPlacePower(PyObject *a, PyObject *b, PyObject *c)
{
    Ternary own = ternary_at(a, OFFSET(nb_inplace_power));
    PyObject *result = try_ternary(own, a, b, c);
    if (result != Py_NotImplemented) return result;
    Py_DECREF(result);
    return ternary(a, b, c, "**=");
}

/* -- one operand */

static PyObject *unary(PyObject *o, int offset, const char *name)
{
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    unaryfunc fn = methods == NULL ? NULL : *(unaryfunc *)((char *)methods + offset);
    if (fn != NULL) return fn(o);
    PyErr_Format(PyExc_TypeError, "bad operand type for %s: '%.200s'", name, Py_TYPE(o)->tp_name);
    return NULL;
}

PyObject *PyNumber_Negative(PyObject *o) { return unary(o, OFFSET(nb_negative), "unary -"); }
PyObject *PyNumber_Positive(PyObject *o) { return unary(o, OFFSET(nb_positive), "unary +"); }
PyObject *PyNumber_Invert(PyObject *o)   { return unary(o, OFFSET(nb_invert), "unary ~"); }
PyObject *PyNumber_Absolute(PyObject *o) { return unary(o, OFFSET(nb_absolute), "abs()"); }

/* -- conversions */

int PyNumber_Check(PyObject *o)
{
    PyNumberMethods *methods = o == NULL ? NULL : Py_TYPE(o)->tp_as_number;
    return methods != NULL && (methods->nb_index != NULL || methods->nb_int != NULL || methods->nb_float != NULL || PyComplex_Check(o));
}

int PyIndex_Check(PyObject *o)
{
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    return methods != NULL && methods->nb_index != NULL;
}

/* What __int__ or __index__ gave must be an int; a strict subclass is deprecated. Consumes `result`. */
static PyObject *checked_int(PyObject *result, const char *method)
{
    if (result == NULL || PyLong_CheckExact(result)) return result;
    if (!PyLong_Check(result)) {
        PyErr_Format(PyExc_TypeError, "%s returned non-int (type %.200s)", method, Py_TYPE(result)->tp_name);
        Py_DECREF(result);
        return NULL;
    }
    if (PyErr_WarnFormat(PyExc_DeprecationWarning, 1,
                         "%s returned non-int (type %.200s).  The ability to return an instance of a strict subclass of int is "
                         "deprecated, and may not be supported in a future version of Python.",
                         method, Py_TYPE(result)->tp_name) < 0) {
        Py_DECREF(result);
        return NULL;
    }
    return result;
}

/* An int or instance of a subclass, as __index__ gives it. */
PyObject *_PyNumber_Index(PyObject *o)
{
    if (PyLong_Check(o)) return Py_NewRef(o);
    if (!PyIndex_Check(o)) {
        PyErr_Format(PyExc_TypeError, "'%.200s' object cannot be interpreted as an integer", Py_TYPE(o)->tp_name);
        return NULL;
    }
    return checked_int(Py_TYPE(o)->tp_as_number->nb_index(o), "__index__");
}

/* The same, always an exact int. */
PyObject *PyNumber_Index(PyObject *o)
{
    PyObject *result = _PyNumber_Index(o);
    if (result != NULL && !PyLong_CheckExact(result)) Py_SETREF(result, _PyLong_Copy((PyLongObject *)result));
    return result;
}

Py_ssize_t PyNumber_AsSsize_t(PyObject *o, PyObject *error)
{
    int64_t small;
    if (PyLong_CheckExact(o) && adder_int_get(o, &small)) return (Py_ssize_t)small;
    PyObject *index = _PyNumber_Index(o);
    if (index == NULL) return -1;
    Py_ssize_t result = PyLong_AsSsize_t(index);
    if (result == -1 && PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_OverflowError)) {
        PyErr_Clear();
        if (error == NULL) result = _PyLong_Sign(index) < 0 ? PY_SSIZE_T_MIN : PY_SSIZE_T_MAX;
        else PyErr_Format(error, "cannot fit '%.200s' into an index-sized integer", Py_TYPE(o)->tp_name);
    }
    Py_DECREF(index);
    return result;
}

static PyObject *exact_int(PyObject *result)
{
    if (result != NULL && !PyLong_CheckExact(result)) Py_SETREF(result, _PyLong_Copy((PyLongObject *)result));
    return result;
}

static PyObject *int_from_trunc(PyObject *o)
{
    if (PyErr_WarnEx(PyExc_DeprecationWarning, "The delegation of int() to __trunc__ is deprecated.", 1) < 0) return NULL;
    PyObject *result = adder_special_call(o, ID(__trunc__), &o, 1);
    if (result == NULL || PyLong_Check(result)) return exact_int(result);
    if (!PyIndex_Check(result)) {
        PyErr_Format(PyExc_TypeError, "__trunc__ returned non-Integral (type %.200s)", Py_TYPE(result)->tp_name);
        Py_DECREF(result);
        return NULL;
    }
    Py_SETREF(result, PyNumber_Index(result));
    return result;
}

PyObject *PyNumber_Long(PyObject *o)
{
    if (PyLong_CheckExact(o)) return Py_NewRef(o);
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    if (methods != NULL && methods->nb_int != NULL) return exact_int(checked_int(methods->nb_int(o), "__int__"));
    if (methods != NULL && methods->nb_index != NULL) return PyNumber_Index(o);
    if (adder_type_lookup(Py_TYPE(o), ID(__trunc__)) != NULL) return int_from_trunc(o);
    if (PyUnicode_Check(o)) return PyLong_FromUnicodeObject(o, 10);
    if (PyBytes_Check(o)) return _PyLong_FromBytes(PyBytes_AS_STRING(o), PyBytes_GET_SIZE(o), 10);
    if (PyByteArray_Check(o)) return _PyLong_FromBytes(PyByteArray_AS_STRING(o), PyByteArray_GET_SIZE(o), 10);
    Py_buffer view;
    if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) == 0) {
        PyObject *bytes = PyBytes_FromStringAndSize(view.buf, view.len), *result = NULL;
        if (bytes != NULL) result = _PyLong_FromBytes(PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes), 10);
        Py_XDECREF(bytes);
        PyBuffer_Release(&view);
        return result;
    }
    PyErr_Format(PyExc_TypeError, "int() argument must be a string, a bytes-like object or a real number, not '%.200s'",
                 Py_TYPE(o)->tp_name);
    return NULL;
}

static PyObject *checked_float(PyObject *o, PyObject *result)
{
    if (result == NULL || PyFloat_CheckExact(result)) return result;
    if (!PyFloat_Check(result)) {
        PyErr_Format(PyExc_TypeError, "%.50s.__float__ returned non-float (type %.50s)", Py_TYPE(o)->tp_name, Py_TYPE(result)->tp_name);
        Py_DECREF(result);
        return NULL;
    }
    int warned = PyErr_WarnFormat(PyExc_DeprecationWarning, 1,
                                  "%.50s.__float__ returned non-float (type %.50s).  The ability to return an instance of a strict "
                                  "subclass of float is deprecated, and may not be supported in a future version of Python.",
                                  Py_TYPE(o)->tp_name, Py_TYPE(result)->tp_name);
    double value = PyFloat_AS_DOUBLE(result);
    Py_DECREF(result);
    return warned < 0 ? NULL : PyFloat_FromDouble(value);
}

PyObject *PyNumber_Float(PyObject *o)
{
    if (PyFloat_CheckExact(o)) return Py_NewRef(o);
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    if (methods != NULL && methods->nb_float != NULL) return checked_float(o, methods->nb_float(o));
    if (methods != NULL && methods->nb_index != NULL) {
        PyObject *index = _PyNumber_Index(o);
        if (index == NULL) return NULL;
        double value = PyLong_AsDouble(index);
        Py_DECREF(index);
        return value == -1.0 && PyErr_Occurred() ? NULL : PyFloat_FromDouble(value);
    }
    if (PyFloat_Check(o)) return PyFloat_FromDouble(PyFloat_AS_DOUBLE(o));
    return PyFloat_FromString(o);
}

PyObject *PyNumber_ToBase(PyObject *o, int base)
{
    if (base != 2 && base != 8 && base != 10 && base != 16) {
        PyErr_SetString(PyExc_SystemError, "PyNumber_ToBase: base must be 2, 8, 10 or 16");
        return NULL;
    }
    PyObject *index = _PyNumber_Index(o);
    PyObject *text = index == NULL ? NULL : _PyLong_Format(index, base);
    Py_XDECREF(index);
    return text;
}
