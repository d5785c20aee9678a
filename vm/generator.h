/* generator.h -- generators, coroutines and asynchronous generators: objects that own a frame's slots.
 *
 * A suspended one is at a YIELD instruction (its saved pc); a new one at the start of its code. Running it switches fp and
 * pc, nothing is copied. While it runs its frame's caller is whoever resumed it. */
#ifndef ADDER_GENERATOR_H
#define ADDER_GENERATOR_H
#include "vm/frame.h"

enum { GENERATOR_NEW, GENERATOR_SUSPENDED, GENERATOR_RUNNING, GENERATOR_DONE };

struct _PyGenObject { /* PyCoroObject and PyAsyncGenObject are the same */
    PyObject_VAR_HEAD
    PyObject *weakrefs;
    PyObject *name, *qualname;  /* str */
    CodeObject *code;           /* owned; also after the frame has ended */
    _PyErr_StackItem exc_state; /* the exception being handled inside */
    PyFrameObject *frame;       /* the frame object showing the slots; owned or NULL */
    PyObject *origin;           /* coroutines: cr_origin, a tuple, or NULL */
    PyObject *finalizer;        /* async generators: the hook, or NULL */
    Slot *caller_limit;         /* while running: thread->stack_limit of the resumer */
    uint8_t state;              /* GENERATOR_* */
    bool hooks_done;            /* async: the first iteration has told the hooks */
    bool closed;                /* async: aclose() or an exception has ended it */
    bool running_async;         /* async: an asend/athrow/aclose is under way */
    Slot slots[];               /* header, locals, temporaries */
};
typedef struct _PyGenObject Generator;

ADDER_INLINE Slot *generator_fp(Generator *g)     { return g->slots + FRAME_HEADER; }
ADDER_INLINE Generator *frame_generator(Slot *fp) { return (Generator *)slot_object(fp[-1] & ~FRAME_FLAGS); }
ADDER_INLINE bool generator_inline_type(PyObject *o) { return Py_IS_TYPE(o, &PyGen_Type) || Py_IS_TYPE(o, &PyCoro_Type); }

/* A new generator, coroutine or async generator (by the code's flags) for `f`, whose arguments are bound in locals[0..]:
 * the first code->nlocals slots move into it. NULL with an exception; the locals are then still the caller's. */
NEW_REF PyObject *adder_generator_new(Function *f, Slot *locals);

/* Runs `g` until it yields, returns or raises. PYGEN_NEXT, PYGEN_RETURN: *result is a new reference; PYGEN_ERROR: an
 * exception is set. `value` (borrowed) is what the pending yield gives; NULL: raise the current exception there. */
PySendResult adder_generator_resume(Generator *g, PyObject *value, PyObject **result);

/* The iterator that `g` delegates to (yield from, await), borrowed, or NULL. */
BORROWED_REF PyObject *adder_generator_delegate(Generator *g);

/* The frame of `g` is over: what it held is gone, exc_info is the resumer's. */
void adder_generator_finish(Generator *g);

/* For GET_AWAITABLE: the iterator of an awaitable; `o` borrowed. */
NEW_REF PyObject *adder_awaitable_iter(PyObject *o);

/* Boxes what an async generator yields, so that it differs from what it awaits. */
NEW_REF PyObject *adder_async_wrap(PyObject *value);

/* A StopIteration (StopAsyncIteration) leaving a generator becomes a RuntimeError. The exception is set. */
void adder_generator_no_stop(Generator *g);

/* generator.send(), throw(), close() without the method call; close_on_exit: GeneratorExit closes delegates. */
NEW_REF PyObject *adder_generator_send(Generator *g, PyObject *value);
NEW_REF PyObject *adder_generator_throw(Generator *g, bool close_on_exit, PyObject *type, PyObject *value, PyObject *tb);
NEW_REF PyObject *adder_generator_close(Generator *g);

/* The awaitable of anext(it, fallback): `awaitable`'s result, or `fallback` at the end. */
NEW_REF PyObject *adder_anext_awaitable(PyObject *awaitable, PyObject *fallback);

/* Shared by the three types. */
extern PyGetSetDef adder_async_gen_getset[];
void adder_gen_dealloc(PyObject *self);
int adder_gen_traverse(PyObject *self, visitproc visit, void *arg);
extern PyTypeObject _PyAnextAwaitable_Type;
#endif
