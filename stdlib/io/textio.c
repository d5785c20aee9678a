/* textio.c -- io.TextIOWrapper: text over a buffered file. Making, writing, state; reading and positions have own files.
 *
 * Written text is encoded at once and collected in `pending`; a full chunk, a line end of a line-buffered file, or a
 * flush hands it to the buffer. */
#include "stdlib/io/textio.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/str.h"
#include "stdlib/io/io.h"
#include <structmember.h>

/* ---- state ---- */

int text_check(struct textio *t)
{
    if (t->ready) return 0;
    PyErr_SetString(PyExc_ValueError, t->detached ? "underlying buffer has been detached" : "I/O operation on uninitialized object");
    return -1;
}

static int buffer_closed(struct textio *t)
{
    return t->native && buffered_is_native(t->buffer) ? buffered_is_closed(t->buffer) : io_flag(t->buffer, ID(closed));
}

int text_check_open(struct textio *t)
{
    if (text_check(t) < 0) return -1;
    int closed = buffer_closed(t);
    if (closed > 0) PyErr_SetString(PyExc_ValueError, "I/O operation on closed file.");
    return closed == 0 ? 0 : -1;
}

void text_set_decoded(struct textio *t, PyObject *text)
{
    Py_XSETREF(t->decoded, text);
    t->used = 0;
}

void text_drop_snapshot(struct textio *t)
{
    t->has_snapshot = false;
    Py_CLEAR(t->snapshot_bytes);
}

/* ---- writing ---- */

int text_write_out(struct textio *t)
{
    if (t->pending_len == 0) return 0;
    char *bytes = t->pending; /* ours while others may write meanwhile */
    Py_ssize_t n = t->pending_len, room = t->pending_room;
    t->pending = NULL;
    t->pending_len = t->pending_room = 0;
    int rc = -1;
    if (t->native) {
        rc = buffered_write_bytes(t->buffer, bytes, n);
    } else {
        PyObject *b = PyBytes_FromStringAndSize(bytes, n), *r = NULL;
        while (b != NULL && (r = PyObject_CallMethodOneArg(t->buffer, ID(write), b)) == NULL && io_trap_eintr() > 0) {}
        rc = r == NULL ? -1 : 0;
        Py_XDECREF(r);
        Py_XDECREF(b);
    }
    if (t->pending == NULL) { /* the block serves again */
        t->pending = bytes;
        t->pending_room = room;
    } else {
        PyMem_Free(bytes);
    }
    return rc;
}

/* Room for n more bytes in `pending`. */
static char *pending_room(struct textio *t, Py_ssize_t n)
{
    if (t->pending == NULL || n > t->pending_room - t->pending_len) {
        Py_ssize_t room = Py_MAX(t->pending_len + n, t->chunk_size + 512);
        if (n > PY_SSIZE_T_MAX - t->pending_len - 1024) return PyErr_NoMemory(), NULL;
        char *p = PyMem_Realloc(t->pending, (size_t)room);
        if (p == NULL) return PyErr_NoMemory(), NULL;
        t->pending = p;
        t->pending_room = room;
    }
    return t->pending + t->pending_len;
}

static int add_pending(struct textio *t, const char *s, Py_ssize_t n)
{
    if (t->pending_len > 0 && t->pending_len + n > t->chunk_size && text_write_out(t) < 0) return -1;
    char *to = pending_room(t, n);
    if (to == NULL) return -1;
    memcpy(to, s, (size_t)n);
    t->pending_len += n;
    return 0;
}

/* Encodes text into `pending`. */
static int add_text(struct textio *t, PyObject *text)
{
    if (PyUnicode_IS_ASCII(text) && t->codec.kind != TEXT_OTHER)
        return add_pending(t, PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text));
    PyObject *bytes = text_encode(&t->codec, text);
    if (bytes == NULL) return -1;
    int rc = add_pending(t, PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes));
    Py_DECREF(bytes);
    return rc;
}

static int flush_buffer(struct textio *t)
{
    if (t->native) return buffered_flush_now(t->buffer);
    PyObject *r = PyObject_CallMethodNoArgs(t->buffer, ID(flush));
    Py_XDECREF(r);
    return r == NULL ? -1 : 0;
}

static bool has_char(PyObject *text, Py_UCS4 c)
{
    return PyUnicode_FindChar(text, c, 0, PyUnicode_GET_LENGTH(text), 1) >= 0;
}

