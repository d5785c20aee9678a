/* memoryview_items.c -- items of memory as Python objects: formats of the struct module, one native character each. Other
 * formats are only compared, with the struct module's help. */
#include "runtime/objects/memoryview.h"
#include <limits.h>
#include <stdint.h>
#include <string.h>

char memory_native(const char *format, Py_ssize_t *size)
{
    if (*format == '@') format++;
    char c = *format;
    if (c == 0 || format[1] != 0) return 0;
    switch (c) {
    case 'c': case 'b': case 'B': *size = 1; return c;
    case '?': *size = sizeof(_Bool); return c;
    case 'h': case 'H': *size = sizeof(short); return c;
    case 'i': case 'I': *size = sizeof(int); return c;
    case 'l': case 'L': *size = sizeof(long); return c;
    case 'q': case 'Q': *size = sizeof(long long); return c;
    case 'n': case 'N': *size = sizeof(size_t); return c;
    case 'f': *size = sizeof(float); return c;
    case 'd': *size = sizeof(double); return c;
    case 'P': *size = sizeof(void *); return c;
    default: return 0;
    }
}

char memory_item_format(const char *format)
{
    const char *f = format[0] == '@' ? format + 1 : format;
    if (f[0] != 0 && f[1] == 0) return f[0];
    PyErr_Format(PyExc_NotImplementedError, "memoryview: unsupported format %s", format);
    return 0;
}

static PyObject *unsupported(char format)
{
    return PyErr_Format(PyExc_NotImplementedError, "memoryview: format %c not supported", format);
}

#define READ(type, make) do { type v; memcpy(&v, ptr, sizeof v); return make; } while (0)
PyObject *memory_unpack(const char *ptr, char format)
{
    switch (format) {
    case 'B': return PyLong_FromLong(*(const unsigned char *)ptr);
    case 'b': return PyLong_FromLong(*(const signed char *)ptr);
    case 'c': return PyBytes_FromStringAndSize(ptr, 1);
    case '?': return PyBool_FromLong(*(const unsigned char *)ptr != 0);
    case 'h': READ(short, PyLong_FromLong(v));
    case 'H': READ(unsigned short, PyLong_FromLong(v));
    case 'i': READ(int, PyLong_FromLong(v));
    case 'I': READ(unsigned int, PyLong_FromUnsignedLong(v));
    case 'l': READ(long, PyLong_FromLong(v));
    case 'L': READ(unsigned long, PyLong_FromUnsignedLong(v));
    case 'q': READ(long long, PyLong_FromLongLong(v));
    case 'Q': READ(unsigned long long, PyLong_FromUnsignedLongLong(v));
    case 'n': READ(Py_ssize_t, PyLong_FromSsize_t(v));
    case 'N': READ(size_t, PyLong_FromSize_t(v));
    case 'f': READ(float, PyFloat_FromDouble(v));
    case 'd': READ(double, PyFloat_FromDouble(v));
    case 'P': READ(void *, PyLong_FromVoidPtr(v));
    default: return unsupported(format);
    }
}

/* ---- storing ---- */

static int wrong_value(char format)
{
    PyErr_Format(PyExc_ValueError, "memoryview: invalid value for format '%c'", format);
    return -1;
}

static int wrong_type(char format)
{
    PyErr_Format(PyExc_TypeError, "memoryview: invalid type for format '%c'", format);
    return -1;
}

/* What a conversion raised, in the words of memoryview. */
static int reword(char format)
{
    if (PyErr_ExceptionMatches(PyExc_TypeError)) {
        PyErr_Clear();
        return wrong_type(format);
    }
    if (PyErr_ExceptionMatches(PyExc_OverflowError) || PyErr_ExceptionMatches(PyExc_ValueError)) {
        PyErr_Clear();
        return wrong_value(format);
    }
    return -1;
}

/* The range and bytes of an integer format. false: it is not one. */
static bool integer_range(char format, int *bytes, bool *is_signed)
{
    static const struct { char format; unsigned char bytes; bool is_signed; } rows[] = {
        {'b', 1, true}, {'B', 1, false}, {'h', 2, true}, {'H', 2, false}, {'i', 4, true}, {'I', 4, false},
        {'l', 8, true}, {'L', 8, false}, {'q', 8, true}, {'Q', 8, false}, {'n', 8, true}, {'N', 8, false}, {'P', 8, false},
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(rows); i++)
        if (rows[i].format == format) {
            *bytes = rows[i].bytes;
            *is_signed = rows[i].is_signed;
            return true;
        }
    return false;
}

