/* dis.h -- printing bytecode. */
#ifndef ADDER_DIS_H
#define ADDER_DIS_H
#include "vm/code.h"
#include <stdio.h>

/* Header, instructions and handlers of one code object. Runs reprs of constants. */
void adder_dis_write(FILE *out, CodeObject *code);

/* A code object and all inside it, to stdout: -X dis. */
void adder_dis_stdout(PyObject *code);
#endif
