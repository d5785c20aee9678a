/* int_bits.c -- shifts and bitwise operations: ints behave as two's complement numbers of unlimited length.
 *
 * Negative operands are complemented digit by digit on the way in (two's complement of n digits, sign extended by the
 * caller's choice of length) and the result on the way out. */
#include "runtime/objects/int_digits.h"

/* a * 2^(30 * words + bits) on the magnitude. */
static PyObject *shift_left(PyObject *a, size_t words, unsigned bits)
{
    Py_ssize_t n = int_size(a);
    if (words > (size_t)(PY_SSIZE_T_MAX / (Py_ssize_t)sizeof(digit)) - (size_t)n - 8) {
        PyErr_SetString(PyExc_OverflowError, "too many digits in integer");
        return NULL;
    }
    PyLongObject *r = adder_int_alloc_digits(n + (Py_ssize_t)words + 1);
    if (r == NULL) return NULL;
    const digit *d = int_digits(a);
    memset(r->ob_digit, 0, words * sizeof(digit));
    uint64_t carry = 0;
    for (Py_ssize_t k = 0; k < n; k++) {
        carry |= (uint64_t)d[k] << bits;
        r->ob_digit[words + (size_t)k] = (digit)(carry & PyLong_MASK);
        carry >>= PyLong_SHIFT;
    }
    r->ob_digit[words + (size_t)n] = (digit)carry;
    return adder_int_finish(r, int_is_negative(a));
}

/* floor(a / 2^(30 * words + bits)): a negative number that loses a set bit moves one further down. */
static PyObject *shift_right(PyObject *a, size_t words, unsigned bits)
{
    Py_ssize_t n = int_size(a);
    bool negative = int_is_negative(a), lost = false;
    if (words >= (size_t)n) return Py_NewRef(adder_int_small(negative ? -1 : 0));
    const digit *d = int_digits(a);
    Py_ssize_t left = n - (Py_ssize_t)words;
    PyLongObject *r = adder_int_alloc_digits(left + 1);
    if (r == NULL) return NULL;
    for (Py_ssize_t k = 0; k < left; k++) {
        digit high = k + 1 < left ? d[words + (size_t)k + 1] : 0;
        r->ob_digit[k] = (d[words + (size_t)k] >> bits | (digit)((uint64_t)high << (PyLong_SHIFT - bits))) & PyLong_MASK;
    }
    r->ob_digit[left] = 0;
    if (negative) {
        lost = (d[words] & (((digit)1 << bits) - 1)) != 0;
        for (size_t k = 0; k < words && !lost; k++) lost = d[k] != 0;
        digit one = 1;
        if (lost) adder_mag_add(r->ob_digit, r->ob_digit, left, &one, 1);
    }
    return adder_int_finish(r, negative);
}

PyObject *_PyLong_Lshift(PyObject *a, size_t shift)
{
    int64_t x;
    if (int_size(a) == 0) return Py_NewRef(adder_int_small(0));
    if (shift < 63 && adder_int_get(a, &x) && (Py_ABS(x) >> (62 - shift)) == 0)
        return adder_int_new_i64((int64_t)((uint64_t)x << shift));
    return shift_left(a, shift / PyLong_SHIFT, (unsigned)(shift % PyLong_SHIFT));
}

PyObject *_PyLong_Rshift(PyObject *a, size_t shift)
{
    int64_t x;
    if (adder_int_get(a, &x)) return adder_int_new_i64(x >> (shift < 63 ? shift : 63));
    return shift_right(a, shift / PyLong_SHIFT, (unsigned)(shift % PyLong_SHIFT));
}

PyObject *adder_int_lshift(PyObject *a, PyObject *b)
{
    if (int_is_negative(b)) {
        PyErr_SetString(PyExc_ValueError, "negative shift count");
        return NULL;
    }
    if (int_size(a) == 0) return Py_NewRef(adder_int_small(0));
    if (adder_int_bits(b) > 63) {
        PyErr_SetString(PyExc_OverflowError, "too many digits in integer");
        return NULL;
    }
    return _PyLong_Lshift(a, PyLong_AsSize_t(b));
}

PyObject *adder_int_rshift(PyObject *a, PyObject *b)
{
    if (int_is_negative(b)) {
        PyErr_SetString(PyExc_ValueError, "negative shift count");
        return NULL;
    }
    if (adder_int_bits(b) > 63) return Py_NewRef(adder_int_small(int_is_negative(a) ? -1 : 0));
    return _PyLong_Rshift(a, PyLong_AsSize_t(b));
}

