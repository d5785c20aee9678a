/* trace.c -- telling trace and profile functions what happens: calls, lines, opcodes, returns, exceptions.
 *
 * A line event comes before the first instruction of another line than the last one told in this frame, and for a jump
 * back. What was told last is kept in the frame object. */
#include "vm/trace.h"
#include "vm/breaker.h"
#include "vm/generator.h"

#define SUSPENDED (-1) /* traced_line: the frame has yielded */

static int tell(AdderThread *thread, Py_tracefunc fn, PyObject *obj, PyFrameObject *frame, int what, PyObject *arg)
{
    if (thread->base.tracing) return 0;
    thread->base.tracing++;
    int rc = fn(obj, frame, what, arg != NULL ? arg : Py_None);
    thread->base.tracing--;
    return rc;
}

/* Calls, returns: both functions hear of them. */
static int tell_both(AdderThread *thread, PyFrameObject *frame, int what, PyObject *arg)
{
    if (thread->base.c_tracefunc != NULL && tell(thread, thread->base.c_tracefunc, thread->base.c_traceobj, frame, what, arg) < 0) return -1;
    if (thread->base.c_profilefunc != NULL && tell(thread, thread->base.c_profilefunc, thread->base.c_profileobj, frame, what, arg) < 0) return -1;
    return 0;
}

/* The C function that this call instruction is about to call, borrowed, or NULL. */
static PyObject *c_callee(Slot *fp, Instr *pc)
{
    switch (op_generic(pc->op)) {
    case BASE_CALL: case BASE_CALL_METHOD: case BASE_CALL_KW: case BASE_CALL_EX: break;
    default: return NULL;
    }
    Slot s = fp[pc->b - FRAME_HEADER];
    if (!slot_is_object(s)) return NULL;
    PyObject *o = slot_object(s);
    return PyCFunction_Check(o) || Py_IS_TYPE(o, &PyMethodDescr_Type) ? o : NULL;
}

/* A C function called by the instruction before has ended: `what` is C_RETURN or C_EXCEPTION. */
static int tell_c_end(AdderThread *thread, PyFrameObject *frame, int what)
{
    PyObject *callee = frame->c_callee;
    if (callee == NULL) return 0;
    frame->c_callee = NULL;
    int rc = thread->base.c_profilefunc == NULL ? 0 : tell(thread, thread->base.c_profilefunc, thread->base.c_profileobj, frame, what, callee);
    Py_DECREF(callee);
    return rc;
}
static int tell_c_call(AdderThread *thread, Slot *fp, Instr *pc, PyFrameObject *frame)
{
    PyObject *callee = c_callee(fp, pc);
    if (callee == NULL) return 0;
    frame->c_callee = Py_NewRef(callee);
    return tell(thread, thread->base.c_profilefunc, thread->base.c_profileobj, frame, PyTrace_C_CALL, callee);
}

/* A generator is about to yield: for trace functions it returns the value. */
static int tell_yield(AdderThread *thread, Slot *fp, Instr *pc, PyFrameObject *frame)
{
    PyObject *temp, *value = adder_operand(pc, fp, 1, &temp);
    if (value == NULL) return -1;
    int rc = tell_both(thread, frame, PyTrace_RETURN, value);
    Py_XDECREF(temp);
    frame->traced_line = SUSPENDED;
    return rc;
}

static bool is_for_iter(const Instr *pc)
{
    int base = op_generic(pc->op);
    return base == BASE_FOR_ITER || base == BASE_FOR_ITERN;
}

/* Whether the line is to be told again although it is the one told last: control has gone back. A for loop asks its
 * iterator at the bottom; the jump from there to the body is no way back, coming there from the body is one. */
static bool went_back(const PyFrameObject *frame, const Instr *pc)
{
    const Instr *from = frame->traced_pc;
    if (from == NULL) return false;
    if (is_for_iter(pc)) return op_generic(from->op) != BASE_JUMP;
    if (op_generic(pc->op) == BASE_SEND) return false; /* `yield from` goes on with its iterator */
    return pc < from && !is_for_iter(from);
}

/* Calls (also a generator going on), lines and opcodes. */
static int tell_instruction(AdderThread *thread, Slot *fp, Instr *pc, PyFrameObject *frame)
{
    CodeObject *code = frame_code(fp);
    Position position = adder_code_position(code, (int)(pc - code->instrs));
    int rc = tell_c_end(thread, frame, PyTrace_C_RETURN), line = position.end_line < 0 ? -1 : position.line;
    bool resumed = frame->traced_line == SUSPENDED && pc != code->instrs;
    if (rc == 0 && (resumed || pc == code->instrs)) {
        int there = resumed && frame->traced_pc ? adder_code_position(code, (int)(frame->traced_pc - code->instrs)).line : line;
        frame->traced_line = resumed ? there : 0;
        frame->lineno = resumed ? there : code->firstlineno; /* a call is told at the line of `def`, or of the yield */
        rc = tell_both(thread, frame, PyTrace_CALL, NULL);
        frame->lineno = 0;
    }
    bool mid_line = line > 0 && frame->traced_pc == NULL && frame->traced_line == 0 && pc != code->instrs; /* not traced before */
    if (mid_line) frame->traced_line = line;
    if (rc == 0 && line > 0 && (line != frame->traced_line || (!resumed && went_back(frame, pc)))) {
        frame->traced_line = line;
        if (thread->base.c_tracefunc != NULL && frame->trace_lines)
            rc = tell(thread, thread->base.c_tracefunc, thread->base.c_traceobj, frame, PyTrace_LINE, NULL);
    }
    frame->traced_pc = pc;
    if (rc == 0 && frame->trace_opcodes && thread->base.c_tracefunc != NULL)
        rc = tell(thread, thread->base.c_tracefunc, thread->base.c_traceobj, frame, PyTrace_OPCODE, NULL);
    if (rc == 0 && thread->base.c_profilefunc != NULL) rc = tell_c_call(thread, fp, pc, frame);
    if (rc == 0 && op_generic(pc->op) == BASE_YIELD) rc = tell_yield(thread, fp, pc, frame);
    return rc;
}

