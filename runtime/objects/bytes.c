/* bytes.c -- bytes: the object, its construction, and its type. A zero follows the last byte and is not counted.
 * The empty one and the 256 of one byte are static. */
#include <pycore_shared.h>
#include "runtime/api/signature.h"
#include "runtime/hash.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/bytes_methods.h"
#include "runtime/objects/str_impl.h"
#include "runtime/objects/type.h"

#define HEAD_SIZE (offsetof(PyBytesObject, ob_sval) + 1) /* the zero counted */
#define STATIC_HEAD(n) .ob_base = { { ADDER_IMMORTAL_REFCNT, &PyBytes_Type }, n }, .ob_shash = -1

struct adder_short_bytes adder_empty_bytes = { STATIC_HEAD(0) };
#define ONE(c)  [c] = { STATIC_HEAD(1), .ob_sval = { (char)(c) } },
#define FOUR(c) ONE(c) ONE((c) + 1) ONE((c) + 2) ONE((c) + 3)
#define MANY(c) FOUR(c) FOUR((c) + 4) FOUR((c) + 8) FOUR((c) + 12) FOUR((c) + 16) FOUR((c) + 20) FOUR((c) + 24) FOUR((c) + 28)
struct adder_short_bytes adder_byte_pool[256] = { MANY(0) MANY(32) MANY(64) MANY(96) MANY(128) MANY(160) MANY(192) MANY(224) };

/* ---- making ----------------------------------------------------------------------------------------------------------- */

static PyObject *new_bytes(Py_ssize_t n)
{
    if (n > PY_SSIZE_T_MAX - (Py_ssize_t)HEAD_SIZE) {
        PyErr_SetString(PyExc_OverflowError, "byte string is too large");
        return NULL;
    }
    PyBytesObject *b = PyObject_Malloc(HEAD_SIZE + (size_t)n);
    if (b == NULL) return PyErr_NoMemory();
    PyObject_InitVar((PyVarObject *)b, &PyBytes_Type, n);
    b->ob_shash = -1;
    b->ob_sval[n] = 0;
    return (PyObject *)b;
}

PyObject *PyBytes_FromStringAndSize(const char *s, Py_ssize_t n)
{
    if (n < 0) {
        PyErr_SetString(PyExc_SystemError, "Negative size passed to PyBytes_FromStringAndSize");
        return NULL;
    }
    if (n == 0) return Py_NewRef((PyObject *)&adder_empty_bytes);
    if (n == 1 && s != NULL) return Py_NewRef((PyObject *)&adder_byte_pool[(unsigned char)*s]);
    PyObject *b = new_bytes(n);
    if (b != NULL && s != NULL) memcpy(PyBytes_AS_STRING(b), s, (size_t)n);
    return b;
}

PyObject *PyBytes_FromString(const char *s) { return PyBytes_FromStringAndSize(s, (Py_ssize_t)strlen(s)); }

/* For bytes that the caller just made and nobody else holds. On failure *p is dropped and NULL. */
int _PyBytes_Resize(PyObject **p, Py_ssize_t n)
{
    PyObject *b = *p;
    if (!PyBytes_Check(b) || n < 0) {
        *p = NULL;
        Py_XDECREF(b);
        PyErr_BadInternalCall();
        return -1;
    }
    if (Py_SIZE(b) == n) return 0;
    if (n == 0 || Py_REFCNT(b) != 1) { /* a static one, or one that others see: another in its place */
        if (n != 0 && Py_SIZE(b) > 1) {
            *p = NULL;
            Py_DECREF(b);
            PyErr_BadInternalCall();
            return -1;
        }
        PyObject *fresh = n == 0 ? PyBytes_FromStringAndSize(NULL, 0) : new_bytes(n);
        if (fresh != NULL && n > 0) memcpy(PyBytes_AS_STRING(fresh), PyBytes_AS_STRING(b), (size_t)Py_MIN(n, Py_SIZE(b)));
        *p = fresh;
        Py_DECREF(b);
        return fresh == NULL ? -1 : 0;
    }
    PyBytesObject *moved = PyObject_Realloc(b, HEAD_SIZE + (size_t)n);
    if (moved == NULL) {
        *p = NULL;
        Py_DECREF(b);
        PyErr_NoMemory();
        return -1;
    }
    Py_SET_SIZE(moved, n);
    moved->ob_sval[n] = 0;
    moved->ob_shash = -1;
    *p = (PyObject *)moved;
    return 0;
}

