/* eval.c -- the evaluator: one function that runs instructions, frame after frame, without recursing in C.
 *
 * Kept in machine registers: pc, fp, thread and the dispatch table. Every handler is short; what is rare or long is a
 * function in slow_*.c. Handlers of a family of variants come from one macro DO_<family>(kinds), instantiated by
 * variants.h; families that share one handler for all their variants name its label in SHARED_<family> (eval_shared.h).
 *
 * What holds everywhere: thread->fp == fp; a function that may raise, or look at frames, is called with the saved pc (fp[-2])
 * right; a handler that may still raise has consumed nothing. */
#include "vm/breaker.h"
#include "vm/cache.h"
#include "vm/call.h"
#include "vm/eval.h"
#include "vm/generator.h"
#include "vm/stack.h"
#include "vm/trace.h"
#include "runtime/objects/dict.h"
#include "runtime/objects/iter.h"
#include "runtime/objects/range.h"
#include "runtime/objects/type.h"
#include "runtime/api/signature.h"
#include "vm/eval_shared.h"

const uint16_t adder_op_first[BASE_COUNT] = {
#define BASE(generic, base, cache, doc) [BASE_##base] = FIRST_##base,
#define VARIANT(generic, base, variant, a, b, c, cache)
#include "vm/variants.h"
};

/* What shared handler `plain` calls, by family. */
static const SlowPath plain_paths[BASE_COUNT] = {
#define PLAIN(base, function) [BASE_##base] = function,
#include "vm/plain.def"
};
/* The same for handlers that may change the frame or jump. */
static const FlowPath flow_paths[BASE_COUNT] = {
#define FLOW(base, function) [BASE_##base] = function,
#include "vm/plain.def"
};

#define TARGET(name)  L_##name:
#define DISPATCH()    goto *table[pc->op]
#define NEXT(n)       do { pc += (n); DISPATCH(); } while (0)
#define BREAKER()     ADDER_UNLIKELY(atomic_load_explicit(&thread->base.interp->vm.breaker, memory_order_relaxed))
/* Continues elsewhere, looking at the breaker there. */
#define JUMP(n)       do { pc += (n); if (BREAKER()) goto L_breaker; DISPATCH(); } while (0)
/* The same for jumps that mostly go forwards. */
#define BRANCH(n)     do { int d_ = (n); pc += d_; if (ADDER_UNLIKELY(d_ < 0) && BREAKER()) goto L_breaker; DISPATCH(); } while (0)
#define SAVE()        (fp[-2] = (Slot)(uintptr_t)pc)
#define OFFSET(field) ((int16_t)(field))
#define READ(kind, field) ((kind) == KIND_K ? *(Slot *)(pc + OFFSET(field)) : fp[field])
#define DROP_OBJECT(o)                                                \
    do {                                                              \
        PyObject *o_ = (o);                                           \
        if (ADDER_UNLIKELY(--o_->ob_refcnt == 0)) { SAVE(); _Py_Dealloc(o_); } \
    } while (0)
#define DROP(s)       DROP_OBJECT(slot_object(s))
#define SET(kind, value)                                              \
    do {                                                              \
        Slot new_ = (value);                                          \
        if ((kind) == KIND_l) {                                       \
            Slot old_ = fp[pc->a];                                    \
            fp[pc->a] = new_;                                         \
            if (ADDER_UNLIKELY(slot_is_object(old_))) DROP(old_);     \
        } else fp[pc->a] = new_;                                      \
    } while (0)
#define SET_NEXT(kind, value, n) do { SET(kind, value); NEXT(n); } while (0)
/* A local or temporary operand as an object of exactly the type; else elsewhere. */
#define NEED_TYPE(s, type, miss) if (ADDER_UNLIKELY(!slot_is_object(s)) || ADDER_UNLIKELY(Py_TYPE(slot_object(s)) != &(type))) goto miss
#define PLAIN_CALL(function, n)                                       \
    do {                                                              \
        SAVE();                                                       \
        if (ADDER_UNLIKELY(function(thread, fp, pc) < 0)) goto L_error; \
        NEXT(n);                                                      \
    } while (0)

/* A boxed number becomes an unboxed slot; other objects a new reference. */
#define UNBOXED(r, x)                                                 \
    do {                                                              \
        int64_t i_;                                                   \
        if (Py_IS_TYPE(x, &PyFloat_Type) && slot_double_fits(((PyFloatObject *)(x))->ob_fval)) \
            r = slot_from_double(((PyFloatObject *)(x))->ob_fval);    \
        else if (Py_IS_TYPE(x, &PyLong_Type) && adder_int_get(x, &i_) && slot_int_fits(i_)) r = slot_from_int(i_); \
        else { (x)->ob_refcnt++; r = slot_from_object(x); }           \
    } while (0)

