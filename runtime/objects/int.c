/* int.c -- the type int: slots, methods, construction, the shared small values.
 *
 * The work is elsewhere: int_arith, int_bits, int_compare, int_convert (text), int_capi (C numbers, bytes), int_digits
 * (allocation, GMP). Every operation but construction of a subclass gives exact ints. */
#include "runtime/objects/int_digits.h"
#include "runtime/objects/str.h"
#include "runtime/text/format.h"

/* ---- the pool ---- */

#define SMALL(v) { ADDER_VAROBJECT_HEAD_IMMORTAL(&PyLong_Type, (v) < 0 ? -1 : (v) > 0) .ob_digit = { (v) < 0 ? -(v) : (v) } }
#define SMALL4(v) SMALL(v), SMALL((v) + 1), SMALL((v) + 2), SMALL((v) + 3)
#define SMALL16(v) SMALL4(v), SMALL4((v) + 4), SMALL4((v) + 8), SMALL4((v) + 12)
#define SMALL64(v) SMALL16(v), SMALL16((v) + 16), SMALL16((v) + 32), SMALL16((v) + 48)

PyLongObject adder_small_ints[ADDER_INT_SMALL_COUNT] = {
    SMALL(-5), SMALL4(-4), SMALL64(0), SMALL64(64), SMALL64(128), SMALL64(192), SMALL(256),
};

int adder_number_init(PyInterpreterState *interp)
{
    interp->number.int_max_str_digits = ADDER_INT_STR_DIGITS_DEFAULT;
    return 0;
}

static void free_chain(void **head, int *count)
{
    while (*head != NULL) {
        void *block = *head;
        *head = *(void **)block;
        PyObject_Free(block);
    }
    *count = 0;
}

void adder_number_fini(PyInterpreterState *interp)
{
    free_chain(&interp->number.int_free, &interp->number.int_free_count);
    free_chain(&interp->number.float_free, &interp->number.float_free_count);
}

static void int_dealloc(PyObject *self)
{
    if (!PyLong_CheckExact(self)) Py_TYPE(self)->tp_free(self);
    else if (int_size(self) <= 2) adder_int_free_short(&adder_interp()->number, self);
    else PyObject_Free(self);
}

/* ---- construction ---- */

/* int(x) or int(x, base). */
static PyObject *make(PyObject *x, PyObject *base_object)
{
    if (base_object == NULL) return x == NULL ? Py_NewRef(adder_int_small(0)) : PyNumber_Long(x);
    if (x == NULL) {
        PyErr_SetString(PyExc_TypeError, "int() missing string argument");
        return NULL;
    }
    Py_ssize_t base = PyNumber_AsSsize_t(base_object, NULL);
    if (base == -1 && PyErr_Occurred()) return NULL;
    if ((base != 0 && base < 2) || base > 36) {
        PyErr_SetString(PyExc_ValueError, "int() base must be >= 2 and <= 36, or 0");
        return NULL;
    }
    if (PyUnicode_Check(x)) return PyLong_FromUnicodeObject(x, (int)base);
    if (PyByteArray_Check(x)) return _PyLong_FromBytes(PyByteArray_AS_STRING(x), PyByteArray_GET_SIZE(x), (int)base);
    if (PyBytes_Check(x)) return _PyLong_FromBytes(PyBytes_AS_STRING(x), PyBytes_GET_SIZE(x), (int)base);
    PyErr_SetString(PyExc_TypeError, "int() can't convert non-string with explicit base");
    return NULL;
}

/* A value of a subclass takes a block of the subclass's own size. Consumes `value`. */
static PyObject *as_subtype(PyTypeObject *type, STEALS_REF PyObject *value)
{
    if (value == NULL) return NULL;
    Py_ssize_t n = int_size(value);
    PyObject *r = type->tp_alloc(type, n);
    if (r != NULL) {
        ((PyVarObject *)r)->ob_size = ((PyVarObject *)value)->ob_size;
        memcpy(int_digits(r), int_digits(value), (size_t)n * sizeof(digit));
    }
    Py_DECREF(value);
    return r;
}

