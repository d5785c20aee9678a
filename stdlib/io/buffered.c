/* buffered.c -- BufferedReader, BufferedWriter and BufferedRandom: a buffer before a raw file.
 *
 * The buffer holds either bytes read ahead (at .. end, at being the next one) or bytes to be written (0 .. end), never
 * both: a BufferedRandom that changes direction first gives the raw file its logical position back, or writes out. The raw
 * file is an object with any methods; an exact FileIO is used directly. A lock of the file's own serialises threads,
 * since the raw file may let others run. */
#include "runtime/memory/memory.h"
#include "runtime/objects/str.h"
#include "stdlib/io/io_internal.h"
#include <errno.h>
#include <pthread.h>
#include <structmember.h>

struct buffered {
    struct io_object base;
    PyObject *raw;      /* owned; NULL before __init__ and after detach() */
    bool ready, detached, readable, writable;
    bool native;        /* raw is an exact FileIO, and self an exact type of this file */
    char finalizing;    /* _finalizing */
    char *buffer;       /* size bytes; PyMem_Malloc */
    Py_ssize_t size;
    bool dirty;         /* the buffer holds bytes to be written */
    Py_ssize_t at, end; /* see above; at is 0 when dirty */
    Py_off_t raw_position; /* of the raw file as last known; -1: not known */
    PyThread_type_lock lock;
    unsigned long owner; /* thread that holds it, 0: none */
};

#define BUFFERED(o) ((struct buffered *)(o))

/* ---- the file's state ---- */

static int check_ready(struct buffered *b)
{
    if (b->ready) return 0;
    PyErr_SetString(PyExc_ValueError, b->detached ? "raw stream has been detached" : "I/O operation on uninitialized object");
    return -1;
}

/* Is it closed? -1 with an exception. */
static int is_closed(struct buffered *b)
{
    if (b->native) return fileio_fd(b->raw) < 0;
    return io_flag(b->raw, ID(closed));
}

/* `message` names the operation; -1 with ValueError when closed. */
static int check_open(struct buffered *b, const char *message)
{
    if (check_ready(b) < 0) return -1;
    int closed = is_closed(b);
    if (closed > 0) PyErr_SetString(PyExc_ValueError, message);
    return closed == 0 ? 0 : -1;
}

static int enter(struct buffered *b)
{
    unsigned long me = PyThread_get_thread_ident();
    if (PyThread_acquire_lock(b->lock, NOWAIT_LOCK) == 0) {
        if (b->owner == me) {
            PyErr_Format(PyExc_RuntimeError, "reentrant call inside %R", (PyObject *)b);
            return -1;
        }
        Py_BEGIN_ALLOW_THREADS
        PyThread_acquire_lock(b->lock, WAIT_LOCK);
        Py_END_ALLOW_THREADS
    }
    b->owner = me;
    return 0;
}

static void leave(struct buffered *b)
{
    b->owner = 0;
    PyThread_release_lock(b->lock);
}

static void forget(struct buffered *b)
{
    b->at = b->end = 0;
    b->dirty = false;
}

static Py_ssize_t ahead(const struct buffered *b) { return b->dirty ? 0 : b->end - b->at; }

/* ---- the raw file ---- */

/* A count that a raw method gave: the count, IO_WOULD_BLOCK for None, IO_ERROR. Consumes r. */
static Py_ssize_t raw_count(PyObject *r, Py_ssize_t most, const char *function)
{
    if (r == NULL) return IO_ERROR;
    if (r == Py_None) {
        Py_DECREF(r);
        return IO_WOULD_BLOCK;
    }
    Py_ssize_t n = PyNumber_AsSsize_t(r, PyExc_ValueError);
    Py_DECREF(r);
    if (n == -1 && PyErr_Occurred()) {
        if (strcmp(function, "readinto()") == 0) _PyErr_FormatFromCause(PyExc_OSError, "raw readinto() failed");
        return IO_ERROR;
    }
    if (n >= 0 && n <= most) return n;
    PyErr_Format(PyExc_OSError, "raw %s returned invalid length %zd (should have been between 0 and %zd)", function, n, most);
    return IO_ERROR;
}

static Py_ssize_t raw_call(struct buffered *b, PyObject *method, char *bytes, Py_ssize_t n, int access, const char *function)
{
    PyObject *view = PyMemoryView_FromMemory(bytes, n, access), *r;
    if (view == NULL) return IO_ERROR;
    do r = PyObject_CallMethodOneArg(b->raw, method, view);
    while (r == NULL && io_trap_eintr() > 0);
    Py_DECREF(view);
    return raw_count(r, n, function);
}

