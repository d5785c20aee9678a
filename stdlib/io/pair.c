/* pair.c -- io.BufferedRWPair: a reader and a writer over two raw files, such as the ends of two pipes. */
#include "runtime/memory/memory.h"
#include "stdlib/io/io_internal.h"

struct pair {
    struct io_object base;
    PyObject *reader, *writer; /* owned; NULL before __init__ */
};

static int demand(PyObject *raw, PyObject *question, const char *text)
{
    PyObject *r = PyObject_CallMethodNoArgs(raw, question);
    int yes = r == NULL ? -1 : PyObject_IsTrue(r);
    Py_XDECREF(r);
    if (yes == 0) adder_io_unsupported(text);
    return yes > 0 ? 0 : -1;
}

static int pair_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *reader, *writer;
    Py_ssize_t size = IO_BUFFER_SIZE;
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0) {
        PyErr_SetString(PyExc_TypeError, "BufferedRWPair() takes no keyword arguments");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "OO|n:BufferedRWPair", &reader, &writer, &size)) return -1;
    if (demand(reader, ID(readable), "File or stream is not readable.") < 0) return -1;
    if (demand(writer, ID(writable), "File or stream is not writable.") < 0) return -1;
    PyObject *r = buffered_make(&adder_buffered_reader_type, reader, size);
    PyObject *w = r != NULL ? buffered_make(&adder_buffered_writer_type, writer, size) : NULL;
    if (w == NULL) {
        Py_XDECREF(r);
        return -1;
    }
    Py_XSETREF(((struct pair *)self)->reader, r);
    Py_XSETREF(((struct pair *)self)->writer, w);
    return 0;
}

/* half.name(*args) */
static PyObject *forward(PyObject *half, const char *name, PyObject *args)
{
    if (half == NULL) return PyErr_Format(PyExc_ValueError, "I/O operation on uninitialized object");
    PyObject *method = PyObject_GetAttrString(half, name), *r = NULL;
    if (method != NULL) r = PyObject_CallObject(method, args);
    Py_XDECREF(method);
    return r;
}

#define FORWARD(name, half)                                             \
    static PyObject *pair_##name(PyObject *self, PyObject *const *args) \
    {                                                                   \
        return forward(((struct pair *)self)->half, #name, args[0]);    \
    }
FORWARD(read, reader)
FORWARD(peek, reader)
FORWARD(read1, reader)
FORWARD(readinto, reader)
FORWARD(readinto1, reader)
FORWARD(readable, reader)
FORWARD(write, writer)
FORWARD(flush, writer)
FORWARD(writable, writer)

static PyObject *pair_close(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *type = NULL, *value = NULL, *traceback = NULL;
    PyObject *r = forward(((struct pair *)self)->writer, "close", NULL);
    if (r == NULL) PyErr_Fetch(&type, &value, &traceback);
    Py_XDECREF(r);
    r = forward(((struct pair *)self)->reader, "close", NULL);
    if (type != NULL) {
        _PyErr_ChainExceptions(type, value, traceback);
        Py_CLEAR(r);
    }
    return r;
}

static PyObject *pair_isatty(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *r = forward(((struct pair *)self)->writer, "isatty", NULL);
    if (r != Py_False) return r;
    Py_DECREF(r);
    return forward(((struct pair *)self)->reader, "isatty", NULL);
}

static PyObject *get_closed(PyObject *self, void *unused)
{
    (void)unused;
    PyObject *writer = ((struct pair *)self)->writer;
    if (writer == NULL) return PyErr_Format(PyExc_RuntimeError, "the BufferedRWPair object is being garbage-collected");
    return PyObject_GetAttr(writer, ID(closed));
}

static int pair_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((struct pair *)self)->reader);
    Py_VISIT(((struct pair *)self)->writer);
    return io_traverse(self, visit, arg);
}

static int pair_clear(PyObject *self)
{
    Py_CLEAR(((struct pair *)self)->reader);
    Py_CLEAR(((struct pair *)self)->writer);
    return io_clear(self);
}

static void pair_dealloc(PyObject *self)
{
    if (io_begin_dealloc(self) < 0) return;
    pair_clear(self);
    Py_TYPE(self)->tp_free(self);
}

static PyMethodDef pair_methods[] = {
    FN("read", pair_read, "($self, *args)", "Read from the reader."),
    FN("peek", pair_peek, "($self, *args)", "Bytes that the reader gives next."),
    FN("read1", pair_read1, "($self, *args)", "Read from the reader with at most one call of its raw file."),
    FN("readinto", pair_readinto, "($self, *args)", "Read from the reader into a buffer."),
    FN("readinto1", pair_readinto1, "($self, *args)", "Read from the reader into a buffer, with at most one call of its raw file."),
    FN("write", pair_write, "($self, *args)", "Write to the writer."),
    FN("flush", pair_flush, "($self, *args)", "Flush the writer."),
    FN("readable", pair_readable, "($self, *args)", "Can the reader be read?"),
    FN("writable", pair_writable, "($self, *args)", "Can the writer be written?"),
    FN("close", pair_close, "($self, /)", "Close both."),
    FN("isatty", pair_isatty, "($self, /)", "Is one of them a terminal?"),
    { 0 }
};
static PyGetSetDef pair_getset[] = { { "closed", get_closed, NULL, NULL, NULL }, { 0 } };

PyTypeObject adder_buffered_pair_type = {
    STATIC_TYPE("_io.BufferedRWPair", struct pair),
    .tp_flags = IO_FLAGS,
    IO_OFFSETS,
    .tp_doc = "BufferedRWPair(reader, writer, buffer_size=8192, /)\n--\n\nOne raw file read and another one written, each through a buffer.",
    .tp_base = &adder_bufferediobase_type,
    .tp_new = PyType_GenericNew,
    .tp_init = pair_init,
    .tp_dealloc = pair_dealloc,
    .tp_free = PyObject_GC_Del,
    .tp_traverse = pair_traverse,
    .tp_clear = pair_clear,
    .tp_methods = pair_methods,
    .tp_getset = pair_getset,
};
