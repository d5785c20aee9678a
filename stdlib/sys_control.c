/* sys_control.c -- sys functions that look at or change the running interpreter: limits, sizes, frames, threads, exit. */
#include "runtime/memory/memory.h"
#include "runtime/objects/int.h"
#include "runtime/objects/structseq.h"
#include "runtime/objects/str.h"
#include "runtime/objects/type.h"
#include "stdlib/sys.h"
#include "vm/frame.h"
#include <dlfcn.h>

/* ---- exceptions ---- */

static PyObject *sys_exc_info(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    PyObject *type, *value, *traceback;
    PyErr_GetExcInfo(&type, &value, &traceback);
    PyObject *r = PyTuple_Pack(3, type != NULL ? type : Py_None, value != NULL ? value : Py_None,
                               traceback != NULL ? traceback : Py_None);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    return r;
}

static PyObject *sys_exception(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    PyObject *exc = PyErr_GetHandledException();
    return exc != NULL ? exc : Py_NewRef(Py_None);
}

static PyObject *sys_exit(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyErr_SetObject(PyExc_SystemExit, args[0]);
    return NULL;
}

/* ---- encodings, strings ---- */

static PyObject *sys_getdefaultencoding(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    return PyUnicode_FromString("utf-8");
}

static PyObject *config_text(const wchar_t *s, const char *otherwise)
{
    return s != NULL ? PyUnicode_FromWideChar(s, -1) : PyUnicode_FromString(otherwise);
}

static PyObject *sys_getfilesystemencoding(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    return config_text(adder_interp()->config->filesystem_encoding, "utf-8");
}

static PyObject *sys_getfilesystemencodeerrors(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    return config_text(adder_interp()->config->filesystem_errors, "surrogateescape");
}

static PyObject *sys_intern(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *s = args[0];
    if (!PyUnicode_Check(s))
        return PyErr_Format(PyExc_TypeError, "intern() argument must be str, not %.50s",
                            s == Py_None ? "None" : Py_TYPE(s)->tp_name);
    if (!PyUnicode_CheckExact(s)) return PyErr_Format(PyExc_TypeError, "can't intern %.400s", Py_TYPE(s)->tp_name);
    Py_INCREF(s);
    PyUnicode_InternInPlace(&s);
    return s;
}

/* ---- limits ---- */

static PyObject *sys_getrecursionlimit(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    return PyLong_FromLong(Py_GetRecursionLimit());
}

static PyObject *sys_setrecursionlimit(PyObject *self, PyObject *const *args)
{
    (void)self;
    int limit;
    if ((limit = _PyLong_AsInt(args[0])) == -1 && PyErr_Occurred()) return NULL;
    if (limit < 1) return PyErr_Format(PyExc_ValueError, "recursion limit must be greater or equal than 1");
    int depth = adder_tstate->recursion_limit - adder_tstate->recursion_remaining;
    if (depth >= limit)
        return PyErr_Format(PyExc_RecursionError,
                            "cannot set the recursion limit to %i at the recursion depth %i: the limit is too low", limit, depth);
    Py_SetRecursionLimit(limit);
    Py_RETURN_NONE;
}

static PyObject *sys_getswitchinterval(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    return PyFloat_FromDouble(1e-6 * (double)_PyEval_GetSwitchInterval());
}

static PyObject *sys_setswitchinterval(PyObject *self, PyObject *const *args)
{
    (void)self;
    double seconds = PyFloat_AsDouble(args[0]);
    if (seconds == -1.0 && PyErr_Occurred()) return NULL;
    if (!(seconds > 0.0)) return PyErr_Format(PyExc_ValueError, "switch interval must be strictly positive");
    _PyEval_SetSwitchInterval(seconds > 1e9 ? 1000000000000000UL : (unsigned long)(1e6 * seconds));
    Py_RETURN_NONE;
}

static PyObject *sys_get_int_max_str_digits(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    return PyLong_FromLong(adder_interp()->number.int_max_str_digits);
}

