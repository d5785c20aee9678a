/* partial.c -- functools.partial: a callable with some arguments given already.
 *
 * Partials of partials are flattened when they are made, so a call never goes through more than one. */
#include "runtime/memory/memory.h"
#include "stdlib/functools/functools.h"
#include <structmember.h>
#include <string.h>

#define FEW 10 /* argument arrays up to this length live on the C stack */

typedef struct {
    PyObject_HEAD
    PyObject *fn;
    PyObject *args; /* tuple */
    PyObject *kw;   /* dict; callers may change it through .keywords */
    PyObject *dict; /* __dict__; NULL until needed */
    PyObject *weakrefs;
    vectorcallfunc vectorcall;
} Partial;

static PyObject *partial_vectorcall(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *kwnames);
static PyObject *partial_call(PyObject *self, PyObject *args, PyObject *kwargs);

/* first + rest from index `from` on. New reference or NULL. */
static PyObject *join_args(PyObject *first, PyObject *rest, Py_ssize_t from)
{
    PyObject *tail = PyTuple_GetSlice(rest, from, PyTuple_GET_SIZE(rest));
    if (tail == NULL || first == NULL) return tail;
    PyObject *all = PySequence_Concat(first, tail);
    Py_DECREF(tail);
    return all;
}

/* A new dict of what is in both (either may be NULL); the second wins. */
static PyObject *join_keywords(PyObject *first, PyObject *second)
{
    PyObject *all = first == NULL ? PyDict_New() : PyDict_Copy(first);
    if (all != NULL && second != NULL && PyDict_Update(all, second) < 0) Py_CLEAR(all);
    return all;
}

static PyObject *partial_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (PyTuple_GET_SIZE(args) < 1) {
        PyErr_SetString(PyExc_TypeError, "type 'partial' takes at least one argument");
        return NULL;
    }
    PyObject *fn = PyTuple_GET_ITEM(args, 0), *more_args = NULL, *more_kw = NULL;
    if (Py_TYPE(fn)->tp_call == partial_call && ((Partial *)fn)->dict == NULL) {
        more_args = ((Partial *)fn)->args;
        more_kw = ((Partial *)fn)->kw;
        fn = ((Partial *)fn)->fn;
    }
    if (!PyCallable_Check(fn)) {
        PyErr_SetString(PyExc_TypeError, "the first argument must be callable");
        return NULL;
    }
    Partial *p = (Partial *)type->tp_alloc(type, 0);
    if (p == NULL) return NULL;
    p->fn = Py_NewRef(fn);
    p->vectorcall = partial_vectorcall;
    p->args = join_args(more_args, args, 1);
    if (p->args != NULL) p->kw = join_keywords(more_kw, kwargs);
    if (p->kw == NULL) Py_CLEAR(p);
    return (PyObject *)p;
}

static int partial_clear(PyObject *self)
{
    Partial *p = (Partial *)self;
    Py_CLEAR(p->fn);
    Py_CLEAR(p->args);
    Py_CLEAR(p->kw);
    Py_CLEAR(p->dict);
    return 0;
}

static void partial_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, partial_dealloc)
    if (((Partial *)self)->weakrefs != NULL) PyObject_ClearWeakRefs(self);
    partial_clear(self);
    Py_TYPE(self)->tp_free(self);
    ADDER_TRASHCAN_END;
}

static int partial_traverse(PyObject *self, visitproc visit, void *arg)
{
    Partial *p = (Partial *)self;
    Py_VISIT(p->fn);
    Py_VISIT(p->args);
    Py_VISIT(p->kw);
    Py_VISIT(p->dict);
    return 0;
}

/* ---- Calling ---- */

static PyObject *partial_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    Partial *p = (Partial *)self;
    PyObject *fn = Py_NewRef(p->fn); /* __setstate__ during the call may replace it */
    PyObject *all = join_args(p->args, args, 0), *kw = all == NULL ? NULL : join_keywords(p->kw, kwargs);
    PyObject *result = kw == NULL ? NULL : PyObject_Call(fn, all, kw);
    Py_XDECREF(all);
    Py_XDECREF(kw);
    Py_DECREF(fn);
    return result;
}

