/* codec_utf16.c -- UTF-16 and UTF-32, both byte orders, with and without a mark. */
#include "runtime/objects/str_impl.h"
#include "runtime/text/codecs.h"

typedef unsigned char byte;
enum { LITTLE = -1, NATIVE = 0, BIG = 1 };
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
enum { HOST = BIG };
#else
enum { HOST = LITTLE };
#endif

static inline Py_UCS4 unit16(const char *s, bool big)
{
    const byte *p = (const byte *)s;
    return big ? (Py_UCS4)p[0] << 8 | p[1] : (Py_UCS4)p[1] << 8 | p[0];
}

static inline Py_UCS4 unit32(const char *s, bool big)
{
    const byte *p = (const byte *)s;
    return big ? (Py_UCS4)p[0] << 24 | (Py_UCS4)p[1] << 16 | (Py_UCS4)p[2] << 8 | p[3]
               : (Py_UCS4)p[3] << 24 | (Py_UCS4)p[2] << 16 | (Py_UCS4)p[1] << 8 | p[0];
}

/* ---- decoding ------------------------------------------------------------------------------------------------------ */

static int decode16(struct adder_decoder *d, bool big, Py_ssize_t *consumed)
{
    while (d->in < d->end) {
        const char *p = d->in, *end = d->end, *bad_end = end, *reason;
        if (end - p < 2) {
            if (consumed != NULL) break;
            reason = "truncated data";
        } else {
            Py_UCS4 ch = unit16(p, big);
            if (!Py_UNICODE_IS_SURROGATE(ch)) {
                if (_PyUnicodeWriter_WriteChar(&d->out, ch) < 0) return -1;
                d->in += 2;
                continue;
            }
            if (Py_UNICODE_IS_LOW_SURROGATE(ch)) {
                reason = "illegal encoding";
                bad_end = p + 2;
            } else if (end - p < 4) {
                if (consumed != NULL) break;
                reason = "unexpected end of data";
            } else {
                Py_UCS4 low = unit16(p + 2, big);
                if (Py_UNICODE_IS_LOW_SURROGATE(low)) {
                    if (_PyUnicodeWriter_WriteChar(&d->out, Py_UNICODE_JOIN_SURROGATES(ch, low)) < 0) return -1;
                    d->in += 4;
                    continue;
                }
                reason = "illegal UTF-16 surrogate";
                bad_end = p + 2;
            }
        }
        if (adder_decode_error(d, p, bad_end, reason) < 0) return -1;
    }
    if (consumed != NULL) *consumed = d->in - d->start;
    return 0;
}

PyObject *PyUnicode_DecodeUTF16Stateful(const char *s, Py_ssize_t size, const char *errors, int *byteorder, Py_ssize_t *consumed)
{
    int order = byteorder ? *byteorder : NATIVE;
    Py_ssize_t mark = 0;
    if (order == NATIVE && size >= 2) {
        Py_UCS4 first = unit16(s, false);
        if (first == 0xFEFF) order = LITTLE, mark = 2;
        else if (first == 0xFFFE) order = BIG, mark = 2;
        if (byteorder) *byteorder = order;
    }
    if (size == mark) {
        if (consumed) *consumed = size;
        return Py_NewRef(ADDER_EMPTY_STR);
    }
    bool big = (order == NATIVE ? HOST : order) == BIG;
    struct adder_decoder d;
    adder_decoder_init(&d, big ? "utf-16-be" : "utf-16-le", errors, s, size);
    d.out.min_length = (size - mark + 1) / 2;
    d.in += mark;
    return adder_decoder_finish(&d, decode16(&d, big, consumed));
}

PyObject *PyUnicode_DecodeUTF16(const char *s, Py_ssize_t size, const char *errors, int *byteorder)
{
    return PyUnicode_DecodeUTF16Stateful(s, size, errors, byteorder, NULL);
}

static int decode32(struct adder_decoder *d, bool big, Py_ssize_t *consumed)
{
    while (d->in < d->end) {
        const char *p = d->in, *bad_end = d->end, *reason;
        if (d->end - p < 4) {
            if (consumed != NULL) break;
            reason = "truncated data";
        } else {
            Py_UCS4 ch = unit32(p, big);
            if (ch <= 0x10ffff && !Py_UNICODE_IS_SURROGATE(ch)) {
                if (_PyUnicodeWriter_WriteChar(&d->out, ch) < 0) return -1;
                d->in += 4;
                continue;
            }
            reason = ch > 0x10ffff ? "code point not in range(0x110000)" : "code point in surrogate code point range(0xd800, 0xe000)";
            bad_end = p + 4;
        }
        if (adder_decode_error(d, p, bad_end, reason) < 0) return -1;
    }
    if (consumed != NULL) *consumed = d->in - d->start;
    return 0;
}

