/* str.c -- the string object: making, copying, comparing, hashing, joining two, and its type.
 *
 * PEP 393: a string is in the narrowest of three kinds (1, 2 or 4 bytes a character) that holds its widest character, and
 * has the ascii flag when that is below 128; so two equal strings have equal bytes. Exact strings are one block, the
 * header followed by the characters and a zero; those of subclasses keep their characters in a block of their own. */
#include "runtime/objects/str.h"
#include "runtime/hash.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/str_impl.h"
#include "runtime/objects/str_intern.h"

/* ---- characters ---------------------------------------------------------------------------------------------------- */

static Py_UCS4 max_ucs1(const Py_UCS1 *s, Py_ssize_t n)
{
    Py_ssize_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t w;
        memcpy(&w, s + i, 8);
        if (w & 0x8080808080808080u) return 0xff;
    }
    for (; i < n; i++)
        if (s[i] & 0x80) return 0xff;
    return 0x7f;
}

static Py_UCS4 max_ucs2(const Py_UCS2 *s, Py_ssize_t n)
{
    Py_UCS2 all = 0;
    for (Py_ssize_t i = 0; i < n; i++) all |= s[i];
    return all < 0x80 ? 0x7f : all < 0x100 ? 0xff : 0xffff;
}

static Py_UCS4 max_ucs4(const Py_UCS4 *s, Py_ssize_t n)
{
    Py_UCS4 all = 0;
    for (Py_ssize_t i = 0; i < n; i++) all |= s[i];
    return all < 0x80 ? 0x7f : all < 0x100 ? 0xff : all < 0x10000 ? 0xffff : 0x10ffff;
}

Py_UCS4 adder_chars_max(int kind, const void *data, Py_ssize_t n)
{
    switch (kind) {
    case 1: return max_ucs1(data, n);
    case 2: return max_ucs2(data, n);
    default: return max_ucs4(data, n);
    }
}

#define CONVERT(To, From)                                                       \
    do {                                                                        \
        To *to_ = to;                                                           \
        const From *from_ = from;                                               \
        for (Py_ssize_t i = 0; i < n; i++) to_[i] = (To)from_[i];               \
    } while (0)

void adder_chars_copy(int to_kind, void *to, int from_kind, const void *from, Py_ssize_t n)
{
    if (to_kind == from_kind) {
        if (n > 0) memcpy(to, from, (size_t)n * (size_t)to_kind);
        return;
    }
    switch (to_kind << 4 | from_kind) {
    case 0x12: CONVERT(Py_UCS1, Py_UCS2); break;
    case 0x14: CONVERT(Py_UCS1, Py_UCS4); break;
    case 0x21: CONVERT(Py_UCS2, Py_UCS1); break;
    case 0x24: CONVERT(Py_UCS2, Py_UCS4); break;
    case 0x41: CONVERT(Py_UCS4, Py_UCS1); break;
    case 0x42: CONVERT(Py_UCS4, Py_UCS2); break;
    }
}

/* ---- making -------------------------------------------------------------------------------------------------------- */

static int kind_for(Py_UCS4 maxchar) { return maxchar < 0x100 ? 1 : maxchar < 0x10000 ? 2 : 4; }
static size_t head_size(Py_UCS4 maxchar) { return maxchar < 0x80 ? sizeof(PyASCIIObject) : sizeof(PyCompactUnicodeObject); }

PyObject *PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar)
{
    if (size == 0) return Py_NewRef(ADDER_EMPTY_STR);
    if (maxchar > 0x10ffff) {
        PyErr_SetString(PyExc_SystemError, "invalid maximum character passed to PyUnicode_New");
        return NULL;
    }
    if (size < 0) {
        PyErr_SetString(PyExc_SystemError, "Negative size passed to PyUnicode_New");
        return NULL;
    }
    int kind = kind_for(maxchar);
    size_t head = head_size(maxchar);
    if ((size_t)size > ((size_t)PY_SSIZE_T_MAX - head) / (size_t)kind - 1) return PyErr_NoMemory();
    PyASCIIObject *s = PyObject_Malloc(head + ((size_t)size + 1) * (size_t)kind);
    if (s == NULL) return PyErr_NoMemory();
    PyObject_Init((PyObject *)s, &PyUnicode_Type);
    s->length = size;
    s->hash = -1;
    memset(&s->state, 0, sizeof s->state);
    s->state.kind = (unsigned)kind & 7;
    s->state.compact = 1;
    s->state.ready = 1;
    s->wstr = NULL;
    if (maxchar < 0x80) {
        s->state.ascii = 1;
    } else {
        PyCompactUnicodeObject *c = (PyCompactUnicodeObject *)s;
        c->utf8_length = 0;
        c->utf8 = NULL;
        c->wstr_length = 0;
    }
    memset((char *)s + head + (size_t)size * (size_t)kind, 0, (size_t)kind);
    return (PyObject *)s;
}

