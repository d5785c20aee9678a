/* percent.c -- what str % and bytes % have in common. */
#include "runtime/objects/percent.h"
#include "runtime/objects/str.h"

void adder_percent_init(struct adder_percent *p, int kind, const void *data, Py_ssize_t n, PyObject *args)
{
    memset(p, 0, sizeof *p);
    p->kind = kind;
    p->data = data;
    p->n = n;
    p->args = args;
    p->count = PyTuple_Check(args) ? PyTuple_GET_SIZE(args) : -1;
    if (PyMapping_Check(args) && !PyTuple_Check(args) && !PyUnicode_Check(args)) p->mapping = args;
}

PyObject *adder_percent_argument(struct adder_percent *p)
{
    if (p->held != NULL) return p->held; /* a %(key) was read */
    if (p->count >= 0 && p->next < p->count) return PyTuple_GET_ITEM(p->args, p->next++);
    if (p->count == -1) {
        p->count = -2;
        return p->args;
    }
    PyErr_SetString(PyExc_TypeError, "not enough arguments for format string");
    return NULL;
}

int adder_percent_done(struct adder_percent *p, const char *what)
{
    bool left = p->count == -1 || (p->count >= 0 && p->next < p->count);
    if (!left || p->mapping != NULL) return 0;
    PyErr_Format(PyExc_TypeError, "not all arguments converted during %s formatting", what);
    return -1;
}

static Py_UCS4 peek(const struct adder_percent *p) { return PyUnicode_READ(p->kind, p->data, p->pos); }

static int incomplete(const char *message)
{
    PyErr_SetString(PyExc_ValueError, message);
    return -1;
}

/* (key): pos after the parenthesis that opens. The value is held. */
static int read_key(struct adder_percent *p)
{
    if (p->mapping == NULL) {
        PyErr_SetString(PyExc_TypeError, "format requires a mapping");
        return -1;
    }
    Py_ssize_t start = p->pos;
    for (int depth = 1;; p->pos++) {
        if (p->pos >= p->n) return incomplete("incomplete format key");
        Py_UCS4 ch = peek(p);
        if (ch == '(') depth++;
        else if (ch == ')' && --depth == 0) break;
    }
    const char *at = (const char *)p->data + start * p->kind;
    PyObject *key = p->bytes ? PyBytes_FromStringAndSize(at, p->pos - start) : PyUnicode_FromKindAndData(p->kind, at, p->pos - start);
    p->pos++;
    if (key == NULL) return -1;
    p->count = -2; /* from here on the mapping is no argument itself */
    Py_XSETREF(p->held, PyObject_GetItem(p->mapping, key));
    Py_DECREF(key);
    return p->held == NULL ? -1 : 0;
}

static int read_star(struct adder_percent *p, Py_ssize_t *out)
{
    PyObject *v = adder_percent_argument(p);
    if (v == NULL) return -1;
    int rc = -1;
    if (PyLong_Check(v)) {
        *out = PyLong_AsSsize_t(v);
        rc = *out == -1 && PyErr_Occurred() ? -1 : 0;
    } else {
        PyErr_SetString(PyExc_TypeError, "* wants int");
    }
    Py_CLEAR(p->held); /* used up, if it was a %(key)'s value */
    return rc;
}

static int read_digits(struct adder_percent *p, Py_ssize_t *out, Py_ssize_t max, const char *too_big)
{
    for (*out = 0; p->pos < p->n; p->pos++) {
        Py_UCS4 ch = peek(p);
        if (ch < '0' || ch > '9') return 0;
        if (*out > (max - (Py_ssize_t)(ch - '0')) / 10) return incomplete(too_big);
        *out = *out * 10 + (Py_ssize_t)(ch - '0');
    }
    return 0;
}

static void read_flags(struct adder_percent *p)
{
    for (; p->pos < p->n; p->pos++) {
        switch (peek(p)) {
        case '-': p->left = true; break;
        case '+': p->plus = true; break;
        case ' ': p->blank = true; break;
        case '#': p->alternate = true; break;
        case '0': p->zero = true; break;
        default: return;
        }
    }
}

static int read_width(struct adder_percent *p)
{
    if (p->pos >= p->n) return 0;
    Py_UCS4 ch = peek(p);
    if (ch == '*') {
        p->pos++;
        if (read_star(p, &p->width) < 0) return -1;
        if (p->width < 0) {
            p->left = true;
            p->width = -p->width;
        }
    } else if (ch >= '0' && ch <= '9') {
        return read_digits(p, &p->width, PY_SSIZE_T_MAX, "width too big");
    }
    return 0;
}

static int read_precision(struct adder_percent *p)
{
    if (p->pos >= p->n || peek(p) != '.') return 0;
    p->precision = 0;
    if (++p->pos >= p->n) return 0;
    if (peek(p) != '*') return read_digits(p, &p->precision, INT_MAX, "precision too big");
    p->pos++;
    if (read_star(p, &p->precision) < 0) return -1;
    if (p->precision > INT_MAX || p->precision < INT_MIN) {
        PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C int");
        return -1;
    }
    if (p->precision < 0) p->precision = 0;
    return 0;
}

