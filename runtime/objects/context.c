/* context.c -- context variables (PEP 567): ContextVar, Context, Token.
 *
 * A context's values are a dict that contexts share until one of them changes it: copying a context is one reference, and
 * whoever writes while others hold the dict too makes a copy of it first. Contexts hold few variables and are copied far
 * more often than written (once a task), so this beats a persistent tree here. */
#include "runtime/objects/type.h"
#include "runtime/memory/memory.h"
#include <structmember.h>

struct _pycontextobject {
    PyObject_HEAD
    PyObject *values;  /* dict of ContextVar -> value, perhaps shared */
    PyContext *outer;  /* the context that was current before this was entered; owned */
    PyObject *weakrefs;
    bool entered;
};
struct _pycontextvarobject {
    PyObject_HEAD
    PyObject *name;     /* str */
    PyObject *fallback; /* NULL: none */
};
struct _pycontexttokenobject {
    PyObject_HEAD
    PyContext *context;
    PyContextVar *var;
    PyObject *old_value; /* NULL: there was none */
    bool used;
};

/* ---- Context ---- */

static PyContext *context_make(PyObject *values)
{
    PyContext *c = PyObject_GC_New(PyContext, &PyContext_Type);
    if (c == NULL) return NULL;
    c->values = values != NULL ? Py_NewRef(values) : PyDict_New();
    c->outer = NULL;
    c->weakrefs = NULL;
    c->entered = false;
    PyObject_GC_Track(c);
    if (c->values == NULL) Py_CLEAR(c);
    return c;
}

/* The current thread's context, made at the first need; borrowed. */
static PyContext *current(void)
{
    PyThreadState *t = &adder_thread()->base;
    if (t->context == NULL) t->context = (PyObject *)context_make(NULL);
    return (PyContext *)t->context;
}

/* The dict to write to: the context's own. */
static PyObject *own_values(PyContext *c)
{
    if (Py_REFCNT(c->values) == 1) return c->values;
    PyObject *copy = PyDict_Copy(c->values);
    if (copy == NULL) return NULL;
    Py_SETREF(c->values, copy);
    return copy;
}

static bool is_context(PyObject *o)
{
    if (o != NULL && PyContext_CheckExact(o)) return true;
    PyErr_SetString(PyExc_TypeError, "an instance of Context was expected");
    return false;
}

PyObject *PyContext_New(void) { return (PyObject *)context_make(NULL); }
PyObject *PyContext_Copy(PyObject *o) { return is_context(o) ? (PyObject *)context_make(((PyContext *)o)->values) : NULL; }

PyObject *PyContext_CopyCurrent(void)
{
    PyContext *c = current();
    return c == NULL ? NULL : (PyObject *)context_make(c->values);
}

int PyContext_Enter(PyObject *o)
{
    PyContext *c = (PyContext *)o;
    if (!is_context(o)) return -1;
    if (c->entered) {
        PyErr_Format(PyExc_RuntimeError, "cannot enter context: %R is already entered", o);
        return -1;
    }
    PyThreadState *t = &adder_thread()->base;
    c->outer = (PyContext *)t->context; /* the thread's reference moves here */
    c->entered = true;
    t->context = Py_NewRef(o);
    t->context_ver++;
    return 0;
}

int PyContext_Exit(PyObject *o)
{
    PyContext *c = (PyContext *)o;
    if (!is_context(o)) return -1;
    if (!c->entered) {
        PyErr_Format(PyExc_RuntimeError, "cannot exit context: %R has not been entered", o);
        return -1;
    }
    PyThreadState *t = &adder_thread()->base;
    if (t->context != o) {
        PyErr_SetString(PyExc_RuntimeError, "cannot exit context: thread state references a different context object");
        return -1;
    }
    t->context = (PyObject *)c->outer;
    t->context_ver++;
    c->outer = NULL;
    c->entered = false;
    Py_DECREF(o);
    return 0;
}

static PyObject *context_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)type;
    if (PyTuple_GET_SIZE(args) == 0 && (kwargs == NULL || PyDict_GET_SIZE(kwargs) == 0)) return PyContext_New();
    PyErr_SetString(PyExc_TypeError, "Context() does not accept any arguments");
    return NULL;
}

static int context_clear(PyObject *self)
{
    Py_CLEAR(((PyContext *)self)->outer);
    Py_CLEAR(((PyContext *)self)->values);
    return 0;
}

static int context_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((PyContext *)self)->outer);
    Py_VISIT(((PyContext *)self)->values);
    return 0;
}

static void context_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    if (((PyContext *)self)->weakrefs != NULL) PyObject_ClearWeakRefs(self);
    context_clear(self);
    PyObject_GC_Del(self);
}

