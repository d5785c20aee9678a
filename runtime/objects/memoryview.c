/* memoryview.c -- memoryview: a window on another object's memory.
 *
 * The exporter's buffer is taken once, by a managed buffer; any number of views share it, each with its own shape and
 * strides behind its head. The buffer goes back when the last view is released. A view that has itself been exported
 * (`exports` > 0) cannot be released. */
#include "runtime/objects/memoryview.h"
#include "runtime/memory/memory.h"
#include <string.h>

#define BUFFER(o) ((_PyManagedBufferObject *)(o))

/* ---- managed buffers ---- */

static _PyManagedBufferObject *buffer_new(void)
{
    _PyManagedBufferObject *self = PyObject_GC_New(_PyManagedBufferObject, &_PyManagedBuffer_Type);
    if (self == NULL) return NULL;
    self->flags = 0;
    self->exports = 0;
    memset(&self->master, 0, sizeof self->master);
    PyObject_GC_Track(self);
    return self;
}

static void buffer_release(_PyManagedBufferObject *self)
{
    if (self->flags & _Py_MANAGED_BUFFER_RELEASED) return;
    self->flags |= _Py_MANAGED_BUFFER_RELEASED;
    if (self->flags & _Py_MANAGED_BUFFER_FREE_FORMAT) PyMem_Free(self->master.format);
    PyBuffer_Release(&self->master);
}

static int buffer_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(BUFFER(self)->master.obj);
    return 0;
}

static int buffer_clear(PyObject *self)
{
    if (BUFFER(self)->exports == 0) buffer_release(BUFFER(self));
    return 0;
}

static void buffer_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    buffer_release(BUFFER(self));
    PyObject_GC_Del(self);
}

PyTypeObject _PyManagedBuffer_Type = {
    STATIC_TYPE("managedbuffer", _PyManagedBufferObject), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_dealloc = buffer_dealloc, .tp_traverse = buffer_traverse, .tp_clear = buffer_clear,
};

/* ---- views ---- */

static PyMemoryViewObject *view_alloc(int ndim)
{
    if (ndim > PyBUF_MAX_NDIM) {
        PyErr_SetString(PyExc_ValueError, "memoryview: number of dimensions must not exceed " Py_STRINGIFY(PyBUF_MAX_NDIM));
        return NULL;
    }
    PyMemoryViewObject *self = PyObject_GC_NewVar(PyMemoryViewObject, &PyMemoryView_Type, 3 * ndim);
    if (self == NULL) return NULL;
    self->mbuf = NULL;
    self->hash = -1;
    self->flags = 0;
    self->exports = 0;
    self->weakreflist = NULL;
    memset(&self->view, 0, sizeof self->view);
    self->view.ndim = ndim;
    self->view.shape = self->ob_array;
    self->view.strides = self->ob_array + ndim;
    self->view.suboffsets = self->ob_array + 2 * ndim;
    return self;
}

static void c_strides(Py_buffer *view)
{
    Py_ssize_t stride = view->itemsize;
    for (int i = view->ndim - 1; i >= 0; i--) {
        view->strides[i] = stride;
        stride *= view->shape[i];
    }
}

/* Takes shape, strides and suboffsets over from src, where they may be left out. */
static void copy_dimensions(Py_buffer *view, const Py_buffer *src)
{
    int n = view->ndim;
    if (n == 0) {
        view->shape = view->strides = view->suboffsets = NULL;
        return;
    }
    if (src->shape != NULL)
        memcpy(view->shape, src->shape, (size_t)n * sizeof *view->shape);
    else /* one dimension */
        view->shape[0] = src->itemsize ? src->len / src->itemsize : 0;
    if (src->strides != NULL)
        memcpy(view->strides, src->strides, (size_t)n * sizeof *view->strides);
    else
        c_strides(view);
    if (src->suboffsets != NULL)
        memcpy(view->suboffsets, src->suboffsets, (size_t)n * sizeof *view->suboffsets);
    else
        view->suboffsets = NULL;
}

