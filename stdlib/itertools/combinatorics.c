/* combinatorics.c -- product, permutations, combinations, combinations_with_replacement: all choices from pools of items.
 *
 * Each keeps the indices of the current choice and steps them like an odometer; the tuple given out last is changed in
 * place when nobody else holds it, from the first index that moved on. */
#include "stdlib/itertools/itertools.h"
#include "runtime/objects/tuple.h"
#include <string.h>

typedef struct {
    PyObject_HEAD
    PyObject *pool;       /* tuple of items; product: tuple of such tuples */
    Py_ssize_t *indices;  /* into the pool; permutations: all of it, the first r are the choice */
    Py_ssize_t *cycles;   /* permutations only */
    PyObject *result;     /* tuple given out last; NULL before the first */
    Py_ssize_t r;         /* items in a choice */
    bool stopped;
    bool product;         /* pool is a tuple of pools, one for each place */
    bool repeated;        /* combinations: with replacement */
} Choice;

static int choice_clear(PyObject *self)
{
    Py_CLEAR(((Choice *)self)->pool);
    Py_CLEAR(((Choice *)self)->result);
    return 0;
}

static void choice_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    choice_clear(self);
    PyMem_Free(((Choice *)self)->indices);
    PyMem_Free(((Choice *)self)->cycles);
    Py_TYPE(self)->tp_free(self);
}

static int choice_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Choice *)self)->pool);
    Py_VISIT(((Choice *)self)->result);
    return 0;
}

/* An array of n indices, zeroed; NULL with MemoryError. */
static Py_ssize_t *new_indices(Py_ssize_t n)
{
    Py_ssize_t *indices = PyMem_Calloc((size_t)(n > 0 ? n : 1), sizeof(Py_ssize_t));
    if (indices == NULL) PyErr_NoMemory();
    return indices;
}

/* Takes the pool over. */
static Choice *choice_new(PyTypeObject *type, PyObject *pool, Py_ssize_t r, Py_ssize_t index_count)
{
    Choice *c = pool == NULL ? NULL : (Choice *)type->tp_alloc(type, 0);
    if (c == NULL) {
        Py_XDECREF(pool);
        return NULL;
    }
    c->pool = pool;
    c->r = r;
    if ((c->indices = new_indices(index_count)) == NULL) Py_CLEAR(c);
    return c;
}

/* The item at place i of the choice, borrowed. */
static PyObject *chosen(Choice *c, Py_ssize_t i)
{
    return PyTuple_GET_ITEM(c->product ? PyTuple_GET_ITEM(c->pool, i) : c->pool, c->indices[i]);
}

/* The choice as a tuple of which the places before `from` are as they were. A new reference or NULL. */
static PyObject *give_out(Choice *c, Py_ssize_t from)
{
    PyObject *old = c->result;
    if (old == NULL || Py_REFCNT(old) != 1 || old == ADDER_EMPTY_TUPLE) {
        PyObject *made = PyTuple_New(c->r);
        if (made == NULL) return NULL;
        for (Py_ssize_t i = 0; i < c->r; i++) PyTuple_SET_ITEM(made, i, Py_NewRef(chosen(c, i)));
        Py_XSETREF(c->result, made);
        return Py_NewRef(made);
    }
    Py_INCREF(old);
    for (Py_ssize_t i = from; i < c->r; i++) {
        PyObject *before = PyTuple_GET_ITEM(old, i);
        PyTuple_SET_ITEM(old, i, Py_NewRef(chosen(c, i)));
        Py_DECREF(before);
    }
    if (!PyObject_GC_IsTracked(old)) PyObject_GC_Track(old);
    return old;
}

static PyObject *stop(Choice *c)
{
    c->stopped = true;
    return NULL;
}

static PyObject *sizeof_choice(PyObject *self, Py_ssize_t numbers)
{
    return PyLong_FromSsize_t(Py_TYPE(self)->tp_basicsize + numbers * (Py_ssize_t)sizeof(Py_ssize_t));
}

static PyObject *choice_sizeof(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    Choice *c = (Choice *)self;
    return sizeof_choice(self, c->cycles != NULL ? PyTuple_GET_SIZE(c->pool) + c->r : c->r);
}

/* The indices 0 .. n-1 as a tuple. */
static PyObject *index_tuple(const Py_ssize_t *indices, Py_ssize_t n)
{
    PyObject *tuple = PyTuple_New(n);
    for (Py_ssize_t i = 0; tuple != NULL && i < n; i++) {
        PyObject *number = PyLong_FromSsize_t(indices[i]);
        if (number == NULL) Py_CLEAR(tuple);
        else PyTuple_SET_ITEM(tuple, i, number);
    }
    return tuple;
}