/* ---- from other objects ------------------------------------------------------------------------------------------------- */

static PyObject *from_buffer(PyObject *o)
{
    Py_buffer view;
    if (PyObject_GetBuffer(o, &view, PyBUF_FULL_RO) < 0) return NULL;
    PyObject *b = PyBytes_FromStringAndSize(NULL, view.len);
    if (b != NULL && view.len == 1) Py_SETREF(b, new_bytes(1));
    if (b != NULL && view.len > 0 && PyBuffer_ToContiguous(PyBytes_AS_STRING(b), &view, view.len, 'C') < 0) Py_CLEAR(b);
    PyBuffer_Release(&view);
    return b;
}

/* Appends a byte to b, growing it. 0, or -1 with *b dropped. */
static int push(PyObject **b, Py_ssize_t *n, PyObject *item)
{
    int c = adder_byte_arg(item, "bytes must be in range(0, 256)");
    if (c >= 0 && *n == Py_SIZE(*b) && _PyBytes_Resize(b, *n + *n / 2 + 16) < 0) return -1;
    if (c < 0) {
        Py_CLEAR(*b);
        return -1;
    }
    PyBytes_AS_STRING(*b)[(*n)++] = (char)c;
    return 0;
}

static PyObject *from_iterator(PyObject *o)
{
    PyObject *it = PyObject_GetIter(o), *item;
    if (it == NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError))
            PyErr_Format(PyExc_TypeError, "cannot convert '%.200s' object to bytes", Py_TYPE(o)->tp_name);
        return NULL;
    }
    Py_ssize_t n = 0, hint = PyObject_LengthHint(o, 64);
    PyObject *b = hint < 0 ? NULL : new_bytes(hint < 16 ? 16 : hint);
    while (b != NULL && (item = PyIter_Next(it)) != NULL) {
        push(&b, &n, item);
        Py_DECREF(item);
    }
    Py_DECREF(it);
    if (b != NULL && PyErr_Occurred()) Py_CLEAR(b);
    if (b != NULL && n == 1) {
        char c = *PyBytes_AS_STRING(b);
        Py_DECREF(b);
        return PyBytes_FromStringAndSize(&c, 1);
    }
    if (b != NULL) _PyBytes_Resize(&b, n);
    return b;
}

static PyObject *cannot_convert(PyObject *o)
{
    PyErr_Format(PyExc_TypeError, "cannot convert '%.200s' object to bytes", Py_TYPE(o)->tp_name);
    return NULL;
}

