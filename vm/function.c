/* function.c -- functions written in Python: a code object, the globals it sees, defaults and a closure.
 *
 * fast_argc tells callers that so many positional arguments need no binding at all: it mirrors the code's, and follows
 * when __code__ is replaced. */
#include "runtime/memory/memory.h"
#include "vm/call.h"
#include "vm/frame.h"
#include "vm/generator.h"
#include <structmember.h>

extern PyTypeObject PyFunction_Type;

/* The builtins that code with these globals sees: a dict, borrowed; NULL with an exception. */
static PyObject *builtins_of(PyObject *globals)
{
    PyObject *b = PyDict_GetItemWithError(globals, ID(__builtins__));
    if (b != NULL && PyModule_Check(b)) b = PyModule_GetDict(b);
    if (b != NULL && PyDict_Check(b)) return b;
    if (PyErr_Occurred()) return NULL;
    return PyEval_GetBuiltins();
}

PyObject *adder_function_new(CodeObject *code, PyObject *globals, PyObject *qualname)
{
    PyObject *builtins = builtins_of(globals);
    if (builtins == NULL) return NULL;
    PyObject *module = PyDict_GetItemWithError(globals, ID(__name__));
    if (module == NULL && PyErr_Occurred()) return NULL;
    Function *f = PyObject_GC_New(Function, &PyFunction_Type);
    if (f == NULL) return NULL;
    PyObject *doc = PyTuple_GET_SIZE(code->consts) > 0 ? PyTuple_GET_ITEM(code->consts, 0) : Py_None;
    f->code = (CodeObject *)Py_NewRef((PyObject *)code);
    f->globals = Py_NewRef(globals);
    f->builtins = Py_NewRef(builtins);
    f->version = 0;
    f->fast_argc = code->fast_argc;
    f->defaults = f->kwdefaults = f->closure = f->annotations = f->dict = f->weakrefs = NULL;
    f->name = Py_NewRef(code->name);
    f->qualname = Py_NewRef(qualname != NULL ? qualname : code->qualname);
    f->doc = Py_NewRef(PyUnicode_Check(doc) ? doc : Py_None);
    f->module = Py_XNewRef(module);
    f->vectorcall = adder_function_vectorcall;
    PyObject_GC_Track((PyObject *)f);
    return (PyObject *)f;
}

PyObject *PyFunction_NewWithQualName(PyObject *code, PyObject *globals, PyObject *qualname)
{
    return adder_function_new((CodeObject *)code, globals, qualname);
}
PyObject *PyFunction_New(PyObject *code, PyObject *globals) { return adder_function_new((CodeObject *)code, globals, NULL); }

PyObject *_PyFunction_Vectorcall(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    return adder_function_vectorcall(func, args, nargsf, kwnames);
}

/* Checks the argument of the accessors below. */
static Function *checked(PyObject *o)
{
    if (PyFunction_Check(o)) return (Function *)o;
    PyErr_BadInternalCall();
    return NULL;
}

/* The annotations as a dict, made from the compiler's tuple of name, value... when first wanted. Borrowed; may be NULL
 * without an exception: there are none. */
static PyObject *annotations(Function *f)
{
    if (f->annotations == NULL || !PyTuple_CheckExact(f->annotations)) return f->annotations;
    PyObject *dict = PyDict_New(), *pairs = f->annotations;
    for (Py_ssize_t i = 0; dict != NULL && i + 1 < PyTuple_GET_SIZE(pairs); i += 2)
        if (PyDict_SetItem(dict, PyTuple_GET_ITEM(pairs, i), PyTuple_GET_ITEM(pairs, i + 1)) < 0) Py_CLEAR(dict);
    if (dict == NULL) return NULL;
    f->annotations = dict;
    Py_DECREF(pairs);
    return dict;
}

#define ACCESSOR(name, field)                                          \
    PyObject *name(PyObject *o)                                        \
    {                                                                  \
        Function *f = checked(o);                                      \
        return f == NULL ? NULL : (PyObject *)(f->field);              \
    }
