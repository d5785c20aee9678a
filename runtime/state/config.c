/* config.c -- PyConfig and PyStatus (PEP 587): defaults, lists and strings, copying. What the command line and the environment
 * add is in cmdline.c. Strings are from the raw allocator, since a config lives before and after any VM. */
#include "runtime/state/config.h"
#include <locale.h>
#include <stdlib.h>
#include <wchar.h>

/* -- statuses */

PyStatus PyStatus_Ok(void)                    { return (PyStatus){ ._type = _PyStatus_TYPE_OK }; }
PyStatus PyStatus_Error(const char *message)  { return (PyStatus){ ._type = _PyStatus_TYPE_ERROR, .err_msg = message }; }
PyStatus PyStatus_NoMemory(void)              { return PyStatus_Error("memory allocation failed"); }
PyStatus PyStatus_Exit(int code)              { return (PyStatus){ ._type = _PyStatus_TYPE_EXIT, .exitcode = code }; }
int PyStatus_IsError(PyStatus status)         { return status._type == _PyStatus_TYPE_ERROR; }
int PyStatus_IsExit(PyStatus status)          { return status._type == _PyStatus_TYPE_EXIT; }
int PyStatus_Exception(PyStatus status)       { return status._type != _PyStatus_TYPE_OK; }

/* -- text: bytes of the system are UTF-8 with surrogate escapes (PEP 383), whatever the locale */

static int decode_one(const unsigned char *s, wchar_t *c)
{
    static const struct { unsigned char mask, lead; wchar_t least; } forms[] = {
        { 0x80, 0x00, 0 }, { 0xE0, 0xC0, 0x80 }, { 0xF0, 0xE0, 0x800 }, { 0xF8, 0xF0, 0x10000 } };
    for (int extra = 0; extra < 4; extra++) {
        if ((s[0] & forms[extra].mask) != forms[extra].lead) continue;
        wchar_t v = s[0] & (unsigned char)~forms[extra].mask;
        for (int i = 1; i <= extra; i++) {
            if ((s[i] & 0xC0) != 0x80) return 0;
            v = v << 6 | (s[i] & 0x3F);
        }
        if (v < forms[extra].least || v > 0x10FFFF || (v >= 0xD800 && v < 0xE000)) return 0;
        *c = v;
        return extra + 1;
    }
    return 0;
}

wchar_t *Py_DecodeLocale(const char *text, size_t *length)
{
    const unsigned char *s = (const unsigned char *)text;
    wchar_t *result = PyMem_RawMalloc((strlen(text) + 1) * sizeof *result), *out = result;
    if (result == NULL) {
        if (length != NULL) *length = (size_t)-1;
        return NULL;
    }
    while (*s != 0) {
        int n = decode_one(s, out);
        if (n == 0) {
            *out = 0xDC00 + *s;
            n = 1;
        }
        s += n;
        out++;
    }
    *out = 0;
    if (length != NULL) *length = (size_t)(out - result);
    return result;
}

static int encode_one(wchar_t c, char *out)
{
    if (c < 0x80) return out[0] = (char)c, 1;
    if (c >= 0xDC80 && c <= 0xDCFF) return out[0] = (char)(c - 0xDC00), 1;
    if (c < 0x800) return out[0] = (char)(0xC0 | c >> 6), out[1] = (char)(0x80 | (c & 0x3F)), 2;
    if (c >= 0xD800 && c < 0xE000) return 0;
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12), out[1] = (char)(0x80 | (c >> 6 & 0x3F)), out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    if (c > 0x10FFFF) return 0;
    out[0] = (char)(0xF0 | c >> 18), out[1] = (char)(0x80 | (c >> 12 & 0x3F)), out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* With `raw` from PyMem_RawMalloc, else from PyMem_Malloc. */
