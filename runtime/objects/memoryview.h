/* memoryview.h -- what the memoryview files share: items in C formats, and views on one managed buffer. */
#ifndef ADDER_MEMORYVIEW_H
#define ADDER_MEMORYVIEW_H
#include "runtime/define.h"
#include <stdbool.h>

extern PyTypeObject adder_memory_iter_type;

#define VIEW(o) ((PyMemoryViewObject *)(o))

/* The single native format character of `format`, with or without '@'; 0 when it is something else. *size: its bytes. */
char memory_native(const char *format, Py_ssize_t *size);
/* The same for indexing: NotImplementedError when it is something else. */
char memory_item_format(const char *format);

/* The item at ptr as an object; `format` as memory_item_format gives it. */
NEW_REF PyObject *memory_unpack(const char *ptr, char format);
/* The other way round. 0, or -1 with TypeError or ValueError. */
int memory_pack(char *ptr, char format, PyObject *item);

/* Where item `index` of dimension `dim` is, from ptr on; NULL with IndexError. */
char *memory_step(const Py_buffer *view, char *ptr, int dim, Py_ssize_t index);

/* Two views of the same shape: 1 all items equal, 0 not, -1 exception. */
int memory_equal(const Py_buffer *a, const Py_buffer *b);

/* dest[...] = src for one-dimensional views, which may overlap. 0, or -1 with ValueError when they differ in structure. */
int memory_copy(const Py_buffer *dest, const Py_buffer *src);

/* memoryview.tolist() of a whole view, any dimensions. */
NEW_REF PyObject *memory_list(const Py_buffer *view, char format);

/* -1 with ValueError when the view was released. */
int memory_check(PyObject *self);

/* memoryview_index.c */
NEW_REF PyObject *memory_subscript(PyObject *self, PyObject *key);
int memory_ass_subscript(PyObject *self, PyObject *key, PyObject *value);
NEW_REF PyObject *memory_item(PyObject *self, Py_ssize_t index);
NEW_REF PyObject *memory_iter(PyObject *self);

/* memoryview.c: another view on the same managed buffer; src NULL: the whole of it. */
NEW_REF PyObject *memory_view_on(_PyManagedBufferObject *buffer, const Py_buffer *src);
/* Works len, contiguity and so on out again after shape or strides changed. */
void memory_update(PyObject *self);
#endif
