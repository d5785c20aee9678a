/* posix.c -- the module posix: files, folders, processes. What stat() gives is in posix_stat.c.
 *
 * Calls that may wait give the interpreter's lock away; one that a signal interrupts is made again after the signal's Python handler
 * has run (PEP 475). Paths are str, bytes or path-like; descriptors are taken where the system call has an f... form. */
#include "stdlib/os/posix_parts.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#define UNUSED_SELF (void)self

/* Runs `call` without the lock, again after EINTR unless a handler raised; its result is in rc. */
#define WITHOUT_LOCK(rc, call)              \
    do {                                    \
        Py_BEGIN_ALLOW_THREADS              \
        rc = call;                          \
        Py_END_ALLOW_THREADS                \
    } while (rc < 0 && errno == EINTR && PyErr_CheckSignals() == 0)

PyObject *posix_error(PyObject *path)
{
    if (PyErr_Occurred()) return NULL; /* a signal's handler raised */
    return path == NULL ? PyErr_SetFromErrno(PyExc_OSError) : PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, path);
}

static PyObject *error2(PyObject *from, PyObject *to)
{
    return PyErr_Occurred() ? NULL : PyErr_SetFromErrnoWithFilenameObjects(PyExc_OSError, from, to);
}

static PyObject *none_or_error(long rc, PyObject *path) { return rc < 0 ? posix_error(path) : Py_NewRef(Py_None); }
static PyObject *int_or_error(long rc)                  { return rc < 0 ? posix_error(NULL) : PyLong_FromLong(rc); }

/* A C int from an argument; 0, or -1 with an exception. */
static int to_int(PyObject *o, int *v)
{
    *v = _PyLong_AsInt(o);
    return *v == -1 && PyErr_Occurred() ? -1 : 0;
}

/* -- files by path. Each takes the path's bytes for the time of one call. */

#define PATH_CALL(name, ...)                                                                       \
    static PyObject *posix_##name(PyObject *self, PyObject *const *args)                           \
    {                                                                                              \
        UNUSED_SELF;                                                                               \
        PyObject *bytes;                                                                           \
        if (!PyUnicode_FSConverter(args[0], &bytes)) return NULL;                                  \
        const char *path = PyBytes_AS_STRING(bytes);                                               \
        long rc;                                                                                   \
        WITHOUT_LOCK(rc, __VA_ARGS__);                                                             \
        PyObject *result = none_or_error(rc, args[0]);                                             \
        Py_DECREF(bytes);                                                                          \
        return result;                                                                             \
    }
PATH_CALL(chdir, chdir(path))
PATH_CALL(rmdir, rmdir(path))
PATH_CALL(unlink, unlink(path))

#define PATH_MODE_CALL(name, call)                                                                 \
    static PyObject *posix_##name(PyObject *self, PyObject *const *args)                           \
    {                                                                                              \
        UNUSED_SELF;                                                                               \
        int mode;                                                                                  \
        PyObject *bytes;                                                                           \
        if (to_int(args[1], &mode) < 0 || !PyUnicode_FSConverter(args[0], &bytes)) return NULL;    \
        long rc;                                                                                   \
        WITHOUT_LOCK(rc, call(PyBytes_AS_STRING(bytes), (mode_t)mode));                            \
        PyObject *result = none_or_error(rc, args[0]);                                             \
        Py_DECREF(bytes);                                                                          \
        return result;                                                                             \
    }
PATH_MODE_CALL(mkdir, mkdir)
PATH_MODE_CALL(chmod, chmod)

#define TWO_PATHS_CALL(name, call)                                                                 \
    static PyObject *posix_##name(PyObject *self, PyObject *const *args)                           \
    {                                                                                              \
        UNUSED_SELF;                                                                               \
        PyObject *from, *to;                                                                       \
        if (!PyUnicode_FSConverter(args[0], &from)) return NULL;                                   \
        if (!PyUnicode_FSConverter(args[1], &to)) return Py_DECREF(from), NULL;                    \
        long rc;                                                                                   \
        WITHOUT_LOCK(rc, call(PyBytes_AS_STRING(from), PyBytes_AS_STRING(to)));                    \
        PyObject *result = rc < 0 ? error2(args[0], args[1]) : Py_NewRef(Py_None);                 \
        Py_DECREF(from);                                                                           \
        Py_DECREF(to);                                                                             \
        return result;                                                                             \
    }
