/* signature.h -- native functions declared by one row: how the Python signature in the row becomes argument checks.
 *
 * The text "name($self, a, b=1, /, *args, c=None, **kw)" is compiled at the first call that needs it; the result lives in
 * process memory (rows are static and shared by all VMs) and its number is kept in the row itself, in the four bytes
 * that PyMethodDef leaves unused after ml_flags. Calls with exactly as many positional arguments as there are
 * parameters are then one compare and an indirect call; all others go through adder_signature_bind(). */
#ifndef ADDER_SIGNATURE_H
#define ADDER_SIGNATURE_H
#include "runtime/define.h"
#include <stdbool.h>

/* PyMethodDef as rows see it: the same layout, its padding named. */
struct __attribute__((may_alias)) adder_row {
    const char *name;
    BoundFunction fn;
    int flags;
    uint16_t exact;     /* 1 + number of parameters when that many positional arguments need no binding; 0: not known */
    uint16_t signature; /* number of the compiled signature; 0: not compiled */
    const char *doc;
};
_Static_assert(sizeof(struct adder_row) == sizeof(PyMethodDef), "the row is a PyMethodDef");

ADDER_INLINE struct adder_row *adder_row(PyMethodDef *def) { return (struct adder_row *)def; }

/* May fn be called directly with these nargs positional arguments? False too while the row was never called. */
ADDER_INLINE bool adder_row_exact(const struct adder_row *row, Py_ssize_t nargs)
{
    return __atomic_load_n(&row->exact, __ATOMIC_RELAXED) == nargs + 1;
}

typedef struct adder_signature Signature; /* compiled, immutable, immortal */

/* Compiles "name(...)"; the text ends at the matching parenthesis. NULL with MemoryError, or SystemError for a bad text. */
const Signature *adder_signature_compile(const char *text);
/* __text_signature__ of a row. */
NEW_REF PyObject *adder_row_text_signature(PyMethodDef *row);
/* The row's compiled signature. NULL with an exception. */
const Signature *adder_row_signature(struct adder_row *row);
/* Number of entries that binding fills. */
int adder_signature_count(const Signature *sig);

/* Fills out[0 .. count-1]: one entry a parameter, borrowed from the call, from the defaults, or NULL for absent ones
 * without a default object. *args and **kw objects are made: pass `out` to
 * adder_signature_release() when done. `function` is what messages name (may be NULL: the name in the text).
 * 0, or -1 with TypeError and nothing to release. */
int adder_signature_bind(const Signature *sig, PyObject *function, PyObject *const *args, Py_ssize_t nargs,
                         PyObject *kwnames, PyObject **out);
void adder_signature_release(const Signature *sig, PyObject **out);

/* Calls a bound row: what vectorcalls of functions and method descriptors do after taking self off. */
NEW_REF PyObject *adder_row_call(struct adder_row *row, PyObject *function, PyObject *self, PyObject *const *args,
                                 Py_ssize_t nargs, PyObject *kwnames);

/* For tp_new and tp_init: "range(stop, start=0, /)" style text with literal lifetime. Entries of out[] are borrowed from
 * args/kwargs or immortal defaults; *args and **kw are not allowed here. 0, or -1 with TypeError. */
int adder_bind_args(const char *text, PyObject *args, PyObject *kwargs, PyObject **out);
/* The same from vectorcall arguments. */
int adder_bind_vector(const char *text, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames, PyObject **out);
#endif
