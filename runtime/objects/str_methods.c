/* str_methods.c -- padding, tabs, translation. */
#include "runtime/objects/str_impl.h"

/* self with `left` and `right` fill characters at its ends. */
static PyObject *pad(PyObject *self, Py_ssize_t left, Py_ssize_t right, Py_UCS4 fill)
{
    if (left < 0) left = 0;
    if (right < 0) right = 0;
    Py_ssize_t n = PyUnicode_GET_LENGTH(self);
    if (left == 0 && right == 0) return adder_str_exact(self);
    if (left > PY_SSIZE_T_MAX - n || right > PY_SSIZE_T_MAX - (left + n)) {
        PyErr_SetString(PyExc_OverflowError, "padded string is too long");
        return NULL;
    }
    PyObject *r = PyUnicode_New(left + n + right, Py_MAX(PyUnicode_MAX_CHAR_VALUE(self), fill));
    if (r == NULL) return NULL;
    _PyUnicode_FastFill(r, 0, left, fill);
    _PyUnicode_FastCopyCharacters(r, left, self, 0, n);
    _PyUnicode_FastFill(r, left + n, right, fill);
    return r;
}

/* args = width, fillchar. 0, or -1 with TypeError or OverflowError. */
static int read_padding(PyObject *const *args, Py_ssize_t *width, Py_UCS4 *fill)
{
    if (adder_ssize_arg(args[0], width) < 0) return -1;
    if (!PyUnicode_Check(args[1])) {
        PyErr_Format(PyExc_TypeError, "The fill character must be a unicode character, not %.100s", Py_TYPE(args[1])->tp_name);
        return -1;
    }
    if (PyUnicode_GET_LENGTH(args[1]) != 1) {
        PyErr_SetString(PyExc_TypeError, "The fill character must be exactly one character long");
        return -1;
    }
    *fill = PyUnicode_READ_CHAR(args[1], 0);
    return 0;
}

PyObject *str_center(PyObject *self, PyObject *const *args)
{
    Py_ssize_t width;
    Py_UCS4 fill;
    if (read_padding(args, &width, &fill) < 0) return NULL;
    Py_ssize_t room = width - PyUnicode_GET_LENGTH(self);
    if (width < PyUnicode_GET_LENGTH(self)) return adder_str_exact(self);
    Py_ssize_t left = room / 2 + (room & width & 1);
    return pad(self, left, room - left, fill);
}

PyObject *str_ljust(PyObject *self, PyObject *const *args)
{
    Py_ssize_t width;
    Py_UCS4 fill;
    if (read_padding(args, &width, &fill) < 0) return NULL;
    return pad(self, 0, width < 0 ? 0 : width - PyUnicode_GET_LENGTH(self), fill);
}

PyObject *str_rjust(PyObject *self, PyObject *const *args)
{
    Py_ssize_t width;
    Py_UCS4 fill;
    if (read_padding(args, &width, &fill) < 0) return NULL;
    return pad(self, width < 0 ? 0 : width - PyUnicode_GET_LENGTH(self), 0, fill);
}

PyObject *str_zfill(PyObject *self, PyObject *const *args)
{
    Py_ssize_t width, n = PyUnicode_GET_LENGTH(self);
    if (adder_ssize_arg(args[0], &width) < 0) return NULL;
    if (n >= width) return adder_str_exact(self);
    PyObject *r = pad(self, width - n, 0, '0');
    if (r == NULL || n == 0) return r;
    int kind = PyUnicode_KIND(r);
    void *data = PyUnicode_DATA(r);
    Py_UCS4 sign = PyUnicode_READ(kind, data, width - n);
    if (sign == '+' || sign == '-') { /* the sign goes before the zeros */
        PyUnicode_WRITE(kind, data, 0, sign);
        PyUnicode_WRITE(kind, data, width - n, '0');
    }
    return r;
}

