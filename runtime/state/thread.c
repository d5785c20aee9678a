/* thread.c -- thread states: made, attached, found, taken apart. The lock itself is vm/breaker.c's. */
#include "runtime/memory/memory.h"
#include "runtime/state/lifecycle.h"
#include "vm/breaker.h"
#include "vm/stack.h"
#include <pthread.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

__thread PyThreadState *adder_tstate __attribute__((tls_model("initial-exec")));

/* The state that PyGILState_Ensure finds for this thread when it is not attached. */
static __thread PyThreadState *gilstate_tstate __attribute__((tls_model("initial-exec")));

#define C_STACK_RESERVE (128 * 1024) /* for library calls below the last guarded C frame */

#define C_STACK_UNLIMITED ((size_t)256 << 20)

/* The main thread's stack ends where the kernel put the program's name, and may grow to the limit. The C library would
 * read that from /proc, which takes longer than the rest of making a thread state. */
static bool main_stack(void **low, size_t *size)
{
    struct rlimit limit;
    const char *name = (const char *)(uintptr_t)getauxval(AT_EXECFN);
    if (name == NULL || syscall(SYS_gettid) != getpid() || getrlimit(RLIMIT_STACK, &limit) < 0) return false;
    *size = limit.rlim_cur == RLIM_INFINITY ? C_STACK_UNLIMITED : (size_t)limit.rlim_cur;
    *low = (char *)(uintptr_t)name - *size;
    return (uintptr_t)name > *size && (char *)__builtin_frame_address(0) > (char *)*low;
}

/* Lowest address the C stack of the calling thread may use. */
static char *c_stack_bottom(void)
{
    pthread_attr_t attr;
    void *low = NULL;
    size_t size = 0;
    if (!main_stack(&low, &size) && pthread_getattr_np(pthread_self(), &attr) == 0) {
        pthread_attr_getstack(&attr, &low, &size);
        pthread_attr_destroy(&attr);
    }
    if (low == NULL) {
        low = (char *)__builtin_frame_address(0) - (512 * 1024);
        size = 512 * 1024;
    }
    size_t reserve = size / 4 < C_STACK_RESERVE ? size / 4 : C_STACK_RESERVE;
    return (char *)low + reserve;
}

/* A thread state is used by the thread that attaches it: the bounds of its C stack are known only then. */
void adder_thread_bind(AdderThread *thread)
{
    thread->c_stack_limit = c_stack_bottom();
    thread->base.thread_id = (unsigned long)pthread_self();
    thread->base.native_thread_id = (unsigned long)syscall(SYS_gettid);
}

AdderThread *adder_thread_new(PyInterpreterState *interp)
{
    AdderThread *thread = calloc(1, sizeof *thread);
    if (thread == NULL) return NULL;
    PyThreadState *base = &thread->base;
    base->interp = interp;
    base->_initialized = 1;
    base->exc_info = &base->exc_state;
    base->cframe = &base->root_cframe;
    base->recursion_limit = base->recursion_remaining = interp->vm.recursion_limit;
    base->gilstate_counter = 1;
    thread->recursion_limit = interp->vm.recursion_limit;
    adder_thread_bind(thread);
    if (adder_stack_init(thread) < 0) {
        free(thread);
        return NULL;
    }
    base->id = ++interp->next_thread_id;
    base->next = interp->threads;
    if (interp->threads != NULL) interp->threads->prev = base;
    interp->threads = base;
    return thread;
}

void PyThreadState_Clear(PyThreadState *tstate)
{
    AdderThread *thread = (AdderThread *)tstate;
    Py_CLEAR(tstate->dict);
    Py_CLEAR(tstate->async_exc);
    Py_CLEAR(tstate->curexc_type);
    Py_CLEAR(tstate->curexc_value);
    Py_CLEAR(tstate->curexc_traceback);
    Py_CLEAR(tstate->exc_state.exc_value);
    tstate->c_profilefunc = tstate->c_tracefunc = NULL;
    Py_CLEAR(tstate->c_profileobj);
    Py_CLEAR(tstate->c_traceobj);
    Py_CLEAR(tstate->async_gen_firstiter);
    Py_CLEAR(tstate->async_gen_finalizer);
    Py_CLEAR(tstate->context);
    Py_CLEAR(thread->trace_function);
    Py_CLEAR(thread->profile_function);
    Py_CLEAR(thread->repr_running);
    Py_CLEAR(thread->async_gen_firstiter);
    Py_CLEAR(thread->async_gen_finalizer);
    if (tstate->on_delete != NULL) tstate->on_delete(tstate->on_delete_data);
    tstate->on_delete = NULL;
}

void adder_thread_free(AdderThread *thread)
{
    PyThreadState *base = &thread->base, **first = &base->interp->threads;
    if (base->next != NULL) base->next->prev = base->prev;
    if (base->prev != NULL) base->prev->next = base->next;
    else if (*first == base) *first = base->next;
    if (base->interp->main == base) base->interp->main = NULL;
    if (gilstate_tstate == base) gilstate_tstate = NULL;
    adder_stack_fini(thread);
    free(thread);
}

PyThreadState *PyThreadState_New(PyInterpreterState *interp)
{
    AdderThread *thread = adder_thread_new(interp);
    if (thread == NULL) return NULL;
    if (gilstate_tstate == NULL) gilstate_tstate = &thread->base;
    return &thread->base;
}