/* The text with its line ends as the file wants them: new reference. */
static PyObject *translated(struct textio *t, PyObject *text)
{
    PyObject *newline = PyUnicode_FromString(t->write_newline), *r = NULL;
    if (newline != NULL) r = PyUnicode_Replace(text, adder_str_latin1('\n'), newline, -1);
    Py_XDECREF(newline);
    return r;
}

static int write_text(struct textio *t, PyObject *text)
{
    if (!t->codec.encodes) {
        adder_io_unsupported("not writable");
        return -1;
    }
    bool lines = (t->line_buffering || t->write_newline != NULL) && has_char(text, '\n');
    bool flush = t->line_buffering && (lines || has_char(text, '\r'));
    int rc;
    if (lines && t->write_newline != NULL) {
        PyObject *other = translated(t, text);
        if (other == NULL) return -1;
        rc = add_text(t, other);
        Py_DECREF(other);
    } else {
        rc = add_text(t, text);
    }
    if (rc < 0) return -1;
    if ((t->pending_len >= t->chunk_size || flush || t->write_through) && text_write_out(t) < 0) return -1;
    if (flush && flush_buffer(t) < 0) return -1;
    if (t->decoded != NULL || t->has_snapshot) { /* what was read ahead is no longer what comes next */
        text_set_decoded(t, NULL);
        text_drop_snapshot(t);
        if (t->codec.decodes && text_decoder_set(&t->codec, 0) < 0) return -1;
    }
    return 0;
}

static PyObject *textio_write(PyObject *self, PyObject *const *args)
{
    struct textio *t = TEXTIO(self);
    PyObject *text = args[0];
    if (text_check(t) < 0) return NULL;
    if (!PyUnicode_Check(text))
        return PyErr_Format(PyExc_TypeError, "write() argument must be str, not %.50s", text == Py_None ? "None" : Py_TYPE(text)->tp_name);
    if (text_check_open(t) < 0 || write_text(t, text) < 0) return NULL;
    return PyLong_FromSsize_t(PyUnicode_GET_LENGTH(text));
}

int adder_text_write(PyObject *file, PyObject *text)
{
    if (!Py_IS_TYPE(file, &adder_textio_type) || !PyUnicode_Check(text)) return 0;
    struct textio *t = TEXTIO(file);
    int replaced = t->base.dict == NULL ? 0 : PyDict_Contains(t->base.dict, ID(write)); /* file.write = something */
    if (replaced != 0) return replaced < 0 ? -1 : 0;
    return text_check_open(t) < 0 || write_text(t, text) < 0 ? -1 : 1;
}

static PyObject *textio_flush(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct textio *t = TEXTIO(self);
    if (text_check_open(t) < 0) return NULL;
    t->telling = t->seekable;
    if (text_write_out(t) < 0) return NULL;
    return PyObject_CallMethodNoArgs(t->buffer, ID(flush));
}

/* ---- newlines and codecs ---- */

/* Is `newline` None (NULL), '', '\n', '\r' or '\r\n'? */
static bool valid_newline(const char *newline)
{
    if (newline == NULL || newline[0] == '\0' || strcmp(newline, "\n") == 0 || strcmp(newline, "\r") == 0 || strcmp(newline, "\r\n") == 0)
        return true;
    PyErr_Format(PyExc_ValueError, "illegal newline value: %s", newline);
    return false;
}

static int set_newline(struct textio *t, const char *newline)
{
    Py_CLEAR(t->read_newline);
    t->read_universal = newline == NULL || newline[0] == '\0';
    t->read_translate = newline == NULL;
    if (!t->read_universal && (t->read_newline = PyUnicode_FromString(newline)) == NULL) return -1;
    t->write_newline = newline == NULL || newline[0] != '\r' ? NULL : newline[1] == '\0' ? "\r" : "\r\n";
    return 0;
}

/* buffer.<question>() as a truth value; -1 with an exception. */
static int ask(PyObject *buffer, PyObject *question)
{
    PyObject *r = PyObject_CallMethodNoArgs(buffer, question);
    int yes = r == NULL ? -1 : PyObject_IsTrue(r);
    Py_XDECREF(r);
    return yes;
}

/* "locale" and nothing mean the locale's encoding, which is UTF-8. */
static PyObject *encoding_or_default(PyObject *encoding)
{
    if (encoding != NULL && encoding != Py_None && PyUnicode_CompareWithASCIIString(encoding, "locale") != 0) return Py_NewRef(encoding);
    return PyUnicode_FromString("UTF-8");
}

