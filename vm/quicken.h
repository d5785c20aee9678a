/* quicken.h -- numbers for rewriting an instruction into another form of itself: all forms of an operation have the same
 * variants in the same order, so `op - FIRST_ADD + FIRST_ADD_INT` is the same variant of another form. */
#ifndef ADDER_QUICKEN_H
#define ADDER_QUICKEN_H
#include "vm/opcode.h"

/* FIRST_ADD == OP_ADD_LLL: the first variant of each family. */
enum {
#define BASE(generic, base, cache, doc) FIRST_##base, AGAIN_##base = FIRST_##base - 1,
#define VARIANT(generic, base, variant, a, b, c, cache) SAME_AS_##variant,
#include "vm/variants.h"
};

extern const uint16_t adder_op_first[BASE_COUNT];

/* The opcode number of the same variant of family `form`. */
static inline uint16_t op_in_form(uint16_t op, OpBase form)
{
    return (uint16_t)(op - adder_op_first[adder_op_info[op].base] + adder_op_first[form]);
}
static inline OpBase op_generic(uint16_t op) { return (OpBase)adder_op_info[op].generic; }
#endif
