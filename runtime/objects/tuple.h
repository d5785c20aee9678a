/* tuple.h -- what the rest of the runtime knows of tuples beyond the C API. */
#ifndef ADDER_OBJECTS_TUPLE_H
#define ADDER_OBJECTS_TUPLE_H

#include "runtime/define.h"
#include "runtime/memory/memory_state.h"

/* () -- immortal, shared by all VMs, never tracked. */
extern ADDER_HIDDEN struct adder_static_tuple {
    GcHead head;
    PyTupleObject tuple;
} adder_empty_tuple;
#define ADDER_EMPTY_TUPLE ((PyObject *)&adder_empty_tuple.tuple)

/* A tuple of `n` items, a new reference to each. NULL with MemoryError. */
NEW_REF PyObject *adder_tuple_from_array(PyObject *const *items, Py_ssize_t n);
/* The same, taking the references over, on failure too. */
NEW_REF PyObject *adder_tuple_from_array_steal(STEALS_REF PyObject *const *items, Py_ssize_t n);

#endif
