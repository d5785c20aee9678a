/* str_case.c -- upper, lower, title and their kin, and the questions isalpha ... isidentifier.
 * ASCII text never leaves one byte loop; the rest goes through the full mappings of text/unicode.c. */
#include "runtime/objects/str_impl.h"
#include "runtime/text/unicode.h"

enum mapping { UPPER, LOWER, TITLE, CAPITALIZE, SWAPCASE, FOLD };

/* ---- ASCII --------------------------------------------------------------------------------------------------------- */

static inline bool ascii_is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }
static inline bool ascii_is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }

static void ascii_map(enum mapping what, const unsigned char *s, unsigned char *to, Py_ssize_t n)
{
    bool in_word = false;
    for (Py_ssize_t i = 0; i < n; i++) {
        unsigned char c = s[i];
        bool lower = ascii_is_lower(c), upper = ascii_is_upper(c), raise = false, sink = false;
        switch (what) {
        case UPPER: raise = true; break;
        case FOLD:
        case LOWER: sink = true; break;
        case SWAPCASE: raise = lower, sink = upper; break;
        case CAPITALIZE: raise = i == 0, sink = i > 0; break;
        case TITLE: raise = !in_word, sink = in_word; break;
        }
        in_word = lower || upper;
        to[i] = raise && lower ? c - 32 : sink && upper ? c + 32 : c;
    }
}

static PyObject *map_ascii(PyObject *self, enum mapping what)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(self);
    const unsigned char *s = PyUnicode_DATA(self);
    if (n == 1) {
        unsigned char c;
        ascii_map(what, s, &c, 1);
        return adder_str_char(c);
    }
    PyObject *r = PyUnicode_New(n, 0x7f);
    if (r == NULL || n == 0) return r;
    unsigned char *to = PyUnicode_DATA(r);
    if (what == LOWER || what == FOLD) { /* the two that are asked for all the time, in loops the compiler vectorises */
        for (Py_ssize_t i = 0; i < n; i++) to[i] = s[i] + (ascii_is_upper(s[i]) ? 32 : 0);
    } else if (what == UPPER) {
        for (Py_ssize_t i = 0; i < n; i++) to[i] = s[i] - (ascii_is_lower(s[i]) ? 32 : 0);
    } else {
        ascii_map(what, s, to, n);
    }
    return r;
}

/* ---- all of Unicode ------------------------------------------------------------------------------------------------ */

/* A capital sigma at the end of a word becomes the final form: a cased letter before, none after, not counting the
 * characters that case ignores. */
static bool is_final_sigma(int kind, const void *data, Py_ssize_t n, Py_ssize_t i)
{
    Py_ssize_t j = i - 1;
    while (j >= 0 && _PyUnicode_IsCaseIgnorable(PyUnicode_READ(kind, data, j))) j--;
    if (j < 0 || !_PyUnicode_IsCased(PyUnicode_READ(kind, data, j))) return false;
    for (j = i + 1; j < n; j++) {
        Py_UCS4 ch = PyUnicode_READ(kind, data, j);
        if (!_PyUnicode_IsCaseIgnorable(ch)) return !_PyUnicode_IsCased(ch);
    }
    return true;
}

static int lower_at(int kind, const void *data, Py_ssize_t n, Py_ssize_t i, Py_UCS4 *out)
{
    Py_UCS4 ch = PyUnicode_READ(kind, data, i);
    if (ch == 0x3A3) {
        out[0] = is_final_sigma(kind, data, n, i) ? 0x3C2 : 0x3C3;
        return 1;
    }
    return _PyUnicode_ToLowerFull(ch, out);
}

/* Maps character i into out[3]. */
static int map_at(enum mapping what, PyObject *s, Py_ssize_t i, bool in_word, Py_UCS4 *out)
{
    int kind = PyUnicode_KIND(s);
    const void *data = PyUnicode_DATA(s);
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    Py_UCS4 ch = PyUnicode_READ(kind, data, i);
    switch (what) {
    case UPPER: return _PyUnicode_ToUpperFull(ch, out);
    case LOWER: return lower_at(kind, data, n, i, out);
    case FOLD: return _PyUnicode_ToFoldedFull(ch, out);
    case TITLE: return in_word ? lower_at(kind, data, n, i, out) : _PyUnicode_ToTitleFull(ch, out);
    case CAPITALIZE: return i > 0 ? lower_at(kind, data, n, i, out) : _PyUnicode_ToTitleFull(ch, out);
    case SWAPCASE:
        if (_PyUnicode_IsUppercase(ch)) return lower_at(kind, data, n, i, out);
        if (_PyUnicode_IsLowercase(ch)) return _PyUnicode_ToUpperFull(ch, out);
    }
    out[0] = ch;
    return 1;
}

static PyObject *map_case(PyObject *self, enum mapping what)
{
    if (PyUnicode_IS_ASCII(self)) return map_ascii(self, what);
    Py_ssize_t n = PyUnicode_GET_LENGTH(self);
    if (n > PY_SSIZE_T_MAX / (Py_ssize_t)(3 * sizeof(Py_UCS4))) {
        PyErr_SetString(PyExc_OverflowError, "string is too long");
        return NULL;
    }
    Py_UCS4 *buffer = PyMem_Malloc((size_t)n * 3 * sizeof *buffer), *to = buffer;
    if (buffer == NULL) return PyErr_NoMemory();
    bool in_word = false;
    for (Py_ssize_t i = 0; i < n; i++) {
        to += map_at(what, self, i, in_word, to);
        if (what == TITLE) in_word = _PyUnicode_IsCased(PyUnicode_READ_CHAR(self, i));
    }
    PyObject *result = adder_str_from_ucs4(buffer, to - buffer);
    PyMem_Free(buffer);
    return result;
}

