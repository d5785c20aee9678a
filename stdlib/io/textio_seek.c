/* textio_seek.c -- tell() and seek() of text files.
 *
 * A position is a number, the cookie: a byte position from which decoding can start, and, where that alone does not say it,
 * the decoder's state there, how many bytes to feed and how many of the characters that come out to skip. The snapshot that
 * reading took is decoded again to find it. */
#include "runtime/objects/int.h"
#include "runtime/objects/str.h"
#include "stdlib/io/textio.h"

struct cookie {
    Py_off_t start;          /* byte position */
    unsigned flags;          /* decoder state there */
    int feed, skip;          /* bytes to feed, characters to skip */
    bool need_end;           /* the end of the file must be told to the decoder for them to come out */
};

#define COOKIE_SIZE 21 /* 8 + 4 + 4 + 4 + 1 bytes, little endian */

static PyObject *cookie_pack(const struct cookie *c)
{
    unsigned char b[COOKIE_SIZE];
    uint64_t fields[4] = { (uint64_t)c->start, c->flags, (uint32_t)c->feed, (uint32_t)c->skip };
    int at = 0;
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < (i == 0 ? 8 : 4); k++) b[at++] = (unsigned char)(fields[i] >> (8 * k));
    b[at] = c->need_end;
    return _PyLong_FromByteArray(b, sizeof b, 1, 0);
}

static int cookie_unpack(PyObject *number, struct cookie *c)
{
    unsigned char b[COOKIE_SIZE];
    uint64_t fields[4] = { 0 };
    int at = 0;
    if (_PyLong_AsByteArray((PyLongObject *)number, b, sizeof b, 1, 0) < 0) return -1;
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < (i == 0 ? 8 : 4); k++) fields[i] |= (uint64_t)b[at++] << (8 * k);
    *c = (struct cookie){ (Py_off_t)fields[0], (unsigned)fields[1], (int)fields[2], (int)fields[3], b[at] != 0 };
    return 0;
}

/* ---- tell ---- */

/* Characters that the first n bytes of the snapshot give, and the decoder's state then. -1 with an exception. */
static Py_ssize_t replay(struct textio *t, Py_ssize_t n, bool end, Py_ssize_t *held, unsigned long long *flags)
{
    if (text_decoder_set(&t->codec, t->snapshot_flags) < 0) return -1;
    PyObject *text = text_decode(&t->codec, PyBytes_AS_STRING(t->snapshot_bytes), n, end), *bytes = NULL;
    if (text == NULL) return -1;
    Py_ssize_t count = PyUnicode_GET_LENGTH(text);
    Py_DECREF(text);
    if (text_decoder_state(&t->codec, &bytes, flags) < 0) return -1;
    *held = PyBytes_GET_SIZE(bytes);
    Py_DECREF(bytes);
    return count;
}

/* Finds how to come to `target` characters after the snapshot. */
static int locate(struct textio *t, Py_ssize_t target, struct cookie *c)
{
    Py_ssize_t low = 0, total = PyBytes_GET_SIZE(t->snapshot_bytes), high = total, held, count;
    unsigned long long flags;
    while (low < high) { /* the fewest bytes that give as many characters */
        Py_ssize_t middle = low + (high - low) / 2;
        count = replay(t, middle, false, &held, &flags);
        if (count < 0) return -1;
        if (count >= target) high = middle;
        else low = middle + 1;
    }
    Py_ssize_t feed = low, at = low;
    count = replay(t, at, false, &held, &flags);
    if (count < 0) return -1;
    c->need_end = count < target;
    while (at > 0 && (held > 0 || count > target)) { /* back to where nothing is held and nothing too much came out */
        count = replay(t, --at, false, &held, &flags);
        if (count < 0) return -1;
    }
    if (c->need_end) {
        Py_ssize_t held_end;
        unsigned long long flags_end;
        Py_ssize_t all = replay(t, total, true, &held_end, &flags_end);
        if (all < 0) return -1;
        if (all < target) {
            PyErr_SetString(PyExc_OSError, "can't reconstruct logical file position");
            return -1;
        }
        feed = total;
    }
    c->start += at;
    c->flags = (unsigned)flags;
    c->feed = count == target ? 0 : (int)(feed - at);
    c->skip = (int)(target - count);
    if (c->skip == 0) c->need_end = false;
    return 0;
}

static Py_off_t buffer_tell(struct textio *t)
{
    PyObject *r = PyObject_CallMethodNoArgs(t->buffer, ID(tell));
    if (r == NULL) return -1;
    Py_off_t at = io_offset(r, PyExc_OverflowError);
    Py_DECREF(r);
    return at;
}

static int call_flush(PyObject *self)
{
    PyObject *r = PyObject_CallMethodNoArgs(self, ID(flush));
    Py_XDECREF(r);
    return r == NULL ? -1 : 0;
}

