/* longobject.h -- int, and conversions from and to C's integers. */
#ifndef Py_LONGOBJECT_H
#define Py_LONGOBJECT_H

#include "object.h"
#include "unicodeobject.h"

ADDER_API_BEGIN
extern PyTypeObject PyLong_Type;

NEW_REF PyObject *PyLong_FromLong(long v);
NEW_REF PyObject *PyLong_FromUnsignedLong(unsigned long v);
NEW_REF PyObject *PyLong_FromSize_t(size_t v);
NEW_REF PyObject *PyLong_FromSsize_t(Py_ssize_t v);
NEW_REF PyObject *PyLong_FromDouble(double v);
long PyLong_AsLong(PyObject *obj);
long PyLong_AsLongAndOverflow(PyObject *obj, int *overflow);
Py_ssize_t PyLong_AsSsize_t(PyObject *pylong);
size_t PyLong_AsSize_t(PyObject *pylong);
unsigned long PyLong_AsUnsignedLong(PyObject *pylong);
unsigned long PyLong_AsUnsignedLongMask(PyObject *obj);
NEW_REF PyObject *PyLong_GetInfo(void);
double PyLong_AsDouble(PyObject *pylong);
NEW_REF PyObject *PyLong_FromVoidPtr(void *ptr);
void *PyLong_AsVoidPtr(PyObject *pylong);
NEW_REF PyObject *PyLong_FromLongLong(long long v);
NEW_REF PyObject *PyLong_FromUnsignedLongLong(unsigned long long v);
long long PyLong_AsLongLong(PyObject *obj);
unsigned long long PyLong_AsUnsignedLongLong(PyObject *pylong);
unsigned long long PyLong_AsUnsignedLongLongMask(PyObject *obj);
long long PyLong_AsLongLongAndOverflow(PyObject *obj, int *overflow);
NEW_REF PyObject *PyLong_FromString(const char *str, char **pend, int base);
NEW_REF PyObject *PyLong_FromUnicodeObject(PyObject *u, int base);
unsigned long PyOS_strtoul(const char *s, char **ptr, int i);
long PyOS_strtol(const char *s, char **ptr, int i);

int _PyLong_AsInt(PyObject *num);
int _PyLong_UnsignedShort_Converter(PyObject *num, void *ptr);
int _PyLong_UnsignedInt_Converter(PyObject *num, void *ptr);
int _PyLong_UnsignedLong_Converter(PyObject *num, void *ptr);
int _PyLong_UnsignedLongLong_Converter(PyObject *num, void *ptr);
int _PyLong_Size_t_Converter(PyObject *num, void *ptr);
double _PyLong_Frexp(PyLongObject *a, Py_ssize_t *e);
NEW_REF PyObject *_PyLong_FromBytes(const char *s, Py_ssize_t n, int i);
int _PyLong_Sign(PyObject *v);
size_t _PyLong_NumBits(PyObject *v);
NEW_REF PyObject *_PyLong_DivmodNear(PyObject *num, PyObject *o);
NEW_REF PyObject *_PyLong_FromByteArray(const unsigned char *bytes, size_t n, int little_endian, int is_signed);
int _PyLong_AsByteArray(PyLongObject *v, unsigned char *bytes, size_t n, int little_endian, int is_signed);
NEW_REF PyObject *_PyLong_Format(PyObject *obj, int base);
NEW_REF PyObject *_PyLong_GCD(PyObject *num, PyObject *o);
NEW_REF PyObject *_PyLong_Rshift(PyObject *num, size_t i);
NEW_REF PyObject *_PyLong_Lshift(PyObject *num, size_t i);
ADDER_API_END

#define PyLong_Check(op)      PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_LONG_SUBCLASS)
#define PyLong_CheckExact(op) Py_IS_TYPE(op, &PyLong_Type)
#define PyLong_AS_LONG(op)    PyLong_AsLong(op)

/* pid_t is an int. */
#define _Py_PARSE_PID    "i"
#define _Py_PARSE_INTPTR "l"
#define _Py_PARSE_UINTPTR "k"
#define PyLong_FromPid   PyLong_FromLong
#define PyLong_AsPid     PyLong_AsLong

#include "longintrepr.h"

#endif
