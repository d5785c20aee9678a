/* slow_attr.c -- attributes and items, the general way. */
#include "vm/cache.h"
#include "runtime/objects/dict.h"
#include "runtime/objects/type.h"

static PyObject *code_name(Slot *fp, int i) { return PyTuple_GET_ITEM(frame_code(fp)->names, i); }

/* After a miss of a specialised form: back to the generic one now and then. */
static void missed(Instr *pc)
{
    OpBase generic = op_generic(pc->op);
    if (adder_op_info[pc->op].base == generic) return;
    pc->op = op_in_form(pc->op, generic);
    CACHE(pc)->counter = 2;
}

SLOW(adder_slow_getattr)
{
    (void)thread;
    PyObject *temp, *o = adder_operand(pc, fp, 1, &temp), *name = code_name(fp, pc->c);
    if (o == NULL) return -1;
    PyTypeObject *type = Py_TYPE(o);
    PyObject *x = type->tp_getattro == PyObject_GenericGetAttr ? PyObject_GenericGetAttr(o, name) : PyObject_GetAttr(o, name);
    if (x == NULL) return -1;
    missed(pc);
    if (cache_due(CACHE(pc))) adder_cache_getattr(pc, o, name);
    operand_consume(pc, fp, 1);
    store_object(pc, fp, x);
    return 0;
}

/* Fills an inline value that was empty: what __init__ does for a new instance. True when it was done. */
static bool fill_value(Instr *pc, PyObject *o, PyObject *value)
{
    PyTypeObject *type = Py_TYPE(o);
    if (adder_op_info[pc->op].base != BASE_SETATTR_INSTANCE || type->tp_version_tag != CACHE(pc)->version) return false;
    PyObject **slot = (PyObject **)((char *)o + CACHE(pc)->index);
    if (*adder_instance_dict_slot(o, type) != NULL || *slot != NULL) return false;
    adder_values_fill(adder_instance_values(o, type), slot, CACHE2(pc)->index, Py_NewRef(value));
    return true;
}

SLOW(adder_slow_setattr)
{
    (void)thread;
    PyObject *ta, *tb = NULL, *o = adder_operand(pc, fp, 0, &ta), *value;
    if (o == NULL || (value = adder_operand(pc, fp, 1, &tb)) == NULL) return -1;
    if (!fill_value(pc, o, value)) {
        PyObject *name = code_name(fp, pc->c);
        if (PyObject_SetAttr(o, name, value) < 0) {
            Py_XDECREF(tb);
            return -1;
        }
        missed(pc);
        if (cache_due(CACHE(pc))) adder_cache_setattr(pc, o, name);
    }
    Py_XDECREF(tb);
    operand_consume(pc, fp, 1);
    operand_consume(pc, fp, 0);
    return 0;
}

SLOW(adder_slow_delattr)
{
    (void)thread;
    PyObject *temp, *o = adder_operand(pc, fp, 0, &temp);
    if (o == NULL || PyObject_SetAttr(o, code_name(fp, pc->b), NULL) < 0) return -1;
    operand_consume(pc, fp, 0);
    return 0;
}

/* What a LOAD_METHOD cache gives. Borrowed; NULL on a miss. *bound: no self wanted. */
static PyObject *cached_method(Instr *pc, PyObject *o, bool *bound)
{
    Cache *c = CACHE(pc);
    switch (adder_op_info[pc->op].base) {
    case BASE_LOAD_METHOD_MODULE: {
        *bound = true;
        if (!Py_IS_TYPE(o, &PyModule_Type)) return NULL;
        PyObject *dict = *(PyObject **)((char *)o + PyModule_Type.tp_dictoffset);
        return adder_dict_keys_version_now(dict) == c->version ? *adder_dict_str_entry_value(dict, c->index) : NULL;
    }
    case BASE_LOAD_METHOD_TYPE:
        *bound = true;
        return PyType_Check(o) && ((PyTypeObject *)o)->tp_version_tag == c->version ? CACHE_OBJECT(pc) : NULL;
    default: return NULL;
    }
}

SLOW(adder_slow_load_method)
{
    (void)thread;
    PyObject *temp, *o = adder_operand(pc, fp, 1, &temp), *method;
    bool bound = false;
    if (o == NULL) return -1;
    int unbound;
    if ((method = cached_method(pc, o, &bound)) != NULL) {
        Py_INCREF(method);
        unbound = 0;
    } else {
        PyObject *name = code_name(fp, pc->c);
        unbound = adder_method_lookup(o, name, &method);
        if (unbound < 0) return -1;
        missed(pc);
        if (cache_due(CACHE(pc))) adder_cache_method(pc, o, name);
    }
    Slot self = fp[pc->b];
    if (adder_op_info[pc->op].kind[1] == KIND_L) Py_INCREF(o);
    else fp[pc->b] = SLOT_NULL;
    if (!unbound) {
        slot_release(self);
        self = SLOT_NULL;
    }
    fp[pc->a] = slot_from_object(method);
    fp[pc->a + FRAME_HEADER] = self;
    return 0;
}

