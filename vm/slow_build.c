/* slow_build.c -- displays, f-strings, functions, unpacking. */
#include "vm/call.h"
#include "vm/eval.h"
#include "runtime/objects/dict.h"

/* Boxes the n temporaries from `first`; 0 or -1. */
static int box_window(Slot *first, int n)
{
    for (int i = 0; i < n; i++)
        if (slot_is_number(first[i]) && slot_boxed(first + i) == NULL) return -1;
    return 0;
}

/* The window is consumed: references have gone elsewhere, or are released. */
static void forget_window(Slot *first, int n) { for (int i = 0; i < n; i++) first[i] = SLOT_NULL; }
static void release_window(Slot *first, int n)
{
    for (int i = 0; i < n; i++) {
        Slot s = first[i];
        first[i] = SLOT_NULL;
        slot_release(s);
    }
}

SLOW(adder_slow_build_list)
{
    (void)thread;
    Slot *first = fp + pc->b;
    PyObject *x = box_window(first, pc->c) < 0 ? NULL : PyList_New(pc->c);
    if (x == NULL) return -1;
    for (int i = 0; i < pc->c; i++) PyList_SET_ITEM(x, i, slot_object(first[i]));
    forget_window(first, pc->c);
    store_object(pc, fp, x);
    return 0;
}

SLOW(adder_slow_build_tuple)
{
    (void)thread;
    Slot *first = fp + pc->b;
    PyObject *x = box_window(first, pc->c) < 0 ? NULL : PyTuple_New(pc->c);
    if (x == NULL) return -1;
    for (int i = 0; i < pc->c; i++) PyTuple_SET_ITEM(x, i, slot_object(first[i]));
    forget_window(first, pc->c);
    store_object(pc, fp, x);
    return 0;
}

SLOW(adder_slow_build_set)
{
    (void)thread;
    Slot *first = fp + pc->b;
    PyObject *x = box_window(first, pc->c) < 0 ? NULL : PySet_New(NULL);
    if (x == NULL) return -1;
    for (int i = 0; i < pc->c; i++)
        if (PySet_Add(x, slot_object(first[i])) < 0) {
            Py_DECREF(x);
            return -1;
        }
    release_window(first, pc->c);
    store_object(pc, fp, x);
    return 0;
}

SLOW(adder_slow_build_map)
{
    (void)thread;
    Slot *first = fp + pc->b;
    int n = 2 * pc->c;
    if (box_window(first, n) < 0) return -1;
    PyObject *x = adder_dict_from_items((PyObject *const *)first, 2, (PyObject *const *)first + 1, 2, pc->c);
    if (x == NULL) return -1;
    release_window(first, n);
    store_object(pc, fp, x);
    return 0;
}

SLOW(adder_slow_build_const_key_map)
{
    (void)thread;
    Slot *first = fp + pc->b;
    PyObject *keys = PyTuple_GET_ITEM(frame_code(fp)->consts, pc[1].a);
    if (box_window(first, pc->c) < 0) return -1;
    PyObject *x = adder_dict_from_items(&PyTuple_GET_ITEM(keys, 0), 1, (PyObject *const *)first, 1, pc->c);
    if (x == NULL) return -1;
    release_window(first, pc->c);
    store_object(pc, fp, x);
    return 0;
}

SLOW(adder_slow_build_string)
{
    (void)thread;
    Slot *first = fp + pc->b;
    PyObject *empty = PyUnicode_FromStringAndSize(NULL, 0);
    PyObject *x = empty == NULL ? NULL : _PyUnicode_JoinArray(empty, (PyObject *const *)first, pc->c);
    Py_XDECREF(empty);
    if (x == NULL) return -1;
    release_window(first, pc->c);
    store_object(pc, fp, x);
    return 0;
}