static PyObject *sys_set_int_max_str_digits(PyObject *self, PyObject *const *args)
{
    (void)self;
    int n;
    if ((n = _PyLong_AsInt(args[0])) == -1 && PyErr_Occurred()) return NULL;
    if (n != 0 && n < ADDER_INT_STR_DIGITS_FLOOR)
        return PyErr_Format(PyExc_ValueError, "maxdigits must be 0 or larger than %d", ADDER_INT_STR_DIGITS_FLOOR);
    adder_interp()->number.int_max_str_digits = n;
    Py_RETURN_NONE;
}

/* ---- loading of extension modules: the flags live in the interpreter's dict once they are changed ---- */

#define DLOPEN_FLAGS "sys.dlopenflags"

int adder_sys_dlopen_flags(void)
{
    PyObject *dict = PyInterpreterState_GetDict(adder_interp());
    PyObject *flags = dict != NULL ? PyDict_GetItemString(dict, DLOPEN_FLAGS) : NULL;
    return flags != NULL ? (int)PyLong_AsLong(flags) : RTLD_NOW;
}

static PyObject *sys_getdlopenflags(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    return PyLong_FromLong(adder_sys_dlopen_flags());
}

static PyObject *sys_setdlopenflags(PyObject *self, PyObject *const *args)
{
    (void)self;
    int flags;
    if ((flags = _PyLong_AsInt(args[0])) == -1 && PyErr_Occurred()) return NULL;
    PyObject *dict = PyInterpreterState_GetDict(adder_interp()), *value = PyLong_FromLong(flags);
    int rc = dict == NULL || value == NULL ? -1 : PyDict_SetItemString(dict, DLOPEN_FLAGS, value);
    Py_XDECREF(value);
    if (rc == 0) Py_RETURN_NONE;
    return PyErr_Occurred() ? NULL : PyErr_NoMemory();
}

/* ---- objects ---- */

static PyObject *sys_getrefcount(PyObject *self, PyObject *const *args)
{
    (void)self;
    return PyLong_FromSsize_t(Py_REFCNT(args[0]));
}

size_t _PySys_GetSizeOf(PyObject *o)
{
    bool found;
    PyObject *size = adder_special_call_maybe(o, ID(__sizeof__), &o, 1, &found);
    if (size == NULL) {
        if (!PyErr_Occurred()) PyErr_Format(PyExc_TypeError, "Type %.100s doesn't define __sizeof__", Py_TYPE(o)->tp_name);
        return (size_t)-1;
    }
    Py_ssize_t n = PyLong_AsSsize_t(size);
    Py_DECREF(size);
    if (n == -1 && PyErr_Occurred()) return (size_t)-1;
    if (n < 0) {
        PyErr_SetString(PyExc_ValueError, "__sizeof__() should return >= 0");
        return (size_t)-1;
    }
    return (size_t)n + (adder_is_gc(o) ? sizeof(GcHead) : 0);
}

static PyObject *sys_getsizeof(PyObject *self, PyObject *const *args)
{
    (void)self;
    size_t n = _PySys_GetSizeOf(args[0]);
    if (n != (size_t)-1 || !PyErr_Occurred()) return PyLong_FromSize_t(n);
    if (args[1] == NULL || !PyErr_ExceptionMatches(PyExc_TypeError)) return NULL;
    PyErr_Clear();
    return Py_NewRef(args[1]);
}

static PyObject *sys_getallocatedblocks(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    return PyLong_FromSize_t(adder_interp()->memory.gate.blocks);
}

static PyObject *sys_debugmallocstats(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    struct adder_memory_state *m = &adder_interp()->memory;
    fprintf(stderr, "%zu blocks in use, %zu bytes; %zu arenas\n", m->gate.blocks, m->gate.live, m->heap.arena_count);
    Py_RETURN_NONE;
}

static PyObject *sys_clear_type_cache(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    PyType_ClearCache();
    Py_RETURN_NONE;
}

/* ---- frames and threads ---- */

