/* operator.h -- the classes of _operator, in getters.c. */
#ifndef ADDER_STDLIB_OPERATOR_H
#define ADDER_STDLIB_OPERATOR_H

#include "runtime/define.h"

extern ADDER_HIDDEN PyTypeObject adder_itemgetter_type, adder_attrgetter_type, adder_methodcaller_type;

#endif
