/* str_split.c -- cutting strings apart, joining them, and taking characters off their ends. */
#include "runtime/objects/str_impl.h"
#include "runtime/text/unicode.h"

/* Parts on their way into a list: the first ones on the stack, so that most lists are made in their final size. */
struct parts {
    PyObject *few[12];
    Py_ssize_t count; /* in few; they are owned */
    PyObject *list;   /* takes over when few is full; NULL before */
};

/* few into a list. NULL with an exception: few is kept. */
static PyObject *parts_to_list(struct parts *p)
{
    PyObject *list = PyList_New(p->count);
    for (Py_ssize_t i = 0; list != NULL && i < p->count; i++) PyList_SET_ITEM(list, i, p->few[i]);
    if (list != NULL) p->count = 0;
    return list;
}

/* s[from:to] as the next part. 0 or -1. */
static int push_part(struct parts *p, PyObject *s, Py_ssize_t from, Py_ssize_t to)
{
    PyObject *part = PyUnicode_Substring(s, from, to);
    if (part == NULL) return -1;
    if (p->list == NULL && p->count < (Py_ssize_t)(sizeof p->few / sizeof *p->few)) {
        p->few[p->count++] = part;
        return 0;
    }
    if (p->list == NULL) p->list = parts_to_list(p);
    int rc = p->list == NULL ? -1 : PyList_Append(p->list, part);
    Py_DECREF(part);
    return rc;
}

/* The list of all parts, or NULL when rc < 0. Nothing is held afterwards. */
static PyObject *parts_finish(struct parts *p, int rc)
{
    if (rc == 0 && p->list == NULL) p->list = parts_to_list(p);
    while (p->count > 0) Py_DECREF(p->few[--p->count]);
    if (rc < 0) Py_CLEAR(p->list);
    return p->list;
}

static inline bool is_space(int kind, const void *data, Py_ssize_t i)
{
    return Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, i));
}

static int split_spaces(struct parts *list, PyObject *s, Py_ssize_t max)
{
    int kind = PyUnicode_KIND(s);
    const void *data = PyUnicode_DATA(s);
    Py_ssize_t n = PyUnicode_GET_LENGTH(s), i = 0;
    for (;;) {
        while (i < n && is_space(kind, data, i)) i++;
        if (i == n) return 0;
        Py_ssize_t from = i;
        if (max-- == 0) return push_part(list, s, from, n); /* with the space at its end */
        while (i < n && !is_space(kind, data, i)) i++;
        if (push_part(list, s, from, i) < 0) return -1;
    }
}

static int rsplit_spaces(struct parts *list, PyObject *s, Py_ssize_t max)
{
    int kind = PyUnicode_KIND(s);
    const void *data = PyUnicode_DATA(s);
    Py_ssize_t i = PyUnicode_GET_LENGTH(s);
    for (;;) {
        while (i > 0 && is_space(kind, data, i - 1)) i--;
        if (i == 0) return 0;
        Py_ssize_t to = i;
        if (max-- == 0) return push_part(list, s, 0, to);
        while (i > 0 && !is_space(kind, data, i - 1)) i--;
        if (push_part(list, s, i, to) < 0) return -1;
    }
}

static int split_at(struct parts *list, PyObject *s, PyObject *sep, Py_ssize_t max)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(s), m = PyUnicode_GET_LENGTH(sep), from = 0;
    int kind = PyUnicode_KIND(s);
    if ((int)PyUnicode_KIND(sep) > kind) return push_part(list, s, 0, n);
    void *copy;
    const void *p = adder_chars_as_kind(sep, kind, &copy);
    if (p == NULL) return -1;
    int rc = -1;
    while (max-- > 0) {
        Py_ssize_t hop = adder_chars_find(kind, (char *)PyUnicode_DATA(s) + from * kind, n - from, p, m);
        if (hop < 0) break;
        if (push_part(list, s, from, from + hop) < 0) goto done;
        from += hop + m;
    }
    rc = push_part(list, s, from, n);
