/* warnings.h -- what the _warnings module and the start-up take from warnings.c. */
#ifndef ADDER_WARNINGS_H
#define ADDER_WARNINGS_H
#include "runtime/define.h"

/* One warning at a given place. `text` belongs to message; sourceline, source NULL when absent, module NULL: from filename.
 * New None, or NULL with an exception: the filters may make it one. */
typedef struct {
    PyObject *category, *message; /* message: a Warning, or text for one of `category` */
    PyObject *filename, *module, *registry;
    int lineno;
    PyObject *sourceline, *source;
} WarningPlace;
int adder_warn_at(const WarningPlace *place);

/* warnings.warn: the place is `stacklevel` frames up. 0, or -1 with an exception. */
int adder_warn(PyObject *message, PyObject *category, Py_ssize_t stacklevel, PyObject *source);

/* The interpreter's own filters, registry for "once", and default action; borrowed, NULL with an exception. Used until Lib's
 * warnings module is there, which shares the first two. */
BORROWED_REF PyObject *adder_warnings_filters(void);
BORROWED_REF PyObject *adder_warnings_once(void);
BORROWED_REF PyObject *adder_warnings_default(void);

/* At the start: if there are -W options, imports Lib's warnings, which reads them; without it they are read here. Failing is
 * reported on sys.stderr and otherwise ignored. */
void adder_warnings_start(void);

/* Adds filters for -W options (a list of str: action:message:category:module:lineno) where Lib's warnings is absent. Wrong
 * ones are reported on sys.stderr and left out. 0, or -1 with an exception. */
int adder_warnings_options(PyObject *options);
#endif
