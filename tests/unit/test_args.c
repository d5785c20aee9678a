/* test_args.c -- PyArg_* and Py_BuildValue: units, counts, messages, and what is given back after a failure. */
#define PY_SSIZE_T_CLEAN
#include "runtime/errors/errors.h"
#include <Python.h>
#include <criterion/criterion.h>

static void start(void) { Py_InitializeEx(0); }
static void stop(void) { cr_expect(Py_FinalizeEx() == 0); }
TestSuite(args, .init = start, .fini = stop);

static PyObject *value(const char *expression)
{
    PyObject *r = PyRun_String(expression, Py_eval_input, PyEval_GetBuiltins(), PyEval_GetBuiltins());
    cr_assert_not_null(r, "%s", expression);
    return r;
}

/* The current exception is "Type: message". */
static void expect_error(const char *text)
{
    PyObject *exc = adder_error_take();
    cr_assert_not_null(exc, "expected %s", text);
    PyObject *s = PyUnicode_FromFormat("%s: %S", Py_TYPE(exc)->tp_name, exc);
    cr_expect_str_eq(PyUnicode_AsUTF8(s), text);
    Py_DECREF(s);
    Py_DECREF(exc);
}

#define PARSE(expression, ...)                                  \
    ({                                                          \
        PyObject *args_ = value(expression);                    \
        int ok_ = PyArg_ParseTuple(args_, __VA_ARGS__);         \
        Py_DECREF(args_);                                       \
        ok_;                                                    \
    })

Test(args, numbers)
{
    unsigned char b;
    short h;
    int i, p;
    long long L;
    double d;
    Py_ssize_t n;
    cr_assert(PARSE("(255, -32768, 7, 2**40, 1.5, 9, [1])", "bhiLdnp", &b, &h, &i, &L, &d, &n, &p));
    cr_expect(b == 255 && h == -32768 && i == 7 && L == 1LL << 40 && d == 1.5 && n == 9 && p == 1);
    cr_expect_not(PARSE("(256,)", "b", &b));
    expect_error("OverflowError: unsigned byte integer is greater than maximum");
    cr_expect_not(PARSE("(2**31,)", "i", &i));
    expect_error("OverflowError: signed integer is greater than maximum");
    cr_expect_not(PARSE("('x',)", "i:f", &i));
    expect_error("TypeError: 'str' object cannot be interpreted as an integer");
    unsigned int I;
    cr_assert(PARSE("(-1,)", "I", &I));
    cr_expect_eq(I, 0xffffffffu);
}

Test(args, text_and_buffers)
{
    const char *s, *z;
    Py_ssize_t n;
    Py_buffer view;
    PyObject *args = value("('a\\xe9', None, b'x\\0y', bytearray(b'abc'))");
    cr_assert(PyArg_ParseTuple(args, "szy#y*", &s, &z, &s, &n, &view));
    cr_expect(z == NULL && n == 3 && view.len == 3);
    PyBuffer_Release(&view);
    cr_expect_not(PyArg_ParseTuple(args, "szyO", &s, &z, &s, &args));
    expect_error("ValueError: embedded null byte");
    Py_DECREF(args);
    cr_expect_not(PARSE("(3,)", "s:f", &s));
    expect_error("TypeError: f() argument 1 must be str, not int");
    cr_expect_not(PARSE("(None,)", "s", &s));
    expect_error("TypeError: argument 1 must be str, not None");
    cr_expect_not(PARSE("('a\\0b',)", "s", &s));
    expect_error("ValueError: embedded null character");
}

Test(args, failure_gives_back)
{
    Py_buffer view;
    int i;
    PyObject *args = value("(bytearray(b'abc'), 'x')"), *array = PyTuple_GET_ITEM(args, 0);
    cr_expect_not(PyArg_ParseTuple(args, "y*i", &view, &i));
    PyErr_Clear();
    cr_expect_eq(PyByteArray_Resize(array, 100), 0, "the view was released");
    Py_DECREF(args);
    char *text = NULL;
    args = value("('abc', 'x')");
    cr_expect_not(PyArg_ParseTuple(args, "esi", "utf-8", &text, &i));
    PyErr_Clear();
    cr_expect_null(text);
    Py_DECREF(args);
}

