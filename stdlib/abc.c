/* abc.c -- the module _abc: what ABCMeta of abc.py does in C.
 *
 * Each abstract class has an _abc_data in cls._abc_impl: three sets of weak references to classes (registered, known to be
 * subclasses, known not to be). What is known not to be holds until any class is registered anywhere in the VM, which the
 * invalidation counter tells. A dying class takes itself out of the sets by its reference's callback. */
#include "runtime/memory/memory.h"
#include "runtime/objects/type.h"

typedef struct {
    PyObject_HEAD
    PyObject *registry, *cache, *negative; /* sets of weakrefs; NULL while empty */
    uint64_t negative_version;             /* the counter when `negative` was begun */
} AbcData;

static PyObject *abc_data_new(PyTypeObject *type, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    return type->tp_alloc(type, 0);
}

static int abc_data_clear(PyObject *self)
{
    AbcData *data = (AbcData *)self;
    Py_CLEAR(data->registry);
    Py_CLEAR(data->cache);
    Py_CLEAR(data->negative);
    return 0;
}

static int abc_data_traverse(PyObject *self, visitproc visit, void *arg)
{
    AbcData *data = (AbcData *)self;
    Py_VISIT(data->registry);
    Py_VISIT(data->cache);
    Py_VISIT(data->negative);
    return 0;
}

static void abc_data_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    abc_data_clear(self);
    Py_TYPE(self)->tp_free(self);
}

PyTypeObject adder_abc_data_type = {
    STATIC_TYPE("_abc._abc_data", AbcData), .tp_dealloc = abc_data_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_doc = "Internal state held by ABC machinery.",
    .tp_traverse = abc_data_traverse, .tp_clear = abc_data_clear, .tp_alloc = PyType_GenericAlloc,
    .tp_new = abc_data_new, .tp_free = PyObject_GC_Del };

/* ---- The VM's counter of registrations, an int object ---- */

static uint64_t counter_now(void)
{
    PyObject *counter = adder_interp()->type.abc_invalidation_counter;
    return counter == NULL ? 0 : PyLong_AsUnsignedLongLong(counter);
}

static int counter_raise(void)
{
    PyObject *next = PyLong_FromUnsignedLongLong(counter_now() + 1);
    if (next == NULL) return -1;
    Py_XSETREF(adder_interp()->type.abc_invalidation_counter, next);
    return 0;
}

/* ---- Weak sets ---- */

/* The callback of a reference in a set, `set_ref` a weak reference to that set. */
static PyObject *forget_class(PyObject *set_ref, PyObject *class_ref)
{
    PyObject *set = PyWeakref_GetObject(set_ref);
    if (Py_IsNone(set)) Py_RETURN_NONE;
    Py_INCREF(set);
    int rc = PySet_Discard(set, class_ref);
    Py_DECREF(set);
    return rc < 0 ? NULL : Py_NewRef(Py_None);
}

static PyMethodDef forget_def = { "_destroy", forget_class, METH_O, NULL };

/* 0, or -1 with an exception. */
static int weak_add(PyObject **set, PyObject *cls)
{
    if (*set == NULL && (*set = PySet_New(NULL)) == NULL) return -1;
    PyObject *set_ref = PyWeakref_NewRef(*set, NULL), *callback = NULL, *ref = NULL;
    int rc = -1;
    if (set_ref != NULL && (callback = PyCFunction_NewEx(&forget_def, set_ref, NULL)) != NULL
        && (ref = PyWeakref_NewRef(cls, callback)) != NULL)
        rc = PySet_Add(*set, ref);
    Py_XDECREF(set_ref);
    Py_XDECREF(callback);
    Py_XDECREF(ref);
    return rc;
}

/* 1, 0, -1. */
static int weak_has(PyObject *set, PyObject *cls)
{
    if (set == NULL || PySet_GET_SIZE(set) == 0) return 0;
    PyObject *ref = PyWeakref_NewRef(cls, NULL);
    if (ref == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
        PyErr_Clear(); /* cannot be referred to weakly, so it is not here */
        return 0;
    }
    int rc = PySet_Contains(set, ref);
    Py_DECREF(ref);
    return rc;
}

/* cls._abc_impl; a new reference, or NULL with an exception. */
static AbcData *data_of(PyObject *cls)
{
    PyObject *data = PyObject_GetAttr(cls, ID(_abc_impl));
    if (data != NULL && !Py_IS_TYPE(data, &adder_abc_data_type)) {
        PyErr_SetString(PyExc_TypeError, "_abc_impl is set to a wrong type");
        Py_CLEAR(data);
    }
    return (AbcData *)data;
}

