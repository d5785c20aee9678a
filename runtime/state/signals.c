/* signals.c -- see signals.h. What a C handler touches belongs to the process: flags of noted signals, which VM handles them. */
#include "runtime/state/signals.h"
#include "vm/breaker.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

/* Process-wide: a signal has no VM. */
static volatile sig_atomic_t noted[ADDER_SIGNALS];
static atomic_bool any_noted;
static PyInterpreterState *_Atomic handling; /* its main thread runs the Python handlers; NULL: nobody */
static atomic_int wakeup_fd = -1;
static struct sigaction before[ADDER_SIGNALS]; /* what was set before us */
static bool changed[ADDER_SIGNALS];

void adder_signal_noted(int number)
{
    int saved = errno;
    noted[number] = 1;
    atomic_store(&any_noted, true);
    PyInterpreterState *interp = handling;
    if (interp != NULL) {
        atomic_store(&interp->vm.signals_pending, true);
        adder_breaker_raise(interp);
    }
    int fd = atomic_load(&wakeup_fd);
    unsigned char byte = (unsigned char)number;
    if (fd >= 0 && write(fd, &byte, 1) < 0) {} /* a full pipe has woken its reader already */
    errno = saved;
}

int adder_signal_set_wakeup(int fd, bool warn)
{
    (void)warn;
    return atomic_exchange(&wakeup_fd, fd);
}

PyObject *adder_signal_handler(int number)
{
    return number > 0 && number < ADDER_SIGNALS ? adder_interp()->signal_handlers[number] : NULL;
}

int adder_signal_set(int number, PyObject *handler, void (*action)(int))
{
    struct sigaction new_action = { .sa_handler = action }, old;
    if (sigaction(number, &new_action, &old) < 0) return -1;
    if (!changed[number]) {
        before[number] = old;
        changed[number] = true;
    }
    PyObject **place = &adder_interp()->signal_handlers[number];
    Py_XSETREF(*place, Py_XNewRef(handler));
    return 0;
}

PyObject *adder_default_int_handler(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    PyErr_SetNone(PyExc_KeyboardInterrupt);
    return NULL;
}

static PyMethodDef int_handler_row =
    FN("default_int_handler", adder_default_int_handler, "($module, signalnum, frame, /)",
       "The handler of SIGINT that is there at first: raises KeyboardInterrupt.");

void adder_signals_install(PyInterpreterState *interp)
{
    handling = interp;
    struct sigaction ignore = { .sa_handler = SIG_IGN }, now;
    static const int ignored[] = { SIGPIPE, SIGXFSZ };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(ignored); i++) {
        sigaction(ignored[i], &ignore, &before[ignored[i]]);
        changed[ignored[i]] = true;
    }
    if (sigaction(SIGINT, NULL, &now) < 0 || now.sa_handler != SIG_DFL) return; /* nohup and the like: leave it */
    PyObject *handler = PyCFunction_New(&int_handler_row, NULL);
    if (handler == NULL || adder_signal_set(SIGINT, handler, adder_signal_noted) < 0) PyErr_Clear();
    Py_XDECREF(handler);
}

void adder_signals_restore(PyInterpreterState *interp)
{
    if (handling == interp) {
        for (int i = 1; i < ADDER_SIGNALS; i++) {
            if (!changed[i]) continue;
            sigaction(i, &before[i], NULL);
            changed[i] = false;
        }
        handling = NULL;
    }
    for (int i = 0; i < ADDER_SIGNALS; i++) Py_CLEAR(interp->signal_handlers[i]);
}

static int run_handler(int number)
{
    PyObject *handler = adder_signal_handler(number);
    if (handler == NULL) return 0;
    PyFrameObject *frame = PyThreadState_GetFrame(adder_tstate);
    Py_INCREF(handler);
    PyObject *result = PyObject_CallFunction(handler, "iO", number, frame != NULL ? (PyObject *)frame : Py_None);
    Py_DECREF(handler);
    Py_XDECREF(frame);
    if (result == NULL) return -1;
    Py_DECREF(result);
    return 0;
}

/* Runs the Python handlers of the signals noted since; only on the main thread. 0, or -1 with what a handler raised. */
int _PyErr_CheckSignalsTstate(PyThreadState *tstate)
{
    PyInterpreterState *interp = tstate->interp;
    if (interp != handling || tstate != interp->main || !atomic_exchange(&any_noted, false)) return 0;
    atomic_store(&interp->vm.signals_pending, false);
    for (int i = 1; i < ADDER_SIGNALS; i++) {
        if (!noted[i]) continue;
        noted[i] = 0;
        if (run_handler(i) == 0) continue;
        atomic_store(&any_noted, true); /* those not looked at yet */
        atomic_store(&interp->vm.signals_pending, true);
        adder_breaker_raise(interp);
        return -1;
    }
    return 0;
}

int PyErr_CheckSignals(void) { return _PyErr_CheckSignalsTstate(adder_tstate); }

int PyErr_SetInterruptEx(int number)
{
    if (number < 1 || number >= ADDER_SIGNALS) return -1;
    struct sigaction now;
    if (sigaction(number, NULL, &now) == 0 && now.sa_handler == adder_signal_noted) adder_signal_noted(number);
    return 0;
}

void PyErr_SetInterrupt(void) { PyErr_SetInterruptEx(SIGINT); }

/* Takes a noted SIGINT back; for the terminal's own handling. */
int PyOS_InterruptOccurred(void)
{
    if (adder_tstate == NULL || adder_interp() != handling || adder_tstate != adder_interp()->main || !noted[SIGINT]) return 0;
    noted[SIGINT] = 0;
    return 1;
}

PyOS_sighandler_t PyOS_getsig(int number)
{
    struct sigaction now;
    return sigaction(number, NULL, &now) < 0 ? SIG_ERR : now.sa_handler;
}

PyOS_sighandler_t PyOS_setsig(int number, PyOS_sighandler_t handler)
{
    struct sigaction action = { .sa_handler = handler, .sa_flags = SA_ONSTACK }, old;
    return sigaction(number, &action, &old) < 0 ? SIG_ERR : old.sa_handler;
}
