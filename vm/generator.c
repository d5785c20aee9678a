/* generator.c -- generators and coroutines: making, resuming, throwing into, closing. Async generators: async_generator.c.
 *
 * State: NEW -> RUNNING <-> SUSPENDED, and from anywhere to DONE, where it stays. The frame (slots) is valid until DONE. */
#include "vm/generator.h"
#include "runtime/memory/memory.h"
#include "vm/call.h"
#include "vm/eval.h"
#include <structmember.h>

static const char *kind_of(Generator *g)
{
    return Py_IS_TYPE(g, &PyCoro_Type) ? "coroutine" : Py_IS_TYPE(g, &PyAsyncGen_Type) ? "async generator" : "generator";
}

/* ---- Making and ending */

/* Where the coroutine was made: a tuple of (file, line, name), innermost first. */
static PyObject *origin(int depth)
{
    PyObject *list = PyList_New(0);
    for (Slot *fp = adder_frame_current(); list != NULL && fp != NULL && depth > 0; fp = adder_frame_outer(fp), depth--) {
        CodeObject *code = frame_code(fp);
        PyObject *item = Py_BuildValue("OiO", code->filename, adder_code_position(code, adder_frame_lasti(fp)).line, code->name);
        if (item == NULL || PyList_Append(list, item) < 0) Py_CLEAR(list);
        Py_XDECREF(item);
    }
    PyObject *tuple = list == NULL ? NULL : PyList_AsTuple(list);
    Py_XDECREF(list);
    return tuple;
}

PyObject *adder_generator_new(Function *f, Slot *locals)
{
    CodeObject *code = f->code;
    PyTypeObject *type = code->flags & CO_COROUTINE ? &PyCoro_Type : code->flags & CO_ASYNC_GENERATOR ? &PyAsyncGen_Type : &PyGen_Type;
    Generator *g = PyObject_GC_NewVar(Generator, type, FRAME_HEADER + code->framesize);
    if (g == NULL) return NULL;
    g->weakrefs = NULL;
    g->name = Py_NewRef(f->name);
    g->qualname = Py_NewRef(f->qualname);
    g->code = (CodeObject *)Py_NewRef((PyObject *)code);
    g->exc_state = (_PyErr_StackItem){ NULL, NULL };
    g->frame = NULL;
    g->origin = g->finalizer = NULL;
    g->caller_limit = NULL;
    g->state = GENERATOR_NEW;
    g->hooks_done = g->closed = g->running_async = false;
    Slot *fp = generator_fp(g);
    fp[-4] = slot_from_object(Py_NewRef((PyObject *)f));
    fp[-3] = 0;
    fp[-2] = (Slot)(uintptr_t)code->instrs;
    fp[-1] = (Slot)(uintptr_t)g | FRAME_GENERATOR;
    for (int i = 0; i < code->nlocals; i++) {
        fp[i] = locals[i];
        locals[i] = SLOT_NULL;
    }
    PyObject_GC_Track((PyObject *)g);
    int depth = adder_thread()->base.coroutine_origin_tracking_depth;
    if (type == &PyCoro_Type && depth > 0) {
        AdderThread *thread = adder_thread();
        Slot *here = thread->fp; /* the callee's frame, not run: its caller is where the coroutine is made */
        thread->fp = frame_caller(here);
        g->origin = origin(depth);
        thread->fp = here;
        if (g->origin == NULL) PyErr_Clear();
    }
    return (PyObject *)g;
}

static void release_slot(int slot, void *arg)
{
    Slot *fp = arg, s = fp[slot];
    fp[slot] = SLOT_NULL;
    slot_release(s);
}

