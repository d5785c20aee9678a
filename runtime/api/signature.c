/* signature.c -- compiling a native function's Python signature, and fitting a call's arguments to it.
 *
 * Messages follow the four shapes in which CPython 3.11's own functions check arguments: none, exactly one, positional
 * only, and with keywords. Compiled signatures are immutable and live as long as the process. */
#include "runtime/api/signature.h"
#include "runtime/objects/int.h"
#include "runtime/objects/str.h"
#include "runtime/objects/type.h"
#include <ctype.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum param_kind { POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, STAR, KEYWORD_ONLY, STAR_STAR };
enum shape { SHAPE_NONE, SHAPE_ONE, SHAPE_POSITIONAL, SHAPE_KEYWORDS };

struct param {
    PyObject *name;     /* immortal str */
    PyObject *fallback; /* immortal default object, or NULL */
    uint8_t kind;
    bool required;
};

struct adder_signature {
    const char *text;      /* the source; begins with the function's name */
    const char *name;
    uint8_t shape;
    uint8_t count;         /* entries of out[] */
    uint8_t posonly;       /* parameters that no keyword reaches */
    uint8_t positional;    /* parameters that a position reaches, posonly among them */
    uint8_t min_posonly;   /* required ones among posonly */
    uint8_t min_positional;
    uint8_t keyword_only, min_keyword_only;
    int8_t star, star_star; /* their entries, or -1 */
    uint16_t exact;         /* see struct adder_row */
    struct param params[];
};

#define PARAMS_MAX 64
#define SIGNATURES_MAX 16384

/* Compiled signatures by the number that rows keep. Written once each under the lock; the table itself is made once. */
static struct {
    pthread_mutex_t lock;
    const Signature **table;
    uint32_t used;
} registry = { .lock = PTHREAD_MUTEX_INITIALIZER, .used = 1 };

/* ---- Default values ---- */

static PyObject *immortal_int(long long v)
{
    if (adder_int_is_small(v)) return adder_int_small(v);
    unsigned long long a = v < 0 ? 0ULL - (unsigned long long)v : (unsigned long long)v;
    PyLongObject *o = adder_immortal_alloc(sizeof(PyVarObject) + 3 * sizeof(digit));
    if (o == NULL) return NULL;
    Py_ssize_t n = 0;
    for (; a != 0; a >>= PyLong_SHIFT) o->ob_digit[n++] = (digit)(a & PyLong_MASK);
    o->ob_base.ob_base.ob_refcnt = ADDER_IMMORTAL_REFCNT;
    o->ob_base.ob_base.ob_type = &PyLong_Type;
    o->ob_base.ob_size = v < 0 ? -n : n;
    return (PyObject *)o;
}

static PyObject *immortal_float(double v)
{
    PyFloatObject *o = adder_immortal_alloc(sizeof *o);
    if (o == NULL) return NULL;
    o->ob_base.ob_refcnt = ADDER_IMMORTAL_REFCNT;
    o->ob_base.ob_type = &PyFloat_Type;
    o->ob_fval = v;
    return (PyObject *)o;
}

static PyObject *immortal_bytes(const char *text, size_t len)
{
    PyBytesObject *o = adder_immortal_alloc(sizeof *o + len);
    if (o == NULL) return NULL;
    o->ob_base.ob_base.ob_refcnt = ADDER_IMMORTAL_REFCNT;
    o->ob_base.ob_base.ob_type = &PyBytes_Type;
    o->ob_base.ob_size = (Py_ssize_t)len;
    memcpy(o->ob_sval, text, len);
    *(Py_hash_t *)((char *)o + offsetof(PyBytesObject, ob_sval) - sizeof(Py_hash_t)) = -1;
    return (PyObject *)o;
}

/* Undoes backslash escapes of a short literal's inside; the length, or -1 when it is too long. */
static int unescape(const char *from, size_t len, char *to, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        char c = from[i];
        if (c == '\\' && i + 1 < len) {
            c = from[++i];
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? '\0' : c;
        }
        if (n == room) return -1;
        to[n++] = c;
    }
    return (int)n;
}

