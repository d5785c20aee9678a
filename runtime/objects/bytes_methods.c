/* bytes_methods.c -- the methods that bytes and bytearray share: case, questions, padding, translation, hex, comparison. */
#include "runtime/objects/bytes_methods.h"
#include "runtime/objects/str_impl.h"

PyObject *adder_bytes_make(PyObject *like, const char *s, Py_ssize_t n)
{
    return PyByteArray_Check(like) ? PyByteArray_FromStringAndSize(s, n) : PyBytes_FromStringAndSize(s, n);
}

/* Uninitialised; *to are its bytes. */
static PyObject *make_blank(PyObject *like, Py_ssize_t n, char **to)
{
    if (n == 0 && !PyByteArray_Check(like)) {
        *to = NULL;
        return PyBytes_FromStringAndSize(NULL, 0);
    }
    PyObject *r = adder_bytes_make(like, NULL, n);
    if (r != NULL) *to = PyByteArray_Check(r) ? PyByteArray_AS_STRING(r) : PyBytes_AS_STRING(r);
    return r;
}

/* self where it cannot change, else a copy. */
static PyObject *same(PyObject *self)
{
    if (PyBytes_CheckExact(self)) return Py_NewRef(self);
    Py_ssize_t n;
    const char *s = adder_bytes_data(self, &n);
    return adder_bytes_make(self, s, n);
}

int adder_bytes_arg(PyObject *arg, Py_buffer *view)
{
    if (PyObject_GetBuffer(arg, view, PyBUF_SIMPLE) == 0) return 0;
    if (PyErr_ExceptionMatches(PyExc_TypeError) && !PyObject_CheckBuffer(arg))
        PyErr_Format(PyExc_TypeError, "a bytes-like object is required, not '%.100s'", Py_TYPE(arg)->tp_name);
    return -1;
}

int adder_byte_arg(PyObject *arg, const char *message)
{
    Py_ssize_t v = PyNumber_AsSsize_t(arg, NULL);
    if (v == -1 && PyErr_Occurred()) return -1;
    if (v >= 0 && v < 256) return (int)v;
    PyErr_SetString(PyExc_ValueError, message);
    return -1;
}

int adder_text_arg(PyObject *arg, const char *function, const char *name, const char **out)
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

/* ---- case and questions, ASCII only --------------------------------------------------------------------------------- */

