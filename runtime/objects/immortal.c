/* immortal.c -- memory and strings that live as long as the process and are shared by all its VMs: descriptors and dicts
 * of static types, names of native functions, default values. Never freed, so bounded by the number of static types;
 * blocks are cut from chunks because thousands of small ones are made at once. One lock guards it: it is taken when a
 * static type is first used, not in normal running. */
#include "runtime/objects/type_internal.h"
#include "runtime/names.h"
#include "runtime/objects/str.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE (64 * 1024)

static struct {
    pthread_mutex_t lock;
    char *next, *end;    /* the free part of the current chunk */
    void *chunks;        /* all chunks, linked by their first word, so that leak checkers see them */
    PyObject **names;    /* open addressing; strings made here, not those of names.def */
    size_t names_used, names_capacity;
} immortal = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void *alloc_locked(size_t size)
{
    size = (size + 15) & ~(size_t)15;
    if (size > (size_t)(immortal.end - immortal.next)) {
        size_t chunk_size = size + 16 > CHUNK_SIZE ? size + 16 : CHUNK_SIZE;
        char *chunk = calloc(1, chunk_size);
        if (chunk == NULL) return NULL;
        *(void **)chunk = immortal.chunks;
        immortal.chunks = chunk;
        if (chunk_size > CHUNK_SIZE) return chunk + 16;
        immortal.next = chunk + 16;
        immortal.end = chunk + chunk_size;
    }
    void *block = immortal.next;
    immortal.next += size;
    return block;
}

void *adder_immortal_alloc(size_t size)
{
    pthread_mutex_lock(&immortal.lock);
    void *block = alloc_locked(size);
    pthread_mutex_unlock(&immortal.lock);
    return block;
}

static size_t text_hash(const char *text, size_t len)
{
    size_t h = 1469598103934665603u;
    for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)text[i]) * 1099511628211u;
    return h ^ h >> 29;
}

static bool same_text(PyObject *s, const char *text, size_t len)
{
    return (size_t)((PyASCIIObject *)s)->length == len && memcmp((char *)s + sizeof(PyASCIIObject), text, len) == 0;
}

/* names.def is sorted, so the static names can be searched without a table. */
static PyObject *find_static_name(const char *text, size_t len)
{
    size_t low = 0, high = adder_names_count();
    while (low < high) {
        size_t mid = (low + high) / 2;
        PyObject *s = adder_names_get(mid);
        size_t n = (size_t)((PyASCIIObject *)s)->length;
        int c = memcmp((char *)s + sizeof(PyASCIIObject), text, n < len ? n : len);
        if (c == 0 && n == len) return s;
        if (c < 0 || (c == 0 && n < len)) low = mid + 1;
        else high = mid;
    }
    return NULL;
}

static bool grow_names(void)
{
    size_t capacity = immortal.names_capacity ? immortal.names_capacity * 2 : 1024;
    PyObject **table = calloc(capacity, sizeof *table);
    if (table == NULL) return false;
    for (size_t k = 0; k < immortal.names_capacity; k++) {
        PyObject *s = immortal.names[k];
        if (s == NULL) continue;
        size_t i = text_hash((char *)s + sizeof(PyASCIIObject), (size_t)((PyASCIIObject *)s)->length) & (capacity - 1);
        while (table[i] != NULL) i = (i + 1) & (capacity - 1);
        table[i] = s;
    }
    free(immortal.names);
    immortal.names = table;
    immortal.names_capacity = capacity;
    return true;
}

static void init_ascii(PyASCIIObject *s, const char *text, size_t len, int interned)
{
    s->ob_base.ob_refcnt = ADDER_IMMORTAL_REFCNT;
    s->ob_base.ob_type = &PyUnicode_Type;
    s->length = (Py_ssize_t)len;
    s->hash = -1;
    s->state.interned = (unsigned)interned;
    s->state.kind = PyUnicode_1BYTE_KIND;
    s->state.compact = s->state.ascii = s->state.ready = 1;
    memcpy(s + 1, text, len);
}

static PyObject *name_locked(const char *text, size_t len)
{
    if (immortal.names_used * 3 >= immortal.names_capacity * 2 && !grow_names()) return NULL;
    size_t mask = immortal.names_capacity - 1, i = text_hash(text, len) & mask;
    for (; immortal.names[i] != NULL; i = (i + 1) & mask)
        if (same_text(immortal.names[i], text, len)) return immortal.names[i];
    PyASCIIObject *s = alloc_locked(sizeof *s + len + 1);
    if (s == NULL) return NULL;
    init_ascii(s, text, len, SSTATE_INTERNED_IMMORTAL);
    immortal.names[i] = (PyObject *)s;
    immortal.names_used++;
    return (PyObject *)s;
}

PyObject *adder_immortal_str(const char *text, size_t len)
{
    if (len == 0) return ADDER_EMPTY_STR;
    if (len == 1) return adder_str_latin1((unsigned char)text[0]);
    PyObject *s = find_static_name(text, len);
    if (s != NULL) return s;
    pthread_mutex_lock(&immortal.lock);
    s = name_locked(text, len);
    pthread_mutex_unlock(&immortal.lock);
    return s;
}

void *adder_immortal_gc_alloc(size_t size)
{
    char *block = adder_immortal_alloc(size + sizeof(GcHead));
    return block == NULL ? NULL : block + sizeof(GcHead);
}

PyObject *adder_immortal_text(const char *text, size_t len)
{
    PyASCIIObject *s = adder_immortal_alloc(sizeof *s + len + 1);
    if (s == NULL) return NULL;
    init_ascii(s, text, len, SSTATE_NOT_INTERNED);
    return (PyObject *)s;
}