static Py_ssize_t raw_read(struct buffered *b, char *to, Py_ssize_t n)
{
    Py_ssize_t got = b->native ? fileio_read_some(b->raw, to, n) : raw_call(b, ID(readinto), to, n, PyBUF_WRITE, "readinto()");
    if (got > 0 && b->raw_position >= 0) b->raw_position += got;
    return got;
}

static Py_ssize_t raw_write(struct buffered *b, const char *from, Py_ssize_t n)
{
    Py_ssize_t put = b->native ? fileio_write_some(b->raw, from, n) : raw_call(b, ID(write), (char *)from, n, PyBUF_READ, "write()");
    if (put > 0 && b->raw_position >= 0) b->raw_position += put;
    return put;
}

static Py_off_t checked_position(struct buffered *b, PyObject *r, const char *function)
{
    if (r == NULL) return -1;
    Py_off_t n = io_offset(r, PyExc_ValueError);
    Py_DECREF(r);
    if (n < 0) {
        if (!PyErr_Occurred()) PyErr_Format(PyExc_OSError, "Raw stream returned invalid position %lld", (long long)n);
        (void)function;
        return -1;
    }
    b->raw_position = n;
    return n;
}

static Py_off_t raw_tell(struct buffered *b) { return checked_position(b, PyObject_CallMethodNoArgs(b->raw, ID(tell)), "tell"); }

static Py_off_t raw_seek(struct buffered *b, Py_off_t to, int whence)
{
    return checked_position(b, PyObject_CallMethod(b->raw, "seek", "Li", (long long)to, whence), "seek");
}

/* ---- writing out ---- */

/* BlockingIOError with the number of bytes that were taken. */
static void would_block(const char *text, Py_ssize_t written)
{
    PyErr_Clear();
    PyObject *e = PyObject_CallFunction(PyExc_BlockingIOError, "isn", EAGAIN, text, written);
    if (e != NULL) PyErr_SetObject(PyExc_BlockingIOError, e);
    Py_XDECREF(e);
}

/* Writes the buffer out. What the raw file did not take stays. */
static int write_out(struct buffered *b)
{
    while (b->dirty && b->end > 0) {
        Py_ssize_t n = raw_write(b, b->buffer, b->end);
        if (n == IO_WOULD_BLOCK) would_block("write could not complete without blocking", 0);
        if (n < 0) return -1;
        memmove(b->buffer, b->buffer + n, (size_t)(b->end - n));
        b->end -= n;
        if (b->end > 0 && PyErr_CheckSignals() < 0) return -1;
    }
    if (b->dirty) forget(b);
    return 0;
}

/* Before writing: bytes read ahead are given back, so that the raw file is where the program thinks it is. */
static int give_back(struct buffered *b)
{
    if (b->dirty) return 0;
    if (ahead(b) > 0 && raw_seek(b, -(Py_off_t)ahead(b), 1) < 0) return -1;
    forget(b);
    return 0;
}

static int flush_and_rewind(struct buffered *b)
{
    if (write_out(b) < 0) return -1;
    return b->readable && ahead(b) > 0 ? give_back(b) : 0;
}

/* ---- reading ---- */

/* Fills the empty buffer: bytes got, 0 at the end, IO_WOULD_BLOCK, IO_ERROR. */
static Py_ssize_t fill(struct buffered *b)
{
    if (write_out(b) < 0) return IO_ERROR;
    forget(b);
    Py_ssize_t n = raw_read(b, b->buffer, b->size);
    if (n > 0) b->end = n;
    return n;
}

static Py_ssize_t take(struct buffered *b, char *to, Py_ssize_t n)
{
    Py_ssize_t have = ahead(b);
    if (n > have) n = have;
    memcpy(to, b->buffer + b->at, (size_t)n);
    b->at += n;
    return n;
}

/* Up to n bytes into `to`: the count; IO_WOULD_BLOCK when nothing came and the raw file would block; IO_ERROR. */
static Py_ssize_t read_into(struct buffered *b, char *to, Py_ssize_t n, bool once)
{
    Py_ssize_t done = take(b, to, n);
    if (once && done > 0 && n - done <= b->size) return done; /* room for more than a buffer is worth a call */
    while (done < n) {
        Py_ssize_t got;
        if (n - done >= b->size) { /* whole buffers go straight to the caller */
            if (write_out(b) < 0) return IO_ERROR;
            forget(b);
            got = raw_read(b, to + done, once ? n - done : (n - done) / b->size * b->size);
            if (got > 0) done += got;
        } else {
            got = fill(b);
            if (got > 0) done += take(b, to + done, n - done);
        }
        if (got == IO_ERROR) return IO_ERROR;
        if (got == IO_WOULD_BLOCK && done == 0) return IO_WOULD_BLOCK;
        if (got <= 0 || once) break;
    }
    return done;
}

