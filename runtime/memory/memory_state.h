/* memory_state.h -- an interpreter's share of memory: its block heap, the gate's account and limits, the collector. */
#ifndef ADDER_MEMORY_STATE_H
#define ADDER_MEMORY_STATE_H
#include <Python.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Size classes: multiples of 16 bytes up to 512. Larger blocks come from malloc. */
#define BLOCK_STEP    16
#define BLOCK_MAX     512
#define BLOCK_CLASSES (BLOCK_MAX / BLOCK_STEP)

struct adder_pool;  /* blocks.c: 16 KiB of blocks of one class */
struct adder_arena; /* blocks.c: 1 MiB of pools, given back to the system when all are free */

struct adder_heap {
    struct adder_pool *usable[BLOCK_CLASSES]; /* pools of the class with a free block, most recently used first */
    struct adder_arena *arenas;               /* all of them */
    struct adder_arena *roomy;                /* those with a free pool */
    size_t arena_count;
};

/* The gate: every byte that this interpreter holds passes here. */
struct adder_gate {
    size_t live;         /* bytes handed out and not yet given back, counted by block size */
    size_t blocks;       /* blocks handed out and not yet given back */
    size_t trip;         /* the least account at which the limits and counters below need a look */
    size_t soft_limit;   /* beyond it allocation fails with MemoryError; SIZE_MAX: none */
    size_t hard_limit;   /* never exceeded, not even while a MemoryError is handled; SIZE_MAX: none */
    int64_t fail_after;  /* tests: allocations until one fails; < 0: never */
    bool fail_forever;   /* tests: every allocation from then on fails */
};

#define GC_GENERATIONS 3

/* The head before each collectable object. `next` is 0 when untracked; low bits of `prev` are flags (gc.c). */
typedef struct adder_gc_head { uintptr_t next, prev; } GcHead;

struct adder_gc_generation {
    GcHead head;      /* ring of the generation's objects */
    int threshold;    /* of the youngest: allocations; of the others: collections of the one below; 0: never */
    int count;
};

struct adder_gc_stats { Py_ssize_t collections, collected, uncollectable; };

struct adder_gc_state {
    struct adder_gc_generation generations[GC_GENERATIONS];
    struct adder_gc_generation permanent; /* gc.freeze() */
    struct adder_gc_stats stats[GC_GENERATIONS];
    bool enabled;
    bool collecting;
    int debug;                      /* gc.set_debug flags */
    PyObject *garbage, *callbacks;  /* lists; NULL until the gc module or an uncollectable object asks for them */
    Py_ssize_t long_lived_total;    /* objects that survived the last full collection */
    Py_ssize_t long_lived_pending;  /* objects that joined the oldest generation since */
};

struct adder_memory_state {
    struct adder_heap heap;
    struct adder_gate gate;
    struct adder_gc_state gc;
};
#endif
