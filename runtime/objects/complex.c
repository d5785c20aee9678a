/* complex.c -- the type complex: a pair of doubles.
 *
 * The _Py_c_* functions report through errno, as the C API promises: EDOM for a zero divisor or an undefined power,
 * ERANGE for a result too large. */
#include "runtime/objects/complex.h"
#include "runtime/objects/float.h"
#include "runtime/objects/int.h"
#include "runtime/objects/str.h"
#include "runtime/objects/type.h"
#include "runtime/text/format.h"
#include "runtime/text/numbers.h"
#include <errno.h>
#include <math.h>
#include <structmember.h>

#define VALUE(o) (((PyComplexObject *)(o))->cval)

/* ---- arithmetic on pairs ---- */

Py_complex _Py_c_sum(Py_complex a, Py_complex b) { return (Py_complex){ a.real + b.real, a.imag + b.imag }; }
Py_complex _Py_c_diff(Py_complex a, Py_complex b) { return (Py_complex){ a.real - b.real, a.imag - b.imag }; }
Py_complex _Py_c_neg(Py_complex a) { return (Py_complex){ -a.real, -a.imag }; }

Py_complex _Py_c_prod(Py_complex a, Py_complex b)
{
    return (Py_complex){ a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real };
}

/* Smith's method: dividing by the larger part of b first keeps the intermediate results in range. */
Py_complex _Py_c_quot(Py_complex a, Py_complex b)
{
    double p = fabs(b.real), q = fabs(b.imag);
    if (p >= q) {
        if (p == 0.0) {
            errno = EDOM;
            return (Py_complex){ 0.0, 0.0 };
        }
        double ratio = b.imag / b.real, d = b.real + b.imag * ratio;
        return (Py_complex){ (a.real + a.imag * ratio) / d, (a.imag - a.real * ratio) / d };
    }
    if (q >= p) {
        double ratio = b.real / b.imag, d = b.real * ratio + b.imag;
        return (Py_complex){ (a.real * ratio + a.imag) / d, (a.imag * ratio - a.real) / d };
    }
    return (Py_complex){ NAN, NAN };
}

Py_complex _Py_c_pow(Py_complex a, Py_complex b)
{
    if (b.real == 0.0 && b.imag == 0.0) return (Py_complex){ 1.0, 0.0 };
    if (a.real == 0.0 && a.imag == 0.0) {
        if (b.imag != 0.0 || b.real < 0.0) errno = EDOM;
        return (Py_complex){ 0.0, 0.0 };
    }
    double size = hypot(a.real, a.imag), length = pow(size, b.real), angle = atan2(a.imag, a.real);
    double phase = angle * b.real;
    if (b.imag != 0.0) {
        length /= exp(angle * b.imag);
        phase += b.imag * log(size);
    }
    return (Py_complex){ length * cos(phase), length * sin(phase) };
}

double _Py_c_abs(Py_complex z)
{
    errno = 0;
    if (isinf(z.real) || isinf(z.imag)) return INFINITY;
    if (isnan(z.real) || isnan(z.imag)) return NAN;
    double r = hypot(z.real, z.imag);
    if (!isfinite(r)) errno = ERANGE;
    return r;
}

/* Powers by small whole exponents, by squaring from the low bit. */
static Py_complex power_whole(Py_complex a, long n)
{
    const Py_complex one = { 1.0, 0.0 };
    Py_complex r = one, square = a;
    for (long rest = labs(n); rest > 0; rest >>= 1) {
        if ((rest & 1) != 0) r = _Py_c_prod(r, square);
        square = _Py_c_prod(square, square);
    }
    return n < 0 ? _Py_c_quot(one, r) : r;
}

