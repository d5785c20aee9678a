/* operator.c -- the module _operator: the operators of the language as functions. The tables below give each its name, the C
 * function behind it and its documentation once. */
#include "stdlib/operator/operator.h"
#include <string.h>

/* UNARY/BINARY(name, C API function, what it is the same as) */
#define UNARY_OPERATORS(UNARY) \
    UNARY(neg, PyNumber_Negative, "-a") \
    UNARY(pos, PyNumber_Positive, "+a") \
    UNARY(inv, PyNumber_Invert, "~a") \
    UNARY(invert, PyNumber_Invert, "~a") \
    UNARY(abs, PyNumber_Absolute, "abs(a)") \
    UNARY(index, PyNumber_Index, "a.__index__()")

#define BINARY_OPERATORS(BINARY) \
    BINARY(add, PyNumber_Add, "a + b") \
    BINARY(sub, PyNumber_Subtract, "a - b") \
    BINARY(mul, PyNumber_Multiply, "a * b") \
    BINARY(matmul, PyNumber_MatrixMultiply, "a @ b") \
    BINARY(floordiv, PyNumber_FloorDivide, "a // b") \
    BINARY(truediv, PyNumber_TrueDivide, "a / b") \
    BINARY(mod, PyNumber_Remainder, "a % b") \
    BINARY(lshift, PyNumber_Lshift, "a << b") \
    BINARY(rshift, PyNumber_Rshift, "a >> b") \
    BINARY(and_, PyNumber_And, "a & b") \
    BINARY(xor, PyNumber_Xor, "a ^ b") \
    BINARY(or_, PyNumber_Or, "a | b") \
    BINARY(iadd, PyNumber_InPlaceAdd, "a += b") \
    BINARY(isub, PyNumber_InPlaceSubtract, "a -= b") \
    BINARY(imul, PyNumber_InPlaceMultiply, "a *= b") \
    BINARY(imatmul, PyNumber_InPlaceMatrixMultiply, "a @= b") \
    BINARY(ifloordiv, PyNumber_InPlaceFloorDivide, "a //= b") \
    BINARY(itruediv, PyNumber_InPlaceTrueDivide, "a /= b") \
    BINARY(imod, PyNumber_InPlaceRemainder, "a %= b") \
    BINARY(ilshift, PyNumber_InPlaceLshift, "a <<= b") \
    BINARY(irshift, PyNumber_InPlaceRshift, "a >>= b") \
    BINARY(iand, PyNumber_InPlaceAnd, "a &= b") \
    BINARY(ixor, PyNumber_InPlaceXor, "a ^= b") \
    BINARY(ior, PyNumber_InPlaceOr, "a |= b") \
    BINARY(concat, PySequence_Concat, "a + b, for a and b sequences") \
    BINARY(iconcat, PySequence_InPlaceConcat, "a += b, for a and b sequences") \
    BINARY(getitem, PyObject_GetItem, "a[b]")

#define COMPARISONS(COMPARE) \
    COMPARE(lt, Py_LT, "a < b") \
    COMPARE(le, Py_LE, "a <= b") \
    COMPARE(eq, Py_EQ, "a == b") \
    COMPARE(ne, Py_NE, "a != b") \
    COMPARE(gt, Py_GT, "a > b") \
    COMPARE(ge, Py_GE, "a >= b")

#define UNARY(name, function, text) \
    static PyObject *operator_##name(PyObject *Py_UNUSED(module), PyObject *const *args) { return function(args[0]); }
UNARY_OPERATORS(UNARY)
#undef UNARY

#define BINARY(name, function, text) \
    static PyObject *operator_##name(PyObject *Py_UNUSED(module), PyObject *const *args) { return function(args[0], args[1]); }
BINARY_OPERATORS(BINARY)
#undef BINARY

#define COMPARE(name, op, text)                                                               \
    static PyObject *operator_##name(PyObject *Py_UNUSED(module), PyObject *const *args)      \
    {                                                                                         \
        return PyObject_RichCompare(args[0], args[1], op);                                    \
    }
COMPARISONS(COMPARE)
#undef COMPARE

static PyObject *bool_or_error(int rc) { return rc < 0 ? NULL : PyBool_FromLong(rc); }

static PyObject *operator_pow(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    return PyNumber_Power(args[0], args[1], Py_None);
}

static PyObject *operator_ipow(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    return PyNumber_InPlacePower(args[0], args[1], Py_None);
}

static PyObject *operator_truth(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    return bool_or_error(PyObject_IsTrue(args[0]));
}

static PyObject *operator_not_(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    return bool_or_error(PyObject_Not(args[0]));
}

static PyObject *operator_is_(PyObject *Py_UNUSED(module), PyObject *const *args) { return PyBool_FromLong(args[0] == args[1]); }
static PyObject *operator_is_not(PyObject *Py_UNUSED(module), PyObject *const *args) { return PyBool_FromLong(args[0] != args[1]); }

static PyObject *operator_contains(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    return bool_or_error(PySequence_Contains(args[0], args[1]));
}

static PyObject *operator_countOf(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    Py_ssize_t count = PySequence_Count(args[0], args[1]);
    return count < 0 ? NULL : PyLong_FromSsize_t(count);
}

