/* import_state.h -- what import keeps in an interpreter. */
#ifndef ADDER_IMPORT_STATE_H
#define ADDER_IMPORT_STATE_H
#include <Python.h>

struct adder_import_state {
    PyObject *lib; /* str: folder of the pure-Python library; NULL: there is none */
};
#endif
