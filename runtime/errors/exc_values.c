/* exc_values.c -- exceptions that carry one or two values beside their args: StopIteration, SystemExit, KeyError,
 * NameError, AttributeError, ImportError; and MemoryError, which must be there when memory is not. */
#include "runtime/errors/exceptions.h"
#include "runtime/memory/memory.h"
#include <structmember.h>

#define MEMBER(name, layout, field, doc) {name, T_OBJECT, offsetof(Exc##layout, field), 0, doc}

/* ---- StopIteration ---- */

static int stop_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (adder_exc_init(self, args, kwargs) < 0) return -1;
    PyObject *value = PyTuple_GET_SIZE(args) > 0 ? PyTuple_GET_ITEM(args, 0) : Py_None;
    Py_XSETREF(((ExcStop *)self)->value, Py_NewRef(value));
    return 0;
}

static PyMemberDef stop_members[] = {MEMBER("value", Stop, value, "What the generator returned."), {0}};

PyTypeObject _PyExc_StopIteration = {
    EXC_TYPE(StopIteration, &_PyExc_Exception, Stop, "Raised by __next__() when nothing is left."),
    .tp_init = stop_init, .tp_new = adder_exc_new, .tp_members = stop_members,
};

/* ---- SystemExit ---- */

static int exit_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (adder_exc_init(self, args, kwargs) < 0) return -1;
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    if (n > 0) Py_XSETREF(((ExcExit *)self)->code, Py_NewRef(n == 1 ? PyTuple_GET_ITEM(args, 0) : args));
    return 0;
}

static PyMemberDef exit_members[] = {MEMBER("code", Exit, code, "The exit status."), {0}};

PyTypeObject _PyExc_SystemExit = {
    EXC_TYPE(SystemExit, &_PyExc_BaseException, Exit, "A request to leave the interpreter."),
    .tp_init = exit_init, .tp_new = adder_exc_new, .tp_members = exit_members,
};

/* ---- KeyError: str() shows the key's repr, so that an empty or blank key can be seen ---- */

static PyObject *key_str(PyObject *self)
{
    PyObject *args = EXC_BASE(self)->args;
    if (args != NULL && PyTuple_GET_SIZE(args) == 1) return PyObject_Repr(PyTuple_GET_ITEM(args, 0));
    return adder_exc_str(self);
}

PyTypeObject _PyExc_KeyError = {
    EXC_TYPE(KeyError, &_PyExc_LookupError, Base, "A mapping has no such key."),
    .tp_init = adder_exc_init, .tp_new = adder_exc_new, .tp_str = key_str,
};

/* ---- keyword-only extras: the args go to BaseException, the keywords into fields ---- */

static int extras_init(PyObject *self, PyObject *args, PyObject *kwargs, const char *format, char **names,
                       PyObject **first, PyObject **second, PyObject **third)
{
    if (adder_exc_init(self, args, NULL) < 0) return -1;
    PyObject *values[3] = {NULL, NULL, NULL}, **fields[3] = {first, second, third};
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0) {
        PyObject *empty = PyTuple_New(0);
        if (empty == NULL) return -1;
        int ok = PyArg_ParseTupleAndKeywords(empty, kwargs, format, names, &values[0], &values[1], &values[2]);
        Py_DECREF(empty);
        if (!ok) return -1;
    }
    for (int i = 0; i < 3; i++)
        if (fields[i] != NULL) Py_XSETREF(*fields[i], Py_XNewRef(values[i]));
    return 0;
}

static int name_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    char *names[] = {"name", NULL};
    return extras_init(self, args, kwargs, "|$O:NameError", names, &((ExcName *)self)->name, NULL, NULL);
}

static PyMemberDef name_members[] = {MEMBER("name", Name, name, "The name that was looked for."), {0}};

PyTypeObject _PyExc_NameError = {
    EXC_TYPE(NameError, &_PyExc_Exception, Name, "A name was found in no scope."),
    .tp_init = name_init, .tp_new = adder_exc_new, .tp_members = name_members,
};

static int attribute_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    char *names[] = {"name", "obj", NULL};
    ExcAttribute *exc = (ExcAttribute *)self;
    return extras_init(self, args, kwargs, "|$OO:AttributeError", names, &exc->name, &exc->obj, NULL);
}

static PyMemberDef attribute_members[] = {
    MEMBER("name", Attribute, name, "The attribute that was looked for."),
    MEMBER("obj", Attribute, obj, "The object that has it not."),
    {0}
};

PyTypeObject _PyExc_AttributeError = {
    EXC_TYPE(AttributeError, &_PyExc_Exception, Attribute, "There is no such attribute."),
    .tp_init = attribute_init, .tp_new = adder_exc_new, .tp_members = attribute_members,
};

/* ---- ImportError ---- */