void memory_update(PyObject *self)
{
    Py_buffer *view = &VIEW(self)->view;
    Py_ssize_t items = 1;
    for (int i = 0; i < view->ndim; i++) items *= view->shape[i];
    view->len = items * view->itemsize;
    int flags = VIEW(self)->flags & _Py_MEMORYVIEW_RELEASED;
    if (view->ndim == 0) flags |= _Py_MEMORYVIEW_SCALAR;
    if (view->suboffsets != NULL) {
        flags |= _Py_MEMORYVIEW_PIL;
    } else {
        if (PyBuffer_IsContiguous(view, 'C')) flags |= _Py_MEMORYVIEW_C;
        if (PyBuffer_IsContiguous(view, 'F')) flags |= _Py_MEMORYVIEW_FORTRAN;
    }
    VIEW(self)->flags = flags;
}

/* A view with room for `ndim` dimensions; those of src are copied when they are that many. */
static PyObject *view_on(_PyManagedBufferObject *buffer, const Py_buffer *src, int ndim)
{
    PyMemoryViewObject *self = view_alloc(ndim);
    if (self == NULL) return NULL;
    Py_buffer *view = &self->view;
    view->obj = src->obj; /* borrowed: the managed buffer holds it */
    view->buf = src->buf;
    view->len = src->len;
    view->itemsize = src->itemsize;
    view->readonly = src->readonly;
    view->format = src->format != NULL ? src->format : (char *)(uintptr_t)"B";
    if (ndim == src->ndim) {
        copy_dimensions(view, src);
        memory_update((PyObject *)self);
    }
    self->mbuf = (_PyManagedBufferObject *)Py_NewRef(buffer);
    buffer->exports++;
    PyObject_GC_Track(self);
    return (PyObject *)self;
}

PyObject *memory_view_on(_PyManagedBufferObject *buffer, const Py_buffer *src)
{
    if (src == NULL) src = &buffer->master;
    return view_on(buffer, src, src->ndim);
}

int memory_check(PyObject *self)
{
    if (!(VIEW(self)->flags & _Py_MEMORYVIEW_RELEASED) && !(VIEW(self)->mbuf->flags & _Py_MANAGED_BUFFER_RELEASED)) return 0;
    PyErr_SetString(PyExc_ValueError, "operation forbidden on released memoryview object");
    return -1;
}

/* 0, or -1 with BufferError while the view is exported. */
static int view_release(PyMemoryViewObject *self)
{
    if (self->flags & _Py_MEMORYVIEW_RELEASED) return 0;
    if (self->exports > 0) {
        PyErr_Format(PyExc_BufferError, "memoryview has %zd exported buffer%s", self->exports,
                     self->exports == 1 ? "" : "s");
        return -1;
    }
    self->flags |= _Py_MEMORYVIEW_RELEASED;
    if (--self->mbuf->exports == 0) buffer_release(self->mbuf);
    return 0;
}

static int view_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(VIEW(self)->mbuf);
    return 0;
}

static int view_clear(PyObject *self)
{
    if (VIEW(self)->mbuf != NULL && VIEW(self)->exports == 0) {
        (void)view_release(VIEW(self));
        Py_CLEAR(VIEW(self)->mbuf);
    }
    return 0;
}

static void view_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_ASSERT(VIEW(self)->exports == 0, "an exported view is held by its consumer");
    if (VIEW(self)->weakreflist != NULL) PyObject_ClearWeakRefs(self);
    view_clear(self);
    PyObject_GC_Del(self);
}

/* ---- making, from C and from Python ---- */

PyObject *PyMemoryView_FromObject(PyObject *o)
{
    if (PyMemoryView_Check(o)) return memory_check(o) < 0 ? NULL : memory_view_on(VIEW(o)->mbuf, &VIEW(o)->view);
    if (!PyObject_CheckBuffer(o)) {
        PyErr_Format(PyExc_TypeError, "memoryview: a bytes-like object is required, not '%.200s'", Py_TYPE(o)->tp_name);
        return NULL;
    }
    _PyManagedBufferObject *buffer = buffer_new();
    if (buffer == NULL) return NULL;
    PyObject *self = NULL;
    if (PyObject_GetBuffer(o, &buffer->master, PyBUF_FULL_RO) < 0)
        buffer->master.obj = NULL;
    else
        self = memory_view_on(buffer, NULL);
    Py_DECREF(buffer);
    return self;
}

PyObject *PyMemoryView_FromMemory(char *memory, Py_ssize_t size, int flags)
{
    _PyManagedBufferObject *buffer = buffer_new();
    if (buffer == NULL) return NULL;
    PyObject *self = NULL;
    if (PyBuffer_FillInfo(&buffer->master, NULL, memory, size, flags != PyBUF_WRITE, PyBUF_FULL_RO) == 0)
        self = memory_view_on(buffer, NULL);
    Py_DECREF(buffer);
    return self;
}

