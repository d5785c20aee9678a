/* lifecycle.c -- how a VM begins and ends, in which order, and the C API's Py_Initialize family.
 *
 * Parts are started in the order of the table `parts`; each may use those before it. They are ended in reverse. An end
 * runs in this order: other threads joined, atexit functions, modules cleared while everything still works, a last
 * collection, then the parts. */
#include "runtime/state/lifecycle.h"
#include "runtime/builtins.h"
#include "runtime/errors/errors.h"
#include "runtime/errors/warnings.h"
#include "runtime/hash.h"
#include "runtime/import/import.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/dict.h"
#include "runtime/objects/int.h"
#include "runtime/objects/str.h"
#include "runtime/objects/type.h"
#include "runtime/state/config.h"
#include "runtime/state/signals.h"
#include "runtime/text/codecs.h"
#include "stdlib/ast/ast.h"
#include "stdlib/io/io.h"
#include "stdlib/sys.h"
#include "vm/breaker.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* -- once in a process */

static pthread_once_t process_once = PTHREAD_ONCE_INIT;
static int process_result;

static void process_init(void)
{
    process_result = adder_types_init() < 0 ? -1 : 0;
}

int adder_process_init(void)
{
    pthread_once(&process_once, process_init);
    return process_result;
}

/* -- the parts of a VM */

static int str_init(PyInterpreterState *interp)        { return adder_str_init(&interp->str); }
static void str_fini(PyInterpreterState *interp)       { adder_str_fini(&interp->str); }
static int container_init(PyInterpreterState *interp)  { (void)interp; return 0; }
static void container_fini(PyInterpreterState *interp) { adder_containers_clear_free(&interp->containers); }
static int codecs_init(PyInterpreterState *interp)     { (void)interp; return 0; }
static void codecs_fini(PyInterpreterState *interp)    { adder_codecs_clear(&interp->codecs); }

static const struct part {
    const char *name;
    int (*init)(PyInterpreterState *);
    void (*fini)(PyInterpreterState *);
} parts[] = {
    { "str", str_init, str_fini },
    { "number", adder_number_init, adder_number_fini },
    { "container", container_init, container_fini },
    { "type", adder_type_init, adder_type_fini },
    { "errors", adder_errors_init, adder_errors_fini },
    { "codecs", codecs_init, codecs_fini },
    { "import", adder_import_init, adder_import_fini },
};
#define PARTS ((int)Py_ARRAY_LENGTH(parts))

static void parts_fini(PyInterpreterState *interp, int started)
{
    while (started-- > 0) parts[started].fini(interp);
}

/* sys, builtins, the import machinery's modules, __main__, the standard streams. */
static const char *make_modules(PyInterpreterState *interp)
{
    interp->modules = PyDict_New();
    if (interp->modules == NULL) return "sys.modules";
    PyObject *sys = adder_sys_new(interp);
    if (sys == NULL || PyDict_SetItemString(interp->modules, "sys", sys) < 0) return "sys";
    Py_DECREF(sys);
    PyObject *builtins = adder_builtins_new();
    if (builtins == NULL || PyDict_SetItemString(interp->modules, "builtins", builtins) < 0) return "builtins";
    interp->builtins = Py_NewRef(PyModule_GetDict(builtins));
    Py_DECREF(builtins);
    interp->core_ready = true;
    if (adder_import_start(interp) < 0) return "import";
    if (adder_io_init(interp) < 0 || adder_io_init_std(interp) < 0) return "the standard streams";
    PyObject *main_module = PyImport_AddModule("__main__");
    if (main_module == NULL) return "__main__";
    PyObject *dict = PyModule_GetDict(main_module);
    PyObject *builtins_module = PyDict_GetItemString(interp->modules, "builtins");
    if (PyDict_SetItemString(dict, "__builtins__", builtins_module) < 0) return "__main__";
    PyObject *annotations = PyDict_New();
    int stored = annotations == NULL ? -1 : PyDict_SetItemString(dict, "__annotations__", annotations);
    Py_XDECREF(annotations);
    if (stored == 0) adder_warnings_start();
    return stored < 0 ? "__main__" : NULL;
}

static void free_config(PyInterpreterState *interp)
{
    if (interp->config != NULL) PyConfig_Clear(interp->config);
    PyMem_RawFree(interp->config);
}

/* Everything that the raw allocator gave, after the parts are gone or when they never came. */
static void discard(PyInterpreterState *interp)
{
    adder_interp_unlink(interp);
    while (interp->threads != NULL) adder_thread_free((AdderThread *)interp->threads);
    adder_tstate = NULL;
    adder_lock_release(interp);
    adder_vm_fini(interp);
    adder_heap_release(&interp->memory.heap);
    free_config(interp);
    free(interp);
}

