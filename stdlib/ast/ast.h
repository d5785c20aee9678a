/* ast.h -- syntax trees as Python objects: the classes of the module _ast, and the ways to and from the parser's tree. */
#ifndef ADDER_STDLIB_AST_H
#define ADDER_STDLIB_AST_H
#include "parser/parser.h"
#include "runtime/define.h"

/* The classes of one interpreter, made from parser/ast.def when first wanted. All references owned. */
struct adder_ast_types {
    PyObject *base;                     /* AST */
    PyObject *sums[AST_KIND_COUNT];     /* by the kind of a constructor: its sum type; NULL for a product type */
    PyObject *classes[AST_KIND_COUNT];
    PyObject *fields[AST_KIND_COUNT];   /* tuples of field names */
    PyObject *op_classes[AST_OP_COUNT];
    PyObject *op_sums[AST_OP_COUNT];
    PyObject *ops[AST_OP_COUNT];        /* the instances that trees share */
    PyObject *positions;                /* ('lineno', 'col_offset', 'end_lineno', 'end_col_offset') */
};

/* The interpreter's classes; NULL with an exception. Borrowed. */
struct adder_ast_types *adder_ast_types(void);
/* Drops them. Before the last collection: classes are cycles. */
void adder_ast_clear(PyInterpreterState *interp);

/* Whether `o` is an AST node: 1, 0, or -1 with an exception. */
int adder_ast_check(PyObject *o);

/* The tree as objects: what compile() returns with PyCF_ONLY_AST. NULL with an exception. */
NEW_REF PyObject *adder_ast_to_object(const Mod *tree);

/* The objects as a tree in front-end memory, checked. `keep`: a list that takes a reference to every constant in the
 * tree, and must live as long. NULL with TypeError or ValueError. May run Python code. */
Mod *adder_ast_from_object(FrontArena *arena, PyObject *o, ParseMode mode, PyObject *keep);

/* Whether a tree from objects is one that a parser could have made. 0, or -1 with an exception (ast_check.c). */
int adder_ast_validate(const Mod *tree);

#endif
