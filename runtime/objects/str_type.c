/* str_type.c -- what Python sees of a string: construction, repr, items, iteration, the table of methods. */
#include "runtime/api/signature.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/str_impl.h"
#include "runtime/text/format.h"

/* ---- repr ---------------------------------------------------------------------------------------------------------- */

static const char hexdigits[] = "0123456789abcdef";

/* How many characters stand for ch in a repr. */
static Py_ssize_t repr_width(Py_UCS4 ch, Py_UCS4 quote)
{
    if (ch == quote || ch == '\\' || ch == '\t' || ch == '\n' || ch == '\r') return 2;
    if (ch < ' ' || ch == 0x7f) return 4;
    if (ch < 0x7f || _PyUnicode_IsPrintable(ch)) return 1;
    return ch < 0x100 ? 4 : ch < 0x10000 ? 6 : 10;
}

static void write_hex(int kind, void *to, Py_ssize_t at, Py_UCS4 ch, int digits)
{
    for (int i = 0; i < digits; i++) PyUnicode_WRITE(kind, to, at + i, (Py_UCS4)hexdigits[ch >> 4 * (digits - 1 - i) & 15]);
}

/* Writes an escape of the given width at `at`. */
static void write_escape(int kind, void *to, Py_ssize_t at, Py_UCS4 ch, Py_ssize_t width)
{
    PyUnicode_WRITE(kind, to, at, '\\');
    if (width == 2) {
        Py_UCS4 letter = ch == '\t' ? 't' : ch == '\n' ? 'n' : ch == '\r' ? 'r' : ch;
        PyUnicode_WRITE(kind, to, at + 1, letter);
        return;
    }
    PyUnicode_WRITE(kind, to, at + 1, width == 4 ? 'x' : width == 6 ? 'u' : 'U');
    write_hex(kind, to, at + 2, ch, (int)width - 2);
}

PyObject *adder_str_repr(PyObject *self)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(self), total = 2;
    int kind = PyUnicode_KIND(self);
    const void *data = PyUnicode_DATA(self);
    bool single = adder_chars_find_char(kind, data, n, '\'') >= 0;
    Py_UCS4 quote = single && adder_chars_find_char(kind, data, n, '"') < 0 ? '"' : '\'', max = 0x7f;
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 ch = PyUnicode_READ(kind, data, i);
        Py_ssize_t width = repr_width(ch, quote);
        if (width == 1 && ch > max) max = ch;
        if (width > PY_SSIZE_T_MAX - total) {
            PyErr_SetString(PyExc_OverflowError, "string is too long to generate repr");
            return NULL;
        }
        total += width;
    }
    PyObject *r = PyUnicode_New(total, max);
    if (r == NULL) return NULL;
    int to_kind = PyUnicode_KIND(r);
    void *to = PyUnicode_DATA(r);
    PyUnicode_WRITE(to_kind, to, 0, quote);
    PyUnicode_WRITE(to_kind, to, total - 1, quote);
    if (total == n + 2) {
        adder_chars_copy(to_kind, (char *)to + to_kind, kind, data, n);
        return r;
    }
    for (Py_ssize_t i = 0, at = 1; i < n; i++) {
        Py_UCS4 ch = PyUnicode_READ(kind, data, i);
        Py_ssize_t width = repr_width(ch, quote);
        if (width == 1) PyUnicode_WRITE(to_kind, to, at, ch);
        else write_escape(to_kind, to, at, ch, width);
        at += width;
    }
    return r;
}

/* ---- construction -------------------------------------------------------------------------------------------------- */

