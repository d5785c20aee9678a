/* compile_api.c -- the way from text to code: front-end memory, parser, compiler, and their errors as Python exceptions. */
#include "runtime/compile_api.h"
#include "parser/front_memory.h"
#include "parser/parser.h"
#include "runtime/state/interp.h"
#include "runtime/text/unicode.h"
#include "stdlib/ast/ast.h"
#include "runtime/state/config.h"
#include "vm/compile.h"
#include "vm/dis.h"
#include "vm/function.h"

/* One compile: what goes in, and what must be given back whatever happens inside front-end memory. */
struct request {
    ParseInput input;
    PyObject *filename;
    int flags, optimize;
    PyObject *tree;    /* an AST node to compile instead of text; borrowed */
    PyObject *keep;    /* list of what the tree read from it refers to */
    bool only_ast;     /* the result is the tree as objects */
    bool at_eof;       /* interactive: no more lines will come */
    bool incomplete;   /* out: more lines are wanted */
    Job job;
    PyObject *code;    /* out: new reference */
};

/* -- errors */

/* SyntaxError(message, (filename, lineno, offset, text, end_lineno, end_offset)). */
static void raise_syntax(PyObject *type, const char *message, PyObject *filename, const ParseErrorPos *pos, const char *text,
                         size_t text_size, bool has_end)
{
    PyObject *line = text == NULL ? Py_NewRef(Py_None) : PyUnicode_DecodeUTF8(text, (Py_ssize_t)text_size, "replace");
    PyObject *said = PyUnicode_DecodeUTF8(message, (Py_ssize_t)strlen(message), "surrogatepass");
    PyObject *args = NULL;
    if (line != NULL && said != NULL) {
        args = has_end ? Py_BuildValue("(O(OiiOii))", said, filename, pos->lineno, pos->offset, line, pos->end_lineno,
                                       pos->end_offset)
                       : Py_BuildValue("(O(OiiO))", said, filename, pos->lineno, pos->offset, line);
    }
    if (args != NULL) PyErr_SetObject(type, args);
    Py_XDECREF(args);
    Py_XDECREF(said);
    Py_XDECREF(line);
}

static void raise_parse_error(const ParseError *error, PyObject *filename)
{
    static PyObject **const types[] = {
        [PARSE_SYNTAX_ERROR] = &PyExc_SyntaxError, [PARSE_INDENTATION_ERROR] = &PyExc_IndentationError,
        [PARSE_TAB_ERROR] = &PyExc_TabError, [PARSE_MEMORY_ERROR] = &PyExc_MemoryError,
        [PARSE_RECURSION_ERROR] = &PyExc_RecursionError, [PARSE_VALUE_ERROR] = &PyExc_ValueError,
        [PARSE_OVERFLOW_ERROR] = &PyExc_OverflowError, [PARSE_UNICODE_ERROR] = &PyExc_UnicodeError };
    PyObject *type = *types[error->kind];
    if (error->has_location) raise_syntax(type, error->message, filename, &error->pos, error->text, error->text_size,
                                          error->has_end);
    else if (error->message != NULL) PyErr_SetString(type, error->message);
    else PyErr_SetNone(type);
}

/* 0, or -1 when a warning became an exception. */
static int issue_warnings(const ParseError *error, PyObject *filename)
{
    for (const ParseWarning *w = error->warnings; w != NULL; w = w->next) {
        PyObject *category = w->kind == PARSE_SYNTAX_WARNING ? PyExc_SyntaxWarning : PyExc_DeprecationWarning;
        PyObject *message = PyUnicode_FromString(w->message);
        int rc = message == NULL ? -1 : PyErr_WarnExplicitObject(category, message, filename, w->lineno, NULL, NULL);
        Py_XDECREF(message);
        if (rc == 0) continue;
        if (PyErr_ExceptionMatches(category)) {
            PyErr_Clear();
            raise_syntax(PyExc_SyntaxError, w->as_error, filename, &w->pos, w->text, w->text == NULL ? 0 : strlen(w->text),
                         true);
        }
        return -1;
    }
    return 0;
}

/* -- inside front-end memory */

