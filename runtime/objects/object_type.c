/* object_type.c -- the class `object`: its methods, __class__, and the copy protocol (__reduce_ex__, __getstate__). */
#include "runtime/objects/slot_functions.h"
#include "runtime/objects/type_internal.h"

/* ---- Making ---- */

static bool excess_arguments(PyObject *args, PyObject *kwargs)
{
    return PyTuple_GET_SIZE(args) > 0 || (kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0);
}

int adder_object_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyTypeObject *type = Py_TYPE(self);
    if (!excess_arguments(args, kwargs)) return 0;
    if (type->tp_init != adder_object_init)
        PyErr_SetString(PyExc_TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
    else if (type->tp_new == adder_object_new)
        PyErr_Format(PyExc_TypeError, "%.200s.__init__() takes exactly one argument (the instance to initialize)", type->tp_name);
    else return 0;
    return -1;
}

/* "Can't instantiate abstract class C with abstract methods a, b" */
static ADDER_COLD PyObject *abstract_error(PyTypeObject *type)
{
    PyObject *methods = PyObject_GetAttr((PyObject *)type, ID(__abstractmethods__)), *sorted = NULL, *joined = NULL;
    PyObject *comma = PyUnicode_FromString(", ");
    if (methods == NULL || comma == NULL) goto done;
    if ((sorted = PySequence_List(methods)) == NULL || PyList_Sort(sorted) < 0) goto done;
    if ((joined = PyUnicode_Join(comma, sorted)) == NULL) goto done;
    PyErr_Format(PyExc_TypeError, "Can't instantiate abstract class %s with abstract method%s %U", type->tp_name,
                 PyList_GET_SIZE(sorted) > 1 ? "s" : "", joined);
done:
    Py_XDECREF(methods);
    Py_XDECREF(sorted);
    Py_XDECREF(joined);
    Py_XDECREF(comma);
    return NULL;
}

PyObject *adder_object_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (excess_arguments(args, kwargs)) {
        if (type->tp_new != adder_object_new) {
            PyErr_SetString(PyExc_TypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
            return NULL;
        }
        if (type->tp_init == adder_object_init) {
            PyErr_Format(PyExc_TypeError, "%.200s() takes no arguments", type->tp_name);
            return NULL;
        }
    }
    if (type->tp_flags & Py_TPFLAGS_IS_ABSTRACT) return abstract_error(type);
    return type->tp_alloc(type, 0);
}

static void object_dealloc(PyObject *self) { Py_TYPE(self)->tp_free(self); }

/* ---- Text, comparison ---- */

static PyObject *object_repr(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject *module = PyObject_GetAttr((PyObject *)type, ID(__module__)), *name, *text;
    if (module == NULL) PyErr_Clear();
    else if (!PyUnicode_Check(module)) Py_CLEAR(module);
    if ((name = PyType_GetQualName(type)) == NULL) {
        Py_XDECREF(module);
        return NULL;
    }
    if (module != NULL && !_PyUnicode_EqualToASCIIString(module, "builtins"))
        text = PyUnicode_FromFormat("<%U.%U object at %p>", module, name, self);
    else text = PyUnicode_FromFormat("<%s object at %p>", type->tp_name, self);
    Py_XDECREF(module);
    Py_DECREF(name);
    return text;
}

static PyObject *object_str(PyObject *self)
{
    unaryfunc repr = Py_TYPE(self)->tp_repr;
    return (repr != NULL ? repr : object_repr)(self);
}

static PyObject *object_richcompare(PyObject *self, PyObject *other, int op)
{
    if (op == Py_EQ) return Py_NewRef(self == other ? Py_True : Py_NotImplemented);
    if (op != Py_NE || Py_TYPE(self)->tp_richcompare == NULL) Py_RETURN_NOTIMPLEMENTED;
    PyObject *equal = Py_TYPE(self)->tp_richcompare(self, other, Py_EQ);
    if (equal == NULL || equal == Py_NotImplemented) return equal;
    int truth = PyObject_IsTrue(equal);
    Py_DECREF(equal);
    return truth < 0 ? NULL : PyBool_FromLong(!truth);
}

