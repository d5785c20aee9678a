/* blocks.c -- the size-class allocator and the gate.
 *
 * Blocks of up to BLOCK_MAX bytes lie in pools of one size class; pools lie in arenas; arenas lie in one range of addresses that
 * the process reserves once, so that one compare tells a small block from a large one. Large blocks come from malloc with
 * a header. The invariant: a pool is in its heap's list `usable[class]` exactly when it has a free block, and in none when
 * it is full; an arena whose pools are all free goes back to the system, but for one that is kept.
 *
 * Under AddressSanitizer every block is a large one, so that each has red zones of its own. */
#include "runtime/memory/memory.h"
#include "runtime/memory/region.h"
#include <stdlib.h>

#define POOL_SIZE   16384
#define ARENA_POOLS (REGION_ARENA_SIZE / POOL_SIZE)

struct adder_pool {
    void *free;                      /* freed blocks, linked through their first word */
    uint32_t fresh;                  /* offset of the first block never handed out, or POOL_SIZE */
    uint16_t used, size_class;
    struct adder_pool *next, *prev;  /* in usable[size_class]; `next` also links the free pools of an arena */
    struct adder_heap *heap;
    struct adder_arena *arena;
};
_Static_assert(sizeof(struct adder_pool) % 16 == 0, "blocks behind the head are 16-aligned");

struct adder_arena { /* lies in the arena's first pool */
    struct adder_arena *next, *prev;             /* all arenas of the heap */
    struct adder_arena *next_roomy, *prev_roomy; /* those with a free pool */
    struct adder_pool *free_pools;
    uint32_t free_count, fresh; /* pools free again; index of the first pool never used */
};

struct large { size_t size, kind; }; /* before each large block; keeps 16-byte alignment */
#define VM_BLOCK      0
#define PROCESS_BLOCK 1 /* made before there was a VM: never freed */

#if defined(__SANITIZE_ADDRESS__)
#define SMALL_BLOCKS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SMALL_BLOCKS 0
#endif
#endif
#ifndef SMALL_BLOCKS
#define SMALL_BLOCKS 1
#endif

static inline unsigned class_of(size_t size)          { return (unsigned)((size - 1) / BLOCK_STEP); }
static inline size_t class_size(unsigned size_class)  { return (size_class + 1) * (size_t)BLOCK_STEP; }
static inline struct adder_pool *pool_of(void *block) { return (struct adder_pool *)((uintptr_t)block & ~(uintptr_t)(POOL_SIZE - 1)); }
static inline struct large *large_of(void *block)     { return (struct large *)block - 1; }

/* -- arenas and pools */

static void roomy_push(struct adder_heap *heap, struct adder_arena *arena)
{
    arena->prev_roomy = NULL;
    arena->next_roomy = heap->roomy;
    if (heap->roomy != NULL) heap->roomy->prev_roomy = arena;
    heap->roomy = arena;
}

static void roomy_remove(struct adder_heap *heap, struct adder_arena *arena)
{
    if (arena->next_roomy != NULL) arena->next_roomy->prev_roomy = arena->prev_roomy;
    if (arena->prev_roomy != NULL) arena->prev_roomy->next_roomy = arena->next_roomy;
    else heap->roomy = arena->next_roomy;
}

static struct adder_arena *arena_new(struct adder_heap *heap)
{
    struct adder_arena *arena = adder_region_take();
    if (arena == NULL) return NULL;
    *arena = (struct adder_arena){ .next = heap->arenas, .fresh = 1 }; /* pool 0 holds this */
    if (heap->arenas != NULL) heap->arenas->prev = arena;
    heap->arenas = arena;
    heap->arena_count++;
    roomy_push(heap, arena);
    return arena;
}

static void arena_free(struct adder_heap *heap, struct adder_arena *arena)
{
    roomy_remove(heap, arena);
    if (arena->next != NULL) arena->next->prev = arena->prev;
    if (arena->prev != NULL) arena->prev->next = arena->next;
    else heap->arenas = arena->next;
    heap->arena_count--;
    adder_region_give_back(arena);
}

static void usable_push(struct adder_heap *heap, struct adder_pool *pool)
{
    struct adder_pool **first = &heap->usable[pool->size_class];
    pool->prev = NULL;
    pool->next = *first;
    if (*first != NULL) (*first)->prev = pool;
    *first = pool;
}

