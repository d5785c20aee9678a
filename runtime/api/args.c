/* args.c -- the format units of PyArg_*: C values from Python objects.
 *
 * A unit reads its targets from the va_list and stores into them; what it took beyond a borrowed pointer is noted so that
 * a later wrong argument can undo it. Lengths ("#") are always Py_ssize_t. */
#include "runtime/api/args.h"
#include <float.h>
#include <limits.h>
#include <string.h>

/* ---- undoing ---- */

void args_start(Args *a, const char *format, va_list va)
{
    a->format = format;
    va_copy(a->va, va);
    a->undo = a->small;
    a->undo_count = 0;
    a->undo_room = UNDO_ON_STACK;
    a->levels[0] = 0;
}

static void undo_one(const Undo *u)
{
    if (u->kind == UNDO_BUFFER) {
        PyBuffer_Release(u->what);
    } else if (u->kind == UNDO_CONVERTER) {
        u->converter(NULL, u->what);
    } else {
        PyMem_Free(*(char **)u->what);
        *(char **)u->what = NULL;
    }
}

int args_end(Args *a, int ok)
{
    if (!ok)
        for (int i = 0; i < a->undo_count; i++) undo_one(&a->undo[i]);
    if (a->undo != a->small) PyMem_Free(a->undo);
    va_end(a->va);
    return ok;
}

/* Notes what to undo; without memory for the note it is undone at once. NULL, or a message with MemoryError set. */
static const char *note(Args *a, Undo u)
{
    if (a->undo_count == a->undo_room) {
        Undo *more = PyMem_Malloc(2 * (size_t)a->undo_room * sizeof *more);
        if (more == NULL) {
            undo_one(&u);
            PyErr_NoMemory();
            return "(out of memory)";
        }
        memcpy(more, a->undo, (size_t)a->undo_count * sizeof *more);
        if (a->undo != a->small) PyMem_Free(a->undo);
        a->undo = more;
        a->undo_room *= 2;
    }
    a->undo[a->undo_count++] = u;
    return NULL;
}

/* ---- messages ---- */