/* The parser's tree, from text or from objects; NULL with an exception. */
static Mod *read_tree(FrontArena *arena, struct request *r)
{
    if (r->tree != NULL) return adder_ast_from_object(arena, r->tree, r->input.mode, r->keep);
    ParseError error = { 0 };
    Mod *tree = adder_parse(arena, &r->input, &error);
    if (issue_warnings(&error, r->filename) < 0) return NULL;
    if (tree == NULL) raise_parse_error(&error, r->filename);
    return tree;
}

static int compile_inside(FrontArena *arena, void *arg)
{
    struct request *r = arg;
    if ((r->input.flags & PARSE_INTERACTIVE) && !r->at_eof && adder_parse_needs_more(arena, &r->input)) {
        r->incomplete = true;
        return -1;
    }
    Mod *tree = read_tree(arena, r);
    if (tree == NULL) return -1;
    if (r->only_ast) {
        r->code = adder_ast_to_object(tree);
        return r->code == NULL ? -1 : 0;
    }
    r->job = (Job){ .filename = r->filename, .input = &r->input, .flags = r->flags, .optimize = r->optimize };
    CodeObject *code = adder_compile(arena, tree, &r->job);
    r->code = Py_XNewRef((PyObject *)code);
    return code == NULL ? -1 : 0;
}

static int lookup_name(const char *name, size_t size) { return (int)adder_unicode_lookup(name, size); }

static void *release_lock(void)            { return PyEval_SaveThread(); }
static void acquire_lock(void *saved)      { PyEval_RestoreThread(saved); }

/* Fills r->code, or leaves it NULL with an exception set (or r->incomplete). The job keeps every object that the compile made until
 * it is cleared. */
static void compile_keeping(struct request *r)
{
    static const FrontWait wait = { release_lock, acquire_lock };
    const char *name = PyUnicode_AsUTF8(r->filename);
    if (name == NULL) {
        PyErr_Clear(); /* a name with surrogates: only messages about encodings show it */
        name = "?";
    }
    PyConfig *config = adder_interp()->config;
    r->input.filename = name;
    r->input.lookup_name = lookup_name;
    r->input.stack_limit = adder_thread()->c_stack_limit;
    r->input.max_int_digits = adder_interp()->number.int_max_str_digits == 0 ? -1 : adder_interp()->number.int_max_str_digits;
    if (r->optimize < 0) r->optimize = config->optimization_level > 2 ? 2 : config->optimization_level;
    int rc = adder_with_frontend_memory(compile_inside, r, &wait);
    if (rc == ADDER_FRONT_NO_MEMORY) {
        Py_CLEAR(r->code);
        PyErr_NoMemory();
    }
    if (r->code != NULL && adder_config_xoption(config, L"dis") != NULL) adder_dis_stdout(r->code);
}

/* r->code, which the caller owns then. */
static PyObject *run_request(struct request *r)
{
    compile_keeping(r);
    adder_job_clear(&r->job);
    return r->code;
}

static PyObject *run(PyObject *code, PyObject *globals, PyObject *locals, PyObject *closure)
{
    if (PySys_Audit("exec", "O", code) < 0) return NULL;
    return adder_run_code((CodeObject *)code, globals, locals == globals ? NULL : locals, closure);
}

/* Runs text at once. Its constants are held by the compile too until the end, as programs see when they count references. */
static PyObject *compile_and_run(struct request *r, PyObject *globals, PyObject *locals)
{
    compile_keeping(r);
    PyObject *result = r->code == NULL ? NULL : run(r->code, globals, locals, NULL);
    Py_XDECREF(r->code);
    adder_job_clear(&r->job);
    return result;
}

static ParseMode mode_of(int start)
{
    return start == Py_single_input ? PARSE_SINGLE : start == Py_eval_input ? PARSE_EVAL
         : start == Py_func_type_input ? PARSE_FUNC_TYPE : PARSE_EXEC;
}

PyObject *adder_compile_buffer(const char *text, size_t size, PyObject *filename, int start)
{
    struct request r = { .filename = filename, .optimize = -1 };
    r.input = (ParseInput){ .source = text, .size = size, .mode = mode_of(start), .flags = PARSE_FROM_FILE };
    return run_request(&r);
}

