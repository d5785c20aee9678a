/* pycache.c -- see pycache.h.
 *
 * A cache file is: magic number, print of the opcodes, time of change and size of the source, a check sum of the rest, the marshalled code
 * object. It is replaced as a whole (written beside, then renamed), so that readers never see half of one. Whatever is wrong
 * with it, the source is compiled instead. */
#include "vm/pycache.h"
#include "runtime/compile_api.h"
#include "runtime/state/interp.h"
#include "vm/marshal.h"
#include "vm/opcode.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC 0x31414404u /* counts up with what the marshalled form means */

struct header { uint32_t magic, opcodes, mtime, size; uint64_t sum; };

/* FNV-1a, over words. It tells a damaged file, not a forged one. */
static uint64_t check_sum(const char *data, size_t size)
{
    uint64_t sum = 0xcbf29ce484222325u;
    for (; size >= 8; data += 8, size -= 8) {
        uint64_t word;
        memcpy(&word, data, 8);
        sum = (sum ^ word) * 0x100000001b3u;
        sum ^= sum >> 32;
    }
    for (; size > 0; data++, size--) sum = (sum ^ (unsigned char)*data) * 0x100000001b3u;
    return sum;
}

/* What bytecode means here: every opcode with its number. Files of a build with other opcodes are not fresh. */
static uint32_t opcode_print(void)
{
    uint64_t sum = OP_COUNT;
    for (int i = 0; i < OP_COUNT; i++) sum = (sum ^ check_sum(adder_op_info[i].name, strlen(adder_op_info[i].name))) * 0x100000001b3u;
    return (uint32_t)(sum ^ sum >> 32);
}

/* A whole file from PyMem_Malloc, with a 0 behind it; NULL with errno set. */
static char *read_file(const char *name, size_t *size, struct stat *st)
{
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NULL;
    char *data = fstat(fd, st) < 0 ? NULL : PyMem_Malloc((size_t)st->st_size + 1);
    size_t n = 0;
    while (data != NULL) {
        ssize_t got = read(fd, data + n, (size_t)st->st_size - n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            int error = errno;
            PyMem_Free(data);
            data = NULL;
            errno = error;
        }
        if (got <= 0) break;
        n += (size_t)got;
    }
    int error = errno;
    close(fd);
    errno = error;
    if (data != NULL) data[n] = 0;
    *size = n;
    return data;
}

/* The cache file of a source file: __pycache__/name.TAG.pyc beside it, or the same below the prefix folder. */
static bool cache_name(const char *path, char *out, size_t size)
{
    const PyConfig *config = adder_interp()->config;
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1, *dot = strrchr(name, '.');
    int folder = (int)(name - path), stem = dot == NULL ? (int)strlen(name) : (int)(dot - name);
    char level[16] = "";
    if (config->optimization_level > 0) snprintf(level, sizeof level, ".opt-%d", config->optimization_level);
    int n;
    if (config->pycache_prefix == NULL) {
        n = snprintf(out, size, "%.*s__pycache__/%.*s." PYCACHE_TAG "%s.pyc", folder, path, stem, name, level);
    } else {
        char cwd[PATH_MAX] = "";
        if (*path != '/' && getcwd(cwd, sizeof cwd) == NULL) return false;
        n = snprintf(out, size, "%ls%s%s%.*s%.*s." PYCACHE_TAG "%s.pyc", config->pycache_prefix, cwd, *path == '/' ? "" : "/", folder,
                     path, stem, name, level);
    }
    return n > 0 && (size_t)n < size;
}

