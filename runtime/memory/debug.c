/* debug.c -- what only the debug build has. */
#include "runtime/memory/memory.h"
#include <stdio.h>
#include <stdlib.h>

#ifdef ADDER_DEBUG
void adder_assert_failed(const char *file, int line, const char *condition, const char *why)
{
    fprintf(stderr, "%s:%d: does not hold: %s (%s)\n", file, line, why, condition);
    abort();
}
#endif
