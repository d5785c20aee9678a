/* exceptions.c -- BaseException, the plain exceptions of exceptions.def, and what all layouts share.
 *
 * An exception owns: its args (a tuple, never NULL once made), its traceback, context and cause (NULL when absent), and
 * the fields of its layout. The table of a layout lists the owned fields once; traversal, clearing and destruction follow. */
#include "runtime/errors/exceptions.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/type.h"
#include <structmember.h>

/* ---- layouts ---- */

#define BASE_FIELDS 6
static const uint16_t base_fields[BASE_FIELDS] = {
    offsetof(ExcBase, dict),      offsetof(ExcBase, args),    offsetof(ExcBase, notes),
    offsetof(ExcBase, traceback), offsetof(ExcBase, context), offsetof(ExcBase, cause),
};

static PyObject **field_at(PyObject *self, uint16_t offset) { return (PyObject **)((char *)self + offset); }

static int visit_fields(PyObject *self, const uint16_t *fields, size_t count, visitproc visit, void *arg)
{
    for (size_t i = 0; i < count; i++) Py_VISIT(*field_at(self, fields[i]));
    return 0;
}

static void clear_fields(PyObject *self, const uint16_t *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) Py_CLEAR(*field_at(self, fields[i]));
}

/* The last reference is gone. A long chain of contexts must not recurse in C, hence the trashcan. */
static void free_exception(PyObject *self, const uint16_t *fields, size_t count, destructor dealloc)
{
    if (adder_gc_is_tracked(self)) adder_gc_untrack(self);
    ADDER_TRASHCAN_BEGIN(self, dealloc);
    clear_fields(self, fields, count);
    clear_fields(self, base_fields, BASE_FIELDS);
    Py_TYPE(self)->tp_free(self);
    ADDER_TRASHCAN_END;
}

#define LAYOUT(layout, ...)                                                                       \
    static const uint16_t layout##_fields[] = {__VA_ARGS__};                                      \
    int exc_##layout##_traverse(PyObject *self, visitproc visit, void *arg)                       \
    {                                                                                             \
        int rc = visit_fields(self, layout##_fields, Py_ARRAY_LENGTH(layout##_fields), visit, arg); \
        return rc ? rc : visit_fields(self, base_fields, BASE_FIELDS, visit, arg);                \
    }                                                                                             \
    int exc_##layout##_clear(PyObject *self)                                                      \
    {                                                                                             \
        clear_fields(self, layout##_fields, Py_ARRAY_LENGTH(layout##_fields));                    \
        clear_fields(self, base_fields, BASE_FIELDS);                                             \
        return 0;                                                                                 \
    }                                                                                             \
    void exc_##layout##_dealloc(PyObject *self)                                                   \
    {                                                                                             \
        free_exception(self, layout##_fields, Py_ARRAY_LENGTH(layout##_fields), exc_##layout##_dealloc); \
    }
#define OWNED(layout, field) offsetof(Exc##layout, field)
LAYOUT(Base)
LAYOUT(Group, OWNED(Group, msg), OWNED(Group, excs))
LAYOUT(Stop, OWNED(Stop, value))
LAYOUT(Exit, OWNED(Exit, code))
LAYOUT(Import, OWNED(Import, msg), OWNED(Import, name), OWNED(Import, path))
LAYOUT(OS, OWNED(OS, myerrno), OWNED(OS, strerror), OWNED(OS, filename), OWNED(OS, filename2))
LAYOUT(Name, OWNED(Name, name))
LAYOUT(Attribute, OWNED(Attribute, obj), OWNED(Attribute, name))
LAYOUT(Syntax, OWNED(Syntax, msg), OWNED(Syntax, filename), OWNED(Syntax, lineno), OWNED(Syntax, offset),
       OWNED(Syntax, end_lineno), OWNED(Syntax, end_offset), OWNED(Syntax, text), OWNED(Syntax, print_file_and_line))
LAYOUT(Unicode, OWNED(Unicode, encoding), OWNED(Unicode, object), OWNED(Unicode, reason))

/* ---- making ---- */

/* An instance of a core type, without the detours of tp_alloc. */
static PyBaseExceptionObject *alloc_shared(PyTypeObject *type)
{
    PyBaseExceptionObject *self = adder_gc_alloc((size_t)type->tp_basicsize);
    if (self == NULL) return adder_no_memory();
    memset(self, 0, (size_t)type->tp_basicsize);
    Py_SET_REFCNT(self, 1);
    Py_SET_TYPE(self, type);
    adder_gc_track((PyObject *)self);
    return self;
}

PyObject *adder_exc_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)kwargs;
    PyBaseExceptionObject *self = type->tp_flags & ADDER_TPFLAGS_SHARED ? alloc_shared(type)
                                                                        : (PyBaseExceptionObject *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->args = args != NULL ? Py_NewRef(args) : PyTuple_New(0);
    if (self->args == NULL) Py_CLEAR(self);
    return (PyObject *)self;
}

int adder_exc_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (!_PyArg_NoKeywords(Py_TYPE(self)->tp_name, kwargs)) return -1;
    Py_XSETREF(EXC_BASE(self)->args, Py_NewRef(args));
    return 0;
}

/* Ty("x") for the plain types without going through a keyword dict. */
static PyObject *exc_vectorcall(PyObject *type, PyObject *const *argv, size_t nargsf, PyObject *kwnames)
{
    PyTypeObject *t = (PyTypeObject *)type;
    if (kwnames != NULL && PyTuple_GET_SIZE(kwnames) != 0) {
        PyErr_Format(PyExc_TypeError, "%s() takes no keyword arguments", t->tp_name);
        return NULL;
    }
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    PyObject *args = PyTuple_New(n);
    if (args == NULL) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) PyTuple_SET_ITEM(args, i, Py_NewRef(argv[i]));
    PyObject *self = t->tp_new(t, args, NULL);
    Py_DECREF(args);
    return self;
}

