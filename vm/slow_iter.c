/* slow_iter.c -- iterating, delegating, awaiting: the parts that are not the switch of frames itself. */
#include "vm/cache.h"
#include "vm/call.h"
#include "vm/generator.h"
#include "vm/stack.h"
#include "runtime/objects/type.h"

SLOW(adder_slow_get_iter)
{
    (void)thread;
    PyObject *temp, *o = adder_operand(pc, fp, 1, &temp);
    if (o == NULL) return -1;
    PyObject *it = PyObject_GetIter(o);
    Py_XDECREF(temp);
    if (it == NULL) return -1;
    operand_consume(pc, fp, 1);
    fp[pc->a] = slot_from_object(it);
    return 0;
}

static void choose_iter_form(Instr *pc, PyObject *it)
{
    bool number = op_generic(pc->op) == BASE_FOR_ITERN;
    OpBase form = number ? BASE_FOR_ITERN : BASE_FOR_ITER;
    if (Py_IS_TYPE(it, &PyRangeIter_Type)) form = number ? BASE_FOR_ITERN_RANGE : BASE_FOR_ITER_RANGE;
    else if (Py_IS_TYPE(it, &PyListIter_Type)) form = number ? BASE_FOR_ITERN_LIST : BASE_FOR_ITER_LIST;
    else if (Py_IS_TYPE(it, &PyTupleIter_Type)) form = number ? BASE_FOR_ITERN_TUPLE : BASE_FOR_ITER_TUPLE;
    else if (Py_IS_TYPE(it, &PyGen_Type)) form = number ? BASE_FOR_ITERN_GEN : BASE_FOR_ITER_GEN;
    pc->op = op_in_form(pc->op, form);
}

FLOW_FUNCTION(adder_flow_for_iter)
{
    (void)thread;
    PyObject *it = slot_object(fp[pc->b]);
    choose_iter_form(pc, it);
    PyObject *x = Py_TYPE(it)->tp_iternext(it);
    if (x != NULL) {
        store_object(pc, fp, x);
        return pc + (int16_t)pc->c;
    }
    if (PyErr_Occurred()) {
        if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return NULL;
        PyErr_Clear();
    }
    Slot s = fp[pc->b];
    fp[pc->b] = SLOT_NULL;
    slot_release(s);
    return pc + 1;
}

/* ---- Delegation */

FLOW_FUNCTION(adder_flow_send)
{
    PyObject *value = slot_boxed(fp + pc->a), *it = slot_object(fp[pc->b]), *result;
    (void)thread;
    if (value == NULL) return NULL;
    if (generator_inline_type(it)) pc->op = op_in_form(pc->op, BASE_SEND_GEN);
    PySendResult how = PyIter_Send(it, value, &result);
    if (how == PYGEN_ERROR) return NULL;
    Slot old = fp[pc->a];
    fp[pc->a] = slot_from_object(result);
    slot_release(old);
    return how == PYGEN_RETURN ? pc + (int16_t)pc->c : pc + 1;
}

SLOW(adder_slow_get_yield_from_iter)
{
    (void)thread;
    PyObject *temp, *o = adder_operand(pc, fp, 1, &temp), *it;
    if (o == NULL) return -1;
    if (Py_IS_TYPE(o, &PyCoro_Type)) {
        if (!(frame_code(fp)->flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE))) {
            PyErr_SetString(PyExc_TypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
            return -1;
        }
        it = Py_NewRef(o);
    } else it = PyGen_CheckExact(o) ? Py_NewRef(o) : PyObject_GetIter(o);
    Py_XDECREF(temp);
    if (it == NULL) return -1;
    operand_consume(pc, fp, 1);
    fp[pc->a] = slot_from_object(it);
    return 0;
}

