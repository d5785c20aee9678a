/* iobase.c -- _IOBase, _RawIOBase, _BufferedIOBase and _TextIOBase: what every file has, in terms of what it overrides. */
#include "runtime/memory/memory.h"
#include "runtime/objects/str_impl.h"
#include "runtime/objects/type.h"
#include "runtime/state/interp.h"
#include "stdlib/io/io_internal.h"
#include <errno.h>

/* ---- helpers of the whole module -------------------------------------------------------------------------------------- */

PyObject *adder_io_unsupported_type(void)
{
    struct adder_io_state *st = &adder_interp()->io;
    if (st->unsupported_operation == NULL) {
        PyObject *bases = PyTuple_Pack(2, PyExc_OSError, PyExc_ValueError);
        if (bases == NULL) return NULL;
        st->unsupported_operation = PyErr_NewException("io.UnsupportedOperation", bases, NULL);
        Py_DECREF(bases);
    }
    return st->unsupported_operation;
}

void adder_io_clear(struct adder_io_state *st) { Py_CLEAR(st->unsupported_operation); }

PyObject *adder_io_unsupported(const char *text)
{
    PyObject *type = adder_io_unsupported_type();
    if (type != NULL) PyErr_SetString(type, text);
    return NULL;
}

int io_trap_eintr(void)
{
    PyObject *type, *value, *traceback, *number;
    if (!PyErr_ExceptionMatches(PyExc_OSError)) return 0;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    number = PyObject_GetAttrString(value, "errno");
    if (number == NULL) PyErr_Clear();
    bool is_eintr = number != NULL && PyLong_Check(number) && PyLong_AsLong(number) == EINTR;
    Py_XDECREF(number);
    if (!is_eintr) {
        PyErr_Restore(type, value, traceback);
        return 0;
    }
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    return PyErr_CheckSignals() < 0 ? -1 : 1;
}

int io_size_arg(PyObject *arg, Py_ssize_t *size)
{
    *size = -1;
    if (arg == NULL || arg == Py_None) return 0;
    if (!PyIndex_Check(arg)) {
        PyErr_Format(PyExc_TypeError, "argument should be integer or None, not '%.200s'", Py_TYPE(arg)->tp_name);
        return -1;
    }
    *size = PyNumber_AsSsize_t(arg, PyExc_OverflowError);
    return *size == -1 && PyErr_Occurred() ? -1 : 0;
}

int io_bytes_arg(PyObject *arg, Py_buffer *view)
{
    if (PyObject_CheckBuffer(arg)) return PyObject_GetBuffer(arg, view, PyBUF_SIMPLE);
    PyErr_Format(PyExc_TypeError, "a bytes-like object is required, not '%.100s'", arg == Py_None ? "NoneType" : Py_TYPE(arg)->tp_name);
    return -1;
}

int io_writable_arg(PyObject *arg, const char *function, Py_buffer *view)
{
    if (PyObject_GetBuffer(arg, view, PyBUF_WRITABLE) == 0) return 0;
    PyErr_Clear();
    PyErr_Format(PyExc_TypeError, "%s() argument must be read-write bytes-like object, not %.50s", function,
                 arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
    return -1;
}

Py_off_t io_offset(PyObject *obj, PyObject *error)
{
    PyObject *i = PyNumber_Index(obj);
    if (i == NULL) return -1;
    int overflow;
    long long v = PyLong_AsLongLongAndOverflow(i, &overflow);
    Py_DECREF(i);
    if (!overflow) return v;
    if (error == NULL) return overflow < 0 ? INT64_MIN : INT64_MAX;
    PyErr_Format(error, "cannot fit '%.200s' into an offset-sized integer", Py_TYPE(obj)->tp_name);
    return -1;
}

int io_flag(PyObject *obj, PyObject *attribute)
{
    PyObject *v = PyObject_GetAttr(obj, attribute);
    if (v == NULL) return -1;
    int rc = PyObject_IsTrue(v);
    Py_DECREF(v);
    return rc;
}

int io_check_closed(PyObject *obj)
{
    int closed = io_flag(obj, ID(closed));
    if (closed > 0) PyErr_SetString(PyExc_ValueError, "I/O operation on closed file.");
    return closed ? -1 : 0;
}

PyObject *io_name(PyObject *obj)
{
    PyObject *name = PyObject_GetAttr(obj, ID(name));
    if (name == NULL && (PyErr_ExceptionMatches(PyExc_AttributeError) || PyErr_ExceptionMatches(PyExc_ValueError))) PyErr_Clear();
    return name;
}

int io_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((struct io_object *)self)->dict);
    return 0;
}