/* The text of an encoding or errors argument; NULL is allowed and stays NULL. 0, or -1 with TypeError or ValueError. */
static int read_text_arg(PyObject *arg, const char *function, const char *name, const char **out)
{
    *out = NULL;
    if (arg == NULL) return 0;
    if (!PyUnicode_Check(arg)) {
        PyErr_Format(PyExc_TypeError, "%s() argument '%s' must be str, not %.50s", function, name,
                     arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
        return -1;
    }
    Py_ssize_t n;
    *out = PyUnicode_AsUTF8AndSize(arg, &n);
    if (*out == NULL) return -1;
    if (strlen(*out) == (size_t)n) return 0;
    PyErr_SetString(PyExc_ValueError, "embedded null character");
    return -1;
}

static PyObject *make(PyObject *object, PyObject *encoding, PyObject *errors)
{
    const char *enc, *err;
    if (read_text_arg(encoding, "str", "encoding", &enc) < 0 || read_text_arg(errors, "str", "errors", &err) < 0) return NULL;
    if (object == NULL) return Py_NewRef(ADDER_EMPTY_STR);
    if (enc == NULL && err == NULL) return PyObject_Str(object);
    return PyUnicode_FromEncodedObject(object, enc, err);
}

/* A copy of `s` (its reference is taken) as an instance of a subclass: the characters in a block of their own. */
static PyObject *as_subtype(PyTypeObject *type, STEALS_REF PyObject *s)
{
    if (s == NULL) return NULL;
    PyObject *self = type->tp_alloc(type, 0);
    if (self == NULL) goto done;
    PyUnicodeObject *u = (PyUnicodeObject *)self;
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    unsigned kind = PyUnicode_KIND(s);
    PyASCIIObject *a = &u->_base._base;
    a->length = n;
    a->hash = ((PyASCIIObject *)s)->hash;
    a->state.interned = 0;
    a->state.kind = kind & 7;
    a->state.compact = 0;
    a->state.ascii = PyUnicode_IS_ASCII(s) & 1;
    a->state.ready = 1;
    a->wstr = NULL;
    u->_base.utf8 = NULL;
    u->_base.utf8_length = u->_base.wstr_length = 0;
    u->data.any = NULL;
    void *data = PyMem_Malloc(((size_t)n + 1) * kind);
    if (data == NULL) {
        a->length = 0;
        Py_CLEAR(self);
        PyErr_NoMemory();
        goto done;
    }
    memcpy(data, PyUnicode_DATA(s), ((size_t)n + 1) * kind);
    u->data.any = data;
    if (a->state.ascii) {
        u->_base.utf8 = data;
        u->_base.utf8_length = n;
    }
done:
    Py_DECREF(s);
    return self;
}

static const char new_signature[] = "str(object=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)";

static PyObject *str_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *a[3];
    if (adder_bind_args(new_signature, args, kwargs, a) < 0) return NULL;
    PyObject *s = make(a[0], a[1], a[2]);
    if (type == &PyUnicode_Type || s == NULL) return s;
    if (!PyUnicode_CheckExact(s)) Py_SETREF(s, adder_str_exact(s));
    return as_subtype(type, s);
}

static PyObject *str_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    (void)type;
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
    if (nargs == 1 && kwnames == NULL) return PyObject_Str(args[0]);
    PyObject *a[3];
    if (adder_bind_vector(new_signature, args, nargs, kwnames, a) < 0) return NULL;
    return make(a[0], a[1], a[2]);
}

/* ---- items --------------------------------------------------------------------------------------------------------- */

static Py_ssize_t str_len(PyObject *self) { return PyUnicode_GET_LENGTH(self); }

static PyObject *str_item(PyObject *self, Py_ssize_t i)
{
    if (i >= 0 && i < PyUnicode_GET_LENGTH(self)) return adder_str_index(self, i);
    PyErr_SetString(PyExc_IndexError, "string index out of range");
    return NULL;
}

static PyObject *str_slice(PyObject *self, PyObject *slice)
{
    Py_ssize_t start, stop, step;
    if (PySlice_Unpack(slice, &start, &stop, &step) < 0) return NULL;
    Py_ssize_t n = PySlice_AdjustIndices(PyUnicode_GET_LENGTH(self), &start, &stop, step);
    if (n <= 0) return Py_NewRef(ADDER_EMPTY_STR);
    if (step == 1) return PyUnicode_Substring(self, start, stop);
    if (n == 1) return adder_str_index(self, start);
    int kind = PyUnicode_KIND(self);
    const void *data = PyUnicode_DATA(self);
    Py_UCS4 max = 0x7f;
    if (!PyUnicode_IS_ASCII(self)) {
        Py_UCS4 all = 0;
        for (Py_ssize_t i = 0, at = start; i < n; i++, at += step) all |= PyUnicode_READ(kind, data, at);
        max = all < 0x80 ? 0x7f : all < 0x100 ? 0xff : all < 0x10000 ? 0xffff : 0x10ffff;
    }
    PyObject *r = PyUnicode_New(n, max);
    if (r == NULL) return NULL;
    int to_kind = PyUnicode_KIND(r);
    void *to = PyUnicode_DATA(r);
    for (Py_ssize_t i = 0, at = start; i < n; i++, at += step) PyUnicode_WRITE(to_kind, to, i, PyUnicode_READ(kind, data, at));
    return r;
}

