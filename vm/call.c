/* call.c -- frames for Python functions: called from C, and by the call instructions where the inline way does not fit. */
#include "vm/call.h"
#include "runtime/objects/type.h"
#include "vm/cache.h"
#include "vm/generator.h"
#include "vm/stack.h"

void adder_frame_fill_closure(Function *f, Slot *fp)
{
    Slot *cells = fp + f->code->nfree_first;
    for (Py_ssize_t i = 0, n = PyTuple_GET_SIZE(f->closure); i < n; i++)
        cells[i] = slot_from_object(Py_NewRef(PyTuple_GET_ITEM(f->closure, i)));
}

Slot *adder_stack_top(AdderThread *thread)
{
    Slot *fp = thread->fp;
    if (fp == NULL) return thread->chunk->base;
    while (!frame_is_entry(fp) && frame_is_generator(fp)) fp = frame_caller(fp);
    return frame_is_entry(fp) ? fp + 1 : fp + frame_code(fp)->framesize;
}

/* What entry frames "execute": a returning frame goes to HALT; a yielding generator finds HALT at once. */
static const Instr entry_call[] = { { OP_CALL_T, 0, 0, 0 }, { 0, 0, 3, 0 }, { 0, 0, 0, 0 }, { OP_HALT, 0, 0, 0 } };
static const Instr entry_resume[] = { { OP_HALT, 0, 0, 0 } };

/* Room for a frame of `size` slots above `top`, and one more level of recursion? 0, or -1 with RecursionError. */
static int reserve(AdderThread *thread, Slot *top, int size)
{
    if (ADDER_UNLIKELY(top + size + 8 > thread->chunk->end)) {
        PyErr_SetString(PyExc_RecursionError, "maximum recursion depth exceeded (the interpreter's stack is full)");
        return -1;
    }
    if (ADDER_UNLIKELY(--thread->base.recursion_remaining < 0) && adder_recursion_check(thread, "") < 0) {
        thread->base.recursion_remaining++;
        return -1;
    }
    return 0;
}

/* An entry frame at the top of the stack; the caller then makes a frame called by it the running one. */
static Slot *push_entry(AdderThread *thread, const Instr *pc, int size)
{
    if (ADDER_UNLIKELY(adder_stack_low(thread)) && adder_recursion_check(thread, "") < 0) return NULL;
    Slot *top = adder_stack_top(thread), *entry = top + FRAME_HEADER;
    if (reserve(thread, top, size + 2 * FRAME_HEADER + 1) < 0) return NULL;
    entry[-4] = 0;
    entry[-3] = (Slot)(uintptr_t)thread->fp;
    entry[-2] = (Slot)(uintptr_t)pc;
    entry[-1] = (Slot)(uintptr_t)thread->stack_limit;
    entry[0] = SLOT_NULL;
    thread->stack_limit = thread->chunk->end;
    return entry;
}

/* A frame for `f` with unbound locals at `fp`, called by `caller`. */
static void init_frame(Slot *fp, Function *f, Slot *caller, Slot flags)
{
    fp[-4] = slot_from_object(Py_NewRef((PyObject *)f));
    fp[-3] = (Slot)(uintptr_t)caller;
    fp[-2] = (Slot)(uintptr_t)f->code->instrs;
    fp[-1] = flags;
    for (int i = 0; i < f->code->nlocals; i++) fp[i] = SLOT_NULL;
}

Slot *adder_entry_push(AdderThread *thread, Function *f)
{
    Slot *entry = push_entry(thread, entry_call, f->code->framesize);
    if (entry == NULL) return NULL;
    Slot *fp = entry + 1 + FRAME_HEADER;
    init_frame(fp, f, entry, 0);
    return thread->fp = fp;
}

int adder_entry_push_resume(AdderThread *thread, Slot *fp)
{
    Slot *entry = push_entry(thread, entry_resume, 0);
    if (entry == NULL) return -1;
    fp[-3] = (Slot)(uintptr_t)entry;
    thread->fp = fp;
    return 0;
}

/* Releases locals, function and frame object of a frame that was pushed but not run. */
static void drop_frame(AdderThread *thread, Slot *fp, Slot *caller)
{
    Function *f = frame_function(fp);
    PyObject *owner = frame_owner(fp);
    fp[-1] &= FRAME_FLAGS;
    if (owner != NULL) adder_frame_detach(fp, (PyFrameObject *)owner);
    fp[-2] = FRAME_ENDING;
    for (int i = 0; i < f->code->nlocals; i++) {
        Slot s = fp[i];
        fp[i] = SLOT_NULL;
        slot_release(s);
    }
    thread->fp = caller;
    thread->base.recursion_remaining++;
    Py_DECREF(f);
}

