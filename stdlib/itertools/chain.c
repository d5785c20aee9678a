/* chain.c -- iterators that join: chain, pairwise, zip_longest, accumulate. */
#include "stdlib/itertools/itertools.h"
#include "runtime/objects/pair.h"

/* ---- chain ---- */

#define sources ref[0] /* iterator over iterables; NULL when all are used up */
#define active  ref[1] /* iterator over the current one, or NULL */

/* Takes `iter` over. */
static PyObject *chain_over(PyTypeObject *type, PyObject *iter)
{
    struct itertool *it = iter == NULL ? NULL : itertool_new(type);
    if (it == NULL) {
        Py_XDECREF(iter);
        return NULL;
    }
    it->sources = iter;
    return (PyObject *)it;
}

static PyObject *chain_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (!itertool_no_keywords(type, &adder_itertools_chain, "chain", kwargs)) return NULL;
    return chain_over(type, PyObject_GetIter(args));
}

static PyObject *chain_from_iterable(PyObject *type, PyObject *const *args)
{
    return chain_over((PyTypeObject *)type, PyObject_GetIter(args[0]));
}

static PyObject *chain_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    while (it->sources != NULL) {
        if (it->active == NULL) {
            PyObject *iterable = step(it->sources);
            if (iterable == NULL) {
                Py_CLEAR(it->sources);
                return NULL;
            }
            it->active = PyObject_GetIter(iterable);
            Py_DECREF(iterable);
            if (it->active == NULL) {
                Py_CLEAR(it->sources);
                return NULL;
            }
        }
        PyObject *item = step(it->active);
        if (item != NULL) return item;
        if (!itertool_ended_well()) return NULL;
        Py_CLEAR(it->active);
    }
    return NULL;
}

static PyObject *chain_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    struct itertool *it = TOOL(self);
    if (it->sources == NULL) return Py_BuildValue("O()", Py_TYPE(self));
    if (it->active != NULL) return Py_BuildValue("O()(OO)", Py_TYPE(self), it->sources, it->active);
    return Py_BuildValue("O()(O)", Py_TYPE(self), it->sources);
}

static PyObject *chain_setstate(PyObject *self, PyObject *const *args)
{
    PyObject *iters, *current = NULL;
    if (!PyTuple_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "state is not a tuple");
        return NULL;
    }
    if (!PyArg_ParseTuple(args[0], "O|O", &iters, &current)) return NULL;
    if (!PyIter_Check(iters) || (current != NULL && !PyIter_Check(current))) {
        PyErr_SetString(PyExc_TypeError, "Arguments must be iterators.");
        return NULL;
    }
    Py_XSETREF(TOOL(self)->sources, Py_NewRef(iters));
    Py_XSETREF(TOOL(self)->active, Py_XNewRef(current));
    Py_RETURN_NONE;
}

static PyMethodDef chain_methods[] = {
    FNC("from_iterable", chain_from_iterable, "($type, iterable, /)",
        "The chain of the iterables that one iterable yields, taken one at a time."),
    FN("__reduce__", chain_reduce, "()", "State for pickling."),
    FN("__setstate__", chain_setstate, "(state, /)", "Take over a pickled state."),
    { "__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, "See PEP 585" },
    {0} };

PyTypeObject adder_itertools_chain = {
    SIMPLE_TOOL("chain", "chain(*iterables) --> chain object\n\nThe items of the first iterable, then those of the second, ..."),
    .tp_iternext = chain_next, .tp_methods = chain_methods, .tp_new = chain_new };
#undef sources
#undef active

/* ---- pairwise ---- */

#define source   ref[0] /* NULL when ended */
#define previous ref[1]

static PyObject *pairwise_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *iterable;
    if (!itertool_no_keywords(type, &adder_itertools_pairwise, "pairwise", kwargs)
        || !PyArg_UnpackTuple(args, "pairwise", 1, 1, &iterable)) return NULL;
    return chain_over(type, PyObject_GetIter(iterable)); /* ref[0] is the iterator here too */
}

static PyObject *pairwise_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    if (it->source == NULL) return NULL;
    if (it->previous == NULL) {
        PyObject *first = step(it->source);
        if (first == NULL) goto ended;
        Py_XSETREF(it->previous, first); /* the source may have stepped us */
        if (it->source == NULL) goto ended;
    }
    PyObject *old = Py_NewRef(it->previous), *item = step(it->source);
    if (item == NULL) {
        Py_DECREF(old);
        goto ended;
    }
    PyObject *pair = PyTuple_Pack(2, old, item);
    Py_DECREF(old);
    Py_XSETREF(it->previous, item);
    return pair;