static PyObject *read_n(struct buffered *b, Py_ssize_t n, bool once)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, n);
    if (bytes == NULL) return NULL;
    Py_ssize_t got = read_into(b, PyBytes_AS_STRING(bytes), n, once);
    if (got < 0) {
        Py_DECREF(bytes);
        return got == IO_ERROR ? NULL : Py_NewRef(Py_None);
    }
    if (got != n) _PyBytes_Resize(&bytes, got);
    return bytes;
}

/* What is read ahead, then raw.readall() or raw.read() until the end. */
static PyObject *read_all(struct buffered *b)
{
    PyObject *first = NULL, *method = NULL, *rest = NULL, *parts = NULL, *result = NULL, *empty = NULL;
    if (write_out(b) < 0) return NULL;
    if ((first = PyBytes_FromStringAndSize(b->buffer + b->at, ahead(b))) == NULL) return NULL;
    forget(b);
    if (_PyObject_LookupAttr(b->raw, ID(readall), &method) < 0) goto done;
    b->raw_position = -1;
    if (method != NULL) {
        rest = PyObject_CallNoArgs(method);
        if (rest == NULL) goto done;
        if (rest != Py_None && !PyBytes_Check(rest)) {
            PyErr_SetString(PyExc_TypeError, "readall() should return bytes");
            goto done;
        }
        if (rest == Py_None) result = Py_NewRef(PyBytes_GET_SIZE(first) > 0 ? first : Py_None);
        else if (PyBytes_GET_SIZE(first) == 0) result = Py_NewRef(rest);
        else {
            result = Py_NewRef(first);
            PyBytes_Concat(&result, rest);
        }
        goto done;
    }
    if ((parts = PyList_New(0)) == NULL) goto done;
    if (PyBytes_GET_SIZE(first) > 0 && PyList_Append(parts, first) < 0) goto done;
    for (;;) {
        Py_XSETREF(rest, PyObject_CallMethodNoArgs(b->raw, ID(read)));
        if (rest == NULL) goto done;
        if (rest != Py_None && !PyBytes_Check(rest)) {
            PyErr_SetString(PyExc_TypeError, "read() should return bytes");
            goto done;
        }
        if (rest == Py_None && PyList_GET_SIZE(parts) == 0) {
            result = Py_NewRef(Py_None);
            goto done;
        }
        if (rest == Py_None || PyBytes_GET_SIZE(rest) == 0) break;
        if (PyList_Append(parts, rest) < 0) goto done;
    }
    if ((empty = PyBytes_FromStringAndSize(NULL, 0)) != NULL) result = _PyBytes_Join(empty, parts);
done:
    Py_XDECREF(empty);
    Py_XDECREF(parts);
    Py_XDECREF(rest);
    Py_XDECREF(method);
    Py_DECREF(first);
    return result;
}

static PyObject *buffered_read(PyObject *self, PyObject *const *args)
{
    struct buffered *b = BUFFERED(self);
    Py_ssize_t n;
    if (io_size_arg(args[0], &n) < 0) return NULL;
    if (n < -1) {
        if (check_ready(b) == 0) PyErr_SetString(PyExc_ValueError, "read length must be non-negative or -1");
        return NULL;
    }
    if (check_open(b, "read of closed file") < 0 || enter(b) < 0) return NULL;
    PyObject *r = n < 0 ? read_all(b) : read_n(b, n, false);
    leave(b);
    return r;
}

static PyObject *buffered_read1(PyObject *self, PyObject *const *args)
{
    struct buffered *b = BUFFERED(self);
    Py_ssize_t n;
    if (adder_ssize_arg(args[0], &n) < 0 || check_open(b, "read of closed file") < 0) return NULL;
    if (n < 0) n = b->size;
    if (n == 0) return PyBytes_FromStringAndSize(NULL, 0);
    if (enter(b) < 0) return NULL;
    PyObject *r = NULL;
    if (ahead(b) > 0) r = read_n(b, Py_MIN(n, ahead(b)), true);
    else r = read_n(b, n, true);
    leave(b);
    if (r == Py_None) Py_SETREF(r, PyBytes_FromStringAndSize(NULL, 0));
    return r;
}

PyObject *buffered_read1_bytes(PyObject *self, Py_ssize_t n)
{
    struct buffered *b = BUFFERED(self);
    if (check_open(b, "read of closed file") < 0 || enter(b) < 0) return NULL;
    PyObject *r = read_n(b, ahead(b) > 0 ? Py_MIN(n, ahead(b)) : n, true);
    leave(b);
    if (r == Py_None) Py_SETREF(r, PyBytes_FromStringAndSize(NULL, 0));
    return r;
}

