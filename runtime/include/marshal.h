/* marshal.h -- the serial form of code and constants. */
#ifndef Py_MARSHAL_H
#define Py_MARSHAL_H

#include "object.h"
#include <stdio.h>

#define Py_MARSHAL_VERSION 4

ADDER_API_BEGIN
NEW_REF PyObject *PyMarshal_ReadObjectFromString(const char *data, Py_ssize_t len);
NEW_REF PyObject *PyMarshal_WriteObjectToString(PyObject *o, int i);
long PyMarshal_ReadLongFromFile(FILE *file);
int PyMarshal_ReadShortFromFile(FILE *file);
NEW_REF PyObject *PyMarshal_ReadObjectFromFile(FILE *file);
NEW_REF PyObject *PyMarshal_ReadLastObjectFromFile(FILE *file);
void PyMarshal_WriteLongToFile(long value, FILE *file, int version);
void PyMarshal_WriteObjectToFile(PyObject *value, FILE *file, int version);
ADDER_API_END

#endif