PyObject *PyBytes_FromObject(PyObject *o)
{
    if (o == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    if (PyBytes_CheckExact(o)) return Py_NewRef(o);
    if (PyObject_CheckBuffer(o)) return from_buffer(o);
    if (PyUnicode_Check(o)) return cannot_convert(o);
    return from_iterator(o);
}

/* o.__bytes__(), NULL without an exception when there is none. */
static PyObject *by_method(PyObject *o)
{
    bool found;
    PyObject *b = adder_special_call_maybe(o, ID(__bytes__), &o, 1, &found);
    if (b != NULL && !PyBytes_Check(b)) {
        PyErr_Format(PyExc_TypeError, "__bytes__ returned non-bytes (type %.200s)", Py_TYPE(b)->tp_name);
        Py_CLEAR(b);
    }
    return b;
}

static PyObject *zeros(PyObject *count)
{
    Py_ssize_t n = PyNumber_AsSsize_t(count, PyExc_OverflowError);
    if (n == -1 && PyErr_Occurred()) return NULL;
    if (n < 0) {
        PyErr_SetString(PyExc_ValueError, "negative count");
        return NULL;
    }
    if (n == 0) return PyBytes_FromStringAndSize(NULL, 0);
    PyObject *b = new_bytes(n);
    if (b != NULL) memset(PyBytes_AS_STRING(b), 0, (size_t)n);
    return b;
}

static PyObject *make(PyObject *source, PyObject *encoding_arg, PyObject *errors_arg)
{
    const char *encoding, *errors;
    if (adder_text_arg(encoding_arg, "bytes", "encoding", &encoding) < 0 || adder_text_arg(errors_arg, "bytes", "errors", &errors) < 0) return NULL;
    if (source == NULL) {
        if (encoding == NULL && errors == NULL) return PyBytes_FromStringAndSize(NULL, 0);
        PyErr_SetString(PyExc_TypeError, encoding ? "encoding without a string argument" : "errors without a string argument");
        return NULL;
    }
    if (encoding != NULL) {
        if (PyUnicode_Check(source)) return PyUnicode_AsEncodedString(source, encoding, errors);
        PyErr_SetString(PyExc_TypeError, "encoding without a string argument");
        return NULL;
    }
    if (errors != NULL) {
        PyErr_SetString(PyExc_TypeError, PyUnicode_Check(source) ? "string argument without an encoding" : "errors without a string argument");
        return NULL;
    }
    PyObject *b = by_method(source);
    if (b != NULL || PyErr_Occurred()) return b;
    if (PyUnicode_Check(source)) {
        PyErr_SetString(PyExc_TypeError, "string argument without an encoding");
        return NULL;
    }
    if (PyIndex_Check(source)) {
        b = zeros(source);
        if (b != NULL || !PyErr_ExceptionMatches(PyExc_TypeError)) return b;
        PyErr_Clear();
    }
    return PyBytes_FromObject(source);
}

static const char new_signature[] = "bytes(source=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)";

static PyObject *bytes_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *a[3];
    if (adder_bind_args(new_signature, args, kwargs, a) < 0) return NULL;
    PyObject *b = make(a[0], a[1], a[2]);
    if (b == NULL || type == &PyBytes_Type) return b;
    Py_ssize_t n = PyBytes_GET_SIZE(b);
    PyObject *self = type->tp_alloc(type, n);
    if (self != NULL) {
        memcpy(PyBytes_AS_STRING(self), PyBytes_AS_STRING(b), (size_t)n + 1);
        ((PyBytesObject *)self)->ob_shash = ((PyBytesObject *)b)->ob_shash;
    }
    Py_DECREF(b);
    return self;
}

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

static int expected_bytes(PyObject *o)
{
    PyErr_Format(PyExc_TypeError, "expected bytes, %.200s found", Py_TYPE(o)->tp_name);
    return -1;
}

Py_ssize_t PyBytes_Size(PyObject *o) { return PyBytes_Check(o) ? Py_SIZE(o) : expected_bytes(o); }
char *PyBytes_AsString(PyObject *o) { return PyBytes_Check(o) || expected_bytes(o) == 0 ? PyBytes_AS_STRING(o) : NULL; }

int PyBytes_AsStringAndSize(PyObject *o, char **s, Py_ssize_t *n)
{
    if (s == NULL) {
        PyErr_BadInternalCall();
        return -1;
    }
    if (!PyBytes_Check(o)) return expected_bytes(o);
    *s = PyBytes_AS_STRING(o);
    if (n != NULL) {
        *n = Py_SIZE(o);
    } else if (strlen(*s) != (size_t)Py_SIZE(o)) {
        PyErr_SetString(PyExc_ValueError, "embedded null byte");
        return -1;
    }
    return 0;
}

