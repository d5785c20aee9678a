/* bytesio.c -- io.BytesIO: a file in memory. The bytes are an ordinary bytes object with spare room at its end; getvalue()
 * hands it out where it fits, and the next write makes a copy when somebody still has it. */
#include "runtime/api/signature.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/bytes_methods.h"
#include "runtime/objects/str_impl.h"
#include "stdlib/io/io_internal.h"

struct bytesio {
    struct io_object base;
    PyObject *buf;      /* bytes; NULL: closed */
    Py_ssize_t pos;     /* may lie past the end */
    Py_ssize_t size;    /* bytes in use, <= Py_SIZE(buf) */
    Py_ssize_t exports; /* views of getbuffer() alive: no resizing */
};

struct bytesio_buffer {
    PyObject_HEAD
    struct bytesio *source; /* owned */
};

static struct bytesio *open_one(PyObject *self)
{
    struct bytesio *b = (struct bytesio *)self;
    if (b->buf != NULL) return b;
    PyErr_SetString(PyExc_ValueError, "I/O operation on closed file.");
    return NULL;
}

static int check_exports(struct bytesio *b)
{
    if (b->exports == 0) return 0;
    PyErr_SetString(PyExc_BufferError, "Existing exports of data: object cannot be re-sized");
    return -1;
}

/* A buf that is ours alone, with room for n bytes. */
static int make_room(struct bytesio *b, Py_ssize_t n)
{
    if (Py_REFCNT(b->buf) == 1 && n <= Py_SIZE(b->buf)) return 0;
    if (n > PY_SSIZE_T_MAX - n / 8 - 64) {
        PyErr_SetString(PyExc_OverflowError, "new buffer size too large");
        return -1;
    }
    Py_ssize_t room = n <= Py_SIZE(b->buf) ? Py_SIZE(b->buf) : n + n / 8 + (n < 9 ? 3 : 6);
    if (room < 16) room = 16;
    PyObject *fresh = PyBytes_FromStringAndSize(NULL, room);
    if (fresh == NULL) return -1;
    memcpy(PyBytes_AS_STRING(fresh), PyBytes_AS_STRING(b->buf), (size_t)b->size);
    Py_SETREF(b->buf, fresh);
    return 0;
}

static Py_ssize_t write_at_pos(struct bytesio *b, const char *s, Py_ssize_t n)
{
    if (n == 0) return 0;
    if (b->pos > PY_SSIZE_T_MAX - n) {
        PyErr_SetString(PyExc_OverflowError, "new position too large");
        return -1;
    }
    if (make_room(b, b->pos + n) < 0) return -1;
    char *data = PyBytes_AS_STRING(b->buf);
    if (b->pos > b->size) memset(data + b->size, 0, (size_t)(b->pos - b->size));
    memcpy(data + b->pos, s, (size_t)n);
    b->pos += n;
    if (b->pos > b->size) b->size = b->pos;
    return n;
}

static Py_ssize_t left(struct bytesio *b) { return b->pos < b->size ? b->size - b->pos : 0; }

static PyObject *take(struct bytesio *b, Py_ssize_t n)
{
    if (n < 0 || n > left(b)) n = left(b);
    if (n > 1 && b->pos == 0 && n == Py_SIZE(b->buf) && b->exports == 0) {
        b->pos = n;
        return Py_NewRef(b->buf);
    }
    PyObject *r = PyBytes_FromStringAndSize(PyBytes_AS_STRING(b->buf) + Py_MIN(b->pos, b->size), n);
    if (r != NULL) b->pos += n;
    return r;
}

static PyObject *bytesio_read(PyObject *self, PyObject *const *args)
{
    Py_ssize_t n;
    struct bytesio *b;
    if (io_size_arg(args[0], &n) < 0 || (b = open_one(self)) == NULL) return NULL;
    return take(b, n);
}

/* The length of the next line, at most limit. */
static Py_ssize_t line_length(struct bytesio *b, Py_ssize_t limit)
{
    Py_ssize_t n = left(b);
    const char *s = PyBytes_AS_STRING(b->buf) + b->pos, *end = n ? memchr(s, '\n', (size_t)n) : NULL;
    if (end != NULL) n = end - s + 1;
    return limit >= 0 && limit < n ? limit : n;
}

static PyObject *bytesio_readline(PyObject *self, PyObject *const *args)
{
    Py_ssize_t limit;
    struct bytesio *b;
    if (io_size_arg(args[0], &limit) < 0 || (b = open_one(self)) == NULL) return NULL;
    return take(b, line_length(b, limit));
}