static void raise_bad_awaitable(PyObject *o, int where)
{
    PyTypeObject *type = Py_TYPE(o);
    if (type->tp_as_async != NULL && type->tp_as_async->am_await != NULL) return; /* its own error stands */
    if (where == 1)
        PyErr_Format(PyExc_TypeError, "'async with' received an object from __aenter__ that does not implement __await__: %.100s",
                     type->tp_name);
    else if (where == 2)
        PyErr_Format(PyExc_TypeError, "'async with' received an object from __aexit__ that does not implement __await__: %.100s",
                     type->tp_name);
}

SLOW(adder_slow_get_awaitable)
{
    (void)thread;
    PyObject *temp, *o = adder_operand(pc, fp, 1, &temp), *it;
    if (o == NULL) return -1;
    it = adder_awaitable_iter(o);
    if (it == NULL) raise_bad_awaitable(o, pc->c);
    Py_XDECREF(temp);
    if (it != NULL && Py_IS_TYPE(it, &PyCoro_Type) && adder_generator_delegate((Generator *)it) != NULL) {
        Py_CLEAR(it);
        PyErr_SetString(PyExc_RuntimeError, "coroutine is being awaited already");
    }
    if (it == NULL) return -1;
    operand_consume(pc, fp, 1);
    fp[pc->a] = slot_from_object(it);
    return 0;
}

SLOW(adder_slow_get_aiter)
{
    (void)thread;
    PyObject *temp, *o = adder_operand(pc, fp, 1, &temp), *it;
    if (o == NULL) return -1;
    PyAsyncMethods *async = Py_TYPE(o)->tp_as_async;
    if (async == NULL || async->am_aiter == NULL) {
        PyErr_Format(PyExc_TypeError, "'async for' requires an object with __aiter__ method, got %.100s", Py_TYPE(o)->tp_name);
        return -1;
    }
    if ((it = async->am_aiter(o)) == NULL) return -1;
    if (Py_TYPE(it)->tp_as_async == NULL || Py_TYPE(it)->tp_as_async->am_anext == NULL) {
        PyErr_Format(PyExc_TypeError, "'async for' received an object from __aiter__ that does not implement __anext__: %.100s",
                     Py_TYPE(it)->tp_name);
        Py_DECREF(it);
        return -1;
    }
    operand_consume(pc, fp, 1);
    fp[pc->a] = slot_from_object(it);
    return 0;
}

SLOW(adder_slow_get_anext)
{
    (void)thread;
    PyObject *it = slot_object(fp[pc->b]), *next, *awaitable;
    PyAsyncMethods *async = Py_TYPE(it)->tp_as_async;
    if (Py_IS_TYPE(it, &PyAsyncGen_Type)) {
        if ((awaitable = async->am_anext(it)) == NULL) return -1;
        fp[pc->a] = slot_from_object(awaitable);
        return 0;
    }
    if (async == NULL || async->am_anext == NULL) {
        PyErr_Format(PyExc_TypeError, "'async for' requires an iterator with __anext__ method, got %.100s", Py_TYPE(it)->tp_name);
        return -1;
    }
    if ((next = async->am_anext(it)) == NULL) return -1;
    awaitable = adder_awaitable_iter(next);
    if (awaitable == NULL) {
        PyObject *cause = adder_error_take();
        PyErr_Format(PyExc_TypeError, "'async for' received an invalid object from __anext__: %.100s", Py_TYPE(next)->tp_name);
        PyObject *exc = adder_error_take();
        PyException_SetContext(exc, Py_NewRef(cause));
        PyException_SetCause(exc, cause);
        adder_error_restore(exc);
    }
    Py_DECREF(next);
    if (awaitable == NULL) return -1;
    fp[pc->a] = slot_from_object(awaitable);
    return 0;
}

SLOW(adder_slow_end_async_for)
{
    PyObject *exc = slot_object(fp[pc->a]);
    if (!PyErr_GivenExceptionMatches(exc, PyExc_StopAsyncIteration)) {
        fp[pc->a] = SLOT_NULL;
        adder_error_restore(exc);
        thread->chunk->reraising = true;
        return -1;
    }
    operand_consume(pc, fp, 0);
    operand_consume(pc, fp, 1);
    return 0;
}
