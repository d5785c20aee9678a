/* bytearray.c -- bytearray: bytes that change. The bytes in use may begin inside the block (after deletions at the front)
 * and always have a zero after them. While a buffer view is alive (ob_exports > 0) the size stays as it is. */
#include "runtime/api/signature.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/bytes_methods.h"
#include "runtime/objects/str_impl.h"

char _PyByteArray_empty_string[] = "";

static PyByteArrayObject *arr(PyObject *self) { return (PyByteArrayObject *)self; }

static int check_resizable(PyObject *self)
{
    if (arr(self)->ob_exports == 0) return 0;
    PyErr_SetString(PyExc_BufferError, "Existing exports of data: object cannot be re-sized");
    return -1;
}

/* How large a block for n bytes, when it must grow from `alloc`: some more, for the next time. */
static Py_ssize_t roomy(Py_ssize_t n, Py_ssize_t alloc)
{
    if (n > PY_SSIZE_T_MAX - (n >> 3) - 8) return n + 1;
    if ((double)n <= (double)alloc * 1.125) return n + (n >> 3) + (n < 9 ? 3 : 6);
    return n + 1;
}

int PyByteArray_Resize(PyObject *self, Py_ssize_t n)
{
    PyByteArrayObject *a = arr(self);
    Py_ssize_t offset = a->ob_start - a->ob_bytes, room;
    if (n == Py_SIZE(self)) return 0;
    if (check_resizable(self) < 0) return -1;
    if (n < 0 || n == PY_SSIZE_T_MAX) {
        PyErr_NoMemory();
        return -1;
    }
    if (n + offset + 1 <= a->ob_alloc) { /* there is room */
        if (n < a->ob_alloc / 2) room = n + 1;
        else goto fits;
    } else {
        room = roomy(n, a->ob_alloc);
    }
    if (offset > 0) {
        char *block = PyMem_Malloc((size_t)room);
        if (block == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        memcpy(block, a->ob_start, (size_t)Py_MIN(n, Py_SIZE(self)));
        PyMem_Free(a->ob_bytes);
        a->ob_bytes = block;
    } else {
        char *block = PyMem_Realloc(a->ob_bytes, (size_t)room);
        if (block == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        a->ob_bytes = block;
    }
    a->ob_start = a->ob_bytes;
    a->ob_alloc = room;
fits:
    Py_SET_SIZE(self, n);
    a->ob_start[n] = 0;
    return 0;
}

PyObject *PyByteArray_FromStringAndSize(const char *s, Py_ssize_t n)
{
    if (n < 0) {
        PyErr_SetString(PyExc_SystemError, "Negative size passed to PyByteArray_FromStringAndSize");
        return NULL;
    }
    if (n == PY_SSIZE_T_MAX) return PyErr_NoMemory();
    PyByteArrayObject *a = PyObject_New(PyByteArrayObject, &PyByteArray_Type);
    if (a == NULL) return NULL;
    Py_SET_SIZE(a, 0);
    a->ob_bytes = a->ob_start = NULL;
    a->ob_alloc = a->ob_exports = 0;
    if (n == 0) return (PyObject *)a;
    a->ob_bytes = PyMem_Malloc((size_t)n + 1);
    if (a->ob_bytes == NULL) {
        Py_DECREF(a);
        return PyErr_NoMemory();
    }
    a->ob_start = a->ob_bytes;
    a->ob_alloc = n + 1;
    Py_SET_SIZE(a, n);
    if (s != NULL) memcpy(a->ob_bytes, s, (size_t)n);
    a->ob_bytes[n] = 0;
    return (PyObject *)a;
}

PyObject *PyByteArray_FromObject(PyObject *o) { return PyObject_CallOneArg((PyObject *)&PyByteArray_Type, o); }
Py_ssize_t PyByteArray_Size(PyObject *self) { return Py_SIZE(self); }
char *PyByteArray_AsString(PyObject *self) { return PyByteArray_AS_STRING(self); }

PyObject *PyByteArray_Concat(PyObject *a, PyObject *b)
{
    Py_buffer x, y;
    PyObject *r = NULL;
    if (!PyObject_CheckBuffer(a) || !PyObject_CheckBuffer(b)) {
        PyErr_Format(PyExc_TypeError, "can't concat %.100s to %.100s", Py_TYPE(b)->tp_name, Py_TYPE(a)->tp_name);
        return NULL;
    }
    if (PyObject_GetBuffer(a, &x, PyBUF_SIMPLE) < 0) return NULL;
    if (PyObject_GetBuffer(b, &y, PyBUF_SIMPLE) == 0) {
        if (x.len > PY_SSIZE_T_MAX - y.len) PyErr_NoMemory();
        else if ((r = PyByteArray_FromStringAndSize(NULL, x.len + y.len)) != NULL && Py_SIZE(r) > 0) {
            memcpy(PyByteArray_AS_STRING(r), x.buf, (size_t)x.len);
            memcpy(PyByteArray_AS_STRING(r) + x.len, y.buf, (size_t)y.len);
        }
        PyBuffer_Release(&y);
    }
    PyBuffer_Release(&x);
    return r;
}

/* ---- construction ----------------------------------------------------------------------------------------------------- */

static PyObject *bytearray_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args, (void)kwargs;
    return type->tp_alloc(type, 0); /* zeroed: empty */
}

static int append_byte(PyObject *self, PyObject *item)
{
    int c = adder_byte_arg(item, "byte must be in range(0, 256)");
    Py_ssize_t n = Py_SIZE(self);
    if (c < 0 || PyByteArray_Resize(self, n + 1) < 0) return -1;
    PyByteArray_AS_STRING(self)[n] = (char)c;
    return 0;
}

static int append_all(PyObject *self, PyObject *iterator)
{
    PyObject *item;
    while ((item = PyIter_Next(iterator)) != NULL) {
        int rc = append_byte(self, item);
        Py_DECREF(item);
        if (rc < 0) return -1;
    }
    return PyErr_Occurred() ? -1 : 0;
}

static int fill_from_buffer(PyObject *self, PyObject *o)
{
    Py_buffer view;
    if (PyObject_GetBuffer(o, &view, PyBUF_FULL_RO) < 0) return -1;
    int rc = PyByteArray_Resize(self, view.len);
    if (rc == 0 && view.len > 0) rc = PyBuffer_ToContiguous(PyByteArray_AS_STRING(self), &view, view.len, 'C');
    PyBuffer_Release(&view);
    return rc;
}

static int fill_from_text(PyObject *self, PyObject *text, const char *encoding, const char *errors)
{
    if (encoding == NULL) {
        PyErr_SetString(PyExc_TypeError, "string argument without an encoding");
        return -1;
    }
    PyObject *b = PyUnicode_AsEncodedString(text, encoding, errors);
    if (b == NULL) return -1;
    int rc = fill_from_buffer(self, b);
    Py_DECREF(b);
    return rc;
}

/* 1: it was a count; 0: it is none; -1. */
static int fill_with_zeros(PyObject *self, PyObject *o)
{
    if (!PyIndex_Check(o)) return 0;
    Py_ssize_t n = PyNumber_AsSsize_t(o, PyExc_OverflowError);
    if (n == -1 && PyErr_Occurred()) {
        if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
        PyErr_Clear();
        return 0;
    }
    if (n < 0) {
        PyErr_SetString(PyExc_ValueError, "negative count");
        return -1;
    }
    if (n > 0) {
        if (PyByteArray_Resize(self, n) < 0) return -1;
        memset(PyByteArray_AS_STRING(self), 0, (size_t)n);
    }
    return 1;
}

static int bytearray_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *a[3];
    const char *encoding, *errors;
    if (adder_bind_args("bytearray(source=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)", args, kwargs, a) < 0) return -1;
    if (adder_text_arg(a[1], "bytearray", "encoding", &encoding) < 0 || adder_text_arg(a[2], "bytearray", "errors", &errors) < 0) return -1;
    if (Py_SIZE(self) != 0 && PyByteArray_Resize(self, 0) < 0) return -1;
    PyObject *source = a[0];
    if (source != NULL && PyUnicode_Check(source)) return fill_from_text(self, source, encoding, errors);
    if (encoding != NULL || errors != NULL) {
        PyErr_SetString(PyExc_TypeError, encoding ? "encoding without a string argument" : "errors without a string argument");
        return -1;
    }
    if (source == NULL) return 0;
    int rc = fill_with_zeros(self, source);
    if (rc != 0) return rc < 0 ? -1 : 0;
    if (PyObject_CheckBuffer(source)) return fill_from_buffer(self, source);
    PyObject *it = PyObject_GetIter(source);
    if (it == NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError))
            PyErr_Format(PyExc_TypeError, "cannot convert '%.200s' object to bytearray", Py_TYPE(source)->tp_name);
        return -1;
    }
    rc = append_all(self, it);
    Py_DECREF(it);
    return rc;
}

