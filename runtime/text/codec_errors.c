/* codec_errors.c -- the standard error handlers as callables, given a UnicodeError, giving (replacement, position). */
#include "runtime/objects/str.h"
#include "runtime/text/codec_errors.h"
#include "runtime/text/codecs.h"
#include "runtime/text/unicode.h"

enum sort { ENCODE, DECODE, TRANSLATE, OTHER };

static enum sort sort_of(PyObject *exc)
{
    if (PyObject_TypeCheck(exc, (PyTypeObject *)PyExc_UnicodeEncodeError)) return ENCODE;
    if (PyObject_TypeCheck(exc, (PyTypeObject *)PyExc_UnicodeDecodeError)) return DECODE;
    if (PyObject_TypeCheck(exc, (PyTypeObject *)PyExc_UnicodeTranslateError)) return TRANSLATE;
    return OTHER;
}

static PyObject *wrong_type(PyObject *exc)
{
    PyErr_Format(PyExc_TypeError, "don't know how to handle %.200s in error callback", Py_TYPE(exc)->tp_name);
    return NULL;
}

/* What is wrong: object (owned), and [start, end) clamped to it. 0 or -1. */
static int range_of(PyObject *exc, enum sort sort, PyObject **object, Py_ssize_t *start, Py_ssize_t *end)
{
    int rc;
    *object = NULL;
    if (sort == ENCODE) rc = PyUnicodeEncodeError_GetStart(exc, start) | PyUnicodeEncodeError_GetEnd(exc, end);
    else if (sort == DECODE) rc = PyUnicodeDecodeError_GetStart(exc, start) | PyUnicodeDecodeError_GetEnd(exc, end);
    else rc = PyUnicodeTranslateError_GetStart(exc, start) | PyUnicodeTranslateError_GetEnd(exc, end);
    if (rc != 0) return -1;
    *object = sort == ENCODE ? PyUnicodeEncodeError_GetObject(exc)
              : sort == DECODE ? PyUnicodeDecodeError_GetObject(exc) : PyUnicodeTranslateError_GetObject(exc);
    return *object == NULL ? -1 : 0;
}

/* (text, position); the text's reference is taken, NULL passes on. */
static PyObject *answer(STEALS_REF PyObject *text, Py_ssize_t position)
{
    return text == NULL ? NULL : Py_BuildValue("(Nn)", text, position);
}

static PyObject *raise_it(PyObject *exc)
{
    PyErr_SetObject(PyExceptionInstance_Class(exc), exc);
    return NULL;
}

PyObject *PyCodec_StrictErrors(PyObject *exc)
{
    if (PyExceptionInstance_Check(exc)) return raise_it(exc);
    PyErr_SetString(PyExc_TypeError, "codec must pass exception instance");
    return NULL;
}

PyObject *PyCodec_IgnoreErrors(PyObject *exc)
{
    enum sort sort = sort_of(exc);
    PyObject *object;
    Py_ssize_t start, end;
    if (sort == OTHER) return wrong_type(exc);
    if (range_of(exc, sort, &object, &start, &end) < 0) return NULL;
    Py_DECREF(object);
    return answer(Py_NewRef(ADDER_EMPTY_STR), end);
}

static PyObject *repeated(Py_UCS4 ch, Py_ssize_t n)
{
    PyObject *s = PyUnicode_New(n < 0 ? 0 : n, ch);
    for (Py_ssize_t i = 0; s != NULL && i < n; i++) PyUnicode_WRITE(PyUnicode_KIND(s), PyUnicode_DATA(s), i, ch);
    return s;
}

PyObject *PyCodec_ReplaceErrors(PyObject *exc)
{
    enum sort sort = sort_of(exc);
    PyObject *object;
    Py_ssize_t start, end;
    if (sort == OTHER) return wrong_type(exc);
    if (range_of(exc, sort, &object, &start, &end) < 0) return NULL;
    Py_DECREF(object);
    if (sort == DECODE) return answer(adder_str_char(Py_UNICODE_REPLACEMENT_CHARACTER), end);
    return answer(repeated(sort == ENCODE ? '?' : Py_UNICODE_REPLACEMENT_CHARACTER, end - start), end);
}

