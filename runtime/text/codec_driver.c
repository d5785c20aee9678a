/* codec_driver.c -- what all codecs share: the conversation with error handlers, and the way from a name to a codec. */
#include "runtime/objects/str.h"
#include "runtime/text/codecs.h"

enum adder_error_mode adder_error_mode(const char *errors)
{
    if (errors == NULL || strcmp(errors, "strict") == 0) return ADDER_ERR_STRICT;
    if (strcmp(errors, "ignore") == 0) return ADDER_ERR_IGNORE;
    if (strcmp(errors, "replace") == 0) return ADDER_ERR_REPLACE;
    if (strcmp(errors, "surrogateescape") == 0) return ADDER_ERR_SURROGATEESCAPE;
    if (strcmp(errors, "backslashreplace") == 0) return ADDER_ERR_BACKSLASHREPLACE;
    if (strcmp(errors, "xmlcharrefreplace") == 0) return ADDER_ERR_XMLCHARREFREPLACE;
    return ADDER_ERR_OTHER;
}

/* ---- decoding ------------------------------------------------------------------------------------------------------ */

void adder_decoder_init(struct adder_decoder *d, const char *encoding, const char *errors, const char *s, Py_ssize_t n)
{
    memset(d, 0, sizeof *d);
    d->encoding = encoding;
    d->errors = errors;
    d->mode = adder_error_mode(errors);
    d->start = d->in = s;
    d->end = s + n;
    _PyUnicodeWriter_Init(&d->out);
    d->out.min_length = n;
    d->out.overallocate = 1;
}

PyObject *adder_decoder_finish(struct adder_decoder *d, int rc)
{
    PyObject *s = NULL;
    if (rc < 0) _PyUnicodeWriter_Dealloc(&d->out);
    else s = _PyUnicodeWriter_Finish(&d->out);
    Py_XDECREF(d->object);
    Py_XDECREF(d->exc);
    Py_XDECREF(d->handler);
    return s;
}

/* The exception for [from, to), made or changed. 0 or -1. */
static int set_decode_exception(struct adder_decoder *d, Py_ssize_t from, Py_ssize_t to, const char *reason)
{
    if (d->exc == NULL) {
        d->exc = PyUnicodeDecodeError_Create(d->encoding, d->start, d->end - d->start, from, to, reason);
        return d->exc == NULL ? -1 : 0;
    }
    if (PyUnicodeDecodeError_SetStart(d->exc, from) < 0 || PyUnicodeDecodeError_SetEnd(d->exc, to) < 0) return -1;
    return PyUnicodeDecodeError_SetReason(d->exc, reason);
}

/* The handler's answer: what it returned, and the input it may have put into the exception. */
static int take_decode_answer(struct adder_decoder *d, PyObject *answer, Py_ssize_t from)
{
    (void)from;
    if (!PyTuple_Check(answer) || PyTuple_GET_SIZE(answer) != 2 || !PyUnicode_Check(PyTuple_GET_ITEM(answer, 0)) ||
        !PyIndex_Check(PyTuple_GET_ITEM(answer, 1))) {
        PyErr_SetString(PyExc_TypeError, "decoding error handler must return (str, int) tuple");
        return -1;
    }
    Py_ssize_t next = PyNumber_AsSsize_t(PyTuple_GET_ITEM(answer, 1), PyExc_IndexError);
    if (next == -1 && PyErr_Occurred()) return -1;
    PyObject *object = PyUnicodeDecodeError_GetObject(d->exc);
    if (object == NULL) return -1;
    if (!PyBytes_Check(object)) {
        PyErr_Format(PyExc_TypeError, "exception attribute object must be bytes");
        Py_DECREF(object);
        return -1;
    }
    Py_XSETREF(d->object, object);
    d->start = PyBytes_AS_STRING(object);
    d->end = d->start + PyBytes_GET_SIZE(object);
    Py_ssize_t n = PyBytes_GET_SIZE(object);
    if (next < 0) next += n;
    if (next < 0 || next > n) {
        PyErr_Format(PyExc_IndexError, "position %zd from error handler out of bounds", next);
        return -1;
    }
    d->in = d->start + next;
    d->out.min_length = d->out.pos + (n - next);
    return _PyUnicodeWriter_WriteStr(&d->out, PyTuple_GET_ITEM(answer, 0));
}

