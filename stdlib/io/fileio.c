/* fileio.c -- io.FileIO: a descriptor of the operating system as a raw file.
 *
 * System calls run without the interpreter's lock; one that a signal interrupts is made again after the signal's Python
 * handler returned (PEP 475). */
#include "runtime/memory/memory.h"
#include "runtime/objects/str.h"
#include "stdlib/io/io_internal.h"
#include <errno.h>
#include <fcntl.h>
#include <structmember.h>
#include <sys/stat.h>
#include <unistd.h>

struct fileio {
    struct io_object base;
    int fd;                /* -1: closed, or not opened yet */
    bool created, readable, writable, appending, closefd;
    char finalizing;       /* _finalizing: the destructor closes it */
    signed char seekable;  /* -1: not known yet */
    unsigned block_size;   /* as the system advises */
};

#define FILEIO(o) ((struct fileio *)(o))

static PyObject *closed_error(void)
{
    PyErr_SetString(PyExc_ValueError, "I/O operation on closed file");
    return NULL;
}

static PyObject *mode_error(const char *action)
{
    PyObject *type = adder_io_unsupported_type();
    if (type != NULL) PyErr_Format(type, "File not open for %s", action);
    return NULL;
}

int fileio_fd(PyObject *self) { return FILEIO(self)->fd; }

/* ---- opening ---- */

struct mode {
    int flags;
    bool readable, writable, created, appending;
};

static int bad_mode(void)
{
    PyErr_SetString(PyExc_ValueError,
                    "Must have exactly one of create/read/write/append mode and at most one plus");
    return -1;
}

static int parse_mode(const char *text, struct mode *m)
{
    int kinds = 0, plus = 0;
    *m = (struct mode){ .flags = O_CLOEXEC };
    for (const char *p = text; *p != '\0'; p++) {
        switch (*p) {
        case 'x': kinds++, m->created = m->writable = true, m->flags |= O_EXCL | O_CREAT; break;
        case 'r': kinds++, m->readable = true; break;
        case 'w': kinds++, m->writable = true, m->flags |= O_CREAT | O_TRUNC; break;
        case 'a': kinds++, m->writable = m->appending = true, m->flags |= O_APPEND | O_CREAT; break;
        case '+': plus++; break;
        case 'b': break;
        default:
            PyErr_Format(PyExc_ValueError, "invalid mode: %.200s", text);
            return -1;
        }
        if (kinds > 1 || plus > 1) return bad_mode();
    }
    if (kinds != 1) return bad_mode();
    if (plus) m->readable = m->writable = true;
    m->flags |= m->readable && m->writable ? O_RDWR : m->readable ? O_RDONLY : O_WRONLY;
    return 0;
}

/* The system call; an interrupted one is repeated. The descriptor, or -1 with an exception. */
static int open_path(const char *path, int flags, PyObject *name)
{
    int fd;
    do {
        Py_BEGIN_ALLOW_THREADS
        fd = open(path, flags, 0666);
        Py_END_ALLOW_THREADS
    } while (fd < 0 && errno == EINTR && PyErr_CheckSignals() == 0);
    if (fd < 0 && !PyErr_Occurred()) PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, name);
    return fd;
}

/* opener(name, flags) must give a descriptor. */
static int open_by(PyObject *opener, PyObject *name, int flags)
{
    PyObject *r = PyObject_CallFunction(opener, "Oi", name, flags);
    if (r == NULL) return -1;
    int fd = -1;
    if (!PyLong_Check(r)) {
        PyErr_SetString(PyExc_TypeError, "expected integer from opener");
    } else {
        fd = _PyLong_AsInt(r);
        if (fd < 0 && !PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "opener returned %d", fd);
    }
    Py_DECREF(r);
    if (fd >= 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) {
        PyErr_SetFromErrno(PyExc_OSError);
        return -1;
    }
    return fd < 0 ? -1 : fd;
}

