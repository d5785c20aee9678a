/* display.c -- exceptions that nobody caught, as the user reads them: chains of causes, traceback, message, notes, groups.
 *
 * The order within one exception: what it was caused by (each exception once), the traceback, the place in a source text
 * for a SyntaxError, "Type: message", a suggestion, the notes. A group shows its exceptions below, each in a box. */
#include "runtime/errors/errors.h"
#include "runtime/errors/exceptions.h"
#include "runtime/errors/traceback.h"
#include "runtime/objects/type.h"
#include "runtime/state/interp.h"

#define GROUP_WIDTH 15 /* exceptions shown of a group */
#define GROUP_DEPTH 10 /* groups shown within each other */

typedef struct {
    Out out;
    PyObject *seen;  /* set of addresses of the exceptions shown; NULL: the memory for it was not there */
    bool need_close; /* the box that is open still wants its lower edge */
} Display;

static int show(Display *d, PyObject *exc);

/* ---- the place of a SyntaxError ---- */

typedef struct {
    PyObject *message, *filename, *text; /* owned; text NULL: none */
    Py_ssize_t line, offset, end_line, end_offset; /* offsets from 1 in characters; -1: none */
} Place;

static void place_clear(Place *p)
{
    Py_XDECREF(p->message);
    Py_XDECREF(p->filename);
    Py_XDECREF(p->text);
}

/* Reads an attribute as number; None and absent give -1. */
static int place_number(PyObject *exc, PyObject *name, bool required, Py_ssize_t *out)
{
    PyObject *value = PyObject_GetAttr(exc, name);
    if (value == NULL) return -1;
    *out = -1;
    if (value != Py_None) {
        *out = PyLong_AsSsize_t(value);
        if (*out == -1 && PyErr_Occurred()) {
            Py_DECREF(value);
            return -1;
        }
    } else if (required) {
        Py_DECREF(value);
        return -1;
    }
    Py_DECREF(value);
    return 0;
}

/* 0, or -1 when the exception has not all that is needed (perhaps with an exception set). */
static int place_read(PyObject *exc, Place *p)
{
    memset(p, 0, sizeof *p);
    if ((p->message = PyObject_GetAttr(exc, ID(msg))) == NULL) return -1;
    if ((p->filename = PyObject_GetAttr(exc, ID(filename))) == NULL) return -1;
    if (p->filename == Py_None) {
        Py_SETREF(p->filename, PyUnicode_FromString("<string>"));
        if (p->filename == NULL) return -1;
    }
    if (place_number(exc, ID(lineno), true, &p->line) < 0) return -1;
    if (place_number(exc, ID(offset), false, &p->offset) < 0) return -1;
    p->end_line = p->line;
    p->end_offset = -1;
    if (Py_IS_TYPE(exc, &_PyExc_SyntaxError)) {
        if (place_number(exc, ID(end_lineno), false, &p->end_line) < 0) return -1;
        if (p->end_line == -1) p->end_line = p->line;
        if (place_number(exc, ID(end_offset), false, &p->end_offset) < 0) return -1;
    }
    if ((p->text = PyObject_GetAttr(exc, ID(text))) == NULL) return -1;
    if (!PyUnicode_Check(p->text)) Py_CLEAR(p->text);
    return 0;
}

static bool is_blank(Py_UCS4 c) { return c == ' ' || c == '\t' || c == '\f'; }