ACCESSOR(PyFunction_GetCode, code)
ACCESSOR(PyFunction_GetGlobals, globals)
ACCESSOR(PyFunction_GetModule, module)
ACCESSOR(PyFunction_GetDefaults, defaults)
ACCESSOR(PyFunction_GetKwDefaults, kwdefaults)
ACCESSOR(PyFunction_GetClosure, closure)
PyObject *PyFunction_GetAnnotations(PyObject *o)
{
    Function *f = checked(o);
    return f == NULL ? NULL : annotations(f);
}

/* Replaces a field by an object of the type, None meaning NULL. 0, or -1 with SystemError. */
static int set_field(PyObject *o, PyObject **field, PyObject *value, bool ok)
{
    if (checked(o) == NULL) return -1;
    if (value == Py_None) value = NULL;
    else if (value == NULL || !ok) {
        PyErr_SetString(PyExc_SystemError, "wrong kind of value for a function's attribute");
        return -1;
    }
    PyObject *old = *field;
    *field = Py_XNewRef(value);
    Py_XDECREF(old);
    return 0;
}
int PyFunction_SetDefaults(PyObject *o, PyObject *v) { return set_field(o, &((Function *)o)->defaults, v, v && PyTuple_Check(v)); }
int PyFunction_SetKwDefaults(PyObject *o, PyObject *v) { return set_field(o, &((Function *)o)->kwdefaults, v, v && PyDict_Check(v)); }
int PyFunction_SetAnnotations(PyObject *o, PyObject *v) { return set_field(o, &((Function *)o)->annotations, v, v && PyDict_Check(v)); }
int PyFunction_SetClosure(PyObject *o, PyObject *v) { return set_field(o, &((Function *)o)->closure, v, v && PyTuple_Check(v)); }

/* ---- Attributes */

static PyMemberDef function_members[] = {
    { "__closure__", T_OBJECT, offsetof(Function, closure), READONLY, NULL },
    { "__doc__", T_OBJECT, offsetof(Function, doc), 0, NULL },
    { "__globals__", T_OBJECT, offsetof(Function, globals), READONLY, NULL },
    { "__module__", T_OBJECT, offsetof(Function, module), 0, NULL },
    { "__builtins__", T_OBJECT, offsetof(Function, builtins), READONLY, NULL },
    { 0 }
};

static PyObject *function_get_code(PyObject *self, void *arg ADDER_UNUSED)
{
    if (PySys_Audit("object.__getattr__", "Os", self, "__code__") < 0) return NULL;
    return Py_NewRef((PyObject *)((Function *)self)->code);
}

static int function_set_code(PyObject *self, PyObject *value, void *arg ADDER_UNUSED)
{
    Function *f = (Function *)self;
    if (value == NULL || !PyCode_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "__code__ must be set to a code object");
        return -1;
    }
    if (PySys_Audit("object.__setattr__", "OsO", self, "__code__", value) < 0) return -1;
    Py_ssize_t want = PyCode_GetNumFree((PyCodeObject *)value), have = f->closure == NULL ? 0 : PyTuple_GET_SIZE(f->closure);
    if (want != have) {
        PyErr_Format(PyExc_ValueError, "%U() requires a code object with %zd free vars, not %zd", f->name, have, want);
        return -1;
    }
    CodeObject *old = f->code;
    f->code = (CodeObject *)Py_NewRef(value);
    f->fast_argc = f->code->fast_argc;
    f->version = 0;
    Py_DECREF((PyObject *)old);
    return 0;
}

static int set_str(PyObject **field, PyObject *value, const char *error)
{
    if (value == NULL || !PyUnicode_Check(value)) {
        PyErr_SetString(PyExc_TypeError, error);
        return -1;
    }
    Py_XSETREF(*field, Py_NewRef(value));
    return 0;
}
static PyObject *function_get_name(PyObject *self, void *arg ADDER_UNUSED) { return Py_NewRef(((Function *)self)->name); }
static int function_set_name(PyObject *self, PyObject *value, void *arg ADDER_UNUSED)
{
    return set_str(&((Function *)self)->name, value, "__name__ must be set to a string object");
}
static PyObject *function_get_qualname(PyObject *self, void *arg ADDER_UNUSED) { return Py_NewRef(((Function *)self)->qualname); }
static int function_set_qualname(PyObject *self, PyObject *value, void *arg ADDER_UNUSED)
{
    return set_str(&((Function *)self)->qualname, value, "__qualname__ must be set to a string object");
}