/* The object of a default's source text, immortal; *value is NULL for what has none. False without memory. */
static bool default_value(const char *text, size_t len, PyObject **value)
{
    static const struct { const char *text; PyObject *object; } constants[] = {
        { "None", Py_None }, { "True", Py_True }, { "False", Py_False }, { "Ellipsis", Py_Ellipsis },
    };
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (strlen(constants[i].text) == len && memcmp(constants[i].text, text, len) == 0) {
            *value = constants[i].object;
            return true;
        }
    char buffer[80];
    *value = NULL;
    bool bytes = len > 1 && text[0] == 'b' && (text[1] == '\'' || text[1] == '"');
    const char *s = text + bytes;
    size_t n = len - bytes;
    if (n >= 2 && (s[0] == '\'' || s[0] == '"')) {
        int m = unescape(s + 1, n - 2, buffer, sizeof buffer);
        if (m < 0) return true;
        *value = bytes ? immortal_bytes(buffer, (size_t)m) : adder_immortal_str(buffer, (size_t)m);
        return *value != NULL;
    }
    if (len == 11 && memcmp(text, "sys.maxsize", 11) == 0) return (*value = immortal_int(PY_SSIZE_T_MAX)) != NULL;
    if (len == 0 || len >= sizeof buffer || !(isdigit((unsigned char)text[0]) || text[0] == '-')) return true;
    memcpy(buffer, text, len);
    buffer[len] = '\0';
    char *end;
    long long v = strtoll(buffer, &end, 0);
    if (*end == '\0') return (*value = immortal_int(v)) != NULL;
    double d = strtod(buffer, &end);
    if (*end == '\0') return (*value = immortal_float(d)) != NULL;
    return true;
}

/* ---- Compiling ---- */

struct builder {
    const char *text, *at;
    struct param params[PARAMS_MAX];
    int count;
    int posonly;       /* set by '/' */
    bool after_star;   /* parameters now are keyword-only */
};

static void skip_blanks(struct builder *b)
{
    while (*b->at == ' ' || *b->at == '\n' || *b->at == '[' || *b->at == ']') b->at++;
}

static size_t name_length(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || s[n] == '_') n++;
    return n;
}

/* Where the default that starts at s ends: at a comma or closing parenthesis that is not inside quotes or brackets. */
static const char *default_end(const char *s)
{
    int depth = 0;
    for (char quote = 0; *s != '\0'; s++) {
        if (quote) {
            if (*s == '\\' && s[1]) s++;
            else if (*s == quote) quote = 0;
        } else if (*s == '\'' || *s == '"') quote = *s;
        else if (*s == '(' || *s == '[' || *s == '{') depth++;
        else if (*s == ',' && depth == 0) break;
        else if (*s == ')' || *s == ']' || *s == '}') {
            if (depth == 0) break;
            depth--;
        }
    }
    return s;
}

static int bad_text(struct builder *b)
{
    PyErr_Format(PyExc_SystemError, "bad signature of a native function: %s", b->text);
    return -1;
}

/* One parameter, '/' or '*'. */
static int parse_item(struct builder *b)
{
    enum param_kind kind = b->after_star ? KEYWORD_ONLY : POSITIONAL_OR_KEYWORD;
    if (*b->at == '/') {
        b->at++;
        b->posonly = b->count;
        return 0;
    }
    if (*b->at == '*') {
        b->at++;
        kind = STAR;
        b->after_star = true;
        if (*b->at == '*') kind = STAR_STAR, b->at++;
        else if (*b->at == ',') return 0;
    }
    bool optional = b->at > b->text && b->at[-1] == '[';
    bool self = *b->at == '$';
    if (self) b->at++;
    size_t len = name_length(b->at);
    if (len == 0 || b->count == PARAMS_MAX) return bad_text(b);
    struct param *p = &b->params[b->count];
    const char *name = b->at;
    b->at += len;
    if (self) return 0;
    *p = (struct param){ .name = adder_immortal_str(name, len), .kind = kind };
    if (p->name == NULL) goto no_memory;
    if (*b->at == ':') { /* an annotation: skipped */
        while (*b->at != '=' && *b->at != ',' && *b->at != ')' && *b->at) b->at++;
    }
    p->required = *b->at != '=' && kind != STAR && kind != STAR_STAR && !optional;
    if (*b->at == '=') {
        const char *start = ++b->at, *end = default_end(start);
        if (!default_value(start, (size_t)(end - start), &p->fallback)) goto no_memory;
        b->at = end;
    }
    b->count++;
    return 0;
no_memory:
    PyErr_NoMemory();
    return -1;
}

