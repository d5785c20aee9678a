/* super.c -- super: attribute lookup that starts after a class in an object's MRO. */
#include "runtime/api/signature.h"
#include "runtime/objects/type_internal.h"
#include "vm/frame.h"
#include <structmember.h>

struct super {
    PyObject_HEAD
    PyTypeObject *type;     /* lookup starts after it; NULL before __init__ */
    PyObject *obj;          /* NULL: unbound */
    PyTypeObject *obj_type; /* whose MRO is searched */
};
#define SUPER(o) ((struct super *)(o))

static void super_dealloc(PyObject *self)
{
    struct super *s = SUPER(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(s->obj);
    Py_XDECREF(s->type);
    Py_XDECREF(s->obj_type);
    Py_TYPE(self)->tp_free(self);
}

static int super_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(SUPER(self)->obj);
    Py_VISIT(SUPER(self)->type);
    Py_VISIT(SUPER(self)->obj_type);
    return 0;
}

static PyObject *super_repr(PyObject *self)
{
    struct super *s = SUPER(self);
    const char *name = s->type != NULL ? s->type->tp_name : "NULL";
    if (s->obj_type != NULL) return PyUnicode_FromFormat("<super: <class '%s'>, <%s object>>", name, s->obj_type->tp_name);
    return PyUnicode_FromFormat("<super: <class '%s'>, NULL>", name);
}

/* The attribute `name` as super(type, obj).name finds it: 1 and a new reference; 0: none of the later classes has it;
 * -1 with an exception. */
static int find(PyTypeObject *type, PyObject *obj, PyTypeObject *start, PyObject *name, PyObject **result)
{
    PyObject *mro = start->tp_mro;
    *result = NULL;
    if (mro == NULL) return 0;
    Py_ssize_t i = 0, n = PyTuple_GET_SIZE(mro);
    while (i < n && PyTuple_GET_ITEM(mro, i) != (PyObject *)type) i++;
    if (++i >= n) return 0;
    Py_INCREF(mro);
    int rc = 0;
    for (; rc == 0 && i < n; i++) {
        PyObject *dict = adder_type_dict((PyTypeObject *)PyTuple_GET_ITEM(mro, i));
        PyObject *found = dict == NULL ? NULL : PyDict_GetItemWithError(dict, name);
        if (found == NULL) {
            if (PyErr_Occurred()) rc = -1;
            continue;
        }
        Py_INCREF(found);
        descrgetfunc get = Py_TYPE(found)->tp_descr_get;
        if (get != NULL) Py_SETREF(found, get(found, obj == (PyObject *)start ? NULL : obj, (PyObject *)start));
        *result = found;
        rc = found != NULL ? 1 : -1;
    }
    Py_DECREF(mro);
    return rc;
}

static PyObject *super_getattro(PyObject *self, PyObject *name)
{
    struct super *s = SUPER(self);
    PyObject *result;
    if (s->obj_type == NULL || !PyUnicode_Check(name) || _PyUnicode_EqualToASCIIString(name, "__class__"))
        return PyObject_GenericGetAttr(self, name);
    PyTypeObject *start = (PyTypeObject *)Py_NewRef(s->obj_type);
    int rc = find(s->type, s->obj, start, name, &result);
    Py_DECREF(start);
    if (rc != 0) return result;
    return PyObject_GenericGetAttr(self, name);
}

/* The class whose MRO is searched: obj itself or its class, if it is a subclass of `type`; a new reference. */
static PyTypeObject *check(PyTypeObject *type, PyObject *obj)
{
    if (PyType_Check(obj) && PyType_IsSubtype((PyTypeObject *)obj, type)) return (PyTypeObject *)Py_NewRef(obj);
    if (PyType_IsSubtype(Py_TYPE(obj), type)) return (PyTypeObject *)Py_NewRef(Py_TYPE(obj));
    PyObject *cls;
    if (_PyObject_LookupAttr(obj, ID(__class__), &cls) < 0) return NULL;
    if (cls != NULL && PyType_Check(cls) && (PyTypeObject *)cls != Py_TYPE(obj) && PyType_IsSubtype((PyTypeObject *)cls, type))
        return (PyTypeObject *)cls;
    Py_XDECREF(cls);
    PyErr_SetString(PyExc_TypeError, "super(type, obj): obj must be an instance or subtype of type");
    return NULL;
}

static PyObject *make_bound(PyTypeObject *type, PyObject *obj, PyTypeObject *obj_type)
{
    struct super *bound = SUPER(PyType_GenericAlloc(&PySuper_Type, 0));
    if (bound == NULL) return NULL;
    bound->type = (PyTypeObject *)Py_NewRef(type);
    bound->obj = Py_NewRef(obj);
    bound->obj_type = (PyTypeObject *)Py_NewRef(obj_type);
    return (PyObject *)bound;
}

/* The super object is made only where super's own attributes are asked for, or for the error. */
PyObject *adder_super_lookup(PyTypeObject *type, PyObject *obj, PyObject *name)
{
    PyObject *result = NULL;
    PyTypeObject *start = check(type, obj);
    if (start == NULL) return NULL;
    int rc = name == ID(__class__) ? 0 : find(type, obj, start, name, &result);
    if (rc == 0) {
        PyObject *bound = make_bound(type, obj, start);
        if (bound != NULL) result = PyObject_GetAttr(bound, name);
        Py_XDECREF(bound);
    }
    Py_DECREF(start);
    return result;
}

