/* codecs.h -- how the codecs report what they cannot convert, and how a replacement comes back.
 *
 * A codec runs its own loop and calls adder_decode_error / adder_encode_error for a bad stretch. The well-known handlers are
 * done here without making an exception object; others are looked up and called as PEP 293 says. */
#ifndef ADDER_CODECS_H
#define ADDER_CODECS_H
#include "runtime/define.h"
#include <stdbool.h>
#include <string.h>

enum adder_error_mode {
    ADDER_ERR_STRICT, ADDER_ERR_IGNORE, ADDER_ERR_REPLACE, ADDER_ERR_SURROGATEESCAPE, ADDER_ERR_BACKSLASHREPLACE,
    ADDER_ERR_XMLCHARREFREPLACE, ADDER_ERR_OTHER /* by the registry */
};
enum adder_error_mode adder_error_mode(const char *errors); /* NULL is strict */

struct adder_decoder {
    const char *encoding, *errors; /* as messages and handlers name them */
    enum adder_error_mode mode;
    const char *start, *in, *end;  /* the input, and where the codec is */
    PyObject *object;              /* bytes that start points into once a handler saw the input; owned or NULL */
    PyObject *exc, *handler;       /* reused from error to error; owned or NULL */
    _PyUnicodeWriter out;
};
void adder_decoder_init(struct adder_decoder *d, const char *encoding, const char *errors, const char *s, Py_ssize_t n);
/* d->start[from:to] is bad. Writes the replacement, moves d->in (and the input, if the handler changed it). 0, or -1
 * with an exception. */
int adder_decode_error(struct adder_decoder *d, const char *from, const char *to, const char *reason);
/* The text, or NULL when rc < 0. Frees everything the decoder holds. */
NEW_REF PyObject *adder_decoder_finish(struct adder_decoder *d, int rc);

struct adder_encoder {
    const char *encoding, *errors;
    enum adder_error_mode mode;
    PyObject *s;             /* the text; borrowed */
    PyObject *exc, *handler; /* owned or NULL */
    PyObject *out;           /* bytes, larger than what was written; owned */
    Py_ssize_t pos;          /* bytes written */
};
int adder_encoder_init(struct adder_encoder *e, const char *encoding, const char *errors, PyObject *s, Py_ssize_t room);
/* Room for n more bytes: where to write them; the caller adds to e->pos. NULL with MemoryError. */
static inline char *adder_encoder_room(struct adder_encoder *e, Py_ssize_t n);
char *adder_encoder_grow(struct adder_encoder *e, Py_ssize_t n);
/* s[from:to] cannot be encoded. The replacement (str, or bytes that are output as they are) and in *next where to go on.
 * NULL with an exception. */
NEW_REF PyObject *adder_encode_error(struct adder_encoder *e, Py_ssize_t from, Py_ssize_t to, const char *reason, Py_ssize_t *next);
/* Raises UnicodeEncodeError for s[from:to]; always NULL. */
PyObject *adder_encode_raise(struct adder_encoder *e, Py_ssize_t from, Py_ssize_t to, const char *reason);
NEW_REF PyObject *adder_encoder_finish(struct adder_encoder *e, int rc);

static inline char *adder_encoder_room(struct adder_encoder *e, Py_ssize_t n)
{
    if (ADDER_LIKELY(n <= PyBytes_GET_SIZE(e->out) - e->pos)) return PyBytes_AS_STRING(e->out) + e->pos;
    return adder_encoder_grow(e, n);
}

/* Where the first byte >= 0x80 is, or end. */
static inline const char *adder_skip_ascii(const char *p, const char *end)
{
    while (end - p >= 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        if (w & 0x8080808080808080u) break;
        p += 8;
    }
    while (p < end && !(*p & 0x80)) p++;
    return p;
}

/* Lower case, '_' for everything but letters, digits and '.': into buf, cut at its size. 0 when it did not fit. */
int adder_encoding_normalize(const char *name, char *buf, size_t size);

/* The two most important encodings, for those who must not import anything. */
enum adder_known_encoding {
    ADDER_ENC_OTHER, ADDER_ENC_UTF8, ADDER_ENC_LATIN1, ADDER_ENC_ASCII, ADDER_ENC_UTF16, ADDER_ENC_UTF16LE, ADDER_ENC_UTF16BE,
    ADDER_ENC_UTF32, ADDER_ENC_UTF32LE, ADDER_ENC_UTF32BE, ADDER_ENC_UTF7, ADDER_ENC_UNICODE_ESCAPE, ADDER_ENC_RAW_UNICODE_ESCAPE
};
enum adder_known_encoding adder_encoding_known(const char *name);
#endif
