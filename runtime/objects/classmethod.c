/* classmethod.c -- classmethod and staticmethod: how a function found on a class is bound, or not. */
#include "runtime/api/signature.h"
#include "runtime/objects/type_internal.h"
#include <structmember.h>

/* Both have the same fields. */
struct holder {
    PyObject_HEAD
    PyObject *callable; /* NULL before __init__ */
    PyObject *dict;     /* what was copied from the function, and more */
};
#define HOLDER(o) ((struct holder *)(o))

static PyObject *hold(PyTypeObject *type, PyObject *callable)
{
    struct holder *h = (struct holder *)PyType_GenericAlloc(type, 0);
    if (h != NULL) h->callable = Py_NewRef(callable);
    return (PyObject *)h;
}

/* Attributes of the function that the wrapper shows as its own. */
static int copy_attribute(PyObject *to, PyObject *from, PyObject *name)
{
    PyObject *value;
    int rc = _PyObject_LookupAttr(from, name, &value);
    if (rc <= 0) return rc;
    rc = PyObject_SetAttr(to, name, value);
    Py_DECREF(value);
    return rc;
}

static int copy_attributes(PyObject *to, PyObject *from)
{
    if (copy_attribute(to, from, ID(__module__)) < 0 || copy_attribute(to, from, ID(__name__)) < 0 ||
        copy_attribute(to, from, ID(__qualname__)) < 0 || copy_attribute(to, from, ID(__doc__)) < 0)
        return -1;
    PyObject *annotations;
    int rc = _PyObject_LookupAttr(from, ID(__annotations__), &annotations);
    if (rc <= 0) return rc;
    rc = PyObject_SetAttr(to, ID(__annotations__), annotations);
    Py_DECREF(annotations);
    return rc;
}

static int init(PyObject *self, PyObject *args, PyObject *kwargs, const char *text)
{
    PyObject *callable;
    if (adder_bind_args(text, args, kwargs, &callable) < 0) return -1;
    Py_XSETREF(HOLDER(self)->callable, Py_NewRef(callable));
    return copy_attributes(self, callable);
}

static void holder_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(HOLDER(self)->callable);
    Py_XDECREF(HOLDER(self)->dict);
    Py_TYPE(self)->tp_free(self);
}

static int holder_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(HOLDER(self)->callable);
    Py_VISIT(HOLDER(self)->dict);
    return 0;
}

static int holder_clear(PyObject *self)
{
    Py_CLEAR(HOLDER(self)->callable);
    Py_CLEAR(HOLDER(self)->dict);
    return 0;
}

static bool initialised(PyObject *self, const char *kind)
{
    if (HOLDER(self)->callable != NULL) return true;
    PyErr_Format(PyExc_RuntimeError, "uninitialized %s object", kind);
    return false;
}

static PyObject *holder_get_isabstract(PyObject *self, void *context)
{
    (void)context;
    int rc = _PyObject_IsAbstract(HOLDER(self)->callable);
    return rc < 0 ? NULL : PyBool_FromLong(rc);
}

static PyMemberDef holder_members[] = {
    { "__func__", T_OBJECT, offsetof(struct holder, callable), READONLY, NULL },
    { "__wrapped__", T_OBJECT, offsetof(struct holder, callable), READONLY, NULL },
    { 0 },
};
static PyGetSetDef holder_getsets[] = {
    { "__isabstractmethod__", holder_get_isabstract, NULL, NULL, NULL },
    { "__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL },
    { 0 },
};

/* ---- classmethod ---- */

static int classmethod_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return init(self, args, kwargs, "classmethod(function, /)");
}

static PyObject *classmethod_get(PyObject *self, PyObject *obj, PyObject *type)
{
    if (!initialised(self, "classmethod")) return NULL;
    PyObject *callable = HOLDER(self)->callable;
    if (type == NULL) type = (PyObject *)Py_TYPE(obj);
    descrgetfunc get = Py_TYPE(callable)->tp_descr_get;
    if (get != NULL) return get(callable, type, type);
    return PyMethod_New(callable, type);
}

static PyObject *classmethod_repr(PyObject *self) { return PyUnicode_FromFormat("<classmethod(%R)>", HOLDER(self)->callable); }

PyTypeObject PyClassMethod_Type = {
    STATIC_TYPE("classmethod", struct holder),
    .tp_dealloc = holder_dealloc,
    .tp_repr = classmethod_repr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .tp_doc = "classmethod(function) -> method\n\n"
              "A method that gets the class, not the instance, as its first argument:\n\n"
              "  class C:\n      @classmethod\n      def f(cls, arg1, arg2): ...\n\n"
              "It can be called on the class (C.f()) and on an instance (C().f()).",
    .tp_traverse = holder_traverse,
    .tp_clear = holder_clear,
    .tp_members = holder_members,
    .tp_getset = holder_getsets,
    .tp_descr_get = classmethod_get,
    .tp_dictoffset = offsetof(struct holder, dict),
    .tp_init = classmethod_init,
    .tp_alloc = PyType_GenericAlloc,
    .tp_new = PyType_GenericNew,
    .tp_free = PyObject_GC_Del,
};

PyObject *PyClassMethod_New(PyObject *callable) { return hold(&PyClassMethod_Type, callable); }

/* ---- staticmethod ---- */

static int staticmethod_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return init(self, args, kwargs, "staticmethod(function, /)");
}

static PyObject *staticmethod_get(PyObject *self, PyObject *obj, PyObject *type)
{
    (void)obj;
    (void)type;
    return initialised(self, "staticmethod") ? Py_NewRef(HOLDER(self)->callable) : NULL;
}

static PyObject *staticmethod_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return PyObject_Call(HOLDER(self)->callable, args, kwargs);
}

static PyObject *staticmethod_repr(PyObject *self) { return PyUnicode_FromFormat("<staticmethod(%R)>", HOLDER(self)->callable); }

PyTypeObject PyStaticMethod_Type = {
    STATIC_TYPE("staticmethod", struct holder),
    .tp_dealloc = holder_dealloc,
    .tp_repr = staticmethod_repr,
    .tp_call = staticmethod_call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .tp_doc = "staticmethod(function) -> method\n\n"
              "A method that gets neither the instance nor the class:\n\n"
              "  class C:\n      @staticmethod\n      def f(arg1, arg2): ...\n\n"
              "It can be called on the class (C.f()) and on an instance (C().f()).",
    .tp_traverse = holder_traverse,
    .tp_clear = holder_clear,
    .tp_members = holder_members,
    .tp_getset = holder_getsets,
    .tp_descr_get = staticmethod_get,
    .tp_dictoffset = offsetof(struct holder, dict),
    .tp_init = staticmethod_init,
    .tp_alloc = PyType_GenericAlloc,
    .tp_new = PyType_GenericNew,
    .tp_free = PyObject_GC_Del,
};

PyObject *PyStaticMethod_New(PyObject *callable) { return hold(&PyStaticMethod_Type, callable); }

/* Immortal when `shared` is a core static type, whose dict it is for. */
PyObject *adder_staticmethod_new_for(PyTypeObject *shared, PyObject *callable)
{
    if (shared == NULL) return PyStaticMethod_New(callable);
    struct holder *h = adder_immortal_gc_alloc(sizeof *h);
    if (h == NULL) return NULL;
    Py_SET_REFCNT(h, ADDER_IMMORTAL_REFCNT);
    Py_SET_TYPE(h, &PyStaticMethod_Type);
    h->callable = callable;
    return (PyObject *)h;
}
