/* vm_state.h -- the virtual machine's share of an interpreter: its lock, the eval breaker and what it announces. */
#ifndef ADDER_VM_STATE_H
#define ADDER_VM_STATE_H
#include <Python.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define ADDER_PENDING_CALLS 32

struct adder_vm_state {
    atomic_int breaker;            /* non-zero: something below wants the running thread's attention at the next check */
    atomic_bool lock_wanted;       /* another thread waits for the lock longer than the switch interval */
    atomic_bool signals_pending;   /* a handler of C has noted a signal for the main thread */
    atomic_bool pending;           /* pending calls are queued */
    atomic_bool gc_wanted;         /* a generation is over its threshold: collect at the next safe point */
    atomic_bool async_exc;         /* PyThreadState_SetAsyncExc was called for some thread */

    pthread_mutex_t mutex;         /* guards `locked`, `holder` and the pending calls */
    pthread_cond_t freed, switched;
    bool locked;
    PyThreadState *holder;
    uint64_t switches;             /* how often the lock changed hands */
    uint64_t switch_interval_us;   /* sys.setswitchinterval */

    struct { int (*fn)(void *); void *arg; } pending_calls[ADDER_PENDING_CALLS];
    int pending_first, pending_count;

    int recursion_limit;           /* sys.setrecursionlimit */
};
#endif