static inline bool is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }
static inline bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
static inline bool is_alpha(unsigned char c) { return is_lower(c | 0x20) && (is_lower(c) || is_upper(c)); }
static inline bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
static inline bool is_space(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool is_alnum(unsigned char c) { return is_alpha(c) || is_digit(c); }

typedef unsigned char (*ByteMap)(unsigned char c, bool in_word, bool first);
static unsigned char to_lower(unsigned char c, bool w, bool f) { (void)w, (void)f; return is_upper(c) ? c + 32 : c; }
static unsigned char to_upper(unsigned char c, bool w, bool f) { (void)w, (void)f; return is_lower(c) ? c - 32 : c; }
static unsigned char to_swapped(unsigned char c, bool w, bool f) { return is_lower(c) ? to_upper(c, w, f) : to_lower(c, w, f); }
static unsigned char to_title(unsigned char c, bool w, bool f) { return w ? to_lower(c, w, f) : to_upper(c, w, f); }
static unsigned char to_capital(unsigned char c, bool w, bool f) { return f ? to_upper(c, w, f) : to_lower(c, w, f); }

static PyObject *map_bytes(PyObject *self, ByteMap map)
{
    Py_ssize_t n;
    const char *s = adder_bytes_data(self, &n);
    char *to;
    PyObject *r = make_blank(self, n, &to);
    bool in_word = false;
    for (Py_ssize_t i = 0; r != NULL && i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        to[i] = (char)map(c, in_word, i == 0);
        in_word = is_alpha(c);
    }
    return r;
}

#define MAP_METHOD(NAME, MAP) ADDER_BYTES_METHOD(NAME) { (void)args; return map_bytes(self, MAP); }
MAP_METHOD(lower, to_lower)
MAP_METHOD(upper, to_upper)
MAP_METHOD(swapcase, to_swapped)
MAP_METHOD(title, to_title)
MAP_METHOD(capitalize, to_capital)

#define QUESTION(NAME, TEST)                                                    \
    ADDER_BYTES_METHOD(NAME)                                                    \
    {                                                                           \
        (void)args;                                                             \
        Py_ssize_t n;                                                           \
        const char *s = adder_bytes_data(self, &n);                             \
        for (Py_ssize_t i = 0; i < n; i++)                                      \
            if (!TEST((unsigned char)s[i])) Py_RETURN_FALSE;                    \
        return PyBool_FromLong(n > 0);                                          \
    }
QUESTION(isalnum, is_alnum)
QUESTION(isalpha, is_alpha)
QUESTION(isdigit, is_digit)
QUESTION(isspace, is_space)

ADDER_BYTES_METHOD(isascii)
{
    (void)args;
    Py_ssize_t n;
    const char *s = adder_bytes_data(self, &n);
    return PyBool_FromLong(adder_chars_max(1, s, n) < 0x80);
}

static PyObject *all_cased(PyObject *self, bool upper)
{
    Py_ssize_t n;
    const char *s = adder_bytes_data(self, &n);
    bool found = false;
    for (Py_ssize_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (upper ? is_lower(c) : is_upper(c)) Py_RETURN_FALSE;
        found |= is_alpha(c);
    }
    return PyBool_FromLong(found);
}

ADDER_BYTES_METHOD(islower) { (void)args; return all_cased(self, false); }
ADDER_BYTES_METHOD(isupper) { (void)args; return all_cased(self, true); }

ADDER_BYTES_METHOD(istitle)
{
    (void)args;
    Py_ssize_t n;
    const char *s = adder_bytes_data(self, &n);
    bool found = false, in_word = false;
    for (Py_ssize_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (is_upper(c) ? in_word : is_lower(c) && !in_word) Py_RETURN_FALSE;
        in_word = is_alpha(c);
        found |= in_word;
    }
    return PyBool_FromLong(found);
}

/* ---- padding and tabs ------------------------------------------------------------------------------------------------ */

static PyObject *pad(PyObject *self, Py_ssize_t left, Py_ssize_t right, char fill)
{
    Py_ssize_t n;
    const char *s = adder_bytes_data(self, &n);
    if (left < 0) left = 0;
    if (right < 0) right = 0;
    if (left == 0 && right == 0) return same(self);
    if (left > PY_SSIZE_T_MAX - n || right > PY_SSIZE_T_MAX - n - left) return PyErr_NoMemory();
    char *to;
    PyObject *r = make_blank(self, left + n + right, &to);
    if (r == NULL) return NULL;
    s = adder_bytes_data(self, &n);
    memset(to, fill, (size_t)left);
    memcpy(to + left, s, (size_t)n);
    memset(to + left + n, fill, (size_t)right);
    return r;
}

/* args = width, fillchar (NULL: a space). */
static int read_padding(PyObject *const *args, const char *method, Py_ssize_t *width, char *fill)
{
    if (adder_ssize_arg(args[0], width) < 0) return -1;
    PyObject *f = args[1];
    *fill = ' ';
    if (f == NULL) return 0;
    if ((PyBytes_Check(f) || PyByteArray_Check(f)) && Py_SIZE(f) == 1) {
        Py_ssize_t n;
        *fill = *adder_bytes_data(f, &n);
        return 0;
    }
    PyErr_Format(PyExc_TypeError, "%s() argument 2 must be a byte string of length 1, not %.50s", method,
                 f == Py_None ? "None" : Py_TYPE(f)->tp_name);
    return -1;
}

ADDER_BYTES_METHOD(center)
{
    Py_ssize_t width;
    char fill;
    if (read_padding(args, "center", &width, &fill) < 0) return NULL;
    Py_ssize_t room = width > Py_SIZE(self) ? width - Py_SIZE(self) : 0, left = room / 2 + (room & width & 1);
    return pad(self, left, room - left, fill);
}

ADDER_BYTES_METHOD(ljust)
{
    Py_ssize_t width;
    char fill;
    if (read_padding(args, "ljust", &width, &fill) < 0) return NULL;
    return pad(self, 0, width > Py_SIZE(self) ? width - Py_SIZE(self) : 0, fill);
}

ADDER_BYTES_METHOD(rjust)
{
    Py_ssize_t width;
    char fill;
    if (read_padding(args, "rjust", &width, &fill) < 0) return NULL;
    return pad(self, width > Py_SIZE(self) ? width - Py_SIZE(self) : 0, 0, fill);
}

ADDER_BYTES_METHOD(zfill)
{
    Py_ssize_t width, n, m;
    if (adder_ssize_arg(args[0], &width) < 0) return NULL;
    n = Py_SIZE(self);
    if (n >= width) return same(self);
    PyObject *r = pad(self, width - n, 0, '0');
    if (r == NULL || n == 0) return r;
    char *to = (char *)adder_bytes_data(r, &m);
    char sign = to[width - n];
    if (sign == '+' || sign == '-') {
        to[0] = sign;
        to[width - n] = '0';
    }
    return r;
}

ADDER_BYTES_METHOD(expandtabs)
{
    int tabsize;
    if (adder_int_arg(args[0], &tabsize) < 0) return NULL;
    Py_ssize_t n, total = 0, column = 0;
    const char *s = adder_bytes_data(self, &n);
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_ssize_t step = s[i] != '\t' ? 1 : tabsize > 0 ? tabsize - column % tabsize : 0;
        if (total > PY_SSIZE_T_MAX - step) {
            PyErr_SetString(PyExc_OverflowError, "result too long");
            return NULL;
        }
        total += step;
        column = s[i] == '\n' || s[i] == '\r' ? 0 : column + step;
    }
    char *to;
    PyObject *r = make_blank(self, total, &to);
    if (r == NULL) return NULL;
    column = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        if (s[i] == '\t') {
            Py_ssize_t step = tabsize > 0 ? tabsize - column % tabsize : 0;
            memset(to, ' ', (size_t)step);
            to += step;
            column += step;
        } else {
            *to++ = s[i];
            column = s[i] == '\n' || s[i] == '\r' ? 0 : column + 1;
        }
    }
    return r;
}

