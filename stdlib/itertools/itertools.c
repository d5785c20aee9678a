/* itertools.c -- the module itertools: what its iterators share, and the table of them. */
#include "runtime/memory/memory.h"
#include "stdlib/itertools/itertools.h"
#include <string.h>

void itertool_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, itertool_dealloc)
    itertool_clear(self);
    Py_TYPE(self)->tp_free(self);
    ADDER_TRASHCAN_END;
}

int itertool_traverse(PyObject *self, visitproc visit, void *arg)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(TOOL(self)->ref); i++) Py_VISIT(TOOL(self)->ref[i]);
    return 0;
}

int itertool_clear(PyObject *self)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(TOOL(self)->ref); i++) Py_CLEAR(TOOL(self)->ref[i]);
    return 0;
}

bool itertool_ended_well(void)
{
    if (!PyErr_Occurred()) return true;
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return false;
    PyErr_Clear();
    return true;
}

static PyMethodDef itertools_functions[] = {
    FN("tee", adder_itertools_make_tee, "($module, iterable, n=2, /)", "Returns a tuple of n independent iterators."),
    {0} };

static int itertools_exec(PyObject *module)
{
#define ADD(x) \
    if (PyModule_AddObjectRef(module, strrchr(adder_itertools_##x.tp_name, '.') + 1, (PyObject *)&adder_itertools_##x) < 0) return -1;
    ITERTOOLS_PUBLIC(ADD)
#undef ADD
    return 0;
}

MODULE(itertools, "Iterators that make, combine, select and group.", itertools_functions, itertools_exec)