static PyInterpreterState *allocate(const PyConfig *config)
{
    PyInterpreterState *interp = calloc(1, sizeof *interp);
    if (interp == NULL) return NULL;
    interp->config = PyMem_RawCalloc(1, sizeof *interp->config);
    if (interp->config == NULL || PyStatus_Exception(adder_config_copy(interp->config, config))) {
        PyMem_RawFree(interp->config);
        free(interp);
        return NULL;
    }
    adder_gate_set(&interp->memory.gate, SIZE_MAX, SIZE_MAX, -1, false);
    adder_gc_init(&interp->memory.gc);
    if (adder_vm_init(interp) == 0) return interp;
    free_config(interp);
    free(interp);
    return NULL;
}

int adder_interp_open(const PyConfig *config, PyInterpreterState **result, const char **error)
{
    *error = "out of memory";
    if (adder_process_init() < 0) return -1;
    PyInterpreterState *interp = allocate(config);
    if (interp == NULL) return -1;
    adder_interp_link(interp);
    AdderThread *thread = adder_thread_new(interp);
    if (thread == NULL) return discard(interp), -1;
    interp->main = &thread->base;
    adder_lock_take(&thread->base);

    int started = 0;
    while (started < PARTS && parts[started].init(interp) == 0) started++;
    const char *failed = started < PARTS ? parts[started].name : make_modules(interp);
    if (failed == NULL) {
        *result = interp;
        return 0;
    }
    if (PyErr_Occurred() && interp->core_ready) PyErr_Print();
    *error = failed;
    discard(interp);
    return -1;
}

/* -- the end */

static void join_threads(PyInterpreterState *interp)
{
    PyObject *threading = PyDict_GetItemString(interp->modules, "threading");
    if (threading == NULL) return;
    PyObject *result = PyObject_CallMethod(threading, "_shutdown", NULL);
    if (result == NULL) PyErr_WriteUnraisable(threading);
    Py_XDECREF(result);
}

/* The last registered runs first; each may register more. */
static void run_atexit(PyInterpreterState *interp)
{
    while (interp->atexit != NULL && PyList_GET_SIZE(interp->atexit) > 0) {
        Py_ssize_t last = PyList_GET_SIZE(interp->atexit) - 1;
        PyObject *entry = Py_NewRef(PyList_GET_ITEM(interp->atexit, last));
        if (PyList_SetSlice(interp->atexit, last, last + 1, NULL) < 0) PyErr_Clear();
        PyObject *fn = PyTuple_GET_ITEM(entry, 0), *kwargs = PyTuple_GET_ITEM(entry, 2);
        PyObject *result = PyObject_Call(fn, PyTuple_GET_ITEM(entry, 1), kwargs == Py_None ? NULL : kwargs);
        if (result == NULL) _PyErr_WriteUnraisableMsg("in atexit callback", fn);
        Py_XDECREF(result);
        Py_DECREF(entry);
    }
}

static int flush_one(const char *name)
{
    PyObject *file = PySys_GetObject(name);
    if (file == NULL || file == Py_None) return 0;
    Py_INCREF(file);
    PyObject *closed = PyObject_GetAttrString(file, "closed");
    int is_closed = closed == NULL ? -1 : PyObject_IsTrue(closed);
    Py_XDECREF(closed);
    if (is_closed < 0) PyErr_Clear();
    PyObject *result = is_closed == 1 ? Py_NewRef(Py_None) : PyObject_CallMethod(file, "flush", NULL);
    if (result == NULL) {
        if (strcmp(name, "stdout") == 0) PyErr_WriteUnraisable(file);
        else PyErr_Clear();
    }
    Py_DECREF(file);
    if (result == NULL) return -1;
    Py_DECREF(result);
    return 0;
}

static int flush_streams(void)
{
    int out = flush_one("stdout"), err = flush_one("stderr");
    return out < 0 || err < 0 ? -1 : 0;
}

