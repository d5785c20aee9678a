/* sys.c -- the module sys, put together: a namespace filled from sys_info.c (facts), sys_hooks.c, sys_trace.c and
 * sys_control.c (functions). sys_api.c is the C side, PySys_*. */
#include "stdlib/sys.h"
#include "runtime/state/interp.h"

#define DOC                                                                                                           \
    "The interpreter seen from inside: what it is, how it was started, and what can be changed while it runs.\n\n"   \
    "Changeable: argv, path, modules, stdin, stdout, stderr, displayhook, excepthook and their kin.\n"                \
    "__stdin__, __stdout__, __stderr__, __displayhook__, __excepthook__, __breakpointhook__ and __unraisablehook__\n" \
    "keep what was there at the start."

/* The hooks' first values under their second names. */
static int keep_hooks(PyObject *dict)
{
    static const char *const names[][2] = {
        { "displayhook", "__displayhook__" },
        { "excepthook", "__excepthook__" },
        { "breakpointhook", "__breakpointhook__" },
        { "unraisablehook", "__unraisablehook__" },
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(names); i++) {
        PyObject *hook = PyDict_GetItemString(dict, names[i][0]);
        if (hook == NULL || PyDict_SetItemString(dict, names[i][1], hook) < 0) return -1;
    }
    return 0;
}

static int fill(PyObject *module, PyInterpreterState *interp)
{
    PyObject *dict = PyModule_GetDict(module);
    interp->sysdict = Py_NewRef(dict);
    if (PyModule_SetDocString(module, DOC) < 0) return -1;
    if (PyModule_AddFunctions(module, adder_sys_hooks) < 0) return -1;
    if (PyModule_AddFunctions(module, adder_sys_tracing) < 0) return -1;
    if (PyModule_AddFunctions(module, adder_sys_control) < 0) return -1;
    if (keep_hooks(dict) < 0) return -1;
    if (interp->modules != NULL && PyDict_SetItemString(dict, "modules", interp->modules) < 0) return -1;
    return adder_sys_add_facts(dict, interp);
}

PyObject *adder_sys_new(PyInterpreterState *interp)
{
    PyObject *module = PyModule_New("sys");
    if (module == NULL) return NULL;
    if (fill(module, interp) == 0) return module;
    Py_CLEAR(interp->sysdict);
    Py_DECREF(module);
    return NULL;
}
