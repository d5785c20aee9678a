/* select.c -- iterators that pass some items of another on: compress, dropwhile, takewhile, filterfalse, islice. */
#include "stdlib/itertools/itertools.h"

#define source ref[0] /* the iterator; NULL once ended (islice) */
#define test   ref[1] /* predicate; compress: the selectors' iterator */
#define state  number[0]

/* A tool of (function, iterable), both positional. */
static PyObject *new_with_function(PyTypeObject *type, PyTypeObject *own, const char *name, PyObject *args, PyObject *kwargs)
{
    PyObject *function, *iterable;
    if (!itertool_no_keywords(type, own, name, kwargs) || !PyArg_UnpackTuple(args, name, 2, 2, &function, &iterable))
        return NULL;
    PyObject *iter = PyObject_GetIter(iterable);
    struct itertool *it = iter == NULL ? NULL : itertool_new(type);
    if (it == NULL) {
        Py_XDECREF(iter);
        return NULL;
    }
    it->source = iter;
    it->test = Py_NewRef(function);
    return (PyObject *)it;
}

/* The truth of function(item): 1, 0, -1. */
static int ask(PyObject *function, PyObject *item)
{
    PyObject *verdict = PyObject_CallOneArg(function, item);
    if (verdict == NULL) return -1;
    int rc = PyObject_IsTrue(verdict);
    Py_DECREF(verdict);
    return rc;
}

/* (type, (function, iterator), state) */
static PyObject *while_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    struct itertool *it = TOOL(self);
    return Py_BuildValue("O(OO)n", Py_TYPE(self), it->test, it->source, it->state);
}

static PyObject *while_setstate(PyObject *self, PyObject *const *args)
{
    int rc = PyObject_IsTrue(args[0]);
    if (rc < 0) return NULL;
    TOOL(self)->state = rc;
    Py_RETURN_NONE;
}

static PyMethodDef while_methods[] = {
    FN("__reduce__", while_reduce, "()", "State for pickling."),
    FN("__setstate__", while_setstate, "(state, /)", "Take over a pickled state."),
    {0} };

/* ---- dropwhile: state 1 once an item has passed ---- */

static PyObject *dropwhile_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return new_with_function(type, &adder_itertools_dropwhile, "dropwhile", args, kwargs);
}

static PyObject *dropwhile_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    PyObject *item;
    while ((item = step(it->source)) != NULL) {
        if (it->state) return item;
        int rc = ask(it->test, item);
        if (rc == 0) {
            it->state = 1;
            return item;
        }
        Py_DECREF(item);
        if (rc < 0) return NULL;
    }
    return NULL;
}

PyTypeObject adder_itertools_dropwhile = {
    SIMPLE_TOOL("dropwhile", "dropwhile(predicate, iterable, /)\n--\n\n"
                             "The items from the first one on for which the predicate is false."),
    .tp_iternext = dropwhile_next, .tp_methods = while_methods, .tp_new = dropwhile_new };

/* ---- takewhile: state 1 once an item has failed ---- */

static PyObject *takewhile_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return new_with_function(type, &adder_itertools_takewhile, "takewhile", args, kwargs);
}

static PyObject *takewhile_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    PyObject *item = it->state ? NULL : step(it->source);
    if (item == NULL) return NULL;
    int rc = ask(it->test, item);
    if (rc > 0) return item;
    if (rc == 0) it->state = 1;
    Py_DECREF(item);
    return NULL;
}

PyTypeObject adder_itertools_takewhile = {
    SIMPLE_TOOL("takewhile", "takewhile(predicate, iterable, /)\n--\n\nThe items as long as the predicate is true for each."),
    .tp_iternext = takewhile_next, .tp_methods = while_methods, .tp_new = takewhile_new };

/* ---- filterfalse ---- */

static PyObject *filterfalse_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return new_with_function(type, &adder_itertools_filterfalse, "filterfalse", args, kwargs);
}