PyObject *textio_tell(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct textio *t = TEXTIO(self);
    struct cookie c = { 0 };
    if (text_check_open(t) < 0) return NULL;
    if (!t->seekable) return adder_io_unsupported("underlying stream is not seekable");
    if (!t->telling) return PyErr_Format(PyExc_OSError, "telling position disabled by next() call");
    if (text_write_out(t) < 0 || call_flush(self) < 0) return NULL;
    c.start = buffer_tell(t);
    if (c.start == -1 && PyErr_Occurred()) return NULL;
    if (!t->codec.decodes || !t->has_snapshot) return PyLong_FromLongLong(c.start);
    c.start -= PyBytes_GET_SIZE(t->snapshot_bytes);
    if (t->used == 0) {
        c.flags = (unsigned)t->snapshot_flags;
        return cookie_pack(&c);
    }
    PyObject *bytes;
    unsigned long long flags;
    if (text_decoder_state(&t->codec, &bytes, &flags) < 0) return NULL;
    int rc = locate(t, t->used, &c);
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (text_decoder_set(&t->codec, flags) < 0) rc = -1; /* as it was before */
    else if (PyBytes_GET_SIZE(bytes) > 0) {
        PyObject *nothing = text_decode(&t->codec, PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes), false);
        if (nothing == NULL) rc = -1;
        Py_XDECREF(nothing);
    }
    Py_DECREF(bytes);
    if (type != NULL) {
        PyErr_Restore(type, value, traceback);
        return NULL;
    }
    return rc < 0 ? NULL : cookie_pack(&c);
}

/* ---- seek ---- */

static PyObject *buffer_seek(struct textio *t, Py_off_t to, int whence)
{
    return PyObject_CallMethod(t->buffer, "seek", "Li", (long long)to, whence);
}

/* Nothing is read ahead; the snapshot is empty at this decoder state. */
static int restart(struct textio *t, unsigned flags)
{
    PyObject *empty = PyBytes_FromStringAndSize(NULL, 0);
    if (empty == NULL) return -1;
    text_set_decoded(t, NULL);
    Py_XSETREF(t->snapshot_bytes, empty);
    t->snapshot_flags = flags;
    t->has_snapshot = t->codec.decodes;
    return t->codec.decodes ? text_decoder_set(&t->codec, flags) : 0;
}

/* Decodes the cookie's bytes again and skips its characters. */
static int skip_characters(struct textio *t, const struct cookie *c)
{
    PyObject *bytes = PyObject_CallMethod(t->buffer, "read", "i", c->feed);
    if (bytes == NULL) return -1;
    if (!PyBytes_Check(bytes)) {
        PyErr_Format(PyExc_TypeError, "underlying read() should have returned a bytes object, not '%.200s'", Py_TYPE(bytes)->tp_name);
        Py_DECREF(bytes);
        return -1;
    }
    PyObject *text = text_decode(&t->codec, PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes), c->need_end);
    Py_XSETREF(t->snapshot_bytes, bytes);
    if (text == NULL) return -1;
    bool enough = PyUnicode_GET_LENGTH(text) >= c->skip;
    text_set_decoded(t, text);
    if (!enough) {
        PyErr_SetString(PyExc_OSError, "can't restore logical file position");
        return -1;
    }
    t->used = c->skip;
    return 0;
}

static PyObject *seek_end(PyObject *self)
{
    struct textio *t = TEXTIO(self);
    if (call_flush(self) < 0) return NULL;
    text_set_decoded(t, NULL);
    text_drop_snapshot(t);
    if (t->codec.decodes && text_decoder_set(&t->codec, 0) < 0) return NULL;
    PyObject *at = buffer_seek(t, 0, 2);
    if (at != NULL && t->codec.encodes) {
        int some = PyObject_IsTrue(at);
        if (some < 0 || text_encoder_reset(&t->codec, !some) < 0) Py_CLEAR(at);
    }
    return at;
}

static PyObject *seek_cookie(PyObject *self, PyObject *number)
{
    struct textio *t = TEXTIO(self);
    struct cookie c;
    if (_PyLong_Sign(number) < 0) return PyErr_Format(PyExc_ValueError, "negative seek position %R", number);
    if (call_flush(self) < 0 || cookie_unpack(number, &c) < 0) return NULL;
    PyObject *r = buffer_seek(t, c.start, 0);
    if (r == NULL) return NULL;
    Py_DECREF(r);
    if (restart(t, c.flags) < 0 || (c.skip > 0 && skip_characters(t, &c) < 0)) return NULL;
    if (t->codec.encodes && text_encoder_reset(&t->codec, c.start == 0 && c.flags == 0) < 0) return NULL;
    t->telling = t->seekable;
    return Py_NewRef(number);
}

PyObject *textio_seek(PyObject *self, PyObject *const *args)
{
    struct textio *t = TEXTIO(self);
    int whence;
    if (((whence = _PyLong_AsInt(args[1])) == -1 && PyErr_Occurred()) || text_check_open(t) < 0) return NULL;
    if (!t->seekable) return adder_io_unsupported("underlying stream is not seekable");
    PyObject *number = NULL, *r = NULL;
    if (whence == 1 || whence == 2) {
        int zero = PyObject_RichCompareBool(args[0], adder_int_small(0), Py_EQ);
        if (zero < 0) return NULL;
        if (!zero) return adder_io_unsupported(whence == 1 ? "can't do nonzero cur-relative seeks" : "can't do nonzero end-relative seeks");
        if (whence == 2) return seek_end(self);
        number = PyObject_CallMethodNoArgs(self, ID(tell)); /* a seek to here brings the buffer into step */
    } else if (whence == 0) {
        number = PyNumber_Index(args[0]);
    } else {
        PyErr_Format(PyExc_ValueError, "invalid whence (%d, should be %d, %d or %d)", whence, 0, 1, 2);
    }
    if (number != NULL && PyLong_Check(number)) r = seek_cookie(self, number);
    Py_XDECREF(number);
    return r;
}
