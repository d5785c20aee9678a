/* binascii.c -- module binascii: bytes as hexadecimal digits, base64, uuencoded and quoted-printable text, and CRCs. */
#include "runtime/objects/bytes_methods.h"
#include "runtime/objects/str_impl.h"

/* Raises the module's own Error; always NULL. */
static PyObject *fail(PyObject *module, const char *text)
{
    PyObject *error = PyObject_GetAttrString(module, "Error");
    if (error != NULL) PyErr_SetString(error, text);
    Py_XDECREF(error);
    return NULL;
}

/* Bytes, or ASCII text. 0 or -1. */
static int ascii_arg(PyObject *arg, Py_buffer *view)
{
    if (PyUnicode_Check(arg)) {
        if (PyUnicode_IS_ASCII(arg)) return PyBuffer_FillInfo(view, arg, PyUnicode_DATA(arg), PyUnicode_GET_LENGTH(arg), 1, PyBUF_SIMPLE);
        PyErr_SetString(PyExc_ValueError, "string argument should contain only ASCII characters");
        return -1;
    }
    if (PyObject_CheckBuffer(arg)) return PyObject_GetBuffer(arg, view, PyBUF_SIMPLE);
    PyErr_Format(PyExc_TypeError, "argument should be bytes, buffer or ASCII string, not '%.100s'", Py_TYPE(arg)->tp_name);
    return -1;
}

/* Room for n bytes that a function fills from the front; cut() says how many it became. */
static PyObject *room(Py_ssize_t n) { return PyBytes_FromStringAndSize(NULL, n < 2 ? 2 : n); }
static PyObject *cut(STEALS_REF PyObject *bytes, const char *end)
{
    _PyBytes_Resize(&bytes, end - PyBytes_AS_STRING(bytes));
    return bytes;
}

/* ---- hexadecimal -------------------------------------------------------------------------------------------------------------- */

