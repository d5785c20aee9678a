/* set.c -- the types set and frozenset: construction, set algebra, methods, iteration, C API.
 *
 * A result has the type of the left operand's base (set or frozenset), never a subclass. Operators take sets only, methods
 * any iterable. Keys taken from one set to look up in another are owned meanwhile: __eq__ may change either. */
#include "runtime/objects/set_table.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/type.h"

/* ---- Life ---- */

static PyObject *set_alloc(PyTypeObject *type)
{
    PySetObject *so = (PySetObject *)type->tp_alloc(type, 0);
    if (so == NULL) return NULL;
    adder_set_init_empty(so);
    so->weakreflist = NULL;
    return (PyObject *)so;
}

/* A set of that type with what the iterable (may be NULL) yields. */
static PyObject *set_from(PyTypeObject *type, PyObject *iterable)
{
    PyObject *so = set_alloc(type);
    if (so != NULL && iterable != NULL && adder_set_update(SET(so), iterable) < 0) Py_CLEAR(so);
    return so;
}

static PyTypeObject *base_type(PyObject *so) { return PySet_Check(so) ? &PySet_Type : &PyFrozenSet_Type; }
static PyObject *like(PyObject *so, PyObject *iterable) { return set_from(base_type(so), iterable); }

static int set_tp_clear(PyObject *self)
{
    struct adder_set_storage storage;
    adder_set_detach(SET(self), &storage);
    adder_set_drop(&storage);
    return 0;
}

static void set_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, set_dealloc)
    if (SET(self)->weakreflist != NULL) PyObject_ClearWeakRefs(self);
    set_tp_clear(self);
    Py_TYPE(self)->tp_free(self);
    ADDER_TRASHCAN_END;
}

static int set_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_ssize_t pos = 0;
    setentry *e;
    while (adder_set_step(SET(self), &pos, &e)) Py_VISIT(e->key);
    return 0;
}

static int set_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *iterable = NULL;
    if (!_PyArg_NoKeywords("set", kwargs) || !PyArg_UnpackTuple(args, Py_TYPE(self)->tp_name, 0, 1, &iterable)) return -1;
    if (SET(self)->fill != 0) set_tp_clear(self);
    SET(self)->hash = -1;
    return iterable == NULL ? 0 : adder_set_update(SET(self), iterable);
}

static PyObject *set_new(PyTypeObject *type, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    return set_alloc(type);
}

static PyObject *set_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
    if (!_PyArg_NoKwnames("set", kwnames) || !_PyArg_CheckPositional("set", nargs, 0, 1)) return NULL;
    return set_from((PyTypeObject *)type, nargs == 1 ? args[0] : NULL);
}

static PyObject *frozenset_make(PyTypeObject *type, PyObject *iterable)
{
    if (type == &PyFrozenSet_Type && iterable != NULL && PyFrozenSet_CheckExact(iterable)) return Py_NewRef(iterable);
    return set_from(type, iterable);
}

static PyObject *frozenset_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *iterable = NULL;
    if ((type == &PyFrozenSet_Type || type->tp_init == PyFrozenSet_Type.tp_init) && !_PyArg_NoKeywords("frozenset", kwargs))
        return NULL;
    return PyArg_UnpackTuple(args, type->tp_name, 0, 1, &iterable) ? frozenset_make(type, iterable) : NULL;
}

static PyObject *frozenset_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
    if (!_PyArg_NoKwnames("frozenset", kwnames) || !_PyArg_CheckPositional("frozenset", nargs, 0, 1)) return NULL;
    return frozenset_make((PyTypeObject *)type, nargs == 1 ? args[0] : NULL);
}

/* ---- Single keys ---- */

static Py_ssize_t set_len(PyObject *self) { return SET(self)->used; }

static int contains_key(PyObject *self, PyObject *key)
{
    Py_hash_t hash = adder_set_hash(key);
    return hash == -1 ? -1 : adder_set_contains(SET(self), key, hash);
}

static int discard_key(PyObject *self, PyObject *key)
{
    Py_hash_t hash = adder_set_hash(key);
    return hash == -1 ? -1 : adder_set_discard(SET(self), key, hash);
}

