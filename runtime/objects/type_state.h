/* type_state.h -- what one interpreter knows about types: the method cache, version tags, and the per-VM facts of static
 * types, which all VMs of a process share and none may write to. */
#ifndef ADDER_TYPE_STATE_H
#define ADDER_TYPE_STATE_H
#include <stddef.h>
#include <stdint.h>

struct _object;
struct _typeobject;

#define ADDER_TYPE_CACHE_SIZE 2048 /* entries; a power of two */
#define ADDER_METHOD_FREE_MAX ADDER_FREE_LIST(64)

/* One answer of a lookup: `name` on the type that had `version`. */
struct adder_type_cache_entry {
    struct _object *name;  /* exact interned str, owned; NULL: empty */
    struct _object *value; /* borrowed from the type that holds it; NULL: the name is on no class of the MRO */
    uint32_t version;      /* never 0 in a filled entry */
};

/* Direct subclasses in the order of their making, borrowed: each takes itself out when it dies. */
struct adder_type_list {
    struct _typeobject **items;
    size_t count, capacity;
};

/* Facts about one core static type that this VM alone has. */
struct adder_static_type_facts {
    struct adder_type_list subclasses;
    struct _object *weakrefs; /* head of the list of weak references to the type */
};

/* Embedded in the interpreter state as `type`; all zero before adder_type_state_init(). */
struct adder_type_state {
    struct adder_type_cache_entry *cache;        /* ADDER_TYPE_CACHE_SIZE entries, made with the state */
    uint32_t next_version;                       /* next tag to give out; 0 once they are used up */
    struct adder_static_type_facts *static_types; /* by index of the static type */
    struct _object *method_free;                 /* dead bound methods, linked through im_func */
    int method_free_count;
    struct _object *cfunction_free;              /* dead PyCFunctions, linked through m_self */
    int cfunction_free_count;
    struct _object *abc_invalidation_counter;    /* _abc: reserved for the module; NULL */
    int attribute_hint;                          /* self.x names of the class body now being made into a class; 0 unknown */
};

/* Sets it up (the memory is zeroed before). 0, or -1 without memory. */
int adder_type_state_init(struct adder_type_state *state);
/* Forgets cached answers and free blocks (also called by a full collection). */
void adder_type_state_clear(struct adder_type_state *state);
/* Frees what is left; no type of this VM may be used afterwards. */
void adder_type_state_fini(struct adder_type_state *state);
#endif
