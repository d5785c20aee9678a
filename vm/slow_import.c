/* slow_import.c -- import statements, annotations of a namespace, the REPL's display of expressions. */
#include "vm/eval.h"

/* The namespace of class bodies, modules and exec'd code; borrowed; NULL in functions. */
static PyObject *namespace_of(Slot *fp)
{
    CodeObject *code = frame_code(fp);
    if (code->namespace_slot != NO_NAMESPACE && fp[code->namespace_slot] != SLOT_NULL) return slot_object(fp[code->namespace_slot]);
    return code->flags & CO_NEWLOCALS ? NULL : frame_function(fp)->globals;
}

SLOW(adder_slow_import_name)
{
    (void)thread;
    Function *f = frame_function(fp);
    PyObject *fromlist = slot_boxed(fp + pc->c), *level = fromlist == NULL ? NULL : slot_boxed(fp + pc->c + 1), *import, *ns;
    if (level == NULL) return -1;
    import = PyDict_CheckExact(f->builtins) ? Py_XNewRef(PyDict_GetItemWithError(f->builtins, ID(__import__)))
                                            : PyObject_GetItem(f->builtins, ID(__import__));
    if (import == NULL) {
        if (!PyErr_Occurred() || PyErr_ExceptionMatches(PyExc_KeyError)) PyErr_SetString(PyExc_ImportError, "__import__ not found");
        return -1;
    }
    ns = namespace_of(fp);
    PyObject *args[] = { NULL, PyTuple_GET_ITEM(frame_code(fp)->names, pc->b), f->globals, ns == NULL ? Py_None : ns, fromlist, level };
    PyObject *x = PyObject_Vectorcall(import, args + 1, 5 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
    Py_DECREF(import);
    if (x == NULL) return -1;
    for (int i = 0; i < 2; i++) {
        Slot s = fp[pc->c + i];
        fp[pc->c + i] = SLOT_NULL;
        slot_release(s);
    }
    fp[pc->a] = slot_from_object(x);
    return 0;
}

/* o.name as a new reference; NULL without an exception when absent or when the lookup failed. */
static PyObject *quiet_attr(PyObject *o, PyObject *name)
{
    PyObject *x = PyObject_GetAttr(o, name);
    if (x == NULL) PyErr_Clear();
    return x;
}

static bool initializing(PyObject *module)
{
    PyObject *spec = quiet_attr(module, ID(__spec__)), *flag = spec == NULL ? NULL : quiet_attr(spec, ID(_initializing));
    int truth = flag == NULL ? 0 : PyObject_IsTrue(flag);
    Py_XDECREF(spec);
    Py_XDECREF(flag);
    if (truth < 0) PyErr_Clear();
    return truth > 0;
}

static void raise_cannot_import(PyObject *module, PyObject *module_name, PyObject *name)
{
    PyObject *shown = module_name != NULL ? Py_NewRef(module_name) : PyUnicode_FromString("<unknown module name>"), *message = NULL;
    PyObject *path = PyModule_Check(module) ? PyModule_GetFilenameObject(module) : NULL;
    if (path == NULL) PyErr_Clear();
    if (shown == NULL) goto done;
    if (path == NULL) message = PyUnicode_FromFormat("cannot import name %R from %R (unknown location)", name, shown);
    else
        message = PyUnicode_FromFormat(initializing(module) ? "cannot import name %R from partially initialized module %R "
                                                              "(most likely due to a circular import) (%S)"
                                                            : "cannot import name %R from %R (%S)",
                                       name, shown, path);
    if (message != NULL) PyErr_SetImportError(message, shown, path);
done:
    Py_XDECREF(message);
    Py_XDECREF(shown);
    Py_XDECREF(path);
}

SLOW(adder_slow_import_from)
{
    (void)thread;
    PyObject *module = slot_object(fp[pc->b]), *name = PyTuple_GET_ITEM(frame_code(fp)->names, pc->c);
    PyObject *x = PyObject_GetAttr(module, name), *module_name = NULL;
    if (x == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return -1;
        PyErr_Clear();
        module_name = quiet_attr(module, ID(__name__));
        if (module_name != NULL && !PyUnicode_Check(module_name)) Py_CLEAR(module_name);
        PyObject *full = module_name == NULL ? NULL : PyUnicode_FromFormat("%U.%U", module_name, name);
        if (full != NULL) x = PyImport_GetModule(full);
        Py_XDECREF(full);
        if (x == NULL && !PyErr_Occurred()) raise_cannot_import(module, module_name, name);
        Py_XDECREF(module_name);
        if (x == NULL) return -1;
    }
    fp[pc->a] = slot_from_object(x);
    return 0;
}

/* One name of `from module import *`; `all`: it comes from __all__. */
static int import_one(PyObject *ns, PyObject *module, PyObject *name, bool all)
{
    if (!PyUnicode_Check(name)) {
        PyObject *module_name = PyObject_GetAttr(module, ID(__name__));
        if (module_name == NULL) return -1;
        PyErr_Format(PyExc_TypeError, all ? "Item in %S.__all__ must be str, not %.100s" : "Key in %S.__dict__ must be str, not %.100s",
                     module_name, Py_TYPE(name)->tp_name);
        Py_DECREF(module_name);
        return -1;
    }
    if (!all && PyUnicode_GET_LENGTH(name) > 0 && PyUnicode_READ_CHAR(name, 0) == '_') return 0;
    PyObject *value = PyObject_GetAttr(module, name);
    if (value == NULL) return -1;
    int rc = PyDict_CheckExact(ns) ? PyDict_SetItem(ns, name, value) : PyObject_SetItem(ns, name, value);
    Py_DECREF(value);
    return rc;
}

SLOW(adder_slow_import_star)
{
    (void)thread;
    PyObject *module = slot_object(fp[pc->a]), *ns = namespace_of(fp), *names = PyObject_GetAttr(module, ID(__all__));
    bool all = names != NULL;
    if (!all) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return -1;
        PyErr_Clear();
        PyObject *dict = PyObject_GetAttr(module, ID(__dict__));
        if (dict == NULL) {
            if (PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_SetString(PyExc_ImportError, "from-import-* object has no __dict__ and no __all__");
            return -1;
        }
        names = PyMapping_Keys(dict);
        Py_DECREF(dict);
        if (names == NULL) return -1;
    }
    int rc = 0;
    for (Py_ssize_t i = 0; rc == 0; i++) {
        PyObject *name = PySequence_GetItem(names, i);
        if (name == NULL) {
            if (PyErr_ExceptionMatches(PyExc_IndexError)) PyErr_Clear();
            else rc = -1;
            break;
        }
        rc = import_one(ns, module, name, all);
        Py_DECREF(name);
    }
    Py_DECREF(names);
    if (rc < 0) return -1;
    operand_consume(pc, fp, 0);
    return 0;
}

SLOW(adder_slow_setup_annotations)
{
    (void)thread, (void)pc;
    PyObject *ns = namespace_of(fp), *have = NULL;
    if (PyDict_CheckExact(ns)) have = Py_XNewRef(PyDict_GetItemWithError(ns, ID(__annotations__)));
    else if ((have = PyObject_GetItem(ns, ID(__annotations__))) == NULL && PyErr_ExceptionMatches(PyExc_KeyError)) PyErr_Clear();
    if (have == NULL) {
        if (PyErr_Occurred() || (have = PyDict_New()) == NULL) return -1;
        if (PyObject_SetItem(ns, ID(__annotations__), have) < 0) {
            Py_DECREF(have);
            return -1;
        }
    }
    Py_DECREF(have);
    return 0;
}

SLOW(adder_slow_print_expr)
{
    (void)thread;
    PyObject *hook = PySys_GetObject("displayhook"), *value = slot_boxed(fp + pc->a);
    if (value == NULL) return -1;
    if (hook == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "lost sys.displayhook");
        return -1;
    }
    Py_INCREF(hook);
    PyObject *x = PyObject_CallOneArg(hook, value);
    Py_DECREF(hook);
    if (x == NULL) return -1;
    Py_DECREF(x);
    operand_consume(pc, fp, 0);
    return 0;
}
