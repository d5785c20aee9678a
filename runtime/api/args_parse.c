/* args_parse.c -- PyArg_ParseTuple and its kin: which argument goes to which format unit. */
#include "runtime/api/args.h"
#include "runtime/objects/type.h"
#include <limits.h>
#include <string.h>

/* ---- the format's frame ---- */

/* What stands before the units are converted: how many there are and what messages say. */
typedef struct {
    int min, max;
    const char *function, *custom; /* after ':' and ';', or NULL */
    bool nested;                   /* begins with a parenthesis that holds everything */
} Frame;

/* -1 with SystemError for a format that is none. */
static int scan(const char *format, Frame *f)
{
    *f = (Frame){-1, 0, NULL, NULL, format[0] == '('};
    int depth = 0;
    for (const char *p = format; *p; p++) {
        if (*p == '(') {
            if (depth++ == 0) f->max++;
        } else if (*p == ')') {
            if (depth-- == 0) {
                PyErr_SetString(PyExc_SystemError, "excess ')' in getargs format");
                return -1;
            }
        } else if (*p == ':') {
            f->function = p + 1;
            break;
        } else if (*p == ';') {
            f->custom = p + 1;
            break;
        } else if (depth == 0 && *p == '|') {
            f->min = f->max;
        } else if (depth == 0 && Py_ISALPHA(*p)) {
            f->max++;
            if (*p == 'e' && p[1]) p++; /* es, et */
        }
    }
    if (depth != 0) {
        PyErr_SetString(PyExc_SystemError, "missing ')' in getargs format");
        return -1;
    }
    if (f->min < 0) f->min = f->max;
    return 0;
}

static const char *name_or_function(const char *function) { return function != NULL ? function : "function"; }
static const char *call_mark(const char *function) { return function != NULL ? "()" : ""; }
static const char *plural(Py_ssize_t n) { return n == 1 ? "" : "s"; }

/* ---- positional arguments ---- */

static int wrong_count(const Frame *f, Py_ssize_t n)
{
    if (f->custom != NULL) {
        PyErr_SetString(PyExc_TypeError, f->custom);
        return 0;
    }
    int bound = n < f->min ? f->min : f->max;
    PyErr_Format(PyExc_TypeError, "%.150s%s takes %s %d argument%s (%zd given)", name_or_function(f->function),
                 call_mark(f->function), f->min == f->max ? "exactly" : n < f->min ? "at least" : "at most", bound,
                 plural(bound), n);
    return 0;
}

/* The format must end where the arguments do. */
static int check_end(const Args *a, const char *format)
{
    char c = *a->format;
    if (c == 0 || Py_ISALPHA(c) || c == '(' || c == '|' || c == ':' || c == ';') return 1;
    PyErr_Format(PyExc_SystemError, "bad format string: %.200s", format);
    return 0;
}

static int parse_items(Args *a, const Frame *f, PyObject *const *args, Py_ssize_t n, const char *format)
{
    if (n < f->min || n > f->max) return wrong_count(f, n);
    for (Py_ssize_t i = 0; i < n; i++) {
        if (*a->format == '|') a->format++;
        const char *message = args_convert(a, args[i], a->levels, 0);
        if (message != NULL) {
            args_raise(a, i + 1, message, f->function, f->custom);
            return 0;
        }
    }
    return check_end(a, format);
}

static int parse_array(PyObject *const *args, Py_ssize_t n, const char *format, va_list va)
{
    Frame f;
    Args a;
    if (scan(format, &f) < 0) return 0;
    args_start(&a, format, va);
    return args_end(&a, parse_items(&a, &f, args, n, format));
}

static int parse_tuple(PyObject *args, const char *format, va_list va)
{
    if (!PyTuple_Check(args)) {
        PyErr_SetString(PyExc_SystemError, "new style getargs format but argument is not a tuple");
        return 0;
    }
    return parse_array(((PyTupleObject *)args)->ob_item, PyTuple_GET_SIZE(args), format, va);
}