static PyObject *bytesio_readlines(PyObject *self, PyObject *const *args)
{
    Py_ssize_t limit, total = 0, n;
    struct bytesio *b;
    if (io_size_arg(args[0], &limit) < 0 || (b = open_one(self)) == NULL) return NULL;
    PyObject *list = PyList_New(0);
    while (list != NULL && (n = line_length(b, -1)) > 0) {
        PyObject *line = take(b, n);
        int rc = line == NULL ? -1 : PyList_Append(list, line);
        Py_XDECREF(line);
        if (rc < 0) Py_CLEAR(list);
        total += n;
        if (limit > 0 && total >= limit) break;
    }
    return list;
}

static PyObject *bytesio_iternext(PyObject *self)
{
    struct bytesio *b = open_one(self);
    if (b == NULL) return NULL;
    Py_ssize_t n = line_length(b, -1);
    return n == 0 ? NULL : take(b, n);
}

static PyObject *bytesio_readinto(PyObject *self, PyObject *const *args)
{
    Py_buffer view;
    if (io_writable_arg(args[0], "readinto", &view) < 0) return NULL;
    struct bytesio *b = open_one(self);
    PyObject *r = NULL;
    if (b != NULL) {
        Py_ssize_t n = Py_MIN(view.len, left(b));
        memcpy(view.buf, PyBytes_AS_STRING(b->buf) + Py_MIN(b->pos, b->size), (size_t)n);
        b->pos += n;
        r = PyLong_FromSsize_t(n);
    }
    PyBuffer_Release(&view);
    return r;
}

static PyObject *bytesio_write(PyObject *self, PyObject *const *args)
{
    struct bytesio *b = open_one(self);
    Py_buffer view;
    if (b == NULL || check_exports(b) < 0 || io_bytes_arg(args[0], &view) < 0) return NULL;
    Py_ssize_t n = b->buf == NULL ? -1 : write_at_pos(b, view.buf, view.len);
    PyBuffer_Release(&view);
    return n < 0 ? NULL : PyLong_FromSsize_t(n);
}

static PyObject *bytesio_seek(PyObject *self, PyObject *const *args)
{
    Py_ssize_t to;
    int whence;
    struct bytesio *b;
    if (adder_ssize_arg(args[0], &to) < 0 || adder_int_arg(args[1], &whence) < 0 || (b = open_one(self)) == NULL) return NULL;
    if (to < 0 && whence == 0) {
        PyErr_Format(PyExc_ValueError, "negative seek value %zd", to);
        return NULL;
    }
    if (whence < 0 || whence > 2) {
        PyErr_Format(PyExc_ValueError, "invalid whence (%i, should be 0, 1 or 2)", whence);
        return NULL;
    }
    Py_ssize_t from = whence == 0 ? 0 : whence == 1 ? b->pos : b->size;
    if (to > PY_SSIZE_T_MAX - from) {
        PyErr_SetString(PyExc_OverflowError, "new position too large");
        return NULL;
    }
    b->pos = from + to < 0 ? 0 : from + to;
    return PyLong_FromSsize_t(b->pos);
}

static PyObject *bytesio_tell(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct bytesio *b = open_one(self);
    return b == NULL ? NULL : PyLong_FromSsize_t(b->pos);
}

static PyObject *bytesio_truncate(PyObject *self, PyObject *const *args)
{
    struct bytesio *b = open_one(self);
    Py_ssize_t size;
    if (b == NULL || check_exports(b) < 0) return NULL;
    if (args[0] == Py_None) size = b->pos;
    else if (adder_ssize_arg(args[0], &size) < 0) return NULL;
    if (size < 0) {
        PyErr_Format(PyExc_ValueError, "negative size value %zd", size);
        return NULL;
    }
    if (size < b->size) b->size = size;
    return PyLong_FromSsize_t(size);
}

static PyObject *bytesio_getvalue(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct bytesio *b = open_one(self);
    if (b == NULL) return NULL;
    if (b->size <= 1 || b->exports > 0) return PyBytes_FromStringAndSize(PyBytes_AS_STRING(b->buf), b->size);
    if (b->size != Py_SIZE(b->buf)) {
        if (Py_REFCNT(b->buf) > 1) return PyBytes_FromStringAndSize(PyBytes_AS_STRING(b->buf), b->size);
        if (_PyBytes_Resize(&b->buf, b->size) < 0) return NULL;
    }
    return Py_NewRef(b->buf);
}

static PyObject *bytesio_getbuffer(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct bytesio *b = open_one(self);
    if (b == NULL) return NULL;
    struct bytesio_buffer *exporter = PyObject_GC_New(struct bytesio_buffer, &adder_bytesio_buffer_type);
    if (exporter == NULL) return NULL;
    exporter->source = (struct bytesio *)Py_NewRef(self);
    PyObject_GC_Track(exporter);
    PyObject *view = PyMemoryView_FromObject((PyObject *)exporter);
    Py_DECREF(exporter);
    return view;
}

