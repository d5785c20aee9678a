/* sample.c -- an extension module that touches much of the C API. Built against either set of headers and loaded by either
 * interpreter it must behave the same: see run.sh. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

/* ---- a static type: numbers, sequence, buffer, comparison ---- */

typedef struct {
    PyObject_HEAD
    double x, y;
    PyObject *label;
    char bytes[4];
    Py_ssize_t shape;
} Point;
static PyTypeObject PointType;

static PyObject *point_make(double x, double y)
{
    Point *p = PyObject_New(Point, &PointType);
    if (p == NULL) return NULL;
    p->x = x;
    p->y = y;
    p->label = NULL;
    memcpy(p->bytes, "abcd", 4);
    p->shape = 4;
    return (PyObject *)p;
}

static PyObject *point_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"x", "y", "label", NULL};
    double x, y = 0;
    PyObject *label = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "d|d$O:Point", names, &x, &y, &label)) return NULL;
    Point *p = (Point *)type->tp_alloc(type, 0);
    if (p == NULL) return NULL;
    p->x = x;
    p->y = y;
    p->label = Py_NewRef(label);
    memcpy(p->bytes, "wxyz", 4);
    p->shape = 4;
    return (PyObject *)p;
}

static void point_dealloc(Point *p)
{
    Py_CLEAR(p->label);
    Py_TYPE(p)->tp_free((PyObject *)p);
}

static PyObject *point_repr(Point *p)
{
    char *x = PyOS_double_to_string(p->x, 'r', 0, 0, NULL), *y = PyOS_double_to_string(p->y, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    PyObject *r = PyUnicode_FromFormat("Point(%s, %s, %R)", x, y, p->label ? p->label : Py_None);
    PyMem_Free(x);
    PyMem_Free(y);
    return r;
}

static PyObject *point_add(PyObject *a, PyObject *b)
{
    if (!PyObject_TypeCheck(a, &PointType) || !PyObject_TypeCheck(b, &PointType)) Py_RETURN_NOTIMPLEMENTED;
    return point_make(((Point *)a)->x + ((Point *)b)->x, ((Point *)a)->y + ((Point *)b)->y);
}

static int point_bool(PyObject *p) { return ((Point *)p)->x != 0; }
static Py_ssize_t point_len(PyObject *p) { (void)p; return 2; }

static PyObject *point_item(PyObject *p, Py_ssize_t i)
{
    if (i < 0 || i > 1) return PyErr_Format(PyExc_IndexError, "point index %zd out of range", i);
    return PyFloat_FromDouble(i ? ((Point *)p)->y : ((Point *)p)->x);
}

static PyObject *point_compare(PyObject *a, PyObject *b, int op)
{
    if (!PyObject_TypeCheck(b, &PointType)) Py_RETURN_NOTIMPLEMENTED;
    Py_RETURN_RICHCOMPARE(((Point *)a)->x, ((Point *)b)->x, op);
}

static Py_hash_t point_hash(PyObject *p) { return (Py_hash_t)((Point *)p)->x * 7 + 1; }

static int point_buffer(PyObject *self, Py_buffer *view, int flags)
{
    return PyBuffer_FillInfo(view, self, ((Point *)self)->bytes, 4, 0, flags);
}

static PyObject *point_get_norm(Point *p, void *closure) { return PyFloat_FromDouble(p->x * p->x + p->y * p->y + (closure != NULL)); }

static int point_set_norm(Point *p, PyObject *value, void *closure)
{
    (void)closure;
    if (value == NULL) return PyErr_SetString(PyExc_TypeError, "cannot delete norm"), -1;
    p->x = PyFloat_AsDouble(value);
    return p->x == -1 && PyErr_Occurred() ? -1 : 0;
}

static PyObject *point_scaled(Point *p, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    double by = 1;
    for (Py_ssize_t i = 0; i < nargs; i++) by *= PyFloat_AsDouble(args[i]);
    if (PyErr_Occurred()) return NULL;
    if (kwnames)
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(kwnames); i++) by *= 10 * PyFloat_AsDouble(args[nargs + i]);
    return point_make(p->x * by, p->y * by);
}

static PyObject *point_origin(PyObject *type, PyObject *ignored)
{
    (void)ignored;
    return PyObject_CallFunction(type, "dd", 0.0, 0.0);
}

