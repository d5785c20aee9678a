/* newline.c -- universal newlines: \r, \n and \r\n seen, translated, and found as ends of lines; and the decoder object that
 * does so behind any incremental decoder. */
#include "runtime/api/signature.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/str_impl.h"
#include "stdlib/io/io_internal.h"

/* ---- the state ----------------------------------------------------------------------------------------------------------- */

/* Notes the line ends in n characters; *has_cr: is there a \r? */
static void note_ends(struct newline_state *st, int kind, const void *data, Py_ssize_t n, bool *has_cr)
{
    *has_cr = false;
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 c = PyUnicode_READ(kind, data, i);
        if (c == '\n') {
            st->seen |= SEEN_LF;
        } else if (c == '\r') {
            *has_cr = true;
            bool pair = i + 1 < n && PyUnicode_READ(kind, data, i + 1) == '\n';
            st->seen |= pair ? SEEN_CRLF : SEEN_CR;
            i += pair;
        }
    }
}

static PyObject *translate(PyObject *text)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(text), j = 0;
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    char *buffer = PyMem_Malloc((size_t)(n * kind));
    if (buffer == NULL) return PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 c = PyUnicode_READ(kind, data, i);
        if (c == '\r') {
            if (i + 1 < n && PyUnicode_READ(kind, data, i + 1) == '\n') i++;
            c = '\n';
        }
        PyUnicode_WRITE(kind, buffer, j++, c);
    }
    PyObject *r = PyUnicode_FromKindAndData(kind, buffer, j);
    PyMem_Free(buffer);
    return r;
}

PyObject *newline_process(struct newline_state *st, STEALS_REF PyObject *text, bool final)
{
    if (text == NULL) return NULL;
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    if (st->pending_cr && (final || n > 0)) { /* the \r that was held back */
        PyObject *joined = PyUnicode_Concat(adder_str_latin1('\r'), text);
        Py_SETREF(text, joined);
        if (text == NULL) return NULL;
        st->pending_cr = false;
        n++;
    }
    if (!final && n > 0 && PyUnicode_READ_CHAR(text, n - 1) == '\r') { /* perhaps half of a \r\n */
        Py_SETREF(text, PyUnicode_Substring(text, 0, n - 1));
        if (text == NULL) return NULL;
        st->pending_cr = true;
        n--;
    }
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    if (n == 0) return text;
    if (adder_chars_find_char(kind, data, n, '\r') < 0) { /* the usual case */
        if (!(st->seen & SEEN_LF) && adder_chars_find_char(kind, data, n, '\n') >= 0) st->seen |= SEEN_LF;
        return text;
    }
    bool has_cr;
    note_ends(st, kind, data, n, &has_cr);
    if (st->translate && has_cr) Py_SETREF(text, translate(text));
    return text;
}

PyObject *newline_seen(const struct newline_state *st)
{
    switch (st->seen) {
    case SEEN_CR: return PyUnicode_FromString("\r");
    case SEEN_LF: return PyUnicode_FromString("\n");
    case SEEN_CRLF: return PyUnicode_FromString("\r\n");
    case SEEN_CR | SEEN_LF: return Py_BuildValue("ss", "\r", "\n");
    case SEEN_CR | SEEN_CRLF: return Py_BuildValue("ss", "\r", "\r\n");
    case SEEN_LF | SEEN_CRLF: return Py_BuildValue("ss", "\n", "\r\n");
    case SEEN_CR | SEEN_LF | SEEN_CRLF: return Py_BuildValue("sss", "\r", "\n", "\r\n");
    }
    Py_RETURN_NONE;
}

Py_ssize_t newline_find_end(bool translated, bool universal, PyObject *readnl, PyObject *s, Py_ssize_t start, Py_ssize_t *endpos)
{
    int kind = PyUnicode_KIND(s);
    Py_ssize_t n = PyUnicode_GET_LENGTH(s), at;
    const char *data = (char *)PyUnicode_DATA(s) + start * kind;
    *endpos = n;
    if (translated) {
        at = adder_chars_find_char(kind, data, n - start, '\n');
        return at < 0 ? -1 : start + at + 1;
    }
    if (universal) {
        for (Py_ssize_t i = start; i < n; i++) {
            Py_UCS4 c = PyUnicode_READ_CHAR(s, i);
            if (c == '\n') return i + 1;
            if (c == '\r') return i + 1 < n && PyUnicode_READ_CHAR(s, i + 1) == '\n' ? i + 2 : i + 1;
        }
        return -1;
    }
    Py_ssize_t m = readnl == NULL ? 1 : PyUnicode_GET_LENGTH(readnl);
    if (m <= 1) {
        at = adder_chars_find_char(kind, data, n - start, m ? PyUnicode_READ_CHAR(readnl ? readnl : adder_str_latin1('\n'), 0) : '\n');
        return at < 0 ? -1 : start + at + 1;
    }
    at = adder_str_find(s, readnl, start, n); /* "\r\n": its half at the end may be completed later */
    if (at >= 0) return at + m;
    if (n > start && PyUnicode_READ_CHAR(s, n - 1) == PyUnicode_READ_CHAR(readnl, 0)) *endpos = n - 1;
    return -1;
}

/* ---- IncrementalNewlineDecoder --------------------------------------------------------------------------------------------- */

