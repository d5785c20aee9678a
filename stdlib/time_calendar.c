/* time_calendar.c -- time's calendar: struct_time, conversions between it and seconds, text, time zones. */
#include "stdlib/time_parts.h"
#include "runtime/objects/structseq.h"
#include "runtime/objects/str.h"
#include <errno.h>
#include <pytime.h>
#include <time.h>

#define FIELDS 9 /* of the tuple; zone and offset beyond it */

static struct time_state *state_of(PyObject *module) { return PyModule_GetState(module); }

static PyStructSequence_Field struct_time_fields[] = {
    { "tm_year", "year, for example, 1993" },
    { "tm_mon", "month of year, range [1, 12]" },
    { "tm_mday", "day of month, range [1, 31]" },
    { "tm_hour", "hours, range [0, 23]" },
    { "tm_min", "minutes, range [0, 59]" },
    { "tm_sec", "seconds, range [0, 61])" },
    { "tm_wday", "day of week, range [0, 6], Monday is 0" },
    { "tm_yday", "day of year, range [1, 366]" },
    { "tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown" },
    { "tm_zone", "abbreviation of timezone name" },
    { "tm_gmtoff", "offset from UTC in seconds" },
    { NULL, NULL },
};

static PyObject *from_tm(PyObject *module, const struct tm *t)
{
    PyObject *items[] = {
        PyLong_FromLong(t->tm_year + 1900L), PyLong_FromLong(t->tm_mon + 1), PyLong_FromLong(t->tm_mday),
        PyLong_FromLong(t->tm_hour), PyLong_FromLong(t->tm_min), PyLong_FromLong(t->tm_sec),
        PyLong_FromLong((t->tm_wday + 6) % 7), PyLong_FromLong(t->tm_yday + 1), PyLong_FromLong(t->tm_isdst),
        PyUnicode_DecodeLocale(t->tm_zone != NULL ? t->tm_zone : "", "surrogateescape"), PyLong_FromLong(t->tm_gmtoff),
    };
    return adder_structseq_of(state_of(module)->struct_time, items, Py_ARRAY_LENGTH(items));
}

/* An optional argument in seconds; now when it is absent. */
static int seconds_arg(PyObject *arg, time_t *t)
{
    if (arg != NULL && arg != Py_None) return _PyTime_ObjectToTime_t(arg, t, _PyTime_ROUND_FLOOR);
    *t = time(NULL);
    return 0;
}

PyObject *adder_time_gmtime(PyObject *self, PyObject *const *args)
{
    time_t t;
    struct tm tm;
    if (seconds_arg(args[0], &t) < 0 || _PyTime_gmtime(t, &tm) < 0) return NULL;
    return from_tm(self, &tm);
}

PyObject *adder_time_localtime(PyObject *self, PyObject *const *args)
{
    time_t t;
    struct tm tm;
    if (seconds_arg(args[0], &t) < 0 || _PyTime_localtime(t, &tm) < 0) return NULL;
    return from_tm(self, &tm);
}

/* ---- from tuples ---- */

/* A C int field. */
static int int_field(PyObject *o, int *out)
{
    long v = PyLong_AsLong(o);
    if (v == -1 && PyErr_Occurred()) return -1;
    if (v > INT_MAX || v < INT_MIN) {
        PyErr_SetString(PyExc_OverflowError, v > 0 ? "signed integer is greater than maximum" : "signed integer is less than minimum");
        return -1;
    }
    *out = (int)v;
    return 0;
}

/* Zone and offset of a struct_time; None leaves them as they are. */
static int zone_fields(PyObject *value, struct tm *tm)
{
    PyObject *offset = PyStructSequence_GET_ITEM(value, FIELDS + 1), *zone = PyStructSequence_GET_ITEM(value, FIELDS);
    if (offset != NULL && offset != Py_None) {
        tm->tm_gmtoff = PyLong_AsLong(offset);
        if (PyErr_Occurred()) return -1;
    }
    if (zone == NULL || zone == Py_None) return 0;
    tm->tm_zone = PyUnicode_AsUTF8(zone);
    return tm->tm_zone == NULL ? -1 : 0;
}

