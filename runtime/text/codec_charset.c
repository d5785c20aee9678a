/* codec_charset.c -- one byte, one character: ASCII, Latin-1, and charsets given by a mapping. */
#include "runtime/objects/str_impl.h"
#include "runtime/text/codecs.h"

/* ---- ASCII and Latin-1 --------------------------------------------------------------------------------------------- */

static int decode_ascii(struct adder_decoder *d)
{
    while (d->in < d->end) {
        const char *stop = adder_skip_ascii(d->in, d->end);
        if (_PyUnicodeWriter_WriteASCIIString(&d->out, d->in, stop - d->in) < 0) return -1;
        d->in = stop;
        if (stop < d->end && adder_decode_error(d, stop, stop + 1, "ordinal not in range(128)") < 0) return -1;
    }
    return 0;
}

PyObject *PyUnicode_DecodeASCII(const char *s, Py_ssize_t size, const char *errors)
{
    if (adder_skip_ascii(s, s + size) == s + size) return adder_str_from_ascii(s, size);
    struct adder_decoder d;
    adder_decoder_init(&d, "ascii", errors, s, size);
    return adder_decoder_finish(&d, decode_ascii(&d));
}

PyObject *PyUnicode_DecodeLatin1(const char *s, Py_ssize_t size, const char *errors)
{
    (void)errors;
    return adder_str_from_ucs1((const Py_UCS1 *)s, size);
}

static int put_bytes(struct adder_encoder *e, const char *data, Py_ssize_t n)
{
    char *to = adder_encoder_room(e, n);
    if (to == NULL) return -1;
    memcpy(to, data, (size_t)n);
    e->pos += n;
    return 0;
}

/* A replacement: bytes as they are; text if each character is below limit, else the error after all. */
static int put_below(struct adder_encoder *e, PyObject *rep, Py_UCS4 limit, Py_ssize_t from, const char *reason)
{
    if (PyBytes_Check(rep)) return put_bytes(e, PyBytes_AS_STRING(rep), PyBytes_GET_SIZE(rep));
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(rep); i++) {
        Py_UCS4 ch = PyUnicode_READ_CHAR(rep, i);
        if (ch >= limit) {
            adder_encode_raise(e, from, from + 1, reason);
            return -1;
        }
        char c = (char)ch;
        if (put_bytes(e, &c, 1) < 0) return -1;
    }
    return 0;
}

static int encode_below(struct adder_encoder *e, Py_UCS4 limit)
{
    const char *reason = limit == 256 ? "ordinal not in range(256)" : "ordinal not in range(128)";
    Py_ssize_t n = PyUnicode_GET_LENGTH(e->s);
    for (Py_ssize_t i = 0; i < n;) {
        Py_UCS4 ch = PyUnicode_READ_CHAR(e->s, i);
        if (ch < limit) {
            char c = (char)ch;
            if (put_bytes(e, &c, 1) < 0) return -1;
            i++;
            continue;
        }
        Py_ssize_t end = i + 1, next;
        while (end < n && PyUnicode_READ_CHAR(e->s, end) >= limit) end++;
        PyObject *rep = adder_encode_error(e, i, end, reason, &next);
        if (rep == NULL) return -1;
        int rc = put_below(e, rep, limit, i, reason);
        Py_DECREF(rep);
        if (rc < 0) return -1;
        i = next;
    }
    return 0;
}

static PyObject *encode_narrow(PyObject *s, const char *errors, Py_UCS4 limit)
{
    if (!PyUnicode_Check(s)) {
        PyErr_BadArgument();
        return NULL;
    }
    if (PyUnicode_MAX_CHAR_VALUE(s) < limit) return PyBytes_FromStringAndSize(PyUnicode_DATA(s), PyUnicode_GET_LENGTH(s));
    struct adder_encoder e;
    if (adder_encoder_init(&e, limit == 256 ? "latin-1" : "ascii", errors, s, PyUnicode_GET_LENGTH(s)) < 0) return NULL;
    return adder_encoder_finish(&e, encode_below(&e, limit));
}

PyObject *_PyUnicode_AsLatin1String(PyObject *s, const char *errors) { return encode_narrow(s, errors, 256); }
PyObject *PyUnicode_AsLatin1String(PyObject *s) { return encode_narrow(s, NULL, 256); }
PyObject *_PyUnicode_AsASCIIString(PyObject *s, const char *errors) { return encode_narrow(s, errors, 128); }
PyObject *PyUnicode_AsASCIIString(PyObject *s) { return encode_narrow(s, NULL, 128); }

/* ---- decoding by a mapping ----------------------------------------------------------------------------------------- */

