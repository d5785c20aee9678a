/* type_instance.c -- instances of Python classes: making, traversing, dropping; and calling a class.
 *
 * Layout: collector's head | object head | fields of the C base | __slots__ | __dict__ pointer | __weakref__ pointer |
 * (tp_basicsize) inline attribute values. */
#include "runtime/objects/slot_functions.h"
#include "runtime/objects/type_internal.h"
#include "runtime/api/signature.h"
#include "vm/function.h"
#include <structmember.h>
#include <string.h>

/* ---- Making ---- */

/* Shared keys are made for the first instance: by then it is known how many names to expect. */
ADDER_COLD int adder_type_make_keys(PyTypeObject *type)
{
    int capacity = 4;
    for (PyTypeObject *b = type->tp_base; b != NULL && (b->tp_flags & ADDER_TPFLAGS_INLINE_VALUES); b = b->tp_base)
        if (heap_type(b)->ht_cached_keys != NULL) {
            capacity = adder_shared_keys_capacity(heap_type(b)->ht_cached_keys);
            break;
        }
    heap_type(type)->ht_cached_keys = adder_shared_keys_new(capacity);
    return heap_type(type)->ht_cached_keys == NULL ? -1 : 0;
}

void adder_type_expect_attributes(PyTypeObject *type, int count)
{
    if (!(type->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) || heap_type(type)->ht_cached_keys != NULL) return;
    int base_names = 0;
    PyTypeObject *b = type->tp_base;
    if (b->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) {
        PyDictKeysObject *keys = heap_type(b)->ht_cached_keys;
        base_names = keys != NULL ? adder_shared_keys_capacity(keys) - 2 : 2;
    }
    heap_type(type)->ht_cached_keys = adder_shared_keys_new(count + base_names + 2);
    if (heap_type(type)->ht_cached_keys == NULL) PyErr_Clear();
}

PyObject *adder_type_alloc_instance(PyTypeObject *type)
{
    size_t size = (size_t)type->tp_basicsize;
    bool inline_values = (type->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) != 0;
    if (inline_values) {
        if (ADDER_UNLIKELY(heap_type(type)->ht_cached_keys == NULL) && adder_type_make_keys(type) < 0) return NULL;
        size += adder_instance_values_size(type);
    }
    bool gc = (type->tp_flags & Py_TPFLAGS_HAVE_GC) != 0;
    PyObject *self = gc ? adder_gc_alloc(size) : PyObject_Malloc(size);
    if (ADDER_UNLIKELY(self == NULL)) return PyErr_NoMemory();
    memset(self, 0, size);
    Py_SET_REFCNT(self, 1);
    Py_SET_TYPE(self, type);
    if (is_heap(type)) Py_INCREF(type);
    if (inline_values) adder_instance_init(self, type);
    if (gc) adder_gc_track(self);
    return self;
}

PyObject *PyType_GenericAlloc(PyTypeObject *type, Py_ssize_t nitems)
{
    if (type->tp_itemsize == 0) return adder_type_alloc_instance(type);
    size_t size = (size_t)type->tp_basicsize + (size_t)(nitems + 1) * (size_t)type->tp_itemsize; /* one for a sentinel */
    size = (size + 7) & ~(size_t)7;
    bool gc = (type->tp_flags & Py_TPFLAGS_HAVE_GC) != 0;
    PyObject *self = gc ? adder_gc_alloc(size) : PyObject_Malloc(size);
    if (self == NULL) return PyErr_NoMemory();
    memset(self, 0, size);
    Py_SET_REFCNT(self, 1);
    Py_SET_TYPE(self, type);
    Py_SET_SIZE((PyVarObject *)self, nitems);
    if (is_heap(type)) Py_INCREF(type);
    if (gc) adder_gc_track(self);
    return self;
}

PyObject *PyType_GenericNew(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    return type->tp_alloc(type, 0);
}

/* ---- Fields of __slots__ ---- */

