/* breaker.c -- the interpreter lock with its switch interval, pending calls, and the eval breaker.
 *
 * The lock is a flag under a mutex with two conditions. A thread that waits for longer than the switch interval asks the
 * holder to give way; the holder does so at its next check and then waits until another thread has really taken the lock, so
 * that it cannot win it back at once. */
#include "vm/breaker.h"
#include "runtime/memory/memory.h"
#include "runtime/state/lifecycle.h"
#include <errno.h>
#include <time.h>

int adder_vm_init(PyInterpreterState *interp)
{
    struct adder_vm_state *vm = &interp->vm;
    pthread_condattr_t attr;
    if (pthread_mutex_init(&vm->mutex, NULL) != 0 || pthread_condattr_init(&attr) != 0) return -1;
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    int rc = pthread_cond_init(&vm->freed, &attr) | pthread_cond_init(&vm->switched, &attr);
    pthread_condattr_destroy(&attr);
    vm->switch_interval_us = 5000;
    if (vm->recursion_limit == 0) vm->recursion_limit = 1000;
    return rc == 0 ? 0 : -1;
}

void adder_vm_fini(PyInterpreterState *interp)
{
    pthread_cond_destroy(&interp->vm.freed);
    pthread_cond_destroy(&interp->vm.switched);
    pthread_mutex_destroy(&interp->vm.mutex);
}

static struct timespec after_us(uint64_t us)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += (time_t)(us / 1000000);
    t.tv_nsec += (long)(us % 1000000) * 1000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_nsec -= 1000000000;
        t.tv_sec++;
    }
    return t;
}

static void take(struct adder_vm_state *vm, PyThreadState *tstate)
{
    pthread_mutex_lock(&vm->mutex);
    while (vm->locked) {
        uint64_t switches = vm->switches;
        struct timespec until = after_us(vm->switch_interval_us == 0 ? 1 : vm->switch_interval_us);
        int rc = pthread_cond_timedwait(&vm->freed, &vm->mutex, &until);
        if (rc == ETIMEDOUT && vm->locked && vm->switches == switches) {
            atomic_store(&vm->lock_wanted, true);
            atomic_store(&vm->breaker, 1);
        }
    }
    vm->locked = true;
    if (vm->holder != tstate) {
        vm->holder = tstate;
        vm->switches++;
    }
    atomic_store(&vm->lock_wanted, false);
    pthread_cond_broadcast(&vm->switched);
    pthread_mutex_unlock(&vm->mutex);
}

void adder_lock_release(PyInterpreterState *interp)
{
    struct adder_vm_state *vm = &interp->vm;
    pthread_mutex_lock(&vm->mutex);
    vm->locked = false;
    pthread_cond_signal(&vm->freed);
    pthread_mutex_unlock(&vm->mutex);
}

void adder_lock_take(PyThreadState *tstate)
{
    int saved = errno;
    take(&tstate->interp->vm, tstate);
    adder_tstate = tstate;
    AdderThread *thread = (AdderThread *)tstate;
    if (tstate->thread_id != (unsigned long)pthread_self()) adder_thread_bind(thread);
    thread->holds_lock = true;
    errno = saved;
}

void adder_lock_drop(PyThreadState *tstate)
{
    ((AdderThread *)tstate)->holds_lock = false;
    adder_tstate = NULL;
    adder_lock_release(tstate->interp);
}

void adder_lock_reset(PyThreadState *tstate)
{
    struct adder_vm_state *vm = &tstate->interp->vm;
    uint64_t interval = vm->switch_interval_us;
    adder_vm_init(tstate->interp);
    vm->switch_interval_us = interval;
    vm->locked = true;
    vm->holder = tstate;
    atomic_store(&vm->lock_wanted, false);
}

/* Lets another waiting thread run. */
static void give_way(PyThreadState *tstate)
{
    struct adder_vm_state *vm = &tstate->interp->vm;
    adder_tstate = NULL;
    pthread_mutex_lock(&vm->mutex);
    vm->locked = false;
    uint64_t switches = vm->switches;
    pthread_cond_signal(&vm->freed);
    if (atomic_load(&vm->lock_wanted)) {
        struct timespec until = after_us(100000); /* the one that asked may have gone meanwhile */
        while (vm->switches == switches && pthread_cond_timedwait(&vm->switched, &vm->mutex, &until) == 0) {}
    }
    pthread_mutex_unlock(&vm->mutex);
    adder_lock_take(tstate);
}

PyThreadState *PyEval_SaveThread(void)
{
    PyThreadState *tstate = adder_tstate;
    if (tstate == NULL) Py_FatalError("PyEval_SaveThread: the GIL is not held");
    adder_lock_drop(tstate);
    return tstate;
}

void PyEval_RestoreThread(PyThreadState *tstate)
{
    if (tstate == NULL) Py_FatalError("PyEval_RestoreThread: NULL thread state");
    adder_lock_take(tstate);
}

void PyEval_AcquireThread(PyThreadState *tstate) { adder_lock_take(tstate); }
void PyEval_ReleaseThread(PyThreadState *tstate) { adder_lock_drop(tstate); }
void PyEval_InitThreads(void) {}
int PyEval_ThreadsInitialized(void) { return 1; }

void PyEval_AcquireLock(void)
{
    PyThreadState *tstate = PyGILState_GetThisThreadState();
    if (tstate == NULL) Py_FatalError("PyEval_AcquireLock: current thread state is NULL");
    take(&tstate->interp->vm, tstate);
}

