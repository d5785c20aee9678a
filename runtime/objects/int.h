/* int.h -- ints inside: sign and magnitude in 30-bit digits, made and read without a call where they are short.
 *
 * Invariants: |ob_size| digits, least first, the highest not 0; the sign of ob_size is the number's sign, 0 is size 0.
 * An exact int with at most two digits (|v| < 2^60) lies in a 32-byte block, so that any such value can be written over
 * any other in place. [-5, 257) exist once, immortal, shared by all interpreters: adder_small_ints. Ints are otherwise
 * immutable; only their sole owner may use adder_int_set. */
#ifndef ADDER_OBJECTS_INT_H
#define ADDER_OBJECTS_INT_H
#include "runtime/state/interp.h"

#define ADDER_INT_SMALL_MIN (-5)
#define ADDER_INT_SMALL_COUNT 262
#define ADDER_INT_TWO_DIGITS ((int64_t)1 << (2 * PyLong_SHIFT)) /* adder_int_get reads what lies strictly within +-this */

extern PyLongObject adder_small_ints[ADDER_INT_SMALL_COUNT];
extern PyTypeObject PyLong_Type;

/* Slow ends of the inline functions below. adder_int_alloc_short gives a block for two digits, head filled in except
 * ob_size, refcount 1; NULL with MemoryError. adder_int_new_wide makes an int of any 64-bit value. */
NEW_REF PyLongObject *adder_int_alloc_short(struct adder_number_state *state);
NEW_REF PyObject *adder_int_new_wide(int64_t v);

ADDER_INLINE bool adder_int_is_small(int64_t v)
{
    return (uint64_t)v - (uint64_t)(int64_t)ADDER_INT_SMALL_MIN < ADDER_INT_SMALL_COUNT;
}

ADDER_INLINE BORROWED_REF PyObject *adder_int_small(int64_t v)
{
    return (PyObject *)&adder_small_ints[v - ADDER_INT_SMALL_MIN];
}

/* Reads an int (exact or not) of at most two digits into *v; false, *v untouched, when it is longer. */
ADDER_INLINE bool adder_int_get(PyObject *o, int64_t *v)
{
    const PyLongObject *i = (const PyLongObject *)o;
    Py_ssize_t size = i->ob_base.ob_size;
    if (ADDER_LIKELY((size_t)(size + 1) <= 2)) {
        *v = size * (int64_t)i->ob_digit[0];
        return true;
    }
    if ((size_t)(size + 2) <= 4) {
        int64_t a = (int64_t)i->ob_digit[0] | (int64_t)i->ob_digit[1] << PyLong_SHIFT;
        *v = size < 0 ? -a : a;
        return true;
    }
    return false;
}

/* Writes v, |v| < 2^60, over an exact int of at most two digits that nobody else refers to. */
ADDER_INLINE void adder_int_set(PyLongObject *i, int64_t v)
{
    uint64_t a = v < 0 ? -(uint64_t)v : (uint64_t)v;
    i->ob_digit[0] = (digit)(a & PyLong_MASK);
    if (ADDER_LIKELY(a <= PyLong_MASK)) {
        i->ob_base.ob_size = v < 0 ? -1 : v != 0;
    } else {
        i->ob_digit[1] = (digit)(a >> PyLong_SHIFT);
        i->ob_base.ob_size = v < 0 ? -2 : 2;
    }
}

/* A block for a short exact int from the free list of `state`, the running interpreter's; refcount 1, no value yet. */
ADDER_INLINE NEW_REF PyLongObject *adder_int_alloc(struct adder_number_state *state)
{
    void *block = state->int_free;
    if (ADDER_UNLIKELY(block == NULL)) return adder_int_alloc_short(state);
    state->int_free = *(void **)block;
    state->int_free_count--;
    PyLongObject *i = block;
    i->ob_base.ob_base.ob_refcnt = 1;
    i->ob_base.ob_base.ob_type = &PyLong_Type;
    return i;
}

