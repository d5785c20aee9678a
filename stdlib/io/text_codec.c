/* text_codec.c -- decoding and encoding for text files (see text_codec.h). */
#include "stdlib/io/text_codec.h"
#include "runtime/objects/str.h"
#include <ctype.h>

/* "UTF-8", "utf_8" and "Utf 8" are one name. */
static bool same_name(const char *name, const char *plain)
{
    for (; *name != '\0'; name++) {
        if (*name == '-' || *name == '_' || *name == ' ') continue;
        if (tolower((unsigned char)*name) != *plain++) return false;
    }
    return *plain == '\0';
}

static enum text_kind kind_of(const char *name)
{
    static const struct { const char *name; enum text_kind kind; } known[] = {
        { "utf8", TEXT_UTF8 }, { "cp65001", TEXT_OTHER }, { "ascii", TEXT_ASCII }, { "usascii", TEXT_ASCII },
        { "646", TEXT_ASCII }, { "latin1", TEXT_LATIN1 }, { "iso88591", TEXT_LATIN1 }, { "88591", TEXT_LATIN1 },
        { "l1", TEXT_LATIN1 },
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(known); i++)
        if (same_name(name, known[i].name)) return known[i].kind;
    return TEXT_OTHER;
}

/* The registry's incremental objects. */
static int make_objects(struct text_codec *c, const char *name)
{
    PyObject *info = _PyCodec_LookupTextEncoding(name, "codecs.open()");
    if (info == NULL) return -1;
    const char *errors = c->errors_text != NULL ? c->errors_text : "strict";
    int rc = -1;
    if (c->decodes && (c->decoder = _PyCodecInfo_GetIncrementalDecoder(info, errors)) == NULL) goto done;
    if (c->encodes && (c->encoder = _PyCodecInfo_GetIncrementalEncoder(info, errors)) == NULL) goto done;
    rc = 0;
done:
    Py_DECREF(info);
    return rc;
}

int text_codec_init(struct text_codec *c, PyObject *encoding, PyObject *errors, bool decodes, bool encodes)
{
    const char *name = PyUnicode_AsUTF8(encoding);
    c->errors_text = PyUnicode_AsUTF8(errors);
    if (name == NULL || c->errors_text == NULL) return -1;
    c->encoding = Py_NewRef(encoding);
    c->errors = Py_NewRef(errors);
    if (strcmp(c->errors_text, "strict") == 0) c->errors_text = NULL;
    c->decodes = decodes;
    c->encodes = encodes;
    c->kind = kind_of(name);
    if (c->kind != TEXT_OTHER || make_objects(c, name) == 0) return 0;
    text_codec_clear(c);
    return -1;
}

void text_codec_clear(struct text_codec *c)
{
    Py_CLEAR(c->decoder);
    Py_CLEAR(c->encoder);
    Py_CLEAR(c->encoding);
    Py_CLEAR(c->errors);
    c->errors_text = NULL;
    c->pending_len = 0;
}

int text_codec_traverse(struct text_codec *c, visitproc visit, void *arg)
{
    Py_VISIT(c->decoder);
    Py_VISIT(c->encoder);
    return 0;
}

/* ---- decoding ---- */

static PyObject *decode_utf8(struct text_codec *c, const char *s, Py_ssize_t n, bool final)
{
    Py_ssize_t used = n;
    PyObject *text = PyUnicode_DecodeUTF8Stateful(s, n, c->errors_text, final ? NULL : &used);
    if (text == NULL) return NULL;
    c->pending_len = final ? 0 : (int)(n - used);
    ADDER_ASSERT(c->pending_len < 4, "an incomplete UTF-8 character has at most three bytes");
    memcpy(c->pending, s + n - c->pending_len, (size_t)c->pending_len);
    return text;
}

/* UTF-8 after an incomplete character: the bytes are joined first. */
static PyObject *decode_joined(struct text_codec *c, const char *s, Py_ssize_t n, bool final)
{
    char *joined = PyMem_Malloc((size_t)(c->pending_len + n));
    if (joined == NULL) return PyErr_NoMemory();
    memcpy(joined, c->pending, (size_t)c->pending_len);
    memcpy(joined + c->pending_len, s, (size_t)n);
    PyObject *text = decode_utf8(c, joined, c->pending_len + n, final);
    PyMem_Free(joined);
    return text;
}

