/* int_arith.c -- + - * // % / ** and roots of ints.
 *
 * Operands of at most two digits are machine integers; longer ones are added and subtracted as digits, and multiplied,
 * divided and raised as GMP limbs. Division floors: the remainder has the divisor's sign. */
#include "runtime/objects/int_digits.h"
#include "runtime/objects/float.h"
#include <float.h>
#include <math.h>

#define SIGNAL_LIMBS 256 /* results above this size look at signals between the steps of a power */

/* |a| + |b| or |a| - |b| with the sign that follows. */
static PyObject *add_magnitudes(PyObject *a, PyObject *b, bool negative)
{
    if (int_size(a) < int_size(b)) {
        PyObject *t = a;
        a = b;
        b = t;
    }
    Py_ssize_t n = int_size(a);
    PyLongObject *r = adder_int_alloc_digits(n + 1);
    if (r == NULL) return NULL;
    adder_mag_add(r->ob_digit, int_digits(a), n, int_digits(b), int_size(b));
    return adder_int_finish(r, negative);
}

/* |a| - |b|, negated when `negative`. */
static PyObject *sub_magnitudes(PyObject *a, PyObject *b, bool negative)
{
    int order = adder_mag_cmp(int_digits(a), int_size(a), int_digits(b), int_size(b));
    if (order == 0) return Py_NewRef(adder_int_small(0));
    if (order < 0) {
        PyObject *t = a;
        a = b;
        b = t;
        negative = !negative;
    }
    PyLongObject *r = adder_int_alloc_digits(int_size(a));
    if (r == NULL) return NULL;
    adder_mag_sub(r->ob_digit, int_digits(a), int_size(a), int_digits(b), int_size(b));
    return adder_int_finish(r, negative);
}

PyObject *adder_int_add(PyObject *a, PyObject *b)
{
    int64_t x, y;
    if (adder_int_get(a, &x) && adder_int_get(b, &y)) return adder_int_new_i64(x + y);
    bool na = int_is_negative(a);
    if (na == int_is_negative(b)) return add_magnitudes(a, b, na);
    return sub_magnitudes(a, b, na);
}

PyObject *adder_int_sub(PyObject *a, PyObject *b)
{
    int64_t x, y;
    if (adder_int_get(a, &x) && adder_int_get(b, &y)) return adder_int_new_i64(x - y);
    bool na = int_is_negative(a);
    if (na != int_is_negative(b)) return add_magnitudes(a, b, na);
    return sub_magnitudes(a, b, na);
}

static PyObject *mul_digits(PyObject *a, PyObject *b, bool negative)
{
    Py_ssize_t na = int_size(a), nb = int_size(b);
    PyLongObject *r = adder_int_alloc_digits(na + nb);
    if (r == NULL) return NULL;
    const digit *x = int_digits(a), *y = int_digits(b);
    memset(r->ob_digit, 0, (size_t)(na + nb) * sizeof(digit));
    for (Py_ssize_t i = 0; i < na; i++) {
        uint64_t carry = 0, f = x[i];
        digit *out = r->ob_digit + i;
        for (Py_ssize_t j = 0; j < nb; j++) {
            carry += out[j] + f * y[j];
            out[j] = (digit)(carry & PyLong_MASK);
            carry >>= PyLong_SHIFT;
        }
        out[nb] = (digit)carry;
    }
    return adder_int_finish(r, negative);
}

static PyObject *mul_limbs_of(const struct limbs *a, const struct limbs *b, bool same, bool negative)
{
    struct limbs r;
    mp_size_t n = a->n + b->n;
    if (adder_int_reserve((size_t)n * 4 * sizeof(mp_limb_t)) < 0) return NULL;
    if (adder_limbs_room(&r, n) < 0) return NULL;
    if (same) mpn_sqr(r.p, a->p, a->n);
    else if (a->n >= b->n) mpn_mul(r.p, a->p, a->n, b->p, b->n);
    else mpn_mul(r.p, b->p, b->n, a->p, a->n);
    PyObject *result = adder_int_from_limbs(r.p, n, negative);
    adder_limbs_free(&r);
    return result;
}

