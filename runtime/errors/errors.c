/* errors.c -- the current exception of a thread, and the stack of exceptions being handled.
 *
 * curexc_type/value/traceback in PyThreadState: the exception on its way up, all NULL when there is none. exc_info: the
 * exceptions whose except blocks are open, the innermost on top; a generator pushes an item of its own. What is raised
 * while another one is handled gets that one as __context__; the chain of contexts never becomes a ring. */
#include "runtime/errors/errors.h"
#include "runtime/errors/exceptions.h"
#include "runtime/state/interp.h"
#include <stdarg.h>

static PyThreadState *thread(void) { return &adder_thread()->base; }

/* ---- the current exception ---- */

static void restore(PyThreadState *t, STEALS_REF PyObject *type, STEALS_REF PyObject *value, STEALS_REF PyObject *tb)
{
    if (tb != NULL && !PyTraceBack_Check(tb)) Py_CLEAR(tb);
    PyObject *old[3] = {t->curexc_type, t->curexc_value, t->curexc_traceback};
    t->curexc_type = type;
    t->curexc_value = value;
    t->curexc_traceback = tb;
    for (int i = 0; i < 3; i++) Py_XDECREF(old[i]); /* may run code: the new one is in place */
}

void PyErr_Restore(PyObject *type, PyObject *value, PyObject *tb) { restore(thread(), type, value, tb); }

void PyErr_Fetch(PyObject **type, PyObject **value, PyObject **tb)
{
    PyThreadState *t = thread();
    *type = t->curexc_type;
    *value = t->curexc_value;
    *tb = t->curexc_traceback;
    t->curexc_type = t->curexc_value = t->curexc_traceback = NULL;
}

void PyErr_Clear(void)
{
    PyThreadState *t = thread();
    if (t->curexc_type != NULL || t->curexc_value != NULL) restore(t, NULL, NULL, NULL);
}

PyObject *PyErr_Occurred(void)
{
    PyThreadState *t = adder_tstate;
    return t == NULL ? NULL : t->curexc_type;
}

int PyErr_GivenExceptionMatches(PyObject *given, PyObject *exc)
{
    if (given == NULL || exc == NULL) return 0;
    if (PyTuple_Check(exc)) {
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(exc); i++)
            if (PyErr_GivenExceptionMatches(given, PyTuple_GET_ITEM(exc, i))) return 1;
        return 0;
    }
    if (PyExceptionInstance_Check(given)) given = PyExceptionInstance_Class(given);
    if (PyExceptionClass_Check(given) && PyExceptionClass_Check(exc))
        return PyType_IsSubtype((PyTypeObject *)given, (PyTypeObject *)exc);
    return given == exc;
}

int PyErr_ExceptionMatches(PyObject *exc) { return PyErr_GivenExceptionMatches(PyErr_Occurred(), exc); }

/* ---- instances ---- */

/* Does calling the class without keywords mean no more than BaseException.__new__ and __init__? True for most. */
static bool is_plain(PyObject *type)
{
    PyTypeObject *t = (PyTypeObject *)type;
    if (t == &_PyExc_AttributeError || t == &_PyExc_NameError || t == &_PyExc_UnboundLocalError) return true;
    return Py_IS_TYPE(type, &PyType_Type) && t->tp_new == adder_exc_new && t->tp_init == adder_exc_init;
}

static PyObject *create_plain(PyObject *type, PyObject *value)
{
    PyObject *args;
    if (value == NULL || value == Py_None)
        args = PyTuple_New(0);
    else
        args = PyTuple_Check(value) ? Py_NewRef(value) : PyTuple_Pack(1, value);
    if (args == NULL) return NULL;
    PyObject *exc = adder_exc_new((PyTypeObject *)type, args, NULL);
    Py_DECREF(args);
    return exc;
}

