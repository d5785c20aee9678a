/* codec_utf7.c -- UTF-7 (RFC 2152): ASCII, and everything else as base64 of UTF-16 between '+' and '-'. */
#include "runtime/objects/str.h"
#include "runtime/text/codecs.h"

static int base64_value(unsigned char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* ---- decoding ---------------------------------------------------------------------------------------------------------- */

struct shift {
    bool on;
    int bits;            /* of buffer, not yet a unit */
    unsigned long buffer;
    Py_UCS4 surrogate;   /* a high one that waits for its low one, or 0 */
    Py_ssize_t start;    /* index of the '+' */
    Py_ssize_t out;      /* characters written before it */
};

static int write_unit(struct adder_decoder *d, struct shift *sh, Py_UCS4 unit)
{
    if (sh->surrogate) {
        Py_UCS4 high = sh->surrogate;
        sh->surrogate = 0;
        if (Py_UNICODE_IS_LOW_SURROGATE(unit)) return _PyUnicodeWriter_WriteChar(&d->out, Py_UNICODE_JOIN_SURROGATES(high, unit));
        if (_PyUnicodeWriter_WriteChar(&d->out, high) < 0) return -1;
    }
    if (Py_UNICODE_IS_HIGH_SURROGATE(unit)) {
        sh->surrogate = unit;
        return 0;
    }
    return _PyUnicodeWriter_WriteChar(&d->out, unit);
}

/* A character that is not base64 ends the sequence. *error: why it must not. 0 or -1. */
static int end_shift(struct adder_decoder *d, struct shift *sh, unsigned char c, const char **error)
{
    sh->on = false;
    *error = NULL;
    if (sh->bits >= 6) *error = "partial character in base64 sequence";
    else if (sh->bits > 0 && sh->buffer != 0) *error = "non-zero padding bits in shift sequence";
    if (*error != NULL) {
        d->in++;
        return 0;
    }
    if (sh->surrogate && c < 128 && c != '+') {
        if (_PyUnicodeWriter_WriteChar(&d->out, sh->surrogate) < 0) return -1;
    }
    sh->surrogate = 0;
    if (c == '-') d->in++;
    return 0;
}

static int decode_shifted(struct adder_decoder *d, struct shift *sh, const char **error)
{
    int v = base64_value((unsigned char)*d->in);
    if (v < 0) return end_shift(d, sh, (unsigned char)*d->in, error);
    d->in++;
    sh->buffer = sh->buffer << 6 | (unsigned long)v;
    sh->bits += 6;
    if (sh->bits < 16) return 0;
    sh->bits -= 16;
    Py_UCS4 unit = (Py_UCS4)(sh->buffer >> sh->bits);
    sh->buffer &= (1ul << sh->bits) - 1;
    return write_unit(d, sh, unit);
}

static int decode_plain(struct adder_decoder *d, struct shift *sh, const char **error)
{
    unsigned char c = (unsigned char)*d->in++;
    sh->start = d->in - 1 - d->start;
    if (c >= 128) {
        *error = "unexpected special character";
        return 0;
    }
    if (c != '+') return _PyUnicodeWriter_WriteChar(&d->out, c);
    if (d->in < d->end && *d->in == '-') {
        d->in++;
        return _PyUnicodeWriter_WriteChar(&d->out, '+');
    }
    if (d->in < d->end && base64_value((unsigned char)*d->in) < 0) {
        d->in++;
        *error = "ill-formed sequence";
        return 0;
    }
    *sh = (struct shift){ .on = true, .start = sh->start, .out = d->out.pos };
    return 0;
}

static int decode(struct adder_decoder *d, Py_ssize_t *consumed)
{
    struct shift sh = { 0 };
    for (;;) {
        while (d->in < d->end) {
            const char *error = NULL;
            if ((sh.on ? decode_shifted(d, &sh, &error) : decode_plain(d, &sh, &error)) < 0) return -1;
            if (error != NULL && adder_decode_error(d, d->start + sh.start, d->in, error) < 0) return -1;
        }
        if (!sh.on || consumed != NULL) break;
        sh.on = false;
        if (!sh.surrogate && sh.bits < 6 && !(sh.bits > 0 && sh.buffer != 0)) break;
        if (adder_decode_error(d, d->start + sh.start, d->end, "unterminated shift sequence") < 0) return -1;
        if (d->in >= d->end) break;
    }
    if (consumed == NULL) return 0;
    if (sh.on) d->out.pos = sh.out; /* comes again, with more */
    *consumed = sh.on ? sh.start : d->in - d->start;
    return 0;
}

PyObject *PyUnicode_DecodeUTF7Stateful(const char *s, Py_ssize_t size, const char *errors, Py_ssize_t *consumed)
{
    struct adder_decoder d;
    adder_decoder_init(&d, "utf7", errors, s, size);
    PyObject *text = adder_decoder_finish(&d, decode(&d, consumed));
    if (text == NULL || PyUnicode_IS_ASCII(text)) return text;
    Py_SETREF(text, PyUnicode_FromKindAndData(PyUnicode_KIND(text), PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text))); /* cut off wide ones */
    return text;
}

