/* text_codec.h -- how a text file decodes and encodes: natively for UTF-8, ASCII and Latin-1, else through the codec
 * registry's incremental objects. */
#ifndef ADDER_IO_TEXT_CODEC_H
#define ADDER_IO_TEXT_CODEC_H
#include "stdlib/io/io_internal.h"

enum text_kind { TEXT_UTF8, TEXT_ASCII, TEXT_LATIN1, TEXT_OTHER };

struct text_codec {
    enum text_kind kind;
    PyObject *encoding, *errors; /* str as given; owned */
    const char *errors_text;     /* in `errors`; NULL for strict */
    bool decodes, encodes;       /* which directions there are */
    char pending[8];             /* native: bytes of an incomplete character */
    int pending_len;
    bool universal;              /* line ends go through `newline` */
    struct newline_state newline;
    PyObject *decoder, *encoder; /* TEXT_OTHER: incremental objects; owned or NULL */
};

/* Fills a zeroed codec. 0, or -1 with an exception (LookupError for an unknown or no text encoding) and nothing held. */
int text_codec_init(struct text_codec *c, PyObject *encoding, PyObject *errors, bool decodes, bool encodes);
void text_codec_clear(struct text_codec *c);
int text_codec_traverse(struct text_codec *c, visitproc visit, void *arg);

/* The characters of n more bytes, line ends treated; `final`: no more will come. NULL with an exception. */
NEW_REF PyObject *text_decode(struct text_codec *c, const char *s, Py_ssize_t n, bool final);
/* State between two bytes: those taken but not decoded, and a number. 0 or -1. */
int text_decoder_state(struct text_codec *c, PyObject **bytes, unsigned long long *flags);
/* Back to a state without bytes; flags 0 starts anew. 0 or -1. */
int text_decoder_set(struct text_codec *c, unsigned long long flags);

/* bytes of a str. */
NEW_REF PyObject *text_encode(struct text_codec *c, PyObject *text);
/* At the start of the file, or elsewhere (no byte order mark then). 0 or -1. */
int text_encoder_reset(struct text_codec *c, bool start);

#endif
