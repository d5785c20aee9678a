/* import.c -- the import statement: absolute and relative names, packages, sys.modules, and the C API's PyImport_*.
 *
 * A finder that a program puts into sys.meta_path is asked first; when none of them knows the module, the native search of
 * find.c looks for it. A module is in sys.modules before it is executed: a second thread that imports it meanwhile gets it as far
 * as it is. */
#include "runtime/import/import.h"
#include "runtime/memory/memory.h"
#include <frameobject.h>

struct _inittab *PyImport_Inittab; /* of the host: set before Py_Initialize, then only read */
static struct _inittab *inittab_owned;

/* -- the host's table of native modules */

int PyImport_ExtendInittab(struct _inittab *added)
{
    size_t old = 0, more = 0;
    while (PyImport_Inittab != NULL && PyImport_Inittab[old].name != NULL) old++;
    while (added[more].name != NULL) more++;
    struct _inittab *table = PyMem_RawRealloc(inittab_owned, (old + more + 1) * sizeof *table);
    if (table == NULL) return -1;
    if (inittab_owned == NULL && old > 0) memcpy(table, PyImport_Inittab, old * sizeof *table);
    memcpy(table + old, added, (more + 1) * sizeof *table);
    PyImport_Inittab = inittab_owned = table;
    return 0;
}

int PyImport_AppendInittab(const char *name, PyObject *(*init)(void))
{
    struct _inittab table[2] = { { name, init }, { NULL, NULL } };
    return PyImport_ExtendInittab(table);
}

/* -- sys.modules */

PyObject *PyImport_GetModuleDict(void) { return adder_interp()->modules; }

/* New reference, or NULL: with an exception, or without when there is none. */
PyObject *PyImport_GetModule(PyObject *name)
{
    PyObject *modules = adder_interp()->modules;
    if (modules == NULL) { /* a finaliser that runs at the very end */
        PyErr_SetString(PyExc_ImportError, "sys.meta_path is None, Python is likely shutting down");
        return NULL;
    }
    if (PyDict_CheckExact(modules)) return Py_XNewRef(PyDict_GetItemWithError(modules, name));
    PyObject *module = PyObject_GetItem(modules, name);
    if (module == NULL && PyErr_ExceptionMatches(PyExc_KeyError)) PyErr_Clear();
    return module;
}

PyObject *PyImport_AddModuleObject(PyObject *name)
{
    PyObject *modules = adder_interp()->modules, *module = PyImport_GetModule(name);
    if (module == NULL && PyErr_Occurred()) return NULL;
    if (module == NULL || !PyModule_Check(module)) {
        Py_XDECREF(module);
        module = PyModule_NewObject(name);
        if (module == NULL || PyObject_SetItem(modules, name, module) < 0) return Py_XDECREF(module), NULL;
    }
    Py_DECREF(module); /* sys.modules keeps it */
    return module;
}

PyObject *PyImport_AddModule(const char *name)
{
    PyObject *text = PyUnicode_FromString(name);
    PyObject *module = text == NULL ? NULL : PyImport_AddModuleObject(text);
    Py_XDECREF(text);
    return module;
}

/* -- finding and loading one module */

static void raise_not_found(PyObject *name, const char *format, PyObject *other)
{
    PyObject *text = PyUnicode_FromFormat(format, name, other);
    if (text == NULL) return;
    PyErr_SetImportErrorSubclass(PyExc_ModuleNotFoundError, text, name, NULL);
    Py_DECREF(text);
}

/* Loads by a spec of a program's own finder: loader.create_module, loader.exec_module. */
static PyObject *load_by_spec(PyObject *spec)
{
    PyObject *bootstrap = PyImport_ImportModule("importlib._bootstrap");
    PyObject *module = bootstrap == NULL ? NULL : PyObject_CallMethod(bootstrap, "_load_unlocked", "O", spec);
    Py_XDECREF(bootstrap);
    return module;
}

/* Asks sys.meta_path. A spec in *spec, or NULL for nothing; 0, or -1 with an exception. */
static int ask_finders(PyObject *name, PyObject *path, PyObject **spec)
{
    *spec = NULL;
    PyObject *finders = PySys_GetObject("meta_path");
    if (finders == NULL || !PyList_Check(finders)) return 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(finders); i++) {
        PyObject *finder = Py_NewRef(PyList_GET_ITEM(finders, i)), *find;
        int rc = _PyObject_LookupAttr(finder, ID(find_spec), &find);
        Py_DECREF(finder);
        if (rc < 0) return -1;
        if (find == NULL) continue;
        PyObject *found = PyObject_CallFunctionObjArgs(find, name, path != NULL ? path : Py_None, Py_None, NULL);
        Py_DECREF(find);
        if (found == NULL) return -1;
        if (found != Py_None) {
            *spec = found;
            return 0;
        }
        Py_DECREF(found);
    }
    return 0;
}