TWO_PATHS_CALL(rename, rename)
TWO_PATHS_CALL(symlink, symlink)
TWO_PATHS_CALL(link, link)

static PyObject *posix_access(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int mode, rc;
    PyObject *bytes;
    if (to_int(args[1], &mode) < 0 || !PyUnicode_FSConverter(args[0], &bytes)) return NULL;
    Py_BEGIN_ALLOW_THREADS
    rc = access(PyBytes_AS_STRING(bytes), mode);
    Py_END_ALLOW_THREADS
    Py_DECREF(bytes);
    return PyBool_FromLong(rc == 0);
}

/* Text for a str argument, bytes for bytes. */
static PyObject *like(PyObject *model, const char *text, Py_ssize_t size)
{
    return PyBytes_Check(model) ? PyBytes_FromStringAndSize(text, size) : PyUnicode_DecodeFSDefaultAndSize(text, size);
}

static PyObject *posix_readlink(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    char target[PATH_MAX];
    PyObject *bytes;
    if (!PyUnicode_FSConverter(args[0], &bytes)) return NULL;
    ssize_t n;
    WITHOUT_LOCK(n, readlink(PyBytes_AS_STRING(bytes), target, sizeof target));
    Py_DECREF(bytes);
    return n < 0 ? posix_error(args[0]) : like(args[0], target, n);
}

static PyObject *posix_listdir(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    PyObject *path = args[0] == Py_None ? PyUnicode_FromString(".") : Py_NewRef(args[0]), *bytes, *list = NULL;
    if (path == NULL || !PyUnicode_FSConverter(path, &bytes)) return Py_XDECREF(path), NULL;
    DIR *dir = opendir(PyBytes_AS_STRING(bytes));
    if (dir == NULL) posix_error(path);
    else list = PyList_New(0);
    while (list != NULL) {
        errno = 0;
        struct dirent *entry = readdir(dir);
        if (entry == NULL) {
            if (errno == 0) break;
            Py_CLEAR(list);
            posix_error(path);
            break;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        PyObject *name = like(path, entry->d_name, (Py_ssize_t)strlen(entry->d_name));
        if (name == NULL || PyList_Append(list, name) < 0) Py_CLEAR(list);
        Py_XDECREF(name);
    }
    if (dir != NULL) closedir(dir);
    Py_DECREF(bytes);
    Py_DECREF(path);
    return list;
}

static PyObject *cwd(bool text)
{
    char path[PATH_MAX];
    if (getcwd(path, sizeof path) == NULL) return posix_error(NULL);
    return text ? PyUnicode_DecodeFSDefault(path) : PyBytes_FromString(path);
}
static PyObject *posix_getcwd(PyObject *self, PyObject *const *args)  { UNUSED_SELF, (void)args; return cwd(true); }
static PyObject *posix_getcwdb(PyObject *self, PyObject *const *args) { UNUSED_SELF, (void)args; return cwd(false); }
static PyObject *posix_fspath(PyObject *self, PyObject *const *args)  { UNUSED_SELF; return PyOS_FSPath(args[0]); }

/* -- descriptors */

static PyObject *posix_open(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int flags, mode, fd;
    PyObject *bytes;
    if (to_int(args[1], &flags) < 0 || to_int(args[2], &mode) < 0 || !PyUnicode_FSConverter(args[0], &bytes)) return NULL;
    if (PySys_Audit("open", "OOi", args[0], Py_None, flags) < 0) return Py_DECREF(bytes), NULL;
    WITHOUT_LOCK(fd, open(PyBytes_AS_STRING(bytes), flags | O_CLOEXEC, mode));
    Py_DECREF(bytes);
    return fd < 0 ? posix_error(args[0]) : PyLong_FromLong(fd);
}

static PyObject *posix_close(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int fd, rc;
    if (to_int(args[0], &fd) < 0) return NULL;
    Py_BEGIN_ALLOW_THREADS
    rc = close(fd); /* not again after EINTR: the descriptor is gone then */
    Py_END_ALLOW_THREADS
    return none_or_error(rc, NULL);
}

static PyObject *posix_read(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int fd;
    Py_ssize_t size = PyNumber_AsSsize_t(args[1], PyExc_OverflowError), n;
    if ((size == -1 && PyErr_Occurred()) || to_int(args[0], &fd) < 0) return NULL;
    if (size < 0) return errno = EINVAL, posix_error(NULL);
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, size);
    if (bytes == NULL) return NULL;
    WITHOUT_LOCK(n, read(fd, PyBytes_AS_STRING(bytes), (size_t)size));
    if (n < 0) return Py_DECREF(bytes), posix_error(NULL);
    if (n != size) _PyBytes_Resize(&bytes, n);
    return bytes;
}

