/* codec_utf8.c -- UTF-8, both ways, and the copy of it that a string keeps for C programs.
 * Decoding looks at the input twice: the first pass validates, counts characters and finds the widest, the second writes
 * straight into a string of the right kind. Bad input ends the first pass early and goes through the error machinery. */
#include "runtime/objects/str_impl.h"
#include "runtime/text/codecs.h"

typedef unsigned char byte;

/* The length of the sequence that p starts with, when it is whole and valid: 1 to 4; else 0. */
static inline int sequence(const byte *p, const byte *end)
{
    byte c = p[0];
    if (c < 0x80) return 1;
    if (c < 0xC2) return 0;
    if (c < 0xE0) return end - p >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
    if (c < 0xF0) {
        if (end - p < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) return 0;
        if ((c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] >= 0xA0)) return 0;
        return 3;
    }
    if (c > 0xF4 || end - p < 4 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80) return 0;
    if ((c == 0xF0 && p[1] < 0x90) || (c == 0xF4 && p[1] >= 0x90)) return 0;
    return 4;
}

/* Up to the first bad sequence: returns it, or end; counts characters, and *max bounds the widest. */
static const byte *scan(const byte *p, const byte *end, Py_ssize_t *count, Py_UCS4 *max)
{
    Py_ssize_t n = 0;
    byte widest = 0; /* the largest lead byte */
    while (p < end) {
        if (*p < 0x80) {
            const byte *q = (const byte *)adder_skip_ascii((const char *)p, (const char *)end);
            n += q - p;
            p = q;
            continue;
        }
        int len = sequence(p, end);
        if (len == 0) break;
        if (*p > widest) widest = *p;
        p += len;
        n++;
    }
    *count = n;
    *max = widest == 0 ? 0x7f : widest < 0xC4 ? 0xff : widest < 0xF0 ? 0xffff : 0x10ffff;
    return p;
}