/* ---- __class__ ---- */

static PyObject *object_get_class(PyObject *self, void *context)
{
    (void)context;
    return Py_NewRef(Py_TYPE(self));
}

static bool same_slots(PyTypeObject *a, PyTypeObject *b)
{
    if (!is_heap(a) || !is_heap(b)) return false;
    PyObject *x = heap_type(a)->ht_slots, *y = heap_type(b)->ht_slots;
    if (x == NULL || y == NULL) /* no __slots__ is as good as ones that name no field */
        return (x == NULL || PyTuple_GET_SIZE(x) == 0) && (y == NULL || PyTuple_GET_SIZE(y) == 0);
    int rc = PyObject_RichCompareBool(x, y, Py_EQ);
    if (rc < 0) PyErr_Clear();
    return rc > 0;
}

static bool equal_structs(PyTypeObject *a, PyTypeObject *b)
{
    return a == b || (a->tp_basicsize == b->tp_basicsize && a->tp_itemsize == b->tp_itemsize &&
                      a->tp_dictoffset == b->tp_dictoffset && a->tp_weaklistoffset == b->tp_weaklistoffset &&
                      (a->tp_flags & Py_TPFLAGS_HAVE_GC) == (b->tp_flags & Py_TPFLAGS_HAVE_GC) &&
                      (a->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) == (b->tp_flags & ADDER_TPFLAGS_INLINE_VALUES));
}

/* Do instances of both have the very same fields? What a class adds beyond its base must be the same in both. */
static bool compatible(PyTypeObject *a, PyTypeObject *b)
{
    if (!equal_structs(a, b)) return false;
    while (a->tp_base != NULL && equal_structs(a, a->tp_base)) a = a->tp_base;
    while (b->tp_base != NULL && equal_structs(b, b->tp_base)) b = b->tp_base;
    return a == b || (a->tp_base == b->tp_base && same_slots(a, b));
}

bool adder_type_layout_compatible(PyTypeObject *old, PyTypeObject *fresh, const char *what)
{
    if (old->tp_free != fresh->tp_free) {
        PyErr_Format(PyExc_TypeError, "%s assignment: '%s' deallocator differs from '%s'", what, fresh->tp_name, old->tp_name);
        return false;
    }
    if (compatible(old, fresh)) return true;
    PyErr_Format(PyExc_TypeError, "%s assignment: '%s' object layout differs from '%s'", what, fresh->tp_name, old->tp_name);
    return false;
}

