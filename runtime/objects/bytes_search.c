/* bytes_search.c -- finding, replacing, splitting, stripping and joining in bytes and bytearray. */
#include "runtime/objects/bytes_methods.h"
#include "runtime/objects/str_impl.h"

/* What is searched for: a byte or a buffer. */
struct needle {
    Py_buffer view; /* obj NULL: a single byte */
    char byte;
    const char *p;
    Py_ssize_t n;
};

static int read_needle(PyObject *arg, struct needle *x)
{
    memset(x, 0, sizeof *x);
    if (PyObject_CheckBuffer(arg)) {
        if (PyObject_GetBuffer(arg, &x->view, PyBUF_SIMPLE) < 0) return -1;
        x->p = x->view.buf;
        x->n = x->view.len;
        return 0;
    }
    if (!PyIndex_Check(arg)) {
        PyErr_Format(PyExc_TypeError, "argument should be integer or bytes-like object, not '%.200s'", Py_TYPE(arg)->tp_name);
        return -1;
    }
    int c = adder_byte_arg(arg, "byte must be in range(0, 256)");
    if (c < 0) return -1;
    x->byte = (char)c;
    x->p = &x->byte;
    x->n = 1;
    return 0;
}

static void drop_needle(struct needle *x)
{
    if (x->view.obj != NULL) PyBuffer_Release(&x->view);
}

enum search { FIND, RFIND, COUNT };

/* The position (or count) in self; -1 absent, -2 with an exception. */
static Py_ssize_t search(PyObject *self, PyObject *const *args, enum search what)
{
    Py_ssize_t start = 0, end = PY_SSIZE_T_MAX, n, at;
    struct needle x;
    if (adder_slice_arg(args[1], &start) < 0 || adder_slice_arg(args[2], &end) < 0 || read_needle(args[0], &x) < 0) return -2;
    const char *s = adder_bytes_data(self, &n);
    adder_clamp(&start, &end, n);
    if (end - start < x.n || end < start) at = what == COUNT ? 0 : -1;
    else if (what == COUNT) at = adder_chars_count(1, s + start, end - start, x.p, x.n, PY_SSIZE_T_MAX);
    else {
        at = (what == FIND ? adder_chars_find : adder_chars_rfind)(1, s + start, end - start, x.p, x.n);
        if (at >= 0) at += start;
    }
    drop_needle(&x);
    return at;
}

static PyObject *position(Py_ssize_t at, bool must_be_found)
{
    if (at == -2) return NULL;
    if (at >= 0 || !must_be_found) return PyLong_FromSsize_t(at);
    PyErr_SetString(PyExc_ValueError, "subsection not found");
    return NULL;
}

ADDER_BYTES_METHOD(find) { return position(search(self, args, FIND), false); }
ADDER_BYTES_METHOD(rfind) { return position(search(self, args, RFIND), false); }
ADDER_BYTES_METHOD(index) { return position(search(self, args, FIND), true); }
ADDER_BYTES_METHOD(rindex) { return position(search(self, args, RFIND), true); }
ADDER_BYTES_METHOD(count) { return position(search(self, args, COUNT), false); }

int adder_bytes_contains(PyObject *self, PyObject *value)
{
    Py_ssize_t n, at;
    if (PyIndex_Check(value)) {
        int c = adder_byte_arg(value, "byte must be in range(0, 256)");
        if (c < 0) return -1;
        const char *s = adder_bytes_data(self, &n);
        return adder_chars_find_char(1, s, n, (Py_UCS4)c) >= 0;
    }
    Py_buffer view;
    if (adder_bytes_arg(value, &view) < 0) return -1;
    const char *s = adder_bytes_data(self, &n);
    at = adder_chars_find(1, s, n, view.buf, view.len);
    PyBuffer_Release(&view);
    return at >= 0;
}

/* -1 with an exception. */
static int tail_match(PyObject *self, PyObject *sub, Py_ssize_t start, Py_ssize_t end, bool at_end)
{
    Py_buffer view;
    if (adder_bytes_arg(sub, &view) < 0) return -1;
    Py_ssize_t n;
    const char *s = adder_bytes_data(self, &n);
    adder_clamp(&start, &end, n);
    int rc = 0;
    if (end - view.len >= start && end >= start) rc = memcmp(s + (at_end ? end - view.len : start), view.buf, (size_t)view.len) == 0;
    PyBuffer_Release(&view);
    return rc;
}