/* a ** b as Python has it; errno tells what went wrong. */
static Py_complex power(Py_complex a, Py_complex b)
{
    errno = 0;
    bool whole = b.imag == 0.0 && b.real == floor(b.real) && fabs(b.real) <= 100.0;
    Py_complex r = whole ? power_whole(a, (long)b.real) : _Py_c_pow(a, b);
    if (isinf(r.real) || isinf(r.imag)) errno = errno == 0 ? ERANGE : errno;
    else if (errno == ERANGE) errno = 0; /* an underflow is no error */
    return r;
}

/* ---- C API ---- */

static PyObject *new_in(PyTypeObject *type, Py_complex z)
{
    PyObject *o = type->tp_alloc(type, 0);
    if (o != NULL) VALUE(o) = z;
    return o;
}

PyObject *PyComplex_FromCComplex(Py_complex z)
{
    PyComplexObject *o = PyObject_Malloc(sizeof(PyComplexObject));
    if (o == NULL) return PyErr_NoMemory();
    o->cval = z;
    return PyObject_Init((PyObject *)o, &PyComplex_Type);
}

PyObject *PyComplex_FromDoubles(double real, double imag) { return PyComplex_FromCComplex((Py_complex){ real, imag }); }

double PyComplex_RealAsDouble(PyObject *o) { return PyComplex_Check(o) ? VALUE(o).real : PyFloat_AsDouble(o); }
double PyComplex_ImagAsDouble(PyObject *o) { return PyComplex_Check(o) ? VALUE(o).imag : 0.0; }

/* o.__complex__(): 1 with *z; 0 when there is no such method; -1 with an exception. */
static int special_complex(PyObject *o, Py_complex *z)
{
    bool found;
    if (PyComplex_CheckExact(o) || PyFloat_CheckExact(o) || PyLong_CheckExact(o)) return 0;
    PyObject *r = adder_special_call_maybe(o, ID(__complex__), &o, 1, &found);
    if (r == NULL) return found || PyErr_Occurred() ? -1 : 0;
    int rc = 1;
    if (!PyComplex_Check(r)) {
        PyErr_Format(PyExc_TypeError, "__complex__ returned non-complex (type %.200s)", Py_TYPE(r)->tp_name);
        rc = -1;
    } else if (!PyComplex_CheckExact(r) &&
               PyErr_WarnFormat(PyExc_DeprecationWarning, 1,
                                "__complex__ returned non-complex (type %.200s).  The ability to return an instance of a "
                                "strict subclass of complex is deprecated, and may not be supported in a future version "
                                "of Python.", Py_TYPE(r)->tp_name) < 0) {
        rc = -1;
    } else {
        *z = VALUE(r);
    }
    Py_DECREF(r);
    return rc;
}

Py_complex PyComplex_AsCComplex(PyObject *o)
{
    Py_complex z = { -1.0, 0.0 };
    if (PyComplex_Check(o)) return VALUE(o);
    int found = special_complex(o, &z);
    if (found < 0) return (Py_complex){ -1.0, 0.0 };
    if (found == 0) z = (Py_complex){ PyFloat_AsDouble(o), 0.0 };
    return z;
}

/* ---- from text ---- */

static inline bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* One or two numbers, the last perhaps followed by j; NULL when the text is something else. */
static const char *read_parts(const char *s, Py_complex *z)
{
    char *end;
    double v = adder_strtod(s, &end);
    *z = (Py_complex){ 0.0, 0.0 };
    if (end == s) { /* j, +j, -j */
        v = *s == '-' ? -1.0 : 1.0;
        if (*s == '+' || *s == '-') s++;
        if (*s != 'j' && *s != 'J') return NULL;
        z->imag = v;
        return s + 1;
    }
    if (*end == 'j' || *end == 'J') {
        z->imag = v;
        return end + 1;
    }
    z->real = v;
    if (*end != '+' && *end != '-') return end;
    s = end;
    z->imag = adder_strtod(s, &end);
    if (end == s) {
        z->imag = *s == '-' ? -1.0 : 1.0;
        end++;
    }
    return *end == 'j' || *end == 'J' ? end + 1 : NULL;
}