static PyObject *function_get_defaults(PyObject *self, void *arg ADDER_UNUSED)
{
    PyObject *d = ((Function *)self)->defaults;
    if (PySys_Audit("object.__getattr__", "Os", self, "__defaults__") < 0) return NULL;
    return Py_NewRef(d != NULL ? d : Py_None);
}
static int function_set_defaults(PyObject *self, PyObject *value, void *arg ADDER_UNUSED)
{
    if (value == Py_None) value = NULL;
    if (value != NULL && !PyTuple_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "__defaults__ must be set to a tuple object");
        return -1;
    }
    if (PySys_Audit(value != NULL ? "object.__setattr__" : "object.__delattr__", value != NULL ? "OsO" : "Os", self, "__defaults__", value) < 0)
        return -1;
    Py_XSETREF(((Function *)self)->defaults, Py_XNewRef(value));
    return 0;
}
static PyObject *function_get_kwdefaults(PyObject *self, void *arg ADDER_UNUSED)
{
    PyObject *d = ((Function *)self)->kwdefaults;
    return Py_NewRef(d != NULL ? d : Py_None);
}
static int function_set_kwdefaults(PyObject *self, PyObject *value, void *arg ADDER_UNUSED)
{
    if (value == Py_None) value = NULL;
    if (value != NULL && !PyDict_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "__kwdefaults__ must be set to a dict object");
        return -1;
    }
    Py_XSETREF(((Function *)self)->kwdefaults, Py_XNewRef(value));
    return 0;
}
static PyObject *function_get_annotations(PyObject *self, void *arg ADDER_UNUSED)
{
    Function *f = (Function *)self;
    if (f->annotations == NULL && (f->annotations = PyDict_New()) == NULL) return NULL;
    return Py_XNewRef(annotations(f));
}
static int function_set_annotations(PyObject *self, PyObject *value, void *arg ADDER_UNUSED)
{
    if (value == Py_None) value = NULL;
    if (value != NULL && !PyDict_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "__annotations__ must be set to a dict object");
        return -1;
    }
    Py_XSETREF(((Function *)self)->annotations, Py_XNewRef(value));
    return 0;
}

static PyGetSetDef function_getset[] = {
    { "__code__", function_get_code, function_set_code, NULL, NULL },
    { "__defaults__", function_get_defaults, function_set_defaults, NULL, NULL },
    { "__kwdefaults__", function_get_kwdefaults, function_set_kwdefaults, NULL, NULL },
    { "__annotations__", function_get_annotations, function_set_annotations, NULL, NULL },
    { "__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL },
    { "__name__", function_get_name, function_set_name, NULL, NULL },
    { "__qualname__", function_get_qualname, function_set_qualname, NULL, NULL },
    { 0 }
};

/* ---- The type */

/* Is `closure` what code with these free variables needs? */
static bool closure_fits(CodeObject *code, PyObject *closure, PyObject *name)
{
    Py_ssize_t want = PyCode_GetNumFree(code), have = closure == Py_None ? 0 : -1;
    if (closure != Py_None && PyTuple_Check(closure)) have = PyTuple_GET_SIZE(closure);
    if (have < 0 || (want != 0 && closure == Py_None)) {
        PyErr_SetString(PyExc_TypeError, want != 0 ? "arg 5 (closure) must be tuple" : "arg 5 (closure) must be None or tuple");
        return false;
    }
    if (want != have) {
        PyErr_Format(PyExc_ValueError, "%U requires closure of length %zd, not %zd", name, want, have);
        return false;
    }
    for (Py_ssize_t i = 0; i < have; i++)
        if (!PyCell_Check(PyTuple_GET_ITEM(closure, i))) {
            PyErr_Format(PyExc_TypeError, "arg 5 (closure) expected cell, found %s", Py_TYPE(PyTuple_GET_ITEM(closure, i))->tp_name);
            return false;
        }
    return true;
}

static PyObject *function_new(PyTypeObject *type ADDER_UNUSED, PyObject *args, PyObject *kwargs)
{
    static char *const keywords[] = { "code", "globals", "name", "argdefs", "closure", NULL };
    PyObject *code, *globals, *name = Py_None, *defaults = Py_None, *closure = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!O!|OOO:function", (char **)keywords, &PyCode_Type, &code, &PyDict_Type, &globals,
                                     &name, &defaults, &closure)) return NULL;
    if (name != Py_None && !PyUnicode_Check(name)) {
        PyErr_SetString(PyExc_TypeError, "arg 3 (name) must be None or string");
        return NULL;
    }
    if (defaults != Py_None && !PyTuple_Check(defaults)) {
        PyErr_SetString(PyExc_TypeError, "arg 4 (defaults) must be None or tuple");
        return NULL;
    }
    if (!closure_fits((CodeObject *)code, closure, ((CodeObject *)code)->name)) return NULL;
    if (PySys_Audit("function.__new__", "O", code) < 0) return NULL;
    Function *f = (Function *)adder_function_new((CodeObject *)code, globals, NULL);
    if (f == NULL) return NULL;
    if (name != Py_None) Py_XSETREF(f->name, Py_NewRef(name));
    if (defaults != Py_None) f->defaults = Py_NewRef(defaults);
    if (closure != Py_None) f->closure = Py_NewRef(closure);
    return (PyObject *)f;
}

