/* warnings_api.c -- warnings from C, the module _warnings, and the -W options where Lib's warnings is absent. */
#include "runtime/errors/exceptions.h"
#include "runtime/errors/warnings.h"
#include "runtime/state/interp.h"
#include <stdarg.h>
#include <string.h>

/* ---- from C ---- */

static int warn_text(PyObject *category, STEALS_REF PyObject *text, Py_ssize_t level, PyObject *source)
{
    if (text == NULL) return -1;
    int rc = adder_warn(text, category != NULL ? category : PyExc_RuntimeWarning, level, source);
    Py_DECREF(text);
    return rc;
}

int PyErr_WarnEx(PyObject *category, const char *text, Py_ssize_t level)
{
    return warn_text(category, PyUnicode_FromString(text), level, NULL);
}

int PyErr_WarnFormat(PyObject *category, Py_ssize_t level, const char *format, ...)
{
    va_list va;
    va_start(va, format);
    int rc = warn_text(category, PyUnicode_FromFormatV(format, va), level, NULL);
    va_end(va);
    return rc;
}

int PyErr_ResourceWarning(PyObject *source, Py_ssize_t level, const char *format, ...)
{
    va_list va;
    va_start(va, format);
    int rc = warn_text(PyExc_ResourceWarning, PyUnicode_FromFormatV(format, va), level, source);
    va_end(va);
    return rc;
}

#undef PyErr_Warn
int PyErr_Warn(PyObject *category, const char *text);
int PyErr_Warn(PyObject *category, const char *text) { return PyErr_WarnEx(category, text, 1); }

int PyErr_WarnExplicitObject(PyObject *category, PyObject *message, PyObject *filename, int lineno, PyObject *module,
                             PyObject *registry)
{
    WarningPlace p = {.category = category != NULL ? category : PyExc_RuntimeWarning, .message = message,
                      .filename = filename, .lineno = lineno, .module = module, .registry = registry};
    return adder_warn_at(&p);
}

/* The same with C strings; message is consumed, NULL: an exception is set. */
static int warn_explicit(PyObject *category, STEALS_REF PyObject *message, const char *filename, int lineno,
                         const char *module, PyObject *registry)
{
    PyObject *file = PyUnicode_DecodeFSDefault(filename), *name = NULL;
    int rc = -1;
    if (message != NULL && file != NULL && (module == NULL || (name = PyUnicode_FromString(module)) != NULL))
        rc = PyErr_WarnExplicitObject(category, message, file, lineno, name, registry);
    Py_XDECREF(name);
    Py_XDECREF(file);
    Py_XDECREF(message);
    return rc;
}

int PyErr_WarnExplicit(PyObject *category, const char *text, const char *filename, int lineno, const char *module,
                       PyObject *registry)
{
    return warn_explicit(category, PyUnicode_FromString(text), filename, lineno, module, registry);
}

int PyErr_WarnExplicitFormat(PyObject *category, const char *filename, int lineno, const char *module, PyObject *registry,
                             const char *format, ...)
{
    va_list va;
    va_start(va, format);
    int rc = warn_explicit(category, PyUnicode_FromFormatV(format, va), filename, lineno, module, registry);
    va_end(va);
    return rc;
}

/* ---- the module ---- */

/* What category a warn() call means; borrowed, NULL with TypeError. */
static PyObject *choose_category(PyObject *message, PyObject *category)
{
    int is_warning = PyObject_IsInstance(message, PyExc_Warning);
    if (is_warning < 0) return NULL;
    if (is_warning) return (PyObject *)Py_TYPE(message);
    if (category == NULL || category == Py_None) return PyExc_UserWarning;
    int ok = PyType_Check(category) ? PyObject_IsSubclass(category, PyExc_Warning) : 0;
    if (ok < 0) return NULL;
    if (!ok) {
        PyErr_Format(PyExc_TypeError, "category must be a Warning subclass, not '%s'", Py_TYPE(category)->tp_name);
        return NULL;
    }
    return category;
}

