/* breaker.h -- the interpreter's lock, and what makes running code look up from its work. */
#ifndef ADDER_BREAKER_H
#define ADDER_BREAKER_H
#include "runtime/state/interp.h"

/* Sets up and takes down the interpreter's lock and breaker. adder_vm_init: 0 or -1. */
int adder_vm_init(PyInterpreterState *interp);
void adder_vm_fini(PyInterpreterState *interp);

/* Takes the lock of the state's interpreter and makes the state current. Waits; asks the holder to give way after the
 * switch interval. */
void adder_lock_take(PyThreadState *tstate);
/* Makes the calling thread detached and gives the lock away. */
void adder_lock_drop(PyThreadState *tstate);
/* The lock alone, for a thread whose state is gone. */
void adder_lock_release(PyInterpreterState *interp);
/* After fork in the child: the lock is new and held by the calling thread. */
void adder_lock_reset(PyThreadState *tstate);

/* Something wants attention: does all there is to do (signals, pending calls, collection, the lock, asynchronous
 * exceptions). 0, or -1 with an exception set. Runs Python code. */
int adder_breaker_handle(AdderThread *thread);

ADDER_INLINE void adder_breaker_raise(PyInterpreterState *interp)
{
    atomic_store_explicit(&interp->vm.breaker, 1, memory_order_release);
}


/* Safe in a signal handler. */
ADDER_INLINE void adder_breaker_raise_all(PyInterpreterState *interp) { adder_breaker_raise(interp); }
#endif