static int set_codec(struct textio *t, PyObject *encoding, PyObject *errors)
{
    int readable = ask(t->buffer, ID(readable)), writable = readable < 0 ? -1 : ask(t->buffer, ID(writable));
    if (writable < 0) return -1;
    struct text_codec codec = { 0 };
    PyObject *name = encoding_or_default(encoding);
    PyObject *handler = errors != NULL && errors != Py_None ? Py_NewRef(errors) : PyUnicode_FromString("strict");
    int rc = name == NULL || handler == NULL ? -1 : text_codec_init(&codec, name, handler, readable, writable);
    Py_XDECREF(name);
    Py_XDECREF(handler);
    if (rc < 0) return -1;
    codec.universal = t->read_universal;
    codec.newline.translate = t->read_translate;
    text_codec_clear(&t->codec);
    t->codec = codec;
    return 0;
}

/* A file that is appended to has its byte order mark already. */
static int fix_encoder(struct textio *t)
{
    if (!t->seekable || !t->codec.encodes || t->codec.encoder == NULL) return 0;
    PyObject *at = PyObject_CallMethodNoArgs(t->buffer, ID(tell));
    int some = at == NULL ? -1 : PyObject_IsTrue(at);
    Py_XDECREF(at);
    return some <= 0 ? some : text_encoder_reset(&t->codec, false);
}

/* ---- making ---- */

static int textio_start(struct textio *t, PyObject *buffer, const struct text_options *o)
{
    t->ready = t->detached = false;
    if (!valid_newline(o->newline)) return -1;
    Py_XSETREF(t->buffer, Py_NewRef(buffer));
    t->chunk_size = TEXT_CHUNK;
    t->pending_len = 0;
    text_set_decoded(t, NULL);
    text_drop_snapshot(t);
    if (set_newline(t, o->newline) < 0 || set_codec(t, o->encoding, o->errors) < 0) return -1;
    t->line_buffering = o->line_buffering;
    t->write_through = o->write_through;
    t->native = buffered_is_native(buffer);
    int seekable = ask(buffer, ID(seekable));
    PyObject *read1 = NULL;
    if (seekable < 0 || _PyObject_LookupAttr(buffer, ID(read1), &read1) < 0) return -1;
    t->seekable = t->telling = seekable;
    t->has_read1 = read1 != NULL;
    Py_XDECREF(read1);
    if (fix_encoder(t) < 0) return -1;
    t->ready = true;
    return 0;
}

/* encoding and errors: str or None. */
static bool check_text(PyObject *value, const char *function, const char *name)
{
    if (value == NULL || value == Py_None || PyUnicode_Check(value)) return true;
    PyErr_Format(PyExc_TypeError, "%s() argument '%s' must be str or None, not %.50s", function, name, Py_TYPE(value)->tp_name);
    return false;
}

static int textio_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = { "buffer", "encoding", "errors", "newline", "line_buffering", "write_through", NULL };
    PyObject *buffer, *encoding = NULL, *errors = NULL;
    const char *newline = NULL;
    int line_buffering = 0, write_through = 0;
    TEXTIO(self)->ready = false;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|OOzpp:TextIOWrapper", names, &buffer, &encoding, &errors, &newline,
                                     &line_buffering, &write_through))
        return -1;
    if (!check_text(encoding, "TextIOWrapper", "encoding") || !check_text(errors, "TextIOWrapper", "errors")) return -1;
    struct text_options o = { encoding, errors, newline, line_buffering, write_through };
    return textio_start(TEXTIO(self), buffer, &o);
}

PyObject *textio_make(PyObject *buffer, const struct text_options *options)
{
    PyObject *self = adder_textio_type.tp_alloc(&adder_textio_type, 0);
    if (self != NULL && textio_start(TEXTIO(self), buffer, options) < 0) Py_CLEAR(self);
    return self;
}

int textio_set_mode(PyObject *self, const char *mode)
{
    PyObject *text = PyUnicode_FromString(mode);
    int rc = text == NULL ? -1 : PyObject_SetAttr(self, ID(mode), text);
    Py_XDECREF(text);
    return rc;
}