static int function_traverse(PyObject *self, visitproc visit, void *arg)
{
    Function *f = (Function *)self;
    Py_VISIT((PyObject *)f->code);
    Py_VISIT(f->globals);
    Py_VISIT(f->builtins);
    Py_VISIT(f->defaults);
    Py_VISIT(f->kwdefaults);
    Py_VISIT(f->closure);
    Py_VISIT(f->name);
    Py_VISIT(f->qualname);
    Py_VISIT(f->doc);
    Py_VISIT(f->module);
    Py_VISIT(f->annotations);
    Py_VISIT(f->dict);
    return 0;
}

/* Breaks cycles; code, globals, builtins and the names stay, so that what still runs finds them. */
static int function_clear(PyObject *self)
{
    Function *f = (Function *)self;
    f->version = 0;
    Py_CLEAR(f->defaults);
    Py_CLEAR(f->kwdefaults);
    Py_CLEAR(f->module);
    Py_CLEAR(f->annotations);
    Py_CLEAR(f->dict);
    Py_XSETREF(f->doc, Py_NewRef(Py_None));
    return 0;
}

static void function_dealloc(PyObject *self)
{
    Function *f = (Function *)self;
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, function_dealloc)
    if (f->weakrefs != NULL) PyObject_ClearWeakRefs(self);
    Py_CLEAR(f->defaults);
    Py_CLEAR(f->kwdefaults);
    Py_CLEAR(f->module);
    Py_CLEAR(f->annotations);
    Py_CLEAR(f->dict);
    Py_CLEAR(f->closure);
    Py_CLEAR(f->doc);
    Py_DECREF((PyObject *)f->code);
    Py_DECREF(f->globals);
    Py_DECREF(f->builtins);
    Py_DECREF(f->name);
    Py_DECREF(f->qualname);
    PyObject_GC_Del(self);
    ADDER_TRASHCAN_END;
}

static PyObject *function_repr(PyObject *self) { return PyUnicode_FromFormat("<function %U at %p>", ((Function *)self)->qualname, self); }

static PyObject *function_descr_get(PyObject *self, PyObject *obj, PyObject *type ADDER_UNUSED)
{
    return obj == NULL || obj == Py_None ? Py_NewRef(self) : PyMethod_New(self, obj);
}

PyTypeObject PyFunction_Type = {
    STATIC_TYPE("function", Function),
    .tp_dealloc = function_dealloc,
    .tp_vectorcall_offset = offsetof(Function, vectorcall),
    .tp_repr = function_repr,
    .tp_call = PyVectorcall_Call,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_METHOD_DESCRIPTOR,
    .tp_doc = "function(code, globals, name=None, argdefs=None, closure=None)\n--\n\n"
              "A function object.\n\n"
              "  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string that overrides the code's name\n"
              "  argdefs\n    a tuple with the default values of arguments\n  closure\n    a tuple with the cells of free variables",
    .tp_traverse = function_traverse,
    .tp_clear = function_clear,
    .tp_weaklistoffset = offsetof(Function, weakrefs),
    .tp_members = function_members,
    .tp_getset = function_getset,
    .tp_descr_get = function_descr_get,
    .tp_dictoffset = offsetof(Function, dict),
    .tp_new = function_new,
};