void adder_entry_cancel(AdderThread *thread, Slot *fp)
{
    Slot *entry = frame_caller(fp);
    drop_frame(thread, fp, entry);
    adder_entry_pop(thread, entry);
}

PyObject *adder_function_vectorcall(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    AdderThread *thread = adder_thread();
    Function *f = (Function *)func;
    CodeObject *code = f->code;
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
    Slot *fp = adder_entry_push(thread, f);
    if (fp == NULL) return NULL;
    if (f->fast_argc == nargs && kwnames == NULL) {
        for (Py_ssize_t i = 0; i < nargs; i++) fp[i] = slot_from_object(Py_NewRef(args[i]));
    } else if (adder_bind(f, fp, args, nargs, args + nargs, kwnames) < 0) {
        adder_entry_cancel(thread, fp);
        return NULL;
    }
    if (f->closure != NULL) adder_frame_fill_closure(f, fp);
    if (code->flags & CODE_SPECIAL) {
        PyObject *g = adder_generator_new(f, fp);
        adder_entry_cancel(thread, fp);
        return g;
    }
    return adder_eval(thread, code->instrs);
}

/* ---- The call instructions */

static int how_to_go_on(Instr *pc)
{
    const OpInfo *info = &adder_op_info[pc->op];
    return (1 + info->cache) | (info->kind[0] == KIND_l ? HOW_LOCAL : 0);
}

/* Callee and arguments of the window are no longer wanted. */
static void release_window(Slot *fp, Instr *pc)
{
    Slot *window = fp + pc->b;
    int n = op_generic(pc->op) == BASE_CALL_EX ? 1 + pc->c : pc->c;
    for (int i = 0; i < n; i++) {
        Slot s = window[i];
        window[i] = SLOT_NULL;
        slot_release(s);
    }
    Slot callee = window[-FRAME_HEADER];
    window[-FRAME_HEADER] = SLOT_NULL;
    slot_release(callee);
}

/* The call gave `x`, owned, or NULL: then nothing is consumed. */
static Instr *finish(Slot *fp, Instr *pc, PyObject *x)
{
    if (x == NULL) return NULL;
    release_window(fp, pc);
    store_object(pc, fp, x);
    return pc + 1 + adder_op_info[pc->op].cache;
}

/* The arguments of one call instruction. */
typedef struct {
    PyObject *const *args, *const *kwvalues;
    Py_ssize_t nargs;
    PyObject *kwnames; /* tuple or NULL; its values follow the positional arguments, or are kwvalues */
} Arguments;

/* Binds the arguments in a new frame above everything and enters it. */
static Instr *enter_function(AdderThread *thread, Slot *fp, Instr *pc, Function *f, const Arguments *a)
{
    CodeObject *code = f->code;
    Slot *top = adder_stack_top(thread), *callee = top + FRAME_HEADER;
    if (reserve(thread, top, code->framesize + FRAME_HEADER) < 0) return NULL;
    bool in_generator = thread->stack_limit == NULL;
    init_frame(callee, f, fp, in_generator ? FRAME_CALLER_GENERATOR : 0);
    thread->stack_limit = thread->chunk->end;
    thread->fp = callee;
    PyObject *g = NULL;
    int rc = adder_bind(f, callee, a->args, a->nargs, a->kwvalues, a->kwnames);
    if (rc == 0 && f->closure != NULL) adder_frame_fill_closure(f, callee);
    if (rc == 0 && (code->flags & CODE_SPECIAL)) g = adder_generator_new(f, callee);
    if (rc < 0 || (code->flags & CODE_SPECIAL)) {
        drop_frame(thread, callee, fp);
        if (in_generator) thread->stack_limit = NULL;
        return finish(fp, pc, g);
    }
    release_window(fp, pc); /* the callee holds references of its own; thread->fp is the callee */
    return code->instrs;
}

/* Plain positional arguments in place, missing ones from the defaults, an additional first one for bound methods: the
 * frame is laid over the window. NULL without an exception when this call is not so simple. */
