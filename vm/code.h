/* code.h -- code objects: what the compiler makes and eval runs.
 *
 * Instructions, then constants as slots, lie in one block (`instrs`): K operands are pc-relative. The constants that the
 * program can see as objects are in `consts` too. Immutable but for caches and quickened opcodes. */
#ifndef ADDER_CODE_H
#define ADDER_CODE_H
#include "runtime/define.h"
#include "vm/slot.h"

typedef struct { uint16_t op, a, b, c; } Instr; /* cache words have this size too */

/* One range of instructions protected by a handler. Ranges are sorted and nested ones come later: the last that holds pc wins. */
typedef struct {
    uint32_t start, end;  /* instruction offsets, end not included */
    uint32_t handler;     /* where to continue */
    uint16_t slot;        /* temporary that receives the exception */
    uint16_t depth;       /* temporaries from nlocals up to this index (not included) stay; live ones beyond are released */
} Handler;

struct PyCodeObject {
    PyObject_VAR_HEAD            /* size: unused, 0 */
    Instr *instrs;               /* ninstrs instructions and cache words, then nslots constants as slots */
    uint32_t ninstrs, nslots;
    uint16_t nlocals;            /* all locals: parameters, plain, cells, free; temporaries begin here */
    uint16_t framesize;          /* nlocals + the most temporaries; the header not included */
    uint16_t fast_argc;          /* positional parameters, when nothing but a plain positional call is needed (no *args, **kwargs,
                                    keyword-only, generator, namespace): else FAST_ARGC_NONE */
    uint16_t nfree_first;        /* index of the first free variable's cell */
    uint16_t namespace_slot;     /* local that holds the namespace dict of class bodies, modules, exec; NO_NAMESPACE */
    uint16_t self_attributes;    /* class bodies: number of distinct self.x names its functions assign */
    int flags;                   /* CO_* as in CPython */
    int argcount, posonlyargcount, kwonlyargcount;
    int stacksize;               /* co_stacksize */
    int firstlineno;
    uint32_t nhandlers;
    Handler *handlers;
    uint8_t *positions;          /* packed line table, see vm/positions.c */
    uint32_t positions_size;
    uint8_t *live;               /* packed live-temporary table, see vm/liveness.c */
    uint32_t live_size;
    PyObject *consts;            /* tuple */
    PyObject *names;             /* tuple of interned str */
    PyObject *localnames;        /* tuple of str, one for each local slot (hidden ones start with '.') */
    uint8_t *localkinds;         /* one for each local: LOCAL_* */
    PyObject *filename, *name, *qualname;
    PyObject *varnames_cache, *cellvars_cache, *freevars_cache, *code_cache; /* made when asked for, else NULL */
    PyObject *weakrefs;
    void *extra;                 /* _PyCode_SetExtra */
    uint32_t version;            /* never 0; unique in the process */
};
typedef PyCodeObject CodeObject;

#define FAST_ARGC_NONE 0xFFFF
#define NO_NAMESPACE   0xFFFF
enum { LOCAL_PLAIN = 0x20, LOCAL_CELL = 0x40, LOCAL_FREE = 0x80, LOCAL_HIDDEN = 0x10 };

/* A code object without content, with a version of its own. Blocks that are put in come from PyMem. NULL: MemoryError. */
NEW_REF CodeObject *adder_code_new_blank(void);

/* Line and columns (bytes, 0-based; -1 when unknown) of the instruction at offset `lasti`. Never fails. */
typedef struct { int line, end_line, col, end_col; } Position;
Position adder_code_position(CodeObject *code, int lasti);

/* The handler for an exception at instruction offset `lasti`, or NULL. */
const Handler *adder_code_handler(CodeObject *code, int lasti);

/* Calls visit(slot index, arg) for each temporary live before the instruction at offset `lasti`. Cannot fail: the table
 * is made with the code. */
void adder_code_live(CodeObject *code, int lasti, void (*visit)(int slot, void *arg), void *arg);
#endif