static int parse(struct builder *b)
{
    b->at = b->text;
    while (*b->at != '(' && *b->at != '\0') b->at++;
    if (*b->at++ != '(') return bad_text(b);
    for (skip_blanks(b); *b->at != ')'; skip_blanks(b)) {
        if (parse_item(b) < 0) return -1;
        skip_blanks(b);
        if (*b->at == ',') b->at++;
        else if (*b->at != ')') return bad_text(b);
    }
    return 0;
}

/* Counts the parameters by kind and names the shape. */
static void summarise(Signature *sig, struct builder *b)
{
    sig->star = sig->star_star = -1;
    sig->count = (uint8_t)b->count;
    for (int i = 0; i < b->count; i++) {
        struct param *p = &b->params[i];
        if (p->kind == POSITIONAL_OR_KEYWORD && i < b->posonly) p->kind = POSITIONAL_ONLY;
        if (p->kind == STAR) sig->star = (int8_t)i;
        else if (p->kind == STAR_STAR) sig->star_star = (int8_t)i;
        else if (p->kind == KEYWORD_ONLY) sig->keyword_only++, sig->min_keyword_only += p->required;
        else {
            sig->positional++;
            sig->min_positional += p->required;
            if (p->kind == POSITIONAL_ONLY) sig->posonly++, sig->min_posonly += p->required;
        }
        sig->params[i] = *p;
    }
    bool keywords = sig->keyword_only || sig->star_star >= 0 || sig->posonly < sig->positional;
    if (keywords) sig->shape = SHAPE_KEYWORDS;
    else if (sig->count == 0) sig->shape = SHAPE_NONE;
    else if (sig->count == 1 && sig->min_posonly == 1) sig->shape = SHAPE_ONE;
    else sig->shape = SHAPE_POSITIONAL;
    if (sig->count == sig->positional) sig->exact = (uint16_t)(sig->count + 1);
}

const Signature *adder_signature_compile(const char *text)
{
    struct builder b = { .text = text };
    if (parse(&b) < 0) return NULL;
    Signature *sig = adder_immortal_alloc(sizeof *sig + (size_t)b.count * sizeof(struct param));
    if (sig == NULL) return (Signature *)PyErr_NoMemory();
    size_t len = name_length(text);
    char *name = adder_immortal_alloc(len + 1);
    if (name == NULL) return (Signature *)PyErr_NoMemory();
    memcpy(name, text, len);
    sig->text = text;
    sig->name = name;
    summarise(sig, &b);
    return sig;
}

/* The number of `sig` in the registry; 0 without memory. The lock is held. */
static uint32_t register_locked(const Signature *sig)
{
    if (registry.table == NULL) registry.table = adder_immortal_alloc(SIGNATURES_MAX * sizeof *registry.table);
    if (registry.table == NULL || registry.used == SIGNATURES_MAX) return 0;
    registry.table[registry.used] = sig;
    return registry.used++;
}

static const Signature *registered(uint32_t number) { return registry.table[number]; }