/* ---- translation ------------------------------------------------------------------------------------------------------ */

ADDER_BYTES_METHOD(maketrans)
{
    (void)self;
    Py_buffer from, to;
    if (adder_bytes_arg(args[0], &from) < 0) return NULL;
    if (adder_bytes_arg(args[1], &to) < 0) {
        PyBuffer_Release(&from);
        return NULL;
    }
    PyObject *table = NULL;
    if (from.len != to.len) {
        PyErr_SetString(PyExc_ValueError, "maketrans arguments must have same length");
    } else if ((table = PyBytes_FromStringAndSize(NULL, 256)) != NULL) {
        char *t = PyBytes_AS_STRING(table);
        for (int i = 0; i < 256; i++) t[i] = (char)i;
        for (Py_ssize_t i = 0; i < from.len; i++) t[((unsigned char *)from.buf)[i]] = ((char *)to.buf)[i];
    }
    PyBuffer_Release(&from);
    PyBuffer_Release(&to);
    return table;
}

/* table NULL: bytes stay as they are. */
static PyObject *translate(PyObject *self, const unsigned char *table, const Py_buffer *delete)
{
    bool gone[256] = { false };
    for (Py_ssize_t i = 0; delete != NULL && i < delete->len; i++) gone[((unsigned char *)delete->buf)[i]] = true;
    Py_ssize_t n, kept = 0;
    const char *s = adder_bytes_data(self, &n);
    for (Py_ssize_t i = 0; i < n; i++) kept += !gone[(unsigned char)s[i]];
    char *to;
    PyObject *r = make_blank(self, kept, &to);
    for (Py_ssize_t i = 0; r != NULL && i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (!gone[c]) *to++ = (char)(table ? table[c] : c);
    }
    return r;
}

ADDER_BYTES_METHOD(translate)
{
    Py_buffer table = { 0 }, delete = { 0 };
    PyObject *r = NULL;
    if (args[0] != Py_None) {
        if (adder_bytes_arg(args[0], &table) < 0) return NULL;
        if (table.len != 256) {
            PyErr_SetString(PyExc_ValueError, "translation table must be 256 characters long");
            goto done;
        }
    }
    if (args[1] != NULL && adder_bytes_arg(args[1], &delete) < 0) goto done;
    r = translate(self, table.buf, args[1] != NULL ? &delete : NULL);
    if (delete.obj != NULL) PyBuffer_Release(&delete);
done:
    if (table.obj != NULL) PyBuffer_Release(&table);
    return r;
}

ADDER_BYTES_METHOD(decode)
{
    const char *encoding, *errors;
    if (adder_text_arg(args[0], "decode", "encoding", &encoding) < 0 || adder_text_arg(args[1], "decode", "errors", &errors) < 0) return NULL;
    return PyUnicode_FromEncodedObject(self, encoding, errors);
}