/* Asks for a key; a set, which has no hash, is looked up as a frozenset of the same keys. */
static int with_set_as_key(PyObject *self, PyObject *key, int (*ask)(PyObject *self, PyObject *key))
{
    int rc = ask(self, key);
    if (rc >= 0 || !PySet_Check(key) || !PyErr_ExceptionMatches(PyExc_TypeError)) return rc;
    PyErr_Clear();
    PyObject *frozen = set_from(&PyFrozenSet_Type, key);
    if (frozen == NULL) return -1;
    rc = ask(self, frozen);
    Py_DECREF(frozen);
    return rc;
}

static int set_contains(PyObject *self, PyObject *key) { return with_set_as_key(self, key, contains_key); }

static PyObject *set_contains_method(PyObject *self, PyObject *key)
{
    int rc = set_contains(self, key);
    return rc < 0 ? NULL : PyBool_FromLong(rc);
}

static PyObject *set_add(PyObject *self, PyObject *const *args)
{
    Py_hash_t hash = adder_set_hash(args[0]);
    return hash == -1 || adder_set_add(SET(self), args[0], hash) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *set_remove(PyObject *self, PyObject *const *args)
{
    int rc = with_set_as_key(self, args[0], discard_key);
    if (rc == 0) _PyErr_SetKeyError(args[0]);
    return rc <= 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *set_discard(PyObject *self, PyObject *const *args)
{
    return with_set_as_key(self, args[0], discard_key) < 0 ? NULL : Py_NewRef(Py_None);
}

/* Takes some key out; the finger remembers where the last one was, so that emptying a set is linear. */
static PyObject *pop_key(PySetObject *so)
{
    if (so->used == 0) {
        PyErr_SetString(PyExc_KeyError, "pop from an empty set");
        return NULL;
    }
    Py_ssize_t i = so->finger & so->mask;
    while (!set_entry_filled(&so->table[i])) i = (i + 1) & so->mask;
    PyObject *key = so->table[i].key;
    so->table[i] = (setentry){ SET_DUMMY, -1 };
    so->used--;
    so->finger = i + 1;
    return key;
}

static PyObject *set_pop(PyObject *self, PyObject *const *Py_UNUSED(args)) { return pop_key(SET(self)); }

static PyObject *set_clear(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    set_tp_clear(self);
    Py_RETURN_NONE;
}

static PyObject *copy_of(PyObject *self) { return like(self, self); }

static PyObject *set_copy(PyObject *self, PyObject *const *Py_UNUSED(args)) { return copy_of(self); }

static PyObject *frozenset_copy(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return PyFrozenSet_CheckExact(self) ? Py_NewRef(self) : copy_of(self);
}

/* ---- Algebra ---- */

/* Exchanges the contents of two sets. */
static void swap_bodies(PySetObject *a, PySetObject *b)
{
    PySetObject saved = *a;
    a->fill = b->fill;
    a->used = b->used;
    a->mask = b->mask;
    a->finger = b->finger;
    a->table = b->table == b->smalltable ? a->smalltable : b->table;
    memcpy(a->smalltable, b->smalltable, sizeof(a->smalltable));
    b->fill = saved.fill;
    b->used = saved.used;
    b->mask = saved.mask;
    b->finger = saved.finger;
    b->table = saved.table == a->smalltable ? b->smalltable : saved.table;
    memcpy(b->smalltable, saved.smalltable, sizeof(b->smalltable));
    if (PyFrozenSet_Check(a) && PyFrozenSet_Check(b)) {
        a->hash = b->hash;
        b->hash = saved.hash;
    } else {
        a->hash = b->hash = -1;
    }
}

/* Adds key to `to` when `from` has it (wanted 1) or has it not (wanted 0). 0, or -1 with an exception. */
static int add_if(PySetObject *to, PySetObject *from, PyObject *key, Py_hash_t hash, int wanted)
{
    int has = adder_set_contains(from, key, hash);
    return has == wanted ? adder_set_add(to, key, hash) : has < 0 ? -1 : 0;
}

static PyObject *set_intersect(PyObject *self, PyObject *other)
{
    if (self == other) return copy_of(self);
    PyObject *result = like(self, NULL);
    if (result == NULL) return NULL;
    int rc = 0;
    if (PyAnySet_Check(other)) {
        if (SET(other)->used > SET(self)->used) { /* walk the smaller one */
            PyObject *swap = self;
            self = other;
            other = swap;
        }
        Py_ssize_t pos = 0;
        setentry *e;
        while (rc == 0 && adder_set_step(SET(other), &pos, &e)) {
            PyObject *key = Py_NewRef(e->key);
            rc = add_if(SET(result), SET(self), key, e->hash, 1);
            Py_DECREF(key);
        }
    } else {
        PyObject *iter = PyObject_GetIter(other), *key;
        if (iter == NULL) rc = -1;
        while (rc == 0 && (key = PyIter_Next(iter)) != NULL) {
            Py_hash_t hash = adder_set_hash(key);
            rc = hash == -1 ? -1 : add_if(SET(result), SET(self), key, hash, 1);
            Py_DECREF(key);
        }
        Py_XDECREF(iter);
        if (rc == 0 && PyErr_Occurred()) rc = -1;
    }
    if (rc < 0) Py_CLEAR(result);
    return result;
}

/* self -= other, any iterable. 0, or -1 with an exception. */
static int subtract_from(PyObject *self, PyObject *other)
{
    if (self == other) return set_tp_clear(self);
    int rc = 0;
    if (PyAnySet_Check(other)) {
        Py_ssize_t pos = 0;
        setentry *e;
        while (rc >= 0 && adder_set_step(SET(other), &pos, &e)) {
            PyObject *key = Py_NewRef(e->key);
            rc = adder_set_discard(SET(self), key, e->hash);
            Py_DECREF(key);
        }
    } else {
        PyObject *iter = PyObject_GetIter(other), *key;
        if (iter == NULL) return -1;
        while (rc >= 0 && (key = PyIter_Next(iter)) != NULL) {
            rc = discard_key(self, key);
            Py_DECREF(key);
        }
        Py_DECREF(iter);
        if (rc >= 0 && PyErr_Occurred()) rc = -1;
    }
    if (rc < 0) return -1;
    return 0;
}

static PyObject *set_subtract(PyObject *self, PyObject *other)
{
    bool dict = PyDict_CheckExact(other);
    Py_ssize_t n = PyAnySet_Check(other) ? SET(other)->used : dict ? PyDict_GET_SIZE(other) : -1;
    if (n < 0 || SET(self)->used >> 2 > n) { /* few to take away: copy and delete */
        PyObject *result = copy_of(self);
        if (result != NULL && subtract_from(result, other) < 0) Py_CLEAR(result);
        return result;
    }
    PyObject *result = like(self, NULL);
    Py_ssize_t pos = 0;
    setentry *e;
    while (result != NULL && adder_set_step(SET(self), &pos, &e)) {
        PyObject *key = Py_NewRef(e->key);
        Py_hash_t hash = e->hash;
        int has = dict ? _PyDict_Contains_KnownHash(other, key, hash) : adder_set_contains(SET(other), key, hash);
        if (has < 0 || (has == 0 && adder_set_add(SET(result), key, hash) < 0)) Py_CLEAR(result);
        Py_DECREF(key);
    }
    return result;
}

/* Takes the key out when it is there, else adds it. */
static int toggle(PySetObject *so, PyObject *key, Py_hash_t hash)
{
    Py_INCREF(key);
    int rc = adder_set_discard(so, key, hash);
    if (rc == 0) rc = adder_set_add(so, key, hash);
    Py_DECREF(key);
    return rc < 0 ? -1 : 0;
}

/* self ^= other, any iterable. 0, or -1 with an exception. */
static int toggle_all(PyObject *self, PyObject *other)
{
    if (self == other) return set_tp_clear(self);
    Py_ssize_t pos = 0;
    Py_hash_t hash;
    PyObject *key, *value;
    if (PyDict_CheckExact(other)) {
        while (_PyDict_Next(other, &pos, &key, &value, &hash))
            if (toggle(SET(self), key, hash) < 0) return -1;
        return 0;
    }
    PyObject *keys = PyAnySet_Check(other) ? Py_NewRef(other) : like(self, other); /* each key once */
    int rc = keys == NULL ? -1 : 0;
    setentry *e;
    while (rc == 0 && adder_set_step(SET(keys), &pos, &e)) rc = toggle(SET(self), e->key, e->hash);
    Py_XDECREF(keys);
    return rc;
}

static PyObject *set_toggle(PyObject *self, PyObject *other)
{
    PyObject *result = like(self, other);
    if (result != NULL && toggle_all(result, self) < 0) Py_CLEAR(result);
    return result;
}

/* ---- Operators ---- */

#define NEED_SETS(a, b) \
    if (!PyAnySet_Check(a) || !PyAnySet_Check(b)) Py_RETURN_NOTIMPLEMENTED

static PyObject *set_or(PyObject *a, PyObject *b)
{
    NEED_SETS(a, b);
    PyObject *result = copy_of(a);
    if (result != NULL && a != b && adder_set_merge(SET(result), SET(b)) < 0) Py_CLEAR(result);
    return result;
}
static PyObject *set_and(PyObject *a, PyObject *b)
{
    NEED_SETS(a, b);
    return set_intersect(a, b);
}
static PyObject *set_sub(PyObject *a, PyObject *b)
{
    NEED_SETS(a, b);
    return set_subtract(a, b);
}
static PyObject *set_xor(PyObject *a, PyObject *b)
{
    NEED_SETS(a, b);
    return set_toggle(a, b);
}

static int intersect_into(PyObject *self, PyObject *other)
{
    PyObject *result = set_intersect(self, other);
    if (result == NULL) return -1;
    swap_bodies(SET(self), SET(result));
    Py_DECREF(result);
    return 0;
}

static PyObject *set_ior(PyObject *self, PyObject *other)
{
    NEED_SETS(self, other);
    return adder_set_merge(SET(self), SET(other)) < 0 ? NULL : Py_NewRef(self);
}
static PyObject *set_iand(PyObject *self, PyObject *other)
{
    NEED_SETS(self, other);
    return intersect_into(self, other) < 0 ? NULL : Py_NewRef(self);
}
static PyObject *set_isub(PyObject *self, PyObject *other)
{
    NEED_SETS(self, other);
    return subtract_from(self, other) < 0 ? NULL : Py_NewRef(self);
}
static PyObject *set_ixor(PyObject *self, PyObject *other)
{
    NEED_SETS(self, other);
    return toggle_all(self, other) < 0 ? NULL : Py_NewRef(self);
}

/* ---- Methods that take any number of iterables ---- */

/* Runs `step` on self and each of the arguments. None, or NULL with an exception. */
static PyObject *each(PyObject *self, PyObject *others, int (*step)(PyObject *self, PyObject *other))
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(others); i++)
        if (step(self, PyTuple_GET_ITEM(others, i)) < 0) return NULL;
    Py_RETURN_NONE;
}

