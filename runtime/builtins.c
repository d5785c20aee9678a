/* builtins.c -- the module builtins: its functions, and the names of the builtin types. input() and print() are in
 * builtins_io.c, min(), max(), sum() and their like in builtins_iter.c. */
#include "runtime/builtins.h"
#include "runtime/builtins_parts.h"
#include "runtime/compile_api.h"
#include "runtime/errors/exceptions.h"
#include "runtime/objects/type.h"
#include "runtime/state/interp.h"
#include "vm/build_class.h"

static PyObject *builtin_abs(PyObject *self, PyObject *const *args)   { (void)self; return PyNumber_Absolute(args[0]); }
static PyObject *builtin_ascii(PyObject *self, PyObject *const *args) { (void)self; return PyObject_ASCII(args[0]); }
static PyObject *builtin_bin(PyObject *self, PyObject *const *args)   { (void)self; return PyNumber_ToBase(args[0], 2); }
static PyObject *builtin_oct(PyObject *self, PyObject *const *args)   { (void)self; return PyNumber_ToBase(args[0], 8); }
static PyObject *builtin_hex(PyObject *self, PyObject *const *args)   { (void)self; return PyNumber_ToBase(args[0], 16); }
static PyObject *builtin_repr(PyObject *self, PyObject *const *args)  { (void)self; return PyObject_Repr(args[0]); }
static PyObject *builtin_divmod(PyObject *self, PyObject *const *args) { (void)self; return PyNumber_Divmod(args[0], args[1]); }
static PyObject *builtin_id(PyObject *self, PyObject *const *args)    { (void)self; return PyLong_FromVoidPtr(args[0]); }
static PyObject *builtin_pow(PyObject *self, PyObject *const *args)   { (void)self; return PyNumber_Power(args[0], args[1], args[2]); }
static PyObject *builtin_callable(PyObject *self, PyObject *const *args)
{
    (void)self;
    return PyBool_FromLong(PyCallable_Check(args[0]));
}

static PyObject *builtin_breakpoint(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    (void)self;
    PyObject *hook = PySys_GetObject("breakpointhook");
    if (hook == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "lost sys.breakpointhook");
        return NULL;
    }
    if (PySys_Audit("builtins.breakpoint", "O", hook) < 0) return NULL;
    Py_INCREF(hook);
    PyObject *result = PyObject_Vectorcall(hook, args, (size_t)nargs, kwnames);
    Py_DECREF(hook);
    return result;
}

static PyObject *builtin_chr(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *index = PyNumber_Index(args[0]);
    if (index == NULL) return NULL;
    int overflow;
    long v = PyLong_AsLongAndOverflow(index, &overflow);
    Py_DECREF(index);
    if (v == -1 && PyErr_Occurred()) return NULL;
    if (overflow != 0 || v > INT_MAX || v < INT_MIN) {
        PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C int");
        return NULL;
    }
    if (v < 0 || v > 0x10FFFF) {
        PyErr_SetString(PyExc_ValueError, "chr() arg not in range(0x110000)");
        return NULL;
    }
    return PyUnicode_FromOrdinal((int)v);
}

static PyObject *builtin_ord(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *o = args[0];
    Py_ssize_t size;
    if (PyUnicode_Check(o)) {
        size = PyUnicode_GET_LENGTH(o);
        if (size == 1) return PyLong_FromLong((long)PyUnicode_READ_CHAR(o, 0));
    } else if (PyBytes_Check(o)) {
        size = PyBytes_GET_SIZE(o);
        if (size == 1) return PyLong_FromLong((unsigned char)*PyBytes_AS_STRING(o));
    } else if (PyByteArray_Check(o)) {
        size = PyByteArray_GET_SIZE(o);
        if (size == 1) return PyLong_FromLong((unsigned char)*PyByteArray_AS_STRING(o));
    } else {
        PyErr_Format(PyExc_TypeError, "ord() expected string of length 1, but %.200s found", Py_TYPE(o)->tp_name);
        return NULL;
    }
    PyErr_Format(PyExc_TypeError, "ord() expected a character, but string of length %zd found", size);
    return NULL;
}

