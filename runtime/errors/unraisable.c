/* unraisable.c -- exceptions that cannot go up: raised in destructors, callbacks, finalisers. They go to
 * sys.unraisablehook, which by default writes them to sys.stderr. */
#include "runtime/errors/errors.h"
#include "runtime/errors/exceptions.h"
#include "runtime/errors/traceback.h"
#include "runtime/objects/type.h"
#include "runtime/state/interp.h"

/* What the hook gets: five fields, None where there is nothing. */
enum { EXC_TYPE_, EXC_VALUE, EXC_TRACEBACK, ERR_MSG, OBJECT, FIELDS };

PyTypeObject *adder_unraisable_type(void)
{
    struct adder_errors_state *state = &adder_interp()->errors;
    if (state->unraisable_type == NULL) {
        PyStructSequence_Field fields[] = {
            {"exc_type", "Exception type"},
            {"exc_value", "Exception value"},
            {"exc_traceback", "Exception traceback"},
            {"err_msg", "Error message"},
            {"object", "Object causing the exception"},
            {NULL, NULL},
        };
        PyStructSequence_Desc desc = {"builtins.UnraisableHookArgs", "What sys.unraisablehook() is called with.", fields, FIELDS};
        state->unraisable_type = PyStructSequence_NewType(&desc);
        if (state->unraisable_type != NULL) state->unraisable_type->tp_name = "UnraisableHookArgs"; /* as repr() shows it */
    }
    return state->unraisable_type;
}

/* ---- the default hook ---- */

/* "module." before the class's name, for all but builtins and __main__. */
static int write_type(Out *out, PyTypeObject *type)
{
    PyObject *module;
    if (adder_attr_lookup((PyObject *)type, ID(__module__), &module) < 0) PyErr_Clear(), module = NULL;
    int rc = 0;
    if (module == NULL || !PyUnicode_Check(module))
        rc = adder_out_text(out, "<unknown>");
    else if (!_PyUnicode_Equal(module, ID(builtins)) && !_PyUnicode_Equal(module, ID(__main__)))
        rc = adder_out_str(out, PyUnicode_FromFormat("%U.", module));
    Py_XDECREF(module);
    return rc < 0 ? rc : adder_out_text(out, adder_type_short_name(type));
}

static int write_headline(Out *out, PyObject *message, PyObject *object)
{
    bool has_object = object != NULL && object != Py_None, has_message = message != NULL && message != Py_None;
    if (!has_object) return has_message ? adder_out_str(out, PyUnicode_FromFormat("%S:\n", message)) : 0;
    int rc = has_message ? adder_out_str(out, PyUnicode_FromFormat("%S: ", message))
                         : adder_out_text(out, "Exception ignored in: ");
    if (rc < 0) return rc;
    PyObject *text = PyObject_Repr(object);
    if (text == NULL) {
        PyErr_Clear();
        text = PyUnicode_FromString("<object repr() failed>");
    }
    return adder_out_str(out, text) < 0 ? -1 : adder_out_text(out, "\n");
}

static int write_value(Out *out, PyObject *exc)
{
    if (exc == NULL || exc == Py_None) return 0;
    if (adder_out_text(out, ": ") < 0) return -1;
    PyObject *text = PyObject_Str(exc);
    if (text == NULL) {
        PyErr_Clear();
        return adder_out_text(out, "<exception str() failed>");
    }
    return adder_out_str(out, text);
}

