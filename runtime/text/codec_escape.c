/* codec_escape.c -- unicode_escape and raw_unicode_escape: text as Python source would write it between quotes. */
#include "runtime/objects/str_impl.h"
#include "runtime/text/codecs.h"
#include "runtime/text/unicode.h"

static const char hexdigits[] = "0123456789abcdef";

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* How an escape ended. */
enum outcome { WRITTEN, BAD, PARTIAL, FAILED };

/* `digits` hexadecimal digits at d->in. On BAD and PARTIAL d->in is at the first that is none. */
static enum outcome read_hex(struct adder_decoder *d, int digits, Py_UCS4 *ch)
{
    *ch = 0;
    for (int i = 0; i < digits; i++, d->in++) {
        int v = d->in < d->end ? hex_value(*d->in) : -1;
        if (v < 0) return d->in < d->end ? BAD : PARTIAL;
        *ch = *ch << 4 | (Py_UCS4)v;
    }
    return WRITTEN;
}

static enum outcome write_char(struct adder_decoder *d, Py_UCS4 ch)
{
    return _PyUnicodeWriter_WriteChar(&d->out, ch) < 0 ? FAILED : WRITTEN;
}

/* \N{...}, d->in after the N. */
static enum outcome read_name(struct adder_decoder *d, const char **reason)
{
    *reason = "malformed \\N character escape";
    if (d->in >= d->end) return PARTIAL;
    if (*d->in != '{') return BAD;
    const char *name = ++d->in;
    while (d->in < d->end && *d->in != '}') d->in++;
    if (d->in >= d->end) return PARTIAL;
    if (d->in == name) {
        d->in++;
        return BAD;
    }
    Py_UCS4 ch = adder_unicode_lookup(name, (size_t)(d->in - name));
    d->in++;
    if (ch != (Py_UCS4)-1) return write_char(d, ch);
    *reason = "unknown Unicode character name";
    return BAD;
}

struct escape_notes {
    int first_invalid;             /* character (or, above 0xff, octal value) of the first invalid escape; -1 */
    const char *first_invalid_ptr; /* the backslash's successor; NULL */
};

/* One escape, d->in after the backslash. */
static enum outcome read_escape(struct adder_decoder *d, struct escape_notes *notes, const char **reason)
{
    if (d->in >= d->end) {
        *reason = "\\ at end of string";
        return PARTIAL;
    }
    unsigned char c = (unsigned char)*d->in++;
    Py_UCS4 ch;
    enum outcome outcome;
    switch (c) {
    case '\n': return WRITTEN;
    case '\\': case '\'': case '"': return write_char(d, c);
    case 'a': return write_char(d, '\a');
    case 'b': return write_char(d, '\b');
    case 'f': return write_char(d, '\f');
    case 'n': return write_char(d, '\n');
    case 'r': return write_char(d, '\r');
    case 't': return write_char(d, '\t');
    case 'v': return write_char(d, '\v');
    case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7':
        ch = c - '0';
        for (int i = 0; i < 2 && d->in < d->end && *d->in >= '0' && *d->in <= '7'; i++) ch = ch << 3 | (Py_UCS4)(*d->in++ - '0');
        if (ch > 0xff && notes->first_invalid == -1) {
            notes->first_invalid = (int)ch;
            notes->first_invalid_ptr = d->in - 3;
        }
        return write_char(d, ch);
    case 'x':
        *reason = "truncated \\xXX escape";
        outcome = read_hex(d, 2, &ch);
        return outcome == WRITTEN ? write_char(d, ch) : outcome;
    case 'u':
        *reason = "truncated \\uXXXX escape";
        outcome = read_hex(d, 4, &ch);
        return outcome == WRITTEN ? write_char(d, ch) : outcome;
    case 'U':
        *reason = "truncated \\UXXXXXXXX escape";
        outcome = read_hex(d, 8, &ch);
        if (outcome == WRITTEN && ch > 0x10ffff) {
            *reason = "illegal Unicode character";
            return BAD;
        }
        return outcome == WRITTEN ? write_char(d, ch) : outcome;
    case 'N': return read_name(d, reason);
    }
    if (notes->first_invalid == -1) {
        notes->first_invalid = c;
        notes->first_invalid_ptr = d->in - 1;
    }
    return write_char(d, '\\') == FAILED ? FAILED : write_char(d, c);
}