static PyObject *mul_limbs(PyObject *a, PyObject *b, bool negative)
{
    struct limbs x, y;
    if (adder_limbs_from_int(&x, a) < 0) return NULL;
    if (a == b) {
        PyObject *square = mul_limbs_of(&x, &x, true, negative);
        adder_limbs_free(&x);
        return square;
    }
    PyObject *result = NULL;
    if (adder_limbs_from_int(&y, b) == 0) {
        result = mul_limbs_of(&x, &y, false, negative);
        adder_limbs_free(&y);
    }
    adder_limbs_free(&x);
    return result;
}

PyObject *adder_int_mul(PyObject *a, PyObject *b)
{
    int64_t x, y, p;
    if (adder_int_get(a, &x) && adder_int_get(b, &y)) {
        if (!__builtin_mul_overflow(x, y, &p)) return adder_int_new_i64(p);
        __int128 wide = (__int128)x * y;
        return adder_int_from_u128(wide < 0 ? -(unsigned __int128)wide : (unsigned __int128)wide, wide < 0);
    }
    Py_ssize_t na = int_size(a), nb = int_size(b);
    if (na == 0 || nb == 0) return Py_NewRef(adder_int_small(0));
    bool negative = int_is_negative(a) != int_is_negative(b);
    if (Py_MIN(na, nb) < ADDER_INT_GMP_DIGITS) return na < nb ? mul_digits(a, b, negative) : mul_digits(b, a, negative);
    return mul_limbs(a, b, negative);
}

static int zero_division(const char *message)
{
    PyErr_SetString(PyExc_ZeroDivisionError, message);
    return -1;
}

/* Machine integers, y != 0. */
static int divmod_short(int64_t x, int64_t y, PyObject **quotient, PyObject **remainder)
{
    int64_t q = x / y, r = x % y;
    if (r != 0 && (r ^ y) < 0) {
        q--;
        r += y;
    }
    if (quotient != NULL && (*quotient = adder_int_new_i64(q)) == NULL) return -1;
    if (remainder != NULL && (*remainder = adder_int_new_i64(r)) == NULL) {
        if (quotient != NULL) Py_CLEAR(*quotient);
        return -1;
    }
    return 0;
}

/* Turns truncated limbs q, r (r of dn limbs, room for one more limb in q) into floored ints. */
static int divmod_finish(mp_limb_t *q, mp_size_t qn, mp_limb_t *r, const struct limbs *d, bool na, bool nb,
                         PyObject **quotient, PyObject **remainder)
{
    bool rest = false;
    for (mp_size_t k = 0; k < d->n && !rest; k++) rest = r[k] != 0;
    q[qn] = 0;
    if (rest && na != nb) {
        mpn_add_1(q, q, qn + 1, 1);
        mpn_sub_n(r, d->p, r, d->n);
    }
    if (quotient != NULL && (*quotient = adder_int_from_limbs(q, qn + 1, na != nb)) == NULL) return -1;
    if (remainder != NULL && (*remainder = adder_int_from_limbs(r, d->n, nb)) == NULL) {
        if (quotient != NULL) Py_CLEAR(*quotient);
        return -1;
    }
    return 0;
}

static int divmod_limbs(PyObject *a, PyObject *b, PyObject **quotient, PyObject **remainder)
{
    struct limbs n, d, q, r;
    int rc = -1;
    n.p = n.inside, d.p = d.inside, q.p = q.inside, r.p = r.inside;
    if (adder_limbs_from_int(&n, a) < 0) return -1;
    if (adder_limbs_from_int(&d, b) < 0) goto done;
    mp_size_t qn = n.n - d.n + 1;
    if (adder_int_reserve((size_t)n.n * 4 * sizeof(mp_limb_t)) < 0) goto done;
    if (adder_limbs_room(&q, qn + 1) < 0) goto done;
    if (adder_limbs_room(&r, d.n) < 0) goto done;
    mpn_tdiv_qr(q.p, r.p, 0, n.p, n.n, d.p, d.n);
    rc = divmod_finish(q.p, qn, r.p, &d, int_is_negative(a), int_is_negative(b), quotient, remainder);
done:
    if (r.p != NULL) adder_limbs_free(&r);
    if (q.p != NULL) adder_limbs_free(&q);
    if (d.p != NULL) adder_limbs_free(&d);
    adder_limbs_free(&n);
    return rc;
}