int adder_percent_read(struct adder_percent *p)
{
    p->left = p->plus = p->blank = p->alternate = p->zero = false;
    p->width = p->precision = -1;
    Py_CLEAR(p->held);
    if (p->pos < p->n && peek(p) == '(') {
        p->pos++;
        if (read_key(p) < 0) return -1;
    }
    read_flags(p);
    if (read_width(p) < 0 || read_precision(p) < 0) return -1;
    if (p->pos < p->n && (peek(p) == 'h' || peek(p) == 'l' || peek(p) == 'L')) p->pos++;
    if (p->pos >= p->n) return incomplete("incomplete format");
    p->letter = peek(p);
    p->pos++;
    return 0;
}

void adder_percent_unsupported(struct adder_percent *p)
{
    PyErr_Format(PyExc_ValueError, "unsupported format character '%c' (0x%x) at index %zd",
                 p->letter > 31 && p->letter < 127 ? (int)p->letter : '?', (unsigned)p->letter, p->pos - 1);
}

/* ---- numbers ------------------------------------------------------------------------------------------------------- */

bool adder_percent_is_numeric(Py_UCS4 letter) { return letter != 0 && letter < 128 && strchr("diuoxXeEfFgG", (int)letter) != NULL; }

PyObject *_PyUnicode_FormatLong(PyObject *value, int alternate, int precision, int letter)
{
    int base = letter == 'o' ? 8 : letter == 'x' || letter == 'X' ? 16 : 10;
    PyObject *text = _PyLong_Format(value, base);
    if (text == NULL) return NULL;
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    const char *s = PyUnicode_DATA(text);
    bool negative = *s == '-';
    Py_ssize_t prefix = base == 10 ? 0 : 2, digits = n - negative - prefix;
    Py_ssize_t zeros = precision > digits ? precision - digits : 0, shown = alternate ? prefix : 0;
    if (zeros == 0 && shown == prefix && letter != 'X') return text;
    PyObject *r = PyUnicode_New(negative + shown + zeros + digits, 0x7f);
    if (r != NULL) {
        char *to = PyUnicode_DATA(r);
        if (negative) *to++ = '-';
        memcpy(to, s + negative, (size_t)shown);
        memset(to + shown, '0', (size_t)zeros);
        memcpy(to + shown + zeros, s + n - digits, (size_t)digits);
        for (char *p = to; letter == 'X' && *p; p++)
            if (*p >= 'a' && *p <= 'x') *p = (char)(*p - 32);
    }
    Py_DECREF(text);
    return r;
}

static PyObject *wrong_type(Py_UCS4 letter, PyObject *value)
{
    bool hex = letter == 'x' || letter == 'X' || letter == 'o';
    PyErr_Format(PyExc_TypeError, "%%%c format: %s is required, not %.200s", (int)letter, hex ? "an integer" : "a real number",
                 Py_TYPE(value)->tp_name);
    return NULL;
}

static PyObject *integer_text(struct adder_percent *p, PyObject *value)
{
    bool hex = p->letter == 'x' || p->letter == 'X' || p->letter == 'o';
    Py_UCS4 shown = p->bytes && p->letter == 'i' ? 'd' : p->letter; /* as messages name it */
    if (!PyNumber_Check(value)) return wrong_type(shown, value);
    PyObject *v = PyLong_Check(value) ? Py_NewRef(value) : hex ? PyNumber_Index(value) : PyNumber_Long(value);
    if (v == NULL) return PyErr_ExceptionMatches(PyExc_TypeError) ? wrong_type(shown, value) : NULL;
    PyObject *text = _PyUnicode_FormatLong(v, p->alternate, (int)p->precision, (int)p->letter);
    Py_DECREF(v);
    return text;
}

static PyObject *float_text(struct adder_percent *p, PyObject *value)
{
    double x = PyFloat_AsDouble(value);
    if (x == -1.0 && PyErr_Occurred()) {
        if (p->bytes && PyErr_ExceptionMatches(PyExc_TypeError) && !PyFloat_Check(value))
            PyErr_Format(PyExc_TypeError, "float argument required, not %.200s", Py_TYPE(value)->tp_name);
        return NULL;
    }
    char *text = PyOS_double_to_string(x, (char)p->letter, p->precision < 0 ? 6 : (int)p->precision, p->alternate ? Py_DTSF_ALT : 0, NULL);
    if (text == NULL) return NULL;
    PyObject *r = adder_str_from_ascii(text, (Py_ssize_t)strlen(text));
    PyMem_Free(text);
    return r;
}

PyObject *adder_percent_number(struct adder_percent *p, PyObject *value)
{
    return strchr("eEfFgG", (int)p->letter) ? float_text(p, value) : integer_text(p, value);
}

struct adder_percent_layout adder_percent_lay_out(const struct adder_percent *p, const char *text, Py_ssize_t n)
{
    struct adder_percent_layout l = { 0 };
    bool numeric = adder_percent_is_numeric(p->letter);
    if (numeric && n > 0) {
        if (*text == '-' || *text == '+') l.sign = *text, l.skip = 1;
        else if (p->plus) l.sign = '+';
        else if (p->blank) l.sign = ' ';
        if (p->alternate && (p->letter == 'x' || p->letter == 'X' || p->letter == 'o')) l.prefix = 2;
    }
    Py_ssize_t shown = n - l.skip + (l.sign != 0), room = p->width > shown ? p->width - shown : 0;
    if (p->left) l.spaces_after = room;
    else if (numeric && p->zero) l.zeros = room;
    else l.spaces_before = room;
    return l;
}