/* The value of a variable, borrowed; NULL: absent, or not a variable at all (TypeError). */
static PyObject *context_find(PyObject *self, PyObject *key)
{
    if (PyContextVar_CheckExact(key)) return PyDict_GetItemWithError(((PyContext *)self)->values, key);
    PyErr_Format(PyExc_TypeError, "a ContextVar key was expected, got %R", key);
    return NULL;
}

static Py_ssize_t context_len(PyObject *self) { return PyDict_GET_SIZE(((PyContext *)self)->values); }

static PyObject *context_subscript(PyObject *self, PyObject *key)
{
    PyObject *value = context_find(self, key);
    if (value == NULL && !PyErr_Occurred()) PyErr_SetObject(PyExc_KeyError, key);
    return Py_XNewRef(value);
}

static int context_contains(PyObject *self, PyObject *key)
{
    PyObject *value = context_find(self, key);
    return value != NULL ? 1 : PyErr_Occurred() ? -1 : 0;
}

static PyObject *context_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyContext_CheckExact(a) || !PyContext_CheckExact(b) || (op != Py_EQ && op != Py_NE)) Py_RETURN_NOTIMPLEMENTED;
    return PyObject_RichCompare(((PyContext *)a)->values, ((PyContext *)b)->values, op);
}

static PyObject *context_iter(PyObject *self) { return PyObject_GetIter(((PyContext *)self)->values); }

static PyObject *context_get(PyObject *self, PyObject *const *args)
{
    PyObject *value = context_find(self, args[0]);
    if (value == NULL && PyErr_Occurred()) return NULL;
    return Py_NewRef(value != NULL ? value : args[1]);
}

/* An iterator that keeps the dict, so that a write to the context copies it and iteration stays undisturbed. */
static PyObject *view_iter(PyObject *self, PyObject *name)
{
    PyObject *view = PyObject_CallMethodNoArgs(((PyContext *)self)->values, name);
    PyObject *iter = view == NULL ? NULL : PyObject_GetIter(view);
    Py_XDECREF(view);
    return iter;
}
static PyObject *context_items(PyObject *self, PyObject *const *args ADDER_UNUSED) { return view_iter(self, ID(items)); }
static PyObject *context_keys(PyObject *self, PyObject *const *args ADDER_UNUSED) { return view_iter(self, ID(keys)); }
static PyObject *context_values(PyObject *self, PyObject *const *args ADDER_UNUSED) { return view_iter(self, ID(values)); }
static PyObject *context_copy(PyObject *self, PyObject *const *args ADDER_UNUSED) { return PyContext_Copy(self); }

static PyObject *context_run(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    if (nargs < 1) {
        PyErr_SetString(PyExc_TypeError, "run() missing 1 required positional argument");
        return NULL;
    }
    if (PyContext_Enter(self) < 0) return NULL;
    PyObject *result = PyObject_Vectorcall(args[0], args + 1, (size_t)(nargs - 1), kwnames);
    if (PyContext_Exit(self) < 0) Py_CLEAR(result);
    return result;
}

static PyMethodDef context_methods[] = {
    FN("get", context_get, "($self, key, default=None, /)", "The value of the variable `key` in this context, or the default."),
    FN("items", context_items, "($self, /)", "All variables with their values, as pairs."),
    FN("keys", context_keys, "($self, /)", "All variables that have a value in this context."),
    FN("values", context_values, "($self, /)", "The values of all variables."),
    FN("copy", context_copy, "($self, /)", "A copy of the context, made in constant time."),
    FNV("run", context_run, "", "Calls the first argument with the others inside this context."),
    { 0 },
};
static PySequenceMethods context_as_sequence = { .sq_contains = context_contains };
static PyMappingMethods context_as_mapping = { .mp_length = context_len, .mp_subscript = context_subscript };

PyTypeObject PyContext_Type = {
    STATIC_TYPE("_contextvars.Context", PyContext),
    .tp_dealloc = context_dealloc,
    .tp_as_sequence = &context_as_sequence,
    .tp_as_mapping = &context_as_mapping,
    .tp_hash = PyObject_HashNotImplemented,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = context_traverse,
    .tp_clear = context_clear,
    .tp_richcompare = context_richcompare,
    .tp_weaklistoffset = offsetof(PyContext, weakrefs),
    .tp_iter = context_iter,
    .tp_methods = context_methods,
    .tp_new = context_new,
};

/* ---- ContextVar ---- */

