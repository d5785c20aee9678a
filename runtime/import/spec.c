/* spec.c -- what a module carries about where it came from: its ModuleSpec and its loader (PEP 451). */
#include "runtime/import/import.h"
#include "runtime/memory/memory.h"
#include "vm/pycache.h"
#include <stddef.h>
#include <structmember.h>

/* -- ModuleSpec */

typedef struct {
    PyObject_HEAD
    PyObject *name, *loader, *origin, *loader_state, *locations, *cached; /* owned, never NULL */
    PyObject *dict;
    char has_location, initializing;
} Spec;

static PyMemberDef spec_members[] = {
    { "name", T_OBJECT_EX, offsetof(Spec, name), 0, "Full name of the module." },
    { "loader", T_OBJECT_EX, offsetof(Spec, loader), 0, "What loads it." },
    { "origin", T_OBJECT_EX, offsetof(Spec, origin), 0, "Where it comes from: a file, 'built-in', 'frozen'." },
    { "loader_state", T_OBJECT_EX, offsetof(Spec, loader_state), 0, "Whatever the loader wants to keep." },
    { "submodule_search_locations", T_OBJECT_EX, offsetof(Spec, locations), 0, "Folders of a package, or None." },
    { "_cached", T_OBJECT_EX, offsetof(Spec, cached), 0, NULL },
    { "cached", T_OBJECT_EX, offsetof(Spec, cached), 0, "The bytecode file." },
    { "has_location", T_BOOL, offsetof(Spec, has_location), 0, "Whether the origin is a place to load from." },
    { "_set_fileattr", T_BOOL, offsetof(Spec, has_location), 0, NULL },
    { "_initializing", T_BOOL, offsetof(Spec, initializing), 0, NULL },
    { "__dict__", T_OBJECT, offsetof(Spec, dict), READONLY, NULL },
    { 0 },
};

static PyObject *spec_parent(PyObject *self, void *closure)
{
    (void)closure;
    Spec *spec = (Spec *)self;
    if (spec->locations != Py_None) return Py_NewRef(spec->name);
    Py_ssize_t n = PyUnicode_GET_LENGTH(spec->name), dot = PyUnicode_FindChar(spec->name, '.', 0, n, -1);
    return dot == -2 ? NULL : PyUnicode_Substring(spec->name, 0, dot < 0 ? 0 : dot);
}

static PyGetSetDef spec_getters[] = {
    { "parent", spec_parent, NULL, "Name of the package the module is in, or is.", NULL },
    { 0 },
};

static PyObject *spec_repr(PyObject *self)
{
    Spec *spec = (Spec *)self;
    PyObject *origin = spec->origin == Py_None ? PyUnicode_FromString("") : PyUnicode_FromFormat(", origin=%R", spec->origin);
    PyObject *locations = origin == NULL            ? NULL
                        : spec->locations == Py_None ? PyUnicode_FromString("")
                                                     : PyUnicode_FromFormat(", submodule_search_locations=%R", spec->locations);
    PyObject *text = locations == NULL
                         ? NULL
                         : PyUnicode_FromFormat("ModuleSpec(name=%R, loader=%R%U%U)", spec->name, spec->loader, origin, locations);
    Py_XDECREF(origin);
    Py_XDECREF(locations);
    return text;
}

static int spec_traverse(PyObject *self, visitproc visit, void *arg)
{
    Spec *spec = (Spec *)self;
    Py_VISIT(spec->loader);
    Py_VISIT(spec->origin);
    Py_VISIT(spec->loader_state);
    Py_VISIT(spec->locations);
    Py_VISIT(spec->cached);
    Py_VISIT(spec->dict);
    return 0;
}

static int spec_clear(PyObject *self)
{
    Spec *spec = (Spec *)self;
    Py_CLEAR(spec->loader);
    Py_CLEAR(spec->loader_state);
    Py_CLEAR(spec->locations);
    Py_CLEAR(spec->dict);
    return 0;
}