void adder_generator_finish(Generator *g)
{
    if (g->state == GENERATOR_DONE || g->state == GENERATOR_RUNNING) return;
    Slot *fp = generator_fp(g);
    bool suspended = g->state == GENERATOR_SUSPENDED;
    Function *f = frame_function(fp);
    g->state = GENERATOR_DONE;
    PyFrameObject *shown = g->frame;
    g->frame = NULL;
    if (shown != NULL) adder_frame_detach(fp, shown);
    if (suspended) adder_code_live(f->code, adder_frame_lasti(fp), release_slot, fp);
    for (int i = 0; i < f->code->nlocals; i++) release_slot(i, fp);
    fp[-4] = fp[-2] = SLOT_NULL;
    Py_CLEAR(g->exc_state.exc_value);
    Py_DECREF(f);
}

void adder_generator_no_stop(Generator *g)
{
    bool stop = PyErr_ExceptionMatches(PyExc_StopIteration), async = Py_IS_TYPE(g, &PyAsyncGen_Type);
    if (!stop && !(async && PyErr_ExceptionMatches(PyExc_StopAsyncIteration))) return;
    PyObject *cause = adder_error_take();
    PyErr_Format(PyExc_RuntimeError, "%s raised %s", kind_of(g), stop ? "StopIteration" : "StopAsyncIteration");
    PyObject *exc = adder_error_take();
    PyException_SetContext(exc, Py_NewRef(cause));
    PyException_SetCause(exc, cause);
    adder_error_restore(exc);
}

/* ---- Resuming */

PyObject *adder_generator_delegate(Generator *g)
{
    if (g->state != GENERATOR_SUSPENDED) return NULL;
    Slot *fp = generator_fp(g);
    Instr *pc = frame_pc(fp);
    if (op_generic(pc->op) != BASE_YIELD || (pc->c & 3) != 1) return NULL;
    return slot_object(fp[pc[-1].b]);
}

/* How a resumption goes on in the frame. */
enum { SEND_VALUE, THROW, DELEGATE_DONE };

static PySendResult resume(Generator *g, int how, PyObject *value, PyObject **result)
{
    AdderThread *thread = adder_thread();
    Slot *fp = generator_fp(g);
    *result = NULL;
    if (adder_entry_push_resume(thread, fp) < 0) return PYGEN_ERROR;
    bool fresh = g->state == GENERATOR_NEW;
    g->state = GENERATOR_RUNNING;
    g->caller_limit = thread->stack_limit;
    thread->stack_limit = NULL;
    g->exc_state.previous_item = thread->base.exc_info;
    thread->base.exc_info = &g->exc_state;
    Instr *pc = frame_pc(fp);
    if (how == THROW) {
        pc = NULL;
        if (g->exc_state.exc_value != NULL) { /* the exception handled inside becomes the context of the thrown one */
            PyObject *exc = adder_error_take();
            PyErr_SetObject((PyObject *)Py_TYPE(exc), exc);
            Py_DECREF(exc);
        }
    }
    else if (how == DELEGATE_DONE) {
        Instr *send = pc - 1;
        fp[send->a] = slot_from_object(Py_NewRef(value));
        pc = send + (int16_t)send->c;
    } else if (!fresh) {
        store_object(pc, fp, Py_NewRef(value));
        pc++;
    }
    *result = adder_eval(thread, pc);
    if (*result == NULL) return PYGEN_ERROR;
    return g->state == GENERATOR_DONE ? PYGEN_RETURN : PYGEN_NEXT;
}

PySendResult adder_generator_resume(Generator *g, PyObject *value, PyObject **result)
{
    return resume(g, value == NULL ? THROW : SEND_VALUE, value, result);
}

/* Resumes with all checks; `value` NULL: the current exception is thrown in. `closing`: for close(). */
static PySendResult send(Generator *g, PyObject *value, bool closing, PyObject **result)
{
    *result = NULL;
    if (g->state == GENERATOR_NEW && value != NULL && value != Py_None) {
        PyErr_Format(PyExc_TypeError, "can't send non-None value to a just-started %s", kind_of(g));
        return PYGEN_ERROR;
    }
    if (g->state == GENERATOR_RUNNING) {
        PyErr_Format(PyExc_ValueError, "%s already executing", kind_of(g));
        return PYGEN_ERROR;
    }
    if (g->state == GENERATOR_DONE) {
        if (Py_IS_TYPE(g, &PyCoro_Type) && !closing) {
            PyErr_SetString(PyExc_RuntimeError, "cannot reuse already awaited coroutine");
        } else if (value != NULL) {
            *result = Py_NewRef(Py_None);
            return PYGEN_RETURN;
        }
        return PYGEN_ERROR;
    }
    return adder_generator_resume(g, value, result);
}

