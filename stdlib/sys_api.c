/* sys_api.c -- PySys_*: sys from C. Attributes are read from and written to the module's dict directly. */
#include "runtime/state/interp.h"
#include "stdlib/sys.h"
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- attributes ---- */

PyObject *_PySys_GetAttr(PyThreadState *tstate, PyObject *name)
{
    PyObject *dict = tstate->interp->sysdict, *type, *value, *traceback;
    if (dict == NULL) return NULL;
    PyErr_Fetch(&type, &value, &traceback);
    PyObject *r = PyDict_GetItemWithError(dict, name); /* what goes wrong here is not the caller's business */
    PyErr_Restore(type, value, traceback);
    return r;
}

PyObject *PySys_GetObject(const char *name)
{
    PyObject *type, *value, *traceback, *r = NULL;
    PyErr_Fetch(&type, &value, &traceback);
    PyObject *key = PyUnicode_FromString(name);
    if (key != NULL) r = _PySys_GetAttr(adder_tstate, key);
    Py_XDECREF(key);
    PyErr_Restore(type, value, traceback);
    return r;
}

int PySys_SetObject(const char *name, PyObject *v)
{
    PyObject *dict = adder_interp()->sysdict, *key = PyUnicode_InternFromString(name);
    if (key == NULL) return -1;
    int rc = v != NULL ? PyDict_SetItem(dict, key, v) : 0;
    if (v == NULL && PyDict_GetItemWithError(dict, key) != NULL) rc = PyDict_DelItem(dict, key);
    Py_DECREF(key);
    return rc;
}

/* ---- argv and path ---- */

/* sys.path[0] for a script: the folder it lies in, links followed; "" for none, -c and the prompt. */
static PyObject *script_folder(const wchar_t *script)
{
    char name[PATH_MAX], real[PATH_MAX];
    if (script == NULL || wcscmp(script, L"-c") == 0 || wcscmp(script, L"-m") == 0 || *script == L'\0')
        return PyUnicode_FromString("");
    size_t n = wcstombs(name, script, sizeof name);
    if (n == (size_t)-1 || n >= sizeof name || realpath(name, real) == NULL) return PyUnicode_FromString("");
    char *slash = strrchr(real, '/');
    if (slash == NULL) return PyUnicode_FromString("");
    return PyUnicode_DecodeFSDefaultAndSize(real, slash == real ? 1 : slash - real);
}

static int set_argv(int argc, wchar_t **argv)
{
    PyObject *list = PyList_New(0);
    static wchar_t *nothing[] = { L"" };
    if (argc < 1 || argv == NULL) argc = 1, argv = nothing;
    for (int i = 0; list != NULL && i < argc; i++) {
        PyObject *item = PyUnicode_FromWideChar(argv[i], -1);
        if (item == NULL || PyList_Append(list, item) < 0) Py_CLEAR(list);
        Py_XDECREF(item);
    }
    int rc = list == NULL ? -1 : PySys_SetObject("argv", list);
    Py_XDECREF(list);
    return rc;
}

void PySys_SetArgvEx(int argc, wchar_t **argv, int updatepath)
{
    if (set_argv(argc, argv) < 0) Py_FatalError("can't assign sys.argv");
    PyObject *path = PySys_GetObject("path");
    if (!updatepath || path == NULL || !PyList_Check(path)) return;
    PyObject *folder = script_folder(argc > 0 && argv != NULL ? argv[0] : NULL);
    if (folder == NULL || PyList_Insert(path, 0, folder) < 0) Py_FatalError("sys.path.insert(0) failed");
    Py_DECREF(folder);
}

void PySys_SetArgv(int argc, wchar_t **argv) { PySys_SetArgvEx(argc, argv, !adder_interp()->config->isolated); }

void PySys_SetPath(const wchar_t *path)
{
    PyObject *list = PyList_New(0);
    for (const wchar_t *p = path; list != NULL; p++) {
        const wchar_t *end = wcschr(p, L':');
        PyObject *item = PyUnicode_FromWideChar(p, end != NULL ? end - p : -1);
        if (item == NULL || PyList_Append(list, item) < 0) Py_CLEAR(list);
        Py_XDECREF(item);
        if (end == NULL) break;
        p = end;
    }
    if (list == NULL || PySys_SetObject("path", list) < 0) Py_FatalError("can't assign sys.path");
    Py_DECREF(list);
}

/* ---- options ---- */

