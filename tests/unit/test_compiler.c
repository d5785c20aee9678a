/* test_compiler.c -- what the compiler makes of small functions: unboxed copies only where nothing can tell, operands without
 * moves, live temporaries, handlers; and that the verifier accepts it, and refuses what is broken. */
#include "vm/code_object.h"
#include "vm/opcode.h"
#include <criterion/criterion.h>

static void start(void) { Py_InitializeEx(0); }
static void stop(void) { cr_expect(Py_FinalizeEx() == 0); }
TestSuite(compiler, .init = start, .fini = stop);

/* The code of the first function in `source`: a new reference. */
static CodeObject *function(const char *source)
{
    CodeObject *module = (CodeObject *)Py_CompileString(source, "<test>", Py_file_input), *found = NULL;
    if (module == NULL) PyErr_Print();
    cr_assert_not_null(module);
    cr_expect_null(adder_code_verify(module));
    for (Py_ssize_t i = 0; found == NULL && i < PyTuple_GET_SIZE(module->consts); i++)
        if (PyCode_Check(PyTuple_GET_ITEM(module->consts, i)))
            found = (CodeObject *)Py_NewRef(PyTuple_GET_ITEM(module->consts, i));
    Py_DECREF(module);
    cr_assert_not_null(found);
    cr_expect_null(adder_code_verify(found));
    return found;
}

/* Offset of the n-th instruction of family `base`, or -1. */
static int find(CodeObject *code, OpBase base, int n)
{
    for (uint32_t i = 0; i < code->ninstrs; i += 1u + adder_op_info[code->instrs[i].op].cache)
        if (adder_op_info[code->instrs[i].op].base == base && n-- == 0) return (int)i;
    return -1;
}

static int count(const char *source, OpBase base)
{
    CodeObject *code = function(source);
    int n = 0;
    while (find(code, base, n) >= 0) n++;
    Py_DECREF(code);
    return n;
}

Test(compiler, copies_stay_unboxed_when_nothing_can_tell)
{
    cr_expect_eq(count("def f(a):\n y = a\n return y + a", BASE_COPYN), 1);
    cr_expect_eq(count("def f(a):\n y = a\n return y is a", BASE_COPYN), 0);
    cr_expect_eq(count("def f(a):\n y = a\n return y is a", BASE_COPY), 1);
    cr_expect_eq(count("def f(a):\n g(a, a)", BASE_COPY), 1); /* the first of the two must box */
    cr_expect_eq(count("def f(a):\n g(a, a)", BASE_COPYN), 1);
    cr_expect_eq(count("def f(a):\n while a: g(a)", BASE_COPYN), 0); /* the next round sees it again */
}

Test(compiler, numbers_load_unboxed_when_nothing_can_tell)
{
    cr_expect_eq(count("def f():\n x = 1000\n return x + x", BASE_LOADKN), 1);
    cr_expect_eq(count("def f():\n x = 1000\n return x", BASE_LOADKN), 0);
    cr_expect_eq(count("def f():\n x = 5\n return x", BASE_LOADKN), 1); /* small ints are one object anyhow */
    cr_expect_eq(count("def f(p):\n x = p.a\n return x * 2", BASE_GETATTRN), 1);
    cr_expect_eq(count("def f(p):\n x = p.a\n return x", BASE_GETATTR), 1);
    cr_expect_eq(count("def f(p):\n s = 0\n for x in p: s += x\n return s", BASE_FOR_ITERN), 1);
    cr_expect_eq(count("def f(p):\n for x in p: g(x)", BASE_FOR_ITER), 1); /* g gets the very item */
}

Test(compiler, a_handler_can_see_locals)
{
    cr_expect_eq(count("def f(p):\n x = p.a\n try: x = g()\n except E: return x\n return 1", BASE_GETATTR), 1);
}

Test(compiler, results_go_straight_into_locals)
{
    CodeObject *code = function("def f(a, b):\n c = a + b * 2\n return c");
    cr_expect_str_eq(adder_op_info[code->instrs[0].op].name, "MUL_TLK");
    cr_expect_str_eq(adder_op_info[code->instrs[1].op].name, "ADD_LLT");
    cr_expect_str_eq(adder_op_info[code->instrs[2].op].name, "RET_L");
    cr_expect_eq(code->ninstrs, 3);
    Py_DECREF(code);
}

