/* build_value.c -- Py_BuildValue: objects from C values by a format; PyModule_Add* live beside the modules. */
#include "runtime/define.h"
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <wchar.h>

typedef struct {
    const char *format;
    va_list va;
} Build;

static PyObject *build_one(Build *b);

/* Number of units before `end` at this level; -1 with SystemError when the parentheses do not match. */
static Py_ssize_t count(const char *format, char end)
{
    Py_ssize_t n = 0;
    int depth = 0;
    while (depth > 0 || *format != end) {
        char c = *format++;
        if (c == 0) {
            PyErr_SetString(PyExc_SystemError, "unmatched paren in format");
            return -1;
        }
        if (c == '(' || c == '[' || c == '{') {
            if (depth++ == 0) n++;
        } else if (c == ')' || c == ']' || c == '}') {
            depth--;
        } else if (depth == 0 && strchr("#&,: \t", c) == NULL) {
            n++;
        }
    }
    return n;
}

/* After a failure the rest is still read, so that references handed over by 'N' are dropped. */
static void discard(Build *b, char end, Py_ssize_t n)
{
    PyObject *type, *value, *tb;
    PyErr_Fetch(&type, &value, &tb);
    for (; n > 0; n--) {
        Py_XDECREF(build_one(b));
        PyErr_Clear();
    }
    PyErr_Restore(type, value, tb);
    if (*b->format == end && end) b->format++;
}

static int pass_end(Build *b, char end)
{
    if (*b->format != end) {
        PyErr_SetString(PyExc_SystemError, "Unmatched paren in format");
        return -1;
    }
    if (end) b->format++;
    return 0;
}

/* n items into a new tuple or list. */
static PyObject *build_sequence(Build *b, char end, Py_ssize_t n, bool list)
{
    if (n < 0) return NULL;
    PyObject *seq = list ? PyList_New(n) : PyTuple_New(n);
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = build_one(b);
        if (item == NULL || seq == NULL) {
            Py_XDECREF(item);
            Py_XDECREF(seq);
            discard(b, end, n - i - 1);
            return NULL;
        }
        if (list)
            PyList_SET_ITEM(seq, i, item);
        else
            PyTuple_SET_ITEM(seq, i, item);
    }
    if (seq != NULL && pass_end(b, end) < 0) Py_CLEAR(seq);
    return seq;
}

static PyObject *build_dict(Build *b, char end, Py_ssize_t n)
{
    if (n < 0) return NULL;
    if (n % 2) {
        PyErr_SetString(PyExc_SystemError, "Bad dict format");
        discard(b, end, n);
        return NULL;
    }
    PyObject *dict = PyDict_New();
    for (Py_ssize_t i = 0; i < n; i += 2) {
        PyObject *key = build_one(b), *value = key == NULL ? NULL : build_one(b);
        int rc = key == NULL || value == NULL || dict == NULL ? -1 : PyDict_SetItem(dict, key, value);
        Py_ssize_t left = n - i - (key == NULL ? 1 : 2);
        Py_XDECREF(value);
        Py_XDECREF(key);
        if (rc < 0) {
            Py_XDECREF(dict);
            discard(b, end, left);
            return NULL;
        }
    }
    if (dict != NULL && pass_end(b, end) < 0) Py_CLEAR(dict);
    return dict;
}

static bool next_is(Build *b, char c)
{
    if (*b->format != c) return false;
    b->format++;
    return true;
}

/* s z U y, and u: text with an optional length; NULL is None. */
static PyObject *build_text(Build *b, char unit)
{
    const void *text = va_arg(b->va, const void *);
    Py_ssize_t n = next_is(b, '#') ? va_arg(b->va, Py_ssize_t) : -1;
    if (text == NULL) Py_RETURN_NONE;
    if (unit == 'u') return PyUnicode_FromWideChar(text, n);
    if (n < 0) {
        size_t size = strlen(text);
        if (size > PY_SSIZE_T_MAX) {
            PyErr_SetString(PyExc_OverflowError, unit == 'y' ? "string too long for Python bytes"
                                                             : "string too long for Python string");
            return NULL;
        }
        n = (Py_ssize_t)size;
    }
    return unit == 'y' ? PyBytes_FromStringAndSize(text, n) : PyUnicode_FromStringAndSize(text, n);
}

