/* pytime.c -- _PyTime_*: times as nanoseconds in 64 bits, conversions with explicit rounding, and the system's clocks.
 *
 * Arithmetic saturates at the ends of int64_t instead of wrapping; where a conversion cannot hold the value it raises
 * OverflowError, except in the functions named clamp. */
#include "runtime/define.h"
#include <errno.h>
#include <math.h>
#include <pytime.h>

#define NS_PER_S  1000000000LL
#define NS_PER_MS 1000000LL
#define NS_PER_US 1000LL

static int overflow(void)
{
    PyErr_SetString(PyExc_OverflowError, "timestamp too large to convert to C _PyTime_t");
    return -1;
}

static int time_t_overflow(void)
{
    PyErr_SetString(PyExc_OverflowError, "timestamp out of range for platform time_t");
    return -1;
}

static _PyTime_t saturate(__int128 t)
{
    return t > _PyTime_MAX ? _PyTime_MAX : t < _PyTime_MIN ? _PyTime_MIN : (_PyTime_t)t;
}

/* ---- rounding ---- */

static double round_double(double v, _PyTime_round_t round)
{
    volatile double r; /* no excess precision */
    switch (round) {
    case _PyTime_ROUND_HALF_EVEN: r = rint(v); break;
    case _PyTime_ROUND_CEILING: r = ceil(v); break;
    case _PyTime_ROUND_FLOOR: r = floor(v); break;
    default: r = v >= 0.0 ? ceil(v) : floor(v);
    }
    return r;
}

/* t / k, k > 1. */
static _PyTime_t divide(_PyTime_t t, _PyTime_t k, _PyTime_round_t round)
{
    _PyTime_t q = t / k, r = t % k; /* towards zero */
    if (r == 0) return q;
    switch (round) {
    case _PyTime_ROUND_HALF_EVEN: {
        _PyTime_t twice = 2 * (r < 0 ? -r : r);
        if (twice > k || (twice == k && (q & 1) != 0)) q += t < 0 ? -1 : 1;
        return q;
    }
    case _PyTime_ROUND_CEILING: return t > 0 ? q + 1 : q;
    case _PyTime_ROUND_FLOOR: return t < 0 ? q - 1 : q;
    default: return t < 0 ? q - 1 : q + 1;
    }
}

/* ---- from and to objects ---- */

static int nan_error(void)
{
    PyErr_SetString(PyExc_ValueError, "Invalid value NaN (not a number)");
    return -1;
}

/* `o` counts units of `unit` nanoseconds. */
static int from_object(_PyTime_t *t, PyObject *o, _PyTime_round_t round, int64_t unit)
{
    if (PyFloat_Check(o)) {
        double v = PyFloat_AS_DOUBLE(o);
        if (isnan(v)) return nan_error();
        v = round_double(v * (double)unit, round);
        if (!(v >= -0x1p63 && v < 0x1p63)) return overflow();
        *t = (_PyTime_t)v;
        return 0;
    }
    int over;
    long long n = PyLong_AsLongLongAndOverflow(o, &over);
    if (n == -1 && PyErr_Occurred()) return -1;
    if (over != 0 || __builtin_mul_overflow(n, unit, t)) return overflow();
    return 0;
}

int _PyTime_FromSecondsObject(_PyTime_t *t, PyObject *o, _PyTime_round_t round) { return from_object(t, o, round, NS_PER_S); }

int _PyTime_FromMillisecondsObject(_PyTime_t *t, PyObject *o, _PyTime_round_t round)
{
    return from_object(t, o, round, NS_PER_MS);
}

int _PyTime_FromNanosecondsObject(_PyTime_t *t, PyObject *o)
{
    int over;
    if (!PyLong_Check(o)) {
        PyErr_Format(PyExc_TypeError, "expect int, got %s", Py_TYPE(o)->tp_name);
        return -1;
    }
    long long n = PyLong_AsLongLongAndOverflow(o, &over);
    if (over != 0) return overflow();
    *t = n;
    return 0;
}

PyObject *_PyTime_AsNanosecondsObject(_PyTime_t t) { return PyLong_FromLongLong(t); }

