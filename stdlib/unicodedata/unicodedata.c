/* unicodedata.c -- module unicodedata: properties, names and normal forms of characters, from libunistring (Unicode 14) and
 * tables.h; and the same for Unicode 3.2, which internationalised domain names are bound to. */
#include "runtime/objects/str_impl.h"
#include "runtime/text/unicode.h"
#include "stdlib/unicodedata/tables.h"
#include <dlfcn.h>
#include <stdlib.h>
#include <uninorm.h>

/* A database: the module's own, or ucd_3_2_0. */
struct ucd {
    PyObject_HEAD
};
extern PyTypeObject adder_ucd_type ADDER_HIDDEN; /* listed in static_types.def */
static bool is_old(PyObject *self) { return Py_IS_TYPE(self, &adder_ucd_type); }

/* ---- the library's functions, found by name at each call: a few hundred nanoseconds that nobody counts here ------------------ */

#define CALL(name) ((__typeof__(name) *)find_function(#name))

static void *find_function(const char *name)
{
    const struct adder_unistring *u = adder_unistring();
    return u == NULL ? NULL : dlsym(u->library, name);
}

/* ---- tables ------------------------------------------------------------------------------------------------------------------ */

static const char *find_range(const struct ucd_range *table, size_t n, Py_UCS4 ch)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (ch < table[mid].first) high = mid;
        else if (ch > table[mid].last) low = mid + 1;
        else return table[mid].value;
    }
    return NULL;
}
#define FIND(table, ch) find_range(table, sizeof table / sizeof *table, ch)

/* Was ch assigned only after Unicode 3.2? */
static bool is_new(Py_UCS4 ch)
{
    size_t low = 0, high = sizeof new_since_32 / sizeof *new_since_32;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (ch < new_since_32[mid].first) high = mid;
        else if (ch > new_since_32[mid].last) low = mid + 1;
        else return true;
    }
    return false;
}

/* Were superscripts and Ethiopic digits decimal digits, as Unicode 3.2 had them? */
static bool was_decimal(Py_UCS4 ch)
{
    return ch == 0xB2 || ch == 0xB3 || ch == 0xB9 || (ch >= 0x1369 && ch <= 0x1371) || ch == 0x2070 || (ch >= 0x2074 && ch <= 0x2079) ||
           (ch >= 0x2080 && ch <= 0x2089);
}

/* ---- arguments ----------------------------------------------------------------------------------------------------------------- */

