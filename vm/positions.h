/* positions.h -- reading a code object's line table row by row. */
#ifndef ADDER_POSITIONS_H
#define ADDER_POSITIONS_H
#include "vm/code.h"

typedef struct {
    const uint8_t *next, *end;
    int start, stop; /* the row just read: words of code */
    int line;
    Position pos;
} PositionReader;

void adder_positions_start(PositionReader *r, CodeObject *code);
bool adder_positions_next(PositionReader *r); /* false: no more rows */
#endif