int io_clear(PyObject *self)
{
    Py_CLEAR(((struct io_object *)self)->dict);
    return 0;
}

int io_begin_dealloc(PyObject *self)
{
    struct io_object *o = (struct io_object *)self;
    if (PyObject_CallFinalizerFromDealloc(self) < 0) {
        if (PyType_HasFeature(Py_TYPE(self), Py_TPFLAGS_HEAPTYPE)) Py_INCREF(Py_TYPE(self)); /* the subtype's deallocator drops it */
        return -1;
    }
    PyObject_GC_UnTrack(self);
    if (o->weakrefs != NULL) PyObject_ClearWeakRefs(self);
    Py_CLEAR(o->dict);
    return 0;
}

/* ---- _IOBase ----------------------------------------------------------------------------------------------------------- */

static PyObject *call0(PyObject *self, PyObject *name) { return PyObject_CallMethodNoArgs(self, name); }

static PyObject *iobase_seek(PyObject *self, PyObject *const *args) { (void)self, (void)args; return adder_io_unsupported("seek"); }
static PyObject *iobase_truncate(PyObject *self, PyObject *const *args) { (void)self, (void)args; return adder_io_unsupported("truncate"); }
static PyObject *iobase_fileno(PyObject *self, PyObject *const *args) { (void)self, (void)args; return adder_io_unsupported("fileno"); }

static PyObject *iobase_tell(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyObject_CallMethod(self, "seek", "ii", 0, 1);
}

static PyObject *iobase_flush(PyObject *self, PyObject *const *args)
{
    (void)args;
    if (!((struct io_object *)self)->base_closed) Py_RETURN_NONE;
    PyErr_SetString(PyExc_ValueError, "I/O operation on closed file.");
    return NULL;
}

static PyObject *iobase_close(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct io_object *o = (struct io_object *)self;
    if (o->base_closed) Py_RETURN_NONE;
    PyObject *r = call0(self, ID(flush));
    o->base_closed = true;
    return r;
}

static PyObject *iobase_get_closed(PyObject *self, void *unused)
{
    (void)unused;
    return PyBool_FromLong(((struct io_object *)self)->base_closed);
}

static PyObject *iobase_false(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    Py_RETURN_FALSE;
}

static PyObject *iobase_isatty(PyObject *self, PyObject *const *args)
{
    (void)args;
    return io_check_closed(self) < 0 ? NULL : Py_NewRef(Py_False);
}

static PyObject *iobase_check_closed(PyObject *self, PyObject *const *args)
{
    (void)args;
    return io_check_closed(self) < 0 ? NULL : Py_NewRef(Py_None);
}

/* self.question() must be True. */
static PyObject *must_be(PyObject *self, PyObject *question, const char *text)
{
    PyObject *answer = call0(self, question);
    if (answer == NULL) return NULL;
    if (answer == Py_True) return answer;
    Py_DECREF(answer);
    return adder_io_unsupported(text);
}

static PyObject *iobase_check_seekable(PyObject *self, PyObject *const *args) { (void)args; return must_be(self, ID(seekable), "File or stream is not seekable."); }
static PyObject *iobase_check_readable(PyObject *self, PyObject *const *args) { (void)args; return must_be(self, ID(readable), "File or stream is not readable."); }
static PyObject *iobase_check_writable(PyObject *self, PyObject *const *args) { (void)args; return must_be(self, ID(writable), "File or stream is not writable."); }

static PyObject *iobase_enter(PyObject *self, PyObject *const *args)
{
    (void)args;
    return io_check_closed(self) < 0 ? NULL : Py_NewRef(self);
}

static PyObject *iobase_exit(PyObject *self, PyObject *const *args)
{
    (void)args;
    return call0(self, ID(close));
}

