/* test_type.c -- lookup through the MRO: version tags change when they must, and only then; static types stay shared. */
#include "runtime/objects/type.h"
#include <criterion/criterion.h>

static void start(void) { Py_InitializeEx(0); }
static void stop(void) { cr_expect(Py_FinalizeEx() == 0); }
TestSuite(type, .init = start, .fini = stop);

static PyObject *scope;

static void run(const char *code)
{
    if (scope == NULL) scope = PyModule_GetDict(PyImport_AddModule("__main__"));
    PyObject *r = PyRun_String(code, Py_file_input, scope, scope);
    if (r == NULL) PyErr_Print();
    cr_assert_not_null(r, "%s", code);
    Py_DECREF(r);
}

static PyTypeObject *class(const char *name) { return (PyTypeObject *)PyDict_GetItemString(scope, name); }

Test(type, version_follows_changes_of_bases)
{
    run("class A: x = 1\nclass B(A): pass\nclass C: pass\n");
    uint32_t a = adder_type_version(class("A")), b = adder_type_version(class("B")), c = adder_type_version(class("C"));
    cr_expect(a != 0 && b != 0 && c != 0 && a != b && b != c);
    cr_expect(adder_type_version(class("B")) == b, "a look changes nothing");
    run("A.y = 2\n");
    cr_expect(adder_type_version(class("A")) != a && adder_type_version(class("B")) != b);
    cr_expect(adder_type_version(class("C")) == c);
    run("B.__bases__ = (C,)\n");
    PyObject *x = PyUnicode_InternFromString("x");
    cr_expect_null(adder_type_lookup(class("B"), x));
    Py_DECREF(x);
}

Test(type, cached_lookups_see_changes)
{
    run("class A: pass\nclass B(A): pass\n");
    PyObject *name = PyUnicode_InternFromString("late");
    cr_expect_null(adder_type_lookup(class("B"), name));
    cr_expect_null(adder_type_lookup(class("B"), name), "absence is cached too");
    run("A.late = 'a'\n");
    cr_expect_not_null(adder_type_lookup(class("B"), name));
    run("B.late = 'b'\n");
    PyObject *found = adder_type_lookup(class("B"), name);
    cr_expect(found != NULL && PyUnicode_CompareWithASCIIString(found, "b") == 0);
    run("del B.late, A.late\n");
    cr_expect_null(adder_type_lookup(class("B"), name));
    Py_DECREF(name);
}

Test(type, static_types_are_immutable_and_immortal)
{
    uint32_t version = adder_type_version(&PyLong_Type);
    cr_expect(version != 0);
    cr_expect(PyObject_SetAttrString((PyObject *)&PyLong_Type, "x", Py_None) < 0);
    cr_expect(PyErr_ExceptionMatches(PyExc_TypeError));
    PyErr_Clear();
    cr_expect(adder_type_version(&PyLong_Type) == version);
    cr_expect(Py_REFCNT(&PyLong_Type) > ADDER_IMMORTAL_REFCNT / 2);
    cr_expect(PyType_IsSubtype(&PyBool_Type, &PyLong_Type) && !PyType_IsSubtype(&PyLong_Type, &PyBool_Type));
}

Test(type, instances_grow_beyond_their_inline_room)
{
    run("class P:\n    def __init__(self, n):\n        for i in range(n): setattr(self, 'a%d' % i, i)\n"
        "for n in (0, 1, 4, 30, 31, 200):\n    p = P(n)\n    assert len(p.__dict__) == n == len(vars(p))\n"
        "    assert sum(p.__dict__.values()) == n * (n - 1) // 2\n");
}

Test(type, subclasses_are_listed_in_order_and_forgotten)
{
    run("import gc\nclass R: pass\nkept = [type('K%d' % i, (R,), {}) for i in range(5)]\n"
        "assert R.__subclasses__() == kept\ndel kept[2]\ngc.collect()\nassert R.__subclasses__() == kept\n");
}