int _PyGen_SetStopIterationValue(PyObject *value)
{
    if (value == NULL || (!PyTuple_Check(value) && !PyExceptionInstance_Check(value))) {
        PyErr_SetObject(PyExc_StopIteration, value);
        return 0;
    }
    PyObject *exc = PyObject_CallOneArg(PyExc_StopIteration, value); /* a tuple would become several arguments */
    if (exc == NULL) return -1;
    PyErr_SetObject(PyExc_StopIteration, exc);
    Py_DECREF(exc);
    return 0;
}

int _PyGen_FetchStopIterationValue(PyObject **value)
{
    *value = NULL;
    if (!PyErr_Occurred()) {
        *value = Py_NewRef(Py_None);
        return 0;
    }
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return -1;
    PyObject *exc = adder_error_take();
    PyObject *v = ((PyStopIterationObject *)exc)->value;
    *value = Py_NewRef(v != NULL ? v : Py_None);
    Py_DECREF(exc);
    return 0;
}

/* The result of a resumption as send() gives it: a return becomes StopIteration (StopAsyncIteration). */
static PyObject *as_iteration(Generator *g, PySendResult how, PyObject *result)
{
    if (how != PYGEN_RETURN) return result;
    if (Py_IS_TYPE(g, &PyAsyncGen_Type)) PyErr_SetNone(PyExc_StopAsyncIteration);
    else if (result == Py_None) PyErr_SetNone(PyExc_StopIteration);
    else _PyGen_SetStopIterationValue(result);
    Py_DECREF(result);
    return NULL;
}

PyObject *adder_generator_send(Generator *g, PyObject *value)
{
    PyObject *result;
    PySendResult how = send(g, value, false, &result);
    return as_iteration(g, how, result);
}

static PyObject *gen_send(PyObject *self, PyObject *const *args) { return adder_generator_send((Generator *)self, args[0]); }

static PySendResult gen_am_send(PyObject *self, PyObject *value, PyObject **result)
{
    return send((Generator *)self, value, false, result);
}

static PyObject *gen_iternext(PyObject *self)
{
    PyObject *result;
    PySendResult how = send((Generator *)self, Py_None, false, &result);
    if (how != PYGEN_RETURN) return result;
    if (result != Py_None) _PyGen_SetStopIterationValue(result);
    Py_DECREF(result);
    return NULL;
}

/* ---- Throwing and closing */

/* close() of a delegate. 0, or -1 with an exception. */
static int close_delegate(PyObject *it)
{
    PyObject *result;
    if (PyGen_CheckExact(it) || PyCoro_CheckExact(it)) result = adder_generator_close((Generator *)it);
    else {
        PyObject *close;
        int found = _PyObject_LookupAttr(it, ID(close), &close);
        if (found < 0) {
            PyErr_WriteUnraisable(it);
            return 0;
        }
        if (found == 0) return 0;
        result = PyObject_CallNoArgs(close);
        Py_DECREF(close);
    }
    if (result == NULL) return -1;
    Py_DECREF(result);
    return 0;
}