static PyObject *filterfalse_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    PyObject *item;
    while ((item = step(it->source)) != NULL) {
        bool own_truth = Py_IsNone(it->test) || it->test == (PyObject *)&PyBool_Type;
        int rc = own_truth ? PyObject_IsTrue(item) : ask(it->test, item);
        if (rc == 0) return item;
        Py_DECREF(item);
        if (rc < 0) return NULL;
    }
    return NULL;
}

static PyObject *pair_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return Py_BuildValue("O(OO)", Py_TYPE(self), TOOL(self)->test, TOOL(self)->source);
}

static PyMethodDef filterfalse_methods[] = { FN("__reduce__", pair_reduce, "()", "State for pickling."), {0} };

PyTypeObject adder_itertools_filterfalse = {
    SIMPLE_TOOL("filterfalse", "filterfalse(function, iterable, /)\n--\n\n"
                               "The items for which function(item) is false. If function is None, the items that are false."),
    .tp_iternext = filterfalse_next, .tp_methods = filterfalse_methods, .tp_new = filterfalse_new };

/* ---- starmap: here because it has the same two parts ---- */

static PyObject *starmap_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return new_with_function(type, &adder_itertools_starmap, "starmap", args, kwargs);
}

static PyObject *starmap_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    PyObject *args = step(it->source);
    if (args == NULL) return NULL;
    if (!PyTuple_CheckExact(args)) Py_SETREF(args, PySequence_Tuple(args));
    PyObject *result = args == NULL ? NULL : PyObject_Call(it->test, args, NULL);
    Py_XDECREF(args);
    return result;
}

PyTypeObject adder_itertools_starmap = {
    SIMPLE_TOOL("starmap", "starmap(function, iterable, /)\n--\n\nfunction(*args) for each tuple of arguments in the iterable."),
    .tp_iternext = starmap_next, .tp_methods = filterfalse_methods, .tp_new = starmap_new };

/* ---- compress ---- */

static PyObject *compress_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *in[2];
    if (adder_bind_args("compress(data, selectors)", args, kwargs, in) < 0) return NULL;
    struct itertool *it = itertool_new(type);
    if (it == NULL) return NULL;
    if ((it->source = PyObject_GetIter(in[0])) == NULL || (it->test = PyObject_GetIter(in[1])) == NULL) Py_CLEAR(it);
    return (PyObject *)it;
}

static PyObject *compress_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    for (;;) {
        PyObject *item = step(it->source);
        PyObject *selector = item == NULL ? NULL : step(it->test);
        if (selector == NULL) {
            Py_XDECREF(item);
            return NULL;
        }
        int rc = PyObject_IsTrue(selector);
        Py_DECREF(selector);
        if (rc > 0) return item;
        Py_DECREF(item);
        if (rc < 0) return NULL;
    }
}

static PyObject *compress_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return Py_BuildValue("O(OO)", Py_TYPE(self), TOOL(self)->source, TOOL(self)->test);
}

static PyMethodDef compress_methods[] = { FN("__reduce__", compress_reduce, "()", "State for pickling."), {0} };

PyTypeObject adder_itertools_compress = {
    SIMPLE_TOOL("compress", "compress(data, selectors)\n--\n\nThe data items whose selector is true."),
    .tp_iternext = compress_next, .tp_methods = compress_methods, .tp_new = compress_new };

/* ---- islice ---- */

#define position number[0] /* items taken from the source so far */
#define wanted   number[1] /* index of the next item to give out */
#define stop     number[2] /* -1: none */
#define stride   number[3]

/* One of start, stop, step: a non-negative int or None (`none`). -1 and ValueError otherwise. */
static int bound(PyObject *value, Py_ssize_t none, const char *message, Py_ssize_t *out)
{
    *out = none;
    if (value == NULL || Py_IsNone(value)) return 0;
    *out = PyNumber_AsSsize_t(value, PyExc_OverflowError);
    if (*out >= 0) return 0;
    PyErr_Clear();
    PyErr_SetString(PyExc_ValueError, message);
    return -1;
}