static int import_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    char *names[] = {"name", "path", NULL};
    ExcImport *exc = (ExcImport *)self;
    if (extras_init(self, args, kwargs, "|$OO:ImportError", names, &exc->name, &exc->path, NULL) < 0) return -1;
    Py_XSETREF(exc->msg, PyTuple_GET_SIZE(args) == 1 ? Py_NewRef(PyTuple_GET_ITEM(args, 0)) : NULL);
    return 0;
}

static PyObject *import_str(PyObject *self)
{
    PyObject *msg = ((ExcImport *)self)->msg;
    if (msg != NULL && PyUnicode_CheckExact(msg)) return Py_NewRef(msg);
    return adder_exc_str(self);
}

/* The dict for pickle with name and path added; NULL without exception when there is nothing to say. */
static PyObject *import_state(ExcImport *exc)
{
    if (exc->name == NULL && exc->path == NULL) return Py_XNewRef(exc->dict);
    PyObject *state = exc->dict != NULL ? PyDict_Copy(exc->dict) : PyDict_New();
    if (state == NULL) return NULL;
    if ((exc->name != NULL && PyDict_SetItem(state, ID(name), exc->name) < 0) ||
        (exc->path != NULL && PyDict_SetItem(state, ID(path), exc->path) < 0))
        Py_CLEAR(state);
    return state;
}

static PyObject *import_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    ExcImport *exc = (ExcImport *)self;
    PyObject *state = import_state(exc);
    if (state == NULL) {
        if (PyErr_Occurred()) return NULL;
        return PyTuple_Pack(2, Py_TYPE(self), exc->args);
    }
    PyObject *result = PyTuple_Pack(3, Py_TYPE(self), exc->args, state);
    Py_DECREF(state);
    return result;
}

static PyMemberDef import_members[] = {
    MEMBER("msg", Import, msg, "The message."),
    MEMBER("name", Import, name, "The module."),
    MEMBER("path", Import, path, "The file, where there is one."),
    {0}
};

static PyMethodDef import_methods[] = {
    FN("__reduce__", import_reduce, "($self, /)", "What pickle needs to make it again."),
    {0}
};

PyTypeObject _PyExc_ImportError = {
    EXC_TYPE(ImportError, &_PyExc_Exception, Import, "A module, or a name in it, could not be imported."),
    .tp_init = import_init, .tp_new = adder_exc_new, .tp_str = import_str, .tp_members = import_members,
    .tp_methods = import_methods,
};

/* ---- MemoryError: instances are kept back for the time when none can be made ---- */

static PyObject *memory_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    struct adder_errors_state *state = &adder_interp()->errors;
    if (type != &_PyExc_MemoryError || state->spare_count == 0) return adder_exc_new(type, args, kwargs);
    PyObject *self = state->spare_memory_errors[--state->spare_count];
    Py_XSETREF(EXC_BASE(self)->args, Py_NewRef(args));
    PyObject_GC_Track(self);
    return self;
}

/* A dying plain MemoryError goes back among the spare ones, emptied. */
static void memory_dealloc(PyObject *self)
{
    struct adder_errors_state *state = &adder_interp()->errors;
    if (!Py_IS_TYPE(self, &_PyExc_MemoryError) || state->last_memory_error == NULL ||
        state->spare_count >= ADDER_SPARE_MEMORY_ERRORS) {
        exc_Base_dealloc(self);
        return;
    }
    PyObject_GC_UnTrack(self);
    exc_Base_clear(self);
    EXC_BASE(self)->suppress_context = 0;
    Py_SET_REFCNT(self, 1);
    state->spare_memory_errors[state->spare_count++] = self;
}

PyTypeObject _PyExc_MemoryError = {
    STATIC_TYPE("MemoryError", ExcBase), .tp_doc = "Memory is exhausted.", .tp_base = &_PyExc_Exception,
    .tp_dealloc = memory_dealloc, .tp_traverse = exc_Base_traverse, .tp_clear = exc_Base_clear,
    .tp_dictoffset = offsetof(PyBaseExceptionObject, dict), .tp_init = adder_exc_init, .tp_new = memory_new,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASE_EXC_SUBCLASS,
};

/* A MemoryError: a spare one, a new one, or the last one. NULL only before the interpreter's start is done. */
static PyObject *get_memory_error(struct adder_errors_state *state)
{
    PyObject *exc = NULL;
    if (!state->making_memory_error) {
        state->making_memory_error = true;
        PyObject *empty = PyTuple_New(0); /* a singleton: takes no memory */
        if (empty != NULL) exc = memory_new(&_PyExc_MemoryError, empty, NULL);
        Py_XDECREF(empty);
        state->making_memory_error = false;
    }
    return exc != NULL ? exc : Py_XNewRef(state->last_memory_error);
}

PyObject *PyErr_NoMemory(void)
{
    PyObject *exc = get_memory_error(&adder_interp()->errors);
    PyErr_SetObject(PyExc_MemoryError, exc);
    Py_XDECREF(exc);
    return NULL;
}