PyObject *PyMemoryView_FromBuffer(const Py_buffer *info)
{
    if (info->buf == NULL) {
        PyErr_SetString(PyExc_ValueError, "PyMemoryView_FromBuffer(): info->buf must not be NULL");
        return NULL;
    }
    _PyManagedBufferObject *buffer = buffer_new();
    if (buffer == NULL) return NULL;
    buffer->master = *info;
    buffer->master.obj = NULL; /* the caller keeps it */
    PyObject *self = memory_view_on(buffer, NULL);
    Py_DECREF(buffer);
    return self;
}

/* A view on a contiguous copy of `src` in new bytes, of the same shape. */
static PyObject *contiguous_copy(const Py_buffer *src, char order)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, src->len), *self = NULL;
    if (bytes == NULL) return NULL;
    _PyManagedBufferObject *buffer = buffer_new();
    if (buffer != NULL && PyBuffer_ToContiguous(PyBytes_AS_STRING(bytes), src, src->len, order) == 0 &&
        PyObject_GetBuffer(bytes, &buffer->master, PyBUF_FULL_RO) == 0)
        self = view_on(buffer, &buffer->master, src->ndim);
    if (self != NULL) {
        Py_buffer *view = &VIEW(self)->view;
        view->format = src->format != NULL ? src->format : (char *)(uintptr_t)"B";
        view->itemsize = src->itemsize;
        view->ndim = src->ndim;
        copy_dimensions(view, &(Py_buffer){.shape = src->shape, .itemsize = src->itemsize, .len = src->len});
        if (order == 'F') {
            Py_ssize_t stride = view->itemsize;
            for (int i = 0; i < view->ndim; i++) view->strides[i] = stride, stride *= view->shape[i];
        }
        memory_update(self);
    }
    Py_XDECREF(buffer);
    Py_DECREF(bytes);
    return self;
}

PyObject *PyMemoryView_GetContiguous(PyObject *o, int type, char order)
{
    PyObject *self = PyMemoryView_FromObject(o);
    if (self == NULL) return NULL;
    Py_buffer *view = &VIEW(self)->view;
    PyObject *result = NULL;
    if (type == PyBUF_WRITE && view->readonly)
        PyErr_SetString(PyExc_BufferError, "underlying buffer is not writable");
    else if (PyBuffer_IsContiguous(view, order))
        return self;
    else if (type == PyBUF_WRITE)
        PyErr_SetString(PyExc_BufferError, "writable contiguous buffer requested for a non-contiguous object.");
    else
        result = contiguous_copy(view, order);
    Py_DECREF(self);
    return result;
}

static PyObject *view_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)type;
    char *names[] = {"object", NULL};
    PyObject *o;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:memoryview", names, &o)) return NULL;
    return PyMemoryView_FromObject(o);
}

/* ---- exporting ---- */

static const char *refuse(const Py_buffer *view, int view_flags, int flags)
{
#define ASKS(what) ((flags & PyBUF_##what) == PyBUF_##what)
    bool c = view_flags & _Py_MEMORYVIEW_C, f = view_flags & _Py_MEMORYVIEW_FORTRAN;
    if (ASKS(WRITABLE) && view->readonly) return "memoryview: underlying buffer is not writable";
    if (ASKS(C_CONTIGUOUS) && !c) return "memoryview: underlying buffer is not C-contiguous";
    if (ASKS(F_CONTIGUOUS) && !f) return "memoryview: underlying buffer is not Fortran contiguous";
    if (ASKS(ANY_CONTIGUOUS) && !c && !f) return "memoryview: underlying buffer is not contiguous";
    if (!ASKS(INDIRECT) && (view_flags & _Py_MEMORYVIEW_PIL)) return "memoryview: underlying buffer requires suboffsets";
    if (!ASKS(STRIDES) && !c) return "memoryview: underlying buffer is not C-contiguous";
    if (!ASKS(ND) && ASKS(FORMAT)) return "memoryview: cannot cast to unsigned bytes if the format flag is present";
    return NULL;
}