static int write_escape(_PyUnicodeWriter *w, unsigned ch)
{
    char text[12];
    int n = snprintf(text, sizeof text, ch < 0x100 ? "\\x%02x" : ch < 0x10000 ? "\\u%04x" : "\\U%08x", ch);
    return _PyUnicodeWriter_WriteASCIIString(w, text, n);
}

static int write_reference(_PyUnicodeWriter *w, unsigned ch)
{
    char text[16];
    return _PyUnicodeWriter_WriteASCIIString(w, text, snprintf(text, sizeof text, "&#%u;", ch));
}

static int write_name(_PyUnicodeWriter *w, unsigned ch)
{
    char name[ADDER_UNICODE_NAME_MAX];
    if (!adder_unicode_name(ch, name)) return write_escape(w, ch);
    if (_PyUnicodeWriter_WriteASCIIString(w, "\\N{", 3) < 0 || _PyUnicodeWriter_WriteASCIIString(w, name, -1) < 0) return -1;
    return _PyUnicodeWriter_WriteChar(w, '}');
}

/* Each bad character or byte by `write`. */
static PyObject *by_character(PyObject *exc, enum sort sort, int (*write)(_PyUnicodeWriter *, unsigned))
{
    PyObject *object;
    Py_ssize_t start, end;
    if (range_of(exc, sort, &object, &start, &end) < 0) return NULL;
    _PyUnicodeWriter w;
    _PyUnicodeWriter_Init(&w);
    w.overallocate = 1;
    int rc = 0;
    for (Py_ssize_t i = start; i < end && rc == 0; i++)
        rc = write(&w, sort == DECODE ? (unsigned char)PyBytes_AS_STRING(object)[i] : PyUnicode_READ_CHAR(object, i));
    Py_DECREF(object);
    if (rc == 0) return answer(_PyUnicodeWriter_Finish(&w), end);
    _PyUnicodeWriter_Dealloc(&w);
    return NULL;
}

PyObject *PyCodec_XMLCharRefReplaceErrors(PyObject *exc)
{
    return sort_of(exc) == ENCODE ? by_character(exc, ENCODE, write_reference) : wrong_type(exc);
}

PyObject *PyCodec_BackslashReplaceErrors(PyObject *exc)
{
    enum sort sort = sort_of(exc);
    return sort == OTHER ? wrong_type(exc) : by_character(exc, sort, write_escape);
}

PyObject *PyCodec_NameReplaceErrors(PyObject *exc)
{
    return sort_of(exc) == ENCODE ? by_character(exc, ENCODE, write_name) : wrong_type(exc);
}

/* ---- surrogates ---------------------------------------------------------------------------------------------------- */

static PyObject *escape_encode(PyObject *exc)
{
    PyObject *object, *bytes = NULL;
    Py_ssize_t start, end;
    if (range_of(exc, ENCODE, &object, &start, &end) < 0) return NULL;
    bytes = PyBytes_FromStringAndSize(NULL, end - start);
    for (Py_ssize_t i = start; bytes != NULL && i < end; i++) {
        Py_UCS4 ch = PyUnicode_READ_CHAR(object, i);
        if (ch < 0xDC80 || ch > 0xDCFF) {
            Py_CLEAR(bytes);
            raise_it(exc);
        } else {
            PyBytes_AS_STRING(bytes)[i - start] = (char)(ch - 0xDC00);
        }
    }
    Py_DECREF(object);
    return answer(bytes, end);
}

static PyObject *escape_decode(PyObject *exc)
{
    PyObject *object;
    Py_ssize_t start, end;
    if (range_of(exc, DECODE, &object, &start, &end) < 0) return NULL;
    Py_UCS2 text[4];
    Py_ssize_t n = 0;
    for (; n < 4 && start + n < end; n++) {
        unsigned char c = (unsigned char)PyBytes_AS_STRING(object)[start + n];
        if (c < 128) break;
        text[n] = (Py_UCS2)(0xDC00 + c);
    }
    Py_DECREF(object);
    if (n == 0) return raise_it(exc);
    return answer(adder_str_from_ucs2(text, n), start + n);
}

PyObject *adder_codec_surrogateescape(PyObject *exc)
{
    enum sort sort = sort_of(exc);
    return sort == ENCODE ? escape_encode(exc) : sort == DECODE ? escape_decode(exc) : wrong_type(exc);
}

