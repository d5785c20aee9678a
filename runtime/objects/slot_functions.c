/* slot_functions.c -- what fills the C slots of Python classes: each finds its special method on the type and calls it
 * with self in front, without making a bound method. */
#include "runtime/objects/slot_functions.h"
#include "runtime/objects/type_internal.h"

static PyObject *call0(PyObject *self, PyObject *name) { return adder_special_call(self, name, &self, 1); }

static PyObject *call1(PyObject *self, PyObject *name, PyObject *a)
{
    PyObject *args[] = { self, a };
    return adder_special_call(self, name, args, 2);
}

static PyObject *call2(PyObject *self, PyObject *name, PyObject *a, PyObject *b)
{
    PyObject *args[] = { self, a, b };
    return adder_special_call(self, name, args, 3);
}

/* method(first, *args, **kwargs) without an intermediate tuple. */
static PyObject *call_with_first(PyObject *method, PyObject *first, PyObject *args, PyObject *kwargs)
{
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    PyObject *small[8], **stack = n < 8 ? small : PyMem_Malloc((size_t)(n + 1) * sizeof *stack);
    if (stack == NULL) return PyErr_NoMemory();
    stack[0] = first;
    for (Py_ssize_t i = 0; i < n; i++) stack[i + 1] = PyTuple_GET_ITEM(args, i);
    PyObject *result = PyObject_VectorcallDict(method, stack, (size_t)(n + 1), kwargs);
    if (stack != small) PyMem_Free(stack);
    return result;
}

static int drop_result(PyObject *result)
{
    if (result == NULL) return -1;
    Py_DECREF(result);
    return 0;
}

/* NotImplemented when the method is absent. */
static PyObject *maybe(PyObject *self, PyObject *name, PyObject *const *args, Py_ssize_t nargs)
{
    bool found;
    PyObject *result = adder_special_call_maybe(self, name, args, nargs, &found);
    return found ? result : Py_NewRef(Py_NotImplemented);
}

static PyObject *maybe1(PyObject *self, PyObject *name, PyObject *other)
{
    PyObject *args[] = { self, other };
    return maybe(self, name, args, 2);
}

/* ---- Binary operators ---- */

/* Does `right`'s type have another `name` than `left`'s? Only then may a subclass's reflected method go first. */
static bool overrides(PyObject *left, PyObject *right, PyObject *name)
{
    PyObject *theirs = _PyType_Lookup(Py_TYPE(right), name);
    return theirs != NULL && theirs != _PyType_Lookup(Py_TYPE(left), name);
}

/* `self_has`, `other_has`: the operand's type has this very slot function. */
static PyObject *binary(PyObject *self, PyObject *other, bool self_has, bool other_has, PyObject *name, PyObject *reflected)
{
    bool try_other = other_has && Py_TYPE(self) != Py_TYPE(other);
    if (self_has) {
        if (try_other && PyType_IsSubtype(Py_TYPE(other), Py_TYPE(self)) && overrides(self, other, reflected)) {
            PyObject *result = maybe1(other, reflected, self);
            if (result != Py_NotImplemented) return result;
            Py_DECREF(result);
            try_other = false;
        }
        PyObject *result = maybe1(self, name, other);
        if (result != Py_NotImplemented || Py_TYPE(other) == Py_TYPE(self)) return result;
        Py_DECREF(result);
    }
    return try_other ? maybe1(other, reflected, self) : Py_NewRef(Py_NotImplemented);
}

