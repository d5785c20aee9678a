/* _thread.c -- module _thread: locks, thread-local data, starting threads.
 *
 * A lock's state is the C lock of pythread.h; waiting gives the interpreter's lock away and comes back for signals. A
 * thread's `_local` attributes lie in the thread's own dict (PyThreadState_GetDict) under a key made from the object. */
#include "runtime/state/interp.h"
#include "runtime/state/lifecycle.h"
#include "vm/breaker.h"
#include <math.h>
#include <pythread.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

typedef struct {
    PyObject_HEAD
    PyThread_type_lock lock;
    PyObject *weakrefs;
    bool locked;
} Lock;

typedef struct {
    PyObject_HEAD
    PyThread_type_lock lock;
    PyObject *weakrefs;
    unsigned long owner, count; /* owner is valid while count > 0 */
} RLock;

/* ---- Waiting */

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Takes a C lock, `timeout` in microseconds (< 0: for ever, 0: at once). 1 taken, 0 not, -1 a signal handler raised. */
static int wait_for(PyThread_type_lock lock, int64_t timeout)
{
    int64_t deadline = timeout > 0 ? now_us() + timeout : 0;
    PyLockStatus status = PyThread_acquire_lock_timed(lock, 0, 0);
    while (status != PY_LOCK_ACQUIRED && timeout != 0) {
        Py_BEGIN_ALLOW_THREADS
        status = PyThread_acquire_lock_timed(lock, timeout, 1);
        Py_END_ALLOW_THREADS
        if (status != PY_LOCK_INTR) break;
        if (Py_MakePendingCalls() < 0) return -1;
        if (timeout > 0 && (timeout = deadline - now_us()) <= 0) return 0;
    }
    return status == PY_LOCK_ACQUIRED;
}

/* acquire()'s arguments as a timeout for wait_for. False with an exception. */
static bool parse_timeout(PyObject *const *args, int64_t *timeout)
{
    int blocking = PyObject_IsTrue(args[0]);
    double seconds = PyFloat_AsDouble(args[1]);
    if (blocking < 0 || (seconds == -1.0 && PyErr_Occurred())) return false;
    if (seconds != seconds) {
        PyErr_SetString(PyExc_ValueError, "Invalid value NaN (not a number)");
        return false;
    }
    if (!blocking && seconds != -1.0) {
        PyErr_SetString(PyExc_ValueError, "can't specify a timeout for a non-blocking call");
        return false;
    }
    if (seconds < 0 && seconds != -1.0) {
        PyErr_SetString(PyExc_ValueError, "timeout value must be a non-negative number");
        return false;
    }
    if (seconds * 1e6 > (double)PY_TIMEOUT_MAX) {
        PyErr_SetString(PyExc_OverflowError, "timeout value is too large");
        return false;
    }
    *timeout = !blocking ? 0 : seconds == -1.0 ? -1 : (int64_t)ceil(seconds * 1e6);
    return true;
}

/* ---- lock */

extern PyTypeObject adder_lock_type, adder_rlock_type, adder_local_type;

static Lock *lock_alloc(void)
{
    Lock *self = PyObject_New(Lock, &adder_lock_type);
    if (self == NULL) return NULL;
    self->weakrefs = NULL;
    self->locked = false;
    self->lock = PyThread_allocate_lock();
    if (self->lock != NULL) return self;
    Py_DECREF(self);
    PyErr_SetString(PyExc_RuntimeError, "can't allocate lock");
    return NULL;
}

static void lock_dealloc(PyObject *o)
{
    Lock *self = (Lock *)o;
    if (self->weakrefs != NULL) PyObject_ClearWeakRefs(o);
    if (self->lock != NULL) {
        if (self->locked) PyThread_release_lock(self->lock); /* a locked C lock must not be freed */
        PyThread_free_lock(self->lock);
    }
    PyObject_Free(o);
}