/* Makes (type, value, traceback) as throw() gets them the current exception. 0; -1: another one is set. */
static int set_thrown(PyObject *type, PyObject *value, PyObject *tb)
{
    if (tb == Py_None) tb = NULL;
    if (tb != NULL && !PyTraceBack_Check(tb)) {
        PyErr_SetString(PyExc_TypeError, "throw() third argument must be a traceback object");
        return -1;
    }
    Py_INCREF(type);
    Py_XINCREF(value);
    Py_XINCREF(tb);
    if (PyExceptionClass_Check(type)) PyErr_NormalizeException(&type, &value, &tb);
    else if (PyExceptionInstance_Check(type)) {
        if (value != NULL && value != Py_None) {
            PyErr_SetString(PyExc_TypeError, "instance exception may not have a separate value");
            goto fail;
        }
        Py_XDECREF(value);
        value = type;
        type = Py_NewRef((PyObject *)Py_TYPE(value));
        if (tb == NULL) tb = PyException_GetTraceback(value);
    } else {
        PyErr_Format(PyExc_TypeError, "exceptions must be classes or instances deriving from BaseException, not %s", Py_TYPE(type)->tp_name);
        goto fail;
    }
    PyErr_Restore(type, value, tb);
    return 0;
fail:
    Py_DECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(tb);
    return -1;
}

static PyObject *throw_here(Generator *g)
{
    PyObject *result;
    PySendResult how = send(g, NULL, false, &result);
    return as_iteration(g, how, result);
}

/* The delegate has ended with the current exception: StopIteration's value goes on in `g`, any other is thrown there. */
static PyObject *after_delegate(Generator *g)
{
    PyObject *value, *result;
    if (_PyGen_FetchStopIterationValue(&value) < 0) return throw_here(g);
    PySendResult how = resume(g, DELEGATE_DONE, value, &result);
    Py_DECREF(value);
    return as_iteration(g, how, result);
}

PyObject *adder_generator_throw(Generator *g, bool close_on_exit, PyObject *type, PyObject *value, PyObject *tb)
{
    PyObject *it = adder_generator_delegate(g), *result;
    if (it == NULL) return set_thrown(type, value, tb) < 0 ? NULL : throw_here(g);
    Py_INCREF(it);
    if (close_on_exit && PyErr_GivenExceptionMatches(type, PyExc_GeneratorExit)) {
        g->state = GENERATOR_RUNNING;
        int rc = close_delegate(it);
        g->state = GENERATOR_SUSPENDED;
        Py_DECREF(it);
        if (rc < 0) return throw_here(g);
        return set_thrown(type, value, tb) < 0 ? NULL : throw_here(g);
    }
    PyObject *method = NULL;
    if (!PyGen_CheckExact(it) && !PyCoro_CheckExact(it)) {
        int found = _PyObject_LookupAttr(it, ID(throw), &method);
        if (found <= 0) {
            Py_DECREF(it);
            if (found < 0) return NULL;
            return set_thrown(type, value, tb) < 0 ? NULL : throw_here(g);
        }
    }
    g->state = GENERATOR_RUNNING;
    if (method == NULL) result = adder_generator_throw((Generator *)it, close_on_exit, type, value, tb);
    else result = PyObject_CallFunctionObjArgs(method, type, value, tb, NULL);
    g->state = GENERATOR_SUSPENDED;
    Py_XDECREF(method);
    Py_DECREF(it);
    return result != NULL ? result : after_delegate(g);
}

static PyObject *gen_throw(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    if (kwnames != NULL && PyTuple_GET_SIZE(kwnames) != 0) {
        PyErr_Format(PyExc_TypeError, "%.200s.throw() takes no keyword arguments", Py_TYPE(self)->tp_name);
        return NULL;
    }
    if (nargs < 1 || nargs > 3) {
        PyErr_Format(PyExc_TypeError, nargs < 1 ? "throw expected at least 1 argument, got %zd" : "throw expected at most 3 arguments, got %zd", nargs);
        return NULL;
    }
    return adder_generator_throw((Generator *)self, true, args[0], nargs > 1 ? args[1] : NULL, nargs > 2 ? args[2] : NULL);
}

