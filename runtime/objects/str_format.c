/* str_format.c -- str.format, str.format_map, and the iterators by which string.Formatter (module _string) takes such
 * texts apart.
 *
 * A text is literal parts and fields {name!conversion:spec}; name is an argument followed by .attribute and [key] parts. A
 * spec may hold fields itself, two levels deep in all. */
#include "runtime/objects/str_format.h"
#include "runtime/objects/str_impl.h"
#include "runtime/text/format.h"

/* A part of a str; s NULL: absent. */
struct span {
    PyObject *s;
    Py_ssize_t start, end;
};

static bool span_empty(struct span x) { return x.s == NULL || x.start >= x.end; }
static PyObject *span_text(struct span x) { return x.s == NULL ? Py_NewRef(ADDER_EMPTY_STR) : PyUnicode_Substring(x.s, x.start, x.end); }
static Py_UCS4 span_char(struct span x, Py_ssize_t i) { return PyUnicode_READ_CHAR(x.s, i); }

static int value_error(const char *text)
{
    PyErr_SetString(PyExc_ValueError, text);
    return -1;
}

/* The number that a span is, or -1 when it is none; -1 with an exception when it is too large. */
static Py_ssize_t span_integer(struct span x)
{
    if (span_empty(x)) return -1;
    Py_ssize_t n = 0;
    for (Py_ssize_t i = x.start; i < x.end; i++) {
        Py_ssize_t digit = Py_UNICODE_TODECIMAL(span_char(x, i));
        if (digit < 0) return -1;
        if (n > (PY_SSIZE_T_MAX - digit) / 10) return value_error("Too many decimal digits in format string");
        n = n * 10 + digit;
    }
    return n;
}

/* ---- taking a text apart ------------------------------------------------------------------------------------------- */

struct field {
    struct span literal;  /* before the field */
    bool present;         /* is there a field? */
    bool nested;          /* does the spec hold fields? */
    struct span name, spec;
    Py_UCS4 conversion;   /* 0: none */
};

/* The field whose '{' was just read: rest->start after it; moves it past the '}'. */
static int read_field(struct span *rest, struct field *f)
{
    Py_ssize_t i = rest->start, end = rest->end;
    Py_UCS4 c = 0;
    bool in_bracket = false;
    for (; i < end; i++) { /* the name ends at } : or !, but not within brackets */
        c = span_char(*rest, i);
        if (c == ']') in_bracket = false;
        if (in_bracket) continue;
        if (c == '{') return value_error("unexpected '{' in field name");
        if (c == '[') in_bracket = true;
        if (c == '}' || c == ':' || c == '!') break;
    }
    f->present = true;
    f->name = (struct span){ rest->s, rest->start, i };
    if (i >= end) return value_error("expected '}' before end of string");
    i++;
    if (c == '!') {
        if (i >= end) return value_error("end of string while looking for conversion specifier");
        f->conversion = span_char(*rest, i++);
        if (i >= end) return value_error("unmatched '{' in format spec");
        c = span_char(*rest, i++);
        if (c != ':' && c != '}') return value_error("expected ':' after conversion specifier");
    }
    if (c == ':') {
        f->spec = (struct span){ rest->s, i, i };
        for (int depth = 1;; i++) {
            if (i >= end) return value_error("unmatched '{' in format spec");
            c = span_char(*rest, i);
            if (c == '{') f->nested = true, depth++;
            else if (c == '}' && --depth == 0) break;
        }
        f->spec.end = i++;
    }
    rest->start = i;
    return 0;
}

/* The next literal part and field. 1; 0 at the end; -1 with ValueError. `rest` moves on. */
static int next_part(struct span *rest, struct field *f)
{
    memset(f, 0, sizeof *f);
    if (rest->start >= rest->end) return 0;
    PyObject *s = rest->s;
    Py_ssize_t start = rest->start, i = start;
    Py_UCS4 c = 0;
    for (; i < rest->end; i++) {
        c = PyUnicode_READ_CHAR(s, i);
        if (c == '{' || c == '}') break;
    }
    f->literal = (struct span){ s, start, i };
    if (i == rest->end) {
        rest->start = i;
        return 1;
    }
    bool at_end = i + 1 >= rest->end;
    if (!at_end && PyUnicode_READ_CHAR(s, i + 1) == c) { /* doubled: the brace itself, no field */
        f->literal.end = i + 1;
        rest->start = i + 2;
        return 1;
    }
    if (c == '}') return value_error("Single '}' encountered in format string");
    if (at_end) return value_error("Single '{' encountered in format string");
    rest->start = i + 1;
    return read_field(rest, f) < 0 ? -1 : 1;
}

/* ---- names --------------------------------------------------------------------------------------------------------- */