int _PyUnicode_Ready(PyObject *s)
{
    (void)s;
    return 0;
}

PyObject *adder_str_char(Py_UCS4 ch)
{
    if (ch < 256) return Py_NewRef(adder_str_latin1((unsigned char)ch));
    PyObject *s = PyUnicode_New(1, ch);
    if (s != NULL) PyUnicode_WRITE(PyUnicode_KIND(s), PyUnicode_DATA(s), 0, ch);
    return s;
}

/* A string of n characters of `kind`, whose bound is known. */
static PyObject *from_chars(int kind, const void *data, Py_ssize_t n, Py_UCS4 maxchar)
{
    if (n == 1) return adder_str_char(PyUnicode_READ(kind, data, 0));
    PyObject *s = PyUnicode_New(n, maxchar);
    if (s != NULL && n > 0) adder_chars_copy(PyUnicode_KIND(s), PyUnicode_DATA(s), kind, data, n);
    return s;
}

PyObject *adder_str_from_ascii(const char *s, Py_ssize_t n) { return from_chars(1, s, n, 0x7f); }
PyObject *adder_str_from_ucs1(const Py_UCS1 *s, Py_ssize_t n) { return from_chars(1, s, n, max_ucs1(s, n)); }
PyObject *adder_str_from_ucs2(const Py_UCS2 *s, Py_ssize_t n) { return from_chars(2, s, n, max_ucs2(s, n)); }
PyObject *adder_str_from_ucs4(const Py_UCS4 *s, Py_ssize_t n) { return from_chars(4, s, n, max_ucs4(s, n)); }
PyObject *_PyUnicode_FromASCII(const char *s, Py_ssize_t n) { return adder_str_from_ascii(s, n); }

PyObject *PyUnicode_FromKindAndData(int kind, const void *data, Py_ssize_t size)
{
    if (size < 0) {
        PyErr_SetString(PyExc_ValueError, "size must be positive");
        return NULL;
    }
    switch (kind) {
    case PyUnicode_1BYTE_KIND: return adder_str_from_ucs1(data, size);
    case PyUnicode_2BYTE_KIND: return adder_str_from_ucs2(data, size);
    case PyUnicode_4BYTE_KIND: return adder_str_from_ucs4(data, size);
    }
    PyErr_SetString(PyExc_SystemError, "invalid kind");
    return NULL;
}

