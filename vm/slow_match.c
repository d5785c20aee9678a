/* slow_match.c -- what pattern matching asks of a subject. */
#include "vm/eval.h"

static int has_flag(Slot *fp, Instr *pc, unsigned long flag)
{
    bool yes = !slot_is_number(fp[pc->b]) && PyType_HasFeature(Py_TYPE(slot_object(fp[pc->b])), flag);
    store_object(pc, fp, Py_NewRef(yes ? Py_True : Py_False));
    return 0;
}

SLOW(adder_slow_match_sequence)
{
    (void)thread;
    return has_flag(fp, pc, Py_TPFLAGS_SEQUENCE);
}

SLOW(adder_slow_match_mapping)
{
    (void)thread;
    return has_flag(fp, pc, Py_TPFLAGS_MAPPING);
}

SLOW(adder_slow_get_len)
{
    (void)thread;
    PyObject *o = slot_boxed(fp + pc->b);
    Py_ssize_t n = o == NULL ? -1 : PyObject_Length(o);
    PyObject *x = n < 0 ? NULL : PyLong_FromSsize_t(n);
    if (x == NULL) return -1;
    fp[pc->a] = slot_from_object(x);
    return 0;
}

/* Appends map[key] to `values`. 1, 0: the key is absent, -1. */
static int match_key(PyObject *get, PyObject *key, PyObject *missing, PyObject *seen, PyObject *values)
{
    int twice = PySet_Contains(seen, key);
    if (twice < 0 || PySet_Add(seen, key) < 0) return -1;
    if (twice) {
        PyErr_Format(PyExc_ValueError, "mapping pattern checks duplicate key (%R)", key);
        return -1;
    }
    PyObject *args[] = { NULL, key, missing }, *value = PyObject_Vectorcall(get, args + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
    if (value == NULL) return -1;
    int rc = value == missing ? 0 : PyList_Append(values, value) < 0 ? -1 : 1;
    Py_DECREF(value);
    return rc;
}

/* The values for `keys` as a tuple, None when one is absent. */
static PyObject *match_keys(PyObject *map, PyObject *keys)
{
    PyObject *get = PyObject_GetAttr(map, ID(get)), *seen = PySet_New(NULL), *values = PyList_New(0), *result = NULL;
    PyObject *missing = PyObject_CallNoArgs((PyObject *)&PyBaseObject_Type);
    if (get == NULL || seen == NULL || values == NULL || missing == NULL) goto done;
    int rc = 1;
    for (Py_ssize_t i = 0; rc > 0 && i < PyTuple_GET_SIZE(keys); i++)
        rc = match_key(get, PyTuple_GET_ITEM(keys, i), missing, seen, values);
    if (rc == 0) result = Py_NewRef(Py_None);
    else if (rc > 0) result = PyList_AsTuple(values);
done:
    Py_XDECREF(get);
    Py_XDECREF(seen);
    Py_XDECREF(values);
    Py_XDECREF(missing);
    return result;
}

SLOW(adder_slow_match_keys)
{
    (void)thread;
    PyObject *x = match_keys(slot_object(fp[pc->b]), slot_object(fp[pc->c]));
    if (x == NULL) return -1;
    fp[pc->a] = slot_from_object(x);
    return 0;
}

/* Appends subject.name to `values`. 1, 0: no such attribute, -1. */
static int match_attribute(PyObject *subject, PyTypeObject *type, PyObject *name, PyObject *seen, PyObject *values)
{
    int twice = PySet_Contains(seen, name);
    if (twice < 0 || PySet_Add(seen, name) < 0) return -1;
    if (twice) {
        PyErr_Format(PyExc_TypeError, "%s() got multiple sub-patterns for attribute %R", type->tp_name, name);
        return -1;
    }
    PyObject *value = PyObject_GetAttr(subject, name);
    if (value == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return -1;
        PyErr_Clear();
        return 0;
    }
    int rc = PyList_Append(values, value) < 0 ? -1 : 1;
    Py_DECREF(value);
    return rc;
}

/* The positional sub-patterns. 1, 0, -1 as above. */
static int match_positional(PyObject *subject, PyTypeObject *type, Py_ssize_t n, PyObject *seen, PyObject *values)
{
    bool self = false;
    PyObject *names = PyObject_GetAttr((PyObject *)type, ID(__match_args__));
    if (names == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return -1;
        PyErr_Clear();
        self = PyType_HasFeature(type, _Py_TPFLAGS_MATCH_SELF);
        if ((names = PyTuple_New(0)) == NULL) return -1;
    } else if (!PyTuple_CheckExact(names)) {
        PyErr_Format(PyExc_TypeError, "%s.__match_args__ must be a tuple (got %s)", type->tp_name, Py_TYPE(names)->tp_name);
        Py_DECREF(names);
        return -1;
    }
    Py_ssize_t allowed = self ? 1 : PyTuple_GET_SIZE(names);
    int rc = 1;
    if (n > allowed) {
        PyErr_Format(PyExc_TypeError, "%s() accepts %zd positional sub-pattern%s (%zd given)", type->tp_name, allowed,
                     allowed == 1 ? "" : "s", n);
        rc = -1;
    } else if (self) rc = PyList_Append(values, subject) < 0 ? -1 : 1;
    else {
        for (Py_ssize_t i = 0; rc > 0 && i < n; i++) {
            PyObject *name = PyTuple_GET_ITEM(names, i);
            if (!PyUnicode_CheckExact(name)) {
                PyErr_Format(PyExc_TypeError, "__match_args__ elements must be strings (got %s)", Py_TYPE(name)->tp_name);
                rc = -1;
            } else rc = match_attribute(subject, type, name, seen, values);
        }
    }
    Py_DECREF(names);
    return rc;
}

/* The attributes of `subject` that a class pattern takes apart, as a tuple; None when it is no match. */
static PyObject *match_class(PyObject *subject, PyObject *cls, Py_ssize_t n, PyObject *names)
{
    if (!PyType_Check(cls)) {
        PyErr_SetString(PyExc_TypeError, "called match pattern must be a type");
        return NULL;
    }
    PyTypeObject *type = (PyTypeObject *)cls;
    int rc = PyObject_IsInstance(subject, cls);
    if (rc <= 0) return rc < 0 ? NULL : Py_NewRef(Py_None);
    PyObject *seen = PySet_New(NULL), *values = PyList_New(0), *result = NULL;
    if (seen == NULL || values == NULL) rc = -1;
    if (rc > 0 && n > 0) rc = match_positional(subject, type, n, seen, values);
    for (Py_ssize_t i = 0; rc > 0 && i < PyTuple_GET_SIZE(names); i++)
        rc = match_attribute(subject, type, PyTuple_GET_ITEM(names, i), seen, values);
    if (rc == 0) result = Py_NewRef(Py_None);
    else if (rc > 0) result = PyList_AsTuple(values);
    Py_XDECREF(seen);
    Py_XDECREF(values);
    return result;
}

SLOW(adder_slow_match_class)
{
    (void)thread;
    PyObject *subject = slot_boxed(fp + pc->b), *cls = slot_boxed(fp + pc->c);
    PyObject *x = subject == NULL || cls == NULL ? NULL : match_class(subject, cls, pc[1].a, slot_object(fp[pc->c + 1]));
    if (x == NULL) return -1;
    for (int i = 0; i < 2; i++) {
        Slot s = fp[pc->c + i];
        fp[pc->c + i] = SLOT_NULL;
        slot_release(s);
    }
    fp[pc->a] = slot_from_object(x);
    return 0;
}

SLOW(adder_slow_copy_dict_without)
{
    (void)thread;
    PyObject *map = slot_object(fp[pc->b]), *keys = slot_object(fp[pc->c]), *x = PyDict_New();
    if (x == NULL || PyDict_Update(x, map) < 0) goto fail;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(keys); i++)
        if (PyDict_DelItem(x, PyTuple_GET_ITEM(keys, i)) < 0) goto fail;
    fp[pc->a] = slot_from_object(x);
    return 0;
fail:
    Py_XDECREF(x);
    return -1;
}