static const char *wrong_type(Args *a, const char *expected, PyObject *arg)
{
    if (expected[0] == '(')
        snprintf(a->text, sizeof a->text, "%.100s", expected);
    else
        snprintf(a->text, sizeof a->text, "must be %.50s, not %.50s", expected,
                 arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
    return a->text;
}

/* An exception is set already and stands as it is. */
static const char *raised(Args *a, PyObject *arg) { return wrong_type(a, "(unspecified)", arg); }

static const char *out_of_range(Args *a, PyObject *arg, const char *message)
{
    PyErr_SetString(PyExc_OverflowError, message);
    return raised(a, arg);
}

void args_raise(Args *a, Py_ssize_t i, const char *message, const char *function, const char *custom)
{
    char text[512];
    if (PyErr_Occurred()) return;
    if (custom == NULL) {
        size_t n = 0;
        if (function != NULL) n = (size_t)snprintf(text, sizeof text, "%.200s() ", function);
        n += (size_t)snprintf(text + n, sizeof text - n, "argument");
        if (i != 0) n += (size_t)snprintf(text + n, sizeof text - n, " %zd", i);
        for (int k = 0; i != 0 && k < 32 && a->levels[k] > 0 && n < 220; k++)
            n += (size_t)snprintf(text + n, sizeof text - n, ", item %d", a->levels[k] - 1);
        snprintf(text + n, sizeof text - n, " %.256s", message);
        custom = text;
    }
    PyErr_SetString(message[0] == '(' ? PyExc_SystemError : PyExc_TypeError, custom);
}

/* ---- numbers ---- */

#define TARGET(type) va_arg(a->va, type *)

/* b h i: with range check. */
static const char *signed_number(Args *a, PyObject *arg, char unit)
{
    long v = PyLong_AsLong(arg);
    if (v == -1 && PyErr_Occurred()) return raised(a, arg);
    if (unit == 'b') {
        unsigned char *out = TARGET(unsigned char);
        if (v < 0) return out_of_range(a, arg, "unsigned byte integer is less than minimum");
        if (v > UCHAR_MAX) return out_of_range(a, arg, "unsigned byte integer is greater than maximum");
        *out = (unsigned char)v;
    } else if (unit == 'h') {
        short *out = TARGET(short);
        if (v < SHRT_MIN) return out_of_range(a, arg, "signed short integer is less than minimum");
        if (v > SHRT_MAX) return out_of_range(a, arg, "signed short integer is greater than maximum");
        *out = (short)v;
    } else if (unit == 'i') {
        int *out = TARGET(int);
        if (v > INT_MAX) return out_of_range(a, arg, "signed integer is greater than maximum");
        if (v < INT_MIN) return out_of_range(a, arg, "signed integer is less than minimum");
        *out = (int)v;
    } else {
        *TARGET(long) = v;
    }
    return NULL;
}

/* B H I: any int, cut to size. */
static const char *masked_number(Args *a, PyObject *arg, char unit)
{
    unsigned long v = PyLong_AsUnsignedLongMask(arg);
    if (v == (unsigned long)-1 && PyErr_Occurred()) return raised(a, arg);
    if (unit == 'B')
        *TARGET(unsigned char) = (unsigned char)v;
    else if (unit == 'H')
        *TARGET(unsigned short) = (unsigned short)v;
    else
        *TARGET(unsigned int) = (unsigned int)v;
    return NULL;
}

static const char *size_number(Args *a, PyObject *arg)
{
    PyObject *index = PyNumber_Index(arg);
    Py_ssize_t v = -1;
    if (index != NULL) {
        v = PyLong_AsSsize_t(index);
        Py_DECREF(index);
    }
    if (v == -1 && PyErr_Occurred()) return raised(a, arg);
    *TARGET(Py_ssize_t) = v;
    return NULL;
}

static const char *long_number(Args *a, PyObject *arg, char unit)
{
    if (unit == 'L') {
        long long v = PyLong_AsLongLong(arg);
        if (v == -1 && PyErr_Occurred()) return raised(a, arg);
        *TARGET(long long) = v;
        return NULL;
    }
    if (!PyLong_Check(arg)) return wrong_type(a, "int", arg);
    if (unit == 'k')
        *TARGET(unsigned long) = PyLong_AsUnsignedLongMask(arg);
    else
        *TARGET(unsigned long long) = PyLong_AsUnsignedLongLongMask(arg);
    return NULL;
}

static const char *real_number(Args *a, PyObject *arg, char unit)
{
    if (unit == 'D') {
        Py_complex z = PyComplex_AsCComplex(arg);
        if (PyErr_Occurred()) return raised(a, arg);
        *TARGET(Py_complex) = z;
        return NULL;
    }
    double v = PyFloat_AsDouble(arg);
    if (v == -1.0 && PyErr_Occurred()) return raised(a, arg);
    if (unit == 'f')
        *TARGET(float) = (float)v;
    else
        *TARGET(double) = v;
    return NULL;
}

static const char *one_character(Args *a, PyObject *arg, char unit)
{
    if (unit == 'C') {
        int *out = TARGET(int);
        if (!PyUnicode_Check(arg) || PyUnicode_GET_LENGTH(arg) != 1) return wrong_type(a, "a unicode character", arg);
        *out = (int)PyUnicode_READ_CHAR(arg, 0);
        return NULL;
    }
    char *out = TARGET(char);
    if (PyBytes_Check(arg) && PyBytes_GET_SIZE(arg) == 1)
        *out = PyBytes_AS_STRING(arg)[0];
    else if (PyByteArray_Check(arg) && PyByteArray_GET_SIZE(arg) == 1)
        *out = PyByteArray_AS_STRING(arg)[0];
    else
        return wrong_type(a, "a byte string of length 1", arg);
    return NULL;
}

/* ---- text and bytes ---- */

/* A contiguous view. NULL, or what was expected. */
static const char *get_view(PyObject *arg, Py_buffer *view)
{
    if (PyObject_GetBuffer(arg, view, PyBUF_SIMPLE) != 0) return "bytes-like object";
    if (PyBuffer_IsContiguous(view, 'C')) return NULL;
    PyBuffer_Release(view);
    return "contiguous buffer";
}

/* Memory that stays where it is without being held: exporters that need no release. NULL, or what was expected. */
static const char *get_memory(PyObject *arg, const char **out, Py_ssize_t *size)
{
    PyBufferProcs *procs = Py_TYPE(arg)->tp_as_buffer;
    *out = NULL;
    if (procs == NULL || procs->bf_getbuffer == NULL || procs->bf_releasebuffer != NULL) return "read-only bytes-like object";
    Py_buffer view;
    const char *expected = get_view(arg, &view);
    if (expected != NULL) return expected;
    *out = view.buf;
    *size = view.len;
    PyBuffer_Release(&view);
    return NULL;
}

/* s* z* y* */
static const char *view_unit(Args *a, PyObject *arg, char unit)
{
    Py_buffer *view = TARGET(Py_buffer);
    if (unit == 'z' && arg == Py_None) {
        PyBuffer_FillInfo(view, NULL, NULL, 0, 1, 0);
    } else if (unit != 'y' && PyUnicode_Check(arg)) {
        Py_ssize_t size;
        const char *text = PyUnicode_AsUTF8AndSize(arg, &size);
        if (text == NULL) return wrong_type(a, "(unicode conversion error)", arg);
        PyBuffer_FillInfo(view, arg, (void *)(uintptr_t)text, size, 1, 0);
    } else {
        const char *expected = get_view(arg, view);
        if (expected != NULL) return wrong_type(a, expected, arg);
    }
    return note(a, (Undo){UNDO_BUFFER, view, NULL});
}

/* s# z# y# and s z y */
static const char *text_unit(Args *a, PyObject *arg, char unit, bool sized)
{
    const char **out = TARGET(const char *), *text = NULL;
    Py_ssize_t size = 0;
    bool null = unit == 'z' && arg == Py_None;
    if (!null && unit != 'y' && PyUnicode_Check(arg)) {
        text = PyUnicode_AsUTF8AndSize(arg, &size);
        if (text == NULL) return wrong_type(a, "(unicode conversion error)", arg);
    } else if (!null && (sized || unit == 'y')) {
        const char *expected = get_memory(arg, &text, &size);
        if (expected != NULL) return wrong_type(a, expected, arg);
    } else if (!null) {
        return wrong_type(a, unit == 'z' ? "str or None" : "str", arg);
    }
    if (sized) {
        *TARGET(Py_ssize_t) = size;
    } else if (text != NULL && strlen(text) != (size_t)size) {
        PyErr_SetString(PyExc_ValueError, unit == 'y' ? "embedded null byte" : "embedded null character");
        return raised(a, arg);
    }
    *out = text;
    return NULL;
}

/* u Z, with or without #: wchar_t text, deprecated */
static const char *wide_unit(Args *a, PyObject *arg, char unit, bool sized)
{
    const Py_UNICODE **out = TARGET(const Py_UNICODE *);
    Py_ssize_t size = 0;
    *out = NULL;
    if (unit != 'Z' || arg != Py_None) {
        if (!PyUnicode_Check(arg)) return wrong_type(a, unit == 'Z' ? "str or None" : "str", arg);
        *out = PyUnicode_AsUnicodeAndSize(arg, &size);
        if (*out == NULL) return raised(a, arg);
    }
    if (sized) {
        *TARGET(Py_ssize_t) = size;
    } else if (*out != NULL && wcslen(*out) != (size_t)size) {
        PyErr_SetString(PyExc_ValueError, "embedded null character");
        return raised(a, arg);
    }
    return NULL;
}

/* es et: encoded bytes into memory of the caller's or ours. `bytes` is borrowed. */
static const char *store_encoded(Args *a, PyObject *arg, const char *bytes, Py_ssize_t size, char **out, Py_ssize_t *psize)
{
    if (psize == NULL) {
        if ((Py_ssize_t)strlen(bytes) != size) {
            PyErr_SetString(PyExc_ValueError, "embedded null byte");
            return raised(a, arg);
        }
        *out = NULL;
    } else if (*out != NULL) {
        if (size + 1 > *psize) {
            PyErr_Format(PyExc_ValueError, "encoded string too long (%zd, maximum length %zd)", size, *psize - 1);
            return raised(a, arg);
        }
        memcpy(*out, bytes, (size_t)size + 1);
        *psize = size;
        return NULL;
    }
    *out = PyMem_Malloc((size_t)size + 1);
    if (*out == NULL) {
        PyErr_NoMemory();
        return raised(a, arg);
    }
    memcpy(*out, bytes, (size_t)size + 1);
    if (psize != NULL) *psize = size;
    return note(a, (Undo){UNDO_MEMORY, out, NULL});
}

static const char *encoded_unit(Args *a, PyObject *arg)
{
    const char *encoding = va_arg(a->va, const char *);
    char kind = *a->format++;
    if (kind != 's' && kind != 't') return wrong_type(a, "(unknown parser marker combination)", arg);
    char **out = TARGET(char *);
    if (out == NULL) return wrong_type(a, "(buffer is NULL)", arg);
    Py_ssize_t *psize = NULL;
    if (*a->format == '#') {
        a->format++;
        psize = TARGET(Py_ssize_t);
        if (psize == NULL) return wrong_type(a, "(buffer_len is NULL)", arg);
    }
    if (kind == 't' && PyBytes_Check(arg))
        return store_encoded(a, arg, PyBytes_AS_STRING(arg), PyBytes_GET_SIZE(arg), out, psize);
    if (kind == 't' && PyByteArray_Check(arg))
        return store_encoded(a, arg, PyByteArray_AS_STRING(arg), PyByteArray_GET_SIZE(arg), out, psize);
    if (!PyUnicode_Check(arg)) return wrong_type(a, kind == 's' ? "str" : "str, bytes or bytearray", arg);
    PyObject *bytes = PyUnicode_AsEncodedString(arg, encoding != NULL ? encoding : "utf-8", NULL);
    if (bytes == NULL) return wrong_type(a, "(encoding failed)", arg);
    const char *message = store_encoded(a, arg, PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes), out, psize);
    Py_DECREF(bytes);
    return message;
}

