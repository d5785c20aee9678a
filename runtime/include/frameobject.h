/* frameobject.h -- making frames by hand, as tools that invent traceback entries do. */
#ifndef Py_FRAMEOBJECT_H
#define Py_FRAMEOBJECT_H

#include "pyframe.h"
#include "code.h"

ADDER_API_BEGIN
NEW_REF PyFrameObject *PyFrame_New(PyThreadState *tstate, PyCodeObject *code, PyObject *o1, PyObject *o2);
void PyFrame_LocalsToFast(PyFrameObject *frame, int i);
int PyFrame_FastToLocalsWithError(PyFrameObject *f);
void PyFrame_FastToLocals(PyFrameObject *frame);
ADDER_API_END

#endif
