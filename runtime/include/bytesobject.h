/* bytesobject.h -- bytes: immutable, followed by a NUL of its own. */
#ifndef Py_BYTESOBJECT_H
#define Py_BYTESOBJECT_H

#include "object.h"
#include <stdarg.h>

typedef struct {
    PyObject_VAR_HEAD
    Py_hash_t ob_shash; /* -1 until asked for */
    char ob_sval[1];    /* ob_size bytes and a NUL */
} PyBytesObject;

/* A bytes (or bytearray) under construction. */
typedef struct {
    PyObject *buffer;
    Py_ssize_t allocated;
    Py_ssize_t min_size;
    int use_bytearray;
    int overallocate;
    int use_small_buffer;
    char small_buffer[512];
} _PyBytesWriter;

ADDER_API_BEGIN
extern PyTypeObject PyBytes_Type;
extern PyTypeObject PyBytesIter_Type;

NEW_REF PyObject *PyBytes_FromStringAndSize(const char *v, Py_ssize_t len);
NEW_REF PyObject *PyBytes_FromString(const char *v);
NEW_REF PyObject *PyBytes_FromObject(PyObject *o);
NEW_REF PyObject *PyBytes_FromFormatV(const char *format, va_list vargs);
NEW_REF PyObject *PyBytes_FromFormat(const char *format, ...);
Py_ssize_t PyBytes_Size(PyObject *bytes);
char *PyBytes_AsString(PyObject *bytes);
NEW_REF PyObject *PyBytes_Repr(PyObject *bytes, int i);
void PyBytes_Concat(PyObject **bytes, PyObject *newpart);
void PyBytes_ConcatAndDel(PyObject **bytes, STEALS_REF PyObject *newpart);
NEW_REF PyObject *PyBytes_DecodeEscape(const char *s1, Py_ssize_t n1, const char *s2, Py_ssize_t n2, const char *s3);
int PyBytes_AsStringAndSize(PyObject *obj, char **s, Py_ssize_t *len);

int _PyBytes_Resize(PyObject **p, Py_ssize_t n);
NEW_REF PyObject *_PyBytes_FormatEx(const char *format, Py_ssize_t format_len, PyObject *args, int use_bytearray);
NEW_REF PyObject *_PyBytes_FromHex(PyObject *string, int use_bytearray);
NEW_REF PyObject *_PyBytes_DecodeEscape2(const char *s1, Py_ssize_t n, const char *s2, int *ptr1, const char **ptr2);
NEW_REF PyObject *_PyBytes_DecodeEscape(const char *s1, Py_ssize_t n, const char *s2, const char **ptr);
NEW_REF PyObject *_PyBytes_Join(PyObject *sep, PyObject *x);
void _PyBytesWriter_Init(_PyBytesWriter *writer);
NEW_REF PyObject *_PyBytesWriter_Finish(_PyBytesWriter *writer, void *str);
void _PyBytesWriter_Dealloc(_PyBytesWriter *writer);
void *_PyBytesWriter_Alloc(_PyBytesWriter *writer, Py_ssize_t size);
void *_PyBytesWriter_Prepare(_PyBytesWriter *writer, void *str, Py_ssize_t size);
void *_PyBytesWriter_Resize(_PyBytesWriter *writer, void *str, Py_ssize_t size);
void *_PyBytesWriter_WriteBytes(_PyBytesWriter *writer, void *str, const void *bytes, Py_ssize_t size);

static inline char *PyBytes_AS_STRING(PyObject *op) { return ((PyBytesObject *)op)->ob_sval; }
static inline Py_ssize_t PyBytes_GET_SIZE(PyObject *op) { return Py_SIZE(op); }
#define PyBytes_AS_STRING(op) PyBytes_AS_STRING(_PyObject_CAST(op))
#define PyBytes_GET_SIZE(op)  PyBytes_GET_SIZE(_PyObject_CAST(op))
ADDER_API_END

#define _PyBytes_CAST(op)      ((PyBytesObject *)(op))
#define PyBytes_Check(op)      PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_BYTES_SUBCLASS)
#define PyBytes_CheckExact(op) Py_IS_TYPE(op, &PyBytes_Type)

#endif