/* ---- text ---- */

PyObject *adder_exc_str(PyObject *self)
{
    PyObject *args = EXC_BASE(self)->args;
    Py_ssize_t n = args == NULL ? 0 : PyTuple_GET_SIZE(args);
    if (n == 0) return PyUnicode_FromString("");
    return PyObject_Str(n == 1 ? PyTuple_GET_ITEM(args, 0) : args);
}

PyObject *adder_exc_repr(PyObject *self)
{
    const char *name = adder_type_short_name(Py_TYPE(self));
    PyObject *args = EXC_BASE(self)->args;
    if (args == NULL) return PyUnicode_FromFormat("%s()", name);
    if (PyTuple_GET_SIZE(args) == 1) return PyUnicode_FromFormat("%s(%R)", name, PyTuple_GET_ITEM(args, 0));
    return PyUnicode_FromFormat("%s%R", name, args);
}

/* ---- methods ---- */

static PyObject *exc_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyBaseExceptionObject *exc = EXC_BASE(self);
    if (exc->args == NULL) return NULL;
    PyObject *dict = exc->dict;
    if (dict != NULL && PyDict_GET_SIZE(dict) > 0) return PyTuple_Pack(3, Py_TYPE(self), exc->args, dict);
    return PyTuple_Pack(2, Py_TYPE(self), exc->args);
}