done:
    PyMem_Free(copy);
    return rc;
}

static int rsplit_at(struct parts *list, PyObject *s, PyObject *sep, Py_ssize_t max)
{
    Py_ssize_t to = PyUnicode_GET_LENGTH(s), m = PyUnicode_GET_LENGTH(sep);
    int kind = PyUnicode_KIND(s);
    if ((int)PyUnicode_KIND(sep) > kind) return push_part(list, s, 0, to);
    void *copy;
    const void *p = adder_chars_as_kind(sep, kind, &copy);
    if (p == NULL) return -1;
    int rc = -1;
    while (max-- > 0) {
        Py_ssize_t at = adder_chars_rfind(kind, PyUnicode_DATA(s), to, p, m);
        if (at < 0) break;
        if (push_part(list, s, at + m, to) < 0) goto done;
        to = at;
    }
    rc = push_part(list, s, 0, to);
done:
    PyMem_Free(copy);
    return rc;
}

static PyObject *split(PyObject *s, PyObject *sep, Py_ssize_t max, bool from_right)
{
    if (sep != NULL && PyUnicode_GET_LENGTH(sep) == 0) {
        PyErr_SetString(PyExc_ValueError, "empty separator");
        return NULL;
    }
    if (max < 0) max = PY_SSIZE_T_MAX;
    struct parts parts;
    parts.count = 0;
    parts.list = NULL;
    int rc;
    if (from_right) rc = sep ? rsplit_at(&parts, s, sep, max) : rsplit_spaces(&parts, s, max);
    else rc = sep ? split_at(&parts, s, sep, max) : split_spaces(&parts, s, max);
    PyObject *list = parts_finish(&parts, rc);
    if (list != NULL && from_right && PyList_Reverse(list) < 0) Py_CLEAR(list);
    return list;
}

PyObject *PyUnicode_Split(PyObject *s, PyObject *sep, Py_ssize_t max)
{
    if (adder_str_check(s) < 0 || (sep != NULL && adder_str_check(sep) < 0)) return NULL;
    return split(s, sep, max, false);
}

PyObject *PyUnicode_RSplit(PyObject *s, PyObject *sep, Py_ssize_t max)
{
    if (adder_str_check(s) < 0 || (sep != NULL && adder_str_check(sep) < 0)) return NULL;
    return split(s, sep, max, true);
}

static PyObject *split_method(PyObject *self, PyObject *const *args, bool from_right)
{
    Py_ssize_t max;
    if (adder_ssize_arg(args[1], &max) < 0) return NULL;
    if (args[0] == Py_None) return split(self, NULL, max, from_right);
    if (PyUnicode_Check(args[0])) return split(self, args[0], max, from_right);
    PyErr_Format(PyExc_TypeError, "must be str or None, not %.100s", Py_TYPE(args[0])->tp_name);
    return NULL;
}

PyObject *str_split(PyObject *self, PyObject *const *args) { return split_method(self, args, false); }
PyObject *str_rsplit(PyObject *self, PyObject *const *args) { return split_method(self, args, true); }

/* Most characters are printable ASCII, which is none. */
static inline bool is_line_end(Py_UCS4 ch) { return (ch < ' ' || ch > 0x7e) && _PyUnicode_IsLinebreak(ch); }

PyObject *PyUnicode_Splitlines(PyObject *s, int keepends)
{
    if (adder_str_check(s) < 0) return NULL;
    int kind = PyUnicode_KIND(s);
    const void *data = PyUnicode_DATA(s);
    Py_ssize_t n = PyUnicode_GET_LENGTH(s), i = 0;
    struct parts parts;
    parts.count = 0;
    parts.list = NULL;
    int rc = 0;
    while (rc == 0 && i < n) {
        Py_ssize_t from = i;
        while (i < n && !is_line_end(PyUnicode_READ(kind, data, i))) i++;
        Py_ssize_t to = i;
        if (i < n) {
            bool pair = PyUnicode_READ(kind, data, i) == '\r' && i + 1 < n && PyUnicode_READ(kind, data, i + 1) == '\n';
            i += pair ? 2 : 1;
            if (keepends) to = i;
        }
        rc = push_part(&parts, s, from, to);
    }
    return parts_finish(&parts, rc);
}