static PyObject *int_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = { "", "base", NULL };
    PyObject *x = NULL, *base = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|OO:int", names, &x, &base)) return NULL;
    PyObject *value = make(x, base);
    return type == &PyLong_Type ? value : as_subtype(type, value);
}

static PyObject *int_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (kwnames != NULL && PyTuple_GET_SIZE(kwnames) > 0)
        return _PyObject_MakeTpCall(PyThreadState_Get(), type, args, n, kwnames);
    if (n > 2) return PyErr_Format(PyExc_TypeError, "int() takes at most 2 arguments (%zd given)", n);
    return make(n > 0 ? args[0] : NULL, n > 1 ? args[1] : NULL);
}

/* ---- slots ---- */

static PyObject *int_repr(PyObject *self)
{
    char buf[24], *p = buf + sizeof buf;
    int64_t v;
    if (!adder_int_get(self, &v)) return _PyLong_Format(self, 10);
    if (v >= 0 && v < 10) return adder_str_index(adder_str_latin1((unsigned char)('0' + v)), 0);
    uint64_t a = v < 0 ? -(uint64_t)v : (uint64_t)v;
    do {
        *--p = (char)('0' + a % 10);
        a /= 10;
    } while (a != 0);
    if (v < 0) *--p = '-';
    return adder_str_from_ascii(p, buf + sizeof buf - p);
}

static PyObject *int_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyLong_Check(a) || !PyLong_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    int order = a == b ? 0 : adder_int_cmp(a, b);
    Py_RETURN_RICHCOMPARE(order, 0, op);
}

#define BINARY(name)                                                             \
    static PyObject *int_##name(PyObject *a, PyObject *b)                        \
    {                                                                            \
        if (!PyLong_Check(a) || !PyLong_Check(b)) Py_RETURN_NOTIMPLEMENTED;      \
        return adder_int_##name(a, b);                                           \
    }
BINARY(add)
BINARY(sub)
BINARY(mul)
BINARY(floordiv)
BINARY(mod)
BINARY(truediv)
BINARY(lshift)
BINARY(rshift)
BINARY(and)
BINARY(or)
BINARY(xor)

