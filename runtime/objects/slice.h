/* slice.h -- indices given by slices and by start/stop arguments. */
#ifndef ADDER_OBJECTS_SLICE_H
#define ADDER_OBJECTS_SLICE_H

#include "runtime/define.h"

/* Reads an index argument that may not be None, clamped to Py_ssize_t. 0, or -1 with TypeError or what __index__ raised. */
int adder_slice_index(PyObject *arg, Py_ssize_t *out);

/* slice(a, b, None) of which both references are taken over, on failure too. NULL with MemoryError. */
NEW_REF PyObject *adder_slice_new_steal(STEALS_REF PyObject *start, STEALS_REF PyObject *stop);

#endif
