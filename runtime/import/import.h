/* import.h -- import: from a name to an executed module in sys.modules, without importlib.
 *
 * import.c  the statement's semantics: names, packages, sys.modules, errors
 * find.c    where a module is: builtin, frozen, or in a folder of a path
 * load.c    making and executing what was found
 * spec.c    the objects that modules carry: ModuleSpec and the loaders */
#ifndef ADDER_IMPORT_H
#define ADDER_IMPORT_H
#include "runtime/define.h"
#include "runtime/state/interp.h"

int adder_import_init(PyInterpreterState *interp);  /* the part's state */
int adder_import_start(PyInterpreterState *interp); /* sys.path, sys.meta_path and kin; after sys and builtins exist */
void adder_import_fini(PyInterpreterState *interp);
/* The end of a VM: every module's names are dropped, __main__ and the rest first, sys and builtins last. Runs Python code. */
void adder_import_clear_modules(PyInterpreterState *interp);

enum { FOUND_NOTHING, FOUND_BUILTIN, FOUND_FROZEN, FOUND_SOURCE, FOUND_BYTECODE, FOUND_EXTENSION, FOUND_NAMESPACE };

/* A place a module can be loaded from. Owned fields; released by adder_found_clear. */
typedef struct {
    int kind;
    bool package;
    PyObject *file;      /* str: source, bytecode or extension file; NULL for others */
    PyObject *locations; /* list of str: where submodules are; NULL for plain modules */
    PyObject *(*init)(void); /* of a builtin */
    const struct adder_frozen *frozen;
} Found;
void adder_found_clear(Found *found);

/* A native module of the binary or of the host. */
struct adder_native { const char *name; PyObject *(*init)(void); bool library; };
extern ADDER_HIDDEN const struct adder_native adder_native_modules[]; /* ends with a NULL name */
/* A frozen source file. */
struct adder_frozen { const char *name; const char *start, *end; bool package; };
extern ADDER_HIDDEN const struct adder_frozen adder_frozen_modules[]; /* ends with a NULL name */

/* Looks for `name` (full dotted) in `path` (a list; NULL: at the top level). 0 with found->kind set, or -1 with an exception. */
int adder_find_module(PyObject *name, PyObject *path, Found *found);

/* Makes the module, puts it into sys.modules, executes it; on failure takes it out again. */
NEW_REF PyObject *adder_load_module(PyObject *name, const Found *found);

/* Gives a module its __spec__, __loader__, __file__, __path__, __package__, __cached__. 0 or -1. */
int adder_set_module_spec(PyObject *module, PyObject *name, const Found *found, PyObject *cached);
extern PyTypeObject AdderModuleSpec_Type, AdderLoader_Type;

/* The module's __spec__._initializing: true while it is being executed. 0 or 1, never fails. */
int adder_module_initializing(PyObject *module);
void adder_module_set_initializing(PyObject *module, int yes);
#endif
