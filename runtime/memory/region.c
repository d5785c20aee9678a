/* region.c -- see region.h. Address space costs nothing until it is touched, so the range is as large as the system
 * allows; a process limited to less (ulimit -v, strict overcommit) gets a smaller one, and when it is used up small blocks
 * come from malloc like large ones. */
#include "runtime/memory/region.h"
#include <pthread.h>
#include <sys/mman.h>

uintptr_t adder_region_start;
size_t adder_region_size;

/* Process-wide, under the mutex. An arena given back is remembered here, in a table beside the range, since its own pages
 * must stay untouched. */
static pthread_mutex_t region_mutex = PTHREAD_MUTEX_INITIALIZER;
static uint32_t *free_arenas; /* stack of arena indices */
static uint32_t free_count, fresh, total;

static void *reserve(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

/* Tries 64 GiB, then ever less. The table of free arenas lies in a mapping of its own. */
static void region_open(void)
{
    for (size_t size = (size_t)64 << 30; size >= 8 * REGION_ARENA_SIZE; size /= 4) {
        char *p = reserve(size + REGION_ARENA_SIZE);
        if (p == NULL) continue;
        free_arenas = reserve(size / REGION_ARENA_SIZE * sizeof *free_arenas);
        if (free_arenas == NULL) {
            munmap(p, size + REGION_ARENA_SIZE);
            continue;
        }
        madvise(p, size + REGION_ARENA_SIZE, MADV_NOHUGEPAGE); /* small programs stay small */
        total = (uint32_t)(size / REGION_ARENA_SIZE);
        adder_region_start = ((uintptr_t)p + REGION_ARENA_SIZE - 1) & ~(uintptr_t)(REGION_ARENA_SIZE - 1);
        adder_region_size = size;
        return;
    }
}

void *adder_region_take(void)
{
    pthread_mutex_lock(&region_mutex);
    if (total == 0) region_open();
    void *arena = NULL;
    if (free_count > 0) arena = (void *)(adder_region_start + free_arenas[--free_count] * REGION_ARENA_SIZE);
    else if (fresh < total) arena = (void *)(adder_region_start + fresh++ * REGION_ARENA_SIZE);
    pthread_mutex_unlock(&region_mutex);
    return arena;
}

void adder_region_give_back(void *arena)
{
    madvise(arena, REGION_ARENA_SIZE, MADV_DONTNEED);
    pthread_mutex_lock(&region_mutex);
    free_arenas[free_count++] = (uint32_t)(((uintptr_t)arena - adder_region_start) / REGION_ARENA_SIZE);
    pthread_mutex_unlock(&region_mutex);
}
