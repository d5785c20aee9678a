/* std.c -- sys.stdin, sys.stdout and sys.stderr. */
#include "runtime/state/interp.h"
#include "stdlib/io/io.h"
#include "stdlib/io/io_internal.h"
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

struct standard {
    int fd;
    const char *name, *second; /* in sys, and the name that keeps the original */
    const char *shown;         /* the file's `name` */
    bool writes;
};

/* raw.name = "<stdout>" */
static int set_name(PyObject *raw, const char *shown)
{
    PyObject *text = PyUnicode_FromString(shown);
    int rc = text == NULL ? -1 : PyObject_SetAttr(raw, ID(name), text);
    Py_XDECREF(text);
    return rc;
}

/* A str of the config's, `otherwise` where it has none. */
static PyObject *config_text(const wchar_t *s, const char *otherwise)
{
    return s != NULL ? PyUnicode_FromWideChar(s, -1) : PyUnicode_FromString(otherwise);
}

/* In a locale without an encoding of its own, bytes that are no text pass through stdin and stdout. */
static const char *default_errors(void)
{
    static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    static const char *const plain[] = { "C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8" };
    const char *locale = NULL;
    for (size_t i = 0; i < Py_ARRAY_LENGTH(variables) && (locale == NULL || *locale == '\0'); i++) locale = getenv(variables[i]);
    if (locale == NULL || *locale == '\0') return "surrogateescape";
    for (size_t i = 0; i < Py_ARRAY_LENGTH(plain); i++)
        if (strcmp(locale, plain[i]) == 0) return "surrogateescape";
    locale_t known = newlocale(LC_CTYPE_MASK, locale, (locale_t)0); /* an unknown one is as good as "C" */
    if (known == (locale_t)0) return "surrogateescape";
    freelocale(known);
    return "strict";
}

static PyObject *wrap_text(PyObject *buffer, const struct standard *s, const PyConfig *config)
{
    bool error = s->fd == 2, tty = isatty(s->fd);
    PyObject *encoding = config_text(config->stdio_encoding, "utf-8"), *text = NULL;
    PyObject *errors = error ? PyUnicode_FromString("backslashreplace") : config_text(config->stdio_errors, config->stdio_encoding != NULL ? "strict" : default_errors());
    if (encoding != NULL && errors != NULL) {
        struct text_options o = {
            encoding, errors, "\n",
            .line_buffering = config->buffered_stdio && s->writes && (tty || error),
            .write_through = !config->buffered_stdio && s->writes,
        };
        if (!s->writes) o.line_buffering = tty && config->buffered_stdio;
        text = textio_make(buffer, &o);
    }
    Py_XDECREF(encoding);
    Py_XDECREF(errors);
    if (text != NULL && textio_set_mode(text, s->writes ? "w" : "r") < 0) Py_CLEAR(text);
    return text;
}

/* The file object; None where the descriptor is closed. */
static PyObject *make_file(const struct standard *s, const PyConfig *config)
{
    if (fcntl(s->fd, F_GETFD) < 0) return Py_NewRef(Py_None);
    PyObject *fd = PyLong_FromLong(s->fd), *raw = NULL, *buffer = NULL, *text = NULL;
    if (fd == NULL) return NULL;
    raw = fileio_make(fd, s->writes ? "wb" : "rb", false, NULL);
    Py_DECREF(fd);
    if (raw == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_OSError)) return NULL;
        PyErr_Clear(); /* a folder, say */
        return Py_NewRef(Py_None);
    }
    if (!config->buffered_stdio && s->writes) buffer = Py_NewRef(raw);
    else buffer = buffered_make(s->writes ? &adder_buffered_writer_type : &adder_buffered_reader_type, raw, IO_BUFFER_SIZE);
    if (buffer != NULL && set_name(raw, s->shown) == 0) text = wrap_text(buffer, s, config);
    Py_XDECREF(buffer);
    Py_DECREF(raw);
    return text;
}

int adder_io_init_std(PyInterpreterState *interp)
{
    static const struct standard files[] = {
        { 0, "stdin", "__stdin__", "<stdin>", false },
        { 1, "stdout", "__stdout__", "<stdout>", true },
        { 2, "stderr", "__stderr__", "<stderr>", true },
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(files); i++) {
        PyObject *file = make_file(&files[i], interp->config);
        if (file == NULL) return -1;
        int rc = PyDict_SetItemString(interp->sysdict, files[i].name, file);
        if (rc == 0) rc = PyDict_SetItemString(interp->sysdict, files[i].second, file);
        Py_DECREF(file);
        if (rc < 0) return -1;
    }
    return 0;
}