static PyObject *operator_indexOf(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    Py_ssize_t index = PySequence_Index(args[0], args[1]);
    return index < 0 ? NULL : PyLong_FromSsize_t(index);
}

static PyObject *operator_setitem(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    return PyObject_SetItem(args[0], args[1], args[2]) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *operator_delitem(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    return PyObject_DelItem(args[0], args[1]) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *operator_length_hint(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    PyObject *index = PyNumber_Index(args[1]);
    if (index == NULL) return NULL;
    Py_ssize_t fallback = PyLong_AsSsize_t(index);
    Py_DECREF(index);
    if (fallback == -1 && PyErr_Occurred()) return NULL;
    Py_ssize_t hint = PyObject_LengthHint(args[0], fallback);
    return hint == -1 && PyErr_Occurred() ? NULL : PyLong_FromSsize_t(hint);
}

static PyObject *operator_call(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    if (!_PyArg_CheckPositional("call", nargs, 1, PY_SSIZE_T_MAX)) return NULL;
    return PyObject_Vectorcall(args[0], args + 1, (size_t)(nargs - 1), kwnames);
}

/* ---- Comparison in a time that does not tell where the difference is ---- */

static int equal_slowly(const unsigned char *a, Py_ssize_t n, const unsigned char *b, Py_ssize_t m)
{
    volatile unsigned char difference = n != m;
    const volatile unsigned char *left = n == m ? a : b; /* as many steps as b has bytes, whatever a is */
    const volatile unsigned char *right = b;
    for (Py_ssize_t i = 0; i < m; i++) difference |= left[i] ^ right[i];
    return difference == 0;
}

static PyObject *compare_buffers(PyObject *a, PyObject *b)
{
    Py_buffer x, y;
    if (PyObject_GetBuffer(a, &x, PyBUF_SIMPLE) < 0) return NULL;
    PyObject *result = NULL;
    if (PyObject_GetBuffer(b, &y, PyBUF_SIMPLE) == 0) {
        result = PyBool_FromLong(equal_slowly(x.buf, x.len, y.buf, y.len));
        PyBuffer_Release(&y);
    }
    PyBuffer_Release(&x);
    return result;
}

static PyObject *operator_compare_digest(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    PyObject *a = args[0], *b = args[1];
    if (!PyUnicode_Check(a) || !PyUnicode_Check(b)) return compare_buffers(a, b);
    if (!PyUnicode_IS_ASCII(a) || !PyUnicode_IS_ASCII(b)) {
        PyErr_SetString(PyExc_TypeError, "comparing strings with non-ASCII characters is not supported");
        return NULL;
    }
    return PyBool_FromLong(equal_slowly(PyUnicode_DATA(a), PyUnicode_GET_LENGTH(a), PyUnicode_DATA(b), PyUnicode_GET_LENGTH(b)));
}

/* ---- The module ---- */

#define UNARY(name, function, text) FN(#name, operator_##name, "($module, a, /)", "Same as " text "."),
#define BINARY(name, function, text) FN(#name, operator_##name, "($module, a, b, /)", "Same as " text "."),
static PyMethodDef operator_functions[] = {
    UNARY_OPERATORS(UNARY)
    BINARY_OPERATORS(BINARY)
    COMPARISONS(BINARY)
    FN("pow", operator_pow, "($module, a, b, /)", "Same as a ** b."),
    FN("ipow", operator_ipow, "($module, a, b, /)", "Same as a **= b."),
    FN("truth", operator_truth, "($module, a, /)", "Return True if a is true, False otherwise."),
    FN("not_", operator_not_, "($module, a, /)", "Same as not a."),
    FN("is_", operator_is_, "($module, a, b, /)", "Same as a is b."),
    FN("is_not", operator_is_not, "($module, a, b, /)", "Same as a is not b."),
    FN("contains", operator_contains, "($module, a, b, /)", "Same as b in a (note reversed operands)."),
    FN("countOf", operator_countOf, "($module, a, b, /)", "How many items of a are, or are equal to, b."),
    FN("indexOf", operator_indexOf, "($module, a, b, /)", "Return the first index of b in a."),
    FN("setitem", operator_setitem, "($module, a, b, c, /)", "Same as a[b] = c."),
    FN("delitem", operator_delitem, "($module, a, b, /)", "Same as del a[b]."),
    FN("length_hint", operator_length_hint, "($module, obj, default=0, /)",
       "An estimate of the number of items in obj: its length, or what its __length_hint__ says, or default."),
    FNV("call", operator_call, "($module, obj, /, *args, **kwargs)", "Same as obj(*args, **kwargs)."),
    FN("_compare_digest", operator_compare_digest, "($module, a, b, /)",
       "Return 'a == b', in a time that does not depend on where they differ.\n\n"
       "Both must be ASCII str, or bytes-like."),
    {0} };

static int operator_exec(PyObject *module)
{
    return PyModule_AddObjectRef(module, "itemgetter", (PyObject *)&adder_itemgetter_type) < 0
           || PyModule_AddObjectRef(module, "attrgetter", (PyObject *)&adder_attrgetter_type) < 0
           || PyModule_AddObjectRef(module, "methodcaller", (PyObject *)&adder_methodcaller_type) < 0 ? -1 : 0;
}

MODULE(_operator, "Operator interface.\n\nThe operators of the language as functions: operator.add(x, y) is x + y.",
       operator_functions, operator_exec)
