/* float.c -- the type float: doubles in boxes, with Python's rules for //, %, **, comparison with int, and hashing.
 *
 * Text conversion is text/numbers.c's, hexadecimal text float_hex.c's, packed formats float_pack.c's. */
#include "runtime/objects/float.h"
#include "runtime/objects/complex.h"
#include "runtime/objects/float_hex.h"
#include "runtime/objects/int.h"
#include "runtime/objects/str.h"
#include "runtime/text/format.h"
#include "runtime/text/numbers.h"
#include <errno.h>
#include <float.h>
#include <math.h>

/* ---- allocation ---- */

PyObject *adder_float_new_slow(double v)
{
    PyFloatObject *f = PyObject_Malloc(sizeof(PyFloatObject));
    if (f == NULL) return PyErr_NoMemory();
    f->ob_fval = v;
    return PyObject_Init((PyObject *)f, &PyFloat_Type);
}

PyObject *PyFloat_FromDouble(double v) { return adder_float_new(v); }

static void float_dealloc(PyObject *self)
{
    if (PyFloat_CheckExact(self)) adder_float_free(&adder_interp()->number, self);
    else Py_TYPE(self)->tp_free(self);
}

/* ---- from and to other values ---- */

/* A new float for nb_float's result or __index__'s; the value of `o` or -1.0 with TypeError. */
static double as_double_slow(PyObject *o)
{
    PyNumberMethods *n = Py_TYPE(o)->tp_as_number;
    if (n == NULL || n->nb_float == NULL) {
        if (n != NULL && n->nb_index != NULL) {
            PyObject *i = PyNumber_Index(o);
            if (i == NULL) return -1.0;
            double v = PyLong_AsDouble(i);
            Py_DECREF(i);
            return v;
        }
        PyErr_Format(PyExc_TypeError, "must be real number, not %.50s", Py_TYPE(o)->tp_name);
        return -1.0;
    }
    PyObject *f = n->nb_float(o);
    if (f == NULL) return -1.0;
    if (!PyFloat_CheckExact(f)) {
        if (!PyFloat_Check(f)) {
            PyErr_Format(PyExc_TypeError, "%.50s.__float__ returned non-float (type %.50s)", Py_TYPE(o)->tp_name,
                         Py_TYPE(f)->tp_name);
            Py_DECREF(f);
            return -1.0;
        }
        if (PyErr_WarnFormat(PyExc_DeprecationWarning, 1,
                             "%.50s.__float__ returned non-float (type %.50s).  The ability to return an instance of a strict "
                             "subclass of float is deprecated, and may not be supported in a future version of Python.",
                             Py_TYPE(o)->tp_name, Py_TYPE(f)->tp_name) < 0) {
            Py_DECREF(f);
            return -1.0;
        }
    }
    double v = PyFloat_AS_DOUBLE(f);
    Py_DECREF(f);
    return v;
}

double PyFloat_AsDouble(PyObject *o)
{
    if (o == NULL) {
        PyErr_BadArgument();
        return -1.0;
    }
    return PyFloat_Check(o) ? PyFloat_AS_DOUBLE(o) : as_double_slow(o);
}

double PyFloat_GetMax(void) { return DBL_MAX; }
double PyFloat_GetMin(void) { return DBL_MIN; }

/* What is being read, for the message. */
static PyObject *parse_exactly(const char *s, Py_ssize_t n, void *shown)
{
    char *end;
    double v = adder_strtod(s, &end);
    if (end == s + n && n > 0) return adder_float_new(v);
    PyErr_Format(PyExc_ValueError, "could not convert string to float: %R", (PyObject *)shown);
    return NULL;
}

static inline bool is_space(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* s[n] is 0 or ends the text in another way; `buffer` is writable when the text must be cut there. */
static PyObject *parse_text(const char *s, Py_ssize_t n, PyObject *shown)
{
    Py_ssize_t end = n;
    while (end > 0 && is_space((unsigned char)s[end - 1])) end--;
    while (end > 0 && is_space((unsigned char)*s)) s++, end--;
    return adder_number_without_underscores(s, end, "float", shown, shown, parse_exactly);
}

static PyObject *parse_buffer(PyObject *o)
{
    Py_buffer view;
    if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) < 0) {
        PyErr_Format(PyExc_TypeError, "float() argument must be a string or a real number, not '%.200s'", Py_TYPE(o)->tp_name);
        return NULL;
    }
    PyObject *result = NULL, *copy = PyBytes_FromStringAndSize(view.buf, view.len); /* the text must end in a 0 */
    if (copy != NULL) result = parse_text(PyBytes_AS_STRING(copy), view.len, o);
    Py_XDECREF(copy);
    PyBuffer_Release(&view);
    return result;
}