static int call_decode_handler(struct adder_decoder *d, Py_ssize_t from, Py_ssize_t to, const char *reason)
{
    if (d->handler == NULL && (d->handler = PyCodec_LookupError(d->errors)) == NULL) return -1;
    if (set_decode_exception(d, from, to, reason) < 0) return -1;
    PyObject *answer = PyObject_CallOneArg(d->handler, d->exc);
    if (answer == NULL) return -1;
    int rc = take_decode_answer(d, answer, from);
    Py_DECREF(answer);
    return rc;
}

static int write_byte_escape(struct adder_decoder *d, unsigned char c)
{
    char text[4] = { '\\', 'x', "0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15] };
    return _PyUnicodeWriter_WriteASCIIString(&d->out, text, 4);
}

int adder_decode_error(struct adder_decoder *d, const char *from, const char *to, const char *reason)
{
    Py_ssize_t start = from - d->start, end = to - d->start;
    switch (d->mode) {
    case ADDER_ERR_STRICT:
        if (set_decode_exception(d, start, end, reason) == 0) PyErr_SetObject(PyExc_UnicodeDecodeError, d->exc);
        return -1;
    case ADDER_ERR_IGNORE: d->in = to; return 0;
    case ADDER_ERR_REPLACE: d->in = to; return _PyUnicodeWriter_WriteChar(&d->out, Py_UNICODE_REPLACEMENT_CHARACTER);
    case ADDER_ERR_BACKSLASHREPLACE:
        for (const char *p = from; p < to; p++)
            if (write_byte_escape(d, (unsigned char)*p) < 0) return -1;
        d->in = to;
        return 0;
    case ADDER_ERR_SURROGATEESCAPE:
        if (!(*from & 0x80)) break; /* an ASCII byte does not become a surrogate: the handler will say so */
        for (d->in = from; d->in < to && (*d->in & 0x80); d->in++)
            if (_PyUnicodeWriter_WriteChar(&d->out, 0xDC00u + (unsigned char)*d->in) < 0) return -1;
        return 0;
    default: break;
    }
    return call_decode_handler(d, start, end, reason);
}

/* ---- encoding ------------------------------------------------------------------------------------------------------ */

int adder_encoder_init(struct adder_encoder *e, const char *encoding, const char *errors, PyObject *s, Py_ssize_t room)
{
    memset(e, 0, sizeof *e);
    e->encoding = encoding;
    e->errors = errors;
    e->mode = adder_error_mode(errors);
    e->s = s;
    e->out = PyBytes_FromStringAndSize(NULL, room > 0 ? room : 1);
    return e->out == NULL ? -1 : 0;
}

char *adder_encoder_grow(struct adder_encoder *e, Py_ssize_t n)
{
    if (n > PY_SSIZE_T_MAX / 2 - e->pos) {
        PyErr_NoMemory();
        return NULL;
    }
    Py_ssize_t size = e->pos + n;
    if (_PyBytes_Resize(&e->out, size + size / 4 + 16) < 0) return NULL;
    return PyBytes_AS_STRING(e->out) + e->pos;
}

PyObject *adder_encoder_finish(struct adder_encoder *e, int rc)
{
    PyObject *out = e->out;
    e->out = NULL;
    Py_XDECREF(e->exc);
    Py_XDECREF(e->handler);
    if (rc < 0) {
        Py_XDECREF(out);
        return NULL;
    }
    _PyBytes_Resize(&out, e->pos);
    return out;
}

static int set_encode_exception(struct adder_encoder *e, Py_ssize_t from, Py_ssize_t to, const char *reason)
{
    if (e->exc == NULL) {
        e->exc = PyObject_CallFunction(PyExc_UnicodeEncodeError, "sOnns", e->encoding, e->s, from, to, reason);
        return e->exc == NULL ? -1 : 0;
    }
    if (PyUnicodeEncodeError_SetStart(e->exc, from) < 0 || PyUnicodeEncodeError_SetEnd(e->exc, to) < 0) return -1;
    return PyUnicodeEncodeError_SetReason(e->exc, reason);
}

PyObject *adder_encode_raise(struct adder_encoder *e, Py_ssize_t from, Py_ssize_t to, const char *reason)
{
    if (set_encode_exception(e, from, to, reason) == 0) PyErr_SetObject(PyExc_UnicodeEncodeError, e->exc);
    return NULL;
}

static PyObject *call_encode_handler(struct adder_encoder *e, Py_ssize_t from, Py_ssize_t to, const char *reason, Py_ssize_t *next)
{
    if (e->handler == NULL && (e->handler = PyCodec_LookupError(e->errors)) == NULL) return NULL;
    if (set_encode_exception(e, from, to, reason) < 0) return NULL;
    PyObject *answer = PyObject_CallOneArg(e->handler, e->exc), *text = NULL;
    if (answer == NULL) return NULL;
    if (!PyTuple_Check(answer) || PyTuple_GET_SIZE(answer) != 2 || !PyIndex_Check(PyTuple_GET_ITEM(answer, 1)) ||
        (!PyUnicode_Check(PyTuple_GET_ITEM(answer, 0)) && !PyBytes_Check(PyTuple_GET_ITEM(answer, 0)))) {
        PyErr_SetString(PyExc_TypeError, "encoding error handler must return (str/bytes, int) tuple");
        goto done;
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(e->s);
    *next = PyNumber_AsSsize_t(PyTuple_GET_ITEM(answer, 1), PyExc_IndexError);
    if (*next == -1 && PyErr_Occurred()) goto done;
    if (*next < 0) *next += n;
    if (*next < 0 || *next > n) {
        PyErr_Format(PyExc_IndexError, "position %zd from error handler out of bounds", *next);
        goto done;
    }
    text = Py_NewRef(PyTuple_GET_ITEM(answer, 0));
done:
    Py_DECREF(answer);
    return text;
}

/* Escapes for s[from:to], as the XML and backslash handlers write them. */
static PyObject *escape_range(PyObject *s, Py_ssize_t from, Py_ssize_t to, bool xml)
{
    _PyUnicodeWriter w;
    _PyUnicodeWriter_Init(&w);
    w.overallocate = 1;
    for (Py_ssize_t i = from; i < to; i++) {
        char text[16];
        unsigned ch = PyUnicode_READ_CHAR(s, i);
        int n = snprintf(text, sizeof text, xml ? "&#%u;" : ch < 0x100 ? "\\x%02x" : ch < 0x10000 ? "\\u%04x" : "\\U%08x", ch);
        if (_PyUnicodeWriter_WriteASCIIString(&w, text, n) < 0) {
            _PyUnicodeWriter_Dealloc(&w);
            return NULL;
        }
    }
    return _PyUnicodeWriter_Finish(&w);
}

/* surrogateescape: the bytes that the first of s[from:to] stand for; NULL without an exception when the first is none. */
static PyObject *unescape_range(PyObject *s, Py_ssize_t from, Py_ssize_t to, Py_ssize_t *next)
{
    Py_ssize_t n = from;
    while (n < to && PyUnicode_READ_CHAR(s, n) >= 0xDC80 && PyUnicode_READ_CHAR(s, n) <= 0xDCFF) n++;
    if (n == from) return NULL;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, n - from);
    if (bytes == NULL) return NULL;
    for (Py_ssize_t i = from; i < n; i++) PyBytes_AS_STRING(bytes)[i - from] = (char)(PyUnicode_READ_CHAR(s, i) - 0xDC00);
    *next = n;
    return bytes;
}

PyObject *adder_encode_error(struct adder_encoder *e, Py_ssize_t from, Py_ssize_t to, const char *reason, Py_ssize_t *next)
{
    *next = to;
    switch (e->mode) {
    case ADDER_ERR_STRICT: return adder_encode_raise(e, from, to, reason);
    case ADDER_ERR_IGNORE: return Py_NewRef(ADDER_EMPTY_STR);
    case ADDER_ERR_REPLACE: {
        PyObject *marks = PyUnicode_New(to - from, '?');
        if (marks != NULL) memset(PyUnicode_DATA(marks), '?', (size_t)(to - from));
        return marks;
    }
    case ADDER_ERR_BACKSLASHREPLACE: return escape_range(e->s, from, to, false);
    case ADDER_ERR_XMLCHARREFREPLACE: return escape_range(e->s, from, to, true);
    case ADDER_ERR_SURROGATEESCAPE: {
        PyObject *bytes = unescape_range(e->s, from, to, next);
        if (bytes != NULL || PyErr_Occurred()) return bytes;
        return adder_encode_raise(e, from, to, reason);
    }
    default: return call_encode_handler(e, from, to, reason, next);
    }
}

/* ---- from a name to a codec ---------------------------------------------------------------------------------------- */

int adder_encoding_normalize(const char *name, char *buf, size_t size)
{
    char *to = buf, *last = buf + size - 1;
    bool gap = false;
    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;
        bool upper = c >= 'A' && c <= 'Z', word = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        if (!word) {
            gap = true;
            continue;
        }
        if (gap && to != buf) {
            if (to == last) return 0;
            *to++ = '_';
        }
        gap = false;
        if (to == last) return 0;
        *to++ = (char)(upper ? c + 32 : c);
    }
    *to = 0;
    return 1;
}

