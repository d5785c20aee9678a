/* call.c -- calling objects: vectorcall where the type has it, tp_call with a tuple and a dict where not, and the C API's many
 * ways to hand over arguments. */
#include "runtime/api/abstract.h"
#include "runtime/state/interp.h"
#include <stdarg.h>

#define SMALL_CALL 8 /* arguments gathered on the C stack; more in a block */

vectorcallfunc PyVectorcall_Function(PyObject *callable)
{
    PyTypeObject *type = Py_TYPE(callable);
    if (!(type->tp_flags & Py_TPFLAGS_HAVE_VECTORCALL)) return NULL;
    return *(vectorcallfunc *)((char *)callable + type->tp_vectorcall_offset);
}

/* A call gives either a value or an exception; whatever breaks that rule becomes SystemError. Consumes `result`. */
PyObject *_Py_CheckFunctionResult(PyThreadState *tstate, PyObject *callable, PyObject *result, const char *where)
{
    bool raised = tstate->curexc_type != NULL;
    if (ADDER_LIKELY((result == NULL) == raised)) return result;
    if (result == NULL) {
        if (callable != NULL) PyErr_Format(PyExc_SystemError, "%R returned NULL without setting an exception", callable);
        else PyErr_Format(PyExc_SystemError, "%s returned NULL without setting an exception", where);
        return NULL;
    }
    Py_DECREF(result);
    if (callable != NULL) _PyErr_FormatFromCause(PyExc_SystemError, "%R returned a result with an exception set", callable);
    else _PyErr_FormatFromCause(PyExc_SystemError, "%s returned a result with an exception set", where);
    return NULL;
}

/* -- through tp_call */

/* A dict of keyword names to values. */
PyObject *_PyStack_AsDict(PyObject *const *values, PyObject *kwnames)
{
    PyObject *dict = PyDict_New();
    for (Py_ssize_t i = 0; dict != NULL && i < PyTuple_GET_SIZE(kwnames); i++) {
        if (PyDict_SetItem(dict, PyTuple_GET_ITEM(kwnames, i), values[i]) < 0) Py_CLEAR(dict);
    }
    return dict;
}

static PyObject *tuple_of(PyObject *const *args, Py_ssize_t n)
{
    PyObject *tuple = PyTuple_New(n);
    for (Py_ssize_t i = 0; tuple != NULL && i < n; i++) PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
    return tuple;
}

static PyObject *not_callable(PyObject *callable)
{
    return adder_type_error(callable, "is not callable");
}

/* tp_call with its own tuple and dict, both borrowed. */
static PyObject *call_slot(PyThreadState *tstate, PyObject *callable, PyObject *args, PyObject *kwargs)
{
    ternaryfunc call = Py_TYPE(callable)->tp_call;
    if (call == NULL) return not_callable(callable);
    if (Py_EnterRecursiveCall(" while calling a Python object")) return NULL;
    PyObject *result = call(callable, args, kwargs);
    Py_LeaveRecursiveCall();
    return _Py_CheckFunctionResult(tstate, callable, result, NULL);
}

/* keywords: a tuple of names whose values follow the positional arguments, a dict, or NULL. */
PyObject *_PyObject_MakeTpCall(PyThreadState *tstate, PyObject *callable, PyObject *const *args, Py_ssize_t nargs,
                               PyObject *keywords)
{
    if (Py_TYPE(callable)->tp_call == NULL) return not_callable(callable);
    PyObject *tuple = tuple_of(args, nargs), *dict = NULL, *result = NULL;
    if (tuple == NULL) return NULL;
    bool failed = false;
    if (keywords != NULL && PyDict_Check(keywords)) dict = Py_NewRef(keywords);
    else if (keywords != NULL && PyTuple_GET_SIZE(keywords) > 0) failed = (dict = _PyStack_AsDict(args + nargs, keywords)) == NULL;
    if (!failed) result = call_slot(tstate, callable, tuple, dict);
    Py_DECREF(tuple);
    Py_XDECREF(dict);
    return result;
}

/* -- vectorcall */

