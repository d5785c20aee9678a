/* load.c -- from a place to an executed module. */
#include "runtime/import/import.h"
#include "vm/function.h"
#include "runtime/compile_api.h"
#include "stdlib/sys.h"
#include "vm/pycache.h"
#include <dlfcn.h>

/* -- multi-phase and single-phase native modules */

/* The module that PyInit_* gave: itself, or made from its definition and executed. */
static PyObject *finish_native(PyObject *given, PyObject *name, const Found *found)
{
    if (given == NULL) {
        if (!PyErr_Occurred()) PyErr_Format(PyExc_SystemError, "initialization of %U failed without raising an exception", name);
        return NULL;
    }
    if (PyErr_Occurred()) {
        if (!PyObject_TypeCheck(given, &PyModuleDef_Type)) Py_DECREF(given);
        _PyErr_FormatFromCause(PyExc_SystemError, "initialization of %U raised unreported exception", name);
        return NULL;
    }
    if (!PyObject_TypeCheck(given, &PyModuleDef_Type)) {
        PyModuleDef *def = PyModule_Check(given) ? PyModule_GetDef(given) : NULL; /* single-phase: found by its definition later */
        int rc = def == NULL ? 0 : PyState_AddModule(given, def);
        if (rc == 0 && adder_set_module_spec(given, name, found, NULL) == 0) return given;
        Py_DECREF(given);
        return NULL;
    }
    PyModuleDef *def = (PyModuleDef *)given;
    Found none = *found;
    PyObject *carrier = PyModule_NewObject(name); /* only to have a spec to create from */
    PyObject *spec = NULL, *module = NULL;
    if (carrier != NULL && adder_set_module_spec(carrier, name, &none, NULL) == 0) {
        spec = Py_XNewRef(PyDict_GetItemWithError(PyModule_GetDict(carrier), ID(__spec__)));
    }
    Py_XDECREF(carrier);
    if (spec != NULL) module = PyModule_FromDefAndSpec(def, spec);
    Py_XDECREF(spec);
    if (module == NULL) return NULL;
    if (PyModule_Check(module) && adder_set_module_spec(module, name, found, NULL) < 0) Py_CLEAR(module);
    return module;
}

/* `module` (consumed) goes into sys.modules before it runs, so that it can be found by what it imports. */
static PyObject *execute_native(PyObject *module, PyObject *name)
{
    PyObject *modules = adder_interp()->modules;
    if (module == NULL) return NULL;
    if (PyObject_SetItem(modules, name, module) < 0) return Py_DECREF(module), NULL;
    PyModuleDef *def = PyModule_Check(module) ? PyModule_GetDef(module) : NULL;
    if (def == NULL || def->m_slots == NULL || PyModule_GetState(module) != NULL || PyModule_ExecDef(module, def) == 0) {
        return module;
    }
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (PyObject_DelItem(modules, name) < 0) PyErr_Clear();
    PyErr_Restore(type, value, traceback);
    Py_DECREF(module);
    return NULL;
}

static PyObject *load_builtin(PyObject *name, const Found *found)
{
    return execute_native(finish_native(found->init(), name, found), name);
}

/* PyInit_name, or PyInitU_ and punycode for a name beyond ASCII. */
static PyObject *init_symbol(PyObject *name)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(name), dot = PyUnicode_FindChar(name, '.', 0, n, -1);
    PyObject *tail = PyUnicode_Substring(name, dot + 1, n), *symbol = NULL;
    if (tail == NULL) return NULL;
    if (PyUnicode_IS_ASCII(tail)) symbol = PyUnicode_FromFormat("PyInit_%U", tail);
    else {
        PyObject *coded = PyUnicode_AsEncodedString(tail, "punycode", NULL);
        PyObject *text = coded == NULL ? NULL : PyUnicode_DecodeASCII(PyBytes_AS_STRING(coded), PyBytes_GET_SIZE(coded), NULL);
        Py_XDECREF(coded);
        if (text != NULL) symbol = PyUnicode_FromFormat("PyInitU_%U", text);
        Py_XDECREF(text);
    }
    Py_DECREF(tail);
    return symbol;
}

static void raise_import_error(PyObject *name, PyObject *path, const char *message)
{
    PyObject *text = PyUnicode_DecodeLocale(message, "surrogateescape");
    if (text != NULL) PyErr_SetImportError(text, name, path);
    Py_XDECREF(text);
}

