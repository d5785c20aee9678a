/* slow_exception.c -- raising, catching, `with`. */
#include "runtime/errors/exceptions.h"
#include "runtime/objects/type.h"
#include "vm/eval.h"
#include "vm/generator.h"
#include "vm/stack.h"

SLOW(adder_slow_push_exc)
{
    _PyErr_StackItem *handled = thread->base.exc_info;
    PyObject *before = handled->exc_value;
    handled->exc_value = Py_NewRef(slot_object(fp[pc->b]));
    fp[pc->a] = slot_from_object(before != NULL ? before : Py_NewRef(Py_None));
    return 0;
}

SLOW(adder_slow_pop_exc)
{
    _PyErr_StackItem *handled = thread->base.exc_info;
    PyObject *before = slot_object(fp[pc->a]), *done = handled->exc_value;
    fp[pc->a] = SLOT_NULL;
    if (before == Py_None) {
        Py_DECREF(before);
        before = NULL;
    }
    handled->exc_value = before;
    Py_XDECREF(done);
    return 0;
}

/* May `type` stand after except? 0, or -1 with TypeError. */
static int check_catchable(PyObject *type, bool star)
{
    Py_ssize_t n = PyTuple_Check(type) ? PyTuple_GET_SIZE(type) : 1;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *t = PyTuple_Check(type) ? PyTuple_GET_ITEM(type, i) : type;
        if (!PyExceptionClass_Check(t)) {
            PyErr_SetString(PyExc_TypeError, "catching classes that do not inherit from BaseException is not allowed");
            return -1;
        }
        if (star && PyType_IsSubtype((PyTypeObject *)t, (PyTypeObject *)PyExc_BaseExceptionGroup)) {
            PyErr_SetString(PyExc_TypeError, "catching ExceptionGroup with except* is not allowed. Use except instead.");
            return -1;
        }
    }
    return 0;
}

FLOW_FUNCTION(adder_flow_nomatch)
{
    (void)thread;
    PyObject *temp, *type = adder_operand(pc, fp, 1, &temp), *exc = slot_object(fp[pc->a]);
    if (type == NULL) return NULL;
    bool ok = check_catchable(type, false) == 0;
    int match = ok ? PyErr_GivenExceptionMatches(exc, type) : 0;
    Py_XDECREF(temp);
    if (!ok) return NULL;
    operand_consume(pc, fp, 1);
    return match ? pc + 1 : pc + (int16_t)pc->c;
}

SLOW(adder_slow_eg_match)
{
    (void)thread;
    PyObject *temp, *type = adder_operand(pc, fp, 2, &temp), *match, *rest;
    if (type == NULL) return -1;
    int rc = check_catchable(type, true) < 0 ? -1 : adder_group_match(slot_object(fp[pc->b]), type, &match, &rest);
    Py_XDECREF(temp);
    if (rc < 0) return -1;
    operand_consume(pc, fp, 2);
    fp[pc->a] = slot_from_object(match);
    fp[pc->a + 1] = slot_from_object(rest);
    return 0;
}

SLOW(adder_slow_eg_finish)
{
    (void)thread;
    PyObject *x = adder_group_reraise(slot_object(fp[pc->b]), slot_object(fp[pc->c]));
    if (x == NULL) return -1;
    operand_consume(pc, fp, 2);
    fp[pc->a] = slot_from_object(x);
    return 0;
}

/* The exception being handled, by whatever frame; borrowed or NULL. */
static PyObject *handled_exception(AdderThread *thread)
{
    _PyErr_StackItem *item = thread->base.exc_info;
    while ((item->exc_value == NULL || item->exc_value == Py_None) && item->previous_item != NULL) item = item->previous_item;
    return item->exc_value == Py_None ? NULL : item->exc_value;
}

/* An exception object from a class or an instance; a new reference. */
static PyObject *instance_of(PyObject *o, const char *error)
{
    if (PyExceptionInstance_Check(o)) return Py_NewRef(o);
    if (!PyExceptionClass_Check(o)) {
        PyErr_SetString(PyExc_TypeError, error);
        return NULL;
    }
    PyObject *value = PyObject_CallNoArgs(o);
    if (value != NULL && !PyExceptionInstance_Check(value)) {
        PyErr_Format(PyExc_TypeError, "calling %R should have returned an instance of BaseException, not %R", o, Py_TYPE(value));
        Py_CLEAR(value);
    }
    return value;
}