PyObject *adder_generator_close(Generator *g)
{
    if (g->state == GENERATOR_DONE) Py_RETURN_NONE;
    if (g->state == GENERATOR_NEW) {
        adder_generator_finish(g);
        Py_RETURN_NONE;
    }
    PyObject *it = adder_generator_delegate(g), *result;
    int rc = 0;
    if (it != NULL) {
        Py_INCREF(it);
        g->state = GENERATOR_RUNNING;
        rc = close_delegate(it);
        g->state = GENERATOR_SUSPENDED;
        Py_DECREF(it);
    }
    if (rc == 0) PyErr_SetNone(PyExc_GeneratorExit);
    PySendResult how = send(g, NULL, true, &result);
    if (how == PYGEN_NEXT) {
        Py_DECREF(result);
        PyErr_Format(PyExc_RuntimeError, "%s ignored GeneratorExit", kind_of(g));
        return NULL;
    }
    if (how == PYGEN_RETURN) {
        Py_DECREF(result);
        Py_RETURN_NONE;
    }
    if (!PyErr_ExceptionMatches(PyExc_GeneratorExit) && !PyErr_ExceptionMatches(PyExc_StopIteration)) return NULL;
    PyErr_Clear();
    Py_RETURN_NONE;
}

static PyObject *gen_close(PyObject *self, PyObject *const *args ADDER_UNUSED) { return adder_generator_close((Generator *)self); }

static void warn_unawaited(Generator *g)
{
    PyObject *warnings = PyImport_GetModule(ID(warnings)), *warn = NULL, *x = NULL;
    if (warnings != NULL) _PyObject_LookupAttr(warnings, ID(_warn_unawaited_coroutine), &warn);
    if (warn != NULL) {
        x = PyObject_CallOneArg(warn, (PyObject *)g);
        if (x == NULL) PyErr_WriteUnraisable((PyObject *)g);
    } else {
        PyErr_Clear();
        if (PyErr_WarnFormat(PyExc_RuntimeWarning, 1, "coroutine '%S' was never awaited", g->qualname) < 0)
            PyErr_WriteUnraisable((PyObject *)g);
    }
    Py_XDECREF(x);
    Py_XDECREF(warn);
    Py_XDECREF(warnings);
}

/* tp_finalize: nothing more will be asked of the generator; its `finally` blocks run. */
void _PyGen_Finalize(PyObject *self)
{
    Generator *g = (Generator *)self;
    if (g->state == GENERATOR_DONE || g->state == GENERATOR_RUNNING) return;
    PyObject *saved = PyErr_Occurred() ? adder_error_take() : NULL, *x;
    if (Py_IS_TYPE(g, &PyAsyncGen_Type) && g->finalizer != NULL && !g->closed) {
        x = PyObject_CallOneArg(g->finalizer, self);
        if (x == NULL) PyErr_WriteUnraisable(self);
    } else if (Py_IS_TYPE(g, &PyCoro_Type) && g->state == GENERATOR_NEW) {
        warn_unawaited(g);
        x = NULL;
    } else {
        x = adder_generator_close(g);
        if (x == NULL) PyErr_WriteUnraisable(self);
    }
    Py_XDECREF(x);
    if (saved != NULL) adder_error_restore(saved);
}

/* ---- The types */

typedef struct { visitproc visit; void *arg; Slot *fp; int rc; } Visit;
static void visit_slot(int slot, void *arg)
{
    Visit *v = arg;
    if (v->rc == 0 && slot_is_object(v->fp[slot])) v->rc = v->visit(slot_object(v->fp[slot]), v->arg);
}

int adder_gen_traverse(PyObject *self, visitproc visit, void *arg)
{
    Generator *g = (Generator *)self;
    Py_VISIT(g->origin);
    Py_VISIT(g->finalizer);
    Py_VISIT((PyObject *)g->frame);
    Py_VISIT(g->exc_state.exc_value);
    if (g->state != GENERATOR_NEW && g->state != GENERATOR_SUSPENDED) return 0; /* running: the stack holds it all */
    Visit v = { visit, arg, generator_fp(g), 0 };
    Function *f = frame_function(v.fp);
    Py_VISIT((PyObject *)f);
    for (int i = 0; i < f->code->nlocals; i++) visit_slot(i, &v);
    if (g->state == GENERATOR_SUSPENDED) adder_code_live(f->code, adder_frame_lasti(v.fp), visit_slot, &v);
    return v.rc;
}