static PyObject *parse_exactly(const char *s, Py_ssize_t n, void *type)
{
    const char *end = s + n;
    Py_complex z;
    while (is_space(*s)) s++;
    bool paren = *s == '(';
    if (paren)
        for (s++; is_space(*s);) s++;
    const char *p = read_parts(s, &z);
    if (p != NULL) {
        while (is_space(*p)) p++;
        if (paren && *p == ')')
            for (p++, paren = false; is_space(*p);) p++;
        if (p == end && !paren) return new_in(type, z);
    }
    PyErr_SetString(PyExc_ValueError, "complex() arg is a malformed string");
    return NULL;
}

static PyObject *from_text(PyTypeObject *type, PyObject *text)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    if (PyUnicode_IS_ASCII(text))
        return adder_number_without_underscores(PyUnicode_DATA(text), n, "complex", text, type, parse_exactly);
    char *s = adder_str_to_ascii_number(text);
    if (s == NULL) return NULL;
    PyObject *r = adder_number_without_underscores(s, n, "complex", text, type, parse_exactly);
    PyMem_Free(s);
    return r;
}

/* ---- construction ---- */

static bool is_real_number(PyObject *o)
{
    PyNumberMethods *n = Py_TYPE(o)->tp_as_number;
    return n != NULL && (n->nb_float != NULL || n->nb_index != NULL);
}

/* One argument of complex(): 1 when it was complex itself, 0 when real, -1 with an exception. */
static int argument(PyObject *o, bool first, Py_complex *z)
{
    if (first) {
        int found = special_complex(o, z);
        if (found != 0) return found;
    }
    if (PyComplex_Check(o)) {
        *z = VALUE(o);
        return 1;
    }
    if (!is_real_number(o)) {
        PyErr_Format(PyExc_TypeError, first ? "complex() first argument must be a string or a number, not '%.200s'"
                                            : "complex() second argument must be a number, not '%.200s'",
                     Py_TYPE(o)->tp_name);
        return -1;
    }
    PyObject *f = PyNumber_Float(o);
    if (f == NULL) return -1;
    *z = (Py_complex){ PyFloat_AS_DOUBLE(f), 0.0 };
    Py_DECREF(f);
    return 0;
}

/* Are both arguments of a kind that numbers can be made of? Checked before either is converted. */
static bool check_arguments(PyObject *real, PyObject *imag)
{
    if (real != NULL && PyUnicode_Check(real) && imag != NULL)
        PyErr_SetString(PyExc_TypeError, "complex() can't take second arg if first is a string");
    else if (imag != NULL && PyUnicode_Check(imag)) PyErr_SetString(PyExc_TypeError, "complex() second arg can't be a string");
    else return true;
    return false;
}

static PyObject *make(PyTypeObject *type, PyObject *real, PyObject *imag)
{
    Py_complex r = { 0.0, 0.0 }, i = { 0.0, 0.0 };
    int real_kind = 0, imag_kind = 0;
    if (real != NULL && imag == NULL && PyComplex_CheckExact(real) && type == &PyComplex_Type) return Py_NewRef(real);
    if (!check_arguments(real, imag)) return NULL;
    if (real != NULL && PyUnicode_Check(real)) return from_text(type, real);
    if (real != NULL && (real_kind = argument(real, true, &r)) < 0) return NULL;
    if (imag != NULL && (imag_kind = argument(imag, false, &i)) < 0) return NULL;
    if (imag_kind > 0) r.real -= i.imag;
    if (imag != NULL) r.imag = real_kind > 0 ? r.imag + i.real : i.real; /* keeps the sign of complex(0, -0.0) */
    return new_in(type, r);
}

static PyObject *complex_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = { "real", "imag", NULL };
    PyObject *real = NULL, *imag = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|OO:complex", names, &real, &imag)) return NULL;
    return make(type, real, imag);
}

/* ---- slots ---- */

