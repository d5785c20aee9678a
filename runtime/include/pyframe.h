/* pyframe.h -- frames, seen through functions only. */
#ifndef Py_PYFRAME_H
#define Py_PYFRAME_H

#include "object.h"

ADDER_API_BEGIN
extern PyTypeObject PyFrame_Type;

int PyFrame_GetLineNumber(PyFrameObject *frame);
NEW_REF PyCodeObject *PyFrame_GetCode(PyFrameObject *frame);
NEW_REF PyFrameObject *PyFrame_GetBack(PyFrameObject *frame);
NEW_REF PyObject *PyFrame_GetLocals(PyFrameObject *frame);
NEW_REF PyObject *PyFrame_GetGlobals(PyFrameObject *frame);
NEW_REF PyObject *PyFrame_GetBuiltins(PyFrameObject *frame);
NEW_REF PyObject *PyFrame_GetGenerator(PyFrameObject *frame);
int PyFrame_GetLasti(PyFrameObject *frame);
ADDER_API_END

#define PyFrame_Check(op) Py_IS_TYPE((op), &PyFrame_Type)

#endif
