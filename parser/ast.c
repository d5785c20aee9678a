/* ast.c -- the tables that describe the tree, made from ast.def. */
#include "ast.h"

const AstInfo adder_ast_info[AST_KIND_COUNT] = {
#define END_SUM(type)
#define NODE(type, name, ...) [AST_##name] = {#name, #type, AST_POSITIONED_##type, \
                                                offsetof(AST_C_##type, v) + sizeof(Ast##name)},
#define PRODUCT(type, attributes, ...) [AST_##type] = {#type, NULL, attributes, sizeof(AST_C_##type)},
#define AST_POSITIONED_mod false
#define AST_POSITIONED_stmt true
#define AST_POSITIONED_expr true
#define AST_POSITIONED_excepthandler true
#define AST_POSITIONED_pattern true
#define AST_POSITIONED_type_ignore false
#include "ast.def"
};

const char *const adder_ast_op_names[AST_OP_COUNT] = {
#define CASE(type, name) [AST_##name] = #name,
#include "ast.def"
};

const AstField *adder_ast_fields(AstKind kind)
{
    static const AstField none[] = {{0}};
    switch (kind) {
#define ROW(field_type, field, shape) {#field, FIELD_##field_type, shape, BASE + offsetof(Owner, field)},
#define F(type, name) ROW(type, name, 'F')
#define Q(type, name) ROW(type, name, 'Q')
#define S(type, name) ROW(type, name, 'S')
#define O(type, name) ROW(type, name, 'O')
#define NODE(type, name, ...)                           \
    case AST_##name: {                                  \
        typedef Ast##name Owner;                        \
        enum { BASE = offsetof(AST_C_##type, v) };      \
        static const AstField rows[] = {__VA_ARGS__ {0}}; \
        (void)sizeof(Owner);                            \
        return rows;                                    \
    }
#define PRODUCT(type, attributes, ...)                  \
    case AST_##type: {                                  \
        typedef AST_C_##type Owner;                     \
        enum { BASE = 0 };                              \
        static const AstField rows[] = {__VA_ARGS__ {0}}; \
        return rows;                                    \
    }
#include "ast.def"
    default:
        return none;
    }
}
