/* str_fromformat.c -- PyUnicode_FromFormat: printf for C code, with objects (%S %R %A %U %V) beside C types. */
#include "runtime/objects/str_impl.h"

struct spec {
    bool zero;            /* pad numbers with zeros */
    Py_ssize_t width;     /* at least so many characters; -1: any */
    Py_ssize_t precision; /* at most so many characters, or at least so many digits; -1: not given */
    int size;             /* 0 int, 1 long, 2 long long, 3 Py_ssize_t */
    char letter;
};

static int read_number(const char **p, Py_ssize_t *n)
{
    for (*n = 0; **p >= '0' && **p <= '9'; (*p)++) {
        int digit = **p - '0';
        if (*n > (PY_SSIZE_T_MAX - digit) / 10) return -1;
        *n = *n * 10 + digit;
    }
    return 0;
}

/* What follows a '%'. A '*' takes its number from the arguments. Returns the letter's successor; NULL with ValueError. */
static const char *read_spec(const char *p, struct spec *spec, va_list *args)
{
    *spec = (struct spec){ .width = -1, .precision = -1 };
    if (*p == '0') spec->zero = true, p++;
    if (*p >= '0' && *p <= '9' && read_number(&p, &spec->width) < 0) {
        PyErr_SetString(PyExc_ValueError, "width too big");
        return NULL;
    }
    if (*p == '*') spec->width = va_arg(*args, int), p++;
    if (*p == '.') {
        p++;
        if (*p == '*') spec->precision = va_arg(*args, int), p++;
        if (*p >= '0' && *p <= '9' && read_number(&p, &spec->precision) < 0) {
            PyErr_SetString(PyExc_ValueError, "precision too big");
            return NULL;
        }
    }
    if (p[0] == 'l' && p[1] == 'l') spec->size = 2, p += 2;
    else if (p[0] == 'l') spec->size = 1, p++;
    else if (p[0] == 'z') spec->size = 3, p++;
    spec->letter = *p;
    return *p ? p + 1 : p;
}

static int fill(_PyUnicodeWriter *w, Py_ssize_t n, Py_UCS4 ch)
{
    if (n <= 0) return 0;
    if (_PyUnicodeWriter_Prepare(w, n, ch) < 0) return -1;
    adder_chars_fill(w->kind, w->data, w->pos, n, ch);
    w->pos += n;
    return 0;
}

static int write_text(_PyUnicodeWriter *w, PyObject *s, const struct spec *spec)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(s), shown = spec->precision >= 0 && spec->precision < n ? spec->precision : n;
    if (fill(w, spec->width - shown, ' ') < 0) return -1;
    return _PyUnicodeWriter_WriteSubstring(w, s, 0, shown);
}

/* Takes the reference; NULL passes on. */
static int write_owned(_PyUnicodeWriter *w, STEALS_REF PyObject *s, const struct spec *spec)
{
    if (s == NULL) return -1;
    int rc = write_text(w, s, spec);
    Py_DECREF(s);
    return rc;
}

/* A C string: precision counts bytes, and none beyond it is read. */
static int write_utf8(_PyUnicodeWriter *w, const char *text, struct spec spec)
{
    size_t n = spec.precision < 0 ? strlen(text) : strnlen(text, (size_t)spec.precision);
    spec.precision = -1;
    return write_owned(w, PyUnicode_DecodeUTF8Stateful(text, (Py_ssize_t)n, "replace", NULL), &spec);
}

static int write_digits(_PyUnicodeWriter *w, const char *text, const struct spec *spec)
{
    Py_ssize_t n = (Py_ssize_t)strlen(text), sign = *text == '-', zeros = 0;
    if (spec->precision > n - sign) zeros = spec->precision - (n - sign);
    else if (spec->zero && spec->precision < 0 && spec->width > n) zeros = spec->width - n;
    if (fill(w, spec->width - n - zeros, ' ') < 0 || (sign && _PyUnicodeWriter_WriteChar(w, '-') < 0) || fill(w, zeros, '0') < 0) return -1;
    return _PyUnicodeWriter_WriteASCIIString(w, text + sign, n - sign);
}

