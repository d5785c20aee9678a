/* picklebuffer.c -- pickle.PickleBuffer (PEP 574): a buffer that pickle may hand over without copying it. */
#include "runtime/memory/memory.h"

typedef struct {
    PyObject_HEAD
    Py_buffer view; /* obj NULL: released */
    PyObject *weakrefs;
} PickleBuffer;
#define SELF(o) ((PickleBuffer *)(o))

static PyObject *make(PyTypeObject *type, PyObject *base)
{
    PickleBuffer *self = (PickleBuffer *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    if (PyObject_GetBuffer(base, &self->view, PyBUF_FULL_RO) < 0) {
        self->view.obj = NULL;
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

PyObject *PyPickleBuffer_FromObject(PyObject *base) { return make(&PyPickleBuffer_Type, base); }

static int check_released(PyObject *self)
{
    if (SELF(self)->view.obj != NULL) return 0;
    PyErr_SetString(PyExc_ValueError, "operation forbidden on released PickleBuffer object");
    return -1;
}

const Py_buffer *PyPickleBuffer_GetBuffer(PyObject *self)
{
    if (!PyPickleBuffer_Check(self)) {
        PyErr_Format(PyExc_TypeError, "expected PickleBuffer, %.200s found", Py_TYPE(self)->tp_name);
        return NULL;
    }
    return check_released(self) < 0 ? NULL : &SELF(self)->view;
}

int PyPickleBuffer_Release(PyObject *self)
{
    if (!PyPickleBuffer_Check(self)) {
        PyErr_Format(PyExc_TypeError, "expected PickleBuffer, %.200s found", Py_TYPE(self)->tp_name);
        return -1;
    }
    PyBuffer_Release(&SELF(self)->view);
    return 0;
}

static PyObject *pickle_buffer_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *base;
    char *names[] = {"", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:PickleBuffer", names, &base)) return NULL;
    return make(type, base);
}

static int pickle_buffer_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(SELF(self)->view.obj);
    return 0;
}

static int pickle_buffer_clear(PyObject *self)
{
    PyBuffer_Release(&SELF(self)->view);
    return 0;
}

static void pickle_buffer_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    if (SELF(self)->weakrefs != NULL) PyObject_ClearWeakRefs(self);
    pickle_buffer_clear(self);
    Py_TYPE(self)->tp_free(self);
}

/* Consumers talk to the exporter itself: the view they get holds it, not us. */
static int pickle_buffer_getbuffer(PyObject *self, Py_buffer *view, int flags)
{
    if (check_released(self) < 0) return -1;
    return PyObject_GetBuffer(SELF(self)->view.obj, view, flags);
}

static void pickle_buffer_releasebuffer(PyObject *self, Py_buffer *view) { (void)self, (void)view; }

/* The memory as one row of bytes, whatever its shape: it must be contiguous. */
static PyObject *pickle_buffer_raw(PyObject *self, PyObject *const *args)
{
    (void)args;
    if (check_released(self) < 0) return NULL;
    const Py_buffer *view = &SELF(self)->view;
    if (view->suboffsets != NULL || !PyBuffer_IsContiguous(view, 'A')) {
        PyErr_SetString(PyExc_BufferError, "cannot extract raw buffer from non-contiguous buffer");
        return NULL;
    }
    PyObject *memory = PyMemoryView_FromObject(self);
    if (memory == NULL) return NULL;
    Py_buffer *m = &((PyMemoryViewObject *)memory)->view;
    m->format = (char *)(uintptr_t)"B";
    m->ndim = 1;
    m->itemsize = 1;
    m->strides = &m->itemsize;
    m->shape = &m->len;
    m->suboffsets = NULL;
    ((PyMemoryViewObject *)memory)->flags = _Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN;
    return memory;
}

static PyObject *pickle_buffer_release(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyBuffer_Release(&SELF(self)->view);
    Py_RETURN_NONE;
}

static PyMethodDef pickle_buffer_methods[] = {
    FN("raw", pickle_buffer_raw, "($self, /)", "A memoryview of the raw bytes, of one dimension."),
    FN("release", pickle_buffer_release, "($self, /)", "Gives the underlying buffer back."),
    {0}
};

static PyBufferProcs pickle_buffer_buffer = {pickle_buffer_getbuffer, pickle_buffer_releasebuffer};

PyTypeObject PyPickleBuffer_Type = {
    STATIC_TYPE("pickle.PickleBuffer", PickleBuffer), .tp_doc = "Wrapper for potentially out-of-band buffers.",
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, .tp_new = pickle_buffer_new,
    .tp_dealloc = pickle_buffer_dealloc, .tp_traverse = pickle_buffer_traverse, .tp_clear = pickle_buffer_clear,
    .tp_weaklistoffset = offsetof(PickleBuffer, weakrefs), .tp_as_buffer = &pickle_buffer_buffer,
    .tp_methods = pickle_buffer_methods,
};