static PyObject *starts_or_ends(PyObject *self, PyObject *const *args, bool at_end)
{
    Py_ssize_t start = 0, end = PY_SSIZE_T_MAX;
    if (adder_slice_arg(args[1], &start) < 0 || adder_slice_arg(args[2], &end) < 0) return NULL;
    if (PyTuple_Check(args[0])) {
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(args[0]); i++) {
            int rc = tail_match(self, PyTuple_GET_ITEM(args[0], i), start, end, at_end);
            if (rc != 0) return rc < 0 ? NULL : Py_NewRef(Py_True);
        }
        Py_RETURN_FALSE;
    }
    if (!PyObject_CheckBuffer(args[0])) {
        PyErr_Format(PyExc_TypeError, "%s first arg must be bytes or a tuple of bytes, not %s", at_end ? "endswith" : "startswith",
                     Py_TYPE(args[0])->tp_name);
        return NULL;
    }
    int rc = tail_match(self, args[0], start, end, at_end);
    return rc < 0 ? NULL : PyBool_FromLong(rc);
}

ADDER_BYTES_METHOD(startswith) { return starts_or_ends(self, args, false); }
ADDER_BYTES_METHOD(endswith) { return starts_or_ends(self, args, true); }

/* self[from:to], itself where it is all of a bytes. */
static PyObject *slice(PyObject *self, Py_ssize_t from, Py_ssize_t to)
{
    Py_ssize_t n;
    const char *s = adder_bytes_data(self, &n);
    if (from == 0 && to == n && PyBytes_CheckExact(self)) return Py_NewRef(self);
    return adder_bytes_make(self, s + from, to - from);
}

static PyObject *remove_affix(PyObject *self, PyObject *affix, bool at_end)
{
    Py_buffer view;
    if (adder_bytes_arg(affix, &view) < 0) return NULL;
    Py_ssize_t n, m = view.len;
    const char *s = adder_bytes_data(self, &n);
    bool match = m <= n && memcmp(at_end ? s + n - m : s, view.buf, (size_t)m) == 0;
    PyBuffer_Release(&view);
    if (!match) m = 0;
    return at_end ? slice(self, 0, n - m) : slice(self, m, n);
}

ADDER_BYTES_METHOD(removeprefix) { return remove_affix(self, args[0], false); }
ADDER_BYTES_METHOD(removesuffix) { return remove_affix(self, args[0], true); }

/* ---- replace ---------------------------------------------------------------------------------------------------------- */

static char *put(char *to, const char *s, Py_ssize_t n)
{
    memcpy(to, s, (size_t)n);
    return to + n;
}

static PyObject *replace(PyObject *self, const Py_buffer *old, const Py_buffer *new, Py_ssize_t max)
{
    if (max < 0) max = PY_SSIZE_T_MAX;
    Py_ssize_t n;
    const char *s = adder_bytes_data(self, &n);
    Py_ssize_t count = max == 0 || n < old->len || (old->len == 0 && new->len == 0) ? 0 : adder_chars_count(1, s, n, old->buf, old->len, max);
    if (count == 0) return slice(self, 0, n);
    Py_ssize_t grow = new->len - old->len;
    if (grow > 0 && count > (PY_SSIZE_T_MAX - n) / grow) {
        PyErr_SetString(PyExc_OverflowError, "replace bytes is too long");
        return NULL;
    }
    PyObject *r = adder_bytes_make(self, NULL, n + count * grow);
    if (r == NULL) return NULL;
    Py_ssize_t m;
    char *to = (char *)adder_bytes_data(r, &m);
    if (m == 0) return r;
    const char *end = s + n;
    while (count-- > 0) {
        Py_ssize_t hop = old->len == 0 ? 0 : adder_chars_find(1, s, end - s, old->buf, old->len);
        to = put(to, s, hop);
        to = put(to, new->buf, new->len);
        s += hop + old->len;
        if (old->len == 0 && s < end) *to++ = *s++;
    }
    put(to, s, end - s);
    return r;
}

ADDER_BYTES_METHOD(replace)
{
    Py_buffer old, new;
    Py_ssize_t max;
    if (adder_bytes_arg(args[0], &old) < 0) return NULL;
    PyObject *r = NULL;
    if (adder_bytes_arg(args[1], &new) == 0) {
        if (adder_ssize_arg(args[2], &max) == 0) r = replace(self, &old, &new, max);
        PyBuffer_Release(&new);
    }
    PyBuffer_Release(&old);
    return r;
}

/* ---- split ------------------------------------------------------------------------------------------------------------ */

static inline bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static int push(PyObject *list, PyObject *self, Py_ssize_t from, Py_ssize_t to)
{
    PyObject *part = slice(self, from, to);
    if (part == NULL) return -1;
    int rc = PyList_Append(list, part);
    Py_DECREF(part);
    return rc;
}

static int split_spaces(PyObject *list, PyObject *self, Py_ssize_t max)
{
    Py_ssize_t n, i = 0;
    const char *s = adder_bytes_data(self, &n);
    for (;;) {
        while (i < n && is_space(s[i])) i++;
        if (i == n) return 0;
        Py_ssize_t from = i;
        if (max-- == 0) return push(list, self, from, n);
        while (i < n && !is_space(s[i])) i++;
        if (push(list, self, from, i) < 0) return -1;
    }
}