static PyObject *read_into_arg(PyObject *self, PyObject *arg, const char *function, bool once)
{
    struct buffered *b = BUFFERED(self);
    Py_buffer view;
    PyObject *r = NULL;
    if (io_writable_arg(arg, function, &view) < 0) return NULL;
    if (check_open(b, "readinto of closed file") == 0 && enter(b) == 0) {
        Py_ssize_t n = read_into(b, view.buf, view.len, once);
        leave(b);
        if (n == IO_WOULD_BLOCK) r = Py_NewRef(Py_None);
        else if (n != IO_ERROR) r = PyLong_FromSsize_t(n);
    }
    PyBuffer_Release(&view);
    return r;
}

static PyObject *buffered_readinto(PyObject *self, PyObject *const *args) { return read_into_arg(self, args[0], "readinto", false); }
static PyObject *buffered_readinto1(PyObject *self, PyObject *const *args) { return read_into_arg(self, args[0], "readinto1", true); }

static PyObject *buffered_peek(PyObject *self, PyObject *const *args)
{
    struct buffered *b = BUFFERED(self);
    (void)args;
    if (check_open(b, "peek of closed file") < 0 || enter(b) < 0) return NULL;
    PyObject *r = NULL;
    if (ahead(b) > 0 || fill(b) != IO_ERROR) r = PyBytes_FromStringAndSize(b->buffer + b->at, ahead(b));
    leave(b);
    return r;
}

/* Adds n bytes to *line (bytes, or NULL for none yet). */
static int add_part(PyObject **line, const char *s, Py_ssize_t n)
{
    if (*line == NULL) {
        *line = PyBytes_FromStringAndSize(s, n);
        return *line == NULL ? -1 : 0;
    }
    Py_ssize_t old = PyBytes_GET_SIZE(*line);
    if (_PyBytes_Resize(line, old + n) < 0) return -1;
    memcpy(PyBytes_AS_STRING(*line) + old, s, (size_t)n);
    return 0;
}

static PyObject *read_line(struct buffered *b, Py_ssize_t limit)
{
    PyObject *line = NULL;
    for (;;) {
        Py_ssize_t n = ahead(b);
        if (limit >= 0 && n > limit) n = limit;
        const char *start = b->buffer + b->at, *end = n > 0 ? memchr(start, '\n', (size_t)n) : NULL;
        if (end != NULL) n = end + 1 - start;
        if (n > 0 && add_part(&line, start, n) < 0) return NULL;
        b->at += n;
        if (limit >= 0) limit -= n;
        if (end != NULL || limit == 0) break;
        Py_ssize_t got = fill(b);
        if (got == IO_ERROR) {
            Py_XDECREF(line);
            return NULL;
        }
        if (got <= 0) break;
    }
    return line != NULL ? line : PyBytes_FromStringAndSize(NULL, 0);
}

static PyObject *line_of(struct buffered *b, Py_ssize_t limit)
{
    if (check_open(b, "readline of closed file") < 0 || enter(b) < 0) return NULL;
    PyObject *line = read_line(b, limit);
    leave(b);
    return line;
}

static PyObject *buffered_readline(PyObject *self, PyObject *const *args)
{
    Py_ssize_t limit;
    if (io_size_arg(args[0], &limit) < 0) return NULL;
    return line_of(BUFFERED(self), limit);
}

static bool is_exact(PyObject *self)
{
    PyTypeObject *t = Py_TYPE(self);
    return t == &adder_buffered_reader_type || t == &adder_buffered_writer_type || t == &adder_buffered_random_type;
}

static PyObject *buffered_iternext(PyObject *self)
{
    PyObject *line = is_exact(self) && BUFFERED(self)->readable ? line_of(BUFFERED(self), -1) : PyObject_CallMethodNoArgs(self, ID(readline));
    if (line == NULL) return NULL;
    if (!PyBytes_Check(line)) {
        PyErr_Format(PyExc_OSError, "readline() should have returned a bytes object, not '%.200s'", Py_TYPE(line)->tp_name);
        Py_DECREF(line);
        return NULL;
    }
    if (PyBytes_GET_SIZE(line) > 0) return line;
    Py_DECREF(line);
    return NULL;
}

/* ---- writing ---- */

/* As much as fits without blocking stays in the buffer when the raw file takes no more; then BlockingIOError tells how
 * much of s was taken. */
static int write_blocked(struct buffered *b, const char *s, Py_ssize_t n, Py_ssize_t done)
{
    Py_ssize_t room = b->size - b->end, more = Py_MIN(room, n - done);
    memcpy(b->buffer + b->end, s + done, (size_t)more);
    b->end += more;
    b->dirty = true;
    if (done + more == n) {
        PyErr_Clear();
        return 0;
    }
    would_block("write could not complete without blocking", done + more);
    return -1;
}

