/* opcode.c -- the tables behind opcode.h, made from opcodes.def. */
#include "vm/opcode.h"

const OpInfo adder_op_info[OP_COUNT] = {
#define VARIANT(generic, base, variant, a, b, c, cache) \
    [OP_##variant] = {#variant, BASE_##base, BASE_##generic, {KIND_##a, KIND_##b, KIND_##c}, cache},
#include "vm/variants.h"
};

const char *const adder_op_base_names[BASE_COUNT] = {
#define BASE(generic, base, cache, doc) #base,
#define VARIANT(generic, base, variant, a, b, c, cache)
#include "vm/variants.h"
};

const char *const adder_op_base_docs[BASE_COUNT] = {
#define BASE(generic, base, cache, doc) doc,
#define VARIANT(generic, base, variant, a, b, c, cache)
#include "vm/variants.h"
};

/* Three classes of kind are told apart: local, temporary, constant. What is none of them counts as a local. */
enum { CLASS__ = 0, CLASS_l = 0, CLASS_L = 0, CLASS_t = 1, CLASS_T = 1, CLASS_K = 2,
       CLASS_B = 0, CLASS_W = 0, CLASS_N = 0, CLASS_Q = 0, CLASS_J = 0, CLASS_k = 0, CLASS_n = 0 };
#define INDEX(a, b, c) ((a) * 16 + (b) * 4 + (c))

/* By base and the classes of the three kinds: variant + 1, 0 when there is none. */
static const uint16_t variants[BASE_COUNT][64] = {
#define VARIANT(generic, base, variant, a, b, c, cache) \
    [BASE_##base][INDEX(CLASS_##a, CLASS_##b, CLASS_##c)] = OP_##variant + 1,
#include "vm/variants.h"
};

static const uint8_t class_of[] = {
    [KIND__] = CLASS__, [KIND_l] = CLASS_l, [KIND_L] = CLASS_L, [KIND_t] = CLASS_t, [KIND_T] = CLASS_T,
    [KIND_K] = CLASS_K, [KIND_B] = CLASS_B, [KIND_W] = CLASS_W, [KIND_N] = CLASS_N, [KIND_Q] = CLASS_Q,
    [KIND_J] = CLASS_J, [KIND_k] = CLASS_k, [KIND_n] = CLASS_n
};

Op adder_op_variant(OpBase base, OpKind a, OpKind b, OpKind c)
{
    uint16_t found = variants[base][INDEX(class_of[a], class_of[b], class_of[c])];
    return found ? (Op)(found - 1) : OP_COUNT;
}
