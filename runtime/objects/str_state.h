/* str_state.h -- what one interpreter keeps for its strings; PyInterpreterState embeds it as `str`. */
#ifndef ADDER_STR_STATE_H
#define ADDER_STR_STATE_H
#include <stddef.h>

struct adder_str_state {
    /* Interned strings: open addressing, linear probing, power-of-two capacity. The table counts no references:
     * a string that dies takes itself out. Static names and one-character strings are put in at start. */
    struct _object **interned;
    size_t interned_capacity; /* slots, 0 before adder_str_init() */
    size_t interned_used;     /* slots that are not NULL */
};

/* Fills the table of interned strings with the static ones. 0, or -1 without memory (no exception set). */
int adder_str_init(struct adder_str_state *state);
/* Frees the table itself: when no string that it names can die any more. */
void adder_str_fini(struct adder_str_state *state);
#endif