static PyObject *sys_getframe(PyObject *self, PyObject *const *args)
{
    (void)self;
    int depth;
    if ((depth = _PyLong_AsInt(args[0])) == -1 && PyErr_Occurred()) return NULL;
    Slot *fp = adder_frame_current();
    for (; depth > 0 && fp != NULL; depth--) fp = adder_frame_outer(fp);
    if (fp == NULL) return PyErr_Format(PyExc_ValueError, "call stack is not deep enough");
    PyObject *frame = Py_XNewRef((PyObject *)adder_frame_object(fp));
    if (frame != NULL && PySys_Audit("sys._getframe", "(O)", frame) < 0) Py_CLEAR(frame);
    return frame;
}

static PyObject *sys_current_frames(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    return _PyThread_CurrentFrames();
}

static PyObject *sys_current_exceptions(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    return _PyThread_CurrentExceptions();
}

static PyObject *sys_is_finalizing(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    return PyBool_FromLong(adder_interp()->finalizing);
}

/* ---- coroutines and asynchronous generators ---- */

static PyObject *sys_get_coroutine_origin_tracking_depth(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    return PyLong_FromLong(adder_tstate->coroutine_origin_tracking_depth);
}

static PyObject *sys_set_coroutine_origin_tracking_depth(PyObject *self, PyObject *const *args)
{
    (void)self;
    int depth;
    if ((depth = _PyLong_AsInt(args[0])) == -1 && PyErr_Occurred()) return NULL;
    if (depth < 0) return PyErr_Format(PyExc_ValueError, "depth must be >= 0");
    adder_tstate->coroutine_origin_tracking_depth = depth;
    Py_RETURN_NONE;
}

/* The hook to store: *hook becomes new or NULL for None. False with TypeError. */
static bool check_hook(PyObject *value, const char *name)
{
    if (value == NULL || value == Py_None || PyCallable_Check(value)) return true;
    PyErr_Format(PyExc_TypeError, "callable %s expected, got %.50s", name, Py_TYPE(value)->tp_name);
    return false;
}

static void set_hook(PyObject **slot, PyObject *value)
{
    if (value != NULL) Py_XSETREF(*slot, value == Py_None ? NULL : Py_NewRef(value));
}

static PyObject *sys_set_asyncgen_hooks(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyThreadState *t = adder_tstate;
    if (!check_hook(args[1], "finalizer") || !check_hook(args[0], "firstiter")) return NULL;
    if (args[1] != NULL && PySys_Audit("sys.set_asyncgen_hooks_finalizer", NULL) < 0) return NULL;
    if (args[0] != NULL && PySys_Audit("sys.set_asyncgen_hooks_firstiter", NULL) < 0) return NULL;
    set_hook(&t->async_gen_finalizer, args[1]);
    set_hook(&t->async_gen_firstiter, args[0]);
    Py_RETURN_NONE;
}

/* The type of the result lives in the interpreter's dict. */
static PyTypeObject *asyncgen_hooks_type(void)
{
    static const char key[] = "sys.asyncgen_hooks";
    static PyStructSequence_Field fields[] = {
        { "firstiter", "called when an asynchronous generator is iterated for the first time" },
        { "finalizer", "called when an asynchronous generator is about to be collected" },
        { NULL, NULL },
    };
    PyStructSequence_Desc desc = { "asyncgen_hooks", "The hooks for asynchronous generators, None where there is none.",
                                   fields, 2 };
    PyObject *dict = PyInterpreterState_GetDict(adder_interp());
    if (dict == NULL) return (PyTypeObject *)(void *)PyErr_NoMemory();
    PyObject *type = Py_XNewRef(PyDict_GetItemString(dict, key));
    if (type == NULL) {
        type = (PyObject *)PyStructSequence_NewType(&desc);
        if (type != NULL && PyDict_SetItemString(dict, key, type) < 0) Py_CLEAR(type);
    }
    return (PyTypeObject *)type;
}

static PyObject *sys_get_asyncgen_hooks(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    PyThreadState *t = adder_tstate;
    PyTypeObject *type = asyncgen_hooks_type();
    if (type == NULL) return NULL;
    PyObject *items[] = { Py_NewRef(t->async_gen_firstiter != NULL ? t->async_gen_firstiter : Py_None),
                          Py_NewRef(t->async_gen_finalizer != NULL ? t->async_gen_finalizer : Py_None) };
    PyObject *r = adder_structseq_of(type, items, 2);
    Py_DECREF(type);
    return r;
}