/* The value of a complex, float or int operand: 1, 0 when `o` is none, -1 with OverflowError. */
static int operand(PyObject *o, Py_complex *z)
{
    if (PyComplex_Check(o)) {
        *z = VALUE(o);
        return 1;
    }
    z->imag = 0.0;
    if (PyFloat_Check(o)) {
        z->real = PyFloat_AS_DOUBLE(o);
        return 1;
    }
    if (!PyLong_Check(o)) return 0;
    z->real = PyLong_AsDouble(o);
    return z->real == -1.0 && PyErr_Occurred() ? -1 : 1;
}

#define OPERANDS(a, b)                                       \
    Py_complex x, y;                                         \
    int known = operand(a, &x);                              \
    if (known > 0) known = operand(b, &y);                   \
    if (known < 0) return NULL;                              \
    if (known == 0) Py_RETURN_NOTIMPLEMENTED

static PyObject *complex_add(PyObject *a, PyObject *b)
{
    OPERANDS(a, b);
    return PyComplex_FromCComplex(_Py_c_sum(x, y));
}

static PyObject *complex_sub(PyObject *a, PyObject *b)
{
    OPERANDS(a, b);
    return PyComplex_FromCComplex(_Py_c_diff(x, y));
}

static PyObject *complex_mul(PyObject *a, PyObject *b)
{
    OPERANDS(a, b);
    return PyComplex_FromCComplex(_Py_c_prod(x, y));
}

static PyObject *complex_truediv(PyObject *a, PyObject *b)
{
    OPERANDS(a, b);
    errno = 0;
    Py_complex r = _Py_c_quot(x, y);
    if (errno == EDOM) return PyErr_Format(PyExc_ZeroDivisionError, "complex division by zero");
    return PyComplex_FromCComplex(r);
}

static PyObject *power_object(Py_complex x, Py_complex y)
{
    Py_complex r = power(x, y);
    if (errno == EDOM) return PyErr_Format(PyExc_ZeroDivisionError, "0.0 to a negative or complex power");
    if (errno == ERANGE) return PyErr_Format(PyExc_OverflowError, "complex exponentiation");
    return PyComplex_FromCComplex(r);
}

PyObject *adder_complex_pow_doubles(double x, double y)
{
    return power_object((Py_complex){ x, 0.0 }, (Py_complex){ y, 0.0 });
}

static PyObject *complex_pow(PyObject *a, PyObject *b, PyObject *modulus)
{
    OPERANDS(a, b);
    if (modulus != Py_None) return PyErr_Format(PyExc_ValueError, "complex modulo");
    return power_object(x, y);
}

static PyObject *complex_neg(PyObject *self) { return PyComplex_FromCComplex(_Py_c_neg(VALUE(self))); }
static int complex_bool(PyObject *self) { return VALUE(self).real != 0.0 || VALUE(self).imag != 0.0; }

static PyObject *complex_itself(PyObject *self)
{
    return PyComplex_CheckExact(self) ? Py_NewRef(self) : PyComplex_FromCComplex(VALUE(self));
}

static PyObject *complex_abs(PyObject *self)
{
    double r = _Py_c_abs(VALUE(self));
    if (errno == ERANGE) return PyErr_Format(PyExc_OverflowError, "absolute value too large");
    return adder_float_new(r);
}

static Py_hash_t complex_hash(PyObject *self)
{
    Py_uhash_t real = (Py_uhash_t)_Py_HashDouble(self, VALUE(self).real);
    Py_uhash_t imag = (Py_uhash_t)_Py_HashDouble(self, VALUE(self).imag);
    Py_hash_t h = (Py_hash_t)(real + _PyHASH_IMAG * imag);
    return h == -1 ? -2 : h;
}

