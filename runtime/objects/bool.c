/* bool.c -- the type bool and its two immortal values, which are ints of one digit. */
#include "runtime/objects/int.h"
#include "runtime/objects/str.h"

struct _longobject _Py_FalseStruct = { ADDER_VAROBJECT_HEAD_IMMORTAL(&PyBool_Type, 0) .ob_digit = { 0 } };
struct _longobject _Py_TrueStruct = { ADDER_VAROBJECT_HEAD_IMMORTAL(&PyBool_Type, 1) .ob_digit = { 1 } };

PyObject *PyBool_FromLong(long v) { return Py_NewRef(v ? Py_True : Py_False); }

static PyObject *truth_of(PyObject *x)
{
    int truth = PyObject_IsTrue(x);
    return truth < 0 ? NULL : PyBool_FromLong(truth);
}

static PyObject *bool_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)type; /* bool has no subclasses */
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0)
        return PyErr_Format(PyExc_TypeError, "bool() takes no keyword arguments");
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    if (n > 1) return PyErr_Format(PyExc_TypeError, "bool expected at most 1 argument, got %zd", n);
    return n == 0 ? Py_NewRef(Py_False) : truth_of(PyTuple_GET_ITEM(args, 0));
}

static PyObject *bool_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    (void)type;
    if (kwnames != NULL && PyTuple_GET_SIZE(kwnames) > 0)
        return PyErr_Format(PyExc_TypeError, "bool() takes no keyword arguments");
    if (n > 1) return PyErr_Format(PyExc_TypeError, "bool expected at most 1 argument, got %zd", n);
    return n == 0 ? Py_NewRef(Py_False) : truth_of(args[0]);
}

static PyObject *bool_repr(PyObject *self) { return Py_NewRef(self == Py_True ? ID(True) : ID(False)); }

/* Two bools give a bool; anything else is the ints' business. */
#define BINARY(name, op, slot)                                                                    \
    static PyObject *bool_##name(PyObject *a, PyObject *b)                                        \
    {                                                                                             \
        if (!PyBool_Check(a) || !PyBool_Check(b)) return PyLong_Type.tp_as_number->slot(a, b);    \
        return PyBool_FromLong((a == Py_True) op (b == Py_True));                                 \
    }
BINARY(and, &, nb_and)
BINARY(or, |, nb_or)
BINARY(xor, ^, nb_xor)

static PyNumberMethods bool_number = { .nb_and = bool_and, .nb_or = bool_or, .nb_xor = bool_xor };

PyTypeObject PyBool_Type = {
    .ob_base = { PyObject_HEAD_INIT(&PyType_Type) 0 },
    .tp_name = "bool",
    .tp_basicsize = sizeof(struct _longobject),
    .tp_itemsize = sizeof(digit),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "bool(x) -> bool\n\nTrue when x counts as true, else False: the only two values of this type, the ints 1 and 0.",
    .tp_base = &PyLong_Type,
    .tp_new = bool_new,
    .tp_vectorcall = bool_vectorcall,
    .tp_repr = bool_repr,
    .tp_as_number = &bool_number,
};
