/* sys_info.c -- the constant half of sys: what this interpreter is, how its numbers work, what it was started with. */
#include "runtime/hash.h"
#include "runtime/import/import.h"
#include "runtime/objects/namespace.h"
#include "runtime/objects/structseq.h"
#include "runtime/state/config.h"
#include "runtime/state/interp.h"
#include "stdlib/sys.h"
#include <float.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef ADDER_CACHE_TAG
#define ADDER_CACHE_TAG "adder-311" /* names of files in __pycache__ */
#endif

#define STRINGIFY(x) #x
#define STRING_OF(x) STRINGIFY(x)
#ifdef __clang__
#define COMPILER "Clang " __clang_version__
#else
#define COMPILER "GCC " __VERSION__
#endif

/* dict[name] = value, which is consumed; NULL: an exception is set already. */
static int put(PyObject *dict, const char *name, STEALS_REF PyObject *value)
{
    if (value == NULL) return -1;
    int rc = PyDict_SetItemString(dict, name, value);
    Py_DECREF(value);
    return rc;
}

static PyObject *text(const char *s) { return PyUnicode_FromString(s); }
static PyObject *number(long v) { return PyLong_FromLong(v); }
static PyObject *truth(int v) { return PyBool_FromLong(v); }

/* A value of a new type that Python code cannot make more of (or can: `open`). Consumes the items. */
static PyObject *sealed(PyStructSequence_Desc *desc, PyObject **items, Py_ssize_t n, bool open)
{
    PyTypeObject *type = adder_structseq_type(desc, open ? 0 : Py_TPFLAGS_DISALLOW_INSTANTIATION);
    if (type == NULL) {
        for (Py_ssize_t i = 0; i < n; i++) Py_XDECREF(items[i]);
        return NULL;
    }
    PyObject *r = adder_structseq_of(type, items, n);
    Py_DECREF(type);
    return r;
}

#define SEALED(desc, open, ...)                                                        \
    (__extension__({                                                                   \
        PyObject *items_[] = { __VA_ARGS__ };                                          \
        sealed(desc, items_, (Py_ssize_t)Py_ARRAY_LENGTH(items_), open);               \
    }))
#define DESC(type, fields, doc) { "sys." type, doc, fields, Py_ARRAY_LENGTH(fields) - 1 }

/* ---- numbers ---- */

static PyObject *float_info(void)
{
    static PyStructSequence_Field fields[] = {
        { "max", "the largest finite float" },
        { "max_exp", "largest e for which radix**(e-1) is a finite float" },
        { "max_10_exp", "largest e for which 10**e is a finite float" },
        { "min", "the smallest positive normal float" },
        { "min_exp", "smallest e for which radix**(e-1) is a normal float" },
        { "min_10_exp", "smallest e for which 10**e is a normal float" },
        { "dig", "decimal digits that a float always keeps" },
        { "mant_dig", "digits of the mantissa, in the radix" },
        { "epsilon", "distance from 1.0 to the next float" },
        { "radix", "base of the exponent" },
        { "rounds", "how arithmetic rounds; 1: to the nearest" },
        { NULL, NULL },
    };
    PyStructSequence_Desc desc = DESC("float_info", fields, "How floats are stored and computed.");
    return SEALED(&desc, true, PyFloat_FromDouble(DBL_MAX), number(DBL_MAX_EXP), number(DBL_MAX_10_EXP),
                  PyFloat_FromDouble(DBL_MIN), number(DBL_MIN_EXP), number(DBL_MIN_10_EXP), number(DBL_DIG),
                  number(DBL_MANT_DIG), PyFloat_FromDouble(DBL_EPSILON), number(FLT_RADIX), number(FLT_ROUNDS));
}

static PyObject *int_info(void)
{
    static PyStructSequence_Field fields[] = {
        { "bits_per_digit", "bits in a digit" },
        { "sizeof_digit", "bytes that hold a digit" },
        { "default_max_str_digits", "limit for conversions between int and decimal text, unless set" },
        { "str_digits_check_threshold", "the smallest limit that may be set" },
        { NULL, NULL },
    };
    PyStructSequence_Desc desc = DESC("int_info", fields, "How ints are stored, and the limit of their conversions.");
    return SEALED(&desc, true, number(PyLong_SHIFT), number(sizeof(digit)), number(ADDER_INT_STR_DIGITS_DEFAULT),
                  number(ADDER_INT_STR_DIGITS_FLOOR));
}