PyObject *adder_run_buffer(const char *text, size_t size, PyObject *filename, PyObject *globals)
{
    struct request r = { .filename = filename, .optimize = -1 };
    r.input = (ParseInput){ .source = text, .size = size, .mode = PARSE_EXEC, .flags = PARSE_FROM_FILE };
    return compile_and_run(&r, globals, globals);
}

PyObject *adder_compile_interactive(const char *text, size_t size, PyObject *filename, bool at_eof, bool *incomplete)
{
    struct request r = { .filename = filename, .optimize = -1, .at_eof = at_eof };
    r.input = (ParseInput){ .source = text, .size = size, .mode = PARSE_SINGLE, .flags = PARSE_INTERACTIVE | PARSE_IGNORE_COOKIE };
    PyObject *code = run_request(&r);
    *incomplete = r.incomplete;
    return code;
}

/* -- flags */

#define FEATURES                                                                                              \
    (CO_FUTURE_DIVISION | CO_FUTURE_ABSOLUTE_IMPORT | CO_FUTURE_WITH_STATEMENT | CO_FUTURE_PRINT_FUNCTION |   \
     CO_FUTURE_UNICODE_LITERALS | CO_FUTURE_BARRY_AS_BDFL | CO_FUTURE_GENERATOR_STOP | CO_FUTURE_ANNOTATIONS)

static unsigned parse_flags(int flags)
{
    return (flags & PyCF_TYPE_COMMENTS ? PARSE_TYPE_COMMENTS : 0) | (flags & PyCF_DONT_IMPLY_DEDENT ? PARSE_DONT_IMPLY_DEDENT : 0) |
           (flags & PyCF_ALLOW_INCOMPLETE_INPUT ? PARSE_ALLOW_INCOMPLETE : 0) | (flags & PyCF_IGNORE_COOKIE ? PARSE_IGNORE_COOKIE : 0) |
           (flags & CO_FUTURE_BARRY_AS_BDFL ? PARSE_BARRY_AS_BDFL : 0);
}

/* The features of the calling code, which the compiled text shares. */
static int inherited(int flags)
{
    PyCompilerFlags calling = { 0 };
    return PyEval_MergeCompilerFlags(&calling) ? flags | (calling.cf_flags & FEATURES) : flags;
}

/* -- compile(), eval(), exec() */

/* The text of a str, bytes or buffer, borrowed from *keep (new reference). NULL with an exception. */
static const char *source_text(PyObject *source, const char *function, const char *what, int *flags, size_t *size, PyObject **keep)
{
    const char *text = NULL;
    Py_ssize_t n = 0;
    *keep = NULL;
    if (PyUnicode_Check(source)) {
        *flags |= PyCF_IGNORE_COOKIE;
        *keep = Py_NewRef(source);
        text = PyUnicode_AsUTF8AndSize(source, &n);
    } else if (PyObject_CheckBuffer(source)) {
        *keep = PyBytes_FromObject(source);
        if (*keep != NULL) text = PyBytes_AS_STRING(*keep), n = PyBytes_GET_SIZE(*keep);
    } else {
        PyErr_Format(PyExc_TypeError, "%s() arg 1 must be a %s object", function, what);
    }
    if (text != NULL && strlen(text) != (size_t)n) {
        PyErr_SetString(PyExc_ValueError, "source code string cannot contain null bytes");
        text = NULL;
    }
    *size = (size_t)n;
    if (text == NULL) Py_CLEAR(*keep);
    return text;
}

static PyObject *compile_text(const char *text, size_t size, PyObject *filename, int start, int flags, int feature, int optimize)
{
    struct request r = { .filename = filename, .flags = flags, .optimize = optimize, .only_ast = flags & PyCF_ONLY_AST };
    r.input = (ParseInput){ .source = text, .size = size, .mode = mode_of(start), .flags = parse_flags(flags),
                            .feature_version = feature < 0 ? 0 : feature };
    return run_request(&r);
}

