/* weakref.c -- weak references and proxies.
 *
 * An object that can be referenced weakly has the head of a doubly linked list of its references at tp_weaklistoffset. The
 * list begins with the shared plain reference, if there is one, then the shared plain proxy; the others follow, newest
 * first, which is the order of their callbacks. When the object dies, all references are emptied before the first callback
 * runs. Types shared by all VMs keep their lists in the interpreter; other immortal shared objects have none: they
 * never die, so a reference to one just points to it. */
#include "runtime/api/signature.h"
#include "runtime/objects/type_internal.h"
#include "runtime/objects/weakref.h"
#include <structmember.h>

#define REF(o) ((PyWeakReference *)(o))

static bool supports(PyObject *o) { return Py_TYPE(o)->tp_weaklistoffset > 0; }

PyWeakReference **adder_weakref_list(PyObject *o)
{
    if (PyType_Check(o) && is_shared((PyTypeObject *)o))
        return (PyWeakReference **)&adder_interp()->type.static_types[static_info((PyTypeObject *)o)->index].weakrefs;
    if (!supports(o) || Py_REFCNT(o) > ADDER_IMMORTAL_REFCNT / 2) return NULL;
    return (PyWeakReference **)((char *)o + Py_TYPE(o)->tp_weaklistoffset);
}

/* ---- The list ---- */

static void unlink_ref(PyWeakReference *r)
{
    PyObject *o = r->wr_object;
    if (o == Py_None) return;
    PyWeakReference **list = adder_weakref_list(o);
    if (list != NULL && *list == r) *list = r->wr_next;
    if (r->wr_prev != NULL) r->wr_prev->wr_next = r->wr_next;
    if (r->wr_next != NULL) r->wr_next->wr_prev = r->wr_prev;
    r->wr_prev = r->wr_next = NULL;
    r->wr_object = Py_None;
}

/* Empties the reference; the callback stays and is not called. */
void _PyWeakref_ClearRef(PyWeakReference *r) { unlink_ref(r); }

static void clear(PyWeakReference *r)
{
    unlink_ref(r);
    Py_CLEAR(r->wr_callback);
}

Py_ssize_t _PyWeakref_GetWeakrefCount(PyWeakReference *head)
{
    Py_ssize_t n = 0;
    for (; head != NULL; head = head->wr_next) n++;
    return n;
}

/* The shared plain reference and proxy, or NULL. */
static void find_shared(PyWeakReference **list, PyWeakReference **ref, PyWeakReference **proxy)
{
    PyWeakReference *r = list == NULL ? NULL : *list;
    *ref = *proxy = NULL;
    if (r != NULL && r->wr_callback == NULL && PyWeakref_CheckRefExact(r)) {
        *ref = r;
        r = r->wr_next;
    }
    if (r != NULL && r->wr_callback == NULL && PyWeakref_CheckProxy(r)) *proxy = r;
}

static void insert(PyWeakReference **list, PyWeakReference *r, PyWeakReference *after)
{
    PyWeakReference *next = after != NULL ? after->wr_next : *list;
    r->wr_prev = after;
    r->wr_next = next;
    if (after != NULL) after->wr_next = r;
    else *list = r;
    if (next != NULL) next->wr_prev = r;
}

static void init(PyWeakReference *r, PyObject *o, PyObject *callback)
{
    r->hash = -1;
    r->wr_object = o;
    r->wr_prev = r->wr_next = NULL;
    r->wr_callback = Py_XNewRef(callback);
}

static bool check_supported(PyObject *o)
{
    if (supports(o)) return true;
    PyErr_Format(PyExc_TypeError, "cannot create weak reference to '%s' object", Py_TYPE(o)->tp_name);
    return false;
}

/* ---- Death of the object ---- */

static void call_back(PyWeakReference *r, PyObject *callback)
{
    PyObject *result = PyObject_CallOneArg(callback, (PyObject *)r);
    if (result == NULL) PyErr_WriteUnraisable(callback);
    else Py_DECREF(result);
}

