/* front_memory.c -- the Boehm collector as a guest: for one compile at a time, unseen by the rest of the process.
 *
 * Used naively, libgc takes over signals, starts a marker thread, sends signals to every thread it knows and scans all
 * data segments. Here it is initialised at the first compile only, with none of that: no roots but the stack of the
 * compiling thread, which is registered for just the compile's duration. Hence the rules: one lock around a whole
 * compile, so that never two threads are registered (a second one would be stopped by signals), and everything alive
 * is found from frames called by adder_with_frontend_memory.
 *
 * The lock, its owner and the "started" flag are the collector's own state, and as there is one collector a process,
 * they are the process's too.
 */
#define GC_THREADS
#define GC_NO_THREAD_REDIRECTS
#include "front_memory.h"

#include <gc/gc.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

enum {
    FIRST_BLOCK = 4 * 1024, /* taken from the collector at once; the next is twice as large */
    LAST_BLOCK = 64 * 1024, /* ... up to this */
    LARGE = 2 * 1024,       /* what is larger gets a block of its own */
    FIRST_HEAP = 1 << 20
};

static pthread_mutex_t compile_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_t owner; /* who holds the lock; meaningful while depth > 0 */
static int depth;       /* nested compiles of the owner */
static bool started;

/* ---- the lock ---- */

static bool is_ours(void)
{
    return __atomic_load_n(&depth, __ATOMIC_ACQUIRE) > 0
        && pthread_equal(__atomic_load_n(&owner, __ATOMIC_RELAXED), pthread_self());
}

static void take_lock(const FrontWait *wait)
{
    if (!is_ours()) {
        if (pthread_mutex_trylock(&compile_lock) != 0) {
            void *saved = wait ? wait->release() : NULL;
            pthread_mutex_lock(&compile_lock);
            if (wait)
                wait->acquire(saved);
        }
        __atomic_store_n(&owner, pthread_self(), __ATOMIC_RELAXED);
    }
    __atomic_store_n(&depth, depth + 1, __ATOMIC_RELEASE);
}

static void drop_lock(void)
{
    __atomic_store_n(&depth, depth - 1, __ATOMIC_RELEASE);
    if (depth == 0)
        pthread_mutex_unlock(&compile_lock);
}

/* A fork must not happen in the middle of another thread's compile: the child would inherit a held lock. */
static void before_fork(void) { take_lock(NULL); }
static void after_fork(void) { drop_lock(); }

/* ---- start ---- */

static void start_collector(void)
{
    struct sigaction power, cpu;
    sigset_t mask;
    sigaction(SIGPWR, NULL, &power);
    sigaction(SIGXCPU, NULL, &cpu);
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    GC_set_markers_count(1);
    GC_set_no_dls(1);
    GC_set_handle_fork(0);
    GC_set_dont_precollect(1);
    GC_set_warn_proc(GC_ignore_warn_proc);
    GC_init();
    GC_allow_register_threads();
    GC_clear_roots();
    GC_unregister_my_thread(); /* the start registered it */
    sigaction(SIGPWR, &power, NULL);
    sigaction(SIGXCPU, &cpu, NULL);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    GC_expand_hp(FIRST_HEAP);
    pthread_atfork(before_fork, after_fork, after_fork);
}

/* A host that uses the collector itself has set it up; we are then just one more of its threads. */
static void ensure_started(void)
{
    if (started)
        return;
    if (!GC_is_init_called())
        start_collector();
    else
        pthread_atfork(before_fork, after_fork, after_fork);
    started = true;
}

/* ---- arenas ---- */

static void no_memory(FrontArena *arena)
{
    longjmp(*arena->no_memory, 1);
}

/* How large the arena's next block is: small, for the many small sources, then doubling. */
static size_t next_size(size_t *size)
{
    *size = *size == 0 ? FIRST_BLOCK : *size < LAST_BLOCK ? *size * 2 : LAST_BLOCK;
    return *size;
}

void *adder_front_alloc_slow(FrontArena *arena, size_t size)
{
    bool large = size > LARGE;
    size_t block_size = large ? size : next_size(&arena->block_size);
    char *block = GC_malloc(block_size);
    if (block == NULL)
        no_memory(arena);
    if (!large) {
        arena->next = block + size;
        arena->end = block + block_size;
    }
    return block;
}

char *adder_front_text_slow(FrontArena *arena, size_t size)
{
    bool large = size > LARGE;
    size_t block_size = large ? size : next_size(&arena->text_block_size);
    char *block = GC_malloc_atomic(block_size);
    if (block == NULL)
        no_memory(arena);
    if (!large) {
        arena->text_next = block + size;
        arena->text_end = block + block_size;
    }
    return block;
}

/* The arena lives in this frame, below the registered base: its blocks are found from here. */
static __attribute__((noinline)) int run_with_arena(int (*fn)(FrontArena *, void *), void *arg)
{
    FrontArena arena;
    jmp_buf out;
    memset(&arena, 0, sizeof arena);
    if (setjmp(out))
        return ADDER_FRONT_NO_MEMORY;
    arena.no_memory = &out;
    return fn(&arena, arg);
}

static __attribute__((noinline)) int run_registered(int (*fn)(FrontArena *, void *), void *arg)
{
    struct GC_stack_base base = {__builtin_frame_address(0)};
    bool nested = depth > 1;
    bool registered = !nested && GC_register_my_thread(&base) == GC_SUCCESS; /* else the host did it before */
    int result = run_with_arena(fn, arg);
    if (registered)
        GC_unregister_my_thread();
    return result;
}

int adder_with_frontend_memory(int (*fn)(FrontArena *arena, void *arg), void *arg, const FrontWait *wait)
{
    take_lock(wait);
    ensure_started();
    int result = run_registered(fn, arg);
    drop_lock();
    return result;
}