int _PyTime_ObjectToTime_t(PyObject *o, time_t *seconds, _PyTime_round_t round)
{
    if (PyFloat_Check(o)) {
        double v = PyFloat_AS_DOUBLE(o);
        if (isnan(v)) return nan_error();
        v = round_double(v, round);
        if (!(v >= -0x1p63 && v < 0x1p63)) return time_t_overflow();
        *seconds = (time_t)v;
        return 0;
    }
    *seconds = _PyLong_AsTime_t(o);
    return *seconds == (time_t)-1 && PyErr_Occurred() ? -1 : 0;
}

/* Seconds and a count of 1/per_second. */
static int to_parts(PyObject *o, time_t *seconds, long *fraction, double per_second, _PyTime_round_t round)
{
    if (!PyFloat_Check(o)) {
        *fraction = 0;
        return _PyTime_ObjectToTime_t(o, seconds, round);
    }
    double whole, rest = PyFloat_AS_DOUBLE(o);
    if (isnan(rest)) return nan_error();
    rest = round_double(modf(rest, &whole) * per_second, round);
    if (rest >= per_second) {
        rest -= per_second;
        whole += 1.0;
    } else if (rest < 0) {
        rest += per_second;
        whole -= 1.0;
    }
    if (!(whole >= -0x1p63 && whole < 0x1p63)) return time_t_overflow();
    *seconds = (time_t)whole;
    *fraction = (long)rest;
    return 0;
}

int _PyTime_ObjectToTimespec(PyObject *o, time_t *seconds, long *ns, _PyTime_round_t round)
{
    return to_parts(o, seconds, ns, 1e9, round);
}

int _PyTime_ObjectToTimeval(PyObject *o, time_t *seconds, long *us, _PyTime_round_t round)
{
    return to_parts(o, seconds, us, 1e6, round);
}

/* ---- from and to C ---- */

_PyTime_t _PyTime_FromSeconds(int seconds) { return (_PyTime_t)seconds * NS_PER_S; }
_PyTime_t _PyTime_FromNanoseconds(_PyTime_t ns) { return ns; }
_PyTime_t _PyTime_AsNanoseconds(_PyTime_t t) { return t; }
_PyTime_t _PyTime_AsMicroseconds(_PyTime_t t, _PyTime_round_t round) { return divide(t, NS_PER_US, round); }
_PyTime_t _PyTime_AsMilliseconds(_PyTime_t t, _PyTime_round_t round) { return divide(t, NS_PER_MS, round); }

double _PyTime_AsSecondsDouble(_PyTime_t t)
{
    volatile double v;
    if (t % NS_PER_S == 0) v = (double)(t / NS_PER_S); /* exact where it can be */
    else v = (double)t / 1e9;
    return v;
}

static int from_parts(_PyTime_t *t, time_t seconds, int64_t ns)
{
    __int128 v = (__int128)seconds * NS_PER_S + ns;
    *t = saturate(v);
    return *t == v ? 0 : overflow();
}

int _PyTime_FromTimespec(_PyTime_t *t, struct timespec *ts) { return from_parts(t, ts->tv_sec, ts->tv_nsec); }
int _PyTime_FromTimeval(_PyTime_t *t, struct timeval *tv) { return from_parts(t, tv->tv_sec, (int64_t)tv->tv_usec * NS_PER_US); }

/* t in units of which there are `per_second`: whole seconds and the rest, which is not negative. */
static void split(_PyTime_t t, int64_t per_second, time_t *seconds, int64_t *rest)
{
    *seconds = t / per_second;
    *rest = t % per_second;
    if (*rest < 0) {
        *rest += per_second;
        *seconds -= 1;
    }
}

void _PyTime_AsTimespec_clamp(_PyTime_t t, struct timespec *ts)
{
    int64_t rest;
    split(t, NS_PER_S, &ts->tv_sec, &rest);
    ts->tv_nsec = rest;
}

int _PyTime_AsTimespec(_PyTime_t t, struct timespec *ts)
{
    _PyTime_AsTimespec_clamp(t, ts);
    return 0;
}