/* ---- Abstract methods ---- */

/* Adds `name` when `value` is abstract. 0, or -1 with an exception. */
static int add_if_abstract(PyObject *names, PyObject *name, PyObject *value)
{
    int rc = _PyObject_IsAbstract(value);
    return rc <= 0 ? rc : PySet_Add(names, name);
}

/* Those of a base that the class itself has not overridden. */
static int add_inherited(PyObject *names, PyObject *cls, PyObject *base)
{
    PyObject *inherited, *iter, *name;
    if (_PyObject_LookupAttr(base, ID(__abstractmethods__), &inherited) <= 0) return PyErr_Occurred() ? -1 : 0;
    iter = PyObject_GetIter(inherited);
    Py_DECREF(inherited);
    if (iter == NULL) return -1;
    int rc = 0;
    while (rc == 0 && (name = PyIter_Next(iter)) != NULL) {
        PyObject *value;
        rc = _PyObject_LookupAttr(cls, name, &value);
        if (rc > 0) rc = add_if_abstract(names, name, value);
        Py_XDECREF(value);
        Py_DECREF(name);
    }
    Py_DECREF(iter);
    return rc < 0 || PyErr_Occurred() ? -1 : 0;
}

static int set_abstract_methods(PyObject *cls)
{
    PyObject *names = PySet_New(NULL), *dict = NULL, *items = NULL, *bases = NULL, *frozen = NULL;
    int rc = -1;
    if (names == NULL || (dict = PyObject_GetAttr(cls, ID(__dict__))) == NULL
        || (items = PyMapping_Items(dict)) == NULL || (bases = PyObject_GetAttr(cls, ID(__bases__))) == NULL)
        goto done;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items); i++) {
        PyObject *pair = PyList_GET_ITEM(items, i);
        if (add_if_abstract(names, PyTuple_GET_ITEM(pair, 0), PyTuple_GET_ITEM(pair, 1)) < 0) goto done;
    }
    for (Py_ssize_t i = 0; PyTuple_Check(bases) && i < PyTuple_GET_SIZE(bases); i++)
        if (add_inherited(names, cls, PyTuple_GET_ITEM(bases, i)) < 0) goto done;
    if ((frozen = PyFrozenSet_New(names)) != NULL) rc = PyObject_SetAttr(cls, ID(__abstractmethods__), frozen);
done:
    Py_XDECREF(frozen);
    Py_XDECREF(bases);
    Py_XDECREF(items);
    Py_XDECREF(dict);
    Py_XDECREF(names);
    return rc;
}

#define COLLECTION_FLAGS (Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_MAPPING)

