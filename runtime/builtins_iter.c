/* builtins_iter.c -- the builtin functions that walk an iterable: all any iter next sum min max sorted aiter anext. */
#include "runtime/builtins_parts.h"
#include "runtime/objects/float.h"
#include "runtime/objects/int.h"
#include "runtime/objects/list.h"
#include "runtime/state/interp.h"
#include "vm/generator.h"

/* Does any item's truth equal `wanted`? 1, 0, or -1 with an exception set. */
static int find_truth(PyObject *iterable, int wanted)
{
    PyObject *iter = PyObject_GetIter(iterable);
    if (iter == NULL) return -1;
    int truth = !wanted;
    PyObject *item;
    while (truth != wanted && (item = PyIter_Next(iter)) != NULL) {
        truth = PyObject_IsTrue(item);
        Py_DECREF(item);
        if (truth < 0) break;
    }
    Py_DECREF(iter);
    return truth < 0 || PyErr_Occurred() ? -1 : truth == wanted;
}

PyObject *builtin_all(PyObject *self, PyObject *const *args)
{
    (void)self;
    int found = find_truth(args[0], 0);
    return found < 0 ? NULL : PyBool_FromLong(!found);
}

PyObject *builtin_any(PyObject *self, PyObject *const *args)
{
    (void)self;
    int found = find_truth(args[0], 1);
    return found < 0 ? NULL : PyBool_FromLong(found);
}

PyObject *builtin_iter(PyObject *self, PyObject *const *args)
{
    (void)self;
    if (args[1] == NULL) return PyObject_GetIter(args[0]);
    if (!PyCallable_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "iter(v, w): v must be callable");
        return NULL;
    }
    return PyCallIter_New(args[0], args[1]);
}

PyObject *builtin_next(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *iter = args[0];
    if (!PyIter_Check(iter)) {
        PyErr_Format(PyExc_TypeError, "'%.200s' object is not an iterator", Py_TYPE(iter)->tp_name);
        return NULL;
    }
    PyObject *item = Py_TYPE(iter)->tp_iternext(iter);
    if (item != NULL) return item;
    if (args[1] != NULL) {
        if (PyErr_Occurred()) {
            if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return NULL;
            PyErr_Clear();
        }
        return Py_NewRef(args[1]);
    }
    if (!PyErr_Occurred()) PyErr_SetNone(PyExc_StopIteration);
    return NULL;
}

PyObject *builtin_aiter(PyObject *self, PyObject *const *args) { (void)self; return PyObject_GetAIter(args[0]); }

PyObject *builtin_anext(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyAsyncMethods *async = Py_TYPE(args[0])->tp_as_async;
    if (async == NULL || async->am_anext == NULL) {
        PyErr_Format(PyExc_TypeError, "'%.200s' object is not an async iterator", Py_TYPE(args[0])->tp_name);
        return NULL;
    }
    PyObject *awaitable = async->am_anext(args[0]);
    if (awaitable == NULL || args[1] == NULL) return awaitable;
    PyObject *result = adder_anext_awaitable(awaitable, args[1]);
    Py_DECREF(awaitable);
    return result;
}

/* A list of the items, then list.sort() with the named arguments, which checks them. */
PyObject *builtin_sorted(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    (void)self;
    if (!_PyArg_CheckPositional("sorted", nargs, 1, 1)) return NULL;
    PyObject *list = PySequence_List(args[0]);
    if (list == NULL) return NULL;
    Py_ssize_t named = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
    PyObject *small[4] = { list }, *result = NULL;
    if (named == 0) {
        result = adder_list_sort(list, NULL, 0) < 0 ? NULL : Py_NewRef(Py_None);
    } else if (named < 4) {
        memcpy(small + 1, args + 1, (size_t)named * sizeof *small);
        result = PyObject_VectorcallMethod(ID(sort), small, 1, kwnames);
    } else {
        PyErr_Format(PyExc_TypeError, "sort() takes at most 2 keyword arguments (%zd given)", named);
    }
    if (result == NULL) Py_CLEAR(list);
    Py_XDECREF(result);
    return list;
}

/* -- sum: ints in a machine word and floats in a double as long as they fit, then objects */

