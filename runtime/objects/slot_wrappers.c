/* slot_wrappers.c -- calling a C slot as a method: [].__len__(). Each checks its arguments and boxes the result. */
#include "runtime/objects/slot_functions.h"
#include "runtime/objects/type_internal.h"
#include "runtime/objects/str.h"

/* `min` to `max` arguments; the message names no function, as in the reference. */
static bool check_count(PyObject *args, Py_ssize_t n)
{
    Py_ssize_t given = PyTuple_GET_SIZE(args);
    if (given == n) return true;
    PyErr_Format(PyExc_TypeError, "expected %zd argument%s, got %zd", n, n == 1 ? "" : "s", given);
    return false;
}
#define ARG(i) PyTuple_GET_ITEM(args, i)

static PyObject *bool_or_error(int v) { return v < 0 ? NULL : PyBool_FromLong(v); }
static PyObject *none_or_error(int v) { return v < 0 ? NULL : Py_NewRef(Py_None); }

PyObject *wrap_binary(PyObject *self, PyObject *args, void *wrapped)
{
    return check_count(args, 1) ? ((binaryfunc)wrapped)(self, ARG(0)) : NULL;
}

PyObject *wrap_binary_left(PyObject *self, PyObject *args, void *wrapped) { return wrap_binary(self, args, wrapped); }

PyObject *wrap_binary_right(PyObject *self, PyObject *args, void *wrapped)
{
    return check_count(args, 1) ? ((binaryfunc)wrapped)(ARG(0), self) : NULL;
}

PyObject *wrap_ternary(PyObject *self, PyObject *args, void *wrapped)
{
    PyObject *other, *third = Py_None;
    if (!PyArg_UnpackTuple(args, "", 1, 2, &other, &third)) return NULL;
    return ((ternaryfunc)wrapped)(self, other, third);
}

PyObject *wrap_ternary_right(PyObject *self, PyObject *args, void *wrapped)
{
    PyObject *other, *third = Py_None;
    if (!PyArg_UnpackTuple(args, "", 1, 2, &other, &third)) return NULL;
    return ((ternaryfunc)wrapped)(other, self, third);
}

PyObject *wrap_unary(PyObject *self, PyObject *args, void *wrapped)
{
    return check_count(args, 0) ? ((unaryfunc)wrapped)(self) : NULL;
}

PyObject *wrap_inquiry(PyObject *self, PyObject *args, void *wrapped)
{
    return check_count(args, 0) ? bool_or_error(((inquiry)wrapped)(self)) : NULL;
}

PyObject *wrap_length(PyObject *self, PyObject *args, void *wrapped)
{
    if (!check_count(args, 0)) return NULL;
    Py_ssize_t n = ((lenfunc)wrapped)(self);
    return n < 0 ? NULL : PyLong_FromSsize_t(n);
}

PyObject *wrap_hash(PyObject *self, PyObject *args, void *wrapped)
{
    if (!check_count(args, 0)) return NULL;
    Py_hash_t h = ((hashfunc)wrapped)(self);
    return h == -1 ? NULL : PyLong_FromSsize_t(h);
}

PyObject *wrap_indexarg(PyObject *self, PyObject *args, void *wrapped)
{
    if (!check_count(args, 1)) return NULL;
    Py_ssize_t n = PyNumber_AsSsize_t(ARG(0), PyExc_OverflowError);
    return n == -1 && PyErr_Occurred() ? NULL : ((ssizeargfunc)wrapped)(self, n);
}

/* The index of a sequence slot: negative ones count from the end. -1 with an exception set on failure. */
static Py_ssize_t sequence_index(PyObject *self, PyObject *index)
{
    Py_ssize_t i = PyNumber_AsSsize_t(index, PyExc_OverflowError);
    if (i == -1 && PyErr_Occurred()) return -1;
    PySequenceMethods *sq = Py_TYPE(self)->tp_as_sequence;
    if (i < 0 && sq != NULL && sq->sq_length != NULL) {
        Py_ssize_t n = sq->sq_length(self);
        if (n < 0) return -1;
        i += n;
    }
    return i;
}

PyObject *wrap_sq_item(PyObject *self, PyObject *args, void *wrapped)
{
    if (!check_count(args, 1)) return NULL;
    Py_ssize_t i = sequence_index(self, ARG(0));
    return i == -1 && PyErr_Occurred() ? NULL : ((ssizeargfunc)wrapped)(self, i);
}

PyObject *wrap_sq_setitem(PyObject *self, PyObject *args, void *wrapped)
{
    PyObject *index, *value;
    if (!PyArg_UnpackTuple(args, "", 2, 2, &index, &value)) return NULL;
    Py_ssize_t i = sequence_index(self, index);
    if (i == -1 && PyErr_Occurred()) return NULL;
    return none_or_error(((ssizeobjargproc)wrapped)(self, i, value));
}

PyObject *wrap_sq_delitem(PyObject *self, PyObject *args, void *wrapped)
{
    if (!check_count(args, 1)) return NULL;
    Py_ssize_t i = sequence_index(self, ARG(0));
    if (i == -1 && PyErr_Occurred()) return NULL;
    return none_or_error(((ssizeobjargproc)wrapped)(self, i, NULL));
}

