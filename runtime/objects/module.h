/* module.h -- the inside of module objects. */
#ifndef ADDER_MODULE_H
#define ADDER_MODULE_H
#include "runtime/define.h"

struct module {
    PyObject_HEAD
    PyObject *dict;
    PyModuleDef *def;  /* NULL for Python modules */
    void *state;       /* def->m_size bytes, PyMem_Malloc'ed; NULL before the exec phase */
    PyObject *weakrefs;
    PyObject *name;    /* for messages after the dict was cleared */
};

/* The next free index of a PyModuleDef; unique in the process, never 0. */
Py_ssize_t adder_module_index(void);
/* An interned str of a C name. */
NEW_REF PyObject *adder_name_of(const char *text);
/* repr(module), from __spec__, __loader__, __file__ as importlib does it. */
NEW_REF PyObject *adder_module_repr(PyObject *module);
#endif
