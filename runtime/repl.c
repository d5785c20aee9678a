/* repl.c -- the interactive prompt: lines are gathered until the real parser says that a statement is whole. */
#include "runtime/repl.h"
#include "runtime/compile_api.h"
#include "runtime/errors/errors.h"
#include "runtime/state/interp.h"
#include "vm/function.h"
#include <string.h>
#include <unistd.h>

struct text { char *at; size_t size; };

/* 0, or -1 with MemoryError. */
static int text_add(struct text *text, const char *line)
{
    size_t n = strlen(line);
    char *at = PyMem_Realloc(text->at, text->size + n + 1);
    if (at == NULL) return PyErr_NoMemory(), -1;
    memcpy(at + text->size, line, n + 1);
    text->at = at;
    text->size += n;
    return 0;
}

static void text_clear(struct text *text)
{
    PyMem_Free(text->at);
    *text = (struct text){ 0 };
}

/* sys.ps1 or sys.ps2 as bytes: any object, asked for its str each time. Never NULL; a failing one counts as empty. */
static PyObject *prompt_bytes(const char *name)
{
    PyObject *prompt = PySys_GetObject(name);
    PyObject *text = prompt == NULL ? NULL : PyObject_Str(prompt);
    PyObject *bytes = text == NULL ? NULL : PyUnicode_AsEncodedString(text, "utf-8", "replace");
    Py_XDECREF(text);
    if (bytes == NULL) PyErr_Clear();
    return bytes;
}

enum { READ_STATEMENT, READ_EOF, READ_ERROR };

/* One whole statement as code. READ_ERROR has an exception set. */
static int read_statement(FILE *in, FILE *out, PyObject *filename, PyObject **code)
{
    struct text text = { 0 };
    int result = READ_ERROR;
    for (bool incomplete = true, first = true; incomplete; first = false) {
        PyObject *prompt = prompt_bytes(first ? "ps1" : "ps2");
        char *line = PyOS_Readline(in, out, prompt != NULL ? PyBytes_AS_STRING(prompt) : "");
        Py_XDECREF(prompt);
        if (line == NULL) {
            if (!PyErr_Occurred()) PyErr_SetNone(PyExc_KeyboardInterrupt);
            goto done;
        }
        bool eof = *line == 0;
        int rc = text_add(&text, line);
        PyMem_Free(line);
        if (rc < 0) goto done;
        if (eof && text.size == 0) {
            result = READ_EOF;
            goto done;
        }
        if (first && strspn(text.at, " \t\r\n\f") == text.size) { /* an empty line: nothing to run */
            result = READ_STATEMENT;
            goto done;
        }
        *code = adder_compile_interactive(text.at, text.size, filename, eof, &incomplete);
        if (*code != NULL) result = READ_STATEMENT;
        else if (!incomplete || eof) goto done;
        else continue;
        break;
    }
done:
    text_clear(&text);
    return result;
}

static void flush_standard(const char *name)
{
    PyObject *file = PySys_GetObject(name);
    PyObject *result = file == NULL || file == Py_None ? NULL : PyObject_CallMethodNoArgs(file, ID(flush));
    if (result == NULL) PyErr_Clear();
    Py_XDECREF(result);
}

/* Shows the current exception. 1 with *status when it was SystemExit. */
static int show_error(int *status)
{
    int exits = adder_system_exit(status);
    if (!exits) PyErr_Print();
    return exits;
}

static int set_prompts(void)
{
    static const char *const prompts[][2] = { { "ps1", ">>> " }, { "ps2", "... " } };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(prompts); i++) {
        if (PySys_GetObject(prompts[i][0]) != NULL) continue;
        PyObject *text = PyUnicode_FromString(prompts[i][1]);
        int rc = text == NULL ? -1 : PySys_SetObject(prompts[i][0], text);
        Py_XDECREF(text);
        if (rc < 0) return -1;
    }
    return 0;
}

int adder_repl_run(FILE *in, FILE *out)
{
    int status = 0;
    PyObject *filename = PyUnicode_FromString("<stdin>"), *module = PyImport_AddModule("__main__");
    if (filename == NULL || module == NULL || set_prompts() < 0) {
        PyErr_Print();
        Py_XDECREF(filename);
        return 1;
    }
    PyObject *globals = PyModule_GetDict(module);
    for (;;) {
        PyObject *code = NULL;
        int read = read_statement(in, out, filename, &code);
        if (read == READ_EOF) break;
        PyObject *result = NULL;
        if (code != NULL) result = adder_run_code((CodeObject *)code, globals, NULL, NULL);
        Py_XDECREF(code);
        if (read == READ_STATEMENT && code == NULL) continue;
        if (result == NULL && show_error(&status)) break;
        Py_XDECREF(result);
        flush_standard("stderr");
        flush_standard("stdout");
    }
    Py_DECREF(filename);
    return status;
}

void adder_repl_banner(void)
{
    if (adder_interp()->config->quiet) return;
    PySys_FormatStderr("Adder " ADDER_VERSION " (Python " PY_VERSION ") on linux\n"
                       "Ctrl-D or exit() leaves, help(x) explains.\n");
}

/* -- the C API's loop */

int PyRun_InteractiveLoopFlags(FILE *in, const char *filename, PyCompilerFlags *flags)
{
    (void)filename, (void)flags;
    return adder_repl_run(in, stdout);
}
