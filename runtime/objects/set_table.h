/* set_table.h -- the hash table inside set and frozenset; other files use the C API. */
#ifndef ADDER_OBJECTS_SET_TABLE_H
#define ADDER_OBJECTS_SET_TABLE_H

#include "runtime/define.h"

#define SET(o) ((PySetObject *)(o))

/* The key of a deleted entry; its hash is -1. Never given out. */
extern ADDER_HIDDEN PyObject adder_set_dummy;
#define SET_DUMMY (&adder_set_dummy)

static inline bool set_entry_filled(const setentry *e) { return e->key != NULL && e->key != SET_DUMMY; }

/* Makes the fields of a zeroed object an empty set. */
void adder_set_init_empty(PySetObject *so);
/* Takes the whole table out; returns it for adder_set_drop_table(), with its mask. May use *small as its place. */
struct adder_set_storage {
    setentry *table; /* heap block or small */
    Py_ssize_t mask, used;
    setentry small[PySet_MINSIZE];
};
void adder_set_detach(PySetObject *so, struct adder_set_storage *storage);
void adder_set_drop(struct adder_set_storage *storage); /* may run Python code */

/* The hash of a key; -1 with an exception. */
Py_hash_t adder_set_hash(PyObject *key);

/* All borrow the key; 1 found/done, 0 not, -1 with an exception. May run __eq__. */
int adder_set_contains(PySetObject *so, PyObject *key, Py_hash_t hash);
int adder_set_add(PySetObject *so, PyObject *key, Py_hash_t hash);     /* 0 also when it is there already */
int adder_set_discard(PySetObject *so, PyObject *key, Py_hash_t hash);

/* The next filled entry at or after *pos, which moves behind it. Valid until the set changes. */
bool adder_set_step(PySetObject *so, Py_ssize_t *pos, setentry **entry);

/* Adds the keys of another set. 0, or -1 with an exception. */
int adder_set_merge(PySetObject *so, PySetObject *other);
/* Adds all that an iterable yields. 0, or -1 with an exception. */
int adder_set_update(PySetObject *so, PyObject *iterable);

#endif
