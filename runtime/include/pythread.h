/* pythread.h -- locks, threads and thread-specific storage. */
#ifndef Py_PYTHREAD_H
#define Py_PYTHREAD_H

#include "object.h"
#include <pthread.h>

typedef void *PyThread_type_lock;

typedef enum PyLockStatus { PY_LOCK_FAILURE = 0, PY_LOCK_ACQUIRED = 1, PY_LOCK_INTR } PyLockStatus;

#define WAIT_LOCK   1
#define NOWAIT_LOCK 0
#define PY_TIMEOUT_T   long long
#define PY_TIMEOUT_MAX ((PY_TIMEOUT_T)(0x7fffffffffffffffLL / 1000)) /* microseconds */
#define PYTHREAD_INVALID_THREAD_ID ((unsigned long)-1)
#define PY_HAVE_THREAD_NATIVE_ID

struct _Py_tss_t {
    int _is_initialized;
    pthread_key_t _key;
};
typedef struct _Py_tss_t Py_tss_t;
#define NATIVE_TSS_KEY_T   pthread_key_t
#define Py_tss_NEEDS_INIT { 0, 0 }

ADDER_API_BEGIN
void PyThread_init_thread(void);
unsigned long PyThread_start_new_thread(void (*ptr1)(void *), void *ptr2);
_Py_NO_RETURN void PyThread_exit_thread(void);
unsigned long PyThread_get_thread_ident(void);
unsigned long PyThread_get_thread_native_id(void);
PyThread_type_lock PyThread_allocate_lock(void);
void PyThread_free_lock(PyThread_type_lock lock);
int PyThread_acquire_lock(PyThread_type_lock lock, int i);
PyLockStatus PyThread_acquire_lock_timed(PyThread_type_lock lock, long long i1, int i2);
void PyThread_release_lock(PyThread_type_lock lock);
size_t PyThread_get_stacksize(void);
int PyThread_set_stacksize(size_t i);
NEW_REF PyObject *PyThread_GetInfo(void);
int PyThread_create_key(void);
void PyThread_delete_key(int key);
int PyThread_set_key_value(int key, void *value);
void *PyThread_get_key_value(int key);
void PyThread_delete_key_value(int key);
void PyThread_ReInitTLS(void);
Py_tss_t *PyThread_tss_alloc(void);
void PyThread_tss_free(Py_tss_t *key);
int PyThread_tss_is_created(Py_tss_t *key);
int PyThread_tss_create(Py_tss_t *key);
void PyThread_tss_delete(Py_tss_t *key);
int PyThread_tss_set(Py_tss_t *key, void *value);
void *PyThread_tss_get(Py_tss_t *key);

int _PyThread_at_fork_reinit(PyThread_type_lock *lock);
ADDER_API_END

#endif
