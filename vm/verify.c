/* verify.c -- checks a code object against opcodes.def: whatever passes can be run without reading outside its frame, its
 * constants or its code. (What is live on each path was checked when the code was made.) */
#include "vm/code_object.h"
#include "vm/opcode.h"

static bool in_temps(const CodeObject *code, int first, int count)
{
    return first >= code->nlocals && first + count <= code->framesize;
}

/* Temporaries written or read from operand `value` on. */
static int span(const Instr *ins, OpBase base, OpKind kind)
{
    if (kind == KIND_t) {
        if (base == BASE_UNPACK) return ins->c;
        if (base == BASE_UNPACK_EX) return (ins->c & 255) + 1 + (ins->c >> 8);
        if (base == BASE_LOAD_METHOD) return 5;
        return base == BASE_EG_MATCH ? 2 : 1;
    }
    if (kind != KIND_W) return 1;
    switch (base) {
    case BASE_CALL: case BASE_CALL_METHOD: case BASE_CALL_KW: return ins->c;
    case BASE_CALL_EX: return 1 + (ins->c & 1);
    case BASE_MAKE_FUNCTION: return __builtin_popcount(ins->c & 15u);
    case BASE_SUPER_ATTR: return 3;
    case BASE_BUILD_MAP: return 2 * ins->c;
    case BASE_FORMAT: return 1 + (ins->c >> 2 & 1);
    case BASE_RAISE: return ins->b;
    case BASE_MAP_ADD: case BASE_MATCH_CLASS: case BASE_IMPORT_NAME: return 2;
    default: return ins->c;
    }
}

static const char *check_operand(const CodeObject *code, const bool *starts, uint32_t at, int field)
{
    Instr ins = code->instrs[at];
    const OpInfo *info = &adder_op_info[ins.op];
    OpKind kind = (OpKind)info->kind[field];
    unsigned value = field == 0 ? ins.a : field == 1 ? ins.b : ins.c;
    switch (kind) {
    case KIND_l: case KIND_L: return value < code->nlocals ? NULL : "an operand names no local";
    case KIND_t: case KIND_T: case KIND_B:
        return in_temps(code, (int)value, span(&ins, (OpBase)info->base, kind)) ? NULL : "an operand names no temporary";
    case KIND_W: {
        int n = span(&ins, (OpBase)info->base, kind);
        return n == 0 || in_temps(code, (int)value, n) ? NULL : "a window lies outside the temporaries";
    }
    case KIND_N: return value < (size_t)PyTuple_GET_SIZE(code->names) ? NULL : "an operand is no index of a name";
    case KIND_Q: return value < (size_t)PyTuple_GET_SIZE(code->consts) ? NULL : "an operand is no index of a constant";
    case KIND_K: case KIND_k: {
        uint32_t to = at + value;
        return value < 32768 && to >= code->ninstrs && to < code->ninstrs + code->nslots ? NULL : "a constant lies elsewhere";
    }
    case KIND_J: {
        int64_t to = (int64_t)at + (int16_t)value;
        return to >= 0 && to < code->ninstrs && starts[to] ? NULL : "a jump leads nowhere";
    }
    default: return NULL;
    }
}

static const char *check_special(const CodeObject *code, const bool *starts, uint32_t at)
{
    Instr ins = code->instrs[at];
    switch (adder_op_info[ins.op].generic) {
    case BASE_JUMP_FAR: {
        int64_t to = (int64_t)at + (int32_t)((uint32_t)ins.b | (uint32_t)ins.c << 16);
        return to >= 0 && to < code->ninstrs && starts[to] ? NULL : "a far jump leads nowhere";
    }
    case BASE_LOADK_FAR: return ((uint32_t)ins.b | (uint32_t)ins.c << 16) < code->nslots ? NULL : "a far constant lies elsewhere";
    case BASE_CALL: case BASE_CALL_METHOD: case BASE_CALL_KW: case BASE_CALL_EX:
        if (!in_temps(code, ins.b - 4, 4)) return "a call window has no header";
        if (adder_op_info[ins.op].generic == BASE_CALL_KW
            && code->instrs[at + 2].b >= PyTuple_GET_SIZE(code->consts))
            return "keyword names are no constant";
        return NULL;
    case BASE_MAKE_FUNCTION: {
        unsigned k = code->instrs[at + 1].a;
        bool good = k < (size_t)PyTuple_GET_SIZE(code->consts) && PyCode_Check(PyTuple_GET_ITEM(code->consts, k));
        return good ? NULL : "a function has no code";
    }
    default: return NULL;
    }
}

static bool ends(uint16_t op)
{
    switch (adder_op_info[op].base) {
    case BASE_JUMP: case BASE_JUMP_BACK: case BASE_JUMP_FAR: case BASE_RET: case BASE_RAISE: case BASE_RERAISE: case BASE_HALT:
        return true;
    default: return false;
    }
}

static const char *check_handlers(const CodeObject *code, const bool *starts)
{
    uint32_t before = 0;
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        const Handler *h = &code->handlers[i];
        if (h->start < before || h->start >= h->end || h->end > code->ninstrs) return "handler ranges are out of order";
        if (h->handler >= code->ninstrs || !starts[h->handler]) return "a handler leads nowhere";
        if (!in_temps(code, h->slot, 1) || h->depth < code->nlocals) return "a handler keeps what is no temporary";
        before = h->end;
    }
    return NULL;
}

static const char *check_all(const CodeObject *code, bool *starts)
{
    uint32_t at = 0, last = 0;
    for (; at < code->ninstrs; at += 1u + adder_op_info[code->instrs[at].op].cache) {
        if (code->instrs[at].op >= OP_COUNT) return "there is no such opcode";
        starts[at] = true;
        last = at;
    }
    if (code->ninstrs == 0 || at != code->ninstrs || !ends(code->instrs[last].op)) return "the code runs over its end";
    for (at = 0; at < code->ninstrs; at += 1u + adder_op_info[code->instrs[at].op].cache) {
        const char *wrong = check_special(code, starts, at);
        for (int i = 0; i < 3 && wrong == NULL; i++) wrong = check_operand(code, starts, at, i);
        if (wrong) return wrong;
    }
    return check_handlers(code, starts);
}

const char *adder_code_verify(CodeObject *code)
{
    if (code->nlocals > code->framesize) return "the frame is smaller than its locals";
    bool *starts = PyMem_RawCalloc(code->ninstrs + 1u, sizeof *starts);
    if (starts == NULL) return "no memory to verify with";
    const char *wrong = check_all(code, starts);
    PyMem_RawFree(starts);
    return wrong;
}
