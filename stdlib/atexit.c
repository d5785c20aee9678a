/* atexit.c -- the module atexit: functions to call when the VM ends, last registered first. The list is the interpreter's
 * (interp->atexit, tuples of function, arguments, keywords); the end of the VM runs it by itself. */
#include "runtime/state/interp.h"

/* The list, made at the first registration; borrowed. */
static PyObject *callbacks(void)
{
    PyInterpreterState *interp = adder_interp();
    if (interp->atexit == NULL) interp->atexit = PyList_New(0);
    return interp->atexit;
}

static PyObject *atexit_register(PyObject *module, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    (void)module;
    if (nargs == 0) {
        PyErr_SetString(PyExc_TypeError, "register() takes at least 1 argument (0 given)");
        return NULL;
    }
    if (!PyCallable_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "the first argument must be callable");
        return NULL;
    }
    PyObject *positional = PyTuple_New(nargs - 1), *keywords = NULL, *entry = NULL, *list = NULL;
    int rc = -1;
    if (positional == NULL) return NULL;
    for (Py_ssize_t i = 1; i < nargs; i++) PyTuple_SET_ITEM(positional, i - 1, Py_NewRef(args[i]));
    if (kwnames == NULL) keywords = Py_NewRef(Py_None);
    else if ((keywords = _PyStack_AsDict(args + nargs, kwnames)) == NULL) goto done;
    if ((entry = PyTuple_Pack(3, args[0], positional, keywords)) == NULL || (list = callbacks()) == NULL) goto done;
    rc = PyList_Append(list, entry);
done:
    Py_DECREF(positional);
    Py_XDECREF(keywords);
    Py_XDECREF(entry);
    return rc < 0 ? NULL : Py_NewRef(args[0]);
}

static PyObject *atexit_unregister(PyObject *module, PyObject *const *args)
{
    (void)module;
    PyObject *list = adder_interp()->atexit;
    for (Py_ssize_t i = 0; list != NULL && i < PyList_GET_SIZE(list); i++) {
        PyObject *entry = Py_NewRef(PyList_GET_ITEM(list, i));
        int equal = PyObject_RichCompareBool(PyTuple_GET_ITEM(entry, 0), args[0], Py_EQ);
        Py_DECREF(entry);
        if (equal < 0) return NULL;
        /* The comparison may have changed the list: what stood at i is only removed when it still does. */
        if (equal && i < PyList_GET_SIZE(list) && PyList_GET_ITEM(list, i) == entry) {
            if (PyList_SetSlice(list, i, i + 1, NULL) < 0) return NULL;
            i--;
        }
    }
    Py_RETURN_NONE;
}

static PyObject *atexit_clear(PyObject *module, PyObject *const *args)
{
    (void)module;
    (void)args;
    PyObject *list = adder_interp()->atexit;
    if (list != NULL && PyList_SetSlice(list, 0, PyList_GET_SIZE(list), NULL) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *atexit_ncallbacks(PyObject *module, PyObject *const *args)
{
    (void)module;
    (void)args;
    PyObject *list = adder_interp()->atexit;
    return PyLong_FromSsize_t(list == NULL ? 0 : PyList_GET_SIZE(list));
}

/* All callbacks, last first, errors reported one by one; the list is empty afterwards. */
static PyObject *atexit_run_exitfuncs(PyObject *module, PyObject *const *args)
{
    (void)module;
    (void)args;
    PyObject *list = adder_interp()->atexit;
    while (list != NULL && PyList_GET_SIZE(list) > 0) {
        Py_ssize_t last = PyList_GET_SIZE(list) - 1;
        PyObject *entry = Py_NewRef(PyList_GET_ITEM(list, last));
        if (PyList_SetSlice(list, last, last + 1, NULL) < 0) {
            Py_DECREF(entry);
            return NULL;
        }
        PyObject *function = PyTuple_GET_ITEM(entry, 0), *keywords = PyTuple_GET_ITEM(entry, 2);
        PyObject *result = PyObject_Call(function, PyTuple_GET_ITEM(entry, 1), keywords == Py_None ? NULL : keywords);
        if (result == NULL) _PyErr_WriteUnraisableMsg("in atexit callback", function);
        Py_XDECREF(result);
        Py_DECREF(entry);
    }
    Py_RETURN_NONE;
}

static PyMethodDef atexit_functions[] = {
    FNV("register", atexit_register, "",
        "register(func, *args, **kwargs) -> func\n\nRegister a function to be executed upon normal program termination\n\n"
        "    func - function to be called at exit\n    args - optional arguments to pass to func\n"
        "    kwargs - optional keyword arguments to pass to func\n\n    func is returned to facilitate usage as a decorator."),
    FN("unregister", atexit_unregister, "(func, /)", "Unregister an exit function which was previously registered."),
    FN("_clear", atexit_clear, "($module, /)", "Clear the list of previously registered exit functions."),
    FN("_run_exitfuncs", atexit_run_exitfuncs, "($module, /)", "Run all registered exit functions."),
    FN("_ncallbacks", atexit_ncallbacks, "($module, /)", "Return the number of registered exit functions."),
    { 0 },
};

MODULE(atexit, "Functions that are called when the program ends normally.", atexit_functions, NULL)
