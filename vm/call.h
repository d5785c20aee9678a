/* call.h -- calling Python functions: frames for them, arguments to parameters. */
#ifndef ADDER_CALL_H
#define ADDER_CALL_H
#include "vm/eval.h"

/* The cells of `f`'s closure become the free variables of its new frame. */
void adder_frame_fill_closure(Function *f, Slot *fp);

/* Puts an entry frame and a frame for `f` above the running one, and makes the latter the running one: header set, locals
 * unbound, pc at the start. NULL with an exception: too deep. The frame is left by adder_eval, or by
 * adder_entry_cancel when it was not run. */
Slot *adder_entry_push(AdderThread *thread, Function *f);
/* The same for a generator's frame, about to be resumed. 0 or -1 with an exception. */
int adder_entry_push_resume(AdderThread *thread, Slot *fp);
/* Leaves a frame that was pushed but not run; its locals are released. */
void adder_entry_cancel(AdderThread *thread, Slot *fp);

ADDER_INLINE void adder_entry_pop(AdderThread *thread, Slot *entry)
{
    thread->fp = frame_caller(entry);
    thread->stack_limit = (Slot *)(uintptr_t)entry[-1];
}

/* Fills the unbound locals[0 ..] of a frame of `f` with new references: nargs positional arguments, then the values of
 * `kwnames` (a tuple of names or NULL). 0, or -1 with a TypeError and the locals as they were. */
int adder_bind(Function *f, Slot *locals, PyObject *const *args, Py_ssize_t nargs, PyObject *const *kwvalues,
               PyObject *kwnames);

/* vectorcall of functions. */
NEW_REF PyObject *adder_function_vectorcall(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames);

/* "module.qualname()" of a callable for messages; a new str, or NULL with an exception. */
NEW_REF PyObject *adder_callable_name(PyObject *callable);

#define CODE_SPECIAL (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)
#endif
