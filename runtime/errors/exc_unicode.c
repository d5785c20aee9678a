/* exc_unicode.c -- UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError: what of which object could not be turned. */
#include "runtime/errors/exceptions.h"
#include <structmember.h>

#define UNICODE(self) ((ExcUnicode *)(self))

/* ---- fields from C ---- */

/* A new reference to a field that must be of the kind `check` accepts; NULL with TypeError. */
static PyObject *get_text(PyObject *field, const char *name)
{
    if (field == NULL) {
        PyErr_Format(PyExc_TypeError, "%.200s attribute not set", name);
        return NULL;
    }
    if (!PyUnicode_Check(field)) {
        PyErr_Format(PyExc_TypeError, "%.200s attribute must be unicode", name);
        return NULL;
    }
    return Py_NewRef(field);
}

static PyObject *get_bytes(PyObject *field, const char *name)
{
    if (field == NULL) {
        PyErr_Format(PyExc_TypeError, "%.200s attribute not set", name);
        return NULL;
    }
    if (!PyBytes_Check(field)) {
        PyErr_Format(PyExc_TypeError, "%.200s attribute must be bytes", name);
        return NULL;
    }
    return Py_NewRef(field);
}

static int set_text(PyObject **field, const char *text)
{
    PyObject *str = PyUnicode_FromString(text);
    if (str == NULL) return -1;
    Py_XSETREF(*field, str);
    return 0;
}

/* The size of the object in question, -1 with TypeError. */
static Py_ssize_t object_size(PyObject *exc, bool bytes)
{
    PyObject *object = bytes ? get_bytes(UNICODE(exc)->object, "object") : get_text(UNICODE(exc)->object, "object");
    if (object == NULL) return -1;
    Py_ssize_t size = bytes ? PyBytes_GET_SIZE(object) : PyUnicode_GET_LENGTH(object);
    Py_DECREF(object);
    return size;
}

/* start lies within the object, end behind its first item, whatever the fields say. */
static int get_start(PyObject *exc, Py_ssize_t *start, bool bytes)
{
    Py_ssize_t size = object_size(exc, bytes);
    if (size < 0) return -1;
    *start = UNICODE(exc)->start;
    if (*start < 0) *start = 0;
    if (*start >= size) *start = size - 1;
    return 0;
}

static int get_end(PyObject *exc, Py_ssize_t *end, bool bytes)
{
    Py_ssize_t size = object_size(exc, bytes);
    if (size < 0) return -1;
    *end = UNICODE(exc)->end;
    if (*end < 1) *end = 1;
    if (*end > size) *end = size;
    return 0;
}

#define ACCESSORS(Kind, bytes)                                                                                        \
    int PyUnicode##Kind##Error_GetStart(PyObject *exc, Py_ssize_t *start) { return get_start(exc, start, bytes); }    \
    int PyUnicode##Kind##Error_GetEnd(PyObject *exc, Py_ssize_t *end) { return get_end(exc, end, bytes); }            \
    int PyUnicode##Kind##Error_SetStart(PyObject *exc, Py_ssize_t start) { UNICODE(exc)->start = start; return 0; }   \
    int PyUnicode##Kind##Error_SetEnd(PyObject *exc, Py_ssize_t end) { UNICODE(exc)->end = end; return 0; }           \
    PyObject *PyUnicode##Kind##Error_GetReason(PyObject *exc) { return get_text(UNICODE(exc)->reason, "reason"); }    \
    int PyUnicode##Kind##Error_SetReason(PyObject *exc, const char *text) { return set_text(&UNICODE(exc)->reason, text); } \
    PyObject *PyUnicode##Kind##Error_GetObject(PyObject *exc)                                                         \
    {                                                                                                                 \
        return bytes ? get_bytes(UNICODE(exc)->object, "object") : get_text(UNICODE(exc)->object, "object");          \
    }