static PyObject *build_object(Build *b, char unit)
{
    if (next_is(b, '&')) {
        PyObject *(*convert)(void *) = va_arg(b->va, PyObject *(*)(void *));
        return convert(va_arg(b->va, void *));
    }
    PyObject *o = va_arg(b->va, PyObject *);
    if (o == NULL) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, "NULL object passed to Py_BuildValue");
        return NULL;
    }
    return unit == 'N' ? o : Py_NewRef(o);
}

static PyObject *build_one(Build *b)
{
    for (;;) {
        char unit = *b->format++;
        switch (unit) {
        case '(': return build_sequence(b, ')', count(b->format, ')'), false);
        case '[': return build_sequence(b, ']', count(b->format, ']'), true);
        case '{': return build_dict(b, '}', count(b->format, '}'));
        case 'b': case 'B': case 'h': case 'i': return PyLong_FromLong(va_arg(b->va, int));
        case 'H': return PyLong_FromLong((long)va_arg(b->va, unsigned int));
        case 'I': return PyLong_FromUnsignedLong(va_arg(b->va, unsigned int));
        case 'n': return PyLong_FromSsize_t(va_arg(b->va, Py_ssize_t));
        case 'l': return PyLong_FromLong(va_arg(b->va, long));
        case 'k': return PyLong_FromUnsignedLong(va_arg(b->va, unsigned long));
        case 'L': return PyLong_FromLongLong(va_arg(b->va, long long));
        case 'K': return PyLong_FromUnsignedLongLong(va_arg(b->va, unsigned long long));
        case 'f': case 'd': return PyFloat_FromDouble(va_arg(b->va, double));
        case 'D': return PyComplex_FromCComplex(*va_arg(b->va, Py_complex *));
        case 'c': {
            char c = (char)va_arg(b->va, int);
            return PyBytes_FromStringAndSize(&c, 1);
        }
        case 'C': return PyUnicode_FromOrdinal(va_arg(b->va, int));
        case 's': case 'z': case 'U': case 'y': case 'u': return build_text(b, unit);
        case 'N': case 'S': case 'O': return build_object(b, unit);
        case ',': case ':': case ' ': case '\t': break;
        default:
            b->format--;
            PyErr_SetString(PyExc_SystemError, "bad format char passed to Py_BuildValue");
            return NULL;
        }
    }
}

PyObject *Py_VaBuildValue(const char *format, va_list va)
{
    Py_ssize_t n = count(format, 0);
    if (n < 0) return NULL;
    if (n == 0) Py_RETURN_NONE;
    Build b = {.format = format};
    va_copy(b.va, va);
    PyObject *result = n == 1 ? build_one(&b) : build_sequence(&b, 0, n, false);
    va_end(b.va);
    return result;
}

PyObject *_Py_VaBuildValue_SizeT(const char *format, va_list va) { return Py_VaBuildValue(format, va); }

PyObject *Py_BuildValue(const char *format, ...)
{
    va_list va;
    va_start(va, format);
    PyObject *result = Py_VaBuildValue(format, va);
    va_end(va);
    return result;
}

PyObject *_Py_BuildValue_SizeT(const char *format, ...)
{
    va_list va;
    va_start(va, format);
    PyObject *result = Py_VaBuildValue(format, va);
    va_end(va);
    return result;
}

/* The objects in an array: `small` when they fit, else a new block for PyMem_Free; *count says how many. */
PyObject **_Py_VaBuildStack(PyObject **small, Py_ssize_t room, const char *format, va_list va, Py_ssize_t *pn)
{
    Py_ssize_t n = count(format, 0);
    if (n < 0) return NULL;
    *pn = 0;
    PyObject **stack = small;
    if (n > room && (stack = PyMem_Malloc((size_t)n * sizeof *stack)) == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    Build b = {.format = format};
    va_copy(b.va, va);
    Py_ssize_t i = 0;
    while (i < n && (stack[i] = build_one(&b)) != NULL) i++;
    if (i < n) {
        discard(&b, 0, n - i - 1);
        while (i > 0) Py_DECREF(stack[--i]);
        if (stack != small) PyMem_Free(stack);
        stack = NULL;
    } else {
        *pn = n;
    }
    va_end(b.va);
    return stack;
}

PyObject **_Py_VaBuildStack_SizeT(PyObject **small, Py_ssize_t room, const char *format, va_list va, Py_ssize_t *n)
{
    return _Py_VaBuildStack(small, room, format, va, n);
}
