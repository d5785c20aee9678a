/* math.c -- the module math, all but its whole-number functions (math_int.c) and sums (math_sum.c).
 *
 * C's functions do the work; Python's rule for their special cases: a nan out of no nan and an infinity out of finite
 * numbers are errors, "math domain error" where the function is not defined, "math range error" where it is too large. */
#include "stdlib/math_parts.h"
#include "runtime/objects/float.h"
#include "runtime/objects/int.h"
#include "runtime/objects/type.h"
#include <errno.h>
#include <float.h>
#include <math.h>

PyObject *adder_math_domain_error(void)
{
    PyErr_SetString(PyExc_ValueError, "math domain error");
    return NULL;
}

PyObject *adder_math_range_error(void)
{
    PyErr_SetString(PyExc_OverflowError, "math range error");
    return NULL;
}

#define DOMAIN_ERROR adder_math_domain_error()
#define RANGE_ERROR  adder_math_range_error()

/* The argument as a double into `name`; leaves the function on TypeError. */
#define DOUBLE(name, arg)                                       \
    double name = adder_math_double(arg);                       \
    if (name == -1.0 && PyErr_Occurred()) return NULL

double adder_math_double(PyObject *o)
{
    return PyFloat_CheckExact(o) ? PyFloat_AS_DOUBLE(o) : PyFloat_AsDouble(o);
}

/* f(x) with the checks; an infinite result of a finite x is a range error for growing functions, else a pole. */
static PyObject *apply(double (*f)(double), PyObject *arg, bool grows)
{
    DOUBLE(x, arg);
    double r = f(x);
    if (isnan(r) && !isnan(x)) return DOMAIN_ERROR;
    if (isinf(r) && isfinite(x)) return grows ? RANGE_ERROR : DOMAIN_ERROR;
    return adder_float_new(r);
}

#define FUNCTION(name, f, grows)                                           \
    static PyObject *math_##name(PyObject *self, PyObject *const *args)    \
    {                                                                      \
        (void)self;                                                        \
        return apply(f, args[0], grows);                                   \
    }
FUNCTION(acos, acos, false)
FUNCTION(acosh, acosh, false)
FUNCTION(asin, asin, false)
FUNCTION(asinh, asinh, false)
FUNCTION(atan, atan, false)
FUNCTION(atanh, atanh, false)
FUNCTION(cbrt, cbrt, false)
FUNCTION(cos, cos, false)
FUNCTION(cosh, cosh, true)
FUNCTION(erf, erf, false)
FUNCTION(erfc, erfc, false)
FUNCTION(exp, exp, true)
FUNCTION(exp2, exp2, true)
FUNCTION(expm1, expm1, true)
FUNCTION(fabs, fabs, false)
FUNCTION(log1p, log1p, false)
FUNCTION(sin, sin, false)
FUNCTION(sinh, sinh, true)
FUNCTION(sqrt, sqrt, false)
FUNCTION(tan, tan, false)
FUNCTION(tanh, tanh, false)

/* ---- two arguments ---- */

static PyObject *math_atan2(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(y, args[0]);
    DOUBLE(x, args[1]);
    return adder_float_new(atan2(y, x));
}

static PyObject *math_copysign(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    DOUBLE(y, args[1]);
    return adder_float_new(copysign(x, y));
}

