/* textio_read.c -- reading text: chunks of bytes are decoded ahead, and lines and characters cut off that. */
#include "runtime/objects/str.h"
#include "stdlib/io/textio.h"

/* ---- chunks ---- */

/* The next bytes of the buffer. */
static PyObject *read_bytes(struct textio *t, Py_ssize_t n)
{
    PyObject *bytes;
    if (t->native) return buffered_read1_bytes(t->buffer, n);
    bytes = PyObject_CallMethod(t->buffer, t->has_read1 ? "read1" : "read", "n", n);
    if (bytes != NULL && !PyObject_CheckBuffer(bytes)) {
        PyErr_Format(PyExc_TypeError, "underlying %s() should have returned a bytes-like object, not '%.200s'",
                     t->has_read1 ? "read1" : "read", Py_TYPE(bytes)->tp_name);
        Py_CLEAR(bytes);
    }
    return bytes;
}

/* Remembers where the chunk was decoded from, for tell(). Consumes `before`. */
static int take_snapshot(struct textio *t, STEALS_REF PyObject *before, unsigned long long flags, const Py_buffer *chunk)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, PyBytes_GET_SIZE(before) + chunk->len);
    if (bytes != NULL) {
        memcpy(PyBytes_AS_STRING(bytes), PyBytes_AS_STRING(before), (size_t)PyBytes_GET_SIZE(before));
        memcpy(PyBytes_AS_STRING(bytes) + PyBytes_GET_SIZE(before), chunk->buf, (size_t)chunk->len);
        Py_XSETREF(t->snapshot_bytes, bytes);
        t->snapshot_flags = flags;
        t->has_snapshot = true;
    }
    Py_DECREF(before);
    return bytes == NULL ? -1 : 0;
}

int text_read_chunk(struct textio *t, Py_ssize_t hint)
{
    PyObject *before = NULL;
    unsigned long long flags = 0;
    Py_buffer chunk;
    if (!t->codec.decodes) {
        adder_io_unsupported("not readable");
        return -1;
    }
    if (t->telling && text_decoder_state(&t->codec, &before, &flags) < 0) return -1;
    PyObject *bytes = read_bytes(t, Py_MAX(t->chunk_size, hint));
    if (bytes == NULL || PyObject_GetBuffer(bytes, &chunk, PyBUF_SIMPLE) < 0) {
        Py_XDECREF(bytes);
        Py_XDECREF(before);
        return -1;
    }
    bool end = chunk.len == 0;
    PyObject *text = text_decode(&t->codec, chunk.buf, chunk.len, end);
    int rc = -1;
    if (text != NULL) {
        bool some = PyUnicode_GET_LENGTH(text) > 0;
        text_set_decoded(t, text);
        rc = before == NULL ? 0 : take_snapshot(t, Py_NewRef(before), flags, &chunk);
        if (rc == 0) rc = !end || some;
    }
    PyBuffer_Release(&chunk);
    Py_DECREF(bytes);
    Py_XDECREF(before);
    return rc;
}

/* Up to n characters (-1: all) of what is read ahead. */
static PyObject *take(struct textio *t, Py_ssize_t n)
{
    if (t->decoded == NULL) return Py_NewRef(ADDER_EMPTY_STR);
    Py_ssize_t have = PyUnicode_GET_LENGTH(t->decoded) - t->used;
    if (n < 0 || n > have) n = have;
    PyObject *text = t->used == 0 && n == have ? Py_NewRef(t->decoded) : PyUnicode_Substring(t->decoded, t->used, t->used + n);
    if (text != NULL) t->used += n;
    return text;
}

/* ---- read() ---- */

static PyObject *read_all(struct textio *t)
{
    PyObject *bytes = PyObject_CallMethodNoArgs(t->buffer, ID(read)), *text = NULL;
    Py_buffer view;
    if (bytes == NULL) return NULL;
    if (bytes == Py_None) {
        Py_DECREF(bytes);
        return PyErr_Format(PyExc_TypeError, "can't concat NoneType to bytes");
    }
    if (PyObject_GetBuffer(bytes, &view, PyBUF_SIMPLE) == 0) {
        text = text_decode(&t->codec, view.buf, view.len, true);
        PyBuffer_Release(&view);
    }
    Py_DECREF(bytes);
    if (text == NULL) return NULL;
    PyObject *first = take(t, -1);
    text_set_decoded(t, NULL);
    text_drop_snapshot(t);
    if (first == NULL || PyUnicode_GET_LENGTH(first) == 0) {
        Py_XDECREF(first);
        return first == NULL ? (Py_DECREF(text), NULL) : text;
    }
    PyObject *both = PyUnicode_Concat(first, text);
    Py_DECREF(first);
    Py_DECREF(text);
    return both;
}

/* Appends to *text, which is NULL at first; consumes `more`. */
static int append(PyObject **text, STEALS_REF PyObject *more)
{
    if (more == NULL) return -1;
    if (*text == NULL) {
        *text = more;
        return 0;
    }
    PyUnicode_AppendAndDel(text, more);
    return *text == NULL ? -1 : 0;
}

static PyObject *read_n(struct textio *t, Py_ssize_t n)
{
    PyObject *text = NULL;
    if (append(&text, take(t, n)) < 0) return NULL;
    while (PyUnicode_GET_LENGTH(text) < n) {
        Py_ssize_t rest = n - PyUnicode_GET_LENGTH(text);
        int rc = text_read_chunk(t, rest);
        if (rc < 0 && io_trap_eintr() > 0) continue;
        if (rc == 0) break;
        if (rc < 0 || append(&text, take(t, rest)) < 0) {
            Py_XDECREF(text);
            return NULL;
        }
    }
    return text;
}