PyObject *adder_error_create(PyObject *type, PyObject *value)
{
    PyObject *exc;
    if (is_plain(type)) return create_plain(type, value);
    if (value == NULL || value == Py_None)
        exc = PyObject_CallNoArgs(type);
    else if (PyTuple_Check(value))
        exc = PyObject_Call(type, value, NULL);
    else
        exc = PyObject_CallOneArg(type, value);
    if (exc != NULL && !PyExceptionInstance_Check(exc)) {
        PyErr_Format(PyExc_TypeError, "calling %R should have returned an instance of BaseException, not %s", type,
                     Py_TYPE(exc)->tp_name);
        Py_CLEAR(exc);
    }
    return exc;
}

/* One attempt: makes *value an instance of *type, or of the subclass it already is an instance of. 0, or -1. */
static int normalize_once(PyObject **type, PyObject **value)
{
    PyObject *cls = PyExceptionInstance_Check(*value) ? PyExceptionInstance_Class(*value) : NULL;
    int is_sub = cls == NULL ? 0 : PyObject_IsSubclass(cls, *type);
    if (is_sub < 0) return -1;
    if (!is_sub) {
        PyObject *exc = adder_error_create(*type, *value);
        if (exc == NULL) return -1;
        Py_SETREF(*value, exc);
        return 0;
    }
    if (cls != *type) Py_SETREF(*type, Py_NewRef(cls));
    return 0;
}

/* When making the instance fails, that failure takes its place; after many failures a RecursionError without more ado. */
#define NORMALIZE_LIMIT 32
void PyErr_NormalizeException(PyObject **type, PyObject **value, PyObject **tb)
{
    for (int depth = 0; *type != NULL; depth++) {
        if (*value == NULL) *value = Py_NewRef(Py_None);
        if (!PyExceptionClass_Check(*type) || normalize_once(type, value) == 0) return;
        PyObject *first_tb = *tb;
        Py_CLEAR(*type);
        Py_CLEAR(*value);
        if (depth == NORMALIZE_LIMIT) {
            PyErr_SetString(PyExc_RecursionError, "maximum recursion depth exceeded while normalizing an exception");
        } else if (depth > NORMALIZE_LIMIT) { /* even that could not be made: the spare MemoryError always can */
            PyErr_Clear();
            PyErr_NoMemory();
            PyErr_Fetch(type, value, tb);
            Py_XDECREF(first_tb);
            return;
        }
        PyErr_Fetch(type, value, tb);
        if (*tb == NULL)
            *tb = first_tb;
        else
            Py_XDECREF(first_tb);
    }
}

PyObject *adder_error_take(void)
{
    PyObject *type, *value, *tb;
    PyErr_Fetch(&type, &value, &tb);
    if (type == NULL) return NULL;
    PyErr_NormalizeException(&type, &value, &tb);
    if (tb != NULL && PyExceptionInstance_Check(value)) (void)PyException_SetTraceback(value, tb);
    Py_XDECREF(tb);
    Py_DECREF(type);
    return value;
}

void adder_error_restore(PyObject *exc)
{
    restore(thread(), Py_NewRef(Py_TYPE(exc)), exc, PyException_GetTraceback(exc));
}

/* ---- exceptions being handled ---- */

/* The innermost exception handled now, borrowed, or NULL. */
static PyObject *handled(PyThreadState *t)
{
    PyObject *exc = _PyErr_GetTopmostException(t)->exc_value;
    return exc == NULL || exc == Py_None ? NULL : exc;
}

_PyErr_StackItem *_PyErr_GetTopmostException(PyThreadState *t)
{
    _PyErr_StackItem *item = t->exc_info;
    while ((item->exc_value == NULL || item->exc_value == Py_None) && item->previous_item != NULL) item = item->previous_item;
    return item;
}

PyObject *_PyErr_GetHandledException(PyThreadState *t) { return Py_XNewRef(handled(t)); }
PyObject *PyErr_GetHandledException(void) { return _PyErr_GetHandledException(thread()); }

void _PyErr_SetHandledException(PyThreadState *t, PyObject *exc)
{
    Py_XSETREF(t->exc_info->exc_value, exc == Py_None ? NULL : Py_XNewRef(exc));
}

void PyErr_SetHandledException(PyObject *exc) { _PyErr_SetHandledException(thread(), exc); }

