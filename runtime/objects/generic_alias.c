/* generic_alias.c -- types.GenericAlias: list[int]. It behaves as its origin, except for a few attributes of its own. */
#include "runtime/objects/generic_alias.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/type.h"
#include "runtime/objects/union.h"
#include <structmember.h>

typedef struct {
    PyObject_HEAD
    PyObject *origin;
    PyObject *args;       /* tuple */
    PyObject *parameters; /* tuple, NULL until asked for */
    PyObject *weakrefs;
    bool starred;         /* came from *list[int] */
    vectorcallfunc vectorcall;
} Alias;
#define ALIAS(o) ((Alias *)(o))

static PyObject *alias_vectorcall(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *kwnames);

static PyObject *alias_make(PyTypeObject *type, PyObject *origin, PyObject *args, bool starred)
{
    Alias *self = (Alias *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->origin = Py_NewRef(origin);
    self->args = PyTuple_Check(args) ? Py_NewRef(args) : PyTuple_Pack(1, args);
    self->starred = starred;
    self->vectorcall = alias_vectorcall;
    if (self->args == NULL) Py_CLEAR(self);
    return (PyObject *)self;
}

PyObject *Py_GenericAlias(PyObject *origin, PyObject *args) { return alias_make(&Py_GenericAliasType, origin, args, false); }

static PyObject *alias_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (!_PyArg_NoKeywords("GenericAlias", kwargs)) return NULL;
    if (!_PyArg_CheckPositional("GenericAlias", PyTuple_GET_SIZE(args), 2, 2)) return NULL;
    return alias_make(type, PyTuple_GET_ITEM(args, 0), PyTuple_GET_ITEM(args, 1), false);
}

static int alias_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(ALIAS(self)->origin);
    Py_VISIT(ALIAS(self)->args);
    Py_VISIT(ALIAS(self)->parameters);
    return 0;
}

static void alias_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    if (ALIAS(self)->weakrefs != NULL) PyObject_ClearWeakRefs(self);
    Py_XDECREF(ALIAS(self)->origin);
    Py_XDECREF(ALIAS(self)->args);
    Py_XDECREF(ALIAS(self)->parameters);
    Py_TYPE(self)->tp_free(self);
}

/* ---- calling: an instance of the origin that remembers the alias if it can ---- */

static PyObject *remember(PyObject *self, STEALS_REF PyObject *obj)
{
    if (obj == NULL || PyObject_SetAttr(obj, ID(__orig_class__), self) == 0) return obj;
    if (PyErr_ExceptionMatches(PyExc_AttributeError) || PyErr_ExceptionMatches(PyExc_TypeError)) {
        PyErr_Clear();
        return obj;
    }
    Py_DECREF(obj);
    return NULL;
}

static PyObject *alias_vectorcall(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    return remember(self, PyObject_Vectorcall(ALIAS(self)->origin, args, nargsf, kwnames));
}

/* ---- attributes ---- */

/* Is it an attribute of the alias rather than of its origin? */
static bool is_own(PyObject *name)
{
    PyObject *own[] = {
        ID(__class__), ID(__origin__), ID(__args__), ID(__unpacked__), ID(__parameters__),
        ID(__typing_unpacked_tuple_args__), ID(__mro_entries__), ID(__reduce_ex__), ID(__reduce__), ID(__copy__),
        ID(__deepcopy__),
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(own); i++)
        if (_PyUnicode_Equal(own[i], name)) return true;
    return false;
}

static PyObject *alias_getattro(PyObject *self, PyObject *name)
{
    if (!PyUnicode_CheckExact(name) || is_own(name)) return PyObject_GenericGetAttr(self, name);
    return PyObject_GetAttr(ALIAS(self)->origin, name);
}

static BORROWED_REF PyObject *parameters_of(PyObject *self)
{
    if (ALIAS(self)->parameters == NULL) ALIAS(self)->parameters = adder_generic_parameters(ALIAS(self)->args);
    return ALIAS(self)->parameters;
}

static PyObject *alias_get_parameters(PyObject *self, void *closure)
{
    (void)closure;
    return Py_XNewRef(parameters_of(self));
}

static PyObject *alias_get_unpacked_args(PyObject *self, void *closure)
{
    (void)closure;
    bool tuple = ALIAS(self)->starred && ALIAS(self)->origin == (PyObject *)&PyTuple_Type;
    return Py_NewRef(tuple ? ALIAS(self)->args : Py_None);
}