static PyObject *bytesio_close(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct bytesio *b = (struct bytesio *)self;
    if (check_exports(b) < 0) return NULL;
    Py_CLEAR(b->buf);
    Py_RETURN_NONE;
}

static PyObject *bytesio_true(PyObject *self, PyObject *const *args)
{
    (void)args;
    return open_one(self) == NULL ? NULL : Py_NewRef(Py_True);
}

static PyObject *bytesio_false(PyObject *self, PyObject *const *args)
{
    (void)args;
    return open_one(self) == NULL ? NULL : Py_NewRef(Py_False);
}

static PyObject *bytesio_flush(PyObject *self, PyObject *const *args)
{
    (void)args;
    return open_one(self) == NULL ? NULL : Py_NewRef(Py_None);
}

static PyObject *bytesio_get_closed(PyObject *self, void *unused)
{
    (void)unused;
    return PyBool_FromLong(((struct bytesio *)self)->buf == NULL);
}

static PyObject *bytesio_getstate(PyObject *self, PyObject *const *args)
{
    struct bytesio *b = (struct bytesio *)self;
    PyObject *value = bytesio_getvalue(self, args);
    if (value == NULL) return NULL;
    return Py_BuildValue("NnO", value, b->pos, b->base.dict == NULL ? Py_None : b->base.dict);
}

static PyObject *bytesio_setstate(PyObject *self, PyObject *const *args)
{
    struct bytesio *b = (struct bytesio *)self;
    PyObject *state = args[0];
    if (!PyTuple_Check(state) || PyTuple_GET_SIZE(state) < 3) {
        PyErr_Format(PyExc_TypeError, "%.200s.__setstate__ argument should be 3-tuple, got %.200s", Py_TYPE(self)->tp_name, Py_TYPE(state)->tp_name);
        return NULL;
    }
    if (open_one(self) == NULL || check_exports(b) < 0) return NULL;
    Py_buffer view;
    if (io_bytes_arg(PyTuple_GET_ITEM(state, 0), &view) < 0) return NULL;
    b->pos = b->size = 0;
    Py_ssize_t n = write_at_pos(b, view.buf, view.len), pos;
    PyBuffer_Release(&view);
    if (n < 0) return NULL;
    if (!PyLong_Check(PyTuple_GET_ITEM(state, 1))) {
        PyErr_Format(PyExc_TypeError, "second item of state must be an integer, not %.200s", Py_TYPE(PyTuple_GET_ITEM(state, 1))->tp_name);
        return NULL;
    }
    pos = PyLong_AsSsize_t(PyTuple_GET_ITEM(state, 1));
    if (pos == -1 && PyErr_Occurred()) return NULL;
    if (pos < 0) {
        PyErr_SetString(PyExc_ValueError, "position value cannot be negative");
        return NULL;
    }
    b->pos = pos;
    PyObject *dict = PyTuple_GET_ITEM(state, 2);
    if (dict == Py_None) Py_RETURN_NONE;
    if (!PyDict_Check(dict)) {
        PyErr_Format(PyExc_TypeError, "third item of state should be a dict, got a %.200s", Py_TYPE(dict)->tp_name);
        return NULL;
    }
    PyObject *own = PyObject_GenericGetDict(self, NULL);
    int rc = own == NULL ? -1 : PyDict_Update(own, dict);
    Py_XDECREF(own);
    return rc < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *bytesio_sizeof(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct bytesio *b = (struct bytesio *)self;
    Py_ssize_t own = b->buf != NULL && Py_REFCNT(b->buf) == 1 ? (Py_ssize_t)offsetof(PyBytesObject, ob_sval) + 1 + Py_SIZE(b->buf) : 0;
    return PyLong_FromSsize_t(Py_TYPE(self)->tp_basicsize + own);
}

static PyObject *bytesio_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args, (void)kwargs;
    struct bytesio *b = (struct bytesio *)type->tp_alloc(type, 0);
    if (b != NULL && (b->buf = PyBytes_FromStringAndSize(NULL, 0)) == NULL) Py_CLEAR(b);
    return (PyObject *)b;
}

static int bytesio_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    struct bytesio *b = (struct bytesio *)self;
    PyObject *a[1];
    if (adder_bind_args("BytesIO(initial_bytes=<unrepresentable>)", args, kwargs, a) < 0) return -1;
    if (check_exports(b) < 0) return -1;
    b->pos = b->size = 0;
    PyObject *initial = a[0];
    if (initial == NULL || initial == Py_None) {
        Py_XSETREF(b->buf, PyBytes_FromStringAndSize(NULL, 0));
        return b->buf == NULL ? -1 : 0;
    }
    if (PyBytes_CheckExact(initial)) {
        Py_XSETREF(b->buf, Py_NewRef(initial));
        b->size = Py_SIZE(initial);
        return 0;
    }
    Py_XSETREF(b->buf, PyBytes_FromStringAndSize(NULL, 0));
    Py_buffer view;
    if (b->buf == NULL || io_bytes_arg(initial, &view) < 0) return -1;
    Py_ssize_t n = write_at_pos(b, view.buf, view.len);
    b->pos = 0;
    PyBuffer_Release(&view);
    return n < 0 ? -1 : 0;
}