/* The line with the offset in it, without indentation, and carets below. Character `first` is the first shown. */
static int write_place_text(Display *d, const Place *p)
{
    PyObject *text = p->text;
    Py_ssize_t first = 0, size = PyUnicode_GET_LENGTH(text), caret = p->offset - 1, end = p->end_offset - 1;
    for (Py_ssize_t i = 0; i < size; i++)
        if (PyUnicode_READ_CHAR(text, i) == 0) size = i;
    if (p->end_line > p->line) end = size - 1; /* of the text as it is: its newline, when it has one, not counted */
    if (size > 0 && PyUnicode_READ_CHAR(text, size - 1) == '\n') size--;
    for (Py_ssize_t i = 0; i < size && i < caret; i++) /* earlier lines are not shown */
        if (PyUnicode_READ_CHAR(text, i) == '\n') first = i + 1;
    if (caret > size) caret = size;
    if (end > size) end = size;
    while (first < size && is_blank(PyUnicode_READ_CHAR(text, first))) first++;
    if (adder_out_margin(&d->out) < 0 || adder_out_text(&d->out, "    ") < 0 ||
        adder_out_str(&d->out, PyUnicode_Substring(text, first, size)) < 0 || adder_out_text(&d->out, "\n") < 0)
        return -1;
    if (caret < first) return 0;
    if (end <= caret) end = caret + 1;
    Py_ssize_t blank = caret - first, carets = end - caret;
    char *marks = PyMem_Malloc((size_t)(blank + carets) + 6);
    if (marks == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    memset(marks, ' ', (size_t)blank + 4);
    memset(marks + blank + 4, '^', (size_t)carets);
    strcpy(marks + blank + 4 + carets, "\n");
    int rc = adder_out_margin(&d->out) < 0 ? -1 : adder_out_text(&d->out, marks);
    PyMem_Free(marks);
    return rc;
}

static int write_place(Display *d, const Place *p)
{
    if (adder_out_margin(&d->out) < 0 ||
        adder_out_str(&d->out, PyUnicode_FromFormat("  File \"%S\", line %zd\n", p->filename, p->line)) < 0)
        return -1;
    return p->text != NULL ? write_place_text(d, p) : 0;
}

/* Shows the place if exc has one; *message is then what stands for str(exc) (a new reference), else NULL. */
static int show_place(Display *d, PyObject *exc, PyObject **message)
{
    PyObject *flag;
    *message = NULL;
    if (adder_attr_lookup(exc, ID(print_file_and_line), &flag) < 0) return -1;
    if (flag == NULL) return 0;
    Py_DECREF(flag);
    Place place;
    int rc = 0;
    if (place_read(exc, &place) < 0) {
        PyErr_Clear();
    } else {
        rc = write_place(d, &place);
        if (rc == 0) *message = Py_NewRef(place.message);
    }
    place_clear(&place);
    return rc;
}

/* ---- "Type: message" ---- */

/* "module.Class", without the module for builtins and __main__. */
static PyObject *type_name(PyTypeObject *type)
{
    PyObject *module, *name = PyType_GetQualName(type), *result;
    if (name == NULL) {
        PyErr_Clear();
        name = PyUnicode_FromString("<unknown>");
        if (name == NULL) return NULL;
    }
    if (adder_attr_lookup((PyObject *)type, ID(__module__), &module) < 0) PyErr_Clear(), module = NULL;
    if (module == NULL || !PyUnicode_Check(module))
        result = PyUnicode_FromFormat("<unknown>.%S", name);
    else if (_PyUnicode_Equal(module, ID(builtins)) || _PyUnicode_Equal(module, ID(__main__)))
        result = PyObject_Str(name);
    else
        result = PyUnicode_FromFormat("%U.%S", module, name);
    Py_XDECREF(module);
    Py_DECREF(name);
    return result;
}

static int write_message(Display *d, PyObject *exc, PyObject *value)
{
    if (adder_out_margin(&d->out) < 0 || adder_out_str(&d->out, type_name(Py_TYPE(exc))) < 0) return -1;
    if (value == Py_None) return 0;
    PyObject *text = PyObject_Str(value);
    if (text == NULL) {
        PyErr_Clear();
        return adder_out_text(&d->out, ": <exception str() failed>");
    }
    if (PyUnicode_GET_LENGTH(text) > 0 && adder_out_text(&d->out, ": ") < 0) {
        Py_DECREF(text);
        return -1;
    }
    return adder_out_str(&d->out, text);
}

static int write_suggestion(Display *d, PyObject *exc)
{
    PyObject *name = adder_suggestion(exc);
    if (name == NULL) return 0;
    int rc = adder_out_str(&d->out, PyUnicode_FromFormat(". Did you mean: '%U'?", name));
    Py_DECREF(name);
    return rc;
}

/* ---- notes ---- */

static int write_note(Display *d, PyObject *note)
{
    PyObject *text = PyObject_Str(note);
    if (text == NULL) {
        PyErr_Clear();
        return adder_out_margin(&d->out) < 0 ? -1 : adder_out_text(&d->out, "<note str() failed>\n");
    }
    PyObject *lines = PyUnicode_Splitlines(text, 1);
    Py_DECREF(text);
    if (lines == NULL) return -1;
    int rc = 0;
    for (Py_ssize_t i = 0; rc == 0 && i < PyList_GET_SIZE(lines); i++)
        rc = adder_out_margin(&d->out) < 0 ? -1 : adder_out_str(&d->out, Py_NewRef(PyList_GET_ITEM(lines, i)));
    Py_DECREF(lines);
    return rc < 0 ? rc : adder_out_text(&d->out, "\n");
}

static int write_note_list(Display *d, PyObject *notes)
{
    Py_ssize_t n = PySequence_Size(notes);
    if (n < 0) return -1;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *note = PySequence_GetItem(notes, i);
        if (note == NULL) return -1;
        int rc = write_note(d, note);
        Py_DECREF(note);
        if (rc < 0) return -1;
    }
    return 0;
}