static PyObject *str_subscript(PyObject *self, PyObject *key)
{
    if (PyIndex_Check(key)) {
        Py_ssize_t i = PyNumber_AsSsize_t(key, PyExc_IndexError);
        if (i == -1 && PyErr_Occurred()) return NULL;
        return str_item(self, i < 0 ? i + PyUnicode_GET_LENGTH(self) : i);
    }
    if (PySlice_Check(key)) return str_slice(self, key);
    PyErr_Format(PyExc_TypeError, "string indices must be integers, not '%.200s'", Py_TYPE(key)->tp_name);
    return NULL;
}

static PyObject *str_str(PyObject *self) { return adder_str_exact(self); }

static PyObject *str_mod(PyObject *left, PyObject *right)
{
    if (!PyUnicode_Check(left)) Py_RETURN_NOTIMPLEMENTED;
    return PyUnicode_Format(left, right);
}

/* ---- iteration ----------------------------------------------------------------------------------------------------- */

static void iter_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((struct adder_str_iter *)self)->s);
    PyObject_GC_Del(self);
}

static int iter_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((struct adder_str_iter *)self)->s);
    return 0;
}

static PyObject *iter_next(PyObject *self)
{
    struct adder_str_iter *it = (struct adder_str_iter *)self;
    if (it->s == NULL) return NULL;
    if (it->index < PyUnicode_GET_LENGTH(it->s)) return adder_str_index(it->s, it->index++);
    Py_CLEAR(it->s);
    return NULL;
}

/* The same for ASCII, where each character is one of the pool. */
static PyObject *ascii_iter_next(PyObject *self)
{
    struct adder_str_iter *it = (struct adder_str_iter *)self;
    if (it->s == NULL) return NULL;
    if (it->index >= PyUnicode_GET_LENGTH(it->s)) {
        Py_CLEAR(it->s);
        return NULL;
    }
    const unsigned char *data = (const unsigned char *)((PyASCIIObject *)it->s + 1);
    PyObject *ch = (PyObject *)&adder_ascii_chars[data[it->index++]];
    Py_INCREF(ch);
    return ch;
}

static PyObject *iter_length_hint(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct adder_str_iter *it = (struct adder_str_iter *)self;
    return PyLong_FromSsize_t(it->s == NULL ? 0 : PyUnicode_GET_LENGTH(it->s) - it->index);
}

static PyObject *iter_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *found = _PyEval_GetBuiltin(ID(iter));
    if (found == NULL) return NULL;
    struct adder_str_iter *it = (struct adder_str_iter *)self;
    if (it->s != NULL) return Py_BuildValue("N(O)n", found, it->s, it->index);
    return Py_BuildValue("N(O)", found, ADDER_EMPTY_STR);
}

static PyObject *iter_setstate(PyObject *self, PyObject *const *args)
{
    struct adder_str_iter *it = (struct adder_str_iter *)self;
    Py_ssize_t i = PyLong_AsSsize_t(args[0]);
    if (i == -1 && PyErr_Occurred()) return NULL;
    if (it->s != NULL) {
        Py_ssize_t n = PyUnicode_GET_LENGTH(it->s);
        it->index = i < 0 ? 0 : i > n ? n : i;
    }
    Py_RETURN_NONE;
}

static PyMethodDef iter_methods[] = {
    FN("__length_hint__", iter_length_hint, "($self, /)", "How many characters are still to come."),
    FN("__reduce__", iter_reduce, "($self, /)", "State for pickling."),
    FN("__setstate__", iter_setstate, "($self, state, /)", "Goes to that index."),
    { 0 }
};

#define ITER_TYPE(NAME, NEXT)                                                                                 \
    { STATIC_TYPE(NAME, struct adder_str_iter), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,     \
      .tp_dealloc = iter_dealloc, .tp_traverse = iter_traverse, .tp_iter = PyObject_SelfIter,            \
      .tp_iternext = NEXT, .tp_methods = iter_methods, .tp_getattro = PyObject_GenericGetAttr }
PyTypeObject PyUnicodeIter_Type = ITER_TYPE("str_iterator", iter_next);
PyTypeObject adder_str_ascii_iter_type = ITER_TYPE("str_ascii_iterator", ascii_iter_next);

static PyObject *str_iter(PyObject *self)
{
    PyTypeObject *type = PyUnicode_IS_COMPACT_ASCII(self) ? &adder_str_ascii_iter_type : &PyUnicodeIter_Type;
    struct adder_str_iter *it = PyObject_GC_New(struct adder_str_iter, type);
    if (it == NULL) return NULL;
    it->index = 0;
    it->s = Py_NewRef(self);
    PyObject_GC_Track(it);
    return (PyObject *)it;
}

