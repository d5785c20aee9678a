/* function.h -- Python functions. */
#ifndef ADDER_FUNCTION_H
#define ADDER_FUNCTION_H
#include "vm/code.h"

struct _PyFunctionObject {
    PyObject_HEAD
    CodeObject *code;
    PyObject *globals;      /* dict */
    PyObject *builtins;     /* dict; found through globals['__builtins__'] when the function is made */
    uint32_t version;       /* changes when code, defaults or keyword defaults change; 0: not known to any cache */
    uint16_t fast_argc;     /* code->fast_argc while the vectorcall is the normal one */
    PyObject *defaults;     /* tuple or NULL */
    PyObject *kwdefaults;   /* dict or NULL */
    PyObject *closure;      /* tuple of cells or NULL */
    PyObject *name, *qualname;
    PyObject *doc;          /* any; never NULL */
    PyObject *module;       /* any or NULL */
    PyObject *annotations;  /* dict, or the tuple of name, value... that makes it when asked for, or NULL */
    PyObject *dict, *weakrefs;
    vectorcallfunc vectorcall;
};
typedef struct _PyFunctionObject Function;

/* A function running `code` with `globals`; name and qualname from the code. */
NEW_REF PyObject *adder_function_new(CodeObject *code, PyObject *globals, PyObject *qualname);

/* Runs module, class-body, exec or eval code once: `namespace` is its local mapping (NULL for globals), `closure` a tuple
 * of cells or NULL. Returns what the code returns, or NULL with an exception set. Runs Python code. */
NEW_REF PyObject *adder_run_code(CodeObject *code, PyObject *globals, PyObject *namespace, PyObject *closure);
#endif