static PyObject *lock_acquire(PyObject *o, PyObject *const *args)
{
    Lock *self = (Lock *)o;
    int64_t timeout;
    if (!parse_timeout(args, &timeout)) return NULL;
    int got = wait_for(self->lock, timeout);
    if (got < 0) return NULL;
    if (got) self->locked = true;
    return PyBool_FromLong(got);
}
static PyObject *lock_release(PyObject *o, PyObject *const *args ADDER_UNUSED)
{
    Lock *self = (Lock *)o;
    if (!self->locked) {
        PyErr_SetString(PyExc_RuntimeError, "release unlocked lock");
        return NULL;
    }
    self->locked = false;
    PyThread_release_lock(self->lock);
    Py_RETURN_NONE;
}
static PyObject *lock_locked(PyObject *o, PyObject *const *args ADDER_UNUSED) { return PyBool_FromLong(((Lock *)o)->locked); }
static PyObject *lock_enter(PyObject *o, PyObject *const *args ADDER_UNUSED)
{
    int got = wait_for(((Lock *)o)->lock, -1);
    if (got < 0) return NULL;
    ((Lock *)o)->locked = true;
    Py_RETURN_TRUE;
}
static PyObject *lock_exit(PyObject *o, PyObject *const *args) { return lock_release(o, args); }
static PyObject *lock_at_fork_reinit(PyObject *o, PyObject *const *args ADDER_UNUSED)
{
    Lock *self = (Lock *)o;
    if (_PyThread_at_fork_reinit(&self->lock) < 0) {
        PyErr_SetString(PyExc_RuntimeError, "failed to reinitialize lock at fork");
        return NULL;
    }
    self->locked = false;
    Py_RETURN_NONE;
}
static PyObject *lock_repr(PyObject *o)
{
    return PyUnicode_FromFormat("<%s %s object at %p>", ((Lock *)o)->locked ? "locked" : "unlocked", Py_TYPE(o)->tp_name, o);
}

#define ACQUIRE_DOC                                                                                 \
    "Waits until the lock is free and takes it. True when it was taken; False when 'blocking' is\n"  \
    "false or 'timeout' seconds have passed first."
static PyMethodDef lock_methods[] = {
    FN("acquire", lock_acquire, "($self, blocking=True, timeout=-1)", ACQUIRE_DOC),
    FN("acquire_lock", lock_acquire, "($self, blocking=True, timeout=-1)", "An obsolete synonym of acquire()."),
    FN("release", lock_release, "($self)", "Frees the lock, whoever took it."),
    FN("release_lock", lock_release, "($self)", "An obsolete synonym of release()."),
    FN("locked", lock_locked, "($self)", "Is the lock taken?"),
    FN("locked_lock", lock_locked, "($self)", "An obsolete synonym of locked()."),
    FN("__enter__", lock_enter, "($self)", "Takes the lock."),
    FN("__exit__", lock_exit, "($self, exc_type=None, exc_value=None, traceback=None, /)", "Frees the lock."),
    FN("_at_fork_reinit", lock_at_fork_reinit, "($self)", "Makes the lock new and free, in the child of a fork."),
    { 0 }
};
PyTypeObject adder_lock_type = {
    STATIC_TYPE("_thread.lock", Lock),
    .tp_dealloc = lock_dealloc,
    .tp_repr = lock_repr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_doc = "A lock: one thread at a time holds it, the others wait. Made by allocate_lock().",
    .tp_weaklistoffset = offsetof(Lock, weakrefs),
    .tp_methods = lock_methods,
};

/* ---- RLock */

