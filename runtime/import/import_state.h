/* import_state.h -- what import keeps in an interpreter. */
#ifndef ADDER_IMPORT_STATE_H
#define ADDER_IMPORT_STATE_H
#include <Python.h>
#include <stdbool.h>

struct adder_import_state {
    PyObject *builtins_module, *sys_module; /* borrowed from sys.modules; kept so that they outlive it */
    PyObject *loading;          /* dict: name -> thread id of the importer; entries while a module is being executed */
    PyObject *path_cache;       /* dict: sys.path entry -> (mtime_ns, frozenset of names), or None for no folder */
    PyObject *module_spec;      /* class of module specs until importlib brings its own; owned */
    PyObject *loaders;          /* dict: kind -> loader object (builtin, frozen, source, extension); owned */
    PyObject *extensions;       /* dict: (file, name) -> definition of single-phase extension modules */
    PyObject *lib;              /* str: folder of the pure-Python library, or None; NULL until looked for */
    int verbose;                /* -v */
    bool ready;                 /* sys.path is set */
};
#endif
