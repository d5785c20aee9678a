/* signals.h -- signals of the operating system, handled by Python code on the main thread.
 *
 * The C handler only notes the number and raises the eval breaker; the Python handler runs at the main thread's next check. */
#ifndef ADDER_SIGNALS_H
#define ADDER_SIGNALS_H
#include "runtime/define.h"
#include "runtime/state/interp.h"

#define ADDER_SIGNALS 65

/* For a program (not a library host): SIGINT raises KeyboardInterrupt, SIGPIPE and SIGXFSZ are ignored. `interp` is the one whose
 * main thread handles signals from now on. */
void adder_signals_install(PyInterpreterState *interp);
/* Gives back what adder_signals_install and signal.signal() changed. */
void adder_signals_restore(PyInterpreterState *interp);

/* The Python handler of a signal: a callable, or NULL for SIG_DFL, SIG_IGN and those never set. Borrowed. */
BORROWED_REF PyObject *adder_signal_handler(int number);
/* Sets it (NULL: none) together with the C action: ADDER_SIGNAL_PYTHON, or SIG_DFL / SIG_IGN. 0, or -1 with errno set. */
int adder_signal_set(int number, PyObject *handler, void (*action)(int));
void adder_signal_noted(int number); /* the C handler that notes */

/* signal.set_wakeup_fd; returns the old one. */
int adder_signal_set_wakeup(int fd, bool warn);
/* signal.default_int_handler: raises KeyboardInterrupt. */
NEW_REF PyObject *adder_default_int_handler(PyObject *self, PyObject *const *args);
#endif
