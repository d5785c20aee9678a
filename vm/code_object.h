/* code_object.h -- making and checking code objects; what they hold is in code.h. */
#ifndef ADDER_CODE_OBJECT_H
#define ADDER_CODE_OBJECT_H
#include "vm/code.h"

/* The instruction at `i` as the compiler made it: in its general form. Its cache words: adder_code_operand_cache() says
 * whether they hold operands (to be kept) or only what eval learned. */
Instr adder_code_general(const CodeObject *code, uint32_t i);
bool adder_code_operand_cache(uint16_t op);

/* Walks the whole code checking it against opcodes.def: opcodes, operands, jumps, handlers, tables. NULL, or what is wrong
 * (a static text). For tests, debug builds and bytecode files of doubtful origin. */
const char *adder_code_verify(CodeObject *code);
#endif
