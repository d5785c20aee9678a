/* type_mro.c -- the order in which classes are searched: C3, metaclasses' mro(), and which base gives the layout. */
#include "runtime/objects/type_internal.h"
#include <string.h>

int PyType_IsSubtype(PyTypeObject *a, PyTypeObject *b)
{
    PyObject *mro = a->tp_mro;
    if (a == b) return 1;
    if (mro != NULL) {
        for (Py_ssize_t i = PyTuple_GET_SIZE(mro); i-- > 0;)
            if (PyTuple_GET_ITEM(mro, i) == (PyObject *)b) return 1;
        return 0;
    }
    for (; a != NULL; a = a->tp_base)
        if (a == b) return 1;
    return b == &PyBaseObject_Type;
}

/* ---- C3 ---- */

/* Sequences being merged: tuples of classes, each with how far it was taken. */
struct merge {
    PyObject **lists;   /* tuples */
    Py_ssize_t *heads;
    Py_ssize_t count;
};

static bool in_tail(PyObject *tuple, Py_ssize_t head, PyObject *class)
{
    for (Py_ssize_t i = head + 1; i < PyTuple_GET_SIZE(tuple); i++)
        if (PyTuple_GET_ITEM(tuple, i) == class) return true;
    return false;
}

/* The next class of the linearisation: the first head that is in no tail. Borrowed; NULL: none is left, or conflict. */
static PyObject *next_class(struct merge *m, bool *empty)
{
    *empty = true;
    for (Py_ssize_t i = 0; i < m->count; i++) {
        if (m->heads[i] >= PyTuple_GET_SIZE(m->lists[i])) continue;
        *empty = false;
        PyObject *candidate = PyTuple_GET_ITEM(m->lists[i], m->heads[i]);
        Py_ssize_t j = 0;
        while (j < m->count && !in_tail(m->lists[j], m->heads[j], candidate)) j++;
        if (j == m->count) return candidate;
    }
    return NULL;
}

static void take(struct merge *m, PyObject *class)
{
    for (Py_ssize_t i = 0; i < m->count; i++)
        if (m->heads[i] < PyTuple_GET_SIZE(m->lists[i]) && PyTuple_GET_ITEM(m->lists[i], m->heads[i]) == class)
            m->heads[i]++;
}

/* "Cannot create a consistent method resolution order (MRO) for bases A, B": the heads that are left, each once. */
static void conflict_error(struct merge *m)
{
    PyObject *names = PyList_New(0), *joined = NULL, *separator = PyUnicode_FromString(", ");
    PyObject *seen = PyDict_New();
    if (names == NULL || separator == NULL || seen == NULL) goto done;
    for (Py_ssize_t i = 0; i < m->count; i++) {
        if (m->heads[i] >= PyTuple_GET_SIZE(m->lists[i])) continue;
        if (PyDict_SetItem(seen, PyTuple_GET_ITEM(m->lists[i], m->heads[i]), Py_None) < 0) goto done;
    }
    PyObject *class, *value;
    for (Py_ssize_t pos = 0; PyDict_Next(seen, &pos, &class, &value);) {
        PyObject *name = PyType_GetName((PyTypeObject *)class);
        int rc = name == NULL ? -1 : PyList_Append(names, name);
        Py_XDECREF(name);
        if (rc < 0) goto done;
    }
    if ((joined = PyUnicode_Join(separator, names)) == NULL) goto done;
    PyErr_Format(PyExc_TypeError, "Cannot create a consistent method resolution\norder (MRO) for bases %U", joined);
done:
    Py_XDECREF(joined);
    Py_XDECREF(separator);
    Py_XDECREF(names);
    Py_XDECREF(seen);
}

static int check_bases(PyObject *bases)
{
    Py_ssize_t n = PyTuple_GET_SIZE(bases);
    for (Py_ssize_t i = 0; i < n; i++) {
        PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM(bases, i);
        if (base->tp_mro == NULL) {
            PyErr_Format(PyExc_TypeError, "Cannot extend an incomplete type '%.100s'", base->tp_name);
            return -1;
        }
        for (Py_ssize_t j = i + 1; j < n; j++) {
            if (PyTuple_GET_ITEM(bases, j) != (PyObject *)base) continue;
            PyObject *name = PyType_GetName(base);
            if (name != NULL) PyErr_Format(PyExc_TypeError, "duplicate base class %U", name);
            Py_XDECREF(name);
            return -1;
        }
    }
    return 0;
}

