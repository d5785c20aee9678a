/* math_sum.c -- fsum, prod, hypot and dist: many numbers into one.
 *
 * fsum keeps the exact sum as floats that do not overlap (J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic")
 * and rounds once. hypot sums exact squares (value and error) of the scaled coordinates and corrects the root once. */
#include "stdlib/math_parts.h"
#include "runtime/objects/float.h"
#include "runtime/objects/int.h"
#include <math.h>

/* ---- fsum ---- */

#define PARTIALS_INSIDE 32

struct sum {
    double *p; /* partial sums by increasing size, none overlapping another; their exact sum is the sum so far */
    Py_ssize_t n, room;
    double specials; /* sum of the infinities and nans met */
    double infinities; /* sum of the infinities */
    double inside[PARTIALS_INSIDE];
};

static int grow(struct sum *s)
{
    double *p = PyMem_Malloc((size_t)s->room * 2 * sizeof(double));
    if (p == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    memcpy(p, s->p, (size_t)s->n * sizeof(double));
    if (s->p != s->inside) PyMem_Free(s->p);
    s->p = p;
    s->room *= 2;
    return 0;
}

/* Adds one number. 0, or -1 with an exception. */
static int add(struct sum *s, double x)
{
    double given = x;
    Py_ssize_t kept = 0;
    for (Py_ssize_t k = 0; k < s->n; k++) {
        double y = s->p[k];
        if (fabs(x) < fabs(y)) {
            double t = x;
            x = y;
            y = t;
        }
        volatile double high = x + y, low = y - (high - x); /* exactly x + y; volatile: no excess precision */
        if (low != 0.0) s->p[kept++] = low;
        x = high;
    }
    s->n = kept;
    if (x == 0.0) return 0;
    if (!isfinite(x)) {
        if (isfinite(given)) {
            PyErr_SetString(PyExc_OverflowError, "intermediate overflow in fsum");
            return -1;
        }
        if (isinf(given)) s->infinities += given;
        s->specials += given;
        s->n = 0;
        return 0;
    }
    if (s->n == s->room && grow(s) < 0) return -1;
    s->p[s->n++] = x;
    return 0;
}

/* The sum rounded once. */
static double rounded(const struct sum *s)
{
    Py_ssize_t k = s->n;
    if (k == 0) return 0.0;
    double high = s->p[--k], low = 0.0;
    while (k > 0) {
        double x = high, y = s->p[--k];
        volatile double sum = x + y;
        high = sum;
        volatile double lost = y - (sum - x);
        low = lost;
        if (low != 0.0) break;
    }
    /* `high` was rounded half to even; when the lost part was exactly half, what lies below decides */
    if (k > 0 && ((low < 0.0 && s->p[k - 1] < 0.0) || (low > 0.0 && s->p[k - 1] > 0.0))) {
        double y = low * 2.0;
        volatile double x = high + y;
        if (y == x - high) high = x;
    }
    return high;
}

static int add_all(struct sum *s, PyObject *iterable)
{
    PyObject *iterator = PyObject_GetIter(iterable), *item;
    if (iterator == NULL) return -1;
    int rc = 0;
    while (rc == 0 && (item = PyIter_Next(iterator)) != NULL) {
        double x = adder_math_double(item);
        Py_DECREF(item);
        rc = x == -1.0 && PyErr_Occurred() ? -1 : add(s, x);
    }
    Py_DECREF(iterator);
    return rc < 0 || PyErr_Occurred() ? -1 : 0;
}

PyObject *adder_math_fsum(PyObject *self, PyObject *const *args)
{
    (void)self;
    struct sum s = { .room = PARTIALS_INSIDE };
    PyObject *result = NULL;
    s.p = s.inside;
    if (add_all(&s, args[0]) == 0) {
        if (s.specials == 0.0) result = adder_float_new(rounded(&s));
        else if (isnan(s.infinities)) PyErr_SetString(PyExc_ValueError, "-inf + inf in fsum");
        else result = adder_float_new(s.specials);
    }
    if (s.p != s.inside) PyMem_Free(s.p);
    return result;
}

/* ---- prod ---- */

PyObject *adder_math_prod(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *r = Py_NewRef(args[1]), *iterator = PyObject_GetIter(args[0]), *item;
    if (iterator == NULL) {
        Py_DECREF(r);
        return NULL;
    }
    while (r != NULL && (item = PyIter_Next(iterator)) != NULL) {
        PyObject *next;
        if (PyFloat_CheckExact(r) && PyFloat_CheckExact(item)) next = adder_float_new(adder_float_get(r) * adder_float_get(item));
        else if (PyLong_CheckExact(r) && PyLong_CheckExact(item)) next = adder_int_mul(r, item);
        else next = PyNumber_Multiply(r, item);
        Py_DECREF(item);
        Py_SETREF(r, next);
    }
    Py_DECREF(iterator);
    if (r != NULL && PyErr_Occurred()) Py_CLEAR(r);
    return r;
}

/* ---- hypot, dist ---- */

struct pair { double high, low; }; /* the exact sum of the two, |low| at most half an ulp of high */

static struct pair two_sum(double a, double b)
{
    double s = a + b, t = s - a;
    return (struct pair){ s, (a - (s - t)) + (b - t) };
}

/* sqrt of the sum of the squares of x[0..n), all finite and >= 0; max > 0 is the largest. */
static double norm(const double *x, Py_ssize_t n, double max)
{
    int e;
    struct pair sum = { 0.0, 0.0 };
    frexp(max, &e);
    double down = ldexp(1.0, e < -1021 ? 1021 : -e); /* the largest becomes at most 1; subnormals as large as they can be */
    for (Py_ssize_t i = 0; i < n; i++) {
        double v = x[i] * down;
        if (e < -1021) v *= ldexp(1.0, -1021 - e);
        double square = v * v, error = fma(v, v, -square);
        struct pair t = two_sum(sum.high, square);
        sum = (struct pair){ t.high, sum.low + t.low + error };
    }
    double h = sqrt(sum.high + sum.low);
    double square = h * h, error = fma(h, h, -square); /* one step of Newton's with the exact residue */
    struct pair rest = two_sum(sum.high, -square);
    h += ((rest.high - error) + (rest.low + sum.low)) / (2.0 * h);
    return ldexp(h, e);
}

/* The norm of n values that may be infinite or nan. */
static double vector_norm(const double *x, Py_ssize_t n)
{
    double max = 0.0;
    bool nan = false;
    for (Py_ssize_t i = 0; i < n; i++) {
        nan |= isnan(x[i]);
        if (x[i] > max) max = x[i];
    }
    if (isinf(max)) return max; /* even beside a nan */
    if (nan) return NAN;
    if (max == 0.0 || n <= 1) return max;
    return norm(x, n, max);
}

#define COORDINATES_INSIDE 16

PyObject *adder_math_hypot(PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *kwnames)
{
    (void)self;
    double inside[COORDINATES_INSIDE], *x = inside;
    PyObject *result = NULL;
    if (kwnames != NULL && PyTuple_GET_SIZE(kwnames) > 0)
        return PyErr_Format(PyExc_TypeError, "math.hypot() takes no keyword arguments");
    if (n > COORDINATES_INSIDE && (x = PyMem_Malloc((size_t)n * sizeof(double))) == NULL) return PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < n; i++) {
        double v = adder_math_double(args[i]);
        if (v == -1.0 && PyErr_Occurred()) goto done;
        x[i] = fabs(v);
    }
    result = adder_float_new(vector_norm(x, n));
done:
    if (x != inside) PyMem_Free(x);
    return result;
}

