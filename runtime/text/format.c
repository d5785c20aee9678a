/* format.c -- the format specification mini-language for int, float, complex and str.
 *
 * A specification is parsed once into struct spec. A number becomes sign, prefix, digits and the rest ("." fraction,
 * exponent, "%"); the digits are grouped, and the parts are laid out with the fill around or between them. The parts
 * are ASCII, but for the separators of the C locale's 'n', which stand as single control characters until the end. */
#include "runtime/text/format.h"
#include "runtime/objects/float.h"
#include "runtime/objects/int.h"
#include "runtime/objects/str.h"
#include "runtime/text/numbers.h"
#include <limits.h>
#include <locale.h>
#include <math.h>

#define LOCALE_THOUSANDS '\x01' /* stand for the locale's separators in an ASCII buffer */
#define LOCALE_POINT '\x02'

struct spec {
    Py_UCS4 fill;
    Py_UCS4 align; /* < > = ^ */
    Py_UCS4 sign;  /* + - space; 0: not given */
    Py_UCS4 type;  /* 0: not given, where that is not the same as one of the letters */
    Py_ssize_t width, precision; /* -1: not given */
    char thousands;              /* , _ or 0 */
    bool alt, no_negative_zero;
};

/* ---- parsing ---- */

struct text {
    int kind;
    const void *data;
    Py_ssize_t at, end;
};

static inline Py_UCS4 peek(const struct text *t, Py_ssize_t ahead)
{
    return t->at + ahead < t->end ? PyUnicode_READ(t->kind, t->data, t->at + ahead) : 0;
}

static inline bool accept(struct text *t, Py_UCS4 c)
{
    if (t->at >= t->end || peek(t, 0) != c) return false;
    t->at++;
    return true;
}