/* compile() of a tree; one that is to stay a tree comes back as it is. */
static PyObject *compile_tree(PyObject *tree, PyObject *filename, int start, int flags, int optimize)
{
    if (flags & PyCF_ONLY_AST) return Py_NewRef(tree);
    struct request r = { .filename = filename, .flags = flags, .optimize = optimize, .tree = tree, .keep = PyList_New(0) };
    if (r.keep == NULL) return NULL;
    r.input = (ParseInput){ .source = "", .mode = mode_of(start), .flags = parse_flags(flags) };
    PyObject *code = run_request(&r);
    Py_DECREF(r.keep);
    return code;
}

static int start_of(PyObject *mode, int flags)
{
    static const struct { const char *name; int start; } modes[] = {
        { "exec", Py_file_input }, { "eval", Py_eval_input }, { "single", Py_single_input }, { "func_type", Py_func_type_input } };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(modes); i++) {
        if (PyUnicode_CompareWithASCIIString(mode, modes[i].name) != 0) continue;
        if (modes[i].start != Py_func_type_input || (flags & PyCF_ONLY_AST)) return modes[i].start;
        PyErr_SetString(PyExc_ValueError, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
        return -1;
    }
    PyErr_SetString(PyExc_ValueError, flags & PyCF_ONLY_AST ? "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
                                                             : "compile() mode must be 'exec', 'eval' or 'single'");
    return -1;
}

PyObject *adder_builtin_compile(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *filename, *keep;
    if (!PyUnicode_FSDecoder(args[1], &filename)) return NULL;
    PyObject *result = NULL;
    if (!PyUnicode_Check(args[2])) {
        PyErr_Format(PyExc_TypeError, "compile() argument 'mode' must be str, not %.50s", Py_TYPE(args[2])->tp_name);
        goto done;
    }
    int flags = _PyLong_AsInt(args[3]), optimize, feature, start;
    if (flags == -1 && PyErr_Occurred()) goto done;
    int dont_inherit = PyObject_IsTrue(args[4]);
    if (dont_inherit < 0 || ((optimize = _PyLong_AsInt(args[5])) == -1 && PyErr_Occurred())) goto done;
    if ((feature = _PyLong_AsInt(args[6])) == -1 && PyErr_Occurred()) goto done;
    if (flags & ~(FEATURES | PyCF_MASK_OBSOLETE | PyCF_COMPILE_MASK)) {
        PyErr_SetString(PyExc_ValueError, "compile(): unrecognised flags");
        goto done;
    }
    if (optimize < -1 || optimize > 2) {
        PyErr_SetString(PyExc_ValueError, "compile(): invalid optimize value");
        goto done;
    }
    if (!dont_inherit) flags = inherited(flags);
    if ((start = start_of(args[2], flags)) < 0) goto done;
    int is_tree = adder_ast_check(args[0]);
    if (is_tree < 0) goto done;
    if (is_tree) {
        result = compile_tree(args[0], filename, start, flags, optimize);
        goto done;
    }
    size_t size;
    const char *text = source_text(args[0], "compile", "string, bytes or AST", &flags, &size, &keep);
    if (text == NULL) goto done;
    result = compile_text(text, size, filename, start, flags, feature, optimize);
    Py_DECREF(keep);
done:
    Py_DECREF(filename);
    return result;
}

/* Gives globals and locals their meaning when absent, and globals its __builtins__. Borrowed results; 0 or -1. */
static int scope(const char *function, PyObject **globals, PyObject **locals)
{
    if (*globals == Py_None) {
        *globals = PyEval_GetGlobals();
        if (*locals == Py_None) *locals = PyEval_GetLocals();
        if (*globals == NULL || *locals == NULL) {
            if (!PyErr_Occurred()) PyErr_Format(PyExc_SystemError, "globals and locals cannot be NULL");
            return -1;
        }
    } else if (*locals == Py_None) {
        *locals = *globals;
    }
    if (!PyDict_Check(*globals)) {
        bool mapping = strcmp(function, "eval") == 0 && PyMapping_Check(*globals);
        if (mapping) PyErr_SetString(PyExc_TypeError, "globals must be a real dict; try eval(code, {}, mapping)");
        else if (strcmp(function, "eval") == 0) PyErr_SetString(PyExc_TypeError, "globals must be a dict");
        else PyErr_Format(PyExc_TypeError, "exec() globals must be a dict, not %.100s", Py_TYPE(*globals)->tp_name);
        return -1;
    }
    if (!PyMapping_Check(*locals)) {
        if (strcmp(function, "eval") == 0) PyErr_SetString(PyExc_TypeError, "locals must be a mapping");
        else PyErr_Format(PyExc_TypeError, "locals must be a mapping or None, not %.100s", Py_TYPE(*locals)->tp_name);
        return -1;
    }
    int has = PyDict_Contains(*globals, ID(__builtins__));
    if (has == 0) has = PyDict_SetItem(*globals, ID(__builtins__), PyEval_GetBuiltins());
    return has < 0 ? -1 : 0;
}