static PyObject *builtin_delattr(PyObject *self, PyObject *const *args)
{
    (void)self;
    return PyObject_SetAttr(args[0], args[1], NULL) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *builtin_setattr(PyObject *self, PyObject *const *args)
{
    (void)self;
    return PyObject_SetAttr(args[0], args[1], args[2]) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *builtin_getattr(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *value;
    if (args[2] == NULL) return PyObject_GetAttr(args[0], args[1]);
    if (_PyObject_LookupAttr(args[0], args[1], &value) < 0) return NULL;
    return value != NULL ? value : Py_NewRef(args[2]);
}

static PyObject *builtin_hasattr(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *value;
    if (_PyObject_LookupAttr(args[0], args[1], &value) < 0) return NULL;
    Py_XDECREF(value);
    return PyBool_FromLong(value != NULL);
}

static PyObject *builtin_dir(PyObject *self, PyObject *const *args)
{
    (void)self;
    return PyObject_Dir(args[0]); /* absent: the names in scope */
}

static PyObject *builtin_format(PyObject *self, PyObject *const *args)
{
    (void)self;
    if (args[1] != NULL && !PyUnicode_Check(args[1])) {
        PyErr_Format(PyExc_TypeError, "format() argument 2 must be str, not %.200s", Py_TYPE(args[1])->tp_name);
        return NULL;
    }
    return PyObject_Format(args[0], args[1]);
}

static PyObject *builtin_globals(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    return Py_XNewRef(PyEval_GetGlobals());
}

static PyObject *builtin_locals(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    return Py_XNewRef(PyEval_GetLocals());
}

static PyObject *builtin_vars(PyObject *self, PyObject *const *args)
{
    (void)self;
    if (args[0] == NULL) return Py_XNewRef(PyEval_GetLocals());
    PyObject *dict;
    if (_PyObject_LookupAttr(args[0], ID(__dict__), &dict) < 0) return NULL;
    if (dict == NULL) PyErr_SetString(PyExc_TypeError, "vars() argument must have __dict__ attribute");
    return dict;
}

static PyObject *builtin_hash(PyObject *self, PyObject *const *args)
{
    (void)self;
    Py_hash_t hash = PyObject_Hash(args[0]);
    return hash == -1 ? NULL : PyLong_FromSsize_t(hash);
}

static PyObject *builtin_import(PyObject *self, PyObject *const *args)
{
    (void)self;
    int level = _PyLong_AsInt(args[4]);
    if (level == -1 && PyErr_Occurred()) return NULL;
    return PyImport_ImportModuleLevelObject(args[0], args[1], args[2], args[3], level);
}

static PyObject *builtin_isinstance(PyObject *self, PyObject *const *args)
{
    (void)self;
    int result = PyObject_IsInstance(args[0], args[1]);
    return result < 0 ? NULL : PyBool_FromLong(result);
}

static PyObject *builtin_issubclass(PyObject *self, PyObject *const *args)
{
    (void)self;
    int result = PyObject_IsSubclass(args[0], args[1]);
    return result < 0 ? NULL : PyBool_FromLong(result);
}

static PyObject *builtin_len(PyObject *self, PyObject *const *args)
{
    (void)self;
    Py_ssize_t n = PyObject_Size(args[0]);
    return n < 0 ? NULL : PyLong_FromSsize_t(n);
}

static PyObject *builtin_round(PyObject *self, PyObject *const *args)
{
    (void)self;
    bool found;
    PyObject *result = adder_special_call_maybe(args[0], ID(__round__), args, args[1] == Py_None ? 1 : 2, &found);
    if (!found && !PyErr_Occurred()) {
        PyErr_Format(PyExc_TypeError, "type %.100s doesn't define __round__ method", Py_TYPE(args[0])->tp_name);
    }
    return result;
}

static PyMethodDef builtin_functions[] = {
    FNV("__build_class__", adder_builtin_build_class, "(func, name, /, *bases, [metaclass], **kwds)",
        "Makes a class: what a class statement calls."),
    FN("__import__", builtin_import, "($module, /, name, globals=None, locals=None, fromlist=(), level=0)",
       "Imports a module: what an import statement calls. importlib.import_module() is for programs."),
    FN("abs", builtin_abs, "($module, x, /)", "The absolute value of the argument."),
    FN("aiter", builtin_aiter, "($module, async_iterable, /)", "An asynchronous iterator over an asynchronous iterable."),
    FN("all", builtin_all, "($module, iterable, /)", "True if bool(x) is True for all items x; True for an empty iterable."),
    FN("anext", builtin_anext, "($module, aiterator, default=<unrepresentable>, /)",
       "The next item of the asynchronous iterator, to be awaited; the default instead of StopAsyncIteration."),
    FN("any", builtin_any, "($module, iterable, /)", "True if bool(x) is True for any item x; False for an empty iterable."),
    FN("ascii", builtin_ascii, "($module, obj, /)", "The repr() of an object with all other than ASCII characters escaped."),
    FN("bin", builtin_bin, "($module, number, /)", "The binary representation of an integer: bin(10) is '0b1010'."),
    FNV("breakpoint", builtin_breakpoint, "(*args, **kws)", "Calls sys.breakpointhook(*args, **kws): the debugger."),
    FN("callable", builtin_callable, "($module, obj, /)", "Whether the object can be called; classes can."),
    FN("chr", builtin_chr, "($module, i, /)", "The one-character string with this code point, 0 <= i <= 0x10ffff."),
    FN("compile", adder_builtin_compile,
       "($module, /, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
       "Turns source text or a syntax tree into a code object for exec() or eval()."),
    FN("delattr", builtin_delattr, "($module, obj, name, /)", "Deletes the named attribute: del obj.name."),
    FN("dir", builtin_dir, "(object=<unrepresentable>, /)",
       "The names in the current scope; with an argument, the names of its attributes, in order."),
    FN("divmod", builtin_divmod, "($module, x, y, /)", "The tuple (x//y, x%y)."),
    FN("eval", adder_builtin_eval, "($module, source, globals=None, locals=None, /)",
       "The value of an expression: text or a code object, with the given global and local names."),
    FN("exec", adder_builtin_exec, "($module, source, globals=None, locals=None, /, *, closure=None)",
       "Runs statements: text or a code object, with the given global and local names."),
    FN("format", builtin_format, "($module, value, format_spec=<unrepresentable>, /)", "value.__format__(format_spec)."),
    FN("getattr", builtin_getattr, "(object, name, default=<unrepresentable>, /)",
       "The named attribute; the default, if there is one, when it does not exist."),
    FN("globals", builtin_globals, "($module, /)", "The dictionary of the current module's names."),
    FN("hasattr", builtin_hasattr, "($module, obj, name, /)", "Whether getattr(obj, name) does not raise AttributeError."),
    FN("hash", builtin_hash, "($module, obj, /)", "The hash value: equal objects have equal ones."),
    FN("hex", builtin_hex, "($module, number, /)", "The hexadecimal representation of an integer: hex(255) is '0xff'."),
    FN("id", builtin_id, "($module, obj, /)", "The identity: unique among objects that exist at the same time."),
    FN("input", builtin_input, "($module, prompt=None, /)",
       "Reads a line from standard input, without its newline, after writing the prompt. EOFError at the end."),
    FN("isinstance", builtin_isinstance, "($module, obj, class_or_tuple, /)",
       "Whether the object is an instance of the class, of one of a tuple or union of them, or of a subclass."),
    FN("issubclass", builtin_issubclass, "($module, cls, class_or_tuple, /)",
       "Whether the class is the other, or derived from it or from one of a tuple or union."),
    FN("iter", builtin_iter, "(object, sentinel=<unrepresentable>, /)",
       "An iterator over the object; with a sentinel: calls the object until that comes back."),
    FN("len", builtin_len, "($module, obj, /)", "The number of items of a container."),
    FN("locals", builtin_locals, "($module, /)", "The dictionary of the current scope's names."),
    FNV("max", builtin_max, "(iterable, *[, default=obj, key=func]) or (arg1, arg2, *args, *[, key=func])",
        "The largest item, or the largest argument."),
    FNV("min", builtin_min, "(iterable, *[, default=obj, key=func]) or (arg1, arg2, *args, *[, key=func])",
        "The smallest item, or the smallest argument."),
    FN("next", builtin_next, "(iterator, default=<unrepresentable>, /)",
       "The next item; at the end the default, if there is one, instead of StopIteration."),
    FN("oct", builtin_oct, "($module, number, /)", "The octal representation of an integer: oct(8) is '0o10'."),
    FN("ord", builtin_ord, "($module, c, /)", "The code point of a one-character string."),
    FN("pow", builtin_pow, "($module, /, base, exp, mod=None)", "base**exp, or base**exp % mod, faster."),
    FNV("print", builtin_print, "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)",
        "Writes the values to a stream, sys.stdout at first: sep between them, end after the last."),
    FN("repr", builtin_repr, "($module, obj, /)", "The text of an object as a program would write it, where that is possible."),
    FN("round", builtin_round, "($module, /, number, ndigits=None)",
       "The number rounded to ndigits decimal digits; an int when ndigits is absent or None."),
    FN("setattr", builtin_setattr, "($module, obj, name, value, /)", "Sets the named attribute: obj.name = value."),
    FNV("sorted", builtin_sorted, "($module, iterable, /, *, key=None, reverse=False)",
       "A new list of all items in ascending order; equal ones keep their order."),
    FN("sum", builtin_sum, "($module, iterable, /, start=0)", "The start value plus the items; not for strings."),
    FN("vars", builtin_vars, "(object=<unrepresentable>, /)", "The object's __dict__; without an argument locals()."),
    { 0 },
};

static PyModuleDef builtins_module = {
    PyModuleDef_HEAD_INIT, "builtins",
    "Functions, exceptions and other objects that every program can name.", -1, builtin_functions, NULL, NULL, NULL, NULL,
};

static const struct { const char *name; PyTypeObject *type; } builtin_types[] = {
    { "bool", &PyBool_Type }, { "bytearray", &PyByteArray_Type }, { "bytes", &PyBytes_Type },
    { "classmethod", &PyClassMethod_Type }, { "complex", &PyComplex_Type }, { "dict", &PyDict_Type },
    { "enumerate", &PyEnum_Type }, { "filter", &PyFilter_Type }, { "float", &PyFloat_Type },
    { "frozenset", &PyFrozenSet_Type }, { "int", &PyLong_Type }, { "list", &PyList_Type }, { "map", &PyMap_Type },
    { "memoryview", &PyMemoryView_Type }, { "object", &PyBaseObject_Type }, { "property", &PyProperty_Type },
    { "range", &PyRange_Type }, { "reversed", &PyReversed_Type }, { "set", &PySet_Type }, { "slice", &PySlice_Type },
    { "staticmethod", &PyStaticMethod_Type }, { "str", &PyUnicode_Type }, { "super", &PySuper_Type },
    { "tuple", &PyTuple_Type }, { "type", &PyType_Type }, { "zip", &PyZip_Type },
};

static int add_names(PyObject *dict)
{
    const struct { const char *name; PyObject *value; } constants[] = {
        { "None", Py_None }, { "Ellipsis", Py_Ellipsis }, { "NotImplemented", Py_NotImplemented },
        { "False", Py_False }, { "True", Py_True },
        { "__debug__", adder_interp()->config->optimization_level == 0 ? Py_True : Py_False },
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(constants); i++) {
        if (PyDict_SetItemString(dict, constants[i].name, constants[i].value) < 0) return -1;
    }
    for (size_t i = 0; i < Py_ARRAY_LENGTH(builtin_types); i++) {
        if (PyDict_SetItemString(dict, builtin_types[i].name, (PyObject *)builtin_types[i].type) < 0) return -1;
    }
    if (adder_interp()->config->site_import && adder_builtins_add_site(dict) < 0) return -1;
    return adder_errors_add_builtins(dict);
}

PyObject *adder_builtins_new(void)
{
    PyObject *module = PyModule_Create(&builtins_module);
    if (module != NULL && add_names(PyModule_GetDict(module)) < 0) Py_CLEAR(module);
    return module;
}