static char *encode(const wchar_t *text, size_t *error, bool raw)
{
    size_t n = wcslen(text);
    char *result = raw ? PyMem_RawMalloc(4 * n + 1) : PyMem_Malloc(4 * n + 1), *out = result;
    if (error != NULL) *error = (size_t)-1;
    if (result == NULL) return NULL;
    for (size_t i = 0; i < n; i++) {
        int size = encode_one(text[i], out);
        if (size == 0) {
            if (error != NULL) *error = i;
            raw ? PyMem_RawFree(result) : PyMem_Free(result);
            return NULL;
        }
        out += size;
    }
    *out = 0;
    return result;
}

char *Py_EncodeLocale(const wchar_t *text, size_t *error)      { return encode(text, error, false); }
char *_Py_EncodeLocaleRaw(const wchar_t *text, size_t *error)  { return encode(text, error, true); }

/* -- strings and lists of a config */

PyStatus PyConfig_SetString(PyConfig *config, wchar_t **place, const wchar_t *text)
{
    (void)config;
    wchar_t *copy = NULL;
    if (text != NULL && (copy = _PyMem_RawWcsdup(text)) == NULL) return PyStatus_NoMemory();
    PyMem_RawFree(*place);
    *place = copy;
    return PyStatus_Ok();
}

PyStatus PyConfig_SetBytesString(PyConfig *config, wchar_t **place, const char *text)
{
    (void)config;
    wchar_t *copy = NULL;
    if (text != NULL && (copy = Py_DecodeLocale(text, NULL)) == NULL) return PyStatus_NoMemory();
    PyMem_RawFree(*place);
    *place = copy;
    return PyStatus_Ok();
}

PyStatus PyWideStringList_Insert(PyWideStringList *list, Py_ssize_t index, const wchar_t *text)
{
    if (index < 0) return PyStatus_Error("PyWideStringList_Insert index must be >= 0");
    if (index > list->length) index = list->length;
    wchar_t *copy = _PyMem_RawWcsdup(text);
    wchar_t **items = copy == NULL ? NULL : PyMem_RawRealloc(list->items, (size_t)(list->length + 1) * sizeof *items);
    if (items == NULL) {
        PyMem_RawFree(copy);
        return PyStatus_NoMemory();
    }
    memmove(items + index + 1, items + index, (size_t)(list->length - index) * sizeof *items);
    items[index] = copy;
    list->items = items;
    list->length++;
    return PyStatus_Ok();
}

PyStatus PyWideStringList_Append(PyWideStringList *list, const wchar_t *text)
{
    return PyWideStringList_Insert(list, list->length, text);
}

static void list_clear(PyWideStringList *list)
{
    for (Py_ssize_t i = 0; i < list->length; i++) PyMem_RawFree(list->items[i]);
    PyMem_RawFree(list->items);
    *list = (PyWideStringList){ 0 };
}

PyStatus PyConfig_SetWideStringList(PyConfig *config, PyWideStringList *list, Py_ssize_t n, wchar_t **items)
{
    (void)config;
    PyWideStringList copy = { 0 };
    for (Py_ssize_t i = 0; i < n; i++) {
        PyStatus status = PyWideStringList_Append(&copy, items[i]);
        if (PyStatus_Exception(status)) return list_clear(&copy), status;
    }
    list_clear(list);
    *list = copy;
    return PyStatus_Ok();
}

PyStatus PyConfig_SetArgv(PyConfig *config, Py_ssize_t n, wchar_t *const *argv)
{
    return PyConfig_SetWideStringList(config, &config->argv, n, (wchar_t **)argv);
}

PyStatus PyConfig_SetBytesArgv(PyConfig *config, Py_ssize_t n, char *const *argv)
{
    PyWideStringList list = { 0 };
    for (Py_ssize_t i = 0; i < n; i++) {
        wchar_t *item = Py_DecodeLocale(argv[i], NULL);
        PyStatus status = item == NULL ? PyStatus_NoMemory() : PyWideStringList_Append(&list, item);
        PyMem_RawFree(item);
        if (PyStatus_Exception(status)) return list_clear(&list), status;
    }
    list_clear(&config->argv);
    config->argv = list;
    return PyStatus_Ok();
}