static int object_set_class(PyObject *self, PyObject *value, void *context)
{
    (void)context;
    PyTypeObject *old = Py_TYPE(self), *fresh = (PyTypeObject *)value;
    if (value == NULL) {
        PyErr_SetString(PyExc_TypeError, "can't delete __class__ attribute");
        return -1;
    }
    if (!PyType_Check(value)) {
        PyErr_Format(PyExc_TypeError, "__class__ must be set to a class, not '%s' object", Py_TYPE(value)->tp_name);
        return -1;
    }
    if (PySys_Audit("object.__setattr__", "OsO", self, "__class__", value) < 0) return -1;
    bool modules = PyType_IsSubtype(fresh, &PyModule_Type) && PyType_IsSubtype(old, &PyModule_Type);
    if (!modules && ((fresh->tp_flags & Py_TPFLAGS_IMMUTABLETYPE) || (old->tp_flags & Py_TPFLAGS_IMMUTABLETYPE))) {
        PyErr_SetString(PyExc_TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses");
        return -1;
    }
    if (!adder_type_layout_compatible(old, fresh, "__class__")) return -1;
    if ((old->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) && old != fresh) {
        if (heap_type(fresh)->ht_cached_keys == NULL && adder_type_make_keys(fresh) < 0) return -1;
        if (adder_instance_change_class(self, fresh) < 0) return -1;
    }
    if (is_heap(fresh)) Py_INCREF(fresh);
    Py_SET_TYPE(self, fresh);
    if (is_heap(old)) Py_DECREF(old);
    return 0;
}

/* ---- Copying: __getstate__, __reduce__, __reduce_ex__ ---- */

/* Names in __slots__ of all classes, or None: copyreg keeps them in __slotnames__. */
static PyObject *slot_names(PyTypeObject *type)
{
    PyObject *known = PyDict_GetItemWithError(adder_type_dict(type), ID(__slotnames__));
    if (known != NULL || PyErr_Occurred()) return Py_XNewRef(known);
    PyObject *copyreg = PyImport_ImportModule("copyreg");
    if (copyreg == NULL) return NULL;
    PyObject *names = PyObject_CallMethodOneArg(copyreg, ID(_slotnames), (PyObject *)type);
    Py_DECREF(copyreg);
    if (names != NULL && names != Py_None && !PyList_Check(names)) {
        PyErr_SetString(PyExc_TypeError, "copyreg._slotnames didn't return a list or None");
        Py_CLEAR(names);
    }
    return names;
}

static PyObject *slot_values(PyObject *self, PyObject *names)
{
    PyObject *values = PyDict_New();
    for (Py_ssize_t i = 0; values != NULL && i < PyList_GET_SIZE(names); i++) {
        PyObject *name = Py_NewRef(PyList_GET_ITEM(names, i)), *value;
        int rc = _PyObject_LookupAttr(self, name, &value);
        if (rc > 0) rc = PyDict_SetItem(values, name, value);
        Py_XDECREF(value);
        Py_DECREF(name);
        if (rc < 0) Py_CLEAR(values);
    }
    return values;
}

/* Is all there is to an instance its dict, weak references and listed slots? False with TypeError if not. */
static bool check_known_fields(PyTypeObject *type, PyObject *names)
{
    Py_ssize_t size = PyBaseObject_Type.tp_basicsize;
    if (type->tp_dictoffset != 0) size += (Py_ssize_t)sizeof(PyObject *);
    if (type->tp_weaklistoffset != 0) size += (Py_ssize_t)sizeof(PyObject *);
    if (names != Py_None) size += (Py_ssize_t)sizeof(PyObject *) * PyList_GET_SIZE(names);
    if (type->tp_itemsize != 0) PyErr_Format(PyExc_TypeError, "cannot pickle %.200s objects", type->tp_name);
    else if (type->tp_basicsize > size) PyErr_Format(PyExc_TypeError, "cannot pickle '%.200s' object", type->tp_name);
    else return true;
    return false;
}

static PyObject *instance_state(PyObject *self, bool required)
{
    PyObject *state, *names = NULL, *values = NULL;
    PyTypeObject *type = Py_TYPE(self);
    if (adder_instance_dict_is_empty(self)) state = Py_NewRef(Py_None);
    else if ((state = PyObject_GenericGetDict(self, NULL)) == NULL) return NULL;
    if ((names = slot_names(type)) == NULL) goto fail;
    if (required && !check_known_fields(type, names)) goto fail;
    if (names != Py_None && PyList_GET_SIZE(names) > 0) {
        if ((values = slot_values(self, names)) == NULL) goto fail;
        if (PyDict_GET_SIZE(values) > 0) Py_SETREF(state, PyTuple_Pack(2, state, values));
        Py_DECREF(values);
    }
    Py_DECREF(names);
    return state;
fail:
    Py_XDECREF(names);
    Py_DECREF(state);
    return NULL;
}

static PyObject *object_getstate(PyObject *self, PyObject *const *args)
{
    (void)args;
    return instance_state(self, false);
}

/* The state by __getstate__, with the stricter built-in form where it is not overridden. */
PyObject *_PyObject_GetState(PyObject *self)
{
    PyObject *method = PyObject_GetAttr(self, ID(__getstate__));
    if (method == NULL) return NULL;
    PyObject *state;
    if (PyCFunction_Check(method) && PyCFunction_GET_SELF(method) == self && PyCFunction_GET_FUNCTION(method) ==
        (PyCFunction)(void (*)(void))object_getstate)
        state = instance_state(self, true);
    else state = PyObject_CallNoArgs(method);
    Py_DECREF(method);
    return state;
}

/* __getnewargs_ex__ or __getnewargs__. *args NULL: neither is there. 0, or -1. */
static int new_arguments(PyObject *self, PyObject **args, PyObject **kwargs)
{
    PyObject *result;
    *args = *kwargs = NULL;
    int rc = _PyObject_LookupAttr(self, ID(__getnewargs_ex__), &result);
    if (rc > 0) {
        Py_SETREF(result, PyObject_CallNoArgs(result));
        if (result == NULL) return -1;
        if (!PyTuple_Check(result)) {
            PyErr_Format(PyExc_TypeError, "__getnewargs_ex__ should return a tuple, not '%.200s'", Py_TYPE(result)->tp_name);
        } else if (PyTuple_GET_SIZE(result) != 2) {
            PyErr_Format(PyExc_ValueError, "__getnewargs_ex__ should return a tuple of length 2, not %zd", PyTuple_GET_SIZE(result));
        } else if (!PyTuple_Check(PyTuple_GET_ITEM(result, 0))) {
            PyErr_Format(PyExc_TypeError, "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%.200s'",
                         Py_TYPE(PyTuple_GET_ITEM(result, 0))->tp_name);
        } else if (!PyDict_Check(PyTuple_GET_ITEM(result, 1))) {
            PyErr_Format(PyExc_TypeError, "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%.200s'",
                         Py_TYPE(PyTuple_GET_ITEM(result, 1))->tp_name);
        } else {
            *args = Py_NewRef(PyTuple_GET_ITEM(result, 0));
            *kwargs = Py_NewRef(PyTuple_GET_ITEM(result, 1));
        }
        Py_DECREF(result);
        return *args != NULL ? 0 : -1;
    }
    if (rc < 0 || (rc = _PyObject_LookupAttr(self, ID(__getnewargs__), &result)) <= 0) return rc;
    *args = PyObject_CallNoArgs(result);
    Py_DECREF(result);
    if (*args == NULL) return -1;
    if (PyTuple_Check(*args)) return 0;
    PyErr_Format(PyExc_TypeError, "__getnewargs__ should return a tuple, not '%.200s'", Py_TYPE(*args)->tp_name);
    Py_CLEAR(*args);
    return -1;
}

/* Iterators over the items of list and dict subclasses, else None. */
static int item_iterators(PyObject *self, PyObject **items, PyObject **pairs)
{
    *items = *pairs = NULL;
    *items = PyList_Check(self) ? PyObject_GetIter(self) : Py_NewRef(Py_None);
    if (*items == NULL) return -1;
    if (!PyDict_Check(self)) *pairs = Py_NewRef(Py_None);
    else {
        PyObject *view = PyObject_CallMethodNoArgs(self, ID(items));
        *pairs = view == NULL ? NULL : PyObject_GetIter(view);
        Py_XDECREF(view);
    }
    if (*pairs != NULL) return 0;
    Py_CLEAR(*items);
    return -1;
}

/* (copyreg.__newobj__, (cls, *args)) or (copyreg.__newobj_ex__, (cls, args, kwargs)). 0, or -1. */
static int reconstructor(PyObject *copyreg, PyObject *self, PyObject *args, PyObject *kwargs, PyObject **function, PyObject **how)
{
    PyObject *cls = (PyObject *)Py_TYPE(self);
    bool keywords = kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0;
    *how = NULL;
    *function = PyObject_GetAttr(copyreg, keywords ? ID(__newobj_ex__) : ID(__newobj__));
    if (*function == NULL) return -1;
    if (keywords) *how = PyTuple_Pack(3, cls, args, kwargs);
    else {
        Py_ssize_t n = args == NULL ? 0 : PyTuple_GET_SIZE(args);
        if ((*how = PyTuple_New(n + 1)) != NULL) {
            PyTuple_SET_ITEM(*how, 0, Py_NewRef(cls));
            for (Py_ssize_t i = 0; i < n; i++) PyTuple_SET_ITEM(*how, i + 1, Py_NewRef(PyTuple_GET_ITEM(args, i)));
        }
    }
    if (*how != NULL) return 0;
    Py_CLEAR(*function);
    return -1;
}

static PyObject *reduce_newobj(PyObject *self)
{
    PyObject *args = NULL, *kwargs = NULL, *copyreg = NULL, *function = NULL, *how = NULL, *state = NULL;
    PyObject *items = NULL, *pairs = NULL, *result = NULL;
    if (Py_TYPE(self)->tp_new == NULL) {
        PyErr_Format(PyExc_TypeError, "cannot pickle '%.200s' object", Py_TYPE(self)->tp_name);
        return NULL;
    }
    if (new_arguments(self, &args, &kwargs) < 0) return NULL;
    if ((copyreg = PyImport_ImportModule("copyreg")) == NULL) goto done;
    if (reconstructor(copyreg, self, args, kwargs, &function, &how) < 0) goto done;
    /* Without constructor arguments the fields must all be known, or the copy would lack some. */
    bool required = args == NULL && !PyList_Check(self) && !PyDict_Check(self);
    PyObject *method = PyObject_GetAttr(self, ID(__getstate__));
    if (method == NULL) goto done;
    if (PyCFunction_Check(method) && PyCFunction_GET_SELF(method) == self &&
        PyCFunction_GET_FUNCTION(method) == (PyCFunction)(void (*)(void))object_getstate)
        state = instance_state(self, required);
    else state = PyObject_CallNoArgs(method);
    Py_DECREF(method);
    if (state == NULL || item_iterators(self, &items, &pairs) < 0) goto done;
    result = PyTuple_Pack(5, function, how, state, items, pairs);
done:
    Py_XDECREF(args);
    Py_XDECREF(kwargs);
    Py_XDECREF(copyreg);
    Py_XDECREF(function);
    Py_XDECREF(how);
    Py_XDECREF(state);
    Py_XDECREF(items);
    Py_XDECREF(pairs);
    return result;
}

static PyObject *common_reduce(PyObject *self, int protocol)
{
    if (protocol >= 2) return reduce_newobj(self);
    PyObject *copyreg = PyImport_ImportModule("copyreg");
    if (copyreg == NULL) return NULL;
    PyObject *number = PyLong_FromLong(protocol), *result = NULL;
    if (number != NULL) result = PyObject_CallMethodObjArgs(copyreg, ID(_reduce_ex), self, number, NULL);
    Py_XDECREF(number);
    Py_DECREF(copyreg);
    return result;
}

static PyObject *object_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    return common_reduce(self, 0);
}