static int view_getbuffer(PyObject *self, Py_buffer *out, int flags)
{
    const Py_buffer *view = &VIEW(self)->view;
    out->obj = NULL;
    if (memory_check(self) < 0) return -1;
    const char *why = refuse(view, VIEW(self)->flags, flags);
    if (why != NULL) {
        PyErr_SetString(PyExc_BufferError, why);
        return -1;
    }
    *out = *view;
    if (!ASKS(FORMAT)) out->format = NULL;
    if (!ASKS(STRIDES)) out->strides = NULL;
    if (!ASKS(INDIRECT)) out->suboffsets = NULL;
    if (!ASKS(ND)) {
        out->ndim = 1;
        out->shape = NULL;
    }
    out->obj = Py_NewRef(self);
    VIEW(self)->exports++;
    return 0;
}

static void view_releasebuffer(PyObject *self, Py_buffer *view)
{
    (void)view;
    VIEW(self)->exports--;
}

static PyBufferProcs view_buffer = {view_getbuffer, view_releasebuffer};

/* ---- cast ---- */

static char *static_format(char c)
{
    static const char formats[][2] = {"c", "b", "B", "h", "H", "i", "I", "l", "L",
                                      "q", "Q", "n", "N", "f", "d", "?", "P"};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++)
        if (formats[i][0] == c) return (char *)(uintptr_t)formats[i];
    return NULL;
}

static char *static_at_format(char c)
{
    static const char formats[][3] = {"@c", "@b", "@B", "@h", "@H", "@i", "@I", "@l", "@L",
                                      "@q", "@Q", "@n", "@N", "@f", "@d", "@?", "@P"};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++)
        if (formats[i][1] == c) return (char *)(uintptr_t)formats[i];
    return NULL;
}

static bool is_byte(char format) { return format == 'b' || format == 'B' || format == 'c'; }

/* Makes the view one-dimensional, of another format. */
static int cast_format(Py_buffer *view, const char *text)
{
    Py_ssize_t size, old_size;
    char format = memory_native(text, &size), old = memory_native(view->format, &old_size);
    const char *wrong = format == 0 ? "destination" : old == 0 ? "source" : NULL;
    if (wrong != NULL) {
        PyErr_Format(PyExc_ValueError, "memoryview: %s format must be a native single character format prefixed with an "
                                       "optional '@'", wrong);
        return -1;
    }
    if (!is_byte(format) && !is_byte(old)) {
        PyErr_SetString(PyExc_TypeError, "memoryview: cannot cast between two non-byte formats");
        return -1;
    }
    if (view->len % size) {
        PyErr_SetString(PyExc_TypeError, "memoryview: length is not a multiple of itemsize");
        return -1;
    }
    view->format = text[0] == '@' ? static_at_format(format) : static_format(format);
    view->itemsize = size;
    view->ndim = 1;
    view->shape[0] = view->len / size;
    view->strides[0] = size;
    view->suboffsets = NULL;
    return 0;
}

/* Reads a shape; the number of items, or -1 with an exception. */
static Py_ssize_t read_shape(PyObject *shape, Py_ssize_t itemsize, Py_ssize_t *out)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(shape), bytes = itemsize;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = PySequence_Fast_GET_ITEM(shape, i);
        if (!PyLong_Check(item)) {
            PyErr_SetString(PyExc_TypeError, "memoryview.cast(): elements of shape must be integers");
            return -1;
        }
        Py_ssize_t x = PyLong_AsSsize_t(item);
        if (x == -1 && PyErr_Occurred()) return -1;
        if (x <= 0) {
            PyErr_SetString(PyExc_ValueError, "memoryview.cast(): elements of shape must be integers > 0");
            return -1;
        }
        if (x > PY_SSIZE_T_MAX / bytes) {
            PyErr_SetString(PyExc_ValueError, "memoryview.cast(): product(shape) > SSIZE_MAX");
            return -1;
        }
        bytes *= x;
        out[i] = x;
    }
    return bytes;
}

static int cast_shape(Py_buffer *view, PyObject *shape, int ndim)
{
    Py_ssize_t sizes[PyBUF_MAX_NDIM];
    Py_ssize_t bytes = read_shape(shape, view->itemsize, sizes);
    if (bytes < 0) return -1;
    if (bytes != view->len) {
        PyErr_SetString(PyExc_TypeError, "memoryview: product(shape) * itemsize != buffer size");
        return -1;
    }
    view->ndim = ndim;
    if (ndim == 0) {
        view->shape = view->strides = NULL;
        return 0;
    }
    memcpy(view->shape, sizes, (size_t)ndim * sizeof *sizes);
    c_strides(view);
    return 0;
}