/* ---- Running code */

/* A frame for `f`, its arguments bound, its namespace in place; runs it. */
static PyObject *run(Function *f, PyObject *namespace, PyObject *const *args, Py_ssize_t nargs, PyObject *const *kwvalues,
                     PyObject *kwnames)
{
    AdderThread *thread = adder_thread();
    CodeObject *code = f->code;
    Slot *fp = adder_entry_push(thread, f);
    if (fp == NULL) return NULL;
    if ((code->argcount || code->kwonlyargcount || (code->flags & (CO_VARARGS | CO_VARKEYWORDS)) || nargs || kwnames) &&
        adder_bind(f, fp, args, nargs, kwvalues, kwnames) < 0) {
        adder_entry_cancel(thread, fp);
        return NULL;
    }
    if (f->closure != NULL) adder_frame_fill_closure(f, fp);
    if (code->namespace_slot != NO_NAMESPACE && namespace != NULL) fp[code->namespace_slot] = slot_from_object(Py_NewRef(namespace));
    if (code->flags & CODE_SPECIAL) {
        PyObject *g = adder_generator_new(f, fp);
        adder_entry_cancel(thread, fp);
        return g;
    }
    return adder_eval(thread, code->instrs);
}

PyObject *adder_run_code(CodeObject *code, PyObject *globals, PyObject *namespace, PyObject *closure)
{
    Function *f = (Function *)adder_function_new(code, globals, NULL);
    if (f == NULL) return NULL;
    f->closure = Py_XNewRef(closure);
    PyObject *x = run(f, namespace != NULL ? namespace : globals, NULL, 0, NULL, NULL);
    Py_DECREF(f);
    return x;
}

PyObject *PyEval_EvalCode(PyObject *code, PyObject *globals, PyObject *locals)
{
    if (globals == NULL) {
        PyErr_SetString(PyExc_SystemError, "PyEval_EvalCode: globals is NULL");
        return NULL;
    }
    return adder_run_code((CodeObject *)code, globals, locals, NULL);
}

PyObject *PyEval_EvalCodeEx(PyObject *code, PyObject *globals, PyObject *locals, PyObject *const *args, int argcount,
                            PyObject *const *kws, int kwcount, PyObject *const *defs, int defcount, PyObject *kwdefs, PyObject *closure)
{
    Function *f = (Function *)adder_function_new((CodeObject *)code, globals, NULL);
    PyObject *kwnames = NULL, **values = NULL, *x = NULL;
    if (f == NULL) return NULL;
    f->closure = Py_XNewRef(closure);
    f->kwdefaults = Py_XNewRef(kwdefs);
    if (defcount > 0) {
        if ((f->defaults = PyTuple_New(defcount)) == NULL) goto done;
        for (int i = 0; i < defcount; i++) PyTuple_SET_ITEM(f->defaults, i, Py_NewRef(defs[i]));
    }
    if (kwcount > 0) {
        if ((kwnames = PyTuple_New(kwcount)) == NULL || (values = PyMem_New(PyObject *, kwcount)) == NULL) goto done;
        for (int i = 0; i < kwcount; i++) {
            PyTuple_SET_ITEM(kwnames, i, Py_NewRef(kws[2 * i]));
            values[i] = kws[2 * i + 1];
        }
    }
    x = run(f, locals, args, argcount, values, kwnames);
done:
    PyMem_Free(values);
    Py_XDECREF(kwnames);
    Py_DECREF(f);
    return x;
}

/* "()" after the name of what can be called so in messages. */
const char *PyEval_GetFuncName(PyObject *func)
{
    if (PyMethod_Check(func)) return PyEval_GetFuncName(PyMethod_GET_FUNCTION(func));
    if (PyFunction_Check(func)) return PyUnicode_AsUTF8(((Function *)func)->name);
    if (PyCFunction_Check(func)) return ((PyCFunctionObject *)func)->m_ml->ml_name;
    return Py_TYPE(func)->tp_name;
}

const char *PyEval_GetFuncDesc(PyObject *func)
{
    return PyMethod_Check(func) || PyFunction_Check(func) || PyCFunction_Check(func) ? "()" : " object";
}
