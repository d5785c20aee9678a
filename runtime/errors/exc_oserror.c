/* exc_oserror.c -- OSError: arguments told apart by their number, and errno choosing the subclass.
 *
 * OSError(errno, text) makes FileNotFoundError and so on. A Python subclass that overrides __init__ but not __new__ gets
 * its fields from __init__ instead, so that it may have arguments of its own. */
#include "runtime/errors/exceptions.h"
#include <errno.h>
#include <structmember.h>

static PyTypeObject *subclass_for_errno(long code)
{
    static const struct { int code; PyTypeObject *type; } rows[] = {
        {EAGAIN, &_PyExc_BlockingIOError},            {EALREADY, &_PyExc_BlockingIOError},
        {EINPROGRESS, &_PyExc_BlockingIOError},       {EWOULDBLOCK, &_PyExc_BlockingIOError},
        {EPIPE, &_PyExc_BrokenPipeError},             {ESHUTDOWN, &_PyExc_BrokenPipeError},
        {ECHILD, &_PyExc_ChildProcessError},          {ECONNABORTED, &_PyExc_ConnectionAbortedError},
        {ECONNREFUSED, &_PyExc_ConnectionRefusedError}, {ECONNRESET, &_PyExc_ConnectionResetError},
        {EEXIST, &_PyExc_FileExistsError},            {ENOENT, &_PyExc_FileNotFoundError},
        {EISDIR, &_PyExc_IsADirectoryError},          {ENOTDIR, &_PyExc_NotADirectoryError},
        {EINTR, &_PyExc_InterruptedError},            {EACCES, &_PyExc_PermissionError},
        {EPERM, &_PyExc_PermissionError},             {ESRCH, &_PyExc_ProcessLookupError},
        {ETIMEDOUT, &_PyExc_TimeoutError},
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(rows); i++)
        if (rows[i].code == code) return rows[i].type;
    return NULL;
}

/* The arguments by name; absent ones NULL. All borrowed from args. */
struct os_args { PyObject *code, *text, *filename, *filename2; };

static PyObject *os_new(PyTypeObject *type, PyObject *args, PyObject *kwargs);
static int os_init(PyObject *self, PyObject *args, PyObject *kwargs);

static bool fields_from_init(PyTypeObject *type) { return type->tp_init != os_init && type->tp_new == os_new; }

static struct os_args os_parse(PyObject *args)
{
    struct os_args a = {NULL, NULL, NULL, NULL};
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    if (n < 2 || n > 5) return a;
    a.code = PyTuple_GET_ITEM(args, 0);
    a.text = PyTuple_GET_ITEM(args, 1);
    if (n > 2) a.filename = PyTuple_GET_ITEM(args, 2);
    if (n > 4) a.filename2 = PyTuple_GET_ITEM(args, 4); /* the fourth is for another system */
    return a;
}

/* Stores the fields. 0, or -1 with an exception. */
static int os_fill(ExcOS *self, PyObject *args, const struct os_args *a)
{
    PyObject *kept = Py_NewRef(args);
    if (a->filename != NULL && a->filename != Py_None) {
        if (Py_IS_TYPE(self, &_PyExc_BlockingIOError) && PyNumber_Check(a->filename)) {
            self->written = PyNumber_AsSsize_t(a->filename, PyExc_ValueError);
            if (self->written == -1 && PyErr_Occurred()) {
                Py_DECREF(kept);
                return -1;
            }
        } else {
            Py_XSETREF(self->filename, Py_NewRef(a->filename));
            if (a->filename2 != NULL && a->filename2 != Py_None)
                Py_XSETREF(self->filename2, Py_NewRef(a->filename2));
            /* args shows two entries only, as long before file names were added */
            Py_SETREF(kept, PyTuple_GetSlice(args, 0, 2));
            if (kept == NULL) return -1;
        }
    }
    Py_XSETREF(self->myerrno, Py_XNewRef(a->code));
    Py_XSETREF(self->strerror, Py_XNewRef(a->text));
    Py_XSETREF(EXC_BASE(self)->args, kept);
    return 0;
}

static PyObject *os_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    struct os_args a = {NULL, NULL, NULL, NULL};
    bool fill = !fields_from_init(type);
    if (fill) {
        if (!_PyArg_NoKeywords(type->tp_name, kwargs)) return NULL;
        a = os_parse(args);
        if (a.code != NULL && type == &_PyExc_OSError && PyLong_Check(a.code)) {
            int overflow;
            long code = PyLong_AsLongAndOverflow(a.code, &overflow);
            if (code == -1 && PyErr_Occurred()) return NULL;
            PyTypeObject *better = overflow ? NULL : subclass_for_errno(code);
            if (better != NULL) type = better;
        }
    }
    PyObject *self = type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    ((ExcOS *)self)->written = -1;
    if (fill) {
        if (os_fill((ExcOS *)self, args, &a) < 0) Py_CLEAR(self);
    } else {
        EXC_BASE(self)->args = PyTuple_New(0);
        if (EXC_BASE(self)->args == NULL) Py_CLEAR(self);
    }
    return self;
}

