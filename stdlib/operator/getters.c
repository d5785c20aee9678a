/* getters.c -- operator.itemgetter, attrgetter and methodcaller: callables that fetch from their argument. */
#include "stdlib/operator/operator.h"

/* Each holds the tuple it was called with; attrgetter also the names split at the dots. */
typedef struct {
    PyObject_HEAD
    PyObject *wanted;  /* tuple: items; attribute names; or method name and arguments */
    PyObject *paths;   /* attrgetter: tuple with a name or a tuple of names for each of `wanted` */
    PyObject *kwargs;  /* methodcaller: dict or NULL */
    vectorcallfunc vectorcall;
} Getter;

static PyObject *getter_alloc(PyTypeObject *type, PyObject *wanted, vectorcallfunc call)
{
    Getter *g = (Getter *)type->tp_alloc(type, 0);
    if (g == NULL) return NULL;
    g->wanted = Py_NewRef(wanted);
    g->vectorcall = call;
    return (PyObject *)g;
}

static int getter_clear(PyObject *self)
{
    Py_CLEAR(((Getter *)self)->wanted);
    Py_CLEAR(((Getter *)self)->paths);
    Py_CLEAR(((Getter *)self)->kwargs);
    return 0;
}

static void getter_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    getter_clear(self);
    Py_TYPE(self)->tp_free(self);
}

static int getter_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Getter *)self)->wanted);
    Py_VISIT(((Getter *)self)->paths);
    Py_VISIT(((Getter *)self)->kwargs);
    return 0;
}

/* They are called with one positional argument. */
static bool check_call(const char *name, size_t nargsf, PyObject *kwnames)
{
    return _PyArg_NoKwnames(name, kwnames) && _PyArg_CheckPositional(name, PyVectorcall_NARGS(nargsf), 1, 1);
}

/* fetch(g, i, obj) alone when one thing is wanted, else a tuple of all. */
static PyObject *fetch_all(Getter *g, PyObject *obj, PyObject *(*fetch)(Getter *g, Py_ssize_t i, PyObject *obj))
{
    Py_ssize_t n = PyTuple_GET_SIZE(g->wanted);
    if (n == 1) return fetch(g, 0, obj);
    PyObject *all = PyTuple_New(n);
    for (Py_ssize_t i = 0; all != NULL && i < n; i++) {
        PyObject *value = fetch(g, i, obj);
        if (value == NULL) Py_CLEAR(all);
        else PyTuple_SET_ITEM(all, i, value);
    }
    return all;
}

/* repr(self) with what was given to the constructor. */
static PyObject *getter_repr(PyObject *self)
{
    Getter *g = (Getter *)self;
    int rc = Py_ReprEnter(self);
    if (rc != 0) return rc > 0 ? PyUnicode_FromFormat("%s(...)", Py_TYPE(self)->tp_name) : NULL;
    PyObject *text = PyUnicode_FromFormat("%s(", Py_TYPE(self)->tp_name);
    const char *comma = "";
    for (Py_ssize_t i = 0; text != NULL && i < PyTuple_GET_SIZE(g->wanted); i++, comma = ", ")
        Py_SETREF(text, PyUnicode_FromFormat("%U%s%R", text, comma, PyTuple_GET_ITEM(g->wanted, i)));
    Py_ssize_t pos = 0;
    PyObject *key, *value;
    while (text != NULL && g->kwargs != NULL && PyDict_Next(g->kwargs, &pos, &key, &value))
        Py_SETREF(text, PyUnicode_FromFormat("%U, %U=%R", text, key, value));
    if (text != NULL) Py_SETREF(text, PyUnicode_FromFormat("%U)", text));
    Py_ReprLeave(self);
    return text;
}

static PyObject *getter_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return PyTuple_Pack(2, Py_TYPE(self), ((Getter *)self)->wanted);
}

static PyMethodDef getter_methods[] = {
    FN("__reduce__", getter_reduce, "()", "State for pickling."),
    {0} };

