/* run.c -- the program's main: what the command line asks to be run, and the exit status it ends with. */
#include "runtime/compile_api.h"
#include "runtime/errors/errors.h"
#include "runtime/import/import.h"
#include "runtime/repl.h"
#include "runtime/state/config.h"
#include "runtime/state/lifecycle.h"
#include "vm/function.h"
#include "vm/pycache.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- files */

/* The whole file in memory from PyMem_Malloc, or NULL with errno. Descriptor `fd` is not closed. */
static char *read_all(int fd, size_t *size)
{
    size_t room = 16384, n = 0;
    char *text = PyMem_Malloc(room);
    while (text != NULL) {
        ssize_t got = read(fd, text + n, room - n);
        if (got == 0) break;
        if (got < 0 && errno == EINTR && PyErr_CheckSignals() == 0) continue;
        if (got < 0) {
            PyMem_Free(text);
            return NULL;
        }
        n += (size_t)got;
        if (n < room) continue;
        char *larger = PyMem_Realloc(text, room *= 2);
        if (larger == NULL) PyMem_Free(text), errno = ENOMEM;
        text = larger;
    }
    *size = n;
    return text;
}

/* -x: the first line is left out, but counts. */
static void skip_first_line(char *text, size_t size)
{
    for (size_t i = 0; i < size && text[i] != '\n'; i++) text[i] = ' ';
    if (size > 0 && text[0] == ' ') text[0] = '#';
}

/* -- running in __main__. Each gives 0, or -1 with an exception set. */

static PyObject *main_dict(void)
{
    PyObject *module = PyImport_AddModule("__main__");
    return module == NULL ? NULL : PyModule_GetDict(module);
}

