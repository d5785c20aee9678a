/* pythread.c -- the C API's threads, locks and thread-specific storage, over POSIX threads.
 *
 * A lock is a semaphore: any thread may release it, and a waiting thread can be woken by a signal. None of these needs the
 * interpreter's lock. */
#include "runtime/state/interp.h"
#include <errno.h>
#include <pythread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define THREAD_STACK ((size_t)16 << 20) /* reserved, not touched; what sys.setrecursionlimit counts on */

void PyThread_init_thread(void) {}

/* -- threads */

struct start { void (*fn)(void *); void *arg; };

static void *thread_main(void *arg)
{
    struct start start = *(struct start *)arg;
    free(arg);
    start.fn(start.arg);
    return NULL;
}

unsigned long PyThread_start_new_thread(void (*fn)(void *), void *arg)
{
    struct start *start = malloc(sizeof *start);
    if (start == NULL) return PYTHREAD_INVALID_THREAD_ID;
    *start = (struct start){ fn, arg };
    pthread_attr_t attr;
    pthread_t thread;
    pthread_attr_init(&attr);
    size_t size = adder_tstate != NULL ? adder_interp()->thread_stack_size : 0;
    pthread_attr_setstacksize(&attr, size != 0 ? size : THREAD_STACK);
    int failed = pthread_create(&thread, &attr, thread_main, start);
    pthread_attr_destroy(&attr);
    if (failed) {
        free(start);
        return PYTHREAD_INVALID_THREAD_ID;
    }
    pthread_detach(thread);
    return (unsigned long)thread;
}

void PyThread_exit_thread(void)                      { pthread_exit(NULL); }
unsigned long PyThread_get_thread_ident(void)        { return (unsigned long)pthread_self(); }
unsigned long PyThread_get_thread_native_id(void)    { return (unsigned long)syscall(SYS_gettid); }
size_t PyThread_get_stacksize(void)                  { return adder_interp()->thread_stack_size; }

/* 0, -1 for a size that no thread can have, -2 where sizes cannot be set. */
int PyThread_set_stacksize(size_t size)
{
    if (size != 0 && size < 32768) return -1;
    adder_interp()->thread_stack_size = size;
    return 0;
}

/* -- locks */

PyThread_type_lock PyThread_allocate_lock(void)
{
    sem_t *lock = malloc(sizeof *lock);
    if (lock == NULL || sem_init(lock, 0, 1) == 0) return lock;
    free(lock);
    return NULL;
}

void PyThread_free_lock(PyThread_type_lock lock)
{
    if (lock == NULL) return;
    sem_destroy(lock);
    free(lock);
}

static struct timespec after(long long microseconds)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    long long ns = t.tv_nsec + microseconds % 1000000 * 1000;
    t.tv_sec += microseconds / 1000000 + ns / 1000000000;
    t.tv_nsec = ns % 1000000000;
    return t;
}

/* microseconds: 0 tries once, negative waits for ever. With `interruptible` a signal ends the waiting: PY_LOCK_INTR. */
PyLockStatus PyThread_acquire_lock_timed(PyThread_type_lock lock, long long microseconds, int interruptible)
{
    struct timespec deadline = microseconds > 0 ? after(microseconds) : (struct timespec){ 0 };
    for (;;) {
        int rc = microseconds == 0 ? sem_trywait(lock) : microseconds < 0 ? sem_wait(lock) : sem_clockwait(lock, CLOCK_MONOTONIC, &deadline);
        if (rc == 0) return PY_LOCK_ACQUIRED;
        if (errno != EINTR) return PY_LOCK_FAILURE;
        if (interruptible) return PY_LOCK_INTR;
    }
}

int PyThread_acquire_lock(PyThread_type_lock lock, int wait)
{
    return PyThread_acquire_lock_timed(lock, wait ? -1 : 0, 0) == PY_LOCK_ACQUIRED;
}

void PyThread_release_lock(PyThread_type_lock lock) { sem_post(lock); }

/* After fork the lock may be held by a thread that is not there: it becomes a new one. */
int _PyThread_at_fork_reinit(PyThread_type_lock *lock)
{
    PyThread_type_lock fresh = PyThread_allocate_lock();
    if (fresh == NULL) return -1;
    *lock = fresh;
    return 0;
}

/* -- storage */

Py_tss_t *PyThread_tss_alloc(void)             { return calloc(1, sizeof(Py_tss_t)); }
int PyThread_tss_is_created(Py_tss_t *key)     { return key->_is_initialized; }
int PyThread_tss_set(Py_tss_t *key, void *v)   { return pthread_setspecific(key->_key, v) ? -1 : 0; }
void *PyThread_tss_get(Py_tss_t *key)          { return pthread_getspecific(key->_key); }

int PyThread_tss_create(Py_tss_t *key)
{
    if (key->_is_initialized) return 0;
    if (pthread_key_create(&key->_key, NULL) != 0) return -1;
    key->_is_initialized = 1;
    return 0;
}

void PyThread_tss_delete(Py_tss_t *key)
{
    if (key->_is_initialized) pthread_key_delete(key->_key);
    key->_is_initialized = 0;
}

void PyThread_tss_free(Py_tss_t *key)
{
    if (key != NULL) PyThread_tss_delete(key);
    free(key);
}

/* The older form: the key itself is the number. */
int PyThread_create_key(void)
{
    pthread_key_t key;
    return pthread_key_create(&key, NULL) != 0 ? -1 : (int)key;
}
void PyThread_delete_key(int key)                   { pthread_key_delete((pthread_key_t)key); }
int PyThread_set_key_value(int key, void *value)    { return pthread_setspecific((pthread_key_t)key, value) ? -1 : 0; }
void *PyThread_get_key_value(int key)               { return pthread_getspecific((pthread_key_t)key); }
void PyThread_delete_key_value(int key)             { pthread_setspecific((pthread_key_t)key, NULL); }
void PyThread_ReInitTLS(void) {}
