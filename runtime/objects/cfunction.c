/* cfunction.c -- builtin_function_or_method: a C function with the object it is bound to (module, instance or class). */
#include "runtime/api/signature.h"
#include "runtime/objects/type_internal.h"
#include <structmember.h>
#include <string.h>

#undef PyCFunction_New
#undef PyCFunction_NewEx

#define FUNC(o) ((PyCFunctionObject *)(o))
#define ROW(o)  (FUNC(o)->m_ml)
#define METHOD(o, Type) ((Type)(void (*)(void))ROW(o)->ml_meth)
/* What the C function gets as self: nothing for static methods. */
#define SELF(o) PyCFunction_GET_SELF(o)

#define FREE_MAX ADDER_FREE_LIST(64)
#define CALL_FLAGS (METH_VARARGS | METH_FASTCALL | METH_NOARGS | METH_O | METH_KEYWORDS | METH_METHOD | ADDER_METH_BOUND)

/* ---- Calls ---- */

static bool no_keywords(PyObject *func, PyObject *kwnames)
{
    if (kwnames == NULL || PyTuple_GET_SIZE(kwnames) == 0) return true;
    PyObject *shown = _PyObject_FunctionStr(func);
    if (shown != NULL) PyErr_Format(PyExc_TypeError, "%U takes no keyword arguments", shown);
    Py_XDECREF(shown);
    return false;
}

static ADDER_COLD PyObject *count_error(PyObject *func, const char *takes, Py_ssize_t given)
{
    PyObject *shown = _PyObject_FunctionStr(func);
    if (shown != NULL) PyErr_Format(PyExc_TypeError, "%U takes %s (%zd given)", shown, takes, given);
    Py_XDECREF(shown);
    return NULL;
}

static PyObject *call_bound(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    struct adder_row *row = adder_row(ROW(func));
    if (ADDER_LIKELY(kwnames == NULL && adder_row_exact(row, n))) return row->fn(SELF(func), args);
    return adder_row_call(row, func, SELF(func), args, n, kwnames);
}

static PyObject *call_noargs(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    (void)args;
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (!no_keywords(func, kwnames)) return NULL;
    return n == 0 ? METHOD(func, PyCFunction)(SELF(func), NULL) : count_error(func, "no arguments", n);
}

static PyObject *call_one(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (!no_keywords(func, kwnames)) return NULL;
    return n == 1 ? METHOD(func, PyCFunction)(SELF(func), args[0]) : count_error(func, "exactly one argument", n);
}

static PyObject *call_varargs(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    bool keywords = (ROW(func)->ml_flags & METH_KEYWORDS) != 0;
    if (!keywords && !no_keywords(func, kwnames)) return NULL;
    PyObject *tuple = PyTuple_New(n), *dict = NULL, *result = NULL;
    if (tuple == NULL) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
    if (kwnames != NULL && PyTuple_GET_SIZE(kwnames) > 0 && (dict = _PyStack_AsDict(args + n, kwnames)) == NULL) goto done;
    if (keywords) result = METHOD(func, PyCFunctionWithKeywords)(SELF(func), tuple, dict);
    else result = METHOD(func, PyCFunction)(SELF(func), tuple);
done:
    Py_DECREF(tuple);
    Py_XDECREF(dict);
    return result;
}

static PyObject *call_fast(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    if (!no_keywords(func, kwnames)) return NULL;
    return METHOD(func, _PyCFunctionFast)(SELF(func), args, PyVectorcall_NARGS(nargsf));
}

static PyObject *call_fast_keywords(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    return METHOD(func, _PyCFunctionFastWithKeywords)(SELF(func), args, PyVectorcall_NARGS(nargsf), kwnames);
}

static PyObject *call_method(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    return METHOD(func, PyCMethod)(SELF(func), PyCFunction_GET_CLASS(func), args, (size_t)PyVectorcall_NARGS(nargsf), kwnames);
}