static PyObject *hash_info(void)
{
    static PyStructSequence_Field fields[] = {
        { "width", "bits of a hash" },
        { "modulus", "the prime by which numbers are reduced" },
        { "inf", "hash of the positive infinity" },
        { "nan", "hash of a nan; unused since 3.10" },
        { "imag", "multiplier of the imaginary part" },
        { "algorithm", "algorithm for str, bytes and memoryview" },
        { "hash_bits", "bits of that algorithm's result" },
        { "seed_bits", "bits of its key" },
        { "cutoff", "length below which another algorithm is used; 0: never" },
        { NULL, NULL },
    };
    PyStructSequence_Desc desc = DESC("hash_info", fields, "How numbers and text are hashed.");
    return SEALED(&desc, true, number(8 * sizeof(Py_hash_t)), PyLong_FromSize_t(_PyHASH_MODULUS), number(_PyHASH_INF),
                  number(0), number(_PyHASH_IMAG), text("siphash13"), number(64), number(128), number(Py_HASH_CUTOFF));
}

static PyObject *thread_info(void)
{
    static PyStructSequence_Field fields[] = {
        { "name", "the thread library" },
        { "lock", "what locks are made of" },
        { "version", "the library's name and version" },
        { NULL, NULL },
    };
    PyStructSequence_Desc desc = DESC("thread_info", fields, "How threads are implemented.");
    char version[64] = "";
    size_t n = confstr(_CS_GNU_LIBPTHREAD_VERSION, version, sizeof version);
    return SEALED(&desc, true, text("pthread"), text("semaphore"),
                  n > 0 && n < sizeof version ? text(version) : Py_NewRef(Py_None));
}

/* ---- version ---- */

static PyObject *version_info(void)
{
    static PyStructSequence_Field fields[] = {
        { "major", "first number" },
        { "minor", "second number" },
        { "micro", "third number" },
        { "releaselevel", "'alpha', 'beta', 'candidate' or 'final'" },
        { "serial", "number of the pre-release" },
        { NULL, NULL },
    };
    PyStructSequence_Desc desc = DESC("version_info", fields, "sys.version_info\n\nThe version of the language, in parts.");
    return SEALED(&desc, false, number(PY_MAJOR_VERSION), number(PY_MINOR_VERSION), number(PY_MICRO_VERSION), text("final"),
                  number(0));
}

static PyObject *implementation(PyObject *version)
{
    PyObject *dict = PyDict_New(), *r = NULL;
    if (dict == NULL) return NULL;
    if (put(dict, "name", text("adder")) == 0 && put(dict, "cache_tag", text(ADDER_CACHE_TAG)) == 0 &&
        put(dict, "version", Py_NewRef(version)) == 0 && put(dict, "hexversion", number(PY_VERSION_HEX)) == 0 &&
#if defined(__x86_64__)
        put(dict, "_multiarch", text("x86_64-linux-gnu")) == 0
#else
        put(dict, "_multiarch", text("aarch64-linux-gnu")) == 0
#endif
    )
        r = _PyNamespace_New(dict);
    Py_DECREF(dict);
    return r;
}

static int add_version(PyObject *dict)
{
    PyObject *info = version_info();
    if (info == NULL) return -1;
    int rc = put(dict, "implementation", implementation(info));
    if (rc < 0) Py_DECREF(info);
    else rc = put(dict, "version_info", info);
    if (rc < 0) return -1;
    bool failed = put(dict, "version", text(PY_VERSION " (Adder " ADDER_VERSION ") [" COMPILER "]")) ||
           put(dict, "hexversion", number(PY_VERSION_HEX)) || put(dict, "api_version", number(PYTHON_API_VERSION)) ||
           put(dict, "copyright", text("Copyright (c) the Adder authors.\nReleased under the MIT licence.")) ||
           put(dict, "_git", Py_BuildValue("(sss)", "Adder", "", "")) || put(dict, "_framework", text("")) ||
           put(dict, "abiflags", text("")) || put(dict, "platform", text("linux"));
    return failed ? -1 : 0;
}