static PyObject *int_divmod(PyObject *a, PyObject *b)
{
    PyObject *q, *r;
    if (!PyLong_Check(a) || !PyLong_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    if (adder_int_divmod(a, b, &q, &r) < 0) return NULL;
    PyObject *pair = PyTuple_Pack(2, q, r);
    Py_DECREF(q);
    Py_DECREF(r);
    return pair;
}

static PyObject *int_pow(PyObject *a, PyObject *b, PyObject *modulus)
{
    if (!PyLong_Check(a) || !PyLong_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    if (modulus != Py_None && !PyLong_Check(modulus)) Py_RETURN_NOTIMPLEMENTED;
    return adder_int_pow(a, b, modulus);
}

/* An exact int of the same value: int(x), +x, x.real, x.numerator, x.conjugate(), x.__index__() ... */
static PyObject *int_itself(PyObject *self)
{
    return PyLong_CheckExact(self) ? Py_NewRef(self) : _PyLong_Copy((PyLongObject *)self);
}

static int int_bool(PyObject *self) { return int_size(self) != 0; }

static PyObject *int_float(PyObject *self)
{
    double v = PyLong_AsDouble(self);
    return v == -1.0 && PyErr_Occurred() ? NULL : PyFloat_FromDouble(v);
}

/* ---- methods ---- */

static PyObject *int_conjugate(PyObject *self, PyObject *const *args)
{
    (void)args;
    return int_itself(self);
}

static PyObject *int_bit_length(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyLong_FromSize_t(adder_int_bits(self));
}

static PyObject *int_bit_count(PyObject *self, PyObject *const *args)
{
    (void)args;
    size_t count = 0;
    for (Py_ssize_t k = int_size(self); k-- > 0;) count += (size_t)__builtin_popcount(int_digits(self)[k]);
    return PyLong_FromSize_t(count);
}

/* "little" -> 1, "big" -> 0, else -1 with an exception. */
static int byte_order(PyObject *order, const char *function)
{
    if (!PyUnicode_Check(order)) {
        PyErr_Format(PyExc_TypeError, "%s() argument 'byteorder' must be str, not %.50s", function,
                     order == Py_None ? "None" : Py_TYPE(order)->tp_name);
        return -1;
    }
    if (PyUnicode_CompareWithASCIIString(order, "little") == 0) return 1;
    if (PyUnicode_CompareWithASCIIString(order, "big") == 0) return 0;
    PyErr_SetString(PyExc_ValueError, "byteorder must be either 'little' or 'big'");
    return -1;
}

static PyObject *int_to_bytes(PyObject *self, PyObject *const *args)
{
    Py_ssize_t n;
    if (adder_ssize_arg(args[0], &n) < 0) return NULL;
    int little = byte_order(args[1], "to_bytes");
    if (little < 0) return NULL;
    int is_signed = PyObject_IsTrue(args[2]);
    if (is_signed < 0) return NULL;
    if (n < 0) {
        PyErr_SetString(PyExc_ValueError, "length argument must be non-negative");
        return NULL;
    }
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, n);
    if (bytes == NULL) return NULL;
    if (_PyLong_AsByteArray((PyLongObject *)self, (unsigned char *)PyBytes_AS_STRING(bytes), (size_t)n, little, is_signed) < 0)
        Py_CLEAR(bytes);
    return bytes;
}

static PyObject *int_from_bytes(PyObject *type, PyObject *const *args)
{
    int little = byte_order(args[1], "from_bytes");
    if (little < 0) return NULL;
    int is_signed = PyObject_IsTrue(args[2]);
    if (is_signed < 0) return NULL;
    PyObject *bytes = PyObject_Bytes(args[0]);
    if (bytes == NULL) return NULL;
    PyObject *r = _PyLong_FromByteArray((unsigned char *)PyBytes_AS_STRING(bytes), (size_t)Py_SIZE(bytes), little, is_signed);
    Py_DECREF(bytes);
    if (r != NULL && type != (PyObject *)&PyLong_Type) Py_SETREF(r, PyObject_CallOneArg(type, r));
    return r;
}

static PyObject *int_as_integer_ratio(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *n = int_itself(self);
    if (n == NULL) return NULL;
    PyObject *pair = PyTuple_Pack(2, n, adder_int_small(1));
    Py_DECREF(n);
    return pair;
}

/* self - self rounded to a multiple of 10^-digits; `digits` an int < 0. */
static PyObject *round_to_tens(PyObject *self, PyObject *digits)
{
    PyObject *result = NULL, *exponent = NULL, *unit = NULL, *pair = NULL;
    if ((exponent = adder_int_neg(digits)) == NULL) goto done;
    if ((unit = adder_int_pow(adder_int_small(10), exponent, Py_None)) == NULL) goto done;
    if ((pair = _PyLong_DivmodNear(self, unit)) == NULL) goto done;
    result = adder_int_sub(self, PyTuple_GET_ITEM(pair, 1));
done:
    Py_XDECREF(pair);
    Py_XDECREF(unit);
    Py_XDECREF(exponent);
    return result;
}

static PyObject *int_round(PyObject *self, PyObject *const *args)
{
    if (args[0] == NULL) return int_itself(self);
    PyObject *digits = PyNumber_Index(args[0]);
    if (digits == NULL) return NULL;
    PyObject *r = int_is_negative(digits) ? round_to_tens(self, digits) : int_itself(self);
    Py_DECREF(digits);
    return r;
}

static PyObject *int_getnewargs(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *copy = _PyLong_Copy((PyLongObject *)self);
    if (copy == NULL) return NULL;
    PyObject *tuple = PyTuple_Pack(1, copy);
    Py_DECREF(copy);
    return tuple;
}

static PyObject *int_format(PyObject *self, PyObject *const *args)
{
    if (!PyUnicode_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "__format__() argument must be str, not %.50s",
                            args[0] == Py_None ? "None" : Py_TYPE(args[0])->tp_name);
    return adder_format_int(self, args[0]);
}

static PyObject *int_sizeof(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyLong_FromSsize_t(Py_TYPE(self)->tp_basicsize + Py_MAX(int_size(self), 1) * (Py_ssize_t)sizeof(digit));
}

static PyMethodDef int_methods[] = {
    FN("conjugate", int_conjugate, "($self, /)", "The number itself: an int has no imaginary part."),
    ADDER_ROW("bit_length", int_bit_length, METH_NOARGS, "($self, /)", "Bits of the absolute value, without leading zeros; 0 for 0."),
    FN("bit_count", int_bit_count, "($self, /)", "Ones in the binary form of the absolute value."),
    FN("to_bytes", int_to_bytes, "($self, /, length=1, byteorder='big', *, signed=False)",
       "The number as that many bytes; OverflowError when it needs more, or is negative and signed is false."),
    FNC("from_bytes", int_from_bytes, "($type, /, bytes, byteorder='big', *, signed=False)",
        "The number that the bytes hold, in two's complement when signed is true."),
    FN("as_integer_ratio", int_as_integer_ratio, "($self, /)", "The pair (self, 1)."),
    FN("__trunc__", int_conjugate, "($self, /)", "The number itself."),
    FN("__floor__", int_conjugate, "($self, /)", "The number itself."),
    FN("__ceil__", int_conjugate, "($self, /)", "The number itself."),
    FN("__round__", int_round, "($self, ndigits=<unrepresentable>, /)",
       "The number itself, or the nearest multiple of 10**-ndigits for a negative ndigits; ties go to the even one."),
    FN("__getnewargs__", int_getnewargs, "($self, /)", "Arguments for int.__new__ when unpickling."),
    FN("__format__", int_format, "($self, format_spec, /)", "The number written as the format specification says."),
    FN("__sizeof__", int_sizeof, "($self, /)", "Bytes of memory, digits included."),
    { 0 }
};

static PyObject *get_itself(PyObject *self, void *unused)
{
    (void)unused;
    return int_itself(self);
}

static PyObject *get_constant(PyObject *self, void *value)
{
    (void)self;
    return adder_int_new_i64((intptr_t)value);
}

static PyGetSetDef int_getset[] = {
    { "real", get_itself, NULL, "The real part: the number itself.", NULL },
    { "imag", get_constant, NULL, "The imaginary part: 0.", (void *)0 },
    { "numerator", get_itself, NULL, "The numerator in lowest terms: the number itself.", NULL },
    { "denominator", get_constant, NULL, "The denominator in lowest terms: 1.", (void *)1 },
    { 0 }
};

static PyNumberMethods int_number = {
    .nb_add = int_add,
    .nb_subtract = int_sub,
    .nb_multiply = int_mul,
    .nb_remainder = int_mod,
    .nb_divmod = int_divmod,
    .nb_power = int_pow,
    .nb_negative = adder_int_neg,
    .nb_positive = int_itself,
    .nb_absolute = adder_int_abs,
    .nb_bool = int_bool,
    .nb_invert = adder_int_invert,
    .nb_lshift = int_lshift,
    .nb_rshift = int_rshift,
    .nb_and = int_and,
    .nb_xor = int_xor,
    .nb_or = int_or,
    .nb_int = int_itself,
    .nb_float = int_float,
    .nb_floor_divide = int_floordiv,
    .nb_true_divide = int_truediv,
    .nb_index = int_itself,
};

PyTypeObject PyLong_Type = {
    .ob_base = { PyObject_HEAD_INIT(&PyType_Type) 0 },
    .tp_name = "int",
    .tp_basicsize = offsetof(PyLongObject, ob_digit),
    .tp_itemsize = sizeof(digit),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_LONG_SUBCLASS | _Py_TPFLAGS_MATCH_SELF,
    .tp_doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
              "A whole number of any size. x is a number, which is truncated towards zero, or a text in the given\n"
              "base from 2 to 36; with base 0 the text's prefix (0b, 0o, 0x) chooses.",
    .tp_new = int_new,
    .tp_vectorcall = int_vectorcall,
    .tp_dealloc = int_dealloc,
    .tp_free = PyObject_Free,
    .tp_repr = int_repr,
    .tp_hash = adder_int_hash,
    .tp_richcompare = int_richcompare,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_as_number = &int_number,
    .tp_methods = int_methods,
    .tp_getset = int_getset,
};