static vectorcallfunc choose_call(PyMethodDef *row)
{
    switch (row->ml_flags & CALL_FLAGS) {
    case ADDER_METH_BOUND:                            return call_bound;
    case METH_NOARGS:                                 return call_noargs;
    case METH_O:                                      return call_one;
    case METH_VARARGS:
    case METH_VARARGS | METH_KEYWORDS:                return call_varargs;
    case METH_FASTCALL:                               return call_fast;
    case METH_FASTCALL | METH_KEYWORDS:               return call_fast_keywords;
    case METH_METHOD | METH_FASTCALL | METH_KEYWORDS: return call_method;
    default:                                          return NULL;
    }
}

/* ---- Making ---- */

static PyCFunctionObject *alloc(PyTypeObject *type, PyTypeObject *shared)
{
    struct adder_type_state *state;
    PyCFunctionObject *f;
    if (shared != NULL) {
        if ((f = adder_immortal_gc_alloc((size_t)type->tp_basicsize)) == NULL) return NULL;
        Py_SET_REFCNT(f, ADDER_IMMORTAL_REFCNT);
        Py_SET_TYPE(f, type);
        return f;
    }
    state = &adder_interp()->type;
    if (type == &PyCFunction_Type && state->cfunction_free != NULL) {
        f = FUNC(state->cfunction_free);
        state->cfunction_free = f->m_self;
        state->cfunction_free_count--;
        Py_SET_REFCNT(f, 1);
        Py_SET_TYPE(f, type);
        return f;
    }
    return PyObject_GC_New(PyCFunctionObject, type);
}

static PyObject *make(PyTypeObject *shared, PyMethodDef *row, PyObject *self, PyObject *module, PyTypeObject *cls)
{
    vectorcallfunc call = choose_call(row);
    if (call == NULL) {
        PyErr_Format(PyExc_SystemError, "%s() method: bad call flags", row->ml_name);
        return NULL;
    }
    if (!(row->ml_flags & METH_METHOD) != !cls) {
        PyErr_SetString(PyExc_SystemError, cls == NULL ? "attempting to create PyCMethod with a METH_METHOD flag but no class"
                                                       : "attempting to create PyCFunction with class but no METH_METHOD flag");
        return NULL;
    }
    PyCFunctionObject *f = alloc(cls != NULL ? &PyCMethod_Type : &PyCFunction_Type, shared);
    if (f == NULL) return NULL;
    if (cls != NULL) ((PyCMethodObject *)f)->mm_class = (PyTypeObject *)Py_NewRef(cls);
    f->m_ml = row;
    f->m_self = shared != NULL ? self : Py_XNewRef(self);
    f->m_module = shared != NULL ? module : Py_XNewRef(module);
    f->m_weakreflist = NULL;
    f->vectorcall = call;
    if (shared == NULL) adder_gc_track((PyObject *)f);
    return (PyObject *)f;
}

PyObject *PyCMethod_New(PyMethodDef *row, PyObject *self, PyObject *module, PyTypeObject *cls)
{
    return make(NULL, row, self, module, cls);
}
PyObject *PyCFunction_NewEx(PyMethodDef *row, PyObject *self, PyObject *module) { return make(NULL, row, self, module, NULL); }
PyObject *PyCFunction_New(PyMethodDef *row, PyObject *self) { return make(NULL, row, self, NULL, NULL); }

PyObject *adder_cfunction_new_for(PyTypeObject *shared, PyMethodDef *row, PyObject *self, PyObject *module)
{
    return make(shared, row, self, module, NULL);
}

/* ---- T.__new__ made from tp_new ---- */