#define CASE_METHOD(NAME, MAPPING)                                              \
    PyObject *NAME(PyObject *self, PyObject *const *args)                       \
    {                                                                           \
        (void)args;                                                             \
        return map_case(self, MAPPING);                                         \
    }
CASE_METHOD(str_upper, UPPER)
CASE_METHOD(str_lower, LOWER)
CASE_METHOD(str_title, TITLE)
CASE_METHOD(str_capitalize, CAPITALIZE)
CASE_METHOD(str_swapcase, SWAPCASE)
CASE_METHOD(str_casefold, FOLD)

/* ---- questions ----------------------------------------------------------------------------------------------------- */

static int is_alnum(Py_UCS4 ch) { return _PyUnicode_IsAlpha(ch) || Py_UNICODE_ISDECIMAL(ch) || Py_UNICODE_ISDIGIT(ch) || Py_UNICODE_ISNUMERIC(ch); }
static int is_space(Py_UCS4 ch) { return Py_UNICODE_ISSPACE(ch); }

/* Is there a character, and has every one the property? */
static PyObject *all_of(PyObject *self, int (*property)(Py_UCS4), bool empty)
{
    int kind = PyUnicode_KIND(self);
    const void *data = PyUnicode_DATA(self);
    Py_ssize_t n = PyUnicode_GET_LENGTH(self);
    if (n == 0) return PyBool_FromLong(empty);
    for (Py_ssize_t i = 0; i < n; i++)
        if (!property(PyUnicode_READ(kind, data, i))) Py_RETURN_FALSE;
    Py_RETURN_TRUE;
}

#define QUESTION(NAME, PROPERTY, EMPTY)                                         \
    PyObject *NAME(PyObject *self, PyObject *const *args)                       \
    {                                                                           \
        (void)args;                                                             \
        return all_of(self, PROPERTY, EMPTY);                                   \
    }
QUESTION(str_isalnum, is_alnum, false)
QUESTION(str_isalpha, _PyUnicode_IsAlpha, false)
QUESTION(str_isdecimal, _PyUnicode_IsDecimalDigit, false)
QUESTION(str_isdigit, _PyUnicode_IsDigit, false)
QUESTION(str_isnumeric, _PyUnicode_IsNumeric, false)
QUESTION(str_isprintable, _PyUnicode_IsPrintable, true)
QUESTION(str_isspace, is_space, false)

PyObject *str_isascii(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyBool_FromLong(PyUnicode_IS_ASCII(self));
}

/* All cased characters are of the wanted case and none of the others, and there is one. */
static PyObject *all_cased(PyObject *self, int (*wanted)(Py_UCS4), int (*other)(Py_UCS4))
{
    int kind = PyUnicode_KIND(self);
    const void *data = PyUnicode_DATA(self);
    Py_ssize_t n = PyUnicode_GET_LENGTH(self);
    bool found = false;
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 ch = PyUnicode_READ(kind, data, i);
        if (other(ch) || _PyUnicode_IsTitlecase(ch)) Py_RETURN_FALSE;
        if (!found && wanted(ch)) found = true;
    }
    return PyBool_FromLong(found);
}

PyObject *str_islower(PyObject *self, PyObject *const *args)
{
    (void)args;
    return all_cased(self, _PyUnicode_IsLowercase, _PyUnicode_IsUppercase);
}

PyObject *str_isupper(PyObject *self, PyObject *const *args)
{
    (void)args;
    return all_cased(self, _PyUnicode_IsUppercase, _PyUnicode_IsLowercase);
}

/* Upper and title case follow only what has no case, lower case only what has. */
PyObject *str_istitle(PyObject *self, PyObject *const *args)
{
    (void)args;
    int kind = PyUnicode_KIND(self);
    const void *data = PyUnicode_DATA(self);
    Py_ssize_t n = PyUnicode_GET_LENGTH(self);
    bool found = false, after_cased = false;
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 ch = PyUnicode_READ(kind, data, i);
        if (_PyUnicode_IsUppercase(ch) || _PyUnicode_IsTitlecase(ch)) {
            if (after_cased) Py_RETURN_FALSE;
            after_cased = found = true;
        } else if (_PyUnicode_IsLowercase(ch)) {
            if (!after_cased) Py_RETURN_FALSE;
        } else {
            after_cased = false;
        }
    }
    return PyBool_FromLong(found);
}

/* How many characters at the start form an identifier. */
Py_ssize_t _PyUnicode_ScanIdentifier(PyObject *self)
{
    int kind = PyUnicode_KIND(self);
    const void *data = PyUnicode_DATA(self);
    Py_ssize_t n = PyUnicode_GET_LENGTH(self);
    if (n == 0) return 0;
    Py_UCS4 first = PyUnicode_READ(kind, data, 0);
    if (!_PyUnicode_IsXidStart(first) && first != '_') return 0;
    Py_ssize_t i = 1;
    while (i < n && _PyUnicode_IsXidContinue(PyUnicode_READ(kind, data, i))) i++;
    return i;
}

int PyUnicode_IsIdentifier(PyObject *self)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(self);
    return n > 0 && _PyUnicode_ScanIdentifier(self) == n;
}

PyObject *str_isidentifier(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyBool_FromLong(PyUnicode_IsIdentifier(self));
}