static PyObject *rlock_new(PyTypeObject *type, PyObject *args ADDER_UNUSED, PyObject *kwargs ADDER_UNUSED)
{
    RLock *self = (RLock *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->lock = PyThread_allocate_lock();
    if (self->lock != NULL) return (PyObject *)self;
    Py_DECREF(self);
    PyErr_SetString(PyExc_RuntimeError, "can't allocate lock");
    return NULL;
}
static void rlock_dealloc(PyObject *o)
{
    RLock *self = (RLock *)o;
    if (self->weakrefs != NULL) PyObject_ClearWeakRefs(o);
    if (self->lock != NULL) {
        if (self->count > 0) PyThread_release_lock(self->lock);
        PyThread_free_lock(self->lock);
    }
    Py_TYPE(o)->tp_free(o);
}
static bool is_mine(RLock *self) { return self->count > 0 && self->owner == PyThread_get_thread_ident(); }

/* Takes it once more. 1, 0, -1 as wait_for. */
static int take(RLock *self, int64_t timeout)
{
    if (is_mine(self)) {
        if (self->count + 1 == 0) {
            PyErr_SetString(PyExc_OverflowError, "Internal lock count overflowed");
            return -1;
        }
        self->count++;
        return 1;
    }
    int got = wait_for(self->lock, timeout);
    if (got == 1) {
        self->owner = PyThread_get_thread_ident();
        self->count = 1;
    }
    return got;
}
static PyObject *rlock_acquire(PyObject *o, PyObject *const *args)
{
    int64_t timeout;
    if (!parse_timeout(args, &timeout)) return NULL;
    int got = take((RLock *)o, timeout);
    return got < 0 ? NULL : PyBool_FromLong(got);
}
static PyObject *rlock_enter(PyObject *o, PyObject *const *args ADDER_UNUSED)
{
    if (take((RLock *)o, -1) < 0) return NULL;
    Py_RETURN_TRUE;
}
static PyObject *rlock_release(PyObject *o, PyObject *const *args ADDER_UNUSED)
{
    RLock *self = (RLock *)o;
    if (!is_mine(self)) {
        PyErr_SetString(PyExc_RuntimeError, "cannot release un-acquired lock");
        return NULL;
    }
    if (--self->count == 0) {
        self->owner = 0;
        PyThread_release_lock(self->lock);
    }
    Py_RETURN_NONE;
}
static PyObject *rlock_exit(PyObject *o, PyObject *const *args) { return rlock_release(o, args); }
static PyObject *rlock_is_owned(PyObject *o, PyObject *const *args ADDER_UNUSED) { return PyBool_FromLong(is_mine((RLock *)o)); }
static PyObject *rlock_release_save(PyObject *o, PyObject *const *args ADDER_UNUSED)
{
    RLock *self = (RLock *)o;
    if (self->count == 0) {
        PyErr_SetString(PyExc_RuntimeError, "cannot release un-acquired lock");
        return NULL;
    }
    PyObject *state = Py_BuildValue("kk", self->count, self->owner);
    if (state == NULL) return NULL;
    self->count = self->owner = 0;
    PyThread_release_lock(self->lock);
    return state;
}
static PyObject *rlock_acquire_restore(PyObject *o, PyObject *const *args)
{
    RLock *self = (RLock *)o;
    unsigned long count, owner;
    if (!PyArg_ParseTuple(args[0], "kk:_acquire_restore", &count, &owner) || wait_for(self->lock, -1) < 0) return NULL;
    self->count = count;
    self->owner = owner;
    Py_RETURN_NONE;
}
static PyObject *rlock_at_fork_reinit(PyObject *o, PyObject *const *args ADDER_UNUSED)
{
    RLock *self = (RLock *)o;
    if (_PyThread_at_fork_reinit(&self->lock) < 0) {
        PyErr_SetString(PyExc_RuntimeError, "failed to reinitialize lock at fork");
        return NULL;
    }
    self->count = self->owner = 0;
    Py_RETURN_NONE;
}
static PyObject *rlock_repr(PyObject *o)
{
    RLock *self = (RLock *)o;
    return PyUnicode_FromFormat("<%s %s object owner=%lu count=%lu at %p>", self->count ? "locked" : "unlocked", Py_TYPE(o)->tp_name,
                                self->owner, self->count, o);
}
static PyMethodDef rlock_methods[] = {
    FN("acquire", rlock_acquire, "($self, blocking=True, timeout=-1)", ACQUIRE_DOC "\nThe thread that has it may take it again."),
    FN("release", rlock_release, "($self)", "Undoes one acquire() of this thread; the last one frees the lock."),
    FN("__enter__", rlock_enter, "($self)", "Takes the lock."),
    FN("__exit__", rlock_exit, "($self, exc_type=None, exc_value=None, traceback=None, /)", "Undoes one acquire()."),
    FN("_is_owned", rlock_is_owned, "($self)", "Has this thread taken the lock? For Condition."),
    FN("_release_save", rlock_release_save, "($self)", "Frees the lock; what _acquire_restore() needs. For Condition."),
    FN("_acquire_restore", rlock_acquire_restore, "($self, state, /)", "Takes the lock as often as it was. For Condition."),
    FN("_at_fork_reinit", rlock_at_fork_reinit, "($self)", "Makes the lock new and free, in the child of a fork."),
    { 0 }
};
PyTypeObject adder_rlock_type = {
    STATIC_TYPE("_thread.RLock", RLock),
    .tp_dealloc = rlock_dealloc,
    .tp_repr = rlock_repr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_doc = "A lock that the thread which holds it may take again.",
    .tp_weaklistoffset = offsetof(RLock, weakrefs),
    .tp_methods = rlock_methods,
    .tp_new = rlock_new,
};

/* ---- _local */

typedef struct {
    PyObject_HEAD
    PyObject *weakrefs;
    PyObject *key;          /* str: where the attributes lie in each thread's dict */
    PyObject *args, *kwargs; /* of __init__, which runs once in each thread; may be NULL */
} Local;

static PyObject *local_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (type->tp_init == PyBaseObject_Type.tp_init && ((args != NULL && PyTuple_GET_SIZE(args) != 0) || (kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0))) {
        PyErr_SetString(PyExc_TypeError, "Initialization arguments are not supported");
        return NULL;
    }
    Local *self = (Local *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->args = Py_XNewRef(args);
    self->kwargs = Py_XNewRef(kwargs);
    PyObject *threads = PyThreadState_GetDict(), *dict = NULL;
    self->key = PyUnicode_FromFormat("thread.local.%p", self);
    if (threads == NULL || self->key == NULL || (dict = PyDict_New()) == NULL || PyDict_SetItem(threads, self->key, dict) < 0) Py_CLEAR(self);
    Py_XDECREF(dict); /* type.__call__ runs __init__ for this thread */
    return (PyObject *)self;
}

/* This thread's attributes, made at the first use. Borrowed, NULL with an exception. */
static PyObject *local_dict(Local *self)
{
    PyObject *threads = PyThreadState_GetDict();
    if (threads == NULL) {
        PyErr_SetString(PyExc_SystemError, "Couldn't get thread-state dictionary");
        return NULL;
    }
    PyObject *dict = PyDict_GetItemWithError(threads, self->key);
    if (dict != NULL || PyErr_Occurred()) return dict;
    if ((dict = PyDict_New()) == NULL) return NULL;
    int rc = PyDict_SetItem(threads, self->key, dict);
    Py_DECREF(dict);
    if (rc < 0) return NULL;
    if (Py_TYPE(self)->tp_init != PyBaseObject_Type.tp_init && Py_TYPE(self)->tp_init((PyObject *)self, self->args, self->kwargs) < 0) {
        PyObject *saved[3];
        PyErr_Fetch(saved, saved + 1, saved + 2);
        if (PyDict_DelItem(threads, self->key) < 0) PyErr_Clear(); /* the next use tries again */
        PyErr_Restore(saved[0], saved[1], saved[2]);
        return NULL;
    }
    return dict;
}

static int local_traverse(PyObject *o, visitproc visit, void *arg)
{
    Local *self = (Local *)o;
    Py_VISIT(self->args);
    Py_VISIT(self->kwargs);
    return 0;
}
static int local_clear(PyObject *o)
{
    Local *self = (Local *)o;
    Py_CLEAR(self->args);
    Py_CLEAR(self->kwargs);
    if (self->key == NULL) return 0;
    for (PyThreadState *t = adder_interp()->threads; t != NULL; t = t->next)
        if (t->dict != NULL && PyDict_GetItemWithError(t->dict, self->key) != NULL && PyDict_DelItem(t->dict, self->key) < 0) PyErr_Clear();
    return 0;
}
static void local_dealloc(PyObject *o)
{
    Local *self = (Local *)o;
    PyObject_GC_UnTrack(o);
    if (self->weakrefs != NULL) PyObject_ClearWeakRefs(o);
    local_clear(o);
    Py_CLEAR(self->key);
    Py_TYPE(o)->tp_free(o);
}

static PyObject *local_getattro(PyObject *o, PyObject *name)
{
    PyObject *dict = local_dict((Local *)o);
    if (dict == NULL) return NULL;
    if (PyUnicode_Check(name) && PyUnicode_CompareWithASCIIString(name, "__dict__") == 0) return Py_NewRef(dict);
    Py_INCREF(dict);
    PyObject *x = _PyObject_GenericGetAttrWithDict(o, name, dict, 0);
    Py_DECREF(dict);
    return x;
}
static int local_setattro(PyObject *o, PyObject *name, PyObject *value)
{
    PyObject *dict = local_dict((Local *)o);
    if (dict == NULL) return -1;
    if (PyUnicode_Check(name) && PyUnicode_CompareWithASCIIString(name, "__dict__") == 0) {
        PyErr_Format(PyExc_AttributeError, "'%.50s' object attribute '%U' is read-only", Py_TYPE(o)->tp_name, name);
        return -1;
    }
    Py_INCREF(dict);
    int rc = _PyObject_GenericSetAttrWithDict(o, name, value, dict);
    Py_DECREF(dict);
    return rc;
}
PyTypeObject adder_local_type = {
    STATIC_TYPE("_thread._local", Local),
    .tp_dealloc = local_dealloc,
    .tp_getattro = local_getattro,
    .tp_setattro = local_setattro,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .tp_doc = "Thread-local data: each thread sees attributes of its own.",
    .tp_traverse = local_traverse,
    .tp_clear = local_clear,
    .tp_weaklistoffset = offsetof(Local, weakrefs),
    .tp_new = local_new,
};

/* ---- Threads */

/* What a new thread needs; owned by it. */
typedef struct {
    AdderThread *thread;
    PyObject *function, *args, *kwargs;
} Start;

static void run_thread(void *arg)
{
    Start start = *(Start *)arg;
    PyMem_RawFree(arg);
    adder_lock_take(&start.thread->base);
    PyObject *x = PyObject_Call(start.function, start.args, start.kwargs);
    if (x == NULL) {
        if (PyErr_ExceptionMatches(PyExc_SystemExit)) PyErr_Clear();
        else _PyErr_WriteUnraisableMsg("in thread started by", start.function);
    }
    Py_XDECREF(x);
    Py_DECREF(start.function);
    Py_DECREF(start.args);
    Py_XDECREF(start.kwargs);
    PyThreadState_Clear(&start.thread->base);
    PyThreadState_DeleteCurrent();
}

static PyObject *thread_start_new_thread(PyObject *module ADDER_UNUSED, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    if (kwnames != NULL && PyTuple_GET_SIZE(kwnames) != 0) {
        PyErr_SetString(PyExc_TypeError, "_thread.start_new_thread() takes no keyword arguments");
        return NULL;
    }
    if (nargs < 2 || nargs > 3) {
        PyErr_Format(PyExc_TypeError, "start_new_thread expected at %s arguments, got %zd", nargs < 2 ? "least 2" : "most 3", nargs);
        return NULL;
    }
    const char *wrong = !PyCallable_Check(args[0]) ? "first arg must be callable" : !PyTuple_Check(args[1]) ? "2nd arg must be a tuple"
                      : nargs == 3 && !PyDict_Check(args[2]) ? "optional 3rd arg must be a dictionary" : NULL;
    if (wrong != NULL) {
        PyErr_SetString(PyExc_TypeError, wrong);
        return NULL;
    }
    if (PySys_Audit("_thread.start_new_thread", "OOO", args[0], args[1], nargs == 3 ? args[2] : Py_None) < 0) return NULL;
    Start *start = PyMem_RawMalloc(sizeof *start);
    if (start == NULL) return PyErr_NoMemory();
    start->thread = adder_thread_new(adder_interp());
    if (start->thread == NULL) {
        PyMem_RawFree(start);
        return PyErr_NoMemory();
    }
    start->thread->base.thread_id = 0; /* bound by the new thread */
    start->function = Py_NewRef(args[0]);
    start->args = Py_NewRef(args[1]);
    start->kwargs = nargs == 3 ? Py_NewRef(args[2]) : NULL;
    unsigned long id = PyThread_start_new_thread(run_thread, start);
    if (id != PYTHREAD_INVALID_THREAD_ID) return PyLong_FromUnsignedLong(id);
    Py_DECREF(start->function);
    Py_DECREF(start->args);
    Py_XDECREF(start->kwargs);
    PyThreadState_Clear(&start->thread->base);
    PyThreadState_Delete(&start->thread->base);
    PyMem_RawFree(start);
    PyErr_SetString(PyExc_RuntimeError, "can't start new thread");
    return NULL;
}

static PyObject *thread_exit(PyObject *module ADDER_UNUSED, PyObject *const *args ADDER_UNUSED)
{
    PyErr_SetNone(PyExc_SystemExit);
    return NULL;
}
static PyObject *thread_interrupt_main(PyObject *module ADDER_UNUSED, PyObject *const *args)
{
    int signum = _PyLong_AsInt(args[0]);
    if (signum == -1 && PyErr_Occurred()) return NULL;
    if (PyErr_SetInterruptEx(signum) != 0) {
        PyErr_SetString(PyExc_ValueError, "signal number out of range");
        return NULL;
    }
    Py_RETURN_NONE;
}
static PyObject *thread_allocate_lock(PyObject *module ADDER_UNUSED, PyObject *const *args ADDER_UNUSED) { return (PyObject *)lock_alloc(); }
static PyObject *thread_get_ident(PyObject *module ADDER_UNUSED, PyObject *const *args ADDER_UNUSED)
{
    return PyLong_FromUnsignedLong(PyThread_get_thread_ident());
}
static PyObject *thread_get_native_id(PyObject *module ADDER_UNUSED, PyObject *const *args ADDER_UNUSED)
{
    return PyLong_FromUnsignedLong(PyThread_get_thread_native_id());
}
/* Threads that this module started and that still run. */
static PyObject *thread_count(PyObject *module ADDER_UNUSED, PyObject *const *args ADDER_UNUSED)
{
    PyInterpreterState *interp = adder_interp();
    long n = 0;
    for (PyThreadState *t = interp->threads; t != NULL; t = t->next) n += t != interp->main && !((AdderThread *)t)->attached_by_host;
    return PyLong_FromLong(n);
}
static PyObject *thread_stack_size(PyObject *module ADDER_UNUSED, PyObject *const *args)
{
    Py_ssize_t size = PyNumber_AsSsize_t(args[0], PyExc_OverflowError), old = (Py_ssize_t)PyThread_get_stacksize();
    if (size == -1 && PyErr_Occurred()) return NULL;
    if (size < 0) {
        PyErr_SetString(PyExc_ValueError, "size must be 0 or a positive value");
        return NULL;
    }
    if (PyThread_set_stacksize((size_t)size) < 0) {
        PyErr_Format(PyExc_ValueError, "size not valid: %zd bytes", size);
        return NULL;
    }
    return PyLong_FromSsize_t(old);
}

/* At the end of a thread its sentinel lock is freed: who joins it waits for that. */
static void free_sentinel(void *data)
{
    PyObject *ref = data, *lock = PyWeakref_GET_OBJECT(ref);
    if (lock != Py_None && ((Lock *)lock)->locked) {
        ((Lock *)lock)->locked = false;
        PyThread_release_lock(((Lock *)lock)->lock);
    }
    Py_DECREF(ref);
}
static PyObject *thread_set_sentinel(PyObject *module ADDER_UNUSED, PyObject *const *args ADDER_UNUSED)
{
    PyThreadState *t = &adder_thread()->base;
    if (t->on_delete_data != NULL) { /* a fork has left an older one */
        t->on_delete = NULL;
        Py_DECREF((PyObject *)t->on_delete_data);
        t->on_delete_data = NULL;
    }
    PyObject *lock = (PyObject *)lock_alloc(), *ref = lock == NULL ? NULL : PyWeakref_NewRef(lock, NULL);
    if (ref == NULL) {
        Py_XDECREF(lock);
        return NULL;
    }
    t->on_delete_data = ref;
    t->on_delete = free_sentinel;
    return lock;
}

static PyMethodDef thread_functions[] = {
    FNV("start_new_thread", thread_start_new_thread, "",
        "start_new_thread(function, args[, kwargs])\n\nRuns function(*args, **kwargs) in a new thread; the thread's identifier."),
    FNV("start_new", thread_start_new_thread, "", "start_new(function, args[, kwargs])\n\nAn obsolete synonym of start_new_thread()."),
    FN("allocate_lock", thread_allocate_lock, "($module)", "A new lock, free."),
    FN("allocate", thread_allocate_lock, "($module)", "An obsolete synonym of allocate_lock()."),
    FN("exit", thread_exit, "($module)", "Raises SystemExit: ends the thread when nothing catches it."),
    FN("exit_thread", thread_exit, "($module)", "An obsolete synonym of exit()."),
    FN("interrupt_main", thread_interrupt_main, "($module, signum=2, /)", "Acts as if the signal had come to the main thread."),
    FN("get_ident", thread_get_ident, "($module)", "A number that no other running thread has."),
    FN("get_native_id", thread_get_native_id, "($module)", "The operating system's number of this thread."),
    FN("_count", thread_count, "($module)", "How many threads started here are running."),
    FN("stack_size", thread_stack_size, "($module, size=0, /)", "Sets the stack size of threads made from now on, 0: the system's; the former one."),
    FN("_set_sentinel", thread_set_sentinel, "($module)", "A lock that is freed when this thread ends."),
    { 0 }
};

static int thread_module_exec(PyObject *module)
{
    PyObject *timeout = PyFloat_FromDouble(floor((double)PY_TIMEOUT_MAX * 1e-6));
    if (timeout == NULL || PyModule_AddObjectRef(module, "TIMEOUT_MAX", timeout) < 0) {
        Py_XDECREF(timeout);
        return -1;
    }
    Py_DECREF(timeout);
    return PyModule_AddObjectRef(module, "LockType", (PyObject *)&adder_lock_type) < 0 ||
           PyModule_AddObjectRef(module, "RLock", (PyObject *)&adder_rlock_type) < 0 ||
           PyModule_AddObjectRef(module, "_local", (PyObject *)&adder_local_type) < 0 ||
           PyModule_AddObjectRef(module, "error", PyExc_RuntimeError) < 0 ? -1 : 0;
}

MODULE(_thread, "Locks and threads, from which module threading is made.", thread_functions, thread_module_exec)