static int os_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyTypeObject *type = Py_TYPE(self);
    if (!fields_from_init(type)) return 0; /* __new__ did it */
    if (!_PyArg_NoKeywords(type->tp_name, kwargs)) return -1;
    struct os_args a = os_parse(args);
    return os_fill((ExcOS *)self, args, &a);
}

static PyObject *or_none(PyObject *o) { return o != NULL ? o : Py_None; }

static PyObject *os_str(PyObject *self)
{
    ExcOS *e = (ExcOS *)self;
    if (e->filename != NULL && e->filename2 != NULL)
        return PyUnicode_FromFormat("[Errno %S] %S: %R -> %R", or_none(e->myerrno), or_none(e->strerror), e->filename,
                                    e->filename2);
    if (e->filename != NULL)
        return PyUnicode_FromFormat("[Errno %S] %S: %R", or_none(e->myerrno), or_none(e->strerror), e->filename);
    if (e->myerrno != NULL && e->strerror != NULL)
        return PyUnicode_FromFormat("[Errno %S] %S", e->myerrno, e->strerror);
    return adder_exc_str(self);
}

/* pickle gets back the arguments that args no longer shows. */
static PyObject *os_reduce(PyObject *self, PyObject *const *unused)
{
    (void)unused;
    ExcOS *e = (ExcOS *)self;
    PyObject *args = EXC_BASE(self)->args, *dict = EXC_BASE(self)->dict;
    if (PyTuple_GET_SIZE(args) == 2 && e->filename != NULL) {
        PyObject *code = PyTuple_GET_ITEM(args, 0), *text = PyTuple_GET_ITEM(args, 1);
        args = e->filename2 != NULL ? PyTuple_Pack(5, code, text, e->filename, Py_None, e->filename2)
                                    : PyTuple_Pack(3, code, text, e->filename);
    } else {
        Py_INCREF(args);
    }
    if (args == NULL) return NULL;
    PyObject *result = dict != NULL ? PyTuple_Pack(3, Py_TYPE(self), args, dict) : PyTuple_Pack(2, Py_TYPE(self), args);
    Py_DECREF(args);
    return result;
}

static PyObject *os_get_written(PyObject *self, void *closure)
{
    (void)closure;
    Py_ssize_t written = ((ExcOS *)self)->written;
    if (written != -1) return PyLong_FromSsize_t(written);
    PyErr_SetString(PyExc_AttributeError, "characters_written");
    return NULL;
}

static int os_set_written(PyObject *self, PyObject *value, void *closure)
{
    (void)closure;
    Py_ssize_t written = -1;
    if (value == NULL) {
        if (((ExcOS *)self)->written == -1) {
            PyErr_SetString(PyExc_AttributeError, "characters_written");
            return -1;
        }
    } else {
        written = PyNumber_AsSsize_t(value, PyExc_ValueError);
        if (written == -1 && PyErr_Occurred()) return -1;
    }
    ((ExcOS *)self)->written = written;
    return 0;
}

static PyMemberDef os_members[] = {
    {"errno", T_OBJECT, offsetof(ExcOS, myerrno), 0, "The error's number in C."},
    {"strerror", T_OBJECT, offsetof(ExcOS, strerror), 0, "The error's text."},
    {"filename", T_OBJECT, offsetof(ExcOS, filename), 0, "The file concerned."},
    {"filename2", T_OBJECT, offsetof(ExcOS, filename2), 0, "The second file concerned, of rename() and its like."},
    {0}
};

static PyMethodDef os_methods[] = {
    FN("__reduce__", os_reduce, "($self, /)", "What pickle needs to make it again."),
    {0}
};

static PyGetSetDef os_getset[] = {
    {"characters_written", os_get_written, os_set_written, "What was written before the operation would have blocked.",
     NULL},
    {0}
};

PyTypeObject _PyExc_OSError = {
    EXC_TYPE(OSError, &_PyExc_Exception, OS, "A call of the operating system failed."),
    .tp_init = os_init, .tp_new = os_new, .tp_str = os_str, .tp_members = os_members, .tp_methods = os_methods,
    .tp_getset = os_getset,
};
