/* bytes_writer.c -- _PyBytesWriter: bytes or a bytearray being written through a pointer that moves when the buffer does.
 * The first 512 bytes lie in the writer itself. */
#include "runtime/define.h"
#include <stdbool.h>
#include <string.h>

static char *start_of(_PyBytesWriter *w)
{
    if (w->use_small_buffer) return w->small_buffer;
    return w->use_bytearray ? PyByteArray_AS_STRING(w->buffer) : PyBytes_AS_STRING(w->buffer);
}

void _PyBytesWriter_Init(_PyBytesWriter *w)
{
    memset(w, 0, offsetof(_PyBytesWriter, small_buffer));
    w->use_small_buffer = 1;
    w->allocated = sizeof w->small_buffer;
}

void _PyBytesWriter_Dealloc(_PyBytesWriter *w) { Py_CLEAR(w->buffer); }

/* Makes the buffer hold at least size bytes; str is where writing is. The same place in the new one, or NULL. */
void *_PyBytesWriter_Resize(_PyBytesWriter *w, void *str, Py_ssize_t size)
{
    Py_ssize_t pos = (char *)str - start_of(w), room = size;
    if (size <= w->allocated) return str;
    if (w->overallocate && size <= PY_SSIZE_T_MAX - size / 4) room += size / 4;
    if (w->use_small_buffer) {
        w->buffer = w->use_bytearray ? PyByteArray_FromStringAndSize(NULL, room) : PyBytes_FromStringAndSize(NULL, room);
        if (w->buffer == NULL) return NULL;
        w->use_small_buffer = 0;
        memcpy(start_of(w), w->small_buffer, (size_t)pos);
    } else if (w->use_bytearray ? PyByteArray_Resize(w->buffer, room) < 0 : _PyBytes_Resize(&w->buffer, room) < 0) {
        Py_CLEAR(w->buffer);
        return NULL;
    }
    w->allocated = room;
    return start_of(w) + pos;
}

/* Room for size bytes more than were asked for before. */
void *_PyBytesWriter_Prepare(_PyBytesWriter *w, void *str, Py_ssize_t size)
{
    if (size == 0) return str;
    if (w->min_size > PY_SSIZE_T_MAX - size) {
        PyErr_NoMemory();
        Py_CLEAR(w->buffer);
        return NULL;
    }
    w->min_size += size;
    return w->min_size > w->allocated ? _PyBytesWriter_Resize(w, str, w->min_size) : str;
}

void *_PyBytesWriter_Alloc(_PyBytesWriter *w, Py_ssize_t size) { return _PyBytesWriter_Prepare(w, start_of(w), size); }

void *_PyBytesWriter_WriteBytes(_PyBytesWriter *w, void *str, const void *bytes, Py_ssize_t size)
{
    char *to = _PyBytesWriter_Prepare(w, str, size);
    if (to == NULL) return NULL;
    memcpy(to, bytes, (size_t)size);
    return to + size;
}

/* What was written up to str. The writer holds nothing afterwards. */
PyObject *_PyBytesWriter_Finish(_PyBytesWriter *w, void *str)
{
    Py_ssize_t n = (char *)str - start_of(w);
    const char *s = start_of(w);
    PyObject *r;
    if (w->use_small_buffer || n <= 1) {
        r = w->use_bytearray ? PyByteArray_FromStringAndSize(s, n) : PyBytes_FromStringAndSize(s, n);
        Py_CLEAR(w->buffer);
        return r;
    }
    r = w->buffer;
    w->buffer = NULL;
    if (w->use_bytearray ? PyByteArray_Resize(r, n) < 0 : _PyBytes_Resize(&r, n) < 0) Py_CLEAR(r);
    return r;
}