static int traverse_slots(PyTypeObject *type, PyObject *self, visitproc visit, void *arg)
{
    PyMemberDef *m = heap_members(type);
    for (Py_ssize_t i = 0; i < Py_SIZE(type); i++, m++)
        if (m->type == T_OBJECT_EX) Py_VISIT(*(PyObject **)((char *)self + m->offset));
    return 0;
}

static void clear_slots(PyTypeObject *type, PyObject *self)
{
    PyMemberDef *m = heap_members(type);
    for (Py_ssize_t i = 0; i < Py_SIZE(type); i++, m++) {
        if (m->type != T_OBJECT_EX || (m->flags & READONLY)) continue;
        PyObject **slot = (PyObject **)((char *)self + m->offset);
        Py_CLEAR(*slot);
    }
}

static PyObject **dict_slot(PyTypeObject *type, PyObject *self)
{
    (void)type;
    return _PyObject_GetDictPtr(self);
}

int adder_subtype_traverse(PyObject *self, visitproc visit, void *arg)
{
    PyTypeObject *type = Py_TYPE(self), *base = type;
    traverseproc base_traverse;
    for (; (base_traverse = base->tp_traverse) == adder_subtype_traverse; base = base->tp_base)
        if (Py_SIZE(base) > 0) {
            int rc = traverse_slots(base, self, visit, arg);
            if (rc) return rc;
        }
    if (type->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) {
        int rc = adder_instance_traverse(self, type, visit, arg);
        if (rc) return rc;
    } else if (type->tp_dictoffset != base->tp_dictoffset) {
        PyObject **dict = dict_slot(type, self);
        if (dict != NULL) Py_VISIT(*dict);
    }
    /* A static base's traverse knows nothing of the class; a heap base's visits it itself. */
    if (is_heap(type) && (base_traverse == NULL || !is_heap(base))) Py_VISIT(type);
    return base_traverse != NULL ? base_traverse(self, visit, arg) : 0;
}

int adder_subtype_clear(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self), *base = type;
    inquiry base_clear;
    for (; (base_clear = base->tp_clear) == adder_subtype_clear; base = base->tp_base)
        if (Py_SIZE(base) > 0) clear_slots(base, self);
    if (type->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) {
        adder_instance_clear(self, type);
    } else if (type->tp_dictoffset != base->tp_dictoffset) {
        PyObject **dict = dict_slot(type, self);
        if (dict != NULL) Py_CLEAR(*dict);
    }
    return base_clear != NULL ? base_clear(self) : 0;
}

/* ---- Death ---- */

/* Runs __del__ and tp_del; true when the object lives on. */
static bool finalize_revives(PyTypeObject *type, PyObject *self)
{
    if (type->tp_finalize != NULL && PyObject_CallFinalizerFromDealloc(self) < 0) return true;
    if (type->tp_del != NULL) {
        type->tp_del(self);
        if (Py_REFCNT(self) > 0) return true;
    }
    return false;
}

static void clear_own_parts(PyTypeObject *type, PyTypeObject *base, PyObject *self)
{
    for (PyTypeObject *t = type; t->tp_dealloc == adder_subtype_dealloc && t != base; t = t->tp_base)
        if (Py_SIZE(t) > 0) clear_slots(t, self);
    if (type->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) {
        adder_instance_clear(self, type);
    } else if (type->tp_dictoffset != 0 && base->tp_dictoffset == 0) {
        PyObject **dict = dict_slot(type, self);
        if (dict != NULL) Py_CLEAR(*dict);
    }
}