static const struct {
    const char *name;
    enum adder_known_encoding encoding;
} known[] = {
    { "utf_8", ADDER_ENC_UTF8 }, { "utf8", ADDER_ENC_UTF8 }, { "latin_1", ADDER_ENC_LATIN1 }, { "latin1", ADDER_ENC_LATIN1 },
    { "iso_8859_1", ADDER_ENC_LATIN1 }, { "iso8859_1", ADDER_ENC_LATIN1 }, { "ascii", ADDER_ENC_ASCII },
    { "us_ascii", ADDER_ENC_ASCII }, { "utf_16", ADDER_ENC_UTF16 }, { "utf16", ADDER_ENC_UTF16 },
    { "utf_16_le", ADDER_ENC_UTF16LE }, { "utf_16_be", ADDER_ENC_UTF16BE }, { "utf_32", ADDER_ENC_UTF32 },
    { "utf32", ADDER_ENC_UTF32 }, { "utf_32_le", ADDER_ENC_UTF32LE }, { "utf_32_be", ADDER_ENC_UTF32BE },
    { "utf_7", ADDER_ENC_UTF7 }, { "utf7", ADDER_ENC_UTF7 }, { "unicode_escape", ADDER_ENC_UNICODE_ESCAPE },
    { "raw_unicode_escape", ADDER_ENC_RAW_UNICODE_ESCAPE },
};