/* The one character of an argument. 0, or -1 with TypeError. */
static int char_arg(PyObject *arg, const char *function, const char *which, Py_UCS4 *ch)
{
    if (PyUnicode_Check(arg) && PyUnicode_GET_LENGTH(arg) == 1) {
        *ch = PyUnicode_READ_CHAR(arg, 0);
        return 0;
    }
    PyErr_Format(PyExc_TypeError, "%s() argument%s must be a unicode character, not %.50s", function, which,
                 arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
    return -1;
}

/* The default where there is one, else ValueError. */
static PyObject *default_or(PyObject *fallback, const char *error)
{
    if (fallback != NULL) return Py_NewRef(fallback);
    PyErr_SetString(PyExc_ValueError, error);
    return NULL;
}

/* ---- properties ------------------------------------------------------------------------------------------------------------------ */

static PyObject *ucd_category(PyObject *self, PyObject *const *args)
{
    Py_UCS4 ch;
    if (char_arg(args[0], "category", "", &ch) < 0) return NULL;
    const char *old = is_old(self) ? is_new(ch) ? "Cn" : FIND(categories_32, ch) : NULL;
    return PyUnicode_FromString(old ? old : CALL(uc_general_category_name)(CALL(uc_general_category)(ch)));
}

static PyObject *ucd_bidirectional(PyObject *self, PyObject *const *args)
{
    Py_UCS4 ch;
    if (char_arg(args[0], "bidirectional", "", &ch) < 0) return NULL;
    const char *old = is_old(self) ? is_new(ch) ? "" : FIND(bidi_32, ch) : NULL;
    if (old != NULL) return PyUnicode_FromString(old);
    if (CALL(uc_general_category)(ch).bitmask & UC_CATEGORY_MASK_Cn) return Py_NewRef(ADDER_EMPTY_STR);
    static const char isolates[4][4] = { "LRI", "RLI", "FSI", "PDI" };
    if (ch >= 0x2066 && ch <= 0x2069) return PyUnicode_FromString(isolates[ch - 0x2066]);
    const char *name = CALL(uc_bidi_class_name)(CALL(uc_bidi_class)(ch));
    return PyUnicode_FromString(name ? name : "");
}

static PyObject *ucd_combining(PyObject *self, PyObject *const *args)
{
    Py_UCS4 ch;
    if (char_arg(args[0], "combining", "", &ch) < 0) return NULL;
    return PyLong_FromLong(is_old(self) && is_new(ch) ? 0 : CALL(uc_combining_class)(ch));
}

static PyObject *ucd_mirrored(PyObject *self, PyObject *const *args)
{
    Py_UCS4 ch, pair;
    if (char_arg(args[0], "mirrored", "", &ch) < 0) return NULL;
    const char *old = is_old(self) ? is_new(ch) ? "0" : FIND(mirrored_32, ch) : NULL;
    return PyLong_FromLong(old ? *old == '1' : CALL(uc_mirror_char)(ch, &pair));
}

static PyObject *ucd_east_asian_width(PyObject *self, PyObject *const *args)
{
    Py_UCS4 ch;
    if (char_arg(args[0], "east_asian_width", "", &ch) < 0) return NULL;
    const char *width = NULL;
    if (is_old(self)) {
        bool unassigned = is_new(ch) || (CALL(uc_general_category)(ch).bitmask & UC_CATEGORY_MASK_Cn);
        width = unassigned ? "F" : FIND(widths_32, ch);
    }
    if (width == NULL) width = FIND(widths, ch);
    return PyUnicode_FromString(width ? width : "N");
}

static PyObject *ucd_decimal(PyObject *self, PyObject *const *args)
{
    Py_UCS4 ch;
    if (char_arg(args[0], "decimal", " 1", &ch) < 0) return NULL;
    int v = _PyUnicode_ToDecimalDigit(ch);
    if (is_old(self)) v = is_new(ch) ? -1 : was_decimal(ch) ? _PyUnicode_ToDigit(ch) : v;
    return v >= 0 ? PyLong_FromLong(v) : default_or(args[1], "not a decimal");
}

static PyObject *ucd_digit(PyObject *self, PyObject *const *args)
{
    (void)self;
    Py_UCS4 ch;
    if (char_arg(args[0], "digit", " 1", &ch) < 0) return NULL;
    int v = _PyUnicode_ToDigit(ch);
    return v >= 0 ? PyLong_FromLong(v) : default_or(args[1], "not a digit");
}

static PyObject *ucd_numeric(PyObject *self, PyObject *const *args)
{
    Py_UCS4 ch;
    if (char_arg(args[0], "numeric", " 1", &ch) < 0) return NULL;
    bool numeric = _PyUnicode_IsNumeric(ch) && !(is_old(self) && is_new(ch));
    return numeric ? PyFloat_FromDouble(_PyUnicode_ToNumeric(ch)) : default_or(args[1], "not a numeric character");
}

/* "<tag> 0041 0300", or "". */
static PyObject *ucd_decomposition(PyObject *self, PyObject *const *args)
{
    static const char *const tags[] = { "", "<font> ", "<noBreak> ", "<initial> ", "<medial> ", "<final> ", "<isolated> ", "<circle> ",
                                        "<super> ", "<sub> ", "<vertical> ", "<wide> ", "<narrow> ", "<small> ", "<square> ",
                                        "<fraction> ", "<compat> " };
    Py_UCS4 ch, parts[UC_DECOMPOSITION_MAX_LENGTH];
    int tag;
    if (char_arg(args[0], "decomposition", "", &ch) < 0) return NULL;
    if ((is_old(self) && is_new(ch)) || (ch >= 0xAC00 && ch <= 0xD7A3)) return Py_NewRef(ADDER_EMPTY_STR);
    int n = CALL(uc_decomposition)(ch, &tag, parts);
    if (n < 0) return Py_NewRef(ADDER_EMPTY_STR);
    char text[16 + UC_DECOMPOSITION_MAX_LENGTH * 8], *to = stpcpy(text, tags[tag]);
    for (int i = 0; i < n; i++) to += sprintf(to, i ? " %04X" : "%04X", (unsigned)parts[i]);
    return PyUnicode_FromString(text);
}

/* ---- names ----------------------------------------------------------------------------------------------------------------------- */

static PyObject *ucd_name(PyObject *self, PyObject *const *args)
{
    Py_UCS4 ch;
    char name[ADDER_UNICODE_NAME_MAX];
    if (char_arg(args[0], "name", " 1", &ch) < 0) return NULL;
    if (!(is_old(self) && is_new(ch)) && adder_unicode_name(ch, name)) return PyUnicode_FromString(name);
    return default_or(args[1], "no such name");
}

static PyObject *ucd_lookup(PyObject *self, PyObject *const *args)
{
    (void)self;
    const char *name;
    Py_ssize_t n;
    if (PyUnicode_Check(args[0])) {
        if ((name = PyUnicode_AsUTF8AndSize(args[0], &n)) == NULL) return NULL;
    } else {
        char *bytes;
        if (PyBytes_AsStringAndSize(args[0], &bytes, &n) < 0) return NULL;
        name = bytes;
    }
    if (n > ADDER_UNICODE_NAME_MAX) {
        PyErr_SetString(PyExc_KeyError, "name too long");
        return NULL;
    }
    Py_UCS4 ch = adder_unicode_lookup(name, (size_t)n);
    if (ch != (Py_UCS4)-1) return adder_str_char(ch);
    PyErr_Format(PyExc_KeyError, "undefined character name '%s'", name);
    return NULL;
}

/* ---- normal forms ------------------------------------------------------------------------------------------------------------------ */

/* The library's form of that name; NULL with ValueError. */
static uninorm_t read_form(PyObject *form, const char *function)
{
    if (!PyUnicode_Check(form)) {
        PyErr_Format(PyExc_TypeError, "%s() argument 1 must be str, not %.50s", function, form == Py_None ? "None" : Py_TYPE(form)->tp_name);
        return NULL;
    }
    static const char *const names[4] = { "NFC", "NFKC", "NFD", "NFKD" };
    static const char *const symbols[4] = { "uninorm_nfc", "uninorm_nfkc", "uninorm_nfd", "uninorm_nfkd" };
    for (int i = 0; i < 4; i++)
        if (_PyUnicode_EqualToASCIIString(form, names[i])) return (uninorm_t)find_function(symbols[i]);
    PyErr_SetString(PyExc_ValueError, "invalid normalization form");
    return NULL;
}

/* Does no form change the text, or (NFC) none of its characters? */
static bool is_plain(PyObject *text, PyObject *form)
{
    if (PyUnicode_IS_ASCII(text)) return true;
    return PyUnicode_KIND(text) == 1 && _PyUnicode_EqualToASCIIString(form, "NFC");
}

/* Characters that the form must not see: they stay as they are and part what is beside them. Corrections that came after
 * Unicode 3.2 are such characters there. */
static bool is_barrier(PyObject *self, Py_UCS4 ch)
{
    return Py_UNICODE_IS_SURROGATE(ch) || (is_old(self) && is_new(ch));
}

/* Five ideographs whose decomposition Unicode 3.2 had wrong. */
static Py_UCS4 old_correction(Py_UCS4 ch)
{
    switch (ch) {
    case 0x2F868: return 0x2136A;
    case 0x2F874: return 0x5F33;
    case 0x2F91F: return 0x43AB;
    case 0x2F95F: return 0x7AAE;
    case 0x2F9BF: return 0x4D57;
    }
    return ch;
}

/* Writes the form of n characters. 0 or -1. */
static int write_form(_PyUnicodeWriter *w, uninorm_t form, const Py_UCS4 *s, Py_ssize_t n)
{
    if (n == 0) return 0;
    size_t size;
    uint32_t *out = CALL(u32_normalize)(form, s, (size_t)n, NULL, &size);
    if (out == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    PyObject *part = adder_str_from_ucs4(out, (Py_ssize_t)size);
    free(out);
    int rc = part == NULL ? -1 : _PyUnicodeWriter_WriteStr(w, part);
    Py_XDECREF(part);
    return rc;
}

static PyObject *normalize(PyObject *self, PyObject *name, PyObject *text, const char *function)
{
    uninorm_t form = read_form(name, function);
    if (form == NULL) return NULL;
    if (!PyUnicode_Check(text)) {
        PyErr_Format(PyExc_TypeError, "%s() argument 2 must be str, not %.50s", function, text == Py_None ? "None" : Py_TYPE(text)->tp_name);
        return NULL;
    }
    if (is_plain(text, name)) return adder_str_exact(text);
    Py_UCS4 *s = PyUnicode_AsUCS4Copy(text);
    if (s == NULL) return NULL;
    Py_ssize_t n = PyUnicode_GET_LENGTH(text), start = 0;
    _PyUnicodeWriter w;
    _PyUnicodeWriter_Init(&w);
    w.overallocate = 1;
    int rc = 0;
    for (Py_ssize_t i = 0; i <= n && rc == 0; i++) {
        if (i < n && is_old(self)) s[i] = old_correction(s[i]);
        if (i < n && !is_barrier(self, s[i])) continue;
        rc = write_form(&w, form, s + start, i - start);
        if (rc == 0 && i < n) rc = _PyUnicodeWriter_WriteChar(&w, s[i]);
        start = i + 1;
    }
    PyMem_Free(s);
    if (rc == 0) return _PyUnicodeWriter_Finish(&w);
    _PyUnicodeWriter_Dealloc(&w);
    return NULL;
}

static PyObject *ucd_normalize(PyObject *self, PyObject *const *args) { return normalize(self, args[0], args[1], "normalize"); }

static PyObject *ucd_is_normalized(PyObject *self, PyObject *const *args)
{
    PyObject *r = normalize(self, args[0], args[1], "is_normalized");
    if (r == NULL) return NULL;
    int same = adder_str_equal(r, args[1]);
    Py_DECREF(r);
    return PyBool_FromLong(same);
}

/* ---- the module -------------------------------------------------------------------------------------------------------------------- */

static PyMethodDef unicodedata_functions[] = {
    FN("decimal", ucd_decimal, "($self, chr, default=<unrepresentable>, /)", "The value of a decimal digit."),
    FN("digit", ucd_digit, "($self, chr, default=<unrepresentable>, /)", "The value of a digit."),
    FN("numeric", ucd_numeric, "($self, chr, default=<unrepresentable>, /)", "The number that a character means."),
    FN("category", ucd_category, "($self, chr, /)", "The general category."),
    FN("bidirectional", ucd_bidirectional, "($self, chr, /)", "The bidirectional class."),
    FN("combining", ucd_combining, "($self, chr, /)", "The canonical combining class."),
    FN("mirrored", ucd_mirrored, "($self, chr, /)", "Is it mirrored in right-to-left text?"),
    FN("east_asian_width", ucd_east_asian_width, "($self, chr, /)", "The East Asian width."),
    FN("decomposition", ucd_decomposition, "($self, chr, /)", "The decomposition mapping."),
    FN("name", ucd_name, "($self, chr, default=<unrepresentable>, /)", "The name."),
    FN("lookup", ucd_lookup, "($self, name, /)", "The character of that name."),
    FN("is_normalized", ucd_is_normalized, "($self, form, unistr, /)", "Is the text in that normal form?"),
    FN("normalize", ucd_normalize, "($self, form, unistr, /)", "The text in that normal form."),
    { 0 }
};

static PyObject *ucd_get_version(PyObject *self, void *unused)
{
    (void)self, (void)unused;
    return PyUnicode_FromString("3.2.0");
}
static PyGetSetDef ucd_getset[] = { { "unidata_version", ucd_get_version, NULL, NULL, NULL }, { 0 } };
PyTypeObject adder_ucd_type = {
    STATIC_TYPE("unicodedata.UCD", struct ucd), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_methods = unicodedata_functions, .tp_getset = ucd_getset, .tp_getattro = PyObject_GenericGetAttr,
};

static int unicodedata_exec(PyObject *module)
{
    if (adder_unistring() == NULL) {
        PyErr_SetString(PyExc_ImportError, "unicodedata needs libunistring, which cannot be loaded");
        return -1;
    }
    PyObject *old = (PyObject *)PyObject_New(struct ucd, &adder_ucd_type);
    if (old == NULL) return -1;
    int rc = PyModule_AddObjectRef(module, "ucd_3_2_0", old);
    Py_DECREF(old);
    if (rc == 0) rc = PyModule_AddObjectRef(module, "UCD", (PyObject *)&adder_ucd_type);
    return rc < 0 ? -1 : PyModule_AddStringConstant(module, "unidata_version", "14.0.0");
}

MODULE(unicodedata, "The Unicode character database.", unicodedata_functions, unicodedata_exec)