/* Refuses folders and bad descriptors; learns the block size. */
static int check_file(struct fileio *f, PyObject *name)
{
    struct stat st;
    int rc;
    Py_BEGIN_ALLOW_THREADS
    rc = fstat(f->fd, &st);
    Py_END_ALLOW_THREADS
    f->block_size = IO_BUFFER_SIZE;
    if (rc < 0) {
        if (errno != EBADF) return 0; /* such a file may still be read or written */
        PyErr_SetFromErrno(PyExc_OSError);
        return -1;
    }
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, name);
        return -1;
    }
    if (st.st_blksize > 1) f->block_size = (unsigned)st.st_blksize;
    return 0;
}

/* Gets a descriptor for `file` into self. */
static int open_descriptor(struct fileio *f, PyObject *file, const struct mode *m, bool closefd, PyObject *opener)
{
    int fd = PyLong_Check(file) ? _PyLong_AsInt(file) : -2;
    if (fd == -1 && PyErr_Occurred()) {
        PyErr_Clear(); /* no descriptor is so large: let the path's check refuse it */
        fd = -2;
    }
    if (fd != -2) {
        if (fd < 0) {
            PyErr_SetString(PyExc_ValueError, "negative file descriptor");
            return -1;
        }
        f->fd = fd;
        f->closefd = closefd;
        return 0;
    }
    PyObject *path = NULL;
    if (!PyUnicode_FSConverter(file, &path)) return -1;
    f->closefd = true;
    if (!closefd) PyErr_SetString(PyExc_ValueError, "Cannot use closefd=False with file name");
    else if (opener == NULL || opener == Py_None) f->fd = open_path(PyBytes_AS_STRING(path), m->flags, file);
    else f->fd = open_by(opener, file, m->flags);
    Py_DECREF(path);
    return f->fd < 0 ? -1 : 0;
}

static int fileio_close_now(struct fileio *f)
{
    int fd = f->fd, rc;
    f->fd = -1;
    if (fd < 0) return 0;
    Py_BEGIN_ALLOW_THREADS
    rc = close(fd); /* never repeated: the descriptor is gone even when a signal interrupts */
    Py_END_ALLOW_THREADS
    if (rc == 0 || errno == EINTR) return 0;
    PyErr_SetFromErrno(PyExc_OSError);
    return -1;
}

/* self.__init__: opens. `file` is a descriptor or a path. */
static int fileio_open(struct fileio *f, PyObject *file, const char *mode_text, bool closefd, PyObject *opener)
{
    struct mode m;
    if (f->fd >= 0 && (f->closefd ? fileio_close_now(f) < 0 : (f->fd = -1, false))) return -1;
    f->seekable = -1;
    if (parse_mode(mode_text, &m) < 0) return -1;
    f->created = m.created;
    f->readable = m.readable;
    f->writable = m.writable;
    f->appending = m.appending;
    PyObject *shown = PyUnicode_FromString(mode_text);
    int rc = shown == NULL ? -1 : PySys_Audit("open", "OOi", file, shown, m.flags);
    Py_XDECREF(shown);
    if (rc < 0 || open_descriptor(f, file, &m, closefd, opener) < 0) return -1;
    if (check_file(f, file) < 0 || PyObject_SetAttr((PyObject *)f, ID(name), file) < 0) {
        bool ours = !PyLong_Check(file);
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        if (!ours) f->fd = -1; /* the caller keeps what it gave */
        else if (fileio_close_now(f) < 0) PyErr_Clear();
        PyErr_Restore(type, value, traceback);
        return -1;
    }
    if (m.appending && lseek(f->fd, 0, SEEK_END) < 0) errno = 0; /* so that tell() is right; a pipe has no position */
    return 0;
}

static PyObject *fileio_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    PyObject *self = type->tp_alloc(type, 0);
    if (self != NULL) {
        FILEIO(self)->fd = -1;
        FILEIO(self)->seekable = -1;
        FILEIO(self)->closefd = true;
    }
    return self;
}