#define HAS(o, field) (Py_TYPE(o)->tp_as_number != NULL && Py_TYPE(o)->tp_as_number->nb_##field == dunder_##field)
#define BINARY(field, name)                                                                                      \
    PyObject *dunder_##field(PyObject *self, PyObject *other)                                                      \
    {                                                                                                            \
        return binary(self, other, HAS(self, field), HAS(other, field), ID(__##name##__), ID(__r##name##__));    \
    }
BINARY(add, add) BINARY(subtract, sub) BINARY(multiply, mul) BINARY(remainder, mod) BINARY(divmod, divmod)
BINARY(lshift, lshift) BINARY(rshift, rshift) BINARY(and, and) BINARY(xor, xor) BINARY(or, or)
BINARY(floor_divide, floordiv) BINARY(true_divide, truediv) BINARY(matrix_multiply, matmul)

#define INPLACE(field, name) \
    PyObject *dunder_##field(PyObject *self, PyObject *other) { return call1(self, ID(__##name##__), other); }
INPLACE(inplace_add, iadd) INPLACE(inplace_subtract, isub) INPLACE(inplace_multiply, imul) INPLACE(inplace_remainder, imod)
INPLACE(inplace_lshift, ilshift) INPLACE(inplace_rshift, irshift) INPLACE(inplace_and, iand) INPLACE(inplace_xor, ixor)
INPLACE(inplace_or, ior) INPLACE(inplace_floor_divide, ifloordiv) INPLACE(inplace_true_divide, itruediv)
INPLACE(inplace_matrix_multiply, imatmul)

/* Three-argument power has no reflected form. */
PyObject *dunder_power(PyObject *self, PyObject *other, PyObject *modulus)
{
    if (modulus == Py_None)
        return binary(self, other, HAS(self, power), HAS(other, power), ID(__pow__), ID(__rpow__));
    if (HAS(self, power)) {
        PyObject *args[] = { self, other, modulus };
        return maybe(self, ID(__pow__), args, 3);
    }
    Py_RETURN_NOTIMPLEMENTED;
}

PyObject *dunder_inplace_power(PyObject *self, PyObject *other, PyObject *modulus)
{
    (void)modulus;
    return call1(self, ID(__ipow__), other);
}

#define UNARY(field, name) \
    PyObject *dunder_##field(PyObject *self) { return call0(self, ID(__##name##__)); }
UNARY(negative, neg) UNARY(positive, pos) UNARY(absolute, abs) UNARY(invert, invert) UNARY(int, int) UNARY(float, float)
UNARY(index, index) UNARY(repr, repr) UNARY(str, str) UNARY(iternext, next)

/* ---- Truth, length, items ---- */

Py_ssize_t dunder_length(PyObject *self)
{
    PyObject *result = call0(self, ID(__len__));
    if (result == NULL) return -1;
    Py_SETREF(result, PyNumber_Index(result));
    if (result == NULL) return -1;
    Py_ssize_t n = -1;
    if (Py_SIZE(result) < 0) PyErr_SetString(PyExc_ValueError, "__len__() should return >= 0");
    else n = PyNumber_AsSsize_t(result, PyExc_OverflowError);
    Py_DECREF(result);
    return n;
}

int dunder_bool(PyObject *self)
{
    bool found;
    PyObject *result = adder_special_call_maybe(self, ID(__bool__), &self, 1, &found);
    if (!found) {
        result = adder_special_call_maybe(self, ID(__len__), &self, 1, &found);
        if (!found) return 1;
        if (result == NULL) return -1;
        Py_DECREF(result);
        Py_ssize_t n = dunder_length(self);
        return n < 0 ? -1 : n > 0;
    }
    if (result == NULL) return -1;
    int truth = -1;
    if (PyBool_Check(result)) truth = result == Py_True;
    else PyErr_Format(PyExc_TypeError, "__bool__ should return bool, returned %s", Py_TYPE(result)->tp_name);
    Py_DECREF(result);
    return truth;
}

PyObject *dunder_subscript(PyObject *self, PyObject *key) { return call1(self, ID(__getitem__), key); }

int dunder_ass_subscript(PyObject *self, PyObject *key, PyObject *value)
{
    return drop_result(value == NULL ? call1(self, ID(__delitem__), key) : call2(self, ID(__setitem__), key, value));
}

PyObject *dunder_item(PyObject *self, Py_ssize_t i)
{
    PyObject *index = PyLong_FromSsize_t(i);
    PyObject *item = index == NULL ? NULL : call1(self, ID(__getitem__), index);
    Py_XDECREF(index);
    return item;
}

int dunder_ass_item(PyObject *self, Py_ssize_t i, PyObject *value)
{
    PyObject *index = PyLong_FromSsize_t(i);
    int rc = index == NULL ? -1 : dunder_ass_subscript(self, index, value);
    Py_XDECREF(index);
    return rc;
}

int dunder_contains(PyObject *self, PyObject *value)
{
    bool unbound;
    PyObject *method = adder_special_lookup(self, ID(__contains__), &unbound), *args[] = { self, value };
    if (method == Py_None) {
        Py_DECREF(method);
        PyErr_Format(PyExc_TypeError, "'%.200s' object is not a container", Py_TYPE(self)->tp_name);
        return -1;
    }
    if (method == NULL)
        return PyErr_Occurred() ? -1 : (int)_PySequence_IterSearch(self, value, PY_ITERSEARCH_CONTAINS);
    PyObject *result = PyObject_Vectorcall(method, unbound ? args : args + 1, unbound ? 2 : 1, NULL);
    Py_DECREF(method);
    int found = result == NULL ? -1 : PyObject_IsTrue(result);
    Py_XDECREF(result);
    return found;
}

/* ---- Attributes ---- */

PyObject *dunder_getattro(PyObject *self, PyObject *name) { return call1(self, ID(__getattribute__), name); }

static PyObject *call_attribute(PyObject *self, PyObject *method, PyObject *name)
{
    PyObject *args[] = { self, name };
    if (PyType_HasFeature(Py_TYPE(method), Py_TPFLAGS_METHOD_DESCRIPTOR)) return PyObject_Vectorcall(method, args, 2, NULL);
    descrgetfunc get = Py_TYPE(method)->tp_descr_get;
    if (get == NULL) return PyObject_CallOneArg(method, name);
    PyObject *bound = get(method, self, (PyObject *)Py_TYPE(self));
    if (bound == NULL) return NULL;
    PyObject *result = PyObject_CallOneArg(bound, name);
    Py_DECREF(bound);
    return result;
}

/* A class with __getattr__: first the usual lookup, quietly where it is the generic one, then the method. */
PyObject *dunder_getattr_hook(PyObject *self, PyObject *name)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject *getattr = _PyType_Lookup(type, ID(__getattr__));
    if (getattr == NULL) {
        if (type->tp_getattro == dunder_getattr_hook && is_heap(type)) type->tp_getattro = dunder_getattro;
        return dunder_getattro(self, name);
    }
    Py_INCREF(getattr);
    PyObject *getattribute = _PyType_Lookup(type, ID(__getattribute__)), *result;
    bool generic = getattribute == NULL || (Py_IS_TYPE(getattribute, &PyWrapperDescr_Type) &&
                   ((PyWrapperDescrObject *)getattribute)->d_wrapped == (void *)PyObject_GenericGetAttr);
    if (generic) {
        result = adder_generic_getattr(self, name, NULL, true);
    } else {
        Py_INCREF(getattribute);
        result = call_attribute(self, getattribute, name);
        Py_DECREF(getattribute);
        if (result == NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Clear();
    }
    if (result == NULL && !PyErr_Occurred()) result = call_attribute(self, getattr, name);
    Py_DECREF(getattr);
    return result;
}

int dunder_setattro(PyObject *self, PyObject *name, PyObject *value)
{
    return drop_result(value == NULL ? call1(self, ID(__delattr__), name) : call2(self, ID(__setattr__), name, value));
}

PyObject *dunder_descr_get(PyObject *self, PyObject *obj, PyObject *type)
{
    PyObject *get = _PyType_Lookup(Py_TYPE(self), ID(__get__));
    if (get == NULL) return Py_NewRef(self);
    PyObject *args[] = { self, obj != NULL ? obj : Py_None, type != NULL ? type : Py_None };
    Py_INCREF(get); /* called as it is found: the class's attribute, not bound */
    PyObject *result = PyObject_Vectorcall(get, args, 3, NULL);
    Py_DECREF(get);
    return result;
}

int dunder_descr_set(PyObject *self, PyObject *target, PyObject *value)
{
    return drop_result(value == NULL ? call1(self, ID(__delete__), target) : call2(self, ID(__set__), target, value));
}

/* ---- Hash, call, comparison, iteration ---- */

Py_hash_t dunder_hash(PyObject *self)
{
    bool unbound;
    PyObject *method = adder_special_lookup(self, ID(__hash__), &unbound);
    if (method == Py_None) Py_CLEAR(method);
    if (method == NULL) return PyErr_Occurred() ? -1 : PyObject_HashNotImplemented(self);
    PyObject *result = PyObject_Vectorcall(method, &self, unbound ? 1 : 0, NULL);
    Py_DECREF(method);
    if (result == NULL) return -1;
    Py_hash_t h = -1;
    if (!PyLong_Check(result)) {
        PyErr_SetString(PyExc_TypeError, "__hash__ method should return an integer");
    } else {
        h = PyLong_AsSsize_t(result); /* an int beyond 64 bits is hashed again */
        if (h == -1 && PyErr_Occurred()) {
            PyErr_Clear();
            h = PyLong_Type.tp_hash(result);
        }
        if (h == -1) h = -2;
    }
    Py_DECREF(result);
    return h;
}

PyObject *dunder_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    bool unbound;
    PyObject *method = adder_special_lookup(self, ID(__call__), &unbound), *result;
    if (method == NULL) {
        if (!PyErr_Occurred()) PyErr_SetObject(PyExc_AttributeError, ID(__call__));
        return NULL;
    }
    if (Py_EnterRecursiveCall(" while calling a Python object")) {
        Py_DECREF(method);
        return NULL;
    }
    if (unbound) result = call_with_first(method, self, args, kwargs);
    else result = PyObject_Call(method, args, kwargs);
    Py_LeaveRecursiveCall();
    Py_DECREF(method);
    return result;
}

/* A method that cannot even be bound counts as absent, as in the reference. */
PyObject *dunder_richcompare(PyObject *self, PyObject *other, int op)
{
    PyObject *name = op == Py_LT ? ID(__lt__) : op == Py_LE ? ID(__le__) : op == Py_EQ ? ID(__eq__)
                   : op == Py_NE ? ID(__ne__) : op == Py_GT ? ID(__gt__) : ID(__ge__);
    PyObject *args[] = { self, other };
    bool unbound;
    PyObject *method = adder_special_lookup(self, name, &unbound);
    if (method == NULL) {
        PyErr_Clear();
        Py_RETURN_NOTIMPLEMENTED;
    }
    PyObject *result = PyObject_Vectorcall(method, unbound ? args : args + 1, unbound ? 2 : 1, NULL);
    Py_DECREF(method);
    return result;
}

PyObject *dunder_iter(PyObject *self)
{
    bool unbound;
    PyObject *method = adder_special_lookup(self, ID(__iter__), &unbound);
    if (method == Py_None) goto not_iterable;
    if (method != NULL) {
        PyObject *result = PyObject_Vectorcall(method, &self, unbound ? 1 : 0, NULL);
        Py_DECREF(method);
        return result;
    }
    if (PyErr_Occurred()) return NULL;
    if (_PyType_Lookup(Py_TYPE(self), ID(__getitem__)) != NULL) return PySeqIter_New(self);
not_iterable:
    Py_XDECREF(method);
    PyErr_Format(PyExc_TypeError, "'%.200s' object is not iterable", Py_TYPE(self)->tp_name);
    return NULL;
}

static PyObject *async_call(PyObject *self, PyObject *name)
{
    bool found;
    PyObject *result = adder_special_call_maybe(self, name, &self, 1, &found);
    if (!found)
        PyErr_Format(PyExc_AttributeError, "object %.50s does not have %U method", Py_TYPE(self)->tp_name, name);
    return result;
}
PyObject *dunder_await(PyObject *self) { return async_call(self, ID(__await__)); }
PyObject *dunder_aiter(PyObject *self) { return async_call(self, ID(__aiter__)); }
PyObject *dunder_anext(PyObject *self) { return async_call(self, ID(__anext__)); }

/* ---- Life and death ---- */

int dunder_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    bool unbound;
    PyObject *method = adder_special_lookup(self, ID(__init__), &unbound), *result;
    if (method == NULL) {
        if (!PyErr_Occurred()) PyErr_SetObject(PyExc_AttributeError, ID(__init__));
        return -1;
    }
    if (unbound) result = call_with_first(method, self, args, kwargs);
    else result = PyObject_Call(method, args, kwargs);
    Py_DECREF(method);
    if (result == NULL) return -1;
    int rc = 0;
    if (result != Py_None) {
        PyErr_Format(PyExc_TypeError, "__init__() should return None, not '%.200s'", Py_TYPE(result)->tp_name);
        rc = -1;
    }
    Py_DECREF(result);
    return rc;
}

PyObject *dunder_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *method = PyObject_GetAttr((PyObject *)type, ID(__new__));
    if (method == NULL) return NULL;
    PyObject *result = call_with_first(method, (PyObject *)type, args, kwargs);
    Py_DECREF(method);
    return result;
}

/* __del__: errors are reported and dropped, the pending exception stays. */
void dunder_finalize(PyObject *self)
{
    PyObject *type, *value, *traceback;
    bool unbound;
    PyErr_Fetch(&type, &value, &traceback);
    PyObject *del = adder_special_lookup(self, ID(__del__), &unbound);
    if (del != NULL) {
        PyObject *result = PyObject_Vectorcall(del, &self, unbound ? 1 : 0, NULL);
        if (result == NULL) PyErr_WriteUnraisable(del);
        Py_XDECREF(result);
        Py_DECREF(del);
    } else if (PyErr_Occurred()) PyErr_WriteUnraisable(self);
    PyErr_Restore(type, value, traceback);
}
