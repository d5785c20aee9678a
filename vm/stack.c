/* stack.c -- reserving the slot stack of a thread. */
#include "vm/stack.h"
#include <sys/mman.h>

#define STACK_RESERVE     ((size_t)1 << 30) /* about five million frames */
#define STACK_RESERVE_MIN ((size_t)1 << 20)

int adder_stack_init(AdderThread *thread)
{
    for (size_t size = STACK_RESERVE; size >= STACK_RESERVE_MIN; size /= 2) {
        void *range = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (range == MAP_FAILED) continue; /* an address-space limit: take less */
        struct adder_stack_chunk *chunk = range;
        chunk->base = (Slot *)range + 8;
        chunk->end = (Slot *)((char *)range + size) - 8;
        chunk->size = size;
        thread->chunk = chunk;
        thread->stack_limit = chunk->end;
        thread->fp = NULL;
        return 0;
    }
    return -1;
}

void adder_stack_fini(AdderThread *thread)
{
    if (thread->chunk != NULL) munmap(thread->chunk, thread->chunk->size);
    thread->chunk = NULL;
    thread->stack_limit = thread->fp = NULL;
}