static int fileio_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = { "file", "mode", "closefd", "opener", NULL };
    PyObject *file, *opener = NULL;
    const char *mode = "r";
    int closefd = 1;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|spO:FileIO", names, &file, &mode, &closefd, &opener)) return -1;
    return fileio_open(FILEIO(self), file, mode, closefd, opener);
}

PyObject *fileio_make(PyObject *file, const char *mode, bool closefd, PyObject *opener)
{
    PyObject *self = fileio_new(&adder_fileio_type, NULL, NULL);
    if (self != NULL && fileio_open(FILEIO(self), file, mode, closefd, opener) < 0) Py_CLEAR(self);
    return self;
}

/* ---- reading and writing ---- */

/* After a failed call: 1 try again, else what fileio_read_some gives. */
static Py_ssize_t failed(void)
{
    if (errno == EAGAIN) return IO_WOULD_BLOCK;
    if (errno == EINTR) return PyErr_CheckSignals() < 0 ? IO_ERROR : 1;
    PyErr_SetFromErrno(PyExc_OSError);
    return IO_ERROR;
}

Py_ssize_t fileio_read_some(PyObject *self, char *to, Py_ssize_t n)
{
    for (;;) {
        Py_ssize_t got, rc;
        int fd = FILEIO(self)->fd;
        Py_BEGIN_ALLOW_THREADS
        got = read(fd, to, (size_t)n);
        Py_END_ALLOW_THREADS
        if (got >= 0) return got;
        if ((rc = failed()) != 1) return rc;
    }
}

Py_ssize_t fileio_write_some(PyObject *self, const char *from, Py_ssize_t n)
{
    for (;;) {
        Py_ssize_t put, rc;
        int fd = FILEIO(self)->fd;
        Py_BEGIN_ALLOW_THREADS
        put = write(fd, from, (size_t)n);
        Py_END_ALLOW_THREADS
        if (put >= 0) return put;
        if ((rc = failed()) != 1) return rc;
    }
}

/* The result of a read or write method; None when it would block. */
static PyObject *count_or_none(Py_ssize_t n)
{
    if (n == IO_ERROR) return NULL;
    return n == IO_WOULD_BLOCK ? Py_NewRef(Py_None) : PyLong_FromSsize_t(n);
}

static PyObject *fileio_readinto(PyObject *self, PyObject *const *args)
{
    Py_buffer view;
    if (FILEIO(self)->fd < 0) return closed_error();
    if (!FILEIO(self)->readable) return mode_error("reading");
    if (io_writable_arg(args[0], "readinto", &view) < 0) return NULL;
    Py_ssize_t n = fileio_read_some(self, view.buf, view.len);
    PyBuffer_Release(&view);
    return count_or_none(n);
}

/* How much is left, by the file's size; a guess for what has none. */
static Py_ssize_t expected_rest(int fd)
{
    struct stat st;
    off_t at = lseek(fd, 0, SEEK_CUR);
    if (fstat(fd, &st) < 0 || at < 0 || st.st_size < at || st.st_size - at > (1LL << 40)) return IO_BUFFER_SIZE - 1;
    return (Py_ssize_t)(st.st_size - at);
}

static PyObject *fileio_readall(PyObject *self, PyObject *const *args)
{
    (void)args;
    if (FILEIO(self)->fd < 0) return closed_error();
    Py_ssize_t room = expected_rest(FILEIO(self)->fd) + 1, n = 0;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, room);
    while (bytes != NULL) {
        if (n >= room) {
            if (room > PY_SSIZE_T_MAX / 2) {
                Py_DECREF(bytes);
                return PyErr_Format(PyExc_OverflowError, "unbounded read returned more bytes than a Python bytes object can hold");
            }
            room += room > 65536 ? room >> 3 : room + 256;
            if (_PyBytes_Resize(&bytes, room) < 0) return NULL;
        }
        Py_ssize_t got = fileio_read_some(self, PyBytes_AS_STRING(bytes) + n, room - n);
        if (got == IO_ERROR || (got == IO_WOULD_BLOCK && n == 0)) {
            Py_DECREF(bytes);
            return got == IO_ERROR ? NULL : Py_NewRef(Py_None);
        }
        if (got <= 0) break;
        n += got;
    }
    if (bytes != NULL && n < room && _PyBytes_Resize(&bytes, n) < 0) return NULL;
    return bytes;
}