static int write_integer(_PyUnicodeWriter *w, const struct spec *spec, va_list *args)
{
    char text[32];
    if (spec->letter == 'u' || spec->letter == 'x') {
        unsigned long long v = spec->size == 0   ? va_arg(*args, unsigned)
                               : spec->size == 1 ? va_arg(*args, unsigned long)
                               : spec->size == 2 ? va_arg(*args, unsigned long long) : va_arg(*args, size_t);
        snprintf(text, sizeof text, spec->letter == 'u' ? "%llu" : "%llx", v);
    } else {
        long long v = spec->size == 0   ? va_arg(*args, int)
                      : spec->size == 1 ? va_arg(*args, long)
                      : spec->size == 2 ? va_arg(*args, long long) : va_arg(*args, Py_ssize_t);
        snprintf(text, sizeof text, "%lld", v);
    }
    return write_digits(w, text, spec);
}

static int write_pointer(_PyUnicodeWriter *w, const struct spec *spec, void *p)
{
    char text[32];
    snprintf(text, sizeof text, "0x%llx", (unsigned long long)(uintptr_t)p);
    (void)spec;
    return _PyUnicodeWriter_WriteASCIIString(w, text, -1);
}

/* One conversion. 1: done; 0: no such letter; -1 with an exception. */
static int convert(_PyUnicodeWriter *w, const struct spec *spec, va_list *args)
{
    switch (spec->letter) {
    case 'c': {
        int ch = va_arg(*args, int);
        if (ch < 0 || ch > 0x10ffff) {
            PyErr_SetString(PyExc_OverflowError, "character argument not in range(0x110000)");
            return -1;
        }
        return _PyUnicodeWriter_WriteChar(w, (Py_UCS4)ch) < 0 ? -1 : 1;
    }
    case 'd': case 'i': case 'u': case 'x': return write_integer(w, spec, args) < 0 ? -1 : 1;
    case 'p': return write_pointer(w, spec, va_arg(*args, void *)) < 0 ? -1 : 1;
    case 's': return write_utf8(w, va_arg(*args, const char *), *spec) < 0 ? -1 : 1;
    case 'U': return write_text(w, va_arg(*args, PyObject *), spec) < 0 ? -1 : 1;
    case 'V': {
        PyObject *s = va_arg(*args, PyObject *);
        const char *text = va_arg(*args, const char *);
        return (s != NULL ? write_text(w, s, spec) : write_utf8(w, text, *spec)) < 0 ? -1 : 1;
    }
    case 'S': return write_owned(w, PyObject_Str(va_arg(*args, PyObject *)), spec) < 0 ? -1 : 1;
    case 'R': return write_owned(w, PyObject_Repr(va_arg(*args, PyObject *)), spec) < 0 ? -1 : 1;
    case 'A': return write_owned(w, PyObject_ASCII(va_arg(*args, PyObject *)), spec) < 0 ? -1 : 1;
    case '%': return _PyUnicodeWriter_WriteChar(w, '%') < 0 ? -1 : 1;
    }
    return 0;
}

static int format_all(_PyUnicodeWriter *w, const char *format, va_list *args)
{
    while (*format) {
        const char *percent = strchrnul(format, '%');
        for (const char *p = format; p < percent; p++) {
            if (!(*p & 0x80)) continue;
            PyErr_Format(PyExc_ValueError, "PyUnicode_FromFormatV() expects an ASCII-encoded format string, got a non-ASCII byte: 0x%02x",
                         (unsigned char)*p);
            return -1;
        }
        if (_PyUnicodeWriter_WriteASCIIString(w, format, percent - format) < 0) return -1;
        if (*percent == 0) return 0;
        struct spec spec;
        format = read_spec(percent + 1, &spec, args);
        if (format == NULL) return -1;
        int rc = convert(w, &spec, args);
        if (rc < 0) return -1;
        if (rc == 0) return _PyUnicodeWriter_WriteLatin1String(w, percent, (Py_ssize_t)strlen(percent)); /* the rest as it is */
    }
    return 0;
}

PyObject *PyUnicode_FromFormatV(const char *format, va_list vargs)
{
    _PyUnicodeWriter w;
    _PyUnicodeWriter_Init(&w);
    w.min_length = (Py_ssize_t)strlen(format) + 100;
    w.overallocate = 1;
    va_list args;
    va_copy(args, vargs);
    int rc = format_all(&w, format, &args);
    va_end(args);
    if (rc == 0) return _PyUnicodeWriter_Finish(&w);
    _PyUnicodeWriter_Dealloc(&w);
    return NULL;
}

PyObject *PyUnicode_FromFormat(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    PyObject *s = PyUnicode_FromFormatV(format, args);
    va_end(args);
    return s;
}
