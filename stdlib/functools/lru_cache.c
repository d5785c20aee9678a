/* lru_cache.c -- the wrapper that functools.lru_cache puts around a function.
 *
 * Three kinds: maxsize 0 counts misses only; maxsize None is a plain dict; otherwise a dict of links that also hang in a
 * ring in the order of use. The ring's references are borrowed: the dict owns the links, and a link leaves the ring before
 * it leaves the dict. The user function may call the wrapper again, so every look into the dict is taken anew after it. */
#include "runtime/memory/memory.h"
#include "stdlib/functools/functools.h"
#include "runtime/objects/dict.h"
#include <structmember.h>

typedef struct Link {
    PyObject_HEAD
    struct Link *prev, *next; /* borrowed */
    Py_hash_t hash;
    PyObject *key, *result;
} Link;

typedef struct LruCache {
    PyObject_HEAD
    Link root; /* not an object: the ring's fixed point; root.next was used longest ago */
    PyObject *(*call)(struct LruCache *self, PyObject *args, PyObject *kwargs);
    PyObject *function, *cache, *info_type, *mark; /* mark stands between positional and keyword arguments in keys */
    Py_ssize_t maxsize;                            /* -1: no limit */
    Py_ssize_t hits, misses;
    int typed;
    PyObject *dict, *weakrefs;
} LruCache;

static void link_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Link *link = (Link *)self;
    if (link->prev != NULL) { /* the collector emptied the dict first: the ring must not keep it */
        link->prev->next = link->next;
        link->next->prev = link->prev;
    }
    Py_XDECREF(((Link *)self)->key);
    Py_XDECREF(((Link *)self)->result);
    PyObject_GC_Del(self);
}

static int link_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Link *)self)->key);
    Py_VISIT(((Link *)self)->result);
    return 0;
}

PyTypeObject adder_lru_link_type = {
    STATIC_TYPE("functools._lru_list_elem", Link), .tp_dealloc = link_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION, .tp_traverse = link_traverse };

/* ---- Keys ---- */

/* One hashable for the arguments of a call: the argument itself when there is one str or int, else a tuple. */
static PyObject *make_key(LruCache *self, PyObject *args, PyObject *kwargs)
{
    Py_ssize_t n = PyTuple_GET_SIZE(args), nkw = kwargs == NULL ? 0 : PyDict_GET_SIZE(kwargs);
    if (!self->typed && nkw == 0) {
        PyObject *only = n == 1 ? PyTuple_GET_ITEM(args, 0) : NULL;
        if (only != NULL && (PyUnicode_CheckExact(only) || PyLong_CheckExact(only))) return Py_NewRef(only);
        return Py_NewRef(args);
    }
    Py_ssize_t size = n + (nkw ? nkw * 2 + 1 : 0) + (self->typed ? n + nkw : 0), at = 0, pos = 0;
    PyObject *key = PyTuple_New(size), *name, *value;
    if (key == NULL) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) PyTuple_SET_ITEM(key, at++, Py_NewRef(PyTuple_GET_ITEM(args, i)));
    if (nkw > 0) PyTuple_SET_ITEM(key, at++, Py_NewRef(self->mark));
    while (nkw > 0 && PyDict_Next(kwargs, &pos, &name, &value)) {
        PyTuple_SET_ITEM(key, at++, Py_NewRef(name));
        PyTuple_SET_ITEM(key, at++, Py_NewRef(value));
    }
    if (!self->typed) return key;
    for (Py_ssize_t i = 0; i < n; i++) PyTuple_SET_ITEM(key, at++, Py_NewRef(Py_TYPE(PyTuple_GET_ITEM(args, i))));
    pos = 0;
    while (nkw > 0 && PyDict_Next(kwargs, &pos, &name, &value)) PyTuple_SET_ITEM(key, at++, Py_NewRef(Py_TYPE(value)));
    return key;
}

/* ---- The three ways to call ---- */

static PyObject *call_uncached(LruCache *self, PyObject *args, PyObject *kwargs)
{
    self->misses++;
    return PyObject_Call(self->function, args, kwargs);
}

static PyObject *call_unlimited(LruCache *self, PyObject *args, PyObject *kwargs)
{
    PyObject *key = make_key(self, args, kwargs), *result = NULL;
    if (key == NULL) return NULL;
    Py_hash_t hash = PyObject_Hash(key);
    if (hash == -1) goto done;
    if ((result = _PyDict_GetItem_KnownHash(self->cache, key, hash)) != NULL) {
        Py_INCREF(result);
        self->hits++;
        goto done;
    }
    if (PyErr_Occurred()) goto done;
    self->misses++;
    result = PyObject_Call(self->function, args, kwargs);
    if (result != NULL && _PyDict_SetItem_KnownHash(self->cache, key, result, hash) < 0) Py_CLEAR(result);
done:
    Py_DECREF(key);
    return result;
}

