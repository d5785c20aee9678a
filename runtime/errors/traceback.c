/* traceback.c -- traceback objects.
 *
 * Made entry by entry while an exception goes up: each new one is the outermost so far and holds the previous by tb_next.
 * The line is looked up when somebody asks: most exceptions are caught and never shown. */
#include "runtime/errors/traceback.h"
#include "runtime/errors/errors.h"
#include "runtime/memory/memory.h"
#include "runtime/state/interp.h"
#include <frameobject.h>
#include <structmember.h>

#define TB(self) ((PyTracebackObject *)(self))
#define LINE_UNKNOWN (-1) /* tb_lineno: not looked up yet */

static NEW_REF PyObject *tb_make(PyObject *next, PyFrameObject *frame, int lasti, int lineno)
{
    PyTracebackObject *tb = adder_gc_alloc(sizeof *tb);
    if (tb == NULL) return adder_no_memory();
    Py_SET_REFCNT(tb, 1);
    Py_SET_TYPE(tb, &PyTraceBack_Type);
    tb->tb_next = (PyTracebackObject *)Py_XNewRef(next);
    tb->tb_frame = (PyFrameObject *)Py_NewRef(frame);
    tb->tb_lasti = lasti;
    tb->tb_lineno = lineno;
    adder_gc_track((PyObject *)tb);
    return (PyObject *)tb;
}

int PyTraceBack_Here(PyFrameObject *frame)
{
    PyThreadState *t = &adder_thread()->base;
    PyObject *tb = tb_make(t->curexc_traceback, frame, PyFrame_GetLasti(frame), LINE_UNKNOWN);
    if (tb == NULL) return -1;
    Py_XSETREF(t->curexc_traceback, tb);
    return 0;
}

PyObject *adder_traceback_here(PyObject *next)
{
    PyFrameObject *frame = PyThreadState_GetFrame(&adder_thread()->base);
    if (frame == NULL) return NULL;
    PyObject *tb = tb_make(next, frame, PyFrame_GetLasti(frame), LINE_UNKNOWN);
    Py_DECREF(frame);
    return tb;
}

/* An entry for a piece of C code, with an invented frame. The current exception is kept whatever happens. */
void _PyTraceback_Add(const char *function, const char *filename, int lineno)
{
    PyObject *exc = adder_error_take(), *globals = PyDict_New(), *tb = NULL;
    PyCodeObject *code = globals == NULL ? NULL : PyCode_NewEmpty(filename, function, lineno);
    PyFrameObject *frame = code == NULL ? NULL : PyFrame_New(&adder_thread()->base, code, globals, NULL);
    if (frame != NULL && exc != NULL) {
        PyObject *old = PyException_GetTraceback(exc);
        tb = tb_make(old, frame, PyFrame_GetLasti(frame), lineno);
        Py_XDECREF(old);
        if (tb != NULL) (void)PyException_SetTraceback(exc, tb);
    }
    Py_XDECREF(tb);
    Py_XDECREF(frame);
    Py_XDECREF(code);
    Py_XDECREF(globals);
    PyErr_Clear();
    if (exc != NULL) adder_error_restore(exc);
}

/* ---- the type ---- */

static int tb_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(TB(self)->tb_next);
    Py_VISIT(TB(self)->tb_frame);
    return 0;
}

static int tb_clear(PyObject *self)
{
    Py_CLEAR(TB(self)->tb_next);
    Py_CLEAR(TB(self)->tb_frame);
    return 0;
}

static void tb_dealloc(PyObject *self)
{
    if (adder_gc_is_tracked(self)) adder_gc_untrack(self);
    ADDER_TRASHCAN_BEGIN(self, tb_dealloc);
    tb_clear(self);
    adder_gc_free(self);
    ADDER_TRASHCAN_END;
}