void _PyErr_GetExcInfo(PyThreadState *t, PyObject **type, PyObject **value, PyObject **tb)
{
    PyObject *exc = handled(t);
    *value = Py_XNewRef(exc);
    *type = exc == NULL ? NULL : Py_NewRef(PyExceptionInstance_Class(exc));
    *tb = exc == NULL ? NULL : PyException_GetTraceback(exc);
    if (exc == NULL) { /* sys.exc_info() shows Nones */
        *type = Py_NewRef(Py_None);
        *value = Py_NewRef(Py_None);
        *tb = Py_NewRef(Py_None);
    } else if (*tb == NULL) {
        *tb = Py_NewRef(Py_None);
    }
}

void PyErr_GetExcInfo(PyObject **type, PyObject **value, PyObject **tb) { _PyErr_GetExcInfo(thread(), type, value, tb); }

void PyErr_SetExcInfo(PyObject *type, PyObject *value, PyObject *tb)
{
    PyErr_SetHandledException(value);
    Py_XDECREF(value);
    Py_XDECREF(type); /* both are in value */
    Py_XDECREF(tb);
}

/* ---- raising ---- */

/* Makes `context` the context of exc, which is about to be raised while context is handled. If exc is already in the
 * chain below context, that link is cut. A ring that a program made by hand further down is only walked once. */
static void chain(PyObject *exc, PyObject *context)
{
    if (exc == context) return;
    PyObject *o = context, *slow = context;
    bool step = false;
    for (PyObject *next; (next = EXC_BASE(o)->context) != NULL; o = next) {
        if (next == exc) {
            PyException_SetContext(o, NULL);
            break;
        }
        if (step) slow = EXC_BASE(slow)->context;
        if (slow == next) break;
        step = !step;
    }
    PyException_SetContext(exc, Py_NewRef(context));
}

/* Makes an instance for PyErr_SetObject while another exception is handled. If that fails the failure is current and NULL
 * returned. */
static PyObject *instance_for(PyThreadState *t, PyObject *type, PyObject *value)
{
    if (value != NULL && PyExceptionInstance_Check(value)) return Py_NewRef(value);
    PyErr_Clear();
    (void)t;
    return adder_error_create(type, value);
}

void PyErr_SetObject(PyObject *type, PyObject *value)
{
    PyThreadState *t = thread();
    if (type != NULL && !PyExceptionClass_Check(type)) {
        PyErr_Format(PyExc_SystemError, "_PyErr_SetObject: exception %R is not a BaseException subclass", type);
        return;
    }
    Py_XINCREF(value);
    PyObject *context = Py_XNewRef(handled(t));
    if (context != NULL) {
        PyObject *exc = instance_for(t, type, value);
        Py_XDECREF(value);
        if (exc == NULL) { /* what failed has its own context */
            Py_DECREF(context);
            return;
        }
        value = exc;
        chain(exc, context);
        Py_DECREF(context);
    }
    PyObject *tb = value != NULL && PyExceptionInstance_Check(value) ? PyException_GetTraceback(value) : NULL;
    restore(t, Py_XNewRef(type), value, tb);
}

void _PyErr_SetKeyError(PyObject *key)
{
    PyObject *args = PyTuple_Pack(1, key); /* a tuple key must not be taken for arguments */
    if (args == NULL) return;
    PyErr_SetObject(PyExc_KeyError, args);
    Py_DECREF(args);
}

void PyErr_SetNone(PyObject *type) { PyErr_SetObject(type, NULL); }

void PyErr_SetString(PyObject *type, const char *message)
{
    PyObject *str = PyUnicode_FromString(message);
    if (str == NULL) return;
    PyErr_SetObject(type, str);
    Py_DECREF(str);
}

PyObject *PyErr_FormatV(PyObject *type, const char *format, va_list va)
{
    PyErr_Clear(); /* conversions may run code, which must not see an exception */
    PyObject *str = PyUnicode_FromFormatV(format, va);
    if (str != NULL) {
        PyErr_SetObject(type, str);
        Py_DECREF(str);
    }
    return NULL;
}