/* {} numbers itself, {0} does not; a text does one or the other. */
struct numbering {
    enum { UNDECIDED, AUTOMATIC, MANUAL } mode;
    Py_ssize_t next;
};

static int number_field(struct numbering *n, bool empty, Py_ssize_t *index)
{
    if (n->mode == UNDECIDED) n->mode = empty ? AUTOMATIC : MANUAL;
    if (empty && n->mode == MANUAL)
        return value_error("cannot switch from manual field specification to automatic field numbering");
    if (!empty && n->mode == AUTOMATIC)
        return value_error("cannot switch from automatic field numbering to manual field specification");
    if (empty) *index = n->next++;
    return 0;
}

/* The first part of a name: ends at '.' or '['. *index is its number or -1. numbering may be NULL. */
static int split_name(struct span name, struct span *first, Py_ssize_t *index, struct span *rest, struct numbering *numbering)
{
    Py_ssize_t i = name.start;
    while (i < name.end && span_char(name, i) != '.' && span_char(name, i) != '[') i++;
    *first = (struct span){ name.s, name.start, i };
    *rest = (struct span){ name.s, i, name.end };
    *index = span_integer(*first);
    if (*index == -1 && PyErr_Occurred()) return -1;
    bool empty = span_empty(*first);
    if (numbering != NULL && (empty || *index != -1)) return number_field(numbering, empty, index);
    return 0;
}

/* The next .attribute or [key]. 1; 0 at the end; -1 with ValueError. */
static int next_accessor(struct span *rest, bool *is_attribute, struct span *name, Py_ssize_t *index)
{
    if (rest->start >= rest->end) return 0;
    Py_UCS4 c = span_char(*rest, rest->start);
    Py_ssize_t i = rest->start + 1;
    name->s = rest->s;
    name->start = i;
    *index = -1;
    if (c == '.') {
        *is_attribute = true;
        while (i < rest->end && span_char(*rest, i) != '.' && span_char(*rest, i) != '[') i++;
        name->end = rest->start = i;
    } else if (c == '[') {
        *is_attribute = false;
        while (i < rest->end && span_char(*rest, i) != ']') i++;
        if (i >= rest->end) return value_error("Missing ']' in format string");
        name->end = i;
        rest->start = i + 1;
        *index = span_integer(*name);
        if (*index == -1 && PyErr_Occurred()) return -1;
    } else {
        return value_error("Only '.' or '[' may follow ']' in format field specifier");
    }
    return span_empty(*name) ? value_error("Empty attribute in format string") : 1;
}

/* ---- formatting ---------------------------------------------------------------------------------------------------- */

struct formatting {
    PyObject *const *args;
    Py_ssize_t nargs;
    PyObject *kwargs; /* a mapping, or NULL */
    bool is_map;      /* format_map: numbers are refused */
    struct numbering numbering;
    _PyUnicodeWriter out;
};

static PyObject *find_argument(struct formatting *f, struct span first, Py_ssize_t index)
{
    if (index == -1) {
        PyObject *key = span_text(first), *v = NULL;
        if (key == NULL) return NULL;
        if (f->kwargs == NULL) PyErr_SetObject(PyExc_KeyError, key);
        else if (!f->is_map && PyDict_CheckExact(f->kwargs)) {
            v = Py_XNewRef(PyDict_GetItemWithError(f->kwargs, key));
            if (v == NULL && !PyErr_Occurred()) PyErr_SetObject(PyExc_KeyError, key);
        } else v = PyObject_GetItem(f->kwargs, key);
        Py_DECREF(key);
        return v;
    }
    if (f->is_map) {
        PyErr_SetString(PyExc_ValueError, "Format string contains positional fields");
        return NULL;
    }
    if (index < f->nargs) return Py_NewRef(f->args[index]);
    PyErr_Format(PyExc_IndexError, "Replacement index %zd out of range for positional args tuple", index);
    return NULL;
}

/* obj.name or obj[name]; takes obj's reference. */
static PyObject *get_part(STEALS_REF PyObject *obj, bool is_attribute, struct span name, Py_ssize_t index)
{
    PyObject *key, *v = NULL;
    if (!is_attribute && index != -1) {
        if (PySequence_Check(obj) && !PyDict_Check(obj)) {
            v = PySequence_GetItem(obj, index);
            Py_DECREF(obj);
            return v;
        }
        key = PyLong_FromSsize_t(index);
    } else {
        key = span_text(name);
    }
    if (key != NULL) v = is_attribute ? PyObject_GetAttr(obj, key) : PyObject_GetItem(obj, key);
    Py_XDECREF(key);
    Py_DECREF(obj);
    return v;
}