static PyObject *fileio_read(PyObject *self, PyObject *const *args)
{
    Py_ssize_t size;
    if (FILEIO(self)->fd < 0) return closed_error();
    if (!FILEIO(self)->readable) return mode_error("reading");
    if (io_size_arg(args[0], &size) < 0) return NULL;
    if (size < 0) return fileio_readall(self, NULL);
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, size);
    if (bytes == NULL) return NULL;
    Py_ssize_t n = fileio_read_some(self, PyBytes_AS_STRING(bytes), size);
    if (n < 0) {
        Py_DECREF(bytes);
        return n == IO_ERROR ? NULL : Py_NewRef(Py_None);
    }
    if (n != size) _PyBytes_Resize(&bytes, n);
    return bytes;
}

static PyObject *fileio_write(PyObject *self, PyObject *const *args)
{
    Py_buffer view;
    if (FILEIO(self)->fd < 0) return closed_error();
    if (!FILEIO(self)->writable) return mode_error("writing");
    if (io_bytes_arg(args[0], &view) < 0) return NULL;
    Py_ssize_t n = fileio_write_some(self, view.buf, view.len);
    PyBuffer_Release(&view);
    return count_or_none(n);
}

/* ---- positions ---- */

static PyObject *seek_to(struct fileio *f, off_t offset, int whence)
{
    off_t at;
    int fd = f->fd;
    Py_BEGIN_ALLOW_THREADS
    at = lseek(fd, offset, whence);
    Py_END_ALLOW_THREADS
    if (f->seekable < 0) f->seekable = at >= 0;
    return at < 0 ? PyErr_SetFromErrno(PyExc_OSError) : PyLong_FromLongLong(at);
}

static PyObject *fileio_seek(PyObject *self, PyObject *const *args)
{
    int whence;
    if (FILEIO(self)->fd < 0) return closed_error();
    if ((whence = _PyLong_AsInt(args[1])) == -1 && PyErr_Occurred()) return NULL;
    if (PyFloat_Check(args[0])) return PyErr_Format(PyExc_TypeError, "an integer is required");
    Py_off_t offset = io_offset(args[0], PyExc_OverflowError);
    if (offset == -1 && PyErr_Occurred()) return NULL;
    return seek_to(FILEIO(self), offset, whence);
}

static PyObject *fileio_tell(PyObject *self, PyObject *const *args)
{
    (void)args;
    return FILEIO(self)->fd < 0 ? closed_error() : seek_to(FILEIO(self), 0, SEEK_CUR);
}

static PyObject *fileio_truncate(PyObject *self, PyObject *const *args)
{
    int rc, fd = FILEIO(self)->fd;
    if (fd < 0) return closed_error();
    if (!FILEIO(self)->writable) return mode_error("writing");
    PyObject *size = args[0] == Py_None ? seek_to(FILEIO(self), 0, SEEK_CUR) : Py_NewRef(args[0]);
    if (size == NULL) return NULL;
    Py_off_t n = io_offset(size, PyExc_OverflowError);
    if (n == -1 && PyErr_Occurred()) {
        Py_DECREF(size);
        return NULL;
    }
    errno = 0;
    Py_BEGIN_ALLOW_THREADS
    rc = ftruncate(fd, n);
    Py_END_ALLOW_THREADS
    if (rc == 0) return size;
    Py_DECREF(size);
    return PyErr_SetFromErrno(PyExc_OSError);
}

/* ---- state ---- */

static PyObject *fileio_readable(PyObject *self, PyObject *const *args)
{
    (void)args;
    return FILEIO(self)->fd < 0 ? closed_error() : PyBool_FromLong(FILEIO(self)->readable);
}

