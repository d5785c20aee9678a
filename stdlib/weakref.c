/* weakref.c -- the module _weakref; the types are in runtime/objects/weakref.c. */
#include "runtime/objects/weakref.h"

/* The first of the references to an object; NULL when it has none or cannot have any. */
static PyWeakReference *first_reference(PyObject *object)
{
    PyWeakReference **list = adder_weakref_list(object);
    return list == NULL ? NULL : *list;
}

static PyObject *weakref_getweakrefcount(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    return PyLong_FromSsize_t(_PyWeakref_GetWeakrefCount(first_reference(args[0])));
}

static PyObject *weakref_getweakrefs(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    PyObject *all = PyList_New(0);
    for (PyWeakReference *ref = first_reference(args[0]); all != NULL && ref != NULL; ref = ref->wr_next)
        if (Py_REFCNT((PyObject *)ref) > 0 && PyList_Append(all, (PyObject *)ref) < 0) Py_CLEAR(all);
    return all;
}

static PyObject *weakref_proxy(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    return PyWeakref_NewProxy(args[0], args[1]);
}

static int is_dead_reference(PyObject *value)
{
    if (PyWeakref_Check(value)) return Py_IsNone(PyWeakref_GetObject(value));
    PyErr_SetString(PyExc_TypeError, "not a weakref");
    return -1;
}

static PyObject *weakref_remove_dead_weakref(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    if (!PyDict_Check(args[0])) {
        PyErr_Format(PyExc_TypeError, "_remove_dead_weakref() argument 1 must be dict, not %.50s", Py_TYPE(args[0])->tp_name);
        return NULL;
    }
    if (_PyDict_DelItemIf(args[0], args[1], is_dead_reference) < 0) {
        if (!PyErr_ExceptionMatches(PyExc_KeyError)) return NULL;
        PyErr_Clear(); /* gone already */
    }
    Py_RETURN_NONE;
}

static PyMethodDef weakref_functions[] = {
    FN("getweakrefcount", weakref_getweakrefcount, "($module, object, /)", "Return the number of weak references to 'object'."),
    FN("getweakrefs", weakref_getweakrefs, "($module, object, /)", "A list of all weak references and proxies to the object."),
    FN("proxy", weakref_proxy, "($module, object, callback=None, /)",
       "A proxy that acts as the object does, without keeping it alive; callback(proxy) is called when it dies."),
    FN("_remove_dead_weakref", weakref_remove_dead_weakref, "($module, dct, key, /)",
       "Remove key from dct if it points to a dead weakref, in one step."),
    {0} };

static int weakref_exec(PyObject *module)
{
    return PyModule_AddObjectRef(module, "ref", (PyObject *)&_PyWeakref_RefType) < 0
           || PyModule_AddObjectRef(module, "ReferenceType", (PyObject *)&_PyWeakref_RefType) < 0
           || PyModule_AddObjectRef(module, "ProxyType", (PyObject *)&_PyWeakref_ProxyType) < 0
           || PyModule_AddObjectRef(module, "CallableProxyType", (PyObject *)&_PyWeakref_CallableProxyType) < 0 ? -1 : 0;
}

MODULE(_weakref, "Weak-reference support module.", weakref_functions, weakref_exec)