/* The dimensions wanted: those of `shape`, one without; -1 with an exception. */
static int cast_dimensions(const Py_buffer *view, PyObject *shape)
{
    if (shape != NULL || view->ndim != 1)
        for (int i = 0; i < view->ndim; i++)
            if (view->shape[i] == 0) {
                PyErr_SetString(PyExc_TypeError, "memoryview: cannot cast view with zeros in shape or strides");
                return -1;
            }
    if (shape == NULL) return 1;
    if (!PyList_Check(shape) && !PyTuple_Check(shape)) {
        PyErr_SetString(PyExc_TypeError, "shape must be a list or a tuple");
        return -1;
    }
    Py_ssize_t ndim = PySequence_Fast_GET_SIZE(shape);
    if (ndim > PyBUF_MAX_NDIM) {
        PyErr_SetString(PyExc_ValueError, "memoryview: number of dimensions must not exceed " Py_STRINGIFY(PyBUF_MAX_NDIM));
        return -1;
    }
    if (view->ndim != 1 && ndim != 1) {
        PyErr_SetString(PyExc_TypeError, "memoryview: cast must be 1D -> ND or ND -> 1D");
        return -1;
    }
    return (int)ndim;
}

static PyObject *memory_cast(PyObject *self, PyObject *const *args)
{
    PyObject *shape = args[1];
    if (memory_check(self) < 0) return NULL;
    if (!PyUnicode_Check(args[0])) {
        _PyArg_BadArgument("cast", "argument 'format'", "str", args[0]);
        return NULL;
    }
    const char *format = PyUnicode_AsUTF8(args[0]);
    if (format == NULL) return NULL;
    if (!(VIEW(self)->flags & _Py_MEMORYVIEW_C)) {
        PyErr_SetString(PyExc_TypeError, "memoryview: casts are restricted to C-contiguous views");
        return NULL;
    }
    int ndim = cast_dimensions(&VIEW(self)->view, shape);
    if (ndim < 0) return NULL;
    const Py_buffer *src = &VIEW(self)->view;
    PyObject *result = view_on(VIEW(self)->mbuf, src, ndim == 0 ? 1 : ndim);
    if (result == NULL) return NULL;
    if (src->ndim == 0) VIEW(result)->view.shape = VIEW(result)->ob_array, VIEW(result)->view.strides = VIEW(result)->ob_array + 1;
    if (cast_format(&VIEW(result)->view, format) < 0 ||
        (shape != NULL && cast_shape(&VIEW(result)->view, shape, ndim) < 0))
        Py_CLEAR(result);
    if (result != NULL) memory_update(result);
    return result;
}

/* ---- methods ---- */

static PyObject *memory_release(PyObject *self, PyObject *const *args)
{
    (void)args;
    return view_release(VIEW(self)) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *memory_toreadonly(PyObject *self, PyObject *const *args)
{
    (void)args;
    if (memory_check(self) < 0) return NULL;
    PyObject *copy = memory_view_on(VIEW(self)->mbuf, &VIEW(self)->view);
    if (copy != NULL) VIEW(copy)->view.readonly = 1;
    return copy;
}

static PyObject *bytes_in_order(PyObject *self, char order)
{
    Py_buffer *view = &VIEW(self)->view;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, view->len);
    if (bytes != NULL && PyBuffer_ToContiguous(PyBytes_AS_STRING(bytes), view, view->len, order) < 0) Py_CLEAR(bytes);
    return bytes;
}

static PyObject *memory_tobytes(PyObject *self, PyObject *const *args)
{
    char order = 'C';
    if (memory_check(self) < 0) return NULL;
    if (args[0] != Py_None) {
        const char *text = PyUnicode_Check(args[0]) ? PyUnicode_AsUTF8(args[0]) : NULL;
        if (text == NULL) {
            if (!PyErr_Occurred()) _PyArg_BadArgument("tobytes", "argument 'order'", "str or None", args[0]);
            return NULL;
        }
        order = text[0];
        if ((order != 'C' && order != 'F' && order != 'A') || text[1] != 0) {
            PyErr_SetString(PyExc_ValueError, "order must be 'C', 'F' or 'A'");
            return NULL;
        }
    }
    return bytes_in_order(self, order);
}

static PyObject *memory_tolist(PyObject *self, PyObject *const *args)
{
    (void)args;
    if (memory_check(self) < 0) return NULL;
    char format = memory_item_format(VIEW(self)->view.format);
    return format == 0 ? NULL : memory_list(&VIEW(self)->view, format);
}

