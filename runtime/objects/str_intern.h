/* str_intern.h -- the one thing that a dying string tells the table of interned ones. */
#ifndef ADDER_STR_INTERN_H
#define ADDER_STR_INTERN_H
#include "runtime/define.h"

/* Takes a mortal interned string out of the table; its hash is set and its data still there. */
void adder_str_forget_interned(PyObject *s);
#endif