static PyObject *load_extension(PyObject *name, const Found *found)
{
    PyObject *file = PyUnicode_EncodeFSDefault(found->file), *symbol = init_symbol(name);
    const char *function = symbol == NULL ? NULL : PyUnicode_AsUTF8(symbol);
    PyObject *module = NULL;
    if (file != NULL && function != NULL) {
        void *library = dlopen(PyBytes_AS_STRING(file), adder_sys_dlopen_flags());
        PyObject *(*init)(void) = library == NULL ? NULL : (PyObject * (*)(void)) dlsym(library, function);
        if (library == NULL) {
            raise_import_error(name, found->file, dlerror());
        } else if (init == NULL) {
            PyObject *text = PyUnicode_FromFormat("dynamic module does not define module export function (%s)", function);
            if (text != NULL) PyErr_SetImportError(text, name, found->file);
            Py_XDECREF(text);
        } else {
            module = execute_native(finish_native(init(), name, found), name);
        }
    }
    Py_XDECREF(file);
    Py_XDECREF(symbol);
    return module;
}

/* -- modules of Python code */

/* Runs `code` as the body of a module named `name`. A failure takes the module out of sys.modules; success gives what is
 * there now, since a module may replace itself. */
static PyObject *execute_code(PyObject *name, const Found *found, PyObject *code, PyObject *cached)
{
    PyObject *modules = adder_interp()->modules, *module = PyModule_NewObject(name);
    if (module == NULL) return NULL;
    PyObject *dict = PyModule_GetDict(module), *builtins = PyDict_GetItemWithError(modules, ID(builtins));
    int rc = builtins == NULL ? -1 : PyDict_SetItem(dict, ID(__builtins__), builtins);
    if (rc == 0) rc = adder_set_module_spec(module, name, found, cached);
    if (rc == 0) rc = PyObject_SetItem(modules, name, module);
    if (rc < 0) return Py_DECREF(module), NULL;
    adder_module_set_initializing(module, 1);
    PyObject *result = adder_run_code((CodeObject *)code, dict, NULL, NULL);
    adder_module_set_initializing(module, 0);
    Py_DECREF(module);
    if (result == NULL) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        if (PyObject_DelItem(modules, name) < 0) PyErr_Clear();
        PyErr_Restore(type, value, traceback);
        return NULL;
    }
    Py_DECREF(result);
    module = PyObject_GetItem(modules, name);
    if (module == NULL && PyErr_ExceptionMatches(PyExc_KeyError)) {
        PyErr_Format(PyExc_ImportError, "Loaded module %R not found in sys.modules", name);
    }
    return module;
}

static PyObject *load_source(PyObject *name, const Found *found)
{
    PyObject *cached = NULL, *code = adder_source_code(found->file, found->package, &cached);
    PyObject *module = code == NULL ? NULL : execute_code(name, found, code, cached);
    Py_XDECREF(code);
    Py_XDECREF(cached);
    return module;
}

static PyObject *load_bytecode(PyObject *name, const Found *found)
{
    PyObject *code = adder_bytecode_file(found->file);
    PyObject *module = code == NULL ? NULL : execute_code(name, found, code, found->file);
    Py_XDECREF(code);
    return module;
}

static PyObject *load_frozen(PyObject *name, const Found *found)
{
    const struct adder_frozen *frozen = found->frozen;
    PyObject *filename = PyUnicode_FromFormat("<frozen %s>", frozen->name);
    PyObject *code = NULL, *module = NULL;
    if (filename != NULL) code = adder_compile_buffer(frozen->start, (size_t)(frozen->end - frozen->start), filename, Py_file_input);
    if (code != NULL) module = execute_code(name, found, code, NULL);
    Py_XDECREF(code);
    Py_XDECREF(filename);
    return module;
}

static PyObject *load_namespace(PyObject *name, const Found *found)
{
    PyObject *module = PyModule_NewObject(name);
    if (module == NULL) return NULL;
    if (adder_set_module_spec(module, name, found, NULL) == 0 && PyObject_SetItem(adder_interp()->modules, name, module) == 0) {
        return module;
    }
    Py_DECREF(module);
    return NULL;
}

static void say(PyObject *name, const Found *found)
{
    static const char *const kinds[] = { "", "builtin", "frozen", "source", "bytecode", "extension", "namespace" };
    PySys_FormatStderr("import %R # %s %S\n", name, kinds[found->kind], found->file != NULL ? found->file : Py_None);
}

PyObject *adder_load_module(PyObject *name, const Found *found)
{
    static PyObject *(*const loaders[])(PyObject *, const Found *) = {
        [FOUND_BUILTIN] = load_builtin, [FOUND_FROZEN] = load_frozen, [FOUND_SOURCE] = load_source,
        [FOUND_BYTECODE] = load_bytecode, [FOUND_EXTENSION] = load_extension, [FOUND_NAMESPACE] = load_namespace,
    };
    if (adder_interp()->config->verbose) say(name, found);
    return loaders[found->kind](name, found);
}