static PyObject *object_reduce_ex(PyObject *self, PyObject *const *args)
{
    int protocol = _PyLong_AsInt(args[0]);
    if (protocol == -1 && PyErr_Occurred()) return NULL;
    PyObject *reduce;
    int rc = _PyObject_LookupAttr(self, ID(__reduce__), &reduce);
    if (rc < 0) return NULL;
    if (rc > 0) {
        PyObject *theirs = _PyType_Lookup(Py_TYPE(self), ID(__reduce__));
        bool overridden = theirs != _PyType_Lookup(&PyBaseObject_Type, ID(__reduce__));
        PyObject *result = overridden ? PyObject_CallNoArgs(reduce) : NULL;
        Py_DECREF(reduce);
        if (overridden) return result;
    }
    return common_reduce(self, protocol);
}

/* ---- Other methods ---- */

static PyObject *object_format(PyObject *self, PyObject *const *args)
{
    if (!PyUnicode_Check(args[0])) {
        PyErr_Format(PyExc_TypeError, "__format__() argument must be str, not %.50s", Py_TYPE(args[0])->tp_name);
        return NULL;
    }
    if (PyUnicode_GET_LENGTH(args[0]) == 0) return PyObject_Str(self);
    PyErr_Format(PyExc_TypeError, "unsupported format string passed to %.200s.__format__", Py_TYPE(self)->tp_name);
    return NULL;
}

