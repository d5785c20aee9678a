/* str_convert.c -- strings and the host's: wchar_t, UCS-4 arrays, file names, the locale. */
#include "runtime/memory/memory.h"
#include "runtime/objects/str_impl.h"
#include "runtime/text/codecs.h"
#include <errno.h>
#include <stdlib.h>

/* wchar_t has 32 bits on every system that we run on, so that each character is one. */
_Static_assert(sizeof(wchar_t) == 4, "wchar_t holds a code point");

PyObject *PyUnicode_FromWideChar(const wchar_t *w, Py_ssize_t size)
{
    if (w == NULL && size != 0) {
        PyErr_BadInternalCall();
        return NULL;
    }
    if (size == -1) size = (Py_ssize_t)wcslen(w);
    for (Py_ssize_t i = 0; i < size; i++) {
        if ((Py_UCS4)w[i] <= 0x10ffff) continue;
        PyErr_Format(PyExc_ValueError, "character U+%x is not in range [U+0000; U+10ffff]", (unsigned)w[i]);
        return NULL;
    }
    return adder_str_from_ucs4((const Py_UCS4 *)w, size);
}

PyObject *PyUnicode_FromUnicode(const Py_UNICODE *u, Py_ssize_t size)
{
    if (u == NULL && size > 0) {
        PyErr_SetString(PyExc_SystemError, "NULL string with positive size with NULL passed to PyUnicode_FromUnicode");
        return NULL;
    }
    return PyUnicode_FromWideChar(u, size);
}

