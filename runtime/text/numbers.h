/* numbers.h -- doubles to decimal digits and back, exactly: what float, format, json and the lexer convert with.
 *
 * PyOS_string_to_double and PyOS_double_to_string, the C API's names for the same, live in numbers.c too. Nothing here
 * looks at the process's locale. */
#ifndef ADDER_TEXT_NUMBERS_H
#define ADDER_TEXT_NUMBERS_H
#include "runtime/define.h"

/* A finite double as decimal digits: +-0.d1d2d3... * 10^point. */
struct adder_decimal {
    bool negative;   /* the sign bit: also set for -0.0 */
    int point;       /* digits before the decimal point; may be negative or past the end */
    int count;       /* digits, without trailing zeros; at least 1 ("0" for zero, point 1) */
    char digits[1100]; /* '0'..'9', 0-terminated. 767 suffice for any double */
};

/* The fewest digits that read back as v, and of those the nearest to v. */
void adder_decimal_shortest(struct adder_decimal *d, double v);
/* v rounded, half to even, to `count` >= 1 significant digits, or to `places` (may be negative) after the point. When
 * nothing is left the digits are "0", point 1. */
void adder_decimal_significant(struct adder_decimal *d, double v, int count);
void adder_decimal_places(struct adder_decimal *d, double v, int places);

/* Reads a number as float() does, without spaces and underscores: digits, point, exponent, inf, infinity, nan. *end is
 * where it stops; *end == s when there is none. Overflow gives an infinity, underflow 0. Correctly rounded. */
double adder_strtod(const char *s, char **end);

/* float() and complex() on text with underscores between digits: calls `parse` on [s, s+n) without them. `what` names
 * the target type in the message, `shown` is the object in it. New reference or NULL with ValueError. */
NEW_REF PyObject *adder_number_without_underscores(const char *s, Py_ssize_t n, const char *what, PyObject *shown, void *arg,
                                                   PyObject *(*parse)(const char *s, Py_ssize_t n, void *arg));

/* The characters of a str with Unicode digits and spaces as ASCII ones, anything else non-ASCII as '?'; n bytes and a 0.
 * Free with PyMem_Free; NULL with MemoryError. (int_convert.c) */
char *adder_str_to_ascii_number(PyObject *u);

#endif