SLOW(adder_slow_format)
{
    (void)thread;
    Slot *first = fp + pc->b;
    int n = pc->c & 4 ? 2 : 1;
    if (box_window(first, n) < 0) return -1;
    PyObject *value = slot_object(first[0]), *spec = n == 2 ? slot_object(first[1]) : NULL, *converted = NULL, *x;
    switch (pc->c & 3) {
    case 1: converted = PyObject_Str(value); break;
    case 2: converted = PyObject_Repr(value); break;
    case 3: converted = PyObject_ASCII(value); break;
    default: converted = Py_NewRef(value);
    }
    if (converted == NULL) return -1;
    if (PyUnicode_CheckExact(converted) && spec == NULL) x = converted;
    else {
        x = PyObject_Format(converted, spec);
        Py_DECREF(converted);
    }
    if (x == NULL) return -1;
    release_window(first, n);
    store_object(pc, fp, x);
    return 0;
}

/* Container a (a temporary that stays) and operand b, boxed. */
#define WITH_ITEM(item)                                               \
    PyObject *temp, *item = adder_operand(pc, fp, 1, &temp);          \
    if (item == NULL) return -1;                                      \
    PyObject *container = slot_object(fp[pc->a])
#define ITEM_DONE(rc)                                                 \
    do {                                                              \
        int rc_ = (rc);                                               \
        Py_XDECREF(temp);                                             \
        if (rc_ < 0) return -1;                                       \
        operand_consume(pc, fp, 1);                                   \
        return 0;                                                     \
    } while (0)

SLOW(adder_slow_list_append)
{
    (void)thread;
    WITH_ITEM(item);
    ITEM_DONE(PyList_Append(container, item));
}

SLOW(adder_slow_set_add)
{
    (void)thread;
    WITH_ITEM(item);
    ITEM_DONE(PySet_Add(container, item));
}

static int list_extend(PyObject *list, PyObject *items)
{
    PyObject *none = _PyList_Extend((PyListObject *)list, items);
    if (none != NULL) {
        Py_DECREF(none);
        return 0;
    }
    if (PyErr_ExceptionMatches(PyExc_TypeError) && Py_TYPE(items)->tp_iter == NULL && !PySequence_Check(items)) {
        PyErr_Clear();
        PyErr_Format(PyExc_TypeError, "Value after * must be an iterable, not %.200s", Py_TYPE(items)->tp_name);
    }
    return -1;
}

SLOW(adder_slow_list_extend)
{
    (void)thread;
    WITH_ITEM(item);
    ITEM_DONE(list_extend(container, item));
}

SLOW(adder_slow_set_update)
{
    (void)thread;
    WITH_ITEM(item);
    ITEM_DONE(_PySet_Update(container, item));
}

SLOW(adder_slow_list_to_tuple)
{
    (void)thread;
    PyObject *x = PyList_AsTuple(slot_object(fp[pc->b]));
    if (x == NULL) return -1;
    operand_consume(pc, fp, 1);
    store_object(pc, fp, x);
    return 0;
}

SLOW(adder_slow_map_add)
{
    (void)thread;
    Slot *first = fp + pc->b;
    if (box_window(first, 2) < 0 || PyDict_SetItem(slot_object(fp[pc->a]), slot_object(first[0]), slot_object(first[1])) < 0)
        return -1;
    release_window(first, 2);
    return 0;
}

static int dict_update(PyObject *dict, PyObject *other)
{
    if (PyDict_Update(dict, other) == 0) return 0;
    if (PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        PyErr_Format(PyExc_TypeError, "'%.200s' object is not a mapping", Py_TYPE(other)->tp_name);
    }
    return -1;
}

SLOW(adder_slow_dict_update)
{
    (void)thread;
    WITH_ITEM(item);
    ITEM_DONE(dict_update(container, item));
}

