/* build_class.c -- what a class statement calls: finds bases and metaclass, runs the body, calls the metaclass. */
#include "vm/call.h"
#include "runtime/objects/type.h"
#include "vm/build_class.h"

/* The bases with what is no class replaced by its __mro_entries__. `bases` itself (new reference) when there is none. */
static PyObject *resolve_bases(PyObject *bases)
{
    PyObject *list = NULL;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(bases); i++) {
        PyObject *base = PyTuple_GET_ITEM(bases, i), *entries = NULL;
        if (!PyType_Check(base)) {
            PyObject *method;
            if (_PyObject_LookupAttr(base, ID(__mro_entries__), &method) < 0) goto fail;
            if (method != NULL) {
                entries = PyObject_CallOneArg(method, bases);
                Py_DECREF(method);
                if (entries == NULL) goto fail;
                if (!PyTuple_Check(entries)) {
                    PyErr_SetString(PyExc_TypeError, "__mro_entries__ must return a tuple");
                    Py_DECREF(entries);
                    goto fail;
                }
            }
        }
        if (entries == NULL) {
            if (list != NULL && PyList_Append(list, base) < 0) goto fail;
            continue;
        }
        if (list == NULL) {
            PyObject *before = PyTuple_GetSlice(bases, 0, i);
            list = before == NULL ? NULL : PySequence_List(before);
            Py_XDECREF(before);
        }
        Py_ssize_t n = list == NULL ? 0 : PyList_GET_SIZE(list);
        int rc = list == NULL ? -1 : PyList_SetSlice(list, n, n, entries);
        Py_DECREF(entries);
        if (rc < 0) goto fail;
    }
    if (list == NULL) return Py_NewRef(bases);
    PyObject *tuple = PyList_AsTuple(list);
    Py_DECREF(list);
    return tuple;
fail:
    Py_XDECREF(list);
    return NULL;
}

/* The metaclass: the keyword `metaclass` (taken out of `kwargs`), or the first base's class; the most derived one when it is
 * a class. New reference. *is_class: it is. */
static PyObject *find_metaclass(PyObject *bases, PyObject *kwargs, bool *is_class)
{
    PyObject *meta = kwargs == NULL ? NULL : PyDict_GetItemWithError(kwargs, ID(metaclass));
    if (meta != NULL) {
        Py_INCREF(meta);
        if (PyDict_DelItem(kwargs, ID(metaclass)) < 0) {
            Py_DECREF(meta);
            return NULL;
        }
    } else if (PyErr_Occurred()) return NULL;
    else if (PyTuple_GET_SIZE(bases) == 0) meta = Py_NewRef((PyObject *)&PyType_Type);
    else meta = Py_NewRef((PyObject *)Py_TYPE(PyTuple_GET_ITEM(bases, 0)));
    *is_class = PyType_Check(meta);
    if (!*is_class) return meta;
    PyObject *winner = (PyObject *)_PyType_CalculateMetaclass((PyTypeObject *)meta, bases);
    Py_XINCREF(winner);
    Py_DECREF(meta);
    return winner;
}

static PyObject *prepare(PyObject *meta, PyObject *name, PyObject *bases, PyObject *kwargs, bool is_class)
{
    PyObject *method, *ns;
    if (meta == (PyObject *)&PyType_Type) return PyDict_New();
    if (_PyObject_LookupAttr(meta, ID(__prepare__), &method) < 0) return NULL;
    if (method == NULL) return PyDict_New();
    PyObject *args[] = { name, bases };
    ns = PyObject_VectorcallDict(method, args, 2, kwargs);
    Py_DECREF(method);
    if (ns != NULL && !PyMapping_Check(ns)) {
        PyErr_Format(PyExc_TypeError, "%.200s.__prepare__() must return a mapping, not %.200s",
                     is_class ? ((PyTypeObject *)meta)->tp_name : "<metaclass>", Py_TYPE(ns)->tp_name);
        Py_CLEAR(ns);
    }
    return ns;
}

/* The cell that the body returned for __class__ must now hold the class. */
static int check_cell(PyObject *cell, PyObject *cls, PyObject *name)
{
    PyObject *held = PyCell_GET(cell);
    if (held == cls) return 0;
    if (held == NULL)
        PyErr_Format(PyExc_RuntimeError, "__class__ not set defining %.200R as %.200R. Was __classcell__ propagated to type.__new__?", name, cls);
    else PyErr_Format(PyExc_TypeError, "__class__ set to %.200R defining %.200R as %.200R", held, name, cls);
    return -1;
}

/* Runs the body and calls the metaclass. */
static PyObject *make_class(Function *body, PyObject *name, PyObject *bases, PyObject *original, PyObject *meta, PyObject *ns, PyObject *kwargs)
{
    PyObject *cell = adder_run_code(body->code, body->globals, ns, body->closure), *cls = NULL;
    if (cell == NULL) return NULL;
    if (bases != original && PyObject_SetItem(ns, ID(__orig_bases__), original) < 0) goto done;
    PyObject *args[] = { NULL, name, bases, ns };
    adder_interp()->type.attribute_hint = body->code->self_attributes;
    cls = PyObject_VectorcallDict(meta, args + 1, 3 | PY_VECTORCALL_ARGUMENTS_OFFSET, kwargs);
    adder_interp()->type.attribute_hint = 0;
    if (cls != NULL && PyType_Check(cls) && PyCell_Check(cell) && check_cell(cell, cls, name) < 0) Py_CLEAR(cls);
done:
    Py_DECREF(cell);
    return cls;
}

/* The keyword arguments as a new dict; *kwargs NULL when there are none. 0 or -1. */
static int keyword_dict(PyObject *const *values, PyObject *kwnames, PyObject **kwargs)
{
    *kwargs = NULL;
    if (kwnames == NULL || PyTuple_GET_SIZE(kwnames) == 0) return 0;
    if ((*kwargs = PyDict_New()) == NULL) return -1;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(kwnames); i++)
        if (PyDict_SetItem(*kwargs, PyTuple_GET_ITEM(kwnames, i), values[i]) < 0) {
            Py_CLEAR(*kwargs);
            return -1;
        }
    return 0;
}

PyObject *adder_builtin_build_class(PyObject *self ADDER_UNUSED, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    PyObject *original = NULL, *bases = NULL, *kwargs = NULL, *meta = NULL, *ns = NULL, *cls = NULL;
    bool is_class = false;
    if (nargs < 2) {
        PyErr_SetString(PyExc_TypeError, "__build_class__: not enough arguments");
        return NULL;
    }
    if (!PyFunction_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "__build_class__: func must be a function");
        return NULL;
    }
    if (!PyUnicode_Check(args[1])) {
        PyErr_SetString(PyExc_TypeError, "__build_class__: name is not a string");
        return NULL;
    }
    if ((original = PyTuple_New(nargs - 2)) == NULL) return NULL;
    for (Py_ssize_t i = 2; i < nargs; i++) PyTuple_SET_ITEM(original, i - 2, Py_NewRef(args[i]));
    if ((bases = resolve_bases(original)) == NULL || keyword_dict(args + nargs, kwnames, &kwargs) < 0) goto done;
    if ((meta = find_metaclass(bases, kwargs, &is_class)) == NULL) goto done;
    if ((ns = prepare(meta, args[1], bases, kwargs, is_class)) == NULL) goto done;
    cls = make_class((Function *)args[0], args[1], bases, original, meta, ns, kwargs);
done:
    Py_XDECREF(original);
    Py_XDECREF(bases);
    Py_XDECREF(kwargs);
    Py_XDECREF(meta);
    Py_XDECREF(ns);
    return cls;
}
