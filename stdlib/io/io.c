/* io.c -- the module _io: open() and the names of its classes. */
#include "stdlib/io/io.h"
#include "runtime/objects/str.h"
#include "runtime/state/interp.h"
#include "stdlib/io/io_internal.h"
#include <structmember.h>

/* ---- open() ---- */

/* A mode such as "rb+" taken apart. */
struct open_mode {
    bool creating, reading, writing, appending, updating, text, binary;
    char raw[8]; /* for FileIO */
};

static int bad_mode(const char *text)
{
    PyErr_SetString(PyExc_ValueError, text);
    return -1;
}

static int parse_open_mode(const char *mode, struct open_mode *m)
{
    *m = (struct open_mode){ 0 };
    for (const char *p = mode; *p != '\0'; p++) {
        switch (*p) {
        case 'x': m->creating = true; break;
        case 'r': m->reading = true; break;
        case 'w': m->writing = true; break;
        case 'a': m->appending = true; break;
        case '+': m->updating = true; break;
        case 't': m->text = true; break;
        case 'b': m->binary = true; break;
        default: goto invalid;
        }
        if (strchr(p + 1, *p) != NULL) goto invalid;
    }
    char *raw = m->raw;
    if (m->creating) *raw++ = 'x';
    if (m->reading) *raw++ = 'r';
    if (m->writing) *raw++ = 'w';
    if (m->appending) *raw++ = 'a';
    if (m->updating) *raw++ = '+';
    *raw = '\0';
    if (m->text && m->binary) return bad_mode("can't have text and binary mode at once");
    if (m->creating + m->reading + m->writing + m->appending > 1)
        return bad_mode("must have exactly one of create/read/write/append mode");
    return 0;
invalid:
    PyErr_Format(PyExc_ValueError, "invalid mode: '%s'", mode);
    return -1;
}

/* What text mode alone has must not come with binary mode. */
static int check_binary(const struct open_mode *m, PyObject *encoding, PyObject *errors, bool newline_given)
{
    if (!m->binary) return 0;
    if (encoding != NULL) return bad_mode("binary mode doesn't take an encoding argument");
    if (errors != NULL) return bad_mode("binary mode doesn't take an errors argument");
    if (newline_given) return bad_mode("binary mode doesn't take a newline argument");
    return 0;
}

/* The buffer for a raw file; -1 asks for the usual size, and for lines on a terminal. */
static PyObject *add_buffer(PyObject *raw, const struct open_mode *m, int buffering)
{
    PyTypeObject *type = m->updating ? &adder_buffered_random_type
                         : m->creating || m->writing || m->appending ? &adder_buffered_writer_type
                         : m->reading ? &adder_buffered_reader_type : NULL;
    if (type == NULL) return PyErr_Format(PyExc_ValueError, "unknown mode: '%s'", m->raw);
    return buffered_make(type, raw, buffering);
}

static int is_terminal(PyObject *raw)
{
    PyObject *r = PyObject_CallMethodNoArgs(raw, ID(isatty));
    int yes = r == NULL ? -1 : PyObject_IsTrue(r);
    Py_XDECREF(r);
    return yes;
}

static int block_size(PyObject *raw)
{
    PyObject *size = PyObject_GetAttrString(raw, "_blksize");
    int n = size == NULL ? -1 : _PyLong_AsInt(size);
    Py_XDECREF(size);
    return n == -1 && PyErr_Occurred() ? -1 : n > 1 ? n : IO_BUFFER_SIZE;
}

struct open_request {
    struct open_mode mode;
    const char *mode_text;
    int buffering;
    struct text_options text;
};

