/* int_capi.c -- PyLong_From* and PyLong_As*: ints to C integers, doubles and bytes, and back. */
#include "runtime/objects/int_digits.h"
#include <float.h>
#include <limits.h>
#include <math.h>

/* ---- from C ---- */

PyObject *PyLong_FromLong(long v) { return adder_int_new_i64(v); }
PyObject *PyLong_FromLongLong(long long v) { return adder_int_new_i64(v); }
PyObject *PyLong_FromSsize_t(Py_ssize_t v) { return adder_int_new_i64(v); }

PyObject *PyLong_FromUnsignedLongLong(unsigned long long v)
{
    return v <= INT64_MAX ? adder_int_new_i64((int64_t)v) : adder_int_from_u128(v, false);
}

PyObject *PyLong_FromUnsignedLong(unsigned long v) { return PyLong_FromUnsignedLongLong(v); }
PyObject *PyLong_FromSize_t(size_t v) { return PyLong_FromUnsignedLongLong(v); }
PyObject *PyLong_FromVoidPtr(void *p) { return PyLong_FromUnsignedLongLong((uintptr_t)p); }
PyObject *_PyLong_FromTime_t(time_t t) { return adder_int_new_i64(t); }

PyObject *PyLong_FromDouble(double v)
{
    if (isinf(v)) {
        PyErr_SetString(PyExc_OverflowError, "cannot convert float infinity to integer");
        return NULL;
    }
    if (isnan(v)) {
        PyErr_SetString(PyExc_ValueError, "cannot convert float NaN to integer");
        return NULL;
    }
    if (fabs(v) < 0x1p62) return adder_int_new_i64((int64_t)v);
    int exponent;
    double fraction = frexp(fabs(v), &exponent);
    PyObject *mantissa = adder_int_new_i64((int64_t)ldexp(fraction, DBL_MANT_DIG));
    if (mantissa == NULL) return NULL;
    if (v < 0) Py_SETREF(mantissa, adder_int_neg(mantissa));
    if (mantissa == NULL) return NULL;
    PyObject *r = _PyLong_Lshift(mantissa, (size_t)(exponent - DBL_MANT_DIG));
    Py_DECREF(mantissa);
    return r;
}

PyObject *_PyLong_Copy(PyLongObject *i)
{
    int64_t v;
    Py_ssize_t n = int_size((PyObject *)i);
    if (adder_int_get((PyObject *)i, &v)) return adder_int_new_i64(v);
    PyLongObject *r = adder_int_alloc_digits(n);
    if (r == NULL) return NULL;
    memcpy(r->ob_digit, i->ob_digit, (size_t)n * sizeof(digit));
    r->ob_base.ob_size = i->ob_base.ob_size;
    return (PyObject *)r;
}

/* ---- to C ---- */