PyObject *PyBytes_Repr(PyObject *o, int smart)
{
    (void)smart;
    return adder_bytes_repr(PyBytes_AS_STRING(o), Py_SIZE(o), "", "", false);
}

static PyObject *bytes_repr(PyObject *self) { return PyBytes_Repr(self, 1); }

static PyObject *bytes_str(PyObject *self)
{
    if (Py_BytesWarningFlag && PyErr_WarnEx(PyExc_BytesWarning, "str() on a bytes instance", 1) < 0) return NULL;
    return bytes_repr(self);
}

static Py_hash_t bytes_hash(PyObject *self)
{
    PyBytesObject *b = (PyBytesObject *)self;
    if (b->ob_shash == -1) b->ob_shash = _Py_HashBytes(b->ob_sval, Py_SIZE(b));
    return b->ob_shash;
}

static Py_ssize_t bytes_len(PyObject *self) { return Py_SIZE(self); }

static PyObject *bytes_item(PyObject *self, Py_ssize_t i)
{
    if (i >= 0 && i < Py_SIZE(self)) return PyLong_FromLong((unsigned char)PyBytes_AS_STRING(self)[i]);
    PyErr_SetString(PyExc_IndexError, "index out of range");
    return NULL;
}

static PyObject *bytes_slice(PyObject *self, PyObject *slice)
{
    Py_ssize_t start, stop, step;
    if (PySlice_Unpack(slice, &start, &stop, &step) < 0) return NULL;
    Py_ssize_t n = PySlice_AdjustIndices(Py_SIZE(self), &start, &stop, step);
    const char *s = PyBytes_AS_STRING(self);
    if (n <= 0) return PyBytes_FromStringAndSize(NULL, 0);
    if (step == 1 && n == Py_SIZE(self) && PyBytes_CheckExact(self)) return Py_NewRef(self);
    if (step == 1 || n == 1) return PyBytes_FromStringAndSize(s + start, n);
    PyObject *b = new_bytes(n);
    for (Py_ssize_t i = 0; b != NULL && i < n; i++, start += step) PyBytes_AS_STRING(b)[i] = s[start];
    return b;
}

static PyObject *bytes_subscript(PyObject *self, PyObject *key)
{
    if (PyIndex_Check(key)) {
        Py_ssize_t i = PyNumber_AsSsize_t(key, PyExc_IndexError);
        if (i == -1 && PyErr_Occurred()) return NULL;
        return bytes_item(self, i < 0 ? i + Py_SIZE(self) : i);
    }
    if (PySlice_Check(key)) return bytes_slice(self, key);
    PyErr_Format(PyExc_TypeError, "byte indices must be integers or slices, not %.200s", Py_TYPE(key)->tp_name);
    return NULL;
}

/* ---- joining ------------------------------------------------------------------------------------------------------------ */

static PyObject *bytes_concat(PyObject *a, PyObject *b)
{
    Py_buffer x, y;
    if (!PyObject_CheckBuffer(a) || !PyObject_CheckBuffer(b)) {
        PyErr_Format(PyExc_TypeError, "can't concat %.100s to %.100s", Py_TYPE(b)->tp_name, Py_TYPE(a)->tp_name);
        return NULL;
    }
    if (PyObject_GetBuffer(a, &x, PyBUF_SIMPLE) < 0) return NULL;
    if (PyObject_GetBuffer(b, &y, PyBUF_SIMPLE) < 0) {
        PyBuffer_Release(&x);
        return NULL;
    }
    PyObject *r = NULL;
    if (x.len == 0 && PyBytes_CheckExact(b)) r = Py_NewRef(b);
    else if (y.len == 0 && PyBytes_CheckExact(a)) r = Py_NewRef(a);
    else if (x.len > PY_SSIZE_T_MAX - y.len) PyErr_NoMemory();
    else if ((r = x.len + y.len == 0 ? PyBytes_FromStringAndSize(NULL, 0) : new_bytes(x.len + y.len)) != NULL && Py_SIZE(r) > 0) {
        memcpy(PyBytes_AS_STRING(r), x.buf, (size_t)x.len);
        memcpy(PyBytes_AS_STRING(r) + x.len, y.buf, (size_t)y.len);
    }
    PyBuffer_Release(&x);
    PyBuffer_Release(&y);
    return r;
}