ACCESSORS(Encode, false)
ACCESSORS(Decode, true)
ACCESSORS(Translate, false)

PyObject *PyUnicodeEncodeError_GetEncoding(PyObject *exc) { return get_text(UNICODE(exc)->encoding, "encoding"); }
PyObject *PyUnicodeDecodeError_GetEncoding(PyObject *exc) { return get_text(UNICODE(exc)->encoding, "encoding"); }

PyObject *PyUnicodeDecodeError_Create(const char *encoding, const char *object, Py_ssize_t length, Py_ssize_t start,
                                      Py_ssize_t end, const char *reason)
{
    return PyObject_CallFunction(PyExc_UnicodeDecodeError, "sy#nns", encoding, object, length, start, end, reason);
}

PyObject *_PyUnicodeTranslateError_Create(PyObject *object, Py_ssize_t start, Py_ssize_t end, const char *reason)
{
    return PyObject_CallFunction(PyExc_UnicodeTranslateError, "Onns", object, start, end, reason);
}

/* ---- construction ---- */

static void unicode_store(PyObject *self, PyObject *encoding, STEALS_REF PyObject *object, PyObject *reason)
{
    Py_XSETREF(UNICODE(self)->encoding, Py_XNewRef(encoding));
    Py_XSETREF(UNICODE(self)->object, object);
    Py_XSETREF(UNICODE(self)->reason, Py_NewRef(reason));
}

static int encode_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *encoding, *object, *reason;
    if (adder_exc_init(self, args, kwargs) < 0) return -1;
    Py_ssize_t start, end;
    if (!PyArg_ParseTuple(args, "UUnnU", &encoding, &object, &start, &end, &reason)) return -1;
    unicode_store(self, encoding, Py_NewRef(object), reason);
    UNICODE(self)->start = start;
    UNICODE(self)->end = end;
    return 0;
}

static int decode_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *encoding, *object, *reason;
    if (adder_exc_init(self, args, kwargs) < 0) return -1;
    Py_ssize_t start, end;
    if (!PyArg_ParseTuple(args, "UOnnU", &encoding, &object, &start, &end, &reason)) return -1;
    if (PyBytes_Check(object)) {
        Py_INCREF(object);
    } else { /* a copy of any buffer: it may change later */
        Py_buffer view;
        if (PyObject_GetBuffer(object, &view, PyBUF_SIMPLE) < 0) return -1;
        object = PyBytes_FromStringAndSize(view.buf, view.len);
        PyBuffer_Release(&view);
        if (object == NULL) return -1;
    }
    unicode_store(self, encoding, object, reason);
    UNICODE(self)->start = start;
    UNICODE(self)->end = end;
    return 0;
}

static int translate_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *object, *reason;
    if (adder_exc_init(self, args, kwargs) < 0) return -1;
    Py_ssize_t start, end;
    if (!PyArg_ParseTuple(args, "UnnU", &object, &start, &end, &reason)) return -1;
    unicode_store(self, NULL, Py_NewRef(object), reason);
    UNICODE(self)->start = start;
    UNICODE(self)->end = end;
    return 0;
}

/* ---- text ---- */

/* "'\u1234'", as the messages show one character. */
static void show_char(Py_UCS4 c, char out[16])
{
    snprintf(out, 16, c <= 0xff ? "\\x%02x" : c <= 0xffff ? "\\u%04x" : "\\U%08x", (unsigned)c);
}

