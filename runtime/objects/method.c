/* method.c -- bound methods (a function and the object in front of its arguments) and instancemethod, which binds any
 * callable. Bound methods are made and dropped in every `f = x.method`, hence the free list. */
#include "runtime/api/signature.h"
#include "runtime/objects/type_internal.h"
#include <structmember.h>
#include <string.h>

#define METHOD(o) ((PyMethodObject *)(o))
#define SMALL_STACK 8

/* Puts self before the arguments: in place where the caller left room there, else in a copy. */
static PyObject *method_vectorcall(PyObject *method, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    PyObject *self = METHOD(method)->im_self, *func = METHOD(method)->im_func, *result;
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (nargsf & PY_VECTORCALL_ARGUMENTS_OFFSET) {
        PyObject **shifted = (PyObject **)args - 1, *saved = *shifted;
        *shifted = self;
        result = PyObject_Vectorcall(func, shifted, (size_t)(n + 1), kwnames);
        *shifted = saved;
        return result;
    }
    Py_ssize_t total = n + (kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames));
    PyObject *small[SMALL_STACK], **stack = small;
    if (total == 0) return PyObject_Vectorcall(func, &self, 1, NULL);
    if (total >= SMALL_STACK && (stack = PyMem_Malloc((size_t)(total + 1) * sizeof *stack)) == NULL) return PyErr_NoMemory();
    stack[0] = self;
    memcpy(stack + 1, args, (size_t)total * sizeof *stack);
    result = PyObject_Vectorcall(func, stack, (size_t)(n + 1), kwnames);
    if (stack != small) PyMem_Free(stack);
    return result;
}

PyObject *PyMethod_New(PyObject *func, PyObject *self)
{
    if (self == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    struct adder_type_state *state = &adder_interp()->type;
    PyMethodObject *m = METHOD(state->method_free);
    if (ADDER_LIKELY(m != NULL)) {
        state->method_free = m->im_func;
        state->method_free_count--;
        Py_SET_REFCNT(m, 1);
    } else if ((m = PyObject_GC_New(PyMethodObject, &PyMethod_Type)) == NULL) return NULL;
    m->im_weakreflist = NULL;
    m->im_func = Py_NewRef(func);
    m->im_self = Py_NewRef(self);
    m->vectorcall = method_vectorcall;
    adder_gc_track((PyObject *)m);
    return (PyObject *)m;
}

PyObject *PyMethod_Function(PyObject *o)
{
    if (PyMethod_Check(o)) return METHOD(o)->im_func;
    PyErr_BadInternalCall();
    return NULL;
}

PyObject *PyMethod_Self(PyObject *o)
{
    if (PyMethod_Check(o)) return METHOD(o)->im_self;
    PyErr_BadInternalCall();
    return NULL;
}

static void method_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, method_dealloc)
    if (METHOD(self)->im_weakreflist != NULL) PyObject_ClearWeakRefs(self);
    Py_DECREF(METHOD(self)->im_func);
    Py_XDECREF(METHOD(self)->im_self);
    struct adder_type_state *state = &adder_interp()->type;
    if (state->method_free_count < ADDER_METHOD_FREE_MAX && state->cache != NULL) {
        METHOD(self)->im_func = state->method_free;
        state->method_free = self;
        state->method_free_count++;
    } else PyObject_GC_Del(self);
    ADDER_TRASHCAN_END;
}

static int method_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(METHOD(self)->im_func);
    Py_VISIT(METHOD(self)->im_self);
    return 0;
}

static PyObject *method_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)type;
    PyObject *a[2];
    if (adder_bind_args("method(function, instance, /)", args, kwargs, a) < 0) return NULL;
    if (!PyCallable_Check(a[0])) {
        PyErr_SetString(PyExc_TypeError, "first argument must be callable");
        return NULL;
    }
    if (a[1] == Py_None) {
        PyErr_SetString(PyExc_TypeError, "instance must not be None");
        return NULL;
    }
    return PyMethod_New(a[0], a[1]);
}