/* |a| < |b|: the quotient is 0 or -1. */
static int divmod_smaller(PyObject *a, PyObject *b, PyObject **quotient, PyObject **remainder)
{
    bool adjust = int_size(a) != 0 && int_is_negative(a) != int_is_negative(b);
    if (remainder != NULL) {
        *remainder = adjust ? adder_int_add(a, b) : adder_int_add(a, adder_int_small(0));
        if (*remainder == NULL) return -1;
    }
    if (quotient != NULL) *quotient = Py_NewRef(adder_int_small(adjust ? -1 : 0));
    return 0;
}

/* b of one digit, a of more. */
static int divmod_digit(PyObject *a, PyObject *b, PyObject **quotient, PyObject **remainder)
{
    Py_ssize_t n = int_size(a);
    PyLongObject *q = adder_int_alloc_digits(n + 1);
    if (q == NULL) return -1;
    digit d = int_digits(b)[0];
    digit r = adder_mag_div_digit(q->ob_digit, int_digits(a), n, d);
    q->ob_digit[n] = 0;
    bool nb = int_is_negative(b), negative = int_is_negative(a) != nb;
    if (r != 0 && negative) {
        r = d - r;
        digit one = 1;
        adder_mag_add(q->ob_digit, q->ob_digit, n, &one, 1);
    }
    PyObject *whole = adder_int_finish(q, negative);
    if (remainder != NULL && (*remainder = adder_int_new_i64(nb ? -(int64_t)r : (int64_t)r)) == NULL) {
        Py_DECREF(whole);
        return -1;
    }
    if (quotient != NULL) *quotient = whole;
    else Py_DECREF(whole);
    return 0;
}

/* b != 0. */
static int divmod_nonzero(PyObject *a, PyObject *b, PyObject **quotient, PyObject **remainder)
{
    int64_t x, y;
    if (adder_int_get(a, &x) && adder_int_get(b, &y)) return divmod_short(x, y, quotient, remainder);
    if (adder_mag_cmp(int_digits(a), int_size(a), int_digits(b), int_size(b)) < 0)
        return divmod_smaller(a, b, quotient, remainder);
    if (int_size(b) == 1) return divmod_digit(a, b, quotient, remainder);
    return divmod_limbs(a, b, quotient, remainder);
}

int adder_int_divmod(PyObject *a, PyObject *b, PyObject **quotient, PyObject **remainder)
{
    if (int_size(b) == 0) return zero_division("integer division or modulo by zero");
    return divmod_nonzero(a, b, quotient, remainder);
}

PyObject *adder_int_floordiv(PyObject *a, PyObject *b)
{
    PyObject *q;
    return adder_int_divmod(a, b, &q, NULL) < 0 ? NULL : q;
}

PyObject *adder_int_mod(PyObject *a, PyObject *b)
{
    PyObject *r;
    if (int_size(b) == 0) {
        zero_division("integer modulo by zero");
        return NULL;
    }
    return divmod_nonzero(a, b, NULL, &r) < 0 ? NULL : r;
}

/* floor(|a| * 2^-shift / |b|) with bit 0 set when that is inexact; it has at most 56 bits. UINT64_MAX on failure. */
static uint64_t scaled_quotient(PyObject *a, PyObject *b, Py_ssize_t shift)
{
    PyObject *n = adder_int_abs(a), *d = adder_int_abs(b), *q = NULL, *r = NULL, *shifted = NULL;
    uint64_t result = UINT64_MAX;
    if (n == NULL || d == NULL) goto done;
    if (shift != 0) {
        shifted = _PyLong_Lshift(shift < 0 ? n : d, (size_t)Py_ABS(shift));
        if (shifted == NULL) goto done;
        Py_SETREF(*(shift < 0 ? &n : &d), Py_NewRef(shifted));
    }
    if (divmod_nonzero(n, d, &q, &r) < 0) goto done;
    result = PyLong_AsUnsignedLongLong(q) | (int_size(r) != 0);
done:
    Py_XDECREF(shifted);
    Py_XDECREF(r);
    Py_XDECREF(q);
    Py_XDECREF(d);
    Py_XDECREF(n);
    return result;
}

