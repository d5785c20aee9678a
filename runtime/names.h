/* names.h -- going over the static names, to enter them into a table of interned strings. ID(x) of define.h names one. */
#ifndef ADDER_NAMES_H
#define ADDER_NAMES_H
#include "runtime/define.h"

size_t adder_names_count(void);
BORROWED_REF PyObject *adder_names_get(size_t i); /* 0 <= i < count; immortal */
#endif