static PyObject *posix_write(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int fd;
    Py_buffer data;
    ssize_t n;
    if (to_int(args[0], &fd) < 0 || PyObject_GetBuffer(args[1], &data, PyBUF_SIMPLE) < 0) return NULL;
    WITHOUT_LOCK(n, write(fd, data.buf, (size_t)data.len));
    int error = errno;
    PyBuffer_Release(&data);
    errno = error;
    return int_or_error(n);
}

static PyObject *posix_lseek(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int fd, whence;
    long long offset = PyLong_AsLongLong(args[1]);
    if ((offset == -1 && PyErr_Occurred()) || to_int(args[0], &fd) < 0 || to_int(args[2], &whence) < 0) return NULL;
    return int_or_error((long)lseek(fd, (off_t)offset, whence));
}

static PyObject *posix_isatty(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int fd;
    return to_int(args[0], &fd) < 0 ? NULL : PyBool_FromLong(isatty(fd));
}

static PyObject *posix_get_blocking(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int fd, flags;
    if (to_int(args[0], &fd) < 0) return NULL;
    flags = fcntl(fd, F_GETFL);
    return flags < 0 ? posix_error(NULL) : PyBool_FromLong(!(flags & O_NONBLOCK));
}

static PyObject *posix_set_blocking(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int fd, flags, blocking = PyObject_IsTrue(args[1]);
    if (blocking < 0 || to_int(args[0], &fd) < 0) return NULL;
    flags = fcntl(fd, F_GETFL);
    if (flags >= 0) flags = fcntl(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
    return none_or_error(flags, NULL);
}

static PyObject *posix_dup(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int fd;
    return to_int(args[0], &fd) < 0 ? NULL : int_or_error(fcntl(fd, F_DUPFD_CLOEXEC, 0));
}

static PyObject *posix_dup2(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int fd, fd2, inherit = PyObject_IsTrue(args[2]), rc;
    if (inherit < 0 || to_int(args[0], &fd) < 0 || to_int(args[1], &fd2) < 0) return NULL;
    WITHOUT_LOCK(rc, inherit ? dup2(fd, fd2) : dup3(fd, fd2, O_CLOEXEC));
    return int_or_error(rc);
}

static PyObject *posix_pipe(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF, (void)args;
    int fds[2];
    return pipe2(fds, O_CLOEXEC) < 0 ? posix_error(NULL) : Py_BuildValue("(ii)", fds[0], fds[1]);
}

static PyObject *posix_urandom(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    Py_ssize_t size = PyNumber_AsSsize_t(args[0], PyExc_OverflowError), at = 0;
    if (size == -1 && PyErr_Occurred()) return NULL;
    if (size < 0) return PyErr_SetString(PyExc_ValueError, "negative argument not allowed"), NULL;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, size);
    while (bytes != NULL && at < size) {
        ssize_t n = getrandom(PyBytes_AS_STRING(bytes) + at, (size_t)(size - at), 0);
        if (n > 0) at += n;
        else if (errno != EINTR || PyErr_CheckSignals() < 0) {
            Py_CLEAR(bytes);
            posix_error(NULL);
        }
    }
    return bytes;
}

/* -- the process */

#define ID_CALL(name) \
    static PyObject *posix_##name(PyObject *self, PyObject *const *args) { UNUSED_SELF, (void)args; return PyLong_FromLong((long)name()); }
ID_CALL(getpid) ID_CALL(getppid) ID_CALL(getuid) ID_CALL(geteuid) ID_CALL(getgid) ID_CALL(getegid)