/* Without a zero at the end when the buffer is full. Without a buffer: how many are needed, the zero counted. */
Py_ssize_t PyUnicode_AsWideChar(PyObject *s, wchar_t *w, Py_ssize_t size)
{
    if (s == NULL || !PyUnicode_Check(s)) {
        PyErr_BadInternalCall();
        return -1;
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    if (w == NULL) return n + 1;
    Py_ssize_t part = size > n ? n : size;
    adder_chars_copy(4, w, PyUnicode_KIND(s), PyUnicode_DATA(s), part);
    if (size > n) w[n] = 0;
    return part;
}

wchar_t *PyUnicode_AsWideCharString(PyObject *s, Py_ssize_t *size)
{
    if (s == NULL || !PyUnicode_Check(s)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    wchar_t *w = n < PY_SSIZE_T_MAX / 4 - 1 ? PyMem_Malloc(((size_t)n + 1) * sizeof *w) : NULL;
    if (w == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    adder_chars_copy(4, w, PyUnicode_KIND(s), PyUnicode_DATA(s), n);
    w[n] = 0;
    if (size != NULL) {
        *size = n;
    } else if (wcslen(w) != (size_t)n) {
        PyMem_Free(w);
        PyErr_SetString(PyExc_ValueError, "embedded null character");
        return NULL;
    }
    return w;
}

/* The wchar_t copy that the string keeps. */
Py_UNICODE *PyUnicode_AsUnicodeAndSize(PyObject *s, Py_ssize_t *size)
{
    if (!PyUnicode_Check(s)) {
        PyErr_BadArgument();
        return NULL;
    }
    PyASCIIObject *a = (PyASCIIObject *)s;
    if (a->wstr == NULL) {
        Py_ssize_t n;
        a->wstr = PyUnicode_AsWideCharString(s, &n);
        if (a->wstr == NULL) return NULL;
        if (!PyUnicode_IS_COMPACT_ASCII(s)) ((PyCompactUnicodeObject *)s)->wstr_length = n;
    }
    if (size != NULL) *size = a->length;
    return a->wstr;
}

Py_UNICODE *PyUnicode_AsUnicode(PyObject *s) { return PyUnicode_AsUnicodeAndSize(s, NULL); }

const Py_UNICODE *_PyUnicode_AsUnicode(PyObject *s)
{
    Py_ssize_t n;
    const Py_UNICODE *w = PyUnicode_AsUnicodeAndSize(s, &n);
    if (w != NULL && wcslen(w) != (size_t)n) {
        PyErr_SetString(PyExc_ValueError, "embedded null character");
        return NULL;
    }
    return w;
}

Py_ssize_t PyUnicode_GetSize(PyObject *s)
{
    if (PyUnicode_Check(s)) return PyUnicode_GET_LENGTH(s);
    PyErr_BadArgument();
    return -1;
}

int _PyUnicode_WideCharString_Converter(PyObject *s, void *out)
{
    wchar_t **p = out;
    if (s == NULL) {
        PyMem_Free(*p);
        *p = NULL;
        return 1;
    }
    if (PyUnicode_Check(s)) {
        *p = PyUnicode_AsWideCharString(s, NULL);
        return *p == NULL ? 0 : Py_CLEANUP_SUPPORTED;
    }
    PyErr_Format(PyExc_TypeError, "argument must be str, not %.50s", Py_TYPE(s)->tp_name);
    return 0;
}

int _PyUnicode_WideCharString_Opt_Converter(PyObject *s, void *out)
{
    if (s == Py_None) {
        *(wchar_t **)out = NULL;
        return 1;
    }
    return _PyUnicode_WideCharString_Converter(s, out);
}

/* ---- UCS-4 --------------------------------------------------------------------------------------------------------- */

Py_UCS4 *PyUnicode_AsUCS4(PyObject *s, Py_UCS4 *target, Py_ssize_t size, int copy_null)
{
    if (target == NULL || size < 0) {
        PyErr_BadInternalCall();
        return NULL;
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    if (size < n + (copy_null ? 1 : 0)) {
        PyErr_SetString(PyExc_SystemError, "string is longer than the buffer");
        if (copy_null && size > 0) target[0] = 0;
        return NULL;
    }
    adder_chars_copy(4, target, PyUnicode_KIND(s), PyUnicode_DATA(s), n);
    if (copy_null) target[n] = 0;
    return target;
}

Py_UCS4 *PyUnicode_AsUCS4Copy(PyObject *s)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    Py_UCS4 *copy = n < PY_SSIZE_T_MAX / 4 - 1 ? PyMem_Malloc(((size_t)n + 1) * sizeof *copy) : NULL;
    if (copy == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    return PyUnicode_AsUCS4(s, copy, n + 1, 1);
}

/* ---- file names: UTF-8 with surrogateescape, as on every Linux we know ----------------------------------------------- */

PyObject *PyUnicode_DecodeFSDefaultAndSize(const char *s, Py_ssize_t size)
{
    return PyUnicode_DecodeUTF8Stateful(s, size, "surrogateescape", NULL);
}

PyObject *PyUnicode_DecodeFSDefault(const char *s) { return PyUnicode_DecodeFSDefaultAndSize(s, (Py_ssize_t)strlen(s)); }
PyObject *PyUnicode_EncodeFSDefault(PyObject *s) { return _PyUnicode_AsUTF8String(s, "surrogateescape"); }

int PyUnicode_FSConverter(PyObject *arg, void *out)
{
    PyObject **p = out;
    if (arg == NULL) {
        Py_CLEAR(*p);
        return 1;
    }
    PyObject *path = PyOS_FSPath(arg), *bytes;
    if (path == NULL) return 0;
    if (PyBytes_Check(path)) {
        bytes = path;
    } else {
        bytes = PyUnicode_EncodeFSDefault(path);
        Py_DECREF(path);
        if (bytes == NULL) return 0;
    }
    if (strlen(PyBytes_AS_STRING(bytes)) != (size_t)PyBytes_GET_SIZE(bytes)) {
        PyErr_SetString(PyExc_ValueError, "embedded null byte");
        Py_DECREF(bytes);
        return 0;
    }
    *p = bytes;
    return Py_CLEANUP_SUPPORTED;
}

/* A path object as str. Other bytes-like objects are still taken, with a warning. */
static PyObject *decode_path(PyObject *arg)
{
    if (PyUnicode_Check(arg) || PyBytes_Check(arg) || !PyObject_CheckBuffer(arg) || PyObject_HasAttr((PyObject *)Py_TYPE(arg), ID(__fspath__))) {
        PyObject *path = PyOS_FSPath(arg), *text;
        if (path == NULL || PyUnicode_Check(path)) return path;
        text = PyUnicode_DecodeFSDefaultAndSize(PyBytes_AS_STRING(path), PyBytes_GET_SIZE(path));
        Py_DECREF(path);
        return text;
    }
    if (PyErr_WarnFormat(PyExc_DeprecationWarning, 1, "path should be string, bytes, or os.PathLike, not %.200s", Py_TYPE(arg)->tp_name) < 0)
        return NULL;
    PyObject *bytes = PyBytes_FromObject(arg);
    if (bytes == NULL) return NULL;
    PyObject *text = PyUnicode_DecodeFSDefaultAndSize(PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes));
    Py_DECREF(bytes);
    return text;
}

int PyUnicode_FSDecoder(PyObject *arg, void *out)
{
    PyObject **p = out;
    if (arg == NULL) {
        Py_CLEAR(*p);
        return 1;
    }
    PyObject *text = decode_path(arg);
    if (text == NULL) return 0;
    if (adder_chars_find_char(PyUnicode_KIND(text), PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text), 0) >= 0) {
        PyErr_SetString(PyExc_ValueError, "embedded null character");
        Py_DECREF(text);
        return 0;
    }
    *p = text;
    return Py_CLEANUP_SUPPORTED;
}

/* ---- the locale ---------------------------------------------------------------------------------------------------- */

/* 1 for surrogateescape, 0 for strict, -1 with ValueError. */
static int locale_errors(const char *errors)
{
    if (errors == NULL || strcmp(errors, "strict") == 0) return 0;
    if (strcmp(errors, "surrogateescape") == 0) return 1;
    PyErr_Format(PyExc_ValueError, "unsupported error handler: %s", errors);
    return -1;
}

PyObject *PyUnicode_DecodeLocaleAndSize(const char *s, Py_ssize_t size, const char *errors)
{
    int escape = locale_errors(errors);
    if (escape < 0) return NULL;
    if (strlen(s) != (size_t)size || s[size] != 0) {
        PyErr_SetString(PyExc_ValueError, "embedded null byte");
        return NULL;
    }
    size_t n = mbstowcs(NULL, s, 0); /* as the C library's current locale has it */
    if (n == (size_t)-1 || n > PY_SSIZE_T_MAX / 8) return PyUnicode_DecodeUTF8Stateful(s, size, escape ? "surrogateescape" : NULL, NULL);
    wchar_t *w = PyMem_Malloc((n + 1) * sizeof *w);
    if (w == NULL) return PyErr_NoMemory();
    n = mbstowcs(w, s, n + 1);
    PyObject *text = n == (size_t)-1 ? PyUnicode_DecodeUTF8Stateful(s, size, errors, NULL) : PyUnicode_FromWideChar(w, (Py_ssize_t)n);
    PyMem_Free(w);
    return text;
}

PyObject *PyUnicode_DecodeLocale(const char *s, const char *errors) { return PyUnicode_DecodeLocaleAndSize(s, (Py_ssize_t)strlen(s), errors); }

PyObject *PyUnicode_EncodeLocale(PyObject *s, const char *errors)
{
    int escape = locale_errors(errors);
    if (escape < 0) return NULL;
    wchar_t *w = PyUnicode_AsWideCharString(s, NULL);
    if (w == NULL) return NULL;
    size_t n = wcstombs(NULL, w, 0);
    PyObject *bytes = NULL;
    if (n == (size_t)-1) bytes = _PyUnicode_AsUTF8String(s, escape ? "surrogateescape" : NULL);
    else if ((bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)n)) != NULL && n > 0) wcstombs(PyBytes_AS_STRING(bytes), w, n);
    PyMem_Free(w);
    return bytes;
}