static void spec_dealloc(PyObject *self)
{
    Spec *spec = (Spec *)self;
    PyObject_GC_UnTrack(self);
    spec_clear(self);
    Py_CLEAR(spec->name);
    Py_CLEAR(spec->origin);
    Py_CLEAR(spec->cached);
    PyObject_GC_Del(self);
}

PyTypeObject AdderModuleSpec_Type = {
    STATIC_TYPE("_frozen_importlib.ModuleSpec", Spec),
    .tp_doc = "Where a module comes from and how it is loaded.",
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_repr = spec_repr,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_setattro = PyObject_GenericSetAttr,
    .tp_traverse = spec_traverse,
    .tp_clear = spec_clear,
    .tp_dealloc = spec_dealloc,
    .tp_dictoffset = offsetof(Spec, dict),
    .tp_members = spec_members,
    .tp_getset = spec_getters,
};

static PyObject *or_none(PyObject *o) { return Py_NewRef(o != NULL ? o : Py_None); }

static PyObject *spec_new(PyObject *name, PyObject *loader, PyObject *origin, PyObject *locations, PyObject *cached)
{
    Spec *spec = PyObject_GC_New(Spec, &AdderModuleSpec_Type);
    if (spec == NULL) return NULL;
    spec->name = Py_NewRef(name);
    spec->loader = or_none(loader);
    spec->origin = or_none(origin);
    spec->loader_state = Py_NewRef(Py_None);
    spec->locations = or_none(locations);
    spec->cached = or_none(cached);
    spec->dict = NULL;
    spec->has_location = origin != NULL;
    spec->initializing = 0;
    PyObject_GC_Track(spec);
    return (PyObject *)spec;
}

int adder_module_initializing(PyObject *module)
{
    PyObject *spec = NULL;
    if (PyModule_Check(module)) spec = PyDict_GetItemWithError(PyModule_GetDict(module), ID(__spec__));
    if (spec == NULL) return PyErr_Clear(), 0;
    if (Py_IS_TYPE(spec, &AdderModuleSpec_Type)) return ((Spec *)spec)->initializing;
    PyObject *value = PyObject_GetAttrString(spec, "_initializing");
    int result = value == NULL ? 0 : PyObject_IsTrue(value);
    Py_XDECREF(value);
    PyErr_Clear();
    return result > 0;
}

void adder_module_set_initializing(PyObject *module, int yes)
{
    PyObject *type, *value, *traceback; /* the module's body may just have raised */
    PyErr_Fetch(&type, &value, &traceback);
    PyObject *spec = PyDict_GetItemWithError(PyModule_GetDict(module), ID(__spec__));
    if (spec != NULL && Py_IS_TYPE(spec, &AdderModuleSpec_Type)) ((Spec *)spec)->initializing = (char)yes;
    PyErr_Restore(type, value, traceback);
}

/* -- loaders: what linecache, inspect and pkgutil ask a module's loader for */

typedef struct {
    PyObject_HEAD
    PyObject *name, *path; /* str; path is None for what has no file */
    bool package;
} Loader;

static PyObject *read_file(PyObject *path)
{
    PyObject *io = PyImport_ImportModule("_io");
    PyObject *file = io == NULL ? NULL : PyObject_CallMethod(io, "open", "Os", path, "rb");
    Py_XDECREF(io);
    if (file == NULL) return NULL;
    PyObject *data = PyObject_CallMethod(file, "read", NULL);
    PyObject *closed = PyObject_CallMethod(file, "close", NULL);
    Py_DECREF(file);
    if (closed == NULL) Py_CLEAR(data);
    Py_XDECREF(closed);
    return data;
}

static PyObject *loader_get_data(PyObject *self, PyObject *const *args) { (void)self; return read_file(args[0]); }

static PyObject *loader_get_source(PyObject *self, PyObject *const *args)
{
    (void)args;
    Loader *loader = (Loader *)self;
    if (loader->path == Py_None) Py_RETURN_NONE;
    PyObject *data = read_file(loader->path);
    PyObject *text = data == NULL ? NULL : PyUnicode_FromEncodedObject(data, "utf-8", NULL);
    Py_XDECREF(data);
    return text;
}