/* newline of reconfigure(): its default is the object Ellipsis, since None means something. */
static int newline_arg(PyObject *arg, const char **newline)
{
    *newline = NULL;
    if (arg == NULL || arg == Py_None) return 0;
    if (!PyUnicode_Check(arg)) {
        PyErr_Format(PyExc_TypeError, "newline must be str or None, not %s", Py_TYPE(arg)->tp_name);
        return -1;
    }
    *newline = PyUnicode_AsUTF8(arg);
    return *newline != NULL && valid_newline(*newline) ? 0 : -1;
}

/* A truth value, or `now` for None; -1 with an exception. */
static int truth_or(PyObject *arg, bool now)
{
    return arg == NULL || arg == Py_None ? now : PyObject_IsTrue(arg);
}

static PyObject *textio_reconfigure(PyObject *self, PyObject *const *args)
{
    struct textio *t = TEXTIO(self);
    PyObject *encoding = args[0], *errors = args[1];
    const char *newline;
    bool coding = encoding != Py_None || errors != Py_None, new_newline = args[2] != NULL;
    if (text_check(t) < 0) return NULL;
    if (t->decoded != NULL && (coding || new_newline))
        return adder_io_unsupported("It is not possible to set the encoding or newline of stream after the first read");
    if (!check_text(encoding, "reconfigure", "encoding") || !check_text(errors, "reconfigure", "errors")) return NULL;
    if (newline_arg(args[2], &newline) < 0) return NULL;
    int line_buffering = truth_or(args[3], t->line_buffering), write_through = truth_or(args[4], t->write_through);
    if (line_buffering < 0 || write_through < 0) return NULL;
    PyObject *r = PyObject_CallMethodNoArgs(self, ID(flush));
    if (r == NULL) return NULL;
    Py_DECREF(r);
    if (new_newline && set_newline(t, newline) < 0) return NULL;
    if (coding || new_newline) {
        PyObject *name = Py_NewRef(encoding != Py_None ? encoding : t->codec.encoding);
        PyObject *handler = errors != Py_None ? Py_NewRef(errors) : encoding == Py_None ? Py_NewRef(t->codec.errors) : NULL;
        int rc = set_codec(t, name, handler);
        Py_DECREF(name);
        Py_XDECREF(handler);
        if (rc < 0 || fix_encoder(t) < 0) return NULL;
    }
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    Py_RETURN_NONE;
}

static PyObject *textio_detach(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct textio *t = TEXTIO(self);
    if (text_check(t) < 0) return NULL;
    PyObject *r = PyObject_CallMethodNoArgs(self, ID(flush));
    if (r == NULL) return NULL;
    Py_DECREF(r);
    PyObject *buffer = t->buffer;
    t->buffer = NULL;
    t->ready = false;
    t->detached = true;
    return buffer;
}

static void warn_unclosed(struct textio *t)
{
    PyObject *r = PyObject_CallMethodOneArg(t->buffer, ID(_dealloc_warn), (PyObject *)t);
    if (r == NULL) PyErr_Clear();
    Py_XDECREF(r);
}

static PyObject *textio_close(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct textio *t = TEXTIO(self);
    PyObject *type = NULL, *value = NULL, *traceback = NULL;
    if (text_check(t) < 0) return NULL;
    int closed = buffer_closed(t);
    if (closed != 0) return closed < 0 ? NULL : Py_NewRef(Py_None);
    if (t->finalizing) warn_unclosed(t);
    PyObject *r = PyObject_CallMethodNoArgs(self, ID(flush));
    if (r == NULL) PyErr_Fetch(&type, &value, &traceback);
    Py_XDECREF(r);
    r = PyObject_CallMethodNoArgs(t->buffer, ID(close));
    if (type != NULL) {
        _PyErr_ChainExceptions(type, value, traceback);
        Py_CLEAR(r);
    }
    return r;
}

static PyObject *textio_truncate(PyObject *self, PyObject *const *args)
{
    if (text_check(TEXTIO(self)) < 0) return NULL;
    PyObject *r = PyObject_CallMethodNoArgs(self, ID(flush));
    if (r == NULL) return NULL;
    Py_DECREF(r);
    return PyObject_CallMethodOneArg(TEXTIO(self)->buffer, ID(truncate), args[0]);
}

#define FORWARD(name)                                                        \
    static PyObject *textio_##name(PyObject *self, PyObject *const *args)    \
    {                                                                        \
        (void)args;                                                          \
        if (text_check(TEXTIO(self)) < 0) return NULL;                       \
        return PyObject_CallMethodNoArgs(TEXTIO(self)->buffer, ID(name));    \
    }