void adder_gen_dealloc(PyObject *self)
{
    Generator *g = (Generator *)self;
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, adder_gen_dealloc)
    if (g->weakrefs != NULL) PyObject_ClearWeakRefs(self);
    PyObject_GC_Track(self);
    if (PyObject_CallFinalizerFromDealloc(self) == 0) { /* else it lives again */
        PyObject_GC_UnTrack(self);
        adder_generator_finish(g);
        Py_CLEAR(g->frame);
        Py_CLEAR(g->origin);
        Py_CLEAR(g->finalizer);
        Py_DECREF((PyObject *)g->code);
        Py_DECREF(g->name);
        Py_DECREF(g->qualname);
        PyObject_GC_Del(self);
    }
    ADDER_TRASHCAN_END;
}

static PyObject *gen_repr(PyObject *self) { return PyUnicode_FromFormat("<generator object %S at %p>", ((Generator *)self)->qualname, self); }
static PyObject *coro_repr(PyObject *self) { return PyUnicode_FromFormat("<coroutine object %S at %p>", ((Generator *)self)->qualname, self); }

static PyObject *get_name(PyObject *self, void *arg ADDER_UNUSED) { return Py_NewRef(((Generator *)self)->name); }
static PyObject *get_qualname(PyObject *self, void *arg ADDER_UNUSED) { return Py_NewRef(((Generator *)self)->qualname); }
static int set_str(PyObject **field, PyObject *value, const char *error)
{
    if (value == NULL || !PyUnicode_Check(value)) {
        PyErr_SetString(PyExc_TypeError, error);
        return -1;
    }
    Py_XSETREF(*field, Py_NewRef(value));
    return 0;
}
static int set_name(PyObject *self, PyObject *value, void *arg ADDER_UNUSED)
{
    return set_str(&((Generator *)self)->name, value, "__name__ must be set to a string object");
}
static int set_qualname(PyObject *self, PyObject *value, void *arg ADDER_UNUSED)
{
    return set_str(&((Generator *)self)->qualname, value, "__qualname__ must be set to a string object");
}
static PyObject *get_delegate(PyObject *self, void *arg ADDER_UNUSED)
{
    PyObject *it = adder_generator_delegate((Generator *)self);
    return Py_NewRef(it != NULL ? it : Py_None);
}
static PyObject *get_running(PyObject *self, void *arg ADDER_UNUSED) { return PyBool_FromLong(((Generator *)self)->state == GENERATOR_RUNNING); }
static PyObject *get_running_async(PyObject *self, void *arg ADDER_UNUSED) { return PyBool_FromLong(((Generator *)self)->running_async); }
static PyObject *get_suspended(PyObject *self, void *arg ADDER_UNUSED) { return PyBool_FromLong(((Generator *)self)->state == GENERATOR_SUSPENDED); }
static PyObject *get_code(PyObject *self, void *arg ADDER_UNUSED) { return Py_NewRef((PyObject *)((Generator *)self)->code); }
static PyObject *get_frame(PyObject *self, void *arg ADDER_UNUSED)
{
    Generator *g = (Generator *)self;
    if (g->state == GENERATOR_DONE) Py_RETURN_NONE;
    return Py_XNewRef((PyObject *)adder_frame_object(generator_fp(g)));
}
static PyObject *get_origin(PyObject *self, void *arg ADDER_UNUSED)
{
    PyObject *o = ((Generator *)self)->origin;
    return Py_NewRef(o != NULL ? o : Py_None);
}

#define NAMES                                                          \
    { "__name__", get_name, set_name, "name of the generator", NULL }, \
    { "__qualname__", get_qualname, set_qualname, "qualified name of the generator", NULL }