/* ---- how it was started ---- */

/* The digit limit asked for by -X int_max_str_digits or the environment; -1: none. */
static long asked_digit_limit(const PyConfig *config)
{
    const wchar_t *option = adder_config_xoption(config, L"int_max_str_digits");
    const char *variable = config->use_environment ? getenv("PYTHONINTMAXSTRDIGITS") : NULL;
    long n = -1;
    if (option != NULL) n = wcstol(option, NULL, 10);
    else if (variable != NULL && *variable != '\0') n = strtol(variable, NULL, 10);
    return n == 0 || (n >= ADDER_INT_STR_DIGITS_FLOOR && n <= INT_MAX) ? n : -1;
}

static PyObject *flags(const PyConfig *c, long digit_limit)
{
    static PyStructSequence_Field fields[] = {
        { "debug", "-d" },
        { "inspect", "-i" },
        { "interactive", "-i" },
        { "optimize", "-O or -OO" },
        { "dont_write_bytecode", "-B" },
        { "no_user_site", "-s" },
        { "no_site", "-S" },
        { "ignore_environment", "-E" },
        { "verbose", "-v" },
        { "bytes_warning", "-b" },
        { "quiet", "-q" },
        { "hash_randomization", "-R" },
        { "isolated", "-I" },
        { "dev_mode", "-X dev" },
        { "utf8_mode", "-X utf8" },
        { "warn_default_encoding", "-X warn_default_encoding" },
        { "safe_path", "-P" },
        { "int_max_str_digits", "-X int_max_str_digits" },
        { NULL, NULL },
    };
    PyStructSequence_Desc desc = DESC("flags", fields, "sys.flags\n\nWhat the command line and the environment asked for.");
    return SEALED(&desc, false, number(c->parser_debug), number(c->inspect), number(c->interactive),
                  number(c->optimization_level), number(!c->write_bytecode), number(!c->user_site_directory),
                  number(!c->site_import), number(!c->use_environment), number(c->verbose), number(c->bytes_warning),
                  number(c->quiet), number(adder_hash_is_random()), number(c->isolated), truth(c->dev_mode), number(0),
                  number(c->warn_default_encoding), truth(c->safe_path), number(digit_limit));
}

/* A wide string of the config; `absent` where it has none. */
static PyObject *wide(const wchar_t *s, PyObject *absent)
{
    return s != NULL ? PyUnicode_FromWideChar(s, -1) : Py_NewRef(absent);
}

static PyObject *wide_list(const PyWideStringList *list)
{
    PyObject *r = PyList_New(list->length);
    for (Py_ssize_t i = 0; r != NULL && i < list->length; i++) {
        PyObject *item = PyUnicode_FromWideChar(list->items[i], -1);
        if (item == NULL) Py_CLEAR(r);
        else PyList_SET_ITEM(r, i, item);
    }
    return r;
}

/* {"name": "value"} or {"name": True} for each -X. */
static PyObject *xoptions(const PyWideStringList *list)
{
    PyObject *dict = PyDict_New();
    for (Py_ssize_t i = 0; dict != NULL && i < list->length; i++) {
        const wchar_t *option = list->items[i], *equals = wcschr(option, L'=');
        PyObject *name = PyUnicode_FromWideChar(option, equals != NULL ? equals - option : -1);
        PyObject *value = equals != NULL ? PyUnicode_FromWideChar(equals + 1, -1) : Py_NewRef(Py_True);
        if (name == NULL || value == NULL || PyDict_SetItem(dict, name, value) < 0) Py_CLEAR(dict);
        Py_XDECREF(name);
        Py_XDECREF(value);
    }
    return dict;
}