/* How an encoding would write a surrogate: unit size, byte order; width 3 is UTF-8, 0 none we know. */
struct unit {
    int width;
    bool big;
};

static struct unit unit_of(PyObject *encoding)
{
    const char *name = PyUnicode_Check(encoding) ? PyUnicode_AsUTF8(encoding) : NULL;
    bool host_big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
    if (name == NULL) {
        PyErr_Clear();
        return (struct unit){ 0, false };
    }
    switch (adder_encoding_known(name)) {
    case ADDER_ENC_UTF8: return (struct unit){ 3, false };
    case ADDER_ENC_UTF16: return (struct unit){ 2, host_big };
    case ADDER_ENC_UTF16LE: return (struct unit){ 2, false };
    case ADDER_ENC_UTF16BE: return (struct unit){ 2, true };
    case ADDER_ENC_UTF32: return (struct unit){ 4, host_big };
    case ADDER_ENC_UTF32LE: return (struct unit){ 4, false };
    case ADDER_ENC_UTF32BE: return (struct unit){ 4, true };
    default: return (struct unit){ 0, false };
    }
}

static void put_surrogate(struct unit unit, Py_UCS4 ch, unsigned char *to)
{
    if (unit.width == 3) {
        to[0] = (unsigned char)(0xE0 | ch >> 12);
        to[1] = (unsigned char)(0x80 | (ch >> 6 & 0x3F));
        to[2] = (unsigned char)(0x80 | (ch & 0x3F));
        return;
    }
    for (int i = 0; i < unit.width; i++) to[unit.big ? unit.width - 1 - i : i] = (unsigned char)(ch >> 8 * i);
}

static Py_UCS4 get_surrogate(struct unit unit, const unsigned char *p)
{
    if (unit.width == 3) {
        if ((p[0] & 0xF0) != 0xE0 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) return 0;
        return (Py_UCS4)(p[0] & 0x0F) << 12 | (Py_UCS4)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    }
    Py_UCS4 ch = 0;
    for (int i = 0; i < unit.width; i++) ch |= (Py_UCS4)p[unit.big ? unit.width - 1 - i : i] << 8 * i;
    return ch;
}

static PyObject *pass_encode(PyObject *exc, struct unit unit)
{
    PyObject *object, *bytes;
    Py_ssize_t start, end;
    if (range_of(exc, ENCODE, &object, &start, &end) < 0) return NULL;
    bytes = PyBytes_FromStringAndSize(NULL, (end - start) * unit.width);
    for (Py_ssize_t i = start; bytes != NULL && i < end; i++) {
        Py_UCS4 ch = PyUnicode_READ_CHAR(object, i);
        if (!Py_UNICODE_IS_SURROGATE(ch)) {
            Py_CLEAR(bytes);
            raise_it(exc);
        } else {
            put_surrogate(unit, ch, (unsigned char *)PyBytes_AS_STRING(bytes) + (i - start) * unit.width);
        }
    }
    Py_DECREF(object);
    return answer(bytes, end);
}

static PyObject *pass_decode(PyObject *exc, struct unit unit)
{
    PyObject *object;
    Py_ssize_t start, end;
    if (range_of(exc, DECODE, &object, &start, &end) < 0) return NULL;
    Py_UCS4 ch = 0;
    if (PyBytes_GET_SIZE(object) - start >= unit.width)
        ch = get_surrogate(unit, (unsigned char *)PyBytes_AS_STRING(object) + start);
    Py_DECREF(object);
    if (!Py_UNICODE_IS_SURROGATE(ch)) return raise_it(exc);
    return answer(adder_str_char(ch), start + unit.width);
}

PyObject *adder_codec_surrogatepass(PyObject *exc)
{
    enum sort sort = sort_of(exc);
    if (sort != ENCODE && sort != DECODE) return wrong_type(exc);
    PyObject *encoding = sort == ENCODE ? PyUnicodeEncodeError_GetEncoding(exc) : PyUnicodeDecodeError_GetEncoding(exc);
    if (encoding == NULL) return NULL;
    struct unit unit = unit_of(encoding);
    Py_DECREF(encoding);
    if (unit.width == 0) return raise_it(exc);
    return sort == ENCODE ? pass_encode(exc, unit) : pass_decode(exc, unit);
}