static inline bool is_align(Py_UCS4 c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

/* Reads decimal digits (of any script) into *n; untouched when there are none. 0, or -1 with ValueError. */
static int parse_count(struct text *t, Py_ssize_t *n)
{
    Py_ssize_t v = 0;
    bool any = false;
    for (; t->at < t->end; t->at++, any = true) {
        Py_UCS4 c = peek(t, 0);
        int d = c < 128 ? (c >= '0' && c <= '9' ? (int)(c - '0') : -1) : Py_UNICODE_TODECIMAL(c);
        if (d < 0) break;
        if (v > (PY_SSIZE_T_MAX - d) / 10) {
            PyErr_SetString(PyExc_ValueError, "Too many decimal digits in format string");
            return -1;
        }
        v = v * 10 + d;
    }
    if (any) *n = v;
    return 0;
}

static void parse_fill_align(struct text *t, struct spec *s, Py_UCS4 default_align)
{
    bool fill_given = false, align_given = true;
    s->align = default_align;
    s->fill = ' ';
    if (t->end - t->at >= 2 && is_align(peek(t, 1))) {
        s->fill = peek(t, 0);
        s->align = peek(t, 1);
        fill_given = true;
        t->at += 2;
    } else if (t->at < t->end && is_align(peek(t, 0))) {
        s->align = peek(t, 0);
        t->at++;
    } else {
        align_given = false;
    }
    Py_UCS4 sign = peek(t, 0);
    if (t->at < t->end && (sign == ' ' || sign == '+' || sign == '-')) {
        s->sign = sign;
        t->at++;
    }
    s->no_negative_zero = accept(t, 'z');
    s->alt = accept(t, '#');
    if (!fill_given && accept(t, '0')) {
        s->fill = '0';
        if (!align_given && default_align == '>') s->align = '=';
    }
}

static int parse_thousands(struct text *t, struct spec *s)
{
    if (accept(t, ',')) s->thousands = ',';
    if (peek(t, 0) == '_' && t->at < t->end) {
        if (s->thousands != 0) goto both;
        s->thousands = '_';
        t->at++;
    }
    if (s->thousands != '_' || t->at >= t->end || peek(t, 0) != ',') return 0;
both:
    PyErr_SetString(PyExc_ValueError, "Cannot specify both ',' and '_'.");
    return -1;
}

static int check_thousands(const struct spec *s)
{
    if (s->thousands == 0) return 0;
    switch (s->type) {
    case 'd': case 'e': case 'f': case 'g': case 'E': case 'G': case '%': case 'F': case '\0':
        return 0;
    case 'b': case 'o': case 'x': case 'X':
        if (s->thousands == '_') return 0;
    }
    if (s->type > 32 && s->type < 128)
        PyErr_Format(PyExc_ValueError, "Cannot specify '%c' with '%c'.", s->thousands, (char)s->type);
    else PyErr_Format(PyExc_ValueError, "Cannot specify '%c' with '\\x%x'.", s->thousands, (unsigned)s->type);
    return -1;
}

static int parse_spec(PyObject *spec, PyObject *self, struct spec *s, Py_UCS4 default_type, Py_UCS4 default_align)
{
    struct text t = { PyUnicode_KIND(spec), PyUnicode_DATA(spec), 0, PyUnicode_GET_LENGTH(spec) };
    *s = (struct spec){ .type = default_type, .width = -1, .precision = -1 };
    parse_fill_align(&t, s, default_align);
    if (parse_count(&t, &s->width) < 0 || parse_thousands(&t, s) < 0) return -1;
    if (accept(&t, '.')) {
        if (parse_count(&t, &s->precision) < 0) return -1;
        if (s->precision < 0) {
            PyErr_SetString(PyExc_ValueError, "Format specifier missing precision");
            return -1;
        }
    }
    if (t.end - t.at > 1) {
        PyErr_Format(PyExc_ValueError, "Invalid format specifier '%U' for object of type '%.200s'", spec, Py_TYPE(self)->tp_name);
        return -1;
    }
    if (t.at < t.end) s->type = peek(&t, 0);
    return check_thousands(s);
}

static PyObject *unknown_type(Py_UCS4 type, PyObject *self)
{
    const char *name = Py_TYPE(self)->tp_name;
    if (type > 32 && type < 128)
        return PyErr_Format(PyExc_ValueError, "Unknown format code '%c' for object of type '%.200s'", (char)type, name);
    return PyErr_Format(PyExc_ValueError, "Unknown format code '\\x%x' for object of type '%.200s'", (unsigned)type, name);
}

/* ---- separators and grouping ---- */

struct separators {
    char point, thousands;  /* what is put in; the two control characters stand for the objects below; 0: none */
    const char *grouping;   /* as in struct lconv: sizes of groups from the right, the last one repeats */
    PyObject *point_text, *thousands_text; /* owned, NULL unless they are in use */
    char grouping_copy[16]; /* localeconv()'s storage may change under us */
};

/* The separators for `s`. 0, or -1 with an exception; drop with separators_free either way. */
static int separators_init(struct separators *p, const struct spec *s)
{
    *p = (struct separators){ .point = '.', .grouping = "" };
    if (s->thousands != 0) {
        p->thousands = s->thousands;
        p->grouping = strchr("boxX", (int)s->type) != NULL && s->type != 0 ? "\4" : "\3";
        return 0;
    }
    if (s->type != 'n') return 0;
    const struct lconv *l = localeconv();
    strncpy(p->grouping_copy, l->grouping, sizeof p->grouping_copy - 1);
    p->grouping = p->grouping_copy;
    if (strcmp(l->decimal_point, ".") != 0) {
        p->point = LOCALE_POINT;
        if ((p->point_text = PyUnicode_DecodeLocale(l->decimal_point, NULL)) == NULL) return -1;
    }
    if (l->thousands_sep[0] == '\0') p->grouping = "";
    else if (l->thousands_sep[1] == '\0' && (signed char)l->thousands_sep[0] > ' ') p->thousands = l->thousands_sep[0];
    else {
        p->thousands = LOCALE_THOUSANDS;
        if ((p->thousands_text = PyUnicode_DecodeLocale(l->thousands_sep, NULL)) == NULL) return -1;
    }
    return 0;
}

static void separators_free(struct separators *p)
{
    Py_CLEAR(p->point_text);
    Py_CLEAR(p->thousands_text);
}

static Py_ssize_t thousands_len(const struct separators *p)
{
    return p->thousands_text != NULL ? PyUnicode_GET_LENGTH(p->thousands_text) : 1;
}

/* Writes the digits from the right, backwards from `out` when it is not NULL, grouped and filled with zeros to at least
 * `width` characters; the number of bytes. */
static Py_ssize_t group(char *out, const char *digits, Py_ssize_t n, Py_ssize_t width, const struct separators *p)
{
    const char *grouping = p->grouping;
    Py_ssize_t bytes = 0, size = 0;
    bool last = *grouping == '\0';
    while (n > 0 || width > 0) {
        if (*grouping != '\0' && !last) {
            size = *grouping;
            if (size == CHAR_MAX || size <= 0) last = true;
            else if (grouping[1] != '\0') grouping++;
        }
        Py_ssize_t want = Py_MAX(n, width), len = last ? want : Py_MIN(want, size);
        if (bytes > 0) {
            bytes++;
            if (out != NULL) *--out = p->thousands;
        }
        for (Py_ssize_t k = 0; k < len; k++) {
            char c = n > 0 ? digits[--n] : '0';
            if (out != NULL) *--out = c;
        }
        bytes += len;
        width -= len;
        if (n <= 0 && width <= 0) break;
        width -= thousands_len(p);
        if (n <= 0 && width <= 0) width = 1; /* no number starts with a separator */
    }
    return bytes;
}

/* ---- layout ---- */

/* The parts of a number; all ASCII, but for the separators. */
struct parts {
    char head[4]; /* sign and prefix */
    int head_len;
    const char *digits;
    Py_ssize_t digits_len; /* to be grouped */
    const char *rest;      /* starting with the '.', if any */
    Py_ssize_t rest_len;
    bool has_point;
};

static void put_ascii(PyObject *s, Py_ssize_t at, const char *text, Py_ssize_t n)
{
    int kind = PyUnicode_KIND(s);
    void *data = PyUnicode_DATA(s);
    if (kind == PyUnicode_1BYTE_KIND) memcpy((char *)data + at, text, (size_t)n);
    else
        for (Py_ssize_t i = 0; i < n; i++) PyUnicode_WRITE(kind, data, at + i, (unsigned char)text[i]);
}

static void put_fill(PyObject *s, Py_ssize_t at, Py_ssize_t n, Py_UCS4 fill)
{
    int kind = PyUnicode_KIND(s);
    void *data = PyUnicode_DATA(s);
    for (Py_ssize_t i = 0; i < n; i++) PyUnicode_WRITE(kind, data, at + i, fill);
}

/* `core` with the locale's separators in place of the control characters. */
static PyObject *expand_separators(const char *core, Py_ssize_t n, const struct separators *p)
{
    PyObject *s = adder_str_from_ascii(core, n);
    const char marks[] = { LOCALE_POINT, LOCALE_THOUSANDS };
    PyObject *texts[] = { p->point_text, p->thousands_text };
    for (int i = 0; i < 2 && s != NULL; i++)
        if (texts[i] != NULL) Py_SETREF(s, PyUnicode_Replace(s, adder_str_latin1((unsigned char)marks[i]), texts[i], -1));
    return s;
}

/* head, then core, with the fill where `s` wants it. `core_text` is core as a str where it is not ASCII, else NULL. */
static PyObject *lay_out(const struct spec *s, const char *head, Py_ssize_t head_len, const char *core, Py_ssize_t core_len,
                         PyObject *core_text)
{
    if (core_text != NULL) core_len = PyUnicode_GET_LENGTH(core_text);
    Py_ssize_t total = head_len + core_len, pad = s->width > total ? s->width - total : 0;
    Py_UCS4 max = core_text != NULL ? adder_str_maxchar(core_text) : 0x7f;
    if (pad > 0 && s->fill > max) max = s->fill;
    PyObject *r = PyUnicode_New(total + pad, max);
    if (r == NULL || total + pad == 0) return r;
    Py_ssize_t left = s->align == '<' ? 0 : s->align == '^' ? pad / 2 : pad, right = pad - left;
    Py_ssize_t at = 0;
    if (s->align != '=') {
        put_fill(r, 0, left, s->fill);
        at = left;
    }
    put_ascii(r, at, head, head_len);
    at += head_len;
    if (s->align == '=') {
        put_fill(r, at, left, s->fill);
        at += left;
    }
    if (core_text == NULL) put_ascii(r, at, core, core_len);
    else PyUnicode_CopyCharacters(r, at, core_text, 0, core_len);
    put_fill(r, at + core_len, right, s->fill);
    return r;
}

static PyObject *lay_out_number(const struct spec *s, const struct parts *n, const struct separators *p)
{
    Py_ssize_t width = 0;
    if (s->fill == '0' && s->align == '=') width = s->width - n->head_len - n->rest_len;
    if (n->digits_len == 0) width = 0; /* inf, nan */
    if (n->has_point && p->point_text != NULL) width -= PyUnicode_GET_LENGTH(p->point_text) - 1;
    if (p->thousands == 0 && p->point_text == NULL && n->rest == n->digits + n->digits_len)
        return lay_out(s, n->head, n->head_len, n->digits, n->digits_len + n->rest_len, NULL); /* nothing to insert */
    Py_ssize_t grouped = group(NULL, n->digits, n->digits_len, width, p);
    char *core = PyMem_Malloc((size_t)(grouped + n->rest_len) + 1);
    if (core == NULL) return PyErr_NoMemory();
    group(core + grouped, n->digits, n->digits_len, width, p);
    memcpy(core + grouped, n->rest, (size_t)n->rest_len);
    if (n->has_point) core[grouped] = p->point;
    PyObject *result = NULL, *text = NULL;
    bool foreign = p->point_text != NULL || p->thousands_text != NULL;
    if (!foreign || (text = expand_separators(core, grouped + n->rest_len, p)) != NULL)
        result = lay_out(s, n->head, n->head_len, core, grouped + n->rest_len, text);
    Py_XDECREF(text);
    PyMem_Free(core);
    return result;
}

/* The sign that a number gets; `negative` as it is. */
static void put_sign(struct parts *n, Py_UCS4 sign, bool negative)
{
    if (negative) n->head[n->head_len++] = '-';
    else if (sign == '+' || sign == ' ') n->head[n->head_len++] = (char)sign;
}

static PyObject *lay_out_separated(const struct spec *s, const struct parts *n)
{
    struct separators p;
    PyObject *r = separators_init(&p, s) < 0 ? NULL : lay_out_number(s, n, &p);
    separators_free(&p);
    return r;
}

/* ---- str ---- */

static const char *refused_by_str(const struct spec *s)
{
    if (s->sign == ' ') return "Space not allowed in string format specifier";
    if (s->sign != 0) return "Sign not allowed in string format specifier";
    if (s->no_negative_zero) return "Negative zero coercion (z) not allowed in string format specifier";
    if (s->alt) return "Alternate form (#) not allowed in string format specifier";
    if (s->align == '=') return "'=' alignment not allowed in string format specifier";
    return NULL;
}

PyObject *adder_format_str(PyObject *self, PyObject *spec)
{
    struct spec s;
    if (PyUnicode_GET_LENGTH(spec) == 0) return PyUnicode_CheckExact(self) ? Py_NewRef(self) : PyObject_Str(self);
    if (parse_spec(spec, self, &s, 's', '<') < 0) return NULL;
    if (s.type != 's') return unknown_type(s.type, self);
    const char *refused = refused_by_str(&s);
    if (refused != NULL) {
        PyErr_SetString(PyExc_ValueError, refused);
        return NULL;
    }
    Py_ssize_t len = PyUnicode_GET_LENGTH(self);
    bool cut = s.precision >= 0 && s.precision < len;
    if (!cut && s.width <= len && PyUnicode_CheckExact(self)) return Py_NewRef(self);
    PyObject *text = cut ? PyUnicode_Substring(self, 0, s.precision) : Py_NewRef(self);
    if (text == NULL) return NULL;
    PyObject *r = lay_out(&s, "", 0, NULL, 0, text);
    Py_DECREF(text);
    return r;
}

/* ---- int ---- */

static PyObject *format_char(PyObject *self, const struct spec *s)
{
    if (s->sign != 0 || s->alt) {
        PyErr_SetString(PyExc_ValueError, s->sign != 0 ? "Sign not allowed with integer format specifier 'c'"
                                                       : "Alternate form (#) not allowed with integer format specifier 'c'");
        return NULL;
    }
    long c = PyLong_AsLong(self);
    if (c == -1 && PyErr_Occurred()) return NULL;
    if (c < 0 || c > 0x10ffff) {
        PyErr_SetString(PyExc_OverflowError, "%c arg not in range(0x110000)");
        return NULL;
    }
    PyObject *text = adder_str_char((Py_UCS4)c);
    if (text == NULL) return NULL;
    PyObject *r = lay_out(s, "", 0, NULL, 0, text);
    Py_DECREF(text);
    return r;
}

static int base_of(Py_UCS4 type)
{
    return type == 'b' ? 2 : type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10;
}

static PyObject *format_digits(PyObject *self, const struct spec *s)
{
    Py_ssize_t len;
    int base = base_of(s->type);
    char *text = adder_int_to_chars(self, base, false, &len);
    if (text == NULL) return NULL;
    struct parts n = { .digits = text };
    bool negative = text[0] == '-';
    n.digits += negative;
    n.digits_len = len - negative;
    n.rest = n.digits + n.digits_len;
    put_sign(&n, s->sign, negative);
    if (s->alt && base != 10) {
        n.head[n.head_len++] = '0';
        n.head[n.head_len++] = (char)s->type;
    }
    if (s->type == 'X')
        for (char *p = text; *p != '\0'; p++)
            if (*p >= 'a') *p = (char)(*p - 'a' + 'A');
    PyObject *r = lay_out_separated(s, &n);
    PyMem_Free(text);
    return r;
}

static PyObject *format_int_spec(PyObject *self, const struct spec *s)
{
    if (s->precision >= 0 || s->no_negative_zero) {
        PyErr_SetString(PyExc_ValueError, s->precision >= 0 ? "Precision not allowed in integer format specifier"
                                                            : "Negative zero coercion (z) not allowed in integer format specifier");
        return NULL;
    }
    return s->type == 'c' ? format_char(self, s) : format_digits(self, s);
}

/* ---- float ---- */

/* A double as text without its sign, split into parts that point into *text (PyMem_Free it). */
static int split_double(double v, const struct spec *s, struct parts *n, char **text)
{
    Py_UCS4 code = s->type;
    Py_ssize_t precision = s->precision;
    int flags = (s->alt ? Py_DTSF_ALT : 0) | (s->no_negative_zero ? Py_DTSF_NO_NEG_0 : 0);
    bool percent = code == '%';
    if (percent) {
        code = 'f';
        v *= 100;
    } else if (code == 'n') {
        code = 'g';
    }
    if (code == 'r') precision = precision < 0 ? 0 : precision;
    else if (precision < 0) precision = 6;
    if (precision > INT_MAX) {
        PyErr_SetString(PyExc_ValueError, "precision too big");
        return -1;
    }
    if (code == 'r' && s->precision >= 0) code = 'g';
    if (s->type == 'r' && s->fill != 0) flags |= Py_DTSF_ADD_DOT_0; /* parts of a complex have no fill */
    *text = PyOS_double_to_string(v, (char)code, (int)precision, flags, NULL);
    if (*text == NULL) return -1;
    size_t len = strlen(*text);
    if (percent) {
        char *longer = PyMem_Realloc(*text, len + 2);
        if (longer == NULL) {
            PyMem_Free(*text);
            PyErr_NoMemory();
            return -1;
        }
        *text = longer;
        longer[len++] = '%';
        longer[len] = '\0';
    }
    const char *p = *text;
    put_sign(n, s->sign, *p == '-');
    p += *p == '-';
    n->digits = p;
    while (*p >= '0' && *p <= '9') p++;
    n->digits_len = p - n->digits;
    n->rest = p;
    n->rest_len = *text + len - p;
    n->has_point = *p == '.';
    return 0;
}

static PyObject *format_double(double v, const struct spec *given)
{
    struct spec s = *given;
    struct parts n = { 0 };
    char *text;
    if (s.type == '\0') s.type = 'r';
    if (split_double(v, &s, &n, &text) < 0) return NULL;
    PyObject *r = lay_out_separated(&s, &n);
    PyMem_Free(text);
    return r;
}

static bool is_float_type(Py_UCS4 type) { return type < 128 && strchr("eEfFgGn%", (int)type) != NULL; }

PyObject *adder_format_float(PyObject *self, PyObject *spec)
{
    struct spec s;
    if (PyUnicode_GET_LENGTH(spec) == 0) return PyObject_Str(self);
    if (parse_spec(spec, self, &s, '\0', '>') < 0) return NULL;
    if (!is_float_type(s.type)) return unknown_type(s.type, self);
    return format_double(PyFloat_AS_DOUBLE(self), &s);
}

PyObject *adder_format_int(PyObject *self, PyObject *spec)
{
    struct spec s;
    if (PyUnicode_GET_LENGTH(spec) == 0) return PyObject_Str(self);
    if (parse_spec(spec, self, &s, 'd', '>') < 0) return NULL;
    if (s.type < 128 && s.type != 0 && strchr("bcdoxXn", (int)s.type) != NULL) return format_int_spec(self, &s);
    if (s.type == 0 || !is_float_type(s.type)) return unknown_type(s.type, self);
    double v = PyLong_AsDouble(self);
    return v == -1.0 && PyErr_Occurred() ? NULL : format_double(v, &s);
}

/* ---- complex ---- */

/* One half, without outer padding. */
static PyObject *format_half(double v, const struct spec *given, Py_UCS4 sign)
{
    struct spec s = *given;
    struct parts n = { 0 };
    char *text;
    s.sign = sign;
    s.width = -1;
    s.align = '<';
    s.fill = 0;
    if (s.type == '\0') s.type = 'r';
    if (split_double(v, &s, &n, &text) < 0) return NULL;
    PyObject *r = lay_out_separated(&s, &n);
    PyMem_Free(text);
    return r;
}

static PyObject *format_halves(Py_complex z, const struct spec *s)
{
    bool plain = s->type == '\0', alone = plain && z.real == 0 && !signbit(z.real);
    PyObject *imag = NULL, *text = NULL, *result = NULL;
    PyObject *real = alone ? Py_NewRef(ADDER_EMPTY_STR) : format_half(z.real, s, s->sign);
    if (real == NULL) goto done;
    if ((imag = format_half(z.imag, s, alone ? s->sign : '+')) == NULL) goto done;
    text = PyUnicode_FromFormat(plain && !alone ? "(%U%Uj)" : "%U%Uj", real, imag);
    if (text != NULL) result = lay_out(s, "", 0, NULL, 0, text);
done:
    Py_XDECREF(text);
    Py_XDECREF(imag);
    Py_XDECREF(real);
    return result;
}

PyObject *adder_format_complex(PyObject *self, PyObject *spec)
{
    struct spec s;
    if (PyUnicode_GET_LENGTH(spec) == 0) return PyObject_Str(self);
    if (parse_spec(spec, self, &s, '\0', '>') < 0) return NULL;
    if (!is_float_type(s.type) || s.type == '%') return unknown_type(s.type, self);
    if (s.fill == '0' || s.align == '=') {
        PyErr_SetString(PyExc_ValueError, s.fill == '0' ? "Zero padding is not allowed in complex format specifier"
                                                        : "'=' alignment flag is not allowed in complex format specifier");
        return NULL;
    }
    return format_halves(((PyComplexObject *)self)->cval, &s);
}
