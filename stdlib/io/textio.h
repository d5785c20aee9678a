/* textio.h -- the inside of io.TextIOWrapper, shared by textio.c (the type, writing), textio_read.c and textio_seek.c. */
#ifndef ADDER_IO_TEXTIO_H
#define ADDER_IO_TEXTIO_H
#include "stdlib/io/io_internal.h"
#include "stdlib/io/text_codec.h"

#define TEXT_CHUNK 8192

struct textio {
    struct io_object base;
    PyObject *buffer;        /* owned; NULL before __init__ and after detach() */
    bool ready, detached;
    bool native;             /* buffer is a buffered file over a FileIO: its C functions are used */
    bool seekable, telling;  /* tell() works; not during iteration */
    bool has_read1;
    bool line_buffering, write_through;
    char finalizing;         /* _finalizing */
    struct text_codec codec;

    bool read_universal, read_translate; /* newline None: both; '': the first */
    PyObject *read_newline;  /* str that ends lines, NULL where universal; owned */
    const char *write_newline; /* what \n becomes, NULL: itself */

    char *pending;           /* encoded text not yet in the buffer; PyMem_Malloc */
    Py_ssize_t pending_len, pending_room;

    PyObject *decoded;       /* text read ahead; owned, NULL for none */
    Py_ssize_t used;         /* characters of it that the program has seen */
    bool has_snapshot;       /* the next two tell where `decoded` came from */
    unsigned long long snapshot_flags; /* decoder state before it */
    PyObject *snapshot_bytes; /* the bytes that were fed from there on; owned */
    Py_ssize_t chunk_size;
};

#define TEXTIO(o) ((struct textio *)(o))

/* buffered.c: for a native buffer that was not detached. */
int buffered_is_closed(PyObject *self);

/* textio.c */
int text_check(struct textio *t);                /* made and not detached, or ValueError and -1 */
int text_check_open(struct textio *t);           /* and not closed */
int text_write_out(struct textio *t);            /* pending text goes to the buffer; 0 or -1 */
void text_set_decoded(struct textio *t, STEALS_REF PyObject *text); /* NULL: nothing is read ahead */
void text_drop_snapshot(struct textio *t);

/* textio_read.c */
int text_read_chunk(struct textio *t, Py_ssize_t hint); /* more into `decoded`: 1, 0 at the end, -1 */
PyObject *textio_read(PyObject *self, PyObject *const *args);
PyObject *textio_readline(PyObject *self, PyObject *const *args);
PyObject *textio_iternext(PyObject *self);

/* textio_seek.c */
PyObject *textio_tell(PyObject *self, PyObject *const *args);
PyObject *textio_seek(PyObject *self, PyObject *const *args);

#endif
