/* builtins_site.c -- what the site module adds to the builtins for people at the prompt: exit, quit, copyright, credits, license,
 * help. Absent with -S. */
#include "runtime/builtins_parts.h"
#include "runtime/state/interp.h"
#include <stddef.h>

typedef struct {
    PyObject_HEAD
    const char *name; /* static */
    const char *text; /* static: what the repr shows, for printers */
} SiteObject;

static void site_dealloc(PyObject *self) { PyObject_Free(self); }

/* -- exit, quit */

static PyObject *quitter_repr(PyObject *self)
{
    return PyUnicode_FromFormat("Use %s() or Ctrl-D (i.e. EOF) to exit", ((SiteObject *)self)->name);
}

static PyObject *quitter_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    (void)self;
    static char *names[] = { "code", NULL };
    PyObject *code = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O:__call__", names, &code)) return NULL;
    PyObject *in = PySys_GetObject("stdin"); /* an IDE's input is closed too, so that it sees the end */
    PyObject *closed = in == NULL || in == Py_None ? Py_NewRef(Py_None) : PyObject_CallMethod(in, "close", NULL);
    if (closed == NULL) PyErr_Clear();
    Py_XDECREF(closed);
    PyErr_SetObject(PyExc_SystemExit, code);
    return NULL;
}

PyTypeObject AdderQuitter_Type = {
    STATIC_TYPE("_sitebuiltins.Quitter", SiteObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = site_dealloc,
    .tp_repr = quitter_repr,
    .tp_call = quitter_call,
    .tp_getattro = PyObject_GenericGetAttr,
};

/* -- copyright, credits, license */

static PyObject *printer_repr(PyObject *self) { return PyUnicode_FromString(((SiteObject *)self)->text); }

static PyObject *printer_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (PyTuple_GET_SIZE(args) != 0 || (kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0)) {
        PyErr_Format(PyExc_TypeError, "_Printer.__call__() takes 1 positional argument but %zd were given", PyTuple_GET_SIZE(args) + 1);
        return NULL;
    }
    PyObject *out = PySys_GetObject("stdout");
    if (out == NULL || out == Py_None) Py_RETURN_NONE;
    if (PyFile_WriteString(((SiteObject *)self)->text, out) < 0 || PyFile_WriteString("\n", out) < 0) return NULL;
    Py_RETURN_NONE;
}

PyTypeObject AdderPrinter_Type = {
    STATIC_TYPE("_sitebuiltins._Printer", SiteObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = site_dealloc,
    .tp_repr = printer_repr,
    .tp_call = printer_call,
    .tp_getattro = PyObject_GenericGetAttr,
};

/* -- help: the library's pydoc */

static PyObject *helper_repr(PyObject *self)
{
    (void)self;
    return PyUnicode_FromString("Type help() for interactive help, or help(object) for help about object.");
}

static PyObject *helper_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    (void)self;
    PyObject *help = _PyImport_GetModuleAttrString("pydoc", "help");
    if (help == NULL) return NULL;
    PyObject *result = PyObject_Call(help, args, kwargs);
    Py_DECREF(help);
    return result;
}

PyTypeObject AdderHelper_Type = {
    STATIC_TYPE("_sitebuiltins._Helper", SiteObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = site_dealloc,
    .tp_repr = helper_repr,
    .tp_call = helper_call,
    .tp_getattro = PyObject_GenericGetAttr,
};

int adder_builtins_add_site(PyObject *dict)
{
    static const struct { PyTypeObject *type; const char *name, *text; } objects[] = {
        { &AdderQuitter_Type, "exit", NULL }, { &AdderQuitter_Type, "quit", NULL }, { &AdderHelper_Type, "help", NULL },
        { &AdderPrinter_Type, "copyright", "Copyright (c) 2026 The Adder authors. MIT licence." },
        { &AdderPrinter_Type, "credits", "Adder implements the Python language, which Guido van Rossum and many others made; see www.python.org." },
        { &AdderPrinter_Type, "license", "Adder is free software under the MIT licence: see the file LICENSE that comes with it." },
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
        SiteObject *o = PyObject_New(SiteObject, objects[i].type);
        if (o == NULL) return -1;
        o->name = objects[i].name;
        o->text = objects[i].text;
        int rc = PyDict_SetItemString(dict, o->name, (PyObject *)o);
        Py_DECREF(o);
        if (rc < 0) return -1;
    }
    return 0;
}