PyObject *wrap_contains(PyObject *self, PyObject *args, void *wrapped)
{
    return check_count(args, 1) ? bool_or_error(((objobjproc)wrapped)(self, ARG(0))) : NULL;
}

PyObject *wrap_objobjarg(PyObject *self, PyObject *args, void *wrapped)
{
    PyObject *key, *value;
    if (!PyArg_UnpackTuple(args, "", 2, 2, &key, &value)) return NULL;
    return none_or_error(((objobjargproc)wrapped)(self, key, value));
}

PyObject *wrap_delitem(PyObject *self, PyObject *args, void *wrapped)
{
    return check_count(args, 1) ? none_or_error(((objobjargproc)wrapped)(self, ARG(0), NULL)) : NULL;
}

/* object.__setattr__(cls, ...) must not go round the checks of the C type that the instance's layout comes from: the
 * function called has to be the one of the most derived static-layout class. */
static bool setattr_allowed(PyObject *self, setattrofunc func, const char *what)
{
    PyTypeObject *type = Py_TYPE(self), *t = type;
    PyObject *mro = type->tp_mro;
    if (mro == NULL) return true;
    for (Py_ssize_t i = PyTuple_GET_SIZE(mro); i-- > 0;) {
        t = (PyTypeObject *)PyTuple_GET_ITEM(mro, i);
        if (t->tp_setattro == func) break;
        t = NULL;
    }
    for (PyTypeObject *b = type; b != t && b != NULL; b = b->tp_base) {
        if (b->tp_setattro == func) return true;
        if (b->tp_setattro != dunder_setattro) {
            PyErr_Format(PyExc_TypeError, "can't apply this %s to %s object", what, type->tp_name);
            return false;
        }
    }
    return true;
}

PyObject *wrap_setattr(PyObject *self, PyObject *args, void *wrapped)
{
    PyObject *name, *value;
    if (!PyArg_UnpackTuple(args, "", 2, 2, &name, &value)) return NULL;
    if (!setattr_allowed(self, (setattrofunc)wrapped, "__setattr__")) return NULL;
    return none_or_error(((setattrofunc)wrapped)(self, name, value));
}

PyObject *wrap_delattr(PyObject *self, PyObject *args, void *wrapped)
{
    if (!check_count(args, 1)) return NULL;
    if (!setattr_allowed(self, (setattrofunc)wrapped, "__delattr__")) return NULL;
    return none_or_error(((setattrofunc)wrapped)(self, ARG(0), NULL));
}

PyObject *wrap_del(PyObject *self, PyObject *args, void *wrapped)
{
    if (!check_count(args, 0)) return NULL;
    ((destructor)wrapped)(self);
    Py_RETURN_NONE;
}

#define COMPARE(name, op)                                                                        \
    PyObject *wrap_##name(PyObject *self, PyObject *args, void *wrapped)                         \
    {                                                                                            \
        return check_count(args, 1) ? ((richcmpfunc)wrapped)(self, ARG(0), op) : NULL;           \
    }
COMPARE(lt, Py_LT) COMPARE(le, Py_LE) COMPARE(eq, Py_EQ) COMPARE(ne, Py_NE) COMPARE(gt, Py_GT) COMPARE(ge, Py_GE)

PyObject *wrap_next(PyObject *self, PyObject *args, void *wrapped)
{
    if (!check_count(args, 0)) return NULL;
    PyObject *item = ((iternextfunc)wrapped)(self);
    if (item == NULL && !PyErr_Occurred()) PyErr_SetNone(PyExc_StopIteration);
    return item;
}

PyObject *wrap_descr_get(PyObject *self, PyObject *args, void *wrapped)
{
    PyObject *obj, *type = NULL;
    if (!PyArg_UnpackTuple(args, "", 1, 2, &obj, &type)) return NULL;
    if (obj == Py_None) obj = NULL;
    if (type == Py_None) type = NULL;
    if (type == NULL && obj == NULL) {
        PyErr_SetString(PyExc_TypeError, "__get__(None, None) is invalid");
        return NULL;
    }
    return ((descrgetfunc)wrapped)(self, obj, type);
}

PyObject *wrap_descr_set(PyObject *self, PyObject *args, void *wrapped)
{
    PyObject *obj, *value;
    if (!PyArg_UnpackTuple(args, "", 2, 2, &obj, &value)) return NULL;
    return none_or_error(((descrsetfunc)wrapped)(self, obj, value));
}

PyObject *wrap_descr_delete(PyObject *self, PyObject *args, void *wrapped)
{
    return check_count(args, 1) ? none_or_error(((descrsetfunc)wrapped)(self, ARG(0), NULL)) : NULL;
}

PyObject *wrap_call(PyObject *self, PyObject *args, void *wrapped, PyObject *kwargs)
{
    return ((ternaryfunc)wrapped)(self, args, kwargs);
}

PyObject *wrap_init(PyObject *self, PyObject *args, void *wrapped, PyObject *kwargs)
{
    return none_or_error(((initproc)wrapped)(self, args, kwargs));
}