static PyObject *super_descr_get(PyObject *self, PyObject *obj, PyObject *type)
{
    (void)type;
    struct super *s = SUPER(self);
    if (obj == NULL || obj == Py_None || s->obj != NULL) return Py_NewRef(self);
    if (!Py_IS_TYPE(self, &PySuper_Type)) return PyObject_CallFunctionObjArgs((PyObject *)Py_TYPE(self), s->type, obj, NULL);
    PyTypeObject *obj_type = check(s->type, obj);
    if (obj_type == NULL) return NULL;
    PyObject *bound = make_bound(s->type, obj, obj_type);
    Py_DECREF(obj_type);
    return bound;
}

/* ---- super() without arguments: the running method's first argument and its __class__ cell ---- */

static PyObject *first_argument(Slot *fp, CodeObject *code)
{
    if (code->argcount == 0) {
        PyErr_SetString(PyExc_RuntimeError, "super(): no arguments");
        return NULL;
    }
    /* The parameter's slot, or its cell when an inner function uses it. */
    Slot slot = fp[0];
    PyObject *obj = slot_is_object(slot) ? slot_object(slot) : NULL;
    if (obj != NULL && (code->localkinds[0] & LOCAL_CELL) && PyCell_Check(obj)) obj = PyCell_GET(obj);
    if (obj == NULL) PyErr_SetString(PyExc_RuntimeError, "super(): arg[0] deleted");
    return obj;
}

static PyTypeObject *class_cell(Slot *fp, CodeObject *code)
{
    Py_ssize_t n = PyTuple_GET_SIZE(code->localnames);
    for (Py_ssize_t i = code->nfree_first; i < n; i++) {
        if (!_PyUnicode_EqualToASCIIString(PyTuple_GET_ITEM(code->localnames, i), "__class__")) continue;
        PyObject *cell = slot_object(fp[i]);
        if (cell == NULL || !PyCell_Check(cell)) {
            PyErr_SetString(PyExc_RuntimeError, "super(): bad __class__ cell");
            return NULL;
        }
        PyObject *cls = PyCell_GET(cell);
        if (cls == NULL) PyErr_SetString(PyExc_RuntimeError, "super(): empty __class__ cell");
        else if (!PyType_Check(cls))
            PyErr_Format(PyExc_RuntimeError, "super(): __class__ is not a type (%s)", Py_TYPE(cls)->tp_name);
        else return (PyTypeObject *)cls;
        return NULL;
    }
    PyErr_SetString(PyExc_RuntimeError, "super(): __class__ cell not found");
    return NULL;
}

static int from_frame(PyTypeObject **type, PyObject **obj)
{
    Slot *fp = adder_frame_current();
    if (fp == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "super(): no current frame");
        return -1;
    }
    CodeObject *code = frame_code(fp);
    if ((*obj = first_argument(fp, code)) == NULL) return -1;
    return (*type = class_cell(fp, code)) == NULL ? -1 : 0;
}

static int super_init_impl(PyObject *self, PyObject *type, PyObject *obj)
{
    struct super *s = SUPER(self);
    PyTypeObject *cls = (PyTypeObject *)type, *obj_type = NULL;
    if (type != NULL && !PyType_Check(type)) {
        PyErr_Format(PyExc_TypeError, "super() argument 1 must be a type, not %.200s", Py_TYPE(type)->tp_name);
        return -1;
    }
    if (cls == NULL && from_frame(&cls, &obj) < 0) return -1;
    if (obj == Py_None) obj = NULL;
    if (obj != NULL && (obj_type = check(cls, obj)) == NULL) return -1;
    Py_XINCREF(obj);
    Py_XSETREF(s->type, (PyTypeObject *)Py_NewRef(cls));
    Py_XSETREF(s->obj, obj);
    Py_XSETREF(s->obj_type, obj_type);
    return 0;
}

static int super_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *type = NULL, *obj = NULL;
    if (!_PyArg_NoKeywords("super", kwargs)) return -1;
    if (!PyArg_UnpackTuple(args, "super()", 0, 2, &type, &obj)) return -1;
    return super_init_impl(self, type, obj);
}

static PyObject *super_vectorcall(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (!_PyArg_NoKwnames("super", kwnames)) return NULL;
    if (!_PyArg_CheckPositional("super()", n, 0, 2)) return NULL;
    PyTypeObject *type = (PyTypeObject *)self;
    PyObject *made = type->tp_alloc(type, 0);
    if (made != NULL && super_init_impl(made, n > 0 ? args[0] : NULL, n > 1 ? args[1] : NULL) < 0) Py_CLEAR(made);
    return made;
}

static PyMemberDef super_members[] = {
    { "__thisclass__", T_OBJECT, offsetof(struct super, type), READONLY, "the class invoking super()" },
    { "__self__", T_OBJECT, offsetof(struct super, obj), READONLY, "the instance invoking super(); may be None" },
    { "__self_class__", T_OBJECT, offsetof(struct super, obj_type), READONLY, "the type of the instance invoking super(); may be None" },
    { 0 },
};

PyTypeObject PySuper_Type = {
    STATIC_TYPE("super", struct super),
    .tp_dealloc = super_dealloc,
    .tp_repr = super_repr,
    .tp_getattro = super_getattro,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_doc = "super() -> same as super(__class__, <first argument>)\n"
              "super(type) -> unbound super object\n"
              "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
              "super(type, type2) -> bound super object; requires issubclass(type2, type)\n"
              "In a method it reaches the same method of the next class in line:\n"
              "class C(B):\n    def meth(self, arg):\n        super().meth(arg)",
    .tp_traverse = super_traverse,
    .tp_members = super_members,
    .tp_descr_get = super_descr_get,
    .tp_init = super_init,
    .tp_alloc = PyType_GenericAlloc,
    .tp_new = PyType_GenericNew,
    .tp_free = PyObject_GC_Del,
    .tp_vectorcall = super_vectorcall,
};
