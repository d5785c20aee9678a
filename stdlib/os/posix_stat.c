/* posix_stat.c -- stat(), lstat(), fstat() and the record they give. */
#include "runtime/objects/structseq.h"
#include "stdlib/os/posix_parts.h"
#include <errno.h>
#include <sys/stat.h>

static const PyStructSequence_Field stat_fields[] = {
    { "st_mode", "protection and kind" }, { "st_ino", "inode" }, { "st_dev", "device" }, { "st_nlink", "number of names" },
    { "st_uid", "owner" }, { "st_gid", "group" }, { "st_size", "size in bytes" }, { NULL, "last access" },
    { NULL, "last change of contents" }, { NULL, "last change of the inode" }, { "st_atime", "last access, float seconds" },
    { "st_mtime", "last change of contents, float seconds" }, { "st_ctime", "last change of the inode, float seconds" },
    { "st_atime_ns", "last access, nanoseconds" }, { "st_mtime_ns", "last change of contents, nanoseconds" },
    { "st_ctime_ns", "last change of the inode, nanoseconds" }, { "st_blksize", "best size for reading" },
    { "st_blocks", "512-byte blocks in use" }, { "st_rdev", "device that the file is" }, { 0 },
};

/* The type lives in the module's dict; a program that takes it out gets the error for that. */
static PyTypeObject *stat_type(PyObject *module)
{
    PyObject *type = PyDict_GetItemString(PyModule_GetDict(module), "stat_result");
    if (type != NULL && PyType_Check(type)) return (PyTypeObject *)type;
    PyErr_SetString(PyExc_RuntimeError, "lost posix.stat_result");
    return NULL;
}

static PyObject *nanoseconds(struct timespec t)
{
    PyObject *seconds = PyLong_FromLongLong(t.tv_sec), *billion = PyLong_FromLong(1000000000), *rest = PyLong_FromLong(t.tv_nsec);
    PyObject *product = seconds == NULL || billion == NULL ? NULL : PyNumber_Multiply(seconds, billion);
    PyObject *sum = product == NULL || rest == NULL ? NULL : PyNumber_Add(product, rest);
    Py_XDECREF(seconds);
    Py_XDECREF(billion);
    Py_XDECREF(rest);
    Py_XDECREF(product);
    return sum;
}

static PyObject *record(PyObject *module, const struct stat *st)
{
    PyTypeObject *type = stat_type(module);
    PyObject *result = type == NULL ? NULL : PyStructSequence_New(type);
    if (result == NULL) return NULL;
    const struct timespec times[] = { st->st_atim, st->st_mtim, st->st_ctim };
    const unsigned long long numbers[] = { st->st_mode, st->st_ino, st->st_dev, st->st_nlink, st->st_uid, st->st_gid };
    Py_ssize_t at = 0;
    for (size_t i = 0; i < Py_ARRAY_LENGTH(numbers); i++) PyStructSequence_SetItem(result, at++, PyLong_FromUnsignedLongLong(numbers[i]));
    PyStructSequence_SetItem(result, at++, PyLong_FromLongLong(st->st_size));
    for (int i = 0; i < 3; i++) PyStructSequence_SetItem(result, at++, PyLong_FromLongLong(times[i].tv_sec));
    for (int i = 0; i < 3; i++) {
        PyStructSequence_SetItem(result, at++, PyFloat_FromDouble((double)times[i].tv_sec + 1e-9 * (double)times[i].tv_nsec));
    }
    for (int i = 0; i < 3; i++) PyStructSequence_SetItem(result, at++, nanoseconds(times[i]));
    PyStructSequence_SetItem(result, at++, PyLong_FromLong(st->st_blksize));
    PyStructSequence_SetItem(result, at++, PyLong_FromLongLong(st->st_blocks));
    PyStructSequence_SetItem(result, at++, PyLong_FromUnsignedLongLong(st->st_rdev));
    if (PyErr_Occurred()) Py_CLEAR(result);
    return result;
}

static PyObject *by_descriptor(PyObject *module, PyObject *fd)
{
    struct stat st;
    int n = _PyLong_AsInt(fd), rc;
    if (n == -1 && PyErr_Occurred()) return NULL;
    Py_BEGIN_ALLOW_THREADS
    rc = fstat(n, &st);
    Py_END_ALLOW_THREADS
    return rc < 0 ? posix_error(PyErr_Occurred() ? NULL : fd) : record(module, &st);
}

static PyObject *by_path(PyObject *module, PyObject *path, int follow)
{
    struct stat st;
    PyObject *bytes;
    int rc;
    if (!PyUnicode_FSConverter(path, &bytes)) return NULL;
    Py_BEGIN_ALLOW_THREADS
    rc = follow ? stat(PyBytes_AS_STRING(bytes), &st) : lstat(PyBytes_AS_STRING(bytes), &st);
    Py_END_ALLOW_THREADS
    Py_DECREF(bytes);
    return rc < 0 ? posix_error(path) : record(module, &st);
}

PyObject *posix_stat(PyObject *self, PyObject *const *args)
{
    if (args[1] != Py_None) {
        PyErr_SetString(PyExc_NotImplementedError, "stat: dir_fd is not there yet");
        return NULL;
    }
    int follow = PyObject_IsTrue(args[2]);
    if (follow < 0) return NULL;
    return PyLong_Check(args[0]) ? by_descriptor(self, args[0]) : by_path(self, args[0], follow);
}

PyObject *posix_lstat(PyObject *self, PyObject *const *args) { return by_path(self, args[0], 0); }
PyObject *posix_fstat(PyObject *self, PyObject *const *args) { return by_descriptor(self, args[0]); }

int posix_add_stat(PyObject *module)
{
    PyStructSequence_Field fields[Py_ARRAY_LENGTH(stat_fields)];
    memcpy(fields, stat_fields, sizeof fields);
    for (int i = 7; i < 10; i++) fields[i].name = PyStructSequence_UnnamedField;
    PyStructSequence_Desc desc = { "os.stat_result", "What stat() tells about a file; also a tuple of the first ten.", fields, 10 };
    PyTypeObject *type = PyStructSequence_NewType(&desc);
    int rc = type == NULL ? -1 : PyModule_AddObjectRef(module, "stat_result", (PyObject *)type);
    Py_XDECREF(type);
    return rc;
}