PyObject *textio_read(PyObject *self, PyObject *const *args)
{
    struct textio *t = TEXTIO(self);
    Py_ssize_t n;
    if (io_size_arg(args[0], &n) < 0 || text_check_open(t) < 0) return NULL;
    if (!t->codec.decodes) return adder_io_unsupported("not readable");
    if (text_write_out(t) < 0) return NULL;
    return n < 0 ? read_all(t) : read_n(t, n);
}

/* ---- lines ---- */

/* A line under way. */
struct line {
    PyObject *text;    /* what earlier chunks gave; owned or NULL */
    PyObject *held;    /* start of a two-character line end, perhaps: searched again; owned or NULL */
    Py_ssize_t length; /* characters in `text` */
};

static void drop_line(struct line *line)
{
    Py_CLEAR(line->text);
    Py_CLEAR(line->held);
}

/* Looks for the end of the line in what is read ahead. 1: the line is complete in line->text; 0: more is needed; -1. */
static int scan_chunk(struct textio *t, struct line *line, Py_ssize_t limit)
{
    Py_ssize_t offset = 0, start = t->used, keep;
    PyObject *s = Py_NewRef(t->decoded);
    if (line->held != NULL) { /* in front of the chunk's rest */
        PyObject *rest = take(t, -1);
        offset = PyUnicode_GET_LENGTH(line->held);
        Py_SETREF(s, rest != NULL ? PyUnicode_Concat(line->held, rest) : NULL);
        Py_XDECREF(rest);
        Py_CLEAR(line->held);
        if (s == NULL) return -1;
        t->used = start;
        start = 0;
    }
    Py_ssize_t end = newline_find_end(t->read_translate, t->read_universal, t->read_newline, s, start, &keep);
    Py_ssize_t stop = end >= 0 ? end : keep;
    bool full = limit >= 0 && line->length + (stop - start) >= limit;
    if (full) stop = start + (limit - line->length);
    PyObject *part = start == 0 && stop == PyUnicode_GET_LENGTH(s) ? Py_NewRef(s) : PyUnicode_Substring(s, start, stop);
    int rc = append(&line->text, part);
    line->length += stop - start;
    Py_ssize_t total = PyUnicode_GET_LENGTH(s);
    bool done = end >= 0 || full;
    if (rc == 0 && !done && keep < total && (line->held = PyUnicode_Substring(s, keep, total)) == NULL) rc = -1;
    /* s is the chunk from t->used - `start` on, behind `offset` held characters */
    if (rc == 0) t->used = done ? t->used + (stop - start) - offset : PyUnicode_GET_LENGTH(t->decoded);
    Py_DECREF(s);
    return rc < 0 ? -1 : done;
}

static PyObject *read_line(struct textio *t, Py_ssize_t limit)
{
    struct line line = { 0 };
    for (;;) {
        if (t->decoded == NULL || t->used >= PyUnicode_GET_LENGTH(t->decoded)) {
            int rc = text_read_chunk(t, 0);
            if (rc < 0 && io_trap_eintr() > 0) continue;
            if (rc < 0) goto failed;
            if (rc == 0) { /* the end of the file ends the line */
                text_set_decoded(t, NULL);
                text_drop_snapshot(t);
                break;
            }
            if (PyUnicode_GET_LENGTH(t->decoded) == 0) continue;
        }
        int rc = scan_chunk(t, &line, limit);
        if (rc < 0) goto failed;
        if (rc > 0) return line.text;
    }
    if (line.held != NULL && append(&line.text, Py_NewRef(line.held)) < 0) goto failed;
    Py_CLEAR(line.held);
    return line.text != NULL ? line.text : Py_NewRef(ADDER_EMPTY_STR);
failed:
    drop_line(&line);
    return NULL;
}

static PyObject *line_of(struct textio *t, Py_ssize_t limit)
{
    if (text_check_open(t) < 0) return NULL;
    if (t->pending_len > 0 && text_write_out(t) < 0) return NULL;
    if (limit == 0) return Py_NewRef(ADDER_EMPTY_STR);
    return read_line(t, limit);
}

PyObject *textio_readline(PyObject *self, PyObject *const *args)
{
    Py_ssize_t limit;
    if (text_check(TEXTIO(self)) < 0 || adder_ssize_arg(args[0], &limit) < 0) return NULL;
    return line_of(TEXTIO(self), limit < 0 ? -1 : limit);
}

PyObject *textio_iternext(PyObject *self)
{
    struct textio *t = TEXTIO(self);
    if (text_check(t) < 0) return NULL;
    t->telling = false; /* positions within the chunks are not kept: iteration is quicker so */
    PyObject *line = Py_IS_TYPE(self, &adder_textio_type) ? line_of(t, -1) : PyObject_CallMethodNoArgs(self, ID(readline));
    if (line != NULL && !PyUnicode_Check(line)) {
        PyErr_Format(PyExc_OSError, "readline() should have returned a str object, not '%.200s'", Py_TYPE(line)->tp_name);
        Py_CLEAR(line);
    }
    if (line == NULL || PyUnicode_GET_LENGTH(line) > 0) return line;
    Py_DECREF(line);
    text_drop_snapshot(t);
    t->telling = t->seekable;
    return NULL;
}
