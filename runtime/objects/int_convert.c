/* int_convert.c -- ints to text and text to ints.
 *
 * Bases that are powers of two are copied bit by bit; the others go through GMP. Conversions whose cost grows faster
 * than their length (every base but powers of two) honour the interpreter's digit limit, checked before the work. */
#include "runtime/objects/int_digits.h"
#include "runtime/objects/str.h"
#include "runtime/text/numbers.h"

static const char digit_chars[] = "0123456789abcdefghijklmnopqrstuvwxyz";

static int too_many_digits_out(int limit)
{
    PyErr_Format(PyExc_ValueError,
                 "Exceeds the limit (%d digits) for integer string conversion; "
                 "use sys.set_int_max_str_digits() to increase the limit", limit);
    return -1;
}

/* ---- to text ---- */

static int log2_of_base(int base)
{
    switch (base) {
    case 2: return 1;
    case 4: return 2;
    case 8: return 3;
    case 16: return 4;
    case 32: return 5;
    default: return 0;
    }
}

/* Writes the sign and the prefix; returns where the digits start. */
static char *begin_chars(char *out, bool negative, int base, bool prefix)
{
    if (negative) *out++ = '-';
    if (prefix && (base == 2 || base == 8 || base == 16)) {
        *out++ = '0';
        *out++ = base == 2 ? 'b' : base == 8 ? 'o' : 'x';
    }
    return out;
}

