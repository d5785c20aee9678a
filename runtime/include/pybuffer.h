/* pybuffer.h -- the buffer protocol (PEP 3118). */
#ifndef Py_BUFFER_H
#define Py_BUFFER_H

#include "pyport.h"
#include "pytypedefs.h"

/* A view of someone's memory. The exporter fills it; PyBuffer_Release gives it back. */
typedef struct {
    void *buf;              /* first element */
    PyObject *obj;          /* owned: the exporter, NULL for a temporary view */
    Py_ssize_t len;         /* bytes in all */
    Py_ssize_t itemsize;    /* bytes an item */
    int readonly;
    int ndim;
    char *format;           /* struct syntax, NULL means "B" */
    Py_ssize_t *shape;      /* ndim items, or NULL */
    Py_ssize_t *strides;    /* ndim byte distances, or NULL: C-contiguous */
    Py_ssize_t *suboffsets; /* ndim entries, negative: no dereference; or NULL */
    void *internal;         /* the exporter's own */
} Py_buffer;

typedef int (*getbufferproc)(PyObject *, Py_buffer *, int);
typedef void (*releasebufferproc)(PyObject *, Py_buffer *);

#define PyBUF_MAX_NDIM 64

/* What a consumer asks for. */
#define PyBUF_SIMPLE         0
#define PyBUF_WRITABLE       0x0001
#define PyBUF_WRITEABLE      PyBUF_WRITABLE
#define PyBUF_FORMAT         0x0004
#define PyBUF_ND             0x0008
#define PyBUF_STRIDES        (0x0010 | PyBUF_ND)
#define PyBUF_C_CONTIGUOUS   (0x0020 | PyBUF_STRIDES)
#define PyBUF_F_CONTIGUOUS   (0x0040 | PyBUF_STRIDES)
#define PyBUF_ANY_CONTIGUOUS (0x0080 | PyBUF_STRIDES)
#define PyBUF_INDIRECT       (0x0100 | PyBUF_STRIDES)
#define PyBUF_CONTIG         (PyBUF_ND | PyBUF_WRITABLE)
#define PyBUF_CONTIG_RO      (PyBUF_ND)
#define PyBUF_STRIDED        (PyBUF_STRIDES | PyBUF_WRITABLE)
#define PyBUF_STRIDED_RO     (PyBUF_STRIDES)
#define PyBUF_RECORDS        (PyBUF_STRIDES | PyBUF_WRITABLE | PyBUF_FORMAT)
#define PyBUF_RECORDS_RO     (PyBUF_STRIDES | PyBUF_FORMAT)
#define PyBUF_FULL           (PyBUF_INDIRECT | PyBUF_WRITABLE | PyBUF_FORMAT)
#define PyBUF_FULL_RO        (PyBUF_INDIRECT | PyBUF_FORMAT)

/* For PyMemoryView_GetContiguous and PyMemoryView_FromMemory. */
#define PyBUF_READ  0x100
#define PyBUF_WRITE 0x200

ADDER_API_BEGIN
void *PyBuffer_GetPointer(const Py_buffer *view, const Py_ssize_t *indices);
Py_ssize_t PyBuffer_SizeFromFormat(const char *format);
int PyBuffer_ToContiguous(void *buf, const Py_buffer *src, Py_ssize_t len, char order);
int PyBuffer_FromContiguous(const Py_buffer *view, const void *buf, Py_ssize_t len, char fort);
int PyBuffer_IsContiguous(const Py_buffer *view, char order);
void PyBuffer_FillContiguousStrides(int ndims, Py_ssize_t *shape, Py_ssize_t *strides, int itemsize, char order);
int PyBuffer_FillInfo(Py_buffer *view, PyObject *exporter, void *buf, Py_ssize_t len, int readonly, int flags);
void PyBuffer_Release(Py_buffer *view);
int PyObject_CheckBuffer(PyObject *obj);
int PyObject_GetBuffer(PyObject *exporter, Py_buffer *view, int flags);
int PyObject_CopyData(PyObject *dest, PyObject *src);
ADDER_API_END

#endif