static PyMethodDef point_methods[] = {
    {"scaled", (PyCFunction)(void (*)(void))point_scaled, METH_FASTCALL | METH_KEYWORDS, "scaled($self, *by)\n--\n\nScales."},
    {"origin", point_origin, METH_NOARGS | METH_CLASS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyMemberDef point_members[] = {
    {"x", T_DOUBLE, offsetof(Point, x), 0, "x"},
    {"y", T_DOUBLE, offsetof(Point, y), READONLY, "y"},
    {"label", T_OBJECT_EX, offsetof(Point, label), 0, NULL},
    {NULL, 0, 0, 0, NULL},
};
static PyGetSetDef point_getset[] = {
    {"norm", (getter)point_get_norm, (setter)point_set_norm, "norm", NULL},
    {"norm1", (getter)point_get_norm, NULL, NULL, (void *)1},
    {NULL, NULL, NULL, NULL, NULL},
};
static PyNumberMethods point_number = {.nb_add = point_add, .nb_bool = point_bool};
static PySequenceMethods point_sequence = {.sq_length = point_len, .sq_item = point_item};
static PyBufferProcs point_as_buffer = {point_buffer, NULL};
static PyTypeObject PointType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "sample.Point", .tp_basicsize = sizeof(Point),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_doc = "Point(x, y=0)\n--\n\nA point.",
    .tp_new = point_new, .tp_dealloc = (destructor)point_dealloc, .tp_repr = (reprfunc)point_repr,
    .tp_as_number = &point_number, .tp_as_sequence = &point_sequence, .tp_as_buffer = &point_as_buffer,
    .tp_richcompare = point_compare, .tp_hash = point_hash, .tp_methods = point_methods, .tp_members = point_members,
    .tp_getset = point_getset,
};

/* ---- a heap type with the cycle collector, weak references, a dict and iteration ---- */

typedef struct {
    PyObject_HEAD
    PyObject *dict, *weakrefs, *item;
    int left;
} Node;

static int node_init(Node *n, PyObject *args, PyObject *kwargs)
{
    PyObject *item;
    (void)kwargs;
    if (!PyArg_UnpackTuple(args, "Node", 1, 1, &item)) return -1;
    Py_XSETREF(n->item, Py_NewRef(item));
    n->left = 3;
    return 0;
}

static int node_traverse(Node *n, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(n));
    Py_VISIT(n->dict);
    Py_VISIT(n->item);
    return 0;
}

static int node_clear(Node *n)
{
    Py_CLEAR(n->dict);
    Py_CLEAR(n->item);
    return 0;
}

static void node_dealloc(Node *n)
{
    PyTypeObject *type = Py_TYPE(n);
    PyObject_GC_UnTrack(n);
    Py_TRASHCAN_BEGIN(n, node_dealloc)
    if (n->weakrefs) PyObject_ClearWeakRefs((PyObject *)n);
    node_clear(n);
    type->tp_free(n);
    Py_DECREF(type);
    Py_TRASHCAN_END
}

static PyObject *node_next(Node *n) { return n->left-- > 0 ? PyLong_FromLong(n->left) : NULL; }
static PyObject *node_call(PyObject *n, PyObject *args, PyObject *kwargs)
{
    return Py_BuildValue("(OOO)", ((Node *)n)->item, args, kwargs ? kwargs : Py_None);
}

static PyMemberDef node_members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(Node, dict), READONLY, NULL},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(Node, weakrefs), READONLY, NULL},
    {"item", T_OBJECT, offsetof(Node, item), 0, NULL},
    {NULL, 0, 0, 0, NULL},
};
static PyType_Slot node_slots[] = {
    {Py_tp_init, node_init}, {Py_tp_traverse, node_traverse}, {Py_tp_clear, node_clear}, {Py_tp_dealloc, node_dealloc},
    {Py_tp_members, node_members}, {Py_tp_iter, PyObject_SelfIter}, {Py_tp_iternext, node_next}, {Py_tp_call, node_call},
    {Py_tp_doc, "A node."}, {0, NULL},
};
static PyType_Spec node_spec = {"sample.Node", sizeof(Node), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, node_slots};

/* ---- functions ---- */

static PyObject *reverse(PyObject *module, PyObject *text)
{
    (void)module;
    if (!PyUnicode_Check(text)) return PyErr_Format(PyExc_TypeError, "expected str, got %.100s", Py_TYPE(text)->tp_name);
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    PyObject *r = PyUnicode_New(n, PyUnicode_MAX_CHAR_VALUE(text));
    if (r == NULL) return NULL;
    int kind = PyUnicode_KIND(text);
    for (Py_ssize_t i = 0; i < n; i++)
        PyUnicode_WRITE(PyUnicode_KIND(r), PyUnicode_DATA(r), i, PyUnicode_READ(kind, PyUnicode_DATA(text), n - 1 - i));
    return r;
}

static PyObject *digits(PyObject *module, PyObject *number)
{
    (void)module;
    if (!PyLong_Check(number)) return PyErr_Format(PyExc_TypeError, "int wanted");
    Py_ssize_t n = Py_ABS(Py_SIZE(number));
    PyObject *list = PyList_New(n);
    for (Py_ssize_t i = 0; list && i < n; i++)
        PyList_SET_ITEM(list, i, PyLong_FromUnsignedLong(((PyLongObject *)number)->ob_digit[i]));
    return list;
}

