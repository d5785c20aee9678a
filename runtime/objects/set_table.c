/* set_table.c -- the hash table of sets: open addressing over entries {key, hash} stored in the table itself.
 *
 * A probe looks at up to ten neighbouring entries (one or two cache lines) before it jumps by i = 5*i + 1 + perturb. The
 * order in which a set shows its keys is the order of its table, so growth and probing follow CPython's published
 * behaviour exactly: print({3, 1, 2}) must agree. fill counts filled and deleted entries, used the filled ones; the table
 * grows when fill reaches 3/5 of it, so a probe always meets an unused entry. */
#include "runtime/objects/set_table.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/compare.h"

#define NEIGHBOURS 9
#define PERTURB_SHIFT 5

#ifndef ADDER_IMMORTAL_REFCNT
#define ADDER_IMMORTAL_REFCNT ((Py_ssize_t)1 << 60)
#endif

PyObject adder_set_dummy = { .ob_refcnt = ADDER_IMMORTAL_REFCNT, .ob_type = &PyBaseObject_Type };
PyObject *_PySet_Dummy = &adder_set_dummy;

void adder_set_init_empty(PySetObject *so)
{
    memset(so->smalltable, 0, sizeof(so->smalltable));
    so->fill = so->used = 0;
    so->mask = PySet_MINSIZE - 1;
    so->table = so->smalltable;
    so->hash = -1;
    so->finger = 0;
}

void adder_set_detach(PySetObject *so, struct adder_set_storage *storage)
{
    storage->mask = so->mask;
    storage->used = so->used;
    storage->table = so->table;
    if (so->table == so->smalltable) {
        memcpy(storage->small, so->smalltable, sizeof(storage->small));
        storage->table = storage->small;
    }
    adder_set_init_empty(so);
}

void adder_set_drop(struct adder_set_storage *storage)
{
    for (Py_ssize_t i = 0; storage->used > 0; i++) {
        if (!set_entry_filled(&storage->table[i])) continue;
        storage->used--;
        Py_DECREF(storage->table[i].key);
    }
    if (storage->table != storage->small) PyMem_Free(storage->table);
}

Py_hash_t adder_set_hash(PyObject *key)
{
    if (PyUnicode_CheckExact(key)) {
        Py_hash_t hash = ((PyASCIIObject *)key)->hash;
        if (hash != -1) return hash;
    } else if (PyLong_CheckExact(key) && (size_t)(Py_SIZE(key) + 1) <= 2) { /* one digit: its own hash, but for -1 */
        Py_hash_t hash = Py_SIZE(key) * (Py_hash_t)((PyLongObject *)key)->ob_digit[0];
        return hash == -1 ? -2 : hash;
    }
    return PyObject_Hash(key);
}

enum { FAILED = -1, UNUSED_ENTRY, FOUND_ENTRY, CHANGED };

/* Looks for the key from the start of its probe sequence: *at is its entry; or where it belongs, which is the last deleted
 * entry that was passed, else the unused one that ended the search. CHANGED: a comparison changed the table; try again. */