ended:
    Py_CLEAR(it->source);
    Py_CLEAR(it->previous);
    return NULL;
}

PyTypeObject adder_itertools_pairwise = {
    SIMPLE_TOOL("pairwise", "pairwise(iterable, /)\n--\n\nOverlapping pairs: s -> (s0,s1), (s1,s2), (s2, s3), ..."),
    .tp_iternext = pairwise_next, .tp_new = pairwise_new };
#undef previous

/* ---- accumulate ---- */

#define function ref[1] /* NULL: add */
#define total    ref[2] /* NULL before the first */
#define initial  ref[3] /* given out first; NULL when absent or done */

static PyObject *accumulate_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *in[3];
    if (adder_bind_args("accumulate(iterable, func=None, *, initial=None)", args, kwargs, in) < 0) return NULL;
    struct itertool *it = itertool_new(type);
    if (it == NULL) return NULL;
    if ((it->source = PyObject_GetIter(in[0])) == NULL) {
        Py_DECREF(it);
        return NULL;
    }
    if (!Py_IsNone(in[1])) it->function = Py_NewRef(in[1]);
    if (!Py_IsNone(in[2])) it->initial = Py_NewRef(in[2]);
    return (PyObject *)it;
}

static PyObject *accumulate_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    if (it->initial != NULL) {
        it->total = it->initial;
        it->initial = NULL;
        return Py_NewRef(it->total);
    }
    PyObject *item = step(it->source);
    if (item == NULL) return NULL;
    if (it->total == NULL) {
        it->total = Py_NewRef(item);
        return item;
    }
    PyObject *sum, *args[] = { NULL, it->total, item };
    Py_INCREF(args[1]);
    if (it->function == NULL) sum = PyNumber_Add(args[1], item);
    else sum = PyObject_Vectorcall(it->function, args + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
    Py_DECREF(args[1]);
    Py_DECREF(item);
    if (sum == NULL) return NULL;
    Py_XSETREF(it->total, Py_NewRef(sum));
    return sum;
}

static PyObject *accumulate_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    struct itertool *it = TOOL(self);
    PyObject *func = it->function != NULL ? it->function : Py_None;
    if (it->initial != NULL) { /* a chain of the first value and the rest gives the same sums */
        PyObject *one = Py_BuildValue("((O)O)", it->initial, it->source);
        PyObject *joined = one == NULL ? NULL : PyObject_CallObject((PyObject *)&adder_itertools_chain, one);
        Py_XDECREF(one);
        return joined == NULL ? NULL : Py_BuildValue("O(NO)O", Py_TYPE(self), joined, func, Py_None);
    }
    if (it->total != NULL && Py_IsNone(it->total)) { /* None as state would look like none at all */
        PyObject *one = Py_BuildValue("((O)O)", Py_None, it->source);
        PyObject *joined = one == NULL ? NULL : PyObject_CallObject((PyObject *)&adder_itertools_chain, one);
        Py_XDECREF(one);
        if (joined == NULL) return NULL;
        PyObject *inner = Py_BuildValue("(NO)", joined, func);
        PyObject *again = inner == NULL ? NULL : PyObject_CallObject((PyObject *)Py_TYPE(self), inner);
        Py_XDECREF(inner);
        return again == NULL ? NULL : Py_BuildValue("O(NiO)", &adder_itertools_islice, again, 1, Py_None);
    }
    return Py_BuildValue("O(OO)O", Py_TYPE(self), it->source, func, it->total != NULL ? it->total : Py_None);
}

static PyObject *accumulate_setstate(PyObject *self, PyObject *const *args)
{
    Py_XSETREF(TOOL(self)->total, Py_NewRef(args[0]));
    Py_RETURN_NONE;
}

static PyMethodDef accumulate_methods[] = {
    FN("__reduce__", accumulate_reduce, "()", "State for pickling."),
    FN("__setstate__", accumulate_setstate, "(state, /)", "Take over a pickled state."),
    {0} };

PyTypeObject adder_itertools_accumulate = {
    SIMPLE_TOOL("accumulate", "accumulate(iterable, func=None, *, initial=None)\n--\n\n"
                              "Running sums, or what func(sum so far, item) makes instead of a sum."),
    .tp_iternext = accumulate_next, .tp_methods = accumulate_methods, .tp_new = accumulate_new };