static void subtype_free(PyObject *self, bool gc)
{
    PyTypeObject *type = Py_TYPE(self), *base = type;
    destructor base_dealloc;
    while ((base_dealloc = base->tp_dealloc) == adder_subtype_dealloc) base = base->tp_base;
    bool weakrefs = type->tp_weaklistoffset != 0 && base->tp_weaklistoffset == 0;
    if (type->tp_finalize != NULL || type->tp_del != NULL) {
        if (gc) adder_gc_track(self);
        if (finalize_revives(type, self)) return;
        if (gc) adder_gc_untrack(self);
    }
    if (weakrefs && *(PyObject **)((char *)self + type->tp_weaklistoffset) != NULL) PyObject_ClearWeakRefs(self);
    clear_own_parts(type, base, self);
    type = Py_TYPE(self); /* __del__ may have changed it */
    bool drop_type = is_heap(type) && !(is_heap(base) && base != type && base_dealloc != adder_subtype_dealloc);
    if (gc && (base->tp_flags & Py_TPFLAGS_HAVE_GC)) adder_gc_track(self);
    base_dealloc(self);
    if (drop_type) Py_DECREF(type);
}

void adder_subtype_dealloc(PyObject *self)
{
    if (!(Py_TYPE(self)->tp_flags & Py_TPFLAGS_HAVE_GC)) {
        subtype_free(self, false);
        return;
    }
    if (adder_gc_is_tracked(self)) adder_gc_untrack(self);
    AdderThread *t = adder_thread();
    if (t->dealloc_depth >= ADDER_TRASHCAN_DEPTH) {
        adder_trashcan_defer(self);
        return;
    }
    t->dealloc_depth++;
    subtype_free(self, true);
    if (--t->dealloc_depth == 0 && t->dead != NULL) adder_trashcan_drain();
}

bool adder_type_is_python_class(PyTypeObject *type) { return type->tp_dealloc == adder_subtype_dealloc; }

/* ---- __dict__ and __weakref__ of instances ---- */

PyObject *adder_subtype_get_dict(PyObject *self, void *context)
{
    /* A C base with a __dict__ getter of its own answers for it. */
    for (PyTypeObject *t = Py_TYPE(self); t->tp_base != NULL; t = t->tp_base) {
        PyTypeObject *b = t->tp_base;
        if (b->tp_dictoffset == 0 || is_heap(b)) continue;
        PyObject *descr = _PyType_Lookup(b, ID(__dict__));
        if (descr != NULL && PyDescr_IsData(descr)) return Py_TYPE(descr)->tp_descr_get(descr, self, (PyObject *)Py_TYPE(self));
    }
    return PyObject_GenericGetDict(self, context);
}

int adder_subtype_set_dict(PyObject *self, PyObject *value, void *context)
{
    for (PyTypeObject *t = Py_TYPE(self); t->tp_base != NULL; t = t->tp_base) {
        PyTypeObject *b = t->tp_base;
        if (b->tp_dictoffset == 0 || is_heap(b)) continue;
        PyObject *descr = _PyType_Lookup(b, ID(__dict__));
        if (descr != NULL && PyDescr_IsData(descr)) return Py_TYPE(descr)->tp_descr_set(descr, self, value);
    }
    return PyObject_GenericSetDict(self, value, context);
}

static PyObject *subtype_get_weakref(PyObject *self, void *context)
{
    (void)context;
    PyTypeObject *type = Py_TYPE(self);
    if (type->tp_weaklistoffset == 0) {
        PyErr_SetString(PyExc_AttributeError, "This object has no __weakref__");
        return NULL;
    }
    PyObject *first = *(PyObject **)((char *)self + type->tp_weaklistoffset);
    return Py_NewRef(first == NULL ? Py_None : first);
}

PyGetSetDef adder_subtype_getsets[] = {
    { "__dict__", adder_subtype_get_dict, adder_subtype_set_dict, "dictionary for instance variables (if defined)", NULL },
    { "__weakref__", subtype_get_weakref, NULL, "list of weak references to the object (if defined)", NULL },
    { 0 },
};

/* ---- Calling a class ---- */

static int run_init(PyTypeObject *type, PyObject **obj, PyObject *args, PyObject *kwargs)
{
    if (!PyObject_TypeCheck(*obj, type)) return 0;
    initproc init = Py_TYPE(*obj)->tp_init;
    if (init == NULL || init(*obj, args, kwargs) >= 0) return 0;
    Py_CLEAR(*obj);
    return -1;
}