static Instr *enter_in_place(AdderThread *thread, Slot *fp, Instr *pc, Function *f, PyObject *self, Slot *args, int n)
{
    CodeObject *code = f->code;
    int given = n + (self != NULL), defaults = f->defaults == NULL ? 0 : (int)PyTuple_GET_SIZE(f->defaults);
    if ((code->flags & (CODE_SPECIAL | CO_VARARGS | CO_VARKEYWORDS)) || code->kwonlyargcount != 0 || given > code->argcount ||
        given < code->argcount - defaults || args + 1 + code->framesize > thread->stack_limit ||
        thread->base.recursion_remaining <= 0 || code->namespace_slot != NO_NAMESPACE) return NULL;
    thread->base.recursion_remaining--;
    Slot *callee = fp + pc->b, held = callee[-FRAME_HEADER];
    if (self != NULL) {
        memmove(callee + 1, args, (size_t)n * sizeof(Slot));
        callee[0] = slot_from_object(Py_NewRef(self));
    } else if (args != callee) {
        memmove(callee, args, (size_t)n * sizeof(Slot));
        callee[n] = SLOT_NULL; /* was the last argument, and counts as live in the caller */
    }
    for (int i = given; i < code->argcount; i++)
        callee[i] = slot_from_object(Py_NewRef(PyTuple_GET_ITEM(f->defaults, i - (code->argcount - defaults))));
    for (int i = code->argcount; i < code->nlocals; i++) callee[i] = SLOT_NULL;
    callee[-4] = slot_from_object(Py_NewRef((PyObject *)f));
    callee[-3] = (Slot)(uintptr_t)fp;
    callee[-2] = (Slot)(uintptr_t)code->instrs;
    callee[-1] = 0;
    if (f->closure != NULL) adder_frame_fill_closure(f, callee);
    thread->fp = callee;
    slot_release(held);
    return code->instrs;
}

static int box_all(Slot *slots, int n)
{
    for (int i = 0; i < n; i++)
        if (slot_is_number(slots[i]) && slot_boxed(slots + i) == NULL) return -1;
    return 0;
}

/* Calls `callable` with the n slots at `args`, the last of them named by kwnames. args[-1] is free to be written. */
static Instr *call_window(AdderThread *thread, Slot *fp, Instr *pc, PyObject *callable, Slot *args, int n, PyObject *kwnames)
{
    PyObject *self = NULL, *function = callable;
    if (Py_IS_TYPE(callable, &PyMethod_Type) && PyFunction_Check(PyMethod_GET_FUNCTION(callable))) {
        function = PyMethod_GET_FUNCTION(callable);
        self = PyMethod_GET_SELF(callable);
    }
    if (PyFunction_Check(function) && ((Function *)function)->vectorcall == adder_function_vectorcall) {
        Function *f = (Function *)function;
        if (kwnames == NULL) {
            Instr *entered = enter_in_place(thread, fp, pc, f, self, args, n);
            if (entered != NULL) return entered;
        }
        if (box_all(args, n) < 0) return NULL;
        if (self != NULL) {
            *--args = slot_from_object(self); /* a header slot of the window, or self's empty place: not live */
            n++;
        }
        Py_ssize_t keywords = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
        Arguments a = { (PyObject *const *)args, (PyObject *const *)args + n - keywords, n - keywords, kwnames };
        bool blank = self != NULL && args == fp + pc->b; /* what LOAD_METHOD left empty must be so again */
        Instr *next = NULL;
        Py_XINCREF(self);
        if (blank) Py_INCREF(self);
        next = enter_function(thread, fp, pc, f, &a);
        if (blank && next == NULL) {
            *args = SLOT_NULL;
            Py_DECREF(self);
        }
        Py_XDECREF(self);
        return next;
    }
    if (box_all(args, n) < 0) return NULL;
    Py_ssize_t keywords = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
    PyObject *x = PyObject_Vectorcall(callable, (PyObject *const *)args, (size_t)(n - keywords) | PY_VECTORCALL_ARGUMENTS_OFFSET,
                                      kwnames);
    return finish(fp, pc, x);
}

FLOW_FUNCTION(adder_flow_call)
{
    Slot *args = fp + pc->b;
    int n = pc->c;
    PyObject *callable = slot_boxed(args - FRAME_HEADER);
    if (callable == NULL) return NULL;
    bool method = op_generic(pc->op) == BASE_CALL_METHOD;
    Cache *cache = CACHE(pc);
    cache->index = (uint16_t)how_to_go_on(pc);
    if (adder_op_info[pc->op].base != op_generic(pc->op) && cache->counter < CACHE_BACKOFF) {
        cache->counter++; /* a miss of a specialised form: try another after some more */
        if (cache->counter >= 8) {
            pc->op = op_in_form(pc->op, op_generic(pc->op));
            cache->counter = CACHE_BACKOFF;
        }
    } else if (cache_due(cache)) adder_cache_call(pc, callable, n, method);
    if (method && args[0] == SLOT_NULL) {
        args++;
        n--;
    }
    return call_window(thread, fp, pc, callable, args, n, NULL);
}

