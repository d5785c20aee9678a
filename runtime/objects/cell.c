/* cell.c -- cells: one variable shared by a function and the functions inside it. */
#include "runtime/api/signature.h"
#include "runtime/memory/memory.h"

PyObject *PyCell_New(PyObject *value)
{
    PyCellObject *cell = PyObject_GC_New(PyCellObject, &PyCell_Type);
    if (cell == NULL) return NULL;
    cell->ob_ref = Py_XNewRef(value);
    adder_gc_track((PyObject *)cell);
    return (PyObject *)cell;
}

PyObject *PyCell_Get(PyObject *cell)
{
    if (PyCell_Check(cell)) return Py_XNewRef(PyCell_GET(cell));
    PyErr_BadInternalCall();
    return NULL;
}

int PyCell_Set(PyObject *cell, PyObject *value)
{
    if (!PyCell_Check(cell)) {
        PyErr_BadInternalCall();
        return -1;
    }
    PyObject *old = PyCell_GET(cell);
    PyCell_SET(cell, Py_XNewRef(value));
    Py_XDECREF(old);
    return 0;
}

static PyObject *cell_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)type;
    PyObject *value;
    if (adder_bind_args("cell(contents=<unrepresentable>, /)", args, kwargs, &value) < 0) return NULL;
    return PyCell_New(value);
}

static void cell_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, cell_dealloc)
    Py_XDECREF(PyCell_GET(self));
    PyObject_GC_Del(self);
    ADDER_TRASHCAN_END;
}

static int cell_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(PyCell_GET(self));
    return 0;
}

static int cell_clear(PyObject *self)
{
    Py_CLEAR(((PyCellObject *)self)->ob_ref);
    return 0;
}

static PyObject *cell_repr(PyObject *self)
{
    PyObject *value = PyCell_GET(self);
    if (value == NULL) return PyUnicode_FromFormat("<cell at %p: empty>", self);
    return PyUnicode_FromFormat("<cell at %p: %.80s object at %p>", self, Py_TYPE(value)->tp_name, value);
}

/* By contents; an empty cell is less than any other. */
static PyObject *cell_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyCell_Check(a) || !PyCell_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    PyObject *x = PyCell_GET(a), *y = PyCell_GET(b);
    if (x != NULL && y != NULL) return PyObject_RichCompare(x, y, op);
    Py_RETURN_RICHCOMPARE(x != NULL, y != NULL, op);
}

static PyObject *cell_get_contents(PyObject *self, void *context)
{
    (void)context;
    PyObject *value = PyCell_GET(self);
    if (value == NULL) PyErr_SetString(PyExc_ValueError, "Cell is empty");
    return Py_XNewRef(value);
}

static int cell_set_contents(PyObject *self, PyObject *value, void *context)
{
    (void)context;
    return PyCell_Set(self, value);
}

static PyGetSetDef cell_getsets[] = {
    { "cell_contents", cell_get_contents, cell_set_contents, NULL, NULL },
    { 0 },
};

PyTypeObject PyCell_Type = {
    STATIC_TYPE("cell", PyCellObject),
    .tp_dealloc = cell_dealloc,
    .tp_repr = cell_repr,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_doc = "cell([contents])\n--\n\nA variable that functions share. Without contents it is empty until something is stored.",
    .tp_traverse = cell_traverse,
    .tp_clear = cell_clear,
    .tp_richcompare = cell_richcompare,
    .tp_getset = cell_getsets,
    .tp_new = cell_new,
};