SLOW(adder_slow_super_attr)
{
    (void)thread;
    PyObject *callee = slot_object(fp[pc->b]), *x;
    for (int i = 0; i < 3; i++)
        if (slot_boxed(fp + pc->b + i) == NULL) return -1;
    PyObject *type = slot_object(fp[pc->b + 1]), *self = slot_object(fp[pc->b + 2]), *name = code_name(fp, pc->c);
    if (PyCell_Check(type) && (type = PyCell_GET(type)) == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "super(): empty __class__ cell");
        return -1;
    }
    if (callee == (PyObject *)&PySuper_Type && PyType_Check(type)) x = adder_super_lookup((PyTypeObject *)type, self, name);
    else {
        PyObject *args[] = { type, self }, *s = PyObject_Vectorcall(callee, args, 2, NULL);
        if (s == NULL) return -1;
        x = PyObject_GetAttr(s, name);
        Py_DECREF(s);
    }
    if (x == NULL) return -1;
    for (int i = 0; i < 3; i++) {
        Slot s = fp[pc->b + i];
        fp[pc->b + i] = SLOT_NULL;
        slot_release(s);
    }
    store_object(pc, fp, x);
    return 0;
}

/* ---- Items */

/* The form that fits a container of this type; the generic family's base is given. */
static void choose_item_form(Instr *pc, PyObject *o, PyObject *index)
{
    OpBase form;
    bool by_int = PyLong_CheckExact(index);
    switch (op_generic(pc->op)) {
    case BASE_GETITEM:
        form = by_int && PyList_CheckExact(o) ? BASE_GETITEM_LIST : by_int && PyTuple_CheckExact(o) ? BASE_GETITEM_TUPLE : BASE_GETITEM_OBJ;
        break;
    case BASE_GETITEMN:
        form = by_int && PyList_CheckExact(o) ? BASE_GETITEMN_LIST : by_int && PyTuple_CheckExact(o) ? BASE_GETITEMN_TUPLE : BASE_GETITEMN_OBJ;
        break;
    default: form = by_int && PyList_CheckExact(o) ? BASE_SETITEM_LIST : BASE_SETITEM_OBJ;
    }
    pc->op = op_in_form(pc->op, form);
}

static PyObject *get_item(PyObject *o, PyObject *index)
{
    if (!PyDict_CheckExact(o)) return PyObject_GetItem(o, index);
    PyObject *x = PyDict_GetItemWithError(o, index);
    if (x != NULL) return Py_NewRef(x);
    return PyErr_Occurred() ? NULL : PyObject_GetItem(o, index); /* raises the KeyError */
}

SLOW(adder_slow_getitem)
{
    (void)thread;
    PyObject *ta, *tb = NULL, *o = adder_operand(pc, fp, 1, &ta), *index, *x;
    if (o == NULL || (index = adder_operand(pc, fp, 2, &tb)) == NULL) return -1;
    choose_item_form(pc, o, index);
    x = get_item(o, index);
    Py_XDECREF(tb);
    if (x == NULL) return -1;
    operand_consume(pc, fp, 2);
    operand_consume(pc, fp, 1);
    store_object(pc, fp, x);
    return 0;
}

SLOW(adder_slow_setitem)
{
    (void)thread;
    PyObject *ta, *tb = NULL, *tc = NULL, *o = adder_operand(pc, fp, 0, &ta), *index, *value;
    if (o == NULL) return -1;
    index = adder_operand(pc, fp, 1, &tb);
    value = index == NULL ? NULL : adder_operand(pc, fp, 2, &tc);
    int rc = -1;
    if (value != NULL) {
        choose_item_form(pc, o, index);
        rc = PyDict_CheckExact(o) ? PyDict_SetItem(o, index, value) : PyObject_SetItem(o, index, value);
    }
    Py_XDECREF(tb);
    Py_XDECREF(tc);
    if (rc < 0) return -1;
    operand_consume(pc, fp, 2);
    operand_consume(pc, fp, 1);
    operand_consume(pc, fp, 0);
    return 0;
}

SLOW(adder_slow_delitem)
{
    (void)thread;
    PyObject *ta, *tb = NULL, *o = adder_operand(pc, fp, 0, &ta), *index;
    if (o == NULL || (index = adder_operand(pc, fp, 1, &tb)) == NULL) return -1;
    int rc = PyObject_DelItem(o, index);
    Py_XDECREF(tb);
    if (rc < 0) return -1;
    operand_consume(pc, fp, 1);
    operand_consume(pc, fp, 0);
    return 0;
}

SLOW(adder_slow_build_slice)
{
    (void)thread;
    PyObject *part[3] = { NULL, NULL, NULL };
    for (int i = 0; i < pc->c; i++)
        if ((part[i] = slot_boxed(fp + pc->b + i)) == NULL) return -1;
    PyObject *x = PySlice_New(part[0], part[1], part[2]);
    if (x == NULL) return -1;
    for (int i = 0; i < pc->c; i++) slot_release(fp[pc->b + i]);
    fp[pc->a] = slot_from_object(x);
    return 0;
}