PyObject *_PyUnicode_Copy(PyObject *s)
{
    if (!PyUnicode_Check(s)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    PyObject *r = PyUnicode_New(n, PyUnicode_MAX_CHAR_VALUE(s));
    if (r != NULL && n > 0) memcpy(PyUnicode_DATA(r), PyUnicode_DATA(s), (size_t)n * PyUnicode_KIND(s));
    return r;
}

PyObject *adder_str_exact(PyObject *s)
{
    return PyUnicode_CheckExact(s) ? Py_NewRef(s) : _PyUnicode_Copy(s);
}

PyObject *PyUnicode_FromObject(PyObject *s)
{
    if (PyUnicode_Check(s)) return adder_str_exact(s);
    PyErr_Format(PyExc_TypeError, "Can't convert '%.100s' object to str implicitly", Py_TYPE(s)->tp_name);
    return NULL;
}

PyObject *PyUnicode_FromOrdinal(int ordinal)
{
    if (ordinal < 0 || ordinal > 0x10ffff) {
        PyErr_SetString(PyExc_ValueError, "chr() arg not in range(0x110000)");
        return NULL;
    }
    return adder_str_char((Py_UCS4)ordinal);
}

PyObject *PyUnicode_FromStringAndSize(const char *text, Py_ssize_t size)
{
    if (size < 0) {
        PyErr_SetString(PyExc_SystemError, "Negative size passed to PyUnicode_FromStringAndSize");
        return NULL;
    }
    if (text != NULL) return PyUnicode_DecodeUTF8Stateful(text, size, NULL, NULL);
    if (size == 0) return Py_NewRef(ADDER_EMPTY_STR);
    PyErr_SetString(PyExc_SystemError, "NULL string with positive size with NULL passed to PyUnicode_FromStringAndSize");
    return NULL;
}

PyObject *PyUnicode_FromString(const char *text)
{
    size_t n = strlen(text);
    if (n > PY_SSIZE_T_MAX) {
        PyErr_SetString(PyExc_OverflowError, "input too long");
        return NULL;
    }
    return PyUnicode_DecodeUTF8Stateful(text, (Py_ssize_t)n, NULL, NULL);
}

/* ---- parts and single characters ----------------------------------------------------------------------------------- */

Py_UCS4 _PyUnicode_FindMaxChar(PyObject *s, Py_ssize_t start, Py_ssize_t end)
{
    if (start == end) return 127;
    if (PyUnicode_IS_ASCII(s)) return 0x7f;
    int kind = PyUnicode_KIND(s);
    return adder_chars_max(kind, (char *)PyUnicode_DATA(s) + start * kind, end - start);
}

PyObject *PyUnicode_Substring(PyObject *s, Py_ssize_t start, Py_ssize_t end)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    if (end > n) end = n;
    if (start == 0 && end == n) return adder_str_exact(s);
    if (start < 0 || end < 0) {
        PyErr_SetString(PyExc_IndexError, "string index out of range");
        return NULL;
    }
    if (start >= end) return Py_NewRef(ADDER_EMPTY_STR);
    int kind = PyUnicode_KIND(s);
    const char *data = (char *)PyUnicode_DATA(s) + start * kind;
    if (PyUnicode_IS_ASCII(s)) return from_chars(1, data, end - start, 0x7f);
    return from_chars(kind, data, end - start, adder_chars_max(kind, data, end - start));
}

int adder_str_check(PyObject *s)
{
    if (PyUnicode_Check(s)) return 0;
    PyErr_Format(PyExc_TypeError, "must be str, not %.100s", Py_TYPE(s)->tp_name);
    return -1;
}

Py_ssize_t PyUnicode_GetLength(PyObject *s)
{
    if (PyUnicode_Check(s)) return PyUnicode_GET_LENGTH(s);
    PyErr_BadArgument();
    return -1;
}

Py_UCS4 PyUnicode_ReadChar(PyObject *s, Py_ssize_t i)
{
    if (!PyUnicode_Check(s)) {
        PyErr_BadArgument();
        return (Py_UCS4)-1;
    }
    if (i < 0 || i >= PyUnicode_GET_LENGTH(s)) {
        PyErr_SetString(PyExc_IndexError, "string index out of range");
        return (Py_UCS4)-1;
    }
    return PyUnicode_READ_CHAR(s, i);
}

/* May s's characters be changed: does nobody else know it? Its hash may have been asked for; the caller resets it. */
static bool is_own(PyObject *s)
{
    return Py_REFCNT(s) == 1 && PyUnicode_CheckExact(s) && !PyUnicode_CHECK_INTERNED(s);
}

static int check_own(PyObject *s)
{
    if (is_own(s) && ((PyASCIIObject *)s)->hash == -1) return 0;
    PyErr_SetString(PyExc_SystemError, "Cannot modify a string currently used");
    return -1;
}

