/* file.c -- PyFile_*: file objects from C. Any object with the right methods is a file. */
#include "runtime/define.h"
#include "stdlib/io/io.h"
#include <errno.h>
#include <stdio.h>
#include <structmember.h>
#include <unistd.h>

/* ---- writing ---- */

/* file.write(text); consumes `text`, which is NULL after a failure. */
static int write_text(PyObject *file, STEALS_REF PyObject *text)
{
    if (text == NULL) return -1;
    int done = adder_text_write(file, text);
    if (done == 0) {
        PyObject *r = PyObject_CallMethodOneArg(file, ID(write), text);
        Py_XDECREF(r);
        done = r == NULL ? -1 : 1;
    }
    Py_DECREF(text);
    return done < 0 ? -1 : 0;
}

int PyFile_WriteObject(PyObject *o, PyObject *file, int flags)
{
    if (file == NULL) {
        PyErr_SetString(PyExc_TypeError, "writeobject with NULL file");
        return -1;
    }
    return write_text(file, (flags & Py_PRINT_RAW) != 0 ? PyObject_Str(o) : PyObject_Repr(o));
}

int PyFile_WriteString(const char *s, PyObject *file)
{
    if (file == NULL) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, "null file for PyFile_WriteString");
        return -1;
    }
    return PyErr_Occurred() ? -1 : write_text(file, PyUnicode_FromString(s));
}

/* ---- reading ---- */

/* n < 0: the line end is cut off, and no line at all is EOFError. */
static PyObject *finish_line(STEALS_REF PyObject *line)
{
    bool text = PyUnicode_Check(line);
    Py_ssize_t n = text ? PyUnicode_GET_LENGTH(line) : PyBytes_GET_SIZE(line);
    if (n == 0) {
        Py_DECREF(line);
        PyErr_SetString(PyExc_EOFError, "EOF when reading a line");
        return NULL;
    }
    if ((text ? PyUnicode_READ_CHAR(line, n - 1) : (Py_UCS4)(unsigned char)PyBytes_AS_STRING(line)[n - 1]) == '\n')
        Py_SETREF(line, text ? PyUnicode_Substring(line, 0, n - 1) : PyBytes_FromStringAndSize(PyBytes_AS_STRING(line), n - 1));
    return line;
}

