/* slot.h -- the 64-bit value in a frame's local or temporary: an object, an unboxed float or an unboxed int.
 *
 *   0                                   unbound
 *   1 .. 2^49-1                         PyObject *, owned by the slot (top 15 bits are 0)
 *   2^49 .. 0xFFFDFFFFFFFFFFFF          a double: its bits + 2^49 (never a NaN: those stay boxed)
 *   0xFFFE000000000000 ..               an int v in [-2^48, 2^48): 0xFFFF000000000000 + v; the order of ints is kept
 *
 * Only frames hold slots. Whatever leaves a frame is a PyObject *: containers, attributes, cells, globals, C arguments. */
#ifndef ADDER_SLOT_H
#define ADDER_SLOT_H
#include <Python.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef uint64_t Slot;

#define SLOT_NULL    ((Slot)0)
#define SLOT_DOUBLE  0x0002000000000000ULL /* added to a double's bits */
#define SLOT_INT_TAG 0xFFFE000000000000ULL /* every int slot is at least this */
#define SLOT_INT     0xFFFF000000000000ULL /* the int 0 */
#define SLOT_INT_MIN (-(1LL << 48))
#define SLOT_INT_MAX ((1LL << 48) - 1)

static inline bool slot_is_int(Slot s)              { return s >= SLOT_INT_TAG; }
static inline bool slot_both_int(Slot a, Slot b)    { return (a & b) >= SLOT_INT_TAG; }
static inline bool slot_is_double(Slot s)           { return s - SLOT_DOUBLE < SLOT_INT_TAG - SLOT_DOUBLE; }
static inline bool slot_is_number(Slot s)           { return s >= SLOT_DOUBLE; }
static inline bool slot_is_object(Slot s)           { return s - 1 < SLOT_DOUBLE - 1; } /* bound and not a number */

static inline bool slot_int_fits(int64_t v)         { return (uint64_t)(v - SLOT_INT_MIN) < (1ULL << 49); }
static inline Slot slot_from_int(int64_t v)         { return (uint64_t)v + SLOT_INT; }
static inline int64_t slot_int(Slot s)              { return (int64_t)(s - SLOT_INT); }

static inline bool slot_double_fits(double d)       { return d == d; }
static inline Slot slot_from_double(double d)       { uint64_t bits; memcpy(&bits, &d, 8); return bits + SLOT_DOUBLE; }
static inline double slot_double(Slot s)            { double d; s -= SLOT_DOUBLE; memcpy(&d, &s, 8); return d; }

static inline PyObject *slot_object(Slot s)         { return (PyObject *)(uintptr_t)s; }
static inline Slot slot_from_object(PyObject *o)    { return (Slot)(uintptr_t)o; }
#endif