static PyObject *decode_object(struct text_codec *c, const char *s, Py_ssize_t n, bool final)
{
    PyObject *bytes = PyBytes_FromStringAndSize(s, n), *text = NULL;
    if (bytes == NULL) return NULL;
    text = PyObject_CallMethodObjArgs(c->decoder, ID(decode), bytes, final ? Py_True : Py_False, NULL);
    Py_DECREF(bytes);
    if (text == NULL || PyUnicode_Check(text)) return text;
    PyErr_Format(PyExc_TypeError, "decoder should return a string result, not '%.200s'", Py_TYPE(text)->tp_name);
    Py_DECREF(text);
    return NULL;
}

PyObject *text_decode(struct text_codec *c, const char *s, Py_ssize_t n, bool final)
{
    PyObject *text;
    switch (c->kind) {
    case TEXT_UTF8:
        text = c->pending_len > 0 ? decode_joined(c, s, n, final) : decode_utf8(c, s, n, final);
        break;
    case TEXT_ASCII: text = PyUnicode_DecodeASCII(s, n, c->errors_text); break;
    case TEXT_LATIN1: text = PyUnicode_DecodeLatin1(s, n, c->errors_text); break;
    default: text = decode_object(c, s, n, final);
    }
    return c->universal ? newline_process(&c->newline, text, final) : text;
}

int text_decoder_state(struct text_codec *c, PyObject **bytes, unsigned long long *flags)
{
    *flags = 0;
    if (c->decoder == NULL) {
        *bytes = PyBytes_FromStringAndSize(c->pending, c->pending_len);
    } else {
        PyObject *state = PyObject_CallMethodNoArgs(c->decoder, ID(getstate));
        if (state == NULL) return -1;
        if (!PyTuple_Check(state)) PyErr_SetString(PyExc_TypeError, "illegal decoder state");
        else if (!PyArg_ParseTuple(state, "OK;illegal decoder state", bytes, flags)) *bytes = NULL;
        else if (!PyBytes_Check(*bytes))
            PyErr_Format(PyExc_TypeError, "illegal decoder state: the first item should be a bytes object, not '%.200s'",
                         Py_TYPE(*bytes)->tp_name);
        if (PyErr_Occurred()) *bytes = NULL;
        Py_XINCREF(*bytes);
        Py_DECREF(state);
    }
    if (*bytes == NULL) return -1;
    if (c->universal) *flags = *flags << 1 | c->newline.pending_cr;
    return 0;
}

int text_decoder_set(struct text_codec *c, unsigned long long flags)
{
    c->pending_len = 0;
    if (c->universal) {
        c->newline.pending_cr = flags & 1;
        if (flags == 0) c->newline.pending_cr = false;
        flags >>= 1;
    }
    if (c->decoder == NULL) return 0;
    PyObject *r = flags == 0 ? PyObject_CallMethodNoArgs(c->decoder, ID(reset))
                             : PyObject_CallMethod(c->decoder, "setstate", "((yK))", "", flags);
    Py_XDECREF(r);
    return r == NULL ? -1 : 0;
}

/* ---- encoding ---- */

PyObject *text_encode(struct text_codec *c, PyObject *text)
{
    PyObject *bytes;
    switch (c->kind) {
    case TEXT_UTF8: return _PyUnicode_AsUTF8String(text, c->errors_text);
    case TEXT_ASCII: return _PyUnicode_AsASCIIString(text, c->errors_text);
    case TEXT_LATIN1: return _PyUnicode_AsLatin1String(text, c->errors_text);
    default: break;
    }
    bytes = PyObject_CallMethodOneArg(c->encoder, ID(encode), text);
    if (bytes == NULL || PyBytes_Check(bytes)) return bytes;
    PyErr_Format(PyExc_TypeError, "encoder should return a bytes object, not '%.200s'", Py_TYPE(bytes)->tp_name);
    Py_DECREF(bytes);
    return NULL;
}

int text_encoder_reset(struct text_codec *c, bool start)
{
    if (c->encoder == NULL) return 0;
    PyObject *r = start ? PyObject_CallMethodNoArgs(c->encoder, ID(reset)) : PyObject_CallMethod(c->encoder, "setstate", "i", 0);
    Py_XDECREF(r);
    return r == NULL ? -1 : 0;
}