static PyObject *merge_all(PyTypeObject *type, struct merge *m)
{
    bool empty;
    PyObject *class, *result = PyList_New(0), *tuple = NULL;
    if (result == NULL || PyList_Append(result, (PyObject *)type) < 0) goto done;
    while ((class = next_class(m, &empty)) != NULL) {
        take(m, class);
        if (PyList_Append(result, class) < 0) goto done;
    }
    if (empty) tuple = PyList_AsTuple(result);
    else conflict_error(m);
done:
    Py_XDECREF(result);
    return tuple;
}

PyObject *adder_mro_compute(PyTypeObject *type)
{
    PyObject *bases = type->tp_bases;
    Py_ssize_t n = PyTuple_GET_SIZE(bases);
    if (check_bases(bases) < 0) return NULL;
    if (n == 1) {
        PyObject *rest = ((PyTypeObject *)PyTuple_GET_ITEM(bases, 0))->tp_mro, *mro = PyTuple_New(PyTuple_GET_SIZE(rest) + 1);
        if (mro == NULL) return NULL;
        PyTuple_SET_ITEM(mro, 0, Py_NewRef(type));
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(rest); i++) PyTuple_SET_ITEM(mro, i + 1, Py_NewRef(PyTuple_GET_ITEM(rest, i)));
        return mro;
    }
    struct merge m = { .count = n + 1 };
    m.lists = PyMem_Calloc((size_t)n + 1, sizeof *m.lists + sizeof *m.heads);
    if (m.lists == NULL) return PyErr_NoMemory();
    m.heads = (Py_ssize_t *)(m.lists + n + 1);
    for (Py_ssize_t i = 0; i < n; i++) m.lists[i] = ((PyTypeObject *)PyTuple_GET_ITEM(bases, i))->tp_mro;
    m.lists[n] = bases;
    PyObject *mro = merge_all(type, &m);
    PyMem_Free(m.lists);
    return mro;
}

/* ---- Setting ---- */

/* What a metaclass's own mro() gave must be classes whose layout the type can stand on. */
static int check_custom(PyTypeObject *type, PyObject *mro)
{
    PyTypeObject *solid = adder_solid_base(type);
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(mro); i++) {
        PyObject *o = PyTuple_GET_ITEM(mro, i);
        if (!PyType_Check(o)) {
            PyErr_Format(PyExc_TypeError, "mro() returned a non-class ('%.500s')", Py_TYPE(o)->tp_name);
            return -1;
        }
        if (!PyType_IsSubtype(solid, adder_solid_base((PyTypeObject *)o))) {
            PyErr_Format(PyExc_TypeError, "mro() returned base with unsuitable layout ('%.500s')",
                         ((PyTypeObject *)o)->tp_name);
            return -1;
        }
    }
    return 0;
}

static PyObject *invoke(PyTypeObject *type)
{
    PyObject *method = Py_IS_TYPE(type, &PyType_Type) ? NULL : _PyType_Lookup(Py_TYPE(type), ID(mro));
    if (method == NULL || method == _PyType_Lookup(&PyType_Type, ID(mro))) return adder_mro_compute(type);
    PyObject *self = (PyObject *)type, *result = adder_special_call(self, ID(mro), &self, 1);
    if (result == NULL) return NULL;
    PyObject *tuple = PySequence_Tuple(result);
    Py_DECREF(result);
    if (tuple != NULL && PyTuple_GET_SIZE(tuple) == 0) {
        PyErr_SetString(PyExc_TypeError, "type MRO must not be empty");
        Py_CLEAR(tuple);
    }
    if (tuple != NULL && check_custom(type, tuple) < 0) Py_CLEAR(tuple);
    return tuple;
}

/* Sets tp_mro. 1 done, -1 failed (tp_mro as before), 0: mro() itself changed the type meanwhile, and that stays. With
 * old_mro the previous one is handed to the caller instead of being dropped. */