static const char *writable_unit(Args *a, PyObject *arg)
{
    if (*a->format != '*') return wrong_type(a, "(invalid use of 'w' format character)", arg);
    a->format++;
    Py_buffer *view = TARGET(Py_buffer);
    if (PyObject_GetBuffer(arg, view, PyBUF_WRITABLE) < 0) {
        PyErr_Clear();
        return wrong_type(a, "read-write bytes-like object", arg);
    }
    if (!PyBuffer_IsContiguous(view, 'C')) {
        PyBuffer_Release(view);
        return wrong_type(a, "contiguous buffer", arg);
    }
    return note(a, (Undo){UNDO_BUFFER, view, NULL});
}

/* ---- objects ---- */

static const char *object_unit(Args *a, PyObject *arg)
{
    if (*a->format == '!') {
        a->format++;
        PyTypeObject *type = va_arg(a->va, PyTypeObject *);
        PyObject **out = TARGET(PyObject *);
        if (!PyObject_TypeCheck(arg, type)) return wrong_type(a, type->tp_name, arg);
        *out = arg;
    } else if (*a->format == '&') {
        a->format++;
        int (*convert)(PyObject *, void *) = va_arg(a->va, int (*)(PyObject *, void *));
        void *target = va_arg(a->va, void *);
        int rc = convert(arg, target);
        if (rc == 0) return raised(a, arg);
        if (rc == Py_CLEANUP_SUPPORTED) return note(a, (Undo){UNDO_CONVERTER, target, convert});
    } else {
        *TARGET(PyObject *) = arg;
    }
    return NULL;
}