static PyObject *fileio_writable(PyObject *self, PyObject *const *args)
{
    (void)args;
    return FILEIO(self)->fd < 0 ? closed_error() : PyBool_FromLong(FILEIO(self)->writable);
}

static PyObject *fileio_seekable(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct fileio *f = FILEIO(self);
    if (f->fd < 0) return closed_error();
    if (f->seekable < 0) f->seekable = lseek(f->fd, 0, SEEK_CUR) >= 0;
    return PyBool_FromLong(f->seekable);
}

static PyObject *fileio_fileno(PyObject *self, PyObject *const *args)
{
    (void)args;
    return FILEIO(self)->fd < 0 ? closed_error() : PyLong_FromLong(FILEIO(self)->fd);
}

static PyObject *fileio_isatty(PyObject *self, PyObject *const *args)
{
    (void)args;
    int yes, fd = FILEIO(self)->fd;
    if (fd < 0) return closed_error();
    Py_BEGIN_ALLOW_THREADS
    yes = isatty(fd);
    Py_END_ALLOW_THREADS
    return PyBool_FromLong(yes);
}

static PyObject *fileio_dealloc_warn(PyObject *self, PyObject *const *args)
{
    if (FILEIO(self)->fd < 0 || !FILEIO(self)->closefd) Py_RETURN_NONE;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (PyErr_ResourceWarning(args[0], 1, "unclosed file %R", args[0]) < 0) {
        if (PyErr_ExceptionMatches(PyExc_Warning)) PyErr_WriteUnraisable(self);
        else PyErr_Clear();
    }
    PyErr_Restore(type, value, traceback);
    Py_RETURN_NONE;
}

static PyObject *fileio_close(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct fileio *f = FILEIO(self);
    PyObject *type, *value, *traceback;
    PyObject *r = PyObject_CallMethodOneArg((PyObject *)&adder_rawiobase_type, ID(close), self);
    if (!f->closefd) {
        f->fd = -1;
        return r;
    }
    PyErr_Fetch(&type, &value, &traceback);
    if (f->finalizing) {
        PyObject *done = fileio_dealloc_warn(self, &self);
        Py_XDECREF(done);
    }
    if (fileio_close_now(f) < 0) {
        Py_CLEAR(r);
        _PyErr_ChainExceptions(type, value, traceback);
    } else {
        PyErr_Restore(type, value, traceback);
    }
    return r;
}

static const char *mode_string(const struct fileio *f)
{
    if (f->created) return f->readable ? "xb+" : "xb";
    if (f->appending) return f->readable ? "ab+" : "ab";
    return f->readable ? (f->writable ? "rb+" : "rb") : "wb";
}

static PyObject *fileio_repr(PyObject *self)
{
    const struct fileio *f = FILEIO(self);
    const char *type = Py_TYPE(self)->tp_name;
    if (f->fd < 0) return PyUnicode_FromFormat("<%.100s [closed]>", type);
    PyObject *name = io_name(self);
    if (name == NULL && PyErr_Occurred()) return NULL;
    if (name == NULL)
        return PyUnicode_FromFormat("<%.100s fd=%d mode='%s' closefd=%s>", type, f->fd, mode_string(f), f->closefd ? "True" : "False");
    PyObject *r = NULL;
    int running = Py_ReprEnter(self);
    if (running == 0) {
        r = PyUnicode_FromFormat("<%.100s name=%R mode='%s' closefd=%s>", type, name, mode_string(f), f->closefd ? "True" : "False");
        Py_ReprLeave(self);
    } else if (running > 0) {
        PyErr_Format(PyExc_RuntimeError, "reentrant call inside %s.__repr__", type);
    }
    Py_DECREF(name);
    return r;
}

static PyObject *fileio_no_pickle(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyErr_Format(PyExc_TypeError, "cannot pickle '%.100s' object", Py_TYPE(self)->tp_name);
}

