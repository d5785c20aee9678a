/* exc_syntax.c -- SyntaxError: where in which file, and the line itself. */
#include "runtime/errors/exceptions.h"
#include <structmember.h>

/* Takes the fields from (filename, lineno, offset, text[, end_lineno, end_offset]). 0, or -1 with an exception. */
static int syntax_place(ExcSyntax *self, PyObject *info)
{
    PyObject *v[6] = {NULL};
    if (!PyArg_ParseTuple(info, "OOOO|OO", &v[0], &v[1], &v[2], &v[3], &v[4], &v[5])) return -1;
    PyObject **fields[6] = {&self->filename, &self->lineno, &self->offset, &self->text, &self->end_lineno, &self->end_offset};
    for (int i = 0; i < 6; i++) Py_XSETREF(*fields[i], Py_XNewRef(v[i]));
    if (self->end_lineno != NULL && self->end_offset == NULL) {
        PyErr_SetString(PyExc_TypeError, "end_offset must be provided when end_lineno is provided");
        return -1;
    }
    return 0;
}

static int syntax_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (adder_exc_init(self, args, kwargs) < 0) return -1;
    ExcSyntax *exc = (ExcSyntax *)self;
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    if (n >= 1) Py_XSETREF(exc->msg, Py_NewRef(PyTuple_GET_ITEM(args, 0)));
    if (n != 2) return 0;
    PyObject *info = PySequence_Tuple(PyTuple_GET_ITEM(args, 1));
    if (info == NULL) return -1;
    int rc = syntax_place(exc, info);
    Py_DECREF(info);
    return rc;
}

/* The part of a path after its last slash. */
static PyObject *base_name(PyObject *path)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(path), slash = PyUnicode_FindChar(path, '/', 0, n, -1);
    if (slash == -2) return NULL;
    return PyUnicode_Substring(path, slash + 1, n);
}

static PyObject *syntax_str(PyObject *self)
{
    ExcSyntax *exc = (ExcSyntax *)self;
    PyObject *msg = exc->msg != NULL ? exc->msg : Py_None, *result;
    bool has_line = exc->lineno != NULL && PyLong_CheckExact(exc->lineno);
    bool has_file = exc->filename != NULL && PyUnicode_Check(exc->filename);
    if (!has_file)
        return has_line ? PyUnicode_FromFormat("%S (line %S)", msg, exc->lineno) : PyObject_Str(msg);
    PyObject *file = base_name(exc->filename);
    if (file == NULL) return NULL;
    result = has_line ? PyUnicode_FromFormat("%S (%U, line %S)", msg, file, exc->lineno)
                      : PyUnicode_FromFormat("%S (%U)", msg, file);
    Py_DECREF(file);
    return result;
}

#define MEMBER(field, doc) {#field, T_OBJECT, offsetof(ExcSyntax, field), 0, doc}
static PyMemberDef syntax_members[] = {
    MEMBER(msg, "The message."),
    MEMBER(filename, "The file."),
    MEMBER(lineno, "The line, from 1."),
    MEMBER(offset, "The column, from 1."),
    MEMBER(text, "The line's text."),
    MEMBER(end_lineno, "The line where the faulty part ends."),
    MEMBER(end_offset, "The column after the faulty part."),
    MEMBER(print_file_and_line, "Not None: the traceback shows the place."),
    {0}
};

PyTypeObject _PyExc_SyntaxError = {
    EXC_TYPE(SyntaxError, &_PyExc_Exception, Syntax, "The source text is not Python."),
    .tp_init = syntax_init, .tp_new = adder_exc_new, .tp_str = syntax_str, .tp_members = syntax_members,
};