struct newline_decoder {
    PyObject_HEAD
    PyObject *decoder, *errors; /* decoder: None when texts come in; NULL before __init__ */
    struct newline_state state;
};

static struct newline_decoder *as_decoder(PyObject *self)
{
    struct newline_decoder *d = (struct newline_decoder *)self;
    if (d->decoder != NULL) return d;
    PyErr_SetString(PyExc_ValueError, "IncrementalNewlineDecoder.__init__() not called");
    return NULL;
}

static int decoder_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    struct newline_decoder *d = (struct newline_decoder *)self;
    PyObject *a[3];
    if (adder_bind_args("IncrementalNewlineDecoder(decoder, translate, errors='strict')", args, kwargs, a) < 0) return -1;
    int on = PyObject_IsTrue(a[1]);
    if (on < 0) return -1;
    Py_XSETREF(d->decoder, Py_NewRef(a[0]));
    Py_XSETREF(d->errors, Py_NewRef(a[2]));
    d->state = (struct newline_state){ .translate = on };
    return 0;
}

static int decoder_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((struct newline_decoder *)self)->decoder);
    Py_VISIT(((struct newline_decoder *)self)->errors);
    return 0;
}

static int decoder_clear(PyObject *self)
{
    Py_CLEAR(((struct newline_decoder *)self)->decoder);
    Py_CLEAR(((struct newline_decoder *)self)->errors);
    return 0;
}

static void decoder_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    decoder_clear(self);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *decoder_decode(PyObject *self, PyObject *const *args)
{
    struct newline_decoder *d = as_decoder(self);
    int final = PyObject_IsTrue(args[1]);
    if (d == NULL || final < 0) return NULL;
    PyObject *text;
    if (d->decoder == Py_None) text = Py_NewRef(args[0]);
    else text = PyObject_CallMethodObjArgs(d->decoder, ID(decode), args[0], final ? Py_True : Py_False, NULL);
    if (text != NULL && !PyUnicode_Check(text)) {
        PyErr_Format(PyExc_TypeError, "decoder should return a string result, not '%.200s'", Py_TYPE(text)->tp_name);
        Py_CLEAR(text);
    }
    return newline_process(&d->state, text, final);
}

static PyObject *decoder_getstate(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct newline_decoder *d = as_decoder(self);
    if (d == NULL) return NULL;
    PyObject *buffer = NULL, *state;
    unsigned long long flag = 0;
    if (d->decoder == Py_None) {
        buffer = PyBytes_FromStringAndSize(NULL, 0);
    } else {
        state = PyObject_CallMethodNoArgs(d->decoder, ID(getstate));
        if (state == NULL) return NULL;
        if (!PyTuple_Check(state)) PyErr_SetString(PyExc_TypeError, "illegal decoder state");
        else if (PyArg_ParseTuple(state, "OK;illegal decoder state", &buffer, &flag)) Py_INCREF(buffer);
        else buffer = NULL;
        Py_DECREF(state);
    }
    if (buffer == NULL) return NULL;
    return Py_BuildValue("NK", buffer, flag << 1 | d->state.pending_cr);
}

static PyObject *decoder_setstate(PyObject *self, PyObject *const *args)
{
    struct newline_decoder *d = as_decoder(self);
    PyObject *buffer;
    unsigned long long flag;
    if (d == NULL) return NULL;
    if (!PyTuple_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "state argument must be a tuple");
        return NULL;
    }
    if (!PyArg_ParseTuple(args[0], "OK;setstate(): illegal state argument", &buffer, &flag)) return NULL;
    d->state.pending_cr = flag & 1;
    if (d->decoder == Py_None) Py_RETURN_NONE;
    return PyObject_CallMethod(d->decoder, "setstate", "((OK))", buffer, flag >> 1);
}

static PyObject *decoder_reset(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct newline_decoder *d = as_decoder(self);
    if (d == NULL) return NULL;
    d->state.seen = 0;
    d->state.pending_cr = false;
    if (d->decoder == Py_None) Py_RETURN_NONE;
    return PyObject_CallMethodNoArgs(d->decoder, ID(reset));
}

static PyObject *decoder_get_newlines(PyObject *self, void *unused)
{
    (void)unused;
    struct newline_decoder *d = as_decoder(self);
    return d == NULL ? NULL : newline_seen(&d->state);
}

static PyMethodDef decoder_methods[] = {
    FN("decode", decoder_decode, "($self, /, input, final=False)", "Decodes and translates."),
    FN("getstate", decoder_getstate, "($self, /)", "The state, for setstate."),
    FN("setstate", decoder_setstate, "($self, state, /)", "Goes back to a state."),
    FN("reset", decoder_reset, "($self, /)", "Starts anew."),
    { 0 }
};
static PyGetSetDef decoder_getset[] = { { "newlines", decoder_get_newlines, NULL, NULL, NULL }, { 0 } };

PyTypeObject adder_newline_decoder_type = {
    STATIC_TYPE("_io.IncrementalNewlineDecoder", struct newline_decoder), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .tp_doc = "A decoder for universal newlines behind another one.", .tp_dealloc = decoder_dealloc, .tp_traverse = decoder_traverse,
    .tp_clear = decoder_clear, .tp_methods = decoder_methods, .tp_getset = decoder_getset, .tp_init = decoder_init, .tp_new = PyType_GenericNew,
    .tp_free = PyObject_GC_Del,
};