/* Empties all references to a dying object, then runs the callbacks; a pending exception is kept. */
void PyObject_ClearWeakRefs(PyObject *o)
{
    PyWeakReference **list = adder_weakref_list(o);
    if (list == NULL || *list == NULL) return;
    Py_ssize_t n = 0;
    for (PyWeakReference *r = *list, *next; r != NULL; r = next) {
        next = r->wr_next;
        if (r->wr_callback == NULL) clear(r);
        else n++;
    }
    if (n == 0) return;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (n == 1) {
        PyWeakReference *r = *list;
        PyObject *callback = r->wr_callback;
        r->wr_callback = NULL;
        unlink_ref(r);
        if (Py_REFCNT(r) > 0) {
            Py_INCREF(r);
            call_back(r, callback);
            Py_DECREF(r);
        }
        Py_DECREF(callback);
    } else {
        PyObject *pairs = PyTuple_New(2 * n); /* without memory the references are emptied silently */
        Py_ssize_t k = 0;
        if (pairs == NULL) PyErr_Clear();
        while (*list != NULL) {
            PyWeakReference *r = *list;
            PyObject *callback = r->wr_callback;
            r->wr_callback = NULL;
            unlink_ref(r);
            if (pairs != NULL && Py_REFCNT(r) > 0) {
                PyTuple_SET_ITEM(pairs, k++, Py_NewRef(r));
                PyTuple_SET_ITEM(pairs, k++, callback);
            } else Py_XDECREF(callback);
        }
        for (Py_ssize_t i = 0; i < k; i += 2) call_back(REF(PyTuple_GET_ITEM(pairs, i)), PyTuple_GET_ITEM(pairs, i + 1));
        Py_XDECREF(pairs);
    }
    PyErr_Restore(type, value, traceback);
}

/* ---- References ---- */

static void ref_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    clear(REF(self));
    Py_TYPE(self)->tp_free(self);
}

static int ref_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(REF(self)->wr_callback);
    return 0;
}

static int ref_clear(PyObject *self)
{
    clear(REF(self));
    return 0;
}

static PyObject *ref_vectorcall(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    (void)args;
    if (!_PyArg_NoKwnames("weakref", kwnames)) return NULL;
    if (!_PyArg_CheckPositional("weakref", PyVectorcall_NARGS(nargsf), 0, 0)) return NULL;
    return Py_NewRef(PyWeakref_GET_OBJECT(self));
}

static PyObject *new_ref(PyTypeObject *type, PyObject *o, PyObject *callback)
{
    PyWeakReference *ref, *proxy;
    if (!check_supported(o)) return NULL;
    if (callback == Py_None) callback = NULL;
    PyWeakReference **list = adder_weakref_list(o);
    find_shared(list, &ref, &proxy);
    bool plain = callback == NULL && type == &_PyWeakref_RefType;
    if (plain && ref != NULL) return Py_NewRef(ref);
    PyWeakReference *r = REF(type->tp_alloc(type, 0));
    if (r == NULL) return NULL;
    init(r, o, callback);
    r->vectorcall = ref_vectorcall;
    if (list == NULL) return (PyObject *)r;
    find_shared(list, &ref, &proxy); /* the allocation may have run a collection */
    if (plain) insert(list, r, NULL);
    else insert(list, r, proxy != NULL ? proxy : ref);
    return (PyObject *)r;
}

static PyObject *ref_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *o, *callback = NULL;
    if (type == &_PyWeakref_RefType && kwargs != NULL && !_PyArg_NoKeywords("ref", kwargs)) return NULL;
    if (!PyArg_UnpackTuple(args, "__new__", 1, 2, &o, &callback)) return NULL;
    return new_ref(type, o, callback);
}