int adder_mro_set(PyTypeObject *type, PyObject **old_mro)
{
    PyObject *old = type->tp_mro;
    Py_XINCREF(old);
    PyObject *fresh = invoke(type);
    bool reentered = type->tp_mro != old;
    Py_XDECREF(old);
    if (fresh == NULL) return -1;
    if (reentered) {
        Py_DECREF(fresh);
        return 0;
    }
    type->tp_mro = fresh;
    PyType_Modified(type);
    if (old_mro != NULL) *old_mro = old;
    else Py_XDECREF(old);
    return 1;
}

/* Recomputes the MROs of `type` and its subclasses after __bases__ changed. `undo` (a list) collects (class, old MRO,
 * new MRO) so that the caller can go back on failure. */
int adder_mro_update_hierarchy(PyTypeObject *type, PyObject *undo)
{
    PyObject *old_mro = NULL;
    int rc = adder_mro_set(type, &old_mro);
    if (rc <= 0) return rc;
    PyObject *entry = PyTuple_Pack(3, type, old_mro != NULL ? old_mro : Py_None, type->tp_mro);
    Py_XDECREF(old_mro);
    rc = entry == NULL ? -1 : PyList_Append(undo, entry);
    Py_XDECREF(entry);
    PyObject *subclasses = rc < 0 ? NULL : PyList_New(0);
    if (subclasses == NULL) return -1;
    struct adder_type_list *list = adder_type_subclasses(type);
    for (size_t i = 0; rc == 0 && i < list->count; i++) rc = PyList_Append(subclasses, (PyObject *)list->items[i]);
    for (Py_ssize_t i = 0; rc == 0 && i < PyList_GET_SIZE(subclasses); i++)
        rc = adder_mro_update_hierarchy((PyTypeObject *)PyList_GET_ITEM(subclasses, i), undo);
    Py_DECREF(subclasses);
    return rc < 0 ? -1 : 0;
}

/* ---- Layout ---- */

static bool adds_fields(PyTypeObject *type, PyTypeObject *base)
{
    size_t size = (size_t)type->tp_basicsize, base_size = (size_t)base->tp_basicsize;
    if (type->tp_itemsize || base->tp_itemsize) return size != base_size || type->tp_itemsize != base->tp_itemsize;
    if (type->tp_weaklistoffset && !base->tp_weaklistoffset && is_heap(type) &&
        (size_t)type->tp_weaklistoffset + sizeof(PyObject *) == size)
        size -= sizeof(PyObject *);
    if (type->tp_dictoffset && !base->tp_dictoffset && is_heap(type) &&
        (size_t)type->tp_dictoffset + sizeof(PyObject *) == size)
        size -= sizeof(PyObject *);
    return size != base_size;
}

/* The nearest base, or the type itself, that gives instances fields of their own beside __dict__ and __weakref__. */
PyTypeObject *adder_solid_base(PyTypeObject *type)
{
    PyTypeObject *base = type->tp_base != NULL ? adder_solid_base(type->tp_base) : &PyBaseObject_Type;
    return adds_fields(type, base) ? type : base;
}

/* The base whose layout the new class extends; borrowed, NULL with TypeError when bases cannot be combined. */
PyTypeObject *adder_best_base(PyObject *bases)
{
    PyTypeObject *best = NULL, *winner = NULL;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(bases); i++) {
        PyObject *o = PyTuple_GET_ITEM(bases, i);
        if (!PyType_Check(o)) {
            PyErr_SetString(PyExc_TypeError, "bases must be types");
            return NULL;
        }
        PyTypeObject *base = (PyTypeObject *)o;
        if (!(base->tp_flags & Py_TPFLAGS_READY) && PyType_Ready(base) < 0) return NULL;
        if (!(base->tp_flags & Py_TPFLAGS_BASETYPE)) {
            PyErr_Format(PyExc_TypeError, "type '%.100s' is not an acceptable base type", base->tp_name);
            return NULL;
        }
        PyTypeObject *candidate = adder_solid_base(base);
        if (winner == NULL || (winner != candidate && !PyType_IsSubtype(winner, candidate) && PyType_IsSubtype(candidate, winner))) {
            winner = candidate;
            best = base;
        } else if (!PyType_IsSubtype(winner, candidate)) {
            PyErr_SetString(PyExc_TypeError, "multiple bases have instance lay-out conflict");
            return NULL;
        }
    }
    return best;
}
