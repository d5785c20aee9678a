/* compile.h -- the compiler's insides, shared by the files compile*.c, optimize.c and assemble.c.
 *
 * One Unit is one code object in the making: a list of Ins with labels, constants and names, all front-end memory. Errors
 * leave by longjmp (compile_fail and friends). Python objects made on the way belong to the Job, outside front-end memory,
 * so that nothing leaks however the compile ends.
 *
 * Temporaries form a stack: `depth` is the next free one. An Opd says where a value is: a local (borrowed there), a
 * temporary (to be consumed once) or a constant. */
#ifndef ADDER_COMPILE_H
#define ADDER_COMPILE_H

#include "parser/ast.h"
#include "parser/parser.h"
#include "parser/symtable.h"
#include "runtime/define.h"
#include "vm/code.h"
#include "vm/opcode.h"

/* ---- the door ---- */

typedef struct {
    PyObject **at;            /* owned; PyMem */
    size_t count, capacity;
} ObjectList;

typedef struct Job {
    ObjectList objects;       /* every object the compile made */
    PyObject *filename;       /* borrowed */
    const ParseInput *input;  /* for the text of error lines; may be NULL */
    int flags;                /* CO_FUTURE_* and PyCF_* in; the features found in the source are added */
    int optimize;             /* 0, 1 (-O), 2 (-OO) */
} Job;

/* Compiles `mod` inside front-end memory. A borrowed reference that the job owns, or NULL with an exception set. May run
 * Python code (warnings). */
BORROWED_REF CodeObject *adder_compile(FrontArena *arena, Mod *mod, Job *job);

/* Drops all that the job owns. */
void adder_job_clear(Job *job);

/* ---- intermediate code ---- */

typedef int Label;
#define NO_LABEL (-1)

typedef struct {
    uint16_t op, a, b, c;
    int konst;            /* constant that operand `kfield` names; -1 none */
    uint8_t kfield;       /* 1 a, 2 b, 3 c */
    bool number;          /* the number slot of that constant */
    bool far;             /* jump too long for 16 bits */
    bool implicit;        /* the return at the end of a body: belongs to the line control comes from */
    Label target;         /* of field c; NO_LABEL */
    int handler;          /* index into Unit.handlers, -1 none */
    uint16_t cache[2][2]; /* .a .b of cache words 1 and 2 */
    AstPos pos;
} Ins;

typedef struct { uint8_t kind; uint16_t index; int konst; } Opd; /* kind: OpKind; KIND__ as destination: anywhere */

typedef struct {
    Label label;          /* entry */
    uint16_t slot, depth;
    int outer;            /* handler around this one; -1 */
} IrHandler;

typedef struct { PyObject *object; int boxed_slot, number_slot; } IrConst;

/* What encloses the statement being compiled, for break, continue, return and finally. */
typedef enum { BLOCK_LOOP, BLOCK_ITER_LOOP, BLOCK_ASYNC_LOOP, BLOCK_TRY, BLOCK_FINALLY, BLOCK_FINALLY_END, BLOCK_WITH,
               BLOCK_ASYNC_WITH, BLOCK_HANDLER, BLOCK_HANDLER_NAMED, BLOCK_KEEP, BLOCK_GROUP_HANDLER } BlockKind;
typedef struct Block {
    struct Block *outer;
    BlockKind kind;
    Label start, exit;         /* continue, break */
    int slot;                  /* first temporary that the block keeps */
    int handler;               /* the handler around the block, to continue under when leaving it */
    void *data;                /* FINALLY: Stmt; WITH: node; HANDLER_NAMED: name */
} Block;

#define ASSIGNED_WORDS 4
typedef struct { uint64_t word[ASSIGNED_WORDS]; } AssignedSet; /* locals certainly bound; the first 256 only */