PyObject *str_expandtabs(PyObject *self, PyObject *const *args)
{
    int tabsize;
    if (adder_int_arg(args[0], &tabsize) < 0) return NULL;
    int kind = PyUnicode_KIND(self);
    const void *data = PyUnicode_DATA(self);
    Py_ssize_t n = PyUnicode_GET_LENGTH(self), column = 0, total = 0;
    bool found = false;
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 ch = PyUnicode_READ(kind, data, i);
        Py_ssize_t step = 1;
        if (ch == '\t') {
            found = true;
            step = tabsize > 0 ? tabsize - column % tabsize : 0;
        }
        if (total > PY_SSIZE_T_MAX - step) {
            PyErr_SetString(PyExc_OverflowError, "new string is too long");
            return NULL;
        }
        total += step;
        column = ch == '\n' || ch == '\r' ? 0 : column + step;
    }
    if (!found) return adder_str_exact(self);
    PyObject *r = PyUnicode_New(total, PyUnicode_MAX_CHAR_VALUE(self));
    if (r == NULL || total == 0) return r;
    void *to = PyUnicode_DATA(r);
    Py_ssize_t j = column = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 ch = PyUnicode_READ(kind, data, i);
        if (ch == '\t') {
            Py_ssize_t step = tabsize > 0 ? tabsize - column % tabsize : 0;
            adder_chars_fill(kind, to, j, step, ' ');
            j += step;
            column += step;
        } else {
            PyUnicode_WRITE(kind, to, j++, ch);
            column = ch == '\n' || ch == '\r' ? 0 : column + 1;
        }
    }
    return r;
}

/* ---- translate ----------------------------------------------------------------------------------------------------- */

/* What the table makes of ch: a new reference to None, an int or a str, or NULL: no entry (no exception set) or error. */
static PyObject *table_entry(PyObject *table, Py_UCS4 ch)
{
    PyObject *key = PyLong_FromLong((long)ch);
    if (key == NULL) return NULL;
    PyObject *entry = PyObject_GetItem(table, key);
    Py_DECREF(key);
    if (entry == NULL) {
        if (PyErr_ExceptionMatches(PyExc_LookupError)) PyErr_Clear();
        return NULL;
    }
    if (entry == Py_None || PyUnicode_Check(entry)) return entry;
    if (PyLong_Check(entry)) {
        long v = PyLong_AsLong(entry);
        if (v >= 0 && v <= 0x10ffff) return entry;
        PyErr_Clear();
        PyErr_SetString(PyExc_ValueError, "character mapping must be in range(0x110000)");
    } else {
        PyErr_SetString(PyExc_TypeError, "character mapping must return integer, None or str");
    }
    Py_DECREF(entry);
    return NULL;
}

static int write_entry(_PyUnicodeWriter *w, PyObject *entry)
{
    if (entry == Py_None) return 0;
    if (PyUnicode_Check(entry)) return _PyUnicodeWriter_WriteStr(w, entry);
    return _PyUnicodeWriter_WriteChar(w, (Py_UCS4)PyLong_AsLong(entry));
}

/* One character. ASCII results that are single ASCII characters are remembered in cache: value + 1, 0 = unknown. */
static int translate_char(_PyUnicodeWriter *w, PyObject *table, Py_UCS4 ch, unsigned char *cache)
{
    if (ch < 128 && cache[ch]) return _PyUnicodeWriter_WriteChar(w, (Py_UCS4)cache[ch] - 1);
    PyObject *entry = table_entry(table, ch);
    if (entry == NULL) {
        if (PyErr_Occurred()) return -1;
        if (ch < 128) cache[ch] = (unsigned char)(ch + 1);
        return _PyUnicodeWriter_WriteChar(w, ch);
    }
    if (ch < 128) {
        Py_UCS4 to = 0x80;
        if (PyLong_Check(entry)) to = (Py_UCS4)PyLong_AsLong(entry);
        else if (entry != Py_None && PyUnicode_GET_LENGTH(entry) == 1) to = PyUnicode_READ_CHAR(entry, 0);
        if (to < 128) cache[ch] = (unsigned char)(to + 1);
    }
    int rc = write_entry(w, entry);
    Py_DECREF(entry);
    return rc;
}