/* A new exact int; `state` is the running interpreter's. NULL with MemoryError. */
ADDER_INLINE NEW_REF PyObject *adder_int_new_in(struct adder_number_state *state, int64_t v)
{
    if (adder_int_is_small(v)) return Py_NewRef(adder_int_small(v));
    if (ADDER_UNLIKELY((uint64_t)v + (uint64_t)ADDER_INT_TWO_DIGITS - 1 >= 2 * (uint64_t)ADDER_INT_TWO_DIGITS - 1))
        return adder_int_new_wide(v);
    PyLongObject *i = adder_int_alloc(state);
    if (ADDER_UNLIKELY(i == NULL)) return NULL;
    adder_int_set(i, v);
    return (PyObject *)i;
}

ADDER_INLINE NEW_REF PyObject *adder_int_new_i64(int64_t v) { return adder_int_new_in(&adder_interp()->number, v); }

/* The same under the name of the pair adder_int_from_i64 / adder_int_as_i64_fast. */
ADDER_INLINE NEW_REF PyObject *adder_int_from_i64(int64_t v) { return adder_int_new_i64(v); }
ADDER_INLINE bool adder_int_as_i64_fast(PyObject *o, int64_t *v) { return adder_int_get(o, v); }

/* Gives the block of a dead exact int of at most two digits back. */
ADDER_INLINE void adder_int_free_short(struct adder_number_state *state, PyObject *o)
{
    if (ADDER_UNLIKELY(state->int_free_count >= ADDER_NUMBER_FREE_MAX)) {
        PyObject_Free(o);
        return;
    }
    *(void **)o = state->int_free;
    state->int_free = o;
    state->int_free_count++;
}

/* int_arith.c: the number operations on int arguments (subclasses too), always exact results. New reference or NULL. */
NEW_REF PyObject *adder_int_add(PyObject *a, PyObject *b);
NEW_REF PyObject *adder_int_sub(PyObject *a, PyObject *b);
NEW_REF PyObject *adder_int_mul(PyObject *a, PyObject *b);
NEW_REF PyObject *adder_int_floordiv(PyObject *a, PyObject *b);
NEW_REF PyObject *adder_int_mod(PyObject *a, PyObject *b);
NEW_REF PyObject *adder_int_truediv(PyObject *a, PyObject *b);
NEW_REF PyObject *adder_int_pow(PyObject *a, PyObject *b, PyObject *modulus); /* modulus an int, or None */
NEW_REF PyObject *adder_int_neg(PyObject *a);
NEW_REF PyObject *adder_int_abs(PyObject *a);
/* *quotient and *remainder of floor division, either may be NULL; 0, or -1 with an exception and nothing stored. */
int adder_int_divmod(PyObject *a, PyObject *b, PyObject **quotient, PyObject **remainder);
/* floor(sqrt(n)), n an int >= 0 (math.isqrt). */
NEW_REF PyObject *adder_int_sqrt(PyObject *n);

/* int_bits.c */
NEW_REF PyObject *adder_int_lshift(PyObject *a, PyObject *b);
NEW_REF PyObject *adder_int_rshift(PyObject *a, PyObject *b);
NEW_REF PyObject *adder_int_and(PyObject *a, PyObject *b);
NEW_REF PyObject *adder_int_or(PyObject *a, PyObject *b);
NEW_REF PyObject *adder_int_xor(PyObject *a, PyObject *b);
NEW_REF PyObject *adder_int_invert(PyObject *a);

/* int_compare.c: -1, 0, 1. The second compares an int with any finite or infinite double, exactly; nan is the caller's. */
int adder_int_cmp(PyObject *a, PyObject *b);
int adder_int_cmp_double(PyObject *a, double b);
Py_hash_t adder_int_hash(PyObject *a);

/* int_convert.c: the digits in `base` (2..36), with '-' and, when `prefix`, 0b/0o/0x; malloc'ed, *len excludes the final 0.
 * Decimal output honours the interpreter's digit limit (ValueError). NULL with an exception; free with PyMem_Free. */
char *adder_int_to_chars(PyObject *a, int base, bool prefix, Py_ssize_t *len);

/* int_new.c: int(x) for any x, with the messages of the constructor. */
NEW_REF PyObject *adder_int_from_object(PyObject *x);

#endif