/* What open() gives for an open raw file. */
static PyObject *wrap(PyObject *raw, const struct open_request *o)
{
    int buffering = o->buffering, tty = buffering < 0 ? is_terminal(raw) : 0;
    bool lines = buffering == 1 || tty > 0;
    if (tty < 0) return NULL;
    if (lines) buffering = -1;
    if (buffering < 0 && (buffering = block_size(raw)) < 0) return NULL;
    if (buffering == 0) {
        if (o->mode.binary) return Py_NewRef(raw);
        return PyErr_Format(PyExc_ValueError, "can't have unbuffered text I/O");
    }
    PyObject *buffer = add_buffer(raw, &o->mode, buffering);
    if (buffer == NULL || o->mode.binary) return buffer;
    struct text_options options = o->text;
    options.line_buffering = lines;
    PyObject *text = textio_make(buffer, &options);
    Py_DECREF(buffer);
    if (text != NULL && textio_set_mode(text, o->mode_text) < 0) Py_CLEAR(text);
    return text;
}

/* A file that cannot be given to the caller is closed; the exception that made it so stays. */
static void close_failed(PyObject *raw)
{
    PyObject *type, *value, *traceback, *r;
    PyErr_Fetch(&type, &value, &traceback);
    r = PyObject_CallMethodNoArgs(raw, ID(close));
    Py_XDECREF(r);
    if (r == NULL) _PyErr_ChainExceptions(type, value, traceback);
    else PyErr_Restore(type, value, traceback);
}

PyObject *io_open_file(PyObject *file, const char *mode, int buffering, PyObject *encoding, PyObject *errors, const char *newline,
                       bool newline_given, bool closefd, PyObject *opener)
{
    struct open_request o = { .mode_text = mode, .buffering = buffering, .text = { encoding, errors, newline, false, false } };
    if (parse_open_mode(mode, &o.mode) < 0 || check_binary(&o.mode, encoding, errors, newline_given) < 0) return NULL;
    if (o.mode.binary && buffering == 1 &&
        PyErr_WarnEx(PyExc_RuntimeWarning, "line buffering (buffering=1) isn't supported in binary mode, the default buffer size "
                                           "will be used", 1) < 0)
        return NULL;
    PyObject *path = PyNumber_Check(file) ? Py_NewRef(file) : PyOS_FSPath(file);
    if (path == NULL) return NULL;
    PyObject *raw = fileio_make(path, o.mode.raw, closefd, opener);
    Py_DECREF(path);
    if (raw == NULL) return NULL;
    PyObject *result = wrap(raw, &o);
    if (result == NULL) close_failed(raw);
    Py_DECREF(raw);
    return result;
}

/* A str argument, NULL for None; false with TypeError. */
static bool text_arg(PyObject **value, const char *name, const char **out)
{
    if (*value == Py_None) *value = NULL;
    *out = NULL;
    if (*value == NULL) return true;
    if (!PyUnicode_Check(*value)) {
        PyErr_Format(PyExc_TypeError, "open() argument '%s' must be str or None, not %.50s", name, Py_TYPE(*value)->tp_name);
        return false;
    }
    Py_ssize_t n;
    *out = PyUnicode_AsUTF8AndSize(*value, &n);
    if (*out != NULL && strlen(*out) != (size_t)n) {
        PyErr_SetString(PyExc_ValueError, "embedded null character");
        return false;
    }
    return *out != NULL;
}

static PyObject *io_open(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *mode_arg = args[1], *encoding = args[3], *errors = args[4], *newline_given = args[5];
    const char *mode, *name, *newline;
    int buffering;
    if (!PyUnicode_Check(mode_arg))
        return PyErr_Format(PyExc_TypeError, "open() argument 'mode' must be str, not %.50s",
                            mode_arg == Py_None ? "None" : Py_TYPE(mode_arg)->tp_name);
    if (!text_arg(&mode_arg, "mode", &mode) || ((buffering = _PyLong_AsInt(args[2])) == -1 && PyErr_Occurred())) return NULL;
    if (!text_arg(&encoding, "encoding", &name) || !text_arg(&errors, "errors", &name)) return NULL;
    if (!text_arg(&newline_given, "newline", &newline)) return NULL;
    int closefd = PyObject_IsTrue(args[6]);
    if (closefd < 0) return NULL;
    return io_open_file(args[0], mode, buffering, encoding, errors, newline, newline_given != NULL, closefd, args[7]);
}