static PyObject *islice_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static const char bounds[] = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    static const char bad_stop[] = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    PyObject *seq, *a = NULL, *b = NULL, *c = NULL;
    if (!itertool_no_keywords(type, &adder_itertools_islice, "islice", kwargs)
        || !PyArg_UnpackTuple(args, "islice", 2, 4, &seq, &a, &b, &c)) return NULL;
    Py_ssize_t first = 0, last, every;
    if (PyTuple_GET_SIZE(args) == 2) {
        if (bound(a, -1, bad_stop, &last) < 0) return NULL;
    } else if (bound(b, -1, bad_stop, &last) < 0 || bound(a, 0, bounds, &first) < 0) {
        return NULL;
    }
    if (bound(c, 1, "Step for islice() must be a positive integer or None.", &every) < 0) return NULL;
    if (every < 1) {
        PyErr_SetString(PyExc_ValueError, "Step for islice() must be a positive integer or None.");
        return NULL;
    }
    PyObject *iter = PyObject_GetIter(seq);
    struct itertool *it = iter == NULL ? NULL : itertool_new(type);
    if (it == NULL) {
        Py_XDECREF(iter);
        return NULL;
    }
    it->source = iter;
    it->wanted = first;
    it->stop = last;
    it->stride = every;
    return (PyObject *)it;
}

static PyObject *islice_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    PyObject *item;
    if (it->source == NULL) return NULL;
    if (it->stop >= 0 && it->wanted > it->stop) it->wanted = it->stop; /* what lies before stop is still consumed */
    while (it->position < it->wanted) {
        if ((item = step(it->source)) == NULL) goto ended;
        Py_DECREF(item);
        it->position++;
    }
    if (it->stop >= 0 && it->position >= it->stop) goto ended;
    if ((item = step(it->source)) == NULL) goto ended;
    it->position++;
    Py_ssize_t next = (Py_ssize_t)((size_t)it->wanted + (size_t)it->stride);
    it->wanted = next < it->wanted || (it->stop >= 0 && next > it->stop) ? (it->stop >= 0 ? it->stop : PY_SSIZE_T_MAX) : next;
    return item;
ended:
    Py_CLEAR(it->source);
    return NULL;
}

static PyObject *islice_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    struct itertool *it = TOOL(self);
    if (it->source == NULL) {
        PyObject *none = PyTuple_New(0), *empty = none == NULL ? NULL : PyObject_GetIter(none);
        Py_XDECREF(none);
        return empty == NULL ? NULL : Py_BuildValue("O(Nn)n", Py_TYPE(self), empty, (Py_ssize_t)0, (Py_ssize_t)0);
    }
    PyObject *end = it->stop < 0 ? Py_NewRef(Py_None) : PyLong_FromSsize_t(it->stop);
    if (end == NULL) return NULL;
    return Py_BuildValue("O(OnNn)n", Py_TYPE(self), it->source, it->wanted, end, it->stride, it->position);
}

static PyObject *islice_setstate(PyObject *self, PyObject *const *args)
{
    Py_ssize_t count = PyLong_AsSsize_t(args[0]);
    if (count == -1 && PyErr_Occurred()) return NULL;
    TOOL(self)->position = count;
    Py_RETURN_NONE;
}

static PyMethodDef islice_methods[] = {
    FN("__reduce__", islice_reduce, "()", "State for pickling."),
    FN("__setstate__", islice_setstate, "(state, /)", "Take over a pickled state."),
    {0} };

PyTypeObject adder_itertools_islice = {
    SIMPLE_TOOL("islice", "islice(iterable, stop) --> islice object\n"
                          "islice(iterable, start, stop[, step]) --> islice object\n\n"
                          "The items that iterable[start:stop:step] would select, without making a copy."),
    .tp_iternext = islice_next, .tp_methods = islice_methods, .tp_new = islice_new };
