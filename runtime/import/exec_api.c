/* exec_api.c -- PyImport_*: making a module by running a code object, reloading, and the path entry finders. */
#include "runtime/define.h"
#include "runtime/state/interp.h"
#include "vm/pycache.h"

/* ---- sys.modules ---- */

int _PyImport_SetModule(PyObject *name, PyObject *module) { return PyObject_SetItem(PyImport_GetModuleDict(), name, module); }

int _PyImport_SetModuleString(const char *name, PyObject *module)
{
    PyObject *key = PyUnicode_FromString(name);
    int rc = key == NULL ? -1 : _PyImport_SetModule(key, module);
    Py_XDECREF(key);
    return rc;
}

PyObject *_PyImport_GetModuleId(_Py_Identifier *id)
{
    PyObject *name = _PyUnicode_FromId(id); /* borrowed */
    return name == NULL ? NULL : PyImport_GetModule(name);
}

/* ---- running code as a module ---- */

static int set_default(PyObject *dict, PyObject *name, PyObject *value)
{
    int has = PyDict_Contains(dict, name);
    return has != 0 ? (has < 0 ? -1 : 0) : PyDict_SetItem(dict, name, value);
}

/* What a module's dict has before its code runs. */
static int prepare(PyObject *dict, PyObject *code, PyObject *path, PyObject *cached)
{
    if (set_default(dict, ID(__builtins__), PyEval_GetBuiltins()) < 0) return -1;
    if (path == NULL && PyCode_Check(code)) path = PyCode_GetFileName((PyCodeObject *)code);
    if (path != NULL && PyDict_SetItem(dict, ID(__file__), path) < 0) return -1;
    return cached != NULL ? PyDict_SetItem(dict, ID(__cached__), cached) : 0;
}

/* A module whose code failed must not be found by the next import. */
static void forget(PyObject *name)
{
    PyObject *type, *value, *tb;
    PyErr_Fetch(&type, &value, &tb);
    if (PyObject_DelItem(PyImport_GetModuleDict(), name) < 0) PyErr_Clear();
    PyErr_Restore(type, value, tb);
}

PyObject *PyImport_ExecCodeModuleObject(PyObject *name, PyObject *code, PyObject *path, PyObject *cached)
{
    PyObject *module = PyImport_AddModuleObject(name); /* borrowed from sys.modules */
    if (module == NULL) return NULL;
    Py_INCREF(module);
    PyObject *dict = PyModule_GetDict(module), *result = NULL;
    if (prepare(dict, code, path, cached) == 0) result = PyEval_EvalCode(code, dict, dict);
    Py_DECREF(module);
    if (result == NULL) {
        forget(name);
        return NULL;
    }
    Py_DECREF(result);
    module = PyImport_GetModule(name); /* the code may have put another one there */
    if (module == NULL && !PyErr_Occurred())
        PyErr_Format(PyExc_ImportError, "Loaded module %R not found in sys.modules", name);
    return module;
}

PyObject *PyImport_ExecCodeModuleWithPathnames(const char *name, PyObject *code, const char *path, const char *cached)
{
    PyObject *n = PyUnicode_FromString(name), *p = NULL, *c = NULL, *module = NULL;
    if (n != NULL && (path == NULL || (p = PyUnicode_DecodeFSDefault(path)) != NULL) &&
        (cached == NULL || (c = PyUnicode_DecodeFSDefault(cached)) != NULL))
        module = PyImport_ExecCodeModuleObject(n, code, p, c);
    Py_XDECREF(c);
    Py_XDECREF(p);
    Py_XDECREF(n);
    return module;
}

PyObject *PyImport_ExecCodeModuleEx(const char *name, PyObject *code, const char *path)
{
    return PyImport_ExecCodeModuleWithPathnames(name, code, path, NULL);
}

PyObject *PyImport_ExecCodeModule(const char *name, PyObject *code)
{
    return PyImport_ExecCodeModuleWithPathnames(name, code, NULL, NULL);
}

/* ---- the rest is importlib's ---- */

PyObject *PyImport_ReloadModule(PyObject *module)
{
    PyObject *importlib = PyImport_ImportModule("importlib"), *result = NULL;
    if (importlib != NULL) result = PyObject_CallMethodOneArg(importlib, ID(reload), module);
    Py_XDECREF(importlib);
    return result;
}

/* The first of sys.path_hooks that wants `path`; None when none does. A new reference. */
static PyObject *ask_hooks(PyObject *hooks, PyObject *path)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(hooks); i++) {
        PyObject *hook = Py_NewRef(PyList_GET_ITEM(hooks, i)), *importer = PyObject_CallOneArg(hook, path);
        Py_DECREF(hook);
        if (importer != NULL) return importer;
        if (!PyErr_ExceptionMatches(PyExc_ImportError)) return NULL;
        PyErr_Clear();
    }
    Py_RETURN_NONE;
}

PyObject *PyImport_GetImporter(PyObject *path)
{
    PyObject *cache = PySys_GetObject("path_importer_cache"), *hooks = PySys_GetObject("path_hooks");
    if (cache == NULL || !PyDict_Check(cache) || hooks == NULL || !PyList_Check(hooks)) {
        PyErr_SetString(PyExc_RuntimeError, "lost sys.path_importer_cache or sys.path_hooks");
        return NULL;
    }
    PyObject *known = PyDict_GetItemWithError(cache, path);
    if (known != NULL || PyErr_Occurred()) return Py_XNewRef(known);
    Py_INCREF(cache);
    PyObject *importer = ask_hooks(hooks, path);
    if (importer != NULL && PyDict_SetItem(cache, path, importer) < 0) Py_CLEAR(importer);
    Py_DECREF(cache);
    return importer;
}

const char *PyImport_GetMagicTag(void) { return PYCACHE_TAG; }
