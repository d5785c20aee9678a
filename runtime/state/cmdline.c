/* cmdline.c -- the command line and the PYTHON* variables, read into a PyConfig. */
#include "runtime/state/config.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <wchar.h>

#define SHORT_OPTIONS "bBc:dEhiIJm:OPqRsStuvVW:xX:?"

static const char usage_line[] = "usage: %ls [option] ... [-c cmd | -m mod | file | -] [arg] ...\n";

static const char help_options[] =
    "Options (and the environment variables that do the same):\n"
    "-b     : warn when bytes are turned into str or compared with it (-bb: raise an error)\n"
    "-B     : write no bytecode files; also PYTHONDONTWRITEBYTECODE=x\n"
    "-c cmd : run this text; ends the options\n"
    "-d     : accepted; also PYTHONDEBUG=x\n"
    "-E     : do not look at the PYTHON* variables\n"
    "-h     : show this help (also -? or --help)\n"
    "-i     : go on at the prompt after the program, and show one even when stdin is no terminal; also PYTHONINSPECT=x\n"
    "-I     : isolate from the user's surroundings (-E, -P and -s)\n"
    "-m mod : run a module of the library as a program; ends the options\n"
    "-O     : leave out assert statements and code under __debug__; also PYTHONOPTIMIZE=x\n"
    "-OO    : leave out docstrings too\n"
    "-P     : put no folder in front of sys.path; also PYTHONSAFEPATH=x\n"
    "-q     : no banner at the prompt\n"
    "-s     : no user site folder in sys.path; also PYTHONNOUSERSITE=x\n"
    "-S     : no site folders in sys.path\n"
    "-u     : stdout and stderr are not buffered; also PYTHONUNBUFFERED=x\n"
    "-v     : say what is imported from where; also PYTHONVERBOSE=x\n"
    "-V     : print the version (also --version); twice: more of it\n"
    "-W arg : a warning filter, action:message:category:module:lineno; also PYTHONWARNINGS=arg\n"
    "-x     : skip the first line of the program\n"
    "-X opt : dis (print the bytecode), importtime, utf8, int_max_str_digits=N, no_debug_ranges, frozen_modules,\n"
    "         pycache_prefix=PATH, warn_default_encoding, dev\n"
    "--check-hash-based-pycs always|default|never: when bytecode files made from a hash are checked\n"
    "--help-env, --help-xoptions, --help-all: this text\n"
    "Arguments:\n"
    "file   : the program\n"
    "-      : the program is read from stdin (the default; a prompt when that is a terminal)\n"
    "arg ...: become sys.argv[1:]\n";

static const wchar_t *program(const PyConfig *config)
{
    return config->program_name != NULL ? config->program_name : L"adder";
}

static PyStatus usage_error(const PyConfig *config)
{
    fprintf(stderr, usage_line, program(config));
    fprintf(stderr, "Try `adder -h' for more information.\n");
    return PyStatus_Exit(2);
}

static PyStatus show_help(const PyConfig *config)
{
    printf(usage_line, program(config));
    fputs(help_options, stdout);
    return PyStatus_Exit(0);
}

static PyStatus show_version(int times)
{
    printf("Python %s\n", times > 1 ? Py_GetVersion() : PY_VERSION);
    return PyStatus_Exit(0);
}

/* One option letter. `value` is NULL unless the option takes one. */
static PyStatus apply_option(PyConfig *config, wchar_t option, const wchar_t *value, int *versions)
{
    switch (option) {
    case 'b': config->bytes_warning++; break;
    case 'B': config->write_bytecode = 0; break;
    case 'd': config->parser_debug++; break;
    case 'E': config->use_environment = 0; break;
    case 'h': case '?': return show_help(config);
    case 'i': config->inspect++; config->interactive++; break;
    case 'I': config->isolated++; config->use_environment = 0; config->user_site_directory = 0; config->safe_path = 1; break;
    case 'O': config->optimization_level++; break;
    case 'P': config->safe_path = 1; break;
    case 'q': config->quiet++; break;
    case 's': config->user_site_directory = 0; break;
    case 'S': config->site_import = 0; break;
    case 'u': config->buffered_stdio = 0; break;
    case 'v': config->verbose++; break;
    case 'V': ++*versions; break;
    case 'W': return PyWideStringList_Append(&config->warnoptions, value);
    case 'x': config->skip_source_first_line = 1; break;
    case 'X': return PyWideStringList_Append(&config->xoptions, value);
    default: break; /* J, R and t are accepted and ignored */
    }
    return PyStatus_Ok();
}