void PyBytes_Concat(PyObject **p, PyObject *w)
{
    if (*p == NULL) return;
    PyObject *old = *p;
    *p = w == NULL ? NULL : bytes_concat(old, w);
    Py_DECREF(old);
}

void PyBytes_ConcatAndDel(PyObject **p, PyObject *w)
{
    PyBytes_Concat(p, w);
    Py_XDECREF(w);
}

static PyObject *bytes_repeat(PyObject *self, Py_ssize_t times)
{
    Py_ssize_t n = Py_SIZE(self);
    if (times < 0) times = 0;
    if (n > 0 && times > PY_SSIZE_T_MAX / n) {
        PyErr_SetString(PyExc_OverflowError, "repeated bytes are too long");
        return NULL;
    }
    if (n * times > PY_SSIZE_T_MAX - (Py_ssize_t)HEAD_SIZE) return PyErr_NoMemory();
    if (n * times == n && PyBytes_CheckExact(self)) return Py_NewRef(self);
    if (n * times == 0) return PyBytes_FromStringAndSize(NULL, 0);
    PyObject *r = new_bytes(n * times);
    if (r == NULL) return NULL;
    char *to = PyBytes_AS_STRING(r);
    size_t size = (size_t)n, total = size * (size_t)times;
    memcpy(to, PyBytes_AS_STRING(self), size);
    for (; size < total; size += Py_MIN(size, total - size)) memcpy(to + size, to, Py_MIN(size, total - size));
    return r;
}

PyObject *_PyBytes_Join(PyObject *sep, PyObject *x) { return adder_bytes_join(sep, x); }
PyObject *_PyBytes_FromHex(PyObject *text, int use_bytearray) { return adder_bytes_from_hex(text, use_bytearray); }

Py_ssize_t _PyBytes_Find(const char *haystack, Py_ssize_t n, const char *needle, Py_ssize_t m, Py_ssize_t offset)
{
    Py_ssize_t at = adder_chars_find(1, haystack, n, needle, m);
    return at < 0 ? at : at + offset;
}

Py_ssize_t _PyBytes_ReverseFind(const char *haystack, Py_ssize_t n, const char *needle, Py_ssize_t m, Py_ssize_t offset)
{
    Py_ssize_t at = adder_chars_rfind(1, haystack, n, needle, m);
    return at < 0 ? at : at + offset;
}

/* ---- C formatting --------------------------------------------------------------------------------------------------------- */

