/* io_internal.h -- what the files of module _io say to each other. */
#ifndef ADDER_IO_INTERNAL_H
#define ADDER_IO_INTERNAL_H
#include "runtime/define.h"
#include <stdbool.h>
#include <string.h>
#include <sys/types.h>

typedef int64_t Py_off_t;

#define IO_BUFFER_SIZE 8192

/* The head of every file object. */
struct io_object {
    PyObject_HEAD
    PyObject *dict, *weakrefs;
    bool base_closed; /* _IOBase.close() ran */
};
#define IO_OFFSETS .tp_dictoffset = offsetof(struct io_object, dict), .tp_weaklistoffset = offsetof(struct io_object, weakrefs)
#define IO_FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC)

extern PyTypeObject adder_iobase_type, adder_rawiobase_type, adder_bufferediobase_type, adder_textiobase_type;
extern PyTypeObject adder_fileio_type, adder_bytesio_type, adder_bytesio_buffer_type, adder_stringio_type;
extern PyTypeObject adder_buffered_reader_type, adder_buffered_writer_type, adder_buffered_random_type, adder_buffered_pair_type;
extern PyTypeObject adder_textio_type, adder_newline_decoder_type;

/* ---- iobase.c */
/* io.UnsupportedOperation; borrowed, NULL with an exception. */
BORROWED_REF PyObject *adder_io_unsupported_type(void);
/* Raises it with a text; always NULL. */
PyObject *adder_io_unsupported(const char *text);
int io_traverse(PyObject *self, visitproc visit, void *arg);
int io_clear(PyObject *self);
/* Calls the finaliser (close) as deallocation does: -1 when the object came back to life. Untracks and clears the head. */
int io_begin_dealloc(PyObject *self);
/* obj.attribute as a truth value; -1 with an exception. */
int io_flag(PyObject *obj, PyObject *attribute);
/* "I/O operation on closed file." when obj.closed. 0 or -1. */
int io_check_closed(PyObject *obj);
/* The remaining bytes: whether an OSError is an EINTR and was handled: 1 retry, 0 not, -1 the handler raised. */
int io_trap_eintr(void);
/* A size argument: None is -1. 0, or -1 with TypeError. */
int io_size_arg(PyObject *arg, Py_ssize_t *size);
/* Writable bytes of an argument ("read-write bytes-like object"). 0 or -1. */
int io_writable_arg(PyObject *arg, const char *function, Py_buffer *view);
/* A bytes-like argument. 0 or -1. */
int io_bytes_arg(PyObject *arg, Py_buffer *view);
/* A file position from an object; -1 with an exception. */
Py_off_t io_offset(PyObject *obj, PyObject *error);
/* obj.name for a repr: a new reference, NULL without an exception when it has none. */
NEW_REF PyObject *io_name(PyObject *obj);

/* ---- fileio.c: on an exact FileIO, without Python calls. */
enum { IO_ERROR = -1, IO_WOULD_BLOCK = -2 };
Py_ssize_t fileio_read_some(PyObject *self, char *to, Py_ssize_t n);        /* bytes, 0 at the end, or one of the above */
Py_ssize_t fileio_write_some(PyObject *self, const char *from, Py_ssize_t n);
NEW_REF PyObject *fileio_make(PyObject *file, const char *mode, bool closefd, PyObject *opener);
int fileio_fd(PyObject *self); /* -1: closed */

/* ---- buffered.c */
NEW_REF PyObject *buffered_make(PyTypeObject *type, PyObject *raw, Py_ssize_t size);
/* For text files: direct ways into an exact BufferedReader/Writer/Random; buffered_is_native says whether they may be used. */
bool buffered_is_native(PyObject *self);
int buffered_write_bytes(PyObject *self, const char *s, Py_ssize_t n);      /* 0 or -1 */
int buffered_flush_now(PyObject *self);                                     /* 0 or -1 */
NEW_REF PyObject *buffered_read1_bytes(PyObject *self, Py_ssize_t n);       /* bytes; NULL with an exception */

/* ---- textio.c */
struct text_options {
    PyObject *encoding; /* str or NULL: the locale's */
    PyObject *errors;   /* str or NULL: strict */
    const char *newline; /* or NULL */
    bool line_buffering, write_through;
};
NEW_REF PyObject *textio_make(PyObject *buffer, const struct text_options *options);
int textio_set_mode(PyObject *self, const char *mode); /* the attribute `mode` */

/* ---- newline.c: universal newlines, for text files and io.StringIO. */
enum { SEEN_CR = 1, SEEN_LF = 2, SEEN_CRLF = 4 };
struct newline_state {
    bool translate, pending_cr;
    unsigned char seen;
};
/* Takes text (its reference) through: a held back \r joins, translation as asked. NULL with an exception. */
NEW_REF PyObject *newline_process(struct newline_state *st, STEALS_REF PyObject *text, bool final);
/* None, a str, or a tuple of those seen. */
NEW_REF PyObject *newline_seen(const struct newline_state *st);
/* Where a line of s ends from `start` on: the index after its end. -1: no end, and *endpos is how much to keep out of the
 * next search. readnl NULL with universal/translated says which ends count. */
Py_ssize_t newline_find_end(bool translated, bool universal, PyObject *readnl, PyObject *s, Py_ssize_t start, Py_ssize_t *endpos);

/* ---- io.c */
NEW_REF PyObject *io_open_file(PyObject *file, const char *mode, int buffering, PyObject *encoding, PyObject *errors, const char *newline,
                               bool newline_given, bool closefd, PyObject *opener);
#endif
