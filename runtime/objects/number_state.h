/* number_state.h -- what one interpreter keeps for its numbers: free lists of boxes and the digit limit.
 *
 * Invariant: every block on `int_free` has room for a two-digit int (32 bytes), every block on `float_free` for a float
 * (24 bytes, allocated as 32 where the allocator rounds up); the first word of a free block is the next one. Both lists
 * are bounded, so a burst of numbers does not hold its memory for ever. */
#ifndef ADDER_OBJECTS_NUMBER_STATE_H
#define ADDER_OBJECTS_NUMBER_STATE_H

/* Free boxes kept at most, per list. */
#define ADDER_NUMBER_FREE_MAX ADDER_FREE_LIST(1024)

/* sys.set_int_max_str_digits(): the default, and the smallest limit but 0 (= none) that may be set. */
#define ADDER_INT_STR_DIGITS_DEFAULT 4300
#define ADDER_INT_STR_DIGITS_FLOOR 640

struct _is;

struct adder_number_state {
    void *int_free;         /* two-digit int blocks */
    void *float_free;       /* float blocks */
    int int_free_count;     /* 0..ADDER_NUMBER_FREE_MAX */
    int float_free_count;
    int int_max_str_digits; /* 0: no limit */
};

/* Sets the state up (the memory is zeroed before); frees what the free lists hold. Never fails. */
int adder_number_init(struct _is *interp);
void adder_number_fini(struct _is *interp);

#endif
