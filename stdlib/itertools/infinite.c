/* infinite.c -- count, cycle and repeat: iterators that need not end. */
#include "stdlib/itertools/itertools.h"
#include <string.h>

/* ---- count: a small int with step 1, or any numbers ---- */

#define now       ref[0]    /* NULL: `small` is the next value and the step is 1 */
#define stride    ref[1]
#define small     number[0]

static PyObject *count_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *in[2];
    if (adder_bind_args("count(start=0, step=1)", args, kwargs, in) < 0) return NULL;
    if (!PyNumber_Check(in[0]) || !PyNumber_Check(in[1])) {
        PyErr_SetString(PyExc_TypeError, "a number is required");
        return NULL;
    }
    struct itertool *it = itertool_new(type);
    if (it == NULL) return NULL;
    it->stride = Py_NewRef(in[1]);
    if (PyLong_CheckExact(in[0]) && PyLong_CheckExact(in[1])) {
        int overflow;
        it->small = PyLong_AsLongAndOverflow(in[0], &overflow);
        if (overflow == 0 && PyLong_AsLongAndOverflow(in[1], &overflow) == 1) return (PyObject *)it;
    }
    it->now = Py_NewRef(in[0]);
    return (PyObject *)it;
}

/* The next value as an object, without moving on. */
static PyObject *count_peek(struct itertool *it)
{
    return it->now != NULL ? Py_NewRef(it->now) : PyLong_FromSsize_t(it->small);
}

static PyObject *count_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    if (it->now == NULL && it->small < PY_SSIZE_T_MAX) return PyLong_FromSsize_t(it->small++);
    if (it->now == NULL && (it->now = PyLong_FromSsize_t(it->small)) == NULL) return NULL;
    PyObject *value = it->now, *next = PyNumber_Add(value, it->stride);
    if (next == NULL) return NULL;
    it->now = next;
    return value;
}

static PyObject *count_repr(PyObject *self)
{
    struct itertool *it = TOOL(self);
    PyObject *value = count_peek(it), *text = NULL;
    if (value == NULL) return NULL;
    int plain = it->now == NULL;
    if (!plain && PyLong_Check(it->stride)) {
        PyObject *one = PyLong_FromLong(1);
        plain = one == NULL ? -1 : PyObject_RichCompareBool(it->stride, one, Py_EQ);
        Py_XDECREF(one);
    }
    const char *name = strrchr(Py_TYPE(self)->tp_name, '.') ? strrchr(Py_TYPE(self)->tp_name, '.') + 1 : Py_TYPE(self)->tp_name;
    if (plain > 0) text = PyUnicode_FromFormat("%s(%R)", name, value);
    else if (plain == 0) text = PyUnicode_FromFormat("%s(%R, %R)", name, value, it->stride);
    Py_DECREF(value);
    return text;
}

static PyObject *count_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    struct itertool *it = TOOL(self);
    if (it->now == NULL) return Py_BuildValue("O(n)", Py_TYPE(self), it->small);
    return Py_BuildValue("O(OO)", Py_TYPE(self), it->now, it->stride);
}

static PyMethodDef count_methods[] = { FN("__reduce__", count_reduce, "()", "State for pickling."), {0} };

PyTypeObject adder_itertools_count = {
    SIMPLE_TOOL("count", "count(start=0, step=1)\n--\n\nstart, start + step, start + 2 * step, and so on for ever."),
    .tp_repr = count_repr, .tp_iternext = count_next, .tp_methods = count_methods, .tp_new = count_new };
#undef now
#undef stride
#undef small

/* ---- cycle: while the source lasts its items are saved, then they come again ---- */

#define source ref[0]    /* NULL once it has ended */
#define saved  ref[1]
#define at     number[0] /* next of `saved` to give out */

static PyObject *cycle_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *iterable;
    if (!itertool_no_keywords(type, &adder_itertools_cycle, "cycle", kwargs)
        || !PyArg_UnpackTuple(args, "cycle", 1, 1, &iterable)) return NULL;
    struct itertool *it = itertool_new(type);
    if (it == NULL) return NULL;
    if ((it->source = PyObject_GetIter(iterable)) == NULL || (it->saved = PyList_New(0)) == NULL) Py_CLEAR(it);
    return (PyObject *)it;
}

static PyObject *cycle_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    if (it->source != NULL) {
        PyObject *item = step(it->source);
        if (item != NULL) {
            if (PyList_Append(it->saved, item) == 0) return item;
            Py_DECREF(item);
            return NULL;
        }
        if (!itertool_ended_well()) return NULL;
        Py_CLEAR(it->source);
    }
    if (it->saved == NULL || PyList_GET_SIZE(it->saved) == 0) return NULL;
    if (it->at >= PyList_GET_SIZE(it->saved)) it->at = 0;
    return Py_NewRef(PyList_GET_ITEM(it->saved, it->at++));
}

