/* str_writer.c -- a string being written from left to right: the buffer widens and grows as characters come.
 * While `readonly`, the buffer is somebody's whole string, which is the result if nothing more is written. */
#include "runtime/objects/str_impl.h"

static void adopt_buffer(_PyUnicodeWriter *w)
{
    w->maxchar = PyUnicode_MAX_CHAR_VALUE(w->buffer);
    w->data = PyUnicode_DATA(w->buffer);
    if (w->readonly) { /* size 0 and no kind force a copy before the next character */
        w->kind = PyUnicode_WCHAR_KIND;
        w->size = 0;
    } else {
        w->kind = PyUnicode_KIND(w->buffer);
        w->size = PyUnicode_GET_LENGTH(w->buffer);
    }
}

void _PyUnicodeWriter_Init(_PyUnicodeWriter *w) { memset(w, 0, sizeof *w); }

/* The buffer's characters into a new one. */
static int move_buffer(_PyUnicodeWriter *w, Py_ssize_t size, Py_UCS4 maxchar)
{
    PyObject *fresh = PyUnicode_New(size, maxchar);
    if (fresh == NULL) return -1;
    _PyUnicode_FastCopyCharacters(fresh, 0, w->buffer, 0, w->pos);
    Py_SETREF(w->buffer, fresh);
    w->readonly = 0;
    return 0;
}

int _PyUnicodeWriter_PrepareInternal(_PyUnicodeWriter *w, Py_ssize_t n, Py_UCS4 maxchar)
{
    if (n > PY_SSIZE_T_MAX - w->pos) {
        PyErr_NoMemory();
        return -1;
    }
    Py_ssize_t need = w->pos + n;
    if (w->min_char > maxchar) maxchar = w->min_char;
    if (w->buffer == NULL) {
        if (w->overallocate && need <= PY_SSIZE_T_MAX - need / 4) need += need / 4;
        if (need < w->min_length) need = w->min_length;
        if (need == 0) need = 1;
        w->buffer = PyUnicode_New(need, maxchar);
        if (w->buffer == NULL) return -1;
    } else if (need > w->size) {
        if (w->overallocate && need <= PY_SSIZE_T_MAX - need / 4) need += need / 4;
        if (need < w->min_length) need = w->min_length;
        if (maxchar > w->maxchar || w->readonly) {
            if (maxchar < w->maxchar) maxchar = w->maxchar;
            if (move_buffer(w, need, maxchar) < 0) return -1;
        } else if (adder_str_resize(&w->buffer, need) < 0) {
            return -1;
        }
    } else if (maxchar > w->maxchar) {
        if (move_buffer(w, w->size, maxchar) < 0) return -1;
    }
    adopt_buffer(w);
    return 0;
}

int _PyUnicodeWriter_PrepareKindInternal(_PyUnicodeWriter *w, enum PyUnicode_Kind kind)
{
    Py_UCS4 maxchar = kind == PyUnicode_1BYTE_KIND ? 0xff : kind == PyUnicode_2BYTE_KIND ? 0xffff : 0x10ffff;
    return _PyUnicodeWriter_PrepareInternal(w, 0, maxchar);
}

int _PyUnicodeWriter_WriteChar(_PyUnicodeWriter *w, Py_UCS4 ch)
{
    if (_PyUnicodeWriter_Prepare(w, 1, ch) < 0) return -1;
    PyUnicode_WRITE(w->kind, w->data, w->pos, ch);
    w->pos++;
    return 0;
}

int _PyUnicodeWriter_WriteStr(_PyUnicodeWriter *w, PyObject *s)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    if (n == 0) return 0;
    Py_UCS4 maxchar = PyUnicode_MAX_CHAR_VALUE(s);
    if (maxchar > w->maxchar || n > w->size - w->pos) {
        if (w->buffer == NULL && !w->overallocate && PyUnicode_CheckExact(s)) {
            w->readonly = 1;
            w->buffer = Py_NewRef(s);
            adopt_buffer(w);
            w->pos += n;
            return 0;
        }
        if (_PyUnicodeWriter_PrepareInternal(w, n, maxchar) < 0) return -1;
    }
    adder_chars_copy(w->kind, (char *)w->data + w->pos * w->kind, PyUnicode_KIND(s), PyUnicode_DATA(s), n);
    w->pos += n;
    return 0;
}

int _PyUnicodeWriter_WriteSubstring(_PyUnicodeWriter *w, PyObject *s, Py_ssize_t start, Py_ssize_t end)
{
    if (end <= start) return 0;
    if (start == 0 && end == PyUnicode_GET_LENGTH(s)) return _PyUnicodeWriter_WriteStr(w, s);
    Py_UCS4 maxchar = PyUnicode_MAX_CHAR_VALUE(s);
    if (maxchar > w->maxchar) maxchar = _PyUnicode_FindMaxChar(s, start, end);
    if (_PyUnicodeWriter_Prepare(w, end - start, maxchar) < 0) return -1;
    if (w->maxchar < PyUnicode_MAX_CHAR_VALUE(s) && w->kind < PyUnicode_KIND(s)) {
        for (Py_ssize_t i = start; i < end; i++) PyUnicode_WRITE(w->kind, w->data, w->pos + i - start, PyUnicode_READ_CHAR(s, i));
    } else {
        int kind = PyUnicode_KIND(s);
        adder_chars_copy(w->kind, (char *)w->data + w->pos * w->kind, kind, (char *)PyUnicode_DATA(s) + start * kind, end - start);
    }
    w->pos += end - start;
    return 0;
}

int _PyUnicodeWriter_WriteASCIIString(_PyUnicodeWriter *w, const char *text, Py_ssize_t n)
{
    if (n == -1) n = (Py_ssize_t)strlen(text);
    if (n == 0) return 0;
    if (_PyUnicodeWriter_Prepare(w, n, 0x7f) < 0) return -1;
    adder_chars_copy(w->kind, (char *)w->data + w->pos * w->kind, 1, text, n);
    w->pos += n;
    return 0;
}

int _PyUnicodeWriter_WriteLatin1String(_PyUnicodeWriter *w, const char *text, Py_ssize_t n)
{
    if (n == 0) return 0;
    if (_PyUnicodeWriter_Prepare(w, n, adder_chars_max(1, text, n)) < 0) return -1;
    adder_chars_copy(w->kind, (char *)w->data + w->pos * w->kind, 1, text, n);
    w->pos += n;
    return 0;
}

PyObject *_PyUnicodeWriter_Finish(_PyUnicodeWriter *w)
{
    PyObject *s = w->buffer;
    w->buffer = NULL;
    if (w->pos == 0) {
        Py_XDECREF(s);
        return Py_NewRef(ADDER_EMPTY_STR);
    }
    if (w->readonly) return s;
    if (adder_str_resize(&s, w->pos) < 0) {
        Py_DECREF(s);
        return NULL;
    }
    if (w->pos == 1 && PyUnicode_READ_CHAR(s, 0) < 256) {
        PyObject *one = adder_str_index(s, 0);
        Py_DECREF(s);
        return one;
    }
    return s;
}

void _PyUnicodeWriter_Dealloc(_PyUnicodeWriter *w) { Py_CLEAR(w->buffer); }
