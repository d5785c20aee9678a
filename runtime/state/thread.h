/* thread.h -- one Python thread: its public PyThreadState, then what the VM keeps beside it. */
#ifndef ADDER_THREAD_H
#define ADDER_THREAD_H
#include "runtime/define.h"
#include "vm/slot.h"

struct adder_stack_chunk; /* vm/stack.h */
struct adder_frame_object;

typedef struct AdderThread {
    PyThreadState base;              /* the part that extension modules see; curexc_* hold the current exception */
    Slot *fp;                        /* the running frame (vm/frame.h), or NULL when no Python code runs */
    Slot *stack_limit;               /* end of the chunk that fp is in: a frame must end below it */
    struct adder_stack_chunk *chunk; /* where fp lies */
    char *c_stack_limit;             /* C recursion stops when the stack pointer falls below this address */
    int recursion_depth;             /* Python frames and guarded C calls now open */
    int recursion_limit;             /* sys.setrecursionlimit; copied from the interpreter */
    int recursion_headroom;          /* > 0 while a RecursionError is being handled */
    PyObject *dead;                  /* objects waiting for an iterative deallocation (runtime/memory/trashcan.c) */
    int dealloc_depth;               /* nesting of deallocators now running */
    PyObject *trace_function;        /* sys.settrace, sys.setprofile arguments; owned or NULL */
    PyObject *profile_function;
    PyObject *repr_running;          /* list of objects whose repr is under way; owned or NULL */
    PyObject *async_gen_firstiter, *async_gen_finalizer; /* sys.set_asyncgen_hooks */
    int coroutine_origin_depth;      /* sys.set_coroutine_origin_tracking_depth */
    bool holds_lock;                 /* this thread owns its interpreter's lock */
    bool attached_by_host;           /* made by PyGILState_Ensure */
} AdderThread;

/* The current thread's state; NULL before it attached to a VM and while it has given the lock away. */
extern ADDER_HIDDEN __thread PyThreadState *adder_tstate __attribute__((tls_model("initial-exec")));

/* Tells a thread state which OS thread runs it: its ids and the bounds of its C stack. */
void adder_thread_bind(AdderThread *thread);

ADDER_INLINE AdderThread *adder_thread(void) { return (AdderThread *)adder_tstate; }

/* True when C recursion must stop; the caller raises RecursionError. Costs one compare. */
ADDER_INLINE bool adder_stack_low(AdderThread *t)
{
    return (char *)__builtin_frame_address(0) < t->c_stack_limit;
}
#endif
