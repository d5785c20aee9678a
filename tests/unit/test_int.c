/* test_int.c -- ints from C: the inline fast paths, in-place writing, conversions at the edges, GMP's side of the border. */
#include "runtime/objects/int.h"
#include <criterion/criterion.h>

static void start(void) { Py_InitializeEx(0); }
static void stop(void) { cr_expect(Py_FinalizeEx() == 0); }
TestSuite(integers, .init = start, .fini = stop);

/* The int that this Python expression gives. */
static PyObject *value(const char *expression)
{
    PyObject *names = PyDict_New(), *r = NULL;
    cr_assert(names != NULL);
    if (PyDict_SetItemString(names, "__builtins__", PyEval_GetBuiltins()) == 0) r = PyRun_String(expression, Py_eval_input, names, names);
    Py_DECREF(names);
    cr_assert(r != NULL, "%s", expression);
    return r;
}

/* Does o print like that? */
static void expect_text(PyObject *o, const char *text)
{
    PyObject *s = PyObject_Str(o);
    cr_assert(s != NULL);
    cr_expect_str_eq(PyUnicode_AsUTF8(s), text);
    Py_DECREF(s);
}

Test(integers, small_values_are_shared_and_immortal)
{
    for (int v = -5; v < 257; v++) {
        PyObject *a = adder_int_new_i64(v), *b = PyLong_FromLong(v);
        cr_expect(a == b && a == adder_int_small(v));
        cr_expect_gt(Py_REFCNT(a), 1L << 40);
        Py_DECREF(a);
        Py_DECREF(b);
    }
    PyObject *a = adder_int_new_i64(257), *b = adder_int_new_i64(257), *c = adder_int_new_i64(-6);
    cr_expect(a != b);
    cr_expect_eq(Py_REFCNT(a), 1);
    Py_DECREF(a);
    Py_DECREF(b);
    Py_DECREF(c);
}

Test(integers, two_digit_values_are_read_and_written_in_place)
{
    static const int64_t values[] = { 300, -300, (1LL << 30) - 1, 1LL << 30, -(1LL << 30), (1LL << 60) - 1, -((1LL << 60) - 1), 0, 1 };
    PyObject *o = adder_int_new_i64(1 << 20);
    for (size_t i = 0; i < Py_ARRAY_LENGTH(values); i++) {
        int64_t v = 42;
        adder_int_set((PyLongObject *)o, values[i]);
        cr_expect(adder_int_get(o, &v));
        cr_expect_eq(v, values[i]);
        cr_expect_eq(PyLong_AsLong(o), values[i]);
    }
    Py_DECREF(o);
}

Test(integers, longer_values_are_not_read)
{
    int64_t v = 42;
    PyObject *o = adder_int_new_i64(1LL << 60), *least = adder_int_new_i64(INT64_MIN);
    cr_expect(!adder_int_get(o, &v) && !adder_int_get(least, &v));
    cr_expect_eq(v, 42);
    expect_text(o, "1152921504606846976");
    expect_text(least, "-9223372036854775808");
    cr_expect_eq(PyLong_AsLong(least), INT64_MIN);
    Py_DECREF(o);
    Py_DECREF(least);
}

#ifndef __SANITIZE_ADDRESS__ /* there are no free lists there */
Test(integers, freed_blocks_are_used_again)
{
    PyObject *a = adder_int_new_i64(1000);
    void *block = a;
    Py_DECREF(a);
    PyObject *b = adder_int_new_i64(1LL << 50);
    cr_expect(block == (void *)b);
    Py_DECREF(b);
}
#endif

Test(integers, conversions_know_their_limits)
{
    PyObject *big = value("2**63"), *huge = value("2**64"), *least = value("-2**63"), *minus = value("-1");
    int overflow;
    cr_expect_eq(PyLong_AsLong(big), -1);
    cr_expect(PyErr_ExceptionMatches(PyExc_OverflowError));
    PyErr_Clear();
    cr_expect_eq(PyLong_AsUnsignedLong(big), 1UL << 63);
    cr_expect_eq(PyLong_AsLongLong(least), INT64_MIN);
    cr_expect_eq(PyLong_AsLongAndOverflow(huge, &overflow), -1);
    cr_expect_eq(overflow, 1);
    cr_expect_eq(PyLong_AsUnsignedLongLongMask(huge), 0);
    cr_expect_eq(PyLong_AsUnsignedLongMask(minus), ULONG_MAX);
    cr_expect_eq(PyLong_AsSize_t(minus), (size_t)-1);
    cr_expect(PyErr_ExceptionMatches(PyExc_OverflowError));
    PyErr_Clear();
    cr_expect_eq(_PyLong_NumBits(big), 64);
    cr_expect_eq(_PyLong_Sign(minus), -1);
    Py_DECREF(big);
    Py_DECREF(huge);
    Py_DECREF(least);
    Py_DECREF(minus);
}

Test(integers, digits_and_limbs_agree)
{ /* (x + 1)**2 - x**2 - 2*x - 1 == 0 across the sizes at which the algorithms change */
    for (int bits = 20; bits < 4000; bits += 37) {
        char text[200];
        snprintf(text, sizeof text, "(lambda x: ((x + 1)*(x + 1) - x*x - 2*x - 1, (x*x) // x - x, (x*x + 5) %% x - 5))((1 << %d) + 12345)", bits);
        PyObject *o = value(text);
        for (int i = 0; i < 3; i++) cr_expect_eq(PyLong_AsLong(PyTuple_GET_ITEM(o, i)), 0, "%d bits, %d", bits, i);
        Py_DECREF(o);
    }
}

Test(integers, compared_with_doubles_exactly)
{
    PyObject *o = value("2**53 + 1");
    cr_expect_eq(adder_int_cmp_double(o, 0x1p53), 1);
    cr_expect_eq(adder_int_cmp_double(o, 0x1p53 + 2), -1);
    cr_expect_eq(adder_int_cmp_double(o, -INFINITY), 1);
    Py_DECREF(o);
    o = value("2**1000");
    cr_expect_eq(adder_int_cmp_double(o, 0x1p1000), 0);
    cr_expect_eq(adder_int_cmp_double(o, nextafter(0x1p1000, 0)), 1);
    Py_DECREF(o);
}

Test(integers, bytes_both_ways)
{
    unsigned char bytes[16];
    PyObject *o = value("-2**70 + 3");
    cr_expect_eq(_PyLong_AsByteArray((PyLongObject *)o, bytes, 9, 1, 1), 0);
    PyObject *back = _PyLong_FromByteArray(bytes, 9, 1, 1);
    cr_expect_eq(PyObject_RichCompareBool(o, back, Py_EQ), 1);
    cr_expect_eq(_PyLong_AsByteArray((PyLongObject *)o, bytes, 8, 1, 1), -1);
    PyErr_Clear();
    Py_DECREF(o);
    Py_DECREF(back);
}
