/* abstract.h -- what the files of the abstract protocols share. */
#ifndef ADDER_API_ABSTRACT_H
#define ADDER_API_ABSTRACT_H
#include "runtime/define.h"

/* TypeError "'type' object <problem>", e.g. "is not subscriptable". Always NULL. */
ADDER_COLD void *adder_type_error(PyObject *o, const char *problem);

/* TypeError "object of type 'T' has no len()". Always -1. */
ADDER_COLD Py_ssize_t adder_no_length(PyObject *o);
#endif