/* Reads n indices from a pickled tuple, each clamped into [low(i), high(i)]. 0, or -1 with an exception. */
static int read_indices(PyObject *tuple, Py_ssize_t *out, Py_ssize_t n, Py_ssize_t low, Py_ssize_t high)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_ssize_t v = PyLong_AsSsize_t(PyTuple_GET_ITEM(tuple, i));
        if (v == -1 && PyErr_Occurred()) return -1;
        out[i] = v < low ? low : v > high ? high : v;
    }
    return 0;
}

/* The tuple that the indices mean, as if it had just been given out. 0, or -1 with an exception. */
static int restore_result(Choice *c)
{
    PyObject *made = PyTuple_New(c->r);
    if (made == NULL) return -1;
    for (Py_ssize_t i = 0; i < c->r; i++) PyTuple_SET_ITEM(made, i, Py_NewRef(chosen(c, i)));
    Py_XSETREF(c->result, made);
    return 0;
}

static int check_state(PyObject *state, Py_ssize_t n)
{
    if (PyTuple_Check(state) && PyTuple_GET_SIZE(state) == n) return 0;
    PyErr_SetString(PyExc_ValueError, "invalid arguments");
    return -1;
}

/* ---- combinations, with and without replacement ---- */

static PyObject *combinations_make(PyTypeObject *type, const char *signature, PyObject *args, PyObject *kwargs, bool repeated)
{
    PyObject *in[2];
    if (adder_bind_args(signature, args, kwargs, in) < 0) return NULL;
    PyObject *index = PyNumber_Index(in[1]);
    if (index == NULL) return NULL;
    Py_ssize_t r = PyLong_AsSsize_t(index);
    Py_DECREF(index);
    if (r == -1 && PyErr_Occurred()) return NULL;
    PyObject *pool = PySequence_Tuple(in[0]);
    if (pool == NULL) return NULL;
    if (r < 0) {
        Py_DECREF(pool);
        PyErr_SetString(PyExc_ValueError, "r must be non-negative");
        return NULL;
    }
    Py_ssize_t n = PyTuple_GET_SIZE(pool);
    Choice *c = choice_new(type, pool, r, r);
    if (c == NULL) return NULL;
    for (Py_ssize_t i = 0; !repeated && i < r; i++) c->indices[i] = i;
    c->repeated = repeated;
    c->stopped = repeated ? n == 0 && r > 0 : r > n;
    return (PyObject *)c;
}

static PyObject *combinations_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return combinations_make(type, "combinations(iterable, r)", args, kwargs, false);
}

static PyObject *combinations_with_replacement_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return combinations_make(type, "combinations_with_replacement(iterable, r)", args, kwargs, true);
}

static PyObject *combinations_next(PyObject *self)
{
    Choice *c = (Choice *)self;
    if (c->stopped) return NULL;
    if (c->result == NULL) return give_out(c, 0);
    bool repeated = c->repeated;
    Py_ssize_t n = PyTuple_GET_SIZE(c->pool), i = c->r - 1;
    while (i >= 0 && c->indices[i] == (repeated ? n - 1 : i + n - c->r)) i--; /* those can go no further */
    if (i < 0) return stop(c);
    c->indices[i]++;
    for (Py_ssize_t j = i + 1; j < c->r; j++) c->indices[j] = c->indices[j - 1] + !repeated;
    return give_out(c, i);
}

static PyObject *combinations_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    Choice *c = (Choice *)self;
    if (c->stopped) return Py_BuildValue("O(()n)", Py_TYPE(self), c->r > 0 || c->repeated ? c->r : 1);
    if (c->result == NULL) return Py_BuildValue("O(On)", Py_TYPE(self), c->pool, c->r);
    PyObject *indices = index_tuple(c->indices, c->r);
    return indices == NULL ? NULL : Py_BuildValue("O(On)N", Py_TYPE(self), c->pool, c->r, indices);
}

