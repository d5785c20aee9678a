/* errors_state.h -- what exceptions and warnings keep in an interpreter. */
#ifndef ADDER_ERRORS_STATE_H
#define ADDER_ERRORS_STATE_H
#include <Python.h>
#include <stdbool.h>

#define ADDER_SPARE_MEMORY_ERRORS 16

struct adder_errors_state {
    PyObject *spare_memory_errors[ADDER_SPARE_MEMORY_ERRORS]; /* owned: made at start, taken while memory is short */
    int spare_count;
    bool making_memory_error;     /* one is being allocated: a failure in that must not try again */
    PyObject *last_memory_error;  /* shared when even the spare ones are used up; never freed before the end */
    PyObject *exception_group;    /* the type ExceptionGroup */
    PyTypeObject *unraisable_type; /* sys.UnraisableHookArgs, NULL until needed */

    PyObject *warning_filters;  /* list, the same as warnings.filters */
    PyObject *warning_once;     /* dict: onceregistry */
    PyObject *warning_default;  /* str: defaultaction */
    long warning_version;       /* filters changed: __warningregistry__ dicts with another number are stale */
};
#endif
