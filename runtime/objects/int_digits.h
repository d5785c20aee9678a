/* int_digits.h -- magnitudes: arrays of 30-bit digits, and the way from them to GMP's 64-bit limbs and back.
 *
 * Short operands are worked on as digits; above ADDER_INT_GMP_DIGITS the conversion pays. GMP's mpn functions cannot
 * report that memory ran out, so before a large one adder_int_reserve asks our own gate whether its scratch would fit. */
#ifndef ADDER_OBJECTS_INT_DIGITS_H
#define ADDER_OBJECTS_INT_DIGITS_H
#include "runtime/objects/int.h"
#include <gmp.h>

#define ADDER_INT_GMP_DIGITS 20 /* multiply: digits of the shorter operand from which limbs are faster */
#define ADDER_LIMBS_INLINE 40   /* limbs kept on the C stack */
#define ADDER_LIMB_BITS 64

_Static_assert(GMP_NUMB_BITS == ADDER_LIMB_BITS, "the digit bridge expects full 64-bit limbs");
_Static_assert(sizeof(digit) == 4 && PyLong_SHIFT == 30, "the digit bridge expects 30-bit digits");

ADDER_INLINE Py_ssize_t int_size(PyObject *o) { return Py_ABS(((PyVarObject *)o)->ob_size); }
ADDER_INLINE bool int_is_negative(PyObject *o) { return ((PyVarObject *)o)->ob_size < 0; }
ADDER_INLINE int int_sign(PyObject *o) { return (((PyVarObject *)o)->ob_size > 0) - (((PyVarObject *)o)->ob_size < 0); }
ADDER_INLINE digit *int_digits(PyObject *o) { return ((PyLongObject *)o)->ob_digit; }

/* A new exact int of n digits, positive, digits not set. NULL with OverflowError or MemoryError. */
NEW_REF PyLongObject *adder_int_alloc_digits(Py_ssize_t n);

/* Finishes a freshly filled int: strips high zeros, applies the sign, gives the shared object for small values.
 * Consumes `i`; the result is never NULL. */
NEW_REF PyObject *adder_int_finish(STEALS_REF PyLongObject *i, bool negative);

/* Digit arithmetic. `r` may be `a`. Results are not stripped of high zeros. */
void adder_mag_add(digit *r, const digit *a, Py_ssize_t na, const digit *b, Py_ssize_t nb); /* na >= nb, r: na + 1 */
void adder_mag_sub(digit *r, const digit *a, Py_ssize_t na, const digit *b, Py_ssize_t nb); /* a >= b, r: na */
int adder_mag_cmp(const digit *a, Py_ssize_t na, const digit *b, Py_ssize_t nb);
digit adder_mag_div_digit(digit *q, const digit *a, Py_ssize_t n, digit b); /* the remainder */
size_t adder_int_bits(PyObject *o); /* bit length of the magnitude */
bool adder_int_is_power_of_two(PyObject *o);

/* The magnitude of an int as limbs, without high zeros; on the stack when short. */
struct limbs {
    mp_limb_t *p;
    mp_size_t n;
    mp_limb_t inside[ADDER_LIMBS_INLINE];
};

ADDER_INLINE mp_size_t limbs_of_digits(Py_ssize_t n) { return (mp_size_t)((n * PyLong_SHIFT + 63) / 64); }

/* 0, or -1 with MemoryError (nothing to free then). `room` limbs at least, not set (n = 0); or those of `o`. */
int adder_limbs_room(struct limbs *l, mp_size_t room);
int adder_limbs_from_int(struct limbs *l, PyObject *o);
ADDER_INLINE void adder_limbs_free(struct limbs *l)
{
    if (l->p != l->inside) PyMem_Free(l->p);
}

/* A new int from n limbs, high zeros allowed; NULL with an exception. */
NEW_REF PyObject *adder_int_from_limbs(const mp_limb_t *p, mp_size_t n, bool negative);
NEW_REF PyObject *adder_int_from_u128(unsigned __int128 magnitude, bool negative);

/* 0 when `bytes` of memory could be had now, else -1 with MemoryError. Cheap for small amounts. */
int adder_int_reserve(size_t bytes);

#endif
