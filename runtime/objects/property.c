/* property.c -- property: attributes computed by functions. */
#include "runtime/api/signature.h"
#include "runtime/objects/type_internal.h"
#include <structmember.h>

struct property {
    PyObject_HEAD
    PyObject *get, *set, *del; /* NULL: none */
    PyObject *doc;
    PyObject *name;            /* from __set_name__, for messages; NULL before */
    bool getter_doc;           /* doc is the getter's: a new getter replaces it */
};
#define PROPERTY(o) ((struct property *)(o))

static int property_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    struct property *p = PROPERTY(self);
    PyObject *a[4];
    if (adder_bind_args("property(fget=None, fset=None, fdel=None, doc=None)", args, kwargs, a) < 0) return -1;
    for (int i = 0; i < 3; i++)
        if (a[i] == Py_None) a[i] = NULL;
    Py_XSETREF(p->get, Py_XNewRef(a[0]));
    Py_XSETREF(p->set, Py_XNewRef(a[1]));
    Py_XSETREF(p->del, Py_XNewRef(a[2]));
    Py_XSETREF(p->doc, a[3] == Py_None ? NULL : Py_NewRef(a[3]));
    Py_CLEAR(p->name);
    p->getter_doc = false;
    if ((a[3] != NULL && a[3] != Py_None) || p->get == NULL) goto store;
    PyObject *doc;
    int rc = _PyObject_LookupAttr(p->get, ID(__doc__), &doc);
    if (rc <= 0) return rc;
    p->getter_doc = true;
    Py_XSETREF(p->doc, doc);
store:
    /* A subclass has a __dict__; its class's __doc__ would hide the member, so the text is stored there. */
    if (Py_IS_TYPE(self, &PyProperty_Type) || p->doc == NULL || (a[3] == Py_None && !p->getter_doc)) return 0;
    doc = Py_NewRef(p->doc);
    rc = PyObject_SetAttr(self, ID(__doc__), doc);
    Py_DECREF(doc);
    return rc;
}

PyObject *adder_property_getter(PyObject *property) { return PROPERTY(property)->get; }

