/* functools.h -- the types of _functools, one a file. */
#ifndef ADDER_STDLIB_FUNCTOOLS_H
#define ADDER_STDLIB_FUNCTOOLS_H

#include "runtime/define.h"

extern ADDER_HIDDEN PyTypeObject adder_partial_type;      /* functools.partial */
extern ADDER_HIDDEN PyTypeObject adder_cmp_key_type;      /* functools.KeyWrapper */
extern ADDER_HIDDEN PyTypeObject adder_lru_cache_type;    /* functools._lru_cache_wrapper */
extern ADDER_HIDDEN PyTypeObject adder_lru_link_type;     /* functools._lru_list_elem */

#endif
