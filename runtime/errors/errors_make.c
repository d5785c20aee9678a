/* errors_make.c -- exceptions made from something else: errno, a failed import, a place in a source file, a new class. */
#include "runtime/errors/errors.h"
#include "runtime/errors/exceptions.h"
#include "runtime/state/interp.h"
#include <errno.h>
#include <string.h>

/* ---- errno ---- */

static PyObject *errno_text(int code)
{
    if (code == 0) return PyUnicode_FromString("Error");
    char buf[256];
    const char *text = strerror_r(code, buf, sizeof buf);
    return PyUnicode_DecodeLocale(text, "surrogateescape");
}

PyObject *PyErr_SetFromErrnoWithFilenameObjects(PyObject *type, PyObject *filename, PyObject *filename2)
{
    int code = errno;
    if (code == EINTR && PyErr_CheckSignals()) return NULL;
    PyObject *text = errno_text(code), *args = NULL, *exc = NULL;
    if (text == NULL) return NULL;
    if (filename == NULL)
        args = Py_BuildValue("(iO)", code, text);
    else if (filename2 == NULL)
        args = Py_BuildValue("(iOO)", code, text, filename);
    else
        args = Py_BuildValue("(iOOiO)", code, text, filename, 0, filename2);
    Py_DECREF(text);
    if (args != NULL) exc = PyObject_Call(type, args, NULL);
    Py_XDECREF(args);
    if (exc != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(exc), exc);
        Py_DECREF(exc);
    }
    errno = code;
    return NULL;
}

PyObject *PyErr_SetFromErrnoWithFilenameObject(PyObject *type, PyObject *filename)
{
    return PyErr_SetFromErrnoWithFilenameObjects(type, filename, NULL);
}

PyObject *PyErr_SetFromErrno(PyObject *type) { return PyErr_SetFromErrnoWithFilenameObjects(type, NULL, NULL); }

PyObject *PyErr_SetFromErrnoWithFilename(PyObject *type, const char *filename)
{
    int code = errno;
    PyObject *name = NULL;
    if (filename != NULL && (name = PyUnicode_DecodeFSDefault(filename)) == NULL) return NULL;
    errno = code;
    PyErr_SetFromErrnoWithFilenameObjects(type, name, NULL);
    Py_XDECREF(name);
    errno = code;
    return NULL;
}

/* ---- imports ---- */

PyObject *PyErr_SetImportErrorSubclass(PyObject *type, PyObject *msg, PyObject *name, PyObject *path)
{
    int is_import = PyObject_IsSubclass(type, PyExc_ImportError);
    if (is_import < 0) return NULL;
    if (!is_import) {
        PyErr_SetString(PyExc_TypeError, "expected a subclass of ImportError");
        return NULL;
    }
    if (msg == NULL) {
        PyErr_SetString(PyExc_TypeError, "expected a message argument");
        return NULL;
    }
    PyObject *args = PyTuple_Pack(1, msg), *kwargs = PyDict_New(), *exc = NULL;
    if (args != NULL && kwargs != NULL && PyDict_SetItem(kwargs, ID(name), name != NULL ? name : Py_None) == 0 &&
        PyDict_SetItem(kwargs, ID(path), path != NULL ? path : Py_None) == 0)
        exc = PyObject_Call(type, args, kwargs);
    Py_XDECREF(kwargs);
    Py_XDECREF(args);
    if (exc != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(exc), exc);
        Py_DECREF(exc);
    }
    return NULL;
}

PyObject *PyErr_SetImportError(PyObject *msg, PyObject *name, PyObject *path)
{
    return PyErr_SetImportErrorSubclass(PyExc_ImportError, msg, name, path);
}

/* ---- new exception classes ---- */

/* The dict of the class with __module__ in it. A new reference, or NULL. */
static PyObject *class_dict(const char *module, Py_ssize_t size, PyObject *dict)
{
    dict = dict != NULL ? Py_NewRef(dict) : PyDict_New();
    if (dict == NULL) return NULL;
    int has = PyDict_Contains(dict, ID(__module__));
    if (has == 0) {
        PyObject *name = PyUnicode_FromStringAndSize(module, size);
        has = name == NULL ? -1 : PyDict_SetItem(dict, ID(__module__), name);
        Py_XDECREF(name);
    }
    if (has < 0) Py_CLEAR(dict);
    return dict;
}

