/* repr_guard.c -- Py_ReprEnter and Py_ReprLeave: which objects the current thread is writing the repr of, so that a
 * container that contains itself prints "..." instead of recursing. A list, last in first out: nesting is shallow and the
 * object asked for is usually the last. */
#include "runtime/state/interp.h"

int Py_ReprEnter(PyObject *obj)
{
    AdderThread *thread = adder_thread();
    PyObject *running = thread->repr_running;
    if (running == NULL) {
        if ((running = PyList_New(0)) == NULL) return -1;
        thread->repr_running = running;
    }
    for (Py_ssize_t i = PyList_GET_SIZE(running); --i >= 0;)
        if (PyList_GET_ITEM(running, i) == obj) return 1;
    return PyList_Append(running, obj);
}

void Py_ReprLeave(PyObject *obj)
{
    PyObject *running = adder_thread()->repr_running;
    if (running == NULL) return;
    PyObject *type, *value, *traceback; /* an exception may be on its way */
    PyErr_Fetch(&type, &value, &traceback);
    for (Py_ssize_t i = PyList_GET_SIZE(running); --i >= 0;) {
        if (PyList_GET_ITEM(running, i) == obj) {
            PyList_SetSlice(running, i, i + 1, NULL);
            break;
        }
    }
    PyErr_Restore(type, value, traceback);
}