static PyObject *tb_get_lineno(PyObject *self, void *closure)
{
    (void)closure;
    PyTracebackObject *tb = TB(self);
    if (tb->tb_lineno == LINE_UNKNOWN) {
        PyCodeObject *code = PyFrame_GetCode(tb->tb_frame);
        if (code != NULL) tb->tb_lineno = PyCode_Addr2Line(code, tb->tb_lasti);
        PyErr_Clear(); /* memory was short when the frame ended: the line is not known */
        Py_XDECREF(code);
    }
    return PyLong_FromLong(tb->tb_lineno);
}

/* In words of a member: that is what it was before it was looked up late. */
static int tb_set_lineno(PyObject *self, PyObject *value, void *closure)
{
    (void)self, (void)value, (void)closure;
    PyErr_SetString(PyExc_AttributeError, "readonly attribute");
    return -1;
}

static PyObject *tb_get_next(PyObject *self, void *closure)
{
    (void)closure;
    PyObject *next = (PyObject *)TB(self)->tb_next;
    return Py_NewRef(next != NULL ? next : Py_None);
}

static int tb_set_next(PyObject *self, PyObject *value, void *closure)
{
    (void)closure;
    if (value == NULL) {
        PyErr_SetString(PyExc_TypeError, "can't delete tb_next attribute");
        return -1;
    }
    if (value == Py_None) {
        value = NULL;
    } else if (!PyTraceBack_Check(value)) {
        PyErr_Format(PyExc_TypeError, "expected traceback object, got '%s'", Py_TYPE(value)->tp_name);
        return -1;
    }
    for (PyTracebackObject *p = TB(value); p != NULL; p = p->tb_next)
        if (p == TB(self)) {
            PyErr_SetString(PyExc_ValueError, "traceback loop detected");
            return -1;
        }
    Py_XSETREF(TB(self)->tb_next, (PyTracebackObject *)Py_XNewRef(value));
    return 0;
}

static PyObject *tb_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *v[2];
    (void)type;
    char *names[] = {"tb_next", "tb_frame", "tb_lasti", "tb_lineno", NULL};
    int lasti, lineno;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OOii:TracebackType", names, &v[0], &v[1], &lasti, &lineno))
        return NULL;
    if (!PyObject_TypeCheck(v[1], &PyFrame_Type)) {
        _PyArg_BadArgument("TracebackType", "argument 'tb_frame'", "frame", v[1]);
        return NULL;
    }
    if (v[0] != Py_None && !PyTraceBack_Check(v[0]))
        return PyErr_Format(PyExc_TypeError, "expected traceback object or None, got '%s'", Py_TYPE(v[0])->tp_name);
    return tb_make(v[0] == Py_None ? NULL : v[0], (PyFrameObject *)v[1], lasti, lineno);
}

static PyObject *tb_dir(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    return Py_BuildValue("[ssss]", "tb_frame", "tb_next", "tb_lasti", "tb_lineno");
}

static PyMethodDef tb_methods[] = {FN("__dir__", tb_dir, "($self, /)", "The four attributes."), {0}};

static PyMemberDef tb_members[] = {
    {"tb_frame", T_OBJECT, offsetof(PyTracebackObject, tb_frame), READONLY | PY_AUDIT_READ, NULL},
    {"tb_lasti", T_INT, offsetof(PyTracebackObject, tb_lasti), READONLY, NULL},
    {0}
};

static PyGetSetDef tb_getset[] = {
    {"tb_next", tb_get_next, tb_set_next, NULL, NULL},
    {"tb_lineno", tb_get_lineno, tb_set_lineno, NULL, NULL},
    {0}
};

PyTypeObject PyTraceBack_Type = {
    STATIC_TYPE("traceback", PyTracebackObject), .tp_dealloc = tb_dealloc, .tp_traverse = tb_traverse,
    .tp_clear = tb_clear, .tp_methods = tb_methods, .tp_members = tb_members, .tp_getset = tb_getset, .tp_new = tb_new,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_getattro = PyObject_GenericGetAttr,
    .tp_doc = "Create a new traceback object.",
};