static PyObject *binascii_hexlify(PyObject *module, PyObject *const *args)
{
    (void)module;
    int group;
    Py_buffer view;
    if (adder_int_arg(args[2], &group) < 0 || adder_bytes_arg(args[0], &view) < 0) return NULL;
    PyObject *text = adder_bytes_to_hex(view.buf, view.len, args[1], group), *bytes = NULL;
    PyBuffer_Release(&view);
    if (text != NULL) bytes = PyUnicode_AsASCIIString(text);
    Py_XDECREF(text);
    return bytes;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static PyObject *unhexlify(PyObject *module, const char *s, Py_ssize_t n)
{
    if (n % 2) return fail(module, "Odd-length string");
    PyObject *out = room(n / 2);
    if (out == NULL) return NULL;
    char *to = PyBytes_AS_STRING(out);
    for (Py_ssize_t i = 0; i < n; i += 2) {
        int high = hex_digit(s[i]), low = hex_digit(s[i + 1]);
        if (high < 0 || low < 0) {
            Py_DECREF(out);
            return fail(module, "Non-hexadecimal digit found");
        }
        *to++ = (char)(high << 4 | low);
    }
    return cut(out, to);
}

static PyObject *binascii_unhexlify(PyObject *module, PyObject *const *args)
{
    Py_buffer view;
    if (ascii_arg(args[0], &view) < 0) return NULL;
    PyObject *r = unhexlify(module, view.buf, view.len);
    PyBuffer_Release(&view);
    return r;
}

/* ---- base64 ---------------------------------------------------------------------------------------------------------------------- */

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(unsigned char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Decodes into `to`; NULL, or the error's text. *end: after the last byte written. */
static const char *decode_base64(const char *s, Py_ssize_t n, bool strict, char *to, char **end, Py_ssize_t *count)
{
    int position = 0, left = 0, pads = 0; /* position within four characters */
    bool padding = false;
    char *start = to;
    *end = to;
    if (strict && n > 0 && s[0] == '=') return "Leading padding not allowed";
    for (Py_ssize_t i = 0; i < n; i++) {
        if (s[i] == '=') {
            padding = true;
            if (position < 2 || position + ++pads < 4) continue;
            *end = to;
            return strict && i + 1 < n ? "Excess data after padding" : NULL;
        }
        int v = base64_value((unsigned char)s[i]);
        if (v < 0) {
            if (strict) return "Only base64 data is allowed";
            continue;
        }
        if (strict && padding) return "Discontinuous padding not allowed";
        pads = 0;
        switch (position) {
        case 0: left = v; break;
        case 1: *to++ = (char)(left << 2 | v >> 4); left = v & 15; break;
        case 2: *to++ = (char)(left << 4 | v >> 2); left = v & 3; break;
        case 3: *to++ = (char)(left << 6 | v); left = 0; break;
        }
        position = (position + 1) % 4;
    }
    *end = to;
    if (position == 0) return NULL;
    *count = (to - start) / 3 * 4 + 1;
    return position == 1 ? "one too many" : "Incorrect padding";
}

static PyObject *binascii_a2b_base64(PyObject *module, PyObject *const *args)
{
    Py_buffer view;
    int strict = PyObject_IsTrue(args[1]);
    if (strict < 0 || ascii_arg(args[0], &view) < 0) return NULL;
    PyObject *out = room(view.len / 4 * 3 + 4);
    char *end;
    Py_ssize_t count = 0;
    const char *error = out == NULL ? NULL : decode_base64(view.buf, view.len, strict, PyBytes_AS_STRING(out), &end, &count);
    PyBuffer_Release(&view);
    if (out == NULL) return NULL;
    if (error == NULL) return cut(out, end);
    Py_DECREF(out);
    char text[160];
    if (strcmp(error, "one too many") == 0) {
        snprintf(text, sizeof text, "Invalid base64-encoded string: number of data characters (%zd) cannot be 1 more than a multiple of 4", count);
        error = text;
    }
    return fail(module, error);
}

static PyObject *binascii_b2a_base64(PyObject *module, PyObject *const *args)
{
    Py_buffer view;
    int newline = PyObject_IsTrue(args[1]);
    if (newline < 0 || adder_bytes_arg(args[0], &view) < 0) return NULL;
    if (view.len > PY_SSIZE_T_MAX / 4 * 3 - 8) {
        PyBuffer_Release(&view);
        return fail(module, "Too much data for base64 line");
    }
    PyObject *out = room(view.len / 3 * 4 + 8);
    if (out != NULL) {
        char *to = PyBytes_AS_STRING(out);
        const unsigned char *s = view.buf;
        for (Py_ssize_t n = view.len; n > 0; s += 3, n -= 3) {
            unsigned v = (unsigned)s[0] << 16 | (n > 1 ? (unsigned)s[1] << 8 : 0) | (n > 2 ? s[2] : 0);
            *to++ = base64[v >> 18];
            *to++ = base64[v >> 12 & 63];
            *to++ = n > 1 ? base64[v >> 6 & 63] : '=';
            *to++ = n > 2 ? base64[v & 63] : '=';
        }
        if (newline) *to++ = '\n';
        out = cut(out, to);
    }
    PyBuffer_Release(&view);
    return out;
}

/* ---- uu ------------------------------------------------------------------------------------------------------------------------------ */

static PyObject *decode_uu(PyObject *module, const unsigned char *s, Py_ssize_t n)
{
    Py_ssize_t want = n > 0 ? (s[0] - ' ') & 077 : 32, i = 1;
    PyObject *out = room(want);
    if (out == NULL) return NULL;
    char *to = PyBytes_AS_STRING(out), *end = to + want;
    unsigned buffer = 0;
    int bits = 0;
    for (; to < end; i++) {
        unsigned c = i < n ? s[i] : 0;
        if (i >= n || c == '\n' || c == '\r') c = 0; /* trailing spaces may have been cut off */
        else if (c < ' ' || c > ' ' + 64) {
            Py_DECREF(out);
            return fail(module, "Illegal char");
        } else c = (c - ' ') & 077;
        buffer = buffer << 6 | c;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            *to++ = (char)(buffer >> bits);
            buffer &= (1u << bits) - 1;
        }
    }
    for (; i < n; i++) {
        if (s[i] == ' ' || s[i] == ' ' + 64 || s[i] == '\n' || s[i] == '\r') continue;
        Py_DECREF(out);
        return fail(module, "Trailing garbage");
    }
    return cut(out, to);
}

static PyObject *binascii_a2b_uu(PyObject *module, PyObject *const *args)
{
    Py_buffer view;
    if (ascii_arg(args[0], &view) < 0) return NULL;
    PyObject *r = decode_uu(module, view.buf, view.len);
    PyBuffer_Release(&view);
    return r;
}

static PyObject *binascii_b2a_uu(PyObject *module, PyObject *const *args)
{
    Py_buffer view;
    int backtick = PyObject_IsTrue(args[1]);
    if (backtick < 0 || adder_bytes_arg(args[0], &view) < 0) return NULL;
    if (view.len > 45) {
        PyBuffer_Release(&view);
        return fail(module, "At most 45 bytes at once");
    }
    PyObject *out = room(2 + (view.len + 2) / 3 * 4);
    if (out != NULL) {
        char *to = PyBytes_AS_STRING(out);
        const unsigned char *s = view.buf;
#define PUT(v) (*to++ = (char)((v) == 0 && backtick ? '`' : ' ' + (int)(v)))
        PUT(view.len);
        for (Py_ssize_t n = view.len; n > 0; s += 3, n -= 3) {
            unsigned v = (unsigned)s[0] << 16 | (n > 1 ? (unsigned)s[1] << 8 : 0) | (n > 2 ? s[2] : 0);
            PUT(v >> 18);
            PUT(v >> 12 & 63);
            PUT(v >> 6 & 63);
            PUT(v & 63);
        }
#undef PUT
        *to++ = '\n';
        out = cut(out, to);
    }
    PyBuffer_Release(&view);
    return out;
}

/* ---- quoted-printable -------------------------------------------------------------------------------------------------------------- */

static PyObject *binascii_a2b_qp(PyObject *module, PyObject *const *args)
{
    (void)module;
    Py_buffer view;
    int header = PyObject_IsTrue(args[1]);
    if (header < 0 || ascii_arg(args[0], &view) < 0) return NULL;
    const char *s = view.buf;
    Py_ssize_t n = view.len, i = 0;
    PyObject *out = room(n);
    char *to = out == NULL ? NULL : PyBytes_AS_STRING(out);
    while (out != NULL && i < n) {
        if (s[i] != '=') {
            *to++ = header && s[i] == '_' ? ' ' : s[i];
            i++;
            continue;
        }
        if (++i >= n) break;
        if (s[i] == '\n' || s[i] == '\r') { /* a soft line break */
            while (i < n && s[i] != '\n') i++;
            if (i < n) i++;
        } else if (s[i] == '=') {
            *to++ = s[i++];
        } else if (i + 1 < n && hex_digit(s[i]) >= 0 && hex_digit(s[i + 1]) >= 0) {
            *to++ = (char)(hex_digit(s[i]) << 4 | hex_digit(s[i + 1]));
            i += 2;
        } else {
            *to++ = '=';
        }
    }
    PyBuffer_Release(&view);
    return out == NULL ? NULL : cut(out, to);
}

enum { QP_LINE = 76 };
struct qp {
    bool quote_tabs, is_text, header, crlf;
    char *to;
    int line; /* characters in this line */
};

static void qp_hex(struct qp *q, unsigned char c)
{
    *q->to++ = "0123456789ABCDEF"[c >> 4];
    *q->to++ = "0123456789ABCDEF"[c & 15];
}

static void qp_break(struct qp *q, bool soft)
{
    if (soft) *q->to++ = '=';
    if (q->crlf) *q->to++ = '\r';
    *q->to++ = '\n';
    q->line = 0;
}

static bool qp_must_quote(const struct qp *q, const unsigned char *s, Py_ssize_t i, Py_ssize_t n)
{
    unsigned char c = s[i];
    bool last = i + 1 == n;
    if (c > 126 || c == '=' || (q->header && c == '_')) return true;
    if (c == '.' && q->line == 0 && (last || s[i + 1] == '\n' || s[i + 1] == '\r' || s[i + 1] == 0)) return true;
    if (c == '\r' || c == '\n') return !q->is_text;
    if (c == '\t' || c == ' ') return last || q->quote_tabs;
    return c < 33;
}

static void encode_qp(struct qp *q, const unsigned char *s, Py_ssize_t n, const char *start)
{
    for (Py_ssize_t i = 0; i < n;) {
        if (qp_must_quote(q, s, i, n)) {
            if (q->line + 3 >= QP_LINE) qp_break(q, true);
            *q->to++ = '=';
            qp_hex(q, s[i++]);
            q->line += 3;
        } else if (q->is_text && (s[i] == '\n' || (s[i] == '\r' && i + 1 < n && s[i + 1] == '\n'))) {
            if (q->to > start && (q->to[-1] == ' ' || q->to[-1] == '\t')) { /* white space must not end a line */
                unsigned char space = (unsigned char)q->to[-1];
                q->to[-1] = '=';
                qp_hex(q, space);
            }
            i += s[i] == '\r' ? 2 : 1;
            qp_break(q, false);
        } else {
            if (i + 1 != n && s[i + 1] != '\n' && q->line + 1 >= QP_LINE) qp_break(q, true);
            q->line++;
            *q->to++ = q->header && s[i] == ' ' ? '_' : (char)s[i];
            i++;
        }
    }
}

static PyObject *binascii_b2a_qp(PyObject *module, PyObject *const *args)
{
    (void)module;
    Py_buffer view;
    int tabs = PyObject_IsTrue(args[1]), text = PyObject_IsTrue(args[2]), header = PyObject_IsTrue(args[3]);
    if (tabs < 0 || text < 0 || header < 0 || adder_bytes_arg(args[0], &view) < 0) return NULL;
    const char *s = view.buf, *newline = view.len ? memchr(s, '\n', (size_t)view.len) : NULL;
    struct qp q = { .quote_tabs = tabs, .is_text = text, .header = header, .crlf = newline != NULL && newline > s && newline[-1] == '\r' };
    PyObject *out = view.len > PY_SSIZE_T_MAX / 8 ? PyErr_NoMemory() : room(view.len * 4 + view.len / 16 + 16);
    if (out != NULL) {
        q.to = PyBytes_AS_STRING(out);
        encode_qp(&q, view.buf, view.len, PyBytes_AS_STRING(out));
        out = cut(out, q.to);
    }
    PyBuffer_Release(&view);
    return out;
}

/* ---- checksums ------------------------------------------------------------------------------------------------------------------------ */

static PyObject *binascii_crc32(PyObject *module, PyObject *const *args)
{
    (void)module;
    Py_buffer view;
    PyObject *start = PyNumber_Index(args[1]);
    if (start == NULL) return NULL;
    uint32_t crc = ~(uint32_t)PyLong_AsUnsignedLongMask(start);
    Py_DECREF(start);
    if (PyErr_Occurred() || adder_bytes_arg(args[0], &view) < 0) return NULL;
    uint32_t table[16];
    for (uint32_t i = 0; i < 16; i++) { /* four bits at a time: the reflected polynomial of IEEE 802.3 */
        uint32_t v = i;
        for (int k = 0; k < 4; k++) v = v & 1 ? v >> 1 ^ 0xEDB88320u : v >> 1;
        table[i] = v;
    }
    const unsigned char *s = view.buf;
    for (Py_ssize_t i = 0; i < view.len; i++) {
        crc ^= s[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    PyBuffer_Release(&view);
    return PyLong_FromUnsignedLong(~crc & 0xffffffffu);
}

static PyObject *binascii_crc_hqx(PyObject *module, PyObject *const *args)
{
    (void)module;
    Py_buffer view;
    PyObject *start = PyNumber_Index(args[1]);
    if (start == NULL) return NULL;
    unsigned crc = (unsigned)PyLong_AsUnsignedLongMask(start) & 0xffff;
    Py_DECREF(start);
    if (PyErr_Occurred() || adder_bytes_arg(args[0], &view) < 0) return NULL;
    const unsigned char *s = view.buf;
    for (Py_ssize_t i = 0; i < view.len; i++) {
        crc ^= (unsigned)s[i] << 8;
        for (int k = 0; k < 8; k++) crc = (crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff;
    }
    PyBuffer_Release(&view);
    return PyLong_FromLong((long)crc);
}

static PyMethodDef binascii_functions[] = {
    FN("a2b_uu", binascii_a2b_uu, "($module, data, /)", "A line of uuencoded text decoded."),
    FN("b2a_uu", binascii_b2a_uu, "($module, data, /, *, backtick=False)", "A uuencoded line."),
    FN("a2b_base64", binascii_a2b_base64, "($module, data, /, *, strict_mode=False)", "Base64 text decoded."),
    FN("b2a_base64", binascii_b2a_base64, "($module, data, /, *, newline=True)", "Base64 text."),
    FN("b2a_hex", binascii_hexlify, "($module, data, sep=<unrepresentable>, bytes_per_sep=1)", "Hexadecimal digits."),
    FN("hexlify", binascii_hexlify, "($module, data, sep=<unrepresentable>, bytes_per_sep=1)", "Hexadecimal digits."),
    FN("a2b_hex", binascii_unhexlify, "($module, hexstr, /)", "Bytes from hexadecimal digits."),
    FN("unhexlify", binascii_unhexlify, "($module, hexstr, /)", "Bytes from hexadecimal digits."),
    FN("crc_hqx", binascii_crc_hqx, "($module, data, crc, /)", "CRC-CCITT."),
    FN("crc32", binascii_crc32, "($module, data, crc=0, /)", "CRC-32."),
    FN("a2b_qp", binascii_a2b_qp, "($module, /, data, header=False)", "Quoted-printable text decoded."),
    FN("b2a_qp", binascii_b2a_qp, "($module, /, data, quotetabs=False, istext=True, header=False)", "Quoted-printable text."),
    { 0 }
};

static int add_exception(PyObject *module, const char *name, PyObject *base)
{
    char full[32];
    snprintf(full, sizeof full, "binascii.%s", name);
    PyObject *type = PyErr_NewException(full, base, NULL);
    int rc = type == NULL ? -1 : PyModule_AddObjectRef(module, name, type);
    Py_XDECREF(type);
    return rc;
}

static int binascii_exec(PyObject *module)
{
    return add_exception(module, "Error", PyExc_ValueError) < 0 || add_exception(module, "Incomplete", NULL) < 0 ? -1 : 0;
}

MODULE(binascii, "Conversions between bytes and ASCII text.", binascii_functions, binascii_exec)