PyObject *str_splitlines(PyObject *self, PyObject *const *args)
{
    int keepends;
    return adder_int_arg(args[0], &keepends) < 0 ? NULL : PyUnicode_Splitlines(self, keepends);
}

/* ---- partition ----------------------------------------------------------------------------------------------------- */

static PyObject *three(PyObject *s, PyObject *sep, Py_ssize_t at)
{
    PyObject *head = PyUnicode_Substring(s, 0, at), *triple = NULL;
    PyObject *tail = PyUnicode_Substring(s, at + PyUnicode_GET_LENGTH(sep), PyUnicode_GET_LENGTH(s));
    if (head != NULL && tail != NULL) triple = PyTuple_Pack(3, head, sep, tail);
    Py_XDECREF(head);
    Py_XDECREF(tail);
    return triple;
}

static PyObject *partition(PyObject *s, PyObject *sep, bool from_right)
{
    if (adder_str_check(s) < 0 || adder_str_check(sep) < 0) return NULL;
    if (PyUnicode_GET_LENGTH(sep) == 0) {
        PyErr_SetString(PyExc_ValueError, "empty separator");
        return NULL;
    }
    Py_ssize_t at = from_right ? adder_str_rfind(s, sep, 0, PY_SSIZE_T_MAX) : adder_str_find(s, sep, 0, PY_SSIZE_T_MAX);
    if (at == -2) return NULL;
    if (at >= 0) return three(s, sep, at);
    PyObject *whole = adder_str_exact(s);
    if (whole == NULL) return NULL;
    PyObject *e = ADDER_EMPTY_STR;
    PyObject *triple = from_right ? PyTuple_Pack(3, e, e, whole) : PyTuple_Pack(3, whole, e, e);
    Py_DECREF(whole);
    return triple;
}

PyObject *PyUnicode_Partition(PyObject *s, PyObject *sep) { return partition(s, sep, false); }
PyObject *PyUnicode_RPartition(PyObject *s, PyObject *sep) { return partition(s, sep, true); }
PyObject *str_partition(PyObject *self, PyObject *const *args) { return partition(self, args[0], false); }
PyObject *str_rpartition(PyObject *self, PyObject *const *args) { return partition(self, args[0], true); }

/* ---- strip --------------------------------------------------------------------------------------------------------- */

enum { LEFT = 1, RIGHT = 2, BOTH = 3 };

static PyObject *strip_spaces(PyObject *s, int sides)
{
    int kind = PyUnicode_KIND(s);
    const void *data = PyUnicode_DATA(s);
    Py_ssize_t i = 0, j = PyUnicode_GET_LENGTH(s);
    if (sides & LEFT)
        while (i < j && is_space(kind, data, i)) i++;
    if (sides & RIGHT)
        while (j > i && is_space(kind, data, j - 1)) j--;
    return PyUnicode_Substring(s, i, j);
}

static bool is_member(PyObject *chars, Py_UCS4 ch)
{
    return adder_chars_find_char(PyUnicode_KIND(chars), PyUnicode_DATA(chars), PyUnicode_GET_LENGTH(chars), ch) >= 0;
}

/* sides: 0 left, 1 right, 2 both. */
PyObject *_PyUnicode_XStrip(PyObject *s, int striptype, PyObject *chars)
{
    int kind = PyUnicode_KIND(s), sides = striptype == 0 ? LEFT : striptype == 1 ? RIGHT : BOTH;
    const void *data = PyUnicode_DATA(s);
    Py_ssize_t i = 0, j = PyUnicode_GET_LENGTH(s);
    if (sides & LEFT)
        while (i < j && is_member(chars, PyUnicode_READ(kind, data, i))) i++;
    if (sides & RIGHT)
        while (j > i && is_member(chars, PyUnicode_READ(kind, data, j - 1))) j--;
    return PyUnicode_Substring(s, i, j);
}