static PyObject *complex_richcompare(PyObject *a, PyObject *b, int op)
{
    Py_complex z = VALUE(a);
    bool equal;
    if (op != Py_EQ && op != Py_NE) Py_RETURN_NOTIMPLEMENTED;
    if (PyLong_Check(b)) equal = z.imag == 0.0 && !isnan(z.real) && adder_int_cmp_double(b, z.real) == 0;
    else if (PyFloat_Check(b)) equal = z.real == PyFloat_AS_DOUBLE(b) && z.imag == 0.0;
    else if (PyComplex_Check(b)) equal = z.real == VALUE(b).real && z.imag == VALUE(b).imag;
    else Py_RETURN_NOTIMPLEMENTED;
    return PyBool_FromLong(equal == (op == Py_EQ));
}

/* repr() of a part: as a float's, without the ".0". */
static int put_part(char *out, double v, bool sign)
{
    char buf[32];
    int n = adder_float_repr(v, buf), at = 0;
    if (n > 2 && memcmp(buf + n - 2, ".0", 2) == 0) n -= 2;
    if (sign && buf[0] != '-') out[at++] = '+';
    memcpy(out + at, buf, (size_t)n);
    return at + n;
}

static PyObject *complex_repr(PyObject *self)
{
    char text[80];
    Py_complex z = VALUE(self);
    int n = 0;
    bool alone = z.real == 0.0 && !signbit(z.real);
    if (!alone) {
        text[n++] = '(';
        n += put_part(text + n, z.real, false);
    }
    n += put_part(text + n, z.imag, !alone);
    text[n++] = 'j';
    if (!alone) text[n++] = ')';
    return adder_str_from_ascii(text, n);
}

/* ---- methods ---- */

static PyObject *complex_conjugate(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyComplex_FromDoubles(VALUE(self).real, -VALUE(self).imag);
}

static PyObject *complex_complex(PyObject *self, PyObject *const *args)
{
    (void)args;
    return complex_itself(self);
}

static PyObject *complex_getnewargs(PyObject *self, PyObject *const *args)
{
    (void)args;
    return Py_BuildValue("(dd)", VALUE(self).real, VALUE(self).imag);
}

static PyObject *complex_format(PyObject *self, PyObject *const *args)
{
    if (!PyUnicode_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "__format__() argument must be str, not %.50s",
                            args[0] == Py_None ? "None" : Py_TYPE(args[0])->tp_name);
    return adder_format_complex(self, args[0]);
}

static PyMethodDef complex_methods[] = {
    FN("conjugate", complex_conjugate, "($self, /)", "The number with the sign of its imaginary part changed."),
    FN("__complex__", complex_complex, "($self, /)", "The number as an exact complex."),
    FN("__getnewargs__", complex_getnewargs, "($self, /)", "Arguments for complex.__new__ when unpickling."),
    FN("__format__", complex_format, "($self, format_spec, /)", "The number written as the format specification says."),
    { 0 }
};

static PyMemberDef complex_members[] = {
    { "real", T_DOUBLE, offsetof(PyComplexObject, cval.real), READONLY, "The real part." },
    { "imag", T_DOUBLE, offsetof(PyComplexObject, cval.imag), READONLY, "The imaginary part." },
    { 0 }
};

static PyNumberMethods complex_number = {
    .nb_add = complex_add,
    .nb_subtract = complex_sub,
    .nb_multiply = complex_mul,
    .nb_power = complex_pow,
    .nb_negative = complex_neg,
    .nb_positive = complex_itself,
    .nb_absolute = complex_abs,
    .nb_bool = complex_bool,
    .nb_true_divide = complex_truediv,
};

PyTypeObject PyComplex_Type = {
    STATIC_TYPE("complex", PyComplexObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_doc = "complex(real=0, imag=0)\n--\n\nThe complex number real + imag*1j, or the one that a text means.",
    .tp_new = complex_new,
    .tp_free = PyObject_Free,
    .tp_repr = complex_repr,
    .tp_hash = complex_hash,
    .tp_richcompare = complex_richcompare,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_as_number = &complex_number,
    .tp_methods = complex_methods,
    .tp_members = complex_members,
};