/* PyArg_Parse: the object itself against a single unit, which may be a sequence in parentheses. */
static int parse_object(PyObject *arg, const char *format, va_list va)
{
    Frame f;
    Args a;
    if (scan(format, &f) < 0) return 0;
    if (f.max == 0) {
        if (arg == NULL) return 1;
        PyErr_Format(PyExc_TypeError, "%.200s%s takes no arguments", name_or_function(f.function), call_mark(f.function));
        return 0;
    }
    if (f.min != 1 || f.max != 1) {
        PyErr_SetString(PyExc_SystemError, "old style getargs format uses new features");
        return 0;
    }
    if (arg == NULL) {
        PyErr_Format(PyExc_TypeError, "%.200s%s takes at least one argument", name_or_function(f.function),
                     call_mark(f.function));
        return 0;
    }
    args_start(&a, format, va);
    const char *message = args_convert(&a, arg, a.levels, 0);
    if (message != NULL) args_raise(&a, 0, message, f.function, f.custom);
    return args_end(&a, message == NULL);
}

/* ---- keywords ---- */

/* The call: positional arguments, and keywords as dict or as names with the values after the positional ones. */
typedef struct {
    PyObject *const *args;
    Py_ssize_t nargs;
    PyObject *kwargs;   /* dict or NULL */
    PyObject *kwnames;  /* tuple of str or NULL */
} Call;

static Py_ssize_t keyword_count(const Call *c)
{
    return c->kwargs != NULL ? PyDict_GET_SIZE(c->kwargs) : c->kwnames != NULL ? PyTuple_GET_SIZE(c->kwnames) : 0;
}

/* The value given by name, borrowed; NULL when absent (or with an exception set). */
static PyObject *by_name(const Call *c, const char *name)
{
    if (c->kwargs != NULL) {
        PyObject *key = PyUnicode_FromString(name);
        if (key == NULL) return NULL;
        PyObject *value = PyDict_GetItemWithError(c->kwargs, key);
        Py_DECREF(key);
        return value;
    }
    if (c->kwnames != NULL)
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(c->kwnames); i++)
            if (_PyUnicode_EqualToASCIIString(PyTuple_GET_ITEM(c->kwnames, i), name)) return c->args[c->nargs + i];
    return NULL;
}

/* Parameters: names in order, nameless (positional-only) ones first. */
typedef struct {
    const char *const *names;
    int posonly, count;
    const char *function;
} Parameters;

static int count_parameters(const char *const *names, Parameters *p)
{
    p->names = names;
    p->posonly = 0;
    while (names[p->posonly] != NULL && names[p->posonly][0] == 0) p->posonly++;
    for (p->count = p->posonly; names[p->count] != NULL; p->count++)
        if (names[p->count][0] == 0) {
            PyErr_SetString(PyExc_SystemError, "Empty keyword parameter name");
            return -1;
        }
    return 0;
}

static void too_many(const Parameters *p, Py_ssize_t nargs, Py_ssize_t total)
{
    PyErr_Format(PyExc_TypeError, "%.200s%s takes at most %d %sargument%s (%zd given)", name_or_function(p->function),
                 call_mark(p->function), p->count, nargs == 0 ? "keyword " : "", plural(p->count), total);
}

static void wrong_positional(const Parameters *p, const char *how, int bound, Py_ssize_t nargs)
{
    if (bound == 0)
        PyErr_Format(PyExc_TypeError, "%.200s%s takes no positional arguments", name_or_function(p->function),
                     call_mark(p->function));
    else
        PyErr_Format(PyExc_TypeError, "%.200s%s takes %s %d positional argument%s (%zd given)",
                     name_or_function(p->function), call_mark(p->function), how, bound, plural(bound), nargs);
}

static void missing(const Parameters *p, int i)
{
    PyErr_Format(PyExc_TypeError, "%.200s%s missing required argument '%s' (pos %i)", name_or_function(p->function),
                 call_mark(p->function), p->names[i], i + 1);
}

/* Is key one of the names that may be given? */
static bool known(const Parameters *p, PyObject *key)
{
    for (int i = p->posonly; i < p->count; i++)
        if (_PyUnicode_EqualToASCIIString(key, p->names[i])) return true;
    return false;
}

static void unknown(const Parameters *p, PyObject *key)
{
    PyErr_Format(PyExc_TypeError, "'%U' is an invalid keyword argument for %.200s%s", key,
                 p->function != NULL ? p->function : "this function", call_mark(p->function));
}