enum adder_known_encoding adder_encoding_known(const char *name)
{
    char norm[24];
    if (name == NULL || strcmp(name, "utf-8") == 0) return ADDER_ENC_UTF8;
    if (!adder_encoding_normalize(name, norm, sizeof norm)) return ADDER_ENC_OTHER;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(norm, known[i].name) == 0) return known[i].encoding;
    return ADDER_ENC_OTHER;
}

/* Through the registry: the codec must give a str. */
static PyObject *decode_by_registry(const char *s, Py_ssize_t n, const char *encoding, const char *errors)
{
    Py_buffer info;
    if (PyBuffer_FillInfo(&info, NULL, (void *)s, n, 1, PyBUF_FULL_RO) < 0) return NULL;
    PyObject *view = PyMemoryView_FromBuffer(&info);
    if (view == NULL) return NULL;
    PyObject *text = _PyCodec_DecodeText(view, encoding, errors);
    Py_DECREF(view);
    if (text != NULL && !PyUnicode_Check(text)) {
        PyErr_Format(PyExc_TypeError, "'%.400s' decoder returned '%.400s' instead of 'str'; use codecs.decode() to decode to arbitrary types",
                     encoding, Py_TYPE(text)->tp_name);
        Py_CLEAR(text);
    }
    return text;
}