/* The int that `o` is or gives through __index__: new reference, NULL with TypeError. */
static PyObject *as_int(PyObject *o)
{
    if (o == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return PyLong_Check(o) ? Py_NewRef(o) : PyNumber_Index(o);
}

/* For the conversions that take ints only. */
static bool require_int(PyObject *o)
{
    if (o == NULL) PyErr_BadInternalCall();
    else if (!PyLong_Check(o)) PyErr_SetString(PyExc_TypeError, "an integer is required");
    else return true;
    return false;
}

/* The magnitude modulo 2^64; *fits tells whether that was all of it. */
static uint64_t magnitude(PyObject *i, bool *fits)
{
    uint64_t a = 0;
    Py_ssize_t n = int_size(i);
    *fits = adder_int_bits(i) <= 64;
    for (Py_ssize_t k = Py_MIN(n, 3); k-- > 0;) a = a << PyLong_SHIFT | int_digits(i)[k];
    return a;
}

/* An int as int64_t; *overflow is -1 or 1 when it lies outside. */
static int64_t as_i64(PyObject *i, int *overflow)
{
    int64_t v;
    bool fits;
    *overflow = 0;
    if (adder_int_get(i, &v)) return v;
    uint64_t a = magnitude(i, &fits);
    if (int_is_negative(i)) {
        if (fits && a <= (uint64_t)1 << 63) return (int64_t)-a;
        *overflow = -1;
    } else {
        if (fits && a <= INT64_MAX) return (int64_t)a;
        *overflow = 1;
    }
    return -1;
}

long long PyLong_AsLongLongAndOverflow(PyObject *o, int *overflow)
{
    *overflow = 0;
    PyObject *i = as_int(o);
    if (i == NULL) return -1;
    int64_t v = as_i64(i, overflow);
    Py_DECREF(i);
    return v;
}

long PyLong_AsLongAndOverflow(PyObject *o, int *overflow) { return PyLong_AsLongLongAndOverflow(o, overflow); }

long PyLong_AsLong(PyObject *o)
{
    int overflow;
    long v = PyLong_AsLongAndOverflow(o, &overflow);
    if (overflow) PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C long");
    return v;
}

int _PyLong_AsInt(PyObject *o)
{
    int overflow;
    long v = PyLong_AsLongAndOverflow(o, &overflow);
    if (!overflow && v >= INT_MIN && v <= INT_MAX) return (int)v;
    PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C int");
    return -1;
}

Py_ssize_t PyLong_AsSsize_t(PyObject *o)
{
    int overflow;
    if (!require_int(o)) return -1;
    Py_ssize_t v = as_i64(o, &overflow);
    if (overflow) PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C ssize_t");
    return v;
}

long long PyLong_AsLongLong(PyObject *o)
{
    int overflow;
    long long v = PyLong_AsLongLongAndOverflow(o, &overflow);
    if (overflow) PyErr_SetString(PyExc_OverflowError, "int too big to convert");
    return v;
}

/* `negative` and `large` are the messages. */
static uint64_t as_u64(PyObject *o, const char *negative, const char *large)
{
    bool fits;
    if (!require_int(o)) return UINT64_MAX;
    uint64_t a = magnitude(o, &fits);
    if (int_is_negative(o)) PyErr_SetString(PyExc_OverflowError, negative);
    else if (!fits) PyErr_SetString(PyExc_OverflowError, large);
    else return a;
    return UINT64_MAX;
}

unsigned long PyLong_AsUnsignedLong(PyObject *o)
{
    return as_u64(o, "can't convert negative value to unsigned int", "Python int too large to convert to C unsigned long");
}

size_t PyLong_AsSize_t(PyObject *o)
{
    return as_u64(o, "can't convert negative value to size_t", "Python int too large to convert to C size_t");
}

unsigned long long PyLong_AsUnsignedLongLong(PyObject *o)
{
    return as_u64(o, "can't convert negative int to unsigned", "int too big to convert");
}

unsigned long long PyLong_AsUnsignedLongLongMask(PyObject *o)
{
    bool fits;
    PyObject *i = as_int(o);
    if (i == NULL) return (unsigned long long)-1;
    uint64_t a = magnitude(i, &fits);
    if (int_is_negative(i)) a = -a;
    Py_DECREF(i);
    return a;
}

unsigned long PyLong_AsUnsignedLongMask(PyObject *o) { return PyLong_AsUnsignedLongLongMask(o); }

void *PyLong_AsVoidPtr(PyObject *o)
{
    long long v;
    if (PyLong_Check(o) && int_is_negative(o)) v = PyLong_AsLong(o);
    else v = (long long)PyLong_AsUnsignedLong(o);
    return v == -1 && PyErr_Occurred() ? NULL : (void *)(intptr_t)v;
}

time_t _PyLong_AsTime_t(PyObject *o)
{
    int overflow;
    time_t t = PyLong_AsLongLongAndOverflow(o, &overflow);
    if (overflow) PyErr_SetString(PyExc_OverflowError, "timestamp out of range for platform time_t");
    return t;
}

/* "O&" converters: 1, or 0 with an exception. */
static int convert_unsigned(PyObject *o, unsigned long long max, const char *large, unsigned long long *out)
{
    if (PyLong_Check(o) && int_is_negative(o)) {
        PyErr_SetString(PyExc_ValueError, "value must be positive");
        return 0;
    }
    *out = max == ULLONG_MAX ? PyLong_AsUnsignedLongLong(o) : PyLong_AsUnsignedLong(o);
    if (*out == ULLONG_MAX && PyErr_Occurred()) return 0;
    if (*out <= max) return 1;
    PyErr_SetString(PyExc_OverflowError, large);
    return 0;
}

#define UNSIGNED_CONVERTER(name, type, max, large)                    \
    int _PyLong_##name##_Converter(PyObject *o, void *p)              \
    {                                                                 \
        unsigned long long v;                                         \
        if (!convert_unsigned(o, max, large, &v)) return 0;           \
        *(type *)p = (type)v;                                         \
        return 1;                                                     \
    }
UNSIGNED_CONVERTER(UnsignedShort, unsigned short, USHRT_MAX, "Python int too large for C unsigned short")
UNSIGNED_CONVERTER(UnsignedInt, unsigned int, UINT_MAX, "Python int too large for C unsigned int")
UNSIGNED_CONVERTER(UnsignedLong, unsigned long, ULONG_MAX, "")
UNSIGNED_CONVERTER(UnsignedLongLong, unsigned long long, ULLONG_MAX, "")
UNSIGNED_CONVERTER(Size_t, size_t, SIZE_MAX, "")

int _PyLong_Sign(PyObject *o) { return int_sign(o); }
size_t _PyLong_NumBits(PyObject *o) { return adder_int_bits(o); }

/* ---- doubles ---- */

/* The top 55 bits of the magnitude, bit 0 set when any lower one is; an int of more than 60 bits. */
static uint64_t top_bits(PyObject *i, size_t bits)
{
    const digit *d = int_digits(i);
    size_t skip = bits - 55, word = skip / PyLong_SHIFT, shift = skip % PyLong_SHIFT;
    unsigned __int128 window = 0;
    for (size_t k = Py_MIN((size_t)int_size(i), word + 4); k-- > word;) window = window << PyLong_SHIFT | d[k];
    bool sticky = (d[word] & (((digit)1 << shift) - 1)) != 0;
    for (size_t k = 0; k < word && !sticky; k++) sticky = d[k] != 0;
    return (uint64_t)(window >> shift) | sticky;
}

double _PyLong_Frexp(PyLongObject *i, Py_ssize_t *e)
{
    size_t bits = adder_int_bits((PyObject *)i);
    int64_t v = 0;
    int short_exponent;
    if (adder_int_get((PyObject *)i, &v) && Py_ABS(v) <= (int64_t)1 << DBL_MANT_DIG) {
        double x = frexp((double)v, &short_exponent);
        *e = short_exponent;
        return x;
    }
    uint64_t top = bits > 55 ? top_bits((PyObject *)i, bits) : (uint64_t)Py_ABS(v) << (55 - bits);
    static const int8_t adjust[8] = { 0, -1, -2, 1, 0, -1, 2, 1 }; /* half to even at the two lowest bits, sticky included */
    top = (uint64_t)((int64_t)top + adjust[top & 7]);
    double x = (double)top * 0x1p-55;
    if (x == 1.0) {
        x = 0.5;
        bits++;
    }
    *e = (Py_ssize_t)bits;
    return int_is_negative((PyObject *)i) ? -x : x;
}

double PyLong_AsDouble(PyObject *o)
{
    Py_ssize_t e;
    int64_t v;
    if (o == NULL || !PyLong_Check(o)) {
        if (o == NULL) PyErr_BadInternalCall();
        else PyErr_SetString(PyExc_TypeError, "an integer is required");
        return -1.0;
    }
    if (adder_int_get(o, &v)) return (double)v; /* the machine rounds half to even, too */
    double x = _PyLong_Frexp((PyLongObject *)o, &e);
    if (e <= DBL_MAX_EXP) return ldexp(x, (int)e);
    PyErr_SetString(PyExc_OverflowError, "int too large to convert to float");
    return -1.0;
}

/* ---- bytes ---- */

PyObject *_PyLong_FromByteArray(const unsigned char *bytes, size_t n, int little_endian, int is_signed)
{
    ptrdiff_t step = little_endian ? 1 : -1;
    const unsigned char *p = little_endian ? bytes : bytes + n - 1; /* least significant */
    if (n == 0) return Py_NewRef(adder_int_small(0));
    bool negative = is_signed && (p[step * ((ptrdiff_t)n - 1)] & 0x80) != 0;
    unsigned char fill = negative ? 0xff : 0;
    while (n > 0 && p[step * ((ptrdiff_t)n - 1)] == fill) n--;
    if (n > (size_t)(PY_SSIZE_T_MAX / 8) - PyLong_SHIFT) {
        PyErr_SetString(PyExc_OverflowError, "byte array too long to convert to int");
        return NULL;
    }
    Py_ssize_t digits = (Py_ssize_t)((n * 8 + PyLong_SHIFT) / PyLong_SHIFT); /* one bit more: -(2^8n) */
    PyLongObject *r = adder_int_alloc_digits(digits);
    if (r == NULL) return NULL;
    uint64_t acc = 0, carry = negative; /* the two's complement of the bytes is taken on the way */
    int have = 0;
    Py_ssize_t out = 0;
    for (size_t k = 0; k < n; k++, p += step) {
        carry += (unsigned char)(*p ^ fill);
        acc |= (carry & 0xff) << have;
        carry >>= 8;
        have += 8;
        if (have >= PyLong_SHIFT) {
            r->ob_digit[out++] = (digit)(acc & PyLong_MASK);
            acc >>= PyLong_SHIFT;
            have -= PyLong_SHIFT;
        }
    }
    acc |= carry << have;
    for (; out < digits; acc >>= PyLong_SHIFT) r->ob_digit[out++] = (digit)(acc & PyLong_MASK);
    return adder_int_finish(r, negative);
}

static int too_big(void)
{
    PyErr_SetString(PyExc_OverflowError, "int too big to convert");
    return -1;
}

int _PyLong_AsByteArray(PyLongObject *i, unsigned char *bytes, size_t n, int little_endian, int is_signed)
{
    PyObject *o = (PyObject *)i;
    bool negative = int_is_negative(o);
    if (negative && !is_signed) {
        PyErr_SetString(PyExc_OverflowError, "can't convert negative int to unsigned");
        return -1;
    }
    size_t bits = adder_int_bits(o), need = bits + (is_signed && bits != 0);
    if (negative && adder_int_is_power_of_two(o)) need--; /* -2^(k-1) takes k bits */
    bool fits = (need + 7) / 8 <= n || (n == 0 && negative && bits == 1); /* -1 in no byte at all: so it has always been */
    ptrdiff_t step = little_endian ? 1 : -1;
    unsigned char *p = little_endian ? bytes : bytes + n - 1, fill = negative ? 0xff : 0;
    uint64_t acc = 0;
    unsigned carry = negative;
    int have = 0;
    Py_ssize_t in = 0, digits = int_size(o);
    for (size_t k = 0; k < n; k++, p += step) {
        if (have < 8 && in < digits) {
            acc |= (uint64_t)int_digits(o)[in++] << have;
            have += PyLong_SHIFT;
        }
        carry += (unsigned char)((acc & 0xff) ^ fill);
        *p = (unsigned char)carry;
        carry >>= 8;
        acc >>= 8;
        have -= 8;
        if (have < 0) have = 0;
    }
    return fits ? 0 : too_big();
}

/* ---- the rest ---- */

/* The quotient rounded half to even, and what is left of a; a new pair or NULL. */
PyObject *_PyLong_DivmodNear(PyObject *a, PyObject *b)
{
    PyObject *q, *r, *twice = NULL, *pair = NULL;
    if (!PyLong_Check(a) || !PyLong_Check(b)) {
        PyErr_SetString(PyExc_TypeError, "non-integer arguments in division");
        return NULL;
    }
    if (adder_int_divmod(a, b, &q, &r) < 0) return NULL;
    if ((twice = _PyLong_Lshift(r, 1)) == NULL) goto done;
    int order = adder_mag_cmp(int_digits(twice), int_size(twice), int_digits(b), int_size(b));
    if (order > 0 || (order == 0 && int_size(q) != 0 && (int_digits(q)[0] & 1) != 0)) {
        Py_SETREF(q, adder_int_add(q, adder_int_small(1)));
        if (q == NULL) goto done;
        Py_SETREF(r, adder_int_sub(r, b));
        if (r == NULL) goto done;
    }
    pair = PyTuple_Pack(2, q, r);
done:
    Py_XDECREF(twice);
    Py_XDECREF(q);
    Py_XDECREF(r);
    return pair;
}

static uint64_t gcd_short(uint64_t a, uint64_t b)
{
    if (a == 0) return b;
    if (b == 0) return a;
    int shift = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    while (b != 0) {
        b >>= __builtin_ctzll(b);
        if (a > b) {
            uint64_t t = a;
            a = b;
            b = t;
        }
        b -= a;
    }
    return a << shift;
}

/* Both non-zero. */
static PyObject *gcd_long(PyObject *a, PyObject *b)
{
    struct limbs x, y;
    PyObject *result = NULL;
    if (adder_limbs_from_int(&x, a) < 0) return NULL;
    if (adder_limbs_from_int(&y, b) == 0) {
        if (adder_int_reserve((size_t)(x.n + y.n) * 4 * sizeof(mp_limb_t)) == 0) {
            mpz_t r, u, v;
            mpz_init(r);
            mpz_gcd(r, mpz_roinit_n(u, x.p, x.n), mpz_roinit_n(v, y.p, y.n));
            result = adder_int_from_limbs(mpz_limbs_read(r), (mp_size_t)mpz_size(r), false);
            mpz_clear(r);
        }
        adder_limbs_free(&y);
    }
    adder_limbs_free(&x);
    return result;
}

PyObject *_PyLong_GCD(PyObject *a, PyObject *b)
{
    int64_t x, y;
    if (adder_int_get(a, &x) && adder_int_get(b, &y))
        return PyLong_FromUnsignedLongLong(gcd_short((uint64_t)Py_ABS(x), (uint64_t)Py_ABS(y)));
    if (int_size(a) == 0) return adder_int_abs(b);
    if (int_size(b) == 0) return adder_int_abs(a);
    return gcd_long(a, b);
}