PyMethodDef adder_sys_control[] = {
    FN("exc_info", sys_exc_info, "($module, /)", "(type, value, traceback) of the exception being handled, or three None."),
    FN("exception", sys_exception, "($module, /)", "The exception being handled, or None."),
    FN("exit", sys_exit, "($module, status=None, /)",
       "Leave the interpreter by raising SystemExit(status): None is success, an int the exit status, anything else is\n"
       "printed to stderr and counts as 1."),
    FN("getdefaultencoding", sys_getdefaultencoding, "($module, /)", "The encoding of str.encode(): 'utf-8'."),
    FN("getfilesystemencoding", sys_getfilesystemencoding, "($module, /)", "The encoding of file names."),
    FN("getfilesystemencodeerrors", sys_getfilesystemencodeerrors, "($module, /)", "How bytes that are no text in file names are kept."),
    FN("intern", sys_intern, "($module, string, /)", "The one shared str that equals string: comparisons of such are quick."),
    FN("getrecursionlimit", sys_getrecursionlimit, "($module, /)", "How deep calls may nest before RecursionError."),
    FN("setrecursionlimit", sys_setrecursionlimit, "($module, limit, /)", "Let calls nest `limit` deep."),
    FN("getswitchinterval", sys_getswitchinterval, "($module, /)", "Seconds a thread runs before others get their turn."),
    FN("setswitchinterval", sys_setswitchinterval, "($module, interval, /)", "Set the seconds a thread runs while others wait."),
    FN("get_int_max_str_digits", sys_get_int_max_str_digits, "($module, /)",
       "The most digits that int and decimal text are converted into each other with; 0: no limit."),
    FN("set_int_max_str_digits", sys_set_int_max_str_digits, "($module, /, maxdigits)", "Set that limit; 0 or at least 640."),
    FN("getdlopenflags", sys_getdlopenflags, "($module, /)", "The flags that extension modules are loaded with."),
    FN("setdlopenflags", sys_setdlopenflags, "($module, flags, /)", "Set the flags that extension modules are loaded with."),
    FN("getrefcount", sys_getrefcount, "($module, object, /)", "References to object, the argument of this call among them."),
    FN("getsizeof", sys_getsizeof, "(object, default=<unrepresentable>)",
       "getsizeof(object [, default]) -> int\n\nBytes of the object itself, without what it refers to."),
    FN("getallocatedblocks", sys_getallocatedblocks, "($module, /)", "Blocks of memory in use."),
    FN("_debugmallocstats", sys_debugmallocstats, "($module, /)", "Print what the allocator holds to stderr."),
    FN("_clear_type_cache", sys_clear_type_cache, "($module, /)", "Forget cached attribute look-ups on types."),
    FN("_getframe", sys_getframe, "($module, depth=0, /)", "The frame object that many calls below the running one."),
    FN("_current_frames", sys_current_frames, "($module, /)", "A dict of each thread's running frame."),
    FN("_current_exceptions", sys_current_exceptions, "($module, /)", "A dict of each thread's exception being handled."),
    FN("is_finalizing", sys_is_finalizing, "($module, /)", "Is the interpreter shutting down?"),
    FN("get_coroutine_origin_tracking_depth", sys_get_coroutine_origin_tracking_depth, "($module, /)",
       "Frames that a coroutine remembers of where it was made."),
    FN("set_coroutine_origin_tracking_depth", sys_set_coroutine_origin_tracking_depth, "($module, /, depth)",
       "Set the frames that coroutines remember in cr_origin."),
    FN("get_asyncgen_hooks", sys_get_asyncgen_hooks, "($module, /)", "The named pair (firstiter, finalizer) of hooks."),
    FN("set_asyncgen_hooks", sys_set_asyncgen_hooks, "(firstiter=<unrepresentable>, finalizer=<unrepresentable>)",
       "set_asyncgen_hooks([firstiter] [, finalizer])\n\nSet the hooks for asynchronous generators; None removes one."),
    { 0 }
};