PyObject *PyFloat_FromString(PyObject *o)
{
    if (PyUnicode_Check(o)) {
        if (PyUnicode_IS_ASCII(o)) return parse_text(PyUnicode_DATA(o), PyUnicode_GET_LENGTH(o), o);
        char *text = adder_str_to_ascii_number(o);
        if (text == NULL) return NULL;
        PyObject *r = parse_text(text, PyUnicode_GET_LENGTH(o), o);
        PyMem_Free(text);
        return r;
    }
    if (PyBytes_Check(o)) return parse_text(PyBytes_AS_STRING(o), PyBytes_GET_SIZE(o), o);
    return parse_buffer(o);
}

static PyObject *make(PyObject *x)
{
    if (x == NULL) return adder_float_new(0.0);
    return PyUnicode_CheckExact(x) ? PyFloat_FromString(x) : PyNumber_Float(x);
}

static PyObject *float_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if ((type == &PyFloat_Type || type->tp_init == PyFloat_Type.tp_init) && kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0)
        return PyErr_Format(PyExc_TypeError, "float() takes no keyword arguments");
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    if (n > 1) return PyErr_Format(PyExc_TypeError, "float expected at most 1 argument, got %zd", n);
    PyObject *value = make(n > 0 ? PyTuple_GET_ITEM(args, 0) : NULL);
    if (type == &PyFloat_Type || value == NULL) return value;
    PyObject *r = type->tp_alloc(type, 0);
    if (r != NULL) ((PyFloatObject *)r)->ob_fval = PyFloat_AS_DOUBLE(value);
    Py_DECREF(value);
    return r;
}

static PyObject *float_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    (void)type;
    if (kwnames != NULL && PyTuple_GET_SIZE(kwnames) > 0)
        return PyErr_Format(PyExc_TypeError, "float() takes no keyword arguments");
    if (n > 1) return PyErr_Format(PyExc_TypeError, "float expected at most 1 argument, got %zd", n);
    return make(n > 0 ? args[0] : NULL);
}

/* ---- arithmetic ---- */

/* The double that a float or int operand stands for: 1, 0 when `o` is neither, -1 with OverflowError. */
static int operand(PyObject *o, double *v)
{
    if (PyFloat_Check(o)) {
        *v = PyFloat_AS_DOUBLE(o);
        return 1;
    }
    if (!PyLong_Check(o)) return 0;
    *v = PyLong_AsDouble(o);
    return *v == -1.0 && PyErr_Occurred() ? -1 : 1;
}

#define OPERANDS(a, b)                                       \
    double x, y;                                             \
    int known = operand(a, &x);                              \
    if (known > 0) known = operand(b, &y);                   \
    if (known < 0) return NULL;                              \
    if (known == 0) Py_RETURN_NOTIMPLEMENTED

static PyObject *zero_division(const char *message)
{
    PyErr_SetString(PyExc_ZeroDivisionError, message);
    return NULL;
}

static PyObject *float_add(PyObject *a, PyObject *b)
{
    OPERANDS(a, b);
    return adder_float_new(x + y);
}

static PyObject *float_sub(PyObject *a, PyObject *b)
{
    OPERANDS(a, b);
    return adder_float_new(x - y);
}

static PyObject *float_mul(PyObject *a, PyObject *b)
{
    OPERANDS(a, b);
    return adder_float_new(x * y);
}

static PyObject *float_truediv(PyObject *a, PyObject *b)
{
    OPERANDS(a, b);
    return y == 0.0 ? zero_division("float division by zero") : adder_float_new(x / y);
}

void adder_float_divmod(double a, double b, double *quotient, double *remainder)
{
    double r = fmod(a, b), q = (a - r) / b;
    if (r != 0.0) {
        if ((b < 0) != (r < 0)) {
            r += b;
            q -= 1.0;
        }
    } else {
        r = copysign(0.0, b);
    }
    *remainder = r;
    if (q == 0.0) {
        *quotient = copysign(0.0, a / b);
        return;
    }
    double whole = floor(q); /* q is nearly whole: fmod was exact, the division was not */
    *quotient = q - whole > 0.5 ? whole + 1.0 : whole;
}

static PyObject *float_mod(PyObject *a, PyObject *b)
{
    OPERANDS(a, b);
    if (y == 0.0) return zero_division("float modulo");
    double r = fmod(x, y);
    if (r == 0.0) r = copysign(0.0, y);
    else if ((y < 0) != (r < 0)) r += y;
    return adder_float_new(r);
}

