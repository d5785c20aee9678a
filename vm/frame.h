/* frame.h -- a running frame: four header slots, then locals (cells and free variables among them), then temporaries.
 *
 *   fp[-4]  the function being run, owned (vm/function.h); module and class bodies and exec run a function made for them.
 *           0 in an entry frame, where C called eval
 *   fp[-3]  the caller's fp (raw). In an entry frame: the frame that was running when C called eval, or 0
 *   fp[-2]  the saved pc (raw): the instruction this frame is at, while it is not the running one or is inside a C call
 *   fp[-1]  owner and flags, mostly 0: the generator that owns these slots (borrowed, FRAME_GENERATOR set), or the frame
 *           object that shows them to Python (owned), or no pointer; the low bits are FRAME_* flags. In an entry frame:
 *           the stack_limit to come back to
 *   fp[0] .. fp[code->nlocals-1]           locals: parameters first, then other locals, then free variables' cells
 *   fp[code->nlocals] .. fp[framesize-1]   temporaries; which are live is known from pc (vm/liveness.h)
 *
 * Arguments are written by the caller where the callee's locals begin, so a call copies nothing. thread->fp is always
 * the running frame, never an entry frame. A frame on its way out zeroes what it releases, header included: the slots
 * may count as live temporaries of the caller. */
#ifndef ADDER_FRAME_H
#define ADDER_FRAME_H
#include "runtime/state/thread.h"
#include "vm/code.h"
#include "vm/function.h"
#include "vm/slot.h"

#define FRAME_HEADER 4

#define FRAME_GENERATOR        1ULL /* the slots lie in the generator that fp[-1] points to */
#define FRAME_CALLER_GENERATOR 2ULL /* the caller's slots lie in a generator: returning to it closes the stack */
#define FRAME_INIT             4ULL /* an __init__ pushed by calling a class: its result must be None */
#define FRAME_FLAGS            7ULL

#define FRAME_ENDING 0ULL /* saved pc of a frame whose locals are dying: what they run does not see it any more */

ADDER_INLINE Function *frame_function(const Slot *fp) { return (Function *)slot_object(fp[-4]); }
ADDER_INLINE Slot *frame_caller(const Slot *fp)       { return (Slot *)(uintptr_t)fp[-3]; }
ADDER_INLINE Instr *frame_pc(const Slot *fp)          { return (Instr *)(uintptr_t)fp[-2]; }
ADDER_INLINE PyObject *frame_owner(const Slot *fp)    { return slot_object(fp[-1] & ~FRAME_FLAGS); }
ADDER_INLINE CodeObject *frame_code(const Slot *fp)   { return frame_function(fp)->code; }
ADDER_INLINE bool frame_is_entry(const Slot *fp)      { return fp[-4] == 0; }
ADDER_INLINE bool frame_is_generator(const Slot *fp)  { return fp[-1] & FRAME_GENERATOR; }

/* Instruction offset (index into code->instrs) at which the frame now is. */
ADDER_INLINE int adder_frame_lasti(const Slot *fp) { return (int)(frame_pc(fp) - frame_code(fp)->instrs); }

struct _frame { /* PyFrameObject */
    PyObject_HEAD
    Slot *fp;            /* the frame shown; NULL once it is over and `kept` (or nothing) is left */
    PyFrameObject *back; /* once the frame is over: its caller's frame object; owned or NULL */
    PyObject *locals;    /* the dict of f_locals, made when asked for; owned or NULL */
    PyObject *trace;     /* f_trace; owned or NULL */
    Slot *kept;          /* header and locals of a finished frame, PyMem_Malloc; owned */
    int lineno;          /* line being traced, 0: ask the code */
    char trace_lines, trace_opcodes;
    int traced_line;     /* the line that the trace function was told last; 0: none in this activation */
    Instr *traced_pc;    /* the instruction traced last */
    PyObject *c_callee;  /* a C function that the profile function was told of, still running; owned or NULL */
    bool cleared;        /* locals were dropped by clear() */
};

/* The frame object that shows `fp` to Python, made at the first call. Returns a borrowed reference, or NULL with
 * MemoryError set. When the frame ends the object takes its slots over. */
BORROWED_REF PyFrameObject *adder_frame_object(Slot *fp);

/* The innermost Python frame of this thread that is no entry frame, or NULL; and the next one outwards. */
Slot *adder_frame_current(void);
Slot *adder_frame_outer(Slot *fp);

/* The frame `fp` is ending: its frame object `o` (owned by the frame until now) keeps the locals when anybody else holds it.
 * Afterwards the locals still in the frame are the caller's to release. */
void adder_frame_detach(Slot *fp, STEALS_REF PyFrameObject *o);

/* The dict that locals() gives in `fp`: the namespace itself, or a dict brought up to date. Borrowed, NULL on error. */
BORROWED_REF PyObject *adder_frame_locals(Slot *fp);

/* Where a new frame's header may begin: above everything that `fp` and its callers use. */
Slot *adder_stack_top(AdderThread *thread);
#endif