static int probe(PySetObject *so, PyObject *key, Py_hash_t hash, setentry **at)
{
    setentry *table = so->table;
    size_t mask = (size_t)so->mask, i = (size_t)hash & mask, perturb = (size_t)hash;
    setentry *deleted = NULL;
    for (;;) {
        setentry *e = &table[i];
        for (size_t n = i + NEIGHBOURS <= mask ? NEIGHBOURS : 0;; n--, e++) {
            if (e->key == NULL) {
                if (deleted != NULL && deleted->key != SET_DUMMY) return CHANGED; /* filled by a comparison */
                *at = deleted != NULL ? deleted : e;
                return UNUSED_ENTRY;
            }
            if (e->key == SET_DUMMY) {
                deleted = e;
            } else if (e->hash == hash) {
                PyObject *have = e->key;
                int same = adder_equal_quick(have, key);
                if (same < 0) {
                    Py_INCREF(have);
                    same = PyObject_RichCompareBool(have, key, Py_EQ);
                    Py_DECREF(have);
                    if (same < 0) return FAILED;
                    if (so->table != table || (size_t)so->mask != mask || e->key != have) return CHANGED;
                }
                if (same > 0) {
                    *at = e;
                    return FOUND_ENTRY;
                }
            }
            if (n == 0) break;
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

static int find(PySetObject *so, PyObject *key, Py_hash_t hash, setentry **at)
{
    int rc;
    do rc = probe(so, key, hash, at); while (rc == CHANGED);
    return rc;
}

/* Puts a key that is not there into a table without deleted entries, taking the reference over. */
static void put_clean(setentry *table, size_t mask, PyObject *key, Py_hash_t hash)
{
    size_t i = (size_t)hash & mask, perturb = (size_t)hash;
    for (;;) {
        setentry *e = &table[i];
        for (size_t n = i + NEIGHBOURS <= mask ? NEIGHBOURS : 0;; n--, e++) {
            if (e->key == NULL) {
                e->key = key;
                e->hash = hash;
                return;
            }
            if (n == 0) break;
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* A table of more than `least` entries with what is there now. 0, or -1 with MemoryError and nothing changed. */
static int resize(PySetObject *so, Py_ssize_t least)
{
    size_t size = PySet_MINSIZE;
    while (size <= (size_t)least) size <<= 1;
    setentry small[PySet_MINSIZE], *old = so->table, *table = so->smalltable;
    Py_ssize_t old_mask = so->mask;
    if (size == PySet_MINSIZE) {
        if (old == so->smalltable) {
            if (so->fill == so->used) return 0;
            memcpy(small, old, sizeof(small));
            old = small;
        }
    } else if (size > (size_t)PY_SSIZE_T_MAX / sizeof(setentry)
               || (table = PyMem_Malloc(size * sizeof(setentry))) == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    memset(table, 0, size * sizeof(setentry));
    so->mask = (Py_ssize_t)size - 1;
    so->table = table;
    so->fill = so->used;
    for (Py_ssize_t i = 0; i <= old_mask; i++)
        if (set_entry_filled(&old[i])) put_clean(table, size - 1, old[i].key, old[i].hash);
    if (old != so->smalltable && old != small) PyMem_Free(old);
    return 0;
}

int adder_set_contains(PySetObject *so, PyObject *key, Py_hash_t hash)
{
    setentry *e;
    return find(so, key, hash, &e);
}

int adder_set_add(PySetObject *so, PyObject *key, Py_hash_t hash)
{
    setentry *e;
    Py_INCREF(key); /* a comparison may drop what the caller borrowed */
    int rc = find(so, key, hash, &e);
    if (rc != UNUSED_ENTRY) {
        Py_DECREF(key);
        return rc == FAILED ? -1 : 0;
    }
    bool deleted = e->key != NULL;
    e->key = key;
    e->hash = hash;
    so->used++;
    if (deleted) return 0; /* counted in fill already */
    so->fill++;
    if ((size_t)so->fill * 5 < (size_t)so->mask * 3) return 0;
    if (resize(so, so->used > 50000 ? so->used * 2 : so->used * 4) == 0) return 0;
    e->key = NULL; /* no memory to grow: as before the call */
    e->hash = 0;
    so->fill--;
    so->used--;
    Py_DECREF(key);
    return -1;
}

int adder_set_discard(PySetObject *so, PyObject *key, Py_hash_t hash)
{
    setentry *e;
    int rc = find(so, key, hash, &e);
    if (rc != FOUND_ENTRY) return rc;
    PyObject *old = e->key;
    e->key = SET_DUMMY;
    e->hash = -1;
    so->used--;
    Py_DECREF(old);
    return 1;
}

bool adder_set_step(PySetObject *so, Py_ssize_t *pos, setentry **entry)
{
    Py_ssize_t i = *pos;
    while (i <= so->mask && !set_entry_filled(&so->table[i])) i++;
    *pos = i + 1;
    if (i > so->mask) return false;
    *entry = &so->table[i];
    return true;
}

int adder_set_merge(PySetObject *so, PySetObject *other)
{
    if (so == other || other->used == 0) return 0;
    if ((so->fill + other->used) * 5 >= so->mask * 3 && resize(so, (so->used + other->used) * 2) < 0) return -1;
    Py_ssize_t pos = 0;
    setentry *e;
    if (so->fill == 0 && so->mask == other->mask && other->fill == other->used) { /* the same table again */
        for (Py_ssize_t i = 0; i <= other->mask; i++) {
            Py_XINCREF(other->table[i].key);
            so->table[i] = other->table[i];
        }
        so->fill = so->used = other->used;
        return 0;
    }
    if (so->fill == 0) {
        so->fill = so->used = other->used;
        while (adder_set_step(other, &pos, &e)) put_clean(so->table, (size_t)so->mask, Py_NewRef(e->key), e->hash);
        return 0;
    }
    while (adder_set_step(other, &pos, &e)) {
        PyObject *key = Py_NewRef(e->key);
        int rc = adder_set_add(so, key, e->hash);
        Py_DECREF(key);
        if (rc < 0) return -1;
    }
    return 0;
}

/* The keys of an exact dict. */
static int merge_dict(PySetObject *so, PyObject *dict)
{
    Py_ssize_t n = PyDict_GET_SIZE(dict), pos = 0;
    if ((so->fill + n) * 5 >= so->mask * 3 && resize(so, (so->used + n) * 2) < 0) return -1;
    PyObject *key, *value;
    Py_hash_t hash;
    while (_PyDict_Next(dict, &pos, &key, &value, &hash))
        if (adder_set_add(so, key, hash) < 0) return -1;
    return 0;
}

int adder_set_update(PySetObject *so, PyObject *iterable)
{
    if (PyAnySet_Check(iterable)) return adder_set_merge(so, SET(iterable));
    if (PyDict_CheckExact(iterable)) return merge_dict(so, iterable);
    PyObject *iter = PyObject_GetIter(iterable), *key;
    if (iter == NULL) return -1;
    int rc = 0;
    while (rc == 0 && (key = PyIter_Next(iter)) != NULL) {
        Py_hash_t hash = adder_set_hash(key);
        rc = hash == -1 ? -1 : adder_set_add(so, key, hash);
        Py_DECREF(key);
    }
    Py_DECREF(iter);
    return rc < 0 || PyErr_Occurred() ? -1 : 0;
}