static PyObject *object_sizeof(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyTypeObject *type = Py_TYPE(self);
    Py_ssize_t n = type->tp_itemsize > 0 ? Py_SIZE(self) : 0;
    return PyLong_FromSsize_t(type->tp_basicsize + (n < 0 ? -n : n) * type->tp_itemsize);
}

/* Adds the names of a class and its bases, the bases' first so that nothing depends on the order. 0, or -1. */
int adder_merge_class_names(PyObject *names, PyObject *cls)
{
    PyObject *dict, *bases;
    if (_PyObject_LookupAttr(cls, ID(__dict__), &dict) < 0) return -1;
    int rc = dict == NULL ? 0 : PyDict_Update(names, dict);
    Py_XDECREF(dict);
    if (rc < 0 || _PyObject_LookupAttr(cls, ID(__bases__), &bases) < 0) return -1;
    if (bases == NULL) return 0;
    Py_ssize_t n = PySequence_Size(bases);
    if (n < 0) PyErr_Clear();
    for (Py_ssize_t i = 0; rc == 0 && i < n; i++) {
        PyObject *base = PySequence_GetItem(bases, i);
        rc = base == NULL ? -1 : adder_merge_class_names(names, base);
        Py_XDECREF(base);
    }
    Py_DECREF(bases);
    return rc;
}