static int ref_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    (void)self;
    PyObject *o, *callback;
    if (!_PyArg_NoKeywords("ref", kwargs)) return -1;
    return PyArg_UnpackTuple(args, "__init__", 1, 2, &o, &callback) ? 0 : -1;
}

static Py_hash_t ref_hash(PyObject *self)
{
    if (REF(self)->hash != -1) return REF(self)->hash;
    PyObject *o = Py_NewRef(PyWeakref_GET_OBJECT(self));
    if (o == Py_None) {
        Py_DECREF(o);
        PyErr_SetString(PyExc_TypeError, "weak object has gone away");
        return -1;
    }
    REF(self)->hash = PyObject_Hash(o);
    Py_DECREF(o);
    return REF(self)->hash;
}

static PyObject *ref_repr(PyObject *self)
{
    PyObject *o = Py_NewRef(PyWeakref_GET_OBJECT(self)), *name, *text;
    if (o == Py_None) {
        Py_DECREF(o);
        return PyUnicode_FromFormat("<weakref at %p; dead>", self);
    }
    if (_PyObject_LookupAttr(o, ID(__name__), &name) < 0) {
        Py_DECREF(o);
        return NULL;
    }
    if (name == NULL || !PyUnicode_Check(name))
        text = PyUnicode_FromFormat("<weakref at %p; to '%s' at %p>", self, Py_TYPE(o)->tp_name, o);
    else text = PyUnicode_FromFormat("<weakref at %p; to '%s' at %p (%U)>", self, Py_TYPE(o)->tp_name, o, name);
    Py_DECREF(o);
    Py_XDECREF(name);
    return text;
}

/* Living ones compare as their objects, dead ones by identity. */
static PyObject *ref_richcompare(PyObject *a, PyObject *b, int op)
{
    if ((op != Py_EQ && op != Py_NE) || !PyWeakref_CheckRef(a) || !PyWeakref_CheckRef(b)) Py_RETURN_NOTIMPLEMENTED;
    PyObject *x = PyWeakref_GET_OBJECT(a), *y = PyWeakref_GET_OBJECT(b);
    if (x == Py_None || y == Py_None) return PyBool_FromLong((a == b) == (op == Py_EQ));
    Py_INCREF(x);
    Py_INCREF(y);
    PyObject *result = PyObject_RichCompare(x, y, op);
    Py_DECREF(x);
    Py_DECREF(y);
    return result;
}

static PyObject *ref_class_getitem(PyObject *cls, PyObject *const *args) { return Py_GenericAlias(cls, args[0]); }

static PyMemberDef ref_members[] = {
    { "__callback__", T_OBJECT, offsetof(PyWeakReference, wr_callback), READONLY, NULL },
    { 0 },
};
static PyMethodDef ref_methods[] = {
    FNC("__class_getitem__", ref_class_getitem, "($cls, item, /)", "See PEP 585"),
    { 0 },
};

PyTypeObject _PyWeakref_RefType = {
    STATIC_TYPE("weakref.ReferenceType", PyWeakReference),
    .tp_dealloc = ref_dealloc,
    .tp_vectorcall_offset = offsetof(PyWeakReference, vectorcall),
    .tp_repr = ref_repr,
    .tp_hash = ref_hash,
    .tp_call = PyVectorcall_Call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_BASETYPE,
    .tp_traverse = ref_traverse,
    .tp_clear = ref_clear,
    .tp_richcompare = ref_richcompare,
    .tp_methods = ref_methods,
    .tp_members = ref_members,
    .tp_init = ref_init,
    .tp_alloc = PyType_GenericAlloc,
    .tp_new = ref_new,
    .tp_free = PyObject_GC_Del,
};

/* ---- Proxies: every operation is done on the object, if it lives ---- */

static bool alive(PyObject *proxy)
{
    if (PyWeakref_GET_OBJECT(proxy) != Py_None) return true;
    PyErr_SetString(PyExc_ReferenceError, "weakly-referenced object no longer exists");
    return false;
}