static PyObject *field_value(struct formatting *f, struct span name)
{
    struct span first, rest, part;
    Py_ssize_t index;
    bool is_attribute;
    if (split_name(name, &first, &index, &rest, &f->numbering) < 0) return NULL;
    PyObject *v = find_argument(f, first, index);
    while (v != NULL) {
        int more = next_accessor(&rest, &is_attribute, &part, &index);
        if (more == 0) break;
        if (more < 0) Py_CLEAR(v);
        else v = get_part(v, is_attribute, part, index);
    }
    return v;
}

static PyObject *convert(STEALS_REF PyObject *v, Py_UCS4 conversion)
{
    PyObject *r = NULL;
    switch (conversion) {
    case 'r': r = PyObject_Repr(v); break;
    case 's': r = PyObject_Str(v); break;
    case 'a': r = PyObject_ASCII(v); break;
    default:
        if (conversion > 32 && conversion < 127)
            PyErr_Format(PyExc_ValueError, "Unknown conversion specifier %c", (int)conversion);
        else
            PyErr_Format(PyExc_ValueError, "Unknown conversion specifier \\x%x", (unsigned)conversion);
    }
    Py_DECREF(v);
    return r;
}

/* format(v, spec); NULL spec is an empty one. */
static PyObject *formatted(PyObject *v, PyObject *spec)
{
    if (spec == NULL) return PyObject_Format(v, NULL);
    if (PyUnicode_CheckExact(v)) return adder_format_str(v, spec);
    if (PyLong_CheckExact(v)) return adder_format_int(v, spec);
    if (PyFloat_CheckExact(v)) return adder_format_float(v, spec);
    return PyObject_Format(v, spec);
}

static int write_formatted(struct formatting *f, PyObject *v, struct span spec)
{
    PyObject *part = NULL, *text;
    if (span_empty(spec)) {
        if (PyUnicode_CheckExact(v)) return _PyUnicodeWriter_WriteStr(&f->out, v);
    } else if ((part = span_text(spec)) == NULL) {
        return -1;
    }
    text = formatted(v, part);
    Py_XDECREF(part);
    if (text == NULL) return -1;
    int rc = _PyUnicodeWriter_WriteStr(&f->out, text);
    Py_DECREF(text);
    return rc;
}

static int format_span(struct formatting *f, struct span text, int depth);

/* The spec with its fields filled in. */
static PyObject *expand(struct formatting *f, struct span spec, int depth)
{
    struct formatting inner = *f; /* the same arguments and numbering, another output */
    _PyUnicodeWriter_Init(&inner.out);
    inner.out.overallocate = 1;
    int rc = format_span(&inner, spec, depth);
    f->numbering = inner.numbering;
    if (rc == 0) return _PyUnicodeWriter_Finish(&inner.out);
    _PyUnicodeWriter_Dealloc(&inner.out);
    return NULL;
}

static int write_field(struct formatting *f, struct field *field, int depth)
{
    PyObject *v = field_value(f, field->name);
    if (v != NULL && field->conversion) v = convert(v, field->conversion);
    if (v == NULL) return -1;
    int rc = -1;
    if (field->nested) {
        PyObject *spec = expand(f, field->spec, depth - 1);
        if (spec != NULL) rc = write_formatted(f, v, (struct span){ spec, 0, PyUnicode_GET_LENGTH(spec) });
        Py_XDECREF(spec);
    } else {
        rc = write_formatted(f, v, field->spec);
    }
    Py_DECREF(v);
    return rc;
}

static int format_span(struct formatting *f, struct span text, int depth)
{
    if (depth <= 0) return value_error("Max string recursion exceeded");
    struct field field;
    int more;
    while ((more = next_part(&text, &field)) > 0) {
        if (_PyUnicodeWriter_WriteSubstring(&f->out, text.s, field.literal.start, field.literal.end) < 0) return -1;
        if (field.present && write_field(f, &field, depth) < 0) return -1;
    }
    return more;
}

static PyObject *format(PyObject *self, struct formatting *f)
{
    _PyUnicodeWriter_Init(&f->out);
    f->out.overallocate = 1;
    f->out.min_length = PyUnicode_GET_LENGTH(self) + 32;
    if (format_span(f, (struct span){ self, 0, PyUnicode_GET_LENGTH(self) }, 2) == 0) return _PyUnicodeWriter_Finish(&f->out);
    _PyUnicodeWriter_Dealloc(&f->out);
    return NULL;
}

PyObject *str_format(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    struct formatting f = { .args = args, .nargs = nargs };
    Py_ssize_t n = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);
    if (n > 0 && (f.kwargs = PyDict_New()) == NULL) return NULL;
    PyObject *result = NULL;
    for (Py_ssize_t i = 0; i < n; i++)
        if (PyDict_SetItem(f.kwargs, PyTuple_GET_ITEM(kwnames, i), args[nargs + i]) < 0) goto done;
    result = format(self, &f);
