/* int_compare.c -- order and hash of ints, and their exact order against doubles.
 *
 * The hash of x is |x| modulo the prime 2^61 - 1 with the sign of x, and -2 for -1: equal numbers of all types hash
 * equally (see adder_hash_double in float.c and fractions in the library). */
#include "runtime/objects/int_digits.h"
#include <math.h>

#define HASH_BITS 61
#define HASH_PRIME (((uint64_t)1 << HASH_BITS) - 1)

int adder_int_cmp(PyObject *a, PyObject *b)
{
    Py_ssize_t sa = ((PyVarObject *)a)->ob_size, sb = ((PyVarObject *)b)->ob_size;
    if (sa != sb) return sa < sb ? -1 : 1;
    int order = adder_mag_cmp(int_digits(a), Py_ABS(sa), int_digits(b), Py_ABS(sb));
    return sa < 0 ? -order : order;
}

/* Same sign, |b| finite and at least 2^59: compare bit lengths, then the integer part of b, then its fraction. */
static int cmp_long_double(PyObject *a, double b)
{
    int exponent;
    frexp(b, &exponent);
    size_t bits = adder_int_bits(a);
    int sign = int_is_negative(a) ? -1 : 1;
    if (bits != (size_t)exponent) return bits < (size_t)exponent ? -sign : sign;
    double whole = trunc(fabs(b));
    Py_ssize_t n = int_size(a);
    const digit *d = int_digits(a);
    for (Py_ssize_t k = n; k-- > 0;) { /* take the digits of `whole` from the top: each step is exact */
        double scale = ldexp(1.0, (int)(k * PyLong_SHIFT)), top = floor(whole / scale);
        if ((double)d[k] != top) return (double)d[k] < top ? -sign : sign;
        whole -= top * scale;
    }
    return fabs(b) > trunc(fabs(b)) ? -sign : 0;
}

int adder_int_cmp_double(PyObject *a, double b)
{
    int64_t v;
    int sa = int_sign(a), sb = (b > 0) - (b < 0);
    if (sa != sb) return sa < sb ? -1 : 1;
    if (isinf(b)) return b > 0 ? -1 : 1;
    if (adder_int_get(a, &v)) {
        if (fabs(b) >= 0x1p62) return b > 0 ? -1 : 1;
        int64_t whole = (int64_t)b;
        if (v != whole) return v < whole ? -1 : 1;
        double fraction = b - (double)whole;
        return fraction > 0 ? -1 : fraction < 0;
    }
    if (fabs(b) < 0x1p59) return sa;
    return cmp_long_double(a, b);
}

Py_hash_t adder_int_hash(PyObject *a)
{
    int64_t v;
    if (adder_int_get(a, &v)) return v == -1 ? -2 : (Py_hash_t)v;
    uint64_t h = 0;
    for (Py_ssize_t k = int_size(a); k-- > 0;) { /* h * 2^30 is a rotation modulo 2^61 - 1 */
        h = (h << PyLong_SHIFT & HASH_PRIME) | h >> (HASH_BITS - PyLong_SHIFT);
        h += int_digits(a)[k];
        if (h >= HASH_PRIME) h -= HASH_PRIME;
    }
    Py_hash_t r = int_is_negative(a) ? -(Py_hash_t)h : (Py_hash_t)h;
    return r == -1 ? -2 : r;
}