#undef source
#undef function
#undef total
#undef initial

/* ---- zip_longest ---- */

#define iters  ref[0] /* tuple of iterators, NULL in place of ended ones */
#define filler ref[1]
#define result ref[2] /* used again while only we hold it */
#define alive  number[0]

static PyObject *zip_longest_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *fill = Py_None;
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0) {
        fill = PyDict_GetItemString(kwargs, "fillvalue");
        if (fill == NULL || PyDict_GET_SIZE(kwargs) > 1) {
            PyErr_SetString(PyExc_TypeError, "zip_longest() got an unexpected keyword argument");
            return NULL;
        }
    }
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    struct itertool *it = itertool_new(type);
    if (it == NULL) return NULL;
    it->filler = Py_NewRef(fill);
    it->alive = n;
    if ((it->iters = PyTuple_New(n)) == NULL || (it->result = PyTuple_New(n)) == NULL) goto fail;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *iter = PyObject_GetIter(PyTuple_GET_ITEM(args, i));
        if (iter == NULL) goto fail;
        PyTuple_SET_ITEM(it->iters, i, iter);
        PyTuple_SET_ITEM(it->result, i, Py_NewRef(Py_None));
    }
    return (PyObject *)it;
fail:
    Py_DECREF(it);
    return NULL;
}

/* The next item of source i or the filler; NULL when that was the last one alive, or with an exception. */
static PyObject *longest_item(struct itertool *it, Py_ssize_t i)
{
    PyObject *iter = PyTuple_GET_ITEM(it->iters, i);
    if (iter == NULL) return Py_NewRef(it->filler);
    PyObject *item = step(iter);
    if (item != NULL) return item;
    if (!itertool_ended_well()) {
        it->alive = 0;
        return NULL;
    }
    if (--it->alive == 0) return NULL;
    if (PyTuple_GET_ITEM(it->iters, i) != NULL) {
        PyTuple_SET_ITEM(it->iters, i, NULL);
        Py_DECREF(iter);
    }
    return Py_NewRef(it->filler);
}

static PyObject *zip_longest_next(PyObject *self)
{
    struct itertool *it = TOOL(self);
    Py_ssize_t n = PyTuple_GET_SIZE(it->iters);
    if (n == 0 || it->alive <= 0) return NULL;
    PyObject *tuple = Py_REFCNT(it->result) == 1 ? Py_NewRef(it->result) : PyTuple_New(n);
    if (tuple == NULL) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = longest_item(it, i), *old = PyTuple_GET_ITEM(tuple, i);
        if (item == NULL) {
            Py_DECREF(tuple);
            return NULL;
        }
        PyTuple_SET_ITEM(tuple, i, item);
        Py_XDECREF(old);
    }
    if (!PyObject_GC_IsTracked(tuple)) PyObject_GC_Track(tuple);
    return tuple;
}

static PyObject *zip_longest_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    struct itertool *it = TOOL(self);
    Py_ssize_t n = PyTuple_GET_SIZE(it->iters);
    PyObject *all = PyTuple_New(n);
    for (Py_ssize_t i = 0; all != NULL && i < n; i++) {
        PyObject *iter = PyTuple_GET_ITEM(it->iters, i);
        iter = iter != NULL ? Py_NewRef(iter) : PyTuple_New(0); /* an ended one: an empty iterable */
        if (iter == NULL) Py_CLEAR(all);
        else PyTuple_SET_ITEM(all, i, iter);
    }
    return all == NULL ? NULL : Py_BuildValue("ONO", Py_TYPE(self), all, it->filler);
}

static PyObject *zip_longest_setstate(PyObject *self, PyObject *const *args)
{
    Py_XSETREF(TOOL(self)->filler, Py_NewRef(args[0]));
    Py_RETURN_NONE;
}

static PyMethodDef zip_longest_methods[] = {
    FN("__reduce__", zip_longest_reduce, "()", "State for pickling."),
    FN("__setstate__", zip_longest_setstate, "(state, /)", "Take over a pickled state."),
    {0} };

PyTypeObject adder_itertools_zip_longest = {
    SIMPLE_TOOL("zip_longest", "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object\n\n"
                               "As zip(), but until the longest input ends; fillvalue stands for what the others lack."),
    .tp_iternext = zip_longest_next, .tp_methods = zip_longest_methods, .tp_new = zip_longest_new };