static PyObject *float_floordiv(PyObject *a, PyObject *b)
{
    OPERANDS(a, b);
    double q, r;
    if (y == 0.0) return zero_division("float floor division by zero");
    adder_float_divmod(x, y, &q, &r);
    return adder_float_new(q);
}

static PyObject *float_divmod(PyObject *a, PyObject *b)
{
    OPERANDS(a, b);
    double q, r;
    if (y == 0.0) return zero_division("float divmod()");
    adder_float_divmod(x, y, &q, &r);
    return Py_BuildValue("(dd)", q, r);
}

int adder_float_pow(double a, double b, double *result)
{
    if (a == 0.0 && b < 0.0 && isfinite(b)) {
        zero_division("0.0 cannot be raised to a negative power");
        return -1;
    }
    if (a < 0.0 && isfinite(a) && isfinite(b) && b != floor(b)) return 1;
    *result = pow(a, b);
    if (!isinf(*result) || isinf(a) || isinf(b)) return 0;
    errno = ERANGE;
    PyErr_SetFromErrno(PyExc_OverflowError);
    return -1;
}

static PyObject *float_pow(PyObject *a, PyObject *b, PyObject *modulus)
{
    double r;
    if (modulus != Py_None)
        return PyErr_Format(PyExc_TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
    OPERANDS(a, b);
    int kind = adder_float_pow(x, y, &r);
    if (kind < 0) return NULL;
    return kind == 0 ? adder_float_new(r) : adder_complex_pow_doubles(x, y);
}

static PyObject *float_neg(PyObject *self) { return adder_float_new(-PyFloat_AS_DOUBLE(self)); }
static PyObject *float_abs(PyObject *self) { return adder_float_new(fabs(PyFloat_AS_DOUBLE(self))); }
static int float_bool(PyObject *self) { return PyFloat_AS_DOUBLE(self) != 0.0; }
static PyObject *float_int(PyObject *self) { return PyLong_FromDouble(PyFloat_AS_DOUBLE(self)); }

/* An exact float of the same value. */
static PyObject *float_itself(PyObject *self)
{
    return PyFloat_CheckExact(self) ? Py_NewRef(self) : adder_float_new(PyFloat_AS_DOUBLE(self));
}

/* ---- comparison, hash, text ---- */

static PyObject *compare_doubles(double x, double y, int op)
{
    switch (op) { /* a nan makes all but != false, as in C */
    case Py_LT: return PyBool_FromLong(x < y);
    case Py_LE: return PyBool_FromLong(x <= y);
    case Py_EQ: return PyBool_FromLong(x == y);
    case Py_NE: return PyBool_FromLong(x != y);
    case Py_GT: return PyBool_FromLong(x > y);
    default: return PyBool_FromLong(x >= y);
    }
}

static PyObject *float_richcompare(PyObject *a, PyObject *b, int op)
{
    double x = PyFloat_AS_DOUBLE(a);
    if (PyFloat_Check(b)) return compare_doubles(x, PyFloat_AS_DOUBLE(b), op);
    if (!PyLong_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    if (isnan(x)) return compare_doubles(x, 0.0, op);
    return compare_doubles(0.0, adder_int_cmp_double(b, x), op);
}

Py_hash_t _Py_HashDouble(PyObject *o, double v)
{
    int exponent;
    if (isinf(v)) return v > 0 ? _PyHASH_INF : -_PyHASH_INF;
    if (isnan(v)) return _Py_HashPointer(o);
    uint64_t m = (uint64_t)ldexp(fabs(frexp(v, &exponent)), DBL_MANT_DIG);
    int turn = (exponent - DBL_MANT_DIG) % _PyHASH_BITS; /* times 2^e modulo 2^61 - 1 is a rotation */
    if (turn < 0) turn += _PyHASH_BITS;
    if (turn != 0) m = (m << turn & _PyHASH_MODULUS) | m >> (_PyHASH_BITS - turn);
    if (m == _PyHASH_MODULUS) m = 0;
    Py_hash_t h = v < 0 ? -(Py_hash_t)m : (Py_hash_t)m;
    return h == -1 ? -2 : h;
}

static Py_hash_t float_hash(PyObject *self) { return _Py_HashDouble(self, PyFloat_AS_DOUBLE(self)); }

int adder_float_repr(double v, char buf[32])
{
    struct adder_decimal d;
    char *p = buf;
    if (isfinite(v)) {
        adder_decimal_shortest(&d, v);
        int point = d.point;
        bool scientific = point <= -4 || point > 16;
        if (d.negative) *p++ = '-';
        int lead = scientific ? 1 : point;
        if (lead <= 0) {
            *p++ = '0';
            *p++ = '.';
            while (lead++ < 0) *p++ = '0';
            lead = 0;
        } else {
            for (int i = 0; i < lead; i++) *p++ = i < d.count ? d.digits[i] : '0';
            if (d.count > lead || !scientific) *p++ = '.';
            if (d.count <= lead && !scientific) *p++ = '0';
        }
        if (d.count > lead) {
            memcpy(p, d.digits + lead, (size_t)(d.count - lead));
            p += d.count - lead;
        }
        if (scientific) p += sprintf(p, "e%c%02d", point - 1 < 0 ? '-' : '+', abs(point - 1));
        *p = '\0';
    } else {
        p += sprintf(p, "%s", isnan(v) ? "nan" : v < 0 ? "-inf" : "inf");
    }
    return (int)(p - buf);
}

static PyObject *float_repr(PyObject *self)
{
    char buf[32];
    return adder_str_from_ascii(buf, adder_float_repr(PyFloat_AS_DOUBLE(self), buf));
}

/* ---- methods ---- */

static PyObject *float_conjugate(PyObject *self, PyObject *const *args)
{
    (void)args;
    return float_itself(self);
}

static PyObject *float_trunc(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyLong_FromDouble(PyFloat_AS_DOUBLE(self));
}

static PyObject *float_floor(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyLong_FromDouble(floor(PyFloat_AS_DOUBLE(self)));
}

static PyObject *float_ceil(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyLong_FromDouble(ceil(PyFloat_AS_DOUBLE(self)));
}

/* v rounded to `places` decimals: its exact decimal value decides, ties to even. */
static PyObject *round_places(double v, int places)
{
    struct adder_decimal d;
    char text[1200], *end;
    adder_decimal_places(&d, v, places);
    snprintf(text, sizeof text, "%s%se%d", d.negative ? "-" : "", d.digits, d.point - d.count);
    double r = adder_strtod(text, &end);
    if (!isinf(r)) return adder_float_new(r);
    PyErr_SetString(PyExc_OverflowError, "rounded value too large to represent");
    return NULL;
}

static PyObject *float_round(PyObject *self, PyObject *const *args)
{
    double v = PyFloat_AS_DOUBLE(self);
    if (args[0] == Py_None || args[0] == NULL) return PyLong_FromDouble(rint(v));
    Py_ssize_t places = PyNumber_AsSsize_t(args[0], NULL);
    if (places == -1 && PyErr_Occurred()) return NULL;
    if (!isfinite(v) || places > 323) return adder_float_new(v); /* nothing is that small */
    if (places < -308) return adder_float_new(0.0 * v);
    return round_places(v, (int)places);
}

static PyObject *float_as_integer_ratio(PyObject *self, PyObject *const *args)
{
    (void)args;
    double v = PyFloat_AS_DOUBLE(self);
    int exponent;
    if (isinf(v)) return PyErr_Format(PyExc_OverflowError, "cannot convert Infinity to integer ratio");
    if (isnan(v)) return PyErr_Format(PyExc_ValueError, "cannot convert NaN to integer ratio");
    int64_t m = (int64_t)ldexp(frexp(v, &exponent), DBL_MANT_DIG);
    exponent -= DBL_MANT_DIG;
    if (m == 0) exponent = 0;
    while (exponent < 0 && (m & 1) == 0) {
        m >>= 1;
        exponent++;
    }
    PyObject *n = adder_int_new_i64(m), *d = NULL, *pair = NULL;
    if (n != NULL && exponent > 0) Py_SETREF(n, _PyLong_Lshift(n, (size_t)exponent));
    if (n != NULL) d = _PyLong_Lshift(adder_int_small(1), exponent < 0 ? (size_t)-exponent : 0);
    if (d != NULL) pair = PyTuple_Pack(2, n, d);
    Py_XDECREF(n);
    Py_XDECREF(d);
    return pair;
}

static PyObject *float_is_integer(PyObject *self, PyObject *const *args)
{
    (void)args;
    double v = PyFloat_AS_DOUBLE(self);
    return PyBool_FromLong(isfinite(v) && floor(v) == v);
}

static PyObject *float_hex(PyObject *self, PyObject *const *args)
{
    (void)args;
    return adder_float_hex(PyFloat_AS_DOUBLE(self));
}

static PyObject *float_fromhex(PyObject *type, PyObject *const *args)
{
    PyObject *r = adder_float_fromhex(args[0]);
    if (r != NULL && type != (PyObject *)&PyFloat_Type) Py_SETREF(r, PyObject_CallOneArg(type, r));
    return r;
}

static PyObject *float_getformat(PyObject *type, PyObject *const *args)
{
    (void)type;
    PyObject *name = args[0];
    if (!PyUnicode_Check(name))
        return PyErr_Format(PyExc_TypeError, "__getformat__() argument must be str, not %.50s",
                            name == Py_None ? "None" : Py_TYPE(name)->tp_name);
    if (PyUnicode_CompareWithASCIIString(name, "double") != 0 && PyUnicode_CompareWithASCIIString(name, "float") != 0)
        return PyErr_Format(PyExc_ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
    return PyUnicode_FromString(PY_LITTLE_ENDIAN ? "IEEE, little-endian" : "IEEE, big-endian");
}

static PyObject *float_getnewargs(PyObject *self, PyObject *const *args)
{
    (void)args;
    return Py_BuildValue("(d)", PyFloat_AS_DOUBLE(self));
}

static PyObject *float_format(PyObject *self, PyObject *const *args)
{
    if (!PyUnicode_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "__format__() argument must be str, not %.50s",
                            args[0] == Py_None ? "None" : Py_TYPE(args[0])->tp_name);
    return adder_format_float(self, args[0]);
}

static PyMethodDef float_methods[] = {
    FN("conjugate", float_conjugate, "($self, /)", "The number itself: a float has no imaginary part."),
    FN("__trunc__", float_trunc, "($self, /)", "The int between the number and 0 that is nearest to the number."),
    FN("__floor__", float_floor, "($self, /)", "The largest int that is not above the number."),
    FN("__ceil__", float_ceil, "($self, /)", "The smallest int that is not below the number."),
    FN("__round__", float_round, "($self, ndigits=None, /)",
       "The nearest int, or the nearest float with ndigits decimals; ties go to the even one."),
    ADDER_ROW("as_integer_ratio", float_as_integer_ratio, METH_NOARGS, "($self, /)",
       "The two ints in lowest terms whose ratio is exactly the number; the second is positive."),
    FNC("fromhex", float_fromhex, "($type, string, /)", "The float that a hexadecimal text such as '0x1.8p+3' means."),
    FN("hex", float_hex, "($self, /)", "The exact value as hexadecimal text: (1.5).hex() is '0x1.8000000000000p+0'."),
    FN("is_integer", float_is_integer, "($self, /)", "Is the number whole?"),
    FN("__getnewargs__", float_getnewargs, "($self, /)", "Arguments for float.__new__ when unpickling."),
    FNC("__getformat__", float_getformat, "($type, typestr, /)",
        "How C's 'double' or 'float' is laid out in memory; here for the test suite."),
    FN("__format__", float_format, "($self, format_spec, /)", "The number written as the format specification says."),
    { 0 }
};

static PyObject *get_real(PyObject *self, void *unused)
{
    (void)unused;
    return float_itself(self);
}

static PyObject *get_imag(PyObject *self, void *unused)
{
    (void)self;
    (void)unused;
    return adder_float_new(0.0);
}

static PyGetSetDef float_getset[] = {
    { "real", get_real, NULL, "The real part: the number itself.", NULL },
    { "imag", get_imag, NULL, "The imaginary part: 0.0.", NULL },
    { 0 }
};

static PyNumberMethods float_number = {
    .nb_add = float_add,
    .nb_subtract = float_sub,
    .nb_multiply = float_mul,
    .nb_remainder = float_mod,
    .nb_divmod = float_divmod,
    .nb_power = float_pow,
    .nb_negative = float_neg,
    .nb_positive = float_itself,
    .nb_absolute = float_abs,
    .nb_bool = float_bool,
    .nb_int = float_int,
    .nb_float = float_itself,
    .nb_floor_divide = float_floordiv,
    .nb_true_divide = float_truediv,
};

PyTypeObject PyFloat_Type = {
    STATIC_TYPE("float", PyFloatObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | _Py_TPFLAGS_MATCH_SELF,
    .tp_doc = "float(x=0, /)\n--\n\nA double precision number, made of a number or of text.",
    .tp_new = float_new,
    .tp_vectorcall = float_vectorcall,
    .tp_dealloc = float_dealloc,
    .tp_repr = float_repr,
    .tp_hash = float_hash,
    .tp_richcompare = float_richcompare,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_as_number = &float_number,
    .tp_methods = float_methods,
    .tp_getset = float_getset,
};