/* Some keyword was not used: says which, and why. */
static void explain_keywords(const Parameters *p, const Call *c)
{
    for (int i = p->posonly; i < c->nargs && i < p->count; i++) {
        if (by_name(c, p->names[i]) != NULL) {
            PyErr_Format(PyExc_TypeError, "argument for %.200s%s given by name ('%s') and position (%d)",
                         name_or_function(p->function), call_mark(p->function), p->names[i], i + 1);
            return;
        }
        if (PyErr_Occurred()) return;
    }
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (c->kwargs != NULL && PyDict_Next(c->kwargs, &pos, &key, &value)) {
        if (!PyUnicode_Check(key)) {
            PyErr_SetString(PyExc_TypeError, "keywords must be strings");
            return;
        }
        if (!known(p, key)) {
            unknown(p, key);
            return;
        }
    }
    for (Py_ssize_t i = 0; c->kwnames != NULL && i < PyTuple_GET_SIZE(c->kwnames); i++) {
        if (!known(p, PyTuple_GET_ITEM(c->kwnames, i))) {
            unknown(p, PyTuple_GET_ITEM(c->kwnames, i));
            return;
        }
    }
}

/* Going over the parameters: `min` and `max` are known once '|' and '$' have been passed. */
typedef struct {
    int min, max;
    bool skip;         /* too few positional-only arguments: read on only to say so */
    Py_ssize_t unused; /* keywords not used yet */
} Progress;

/* Passes '|' and '$' before parameter i. 0, or -1 with an exception. */
static int pass_marks(Args *a, const Parameters *p, const Call *c, Progress *g, int i)
{
    if (*a->format == '|') {
        if (g->min != INT_MAX || g->max != INT_MAX) {
            PyErr_SetString(PyExc_SystemError, g->min != INT_MAX ? "Invalid format string (| specified twice)"
                                                                 : "Invalid format string ($ before |)");
            return -1;
        }
        g->min = i;
        a->format++;
    }
    if (*a->format == '$') {
        if (g->max != INT_MAX) {
            PyErr_SetString(PyExc_SystemError, "Invalid format string ($ specified twice)");
            return -1;
        }
        g->max = i;
        a->format++;
        if (g->max < p->posonly) {
            PyErr_SetString(PyExc_SystemError, "Empty parameter name after $");
            return -1;
        }
        if (!g->skip && g->max < c->nargs) {
            wrong_positional(p, g->min != INT_MAX ? "at most" : "exactly", g->max, c->nargs);
            return -1;
        }
    }
    char e = *a->format;
    if (e == 0 || e == ';' || e == ':') {
        PyErr_Format(PyExc_SystemError, "More keyword list entries (%d) than format specifiers (%d)", p->count, i);
        return -1;
    }
    return 0;
}

/* Parameter i gets its argument. 1 done, 0 it has none, -1 with an exception. */
static int take_argument(Args *a, const Parameters *p, const Call *c, Progress *g, const char *custom, int i)
{
    PyObject *arg = NULL;
    if (i < c->nargs) {
        arg = c->args[i];
    } else if (g->unused > 0 && i >= p->posonly) {
        arg = by_name(c, p->names[i]);
        if (arg != NULL)
            g->unused--;
        else if (PyErr_Occurred())
            return -1;
    }
    if (arg == NULL) return 0;
    const char *message = args_convert(a, arg, a->levels, 0);
    if (message == NULL) return 1;
    args_raise(a, i + 1, message, p->function, custom);
    return -1;
}

static int parse_parameters(Args *a, const Parameters *p, const Call *c, const char *custom)
{
    Progress g = {INT_MAX, INT_MAX, false, keyword_count(c)};
    int i;
    if (c->nargs + g.unused > p->count) {
        too_many(p, c->nargs, c->nargs + g.unused);
        return 0;
    }
    for (i = 0; i < p->count; i++) {
        if (pass_marks(a, p, c, &g, i) < 0) return 0;
        if (!g.skip) {
            int taken = take_argument(a, p, c, &g, custom, i);
            if (taken < 0) return 0;
            if (taken) continue;
            if (i < p->posonly && i < g.min) {
                g.skip = true;
            } else if (i < g.min) {
                missing(p, i);
                return 0;
            }
        }
        const char *message = args_skip(a);
        if (message != NULL) {
            PyErr_Format(PyExc_SystemError, "%s: '%s'", message, a->format);
            return 0;
        }
    }
    if (g.skip) {
        int needed = p->posonly < g.min ? p->posonly : g.min;
        wrong_positional(p, needed < i ? "at least" : "exactly", needed, c->nargs);
        return 0;
    }
    if (*a->format == '|' || *a->format == '$') a->format++;
    if (*a->format != 0 && *a->format != ';' && *a->format != ':') {
        PyErr_Format(PyExc_SystemError, "more argument specifiers than keyword list entries (remaining format:'%s')",
                     a->format);
        return 0;
    }
    if (g.unused > 0) {
        explain_keywords(p, c);
        return 0;
    }
    return 1;
}