static void ring_remove(Link *link)
{
    link->prev->next = link->next;
    link->next->prev = link->prev;
    link->prev = link->next = NULL;
}

static void ring_append(LruCache *self, Link *link)
{
    Link *root = &self->root;
    link->prev = root->prev;
    link->next = root;
    root->prev->next = link;
    root->prev = link;
}

/* Room for one more: takes the longest unused entry out. 0, or -1 with an exception. */
static int evict_oldest(LruCache *self)
{
    Link *oldest = self->root.next;
    if (oldest == &self->root) return 0;
    Py_INCREF(oldest);
    ring_remove(oldest);
    int rc = _PyDict_DelItem_KnownHash(self->cache, oldest->key, oldest->hash);
    if (rc < 0 && PyErr_ExceptionMatches(PyExc_KeyError)) { /* gone in a call within the comparison */
        PyErr_Clear();
        rc = 0;
    } else if (rc < 0) {
        ring_append(self, oldest); /* still in the dict, so it must stay in the ring */
    }
    Py_DECREF(oldest);
    return rc;
}

/* Enters a result. 0, or -1 with an exception. */
static int remember(LruCache *self, PyObject *key, Py_hash_t hash, PyObject *result)
{
    Link *link = PyObject_GC_New(Link, &adder_lru_link_type);
    if (link == NULL) return -1;
    link->prev = link->next = NULL;
    link->hash = hash;
    link->key = Py_NewRef(key);
    link->result = Py_NewRef(result);
    PyObject_GC_Track(link);
    int rc = _PyDict_SetItem_KnownHash(self->cache, key, (PyObject *)link, hash);
    if (rc == 0) ring_append(self, link);
    Py_DECREF(link);
    return rc;
}

static PyObject *call_bounded(LruCache *self, PyObject *args, PyObject *kwargs)
{
    PyObject *key = make_key(self, args, kwargs), *result = NULL;
    if (key == NULL) return NULL;
    Py_hash_t hash = PyObject_Hash(key);
    if (hash == -1) goto done;
    Link *link = (Link *)_PyDict_GetItem_KnownHash(self->cache, key, hash);
    if (link != NULL) {
        result = Py_NewRef(link->result);
        ring_remove(link);
        ring_append(self, link);
        self->hits++;
        goto done;
    }
    if (PyErr_Occurred()) goto done;
    self->misses++;
    result = PyObject_Call(self->function, args, kwargs);
    if (result == NULL) goto done;
    int rc = 0;
    if (_PyDict_GetItem_KnownHash(self->cache, key, hash) == NULL) { /* else a nested call has entered it */
        rc = PyErr_Occurred() ? -1 : 0;
        if (rc == 0 && PyDict_GET_SIZE(self->cache) >= self->maxsize) rc = evict_oldest(self);
        if (rc == 0) rc = remember(self, key, hash, result);
    }
    if (rc < 0) Py_CLEAR(result);
done:
    Py_DECREF(key);
    return result;
}

/* ---- The wrapper ---- */

static PyObject *lru_cache_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = { "user_function", "maxsize", "typed", "cache_info_type", NULL };
    PyObject *function, *limit, *info_type;
    int typed;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OOpO:lru_cache", names, &function, &limit, &typed, &info_type))
        return NULL;
    if (!PyCallable_Check(function)) {
        PyErr_SetString(PyExc_TypeError, "the first argument must be callable");
        return NULL;
    }
    Py_ssize_t maxsize = -1;
    if (!Py_IsNone(limit)) {
        if (!PyIndex_Check(limit)) {
            PyErr_SetString(PyExc_TypeError, "maxsize should be integer or None");
            return NULL;
        }
        maxsize = PyNumber_AsSsize_t(limit, PyExc_OverflowError);
        if (maxsize == -1 && PyErr_Occurred()) return NULL;
        if (maxsize < 0) maxsize = 0;
    }
    LruCache *self = (LruCache *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->root.prev = self->root.next = &self->root;
    self->call = maxsize < 0 ? call_unlimited : maxsize == 0 ? call_uncached : call_bounded;
    self->maxsize = maxsize;
    self->typed = typed;
    self->function = Py_NewRef(function);
    self->info_type = Py_NewRef(info_type);
    self->cache = PyDict_New();
    self->mark = PyObject_CallNoArgs((PyObject *)&PyBaseObject_Type);
    if (self->cache == NULL || self->mark == NULL) Py_CLEAR(self);
    return (PyObject *)self;
}