static void bytesio_dealloc(PyObject *self)
{
    struct bytesio *b = (struct bytesio *)self;
    PyObject_GC_UnTrack(self);
    if (b->base.weakrefs != NULL) PyObject_ClearWeakRefs(self);
    Py_CLEAR(b->buf);
    Py_CLEAR(b->base.dict);
    Py_TYPE(self)->tp_free(self);
}

static PyMethodDef bytesio_methods[] = {
    FN("readable", bytesio_true, "($self, /)", "True."),
    FN("seekable", bytesio_true, "($self, /)", "True."),
    FN("writable", bytesio_true, "($self, /)", "True."),
    FN("close", bytesio_close, "($self, /)", "Drops the bytes."),
    FN("flush", bytesio_flush, "($self, /)", "Does nothing."),
    FN("isatty", bytesio_false, "($self, /)", "False."),
    FN("tell", bytesio_tell, "($self, /)", "The position."),
    FN("write", bytesio_write, "($self, b, /)", "Writes bytes; how many."),
    FN("read1", bytesio_read, "($self, size=-1, /)", "As read."),
    FN("readinto", bytesio_readinto, "($self, buffer, /)", "Reads into a buffer; how many."),
    FN("readline", bytesio_readline, "($self, size=-1, /)", "A line, at most size bytes."),
    FN("readlines", bytesio_readlines, "($self, size=None, /)", "The lines, no more once size bytes are read."),
    FN("read", bytesio_read, "($self, size=-1, /)", "At most size bytes, or all."),
    FN("getbuffer", bytesio_getbuffer, "($self, /)", "A memoryview of the bytes; they cannot be resized while it lives."),
    FN("getvalue", bytesio_getvalue, "($self, /)", "All bytes."),
    FN("seek", bytesio_seek, "($self, pos, whence=0, /)", "Changes the position."),
    FN("truncate", bytesio_truncate, "($self, size=None, /)", "Cuts at size, or at the position."),
    FN("__getstate__", bytesio_getstate, "($self, /)", "State for pickling."),
    FN("__setstate__", bytesio_setstate, "($self, state, /)", "Takes a pickled state."),
    FN("__sizeof__", bytesio_sizeof, "($self, /)", "Bytes of memory."),
    { 0 }
};
static PyGetSetDef bytesio_getset[] = { { "closed", bytesio_get_closed, NULL, NULL, NULL }, { 0 } };

PyTypeObject adder_bytesio_type = {
    STATIC_TYPE("_io.BytesIO", struct bytesio), .tp_flags = IO_FLAGS, IO_OFFSETS, .tp_doc = "A binary file in memory.",
    .tp_base = &adder_bufferediobase_type, .tp_dealloc = bytesio_dealloc, .tp_traverse = io_traverse, .tp_clear = io_clear,
    .tp_iter = PyObject_SelfIter, .tp_iternext = bytesio_iternext, .tp_methods = bytesio_methods, .tp_getset = bytesio_getset,
    .tp_init = bytesio_init, .tp_new = bytesio_new, .tp_free = PyObject_GC_Del,
};

/* ---- what getbuffer() views ------------------------------------------------------------------------------------------------ */

static int buffer_getbuffer(PyObject *self, Py_buffer *view, int flags)
{
    struct bytesio *b = ((struct bytesio_buffer *)self)->source;
    if (b->buf == NULL) {
        PyErr_SetString(PyExc_ValueError, "I/O operation on closed file.");
        return -1;
    }
    if (b->exports == 0 && make_room(b, b->size) < 0) return -1;
    if (PyBuffer_FillInfo(view, self, PyBytes_AS_STRING(b->buf), b->size, 0, flags) < 0) return -1;
    b->exports++;
    return 0;
}

static void buffer_releasebuffer(PyObject *self, Py_buffer *view)
{
    (void)view;
    ((struct bytesio_buffer *)self)->source->exports--;
}

static int buffer_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((struct bytesio_buffer *)self)->source);
    return 0;
}

static void buffer_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((struct bytesio_buffer *)self)->source);
    PyObject_GC_Del(self);
}

static PyBufferProcs buffer_procs = { .bf_getbuffer = buffer_getbuffer, .bf_releasebuffer = buffer_releasebuffer };
PyTypeObject adder_bytesio_buffer_type = {
    STATIC_TYPE("_io._BytesIOBuffer", struct bytesio_buffer), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_dealloc = buffer_dealloc, .tp_traverse = buffer_traverse, .tp_as_buffer = &buffer_procs,
};