static int rsplit_spaces(PyObject *list, PyObject *self, Py_ssize_t max)
{
    Py_ssize_t i;
    const char *s = adder_bytes_data(self, &i);
    for (;;) {
        while (i > 0 && is_space(s[i - 1])) i--;
        if (i == 0) return 0;
        Py_ssize_t to = i;
        if (max-- == 0) return push(list, self, 0, to);
        while (i > 0 && !is_space(s[i - 1])) i--;
        if (push(list, self, i, to) < 0) return -1;
    }
}

static int split_at(PyObject *list, PyObject *self, const Py_buffer *sep, Py_ssize_t max)
{
    Py_ssize_t n, from = 0;
    const char *s = adder_bytes_data(self, &n);
    while (max-- > 0) {
        Py_ssize_t hop = adder_chars_find(1, s + from, n - from, sep->buf, sep->len);
        if (hop < 0) break;
        if (push(list, self, from, from + hop) < 0) return -1;
        from += hop + sep->len;
    }
    return push(list, self, from, n);
}

static int rsplit_at(PyObject *list, PyObject *self, const Py_buffer *sep, Py_ssize_t max)
{
    Py_ssize_t to;
    const char *s = adder_bytes_data(self, &to);
    while (max-- > 0) {
        Py_ssize_t at = adder_chars_rfind(1, s, to, sep->buf, sep->len);
        if (at < 0) break;
        if (push(list, self, at + sep->len, to) < 0) return -1;
        to = at;
    }
    return push(list, self, 0, to);
}

static PyObject *split(PyObject *self, const Py_buffer *sep, Py_ssize_t max, bool from_right)
{
    if (sep != NULL && sep->len == 0) {
        PyErr_SetString(PyExc_ValueError, "empty separator");
        return NULL;
    }
    if (max < 0) max = PY_SSIZE_T_MAX;
    PyObject *list = PyList_New(0);
    if (list == NULL) return NULL;
    int rc;
    if (from_right) rc = sep ? rsplit_at(list, self, sep, max) : rsplit_spaces(list, self, max);
    else rc = sep ? split_at(list, self, sep, max) : split_spaces(list, self, max);
    if (rc == 0 && from_right) rc = PyList_Reverse(list);
    if (rc < 0) Py_CLEAR(list);
    return list;
}

static PyObject *split_method(PyObject *self, PyObject *const *args, bool from_right)
{
    Py_ssize_t max;
    Py_buffer sep;
    if (adder_ssize_arg(args[1], &max) < 0) return NULL;
    if (args[0] == Py_None) return split(self, NULL, max, from_right);
    if (adder_bytes_arg(args[0], &sep) < 0) return NULL;
    PyObject *list = split(self, &sep, max, from_right);
    PyBuffer_Release(&sep);
    return list;
}

ADDER_BYTES_METHOD(split) { return split_method(self, args, false); }
ADDER_BYTES_METHOD(rsplit) { return split_method(self, args, true); }

ADDER_BYTES_METHOD(splitlines)
{
    int keepends;
    if (adder_int_arg(args[0], &keepends) < 0) return NULL;
    Py_ssize_t n, i = 0;
    const char *s = adder_bytes_data(self, &n);
    PyObject *list = PyList_New(0);
    while (list != NULL && i < n) {
        Py_ssize_t from = i;
        while (i < n && s[i] != '\n' && s[i] != '\r') i++;
        Py_ssize_t to = i;
        if (i < n) {
            i += s[i] == '\r' && i + 1 < n && s[i + 1] == '\n' ? 2 : 1;
            if (keepends) to = i;
        }
        if (push(list, self, from, to) < 0) Py_CLEAR(list);
    }
    return list;
}

static PyObject *partition(PyObject *self, PyObject *sep, bool from_right)
{
    Py_buffer view;
    if (adder_bytes_arg(sep, &view) < 0) return NULL;
    PyObject *triple = NULL, *a = NULL, *b = NULL, *c = NULL;
    if (view.len == 0) {
        PyErr_SetString(PyExc_ValueError, "empty separator");
        goto done;
    }
    Py_ssize_t n;
    const char *s = adder_bytes_data(self, &n);
    Py_ssize_t at = (from_right ? adder_chars_rfind : adder_chars_find)(1, s, n, view.buf, view.len);
    if (at < 0) {
        a = from_right ? adder_bytes_make(self, NULL, 0) : slice(self, 0, n);
        b = adder_bytes_make(self, NULL, 0);
        c = from_right ? slice(self, 0, n) : adder_bytes_make(self, NULL, 0);
    } else {
        a = slice(self, 0, at);
        b = PyBytes_CheckExact(sep) && !PyByteArray_Check(self) ? Py_NewRef(sep) : adder_bytes_make(self, view.buf, view.len);
        c = slice(self, at + view.len, n);
    }
    if (a && b && c) triple = PyTuple_Pack(3, a, b, c);
done:
    Py_XDECREF(a);
    Py_XDECREF(b);
    Py_XDECREF(c);
    PyBuffer_Release(&view);
    return triple;
}