PyObject *PyUnicode_Decode(const char *s, Py_ssize_t n, const char *encoding, const char *errors)
{
    int order = 0;
    switch (adder_encoding_known(encoding)) {
    case ADDER_ENC_UTF8: return PyUnicode_DecodeUTF8Stateful(s, n, errors, NULL);
    case ADDER_ENC_LATIN1: return PyUnicode_DecodeLatin1(s, n, errors);
    case ADDER_ENC_ASCII: return PyUnicode_DecodeASCII(s, n, errors);
    case ADDER_ENC_UTF16: return PyUnicode_DecodeUTF16(s, n, errors, &order);
    case ADDER_ENC_UTF16LE: order = -1; return PyUnicode_DecodeUTF16(s, n, errors, &order);
    case ADDER_ENC_UTF16BE: order = 1; return PyUnicode_DecodeUTF16(s, n, errors, &order);
    case ADDER_ENC_UTF32: return PyUnicode_DecodeUTF32(s, n, errors, &order);
    case ADDER_ENC_UTF32LE: order = -1; return PyUnicode_DecodeUTF32(s, n, errors, &order);
    case ADDER_ENC_UTF32BE: order = 1; return PyUnicode_DecodeUTF32(s, n, errors, &order);
    case ADDER_ENC_UTF7: return PyUnicode_DecodeUTF7(s, n, errors);
    case ADDER_ENC_UNICODE_ESCAPE: return PyUnicode_DecodeUnicodeEscape(s, n, errors);
    case ADDER_ENC_RAW_UNICODE_ESCAPE: return PyUnicode_DecodeRawUnicodeEscape(s, n, errors);
    case ADDER_ENC_OTHER: break;
    }
    return decode_by_registry(s, n, encoding, errors);
}

static PyObject *encode_by_registry(PyObject *s, const char *encoding, const char *errors)
{
    PyObject *bytes = _PyCodec_EncodeText(s, encoding, errors);
    if (bytes == NULL || PyBytes_Check(bytes)) return bytes;
    if (PyByteArray_Check(bytes)) {
        PyObject *copy = NULL;
        if (PyErr_WarnFormat(PyExc_RuntimeWarning, 1,
                             "encoder %s returned bytearray instead of bytes; use codecs.encode() to encode to arbitrary types",
                             encoding) == 0)
            copy = PyBytes_FromStringAndSize(PyByteArray_AS_STRING(bytes), PyByteArray_GET_SIZE(bytes));
        Py_DECREF(bytes);
        return copy;
    }
    PyErr_Format(PyExc_TypeError, "'%.400s' encoder returned '%.400s' instead of 'bytes'; use codecs.encode() to encode to arbitrary types",
                 encoding, Py_TYPE(bytes)->tp_name);
    Py_DECREF(bytes);
    return NULL;
}

