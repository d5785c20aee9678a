/* trace.h -- sys.settrace and sys.setprofile. While either is set, eval dispatches through a table whose every entry leads
 * here first; otherwise nothing is paid. */
#ifndef ADDER_TRACE_H
#define ADDER_TRACE_H
#include "vm/eval.h"

ADDER_INLINE bool adder_tracing(AdderThread *thread)
{
    return (thread->base.c_tracefunc != NULL || thread->base.c_profilefunc != NULL) && thread->base.tracing == 0;
}

/* Before the instruction at pc: tells of calls, new lines and opcodes. Where to go on, NULL with an exception. */
Instr *adder_trace_instruction(AdderThread *thread, Slot *fp, Instr *pc);
/* The current exception passes through the frame; a trace function that fails replaces it. */
void adder_trace_exception(AdderThread *thread, Slot *fp);
/* The frame is left; result NULL: by the current exception. 0, or -1 with an exception (which replaces it). */
int adder_trace_return(AdderThread *thread, Slot *fp, PyObject *result);
#endif