static PyStatus long_option(PyConfig *config, const PyWideStringList *args, Py_ssize_t *i, int *versions)
{
    const wchar_t *name = args->items[*i] + 2;
    if (wcscmp(name, L"help") == 0 || wcscmp(name, L"help-all") == 0 || wcscmp(name, L"help-env") == 0 ||
        wcscmp(name, L"help-xoptions") == 0) return show_help(config);
    if (wcscmp(name, L"version") == 0) return ++*versions, PyStatus_Ok();
    if (wcscmp(name, L"check-hash-based-pycs") == 0) {
        if (*i + 1 == args->length) {
            fprintf(stderr, "Argument expected for the --%ls option\n", name);
            return usage_error(config);
        }
        const wchar_t *mode = args->items[++*i];
        if (wcscmp(mode, L"always") != 0 && wcscmp(mode, L"never") != 0 && wcscmp(mode, L"default") != 0) {
            fprintf(stderr, "--check-hash-based-pycs must be one of 'default', 'always', or 'never'\n");
            return usage_error(config);
        }
        return PyConfig_SetString(config, &config->check_hash_pycs_mode, mode);
    }
    fprintf(stderr, "unknown option --%ls\n", name);
    return usage_error(config);
}

/* -c text: the command ends with a newline. */
static PyStatus set_command(PyConfig *config, const wchar_t *text)
{
    size_t n = wcslen(text);
    wchar_t *command = PyMem_RawMalloc((n + 2) * sizeof *command);
    if (command == NULL) return PyStatus_NoMemory();
    wmemcpy(command, text, n);
    command[n] = '\n', command[n + 1] = 0;
    PyMem_RawFree(config->run_command);
    config->run_command = command;
    return PyStatus_Ok();
}

/* The letters of one argument. Sets *done after -c and -m. */
static PyStatus letters(PyConfig *config, const PyWideStringList *args, Py_ssize_t *i, int *versions, bool *done)
{
    for (const wchar_t *p = args->items[*i] + 1; *p != 0; p++) {
        const char *known = *p < 0x80 && *p != ':' ? strchr(SHORT_OPTIONS, (char)*p) : NULL;
        if (known == NULL) {
            fprintf(stderr, "Unknown option: -%lc\n", (wint_t)*p);
            return usage_error(config);
        }
        const wchar_t *value = NULL;
        if (known[1] == ':') {
            if (p[1] != 0) value = p + 1;
            else if (*i + 1 < args->length) value = args->items[++*i];
            if (value == NULL) {
                fprintf(stderr, "Argument expected for the -%lc option\n", (wint_t)*p);
                return usage_error(config);
            }
        }
        PyStatus status;
        if (*p == 'c') status = set_command(config, value);
        else if (*p == 'm') status = PyConfig_SetString(config, &config->run_module, value);
        else status = apply_option(config, *p, value, versions);
        if (PyStatus_Exception(status)) return status;
        *done = *p == 'c' || *p == 'm';
        if (value != NULL) break;
    }
    return PyStatus_Ok();
}

/* The program's file as an absolute path, as __file__ and tracebacks show it. */
static PyStatus set_filename(PyConfig *config, const wchar_t *name)
{
    char cwd[PATH_MAX];
    wchar_t *folder = name[0] == '/' || getcwd(cwd, sizeof cwd) == NULL ? NULL : Py_DecodeLocale(cwd, NULL);
    if (folder == NULL) return PyConfig_SetString(config, &config->run_filename, name);
    size_t size = wcslen(folder) + wcslen(name) + 2;
    wchar_t *path = PyMem_RawMalloc(size * sizeof *path);
    if (path != NULL) swprintf(path, size, L"%ls/%ls", folder, name);
    PyMem_RawFree(folder);
    PyMem_RawFree(config->run_filename);
    config->run_filename = path;
    return path == NULL ? PyStatus_NoMemory() : PyStatus_Ok();
}