static Py_ssize_t free_count(PyObject *code)
{
    CodeObject *c = (CodeObject *)code;
    Py_ssize_t n = 0;
    for (int i = 0; i < c->nlocals; i++) n += (c->localkinds[i] & LOCAL_FREE) != 0;
    return n;
}

/* exec()'s closure= must be exactly the cells that the code wants. 0 or -1; *closure NULL when there is none. */
static int check_closure(PyObject *code, PyObject **closure)
{
    Py_ssize_t wanted = free_count(code);
    if (*closure == Py_None) *closure = NULL;
    if (wanted == 0) {
        if (*closure == NULL) return 0;
        PyErr_SetString(PyExc_TypeError, "cannot use a closure with this code object");
        return -1;
    }
    bool fits = *closure != NULL && PyTuple_CheckExact(*closure) && PyTuple_GET_SIZE(*closure) == wanted;
    for (Py_ssize_t i = 0; fits && i < wanted; i++) fits = PyCell_Check(PyTuple_GET_ITEM(*closure, i));
    if (!fits) PyErr_Format(PyExc_TypeError, "code object requires a closure of exactly length %zd", wanted);
    return fits ? 0 : -1;
}

PyObject *adder_builtin_eval(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *source = args[0], *globals = args[1], *locals = args[2], *keep;
    if (scope("eval", &globals, &locals) < 0) return NULL;
    if (PyCode_Check(source)) {
        if (free_count(source) == 0) return run(source, globals, locals, NULL);
        PyErr_SetString(PyExc_TypeError, "code object passed to eval() may not contain free variables");
        return NULL;
    }
    int flags = inherited(0);
    size_t size;
    const char *text = source_text(source, "eval", "string, bytes or code", &flags, &size, &keep);
    if (text == NULL) return NULL;
    while (size > 0 && (*text == ' ' || *text == '\t')) text++, size--;
    PyObject *result = PyRun_StringFlags(text, Py_eval_input, globals, locals, &(PyCompilerFlags){ flags, PY_MINOR_VERSION });
    Py_DECREF(keep);
    return result;
}

PyObject *adder_builtin_exec(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *source = args[0], *globals = args[1], *locals = args[2], *closure = args[3], *keep, *result;
    if (scope("exec", &globals, &locals) < 0) return NULL;
    if (PyCode_Check(source)) {
        if (check_closure(source, &closure) < 0) return NULL;
        result = run(source, globals, locals, closure);
    } else {
        if (closure != Py_None) {
            PyErr_SetString(PyExc_TypeError, "closure can only be used when source is a code object");
            return NULL;
        }
        int flags = inherited(0);
        size_t size;
        const char *text = source_text(source, "exec", "string, bytes or code", &flags, &size, &keep);
        if (text == NULL) return NULL;
        result = PyRun_StringFlags(text, Py_file_input, globals, locals, &(PyCompilerFlags){ flags, PY_MINOR_VERSION });
        Py_DECREF(keep);
    }
    if (result == NULL) return NULL;
    Py_DECREF(result);
    Py_RETURN_NONE;
}

/* -- the C API */

PyObject *Py_CompileStringObject(const char *text, PyObject *filename, int start, PyCompilerFlags *flags, int optimize)
{
    int bits = flags == NULL ? 0 : flags->cf_flags;
    int feature = flags != NULL && (bits & PyCF_ONLY_AST) ? flags->cf_feature_version : -1;
    return compile_text(text, strlen(text), filename, start, bits, feature, optimize);
}