static PyObject *loader_get_code(PyObject *self, PyObject *const *args)
{
    (void)args;
    Loader *loader = (Loader *)self;
    if (loader->path == Py_None) Py_RETURN_NONE;
    PyObject *cached = NULL, *code = adder_source_code(loader->path, loader->package, &cached);
    Py_XDECREF(cached);
    return code;
}

static PyObject *loader_get_filename(PyObject *self, PyObject *const *args) { (void)args; return Py_NewRef(((Loader *)self)->path); }
static PyObject *loader_is_package(PyObject *self, PyObject *const *args)
{
    (void)args;
    return PyBool_FromLong(((Loader *)self)->package);
}

static PyMethodDef loader_methods[] = {
    FN("get_data", loader_get_data, "($self, path, /)", "The bytes of a file."),
    FN("get_source", loader_get_source, "($self, fullname=None, /)", "The source text of the module, or None."),
    FN("get_code", loader_get_code, "($self, fullname=None, /)", "The code object of the module."),
    FN("get_filename", loader_get_filename, "($self, fullname=None, /)", "The file of the module."),
    FN("is_package", loader_is_package, "($self, fullname=None, /)", "Whether the module is a package."),
    { 0 },
};

static PyMemberDef loader_members[] = {
    { "name", T_OBJECT, offsetof(Loader, name), READONLY, "Full name of the module." },
    { "path", T_OBJECT, offsetof(Loader, path), READONLY, "Its file." },
    { 0 },
};

static void loader_dealloc(PyObject *self)
{
    Py_DECREF(((Loader *)self)->name);
    Py_DECREF(((Loader *)self)->path);
    PyObject_Free(self);
}

PyTypeObject AdderLoader_Type = {
    STATIC_TYPE("_frozen_importlib_external.SourceFileLoader", Loader),
    .tp_doc = "Loads one module from where it was found.",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_dealloc = loader_dealloc,
    .tp_methods = loader_methods,
    .tp_members = loader_members,
};

static PyObject *loader_new(PyObject *name, PyObject *path, bool package)
{
    Loader *loader = PyObject_New(Loader, &AdderLoader_Type);
    if (loader == NULL) return NULL;
    loader->name = Py_NewRef(name);
    loader->path = or_none(path);
    loader->package = package;
    return (PyObject *)loader;
}

/* -- the module's attributes */

static int set(PyObject *dict, PyObject *name, PyObject *value)
{
    return value == NULL ? 0 : PyDict_SetItem(dict, name, value);
}

static int set_attributes(PyObject *dict, PyObject *spec, PyObject *loader, const Found *found, PyObject *cached)
{
    PyObject *package = spec_parent(spec, NULL);
    int rc = package == NULL ? -1 : PyDict_SetItem(dict, ID(__package__), package);
    Py_XDECREF(package);
    if (rc < 0 || set(dict, ID(__loader__), loader) < 0 || set(dict, ID(__spec__), spec) < 0) return -1;
    if (set(dict, ID(__path__), found->locations) < 0) return -1;
    return set(dict, ID(__file__), found->file) < 0 || set(dict, ID(__cached__), cached) < 0 ? -1 : 0;
}

int adder_set_module_spec(PyObject *module, PyObject *name, const Found *found, PyObject *cached)
{
    PyObject *origin = Py_XNewRef(found->file);
    if (found->kind == FOUND_BUILTIN) origin = PyUnicode_FromString("built-in");
    if (found->kind == FOUND_FROZEN) origin = PyUnicode_FromString("frozen");
    PyObject *loader = loader_new(name, found->file, found->package);
    PyObject *spec = loader == NULL ? NULL : spec_new(name, loader, origin, found->locations, cached);
    if (spec != NULL && found->file == NULL) ((Spec *)spec)->has_location = 0;
    int rc = spec == NULL ? -1 : set_attributes(PyModule_GetDict(module), spec, loader, found, cached);
    Py_XDECREF(origin);
    Py_XDECREF(loader);
    Py_XDECREF(spec);
    return rc;
}
