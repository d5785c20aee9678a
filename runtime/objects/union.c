/* union.c -- types.UnionType: int | str. A flat tuple of classes and aliases, each once; None stands for its type. */
#include "runtime/objects/union.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/generic_alias.h"
#include <structmember.h>

typedef struct {
    PyObject_HEAD
    PyObject *args;       /* tuple */
    PyObject *parameters; /* tuple, NULL until asked for */
} Union;
#define UNION(o) ((Union *)(o))

static bool may_join(PyObject *o)
{
    return o == Py_None || PyType_Check(o) || PyObject_TypeCheck(o, &Py_GenericAliasType) || Py_IS_TYPE(o, &_PyUnion_Type);
}

/* ---- making ---- */

/* Equal for a union: the same object, or aliases that compare equal. 1, 0, -1. */
static int same(PyObject *a, PyObject *b)
{
    if (a == b) return 1;
    if (!Py_IS_TYPE(a, &Py_GenericAliasType) || !Py_IS_TYPE(b, &Py_GenericAliasType)) return 0;
    return PyObject_RichCompareBool(a, b, Py_EQ);
}

static int add_one(PyObject *list, PyObject *item)
{
    if (item == Py_None) item = (PyObject *)&_PyNone_Type;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
        int rc = same(PyList_GET_ITEM(list, i), item);
        if (rc != 0) return rc < 0 ? -1 : 0;
    }
    return PyList_Append(list, item);
}

/* Adds a class, or all that a union has. */
static int add(PyObject *list, PyObject *o)
{
    if (!Py_IS_TYPE(o, &_PyUnion_Type)) return add_one(list, o);
    PyObject *args = UNION(o)->args;
    int rc = 0;
    for (Py_ssize_t i = 0; rc == 0 && i < PyTuple_GET_SIZE(args); i++) rc = add_one(list, PyTuple_GET_ITEM(args, i));
    return rc;
}

static PyObject *union_of(PyObject *args)
{
    Union *self = PyObject_GC_New(Union, &_PyUnion_Type);
    if (self == NULL) return NULL;
    self->args = Py_NewRef(args);
    self->parameters = NULL;
    PyObject_GC_Track(self);
    return (PyObject *)self;
}

PyObject *adder_union_or(PyObject *a, PyObject *b)
{
    if (!may_join(a) || !may_join(b)) Py_RETURN_NOTIMPLEMENTED;
    PyObject *list = PyList_New(0), *args = NULL, *result = NULL;
    if (list == NULL || add(list, a) < 0 || add(list, b) < 0) goto done;
    if (PyList_GET_SIZE(list) == 1) {
        result = Py_NewRef(PyList_GET_ITEM(list, 0));
        goto done;
    }
    if ((args = PyList_AsTuple(list)) != NULL) result = union_of(args);
done:
    Py_XDECREF(args);
    Py_XDECREF(list);
    return result;
}

static int union_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(UNION(self)->args);
    Py_VISIT(UNION(self)->parameters);
    return 0;
}

static void union_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(UNION(self)->args);
    Py_XDECREF(UNION(self)->parameters);
    PyObject_GC_Del(self);
}

/* ---- isinstance, issubclass ---- */

static PyObject *check_each(PyObject *self, PyObject *o, int (*check)(PyObject *, PyObject *))
{
    PyObject *args = UNION(self)->args;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(args); i++) {
        int rc = check(o, PyTuple_GET_ITEM(args, i));
        if (rc != 0) return rc < 0 ? NULL : Py_NewRef(Py_True);
    }
    Py_RETURN_FALSE;
}

static PyObject *union_instancecheck(PyObject *self, PyObject *const *args)
{
    return check_each(self, args[0], PyObject_IsInstance);
}

static PyObject *union_subclasscheck(PyObject *self, PyObject *const *args)
{
    if (!PyType_Check(args[0])) return PyErr_Format(PyExc_TypeError, "issubclass() arg 1 must be a class");
    return check_each(self, args[0], PyObject_IsSubclass);
}

static PyMethodDef union_methods[] = {
    FN("__instancecheck__", union_instancecheck, "($self, instance, /)", "Is it an instance of one of them?"),
    FN("__subclasscheck__", union_subclasscheck, "($self, cls, /)", "Is it a subclass of one of them?"),
    {0}
};

/* ---- attributes ---- */

static BORROWED_REF PyObject *parameters_of(PyObject *self)
{
    if (UNION(self)->parameters == NULL) UNION(self)->parameters = adder_generic_parameters(UNION(self)->args);
    return UNION(self)->parameters;
}

static PyObject *union_get_parameters(PyObject *self, void *closure)
{
    (void)closure;
    return Py_XNewRef(parameters_of(self));
}

static PyObject *union_getattro(PyObject *self, PyObject *name)
{
    if (PyUnicode_Check(name) && _PyUnicode_Equal(name, ID(__module__)))
        return PyObject_GetAttr((PyObject *)Py_TYPE(self), name);
    return PyObject_GenericGetAttr(self, name);
}

static PyMemberDef union_members[] = {{"__args__", T_OBJECT, offsetof(Union, args), READONLY, NULL}, {0}};
static PyGetSetDef union_getset[] = {
    {"__parameters__", union_get_parameters, NULL, "Type variables in the types.UnionType.", NULL},
    {0}
};

/* ---- operators ---- */

static PyObject *union_repr(PyObject *self) { return adder_generic_join(UNION(self)->args, " | ", true); }

static Py_hash_t union_hash(PyObject *self)
{
    PyObject *set = PyFrozenSet_New(UNION(self)->args);
    if (set == NULL) return -1;
    Py_hash_t hash = PyObject_Hash(set);
    Py_DECREF(set);
    return hash;
}

static PyObject *union_richcompare(PyObject *a, PyObject *b, int op)
{
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, &_PyUnion_Type)) Py_RETURN_NOTIMPLEMENTED;
    PyObject *x = PySet_New(UNION(a)->args), *y = PySet_New(UNION(b)->args), *result = NULL;
    if (x != NULL && y != NULL) result = PyObject_RichCompare(x, y, op);
    Py_XDECREF(y);
    Py_XDECREF(x);
    return result;
}

/* (int | list[T])[str]: joined anew, by whatever `|` means for what the parameters became. */
static PyObject *union_subscript(PyObject *self, PyObject *item)
{
    PyObject *parameters = parameters_of(self);
    if (parameters == NULL) return NULL;
    PyObject *args = adder_generic_substitute(self, UNION(self)->args, parameters, item);
    if (args == NULL) return NULL;
    PyObject *result = Py_NewRef(PyTuple_GET_ITEM(args, 0));
    for (Py_ssize_t i = 1; result != NULL && i < PyTuple_GET_SIZE(args); i++)
        Py_SETREF(result, PyNumber_Or(result, PyTuple_GET_ITEM(args, i)));
    Py_DECREF(args);
    return result;
}

static PyNumberMethods union_number = {.nb_or = adder_union_or};
static PyMappingMethods union_mapping = {.mp_subscript = union_subscript};

PyTypeObject _PyUnion_Type = {
    STATIC_TYPE("types.UnionType", Union), .tp_doc = "Represents X | Y, in annotations and isinstance().",
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_dealloc = union_dealloc, .tp_traverse = union_traverse, .tp_repr = union_repr, .tp_hash = union_hash,
    .tp_richcompare = union_richcompare, .tp_getattro = union_getattro, .tp_methods = union_methods,
    .tp_members = union_members, .tp_getset = union_getset, .tp_as_number = &union_number,
    .tp_as_mapping = &union_mapping,
};
