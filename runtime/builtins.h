/* builtins.h -- the module builtins. */
#ifndef ADDER_BUILTINS_H
#define ADDER_BUILTINS_H
#include "runtime/define.h"

/* The module, new for this VM. NULL with an exception set. */
NEW_REF PyObject *adder_builtins_new(void);
#endif