static int update_step(PyObject *self, PyObject *other) { return adder_set_update(SET(self), other); }

static PyObject *set_update(PyObject *self, PyObject *const *args) { return each(self, args[0], update_step); }

static PyObject *set_union(PyObject *self, PyObject *const *args)
{
    PyObject *result = copy_of(self);
    for (Py_ssize_t i = 0; result != NULL && i < PyTuple_GET_SIZE(args[0]); i++) {
        PyObject *other = PyTuple_GET_ITEM(args[0], i);
        if (other != self && adder_set_update(SET(result), other) < 0) Py_CLEAR(result);
    }
    return result;
}

static PyObject *set_intersection(PyObject *self, PyObject *const *args)
{
    Py_ssize_t n = PyTuple_GET_SIZE(args[0]);
    if (n == 0) return copy_of(self);
    PyObject *result = Py_NewRef(self);
    for (Py_ssize_t i = 0; result != NULL && i < n; i++)
        Py_SETREF(result, set_intersect(result, PyTuple_GET_ITEM(args[0], i)));
    return result;
}

static PyObject *set_intersection_update(PyObject *self, PyObject *const *args)
{
    PyObject *result = set_intersection(self, args);
    if (result == NULL) return NULL;
    swap_bodies(SET(self), SET(result));
    Py_DECREF(result);
    Py_RETURN_NONE;
}

