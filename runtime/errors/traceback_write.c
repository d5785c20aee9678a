/* traceback_write.c -- tracebacks as text: file, line, function, the source line, and the marks below it.
 *
 * Marks point at the part of the line that failed, unless that is the whole line; for a binary operation or a subscript
 * the operator gets ^ and the rest ~. What cannot be found out (no file, no columns) is left out without a word. */
#include "runtime/errors/errors.h"
#include "runtime/errors/traceback.h"
#include "runtime/state/interp.h"
#include "vm/code.h"
#include <limits.h>

#define SOURCE_INDENT   4
#define DEFAULT_LIMIT   1000 /* entries shown; sys.tracebacklimit changes it */
#define REPEATS_SHOWN   3

/* ---- output ---- */

int adder_out_text(Out *out, const char *text) { return PyFile_WriteString(text, out->file); }

int adder_out_str(Out *out, PyObject *str)
{
    if (str == NULL) return -1;
    int rc = PyFile_WriteObject(str, out->file, Py_PRINT_RAW);
    Py_DECREF(str);
    return rc;
}

static int write_spaces(Out *out, int n)
{
    char spaces[65];
    for (; n > 0; n -= 64) {
        int some = n < 64 ? n : 64;
        memset(spaces, ' ', (size_t)some);
        spaces[some] = 0;
        if (adder_out_text(out, spaces) < 0) return -1;
    }
    return 0;
}

int adder_out_indent(Out *out) { return write_spaces(out, 2 * out->depth); }

int adder_out_margin(Out *out)
{
    if (out->depth == 0) return 0;
    return adder_out_indent(out) < 0 ? -1 : adder_out_text(out, "| ");
}

/* ---- the source line ---- */

static bool is_blank(Py_UCS4 c) { return c == ' ' || c == '\t' || c == '\f'; }

static Py_ssize_t leading_blanks(PyObject *line)
{
    Py_ssize_t i = 0, n = PyUnicode_GET_LENGTH(line);
    while (i < n && is_blank(PyUnicode_READ_CHAR(line, i))) i++;
    return i;
}

/* The line without its own indentation, indented by `indent`. */
static int write_line(Out *out, PyObject *line, int indent)
{
    PyObject *text = PyUnicode_Substring(line, leading_blanks(line), PyUnicode_GET_LENGTH(line));
    if (text == NULL) return -1;
    int rc = adder_out_margin(out) < 0 || write_spaces(out, indent) < 0 ? -1 : 0;
    if (rc < 0) {
        Py_DECREF(text);
        return -1;
    }
    return adder_out_str(out, text) < 0 ? -1 : adder_out_text(out, "\n");
}

int _Py_DisplaySourceLine(PyObject *file, PyObject *filename, int lineno, int indent, int *truncation, PyObject **line)
{
    PyObject *text = adder_source_line(filename, lineno);
    if (line != NULL) *line = NULL;
    if (text == NULL) return 0;
    Out out = {file, 0};
    int rc = write_line(&out, text, indent);
    if (truncation != NULL) *truncation = (int)leading_blanks(text) - indent;
    if (line != NULL && rc == 0)
        *line = text;
    else
        Py_DECREF(text);
    return rc;
}

/* ---- marks ---- */

/* All in characters of the line; left and right are -1 without an operator to point at. */
typedef struct { Py_ssize_t start, end, left, right; } Marks;

/* Columns count bytes of the line's UTF-8; beyond its end they stay what they are, behind its end. */
static Py_ssize_t chars_before(const char *utf8, Py_ssize_t size, Py_ssize_t bytes)
{
    Py_ssize_t chars = 0;
    for (Py_ssize_t i = 0; i < bytes; i++)
        if (i >= size || ((unsigned char)utf8[i] & 0xC0) != 0x80) chars++;
    return chars;
}

/* Which part of the line to mark. false: nothing to mark. */
static bool find_marks(PyObject *line, Position p, Marks *m)
{
    if (p.line < 0 || p.end_line < 0 || p.col < 0 || p.end_col < 0) return false;
    Py_ssize_t size, length = PyUnicode_GET_LENGTH(line);
    const char *utf8 = PyUnicode_AsUTF8AndSize(line, &size);
    if (utf8 == NULL) {
        PyErr_Clear();
        return false;
    }
    m->left = m->right = -1;
    m->start = chars_before(utf8, size, p.col);
    if (p.line == p.end_line) {
        m->end = chars_before(utf8, size, p.end_col);
        Py_ssize_t left, right;
        if (p.col < p.end_col && p.end_col <= size && adder_anchors(utf8 + p.col, p.end_col - p.col, &left, &right)) {
            m->left = chars_before(utf8, size, p.col + left);
            m->right = chars_before(utf8, size, p.col + right);
        }
    } else { /* goes on below: mark to the end of this line */
        m->end = length;
        while (m->end > 0 && is_blank(PyUnicode_READ_CHAR(line, m->end - 1))) m->end--;
    }
    return m->left != -1 || m->end - m->start != length - leading_blanks(line);
}

