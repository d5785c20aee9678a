/* bind.c -- arguments to parameters: the general way, for every shape of signature, with CPython's messages.
 *
 * Parameters are the first locals: positional ones, keyword-only ones, *args, **kwargs. */
#include "vm/call.h"

static PyObject *local_name(CodeObject *code, int i) { return PyTuple_GET_ITEM(code->localnames, i); }

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'" */
static PyObject *join_names(PyObject *names)
{
    Py_ssize_t n = PyList_GET_SIZE(names);
    if (n == 1) return Py_NewRef(PyList_GET_ITEM(names, 0));
    if (n == 2) return PyUnicode_FromFormat("%U and %U", PyList_GET_ITEM(names, 0), PyList_GET_ITEM(names, 1));
    PyObject *last = PyUnicode_FromFormat(", and %U", PyList_GET_ITEM(names, n - 1));
    PyObject *comma = PyUnicode_FromString(", ");
    PyObject *head = PyList_GetSlice(names, 0, n - 1), *joined = NULL, *all = NULL;
    if (last != NULL && comma != NULL && head != NULL && (joined = PyUnicode_Join(comma, head)) != NULL)
        all = PyUnicode_Concat(joined, last);
    Py_XDECREF(last);
    Py_XDECREF(comma);
    Py_XDECREF(head);
    Py_XDECREF(joined);
    return all;
}

/* Raises for the unbound ones among locals[first .. end-1]. */
static void raise_missing(Function *f, Slot *locals, int first, int end, const char *kind)
{
    PyObject *names = PyList_New(0), *joined = NULL;
    for (int i = first; names != NULL && i < end; i++) {
        if (locals[i] != SLOT_NULL) continue;
        PyObject *name = PyUnicode_FromFormat("%R", local_name(f->code, i));
        if (name == NULL || PyList_Append(names, name) < 0) Py_CLEAR(names);
        Py_XDECREF(name);
    }
    if (names != NULL && (joined = join_names(names)) != NULL)
        PyErr_Format(PyExc_TypeError, "%U() missing %i required %s argument%s: %U", f->qualname,
                     (int)PyList_GET_SIZE(names), kind, PyList_GET_SIZE(names) == 1 ? "" : "s", joined);
    Py_XDECREF(names);
    Py_XDECREF(joined);
}

static void raise_too_many(Function *f, Slot *locals, Py_ssize_t given)
{
    CodeObject *code = f->code;
    int keywords = 0;
    for (int i = code->argcount; i < code->argcount + code->kwonlyargcount; i++) keywords += locals[i] != SLOT_NULL;
    Py_ssize_t defaults = f->defaults == NULL ? 0 : PyTuple_GET_SIZE(f->defaults);
    bool plural = defaults != 0 || code->argcount != 1;
    PyObject *takes = defaults != 0 ? PyUnicode_FromFormat("from %zd to %zd", code->argcount - defaults, (Py_ssize_t)code->argcount)
                                    : PyUnicode_FromFormat("%d", code->argcount);
    PyObject *more = keywords == 0 ? PyUnicode_FromString("")
                                   : PyUnicode_FromFormat(" positional argument%s (and %d keyword-only argument%s)",
                                                          given != 1 ? "s" : "", keywords, keywords != 1 ? "s" : "");
    if (takes != NULL && more != NULL)
        PyErr_Format(PyExc_TypeError, "%U() takes %U positional argument%s but %zd%U %s given", f->qualname, takes,
                     plural ? "s" : "", given, more, given == 1 && keywords == 0 ? "was" : "were");
    Py_XDECREF(takes);
    Py_XDECREF(more);
}

/* When positional-only parameters were given by keyword: raises, true. True also when memory ends. */
static bool raise_positional_only(Function *f, PyObject *kwnames)
{
    CodeObject *code = f->code;
    PyObject *wrong = PyList_New(0);
    if (wrong == NULL) return true;
    for (int i = 0; i < code->posonlyargcount; i++)
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(kwnames); k++) {
            int same = PyObject_RichCompareBool(PyTuple_GET_ITEM(kwnames, k), local_name(code, i), Py_EQ);
            if (same < 0 || (same > 0 && PyList_Append(wrong, local_name(code, i)) < 0)) {
                Py_DECREF(wrong);
                return true;
            }
        }
    bool any = PyList_GET_SIZE(wrong) != 0;
    if (any) {
        PyObject *comma = PyUnicode_FromString(", "), *joined = comma == NULL ? NULL : PyUnicode_Join(comma, wrong);
        if (joined != NULL)
            PyErr_Format(PyExc_TypeError, "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                         f->qualname, joined);
        Py_XDECREF(comma);
        Py_XDECREF(joined);
    }
    Py_DECREF(wrong);
    return any;
}