/* Forgets all entries. */
static void drop_entries(LruCache *self)
{
    while (self->root.next != &self->root) ring_remove(self->root.next);
    if (self->cache != NULL) PyDict_Clear(self->cache);
}

static int lru_cache_tp_clear(PyObject *op)
{
    LruCache *self = (LruCache *)op;
    if (self->root.next != NULL) drop_entries(self);
    Py_CLEAR(self->function);
    Py_CLEAR(self->cache);
    Py_CLEAR(self->info_type);
    Py_CLEAR(self->mark);
    Py_CLEAR(self->dict);
    return 0;
}

static void lru_cache_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, lru_cache_dealloc)
    if (((LruCache *)self)->weakrefs != NULL) PyObject_ClearWeakRefs(self);
    lru_cache_tp_clear(self);
    Py_TYPE(self)->tp_free(self);
    ADDER_TRASHCAN_END;
}

static int lru_cache_traverse(PyObject *op, visitproc visit, void *arg)
{
    LruCache *self = (LruCache *)op;
    Py_VISIT(self->function);
    Py_VISIT(self->cache);
    Py_VISIT(self->info_type);
    Py_VISIT(self->mark);
    Py_VISIT(self->dict);
    return 0;
}

static PyObject *lru_cache_call(PyObject *op, PyObject *args, PyObject *kwargs)
{
    LruCache *self = (LruCache *)op;
    Py_INCREF(op); /* the function may drop the last other reference */
    PyObject *result = self->call(self, args, kwargs);
    Py_DECREF(op);
    return result;
}

static PyObject *lru_cache_descr_get(PyObject *self, PyObject *obj, PyObject *Py_UNUSED(type))
{
    return obj == NULL || Py_IsNone(obj) ? Py_NewRef(self) : PyMethod_New(self, obj);
}

static PyObject *lru_cache_info(PyObject *op, PyObject *const *Py_UNUSED(args))
{
    LruCache *self = (LruCache *)op;
    PyObject *limit = self->maxsize < 0 ? Py_NewRef(Py_None) : PyLong_FromSsize_t(self->maxsize);
    if (limit == NULL) return NULL;
    return PyObject_CallFunction(self->info_type, "nnNn", self->hits, self->misses, limit, PyDict_GET_SIZE(self->cache));
}

static PyObject *lru_cache_clear(PyObject *op, PyObject *const *Py_UNUSED(args))
{
    LruCache *self = (LruCache *)op;
    self->hits = self->misses = 0;
    drop_entries(self);
    Py_RETURN_NONE;
}

static PyObject *lru_cache_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return PyObject_GetAttrString(self, "__qualname__");
}

static PyObject *lru_cache_copy(PyObject *self, PyObject *const *Py_UNUSED(args)) { return Py_NewRef(self); }

static PyMethodDef lru_cache_methods[] = {
    FN("cache_info", lru_cache_info, "()", "Report cache statistics"),
    FN("cache_clear", lru_cache_clear, "()", "Clear the cache and cache statistics"),
    FN("__reduce__", lru_cache_reduce, "()", "Pickled by its name."),
    FN("__copy__", lru_cache_copy, "()", "A cache is its own copy."),
    FN("__deepcopy__", lru_cache_copy, "(memo, /)", "A cache is its own copy."),
    {0} };

static PyGetSetDef lru_cache_getset[] = {
    { "__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL },
    {0} };

PyTypeObject adder_lru_cache_type = {
    STATIC_TYPE("functools._lru_cache_wrapper", LruCache), .tp_dealloc = lru_cache_dealloc, .tp_call = lru_cache_call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_METHOD_DESCRIPTOR,
    .tp_doc = "Create a cached callable that wraps another function.\n\n"
              "user_function:      the function being cached\n\n"
              "maxsize:  0         for no caching\n"
              "          None      for unlimited cache size\n"
              "          n         for a bounded cache\n\n"
              "typed:    False     cache f(3) and f(3.0) as identical calls\n"
              "          True      cache f(3) and f(3.0) as distinct calls\n\n"
              "cache_info_type:    namedtuple class with the fields:\n"
              "                        hits misses currsize maxsize\n",
    .tp_traverse = lru_cache_traverse, .tp_clear = lru_cache_tp_clear, .tp_weaklistoffset = offsetof(LruCache, weakrefs),
    .tp_methods = lru_cache_methods, .tp_getset = lru_cache_getset, .tp_descr_get = lru_cache_descr_get,
    .tp_dictoffset = offsetof(LruCache, dict), .tp_alloc = PyType_GenericAlloc, .tp_new = lru_cache_new,
    .tp_free = PyObject_GC_Del };