FLOW_FUNCTION(adder_flow_call_kw)
{
    Slot *args = fp + pc->b;
    int n = pc->c;
    PyObject *callable = slot_boxed(args - FRAME_HEADER);
    if (callable == NULL) return NULL;
    PyObject *kwnames = PyTuple_GET_ITEM(frame_code(fp)->consts, pc[2].b);
    CACHE(pc)->index = (uint16_t)how_to_go_on(pc);
    if (pc[2].a != 0 && args[0] == SLOT_NULL) {
        args++;
        n--;
    }
    return call_window(thread, fp, pc, callable, args, n, kwnames);
}

PyObject *adder_callable_name(PyObject *callable)
{
    PyObject *qualname = PyObject_GetAttr(callable, ID(__qualname__)), *module, *result;
    if (qualname == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return NULL;
        PyErr_Clear();
        return PyObject_Str(callable);
    }
    module = PyObject_GetAttr(callable, ID(__module__));
    if (module == NULL && !PyErr_ExceptionMatches(PyExc_AttributeError)) {
        Py_DECREF(qualname);
        return NULL;
    }
    PyErr_Clear();
    if (module != NULL && module != Py_None &&
        (!PyUnicode_Check(module) || PyUnicode_CompareWithASCIIString(module, "builtins") != 0))
        result = PyUnicode_FromFormat("%S.%S()", module, qualname);
    else result = PyUnicode_FromFormat("%S()", qualname);
    Py_XDECREF(module);
    Py_DECREF(qualname);
    return result;
}

/* The tuple of f(*args), from any iterable. */
static PyObject *positional_tuple(PyObject *callable, PyObject *args)
{
    if (PyTuple_CheckExact(args)) return Py_NewRef(args);
    if (Py_TYPE(args)->tp_iter == NULL && !PySequence_Check(args)) {
        PyObject *name = adder_callable_name(callable);
        if (name != NULL)
            PyErr_Format(PyExc_TypeError, "%U argument after * must be an iterable, not %.200s", name, Py_TYPE(args)->tp_name);
        Py_XDECREF(name);
        return NULL;
    }
    return PySequence_Tuple(args);
}

/* A Python function called with a tuple and a dict that is not empty. */
static Instr *call_with_dict(AdderThread *thread, Slot *fp, Instr *pc, Function *f, PyObject *tuple, PyObject *dict)
{
    Py_ssize_t n = PyDict_GET_SIZE(dict), i = 0, pos = 0;
    PyObject *names = PyTuple_New(n), *name, *value;
    PyObject **values = names == NULL ? NULL : PyMem_New(PyObject *, n);
    Instr *next = NULL;
    if (values == NULL) {
        if (names != NULL) PyErr_NoMemory();
        goto done;
    }
    while (i < n && PyDict_Next(dict, &pos, &name, &value)) {
        if (!PyUnicode_Check(name)) {
            PyErr_SetString(PyExc_TypeError, "keywords must be strings");
            goto drop;
        }
        PyTuple_SET_ITEM(names, i, Py_NewRef(name));
        values[i++] = Py_NewRef(value);
    }
    Arguments a = { &PyTuple_GET_ITEM(tuple, 0), values, PyTuple_GET_SIZE(tuple), names };
    next = enter_function(thread, fp, pc, f, &a);
drop:
    for (Py_ssize_t k = 0; k < i; k++) Py_DECREF(values[k]);
done:
    PyMem_Free(values);
    Py_XDECREF(names);
    return next;
}

FLOW_FUNCTION(adder_flow_call_ex)
{
    Slot *window = fp + pc->b;
    int n = pc->c ? 2 : 1;
    PyObject *callable = slot_boxed(window - FRAME_HEADER);
    if (callable == NULL || box_all(window, n) < 0) return NULL;
    CACHE(pc)->index = (uint16_t)how_to_go_on(pc);
    PyObject *tuple = positional_tuple(callable, slot_object(window[0]));
    if (tuple == NULL) return NULL;
    PyObject *dict = n == 2 ? slot_object(window[1]) : NULL;
    if (dict != NULL && PyDict_CheckExact(dict) && PyDict_GET_SIZE(dict) == 0) dict = NULL;
    Instr *next;
    if (PyFunction_Check(callable) && (dict == NULL || PyDict_CheckExact(dict)) &&
        ((Function *)callable)->vectorcall == adder_function_vectorcall) {
        Arguments a = { &PyTuple_GET_ITEM(tuple, 0), NULL, PyTuple_GET_SIZE(tuple), NULL };
        next = dict == NULL ? enter_function(thread, fp, pc, (Function *)callable, &a)
                            : call_with_dict(thread, fp, pc, (Function *)callable, tuple, dict);
    } else {
        next = finish(fp, pc, PyObject_Call(callable, tuple, dict));
    }
    Py_DECREF(tuple);
    return next;
}