PyObject *PyUnicode_AsEncodedString(PyObject *s, const char *encoding, const char *errors)
{
    if (!PyUnicode_Check(s)) {
        PyErr_BadArgument();
        return NULL;
    }
    switch (adder_encoding_known(encoding)) {
    case ADDER_ENC_UTF8: return _PyUnicode_AsUTF8String(s, errors);
    case ADDER_ENC_LATIN1: return _PyUnicode_AsLatin1String(s, errors);
    case ADDER_ENC_ASCII: return _PyUnicode_AsASCIIString(s, errors);
    case ADDER_ENC_UTF16: return _PyUnicode_EncodeUTF16(s, errors, 0);
    case ADDER_ENC_UTF16LE: return _PyUnicode_EncodeUTF16(s, errors, -1);
    case ADDER_ENC_UTF16BE: return _PyUnicode_EncodeUTF16(s, errors, 1);
    case ADDER_ENC_UTF32: return _PyUnicode_EncodeUTF32(s, errors, 0);
    case ADDER_ENC_UTF32LE: return _PyUnicode_EncodeUTF32(s, errors, -1);
    case ADDER_ENC_UTF32BE: return _PyUnicode_EncodeUTF32(s, errors, 1);
    case ADDER_ENC_UTF7: return _PyUnicode_EncodeUTF7(s, 0, 0, errors);
    case ADDER_ENC_UNICODE_ESCAPE: return PyUnicode_AsUnicodeEscapeString(s);
    case ADDER_ENC_RAW_UNICODE_ESCAPE: return PyUnicode_AsRawUnicodeEscapeString(s);
    case ADDER_ENC_OTHER: break;
    }
    return encode_by_registry(s, encoding, errors);
}

PyObject *PyUnicode_FromEncodedObject(PyObject *object, const char *encoding, const char *errors)
{
    if (object == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    if (PyBytes_Check(object)) {
        if (PyBytes_GET_SIZE(object) == 0) return Py_NewRef(ADDER_EMPTY_STR);
        return PyUnicode_Decode(PyBytes_AS_STRING(object), PyBytes_GET_SIZE(object), encoding, errors);
    }
    if (PyUnicode_Check(object)) {
        PyErr_SetString(PyExc_TypeError, "decoding str is not supported");
        return NULL;
    }
    Py_buffer view;
    if (PyObject_GetBuffer(object, &view, PyBUF_SIMPLE) < 0) {
        PyErr_Format(PyExc_TypeError, "decoding to str: need a bytes-like object, %.80s found", Py_TYPE(object)->tp_name);
        return NULL;
    }
    PyObject *s = view.len == 0 ? Py_NewRef(ADDER_EMPTY_STR) : PyUnicode_Decode(view.buf, view.len, encoding, errors);
    PyBuffer_Release(&view);
    return s;
}

const char *PyUnicode_GetDefaultEncoding(void) { return "utf-8"; }

/* ---- codecs by name that need not give text (all deprecated) -------------------------------------------------------- */

PyObject *PyUnicode_AsDecodedObject(PyObject *s, const char *encoding, const char *errors)
{
    if (PyUnicode_Check(s)) return PyCodec_Decode(s, encoding == NULL ? "utf-8" : encoding, errors);
    PyErr_BadArgument();
    return NULL;
}

PyObject *PyUnicode_AsEncodedObject(PyObject *s, const char *encoding, const char *errors)
{
    if (PyUnicode_Check(s)) return PyCodec_Encode(s, encoding == NULL ? "utf-8" : encoding, errors);
    PyErr_BadArgument();
    return NULL;
}

static PyObject *must_be_str(PyObject *v, const char *encoding, const char *what)
{
    if (v == NULL || PyUnicode_Check(v)) return v;
    PyErr_Format(PyExc_TypeError, "'%.400s' %sr returned '%.400s' instead of 'str'; use codecs.%s() to %s to arbitrary types", encoding,
                 what, Py_TYPE(v)->tp_name, what, what);
    Py_DECREF(v);
    return NULL;
}

PyObject *PyUnicode_AsDecodedUnicode(PyObject *s, const char *encoding, const char *errors)
{
    return must_be_str(PyUnicode_AsDecodedObject(s, encoding, errors), encoding, "decode");
}

PyObject *PyUnicode_AsEncodedUnicode(PyObject *s, const char *encoding, const char *errors)
{
    return must_be_str(PyUnicode_AsEncodedObject(s, encoding, errors), encoding, "encode");
}