static PyObject *strip_method(PyObject *self, PyObject *chars, int striptype, const char *name)
{
    if (chars == Py_None) return strip_spaces(self, striptype == 0 ? LEFT : striptype == 1 ? RIGHT : BOTH);
    if (PyUnicode_Check(chars)) return _PyUnicode_XStrip(self, striptype, chars);
    PyErr_Format(PyExc_TypeError, "%s arg must be None or str", name);
    return NULL;
}

PyObject *str_strip(PyObject *self, PyObject *const *args) { return strip_method(self, args[0], 2, "strip"); }
PyObject *str_lstrip(PyObject *self, PyObject *const *args) { return strip_method(self, args[0], 0, "lstrip"); }
PyObject *str_rstrip(PyObject *self, PyObject *const *args) { return strip_method(self, args[0], 1, "rstrip"); }

/* ---- join ---------------------------------------------------------------------------------------------------------- */

/* The length and bound of the joined text. -1 with an exception. */
static Py_ssize_t measure_join(PyObject *sep, PyObject *const *items, Py_ssize_t count, Py_UCS4 *maxchar)
{
    Py_ssize_t total = 0, gap = count > 1 ? PyUnicode_GET_LENGTH(sep) : 0;
    *maxchar = gap > 0 ? PyUnicode_MAX_CHAR_VALUE(sep) : 0x7f;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = items[i];
        if (!PyUnicode_Check(item)) {
            PyErr_Format(PyExc_TypeError, "sequence item %zd: expected str instance, %.80s found", i, Py_TYPE(item)->tp_name);
            return -1;
        }
        Py_ssize_t n = PyUnicode_GET_LENGTH(item) + (i > 0 ? gap : 0);
        if (n > PY_SSIZE_T_MAX - total) {
            PyErr_SetString(PyExc_OverflowError, "join() result is too long for a Python string");
            return -1;
        }
        total += n;
        Py_UCS4 max = PyUnicode_MAX_CHAR_VALUE(item);
        if (max > *maxchar) *maxchar = max;
    }
    return total;
}

static inline char *append_str(char *to, int kind, PyObject *s)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    adder_chars_copy(kind, to, PyUnicode_KIND(s), PyUnicode_DATA(s), n);
    return to + n * kind;
}

PyObject *_PyUnicode_JoinArray(PyObject *separator, PyObject *const *items, Py_ssize_t count)
{
    if (count == 0) return Py_NewRef(ADDER_EMPTY_STR);
    if (count == 1 && PyUnicode_CheckExact(items[0])) return Py_NewRef(items[0]);
    PyObject *sep = separator != NULL ? separator : adder_str_latin1(' ');
    if (!PyUnicode_Check(sep)) {
        PyErr_Format(PyExc_TypeError, "separator: expected str instance, %.80s found", Py_TYPE(sep)->tp_name);
        return NULL;
    }
    Py_UCS4 maxchar;
    Py_ssize_t n = measure_join(sep, items, count, &maxchar);
    if (n < 0) return NULL;
    PyObject *result = PyUnicode_New(n, maxchar);
    if (result == NULL || n == 0) return result;
    int kind = PyUnicode_KIND(result);
    char *to = PyUnicode_DATA(result);
    for (Py_ssize_t i = 0; i < count; i++) {
        if (i > 0) to = append_str(to, kind, sep);
        to = append_str(to, kind, items[i]);
    }
    return result;
}

PyObject *PyUnicode_Join(PyObject *separator, PyObject *seq)
{
    PyObject *fast = PySequence_Fast(seq, "can only join an iterable");
    if (fast == NULL) return NULL;
    PyObject *result = _PyUnicode_JoinArray(separator, PySequence_Fast_ITEMS(fast), PySequence_Fast_GET_SIZE(fast));
    Py_DECREF(fast);
    return result;
}

PyObject *str_join(PyObject *self, PyObject *const *args) { return PyUnicode_Join(self, args[0]); }