/* ---- other methods ------------------------------------------------------------------------------------------------- */

static PyObject *str_encode(PyObject *self, PyObject *const *args)
{
    const char *encoding, *errors;
    if (read_text_arg(args[0], "encode", "encoding", &encoding) < 0 || read_text_arg(args[1], "encode", "errors", &errors) < 0)
        return NULL;
    return PyUnicode_AsEncodedString(self, encoding, errors);
}

static PyObject *str___format__(PyObject *self, PyObject *const *args)
{
    PyObject *spec = args[0];
    if (!PyUnicode_Check(spec)) {
        PyErr_Format(PyExc_TypeError, "__format__() argument must be str, not %.50s",
                     spec == Py_None ? "None" : Py_TYPE(spec)->tp_name);
        return NULL;
    }
    if (PyUnicode_GET_LENGTH(spec) == 0) return PyUnicode_CheckExact(self) ? Py_NewRef(self) : PyObject_Str(self);
    return adder_format_str(self, spec);
}

static PyObject *str___sizeof__(PyObject *self, PyObject *const *args)
{
    (void)args;
    size_t n = (size_t)PyUnicode_GET_LENGTH(self) + 1, size;
    if (PyUnicode_IS_COMPACT_ASCII(self)) return PyLong_FromSize_t(sizeof(PyASCIIObject) + n);
    PyCompactUnicodeObject *c = (PyCompactUnicodeObject *)self;
    size = (PyUnicode_IS_COMPACT(self) ? sizeof(PyCompactUnicodeObject) : sizeof(PyUnicodeObject)) + n * PyUnicode_KIND(self);
    if (c->utf8 != NULL && c->utf8 != PyUnicode_DATA(self) && PyUnicode_CHECK_INTERNED(self) != SSTATE_INTERNED_IMMORTAL) size += (size_t)c->utf8_length + 1;
    if (((PyASCIIObject *)self)->wstr != NULL) size += sizeof(wchar_t) * ((size_t)c->wstr_length + 1);
    return PyLong_FromSize_t(size);
}

static PyObject *str___getnewargs__(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *copy = _PyUnicode_Copy(self);
    return copy == NULL ? NULL : Py_BuildValue("(N)", copy);
}

