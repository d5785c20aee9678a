/* async_generator.c -- asynchronous generators, and the awaitables of their asend(), athrow(), aclose() and of anext().
 *
 * The frame runs as any generator's. What it yields itself comes wrapped (adder_async_wrap), what it awaits comes bare: so
 * the awaitable knows whether to end with a value or to pass the thing on to the event loop. */
#include "vm/eval.h"
#include "vm/generator.h"

/* ---- Wrapped values */

typedef struct { PyObject_HEAD PyObject *value; } Wrapped;

PyObject *adder_async_wrap(PyObject *value)
{
    Wrapped *w = PyObject_GC_New(Wrapped, &_PyAsyncGenWrappedValue_Type);
    if (w == NULL) return NULL;
    w->value = Py_NewRef(value);
    PyObject_GC_Track((PyObject *)w);
    return (PyObject *)w;
}
static int wrapped_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Wrapped *)self)->value);
    return 0;
}
static void wrapped_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_DECREF(((Wrapped *)self)->value);
    PyObject_GC_Del(self);
}
PyTypeObject _PyAsyncGenWrappedValue_Type = {
    STATIC_TYPE("async_generator_wrapped_value", Wrapped),
    .tp_dealloc = wrapped_dealloc,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_traverse = wrapped_traverse,
};
static bool is_wrapped(PyObject *o) { return Py_IS_TYPE(o, &_PyAsyncGenWrappedValue_Type); }

/* The result of a step: a wrapped value ends the await with it (StopIteration); an ended generator raises
 * StopAsyncIteration; anything else is passed on. Consumes `result`. */
static PyObject *unwrap(Generator *g, PyObject *result)
{
    if (result == NULL) {
        if (!PyErr_Occurred()) PyErr_SetNone(PyExc_StopAsyncIteration);
        if (PyErr_ExceptionMatches(PyExc_StopAsyncIteration) || PyErr_ExceptionMatches(PyExc_GeneratorExit)) g->closed = true;
        g->running_async = false;
        return NULL;
    }
    if (!is_wrapped(result)) return result;
    _PyGen_SetStopIterationValue(((Wrapped *)result)->value);
    Py_DECREF(result);
    g->running_async = false;
    return NULL;
}

/* The first use tells the hooks of sys.set_asyncgen_hooks. 0, or -1 with an exception. */
static int call_hooks(Generator *g)
{
    if (g->hooks_done) return 0;
    g->hooks_done = true;
    PyThreadState *t = &adder_thread()->base;
    if (t->async_gen_finalizer != NULL) g->finalizer = Py_NewRef(t->async_gen_finalizer);
    if (t->async_gen_firstiter == NULL) return 0;
    PyObject *hook = Py_NewRef(t->async_gen_firstiter), *x = PyObject_CallOneArg(hook, (PyObject *)g);
    Py_DECREF(hook);
    if (x == NULL) return -1;
    Py_DECREF(x);
    return 0;
}

/* ---- The awaitables */

enum { INIT, ITERATING, CLOSED };

/* asend: args is the value to send (NULL: None). athrow: args is the tuple of throw()'s arguments; NULL: aclose. */
typedef struct {
    PyObject_HEAD
    Generator *gen;
    PyObject *args;
    int state;
} Awaitable;

static PyObject *awaitable_new(PyTypeObject *type, PyObject *gen, PyObject *args)
{
    if (call_hooks((Generator *)gen) < 0) return NULL;
    Awaitable *a = PyObject_GC_New(Awaitable, type);
    if (a == NULL) return NULL;
    a->gen = (Generator *)Py_NewRef(gen);
    a->args = Py_XNewRef(args);
    a->state = INIT;
    PyObject_GC_Track((PyObject *)a);
    return (PyObject *)a;
}
static int awaitable_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT((PyObject *)((Awaitable *)self)->gen);
    Py_VISIT(((Awaitable *)self)->args);
    return 0;
}
static void awaitable_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_DECREF(((Awaitable *)self)->gen);
    Py_XDECREF(((Awaitable *)self)->args);
    PyObject_GC_Del(self);
}

/* The arguments of throw(): one to three, no keywords. */
static bool throw_arguments(PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames, PyObject *out[3])
{
    if ((kwnames != NULL && PyTuple_GET_SIZE(kwnames) != 0) || nargs < 1 || nargs > 3) {
        if (nargs < 1) PyErr_Format(PyExc_TypeError, "throw expected at least 1 argument, got %zd", nargs);
        else if (nargs > 3) PyErr_Format(PyExc_TypeError, "throw expected at most 3 arguments, got %zd", nargs);
        else PyErr_SetString(PyExc_TypeError, "throw() takes no keyword arguments");
        return false;
    }
    for (int i = 0; i < 3; i++) out[i] = i < nargs ? args[i] : NULL;
    return true;
}