int PyUnicode_WriteChar(PyObject *s, Py_ssize_t i, Py_UCS4 ch)
{
    if (!PyUnicode_Check(s) || !PyUnicode_IS_COMPACT(s)) {
        PyErr_BadArgument();
        return -1;
    }
    if (i < 0 || i >= PyUnicode_GET_LENGTH(s)) {
        PyErr_SetString(PyExc_IndexError, "string index out of range");
        return -1;
    }
    if (check_own(s) < 0) return -1;
    if (ch > PyUnicode_MAX_CHAR_VALUE(s)) {
        PyErr_SetString(PyExc_ValueError, "character out of range");
        return -1;
    }
    PyUnicode_WRITE(PyUnicode_KIND(s), PyUnicode_DATA(s), i, ch);
    return 0;
}

void _PyUnicode_FastCopyCharacters(PyObject *to, Py_ssize_t to_start, PyObject *from, Py_ssize_t from_start, Py_ssize_t n)
{
    if (n <= 0) return;
    int to_kind = PyUnicode_KIND(to), from_kind = PyUnicode_KIND(from);
    adder_chars_copy(to_kind, (char *)PyUnicode_DATA(to) + to_start * to_kind, from_kind,
                     (char *)PyUnicode_DATA(from) + from_start * from_kind, n);
}

Py_ssize_t PyUnicode_CopyCharacters(PyObject *to, Py_ssize_t to_start, PyObject *from, Py_ssize_t from_start, Py_ssize_t n)
{
    if (!PyUnicode_Check(from) || !PyUnicode_Check(to)) {
        PyErr_BadInternalCall();
        return -1;
    }
    if ((size_t)from_start > (size_t)PyUnicode_GET_LENGTH(from) || (size_t)to_start > (size_t)PyUnicode_GET_LENGTH(to)) {
        PyErr_SetString(PyExc_IndexError, "string index out of range");
        return -1;
    }
    if (n < 0) {
        PyErr_SetString(PyExc_SystemError, "how_many cannot be negative");
        return -1;
    }
    n = Py_MIN(PyUnicode_GET_LENGTH(from) - from_start, n);
    if (to_start + n > PyUnicode_GET_LENGTH(to)) {
        PyErr_Format(PyExc_SystemError, "Cannot write %zi characters at %zi in a string of %zi characters", n, to_start,
                     PyUnicode_GET_LENGTH(to));
        return -1;
    }
    if (n == 0) return 0;
    if (check_own(to) < 0) return -1;
    if (_PyUnicode_FindMaxChar(from, from_start, from_start + n) > PyUnicode_MAX_CHAR_VALUE(to)) {
        PyErr_Format(PyExc_SystemError, "Cannot copy %s characters into a string of %s characters", "wide", "narrow");
        return -1;
    }
    _PyUnicode_FastCopyCharacters(to, to_start, from, from_start, n);
    return n;
}

void adder_chars_fill(int kind, void *data, Py_ssize_t start, Py_ssize_t n, Py_UCS4 ch)
{
    if (kind == 1) {
        if (n > 0) memset((Py_UCS1 *)data + start, (int)ch, (size_t)n);
    } else if (kind == 2) {
        for (Py_UCS2 *p = (Py_UCS2 *)data + start; n-- > 0;) *p++ = (Py_UCS2)ch;
    } else {
        for (Py_UCS4 *p = (Py_UCS4 *)data + start; n-- > 0;) *p++ = ch;
    }
}

void _PyUnicode_FastFill(PyObject *s, Py_ssize_t start, Py_ssize_t n, Py_UCS4 ch)
{
    adder_chars_fill(PyUnicode_KIND(s), PyUnicode_DATA(s), start, n, ch);
}

Py_ssize_t PyUnicode_Fill(PyObject *s, Py_ssize_t start, Py_ssize_t n, Py_UCS4 ch)
{
    if (!PyUnicode_Check(s)) {
        PyErr_BadInternalCall();
        return -1;
    }
    if (check_own(s) < 0) return -1;
    if (start < 0) {
        PyErr_SetString(PyExc_IndexError, "string index out of range");
        return -1;
    }
    if (ch > PyUnicode_MAX_CHAR_VALUE(s)) {
        PyErr_SetString(PyExc_ValueError, "fill character is bigger than the string maximum character");
        return -1;
    }
    Py_ssize_t room = PyUnicode_GET_LENGTH(s) - start;
    n = n < room ? n : room;
    if (n <= 0) return 0;
    _PyUnicode_FastFill(s, start, n, ch);
    return n;
}

