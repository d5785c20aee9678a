/* ast.h -- the abstract syntax tree: structs and constructors, made from ast.def.
 *
 * Every node begins with its kind and position. Nodes of a sum type keep their fields in the union `v`, under their
 * name: `e->v.BinOp.left` when `e->kind == AST_BinOp`; only the part of the union that the kind needs is allocated.
 * Product types have their fields at the top: `arg->annotation`. Sequences are {at, len} by value.
 * A tree is front-end memory (front_memory.h) and holds no Python object.
 */
#ifndef ADDER_PARSER_AST_H
#define ADDER_PARSER_AST_H

#include "front_memory.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- kinds ---- */

typedef enum AstKind {
    AST_NONE,
#define NODE(type, name, ...) AST_##name,
#define PRODUCT(type, attributes, ...) AST_##type,
#include "ast.def"
    AST_KIND_COUNT
} AstKind;

typedef enum AstOp { /* 0: no operator, so that a zeroed field shows */
    AST_NO_OP,
#define CASE(type, name) AST_##name,
#include "ast.def"
    AST_OP_COUNT
} AstOp;

/* ---- field types ---- */

typedef enum ConstantKind {
    CONST_NONE, CONST_TRUE, CONST_FALSE, CONST_ELLIPSIS,
    CONST_INT, CONST_FLOAT, CONST_COMPLEX, CONST_STR, CONST_BYTES
} ConstantKind;

/* A literal's value. */
typedef struct Constant {
    ConstantKind kind;
    bool small;       /* CONST_INT: the value is in `integer` as well */
    bool ascii;       /* CONST_STR: all bytes are below 0x80 */
    uint32_t pad;
    size_t size;      /* bytes of text */
    const char *text; /* INT: digits, underscores gone, 0x 0o 0b kept, a NUL follows; STR: WTF-8 (UTF-8 in which lone surrogates
                         appear as three bytes); BYTES: the bytes; else NULL */
    union {
        int64_t integer; /* INT, when small */
        double number;   /* FLOAT; COMPLEX: the imaginary part, the real one is 0 */
    };
} Constant;

/* An identifier is NFKC-normalised UTF-8, NUL-terminated, equal exactly when the pointers are equal (within one
 * parse and what adder_intern() adds to it). Before the text lies: */
typedef struct Ident {
    void *user;          /* NULL at first; for the compiler, which can keep the str object or an index here */
    uint32_t hash, size; /* size: bytes of text */
    uint32_t token;      /* its TokenType: a keyword's own, else T_NAME */
    char text[];
} Ident;

static inline Ident *ident_of(const char *text)
{
    return (Ident *)(void *)((char *)(uintptr_t)text - offsetof(Ident, text));
}

typedef struct AstPos {
    int lineno, col_offset, end_lineno, end_col_offset; /* lines from 1, columns from 0 in bytes of UTF-8 */
} AstPos;

#define AST_HEADER AstKind kind; int lineno, col_offset, end_lineno, end_col_offset

typedef struct AstNode { AST_HEADER; } AstNode; /* what any node can be looked at as */

typedef struct Mod Mod;
typedef struct Stmt Stmt;
typedef struct Expr Expr;
typedef struct Comprehension Comprehension;
typedef struct ExceptHandler ExceptHandler;
typedef struct Arguments Arguments;
typedef struct Arg Arg;
typedef struct Keyword Keyword;
typedef struct Alias Alias;
typedef struct WithItem WithItem;
typedef struct MatchCase MatchCase;
typedef struct Pattern Pattern;
typedef struct TypeIgnore TypeIgnore;

/* AST_C_x: the struct behind the type x of ast.def; AST_T_x: a field of that type. */
#define AST_C_mod Mod
#define AST_C_stmt Stmt
#define AST_C_expr Expr
#define AST_C_comprehension Comprehension
#define AST_C_excepthandler ExceptHandler
#define AST_C_arguments Arguments
#define AST_C_arg Arg
#define AST_C_keyword Keyword
#define AST_C_alias Alias
#define AST_C_withitem WithItem
#define AST_C_match_case MatchCase
#define AST_C_pattern Pattern
#define AST_C_type_ignore TypeIgnore

#define AST_T_mod Mod *
#define AST_T_stmt Stmt *
#define AST_T_expr Expr *
#define AST_T_comprehension Comprehension *
#define AST_T_excepthandler ExceptHandler *
#define AST_T_arguments Arguments *
#define AST_T_arg Arg *
#define AST_T_keyword Keyword *
#define AST_T_alias Alias *
#define AST_T_withitem WithItem *
#define AST_T_match_case MatchCase *
#define AST_T_pattern Pattern *
#define AST_T_type_ignore TypeIgnore *
#define AST_T_identifier const char *
#define AST_T_string const char *
#define AST_T_constant Constant
#define AST_T_int int
#define AST_T_expr_context AstOp
#define AST_T_boolop AstOp
#define AST_T_operator AstOp
#define AST_T_unaryop AstOp
#define AST_T_cmpop AstOp

