/* bytes_format.c -- the % operator of bytes and bytearray, and the escapes of bytes literals. */
#include "runtime/objects/bytes_methods.h"
#include "runtime/objects/percent.h"
#include "runtime/objects/str_impl.h"
#include "runtime/objects/type.h"

/* The result under construction: bytes larger than what was written. */
struct output {
    PyObject *bytes;
    Py_ssize_t pos;
};

static int put(struct output *o, const char *s, Py_ssize_t n)
{
    if (n > Py_SIZE(o->bytes) - o->pos) {
        if (n > PY_SSIZE_T_MAX / 2 - o->pos) {
            PyErr_NoMemory();
            return -1;
        }
        if (_PyBytes_Resize(&o->bytes, (o->pos + n) * 3 / 2 + 32) < 0) return -1;
    }
    if (n > 0) memcpy(PyBytes_AS_STRING(o->bytes) + o->pos, s, (size_t)n);
    o->pos += n;
    return 0;
}

static int fill(struct output *o, Py_ssize_t n, char c)
{
    while (n-- > 0)
        if (put(o, &c, 1) < 0) return -1;
    return 0;
}

/* %b and %s: a new reference to bytes, or NULL. */
static PyObject *as_bytes(PyObject *v)
{
    if (PyBytes_CheckExact(v)) return Py_NewRef(v);
    if (PyByteArray_Check(v)) return PyBytes_FromStringAndSize(PyByteArray_AS_STRING(v), Py_SIZE(v));
    bool found;
    PyObject *b = adder_special_call_maybe(v, ID(__bytes__), &v, 1, &found);
    if (b != NULL || PyErr_Occurred()) {
        if (b == NULL || PyBytes_Check(b)) return b;
        PyErr_Format(PyExc_TypeError, "__bytes__ returned non-bytes (type %.200s)", Py_TYPE(b)->tp_name);
        Py_DECREF(b);
        return NULL;
    }
    if (PyObject_CheckBuffer(v)) return PyBytes_FromObject(v);
    PyErr_Format(PyExc_TypeError, "%%b requires a bytes-like object, or an object that implements __bytes__, not '%.100s'", Py_TYPE(v)->tp_name);
    return NULL;
}

static PyObject *as_byte(PyObject *v)
{
    if ((PyBytes_Check(v) || PyByteArray_Check(v)) && Py_SIZE(v) == 1) {
        Py_ssize_t n;
        return PyBytes_FromStringAndSize(adder_bytes_data(v, &n), 1);
    }
    PyObject *i = PyBytes_Check(v) || PyByteArray_Check(v) ? NULL : PyNumber_Index(v);
    if (i != NULL) {
        int overflow;
        long c = PyLong_AsLongAndOverflow(i, &overflow);
        Py_DECREF(i);
        if (c == -1 && PyErr_Occurred()) return NULL;
        char byte = (char)c;
        if (!overflow && c >= 0 && c < 256) return PyBytes_FromStringAndSize(&byte, 1);
        PyErr_SetString(PyExc_OverflowError, "%c arg not in range(256)");
        return NULL;
    }
    if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_TypeError)) return NULL;
    PyErr_SetString(PyExc_TypeError, "%c requires an integer in range(256) or a single byte");
    return NULL;
}

/* Text that is ASCII, as bytes. */
static PyObject *ascii_bytes(STEALS_REF PyObject *text)
{
    if (text == NULL) return NULL;
    PyObject *b = PyUnicode_AsASCIIString(text);
    Py_DECREF(text);
    return b;
}

static PyObject *bytes_of(struct adder_percent *p, PyObject *v)
{
    switch (p->letter) {
    case 'b': case 's': return as_bytes(v);
    case 'a': case 'r': return ascii_bytes(PyObject_ASCII(v));
    case 'c': return as_byte(v);
    }
    if (adder_percent_is_numeric(p->letter)) return ascii_bytes(adder_percent_number(p, v));
    adder_percent_unsupported(p);
    return NULL;
}

static int write_conversion(struct output *o, struct adder_percent *p)
{
    PyObject *v = adder_percent_argument(p);
    if (v == NULL) return -1;
    Py_INCREF(v);
    PyObject *b = bytes_of(p, v);
    Py_DECREF(v);
    if (b == NULL) return -1;
    const char *s = PyBytes_AS_STRING(b);
    Py_ssize_t n = Py_SIZE(b);
    if (p->precision >= 0 && p->precision < n && !adder_percent_is_numeric(p->letter) && p->letter != 'c') n = p->precision;
    struct adder_percent_layout l = adder_percent_lay_out(p, s, n);
    int rc = fill(o, l.spaces_before, ' ');
    if (rc == 0 && l.sign) rc = put(o, &l.sign, 1);
    if (rc == 0) rc = put(o, s + l.skip, l.prefix);
    if (rc == 0) rc = fill(o, l.zeros, '0');
    if (rc == 0) rc = put(o, s + l.skip + l.prefix, n - l.skip - l.prefix);
    if (rc == 0) rc = fill(o, l.spaces_after, ' ');
    Py_DECREF(b);
    return rc;
}

