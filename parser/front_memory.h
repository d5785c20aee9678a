/* front_memory.h -- memory of the front end: tokens, trees, symbol tables, compiler scratch.
 *
 * It comes from the Boehm collector and is never freed by hand. A FrontArena bumps a pointer through blocks of that
 * collector, so a node costs a few instructions; a block lives as long as anything points into it. All of it is only
 * reachable, and only valid, inside adder_with_frontend_memory(): what must outlive the compile is copied out.
 */
#ifndef ADDER_PARSER_FRONT_MEMORY_H
#define ADDER_PARSER_FRONT_MEMORY_H

#include <setjmp.h>
#include <stddef.h>
#include <string.h>

typedef struct FrontArena {
    char *next, *end;           /* the free part of the current block (may hold pointers), zeroed */
    char *text_next, *text_end; /* the same for pointer-free bytes, not zeroed */
    size_t block_size, text_block_size; /* of the current blocks; 0: none yet */
    struct IdentTable *idents;  /* interned identifiers (adder_intern); NULL before the first */
    jmp_buf *no_memory;         /* where an allocation that fails goes; set by adder_with_frontend_memory */
} FrontArena;

/* How a thread that has to wait for another thread's compile lets go of its interpreter lock meanwhile (the other
 * one may need it to go on). release() returns what acquire() gets back. */
typedef struct FrontWait {
    void *(*release)(void);
    void (*acquire)(void *saved);
} FrontWait;

/* Runs fn(arena, arg) with front-end memory at hand, one thread of the process at a time; a nested call on the same
 * thread (a compile during a compile) works and gets an arena of its own.
 *   wait      used when another thread is compiling; NULL: just block
 *   returns   what fn returned, or ADDER_FRONT_NO_MEMORY: an allocation failed and fn was left there and then by
 *             longjmp, so fn must keep what it has to give back (references) where its caller finds it: in *arg */
#define ADDER_FRONT_NO_MEMORY (-2)
int adder_with_frontend_memory(int (*fn)(FrontArena *arena, void *arg), void *arg, const FrontWait *wait);

/* The slow half of the two below: takes a new block. */
void *adder_front_alloc_slow(FrontArena *arena, size_t size);
char *adder_front_text_slow(FrontArena *arena, size_t size);

/* `size` zeroed bytes that may hold pointers to front-end memory, aligned to 8. Never NULL. */
static inline void *adder_front_alloc(FrontArena *arena, size_t size)
{
    size = (size + 7) & ~(size_t)7;
    if (__builtin_expect((size_t)(arena->end - arena->next) < size, 0))
        return adder_front_alloc_slow(arena, size);
    void *block = arena->next;
    arena->next += size;
    return block;
}

/* `size` bytes for text and numbers: no pointers inside, not zeroed, not aligned. Never NULL. */
static inline char *adder_front_text(FrontArena *arena, size_t size)
{
    if (__builtin_expect((size_t)(arena->text_end - arena->text_next) < size, 0))
        return adder_front_text_slow(arena, size);
    char *block = arena->text_next;
    arena->text_next += size;
    return block;
}

/* A larger copy of `old` (old_size bytes; may be NULL), zeroed behind it. */
static inline void *adder_front_grow(FrontArena *arena, const void *old, size_t old_size, size_t size)
{
    void *grown = adder_front_alloc(arena, size);
    return old_size ? memcpy(grown, old, old_size) : grown;
}

#endif
