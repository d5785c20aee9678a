/* _codecs.c -- module _codecs: the registry, and each codec written in C as a pair of functions over (data, errors). */
#include "runtime/objects/bytes_methods.h"
#include "runtime/objects/str_impl.h"
#include "runtime/text/codecs.h"

/* ---- arguments --------------------------------------------------------------------------------------------------------- */

/* errors: None is NULL. 0 or -1. */
static int errors_arg(PyObject *arg, const char *function, int position, const char **errors)
{
    *errors = NULL;
    if (arg == Py_None) return 0;
    if (PyUnicode_Check(arg)) {
        Py_ssize_t n;
        *errors = PyUnicode_AsUTF8AndSize(arg, &n);
        if (*errors == NULL) return -1;
        if (strlen(*errors) == (size_t)n) return 0;
        PyErr_SetString(PyExc_ValueError, "embedded null character");
        return -1;
    }
    PyErr_Format(PyExc_TypeError, "%s() argument %d must be str or None, not %.50s", function, position, Py_TYPE(arg)->tp_name);
    return -1;
}

static int text_check(PyObject *arg, const char *function, const char *name)
{
    if (PyUnicode_Check(arg)) return 0;
    PyErr_Format(PyExc_TypeError, "%s() argument %s must be str, not %.50s", function, name, arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
    return -1;
}

/* Bytes, or a str whose UTF-8 they are (for the escape decoders). */
static int data_arg(PyObject *arg, bool str_too, Py_buffer *view)
{
    if (str_too && PyUnicode_Check(arg)) {
        Py_ssize_t n;
        const char *s = PyUnicode_AsUTF8AndSize(arg, &n);
        return s == NULL ? -1 : PyBuffer_FillInfo(view, arg, (void *)s, n, 1, PyBUF_SIMPLE);
    }
    return adder_bytes_arg(arg, view);
}

/* (result, n); takes the result's reference. */
static PyObject *pair(STEALS_REF PyObject *result, Py_ssize_t n) { return result == NULL ? NULL : Py_BuildValue("Nn", result, n); }

/* ---- the codecs ---------------------------------------------------------------------------------------------------------- */

typedef PyObject *(*Encoder)(PyObject *s, const char *errors);
typedef PyObject *(*Decoder)(const char *s, Py_ssize_t n, const char *errors, Py_ssize_t *consumed);

static PyObject *encode(PyObject *const *args, const char *name, Encoder encoder)
{
    const char *errors;
    if (text_check(args[0], name, "1") < 0 || errors_arg(args[1], name, 2, &errors) < 0) return NULL;
    return pair(encoder(args[0], errors), PyUnicode_GET_LENGTH(args[0]));
}

/* final: NULL when the codec keeps no state. */
static PyObject *decode(PyObject *const *args, PyObject *final_arg, const char *name, Decoder decoder, bool str_too)
{
    const char *errors;
    int final = final_arg == NULL ? 1 : PyObject_IsTrue(final_arg);
    Py_buffer view;
    if (final < 0 || errors_arg(args[1], name, 2, &errors) < 0 || data_arg(args[0], str_too, &view) < 0) return NULL;
    Py_ssize_t consumed = view.len;
    PyObject *text = decoder(view.buf, view.len, errors, final ? NULL : &consumed);
    PyBuffer_Release(&view);
    return pair(text, consumed);
}

#define ENCODE(NAME, CALL)                                                                              \
    static PyObject *NAME##_encoder(PyObject *s, const char *errors) { (void)errors; return CALL; }     \
    static PyObject *NAME##_encode(PyObject *module, PyObject *const *args)                             \
    {                                                                                                   \
        (void)module;                                                                                   \
        return encode(args, #NAME "_encode", NAME##_encoder);                                           \
    }
#define DECODE(NAME, FINAL, STR_TOO, CALL)                                                              \
    static PyObject *NAME##_decoder(const char *s, Py_ssize_t n, const char *errors, Py_ssize_t *consumed) \
    {                                                                                                   \
        (void)consumed;                                                                                 \
        CALL;                                                                                           \
    }                                                                                                   \
    static PyObject *NAME##_decode(PyObject *module, PyObject *const *args)                             \
    {                                                                                                   \
        (void)module;                                                                                   \
        return decode(args, FINAL, #NAME "_decode", NAME##_decoder, STR_TOO);                           \
    }
#define ORDERED(FUNCTION, ORDER) int order = ORDER; return FUNCTION(s, n, errors, &order, consumed)

ENCODE(utf_8, _PyUnicode_AsUTF8String(s, errors))
ENCODE(utf_7, _PyUnicode_EncodeUTF7(s, 0, 0, errors))
ENCODE(utf_16_le, _PyUnicode_EncodeUTF16(s, errors, -1))
ENCODE(utf_16_be, _PyUnicode_EncodeUTF16(s, errors, 1))
ENCODE(utf_32_le, _PyUnicode_EncodeUTF32(s, errors, -1))
ENCODE(utf_32_be, _PyUnicode_EncodeUTF32(s, errors, 1))
ENCODE(latin_1, _PyUnicode_AsLatin1String(s, errors))
ENCODE(ascii, _PyUnicode_AsASCIIString(s, errors))
ENCODE(unicode_escape, PyUnicode_AsUnicodeEscapeString(s))
ENCODE(raw_unicode_escape, PyUnicode_AsRawUnicodeEscapeString(s))
DECODE(utf_8, args[2], false, return PyUnicode_DecodeUTF8Stateful(s, n, errors, consumed))
DECODE(utf_7, args[2], false, return PyUnicode_DecodeUTF7Stateful(s, n, errors, consumed))
DECODE(utf_16, args[2], false, ORDERED(PyUnicode_DecodeUTF16Stateful, 0))
DECODE(utf_16_le, args[2], false, ORDERED(PyUnicode_DecodeUTF16Stateful, -1))
DECODE(utf_16_be, args[2], false, ORDERED(PyUnicode_DecodeUTF16Stateful, 1))
DECODE(utf_32, args[2], false, ORDERED(PyUnicode_DecodeUTF32Stateful, 0))
DECODE(utf_32_le, args[2], false, ORDERED(PyUnicode_DecodeUTF32Stateful, -1))
DECODE(utf_32_be, args[2], false, ORDERED(PyUnicode_DecodeUTF32Stateful, 1))
DECODE(latin_1, NULL, false, return PyUnicode_DecodeLatin1(s, n, errors))
DECODE(ascii, NULL, false, return PyUnicode_DecodeASCII(s, n, errors))
DECODE(unicode_escape, args[2], true, return _PyUnicode_DecodeUnicodeEscapeStateful(s, n, errors, consumed))
DECODE(raw_unicode_escape, args[2], true, return _PyUnicode_DecodeRawUnicodeEscapeStateful(s, n, errors, consumed))

/* With the byte order as third argument. */
static PyObject *encode_ordered(PyObject *const *args, const char *name, PyObject *(*encoder)(PyObject *, const char *, int))
{
    const char *errors;
    int order;
    if (text_check(args[0], name, "1") < 0 || errors_arg(args[1], name, 2, &errors) < 0 || adder_int_arg(args[2], &order) < 0) return NULL;
    return pair(encoder(args[0], errors, order < 0 ? -1 : order > 0), PyUnicode_GET_LENGTH(args[0]));
}

static PyObject *utf_16_encode(PyObject *module, PyObject *const *args)
{
    (void)module;
    return encode_ordered(args, "utf_16_encode", _PyUnicode_EncodeUTF16);
}

static PyObject *utf_32_encode(PyObject *module, PyObject *const *args)
{
    (void)module;
    return encode_ordered(args, "utf_32_encode", _PyUnicode_EncodeUTF32);
}

/* (text, consumed, byte order found) */
static PyObject *decode_ex(PyObject *const *args, const char *name,
                           PyObject *(*decoder)(const char *, Py_ssize_t, const char *, int *, Py_ssize_t *))
{
    const char *errors;
    int order, final;
    Py_buffer view;
    if (errors_arg(args[1], name, 2, &errors) < 0 || adder_int_arg(args[2], &order) < 0 || (final = PyObject_IsTrue(args[3])) < 0 ||
        adder_bytes_arg(args[0], &view) < 0)
        return NULL;
    Py_ssize_t consumed = view.len;
    PyObject *text = decoder(view.buf, view.len, errors, &order, final ? NULL : &consumed);
    PyBuffer_Release(&view);
    return text == NULL ? NULL : Py_BuildValue("Nni", text, consumed, order);
}

static PyObject *utf_16_ex_decode(PyObject *module, PyObject *const *args)
{
    (void)module;
    return decode_ex(args, "utf_16_ex_decode", PyUnicode_DecodeUTF16Stateful);
}

static PyObject *utf_32_ex_decode(PyObject *module, PyObject *const *args)
{
    (void)module;
    return decode_ex(args, "utf_32_ex_decode", PyUnicode_DecodeUTF32Stateful);
}

static PyObject *charmap_decode(PyObject *module, PyObject *const *args)
{
    (void)module;
    const char *errors;
    Py_buffer view;
    if (errors_arg(args[1], "charmap_decode", 2, &errors) < 0 || adder_bytes_arg(args[0], &view) < 0) return NULL;
    Py_ssize_t n = view.len;
    PyObject *text = PyUnicode_DecodeCharmap(view.buf, view.len, args[2] == Py_None ? NULL : args[2], errors);
    PyBuffer_Release(&view);
    return pair(text, n);
}

static PyObject *charmap_encode(PyObject *module, PyObject *const *args)
{
    (void)module;
    const char *errors;
    if (text_check(args[0], "charmap_encode", "1") < 0 || errors_arg(args[1], "charmap_encode", 2, &errors) < 0) return NULL;
    return pair(_PyUnicode_EncodeCharmap(args[0], args[2] == Py_None ? NULL : args[2], errors), PyUnicode_GET_LENGTH(args[0]));
}

static PyObject *charmap_build(PyObject *module, PyObject *const *args)
{
    (void)module;
    return text_check(args[0], "charmap_build", "1") < 0 ? NULL : PyUnicode_BuildEncodingMap(args[0]);
}

static PyObject *readbuffer_encode(PyObject *module, PyObject *const *args)
{
    (void)module;
    const char *errors;
    Py_buffer view;
    if (errors_arg(args[1], "readbuffer_encode", 2, &errors) < 0 || data_arg(args[0], true, &view) < 0) return NULL;
    Py_ssize_t n = view.len;
    PyObject *bytes = PyBytes_FromStringAndSize(view.buf, n);
    PyBuffer_Release(&view);
    return pair(bytes, n);
}

static PyObject *escape_decode(PyObject *module, PyObject *const *args)
{
    (void)module;
    const char *errors;
    Py_buffer view;
    if (errors_arg(args[1], "escape_decode", 2, &errors) < 0 || data_arg(args[0], true, &view) < 0) return NULL;
    Py_ssize_t n = view.len;
    PyObject *bytes = PyBytes_DecodeEscape(view.buf, n, errors, 0, NULL);
    PyBuffer_Release(&view);
    return pair(bytes, n);
}

static PyObject *escape_encode(PyObject *module, PyObject *const *args)
{
    (void)module;
    const char *errors;
    if (!PyBytes_Check(args[0])) {
        PyErr_Format(PyExc_TypeError, "escape_encode() argument 1 must be bytes, not %.50s", Py_TYPE(args[0])->tp_name);
        return NULL;
    }
    if (errors_arg(args[1], "escape_encode", 2, &errors) < 0) return NULL;
    Py_ssize_t n = PyBytes_GET_SIZE(args[0]);
    const char *s = PyBytes_AS_STRING(args[0]);
    if (n > PY_SSIZE_T_MAX / 4) return PyErr_NoMemory();
    PyObject *out = PyBytes_FromStringAndSize(NULL, n * 4 + 2);
    if (out == NULL) return NULL;
    char *to = PyBytes_AS_STRING(out);
    for (Py_ssize_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        char letter = c == '\\' || c == '\'' ? (char)c : c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : 0;
        if (letter) *to++ = '\\', *to++ = letter;
        else if (c < ' ' || c >= 0x7f) to += sprintf(to, "\\x%02x", c);
        else *to++ = (char)c;
    }
    _PyBytes_Resize(&out, to - PyBytes_AS_STRING(out));
    return pair(out, n);
}

/* ---- the registry --------------------------------------------------------------------------------------------------------- */

static PyObject *codecs_register(PyObject *module, PyObject *const *args)
{
    (void)module;
    return PyCodec_Register(args[0]) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *codecs_unregister(PyObject *module, PyObject *const *args)
{
    (void)module;
    return PyCodec_Unregister(args[0]) < 0 ? NULL : Py_NewRef(Py_None);
}

/* A str argument without zeros. NULL with an exception. */
static const char *name_arg(PyObject *arg, const char *function, const char *which)
{
    const char *text;
    if (text_check(arg, function, which) < 0) return NULL;
    return errors_arg(arg, function, 1, &text) < 0 ? NULL : text;
}

static PyObject *codecs_lookup(PyObject *module, PyObject *const *args)
{
    (void)module;
    const char *name = name_arg(args[0], "lookup", "1");
    return name == NULL ? NULL : _PyCodec_Lookup(name);
}

static PyObject *codecs_encode(PyObject *module, PyObject *const *args)
{
    (void)module;
    const char *encoding = name_arg(args[1], "encode", "'encoding'"), *errors = encoding ? name_arg(args[2], "encode", "'errors'") : NULL;
    return errors == NULL ? NULL : PyCodec_Encode(args[0], encoding, errors);
}

static PyObject *codecs_decode(PyObject *module, PyObject *const *args)
{
    (void)module;
    const char *encoding = name_arg(args[1], "decode", "'encoding'"), *errors = encoding ? name_arg(args[2], "decode", "'errors'") : NULL;
    return errors == NULL ? NULL : PyCodec_Decode(args[0], encoding, errors);
}

static PyObject *codecs_register_error(PyObject *module, PyObject *const *args)
{
    (void)module;
    const char *name = name_arg(args[0], "register_error", "1");
    return name == NULL || PyCodec_RegisterError(name, args[1]) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *codecs_lookup_error(PyObject *module, PyObject *const *args)
{
    (void)module;
    const char *name = name_arg(args[0], "lookup_error", "1");
    return name == NULL ? NULL : PyCodec_LookupError(name);
}

static PyObject *codecs_forget(PyObject *module, PyObject *const *args)
{
    (void)module;
    const char *name = name_arg(args[0], "_forget_codec", "1");
    return name == NULL || _PyCodec_Forget(name) < 0 ? NULL : Py_NewRef(Py_None);
}

#define ENCODE_ROW(NAME) FN(#NAME "_encode", NAME##_encode, "($module, str, errors=None, /)", "Encodes: (bytes, characters used).")
#define DECODE_ROW(NAME) FN(#NAME "_decode", NAME##_decode, "($module, data, errors=None, final=False, /)", "Decodes: (text, bytes used).")
static PyMethodDef _codecs_functions[] = {
    FN("register", codecs_register, "($module, search_function, /)", "Adds a function that finds codecs."),
    FN("unregister", codecs_unregister, "($module, search_function, /)", "Takes a search function out, and forgets what was found."),
    FN("lookup", codecs_lookup, "($module, encoding, /)", "The codec of an encoding."),
    FN("encode", codecs_encode, "($module, /, obj, encoding='utf-8', errors='strict')", "Encodes by the codec of that name."),
    FN("decode", codecs_decode, "($module, /, obj, encoding='utf-8', errors='strict')", "Decodes by the codec of that name."),
    FN("register_error", codecs_register_error, "($module, errors, handler, /)", "Names an error handler."),
    FN("lookup_error", codecs_lookup_error, "($module, name, /)", "The error handler of that name."),
    FN("_forget_codec", codecs_forget, "($module, encoding, /)", "Drops a codec from the cache."),
    ENCODE_ROW(utf_8), ENCODE_ROW(utf_7), ENCODE_ROW(utf_16_le), ENCODE_ROW(utf_16_be), ENCODE_ROW(utf_32_le), ENCODE_ROW(utf_32_be),
    ENCODE_ROW(latin_1), ENCODE_ROW(ascii), ENCODE_ROW(unicode_escape), ENCODE_ROW(raw_unicode_escape),
    DECODE_ROW(utf_8), DECODE_ROW(utf_7), DECODE_ROW(utf_16), DECODE_ROW(utf_16_le), DECODE_ROW(utf_16_be), DECODE_ROW(utf_32),
    DECODE_ROW(utf_32_le), DECODE_ROW(utf_32_be),
    FN("latin_1_decode", latin_1_decode, "($module, data, errors=None, /)", "Decodes: (text, bytes used)."),
    FN("ascii_decode", ascii_decode, "($module, data, errors=None, /)", "Decodes: (text, bytes used)."),
    FN("unicode_escape_decode", unicode_escape_decode, "($module, data, errors=None, final=True, /)", "Decodes: (text, bytes used)."),
    FN("raw_unicode_escape_decode", raw_unicode_escape_decode, "($module, data, errors=None, final=True, /)", "Decodes: (text, bytes used)."),
    FN("utf_16_encode", utf_16_encode, "($module, str, errors=None, byteorder=0, /)", "Encodes; byte order 0 writes a mark."),
    FN("utf_32_encode", utf_32_encode, "($module, str, errors=None, byteorder=0, /)", "Encodes; byte order 0 writes a mark."),
    FN("utf_16_ex_decode", utf_16_ex_decode, "($module, data, errors=None, byteorder=0, final=False, /)", "Decodes: (text, bytes used, byte order)."),
    FN("utf_32_ex_decode", utf_32_ex_decode, "($module, data, errors=None, byteorder=0, final=False, /)", "Decodes: (text, bytes used, byte order)."),
    FN("charmap_decode", charmap_decode, "($module, data, errors=None, mapping=None, /)", "Decodes by a mapping from bytes."),
    FN("charmap_encode", charmap_encode, "($module, str, errors=None, mapping=None, /)", "Encodes by a mapping from ordinals."),
    FN("charmap_build", charmap_build, "($module, map, /)", "The encoding map of a decoding table."),
    FN("readbuffer_encode", readbuffer_encode, "($module, data, errors=None, /)", "The bytes of a buffer."),
    FN("escape_decode", escape_decode, "($module, data, errors=None, /)", "Bytes from the escapes of a bytes literal."),
    FN("escape_encode", escape_encode, "($module, data, errors=None, /)", "Bytes as a bytes literal writes them."),
    { 0 }
};
MODULE(_codecs, "Codecs and their registry.", _codecs_functions, NULL)