static int add_config(PyObject *dict, PyInterpreterState *interp)
{
    const PyConfig *c = interp->config;
    PyObject *empty = text("");
    if (empty == NULL) return -1;
    long limit = asked_digit_limit(c);
    if (limit >= 0) interp->number.int_max_str_digits = (int)limit;
    bool failed = put(dict, "flags", flags(c, limit)) || put(dict, "argv", wide_list(&c->argv)) ||
             put(dict, "orig_argv", wide_list(&c->orig_argv)) || put(dict, "warnoptions", wide_list(&c->warnoptions)) ||
             put(dict, "_xoptions", xoptions(&c->xoptions)) || put(dict, "executable", wide(c->executable, empty)) ||
             put(dict, "_base_executable", wide(c->base_executable, empty)) || put(dict, "prefix", wide(c->prefix, empty)) ||
             put(dict, "base_prefix", wide(c->base_prefix, empty)) ||
             put(dict, "exec_prefix", wide(c->exec_prefix, empty)) ||
             put(dict, "base_exec_prefix", wide(c->base_exec_prefix, empty)) ||
             put(dict, "platlibdir", c->platlibdir != NULL ? wide(c->platlibdir, empty) : text("lib")) ||
             put(dict, "pycache_prefix", wide(c->pycache_prefix, Py_None)) || put(dict, "_home", wide(c->home, Py_None)) ||
             put(dict, "_stdlib_dir", wide(c->stdlib_dir, Py_None)) ||
             put(dict, "dont_write_bytecode", truth(!c->write_bytecode));
    Py_DECREF(empty);
    return failed ? -1 : 0;
}

/* ---- modules ---- */

static PyObject *builtin_module_names(void)
{
    PyObject *list = PyList_New(0), *tuple = NULL;
    if (list == NULL) return NULL;
    bool failed = false;
    for (const struct adder_native *m = adder_native_modules; m->name != NULL && !failed; m++) {
        if (m->library) continue;
        PyObject *name = text(m->name);
        failed = name == NULL || PyList_Append(list, name) < 0;
        Py_XDECREF(name);
    }
    static const char *const always[] = { "builtins", "sys" };
    for (int i = 0; i < 2 && !failed; i++) {
        PyObject *name = text(always[i]);
        int known = name == NULL ? -1 : PySequence_Contains(list, name);
        failed = known < 0 || (known == 0 && PyList_Append(list, name) < 0);
        Py_XDECREF(name);
    }
    if (!failed && PyList_Sort(list) == 0) tuple = PyList_AsTuple(list);
    Py_DECREF(list);
    return tuple;
}

static PyObject *stdlib_module_names(void)
{
    PyObject *list = PyList_New(0), *set = NULL;
    bool failed = list == NULL;
    for (const char *const *p = adder_stdlib_module_names; *p != NULL && !failed; p++) {
        PyObject *name = PyUnicode_InternFromString(*p);
        failed = name == NULL || PyList_Append(list, name) < 0;
        Py_XDECREF(name);
    }
    if (!failed) set = PyFrozenSet_New(list);
    Py_XDECREF(list);
    return set;
}

int adder_sys_add_facts(PyObject *dict, PyInterpreterState *interp)
{
    if (add_version(dict) < 0 || add_config(dict, interp) < 0) return -1;
    bool failed = put(dict, "float_info", float_info()) || put(dict, "int_info", int_info()) || put(dict, "hash_info", hash_info()) ||
             put(dict, "thread_info", thread_info()) || put(dict, "float_repr_style", text("short")) ||
             put(dict, "maxsize", PyLong_FromSsize_t(PY_SSIZE_T_MAX)) || put(dict, "maxunicode", number(0x10ffff)) ||
             put(dict, "byteorder", text(PY_LITTLE_ENDIAN ? "little" : "big")) ||
             put(dict, "builtin_module_names", builtin_module_names()) ||
             put(dict, "stdlib_module_names", stdlib_module_names());
    return failed ? -1 : 0;
}

/* ---- C API ---- */

PyObject *PyFloat_GetInfo(void) { return Py_XNewRef(PySys_GetObject("float_info")); }
PyObject *PyLong_GetInfo(void) { return Py_XNewRef(PySys_GetObject("int_info")); }