static PyGetSetDef gen_getset[] = {
    NAMES,
    { "gi_yieldfrom", get_delegate, NULL, "object being iterated by yield from, or None", NULL },
    { "gi_running", get_running, NULL, NULL, NULL },
    { "gi_frame", get_frame, NULL, NULL, NULL },
    { "gi_suspended", get_suspended, NULL, NULL, NULL },
    { "gi_code", get_code, NULL, NULL, NULL },
    { 0 }
};
static PyGetSetDef coro_getset[] = {
    NAMES,
    { "cr_await", get_delegate, NULL, "object being awaited on, or None", NULL },
    { "cr_running", get_running, NULL, NULL, NULL },
    { "cr_frame", get_frame, NULL, NULL, NULL },
    { "cr_suspended", get_suspended, NULL, NULL, NULL },
    { "cr_code", get_code, NULL, NULL, NULL },
    { "cr_origin", get_origin, NULL, NULL, NULL },
    { 0 }
};
PyGetSetDef adder_async_gen_getset[] = {
    NAMES,
    { "ag_await", get_delegate, NULL, "object being awaited on, or None", NULL },
    { "ag_running", get_running_async, NULL, NULL, NULL },
    { "ag_frame", get_frame, NULL, NULL, NULL },
    { "ag_code", get_code, NULL, NULL, NULL },
    { 0 }
};

static PyMethodDef gen_methods[] = {
    FN("send", gen_send, "($self, arg, /)", "Resumes the generator with 'arg' as the value of the pending yield; the next yielded value or StopIteration."),
    FNV("throw", gen_throw, "(value)\nthrow(type[,value[,tb]])", "Raises an exception where the generator is; the next yielded value or StopIteration."),
    FN("close", gen_close, "($self, /)", "Raises GeneratorExit where the generator is."),
    { 0 }
};
static PyMethodDef coro_methods[] = {
    FN("send", gen_send, "($self, arg, /)", "Resumes the coroutine with 'arg'; the next yielded value or StopIteration."),
    FNV("throw", gen_throw, "(value)\nthrow(type[,value[,traceback]])", "Raises an exception where the coroutine is; the next yielded value or StopIteration."),
    FN("close", gen_close, "($self, /)", "Raises GeneratorExit where the coroutine is."),
    { 0 }
};

static PyAsyncMethods gen_async = { .am_send = gen_am_send };
PyTypeObject PyGen_Type = {
    .ob_base = { PyObject_HEAD_INIT(&PyType_Type) 0 },
    .tp_name = "generator",
    .tp_basicsize = offsetof(Generator, slots),
    .tp_itemsize = sizeof(Slot),
    .tp_dealloc = adder_gen_dealloc,
    .tp_as_async = &gen_async,
    .tp_repr = gen_repr,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_traverse = adder_gen_traverse,
    .tp_weaklistoffset = offsetof(Generator, weakrefs),
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = gen_iternext,
    .tp_methods = gen_methods,
    .tp_getset = gen_getset,
    .tp_finalize = _PyGen_Finalize,
};

/* What __await__ of a coroutine gives: an iterator that drives it. */
typedef struct { PyObject_HEAD Generator *coroutine; } CoroutineWrapper;

static PyObject *coro_await(PyObject *self)
{
    CoroutineWrapper *w = PyObject_GC_New(CoroutineWrapper, &_PyCoroWrapper_Type);
    if (w == NULL) return NULL;
    w->coroutine = (Generator *)Py_NewRef(self);
    PyObject_GC_Track((PyObject *)w);
    return (PyObject *)w;
}

static PyAsyncMethods coro_async = { .am_await = coro_await, .am_send = gen_am_send };
PyTypeObject PyCoro_Type = {
    .ob_base = { PyObject_HEAD_INIT(&PyType_Type) 0 },
    .tp_name = "coroutine",
    .tp_basicsize = offsetof(Generator, slots),
    .tp_itemsize = sizeof(Slot),
    .tp_dealloc = adder_gen_dealloc,
    .tp_as_async = &coro_async,
    .tp_repr = coro_repr,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_traverse = adder_gen_traverse,
    .tp_weaklistoffset = offsetof(Generator, weakrefs),
    .tp_methods = coro_methods,
    .tp_getset = coro_getset,
    .tp_finalize = _PyGen_Finalize,
};