/* The same from vectorcall arguments, with both keyword sets merged in a dict. */
static PyObject *call_with_dicts(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    PyObject *tuple = PyTuple_New(nargs), *kw = PyDict_New(), *result = NULL;
    if (tuple == NULL || kw == NULL) goto done;
    for (Py_ssize_t i = 0; i < nargs; i++) PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
    for (Py_ssize_t i = 0; kwnames != NULL && i < PyTuple_GET_SIZE(kwnames); i++)
        if (PyDict_SetItem(kw, PyTuple_GET_ITEM(kwnames, i), args[nargs + i]) < 0) goto done;
    result = partial_call(self, tuple, kw);
done:
    Py_XDECREF(tuple);
    Py_XDECREF(kw);
    return result;
}

/* Copies borrowed references of the partial's positional arguments, the call's, and then either keyword set's values. */
static Py_ssize_t gather(Partial *p, PyObject *const *args, Py_ssize_t total, PyObject **out, PyObject *names)
{
    Py_ssize_t own = PyTuple_GET_SIZE(p->args), pos = 0, n = 0;
    memcpy(out, ((PyTupleObject *)p->args)->ob_item, (size_t)own * sizeof(PyObject *));
    if (total > 0) memcpy(out + own, args, (size_t)total * sizeof(PyObject *));
    PyObject *key, *value;
    while (names != NULL && PyDict_Next(p->kw, &pos, &key, &value)) {
        PyTuple_SET_ITEM(names, n++, Py_NewRef(key));
        out[own + total + n - 1] = value;
    }
    return own;
}

static PyObject *partial_vectorcall(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Partial *p = (Partial *)self;
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf), nkw = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
    Py_ssize_t own_kw = PyDict_GET_SIZE(p->kw), own = PyTuple_GET_SIZE(p->args);
    if (own_kw > 0 && nkw > 0) return call_with_dicts(self, args, nargs, kwnames);
    PyObject *few[FEW], **all = few, *names = NULL, *result = NULL;
    Py_ssize_t total = own + nargs + nkw + own_kw;
    if (own_kw > 0 && (names = PyTuple_New(own_kw)) == NULL) return NULL;
    if (total + 1 > FEW && (all = PyMem_Malloc((size_t)(total + 1) * sizeof(PyObject *))) == NULL) {
        Py_XDECREF(names);
        return PyErr_NoMemory();
    }
    /* The partial keeps fn, args and kw alive, and we keep those: __setstate__ may replace them. */
    PyObject *fn = Py_NewRef(p->fn), *own_args = Py_NewRef(p->args), *kw = Py_NewRef(p->kw);
    gather(p, args, nargs + nkw, all + 1, names);
    for (Py_ssize_t i = 0; i < own_kw; i++) Py_INCREF(all[1 + own + nargs + i]);
    result = PyObject_Vectorcall(fn, all + 1, (size_t)(own + nargs) | PY_VECTORCALL_ARGUMENTS_OFFSET,
                                 names != NULL ? names : kwnames);
    for (Py_ssize_t i = 0; i < own_kw; i++) Py_DECREF(all[1 + own + nargs + i]);
    Py_DECREF(kw);
    Py_DECREF(own_args);
    Py_DECREF(fn);
    Py_XDECREF(names);
    if (all != few) PyMem_Free(all);
    return result;
}

/* ---- repr, pickling ---- */

/* ", item, item, key=value" or NULL. */
static PyObject *repr_of_arguments(Partial *p)
{
    PyObject *text = PyUnicode_FromString("");
    for (Py_ssize_t i = 0; text != NULL && i < PyTuple_GET_SIZE(p->args); i++)
        Py_SETREF(text, PyUnicode_FromFormat("%U, %R", text, PyTuple_GET_ITEM(p->args, i)));
    Py_ssize_t pos = 0;
    PyObject *key, *value;
    while (text != NULL && PyDict_Next(p->kw, &pos, &key, &value)) {
        Py_INCREF(value);
        Py_SETREF(text, PyUnicode_FromFormat("%U, %S=%R", text, key, value));
        Py_DECREF(value);
    }
    return text;
}

