/* builtins_io.c -- print() and input(). */
#include "runtime/builtins_parts.h"
#include "runtime/state/interp.h"
#include <unistd.h>

/* -- print */

struct print { PyObject *sep, *end, *file, *flush; };

static int print_keywords(struct print *p, PyObject *const *values, PyObject *kwnames)
{
    const struct { const char *name; PyObject **place; } known[] = {
        { "sep", &p->sep }, { "end", &p->end }, { "file", &p->file }, { "flush", &p->flush } };
    Py_ssize_t n = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *name = PyTuple_GET_ITEM(kwnames, i);
        size_t k = 0;
        while (k < Py_ARRAY_LENGTH(known) && PyUnicode_CompareWithASCIIString(name, known[k].name) != 0) k++;
        if (k == Py_ARRAY_LENGTH(known)) {
            PyErr_Format(PyExc_TypeError, "'%U' is an invalid keyword argument for print()", name);
            return -1;
        }
        *known[k].place = values[i];
    }
    return 0;
}

/* None counts as absent. 0, or -1 with TypeError. */
static int print_text(PyObject **text, const char *name)
{
    if (*text == NULL || *text == Py_None) return *text = NULL, 0;
    if (PyUnicode_Check(*text)) return 0;
    PyErr_Format(PyExc_TypeError, "%s must be None or a string, not %.200s", name, Py_TYPE(*text)->tp_name);
    return -1;
}

static int print_all(const struct print *p, PyObject *file, PyObject *const *args, Py_ssize_t nargs)
{
    for (Py_ssize_t i = 0; i < nargs; i++) {
        if (i > 0) {
            int rc = p->sep != NULL ? PyFile_WriteObject(p->sep, file, Py_PRINT_RAW) : PyFile_WriteString(" ", file);
            if (rc < 0) return -1;
        }
        if (PyFile_WriteObject(args[i], file, Py_PRINT_RAW) < 0) return -1;
    }
    return p->end != NULL ? PyFile_WriteObject(p->end, file, Py_PRINT_RAW) : PyFile_WriteString("\n", file);
}

PyObject *builtin_print(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    (void)self;
    struct print p = { 0 };
    if (print_keywords(&p, args + nargs, kwnames) < 0) return NULL;
    PyObject *file = p.file;
    if (file == NULL || file == Py_None) {
        file = PySys_GetObject("stdout");
        if (file == NULL) {
            PyErr_SetString(PyExc_RuntimeError, "lost sys.stdout");
            return NULL;
        }
        if (file == Py_None) Py_RETURN_NONE;
    }
    if (print_text(&p.sep, "sep") < 0 || print_text(&p.end, "end") < 0) return NULL;
    Py_INCREF(file);
    int rc = print_all(&p, file, args, nargs);
    int flush = rc < 0 || p.flush == NULL ? 0 : PyObject_IsTrue(p.flush);
    if (flush < 0) rc = -1;
    if (flush > 0) {
        PyObject *flushed = PyObject_CallMethodNoArgs(file, ID(flush));
        if (flushed == NULL) rc = -1;
        Py_XDECREF(flushed);
    }
    Py_DECREF(file);
    return rc < 0 ? NULL : Py_NewRef(Py_None);
}

/* -- input */

static PyObject *standard(const char *name)
{
    PyObject *file = PySys_GetObject(name);
    if (file != NULL && file != Py_None) return file;
    PyErr_Format(PyExc_RuntimeError, "input(): lost sys.%s", name);
    return NULL;
}

/* Is this stream the process's own descriptor `fd`, and a terminal? */
static bool is_terminal(PyObject *file, int fd)
{
    PyObject *number = PyObject_CallMethodNoArgs(file, ID(fileno));
    if (number == NULL) {
        PyErr_Clear();
        return false;
    }
    long n = PyLong_AsLong(number);
    Py_DECREF(number);
    if (n == -1 && PyErr_Occurred()) PyErr_Clear();
    return n == fd && isatty(fd);
}

static int flush(PyObject *file)
{
    PyObject *result = PyObject_CallMethodNoArgs(file, ID(flush));
    if (result == NULL) return -1;
    Py_DECREF(result);
    return 0;
}

/* The line without its newline, decoded as the stream says. */
static PyObject *decode_line(const char *line, size_t size, PyObject *in)
{
    PyObject *encoding = PyObject_GetAttrString(in, "encoding"), *errors = NULL, *text = NULL;
    if (encoding != NULL) errors = PyObject_GetAttrString(in, "errors");
    if (errors != NULL) {
        const char *e = PyUnicode_AsUTF8(encoding), *h = e == NULL ? NULL : PyUnicode_AsUTF8(errors);
        if (h != NULL) text = PyUnicode_Decode(line, (Py_ssize_t)size, e, h);
    }
    Py_XDECREF(encoding);
    Py_XDECREF(errors);
    return text;
}

/* On a terminal: line editing, the prompt as bytes of the output's encoding. */
static PyObject *input_terminal(PyObject *prompt, PyObject *in)
{
    PyObject *text = prompt == Py_None ? PyUnicode_New(0, 0) : PyObject_Str(prompt);
    if (text == NULL) return NULL;
    PyObject *bytes = PyUnicode_AsEncodedString(text, "utf-8", "surrogateescape");
    Py_DECREF(text);
    if (bytes == NULL) return NULL;
    if (strlen(PyBytes_AS_STRING(bytes)) != (size_t)PyBytes_GET_SIZE(bytes)) {
        Py_DECREF(bytes);
        PyErr_SetString(PyExc_ValueError, "input: prompt string cannot contain null characters");
        return NULL;
    }
    char *line = PyOS_Readline(stdin, stdout, PyBytes_AS_STRING(bytes));
    Py_DECREF(bytes);
    if (line == NULL) {
        PyErr_CheckSignals();
        if (!PyErr_Occurred()) PyErr_SetNone(PyExc_KeyboardInterrupt);
        return NULL;
    }
    PyObject *result = NULL;
    size_t size = strlen(line);
    if (size == 0) PyErr_SetNone(PyExc_EOFError);
    else result = decode_line(line, line[size - 1] == '\n' ? size - 1 : size, in);
    PyMem_Free(line);
    return result;
}

PyObject *builtin_input(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *prompt = args[0], *in = standard("stdin");
    PyObject *out = in == NULL ? NULL : standard("stdout");
    PyObject *err = out == NULL ? NULL : standard("stderr");
    if (err == NULL || PySys_Audit("builtins.input", "O", prompt) < 0) return NULL;
    if (flush(err) < 0) PyErr_Clear();
    if (is_terminal(in, fileno(stdin)) && is_terminal(out, fileno(stdout))) {
        if (flush(out) < 0) PyErr_Clear();
        return input_terminal(prompt, in);
    }
    if (prompt != Py_None && PyFile_WriteObject(prompt, out, Py_PRINT_RAW) < 0) return NULL;
    if (flush(out) < 0) PyErr_Clear();
    return PyFile_GetLine(in, -1);
}
