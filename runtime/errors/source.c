/* source.c -- one line of a source file, for tracebacks. Read plainly: no io module, no tokenizer, no cache, because this
 * must work when little else does. The encoding is UTF-8 unless a cookie in the first two lines (PEP 263) says otherwise. */
#include "runtime/errors/errors.h"
#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENCODING_MAX 64
#define FILE_MAX_BYTES (256L << 20) /* no source file is larger */

/* The whole file, NUL-terminated, to be freed with PyMem_RawFree; NULL when it cannot be read. */
static char *read_all(int fd, size_t *size)
{
    struct stat st;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size > FILE_MAX_BYTES) return NULL;
    size_t room = (size_t)st.st_size, have = 0;
    char *text = PyMem_RawMalloc(room + 1);
    if (text == NULL) return NULL;
    while (have < room) {
        ssize_t n = read(fd, text + have, room - have);
        if (n < 0) {
            PyMem_RawFree(text);
            return NULL;
        }
        if (n == 0) break;
        have += (size_t)n;
    }
    text[have] = 0;
    *size = have;
    return text;
}

static char *read_file(const char *path, size_t *size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NULL;
    char *text = read_all(fd, size);
    close(fd);
    return text;
}

/* The file by its name, or else by the name's last part in the folders of sys.path: it may have been compiled elsewhere. */
static char *find_file(PyObject *filename, size_t *size)
{
    PyObject *bytes = PyUnicode_EncodeFSDefault(filename);
    if (bytes == NULL) return NULL;
    const char *path = PyBytes_AS_STRING(bytes), *slash = strrchr(path, '/'), *tail = slash != NULL ? slash + 1 : path;
    char *text = read_file(path, size);
    PyObject *folders = PySys_GetObject("path");
    Py_ssize_t n = text == NULL && folders != NULL && PyList_Check(folders) ? PyList_GET_SIZE(folders) : 0;
    for (Py_ssize_t i = 0; text == NULL && i < n && i < PyList_GET_SIZE(folders); i++) {
        PyObject *folder = PyList_GET_ITEM(folders, i);
        if (!PyUnicode_Check(folder) || PyUnicode_GET_LENGTH(folder) == 0) continue;
        PyObject *encoded = PyUnicode_EncodeFSDefault(folder);
        if (encoded == NULL) {
            PyErr_Clear();
            continue;
        }
        char candidate[4096];
        if (snprintf(candidate, sizeof candidate, "%s/%s", PyBytes_AS_STRING(encoded), tail) < (int)sizeof candidate)
            text = read_file(candidate, size);
        Py_DECREF(encoded);
    }
    Py_DECREF(bytes);
    return text;
}

/* The end of the line that starts at p: at its \n, \r or the end of the text. */
static const char *line_end(const char *p, const char *end)
{
    while (p < end && *p != '\n' && *p != '\r') p++;
    return p;
}

static const char *next_line(const char *p, const char *end)
{
    p = line_end(p, end);
    if (p < end && *p == '\r' && p + 1 < end && p[1] == '\n') return p + 2;
    return p < end ? p + 1 : end;
}

/* Finds "coding[:=] name" in a comment line. 1 found, 0 not there but the next line may have it, -1 stop looking. */
static int find_cookie(const char *p, const char *end, char name[ENCODING_MAX])
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\f')) p++;
    if (p == end) return 0;
    if (*p != '#') return -1;
    for (; end - p > 7; p++) {
        if (memcmp(p, "coding", 6) != 0 || (p[6] != ':' && p[6] != '=')) continue;
        p += 7;
        while (p < end && (*p == ' ' || *p == '\t')) p++;
        size_t n = 0;
        while (p < end && n + 1 < ENCODING_MAX && (isalnum((unsigned char)*p) || *p == '-' || *p == '_' || *p == '.'))
            name[n++] = *p++;
        name[n] = 0;
        if (n > 0) return 1;
    }
    return 0;
}

static void find_encoding(const char *text, const char *end, char name[ENCODING_MAX])
{
    strcpy(name, "utf-8");
    char found[ENCODING_MAX];
    int rc = find_cookie(text, line_end(text, end), found);
    if (rc == 0) {
        const char *second = next_line(text, end);
        rc = find_cookie(second, line_end(second, end), found);
    }
    if (rc == 1) strcpy(name, found);
}

static PyObject *decode_line(const char *text, size_t size, int lineno)
{
    const char *end = text + size;
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) text += 3;
    char encoding[ENCODING_MAX];
    find_encoding(text, end, encoding);
    const char *line = text;
    for (int i = 1; i < lineno && line < end; i++) line = next_line(line, end);
    if (line >= end) return NULL;
    return PyUnicode_Decode(line, line_end(line, end) - line, encoding, NULL);
}

PyObject *adder_source_line(PyObject *filename, int lineno)
{
    if (lineno < 1 || filename == NULL || !PyUnicode_Check(filename)) return NULL;
    Py_ssize_t n = PyUnicode_GET_LENGTH(filename);
    if (n == 0 || (PyUnicode_READ_CHAR(filename, 0) == '<' && PyUnicode_READ_CHAR(filename, n - 1) == '>')) return NULL;
    PyObject *saved = adder_error_take(), *line = NULL;
    size_t size;
    char *text = find_file(filename, &size);
    if (text != NULL) {
        line = decode_line(text, size, lineno);
        PyMem_RawFree(text);
    }
    PyErr_Clear();
    if (saved != NULL) adder_error_restore(saved);
    return line;
}
