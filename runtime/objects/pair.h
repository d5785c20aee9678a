/* pair.h -- result tuples that iterators use again while nobody else holds them. */
#ifndef ADDER_OBJECTS_PAIR_H
#define ADDER_OBJECTS_PAIR_H

#include "runtime/memory/memory.h"
#include "runtime/objects/tuple.h"

/* A tuple (None, None) to be kept by the iterator. NULL with MemoryError. */
static inline NEW_REF PyObject *adder_pair_new(void) { return PyTuple_Pack(2, Py_None, Py_None); }

/* (a, b), in `kept` when only its keeper refers to it. Takes a and b over, on failure too. A new reference or NULL. */
static inline NEW_REF PyObject *adder_pair_fill(PyObject *kept, STEALS_REF PyObject *a, STEALS_REF PyObject *b)
{
    if (Py_REFCNT(kept) != 1) {
        PyObject *items[] = { a, b };
        return adder_tuple_from_array_steal(items, 2);
    }
    PyObject *old_a = PyTuple_GET_ITEM(kept, 0), *old_b = PyTuple_GET_ITEM(kept, 1);
    Py_INCREF(kept);
    PyTuple_SET_ITEM(kept, 0, a);
    PyTuple_SET_ITEM(kept, 1, b);
    Py_DECREF(old_a);
    Py_DECREF(old_b);
    if (!adder_gc_is_tracked(kept)) adder_gc_track(kept); /* a collection may have untracked it */
    return kept;
}

#endif