/* -- whole configs */

#define CONFIG_STRINGS(X)                                                                              \
    X(dump_refs_file) X(filesystem_encoding) X(filesystem_errors) X(pycache_prefix) X(stdio_encoding)  \
    X(stdio_errors) X(check_hash_pycs_mode) X(program_name) X(pythonpath_env) X(home) X(platlibdir)    \
    X(stdlib_dir) X(executable) X(base_executable) X(prefix) X(base_prefix) X(exec_prefix)             \
    X(base_exec_prefix) X(run_command) X(run_module) X(run_filename)
#define CONFIG_LISTS(X) X(orig_argv) X(argv) X(xoptions) X(warnoptions) X(module_search_paths)

void PyConfig_InitPythonConfig(PyConfig *config)
{
    *config = (PyConfig){
        ._config_init = 2, .use_environment = 1, .install_signal_handlers = 1, .use_hash_seed = -1, .faulthandler = -1,
        .tracemalloc = -1, .parse_argv = 1, .site_import = 1, .bytes_warning = 0, .inspect = 0, .write_bytecode = 1,
        .user_site_directory = 1, .configure_c_stdio = 1, .buffered_stdio = 1, .code_debug_ranges = 1, .use_frozen_modules = 1,
        .pathconfig_warnings = 1, ._install_importlib = 1, ._init_main = 1,
    };
}

void PyConfig_InitIsolatedConfig(PyConfig *config)
{
    PyConfig_InitPythonConfig(config);
    config->_config_init = 3;
    config->isolated = 1;
    config->use_environment = 0;
    config->user_site_directory = 0;
    config->safe_path = 1;
    config->install_signal_handlers = 0;
    config->parse_argv = 0;
    config->configure_c_stdio = 0;
    config->use_hash_seed = 0;
}

void PyConfig_Clear(PyConfig *config)
{
#define CLEAR(name) PyMem_RawFree(config->name), config->name = NULL;
    CONFIG_STRINGS(CLEAR)
#undef CLEAR
#define CLEAR(name) list_clear(&config->name);
    CONFIG_LISTS(CLEAR)
#undef CLEAR
    config->module_search_paths_set = 0;
}

/* `to` must hold nothing. On failure it holds nothing. */
PyStatus adder_config_copy(PyConfig *to, const PyConfig *from)
{
    *to = *from;
#define FORGET(name) to->name = NULL;
    CONFIG_STRINGS(FORGET)
#undef FORGET
#define FORGET(name) to->name = (PyWideStringList){ 0 };
    CONFIG_LISTS(FORGET)
#undef FORGET
    PyStatus status;
#define COPY(name)                                                     \
    status = PyConfig_SetString(to, &to->name, from->name);            \
    if (PyStatus_Exception(status)) return PyConfig_Clear(to), status;
    CONFIG_STRINGS(COPY)
#undef COPY
#define COPY(name)                                                                                     \
    status = PyConfig_SetWideStringList(to, &to->name, from->name.length, from->name.items);           \
    if (PyStatus_Exception(status)) return PyConfig_Clear(to), status;
    CONFIG_LISTS(COPY)
#undef COPY
    return PyStatus_Ok();
}

void PyPreConfig_InitPythonConfig(PyPreConfig *config)
{
    *config = (PyPreConfig){ ._config_init = 2, .parse_argv = 1, .use_environment = 1, .configure_locale = 1,
                             .coerce_c_locale = -1, .coerce_c_locale_warn = -1, .utf8_mode = -1, .dev_mode = -1 };
}

void PyPreConfig_InitIsolatedConfig(PyPreConfig *config)
{
    PyPreConfig_InitPythonConfig(config);
    config->_config_init = 3;
    config->isolated = 1;
    config->use_environment = config->configure_locale = config->parse_argv = config->dev_mode = 0;
}