/* Keeps the low bytes: the value is known to fit. */
static void store_low(char *ptr, uint64_t v, int bytes)
{
    if (bytes == 1) {
        *(uint8_t *)ptr = (uint8_t)v;
    } else if (bytes == 2) {
        uint16_t x = (uint16_t)v;
        memcpy(ptr, &x, 2);
    } else if (bytes == 4) {
        uint32_t x = (uint32_t)v;
        memcpy(ptr, &x, 4);
    } else {
        memcpy(ptr, &v, 8);
    }
}

static int pack_integer(char *ptr, char format, PyObject *item, int bytes, bool is_signed)
{
    PyObject *index = PyNumber_Index(item);
    if (index == NULL) return reword(format);
    uint64_t v;
    bool fits;
    if (is_signed) {
        long long x = PyLong_AsLongLong(index);
        long long limit = bytes == 8 ? LLONG_MAX : (1LL << (8 * bytes - 1)) - 1;
        fits = x <= limit && x >= -limit - 1;
        v = (uint64_t)x;
    } else if (format == 'P') {
        v = (uint64_t)(uintptr_t)PyLong_AsVoidPtr(index);
        fits = true;
    } else {
        v = PyLong_AsUnsignedLongLong(index);
        fits = bytes == 8 || v < 1ULL << (8 * bytes);
    }
    Py_DECREF(index);
    if (v == (uint64_t)-1 && PyErr_Occurred()) return reword(format);
    if (!fits) return wrong_value(format);
    store_low(ptr, v, bytes);
    return 0;
}

static int pack_real(char *ptr, char format, PyObject *item)
{
    double d = PyFloat_AsDouble(item);
    if (d == -1.0 && PyErr_Occurred()) return reword(format);
    if (format == 'd') {
        memcpy(ptr, &d, sizeof d);
    } else {
        float f = (float)d;
        memcpy(ptr, &f, sizeof f);
    }
    return 0;
}

int memory_pack(char *ptr, char format, PyObject *item)
{
    int bytes;
    bool is_signed;
    if (integer_range(format, &bytes, &is_signed)) return pack_integer(ptr, format, item, bytes, is_signed);
    if (format == 'f' || format == 'd') return pack_real(ptr, format, item);
    if (format == '?') {
        int truth = PyObject_IsTrue(item);
        if (truth < 0) return -1;
        *ptr = (char)truth;
        return 0;
    }
    if (format == 'c') {
        if (!PyBytes_Check(item)) return wrong_type(format);
        if (PyBytes_GET_SIZE(item) != 1) return wrong_value(format);
        *ptr = PyBytes_AS_STRING(item)[0];
        return 0;
    }
    unsupported(format);
    return -1;
}

/* ---- walking ---- */

static char *follow(const Py_buffer *view, char *ptr, int dim)
{
    if (view->suboffsets != NULL && view->suboffsets[dim] >= 0) return *(char **)ptr + view->suboffsets[dim];
    return ptr;
}

char *memory_step(const Py_buffer *view, char *ptr, int dim, Py_ssize_t index)
{
    Py_ssize_t n = view->shape[dim];
    if (index < 0) index += n;
    if (index < 0 || index >= n) {
        PyErr_Format(PyExc_IndexError, "index out of bounds on dimension %d", dim + 1);
        return NULL;
    }
    return follow(view, ptr + view->strides[dim] * index, dim);
}

static PyObject *list_from(const Py_buffer *view, char *ptr, int dim, char format)
{
    if (dim == view->ndim) return memory_unpack(ptr, format);
    PyObject *list = PyList_New(view->shape[dim]);
    for (Py_ssize_t i = 0; list != NULL && i < view->shape[dim]; i++) {
        PyObject *item = list_from(view, follow(view, ptr + view->strides[dim] * i, dim), dim + 1, format);
        if (item == NULL)
            Py_CLEAR(list);
        else
            PyList_SET_ITEM(list, i, item);
    }
    return list;
}

PyObject *memory_list(const Py_buffer *view, char format) { return list_from(view, view->buf, 0, format); }

/* ---- comparing ---- */

/* Reads items of one view: natively, or by struct.Struct(format).unpack_from. */
typedef struct {
    char native;      /* 0: by `unpack` */
    PyObject *unpack; /* bound method, owned */
    Py_ssize_t itemsize;
} Reader;