static void bytearray_dealloc(PyObject *self)
{
    if (arr(self)->ob_exports > 0) {
        PyErr_SetString(PyExc_SystemError, "deallocated bytearray object has exported buffers");
        PyErr_Print();
    }
    PyMem_Free(arr(self)->ob_bytes);
    Py_TYPE(self)->tp_free(self);
}

/* ---- items --------------------------------------------------------------------------------------------------------------- */

static Py_ssize_t bytearray_len(PyObject *self) { return Py_SIZE(self); }

static int bad_index(void)
{
    PyErr_SetString(PyExc_IndexError, "bytearray index out of range");
    return -1;
}

static PyObject *bytearray_item(PyObject *self, Py_ssize_t i)
{
    if (i >= 0 && i < Py_SIZE(self)) return PyLong_FromLong((unsigned char)PyByteArray_AS_STRING(self)[i]);
    bad_index();
    return NULL;
}

/* A number from an index key, negative ones from the end. 0 or -1. */
static int read_index(PyObject *self, PyObject *key, Py_ssize_t *i)
{
    *i = PyNumber_AsSsize_t(key, PyExc_IndexError);
    if (*i == -1 && PyErr_Occurred()) return -1;
    if (*i < 0) *i += Py_SIZE(self);
    return 0;
}

