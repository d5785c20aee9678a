/* time_parts.h -- what the files of the module time share. */
#ifndef ADDER_TIME_PARTS_H
#define ADDER_TIME_PARTS_H
#include "runtime/define.h"

struct time_state {
    PyTypeObject *struct_time; /* owned */
};

/* time_calendar.c */
int adder_time_calendar_exec(PyObject *module);
PyObject *adder_time_gmtime(PyObject *self, PyObject *const *args);
PyObject *adder_time_localtime(PyObject *self, PyObject *const *args);
PyObject *adder_time_mktime(PyObject *self, PyObject *const *args);
PyObject *adder_time_asctime(PyObject *self, PyObject *const *args);
PyObject *adder_time_ctime(PyObject *self, PyObject *const *args);
PyObject *adder_time_strftime(PyObject *self, PyObject *const *args);
PyObject *adder_time_strptime(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames);
PyObject *adder_time_tzset(PyObject *self, PyObject *const *args);

#endif
