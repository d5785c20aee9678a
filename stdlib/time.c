/* time.c -- the module time: clocks and sleeping. Calendar functions are in time_calendar.c. */
#include "stdlib/time_parts.h"
#include "runtime/objects/float.h"
#include "runtime/objects/namespace.h"
#include "runtime/objects/str.h"
#include <errno.h>
#include <pthread.h>
#include <pytime.h>
#include <time.h>

/* ---- clocks ---- */

/* One clock as float and as int. */
#define CLOCK(name, clock)                                                                         \
    static PyObject *time_##name(PyObject *self, PyObject *const *args)                            \
    {                                                                                              \
        _PyTime_t t;                                                                               \
        (void)self;                                                                                \
        (void)args;                                                                                \
        return read_clock(clock, &t) < 0 ? NULL : adder_float_new(_PyTime_AsSecondsDouble(t));     \
    }                                                                                              \
    static PyObject *time_##name##_ns(PyObject *self, PyObject *const *args)                       \
    {                                                                                              \
        _PyTime_t t;                                                                               \
        (void)self;                                                                                \
        (void)args;                                                                                \
        return read_clock(clock, &t) < 0 ? NULL : _PyTime_AsNanosecondsObject(t);                  \
    }

static int read_clock(clockid_t clock, _PyTime_t *t)
{
    struct timespec now;
    if (clock_gettime(clock, &now) == 0) return _PyTime_FromTimespec(t, &now);
    PyErr_SetFromErrno(PyExc_OSError);
    return -1;
}

CLOCK(time, CLOCK_REALTIME)
CLOCK(monotonic, CLOCK_MONOTONIC)
CLOCK(perf_counter, CLOCK_MONOTONIC)
CLOCK(process_time, CLOCK_PROCESS_CPUTIME_ID)
CLOCK(thread_time, CLOCK_THREAD_CPUTIME_ID)

static PyObject *time_clock_gettime(PyObject *self, PyObject *const *args)
{
    (void)self;
    int clock;
    _PyTime_t t;
    if (adder_int_arg(args[0], &clock) < 0 || read_clock(clock, &t) < 0) return NULL;
    return adder_float_new(_PyTime_AsSecondsDouble(t));
}

static PyObject *time_clock_gettime_ns(PyObject *self, PyObject *const *args)
{
    (void)self;
    int clock;
    _PyTime_t t;
    if (adder_int_arg(args[0], &clock) < 0 || read_clock(clock, &t) < 0) return NULL;
    return _PyTime_AsNanosecondsObject(t);
}

static PyObject *time_clock_getres(PyObject *self, PyObject *const *args)
{
    (void)self;
    int clock;
    struct timespec r;
    if (adder_int_arg(args[0], &clock) < 0) return NULL;
    if (clock_getres(clock, &r) != 0) return PyErr_SetFromErrno(PyExc_OSError);
    return adder_float_new((double)r.tv_sec + (double)r.tv_nsec * 1e-9);
}

static PyObject *set_clock(int clock, _PyTime_t t)
{
    struct timespec ts;
    if (_PyTime_AsTimespec(t, &ts) < 0) return NULL;
    if (clock_settime(clock, &ts) != 0) return PyErr_SetFromErrno(PyExc_OSError);
    Py_RETURN_NONE;
}

static PyObject *time_clock_settime(PyObject *self, PyObject *const *args)
{
    (void)self;
    int clock;
    _PyTime_t t;
    if (adder_int_arg(args[0], &clock) < 0 || _PyTime_FromSecondsObject(&t, args[1], _PyTime_ROUND_FLOOR) < 0) return NULL;
    return set_clock(clock, t);
}

static PyObject *time_clock_settime_ns(PyObject *self, PyObject *const *args)
{
    (void)self;
    int clock;
    _PyTime_t t;
    if (adder_int_arg(args[0], &clock) < 0 || _PyTime_FromNanosecondsObject(&t, args[1]) < 0) return NULL;
    return set_clock(clock, t);
}