static PyObject *combinations_setstate(PyObject *self, PyObject *const *args)
{
    Choice *c = (Choice *)self;
    if (check_state(args[0], c->r) < 0) return NULL;
    Py_ssize_t n = PyTuple_GET_SIZE(c->pool);
    if (n == 0 && c->r > 0) Py_RETURN_NONE;
    if (read_indices(args[0], c->indices, c->r, 0, n - 1) < 0 || restore_result(c) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef combinations_methods[] = {
    FN("__reduce__", combinations_reduce, "()", "State for pickling."),
    FN("__setstate__", combinations_setstate, "(state, /)", "Take over a pickled state."),
    FN("__sizeof__", choice_sizeof, "()", "Returns size in memory, in bytes."),
    {0} };

#define CHOICE_TYPE(py_name, doc)                                                                         \
    ITERTOOL_TYPE(py_name, Choice, doc), .tp_dealloc = choice_dealloc, .tp_traverse = choice_traverse,    \
    .tp_clear = choice_clear

PyTypeObject adder_itertools_combinations = {
    CHOICE_TYPE("combinations", "combinations(iterable, r)\n--\n\n"
                                "All choices of r items, in the order of the iterable.\n\n"
                                "combinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)"),
    .tp_iternext = combinations_next, .tp_methods = combinations_methods, .tp_new = combinations_new };

PyTypeObject adder_itertools_combinations_with_replacement = {
    CHOICE_TYPE("combinations_with_replacement", "combinations_with_replacement(iterable, r)\n--\n\n"
                "All choices of r items, each of which may be taken again.\n\n"
                "combinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')"),
    .tp_iternext = combinations_next, .tp_methods = combinations_methods, .tp_new = combinations_with_replacement_new };

/* ---- permutations ---- */

static PyObject *permutations_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *in[2];
    if (adder_bind_args("permutations(iterable, r=None)", args, kwargs, in) < 0) return NULL;
    PyObject *pool = PySequence_Tuple(in[0]);
    if (pool == NULL) return NULL;
    Py_ssize_t n = PyTuple_GET_SIZE(pool), r = n;
    const char *wrong = NULL;
    PyObject *error = PyExc_ValueError;
    if (!Py_IsNone(in[1])) {
        if (!PyLong_Check(in[1])) {
            error = PyExc_TypeError;
            wrong = "Expected int as r";
        } else {
            r = PyLong_AsSsize_t(in[1]);
            if (r == -1 && PyErr_Occurred()) {
                Py_DECREF(pool);
                return NULL;
            }
            if (r < 0) wrong = "r must be non-negative";
        }
    }
    if (wrong != NULL) {
        Py_DECREF(pool);
        PyErr_SetString(error, wrong);
        return NULL;
    }
    Choice *c = choice_new(type, pool, r, n > r ? n : r);
    if (c == NULL) return NULL;
    if ((c->cycles = new_indices(r)) == NULL) {
        Py_DECREF(c);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < n; i++) c->indices[i] = i;
    for (Py_ssize_t i = 0; i < r; i++) c->cycles[i] = n - i;
    c->stopped = r > n;
    return (PyObject *)c;
}

static PyObject *permutations_next(PyObject *self)
{
    Choice *c = (Choice *)self;
    if (c->stopped) return NULL;
    if (c->result == NULL) return give_out(c, 0);
    Py_ssize_t n = PyTuple_GET_SIZE(c->pool);
    for (Py_ssize_t i = c->r - 1; i >= 0; i--) {
        if (--c->cycles[i] == 0) { /* back to its first item: rotate it to the end */
            Py_ssize_t first = c->indices[i];
            memmove(&c->indices[i], &c->indices[i + 1], (size_t)(n - 1 - i) * sizeof(Py_ssize_t));
            c->indices[n - 1] = first;
            c->cycles[i] = n - i;
            continue;
        }
        Py_ssize_t j = n - c->cycles[i], swap = c->indices[i];
        c->indices[i] = c->indices[j];
        c->indices[j] = swap;
        return give_out(c, i);
    }
    return stop(c);
}

static PyObject *permutations_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    Choice *c = (Choice *)self;
    if (c->stopped) return Py_BuildValue("O(()n)", Py_TYPE(self), c->r > 0 ? c->r : 1);
    if (c->result == NULL) return Py_BuildValue("O(On)", Py_TYPE(self), c->pool, c->r);
    PyObject *indices = index_tuple(c->indices, PyTuple_GET_SIZE(c->pool)), *cycles = index_tuple(c->cycles, c->r);
    return Py_BuildValue("O(On)(NN)", Py_TYPE(self), c->pool, c->r, indices, cycles);
}

