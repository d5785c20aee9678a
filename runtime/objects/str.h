/* str.h -- what the runtime and the VM know of strings beyond the C API: equality, characters, growing in place.
 * Every string here is ready (PEP 393's legacy half-made state does not exist) and in its narrowest kind. */
#ifndef ADDER_STR_H
#define ADDER_STR_H
#include "runtime/define.h"
#include <stdbool.h>
#include <string.h>

/* A static one-character string: both layouts, so that data follows the header as PEP 393 demands. */
struct adder_ascii_char {
    PyASCIIObject head;
    unsigned char data[8];
};
struct adder_latin1_char {
    PyCompactUnicodeObject head;
    unsigned char data[8];
    char utf8[4];
};
extern struct adder_ascii_char adder_ascii_chars[128] __attribute__((visibility("hidden")));
extern struct adder_latin1_char adder_latin1_chars[128] __attribute__((visibility("hidden")));
extern struct adder_ascii_char adder_empty_string __attribute__((visibility("hidden")));
#define ADDER_EMPTY_STR ((PyObject *)&adder_empty_string) /* '', immortal */

/* Are two strings the same text? Cannot fail; subclasses are fine. */
static inline int adder_str_equal(PyObject *a, PyObject *b)
{
    if (a == b) return 1;
    const PyASCIIObject *x = (const PyASCIIObject *)a, *y = (const PyASCIIObject *)b;
    if (x->length != y->length || x->state.kind != y->state.kind) return 0;
    if (x->hash != y->hash && x->hash != -1 && y->hash != -1) return 0;
    return memcmp(PyUnicode_DATA(a), PyUnicode_DATA(b), (size_t)x->length * x->state.kind) == 0;
}

/* The static string of one character below 256; borrowed, immortal. */
static inline PyObject *adder_str_latin1(unsigned char ch)
{
    return ch < 128 ? (PyObject *)&adder_ascii_chars[ch] : (PyObject *)&adder_latin1_chars[ch - 128];
}

/* The string of one character; NULL with MemoryError. */
NEW_REF PyObject *adder_str_char(Py_UCS4 ch);

/* s[i] for 0 <= i < len(s). */
static inline NEW_REF PyObject *adder_str_index(PyObject *s, Py_ssize_t i)
{
    Py_UCS4 ch = PyUnicode_READ_CHAR(s, i);
    if (ch < 256) {
        PyObject *r = adder_str_latin1((unsigned char)ch);
        Py_INCREF(r);
        return r;
    }
    return adder_str_char(ch);
}

/* *left += right, in place where nobody else holds *left. Takes *left's reference: on failure *left is NULL,
 * -1 is returned and an exception is set. Both must be str (the left one may be a subclass: then a copy is made). */
int adder_str_append_inplace(PyObject **left, PyObject *right);

/* The largest code point that a string's kind and ascii flag allow: 0x7f, 0xff, 0xffff, 0x10ffff. */
static inline Py_UCS4 adder_str_maxchar(PyObject *s) { return PyUnicode_MAX_CHAR_VALUE(s); }

/* The exact maximum of the range is found, then the narrowest string is made of it. */
NEW_REF PyObject *adder_str_from_ucs1(const Py_UCS1 *s, Py_ssize_t n);
NEW_REF PyObject *adder_str_from_ucs2(const Py_UCS2 *s, Py_ssize_t n);
NEW_REF PyObject *adder_str_from_ucs4(const Py_UCS4 *s, Py_ssize_t n);
/* n bytes known to be ASCII. */
NEW_REF PyObject *adder_str_from_ascii(const char *s, Py_ssize_t n);

/* Copies n characters between buffers of any kinds; the target's kind is wide enough for every one of them. */
void adder_chars_copy(int to_kind, void *to, int from_kind, const void *from, Py_ssize_t n);
/* The bound (0x7f, 0xff, 0xffff or 0x10ffff) of the widest of n characters. */
Py_UCS4 adder_chars_max(int kind, const void *data, Py_ssize_t n);

/* Clamps slice bounds as str.find and its kin do: negative ones count from the end. */
static inline void adder_clamp(Py_ssize_t *start, Py_ssize_t *end, Py_ssize_t len)
{
    if (*end > len) *end = len;
    else if (*end < 0 && (*end += len) < 0) *end = 0;
    if (*start < 0 && (*start += len) < 0) *start = 0;
}

/* Reads optional start/stop arguments (None or absent: left alone). 0, or -1 with TypeError. */
int adder_slice_arg(PyObject *arg, Py_ssize_t *out);
/* Reads a Py_ssize_t argument through __index__. 0, or -1 with TypeError or OverflowError. */
int adder_ssize_arg(PyObject *arg, Py_ssize_t *out);
/* Reads an int argument through __index__. 0, or -1 with TypeError or OverflowError. */
int adder_int_arg(PyObject *arg, int *out);

/* 0 when s is a str, else -1 with "must be str, not ..." */
int adder_str_check(PyObject *s);

/* PyUnicodeIter_Type and adder_str_ascii_iter_type: yields s[index] while index < len; at the end s is dropped (NULL). */
struct adder_str_iter {
    PyObject_HEAD
    Py_ssize_t index;
    PyObject *s;
};
extern PyTypeObject adder_str_ascii_iter_type ADDER_HIDDEN;

/* repr() of a string; str.__repr__. */
NEW_REF PyObject *adder_str_repr(PyObject *self);

#endif
