/* warnings.c -- issuing warnings: where, whether, how often, and as what.
 *
 * A filter is (action, message, category, module, lineno); the first one that fits decides. message and module are None, a
 * str to be equal to, or anything with a match() method. What was shown is remembered in the __warningregistry__ of the
 * module it came from; changed filters make such a registry stale. Lib's warnings module, once imported, supplies the
 * filters and shows the warnings; without it they are written here. */
#include "runtime/errors/warnings.h"
#include "runtime/errors/errors.h"
#include "runtime/errors/exceptions.h"
#include "runtime/objects/type.h"
#include "runtime/state/interp.h"

#define STATE (&adder_interp()->errors)

/* ---- filters of our own ---- */

static PyObject *make_filter(PyObject *action, PyTypeObject *category, const char *module)
{
    PyObject *name = module == NULL ? Py_NewRef(Py_None) : PyUnicode_FromString(module), *zero = PyLong_FromLong(0);
    PyObject *filter = name == NULL || zero == NULL ? NULL : PyTuple_Pack(5, action, Py_None, category, name, zero);
    Py_XDECREF(zero);
    Py_XDECREF(name);
    return filter;
}

/* Developers see deprecations in what they run as a script; everything else that only concerns them is silent. */
static PyObject *default_filters(void)
{
    struct { PyObject *action; PyTypeObject *category; const char *module; } rows[] = {
        {ID(default), &_PyExc_DeprecationWarning, "__main__"},
        {ID(ignore), &_PyExc_DeprecationWarning, NULL},
        {ID(ignore), &_PyExc_PendingDeprecationWarning, NULL},
        {ID(ignore), &_PyExc_ImportWarning, NULL},
        {ID(ignore), &_PyExc_ResourceWarning, NULL},
    };
    PyObject *list = PyList_New(Py_ARRAY_LENGTH(rows));
    for (size_t i = 0; list != NULL && i < Py_ARRAY_LENGTH(rows); i++) {
        PyObject *filter = make_filter(rows[i].action, rows[i].category, rows[i].module);
        if (filter == NULL)
            Py_CLEAR(list);
        else
            PyList_SET_ITEM(list, (Py_ssize_t)i, filter);
    }
    return list;
}

PyObject *adder_warnings_filters(void)
{
    if (STATE->warning_filters == NULL) STATE->warning_filters = default_filters();
    return STATE->warning_filters;
}

PyObject *adder_warnings_once(void)
{
    if (STATE->warning_once == NULL) STATE->warning_once = PyDict_New();
    return STATE->warning_once;
}

PyObject *adder_warnings_default(void)
{
    if (STATE->warning_default == NULL) STATE->warning_default = Py_NewRef(ID(default));
    return STATE->warning_default;
}

/* An attribute of Lib's warnings module if that is imported (or importable, with try_import): 1 and a new reference,
 * 0 and NULL when not there, -1 with an exception. */
static int library_attr(PyObject *name, bool try_import, PyObject **out)
{
    *out = NULL;
    PyObject *module;
    if (try_import) {
        module = PyImport_Import(ID(warnings));
        if (module == NULL) {
            if (!PyErr_ExceptionMatches(PyExc_ImportError)) return -1;
            PyErr_Clear();
            return 0;
        }
    } else {
        PyObject *modules = adder_interp()->modules;
        module = modules == NULL ? NULL : PyDict_GetItemWithError(modules, ID(warnings));
        if (module == NULL) return PyErr_Occurred() ? -1 : 0;
        Py_INCREF(module);
    }
    int rc = adder_attr_lookup(module, name, out);
    Py_DECREF(module);
    return rc;
}

/* ---- which filter ---- */

/* 1 fits, 0 not, -1 exception. */
static int fits(PyObject *pattern, PyObject *text)
{
    if (pattern == Py_None) return 1;
    if (PyUnicode_CheckExact(pattern)) return PyUnicode_Compare(pattern, text) == 0 ? 1 : PyErr_Occurred() ? -1 : 0;
    PyObject *found = PyObject_CallMethodOneArg(pattern, ID(match), text);
    if (found == NULL) return -1;
    int rc = PyObject_IsTrue(found);
    Py_DECREF(found);
    return rc;
}

static int filter_fits(PyObject *filter, PyObject *text, PyObject *category, PyObject *module, int lineno)
{
    PyObject *line = PyTuple_GET_ITEM(filter, 4);
    int rc = PyObject_IsSubclass(category, PyTuple_GET_ITEM(filter, 2));
    if (rc <= 0) return rc;
    Py_ssize_t wanted = PyLong_AsSsize_t(line);
    if (wanted == -1 && PyErr_Occurred()) return -1;
    if (wanted != 0 && wanted != lineno) return 0;
    if ((rc = fits(PyTuple_GET_ITEM(filter, 1), text)) <= 0) return rc;
    return fits(PyTuple_GET_ITEM(filter, 3), module);
}

