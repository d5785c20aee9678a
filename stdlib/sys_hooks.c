/* sys_hooks.c -- what the interpreter calls and programs replace: displayhook, excepthook, unraisablehook,
 * breakpointhook, and the audit hooks. */
#include "runtime/errors/errors.h"
#include "runtime/objects/str.h"
#include "runtime/state/interp.h"
#include "stdlib/sys.h"
#include <stdlib.h>

/* ---- displayhook ---- */

/* builtins._ = value. */
static int set_last(PyObject *value)
{
    PyObject *builtins = PyImport_GetModule(ID(builtins));
    if (builtins == NULL) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_RuntimeError, "lost builtins module");
        return -1;
    }
    int rc = PyObject_SetAttrString(builtins, "_", value);
    Py_DECREF(builtins);
    return rc;
}

/* repr(value) written with backslash escapes for what the stream's encoding lacks. */
static int write_escaped(PyObject *file, PyObject *value)
{
    int rc = -1;
    PyObject *text = NULL, *encoding = NULL, *bytes = NULL, *buffer = NULL, *r = NULL;
    if ((encoding = PyObject_GetAttr(file, ID(encoding))) == NULL) goto done;
    const char *name = PyUnicode_AsUTF8(encoding);
    if (name == NULL || (text = PyObject_Repr(value)) == NULL) goto done;
    if ((bytes = PyUnicode_AsEncodedString(text, name, "backslashreplace")) == NULL) goto done;
    if (_PyObject_LookupAttr(file, ID(buffer), &buffer) < 0) goto done;
    if (buffer != NULL) {
        r = PyObject_CallMethodOneArg(buffer, ID(write), bytes);
        rc = r == NULL ? -1 : 0;
    } else {
        Py_SETREF(text, PyUnicode_FromEncodedObject(bytes, name, "strict"));
        rc = text == NULL ? -1 : PyFile_WriteObject(text, file, Py_PRINT_RAW);
    }
done:
    Py_XDECREF(r);
    Py_XDECREF(buffer);
    Py_XDECREF(bytes);
    Py_XDECREF(encoding);
    Py_XDECREF(text);
    return rc;
}

static int display(PyObject *file, PyObject *value)
{
    if (PyFile_WriteObject(value, file, 0) == 0) return 0;
    if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return -1;
    PyErr_Clear();
    return write_escaped(file, value);
}

static PyObject *sys_displayhook(PyObject *self, PyObject *const *args)
{
    (void)self;
    if (args[0] == Py_None) Py_RETURN_NONE;
    if (set_last(Py_None) < 0) return NULL; /* else the repr of `_` might be asked for */
    PyObject *file = Py_XNewRef(PySys_GetObject("stdout"));
    if (file == NULL || file == Py_None) {
        Py_XDECREF(file);
        PyErr_SetString(PyExc_RuntimeError, "lost sys.stdout");
        return NULL;
    }
    int rc = display(file, args[0]);
    if (rc == 0) rc = PyFile_WriteString("\n", file);
    Py_DECREF(file);
    if (rc < 0 || set_last(args[0]) < 0) return NULL;
    Py_RETURN_NONE;
}

/* ---- exceptions ---- */

static PyObject *sys_excepthook(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyErr_Display(args[0], args[1], args[2]);
    Py_RETURN_NONE;
}

static PyObject *sys_unraisablehook(PyObject *self, PyObject *const *args)
{
    (void)self;
    return adder_unraisable_hook(args[0]);
}

/* ---- breakpoint() ---- */