static int parse_call(const Call *c, const char *format, const char *const *names, va_list va)
{
    Parameters p;
    Args a;
    if (count_parameters(names, &p) < 0) return 0;
    const char *colon = strchr(format, ':'), *semicolon = strchr(format, ';');
    p.function = colon != NULL ? colon + 1 : NULL;
    args_start(&a, format, va);
    return args_end(&a, parse_parameters(&a, &p, c, semicolon != NULL ? semicolon + 1 : NULL));
}

static int parse_keywords(PyObject *args, PyObject *kwargs, const char *format, const char *const *names, va_list va)
{
    if (args == NULL || !PyTuple_Check(args) || (kwargs != NULL && !PyDict_Check(kwargs)) || format == NULL || names == NULL) {
        PyErr_BadInternalCall();
        return 0;
    }
    Call c = {((PyTupleObject *)args)->ob_item, PyTuple_GET_SIZE(args), kwargs, NULL};
    return parse_call(&c, format, names, va);
}

/* ---- the public names: with `...`, with a va_list, and each once more under its old name ---- */

#define VARIADIC(name, params, call)  \
    int name params                   \
    {                                 \
        va_list va;                   \
        va_start(va, LAST);           \
        int ok = call;                \
        va_end(va);                   \
        return ok;                    \
    }
#define LAST format
VARIADIC(PyArg_Parse, (PyObject *args, const char *format, ...), parse_object(args, format, va))
VARIADIC(_PyArg_Parse_SizeT, (PyObject *args, const char *format, ...), parse_object(args, format, va))
VARIADIC(PyArg_ParseTuple, (PyObject *args, const char *format, ...), parse_tuple(args, format, va))
VARIADIC(_PyArg_ParseTuple_SizeT, (PyObject *args, const char *format, ...), parse_tuple(args, format, va))
VARIADIC(_PyArg_ParseStack, (PyObject *const *args, Py_ssize_t nargs, const char *format, ...),
         parse_array(args, nargs, format, va))
VARIADIC(_PyArg_ParseStack_SizeT, (PyObject *const *args, Py_ssize_t nargs, const char *format, ...),
         parse_array(args, nargs, format, va))
#undef LAST
#define LAST keywords
#define NAMES ((const char *const *)keywords)
VARIADIC(PyArg_ParseTupleAndKeywords, (PyObject *args, PyObject *kwargs, const char *format, char **keywords, ...),
         parse_keywords(args, kwargs, format, NAMES, va))
VARIADIC(_PyArg_ParseTupleAndKeywords_SizeT, (PyObject *args, PyObject *kwargs, const char *format, char **keywords, ...),
         parse_keywords(args, kwargs, format, NAMES, va))
#undef LAST
#define LAST parser
VARIADIC(_PyArg_ParseTupleAndKeywordsFast, (PyObject *args, PyObject *kwargs, struct _PyArg_Parser *parser, ...),
         parse_keywords(args, kwargs, parser->format, parser->keywords, va))
#undef LAST

int PyArg_VaParse(PyObject *args, const char *format, va_list va) { return parse_tuple(args, format, va); }
int _PyArg_VaParse_SizeT(PyObject *args, const char *format, va_list va) { return parse_tuple(args, format, va); }

int PyArg_VaParseTupleAndKeywords(PyObject *args, PyObject *kwargs, const char *format, char **keywords, va_list va)
{
    return parse_keywords(args, kwargs, format, NAMES, va);
}

int _PyArg_VaParseTupleAndKeywords_SizeT(PyObject *args, PyObject *kwargs, const char *format, char **keywords, va_list va)
{
    return parse_keywords(args, kwargs, format, NAMES, va);
}

