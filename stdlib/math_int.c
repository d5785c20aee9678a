/* math_int.c -- math's functions of whole numbers. Products of many factors are multiplied as a balanced tree, so that
 * the large multiplications have equal halves. */
#include "stdlib/math_parts.h"
#include "runtime/objects/int.h"

/* lo * (lo+step) * ... for n factors. */
static PyObject *product(uint64_t lo, uint64_t n)
{
    if (n <= 4) { /* by hand while it fits */
        uint64_t r = 1;
        for (uint64_t k = 0; k < n; k++)
            if (__builtin_mul_overflow(r, lo + k, &r)) goto split;
        return PyLong_FromUnsignedLongLong(r);
    }
split:
    if (n == 1) return PyLong_FromUnsignedLongLong(lo);
    if (n > 1000 && PyErr_CheckSignals() < 0) return NULL;
    PyObject *a = product(lo, n / 2);
    if (a == NULL) return NULL;
    PyObject *b = product(lo + n / 2, n - n / 2), *r = b != NULL ? adder_int_mul(a, b) : NULL;
    Py_XDECREF(b);
    Py_DECREF(a);
    return r;
}

static PyObject *factorial(uint64_t n) { return n < 2 ? Py_NewRef(adder_int_small(1)) : product(2, n - 1); }

PyObject *adder_math_factorial(PyObject *self, PyObject *const *args)
{
    (void)self;
    int overflow;
    long n = PyLong_AsLongAndOverflow(args[0], &overflow);
    if (n == -1 && PyErr_Occurred()) return NULL;
    if (overflow > 0) return PyErr_Format(PyExc_OverflowError, "factorial() argument should not exceed %ld", LONG_MAX);
    if (overflow < 0 || n < 0) return PyErr_Format(PyExc_ValueError, "factorial() not defined for negative values");
    return factorial((uint64_t)n);
}

/* n (n-1) ... for k factors; n any int >= k >= 1. */
static PyObject *falling(PyObject *n, uint64_t k)
{
    int overflow;
    long v = PyLong_AsLongAndOverflow(n, &overflow);
    if (overflow == 0) return product((uint64_t)v - k + 1, k);
    if (k == 1) return Py_NewRef(n);
    PyObject *offset = PyLong_FromUnsignedLongLong(k / 2), *rest = offset != NULL ? adder_int_sub(n, offset) : NULL;
    PyObject *a = rest != NULL ? falling(n, k / 2) : NULL, *b = a != NULL ? falling(rest, k - k / 2) : NULL;
    PyObject *r = b != NULL ? adder_int_mul(a, b) : NULL;
    Py_XDECREF(b);
    Py_XDECREF(a);
    Py_XDECREF(rest);
    Py_XDECREF(offset);
    return r;
}

/* n and k as exact non-negative ints, new references; false with an exception. */
static bool arguments(PyObject *const *args, PyObject **n, PyObject **k)
{
    *n = *k = NULL;
    PyObject *a = PyNumber_Index(args[0]), *b = a != NULL ? PyNumber_Index(args[1]) : NULL;
    if (b != NULL) *n = adder_int_add(a, adder_int_small(0)), *k = adder_int_add(b, adder_int_small(0));
    Py_XDECREF(a);
    Py_XDECREF(b);
    if (*n != NULL && *k != NULL) {
        if (_PyLong_Sign(*n) < 0) PyErr_SetString(PyExc_ValueError, "n must be a non-negative integer");
        else if (_PyLong_Sign(*k) < 0) PyErr_SetString(PyExc_ValueError, "k must be a non-negative integer");
        else return true;
    }
    Py_CLEAR(*n);
    Py_CLEAR(*k);
    return false;
}

/* k of comb or perm as a machine integer; false with OverflowError. */
static bool count(PyObject *k, const char *message, uint64_t *out)
{
    int overflow;
    long long v = PyLong_AsLongLongAndOverflow(k, &overflow);
    if (overflow != 0) {
        PyErr_Format(PyExc_OverflowError, message, LLONG_MAX);
        return false;
    }
    *out = (uint64_t)v;
    return true;
}

