/* io.h -- files: what the rest of the runtime needs of them. */
#ifndef ADDER_IO_H
#define ADDER_IO_H
#include "runtime/define.h"
#include "stdlib/io/io_state.h"

/* Makes module _io and builtins.open. 0, or -1 with an exception. */
int adder_io_init(PyInterpreterState *interp);
/* Drops what the interpreter keeps for its files. */
void adder_io_fini(PyInterpreterState *interp);

/* file.write(text) for an exact text file without calling through Python; 1 done, 0 not such a file, -1 an exception. */
int adder_text_write(PyObject *file, PyObject *text);

#endif