/* As PyUnicode_FromFormat, without the object letters: the text in Latin-1. %s takes bytes as they are. */
PyObject *PyBytes_FromFormatV(const char *format, va_list vargs)
{
    PyObject *out = PyBytes_FromStringAndSize(NULL, 0);
    va_list args;
    va_copy(args, vargs);
    while (out != NULL && *format) {
        const char *percent = strchrnul(format, '%'), *p = percent;
        char text[64], spec[32];
        const char *part = text;
        Py_ssize_t n = 0;
        PyBytes_ConcatAndDel(&out, PyBytes_FromStringAndSize(format, percent - format));
        if (*percent == 0 || out == NULL) break;
        p++;
        while (*p >= '0' && *p <= '9') p++; /* a width is read and has no effect */
        Py_ssize_t precision = -1;
        if (*p == '.')
            for (p++, precision = 0; *p >= '0' && *p <= '9'; p++) precision = precision * 10 + (*p - '0');
        int longs = 0, size = 0;
        if (*p == 'l') longs = 1, p++;
        else if (*p == 'z') size = 1, p++;
        switch (*p++) {
        case 'c': text[0] = (char)va_arg(args, int); n = 1; break;
        case 'd': case 'i':
            n = snprintf(text, sizeof text, "%lld", longs ? (long long)va_arg(args, long) : size ? (long long)va_arg(args, Py_ssize_t) : va_arg(args, int));
            break;
        case 'u':
            n = snprintf(text, sizeof text, "%llu", longs ? (unsigned long long)va_arg(args, unsigned long) : size ? va_arg(args, size_t) : va_arg(args, unsigned));
            break;
        case 'x': n = snprintf(text, sizeof text, "%x", va_arg(args, unsigned)); break;
        case 'p': n = snprintf(text, sizeof text, "%p", va_arg(args, void *)); break;
        case 's':
            part = va_arg(args, const char *);
            n = precision < 0 ? (Py_ssize_t)strlen(part) : (Py_ssize_t)strnlen(part, (size_t)precision);
            break;
        case '%': text[0] = '%'; n = 1; break;
        default: part = percent; n = (Py_ssize_t)strlen(percent); p = percent + n; break;
        }
        (void)spec;
        PyBytes_ConcatAndDel(&out, PyBytes_FromStringAndSize(part, n));
        format = p;
    }
    va_end(args);
    return out;
}

PyObject *PyBytes_FromFormat(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    PyObject *b = PyBytes_FromFormatV(format, args);
    va_end(args);
    return b;
}

/* ---- iteration ---------------------------------------------------------------------------------------------------------- */

struct bytes_iter {
    PyObject_HEAD
    Py_ssize_t index;
    PyObject *bytes; /* NULL at the end; bytes or bytearray */
};

static void iter_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((struct bytes_iter *)self)->bytes);
    PyObject_GC_Del(self);
}

static int iter_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((struct bytes_iter *)self)->bytes);
    return 0;
}

static PyObject *iter_next(PyObject *self)
{
    struct bytes_iter *it = (struct bytes_iter *)self;
    if (it->bytes == NULL) return NULL;
    Py_ssize_t n;
    const char *s = adder_bytes_data(it->bytes, &n);
    if (it->index < n) return PyLong_FromLong((unsigned char)s[it->index++]);
    Py_CLEAR(it->bytes);
    return NULL;
}

static PyObject *iter_length_hint(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct bytes_iter *it = (struct bytes_iter *)self;
    Py_ssize_t left = it->bytes == NULL ? 0 : Py_SIZE(it->bytes) - it->index;
    return PyLong_FromSsize_t(left < 0 ? 0 : left);
}

static PyObject *iter_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *found = _PyEval_GetBuiltin(ID(iter));
    if (found == NULL) return NULL;
    struct bytes_iter *it = (struct bytes_iter *)self;
    if (it->bytes != NULL) return Py_BuildValue("N(O)n", found, it->bytes, it->index);
    return Py_BuildValue("N(())", found);
}

static PyObject *iter_setstate(PyObject *self, PyObject *const *args)
{
    struct bytes_iter *it = (struct bytes_iter *)self;
    Py_ssize_t i = PyLong_AsSsize_t(args[0]);
    if (i == -1 && PyErr_Occurred()) return NULL;
    if (it->bytes != NULL) it->index = i < 0 ? 0 : Py_MIN(i, Py_SIZE(it->bytes));
    Py_RETURN_NONE;
}

static PyMethodDef iter_methods[] = {
    FN("__length_hint__", iter_length_hint, "($self, /)", "How many bytes are still to come."),
    FN("__reduce__", iter_reduce, "($self, /)", "State for pickling."),
    FN("__setstate__", iter_setstate, "($self, state, /)", "Goes to that index."),
    { 0 }
};

