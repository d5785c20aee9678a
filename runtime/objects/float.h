/* float.h -- floats inside: a boxed double, made without a call from the interpreter's free list. */
#ifndef ADDER_OBJECTS_FLOAT_H
#define ADDER_OBJECTS_FLOAT_H
#include "runtime/state/interp.h"

extern PyTypeObject PyFloat_Type;

/* Slow end of adder_float_new_in: the free list is empty. */
NEW_REF PyObject *adder_float_new_slow(double v);

/* A new float; `state` is the running interpreter's. NULL with MemoryError. */
ADDER_INLINE NEW_REF PyObject *adder_float_new_in(struct adder_number_state *state, double v)
{
    PyFloatObject *f = state->float_free;
    if (ADDER_UNLIKELY(f == NULL)) return adder_float_new_slow(v);
    state->float_free = *(void **)f;
    state->float_free_count--;
    f->ob_base.ob_refcnt = 1;
    f->ob_base.ob_type = &PyFloat_Type;
    f->ob_fval = v;
    return (PyObject *)f;
}

ADDER_INLINE NEW_REF PyObject *adder_float_new(double v) { return adder_float_new_in(&adder_interp()->number, v); }

ADDER_INLINE double adder_float_get(PyObject *f) { return ((PyFloatObject *)f)->ob_fval; }

/* Gives the block of a dead exact float back. */
ADDER_INLINE void adder_float_free(struct adder_number_state *state, PyObject *f)
{
    if (ADDER_UNLIKELY(state->float_free_count >= ADDER_NUMBER_FREE_MAX)) {
        PyObject_Free(f);
        return;
    }
    *(void **)f = state->float_free;
    state->float_free = f;
    state->float_free_count++;
}

/* Python's // and % on doubles, b != 0: the floored quotient and the remainder with the sign of b. */
void adder_float_divmod(double a, double b, double *quotient, double *remainder);

/* a ** b with Python's special cases. 0 with *result; 1 when the result is complex (negative base, fractional power);
 * -1 with ZeroDivisionError or OverflowError set. */
int adder_float_pow(double a, double b, double *result);

/* repr(): shortest digits that round-trip, into buf of at least 32 bytes; the length. */
int adder_float_repr(double v, char buf[32]);

#endif