/* The index of the parameter called `name`; -1 none, -2 an exception. */
static int find_parameter(CodeObject *code, PyObject *name)
{
    int total = code->argcount + code->kwonlyargcount;
    for (int i = code->posonlyargcount; i < total; i++)
        if (local_name(code, i) == name) return i;
    for (int i = code->posonlyargcount; i < total; i++) {
        int same = PyObject_RichCompareBool(name, local_name(code, i), Py_EQ);
        if (same != 0) return same < 0 ? -2 : i;
    }
    return -1;
}

static int bind_keyword(Function *f, Slot *locals, PyObject *name, PyObject *value, PyObject *kwnames, PyObject *extra)
{
    if (!PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError, "%U() keywords must be strings", f->qualname);
        return -1;
    }
    int i = find_parameter(f->code, name);
    if (i == -2) return -1;
    if (i >= 0) {
        if (locals[i] != SLOT_NULL) {
            PyErr_Format(PyExc_TypeError, "%U() got multiple values for argument '%S'", f->qualname, name);
            return -1;
        }
        locals[i] = slot_from_object(Py_NewRef(value));
        return 0;
    }
    if (extra != NULL) return PyDict_SetItem(extra, name, value);
    if (f->code->posonlyargcount == 0 || !raise_positional_only(f, kwnames))
        PyErr_Format(PyExc_TypeError, "%U() got an unexpected keyword argument '%S'", f->qualname, name);
    return -1;
}

static int bind_defaults(Function *f, Slot *locals, Py_ssize_t nargs)
{
    CodeObject *code = f->code;
    int defaults = f->defaults == NULL ? 0 : (int)PyTuple_GET_SIZE(f->defaults), required = code->argcount - defaults;
    for (int i = (int)nargs; i < required; i++)
        if (locals[i] == SLOT_NULL) {
            raise_missing(f, locals, 0, required, "positional");
            return -1;
        }
    for (int i = required < 0 ? 0 : required; i < code->argcount; i++)
        if (locals[i] == SLOT_NULL) locals[i] = slot_from_object(Py_NewRef(PyTuple_GET_ITEM(f->defaults, i - required)));
    return 0;
}

static int bind_keyword_only(Function *f, Slot *locals)
{
    CodeObject *code = f->code;
    int end = code->argcount + code->kwonlyargcount;
    bool missing = false;
    for (int i = code->argcount; i < end; i++) {
        if (locals[i] != SLOT_NULL) continue;
        PyObject *value = f->kwdefaults == NULL ? NULL : PyDict_GetItemWithError(f->kwdefaults, local_name(code, i));
        if (value != NULL) locals[i] = slot_from_object(Py_NewRef(value));
        else if (PyErr_Occurred()) return -1;
        else missing = true;
    }
    if (!missing) return 0;
    raise_missing(f, locals, code->argcount, end, "keyword-only");
    return -1;
}

static int bind_all(Function *f, Slot *locals, PyObject *const *args, Py_ssize_t nargs, PyObject *const *kwvalues,
                    PyObject *kwnames)
{
    CodeObject *code = f->code;
    int next = code->argcount + code->kwonlyargcount;
    Py_ssize_t taken = nargs < code->argcount ? nargs : code->argcount;
    for (Py_ssize_t i = 0; i < taken; i++) locals[i] = slot_from_object(Py_NewRef(args[i]));
    if (code->flags & CO_VARARGS) {
        PyObject *rest = PyTuple_New(nargs - taken);
        if (rest == NULL) return -1;
        for (Py_ssize_t i = taken; i < nargs; i++) PyTuple_SET_ITEM(rest, i - taken, Py_NewRef(args[i]));
        locals[next++] = slot_from_object(rest);
    }
    PyObject *extra = NULL;
    if (code->flags & CO_VARKEYWORDS) {
        if ((extra = PyDict_New()) == NULL) return -1;
        locals[next] = slot_from_object(extra);
    }
    Py_ssize_t keywords = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
    for (Py_ssize_t k = 0; k < keywords; k++)
        if (bind_keyword(f, locals, PyTuple_GET_ITEM(kwnames, k), kwvalues[k], kwnames, extra) < 0) return -1;
    if (nargs > code->argcount && !(code->flags & CO_VARARGS)) {
        raise_too_many(f, locals, nargs);
        return -1;
    }
    if (nargs < code->argcount && bind_defaults(f, locals, nargs) < 0) return -1;
    return code->kwonlyargcount > 0 ? bind_keyword_only(f, locals) : 0;
}

int adder_bind(Function *f, Slot *locals, PyObject *const *args, Py_ssize_t nargs, PyObject *const *kwvalues,
               PyObject *kwnames)
{
    if (bind_all(f, locals, args, nargs, kwvalues, kwnames) == 0) return 0;
    for (int i = 0; i < f->code->nlocals; i++) {
        Slot s = locals[i];
        locals[i] = SLOT_NULL;
        slot_release(s);
    }
    return -1;
}
