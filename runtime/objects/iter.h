/* iter.h -- the iterators of list, tuple and sequences, shaped so that an evaluator can step them inline. */
#ifndef ADDER_OBJECTS_ITER_H
#define ADDER_OBJECTS_ITER_H

#include "runtime/state/interp.h"

/* PyListIter_Type, PyTupleIter_Type, PySeqIter_Type, and PyListRevIter_Type (which counts down).
 * For list and tuple: while 0 <= index < length, yield item[index] and index++. At the end `seq` is dropped and set to
 * NULL, and stays so. */
struct adder_seq_iter {
    PyObject_HEAD
    Py_ssize_t index; /* of the next item */
    PyObject *seq;    /* NULL when exhausted */
};

/* The next item of `iter` by its slot; NULL at its end or with an exception. For iterators around iterators: a chain of them
 * may be deeper than the C stack, which gives RecursionError. */
static inline PyObject *adder_iter_step(PyObject *iter)
{
    if (ADDER_UNLIKELY(adder_stack_low(adder_thread()))) {
        PyErr_SetString(PyExc_RecursionError, "maximum recursion depth exceeded");
        return NULL;
    }
    return Py_TYPE(iter)->tp_iternext(iter);
}

/* An iterator of one of those types. NULL with MemoryError. */
NEW_REF PyObject *adder_seq_iter_new(PyTypeObject *type, PyObject *seq, Py_ssize_t index);

#endif