static PyObject *var_make(PyObject *name, PyObject *fallback)
{
    if (!PyUnicode_Check(name)) {
        PyErr_SetString(PyExc_TypeError, "context variable name must be a str");
        return NULL;
    }
    PyContextVar *v = PyObject_GC_New(PyContextVar, &PyContextVar_Type);
    if (v == NULL) return NULL;
    v->name = Py_NewRef(name);
    v->fallback = Py_XNewRef(fallback);
    PyObject_GC_Track(v);
    return (PyObject *)v;
}

PyObject *PyContextVar_New(const char *name, PyObject *fallback)
{
    PyObject *text = PyUnicode_FromString(name);
    PyObject *v = text == NULL ? NULL : var_make(text, fallback);
    Py_XDECREF(text);
    return v;
}

static bool is_var(PyObject *o)
{
    if (PyContextVar_CheckExact(o)) return true;
    PyErr_SetString(PyExc_TypeError, "an instance of ContextVar was expected");
    return false;
}

/* *value: a new reference, or NULL when there is neither value nor default. 0, or -1 with an exception. */
int PyContextVar_Get(PyObject *var, PyObject *fallback, PyObject **value)
{
    *value = NULL;
    if (!is_var(var)) return -1;
    PyObject *context = adder_thread()->base.context, *found = NULL;
    if (context != NULL) found = PyDict_GetItemWithError(((PyContext *)context)->values, var);
    if (found == NULL && PyErr_Occurred()) return -1;
    if (found == NULL) found = fallback != NULL ? fallback : ((PyContextVar *)var)->fallback;
    *value = Py_XNewRef(found);
    return 0;
}

PyObject *PyContextVar_Set(PyObject *var, PyObject *value)
{
    PyContext *context = is_var(var) ? current() : NULL;
    if (context == NULL) return NULL;
    PyObject *old = PyDict_GetItemWithError(context->values, var);
    if (old == NULL && PyErr_Occurred()) return NULL;
    PyContextToken *token = PyObject_GC_New(PyContextToken, &PyContextToken_Type);
    if (token == NULL) return NULL;
    token->context = (PyContext *)Py_NewRef(context);
    token->var = (PyContextVar *)Py_NewRef(var);
    token->old_value = Py_XNewRef(old);
    token->used = false;
    PyObject_GC_Track(token);
    PyObject *values = own_values(context);
    if (values == NULL || PyDict_SetItem(values, var, value) < 0) Py_CLEAR(token);
    adder_thread()->base.context_ver++;
    return (PyObject *)token;
}

int PyContextVar_Reset(PyObject *var, PyObject *o)
{
    PyContextToken *token = (PyContextToken *)o;
    if (!is_var(var)) return -1;
    if (!PyContextToken_CheckExact(o)) {
        PyErr_SetString(PyExc_TypeError, "an instance of Token was expected");
        return -1;
    }
    if (token->used) {
        PyErr_Format(PyExc_RuntimeError, "%R has already been used once", o);
        return -1;
    }
    if ((PyObject *)token->var != var) {
        PyErr_Format(PyExc_ValueError, "%R was created by a different ContextVar", o);
        return -1;
    }
    PyContext *context = current();
    if (context == NULL) return -1;
    if (token->context != context) {
        PyErr_Format(PyExc_ValueError, "%R was created in a different Context", o);
        return -1;
    }
    PyObject *values = own_values(context);
    if (values == NULL) return -1;
    token->used = true;
    adder_thread()->base.context_ver++;
    return token->old_value != NULL ? PyDict_SetItem(values, var, token->old_value) : PyDict_DelItem(values, var);
}

static PyObject *var_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *keywords[] = { "", "default", NULL };
    PyObject *name, *fallback = NULL;
    (void)type;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|$O:ContextVar", keywords, &name, &fallback)) return NULL;
    return var_make(name, fallback);
}

static int var_clear(PyObject *self)
{
    Py_CLEAR(((PyContextVar *)self)->name);
    Py_CLEAR(((PyContextVar *)self)->fallback);
    return 0;
}

static int var_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((PyContextVar *)self)->name);
    Py_VISIT(((PyContextVar *)self)->fallback);
    return 0;
}

static void var_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    var_clear(self);
    PyObject_GC_Del(self);
}

static PyObject *var_repr(PyObject *self)
{
    PyContextVar *v = (PyContextVar *)self;
    if (v->fallback == NULL) return PyUnicode_FromFormat("<ContextVar name=%R at %p>", v->name, self);
    int rc = Py_ReprEnter(self);
    if (rc < 0) return NULL;
    PyObject *fallback = rc > 0 ? PyUnicode_FromString("...") : PyObject_Repr(v->fallback), *text = NULL;
    if (rc == 0) Py_ReprLeave(self);
    if (fallback != NULL) text = PyUnicode_FromFormat("<ContextVar name=%R default=%U at %p>", v->name, fallback, self);
    Py_XDECREF(fallback);
    return text;
}

