/* traceback.h -- traceback objects: the frames an exception passed, outermost first. */
#ifndef Py_TRACEBACK_H
#define Py_TRACEBACK_H

#include "object.h"

typedef struct _traceback PyTracebackObject;
struct _traceback {
    PyObject_HEAD
    PyTracebackObject *tb_next; /* one frame further in, NULL: where it was raised */
    PyFrameObject *tb_frame;
    int tb_lasti;
    int tb_lineno;
};

ADDER_API_BEGIN
extern PyTypeObject PyTraceBack_Type;

int PyTraceBack_Here(PyFrameObject *frame);
int PyTraceBack_Print(PyObject *o1, PyObject *o2);

int _Py_DisplaySourceLine(PyObject *o1, PyObject *o2, int i1, int i2, int *ptr, PyObject **p);
void _PyTraceback_Add(const char *s1, const char *s2, int i);
ADDER_API_END

#define PyTraceBack_Check(op) Py_IS_TYPE(op, &PyTraceBack_Type)

#endif