/* The object behind a proxy, or the argument itself; a new reference, NULL with ReferenceError. */
static PyObject *unwrap(PyObject *o)
{
    if (!PyWeakref_CheckProxy(o)) return Py_NewRef(o);
    return alive(o) ? Py_NewRef(PyWeakref_GET_OBJECT(o)) : NULL;
}

#define UNARY(name, function)                                    \
    static PyObject *name(PyObject *self)                        \
    {                                                            \
        PyObject *o = unwrap(self);                              \
        PyObject *result = o == NULL ? NULL : function(o);       \
        Py_XDECREF(o);                                           \
        return result;                                           \
    }
#define BINARY(name, function)                                          \
    static PyObject *name(PyObject *a, PyObject *b)                     \
    {                                                                   \
        PyObject *x = unwrap(a), *y = x == NULL ? NULL : unwrap(b);     \
        PyObject *result = y == NULL ? NULL : function(x, y);           \
        Py_XDECREF(x);                                                  \
        Py_XDECREF(y);                                                  \
        return result;                                                  \
    }
#define TERNARY(name, function)                                                           \
    static PyObject *name(PyObject *a, PyObject *b, PyObject *c)                          \
    {                                                                                     \
        PyObject *x = unwrap(a), *y = x == NULL ? NULL : unwrap(b);                       \
        PyObject *z = y == NULL || c == NULL ? NULL : unwrap(c);                          \
        PyObject *result = y == NULL || (c != NULL && z == NULL) ? NULL : function(x, y, z); \
        Py_XDECREF(x);                                                                    \
        Py_XDECREF(y);                                                                    \
        Py_XDECREF(z);                                                                    \
        return result;                                                                    \
    }

UNARY(proxy_str, PyObject_Str)
UNARY(proxy_negative, PyNumber_Negative) UNARY(proxy_positive, PyNumber_Positive) UNARY(proxy_absolute, PyNumber_Absolute)
UNARY(proxy_invert, PyNumber_Invert) UNARY(proxy_int, PyNumber_Long) UNARY(proxy_float, PyNumber_Float)
UNARY(proxy_index, PyNumber_Index)
BINARY(proxy_getattr, PyObject_GetAttr) BINARY(proxy_getitem, PyObject_GetItem)
BINARY(proxy_add, PyNumber_Add) BINARY(proxy_subtract, PyNumber_Subtract) BINARY(proxy_multiply, PyNumber_Multiply)
BINARY(proxy_remainder, PyNumber_Remainder) BINARY(proxy_divmod, PyNumber_Divmod) BINARY(proxy_lshift, PyNumber_Lshift)
BINARY(proxy_rshift, PyNumber_Rshift) BINARY(proxy_and, PyNumber_And) BINARY(proxy_xor, PyNumber_Xor)
BINARY(proxy_or, PyNumber_Or) BINARY(proxy_floor_divide, PyNumber_FloorDivide) BINARY(proxy_true_divide, PyNumber_TrueDivide)
BINARY(proxy_matmul, PyNumber_MatrixMultiply)
BINARY(proxy_iadd, PyNumber_InPlaceAdd) BINARY(proxy_isub, PyNumber_InPlaceSubtract) BINARY(proxy_imul, PyNumber_InPlaceMultiply)
BINARY(proxy_imod, PyNumber_InPlaceRemainder) BINARY(proxy_ilshift, PyNumber_InPlaceLshift)
BINARY(proxy_irshift, PyNumber_InPlaceRshift) BINARY(proxy_iand, PyNumber_InPlaceAnd) BINARY(proxy_ixor, PyNumber_InPlaceXor)
BINARY(proxy_ior, PyNumber_InPlaceOr) BINARY(proxy_ifloordiv, PyNumber_InPlaceFloorDivide)
BINARY(proxy_itruediv, PyNumber_InPlaceTrueDivide) BINARY(proxy_imatmul, PyNumber_InPlaceMatrixMultiply)
TERNARY(proxy_power, PyNumber_Power) TERNARY(proxy_ipower, PyNumber_InPlacePower) TERNARY(proxy_call, PyObject_Call)