ADDER_BYTES_METHOD(partition) { return partition(self, args[0], false); }
ADDER_BYTES_METHOD(rpartition) { return partition(self, args[0], true); }

/* ---- strip ------------------------------------------------------------------------------------------------------------ */

static PyObject *strip(PyObject *self, PyObject *chars, bool left, bool right)
{
    bool drop[256] = { false };
    if (chars == Py_None) {
        for (int c = 0; c < 128; c++) drop[c] = is_space((char)c);
    } else {
        Py_buffer view;
        if (adder_bytes_arg(chars, &view) < 0) return NULL;
        for (Py_ssize_t i = 0; i < view.len; i++) drop[((unsigned char *)view.buf)[i]] = true;
        PyBuffer_Release(&view);
    }
    Py_ssize_t i = 0, j;
    const char *s = adder_bytes_data(self, &j);
    while (left && i < j && drop[(unsigned char)s[i]]) i++;
    while (right && j > i && drop[(unsigned char)s[j - 1]]) j--;
    return slice(self, i, j);
}

ADDER_BYTES_METHOD(strip) { return strip(self, args[0], true, true); }
ADDER_BYTES_METHOD(lstrip) { return strip(self, args[0], true, false); }
ADDER_BYTES_METHOD(rstrip) { return strip(self, args[0], false, true); }

/* ---- join ------------------------------------------------------------------------------------------------------------- */

/* The views of all items; *total their bytes and the gaps. How many were taken, or -1 - that many with an exception. */
static Py_ssize_t take_views(PyObject *seq, Py_buffer *views, Py_ssize_t gap, Py_ssize_t *total)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(seq);
    *total = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = PySequence_Fast_GET_ITEM(seq, i);
        if (PyObject_GetBuffer(item, &views[i], PyBUF_SIMPLE) < 0) {
            if (!PyObject_CheckBuffer(item))
                PyErr_Format(PyExc_TypeError, "sequence item %zd: expected a bytes-like object, %.80s found", i, Py_TYPE(item)->tp_name);
            return -1 - i;
        }
        if (views[i].len > PY_SSIZE_T_MAX - *total || (i > 0 && gap > PY_SSIZE_T_MAX - *total - views[i].len)) {
            PyErr_SetString(PyExc_OverflowError, "join() result is too long");
            return -2 - i;
        }
        *total += views[i].len + (i > 0 ? gap : 0);
        if (PySequence_Fast_GET_SIZE(seq) != n) {
            PyErr_SetString(PyExc_RuntimeError, "sequence changed size during iteration");
            return -2 - i;
        }
    }
    return n;
}

static PyObject *join_fast(PyObject *self, PyObject *seq)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(seq), gap, total, taken;
    if (n == 0) return adder_bytes_make(self, NULL, 0);
    if (n == 1 && PyBytes_CheckExact(self) && PyBytes_CheckExact(PySequence_Fast_GET_ITEM(seq, 0)))
        return Py_NewRef(PySequence_Fast_GET_ITEM(seq, 0));
    Py_buffer few[10], *views = n <= 10 ? few : PyMem_Malloc((size_t)n * sizeof *views);
    if (views == NULL) return PyErr_NoMemory();
    adder_bytes_data(self, &gap);
    PyObject *r = NULL;
    taken = take_views(seq, views, gap, &total);
    if (taken >= 0 && (r = adder_bytes_make(self, NULL, total)) != NULL && total > 0) {
        Py_ssize_t size;
        const char *sep = adder_bytes_data(self, &gap);
        char *to = (char *)adder_bytes_data(r, &size);
        for (Py_ssize_t i = 0; i < n; i++) {
            if (i > 0) to = put(to, sep, gap);
            to = put(to, views[i].buf, views[i].len);
        }
    }
    if (taken < 0) taken = -1 - taken;
    for (Py_ssize_t i = 0; i < taken; i++) PyBuffer_Release(&views[i]);
    if (views != few) PyMem_Free(views);
    return r;
}

PyObject *adder_bytes_join(PyObject *self, PyObject *iterable)
{
    PyObject *seq = PySequence_Fast(iterable, "can only join an iterable");
    if (seq == NULL) return NULL;
    PyObject *r = join_fast(self, seq);
    Py_DECREF(seq);
    return r;
}

ADDER_BYTES_METHOD(join) { return adder_bytes_join(self, args[0]); }