static PyObject *set_difference(PyObject *self, PyObject *const *args)
{
    Py_ssize_t n = PyTuple_GET_SIZE(args[0]);
    if (n == 0) return copy_of(self);
    PyObject *result = set_subtract(self, PyTuple_GET_ITEM(args[0], 0));
    for (Py_ssize_t i = 1; result != NULL && i < n; i++)
        if (subtract_from(result, PyTuple_GET_ITEM(args[0], i)) < 0) Py_CLEAR(result);
    return result;
}

static PyObject *set_difference_update(PyObject *self, PyObject *const *args) { return each(self, args[0], subtract_from); }

static PyObject *set_symmetric_difference(PyObject *self, PyObject *const *args) { return set_toggle(self, args[0]); }

static PyObject *set_symmetric_difference_update(PyObject *self, PyObject *const *args)
{
    return toggle_all(self, args[0]) < 0 ? NULL : Py_NewRef(Py_None);
}

/* ---- Comparison ---- */

/* Is every key of a in b? 1, 0, -1. */
static int is_subset(PyObject *a, PyObject *b)
{
    if (SET(a)->used > SET(b)->used) return 0;
    Py_ssize_t pos = 0;
    setentry *e;
    int rc = 1;
    while (rc > 0 && adder_set_step(SET(a), &pos, &e)) {
        PyObject *key = Py_NewRef(e->key);
        rc = adder_set_contains(SET(b), key, e->hash);
        Py_DECREF(key);
    }
    return rc;
}

