/* find.c -- where a module is. Builtin modules first; then the entries of a path in order, where the native and frozen parts of
 * the library stand just before the library's own folder. */
#include "runtime/import/import.h"
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const extension_suffixes[] = { ".cpython-311-" ADDER_MULTIARCH ".so", ".abi3.so", ".so" };

void adder_found_clear(Found *found)
{
    Py_CLEAR(found->file);
    Py_CLEAR(found->locations);
    found->kind = FOUND_NOTHING;
}

static bool find_native(const char *name, bool library, Found *found)
{
    for (const struct adder_native *m = adder_native_modules; m->name != NULL; m++) {
        if (m->library != library || strcmp(m->name, name) != 0) continue;
        found->kind = FOUND_BUILTIN;
        found->init = m->init;
        return true;
    }
    for (const struct _inittab *m = library ? NULL : PyImport_Inittab; m != NULL && m->name != NULL; m++) {
        if (strcmp(m->name, name) != 0) continue;
        found->kind = FOUND_BUILTIN;
        found->init = m->initfunc;
        return true;
    }
    return false;
}

/* 1 found, 0 not, -1 with an exception. */
static int find_frozen(const char *name, Found *found)
{
    for (const struct adder_frozen *m = adder_frozen_modules; m->name != NULL; m++) {
        if (strcmp(m->name, name) != 0) continue;
        if (m->package && (found->locations = PyList_New(0)) == NULL) return -1;
        found->kind = FOUND_FROZEN;
        found->frozen = m;
        found->package = m->package;
        return 1;
    }
    return 0;
}

static int find_in_library(const char *name, Found *found)
{
    return find_native(name, true, found) ? 1 : find_frozen(name, found);
}

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The first file PATH + suffix that exists. 1 found, 0 not, -1 with an exception. */
static int find_file(const char *path, Found *found)
{
    char file[PATH_MAX + 64];
    for (size_t i = 0; i < Py_ARRAY_LENGTH(extension_suffixes) + 2; i++) {
        static const char *const text_suffixes[] = { ".py", ".pyc" };
        size_t k = i - Py_ARRAY_LENGTH(extension_suffixes);
        bool extension = i < Py_ARRAY_LENGTH(extension_suffixes);
        snprintf(file, sizeof file, "%s%s", path, extension ? extension_suffixes[i] : text_suffixes[k]);
        if (!is_file(file)) continue;
        found->kind = extension ? FOUND_EXTENSION : k == 0 ? FOUND_SOURCE : FOUND_BYTECODE;
        found->file = PyUnicode_DecodeFSDefault(file);
        return found->file == NULL ? -1 : 1;
    }
    return 0;
}

/* Adds a folder without __init__ to the namespace package that may come of it. */
static int add_portion(const char *path, PyObject **portions)
{
    if (*portions == NULL && (*portions = PyList_New(0)) == NULL) return -1;
    PyObject *text = PyUnicode_DecodeFSDefault(path);
    int rc = text == NULL ? -1 : PyList_Append(*portions, text);
    Py_XDECREF(text);
    return rc;
}

/* Looks into one folder: package, module, then namespace portion. 1 found, 0 not, -1 with an exception. */
static int find_in_folder(const char *folder, const char *tail, Found *found, PyObject **portions)
{
    char path[PATH_MAX], init[PATH_MAX + 16];
    if (*folder == 0) folder = ".";
    if (snprintf(path, sizeof path, "%s/%s", folder, tail) >= (int)sizeof path) return 0;
    if (is_folder(path)) {
        snprintf(init, sizeof init, "%s/__init__", path);
        int rc = find_file(init, found);
        if (rc > 0) {
            found->package = true;
            return add_portion(path, &found->locations) < 0 ? -1 : 1;
        }
        if (rc < 0) return -1;
    }
    int rc = find_file(path, found);
    if (rc != 0) return rc;
    return is_folder(path) ? add_portion(path, portions) : 0;
}

/* One entry of a path as bytes of the file system; entries that are neither str nor bytes are skipped (NULL, no exception). */
static PyObject *entry_bytes(PyObject *entry)
{
    if (PyBytes_Check(entry)) return Py_NewRef(entry);
    if (!PyUnicode_Check(entry)) return NULL;
    if (PyUnicode_GET_LENGTH(entry) > 0) return PyUnicode_EncodeFSDefault(entry);
    char cwd[PATH_MAX]; /* '' is the current folder at the time of the import */
    return PyBytes_FromString(getcwd(cwd, sizeof cwd) != NULL ? cwd : ".");
}

static bool is_library_folder(PyObject *entry)
{
    PyObject *lib = adder_interp()->import.lib;
    return lib != NULL && PyUnicode_Check(entry) && PyUnicode_Compare(entry, lib) == 0;
}

static int search(PyObject *path, const char *full, const char *tail, bool top, Found *found, PyObject **portions)
{
    bool library_done = !top;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(path); i++) {
        PyObject *entry = PyList_GET_ITEM(path, i);
        if (!library_done && is_library_folder(entry)) {
            library_done = true;
            int rc = find_in_library(full, found);
            if (rc != 0) return rc;
        }
        PyObject *bytes = entry_bytes(entry);
        if (bytes == NULL && PyErr_Occurred()) return -1;
        int rc = bytes == NULL ? 0 : find_in_folder(PyBytes_AS_STRING(bytes), tail, found, portions);
        Py_XDECREF(bytes);
        if (rc != 0) return rc;
    }
    return library_done ? 0 : find_in_library(full, found);
}

int adder_find_module(PyObject *name, PyObject *path, Found *found)
{
    *found = (Found){ 0 };
    const char *full = PyUnicode_AsUTF8(name);
    if (full == NULL) return -1;
    const char *dot = strrchr(full, '.'), *tail = dot == NULL ? full : dot + 1;
    if (strchr(tail, '/') != NULL) return 0;
    bool top = path == NULL;
    if (find_native(full, false, found)) return 0;
    if (!top) { /* submodules of frozen and native packages */
        int rc = find_in_library(full, found);
        if (rc != 0) return rc < 0 ? -1 : 0;
    }
    if (top) path = PySys_GetObject("path");
    if (path == NULL || !PyList_Check(path)) return 0;
    PyObject *portions = NULL;
    Py_INCREF(path);
    int rc = search(path, full, tail, top, found, &portions);
    Py_DECREF(path);
    if (rc == 0 && portions != NULL) {
        found->kind = FOUND_NAMESPACE;
        found->package = true;
        found->locations = Py_NewRef(portions);
    }
    Py_XDECREF(portions);
    if (rc < 0) adder_found_clear(found);
    return rc < 0 ? -1 : 0;
}