Test(compiler, a_while_loop_tests_at_the_bottom)
{
    CodeObject *code = function("def f(a, n):\n while a < n: a += 1\n");
    cr_expect_str_eq(adder_op_info[code->instrs[0].op].name, "JFLT_LL");
    cr_expect_str_eq(adder_op_info[code->instrs[1].op].name, "IADD_LLK");
    cr_expect_str_eq(adder_op_info[code->instrs[2].op].name, "JTLT_LL");
    cr_expect_eq((int16_t)code->instrs[2].c, -1);
    Py_DECREF(code);
}

Test(compiler, a_name_rebound_in_between_is_copied)
{
    cr_expect_eq(count("def f(x):\n return x + (x := 5)", BASE_COPYN), 1);
    cr_expect_eq(count("def f(x):\n return x + g(5)", BASE_COPYN), 0);
    cr_expect_eq(count("def f():\n if g(): x = 1\n return x + h()", BASE_CHECK), 1);
    cr_expect_eq(count("def f(x):\n return x + h()", BASE_CHECK), 0);
}

static void note(int slot, void *mask) { *(unsigned *)mask |= 1u << slot; }

static unsigned live_at(CodeObject *code, int at)
{
    unsigned mask = 0;
    adder_code_live(code, at, note, &mask);
    return mask >> code->nlocals;
}

Test(compiler, live_temporaries_are_known)
{
    CodeObject *code = function("def f(a, b):\n return g(a, h(b), 1)");
    cr_expect_eq(live_at(code, find(code, BASE_LOAD_GLOBAL, 0)), 0);
    cr_expect_eq(live_at(code, find(code, BASE_CALL, 0)), 1u << 0 | 1u << 4 | 1u << 5 | 1u << 9);
    cr_expect_eq(live_at(code, find(code, BASE_CALL, 1)), 1u << 0 | 1u << 4 | 1u << 5 | 1u << 6);
    Py_DECREF(code);
    code = function("def f(p):\n for x in p:\n  for y in x: g()\n");
    cr_expect_eq(live_at(code, find(code, BASE_CALL, 0)), 1u << 0 | 1u << 1 | 1u << 2);
    Py_DECREF(code);
}

Test(compiler, handlers_nest_and_say_what_stays)
{
    CodeObject *code = function("def f(p):\n for x in p:\n  try: g()\n  except E: h()\n");
    const Handler *outer = adder_code_handler(code, find(code, BASE_CALL, 0));
    const Handler *inner = adder_code_handler(code, find(code, BASE_CALL, 1));
    cr_assert(outer && inner && outer != inner);
    cr_expect_eq(outer->depth - code->nlocals, 1); /* the iterator stays */
    cr_expect_eq(outer->slot - code->nlocals, 2);
    cr_expect_eq(inner->depth - code->nlocals, 2); /* and the exception handled before */
    cr_expect_null(adder_code_handler(code, find(code, BASE_GET_ITER, 0)));
    Py_DECREF(code);
}

Test(compiler, positions_are_the_source_s)
{
    CodeObject *code = function("def f(a):\n    return (a +\n            g(a))");
    Position p = adder_code_position(code, find(code, BASE_ADD, 0));
    cr_expect(p.line == 2 && p.end_line == 3 && p.col == 12 && p.end_col == 16);
    p = adder_code_position(code, find(code, BASE_CALL, 0));
    cr_expect(p.line == 3 && p.end_line == 3 && p.col == 12 && p.end_col == 16);
    Py_DECREF(code);
}

Test(compiler, the_verifier_refuses_broken_code)
{
    CodeObject *code = function("def f(a):\n return a + 1");
    Instr good = code->instrs[0];
    code->instrs[0].b = 77;
    cr_expect_not_null(adder_code_verify(code));
    code->instrs[0] = good;
    code->instrs[0].c = 30000;
    cr_expect_not_null(adder_code_verify(code));
    code->instrs[0] = good;
    code->instrs[0].op = OP_COUNT;
    cr_expect_not_null(adder_code_verify(code));
    code->instrs[0] = good;
    cr_expect_null(adder_code_verify(code));
    Py_DECREF(code);
}