static int sum_refuses(PyObject *start)
{
    if (PyUnicode_Check(start)) PyErr_SetString(PyExc_TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
    else if (PyBytes_Check(start)) PyErr_SetString(PyExc_TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
    else if (PyByteArray_Check(start)) PyErr_SetString(PyExc_TypeError, "sum() can't sum bytearray [use b''.join(seq) instead]");
    else return 0;
    return -1;
}

/* Adds small ints of `iter` to *total. Returns the first item that does not fit (new reference), or NULL at the end or with
 * an exception set. */
static PyObject *sum_ints(PyObject *iter, int64_t *total)
{
    iternextfunc next = Py_TYPE(iter)->tp_iternext;
    PyObject *item;
    while ((item = next(iter)) != NULL) {
        int64_t v, sum;
        if (!PyLong_CheckExact(item) || !adder_int_get(item, &v) || __builtin_add_overflow(*total, v, &sum)) break;
        *total = sum;
        Py_DECREF(item);
    }
    return item;
}

/* The same for floats; ints that a long holds are added too. */
static PyObject *sum_floats(PyObject *iter, double *total, PyObject *first)
{
    iternextfunc next = Py_TYPE(iter)->tp_iternext;
    for (PyObject *item = first; item != NULL; item = next(iter)) {
        int64_t v;
        if (PyFloat_CheckExact(item)) *total += PyFloat_AS_DOUBLE(item);
        else if (PyLong_CheckExact(item) && adder_int_get(item, &v)) *total += (double)v;
        else return item;
        Py_DECREF(item);
    }
    return NULL;
}

/* iter is borrowed, start is consumed. */
static PyObject *sum_iter(PyObject *iter, PyObject *total)
{
    PyObject *item = NULL;
    int64_t n;
    if (PyLong_CheckExact(total) && adder_int_get(total, &n)) {
        item = sum_ints(iter, &n);
        Py_SETREF(total, PyLong_FromLongLong(n));
        if (item == NULL || total == NULL) goto done;
    }
    if (item == NULL) item = Py_TYPE(iter)->tp_iternext(iter);
    if (item != NULL && (PyFloat_CheckExact(total) || (PyFloat_CheckExact(item) && PyLong_CheckExact(total)))) {
        double d = PyFloat_AsDouble(total);
        if (d == -1.0 && PyErr_Occurred()) {
            PyErr_Clear(); /* an int beyond a double: the addition itself shall say so */
        } else {
            item = sum_floats(iter, &d, item);
            Py_SETREF(total, PyFloat_FromDouble(d));
            if (total == NULL) goto done;
        }
    }
    while (item != NULL) {
        Py_SETREF(total, PyNumber_Add(total, item));
        Py_CLEAR(item);
        if (total == NULL) goto done;
        item = Py_TYPE(iter)->tp_iternext(iter);
    }
done:
    Py_XDECREF(item);
    if (total == NULL || !PyErr_Occurred()) return total;
    if (PyErr_ExceptionMatches(PyExc_StopIteration)) {
        PyErr_Clear();
        return total;
    }
    Py_DECREF(total);
    return NULL;
}

PyObject *builtin_sum(PyObject *self, PyObject *const *args)
{
    (void)self;
    if (sum_refuses(args[1]) < 0) return NULL;
    PyObject *iter = PyObject_GetIter(args[0]);
    if (iter == NULL) return NULL;
    PyObject *total = sum_iter(iter, Py_NewRef(args[1]));
    Py_DECREF(iter);
    return total;
}

/* -- min and max */

struct extreme { const char *name; int op; PyObject *key, *fallback; };

/* Takes key= and default= out of the named arguments. 0, or -1 with TypeError. */
static int extreme_keywords(struct extreme *e, PyObject *const *values, PyObject *kwnames)
{
    Py_ssize_t n = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *name = PyTuple_GET_ITEM(kwnames, i);
        if (PyUnicode_CompareWithASCIIString(name, "key") == 0) e->key = values[i] == Py_None ? NULL : values[i];
        else if (PyUnicode_CompareWithASCIIString(name, "default") == 0) e->fallback = values[i];
        else {
            PyErr_Format(PyExc_TypeError, "'%U' is an invalid keyword argument for %s()", name, e->name);
            return -1;
        }
    }
    return 0;
}

/* Keeps the better of *best and `item` (consumed), with their keys. 0, or -1 with an exception set. */
static int extreme_offer(struct extreme *e, PyObject **best, PyObject **best_key, PyObject *item)
{
    PyObject *key = e->key == NULL ? Py_NewRef(item) : PyObject_CallOneArg(e->key, item);
    int better = key == NULL ? -1 : *best == NULL ? 1 : PyObject_RichCompareBool(key, *best_key, e->op);
    if (better > 0) {
        Py_XSETREF(*best, item);
        Py_XSETREF(*best_key, key);
        return 0;
    }
    Py_DECREF(item);
    Py_XDECREF(key);
    return better;
}

static PyObject *extreme_of_iterable(struct extreme *e, PyObject *iterable)
{
    PyObject *iter = PyObject_GetIter(iterable), *best = NULL, *best_key = NULL, *item;
    if (iter == NULL) return NULL;
    while ((item = PyIter_Next(iter)) != NULL && extreme_offer(e, &best, &best_key, item) == 0) {}
    Py_DECREF(iter);
    Py_XDECREF(best_key);
    if (PyErr_Occurred()) {
        Py_XDECREF(best);
        return NULL;
    }
    if (best != NULL) return best;
    if (e->fallback != NULL) return Py_NewRef(e->fallback);
    PyErr_Format(PyExc_ValueError, "%s() arg is an empty sequence", e->name);
    return NULL;
}

static PyObject *extreme_of_arguments(struct extreme *e, PyObject *const *args, Py_ssize_t nargs)
{
    PyObject *best = NULL, *best_key = NULL;
    for (Py_ssize_t i = 0; i < nargs; i++) {
        if (extreme_offer(e, &best, &best_key, Py_NewRef(args[i])) == 0) continue;
        Py_CLEAR(best);
        break;
    }
    Py_XDECREF(best_key);
    return best;
}

static PyObject *extreme(const char *name, int op, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    struct extreme e = { name, op, NULL, NULL };
    if (nargs == 0) {
        PyErr_Format(PyExc_TypeError, "%s expected at least 1 argument, got 0", name);
        return NULL;
    }
    if (extreme_keywords(&e, args + nargs, kwnames) < 0) return NULL;
    if (nargs == 1) return extreme_of_iterable(&e, args[0]);
    if (e.fallback != NULL) {
        PyErr_Format(PyExc_TypeError, "Cannot specify a default for %s() with multiple positional arguments", name);
        return NULL;
    }
    return extreme_of_arguments(&e, args, nargs);
}

PyObject *builtin_max(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    (void)self;
    return extreme("max", Py_GT, args, nargs, kwnames);
}

PyObject *builtin_min(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    (void)self;
    return extreme("min", Py_LT, args, nargs, kwnames);
}
