/* buffer.c -- the buffer protocol (PEP 3118): asking for memory, giving it back, copying to and from strided layouts. */
#include "runtime/objects/bytes_methods.h"
#include "runtime/memory/memory.h"
#include <string.h>

int PyObject_CheckBuffer(PyObject *o)
{
    PyBufferProcs *procs = Py_TYPE(o)->tp_as_buffer;
    return procs != NULL && procs->bf_getbuffer != NULL;
}

int PyObject_GetBuffer(PyObject *o, Py_buffer *view, int flags)
{
    PyBufferProcs *procs = Py_TYPE(o)->tp_as_buffer;
    if (flags != PyBUF_SIMPLE && (flags == PyBUF_READ || flags == PyBUF_WRITE)) {
        PyErr_BadInternalCall();
        return -1;
    }
    if (procs != NULL && procs->bf_getbuffer != NULL) return procs->bf_getbuffer(o, view, flags);
    PyErr_Format(PyExc_TypeError, "a bytes-like object is required, not '%.100s'", Py_TYPE(o)->tp_name);
    return -1;
}

void PyBuffer_Release(Py_buffer *view)
{
    PyObject *o = view->obj;
    if (o == NULL) return;
    PyBufferProcs *procs = Py_TYPE(o)->tp_as_buffer;
    if (procs != NULL && procs->bf_releasebuffer != NULL) procs->bf_releasebuffer(o, view);
    view->obj = NULL;
    Py_DECREF(o);
}

int PyBuffer_FillInfo(Py_buffer *view, PyObject *o, void *buf, Py_ssize_t n, int readonly, int flags)
{
    if (view == NULL) {
        PyErr_SetString(PyExc_BufferError, "PyBuffer_FillInfo: view==NULL argument is obsolete");
        return -1;
    }
    if ((flags & PyBUF_WRITABLE) && readonly) {
        PyErr_SetString(PyExc_BufferError, "Object is not writable.");
        return -1;
    }
    view->obj = Py_XNewRef(o);
    view->buf = buf;
    view->len = n;
    view->readonly = readonly;
    view->itemsize = 1;
    view->format = flags & PyBUF_FORMAT ? "B" : NULL;
    view->ndim = 1;
    view->shape = flags & PyBUF_ND ? &view->len : NULL;
    view->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? &view->itemsize : NULL;
    view->suboffsets = NULL;
    view->internal = NULL;
    return 0;
}

/* ---- layout ------------------------------------------------------------------------------------------------------------ */

static int is_contiguous(const Py_buffer *v, bool fortran)
{
    if (v->suboffsets != NULL) return 0;
    if (v->len == 0) return 1;
    if (v->strides == NULL) { /* C order; a single line is both */
        if (!fortran || v->ndim <= 1) return 1;
        int wide = 0;
        for (int i = 0; v->shape != NULL && i < v->ndim; i++) wide += v->shape[i] > 1;
        return v->shape != NULL && wide <= 1;
    }
    Py_ssize_t expected = v->itemsize;
    for (int k = 0; k < v->ndim; k++) {
        int i = fortran ? k : v->ndim - 1 - k;
        Py_ssize_t dim = v->shape ? v->shape[i] : v->len / v->itemsize;
        if (dim > 1 && v->strides[i] != expected) return 0;
        expected *= dim;
    }
    return 1;
}

int PyBuffer_IsContiguous(const Py_buffer *v, char order)
{
    if (v->suboffsets != NULL) return 0;
    if (order == 'C') return is_contiguous(v, false);
    if (order == 'F') return is_contiguous(v, true);
    if (order == 'A') return is_contiguous(v, false) || is_contiguous(v, true);
    return 0;
}

void *PyBuffer_GetPointer(const Py_buffer *v, const Py_ssize_t *indices)
{
    char *p = v->buf;
    for (int i = 0; i < v->ndim; i++) {
        p += v->strides[i] * indices[i];
        if (v->suboffsets != NULL && v->suboffsets[i] >= 0) p = *(char **)p + v->suboffsets[i];
    }
    return p;
}

void PyBuffer_FillContiguousStrides(int ndim, Py_ssize_t *shape, Py_ssize_t *strides, int itemsize, char order)
{
    Py_ssize_t step = itemsize;
    for (int k = 0; k < ndim; k++) {
        int i = order == 'F' ? k : ndim - 1 - k;
        strides[i] = step;
        step *= shape[i];
    }
}

