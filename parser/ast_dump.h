/* ast_dump.h -- the tree as text, as Python's ast.dump(tree, include_attributes=True) writes it. */
#ifndef ADDER_PARSER_AST_DUMP_H
#define ADDER_PARSER_AST_DUMP_H

#include "ast.h"

/* Returns the text, NUL-terminated front-end memory; WTF-8. */
const char *adder_ast_dump(FrontArena *arena, const AstNode *node, bool positions);

/* [text, text + size), WTF-8, as repr() writes a str. */
const char *adder_text_repr(FrontArena *arena, const char *text, size_t size);

#endif