static char *binary_chars(PyObject *a, int base, bool prefix, Py_ssize_t *len)
{
    int step = log2_of_base(base);
    size_t bits = adder_int_bits(a), count = bits == 0 ? 1 : (bits + (size_t)step - 1) / (size_t)step;
    char *text = PyMem_Malloc(count + 4);
    if (text == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    char *start = begin_chars(text, int_is_negative(a), base, prefix), *p = start + count;
    *p = '\0';
    *len = p - text;
    uint64_t acc = 0;
    int have = 0;
    for (Py_ssize_t k = 0; k < int_size(a); k++) {
        acc |= (uint64_t)int_digits(a)[k] << have;
        have += PyLong_SHIFT;
        for (; have >= step && p > start; have -= step, acc >>= step) *--p = digit_chars[acc & (uint64_t)(base - 1)];
    }
    while (p > start) { /* the last, incomplete character */
        *--p = digit_chars[acc & (uint64_t)(base - 1)];
        acc >>= step;
    }
    return text;
}

static char *short_chars(int64_t v, int base, bool prefix, Py_ssize_t *len)
{
    char buf[70], *p = buf + sizeof buf;
    uint64_t a = v < 0 ? -(uint64_t)v : (uint64_t)v;
    *--p = '\0';
    do {
        *--p = digit_chars[a % (unsigned)base];
        a /= (unsigned)base;
    } while (a != 0);
    size_t size = (size_t)(buf + sizeof buf - p);
    char *text = PyMem_Malloc(size + 3);
    if (text == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    char *start = begin_chars(text, v < 0, base, prefix);
    memcpy(start, p, size);
    *len = start + size - 1 - text;
    return text;
}

/* Digits that any number of so many bits has at least. */
static size_t least_decimal_digits(size_t bits) { return (size_t)((unsigned __int128)(bits - 1) * 30103 / 100001); }

static char *gmp_chars(PyObject *a, int base, Py_ssize_t *len)
{
    struct limbs l;
    size_t bits = adder_int_bits(a);
    int limit = base == 10 ? adder_interp()->number.int_max_str_digits : 0;
    if (limit > 0 && least_decimal_digits(bits) > (size_t)limit) {
        too_many_digits_out(limit);
        return NULL;
    }
    size_t room = base < 4 ? bits : base < 8 ? bits / 2 + 1 : bits / 3 + 1;
    if (adder_int_reserve(bits) < 0 || adder_limbs_from_int(&l, a) < 0) return NULL;
    char *text = PyMem_Malloc(room + 8);
    if (text == NULL) {
        adder_limbs_free(&l);
        PyErr_NoMemory();
        return NULL;
    }
    unsigned char *raw = (unsigned char *)text + 1;
    size_t n = mpn_get_str(raw, base, l.p, l.n), zeros = 0;
    adder_limbs_free(&l);
    while (zeros + 1 < n && raw[zeros] == 0) zeros++;
    n -= zeros;
    if (limit > 0 && n > (size_t)limit) {
        PyMem_Free(text);
        too_many_digits_out(limit);
        return NULL;
    }
    char *out = begin_chars(text, int_is_negative(a), base, false);
    for (size_t k = 0; k < n; k++) out[k] = digit_chars[raw[zeros + k]]; /* out <= raw + zeros: no byte is lost */
    out[n] = '\0';
    *len = out + n - text;
    return text;
}

char *adder_int_to_chars(PyObject *a, int base, bool prefix, Py_ssize_t *len)
{
    int64_t v;
    ADDER_ASSERT(base >= 2 && base <= 36, "digits exist for bases 2 to 36");
    if (adder_int_get(a, &v)) return short_chars(v, base, prefix, len);
    if (log2_of_base(base) != 0) return binary_chars(a, base, prefix, len);
    return gmp_chars(a, base, len);
}

PyObject *_PyLong_Format(PyObject *a, int base)
{
    Py_ssize_t len;
    if (!PyLong_Check(a)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    char *text = adder_int_to_chars(a, base, true, &len);
    if (text == NULL) return NULL;
    PyObject *s = adder_str_from_ascii(text, len);
    PyMem_Free(text);
    return s;
}

/* ---- from text ---- */

#define NO_DIGIT 37

static inline int digit_value(unsigned char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    return NO_DIGIT;
}

static inline bool is_space(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* A literal under way. */
struct scan {
    const char *p, *end; /* what is left */
    int base;
    bool negative;
    const char *digits; /* first digit; underscores may stand between the digits up to p */
    Py_ssize_t count;   /* digits without underscores */
};

/* Is there a 0x, 0o, 0b at p that means `base`? */
static bool has_prefix(const struct scan *s, int base)
{
    if (s->end - s->p < 2 || s->p[0] != '0') return false;
    char c = (char)(s->p[1] | 0x20);
    return (base == 16 && c == 'x') || (base == 8 && c == 'o') || (base == 2 && c == 'b');
}

/* Settles the base and steps over the prefix. False when base 0 meets a decimal number with a leading zero: then only
 * zeros may follow. */
static bool scan_base(struct scan *s)
{
    bool only_zero = false;
    if (s->base == 0) {
        s->base = has_prefix(s, 16) ? 16 : has_prefix(s, 8) ? 8 : has_prefix(s, 2) ? 2 : 10;
        only_zero = s->base == 10 && s->p < s->end && *s->p == '0';
    }
    if (has_prefix(s, s->base)) {
        s->p += 2;
        if (s->p < s->end && *s->p == '_') s->p++; /* one underscore may follow the prefix */
    }
    return !only_zero;
}

/* Reads digits with single underscores between them; false on a misplaced underscore or no digit. */
static bool scan_digits(struct scan *s)
{
    bool after_digit = false;
    s->digits = s->p;
    s->count = 0;
    for (; s->p < s->end; s->p++) {
        if (*s->p == '_') {
            if (!after_digit) return false;
            after_digit = false;
        } else if (digit_value((unsigned char)*s->p) < s->base) {
            after_digit = true;
            s->count++;
        } else {
            break;
        }
    }
    return after_digit;
}

static PyObject *value_short(const struct scan *s)
{
    int64_t v = 0;
    for (const char *p = s->digits; p < s->p; p++)
        if (*p != '_') v = v * s->base + digit_value((unsigned char)*p);
    return adder_int_new_i64(s->negative ? -v : v);
}

static PyObject *value_long(const struct scan *s)
{
    struct limbs l;
    static const unsigned char bits_per_char[37] = { [2] = 1, [3] = 2, [4] = 2, [5 ... 8] = 3, [9 ... 16] = 4,
                                                     [17 ... 32] = 5, [33 ... 36] = 6 };
    PyObject *result = NULL;
    unsigned char *raw = PyMem_Malloc((size_t)s->count);
    if (raw == NULL) return PyErr_NoMemory();
    size_t n = 0;
    for (const char *p = s->digits; p < s->p; p++)
        if (*p != '_' && (n > 0 || *p != '0')) raw[n++] = (unsigned char)digit_value((unsigned char)*p);
    if (n == 0) {
        result = Py_NewRef(adder_int_small(0));
    } else if (adder_int_reserve(n * 4) == 0 &&
               adder_limbs_room(&l, (mp_size_t)((unsigned __int128)n * bits_per_char[s->base] / 64 + 3)) == 0) {
        l.n = mpn_set_str(l.p, raw, n, s->base);
        result = adder_int_from_limbs(l.p, l.n, s->negative);
        adder_limbs_free(&l);
    }
    PyMem_Free(raw);
    return result;
}

static PyObject *scan_value(const struct scan *s)
{
    int limit = log2_of_base(s->base) != 0 ? 0 : adder_interp()->number.int_max_str_digits;
    if (limit > 0 && s->count > limit)
        return PyErr_Format(PyExc_ValueError,
                            "Exceeds the limit (%d digits) for integer string conversion: value has %zd digits; "
                            "use sys.set_int_max_str_digits() to increase the limit", limit, s->count);
    return s->count <= 11 || (s->base <= 10 && s->count <= 18) ? value_short(s) : value_long(s);
}

/* Reads [start, end). NULL without exception where the text is no number; *stop is then where reading gave up, else
 * behind the number and the spaces after it. */
static PyObject *parse(const char *start, const char *end, int base, const char **stop)
{
    struct scan s = { .p = start, .end = end, .base = base };
    PyObject *value = NULL;
    while (s.p < end && is_space((unsigned char)*s.p)) s.p++;
    if (s.p < end && (*s.p == '+' || *s.p == '-')) s.negative = *s.p++ == '-';
    bool any = scan_base(&s);
    if (scan_digits(&s)) value = scan_value(&s);
    if (value != NULL && !any && int_sign(value) != 0) Py_CLEAR(value);
    if (value != NULL)
        while (s.p < end && is_space((unsigned char)*s.p)) s.p++;
    *stop = s.p;
    return value;
}

static bool check_base(int base)
{
    if (base == 0 || (base >= 2 && base <= 36)) return true;
    PyErr_SetString(PyExc_ValueError, "int() arg 2 must be >= 2 and <= 36");
    return false;
}

/* `literal` is what the message shows, borrowed. */
static PyObject *invalid_literal(int base, PyObject *literal)
{
    if (!PyErr_Occurred() && literal != NULL)
        PyErr_Format(PyExc_ValueError, "invalid literal for int() with base %d: %.200R", base, literal);
    return NULL;
}

PyObject *PyLong_FromString(const char *str, char **pend, int base)
{
    const char *stop;
    size_t n = strlen(str);
    if (!check_base(base)) return NULL;
    PyObject *value = parse(str, str + n, base, &stop);
    if (pend != NULL) *pend = (char *)stop;
    if (value != NULL && (pend != NULL || *stop == '\0')) return value;
    Py_XDECREF(value);
    if (PyErr_Occurred()) return NULL;
    PyObject *shown = PyUnicode_FromStringAndSize(str, (Py_ssize_t)Py_MIN(n, 200));
    invalid_literal(base, shown);
    Py_XDECREF(shown);
    return NULL;
}

/* All of [s, s + n) must be the number; `shown` appears in the message. */
static PyObject *parse_all(const char *s, Py_ssize_t n, int base, PyObject *shown)
{
    const char *stop;
    if (!check_base(base)) return NULL;
    PyObject *value = parse(s, s + n, base, &stop);
    if (value != NULL && stop == s + n) return value;
    Py_XDECREF(value);
    return invalid_literal(base, shown);
}

PyObject *_PyLong_FromBytes(const char *s, Py_ssize_t n, int base)
{
    const char *stop;
    if (!check_base(base)) return NULL;
    PyObject *value = parse(s, s + n, base, &stop);
    if (value != NULL && stop == s + n) return value;
    Py_XDECREF(value);
    if (PyErr_Occurred()) return NULL;
    PyObject *shown = PyBytes_FromStringAndSize(s, Py_MIN(n, 200));
    invalid_literal(base, shown);
    Py_XDECREF(shown);
    return NULL;
}

char *adder_str_to_ascii_number(PyObject *u)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(u);
    int kind = PyUnicode_KIND(u);
    const void *data = PyUnicode_DATA(u);
    char *out = PyMem_Malloc((size_t)n + 1);
    if (out == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 c = PyUnicode_READ(kind, data, i);
        int d;
        if (c < 0x7f) out[i] = (char)c;
        else if (Py_UNICODE_ISSPACE(c)) out[i] = ' ';
        else out[i] = (d = Py_UNICODE_TODECIMAL(c)) >= 0 ? (char)('0' + d) : '?';
    }
    out[n] = '\0';
    return out;
}

PyObject *PyLong_FromUnicodeObject(PyObject *u, int base)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(u);
    if (PyUnicode_IS_ASCII(u)) return parse_all(PyUnicode_DATA(u), n, base, u);
    char *text = adder_str_to_ascii_number(u); /* Unicode has more digits and spaces */
    if (text == NULL) return NULL;
    PyObject *value = parse_all(text, n, base, u);
    PyMem_Free(text);
    return value;
}