static const char *checked_object(Args *a, PyObject *arg, char unit)
{
    PyObject **out = TARGET(PyObject *);
    bool ok = unit == 'S' ? PyBytes_Check(arg) : unit == 'Y' ? PyByteArray_Check(arg) : PyUnicode_Check(arg);
    if (!ok) return wrong_type(a, unit == 'S' ? "bytes" : unit == 'Y' ? "bytearray" : "str", arg);
    *out = arg;
    return NULL;
}

static bool next_is(Args *a, char c)
{
    if (*a->format != c) return false;
    a->format++;
    return true;
}

static const char *convert_simple(Args *a, PyObject *arg)
{
    char unit = *a->format++;
    switch (unit) {
    case 'b': case 'h': case 'i': case 'l': return signed_number(a, arg, unit);
    case 'B': case 'H': case 'I': return masked_number(a, arg, unit);
    case 'n': return size_number(a, arg);
    case 'k': case 'L': case 'K': return long_number(a, arg, unit);
    case 'f': case 'd': case 'D': return real_number(a, arg, unit);
    case 'c': case 'C': return one_character(a, arg, unit);
    case 'p': {
        int *out = TARGET(int), truth = PyObject_IsTrue(arg);
        if (truth < 0) return raised(a, arg);
        *out = truth;
        return NULL;
    }
    case 's': case 'z': case 'y':
        return next_is(a, '*') ? view_unit(a, arg, unit) : text_unit(a, arg, unit, next_is(a, '#'));
    case 'u': case 'Z': return wide_unit(a, arg, unit, next_is(a, '#'));
    case 'e': return encoded_unit(a, arg);
    case 'w': return writable_unit(a, arg);
    case 'S': case 'Y': case 'U': return checked_object(a, arg, unit);
    case 'O': return object_unit(a, arg);
    default: return wrong_type(a, "(impossible<bad format char>)", arg);
    }
}