static int write_marks(Out *out, PyObject *line, const Marks *m)
{
    Py_ssize_t first = leading_blanks(line) - SOURCE_INDENT, size = m->end - first;
    if (size < 0) size = 0;
    char *text = PyMem_Malloc((size_t)size + 2);
    if (text == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        Py_ssize_t at = first + i;
        bool operator = m->left != -1 && m->left <= at && at < m->right;
        text[i] = at < m->start ? ' ' : m->left == -1 || operator ? '^' : '~';
    }
    text[size] = '\n';
    text[size + 1] = 0;
    int rc = adder_out_margin(out) < 0 ? -1 : adder_out_text(out, text);
    PyMem_Free(text);
    return rc;
}

/* ---- entries ---- */

static int write_entry(Out *out, PyObject *filename, int lineno, PyObject *name, Position position)
{
    if (adder_out_margin(out) < 0 ||
        adder_out_str(out, PyUnicode_FromFormat("  File \"%U\", line %d, in %U\n", filename, lineno, name)) < 0)
        return -1;
    PyObject *line = adder_source_line(filename, lineno);
    if (line == NULL) return 0;
    Marks marks;
    int rc = write_line(out, line, SOURCE_INDENT);
    if (rc == 0 && find_marks(line, position, &marks)) rc = write_marks(out, line, &marks);
    Py_DECREF(line);
    return rc;
}

static int write_repeated(Out *out, long count)
{
    if (count <= REPEATS_SHOWN) return 0;
    count -= REPEATS_SHOWN;
    return adder_out_str(out, PyUnicode_FromFormat("  [Previous line repeated %ld more time%s]\n", count,
                                                   count > 1 ? "s" : ""));
}

/* The last `limit` entries. */
static int write_entries(Out *out, PyTracebackObject *tb, long limit)
{
    long depth = 0, count = 0;
    for (PyTracebackObject *p = tb; p != NULL; p = p->tb_next) depth++;
    for (; tb != NULL && depth > limit; depth--) tb = tb->tb_next;
    PyObject *last_file = NULL, *last_name = NULL;
    int last_line = -1, rc = 0;
    for (; tb != NULL && rc == 0; tb = tb->tb_next) {
        CodeObject *code = (CodeObject *)PyFrame_GetCode(tb->tb_frame);
        if (code == NULL) { /* memory was short when the frame ended */
            PyErr_Clear();
            continue;
        }
        Position position = adder_code_position(code, tb->tb_lasti / 2);
        int line = tb->tb_lineno > 0 ? tb->tb_lineno : position.line;
        if (code->filename != last_file || code->name != last_name || line != last_line || last_line == -1) {
            rc = write_repeated(out, count);
            last_file = code->filename;
            last_name = code->name;
            last_line = line;
            count = 0;
        }
        if (++count <= REPEATS_SHOWN && rc == 0) {
            rc = write_entry(out, code->filename, line, code->name, position);
            if (rc == 0) rc = PyErr_CheckSignals();
        }
        Py_DECREF(code);
    }
    return rc < 0 ? rc : write_repeated(out, count);
}

static long entry_limit(void)
{
    PyObject *value = PySys_GetObject("tracebacklimit");
    if (value == NULL || !PyLong_Check(value)) return DEFAULT_LIMIT;
    int overflow;
    long limit = PyLong_AsLongAndOverflow(value, &overflow);
    if (overflow > 0) return LONG_MAX;
    return limit <= 0 ? 0 : limit;
}

int adder_traceback_write(Out *out, PyObject *tb, const char *header, const char *bar)
{
    if (!PyTraceBack_Check(tb)) {
        PyErr_BadInternalCall();
        return -1;
    }
    long limit = entry_limit();
    if (limit == 0) return 0;
    if (out->depth > 0 && (adder_out_indent(out) < 0 || adder_out_text(out, bar) < 0)) return -1;
    if (adder_out_text(out, header) < 0) return -1;
    return write_entries(out, (PyTracebackObject *)tb, limit);
}

int PyTraceBack_Print(PyObject *tb, PyObject *file)
{
    if (tb == NULL) return 0;
    Out out = {file, 0};
    return adder_traceback_write(&out, tb, "Traceback (most recent call last):\n", "");
}
