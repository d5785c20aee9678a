/* collections.h -- the types of _collections, one a file. */
#ifndef ADDER_STDLIB_COLLECTIONS_H
#define ADDER_STDLIB_COLLECTIONS_H

#include "runtime/define.h"

extern ADDER_HIDDEN PyTypeObject adder_deque_type, adder_deque_iter_type, adder_deque_reverse_iter_type;
extern ADDER_HIDDEN PyTypeObject adder_defaultdict_type;
extern ADDER_HIDDEN PyTypeObject adder_tuplegetter_type;

#endif