static PyObject *type_of_one(PyObject *args, PyObject *kwargs, bool *done)
{
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    bool keywords = kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0;
    *done = true;
    if (n == 1 && !keywords) return Py_NewRef(Py_TYPE(PyTuple_GET_ITEM(args, 0)));
    *done = n != 3;
    if (*done) PyErr_SetString(PyExc_TypeError, "type() takes 1 or 3 arguments");
    return NULL;
}

PyObject *adder_type_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyTypeObject *type = (PyTypeObject *)self;
    if (type == &PyType_Type) {
        bool done;
        PyObject *result = type_of_one(args, kwargs, &done);
        if (done) return result;
    }
    if (type->tp_new == NULL) {
        PyErr_Format(PyExc_TypeError, "cannot create '%s' instances", type->tp_name);
        return NULL;
    }
    PyObject *obj = type->tp_new(type, args, kwargs);
    if (obj == NULL) return NULL;
    return run_init(type, &obj, args, kwargs) < 0 ? NULL : obj;
}

PyObject *adder_type_init_function(PyTypeObject *type, bool *plain)
{
    *plain = (type->tp_flags & (Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_IS_ABSTRACT)) == Py_TPFLAGS_HEAPTYPE &&
             type->tp_new == adder_object_new && type->tp_alloc == PyType_GenericAlloc && type->tp_itemsize == 0 &&
             Py_TYPE(type)->tp_call == adder_type_call;
    if (!*plain) return NULL;
    if (type->tp_init == adder_object_init) return NULL;
    PyObject *init = type->tp_init == dunder_init ? _PyType_Lookup(type, ID(__init__)) : NULL;
    if (init != NULL && Py_IS_TYPE(init, &PyFunction_Type)) return init;
    *plain = false;
    return NULL;
}

/* Calls the Python function `init` with obj before the given arguments. The slot before args[0] is borrowed where the
 * caller allows it. */
static int call_init(PyObject *init, PyObject *obj, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf), total = n + (kwnames != NULL ? PyTuple_GET_SIZE(kwnames) : 0);
    PyObject *result, *small[8];
    if (nargsf & PY_VECTORCALL_ARGUMENTS_OFFSET) {
        PyObject **shifted = (PyObject **)args - 1, *saved = *shifted;
        *shifted = obj;
        result = PyObject_Vectorcall(init, shifted, (size_t)(n + 1), kwnames);
        *shifted = saved;
    } else {
        PyObject **stack = total < 8 ? small : PyMem_Malloc((size_t)(total + 1) * sizeof *stack);
        if (stack == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        stack[0] = obj;
        if (total > 0) memcpy(stack + 1, args, (size_t)total * sizeof *stack);
        result = PyObject_Vectorcall(init, stack, (size_t)(n + 1), kwnames);
        if (stack != small) PyMem_Free(stack);
    }
    if (result == NULL) return -1;
    bool none = result == Py_None;
    if (!none) PyErr_Format(PyExc_TypeError, "__init__() should return None, not '%.200s'", Py_TYPE(result)->tp_name);
    Py_DECREF(result);
    return none ? 0 : -1;
}

/* tp_vectorcall of every Python class: no tuple is made when __init__ is a Python function. */
PyObject *adder_class_vectorcall(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    PyTypeObject *type = (PyTypeObject *)self;
    bool plain;
    PyObject *init = adder_type_init_function(type, &plain);
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (plain && (init != NULL || (n == 0 && (kwnames == NULL || PyTuple_GET_SIZE(kwnames) == 0)))) {
        PyObject *obj = adder_type_alloc_instance(type);
        if (obj == NULL || init == NULL) return obj;
        Py_INCREF(init);
        int rc = call_init(init, obj, args, nargsf, kwnames);
        Py_DECREF(init);
        if (rc < 0) Py_CLEAR(obj);
        return obj;
    }
    return _PyObject_MakeTpCall(PyThreadState_Get(), self, args, n, kwnames);
}