typedef struct Unit {
    struct Unit *outer;
    Scope *scope;
    Ins *code;
    int count, capacity;
    int *labels;               /* instruction index, or -1 */
    bool *label_used;
    int nlabels, labels_capacity;
    IrHandler *handlers;
    int nhandlers, handlers_capacity;
    int handler;               /* current, -1 none */
    IrConst *consts;
    int nconsts, consts_capacity;
    int *const_table;          /* hash, open addressing: index + 1 */
    int const_table_size;
    const char **names;
    int nnames, names_capacity;
    int *name_table;
    int name_table_size;
    Block *block;
    int nblocks;
    int nlocals, next_local, depth, max_depth;
    Symbol **locals;           /* by slot; NULL: hidden or unused */
    int first_cell, first_free, namespace_slot;
    bool reachable, far_mode;
    bool last_label;           /* a label was placed at the end: nothing may be merged with the instruction before */
    AssignedSet assigned;
    AstPos pos;                /* for the next instruction */
    const char *name;          /* UTF-8 */
    PyObject *qualname;        /* borrowed from the job */
    int firstlineno;
    int flags, argcount, posonlyargcount, kwonlyargcount;
    bool is_lambda;
} Unit;

typedef struct Compiler {
    FrontArena *arena;
    Mod *mod;
    Job *job;
    SymTable st;
    FrontError error;
    enum { FROM_COMPILER, FROM_SYMTABLE, FROM_FUTURE } error_from;
    Unit *u, *closed;          /* the unit now compiled; the one closed last */
    int last_future_line;      /* of the __future__ imports at the head; -1 none */
    bool interactive, top_level_await;
    int depth;                 /* nesting of statements and expressions */
    jmp_buf bail;              /* an exception is set, or error.message */
    struct SharedConst *shared; /* constants of the whole compile, so that equal ones are one object */
    int shared_count, shared_capacity;
} Compiler;

/* Leaving with an error. */
_Noreturn void compile_bail(Compiler *c);                                   /* an exception is set */
_Noreturn void compile_fail(Compiler *c, AstPos pos, const char *message);
#define COMPILE_FAIL(c, pos, ...) compile_fail(c, pos, adder_front_format((c)->arena, __VA_ARGS__))
void compile_warn(Compiler *c, AstPos pos, const char *message);           /* SyntaxWarning; may bail */

/* Hands an object that was just made to the job; NULL bails. */
PyObject *compile_own(Compiler *c, STEALS_REF PyObject *object);
PyObject *compile_str(Compiler *c, const char *name);                      /* interned str of an identifier */

/* ---- emitting (compile.c) ---- */

#define NOWHERE ((AstPos){-1, -1, -1, -1}) /* code that belongs to no line: not traced */
#define OPD_NONE  ((Opd){KIND__, 0, -1})
#define ANYWHERE  OPD_NONE
static inline Opd opd_n(int n)     { return (Opd){KIND_n, (uint16_t)n, -1}; }
static inline Opd opd_local(int i) { return (Opd){KIND_L, (uint16_t)i, -1}; }
static inline Opd opd_temp(int i)  { return (Opd){KIND_T, (uint16_t)i, -1}; }
static inline Opd opd_const(int k) { return (Opd){KIND_K, 0, k}; }

Ins *emit(Compiler *c, OpBase base, Opd a, Opd b, Opd operand_c);
void emit_jump(Compiler *c, OpBase base, Opd a, Opd b, Label target);
Label new_label(Compiler *c);
void place_label(Compiler *c, Label label);
static inline void at(Compiler *c, const void *node) { c->u->pos = AST_POS((const AstNode *)node); }

int push_temp(Compiler *c);                      /* the next temporary, now in use */
Opd new_temp(Compiler *c);
static inline void set_depth(Compiler *c, int depth) { c->u->depth = depth; }

/* Where the result of an instruction goes: dst itself, or a new temporary when that is ANYWHERE. */
Opd result_in(Compiler *c, Opd dst);
Opd in_temp(Compiler *c, Opd value, bool number);      /* value as a temporary on top */
Opd place(Compiler *c, Opd value, Opd dst, bool number); /* value moved to dst (when that says where) */
void drop(Compiler *c, Opd value);                     /* releases a temporary; nothing for others */