#define DECODE_INTO(CHAR)                                                                               \
    do {                                                                                                \
        CHAR *to_ = to;                                                                                 \
        while (p < end) {                                                                               \
            byte c = *p;                                                                                \
            if (c < 0x80) {                                                                             \
                *to_++ = c;                                                                             \
                p += 1;                                                                                 \
            } else if (c < 0xE0) {                                                                      \
                *to_++ = (CHAR)((c & 0x1F) << 6 | (p[1] & 0x3F));                                       \
                p += 2;                                                                                 \
            } else if (c < 0xF0) {                                                                      \
                *to_++ = (CHAR)((c & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F));                 \
                p += 3;                                                                                 \
            } else {                                                                                    \
                *to_++ = (CHAR)((c & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 | (p[3] & 0x3F)); \
                p += 4;                                                                                 \
            }                                                                                           \
        }                                                                                               \
    } while (0)

/* Writes valid input [p, end) as characters of that kind. */
static void decode_valid(int kind, void *to, const byte *p, const byte *end)
{
    switch (kind) {
    case 1: DECODE_INTO(Py_UCS1); break;
    case 2: DECODE_INTO(Py_UCS2); break;
    default: DECODE_INTO(Py_UCS4); break;
    }
}

/* What is wrong at p: the bad stretch's length and the reason. *partial when only more input could tell. */
static Py_ssize_t diagnose(const byte *p, const byte *end, const char **reason, bool *partial)
{
    byte c = p[0];
    *partial = false;
    *reason = "invalid start byte";
    if (c < 0xC2 || c > 0xF4) return 1;
    int need = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    *reason = "invalid continuation byte";
    for (int i = 1; i < need; i++) {
        if (p + i == end) {
            *reason = "unexpected end of data";
            *partial = true;
            return i;
        }
        byte low = 0x80, high = 0xBF;
        if (i == 1) {
            if (c == 0xE0) low = 0xA0;
            else if (c == 0xED) high = 0x9F;
            else if (c == 0xF0) low = 0x90;
            else if (c == 0xF4) high = 0x8F;
        }
        if (p[i] < low || p[i] > high) {
            *partial = c == 0xED && i == 1 && end - p == 2 && (p[1] & 0xC0) == 0x80; /* half of a surrogate, for "surrogatepass" */
            return i;
        }
    }
    return 1;
}

static int decode_with_errors(struct adder_decoder *d, Py_ssize_t *consumed)
{
    while (d->in < d->end) {
        const byte *p = (const byte *)d->in, *end = (const byte *)d->end;
        Py_ssize_t n;
        Py_UCS4 max;
        const byte *stop = scan(p, end, &n, &max);
        if (n > 0) {
            if (_PyUnicodeWriter_Prepare(&d->out, n, max) < 0) return -1;
            decode_valid(d->out.kind, (char *)d->out.data + d->out.pos * d->out.kind, p, stop);
            d->out.pos += n;
            d->in = (const char *)stop;
        }
        if (stop == end) break;
        const char *reason;
        bool partial;
        Py_ssize_t bad = diagnose(stop, end, &reason, &partial);
        if (partial && consumed != NULL) break;
        if (adder_decode_error(d, d->in, d->in + bad, reason) < 0) return -1;
    }
    if (consumed != NULL) *consumed = d->in - d->start;
    return 0;
}

PyObject *PyUnicode_DecodeUTF8Stateful(const char *s, Py_ssize_t size, const char *errors, Py_ssize_t *consumed)
{
    if (size == 0) {
        if (consumed != NULL) *consumed = 0;
        return Py_NewRef(ADDER_EMPTY_STR);
    }
    const byte *p = (const byte *)s, *end = p + size;
    Py_ssize_t n;
    Py_UCS4 max;
    if (scan(p, end, &n, &max) == end) {
        if (consumed != NULL) *consumed = size;
        if (max == 0x7f) return adder_str_from_ascii(s, size);
        PyObject *r = n == 1 && max < 0x100 ? NULL : PyUnicode_New(n, max);
        if (r == NULL) {
            if (PyErr_Occurred()) return NULL;
            return adder_str_char((Py_UCS4)((p[0] & 0x1F) << 6 | (p[1] & 0x3F)));
        }
        decode_valid(PyUnicode_KIND(r), PyUnicode_DATA(r), p, end);
        return r;
    }
    struct adder_decoder d;
    adder_decoder_init(&d, "utf-8", errors, s, size);
    return adder_decoder_finish(&d, decode_with_errors(&d, consumed));
}

PyObject *PyUnicode_DecodeUTF8(const char *s, Py_ssize_t size, const char *errors)
{
    return PyUnicode_DecodeUTF8Stateful(s, size, errors, NULL);
}

/* ---- encoding ------------------------------------------------------------------------------------------------------ */

static inline byte *put_char(byte *to, Py_UCS4 ch)
{
    if (ch < 0x80) {
        *to++ = (byte)ch;
    } else if (ch < 0x800) {
        *to++ = (byte)(0xC0 | ch >> 6);
        *to++ = (byte)(0x80 | (ch & 0x3F));
    } else if (ch < 0x10000) {
        *to++ = (byte)(0xE0 | ch >> 12);
        *to++ = (byte)(0x80 | (ch >> 6 & 0x3F));
        *to++ = (byte)(0x80 | (ch & 0x3F));
    } else {
        *to++ = (byte)(0xF0 | ch >> 18);
        *to++ = (byte)(0x80 | (ch >> 12 & 0x3F));
        *to++ = (byte)(0x80 | (ch >> 6 & 0x3F));
        *to++ = (byte)(0x80 | (ch & 0x3F));
    }
    return to;
}

/* Bytes that s takes, or -1 when it has surrogates. */
static Py_ssize_t measure(PyObject *s)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(s), size = n;
    int kind = PyUnicode_KIND(s);
    const void *data = PyUnicode_DATA(s);
    if (PyUnicode_IS_ASCII(s)) return n;
    if (kind == 1) {
        const byte *p = data;
        for (Py_ssize_t i = 0; i < n; i++) size += p[i] >> 7;
        return size;
    }
    if (n > PY_SSIZE_T_MAX / 4) return -1;
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 ch = PyUnicode_READ(kind, data, i);
        if (Py_UNICODE_IS_SURROGATE(ch)) return -1;
        size += (ch >= 0x80) + (ch >= 0x800) + (ch >= 0x10000);
    }
    return size;
}

static void encode_valid(PyObject *s, char *out)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    int kind = PyUnicode_KIND(s);
    const void *data = PyUnicode_DATA(s);
    byte *to = (byte *)out;
    if (PyUnicode_IS_ASCII(s)) memcpy(out, data, (size_t)n);
    else if (kind == 1) for (Py_ssize_t i = 0; i < n; i++) to = put_char(to, ((const Py_UCS1 *)data)[i]);
    else if (kind == 2) for (Py_ssize_t i = 0; i < n; i++) to = put_char(to, ((const Py_UCS2 *)data)[i]);
    else for (Py_ssize_t i = 0; i < n; i++) to = put_char(to, ((const Py_UCS4 *)data)[i]);
}