void _PyTime_AsTimeval_clamp(_PyTime_t t, struct timeval *tv, _PyTime_round_t round)
{
    int64_t rest;
    split(_PyTime_AsMicroseconds(t, round), 1000000, &tv->tv_sec, &rest);
    tv->tv_usec = rest;
}

int _PyTime_AsTimeval(_PyTime_t t, struct timeval *tv, _PyTime_round_t round)
{
    _PyTime_AsTimeval_clamp(t, tv, round);
    return 0;
}

int _PyTime_AsTimevalTime_t(_PyTime_t t, time_t *seconds, int *us, _PyTime_round_t round)
{
    int64_t rest;
    split(_PyTime_AsMicroseconds(t, round), 1000000, seconds, &rest);
    *us = (int)rest;
    return 0;
}

_PyTime_t _PyTime_Add(_PyTime_t a, _PyTime_t b) { return saturate((__int128)a + b); }

_PyTime_t _PyTime_MulDiv(_PyTime_t ticks, _PyTime_t mul, _PyTime_t div) { return saturate((__int128)ticks * mul / div); }

/* ---- clocks ---- */

static int read_clock(_PyTime_t *t, clockid_t clock, _Py_clock_info_t *info, const char *name, int monotonic)
{
    struct timespec now, resolution;
    if (clock_gettime(clock, &now) != 0 || (info != NULL && clock_getres(clock, &resolution) != 0)) {
        PyErr_SetFromErrno(PyExc_OSError);
        return -1;
    }
    if (info != NULL) {
        info->implementation = name;
        info->monotonic = monotonic;
        info->adjustable = !monotonic;
        info->resolution = (double)resolution.tv_sec + (double)resolution.tv_nsec * 1e-9;
    }
    return from_parts(t, now.tv_sec, now.tv_nsec);
}

int _PyTime_GetSystemClockWithInfo(_PyTime_t *t, _Py_clock_info_t *info)
{
    return read_clock(t, CLOCK_REALTIME, info, "clock_gettime(CLOCK_REALTIME)", 0);
}

int _PyTime_GetMonotonicClockWithInfo(_PyTime_t *t, _Py_clock_info_t *info)
{
    return read_clock(t, CLOCK_MONOTONIC, info, "clock_gettime(CLOCK_MONOTONIC)", 1);
}

int _PyTime_GetPerfCounterWithInfo(_PyTime_t *t, _Py_clock_info_t *info) { return _PyTime_GetMonotonicClockWithInfo(t, info); }

/* The clocks that always exist; 0 should they fail all the same. Usable without the interpreter's lock. */
static _PyTime_t plain_clock(clockid_t clock)
{
    struct timespec now;
    if (clock_gettime(clock, &now) != 0) return 0;
    return saturate((__int128)now.tv_sec * NS_PER_S + now.tv_nsec);
}

_PyTime_t _PyTime_GetSystemClock(void) { return plain_clock(CLOCK_REALTIME); }
_PyTime_t _PyTime_GetMonotonicClock(void) { return plain_clock(CLOCK_MONOTONIC); }
_PyTime_t _PyTime_GetPerfCounter(void) { return plain_clock(CLOCK_MONOTONIC); }
_PyTime_t _PyDeadline_Init(_PyTime_t timeout) { return _PyTime_Add(_PyTime_GetMonotonicClock(), timeout); }
_PyTime_t _PyDeadline_Get(_PyTime_t deadline) { return saturate((__int128)deadline - _PyTime_GetMonotonicClock()); }

/* ---- calendar ---- */

static int calendar_error(void)
{
    if (errno == 0) errno = EINVAL;
    PyErr_SetFromErrno(PyExc_OSError);
    return -1;
}

int _PyTime_localtime(time_t t, struct tm *tm)
{
    errno = 0;
    return localtime_r(&t, tm) == NULL ? calendar_error() : 0;
}

int _PyTime_gmtime(time_t t, struct tm *tm)
{
    errno = 0;
    return gmtime_r(&t, tm) == NULL ? calendar_error() : 0;
}