/* p and q are tuples. */
static PyObject *distance(PyObject *p, PyObject *q)
{
    double inside[COORDINATES_INSIDE], *x = inside;
    PyObject *result = NULL;
    Py_ssize_t n = PyTuple_GET_SIZE(p);
    if (n != PyTuple_GET_SIZE(q))
        return PyErr_Format(PyExc_ValueError, "both points must have the same number of dimensions");
    if (n > COORDINATES_INSIDE && (x = PyMem_Malloc((size_t)n * sizeof(double))) == NULL) return PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < n; i++) {
        double a = adder_math_double(PyTuple_GET_ITEM(p, i)), b;
        if (a == -1.0 && PyErr_Occurred()) goto done;
        b = adder_math_double(PyTuple_GET_ITEM(q, i));
        if (b == -1.0 && PyErr_Occurred()) goto done;
        x[i] = fabs(a - b);
    }
    result = adder_float_new(vector_norm(x, n));
done:
    if (x != inside) PyMem_Free(x);
    return result;
}

PyObject *adder_math_dist(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *p = PyTuple_Check(args[0]) ? Py_NewRef(args[0]) : PySequence_Tuple(args[0]), *q = NULL, *r = NULL;
    if (p == NULL) return NULL;
    q = PyTuple_Check(args[1]) ? Py_NewRef(args[1]) : PySequence_Tuple(args[1]);
    if (q != NULL) r = distance(p, q);
    Py_XDECREF(q);
    Py_DECREF(p);
    return r;
}