static int write_unraisable(Out *out, PyObject *type, PyObject *exc, PyObject *tb, PyObject *message, PyObject *object)
{
    if (write_headline(out, message, object) < 0) return -1;
    if (tb != NULL && PyTraceBack_Check(tb) && PyTraceBack_Print(tb, out->file) < 0) PyErr_Clear();
    if (type == NULL || !PyExceptionClass_Check(type)) return 0;
    if (write_type(out, (PyTypeObject *)type) < 0 || write_value(out, exc) < 0 || adder_out_text(out, "\n") < 0) return -1;
    PyObject *result = PyObject_CallMethodNoArgs(out->file, ID(flush));
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

/* To sys.stderr, if there is one. Leaves no exception. */
static void default_hook(PyObject *type, PyObject *exc, PyObject *tb, PyObject *message, PyObject *object)
{
    Out out = {Py_XNewRef(PySys_GetObject("stderr")), 0};
    if (out.file != NULL && out.file != Py_None) (void)write_unraisable(&out, type, exc, tb, message, object);
    PyErr_Clear();
    Py_XDECREF(out.file);
}

PyObject *adder_unraisable_hook(PyObject *args)
{
    PyTypeObject *type = adder_unraisable_type();
    if (type == NULL) return NULL;
    if (!Py_IS_TYPE(args, type)) {
        PyErr_SetString(PyExc_TypeError, "sys.unraisablehook argument type must be UnraisableHookArgs");
        return NULL;
    }
#define FIELD(i) PyStructSequence_GetItem(args, i)
    default_hook(FIELD(EXC_TYPE_), FIELD(EXC_VALUE), FIELD(EXC_TRACEBACK), FIELD(ERR_MSG), FIELD(OBJECT));
#undef FIELD
    Py_RETURN_NONE;
}

/* ---- calling the hook ---- */

static PyObject *make_args(PyObject *exc, PyObject *tb, PyObject *message, PyObject *object)
{
    PyTypeObject *type = adder_unraisable_type();
    PyObject *args = type == NULL ? NULL : PyStructSequence_New(type);
    if (args == NULL) return NULL;
    PyObject *fields[FIELDS] = {(PyObject *)Py_TYPE(exc), exc, tb, message, object};
    for (int i = 0; i < FIELDS; i++)
        PyStructSequence_SetItem(args, i, Py_NewRef(fields[i] != NULL ? fields[i] : Py_None));
    return args;
}

/* 0 when the hook took it; -1 with what the hook raised set. */
static int call_hook(PyObject *hook, PyObject *args)
{
    if (PySys_Audit("sys.unraisablehook", "OO", hook, args) < 0) return -1;
    PyObject *result = PyObject_CallOneArg(hook, args);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

static void report(PyObject *exc, PyObject *message, PyObject *object)
{
    PyObject *tb = PyException_GetTraceback(exc);
    if (tb == NULL && (tb = adder_traceback_here(NULL)) != NULL) (void)PyException_SetTraceback(exc, tb);
    PyErr_Clear();
    PyObject *hook = Py_XNewRef(PySys_GetObject("unraisablehook")), *args = NULL;
    if (hook == NULL) {
        default_hook((PyObject *)Py_TYPE(exc), exc, tb, message, object);
    } else if (hook != Py_None) {
        args = make_args(exc, tb, message, object);
        if (args == NULL || call_hook(hook, args) < 0) {
            PyObject *second = adder_error_take(), *text = PyUnicode_FromString("Exception ignored in sys.unraisablehook");
            PyObject *second_tb = PyException_GetTraceback(second);
            default_hook((PyObject *)Py_TYPE(second), second, second_tb, text, hook);
            Py_XDECREF(second_tb);
            Py_XDECREF(text);
            Py_DECREF(second);
        }
    }
    Py_XDECREF(args);
    Py_XDECREF(hook);
    Py_XDECREF(tb);
}

void _PyErr_WriteUnraisableMsg(const char *message, PyObject *object)
{
    PyObject *exc = adder_error_take();
    if (exc == NULL) return;
    PyObject *text = message == NULL ? NULL : PyUnicode_FromFormat("Exception ignored %s", message);
    if (text == NULL) PyErr_Clear();
    report(exc, text, object);
    Py_XDECREF(text);
    Py_DECREF(exc);
    PyErr_Clear();
}

void PyErr_WriteUnraisable(PyObject *object) { _PyErr_WriteUnraisableMsg(NULL, object); }