PyObject *PyFile_GetLine(PyObject *file, int n)
{
    if (file == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    PyObject *line = n <= 0 ? PyObject_CallMethod(file, "readline", NULL) : PyObject_CallMethod(file, "readline", "i", n);
    if (line != NULL && !PyBytes_Check(line) && !PyUnicode_Check(line)) {
        Py_DECREF(line);
        PyErr_SetString(PyExc_TypeError, "object.readline() returned non-string");
        return NULL;
    }
    return line != NULL && n < 0 ? finish_line(line) : line;
}

/* Like fgets, but \r and \r\n end lines, too, and come as \n. */
char *Py_UniversalNewlineFgets(char *buf, int n, FILE *stream, PyObject *file)
{
    char *p = buf;
    int c = 0;
    if (file != NULL) {
        errno = ENXIO; /* what CPython sets: there are no FILE-based file objects */
        return NULL;
    }
    flockfile(stream);
    while (--n > 0 && (c = getc_unlocked(stream)) != EOF) {
        if (c == '\r') {
            int next = getc_unlocked(stream);
            if (next != '\n' && next != EOF) ungetc(next, stream);
            c = '\n';
        }
        *p++ = (char)c;
        if (c == '\n') break;
    }
    funlockfile(stream);
    *p = '\0';
    return p == buf ? NULL : buf;
}

/* ---- descriptors ---- */

int PyObject_AsFileDescriptor(PyObject *o)
{
    int fd = -1;
    PyObject *method;
    if (PyLong_Check(o)) {
        fd = _PyLong_AsInt(o);
    } else if (_PyObject_LookupAttr(o, ID(fileno), &method) < 0) {
        return -1;
    } else if (method != NULL) {
        PyObject *r = PyObject_CallNoArgs(method);
        Py_DECREF(method);
        if (r == NULL) return -1;
        if (PyLong_Check(r)) fd = _PyLong_AsInt(r);
        else PyErr_SetString(PyExc_TypeError, "fileno() returned a non-integer");
        Py_DECREF(r);
    } else {
        PyErr_SetString(PyExc_TypeError, "argument must be an int, or have a fileno() method.");
    }
    if (fd == -1 && PyErr_Occurred()) return -1;
    if (fd >= 0) return fd;
    PyErr_Format(PyExc_ValueError, "file descriptor cannot be a negative integer (%i)", fd);
    return -1;
}

int _PyLong_FileDescriptor_Converter(PyObject *o, void *out)
{
    int fd = PyObject_AsFileDescriptor(o);
    if (fd == -1) return 0;
    *(int *)out = fd;
    return 1;
}

/* ---- opening ---- */

PyObject *PyFile_FromFd(int fd, const char *name, const char *mode, int buffering, const char *encoding, const char *errors,
                        const char *newline, int closefd)
{
    (void)name; /* documented as ignored */
    PyObject *io = PyImport_ImportModule("_io"), *file = NULL;
    if (io != NULL)
        file = PyObject_CallMethod(io, "open", "isizzzO", fd, mode != NULL ? mode : "r", buffering, encoding, errors, newline,
                                   closefd ? Py_True : Py_False);
    Py_XDECREF(io);
    return file;
}

PyObject *PyFile_OpenCodeObject(PyObject *path)
{
    PyObject *io = PyImport_ImportModule("_io"), *file = NULL;
    if (io != NULL) file = PyObject_CallMethod(io, "open", "Os", path, "rb");
    Py_XDECREF(io);
    return file;
}

PyObject *PyFile_OpenCode(const char *utf8path)
{
    PyObject *path = PyUnicode_FromString(utf8path), *file = NULL;
    if (path != NULL) file = PyFile_OpenCodeObject(path);
    Py_XDECREF(path);
    return file;
}

/* A hook of the process that every VM would have to obey: not offered; audit hooks do the same for one VM. */
int PyFile_SetOpenCodeHook(Py_OpenCodeHookFunction hook, void *data)
{
    (void)hook;
    (void)data;
    if (PyThreadState_Get() != NULL) PyErr_SetString(PyExc_SystemError, "PyFile_SetOpenCodeHook is not supported: use an audit hook");
    return -1;
}

/* ---- the file that needs nothing: text to a descriptor, for messages before sys.stderr exists ---- */

typedef struct {
    PyObject_HEAD
    int fd;
} StdPrinter;

PyObject *PyFile_NewStdPrinter(int fd)
{
    if (fd != STDOUT_FILENO && fd != STDERR_FILENO) {
        PyErr_BadInternalCall();
        return NULL;
    }
    StdPrinter *self = PyObject_New(StdPrinter, &PyStdPrinter_Type);
    if (self != NULL) self->fd = fd;
    return (PyObject *)self;
}

static PyObject *stdprinter_write(PyObject *self, PyObject *const *args)
{
    PyObject *bytes = PyUnicode_AsEncodedString(args[0], "utf-8", "backslashreplace");
    if (bytes == NULL) return NULL;
    Py_ssize_t n;
    do n = write(((StdPrinter *)self)->fd, PyBytes_AS_STRING(bytes), (size_t)PyBytes_GET_SIZE(bytes));
    while (n < 0 && errno == EINTR);
    Py_DECREF(bytes);
    return n < 0 ? PyErr_SetFromErrno(PyExc_OSError) : PyLong_FromSsize_t(n);
}

static PyObject *stdprinter_none(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    Py_RETURN_NONE;
}

static PyObject *stdprinter_fileno(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyLong_FromLong(((StdPrinter *)self)->fd);
}

static PyObject *stdprinter_isatty(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyBool_FromLong(isatty(((StdPrinter *)self)->fd));
}

static PyObject *stdprinter_repr(PyObject *self)
{
    return PyUnicode_FromFormat("<stdprinter(fd=%d) object at %p>", ((StdPrinter *)self)->fd, self);
}

static PyObject *get_encoding(PyObject *self, void *unused)
{
    (void)self;
    (void)unused;
    Py_RETURN_NONE;
}

static PyObject *get_closed(PyObject *self, void *unused)
{
    (void)self;
    (void)unused;
    Py_RETURN_FALSE;
}

static PyObject *get_mode(PyObject *self, void *unused)
{
    (void)self;
    (void)unused;
    return PyUnicode_FromString("w");
}

static PyMethodDef stdprinter_methods[] = {
    FN("close", stdprinter_none, "($self, /)", "Does nothing."),
    FN("flush", stdprinter_none, "($self, /)", "Does nothing: there is no buffer."),
    FN("fileno", stdprinter_fileno, "($self, /)", "The descriptor."),
    FN("isatty", stdprinter_isatty, "($self, /)", "Is it a terminal?"),
    FN("write", stdprinter_write, "($self, text, /)", "Write text as UTF-8."),
    { 0 }
};
static PyGetSetDef stdprinter_getset[] = {
    { "encoding", get_encoding, NULL, NULL, NULL },
    { "closed", get_closed, NULL, NULL, NULL },
    { "mode", get_mode, NULL, NULL, NULL },
    { 0 }
};

PyTypeObject PyStdPrinter_Type = {
    STATIC_TYPE("stderrprinter", StdPrinter),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_repr = stdprinter_repr,
    .tp_free = PyObject_Free,
    .tp_methods = stdprinter_methods,
    .tp_getset = stdprinter_getset,
};
