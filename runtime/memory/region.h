/* region.h -- the addresses that the arenas of all interpreters come from: one range, reserved once in the process. */
#ifndef ADDER_REGION_H
#define ADDER_REGION_H
#include "runtime/define.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REGION_ARENA_SIZE ((size_t)1 << 20)

extern ADDER_HIDDEN uintptr_t adder_region_start; /* 0 and size 0 until the first arena is taken; never changes again */
extern ADDER_HIDDEN size_t adder_region_size;

ADDER_INLINE bool adder_region_has(const void *address)
{
    return (uintptr_t)address - adder_region_start < adder_region_size;
}

/* A zeroed, arena-aligned piece of REGION_ARENA_SIZE bytes, or NULL. Any thread may call; no VM is needed. */
void *adder_region_take(void);
/* Its pages go back to the system at once; the addresses can be taken again. */
void adder_region_give_back(void *arena);
#endif