/* One byte through a mapping. 1: written; 0: not in the mapping; -1 with an exception. */
static int decode_mapped(struct adder_decoder *d, PyObject *mapping, unsigned char c)
{
    if (PyUnicode_CheckExact(mapping)) {
        if (c >= PyUnicode_GET_LENGTH(mapping)) return 0;
        Py_UCS4 ch = PyUnicode_READ_CHAR(mapping, c);
        if (ch == 0xFFFE) return 0;
        return _PyUnicodeWriter_WriteChar(&d->out, ch) < 0 ? -1 : 1;
    }
    PyObject *key = PyLong_FromLong(c), *entry;
    if (key == NULL) return -1;
    entry = PyObject_GetItem(mapping, key);
    Py_DECREF(key);
    if (entry == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_LookupError)) return -1;
        PyErr_Clear();
        return 0;
    }
    int rc = 1;
    if (entry == Py_None) {
        rc = 0;
    } else if (PyLong_Check(entry)) {
        long v = PyLong_AsLong(entry);
        if (v < 0 || v > 0x10ffff) {
            PyErr_Clear();
            PyErr_Format(PyExc_TypeError, "character mapping must be in range(0x%x)", 0x110000);
            rc = -1;
        } else if (v == 0xFFFE) {
            rc = 0;
        } else if (_PyUnicodeWriter_WriteChar(&d->out, (Py_UCS4)v) < 0) {
            rc = -1;
        }
    } else if (PyUnicode_Check(entry)) {
        if (PyUnicode_GET_LENGTH(entry) == 1 && PyUnicode_READ_CHAR(entry, 0) == 0xFFFE) rc = 0;
        else if (_PyUnicodeWriter_WriteStr(&d->out, entry) < 0) rc = -1;
    } else {
        PyErr_SetString(PyExc_TypeError, "character mapping must return integer, None or str");
        rc = -1;
    }
    Py_DECREF(entry);
    return rc;
}

PyObject *PyUnicode_DecodeCharmap(const char *s, Py_ssize_t size, PyObject *mapping, const char *errors)
{
    if (mapping == NULL) return PyUnicode_DecodeLatin1(s, size, errors);
    struct adder_decoder d;
    adder_decoder_init(&d, "charmap", errors, s, size);
    int rc = 0;
    while (rc >= 0 && d.in < d.end) {
        rc = decode_mapped(&d, mapping, (unsigned char)*d.in);
        if (rc > 0) d.in++;
        else if (rc == 0) rc = adder_decode_error(&d, d.in, d.in + 1, "character maps to <undefined>");
    }
    return adder_decoder_finish(&d, rc < 0 ? -1 : 0);
}

/* ---- encoding by a mapping ----------------------------------------------------------------------------------------- */

/* What the mapping has for ch, as a new reference to bytes or an int below 256, or None. NULL with an exception. */
static PyObject *encode_lookup(PyObject *mapping, Py_UCS4 ch)
{
    PyObject *key = PyLong_FromLong((long)ch), *entry;
    if (key == NULL) return NULL;
    entry = PyObject_GetItem(mapping, key);
    Py_DECREF(key);
    if (entry == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_LookupError)) return NULL;
        PyErr_Clear();
        return Py_NewRef(Py_None);
    }
    if (entry == Py_None || PyBytes_Check(entry)) return entry;
    if (PyLong_Check(entry)) {
        long v = PyLong_AsLong(entry);
        if (v >= 0 && v < 256) return entry;
        PyErr_Clear();
        PyErr_SetString(PyExc_TypeError, "character mapping must be in range(256)");
    } else {
        PyErr_Format(PyExc_TypeError, "character mapping must return integer, bytes or None, not %.400s", Py_TYPE(entry)->tp_name);
    }
    Py_DECREF(entry);
    return NULL;
}

/* 1: written; 0: not in the mapping; -1 with an exception. */
static int encode_mapped(struct adder_encoder *e, PyObject *mapping, Py_UCS4 ch)
{
    PyObject *entry = encode_lookup(mapping, ch);
    if (entry == NULL) return -1;
    int rc = 1;
    if (entry == Py_None) {
        rc = 0;
    } else if (PyBytes_Check(entry)) {
        if (put_bytes(e, PyBytes_AS_STRING(entry), PyBytes_GET_SIZE(entry)) < 0) rc = -1;
    } else {
        char c = (char)PyLong_AsLong(entry);
        if (put_bytes(e, &c, 1) < 0) rc = -1;
    }
    Py_DECREF(entry);
    return rc;
}