static bool check_action(PyObject *action, const char *what)
{
    if (PyUnicode_Check(action)) return true;
    PyErr_Format(PyExc_TypeError, "%s must be a string, not '%.200s'", what, Py_TYPE(action)->tp_name);
    return false;
}

/* The action of the first filter of the list that fits: a new reference; NULL without exception when none does. */
static PyObject *search_filters(PyObject *filters, PyObject *text, PyObject *category, PyObject *module, int lineno,
                                PyObject **item)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(filters); i++) {
        PyObject *filter = PyList_GET_ITEM(filters, i);
        if (!PyTuple_Check(filter) || PyTuple_GET_SIZE(filter) != 5) {
            PyErr_Format(PyExc_ValueError, "_warnings.filters item %zd isn't a 5-tuple", i);
            return NULL;
        }
        Py_INCREF(filter); /* matching runs code */
        PyObject *action = PyTuple_GET_ITEM(filter, 0);
        int rc = check_action(action, "action") ? filter_fits(filter, text, category, module, lineno) : -1;
        if (rc > 0) {
            *item = filter;
            return Py_NewRef(action);
        }
        Py_DECREF(filter);
        if (rc < 0) return NULL;
    }
    return NULL;
}

static PyObject *default_action(void)
{
    PyObject *action;
    if (library_attr(ID(defaultaction), false, &action) < 0) return NULL;
    if (action == NULL) return Py_XNewRef(adder_warnings_default());
    if (!check_action(action, "_warnings.defaultaction")) Py_CLEAR(action);
    return action;
}

/* The action for a warning: a new reference; *item the filter that says so (new reference, None without one). */
static PyObject *find_action(PyObject *text, PyObject *category, PyObject *module, int lineno, PyObject **item)
{
    PyObject *filters, *action;
    *item = NULL;
    if (library_attr(ID(filters), false, &filters) < 0) return NULL;
    if (filters == NULL) filters = Py_XNewRef(adder_warnings_filters());
    if (filters == NULL) return NULL;
    if (!PyList_Check(filters)) {
        PyErr_SetString(PyExc_ValueError, "_warnings.filters must be a list");
        Py_DECREF(filters);
        return NULL;
    }
    action = search_filters(filters, text, category, module, lineno, item);
    Py_DECREF(filters);
    if (action != NULL || PyErr_Occurred()) return action;
    *item = Py_NewRef(Py_None);
    action = default_action();
    if (action == NULL) Py_CLEAR(*item);
    return action;
}

/* ---- how often ---- */

/* Was `key` shown already? Makes a stale registry empty. With `mark` the key is entered if not there. 1, 0, -1. */
static int shown_before(PyObject *registry, PyObject *key, bool mark)
{
    PyObject *version = PyDict_GetItemWithError(registry, ID(version));
    if (version == NULL && PyErr_Occurred()) return -1;
    if (version == NULL || !PyLong_CheckExact(version) || PyLong_AsLong(version) != STATE->warning_version) {
        PyErr_Clear();
        PyDict_Clear(registry);
        version = PyLong_FromLong(STATE->warning_version);
        int rc = version == NULL ? -1 : PyDict_SetItem(registry, ID(version), version);
        Py_XDECREF(version);
        if (rc < 0) return -1;
    } else {
        PyObject *value = PyDict_GetItemWithError(registry, key);
        if (value != NULL) {
            int rc = PyObject_IsTrue(value);
            if (rc != 0) return rc;
        } else if (PyErr_Occurred()) {
            return -1;
        }
    }
    return mark ? PyDict_SetItem(registry, key, Py_True) : 0;
}

static bool is_dict(PyObject *registry) { return registry != NULL && registry != Py_None; }

/* Once per (text, category) in this registry. */
static int once_per_text(PyObject *registry, PyObject *text, PyObject *category)
{
    if (registry == NULL) return -1;
    PyObject *key = PyTuple_Pack(2, text, category);
    if (key == NULL) return -1;
    int rc = shown_before(registry, key, true);
    Py_DECREF(key);
    return rc;
}

static PyObject *once_registry(void)
{
    PyObject *registry;
    if (library_attr(ID(onceregistry), false, &registry) < 0) return NULL;
    if (registry == NULL) return Py_XNewRef(adder_warnings_once());
    if (!PyDict_Check(registry)) {
        PyErr_Format(PyExc_TypeError, "_warnings.onceregistry must be a dict, not '%.200s'", Py_TYPE(registry)->tp_name);
        Py_CLEAR(registry);
    }
    return registry;
}

