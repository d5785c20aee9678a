/* str_percent.c -- the % operator of str. */
#include "runtime/objects/percent.h"
#include "runtime/objects/str_impl.h"

static int fill(_PyUnicodeWriter *w, Py_ssize_t n, Py_UCS4 ch)
{
    if (n <= 0) return 0;
    if (_PyUnicodeWriter_Prepare(w, n, ch) < 0) return -1;
    adder_chars_fill(w->kind, w->data, w->pos, n, ch);
    w->pos += n;
    return 0;
}

/* %c's character. 0 or -1. */
static int read_char(PyObject *value, Py_UCS4 *ch)
{
    if (PyUnicode_Check(value)) {
        if (PyUnicode_GET_LENGTH(value) == 1) {
            *ch = PyUnicode_READ_CHAR(value, 0);
            return 0;
        }
        goto wrong;
    }
    PyObject *i = PyLong_Check(value) ? Py_NewRef(value) : PyNumber_Index(value);
    if (i == NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError)) goto wrong;
        return -1;
    }
    long v = PyLong_AsLong(i);
    Py_DECREF(i);
    if (v == -1 && PyErr_Occurred()) PyErr_Clear();
    if (v >= 0 && v <= 0x10ffff) {
        *ch = (Py_UCS4)v;
        return 0;
    }
    PyErr_SetString(PyExc_OverflowError, "%c arg not in range(0x110000)");
    return -1;
wrong:
    PyErr_SetString(PyExc_TypeError, "%c requires int or char");
    return -1;
}

/* The text that a value has under the letter. NULL with an exception. */
static PyObject *text_of(struct adder_percent *p, PyObject *value)
{
    Py_UCS4 ch;
    switch (p->letter) {
    case 's': return PyUnicode_CheckExact(value) ? Py_NewRef(value) : PyObject_Str(value);
    case 'r': return PyObject_Repr(value);
    case 'a': return PyObject_ASCII(value);
    case 'c': return read_char(value, &ch) < 0 ? NULL : adder_str_char(ch);
    }
    if (adder_percent_is_numeric(p->letter)) return adder_percent_number(p, value);
    adder_percent_unsupported(p);
    return NULL;
}

static int write_laid_out(_PyUnicodeWriter *w, struct adder_percent *p, PyObject *text)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    if (p->precision >= 0 && p->precision < n && (p->letter == 's' || p->letter == 'r' || p->letter == 'a')) n = p->precision;
    struct adder_percent_layout l = adder_percent_lay_out(p, PyUnicode_DATA(text), n);
    if (fill(w, l.spaces_before, ' ') < 0) return -1;
    if (l.sign && _PyUnicodeWriter_WriteChar(w, (Py_UCS4)l.sign) < 0) return -1;
    if (l.prefix && _PyUnicodeWriter_WriteSubstring(w, text, l.skip, l.skip + l.prefix) < 0) return -1;
    if (fill(w, l.zeros, '0') < 0) return -1;
    if (_PyUnicodeWriter_WriteSubstring(w, text, l.skip + l.prefix, n) < 0) return -1;
    return fill(w, l.spaces_after, ' ');
}

static int write_conversion(_PyUnicodeWriter *w, struct adder_percent *p)
{
    PyObject *value = adder_percent_argument(p);
    if (value == NULL) return -1;
    Py_INCREF(value);
    PyObject *text = text_of(p, value);
    Py_DECREF(value);
    if (text == NULL) return -1;
    bool plain = p->width < 0 && p->precision < 0 && !p->plus && !p->blank;
    int rc = plain ? _PyUnicodeWriter_WriteStr(w, text) : write_laid_out(w, p, text);
    Py_DECREF(text);
    return rc;
}

static int format_all(_PyUnicodeWriter *w, struct adder_percent *p, PyObject *format)
{
    while (p->pos < p->n) {
        Py_ssize_t hop = adder_chars_find_char(p->kind, (const char *)p->data + p->pos * p->kind, p->n - p->pos, '%');
        Py_ssize_t stop = hop < 0 ? p->n : p->pos + hop;
        if (_PyUnicodeWriter_WriteSubstring(w, format, p->pos, stop) < 0) return -1;
        if (stop == p->n) break;
        p->pos = stop + 1;
        if (p->pos < p->n && PyUnicode_READ(p->kind, p->data, p->pos) == '%') {
            p->pos++;
            if (_PyUnicodeWriter_WriteChar(w, '%') < 0) return -1;
            continue;
        }
        if (adder_percent_read(p) < 0) return -1;
        if (write_conversion(w, p) < 0) return -1;
    }
    return adder_percent_done(p, "string");
}

PyObject *PyUnicode_Format(PyObject *format, PyObject *args)
{
    if (format == NULL || args == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    if (adder_str_check(format) < 0) return NULL;
    struct adder_percent p;
    adder_percent_init(&p, PyUnicode_KIND(format), PyUnicode_DATA(format), PyUnicode_GET_LENGTH(format), args);
    _PyUnicodeWriter w;
    _PyUnicodeWriter_Init(&w);
    w.min_length = p.n + 16;
    w.overallocate = 1;
    int rc = format_all(&w, &p, format);
    Py_XDECREF(p.held);
    if (rc == 0) return _PyUnicodeWriter_Finish(&w);
    _PyUnicodeWriter_Dealloc(&w);
    return NULL;
}
