/* test_dict.c -- dicts from C: the key table against a plain model, versions for caches, instance values, failing memory. */
#include "runtime/memory/memory.h"
#include "runtime/objects/dict.h"
#include "runtime/objects/dict_keys.h"
#include <criterion/criterion.h>
#include <stdlib.h>

static void start(void) { Py_Initialize(); }
static void stop(void)  { Py_FinalizeEx(); }
TestSuite(dict, .init = start, .fini = stop);

static PyObject *number(long v)
{
    PyObject *n = PyLong_FromLong(v);
    cr_assert_not_null(n);
    return n;
}

static PyObject *name(const char *text)
{
    PyObject *s = PyUnicode_InternFromString(text);
    cr_assert_not_null(s);
    return s;
}

static PyObject *run(const char *program, const char *result)
{
    PyObject *globals = PyDict_New();
    cr_assert_eq(PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins()), 0);
    PyObject *done = PyRun_String(program, Py_file_input, globals, globals);
    if (done == NULL) PyErr_Print();
    cr_assert_not_null(done);
    Py_DECREF(done);
    PyObject *found = Py_XNewRef(PyDict_GetItemString(globals, result));
    cr_assert_not_null(found);
    Py_DECREF(globals);
    return found;
}

/* A fixed sequence of pseudo-random numbers. */
static unsigned seed = 1;
static unsigned next(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

/* The key made from i: ints, or strings, or both in turn. */
static PyObject *key_of(unsigned i, int kind)
{
    if (kind == 0 || (kind == 2 && i % 2)) return number((long)i * 7);
    char text[16];
    snprintf(text, sizeof(text), "key%u", i);
    return name(text);
}

static void compare_with_model(int kind)
{
    enum { KEYS = 300 };
    long model[KEYS]; /* value, or -1 when absent */
    for (int i = 0; i < KEYS; i++) model[i] = -1;
    PyObject *dict = PyDict_New();
    for (int step = 0; step < 20000; step++) {
        unsigned i = next(KEYS);
        PyObject *key = key_of(i, kind), *value = number((long)step);
        if (next(3)) {
            cr_assert_eq(PyDict_SetItem(dict, key, value), 0);
            model[i] = step;
        } else if (model[i] >= 0) {
            cr_assert_eq(PyDict_DelItem(dict, key), 0);
            model[i] = -1;
        } else {
            cr_assert_eq(PyDict_DelItem(dict, key), -1);
            cr_assert(PyErr_ExceptionMatches(PyExc_KeyError));
            PyErr_Clear();
        }
        Py_DECREF(key);
        Py_DECREF(value);
        if (step % 500 == 0) cr_assert(adder_dict_check(dict));
    }
    Py_ssize_t count = 0;
    for (unsigned i = 0; i < KEYS; i++) {
        PyObject *key = key_of(i, kind), *value = PyDict_GetItemWithError(dict, key);
        cr_assert_eq(value != NULL, model[i] >= 0);
        if (value != NULL) cr_assert_eq(PyLong_AsLong(value), model[i]);
        count += value != NULL;
        Py_DECREF(key);
    }
    cr_assert_eq(PyDict_Size(dict), count);
    Py_DECREF(dict);
}

Test(dict, agrees_with_a_model_for_ints)    { compare_with_model(0); }
Test(dict, agrees_with_a_model_for_strings) { compare_with_model(1); }
Test(dict, agrees_with_a_model_for_both)    { compare_with_model(2); }

Test(dict, keeps_insertion_order_and_finds_its_head)
{
    PyObject *dict = PyDict_New();
    for (long i = 0; i < 1000; i++) {
        PyObject *key = number(i);
        cr_assert_eq(PyDict_SetItem(dict, key, key), 0);
        Py_DECREF(key);
    }
    for (long i = 0; i < 990; i++) { /* a queue: the head is found without passing what was deleted */
        Py_ssize_t pos = 0;
        PyObject *key, *value;
        cr_assert(PyDict_Next(dict, &pos, &key, &value));
        cr_assert_eq(PyLong_AsLong(key), i);
        cr_assert_eq(PyDict_DelItem(dict, key), 0);
        cr_assert_eq(((PyDictObject *)dict)->ma_keys->first, i + 1);
    }
    cr_assert(adder_dict_check(dict));
    Py_DECREF(dict);
}

Test(dict, versions_change_with_the_keys_only)
{
    PyObject *dict = PyDict_New(), *a = name("a"), *b = name("b"), *value;
    cr_assert_eq(adder_dict_keys_version(dict), 0, "the shared empty table has none");
    PyDict_SetItem(dict, a, Py_None);
    uint32_t version = adder_dict_keys_version(dict);
    cr_assert_neq(version, 0);
    Py_ssize_t index = adder_dict_lookup(dict, a, PyObject_Hash(a), &value);
    PyDict_SetItem(dict, a, Py_True);
    cr_assert_eq(adder_dict_keys_version_now(dict), version);
    cr_assert_eq(*adder_dict_str_entry_value(dict, index), Py_True);
    PyDict_SetItem(dict, b, Py_None);
    cr_assert_eq(adder_dict_keys_version_now(dict), 0);
    cr_assert_gt(adder_dict_keys_version(dict), version);
    PyDict_DelItem(dict, b);
    cr_assert_eq(adder_dict_keys_version_now(dict), 0);
    PyDict_SetItem(dict, Py_None, Py_None);
    cr_assert_eq(adder_dict_keys_version(dict), 0, "not all keys are exact str");
    Py_DECREF(dict);
    Py_DECREF(a);
    Py_DECREF(b);
}

Test(dict, copies_are_independent)
{
    PyObject *dict = run("d = {i: [i] for i in range(50)}", "d"), *copy = PyDict_Copy(dict), *key = number(7);
    cr_assert_eq(PyDict_DelItem(copy, key), 0);
    cr_assert_eq(PyDict_Contains(dict, key), 1);
    cr_assert_eq(PyDict_Contains(copy, key), 0);
    cr_assert(adder_dict_check(dict) && adder_dict_check(copy));
    Py_DECREF(key);
    Py_DECREF(copy);
    Py_DECREF(dict);
}

Test(dict, merge_says_which_key_conflicts)
{
    PyObject *a = run("d = {'x': 1, 'y': 2}", "d"), *b = run("d = {'z': 3, 'y': 4}", "d");
    cr_assert_eq(_PyDict_MergeEx(a, b, 2), -1);
    cr_assert(PyErr_ExceptionMatches(PyExc_KeyError));
    PyErr_Clear();
    cr_assert_eq(PyDict_Merge(a, b, 0), 0);
    cr_assert_eq(PyLong_AsLong(PyDict_GetItemString(a, "y")), 2);
    cr_assert_eq(PyDict_Merge(a, b, 1), 0);
    cr_assert_eq(PyLong_AsLong(PyDict_GetItemString(a, "y")), 4);
    Py_DECREF(a);
    Py_DECREF(b);
}

/* ---- Instance values ---- */

Test(dict, instance_and_dict_share_storage)
{
    PyObject *obj = run("class A:\n    def __init__(self): self.a = 1; self.b = 2\no = A()", "o");
    PyTypeObject *type = Py_TYPE(obj);
    cr_assert(type->tp_flags & ADDER_TPFLAGS_INLINE_VALUES);
    PyObject *a = name("a"), *fresh = name("fresh"), *seven = number(7);
    int index;
    cr_assert_eq(PyLong_AsLong(adder_instance_get(obj, type, a, &index)), 1);
    cr_assert_eq(index, 0);
    PyObject **slot = (PyObject **)((char *)obj + adder_instance_slot_offset(type, index));
    cr_assert_eq(*slot, adder_instance_get(obj, type, a, NULL));

    PyObject *dict = Py_NewRef(adder_instance_dict(obj));
    cr_assert(dict_is_split((PyDictObject *)dict));
    cr_assert_eq(PyDict_SetItem(dict, a, seven), 0);
    cr_assert_eq(*slot, seven, "a change in the dict is one in the instance");
    cr_assert(adder_instance_set(obj, type, fresh, Py_None) >= 0);
    cr_assert_eq(PyDict_GetItem(dict, fresh), Py_None);
    cr_assert_eq(PyDict_Size(dict), 3);
    cr_assert(adder_dict_check(dict));

    cr_assert_eq(PyDict_SetItem(dict, seven, seven), 0); /* no str: the dict becomes an ordinary one */
    cr_assert(!dict_is_split((PyDictObject *)dict));
    cr_assert_null(*slot, "an empty slot says nothing");
    cr_assert_eq(adder_instance_get(obj, type, a, &index), seven);
    cr_assert_eq(index, ADDER_INSTANCE_IN_DICT);
    Py_DECREF(obj);
    cr_assert_eq(PyDict_Size(dict), 4);
    Py_DECREF(dict);
    Py_DECREF(a);
    Py_DECREF(fresh);
    Py_DECREF(seven);
}

Test(dict, dict_outlives_its_instance)
{
    PyObject *obj = run("class A: pass\no = A()\no.x = [1]\no.y = 2", "o");
    PyObject *dict = Py_NewRef(adder_instance_dict(obj));
    Py_DECREF(obj);
    cr_assert(!dict_is_split((PyDictObject *)dict));
    cr_assert_eq(PyDict_Size(dict), 2);
    cr_assert_eq(PyList_GET_SIZE(PyDict_GetItemString(dict, "x")), 1);
    cr_assert(adder_dict_check(dict));
    Py_DECREF(dict);
}

Test(dict, more_names_than_slots)
{
    PyObject *obj = run("class A: pass\no = A()\nfor i in range(60): setattr(o, f'n{i}', i)", "o");
    PyObject *dict = adder_instance_dict(obj);
    cr_assert_eq(PyDict_Size(dict), 60);
    cr_assert(!dict_is_split((PyDictObject *)dict));
    cr_assert_eq(adder_instance_used(obj, Py_TYPE(obj)), 0);
    Py_DECREF(obj);
}

/* ---- Memory that fails ---- */

/* Runs `work` with the 1st, 2nd, 3rd ... allocation failing until it passes. It must say MemoryError each time before. */
static void with_failing_memory(int (*work)(PyObject *dict))
{
    struct adder_gate *gate = &adder_interp()->memory.gate;
    for (int64_t n = 0; n < 1000; n++) {
        PyObject *dict = run("d = {i: str(i) for i in range(10)}", "d");
        adder_gate_set(gate, SIZE_MAX, SIZE_MAX, n, false);
        int rc = work(dict);
        adder_gate_set(gate, SIZE_MAX, SIZE_MAX, -1, false);
        cr_assert(adder_dict_check(dict));
        if (rc == 0) {
            Py_DECREF(dict);
            return;
        }
        cr_assert(PyErr_ExceptionMatches(PyExc_MemoryError));
        PyErr_Clear();
        cr_assert_eq(PyDict_Size(dict), 10, "as before the call");
        Py_DECREF(dict);
    }
    cr_assert_fail("never enough memory");
}

static int insert_until_it_grows(PyObject *dict)
{
    PyObject *key = PyUnicode_InternFromString("one more"); /* small, so made before it counts */
    if (key == NULL) return -1;
    int rc = PyDict_SetItem(dict, key, Py_None);
    Py_DECREF(key);
    return rc;
}

static int copy_it(PyObject *dict)
{
    PyObject *copy = PyDict_Copy(dict);
    Py_XDECREF(copy);
    return copy == NULL ? -1 : 0;
}

static int list_it(PyObject *dict)
{
    PyObject *items = PyDict_Items(dict);
    Py_XDECREF(items);
    return items == NULL ? -1 : 0;
}

Test(dict, survives_failing_memory)
{
    with_failing_memory(insert_until_it_grows);
    with_failing_memory(copy_it);
    with_failing_memory(list_it);
}