PyObject *PyUnicode_DecodeUTF7(const char *s, Py_ssize_t size, const char *errors) { return PyUnicode_DecodeUTF7Stateful(s, size, errors, NULL); }

/* ---- encoding ---------------------------------------------------------------------------------------------------------- */

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* May it be written as itself? */
static bool is_direct(Py_UCS4 ch, bool optional, bool space)
{
    if (ch == 0 || ch >= 128) return false;
    if (ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r') return space;
    if ((ch >= '0' && ch <= '9') || ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'z')) return true;
    if (strchr("'(),-./:?", (int)ch)) return true;
    return optional && strchr("!\"#$%&*;<=>@[]^_`{|}", (int)ch) != NULL;
}

static char *put_unit(char *to, Py_UCS4 unit, int *bits, unsigned long *buffer)
{
    *buffer = *buffer << 16 | unit;
    for (*bits += 16; *bits >= 6; *bits -= 6) *to++ = base64[*buffer >> (*bits - 6) & 63];
    *buffer &= 63;
    return to;
}

PyObject *_PyUnicode_EncodeUTF7(PyObject *s, int encode_optional, int encode_space, const char *errors)
{
    struct adder_encoder e;
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    if (adder_encoder_init(&e, "utf7", errors, s, n) < 0) return NULL;
    bool shifted = false;
    int bits = 0;
    unsigned long buffer = 0;
    for (Py_ssize_t i = 0; i <= n; i++) {
        Py_UCS4 ch = i < n ? PyUnicode_READ_CHAR(s, i) : 0;
        bool direct = i < n && is_direct(ch, !encode_optional, !encode_space);
        char *start = adder_encoder_room(&e, 16), *to = start;
        if (start == NULL) return adder_encoder_finish(&e, -1);
        if (shifted && (direct || i == n)) { /* '-' where what follows could belong to the base64 */
            if (bits) *to++ = base64[buffer << (6 - bits) & 63];
            if (i == n || base64_value((unsigned char)ch) >= 0 || ch == '-') *to++ = '-';
            shifted = false;
            bits = 0;
            buffer = 0;
        }
        if (direct) {
            *to++ = (char)ch;
        } else if (i < n && ch == '+' && !shifted) {
            *to++ = '+';
            *to++ = '-';
        } else if (i < n) {
            if (!shifted) *to++ = '+';
            shifted = true;
            if (ch >= 0x10000) {
                to = put_unit(to, Py_UNICODE_HIGH_SURROGATE(ch), &bits, &buffer);
                ch = Py_UNICODE_LOW_SURROGATE(ch);
            }
            to = put_unit(to, ch, &bits, &buffer);
        }
        e.pos += to - start;
    }
    return adder_encoder_finish(&e, 0);
}