static void fileio_dealloc(PyObject *self)
{
    FILEIO(self)->finalizing = 1;
    if (io_begin_dealloc(self) < 0) return;
    Py_TYPE(self)->tp_free(self);
}

static PyMethodDef fileio_methods[] = {
    FN("read", fileio_read, "($self, size=-1, /)", "At most size bytes by one system call, all that are left for -1; None when\nnone is there yet and the file does not block."),
    FN("readall", fileio_readall, "($self, /)", "All bytes that are left; None when none is there yet and the file does not block."),
    FN("readinto", fileio_readinto, "($self, buffer, /)", "Read into a buffer; the number of bytes."),
    FN("write", fileio_write, "($self, b, /)", "Write bytes by one system call; how many were taken."),
    FN("seek", fileio_seek, "($self, pos, whence=0, /)", "Move to pos from the start, the position (whence 1) or the end (2); the new position."),
    FN("tell", fileio_tell, "($self, /)", "The position."),
    FN("truncate", fileio_truncate, "($self, size=None, /)", "Make the file size bytes long, by default up to the position."),
    FN("close", fileio_close, "($self, /)", "Close the file and, unless closefd was false, the descriptor."),
    FN("seekable", fileio_seekable, "($self, /)", "Can positions be changed?"),
    FN("readable", fileio_readable, "($self, /)", "Was it opened for reading?"),
    FN("writable", fileio_writable, "($self, /)", "Was it opened for writing?"),
    FN("fileno", fileio_fileno, "($self, /)", "The descriptor."),
    FN("isatty", fileio_isatty, "($self, /)", "Is it a terminal?"),
    FN("_dealloc_warn", fileio_dealloc_warn, "(source, /)", "_dealloc_warn(source)\n\nWarn that the file was left open."),
    FN("__reduce__", fileio_no_pickle, "($self, /)", "TypeError: files cannot be pickled."),
    FN("__reduce_ex__", fileio_no_pickle, "($self, protocol, /)", "TypeError: files cannot be pickled."),
    { 0 }
};

static PyObject *get_closed(PyObject *self, void *unused)
{
    (void)unused;
    return PyBool_FromLong(FILEIO(self)->fd < 0);
}

static PyObject *get_closefd(PyObject *self, void *unused)
{
    (void)unused;
    return PyBool_FromLong(FILEIO(self)->closefd);
}

static PyObject *get_mode(PyObject *self, void *unused)
{
    (void)unused;
    return PyUnicode_FromString(mode_string(FILEIO(self)));
}

static PyGetSetDef fileio_getset[] = {
    { "closed", get_closed, NULL, "Is the file closed?", NULL },
    { "closefd", get_closefd, NULL, "Does closing the file close the descriptor?", NULL },
    { "mode", get_mode, NULL, "How the file was opened.", NULL },
    { 0 }
};
static PyMemberDef fileio_members[] = {
    { "_blksize", T_UINT, offsetof(struct fileio, block_size), 0, NULL },
    { "_finalizing", T_BOOL, offsetof(struct fileio, finalizing), 0, NULL },
    { 0 }
};

PyTypeObject adder_fileio_type = {
    STATIC_TYPE("_io.FileIO", struct fileio),
    .tp_flags = IO_FLAGS,
    IO_OFFSETS,
    .tp_doc = "FileIO(file, mode='r', closefd=True, opener=None)\n--\n\n"
              "A file without buffers. file is a path or a descriptor; mode is 'r', 'w', 'x' (must not exist) or 'a', with '+'\n"
              "for both directions. opener(file, flags) may open in another way.",
    .tp_base = &adder_rawiobase_type,
    .tp_new = fileio_new,
    .tp_init = fileio_init,
    .tp_dealloc = fileio_dealloc,
    .tp_free = PyObject_GC_Del,
    .tp_traverse = io_traverse,
    .tp_clear = io_clear,
    .tp_repr = fileio_repr,
    .tp_methods = fileio_methods,
    .tp_members = fileio_members,
    .tp_getset = fileio_getset,
};
