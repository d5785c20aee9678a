/* tee.c -- tee: several iterators over one source, each at its own place.
 *
 * The items read so far lie in a chain of blocks; each iterator holds the block it is in, so blocks that all have left go
 * away. A chain can be long: it is taken apart in a loop, not by recursion. */
#include "stdlib/itertools/itertools.h"

#define BLOCK_ITEMS 57 /* as many as CPython has in one; visible in pickles only */

typedef struct TeeBlock {
    PyObject_HEAD
    PyObject *source;
    int filled;             /* items read into this block */
    bool reading;           /* the source is being stepped for this block */
    struct TeeBlock *next;  /* owned, NULL until needed */
    PyObject *items[BLOCK_ITEMS];
} TeeBlock;

typedef struct {
    PyObject_HEAD
    TeeBlock *where; /* the block it is in; NULL after tp_clear */
    int index;       /* of its next item there */
    PyObject *weakrefs;
} Tee;

/* ---- Blocks ---- */

static TeeBlock *block_new(PyObject *source)
{
    TeeBlock *b = PyObject_GC_New(TeeBlock, &adder_itertools__tee_dataobject);
    if (b == NULL) return NULL;
    b->source = Py_NewRef(source);
    b->filled = 0;
    b->reading = false;
    b->next = NULL;
    PyObject_GC_Track(b);
    return b;
}

static int block_traverse(PyObject *self, visitproc visit, void *arg)
{
    TeeBlock *b = (TeeBlock *)self;
    Py_VISIT(b->source);
    for (int i = 0; i < b->filled; i++) Py_VISIT(b->items[i]);
    Py_VISIT(b->next);
    return 0;
}

/* Drops a chain as far as nobody else holds it. */
static void drop_chain(TeeBlock *b)
{
    while (b != NULL && Py_REFCNT(b) == 1) {
        TeeBlock *next = b->next;
        b->next = NULL;
        Py_DECREF(b);
        b = next;
    }
    Py_XDECREF(b);
}

static int block_clear(PyObject *self)
{
    TeeBlock *b = (TeeBlock *)self, *next = b->next;
    Py_CLEAR(b->source);
    int n = b->filled;
    b->filled = 0;
    while (--n >= 0) Py_DECREF(b->items[n]);
    b->next = NULL;
    drop_chain(next);
    return 0;
}

static void block_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    block_clear(self);
    PyObject_GC_Del(self);
}

/* Item i of the block, read from the source if it is the next one. A new reference; NULL at the end or with an exception. */
static PyObject *block_get(TeeBlock *b, int i)
{
    if (i < b->filled) return Py_NewRef(b->items[i]);
    if (b->source == NULL) return NULL;
    if (b->reading) {
        PyErr_SetString(PyExc_RuntimeError, "cannot re-enter the tee iterator");
        return NULL;
    }
    b->reading = true;
    PyObject *item = step(b->source);
    b->reading = false;
    if (item == NULL) return NULL;
    b->items[b->filled++] = item;
    return Py_NewRef(item);
}

/* The block behind, a new reference; made when there is none. */
static TeeBlock *block_after(TeeBlock *b)
{
    if (b->next == NULL) b->next = block_new(b->source);
    return (TeeBlock *)Py_XNewRef((PyObject *)b->next);
}

static PyObject *block_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    TeeBlock *b = (TeeBlock *)self;
    PyObject *values = PyList_New(b->filled);
    for (int i = 0; values != NULL && i < b->filled; i++) PyList_SET_ITEM(values, i, Py_NewRef(b->items[i]));
    if (values == NULL) return NULL;
    return Py_BuildValue("O(ONO)", Py_TYPE(self), b->source, values, b->next != NULL ? (PyObject *)b->next : Py_None);
}

/* _tee_dataobject(iterator, values, next): what block_reduce describes. */
static PyObject *block_tp_new(PyTypeObject *Py_UNUSED(type), PyObject *args, PyObject *kwargs)
{
    PyObject *source, *values, *next;
    if (!_PyArg_NoKeywords("_tee_dataobject", kwargs) || !PyArg_ParseTuple(args, "OO!O", &source, &PyList_Type, &values, &next))
        return NULL;
    Py_ssize_t n = PyList_GET_SIZE(values);
    if (n > BLOCK_ITEMS) {
        PyErr_SetString(PyExc_ValueError, "Invalid arguments");
        return NULL;
    }
    if (!Py_IsNone(next) && (n < BLOCK_ITEMS || !Py_IS_TYPE(next, &adder_itertools__tee_dataobject))) {
        PyErr_SetString(PyExc_ValueError, n < BLOCK_ITEMS ? "_tee_dataobject shouldn't have a next"
                                                          : "_tee_dataobject next must be another tee data object");
        return NULL;
    }
    TeeBlock *b = block_new(source);
    if (b == NULL) return NULL;
    for (; b->filled < n; b->filled++) b->items[b->filled] = Py_NewRef(PyList_GET_ITEM(values, b->filled));
    if (!Py_IsNone(next)) b->next = (TeeBlock *)Py_NewRef(next);
    return (PyObject *)b;
}

static PyMethodDef block_methods[] = { FN("__reduce__", block_reduce, "()", "State for pickling."), {0} };

PyTypeObject adder_itertools__tee_dataobject = {
    STATIC_TYPE("itertools._tee_dataobject", TeeBlock), .tp_dealloc = block_dealloc, .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_doc = "teedataobject(iterable, values, next, /)\n--\n\n"
                                                                    "Data container common to multiple tee objects.",
    .tp_traverse = block_traverse, .tp_clear = block_clear, .tp_methods = block_methods, .tp_new = block_tp_new,
    .tp_free = PyObject_GC_Del };

/* ---- Iterators ---- */