static void raise_from(PyObject *o, PyObject *cause)
{
    PyObject *value = instance_of(o, "exceptions must derive from BaseException"), *fixed = NULL;
    if (value == NULL) return;
    if (cause != NULL) {
        if (cause != Py_None && (fixed = instance_of(cause, "exception causes must derive from BaseException")) == NULL) {
            Py_DECREF(value);
            return;
        }
        PyException_SetCause(value, fixed);
    }
    PyErr_SetObject((PyObject *)Py_TYPE(value), value);
    Py_DECREF(value);
}

SLOW(adder_slow_raise)
{
    if (pc->b == 0) {
        PyObject *exc = handled_exception(thread);
        if (exc == NULL) PyErr_SetString(PyExc_RuntimeError, "No active exception to reraise");
        else {
            adder_error_restore(Py_NewRef(exc));
            thread->chunk->reraising = true;
        }
        return -1;
    }
    PyObject *o = slot_boxed(fp + pc->a), *cause = NULL;
    if (o != NULL && (pc->b == 1 || (cause = slot_boxed(fp + pc->a + 1)) != NULL)) raise_from(o, cause);
    return -1; /* the operands are released as live temporaries */
}

SLOW(adder_slow_load_assertion_error)
{
    (void)thread;
    store_object(pc, fp, Py_NewRef(PyExc_AssertionError));
    return 0;
}

/* ---- with */

/* A special method of o, bound; NULL with an exception: TypeError(format % type name) when it has none. */
static PyObject *bound_special(PyObject *o, PyObject *name, const char *format)
{
    bool unbound;
    PyObject *method = adder_special_lookup(o, name, &unbound);
    if (method == NULL) {
        if (!PyErr_Occurred()) PyErr_Format(PyExc_TypeError, format, Py_TYPE(o)->tp_name);
        return NULL;
    }
    if (!unbound) return method;
    PyObject *bound = PyMethod_New(method, o);
    Py_DECREF(method);
    return bound;
}

static int before_with(Slot *fp, Instr *pc, PyObject *enter_name, PyObject *exit_name, const char *no_enter, const char *no_exit)
{
    PyObject *temp, *o = adder_operand(pc, fp, 1, &temp), *enter, *exit = NULL, *entered = NULL;
    if (o == NULL) return -1;
    enter = bound_special(o, enter_name, no_enter);
    if (enter != NULL) exit = bound_special(o, exit_name, no_exit);
    if (exit != NULL) entered = PyObject_CallNoArgs(enter);
    Py_XDECREF(enter);
    Py_XDECREF(temp);
    if (entered == NULL) {
        Py_XDECREF(exit);
        return -1;
    }
    operand_consume(pc, fp, 1);
    fp[pc->a] = slot_from_object(exit);
    fp[pc->c] = slot_from_object(entered);
    return 0;
}

SLOW(adder_slow_before_with)
{
    (void)thread;
    return before_with(fp, pc, ID(__enter__), ID(__exit__), "'%.200s' object does not support the context manager protocol",
                       "'%.200s' object does not support the context manager protocol (missed __exit__ method)");
}

SLOW(adder_slow_before_async_with)
{
    (void)thread;
    return before_with(fp, pc, ID(__aenter__), ID(__aexit__),
                       "'%.200s' object does not support the asynchronous context manager protocol",
                       "'%.200s' object does not support the asynchronous context manager protocol (missed __aexit__ method)");
}

static PyObject *exit_normally(PyObject *exit)
{
    PyObject *args[] = { NULL, Py_None, Py_None, Py_None };
    return PyObject_Vectorcall(exit, args + 1, 3 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
}

SLOW(adder_slow_with_exit)
{
    (void)thread;
    PyObject *x = exit_normally(slot_object(fp[pc->a]));
    if (x == NULL) return -1;
    operand_consume(pc, fp, 0);
    Py_DECREF(x);
    return 0;
}

SLOW(adder_slow_with_exit_async)
{
    (void)thread;
    PyObject *x = exit_normally(slot_object(fp[pc->b]));
    if (x == NULL) return -1;
    operand_consume(pc, fp, 1);
    fp[pc->a] = slot_from_object(x);
    return 0;
}

SLOW(adder_slow_with_except)
{
    (void)thread;
    PyObject *exc = slot_object(fp[pc->c]), *tb = PyException_GetTraceback(exc);
    PyObject *args[] = { NULL, (PyObject *)Py_TYPE(exc), exc, tb != NULL ? tb : Py_None };
    PyObject *x = PyObject_Vectorcall(slot_object(fp[pc->b]), args + 1, 3 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
    Py_XDECREF(tb);
    if (x == NULL) return -1;
    fp[pc->a] = slot_from_object(x);
    return 0;
}