static PyObject *io_open_code(PyObject *self, PyObject *const *args)
{
    (void)self;
    if (!PyUnicode_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "open_code() argument 'path' must be str, not %.50s",
                            args[0] == Py_None ? "None" : Py_TYPE(args[0])->tp_name);
    return PyFile_OpenCodeObject(args[0]);
}

static PyObject *io_text_encoding(PyObject *self, PyObject *const *args)
{
    (void)self;
    int level;
    if ((level = _PyLong_AsInt(args[1])) == -1 && PyErr_Occurred()) return NULL;
    if (args[0] != NULL && args[0] != Py_None) return Py_NewRef(args[0]);
    if (adder_interp()->config->warn_default_encoding &&
        PyErr_WarnEx(PyExc_EncodingWarning, "'encoding' argument not specified", level) < 0)
        return NULL;
    return PyUnicode_FromString("locale");
}

static PyMethodDef io_functions[] = {
    FN("open", io_open,
       "($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
       "Open a file, given by path or descriptor, and return a file object for it; OSError when that fails.\n\n"
       "mode: 'r' read, 'w' write anew, 'x' create, 'a' append; '+' both directions; 't' text, 'b' bytes.\n"
       "buffering: 0 none (bytes only), 1 by lines (text only), larger ones are sizes.\n"
       "encoding, errors, newline: for text; see TextIOWrapper. closefd: closing the file closes the descriptor.\n"
       "opener(path, flags) gives the descriptor instead of the system."),
    FN("text_encoding", io_text_encoding, "($module, encoding, stacklevel=2, /)",
       "The encoding, or 'locale' for None; with -X warn_default_encoding that warns."),
    FN("open_code", io_open_code, "($module, /, path)", "Open a file of code for reading bytes; audited."),
    { 0 }
};

/* ---- the module ---- */

static int io_exec(PyObject *module)
{
    static const struct { const char *name; PyTypeObject *type; } types[] = {
        { "_IOBase", &adder_iobase_type },
        { "_RawIOBase", &adder_rawiobase_type },
        { "_BufferedIOBase", &adder_bufferediobase_type },
        { "_TextIOBase", &adder_textiobase_type },
        { "FileIO", &adder_fileio_type },
        { "BytesIO", &adder_bytesio_type },
        { "StringIO", &adder_stringio_type },
        { "BufferedReader", &adder_buffered_reader_type },
        { "BufferedWriter", &adder_buffered_writer_type },
        { "BufferedRandom", &adder_buffered_random_type },
        { "BufferedRWPair", &adder_buffered_pair_type },
        { "TextIOWrapper", &adder_textio_type },
        { "IncrementalNewlineDecoder", &adder_newline_decoder_type },
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(types); i++)
        if (PyModule_AddObjectRef(module, types[i].name, (PyObject *)types[i].type) < 0) return -1;
    if (PyModule_AddIntConstant(module, "DEFAULT_BUFFER_SIZE", IO_BUFFER_SIZE) < 0) return -1;
    if (PyModule_AddObjectRef(module, "BlockingIOError", PyExc_BlockingIOError) < 0) return -1;
    PyObject *unsupported = adder_io_unsupported_type();
    return unsupported == NULL ? -1 : PyModule_AddObjectRef(module, "UnsupportedOperation", unsupported);
}

MODULE(_io, "Files: open() and the classes of file objects. The module io is its public face.", io_functions, io_exec)

int adder_io_init(PyInterpreterState *interp)
{
    PyObject *module = PyImport_ImportModule("_io"), *open = NULL;
    if (module != NULL) open = PyObject_GetAttrString(module, "open");
    int rc = open == NULL ? -1 : PyDict_SetItemString(interp->builtins, "open", open);
    Py_XDECREF(open);
    Py_XDECREF(module);
    return rc;
}

void adder_io_fini(PyInterpreterState *interp) { adder_io_clear(&interp->io); }