PyObject *Py_CompileStringExFlags(const char *text, const char *filename, int start, PyCompilerFlags *flags, int optimize)
{
    PyObject *name = PyUnicode_DecodeFSDefault(filename);
    PyObject *code = name == NULL ? NULL : Py_CompileStringObject(text, name, start, flags, optimize);
    Py_XDECREF(name);
    return code;
}

PyObject *PyRun_StringFlags(const char *text, int start, PyObject *globals, PyObject *locals, PyCompilerFlags *flags)
{
    int bits = flags == NULL ? 0 : flags->cf_flags, has = PyDict_Contains(globals, ID(__builtins__));
    if (has == 0) has = PyDict_SetItem(globals, ID(__builtins__), PyEval_GetBuiltins());
    PyObject *filename = has < 0 ? NULL : PyUnicode_FromString("<string>");
    if (filename == NULL) return NULL;
    struct request r = { .filename = filename, .flags = bits, .optimize = -1 };
    r.input = (ParseInput){ .source = text, .size = strlen(text), .mode = mode_of(start), .flags = parse_flags(bits) };
    PyObject *result = compile_and_run(&r, globals, locals);
    if (flags != NULL) flags->cf_flags |= r.job.flags & FEATURES;
    Py_DECREF(filename);
    return result;
}

int PyRun_SimpleStringFlags(const char *command, PyCompilerFlags *flags)
{
    PyObject *module = PyImport_AddModule("__main__");
    if (module == NULL) return -1;
    PyObject *dict = PyModule_GetDict(module), *result = PyRun_StringFlags(command, Py_file_input, dict, dict, flags);
    if (result == NULL) {
        PyErr_Print();
        return -1;
    }
    Py_DECREF(result);
    return 0;
}

/* The rest of a stdio file, from PyMem_Malloc. NULL with an exception. */
static char *read_stream(FILE *file, size_t *size)
{
    size_t room = 4096, n = 0, got;
    char *text = PyMem_Malloc(room);
    while (text != NULL && (got = fread(text + n, 1, room - n, file)) > 0) {
        n += got;
        if (n < room) continue;
        char *larger = PyMem_Realloc(text, room *= 2);
        if (larger == NULL) PyMem_Free(text);
        text = larger;
    }
    if (text == NULL) PyErr_NoMemory();
    *size = n;
    return text;
}

PyObject *PyRun_FileExFlags(FILE *file, const char *filename, int start, PyObject *globals, PyObject *locals, int close_it,
                            PyCompilerFlags *flags)
{
    (void)flags;
    size_t size;
    char *text = read_stream(file, &size);
    if (close_it) fclose(file);
    PyObject *name = text == NULL ? NULL : PyUnicode_DecodeFSDefault(filename);
    PyObject *code = name == NULL ? NULL : adder_compile_buffer(text, size, name, start);
    PyMem_Free(text);
    Py_XDECREF(name);
    PyObject *result = code == NULL ? NULL : run(code, globals, locals, NULL);
    Py_XDECREF(code);
    return result;
}

int PyRun_SimpleFileExFlags(FILE *file, const char *filename, int close_it, PyCompilerFlags *flags)
{
    PyObject *module = PyImport_AddModule("__main__");
    PyObject *dict = module == NULL ? NULL : PyModule_GetDict(module);
    PyObject *name = dict == NULL ? NULL : PyUnicode_DecodeFSDefault(filename), *result = NULL;
    if (name != NULL && PyDict_SetItem(dict, ID(__file__), name) == 0) {
        result = PyRun_FileExFlags(file, filename, Py_file_input, dict, dict, close_it, flags);
        if (result == NULL) PyErr_Print();
        if (PyDict_DelItem(dict, ID(__file__)) < 0) PyErr_Clear();
    }
    Py_XDECREF(name);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

int PyRun_AnyFileExFlags(FILE *file, const char *filename, int close_it, PyCompilerFlags *flags)
{
    if (filename == NULL) filename = "???";
    if (!Py_FdIsInteractive(file, filename)) return PyRun_SimpleFileExFlags(file, filename, close_it, flags);
    int status = PyRun_InteractiveLoopFlags(file, filename, flags);
    if (close_it) fclose(file);
    return status;
}