static PyObject *posix_kill(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int pid, number;
    if (to_int(args[0], &pid) < 0 || to_int(args[1], &number) < 0) return NULL;
    if (kill(pid, number) < 0) return posix_error(NULL);
    return PyErr_CheckSignals() < 0 ? NULL : Py_NewRef(Py_None); /* it may have been for us */
}

static PyObject *posix__exit(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int status;
    if (to_int(args[0], &status) < 0) return NULL;
    _exit(status);
}

static PyObject *posix_umask(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int mask;
    return to_int(args[0], &mask) < 0 ? NULL : PyLong_FromLong((long)umask((mode_t)mask));
}

static PyObject *posix_strerror(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int code;
    return to_int(args[0], &code) < 0 ? NULL : PyUnicode_DecodeLocale(strerror(code), "surrogateescape");
}

static PyObject *posix_cpu_count(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF, (void)args;
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? Py_NewRef(Py_None) : PyLong_FromLong(n);
}

static PyObject *posix_system(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    PyObject *bytes;
    int status;
    if (!PyUnicode_FSConverter(args[0], &bytes)) return NULL;
    if (PySys_Audit("os.system", "(O)", bytes) < 0) return Py_DECREF(bytes), NULL;
    Py_BEGIN_ALLOW_THREADS
    status = system(PyBytes_AS_STRING(bytes));
    Py_END_ALLOW_THREADS
    Py_DECREF(bytes);
    return PyLong_FromLong(status);
}

static PyObject *posix_waitpid(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int pid, options, status = 0, rc;
    if (to_int(args[0], &pid) < 0 || to_int(args[1], &options) < 0) return NULL;
    WITHOUT_LOCK(rc, waitpid(pid, &status, options));
    return rc < 0 ? posix_error(NULL) : Py_BuildValue("(ii)", rc, status);
}

static PyObject *posix_wait(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF, (void)args;
    int status = 0, rc;
    WITHOUT_LOCK(rc, wait(&status));
    return rc < 0 ? posix_error(NULL) : Py_BuildValue("(ii)", rc, status);
}

static PyObject *posix_waitstatus_to_exitcode(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    int status;
    if (to_int(args[0], &status) < 0) return NULL;
    if (WIFEXITED(status)) return PyLong_FromLong(WEXITSTATUS(status));
    if (WIFSIGNALED(status)) return PyLong_FromLong(-WTERMSIG(status));
    if (WIFSTOPPED(status)) PyErr_Format(PyExc_ValueError, "process stopped by delivery of signal %i", WSTOPSIG(status));
    else PyErr_Format(PyExc_ValueError, "invalid wait status: %i", status);
    return NULL;
}

#define STATUS_CALL(name, make)                                                                     \
    static PyObject *posix_##name(PyObject *self, PyObject *const *args)                            \
    {                                                                                               \
        UNUSED_SELF;                                                                                \
        int status;                                                                                 \
        return to_int(args[0], &status) < 0 ? NULL : make(name(status));                            \
    }
STATUS_CALL(WIFEXITED, PyBool_FromLong) STATUS_CALL(WIFSIGNALED, PyBool_FromLong) STATUS_CALL(WIFSTOPPED, PyBool_FromLong)
STATUS_CALL(WEXITSTATUS, PyLong_FromLong) STATUS_CALL(WTERMSIG, PyLong_FromLong) STATUS_CALL(WSTOPSIG, PyLong_FromLong)

/* -- environment */

static PyObject *posix_putenv(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    PyObject *name, *value;
    if (!PyUnicode_FSConverter(args[0], &name)) return NULL;
    if (!PyUnicode_FSConverter(args[1], &value)) return Py_DECREF(name), NULL;
    int rc = -1;
    if (strchr(PyBytes_AS_STRING(name), '=') != NULL) PyErr_SetString(PyExc_ValueError, "illegal environment variable name");
    else rc = setenv(PyBytes_AS_STRING(name), PyBytes_AS_STRING(value), 1);
    Py_DECREF(name);
    Py_DECREF(value);
    return none_or_error(rc, NULL);
}

