/* tracemalloc.h -- telling tracemalloc of memory it cannot see. */
#ifndef Py_TRACEMALLOC_H
#define Py_TRACEMALLOC_H

#include "object.h"

ADDER_API_BEGIN
int PyTraceMalloc_Track(unsigned int domain, uintptr_t ptr, size_t size);
int PyTraceMalloc_Untrack(unsigned int domain, uintptr_t ptr);
ADDER_API_END

#endif