FORWARD(seekable)
FORWARD(readable)
FORWARD(writable)
FORWARD(fileno)
FORWARD(isatty)

/* ---- attributes ---- */

static PyObject *get_buffer_attribute(PyObject *self, void *name)
{
    if (text_check(TEXTIO(self)) < 0) return NULL;
    return PyObject_GetAttrString(TEXTIO(self)->buffer, name);
}

static PyObject *get_encoding(PyObject *self, void *unused)
{
    (void)unused;
    PyObject *v = TEXTIO(self)->codec.encoding;
    return Py_NewRef(v != NULL ? v : Py_None);
}

static PyObject *get_errors(PyObject *self, void *unused)
{
    (void)unused;
    if (!TEXTIO(self)->detached && text_check(TEXTIO(self)) < 0) return NULL;
    return Py_NewRef(TEXTIO(self)->codec.errors);
}

static PyObject *get_newlines(PyObject *self, void *unused)
{
    (void)unused;
    if (text_check(TEXTIO(self)) < 0) return NULL;
    if (!TEXTIO(self)->codec.decodes || !TEXTIO(self)->codec.universal) Py_RETURN_NONE;
    return newline_seen(&TEXTIO(self)->codec.newline);
}

static PyObject *get_chunk_size(PyObject *self, void *unused)
{
    (void)unused;
    return text_check(TEXTIO(self)) < 0 ? NULL : PyLong_FromSsize_t(TEXTIO(self)->chunk_size);
}

static int set_chunk_size(PyObject *self, PyObject *value, void *unused)
{
    (void)unused;
    if (text_check(TEXTIO(self)) < 0) return -1;
    if (value == NULL) {
        PyErr_SetString(PyExc_AttributeError, "cannot delete attribute");
        return -1;
    }
    Py_ssize_t n = PyNumber_AsSsize_t(value, PyExc_ValueError);
    if (n == -1 && PyErr_Occurred()) return -1;
    if (n <= 0) {
        PyErr_SetString(PyExc_ValueError, "a strictly positive integer is required");
        return -1;
    }
    TEXTIO(self)->chunk_size = n;
    return 0;
}

static PyObject *get_flag(PyObject *self, void *offset) { return PyBool_FromLong(*((bool *)self + (size_t)offset)); }

/* " name='x'" for a repr; an empty str when there is no such attribute. */
static PyObject *repr_part(PyObject *self, const char *attribute, const char *form)
{
    PyObject *value = PyObject_GetAttrString(self, attribute), *r;
    if (value == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError) && !PyErr_ExceptionMatches(PyExc_ValueError)) return NULL;
        PyErr_Clear();
        return Py_NewRef(ADDER_EMPTY_STR);
    }
    r = PyUnicode_FromFormat(form, value);
    Py_DECREF(value);
    return r;
}

static PyObject *textio_repr(PyObject *self)
{
    if (!TEXTIO(self)->detached && text_check(TEXTIO(self)) < 0) return NULL;
    int running = Py_ReprEnter(self);
    if (running != 0)
        return running < 0 ? NULL : PyErr_Format(PyExc_RuntimeError, "reentrant call inside %s.__repr__", Py_TYPE(self)->tp_name);
    PyObject *name = repr_part(self, "name", " name=%R"), *mode = name != NULL ? repr_part(self, "mode", " mode=%R") : NULL, *r = NULL;
    if (mode != NULL) r = PyUnicode_FromFormat("<_io.TextIOWrapper%U%U encoding=%R>", name, mode, TEXTIO(self)->codec.encoding);
    Py_XDECREF(name);
    Py_XDECREF(mode);
    Py_ReprLeave(self);
    return r;
}

static PyObject *textio_no_pickle(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyErr_Format(PyExc_TypeError, "cannot pickle '%.100s' object", Py_TYPE(self)->tp_name);
}

/* ---- the type ---- */

static int textio_traverse(PyObject *self, visitproc visit, void *arg)
{
    struct textio *t = TEXTIO(self);
    Py_VISIT(t->buffer);
    Py_VISIT(t->decoded);
    int rc = text_codec_traverse(&t->codec, visit, arg);
    return rc != 0 ? rc : io_traverse(self, visit, arg);
}