static PyObject *object_dir(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *dict, *cls = NULL, *names = NULL;
    if (_PyObject_LookupAttr(self, ID(__dict__), &dict) < 0) return NULL;
    if (dict != NULL && !PyDict_Check(dict)) Py_CLEAR(dict);
    PyObject *all = dict == NULL ? PyDict_New() : PyDict_Copy(dict);
    Py_XDECREF(dict);
    if (all == NULL) return NULL;
    if (_PyObject_LookupAttr(self, ID(__class__), &cls) < 0) goto done;
    if (cls != NULL && adder_merge_class_names(all, cls) < 0) goto done;
    names = PyDict_Keys(all);
done:
    Py_XDECREF(cls);
    Py_DECREF(all);
    return names;
}

static PyObject *object_subclasshook(PyObject *cls, PyObject *const *args)
{
    (void)cls;
    (void)args;
    Py_RETURN_NOTIMPLEMENTED;
}

static PyObject *object_init_subclass(PyObject *cls, PyObject *const *args)
{
    (void)cls;
    (void)args;
    Py_RETURN_NONE;
}

static PyMethodDef object_methods[] = {
    FN("__reduce_ex__", object_reduce_ex, "($self, protocol, /)", "Helper for pickle."),
    FN("__reduce__", object_reduce, "($self, /)", "Helper for pickle."),
    FN("__getstate__", object_getstate, "($self, /)", "Helper for pickle."),
    FNC("__subclasshook__", object_subclasshook, "($cls, subclass, /)",
        "What an abstract class says about a possible subclass: true, false, or NotImplemented for the usual rule."),
    FNC("__init_subclass__", object_init_subclass, "($cls, /)", "Called on a class whenever it is subclassed."),
    FN("__format__", object_format, "($self, format_spec, /)", "Default object formatter."),
    FN("__sizeof__", object_sizeof, "($self, /)", "Size of object in memory, in bytes."),
    FN("__dir__", object_dir, "($self, /)", "Default dir() implementation."),
    { 0 },
};

static PyGetSetDef object_getsets[] = {
    { "__class__", object_get_class, object_set_class, "the object's class", NULL },
    { 0 },
};

PyTypeObject PyBaseObject_Type = {
    STATIC_TYPE("object", PyObject),
    .tp_dealloc = object_dealloc,
    .tp_repr = object_repr,
    .tp_hash = (hashfunc)_Py_HashPointer,
    .tp_str = object_str,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_setattro = PyObject_GenericSetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_doc = "object()\n--\n\nThe base of all classes. Its instances have no attributes of their own.",
    .tp_richcompare = object_richcompare,
    .tp_methods = object_methods,
    .tp_getset = object_getsets,
    .tp_init = adder_object_init,
    .tp_alloc = PyType_GenericAlloc,
    .tp_new = adder_object_new,
    .tp_free = PyObject_Free,
};