/* Turns the argument vector into options, what to run, and sys.argv. */
static PyStatus read_arguments(PyConfig *config)
{
    PyWideStringList args = config->argv;
    PyStatus status = PyStatus_Ok();
    Py_ssize_t i = 1;
    int versions = 0;
    bool done = false;
    for (; i < args.length && !done; i++) {
        const wchar_t *arg = args.items[i];
        if (arg[0] != '-' || arg[1] == 0) break;
        if (wcscmp(arg, L"--") == 0) {
            i++;
            break;
        }
        status = arg[1] == '-' ? long_option(config, &args, &i, &versions) : letters(config, &args, &i, &versions, &done);
        if (PyStatus_Exception(status)) return status;
    }
    if (versions > 0) return show_version(versions);

    wchar_t *first = L"";
    if (config->run_command != NULL) first = L"-c";
    else if (config->run_module != NULL) first = L"-m";
    else if (i < args.length) first = args.items[i++];
    if (!done && *first != 0 && wcscmp(first, L"-") != 0) status = set_filename(config, first);
    PyWideStringList rest = { 0 };
    if (!PyStatus_Exception(status)) status = PyWideStringList_Append(&rest, first);
    for (; i < args.length && !PyStatus_Exception(status); i++) status = PyWideStringList_Append(&rest, args.items[i]);
    if (PyStatus_Exception(status)) return status;
    for (i = 0; i < config->argv.length; i++) PyMem_RawFree(config->argv.items[i]);
    PyMem_RawFree(config->argv.items);
    config->argv = rest;
    return status;
}

/* -- environment */

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != 0 ? value : NULL;
}

/* PYTHONOPTIMIZE and its like: a number, or anything else for 1; the larger of option and variable wins. */
static void read_flag(int *flag, const char *name)
{
    const char *value = environment(name);
    if (value == NULL) return;
    char *end;
    long n = strtol(value, &end, 10);
    int level = *end != 0 || n < 0 || n > 1000 ? 1 : (int)n;
    if (*flag < level) *flag = level;
}

/* Filters of the variable come before those of the command line. */
static PyStatus read_warnings(PyConfig *config)
{
    const char *value = environment("PYTHONWARNINGS");
    Py_ssize_t at = 0;
    while (value != NULL && *value != 0) {
        size_t n = strcspn(value, ",");
        char *one = strndup(value, n);
        wchar_t *wide = one == NULL ? NULL : Py_DecodeLocale(one, NULL);
        free(one);
        if (wide == NULL) return PyStatus_NoMemory();
        PyStatus status = PyWideStringList_Insert(&config->warnoptions, at++, wide);
        PyMem_RawFree(wide);
        if (PyStatus_Exception(status)) return status;
        value += n + (value[n] == ',');
    }
    return PyStatus_Ok();
}

static PyStatus read_hash_seed(PyConfig *config)
{
    const char *value = environment("PYTHONHASHSEED");
    if (value == NULL || strcmp(value, "random") == 0) return PyStatus_Ok();
    char *end;
    unsigned long seed = strtoul(value, &end, 10);
    if (*end != 0 || *value == '-' || seed > 4294967295UL) {
        return PyStatus_Error("PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]");
    }
    config->use_hash_seed = 1;
    config->hash_seed = seed;
    return PyStatus_Ok();
}

static PyStatus read_stdio_encoding(PyConfig *config)
{
    const char *value = environment("PYTHONIOENCODING");
    if (value == NULL) return PyStatus_Ok();
    char *encoding = strdup(value);
    if (encoding == NULL) return PyStatus_NoMemory();
    char *errors = strchr(encoding, ':');
    if (errors != NULL) *errors++ = 0;
    PyStatus status = PyStatus_Ok();
    if (*encoding != 0) status = PyConfig_SetBytesString(config, &config->stdio_encoding, encoding);
    if (!PyStatus_Exception(status) && errors != NULL && *errors != 0) {
        status = PyConfig_SetBytesString(config, &config->stdio_errors, errors);
    }
    free(encoding);
    return status;
}