/* ---- growing ------------------------------------------------------------------------------------------------------- */

static void drop_caches(PyObject *s)
{
    PyASCIIObject *a = (PyASCIIObject *)s;
    a->hash = -1;
    if (a->wstr != NULL) {
        PyMem_Free(a->wstr);
        a->wstr = NULL;
    }
    if (a->state.ascii) return;
    PyCompactUnicodeObject *c = (PyCompactUnicodeObject *)s;
    PyMem_Free(c->utf8);
    c->utf8 = NULL;
    c->utf8_length = c->wstr_length = 0;
}

/* Gives our own compact string *p another length, keeping its kind; `room` >= n is what the block should hold. */
static int resize_own(PyObject **p, Py_ssize_t n, Py_ssize_t room)
{
    PyObject *s = *p;
    size_t kind = PyUnicode_KIND(s), head = head_size(PyUnicode_MAX_CHAR_VALUE(s));
    if ((size_t)room > ((size_t)PY_SSIZE_T_MAX - head) / kind - 1) {
        PyErr_NoMemory();
        return -1;
    }
    drop_caches(s);
    size_t need = head + ((size_t)n + 1) * kind, have = adder_block_size(s);
    if (need > have || need < have / 2) {
        PyObject *moved = PyObject_Realloc(s, head + ((size_t)room + 1) * kind);
        if (moved == NULL && room > n) moved = PyObject_Realloc(s, need);
        if (moved == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        *p = s = moved;
    }
    ((PyASCIIObject *)s)->length = n;
    memset((char *)s + head + (size_t)n * kind, 0, kind);
    return 0;
}

int adder_str_resize(PyObject **p, Py_ssize_t n)
{
    PyObject *s = *p;
    if (PyUnicode_GET_LENGTH(s) == n) return 0;
    if (n == 0) {
        *p = Py_NewRef(ADDER_EMPTY_STR);
        Py_DECREF(s);
        return 0;
    }
    if (is_own(s)) return resize_own(p, n, n);
    PyObject *fresh = PyUnicode_New(n, PyUnicode_MAX_CHAR_VALUE(s));
    if (fresh == NULL) return -1;
    _PyUnicode_FastCopyCharacters(fresh, 0, s, 0, Py_MIN(n, PyUnicode_GET_LENGTH(s)));
    *p = fresh;
    Py_DECREF(s);
    return 0;
}

int PyUnicode_Resize(PyObject **p, Py_ssize_t n)
{
    if (p == NULL || *p == NULL || !PyUnicode_Check(*p) || n < 0) {
        PyErr_BadInternalCall();
        return -1;
    }
    return adder_str_resize(p, n);
}

static int too_long(void)
{
    PyErr_SetString(PyExc_OverflowError, "strings are too large to concat");
    return -1;
}

/* left + right in a new string; both str. */
static PyObject *concat(PyObject *left, PyObject *right)
{
    Py_ssize_t a = PyUnicode_GET_LENGTH(left), b = PyUnicode_GET_LENGTH(right);
    if (a == 0) return PyUnicode_FromObject(right);
    if (b == 0) return PyUnicode_FromObject(left);
    if (a > PY_SSIZE_T_MAX - b) {
        too_long();
        return NULL;
    }
    Py_UCS4 x = PyUnicode_MAX_CHAR_VALUE(left), y = PyUnicode_MAX_CHAR_VALUE(right);
    PyObject *s = PyUnicode_New(a + b, x > y ? x : y);
    if (s == NULL) return NULL;
    _PyUnicode_FastCopyCharacters(s, 0, left, 0, a);
    _PyUnicode_FastCopyCharacters(s, a, right, 0, b);
    return s;
}

PyObject *PyUnicode_Concat(PyObject *left, PyObject *right)
{
    if (adder_str_check(left) < 0) return NULL;
    if (PyUnicode_Check(right)) return concat(left, right);
    PyErr_Format(PyExc_TypeError, "can only concatenate str (not \"%.200s\") to str", Py_TYPE(right)->tp_name);
    return NULL;
}

int adder_str_append_inplace(PyObject **left, PyObject *right)
{
    PyObject *s = *left;
    Py_ssize_t a = PyUnicode_GET_LENGTH(s), b = PyUnicode_GET_LENGTH(right);
    if (b == 0 && PyUnicode_CheckExact(s)) return 0;
    if (a > 0 && is_own(s) && PyUnicode_MAX_CHAR_VALUE(right) <= PyUnicode_MAX_CHAR_VALUE(s)) {
        if (a > PY_SSIZE_T_MAX - b) {
            too_long();
        } else {
            Py_ssize_t n = a + b, spare = n < 64 ? 0 : n / 8;
            if (resize_own(left, n, n + spare <= PY_SSIZE_T_MAX - 64 ? n + spare : n) == 0) {
                /* right may have been the same object only with two references, which is_own excludes */
                _PyUnicode_FastCopyCharacters(*left, a, right, 0, b);
                return 0;
            }
        }
        Py_CLEAR(*left);
        return -1;
    }
    PyObject *joined = concat(s, right);
    *left = joined;
    Py_DECREF(s);
    return joined == NULL ? -1 : 0;
}

void PyUnicode_Append(PyObject **left, PyObject *right)
{
    if (left == NULL) {
        if (!PyErr_Occurred()) PyErr_BadInternalCall();
        return;
    }
    if (*left == NULL || right == NULL || !PyUnicode_Check(*left) || !PyUnicode_Check(right)) {
        if (!PyErr_Occurred()) PyErr_BadInternalCall();
        Py_CLEAR(*left);
        return;
    }
    (void)adder_str_append_inplace(left, right);
}

void PyUnicode_AppendAndDel(PyObject **left, PyObject *right)
{
    PyUnicode_Append(left, right);
    Py_XDECREF(right);
}

PyObject *adder_str_repeat(PyObject *s, Py_ssize_t times)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    if (times < 1 || n == 0) return Py_NewRef(ADDER_EMPTY_STR);
    if (times == 1) return adder_str_exact(s);
    if (n > PY_SSIZE_T_MAX / times) {
        PyErr_SetString(PyExc_OverflowError, "repeated string is too long");
        return NULL;
    }
    PyObject *r = PyUnicode_New(n * times, PyUnicode_MAX_CHAR_VALUE(s));
    if (r == NULL) return NULL;
    char *to = PyUnicode_DATA(r);
    size_t size = (size_t)n * PyUnicode_KIND(s), total = size * (size_t)times;
    if (n == 1) {
        adder_chars_fill(PyUnicode_KIND(s), to, 0, times, PyUnicode_READ_CHAR(s, 0));
        return r;
    }
    memcpy(to, PyUnicode_DATA(s), size);
    while (size < total) { /* each copy doubles what is there */
        size_t part = size <= total - size ? size : total - size;
        memcpy(to + size, to, part);
        size += part;
    }
    return r;
}

