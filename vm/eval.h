/* eval.h -- what the parts of the virtual machine share: entering the evaluator, operands of slow paths, unwinding. */
#ifndef ADDER_EVAL_H
#define ADDER_EVAL_H
#include "runtime/errors/errors.h"
#include "runtime/objects/float.h"
#include "runtime/objects/int.h"
#include "runtime/state/interp.h"
#include "vm/frame.h"
#include "vm/opcode.h"
#include "vm/quicken.h"

/* Runs the frame thread->fp from `pc` (NULL: raise the current exception where the frame is) until it and all it calls
 * are left for the entry frame below it. Returns the boxed result, or NULL with an exception set. */
NEW_REF PyObject *adder_eval(AdderThread *thread, Instr *pc);

/* The boxed object of a number slot; other slots give a new reference to their object. NULL with MemoryError. */
NEW_REF PyObject *adder_slot_box(Slot s);

/* Makes the slot at `p` (bound) hold an object. Borrowed from it; NULL with MemoryError and the slot as it was. */
BORROWED_REF ADDER_INLINE PyObject *slot_boxed(Slot *p)
{
    if (ADDER_LIKELY(!slot_is_number(*p))) return slot_object(*p);
    PyObject *o = adder_slot_box(*p);
    if (o != NULL) *p = slot_from_object(o);
    return o;
}

ADDER_INLINE void slot_release(Slot s)
{
    if (slot_is_object(s)) Py_DECREF(slot_object(s));
}

/* A slot for an object's reference, given up: numbers that nobody else holds come out of their box. */
ADDER_INLINE Slot slot_from_result(STEALS_REF PyObject *o)
{
    if (Py_IS_TYPE(o, &PyFloat_Type)) {
        double d = ((PyFloatObject *)o)->ob_fval;
        if (Py_REFCNT(o) == 1 && slot_double_fits(d)) {
            Py_DECREF(o);
            return slot_from_double(d);
        }
    } else if (Py_IS_TYPE(o, &PyLong_Type)) {
        int64_t v;
        if (adder_int_get(o, &v) && slot_int_fits(v) && (Py_REFCNT(o) == 1 || adder_int_is_small(v))) {
            Py_DECREF(o);
            return slot_from_int(v);
        }
    }
    return slot_from_object(o);
}

/* ---- Operands, read by the kinds in adder_op_info. For slow paths. */

#define OPERAND(pc, i) ((i) == 0 ? (pc)->a : (i) == 1 ? (pc)->b : (pc)->c)

ADDER_INLINE Slot *operand_slot(Instr *pc, Slot *fp, int i)
{
    uint16_t n = OPERAND(pc, i);
    return adder_op_info[pc->op].kind[i] == KIND_K ? (Slot *)(pc + (int16_t)n) : fp + n;
}

/* The object that operand i is: a number in a frame slot is boxed there; a number constant is boxed into *temp, which the
 * caller drops (NULL otherwise). Borrowed. NULL with an exception: unbound, or no memory. */
BORROWED_REF PyObject *adder_operand(Instr *pc, Slot *fp, int i, PyObject **temp);

/* Releases operand i when it is a consumed temporary. */
ADDER_INLINE void operand_consume(Instr *pc, Slot *fp, int i)
{
    if (adder_op_info[pc->op].kind[i] == KIND_T) {
        Slot *p = fp + OPERAND(pc, i), old = *p;
        *p = SLOT_NULL;
        slot_release(old);
    }
}

/* Writes destination `a` by its kind; takes over `s`. */
ADDER_INLINE void store_slot(Instr *pc, Slot *fp, Slot s)
{
    Slot old = fp[pc->a];
    fp[pc->a] = s;
    if (adder_op_info[pc->op].kind[0] == KIND_l) slot_release(old);
}
ADDER_INLINE void store_object(Instr *pc, Slot *fp, STEALS_REF PyObject *o) { store_slot(pc, fp, slot_from_object(o)); }

/* Raises UnboundLocalError or NameError for local `index`; always -1. */
ADDER_COLD int adder_raise_unbound(Slot *fp, int index);

/* ---- Unwinding */

/* The current exception leaves the instruction that thread->fp is at: finds the handler, dropping frames down to the next
 * entry frame. Returns where to go on (in thread->fp), or NULL when the entry frame is reached; it is then popped. */
Instr *adder_unwind(AdderThread *thread);

/* Raises RecursionError when the counter has run out; thread->base.recursion_remaining was already lowered. 0 or -1. */
int adder_recursion_check(AdderThread *thread, const char *where);

/* ---- Slow paths called by handlers. Saved pc and thread->fp are right when they are called. 0, or -1 with an exception
 * set and nothing consumed. */
#define SLOW(name) int name(AdderThread *thread, Slot *fp, Instr *pc)
typedef SLOW((*SlowPath));
#include "vm/slow.h"
#endif