/* seq_x: a sequence of x; `at` may be NULL when len is 0. */
#define SEQ(name) typedef struct seq_##name { AST_T_##name *at; int len; } seq_##name;
SEQ(stmt) SEQ(expr) SEQ(comprehension) SEQ(excepthandler) SEQ(arg) SEQ(keyword) SEQ(alias) SEQ(withitem)
SEQ(match_case) SEQ(pattern) SEQ(type_ignore) SEQ(identifier) SEQ(cmpop)
#undef SEQ
typedef struct AstSeq { void **at; int len; } AstSeq; /* what any of them but seq_cmpop can be looked at as */

/* ---- structs ---- */

/* First the fields of each constructor of a sum type, as a struct of its own, and the product types ... */
#define F(type, name) AST_T_##type name;
#define Q(type, name) AST_T_##type name;
#define S(type, name) seq_##type name;
#define O(type, name) seq_##type name;
#define NODE(type, name, ...) typedef struct Ast##name { __VA_ARGS__ } Ast##name;
#define PRODUCT(type, attributes, ...) struct AST_C_##type { AST_HEADER; __VA_ARGS__ };
#include "ast.def"

/* ... then the sum types: the header and the union of their constructors. */
#define SUM(type, attributes) struct AST_C_##type { AST_HEADER; union {
#define NODE(type, name, ...) Ast##name name;
#define END_SUM(type) } v; };
#include "ast.def"

/* ---- constructors ----
 * ast_Name(arena, position, fields) for sum types, where fields is a struct AstName: AST_NEW below writes it;
 * ast_type(arena, position) for product types, all fields 0. */

#define NODE(type, name, ...)                                                                             \
    static inline AST_C_##type *ast_##name(FrontArena *arena, AstPos pos, Ast##name fields)               \
    {                                                                                                     \
        AST_C_##type *node = adder_front_alloc(arena, offsetof(AST_C_##type, v) + sizeof(Ast##name));     \
        ast_set_header((AstNode *)node, AST_##name, pos);                                                 \
        node->v.name = fields;                                                                            \
        return node;                                                                                      \
    }
#define PRODUCT(type, attributes, ...)                                                                    \
    static inline AST_C_##type *ast_##type(FrontArena *arena, AstPos pos)                                 \
    {                                                                                                     \
        AST_C_##type *node = adder_front_alloc(arena, sizeof *node);                                      \
        ast_set_header((AstNode *)node, AST_##type, pos);                                                 \
        return node;                                                                                      \
    }
static inline void ast_set_header(AstNode *node, AstKind kind, AstPos pos)
{
    node->kind = kind;
    node->lineno = pos.lineno;
    node->col_offset = pos.col_offset;
    node->end_lineno = pos.end_lineno;
    node->end_col_offset = pos.end_col_offset;
}
#include "ast.def"

/* AST_NEW(arena, pos, BinOp, left, AST_Add, right) or with designators: .left = left, ... */
#define AST_NEW(arena, pos, name, ...) ast_##name(arena, pos, (Ast##name){__VA_ARGS__})

/* The position of any node. */
#define AST_POS(node) \
    ((AstPos){(node)->lineno, (node)->col_offset, (node)->end_lineno, (node)->end_col_offset})

/* ---- the tree described, for generic walkers (dump, the `ast` module) ---- */

typedef enum AstFieldType {
    FIELD_mod, FIELD_stmt, FIELD_expr, FIELD_comprehension, FIELD_excepthandler, FIELD_arguments, FIELD_arg,
    FIELD_keyword, FIELD_alias, FIELD_withitem, FIELD_match_case, FIELD_pattern, FIELD_type_ignore, /* nodes */
    FIELD_identifier, FIELD_string, FIELD_constant, FIELD_int,
    FIELD_expr_context, FIELD_boolop, FIELD_operator, FIELD_unaryop, FIELD_cmpop                    /* AstOp */
} AstFieldType;

typedef struct AstField {
    const char *name;
    AstFieldType type;
    char shape;      /* 'F' present, 'Q' optional, 'S' sequence, 'O' sequence with optional places */
    size_t offset;   /* from the node's start */
} AstField;

typedef struct AstInfo {
    const char *name;  /* class name in the `ast` module */
    const char *base;  /* the sum type; NULL for a product type */
    bool has_position; /* else the position fields are 0 */
    size_t size;       /* of a node of this kind */
} AstInfo;

extern const AstInfo adder_ast_info[AST_KIND_COUNT];    /* by AstKind; [AST_NONE] is empty */
extern const char *const adder_ast_op_names[AST_OP_COUNT]; /* by AstOp: "Add", "Load", ... */
const AstField *adder_ast_fields(AstKind kind); /* in order; the last has a NULL name */

#endif