/* ---- nested sequences ---- */

/* The number of units up to the closing parenthesis. */
static int count_units(const char *format)
{
    int depth = 0, n = 0;
    for (;; format++) {
        char c = *format;
        if (c == '(') {
            if (depth++ == 0) n++;
        } else if (c == ')') {
            if (depth-- == 0) return n;
        } else if (c == ':' || c == ';' || c == 0) {
            return n;
        } else if (depth == 0 && Py_ISALPHA(c)) {
            n++;
            if (c == 'e' && format[1]) format++;
        }
    }
}

static const char *convert_items(Args *a, PyObject *arg, int *levels, int depth)
{
    int n = count_units(a->format);
    levels[0] = 0;
    if (!PySequence_Check(arg) || PyBytes_Check(arg)) {
        snprintf(a->text, sizeof a->text, "must be %d-item sequence, not %.50s", n,
                 arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
        return a->text;
    }
    Py_ssize_t len = PySequence_Size(arg);
    if (len < 0) return raised(a, arg);
    if (len != n) {
        snprintf(a->text, sizeof a->text, "must be sequence of length %d, not %zd", n, len);
        return a->text;
    }
    for (int i = 0; i < n; i++) {
        PyObject *item = PySequence_GetItem(arg, i);
        if (item == NULL) {
            PyErr_Clear();
            levels[0] = i + 1;
            levels[1] = 0;
            return "is not retrievable";
        }
        const char *message = args_convert(a, item, levels + 1, depth + 1);
        Py_DECREF(item); /* the sequence holds it: targets are borrowed from there */
        if (message != NULL) {
            levels[0] = i + 1;
            return message;
        }
    }
    return NULL;
}

const char *args_convert(Args *a, PyObject *arg, int *levels, int depth)
{
    if (*a->format != '(') {
        levels[0] = 0;
        return convert_simple(a, arg);
    }
    if (depth >= 28) return wrong_type(a, "(parentheses nested too deeply)", arg);
    a->format++;
    const char *message = convert_items(a, arg, levels, depth);
    if (message == NULL) a->format++;
    return message;
}

/* ---- passing over ---- */

static const char *skip_targets(Args *a, char unit)
{
    switch (unit) {
    case 'e':
        (void)va_arg(a->va, const char *);
        if (*a->format == 's' || *a->format == 't') a->format++;
        (void)va_arg(a->va, char **);
        if (next_is(a, '#')) (void)va_arg(a->va, Py_ssize_t *);
        return NULL;
    case 'O':
        if (next_is(a, '!')) {
            (void)va_arg(a->va, PyTypeObject *);
        } else if (next_is(a, '&')) {
            (void)va_arg(a->va, int (*)(PyObject *, void *));
            (void)va_arg(a->va, void *);
            return NULL;
        }
        (void)va_arg(a->va, void *);
        return NULL;
    default: /* one pointer, and one for the size */
        (void)va_arg(a->va, void *);
        if (strchr("szyuZ", unit) != NULL && next_is(a, '#'))
            (void)va_arg(a->va, Py_ssize_t *);
        else if (strchr("szyw", unit) != NULL)
            next_is(a, '*');
        return NULL;
    }
}

const char *args_skip(Args *a)
{
    char unit = *a->format++;
    if (unit == '(') {
        while (*a->format != ')') {
            if (*a->format == 0) return "Unmatched left paren in format string";
            const char *message = args_skip(a);
            if (message != NULL) return message;
        }
        a->format++;
        return NULL;
    }
    if (unit == ')') return "Unmatched right paren in format string";
    if (unit == 0 || strchr("bBhHiIlkLKnfdDcCpszyuZewSYUO", unit) == NULL) return "impossible<bad format char>";
    return skip_targets(a, unit);
}