static PyObject *memory_hex(PyObject *self, PyObject *const *args)
{
    if (memory_check(self) < 0) return NULL;
    PyObject *bytes = bytes_in_order(self, 'C'), *result = NULL;
    if (bytes == NULL) return NULL;
    result = args[0] == NULL ? PyObject_CallMethod(bytes, "hex", NULL)
                             : PyObject_CallMethod(bytes, "hex", "OO", args[0], args[1]);
    Py_DECREF(bytes);
    return result;
}

static PyObject *memory_enter(PyObject *self, PyObject *const *args)
{
    (void)args;
    return memory_check(self) < 0 ? NULL : Py_NewRef(self);
}

static PyObject *memory_exit(PyObject *self, PyObject *const *args) { return memory_release(self, args); }

static PyMethodDef view_methods[] = {
    FN("release", memory_release, "($self, /)", "Gives the underlying buffer back."),
    FN("tobytes", memory_tobytes, "($self, /, order='C')", "The data as bytes, in C, Fortran or its own order."),
    FN("hex", memory_hex, "($self, /, sep=<unrepresentable>, bytes_per_sep=1)", "The data as hexadecimal digits."),
    FN("tolist", memory_tolist, "($self, /)", "The items in a list, nested for several dimensions."),
    FN("cast", memory_cast, "($self, /, format, shape=<unrepresentable>)", "A view with another format or shape."),
    FN("toreadonly", memory_toreadonly, "($self, /)", "A view that cannot be written to."),
    FN("__enter__", memory_enter, "($self, /)", "The view itself."),
    FN("__exit__", memory_exit, "($self, /, *exc_info)", "Releases it."),
    {0}
};

/* ---- attributes ---- */

typedef enum { OBJ, NBYTES, READONLY_, ITEMSIZE, FORMAT, NDIM, SHAPE, STRIDES, SUBOFFSETS, C_CONTIGUOUS, F_CONTIGUOUS, CONTIGUOUS } Field;

static PyObject *sizes(int n, const Py_ssize_t *values)
{
    PyObject *tuple = PyTuple_New(values == NULL ? 0 : n);
    for (int i = 0; tuple != NULL && values != NULL && i < n; i++) {
        PyObject *v = PyLong_FromSsize_t(values[i]);
        if (v == NULL)
            Py_CLEAR(tuple);
        else
            PyTuple_SET_ITEM(tuple, i, v);
    }
    return tuple;
}

static PyObject *view_get(PyObject *self, void *closure)
{
    if (memory_check(self) < 0) return NULL;
    const Py_buffer *view = &VIEW(self)->view;
    int flags = VIEW(self)->flags;
    switch ((Field)(intptr_t)closure) {
    case OBJ: return Py_NewRef(view->obj != NULL ? view->obj : Py_None);
    case NBYTES: return PyLong_FromSsize_t(view->len);
    case READONLY_: return PyBool_FromLong(view->readonly);
    case ITEMSIZE: return PyLong_FromSsize_t(view->itemsize);
    case FORMAT: return PyUnicode_FromString(view->format);
    case NDIM: return PyLong_FromLong(view->ndim);
    case SHAPE: return sizes(view->ndim, view->shape);
    case STRIDES: return sizes(view->ndim, view->strides);
    case SUBOFFSETS: return sizes(view->ndim, view->suboffsets);
    case C_CONTIGUOUS: return PyBool_FromLong(flags & _Py_MEMORYVIEW_C);
    case F_CONTIGUOUS: return PyBool_FromLong(flags & _Py_MEMORYVIEW_FORTRAN);
    case CONTIGUOUS: return PyBool_FromLong(flags & (_Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN));
    }
    return NULL;
}

#define FIELD(name, field, doc) {name, view_get, NULL, doc, (void *)field}
static PyGetSetDef view_getset[] = {
    FIELD("obj", OBJ, "The object whose memory it is."),
    FIELD("nbytes", NBYTES, "Bytes that the items take together."),
    FIELD("readonly", READONLY_, "Can it not be written to?"),
    FIELD("itemsize", ITEMSIZE, "Bytes an item."),
    FIELD("format", FORMAT, "The items' format in struct's syntax."),
    FIELD("ndim", NDIM, "Number of dimensions."),
    FIELD("shape", SHAPE, "Items in each dimension."),
    FIELD("strides", STRIDES, "Bytes from one item to the next in each dimension."),
    FIELD("suboffsets", SUBOFFSETS, "For arrays of pointers to arrays."),
    FIELD("c_contiguous", C_CONTIGUOUS, "Without gaps, the last index fastest?"),
    FIELD("f_contiguous", F_CONTIGUOUS, "Without gaps, the first index fastest?"),
    FIELD("contiguous", CONTIGUOUS, "Without gaps?"),
    {0}
};

