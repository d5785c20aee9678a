/* variants.h -- opcodes.def spread out into every variant. Included as often as needed, after defining
 *
 *   VARIANT(generic, base, variant, a, b, c, cache)
 *
 * once for each opcode number, in order: `ADD, ADD_INT, ADD_INT_LTK, l, T, K, 0`. The kinds are those of opcodes.def with
 * D, U and V resolved: a D is l or t, a U or V is L, T or K. Two K never stand beside each other.
 * BASE(generic, base, cache, doc), if defined, is called once for each family before its variants.
 *
 * A family's operands are expanded from left to right by A_x, B?_x, C?_x where x is the operand's letter and ? tells what
 * went before: 0 no kind letter yet (the suffix needs its underscore), 1 some, K a constant just now. */
#ifndef BASE
#define BASE(generic, base, cache, doc)
#endif
#define SPREAD(generic, base, a, b, c, cache, doc) BASE(generic, base, cache, doc) A_##a(generic, base, base, b, c, cache)

#define A_D(g, base, v, b, c, w) B1_##b(g, base, v##_L, l, c, w) B1_##b(g, base, v##_T, t, c, w)
#define A_U(g, base, v, b, c, w) B1_##b(g, base, v##_L, L, c, w) B1_##b(g, base, v##_T, T, c, w) BK_##b(g, base, v##_K, K, c, w)
#define A_V(g, base, v, b, c, w) B1_##b(g, base, v##_L, L, c, w) B1_##b(g, base, v##_T, T, c, w)
#define A_l(g, base, v, b, c, w) B0_##b(g, base, v, l, c, w)
#define A_L(g, base, v, b, c, w) B0_##b(g, base, v, L, c, w)
#define A_t(g, base, v, b, c, w) B0_##b(g, base, v, t, c, w)
#define A_T(g, base, v, b, c, w) B0_##b(g, base, v, T, c, w)
#define A_B(g, base, v, b, c, w) B0_##b(g, base, v, B, c, w)
#define A_W(g, base, v, b, c, w) B0_##b(g, base, v, W, c, w)
#define A_N(g, base, v, b, c, w) B0_##b(g, base, v, N, c, w)
#define A__(g, base, v, b, c, w) B0_##b(g, base, v, _, c, w)

#define B0_U(g, base, v, a, c, w) C1_##c(g, base, v##_L, a, L, w) C1_##c(g, base, v##_T, a, T, w) CK_##c(g, base, v##_K, a, K, w)
#define B0_V(g, base, v, a, c, w) C1_##c(g, base, v##_L, a, L, w) C1_##c(g, base, v##_T, a, T, w)
#define B0_L(g, base, v, a, c, w) C0_##c(g, base, v, a, L, w)
#define B0_T(g, base, v, a, c, w) C0_##c(g, base, v, a, T, w)
#define B0_B(g, base, v, a, c, w) C0_##c(g, base, v, a, B, w)
#define B0_W(g, base, v, a, c, w) C0_##c(g, base, v, a, W, w)
#define B0_N(g, base, v, a, c, w) C0_##c(g, base, v, a, N, w)
#define B0_Q(g, base, v, a, c, w) C0_##c(g, base, v, a, Q, w)
#define B0_k(g, base, v, a, c, w) C0_##c(g, base, v, a, k, w)
#define B0_n(g, base, v, a, c, w) C0_##c(g, base, v, a, n, w)
#define B0__(g, base, v, a, c, w) C0_##c(g, base, v, a, _, w)

#define B1_U(g, base, v, a, c, w) C1_##c(g, base, v##L, a, L, w) C1_##c(g, base, v##T, a, T, w) CK_##c(g, base, v##K, a, K, w)
#define B1_V(g, base, v, a, c, w) C1_##c(g, base, v##L, a, L, w) C1_##c(g, base, v##T, a, T, w)
#define B1_L(g, base, v, a, c, w) C1_##c(g, base, v, a, L, w)
#define B1_T(g, base, v, a, c, w) C1_##c(g, base, v, a, T, w)
#define B1_B(g, base, v, a, c, w) C1_##c(g, base, v, a, B, w)
#define B1_W(g, base, v, a, c, w) C1_##c(g, base, v, a, W, w)
#define B1_N(g, base, v, a, c, w) C1_##c(g, base, v, a, N, w)
#define B1_Q(g, base, v, a, c, w) C1_##c(g, base, v, a, Q, w)
#define B1_k(g, base, v, a, c, w) C1_##c(g, base, v, a, k, w)
#define B1_n(g, base, v, a, c, w) C1_##c(g, base, v, a, n, w)
#define B1__(g, base, v, a, c, w) C1_##c(g, base, v, a, _, w)

#define BK_U(g, base, v, a, c, w) C1_##c(g, base, v##L, a, L, w) C1_##c(g, base, v##T, a, T, w)
#define BK_V(g, base, v, a, c, w) C1_##c(g, base, v##L, a, L, w) C1_##c(g, base, v##T, a, T, w)
#define BK_n(g, base, v, a, c, w) C1_##c(g, base, v, a, n, w)
#define BK__(g, base, v, a, c, w) C1_##c(g, base, v, a, _, w)