static int textio_clear(PyObject *self)
{
    struct textio *t = TEXTIO(self);
    t->ready = false;
    Py_CLEAR(t->buffer);
    Py_CLEAR(t->decoded);
    Py_CLEAR(t->read_newline);
    text_drop_snapshot(t);
    text_codec_clear(&t->codec);
    return io_clear(self);
}

static void textio_dealloc(PyObject *self)
{
    TEXTIO(self)->finalizing = 1;
    if (io_begin_dealloc(self) < 0) return;
    textio_clear(self);
    PyMem_Free(TEXTIO(self)->pending);
    Py_TYPE(self)->tp_free(self);
}

static PyMethodDef textio_methods[] = {
    FN("detach", textio_detach, "($self, /)", "Give the buffer away; this object is of no use any more."),
    FN("reconfigure", textio_reconfigure,
       "($self, /, *, encoding=None, errors=None, newline=<unrepresentable>, line_buffering=None, write_through=None)",
       "Change how the text is encoded and buffered; what was written is flushed first."),
    FN("write", textio_write, "($self, text, /)", "Write text; how many characters it has."),
    FN("read", textio_read, "($self, size=-1, /)", "size characters, fewer only at the end; all for -1."),
    FN("readline", textio_readline, "($self, size=-1, /)", "A line with its end, at most size characters of it; '' at the end."),
    FN("flush", textio_flush, "($self, /)", "Write out what is buffered."),
    FN("close", textio_close, "($self, /)", "Flush, and close the buffer."),
    FN("fileno", textio_fileno, "($self, /)", "The descriptor."),
    FN("seekable", textio_seekable, "($self, /)", "Can positions be changed?"),
    FN("readable", textio_readable, "($self, /)", "Can it be read?"),
    FN("writable", textio_writable, "($self, /)", "Can it be written?"),
    FN("isatty", textio_isatty, "($self, /)", "Is it a terminal?"),
    FN("seek", textio_seek, "($self, cookie, whence=0, /)", "Move to a position that tell() gave, or to the start or the end."),
    FN("tell", textio_tell, "($self, /)", "The position, a number for seek()."),
    FN("truncate", textio_truncate, "($self, pos=None, /)", "Cut the file at pos, by default here."),
    FN("__reduce__", textio_no_pickle, "($self, /)", "TypeError: files cannot be pickled."),
    FN("__reduce_ex__", textio_no_pickle, "($self, protocol, /)", "TypeError: files cannot be pickled."),
    { 0 }
};
static PyMemberDef textio_members[] = {
    { "buffer", T_OBJECT, offsetof(struct textio, buffer), READONLY, NULL },
    { "_finalizing", T_BOOL, offsetof(struct textio, finalizing), 0, NULL },
    { 0 }
};
static PyGetSetDef textio_getset[] = {
    { "encoding", get_encoding, NULL, NULL, NULL },
    { "errors", get_errors, NULL, NULL, NULL },
    { "newlines", get_newlines, NULL, NULL, NULL },
    { "name", get_buffer_attribute, NULL, NULL, "name" },
    { "closed", get_buffer_attribute, NULL, NULL, "closed" },
    { "line_buffering", get_flag, NULL, NULL, (void *)offsetof(struct textio, line_buffering) },
    { "write_through", get_flag, NULL, NULL, (void *)offsetof(struct textio, write_through) },
    { "_CHUNK_SIZE", get_chunk_size, set_chunk_size, NULL, NULL },
    { 0 }
};

PyTypeObject adder_textio_type = {
    STATIC_TYPE("_io.TextIOWrapper", struct textio),
    .tp_flags = IO_FLAGS,
    IO_OFFSETS,
    .tp_doc = "TextIOWrapper(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, write_through=False)\n--\n\n"
              "Text over a file of bytes. newline None reads \\r, \\n and \\r\\n as \\n and writes \\n; '' reads them as they are;\n"
              "another one ends lines when reading and is what \\n becomes when writing.",
    .tp_base = &adder_textiobase_type,
    .tp_new = PyType_GenericNew,
    .tp_init = textio_init,
    .tp_dealloc = textio_dealloc,
    .tp_free = PyObject_GC_Del,
    .tp_traverse = textio_traverse,
    .tp_clear = textio_clear,
    .tp_repr = textio_repr,
    .tp_iternext = textio_iternext,
    .tp_methods = textio_methods,
    .tp_members = textio_members,
    .tp_getset = textio_getset,
};