static int write_bytes(struct buffered *b, const char *s, Py_ssize_t n)
{
    if (give_back(b) < 0) return -1;
    if (n <= b->size - b->end) {
        memcpy(b->buffer + b->end, s, (size_t)n);
        b->end += n;
        b->dirty = b->end > 0;
        return 0;
    }
    if (write_out(b) < 0) return PyErr_ExceptionMatches(PyExc_BlockingIOError) ? write_blocked(b, s, n, 0) : -1;
    Py_ssize_t done = 0;
    while (n - done > b->size) { /* more than a buffer: the raw file takes it directly */
        Py_ssize_t put = raw_write(b, s + done, n - done);
        if (put == IO_ERROR) return -1;
        if (put == IO_WOULD_BLOCK) return write_blocked(b, s, n, done);
        done += put;
        if (PyErr_CheckSignals() < 0) return -1;
    }
    memcpy(b->buffer, s + done, (size_t)(n - done));
    b->end = n - done;
    b->dirty = b->end > 0;
    return 0;
}

static PyObject *buffered_write(PyObject *self, PyObject *const *args)
{
    struct buffered *b = BUFFERED(self);
    Py_buffer view;
    if (check_ready(b) < 0 || io_bytes_arg(args[0], &view) < 0) return NULL;
    int rc = enter(b);
    if (rc == 0) {
        rc = check_open(b, "write to closed file"); /* another thread may have closed it meanwhile */
        if (rc == 0) rc = write_bytes(b, view.buf, view.len);
        leave(b);
    }
    PyObject *r = rc < 0 ? NULL : PyLong_FromSsize_t(view.len);
    PyBuffer_Release(&view);
    return r;
}

int buffered_is_closed(PyObject *self) { return fileio_fd(BUFFERED(self)->raw) < 0; }

bool buffered_is_native(PyObject *self) { return is_exact(self) && BUFFERED(self)->native && BUFFERED(self)->ready; }

int buffered_write_bytes(PyObject *self, const char *s, Py_ssize_t n)
{
    struct buffered *b = BUFFERED(self);
    if (enter(b) < 0) return -1;
    int rc = check_open(b, "write to closed file");
    if (rc == 0) rc = write_bytes(b, s, n);
    leave(b);
    return rc;
}

int buffered_flush_now(PyObject *self)
{
    struct buffered *b = BUFFERED(self);
    if (check_open(b, "flush of closed file") < 0 || enter(b) < 0) return -1;
    int rc = flush_and_rewind(b);
    leave(b);
    return rc;
}

static PyObject *buffered_flush(PyObject *self, PyObject *const *args)
{
    (void)args;
    return buffered_flush_now(self) < 0 ? NULL : Py_NewRef(Py_None);
}

/* ---- positions ---- */

/* The logical position: the raw one, less what is read ahead, more what waits to be written. */
static Py_off_t position(struct buffered *b)
{
    Py_off_t raw = raw_tell(b);
    return raw < 0 ? -1 : raw - ahead(b) + (b->dirty ? b->end : 0);
}

static PyObject *buffered_tell(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct buffered *b = BUFFERED(self);
    if (check_ready(b) < 0) return NULL;
    Py_off_t at = position(b);
    return at < 0 ? NULL : PyLong_FromLongLong(at);
}

/* Seeks; within the bytes read ahead without asking the raw file. */
static Py_off_t seek_to(struct buffered *b, Py_off_t target, int whence)
{
    if (whence != 2 && b->readable && !b->dirty && ahead(b) > 0) {
        Py_off_t raw = b->raw_position >= 0 ? b->raw_position : raw_tell(b);
        if (raw < 0) return -1;
        Py_off_t now = raw - ahead(b), move = whence == 0 ? target - now : target;
        if (move >= -(Py_off_t)b->at && move <= ahead(b)) {
            b->at += move;
            return now + move;
        }
    }
    if (write_out(b) < 0) return -1;
    if (whence == 1) target -= ahead(b);
    Py_off_t at = raw_seek(b, target, whence);
    if (at >= 0) forget(b);
    return at;
}

/* raw.seekable() must be true. */
static int check_seekable(struct buffered *b)
{
    PyObject *r = PyObject_CallMethodNoArgs(b->raw, ID(seekable));
    int yes = r == NULL ? -1 : PyObject_IsTrue(r);
    Py_XDECREF(r);
    if (yes == 0) adder_io_unsupported("File or stream is not seekable.");
    return yes > 0 ? 0 : -1;
}