static void usable_remove(struct adder_heap *heap, struct adder_pool *pool)
{
    if (pool->next != NULL) pool->next->prev = pool->prev;
    if (pool->prev != NULL) pool->prev->next = pool->next;
    else heap->usable[pool->size_class] = pool->next;
}

static struct adder_pool *pool_new(struct adder_heap *heap, unsigned size_class)
{
    struct adder_arena *arena = heap->roomy != NULL ? heap->roomy : arena_new(heap);
    if (arena == NULL) return NULL;
    struct adder_pool *pool = arena->free_pools;
    if (pool != NULL) {
        arena->free_pools = pool->next;
        arena->free_count--;
    } else {
        pool = (struct adder_pool *)((char *)arena + (size_t)arena->fresh++ * POOL_SIZE);
    }
    if (arena->free_pools == NULL && arena->fresh == ARENA_POOLS) roomy_remove(heap, arena);
    *pool = (struct adder_pool){ .fresh = sizeof(struct adder_pool), .size_class = (uint16_t)size_class,
                                 .heap = heap, .arena = arena };
    usable_push(heap, pool);
    return pool;
}

/* An empty pool goes back to its arena, unless it is the last usable one of its class: that avoids thrashing. */
static void pool_free(struct adder_heap *heap, struct adder_pool *pool)
{
    if (heap->usable[pool->size_class] == pool && pool->next == NULL) return;
    usable_remove(heap, pool);
    struct adder_arena *arena = pool->arena;
    if (arena->free_pools == NULL && arena->fresh == ARENA_POOLS) roomy_push(heap, arena);
    pool->next = arena->free_pools;
    arena->free_pools = pool;
    if (++arena->free_count == arena->fresh - 1 && heap->arena_count > 1) arena_free(heap, arena);
}

static inline bool pool_full(const struct adder_pool *pool)
{
    return pool->free == NULL && pool->fresh + class_size(pool->size_class) > POOL_SIZE;
}

static void *small_alloc(struct adder_heap *heap, unsigned size_class)
{
    struct adder_pool *pool = heap->usable[size_class];
    if (ADDER_UNLIKELY(pool == NULL) && (pool = pool_new(heap, size_class)) == NULL) return NULL;
    void *block = pool->free;
    if (ADDER_LIKELY(block != NULL)) {
        pool->free = *(void **)block;
    } else {
        block = (char *)pool + pool->fresh;
        pool->fresh += (uint32_t)class_size(size_class);
    }
    pool->used++;
    if (ADDER_UNLIKELY(pool_full(pool))) usable_remove(heap, pool);
    return block;
}

static void small_free(void *block)
{
    struct adder_pool *pool = pool_of(block);
    if (ADDER_UNLIKELY(pool_full(pool))) usable_push(pool->heap, pool);
    *(void **)block = pool->free;
    pool->free = block;
    if (ADDER_UNLIKELY(--pool->used == 0)) pool_free(pool->heap, pool);
}

/* -- the gate */

/* Called when the account passed its trip wire: may this allocation, already counted, go on? */
static ADDER_COLD bool gate_allows(struct adder_gate *gate)
{
    if (gate->fail_after >= 0) {
        if (gate->fail_after == 0) {
            if (!gate->fail_forever) gate->fail_after = -1;
            return false;
        }
        gate->fail_after--;
    }
    return gate->live <= gate->soft_limit && gate->live <= gate->hard_limit;
}

static inline bool gate_enter(struct adder_gate *gate, size_t size)
{
    gate->live += size;
    gate->blocks++;
    if (ADDER_LIKELY(gate->live <= gate->trip)) return true;
    if (gate_allows(gate)) return true;
    gate->live -= size;
    gate->blocks--;
    return false;
}

static inline void gate_leave(struct adder_gate *gate, size_t size)
{
    gate->live -= size;
    gate->blocks--;
}

void adder_gate_set(struct adder_gate *gate, size_t soft_limit, size_t hard_limit, int64_t fail_after, bool fail_forever)
{
    gate->soft_limit = soft_limit;
    gate->hard_limit = hard_limit;
    gate->fail_after = fail_after;
    gate->fail_forever = fail_forever;
    gate->trip = fail_after >= 0 ? 0 : soft_limit < hard_limit ? soft_limit : hard_limit;
}