static PyObject *asend_step(Awaitable *a, PyObject *value)
{
    if (a->state == CLOSED) {
        PyErr_SetString(PyExc_RuntimeError, "cannot reuse already awaited __anext__()/asend()");
        return NULL;
    }
    if (a->state == INIT) {
        if (a->gen->running_async) {
            PyErr_SetString(PyExc_RuntimeError, "anext(): asynchronous generator is already running");
            return NULL;
        }
        if (value == Py_None && a->args != NULL) value = a->args;
        a->state = ITERATING;
    }
    a->gen->running_async = true;
    PyObject *result = unwrap(a->gen, adder_generator_send(a->gen, value));
    if (result == NULL) a->state = CLOSED;
    return result;
}
static PyObject *asend_send(PyObject *self, PyObject *const *args) { return asend_step((Awaitable *)self, args[0]); }
static PyObject *asend_iternext(PyObject *self) { return asend_step((Awaitable *)self, Py_None); }
static PyObject *asend_throw(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    Awaitable *a = (Awaitable *)self;
    PyObject *t[3];
    if (a->state == CLOSED) {
        PyErr_SetString(PyExc_RuntimeError, "cannot reuse already awaited __anext__()/asend()");
        return NULL;
    }
    if (!throw_arguments(args, nargs, kwnames, t)) return NULL;
    PyObject *result = unwrap(a->gen, adder_generator_throw(a->gen, false, t[0], t[1], t[2]));
    if (result == NULL) a->state = CLOSED;
    return result;
}
static PyObject *awaitable_close(PyObject *self, PyObject *const *args ADDER_UNUSED)
{
    ((Awaitable *)self)->state = CLOSED;
    Py_RETURN_NONE;
}

static PyMethodDef asend_methods[] = {
    FN("send", asend_send, "($self, arg, /)", "Resumes with 'arg'; the next awaited thing, or StopIteration with the value."),
    FNV("throw", asend_throw, "(value)\nthrow(type[,value[,tb]])", "Raises an exception where the generator is."),
    FN("close", awaitable_close, "($self, /)", "Ends the awaitable."),
    { 0 }
};
static PyAsyncMethods self_await = { .am_await = PyObject_SelfIter };
#define AWAITABLE_TYPE(name)                                                                       \
    STATIC_TYPE(name, Awaitable), .tp_dealloc = awaitable_dealloc, .tp_as_async = &self_await,      \
    .tp_getattro = PyObject_GenericGetAttr,                                                        \
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,        \
    .tp_traverse = awaitable_traverse, .tp_iter = PyObject_SelfIter
PyTypeObject _PyAsyncGenASend_Type = {
    AWAITABLE_TYPE("async_generator_asend"),
    .tp_iternext = asend_iternext,
    .tp_methods = asend_methods,
};

/* aclose() or athrow() has come to an end by the current exception, or by the wrong kind of yield. */
static PyObject *athrow_failed(Awaitable *a)
{
    a->gen->running_async = false;
    a->state = CLOSED;
    if (a->args == NULL && (PyErr_ExceptionMatches(PyExc_StopAsyncIteration) || PyErr_ExceptionMatches(PyExc_GeneratorExit))) {
        PyErr_Clear();
        PyErr_SetNone(PyExc_StopIteration); /* aclose() wanted just that */
    }
    return NULL;
}
static PyObject *ignored_exit(Awaitable *a)
{
    a->gen->running_async = false;
    a->state = CLOSED;
    PyErr_SetString(PyExc_RuntimeError, "async generator ignored GeneratorExit");
    return NULL;
}
/* One step has given `result`. */
static PyObject *athrow_result(Awaitable *a, PyObject *result)
{
    if (a->args != NULL) {
        result = unwrap(a->gen, result);
        return result != NULL ? result : athrow_failed(a);
    }
    if (result == NULL) return athrow_failed(a);
    if (!is_wrapped(result)) return result;
    Py_DECREF(result);
    return ignored_exit(a);
}