bool has_number_slot(PyObject *object);                /* a float or int that a slot can hold unboxed */
int const_index(Compiler *c, PyObject *object);
Opd const_opd(Compiler *c, PyObject *object);
int name_index(Compiler *c, const char *name);         /* bails when there are too many */
PyObject *shared_const(Compiler *c, STEALS_REF PyObject *object);
PyObject *constant_object(Compiler *c, Constant *k);   /* borrowed */

int add_handler(Compiler *c, Label label, int slot, int depth);

void mark_assigned(Compiler *c, int slot);
bool is_assigned(Compiler *c, int slot);
static inline void intersect_assigned(AssignedSet *a, const AssignedSet *b)
{
    for (int i = 0; i < ASSIGNED_WORDS; i++) a->word[i] &= b->word[i];
}

typedef enum { REF_FAST, REF_DEREF, REF_GLOBAL, REF_NAME, REF_CLASSDEREF } RefKind;
typedef struct { RefKind kind; int index; Symbol *symbol; } Ref;
Ref resolve_name(Compiler *c, const char *name);       /* unmangled */
int local_slot(Compiler *c, Symbol *symbol);
const char *mangled(Compiler *c, const char *name);
void store_name(Compiler *c, const char *name, Opd value);
void delete_name(Compiler *c, const char *name);
void unbind_name(Compiler *c, const char *name);       /* the end of `except ... as name` */
void check_forbidden(Compiler *c, const char *name, AstPos pos, bool deleting);

void compile_go_deeper(Compiler *c);
void compile_check_stack(Compiler *c);                 /* where nesting is not counted */
static inline void compile_go_back(Compiler *c) { c->depth--; }

/* Units. */
void open_unit(Compiler *c, Scope *scope, const char *name, int firstlineno, bool far_mode);
CodeObject *close_unit(Compiler *c); /* assembles; NULL: too long, compile it again with far_mode */
void abandon_unit(Compiler *c);

/* ---- expressions (compile_expr.c, compile_call.c, compile_cond.c, compile_comp.c) ---- */

/* Compiles `e`. dst: a local, the next free temporary, or ANYWHERE; then the result may be any operand, a temporary being on
 * top. number: the use cannot tell one object from another equal one. */
Opd expr(Compiler *c, Expr *e, Opd dst, bool number);
static inline Opd expr_any(Compiler *c, Expr *e)    { return expr(c, e, ANYWHERE, false); }
static inline Opd expr_number(Compiler *c, Expr *e) { return expr(c, e, ANYWHERE, true); }
Opd expr_push(Compiler *c, Expr *e);                /* into the next temporary */
Opd expr_value(Compiler *c, Expr *e, bool number);  /* V operand: local or temporary */
Opd expr_before(Compiler *c, Expr *e, bool number, Expr *later); /* as expr(ANYWHERE), used only after `later` was evaluated */
void expr_drop(Compiler *c, Expr *e);               /* for its effects */
void jump_if(Compiler *c, Expr *e, Label target, bool when);
bool is_simple(Expr *e);                            /* evaluating it can neither bind names nor run code */
Opd hold(Compiler *c, Opd value, bool number, Expr *later); /* makes `value` safe against what `later` does */
bool constant_truth(Compiler *c, Expr *e, bool *truth);
Opd call(Compiler *c, Expr *e, Opd dst);
/* The callee is in `window`, `given` arguments follow at window + 4: adds the others and calls. */
Opd call_with(Compiler *c, int window, int given, seq_expr args, seq_keyword keywords, Opd dst);
int open_window(Compiler *c);                       /* reserves callee and header; the callee's temporary */
void locate_attribute(Compiler *c, Expr *e);
bool is_plain_super(Compiler *c, Expr *e);
void warn_callable(Compiler *c, Expr *e);
Opd comprehension(Compiler *c, Expr *e, Opd dst);
Opd compile_lambda(Compiler *c, Expr *e, Opd dst);
Opd compare(Compiler *c, Expr *e, Opd dst);
void jump_compare(Compiler *c, Expr *e, Label target, bool when);
OpBase binary_base(AstOp op, bool inplace);
void compile_await(Compiler *c, int value_slot, Opd awaitable, int where); /* result in temporary value_slot; depth is value_slot + 1 */
/* A function of `code` from the temporaries at `window` (defaults and so on, by flags); adds the closure. */
Opd make_function(Compiler *c, CodeObject *code, Scope *scope, int window, int flags, Opd dst);
int default_arguments(Compiler *c, Arguments *a);   /* defaults and keyword defaults into temporaries; flags */
void set_arguments(Compiler *c, Arguments *a);      /* counts of the unit just opened */
Opd slice_part(Compiler *c, Expr *e);
PyObject *constant_tuple(Compiler *c, seq_expr elts); /* NULL when they are not all constants */