/* The code in a cache file made from a source like `st`, or NULL without an exception. */
static PyObject *read_cache(const char *name, const struct stat *source)
{
    struct stat st;
    size_t size;
    char *data = read_file(name, &size, &st);
    struct header h;
    PyObject *code = NULL;
    if (data != NULL && size > sizeof h) {
        memcpy(&h, data, sizeof h);
        bool fresh = h.magic == MAGIC && h.opcodes == opcode_print() &&
                     (source == NULL || (h.mtime == (uint32_t)source->st_mtime && h.size == (uint32_t)source->st_size));
        if (fresh && h.sum == check_sum(data + sizeof h, size - sizeof h)) {
            code = adder_marshal_loads(data + sizeof h, (Py_ssize_t)(size - sizeof h), NULL);
            if (code != NULL && !PyCode_Check(code)) Py_CLEAR(code);
            if (code == NULL) PyErr_Clear();
        }
    }
    PyMem_Free(data);
    return code;
}

/* Makes the folder that a file lies in, and with a prefix those above it. */
static void make_folders(char *file, bool all)
{
    char *last = strrchr(file, '/');
    if (last == NULL) return;
    for (char *p = all ? file + 1 : last; p <= last; p++) {
        if (*p != '/') continue;
        *p = 0;
        mkdir(file, 0777);
        *p = '/';
    }
}

/* Best effort: a read-only folder or a full disk is no error. */
static void write_cache(char *name, const struct stat *source, PyObject *code)
{
    PyObject *bytes = adder_marshal_dumps(code, 4);
    if (bytes == NULL) {
        PyErr_Clear();
        return;
    }
    const char *data = PyBytes_AS_STRING(bytes);
    size_t size = (size_t)PyBytes_GET_SIZE(bytes);
    struct header h = { MAGIC, opcode_print(), (uint32_t)source->st_mtime, (uint32_t)source->st_size, check_sum(data, size) };
    char temporary[PATH_MAX + 64];
    snprintf(temporary, sizeof temporary, "%s.%ld", name, (long)getpid());
    make_folders(name, adder_interp()->config->pycache_prefix != NULL);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, source->st_mode & 0666);
    if (fd >= 0) {
        bool whole = write(fd, &h, sizeof h) == (ssize_t)sizeof h && write(fd, data, size) == (ssize_t)size;
        close(fd);
        if (!whole || rename(temporary, name) < 0) unlink(temporary);
    }
    Py_DECREF(bytes);
}

/* Should bytecode be written? The program may change its mind. */
static bool may_write(void)
{
    PyObject *flag = PySys_GetObject("dont_write_bytecode");
    int no = flag == NULL ? !adder_interp()->config->write_bytecode : PyObject_IsTrue(flag);
    if (no < 0) PyErr_Clear();
    return no == 0;
}

static PyObject *compile_file(PyObject *path, const char *file, struct stat *st)
{
    size_t size;
    char *text = read_file(file, &size, st);
    if (text == NULL) return PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, path);
    PyObject *code = adder_compile_buffer(text, size, path, Py_file_input);
    PyMem_Free(text);
    return code;
}

PyObject *adder_source_code(PyObject *path, bool package, PyObject **cached)
{
    (void)package;
    *cached = NULL;
    PyObject *bytes = PyUnicode_EncodeFSDefault(path);
    if (bytes == NULL) return NULL;
    const char *file = PyBytes_AS_STRING(bytes);
    char name[PATH_MAX];
    bool named = cache_name(file, name, sizeof name);
    struct stat st;
    PyObject *code = named && stat(file, &st) == 0 ? read_cache(name, &st) : NULL;
    if (code == NULL) {
        code = compile_file(path, file, &st);
        if (code != NULL && named && may_write()) write_cache(name, &st, code);
    }
    Py_DECREF(bytes);
    if (code != NULL && named && (*cached = PyUnicode_DecodeFSDefault(name)) == NULL) Py_CLEAR(code);
    return code;
}

PyObject *adder_bytecode_file(PyObject *path)
{
    PyObject *bytes = PyUnicode_EncodeFSDefault(path);
    PyObject *code = bytes == NULL ? NULL : read_cache(PyBytes_AS_STRING(bytes), NULL);
    Py_XDECREF(bytes);
    if (code == NULL && !PyErr_Occurred()) PyErr_Format(PyExc_ImportError, "bad magic number in %R", path);
    return code;
}
