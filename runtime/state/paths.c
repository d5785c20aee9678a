/* paths.c -- where things are: the program, the pure-Python library, the site folders, a virtual environment.
 *
 * The library is CPython 3.11's own Lib, found without any variable: home (PYTHONHOME or pyvenv.cfg), then beside the
 * program (PREFIX/lib/python3.11), then where Debian puts it. Not found is no error: the core is in the binary. */
#include "runtime/state/config.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

#define LIB "lib/python3.11"

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

static void parent(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash == NULL) *path = 0;
    else if (slash == path) path[1] = 0;
    else *slash = 0;
}

/* Does PREFIX hold the library? */
static bool has_lib(const char *prefix)
{
    char path[PATH_MAX + 32];
    snprintf(path, sizeof path, "%s/" LIB "/os.py", prefix);
    return is_file(path);
}

/* The file this program was started from: as typed when that is a path, else the first on PATH. */
static void find_executable(const PyConfig *config, char *out, size_t size)
{
    char *name = config->program_name != NULL ? _Py_EncodeLocaleRaw(config->program_name, NULL) : NULL;
    const char *name_from = name;
    *out = 0;
    if (name != NULL && strchr(name, '/') != NULL) {
        char cwd[PATH_MAX] = "";
        bool relative = name[0] != '/' && getcwd(cwd, sizeof cwd) != NULL;
        if (relative && strncmp(name, "./", 2) == 0) name_from = name + 2;
        if (snprintf(out, size, "%s%s%s", cwd, relative ? "/" : "", name_from) >= (int)size) *out = 0;
    } else if (name != NULL && *name != 0) {
        const char *path = getenv("PATH");
        for (const char *p = path != NULL ? path : "/usr/bin:/bin"; *p != 0;) {
            size_t n = strcspn(p, ":");
            snprintf(out, size, "%.*s/%s", (int)n, p, name);
            if (is_file(out) && access(out, X_OK) == 0) break;
            *out = 0;
            p += n + (p[n] == ':');
        }
    }
    PyMem_RawFree(name);
}

/* The `home` of pyvenv.cfg beside the program or one folder up; the folder of the file goes to `venv`. */
static bool read_venv(const char *executable, char *venv, char *home, bool *system_site)
{
    char folder[PATH_MAX], path[PATH_MAX + 32];
    snprintf(folder, sizeof folder, "%s", executable);
    *system_site = true;
    for (int up = 0; up < 2; up++) {
        parent(folder);
        snprintf(path, sizeof path, "%s/pyvenv.cfg", folder);
        FILE *file = fopen(path, "r");
        if (file == NULL) continue;
        *system_site = false;
        *home = 0;
        char line[PATH_MAX + 64], key[64], value[PATH_MAX];
        while (fgets(line, sizeof line, file) != NULL) {
            if (sscanf(line, " %63[^= ] = %4095[^\n]", key, value) != 2) continue;
            if (strcmp(key, "home") == 0) snprintf(home, PATH_MAX, "%s", value);
            if (strcmp(key, "include-system-site-packages") == 0) *system_site = strcasecmp(value, "true") == 0;
        }
        fclose(file);
        snprintf(venv, PATH_MAX, "%s", folder);
        return true;
    }
    return false;
}

static PyStatus set_default(PyConfig *config, wchar_t **place, const char *text)
{
    return *place != NULL ? PyStatus_Ok() : PyConfig_SetBytesString(config, place, text);
}

static PyStatus add_path(PyConfig *config, const char *format, const char *a)
{
    char path[PATH_MAX + 64];
    snprintf(path, sizeof path, format, a);
    wchar_t *wide = Py_DecodeLocale(path, NULL);
    if (wide == NULL) return PyStatus_NoMemory();
    PyStatus status = PyWideStringList_Append(&config->module_search_paths, wide);
    PyMem_RawFree(wide);
    return status;
}