static int decode_escapes(struct adder_decoder *d, Py_ssize_t *consumed, struct escape_notes *notes)
{
    while (d->in < d->end) {
        const char *p = memchr(d->in, '\\', (size_t)(d->end - d->in)), *reason = NULL;
        if (p == NULL) p = d->end;
        if (_PyUnicodeWriter_WriteLatin1String(&d->out, d->in, p - d->in) < 0) return -1;
        d->in = p;
        if (p == d->end) break;
        d->in++;
        switch (read_escape(d, notes, &reason)) {
        case WRITTEN: continue;
        case FAILED: return -1;
        case PARTIAL:
            if (consumed != NULL) {
                d->in = p;
                goto done;
            } /* fall through */
        case BAD:
            if (adder_decode_error(d, p, d->in, reason) < 0) return -1;
        }
    }
done:
    if (consumed != NULL) *consumed = d->in - d->start;
    return 0;
}

PyObject *_PyUnicode_DecodeUnicodeEscapeInternal2(const char *s, Py_ssize_t size, const char *errors, Py_ssize_t *consumed,
                                                  int *first_invalid_char, const char **first_invalid_ptr)
{
    struct escape_notes notes = { -1, NULL };
    struct adder_decoder d;
    adder_decoder_init(&d, "unicodeescape", errors, s, size);
    PyObject *text = adder_decoder_finish(&d, decode_escapes(&d, consumed, &notes));
    *first_invalid_char = notes.first_invalid;
    if (first_invalid_ptr != NULL) *first_invalid_ptr = notes.first_invalid_ptr;
    return text;
}

PyObject *_PyUnicode_DecodeUnicodeEscapeInternal(const char *s, Py_ssize_t size, const char *errors, Py_ssize_t *consumed,
                                                 const char **first_invalid)
{
    int c;
    return _PyUnicode_DecodeUnicodeEscapeInternal2(s, size, errors, consumed, &c, first_invalid);
}

PyObject *_PyUnicode_DecodeUnicodeEscapeStateful(const char *s, Py_ssize_t size, const char *errors, Py_ssize_t *consumed)
{
    int c;
    const char *at;
    PyObject *text = _PyUnicode_DecodeUnicodeEscapeInternal2(s, size, errors, consumed, &c, &at);
    if (text == NULL || c == -1) return text;
    int rc = c > 0xff ? PyErr_WarnFormat(PyExc_DeprecationWarning, 1, "invalid octal escape sequence '\\%o'", c)
                      : PyErr_WarnFormat(PyExc_DeprecationWarning, 1, "invalid escape sequence '\\%c'", c);
    if (rc < 0) Py_CLEAR(text);
    return text;
}

PyObject *PyUnicode_DecodeUnicodeEscape(const char *s, Py_ssize_t size, const char *errors)
{
    return _PyUnicode_DecodeUnicodeEscapeStateful(s, size, errors, NULL);
}

static char *put_escape(char *to, char letter, Py_UCS4 ch, int digits)
{
    *to++ = '\\';
    *to++ = letter;
    for (int i = digits - 1; i >= 0; i--) *to++ = hexdigits[ch >> 4 * i & 15];
    return to;
}