PyObject *adder_math_perm(PyObject *self, PyObject *const *args)
{
    PyObject *n, *k, *r = NULL;
    uint64_t c;
    if (args[1] == Py_None) return adder_math_factorial(self, args);
    if (!arguments(args, &n, &k)) return NULL;
    if (adder_int_cmp(n, k) < 0) r = Py_NewRef(adder_int_small(0));
    else if (count(k, "k must not exceed %lld", &c)) r = c == 0 ? Py_NewRef(adder_int_small(1)) : falling(n, c);
    Py_DECREF(n);
    Py_DECREF(k);
    return r;
}

/* n over k in 64 bits: each step's product is divisible; false when a product does not fit. */
static bool comb_short(uint64_t n, uint64_t k, uint64_t *out)
{
    uint64_t r = 1;
    for (uint64_t i = 1; i <= k; i++) {
        unsigned __int128 p = (unsigned __int128)r * (n - k + i) / i;
        if (p > UINT64_MAX) return false;
        r = (uint64_t)p;
    }
    *out = r;
    return true;
}

/* 1 <= k <= n - k */
static PyObject *comb(PyObject *n, uint64_t k)
{
    int overflow;
    uint64_t short_result;
    long v = PyLong_AsLongAndOverflow(n, &overflow);
    if (overflow == 0 && k < 64 && comb_short((uint64_t)v, k, &short_result))
        return PyLong_FromUnsignedLongLong(short_result);
    PyObject *a = falling(n, k), *b = a != NULL ? factorial(k) : NULL, *r = b != NULL ? adder_int_floordiv(a, b) : NULL;
    Py_XDECREF(b);
    Py_XDECREF(a);
    return r;
}

PyObject *adder_math_comb(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *n, *k, *r = NULL;
    uint64_t c;
    if (!arguments(args, &n, &k)) return NULL;
    PyObject *other = adder_int_sub(n, k);
    if (other == NULL) goto done;
    if (_PyLong_Sign(other) < 0) r = Py_NewRef(adder_int_small(0));
    else if (count(adder_int_cmp(other, k) < 0 ? other : k, "min(n - k, k) must not exceed %lld", &c))
        r = c == 0 ? Py_NewRef(adder_int_small(1)) : comb(n, c);
done:
    Py_XDECREF(other);
    Py_DECREF(n);
    Py_DECREF(k);
    return r;
}

PyObject *adder_math_isqrt(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *n = PyNumber_Index(args[0]), *r = NULL;
    if (n == NULL) return NULL;
    if (_PyLong_Sign(n) < 0) PyErr_SetString(PyExc_ValueError, "isqrt() argument must be nonnegative");
    else r = adder_int_sqrt(n);
    Py_DECREF(n);
    return r;
}

/* The least common multiple of two ints. */
static PyObject *lcm(PyObject *a, PyObject *b)
{
    if (_PyLong_Sign(a) == 0 || _PyLong_Sign(b) == 0) return Py_NewRef(adder_int_small(0));
    PyObject *g = _PyLong_GCD(a, b), *f = g != NULL ? adder_int_floordiv(a, g) : NULL;
    PyObject *m = f != NULL ? adder_int_mul(f, b) : NULL, *r = m != NULL ? adder_int_abs(m) : NULL;
    Py_XDECREF(m);
    Py_XDECREF(f);
    Py_XDECREF(g);
    return r;
}

/* combine(... combine(x0, x1) ..., xn) over the tuple; abs(x0) for a single one. */
static PyObject *fold(PyObject *numbers, PyObject *empty, PyObject *(*combine)(PyObject *, PyObject *))
{
    PyObject *r = NULL;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(numbers); i++) {
        PyObject *x = PyNumber_Index(PyTuple_GET_ITEM(numbers, i));
        if (x == NULL) {
            Py_XDECREF(r);
            return NULL;
        }
        PyObject *next = r == NULL ? adder_int_abs(x) : combine(r, x);
        Py_DECREF(x);
        Py_XDECREF(r);
        if ((r = next) == NULL) return NULL;
    }
    return r != NULL ? r : Py_NewRef(empty);
}

PyObject *adder_math_gcd(PyObject *self, PyObject *const *args)
{
    (void)self;
    return fold(args[0], adder_int_small(0), _PyLong_GCD);
}

PyObject *adder_math_lcm(PyObject *self, PyObject *const *args)
{
    (void)self;
    return fold(args[0], adder_int_small(1), lcm);
}