#define GETTER_TYPE(py_name)                                                                                        \
    STATIC_TYPE("operator." py_name, Getter), .tp_dealloc = getter_dealloc,                                         \
    .tp_vectorcall_offset = offsetof(Getter, vectorcall), .tp_repr = getter_repr, .tp_call = PyVectorcall_Call,     \
    .tp_getattro = PyObject_GenericGetAttr,                                                                         \
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,                               \
    .tp_traverse = getter_traverse, .tp_clear = getter_clear, .tp_alloc = PyType_GenericAlloc, .tp_free = PyObject_GC_Del

/* ---- itemgetter ---- */

static PyObject *fetch_item(Getter *g, Py_ssize_t i, PyObject *obj)
{
    return PyObject_GetItem(obj, PyTuple_GET_ITEM(g->wanted, i));
}

static PyObject *itemgetter_call(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    return check_call("itemgetter", nargsf, kwnames) ? fetch_all((Getter *)self, args[0], fetch_item) : NULL;
}

static PyObject *itemgetter_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *first;
    if (!_PyArg_NoKeywords("itemgetter", kwargs)) return NULL;
    if (PyTuple_GET_SIZE(args) <= 1 && !PyArg_UnpackTuple(args, "itemgetter", 1, 1, &first)) return NULL;
    return getter_alloc(type, args, itemgetter_call);
}

PyTypeObject adder_itemgetter_type = {
    GETTER_TYPE("itemgetter"), .tp_methods = getter_methods, .tp_new = itemgetter_new,
    .tp_doc = "itemgetter(item, ...) --> itemgetter object\n\n"
              "A callable that fetches the given items from its operand: after f = itemgetter(2), f(r) is r[2];\n"
              "after g = itemgetter(2, 5, 3), g(r) is (r[2], r[5], r[3])." };

/* ---- attrgetter ---- */

static PyObject *fetch_attribute(Getter *g, Py_ssize_t i, PyObject *obj)
{
    PyObject *path = PyTuple_GET_ITEM(g->paths, i);
    if (PyUnicode_Check(path)) return PyObject_GetAttr(obj, path);
    PyObject *value = Py_NewRef(obj);
    for (Py_ssize_t k = 0; value != NULL && k < PyTuple_GET_SIZE(path); k++)
        Py_SETREF(value, PyObject_GetAttr(value, PyTuple_GET_ITEM(path, k)));
    return value;
}

static PyObject *attrgetter_call(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    return check_call("attrgetter", nargsf, kwnames) ? fetch_all((Getter *)self, args[0], fetch_attribute) : NULL;
}

/* "a" itself, or the tuple ("a", "b") for "a.b", names interned. A new reference or NULL. */
static PyObject *split_path(PyObject *name)
{
    PyObject *dot = PyUnicode_FromString("."), *names = dot == NULL ? NULL : PyUnicode_Split(name, dot, -1), *path = NULL;
    Py_XDECREF(dot);
    if (names == NULL) return NULL;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(names); i++) PyUnicode_InternInPlace(&((PyListObject *)names)->ob_item[i]);
    path = PyList_GET_SIZE(names) == 1 ? Py_NewRef(PyList_GET_ITEM(names, 0)) : PyList_AsTuple(names);
    Py_DECREF(names);
    return path;
}

static PyObject *attrgetter_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    PyObject *first;
    if (!_PyArg_NoKeywords("attrgetter", kwargs)) return NULL;
    if (n <= 1 && !PyArg_UnpackTuple(args, "attrgetter", 1, 1, &first)) return NULL;
    PyObject *paths = PyTuple_New(n);
    for (Py_ssize_t i = 0; paths != NULL && i < n; i++) {
        PyObject *name = PyTuple_GET_ITEM(args, i), *path = NULL;
        if (!PyUnicode_Check(name)) PyErr_SetString(PyExc_TypeError, "attribute name must be a string");
        else path = split_path(name);
        if (path == NULL) Py_CLEAR(paths);
        else PyTuple_SET_ITEM(paths, i, path);
    }
    PyObject *self = paths == NULL ? NULL : getter_alloc(type, args, attrgetter_call);
    if (self != NULL) ((Getter *)self)->paths = paths;
    else Py_XDECREF(paths);
    return self;
}