/* Enters the warning and says whether it has been shown already: 1, 0, -1. */
static int enter(PyObject *action, PyObject *item, PyObject *registry, PyObject *key, PyObject *text, PyObject *category)
{
    if (_PyUnicode_Equal(action, ID(always))) return 0;
    if (is_dict(registry) && PyDict_SetItem(registry, key, Py_True) < 0) return -1;
    if (_PyUnicode_Equal(action, ID(default))) return 0;
    if (_PyUnicode_Equal(action, ID(module))) return is_dict(registry) ? once_per_text(registry, text, category) : 0;
    if (!_PyUnicode_Equal(action, ID(once))) {
        PyErr_Format(PyExc_RuntimeError, "Unrecognized action (%R) in warnings.filters:\n %R", action, item);
        return -1;
    }
    PyObject *once = is_dict(registry) ? Py_NewRef(registry) : once_registry();
    int rc = once_per_text(once, text, category);
    Py_XDECREF(once);
    return rc;
}

/* ---- showing ---- */

static int write_warning(PyObject *file, const WarningPlace *p, PyObject *text, PyObject *category)
{
    PyObject *name = PyType_GetName((PyTypeObject *)category);
    if (name == NULL) return -1;
    PyObject *head = PyUnicode_FromFormat("%S:%d: %U: %S\n", p->filename, p->lineno, name, text);
    Py_DECREF(name);
    if (head == NULL) return -1;
    int rc = PyFile_WriteObject(head, file, Py_PRINT_RAW);
    Py_DECREF(head);
    if (rc < 0) return rc;
    if (p->sourceline == NULL) return _Py_DisplaySourceLine(file, p->filename, p->lineno, 2, NULL, NULL);
    PyObject *line = PyObject_CallMethod(p->sourceline, "strip", "s", " \t\f\n\r"), *shown = NULL;
    if (line != NULL) shown = PyUnicode_FromFormat("  %S\n", line);
    Py_XDECREF(line);
    rc = shown == NULL ? -1 : PyFile_WriteObject(shown, file, Py_PRINT_RAW);
    Py_XDECREF(shown);
    return rc;
}

/* Without Lib's module: to sys.stderr; failing to write is no error of the program. */
static void show_here(const WarningPlace *p, PyObject *text, PyObject *category)
{
    PyObject *file = Py_XNewRef(PySys_GetObject("stderr"));
    if (file != NULL && file != Py_None && write_warning(file, p, text, category) < 0) PyErr_Clear();
    Py_XDECREF(file);
}

static int show(const WarningPlace *p, PyObject *message, PyObject *text, PyObject *category)
{
    PyObject *function, *type = NULL, *arg = NULL, *result = NULL;
    if (library_attr(ID(_showwarnmsg), p->source != NULL && p->source != Py_None, &function) < 0) return -1;
    if (function == NULL) {
        show_here(p, text, category);
        return 0;
    }
    if (!PyCallable_Check(function)) {
        PyErr_SetString(PyExc_TypeError, "warnings._showwarnmsg() must be set to a callable");
        goto done;
    }
    if (library_attr(ID(WarningMessage), false, &type) < 0) goto done;
    if (type == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "unable to get warnings.WarningMessage");
        goto done;
    }
    arg = PyObject_CallFunction(type, "OOOiOOO", message, category, p->filename, p->lineno, Py_None, Py_None,
                                p->source != NULL ? p->source : Py_None);
    if (arg != NULL) result = PyObject_CallOneArg(function, arg);
done:
    Py_XDECREF(arg);
    Py_XDECREF(type);
    Py_DECREF(function);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

/* ---- one warning ---- */

/* "dir/x.py" gives "dir/x". */
static PyObject *module_from(PyObject *filename)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(filename);
    if (n == 0) return PyUnicode_FromString("<unknown>");
    PyObject *py = PyUnicode_FromString(".py");
    if (py == NULL) return NULL;
    Py_ssize_t ends = PyUnicode_Tailmatch(filename, py, 0, n, 1);
    Py_DECREF(py);
    return ends < 0 ? NULL : PyUnicode_Substring(filename, 0, ends ? n - 3 : n);
}

/* text, category and message settled; all borrowed. */
static int decide(const WarningPlace *p, PyObject *module, PyObject *message, PyObject *text, PyObject *category)
{
    PyObject *line = PyLong_FromLong(p->lineno), *key = NULL, *action = NULL, *item = NULL;
    int rc = -1;
    if (line == NULL || (key = PyTuple_Pack(3, text, category, line)) == NULL) goto done;
    if (is_dict(p->registry)) {
        rc = shown_before(p->registry, key, false);
        if (rc != 0) goto done;
        rc = -1;
    }
    action = find_action(text, category, module, p->lineno, &item);
    if (action == NULL) goto done;
    if (_PyUnicode_Equal(action, ID(error))) {
        PyErr_SetObject(category, message);
        goto done;
    }
    if (_PyUnicode_Equal(action, ID(ignore))) {
        rc = 0;
        goto done;
    }
    rc = enter(action, item, p->registry, key, text, category);
    if (rc == 0) rc = show(p, message, text, category);
done:
    Py_XDECREF(item);
    Py_XDECREF(action);
    Py_XDECREF(key);
    Py_XDECREF(line);
    return rc < 0 ? -1 : 0;
}