/* (cycle, (iterator of what is left, then all,)): the rest of this round, and the saved items for later rounds. */
static PyObject *cycle_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    struct itertool *it = TOOL(self);
    if (it->source != NULL) return Py_BuildValue("O(O)(OO)", Py_TYPE(self), it->source, it->saved, Py_False);
    PyObject *iter = PyObject_GetIter(it->saved);
    if (iter == NULL) return NULL;
    PyObject *moved = PyObject_CallMethod(iter, "__setstate__", "n", it->at);
    if (moved == NULL) {
        Py_DECREF(iter);
        return NULL;
    }
    Py_DECREF(moved);
    return Py_BuildValue("O(N)(OO)", Py_TYPE(self), iter, it->saved, Py_True);
}

static PyObject *cycle_setstate(PyObject *self, PyObject *const *args)
{
    struct itertool *it = TOOL(self);
    PyObject *items;
    int first_pass;
    if (!PyTuple_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "state is not a tuple");
        return NULL;
    }
    if (!PyArg_ParseTuple(args[0], "O!i", &PyList_Type, &items, &first_pass)) return NULL;
    if (first_pass && it->source != NULL) { /* the iterator gives the rest of a round of the saved items */
        PyObject *rest = PySequence_List(it->source);
        if (rest == NULL) return NULL;
        it->at = PyList_GET_SIZE(items) - PyList_GET_SIZE(rest);
        if (it->at < 0) it->at = 0;
        Py_DECREF(rest);
        Py_CLEAR(it->source);
    }
    Py_XSETREF(it->saved, Py_NewRef(items));
    Py_RETURN_NONE;
}

static PyMethodDef cycle_methods[] = {
    FN("__reduce__", cycle_reduce, "()", "State for pickling."),
    FN("__setstate__", cycle_setstate, "(state, /)", "Take over a pickled state."),
    {0} };

PyTypeObject adder_itertools_cycle = {
    SIMPLE_TOOL("cycle", "cycle(iterable, /)\n--\n\nThe items of the iterable, then again from the first, for ever."),
    .tp_iternext = cycle_next, .tp_methods = cycle_methods, .tp_new = cycle_new };
#undef source
#undef saved
#undef at

/* ---- repeat ---- */

#define element ref[0]
#define left    number[0] /* -1: for ever */

static PyObject *repeat_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = { "object", "times", NULL };
    PyObject *object;
    Py_ssize_t times = -1, given = PyTuple_GET_SIZE(args) + (kwargs != NULL ? PyDict_GET_SIZE(kwargs) : 0);
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|n:repeat", names, &object, &times)) return NULL;
    struct itertool *it = itertool_new(type);
    if (it == NULL) return NULL;
    it->element = Py_NewRef(object);
    it->left = given > 1 && times < 0 ? 0 : times;
    return (PyObject *)it;
}

static PyObject *repeat_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    if (it->left == 0) return NULL;
    if (it->left > 0) it->left--;
    return Py_NewRef(it->element);
}

static PyObject *repeat_repr(PyObject *self)
{
    struct itertool *it = TOOL(self);
    const char *dot = strrchr(Py_TYPE(self)->tp_name, '.'), *name = dot != NULL ? dot + 1 : Py_TYPE(self)->tp_name;
    if (it->left < 0) return PyUnicode_FromFormat("%s(%R)", name, it->element);
    return PyUnicode_FromFormat("%s(%R, %zd)", name, it->element, it->left);
}

static PyObject *repeat_length_hint(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    if (TOOL(self)->left >= 0) return PyLong_FromSsize_t(TOOL(self)->left);
    PyErr_SetString(PyExc_TypeError, "len() of unsized object");
    return NULL;
}

static PyObject *repeat_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    struct itertool *it = TOOL(self);
    if (it->left < 0) return Py_BuildValue("O(O)", Py_TYPE(self), it->element);
    return Py_BuildValue("O(On)", Py_TYPE(self), it->element, it->left);
}

static PyMethodDef repeat_methods[] = {
    FN("__length_hint__", repeat_length_hint, "()", "How often the object is still to come."),
    FN("__reduce__", repeat_reduce, "()", "State for pickling."),
    {0} };

PyTypeObject adder_itertools_repeat = {
    SIMPLE_TOOL("repeat", "repeat(object [,times]) -> create an iterator which returns the object\n"
                          "for the specified number of times.  If not specified, returns the object\nendlessly."),
    .tp_repr = repeat_repr, .tp_iternext = repeat_next, .tp_methods = repeat_methods, .tp_new = repeat_new };
