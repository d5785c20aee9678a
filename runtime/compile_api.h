/* compile_api.h -- source text to code object, and compile(), eval(), exec(). */
#ifndef ADDER_COMPILE_API_H
#define ADDER_COMPILE_API_H
#include "runtime/define.h"

/* The code of source text. start: Py_file_input, Py_eval_input, Py_single_input. The bytes may begin with a coding cookie. New
 * reference; NULL with SyntaxError and its like. May run Python code (warnings). */
NEW_REF PyObject *adder_compile_buffer(const char *text, size_t size, PyObject *filename, int start);

/* The same as a program: compiled and run in `globals`. What the code gives, or NULL with an exception set. */
NEW_REF PyObject *adder_run_buffer(const char *text, size_t size, PyObject *filename, PyObject *globals);

/* For the prompt: the code of one interactive statement. *incomplete: more lines are wanted (then NULL without an exception);
 * at_eof: none will come. */
NEW_REF PyObject *adder_compile_interactive(const char *text, size_t size, PyObject *filename, bool at_eof, bool *incomplete);

PyObject *adder_builtin_compile(PyObject *self, PyObject *const *args);
PyObject *adder_builtin_eval(PyObject *self, PyObject *const *args);
PyObject *adder_builtin_exec(PyObject *self, PyObject *const *args);
#endif