/* ---- operators ---- */

static Py_ssize_t view_length(PyObject *self)
{
    if (memory_check(self) < 0) return -1;
    return VIEW(self)->view.ndim == 0 ? 1 : VIEW(self)->view.shape[0];
}

static PyObject *view_repr(PyObject *self)
{
    bool released = VIEW(self)->flags & _Py_MEMORYVIEW_RELEASED;
    return PyUnicode_FromFormat(released ? "<released memory at %p>" : "<memory at %p>", self);
}

static Py_hash_t view_hash(PyObject *self)
{
    PyMemoryViewObject *v = VIEW(self);
    Py_ssize_t size;
    if (v->hash != -1) return v->hash;
    if (memory_check(self) < 0) return -1;
    if (!v->view.readonly) {
        PyErr_SetString(PyExc_ValueError, "cannot hash writable memoryview object");
        return -1;
    }
    if (!is_byte(memory_native(v->view.format, &size))) {
        PyErr_SetString(PyExc_ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
        return -1;
    }
    if (v->view.obj != NULL && PyObject_Hash(v->view.obj) == -1) return -1; /* it must be unchangeable */
    if (memory_check(self) < 0) return -1;
    PyObject *bytes = bytes_in_order(self, 'C');
    if (bytes == NULL) return -1;
    v->hash = PyObject_Hash(bytes);
    Py_DECREF(bytes);
    return v->hash;
}

static bool is_released(PyObject *self)
{
    return (VIEW(self)->flags & _Py_MEMORYVIEW_RELEASED) || (VIEW(self)->mbuf->flags & _Py_MANAGED_BUFFER_RELEASED);
}

/* 1, 0, -1 exception, -2 not comparable. */
static int view_equal(PyObject *self, PyObject *other)
{
    if (is_released(self)) return self == other;
    if (PyMemoryView_Check(other))
        return is_released(other) ? self == other : memory_equal(&VIEW(self)->view, &VIEW(other)->view);
    Py_buffer view;
    if (PyObject_GetBuffer(other, &view, PyBUF_FULL_RO) < 0) {
        PyErr_Clear();
        return -2;
    }
    int rc = memory_equal(&VIEW(self)->view, &view);
    PyBuffer_Release(&view);
    return rc;
}

static PyObject *view_richcompare(PyObject *self, PyObject *other, int op)
{
    if (op != Py_EQ && op != Py_NE) Py_RETURN_NOTIMPLEMENTED;
    int equal = view_equal(self, other);
    if (equal == -2) Py_RETURN_NOTIMPLEMENTED;
    return equal < 0 ? NULL : PyBool_FromLong(equal == (op == Py_EQ));
}

static PyMappingMethods view_mapping = {view_length, memory_subscript, memory_ass_subscript};
static PySequenceMethods view_sequence = {.sq_length = view_length, .sq_item = memory_item};

PyTypeObject PyMemoryView_Type = {
    .ob_base = { PyObject_HEAD_INIT(&PyType_Type) 0 }, .tp_name = "memoryview",
    .tp_basicsize = offsetof(PyMemoryViewObject, ob_array), .tp_itemsize = sizeof(Py_ssize_t),
    .tp_doc = "memoryview(object)\n--\n\nA window on the memory of an object.",
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_SEQUENCE, .tp_new = view_new,
    .tp_dealloc = view_dealloc, .tp_traverse = view_traverse, .tp_clear = view_clear,
    .tp_weaklistoffset = offsetof(PyMemoryViewObject, weakreflist), .tp_repr = view_repr, .tp_hash = view_hash,
    .tp_richcompare = view_richcompare, .tp_iter = memory_iter, .tp_as_mapping = &view_mapping,
    .tp_as_sequence = &view_sequence, .tp_as_buffer = &view_buffer, .tp_methods = view_methods, .tp_getset = view_getset,
    .tp_getattro = PyObject_GenericGetAttr,
};