/* Each entry of PYTHONPATH; empty ones stay, they mean the current folder. */
static PyStatus add_pythonpath(PyConfig *config)
{
    const wchar_t *p = config->pythonpath_env;
    while (p != NULL && *p != 0) {
        size_t n = wcscspn(p, L":");
        wchar_t *one = PyMem_RawMalloc((n + 1) * sizeof *one);
        if (one == NULL) return PyStatus_NoMemory();
        wmemcpy(one, p, n);
        one[n] = 0;
        PyStatus status = PyWideStringList_Append(&config->module_search_paths, one);
        PyMem_RawFree(one);
        if (PyStatus_Exception(status)) return status;
        p += n + (p[n] == ':');
    }
    return PyStatus_Ok();
}

static PyStatus add_site(PyConfig *config, const char *prefix, bool venv, bool system_site)
{
    static const char *const system_folders[] = { "/usr/local/lib/python3.11/dist-packages", "/usr/lib/python3/dist-packages" };
    char path[PATH_MAX + 64];
    PyStatus status = PyStatus_Ok();
    const char *user = getenv("HOME");
    if (config->user_site_directory && user != NULL && !venv) {
        snprintf(path, sizeof path, "%s/.local/" LIB "/site-packages", user);
        if (is_folder(path)) status = add_path(config, "%s", path);
    }
    snprintf(path, sizeof path, "%s/" LIB "/site-packages", prefix);
    if (!PyStatus_Exception(status) && is_folder(path)) status = add_path(config, "%s", path);
    for (size_t i = 0; system_site && i < Py_ARRAY_LENGTH(system_folders) && !PyStatus_Exception(status); i++) {
        if (is_folder(system_folders[i])) status = add_path(config, "%s", system_folders[i]);
    }
    return status;
}

#define TRY(expression)                                     \
    do {                                                    \
        PyStatus try_status = (expression);                 \
        if (PyStatus_Exception(try_status)) return try_status; \
    } while (0)

PyStatus adder_config_paths(PyConfig *config)
{
    char executable[PATH_MAX], venv[PATH_MAX] = "", home[PATH_MAX] = "", prefix[PATH_MAX] = "/usr", real[PATH_MAX];
    bool system_site = true, in_venv = false;
    find_executable(config, executable, sizeof executable);
    if (config->home != NULL) {
        char *given = _Py_EncodeLocaleRaw(config->home, NULL);
        if (given == NULL) return PyStatus_Error("cannot encode PYTHONHOME");
        snprintf(prefix, sizeof prefix, "%s", given);
        PyMem_RawFree(given);
    } else {
        in_venv = read_venv(executable, venv, home, &system_site);
        snprintf(real, sizeof real, "%s", *executable ? executable : "/proc/self/exe");
        char *resolved = realpath(real, NULL);
        if (resolved != NULL) {
            parent(resolved);
            parent(resolved);
            if (has_lib(resolved)) snprintf(prefix, sizeof prefix, "%s", resolved);
            free(resolved);
        }
    }
    bool found = has_lib(prefix);
    TRY(set_default(config, &config->executable, executable));
    TRY(set_default(config, &config->base_executable, executable));
    TRY(set_default(config, &config->prefix, in_venv ? venv : prefix));
    TRY(set_default(config, &config->exec_prefix, in_venv ? venv : prefix));
    TRY(set_default(config, &config->base_prefix, prefix));
    TRY(set_default(config, &config->base_exec_prefix, prefix));
    TRY(set_default(config, &config->platlibdir, "lib"));
    char lib[PATH_MAX + 64];
    snprintf(lib, sizeof lib, "%s/" LIB, prefix);
    if (found) TRY(set_default(config, &config->stdlib_dir, lib));
    if (config->module_search_paths_set) return PyStatus_Ok();

    config->module_search_paths_set = 1;
    TRY(add_pythonpath(config));
    if (found) {
        TRY(add_path(config, "%s/lib/python311.zip", prefix));
        TRY(add_path(config, "%s", lib));
        TRY(add_path(config, "%s/lib-dynload", lib));
    }
    if (config->site_import) TRY(add_site(config, in_venv ? venv : prefix, in_venv, system_site));
    return PyStatus_Ok();
}
