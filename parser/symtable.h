/* symtable.h -- who binds which name where: one scope for each module, class, function and comprehension.
 *
 * Built in one walk over the tree, then resolved from the outside in. All of it is front-end memory. Names are the
 * tree's identifiers (equal when the pointers are) after private-name mangling. */
#ifndef ADDER_PARSER_SYMTABLE_H
#define ADDER_PARSER_SYMTABLE_H

#include "ast.h"

typedef enum ScopeKind { SCOPE_FUNCTION, SCOPE_CLASS, SCOPE_MODULE, SCOPE_ANNOTATION } ScopeKind;
typedef enum CompKind { COMP_NONE, COMP_LIST, COMP_DICT, COMP_SET, COMP_GENERATOR } CompKind;

enum { /* Symbol.flags; the values are those that the `_symtable` module shows */
    SYM_GLOBAL = 1, SYM_LOCAL = 2, SYM_PARAM = 4, SYM_NONLOCAL = 8, SYM_USED = 16, SYM_FREE = 32,
    SYM_FREE_CLASS = 64,   /* a free variable only passed on by a class that binds the name itself */
    SYM_IMPORT = 128, SYM_ANNOTATED = 256, SYM_COMP_ITER = 512,
    SYM_UNBOUND_LATER = 4096, /* deleted somewhere, or an `except ... as` name */
    SYM_BOUND = SYM_LOCAL | SYM_PARAM | SYM_IMPORT
};
typedef enum Where { WHERE_NONE, WHERE_LOCAL, WHERE_GLOBAL_EXPLICIT, WHERE_GLOBAL_IMPLICIT, WHERE_FREE, WHERE_CELL } Where;

typedef struct Symbol {
    const char *name;
    struct Symbol *next; /* in order of first appearance */
    uint32_t flags;
    Where where;
    int slot;            /* for the compiler: index of the local, -1 none yet */
    AstPos directive;    /* where `global` or `nonlocal` said so; lineno 0: nowhere */
} Symbol;

typedef struct Scope {
    ScopeKind kind;
    CompKind comp;
    const char *name;         /* function or class; NULL for lambda, comprehension, module */
    const void *node;         /* Mod, Stmt or Expr that opened it */
    const char *private_name; /* class whose private names are mangled here; NULL */
    struct Scope *parent, *first_child, *last_child, *next;
    Symbol *first, *last;
    Symbol **table;           /* open addressing, a power of two */
    int count, capacity;
    AstPos pos;
    bool nested;              /* inside a function, however deep */
    bool generator, coroutine, varargs, varkeywords, returns_value;
    bool needs_class_closure; /* class: some method wants __class__ */
    bool has_walrus;          /* a := binds a name of this very scope */
    bool iter_target;         /* now walking the target of a comprehension's for */
    int iter_expr;            /* > 0: now walking an iterable of a comprehension */
    const char *self;         /* method: its first parameter */
    int self_attributes;      /* class: distinct names x of `self.x = ` in its methods */
} Scope;

typedef struct FrontError {
    const char *message;      /* NULL: none. Front-end memory */
    AstPos pos;
    bool recursion;           /* RecursionError, no position */
} FrontError;

typedef struct SymTable {
    FrontArena *arena;
    Mod *mod;
    Scope *top, *current;
    struct ScopeEntry { const void *node; Scope *scope; } *by_node; /* open addressing */
    int scopes, capacity;
    int depth, depth_limit;
    bool future_annotations;
    bool in_annotation;       /* of a future-annotations module: nothing is folded there */
    Expr *(*fold)(void *context, Expr *e); /* called after an expression's parts were walked; gives the expression to go on with */
    void *fold_context;
    bool (*stack_low)(void);  /* C stack nearly used up */
    FrontError *error;
    jmp_buf bail;
    void *attribute_table;    /* names seen for self_attributes */
    int attribute_count, attribute_capacity;
} SymTable;

/* Fills `st`, whose arena, mod, depth, depth_limit, future_annotations, fold, stack_low and error are set. False: see
 * st->error. */
bool adder_symtable_build(SymTable *st);

/* The scope that `node` opened. For functions the Stmt, for lambdas and comprehensions the Expr, else the Mod. */
Scope *adder_symtable_scope(const SymTable *st, const void *node);

/* `name` in `scope`, mangled already; NULL when it does not occur. */
Symbol *adder_symtable_find(const Scope *scope, const char *name);

/* `name` as it is inside class `private_name` (NULL: none): __x becomes _Class__x. */
const char *adder_mangle(FrontArena *arena, const char *private_name, const char *name);

/* `from __future__` statements at the head of the module, as CO_FUTURE_* bits in *flags; *last_line gets the line of the
 * last one. False: error. */
bool adder_future_features(FrontArena *arena, Mod *mod, int *flags, int *last_line, FrontError *error);

/* printf into front-end memory (lexer_error.c). */
const char *adder_front_format(FrontArena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
#endif
