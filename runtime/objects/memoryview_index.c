/* memoryview_index.c -- m[i], m[i, j], m[a:b] and their assignments, and iteration. */
#include "runtime/objects/memoryview.h"

#define RAISE(type, text) (PyErr_SetString(PyExc_##type, text), NULL)

/* For functions that answer -1. */
static int refuse(PyObject *type, const char *text)
{
    PyErr_SetString(type, text);
    return -1;
}

static char *format_of(PyObject *self) { return VIEW(self)->view.format; }

/* ---- what kind of key ---- */

static bool is_index_tuple(PyObject *key)
{
    if (!PyTuple_Check(key)) return false;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(key); i++)
        if (!PyIndex_Check(PyTuple_GET_ITEM(key, i))) return false;
    return true;
}

static bool is_slice_tuple(PyObject *key)
{
    if (!PyTuple_Check(key) || PyTuple_GET_SIZE(key) == 0) return false;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(key); i++)
        if (!PySlice_Check(PyTuple_GET_ITEM(key, i))) return false;
    return true;
}

static bool is_empty_tuple(PyObject *key) { return PyTuple_Check(key) && PyTuple_GET_SIZE(key) == 0; }

/* ---- places ---- */

/* The item that one number means; NULL with an exception. `what`: the message for more dimensions. */
static char *place_of_index(PyObject *self, Py_ssize_t index, const char *what)
{
    Py_buffer *view = &VIEW(self)->view;
    if (view->ndim == 0) return RAISE(TypeError, "invalid indexing of 0-dim memory");
    if (view->ndim != 1) return RAISE(NotImplementedError, what);
    return memory_step(view, view->buf, 0, index);
}

static char *place_of_tuple(PyObject *self, PyObject *key)
{
    Py_buffer *view = &VIEW(self)->view;
    Py_ssize_t n = PyTuple_GET_SIZE(key);
    if (n < view->ndim) return RAISE(NotImplementedError, "sub-views are not implemented");
    if (n > view->ndim) {
        PyErr_Format(PyExc_TypeError, "cannot index %d-dimension view with %zd-element tuple", view->ndim, n);
        return NULL;
    }
    char *ptr = view->buf;
    for (int dim = 0; dim < n; dim++) {
        Py_ssize_t index = PyNumber_AsSsize_t(PyTuple_GET_ITEM(key, dim), PyExc_IndexError);
        if (index == -1 && PyErr_Occurred()) return NULL;
        if (memory_check(self) < 0) return NULL; /* __index__ may have released it */
        ptr = memory_step(view, ptr, dim, index);
        if (ptr == NULL) return NULL;
    }
    return ptr;
}

/* The item of an index key; NULL with an exception. */
static char *place_of(PyObject *self, PyObject *key, const char *what)
{
    if (!PyIndex_Check(key)) return place_of_tuple(self, key);
    Py_ssize_t index = PyNumber_AsSsize_t(key, PyExc_IndexError);
    if (index == -1 && PyErr_Occurred()) return NULL;
    if (memory_check(self) < 0) return NULL;
    return place_of_index(self, index, what);
}

/* Narrows the first dimension. */
static int slice_view(Py_buffer *view, PyObject *slice)
{
    Py_ssize_t start, stop, step;
    if (PySlice_Unpack(slice, &start, &stop, &step) < 0) return -1;
    Py_ssize_t n = PySlice_AdjustIndices(view->shape[0], &start, &stop, step);
    view->buf = (char *)view->buf + view->strides[0] * start;
    view->shape[0] = n;
    view->strides[0] *= step;
    return 0;
}

/* ---- reading ---- */

PyObject *memory_item(PyObject *self, Py_ssize_t index)
{
    if (memory_check(self) < 0) return NULL;
    char format = memory_item_format(format_of(self));
    char *ptr = format == 0 ? NULL : place_of_index(self, index, "multi-dimensional sub-views are not implemented");
    return ptr == NULL ? NULL : memory_unpack(ptr, format);
}

static PyObject *subscript_scalar(PyObject *self, PyObject *key)
{
    if (key == Py_Ellipsis) return Py_NewRef(self);
    if (!is_empty_tuple(key)) return RAISE(TypeError, "invalid indexing of 0-dim memory");
    char format = memory_item_format(format_of(self));
    return format == 0 ? NULL : memory_unpack(VIEW(self)->view.buf, format);
}

PyObject *memory_subscript(PyObject *self, PyObject *key)
{
    if (memory_check(self) < 0) return NULL;
    if (VIEW(self)->view.ndim == 0) return subscript_scalar(self, key);
    if (PyIndex_Check(key) || is_index_tuple(key)) {
        char format = memory_item_format(format_of(self));
        char *ptr = format == 0 ? NULL : place_of(self, key, "multi-dimensional sub-views are not implemented");
        return ptr == NULL ? NULL : memory_unpack(ptr, format);
    }
    if (PySlice_Check(key)) {
        PyObject *part = memory_view_on(VIEW(self)->mbuf, &VIEW(self)->view);
        if (part != NULL && slice_view(&VIEW(part)->view, key) < 0) Py_CLEAR(part);
        if (part != NULL) memory_update(part);
        return part;
    }
    if (is_slice_tuple(key)) return RAISE(NotImplementedError, "multi-dimensional slicing is not implemented");
    return RAISE(TypeError, "memoryview: invalid slice key");
}

