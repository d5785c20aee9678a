/* module_repr.c -- repr of a module: <module 'name' (built-in)>, <module 'name' from 'file'>. The rules are importlib's
 * (they belong to the language), done natively so that they hold without it. */
#include "runtime/objects/module.h"
#include "runtime/objects/str.h"

/* module.__dict__[name], borrowed; NULL without an exception when absent. */
static PyObject *entry(PyObject *module, PyObject *name)
{
    PyObject *value = PyDict_GetItemWithError(PyModule_GetDict(module), name);
    if (value == NULL) PyErr_Clear();
    return value == Py_None ? NULL : value;
}

/* From a ModuleSpec: origin, or the loader in words. */
static PyObject *from_spec(PyObject *spec)
{
    PyObject *name = PyObject_GetAttr(spec, ID(name)), *origin = NULL, *has_location = NULL, *loader = NULL, *text = NULL;
    if (name == NULL) return NULL;
    if (_PyObject_LookupAttr(spec, ID(origin), &origin) < 0) goto done;
    if (name == Py_None) Py_SETREF(name, PyUnicode_FromString("?"));
    if (name == NULL) goto done;
    if (origin == NULL || origin == Py_None) {
        if (_PyObject_LookupAttr(spec, ID(loader), &loader) < 0) goto done;
        if (loader == NULL || loader == Py_None) text = PyUnicode_FromFormat("<module %R>", name);
        else text = PyUnicode_FromFormat("<module %R (%R)>", name, loader);
        goto done;
    }
    if (_PyObject_LookupAttr(spec, ID(has_location), &has_location) < 0) goto done;
    int located = has_location == NULL ? 0 : PyObject_IsTrue(has_location);
    if (located < 0) goto done;
    text = located ? PyUnicode_FromFormat("<module %R from %R>", name, origin) : PyUnicode_FromFormat("<module %R (%S)>", name, origin);
done:
    Py_XDECREF(name);
    Py_XDECREF(origin);
    Py_XDECREF(has_location);
    Py_XDECREF(loader);
    return text;
}

/* loader.module_repr(module), the old way; NULL without an exception when there is none or it fails. */
static PyObject *from_loader(PyObject *module)
{
    PyObject *loader = entry(module, ID(__loader__)), *method;
    if (loader == NULL || _PyObject_LookupAttr(loader, ID(module_repr), &method) < 0) return NULL;
    if (method == NULL) return NULL;
    PyObject *text = PyObject_CallOneArg(method, module);
    Py_DECREF(method);
    if (text != NULL && PyUnicode_Check(text)) return text;
    Py_XDECREF(text);
    PyErr_Clear();
    return NULL;
}

PyObject *adder_module_repr(PyObject *module)
{
    struct module *m = (struct module *)module;
    PyObject *unknown = PyUnicode_FromString("?"), *text;
    if (unknown == NULL) return NULL;
    if (m->dict == NULL) {
        text = PyUnicode_FromFormat("<module %R>", m->name != NULL ? m->name : unknown);
        Py_DECREF(unknown);
        return text;
    }
    PyObject *spec = Py_XNewRef(entry(module, ID(__spec__)));
    if (spec != NULL) {
        text = from_spec(spec);
        Py_DECREF(spec);
        Py_DECREF(unknown);
        return text;
    }
    if ((text = from_loader(module)) != NULL || PyErr_Occurred()) {
        Py_DECREF(unknown);
        return text;
    }
    PyObject *name = entry(module, ID(__name__)), *file = entry(module, ID(__file__)), *loader = entry(module, ID(__loader__));
    if (name == NULL) name = unknown;
    if (file != NULL) text = PyUnicode_FromFormat("<module %R from %R>", name, file);
    else if (loader != NULL) text = PyUnicode_FromFormat("<module %R (%R)>", name, loader);
    else text = PyUnicode_FromFormat("<module %R>", name);
    Py_DECREF(unknown);
    return text;
}