Test(args, counts)
{
    PyObject *a, *b, *c;
    cr_expect_not(PARSE("()", "O:name", &a));
    expect_error("TypeError: name() takes exactly 1 argument (0 given)");
    cr_expect_not(PARSE("(1, 2, 3, 4)", "OO|O:name", &a, &b, &c));
    expect_error("TypeError: name() takes at most 3 arguments (4 given)");
    cr_expect_not(PARSE("(1,)", "OO|O", &a, &b, &c));
    expect_error("TypeError: function takes at least 2 arguments (1 given)");
    int x, y;
    cr_expect(PARSE("(1, (2, 3))", "i(ii)", &x, &x, &y));
    cr_expect_eq(y, 3);
    cr_expect_not(PARSE("(1, (2, 'q'))", "i(ii):f", &x, &x, &y));
    expect_error("TypeError: 'str' object cannot be interpreted as an integer");
    cr_expect_not(PARSE("(1, (2,))", "i(ii):f", &x, &x, &y));
    expect_error("TypeError: f() argument 2 must be sequence of length 2, not 1");
    cr_expect_not(PARSE("(1, (2, None))", "i(iU):f", &x, &x, &a));
    expect_error("TypeError: f() argument 2, item 1 must be str, not None");
    cr_expect_not(PyArg_UnpackTuple(Py_None, "f", 1, 2, &a));
    expect_error("SystemError: PyArg_UnpackTuple() argument list is not a tuple");
}

static int with_keywords(const char *args, const char *kwargs, const char *format, char **names, ...)
{
    PyObject *a = value(args), *k = value(kwargs);
    va_list va;
    va_start(va, names);
    int ok = PyArg_VaParseTupleAndKeywords(a, k, format, names, va);
    va_end(va);
    Py_DECREF(a);
    Py_DECREF(k);
    return ok;
}

Test(args, keywords)
{
    char *names[] = {"", "b", "c", NULL};
    int a, b = 0, c = 0;
    cr_expect(with_keywords("(1,)", "{'c': 3, 'b': 2}", "ii|$i:f", names, &a, &b, &c));
    cr_expect(a == 1 && b == 2 && c == 3);
    cr_expect_not(with_keywords("()", "{'b': 2}", "ii|$i:f", names, &a, &b, &c));
    expect_error("TypeError: f() takes at least 1 positional argument (0 given)");
    cr_expect_not(with_keywords("(1,)", "{}", "ii|$i:f", names, &a, &b, &c));
    expect_error("TypeError: f() missing required argument 'b' (pos 2)");
    cr_expect_not(with_keywords("(1, 2, 3)", "{}", "ii|$i:f", names, &a, &b, &c));
    expect_error("TypeError: f() takes at most 2 positional arguments (3 given)");
    cr_expect_not(with_keywords("(1, 2)", "{'b': 3}", "ii|$i:f", names, &a, &b, &c));
    expect_error("TypeError: argument for f() given by name ('b') and position (2)");
    cr_expect_not(with_keywords("(1, 2)", "{'q': 3}", "ii|$i", names, &a, &b, &c));
    expect_error("TypeError: 'q' is an invalid keyword argument for this function");
    cr_expect_not(with_keywords("(1, 2, 3)", "{'q': 3}", "ii|$i:f", names, &a, &b, &c));
    expect_error("TypeError: f() takes at most 3 arguments (4 given)");
}

Test(args, build_value)
{
    PyObject *o = Py_BuildValue("(i[ss#]{s:d}Nz)", 1, "ab", "cdef", (Py_ssize_t)2, "k", 2.5, PyLong_FromLong(7), NULL);
    PyObject *expected = value("(1, ['ab', 'cd'], {'k': 2.5}, 7, None)");
    cr_assert_not_null(o);
    cr_expect_eq(PyObject_RichCompareBool(o, expected, Py_EQ), 1);
    Py_DECREF(expected);
    Py_DECREF(o);
    cr_expect(Py_BuildValue("") == Py_None);
    PyObject *kept = value("[1]");
    Py_ssize_t before = Py_REFCNT(kept);
    cr_expect_null(Py_BuildValue("(ON)", NULL, Py_NewRef(kept))); /* N is consumed although O failed */
    expect_error("SystemError: NULL object passed to Py_BuildValue");
    cr_expect_eq(Py_REFCNT(kept), before);
    Py_DECREF(kept);
    cr_expect_null(Py_BuildValue("(i", 1));
    expect_error("SystemError: unmatched paren in format");
}