/* The quotient rounded once, half to even: 55 bits or more are computed, a sticky bit stands for the rest, and for
 * subnormal results the bits are cut at 2^-1074. */
static PyObject *truediv_long(PyObject *a, PyObject *b)
{
    bool negative = int_is_negative(a) != int_is_negative(b);
    Py_ssize_t scale = (Py_ssize_t)adder_int_bits(a) - (Py_ssize_t)adder_int_bits(b);
    if (scale > DBL_MAX_EXP) goto overflow;
    if (scale < DBL_MIN_EXP - DBL_MANT_DIG - 1) return adder_float_new(negative ? -0.0 : 0.0);
    Py_ssize_t shift = Py_MAX(scale, DBL_MIN_EXP) - DBL_MANT_DIG - 2;
    uint64_t x = scaled_quotient(a, b, shift);
    if (x == UINT64_MAX) return NULL;
    int bits = x == 0 ? 0 : 64 - __builtin_clzll(x);
    int drop = (int)Py_MAX(bits, DBL_MIN_EXP - shift) - DBL_MANT_DIG; /* 2 or 3 */
    uint64_t half = (uint64_t)1 << (drop - 1), low = x & (2 * half - 1);
    x -= low;
    if (low > half || (low == half && (x & (2 * half)) != 0)) x += 2 * half;
    double v = ldexp((double)x, (int)shift);
    if (isinf(v)) goto overflow;
    return adder_float_new(negative ? -v : v);
overflow:
    PyErr_SetString(PyExc_OverflowError, "integer division result too large for a float");
    return NULL;
}

PyObject *adder_int_truediv(PyObject *a, PyObject *b)
{
    const int64_t exact = (int64_t)1 << DBL_MANT_DIG;
    int64_t x, y;
    if (int_size(b) == 0) {
        zero_division("division by zero");
        return NULL;
    }
    if (int_size(a) == 0) return adder_float_new(int_is_negative(b) ? -0.0 : 0.0);
    if (adder_int_get(a, &x) && adder_int_get(b, &y) && Py_ABS(x) <= exact && Py_ABS(y) <= exact)
        return adder_float_new((double)x / (double)y);
    return truediv_long(a, b);
}

PyObject *adder_int_neg(PyObject *a)
{
    int64_t x;
    if (adder_int_get(a, &x)) return adder_int_new_i64(-x);
    Py_ssize_t n = int_size(a);
    PyLongObject *r = adder_int_alloc_digits(n);
    if (r == NULL) return NULL;
    memcpy(r->ob_digit, int_digits(a), (size_t)n * sizeof(digit));
    r->ob_base.ob_size = int_is_negative(a) ? n : -n;
    return (PyObject *)r;
}

PyObject *adder_int_abs(PyObject *a)
{
    if (int_is_negative(a)) return adder_int_neg(a);
    return PyLong_CheckExact(a) ? Py_NewRef(a) : _PyLong_Copy((PyLongObject *)a);
}

/* ---- powers ---- */

/* base ** exponent in 64 bits; false when it does not fit. */
static bool pow_short(int64_t base, uint64_t exponent, int64_t *result)
{
    int64_t r = 1;
    for (;;) {
        if ((exponent & 1) != 0 && __builtin_mul_overflow(r, base, &r)) return false;
        exponent >>= 1;
        if (exponent == 0) break;
        if (__builtin_mul_overflow(base, base, &base)) return false;
    }
    *result = r;
    return true;
}

/* From the exponent's top bit down: square, and multiply by the base where a bit is set. `r` and `t` have room for the
 * result and swap roles. */