PyObject *adder_int_invert(PyObject *a)
{
    int64_t x;
    if (adder_int_get(a, &x)) return adder_int_new_i64(~x);
    PyObject *next = adder_int_add(a, adder_int_small(1));
    if (next == NULL) return NULL;
    PyObject *r = adder_int_neg(next);
    Py_DECREF(next);
    return r;
}

/* Writes -x modulo 2^(30 n) over the n digits. */
static void negate_digits(digit *d, Py_ssize_t n)
{
    digit carry = 1;
    for (Py_ssize_t k = 0; k < n; k++) {
        carry += d[k] ^ PyLong_MASK;
        d[k] = carry & PyLong_MASK;
        carry >>= PyLong_SHIFT;
    }
}

/* `a` in two's complement over n digits, n above its length where it is negative. */
static void spread(digit *out, PyObject *a, Py_ssize_t n)
{
    Py_ssize_t size = int_size(a);
    memcpy(out, int_digits(a), (size_t)size * sizeof(digit));
    memset(out + size, 0, (size_t)(n - size) * sizeof(digit));
    if (int_is_negative(a)) negate_digits(out, n);
}

static void combine(digit *r, const digit *x, Py_ssize_t n, int op)
{
    switch (op) {
    case '&':
        for (Py_ssize_t k = 0; k < n; k++) r[k] &= x[k];
        break;
    case '|':
        for (Py_ssize_t k = 0; k < n; k++) r[k] |= x[k];
        break;
    default:
        for (Py_ssize_t k = 0; k < n; k++) r[k] ^= x[k];
    }
}

/* a & b where b is not negative and short: only a's low digits matter. */
static PyObject *and_low(PyObject *a, int64_t b)
{
    const digit *d = int_digits(a);
    uint64_t low = (uint64_t)d[0] | (int_size(a) > 1 ? (uint64_t)d[1] << PyLong_SHIFT : 0);
    if (int_is_negative(a)) low = -low; /* right in the 60 bits that count */
    return adder_int_new_i64((int64_t)(low & (uint64_t)b));
}

/* Neither is negative: the result has no sign to work out. */
static PyObject *bitwise_natural(PyObject *a, PyObject *b, int op)
{
    if (int_size(a) < int_size(b)) {
        PyObject *t = a;
        a = b;
        b = t;
    }
    Py_ssize_t na = int_size(a), nb = int_size(b);
    PyLongObject *r = adder_int_alloc_digits(op == '&' ? nb : na);
    if (r == NULL) return NULL;
    memcpy(r->ob_digit, int_digits(a), (size_t)(op == '&' ? nb : na) * sizeof(digit));
    combine(r->ob_digit, int_digits(b), nb, op);
    return adder_int_finish(r, false);
}

/* One digit more than the longer operand makes room for the sign. */
static PyObject *bitwise_long(PyObject *a, PyObject *b, int op)
{
    if (!int_is_negative(a) && !int_is_negative(b)) return bitwise_natural(a, b, op);
    Py_ssize_t n = Py_MAX(int_size(a), int_size(b)) + 1;
    PyLongObject *r = adder_int_alloc_digits(n), *x = adder_int_alloc_digits(n);
    if (r == NULL || x == NULL) {
        Py_XDECREF(r);
        Py_XDECREF(x);
        return NULL;
    }
    spread(r->ob_digit, a, n);
    spread(x->ob_digit, b, n);
    combine(r->ob_digit, x->ob_digit, n, op);
    Py_DECREF(x);
    bool negative = r->ob_digit[n - 1] >> (PyLong_SHIFT - 1) != 0;
    if (negative) negate_digits(r->ob_digit, n);
    return adder_int_finish(r, negative);
}

PyObject *adder_int_and(PyObject *a, PyObject *b)
{
    int64_t x = 0, y = 0;
    bool short_a = adder_int_get(a, &x), short_b = adder_int_get(b, &y);
    if (short_a && short_b) return adder_int_new_i64(x & y);
    if (short_b && y >= 0) return and_low(a, y);
    if (short_a && x >= 0) return and_low(b, x);
    return bitwise_long(a, b, '&');
}

PyObject *adder_int_or(PyObject *a, PyObject *b)
{
    int64_t x, y;
    if (adder_int_get(a, &x) && adder_int_get(b, &y)) return adder_int_new_i64(x | y);
    return bitwise_long(a, b, '|');
}

PyObject *adder_int_xor(PyObject *a, PyObject *b)
{
    int64_t x, y;
    if (adder_int_get(a, &x) && adder_int_get(b, &y)) return adder_int_new_i64(x ^ y);
    return bitwise_long(a, b, '^');
}