/* New reference to the loaded module; ModuleNotFoundError when nobody has it. */
static PyObject *find_and_load(PyObject *name, PyObject *path)
{
    if (PySys_Audit("import", "OOOOO", name, Py_None, Py_None, Py_None, Py_None) < 0) return NULL;
    PyObject *spec;
    if (ask_finders(name, path, &spec) < 0) return NULL;
    if (spec != NULL) {
        PyObject *module = load_by_spec(spec);
        Py_DECREF(spec);
        return module;
    }
    Found found;
    if (path != NULL && !PyList_Check(path)) {
        PyObject *list = PySequence_List(path);
        int rc = list == NULL ? -1 : adder_find_module(name, list, &found);
        Py_XDECREF(list);
        if (rc < 0) return NULL;
    } else if (adder_find_module(name, path, &found) < 0) {
        return NULL;
    }
    if (found.kind == FOUND_NOTHING) {
        raise_not_found(name, "No module named %R", NULL);
        return NULL;
    }
    PyObject *module = adder_load_module(name, &found);
    adder_found_clear(&found);
    return module;
}

/* The folder list of package `parent`, new reference; ModuleNotFoundError when it is no package. */
static PyObject *package_path(PyObject *parent, PyObject *name, PyObject *parent_name)
{
    PyObject *path;
    if (_PyObject_LookupAttr(parent, ID(__path__), &path) < 0) return NULL;
    if (path == NULL) raise_not_found(name, "No module named %R; %R is not a package", parent_name);
    return path;
}

static PyObject *import_absolute(PyObject *name);

/* Imports a submodule: its package first; afterwards it is an attribute of the package. */
static PyObject *import_submodule(PyObject *name, Py_ssize_t dot)
{
    PyObject *parent_name = PyUnicode_Substring(name, 0, dot);
    PyObject *tail = PyUnicode_Substring(name, dot + 1, PyUnicode_GET_LENGTH(name));
    PyObject *parent = parent_name == NULL || tail == NULL ? NULL : import_absolute(parent_name);
    PyObject *module = parent == NULL ? NULL : PyImport_GetModule(name); /* the package may have imported it */
    if (parent != NULL && module == NULL && !PyErr_Occurred()) {
        PyObject *path = package_path(parent, name, parent_name);
        if (path != NULL) module = find_and_load(name, path);
        Py_XDECREF(path);
        if (module != NULL && PyObject_SetAttr(parent, tail, module) < 0) {
            if (PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Clear();
            else Py_CLEAR(module);
        }
    }
    Py_XDECREF(parent);
    Py_XDECREF(parent_name);
    Py_XDECREF(tail);
    return module;
}

/* The module of a full name, new reference; imported unless it is in sys.modules. */
static PyObject *import_absolute(PyObject *name)
{
    PyObject *module = PyImport_GetModule(name);
    if (module == Py_None) {
        Py_DECREF(module);
        raise_not_found(name, "import of %U halted; None in sys.modules", NULL);
        return NULL;
    }
    if (module != NULL || PyErr_Occurred()) return module;
    if (Py_EnterRecursiveCall(" while importing a module")) return NULL;
    Py_ssize_t n = PyUnicode_GET_LENGTH(name), dot = PyUnicode_FindChar(name, '.', 0, n, -1);
    if (dot >= 0) module = import_submodule(name, dot);
    else if (dot == -1) module = find_and_load(name, NULL);
    Py_LeaveRecursiveCall();
    return module;
}

/* -- relative names */

/* The package that `globals` belongs to, new reference. */
static PyObject *current_package(PyObject *globals)
{
    if (globals == NULL || !PyDict_Check(globals)) {
        PyErr_SetString(globals == NULL ? PyExc_KeyError : PyExc_TypeError,
                        globals == NULL ? "'__name__' not in globals" : "globals must be a dict");
        return NULL;
    }
    PyObject *package = PyDict_GetItemWithError(globals, ID(__package__));
    PyObject *spec = package == NULL && PyErr_Occurred() ? NULL : PyDict_GetItemWithError(globals, ID(__spec__));
    if (PyErr_Occurred()) return NULL;
    if (package != NULL && package != Py_None) {
        if (PyUnicode_Check(package)) return Py_NewRef(package);
        PyErr_SetString(PyExc_TypeError, "package must be a string");
        return NULL;
    }
    if (spec != NULL && spec != Py_None) return PyObject_GetAttrString(spec, "parent");
    PyObject *name = PyDict_GetItemWithError(globals, ID(__name__));
    if (name == NULL || !PyUnicode_Check(name)) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_KeyError, "'__name__' not in globals");
        return NULL;
    }
    if (PyDict_Contains(globals, ID(__path__)) > 0) return Py_NewRef(name);
    Py_ssize_t dot = PyUnicode_FindChar(name, '.', 0, PyUnicode_GET_LENGTH(name), -1);
    return PyUnicode_Substring(name, 0, dot < 0 ? 0 : dot);
}