void PyEval_ReleaseLock(void)
{
    PyThreadState *tstate = PyGILState_GetThisThreadState();
    if (tstate != NULL) adder_lock_release(tstate->interp);
}

void _PyEval_SetSwitchInterval(unsigned long us) { adder_interp()->vm.switch_interval_us = us == 0 ? 1 : us; }
unsigned long _PyEval_GetSwitchInterval(void) { return adder_interp()->vm.switch_interval_us; }

/* ---- Pending calls: queued by any thread, run by the main one. */

int Py_AddPendingCall(int (*fn)(void *), void *arg)
{
    PyThreadState *tstate = PyGILState_GetThisThreadState();
    PyInterpreterState *interp = tstate != NULL ? tstate->interp : adder_interp_main();
    if (interp == NULL) return -1;
    struct adder_vm_state *vm = &interp->vm;
    int rc = -1;
    pthread_mutex_lock(&vm->mutex);
    if (vm->pending_count < ADDER_PENDING_CALLS) {
        int i = (vm->pending_first + vm->pending_count++) % ADDER_PENDING_CALLS;
        vm->pending_calls[i].fn = fn;
        vm->pending_calls[i].arg = arg;
        rc = 0;
    }
    pthread_mutex_unlock(&vm->mutex);
    if (rc == 0) {
        atomic_store(&vm->pending, true);
        adder_breaker_raise(interp);
    }
    return rc;
}

static int run_pending(struct adder_vm_state *vm)
{
    atomic_store(&vm->pending, false);
    for (int limit = ADDER_PENDING_CALLS; limit > 0; limit--) {
        int (*fn)(void *) = NULL;
        void *arg = NULL;
        pthread_mutex_lock(&vm->mutex);
        if (vm->pending_count > 0) {
            fn = vm->pending_calls[vm->pending_first].fn;
            arg = vm->pending_calls[vm->pending_first].arg;
            vm->pending_first = (vm->pending_first + 1) % ADDER_PENDING_CALLS;
            vm->pending_count--;
        }
        pthread_mutex_unlock(&vm->mutex);
        if (fn == NULL) return 0;
        if (fn(arg) != 0) {
            atomic_store(&vm->pending, true);
            atomic_store(&vm->breaker, 1);
            return -1;
        }
    }
    return 0;
}

int Py_MakePendingCalls(void)
{
    AdderThread *thread = adder_thread();
    if (&thread->base != thread->base.interp->main) return 0;
    if (PyErr_CheckSignals() < 0) return -1;
    return run_pending(&thread->base.interp->vm);
}

static int raise_async(AdderThread *thread)
{
    PyObject *exc = thread->base.async_exc;
    if (exc == NULL) return 0;
    thread->base.async_exc = NULL;
    PyErr_SetNone(exc);
    Py_DECREF(exc);
    return -1;
}

int adder_breaker_handle(AdderThread *thread)
{
    PyInterpreterState *interp = thread->base.interp;
    struct adder_vm_state *vm = &interp->vm;
    bool main = &thread->base == interp->main;
    atomic_store(&vm->breaker, 0); /* before looking: what comes later sets it again */
    if (main && atomic_load(&vm->signals_pending) && PyErr_CheckSignals() < 0) {
        atomic_store(&vm->breaker, 1);
        return -1;
    }
    if (main && atomic_load(&vm->pending) && run_pending(vm) < 0) return -1;
    if (atomic_exchange(&vm->gc_wanted, false)) adder_gc_collect_due();
    if (atomic_load(&vm->lock_wanted)) give_way(&thread->base);
    if (atomic_load(&vm->async_exc)) {
        bool more = false;
        int rc = raise_async(thread);
        for (PyThreadState *t = interp->threads; t != NULL; t = t->next) more |= t->async_exc != NULL;
        atomic_store(&vm->async_exc, more);
        if (more) atomic_store(&vm->breaker, 1);
        if (rc < 0) return -1;
    }
    /* What only the main thread may do waits for it: keep the others from forgetting. */
    if (!main && (atomic_load(&vm->signals_pending) || atomic_load(&vm->pending))) atomic_store(&vm->breaker, 1);
    return 0;
}

/* ---- Recursion limits */

void Py_SetRecursionLimit(int limit)
{
    PyInterpreterState *interp = adder_interp();
    interp->vm.recursion_limit = limit;
    for (PyThreadState *t = interp->threads; t != NULL; t = t->next) {
        int depth = t->recursion_limit - t->recursion_remaining;
        t->recursion_limit = limit;
        t->recursion_remaining = limit - depth;
        ((AdderThread *)t)->recursion_limit = limit;
    }
}

int Py_GetRecursionLimit(void) { return adder_interp()->vm.recursion_limit; }

int adder_recursion_check(AdderThread *thread, const char *where)
{
    if (thread->base.recursion_headroom > 0 && thread->base.recursion_remaining > -50) return 0;
    thread->base.recursion_headroom++;
    PyErr_Format(PyExc_RecursionError, "maximum recursion depth exceeded%s", where);
    thread->base.recursion_headroom--;
    return -1;
}

int Py_EnterRecursiveCall(const char *where)
{
    AdderThread *thread = adder_thread();
    if (ADDER_UNLIKELY(--thread->base.recursion_remaining < 0 || adder_stack_low(thread)) &&
        adder_recursion_check(thread, where) < 0) {
        thread->base.recursion_remaining++;
        return -1;
    }
    return 0;
}

void Py_LeaveRecursiveCall(void) { adder_thread()->base.recursion_remaining++; }