static PyObject *bool_or_error(int rc) { return rc < 0 ? NULL : PyBool_FromLong(rc); }

static PyObject *set_issubset(PyObject *self, PyObject *const *args)
{
    if (PyAnySet_Check(args[0])) return bool_or_error(is_subset(self, args[0]));
    PyObject *common = set_intersect(self, args[0]);
    if (common == NULL) return NULL;
    int rc = SET(common)->used == SET(self)->used;
    Py_DECREF(common);
    return PyBool_FromLong(rc);
}

static PyObject *set_issuperset(PyObject *self, PyObject *const *args)
{
    if (PyAnySet_Check(args[0])) return bool_or_error(is_subset(args[0], self));
    PyObject *iter = PyObject_GetIter(args[0]), *key;
    if (iter == NULL) return NULL;
    int rc = 1;
    while (rc > 0 && (key = PyIter_Next(iter)) != NULL) {
        rc = contains_key(self, key);
        Py_DECREF(key);
    }
    Py_DECREF(iter);
    return rc < 0 || PyErr_Occurred() ? NULL : PyBool_FromLong(rc);
}

static PyObject *set_isdisjoint(PyObject *self, PyObject *const *args)
{
    PyObject *other = args[0];
    if (self == other) return PyBool_FromLong(SET(self)->used == 0);
    int has = 0;
    if (PyAnySet_CheckExact(other)) {
        PyObject *small = self, *large = other;
        if (SET(other)->used <= SET(self)->used) {
            small = other;
            large = self;
        }
        Py_ssize_t pos = 0;
        setentry *e;
        while (has == 0 && adder_set_step(SET(small), &pos, &e)) {
            PyObject *key = Py_NewRef(e->key);
            has = adder_set_contains(SET(large), key, e->hash);
            Py_DECREF(key);
        }
        return has < 0 ? NULL : PyBool_FromLong(!has);
    }
    PyObject *iter = PyObject_GetIter(other), *key;
    if (iter == NULL) return NULL;
    while (has == 0 && (key = PyIter_Next(iter)) != NULL) {
        has = contains_key(self, key);
        Py_DECREF(key);
    }
    Py_DECREF(iter);
    return has < 0 || PyErr_Occurred() ? NULL : PyBool_FromLong(!has);
}

static PyObject *set_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyAnySet_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    Py_ssize_t n = SET(a)->used, m = SET(b)->used;
    int rc = 0;
    switch (op) {
    case Py_EQ:
    case Py_NE:
        if (n == m && !(SET(a)->hash != -1 && SET(b)->hash != -1 && SET(a)->hash != SET(b)->hash)) rc = is_subset(a, b);
        if (op == Py_NE && rc >= 0) rc = !rc;
        break;
    case Py_LE: rc = is_subset(a, b); break;
    case Py_GE: rc = is_subset(b, a); break;
    case Py_LT: rc = n < m ? is_subset(a, b) : 0; break;
    case Py_GT: rc = n > m ? is_subset(b, a) : 0; break;
    }
    return bool_or_error(rc);
}

