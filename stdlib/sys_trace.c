/* sys_trace.c -- sys.settrace and sys.setprofile: a C trace function that calls the Python one.
 *
 * The VM calls a Py_tracefunc (PyEval_SetTrace); here it turns the event into (frame, name, arg). A trace function that
 * fails is removed, and its exception goes on. */
#include "runtime/state/interp.h"
#include "stdlib/sys.h"
#include "vm/frame.h"
#include <frameobject.h>

void PyFrame_LocalsToFast(PyFrameObject *frame, int clear); /* vm/frame_object.c */

/* The name of an event. */
static PyObject *event_name(int what)
{
    switch (what) { /* ORDER PyTrace_* */
    case PyTrace_CALL: return ID(call);
    case PyTrace_EXCEPTION: return ID(exception);
    case PyTrace_LINE: return ID(line);
    case PyTrace_RETURN: return ID(return);
    case PyTrace_C_CALL: return ID(c_call);
    case PyTrace_C_EXCEPTION: return ID(c_exception);
    case PyTrace_C_RETURN: return ID(c_return);
    default: return ID(opcode);
    }
}

/* callback(frame, event, arg) with the frame's f_locals up to date. New reference or NULL. */
static PyObject *call(PyObject *callback, PyFrameObject *frame, int what, PyObject *arg)
{
    PyObject *args[] = { (PyObject *)frame, event_name(what), arg != NULL ? arg : Py_None };
    if (PyFrame_FastToLocalsWithError(frame) < 0) return NULL;
    PyObject *r = PyObject_Vectorcall(callback, args, 3, NULL);
    PyFrame_LocalsToFast(frame, 1);
    if (r == NULL) PyTraceBack_Here(frame);
    return r;
}

/* self is the function given to sys.settrace: it sees calls; what it returned for a frame sees that frame's events. */
static int trace_python(PyObject *self, PyFrameObject *frame, int what, PyObject *arg)
{
    PyObject *callback = what == PyTrace_CALL ? self : frame->trace;
    if (callback == NULL) return 0;
    Py_INCREF(callback);
    PyObject *r = call(callback, frame, what, arg);
    Py_DECREF(callback);
    if (r == NULL) {
        _PyEval_SetTrace(adder_tstate, NULL, NULL);
        Py_CLEAR(frame->trace);
        return -1;
    }
    if (r != Py_None) Py_XSETREF(frame->trace, r);
    else Py_DECREF(r);
    return 0;
}

static int profile_python(PyObject *self, PyFrameObject *frame, int what, PyObject *arg)
{
    PyObject *r = call(self, frame, what, arg);
    if (r == NULL) {
        _PyEval_SetProfile(adder_tstate, NULL, NULL);
        return -1;
    }
    Py_DECREF(r);
    return 0;
}

static PyObject *sys_settrace(PyObject *self, PyObject *const *args)
{
    (void)self;
    bool off = args[0] == Py_None;
    if (_PyEval_SetTrace(adder_tstate, off ? NULL : trace_python, off ? NULL : args[0]) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *sys_gettrace(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    PyObject *f = adder_tstate->c_traceobj;
    return Py_NewRef(f != NULL ? f : Py_None);
}

static PyObject *sys_setprofile(PyObject *self, PyObject *const *args)
{
    (void)self;
    bool off = args[0] == Py_None;
    if (_PyEval_SetProfile(adder_tstate, off ? NULL : profile_python, off ? NULL : args[0]) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *sys_getprofile(PyObject *self, PyObject *const *args)
{
    (void)self;
    (void)args;
    PyObject *f = adder_tstate->c_profileobj;
    return Py_NewRef(f != NULL ? f : Py_None);
}

/* Debuggers call functions of the program from inside a trace function: tracing is on again meanwhile. */
static PyObject *sys_call_tracing(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyThreadState *t = adder_tstate;
    if (!PyTuple_Check(args[1]))
        return PyErr_Format(PyExc_TypeError, "call_tracing() argument 2 must be tuple, not %.50s",
                            args[1] == Py_None ? "None" : Py_TYPE(args[1])->tp_name);
    int saved = t->tracing;
    t->tracing = 0;
    t->cframe->use_tracing = t->c_tracefunc != NULL || t->c_profilefunc != NULL ? 255 : 0;
    PyObject *r = PyObject_Call(args[0], args[1], NULL);
    t->tracing = saved;
    t->cframe->use_tracing = saved == 0 && (t->c_tracefunc != NULL || t->c_profilefunc != NULL) ? 255 : 0;
    return r;
}

PyMethodDef adder_sys_tracing[] = {
    FN("settrace", sys_settrace, "(function, /)",
       "settrace(function)\n\nCall function(frame, event, arg) when a Python function is entered in this thread; what it returns\n"
       "is called for the lines, returns and exceptions of that frame. None ends it."),
    FN("gettrace", sys_gettrace, "($module, /)", "The function given to settrace(), or None."),
    FN("setprofile", sys_setprofile, "(function, /)",
       "setprofile(function)\n\nCall function(frame, event, arg) at calls and returns of Python and C functions in this thread."),
    FN("getprofile", sys_getprofile, "($module, /)", "The function given to setprofile(), or None."),
    FN("call_tracing", sys_call_tracing, "($module, func, args, /)",
       "func(*args) with tracing on, even within a trace function."),
    { 0 }
};