static PyObject *method_repr(PyObject *self)
{
    PyObject *func = METHOD(self)->im_func, *name;
    if (_PyObject_LookupAttr(func, ID(__qualname__), &name) < 0) return NULL;
    if (name == NULL && _PyObject_LookupAttr(func, ID(__name__), &name) < 0) return NULL;
    if (name != NULL && !PyUnicode_Check(name)) Py_CLEAR(name);
    PyObject *text = PyUnicode_FromFormat("<bound method %V of %R>", name, "?", METHOD(self)->im_self);
    Py_XDECREF(name);
    return text;
}

static PyObject *method_richcompare(PyObject *a, PyObject *b, int op)
{
    if ((op != Py_EQ && op != Py_NE) || !PyMethod_Check(a) || !PyMethod_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    int equal = PyObject_RichCompareBool(METHOD(a)->im_func, METHOD(b)->im_func, Py_EQ);
    if (equal < 0) return NULL;
    if (equal) equal = METHOD(a)->im_self == METHOD(b)->im_self;
    return PyBool_FromLong(equal == (op == Py_EQ));
}

static Py_hash_t method_hash(PyObject *self)
{
    Py_hash_t h = PyObject_Hash(METHOD(self)->im_func);
    if (h == -1) return -1;
    h ^= _Py_HashPointer(METHOD(self)->im_self);
    return h == -1 ? -2 : h;
}

/* Attributes of the function show through. */
static PyObject *method_getattro(PyObject *self, PyObject *name)
{
    PyObject *descr = _PyType_Lookup(&PyMethod_Type, name);
    if (descr == NULL) return PyObject_GetAttr(METHOD(self)->im_func, name);
    descrgetfunc get = Py_TYPE(descr)->tp_descr_get;
    return get != NULL ? get(descr, self, (PyObject *)&PyMethod_Type) : Py_NewRef(descr);
}

static PyObject *method_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *name = PyObject_GetAttr(METHOD(self)->im_func, ID(__name__));
    PyObject *getattr = name == NULL ? NULL : PyMapping_GetItemString(PyEval_GetBuiltins(), "getattr");
    if (getattr == NULL) {
        Py_XDECREF(name);
        return NULL;
    }
    return Py_BuildValue("N(ON)", getattr, METHOD(self)->im_self, name);
}

static PyObject *method_get_doc(PyObject *self, void *context)
{
    (void)context;
    return PyObject_GetAttr(METHOD(self)->im_func, ID(__doc__));
}

static PyMethodDef method_methods[] = {
    FN("__reduce__", method_reduce, "($self, /)", "Pickled as getattr(object, name)."),
    { 0 },
};
static PyMemberDef method_members[] = {
    { "__func__", T_OBJECT, offsetof(PyMethodObject, im_func), READONLY, "the function (or other callable) implementing a method" },
    { "__self__", T_OBJECT, offsetof(PyMethodObject, im_self), READONLY, "the instance to which a method is bound" },
    { 0 },
};
static PyGetSetDef method_getsets[] = {
    { "__doc__", method_get_doc, NULL, NULL, NULL },
    { 0 },
};

PyTypeObject PyMethod_Type = {
    STATIC_TYPE("method", PyMethodObject),
    .tp_dealloc = method_dealloc,
    .tp_vectorcall_offset = offsetof(PyMethodObject, vectorcall),
    .tp_repr = method_repr,
    .tp_hash = method_hash,
    .tp_call = PyVectorcall_Call,
    .tp_getattro = method_getattro,
    .tp_setattro = PyObject_GenericSetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_doc = "method(function, instance)\n--\n\nCreate a bound instance method object.",
    .tp_traverse = method_traverse,
    .tp_richcompare = method_richcompare,
    .tp_weaklistoffset = offsetof(PyMethodObject, im_weakreflist),
    .tp_methods = method_methods,
    .tp_members = method_members,
    .tp_getset = method_getsets,
    .tp_new = method_new,
};