static PyObject *posix_unsetenv(PyObject *self, PyObject *const *args)
{
    UNUSED_SELF;
    PyObject *name;
    if (!PyUnicode_FSConverter(args[0], &name)) return NULL;
    int rc = unsetenv(PyBytes_AS_STRING(name));
    Py_DECREF(name);
    return none_or_error(rc, NULL);
}

/* {name: value} as bytes; the first of equal names counts. */
static PyObject *environment(void)
{
    PyObject *dict = PyDict_New();
    for (char **e = environ; dict != NULL && e != NULL && *e != NULL; e++) {
        char *equals = strchr(*e, '=');
        if (equals == NULL) continue;
        PyObject *name = PyBytes_FromStringAndSize(*e, equals - *e), *value = PyBytes_FromString(equals + 1);
        if (name == NULL || value == NULL || PyDict_SetDefault(dict, name, value) == NULL) Py_CLEAR(dict);
        Py_XDECREF(name);
        Py_XDECREF(value);
    }
    return dict;
}

/* -- the module */

static PyMethodDef posix_functions[] = {
    FN("WEXITSTATUS", posix_WEXITSTATUS, "($module, /, status)", "The exit status of a process that ended by itself."),
    FN("WIFEXITED", posix_WIFEXITED, "($module, /, status)", "Whether the process ended by itself."),
    FN("WIFSIGNALED", posix_WIFSIGNALED, "($module, /, status)", "Whether a signal ended the process."),
    FN("WIFSTOPPED", posix_WIFSTOPPED, "($module, /, status)", "Whether a signal stopped the process."),
    FN("WSTOPSIG", posix_WSTOPSIG, "($module, /, status)", "The signal that stopped the process."),
    FN("WTERMSIG", posix_WTERMSIG, "($module, /, status)", "The signal that ended the process."),
    FN("_exit", posix__exit, "($module, /, status)", "Ends the process at once, without clean-up."),
    FN("access", posix_access, "($module, /, path, mode)", "Whether the real user may use the path: F_OK, R_OK, W_OK, X_OK."),
    FN("chdir", posix_chdir, "($module, /, path)", "Changes the current folder."),
    FN("chmod", posix_chmod, "($module, /, path, mode)", "Changes the permissions of a file."),
    FN("close", posix_close, "($module, /, fd)", "Closes a descriptor."),
    FN("cpu_count", posix_cpu_count, "($module, /)", "The number of processors, or None."),
    FN("dup", posix_dup, "($module, fd, /)", "A copy of the descriptor."),
    FN("dup2", posix_dup2, "($module, /, fd, fd2, inheritable=True)", "Makes fd2 a copy of fd."),
    FN("fspath", posix_fspath, "($module, /, path)", "The str or bytes that a path-like object stands for."),
    FN("fstat", posix_fstat, "($module, /, fd)", "Facts about an open file."),
    FN("get_blocking", posix_get_blocking, "($module, fd, /)", "Whether calls on the descriptor wait."),
    FN("getcwd", posix_getcwd, "($module, /)", "The current folder as str."),
    FN("getcwdb", posix_getcwdb, "($module, /)", "The current folder as bytes."),
    FN("getegid", posix_getegid, "($module, /)", "The effective group."),
    FN("geteuid", posix_geteuid, "($module, /)", "The effective user."),
    FN("getgid", posix_getgid, "($module, /)", "The real group."),
    FN("getpid", posix_getpid, "($module, /)", "The process."),
    FN("getppid", posix_getppid, "($module, /)", "The parent process."),
    FN("getuid", posix_getuid, "($module, /)", "The real user."),
    FN("isatty", posix_isatty, "($module, fd, /)", "Whether the descriptor is a terminal."),
    FN("kill", posix_kill, "($module, pid, signal, /)", "Sends a signal to a process."),
    FN("link", posix_link, "($module, /, src, dst)", "Gives a file a second name."),
    FN("listdir", posix_listdir, "($module, /, path=None)", "The names in a folder, in no order."),
    FN("lseek", posix_lseek, "($module, fd, position, how, /)", "Moves the position of a descriptor; the new one."),
    FN("lstat", posix_lstat, "($module, /, path)", "Facts about a path, a link itself."),
    FN("mkdir", posix_mkdir, "($module, /, path, mode=511)", "Makes a folder."),
    FN("open", posix_open, "($module, /, path, flags, mode=511)", "Opens a file; a descriptor, closed in programs started later."),
    FN("pipe", posix_pipe, "($module, /)", "A pipe: the descriptors to read from and to write to."),
    FN("putenv", posix_putenv, "($module, name, value, /)", "Changes or adds a variable of the environment."),
    FN("read", posix_read, "($module, fd, length, /)", "Up to so many bytes from a descriptor."),
    FN("readlink", posix_readlink, "($module, /, path)", "Where a symbolic link points to."),
    FN("remove", posix_unlink, "($module, /, path)", "Removes a file."),
    FN("rename", posix_rename, "($module, /, src, dst)", "Renames a file or folder."),
    FN("replace", posix_rename, "($module, /, src, dst)", "Renames a file or folder, over what is there."),
    FN("rmdir", posix_rmdir, "($module, /, path)", "Removes an empty folder."),
    FN("set_blocking", posix_set_blocking, "($module, fd, blocking, /)", "Makes calls on the descriptor wait or not."),
    FN("stat", posix_stat, "($module, /, path, *, dir_fd=None, follow_symlinks=True)", "Facts about a path or an open file."),
    FN("strerror", posix_strerror, "($module, code, /)", "The text of an error number."),
    FN("symlink", posix_symlink, "($module, /, src, dst)", "Makes a symbolic link dst that points to src."),
    FN("system", posix_system, "($module, /, command)", "Runs a command line in a shell; the status as wait() gives it."),
    FN("umask", posix_umask, "($module, mask, /)", "Sets the mask of permissions; the old one."),
    FN("unlink", posix_unlink, "($module, /, path)", "Removes a file."),
    FN("unsetenv", posix_unsetenv, "($module, name, /)", "Takes a variable out of the environment."),
    FN("urandom", posix_urandom, "($module, size, /)", "So many random bytes, good for secrets."),
    FN("wait", posix_wait, "($module, /)", "Waits for any child: its number and status."),
    FN("waitpid", posix_waitpid, "($module, pid, options, /)", "Waits for a child: its number and status."),
    FN("waitstatus_to_exitcode", posix_waitstatus_to_exitcode, "($module, /, status)",
       "The exit code of a wait status; negative: the signal that ended the process."),
    FN("write", posix_write, "($module, fd, data, /)", "Writes bytes to a descriptor; how many it took."),
    { 0 },
};