#define ITER_TYPE(NAME)                                                                                 \
    { STATIC_TYPE(NAME, struct bytes_iter), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,         \
      .tp_dealloc = iter_dealloc, .tp_traverse = iter_traverse, .tp_iter = PyObject_SelfIter,            \
      .tp_iternext = iter_next, .tp_methods = iter_methods, .tp_getattro = PyObject_GenericGetAttr }
PyTypeObject PyBytesIter_Type = ITER_TYPE("bytes_iterator");
PyTypeObject PyByteArrayIter_Type = ITER_TYPE("bytearray_iterator");

PyObject *adder_bytes_iter(PyObject *self)
{
    struct bytes_iter *it = PyObject_GC_New(struct bytes_iter, PyByteArray_Check(self) ? &PyByteArrayIter_Type : &PyBytesIter_Type);
    if (it == NULL) return NULL;
    it->index = 0;
    it->bytes = Py_NewRef(self);
    PyObject_GC_Track(it);
    return (PyObject *)it;
}

/* ---- the type ------------------------------------------------------------------------------------------------------------- */

static int bytes_getbuffer(PyObject *self, Py_buffer *view, int flags)
{
    return PyBuffer_FillInfo(view, self, PyBytes_AS_STRING(self), Py_SIZE(self), 1, flags);
}

static PyObject *bytes_mod(PyObject *left, PyObject *right)
{
    if (!PyBytes_Check(left)) Py_RETURN_NOTIMPLEMENTED;
    return _PyBytes_FormatEx(PyBytes_AS_STRING(left), Py_SIZE(left), right, 0);
}

static PyObject *bytes___bytes__(PyObject *self, PyObject *const *args)
{
    (void)args;
    if (PyBytes_CheckExact(self)) return Py_NewRef(self);
    return PyBytes_FromStringAndSize(PyBytes_AS_STRING(self), Py_SIZE(self));
}

static PyObject *bytes___getnewargs__(PyObject *self, PyObject *const *args)
{
    (void)args;
    return Py_BuildValue("(y#)", PyBytes_AS_STRING(self), Py_SIZE(self));
}

static PyMethodDef bytes_method_table[] = {
    FN("__getnewargs__", bytes___getnewargs__, "($self, /)", "Arguments for pickling."),
    FN("__bytes__", bytes___bytes__, "($self, /)", "Itself, as exact bytes."),
    ADDER_BYTES_METHODS,
    { 0 }
};

static PySequenceMethods bytes_as_sequence = {
    .sq_length = bytes_len, .sq_concat = bytes_concat, .sq_repeat = bytes_repeat, .sq_item = bytes_item, .sq_contains = adder_bytes_contains,
};
static PyMappingMethods bytes_as_mapping = { .mp_length = bytes_len, .mp_subscript = bytes_subscript };
static PyBufferProcs bytes_as_buffer = { .bf_getbuffer = bytes_getbuffer };
static PyNumberMethods bytes_as_number = { .nb_remainder = bytes_mod };

PyTypeObject PyBytes_Type = {
    .ob_base = { PyObject_HEAD_INIT(&PyType_Type) 0 }, .tp_name = "bytes", .tp_basicsize = HEAD_SIZE, .tp_itemsize = 1,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BYTES_SUBCLASS | _Py_TPFLAGS_MATCH_SELF,
    .tp_doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy\n"
              "bytes(int) -> that many zeros\nbytes() -> empty bytes",
    .tp_repr = bytes_repr, .tp_str = bytes_str, .tp_hash = bytes_hash, .tp_richcompare = adder_bytes_richcompare, .tp_iter = adder_bytes_iter,
    .tp_getattro = PyObject_GenericGetAttr, .tp_as_number = &bytes_as_number, .tp_as_sequence = &bytes_as_sequence,
    .tp_as_mapping = &bytes_as_mapping, .tp_as_buffer = &bytes_as_buffer, .tp_methods = bytes_method_table, .tp_new = bytes_new,
    .tp_free = PyObject_Free,
};
