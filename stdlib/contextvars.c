/* contextvars.c -- the module _contextvars: the three types of runtime/objects/context.c and copy_context(). */
#include "runtime/define.h"

static PyObject *copy_context(PyObject *module ADDER_UNUSED, PyObject *const *args ADDER_UNUSED) { return PyContext_CopyCurrent(); }

static int contextvars_exec(PyObject *module)
{
    if (PyModule_AddType(module, &PyContext_Type) < 0 || PyModule_AddType(module, &PyContextVar_Type) < 0) return -1;
    return PyModule_AddType(module, &PyContextToken_Type);
}

static PyMethodDef contextvars_functions[] = {
    FN("copy_context", copy_context, "($module, /)", "A copy of the current context."),
    { 0 },
};

MODULE(_contextvars, "Context Variables", contextvars_functions, contextvars_exec)