static PyObject *exc_setstate(PyObject *self, PyObject *const *args)
{
    PyObject *state = args[0], *key, *value;
    if (state == Py_None) Py_RETURN_NONE;
    if (!PyDict_Check(state)) {
        PyErr_SetString(PyExc_TypeError, "state is not a dictionary");
        return NULL;
    }
    Py_ssize_t pos = 0;
    while (PyDict_Next(state, &pos, &key, &value)) {
        Py_INCREF(key);
        Py_INCREF(value);
        int rc = PyObject_SetAttr(self, key, value);
        Py_DECREF(value);
        Py_DECREF(key);
        if (rc < 0) return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *exc_with_traceback(PyObject *self, PyObject *const *args)
{
    if (PyException_SetTraceback(self, args[0]) < 0) return NULL;
    return Py_NewRef(self);
}

static PyObject *exc_add_note(PyObject *self, PyObject *const *args)
{
    PyObject *note = args[0], *notes;
    if (!PyUnicode_Check(note)) {
        PyErr_Format(PyExc_TypeError, "note must be a str, not '%s'", Py_TYPE(note)->tp_name);
        return NULL;
    }
    if (adder_attr_lookup(self, ID(__notes__), &notes) < 0) return NULL;
    if (notes == NULL) {
        notes = PyList_New(0);
        if (notes == NULL) return NULL;
        if (PyObject_SetAttr(self, ID(__notes__), notes) < 0) {
            Py_DECREF(notes);
            return NULL;
        }
    } else if (!PyList_Check(notes)) {
        Py_DECREF(notes);
        PyErr_SetString(PyExc_TypeError, "Cannot add note: __notes__ is not a list");
        return NULL;
    }
    int rc = PyList_Append(notes, note);
    Py_DECREF(notes);
    return rc < 0 ? NULL : Py_NewRef(Py_None);
}

static PyMethodDef exc_methods[] = {
    FN("__reduce__", exc_reduce, "($self, /)", "What pickle needs to make it again."),
    FN("__setstate__", exc_setstate, "($self, state, /)", "Sets the attributes in a dict."),
    FN("with_traceback", exc_with_traceback, "($self, tb, /)", "Sets __traceback__ and returns the exception."),
    FN("add_note", exc_add_note, "($self, note, /)", "Appends a str to __notes__, which the traceback shows."),
    {0}
};

/* ---- attributes ---- */

static PyObject *or_none(PyObject *o) { return Py_NewRef(o != NULL ? o : Py_None); }

static PyObject *exc_get_args(PyObject *self, void *closure)
{
    (void)closure;
    return or_none(EXC_BASE(self)->args);
}

static int exc_set_args(PyObject *self, PyObject *value, void *closure)
{
    (void)closure;
    if (value == NULL) {
        PyErr_SetString(PyExc_TypeError, "args may not be deleted");
        return -1;
    }
    PyObject *args = PySequence_Tuple(value);
    if (args == NULL) return -1;
    Py_XSETREF(EXC_BASE(self)->args, args);
    return 0;
}

static PyObject *exc_get_traceback(PyObject *self, void *closure)
{
    (void)closure;
    return or_none(EXC_BASE(self)->traceback);
}

static int exc_set_traceback(PyObject *self, PyObject *value, void *closure)
{
    (void)closure;
    if (value == NULL) {
        PyErr_SetString(PyExc_TypeError, "__traceback__ may not be deleted");
        return -1;
    }
    if (value != Py_None && !PyTraceBack_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "__traceback__ must be a traceback or None");
        return -1;
    }
    Py_XSETREF(EXC_BASE(self)->traceback, value == Py_None ? NULL : Py_NewRef(value));
    return 0;
}

static PyObject *exc_get_context(PyObject *self, void *closure)
{
    (void)closure;
    return or_none(EXC_BASE(self)->context);
}

static PyObject *exc_get_cause(PyObject *self, void *closure)
{
    (void)closure;
    return or_none(EXC_BASE(self)->cause);
}

/* Checks what is to become the cause or context. A new reference or NULL for None in *out; 0, or -1 with TypeError. */
static int linked_exception(PyObject *value, const char *attr, const char *what, PyObject **out)
{
    *out = NULL;
    if (value == NULL) {
        PyErr_Format(PyExc_TypeError, "%s may not be deleted", attr);
        return -1;
    }
    if (value == Py_None) return 0;
    if (!PyExceptionInstance_Check(value)) {
        PyErr_Format(PyExc_TypeError, "exception %s must be None or derive from BaseException", what);
        return -1;
    }
    *out = Py_NewRef(value);
    return 0;
}

static int exc_set_context(PyObject *self, PyObject *value, void *closure)
{
    (void)closure;
    PyObject *context;
    if (linked_exception(value, "__context__", "context", &context) < 0) return -1;
    PyException_SetContext(self, context);
    return 0;
}

static int exc_set_cause(PyObject *self, PyObject *value, void *closure)
{
    (void)closure;
    PyObject *cause;
    if (linked_exception(value, "__cause__", "cause", &cause) < 0) return -1;
    PyException_SetCause(self, cause);
    return 0;
}

static PyGetSetDef exc_getset[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
    {"args", exc_get_args, exc_set_args, NULL, NULL},
    {"__traceback__", exc_get_traceback, exc_set_traceback, NULL, NULL},
    {"__context__", exc_get_context, exc_set_context, "The exception being handled when this one was raised.", NULL},
    {"__cause__", exc_get_cause, exc_set_cause, "What `raise ... from` named.", NULL},
    {0}
};

static PyMemberDef exc_members[] = {
    {"__suppress_context__", T_BOOL, offsetof(PyBaseExceptionObject, suppress_context), 0, NULL},
    {0}
};

/* ---- the same from C ---- */

PyObject *PyException_GetTraceback(PyObject *exc) { return Py_XNewRef(EXC_BASE(exc)->traceback); }
PyObject *PyException_GetCause(PyObject *exc) { return Py_XNewRef(EXC_BASE(exc)->cause); }
PyObject *PyException_GetContext(PyObject *exc) { return Py_XNewRef(EXC_BASE(exc)->context); }
int PyException_SetTraceback(PyObject *exc, PyObject *tb) { return exc_set_traceback(exc, tb, NULL); }
void PyException_SetContext(PyObject *exc, PyObject *context) { Py_XSETREF(EXC_BASE(exc)->context, context); }

void PyException_SetCause(PyObject *exc, PyObject *cause)
{
    EXC_BASE(exc)->suppress_context = 1;
    Py_XSETREF(EXC_BASE(exc)->cause, cause);
}

const char *PyExceptionClass_Name(PyObject *type) { return ((PyTypeObject *)type)->tp_name; }

/* ---- the types ---- */

PyTypeObject _PyExc_BaseException = {
    EXC_TYPE(BaseException, &PyBaseObject_Type, Base, "The root of all that can be raised."),
    .tp_repr = adder_exc_repr, .tp_str = adder_exc_str, .tp_methods = exc_methods, .tp_members = exc_members,
    .tp_getset = exc_getset, .tp_init = adder_exc_init, .tp_new = adder_exc_new, .tp_vectorcall = exc_vectorcall,
    .tp_getattro = PyObject_GenericGetAttr, .tp_setattro = PyObject_GenericSetAttr,
};

/* The plain ones of layout Base can be called directly; the others run their base's __init__. */
#define EXC_VECTORCALL_Base   .tp_vectorcall = exc_vectorcall, .tp_init = adder_exc_init, .tp_new = adder_exc_new
#define EXC_VECTORCALL_Import .tp_vectorcall = NULL
#define EXC_VECTORCALL_OS     .tp_vectorcall = NULL
#define EXC_VECTORCALL_Name   .tp_vectorcall = NULL
#define EXC_VECTORCALL_Syntax .tp_vectorcall = NULL
#define EXC_OWN(name, base, layout, doc)
#define EXC(name, base, layout, doc) \
    PyTypeObject _PyExc_##name = { EXC_TYPE(name, &_PyExc_##base, layout, doc), EXC_VECTORCALL_##layout };
#include "runtime/errors/exceptions.def"
#undef EXC
#undef EXC_OWN

#define EXC(name, base, layout, doc) PyObject *PyExc_##name = (PyObject *)&_PyExc_##name;
#include "runtime/errors/exceptions.def"
#undef EXC
PyObject *PyExc_EnvironmentError = (PyObject *)&_PyExc_OSError;
PyObject *PyExc_IOError = (PyObject *)&_PyExc_OSError;

int adder_errors_add_builtins(PyObject *dict)
{
    static const struct { const char *name; PyTypeObject *type; } rows[] = {
#define EXC(name, base, layout, doc) {#name, &_PyExc_##name},
#include "runtime/errors/exceptions.def"
#undef EXC
        {"EnvironmentError", &_PyExc_OSError},
        {"IOError", &_PyExc_OSError},
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(rows); i++)
        if (PyDict_SetItemString(dict, rows[i].name, (PyObject *)rows[i].type) < 0) return -1;
    return PyDict_SetItemString(dict, "ExceptionGroup", adder_interp()->errors.exception_group);
}