static PyMemberDef alias_members[] = {
    {"__origin__", T_OBJECT, offsetof(Alias, origin), READONLY, NULL},
    {"__args__", T_OBJECT, offsetof(Alias, args), READONLY, NULL},
    {"__unpacked__", T_BOOL, offsetof(Alias, starred), READONLY, NULL},
    {0}
};

static PyGetSetDef alias_getset[] = {
    {"__parameters__", alias_get_parameters, NULL, "Type variables in the GenericAlias.", NULL},
    {"__typing_unpacked_tuple_args__", alias_get_unpacked_args, NULL, NULL, NULL},
    {0}
};

/* ---- methods ---- */

static PyObject *alias_mro_entries(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyTuple_Pack(1, ALIAS(self)->origin);
}

static PyObject *alias_instancecheck(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    return PyErr_Format(PyExc_TypeError, "isinstance() argument 2 cannot be a parameterized generic");
}

static PyObject *alias_subclasscheck(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    return PyErr_Format(PyExc_TypeError, "issubclass() argument 2 cannot be a parameterized generic");
}

static PyObject *alias_iter(PyObject *self);

/* A starred alias is made again by taking the first item of an iteration over the plain one. */
static PyObject *alias_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    Alias *a = ALIAS(self);
    if (!a->starred) return Py_BuildValue("O(OO)", Py_TYPE(self), a->origin, a->args);
    PyObject *plain = Py_GenericAlias(a->origin, a->args), *iter = NULL;
    PyObject *next = _PyEval_GetBuiltin(ID(next));
    if (plain != NULL) iter = alias_iter(plain);
    Py_XDECREF(plain);
    PyObject *result = iter == NULL || next == NULL ? NULL : Py_BuildValue("O(O)", next, iter);
    Py_XDECREF(iter);
    Py_XDECREF(next);
    return result;
}

static PyObject *alias_dir(PyObject *self, PyObject *const *args)
{
    (void)args;
    static const char *const more[] = {"__origin__", "__args__", "__unpacked__", "__parameters__",
                                       "__typing_unpacked_tuple_args__", "__mro_entries__", "__reduce_ex__",
                                       "__reduce__", "__copy__", "__deepcopy__", "__class__"};
    PyObject *names = PyObject_Dir(ALIAS(self)->origin);
    for (size_t i = 0; names != NULL && i < Py_ARRAY_LENGTH(more); i++) {
        PyObject *name = PyUnicode_FromString(more[i]);
        int has = name == NULL ? -1 : PySequence_Contains(names, name);
        if (has == 0) has = PyList_Append(names, name);
        Py_XDECREF(name);
        if (has < 0) Py_CLEAR(names);
    }
    return names;
}

static PyMethodDef alias_methods[] = {
    FN("__mro_entries__", alias_mro_entries, "($self, bases, /)", "The origin takes its place among the bases."),
    FN("__instancecheck__", alias_instancecheck, "($self, instance, /)", "Refuses."),
    FN("__subclasscheck__", alias_subclasscheck, "($self, cls, /)", "Refuses."),
    FN("__reduce__", alias_reduce, "($self, /)", "What pickle needs to make it again."),
    FN("__dir__", alias_dir, "($self, /)", "The origin's names and its own."),
    {0}
};

/* ---- operators ---- */

static PyObject *alias_repr(PyObject *self)
{
    PyObject *origin = adder_generic_item_repr(ALIAS(self)->origin), *args = NULL, *result = NULL;
    bool empty = PyTuple_GET_SIZE(ALIAS(self)->args) == 0;
    if (origin != NULL) args = empty ? PyUnicode_FromString("()") : adder_generic_join(ALIAS(self)->args, ", ", false);
    if (args != NULL) result = PyUnicode_FromFormat("%s%U[%U]", ALIAS(self)->starred ? "*" : "", origin, args);
    Py_XDECREF(args);
    Py_XDECREF(origin);
    return result;
}

static Py_hash_t alias_hash(PyObject *self)
{
    Py_hash_t origin = PyObject_Hash(ALIAS(self)->origin), args = origin == -1 ? -1 : PyObject_Hash(ALIAS(self)->args);
    if (args == -1) return -1;
    Py_hash_t hash = origin ^ args;
    return hash == -1 ? -2 : hash;
}