static PyObject *buffered_seek(PyObject *self, PyObject *const *args)
{
    struct buffered *b = BUFFERED(self);
    int whence;
    if ((whence = _PyLong_AsInt(args[1])) == -1 && PyErr_Occurred()) return NULL;
    if (check_ready(b) < 0) return NULL;
    if (whence < 0 || whence > 4) return PyErr_Format(PyExc_ValueError, "whence value %d unsupported", whence);
    if (check_open(b, "seek of closed file") < 0 || check_seekable(b) < 0) return NULL;
    Py_off_t target = io_offset(args[0], PyExc_ValueError);
    if ((target == -1 && PyErr_Occurred()) || enter(b) < 0) return NULL;
    Py_off_t at = seek_to(b, target, whence);
    leave(b);
    return at < 0 ? NULL : PyLong_FromLongLong(at);
}

static PyObject *buffered_truncate(PyObject *self, PyObject *const *args)
{
    struct buffered *b = BUFFERED(self);
    if (check_open(b, "truncate of closed file") < 0) return NULL;
    if (!b->writable) return adder_io_unsupported("truncate");
    if (enter(b) < 0) return NULL;
    PyObject *r = NULL, *size = NULL;
    if (flush_and_rewind(b) == 0) {
        size = args[0] != Py_None ? Py_NewRef(args[0]) : PyLong_FromLongLong(raw_tell(b));
        if (size != NULL && !PyErr_Occurred()) r = PyObject_CallMethodOneArg(b->raw, ID(truncate), size);
        b->raw_position = -1;
    }
    Py_XDECREF(size);
    leave(b);
    return r;
}

/* ---- the raw file's properties ---- */

#define FORWARD(name)                                                          \
    static PyObject *buffered_##name(PyObject *self, PyObject *const *args)    \
    {                                                                          \
        (void)args;                                                            \
        if (check_ready(BUFFERED(self)) < 0) return NULL;                      \
        return PyObject_CallMethodNoArgs(BUFFERED(self)->raw, ID(name));       \
    }
FORWARD(seekable)
FORWARD(readable)
FORWARD(writable)
FORWARD(fileno)
FORWARD(isatty)

static PyObject *get_raw_attribute(PyObject *self, void *name)
{
    if (check_ready(BUFFERED(self)) < 0) return NULL;
    return PyObject_GetAttrString(BUFFERED(self)->raw, name);
}

static PyObject *get_closed(PyObject *self, void *unused)
{
    (void)unused;
    if (check_ready(BUFFERED(self)) < 0) return NULL;
    return PyObject_GetAttr(BUFFERED(self)->raw, ID(closed));
}

static PyObject *buffered_dealloc_warn(PyObject *self, PyObject *const *args)
{
    struct buffered *b = BUFFERED(self);
    if (b->ready && b->raw != NULL) {
        PyObject *r = PyObject_CallMethodOneArg(b->raw, ID(_dealloc_warn), args[0]);
        if (r == NULL) PyErr_Clear();
        Py_XDECREF(r);
    }
    Py_RETURN_NONE;
}

static PyObject *buffered_detach(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct buffered *b = BUFFERED(self);
    if (check_ready(b) < 0) return NULL;
    PyObject *r = PyObject_CallMethodNoArgs(self, ID(flush));
    if (r == NULL) return NULL;
    Py_DECREF(r);
    PyObject *raw = b->raw;
    b->raw = NULL;
    b->detached = true;
    b->ready = false;
    return raw;
}

static PyObject *buffered_close(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct buffered *b = BUFFERED(self);
    PyObject *type = NULL, *value = NULL, *traceback = NULL;
    if (check_ready(b) < 0) return NULL;
    int closed = is_closed(b);
    if (closed != 0) return closed < 0 ? NULL : Py_NewRef(Py_None);
    if (b->finalizing) Py_XDECREF(buffered_dealloc_warn(self, &self));
    PyObject *r = PyObject_CallMethodNoArgs(self, ID(flush)); /* takes the lock itself */
    if (r == NULL) PyErr_Fetch(&type, &value, &traceback);
    Py_XDECREF(r);
    r = PyObject_CallMethodNoArgs(b->raw, ID(close));
    if (b->buffer != NULL && r != NULL && enter(b) == 0) {
        forget(b);
        leave(b);
    }
    if (type != NULL) {
        _PyErr_ChainExceptions(type, value, traceback);
        Py_CLEAR(r);
    }
    return r;
}

static PyObject *buffered_repr(PyObject *self)
{
    PyObject *name = io_name(self), *r = NULL;
    if (name == NULL) return PyErr_Occurred() ? NULL : PyUnicode_FromFormat("<%s>", Py_TYPE(self)->tp_name);
    int running = Py_ReprEnter(self);
    if (running == 0) {
        r = PyUnicode_FromFormat("<%s name=%R>", Py_TYPE(self)->tp_name, name);
        Py_ReprLeave(self);
    } else if (running > 0) {
        PyErr_Format(PyExc_RuntimeError, "reentrant call inside %s.__repr__", Py_TYPE(self)->tp_name);
    }
    Py_DECREF(name);
    return r;
}