/* Stores. */
void store(Compiler *c, Expr *target, Opd value);
void assign(Compiler *c, Expr *target, Expr *value);

/* ---- statements (compile_stmt.c, compile_try.c, compile_def.c, compile_pattern.c) ---- */

void body(Compiler *c, seq_stmt list);
void statement(Compiler *c, Stmt *s);
void compile_function(Compiler *c, Stmt *s);
void compile_class(Compiler *c, Stmt *s);
void compile_try(Compiler *c, Stmt *s);
void compile_try_star(Compiler *c, Stmt *s);
void compile_with(Compiler *c, Stmt *s, int item);
void compile_match(Compiler *c, Stmt *s);
void compile_import(Compiler *c, Stmt *s);
void compile_import_from(Compiler *c, Stmt *s);
void compile_annotation(Compiler *c, Expr *annotation);   /* into the next temporary */
void return_none(Compiler *c);
void line_marker(Compiler *c);                       /* for tracing: something at a line without an instruction of its own */
typedef struct { AssignedSet set; bool any; } Join;  /* what is assigned where several paths meet */
void join_add(Compiler *c, Join *join);              /* ... the present one, if reachable */
void join_end(Compiler *c, const Join *join);
void push_block(Compiler *c, Block *block, BlockKind kind, int slot);
void pop_block(Compiler *c);
void unwind_block(Compiler *c, Block *block);       /* code that leaves one block */
void unwind_to(Compiler *c, Block *stop);           /* ... all blocks inside `stop` */
bool blocks_run_code(Compiler *c);                  /* leaving the function runs statements or exit methods */
void module_body(Compiler *c, seq_stmt list);

/* ---- optimize.c ---- */
enum { CONST_OBJECT = 32 };                         /* ConstantKind: `text` is a PyObject of the job */
Expr *fold_expr(void *compiler, Expr *e);
Expr *fold_iterable(Compiler *c, Expr *e);          /* what is only iterated over: lists as tuples */
PyObject *expr_constant(Compiler *c, Expr *e);      /* borrowed, or NULL when it is no constant */

/* ---- assemble.c, liveness.c, positions.c, verify.c, unparse.c ---- */
CodeObject *assemble(Compiler *c, Unit *u);         /* new reference; NULL with no exception: needs far_mode */
void ir_identity_liveness(FrontArena *arena, Unit *u);
typedef struct { uint32_t start, mask; } LiveRun;
/* Packed table of live temporaries (vm/liveness.h). offsets: of each instruction. */
uint8_t *ir_live_table(FrontArena *arena, Unit *u, const uint32_t *offsets, uint32_t *size);
uint8_t *pack_positions(FrontArena *arena, Unit *u, const uint32_t *offsets, uint32_t total, uint32_t *size);
const char *unparse(FrontArena *arena, Expr *e, size_t *size, jmp_buf *bail);
#endif