int _PyArg_VaParseTupleAndKeywordsFast(PyObject *args, PyObject *kwargs, struct _PyArg_Parser *parser, va_list va)
{
    return parse_keywords(args, kwargs, parser->format, parser->keywords, va);
}

int _PyArg_ParseStackAndKeywords(PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames, struct _PyArg_Parser *parser, ...)
{
    Call c = {args, nargs, NULL, kwnames};
    va_list va;
    va_start(va, parser);
    int ok = parse_call(&c, parser->format, parser->keywords, va);
    va_end(va);
    return ok;
}

int _PyArg_ParseStackAndKeywords_SizeT(PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames,
                                       struct _PyArg_Parser *parser, ...)
{
    Call c = {args, nargs, NULL, kwnames};
    va_list va;
    va_start(va, parser);
    int ok = parse_call(&c, parser->format, parser->keywords, va);
    va_end(va);
    return ok;
}

/* ---- objects as they are, sorted to their parameters (what Argument Clinic's code calls) ---- */

#undef _PyArg_UnpackKeywords
PyObject *const *_PyArg_UnpackKeywords(PyObject *const *args, Py_ssize_t nargs, PyObject *kwargs, PyObject *kwnames,
                                       struct _PyArg_Parser *parser, int minpos, int maxpos, int minkw, PyObject **buf)
{
    Parameters p;
    if (count_parameters(parser->keywords, &p) < 0) return NULL;
    p.function = parser->fname;
    Call c = {args, nargs, kwargs, kwnames};
    Py_ssize_t unused = keyword_count(&c);
    int least = p.posonly < minpos ? p.posonly : minpos, required = minkw ? maxpos + minkw : minpos;
    if (kwargs != NULL && !PyDict_Check(kwargs)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    if (args == NULL && nargs == 0) args = buf;
    c.args = args;
    if (nargs + unused > p.count) {
        too_many(&p, nargs, nargs + unused);
        return NULL;
    }
    if (nargs > maxpos) {
        wrong_positional(&p, least < maxpos ? "at most" : "exactly", maxpos, nargs);
        return NULL;
    }
    if (nargs < least) {
        wrong_positional(&p, least < maxpos ? "at least" : "exactly", least, nargs);
        return NULL;
    }
    for (int i = 0; i < p.count; i++) {
        PyObject *value = NULL;
        if (i < nargs) {
            value = args[i];
        } else if (unused > 0 && i >= p.posonly) {
            value = by_name(&c, p.names[i]);
            if (value != NULL)
                unused--;
            else if (PyErr_Occurred())
                return NULL;
        }
        if (value == NULL && i >= p.posonly && (i < minpos || (i >= maxpos && i < required))) {
            missing(&p, i);
            return NULL;
        }
        buf[i] = value;
    }
    if (unused > 0) {
        explain_keywords(&p, &c);
        return NULL;
    }
    return buf;
}

/* The same with the positional arguments from number `vararg` on in a tuple at buf[vararg] (a new reference). */
PyObject *const *_PyArg_UnpackKeywordsWithVararg(PyObject *const *args, Py_ssize_t nargs, PyObject *kwargs,
                                                 PyObject *kwnames, struct _PyArg_Parser *parser, int minpos, int maxpos,
                                                 int minkw, int vararg, PyObject **buf)
{
    Parameters p;
    if (count_parameters(parser->keywords, &p) < 0) return NULL;
    p.function = parser->fname;
    Call c = {args, nargs, kwargs, kwnames};
    Py_ssize_t unused = keyword_count(&c), positional = nargs < vararg ? nargs : vararg;
    int required = minkw ? maxpos + minkw : minpos;
    if (nargs < p.posonly) {
        wrong_positional(&p, "at least", p.posonly < minpos ? p.posonly : minpos, nargs);
        return NULL;
    }
    PyObject *rest = PyTuple_New(nargs - positional);
    if (rest == NULL) return NULL;
    for (Py_ssize_t i = positional; i < nargs; i++) PyTuple_SET_ITEM(rest, i - positional, Py_NewRef(args[i]));
    for (int i = 0; i < p.count; i++) {
        PyObject *value = NULL;
        if (i < positional) {
            value = args[i];
        } else if (unused > 0 && i >= p.posonly) {
            value = by_name(&c, p.names[i]);
            unused -= value != NULL;
        }
        if (value == NULL && (PyErr_Occurred() || i < minpos || (i >= maxpos && i < required))) {
            if (!PyErr_Occurred()) missing(&p, i);
            Py_DECREF(rest);
            return NULL;
        }
        buf[i < vararg ? i : i + 1] = value;
    }
    if (unused > 0) {
        c.nargs = positional;
        explain_keywords(&p, &c);
        Py_DECREF(rest);
        return NULL;
    }
    buf[vararg] = rest;
    return buf;
}

/* ---- counts and kinds ---- */

#undef _PyArg_CheckPositional
int _PyArg_CheckPositional(const char *name, Py_ssize_t nargs, Py_ssize_t min, Py_ssize_t max)
{
    if (nargs >= min && nargs <= max) return 1;
    Py_ssize_t bound = nargs < min ? min : max;
    const char *how = min == max ? "" : nargs < min ? "at least " : "at most ";
    if (name != NULL)
        PyErr_Format(PyExc_TypeError, "%.200s expected %s%zd argument%s, got %zd", name, how, bound, plural(bound), nargs);
    else
        PyErr_Format(PyExc_TypeError, "unpacked tuple should have %s%zd element%s, but has %zd", how, bound, plural(bound),
                     nargs);
    return 0;
}

static int unpack(PyObject *const *args, Py_ssize_t n, const char *name, Py_ssize_t min, Py_ssize_t max, va_list va)
{
    if (!_PyArg_CheckPositional(name, n, min, max)) return 0;
    for (Py_ssize_t i = 0; i < n; i++) *va_arg(va, PyObject **) = args[i];
    return 1;
}

int PyArg_UnpackTuple(PyObject *args, const char *name, Py_ssize_t min, Py_ssize_t max, ...)
{
    if (!PyTuple_Check(args)) {
        PyErr_SetString(PyExc_SystemError, "PyArg_UnpackTuple() argument list is not a tuple");
        return 0;
    }
    va_list va;
    va_start(va, max);
    int ok = unpack(((PyTupleObject *)args)->ob_item, PyTuple_GET_SIZE(args), name, min, max, va);
    va_end(va);
    return ok;
}

int _PyArg_UnpackStack(PyObject *const *args, Py_ssize_t nargs, const char *name, Py_ssize_t min, Py_ssize_t max, ...)
{
    va_list va;
    va_start(va, max);
    int ok = unpack(args, nargs, name, min, max, va);
    va_end(va);
    return ok;
}

#undef _PyArg_NoKeywords
int _PyArg_NoKeywords(const char *function, PyObject *kwargs)
{
    if (kwargs == NULL) return 1;
    if (!PyDict_CheckExact(kwargs)) {
        PyErr_BadInternalCall();
        return 0;
    }
    if (PyDict_GET_SIZE(kwargs) == 0) return 1;
    PyErr_Format(PyExc_TypeError, "%.200s() takes no keyword arguments", function);
    return 0;
}

#undef _PyArg_NoPositional
int _PyArg_NoPositional(const char *function, PyObject *args)
{
    if (args == NULL) return 1;
    if (!PyTuple_CheckExact(args)) {
        PyErr_BadInternalCall();
        return 0;
    }
    if (PyTuple_GET_SIZE(args) == 0) return 1;
    PyErr_Format(PyExc_TypeError, "%.200s() takes no positional arguments", function);
    return 0;
}

#undef _PyArg_NoKwnames
int _PyArg_NoKwnames(const char *function, PyObject *kwnames)
{
    if (kwnames == NULL || PyTuple_GET_SIZE(kwnames) == 0) return 1;
    PyErr_Format(PyExc_TypeError, "%s() takes no keyword arguments", function);
    return 0;
}

void _PyArg_BadArgument(const char *function, const char *which, const char *expected, PyObject *arg)
{
    PyErr_Format(PyExc_TypeError, "%.200s() %.200s must be %.50s, not %.50s", function, which, expected,
                 arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
}

int PyArg_ValidateKeywordArguments(PyObject *kwargs)
{
    if (!PyDict_Check(kwargs)) {
        PyErr_BadInternalCall();
        return 0;
    }
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (PyDict_Next(kwargs, &pos, &key, &value))
        if (!PyUnicode_Check(key)) {
            PyErr_SetString(PyExc_TypeError, "keywords must be strings");
            return 0;
        }
    return 1;
}