static void property_dealloc(PyObject *self)
{
    struct property *p = PROPERTY(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(p->get);
    Py_XDECREF(p->set);
    Py_XDECREF(p->del);
    Py_XDECREF(p->doc);
    Py_XDECREF(p->name);
    Py_TYPE(self)->tp_free(self);
}

static int property_traverse(PyObject *self, visitproc visit, void *arg)
{
    struct property *p = PROPERTY(self);
    Py_VISIT(p->get);
    Py_VISIT(p->set);
    Py_VISIT(p->del);
    Py_VISIT(p->doc);
    Py_VISIT(p->name);
    return 0;
}

static int property_clear(PyObject *self)
{
    Py_CLEAR(PROPERTY(self)->doc);
    return 0;
}

/* "property 'x' of 'C' object has no setter" */
static ADDER_COLD void missing(struct property *p, PyObject *obj, const char *what)
{
    PyObject *qualname = PyType_GetQualName(Py_TYPE(obj));
    if (qualname == NULL) return;
    if (p->name != NULL)
        PyErr_Format(PyExc_AttributeError, "property %R of %R object has no %s", p->name, qualname, what);
    else PyErr_Format(PyExc_AttributeError, "property of %R object has no %s", qualname, what);
    Py_DECREF(qualname);
}

static PyObject *property_get(PyObject *self, PyObject *obj, PyObject *type)
{
    (void)type;
    if (obj == NULL || obj == Py_None) return Py_NewRef(self);
    if (PROPERTY(self)->get != NULL) return PyObject_CallOneArg(PROPERTY(self)->get, obj);
    missing(PROPERTY(self), obj, "getter");
    return NULL;
}

static int property_set(PyObject *self, PyObject *obj, PyObject *value)
{
    struct property *p = PROPERTY(self);
    PyObject *func = value == NULL ? p->del : p->set, *args[] = { obj, value };
    if (func == NULL) {
        missing(p, obj, value == NULL ? "deleter" : "setter");
        return -1;
    }
    Py_INCREF(func);
    PyObject *result = PyObject_Vectorcall(func, args, value == NULL ? 1 : 2, NULL);
    Py_DECREF(func);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

/* A property like this one but for the functions given. */
static PyObject *copy_with(PyObject *self, PyObject *get, PyObject *set, PyObject *del)
{
    struct property *p = PROPERTY(self);
    PyObject *type = (PyObject *)Py_TYPE(self);
    if (get == NULL || get == Py_None) get = p->get != NULL ? p->get : Py_None;
    if (set == NULL || set == Py_None) set = p->set != NULL ? p->set : Py_None;
    if (del == NULL || del == Py_None) del = p->del != NULL ? p->del : Py_None;
    PyObject *doc = (p->getter_doc && get != Py_None) || p->doc == NULL ? Py_None : p->doc;
    PyObject *copy = PyObject_CallFunctionObjArgs(type, get, set, del, doc, NULL);
    if (copy != NULL && PyObject_TypeCheck(copy, &PyProperty_Type)) Py_XSETREF(PROPERTY(copy)->name, Py_XNewRef(p->name));
    return copy;
}

static PyObject *property_getter(PyObject *self, PyObject *const *args) { return copy_with(self, args[0], NULL, NULL); }
static PyObject *property_setter(PyObject *self, PyObject *const *args) { return copy_with(self, NULL, args[0], NULL); }
static PyObject *property_deleter(PyObject *self, PyObject *const *args) { return copy_with(self, NULL, NULL, args[0]); }

static PyObject *property_set_name(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    (void)kwnames;
    if (nargs != 2) {
        PyErr_Format(PyExc_TypeError, "__set_name__() takes 2 positional arguments but %zd were given", nargs);
        return NULL;
    }
    Py_XSETREF(PROPERTY(self)->name, Py_NewRef(args[1]));
    Py_RETURN_NONE;
}

static PyObject *property_get_isabstract(PyObject *self, void *context)
{
    (void)context;
    struct property *p = PROPERTY(self);
    int rc = _PyObject_IsAbstract(p->get);
    if (rc == 0) rc = _PyObject_IsAbstract(p->set);
    if (rc == 0) rc = _PyObject_IsAbstract(p->del);
    return rc < 0 ? NULL : PyBool_FromLong(rc);
}

static PyMethodDef property_methods[] = {
    FN("getter", property_getter, "($self, object, /)", "Descriptor to obtain a copy of the property with a different getter."),
    FN("setter", property_setter, "($self, object, /)", "Descriptor to obtain a copy of the property with a different setter."),
    FN("deleter", property_deleter, "($self, object, /)", "Descriptor to obtain a copy of the property with a different deleter."),
    FNV("__set_name__", property_set_name, "($self, owner, name, /)", "Method to set name of a property."),
    { 0 },
};
static PyMemberDef property_members[] = {
    { "fget", T_OBJECT, offsetof(struct property, get), READONLY, NULL },
    { "fset", T_OBJECT, offsetof(struct property, set), READONLY, NULL },
    { "fdel", T_OBJECT, offsetof(struct property, del), READONLY, NULL },
    { "__doc__", T_OBJECT, offsetof(struct property, doc), 0, NULL },
    { 0 },
};
static PyGetSetDef property_getsets[] = {
    { "__isabstractmethod__", property_get_isabstract, NULL, NULL, NULL },
    { 0 },
};

PyTypeObject PyProperty_Type = {
    STATIC_TYPE("property", struct property),
    .tp_dealloc = property_dealloc,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_doc = "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\n"
              "An attribute that functions compute, set and delete.\n\n"
              "  fget\n    called with the object to get the value\n"
              "  fset\n    called with the object and the new value\n"
              "  fdel\n    called with the object to delete the attribute\n"
              "  doc\n    the documentation; the getter's when it is None",
    .tp_traverse = property_traverse,
    .tp_clear = property_clear,
    .tp_methods = property_methods,
    .tp_members = property_members,
    .tp_getset = property_getsets,
    .tp_descr_get = property_get,
    .tp_descr_set = property_set,
    .tp_init = property_init,
    .tp_alloc = PyType_GenericAlloc,
    .tp_new = PyType_GenericNew,
    .tp_free = PyObject_GC_Del,
};