static int write_notes(Display *d, PyObject *exc)
{
    PyObject *notes;
    if (adder_attr_lookup(exc, ID(__notes__), &notes) < 0) return -1;
    if (notes == NULL) return 0;
    int rc;
    if (PySequence_Check(notes)) {
        rc = write_note_list(d, notes);
    } else {
        PyObject *text = PyObject_Repr(notes);
        if (text == NULL) {
            PyErr_Clear();
            text = PyUnicode_FromString("<__notes__ repr() failed>");
        }
        rc = adder_out_margin(&d->out) < 0 ? -1 : 0;
        if (rc == 0)
            rc = adder_out_str(&d->out, text);
        else
            Py_XDECREF(text);
    }
    Py_DECREF(notes);
    return rc;
}

/* ---- one exception ---- */

static int show_traceback(Display *d, PyObject *exc)
{
    PyObject *tb = PyException_GetTraceback(exc);
    if (tb == NULL) return 0;
    bool group = PyObject_TypeCheck(exc, &_PyExc_BaseExceptionGroup);
    int rc = 0;
    if (PyTraceBack_Check(tb))
        rc = adder_traceback_write(&d->out, tb,
                                   group ? "Exception Group Traceback (most recent call last):\n"
                                         : "Traceback (most recent call last):\n",
                                   group && d->out.depth == 1 ? "+ " : "| ");
    Py_DECREF(tb);
    return rc;
}

static int show_alone(Display *d, PyObject *exc)
{
    PyObject *message;
    if (!PyExceptionInstance_Check(exc)) {
        if (adder_out_margin(&d->out) < 0) return -1;
        return adder_out_str(&d->out, PyUnicode_FromFormat("TypeError: print_exception(): Exception expected for value, "
                                                           "%s found\n", Py_TYPE(exc)->tp_name));
    }
    if (show_traceback(d, exc) < 0 || show_place(d, exc, &message) < 0) return -1;
    int rc = write_message(d, exc, message != NULL ? message : exc);
    Py_XDECREF(message);
    if (rc < 0 || write_suggestion(d, exc) < 0 || adder_out_text(&d->out, "\n") < 0) return -1;
    return write_notes(d, exc);
}

/* ---- groups ---- */

/* The edge above exception number i (from 0) of n. */
static int write_edge(Display *d, Py_ssize_t i, bool rest)
{
    if (adder_out_indent(&d->out) < 0 || adder_out_text(&d->out, i == 0 ? "+-" : "  ") < 0) return -1;
    if (rest) return adder_out_text(&d->out, "+---------------- ... ----------------\n");
    return adder_out_str(&d->out, PyUnicode_FromFormat("+---------------- %zd ----------------\n", i + 1));
}

static int show_member(Display *d, PyObject *items, Py_ssize_t i)
{
    bool rest = i == GROUP_WIDTH;
    Py_ssize_t more = PyTuple_GET_SIZE(items) - GROUP_WIDTH;
    if (write_edge(d, i, rest) < 0) return -1;
    d->out.depth++;
    int rc;
    if (rest) {
        rc = adder_out_margin(&d->out);
        if (rc == 0)
            rc = adder_out_str(&d->out, PyUnicode_FromFormat("and %zd more exception%s\n", more, more > 1 ? "s" : ""));
    } else if ((rc = Py_EnterRecursiveCall(" in print_exception_group")) == 0) {
        rc = show(d, PyTuple_GET_ITEM(items, i));
        Py_LeaveRecursiveCall();
    } else {
        rc = -1;
    }
    if (rc == 0 && d->need_close && (i == PyTuple_GET_SIZE(items) - 1 || rest)) {
        rc = adder_out_indent(&d->out) < 0 ? -1 : adder_out_text(&d->out, "+------------------------------------\n");
        d->need_close = false; /* one edge closes all boxes that end here */
    }
    d->out.depth--;
    return rc;
}