static PyMethodDef str_method_table[] = {
    FN("encode", str_encode, "($self, /, encoding='utf-8', errors='strict')", "The text as bytes in that encoding."),
    FN("replace", str_replace, "($self, old, new, count=-1, /)", "A copy with old replaced by new, at most count times."),
    FN("split", str_split, "($self, /, sep=None, maxsplit=-1)", "The parts between separators; white space without one."),
    FN("rsplit", str_rsplit, "($self, /, sep=None, maxsplit=-1)", "As split, counting splits from the right."),
    FN("join", str_join, "($self, iterable, /)", "The strings of an iterable with this one between them."),
    FN("capitalize", str_capitalize, "($self, /)", "First character in title case, the rest in lower case."),
    FN("casefold", str_casefold, "($self, /)", "A form for comparing without regard to case."),
    FN("title", str_title, "($self, /)", "Every word capitalized."),
    FN("center", str_center, "($self, width, fillchar=' ', /)", "Padded on both sides to that width."),
    FN("count", str_count, "($self, sub, start=None, end=None, /)", "How often sub occurs, without overlap."),
    FN("expandtabs", str_expandtabs, "($self, /, tabsize=8)", "Tabs replaced by spaces."),
    FN("find", str_find, "($self, sub, start=None, end=None, /)", "The lowest index of sub, or -1."),
    FN("partition", str_partition, "($self, sep, /)", "What is before sep, sep, and what is after it."),
    FN("index", str_index, "($self, sub, start=None, end=None, /)", "As find, with ValueError when absent."),
    FN("ljust", str_ljust, "($self, width, fillchar=' ', /)", "Padded on the right to that width."),
    FN("lower", str_lower, "($self, /)", "In lower case."),
    FN("lstrip", str_lstrip, "($self, chars=None, /)", "Without those characters (or white space) at the start."),
    FN("rfind", str_rfind, "($self, sub, start=None, end=None, /)", "The highest index of sub, or -1."),
    FN("rindex", str_rindex, "($self, sub, start=None, end=None, /)", "As rfind, with ValueError when absent."),
    FN("rjust", str_rjust, "($self, width, fillchar=' ', /)", "Padded on the left to that width."),
    FN("rstrip", str_rstrip, "($self, chars=None, /)", "Without those characters (or white space) at the end."),
    FN("rpartition", str_rpartition, "($self, sep, /)", "As partition, at the last sep."),
    FN("splitlines", str_splitlines, "($self, /, keepends=False)", "The lines."),
    FN("strip", str_strip, "($self, chars=None, /)", "Without those characters (or white space) at both ends."),
    FN("swapcase", str_swapcase, "($self, /)", "Upper case to lower and the other way round."),
    FN("translate", str_translate, "($self, table, /)", "Each character replaced by what the table has for its ordinal."),
    FN("upper", str_upper, "($self, /)", "In upper case."),
    FN("startswith", str_startswith, "($self, prefix, start=None, end=None, /)", "Does it begin with prefix, or one of a tuple?"),
    FN("endswith", str_endswith, "($self, suffix, start=None, end=None, /)", "Does it end with suffix, or one of a tuple?"),
    FN("removeprefix", str_removeprefix, "($self, prefix, /)", "Without the prefix, where it is there."),
    FN("removesuffix", str_removesuffix, "($self, suffix, /)", "Without the suffix, where it is there."),
    FN("isascii", str_isascii, "($self, /)", "All characters below 128?"),
    FN("islower", str_islower, "($self, /)", "All cased characters lower case, and is there one?"),
    FN("isupper", str_isupper, "($self, /)", "All cased characters upper case, and is there one?"),
    FN("istitle", str_istitle, "($self, /)", "Every word capitalized?"),
    FN("isspace", str_isspace, "($self, /)", "All white space, and not empty?"),
    FN("isdecimal", str_isdecimal, "($self, /)", "All decimal digits, and not empty?"),
    FN("isdigit", str_isdigit, "($self, /)", "All digits, and not empty?"),
    FN("isnumeric", str_isnumeric, "($self, /)", "All numeric, and not empty?"),
    FN("isalpha", str_isalpha, "($self, /)", "All letters, and not empty?"),
    FN("isalnum", str_isalnum, "($self, /)", "All letters or digits, and not empty?"),
    FN("isidentifier", str_isidentifier, "($self, /)", "Could it be a name?"),
    FN("isprintable", str_isprintable, "($self, /)", "Would repr() show all characters as they are?"),
    FN("zfill", str_zfill, "($self, width, /)", "Padded with zeros after the sign."),
    FNV("format", str_format, "($self, /, *args, **kwargs)", "Replacement fields filled from the arguments."),
    FN("format_map", str_format_map, "($self, mapping, /)", "Replacement fields filled from a mapping."),
    FN("__format__", str___format__, "($self, format_spec, /)", "Formatted by a specification."),
    FNS("maketrans", str_maketrans, "(x, y=<unrepresentable>, z=<unrepresentable>, /)", "A table for translate."),
    FN("__sizeof__", str___sizeof__, "($self, /)", "Bytes of memory."),
    FN("__getnewargs__", str___getnewargs__, "($self, /)", "Arguments for pickling."),
    { 0 }
};

static PySequenceMethods str_as_sequence = {
    .sq_length = str_len, .sq_concat = PyUnicode_Concat, .sq_repeat = adder_str_repeat, .sq_item = str_item,
    .sq_contains = PyUnicode_Contains,
};
static PyMappingMethods str_as_mapping = { .mp_length = str_len, .mp_subscript = str_subscript };
static PyNumberMethods str_as_number = { .nb_remainder = str_mod };

PyTypeObject PyUnicode_Type = {
    STATIC_TYPE("str", PyUnicodeObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_UNICODE_SUBCLASS | _Py_TPFLAGS_MATCH_SELF,
    .tp_doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
              "The text of an object as str() shows it, or the text that bytes hold in an encoding.",
    .tp_dealloc = adder_str_dealloc, .tp_repr = adder_str_repr, .tp_str = str_str, .tp_hash = adder_str_hash,
    .tp_richcompare = PyUnicode_RichCompare, .tp_iter = str_iter, .tp_getattro = PyObject_GenericGetAttr,
    .tp_as_number = &str_as_number, .tp_as_sequence = &str_as_sequence, .tp_as_mapping = &str_as_mapping,
    .tp_methods = str_method_table, .tp_new = str_new, .tp_vectorcall = str_vectorcall, .tp_free = PyObject_Free,
};