static PyObject *wrapper_send(PyObject *self, PyObject *const *args) { return adder_generator_send(((CoroutineWrapper *)self)->coroutine, args[0]); }
static PyObject *wrapper_throw(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    return gen_throw((PyObject *)((CoroutineWrapper *)self)->coroutine, args, nargs, kwnames);
}
static PyObject *wrapper_close(PyObject *self, PyObject *const *args ADDER_UNUSED) { return adder_generator_close(((CoroutineWrapper *)self)->coroutine); }
static PyObject *wrapper_iternext(PyObject *self) { return adder_generator_send(((CoroutineWrapper *)self)->coroutine, Py_None); }
static int wrapper_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT((PyObject *)((CoroutineWrapper *)self)->coroutine);
    return 0;
}
static void wrapper_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_DECREF(((CoroutineWrapper *)self)->coroutine);
    PyObject_GC_Del(self);
}
static PyMethodDef wrapper_methods[] = {
    FN("send", wrapper_send, "($self, arg, /)", "As coroutine.send()."),
    FNV("throw", wrapper_throw, "(value)\nthrow(type[,value[,traceback]])", "As coroutine.throw()."),
    FN("close", wrapper_close, "($self, /)", "As coroutine.close()."),
    { 0 }
};
PyTypeObject _PyCoroWrapper_Type = {
    STATIC_TYPE("coroutine_wrapper", CoroutineWrapper),
    .tp_dealloc = wrapper_dealloc,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_doc = "A wrapper object implementing __await__ for coroutines.",
    .tp_traverse = wrapper_traverse,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = wrapper_iternext,
    .tp_methods = wrapper_methods,
};

/* ---- Awaiting */

PyObject *adder_awaitable_iter(PyObject *o)
{
    if (PyCoro_CheckExact(o) || (PyGen_CheckExact(o) && (((Generator *)o)->code->flags & CO_ITERABLE_COROUTINE))) return Py_NewRef(o);
    PyAsyncMethods *async = Py_TYPE(o)->tp_as_async;
    if (async == NULL || async->am_await == NULL) {
        PyErr_Format(PyExc_TypeError, "object %.100s can't be used in 'await' expression", Py_TYPE(o)->tp_name);
        return NULL;
    }
    PyObject *it = async->am_await(o);
    if (it == NULL) return NULL;
    if (PyCoro_CheckExact(it) || (PyGen_CheckExact(it) && (((Generator *)it)->code->flags & CO_ITERABLE_COROUTINE)))
        PyErr_SetString(PyExc_TypeError, "__await__() returned a coroutine");
    else if (!PyIter_Check(it))
        PyErr_Format(PyExc_TypeError, "__await__() returned non-iterator of type '%.100s'", Py_TYPE(it)->tp_name);
    else return it;
    Py_DECREF(it);
    return NULL;
}

/* Generators are made by calling their function: a frame from outside has no slots that could move into one. */
static PyObject *not_from_frame(PyFrameObject *frame)
{
    Py_DECREF(frame);
    PyErr_SetString(PyExc_SystemError, "a generator cannot be made from a frame object");
    return NULL;
}
PyObject *PyGen_New(PyFrameObject *frame) { return not_from_frame(frame); }
PyObject *PyGen_NewWithQualName(PyFrameObject *frame, PyObject *name ADDER_UNUSED, PyObject *qualname ADDER_UNUSED) { return not_from_frame(frame); }
PyObject *PyCoro_New(PyFrameObject *frame, PyObject *name ADDER_UNUSED, PyObject *qualname ADDER_UNUSED) { return not_from_frame(frame); }
PyObject *PyAsyncGen_New(PyFrameObject *frame, PyObject *name ADDER_UNUSED, PyObject *qualname ADDER_UNUSED) { return not_from_frame(frame); }