/* ---- comparing ----------------------------------------------------------------------------------------------------- */

/* <0, 0, >0 in code point order. */
int adder_str_compare(PyObject *a, PyObject *b)
{
    if (a == b) return 0;
    Py_ssize_t n = PyUnicode_GET_LENGTH(a), m = PyUnicode_GET_LENGTH(b), min = n < m ? n : m;
    int j = PyUnicode_KIND(a), k = PyUnicode_KIND(b);
    const void *x = PyUnicode_DATA(a), *y = PyUnicode_DATA(b);
    if (j == 1 && k == 1) {
        int order = memcmp(x, y, (size_t)min);
        if (order != 0) return order < 0 ? -1 : 1;
    } else {
        for (Py_ssize_t i = 0; i < min; i++) {
            Py_UCS4 c = PyUnicode_READ(j, x, i), d = PyUnicode_READ(k, y, i);
            if (c != d) return c < d ? -1 : 1;
        }
    }
    return n < m ? -1 : n > m;
}

int PyUnicode_Compare(PyObject *a, PyObject *b)
{
    if (PyUnicode_Check(a) && PyUnicode_Check(b)) return adder_str_compare(a, b);
    PyErr_Format(PyExc_TypeError, "Can't compare %.100s and %.100s", Py_TYPE(a)->tp_name, Py_TYPE(b)->tp_name);
    return -1;
}