PyTypeObject adder_attrgetter_type = {
    GETTER_TYPE("attrgetter"), .tp_methods = getter_methods, .tp_new = attrgetter_new,
    .tp_doc = "attrgetter(attr, ...) --> attrgetter object\n\n"
              "A callable that fetches the given attributes from its operand: after f = attrgetter('name'), f(r) is r.name;\n"
              "after g = attrgetter('name', 'date'), g(r) is (r.name, r.date); attrgetter('name.first') gives r.name.first." };

/* ---- methodcaller ---- */

static PyObject *methodcaller_call(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Getter *g = (Getter *)self;
    if (!check_call("methodcaller", nargsf, kwnames)) return NULL;
    PyObject *name = PyTuple_GET_ITEM(g->wanted, 0), *method = PyObject_GetAttr(args[0], name);
    if (method == NULL) return NULL;
    PyObject *rest = PyTuple_GetSlice(g->wanted, 1, PyTuple_GET_SIZE(g->wanted));
    PyObject *result = rest == NULL ? NULL : PyObject_Call(method, rest, g->kwargs);
    Py_XDECREF(rest);
    Py_DECREF(method);
    return result;
}

static PyObject *methodcaller_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (PyTuple_GET_SIZE(args) < 1) {
        PyErr_SetString(PyExc_TypeError, "methodcaller needs at least one argument, the method name");
        return NULL;
    }
    if (!PyUnicode_Check(PyTuple_GET_ITEM(args, 0))) {
        PyErr_SetString(PyExc_TypeError, "method name must be a string");
        return NULL;
    }
    PyObject *self = getter_alloc(type, args, methodcaller_call);
    if (self == NULL || kwargs == NULL || PyDict_GET_SIZE(kwargs) == 0) return self;
    if ((((Getter *)self)->kwargs = PyDict_Copy(kwargs)) == NULL) Py_CLEAR(self);
    return self;
}

/* With keywords it pickles as a partial of the class, which takes them. */
static PyObject *methodcaller_reduce(PyObject *self, PyObject *const *args)
{
    Getter *g = (Getter *)self;
    if (g->kwargs == NULL) return getter_reduce(self, args);
    PyObject *functools = PyImport_ImportModule("functools"), *partial = NULL, *head = NULL, *bound = NULL;
    if (functools != NULL && (partial = PyObject_GetAttrString(functools, "partial")) != NULL
        && (head = PyTuple_Pack(2, Py_TYPE(self), PyTuple_GET_ITEM(g->wanted, 0))) != NULL)
        bound = PyObject_Call(partial, head, g->kwargs);
    Py_XDECREF(functools);
    Py_XDECREF(partial);
    Py_XDECREF(head);
    if (bound == NULL) return NULL;
    return Py_BuildValue("NN", bound, PyTuple_GetSlice(g->wanted, 1, PyTuple_GET_SIZE(g->wanted)));
}

static PyMethodDef methodcaller_methods[] = {
    FN("__reduce__", methodcaller_reduce, "()", "State for pickling."),
    {0} };

PyTypeObject adder_methodcaller_type = {
    GETTER_TYPE("methodcaller"), .tp_methods = methodcaller_methods, .tp_new = methodcaller_new,
    .tp_doc = "methodcaller(name, ...) --> methodcaller object\n\n"
              "A callable that calls the given method of its operand: after f = methodcaller('name'), f(r) is r.name();\n"
              "after g = methodcaller('name', 'date', foo=1), g(r) is r.name('date', foo=1)." };
