/* generic_params.c -- type variables in the arguments of generic aliases and unions.
 *
 * A type variable is whatever has __typing_subst__; anything with __parameters__ contains some. Substitution is left to
 * these objects, so that typing's TypeVar, ParamSpec and TypeVarTuple decide what they accept. */
#include "runtime/objects/generic_alias.h"
#include "runtime/objects/type.h"

/* obj.name, or NULL in *out when there is none. 0, or -1 with an exception. Classes are never asked. */
static int maybe_attr(PyObject *obj, PyObject *name, PyObject **out)
{
    *out = NULL;
    return PyType_Check(obj) ? 0 : adder_attr_lookup(obj, name, out) < 0 ? -1 : 0;
}

/* ---- text ---- */

static bool is_missing(PyObject *o) { return o == NULL || o == Py_None; }

static PyObject *qualified_name(PyObject *item)
{
    PyObject *name, *module, *result = NULL;
    if (adder_attr_lookup(item, ID(__qualname__), &name) < 0) return NULL;
    if (adder_attr_lookup(item, ID(__module__), &module) < 0) {
        Py_XDECREF(name);
        return NULL;
    }
    if (is_missing(name) || is_missing(module))
        result = PyObject_Repr(item);
    else if (PyUnicode_Check(module) && _PyUnicode_Equal(module, ID(builtins)))
        result = PyObject_Str(name);
    else
        result = PyUnicode_FromFormat("%S.%S", module, name);
    Py_XDECREF(module);
    Py_XDECREF(name);
    return result;
}

PyObject *adder_generic_item_repr(PyObject *item)
{
    if (item == Py_Ellipsis) return PyUnicode_FromString("...");
    PyObject *origin, *args;
    if (adder_attr_lookup(item, ID(__origin__), &origin) < 0) return NULL;
    if (origin != NULL) {
        Py_DECREF(origin);
        if (adder_attr_lookup(item, ID(__args__), &args) < 0) return NULL;
        if (args != NULL) { /* an alias itself */
            Py_DECREF(args);
            return PyObject_Repr(item);
        }
    }
    return qualified_name(item);
}

PyObject *adder_generic_join(PyObject *items, const char *separator, bool none)
{
    PyObject *texts = PyList_New(0), *glue = PyUnicode_FromString(separator), *result = NULL;
    if (texts == NULL || glue == NULL) goto done;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(items); i++) {
        PyObject *item = PyTuple_GET_ITEM(items, i);
        PyObject *text = none && item == (PyObject *)&_PyNone_Type ? PyUnicode_FromString("None")
                                                                   : adder_generic_item_repr(item);
        int rc = text == NULL ? -1 : PyList_Append(texts, text);
        Py_XDECREF(text);
        if (rc < 0) goto done;
    }
    result = PyUnicode_Join(glue, texts);
done:
    Py_XDECREF(glue);
    Py_XDECREF(texts);
    return result;
}

/* ---- finding parameters ---- */

static int index_of(PyObject *tuple, PyObject *item)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++)
        if (PyTuple_GET_ITEM(tuple, i) == item) return (int)i;
    return -1;
}

static int add_once(PyObject *list, PyObject *item)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++)
        if (PyList_GET_ITEM(list, i) == item) return 0;
    return PyList_Append(list, item);
}

static int add_parameters(PyObject *list, PyObject *arg)
{
    PyObject *subst, *inner;
    if (maybe_attr(arg, ID(__typing_subst__), &subst) < 0) return -1;
    if (subst != NULL) {
        Py_DECREF(subst);
        return add_once(list, arg);
    }
    if (maybe_attr(arg, ID(__parameters__), &inner) < 0) return -1;
    int rc = 0;
    if (inner != NULL && PyTuple_Check(inner))
        for (Py_ssize_t i = 0; rc == 0 && i < PyTuple_GET_SIZE(inner); i++) rc = add_once(list, PyTuple_GET_ITEM(inner, i));
    Py_XDECREF(inner);
    return rc;
}

PyObject *adder_generic_parameters(PyObject *args)
{
    PyObject *list = PyList_New(0), *result = NULL;
    int rc = list == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; rc == 0 && i < PyTuple_GET_SIZE(args); i++) rc = add_parameters(list, PyTuple_GET_ITEM(args, i));
    if (rc == 0) result = PyList_AsTuple(list);
    Py_XDECREF(list);
    return result;
}

/* ---- filling in ---- */

static int extend(PyObject *list, PyObject *items)
{
    return PyList_SetSlice(list, PyList_GET_SIZE(list), PyList_GET_SIZE(list), items);
}

/* Appends an argument of a subscript: *tuple[int, str] counts as two, unless its length is open. */
static int add_unpacked(PyObject *list, PyObject *item)
{
    PyObject *items;
    if (maybe_attr(item, ID(__typing_unpacked_tuple_args__), &items) < 0) return -1;
    Py_ssize_t n = items != NULL && PyTuple_Check(items) ? PyTuple_GET_SIZE(items) : -1;
    bool open = n > 0 && PyTuple_GET_ITEM(items, n - 1) == Py_Ellipsis;
    int rc = n >= 0 && !open ? extend(list, items) : PyList_Append(list, item);
    Py_XDECREF(items);
    return rc;
}

