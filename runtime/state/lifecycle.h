/* lifecycle.h -- the process, interpreters and threads: their beginnings and ends. */
#ifndef ADDER_LIFECYCLE_H
#define ADDER_LIFECYCLE_H
#include "runtime/state/interp.h"

/* What is done once in a process, by whichever VM comes first: hash seed, names, static types. Any thread may call.
 * 0, or -1 when out of memory (then nothing can be run). */
int adder_process_init(void);

/* A new VM and its main thread, attached to the calling thread with the lock held. `config` is copied.
 *   returns   0 and the VM through `result`; -1 with the message in *error when it cannot be made: nothing is left then */
int adder_interp_open(const PyConfig *config, PyInterpreterState **result, const char **error);

/* Ends the calling thread's VM: threads joined, atexit functions run, modules cleared, everything freed. Returns 0, or -1 when
 * the standard streams could not be flushed. The thread is detached afterwards. */
int adder_interp_close(PyInterpreterState *interp);

/* The thread state of the calling thread in `interp`, new; not attached yet. NULL when out of memory (no exception). */
AdderThread *adder_thread_new(PyInterpreterState *interp);
void adder_thread_free(AdderThread *thread); /* cleared and not attached */

/* The process's VMs; `head` under the mutex of lifecycle. */
PyInterpreterState *adder_interp_head(void);
PyInterpreterState *adder_interp_main(void);
void adder_interp_link(PyInterpreterState *interp);
void adder_interp_unlink(PyInterpreterState *interp);
#endif