int adder_warn_at(const WarningPlace *p)
{
    if (p->module == Py_None) return 0; /* issued while the interpreter ends */
    if (is_dict(p->registry) && !PyDict_Check(p->registry)) {
        PyErr_SetString(PyExc_TypeError, "'registry' must be a dict or None");
        return -1;
    }
    PyObject *module = p->module != NULL ? Py_NewRef(p->module) : module_from(p->filename), *text, *message, *category;
    if (module == NULL) return -1;
    int is_warning = PyObject_IsInstance(p->message, PyExc_Warning), rc = -1;
    if (is_warning > 0) {
        category = Py_NewRef(Py_TYPE(p->message));
        message = Py_NewRef(p->message);
        text = PyObject_Str(message);
    } else {
        category = Py_NewRef(p->category);
        text = Py_NewRef(p->message);
        message = is_warning < 0 ? NULL : PyObject_CallOneArg(category, text);
    }
    if (text != NULL && message != NULL) rc = decide(p, module, message, text, category);
    Py_XDECREF(text);
    Py_XDECREF(message);
    Py_DECREF(category);
    Py_DECREF(module);
    return rc;
}

/* ---- where ---- */

/* Frames of the import system do not count as callers. */
static int is_internal(PyFrameObject *frame)
{
    PyCodeObject *code = PyFrame_GetCode(frame);
    PyObject *filename = code == NULL ? NULL : PyCode_GetFileName(code);
    int rc = 0;
    if (filename != NULL && PyUnicode_Check(filename)) {
        rc = PyUnicode_Contains(filename, ID(importlib));
        if (rc > 0) rc = PyUnicode_Contains(filename, ID(_bootstrap));
        if (rc < 0) PyErr_Clear(), rc = 0;
    }
    Py_XDECREF(code);
    return rc;
}

static PyFrameObject *outer(STEALS_REF PyFrameObject *frame, bool skip_internal)
{
    do {
        PyFrameObject *back = PyFrame_GetBack(frame);
        Py_DECREF(frame);
        frame = back;
    } while (frame != NULL && skip_internal && is_internal(frame));
    return frame;
}

/* The frame `level` up from the running one; a new reference, NULL beyond the outermost. */
static PyFrameObject *frame_at(Py_ssize_t level)
{
    PyFrameObject *frame = PyThreadState_GetFrame(&adder_thread()->base);
    if (frame == NULL) return NULL;
    bool skip = level > 0 && !is_internal(frame);
    while (--level > 0 && frame != NULL) frame = outer(frame, skip);
    return frame;
}

/* globals[name], made by PyDict_New when it is missing. A new reference. */
static PyObject *registry_of(PyObject *globals)
{
    PyObject *registry = PyDict_GetItemWithError(globals, ID(__warningregistry__));
    if (registry != NULL || PyErr_Occurred()) return Py_XNewRef(registry);
    registry = PyDict_New();
    if (registry != NULL && PyDict_SetItem(globals, ID(__warningregistry__), registry) < 0) Py_CLEAR(registry);
    return registry;
}

static PyObject *module_of(PyObject *globals)
{
    PyObject *name = PyDict_GetItemWithError(globals, ID(__name__));
    if (name == NULL && PyErr_Occurred()) return NULL;
    if (name == Py_None || (name != NULL && PyUnicode_Check(name))) return Py_NewRef(name);
    return PyUnicode_FromString("<string>");
}

int adder_warn(PyObject *message, PyObject *category, Py_ssize_t level, PyObject *source)
{
    WarningPlace p = {.category = category, .message = message, .source = source, .lineno = 1};
    PyFrameObject *frame = frame_at(level);
    PyObject *globals;
    if (frame == NULL) {
        globals = Py_NewRef(adder_interp()->sysdict);
        p.filename = Py_NewRef(ID(sys));
    } else {
        globals = PyFrame_GetGlobals(frame);
        PyCodeObject *code = PyFrame_GetCode(frame);
        p.filename = Py_NewRef(code == NULL ? ID(sys) : PyCode_GetFileName(code));
        p.lineno = PyFrame_GetLineNumber(frame);
        Py_XDECREF(code);
        Py_DECREF(frame);
    }
    int rc = -1;
    if (globals != NULL && (p.registry = registry_of(globals)) != NULL && (p.module = module_of(globals)) != NULL)
        rc = adder_warn_at(&p);
    Py_XDECREF(p.module);
    Py_XDECREF(p.registry);
    Py_XDECREF(p.filename);
    Py_XDECREF(globals);
    return rc;
}