static int show_group(Display *d, PyObject *exc)
{
    if (d->out.depth > GROUP_DEPTH) {
        if (adder_out_margin(&d->out) < 0) return -1;
        return adder_out_str(&d->out, PyUnicode_FromFormat("... (max_group_depth is %d)\n", GROUP_DEPTH));
    }
    bool outermost = d->out.depth == 0;
    if (outermost) d->out.depth = 1;
    PyObject *items = ((ExcGroup *)exc)->excs;
    Py_ssize_t n = items == NULL ? 0 : PyTuple_GET_SIZE(items), shown = n <= GROUP_WIDTH ? n : GROUP_WIDTH + 1;
    int rc = show_alone(d, exc);
    d->need_close = false;
    for (Py_ssize_t i = 0; rc == 0 && i < shown; i++) {
        if (i == shown - 1) d->need_close = true;
        rc = show_member(d, items, i);
    }
    if (outermost) d->out.depth = 0;
    return rc;
}

/* ---- chains ---- */

/* Was exc shown already? Marks it. 1, 0, -1. */
static int mark_seen(Display *d, PyObject *exc, bool mark)
{
    if (d->seen == NULL) return 1;
    PyObject *id = PyLong_FromVoidPtr(exc);
    if (id == NULL) return -1;
    int rc = mark ? PySet_Add(d->seen, id) : PySet_Contains(d->seen, id);
    Py_DECREF(id);
    return rc;
}

static int show_earlier(Display *d, PyObject *exc, const char *relation)
{
    if (Py_EnterRecursiveCall(" in print_chained")) return -1;
    bool need_close = d->need_close;
    int rc = show(d, exc);
    d->need_close = need_close;
    Py_LeaveRecursiveCall();
    if (rc < 0) return -1;
    const char *lines[] = {"\n", relation, "\n"};
    for (int i = 0; i < 3; i++)
        if (adder_out_margin(&d->out) < 0 || adder_out_text(&d->out, lines[i]) < 0) return -1;
    return 0;
}

static int show_cause_or_context(Display *d, PyObject *exc)
{
    if (mark_seen(d, exc, true) < 0) return -1;
    PyObject *cause = EXC_BASE(exc)->cause, *context = EXC_BASE(exc)->context, *earlier = NULL;
    const char *relation = "The above exception was the direct cause of the following exception:\n";
    if (cause != NULL) {
        earlier = cause;
    } else if (context != NULL && !EXC_BASE(exc)->suppress_context) {
        earlier = context;
        relation = "During handling of the above exception, another exception occurred:\n";
    }
    if (earlier == NULL) return 0;
    int seen = mark_seen(d, earlier, false);
    if (seen != 0) return seen < 0 ? -1 : 0;
    Py_INCREF(earlier);
    int rc = show_earlier(d, earlier, relation);
    Py_DECREF(earlier);
    return rc;
}

static int show(Display *d, PyObject *exc)
{
    if (PyExceptionInstance_Check(exc)) {
        if (show_cause_or_context(d, exc) < 0) return -1;
        if (PyObject_TypeCheck(exc, &_PyExc_BaseExceptionGroup)) return show_group(d, exc);
    }
    return show_alone(d, exc);
}

static void flush_quietly(PyObject *file)
{
    PyObject *result = PyObject_CallMethodNoArgs(file, ID(flush));
    if (result == NULL)
        PyErr_Clear();
    else
        Py_DECREF(result);
}

/* Writes exc to a file. Errors in doing so are dropped. */
static void display_to(PyObject *file, PyObject *exc)
{
    Display d = {.out = {file, 0}, .seen = PySet_New(NULL)};
    if (d.seen == NULL) PyErr_Clear();
    if (show(&d, exc) < 0) PyErr_Clear();
    Py_XDECREF(d.seen);
    flush_quietly(file);
}

void PyErr_Display(PyObject *type, PyObject *exc, PyObject *tb)
{
    (void)type;
    PyObject *file = PySys_GetObject("stderr");
    if (exc == NULL || file == NULL || file == Py_None) {
        if (exc != NULL && file == NULL) fprintf(stderr, "lost sys.stderr\n");
        return;
    }
    if (PyExceptionInstance_Check(exc) && tb != NULL && PyTraceBack_Check(tb) && EXC_BASE(exc)->traceback == NULL)
        (void)PyException_SetTraceback(exc, tb);
    Py_INCREF(file);
    Py_INCREF(exc);
    display_to(file, exc);
    Py_DECREF(exc);
    Py_DECREF(file);
}