done:
    Py_XDECREF(f.kwargs);
    return result;
}

PyObject *str_format_map(PyObject *self, PyObject *const *args)
{
    struct formatting f = { .kwargs = args[0], .is_map = true };
    return format(self, &f);
}

/* ---- for string.Formatter ------------------------------------------------------------------------------------------ */

struct parts_iter {
    PyObject_HEAD
    struct span rest; /* s is owned */
};

static void parts_dealloc(PyObject *self)
{
    Py_XDECREF(((struct parts_iter *)self)->rest.s);
    PyObject_Free(self);
}

/* (literal, name, spec, conversion); the last three None without a field, conversion None when there is none. */
static PyObject *parser_next(PyObject *self)
{
    struct field f;
    if (next_part(&((struct parts_iter *)self)->rest, &f) <= 0) return NULL;
    PyObject *literal = span_text(f.literal), *name = NULL, *spec = NULL, *conversion = NULL, *result = NULL;
    name = f.present ? span_text(f.name) : Py_NewRef(Py_None);
    spec = f.present ? span_text(f.spec) : Py_NewRef(Py_None);
    conversion = f.conversion ? adder_str_char(f.conversion) : Py_NewRef(Py_None);
    if (literal && name && spec && conversion) result = PyTuple_Pack(4, literal, name, spec, conversion);
    Py_XDECREF(literal);
    Py_XDECREF(name);
    Py_XDECREF(spec);
    Py_XDECREF(conversion);
    return result;
}

/* (is_attribute, name or index) */
static PyObject *name_next(PyObject *self)
{
    bool is_attribute;
    struct span name;
    Py_ssize_t index;
    if (next_accessor(&((struct parts_iter *)self)->rest, &is_attribute, &name, &index) <= 0) return NULL;
    PyObject *key = index != -1 ? PyLong_FromSsize_t(index) : span_text(name);
    return key == NULL ? NULL : Py_BuildValue("(NN)", PyBool_FromLong(is_attribute), key);
}

#define PARTS_TYPE(NAME, NEXT)                                                                          \
    { STATIC_TYPE(NAME, struct parts_iter), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, \
      .tp_dealloc = parts_dealloc, .tp_iter = PyObject_SelfIter, .tp_iternext = NEXT, .tp_getattro = PyObject_GenericGetAttr }
PyTypeObject adder_formatter_iter_type = PARTS_TYPE("formatteriterator", parser_next);
PyTypeObject adder_fieldname_iter_type = PARTS_TYPE("fieldnameiterator", name_next);

static PyObject *new_parts(PyTypeObject *type, struct span rest)
{
    struct parts_iter *it = PyObject_New(struct parts_iter, type);
    if (it == NULL) return NULL;
    it->rest = rest;
    Py_INCREF(rest.s);
    return (PyObject *)it;
}

static int check_text(PyObject *s)
{
    if (PyUnicode_Check(s)) return 0;
    PyErr_Format(PyExc_TypeError, "expected str, got %s", Py_TYPE(s)->tp_name);
    return -1;
}

PyObject *adder_formatter_parser(PyObject *s)
{
    if (check_text(s) < 0) return NULL;
    return new_parts(&adder_formatter_iter_type, (struct span){ s, 0, PyUnicode_GET_LENGTH(s) });
}

PyObject *adder_formatter_field_name_split(PyObject *s)
{
    if (check_text(s) < 0) return NULL;
    struct span first, rest;
    Py_ssize_t index;
    if (split_name((struct span){ s, 0, PyUnicode_GET_LENGTH(s) }, &first, &index, &rest, NULL) < 0) return NULL;
    PyObject *iter = new_parts(&adder_fieldname_iter_type, rest), *head;
    if (iter == NULL) return NULL;
    head = index != -1 ? PyLong_FromSsize_t(index) : span_text(first);
    if (head == NULL) {
        Py_DECREF(iter);
        return NULL;
    }
    return Py_BuildValue("(NN)", head, iter);
}

int _PyUnicode_FormatAdvancedWriter(_PyUnicodeWriter *writer, PyObject *obj, PyObject *spec, Py_ssize_t start, Py_ssize_t end)
{
    PyObject *part = PyUnicode_Substring(spec, start, end), *text = NULL;
    if (part != NULL) text = adder_format_str(obj, part);
    Py_XDECREF(part);
    if (text == NULL) return -1;
    int rc = _PyUnicodeWriter_WriteStr(writer, text);
    Py_DECREF(text);
    return rc;
}