static PyObject *proxy_repr(PyObject *self)
{
    PyObject *o = PyWeakref_GET_OBJECT(self);
    return PyUnicode_FromFormat("<weakproxy at %p to %s at %p>", self, Py_TYPE(o)->tp_name, o);
}

static int proxy_setattr(PyObject *self, PyObject *name, PyObject *value)
{
    PyObject *o = unwrap(self);
    int rc = o == NULL ? -1 : PyObject_SetAttr(o, name, value);
    Py_XDECREF(o);
    return rc;
}

static int proxy_setitem(PyObject *self, PyObject *key, PyObject *value)
{
    PyObject *o = unwrap(self);
    int rc = o == NULL ? -1 : value == NULL ? PyObject_DelItem(o, key) : PyObject_SetItem(o, key, value);
    Py_XDECREF(o);
    return rc;
}

static PyObject *proxy_richcompare(PyObject *a, PyObject *b, int op)
{
    PyObject *x = unwrap(a), *y = x == NULL ? NULL : unwrap(b);
    PyObject *result = y == NULL ? NULL : PyObject_RichCompare(x, y, op);
    Py_XDECREF(x);
    Py_XDECREF(y);
    return result;
}

static int proxy_bool(PyObject *self)
{
    PyObject *o = unwrap(self);
    int rc = o == NULL ? -1 : PyObject_IsTrue(o);
    Py_XDECREF(o);
    return rc;
}

static Py_ssize_t proxy_length(PyObject *self)
{
    PyObject *o = unwrap(self);
    Py_ssize_t n = o == NULL ? -1 : PyObject_Size(o);
    Py_XDECREF(o);
    return n;
}

static int proxy_contains(PyObject *self, PyObject *value)
{
    PyObject *o = unwrap(self);
    int rc = o == NULL ? -1 : PySequence_Contains(o, value);
    Py_XDECREF(o);
    return rc;
}

static PyObject *proxy_iter(PyObject *self)
{
    PyObject *o = unwrap(self);
    PyObject *iter = o == NULL ? NULL : PyObject_GetIter(o);
    Py_XDECREF(o);
    return iter;
}

static PyObject *proxy_iternext(PyObject *self)
{
    PyObject *o = unwrap(self), *item = NULL;
    if (o == NULL) return NULL;
    if (PyIter_Check(o)) item = PyIter_Next(o);
    else PyErr_Format(PyExc_TypeError, "Weakref proxy referenced a non-iterator '%.200s' object", Py_TYPE(o)->tp_name);
    Py_DECREF(o);
    return item;
}

static PyObject *proxy_bytes(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *o = unwrap(self);
    PyObject *result = o == NULL ? NULL : PyObject_CallMethodNoArgs(o, ID(__bytes__));
    Py_XDECREF(o);
    return result;
}

static PyObject *proxy_reversed(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *o = unwrap(self);
    PyObject *result = o == NULL ? NULL : PyObject_CallMethodNoArgs(o, ID(__reversed__));
    Py_XDECREF(o);
    return result;
}

static void proxy_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    clear(REF(self));
    PyObject_GC_Del(self);
}

static PyMethodDef proxy_methods[] = {
    FN("__bytes__", proxy_bytes, "($self, /)", "bytes() of the object"),
    FN("__reversed__", proxy_reversed, "($self, /)", "reversed() of the object"),
    { 0 },
};