#define C0_U(g, base, v, a, b, w) VARIANT(g, base, v##_L, a, b, L, w) VARIANT(g, base, v##_T, a, b, T, w) VARIANT(g, base, v##_K, a, b, K, w)
#define C0_V(g, base, v, a, b, w) VARIANT(g, base, v##_L, a, b, L, w) VARIANT(g, base, v##_T, a, b, T, w)
#define C0_L(g, base, v, a, b, w) VARIANT(g, base, v, a, b, L, w)
#define C0_t(g, base, v, a, b, w) VARIANT(g, base, v, a, b, t, w)
#define C0_T(g, base, v, a, b, w) VARIANT(g, base, v, a, b, T, w)
#define C0_B(g, base, v, a, b, w) VARIANT(g, base, v, a, b, B, w)
#define C0_W(g, base, v, a, b, w) VARIANT(g, base, v, a, b, W, w)
#define C0_N(g, base, v, a, b, w) VARIANT(g, base, v, a, b, N, w)
#define C0_J(g, base, v, a, b, w) VARIANT(g, base, v, a, b, J, w)
#define C0_k(g, base, v, a, b, w) VARIANT(g, base, v, a, b, k, w)
#define C0_n(g, base, v, a, b, w) VARIANT(g, base, v, a, b, n, w)
#define C0__(g, base, v, a, b, w) VARIANT(g, base, v, a, b, _, w)

#define C1_U(g, base, v, a, b, w) VARIANT(g, base, v##L, a, b, L, w) VARIANT(g, base, v##T, a, b, T, w) VARIANT(g, base, v##K, a, b, K, w)
#define C1_V(g, base, v, a, b, w) VARIANT(g, base, v##L, a, b, L, w) VARIANT(g, base, v##T, a, b, T, w)
#define C1_L C0_L
#define C1_t C0_t
#define C1_T C0_T
#define C1_B C0_B
#define C1_W C0_W
#define C1_N C0_N
#define C1_J C0_J
#define C1_k C0_k
#define C1_n C0_n
#define C1__ C0__

#define CK_U C1_V
#define CK_V C1_V
#define CK_L C0_L
#define CK_t C0_t
#define CK_T C0_T
#define CK_B C0_B
#define CK_W C0_W
#define CK_N C0_N
#define CK_J C0_J
#define CK_n C0_n
#define CK__ C0__

#define OP(name, a, b, c, cache, doc) SPREAD(name, name, a, b, c, cache, doc)
#define QUICK(name, form, a, b, c, cache, doc) SPREAD(name, name##_##form, a, b, c, cache, doc)
#define BINARY(name, text, inplace)                                    \
    SPREAD(name, name, D, U, U, 0, "a = b " text " c")                 \
    SPREAD(name, name##_INT, D, U, U, 0, "the same, ints expected")    \
    SPREAD(name, name##_FLOAT, D, U, U, 0, "the same, floats expected") \
    SPREAD(name, name##_OBJ, D, U, U, 0, "the same, other objects expected")
#define CMPJUMP(name, text) CMPJUMP_FORMS(JF##name, "when not a " text " b") CMPJUMP_FORMS(JT##name, "when a " text " b")
#define CMPJUMP_FORMS(name, when)                                      \
    SPREAD(name, name, U, U, J, 0, when ", continue at c")             \
    SPREAD(name, name##_INT, U, U, J, 0, "the same, ints expected")    \
    SPREAD(name, name##_FLOAT, U, U, J, 0, "the same, floats expected") \
    SPREAD(name, name##_OBJ, U, U, J, 0, "the same, other objects expected")

#include "vm/opcodes.def"

#undef CMPJUMP_FORMS
#undef SPREAD
#undef BASE
#undef VARIANT
#undef A_D
#undef A_U
#undef A_V
#undef A_l
#undef A_L
#undef A_t
#undef A_T
#undef A_B
#undef A_W
#undef A_N
#undef A__
#undef B0_U
#undef B0_V
#undef B0_L
#undef B0_T
#undef B0_B
#undef B0_W
#undef B0_N
#undef B0_Q
#undef B0_k
#undef B0_n
#undef B0__
#undef B1_U
#undef B1_V
#undef B1_L
#undef B1_T
#undef B1_B
#undef B1_W
#undef B1_N
#undef B1_Q
#undef B1_k
#undef B1_n
#undef B1__
#undef BK_U
#undef BK_V
#undef BK_n
#undef BK__
#undef C0_U
#undef C0_V
#undef C0_L
#undef C0_t
#undef C0_T
#undef C0_B
#undef C0_W
#undef C0_N
#undef C0_J
#undef C0_k
#undef C0_n
#undef C0__
#undef C1_U
#undef C1_V
#undef C1_L
#undef C1_t
#undef C1_T
#undef C1_B
#undef C1_W
#undef C1_N
#undef C1_J
#undef C1_k
#undef C1_n
#undef C1__
#undef CK_U
#undef CK_V
#undef CK_L
#undef CK_t
#undef CK_T
#undef CK_B
#undef CK_W
#undef CK_N
#undef CK_J
#undef CK_n
#undef CK__