const Signature *adder_row_signature(struct adder_row *row)
{
    uint32_t number = __atomic_load_n(&row->signature, __ATOMIC_ACQUIRE);
    if (number != 0) return registered(number);
    const Signature *sig = adder_signature_compile(row->doc);
    if (sig == NULL) return NULL;
    pthread_mutex_lock(&registry.lock);
    number = row->signature;
    if (number == 0 && (number = register_locked(sig)) != 0) {
        __atomic_store_n(&row->exact, sig->exact, __ATOMIC_RELAXED);
        __atomic_store_n(&row->signature, (uint16_t)number, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&registry.lock);
    return number ? registered(number) : sig;
}

int adder_signature_count(const Signature *sig) { return sig->count; }

/* ---- Messages. Each returns -1. ---- */

static int plural_error(const Signature *sig, const char *how, int n, const char *what, Py_ssize_t given)
{
    PyErr_Format(PyExc_TypeError, "%s() takes %s %d %sargument%s (%zd given)", sig->name, how, n, what,
                 n == 1 ? "" : "s", given);
    return -1;
}

static int no_keywords_error(const Signature *sig, PyObject *function)
{
    if (function == NULL) {
        PyErr_Format(PyExc_TypeError, "%s() takes no keyword arguments", sig->name);
        return -1;
    }
    PyObject *shown = _PyObject_FunctionStr(function);
    if (shown != NULL) {
        PyErr_Format(PyExc_TypeError, "%U takes no keyword arguments", shown);
        Py_DECREF(shown);
    }
    return -1;
}

/* For functions without arguments or with exactly one. */
static int fixed_count_error(PyObject *function, const char *takes, Py_ssize_t given)
{
    PyObject *shown = _PyObject_FunctionStr(function);
    if (shown != NULL) {
        PyErr_Format(PyExc_TypeError, "%U takes %s (%zd given)", shown, takes, given);
        Py_DECREF(shown);
    }
    return -1;
}

static int positional_count_error(const Signature *sig, Py_ssize_t nargs)
{
    int min = sig->min_positional, max = sig->positional;
    bool few = nargs < min;
    int n = few ? min : max;
    const char *how = min == max && sig->star < 0 ? "" : few ? "at least " : "at most ";
    PyErr_Format(PyExc_TypeError, "%s expected %s%d argument%s, got %zd", sig->name, how, n,
                 n == 1 ? "" : "s", nargs);
    return -1;
}

/* Wrong numbers in a function that takes keywords; 0 when the numbers are right. */
static int check_counts(const Signature *sig, Py_ssize_t nargs, Py_ssize_t nkw)
{
    int named = sig->positional + sig->keyword_only;
    if (sig->star < 0) {
        if (sig->star_star < 0 && nargs + nkw > named)
            return plural_error(sig, named == 0 ? "no" : "at most", named, nargs == 0 ? "keyword " : "", nargs + nkw);
        if (nargs > sig->positional) {
            if (sig->positional == 0) {
                PyErr_Format(PyExc_TypeError, "%s() takes no positional arguments", sig->name);
                return -1;
            }
            return plural_error(sig, sig->min_positional < sig->positional ? "at most" : "exactly", sig->positional,
                                "positional ", nargs);
        }
    }
    if (nargs < sig->min_posonly) {
        bool exactly = sig->min_posonly == sig->positional && sig->star < 0;
        return plural_error(sig, exactly ? "exactly" : "at least", sig->min_posonly, "positional ", nargs);
    }
    return 0;
}

static int missing_error(const Signature *sig, int i)
{
    PyErr_Format(PyExc_TypeError, "%s() missing required argument '%U' (pos %d)", sig->name,
                 sig->params[i].name, i + 1);
    return -1;
}

/* ---- Binding ---- */

/* The entry that keyword `name` reaches, or -1. */
static int find_keyword(const Signature *sig, PyObject *name)
{
    for (int i = sig->posonly; i < sig->count; i++)
        if (sig->params[i].name == name && sig->params[i].kind != STAR && sig->params[i].kind != STAR_STAR) return i;
    for (int i = sig->posonly; i < sig->count; i++)
        if (sig->params[i].kind != STAR && sig->params[i].kind != STAR_STAR && adder_str_equal(sig->params[i].name, name))
            return i;
    return -1;
}

/* A keyword that found no place: known by position already, or unknown. */
static int keyword_error(const Signature *sig, PyObject *name, int i)
{
    if (i >= 0)
        PyErr_Format(PyExc_TypeError, "argument for %s() given by name ('%U') and position (%d)", sig->name, name, i + 1);
    else
        PyErr_Format(PyExc_TypeError, "'%U' is an invalid keyword argument for %s()", name, sig->name);
    return -1;
}

/* Puts the keyword arguments into their entries; unknown ones go to `rest` (a dict) when there is one. Missing
 * parameters are reported before unknown keywords, as the reference does. */
static int bind_keywords(const Signature *sig, PyObject *const *values, PyObject *kwnames, PyObject **out,
                         Py_ssize_t filled, PyObject *rest)
{
    Py_ssize_t nkw = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
    Py_ssize_t bad = -1;
    int bad_entry = -1;
    for (Py_ssize_t k = 0; k < nkw; k++) {
        PyObject *name = PyTuple_GET_ITEM(kwnames, k);
        if (!PyUnicode_Check(name)) {
            PyErr_SetString(PyExc_TypeError, "keywords must be strings");
            return -1;
        }
        int i = find_keyword(sig, name);
        if (i >= 0 && out[i] == NULL && (i >= filled || i >= sig->positional)) out[i] = values[k];
        else if (i < 0 && rest != NULL) {
            if (PyDict_SetItem(rest, name, values[k]) < 0) return -1;
        } else if (bad < 0) bad = k, bad_entry = i;
    }
    for (int i = 0; i < sig->count; i++)
        if (out[i] == NULL && sig->params[i].required) return missing_error(sig, i);
    return bad < 0 ? 0 : keyword_error(sig, PyTuple_GET_ITEM(kwnames, bad), bad_entry);
}

static int check_shape(const Signature *sig, PyObject *function, Py_ssize_t nargs, Py_ssize_t nkw)
{
    if (sig->shape == SHAPE_KEYWORDS) return check_counts(sig, nargs, nkw);
    if (nkw != 0) return no_keywords_error(sig, function);
    if (sig->shape == SHAPE_NONE && function != NULL)
        return nargs == 0 ? 0 : fixed_count_error(function, "no arguments", nargs);
    if (sig->shape == SHAPE_ONE && function != NULL)
        return nargs == 1 ? 0 : fixed_count_error(function, "exactly one argument", nargs);
    bool fits = nargs >= sig->min_positional && (nargs <= sig->positional || sig->star >= 0);
    return fits ? 0 : positional_count_error(sig, nargs);
}

void adder_signature_release(const Signature *sig, PyObject **out)
{
    if (sig->star >= 0) Py_CLEAR(out[sig->star]);
    if (sig->star_star >= 0) Py_CLEAR(out[sig->star_star]);
}

int adder_signature_bind(const Signature *sig, PyObject *function, PyObject *const *args, Py_ssize_t nargs,
                         PyObject *kwnames, PyObject **out)
{
    Py_ssize_t nkw = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
    if (check_shape(sig, function, nargs, nkw) < 0) return -1;
    Py_ssize_t filled = nargs < sig->positional ? nargs : sig->positional;
    for (Py_ssize_t i = 0; i < filled; i++) out[i] = args[i];
    for (int i = (int)filled; i < sig->count; i++) out[i] = NULL;
    PyObject *rest = NULL, *more = NULL;
    if (sig->star_star >= 0 && (rest = PyDict_New()) == NULL) return -1;
    if (sig->shape == SHAPE_KEYWORDS && bind_keywords(sig, args + nargs, kwnames, out, filled, rest) < 0) goto fail;
    if (sig->star >= 0) {
        if ((more = PyTuple_New(nargs - filled)) == NULL) goto fail;
        for (Py_ssize_t i = filled; i < nargs; i++) PyTuple_SET_ITEM(more, i - filled, Py_NewRef(args[i]));
        out[sig->star] = more;
    }
    if (rest != NULL) out[sig->star_star] = rest;
    for (int i = (int)filled; i < sig->count; i++)
        if (out[i] == NULL) out[i] = sig->params[i].fallback;
    return 0;
fail:
    Py_XDECREF(rest);
    return -1;
}

PyObject *adder_row_call(struct adder_row *row, PyObject *function, PyObject *self, PyObject *const *args,
                         Py_ssize_t nargs, PyObject *kwnames)
{
    bool plain = kwnames == NULL || PyTuple_GET_SIZE(kwnames) == 0;
    if (plain && adder_row_exact(row, nargs)) return row->fn(self, args);
    const Signature *sig = adder_row_signature(row);
    if (sig == NULL) return NULL;
    if (plain && sig->exact == nargs + 1) return row->fn(self, args);
    PyObject *out[PARAMS_MAX];
    if (adder_signature_bind(sig, function, args, nargs, kwnames, out) < 0) return NULL;
    PyObject *result = row->fn(self, out);
    adder_signature_release(sig, out);
    return result;
}

/* ---- tp_new and tp_init ---- */

/* Signatures of constructors are found by the address of their text, in a small table of their own. */
#define TEXT_SLOTS 1024
static const Signature *text_table[TEXT_SLOTS];

static const Signature *signature_of_text(const char *text)
{
    size_t i = ((uintptr_t)text >> 3) * 2654435761u >> 7 & (TEXT_SLOTS - 1);
    for (size_t tries = 0; tries < TEXT_SLOTS; tries++, i = (i + 1) & (TEXT_SLOTS - 1)) {
        const Signature *sig = __atomic_load_n(&text_table[i], __ATOMIC_ACQUIRE);
        if (sig == NULL) {
            const Signature *made = adder_signature_compile(text), *expected = NULL;
            if (made == NULL) return NULL;
            if (__atomic_compare_exchange_n(&text_table[i], &expected, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
                return made;
            sig = expected;
        }
        if (sig->text == text) return sig;
    }
    return adder_signature_compile(text);
}

int adder_bind_vector(const char *text, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames, PyObject **out)
{
    const Signature *sig = signature_of_text(text);
    if (sig == NULL) return -1;
    ADDER_ASSERT(sig->star < 0 && sig->star_star < 0, "constructors' signatures take no *args and **kw");
    return adder_signature_bind(sig, NULL, args, nargs, kwnames, out);
}

int adder_bind_args(const char *text, PyObject *args, PyObject *kwargs, PyObject **out)
{
    Py_ssize_t nargs = PyTuple_GET_SIZE(args);
    if (kwargs == NULL || PyDict_GET_SIZE(kwargs) == 0)
        return adder_bind_vector(text, ((PyTupleObject *)args)->ob_item, nargs, NULL, out);
    Py_ssize_t nkw = PyDict_GET_SIZE(kwargs), pos = 0;
    PyObject *stack[2 * PARAMS_MAX], **all = stack, *name, *value;
    if (nargs + nkw > 2 * PARAMS_MAX && (all = PyMem_Malloc((size_t)(nargs + nkw) * sizeof *all)) == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    int rc = -1;
    PyObject *kwnames = PyTuple_New(nkw);
    if (kwnames == NULL) goto done;
    for (Py_ssize_t i = 0; i < nargs; i++) all[i] = PyTuple_GET_ITEM(args, i);
    for (Py_ssize_t k = 0; PyDict_Next(kwargs, &pos, &name, &value); k++) {
        PyTuple_SET_ITEM(kwnames, k, Py_NewRef(name));
        all[nargs + k] = value;
    }
    rc = adder_bind_vector(text, all, nargs, kwnames, out);
done:
    Py_XDECREF(kwnames);
    if (all != stack) PyMem_Free(all);
    return rc;
}