static int format_all(struct output *o, struct adder_percent *p)
{
    const char *s = p->data;
    while (p->pos < p->n) {
        const char *percent = memchr(s + p->pos, '%', (size_t)(p->n - p->pos));
        Py_ssize_t stop = percent ? percent - s : p->n;
        if (put(o, s + p->pos, stop - p->pos) < 0) return -1;
        if (stop == p->n) break;
        p->pos = stop + 1;
        if (p->pos < p->n && s[p->pos] == '%') {
            p->pos++;
            if (put(o, "%", 1) < 0) return -1;
            continue;
        }
        if (adder_percent_read(p) < 0 || write_conversion(o, p) < 0) return -1;
    }
    return adder_percent_done(p, "bytes");
}

PyObject *_PyBytes_FormatEx(const char *format, Py_ssize_t n, PyObject *args, int use_bytearray)
{
    struct adder_percent p;
    adder_percent_init(&p, 1, format, n, args);
    p.bytes = true;
    if (PyBytes_Check(args) || PyByteArray_Check(args)) p.mapping = NULL;
    struct output o = { PyBytes_FromStringAndSize(NULL, n + 64), 0 };
    if (o.bytes == NULL) return NULL;
    int rc = format_all(&o, &p);
    Py_XDECREF(p.held);
    if (rc < 0 || use_bytearray) {
        PyObject *r = rc < 0 ? NULL : PyByteArray_FromStringAndSize(PyBytes_AS_STRING(o.bytes), o.pos);
        Py_XDECREF(o.bytes);
        return r;
    }
    if (o.pos == 1) Py_SETREF(o.bytes, PyBytes_FromStringAndSize(PyBytes_AS_STRING(o.bytes), 1));
    else _PyBytes_Resize(&o.bytes, o.pos);
    return o.bytes;
}

/* ---- bytes literals ---------------------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static char simple_escape(char c)
{
    switch (c) {
    case '\\': case '\'': case '"': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    case 'v': return '\v';
    case 'a': return '\a';
    }
    return 0;
}

/* The escape after the backslash at *p; writes at *to. 0, or -1 with ValueError. */
static int decode_escape(const char **p, const char *start, const char *end, const char *errors, char **to, int *bad, const char **bad_at)
{
    char c = *(*p)++;
    if (c == '\n') return 0;
    if (simple_escape(c)) {
        *(*to)++ = simple_escape(c);
        return 0;
    }
    if (c >= '0' && c <= '7') {
        int v = c - '0';
        const char *first = *p - 1;
        for (int i = 0; i < 2 && *p < end && **p >= '0' && **p <= '7'; i++) v = v << 3 | (*(*p)++ - '0');
        if (v > 0377 && *bad == -1) *bad = v, *bad_at = first;
        *(*to)++ = (char)v;
        return 0;
    }
    if (c == 'x') {
        int high = *p < end ? hex_digit((*p)[0]) : -1, low = high >= 0 && *p + 1 < end ? hex_digit((*p)[1]) : -1;
        if (low >= 0) {
            *(*to)++ = (char)(high << 4 | low);
            *p += 2;
            return 0;
        }
        if (errors == NULL || strcmp(errors, "strict") == 0) {
            PyErr_Format(PyExc_ValueError, "invalid \\x escape at position %zd", *p - 2 - start);
            return -1;
        }
        if (strcmp(errors, "replace") == 0) *(*to)++ = '?';
        else if (strcmp(errors, "ignore") != 0) {
            PyErr_Format(PyExc_ValueError, "decoding error; unknown error handling code: %.400s", errors);
            return -1;
        }
        if (high >= 0) (*p)++;
        return 0;
    }
    if (*bad == -1) *bad = (unsigned char)c, *bad_at = *p - 1;
    *(*to)++ = '\\';
    *(*to)++ = c;
    return 0;
}

/* *bad: the first invalid escape's character, or octal value above 0377; -1. *bad_at: where, after the backslash. */
PyObject *_PyBytes_DecodeEscape2(const char *s, Py_ssize_t n, const char *errors, int *bad, const char **bad_at)
{
    const char *p = s, *end = s + n, *at = NULL;
    char *buffer = PyMem_Malloc((size_t)n + 1), *to = buffer;
    if (buffer == NULL) return PyErr_NoMemory();
    *bad = -1;
    PyObject *r = NULL;
    while (p < end) {
        if (*p != '\\') {
            *to++ = *p++;
            continue;
        }
        if (++p == end) {
            PyErr_SetString(PyExc_ValueError, "Trailing \\ in string");
            goto done;
        }
        if (decode_escape(&p, s, end, errors, &to, bad, &at) < 0) goto done;
    }
    r = PyBytes_FromStringAndSize(buffer, to - buffer);
done:
    PyMem_Free(buffer);
    if (bad_at != NULL) *bad_at = at;
    return r;
}

PyObject *_PyBytes_DecodeEscape(const char *s, Py_ssize_t n, const char *errors, const char **bad_at)
{
    int bad;
    return _PyBytes_DecodeEscape2(s, n, errors, &bad, bad_at);
}

PyObject *PyBytes_DecodeEscape(const char *s, Py_ssize_t n, const char *errors, Py_ssize_t unicode, const char *recode)
{
    (void)unicode, (void)recode;
    int bad;
    const char *at;
    PyObject *r = _PyBytes_DecodeEscape2(s, n, errors, &bad, &at);
    if (r == NULL || bad == -1) return r;
    int rc = bad > 0377 ? PyErr_WarnFormat(PyExc_DeprecationWarning, 1, "invalid octal escape sequence '\\%o'", bad)
                        : PyErr_WarnFormat(PyExc_DeprecationWarning, 1, "invalid escape sequence '\\%c'", bad);
    if (rc < 0) Py_CLEAR(r);
    return r;
}
