/* path.c -- what stands for a file name: str, bytes, or an object with __fspath__ (PEP 519). */
#include "runtime/objects/type.h"
#include "runtime/state/interp.h"
#include <osmodule.h>

PyObject *PyOS_FSPath(PyObject *path)
{
    if (PyUnicode_Check(path) || PyBytes_Check(path)) return Py_NewRef(path);
    bool found;
    PyObject *result = adder_special_call_maybe(path, ID(__fspath__), &path, 1, &found);
    if (!found && !PyErr_Occurred()) {
        PyErr_Format(PyExc_TypeError, "expected str, bytes or os.PathLike object, not %.200s", Py_TYPE(path)->tp_name);
    }
    if (result == NULL || PyUnicode_Check(result) || PyBytes_Check(result)) return result;
    PyErr_Format(PyExc_TypeError, "expected %.200s.__fspath__() to return str or bytes, not %.200s", Py_TYPE(path)->tp_name,
                 Py_TYPE(result)->tp_name);
    Py_DECREF(result);
    return NULL;
}