static char *escape_char(char *to, Py_UCS4 ch)
{
    if (ch >= 0x10000) return put_escape(to, 'U', ch, 8);
    if (ch >= 0x100) return put_escape(to, 'u', ch, 4);
    if (ch >= ' ' && ch < 0x7f && ch != '\\') {
        *to++ = (char)ch;
        return to;
    }
    char letter = ch == '\t' ? 't' : ch == '\n' ? 'n' : ch == '\r' ? 'r' : ch == '\\' ? '\\' : 0;
    if (letter == 0) return put_escape(to, 'x', ch, 2);
    *to++ = '\\';
    *to++ = letter;
    return to;
}

/* Each character of s by `one`, which writes at most 10 bytes. */
static PyObject *escape_all(PyObject *s, char *(*one)(char *, Py_UCS4))
{
    if (!PyUnicode_Check(s)) {
        PyErr_BadArgument();
        return NULL;
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    struct adder_encoder e;
    if (adder_encoder_init(&e, "unicodeescape", NULL, s, n) < 0) return NULL;
    int rc = 0;
    for (Py_ssize_t i = 0; i < n && rc == 0; i++) {
        char *to = adder_encoder_room(&e, 10);
        if (to == NULL) rc = -1;
        else e.pos += one(to, PyUnicode_READ_CHAR(s, i)) - to;
    }
    return adder_encoder_finish(&e, rc);
}

PyObject *PyUnicode_AsUnicodeEscapeString(PyObject *s) { return escape_all(s, escape_char); }

/* ---- raw ----------------------------------------------------------------------------------------------------------- */

static int decode_raw(struct adder_decoder *d, Py_ssize_t *consumed)
{
    while (d->in < d->end) {
        const char *p = memchr(d->in, '\\', (size_t)(d->end - d->in));
        if (p == NULL) p = d->end;
        if (_PyUnicodeWriter_WriteLatin1String(&d->out, d->in, p - d->in) < 0) return -1;
        d->in = p;
        if (p == d->end) break;
        if (d->end - p < 2 && consumed != NULL) break;
        char letter = d->end - p < 2 ? 0 : p[1];
        if (letter != 'u' && letter != 'U') { /* both go out as they are; a second backslash starts nothing */
            Py_ssize_t n = d->end - p < 2 ? 1 : 2;
            if (_PyUnicodeWriter_WriteLatin1String(&d->out, p, n) < 0) return -1;
            d->in += n;
            continue;
        }
        d->in += 2;
        Py_UCS4 ch;
        enum outcome outcome = read_hex(d, letter == 'u' ? 4 : 8, &ch);
        const char *reason = letter == 'u' ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
        if (outcome == PARTIAL && consumed != NULL) {
            d->in = p;
            break;
        }
        if (outcome == WRITTEN && ch > 0x10ffff) {
            outcome = BAD;
            reason = "\\Uxxxxxxxx out of range";
        }
        if (outcome == WRITTEN ? write_char(d, ch) == FAILED : adder_decode_error(d, p, d->in, reason) < 0) return -1;
    }
    if (consumed != NULL) *consumed = d->in - d->start;
    return 0;
}

PyObject *_PyUnicode_DecodeRawUnicodeEscapeStateful(const char *s, Py_ssize_t size, const char *errors, Py_ssize_t *consumed)
{
    struct adder_decoder d;
    adder_decoder_init(&d, "rawunicodeescape", errors, s, size);
    return adder_decoder_finish(&d, decode_raw(&d, consumed));
}

PyObject *PyUnicode_DecodeRawUnicodeEscape(const char *s, Py_ssize_t size, const char *errors)
{
    return _PyUnicode_DecodeRawUnicodeEscapeStateful(s, size, errors, NULL);
}

static char *escape_raw(char *to, Py_UCS4 ch)
{
    if (ch >= 0x10000) return put_escape(to, 'U', ch, 8);
    if (ch >= 0x100) return put_escape(to, 'u', ch, 4);
    *to++ = (char)ch;
    return to;
}

PyObject *PyUnicode_AsRawUnicodeEscapeString(PyObject *s) { return escape_all(s, escape_raw); }