static PyStatus read_environment(PyConfig *config)
{
    read_flag(&config->parser_debug, "PYTHONDEBUG");
    read_flag(&config->verbose, "PYTHONVERBOSE");
    read_flag(&config->optimization_level, "PYTHONOPTIMIZE");
    read_flag(&config->inspect, "PYTHONINSPECT");
    int no_bytecode = 0, no_user_site = 0, unbuffered = 0;
    read_flag(&no_bytecode, "PYTHONDONTWRITEBYTECODE");
    read_flag(&no_user_site, "PYTHONNOUSERSITE");
    read_flag(&unbuffered, "PYTHONUNBUFFERED");
    if (no_bytecode) config->write_bytecode = 0;
    if (no_user_site) config->user_site_directory = 0;
    if (unbuffered) config->buffered_stdio = 0;
    if (environment("PYTHONSAFEPATH")) config->safe_path = 1;
    if (environment("PYTHONDEVMODE")) config->dev_mode = 1;
    if (environment("PYTHONNODEBUGRANGES")) config->code_debug_ranges = 0;

    static const struct { size_t offset; const char *name; } strings[] = {
        { offsetof(PyConfig, pythonpath_env), "PYTHONPATH" }, { offsetof(PyConfig, home), "PYTHONHOME" },
        { offsetof(PyConfig, pycache_prefix), "PYTHONPYCACHEPREFIX" } };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(strings); i++) {
        wchar_t **place = (wchar_t **)((char *)config + strings[i].offset);
        const char *value = environment(strings[i].name);
        if (value == NULL || *place != NULL) continue;
        PyStatus status = PyConfig_SetBytesString(config, place, value);
        if (PyStatus_Exception(status)) return status;
    }
    PyStatus status = read_warnings(config);
    if (!PyStatus_Exception(status)) status = read_hash_seed(config);
    if (!PyStatus_Exception(status)) status = read_stdio_encoding(config);
    return status;
}

const wchar_t *adder_config_xoption(const PyConfig *config, const wchar_t *name)
{
    size_t n = wcslen(name);
    for (Py_ssize_t i = config->xoptions.length; i-- > 0;) {
        const wchar_t *option = config->xoptions.items[i];
        if (wcsncmp(option, name, n) != 0) continue;
        if (option[n] == 0) return L"";
        if (option[n] == '=') return option + n + 1;
    }
    return NULL;
}

static PyStatus read_xoptions(PyConfig *config)
{
    if (adder_config_xoption(config, L"no_debug_ranges") != NULL) config->code_debug_ranges = 0;
    if (adder_config_xoption(config, L"warn_default_encoding") != NULL) config->warn_default_encoding = 1;
    if (adder_config_xoption(config, L"importtime") != NULL) config->import_time = 1;
    if (adder_config_xoption(config, L"dev") != NULL) config->dev_mode = 1;
    const wchar_t *prefix = adder_config_xoption(config, L"pycache_prefix");
    if (prefix != NULL && *prefix != 0) return PyConfig_SetString(config, &config->pycache_prefix, prefix);
    return PyStatus_Ok();
}

PyStatus adder_config_read(PyConfig *config)
{
    PyStatus status = PyStatus_Ok();
    if (config->orig_argv.length == 0) {
        status = PyConfig_SetWideStringList(config, &config->orig_argv, config->argv.length, config->argv.items);
    }
    if (!PyStatus_Exception(status) && config->program_name == NULL && config->argv.length > 0) {
        status = PyConfig_SetString(config, &config->program_name, config->argv.items[0]);
    }
    if (!PyStatus_Exception(status) && config->parse_argv) status = read_arguments(config);
    config->parse_argv = 0;
    if (!PyStatus_Exception(status) && config->use_environment) status = read_environment(config);
    if (!PyStatus_Exception(status)) status = read_xoptions(config);
    if (!PyStatus_Exception(status)) status = adder_config_paths(config);
    return status;
}

PyStatus PyConfig_Read(PyConfig *config) { return adder_config_read(config); }