/* How many bytes a readline may take at once without reading past the line's end: as many as peek() shows. */
static Py_ssize_t peeked_line(PyObject *peek, Py_ssize_t limit, Py_ssize_t have)
{
    PyObject *ahead;
    do ahead = PyObject_CallFunction(peek, "i", 1);
    while (ahead == NULL && io_trap_eintr() > 0);
    if (ahead == NULL) return -1;
    Py_ssize_t n = 1;
    if (!PyBytes_Check(ahead)) {
        PyErr_Format(PyExc_OSError, "peek() should have returned a bytes object, not '%.200s'", Py_TYPE(ahead)->tp_name);
        n = -1;
    } else if (PyBytes_GET_SIZE(ahead) > 0) {
        const char *s = PyBytes_AS_STRING(ahead), *end;
        n = PyBytes_GET_SIZE(ahead);
        if (limit >= 0 && n > limit - have) n = limit - have;
        if ((end = memchr(s, '\n', (size_t)n)) != NULL) n = end - s + 1;
    }
    Py_DECREF(ahead);
    return n;
}

/* Reads a line through read() and, where it is there, peek(). */
static PyObject *read_line(PyObject *self, PyObject *peek, Py_ssize_t limit)
{
    PyObject *line = PyByteArray_FromStringAndSize(NULL, 0), *result = NULL;
    while (line != NULL && (limit < 0 || PyByteArray_GET_SIZE(line) < limit)) {
        Py_ssize_t n = peek == NULL ? 1 : peeked_line(peek, limit, PyByteArray_GET_SIZE(line));
        if (n < 0) goto done;
        PyObject *part = PyObject_CallMethod(self, "read", "n", n);
        if (part == NULL) {
            if (io_trap_eintr() > 0) continue;
            goto done;
        }
        if (!PyBytes_Check(part)) {
            PyErr_Format(PyExc_OSError, "read() should have returned a bytes object, not '%.200s'", Py_TYPE(part)->tp_name);
            Py_DECREF(part);
            goto done;
        }
        Py_ssize_t old = PyByteArray_GET_SIZE(line), got = PyBytes_GET_SIZE(part);
        int rc = PyByteArray_Resize(line, old + got);
        if (rc == 0 && got > 0) memcpy(PyByteArray_AS_STRING(line) + old, PyBytes_AS_STRING(part), (size_t)got);
        Py_DECREF(part);
        if (rc < 0) goto done;
        if (got == 0 || PyByteArray_AS_STRING(line)[old + got - 1] == '\n') break;
    }
    if (line != NULL) result = PyBytes_FromStringAndSize(PyByteArray_AS_STRING(line), PyByteArray_GET_SIZE(line));
done:
    Py_XDECREF(line);
    return result;
}

static PyObject *iobase_readline(PyObject *self, PyObject *const *args)
{
    Py_ssize_t limit;
    if (io_size_arg(args[0], &limit) < 0) return NULL;
    PyObject *peek = PyObject_GetAttr(self, ID(peek));
    if (peek == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return NULL;
        PyErr_Clear();
    }
    PyObject *line = read_line(self, peek, limit);
    Py_XDECREF(peek);
    return line;
}

static PyObject *iobase_iternext(PyObject *self)
{
    PyObject *line = call0(self, ID(readline));
    if (line == NULL) return NULL;
    Py_ssize_t n = PyObject_Size(line);
    if (n > 0) return line;
    Py_DECREF(line);
    return NULL;
}

static PyObject *iobase_iter(PyObject *self) { return io_check_closed(self) < 0 ? NULL : Py_NewRef(self); }

static PyObject *iobase_readlines(PyObject *self, PyObject *const *args)
{
    Py_ssize_t hint, length = 0;
    if (io_size_arg(args[0], &hint) < 0) return NULL;
    PyObject *lines = PyList_New(0), *it = PyObject_GetIter(self), *line;
    while (lines != NULL && it != NULL && (line = PyIter_Next(it)) != NULL) {
        Py_ssize_t n = PyList_Append(lines, line) < 0 ? -1 : PyObject_Size(line);
        Py_DECREF(line);
        if (n < 0) break;
        length += n;
        if (hint > 0 && length >= hint) break;
    }
    Py_XDECREF(it);
    if (it == NULL || PyErr_Occurred()) Py_CLEAR(lines);
    return lines;
}