static PyObject *athrow_start(Awaitable *a, PyObject *value)
{
    Generator *g = a->gen;
    if (g->running_async) {
        a->state = CLOSED;
        PyErr_SetString(PyExc_RuntimeError, a->args == NULL ? "aclose(): asynchronous generator is already running"
                                                            : "athrow(): asynchronous generator is already running");
        return NULL;
    }
    if (g->closed) {
        a->state = CLOSED;
        PyErr_SetNone(PyExc_StopAsyncIteration);
        return NULL;
    }
    if (value != Py_None) {
        PyErr_SetString(PyExc_RuntimeError, "can't send non-None value to a just-started coroutine");
        return NULL;
    }
    a->state = ITERATING;
    g->running_async = true;
    if (a->args == NULL) {
        g->closed = true;
        return athrow_result(a, adder_generator_throw(g, false, PyExc_GeneratorExit, NULL, NULL));
    }
    PyObject *t[3] = { NULL, NULL, NULL };
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(a->args) && i < 3; i++) t[i] = PyTuple_GET_ITEM(a->args, i);
    return athrow_result(a, adder_generator_throw(g, false, t[0], t[1], t[2]));
}

static PyObject *athrow_step(Awaitable *a, PyObject *value)
{
    if (a->state == CLOSED) {
        PyErr_SetString(PyExc_RuntimeError, "cannot reuse already awaited aclose()/athrow()");
        return NULL;
    }
    if (a->gen->state == GENERATOR_DONE) {
        a->state = CLOSED;
        PyErr_SetNone(PyExc_StopIteration);
        return NULL;
    }
    if (a->state == INIT) return athrow_start(a, value);
    return athrow_result(a, adder_generator_send(a->gen, value));
}
static PyObject *athrow_send(PyObject *self, PyObject *const *args) { return athrow_step((Awaitable *)self, args[0]); }
static PyObject *athrow_iternext(PyObject *self) { return athrow_step((Awaitable *)self, Py_None); }
static PyObject *athrow_throw(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    Awaitable *a = (Awaitable *)self;
    PyObject *t[3];
    if (a->state == CLOSED) {
        PyErr_SetString(PyExc_RuntimeError, "cannot reuse already awaited aclose()/athrow()");
        return NULL;
    }
    if (!throw_arguments(args, nargs, kwnames, t)) return NULL;
    PyObject *result = adder_generator_throw(a->gen, false, t[0], t[1], t[2]);
    if (a->args != NULL) return unwrap(a->gen, result);
    if (result != NULL && is_wrapped(result)) {
        Py_DECREF(result);
        return ignored_exit(a);
    }
    if (result == NULL && (PyErr_ExceptionMatches(PyExc_StopAsyncIteration) || PyErr_ExceptionMatches(PyExc_GeneratorExit))) {
        PyErr_Clear();
        PyErr_SetNone(PyExc_StopIteration);
    }
    return result;
}
static PyMethodDef athrow_methods[] = {
    FN("send", athrow_send, "($self, arg, /)", "Resumes with 'arg'."),
    FNV("throw", athrow_throw, "(value)\nthrow(type[,value[,tb]])", "Raises an exception where the generator is."),
    FN("close", awaitable_close, "($self, /)", "Ends the awaitable."),
    { 0 }
};
PyTypeObject _PyAsyncGenAThrow_Type = {
    AWAITABLE_TYPE("async_generator_athrow"),
    .tp_iternext = athrow_iternext,
    .tp_methods = athrow_methods,
};

/* ---- async_generator itself */

static PyObject *async_anext(PyObject *self) { return awaitable_new(&_PyAsyncGenASend_Type, self, NULL); }
static PyObject *async_asend(PyObject *self, PyObject *const *args) { return awaitable_new(&_PyAsyncGenASend_Type, self, args[0]); }
static PyObject *async_aclose(PyObject *self, PyObject *const *args ADDER_UNUSED) { return awaitable_new(&_PyAsyncGenAThrow_Type, self, NULL); }
static PyObject *async_athrow(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    PyObject *t[3];
    if (!throw_arguments(args, nargs, kwnames, t)) return NULL;
    PyObject *tuple = PyTuple_New(nargs);
    if (tuple == NULL) return NULL;
    for (Py_ssize_t i = 0; i < nargs; i++) PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
    PyObject *a = awaitable_new(&_PyAsyncGenAThrow_Type, self, tuple);
    Py_DECREF(tuple);
    return a;
}
static PyObject *async_class_getitem(PyObject *type, PyObject *const *args) { return Py_GenericAlias(type, args[0]); }
static PyObject *async_repr(PyObject *self) { return PyUnicode_FromFormat("<async_generator object %S at %p>", ((Generator *)self)->qualname, self); }

