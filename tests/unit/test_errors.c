/* test_errors.c -- raising from C: chaining, normalisation, memory exhaustion, errno, new exception classes. */
#include "runtime/errors/errors.h"
#include "runtime/errors/exceptions.h"
#include "runtime/memory/memory.h"
#include <criterion/criterion.h>
#include <errno.h>

static void start(void) { Py_InitializeEx(0); }
static void stop(void) { cr_expect(Py_FinalizeEx() == 0); }
TestSuite(errors, .init = start, .fini = stop);

/* The current exception is taken and must print like that. */
static void expect_repr(const char *text)
{
    PyObject *exc = adder_error_take();
    cr_assert_not_null(exc, "nothing was raised; expected %s", text);
    PyObject *repr = PyObject_Repr(exc);
    cr_assert_not_null(repr);
    cr_expect_str_eq(PyUnicode_AsUTF8(repr), text);
    Py_DECREF(repr);
    Py_DECREF(exc);
}

Test(errors, fetch_and_restore_keep_references)
{
    PyObject *value = PyUnicode_FromString("some text that is not interned");
    Py_ssize_t before = Py_REFCNT(value);
    PyErr_SetObject(PyExc_ValueError, value);
    cr_expect(PyErr_ExceptionMatches(PyExc_ValueError) && PyErr_ExceptionMatches(PyExc_Exception));
    cr_expect_not(PyErr_ExceptionMatches(PyExc_TypeError));
    PyObject *type, *v, *tb;
    PyErr_Fetch(&type, &v, &tb);
    cr_expect_null(PyErr_Occurred());
    cr_expect(type == PyExc_ValueError && v == value && tb == NULL);
    PyErr_Restore(type, v, tb);
    PyErr_Clear();
    cr_expect_eq(Py_REFCNT(value), before);
    Py_DECREF(value);
}

Test(errors, context_is_what_is_handled)
{
    PyErr_SetString(PyExc_KeyError, "first");
    PyObject *first = adder_error_take();
    PyErr_SetHandledException(first);
    PyErr_SetString(PyExc_ValueError, "second");
    PyObject *second = adder_error_take(), *context = PyException_GetContext(second);
    cr_expect(context == first);
    Py_XDECREF(context);
    /* raising the first again while the second is handled cuts the link, so that there is no ring */
    PyErr_SetHandledException(second);
    PyErr_SetObject(PyExc_KeyError, first);
    PyErr_Clear();
    context = PyException_GetContext(first);
    cr_expect(context == second);
    Py_XDECREF(context);
    cr_expect_null(PyException_GetContext(second));
    PyErr_SetHandledException(NULL);
    PyException_SetContext(first, NULL);
    Py_DECREF(first);
    Py_DECREF(second);
}

Test(errors, failing_constructors_end)
{
    PyObject *names = PyDict_New();
    PyDict_SetItemString(names, "__builtins__", PyEval_GetBuiltins());
    PyObject *r = PyRun_String("class Bad(Exception):\n    def __init__(self, *a): raise Bad\n", Py_file_input, names, names);
    cr_assert_not_null(r);
    Py_DECREF(r);
    PyObject *bad = PyDict_GetItemString(names, "Bad");
    PyErr_SetString(bad, "x");
    PyObject *exc = adder_error_take();
    cr_assert_not_null(exc);
    cr_expect(PyObject_TypeCheck(exc, &_PyExc_RecursionError));
    Py_DECREF(exc);
    Py_DECREF(names);
}

Test(errors, memory_errors_never_run_out)
{
    enum { N = 100 };
    PyObject *all[N];
    struct adder_gate *gate = &adder_interp()->memory.gate;
    adder_gate_set(gate, SIZE_MAX, SIZE_MAX, 0, true);
    for (int i = 0; i < N; i++) {
        cr_expect_null(PyErr_NoMemory());
        all[i] = adder_error_take();
    }
    adder_gate_set(gate, SIZE_MAX, SIZE_MAX, -1, false);
    for (int i = 0; i < N; i++) {
        cr_assert_not_null(all[i]);
        cr_expect(Py_IS_TYPE(all[i], &_PyExc_MemoryError));
        Py_DECREF(all[i]);
    }
    cr_expect_eq(adder_interp()->errors.spare_count, ADDER_SPARE_MEMORY_ERRORS);
}

Test(errors, errno_chooses_the_class)
{
    errno = ENOENT;
    cr_expect_null(PyErr_SetFromErrnoWithFilename(PyExc_OSError, "/no/file"));
    expect_repr("FileNotFoundError(2, 'No such file or directory')");
    errno = EACCES;
    PyErr_SetFromErrno(PyExc_OSError);
    expect_repr("PermissionError(13, 'Permission denied')");
    errno = 0;
    PyErr_SetFromErrno(PyExc_OSError);
    expect_repr("OSError(0, 'Error')");
}