static int pow_limbs(struct limbs *r, struct limbs *t, const struct limbs *base, uint64_t exponent)
{
    mpn_copyi(r->p, base->p, base->n);
    r->n = base->n;
    for (int bit = 62 - __builtin_clzll(exponent); bit >= 0; bit--) {
        if (r->n > SIGNAL_LIMBS && PyErr_CheckSignals() < 0) return -1;
        mpn_sqr(t->p, r->p, r->n);
        t->n = 2 * r->n;
        t->n -= t->p[t->n - 1] == 0;
        if ((exponent >> bit & 1) != 0) {
            mpn_mul(r->p, t->p, t->n, base->p, base->n);
            r->n = t->n + base->n;
            r->n -= r->p[r->n - 1] == 0;
        } else {
            mpn_copyi(r->p, t->p, t->n);
            r->n = t->n;
        }
    }
    return 0;
}

static PyObject *pow_long(PyObject *a, uint64_t exponent)
{
    size_t bits;
    struct limbs base, r, t;
    PyObject *result = NULL;
    if (__builtin_mul_overflow(adder_int_bits(a), exponent, &bits) || bits > (size_t)PY_SSIZE_T_MAX / 2)
        return PyErr_NoMemory();
    mp_size_t room = (mp_size_t)(bits / 64 + 4);
    if (adder_int_reserve((size_t)room * 6 * sizeof(mp_limb_t)) < 0) return NULL;
    if (adder_limbs_from_int(&base, a) < 0) return NULL;
    room += base.n;
    if (adder_limbs_room(&r, room) == 0) {
        if (adder_limbs_room(&t, room) == 0) {
            if (pow_limbs(&r, &t, &base, exponent) == 0)
                result = adder_int_from_limbs(r.p, r.n, int_is_negative(a) && (exponent & 1) != 0);
            adder_limbs_free(&t);
        }
        adder_limbs_free(&r);
    }
    adder_limbs_free(&base);
    return result;
}

/* (+-2^k) ** exponent is a shift. */
static PyObject *pow_power_of_two(PyObject *a, uint64_t exponent)
{
    size_t shift;
    if (__builtin_mul_overflow(adder_int_bits(a) - 1, exponent, &shift)) return PyErr_NoMemory();
    return _PyLong_Lshift(adder_int_small(int_is_negative(a) && (exponent & 1) != 0 ? -1 : 1), shift);
}

/* b >= 0, no modulus. */
static PyObject *pow_plain(PyObject *a, PyObject *b)
{
    int64_t x, result;
    if (int_size(b) == 0) return Py_NewRef(adder_int_small(1));
    bool short_base = adder_int_get(a, &x);
    bool odd = (int_digits(b)[0] & 1) != 0;
    if (short_base && x >= -1 && x <= 1) return Py_NewRef(adder_int_small(x == -1 && !odd ? 1 : x));
    if (int_size(b) > 3 || adder_int_bits(b) > 62) return PyErr_NoMemory();
    uint64_t exponent = PyLong_AsUnsignedLongLong(b);
    if (short_base && pow_short(x, exponent, &result)) return adder_int_new_i64(result);
    if (adder_int_is_power_of_two(a)) return pow_power_of_two(a, exponent);
    return pow_long(a, exponent);
}

/* A read-only mpz over the limbs. */
static mpz_srcptr view(mpz_t z, const struct limbs *l) { return mpz_roinit_n(z, l->p, l->n); }

/* GMP's modular power or inverse of reduced, non-negative operands. */
static PyObject *modular(const struct limbs *base, const struct limbs *exponent, const struct limbs *modulus)
{
    mpz_t b, e, m, r;
    PyObject *result = NULL;
    if (adder_int_reserve((size_t)modulus->n * 40 * sizeof(mp_limb_t)) < 0) return NULL;
    mpz_init(r);
    if (exponent != NULL) {
        mpz_powm(r, view(b, base), view(e, exponent), view(m, modulus));
    } else if (!mpz_invert(r, view(b, base), view(m, modulus))) {
        PyErr_SetString(PyExc_ValueError, "base is not invertible for the given modulus");
        goto done;
    }
    result = adder_int_from_limbs(mpz_limbs_read(r), (mp_size_t)mpz_size(r), false);
done:
    mpz_clear(r);
    return result;
}