/* A bit shuffle so that hashes of neighbouring ints do not cancel out in the xor below. */
static Py_uhash_t shuffle(Py_uhash_t h) { return ((h ^ 89869747UL) ^ (h << 16)) * 3644798167UL; }

/* Independent of order: the xor of all keys' shuffled hashes, stirred with the count. */
static Py_hash_t frozenset_hash(PyObject *self)
{
    PySetObject *so = SET(self);
    if (so->hash != -1) return so->hash;
    Py_uhash_t hash = 0;
    Py_ssize_t pos = 0;
    setentry *e;
    while (adder_set_step(so, &pos, &e)) hash ^= shuffle((Py_uhash_t)e->hash);
    hash ^= ((Py_uhash_t)so->used + 1) * 1927868237UL;
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash * 69069U + 907133923UL;
    if (hash == (Py_uhash_t)-1) hash = 590923713UL;
    return so->hash = (Py_hash_t)hash;
}

static PyObject *set_repr(PyObject *self)
{
    const char *name = Py_TYPE(self)->tp_name;
    int rc = Py_ReprEnter(self);
    if (rc != 0) return rc > 0 ? PyUnicode_FromFormat("%s(...)", name) : NULL;
    PyObject *text = NULL, *keys = NULL, *inside = NULL;
    if (SET(self)->used == 0) {
        text = PyUnicode_FromFormat("%s()", name);
        goto done;
    }
    if ((keys = PySequence_List(self)) == NULL || (inside = PyObject_Repr(keys)) == NULL) goto done;
    Py_SETREF(inside, PyUnicode_Substring(inside, 1, PyUnicode_GET_LENGTH(inside) - 1)); /* without [ and ] */
    if (inside == NULL) goto done;
    text = PySet_CheckExact(self) ? PyUnicode_FromFormat("{%U}", inside) : PyUnicode_FromFormat("%s({%U})", name, inside);
done:
    Py_XDECREF(keys);
    Py_XDECREF(inside);
    Py_ReprLeave(self);
    return text;
}

/* ---- Iteration ---- */

typedef struct {
    PyObject_HEAD
    PySetObject *set;    /* NULL when exhausted */
    Py_ssize_t used;     /* keys the set had; -1 once it changed */
    Py_ssize_t position;
    Py_ssize_t left;     /* keys still to come */
} SetIter;

static PyObject *set_iter(PyObject *self)
{
    SetIter *it = PyObject_GC_New(SetIter, &PySetIter_Type);
    if (it == NULL) return NULL;
    it->set = SET(Py_NewRef(self));
    it->used = it->left = SET(self)->used;
    it->position = 0;
    adder_gc_track((PyObject *)it);
    return (PyObject *)it;
}

static void setiter_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((SetIter *)self)->set);
    PyObject_GC_Del(self);
}

static int setiter_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((SetIter *)self)->set);
    return 0;
}

static PyObject *setiter_next(PyObject *self)
{
    SetIter *it = (SetIter *)self;
    PySetObject *so = it->set;
    if (so == NULL) return NULL;
    if (it->used != so->used) {
        PyErr_SetString(PyExc_RuntimeError, "Set changed size during iteration");
        it->used = -1;
        return NULL;
    }
    setentry *e;
    if (adder_set_step(so, &it->position, &e)) {
        it->left--;
        return Py_NewRef(e->key);
    }
    it->set = NULL;
    Py_DECREF(so);
    return NULL;
}

static PyObject *setiter_length_hint(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    SetIter *it = (SetIter *)self;
    return PyLong_FromSsize_t(it->set != NULL && it->used == it->set->used ? it->left : 0);
}

