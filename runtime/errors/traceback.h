/* traceback.h -- writing tracebacks; shared by traceback.c, display.c and unraisable.c. */
#ifndef ADDER_TRACEBACK_H
#define ADDER_TRACEBACK_H
#include "runtime/define.h"

/* Where text goes: a Python file and how deep in exception groups we are: each level indents by two, and within a group a
 * bar stands before each line. All functions give 0, or -1 with an exception. */
typedef struct {
    PyObject *file;
    int depth;
} Out;

int adder_out_text(Out *out, const char *text);
int adder_out_str(Out *out, STEALS_REF PyObject *str); /* NULL: an exception is set, -1 */
int adder_out_margin(Out *out);
int adder_out_indent(Out *out);

/* "Traceback (most recent call last):" and the entries; nothing when sys.tracebacklimit is 0. `header` ends with \n;
 * bar: what stands before it within a group. */
int adder_traceback_write(Out *out, PyObject *tb, const char *header, const char *bar);

/* A traceback entry for the running frame on top of `next` (a traceback or NULL). A new reference; NULL without exception
 * when no Python code runs, with one when it fails. */
NEW_REF PyObject *adder_traceback_here(PyObject *next);
#endif