static int run_code(PyObject *code)
{
    PyObject *globals = main_dict();
    PyObject *result = code == NULL || globals == NULL ? NULL : adder_run_code((CodeObject *)code, globals, NULL, NULL);
    Py_XDECREF(code);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

static int run_text(const char *text, size_t size, const char *name)
{
    PyObject *filename = PyUnicode_DecodeFSDefault(name), *globals = main_dict();
    PyObject *result = filename == NULL || globals == NULL ? NULL : adder_run_buffer(text, size, filename, globals);
    Py_XDECREF(filename);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

static int run_command(const PyConfig *config)
{
    PyObject *command = PyUnicode_FromWideChar(config->run_command, -1);
    Py_ssize_t size;
    const char *text = command == NULL ? NULL : PyUnicode_AsUTF8AndSize(command, &size);
    if (text == NULL) PySys_WriteStderr("Unable to decode the command from the command line:\n");
    int rc = text == NULL ? -1 : run_text(text, (size_t)size, "<string>");
    Py_XDECREF(command);
    return rc;
}

/* Puts the folder of the program, or '' for -c and the prompt, in front of sys.path. */
static int set_path0(const PyConfig *config, const char *folder)
{
    PyObject *path = PySys_GetObject("path");
    if (config->safe_path || path == NULL || !PyList_Check(path)) return 0;
    PyObject *text = PyUnicode_DecodeFSDefault(folder);
    int rc = text == NULL ? -1 : PyList_Insert(path, 0, text);
    Py_XDECREF(text);
    return rc;
}

static int set_script_path(const PyConfig *config, const char *file)
{
    char *real = realpath(file, NULL);
    char *slash = real == NULL ? NULL : strrchr(real, '/');
    if (slash != NULL) slash[slash == real] = 0;
    int rc = set_path0(config, real == NULL ? "" : real);
    free(real);
    return rc;
}

/* __file__, __cached__ and __loader__ of the program in __main__. */
static int set_main_file(const char *name)
{
    PyObject *dict = main_dict(), *file = PyUnicode_DecodeFSDefault(name);
    int rc = dict == NULL || file == NULL ? -1 : PyDict_SetItem(dict, ID(__file__), file);
    Py_XDECREF(file);
    return rc < 0 ? -1 : PyDict_SetItem(dict, ID(__cached__), Py_None);
}

static int run_open_file(const PyConfig *config, const char *name, int fd)
{
    size_t size;
    char *text = read_all(fd, &size);
    if (text == NULL) {
        if (!PyErr_Occurred()) PyErr_SetFromErrnoWithFilename(PyExc_OSError, name);
        return -1;
    }
    if (config->skip_source_first_line) skip_first_line(text, size);
    int rc = set_main_file(name) < 0 ? -1 : run_text(text, size, name);
    PyMem_Free(text);
    return rc;
}

/* A module as the program: its file runs under the name __main__. For -m its file is also sys.argv[0]. */
static int run_found(PyObject *name, Found *found, bool set_argv)
{
    PyObject *module = PyImport_AddModule("__main__"), *cached = NULL, *code = NULL;
    if (module == NULL || adder_set_module_spec(module, name, found, NULL) < 0) return -1;
    PyObject *argv = PySys_GetObject("argv");
    if (set_argv && found->file != NULL && argv != NULL && PyList_Check(argv) && PyList_GET_SIZE(argv) > 0) {
        if (PyList_SetItem(argv, 0, Py_NewRef(found->file)) < 0) return -1;
    }
    if (found->kind == FOUND_SOURCE) code = adder_source_code(found->file, found->package, &cached);
    else if (found->kind == FOUND_BYTECODE) code = adder_bytecode_file(found->file);
    else if (found->kind == FOUND_FROZEN) {
        PyObject *filename = PyUnicode_FromFormat("<frozen %s>", found->frozen->name);
        size_t size = (size_t)(found->frozen->end - found->frozen->start);
        if (filename != NULL) code = adder_compile_buffer(found->frozen->start, size, filename, Py_file_input);
        Py_XDECREF(filename);
    }
    Py_XDECREF(cached);
    return run_code(code);
}

/* Finds `name`, or name.__main__ when it is a package. 0, or -1 with an exception; FOUND_NOTHING when there is none. */
static int find_program(PyObject *name, PyObject **full, Found *found)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(name), dot = PyUnicode_FindChar(name, '.', 0, n, -1);
    PyObject *path = NULL;
    if (dot > 0) {
        PyObject *parent = PyUnicode_Substring(name, 0, dot), *package = parent == NULL ? NULL : PyImport_Import(parent);
        path = package == NULL ? NULL : PyObject_GetAttr(package, ID(__path__));
        Py_XDECREF(parent);
        Py_XDECREF(package);
        if (path == NULL) return -1;
    }
    int rc = adder_find_module(name, path, found);
    Py_XDECREF(path);
    *full = Py_NewRef(name);
    if (rc < 0 || !found->package) return rc;
    adder_found_clear(found);
    PyObject *package = PyImport_Import(name);
    path = package == NULL ? NULL : PyObject_GetAttr(package, ID(__path__));
    Py_XDECREF(package);
    Py_SETREF(*full, PyUnicode_FromFormat("%U.__main__", name));
    rc = path == NULL || *full == NULL ? -1 : adder_find_module(*full, path, found);
    Py_XDECREF(path);
    return rc;
}

static int run_module(const PyConfig *config)
{
    PyObject *name = PyUnicode_FromWideChar(config->run_module, -1), *full = NULL;
    Found found = { 0 };
    int rc = name == NULL ? -1 : find_program(name, &full, &found);
    if (rc == 0 && found.kind == FOUND_NOTHING) {
        bool package = full != NULL && PyUnicode_Compare(name, full) != 0;
        PySys_FormatStderr(package ? "%S: No module named %U; %R is a package and cannot be directly executed\n"
                                   : "%S: No module named %U\n", PySys_GetObject("executable"), package ? full : name, name);
        rc = 1;
    } else if (rc == 0) {
        rc = run_found(full, &found, true);
    }
    adder_found_clear(&found);
    Py_XDECREF(name);
    Py_XDECREF(full);
    return rc;
}

/* A folder or zip archive with a __main__ in it. */
static int run_folder(const PyConfig *config, const char *name)
{
    PyObject *main_name = PyUnicode_FromString("__main__");
    Found found = { 0 };
    int rc = main_name == NULL || set_path0(config, name) < 0 ? -1 : adder_find_module(main_name, NULL, &found);
    if (rc == 0 && found.kind == FOUND_NOTHING) {
        PySys_FormatStderr("%S: can't find '__main__' module in '%s'\n", PySys_GetObject("executable"), name);
        rc = 1;
    } else if (rc == 0) {
        rc = run_found(main_name, &found, false);
    }
    adder_found_clear(&found);
    Py_XDECREF(main_name);
    return rc;
}

static int run_file(const PyConfig *config, int *status)
{
    char *name = _Py_EncodeLocaleRaw(config->run_filename, NULL);
    struct stat st;
    FILE *file = name == NULL ? NULL : fopen(name, "rbe");
    int rc = 0;
    if (file == NULL) {
        int error = errno;
        PySys_FormatStderr("%S: can't open file '%s': [Errno %d] %s\n", PySys_GetObject("executable"), name, error,
                           strerror(error));
        *status = 2;
    } else if (fstat(fileno(file), &st) == 0 && S_ISDIR(st.st_mode)) {
        rc = run_folder(config, name);
    } else {
        rc = set_script_path(config, name) < 0 ? -1 : run_open_file(config, name, fileno(file));
    }
    if (file != NULL) fclose(file);
    PyMem_RawFree(name);
    if (rc <= 0) return rc;
    *status = rc;
    return 0;
}

/* -- the whole program */

static void run_startup(const PyConfig *config)
{
    const char *name = config->use_environment ? getenv("PYTHONSTARTUP") : NULL;
    if (name == NULL || *name == 0) return;
    FILE *file = fopen(name, "rbe");
    if (file == NULL) {
        PySys_WriteStderr("Could not open PYTHONSTARTUP\n");
        PyErr_SetFromErrnoWithFilename(PyExc_OSError, name);
    }
    size_t size;
    char *text = file == NULL ? NULL : read_all(fileno(file), &size);
    if (text != NULL) run_text(text, size, name);
    if (PyErr_Occurred()) PyErr_Print();
    PyMem_Free(text);
    if (file != NULL) fclose(file);
}

/* The exit status of an uncaught exception, which is shown; 130 with *interrupted for KeyboardInterrupt. */
static int show_uncaught(bool *interrupted)
{
    int status;
    if (adder_system_exit(&status)) return status;
    *interrupted = PyErr_ExceptionMatches(PyExc_KeyboardInterrupt);
    PyErr_Print();
    return *interrupted ? 130 : 1;
}

static int run_stdin(const PyConfig *config, int *status)
{
    if (set_path0(config, "") < 0) return -1;
    if (!isatty(fileno(stdin)) && !config->interactive) return run_open_file(config, "<stdin>", fileno(stdin));
    adder_repl_banner();
    run_startup(config);
    *status = adder_repl_run(stdin, stdout);
    return 0;
}

int Py_RunMain(void)
{
    PyInterpreterState *interp = adder_interp();
    const PyConfig *config = interp->config;
    int status = 0, rc;
    bool interrupted = false, prompt = false;
    if (config->run_command != NULL) rc = set_path0(config, "") < 0 ? -1 : run_command(config);
    else if (config->run_module != NULL) {
        char cwd[4096];
        rc = set_path0(config, getcwd(cwd, sizeof cwd) != NULL ? cwd : "") < 0 ? -1 : run_module(config);
        if (rc > 0) status = rc, rc = 0;
    } else if (config->run_filename != NULL) rc = run_file(config, &status);
    else prompt = true, rc = run_stdin(config, &status);
    if (rc < 0) status = show_uncaught(&interrupted);
    const char *inspect = getenv("PYTHONINSPECT");
    if (!prompt && (config->inspect || (config->use_environment && inspect != NULL && *inspect != 0))) {
        interrupted = false;
        status = adder_repl_run(stdin, stdout);
    }
    if (Py_FinalizeEx() < 0) status = 120;
    if (interrupted) { /* die of the signal, so that a shell knows */
        signal(SIGINT, SIG_DFL);
        kill(getpid(), SIGINT);
    }
    return status;
}

/* Is this stream, or what goes by this name, to be treated as a prompt? */
int Py_FdIsInteractive(FILE *file, const char *filename)
{
    if (isatty(fileno(file))) return 1;
    PyInterpreterState *interp = adder_interp_main();
    if (interp == NULL || !interp->config->interactive) return 0;
    return filename == NULL || strcmp(filename, "<stdin>") == 0 || strcmp(filename, "???") == 0;
}

static int start_and_run(PyConfig *config, PyStatus status)
{
    if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(config);
    PyConfig_Clear(config);
    if (PyStatus_IsExit(status)) {
        fflush(stdout);
        return status.exitcode;
    }
    if (PyStatus_Exception(status)) Py_ExitStatusException(status);
    return Py_RunMain();
}

int Py_BytesMain(int argc, char **argv)
{
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    return start_and_run(&config, PyConfig_SetBytesArgv(&config, argc, argv));
}

int Py_Main(int argc, wchar_t **argv)
{
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    return start_and_run(&config, PyConfig_SetArgv(&config, argc, argv));
}