int PyUnicode_CompareWithASCIIString(PyObject *a, const char *text)
{
    int kind = PyUnicode_KIND(a);
    const void *data = PyUnicode_DATA(a);
    Py_ssize_t n = PyUnicode_GET_LENGTH(a);
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 c = PyUnicode_READ(kind, data, i), d = (unsigned char)text[i];
        if (c != d) return c < d ? -1 : 1;
        if (d == 0) return 1;
    }
    return text[n] != 0 ? -1 : 0;
}

int _PyUnicode_EqualToASCIIString(PyObject *a, const char *text)
{
    if (!PyUnicode_IS_ASCII(a)) return 0;
    size_t n = strlen(text);
    return (size_t)PyUnicode_GET_LENGTH(a) == n && memcmp(PyUnicode_DATA(a), text, n) == 0;
}

int _PyUnicode_EqualToASCIIId(PyObject *a, _Py_Identifier *id) { return _PyUnicode_EqualToASCIIString(a, id->string); }
int _PyUnicode_EQ(PyObject *a, PyObject *b) { return adder_str_equal(a, b); }

int _PyUnicode_Equal(PyObject *a, PyObject *b) { return adder_str_equal(a, b); }

PyObject *PyUnicode_RichCompare(PyObject *a, PyObject *b, int op)
{
    if (!PyUnicode_Check(a) || !PyUnicode_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    if (op == Py_EQ) return PyBool_FromLong(adder_str_equal(a, b));
    if (op == Py_NE) return PyBool_FromLong(!adder_str_equal(a, b));
    int order = adder_str_compare(a, b);
    Py_RETURN_RICHCOMPARE(order, 0, op);
}

Py_hash_t adder_str_hash(PyObject *self)
{
    PyASCIIObject *s = (PyASCIIObject *)self;
    if (s->hash == -1) s->hash = _Py_HashBytes(PyUnicode_DATA(self), s->length * (Py_ssize_t)s->state.kind);
    return s->hash;
}

/* ---- end of life --------------------------------------------------------------------------------------------------- */

void adder_str_dealloc(PyObject *self)
{
    PyASCIIObject *s = (PyASCIIObject *)self;
    if (s->state.interned != SSTATE_NOT_INTERNED) {
        if (s->state.interned == SSTATE_INTERNED_IMMORTAL) { /* somebody dropped one reference too many */
            Py_SET_REFCNT(self, (Py_ssize_t)1 << 60);
            return;
        }
        Py_SET_REFCNT(self, 1); /* whoever looks while the table moves sees a live object */
        adder_str_forget_interned(self);
        Py_SET_REFCNT(self, 0);
    }
    if (s->wstr != NULL) PyMem_Free(s->wstr);
    if (!s->state.compact) {
        PyUnicodeObject *u = (PyUnicodeObject *)s;
        if (u->_base.utf8 != NULL && u->_base.utf8 != (char *)u->data.any) PyMem_Free(u->_base.utf8);
        PyMem_Free(u->data.any);
    } else if (!s->state.ascii) {
        char *utf8 = ((PyCompactUnicodeObject *)s)->utf8;
        if (utf8 != NULL) PyMem_Free(utf8);
    }
    Py_TYPE(self)->tp_free(self);
}

int _PyUnicode_CheckConsistency(PyObject *op, int check_content)
{
    PyASCIIObject *s = (PyASCIIObject *)op;
    int kind = PyUnicode_KIND(op);
    ADDER_ASSERT(PyUnicode_Check(op), "a string is a string");
    ADDER_ASSERT(s->state.ready && (kind == 1 || kind == 2 || kind == 4), "a string has a kind");
    const char *data = PyUnicode_DATA(op);
    ADDER_ASSERT(PyUnicode_READ(kind, data, s->length) == 0, "a string ends in a zero");
    if (check_content) {
        Py_UCS4 max = adder_chars_max(kind, data, s->length);
        ADDER_ASSERT(max == PyUnicode_MAX_CHAR_VALUE(op), "a string is in its narrowest kind");
        (void)max;
    }
    (void)data;
    return 1;
}
