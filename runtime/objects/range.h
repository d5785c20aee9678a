/* range.h -- range objects and their iterators. */
#ifndef ADDER_OBJECTS_RANGE_H
#define ADDER_OBJECTS_RANGE_H

#include "runtime/define.h"
#include <stdint.h>

/* A range. Where all three numbers and the length fit int64, they are here and `big` is NULL; otherwise `big` is the tuple
 * (start, stop, step, length) of exact ints. step is never 0. */
struct adder_range {
    PyObject_HEAD
    int64_t start, stop, step;
    PyObject *big;
};

/* The iterator of a range without `big` (PyRangeIter_Type). An evaluator may step it: while remaining > 0: yield `next`;
 * next += step (wrapping, as unsigned: the value after the last one may not fit); remaining--. */
struct adder_range_iter {
    PyObject_HEAD
    int64_t next;
    int64_t step;
    int64_t remaining; /* values still to come, >= 0 */
    int64_t start;     /* the first value, for pickling; stepping leaves it alone */
};

/* An iterator over range(start, stop, step) without making the range object; step != 0 and the length fits int64.
 * NULL with MemoryError. */
NEW_REF PyObject *adder_range_iter_new(int64_t start, int64_t stop, int64_t step);

/* Number of values, computed without overflow; above INT64_MAX it does not fit `struct adder_range`. */
static inline uint64_t adder_range_count(int64_t start, int64_t stop, int64_t step)
{
    if (step > 0) return start < stop ? ((uint64_t)stop - (uint64_t)start - 1) / (uint64_t)step + 1 : 0;
    return stop < start ? ((uint64_t)start - (uint64_t)stop - 1) / (0 - (uint64_t)step) + 1 : 0;
}

#endif
