/* slow_names.c -- variables: locals, globals, the namespaces of class bodies and modules, cells. */
#include "vm/cache.h"
#include "runtime/objects/dict.h"

static PyObject *code_name(Slot *fp, int i) { return PyTuple_GET_ITEM(frame_code(fp)->names, i); }

SLOW(adder_slow_nothing)
{
    (void)thread, (void)fp, (void)pc;
    return 0;
}

SLOW(adder_slow_loadk_far)
{
    (void)thread;
    CodeObject *code = frame_code(fp);
    Slot *constants = (Slot *)(code->instrs + code->ninstrs);
    Slot s = constants[pc->b | (uint32_t)pc->c << 16];
    if (slot_is_object(s)) Py_INCREF(slot_object(s));
    store_slot(pc, fp, s);
    return 0;
}

SLOW(adder_slow_delete)
{
    (void)thread;
    Slot s = fp[pc->a];
    if (s == SLOT_NULL) return adder_raise_unbound(fp, pc->a);
    fp[pc->a] = SLOT_NULL;
    slot_release(s);
    return 0;
}

/* "name 'x' is not defined", with the name kept in the exception for suggestions. */
static int raise_name_error(PyObject *name)
{
    PyErr_Format(PyExc_NameError, "name '%U' is not defined", name);
    PyObject *exc = adder_error_take();
    if (exc == NULL) return -1;
    if (Py_TYPE(exc) == (PyTypeObject *)PyExc_NameError) {
        PyNameErrorObject *e = (PyNameErrorObject *)exc;
        Py_XSETREF(e->name, Py_NewRef(name));
    }
    adder_error_restore(exc);
    return -1;
}

/* A new reference, NULL without an exception when absent. */
static PyObject *mapping_get(PyObject *mapping, PyObject *name)
{
    if (PyDict_CheckExact(mapping)) return Py_XNewRef(PyDict_GetItemWithError(mapping, name));
    PyObject *x = PyObject_GetItem(mapping, name);
    if (x == NULL && PyErr_ExceptionMatches(PyExc_KeyError)) PyErr_Clear();
    return x;
}

/* From globals, then builtins. A new reference, or NULL with an exception. */
static PyObject *load_global(Function *f, PyObject *name)
{
    PyObject *x = mapping_get(f->globals, name);
    if (x == NULL && !PyErr_Occurred()) x = mapping_get(f->builtins, name);
    if (x == NULL && !PyErr_Occurred()) raise_name_error(name);
    return x;
}

SLOW(adder_slow_load_global)
{
    (void)thread;
    Function *f = frame_function(fp);
    PyObject *name = code_name(fp, pc->b), *x = load_global(f, name);
    if (x == NULL) return -1;
    store_object(pc, fp, x);
    pc->op = op_in_form(pc->op, BASE_LOAD_GLOBAL);
    if (cache_due(CACHE(pc))) adder_cache_global(pc, f, name);
    return 0;
}

SLOW(adder_slow_store_global)
{
    (void)thread;
    PyObject *temp, *value = adder_operand(pc, fp, 1, &temp), *globals = frame_function(fp)->globals;
    if (value == NULL) return -1;
    int rc = PyDict_SetItem(globals, code_name(fp, pc->a), value);
    Py_XDECREF(temp);
    if (rc < 0) return -1;
    operand_consume(pc, fp, 1);
    pc->op = op_in_form(pc->op, BASE_STORE_GLOBAL);
    if (cache_due(CACHE(pc))) adder_cache_store_global(pc, globals, code_name(fp, pc->a));
    return 0;
}

SLOW(adder_slow_delete_global)
{
    (void)thread;
    PyObject *name = code_name(fp, pc->a);
    if (PyDict_DelItem(frame_function(fp)->globals, name) == 0) return 0;
    if (!PyErr_ExceptionMatches(PyExc_KeyError)) return -1;
    PyErr_Clear();
    return raise_name_error(name);
}

/* The namespace that a class body, module or exec'd code works in. Borrowed. */
static PyObject *namespace_of(Slot *fp)
{
    CodeObject *code = frame_code(fp);
    PyObject *ns = code->namespace_slot == NO_NAMESPACE ? NULL : slot_object(fp[code->namespace_slot]);
    return ns != NULL ? ns : frame_function(fp)->globals;
}

SLOW(adder_slow_load_name)
{
    (void)thread;
    PyObject *name = code_name(fp, pc->b), *x = mapping_get(namespace_of(fp), name);
    if (x == NULL && !PyErr_Occurred()) x = load_global(frame_function(fp), name);
    if (x == NULL) return -1;
    store_object(pc, fp, x);
    return 0;
}

SLOW(adder_slow_store_name)
{
    (void)thread;
    PyObject *temp, *value = adder_operand(pc, fp, 1, &temp), *ns = namespace_of(fp);
    if (value == NULL) return -1;
    PyObject *name = code_name(fp, pc->a);
    int rc = PyDict_CheckExact(ns) ? PyDict_SetItem(ns, name, value) : PyObject_SetItem(ns, name, value);
    Py_XDECREF(temp);
    if (rc < 0) return -1;
    operand_consume(pc, fp, 1);
    return 0;
}

SLOW(adder_slow_delete_name)
{
    (void)thread;
    PyObject *name = code_name(fp, pc->a);
    if (PyObject_DelItem(namespace_of(fp), name) == 0) return 0;
    if (!PyErr_ExceptionMatches(PyExc_KeyError)) return -1;
    PyErr_Clear();
    return raise_name_error(name);
}

/* ---- Cells */

SLOW(adder_slow_load_classderef)
{
    (void)thread;
    PyObject *name = PyTuple_GET_ITEM(frame_code(fp)->localnames, pc->b), *x = mapping_get(namespace_of(fp), name);
    if (x == NULL) {
        if (PyErr_Occurred()) return -1;
        PyObject *cell = slot_object(fp[pc->b]);
        if (cell == NULL || PyCell_GET(cell) == NULL) return adder_raise_unbound(fp, pc->b);
        x = Py_NewRef(PyCell_GET(cell));
    }
    store_object(pc, fp, x);
    return 0;
}

SLOW(adder_slow_store_deref)
{
    (void)thread;
    PyObject *temp, *value = adder_operand(pc, fp, 1, &temp), *cell = slot_object(fp[pc->a]);
    if (value == NULL) return -1;
    PyObject *old = PyCell_GET(cell);
    PyCell_SET(cell, Py_NewRef(value));
    Py_XDECREF(temp);
    operand_consume(pc, fp, 1);
    Py_XDECREF(old);
    return 0;
}

SLOW(adder_slow_delete_deref)
{
    (void)thread;
    PyObject *cell = slot_object(fp[pc->a]), *old = PyCell_GET(cell);
    if (old == NULL) return adder_raise_unbound(fp, pc->a);
    PyCell_SET(cell, NULL);
    Py_DECREF(old);
    return 0;
}

SLOW(adder_slow_make_cell)
{
    (void)thread;
    Slot s = fp[pc->a];
    PyObject *held = NULL;
    if (pc->b == 0 && s != SLOT_NULL && (held = slot_boxed(fp + pc->a)) == NULL) return -1;
    PyObject *cell = PyCell_New(held);
    if (cell == NULL) return -1;
    s = fp[pc->a];
    fp[pc->a] = slot_from_object(cell);
    slot_release(s);
    return 0;
}