static PyObject *bytearray_subscript(PyObject *self, PyObject *key)
{
    Py_ssize_t i, start, stop, step;
    if (PyIndex_Check(key)) return read_index(self, key, &i) < 0 ? NULL : bytearray_item(self, i);
    if (!PySlice_Check(key)) {
        PyErr_Format(PyExc_TypeError, "bytearray indices must be integers or slices, not %.200s", Py_TYPE(key)->tp_name);
        return NULL;
    }
    if (PySlice_Unpack(key, &start, &stop, &step) < 0) return NULL;
    Py_ssize_t n = PySlice_AdjustIndices(Py_SIZE(self), &start, &stop, step);
    if (step == 1) return PyByteArray_FromStringAndSize(PyByteArray_AS_STRING(self) + start, n);
    PyObject *r = PyByteArray_FromStringAndSize(NULL, n);
    for (i = 0; r != NULL && i < n; i++, start += step) PyByteArray_AS_STRING(r)[i] = PyByteArray_AS_STRING(self)[start];
    return r;
}

/* self[low:high] becomes n bytes of s (which are not self's own). */
static int set_range(PyObject *self, Py_ssize_t low, Py_ssize_t high, const char *s, Py_ssize_t n)
{
    PyByteArrayObject *a = arr(self);
    Py_ssize_t size = Py_SIZE(self), grow = n - (high - low), tail = size - high;
    if (grow < 0) {
        if (check_resizable(self) < 0) return -1;
        char *p = PyByteArray_AS_STRING(self);
        if (low == 0) { /* the front goes: the rest stays where it is */
            a->ob_start -= grow;
            Py_SET_SIZE(self, size + grow);
            if (Py_SIZE(self) < a->ob_alloc / 4) { /* but not in a block four times too large */
                memmove(a->ob_bytes, a->ob_start, (size_t)Py_SIZE(self) + 1);
                a->ob_start = a->ob_bytes;
            }
        } else {
            memmove(p + low + n, p + high, (size_t)tail);
            if (PyByteArray_Resize(self, size + grow) < 0) {
                Py_SET_SIZE(self, size + grow);
                a->ob_start[size + grow] = 0;
                PyErr_Clear();
            }
        }
    } else if (grow > 0) {
        if (size > PY_SSIZE_T_MAX - grow) {
            PyErr_NoMemory();
            return -1;
        }
        if (PyByteArray_Resize(self, size + grow) < 0) return -1;
        char *p = PyByteArray_AS_STRING(self);
        memmove(p + high + grow, p + high, (size_t)tail);
    }
    if (n > 0) memcpy(PyByteArray_AS_STRING(self) + low, s, (size_t)n);
    return 0;
}

