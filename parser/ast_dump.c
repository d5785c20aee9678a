/* ast_dump.c -- the tree as text: for tests, and for looking at what the parser made. */
#include "ast_dump.h"
#include "lexer.h"

#include <gmp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct Out {
    FrontArena *arena;
    char *text;
    size_t size, room;
    bool positions;
} Out;

static void add_bytes(Out *o, const char *text, size_t size)
{
    if (o->size + size + 1 > o->room) {
        size_t room = (o->size + size + 1) * 2;
        char *grown = adder_front_text(o->arena, room);
        if (o->size)
            memcpy(grown, o->text, o->size);
        o->text = grown;
        o->room = room;
    }
    memcpy(o->text + o->size, text, size);
    o->size += size;
    o->text[o->size] = 0;
}

static void add(Out *o, const char *text) { add_bytes(o, text, strlen(text)); }

static void add_number(Out *o, const char *format, long value)
{
    char text[64];
    snprintf(text, sizeof text, format, value);
    add(o, text);
}

/* ---- values ---- */

/* The quote that repr() takes: ' unless only " would need no escape. */
static char choose_quote(const char *text, size_t size)
{
    return memchr(text, '\'', size) && !memchr(text, '"', size) ? '"' : '\'';
}

/* One character that both kinds of literals write alike; false: it is none of those. */
static bool add_plain(Out *o, uint32_t c, char quote)
{
    char text[8] = {(char)c};
    if (c == (uint32_t)quote || c == '\\')
        snprintf(text, sizeof text, "\\%c", (char)c);
    else if (c == '\n' || c == '\r' || c == '\t')
        snprintf(text, sizeof text, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
    else if (c < 0x20 || c == 0x7f)
        snprintf(text, sizeof text, "\\x%02x", c);
    else if (c >= 0x80)
        return false;
    add(o, text);
    return true;
}

static void add_str(Out *o, const char *text, size_t size)
{
    char quote[2] = {choose_quote(text, size)};
    add(o, quote);
    for (size_t i = 0; i < size;) {
        uint32_t c;
        char escape[16];
        int length = adder_utf8_decode(text + i, &c);
        if (!add_plain(o, c, *quote)) {
            if (adder_char_printable(c))
                add_bytes(o, text + i, (size_t)length);
            else {
                snprintf(escape, sizeof escape, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
                add(o, escape);
            }
        }
        i += (size_t)length;
    }
    add(o, quote);
}

static void add_bytes_literal(Out *o, const char *text, size_t size)
{
    char quote[2] = {choose_quote(text, size)}, escape[8];
    add(o, "b");
    add(o, quote);
    for (size_t i = 0; i < size; i++)
        if (!add_plain(o, (uint8_t)text[i], *quote)) {
            snprintf(escape, sizeof escape, "\\x%02x", (uint8_t)text[i]);
            add(o, escape);
        }
    add(o, quote);
}

/* The shortest digits that read back as the number, laid out as Python does. */
static void add_float(Out *o, double value)
{
    char text[64], digits[32], *e;
    if (isinf(value)) {
        add(o, "inf");
        return;
    }
    for (int precision = 0; precision < 17; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, value);
        if (strtod(text, NULL) == value)
            break;
    }
    e = strchr(text, 'e');
    int exponent = atoi(e + 1), count = 0;
    for (char *p = text; p < e; p++)
        if (*p >= '0' && *p <= '9')
            digits[count++] = *p;
    digits[count] = 0;
    if (exponent < -4 || exponent >= 16) {
        add_bytes(o, digits, 1);
        if (count > 1) {
            add(o, ".");
            add(o, digits + 1);
        }
        snprintf(text, sizeof text, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
        add(o, text);
        return;
    }
    if (exponent < 0) {
        add(o, "0.");
        for (int i = -1; i > exponent; i--)
            add(o, "0");
        add(o, digits);
        return;
    }
    for (int i = 0; i <= exponent || i < count; i++) {
        if (i == exponent + 1)
            add(o, ".");
        add_bytes(o, i < count ? digits + i : "0", 1);
    }
    if (count <= exponent + 1)
        add(o, ".0");
}

static void add_complex(Out *o, double value)
{
    add_float(o, value);
    if (o->size > 2 && memcmp(o->text + o->size - 2, ".0", 2) == 0)
        o->size -= 2;
    add(o, "j");
}

static void add_big(Out *o, const char *text)
{
    mpz_t value;
    int base = text[0] != '0' || text[1] <= '9' ? 10 : (text[1] | 0x20) == 'x' ? 16 : (text[1] | 0x20) == 'o' ? 8 : 2;
    mpz_init_set_str(value, base == 10 ? text : text + 2, base);
    char *decimal = mpz_get_str(NULL, 10, value);
    add(o, decimal);
    free(decimal);
    mpz_clear(value);
}

static void add_constant(Out *o, const Constant *c)
{
    switch (c->kind) {
    case CONST_NONE: add(o, "None"); break;
    case CONST_TRUE: add(o, "True"); break;
    case CONST_FALSE: add(o, "False"); break;
    case CONST_ELLIPSIS: add(o, "Ellipsis"); break;
    case CONST_INT:
        if (c->small)
            add_number(o, "%ld", c->integer);
        else
            add_big(o, c->text);
        break;
    case CONST_FLOAT: add_float(o, c->number); break;
    case CONST_COMPLEX: add_complex(o, c->number); break;
    case CONST_STR: add_str(o, c->text, c->size); break;
    case CONST_BYTES: add_bytes_literal(o, c->text, c->size); break;
    }
}

/* ---- nodes ---- */

static void add_node(Out *o, const AstNode *node);

/* One value of the field's type, at `value`. */
static void add_value(Out *o, AstFieldType type, const void *value)
{
    switch (type) {
    case FIELD_identifier: case FIELD_string: {
        const char *text = *(const char *const *)value;
        add_str(o, text, strlen(text));
        break;
    }
    case FIELD_constant: add_constant(o, value); break;
    case FIELD_int: add_number(o, "%ld", *(const int *)value); break;
    case FIELD_expr_context: case FIELD_boolop: case FIELD_operator: case FIELD_unaryop: case FIELD_cmpop:
        add(o, adder_ast_op_names[*(const AstOp *)value]);
        add(o, "()");
        break;
    default: {
        const AstNode *child = *(const AstNode *const *)value;
        if (child)
            add_node(o, child);
        else
            add(o, "None");
    }
    }
}

static void add_sequence(Out *o, AstFieldType type, const AstSeq *seq)
{
    add(o, "[");
    for (int i = 0; i < seq->len; i++) {
        if (i)
            add(o, ", ");
        if (type == FIELD_cmpop)
            add_value(o, type, (const AstOp *)(const void *)seq->at + i);
        else
            add_value(o, type, &seq->at[i]);
    }
    add(o, "]");
}

/* ast.dump() leaves out optional fields that are None. A Constant's value is written even then. */
static bool is_absent(const AstField *field, const void *value)
{
    if (field->shape != 'Q' || field->type == FIELD_int)
        return false;
    return *(void *const *)value == NULL;
}

static void add_node(Out *o, const AstNode *node)
{
    const AstInfo *info = &adder_ast_info[node->kind];
    const char *separator = "";
    add(o, info->name);
    add(o, "(");
    for (const AstField *field = adder_ast_fields(node->kind); field->name; field++) {
        const void *value = (const char *)node + field->offset;
        if (is_absent(field, value))
            continue;
        add(o, separator);
        add(o, field->name);
        add(o, "=");
        if (field->shape == 'S' || field->shape == 'O')
            add_sequence(o, field->type, value);
        else
            add_value(o, field->type, value);
        separator = ", ";
    }
    if (o->positions && info->has_position) {
        char text[128];
        snprintf(text, sizeof text, "%slineno=%d, col_offset=%d, end_lineno=%d, end_col_offset=%d", separator,
                 node->lineno, node->col_offset, node->end_lineno, node->end_col_offset);
        add(o, text);
    }
    add(o, ")");
}

const char *adder_ast_dump(FrontArena *arena, const AstNode *node, bool positions)
{
    Out o = {.arena = arena, .positions = positions};
    add_node(&o, node);
    return o.text;
}

const char *adder_text_repr(FrontArena *arena, const char *text, size_t size)
{
    Out o = {.arena = arena};
    add_str(&o, text, size);
    return o.text;
}