/* 1 ready, 0 the format is unknown to struct too, -1 exception. */
static int reader_start(Reader *r, const Py_buffer *view)
{
    Py_ssize_t size;
    const char *format = view->format != NULL ? view->format : "B";
    *r = (Reader){memory_native(format, &size), NULL, view->itemsize};
    if (r->native != 0) return 1;
    PyObject *module = PyImport_ImportModule("struct"), *type = NULL, *object = NULL;
    if (module == NULL) return -1;
    type = PyObject_GetAttrString(module, "Struct");
    Py_DECREF(module);
    if (type != NULL) object = PyObject_CallFunction(type, "s", format);
    Py_XDECREF(type);
    if (object != NULL) r->unpack = PyObject_GetAttrString(object, "unpack_from");
    Py_XDECREF(object);
    if (r->unpack != NULL) return 1;
    if (PyErr_ExceptionMatches(PyExc_MemoryError) || PyErr_ExceptionMatches(PyExc_ImportError)) return -1;
    PyErr_Clear();
    return 0;
}

static PyObject *reader_get(const Reader *r, char *ptr)
{
    if (r->native != 0) return memory_unpack(ptr, r->native);
    PyObject *bytes = PyBytes_FromStringAndSize(ptr, r->itemsize), *tuple = NULL;
    if (bytes != NULL) tuple = PyObject_CallOneArg(r->unpack, bytes);
    Py_XDECREF(bytes);
    if (tuple != NULL && PyTuple_GET_SIZE(tuple) == 1) Py_SETREF(tuple, Py_NewRef(PyTuple_GET_ITEM(tuple, 0)));
    return tuple;
}

static int items_equal(const Reader *ra, char *a, const Reader *rb, char *b)
{
    if (ra->native != 0 && ra->native == rb->native && ra->native != 'f' && ra->native != 'd' && ra->native != '?')
        return memcmp(a, b, (size_t)ra->itemsize) == 0;
    PyObject *x = reader_get(ra, a), *y = x == NULL ? NULL : reader_get(rb, b);
    /* not PyObject_RichCompareBool: nan differs from itself */
    PyObject *same = y == NULL ? NULL : PyObject_RichCompare(x, y, Py_EQ);
    Py_XDECREF(y);
    Py_XDECREF(x);
    if (same == NULL) return -1;
    int rc = PyObject_IsTrue(same);
    Py_DECREF(same);
    return rc;
}

static int equal_from(const Py_buffer *a, char *p, const Reader *ra, const Py_buffer *b, char *q, const Reader *rb, int dim)
{
    if (dim == a->ndim) return items_equal(ra, p, rb, q);
    for (Py_ssize_t i = 0; i < a->shape[dim]; i++) {
        int rc = equal_from(a, follow(a, p + a->strides[dim] * i, dim), ra, b,
                            follow(b, q + b->strides[dim] * i, dim), rb, dim + 1);
        if (rc <= 0) return rc;
    }
    return 1;
}

static bool same_shape(const Py_buffer *a, const Py_buffer *b)
{
    if (a->ndim != b->ndim) return false;
    for (int i = 0; i < a->ndim; i++) {
        if (a->shape[i] != b->shape[i]) return false;
        if (a->shape[i] == 0) break;
    }
    return true;
}

int memory_equal(const Py_buffer *a, const Py_buffer *b)
{
    if (!same_shape(a, b)) return 0;
    Reader ra, rb = {0, NULL, 0};
    int rc = reader_start(&ra, a);
    if (rc > 0) rc = reader_start(&rb, b);
    if (rc > 0) rc = equal_from(a, a->buf, &ra, b, b->buf, &rb, 0);
    Py_XDECREF(ra.unpack);
    Py_XDECREF(rb.unpack);
    return rc;
}

/* ---- copying ---- */

static bool same_format(const Py_buffer *a, const Py_buffer *b)
{
    const char *f = a->format != NULL ? a->format : "B", *g = b->format != NULL ? b->format : "B";
    return strcmp(f + (*f == '@'), g + (*g == '@')) == 0 && a->itemsize == b->itemsize;
}

int memory_copy(const Py_buffer *dest, const Py_buffer *src)
{
    if (!same_format(dest, src) || !same_shape(dest, src)) {
        PyErr_SetString(PyExc_ValueError, "memoryview assignment: lvalue and rvalue have different structures");
        return -1;
    }
    Py_ssize_t n = dest->shape[0], size = dest->itemsize;
    bool plain = dest->suboffsets == NULL && src->suboffsets == NULL && dest->strides[0] == size && src->strides[0] == size;
    if (plain) {
        memmove(dest->buf, src->buf, (size_t)(n * size));
        return 0;
    }
    char *all = PyMem_Malloc((size_t)(n * size) + 1); /* they may overlap in any way */
    if (all == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++)
        memcpy(all + i * size, follow(src, (char *)src->buf + src->strides[0] * i, 0), (size_t)size);
    for (Py_ssize_t i = 0; i < n; i++)
        memcpy(follow(dest, (char *)dest->buf + dest->strides[0] * i, 0), all + i * size, (size_t)size);
    PyMem_Free(all);
    return 0;
}