static int delete_steps(PyObject *self, Py_ssize_t start, Py_ssize_t step, Py_ssize_t n)
{
    if (n == 0) return 0;
    if (check_resizable(self) < 0) return -1;
    if (step < 0) {
        start += step * (n - 1);
        step = -step;
    }
    char *p = PyByteArray_AS_STRING(self);
    Py_ssize_t size = Py_SIZE(self), to = start;
    for (Py_ssize_t i = start, gone = 0; i < size; i++) {
        if (gone < n && i == start + gone * step) gone++;
        else p[to++] = p[i];
    }
    return PyByteArray_Resize(self, size - n);
}

static int assign_slice(PyObject *self, PyObject *slice, const char *s, Py_ssize_t m, bool deleting)
{
    Py_ssize_t start, stop, step;
    if (PySlice_Unpack(slice, &start, &stop, &step) < 0) return -1;
    Py_ssize_t n = PySlice_AdjustIndices(Py_SIZE(self), &start, &stop, step);
    if (step == 1) return set_range(self, start, stop < start ? start : stop, s, m);
    if (deleting || m == 0) return delete_steps(self, start, step, n);
    if (m != n) {
        PyErr_Format(PyExc_ValueError, "attempt to assign bytes of size %zd to extended slice of size %zd", m, n);
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++, start += step) PyByteArray_AS_STRING(self)[start] = s[i];
    return 0;
}