static int is_unmapped(PyObject *mapping, Py_UCS4 ch)
{
    PyObject *entry = encode_lookup(mapping, ch);
    if (entry == NULL) return -1;
    int rc = entry == Py_None;
    Py_DECREF(entry);
    return rc;
}

static int put_mapped_replacement(struct adder_encoder *e, PyObject *mapping, PyObject *rep, Py_ssize_t from, Py_ssize_t to)
{
    if (PyBytes_Check(rep)) return put_bytes(e, PyBytes_AS_STRING(rep), PyBytes_GET_SIZE(rep));
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(rep); i++) {
        int rc = encode_mapped(e, mapping, PyUnicode_READ_CHAR(rep, i));
        if (rc == 0) adder_encode_raise(e, from, to, "character maps to <undefined>");
        if (rc <= 0) return -1;
    }
    return 0;
}

static int encode_charmap(struct adder_encoder *e, PyObject *mapping)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(e->s);
    for (Py_ssize_t i = 0; i < n;) {
        int rc = encode_mapped(e, mapping, PyUnicode_READ_CHAR(e->s, i));
        if (rc < 0) return -1;
        if (rc > 0) {
            i++;
            continue;
        }
        Py_ssize_t end = i + 1, next;
        while (end < n && (rc = is_unmapped(mapping, PyUnicode_READ_CHAR(e->s, end))) == 1) end++;
        if (rc < 0) return -1;
        PyObject *rep = adder_encode_error(e, i, end, "character maps to <undefined>", &next);
        if (rep == NULL) return -1;
        rc = put_mapped_replacement(e, mapping, rep, i, end);
        Py_DECREF(rep);
        if (rc < 0) return -1;
        i = next;
    }
    return 0;
}

PyObject *_PyUnicode_EncodeCharmap(PyObject *s, PyObject *mapping, const char *errors)
{
    if (mapping == NULL) return _PyUnicode_AsLatin1String(s, errors);
    struct adder_encoder e;
    if (adder_encoder_init(&e, "charmap", errors, s, PyUnicode_GET_LENGTH(s)) < 0) return NULL;
    return adder_encoder_finish(&e, encode_charmap(&e, mapping));
}

PyObject *PyUnicode_AsCharmapString(PyObject *s, PyObject *mapping)
{
    if (PyUnicode_Check(s) && mapping != NULL) return _PyUnicode_EncodeCharmap(s, mapping, NULL);
    PyErr_BadArgument();
    return NULL;
}

/* A dict from ordinals to bytes for the 256-character decoding table `string`. */
PyObject *PyUnicode_BuildEncodingMap(PyObject *string)
{
    if (!PyUnicode_Check(string) || PyUnicode_GET_LENGTH(string) == 0) {
        PyErr_BadArgument();
        return NULL;
    }
    PyObject *map = PyDict_New();
    Py_ssize_t n = Py_MIN(PyUnicode_GET_LENGTH(string), 256);
    for (Py_ssize_t i = 0; map != NULL && i < n; i++) {
        Py_UCS4 ch = PyUnicode_READ_CHAR(string, i);
        if (ch == 0xFFFE) continue;
        PyObject *key = PyLong_FromLong((long)ch), *value = PyLong_FromSsize_t(i);
        int rc = key == NULL || value == NULL ? -1 : PyDict_SetItem(map, key, value);
        Py_XDECREF(key);
        Py_XDECREF(value);
        if (rc < 0) Py_CLEAR(map);
    }
    return map;
}

/* ---- digits -------------------------------------------------------------------------------------------------------- */

/* Decimal digits of any script to 0-9 and spaces to ' '; from the first other non-ASCII character on, all is '?'. For the
 * parsers of numbers. */
PyObject *_PyUnicode_TransformDecimalAndSpaceToASCII(PyObject *s)
{
    if (!PyUnicode_Check(s)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    if (PyUnicode_IS_ASCII(s)) return Py_NewRef(s);
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    PyObject *r = PyUnicode_New(n, 127);
    if (r == NULL) return NULL;
    Py_UCS1 *to = PyUnicode_1BYTE_DATA(r);
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 ch = PyUnicode_READ_CHAR(s, i);
        int digit;
        if (ch < 127) {
            to[i] = (Py_UCS1)ch;
        } else if (Py_UNICODE_ISSPACE(ch)) {
            to[i] = ' ';
        } else if ((digit = Py_UNICODE_TODECIMAL(ch)) >= 0) {
            to[i] = (Py_UCS1)('0' + digit);
        } else {
            memset(to + i, '?', (size_t)(n - i));
            break;
        }
    }
    return r;
}