static PyObject *permutations_setstate(PyObject *self, PyObject *const *args)
{
    Choice *c = (Choice *)self;
    PyObject *indices, *cycles;
    Py_ssize_t n = PyTuple_GET_SIZE(c->pool);
    if (!PyTuple_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "state is not a tuple");
        return NULL;
    }
    if (!PyArg_ParseTuple(args[0], "O!O!", &PyTuple_Type, &indices, &PyTuple_Type, &cycles)) return NULL;
    if (check_state(indices, n) < 0 || check_state(cycles, c->r) < 0) return NULL;
    if (read_indices(indices, c->indices, n, 0, n - 1) < 0 || read_indices(cycles, c->cycles, c->r, 1, n) < 0) return NULL;
    for (Py_ssize_t i = 0; i < c->r; i++)
        if (c->cycles[i] > n - i) c->cycles[i] = n - i;
    if (c->r <= n && restore_result(c) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef permutations_methods[] = {
    FN("__reduce__", permutations_reduce, "()", "State for pickling."),
    FN("__setstate__", permutations_setstate, "(state, /)", "Take over a pickled state."),
    FN("__sizeof__", choice_sizeof, "()", "Returns size in memory, in bytes."),
    {0} };

PyTypeObject adder_itertools_permutations = {
    CHOICE_TYPE("permutations", "permutations(iterable, r=None)\n--\n\n"
                                "All arrangements of r items (of all when r is None).\n\n"
                                "permutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)"),
    .tp_iternext = permutations_next, .tp_methods = permutations_methods, .tp_new = permutations_new };

/* ---- product ---- */

static PyObject *product_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Py_ssize_t repeat = 1, n = PyTuple_GET_SIZE(args);
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0) {
        static char *names[] = { "repeat", NULL };
        PyObject *none = PyTuple_New(0);
        int ok = none != NULL && PyArg_ParseTupleAndKeywords(none, kwargs, "|n:product", names, &repeat);
        Py_XDECREF(none);
        if (!ok) return NULL;
        if (repeat < 0) {
            PyErr_SetString(PyExc_ValueError, "repeat argument cannot be negative");
            return NULL;
        }
    }
    if (repeat == 0) n = 0;
    if (n > 0 && repeat > PY_SSIZE_T_MAX / (Py_ssize_t)sizeof(Py_ssize_t) / n) {
        PyErr_SetString(PyExc_OverflowError, "repeat argument too large");
        return NULL;
    }
    PyObject *pools = PyTuple_New(n * repeat);
    bool empty = false;
    for (Py_ssize_t i = 0; pools != NULL && i < n; i++) {
        PyObject *pool = PySequence_Tuple(PyTuple_GET_ITEM(args, i));
        if (pool == NULL) {
            Py_CLEAR(pools);
            break;
        }
        empty = empty || PyTuple_GET_SIZE(pool) == 0;
        PyTuple_SET_ITEM(pools, i, pool);
    }
    for (Py_ssize_t i = n; pools != NULL && i < n * repeat; i++)
        PyTuple_SET_ITEM(pools, i, Py_NewRef(PyTuple_GET_ITEM(pools, i - n)));
    Choice *c = choice_new(type, pools, n * repeat, n * repeat);
    if (c == NULL) return NULL;
    c->product = true;
    c->stopped = empty;
    return (PyObject *)c;
}

static PyObject *product_next(PyObject *self)
{
    Choice *c = (Choice *)self;
    if (c->stopped) return NULL;
    if (c->result == NULL) return give_out(c, 0);
    for (Py_ssize_t i = c->r - 1; i >= 0; i--) {
        if (++c->indices[i] < PyTuple_GET_SIZE(PyTuple_GET_ITEM(c->pool, i))) return give_out(c, i);
        c->indices[i] = 0;
    }
    return stop(c);
}

static PyObject *product_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    Choice *c = (Choice *)self;
    if (c->stopped) return Py_BuildValue("O(())", Py_TYPE(self));
    if (c->result == NULL) return Py_BuildValue("OO", Py_TYPE(self), c->pool);
    PyObject *indices = index_tuple(c->indices, c->r);
    return indices == NULL ? NULL : Py_BuildValue("OON", Py_TYPE(self), c->pool, indices);
}

static PyObject *product_setstate(PyObject *self, PyObject *const *args)
{
    Choice *c = (Choice *)self;
    if (check_state(args[0], c->r) < 0) return NULL;
    for (Py_ssize_t i = 0; i < c->r; i++) {
        Py_ssize_t v = PyLong_AsSsize_t(PyTuple_GET_ITEM(args[0], i));
        if (v == -1 && PyErr_Occurred()) return NULL;
        Py_ssize_t n = PyTuple_GET_SIZE(PyTuple_GET_ITEM(c->pool, i));
        if (n == 0) {
            c->stopped = true;
            Py_RETURN_NONE;
        }
        c->indices[i] = v < 0 ? 0 : v > n - 1 ? n - 1 : v;
    }
    return restore_result(c) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyMethodDef product_methods[] = {
    FN("__reduce__", product_reduce, "()", "State for pickling."),
    FN("__setstate__", product_setstate, "(state, /)", "Take over a pickled state."),
    FN("__sizeof__", choice_sizeof, "()", "Returns size in memory, in bytes."),
    {0} };

PyTypeObject adder_itertools_product = {
    CHOICE_TYPE("product", "product(*iterables, repeat=1) --> product object\n\n"
                           "All tuples of an item from each iterable, as nested for-loops give them; repeat takes the whole\n"
                           "list of iterables several times.\n\n"
                           "product('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)"),
    .tp_iternext = product_next, .tp_methods = product_methods, .tp_new = product_new };
