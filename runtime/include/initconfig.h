/* initconfig.h -- everything that can be said to an interpreter before it starts (PEP 587). */
#ifndef Py_PYCORECONFIG_H
#define Py_PYCORECONFIG_H

#include "pyport.h"
#include "pytypedefs.h"
#include <wchar.h>

/* How an initialisation step went. */
typedef struct {
    enum { _PyStatus_TYPE_OK = 0, _PyStatus_TYPE_ERROR = 1, _PyStatus_TYPE_EXIT = 2 } _type;
    const char *func;    /* where it failed, or NULL */
    const char *err_msg; /* with _PyStatus_TYPE_ERROR */
    int exitcode;        /* with _PyStatus_TYPE_EXIT */
} PyStatus;

typedef struct {
    Py_ssize_t length;
    wchar_t **items; /* owned, each allocated by PyMem_RawMalloc */
} PyWideStringList;

/* Memory allocator, locale and UTF-8 mode: decided before anything else. -1 means: from the environment. */
typedef struct PyPreConfig {
    int _config_init;
    int parse_argv;
    int isolated;
    int use_environment;
    int configure_locale;
    int coerce_c_locale;
    int coerce_c_locale_warn;
    int utf8_mode;
    int dev_mode;
    int allocator;
} PyPreConfig;

/* The rest. Strings are owned; NULL means: work it out. */
typedef struct PyConfig {
    int _config_init;
    int isolated;
    int use_environment;
    int dev_mode;
    int install_signal_handlers;
    int use_hash_seed;
    unsigned long hash_seed;
    int faulthandler;
    int tracemalloc;
    int import_time;
    int code_debug_ranges;
    int show_ref_count;
    int dump_refs;
    wchar_t *dump_refs_file;
    int malloc_stats;
    wchar_t *filesystem_encoding;
    wchar_t *filesystem_errors;
    wchar_t *pycache_prefix;
    int parse_argv;
    PyWideStringList orig_argv;
    PyWideStringList argv;
    PyWideStringList xoptions;
    PyWideStringList warnoptions;
    int site_import;
    int bytes_warning;
    int warn_default_encoding;
    int inspect;
    int interactive;
    int optimization_level;
    int parser_debug;
    int write_bytecode;
    int verbose;
    int quiet;
    int user_site_directory;
    int configure_c_stdio;
    int buffered_stdio;
    wchar_t *stdio_encoding;
    wchar_t *stdio_errors;
    wchar_t *check_hash_pycs_mode;
    int use_frozen_modules;
    int safe_path;
    int pathconfig_warnings;
    wchar_t *program_name;
    wchar_t *pythonpath_env;
    wchar_t *home;
    wchar_t *platlibdir;
    int module_search_paths_set;
    PyWideStringList module_search_paths;
    wchar_t *stdlib_dir;
    wchar_t *executable;
    wchar_t *base_executable;
    wchar_t *prefix;
    wchar_t *base_prefix;
    wchar_t *exec_prefix;
    wchar_t *base_exec_prefix;
    int skip_source_first_line;
    wchar_t *run_command;
    wchar_t *run_module;
    wchar_t *run_filename;
    int _install_importlib;
    int _init_main;
    int _isolated_interpreter;
    int _is_python_build;
} PyConfig;

ADDER_API_BEGIN
void Py_GetArgcArgv(int *argc, wchar_t ***argv);
void PyConfig_InitPythonConfig(PyConfig *config);
void PyConfig_InitIsolatedConfig(PyConfig *config);
void PyConfig_Clear(PyConfig *config);
PyStatus PyConfig_SetString(PyConfig *config, wchar_t **config_str, const wchar_t *str);
PyStatus PyConfig_SetBytesString(PyConfig *config, wchar_t **config_str, const char *str);
PyStatus PyConfig_Read(PyConfig *config);
PyStatus PyConfig_SetBytesArgv(PyConfig *config, Py_ssize_t argc, char *const *argv);
PyStatus PyConfig_SetArgv(PyConfig *config, Py_ssize_t argc, wchar_t *const *argv);
PyStatus PyConfig_SetWideStringList(PyConfig *config, PyWideStringList *list, Py_ssize_t length, wchar_t **items);
void PyPreConfig_InitPythonConfig(PyPreConfig *config);
void PyPreConfig_InitIsolatedConfig(PyPreConfig *config);
PyStatus PyStatus_Ok(void);
PyStatus PyStatus_Error(const char *err_msg);
PyStatus PyStatus_NoMemory(void);
PyStatus PyStatus_Exit(int exitcode);
int PyStatus_IsError(PyStatus err);
int PyStatus_IsExit(PyStatus err);
int PyStatus_Exception(PyStatus err);
PyStatus PyWideStringList_Append(PyWideStringList *list, const wchar_t *item);
PyStatus PyWideStringList_Insert(PyWideStringList *list, Py_ssize_t index, const wchar_t *item);
ADDER_API_END

#endif