/* The errors of f(**a, **b). */
static void rewrite_merge_error(PyObject *callable, PyObject *other)
{
    if (PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        PyObject *name = adder_callable_name(callable);
        if (name != NULL)
            PyErr_Format(PyExc_TypeError, "%U argument after ** must be a mapping, not %.200s", name, Py_TYPE(other)->tp_name);
        Py_XDECREF(name);
    } else if (PyErr_ExceptionMatches(PyExc_KeyError)) {
        PyObject *exc = adder_error_take(), *args = ((PyBaseExceptionObject *)exc)->args;
        if (args == NULL || PyTuple_GET_SIZE(args) != 1) {
            adder_error_restore(exc);
            return;
        }
        PyObject *key = PyTuple_GET_ITEM(args, 0), *name = adder_callable_name(callable);
        if (name != NULL) {
            if (PyUnicode_Check(key)) PyErr_Format(PyExc_TypeError, "%U got multiple values for keyword argument '%S'", name, key);
            else PyErr_Format(PyExc_TypeError, "%U keywords must be strings", name);
        }
        Py_XDECREF(name);
        Py_DECREF(exc);
    }
}

SLOW(adder_slow_dict_merge)
{
    (void)thread;
    WITH_ITEM(item);
    int rc = _PyDict_MergeEx(container, item, 2);
    if (rc < 0) rewrite_merge_error(slot_object(fp[pc->c]), item);
    ITEM_DONE(rc);
}

/* ---- Functions */

SLOW(adder_slow_make_function)
{
    (void)thread;
    Slot *part = fp + pc->b;
    Function *around = frame_function(fp);
    CodeObject *code = (CodeObject *)PyTuple_GET_ITEM(frame_code(fp)->consts, pc[1].a);
    int n = __builtin_popcount(pc->c & 15);
    Function *f = (Function *)adder_function_new(code, around->globals, NULL);
    if (f == NULL) return -1;
    if (pc->c & 1) f->defaults = slot_object(*part++);
    if (pc->c & 2) f->kwdefaults = slot_object(*part++);
    if (pc->c & 4) f->annotations = slot_object(*part++);
    if (pc->c & 8) f->closure = slot_object(*part++);
    forget_window(fp + pc->b, n);
    store_object(pc, fp, (PyObject *)f);
    return 0;
}

SLOW(adder_slow_load_build_class)
{
    (void)thread;
    PyObject *builtins = frame_function(fp)->builtins, *x;
    if (PyDict_CheckExact(builtins)) {
        x = Py_XNewRef(PyDict_GetItemWithError(builtins, ID(__build_class__)));
        if (x == NULL && !PyErr_Occurred()) PyErr_SetString(PyExc_NameError, "__build_class__ not found");
    } else {
        x = PyObject_GetItem(builtins, ID(__build_class__));
        if (x == NULL && PyErr_ExceptionMatches(PyExc_KeyError)) PyErr_SetString(PyExc_NameError, "__build_class__ not found");
    }
    if (x == NULL) return -1;
    store_object(pc, fp, x);
    return 0;
}

/* ---- Unpacking */

/* The items of `seq` into n temporaries at `out` (owned). *iter, when not NULL, gets the iterator for what follows them. */
static int unpack_first(PyObject *seq, Slot *out, int n, int after, bool star, PyObject **iter)
{
    PyObject *it = PyObject_GetIter(seq);
    if (it == NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError) && Py_TYPE(seq)->tp_iter == NULL && !PySequence_Check(seq))
            PyErr_Format(PyExc_TypeError, "cannot unpack non-iterable %.200s object", Py_TYPE(seq)->tp_name);
        return -1;
    }
    int i = 0;
    for (; i < n; i++) {
        PyObject *item = PyIter_Next(it);
        if (item == NULL) {
            if (!PyErr_Occurred()) {
                if (star) PyErr_Format(PyExc_ValueError, "not enough values to unpack (expected at least %d, got %d)", n + after, i);
                else PyErr_Format(PyExc_ValueError, "not enough values to unpack (expected %d, got %d)", n, i);
            }
            goto fail;
        }
        out[i] = slot_from_object(item);
    }
    if (star) {
        *iter = it;
        return 0;
    }
    PyObject *more = PyIter_Next(it);
    if (more != NULL) {
        Py_DECREF(more);
        PyErr_Format(PyExc_ValueError, "too many values to unpack (expected %d)", n);
        goto fail;
    }
    if (PyErr_Occurred()) goto fail;
    Py_DECREF(it);
    return 0;