/* A class body may say by __abc_tpflags__ that match statements shall take instances for sequences or mappings. */
static int take_collection_flags(PyObject *cls)
{
    if (!PyType_Check(cls)) return 0;
    PyObject *flags = PyDict_GetItemWithError(adder_type_dict((PyTypeObject *)cls), ID(__abc_tpflags__));
    if (flags == NULL) return PyErr_Occurred() ? -1 : 0;
    if (PyLong_CheckExact(flags)) {
        long value = PyLong_AsLong(flags);
        if (value == -1 && PyErr_Occurred()) return -1;
        if ((value & (long)COLLECTION_FLAGS) == (long)COLLECTION_FLAGS) {
            PyErr_SetString(PyExc_TypeError, "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
            return -1;
        }
        ((PyTypeObject *)cls)->tp_flags |= (unsigned long)value & COLLECTION_FLAGS;
    }
    return PyObject_SetAttr(cls, ID(__abc_tpflags__), NULL);
}

static PyObject *abc_init(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    PyObject *cls = args[0];
    if (set_abstract_methods(cls) < 0) return NULL;
    AbcData *data = (AbcData *)abc_data_new(&adder_abc_data_type, NULL, NULL);
    if (data == NULL) return NULL;
    data->negative_version = counter_now();
    int rc = PyObject_SetAttr(cls, ID(_abc_impl), (PyObject *)data);
    Py_DECREF(data);
    return rc < 0 || take_collection_flags(cls) < 0 ? NULL : Py_NewRef(Py_None);
}

/* ---- Registering ---- */

/* Gives the flag to a class and all its subclasses that have neither and may be changed. */
static void set_collection_flag(PyTypeObject *type, unsigned long flag)
{
    if (type->tp_flags & (COLLECTION_FLAGS | Py_TPFLAGS_IMMUTABLETYPE) || !(type->tp_flags & Py_TPFLAGS_HEAPTYPE)) return;
    type->tp_flags |= flag;
    struct adder_type_list *subclasses = adder_type_subclasses(type);
    for (size_t i = 0; i < subclasses->count; i++) set_collection_flag(subclasses->items[i], flag);
}

static PyObject *abc_register(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    PyObject *self = args[0], *subclass = args[1];
    if (!PyType_Check(subclass)) {
        PyErr_SetString(PyExc_TypeError, "Can only register classes");
        return NULL;
    }
    int already = PyObject_IsSubclass(subclass, self);
    if (already != 0) return already < 0 ? NULL : Py_NewRef(subclass);
    int cycle = PyObject_IsSubclass(self, subclass);
    if (cycle > 0) PyErr_SetString(PyExc_RuntimeError, "Refusing to create an inheritance cycle");
    if (cycle != 0) return NULL;
    AbcData *data = data_of(self);
    if (data == NULL) return NULL;
    int rc = weak_add(&data->registry, subclass);
    Py_DECREF(data);
    if (rc < 0 || counter_raise() < 0) return NULL;
    if (PyType_Check(self)) {
        unsigned long flag = ((PyTypeObject *)self)->tp_flags & COLLECTION_FLAGS;
        if (flag != 0) set_collection_flag((PyTypeObject *)subclass, flag);
    }
    return Py_NewRef(subclass);
}

/* ---- Checking ---- */

/* Remembers the verdict (1 or 0) and returns it as a bool; NULL when it is -1 or there is no memory. */
static PyObject *conclude(AbcData *data, PyObject *subclass, int verdict)
{
    if (verdict < 0 || weak_add(verdict ? &data->cache : &data->negative, subclass) < 0) return NULL;
    return PyBool_FromLong(verdict);
}

/* Is `subclass` a subclass of one of the registered classes? */
static int check_registry(AbcData *data, PyObject *subclass)
{
    if (data->registry == NULL || PySet_GET_SIZE(data->registry) == 0) return 0;
    PyObject *refs = PySequence_List(data->registry); /* the check may run anything */
    if (refs == NULL) return -1;
    int rc = 0;
    for (Py_ssize_t i = 0; rc == 0 && i < PyList_GET_SIZE(refs); i++) {
        PyObject *cls = Py_NewRef(PyWeakref_GetObject(PyList_GET_ITEM(refs, i)));
        if (!Py_IsNone(cls)) rc = PyObject_IsSubclass(subclass, cls);
        Py_DECREF(cls);
    }
    Py_DECREF(refs);
    return rc;
}

/* ... or of one of the class's own subclasses? */
static int check_subclasses(PyObject *self, PyObject *subclass)
{
    PyObject *list = PyObject_CallMethodNoArgs(self, ID(__subclasses__));
    if (list == NULL) return -1;
    int rc = 0;
    if (!PyList_Check(list)) {
        PyErr_SetString(PyExc_TypeError, "__subclasses__() must return a list");
        rc = -1;
    }
    for (Py_ssize_t i = 0; rc == 0 && i < PyList_GET_SIZE(list); i++) {
        PyObject *cls = Py_NewRef(PyList_GET_ITEM(list, i));
        rc = PyObject_IsSubclass(subclass, cls);
        Py_DECREF(cls);
    }
    Py_DECREF(list);
    return rc;
}

/* What cls.__subclasshook__ says: 1, 0, 2 for NotImplemented, -1. */
static int ask_hook(PyObject *self, PyObject *subclass)
{
    PyObject *answer = PyObject_CallMethodOneArg(self, ID(__subclasshook__), subclass);
    if (answer == NULL) return -1;
    int rc = answer == Py_True ? 1 : answer == Py_False ? 0 : answer == Py_NotImplemented ? 2 : -1;
    if (rc < 0)
        PyErr_SetString(PyExc_AssertionError, "__subclasshook__ must return either False, True, or NotImplemented");
    Py_DECREF(answer);
    return rc;
}

/* Steps from the caches to the exhaustive search. New reference to a bool, or NULL. */
static PyObject *check_subclass(PyObject *self, AbcData *data, PyObject *subclass)
{
    int rc = weak_has(data->cache, subclass);
    if (rc != 0) return rc < 0 ? NULL : Py_NewRef(Py_True);
    uint64_t now = counter_now();
    if (data->negative_version < now) {
        if (data->negative != NULL && PySet_Clear(data->negative) < 0) return NULL;
        data->negative_version = now;
    } else if ((rc = weak_has(data->negative, subclass)) != 0) {
        return rc < 0 ? NULL : Py_NewRef(Py_False);
    }
    rc = ask_hook(self, subclass);
    if (rc != 2) return conclude(data, subclass, rc);
    PyObject *mro = ((PyTypeObject *)subclass)->tp_mro;
    for (Py_ssize_t i = 0; mro != NULL && i < PyTuple_GET_SIZE(mro); i++)
        if (PyTuple_GET_ITEM(mro, i) == self) return conclude(data, subclass, 1);
    rc = check_registry(data, subclass);
    if (rc == 0) rc = check_subclasses(self, subclass);
    return conclude(data, subclass, rc);
}

static PyObject *abc_subclasscheck(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    if (!PyType_Check(args[1])) {
        PyErr_SetString(PyExc_TypeError, "issubclass() arg 1 must be a class");
        return NULL;
    }
    AbcData *data = data_of(args[0]);
    if (data == NULL) return NULL;
    PyObject *result = check_subclass(args[0], data, args[1]);
    Py_DECREF(data);
    return result;
}

static PyObject *abc_instancecheck(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    PyObject *self = args[0], *type = (PyObject *)Py_TYPE(args[1]), *result = NULL;
    AbcData *data = data_of(self);
    if (data == NULL) return NULL;
    PyObject *cls = PyObject_GetAttr(args[1], ID(__class__));
    if (cls == NULL) goto done;
    int rc = weak_has(data->cache, cls);
    if (rc != 0) {
        result = rc < 0 ? NULL : Py_NewRef(Py_True);
        goto done;
    }
    if (cls == type && data->negative_version == counter_now() && (rc = weak_has(data->negative, cls)) != 0) {
        result = rc < 0 ? NULL : Py_NewRef(Py_False);
        goto done;
    }
    result = PyObject_CallMethodOneArg(self, ID(__subclasscheck__), cls);
    if (cls != type && result != NULL) { /* __class__ lies, or the type does */
        rc = PyObject_IsTrue(result);
        if (rc <= 0) Py_SETREF(result, rc < 0 ? NULL : PyObject_CallMethodOneArg(self, ID(__subclasscheck__), type));
    }
done:
    Py_XDECREF(cls);
    Py_DECREF(data);
    return result;
}

/* ---- For tests and for functools ---- */

static PyObject *abc_get_cache_token(PyObject *Py_UNUSED(module), PyObject *const *Py_UNUSED(args))
{
    return PyLong_FromUnsignedLongLong(counter_now());
}

static PyObject *abc_reset_registry(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    AbcData *data = data_of(args[0]);
    if (data == NULL) return NULL;
    int rc = data->registry == NULL ? 0 : PySet_Clear(data->registry);
    Py_DECREF(data);
    return rc < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *abc_reset_caches(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    AbcData *data = data_of(args[0]);
    if (data == NULL) return NULL;
    int rc = data->cache == NULL ? 0 : PySet_Clear(data->cache);
    if (rc == 0 && data->negative != NULL) rc = PySet_Clear(data->negative);
    Py_DECREF(data);
    return rc < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *abc_get_dump(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    AbcData *data = data_of(args[0]);
    if (data == NULL) return NULL;
    PyObject *sets[] = { PySet_New(data->registry), PySet_New(data->cache), PySet_New(data->negative) };
    PyObject *dump = Py_BuildValue("NNNK", sets[0], sets[1], sets[2], (unsigned long long)data->negative_version);
    Py_DECREF(data);
    return dump;
}

static PyMethodDef abc_functions[] = {
    FN("get_cache_token", abc_get_cache_token, "($module, /)",
       "A token that changes with every registration of a class with any abstract class."),
    FN("_abc_init", abc_init, "($module, self, /)", "Internal ABC helper for class set-up."),
    FN("_reset_registry", abc_reset_registry, "($module, self, /)", "Internal ABC helper: forget what was registered."),
    FN("_reset_caches", abc_reset_caches, "($module, self, /)", "Internal ABC helper: forget verdicts."),
    FN("_get_dump", abc_get_dump, "($module, self, /)",
       "Internal ABC helper: (registry, cache, negative cache, negative cache version)."),
    FN("_abc_register", abc_register, "($module, self, subclass, /)", "Internal ABC helper for subclass registration."),
    FN("_abc_instancecheck", abc_instancecheck, "($module, self, instance, /)", "Internal ABC helper for instance checks."),
    FN("_abc_subclasscheck", abc_subclasscheck, "($module, self, subclass, /)", "Internal ABC helper for subclasss checks."),
    {0} };

MODULE(_abc, "Module contains faster C implementation of abc.ABCMeta", abc_functions, NULL)