/* ---- leaving ---- */

/* The status that sys.exit(code) means; a text is printed. */
static int exit_status(PyObject *code)
{
    if (code == Py_None) return 0;
    if (PyLong_Check(code)) {
        int status = (int)PyLong_AsLong(code);
        if (PyErr_Occurred()) PyErr_Clear(), status = -1;
        return status;
    }
    PyObject *file = PySys_GetObject("stderr");
    if (file != NULL && file != Py_None) {
        if (PyFile_WriteObject(code, file, Py_PRINT_RAW) < 0) PyErr_Clear();
        if (PyFile_WriteString("\n", file) < 0) PyErr_Clear();
        flush_quietly(file);
    }
    return 1;
}

int adder_system_exit(int *status)
{
    if (!PyErr_ExceptionMatches(PyExc_SystemExit)) return 0;
    PyObject *exc = adder_error_take(), *code;
    if (exc == NULL || (code = PyObject_GetAttr(exc, ID(code))) == NULL) {
        PyErr_Clear();
        code = Py_NewRef(Py_None);
    }
    *status = exit_status(code);
    Py_DECREF(code);
    Py_XDECREF(exc);
    return 1;
}

/* With -i the interpreter stays, and a SystemExit is shown like any other. */
static void leave_if_asked(void)
{
    int status;
    PyConfig *config = adder_interp()->config;
    if (config != NULL && config->inspect) return;
    if (adder_system_exit(&status)) Py_Exit(status);
}

static void set_last(PyObject *type, PyObject *exc, PyObject *tb)
{
    if (PySys_SetObject("last_type", type) < 0) PyErr_Clear();
    if (PySys_SetObject("last_value", exc) < 0) PyErr_Clear();
    if (PySys_SetObject("last_traceback", tb) < 0) PyErr_Clear();
}

/* sys.excepthook(type, exc, tb), borrowed all; what it raises is shown, then the exception itself. */
static void call_hook(PyObject *hook, PyObject *type, PyObject *exc, PyObject *tb)
{
    PyObject *result = PyObject_CallFunctionObjArgs(hook, type, exc, tb, NULL);
    if (result != NULL) {
        Py_DECREF(result);
        return;
    }
    leave_if_asked();
    PyObject *second = adder_error_take();
    PySys_WriteStderr("Error in sys.excepthook:\n");
    PyObject *second_tb = PyException_GetTraceback(second);
    PyErr_Display((PyObject *)Py_TYPE(second), second, second_tb);
    PySys_WriteStderr("\nOriginal exception was:\n");
    PyErr_Display(type, exc, tb);
    Py_XDECREF(second_tb);
    Py_DECREF(second);
}

/* False: an audit hook refused the display with RuntimeError. */
static bool audited(PyObject *hook, PyObject *type, PyObject *exc, PyObject *tb)
{
    if (PySys_Audit("sys.excepthook", "OOOO", hook != NULL ? hook : Py_None, type, exc, tb) == 0) return true;
    if (PyErr_ExceptionMatches(PyExc_RuntimeError)) {
        PyErr_Clear();
        return false;
    }
    PyErr_WriteUnraisable(NULL);
    return true;
}

void PyErr_PrintEx(int set_sys_last_vars)
{
    leave_if_asked();
    PyObject *exc = adder_error_take();
    if (exc == NULL) return;
    PyObject *type = (PyObject *)Py_TYPE(exc), *tb = PyException_GetTraceback(exc);
    if (tb == NULL) tb = Py_NewRef(Py_None);
    if (set_sys_last_vars) set_last(type, exc, tb);
    PyObject *hook = Py_XNewRef(PySys_GetObject("excepthook"));
    if (audited(hook, type, exc, tb)) {
        if (hook != NULL) {
            call_hook(hook, type, exc, tb);
        } else {
            PySys_WriteStderr("sys.excepthook is missing\n");
            PyErr_Display(type, exc, tb);
        }
    }
    Py_XDECREF(hook);
    Py_DECREF(tb);
    Py_DECREF(exc);
}

void PyErr_Print(void) { PyErr_PrintEx(1); }