static PyNumberMethods proxy_as_number = {
    .nb_add = proxy_add, .nb_subtract = proxy_subtract, .nb_multiply = proxy_multiply, .nb_remainder = proxy_remainder,
    .nb_divmod = proxy_divmod, .nb_power = proxy_power, .nb_negative = proxy_negative, .nb_positive = proxy_positive,
    .nb_absolute = proxy_absolute, .nb_bool = proxy_bool, .nb_invert = proxy_invert, .nb_lshift = proxy_lshift,
    .nb_rshift = proxy_rshift, .nb_and = proxy_and, .nb_xor = proxy_xor, .nb_or = proxy_or, .nb_int = proxy_int,
    .nb_float = proxy_float, .nb_inplace_add = proxy_iadd, .nb_inplace_subtract = proxy_isub,
    .nb_inplace_multiply = proxy_imul, .nb_inplace_remainder = proxy_imod, .nb_inplace_power = proxy_ipower,
    .nb_inplace_lshift = proxy_ilshift, .nb_inplace_rshift = proxy_irshift, .nb_inplace_and = proxy_iand,
    .nb_inplace_xor = proxy_ixor, .nb_inplace_or = proxy_ior, .nb_floor_divide = proxy_floor_divide,
    .nb_true_divide = proxy_true_divide, .nb_inplace_floor_divide = proxy_ifloordiv,
    .nb_inplace_true_divide = proxy_itruediv, .nb_index = proxy_index, .nb_matrix_multiply = proxy_matmul,
    .nb_inplace_matrix_multiply = proxy_imatmul,
};
static PySequenceMethods proxy_as_sequence = { .sq_length = proxy_length, .sq_contains = proxy_contains };
static PyMappingMethods proxy_as_mapping = {
    .mp_length = proxy_length, .mp_subscript = proxy_getitem, .mp_ass_subscript = proxy_setitem,
};

#define PROXY_SLOTS                                                                                                \
    .tp_dealloc = proxy_dealloc, .tp_repr = proxy_repr, .tp_as_number = &proxy_as_number,                          \
    .tp_as_sequence = &proxy_as_sequence, .tp_as_mapping = &proxy_as_mapping, .tp_hash = PyObject_HashNotImplemented, \
    .tp_str = proxy_str, .tp_getattro = proxy_getattr, .tp_setattro = proxy_setattr,                                \
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_traverse = ref_traverse, .tp_clear = ref_clear,        \
    .tp_richcompare = proxy_richcompare, .tp_iter = proxy_iter, .tp_iternext = proxy_iternext, .tp_methods = proxy_methods

PyTypeObject _PyWeakref_ProxyType = { STATIC_TYPE("weakref.ProxyType", PyWeakReference), PROXY_SLOTS };
PyTypeObject _PyWeakref_CallableProxyType = {
    STATIC_TYPE("weakref.CallableProxyType", PyWeakReference), PROXY_SLOTS, .tp_call = proxy_call,
};

/* ---- API ---- */

PyObject *PyWeakref_NewRef(PyObject *o, PyObject *callback) { return new_ref(&_PyWeakref_RefType, o, callback); }

PyObject *PyWeakref_NewProxy(PyObject *o, PyObject *callback)
{
    PyWeakReference *ref, *proxy;
    if (!check_supported(o)) return NULL;
    if (callback == Py_None) callback = NULL;
    PyWeakReference **list = adder_weakref_list(o);
    find_shared(list, &ref, &proxy);
    if (callback == NULL && proxy != NULL) return Py_NewRef(proxy);
    PyTypeObject *type = PyCallable_Check(o) ? &_PyWeakref_CallableProxyType : &_PyWeakref_ProxyType;
    PyWeakReference *r = REF(PyType_GenericAlloc(type, 0));
    if (r == NULL) return NULL;
    init(r, o, callback);
    r->vectorcall = NULL;
    if (list == NULL) return (PyObject *)r;
    find_shared(list, &ref, &proxy);
    insert(list, r, callback == NULL || proxy == NULL ? ref : proxy);
    return (PyObject *)r;
}

PyObject *PyWeakref_GetObject(PyObject *ref)
{
    if (ref != NULL && PyWeakref_Check(ref)) return PyWeakref_GET_OBJECT(ref);
    PyErr_BadInternalCall();
    return NULL;
}