PyObject *PyUnicode_Translate(PyObject *self, PyObject *table, const char *errors)
{
    (void)errors;
    if (adder_str_check(self) < 0) return NULL;
    _PyUnicodeWriter w;
    _PyUnicodeWriter_Init(&w);
    w.overallocate = 1;
    w.min_length = PyUnicode_GET_LENGTH(self);
    unsigned char cache[128] = { 0 };
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(self); i++) {
        if (translate_char(&w, table, PyUnicode_READ_CHAR(self, i), cache) < 0) {
            _PyUnicodeWriter_Dealloc(&w);
            return NULL;
        }
    }
    return _PyUnicodeWriter_Finish(&w);
}

PyObject *str_translate(PyObject *self, PyObject *const *args) { return PyUnicode_Translate(self, args[0], "ignore"); }

/* table[ord(ch)] = value. */
static int set_entry(PyObject *table, Py_UCS4 ch, PyObject *value)
{
    PyObject *key = PyLong_FromLong((long)ch);
    int rc = key == NULL || value == NULL ? -1 : PyDict_SetItem(table, key, value);
    Py_XDECREF(key);
    return rc;
}

static int maketrans_strings(PyObject *table, PyObject *x, PyObject *y, PyObject *z)
{
    if (!PyUnicode_Check(x)) {
        PyErr_SetString(PyExc_TypeError, "first maketrans argument must be a string if there is a second argument");
        return -1;
    }
    if (PyUnicode_GET_LENGTH(x) != PyUnicode_GET_LENGTH(y)) {
        PyErr_SetString(PyExc_ValueError, "the first two maketrans arguments must have equal length");
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(x); i++) {
        PyObject *value = PyLong_FromLong((long)PyUnicode_READ_CHAR(y, i));
        int rc = set_entry(table, PyUnicode_READ_CHAR(x, i), value);
        Py_XDECREF(value);
        if (rc < 0) return -1;
    }
    for (Py_ssize_t i = 0; z != NULL && i < PyUnicode_GET_LENGTH(z); i++)
        if (set_entry(table, PyUnicode_READ_CHAR(z, i), Py_None) < 0) return -1;
    return 0;
}

static int maketrans_dict(PyObject *table, PyObject *x)
{
    if (!PyDict_CheckExact(x)) {
        PyErr_SetString(PyExc_TypeError, "if you give only one argument to maketrans it must be a dict");
        return -1;
    }
    Py_ssize_t i = 0;
    PyObject *key, *value;
    while (PyDict_Next(x, &i, &key, &value)) {
        int rc;
        if (PyUnicode_Check(key)) {
            if (PyUnicode_GET_LENGTH(key) != 1) {
                PyErr_SetString(PyExc_ValueError, "string keys in translate table must be of length 1");
                return -1;
            }
            rc = set_entry(table, PyUnicode_READ_CHAR(key, 0), value);
        } else if (PyLong_Check(key)) {
            rc = PyDict_SetItem(table, key, value);
        } else {
            PyErr_SetString(PyExc_TypeError, "keys in translate table must be strings or integers");
            return -1;
        }
        if (rc < 0) return -1;
    }
    return 0;
}

/* "maketrans() argument 2 must be str, not int" */
static int check_maketrans(PyObject *arg, int position)
{
    if (arg == NULL || PyUnicode_Check(arg)) return 0;
    PyErr_Format(PyExc_TypeError, "maketrans() argument %d must be str, not %.50s", position,
                 arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
    return -1;
}

PyObject *str_maketrans(PyObject *unused, PyObject *const *args)
{
    (void)unused;
    PyObject *x = args[0], *y = args[1], *z = args[2];
    if (check_maketrans(y, 2) < 0 || check_maketrans(z, 3) < 0) return NULL;
    PyObject *table = PyDict_New();
    if (table == NULL) return NULL;
    int rc = y != NULL ? maketrans_strings(table, x, y, z) : maketrans_dict(table, x);
    if (rc < 0) Py_CLEAR(table);
    return table;
}