/* A tuple or struct_time as struct tm, C's counting; tm_zone is borrowed from `value`. 0, or -1 with an exception. */
static int to_tm(PyObject *module, PyObject *value, struct tm *tm, const char *function)
{
    int f[FIELDS];
    *tm = (struct tm){ 0 };
    if (!PyTuple_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "Tuple or struct_time argument required");
        return -1;
    }
    if (PyTuple_GET_SIZE(value) != FIELDS) {
        PyErr_Format(PyExc_TypeError, "%s(): illegal time tuple argument", function);
        return -1;
    }
    for (int i = 0; i < FIELDS; i++)
        if (int_field(PyTuple_GET_ITEM(value, i), &f[i]) < 0) return -1;
    if (f[0] < INT_MIN + 1900) {
        PyErr_SetString(PyExc_OverflowError, "year out of range");
        return -1;
    }
    *tm = (struct tm){ .tm_year = f[0] - 1900, .tm_mon = (int)((unsigned)f[1] - 1), .tm_mday = f[2], .tm_hour = f[3],
                       .tm_min = f[4], .tm_sec = f[5], .tm_wday = (int)(((long)f[6] + 1) % 7),
                       .tm_yday = (int)((unsigned)f[7] - 1), .tm_isdst = f[8] };
    return Py_IS_TYPE(value, state_of(module)->struct_time) ? zone_fields(value, tm) : 0;
}

/* Puts 0 for "not given" right and refuses what C's functions do not survive. */
static int check_tm(struct tm *tm)
{
    const char *wrong = NULL;
    if (tm->tm_mon == -1) tm->tm_mon = 0;
    if (tm->tm_mday == 0) tm->tm_mday = 1;
    if (tm->tm_yday == -1) tm->tm_yday = 0;
    if (tm->tm_mon < 0 || tm->tm_mon > 11) wrong = "month out of range";
    else if (tm->tm_mday < 0 || tm->tm_mday > 31) wrong = "day of month out of range";
    else if (tm->tm_hour < 0 || tm->tm_hour > 23) wrong = "hour out of range";
    else if (tm->tm_min < 0 || tm->tm_min > 59) wrong = "minute out of range";
    else if (tm->tm_sec < 0 || tm->tm_sec > 61) wrong = "seconds out of range";
    else if (tm->tm_wday < 0) wrong = "day of week out of range";
    else if (tm->tm_yday < 0 || tm->tm_yday > 365) wrong = "day of year out of range";
    if (wrong != NULL) PyErr_SetString(PyExc_ValueError, wrong);
    return wrong == NULL ? 0 : -1;
}

PyObject *adder_time_mktime(PyObject *self, PyObject *const *args)
{
    struct tm tm;
    if (to_tm(self, args[0], &tm, "mktime") < 0) return NULL;
    tm.tm_wday = -1; /* set by a success: -1 seconds is a valid answer */
    time_t t = mktime(&tm);
    if (t == (time_t)-1 && tm.tm_wday == -1) return PyErr_Format(PyExc_OverflowError, "mktime argument out of range");
    return PyFloat_FromDouble((double)t);
}

/* ---- text ---- */

static PyObject *write_asctime(const struct tm *tm)
{
    static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    char text[64];
    int n = snprintf(text, sizeof text, "%s %s%3d %02d:%02d:%02d %ld", days[tm->tm_wday], months[tm->tm_mon], tm->tm_mday,
                     tm->tm_hour, tm->tm_min, tm->tm_sec, 1900L + tm->tm_year);
    return adder_str_from_ascii(text, n);
}

static int local_now(struct tm *tm) { return _PyTime_localtime(time(NULL), tm); }

PyObject *adder_time_asctime(PyObject *self, PyObject *const *args)
{
    struct tm tm;
    if (args[0] == NULL) return local_now(&tm) < 0 ? NULL : write_asctime(&tm);
    if (to_tm(self, args[0], &tm, "asctime") < 0 || check_tm(&tm) < 0) return NULL;
    return write_asctime(&tm);
}

PyObject *adder_time_ctime(PyObject *self, PyObject *const *args)
{
    (void)self;
    time_t t;
    struct tm tm;
    if (seconds_arg(args[0], &t) < 0 || _PyTime_localtime(t, &tm) < 0) return NULL;
    return write_asctime(&tm);
}

/* C's strftime into a buffer that grows: 0 means too small, or an empty result; enough room decides. */
static PyObject *write_strftime(const char *format, size_t len, const struct tm *tm)
{
    for (size_t room = 1024;; room += room) {
        char *text = PyMem_Malloc(room);
        if (text == NULL) return PyErr_NoMemory();
        size_t n = strftime(text, room, format, tm);
        if (n > 0 || room >= 256 * len) {
            PyObject *r = PyUnicode_DecodeUTF8(text, (Py_ssize_t)n, "surrogateescape");
            PyMem_Free(text);
            return r;
        }
        PyMem_Free(text);
    }
}