/* ---- hex ------------------------------------------------------------------------------------------------------------- */

/* The separator character, or -1 with an exception; 0 for none. */
static int read_separator(PyObject *sep)
{
    if (sep == NULL) return 0;
    Py_ssize_t n = PyObject_Length(sep);
    if (n < 0) return -1;
    if (n != 1) {
        PyErr_SetString(PyExc_ValueError, "sep must be length 1.");
        return -1;
    }
    if (!PyUnicode_Check(sep) && !PyBytes_Check(sep)) {
        PyErr_SetString(PyExc_TypeError, "sep must be str or bytes.");
        return -1;
    }
    Py_UCS4 ch = PyUnicode_Check(sep) ? PyUnicode_READ_CHAR(sep, 0) : (unsigned char)*PyBytes_AS_STRING(sep);
    if (ch < 128) return ch == 0 ? 0x100 : (int)ch;
    PyErr_SetString(PyExc_ValueError, "sep must be ASCII.");
    return -1;
}

PyObject *adder_bytes_to_hex(const char *s, Py_ssize_t n, PyObject *sep, int group)
{
    int ch = read_separator(sep);
    if (ch < 0) return NULL;
    Py_ssize_t size = group < 0 ? -(Py_ssize_t)group : group, gaps = ch && size > 0 && n > 0 ? (n - 1) / size : 0;
    if (n > PY_SSIZE_T_MAX / 2 - gaps) return PyErr_NoMemory();
    PyObject *r = PyUnicode_New(n * 2 + gaps, 0x7f);
    if (r == NULL || n == 0) return r;
    char *to = PyUnicode_DATA(r);
    Py_ssize_t left = group < 0 ? size : (n - 1) % (size ? size : 1) + 1; /* bytes before the next separator */
    for (Py_ssize_t i = 0; i < n; i++) {
        if (gaps && i > 0 && left == 0) {
            *to++ = (char)ch;
            left = size;
        }
        *to++ = "0123456789abcdef"[(unsigned char)s[i] >> 4];
        *to++ = "0123456789abcdef"[s[i] & 15];
        left--;
    }
    return r;
}

ADDER_BYTES_METHOD(hex)
{
    int group;
    if (adder_int_arg(args[1], &group) < 0) return NULL;
    Py_ssize_t n;
    const char *s = adder_bytes_data(self, &n);
    return adder_bytes_to_hex(s, n, args[0], group);
}

static int hex_digit(Py_UCS4 c)
{
    if (c >= '0' && c <= '9') return (int)c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (int)c - 'a' + 10 : -1;
}

PyObject *adder_bytes_from_hex(PyObject *text, bool bytearray)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(text), bad = 0;
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    char *buffer = PyMem_Malloc((size_t)n / 2 + 1), *to = buffer;
    if (buffer == NULL) return PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < n;) {
        Py_UCS4 c = PyUnicode_READ(kind, data, i);
        if (c < 128 && is_space((unsigned char)c)) {
            i++;
            continue;
        }
        int high = c < 128 ? hex_digit(c) : -1;
        bad = i;
        if (high < 0) goto wrong;
        bad = i + 1;
        c = bad < n ? PyUnicode_READ(kind, data, bad) : 0;
        int low = c && c < 128 ? hex_digit(c) : -1;
        if (low < 0) goto wrong;
        *to++ = (char)(high << 4 | low);
        i += 2;
    }
    PyObject *r = bytearray ? PyByteArray_FromStringAndSize(buffer, to - buffer) : PyBytes_FromStringAndSize(buffer, to - buffer);
    PyMem_Free(buffer);
    return r;
wrong:
    PyMem_Free(buffer);
    if (adder_chars_max(kind, data, n) > 0x7f && !PyUnicode_IS_ASCII(text)) { /* the first non-ASCII character is to blame */
        for (bad = 0; PyUnicode_READ(kind, data, bad) < 128;) bad++;
    }
    PyErr_Format(PyExc_ValueError, "non-hexadecimal number found in fromhex() arg at position %zd", bad);
    return NULL;
}

