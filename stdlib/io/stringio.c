/* stringio.c -- io.StringIO: a text file in memory, its characters an array of UCS-4. */
#include "runtime/api/signature.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/str_impl.h"
#include "stdlib/io/io_internal.h"

struct stringio {
    struct io_object base;
    Py_UCS4 *buf;
    Py_ssize_t room, size, pos; /* pos may lie past size */
    PyObject *readnl;           /* str or NULL (None) */
    PyObject *writenl;          /* what \n becomes, or NULL */
    bool ready, closed, universal, translate;
    struct newline_state newline;
};

static struct stringio *open_one(PyObject *self)
{
    struct stringio *s = (struct stringio *)self;
    if (!s->ready) PyErr_SetString(PyExc_ValueError, "I/O operation on uninitialized object");
    else if (s->closed) PyErr_SetString(PyExc_ValueError, "I/O operation on closed file");
    else return s;
    return NULL;
}

static int make_room(struct stringio *s, Py_ssize_t n)
{
    if (n <= s->room) return 0;
    if (n > PY_SSIZE_T_MAX / (Py_ssize_t)(2 * sizeof(Py_UCS4))) {
        PyErr_SetString(PyExc_OverflowError, "new buffer size too large");
        return -1;
    }
    Py_ssize_t room = n + n / 4 + 16;
    Py_UCS4 *buf = PyMem_Realloc(s->buf, (size_t)room * sizeof *buf);
    if (buf == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    s->buf = buf;
    s->room = room;
    return 0;
}

/* Writes a str at the position, through both translations. 0 or -1. */
static int write_text(struct stringio *s, PyObject *text)
{
    PyObject *decoded = Py_NewRef(text);
    if (s->universal) decoded = newline_process(&s->newline, decoded, true);
    if (decoded != NULL && s->writenl != NULL) Py_SETREF(decoded, PyUnicode_Replace(decoded, adder_str_latin1('\n'), s->writenl, -1));
    if (decoded == NULL) return -1;
    Py_ssize_t n = PyUnicode_GET_LENGTH(decoded);
    int rc = -1;
    if (s->pos > PY_SSIZE_T_MAX - n) {
        PyErr_SetString(PyExc_OverflowError, "new position too large");
    } else if (make_room(s, s->pos + n) == 0) {
        if (s->pos > s->size) memset(s->buf + s->size, 0, (size_t)(s->pos - s->size) * sizeof *s->buf);
        adder_chars_copy(4, s->buf + s->pos, PyUnicode_KIND(decoded), PyUnicode_DATA(decoded), n);
        s->pos += n;
        if (s->size < s->pos) s->size = s->pos;
        rc = 0;
    }
    Py_DECREF(decoded);
    return rc;
}

static PyObject *take(struct stringio *s, Py_ssize_t n)
{
    Py_ssize_t left = s->pos < s->size ? s->size - s->pos : 0;
    if (n < 0 || n > left) n = left;
    if (n == 0) return Py_NewRef(ADDER_EMPTY_STR);
    PyObject *r = adder_str_from_ucs4(s->buf + s->pos, n);
    if (r != NULL) s->pos += n;
    return r;
}

/* Characters up to and with the next line end, at most limit. */
static Py_ssize_t line_length(struct stringio *s, Py_ssize_t limit)
{
    Py_ssize_t n = s->pos < s->size ? s->size - s->pos : 0;
    const Py_UCS4 *p = s->buf + s->pos;
    if (limit >= 0 && limit < n) n = limit;
    bool any = s->universal && !s->translate;
    Py_UCS4 first = s->readnl != NULL && PyUnicode_GET_LENGTH(s->readnl) ? PyUnicode_READ_CHAR(s->readnl, 0) : '\n';
    bool pair = !any && s->readnl != NULL && PyUnicode_GET_LENGTH(s->readnl) == 2;
    for (Py_ssize_t i = 0; i < n; i++) {
        if (any) {
            if (p[i] == '\n') return i + 1;
            if (p[i] == '\r') return i + 1 < n && p[i + 1] == '\n' ? i + 2 : i + 1;
        } else if (p[i] == first && !pair) {
            return i + 1;
        } else if (pair && p[i] == first && i + 1 < n && p[i + 1] == '\n') {
            return i + 2;
        }
    }
    return n;
}

static PyObject *stringio_read(PyObject *self, PyObject *const *args)
{
    Py_ssize_t n;
    struct stringio *s;
    if (io_size_arg(args[0], &n) < 0 || (s = open_one(self)) == NULL) return NULL;
    return take(s, n);
}

static PyObject *stringio_readline(PyObject *self, PyObject *const *args)
{
    Py_ssize_t limit;
    struct stringio *s;
    if (io_size_arg(args[0], &limit) < 0 || (s = open_one(self)) == NULL) return NULL;
    return take(s, line_length(s, limit));
}

static PyObject *stringio_iternext(PyObject *self)
{
    struct stringio *s = open_one(self);
    if (s == NULL) return NULL;
    Py_ssize_t n = line_length(s, -1);
    return n == 0 ? NULL : take(s, n);
}

static PyObject *stringio_write(PyObject *self, PyObject *const *args)
{
    struct stringio *s = open_one(self);
    if (s == NULL) return NULL;
    if (!PyUnicode_Check(args[0])) {
        PyErr_Format(PyExc_TypeError, "string argument expected, got '%s'", Py_TYPE(args[0])->tp_name);
        return NULL;
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(args[0]);
    return n > 0 && write_text(s, args[0]) < 0 ? NULL : PyLong_FromSsize_t(n);
}

static PyObject *stringio_tell(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct stringio *s = open_one(self);
    return s == NULL ? NULL : PyLong_FromSsize_t(s->pos);
}

static PyObject *stringio_seek(PyObject *self, PyObject *const *args)
{
    Py_ssize_t to;
    int whence;
    struct stringio *s;
    if (adder_ssize_arg(args[0], &to) < 0 || adder_int_arg(args[1], &whence) < 0 || (s = open_one(self)) == NULL) return NULL;
    if (whence < 0 || whence > 2) PyErr_Format(PyExc_ValueError, "Invalid whence (%i, should be 0, 1 or 2)", whence);
    else if (to < 0 && whence == 0) PyErr_Format(PyExc_ValueError, "Negative seek position %zd", to);
    else if (whence != 0 && to != 0) PyErr_SetString(PyExc_OSError, "Can't do nonzero cur-relative seeks");
    else {
        s->pos = whence == 0 ? to : whence == 1 ? s->pos : s->size;
        return PyLong_FromSsize_t(s->pos);
    }
    return NULL;
}

static PyObject *stringio_truncate(PyObject *self, PyObject *const *args)
{
    Py_ssize_t size;
    struct stringio *s = open_one(self);
    if (s == NULL) return NULL;
    if (args[0] == Py_None) size = s->pos;
    else if (adder_ssize_arg(args[0], &size) < 0) return NULL;
    if (size < 0) {
        PyErr_Format(PyExc_ValueError, "Negative size value %zd", size);
        return NULL;
    }
    if (size < s->size) s->size = size;
    return PyLong_FromSsize_t(size);
}

static PyObject *stringio_getvalue(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct stringio *s = open_one(self);
    return s == NULL ? NULL : adder_str_from_ucs4(s->buf, s->size);
}

static PyObject *stringio_close(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct stringio *s = (struct stringio *)self;
    s->closed = true;
    PyMem_Free(s->buf);
    s->buf = NULL;
    s->room = s->size = 0;
    Py_RETURN_NONE;
}

static PyObject *stringio_true(PyObject *self, PyObject *const *args)
{
    (void)args;
    return open_one(self) == NULL ? NULL : Py_NewRef(Py_True);
}

static PyObject *stringio_get_closed(PyObject *self, void *unused)
{
    (void)unused;
    struct stringio *s = (struct stringio *)self;
    if (s->ready) return PyBool_FromLong(s->closed);
    PyErr_SetString(PyExc_ValueError, "I/O operation on uninitialized object");
    return NULL;
}

static PyObject *stringio_get_line_buffering(PyObject *self, void *unused)
{
    (void)unused;
    return open_one(self) == NULL ? NULL : Py_NewRef(Py_False);
}

static PyObject *stringio_get_newlines(PyObject *self, void *unused)
{
    (void)unused;
    struct stringio *s = open_one(self);
    if (s == NULL) return NULL;
    if (!s->universal) Py_RETURN_NONE;
    return newline_seen(&s->newline);
}

static PyObject *stringio_getstate(PyObject *self, PyObject *const *args)
{
    struct stringio *s = (struct stringio *)self;
    PyObject *value = stringio_getvalue(self, args);
    if (value == NULL) return NULL;
    return Py_BuildValue("NOnO", value, s->readnl ? s->readnl : Py_None, s->pos, s->base.dict ? s->base.dict : Py_None);
}

/* Takes value and newline as the constructor does. */
static int set_up(struct stringio *s, PyObject *value, PyObject *newline)
{
    if (newline != Py_None && !PyUnicode_Check(newline)) {
        PyErr_Format(PyExc_TypeError, "newline must be str or None, not %.200s", Py_TYPE(newline)->tp_name);
        return -1;
    }
    const char *nl = newline == Py_None ? NULL : PyUnicode_AsUTF8(newline);
    if (newline != Py_None && nl == NULL) return -1;
    if (nl != NULL && *nl && strcmp(nl, "\n") != 0 && strcmp(nl, "\r") != 0 && strcmp(nl, "\r\n") != 0) {
        PyErr_Format(PyExc_ValueError, "illegal newline value: %R", newline);
        return -1;
    }
    if (value != Py_None && !PyUnicode_Check(value)) {
        PyErr_Format(PyExc_TypeError, "initial_value must be str or None, not %.200s", Py_TYPE(value)->tp_name);
        return -1;
    }
    s->ready = false;
    Py_XSETREF(s->readnl, nl == NULL ? NULL : Py_NewRef(newline));
    Py_XSETREF(s->writenl, nl != NULL && *nl == '\r' ? Py_NewRef(newline) : NULL);
    s->universal = nl == NULL || *nl == 0;
    s->translate = nl == NULL;
    s->newline = (struct newline_state){ .translate = s->translate };
    s->pos = s->size = 0;
    s->ready = true;
    s->closed = false;
    if (value != Py_None && write_text(s, value) < 0) return -1;
    s->pos = 0;
    return 0;
}

static PyObject *stringio_setstate(PyObject *self, PyObject *const *args)
{
    struct stringio *s = open_one(self);
    PyObject *value, *newline, *dict;
    Py_ssize_t pos;
    if (s == NULL) return NULL;
    if (!PyTuple_Check(args[0]) || PyTuple_GET_SIZE(args[0]) < 4) {
        PyErr_Format(PyExc_TypeError, "%.200s.__setstate__ argument should be 4-tuple, got %.200s", Py_TYPE(self)->tp_name, Py_TYPE(args[0])->tp_name);
        return NULL;
    }
    if (!PyArg_ParseTuple(args[0], "OOnO", &value, &newline, &pos, &dict)) return NULL;
    if (pos < 0) {
        PyErr_SetString(PyExc_ValueError, "position value cannot be negative");
        return NULL;
    }
    if (set_up(s, value, newline) < 0) return NULL;
    s->size = 0;
    if (PyUnicode_Check(value)) { /* as it was: not translated again */
        Py_ssize_t n = PyUnicode_GET_LENGTH(value);
        if (make_room(s, n) < 0) return NULL;
        adder_chars_copy(4, s->buf, PyUnicode_KIND(value), PyUnicode_DATA(value), n);
        s->size = n;
    }
    s->pos = pos;
    if (dict == Py_None) Py_RETURN_NONE;
    if (!PyDict_Check(dict)) {
        PyErr_Format(PyExc_TypeError, "fourth item of state should be a dict, got a %.200s", Py_TYPE(dict)->tp_name);
        return NULL;
    }
    PyObject *own = PyObject_GenericGetDict(self, NULL);
    int rc = own == NULL ? -1 : PyDict_Update(own, dict);
    Py_XDECREF(own);
    return rc < 0 ? NULL : Py_NewRef(Py_None);
}

static int stringio_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *a[2];
    if (adder_bind_args("StringIO(initial_value='', newline=<unrepresentable>)", args, kwargs, a) < 0) return -1;
    return set_up((struct stringio *)self, a[0], a[1] == NULL ? adder_str_latin1('\n') : a[1]);
}

static void stringio_dealloc(PyObject *self)
{
    struct stringio *s = (struct stringio *)self;
    PyObject_GC_UnTrack(self);
    if (s->base.weakrefs != NULL) PyObject_ClearWeakRefs(self);
    PyMem_Free(s->buf);
    Py_CLEAR(s->readnl);
    Py_CLEAR(s->writenl);
    Py_CLEAR(s->base.dict);
    Py_TYPE(self)->tp_free(self);
}

static PyMethodDef stringio_methods[] = {
    FN("getvalue", stringio_getvalue, "($self, /)", "All text."),
    FN("read", stringio_read, "($self, size=-1, /)", "At most size characters, or all."),
    FN("readline", stringio_readline, "($self, size=-1, /)", "A line, at most size characters."),
    FN("tell", stringio_tell, "($self, /)", "The position."),
    FN("truncate", stringio_truncate, "($self, pos=None, /)", "Cuts at pos, or at the position."),
    FN("seek", stringio_seek, "($self, pos, whence=0, /)", "Changes the position."),
    FN("write", stringio_write, "($self, s, /)", "Writes text; how many characters."),
    FN("close", stringio_close, "($self, /)", "Drops the text."),
    FN("seekable", stringio_true, "($self, /)", "True."),
    FN("readable", stringio_true, "($self, /)", "True."),
    FN("writable", stringio_true, "($self, /)", "True."),
    FN("__getstate__", stringio_getstate, "($self, /)", "State for pickling."),
    FN("__setstate__", stringio_setstate, "($self, state, /)", "Takes a pickled state."),
    { 0 }
};
static PyGetSetDef stringio_getset[] = {
    { "closed", stringio_get_closed, NULL, NULL, NULL },
    { "newlines", stringio_get_newlines, NULL, NULL, NULL },
    { "line_buffering", stringio_get_line_buffering, NULL, NULL, NULL },
    { 0 }
};

PyTypeObject adder_stringio_type = {
    STATIC_TYPE("_io.StringIO", struct stringio), .tp_flags = IO_FLAGS, IO_OFFSETS, .tp_doc = "A text file in memory.",
    .tp_base = &adder_textiobase_type, .tp_dealloc = stringio_dealloc, .tp_traverse = io_traverse, .tp_clear = io_clear,
    .tp_iter = PyObject_SelfIter, .tp_iternext = stringio_iternext, .tp_methods = stringio_methods, .tp_getset = stringio_getset,
    .tp_init = stringio_init, .tp_new = PyType_GenericNew, .tp_free = PyObject_GC_Del,
};
