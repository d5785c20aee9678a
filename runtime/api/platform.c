/* platform.c -- small services of the C API that belong to no object: ASCII classes, numbers from text, the version, file
 * descriptors, random bytes, and variables from before PyConfig that old extension modules name. */
#include "runtime/define.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- ASCII classes, independent of the locale ---- */

#define LOW  (PY_CTF_LOWER)
#define UP   (PY_CTF_UPPER)
#define LOWX (PY_CTF_LOWER | PY_CTF_XDIGIT)
#define UPX  (PY_CTF_UPPER | PY_CTF_XDIGIT)
const unsigned int _Py_ctype_table[256] = {
    ['\t' ... '\r'] = PY_CTF_SPACE, [' '] = PY_CTF_SPACE,
    ['0' ... '9'] = PY_CTF_DIGIT | PY_CTF_XDIGIT,
    ['A' ... 'F'] = UPX, ['G' ... 'Z'] = UP, ['a' ... 'f'] = LOWX, ['g' ... 'z'] = LOW,
};

#define EIGHT(f, c) f(c), f(c + 1), f(c + 2), f(c + 3), f(c + 4), f(c + 5), f(c + 6), f(c + 7)
#define ROW(f, c)   EIGHT(f, c), EIGHT(f, c + 8), EIGHT(f, c + 16), EIGHT(f, c + 24)
#define ALL(f)      ROW(f, 0), ROW(f, 32), ROW(f, 64), ROW(f, 96), ROW(f, 128), ROW(f, 160), ROW(f, 192), ROW(f, 224)
#define LOWER(c)    ((c) >= 'A' && (c) <= 'Z' ? (unsigned char)((c) + 32) : (c))
#define UPPER(c)    ((c) >= 'a' && (c) <= 'z' ? (unsigned char)((c) - 32) : (c))
const unsigned char _Py_ctype_tolower[256] = {ALL(LOWER)};
const unsigned char _Py_ctype_toupper[256] = {ALL(UPPER)};

int PyOS_mystrnicmp(const char *a, const char *b, Py_ssize_t size)
{
    for (; size > 0; size--, a++, b++) {
        int d = Py_TOLOWER(*a) - Py_TOLOWER(*b);
        if (d != 0 || *a == 0) return d;
    }
    return 0;
}

int PyOS_mystricmp(const char *a, const char *b)
{
    while (*a && Py_TOLOWER(*a) == Py_TOLOWER(*b)) a++, b++;
    return Py_TOLOWER(*a) - Py_TOLOWER(*b);
}

/* ---- formatted and parsed text ---- */

int PyOS_vsnprintf(char *str, size_t size, const char *format, va_list va)
{
    if (size > INT_MAX - 512) { /* the result could not tell */
        if (size > 0) str[0] = 0;
        return -666;
    }
    int n = vsnprintf(str, size, format, va);
    if (size > 0) str[size - 1] = 0;
    return n;
}

int PyOS_snprintf(char *str, size_t size, const char *format, ...)
{
    va_list va;
    va_start(va, format);
    int n = PyOS_vsnprintf(str, size, format, va);
    va_end(va);
    return n;
}

/* The base that a prefix names when none is given; passes it if a digit of that base follows. */
static int take_prefix(const char **p, int base)
{
    static const struct { char letter; int base; } prefixes[] = {{'x', 16}, {'o', 8}, {'b', 2}};
    const char *s = *p;
    if (s[0] != '0') return base == 0 ? 10 : base;
    for (int i = 0; i < 3; i++) {
        if (Py_TOLOWER(s[1]) != prefixes[i].letter || (base != 0 && base != prefixes[i].base)) continue;
        int digit = Py_ISDIGIT(s[2]) ? s[2] - '0' : Py_ISXDIGIT(s[2]) ? Py_TOLOWER(s[2]) - 'a' + 10 : 99;
        if (digit < prefixes[i].base) *p = s + 2;
        return prefixes[i].base;
    }
    return base == 0 ? 10 : base;
}

static int digit_of(char c)
{
    if (Py_ISDIGIT(c)) return c - '0';
    return Py_ISALPHA(c) ? Py_TOLOWER(c) - 'a' + 10 : 99;
}

/* Overflow gives the largest value and errno ERANGE. */
unsigned long PyOS_strtoul(const char *str, char **end, int base)
{
    const char *p = str;
    unsigned long v = 0;
    bool over = false;
    while (Py_ISSPACE(*p)) p++;
    base = take_prefix(&p, base);
    for (int d; (d = digit_of(*p)) < base; p++)
        over |= __builtin_mul_overflow(v, (unsigned long)base, &v) || __builtin_add_overflow(v, (unsigned long)d, &v);
    if (end != NULL) *end = (char *)(uintptr_t)p;
    if (!over) return v;
    errno = ERANGE;
    return ULONG_MAX;
}

long PyOS_strtol(const char *str, char **end, int base)
{
    while (Py_ISSPACE(*str)) str++;
    bool negative = *str == '-';
    if (*str == '+' || *str == '-') str++;
    unsigned long v = PyOS_strtoul(str, end, base);
    if (negative && v == (unsigned long)LONG_MAX + 1) return LONG_MIN;
    if (v <= LONG_MAX) return negative ? -(long)v : (long)v;
    errno = ERANGE;
    return LONG_MAX;
}