static PyObject *time_pthread_getcpuclockid(PyObject *self, PyObject *const *args)
{
    (void)self;
    unsigned long thread = PyLong_AsUnsignedLongMask(args[0]);
    clockid_t clock;
    if (PyErr_Occurred()) return NULL;
    if (thread == 0) { /* never a thread: the C library would follow the pointer */
        errno = ESRCH;
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    int rc = pthread_getcpuclockid((pthread_t)thread, &clock);
    if (rc != 0) {
        errno = rc;
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    return PyLong_FromLong(clock);
}

/* ---- what a clock is like ---- */

static const struct {
    const char *name, *implementation;
    clockid_t clock;
    bool monotonic;
} clocks[] = {
    { "time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false },
    { "monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true },
    { "perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true },
    { "process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true },
    { "thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true },
};

static PyObject *time_get_clock_info(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *name = args[0];
    if (!PyUnicode_Check(name))
        return PyErr_Format(PyExc_TypeError, "get_clock_info() argument 1 must be str, not %.50s",
                            name == Py_None ? "None" : Py_TYPE(name)->tp_name);
    for (size_t i = 0; i < Py_ARRAY_LENGTH(clocks); i++) {
        struct timespec r;
        if (PyUnicode_CompareWithASCIIString(name, clocks[i].name) != 0) continue;
        if (clock_getres(clocks[i].clock, &r) != 0) return PyErr_SetFromErrno(PyExc_OSError);
        PyObject *facts = Py_BuildValue("{sssOsOsd}", "implementation", clocks[i].implementation,
                                        "monotonic", clocks[i].monotonic ? Py_True : Py_False,
                                        "adjustable", clocks[i].monotonic ? Py_False : Py_True,
                                        "resolution", (double)r.tv_sec + (double)r.tv_nsec * 1e-9);
        PyObject *info = facts != NULL ? _PyNamespace_New(facts) : NULL;
        Py_XDECREF(facts);
        return info;
    }
    return PyErr_Format(PyExc_ValueError, "unknown clock");
}

/* ---- sleeping ---- */

static PyObject *time_sleep(PyObject *self, PyObject *const *args)
{
    (void)self;
    _PyTime_t timeout;
    struct timespec until;
    int rc;
    if (_PyTime_FromSecondsObject(&timeout, args[0], _PyTime_ROUND_TIMEOUT) < 0) return NULL;
    if (timeout < 0) return PyErr_Format(PyExc_ValueError, "sleep length must be non-negative");
    _PyTime_AsTimespec_clamp(_PyDeadline_Init(timeout), &until);
    do { /* an interrupted sleep goes on to the same end, once the signal's handler has returned */
        Py_BEGIN_ALLOW_THREADS
        rc = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        Py_END_ALLOW_THREADS
        if (rc == EINTR && PyErr_CheckSignals() < 0) return NULL;
    } while (rc == EINTR);
    if (rc == 0) Py_RETURN_NONE;
    errno = rc;
    return PyErr_SetFromErrno(PyExc_OSError);
}

/* ---- the module ---- */

static PyMethodDef time_functions[] = {
    FN("time", time_time, "()", "time() -> floating point number\n\nSeconds since the epoch, 1970-01-01 00:00 UTC."),
    FN("time_ns", time_time_ns, "()", "time_ns() -> int\n\nNanoseconds since the epoch."),
    FN("monotonic", time_monotonic, "()", "monotonic() -> float\n\nSeconds of a clock that never goes back."),
    FN("monotonic_ns", time_monotonic_ns, "()", "monotonic_ns() -> int\n\nNanoseconds of a clock that never goes back."),
    FN("perf_counter", time_perf_counter, "()", "perf_counter() -> float\n\nSeconds of the finest clock, for measuring."),
    FN("perf_counter_ns", time_perf_counter_ns, "()", "perf_counter_ns() -> int\n\nNanoseconds of the finest clock."),
    FN("process_time", time_process_time, "()", "process_time() -> float\n\nSeconds of processor time of the process."),
    FN("process_time_ns", time_process_time_ns, "()", "process_time_ns() -> int\n\nNanoseconds of processor time of the process."),
    FN("thread_time", time_thread_time, "()", "thread_time() -> float\n\nSeconds of processor time of the thread."),
    FN("thread_time_ns", time_thread_time_ns, "()", "thread_time_ns() -> int\n\nNanoseconds of processor time of the thread."),
    FN("clock_gettime", time_clock_gettime, "(clk_id, /)", "clock_gettime(clk_id) -> float\n\nThe system clock clk_id in seconds."),
    FN("clock_gettime_ns", time_clock_gettime_ns, "(clk_id, /)", "clock_gettime_ns(clk_id) -> int\n\nThe same in nanoseconds."),
    FN("clock_settime", time_clock_settime, "(clk_id, time, /)", "clock_settime(clk_id, time)\n\nSet the system clock, in seconds."),
    FN("clock_settime_ns", time_clock_settime_ns, "(clk_id, time, /)", "clock_settime_ns(clk_id, time)\n\nThe same in nanoseconds."),
    FN("clock_getres", time_clock_getres, "(clk_id, /)", "clock_getres(clk_id) -> float\n\nThe step of the system clock clk_id."),
    FN("pthread_getcpuclockid", time_pthread_getcpuclockid, "(thread_id, /)",
       "pthread_getcpuclockid(thread_id) -> int\n\nThe clk_id of a thread's processor time."),
    FN("get_clock_info", time_get_clock_info, "(name, /)",
       "get_clock_info(name) -> namespace\n\nWhat the clock 'time', 'monotonic', 'perf_counter', 'process_time' or 'thread_time' is like."),
    FN("sleep", time_sleep, "(seconds, /)", "sleep(seconds)\n\nWait that long; fractions count."),
    FN("gmtime", adder_time_gmtime, "(seconds=None, /)", "gmtime([seconds]) -> struct_time\n\nSeconds since the epoch as UTC."),
    FN("localtime", adder_time_localtime, "(seconds=None, /)", "localtime([seconds]) -> struct_time\n\nSeconds since the epoch as local time."),
    FN("mktime", adder_time_mktime, "(tuple, /)", "mktime(tuple) -> float\n\nLocal time as seconds since the epoch."),
    FN("asctime", adder_time_asctime, "(tuple=<unrepresentable>, /)",
       "asctime([tuple]) -> string\n\nA time as text such as 'Sat Jun 06 16:26:11 1998'; local time now by default."),
    FN("ctime", adder_time_ctime, "(seconds=None, /)", "ctime(seconds) -> string\n\nasctime(localtime(seconds))"),
    FN("strftime", adder_time_strftime, "(format, tuple=<unrepresentable>, /)",
       "strftime(format[, tuple]) -> string\n\nA time written as the format says: %Y-%m-%d %H:%M:%S and so on."),
    FNV("strptime", adder_time_strptime, "(string, format)", "strptime(string, format) -> struct_time\n\nA text read as the format says."),
    FN("tzset", adder_time_tzset, "()", "tzset()\n\nLook at the environment's TZ again."),
    { 0 }
};

static int time_exec(PyObject *module)
{
    static const struct { const char *name; long value; } constants[] = {
        { "CLOCK_REALTIME", CLOCK_REALTIME },
        { "CLOCK_MONOTONIC", CLOCK_MONOTONIC },
        { "CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW },
        { "CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID },
        { "CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID },
        { "CLOCK_BOOTTIME", CLOCK_BOOTTIME },
        { "CLOCK_TAI", CLOCK_TAI },
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(constants); i++)
        if (PyModule_AddIntConstant(module, constants[i].name, constants[i].value) < 0) return -1;
    return adder_time_calendar_exec(module);
}

static int time_traverse(PyObject *module, visitproc visit, void *arg)
{
    struct time_state *state = PyModule_GetState(module);
    if (state != NULL) Py_VISIT(state->struct_time);
    return 0;
}

static int time_clear(PyObject *module)
{
    struct time_state *state = PyModule_GetState(module);
    if (state != NULL) Py_CLEAR(state->struct_time);
    return 0;
}

static void time_free(void *module) { time_clear(module); }

static PyModuleDef_Slot time_slots[] = { { Py_mod_exec, (void *)time_exec }, { 0, NULL } };
static PyModuleDef time_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "time",
    .m_doc = "Clocks, sleeping, and the calendar.\n\nA time is a number of seconds since the epoch (1970-01-01 00:00 UTC), or a\n"
             "struct_time: year, month, day, hour, minute, second, weekday, day of the year, summer time flag.",
    .m_size = sizeof(struct time_state),
    .m_methods = time_functions,
    .m_slots = time_slots,
    .m_traverse = time_traverse,
    .m_clear = time_clear,
    .m_free = time_free,
};

PyMODINIT_FUNC PyInit_time(void) { return PyModuleDef_Init(&time_module); }