/* The full name that `name` means `level` packages up. New reference. */
static PyObject *resolve(PyObject *name, PyObject *globals, int level)
{
    PyObject *package = current_package(globals);
    if (package == NULL) return NULL;
    Py_ssize_t n = PyUnicode_GET_LENGTH(package);
    if (n == 0) {
        Py_DECREF(package);
        PyErr_SetString(PyExc_ImportError, "attempted relative import with no known parent package");
        return NULL;
    }
    for (int up = 1; up < level; up++) {
        n = PyUnicode_FindChar(package, '.', 0, n, -1);
        if (n >= 0) continue;
        Py_DECREF(package);
        PyErr_SetString(PyExc_ImportError, "attempted relative import beyond top-level package");
        return NULL;
    }
    PyObject *base = PyUnicode_Substring(package, 0, n);
    Py_DECREF(package);
    if (base == NULL || PyUnicode_GET_LENGTH(name) == 0) return base;
    PyObject *full = PyUnicode_FromFormat("%U.%U", base, name);
    Py_DECREF(base);
    return full;
}

/* -- from package import names: those that are submodules are imported too */

static int import_fromlist(PyObject *module, PyObject *fromlist, bool from_all);

static int import_from_name(PyObject *module, PyObject *name, bool from_all)
{
    if (!PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError, "Item in ``%s'' must be str, not %.200s", from_all ? "__all__" : "from list",
                     Py_TYPE(name)->tp_name);
        return -1;
    }
    if (PyUnicode_CompareWithASCIIString(name, "*") == 0) {
        PyObject *all;
        if (from_all || _PyObject_LookupAttr(module, ID(__all__), &all) < 0) return from_all ? 0 : -1;
        int rc = all == NULL ? 0 : import_fromlist(module, all, true);
        Py_XDECREF(all);
        return rc;
    }
    PyObject *value;
    if (_PyObject_LookupAttr(module, name, &value) < 0) return -1;
    if (value != NULL) return Py_DECREF(value), 0;
    PyObject *package = PyObject_GetAttr(module, ID(__name__));
    PyObject *full = package == NULL ? NULL : PyUnicode_FromFormat("%U.%U", package, name);
    Py_XDECREF(package);
    PyObject *submodule = full == NULL ? NULL : import_absolute(full);
    int rc = submodule == NULL ? -1 : 0;
    if (rc < 0 && full != NULL && PyErr_ExceptionMatches(PyExc_ModuleNotFoundError)) {
        PyObject *type, *error, *traceback; /* a name that is no module at all: the import statement itself will tell */
        PyErr_Fetch(&type, &error, &traceback);
        PyErr_NormalizeException(&type, &error, &traceback);
        PyObject *missing = ((PyImportErrorObject *)error)->name;
        if (missing != NULL && PyUnicode_Check(missing) && PyUnicode_Compare(missing, full) == 0) {
            Py_XDECREF(type);
            Py_XDECREF(error);
            Py_XDECREF(traceback);
            rc = 0;
        } else {
            PyErr_Restore(type, error, traceback);
        }
    }
    Py_XDECREF(full);
    Py_XDECREF(submodule);
    return rc;
}

static int import_fromlist(PyObject *module, PyObject *fromlist, bool from_all)
{
    PyObject *names = PySequence_Fast(fromlist, "from list must be a sequence");
    if (names == NULL) return -1;
    int rc = 0;
    for (Py_ssize_t i = 0; rc == 0 && i < PySequence_Fast_GET_SIZE(names); i++) {
        rc = import_from_name(module, PySequence_Fast_GET_ITEM(names, i), from_all);
    }
    Py_DECREF(names);
    return rc;
}

/* -- the whole */