static PyObject *buffered_sizeof(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyLong_FromSsize_t((Py_ssize_t)sizeof(struct buffered) + (BUFFERED(self)->buffer != NULL ? BUFFERED(self)->size : 0));
}

static PyObject *buffered_no_pickle(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyErr_Format(PyExc_TypeError, "cannot pickle '%.100s' object", Py_TYPE(self)->tp_name);
}

/* ---- making ---- */

/* raw.<question>() must be true. */
static int demand(PyObject *raw, PyObject *question, const char *text)
{
    PyObject *r = PyObject_CallMethodNoArgs(raw, question);
    int yes = r == NULL ? -1 : PyObject_IsTrue(r);
    Py_XDECREF(r);
    if (yes == 0) adder_io_unsupported(text);
    return yes > 0 ? 0 : -1;
}

static int buffered_start(struct buffered *b, PyObject *raw, Py_ssize_t size, bool readable, bool writable)
{
    b->ready = b->detached = false;
    if (size <= 0) {
        PyErr_SetString(PyExc_ValueError, "buffer size must be strictly positive");
        return -1;
    }
    char *buffer = PyMem_Malloc((size_t)size);
    if (b->lock == NULL) b->lock = PyThread_allocate_lock();
    if (buffer == NULL || b->lock == NULL) {
        PyMem_Free(buffer);
        PyErr_NoMemory();
        return -1;
    }
    PyMem_Free(b->buffer);
    b->buffer = buffer;
    b->size = size;
    b->readable = readable;
    b->writable = writable;
    forget(b);
    b->raw_position = -1;
    Py_XSETREF(b->raw, Py_NewRef(raw));
    b->native = Py_IS_TYPE(raw, &adder_fileio_type) && is_exact((PyObject *)b);
    PyObject *at = PyObject_CallMethodNoArgs(raw, ID(tell)); /* learns the position where there is one */
    if (at == NULL) PyErr_Clear();
    else if (checked_position(b, at, "tell") < 0) PyErr_Clear();
    b->ready = true;
    return 0;
}

static int reader_start(PyObject *self, PyObject *raw, Py_ssize_t size)
{
    if (demand(raw, ID(readable), "File or stream is not readable.") < 0) return -1;
    return buffered_start(BUFFERED(self), raw, size, true, false);
}

static int writer_start(PyObject *self, PyObject *raw, Py_ssize_t size)
{
    if (demand(raw, ID(writable), "File or stream is not writable.") < 0) return -1;
    return buffered_start(BUFFERED(self), raw, size, false, true);
}

static int random_start(PyObject *self, PyObject *raw, Py_ssize_t size)
{
    if (demand(raw, ID(seekable), "File or stream is not seekable.") < 0) return -1;
    if (demand(raw, ID(readable), "File or stream is not readable.") < 0) return -1;
    if (demand(raw, ID(writable), "File or stream is not writable.") < 0) return -1;
    return buffered_start(BUFFERED(self), raw, size, true, true);
}

#define INIT(kind, type_name)                                                                                   \
    static int kind##_init(PyObject *self, PyObject *args, PyObject *kwargs)                                    \
    {                                                                                                           \
        static char *names[] = { "raw", "buffer_size", NULL };                                                  \
        PyObject *raw;                                                                                          \
        Py_ssize_t size = IO_BUFFER_SIZE;                                                                       \
        if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|n:" type_name, names, &raw, &size)) return -1;        \
        BUFFERED(self)->ready = false;                                                                          \
        return kind##_start(self, raw, size);                                                                   \
    }
INIT(reader, "BufferedReader")
INIT(writer, "BufferedWriter")
INIT(random, "BufferedRandom")

PyObject *buffered_make(PyTypeObject *type, PyObject *raw, Py_ssize_t size)
{
    PyObject *self = type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    int rc = type == &adder_buffered_reader_type ? reader_start(self, raw, size)
             : type == &adder_buffered_writer_type ? writer_start(self, raw, size) : random_start(self, raw, size);
    if (rc < 0) Py_CLEAR(self);
    return self;
}

static int buffered_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(BUFFERED(self)->raw);
    return io_traverse(self, visit, arg);
}

static int buffered_clear(PyObject *self)
{
    BUFFERED(self)->ready = false;
    Py_CLEAR(BUFFERED(self)->raw);
    return io_clear(self);
}

static void buffered_dealloc(PyObject *self)
{
    struct buffered *b = BUFFERED(self);
    b->finalizing = 1;
    if (io_begin_dealloc(self) < 0) return;
    b->ready = false;
    Py_CLEAR(b->raw);
    PyMem_Free(b->buffer);
    if (b->lock != NULL) PyThread_free_lock(b->lock);
    Py_TYPE(self)->tp_free(self);
}

/* ---- types ---- */