PyObject *PyErr_NewException(const char *name, PyObject *base, PyObject *dict)
{
    const char *dot = strrchr(name, '.');
    if (dot == NULL) {
        PyErr_SetString(PyExc_SystemError, "PyErr_NewException: name must be module.class");
        return NULL;
    }
    if (base == NULL) base = PyExc_Exception;
    PyObject *bases = PyTuple_Check(base) ? Py_NewRef(base) : PyTuple_Pack(1, base), *type = NULL;
    if (bases == NULL) return NULL;
    PyObject *own = class_dict(name, dot - name, dict);
    if (own != NULL) type = PyObject_CallFunction((PyObject *)&PyType_Type, "sOO", dot + 1, bases, own);
    Py_XDECREF(own);
    Py_DECREF(bases);
    return type;
}

PyObject *PyErr_NewExceptionWithDoc(const char *name, const char *doc, PyObject *base, PyObject *dict)
{
    if (doc == NULL) return PyErr_NewException(name, base, dict);
    PyObject *own = dict != NULL ? Py_NewRef(dict) : PyDict_New(), *type = NULL;
    if (own == NULL) return NULL;
    PyObject *text = PyUnicode_FromString(doc);
    if (text != NULL && PyDict_SetItem(own, ID(__doc__), text) == 0) type = PyErr_NewException(name, base, own);
    Py_XDECREF(text);
    Py_DECREF(own);
    return type;
}

/* ---- places in source files ---- */

/* Sets an attribute on exc, whatever may go wrong with it. */
static void set_quietly(PyObject *exc, PyObject *name, STEALS_REF PyObject *value)
{
    if (value == NULL || PyObject_SetAttr(exc, name, value) < 0) PyErr_Clear();
    Py_XDECREF(value);
}

static PyObject *number_or_none(int n) { return n == -1 ? Py_NewRef(Py_None) : PyLong_FromLong(n); }

/* Exceptions other than SyntaxError need what the display looks for. */
static void make_displayable(PyObject *exc)
{
    int has = PyObject_HasAttr(exc, ID(msg));
    if (!has) set_quietly(exc, ID(msg), PyObject_Str(exc));
    if (!PyObject_HasAttr(exc, ID(print_file_and_line))) set_quietly(exc, ID(print_file_and_line), Py_NewRef(Py_None));
}

void PyErr_RangedSyntaxLocationObject(PyObject *filename, int line, int col, int end_line, int end_col)
{
    PyObject *exc = adder_error_take();
    if (exc == NULL) return;
    set_quietly(exc, ID(lineno), PyLong_FromLong(line));
    set_quietly(exc, ID(offset), number_or_none(col));
    set_quietly(exc, ID(end_lineno), number_or_none(end_line));
    set_quietly(exc, ID(end_offset), number_or_none(end_col));
    if (filename != NULL) {
        set_quietly(exc, ID(filename), Py_NewRef(filename));
        PyObject *text = PyErr_ProgramTextObject(filename, line);
        set_quietly(exc, ID(text), text != NULL ? text : Py_NewRef(Py_None));
    }
    if (!Py_IS_TYPE(exc, &_PyExc_SyntaxError)) make_displayable(exc);
    adder_error_restore(exc);
}

void PyErr_SyntaxLocationObject(PyObject *filename, int line, int col)
{
    PyErr_RangedSyntaxLocationObject(filename, line, col, line, -1);
}

void PyErr_SyntaxLocationEx(const char *filename, int line, int col)
{
    PyObject *name = NULL;
    if (filename != NULL) {
        PyObject *exc = adder_error_take();
        name = PyUnicode_DecodeFSDefault(filename);
        if (name == NULL) PyErr_Clear();
        if (exc != NULL) adder_error_restore(exc);
    }
    PyErr_SyntaxLocationObject(name, line, col);
    Py_XDECREF(name);
}

void PyErr_SyntaxLocation(const char *filename, int line) { PyErr_SyntaxLocationEx(filename, line, -1); }

/* As CPython gives it: with the line end. */
PyObject *PyErr_ProgramTextObject(PyObject *filename, int line)
{
    if (filename == NULL || line <= 0) return NULL;
    PyObject *text = adder_source_line(filename, line);
    if (text == NULL) return NULL;
    PyObject *result = PyUnicode_FromFormat("%U\n", text);
    Py_DECREF(text);
    return result;
}

PyObject *_PyErr_ProgramDecodedTextObject(PyObject *filename, int line, const char *encoding)
{
    (void)encoding; /* the file's own declaration tells */
    return PyErr_ProgramTextObject(filename, line);
}

PyObject *PyErr_ProgramText(const char *filename, int line)
{
    PyObject *name = PyUnicode_DecodeFSDefault(filename);
    if (name == NULL) {
        PyErr_Clear();
        return NULL;
    }
    PyObject *text = PyErr_ProgramTextObject(name, line);
    Py_DECREF(name);
    return text;
}
