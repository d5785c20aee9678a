/* config.h -- what is asked of an interpreter: by the host, the command line, the environment. */
#ifndef ADDER_CONFIG_H
#define ADDER_CONFIG_H
#include "runtime/define.h"

/* A deep copy; `to` must hold nothing and holds nothing after a failure. */
PyStatus adder_config_copy(PyConfig *to, const PyConfig *from);

/* Reads config->argv as the command line (when parse_argv), then the PYTHON* variables (when use_environment): fills the other
 * fields and leaves in argv what becomes sys.argv. --help and --version print and give an exit status. */
PyStatus adder_config_read(PyConfig *config);

/* Where the program, the pure-Python library and the site folders are: executable, prefixes, module_search_paths. */
PyStatus adder_config_paths(PyConfig *config);

/* The value of -X name or -X name=value: "" without a value, NULL when absent. */
const wchar_t *adder_config_xoption(const PyConfig *config, const wchar_t *name);
/* Py_EncodeLocale with memory from PyMem_RawMalloc; *error as there. */
char *_Py_EncodeLocaleRaw(const wchar_t *text, size_t *error);
#endif