/* -- the public three */

static inline struct adder_memory_state *memory(void)
{
    return ADDER_LIKELY(adder_tstate != NULL) ? &adder_tstate->interp->memory : NULL;
}

static void *large_alloc(size_t size, size_t kind)
{
    struct large *large = size <= PTRDIFF_MAX - sizeof *large ? malloc(size + sizeof *large) : NULL;
    if (large == NULL) return NULL;
    large->size = size;
    large->kind = kind;
    return large + 1;
}

/* From malloc with the header, so that a block of the process can be told when somebody frees it. */
void *adder_process_alloc(size_t size) { return large_alloc(size, PROCESS_BLOCK); }

void *adder_block_alloc(size_t size)
{
    struct adder_memory_state *m = memory();
    if (size == 0) size = 1;
    if (ADDER_UNLIKELY(m == NULL)) return adder_process_alloc(size);
    if (SMALL_BLOCKS && ADDER_LIKELY(size <= BLOCK_MAX)) {
        unsigned size_class = class_of(size);
        if (ADDER_UNLIKELY(!gate_enter(&m->gate, class_size(size_class)))) return NULL;
        void *block = small_alloc(&m->heap, size_class);
        if (ADDER_LIKELY(block != NULL)) return block;
        gate_leave(&m->gate, class_size(size_class));
    }
    if (!gate_enter(&m->gate, size)) return NULL;
    void *block = large_alloc(size, VM_BLOCK);
    if (block == NULL) gate_leave(&m->gate, size);
    return block;
}

void *adder_block_alloc_zero(size_t size)
{
    void *block = adder_block_alloc(size);
    if (block != NULL) memset(block, 0, size);
    return block;
}

void adder_block_free(void *block)
{
    if (block == NULL) return;
    struct adder_memory_state *m = memory();
    if (ADDER_LIKELY(adder_region_has(block))) {
        struct adder_pool *pool = pool_of(block);
        size_t size = class_size(pool->size_class);
        ADDER_ASSERT(m != NULL && pool->heap == &m->heap, "a block is freed by the interpreter that owns it");
#ifdef ADDER_DEBUG
        memset(block, 0xDD, size);
#endif
        gate_leave(&m->gate, size);
        small_free(block);
        return;
    }
    struct large *large = large_of(block);
    if (m == NULL || large->kind == PROCESS_BLOCK) return;
    gate_leave(&m->gate, large->size);
    free(large);
}

size_t adder_block_size(void *block)
{
    return adder_region_has(block) ? class_size(pool_of(block)->size_class) : large_of(block)->size;
}

void *adder_block_resize(void *block, size_t size)
{
    if (block == NULL) return adder_block_alloc(size);
    if (size == 0) size = 1;
    size_t old = adder_block_size(block);
    struct adder_memory_state *m = memory();
    bool small = adder_region_has(block);
    if (small && size <= old && size > old / 2) return block;
    if (!small && m != NULL && (size > BLOCK_MAX || !SMALL_BLOCKS) && large_of(block)->kind == VM_BLOCK) {
        if (size > old) {
            if (!gate_enter(&m->gate, size - old)) return NULL;
            m->gate.blocks--; /* it is still one block */
        }
        struct large *large = size <= PTRDIFF_MAX - sizeof *large ? realloc(large_of(block), size + sizeof *large) : NULL;
        if (large == NULL) {
            if (size > old) m->gate.live -= size - old;
            return NULL;
        }
        if (size < old) m->gate.live -= old - size;
        large->size = size;
        return large + 1;
    }
    void *moved = adder_block_alloc(size);
    if (moved == NULL) return NULL;
    memcpy(moved, block, old < size ? old : size);
    adder_block_free(block);
    return moved;
}

void adder_heap_release(struct adder_heap *heap)
{
    while (heap->arenas != NULL) {
        struct adder_arena *next = heap->arenas->next;
        adder_region_give_back(heap->arenas);
        heap->arenas = next;
    }
    *heap = (struct adder_heap){ 0 };
}