/* ---- instancemethod ---- */

#define FUNCTION(o) (((PyInstanceMethodObject *)(o))->func)

PyObject *PyInstanceMethod_New(PyObject *func)
{
    PyInstanceMethodObject *m = PyObject_GC_New(PyInstanceMethodObject, &PyInstanceMethod_Type);
    if (m == NULL) return NULL;
    m->func = Py_NewRef(func);
    adder_gc_track((PyObject *)m);
    return (PyObject *)m;
}

PyObject *PyInstanceMethod_Function(PyObject *o)
{
    if (PyInstanceMethod_Check(o)) return FUNCTION(o);
    PyErr_BadInternalCall();
    return NULL;
}

static PyObject *instancemethod_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)type;
    PyObject *func;
    if (adder_bind_args("instancemethod(function, /)", args, kwargs, &func) < 0) return NULL;
    if (PyCallable_Check(func)) return PyInstanceMethod_New(func);
    PyErr_SetString(PyExc_TypeError, "first argument must be callable");
    return NULL;
}

static void instancemethod_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_DECREF(FUNCTION(self));
    PyObject_GC_Del(self);
}

static int instancemethod_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(FUNCTION(self));
    return 0;
}

static PyObject *instancemethod_getattro(PyObject *self, PyObject *name)
{
    PyObject *descr = _PyType_Lookup(&PyInstanceMethod_Type, name);
    if (descr == NULL) return PyObject_GetAttr(FUNCTION(self), name);
    descrgetfunc get = Py_TYPE(descr)->tp_descr_get;
    return get != NULL ? get(descr, self, (PyObject *)&PyInstanceMethod_Type) : Py_NewRef(descr);
}

static PyObject *instancemethod_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return PyObject_Call(FUNCTION(self), args, kwargs);
}

static PyObject *instancemethod_descr_get(PyObject *self, PyObject *obj, PyObject *type)
{
    (void)type;
    return obj == NULL ? Py_NewRef(FUNCTION(self)) : PyMethod_New(FUNCTION(self), obj);
}

static PyObject *instancemethod_repr(PyObject *self)
{
    PyObject *name;
    if (_PyObject_LookupAttr(FUNCTION(self), ID(__name__), &name) < 0) return NULL;
    if (name != NULL && !PyUnicode_Check(name)) Py_CLEAR(name);
    PyObject *text = PyUnicode_FromFormat("<instancemethod %V at %p>", name, "?", self);
    Py_XDECREF(name);
    return text;
}

static PyObject *instancemethod_get_doc(PyObject *self, void *context)
{
    (void)context;
    return PyObject_GetAttr(FUNCTION(self), ID(__doc__));
}

static PyMemberDef instancemethod_members[] = {
    { "__func__", T_OBJECT, offsetof(PyInstanceMethodObject, func), READONLY, "the function (or other callable) implementing a method" },
    { 0 },
};
static PyGetSetDef instancemethod_getsets[] = {
    { "__doc__", instancemethod_get_doc, NULL, NULL, NULL },
    { 0 },
};

PyTypeObject PyInstanceMethod_Type = {
    STATIC_TYPE("instancemethod", PyInstanceMethodObject),
    .tp_dealloc = instancemethod_dealloc,
    .tp_repr = instancemethod_repr,
    .tp_call = instancemethod_call,
    .tp_getattro = instancemethod_getattro,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_doc = "instancemethod(function)\n--\n\nBind a function to a class.",
    .tp_traverse = instancemethod_traverse,
    .tp_members = instancemethod_members,
    .tp_getset = instancemethod_getsets,
    .tp_descr_get = instancemethod_descr_get,
    .tp_new = instancemethod_new,
};