static PyMethodDef async_methods[] = {
    FN("asend", async_asend, "($self, value, /)", "An awaitable that sends 'value' and gives the next yielded one."),
    FNV("athrow", async_athrow, "(value)\nathrow(type[,value[,tb]])", "An awaitable that raises an exception where the generator is."),
    FN("aclose", async_aclose, "($self, /)", "An awaitable that raises GeneratorExit where the generator is."),
    FNC("__class_getitem__", async_class_getitem, "($type, item, /)", "See PEP 585"),
    { 0 }
};
static PyAsyncMethods async_slots = { .am_aiter = PyObject_SelfIter, .am_anext = async_anext };
PyTypeObject PyAsyncGen_Type = {
    .ob_base = { PyObject_HEAD_INIT(&PyType_Type) 0 },
    .tp_name = "async_generator",
    .tp_basicsize = offsetof(Generator, slots),
    .tp_itemsize = sizeof(Slot),
    .tp_dealloc = adder_gen_dealloc,
    .tp_as_async = &async_slots,
    .tp_repr = async_repr,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_traverse = adder_gen_traverse,
    .tp_weaklistoffset = offsetof(Generator, weakrefs),
    .tp_methods = async_methods,
    .tp_getset = adder_async_gen_getset,
    .tp_finalize = _PyGen_Finalize,
};

/* ---- anext(it, fallback) */

typedef struct { PyObject_HEAD PyObject *awaitable, *fallback; } AnextAwaitable;

PyObject *adder_anext_awaitable(PyObject *awaitable, PyObject *fallback)
{
    AnextAwaitable *a = PyObject_GC_New(AnextAwaitable, &_PyAnextAwaitable_Type);
    if (a == NULL) return NULL;
    a->awaitable = Py_NewRef(awaitable);
    a->fallback = Py_NewRef(fallback);
    PyObject_GC_Track((PyObject *)a);
    return (PyObject *)a;
}
static int anext_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((AnextAwaitable *)self)->awaitable);
    Py_VISIT(((AnextAwaitable *)self)->fallback);
    return 0;
}
static void anext_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_DECREF(((AnextAwaitable *)self)->awaitable);
    Py_DECREF(((AnextAwaitable *)self)->fallback);
    PyObject_GC_Del(self);
}
/* The iterator to drive. New reference. */
static PyObject *anext_iter(AnextAwaitable *a)
{
    PyObject *it = adder_awaitable_iter(a->awaitable);
    if (it != NULL && Py_TYPE(it)->tp_iternext == NULL) { /* a coroutine: its wrapper has __next__ */
        PyObject *wrapper = Py_TYPE(it)->tp_as_async->am_await(it);
        Py_DECREF(it);
        it = wrapper;
    }
    return it;
}
/* StopAsyncIteration of the awaitable becomes the fallback. Consumes x. */
static PyObject *anext_result(AnextAwaitable *a, PyObject *x)
{
    if (x != NULL || !PyErr_ExceptionMatches(PyExc_StopAsyncIteration)) return x;
    PyErr_Clear();
    _PyGen_SetStopIterationValue(a->fallback);
    return NULL;
}
static PyObject *anext_iternext(PyObject *self)
{
    PyObject *it = anext_iter((AnextAwaitable *)self);
    if (it == NULL) return NULL;
    PyObject *x = Py_TYPE(it)->tp_iternext(it);
    Py_DECREF(it);
    return anext_result((AnextAwaitable *)self, x);
}
static PyObject *anext_proxy(PyObject *self, PyObject *name, PyObject *const *args, Py_ssize_t nargs)
{
    PyObject *it = anext_iter((AnextAwaitable *)self), *method, *x = NULL;
    if (it == NULL) return NULL;
    if ((method = PyObject_GetAttr(it, name)) != NULL) x = PyObject_Vectorcall(method, args, (size_t)nargs, NULL);
    Py_XDECREF(method);
    Py_DECREF(it);
    return anext_result((AnextAwaitable *)self, x);
}
static PyObject *anext_send(PyObject *self, PyObject *const *args) { return anext_proxy(self, ID(send), args, 1); }
static PyObject *anext_throw(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames ADDER_UNUSED)
{
    return anext_proxy(self, ID(throw), args, nargs);
}
static PyObject *anext_close(PyObject *self, PyObject *const *args ADDER_UNUSED) { return anext_proxy(self, ID(close), NULL, 0); }
static PyMethodDef anext_methods[] = {
    FN("send", anext_send, "($self, arg, /)", "As the awaitable's send()."),
    FNV("throw", anext_throw, "(typ,[val,[tb]])", "As the awaitable's throw()."),
    FN("close", anext_close, "($self, /)", "As the awaitable's close()."),
    { 0 }
};
PyTypeObject _PyAnextAwaitable_Type = {
    STATIC_TYPE("anext_awaitable", AnextAwaitable),
    .tp_dealloc = anext_dealloc,
    .tp_as_async = &self_await,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_traverse = anext_traverse,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = anext_iternext,
    .tp_methods = anext_methods,
};