/* What `import a.b.c` binds: a; for a relative one, the part of the full name that stands for the first name written. */
static PyObject *top_of(PyObject *name, PyObject *full)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(name), dot = PyUnicode_FindChar(name, '.', 0, n, 1);
    if (dot == -2) return NULL;
    if (dot < 0) return import_absolute(full);
    PyObject *top = PyUnicode_Substring(full, 0, PyUnicode_GET_LENGTH(full) - (n - dot));
    PyObject *module = top == NULL ? NULL : import_absolute(top);
    Py_XDECREF(top);
    return module;
}

PyObject *PyImport_ImportModuleLevelObject(PyObject *name, PyObject *globals, PyObject *locals, PyObject *fromlist, int level)
{
    (void)locals;
    if (name == NULL || !PyUnicode_Check(name)) {
        PyErr_SetString(name == NULL ? PyExc_ValueError : PyExc_TypeError, name == NULL ? "Empty module name" : "module name must be a string");
        return NULL;
    }
    if (level < 0) {
        PyErr_SetString(PyExc_ValueError, "level must be >= 0");
        return NULL;
    }
    if (level == 0 && PyUnicode_GET_LENGTH(name) == 0) {
        PyErr_SetString(PyExc_ValueError, "Empty module name");
        return NULL;
    }
    PyObject *full = level > 0 ? resolve(name, globals, level) : Py_NewRef(name);
    PyObject *module = full == NULL ? NULL : import_absolute(full), *result = module;
    if (module != NULL) {
        int from = fromlist == NULL || fromlist == Py_None ? 0 : PyObject_IsTrue(fromlist);
        PyObject *path = NULL;
        if (from > 0 && _PyObject_LookupAttr(module, ID(__path__), &path) >= 0) {
            if (path != NULL && import_fromlist(module, fromlist, false) < 0) result = NULL;
        } else if (from == 0 && PyUnicode_GET_LENGTH(name) > 0) {
            result = top_of(name, full);
            Py_DECREF(module);
            module = result;
        } else if (from != 0) {
            result = NULL;
        }
        Py_XDECREF(path);
        if (result == NULL) Py_CLEAR(module);
    }
    Py_XDECREF(full);
    return result;
}

PyObject *PyImport_ImportModuleLevel(const char *name, PyObject *globals, PyObject *locals, PyObject *fromlist, int level)
{
    PyObject *text = PyUnicode_FromString(name);
    PyObject *module = text == NULL ? NULL : PyImport_ImportModuleLevelObject(text, globals, locals, fromlist, level);
    Py_XDECREF(text);
    return module;
}

PyObject *PyImport_Import(PyObject *name)
{
    if (!PyUnicode_Check(name)) {
        PyErr_SetString(PyExc_TypeError, "module name must be a string");
        return NULL;
    }
    return import_absolute(name);
}

PyObject *PyImport_ImportModule(const char *name)
{
    PyObject *text = PyUnicode_InternFromString(name);
    PyObject *module = text == NULL ? NULL : import_absolute(text);
    Py_XDECREF(text);
    return module;
}

PyObject *PyImport_ImportModuleNoBlock(const char *name) { return PyImport_ImportModule(name); }

PyObject *_PyImport_GetModuleAttr(PyObject *module_name, PyObject *attribute)
{
    PyObject *module = PyImport_Import(module_name);
    PyObject *value = module == NULL ? NULL : PyObject_GetAttr(module, attribute);
    Py_XDECREF(module);
    return value;
}

PyObject *_PyImport_GetModuleAttrString(const char *module_name, const char *attribute)
{
    PyObject *module = PyImport_ImportModule(module_name);
    PyObject *value = module == NULL ? NULL : PyObject_GetAttrString(module, attribute);
    Py_XDECREF(module);
    return value;
}

/* -- life */

int adder_import_init(PyInterpreterState *interp)
{
    const wchar_t *lib = interp->config->stdlib_dir;
    if (lib != NULL && (interp->import.lib = PyUnicode_FromWideChar(lib, -1)) == NULL) return -1;
    return 0;
}