static PyObject *math_fmod(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    DOUBLE(y, args[1]);
    double r = fmod(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? DOMAIN_ERROR : adder_float_new(r);
}

static PyObject *math_remainder(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    DOUBLE(y, args[1]);
    double r = remainder(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? DOMAIN_ERROR : adder_float_new(r);
}

static PyObject *math_pow(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    DOUBLE(y, args[1]);
    double r = pow(x, y);
    if (isfinite(x) && isfinite(y)) {
        if (isnan(r) || (isinf(r) && x == 0.0)) return DOMAIN_ERROR;
        if (isinf(r)) return RANGE_ERROR;
    }
    return adder_float_new(r);
}

static PyObject *math_nextafter(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    DOUBLE(y, args[1]);
    return adder_float_new(nextafter(x, y));
}

static PyObject *math_isclose(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(a, args[0]);
    DOUBLE(b, args[1]);
    DOUBLE(relative, args[2]);
    DOUBLE(absolute, args[3]);
    if (relative < 0.0 || absolute < 0.0) return PyErr_Format(PyExc_ValueError, "tolerances must be non-negative");
    if (a == b) Py_RETURN_TRUE;
    if (isinf(a) || isinf(b)) Py_RETURN_FALSE;
    double distance = fabs(b - a);
    return PyBool_FromLong(distance <= fabs(relative * b) || distance <= fabs(relative * a) || distance <= absolute);
}

/* ---- taking floats apart ---- */

static PyObject *math_frexp(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    int e = 0;
    if (isfinite(x) && x != 0.0) x = frexp(x, &e);
    return Py_BuildValue("(di)", x, e);
}

static PyObject *math_modf(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    double whole, fraction = modf(x, &whole);
    return Py_BuildValue("(dd)", fraction, whole);
}

static PyObject *math_ldexp(PyObject *self, PyObject *const *args)
{
    (void)self;
    int overflow;
    DOUBLE(x, args[0]);
    if (!PyLong_Check(args[1])) return PyErr_Format(PyExc_TypeError, "Expected an int as second argument to ldexp.");
    long e = PyLong_AsLongAndOverflow(args[1], &overflow);
    if (overflow != 0) e = overflow < 0 ? -100000 : 100000;
    if (x == 0.0 || !isfinite(x)) return adder_float_new(x);
    double r = ldexp(x, e < -100000 ? -100000 : e > 100000 ? 100000 : (int)e);
    return isinf(r) ? RANGE_ERROR : adder_float_new(r);
}

static PyObject *math_ulp(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    x = fabs(x);
    if (!isfinite(x)) return adder_float_new(x);
    double next = nextafter(x, INFINITY);
    return adder_float_new(isinf(next) ? x - nextafter(x, 0.0) : next - x);
}

static PyObject *math_isfinite(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    return PyBool_FromLong(isfinite(x));
}

static PyObject *math_isinf(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    return PyBool_FromLong(isinf(x));
}

static PyObject *math_isnan(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    return PyBool_FromLong(isnan(x));
}

static PyObject *math_degrees(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    return adder_float_new(x * (180.0 / M_PI));
}

static PyObject *math_radians(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    return adder_float_new(x * (M_PI / 180.0));
}

/* ---- to whole numbers ---- */

/* x.<name>() for what is no float; NULL without an exception when there is no such method. */
static PyObject *whole_method(PyObject *x, PyObject *name)
{
    bool found;
    return adder_special_call_maybe(x, name, &x, 1, &found);
}

static PyObject *math_ceil(PyObject *self, PyObject *const *args)
{
    (void)self;
    if (!PyFloat_CheckExact(args[0])) {
        PyObject *r = whole_method(args[0], ID(__ceil__));
        if (r != NULL || PyErr_Occurred()) return r;
    }
    DOUBLE(x, args[0]);
    return PyLong_FromDouble(ceil(x));
}

static PyObject *math_floor(PyObject *self, PyObject *const *args)
{
    (void)self;
    if (!PyFloat_CheckExact(args[0])) {
        PyObject *r = whole_method(args[0], ID(__floor__));
        if (r != NULL || PyErr_Occurred()) return r;
    }
    DOUBLE(x, args[0]);
    return PyLong_FromDouble(floor(x));
}

static PyObject *math_trunc(PyObject *self, PyObject *const *args)
{
    (void)self;
    if (PyFloat_CheckExact(args[0])) return PyLong_FromDouble(PyFloat_AS_DOUBLE(args[0]));
    PyObject *r = whole_method(args[0], ID(__trunc__));
    if (r == NULL && !PyErr_Occurred())
        PyErr_Format(PyExc_TypeError, "type %.100s doesn't define __trunc__ method", Py_TYPE(args[0])->tp_name);
    return r;
}

/* ---- logarithms ---- */

/* f = log, log2 or log10, of any number: ints beyond the floats are scaled. */
static PyObject *logarithm(PyObject *arg, double (*f)(double))
{
    if (!PyLong_Check(arg)) {
        DOUBLE(x, arg);
        if (isnan(x)) return adder_float_new(x);
        return x > 0.0 ? adder_float_new(f(x)) : DOMAIN_ERROR;
    }
    if (_PyLong_Sign(arg) <= 0) return DOMAIN_ERROR;
    double x = PyLong_AsDouble(arg);
    if (x != -1.0 || !PyErr_Occurred()) return adder_float_new(f(x));
    if (!PyErr_ExceptionMatches(PyExc_OverflowError)) return NULL;
    PyErr_Clear();
    Py_ssize_t e;
    x = _PyLong_Frexp((PyLongObject *)arg, &e);
    return adder_float_new(f(x) + f(2.0) * (double)e);
}

static PyObject *math_log(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *n = logarithm(args[0], log);
    if (n == NULL || args[1] == NULL) return n;
    PyObject *d = logarithm(args[1], log), *r = d != NULL ? PyNumber_TrueDivide(n, d) : NULL;
    Py_XDECREF(d);
    Py_DECREF(n);
    return r;
}

static PyObject *math_log2(PyObject *self, PyObject *const *args)
{
    (void)self;
    return logarithm(args[0], log2);
}

static PyObject *math_log10(PyObject *self, PyObject *const *args)
{
    (void)self;
    return logarithm(args[0], log10);
}

/* ---- gamma: Lanczos' approximation with Boost's rational function (lanczos13m53, g = 6.0246800407767296) ---- */

#define LANCZOS_G            6.024680040776729583740234375
#define LANCZOS_G_MINUS_HALF 5.524680040776729583740234375
#define LANCZOS_TERMS        13

static double lanczos_sum(double x)
{
    static const double numerator[LANCZOS_TERMS] = {
        23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
        35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
        6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
        248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
        2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
        8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
        2.5066282746310002701649081771338373386264310793408,
    };
    static const double denominator[LANCZOS_TERMS] = { /* x (x+1) ... (x+11) */
        0.0, 39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0, 2637558.0, 357423.0, 32670.0,
        1925.0, 66.0, 1.0,
    };
    double n = 0.0, d = 0.0;
    if (x < 5.0) {
        for (int i = LANCZOS_TERMS; --i >= 0;) {
            n = n * x + numerator[i];
            d = d * x + denominator[i];
        }
    } else { /* both divided by x^12, so that large x cannot overflow */
        for (int i = 0; i < LANCZOS_TERMS; i++) {
            n = n / x + numerator[i];
            d = d / x + denominator[i];
        }
    }
    return n / d;
}

/* sin(pi x) for finite x, without the loss of multiplying first. */
static double sin_pi(double x)
{
    double y = fmod(fabs(x), 2.0), r;
    switch ((int)round(2.0 * y)) {
    case 0: r = sin(M_PI * y); break;
    case 1: r = cos(M_PI * (y - 0.5)); break;
    case 2: r = sin(M_PI * (1.0 - y)); break;
    case 3: r = -cos(M_PI * (y - 1.5)); break;
    default: r = sin(M_PI * (y - 2.0)); break;
    }
    return copysign(1.0, x) * r;
}

/* r * y^p or r / y^p, in two steps where the power itself would overflow. */
static double scale_power(double r, double y, double p, bool large, bool divide)
{
    double f = large ? pow(y, p / 2.0) : pow(y, p);
    r = divide ? r / f : r * f;
    if (large) r = divide ? r / f : r * f;
    return r;
}

/* 1e-20 <= |x| <= 200, x not whole. */
static double gamma_middle(double x)
{
    double a = fabs(x), y = a + LANCZOS_G_MINUS_HALF, z;
    if (a > LANCZOS_G_MINUS_HALF) z = (y - a) - LANCZOS_G_MINUS_HALF; /* what the sum lost */
    else z = (y - LANCZOS_G_MINUS_HALF) - a;
    z = z * LANCZOS_G / y;
    if (x < 0.0) {
        double r = -M_PI / sin_pi(a) / a * exp(y) / lanczos_sum(a);
        r -= z * r;
        return scale_power(r, y, a - 0.5, a >= 140.0, true);
    }
    double r = lanczos_sum(a) / exp(y);
    r += z * r;
    return scale_power(r, y, a - 0.5, a >= 140.0, false);
}

static PyObject *math_gamma(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    if (isnan(x) || x == INFINITY) return adder_float_new(x);
    if (x == 0.0 || x == -INFINITY) return DOMAIN_ERROR;
    if (x == floor(x)) {
        if (x < 0.0) return DOMAIN_ERROR;
        if (x <= 23.0) {
            double f = 1.0;
            for (double k = 2.0; k < x; k++) f *= k;
            return adder_float_new(f);
        }
    }
    double r;
    if (fabs(x) < 1e-20) r = 1.0 / x;
    else if (fabs(x) > 200.0) r = x < 0.0 ? 0.0 / sin_pi(x) : INFINITY;
    else r = gamma_middle(x);
    return isinf(r) ? RANGE_ERROR : adder_float_new(r);
}

static PyObject *math_lgamma(PyObject *self, PyObject *const *args)
{
    (void)self;
    DOUBLE(x, args[0]);
    if (isnan(x)) return adder_float_new(x);
    if (isinf(x)) return adder_float_new(INFINITY);
    if (x == floor(x) && x <= 2.0) return x <= 0.0 ? DOMAIN_ERROR : adder_float_new(0.0);
    double a = fabs(x);
    if (a < 1e-20) return adder_float_new(-log(a));
    double r = log(lanczos_sum(a)) - LANCZOS_G;
    r += (a - 0.5) * (log(a + LANCZOS_G - 0.5) - 1);
    if (x < 0.0) r = 1.144729885849400174143427351353058711647 - log(fabs(sin_pi(a))) - log(a) - r; /* the first is log(pi) */
    return isinf(r) ? RANGE_ERROR : adder_float_new(r);
}

/* ---- the module ---- */

static int math_exec(PyObject *module)
{
    static const struct { const char *name; double value; } constants[] = {
        { "pi", M_PI }, { "e", M_E }, { "tau", 2 * M_PI }, { "inf", INFINITY }, { "nan", NAN },
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(constants); i++) {
        PyObject *v = adder_float_new(constants[i].value);
        if (v == NULL) return -1;
        int rc = PyModule_AddObjectRef(module, constants[i].name, v);
        Py_DECREF(v);
        if (rc < 0) return -1;
    }
    return 0;
}

static PyMethodDef math_functions[] = {
    FN("acos", math_acos, "($module, x, /)", "The angle in [0, pi] whose cosine is x."),
    FN("acosh", math_acosh, "($module, x, /)", "The inverse hyperbolic cosine of x."),
    FN("asin", math_asin, "($module, x, /)", "The angle in [-pi/2, pi/2] whose sine is x."),
    FN("asinh", math_asinh, "($module, x, /)", "The inverse hyperbolic sine of x."),
    FN("atan", math_atan, "($module, x, /)", "The angle in [-pi/2, pi/2] whose tangent is x."),
    FN("atan2", math_atan2, "($module, y, x, /)", "The angle of the point (x, y), in [-pi, pi]."),
    FN("atanh", math_atanh, "($module, x, /)", "The inverse hyperbolic tangent of x."),
    FN("cbrt", math_cbrt, "($module, x, /)", "The cube root of x."),
    FN("ceil", math_ceil, "($module, x, /)", "The smallest int that is not below x."),
    FN("comb", adder_math_comb, "($module, n, k, /)", "Ways to choose k of n things, regardless of order; 0 for k > n."),
    FN("copysign", math_copysign, "($module, x, y, /)", "x with the sign of y, even for -0.0."),
    FN("cos", math_cos, "($module, x, /)", "The cosine of the angle x in radians."),
    FN("cosh", math_cosh, "($module, x, /)", "The hyperbolic cosine of x."),
    FN("degrees", math_degrees, "($module, x, /)", "The angle x in radians as degrees."),
    FN("dist", adder_math_dist, "($module, p, q, /)", "The straight distance between two points of the same dimension."),
    FN("erf", math_erf, "($module, x, /)", "The error function at x."),
    FN("erfc", math_erfc, "($module, x, /)", "1 - erf(x), exact for large x, too."),
    FN("exp", math_exp, "($module, x, /)", "e to the power of x."),
    FN("exp2", math_exp2, "($module, x, /)", "2 to the power of x."),
    FN("expm1", math_expm1, "($module, x, /)", "exp(x) - 1, exact for small x, too."),
    FN("fabs", math_fabs, "($module, x, /)", "The absolute value of x as a float."),
    FN("factorial", adder_math_factorial, "($module, n, /)", "1 * 2 * ... * n"),
    FN("floor", math_floor, "($module, x, /)", "The largest int that is not above x."),
    FN("fmod", math_fmod, "($module, x, y, /)", "The remainder of x / y with the sign of x, as in C."),
    FN("frexp", math_frexp, "($module, x, /)", "(m, e) with x == m * 2**e and 0.5 <= abs(m) < 1; (0.0, 0) for 0."),
    FN("fsum", adder_math_fsum, "($module, seq, /)", "The sum of the floats of an iterable, rounded once."),
    FN("gamma", math_gamma, "($module, x, /)", "The gamma function at x: factorial(x - 1) for whole x."),
    FN("gcd", adder_math_gcd, "($module, *integers)", "The greatest common divisor; 0 of none."),
    FNV("hypot", adder_math_hypot, "(*coordinates)",
        "hypot(*coordinates) -> value\n\nThe length of the vector: sqrt(sum(x**2 for x in coordinates)) without overflow."),
    FN("isclose", math_isclose, "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)",
       "Is the distance of a and b at most rel_tol of the larger one, or at most abs_tol?"),
    FN("isfinite", math_isfinite, "($module, x, /)", "Is x neither infinite nor nan?"),
    FN("isinf", math_isinf, "($module, x, /)", "Is x infinite?"),
    FN("isnan", math_isnan, "($module, x, /)", "Is x a nan (not a number)?"),
    FN("isqrt", adder_math_isqrt, "($module, n, /)", "The largest int whose square is not above n."),
    FN("lcm", adder_math_lcm, "($module, *integers)", "The least common multiple; 1 of none."),
    FN("ldexp", math_ldexp, "($module, x, i, /)", "x * 2**i"),
    FN("lgamma", math_lgamma, "($module, x, /)", "The natural logarithm of the absolute value of gamma(x)."),
    FN("log", math_log, "(x, base=<unrepresentable>, /)",
       "log(x, [base=math.e])\n\nThe logarithm of x, natural unless a base is given."),
    FN("log10", math_log10, "($module, x, /)", "The logarithm of x to base 10."),
    FN("log1p", math_log1p, "($module, x, /)", "log(1 + x), exact for small x, too."),
    FN("log2", math_log2, "($module, x, /)", "The logarithm of x to base 2."),
    FN("modf", math_modf, "($module, x, /)", "The fraction and the whole part of x, both floats with the sign of x."),
    FN("nextafter", math_nextafter, "($module, x, y, /)", "The next float after x towards y."),
    FN("perm", adder_math_perm, "($module, n, k=None, /)", "Ways to choose k (all, if None) of n things in order."),
    FN("pow", math_pow, "($module, x, y, /)", "x ** y in floats."),
    FN("prod", adder_math_prod, "($module, iterable, /, *, start=1)", "start times all that the iterable yields."),
    FN("radians", math_radians, "($module, x, /)", "The angle x in degrees as radians."),
    FN("remainder", math_remainder, "($module, x, y, /)", "x - n*y for the whole n nearest to x / y, even on a tie."),
    FN("sin", math_sin, "($module, x, /)", "The sine of the angle x in radians."),
    FN("sinh", math_sinh, "($module, x, /)", "The hyperbolic sine of x."),
    FN("sqrt", math_sqrt, "($module, x, /)", "The square root of x."),
    FN("tan", math_tan, "($module, x, /)", "The tangent of the angle x in radians."),
    FN("tanh", math_tanh, "($module, x, /)", "The hyperbolic tangent of x."),
    FN("trunc", math_trunc, "($module, x, /)", "x without its fraction, as x.__trunc__() has it."),
    FN("ulp", math_ulp, "($module, x, /)", "The distance from abs(x) to the next larger float."),
    { 0 }
};

MODULE(math, "Functions of real numbers, as C's mathematical library has them, and some of whole numbers.", math_functions, math_exec)