ADDER_BYTES_METHOD(fromhex)
{
    if (!PyUnicode_Check(args[0])) {
        PyErr_Format(PyExc_TypeError, "fromhex() argument must be str, not %.50s", args[0] == Py_None ? "None" : Py_TYPE(args[0])->tp_name);
        return NULL;
    }
    bool bytearray = PyType_IsSubtype((PyTypeObject *)self, &PyByteArray_Type);
    PyObject *r = adder_bytes_from_hex(args[0], bytearray);
    if (r != NULL && self != (PyObject *)Py_TYPE(r)) Py_SETREF(r, PyObject_CallOneArg(self, r));
    return r;
}

/* ---- comparison and repr ----------------------------------------------------------------------------------------------- */

static PyObject *warn_comparison(PyObject *a, PyObject *b, int op)
{
    if (!Py_BytesWarningFlag || (op != Py_EQ && op != Py_NE)) return Py_NewRef(Py_NotImplemented);
    const char *text = PyUnicode_Check(a) || PyUnicode_Check(b) ? "Comparison between bytes and string"
                       : PyLong_Check(a) || PyLong_Check(b) ? "Comparison between bytes and int" : NULL;
    if (text != NULL && PyErr_WarnEx(PyExc_BytesWarning, text, 1) < 0) return NULL;
    return Py_NewRef(Py_NotImplemented);
}

PyObject *adder_bytes_richcompare(PyObject *a, PyObject *b, int op)
{
    if (PyBytes_Check(a)) { /* bytes knows bytes only; a bytearray or memoryview on the right answers itself */
        if (a == b) Py_RETURN_RICHCOMPARE(0, 0, op);
        if (!PyBytes_Check(b)) return warn_comparison(a, b, op);
    }
    Py_buffer x, y;
    if (!PyObject_CheckBuffer(a) || !PyObject_CheckBuffer(b)) return warn_comparison(a, b, op);
    if (PyObject_GetBuffer(a, &x, PyBUF_SIMPLE) < 0) goto unknown;
    if (PyObject_GetBuffer(b, &y, PyBUF_SIMPLE) < 0) {
        PyBuffer_Release(&x);
        goto unknown;
    }
    int order = 0;
    if (x.len != y.len && (op == Py_EQ || op == Py_NE)) {
        order = 1;
    } else {
        Py_ssize_t n = x.len < y.len ? x.len : y.len;
        order = n > 0 ? memcmp(x.buf, y.buf, (size_t)n) : 0;
        if (order == 0) order = x.len < y.len ? -1 : x.len > y.len;
    }
    PyBuffer_Release(&x);
    PyBuffer_Release(&y);
    Py_RETURN_RICHCOMPARE(order, 0, op);
unknown:
    PyErr_Clear();
    Py_RETURN_NOTIMPLEMENTED;
}

static int repr_width(unsigned char c, char quote, bool escape_single)
{
    if (c == (unsigned char)quote || c == '\\' || c == '\t' || c == '\n' || c == '\r' || (escape_single && c == '\'')) return 2;
    return c < ' ' || c >= 0x7f ? 4 : 1;
}

PyObject *adder_bytes_repr(const char *s, Py_ssize_t n, const char *prefix, const char *suffix, bool escape_single)
{
    bool single = n > 0 && memchr(s, '\'', (size_t)n), both = single && memchr(s, '"', (size_t)n);
    char quote = single && !both ? '"' : '\'';
    Py_ssize_t before = (Py_ssize_t)strlen(prefix), after = (Py_ssize_t)strlen(suffix), total = before + after + 3;
    if (n > (PY_SSIZE_T_MAX - total) / 4) {
        PyErr_SetString(PyExc_OverflowError, "bytes object is too large to make repr");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < n; i++) total += repr_width((unsigned char)s[i], quote, escape_single);
    PyObject *r = PyUnicode_New(total, 0x7f);
    if (r == NULL) return NULL;
    char *to = PyUnicode_DATA(r);
    memcpy(to, prefix, (size_t)before);
    to += before;
    *to++ = 'b';
    *to++ = quote;
    for (Py_ssize_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        int width = repr_width(c, quote, escape_single);
        if (width == 1) {
            *to++ = (char)c;
            continue;
        }
        *to++ = '\\';
        if (width == 2) {
            *to++ = (char)(c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c);
        } else {
            *to++ = 'x';
            *to++ = "0123456789abcdef"[c >> 4];
            *to++ = "0123456789abcdef"[c & 15];
        }
    }
    *to++ = quote;
    memcpy(to, suffix, (size_t)after);
    return r;
}