Test(errors, formatting_and_causes)
{
    PyErr_Format(PyExc_TypeError, "%s %d %R", "a", 3, Py_None);
    expect_repr("TypeError('a 3 None')");
    PyErr_SetString(PyExc_KeyError, "why");
    _PyErr_FormatFromCause(PyExc_RuntimeError, "because of %d", 7);
    PyObject *exc = adder_error_take(), *cause = PyException_GetCause(exc);
    cr_assert_not_null(cause);
    cr_expect(Py_IS_TYPE(cause, &_PyExc_KeyError));
    Py_DECREF(cause);
    Py_DECREF(exc);
    PyErr_SetObject((PyObject *)&PyLong_Type, NULL);
    expect_repr("SystemError(\"_PyErr_SetObject: exception <class 'int'> is not a BaseException subclass\")");
}

Test(errors, new_classes)
{
    PyObject *type = PyErr_NewExceptionWithDoc("package.module.Name", "Doc.", PyExc_OSError, NULL);
    cr_assert_not_null(type);
    PyObject *module = PyObject_GetAttrString(type, "__module__");
    cr_expect_str_eq(PyUnicode_AsUTF8(module), "package.module");
    Py_DECREF(module);
    PyErr_SetString(type, "text");
    cr_expect(PyErr_ExceptionMatches(PyExc_OSError));
    expect_repr("Name('text')");
    Py_DECREF(type);
    cr_expect_null(PyErr_NewException("NoDot", NULL, NULL));
    expect_repr("SystemError('PyErr_NewException: name must be module.class')");
}

Test(errors, warnings_can_become_exceptions)
{
    PyObject *filters = PyRun_String("[('error', None, UserWarning, None, 0)]", Py_eval_input, PyEval_GetBuiltins(),
                                     PyEval_GetBuiltins());
    cr_assert_not_null(filters);
    Py_XSETREF(adder_interp()->errors.warning_filters, filters);
    cr_expect_eq(PyErr_WarnEx(PyExc_UserWarning, "stop", 1), -1);
    expect_repr("UserWarning('stop')");
    cr_expect_eq(PyErr_WarnExplicit(PyExc_UserWarning, "stop", "file.py", 3, NULL, NULL), -1);
    expect_repr("UserWarning('stop')");
}

/* What is run while allocations fail: exceptions of all kinds, made, chained, grouped, shown and thrown away. */
static const char *const everything =
    "import sys\n"
    "class Out:\n"
    "    def write(self, s): pass\n"
    "    def flush(self): pass\n"
    "class E(Exception): pass\n"
    "def f():\n"
    "    try: {}['k']\n"
    "    except KeyError as e:\n"
    "        e.add_note('n'); raise E('x', 2) from e\n"
    "try: f()\n"
    "except E as e: g = ExceptionGroup('g', [e, OSError(2, 'x', 'f'), UnicodeDecodeError('u', b'a', 0, 1, 'r')])\n"
    "try:\n"
    "    try: raise g\n"
    "    except* OSError as o: raise ValueError('new')\n"
    "except BaseException as e: h = e\n"
    "sys.stderr, old = Out(), sys.stderr\n"
    "try:\n"
    "    sys.excepthook(type(h), h, h.__traceback__)\n"
    "    try: compile('a b', 'f', 'exec')\n"
    "    except SyntaxError as e: sys.excepthook(type(e), e, None)\n"
    "    try: [].apend\n"
    "    except AttributeError as e: sys.excepthook(type(e), e, None)\n"
    "    import _warnings\n"
    "    _warnings.warn('w')\n"
    "    class D:\n"
    "        def __del__(self): 1/0\n"
    "    D()\n"
    "    repr(g), str(g), g.split(E), list[int], int | str, memoryview(b'abc').cast('B', [3, 1]).tolist()\n"
    "finally: sys.stderr = old\n";

/* The n-th allocation fails, or all from there on. Gives the number of runs that ended with an exception. */
static int run_with_failures(int runs, bool forever)
{
    struct adder_gate *gate = &adder_interp()->memory.gate;
    int failures = 0;
    for (int n = 0; n < runs; n++) {
        PyObject *names = PyDict_New();
        PyDict_SetItemString(names, "__builtins__", PyEval_GetBuiltins());
        adder_gate_set(gate, SIZE_MAX, SIZE_MAX, n, forever);
        PyObject *r = PyRun_String(everything, Py_file_input, names, names);
        adder_gate_set(gate, SIZE_MAX, SIZE_MAX, -1, false);
        if (r == NULL) {
            cr_assert_not_null(PyErr_Occurred(), "failure %d left no exception", n);
            failures++;
            PyErr_Clear();
        }
        Py_XDECREF(r);
        Py_DECREF(names);
        cr_assert_null(PyErr_Occurred());
    }
    return failures;
}

Test(errors, survive_one_failing_allocation, .timeout = 120) { cr_expect_gt(run_with_failures(3000, false), 20); }
Test(errors, survive_without_memory, .timeout = 120) { cr_expect_gt(run_with_failures(3000, true), 20); }