int adder_import_start(PyInterpreterState *interp)
{
    PyWideStringList *paths = &interp->config->module_search_paths;
    PyObject *list = PyList_New(paths->length);
    for (Py_ssize_t i = 0; list != NULL && i < paths->length; i++) {
        PyObject *path = PyUnicode_FromWideChar(paths->items[i], -1);
        if (path == NULL) Py_CLEAR(list);
        else PyList_SET_ITEM(list, i, path);
    }
    int rc = list == NULL ? -1 : PySys_SetObject("path", list);
    Py_XDECREF(list);
    static const char *const lists[] = { "meta_path", "path_hooks" };
    for (size_t i = 0; rc == 0 && i < Py_ARRAY_LENGTH(lists); i++) {
        PyObject *empty = PyList_New(0);
        rc = empty == NULL ? -1 : PySys_SetObject(lists[i], empty);
        Py_XDECREF(empty);
    }
    PyObject *cache = rc < 0 ? NULL : PyDict_New();
    if (cache != NULL) rc = PySys_SetObject("path_importer_cache", cache);
    Py_XDECREF(cache);
    return cache == NULL ? -1 : rc;
}

void adder_import_fini(PyInterpreterState *interp)
{
    Py_CLEAR(interp->import.lib);
}

/* -- the end of all modules */

/* Names beginning with one underscore go first, then all others but __builtins__, so that functions called by
 * destructors still find what they need as long as possible. */
static void clear_dict(PyObject *dict)
{
    for (int pass = 0; pass < 2; pass++) {
        PyObject *names = PyDict_Keys(dict);
        for (Py_ssize_t i = 0; names != NULL && i < PyList_GET_SIZE(names); i++) {
            PyObject *name = PyList_GET_ITEM(names, i);
            if (!PyUnicode_Check(name)) continue;
            Py_UCS4 first = PyUnicode_GET_LENGTH(name) > 0 ? PyUnicode_READ_CHAR(name, 0) : 0;
            Py_UCS4 second = PyUnicode_GET_LENGTH(name) > 1 ? PyUnicode_READ_CHAR(name, 1) : 0;
            bool private = first == '_' && second != '_';
            if (pass == 0 ? !private : PyUnicode_CompareWithASCIIString(name, "__builtins__") == 0) continue;
            if (PyDict_SetItem(dict, name, Py_None) < 0) PyErr_Clear();
        }
        if (names == NULL) PyErr_Clear();
        Py_XDECREF(names);
    }
}

static bool is_core(PyObject *name)
{
    return PyUnicode_Check(name) && (PyUnicode_CompareWithASCIIString(name, "sys") == 0 ||
                                     PyUnicode_CompareWithASCIIString(name, "builtins") == 0);
}

/* Entries of sys.modules become None and only weak references remain: what nothing else holds dies on its own, and in
 * the order its reference counts say. What is still alive then has its names cleared. */
void adder_import_clear_modules(PyInterpreterState *interp)
{
    static const char *const hooks[] = { "path", "argv", "ps1", "ps2", "last_type", "last_value", "last_traceback",
                                         "path_hooks", "path_importer_cache", "meta_path", "__interactivehook__" };
    PyObject *modules = interp->modules, *weak = PyList_New(0), *names = PyDict_Check(modules) ? PyDict_Keys(modules) : NULL;
    PyObject *underscore = PyDict_GetItemString(interp->builtins, "_");
    if (underscore != NULL && PyDict_SetItemString(interp->builtins, "_", Py_None) < 0) PyErr_Clear();
    for (size_t i = 0; i < Py_ARRAY_LENGTH(hooks); i++) {
        if (PyDict_GetItemString(interp->sysdict, hooks[i]) == NULL) continue;
        if (PyDict_SetItemString(interp->sysdict, hooks[i], Py_None) < 0) PyErr_Clear();
    }
    for (Py_ssize_t i = 0; names != NULL && weak != NULL && i < PyList_GET_SIZE(names); i++) {
        PyObject *name = PyList_GET_ITEM(names, i), *module = PyDict_GetItemWithError(modules, name);
        if (module == NULL || is_core(name)) continue;
        if (PyModule_Check(module)) {
            PyObject *ref = PyWeakref_NewRef(module, NULL);
            if (ref == NULL || PyList_Append(weak, ref) < 0) PyErr_Clear();
            Py_XDECREF(ref);
        }
        if (PyDict_SetItem(modules, name, Py_None) < 0) PyErr_Clear();
    }
    Py_XDECREF(names);
    adder_gc_collect(GC_GENERATIONS - 1);
    for (Py_ssize_t i = weak == NULL ? 0 : PyList_GET_SIZE(weak); i-- > 0;) {
        PyObject *module = PyWeakref_GetObject(PyList_GET_ITEM(weak, i));
        if (module == Py_None) continue;
        Py_INCREF(module);
        clear_dict(PyModule_GetDict(module));
        Py_DECREF(module);
    }
    Py_XDECREF(weak);
    PyErr_Clear();
}