static PyObject *alias_richcompare(PyObject *a, PyObject *b, int op)
{
    if ((op != Py_EQ && op != Py_NE) || !PyObject_TypeCheck(a, &Py_GenericAliasType) ||
        !PyObject_TypeCheck(b, &Py_GenericAliasType))
        Py_RETURN_NOTIMPLEMENTED;
    int equal = ALIAS(a)->starred == ALIAS(b)->starred;
    if (equal) equal = PyObject_RichCompareBool(ALIAS(a)->origin, ALIAS(b)->origin, Py_EQ);
    if (equal > 0) equal = PyObject_RichCompareBool(ALIAS(a)->args, ALIAS(b)->args, Py_EQ);
    return equal < 0 ? NULL : PyBool_FromLong(equal == (op == Py_EQ));
}

static PyObject *alias_subscript(PyObject *self, PyObject *item)
{
    PyObject *parameters = parameters_of(self);
    if (parameters == NULL) return NULL;
    PyObject *args = adder_generic_substitute(self, ALIAS(self)->args, parameters, item);
    if (args == NULL) return NULL;
    PyObject *result = alias_make(&Py_GenericAliasType, ALIAS(self)->origin, args, ALIAS(self)->starred);
    Py_DECREF(args);
    return result;
}

static PyNumberMethods alias_number = {.nb_or = adder_union_or};
static PyMappingMethods alias_mapping = {.mp_subscript = alias_subscript};

PyTypeObject Py_GenericAliasType = {
    STATIC_TYPE("types.GenericAlias", Alias),
    .tp_doc = "GenericAlias(origin, args, /)\n--\n\nRepresents a parameterised class, such as list[int].",
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_dealloc = alias_dealloc, .tp_traverse = alias_traverse, .tp_weaklistoffset = offsetof(Alias, weakrefs),
    .tp_vectorcall_offset = offsetof(Alias, vectorcall), .tp_call = PyVectorcall_Call, .tp_new = alias_new,
    .tp_repr = alias_repr, .tp_hash = alias_hash, .tp_richcompare = alias_richcompare, .tp_getattro = alias_getattro,
    .tp_iter = alias_iter, .tp_methods = alias_methods, .tp_members = alias_members, .tp_getset = alias_getset,
    .tp_as_number = &alias_number, .tp_as_mapping = &alias_mapping,
};

/* ---- *list[int]: iteration yields the starred alias, once ---- */

typedef struct {
    PyObject_HEAD
    PyObject *alias; /* NULL when done */
} AliasIter;

static PyObject *alias_iter(PyObject *self)
{
    AliasIter *iter = PyObject_GC_New(AliasIter, &adder_generic_alias_iter_type);
    if (iter == NULL) return NULL;
    iter->alias = Py_NewRef(self);
    PyObject_GC_Track(iter);
    return (PyObject *)iter;
}

static PyObject *iter_next(PyObject *self)
{
    PyObject *alias = ((AliasIter *)self)->alias;
    if (alias == NULL) return NULL;
    PyObject *starred = alias_make(&Py_GenericAliasType, ALIAS(alias)->origin, ALIAS(alias)->args, true);
    if (starred != NULL) Py_CLEAR(((AliasIter *)self)->alias);
    return starred;
}

static int iter_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((AliasIter *)self)->alias);
    return 0;
}

static int iter_clear(PyObject *self)
{
    Py_CLEAR(((AliasIter *)self)->alias);
    return 0;
}

static void iter_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    iter_clear(self);
    PyObject_GC_Del(self);
}

static PyObject *iter_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *iter = _PyEval_GetBuiltin(ID(iter)), *alias = ((AliasIter *)self)->alias;
    if (iter == NULL) return NULL;
    PyObject *result = alias != NULL ? Py_BuildValue("O(O)", iter, alias) : Py_BuildValue("O(())", iter);
    Py_DECREF(iter);
    return result;
}

static PyMethodDef iter_methods[] = {FN("__reduce__", iter_reduce, "($self, /)", "For pickle."), {0}};

PyTypeObject adder_generic_alias_iter_type = {
    STATIC_TYPE("generic_alias_iterator", AliasIter), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_dealloc = iter_dealloc, .tp_traverse = iter_traverse, .tp_clear = iter_clear, .tp_iter = PyObject_SelfIter,
    .tp_iternext = iter_next, .tp_methods = iter_methods,
};