int adder_interp_close(PyInterpreterState *interp)
{
    join_threads(interp);
    run_atexit(interp);
    int result = flush_streams();
    interp->finalizing = true;
    adder_signals_restore(interp);
    adder_import_clear_modules(interp);
    if (flush_streams() < 0) result = -1;
    Py_CLEAR(interp->atexit);
    Py_CLEAR(interp->audit_hooks);
    Py_CLEAR(interp->before_fork);
    Py_CLEAR(interp->after_fork_parent);
    Py_CLEAR(interp->after_fork_child);
    Py_CLEAR(interp->dict);
    for (PyThreadState *t = interp->threads; t != NULL; t = t->next) PyThreadState_Clear(t);
    Py_CLEAR(interp->sysdict);
    Py_CLEAR(interp->builtins);
    Py_CLEAR(interp->modules);
    adder_errors_clear(interp);
    adder_codecs_clear(&interp->codecs); /* search functions hold their modules */
    adder_ast_clear(interp);
    adder_io_fini(interp); /* before the last collection: heap types that a part held are cycles */
    adder_gc_collect(GC_GENERATIONS - 1);
    interp->core_ready = false;
    adder_gc_fini(&interp->memory.gc);
    parts_fini(interp, PARTS);
#ifdef ADDER_DEBUG
    if (interp->memory.gate.blocks != 0) {
        fprintf(stderr, "adder: %zu blocks, %zu bytes not given back\n", interp->memory.gate.blocks, interp->memory.gate.live);
    }
#endif
    discard(interp);
    return result;
}

/* -- the C API: one VM of the process, made by Py_Initialize */

#define EXIT_FUNCTIONS 32
static void (*exit_functions[EXIT_FUNCTIONS])(void); /* Py_AtExit: of the process, called by Py_FinalizeEx */
static int exit_function_count;

int Py_AtExit(void (*fn)(void))
{
    if (exit_function_count == EXIT_FUNCTIONS) return -1;
    exit_functions[exit_function_count++] = fn;
    return 0;
}

int Py_IsInitialized(void)      { return adder_interp_main() != NULL; }
int _Py_IsCoreInitialized(void) { return Py_IsInitialized(); }
int _Py_IsFinalizing(void)
{
    PyInterpreterState *interp = adder_interp_main();
    return interp != NULL && interp->finalizing;
}

PyStatus Py_InitializeFromConfig(const PyConfig *config)
{
    if (Py_IsInitialized()) return PyStatus_Ok();
    PyConfig full;
    PyStatus status = adder_config_copy(&full, config);
    if (PyStatus_Exception(status)) return status;
    status = adder_config_read(&full);
    if (!PyStatus_Exception(status)) {
        char seed[32];
        snprintf(seed, sizeof seed, "%lu", full.hash_seed);
        adder_hash_init(full.use_hash_seed == 1 ? seed : NULL);
        PyInterpreterState *interp;
        const char *error;
        if (adder_interp_open(&full, &interp, &error) < 0) status = PyStatus_Error(error);
        else if (full.install_signal_handlers) adder_signals_install(interp);
    }
    PyConfig_Clear(&full);
    return status;
}

void Py_InitializeEx(int signals)
{
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.parse_argv = 0;
    config.install_signal_handlers = signals;
    PyStatus status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) Py_ExitStatusException(status);
}

void Py_Initialize(void) { Py_InitializeEx(1); }

int Py_FinalizeEx(void)
{
    PyInterpreterState *interp = adder_interp_main();
    if (interp == NULL) return 0;
    int result = adder_interp_close(interp);
    while (exit_function_count > 0) exit_functions[--exit_function_count]();
    fflush(stdout);
    return result;
}

void Py_Finalize(void) { Py_FinalizeEx(); }

void Py_Exit(int status)
{
    if (Py_FinalizeEx() < 0) status = 120;
    exit(status);
}

void Py_ExitStatusException(PyStatus status)
{
    if (PyStatus_IsExit(status)) exit(status.exitcode);
    fprintf(stderr, "Fatal Python error: %s%s%s\n", status.func != NULL ? status.func : "", status.func != NULL ? ": " : "",
            status.err_msg != NULL ? status.err_msg : "unknown");
    exit(1);
}

PyThreadState *Py_NewInterpreter(void)
{
    PyThreadState *old = PyThreadState_Swap(NULL);
    PyInterpreterState *interp;
    const char *error;
    if (adder_interp_open(old->interp->config, &interp, &error) == 0) return adder_tstate;
    PyThreadState_Swap(old);
    return NULL;
}

void Py_EndInterpreter(PyThreadState *tstate) { adder_interp_close(tstate->interp); }

PyStatus Py_PreInitialize(const PyPreConfig *config) { (void)config; return PyStatus_Ok(); }
PyStatus Py_PreInitializeFromBytesArgs(const PyPreConfig *config, Py_ssize_t argc, char **argv)
{
    (void)argc, (void)argv;
    return Py_PreInitialize(config);
}
PyStatus Py_PreInitializeFromArgs(const PyPreConfig *config, Py_ssize_t argc, wchar_t **argv)
{
    (void)argc, (void)argv;
    return Py_PreInitialize(config);
}

void _Py_FatalErrorFunc(const char *func, const char *message)
{
    fprintf(stderr, "Fatal Python error: %s: %s\n", func, message);
    fflush(stderr);
    abort();
}
