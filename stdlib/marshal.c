/* marshal.c -- the module marshal: constants and code objects as bytes. The format itself is vm/marshal_write.c and
 * marshal_read.c. */
#include "runtime/state/interp.h"
#include "vm/marshal.h"
#include <marshal.h>

static PyObject *marshal_dumps(PyObject *self, PyObject *const *args)
{
    (void)self;
    int version = _PyLong_AsInt(args[1]);
    return version == -1 && PyErr_Occurred() ? NULL : adder_marshal_dumps(args[0], version);
}

static PyObject *marshal_dump(PyObject *self, PyObject *const *args)
{
    (void)self;
    int version = _PyLong_AsInt(args[2]);
    PyObject *bytes = version == -1 && PyErr_Occurred() ? NULL : adder_marshal_dumps(args[0], version);
    PyObject *result = bytes == NULL ? NULL : PyObject_CallMethodOneArg(args[1], ID(write), bytes);
    Py_XDECREF(bytes);
    return result;
}

static PyObject *marshal_loads(PyObject *self, PyObject *const *args)
{
    (void)self;
    Py_buffer view;
    if (PyObject_GetBuffer(args[0], &view, PyBUF_SIMPLE) < 0) return NULL;
    PyObject *result = adder_marshal_loads(view.buf, view.len, NULL);
    PyBuffer_Release(&view);
    return result;
}

/* Reads all that the file has and puts its position behind the object. */
static PyObject *marshal_load(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *file = args[0], *data = PyObject_CallMethodNoArgs(file, ID(read));
    if (data == NULL) return NULL;
    if (!PyBytes_Check(data)) {
        PyErr_Format(PyExc_TypeError, "file.read() returned not bytes but %.100s", Py_TYPE(data)->tp_name);
        Py_DECREF(data);
        return NULL;
    }
    Py_ssize_t used;
    PyObject *result = adder_marshal_loads(PyBytes_AS_STRING(data), PyBytes_GET_SIZE(data), &used);
    if (result != NULL && used < PyBytes_GET_SIZE(data)) {
        PyObject *moved = PyObject_CallMethod(file, "seek", "ni", used - PyBytes_GET_SIZE(data), SEEK_CUR);
        if (moved == NULL) Py_CLEAR(result);
        Py_XDECREF(moved);
    }
    Py_DECREF(data);
    return result;
}

static PyMethodDef marshal_functions[] = {
    FN("dump", marshal_dump, "($module, value, file, version=4, /)", "Writes the value to a binary file."),
    FN("dumps", marshal_dumps, "($module, value, version=4, /)", "The bytes that dump() would write."),
    FN("load", marshal_load, "($module, file, /)", "Reads one value from a binary file."),
    FN("loads", marshal_loads, "($module, bytes, /)", "The value that these bytes stand for; what follows it is ignored."),
    { 0 },
};

static int marshal_exec(PyObject *module) { return PyModule_AddIntConstant(module, "version", Py_MARSHAL_VERSION); }

MODULE(marshal, "Values as bytes, for compiled modules.", marshal_functions, marshal_exec)