/* sys.<name>, made by `make` when it is not there or of another type. Borrowed; NULL with an exception. */
static PyObject *option_store(const char *name, PyTypeObject *type, bool list)
{
    PyObject *store = PySys_GetObject(name);
    if (store != NULL && PyObject_TypeCheck(store, type)) return store;
    store = list ? PyList_New(0) : PyDict_New();
    if (store == NULL) return NULL;
    int rc = PySys_SetObject(name, store);
    Py_DECREF(store);
    return rc < 0 ? NULL : store;
}

void PySys_ResetWarnOptions(void)
{
    PyObject *list = PySys_GetObject("warnoptions");
    if (list != NULL && PyList_Check(list)) PyList_SetSlice(list, 0, PyList_GET_SIZE(list), NULL);
}

void PySys_AddWarnOptionUnicode(PyObject *option)
{
    PyObject *list = option_store("warnoptions", &PyList_Type, true);
    if (list == NULL || PyList_Append(list, option) < 0) PyErr_Clear();
}

void PySys_AddWarnOption(const wchar_t *s)
{
    PyObject *option = PyUnicode_FromWideChar(s, -1);
    if (option == NULL) {
        PyErr_Clear();
        return;
    }
    PySys_AddWarnOptionUnicode(option);
    Py_DECREF(option);
}

int PySys_HasWarnOptions(void)
{
    PyObject *list = PySys_GetObject("warnoptions");
    return list != NULL && PyList_Check(list) && PyList_GET_SIZE(list) > 0;
}

PyObject *PySys_GetXOptions(void) { return option_store("_xoptions", &PyDict_Type, false); }

void PySys_AddXOption(const wchar_t *s)
{
    PyObject *dict = PySys_GetXOptions(), *name = NULL, *value = NULL;
    const wchar_t *equals = wcschr(s, L'=');
    if (dict != NULL) {
        name = PyUnicode_FromWideChar(s, equals != NULL ? equals - s : -1);
        value = equals != NULL ? PyUnicode_FromWideChar(equals + 1, -1) : Py_NewRef(Py_True);
    }
    if (name == NULL || value == NULL || PyDict_SetItem(dict, name, value) < 0) PyErr_Clear();
    Py_XDECREF(name);
    Py_XDECREF(value);
}

/* ---- writing ---- */

/* Writes a str to sys.<name>. False: not possible, no exception is set then. */
static bool write_str(const char *name, PyObject *text)
{
    PyObject *file = Py_XNewRef(PySys_GetObject(name)), *write = NULL, *r = NULL;
    if (file != NULL && file != Py_None) write = PyObject_GetAttrString(file, "write");
    if (write != NULL) r = PyObject_CallOneArg(write, text);
    bool done = r != NULL;
    if (!done) PyErr_Clear();
    Py_XDECREF(r);
    Py_XDECREF(write);
    Py_XDECREF(file);
    return done;
}

/* The C API's promise: at most 1000 bytes; the C stream where Python's does not work; the current exception stays. */
static void write_formatted(const char *name, FILE *otherwise, const char *format, va_list args)
{
    char buf[1001];
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    int n = vsnprintf(buf, sizeof buf, format, args);
    PyObject *text = PyUnicode_DecodeUTF8(buf, (Py_ssize_t)strlen(buf), "replace");
    if (text == NULL) PyErr_Clear();
    if (text == NULL || !write_str(name, text)) fputs(buf, otherwise);
    Py_XDECREF(text);
    if (n < 0 || (size_t)n >= sizeof buf) {
        static const char note[] = "... truncated";
        text = PyUnicode_FromString(note);
        if (text == NULL) PyErr_Clear();
        if (text == NULL || !write_str(name, text)) fputs(note, otherwise);
        Py_XDECREF(text);
    }
    PyErr_Restore(type, value, traceback);
}

void PySys_WriteStdout(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_formatted("stdout", stdout, format, args);
    va_end(args);
}

void PySys_WriteStderr(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_formatted("stderr", stderr, format, args);
    va_end(args);
}

/* The same with PyUnicode_FromFormat's directives and without a limit. */
static void write_object(const char *name, FILE *otherwise, const char *format, va_list args)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyObject *text = PyUnicode_FromFormatV(format, args);
    if (text != NULL && !write_str(name, text)) {
        const char *utf8 = PyUnicode_AsUTF8(text);
        if (utf8 != NULL) fputs(utf8, otherwise);
    }
    Py_XDECREF(text);
    PyErr_Restore(type, value, traceback);
}

void PySys_FormatStdout(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_object("stdout", stdout, format, args);
    va_end(args);
}

void PySys_FormatStderr(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_object("stderr", stderr, format, args);
    va_end(args);
}