/* T.__new__(S, ...): S must be a subclass of T whose C layout T's constructor knows. */
static PyObject *new_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyTypeObject *type = (PyTypeObject *)self;
    if (PyTuple_GET_SIZE(args) < 1) {
        PyErr_Format(PyExc_TypeError, "%s.__new__(): not enough arguments", type->tp_name);
        return NULL;
    }
    PyObject *arg = PyTuple_GET_ITEM(args, 0);
    if (!PyType_Check(arg)) {
        PyErr_Format(PyExc_TypeError, "%s.__new__(X): X is not a type object (%s)", type->tp_name, Py_TYPE(arg)->tp_name);
        return NULL;
    }
    PyTypeObject *subtype = (PyTypeObject *)arg, *base = subtype;
    if (!PyType_IsSubtype(subtype, type)) {
        PyErr_Format(PyExc_TypeError, "%s.__new__(%s): %s is not a subtype of %s", type->tp_name, subtype->tp_name,
                     subtype->tp_name, type->tp_name);
        return NULL;
    }
    while (base != NULL && is_heap(base) && (base->tp_new == NULL || base->tp_dealloc == adder_subtype_dealloc)) base = base->tp_base;
    if (base != NULL && base->tp_new != type->tp_new) {
        PyErr_Format(PyExc_TypeError, "%s.__new__(%s) is not safe, use %s.__new__()", type->tp_name, subtype->tp_name, base->tp_name);
        return NULL;
    }
    PyObject *rest = PyTuple_GetSlice(args, 1, PyTuple_GET_SIZE(args));
    if (rest == NULL) return NULL;
    PyObject *result = type->tp_new(subtype, rest, kwargs);
    Py_DECREF(rest);
    return result;
}

PyMethodDef adder_new_method = {
    "__new__", (PyCFunction)(void (*)(void))new_call, METH_VARARGS | METH_KEYWORDS,
    "__new__($type, *args, **kwargs)\n--\n\nCreate and return a new object.  See help(type) for accurate signature.",
};

PyObject *adder_new_function(PyTypeObject *type)
{
    return make(is_shared(type) ? type : NULL, &adder_new_method, (PyObject *)type, NULL, NULL);
}

/* ---- API ---- */

PyCFunction PyCFunction_GetFunction(PyObject *o)
{
    if (!PyCFunction_Check(o)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return ROW(o)->ml_meth;
}

PyObject *PyCFunction_GetSelf(PyObject *o)
{
    if (!PyCFunction_Check(o)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return SELF(o);
}

int PyCFunction_GetFlags(PyObject *o)
{
    if (!PyCFunction_Check(o)) {
        PyErr_BadInternalCall();
        return -1;
    }
    return ROW(o)->ml_flags;
}

PyObject *PyCFunction_Call(PyObject *func, PyObject *args, PyObject *kwargs) { return PyObject_Call(func, args, kwargs); }

/* ---- The type ---- */

static void cfunction_dealloc(PyObject *self)
{
    PyCFunctionObject *f = FUNC(self);
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, cfunction_dealloc)
    if (f->m_weakreflist != NULL) PyObject_ClearWeakRefs(self);
    if (Py_IS_TYPE(self, &PyCMethod_Type)) Py_CLEAR(((PyCMethodObject *)self)->mm_class);
    Py_XDECREF(f->m_self);
    Py_XDECREF(f->m_module);
    struct adder_type_state *state = &adder_interp()->type;
    if (Py_IS_TYPE(self, &PyCFunction_Type) && state->cfunction_free_count < FREE_MAX && state->cache != NULL) {
        f->m_self = state->cfunction_free;
        state->cfunction_free = self;
        state->cfunction_free_count++;
    } else PyObject_GC_Del(self);
    ADDER_TRASHCAN_END;
}

static int cfunction_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(FUNC(self)->m_self);
    Py_VISIT(FUNC(self)->m_module);
    if (Py_IS_TYPE(self, &PyCMethod_Type)) Py_VISIT(((PyCMethodObject *)self)->mm_class);
    return 0;
}

static PyObject *cfunction_repr(PyObject *self)
{
    PyObject *bound = FUNC(self)->m_self;
    if (bound == NULL || PyModule_Check(bound)) return PyUnicode_FromFormat("<built-in function %s>", ROW(self)->ml_name);
    return PyUnicode_FromFormat("<built-in method %s of %s object at %p>", ROW(self)->ml_name, Py_TYPE(bound)->tp_name, bound);
}