Instr *adder_trace_instruction(AdderThread *thread, Slot *fp, Instr *pc)
{
    if (frame_is_entry(fp) || !adder_tracing(thread)) return pc;
    PyFrameObject *frame = adder_frame_object(fp);
    if (frame == NULL) return NULL;
    Py_INCREF(frame);
    int rc = tell_instruction(thread, fp, pc, frame);
    Py_DECREF(frame);
    return rc < 0 ? NULL : pc;
}

void adder_trace_exception(AdderThread *thread, Slot *fp)
{
    if (thread->base.tracing) return;
    PyFrameObject *frame = adder_frame_object(fp);
    if (frame != NULL && frame->c_callee != NULL) {
        PyObject *exc = adder_error_take();
        if (tell_c_end(thread, frame, PyTrace_C_EXCEPTION) < 0) Py_DECREF(exc);
        else adder_error_restore(exc);
    }
    if (thread->base.c_tracefunc == NULL) return;
    if (frame != NULL && frame->traced_line == SUSPENDED) frame->traced_line = 0; /* thrown into, not called */
    PyObject *exc = adder_error_take(), *tb = PyException_GetTraceback(exc);
    PyObject *arg = frame == NULL ? NULL : PyTuple_Pack(3, Py_TYPE(exc), exc, tb != NULL ? tb : Py_None);
    Py_XDECREF(tb);
    int rc = arg == NULL ? -1 : tell(thread, thread->base.c_tracefunc, thread->base.c_traceobj, frame, PyTrace_EXCEPTION, arg);
    Py_XDECREF(arg);
    if (rc == 0) adder_error_restore(exc);
    else Py_DECREF(exc);
}

int adder_trace_return(AdderThread *thread, Slot *fp, PyObject *result)
{
    if (!adder_tracing(thread)) return 0;
    PyFrameObject *frame = adder_frame_object(fp);
    if (frame == NULL) return -1;
    PyObject *exc = result == NULL ? adder_error_take() : NULL;
    bool between_lines = adder_code_position(frame_code(fp), adder_frame_lasti(fp)).end_line < 0;
    if (between_lines && frame->traced_line > 0) frame->lineno = frame->traced_line;
    int rc = tell_both(thread, frame, PyTrace_RETURN, result);
    frame->lineno = 0;
    if (rc == 0 && exc != NULL) adder_error_restore(exc);
    else Py_XDECREF(exc);
    return rc;
}

/* ---- sys.settrace, sys.setprofile */

static void set(PyThreadState *tstate, Py_tracefunc *fn, PyObject **obj, Py_tracefunc new_fn, PyObject *new_obj)
{
    PyObject *old = *obj;
    *fn = NULL; /* while the old object dies nothing is traced */
    *obj = Py_XNewRef(new_obj);
    Py_XDECREF(old);
    *fn = new_fn;
    tstate->cframe->use_tracing = tstate->c_tracefunc != NULL || tstate->c_profilefunc != NULL ? 255 : 0;
    adder_breaker_raise(tstate->interp); /* running evaluators look which dispatch they need */
}

int _PyEval_SetTrace(PyThreadState *tstate, Py_tracefunc fn, PyObject *obj)
{
    if (PySys_Audit("sys.settrace", NULL) < 0) return -1;
    set(tstate, &tstate->c_tracefunc, &tstate->c_traceobj, fn, obj);
    return 0;
}
int _PyEval_SetProfile(PyThreadState *tstate, Py_tracefunc fn, PyObject *obj)
{
    if (PySys_Audit("sys.setprofile", NULL) < 0) return -1;
    set(tstate, &tstate->c_profilefunc, &tstate->c_profileobj, fn, obj);
    return 0;
}
void PyEval_SetTrace(Py_tracefunc fn, PyObject *obj)
{
    if (_PyEval_SetTrace(adder_tstate, fn, obj) < 0) PyErr_WriteUnraisable(NULL);
}
void PyEval_SetProfile(Py_tracefunc fn, PyObject *obj)
{
    if (_PyEval_SetProfile(adder_tstate, fn, obj) < 0) PyErr_WriteUnraisable(NULL);
}
void PyThreadState_EnterTracing(PyThreadState *tstate) { tstate->tracing++; }
void PyThreadState_LeaveTracing(PyThreadState *tstate)
{
    tstate->tracing--;
    adder_breaker_raise(tstate->interp);
}