/* ---- writing ---- */

static int assign_slice(PyObject *self, PyObject *key, PyObject *value)
{
    Py_buffer src, dest = VIEW(self)->view;
    Py_ssize_t shape = dest.shape[0], stride = dest.strides[0];
    if (PyObject_GetBuffer(value, &src, PyBUF_FULL_RO) < 0) return -1;
    dest.shape = &shape;
    dest.strides = &stride;
    int rc = memory_check(self) < 0 ? -1 : slice_view(&dest, key);
    if (rc == 0) rc = memory_copy(&dest, &src);
    PyBuffer_Release(&src);
    return rc;
}

/* The value's conversion may run code that releases the view: pack into a copy first. */
static int assign_item(PyObject *self, char *ptr, char format, PyObject *value)
{
    char item[16];
    Py_ssize_t size = VIEW(self)->view.itemsize;
    if (size > (Py_ssize_t)sizeof item || memory_pack(item, format, value) < 0) return -1;
    if (memory_check(self) < 0) return -1;
    memcpy(ptr, item, (size_t)size);
    return 0;
}

int memory_ass_subscript(PyObject *self, PyObject *key, PyObject *value)
{
    if (memory_check(self) < 0) return -1;
    Py_buffer *view = &VIEW(self)->view;
    char format = memory_item_format(view->format), *ptr = NULL;
    if (format == 0) return -1;
    if (view->readonly) return refuse(PyExc_TypeError, "cannot modify read-only memory");
    if (value == NULL) return refuse(PyExc_TypeError, "cannot delete memory");
    if (view->ndim == 0) {
        if (key != Py_Ellipsis && !is_empty_tuple(key)) return refuse(PyExc_TypeError, "invalid indexing of 0-dim memory");
        return assign_item(self, view->buf, format, value);
    }
    if (PyIndex_Check(key) || is_index_tuple(key)) {
        ptr = place_of(self, key, "sub-views are not implemented");
        return ptr == NULL ? -1 : assign_item(self, ptr, format, value);
    }
    if (PySlice_Check(key) && view->ndim == 1) return assign_slice(self, key, value);
    if (PySlice_Check(key) || is_slice_tuple(key))
        return refuse(PyExc_NotImplementedError, "memoryview slice assignments are currently restricted to ndim = 1");
    return refuse(PyExc_TypeError, "memoryview: invalid slice key");
}

/* ---- iteration ---- */

typedef struct {
    PyObject_HEAD
    PyObject *view; /* NULL when done */
    Py_ssize_t index, length;
    char format;
} MemoryIter;
#define ITER(o) ((MemoryIter *)(o))

PyObject *memory_iter(PyObject *self)
{
    if (memory_check(self) < 0) return NULL;
    if (VIEW(self)->view.ndim == 0) return RAISE(TypeError, "invalid indexing of 0-dim memory");
    if (VIEW(self)->view.ndim != 1) return RAISE(NotImplementedError, "multi-dimensional sub-views are not implemented");
    char format = memory_item_format(format_of(self));
    if (format == 0) return NULL;
    MemoryIter *iter = PyObject_GC_New(MemoryIter, &adder_memory_iter_type);
    if (iter == NULL) return NULL;
    iter->view = Py_NewRef(self);
    iter->index = 0;
    iter->length = VIEW(self)->view.shape[0];
    iter->format = format;
    PyObject_GC_Track(iter);
    return (PyObject *)iter;
}

static PyObject *iter_next(PyObject *self)
{
    PyObject *owner = ITER(self)->view;
    if (owner == NULL) return NULL;
    if (ITER(self)->index >= ITER(self)->length) {
        Py_CLEAR(ITER(self)->view);
        return NULL;
    }
    if (memory_check(owner) < 0) return NULL;
    Py_buffer *view = &VIEW(owner)->view;
    char *ptr = memory_step(view, view->buf, 0, ITER(self)->index++);
    return ptr == NULL ? NULL : memory_unpack(ptr, ITER(self)->format);
}

static int iter_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(ITER(self)->view);
    return 0;
}

static void iter_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(ITER(self)->view);
    PyObject_GC_Del(self);
}

PyTypeObject adder_memory_iter_type = {
    STATIC_TYPE("memory_iterator", MemoryIter), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_dealloc = iter_dealloc, .tp_traverse = iter_traverse, .tp_iter = PyObject_SelfIter, .tp_iternext = iter_next,
};
