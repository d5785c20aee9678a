/* unwind.c -- leaving frames: by an exception that looks for its handler, by returning from frames that are not plain, by
 * yielding to whoever resumed a generator. */
#include "vm/call.h"
#include "vm/cache.h"
#include "vm/generator.h"
#include "vm/stack.h"
#include "vm/trace.h"

typedef struct { Slot *fp; int from; } Live;

static void release_live(int slot, void *arg)
{
    Live *live = arg;
    if (slot < live->from) return;
    Slot s = live->fp[slot];
    live->fp[slot] = SLOT_NULL;
    slot_release(s);
}

static void clear_locals(Slot *fp, int nlocals)
{
    for (int i = 0; i < nlocals; i++) {
        Slot s = fp[i];
        fp[i] = SLOT_NULL;
        slot_release(s);
    }
}

/* What stack_limit must be in the frame that the one with these flags returns to. */
static void restore_limit(AdderThread *thread, Slot flags)
{
    if (flags & FRAME_CALLER_GENERATOR) thread->stack_limit = NULL;
}

/* Drops all that the frame holds and makes its caller the running one. Generators: they end. */
static void pop_frame(AdderThread *thread, Slot *fp)
{
    Slot flags = fp[-1] & FRAME_FLAGS;
    Function *f = frame_function(fp);
    Slot *caller = frame_caller(fp);
    if (flags & FRAME_GENERATOR) {
        Generator *g = frame_generator(fp);
        PyFrameObject *shown = g->frame;
        g->frame = NULL;
        if (shown != NULL) adder_frame_detach(fp, shown);
        g->state = GENERATOR_DONE; /* for what the dying locals may run */
        fp[-2] = FRAME_ENDING;
        clear_locals(fp, f->code->nlocals);
        thread->base.exc_info = g->exc_state.previous_item;
        Py_CLEAR(g->exc_state.exc_value);
        thread->stack_limit = g->caller_limit;
    } else {
        PyObject *shown = frame_owner(fp);
        fp[-1] = flags;
        if (shown != NULL) adder_frame_detach(fp, (PyFrameObject *)shown);
        fp[-2] = FRAME_ENDING;
        clear_locals(fp, f->code->nlocals);
        restore_limit(thread, flags);
    }
    fp[-4] = fp[-3] = fp[-2] = SLOT_NULL;
    if (!(flags & FRAME_GENERATOR)) fp[-1] = SLOT_NULL;
    thread->fp = caller;
    thread->base.recursion_remaining++;
    Py_DECREF(f);
}

/* The exception, made current again with one more traceback entry for fp. */
static void add_traceback(Slot *fp)
{
    PyFrameObject *frame = adder_frame_object(fp);
    if (frame == NULL) {
        PyErr_Clear(); /* no memory for the frame: MemoryError is what goes on */
        PyErr_NoMemory();
        return;
    }
    PyTraceBack_Here(frame);
}

Instr *adder_unwind(AdderThread *thread)
{
    for (;;) {
        Slot *fp = thread->fp;
        if (frame_is_entry(fp)) {
            adder_entry_pop(thread, fp);
            return NULL;
        }
        CodeObject *code = frame_code(fp);
        int lasti = adder_frame_lasti(fp);
        if (ADDER_UNLIKELY(PyErr_Occurred() == NULL)) PyErr_SetString(PyExc_SystemError, "error return without exception set");
        bool again = thread->chunk->reraising; /* told and noted when it was raised first */
        thread->chunk->reraising = false;
        if (!again) add_traceback(fp);
        if (ADDER_UNLIKELY(adder_tracing(thread)) && !again) adder_trace_exception(thread, fp);
        const Handler *handler = adder_code_handler(code, lasti);
        PyObject *exc = adder_error_take();
        Live live = { fp, handler == NULL ? 0 : handler->depth };
        adder_code_live(code, lasti, release_live, &live);
        if (handler != NULL) {
            fp[handler->slot] = slot_from_object(exc);
            fp[-2] = (Slot)(uintptr_t)(code->instrs + handler->handler);
            return code->instrs + handler->handler;
        }
        adder_error_restore(exc);
        if (ADDER_UNLIKELY(adder_tracing(thread))) adder_trace_return(thread, fp, NULL);
        if (frame_is_generator(fp)) adder_generator_no_stop(frame_generator(fp));
        exc = adder_error_take(); /* deallocations must not see it */
        pop_frame(thread, fp);
        adder_error_restore(exc);
    }
}

/* A generator whose frame has returned `result` to fp. */
static Instr *generator_returned(AdderThread *thread, Slot *fp, Slot result)
{
    Instr *pc = frame_pc(fp);
    if (frame_is_entry(fp)) {
        fp[0] = result;
        return pc;
    }
    if (op_generic(pc->op) == BASE_SEND) {
        fp[pc->a] = result;
        return pc + (int16_t)pc->c;
    }
    Slot iterator = fp[pc->b]; /* a for loop: the value is nobody's */
    fp[pc->b] = SLOT_NULL;
    slot_release(result);
    slot_release(iterator);
    (void)thread;
    return pc + 1;
}

/* __init__ has returned to the call of a class: the result is the instance. */
static Instr *init_returned(Slot *fp, Slot result)
{
    Instr *pc = frame_pc(fp);
    if (result != slot_from_object(Py_None)) {
        PyObject *o = slot_is_number(result) ? adder_slot_box(result) : slot_object(result);
        if (o != NULL)
            PyErr_Format(PyExc_TypeError, "__init__() should return None, not '%.200s'", Py_TYPE(o)->tp_name);
        Py_XDECREF(o);
        return NULL;
    }
    Py_DECREF(Py_None);
    Slot instance = fp[pc->b - FRAME_HEADER];
    fp[pc->b - FRAME_HEADER] = SLOT_NULL;
    store_slot(pc, fp, instance);
    return pc + 1 + adder_op_info[pc->op].cache;
}

Instr *adder_return(AdderThread *thread, Slot *fp, Slot result)
{
    Slot flags = fp[-1] & FRAME_FLAGS, *caller = frame_caller(fp);
    if (ADDER_UNLIKELY(adder_tracing(thread))) {
        if (slot_is_number(result)) {
            PyObject *box = adder_slot_box(result);
            if (box == NULL) return NULL;
            result = slot_from_object(box);
        }
        if (adder_trace_return(thread, fp, slot_object(result)) < 0) {
            slot_release(result);
            return NULL;
        }
    }
    Generator *g = flags & FRAME_GENERATOR ? frame_generator(fp) : NULL;
    Py_XINCREF(g);
    pop_frame(thread, fp);
    Instr *next;
    if (g != NULL) {
        next = generator_returned(thread, caller, result);
        Py_DECREF(g);
        return next;
    }
    if (flags & FRAME_INIT) return init_returned(caller, result);
    Instr *pc = frame_pc(caller);
    int how = CACHE(pc)->index;
    Slot old = caller[pc->a];
    caller[pc->a] = result;
    if (how & HOW_LOCAL) slot_release(old);
    return pc + (how & HOW_LENGTH);
}

Instr *adder_yielded(AdderThread *thread, Slot *fp, Slot result)
{
    (void)thread;
    Instr *pc = frame_pc(fp);
    if (frame_is_entry(fp)) {
        fp[0] = result;
        return pc;
    }
    if (op_generic(pc->op) == BASE_SEND) {
        fp[pc->a] = result;
        return pc + 1;
    }
    store_slot(pc, fp, result); /* FOR_ITER */
    return pc + (int16_t)pc->c;
}