/* 0 <= base < modulus, modulus > 1; exponent NULL asks for the inverse. */
static PyObject *modular_ints(PyObject *base, PyObject *exponent, PyObject *modulus)
{
    struct limbs b, e, m;
    PyObject *result = NULL;
    if (adder_limbs_from_int(&b, base) < 0) return NULL;
    if (adder_limbs_from_int(&m, modulus) == 0) {
        if (exponent == NULL) {
            result = modular(&b, NULL, &m);
        } else if (adder_limbs_from_int(&e, exponent) == 0) {
            result = modular(&b, &e, &m);
            adder_limbs_free(&e);
        }
        adder_limbs_free(&m);
    }
    adder_limbs_free(&b);
    return result;
}

static uint64_t powmod_short(uint64_t base, uint64_t exponent, uint64_t modulus)
{
    uint64_t r = 1;
    for (; exponent != 0; exponent >>= 1) {
        if ((exponent & 1) != 0) r = (uint64_t)((unsigned __int128)r * base % modulus);
        base = (uint64_t)((unsigned __int128)base * base % modulus);
    }
    return r;
}

/* pow(a, b, |m|) with |m| > 1. */
static PyObject *pow_positive_modulus(PyObject *a, PyObject *b, PyObject *m)
{
    int64_t x, y, z;
    PyObject *result = NULL, *exponent = NULL, *base = adder_int_mod(a, m);
    if (base == NULL) return NULL;
    if (int_is_negative(b)) {
        Py_SETREF(base, modular_ints(base, NULL, m));
        if (base == NULL) return NULL;
    }
    exponent = adder_int_abs(b);
    if (exponent == NULL) goto done;
    if (adder_int_get(base, &x) && adder_int_get(exponent, &y) && adder_int_get(m, &z))
        result = adder_int_new_i64((int64_t)powmod_short((uint64_t)x, (uint64_t)y, (uint64_t)z));
    else result = modular_ints(base, exponent, m);
done:
    Py_XDECREF(exponent);
    Py_DECREF(base);
    return result;
}

static PyObject *pow_modulus(PyObject *a, PyObject *b, PyObject *modulus)
{
    if (int_size(modulus) == 0) {
        PyErr_SetString(PyExc_ValueError, "pow() 3rd argument cannot be 0");
        return NULL;
    }
    if (int_size(modulus) == 1 && int_digits(modulus)[0] == 1) return Py_NewRef(adder_int_small(0));
    PyObject *m = adder_int_abs(modulus);
    if (m == NULL) return NULL;
    PyObject *r = pow_positive_modulus(a, b, m);
    Py_DECREF(m);
    if (r != NULL && int_is_negative(modulus) && int_size(r) != 0) Py_SETREF(r, adder_int_add(r, modulus));
    return r;
}

PyObject *adder_int_pow(PyObject *a, PyObject *b, PyObject *modulus)
{
    if (modulus != Py_None) return pow_modulus(a, b, modulus);
    if (!int_is_negative(b)) return pow_plain(a, b);
    double x = PyLong_AsDouble(a), y, r;
    if (x == -1.0 && PyErr_Occurred()) return NULL;
    y = PyLong_AsDouble(b);
    if (y == -1.0 && PyErr_Occurred()) return NULL;
    return adder_float_pow(x, y, &r) < 0 ? NULL : adder_float_new(r);
}

PyObject *adder_int_sqrt(PyObject *n)
{
    struct limbs a, r;
    int64_t v;
    if (adder_int_get(n, &v)) {
        int64_t root = (int64_t)sqrt((double)v);
        while (root * root > v) root--;
        while ((root + 1) * (root + 1) <= v) root++;
        return adder_int_new_i64(root);
    }
    if (adder_limbs_from_int(&a, n) < 0) return NULL;
    mp_size_t half = (a.n + 1) / 2;
    PyObject *result = NULL;
    if (adder_int_reserve((size_t)a.n * 4 * sizeof(mp_limb_t)) == 0 && adder_limbs_room(&r, half) == 0) {
        mpn_sqrtrem(r.p, NULL, a.p, a.n);
        result = adder_int_from_limbs(r.p, half, false);
        adder_limbs_free(&r);
    }
    adder_limbs_free(&a);
    return result;
}
