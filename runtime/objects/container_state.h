/* container_state.h -- what one interpreter keeps for tuple, list, dict and set: free lists and version counters. */
#ifndef ADDER_OBJECTS_CONTAINER_STATE_H
#define ADDER_OBJECTS_CONTAINER_STATE_H

#include <stdint.h>
#include <stddef.h>

#define ADDER_TUPLE_SIZES 21     /* free tuples are kept for lengths 1 .. 20 */
#define ADDER_TUPLE_FREE_MAX ADDER_FREE_LIST(500) /* of each length */
#define ADDER_LIST_FREE_MAX ADDER_FREE_LIST(100)
#define ADDER_DICT_FREE_MAX ADDER_FREE_LIST(100)
#define ADDER_KEYS_FREE_MAX ADDER_FREE_LIST(100)

/* A chain of dead blocks of one size, linked through their first word after the GC header's object start. */
struct adder_free_chain {
    void *head;
    int count;
};

/* Embedded in the interpreter state as `containers`; all zero at start. Emptied by adder_containers_clear_free(). */
struct adder_container_state {
    struct adder_free_chain tuples[ADDER_TUPLE_SIZES]; /* by length; [0] unused */
    struct adder_free_chain lists;
    struct adder_free_chain dicts;
    struct adder_free_chain keys_general; /* smallest key tables, GENERAL */
    struct adder_free_chain keys_unicode; /* smallest key tables, UNICODE */
    struct adder_free_chain slices;       /* at most one */
    uint64_t dict_version;                /* last ma_version_tag given out */
    uint32_t keys_version;                /* last key table version given out; stays at UINT32_MAX once there */
};

/* Gives every block on the free lists back. Called by full collections and when the interpreter ends. */
void adder_containers_clear_free(struct adder_container_state *state);

#endif
