/* errors.h -- raising, showing and suggesting, as far as other files of the runtime and the VM call it beyond pyerrors.h. */
#ifndef ADDER_ERRORS_H
#define ADDER_ERRORS_H
#include "runtime/define.h"
#include <stdbool.h>

/* exc_group.c: an interpreter's share: spare MemoryErrors and the type ExceptionGroup. 0, or -1 with an exception. */
int adder_errors_init(PyInterpreterState *interp);
/* Before the last collection: lets go of what may be in cycles (classes). Exceptions still work afterwards. */
void adder_errors_clear(PyInterpreterState *interp);
void adder_errors_fini(PyInterpreterState *interp);

/* errors.c */
/* Calls an exception class with what PyErr_SetObject got as value: nothing for NULL and None, the items of a tuple, else the
 * value itself. A new reference; NULL with an exception, TypeError when the call gives something else. */
NEW_REF PyObject *adder_error_create(PyObject *type, PyObject *value);
/* The current exception as one normalised object with its traceback in it, and no exception set any more. NULL: none was. */
NEW_REF PyObject *adder_error_take(void);
/* Makes exc (an exception instance, consumed) the current exception, its context untouched. */
void adder_error_restore(STEALS_REF PyObject *exc);

/* unraisable.c: the functions behind sys.unraisablehook and sys.excepthook. */
NEW_REF PyObject *adder_unraisable_hook(PyObject *args);
/* The type sys.UnraisableHookArgs; borrowed, NULL with an exception. */
BORROWED_REF PyTypeObject *adder_unraisable_type(void);

/* source.c: line `lineno` (from 1) of a source file without its line end, decoded by its coding cookie. A new reference;
 * NULL without an exception when there is no such file or line, or it cannot be decoded. */
NEW_REF PyObject *adder_source_line(PyObject *filename, int lineno);

/* carets.c: where the operator lies in a segment of one line, for "~~^~~". Byte offsets into `segment`; false when the
 * segment is no binary operation or subscript. Never raises. */
bool adder_anchors(const char *segment, Py_ssize_t size, Py_ssize_t *left, Py_ssize_t *right);

/* suggest.c: what the user may have meant; a new reference to a str, NULL without an exception when there is nothing close. */
NEW_REF PyObject *adder_suggestion(PyObject *exc);

/* display.c */
/* SystemExit as exit status: 1 and *status when the current exception is one (then cleared; a text has been printed), else 0
 * with the exception still set. */
int adder_system_exit(int *status);
#endif