void PyThreadState_Delete(PyThreadState *tstate)
{
    ADDER_ASSERT(tstate != adder_tstate, "the running thread uses PyThreadState_DeleteCurrent");
    adder_thread_free((AdderThread *)tstate);
}

/* The lock is given away after the state has left the list, so that nobody meets a half-dead one. */
void PyThreadState_DeleteCurrent(void)
{
    PyThreadState *tstate = adder_tstate;
    PyInterpreterState *interp = tstate->interp;
    adder_thread_free((AdderThread *)tstate);
    adder_tstate = NULL;
    adder_lock_release(interp);
}

PyThreadState *PyThreadState_Get(void)
{
    if (adder_tstate == NULL) Py_FatalError("the function must be called with the GIL held, but the GIL is released");
    return adder_tstate;
}

PyThreadState *_PyThreadState_UncheckedGet(void) { return adder_tstate; }

PyThreadState *PyThreadState_Swap(PyThreadState *tstate)
{
    PyThreadState *old = adder_tstate;
    if (old == tstate) return old;
    if (old != NULL && tstate != NULL && old->interp == tstate->interp) {
        adder_tstate = tstate; /* the lock stays with the OS thread */
        return old;
    }
    if (old != NULL) adder_lock_drop(old);
    if (tstate != NULL) adder_lock_take(tstate);
    return old;
}

PyObject *_PyThreadState_GetDict(PyThreadState *tstate)
{
    if (tstate->dict == NULL && (tstate->dict = PyDict_New()) == NULL) PyErr_Clear();
    return tstate->dict;
}

PyObject *PyThreadState_GetDict(void) { return adder_tstate == NULL ? NULL : _PyThreadState_GetDict(adder_tstate); }
PyInterpreterState *PyThreadState_GetInterpreter(PyThreadState *tstate) { return tstate->interp; }
uint64_t PyThreadState_GetID(PyThreadState *tstate) { return tstate->id; }
PyThreadState *PyThreadState_Next(PyThreadState *tstate) { return tstate->next; }

int PyThreadState_SetAsyncExc(unsigned long id, PyObject *exc)
{
    PyInterpreterState *interp = adder_interp();
    for (PyThreadState *t = interp->threads; t != NULL; t = t->next) {
        if (t->thread_id != id) continue;
        PyObject *old = t->async_exc;
        t->async_exc = Py_XNewRef(exc);
        Py_XDECREF(old);
        atomic_store(&interp->vm.async_exc, true);
        adder_breaker_raise(interp);
        return 1;
    }
    return 0;
}

/* {thread id: what of(thread) gives}; threads for which that is NULL without an exception are left out. */
static PyObject *for_each_thread(PyObject *(*of)(PyThreadState *))
{
    PyObject *result = PyDict_New();
    for (PyThreadState *t = adder_interp()->threads; result != NULL && t != NULL; t = t->next) {
        PyObject *value = of(t), *id = value == NULL ? NULL : PyLong_FromUnsignedLong(t->thread_id);
        if (id == NULL ? PyErr_Occurred() != NULL : PyDict_SetItem(result, id, value) < 0) Py_CLEAR(result);
        Py_XDECREF(id);
        Py_XDECREF(value);
    }
    return result;
}

static PyObject *frame_of(PyThreadState *t)     { return (PyObject *)PyThreadState_GetFrame(t); }
static PyObject *exception_of(PyThreadState *t)
{
    _PyErr_StackItem *item = t->exc_info;
    while ((item->exc_value == NULL || item->exc_value == Py_None) && item->previous_item != NULL) item = item->previous_item;
    return Py_NewRef(item->exc_value != NULL ? item->exc_value : Py_None);
}

PyObject *_PyThread_CurrentFrames(void)         { return for_each_thread(frame_of); }
PyObject *_PyThread_CurrentExceptions(void)     { return for_each_thread(exception_of); }

/* -- host threads */

PyThreadState *PyGILState_GetThisThreadState(void) { return adder_tstate != NULL ? adder_tstate : gilstate_tstate; }
int PyGILState_Check(void) { return adder_tstate != NULL; }
PyInterpreterState *_PyGILState_GetInterpreterStateUnsafe(void) { return adder_interp_main(); }

/* Attaches the calling thread to its state, or, at its first visit, to a new one of the main interpreter. */
PyGILState_STATE PyGILState_Ensure(void)
{
    if (adder_tstate != NULL) {
        adder_tstate->gilstate_counter++;
        return PyGILState_LOCKED;
    }
    PyThreadState *tstate = gilstate_tstate;
    if (tstate == NULL) {
        AdderThread *thread = adder_thread_new(adder_interp_main());
        if (thread == NULL) Py_FatalError("Couldn't create thread-state for new thread");
        thread->attached_by_host = true;
        gilstate_tstate = tstate = &thread->base;
        tstate->gilstate_counter = 0;
    }
    tstate->gilstate_counter++;
    adder_lock_take(tstate);
    return PyGILState_UNLOCKED;
}

void PyGILState_Release(PyGILState_STATE old)
{
    PyThreadState *tstate = adder_tstate;
    if (tstate == NULL) Py_FatalError("auto-releasing thread-state, but no thread-state for this thread");
    if (--tstate->gilstate_counter == 0) {
        PyThreadState_Clear(tstate);
        PyThreadState_DeleteCurrent();
    } else if (old == PyGILState_UNLOCKED) {
        adder_lock_drop(tstate);
    }
}