static PyObject *setiter_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    SetIter *it = (SetIter *)self;
    PyObject *copy = it->set == NULL ? NULL : set_iter((PyObject *)it->set), *list = NULL, *builtin = NULL, *result = NULL;
    if (copy != NULL) {
        ((SetIter *)copy)->used = it->used;
        ((SetIter *)copy)->position = it->position;
        ((SetIter *)copy)->left = it->left;
        list = PySequence_List(copy);
        Py_DECREF(copy);
    } else if (it->set == NULL) {
        list = PyList_New(0);
    }
    if (list != NULL && (builtin = _PyEval_GetBuiltin(ID(iter))) != NULL) result = Py_BuildValue("O(O)", builtin, list);
    Py_XDECREF(builtin);
    Py_XDECREF(list);
    return result;
}

static PyMethodDef setiter_methods[] = {
    FN("__length_hint__", setiter_length_hint, "()", "How many keys are still to come."),
    FN("__reduce__", setiter_reduce, "()", "State for pickling: an iterator over a list of what is left."),
    {0} };

PyTypeObject PySetIter_Type = {
    STATIC_TYPE("set_iterator", SetIter), .tp_dealloc = setiter_dealloc, .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_traverse = setiter_traverse,
    .tp_iter = PyObject_SelfIter, .tp_iternext = setiter_next, .tp_methods = setiter_methods };

/* ---- The types ---- */

static PyObject *set_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    PyObject *state = PyObject_CallMethodNoArgs(self, ID(__getstate__)), *keys = NULL, *result = NULL;
    if (state != NULL && (keys = PySequence_List(self)) != NULL)
        result = Py_BuildValue("O(O)O", Py_TYPE(self), keys, state);
    Py_XDECREF(state);
    Py_XDECREF(keys);
    return result;
}

static PyObject *set_sizeof(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    Py_ssize_t size = Py_TYPE(self)->tp_basicsize;
    if (SET(self)->table != SET(self)->smalltable) size += (SET(self)->mask + 1) * (Py_ssize_t)sizeof(setentry);
    return PyLong_FromSsize_t(size);
}

