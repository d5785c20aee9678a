/* int_digits.c -- making ints, digit arithmetic, and the bridge to limbs (see int_digits.h). */
#include "runtime/objects/int_digits.h"

#define MAX_DIGITS ((PY_SSIZE_T_MAX - (Py_ssize_t)offsetof(PyLongObject, ob_digit)) / (Py_ssize_t)sizeof(digit))
#define RESERVE_FROM (1 << 16) /* bytes below which running out is left to the allocator's own slack */

static PyLongObject *alloc_block(Py_ssize_t n)
{
    size_t size = offsetof(PyLongObject, ob_digit) + (size_t)Py_MAX(n, 2) * sizeof(digit);
    PyLongObject *i = PyObject_Malloc(size);
    if (i == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    i->ob_base.ob_size = n;
    PyObject_Init((PyObject *)i, &PyLong_Type);
    return i;
}

PyLongObject *adder_int_alloc_short(struct adder_number_state *state)
{
    (void)state;
    return alloc_block(2);
}

PyLongObject *adder_int_alloc_digits(Py_ssize_t n)
{
    if (n > MAX_DIGITS) {
        PyErr_SetString(PyExc_OverflowError, "too many digits in integer");
        return NULL;
    }
    if (n > 2) return alloc_block(n);
    PyLongObject *i = adder_int_alloc(&adder_interp()->number);
    if (i != NULL) {
        i->ob_base.ob_size = n;
        i->ob_digit[0] = 0;
    }
    return i;
}

PyLongObject *_PyLong_New(Py_ssize_t n) { return adder_int_alloc_digits(n); }

PyObject *adder_int_finish(PyLongObject *i, bool negative)
{
    Py_ssize_t n = Py_ABS(i->ob_base.ob_size);
    while (n > 0 && i->ob_digit[n - 1] == 0) n--;
    i->ob_base.ob_size = negative ? -n : n;
    if (n <= 1) {
        int64_t v = n == 0 ? 0 : negative ? -(int64_t)i->ob_digit[0] : (int64_t)i->ob_digit[0];
        if (adder_int_is_small(v)) {
            Py_DECREF(i);
            return Py_NewRef(adder_int_small(v));
        }
    }
    return (PyObject *)i;
}

PyObject *adder_int_new_wide(int64_t v)
{
    uint64_t a = v < 0 ? -(uint64_t)v : (uint64_t)v;
    return adder_int_from_u128(a, v < 0);
}

PyObject *adder_int_from_u128(unsigned __int128 magnitude, bool negative)
{
    Py_ssize_t n = 0;
    for (unsigned __int128 rest = magnitude; rest != 0; rest >>= PyLong_SHIFT) n++;
    PyLongObject *i = adder_int_alloc_digits(n);
    if (i == NULL) return NULL;
    for (Py_ssize_t k = 0; k < n; k++, magnitude >>= PyLong_SHIFT) i->ob_digit[k] = (digit)(magnitude & PyLong_MASK);
    return adder_int_finish(i, negative);
}

void adder_mag_add(digit *r, const digit *a, Py_ssize_t na, const digit *b, Py_ssize_t nb)
{
    digit carry = 0;
    Py_ssize_t k = 0;
    for (; k < nb; k++) {
        carry += a[k] + b[k];
        r[k] = carry & PyLong_MASK;
        carry >>= PyLong_SHIFT;
    }
    for (; k < na; k++) {
        carry += a[k];
        r[k] = carry & PyLong_MASK;
        carry >>= PyLong_SHIFT;
    }
    r[k] = carry;
}

void adder_mag_sub(digit *r, const digit *a, Py_ssize_t na, const digit *b, Py_ssize_t nb)
{
    digit borrow = 0; /* 0 or 1 */
    Py_ssize_t k = 0;
    for (; k < nb; k++) {
        digit t = a[k] - b[k] - borrow;
        r[k] = t & PyLong_MASK;
        borrow = t >> 31;
    }
    for (; k < na; k++) {
        digit t = a[k] - borrow;
        r[k] = t & PyLong_MASK;
        borrow = t >> 31;
    }
    ADDER_ASSERT(borrow == 0, "the subtrahend is the smaller magnitude");
}

int adder_mag_cmp(const digit *a, Py_ssize_t na, const digit *b, Py_ssize_t nb)
{
    if (na != nb) return na < nb ? -1 : 1;
    for (Py_ssize_t k = na; k-- > 0;)
        if (a[k] != b[k]) return a[k] < b[k] ? -1 : 1;
    return 0;
}

digit adder_mag_div_digit(digit *q, const digit *a, Py_ssize_t n, digit b)
{
    uint64_t rest = 0;
    for (Py_ssize_t k = n; k-- > 0;) {
        rest = rest << PyLong_SHIFT | a[k];
        q[k] = (digit)(rest / b);
        rest %= b;
    }
    return (digit)rest;
}

size_t adder_int_bits(PyObject *o)
{
    Py_ssize_t n = int_size(o);
    if (n == 0) return 0;
    return (size_t)(n - 1) * PyLong_SHIFT + (32 - (size_t)__builtin_clz(int_digits(o)[n - 1]));
}

bool adder_int_is_power_of_two(PyObject *o)
{
    Py_ssize_t n = int_size(o);
    if (n == 0) return false;
    const digit *d = int_digits(o);
    if ((d[n - 1] & (d[n - 1] - 1)) != 0) return false;
    for (Py_ssize_t k = 0; k < n - 1; k++)
        if (d[k] != 0) return false;
    return true;
}

int adder_limbs_room(struct limbs *l, mp_size_t room)
{
    l->n = 0;
    l->p = l->inside;
    if (room <= ADDER_LIMBS_INLINE) return 0;
    if ((size_t)room <= PY_SSIZE_T_MAX / sizeof(mp_limb_t)) l->p = PyMem_Malloc((size_t)room * sizeof(mp_limb_t));
    else l->p = NULL;
    if (l->p != NULL) return 0;
    PyErr_NoMemory();
    return -1;
}

int adder_limbs_from_int(struct limbs *l, PyObject *o)
{
    Py_ssize_t n = int_size(o);
    if (adder_limbs_room(l, limbs_of_digits(n)) < 0) return -1;
    const digit *d = int_digits(o);
    mp_limb_t acc = 0;
    mp_size_t out = 0;
    unsigned have = 0; /* bits collected in acc, < 64 */
    for (Py_ssize_t k = 0; k < n; k++) {
        acc |= (mp_limb_t)d[k] << have;
        have += PyLong_SHIFT;
        if (have >= 64) {
            l->p[out++] = acc;
            have -= 64;
            acc = have ? (mp_limb_t)d[k] >> (PyLong_SHIFT - have) : 0;
        }
    }
    if (acc != 0) l->p[out++] = acc;
    while (out > 0 && l->p[out - 1] == 0) out--;
    l->n = out;
    return 0;
}

PyObject *adder_int_from_limbs(const mp_limb_t *p, mp_size_t n, bool negative)
{
    while (n > 0 && p[n - 1] == 0) n--;
    if (n == 0) return Py_NewRef(adder_int_small(0));
    size_t bits = (size_t)n * 64 - (size_t)__builtin_clzll(p[n - 1]);
    Py_ssize_t digits = (Py_ssize_t)((bits + PyLong_SHIFT - 1) / PyLong_SHIFT);
    PyLongObject *i = adder_int_alloc_digits(digits);
    if (i == NULL) return NULL;
    unsigned __int128 acc = 0;
    unsigned have = 0;
    mp_size_t in = 0;
    for (Py_ssize_t k = 0; k < digits; k++) {
        if (have < PyLong_SHIFT && in < n) {
            acc |= (unsigned __int128)p[in++] << have;
            have += 64;
        }
        i->ob_digit[k] = (digit)((uint64_t)acc & PyLong_MASK);
        acc >>= PyLong_SHIFT;
        have -= have < PyLong_SHIFT ? have : PyLong_SHIFT;
    }
    return adder_int_finish(i, negative);
}

int adder_int_reserve(size_t bytes)
{
    if (bytes < RESERVE_FROM) return 0;
    void *probe = PyMem_RawMalloc(bytes);
    if (probe == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    PyMem_RawFree(probe);
    return 0;
}