/* Takes the block reference over. */
static Tee *tee_at(TeeBlock *where, int index)
{
    Tee *tee = where == NULL ? NULL : PyObject_GC_New(Tee, &adder_itertools__tee);
    if (tee == NULL) {
        Py_XDECREF(where);
        return NULL;
    }
    tee->where = where;
    tee->index = index;
    tee->weakrefs = NULL;
    PyObject_GC_Track(tee);
    return tee;
}

static Tee *tee_copy_of(Tee *tee) { return tee_at((TeeBlock *)Py_NewRef((PyObject *)tee->where), tee->index); }

/* A tee iterator over any iterable; one over a tee starts where that is. */
static Tee *tee_over(PyObject *iterable)
{
    PyObject *iter = PyObject_GetIter(iterable);
    if (iter == NULL) return NULL;
    Tee *tee = Py_IS_TYPE(iter, &adder_itertools__tee) ? tee_copy_of((Tee *)iter) : tee_at(block_new(iter), 0);
    Py_DECREF(iter);
    return tee;
}

static PyObject *tee_tp_new(PyTypeObject *Py_UNUSED(type), PyObject *args, PyObject *kwargs)
{
    PyObject *iterable;
    if (!_PyArg_NoKeywords("_tee", kwargs) || !PyArg_UnpackTuple(args, "_tee", 1, 1, &iterable)) return NULL;
    return (PyObject *)tee_over(iterable);
}

static int tee_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Tee *)self)->where);
    return 0;
}

static int tee_clear(PyObject *self)
{
    TeeBlock *where = ((Tee *)self)->where;
    ((Tee *)self)->where = NULL;
    drop_chain(where);
    return 0;
}

static void tee_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    if (((Tee *)self)->weakrefs != NULL) PyObject_ClearWeakRefs(self);
    tee_clear(self);
    PyObject_GC_Del(self);
}

static PyObject *tee_next(PyObject *self)
{
    Tee *tee = (Tee *)self;
    if (tee->where == NULL) return NULL;
    if (tee->index >= BLOCK_ITEMS) {
        TeeBlock *next = block_after(tee->where), *old = tee->where;
        if (next == NULL) return NULL;
        tee->where = next;
        tee->index = 0;
        Py_DECREF(old);
    }
    TeeBlock *where = (TeeBlock *)Py_NewRef((PyObject *)tee->where); /* the source may run anything */
    PyObject *item = block_get(where, tee->index);
    Py_DECREF(where);
    if (item != NULL) tee->index++;
    return item;
}

static PyObject *tee_copy(PyObject *self, PyObject *const *Py_UNUSED(args)) { return (PyObject *)tee_copy_of((Tee *)self); }

static PyObject *tee_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return Py_BuildValue("O(())(Oi)", Py_TYPE(self), ((Tee *)self)->where, ((Tee *)self)->index);
}

static PyObject *tee_setstate(PyObject *self, PyObject *const *args)
{
    PyObject *where;
    int index;
    if (!PyTuple_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "state is not a tuple");
        return NULL;
    }
    if (!PyArg_ParseTuple(args[0], "O!i", &adder_itertools__tee_dataobject, &where, &index)) return NULL;
    if (index < 0 || index > BLOCK_ITEMS) {
        PyErr_SetString(PyExc_ValueError, "Index out of range");
        return NULL;
    }
    Py_XSETREF(((Tee *)self)->where, (TeeBlock *)Py_NewRef(where));
    ((Tee *)self)->index = index;
    Py_RETURN_NONE;
}

static PyMethodDef tee_methods[] = {
    FN("__copy__", tee_copy, "()", "Returns an independent iterator."),
    FN("__reduce__", tee_reduce, "()", "State for pickling."),
    FN("__setstate__", tee_setstate, "(state, /)", "Take over a pickled state."),
    {0} };

PyTypeObject adder_itertools__tee = {
    STATIC_TYPE("itertools._tee", Tee), .tp_dealloc = tee_dealloc, .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_doc = "Iterator wrapped to make it copyable.",
    .tp_traverse = tee_traverse, .tp_clear = tee_clear, .tp_weaklistoffset = offsetof(Tee, weakrefs),
    .tp_iter = PyObject_SelfIter, .tp_iternext = tee_next, .tp_methods = tee_methods, .tp_new = tee_tp_new,
    .tp_free = PyObject_GC_Del };

/* tee(iterable, n=2): an iterator that can copy itself (__copy__) is copied, any other wrapped first. */
PyObject *adder_itertools_make_tee(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    Py_ssize_t n = PyNumber_AsSsize_t(args[1], PyExc_OverflowError);
    if (n == -1 && PyErr_Occurred()) return NULL;
    if (n < 0) {
        PyErr_SetString(PyExc_ValueError, "n must be >= 0");
        return NULL;
    }
    PyObject *all = PyTuple_New(n), *first = NULL, *copier = NULL;
    if (all == NULL || n == 0) return all;
    if ((first = PyObject_GetIter(args[0])) == NULL || _PyObject_LookupAttr(first, ID(__copy__), &copier) < 0) goto fail;
    if (copier == NULL) {
        Py_SETREF(first, (PyObject *)tee_over(first));
        if (first == NULL || (copier = PyObject_GetAttr(first, ID(__copy__))) == NULL) goto fail;
    }
    PyTuple_SET_ITEM(all, 0, first);
    first = NULL;
    for (Py_ssize_t i = 1; i < n; i++) {
        PyObject *copy = PyObject_CallNoArgs(copier);
        if (copy == NULL) goto fail;
        PyTuple_SET_ITEM(all, i, copy);
    }
    Py_DECREF(copier);
    return all;
fail:
    Py_XDECREF(copier);
    Py_XDECREF(first);
    Py_DECREF(all);
    return NULL;
}