#define SET_READING_METHODS(copy)                                                                                      \
    { "__contains__", set_contains_method, METH_O | METH_COEXIST, "x.__contains__(y) <==> y in x." },                  \
    FN("copy", copy, "()", "Return a shallow copy of a set."),                                                 \
    FN("difference", set_difference, "(*others)", "A new set of the keys that are in none of the others."),   \
    FN("intersection", set_intersection, "(*others)", "A new set of the keys that are in all the others."),   \
    FN("isdisjoint", set_isdisjoint, "(other, /)", "Return True if two sets have a null intersection."),        \
    FN("issubset", set_issubset, "(other, /)", "Is every key of this set in the other?"),                       \
    FN("issuperset", set_issuperset, "(other, /)", "Is every key of the other in this set?"),                   \
    FN("__reduce__", set_reduce, "()", "State for pickling."),                                                 \
    FN("__sizeof__", set_sizeof, "()", "S.__sizeof__() -> size of S in memory, in bytes"),                     \
    FN("symmetric_difference", set_symmetric_difference, "(other, /)",                                          \
       "A new set of the keys that are in exactly one of the two."),                                                   \
    FN("union", set_union, "(*others)", "A new set of the keys of all."),                                    \
    { "__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, "See PEP 585" }

static PyMethodDef set_methods[] = {
    SET_READING_METHODS(set_copy),
    FN("add", set_add, "(object, /)", "Add a key; nothing happens when it is there."),
    FN("clear", set_clear, "()", "Remove all keys."),
    FN("discard", set_discard, "(object, /)", "Remove a key if it is there."),
    FN("difference_update", set_difference_update, "(*others)", "Remove all keys of the others."),
    FN("intersection_update", set_intersection_update, "(*others)", "Keep only keys that are in all the others."),
    FN("pop", set_pop, "()", "Remove and return some key; KeyError when the set is empty."),
    FN("remove", set_remove, "(object, /)", "Remove a key; KeyError when it is not there."),
    FN("symmetric_difference_update", set_symmetric_difference_update, "(other, /)",
       "Keep the keys that are in exactly one of the two."),
    FN("update", set_update, "(*others)", "Add all keys of the others."),
    {0} };

static PyMethodDef frozenset_methods[] = { SET_READING_METHODS(frozenset_copy), {0} };

static PySequenceMethods set_sequence = { .sq_length = set_len, .sq_contains = set_contains };
static PyNumberMethods set_number = {
    .nb_subtract = set_sub, .nb_and = set_and, .nb_xor = set_xor, .nb_or = set_or, .nb_inplace_subtract = set_isub,
    .nb_inplace_and = set_iand, .nb_inplace_xor = set_ixor, .nb_inplace_or = set_ior };
static PyNumberMethods frozenset_number = {
    .nb_subtract = set_sub, .nb_and = set_and, .nb_xor = set_xor, .nb_or = set_or };

#define SET_TYPE(py_name)                                                                                           \
    STATIC_TYPE(py_name, PySetObject), .tp_dealloc = set_dealloc, .tp_repr = set_repr,                              \
    .tp_as_sequence = &set_sequence, .tp_getattro = PyObject_GenericGetAttr,                                        \
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | _Py_TPFLAGS_MATCH_SELF,             \
    .tp_traverse = set_traverse, .tp_clear = set_tp_clear, .tp_richcompare = set_richcompare,                       \
    .tp_weaklistoffset = offsetof(PySetObject, weakreflist), .tp_iter = set_iter, .tp_alloc = PyType_GenericAlloc,  \
    .tp_free = PyObject_GC_Del

PyTypeObject PySet_Type = {
    SET_TYPE("set"), .tp_as_number = &set_number, .tp_hash = PyObject_HashNotImplemented,
    .tp_doc = "set() -> new empty set object\nset(iterable) -> new set object\n\n"
              "An unordered collection without duplicates.",
    .tp_methods = set_methods, .tp_init = set_init, .tp_new = set_new, .tp_vectorcall = set_vectorcall };

PyTypeObject PyFrozenSet_Type = {
    SET_TYPE("frozenset"), .tp_as_number = &frozenset_number, .tp_hash = frozenset_hash,
    .tp_doc = "frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\n"
              "An immutable unordered collection without duplicates.",
    .tp_methods = frozenset_methods, .tp_new = frozenset_new, .tp_vectorcall = frozenset_vectorcall };

/* ---- C API ---- */

PyObject *PySet_New(PyObject *iterable) { return set_from(&PySet_Type, iterable); }
PyObject *PyFrozenSet_New(PyObject *iterable) { return set_from(&PyFrozenSet_Type, iterable); }

/* 0, or -1 with SystemError: not a set of the right kind. */
static int check(bool right)
{
    if (!right) PyErr_BadInternalCall();
    return right ? 0 : -1;
}

Py_ssize_t PySet_Size(PyObject *op) { return check(PyAnySet_Check(op)) < 0 ? -1 : SET(op)->used; }
int PySet_Clear(PyObject *op) { return check(PySet_Check(op)) < 0 ? -1 : set_tp_clear(op); }
int PySet_Contains(PyObject *op, PyObject *key) { return check(PyAnySet_Check(op)) < 0 ? -1 : contains_key(op, key); }
int PySet_Discard(PyObject *op, PyObject *key) { return check(PySet_Check(op)) < 0 ? -1 : discard_key(op, key); }
PyObject *PySet_Pop(PyObject *op) { return check(PySet_Check(op)) < 0 ? NULL : pop_key(SET(op)); }
int _PySet_Update(PyObject *op, PyObject *iterable)
{
    return check(PySet_Check(op)) < 0 ? -1 : adder_set_update(SET(op), iterable);
}

/* A frozenset may be filled while its maker alone knows it. */
int PySet_Add(PyObject *op, PyObject *key)
{
    if (check(PySet_Check(op) || (PyFrozenSet_Check(op) && Py_REFCNT(op) == 1)) < 0) return -1;
    Py_hash_t hash = adder_set_hash(key);
    return hash == -1 ? -1 : adder_set_add(SET(op), key, hash);
}

int _PySet_NextEntry(PyObject *op, Py_ssize_t *pos, PyObject **key, Py_hash_t *hash)
{
    if (check(PyAnySet_Check(op)) < 0) return -1;
    setentry *e;
    if (!adder_set_step(SET(op), pos, &e)) return 0;
    *key = e->key;
    *hash = e->hash;
    return 1;
}
