/* test_signature.c -- signatures of native functions: compiling, binding, defaults, messages. */
#include "runtime/api/signature.h"
#include "runtime/errors/errors.h"
#include <criterion/criterion.h>

static void start(void) { Py_InitializeEx(0); }
static void stop(void) { cr_expect(Py_FinalizeEx() == 0); }
TestSuite(signature, .init = start, .fini = stop);

static void expect_failure(int rc, const char *text)
{
    cr_expect(rc < 0);
    PyObject *exc = adder_error_take();
    cr_assert_not_null(exc, "expected %s", text);
    PyObject *s = PyObject_Str(exc);
    cr_expect_str_eq(PyUnicode_AsUTF8(s), text);
    Py_DECREF(s);
    Py_DECREF(exc);
}

static const Signature *compile(const char *text)
{
    const Signature *sig = adder_signature_compile(text);
    cr_assert_not_null(sig, "%s", text);
    return sig;
}

/* Binds small ints 0, 1, 2... with the keywords of `names` (comma separated) at the end. */
static int bind(const Signature *sig, Py_ssize_t nargs, const char *names, PyObject **out)
{
    PyObject *args[8], *kwnames = NULL, *list;
    for (int i = 0; i < 8; i++) args[i] = PyLong_FromLong(i); /* from the pool: immortal */
    if (names != NULL) {
        PyObject *text = PyUnicode_FromString(names);
        list = PyUnicode_Split(text, NULL, -1);
        kwnames = PyList_AsTuple(list);
        Py_DECREF(list);
        Py_DECREF(text);
    }
    int rc = adder_signature_bind(sig, NULL, args, nargs, kwnames, out);
    Py_XDECREF(kwnames);
    return rc;
}

Test(signature, counts)
{
    cr_expect(adder_signature_count(compile("f()")) == 0);
    cr_expect(adder_signature_count(compile("f($self, /)")) == 0);
    cr_expect(adder_signature_count(compile("f($self, a, /)")) == 1);
    cr_expect(adder_signature_count(compile("f($module, a, b=1, /, c=None, *args, d='x', **kw)")) == 6);
    cr_expect_null(adder_signature_compile("f(a b)"));
    cr_expect_not_null(PyErr_Occurred());
    PyErr_Clear();
}

Test(signature, defaults)
{
    PyObject *out[16];
    const Signature *sig = compile("f(a=None, b=True, c=-1, d=100000, e=1.5, g='a\\nb', h=b'xy', i=<unrepresentable>, j=sys.maxsize)");
    cr_assert(bind(sig, 0, NULL, out) == 0);
    cr_expect(out[0] == Py_None && out[1] == Py_True);
    cr_expect(PyLong_AsLong(out[2]) == -1 && PyLong_AsLong(out[3]) == 100000);
    cr_expect(PyFloat_AsDouble(out[4]) == 1.5);
    cr_expect(PyUnicode_CompareWithASCIIString(out[5], "a\nb") == 0);
    cr_expect_str_eq(PyBytes_AsString(out[6]), "xy");
    cr_expect_null(out[7]);
    cr_expect(PyLong_AsSsize_t(out[8]) == PY_SSIZE_T_MAX);
}

Test(signature, binding)
{
    PyObject *out[16];
    const Signature *sig = compile("f($self, a, /, b, *, c=7)");
    cr_assert(bind(sig, 1, "b", out) == 0);
    cr_expect(PyLong_AsLong(out[0]) == 0 && PyLong_AsLong(out[1]) == 1 && PyLong_AsLong(out[2]) == 7);
    cr_assert(bind(sig, 2, "c", out) == 0);
    cr_expect(PyLong_AsLong(out[2]) == 2);
    sig = compile("f(a, *args, **kw)");
    cr_assert(bind(sig, 3, "x y", out) == 0);
    cr_expect(PyTuple_GET_SIZE(out[1]) == 2 && PyDict_GET_SIZE(out[2]) == 2);
    adder_signature_release(sig, out);
    cr_expect(out[1] == NULL && out[2] == NULL);
}

Test(signature, messages)
{
    PyObject *out[16];
    const Signature *sig = compile("f($self, a, b=1, /)");
    expect_failure(bind(sig, 0, NULL, out), "f expected at least 1 argument, got 0");
    expect_failure(bind(sig, 3, NULL, out), "f expected at most 2 arguments, got 3");
    expect_failure(bind(sig, 1, "b", out), "f() takes no keyword arguments");
    sig = compile("g(a, b=1, *, c=2)");
    expect_failure(bind(sig, 0, NULL, out), "g() missing required argument 'a' (pos 1)");
    expect_failure(bind(sig, 3, NULL, out), "g() takes at most 2 positional arguments (3 given)");
    expect_failure(bind(sig, 4, NULL, out), "g() takes at most 3 arguments (4 given)");
    expect_failure(bind(sig, 1, "z", out), "'z' is an invalid keyword argument for g()");
    expect_failure(bind(sig, 1, "a", out), "argument for g() given by name ('a') and position (1)");
    sig = compile("h(a, /, *, b)");
    expect_failure(bind(sig, 0, NULL, out), "h() takes exactly 1 positional argument (0 given)");
    expect_failure(bind(sig, 1, NULL, out), "h() missing required argument 'b' (pos 2)");
}
