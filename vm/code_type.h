/* code_type.h -- the two halves of the code type: code.c (what it is) and code_methods.c (what it does). */
#ifndef ADDER_CODE_TYPE_H
#define ADDER_CODE_TYPE_H
#include "vm/code.h"

extern ADDER_HIDDEN PyMethodDef adder_code_methods[];
NEW_REF PyObject *adder_code_new(PyTypeObject *type, PyObject *args, PyObject *kwargs);
void adder_code_free_extra(CodeObject *code);
#endif