/* ---- file descriptors ---- */

int _Py_set_inheritable(int fd, int inheritable, int *atomic_flag_works)
{
    (void)atomic_flag_works;
    int flags = fcntl(fd, F_GETFD);
    if (flags >= 0) {
        int wanted = inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC;
        if (wanted == flags || fcntl(fd, F_SETFD, wanted) == 0) return 0;
    }
    PyErr_SetFromErrno(PyExc_OSError);
    return -1;
}

int _Py_dup(int fd)
{
    int copy;
    Py_BEGIN_ALLOW_THREADS
    copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    Py_END_ALLOW_THREADS
    if (copy < 0) PyErr_SetFromErrno(PyExc_OSError);
    return copy;
}

int _Py_fstat_noraise(int fd, struct stat *status) { return fstat(fd, status); }

int _Py_fstat(int fd, struct stat *status)
{
    int rc;
    Py_BEGIN_ALLOW_THREADS
    rc = fstat(fd, status);
    Py_END_ALLOW_THREADS
    if (rc != 0) PyErr_SetFromErrno(PyExc_OSError);
    return rc;
}

FILE *_Py_fopen_obj(PyObject *path, const char *mode)
{
    PyObject *bytes;
    FILE *file;
    if (PySys_Audit("open", "Osi", path, mode, 0) < 0 || !PyUnicode_FSConverter(path, &bytes)) return NULL;
    do {
        Py_BEGIN_ALLOW_THREADS
        file = fopen(PyBytes_AS_STRING(bytes), mode);
        Py_END_ALLOW_THREADS
    } while (file == NULL && errno == EINTR && PyErr_CheckSignals() == 0);
    int code = errno;
    Py_DECREF(bytes);
    if (file == NULL) {
        errno = code;
        if (!PyErr_Occurred()) PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, path);
        return NULL;
    }
    if (_Py_set_inheritable(fileno(file), 0, NULL) < 0) {
        fclose(file);
        return NULL;
    }
    return file;
}

/* ---- random bytes of the system ---- */

static int fill_random(void *buffer, Py_ssize_t size, unsigned flags)
{
    char *p = buffer;
    if (size < 0) {
        PyErr_SetString(PyExc_ValueError, "negative argument not allowed");
        return -1;
    }
    while (size > 0) {
        ssize_t n = getrandom(p, (size_t)size, flags);
        if (n < 0 && errno == EINTR) {
            if (PyErr_CheckSignals() < 0) return -1;
        } else if (n < 0 && errno == EAGAIN && flags) {
            flags = GRND_INSECURE; /* the pool is not filled yet, and the caller will not wait */
        } else if (n < 0) {
            PyErr_SetFromErrno(PyExc_OSError);
            return -1;
        } else {
            p += n;
            size -= n;
        }
    }
    return 0;
}

int _PyOS_URandom(void *buffer, Py_ssize_t size) { return fill_random(buffer, size, 0); }
int _PyOS_URandomNonblock(void *buffer, Py_ssize_t size) { return fill_random(buffer, size, GRND_NONBLOCK); }

/* ---- tracemalloc is told, and does not care ---- */

int PyTraceMalloc_Track(unsigned int domain, uintptr_t block, size_t size)
{
    (void)domain, (void)block, (void)size;
    return -2; /* not tracing */
}

int PyTraceMalloc_Untrack(unsigned int domain, uintptr_t block)
{
    (void)domain, (void)block;
    return -2;
}

/* ---- from before PyConfig: nothing here reads or writes them ---- */

int Py_DebugFlag, Py_VerboseFlag, Py_QuietFlag, Py_InteractiveFlag, Py_InspectFlag, Py_OptimizeFlag, Py_NoSiteFlag;
int Py_BytesWarningFlag, Py_FrozenFlag, Py_IgnoreEnvironmentFlag, Py_DontWriteBytecodeFlag, Py_NoUserSiteDirectory;
int Py_UnbufferedStdioFlag, Py_HashRandomizationFlag, Py_IsolatedFlag, Py_UTF8Mode;
const unsigned long Py_Version = PY_VERSION_HEX;
const char *Py_FileSystemDefaultEncoding = "utf-8";
const char *Py_FileSystemDefaultEncodeErrors = "surrogateescape";
int Py_HasFileSystemDefaultEncoding = 1;

/* ---- who we are ---- */

#ifdef __clang__
#define COMPILER "Clang " __clang_version__
#else
#define COMPILER "GCC " __VERSION__
#endif
const char *Py_GetVersion(void) { return PY_VERSION " (Adder " ADDER_VERSION ") [" COMPILER "]"; }
const char *Py_GetCompiler(void) { return "[" COMPILER "]"; }
const char *Py_GetBuildInfo(void) { return "Adder " ADDER_VERSION; }
const char *Py_GetPlatform(void) { return "linux"; }
const char *Py_GetCopyright(void) { return "Copyright (c) the Adder authors."; }

/* ---- locale ---- */

char *_Py_SetLocaleFromEnv(int category) { return setlocale(category, ""); }