PyObject *PyObject_Vectorcall(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    PyThreadState *tstate = adder_tstate;
    vectorcallfunc call = PyVectorcall_Function(callable);
    if (ADDER_UNLIKELY(call == NULL)) return _PyObject_MakeTpCall(tstate, callable, args, PyVectorcall_NARGS(nargsf), kwnames);
    return _Py_CheckFunctionResult(tstate, callable, call(callable, args, nargsf, kwnames), NULL);
}

PyObject *_PyObject_FastCall(PyObject *callable, PyObject *const *args, Py_ssize_t nargs)
{
    return PyObject_Vectorcall(callable, args, (size_t)nargs, NULL);
}

PyObject *PyObject_CallNoArgs(PyObject *callable)
{
    PyObject *none[1];
    return PyObject_Vectorcall(callable, none + 1, 0 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
}

PyObject *PyObject_CallOneArg(PyObject *callable, PyObject *arg)
{
    PyObject *args[2] = { NULL, arg };
    return PyObject_Vectorcall(callable, args + 1, 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
}

/* Positional arguments and a dict, laid out for vectorcall. The dict's values are owned meanwhile. */
static PyObject *vectorcall_dict(PyThreadState *tstate, PyObject *callable, vectorcallfunc call, PyObject *const *args,
                                 Py_ssize_t nargs, PyObject *dict)
{
    Py_ssize_t nkw = PyDict_GET_SIZE(dict), total = nargs + nkw, at = 0, i = 0;
    PyObject *small[SMALL_CALL + 1], **all = small, *names = PyTuple_New(nkw), *key, *value, *result = NULL;
    if (total > SMALL_CALL) all = PyMem_Malloc((size_t)(total + 1) * sizeof *all);
    if (names == NULL || all == NULL) {
        if (all == NULL) PyErr_NoMemory();
        Py_XDECREF(names);
        if (all != small) PyMem_Free(all);
        return NULL;
    }
    all[0] = NULL;
    if (nargs > 0) memcpy(all + 1, args, (size_t)nargs * sizeof *all);
    bool strings = true;
    while (i < nkw && PyDict_Next(dict, &at, &key, &value)) {
        strings &= PyUnicode_Check(key);
        PyTuple_SET_ITEM(names, i, Py_NewRef(key));
        all[1 + nargs + i++] = Py_NewRef(value);
    }
    if (!strings) PyErr_SetString(PyExc_TypeError, "keywords must be strings");
    else result = call(callable, all + 1, (size_t)nargs | PY_VECTORCALL_ARGUMENTS_OFFSET, names);
    while (i-- > 0) Py_DECREF(all[1 + nargs + i]);
    Py_DECREF(names);
    if (all != small) PyMem_Free(all);
    return strings ? _Py_CheckFunctionResult(tstate, callable, result, NULL) : NULL;
}

#undef PyObject_VectorcallDict
PyObject *PyObject_VectorcallDict(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwdict)
{
    PyThreadState *tstate = adder_tstate;
    vectorcallfunc call = PyVectorcall_Function(callable);
    if (call == NULL) return _PyObject_MakeTpCall(tstate, callable, args, PyVectorcall_NARGS(nargsf), kwdict);
    if (kwdict == NULL || PyDict_GET_SIZE(kwdict) == 0) {
        return _Py_CheckFunctionResult(tstate, callable, call(callable, args, nargsf, NULL), NULL);
    }
    return vectorcall_dict(tstate, callable, call, args, PyVectorcall_NARGS(nargsf), kwdict);
}

/* tp_call of types that have vectorcall. */
PyObject *PyVectorcall_Call(PyObject *callable, PyObject *tuple, PyObject *dict)
{
    /* By the offset, not the flag: a class that overrides __call__ lost the flag, and its super().__call__() ends here. */
    Py_ssize_t offset = Py_TYPE(callable)->tp_vectorcall_offset;
    vectorcallfunc call = offset > 0 ? *(vectorcallfunc *)((char *)callable + offset) : NULL;
    if (call == NULL) {
        PyErr_Format(PyExc_TypeError, "'%.200s' object does not support vectorcall", Py_TYPE(callable)->tp_name);
        return NULL;
    }
    PyObject *const *args = ((PyTupleObject *)tuple)->ob_item;
    Py_ssize_t n = PyTuple_GET_SIZE(tuple);
    if (dict != NULL && PyDict_GET_SIZE(dict) > 0) return vectorcall_dict(adder_tstate, callable, call, args, n, dict);
    return _Py_CheckFunctionResult(adder_tstate, callable, call(callable, args, (size_t)n, NULL), NULL);
}

PyObject *PyObject_Call(PyObject *callable, PyObject *args, PyObject *kwargs)
{
    if (PyVectorcall_Function(callable) != NULL) return PyVectorcall_Call(callable, args, kwargs);
    return call_slot(adder_tstate, callable, args, kwargs);
}

PyObject *PyObject_CallObject(PyObject *callable, PyObject *args)
{
    if (args == NULL) return PyObject_CallNoArgs(callable);
    if (!PyTuple_Check(args)) {
        PyErr_SetString(PyExc_TypeError, "argument list must be a tuple");
        return NULL;
    }
    return PyObject_Call(callable, args, NULL);
}

/* obj first, then the tuple's items. */
PyObject *_PyObject_Call_Prepend(PyThreadState *tstate, PyObject *callable, PyObject *obj, PyObject *args, PyObject *kwargs)
{
    (void)tstate;
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    PyObject *small[SMALL_CALL], **all = n < SMALL_CALL ? small : PyMem_Malloc((size_t)(n + 1) * sizeof *all);
    if (all == NULL) return PyErr_NoMemory();
    all[0] = obj;
    memcpy(all + 1, ((PyTupleObject *)args)->ob_item, (size_t)n * sizeof *all);
    PyObject *result = PyObject_VectorcallDict(callable, all, (size_t)n + 1, kwargs);
    if (all != small) PyMem_Free(all);
    return result;
}

/* -- methods: found without making a bound one where possible */

PyObject *PyObject_VectorcallMethod(PyObject *name, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    PyObject *method = NULL;
    int unbound = _PyObject_GetMethod(args[0], name, &method);
    if (method == NULL) return NULL;
    if (unbound) nargsf &= ~PY_VECTORCALL_ARGUMENTS_OFFSET;
    else args++, nargsf--;
    PyObject *result = PyObject_Vectorcall(method, args, nargsf, kwnames);
    Py_DECREF(method);
    return result;
}

/* -- variable arguments */

static Py_ssize_t count_objects(va_list list)
{
    Py_ssize_t n = 0;
    va_list copy;
    va_copy(copy, list);
    while (va_arg(copy, PyObject *) != NULL) n++;
    va_end(copy);
    return n;
}

/* first (may be NULL), then the objects of the list up to NULL. */
static PyObject *call_objects(PyObject *callable, PyObject *first, va_list list)
{
    Py_ssize_t n = count_objects(list), have = first != NULL;
    PyObject *small[SMALL_CALL + 1], **all = n + have <= SMALL_CALL ? small : PyMem_Malloc((size_t)(n + have) * sizeof *all);
    if (all == NULL) return PyErr_NoMemory();
    if (have) all[0] = first;
    for (Py_ssize_t i = 0; i < n; i++) all[have + i] = va_arg(list, PyObject *);
    PyObject *result = PyObject_Vectorcall(callable, all, (size_t)(n + have), NULL);
    if (all != small) PyMem_Free(all);
    return result;
}

PyObject *PyObject_CallFunctionObjArgs(PyObject *callable, ...)
{
    va_list list;
    va_start(list, callable);
    PyObject *result = call_objects(callable, NULL, list);
    va_end(list);
    return result;
}

static PyObject *call_method_objects(PyObject *o, PyObject *name, va_list list)
{
    PyObject *method = NULL;
    int unbound = _PyObject_GetMethod(o, name, &method);
    if (method == NULL) return NULL;
    PyObject *result = call_objects(method, unbound ? o : NULL, list);
    Py_DECREF(method);
    return result;
}

PyObject *PyObject_CallMethodObjArgs(PyObject *o, PyObject *name, ...)
{
    va_list list;
    va_start(list, name);
    PyObject *result = call_method_objects(o, name, list);
    va_end(list);
    return result;
}

PyObject *_PyObject_CallMethodIdObjArgs(PyObject *o, _Py_Identifier *id, ...)
{
    PyObject *name = _PyUnicode_FromId(id);
    if (name == NULL) return NULL;
    va_list list;
    va_start(list, id);
    PyObject *result = call_method_objects(o, name, list);
    va_end(list);
    return result;
}

/* -- a format string for Py_BuildValue: one tuple is the argument list, anything else a single argument */

static PyObject *call_format(PyObject *callable, const char *format, va_list list)
{
    if (callable == NULL) return NULL;
    if (format == NULL || *format == 0) return PyObject_CallNoArgs(callable);
    PyObject *built = Py_VaBuildValue(format, list);
    if (built == NULL) return NULL;
    PyObject *result = PyTuple_Check(built) ? PyObject_Call(callable, built, NULL) : PyObject_CallOneArg(callable, built);
    Py_DECREF(built);
    return result;
}

/* As call_format on an attribute; consumes `method`. */
static PyObject *call_method_format(STEALS_REF PyObject *method, const char *format, va_list list)
{
    if (method == NULL) return NULL;
    PyObject *result = NULL;
    if (!PyCallable_Check(method)) PyErr_Format(PyExc_TypeError, "attribute of type '%.200s' is not callable", Py_TYPE(method)->tp_name);
    else result = call_format(method, format, list);
    Py_DECREF(method);
    return result;
}

#undef PyObject_CallFunction
#undef PyObject_CallMethod
#undef _PyObject_CallMethodId
#define WITH_LIST(last, expression)    \
    do {                               \
        va_list list;                  \
        va_start(list, last);          \
        PyObject *result = expression; \
        va_end(list);                  \
        return result;                 \
    } while (0)
PyObject *PyObject_CallFunction(PyObject *callable, const char *format, ...)
{
    WITH_LIST(format, call_format(callable, format, list));
}
PyObject *_PyObject_CallFunction_SizeT(PyObject *callable, const char *format, ...)
{
    WITH_LIST(format, call_format(callable, format, list));
}
PyObject *PyEval_CallFunction(PyObject *callable, const char *format, ...)
{
    WITH_LIST(format, call_format(callable, format, list));
}
PyObject *PyObject_CallMethod(PyObject *o, const char *name, const char *format, ...)
{
    WITH_LIST(format, call_method_format(PyObject_GetAttrString(o, name), format, list));
}
PyObject *_PyObject_CallMethod_SizeT(PyObject *o, const char *name, const char *format, ...)
{
    WITH_LIST(format, call_method_format(PyObject_GetAttrString(o, name), format, list));
}
PyObject *PyEval_CallMethod(PyObject *o, const char *name, const char *format, ...)
{
    WITH_LIST(format, call_method_format(PyObject_GetAttrString(o, name), format, list));
}
PyObject *_PyObject_CallMethod(PyObject *o, PyObject *name, const char *format, ...)
{
    WITH_LIST(format, call_method_format(PyObject_GetAttr(o, name), format, list));
}
PyObject *_PyObject_CallMethodId(PyObject *o, _Py_Identifier *id, const char *format, ...)
{
    PyObject *name = _PyUnicode_FromId(id);
    if (name == NULL) return NULL;
    WITH_LIST(format, call_method_format(PyObject_GetAttr(o, name), format, list));
}
PyObject *_PyObject_CallMethodId_SizeT(PyObject *o, _Py_Identifier *id, const char *format, ...)
{
    PyObject *name = _PyUnicode_FromId(id);
    if (name == NULL) return NULL;
    WITH_LIST(format, call_method_format(PyObject_GetAttr(o, name), format, list));
}

PyObject *PyEval_CallObjectWithKeywords(PyObject *callable, PyObject *args, PyObject *kwargs)
{
    if (args != NULL && !PyTuple_Check(args)) {
        PyErr_SetString(PyExc_TypeError, "argument list must be a tuple");
        return NULL;
    }
    if (kwargs != NULL && !PyDict_Check(kwargs)) {
        PyErr_SetString(PyExc_TypeError, "keyword list must be a dictionary");
        return NULL;
    }
    if (args != NULL) return PyObject_Call(callable, args, kwargs);
    return PyObject_VectorcallDict(callable, NULL, 0, kwargs);
}