static int assign_to_slice(PyObject *self, PyObject *slice, PyObject *value)
{
    if (value == NULL) return assign_slice(self, slice, NULL, 0, true);
    if (value == self || !PyByteArray_Check(value)) { /* a copy: of itself, or of whatever gives bytes */
        if (PyLong_Check(value) || PyUnicode_Check(value)) {
            PyErr_SetString(PyExc_TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
            return -1;
        }
        PyObject *copy = PyByteArray_FromObject(value);
        if (copy == NULL) return -1;
        int rc = assign_slice(self, slice, PyByteArray_AS_STRING(copy), Py_SIZE(copy), false);
        Py_DECREF(copy);
        return rc;
    }
    return assign_slice(self, slice, PyByteArray_AS_STRING(value), Py_SIZE(value), false);
}

static int bytearray_ass_subscript(PyObject *self, PyObject *key, PyObject *value)
{
    if (PySlice_Check(key)) return assign_to_slice(self, key, value);
    if (!PyIndex_Check(key)) {
        PyErr_Format(PyExc_TypeError, "bytearray indices must be integers or slices, not %.200s", Py_TYPE(key)->tp_name);
        return -1;
    }
    Py_ssize_t i;
    int c = 0;
    if (read_index(self, key, &i) < 0) return -1;
    if (value != NULL && (c = adder_byte_arg(value, "byte must be in range(0, 256)")) < 0) return -1;
    if (i < 0 || i >= Py_SIZE(self)) return bad_index();
    if (value == NULL) return set_range(self, i, i + 1, NULL, 0);
    PyByteArray_AS_STRING(self)[i] = (char)c;
    return 0;
}

static int bytearray_ass_item(PyObject *self, Py_ssize_t i, PyObject *value)
{
    if (i < 0 || i >= Py_SIZE(self)) return bad_index();
    if (value == NULL) return set_range(self, i, i + 1, NULL, 0);
    int c = adder_byte_arg(value, "byte must be in range(0, 256)");
    if (c < 0) return -1;
    PyByteArray_AS_STRING(self)[i] = (char)c;
    return 0;
}

/* ---- growing --------------------------------------------------------------------------------------------------------------- */

static PyObject *bytearray_iconcat(PyObject *self, PyObject *other)
{
    Py_buffer view;
    if (PyObject_GetBuffer(other, &view, PyBUF_SIMPLE) < 0) {
        PyErr_Format(PyExc_TypeError, "can't concat %.100s to %.100s", Py_TYPE(other)->tp_name, Py_TYPE(self)->tp_name);
        return NULL;
    }
    Py_ssize_t n = Py_SIZE(self), m = view.len;
    int rc = m > PY_SSIZE_T_MAX - n ? -1 : PyByteArray_Resize(self, n + m); /* refused when the view is of self */
    if (rc == 0 && m > 0) memcpy(PyByteArray_AS_STRING(self) + n, view.buf, (size_t)m);
    PyBuffer_Release(&view);
    if (rc == 0) return Py_NewRef(self);
    return PyErr_Occurred() ? NULL : PyErr_NoMemory();
}

static void repeat_bytes(char *to, size_t size, size_t total)
{
    for (; size < total; size += Py_MIN(size, total - size)) memcpy(to + size, to, Py_MIN(size, total - size));
}

static PyObject *bytearray_repeat(PyObject *self, Py_ssize_t times)
{
    Py_ssize_t n = Py_SIZE(self);
    if (times < 0) times = 0;
    if (n > 0 && times > PY_SSIZE_T_MAX / n) return PyErr_NoMemory();
    PyObject *r = PyByteArray_FromStringAndSize(NULL, n * times);
    if (r == NULL || n * times == 0) return r;
    memcpy(PyByteArray_AS_STRING(r), PyByteArray_AS_STRING(self), (size_t)n);
    repeat_bytes(PyByteArray_AS_STRING(r), (size_t)n, (size_t)(n * times));
    return r;
}

static PyObject *bytearray_irepeat(PyObject *self, Py_ssize_t times)
{
    Py_ssize_t n = Py_SIZE(self);
    if (times < 0) times = 0;
    if (n > 0 && times > PY_SSIZE_T_MAX / n) return PyErr_NoMemory();
    if (PyByteArray_Resize(self, n * times) < 0) return NULL;
    if (n * times > 0) repeat_bytes(PyByteArray_AS_STRING(self), (size_t)n, (size_t)(n * times));
    return Py_NewRef(self);
}

static PyObject *bytearray_append(PyObject *self, PyObject *const *args)
{
    return append_byte(self, args[0]) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *bytearray_clear(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyByteArray_Resize(self, 0) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *bytearray_copy(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyByteArray_FromStringAndSize(PyByteArray_AS_STRING(self), Py_SIZE(self));
}

static PyObject *bytearray_extend(PyObject *self, PyObject *const *args)
{
    if (PyObject_CheckBuffer(args[0])) {
        PyObject *more = args[0] == self ? bytearray_copy(self, NULL) : Py_NewRef(args[0]);
        PyObject *r = more == NULL ? NULL : bytearray_iconcat(self, more);
        Py_XDECREF(more);
        Py_XDECREF(r);
        return r == NULL ? NULL : Py_NewRef(Py_None);
    }
    PyObject *it = PyObject_GetIter(args[0]);
    if (it == NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError)) PyErr_Format(PyExc_TypeError, "can't extend bytearray with %.100s", Py_TYPE(args[0])->tp_name);
        return NULL;
    }
    PyObject *more = PyByteArray_FromStringAndSize(NULL, 0), *r = NULL; /* all or nothing */
    if (more != NULL && append_all(more, it) == 0) r = bytearray_iconcat(self, more);
    Py_XDECREF(more);
    Py_DECREF(it);
    Py_XDECREF(r);
    return r == NULL ? NULL : Py_NewRef(Py_None);
}

static PyObject *bytearray_insert(PyObject *self, PyObject *const *args)
{
    Py_ssize_t i, n;
    if (adder_ssize_arg(args[0], &i) < 0) return NULL;
    int c = adder_byte_arg(args[1], "byte must be in range(0, 256)");
    if (c < 0) return NULL;
    n = Py_SIZE(self);
    if (i < 0 && (i += n) < 0) i = 0;
    if (i > n) i = n;
    char byte = (char)c;
    return set_range(self, i, i, &byte, 1) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *bytearray_pop(PyObject *self, PyObject *const *args)
{
    Py_ssize_t i, n;
    if (adder_ssize_arg(args[0], &i) < 0) return NULL;
    n = Py_SIZE(self);
    if (n == 0 || i < -n || i >= n) {
        PyErr_SetString(PyExc_IndexError, n == 0 ? "pop from empty bytearray" : "pop index out of range");
        return NULL;
    }
    if (i < 0) i += n;
    unsigned char c = (unsigned char)PyByteArray_AS_STRING(self)[i];
    return set_range(self, i, i + 1, NULL, 0) < 0 ? NULL : PyLong_FromLong(c);
}

static PyObject *bytearray_remove(PyObject *self, PyObject *const *args)
{
    int c = adder_byte_arg(args[0], "byte must be in range(0, 256)");
    if (c < 0) return NULL;
    Py_ssize_t at = adder_chars_find_char(1, PyByteArray_AS_STRING(self), Py_SIZE(self), (Py_UCS4)c);
    if (at < 0) {
        PyErr_SetString(PyExc_ValueError, "value not found in bytearray");
        return NULL;
    }
    return set_range(self, at, at + 1, NULL, 0) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *bytearray_reverse(PyObject *self, PyObject *const *args)
{
    (void)args;
    char *p = PyByteArray_AS_STRING(self), *q = p + Py_SIZE(self) - 1;
    for (; p < q; p++, q--) {
        char c = *p;
        *p = *q;
        *q = c;
    }
    Py_RETURN_NONE;
}

/* ---- other -------------------------------------------------------------------------------------------------------------- */

static PyObject *bytearray___alloc__(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyLong_FromSsize_t(arr(self)->ob_alloc);
}

static PyObject *bytearray___sizeof__(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyLong_FromSsize_t(Py_TYPE(self)->tp_basicsize + arr(self)->ob_alloc);
}

static PyObject *reduce(PyObject *self, int protocol)
{
    PyObject *state = PyObject_CallMethodNoArgs(self, ID(__getstate__)), *r;
    if (state == NULL) return NULL;
    const char *s = PyByteArray_AS_STRING(self);
    if (protocol < 3) {
        PyObject *text = PyUnicode_DecodeLatin1(s, Py_SIZE(self), NULL);
        r = text == NULL ? NULL : Py_BuildValue("(O(Ns)O)", Py_TYPE(self), text, "latin-1", state);
    } else if (Py_SIZE(self) > 0) {
        r = Py_BuildValue("(O(y#)O)", Py_TYPE(self), s, Py_SIZE(self), state);
    } else {
        r = Py_BuildValue("(O()O)", Py_TYPE(self), state);
    }
    Py_DECREF(state);
    return r;
}

static PyObject *bytearray___reduce__(PyObject *self, PyObject *const *args)
{
    (void)args;
    return reduce(self, 2);
}

static PyObject *bytearray___reduce_ex__(PyObject *self, PyObject *const *args)
{
    int protocol;
    return adder_int_arg(args[0], &protocol) < 0 ? NULL : reduce(self, protocol);
}

static PyObject *bytearray_repr(PyObject *self)
{
    const char *name = strrchr(Py_TYPE(self)->tp_name, '.');
    char prefix[128];
    snprintf(prefix, sizeof prefix, "%.100s(", name ? name + 1 : Py_TYPE(self)->tp_name);
    return adder_bytes_repr(PyByteArray_AS_STRING(self), Py_SIZE(self), prefix, ")", true);
}

static PyObject *bytearray_str(PyObject *self)
{
    if (Py_BytesWarningFlag && PyErr_WarnEx(PyExc_BytesWarning, "str() on a bytearray instance", 1) < 0) return NULL;
    return bytearray_repr(self);
}

static PyObject *bytearray_mod(PyObject *left, PyObject *right)
{
    if (!PyByteArray_Check(left)) Py_RETURN_NOTIMPLEMENTED;
    return _PyBytes_FormatEx(PyByteArray_AS_STRING(left), Py_SIZE(left), right, 1);
}

static int bytearray_getbuffer(PyObject *self, Py_buffer *view, int flags)
{
    if (view == NULL) {
        PyErr_SetString(PyExc_BufferError, "bytearray_getbuffer: view==NULL argument is obsolete");
        return -1;
    }
    if (PyBuffer_FillInfo(view, self, PyByteArray_AS_STRING(self), Py_SIZE(self), 0, flags) < 0) return -1;
    arr(self)->ob_exports++;
    return 0;
}

static void bytearray_releasebuffer(PyObject *self, Py_buffer *view)
{
    (void)view;
    arr(self)->ob_exports--;
}

static PyMethodDef bytearray_method_table[] = {
    FN("__alloc__", bytearray___alloc__, "($self, /)", "Bytes allocated."),
    FN("__reduce__", bytearray___reduce__, "($self, /)", "State for pickling."),
    FN("__reduce_ex__", bytearray___reduce_ex__, "($self, proto=0, /)", "State for pickling by that protocol."),
    FN("__sizeof__", bytearray___sizeof__, "($self, /)", "Bytes of memory."),
    FN("append", bytearray_append, "($self, item, /)", "Adds a byte at the end."),
    FN("clear", bytearray_clear, "($self, /)", "Removes all bytes."),
    FN("copy", bytearray_copy, "($self, /)", "A copy."),
    FN("extend", bytearray_extend, "($self, iterable_of_ints, /)", "Adds all of them at the end."),
    FN("insert", bytearray_insert, "($self, index, item, /)", "Puts a byte before that index."),
    FN("pop", bytearray_pop, "($self, index=-1, /)", "Removes and gives a byte."),
    FN("remove", bytearray_remove, "($self, value, /)", "Removes the first such byte."),
    FN("reverse", bytearray_reverse, "($self, /)", "Turns the order around."),
    ADDER_BYTES_METHODS,
    { 0 }
};

static PySequenceMethods bytearray_as_sequence = {
    .sq_length = bytearray_len, .sq_concat = PyByteArray_Concat, .sq_repeat = bytearray_repeat, .sq_item = bytearray_item,
    .sq_ass_item = bytearray_ass_item, .sq_contains = adder_bytes_contains, .sq_inplace_concat = bytearray_iconcat,
    .sq_inplace_repeat = bytearray_irepeat,
};
static PyMappingMethods bytearray_as_mapping = {
    .mp_length = bytearray_len, .mp_subscript = bytearray_subscript, .mp_ass_subscript = bytearray_ass_subscript,
};
static PyBufferProcs bytearray_as_buffer = { .bf_getbuffer = bytearray_getbuffer, .bf_releasebuffer = bytearray_releasebuffer };
static PyNumberMethods bytearray_as_number = { .nb_remainder = bytearray_mod };

PyTypeObject PyByteArray_Type = {
    STATIC_TYPE("bytearray", PyByteArrayObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | _Py_TPFLAGS_MATCH_SELF,
    .tp_doc = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n"
              "bytearray(bytes_or_buffer) -> mutable copy\nbytearray(int) -> that many zeros\nbytearray() -> empty",
    .tp_dealloc = bytearray_dealloc, .tp_repr = bytearray_repr, .tp_str = bytearray_str, .tp_hash = PyObject_HashNotImplemented,
    .tp_richcompare = adder_bytes_richcompare, .tp_iter = adder_bytes_iter, .tp_getattro = PyObject_GenericGetAttr,
    .tp_as_number = &bytearray_as_number, .tp_as_sequence = &bytearray_as_sequence, .tp_as_mapping = &bytearray_as_mapping,
    .tp_as_buffer = &bytearray_as_buffer, .tp_methods = bytearray_method_table, .tp_new = bytearray_new, .tp_init = bytearray_init,
    .tp_free = PyObject_Free,
};