/* The subscript as a tuple. */
static PyObject *unpack_item(PyObject *item)
{
    PyObject *list = PyList_New(0), *result = NULL;
    int rc = list == NULL ? -1 : 0;
    if (rc == 0 && !PyTuple_Check(item)) {
        rc = add_unpacked(list, item);
    } else {
        for (Py_ssize_t i = 0; rc == 0 && i < PyTuple_GET_SIZE(item); i++) rc = add_unpacked(list, PyTuple_GET_ITEM(item, i));
    }
    if (rc == 0) result = PyList_AsTuple(list);
    Py_XDECREF(list);
    return result;
}

/* Lets each parameter look at the whole subscript first (ParamSpec, TypeVarTuple). Consumes `item`, gives a new one. */
static PyObject *prepare(PyObject *self, PyObject *parameters, STEALS_REF PyObject *item)
{
    for (Py_ssize_t i = 0; item != NULL && i < PyTuple_GET_SIZE(parameters); i++) {
        PyObject *hook;
        if (maybe_attr(PyTuple_GET_ITEM(parameters, i), ID(__typing_prepare_subst__), &hook) < 0) {
            Py_DECREF(item);
            return NULL;
        }
        if (!is_missing(hook)) Py_SETREF(item, PyObject_CallFunctionObjArgs(hook, self, item, NULL));
        Py_XDECREF(hook);
        if (item != NULL && !PyTuple_Check(item)) Py_SETREF(item, PyTuple_Pack(1, item));
    }
    return item;
}

/* An alias within the arguments, subscripted with what its own parameters become. */
static PyObject *substitute_inner(PyObject *arg, PyObject *parameters, PyObject *items)
{
    PyObject *inner, *list = NULL, *tuple = NULL, *result = NULL;
    if (maybe_attr(arg, ID(__parameters__), &inner) < 0) return NULL;
    if (inner == NULL || !PyTuple_Check(inner) || PyTuple_GET_SIZE(inner) == 0) {
        Py_XDECREF(inner);
        return Py_NewRef(arg);
    }
    list = PyList_New(0);
    int rc = list == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; rc == 0 && i < PyTuple_GET_SIZE(inner); i++) {
        PyObject *param = PyTuple_GET_ITEM(inner, i);
        int at = index_of(parameters, param);
        PyObject *value = at < 0 ? param : PyTuple_GET_ITEM(items, at);
        bool many = at >= 0 && Py_TYPE(param)->tp_iter != NULL && PyTuple_Check(value); /* a TypeVarTuple's items */
        rc = many ? extend(list, value) : PyList_Append(list, value);
    }
    if (rc == 0 && (tuple = PyList_AsTuple(list)) != NULL) result = PyObject_GetItem(arg, tuple);
    Py_XDECREF(tuple);
    Py_XDECREF(list);
    Py_DECREF(inner);
    return result;
}

/* What `arg` becomes: a new reference. */
static PyObject *substitute_one(PyObject *arg, PyObject *parameters, PyObject *items)
{
    PyObject *subst;
    if (maybe_attr(arg, ID(__typing_subst__), &subst) < 0) return NULL;
    if (subst == NULL) return substitute_inner(arg, parameters, items);
    int at = index_of(parameters, arg);
    PyObject *result = at < 0 ? Py_NewRef(arg) : PyObject_CallOneArg(subst, PyTuple_GET_ITEM(items, at));
    Py_DECREF(subst);
    return result;
}

/* Is it *Ts of a TypeVarTuple, which becomes any number of arguments? 1, 0, -1. */
static int is_unpacked(PyObject *arg)
{
    PyObject *flag;
    if (maybe_attr(arg, ID(__typing_is_unpacked_typevartuple__), &flag) < 0) return -1;
    if (flag == NULL) return 0;
    int rc = PyObject_IsTrue(flag);
    Py_DECREF(flag);
    return rc;
}

static int substitute_into(PyObject *list, PyObject *arg, PyObject *parameters, PyObject *items)
{
    if (PyType_Check(arg)) return PyList_Append(list, arg);
    int unpacked = is_unpacked(arg);
    if (unpacked < 0) return -1;
    PyObject *value = substitute_one(arg, parameters, items);
    if (value == NULL) return -1;
    int rc = unpacked && PyTuple_Check(value) ? extend(list, value) : PyList_Append(list, value);
    Py_DECREF(value);
    return rc;
}

PyObject *adder_generic_substitute(PyObject *self, PyObject *args, PyObject *parameters, PyObject *item)
{
    Py_ssize_t wanted = PyTuple_GET_SIZE(parameters);
    if (wanted == 0) return PyErr_Format(PyExc_TypeError, "%R is not a generic class", self);
    PyObject *items = prepare(self, parameters, unpack_item(item)), *list = NULL, *result = NULL;
    if (items == NULL) return NULL;
    Py_ssize_t given = PyTuple_GET_SIZE(items);
    if (given != wanted) {
        PyErr_Format(PyExc_TypeError, "Too %s arguments for %R; actual %zd, expected %zd", given > wanted ? "many" : "few",
                     self, given, wanted);
        goto done;
    }
    if ((list = PyList_New(0)) == NULL) goto done;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(args); i++)
        if (substitute_into(list, PyTuple_GET_ITEM(args, i), parameters, items) < 0) goto done;
    result = PyList_AsTuple(list);
done:
    Py_XDECREF(list);
    Py_DECREF(items);
    return result;
}