/* What "package.module.name" means; NULL without an exception when there is no such thing. */
static PyObject *find_hook(const char *path)
{
    const char *dot = strrchr(path, '.');
    PyObject *module_name = dot == NULL ? PyUnicode_FromString("builtins") : PyUnicode_FromStringAndSize(path, dot - path);
    PyObject *module = module_name != NULL ? PyImport_Import(module_name) : NULL, *hook = NULL;
    if (module != NULL) hook = PyObject_GetAttrString(module, dot == NULL ? path : dot + 1);
    Py_XDECREF(module);
    Py_XDECREF(module_name);
    if (hook == NULL && (PyErr_ExceptionMatches(PyExc_ImportError) || PyErr_ExceptionMatches(PyExc_AttributeError) ||
                         PyErr_ExceptionMatches(PyExc_ValueError)))
        PyErr_Clear();
    return hook;
}

static PyObject *sys_breakpointhook(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    (void)self;
    const char *path = adder_interp()->config->use_environment ? getenv("PYTHONBREAKPOINT") : NULL;
    if (path == NULL || *path == '\0') path = "pdb.set_trace";
    if (strcmp(path, "0") == 0) Py_RETURN_NONE;
    char *copy = PyMem_Malloc(strlen(path) + 1); /* the import may change the environment */
    if (copy == NULL) return PyErr_NoMemory();
    strcpy(copy, path);
    PyObject *hook = find_hook(copy), *r = NULL;
    if (hook != NULL) r = PyObject_Vectorcall(hook, args, (size_t)nargs, kwnames);
    else if (!PyErr_Occurred() &&
             PyErr_WarnFormat(PyExc_RuntimeWarning, 0, "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"", copy) == 0)
        r = Py_NewRef(Py_None);
    Py_XDECREF(hook);
    PyMem_Free(copy);
    return r;
}

/* ---- audit: interp->audit_hooks holds callables, and capsules for hooks of C ---- */

#define CAPSULE_NAME "adder.audit_hook"

struct c_hook {
    Py_AuditHookFunction fn;
    void *data;
};

static void free_hook(PyObject *capsule)
{
    PyMem_Free(PyCapsule_GetPointer(capsule, CAPSULE_NAME));
}

static int add_hook(PyObject *hook)
{
    PyInterpreterState *interp = adder_interp();
    if (interp->audit_hooks == NULL && (interp->audit_hooks = PyList_New(0)) == NULL) return -1;
    return PyList_Append(interp->audit_hooks, hook);
}

static int call_hook(PyObject *hook, const char *event, PyObject *event_name, PyObject *args)
{
    if (PyCapsule_IsValid(hook, CAPSULE_NAME)) {
        struct c_hook *c = PyCapsule_GetPointer(hook, CAPSULE_NAME);
        return c->fn(event, args, c->data);
    }
    PyObject *r = PyObject_CallFunctionObjArgs(hook, event_name, args, NULL);
    Py_XDECREF(r);
    return r == NULL ? -1 : 0;
}

/* Tells every hook; the first that fails decides. */
static int audit(const char *event, PyObject *args)
{
    PyObject *hooks = Py_NewRef(adder_interp()->audit_hooks), *name = PyUnicode_FromString(event);
    PyThreadState *t = adder_tstate;
    int rc = name == NULL ? -1 : 0;
    PyThreadState_EnterTracing(t);
    for (Py_ssize_t i = 0; rc == 0 && i < PyList_GET_SIZE(hooks); i++) {
        PyObject *hook = Py_NewRef(PyList_GET_ITEM(hooks, i));
        rc = call_hook(hook, event, name, args);
        Py_DECREF(hook);
    }
    PyThreadState_LeaveTracing(t);
    Py_XDECREF(name);
    Py_DECREF(hooks);
    return rc;
}

/* Has this interpreter any hook to tell? */
static bool audited(void)
{
    return adder_tstate != NULL && adder_interp()->audit_hooks != NULL && PyList_GET_SIZE(adder_interp()->audit_hooks) > 0;
}

int PySys_Audit(const char *event, const char *format, ...)
{
    if (!audited()) return 0;
    PyObject *type, *value, *traceback, *args;
    PyErr_Fetch(&type, &value, &traceback); /* an event may be told while an exception is on its way */
    if (format != NULL && format[0] != '\0') {
        va_list list;
        va_start(list, format);
        args = Py_VaBuildValue(format, list);
        va_end(list);
        if (args != NULL && !PyTuple_Check(args)) Py_SETREF(args, PyTuple_Pack(1, args));
    } else {
        args = PyTuple_New(0);
    }
    int rc = args == NULL ? -1 : audit(event, args);
    Py_XDECREF(args);
    if (rc == 0) {
        PyErr_Restore(type, value, traceback);
        return 0;
    }
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    return -1;
}

/* May another hook be added? The present ones are asked: 1 yes, 0 one of them refused, -1 an exception that is no Exception. */
static int may_add_hook(void)
{
    if (PySys_Audit("sys.addaudithook", NULL) == 0) return 1;
    if (!PyErr_ExceptionMatches(PyExc_Exception)) return -1;
    PyErr_Clear();
    return 0;
}

int PySys_AddAuditHook(Py_AuditHookFunction hook, void *data)
{
    if (adder_tstate == NULL) return -1; /* hooks belong to a VM: there is none yet */
    int allowed = may_add_hook();
    if (allowed <= 0) return allowed;
    struct c_hook *c = PyMem_Malloc(sizeof *c);
    if (c == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    *c = (struct c_hook){ hook, data };
    PyObject *capsule = PyCapsule_New(c, CAPSULE_NAME, free_hook);
    if (capsule == NULL) {
        PyMem_Free(c);
        return -1;
    }
    int rc = add_hook(capsule);
    Py_DECREF(capsule);
    return rc;
}

static PyObject *sys_addaudithook(PyObject *self, PyObject *const *args)
{
    (void)self;
    int allowed = may_add_hook();
    if (allowed < 0 || (allowed > 0 && add_hook(args[0]) < 0)) return NULL;
    Py_RETURN_NONE;
}

static PyObject *sys_audit(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    (void)self;
    if (kwnames != NULL && PyTuple_GET_SIZE(kwnames) > 0)
        return PyErr_Format(PyExc_TypeError, "sys.audit() takes no keyword arguments");
    if (nargs == 0) return PyErr_Format(PyExc_TypeError, "audit() missing 1 required positional argument: 'event'");
    if (!audited()) Py_RETURN_NONE;
    if (!PyUnicode_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "expected str for argument 'event', not %.200s", Py_TYPE(args[0])->tp_name);
    const char *event = PyUnicode_AsUTF8(args[0]);
    if (event == NULL) return NULL;
    PyObject *rest = PyTuple_New(nargs - 1);
    if (rest == NULL) return NULL;
    for (Py_ssize_t i = 1; i < nargs; i++) PyTuple_SET_ITEM(rest, i - 1, Py_NewRef(args[i]));
    int rc = audit(event, rest);
    Py_DECREF(rest);
    if (rc < 0) return NULL;
    Py_RETURN_NONE;
}

PyMethodDef adder_sys_hooks[] = {
    FN("displayhook", sys_displayhook, "($module, object, /)",
       "Print what an expression at the prompt gave, unless it is None, and keep it as builtins._"),
    FN("excepthook", sys_excepthook, "($module, exctype, value, traceback, /)", "Print an exception that nothing caught to stderr."),
    FN("unraisablehook", sys_unraisablehook, "($module, unraisable, /)",
       "Print an exception that could not be raised, such as one in __del__, to stderr."),
    FNV("breakpointhook", sys_breakpointhook, "(*args, **kws)",
        "breakpointhook(*args, **kws)\n\nWhat breakpoint() calls: the function that PYTHONBREAKPOINT names, pdb.set_trace by\n"
        "default, none for '0'."),
    FN("addaudithook", sys_addaudithook, "($module, /, hook)", "Call hook(event, args) at every audit event from now on."),
    FNV("audit", sys_audit, "(event, *args)", "audit(event, *args)\n\nTell the audit hooks of an event."),
    { 0 }
};