static PyObject *partial_repr(PyObject *self)
{
    Partial *p = (Partial *)self;
    int rc = Py_ReprEnter(self);
    if (rc != 0) return rc > 0 ? PyUnicode_FromString("...") : NULL;
    PyObject *arguments = repr_of_arguments(p), *text = NULL;
    if (arguments != NULL) text = PyUnicode_FromFormat("%s(%R%U)", Py_TYPE(self)->tp_name, p->fn, arguments);
    Py_XDECREF(arguments);
    Py_ReprLeave(self);
    return text;
}

static PyObject *partial_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    Partial *p = (Partial *)self;
    return Py_BuildValue("O(O)(OOOO)", Py_TYPE(self), p->fn, p->fn, p->args, p->kw, p->dict != NULL ? p->dict : Py_None);
}

static PyObject *partial_setstate(PyObject *self, PyObject *const *call_args)
{
    Partial *p = (Partial *)self;
    PyObject *state = call_args[0], *fn, *args, *kw, *dict;
    if (!PyTuple_Check(state) || !PyArg_ParseTuple(state, "OOOO", &fn, &args, &kw, &dict) || !PyCallable_Check(fn)
        || !PyTuple_Check(args) || (!Py_IsNone(kw) && !PyDict_Check(kw))) {
        PyErr_SetString(PyExc_TypeError, "invalid partial state");
        return NULL;
    }
    args = PyTuple_CheckExact(args) ? Py_NewRef(args) : PySequence_Tuple(args);
    if (args == NULL) return NULL;
    if (Py_IsNone(kw)) kw = PyDict_New();
    else kw = PyDict_CheckExact(kw) ? Py_NewRef(kw) : PyDict_Copy(kw);
    if (kw == NULL) {
        Py_DECREF(args);
        return NULL;
    }
    Py_SETREF(p->fn, Py_NewRef(fn));
    Py_SETREF(p->args, args);
    Py_SETREF(p->kw, kw);
    Py_XSETREF(p->dict, Py_IsNone(dict) ? NULL : Py_NewRef(dict));
    Py_RETURN_NONE;
}

static PyMemberDef partial_members[] = {
    { "func", T_OBJECT, offsetof(Partial, fn), READONLY, "function object to use in future partial calls" },
    { "args", T_OBJECT, offsetof(Partial, args), READONLY, "tuple of arguments to future partial calls" },
    { "keywords", T_OBJECT, offsetof(Partial, kw), READONLY, "dictionary of keyword arguments to future partial calls" },
    {0} };

static PyGetSetDef partial_getset[] = {
    { "__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL },
    {0} };

static PyMethodDef partial_methods[] = {
    FN("__reduce__", partial_reduce, "()", "State for pickling."),
    FN("__setstate__", partial_setstate, "(state, /)", "Take over a pickled state."),
    { "__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, "See PEP 585" },
    {0} };

PyTypeObject adder_partial_type = {
    STATIC_TYPE("functools.partial", Partial), .tp_dealloc = partial_dealloc,
    .tp_vectorcall_offset = offsetof(Partial, vectorcall), .tp_repr = partial_repr, .tp_call = partial_call,
    .tp_getattro = PyObject_GenericGetAttr, .tp_setattro = PyObject_GenericSetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_doc = "partial(func, *args, **keywords) - new function with partial application\n"
              "    of the given arguments and keywords.\n",
    .tp_traverse = partial_traverse, .tp_clear = partial_clear, .tp_weaklistoffset = offsetof(Partial, weakrefs),
    .tp_methods = partial_methods, .tp_members = partial_members, .tp_getset = partial_getset,
    .tp_dictoffset = offsetof(Partial, dict), .tp_alloc = PyType_GenericAlloc, .tp_new = partial_new,
    .tp_free = PyObject_GC_Del };