static PyObject *iobase_writelines(PyObject *self, PyObject *const *args)
{
    if (io_check_closed(self) < 0) return NULL;
    PyObject *it = PyObject_GetIter(args[0]), *line;
    if (it == NULL) return NULL;
    while ((line = PyIter_Next(it)) != NULL) {
        PyObject *r;
        do r = PyObject_CallMethodOneArg(self, ID(write), line);
        while (r == NULL && io_trap_eintr() > 0);
        Py_DECREF(line);
        if (r == NULL) break;
        Py_DECREF(r);
    }
    Py_DECREF(it);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

/* Closes what was left open. The file knows by _finalizing that nobody asked for it, and may warn. */
static void iobase_finalize(PyObject *self)
{
    PyObject *type, *value, *traceback, *r;
    PyErr_Fetch(&type, &value, &traceback);
    int closed = io_flag(self, ID(closed));
    if (closed < 0) PyErr_Clear();
    if (closed == 0) {
        if (PyObject_SetAttr(self, ID(_finalizing), Py_True) < 0) PyErr_Clear();
        r = call0(self, ID(close));
        if (r == NULL) PyErr_Clear(); /* the file may be half made, or its descriptor gone: nobody could do better */
        Py_XDECREF(r);
    }
    PyErr_Restore(type, value, traceback);
}

static void iobase_dealloc(PyObject *self)
{
    if (io_begin_dealloc(self) < 0) return;
    Py_TYPE(self)->tp_free(self);
}

static PyMethodDef iobase_methods[] = {
    FN("seek", iobase_seek, "($self, *args)", "Changes the position."),
    FN("tell", iobase_tell, "($self, /)", "The position."),
    FN("truncate", iobase_truncate, "($self, *args)", "Cuts the file."),
    FN("flush", iobase_flush, "($self, /)", "Writes out what is buffered."),
    FN("close", iobase_close, "($self, /)", "Flushes and closes."),
    FN("seekable", iobase_false, "($self, /)", "Can positions be changed?"),
    FN("readable", iobase_false, "($self, /)", "Can it be read?"),
    FN("writable", iobase_false, "($self, /)", "Can it be written?"),
    FN("_checkClosed", iobase_check_closed, "($self, *args)", "ValueError when closed."),
    FN("_checkSeekable", iobase_check_seekable, "($self, *args)", "UnsupportedOperation when not seekable."),
    FN("_checkReadable", iobase_check_readable, "($self, *args)", "UnsupportedOperation when not readable."),
    FN("_checkWritable", iobase_check_writable, "($self, *args)", "UnsupportedOperation when not writable."),
    FN("fileno", iobase_fileno, "($self, /)", "The descriptor."),
    FN("isatty", iobase_isatty, "($self, /)", "Is it a terminal?"),
    FN("__enter__", iobase_enter, "($self, /)", "Itself."),
    FN("__exit__", iobase_exit, "($self, *args)", "Closes it."),
    FN("readline", iobase_readline, "($self, size=-1, /)", "A line, at most size bytes."),
    FN("readlines", iobase_readlines, "($self, hint=-1, /)", "The lines, no more once hint bytes are read."),
    FN("writelines", iobase_writelines, "($self, lines, /)", "Writes each of them; adds no line ends."),
    { 0 }
};

static PyGetSetDef iobase_getset[] = {
    { "__dict__", PyObject_GenericGetDict, NULL, NULL, NULL },
    { "closed", iobase_get_closed, NULL, NULL, NULL },
    { 0 }
};

PyTypeObject adder_iobase_type = {
    STATIC_TYPE("_io._IOBase", struct io_object), .tp_flags = IO_FLAGS, IO_OFFSETS, .tp_doc = "What every file has.",
    .tp_dealloc = iobase_dealloc, .tp_traverse = io_traverse, .tp_clear = io_clear, .tp_iter = iobase_iter, .tp_iternext = iobase_iternext,
    .tp_methods = iobase_methods, .tp_getset = iobase_getset, .tp_finalize = iobase_finalize, .tp_new = PyType_GenericNew,
    .tp_free = PyObject_GC_Del,
};

/* ---- _RawIOBase --------------------------------------------------------------------------------------------------------- */

static PyObject *rawiobase_read(PyObject *self, PyObject *const *args)
{
    Py_ssize_t n;
    if (args[0] == Py_None) n = -1;
    else if (adder_ssize_arg(args[0], &n) < 0) return NULL;
    if (n < 0) return call0(self, ID(readall));
    PyObject *b = PyByteArray_FromStringAndSize(NULL, n), *r;
    if (b == NULL) return NULL;
    r = PyObject_CallMethodOneArg(self, ID(readinto), b);
    if (r != NULL && r != Py_None) {
        n = PyNumber_AsSsize_t(r, PyExc_ValueError);
        if (n == -1 && PyErr_Occurred()) Py_CLEAR(r);
        else if (n < 0 || n > PyByteArray_GET_SIZE(b)) {
            PyErr_Format(PyExc_ValueError, "readinto returned %zd outside buffer size %zd", n, PyByteArray_GET_SIZE(b));
            Py_CLEAR(r);
        } else Py_SETREF(r, PyBytes_FromStringAndSize(PyByteArray_AS_STRING(b), n));
    }
    Py_DECREF(b);
    return r;
}

static PyObject *rawiobase_readall(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *parts = PyList_New(0), *result = NULL;
    while (parts != NULL) {
        PyObject *data = PyObject_CallMethod(self, "read", "i", IO_BUFFER_SIZE);
        if (data == NULL) {
            if (io_trap_eintr() > 0) continue;
            goto done;
        }
        if (data == Py_None) {
            if (PyList_GET_SIZE(parts) == 0) {
                Py_DECREF(parts);
                return data;
            }
            Py_DECREF(data);
            break;
        }
        if (!PyBytes_Check(data)) {
            Py_DECREF(data);
            PyErr_SetString(PyExc_TypeError, "read() should return bytes");
            goto done;
        }
        bool end = PyBytes_GET_SIZE(data) == 0;
        int rc = end ? 0 : PyList_Append(parts, data);
        Py_DECREF(data);
        if (rc < 0) goto done;
        if (end) break;
    }
    if (parts != NULL) {
        PyObject *empty = PyBytes_FromStringAndSize(NULL, 0);
        if (empty != NULL) result = _PyBytes_Join(empty, parts);
        Py_XDECREF(empty);
    }
done:
    Py_XDECREF(parts);
    return result;
}

static PyObject *rawiobase_not_implemented(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    PyErr_SetNone(PyExc_NotImplementedError);
    return NULL;
}

static PyMethodDef rawiobase_methods[] = {
    FN("readinto", rawiobase_not_implemented, "($self, buffer, /)", "Reads into a buffer: for subclasses to define."),
    FN("write", rawiobase_not_implemented, "($self, b, /)", "Writes bytes: for subclasses to define."),
    FN("read", rawiobase_read, "($self, size=-1, /)", "At most size bytes, by one readinto()."),
    FN("readall", rawiobase_readall, "($self, /)", "All that is left."),
    { 0 }
};
PyTypeObject adder_rawiobase_type = {
    STATIC_TYPE("_io._RawIOBase", struct io_object), .tp_flags = IO_FLAGS, IO_OFFSETS, .tp_doc = "What unbuffered files have.",
    .tp_base = &adder_iobase_type, .tp_dealloc = iobase_dealloc, .tp_traverse = io_traverse, .tp_clear = io_clear,
    .tp_methods = rawiobase_methods, .tp_new = PyType_GenericNew, .tp_free = PyObject_GC_Del,
};

/* ---- _BufferedIOBase ------------------------------------------------------------------------------------------------------ */

/* read(n) or read1(n) into a buffer. */
static PyObject *read_into(PyObject *self, PyObject *arg, PyObject *method, const char *function)
{
    Py_buffer view;
    if (io_writable_arg(arg, function, &view) < 0) return NULL;
    PyObject *n = PyLong_FromSsize_t(view.len), *data = NULL, *r = NULL;
    if (n != NULL) data = PyObject_CallMethodOneArg(self, method, n);
    Py_XDECREF(n);
    if (data == NULL) goto done;
    if (!PyBytes_Check(data)) {
        PyErr_SetString(PyExc_TypeError, "read() should return bytes");
    } else if (PyBytes_GET_SIZE(data) > view.len) {
        PyErr_Format(PyExc_ValueError, "read() returned too much data: %zd bytes requested, %zd returned", view.len, PyBytes_GET_SIZE(data));
    } else {
        memcpy(view.buf, PyBytes_AS_STRING(data), (size_t)PyBytes_GET_SIZE(data));
        r = PyLong_FromSsize_t(PyBytes_GET_SIZE(data));
    }
done:
    Py_XDECREF(data);
    PyBuffer_Release(&view);
    return r;
}

static PyObject *bufferediobase_readinto(PyObject *self, PyObject *const *args) { return read_into(self, args[0], ID(read), "readinto"); }
static PyObject *bufferediobase_readinto1(PyObject *self, PyObject *const *args) { return read_into(self, args[0], ID(read1), "readinto1"); }
static PyObject *unsupported_read(PyObject *self, PyObject *const *args) { (void)self, (void)args; return adder_io_unsupported("read"); }
static PyObject *unsupported_read1(PyObject *self, PyObject *const *args) { (void)self, (void)args; return adder_io_unsupported("read1"); }
static PyObject *unsupported_write(PyObject *self, PyObject *const *args) { (void)self, (void)args; return adder_io_unsupported("write"); }
static PyObject *unsupported_detach(PyObject *self, PyObject *const *args) { (void)self, (void)args; return adder_io_unsupported("detach"); }
static PyObject *unsupported_readline(PyObject *self, PyObject *const *args) { (void)self, (void)args; return adder_io_unsupported("readline"); }

static PyMethodDef bufferediobase_methods[] = {
    FN("detach", unsupported_detach, "($self, /)", "Gives the raw file away."),
    FN("read", unsupported_read, "($self, *args)", "Reads bytes."),
    FN("read1", unsupported_read1, "($self, *args)", "Reads bytes with one call of the raw file at most."),
    FN("write", unsupported_write, "($self, *args)", "Writes bytes."),
    FN("readinto", bufferediobase_readinto, "($self, buffer, /)", "Reads into a buffer."),
    FN("readinto1", bufferediobase_readinto1, "($self, buffer, /)", "Reads into a buffer with one call of the raw file at most."),
    { 0 }
};
PyTypeObject adder_bufferediobase_type = {
    STATIC_TYPE("_io._BufferedIOBase", struct io_object), .tp_flags = IO_FLAGS, IO_OFFSETS, .tp_doc = "What buffered files have.",
    .tp_base = &adder_iobase_type, .tp_dealloc = iobase_dealloc, .tp_traverse = io_traverse, .tp_clear = io_clear,
    .tp_methods = bufferediobase_methods, .tp_new = PyType_GenericNew, .tp_free = PyObject_GC_Del,
};

/* ---- _TextIOBase ----------------------------------------------------------------------------------------------------------- */

static PyObject *textiobase_none(PyObject *self, void *unused)
{
    (void)self, (void)unused;
    Py_RETURN_NONE;
}

static PyMethodDef textiobase_methods[] = {
    FN("detach", unsupported_detach, "($self, /)", "Gives the buffer away."),
    FN("read", unsupported_read, "($self, *args)", "Reads text."),
    FN("readline", unsupported_readline, "($self, *args)", "Reads a line."),
    FN("write", unsupported_write, "($self, *args)", "Writes text."),
    { 0 }
};
static PyGetSetDef textiobase_getset[] = {
    { "encoding", textiobase_none, NULL, NULL, NULL },
    { "newlines", textiobase_none, NULL, NULL, NULL },
    { "errors", textiobase_none, NULL, NULL, NULL },
    { 0 }
};
PyTypeObject adder_textiobase_type = {
    STATIC_TYPE("_io._TextIOBase", struct io_object), .tp_flags = IO_FLAGS, IO_OFFSETS, .tp_doc = "What text files have.",
    .tp_base = &adder_iobase_type, .tp_dealloc = iobase_dealloc, .tp_traverse = io_traverse, .tp_clear = io_clear,
    .tp_methods = textiobase_methods, .tp_getset = textiobase_getset, .tp_new = PyType_GenericNew, .tp_free = PyObject_GC_Del,
};