static PyObject *cfunction_richcompare(PyObject *a, PyObject *b, int op)
{
    if ((op != Py_EQ && op != Py_NE) || !PyCFunction_Check(a) || !PyCFunction_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    bool equal = FUNC(a)->m_self == FUNC(b)->m_self && ROW(a)->ml_meth == ROW(b)->ml_meth;
    return PyBool_FromLong(equal == (op == Py_EQ));
}

static Py_hash_t cfunction_hash(PyObject *self)
{
    Py_hash_t h = _Py_HashPointer(FUNC(self)->m_self) ^ _Py_HashPointer((void *)(uintptr_t)ROW(self)->ml_meth);
    return h == -1 ? -2 : h;
}

static PyObject *cfunction_get_doc(PyObject *self, void *context)
{
    (void)context;
    return _PyType_GetDocFromInternalDoc(ROW(self)->ml_name, ROW(self)->ml_doc);
}
static PyObject *cfunction_get_name(PyObject *self, void *context)
{
    (void)context;
    return PyUnicode_FromString(ROW(self)->ml_name);
}
static PyObject *cfunction_get_text_signature(PyObject *self, void *context)
{
    (void)context;
    return adder_row_text_signature(ROW(self));
}
static PyObject *cfunction_get_self(PyObject *self, void *context)
{
    (void)context;
    PyObject *bound = SELF(self);
    return Py_NewRef(bound == NULL ? Py_None : bound);
}

static PyObject *cfunction_get_qualname(PyObject *self, void *context)
{
    (void)context;
    PyObject *bound = FUNC(self)->m_self;
    if (bound == NULL || PyModule_Check(bound)) return PyUnicode_FromString(ROW(self)->ml_name);
    PyObject *type = PyType_Check(bound) ? bound : (PyObject *)Py_TYPE(bound);
    PyObject *type_name = PyObject_GetAttr(type, ID(__qualname__));
    if (type_name == NULL) return NULL;
    PyObject *qualname = NULL;
    if (PyUnicode_Check(type_name)) qualname = PyUnicode_FromFormat("%S.%s", type_name, ROW(self)->ml_name);
    else PyErr_SetString(PyExc_TypeError, "<method>.__class__.__qualname__ is not a unicode object");
    Py_DECREF(type_name);
    return qualname;
}

static PyObject *cfunction_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *bound = FUNC(self)->m_self;
    if (bound == NULL || PyModule_Check(bound)) return PyUnicode_FromString(ROW(self)->ml_name);
    PyObject *getattr = PyMapping_GetItemString(PyEval_GetBuiltins(), "getattr");
    return getattr == NULL ? NULL : Py_BuildValue("N(Os)", getattr, bound, ROW(self)->ml_name);
}

static PyMethodDef cfunction_methods[] = {
    FN("__reduce__", cfunction_reduce, "($self, /)", "Pickled by its name or as getattr(object, name)."),
    { 0 },
};
static PyMemberDef cfunction_members[] = {
    { "__module__", T_OBJECT, offsetof(PyCFunctionObject, m_module), 0, NULL },
    { 0 },
};
static PyGetSetDef cfunction_getsets[] = {
    { "__doc__", cfunction_get_doc, NULL, NULL, NULL },
    { "__name__", cfunction_get_name, NULL, NULL, NULL },
    { "__qualname__", cfunction_get_qualname, NULL, NULL, NULL },
    { "__self__", cfunction_get_self, NULL, NULL, NULL },
    { "__text_signature__", cfunction_get_text_signature, NULL, NULL, NULL },
    { 0 },
};

PyTypeObject PyCFunction_Type = {
    STATIC_TYPE("builtin_function_or_method", PyCFunctionObject),
    .tp_dealloc = cfunction_dealloc,
    .tp_vectorcall_offset = offsetof(PyCFunctionObject, vectorcall),
    .tp_repr = cfunction_repr,
    .tp_hash = cfunction_hash,
    .tp_call = PyVectorcall_Call,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_traverse = cfunction_traverse,
    .tp_richcompare = cfunction_richcompare,
    .tp_weaklistoffset = offsetof(PyCFunctionObject, m_weakreflist),
    .tp_methods = cfunction_methods,
    .tp_members = cfunction_members,
    .tp_getset = cfunction_getsets,
};

PyTypeObject PyCMethod_Type = {
    STATIC_TYPE("builtin_method", PyCMethodObject),
    .tp_base = &PyCFunction_Type,
};
