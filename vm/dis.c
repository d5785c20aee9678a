/* dis.c -- the disassembler (-X dis): one line an instruction, operands spelled from their kinds in opcodes.def.
 *
 *   12   8 ADD_LLK          x, x, 1
 * is line 12, offset 8. Locals go by their names, temporaries are t0, t1 ..., constants their reprs, jumps >target. */
#include "vm/dis.h"

#include "vm/code_object.h"
#include "vm/opcode.h"

static void write_repr(FILE *out, PyObject *o)
{
    PyObject *repr = PyObject_Repr(o);
    const char *text = repr ? PyUnicode_AsUTF8(repr) : NULL;
    if (text == NULL) PyErr_Clear();
    fprintf(out, "%.60s", text ? text : "?");
    Py_XDECREF(repr);
}

static void write_slot(FILE *out, Slot s)
{
    if (slot_is_int(s)) fprintf(out, "%lld", (long long)slot_int(s));
    else if (slot_is_double(s)) fprintf(out, "%.17g", slot_double(s));
    else write_repr(out, slot_object(s));
}

static void write_local(FILE *out, CodeObject *code, unsigned i)
{
    if (i < code->nlocals) fprintf(out, "%s", PyUnicode_AsUTF8(PyTuple_GET_ITEM(code->localnames, i)));
    else fprintf(out, "local%u?", i);
}

static void write_operand(FILE *out, CodeObject *code, uint32_t at, OpKind kind, unsigned value)
{
    switch (kind) {
    case KIND_l: case KIND_L: write_local(out, code, value); break;
    case KIND_t: case KIND_T: case KIND_B: case KIND_W: fprintf(out, "t%d", (int)value - code->nlocals); break;
    case KIND_K: case KIND_k: write_slot(out, ((const Slot *)code->instrs)[at + value]); break;
    case KIND_N: fprintf(out, "%s", PyUnicode_AsUTF8(PyTuple_GET_ITEM(code->names, value))); break;
    case KIND_Q: write_repr(out, PyTuple_GET_ITEM(code->consts, value)); break;
    case KIND_J: fprintf(out, ">%d", (int)at + (int16_t)value); break;
    default: fprintf(out, "%u", value); break;
    }
}

static uint32_t write_instruction(FILE *out, CodeObject *code, uint32_t at, int *line)
{
    Instr ins = code->instrs[at];
    const OpInfo *info = &adder_op_info[ins.op];
    const unsigned operand[3] = {ins.a, ins.b, ins.c};
    int now = adder_code_position(code, (int)at).line;
    if (now != *line) fprintf(out, "%5d", now);
    else fprintf(out, "     ");
    *line = now;
    fprintf(out, " %5u %-20s", at, info->name);
    for (int i = 0, n = 0; i < 3; i++) {
        if (info->kind[i] == KIND__) continue;
        fprintf(out, n++ ? ", " : " ");
        write_operand(out, code, at, (OpKind)info->kind[i], operand[i]);
    }
    if (adder_code_operand_cache(ins.op)) {
        const Instr *word = &code->instrs[at + info->cache];
        fprintf(out, "  {%u, %u}", word->a, word->b);
    }
    fprintf(out, "\n");
    return at + 1 + info->cache;
}

void adder_dis_write(FILE *out, CodeObject *code)
{
    int line = -2;
    fprintf(out, "%s (%s, line %d): %d arguments, %u locals, %u slots\n", PyUnicode_AsUTF8(code->qualname),
            PyUnicode_AsUTF8(code->filename), code->firstlineno, code->argcount, code->nlocals, code->framesize);
    for (uint32_t at = 0; at < code->ninstrs;) at = write_instruction(out, code, at, &line);
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        const Handler *h = &code->handlers[i];
        fprintf(out, "      %u to %u: handler %u, exception in t%d, keeps %d\n", h->start, h->end, h->handler,
                h->slot - code->nlocals, h->depth - code->nlocals);
    }
    fprintf(out, "\n");
}

void adder_dis_stdout(PyObject *code)
{
    adder_dis_write(stdout, (CodeObject *)code);
    PyObject *consts = ((CodeObject *)code)->consts;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(consts); i++)
        if (PyCode_Check(PyTuple_GET_ITEM(consts, i))) adder_dis_stdout(PyTuple_GET_ITEM(consts, i));
    fflush(stdout);
}