PyObject *PyErr_Format(PyObject *type, const char *format, ...)
{
    va_list va;
    va_start(va, format);
    PyErr_FormatV(type, format, va);
    va_end(va);
    return NULL;
}

/* ---- chaining by hand ---- */

void _PyErr_ChainExceptions(PyObject *type, PyObject *value, PyObject *tb)
{
    if (type == NULL) return;
    if (!PyErr_Occurred()) {
        PyErr_Restore(type, value, tb);
        return;
    }
    PyObject *exc = adder_error_take(); /* normalising runs code: nothing may be set meanwhile */
    PyErr_NormalizeException(&type, &value, &tb);
    if (tb != NULL) (void)PyException_SetTraceback(value, tb);
    Py_XDECREF(tb);
    Py_XDECREF(type);
    if (exc != value) PyException_SetContext(exc, Py_NewRef(value));
    Py_DECREF(value);
    adder_error_restore(exc);
}

/* Raises type(message) with the current exception as its cause and context. */
static PyObject *format_from_cause(PyObject *type, const char *format, va_list va)
{
    PyObject *cause = adder_error_take();
    PyErr_FormatV(type, format, va);
    PyObject *exc = adder_error_take();
    if (exc == NULL) {
        Py_XDECREF(cause);
        return NULL;
    }
    if (cause != NULL && cause != exc) {
        PyException_SetCause(exc, Py_NewRef(cause));
        PyException_SetContext(exc, Py_NewRef(cause));
    }
    Py_XDECREF(cause);
    adder_error_restore(exc);
    return NULL;
}

PyObject *_PyErr_FormatFromCause(PyObject *type, const char *format, ...)
{
    va_list va;
    va_start(va, format);
    format_from_cause(type, format, va);
    va_end(va);
    return NULL;
}

/* Can a copy of exc with another message be made without losing anything? Only for plain single-text exceptions. */
static bool may_wrap(PyObject *exc)
{
    PyTypeObject *type = Py_TYPE(exc);
    PyObject *args = EXC_BASE(exc)->args, *dict = EXC_BASE(exc)->dict;
    if (type->tp_init != adder_exc_init || type->tp_new != adder_exc_new || type->tp_basicsize != sizeof(ExcBase))
        return false;
    if (PyTuple_GET_SIZE(args) > 1) return false;
    if (PyTuple_GET_SIZE(args) == 1 && !PyUnicode_CheckExact(PyTuple_GET_ITEM(args, 0))) return false;
    return dict == NULL || PyDict_GET_SIZE(dict) == 0;
}

PyObject *_PyErr_TrySetFromCause(const char *format, ...)
{
    PyObject *exc = adder_error_take();
    if (exc == NULL) return NULL;
    bool wrap = may_wrap(exc);
    PyObject *type = Py_NewRef(Py_TYPE(exc)), *text = wrap ? PyObject_Str(exc) : NULL;
    adder_error_restore(exc);
    if (text == NULL) {
        Py_DECREF(type);
        return NULL;
    }
    va_list va;
    va_start(va, format);
    PyObject *type_ref = type, *prefix;
    PyObject *saved = adder_error_take();
    prefix = PyUnicode_FromFormatV(format, va);
    va_end(va);
    adder_error_restore(saved);
    if (prefix != NULL)
        _PyErr_FormatFromCause(type_ref, "%U (%s: %U)", prefix, ((PyTypeObject *)type_ref)->tp_name, text);
    Py_XDECREF(prefix);
    Py_DECREF(text);
    Py_DECREF(type);
    return NULL;
}

/* ---- wrong use of the C API ---- */

int PyErr_BadArgument(void)
{
    PyErr_SetString(PyExc_TypeError, "bad argument type for built-in operation");
    return 0;
}

void _PyErr_BadInternalCall(const char *file, int line)
{
    PyErr_Format(PyExc_SystemError, "%s:%d: bad argument to internal function", file, line);
}

#undef PyErr_BadInternalCall
void PyErr_BadInternalCall(void) { PyErr_SetString(PyExc_SystemError, "bad argument to internal function"); }