#define COMMON_METHODS                                                                                          \
    FN("detach", buffered_detach, "($self, /)", "Give the raw file away; this object is of no use any more."),  \
    FN("flush", buffered_flush, "($self, /)", "Write out what is buffered."),                                   \
    FN("close", buffered_close, "($self, /)", "Flush, and close the raw file."),                                \
    FN("seekable", buffered_seekable, "($self, /)", "Can positions be changed?"),                               \
    FN("fileno", buffered_fileno, "($self, /)", "The descriptor."),                                             \
    FN("isatty", buffered_isatty, "($self, /)", "Is it a terminal?"),                                           \
    FN("_dealloc_warn", buffered_dealloc_warn, "(source, /)", "_dealloc_warn(source)"),                         \
    FN("__reduce__", buffered_no_pickle, "($self, /)", "TypeError: files cannot be pickled."),                  \
    FN("__reduce_ex__", buffered_no_pickle, "($self, protocol, /)", "TypeError: files cannot be pickled."),     \
    FN("seek", buffered_seek, "($self, target, whence=0, /)", "Move to a position; the new one from the start."), \
    FN("tell", buffered_tell, "($self, /)", "The position."),                                                   \
    FN("truncate", buffered_truncate, "($self, pos=None, /)", "Cut the file at pos, by default here."),         \
    FN("__sizeof__", buffered_sizeof, "($self, /)", "Bytes of memory, the buffer included.")
#define READ_METHODS                                                                                            \
    FN("read", buffered_read, "($self, size=-1, /)", "size bytes, fewer only at the end; all for -1."),         \
    FN("read1", buffered_read1, "($self, size=-1, /)", "Up to size bytes with at most one call of the raw file."), \
    FN("readinto", buffered_readinto, "($self, buffer, /)", "Read into a buffer; the number of bytes."),        \
    FN("readinto1", buffered_readinto1, "($self, buffer, /)", "Read into a buffer with at most one call of the raw file."), \
    FN("readline", buffered_readline, "($self, size=-1, /)", "A line, at most size bytes of it."),              \
    FN("peek", buffered_peek, "($self, size=0, /)", "Bytes that come next, without moving on.")
#define WRITE_METHODS FN("write", buffered_write, "($self, buffer, /)", "Write bytes; how many they are.")

static PyMethodDef reader_methods[] = {
    COMMON_METHODS, READ_METHODS,
    FN("readable", buffered_readable, "($self, /)", "Can it be read?"),
    { 0 }
};
static PyMethodDef writer_methods[] = {
    COMMON_METHODS, WRITE_METHODS,
    FN("writable", buffered_writable, "($self, /)", "Can it be written?"),
    { 0 }
};
static PyMethodDef random_methods[] = {
    COMMON_METHODS, READ_METHODS, WRITE_METHODS,
    FN("readable", buffered_readable, "($self, /)", "Can it be read?"),
    FN("writable", buffered_writable, "($self, /)", "Can it be written?"),
    { 0 }
};
static PyMemberDef buffered_members[] = {
    { "raw", T_OBJECT, offsetof(struct buffered, raw), READONLY, NULL },
    { "_finalizing", T_BOOL, offsetof(struct buffered, finalizing), 0, NULL },
    { 0 }
};
static PyGetSetDef buffered_getset[] = {
    { "closed", get_closed, NULL, NULL, NULL },
    { "name", get_raw_attribute, NULL, NULL, "name" },
    { "mode", get_raw_attribute, NULL, NULL, "mode" },
    { 0 }
};

#define BUFFERED_TYPE(type_name, kind, doc)                                                                     \
    {                                                                                                           \
        STATIC_TYPE("_io." type_name, struct buffered), .tp_flags = IO_FLAGS, IO_OFFSETS,                       \
        .tp_doc = type_name "(raw, buffer_size=8192)\n--\n\n" doc, .tp_base = &adder_bufferediobase_type,       \
        .tp_new = PyType_GenericNew, .tp_init = kind##_init, .tp_dealloc = buffered_dealloc,                    \
        .tp_free = PyObject_GC_Del, .tp_traverse = buffered_traverse, .tp_clear = buffered_clear,               \
        .tp_repr = buffered_repr, .tp_iternext = buffered_iternext, .tp_methods = kind##_methods,               \
        .tp_members = buffered_members, .tp_getset = buffered_getset,                                           \
    }

PyTypeObject adder_buffered_reader_type = BUFFERED_TYPE("BufferedReader", reader, "A raw file read through a buffer.");
PyTypeObject adder_buffered_writer_type = BUFFERED_TYPE("BufferedWriter", writer, "A raw file written through a buffer.");
PyTypeObject adder_buffered_random_type = BUFFERED_TYPE("BufferedRandom", random, "A raw file read and written through a buffer.");