static PyObject *total(PyObject *module, PyObject *args)
{
    PyObject *seq, *fast;
    (void)module;
    double sum = 0;
    if (!PyArg_ParseTuple(args, "O:total", &seq) || !(fast = PySequence_Fast(seq, "total() wants a sequence"))) return NULL;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
        PyObject *item = PySequence_Fast_GET_ITEM(fast, i);
        sum += PyFloat_CheckExact(item) ? PyFloat_AS_DOUBLE(item) : PyFloat_AsDouble(item);
        if (PyErr_Occurred()) break;
    }
    Py_DECREF(fast);
    return PyErr_Occurred() ? NULL : PyFloat_FromDouble(sum);
}

static PyObject *walk(PyObject *module, PyObject *dict)
{
    PyObject *key, *value, *list = PyList_New(0);
    (void)module;
    Py_ssize_t pos = 0;
    while (PyDict_Next(dict, &pos, &key, &value)) {
        PyObject *pair = PyTuple_New(2);
        PyTuple_SET_ITEM(pair, 0, Py_NewRef(value));
        PyTuple_SET_ITEM(pair, 1, Py_NewRef(key));
        PyList_Append(list, pair);
        Py_DECREF(pair);
    }
    return list;
}

static PyObject *SampleError;
static PyObject *fail(PyObject *module, PyObject *args)
{
    const char *text;
    int how;
    (void)module;
    if (!PyArg_ParseTuple(args, "si", &text, &how)) return NULL;
    if (how == 0) PyErr_SetString(SampleError, text);
    if (how == 1) { errno = 2; PyErr_SetFromErrnoWithFilename(PyExc_OSError, text); }
    if (how == 2) PyErr_Format(PyExc_ValueError, "%s %5d %-4x| %c %zd %R %U", text, 42, 255, 'q', (Py_ssize_t)-3, args, PyTuple_GET_ITEM(args, 0));
    if (how == 3) return NULL; /* wrong on purpose: NULL without an exception */
    if (how == 4) PyErr_BadArgument();
    if (how == 5 && PyErr_WarnEx(PyExc_UserWarning, text, 1) == 0) Py_RETURN_NONE;
    return NULL;
}

static PyObject *catch_it(PyObject *module, PyObject *callable)
{
    (void)module;
    PyObject *r = PyObject_CallNoArgs(callable), *type, *value, *tb;
    if (r != NULL) return r;
    if (PyErr_ExceptionMatches(PyExc_KeyError)) return PyErr_Clear(), PyUnicode_FromString("KeyError caught");
    PyErr_Fetch(&type, &value, &tb);
    PyErr_NormalizeException(&type, &value, &tb);
    r = Py_BuildValue("(OOi)", type, value, tb != NULL);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(tb);
    return r;
}

static PyObject *counts(PyObject *module, PyObject *o)
{
    (void)module;
    Py_ssize_t before = Py_REFCNT(o);
    Py_INCREF(o);
    Py_ssize_t during = Py_REFCNT(o);
    Py_DECREF(o);
    return Py_BuildValue("nn", during - before, Py_REFCNT(o) - before);
}

static PyObject *unlocked(PyObject *module, PyObject *ignored)
{
    long n = 0;
    (void)module, (void)ignored;
    Py_BEGIN_ALLOW_THREADS
    for (int i = 0; i < 1000; i++) n += i;
    Py_END_ALLOW_THREADS
    return PyLong_FromLong(n);
}

static PyMethodDef functions[] = {
    {"reverse", reverse, METH_O, "reverse(text)\n--\n\nReversed text."},
    {"digits", digits, METH_O, NULL},
    {"total", total, METH_VARARGS, NULL},
    {"walk", walk, METH_O, NULL},
    {"fail", fail, METH_VARARGS, NULL},
    {"catch_it", catch_it, METH_O, NULL},
    {"counts", counts, METH_O, NULL},
    {"unlocked", unlocked, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static int value_behind = 77;
static int sample_exec(PyObject *m)
{
    if (PyType_Ready(&PointType) < 0 || PyModule_AddType(m, &PointType) < 0) return -1;
    PyObject *node = PyType_FromModuleAndSpec(m, &node_spec, NULL);
    if (node == NULL || PyModule_AddObject(m, "Node", node) < 0) return -1;
    SampleError = PyErr_NewExceptionWithDoc("sample.Error", "An error.", PyExc_RuntimeError, NULL);
    if (PyModule_AddObjectRef(m, "Error", SampleError) < 0) return -1;
    PyObject *capsule = PyCapsule_New(&value_behind, "sample.capsule", NULL);
    if (PyModule_AddObject(m, "capsule", capsule) < 0) return -1;
    int *behind = PyCapsule_GetPointer(capsule, "sample.capsule");
    return PyModule_AddIntConstant(m, "behind", *behind) < 0 || PyModule_AddStringConstant(m, "text", "söme") < 0 ? -1 : 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, sample_exec}, {0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "sample", "A sample.", 0, functions, slots, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_sample(void) { return PyModuleDef_Init(&definition); }
