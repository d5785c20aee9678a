/* args.h -- the core of PyArg_*: one format unit at a time. Used by args.c (the units) and args_parse.c (tuples, keywords). */
#ifndef ADDER_ARGS_H
#define ADDER_ARGS_H
#include "runtime/define.h"
#include <stdarg.h>
#include <stdbool.h>

/* What was taken so far and must be given back if a later argument is wrong: buffers, memory, converters' results. */
#define UNDO_ON_STACK 8
typedef struct {
    enum { UNDO_MEMORY, UNDO_BUFFER, UNDO_CONVERTER } kind;
    void *what;                            /* char ** whose memory goes, Py_buffer *, the converter's target */
    int (*converter)(PyObject *, void *);
} Undo;

/* Reading a format: where we are, the targets, and what to undo. */
typedef struct {
    const char *format;
    va_list va;
    Undo small[UNDO_ON_STACK], *undo;
    int undo_count, undo_room;
    int levels[32];  /* for messages: the item numbers within nested sequences, 0 ends */
    char text[256];  /* the message being made */
} Args;

void args_start(Args *a, const char *format, va_list va);
/* Ends the reading: `ok` as it is after giving back what was taken when it is 0. */
int args_end(Args *a, int ok);

/* Converts arg by the next unit. NULL, or a message beginning with "must be ..." or "(...": then maybe with an exception set. */
const char *args_convert(Args *a, PyObject *arg, int *levels, int depth);
/* Passes over the next unit and its targets. NULL, or a message. */
const char *args_skip(Args *a);
/* The TypeError for a message of args_convert about argument number i (0: not numbered). */
void args_raise(Args *a, Py_ssize_t i, const char *message, const char *function, const char *custom);
#endif
