/* opcode.h -- the opcodes as an enum and as a table, both made from opcodes.def. */
#ifndef ADDER_OPCODE_H
#define ADDER_OPCODE_H
#include <stdint.h>

/* One for each family of variants, quickened forms included: BASE_ADD, BASE_ADD_INT, BASE_RET ... */
typedef enum {
#define BASE(generic, base, cache, doc) BASE_##base,
#define VARIANT(generic, base, variant, a, b, c, cache)
#include "vm/variants.h"
    BASE_COUNT
} OpBase;

/* The numbers that instructions hold: OP_ADD_LTK, OP_RET_T, OP_JUMP ... */
typedef enum {
#define VARIANT(generic, base, variant, a, b, c, cache) OP_##variant,
#include "vm/variants.h"
    OP_COUNT
} Op;

/* What an operand is; the letters of opcodes.def with D, U, V resolved. */
typedef enum {
    KIND__, KIND_l, KIND_L, KIND_t, KIND_T, KIND_B, KIND_W, KIND_K, KIND_N, KIND_Q, KIND_J, KIND_k, KIND_n
} OpKind;

typedef struct {
    const char *name;       /* of the variant: "ADD_LTK" */
    uint16_t base, generic; /* OpBase; generic: the family that the compiler emits */
    uint8_t kind[3];        /* OpKind of a, b, c */
    uint8_t cache;          /* words that follow */
} OpInfo;

extern const OpInfo adder_op_info[OP_COUNT];
extern const char *const adder_op_base_names[BASE_COUNT];
extern const char *const adder_op_base_docs[BASE_COUNT];

/* The variant of `base` for operands of the given kinds: KIND_l, KIND_L a local, KIND_t, KIND_T a temporary, KIND_K a
 * constant; KIND_n for operands that are B, W, N, J or numbers. OP_COUNT when there is none. */
Op adder_op_variant(OpBase base, OpKind a, OpKind b, OpKind c);
#endif