PyObject *adder_time_strftime(PyObject *self, PyObject *const *args)
{
    struct tm tm;
    if (!PyUnicode_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "strftime() argument 1 must be str, not %.50s",
                            args[0] == Py_None ? "None" : Py_TYPE(args[0])->tp_name);
    if (args[1] == NULL ? local_now(&tm) < 0 : to_tm(self, args[1], &tm, "strftime") < 0 || check_tm(&tm) < 0) return NULL;
    if (tm.tm_isdst < -1) tm.tm_isdst = -1;
    else if (tm.tm_isdst > 1) tm.tm_isdst = 1;
    PyObject *format = PyUnicode_AsEncodedString(args[0], "utf-8", "surrogateescape"), *r = NULL;
    if (format == NULL) return NULL;
    const char *text = PyBytes_AS_STRING(format);
    size_t len = (size_t)PyBytes_GET_SIZE(format);
    if (strlen(text) != len) PyErr_SetString(PyExc_ValueError, "embedded null character");
    else r = write_strftime(text, len, &tm);
    Py_DECREF(format);
    return r;
}

/* Lib has it in Python. */
PyObject *adder_time_strptime(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    (void)self;
    PyObject *module = PyImport_ImportModule("_strptime"), *function = NULL, *r = NULL;
    if (module != NULL) function = PyObject_GetAttrString(module, "_strptime_time");
    if (function != NULL) r = PyObject_Vectorcall(function, args, (size_t)nargs, kwnames);
    Py_XDECREF(function);
    Py_XDECREF(module);
    return r;
}

/* ---- time zones ---- */

static int put(PyObject *module, const char *name, STEALS_REF PyObject *value)
{
    int rc = value == NULL ? -1 : PyModule_AddObjectRef(module, name, value);
    Py_XDECREF(value);
    return rc;
}

/* timezone, altzone, daylight and tzname, from how winter and summer of this year differ. */
static int set_zone(PyObject *module)
{
    const time_t year = (365 * 24 + 6) * 3600L;
    struct tm winter, summer;
    time_t start = time(NULL) / year * year;
    if (_PyTime_localtime(start, &winter) < 0 || _PyTime_localtime(start + year / 2, &summer) < 0) return -1;
    char names[2][16];
    snprintf(names[0], sizeof names[0], "%s", winter.tm_zone != NULL ? winter.tm_zone : "   ");
    snprintf(names[1], sizeof names[1], "%s", summer.tm_zone != NULL ? summer.tm_zone : "   ");
    long zones[2] = { -winter.tm_gmtoff, -summer.tm_gmtoff };
    int standard = zones[0] < zones[1]; /* south of the equator the summer has the standard time */
    if (put(module, "timezone", PyLong_FromLong(zones[standard])) < 0) return -1;
    if (put(module, "altzone", PyLong_FromLong(zones[!standard])) < 0) return -1;
    if (put(module, "daylight", PyLong_FromLong(zones[0] != zones[1])) < 0) return -1;
    return put(module, "tzname", Py_BuildValue("(zz)", names[standard], names[!standard]));
}

PyObject *adder_time_tzset(PyObject *self, PyObject *const *args)
{
    (void)args;
    tzset();
    if (set_zone(self) < 0) return NULL;
    Py_RETURN_NONE;
}

int adder_time_calendar_exec(PyObject *module)
{
    PyStructSequence_Desc desc = {
        "time.struct_time",
        "A time in parts, as gmtime(), localtime() and strptime() give and asctime(), mktime() and strftime() take it.\n\n"
        "A tuple of nine ints whose items have names, too; tm_zone and tm_gmtoff are reached by name alone.\n"
        "Months, days of the month and of the year count from 1, tm_year is the full year, Monday is day 0.",
        struct_time_fields,
        FIELDS,
    };
    struct time_state *state = state_of(module);
    tzset();
    state->struct_time = PyStructSequence_NewType(&desc);
    if (state->struct_time == NULL || PyModule_AddObjectRef(module, "struct_time", (PyObject *)state->struct_time) < 0) return -1;
    if (PyModule_AddIntConstant(module, "_STRUCT_TM_ITEMS", FIELDS + 2) < 0) return -1;
    return set_zone(module);
}
