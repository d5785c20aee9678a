/* percent.h -- the % operator of str and bytes: reading conversions, taking their arguments, writing numbers. */
#ifndef ADDER_PERCENT_H
#define ADDER_PERCENT_H
#include "runtime/define.h"
#include <stdbool.h>

struct adder_percent {
    /* the format: n characters of `kind`, and where we are */
    int kind;
    const void *data;
    Py_ssize_t n, pos;
    /* the right operand: a tuple's items, or one value; a mapping too where it can be one */
    PyObject *args, *mapping;     /* borrowed; mapping NULL: none */
    PyObject *held;               /* the value that a %(key) found; owned or NULL */
    Py_ssize_t next, count;       /* items used and there; count -1: the operand itself, -2: that is used up */
    /* the conversion that was read last */
    bool bytes;                   /* keys are bytes: set by the caller after init */
    bool left, plus, blank, alternate, zero;
    Py_ssize_t width, precision;  /* -1: not given */
    Py_UCS4 letter;
};

void adder_percent_init(struct adder_percent *p, int kind, const void *data, Py_ssize_t n, PyObject *args);
/* Reads a conversion; pos is after its '%'. Makes no difference between letters. 0, or -1 with an exception. */
int adder_percent_read(struct adder_percent *p);
/* The conversion's argument; borrowed. NULL with TypeError when there are not enough. */
BORROWED_REF PyObject *adder_percent_argument(struct adder_percent *p);
/* Are all arguments used? 0, or -1 with TypeError that names `what` ("string", "bytes"). */
int adder_percent_done(struct adder_percent *p, const char *what);
/* Is it a letter for numbers: d i u o x X e E f F g G? */
bool adder_percent_is_numeric(Py_UCS4 letter);
/* The text of a number, with its sign if negative, its prefix if alternate, its precision, but no padding. */
NEW_REF PyObject *adder_percent_number(struct adder_percent *p, PyObject *value);
/* Raises ValueError for a letter that is none. */
void adder_percent_unsupported(struct adder_percent *p);

/* How a text of n characters is laid out: sign or 0, characters of the prefix, spaces or zeros around. */
struct adder_percent_layout {
    char sign;
    Py_ssize_t skip;   /* characters of the text that sign and prefix replace */
    Py_ssize_t prefix; /* 0 or 2, after the skipped sign: written before the zeros */
    Py_ssize_t spaces_before, zeros, spaces_after;
};
struct adder_percent_layout adder_percent_lay_out(const struct adder_percent *p, const char *text, Py_ssize_t n);
#endif