PyObject *PyUnicode_DecodeUTF32Stateful(const char *s, Py_ssize_t size, const char *errors, int *byteorder, Py_ssize_t *consumed)
{
    int order = byteorder ? *byteorder : NATIVE;
    Py_ssize_t mark = 0;
    if (order == NATIVE && size >= 4) {
        Py_UCS4 first = unit32(s, false);
        if (first == 0xFEFF) order = LITTLE, mark = 4;
        else if (first == 0xFFFE0000) order = BIG, mark = 4;
        if (byteorder) *byteorder = order;
    }
    if (size == mark) {
        if (consumed) *consumed = size;
        return Py_NewRef(ADDER_EMPTY_STR);
    }
    bool big = (order == NATIVE ? HOST : order) == BIG;
    struct adder_decoder d;
    adder_decoder_init(&d, big ? "utf-32-be" : "utf-32-le", errors, s, size);
    d.out.min_length = (size - mark + 3) / 4;
    d.in += mark;
    return adder_decoder_finish(&d, decode32(&d, big, consumed));
}

PyObject *PyUnicode_DecodeUTF32(const char *s, Py_ssize_t size, const char *errors, int *byteorder)
{
    return PyUnicode_DecodeUTF32Stateful(s, size, errors, byteorder, NULL);
}

/* ---- encoding ------------------------------------------------------------------------------------------------------ */

static inline void put_unit(char *to, Py_UCS4 v, int width, bool big)
{
    for (int i = 0; i < width; i++) to[big ? width - 1 - i : i] = (char)(v >> 8 * i);
}

/* One character that is no surrogate. 0 or -1. */
static int put(struct adder_encoder *e, Py_UCS4 ch, int width, bool big)
{
    char *to = adder_encoder_room(e, 4);
    if (to == NULL) return -1;
    if (width == 2 && ch >= 0x10000) {
        put_unit(to, Py_UNICODE_HIGH_SURROGATE(ch), 2, big);
        put_unit(to + 2, Py_UNICODE_LOW_SURROGATE(ch), 2, big);
        e->pos += 4;
    } else {
        put_unit(to, ch, width, big);
        e->pos += width;
    }
    return 0;
}

/* Bytes must be whole units, text must be encodable. */
static int put_replacement(struct adder_encoder *e, PyObject *rep, Py_ssize_t at, Py_ssize_t end, int width, bool big)
{
    if (PyBytes_Check(rep)) {
        Py_ssize_t n = PyBytes_GET_SIZE(rep);
        if (n % width == 0) {
            char *to = adder_encoder_room(e, n);
            if (to == NULL) return -1;
            memcpy(to, PyBytes_AS_STRING(rep), (size_t)n);
            e->pos += n;
            return 0;
        }
    } else if (PyUnicode_IS_ASCII(rep)) {
        for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(rep); i++)
            if (put(e, PyUnicode_READ_CHAR(rep, i), width, big) < 0) return -1;
        return 0;
    }
    adder_encode_raise(e, at, end, "surrogates not allowed");
    return -1;
}

static int encode_units(struct adder_encoder *e, int width, bool big)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(e->s);
    int kind = PyUnicode_KIND(e->s);
    const void *data = PyUnicode_DATA(e->s);
    for (Py_ssize_t i = 0; i < n;) {
        Py_UCS4 ch = PyUnicode_READ(kind, data, i);
        if (!Py_UNICODE_IS_SURROGATE(ch)) {
            if (put(e, ch, width, big) < 0) return -1;
            i++;
            continue;
        }
        Py_ssize_t next;
        PyObject *rep = adder_encode_error(e, i, i + 1, "surrogates not allowed", &next);
        if (rep == NULL) return -1;
        int rc = put_replacement(e, rep, i, i + 1, width, big);
        Py_DECREF(rep);
        if (rc < 0) return -1;
        i = next;
    }
    return 0;
}

static PyObject *encode(PyObject *s, const char *errors, int order, int width, const char *const names[3])
{
    if (!PyUnicode_Check(s)) {
        PyErr_BadArgument();
        return NULL;
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    if (n > PY_SSIZE_T_MAX / 4 - 1) return PyErr_NoMemory();
    struct adder_encoder e;
    if (adder_encoder_init(&e, names[order + 1], errors, s, (n + 1) * width) < 0) return NULL;
    bool big = (order == NATIVE ? HOST : order) == BIG;
    int rc = order == NATIVE ? put(&e, 0xFEFF, width, big) : 0;
    if (rc == 0) rc = encode_units(&e, width, big);
    return adder_encoder_finish(&e, rc);
}

PyObject *_PyUnicode_EncodeUTF16(PyObject *s, const char *errors, int byteorder)
{
    static const char *const names[3] = { "utf-16-le", "utf-16", "utf-16-be" };
    return encode(s, errors, byteorder, 2, names);
}

PyObject *_PyUnicode_EncodeUTF32(PyObject *s, const char *errors, int byteorder)
{
    static const char *const names[3] = { "utf-32-le", "utf-32", "utf-32-be" };
    return encode(s, errors, byteorder, 4, names);
}

PyObject *PyUnicode_AsUTF16String(PyObject *s) { return _PyUnicode_EncodeUTF16(s, NULL, 0); }
PyObject *PyUnicode_AsUTF32String(PyObject *s) { return _PyUnicode_EncodeUTF32(s, NULL, 0); }