/* A replacement into the output: bytes as they are, text when it is ASCII. */
static int put_replacement(struct adder_encoder *e, PyObject *rep, Py_ssize_t from, Py_ssize_t to)
{
    const char *data;
    Py_ssize_t n;
    if (PyBytes_Check(rep)) {
        data = PyBytes_AS_STRING(rep);
        n = PyBytes_GET_SIZE(rep);
    } else if (PyUnicode_IS_ASCII(rep)) {
        data = PyUnicode_DATA(rep);
        n = PyUnicode_GET_LENGTH(rep);
    } else {
        adder_encode_raise(e, from, to, "surrogates not allowed");
        return -1;
    }
    char *out = adder_encoder_room(e, n);
    if (out == NULL) return -1;
    memcpy(out, data, (size_t)n);
    e->pos += n;
    return 0;
}

static int encode_with_errors(struct adder_encoder *e)
{
    PyObject *s = e->s;
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    for (Py_ssize_t i = 0; i < n;) {
        Py_UCS4 ch = PyUnicode_READ_CHAR(s, i);
        if (!Py_UNICODE_IS_SURROGATE(ch)) {
            char *out = adder_encoder_room(e, 4);
            if (out == NULL) return -1;
            e->pos += (char *)put_char((byte *)out, ch) - out;
            i++;
            continue;
        }
        Py_ssize_t end = i + 1, next;
        while (end < n && Py_UNICODE_IS_SURROGATE(PyUnicode_READ_CHAR(s, end))) end++;
        PyObject *rep = adder_encode_error(e, i, end, "surrogates not allowed", &next);
        if (rep == NULL) return -1;
        int rc = put_replacement(e, rep, i, end);
        Py_DECREF(rep);
        if (rc < 0) return -1;
        i = next;
    }
    return 0;
}

PyObject *_PyUnicode_AsUTF8String(PyObject *s, const char *errors)
{
    if (!PyUnicode_Check(s)) {
        PyErr_BadArgument();
        return NULL;
    }
    if (!PyUnicode_IS_COMPACT_ASCII(s)) {
        PyCompactUnicodeObject *c = (PyCompactUnicodeObject *)s;
        if (c->utf8 != NULL) return PyBytes_FromStringAndSize(c->utf8, c->utf8_length);
    }
    Py_ssize_t size = measure(s);
    if (size >= 0) {
        PyObject *bytes = PyBytes_FromStringAndSize(NULL, size);
        if (bytes != NULL && size > 0) encode_valid(s, PyBytes_AS_STRING(bytes));
        if (size == 1 && bytes != NULL) Py_SETREF(bytes, PyBytes_FromStringAndSize(PyUnicode_DATA(s), 1));
        return bytes;
    }
    struct adder_encoder e;
    if (adder_encoder_init(&e, "utf-8", errors, s, PyUnicode_GET_LENGTH(s)) < 0) return NULL;
    return adder_encoder_finish(&e, encode_with_errors(&e));
}

PyObject *PyUnicode_AsUTF8String(PyObject *s) { return _PyUnicode_AsUTF8String(s, NULL); }

/* Makes the copy that the string keeps. 0 or -1. */
static int fill_utf8(PyObject *s)
{
    PyCompactUnicodeObject *c = (PyCompactUnicodeObject *)s;
    Py_ssize_t size = measure(s);
    if (size < 0) { /* raises */
        PyObject *bytes = _PyUnicode_AsUTF8String(s, NULL);
        Py_XDECREF(bytes);
        return -1;
    }
    char *utf8 = PyMem_Malloc((size_t)size + 1);
    if (utf8 == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    encode_valid(s, utf8);
    utf8[size] = 0;
    c->utf8 = utf8;
    c->utf8_length = size;
    return 0;
}

const char *PyUnicode_AsUTF8AndSize(PyObject *s, Py_ssize_t *size)
{
    if (!PyUnicode_Check(s)) {
        PyErr_BadArgument();
        return NULL;
    }
    if (PyUnicode_IS_COMPACT_ASCII(s)) {
        if (size != NULL) *size = PyUnicode_GET_LENGTH(s);
        return PyUnicode_DATA(s);
    }
    PyCompactUnicodeObject *c = (PyCompactUnicodeObject *)s;
    if (c->utf8 == NULL && fill_utf8(s) < 0) return NULL;
    if (size != NULL) *size = c->utf8_length;
    return c->utf8;
}

const char *PyUnicode_AsUTF8(PyObject *s) { return PyUnicode_AsUTF8AndSize(s, NULL); }