static const struct { const char *name; int value; } constants[] = {
    { "F_OK", F_OK }, { "R_OK", R_OK }, { "W_OK", W_OK }, { "X_OK", X_OK }, { "O_RDONLY", O_RDONLY }, { "O_WRONLY", O_WRONLY },
    { "O_RDWR", O_RDWR }, { "O_APPEND", O_APPEND }, { "O_CREAT", O_CREAT }, { "O_EXCL", O_EXCL }, { "O_TRUNC", O_TRUNC },
    { "O_NONBLOCK", O_NONBLOCK }, { "O_CLOEXEC", O_CLOEXEC }, { "O_DIRECTORY", O_DIRECTORY }, { "O_NOFOLLOW", O_NOFOLLOW },
    { "O_NOCTTY", O_NOCTTY }, { "O_SYNC", O_SYNC }, { "WNOHANG", WNOHANG }, { "WUNTRACED", WUNTRACED },
    { "WCONTINUED", WCONTINUED }, { "EX_OK", 0 }, { "NGROUPS_MAX", NGROUPS_MAX }, { "TMP_MAX", TMP_MAX },
};

static int posix_exec(PyObject *module)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(constants); i++) {
        if (PyModule_AddIntConstant(module, constants[i].name, constants[i].value) < 0) return -1;
    }
    PyObject *variables = environment(), *have = PyList_New(0);
    int rc = variables == NULL || have == NULL || PyModule_AddObjectRef(module, "environ", variables) < 0 ||
             PyModule_AddObjectRef(module, "_have_functions", have) < 0 || PyModule_AddObjectRef(module, "error", PyExc_OSError) < 0;
    Py_XDECREF(variables);
    Py_XDECREF(have);
    return rc ? -1 : posix_add_stat(module);
}

MODULE(posix, "Files, folders, processes: what os is made of.", posix_functions, posix_exec)