static PyObject *var_get(PyObject *self, PyObject *const *args)
{
    PyObject *value;
    if (PyContextVar_Get(self, args[0], &value) < 0) return NULL;
    if (value == NULL) PyErr_SetObject(PyExc_LookupError, self);
    return value;
}

static PyObject *var_set(PyObject *self, PyObject *const *args) { return PyContextVar_Set(self, args[0]); }

static PyObject *var_reset(PyObject *self, PyObject *const *args)
{
    if (!PyContextToken_CheckExact(args[0])) {
        PyErr_Format(PyExc_TypeError, "expected an instance of Token, got %R", args[0]);
        return NULL;
    }
    return PyContextVar_Reset(self, args[0]) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *class_getitem(PyObject *cls, PyObject *const *args) { return Py_GenericAlias(cls, args[0]); }

static PyMethodDef var_methods[] = {
    FN("get", var_get, "($self, default=<unrepresentable>, /)",
       "The value in the current context; else the argument, else the default of the variable, else LookupError."),
    FN("set", var_set, "($self, value, /)", "Gives the variable a value in the current context; the token undoes it."),
    FN("reset", var_reset, "($self, token, /)", "Brings back what was before the set() that returned the token."),
    FNC("__class_getitem__", class_getitem, "($cls, item, /)", "See PEP 585"),
    { 0 },
};
static PyMemberDef var_members[] = {
    { "name", T_OBJECT, offsetof(PyContextVar, name), READONLY, NULL },
    { 0 },
};

PyTypeObject PyContextVar_Type = {
    STATIC_TYPE("_contextvars.ContextVar", PyContextVar),
    .tp_dealloc = var_dealloc,
    .tp_repr = var_repr,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = var_traverse,
    .tp_clear = var_clear,
    .tp_methods = var_methods,
    .tp_members = var_members,
    .tp_new = var_new,
};

/* ---- Token ---- */

static PyObject *missing_repr(PyObject *self ADDER_UNUSED) { return PyUnicode_FromString("<Token.MISSING>"); }

PyTypeObject adder_token_missing_type = {
    STATIC_TYPE("Token.MISSING", PyObject), .tp_repr = missing_repr, .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};
static PyObject missing = { ADDER_IMMORTAL_REFCNT, &adder_token_missing_type };

static PyObject *token_new(PyTypeObject *type ADDER_UNUSED, PyObject *args ADDER_UNUSED, PyObject *kwargs ADDER_UNUSED)
{
    PyErr_SetString(PyExc_RuntimeError, "Tokens can only be created by ContextVars");
    return NULL;
}

static int token_clear(PyObject *self)
{
    PyContextToken *t = (PyContextToken *)self;
    Py_CLEAR(t->context);
    Py_CLEAR(t->var);
    Py_CLEAR(t->old_value);
    return 0;
}

static int token_traverse(PyObject *self, visitproc visit, void *arg)
{
    PyContextToken *t = (PyContextToken *)self;
    Py_VISIT(t->context);
    Py_VISIT(t->var);
    Py_VISIT(t->old_value);
    return 0;
}

static void token_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    token_clear(self);
    PyObject_GC_Del(self);
}

static PyObject *token_repr(PyObject *self)
{
    PyContextToken *t = (PyContextToken *)self;
    return PyUnicode_FromFormat("<Token%s var=%R at %p>", t->used ? " used" : "", t->var, self);
}

static PyObject *token_get_var(PyObject *self, void *context ADDER_UNUSED) { return Py_NewRef(((PyContextToken *)self)->var); }

static PyObject *token_get_old_value(PyObject *self, void *context ADDER_UNUSED)
{
    PyObject *old = ((PyContextToken *)self)->old_value;
    return Py_NewRef(old != NULL ? old : &missing);
}

static PyGetSetDef token_getsets[] = {
    { "var", token_get_var, NULL, NULL, NULL },
    { "old_value", token_get_old_value, NULL, NULL, NULL },
    { "MISSING", NULL, NULL, NULL, &missing }, /* a constant of the class, see type.h */
    { 0 },
};
static PyMethodDef token_methods[] = {
    FNC("__class_getitem__", class_getitem, "($cls, item, /)", "See PEP 585"),
    { 0 },
};

PyTypeObject PyContextToken_Type = {
    STATIC_TYPE("_contextvars.Token", PyContextToken),
    .tp_dealloc = token_dealloc,
    .tp_repr = token_repr,
    .tp_hash = PyObject_HashNotImplemented,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = token_traverse,
    .tp_clear = token_clear,
    .tp_methods = token_methods,
    .tp_getset = token_getsets,
    .tp_new = token_new,
};
