/* stack.h -- the slots that a thread's Python frames lie in: one reserved range of addresses.
 *
 * Pages are touched only as deep as recursion goes, so the range may be large; it is given back with the thread.
 * thread->stack_limit is the end of the range while the running frame lies in it, and NULL while it lies in a generator:
 * then no frame fits directly above and calls take the slow path. */
#ifndef ADDER_STACK_H
#define ADDER_STACK_H
#include "runtime/state/thread.h"

struct adder_stack_chunk {
    Slot *base, *end;
    size_t size;    /* bytes of the range, this header included */
    bool reraising; /* the exception under way adds no traceback entry for the running frame */
};

/* Reserves the slots. 0, or -1 when there is no address space (no exception set). */
int adder_stack_init(AdderThread *thread);
void adder_stack_fini(AdderThread *thread);
#endif