fail:
    while (i > 0) Py_DECREF(slot_object(out[--i]));
    Py_DECREF(it);
    return -1;
}

/* The source may be the very temporary that the first item goes to: the items are collected first. */
#define UNPACK_LOCAL 32

SLOW(adder_slow_unpack)
{
    (void)thread;
    int n = pc->c;
    PyObject *temp, *seq = adder_operand(pc, fp, 1, &temp), **items;
    if (seq == NULL) return -1;
    Slot *out = fp + pc->a;
    if ((PyTuple_CheckExact(seq) || PyList_CheckExact(seq)) && Py_SIZE(seq) == n) {
        items = PyTuple_CheckExact(seq) ? &PyTuple_GET_ITEM(seq, 0) : ((PyListObject *)seq)->ob_item;
        Py_INCREF(seq);
        operand_consume(pc, fp, 1);
        for (int i = 0; i < n; i++) out[i] = slot_from_object(Py_NewRef(items[i]));
        Py_DECREF(seq);
        return 0;
    }
    Slot local[UNPACK_LOCAL], *room = n <= UNPACK_LOCAL ? local : PyMem_New(Slot, n);
    if (room == NULL) return PyErr_NoMemory(), -1;
    int rc;
    if (PyTuple_CheckExact(seq) || PyList_CheckExact(seq)) {
        if (Py_SIZE(seq) > n) PyErr_Format(PyExc_ValueError, "too many values to unpack (expected %d)", n);
        else PyErr_Format(PyExc_ValueError, "not enough values to unpack (expected %d, got %zd)", n, Py_SIZE(seq));
        rc = -1;
    } else rc = unpack_first(seq, room, n, 0, false, NULL);
    Py_XDECREF(temp);
    if (rc == 0) {
        operand_consume(pc, fp, 1);
        memcpy(out, room, (size_t)n * sizeof(Slot));
    }
    if (room != local) PyMem_Free(room);
    return rc;
}

SLOW(adder_slow_unpack_ex)
{
    (void)thread;
    int before = pc->c & 255, after = pc->c >> 8;
    PyObject *temp, *seq = adder_operand(pc, fp, 1, &temp), *it = NULL, *rest;
    if (seq == NULL) return -1;
    Slot room[256];
    int rc = unpack_first(seq, room, before, after, true, &it);
    Py_XDECREF(temp);
    if (rc < 0) return -1;
    rest = PySequence_List(it);
    Py_DECREF(it);
    if (rest != NULL && PyList_GET_SIZE(rest) < after) {
        PyErr_Format(PyExc_ValueError, "not enough values to unpack (expected at least %d, got %zd)", before + after,
                     before + PyList_GET_SIZE(rest));
        Py_CLEAR(rest);
    }
    Py_ssize_t kept = rest == NULL ? 0 : PyList_GET_SIZE(rest) - after;
    PyObject *tail = rest == NULL ? NULL : PyList_GetSlice(rest, kept, kept + after);
    if (tail == NULL || PyList_SetSlice(rest, kept, kept + after, NULL) < 0) {
        Py_XDECREF(tail);
        Py_XDECREF(rest);
        for (int i = 0; i < before; i++) Py_DECREF(slot_object(room[i]));
        return -1;
    }
    operand_consume(pc, fp, 1);
    Slot *out = fp + pc->a;
    memcpy(out, room, (size_t)before * sizeof(Slot));
    out[before] = slot_from_object(rest);
    for (int i = 0; i < after; i++) out[before + 1 + i] = slot_from_object(Py_NewRef(PyList_GET_ITEM(tail, i)));
    Py_DECREF(tail);
    return 0;
}
