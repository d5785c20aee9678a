/* functions.c -- functions that the headers give as macros: callers that take their address, and modules built for the
 * limited API, need the symbol. Also the buffer functions from before Python 3. */
#include "runtime/define.h"
#include <stdio.h>
#include <string.h>

/* ---- behind macros ---- */

#undef Py_IsTrue
int Py_IsTrue(PyObject *o) { return o == Py_True; }
#undef Py_IsFalse
int Py_IsFalse(PyObject *o) { return o == Py_False; }

#undef Py_FatalError
void Py_FatalError(const char *message) { _Py_FatalErrorFunc(NULL, message); }

void _Py_FatalErrorFormat(const char *function, const char *format, ...)
{
    char message[512];
    va_list va;
    va_start(va, format);
    vsnprintf(message, sizeof message, format, va);
    va_end(va);
    _Py_FatalErrorFunc(function, message);
}

#undef Py_CompileString
PyObject *Py_CompileString(const char *text, const char *filename, int start)
{
    return Py_CompileStringExFlags(text, filename, start, NULL, -1);
}

#undef PyRun_String
PyObject *PyRun_String(const char *text, int start, PyObject *globals, PyObject *locals)
{
    return PyRun_StringFlags(text, start, globals, locals, NULL);
}

#undef PyRun_SimpleString
int PyRun_SimpleString(const char *text) { return PyRun_SimpleStringFlags(text, NULL); }
#undef PyRun_AnyFile
int PyRun_AnyFile(FILE *fp, const char *name) { return PyRun_AnyFileExFlags(fp, name, 0, NULL); }
#undef PyRun_AnyFileEx
int PyRun_AnyFileEx(FILE *fp, const char *name, int close) { return PyRun_AnyFileExFlags(fp, name, close, NULL); }
#undef PyRun_AnyFileFlags
int PyRun_AnyFileFlags(FILE *fp, const char *name, PyCompilerFlags *flags) { return PyRun_AnyFileExFlags(fp, name, 0, flags); }
#undef PyRun_SimpleFile
int PyRun_SimpleFile(FILE *fp, const char *name) { return PyRun_SimpleFileExFlags(fp, name, 0, NULL); }
#undef PyRun_SimpleFileEx
int PyRun_SimpleFileEx(FILE *fp, const char *name, int close) { return PyRun_SimpleFileExFlags(fp, name, close, NULL); }
#undef PyRun_File
PyObject *PyRun_File(FILE *fp, const char *name, int start, PyObject *globals, PyObject *locals)
{
    return PyRun_FileExFlags(fp, name, start, globals, locals, 0, NULL);
}

#undef PyRun_FileEx
PyObject *PyRun_FileEx(FILE *fp, const char *name, int start, PyObject *globals, PyObject *locals, int close)
{
    return PyRun_FileExFlags(fp, name, start, globals, locals, close, NULL);
}

#undef PyRun_FileFlags
PyObject *PyRun_FileFlags(FILE *fp, const char *name, int start, PyObject *globals, PyObject *locals, PyCompilerFlags *flags)
{
    return PyRun_FileExFlags(fp, name, start, globals, locals, 0, flags);
}

#undef PyRun_InteractiveLoop
int PyRun_InteractiveLoop(FILE *fp, const char *name) { return PyRun_InteractiveLoopFlags(fp, name, NULL); }

/* ---- buffers without a Py_buffer: the memory stays where it is only as long as nobody changes the object ---- */

int PyObject_CheckReadBuffer(PyObject *o)
{
    Py_buffer view;
    if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) < 0) {
        PyErr_Clear();
        return 0;
    }
    PyBuffer_Release(&view);
    return 1;
}

static int unguarded(PyObject *o, const void **memory, Py_ssize_t *size, int flags)
{
    Py_buffer view;
    if (o == NULL || memory == NULL || size == NULL) {
        PyErr_SetString(PyExc_SystemError, "null argument to internal routine");
        return -1;
    }
    if (PyObject_GetBuffer(o, &view, flags) < 0) {
        if (flags != PyBUF_SIMPLE) PyErr_SetString(PyExc_TypeError, "expected a writable bytes-like object");
        return -1;
    }
    *memory = view.buf;
    *size = view.len;
    PyBuffer_Release(&view);
    return 0;
}

int PyObject_AsReadBuffer(PyObject *o, const void **memory, Py_ssize_t *size)
{
    return unguarded(o, memory, size, PyBUF_SIMPLE);
}

int PyObject_AsCharBuffer(PyObject *o, const char **memory, Py_ssize_t *size)
{
    const void *p;
    if (unguarded(o, memory == NULL ? NULL : &p, size, PyBUF_SIMPLE) < 0) return -1;
    *memory = p;
    return 0;
}

int PyObject_AsWriteBuffer(PyObject *o, void **memory, Py_ssize_t *size)
{
    const void *p;
    if (unguarded(o, memory == NULL ? NULL : &p, size, PyBUF_WRITABLE) < 0) return -1;
    *memory = (void *)(uintptr_t)p;
    return 0;
}

/* ---- going over all indices of an array ---- */

void _Py_add_one_to_index_C(int ndim, Py_ssize_t *index, const Py_ssize_t *shape)
{
    for (int k = ndim - 1; k >= 0; k--) {
        if (++index[k] < shape[k]) return;
        index[k] = 0;
    }
}

void _Py_add_one_to_index_F(int ndim, Py_ssize_t *index, const Py_ssize_t *shape)
{
    for (int k = 0; k < ndim; k++) {
        if (++index[k] < shape[k]) return;
        index[k] = 0;
    }
}

/* ---- arrays of C strings, for exec ---- */

void _Py_FreeCharPArray(char *const array[])
{
    for (Py_ssize_t i = 0; array[i] != NULL; i++) PyMem_Free(array[i]);
    PyMem_Free((void *)(uintptr_t)array);
}

char *const *_PySequence_BytesToCharpArray(PyObject *self)
{
    Py_ssize_t n = PySequence_Size(self);
    if (n < 0) return NULL;
    char **array = PyMem_Calloc((size_t)n + 1, sizeof *array);
    if (array == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = PySequence_GetItem(self, i);
        char *text;
        Py_ssize_t size;
        if (item != NULL && PyBytes_AsStringAndSize(item, &text, &size) == 0 &&
            (array[i] = PyMem_Malloc((size_t)size + 1)) != NULL)
            memcpy(array[i], text, (size_t)size + 1);
        else if (!PyErr_Occurred())
            PyErr_NoMemory();
        Py_XDECREF(item);
        if (array[i] == NULL) {
            _Py_FreeCharPArray(array);
            return NULL;
        }
    }
    return array;
}