Py_ssize_t PyBuffer_SizeFromFormat(const char *format)
{
    Py_ssize_t size = -1;
    PyObject *module = PyImport_ImportModule("struct"), *r = NULL;
    if (module != NULL) r = PyObject_CallMethod(module, "calcsize", "s", format);
    if (r != NULL) size = PyLong_AsSsize_t(r);
    Py_XDECREF(r);
    Py_XDECREF(module);
    return size;
}

/* ---- copying between a view and packed memory ------------------------------------------------------------------------------ */

/* The next index tuple in the order; the last dimension runs fastest, or the first in Fortran's. */
static void advance(int ndim, Py_ssize_t *index, const Py_ssize_t *shape, bool fortran)
{
    for (int k = 0; k < ndim; k++) {
        int i = fortran ? k : ndim - 1 - k;
        if (++index[i] < shape[i]) return;
        index[i] = 0;
    }
}

/* A view with shape and strides, whatever the exporter left out. strides and shape must hold PyBUF_MAX_NDIM. */
static Py_buffer complete(const Py_buffer *v, Py_ssize_t *shape, Py_ssize_t *strides)
{
    Py_buffer full = *v;
    if (full.shape == NULL) {
        shape[0] = v->itemsize ? v->len / v->itemsize : 0;
        full.shape = shape;
        full.ndim = 1;
    }
    if (full.strides == NULL) {
        PyBuffer_FillContiguousStrides(full.ndim, full.shape, strides, (int)full.itemsize, 'C');
        full.strides = strides;
    }
    return full;
}

static void copy_items(const Py_buffer *v, char *packed, Py_ssize_t n, char order, bool to_packed)
{
    Py_ssize_t shape[PyBUF_MAX_NDIM], strides[PyBUF_MAX_NDIM], index[PyBUF_MAX_NDIM] = { 0 };
    Py_buffer full = complete(v, shape, strides);
    bool fortran = order == 'F' || (order == 'A' && PyBuffer_IsContiguous(v, 'F') && !PyBuffer_IsContiguous(v, 'C'));
    if (full.itemsize == 0) return;
    for (Py_ssize_t left = Py_MIN(n, v->len) / full.itemsize; left > 0; left--, packed += full.itemsize) {
        void *item = PyBuffer_GetPointer(&full, index);
        if (to_packed) memcpy(packed, item, (size_t)full.itemsize);
        else memcpy(item, packed, (size_t)full.itemsize);
        advance(full.ndim, index, full.shape, fortran);
    }
}

int PyBuffer_ToContiguous(void *buf, const Py_buffer *src, Py_ssize_t n, char order)
{
    if (n != src->len) {
        PyErr_SetString(PyExc_ValueError, "PyBuffer_ToContiguous: len != view->len");
        return -1;
    }
    if (PyBuffer_IsContiguous(src, order)) {
        memcpy(buf, src->buf, (size_t)n);
        return 0;
    }
    copy_items(src, buf, n, order, true);
    return 0;
}

int PyBuffer_FromContiguous(const Py_buffer *view, const void *buf, Py_ssize_t n, char order)
{
    if (n > view->len) n = view->len;
    if (PyBuffer_IsContiguous(view, order)) {
        memcpy(view->buf, buf, (size_t)n);
        return 0;
    }
    copy_items(view, (char *)buf, n, order, false);
    return 0;
}

int PyObject_CopyData(PyObject *dest, PyObject *src)
{
    Py_buffer to, from;
    if (!PyObject_CheckBuffer(dest) || !PyObject_CheckBuffer(src)) {
        PyErr_SetString(PyExc_TypeError, "both destination and source must be bytes-like objects");
        return -1;
    }
    if (PyObject_GetBuffer(dest, &to, PyBUF_FULL) < 0) return -1;
    if (PyObject_GetBuffer(src, &from, PyBUF_FULL_RO) < 0) {
        PyBuffer_Release(&to);
        return -1;
    }
    int rc = -1;
    if (to.len < from.len) {
        PyErr_SetString(PyExc_BufferError, "destination is too small to receive data from source");
    } else {
        char *packed = PyMem_Malloc((size_t)from.len + 1);
        if (packed == NULL) PyErr_NoMemory();
        else if (PyBuffer_ToContiguous(packed, &from, from.len, 'C') == 0) rc = PyBuffer_FromContiguous(&to, packed, from.len, 'C');
        PyMem_Free(packed);
    }
    PyBuffer_Release(&to);
    PyBuffer_Release(&from);
    return rc;
}
