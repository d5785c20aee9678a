/* positions.c -- the line table: where in the source each instruction comes from.
 *
 * A row covers some words of code: varints for their number, the change of line (zigzag), end_line - line + 1 (0: tidying up
 * between lines, not to be traced or shown; the line is that of the code before), col + 1 and end_col + 1 (0: unknown). Rows follow each other without gaps; the first line counts from
 * code->firstlineno. */
#include "vm/positions.h"

#include "vm/compile.h"

static uint8_t *put(uint8_t *p, uint32_t v)
{
    for (; v >= 128; v >>= 7) *p++ = (uint8_t)(v | 128);
    *p++ = (uint8_t)v;
    return p;
}

static uint32_t get(const uint8_t **p)
{
    uint32_t v = 0;
    for (int shift = 0;; shift += 7) {
        uint8_t byte = *(*p)++;
        v |= (uint32_t)(byte & 127) << shift;
        if (byte < 128) return v;
    }
}

static uint32_t zigzag(int v) { return (uint32_t)v << 1 ^ (uint32_t)(v >> 31); }
static int unzigzag(uint32_t v) { return (int)(v >> 1) ^ -(int)(v & 1); }

static bool same(AstPos a, AstPos b)
{
    return a.lineno == b.lineno && a.col_offset == b.col_offset && a.end_lineno == b.end_lineno
        && a.end_col_offset == b.end_col_offset;
}

uint8_t *pack_positions(FrontArena *arena, Unit *u, const uint32_t *offsets, uint32_t total, uint32_t *size)
{
    uint8_t *table = (uint8_t *)adder_front_text(arena, (size_t)u->count * 25 + 1), *p = table;
    int line = u->firstlineno;
    for (int i = 0, next; i < u->count; i = next) {
        AstPos pos = u->code[i].pos;
        for (next = i + 1; next < u->count && same(u->code[next].pos, pos); next++) {}
        uint32_t end = next < u->count ? offsets[next] : total;
        p = put(p, end - offsets[i]);
        bool known = pos.lineno >= 0;
        if (!known) pos.lineno = line;
        p = put(p, zigzag(pos.lineno - line));
        p = put(p, !known ? 0 : pos.end_lineno >= pos.lineno ? (uint32_t)(pos.end_lineno - pos.lineno + 1) : 1);
        p = put(p, pos.col_offset >= 0 ? (uint32_t)pos.col_offset + 1 : 0);
        p = put(p, pos.end_col_offset >= 0 ? (uint32_t)pos.end_col_offset + 1 : 0);
        line = pos.lineno;
    }
    *size = (uint32_t)(p - table);
    return table;
}

void adder_positions_start(PositionReader *r, CodeObject *code)
{
    *r = (PositionReader){.next = code->positions, .end = code->positions + code->positions_size, .line = code->firstlineno};
}

bool adder_positions_next(PositionReader *r)
{
    if (r->next >= r->end) return false;
    r->start = r->stop;
    r->stop += (int)get(&r->next);
    r->line += unzigzag(get(&r->next));
    int lines = (int)get(&r->next), col = (int)get(&r->next) - 1, end_col = (int)get(&r->next) - 1;
    r->pos = (Position){r->line, lines ? r->line + lines - 1 : -1, col, end_col};
    return true;
}

Position adder_code_position(CodeObject *code, int lasti)
{
    PositionReader r;
    if (lasti < 0) return (Position){code->firstlineno, code->firstlineno, -1, -1};
    for (adder_positions_start(&r, code); adder_positions_next(&r);)
        if (lasti < r.stop) return r.pos;
    return (Position){-1, -1, -1, -1};
}