static PyObject *warnings_warn(PyObject *module, PyObject *const *args)
{
    (void)module;
    PyObject *category = choose_category(args[0], args[1]);
    if (category == NULL) return NULL;
    Py_ssize_t level = PyNumber_AsSsize_t(args[2], PyExc_OverflowError);
    if (level == -1 && PyErr_Occurred()) return NULL;
    if (adder_warn(args[0], category, level, args[3] == Py_None ? NULL : args[3]) < 0) return NULL;
    Py_RETURN_NONE;
}

/* Line `lineno` of what the loader in a module's globals gives as source. A new reference, NULL without exception when
 * there is none. */
static PyObject *loader_line(PyObject *globals, int lineno)
{
    PyObject *loader = PyDict_GetItemWithError(globals, ID(__loader__));
    PyObject *name = loader == NULL ? NULL : PyDict_GetItemWithError(globals, ID(__name__));
    if (name == NULL) return NULL;
    PyObject *source = PyObject_CallMethodOneArg(loader, ID(get_source), name), *lines = NULL, *line = NULL;
    if (source == NULL) {
        if (PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Clear();
        return NULL;
    }
    if (source != Py_None && (lines = PyUnicode_Splitlines(source, 0)) != NULL && lineno >= 1 &&
        lineno <= PyList_GET_SIZE(lines))
        line = Py_NewRef(PyList_GET_ITEM(lines, lineno - 1));
    Py_XDECREF(lines);
    Py_DECREF(source);
    return line;
}

static PyObject *warnings_warn_explicit(PyObject *module, PyObject *const *args)
{
    (void)module;
    WarningPlace p = {.message = args[0], .category = args[1], .filename = args[2],
                      .module = args[4] == Py_None ? NULL : args[4], .registry = args[5],
                      .source = args[7] == Py_None ? NULL : args[7]};
    PyObject *globals = args[6];
    if (!PyUnicode_Check(p.filename))
        return PyErr_Format(PyExc_TypeError, "warn_explicit() argument 3 must be str, not %.50s",
                            Py_TYPE(p.filename)->tp_name);
    p.lineno = (int)PyLong_AsLong(args[3]);
    if (p.lineno == -1 && PyErr_Occurred()) return NULL;
    if (globals != Py_None && !PyDict_Check(globals))
        return PyErr_Format(PyExc_TypeError, "module_globals must be a dict, not '%.200s'", Py_TYPE(globals)->tp_name);
    if (globals != Py_None) {
        p.sourceline = loader_line(globals, p.lineno);
        if (p.sourceline == NULL && PyErr_Occurred()) return NULL;
    }
    int rc = adder_warn_at(&p);
    Py_XDECREF(p.sourceline);
    return rc < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *warnings_filters_mutated(PyObject *module, PyObject *const *args)
{
    (void)module, (void)args;
    adder_interp()->errors.warning_version++;
    Py_RETURN_NONE;
}

static PyMethodDef warnings_functions[] = {
    FN("warn", warnings_warn, "($module, /, message, category=None, stacklevel=1, source=None)",
       "Issue a warning, or maybe ignore it or raise an exception."),
    FN("warn_explicit", warnings_warn_explicit,
       "($module, /, message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)",
       "Issue a warning at a given place."),
    FN("_filters_mutated", warnings_filters_mutated, "($module, /)", "Must be called when the filters have changed."),
    {0}
};

static int warnings_exec(PyObject *module)
{
    PyObject *filters = adder_warnings_filters(), *once = adder_warnings_once(), *action = adder_warnings_default();
    if (filters == NULL || once == NULL || action == NULL) return -1;
    if (PyModule_AddObjectRef(module, "filters", filters) < 0) return -1;
    if (PyModule_AddObjectRef(module, "_onceregistry", once) < 0) return -1;
    return PyModule_AddObjectRef(module, "_defaultaction", action);
}

MODULE(_warnings, "Basis of the warnings module.", warnings_functions, warnings_exec)

/* ---- -W ---- */

/* The action that an abbreviation means; NULL for none. */
static const char *full_action(const char *text)
{
    static const char *const actions[] = {"default", "always", "ignore", "module", "once", "error"};
    if (*text == 0) return "default";
    if (strcmp(text, "all") == 0) return "always";
    for (size_t i = 0; i < Py_ARRAY_LENGTH(actions); i++)
        if (strncmp(actions[i], text, strlen(text)) == 0) return actions[i];
    return NULL;
}

/* A builtin warning class by name; borrowed, NULL: no such class. */
static PyObject *category_named(const char *name)
{
    if (*name == 0) return PyExc_Warning;
    PyObject *type = PyDict_GetItemString(adder_interp()->builtins, name);
    if (type == NULL || !PyExceptionClass_Check(type) || !PyType_IsSubtype((PyTypeObject *)type, &_PyExc_Warning)) return NULL;
    return type;
}

static char *next_field(char **rest)
{
    char *field = *rest, *colon = strchr(field, ':');
    *rest = colon != NULL ? colon + 1 : field + strlen(field);
    if (colon != NULL) *colon = 0;
    return field;
}

static PyObject *text_or_none(const char *text) { return *text ? PyUnicode_FromString(text) : Py_NewRef(Py_None); }

/* `text` is changed. A new reference; NULL without exception and *wrong set for what is no filter. */
static PyObject *parse_option(char *text, const char **wrong)
{
    char *rest = text, *fields[5];
    for (int i = 0; i < 5; i++) fields[i] = next_field(&rest);
    *wrong = NULL;
    const char *action = full_action(fields[0]);
    PyObject *category = category_named(fields[2]);
    if (action == NULL) *wrong = "invalid action";
    if (category == NULL) *wrong = "unknown warning category";
    char *end;
    long line = strtol(fields[4], &end, 10);
    if (*end != 0 || line < 0) *wrong = "invalid lineno";
    if (*rest != 0) *wrong = "too many fields (max 5)";
    if (*wrong != NULL) return NULL;
    PyObject *message = text_or_none(fields[1]), *module = text_or_none(fields[3]), *filter = NULL;
    if (message != NULL && module != NULL) filter = Py_BuildValue("(sOOOl)", action, message, category, module, line);
    Py_XDECREF(module);
    Py_XDECREF(message);
    return filter;
}

static int add_option(PyObject *option)
{
    const char *text = PyUnicode_AsUTF8(option), *wrong;
    if (text == NULL) return -1;
    char *copy = PyMem_Malloc(strlen(text) + 1);
    if (copy == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    PyObject *filter = parse_option(strcpy(copy, text), &wrong), *filters = adder_warnings_filters();
    PyMem_Free(copy);
    if (filter == NULL && wrong != NULL) {
        PySys_WriteStderr("Invalid -W option ignored: %s: %.200s\n", wrong, text);
        return 0;
    }
    int rc = filter == NULL || filters == NULL ? -1 : PyList_Insert(filters, 0, filter);
    Py_XDECREF(filter);
    adder_interp()->errors.warning_version++;
    return rc;
}

int adder_warnings_options(PyObject *options)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(options); i++)
        if (add_option(PyList_GET_ITEM(options, i)) < 0) return -1;
    return 0;
}

void adder_warnings_start(void)
{
    PyObject *options = PySys_GetObject("warnoptions");
    if (options == NULL || !PyList_Check(options) || PyList_GET_SIZE(options) == 0) return;
    PyObject *module = PyImport_Import(ID(warnings));
    if (module == NULL && PyErr_ExceptionMatches(PyExc_ModuleNotFoundError)) {
        PyErr_Clear();
        if (adder_warnings_options(options) == 0) return;
    }
    if (module == NULL) {
        PySys_WriteStderr("'import warnings' failed; traceback:\n");
        PyErr_Print();
    }
    Py_XDECREF(module);
}