static PyObject *message(PyObject *self, const char *one, const char *many, PyObject *encoding, PyObject *reason)
{
    ExcUnicode *exc = UNICODE(self);
    Py_ssize_t start = exc->start, end = exc->end;
    bool bytes = PyBytes_Check(exc->object);
    Py_ssize_t size = bytes ? PyBytes_GET_SIZE(exc->object) : PyUnicode_GET_LENGTH(exc->object);
    char shown[16];
    if (start >= 0 && start < size && end == start + 1) {
        if (bytes)
            snprintf(shown, sizeof shown, "0x%02x", (unsigned char)PyBytes_AS_STRING(exc->object)[start]);
        else
            show_char(PyUnicode_READ_CHAR(exc->object, start), shown);
        return encoding == NULL ? PyUnicode_FromFormat(one, shown, start, reason)
                                : PyUnicode_FromFormat(one, encoding, shown, start, reason);
    }
    return encoding == NULL ? PyUnicode_FromFormat(many, start, end - 1, reason)
                            : PyUnicode_FromFormat(many, encoding, start, end - 1, reason);
}

/* The fields may have been set to anything, or never. */
static PyObject *unicode_str(PyObject *self, const char *one, const char *many, bool has_encoding, bool bytes)
{
    ExcUnicode *exc = UNICODE(self);
    if (exc->object == NULL) return PyUnicode_FromString("");
    PyObject *encoding = NULL, *reason = NULL, *result = NULL;
    if ((reason = PyObject_Str(exc->reason != NULL ? exc->reason : Py_None)) == NULL) goto done;
    if (has_encoding && (encoding = PyObject_Str(exc->encoding != NULL ? exc->encoding : Py_None)) == NULL) goto done;
    if (bytes ? !PyBytes_Check(exc->object) : !PyUnicode_Check(exc->object)) {
        PyErr_Format(PyExc_TypeError, "object attribute must be %s", bytes ? "bytes" : "unicode");
        goto done;
    }
    result = message(self, one, many, encoding, reason);
done:
    Py_XDECREF(reason);
    Py_XDECREF(encoding);
    return result;
}

static PyObject *encode_str(PyObject *self)
{
    return unicode_str(self, "'%U' codec can't encode character '%s' in position %zd: %U",
                       "'%U' codec can't encode characters in position %zd-%zd: %U", true, false);
}

static PyObject *decode_str(PyObject *self)
{
    return unicode_str(self, "'%U' codec can't decode byte %s in position %zd: %U",
                       "'%U' codec can't decode bytes in position %zd-%zd: %U", true, true);
}

static PyObject *translate_str(PyObject *self)
{
    return unicode_str(self, "can't translate character '%s' in position %zd: %U",
                       "can't translate characters in position %zd-%zd: %U", false, false);
}

static PyMemberDef unicode_members[] = {
    {"encoding", T_OBJECT, offsetof(ExcUnicode, encoding), 0, "The encoding's name."},
    {"object", T_OBJECT, offsetof(ExcUnicode, object), 0, "What was to be turned."},
    {"start", T_PYSSIZET, offsetof(ExcUnicode, start), 0, "Where the faulty part begins."},
    {"end", T_PYSSIZET, offsetof(ExcUnicode, end), 0, "Where it ends."},
    {"reason", T_OBJECT, offsetof(ExcUnicode, reason), 0, "Why."},
    {0}
};

PyTypeObject _PyExc_UnicodeEncodeError = {
    EXC_TYPE(UnicodeEncodeError, &_PyExc_UnicodeError, Unicode, "Text that the encoding cannot express."),
    .tp_init = encode_init, .tp_new = adder_exc_new, .tp_str = encode_str, .tp_members = unicode_members,
};
PyTypeObject _PyExc_UnicodeDecodeError = {
    EXC_TYPE(UnicodeDecodeError, &_PyExc_UnicodeError, Unicode, "Bytes that are no text in the encoding."),
    .tp_init = decode_init, .tp_new = adder_exc_new, .tp_str = decode_str, .tp_members = unicode_members,
};
PyTypeObject _PyExc_UnicodeTranslateError = {
    EXC_TYPE(UnicodeTranslateError, &_PyExc_UnicodeError, Unicode, "Text that could not be translated."),
    .tp_init = translate_init, .tp_new = adder_exc_new, .tp_str = translate_str, .tp_members = unicode_members,
};
