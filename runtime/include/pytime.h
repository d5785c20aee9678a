/* pytime.h -- times as signed nanoseconds, with explicit rounding. */
#ifndef Py_PYTIME_H
#define Py_PYTIME_H

#include "object.h"
#include <sys/time.h>
#include <time.h>

typedef int64_t _PyTime_t;
#define _PyTime_MIN INT64_MIN
#define _PyTime_MAX INT64_MAX
#define _SIZEOF_PYTIME_T 8
#define _PYTIME_FROMSECONDS(seconds) ((_PyTime_t)(seconds) * (1000 * 1000 * 1000))

typedef enum {
    _PyTime_ROUND_FLOOR = 0,
    _PyTime_ROUND_CEILING = 1,
    _PyTime_ROUND_HALF_EVEN = 2,
    _PyTime_ROUND_UP = 3, /* away from zero */
    _PyTime_ROUND_TIMEOUT = _PyTime_ROUND_UP
} _PyTime_round_t;

typedef struct {
    const char *implementation;
    int monotonic;
    int adjustable;
    double resolution;
} _Py_clock_info_t;

ADDER_API_BEGIN
_PyTime_t _PyDeadline_Init(_PyTime_t timeout);
_PyTime_t _PyDeadline_Get(_PyTime_t deadline);
NEW_REF PyObject *_PyLong_FromTime_t(time_t sec);
time_t _PyLong_AsTime_t(PyObject *obj);
int _PyTime_ObjectToTime_t(PyObject *o, time_t *ptr, _PyTime_round_t round);
int _PyTime_ObjectToTimeval(PyObject *o, time_t *ptr1, long *ptr2, _PyTime_round_t round);
int _PyTime_ObjectToTimespec(PyObject *o, time_t *ptr1, long *ptr2, _PyTime_round_t round);
_PyTime_t _PyTime_FromSeconds(int seconds);
_PyTime_t _PyTime_FromNanoseconds(_PyTime_t ns);
int _PyTime_FromNanosecondsObject(_PyTime_t *t, PyObject *obj);
int _PyTime_FromSecondsObject(_PyTime_t *t, PyObject *obj, _PyTime_round_t round);
int _PyTime_FromMillisecondsObject(_PyTime_t *t, PyObject *obj, _PyTime_round_t round);
double _PyTime_AsSecondsDouble(_PyTime_t t);
_PyTime_t _PyTime_AsMilliseconds(_PyTime_t t, _PyTime_round_t round);
_PyTime_t _PyTime_AsMicroseconds(_PyTime_t t, _PyTime_round_t round);
_PyTime_t _PyTime_AsNanoseconds(_PyTime_t t);
NEW_REF PyObject *_PyTime_AsNanosecondsObject(_PyTime_t t);
int _PyTime_FromTimeval(_PyTime_t *tp, struct timeval *tv);
int _PyTime_AsTimeval(_PyTime_t t, struct timeval *tv, _PyTime_round_t round);
void _PyTime_AsTimeval_clamp(_PyTime_t t, struct timeval *tv, _PyTime_round_t round);
int _PyTime_AsTimevalTime_t(_PyTime_t t, time_t *secs, int *us, _PyTime_round_t round);
int _PyTime_FromTimespec(_PyTime_t *tp, struct timespec *ts);
int _PyTime_AsTimespec(_PyTime_t t, struct timespec *ts);
void _PyTime_AsTimespec_clamp(_PyTime_t t, struct timespec *ts);
_PyTime_t _PyTime_Add(_PyTime_t t1, _PyTime_t t2);
_PyTime_t _PyTime_MulDiv(_PyTime_t ticks, _PyTime_t mul, _PyTime_t div);
_PyTime_t _PyTime_GetSystemClock(void);
int _PyTime_GetSystemClockWithInfo(_PyTime_t *t, _Py_clock_info_t *info);
_PyTime_t _PyTime_GetMonotonicClock(void);
int _PyTime_GetMonotonicClockWithInfo(_PyTime_t *t, _Py_clock_info_t *info);
int _PyTime_localtime(time_t t, struct tm *tm);
int _PyTime_gmtime(time_t t, struct tm *tm);
_PyTime_t _PyTime_GetPerfCounter(void);
int _PyTime_GetPerfCounterWithInfo(_PyTime_t *t, _Py_clock_info_t *info);
ADDER_API_END

#endif