/* -- int arithmetic on slots: true when the result does not fit */
ADDER_INLINE bool int_add(Slot a, Slot b, Slot *r) { *r = a + (b - SLOT_INT); return *r < SLOT_INT_TAG; }
ADDER_INLINE bool int_sub(Slot a, Slot b, Slot *r) { *r = a - (b - SLOT_INT); return *r < SLOT_INT_TAG; }
ADDER_INLINE bool int_fit(int64_t v, Slot *r)      { *r = slot_from_int(v); return !slot_int_fits(v); }
ADDER_INLINE bool int_mul(Slot a, Slot b, Slot *r)
{
    int64_t v;
    return __builtin_mul_overflow(slot_int(a), slot_int(b), &v) || int_fit(v, r);
}
ADDER_INLINE bool int_floordiv(Slot a, Slot b, Slot *r)
{
    int64_t x = slot_int(a), y = slot_int(b);
    if (y == 0) return true;
    int64_t q = x / y;
    return int_fit(q - (q * y != x && (x < 0) != (y < 0)), r);
}
ADDER_INLINE bool int_mod(Slot a, Slot b, Slot *r)
{
    int64_t x = slot_int(a), y = slot_int(b);
    if (y == 0) return true;
    int64_t m = x % y;
    return int_fit(m + (m != 0 && (m < 0) != (y < 0) ? y : 0), r);
}
ADDER_INLINE bool int_and(Slot a, Slot b, Slot *r) { return int_fit(slot_int(a) & slot_int(b), r); }
ADDER_INLINE bool int_or(Slot a, Slot b, Slot *r)  { return int_fit(slot_int(a) | slot_int(b), r); }
ADDER_INLINE bool int_xor(Slot a, Slot b, Slot *r) { return int_fit(slot_int(a) ^ slot_int(b), r); }
ADDER_INLINE bool int_lshift(Slot a, Slot b, Slot *r)
{
    int64_t x = slot_int(a), y = slot_int(b);
    if ((uint64_t)y > 48) return true;
    int64_t v = (int64_t)((uint64_t)x << y);
    return v >> y != x || int_fit(v, r);
}
ADDER_INLINE bool int_rshift(Slot a, Slot b, Slot *r)
{
    int64_t y = slot_int(b);
    return y < 0 || int_fit(slot_int(a) >> (y > 63 ? 63 : y), r);
}

/* Stores number or object `s` (a slot's content by kind; a local keeps its own) into the cell of a container at `p`, which
 * holds an object. A number over a box that nobody else holds is written in place. False: no memory. */
ADDER_INLINE bool overwrite_number(PyObject **p, Slot s)
{
    PyObject *old = *p;
    if (old->ob_refcnt != 1) return false;
    if (slot_is_double(s)) {
        if (!Py_IS_TYPE(old, &PyFloat_Type)) return false;
        ((PyFloatObject *)old)->ob_fval = slot_double(s);
        return true;
    }
    int64_t v = slot_int(s), before;
    if (!Py_IS_TYPE(old, &PyLong_Type) || adder_int_is_small(v) || !adder_int_get(old, &before)) return false;
    adder_int_set((PyLongObject *)old, v);
    return true;
}

PyObject *adder_eval(AdderThread *thread, Instr *pc)
{
    static const void *const normal[OP_COUNT] = {
#define VARIANT(generic, base, variant, a, b, c, cache) [OP_##variant] = SELECT(SHARED_##base, &&L_##variant),
#include "vm/variants.h"
    };
    static const void *const traced[OP_COUNT] = { [0 ... OP_COUNT - 1] = &&L_traced };
    const void *const *table = ADDER_UNLIKELY(adder_tracing(thread)) ? traced : normal;
    Slot *fp = thread->fp;
    Slot result;

    if (ADDER_UNLIKELY(pc == NULL)) goto L_error;
    if (BREAKER()) goto L_breaker;
    DISPATCH();

/* Emits the handlers of the families that have one for each variant. */
#include "vm/eval_number.inc"
#include "vm/eval_object.inc"
#include "vm/eval_flow.inc"
#define VARIANT(generic, base, variant, a, b, c, cache) \
    JOIN(EMIT_IF_, SECOND(SHARED_##base, 0))(TARGET(variant) { DO_##base(variant, KIND_##a, KIND_##b, KIND_##c) })
#include "vm/variants.h"

L_plain: { /* a function does it all, operands and result */
    const OpInfo *info = &adder_op_info[pc->op];
    SAVE();
    if (ADDER_UNLIKELY(plain_paths[info->base](thread, fp, pc) < 0)) goto L_error;
    NEXT(1 + info->cache);
}
L_flow: { /* a function does it all and says where to go on */
    SAVE();
    pc = flow_paths[adder_op_info[pc->op].base](thread, fp, pc);
    if (ADDER_UNLIKELY(pc == NULL)) goto L_error;
    fp = thread->fp;
    JUMP(0);
}
L_breaker:
    SAVE();
    if (adder_breaker_handle(thread) < 0) goto L_error;
    table = ADDER_UNLIKELY(adder_tracing(thread)) ? traced : normal;
    DISPATCH();
L_traced:
    SAVE();
    pc = adder_trace_instruction(thread, fp, pc);
    if (pc == NULL) goto L_error;
    if (!adder_tracing(thread)) table = normal;
    goto *normal[pc->op];
L_error:
    pc = adder_unwind(thread);
    if (pc == NULL) return NULL;
    fp = thread->fp;
    JUMP(0);
L_return: /* `result` leaves a frame that has an owner or flags */
    pc = adder_return(thread, fp, result);
    if (ADDER_UNLIKELY(pc == NULL)) goto L_error;
    fp = thread->fp;
    JUMP(0);
L_yielded: /* `result` was yielded to the frame fp */
    pc = adder_yielded(thread, fp, result);
    if (ADDER_UNLIKELY(pc == NULL)) goto L_error;
    NEXT(0);
}
