/* str_impl.h -- what the str_*.c files say to each other. Arguments named s, self, sub, sep are str unless said. */
#ifndef ADDER_STR_IMPL_H
#define ADDER_STR_IMPL_H
#include "runtime/objects/str.h"

/* str.c */
NEW_REF PyObject *adder_str_exact(PyObject *s);                        /* s itself, or an exact copy of a subclass's */
NEW_REF PyObject *adder_str_repeat(PyObject *s, Py_ssize_t times);
int adder_str_compare(PyObject *a, PyObject *b);
Py_hash_t adder_str_hash(PyObject *self);
void adder_str_dealloc(PyObject *self);
void adder_chars_fill(int kind, void *data, Py_ssize_t start, Py_ssize_t n, Py_UCS4 ch);
/* Another length for *p, a string that the caller just made and nobody else holds (or else a copy). 0 or -1, *p kept. */
int adder_str_resize(PyObject **p, Py_ssize_t n);

/* str_search.c: positions in [start, end) of s; -1 when absent, -2 with an exception (no memory). */
Py_ssize_t adder_str_find(PyObject *s, PyObject *sub, Py_ssize_t start, Py_ssize_t end);
Py_ssize_t adder_str_rfind(PyObject *s, PyObject *sub, Py_ssize_t start, Py_ssize_t end);
Py_ssize_t adder_str_count(PyObject *s, PyObject *sub, Py_ssize_t start, Py_ssize_t end);
/* In n characters of `kind`: the first or last place of one character or of m characters of the same kind; or -1. */
Py_ssize_t adder_chars_find_char(int kind, const void *data, Py_ssize_t n, Py_UCS4 ch);
Py_ssize_t adder_chars_rfind_char(int kind, const void *data, Py_ssize_t n, Py_UCS4 ch);
Py_ssize_t adder_chars_find(int kind, const void *data, Py_ssize_t n, const void *sub, Py_ssize_t m);
Py_ssize_t adder_chars_rfind(int kind, const void *data, Py_ssize_t n, const void *sub, Py_ssize_t m);
/* How often, without overlap, at most max times. */
Py_ssize_t adder_chars_count(int kind, const void *data, Py_ssize_t n, const void *sub, Py_ssize_t m, Py_ssize_t max);
/* The characters of s as an array of `kind` (at least as wide): s's own, or a copy that *copy holds (PyMem_Free it).
 * NULL with MemoryError. */
const void *adder_chars_as_kind(PyObject *s, int kind, void **copy);

/* Method rows by file, {0}-terminated; str_type.c joins them. */
PyObject *str_find(PyObject *, PyObject *const *), *str_rfind(PyObject *, PyObject *const *),
    *str_index(PyObject *, PyObject *const *), *str_rindex(PyObject *, PyObject *const *),
    *str_count(PyObject *, PyObject *const *), *str_startswith(PyObject *, PyObject *const *),
    *str_endswith(PyObject *, PyObject *const *), *str_replace(PyObject *, PyObject *const *),
    *str_removeprefix(PyObject *, PyObject *const *), *str_removesuffix(PyObject *, PyObject *const *);
PyObject *str_split(PyObject *, PyObject *const *), *str_rsplit(PyObject *, PyObject *const *),
    *str_splitlines(PyObject *, PyObject *const *), *str_partition(PyObject *, PyObject *const *),
    *str_rpartition(PyObject *, PyObject *const *), *str_join(PyObject *, PyObject *const *),
    *str_strip(PyObject *, PyObject *const *), *str_lstrip(PyObject *, PyObject *const *),
    *str_rstrip(PyObject *, PyObject *const *);
PyObject *str_upper(PyObject *, PyObject *const *), *str_lower(PyObject *, PyObject *const *),
    *str_title(PyObject *, PyObject *const *), *str_capitalize(PyObject *, PyObject *const *),
    *str_swapcase(PyObject *, PyObject *const *), *str_casefold(PyObject *, PyObject *const *);
PyObject *str_isalnum(PyObject *, PyObject *const *), *str_isalpha(PyObject *, PyObject *const *),
    *str_isascii(PyObject *, PyObject *const *), *str_isdecimal(PyObject *, PyObject *const *),
    *str_isdigit(PyObject *, PyObject *const *), *str_isidentifier(PyObject *, PyObject *const *),
    *str_islower(PyObject *, PyObject *const *), *str_isnumeric(PyObject *, PyObject *const *),
    *str_isprintable(PyObject *, PyObject *const *), *str_isspace(PyObject *, PyObject *const *),
    *str_istitle(PyObject *, PyObject *const *), *str_isupper(PyObject *, PyObject *const *);
PyObject *str_center(PyObject *, PyObject *const *), *str_ljust(PyObject *, PyObject *const *),
    *str_rjust(PyObject *, PyObject *const *), *str_zfill(PyObject *, PyObject *const *),
    *str_expandtabs(PyObject *, PyObject *const *), *str_translate(PyObject *, PyObject *const *),
    *str_maketrans(PyObject *, PyObject *const *);
PyObject *str_format(PyObject *, PyObject *const *, Py_ssize_t, PyObject *), *str_format_map(PyObject *, PyObject *const *);
#endif
