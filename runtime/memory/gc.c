/* gc.c -- the cycle collector: three generations of tracked containers.
 *
 * A collection takes a generation and the younger ones and finds what is only kept alive from within:
 *   1. each object's reference count is copied into its head;
 *   2. every reference from one object of the set to another is subtracted: what is left counts references from outside;
 *   3. objects with a rest above 0, and all they reach, are moved back: the others are unreachable;
 *   4. weak references to them are cleared, finalisers are run once (PEP 442), and what a finaliser brought back, or
 *      made reachable again, is kept;
 *   5. the rest is taken apart by tp_clear; counts falling to 0 free the objects.
 *
 * While a set is examined, GcHead.prev holds the count copy shifted by GC_SHIFT, beside the flag bits, and only `next`
 * links the set; `prev` links are restored afterwards. A young collection is due after `threshold` more allocations than
 * deallocations; the oldest generation also waits until a quarter as many objects are pending as survived last time. */
#include "runtime/memory/memory.h"
#include "runtime/memory/gc.h"
#include "runtime/objects/weakref.h"
#include "vm/breaker.h"

#define GC_SHIFT 3 /* above the flags */

static inline GcHead *next_of(GcHead *head)                   { return (GcHead *)head->next; }
static inline GcHead *prev_of(GcHead *head)                   { return (GcHead *)(head->prev & ~(uintptr_t)GC_FLAGS); }
static inline void set_prev(GcHead *head, GcHead *prev)       { head->prev = (uintptr_t)prev | (head->prev & GC_FLAGS); }
static inline bool is_collecting(GcHead *head)                { return head->prev & GC_COLLECTING; }
static inline Py_ssize_t rest(GcHead *head)                   { return (Py_ssize_t)(head->prev >> GC_SHIFT); }
static inline void set_rest(GcHead *head, Py_ssize_t n)
{
    head->prev = ((uintptr_t)n << GC_SHIFT) | (head->prev & GC_FLAGS);
}

/* -- rings of heads */

static void ring_init(GcHead *ring)        { ring->next = ring->prev = (uintptr_t)ring; }
static bool ring_empty(const GcHead *ring) { return ring->next == (uintptr_t)ring; }

static void ring_append(GcHead *head, GcHead *ring)
{
    GcHead *last = prev_of(ring);
    set_prev(head, last);
    last->next = (uintptr_t)head;
    head->next = (uintptr_t)ring;
    set_prev(ring, head);
}

static void ring_remove(GcHead *head)
{
    GcHead *prev = prev_of(head), *next = next_of(head);
    prev->next = (uintptr_t)next;
    set_prev(next, prev);
}

static void ring_move(GcHead *head, GcHead *ring) { ring_remove(head); ring_append(head, ring); }

/* All of `from` to the end of `to`. */
static void ring_merge(GcHead *from, GcHead *to)
{
    if (ring_empty(from)) return;
    GcHead *first = next_of(from), *last = prev_of(from), *to_last = prev_of(to);
    to_last->next = (uintptr_t)first;
    set_prev(first, to_last);
    last->next = (uintptr_t)to;
    set_prev(to, last);
    ring_init(from);
}

static Py_ssize_t ring_size(GcHead *ring)
{
    Py_ssize_t n = 0;
    for (GcHead *head = next_of(ring); head != ring; head = next_of(head)) n++;
    return n;
}

#define EACH(head, ring) for (GcHead *head = next_of(ring); head != (ring); head = next_of(head))

static int traverse(GcHead *head, visitproc visit, void *arg)
{
    PyObject *o = adder_gc_object(head);
    return Py_TYPE(o)->tp_traverse(o, visit, arg);
}

/* -- finding the unreachable (steps 1 to 3) */

static void copy_counts(GcHead *ring)
{
    EACH(head, ring) {
        head->prev = (head->prev & GC_FINALIZED) | GC_COLLECTING;
        set_rest(head, Py_REFCNT(adder_gc_object(head)));
    }
}

static int visit_subtract(PyObject *o, void *arg)
{
    (void)arg;
    if (adder_is_gc(o)) {
        GcHead *head = adder_gc_head(o);
        if (is_collecting(head)) {
            ADDER_ASSERT(rest(head) > 0, "an object is referenced at most as often as its count says");
            set_rest(head, rest(head) - 1);
        }
    }
    return 0;
}

static void subtract_internal(GcHead *ring)
{
    EACH(head, ring) traverse(head, visit_subtract, NULL);
}

/* While objects are sorted, one of the unreachable ring carries this mark in `next`'s low bit: the ring's `prev` links
 * are whole, its `next` links are marked. */
#define UNREACHABLE 1

static int visit_reachable(PyObject *o, void *arg)
{
    GcHead *reachable = arg;
    if (!adder_is_gc(o)) return 0;
    GcHead *head = adder_gc_head(o);
    if (!is_collecting(head)) return 0;
    if (head->next & UNREACHABLE) { /* thought lost too early: back to the end of the ring still to be looked at */
        GcHead *prev = prev_of(head), *next = (GcHead *)(head->next & ~(uintptr_t)UNREACHABLE);
        prev->next = head->next;
        set_prev(next, prev);
        ring_append(head, reachable);
        set_rest(head, 1);
    } else if (rest(head) == 0) { /* not looked at yet */
        set_rest(head, 1);
    }
    return 0;
}

/* Splits `ring`: what only its own members reference goes to `unreachable`. Both rings have whole links afterwards; the
 * unreachable keep the flag GC_COLLECTING. */
static void split(GcHead *ring, GcHead *unreachable)
{
    GcHead *prev = ring;
    for (GcHead *head = next_of(ring); head != ring; head = (GcHead *)prev->next) {
        if (rest(head) > 0) {
            traverse(head, visit_reachable, ring); /* may append to ring */
            set_prev(head, prev);
            head->prev &= ~(uintptr_t)GC_COLLECTING;
            prev = head;
        } else {
            prev->next = head->next;
            GcHead *last = prev_of(unreachable);
            last->next = (uintptr_t)head | UNREACHABLE;
            set_prev(head, last);
            head->next = (uintptr_t)unreachable | UNREACHABLE;
            set_prev(unreachable, head);
        }
    }
    set_prev(ring, prev);
    unreachable->next &= ~(uintptr_t)UNREACHABLE;
    EACH(head, unreachable) head->next &= ~(uintptr_t)UNREACHABLE;
}

/* -- what must not be freed: objects with the old tp_del, and all they reach */

static int visit_move(PyObject *o, void *arg)
{
    if (!adder_is_gc(o)) return 0;
    GcHead *head = adder_gc_head(o);
    if (!is_collecting(head)) return 0;
    head->prev &= ~(uintptr_t)GC_COLLECTING;
    ring_move(head, arg);
    return 0;
}

static void move_legacy(GcHead *unreachable, GcHead *legacy)
{
    for (GcHead *head = next_of(unreachable), *next; head != unreachable; head = next) {
        next = next_of(head);
        if (Py_TYPE(adder_gc_object(head))->tp_del == NULL) continue;
        head->prev &= ~(uintptr_t)GC_COLLECTING;
        ring_move(head, legacy);
    }
    EACH(head, legacy) traverse(head, visit_move, legacy);
}

/* -- step 4: weak references, finalisers */

/* Clears every weak reference to the unreachable. Callbacks of references that are themselves reachable are called once all
 * are cleared, so that no callback sees an object of the garbage. */
static void clear_weakrefs(GcHead *unreachable, GcHead *survivors)
{
    GcHead callbacks; /* reachable weak references with a callback to call; each holds one reference of ours */
    ring_init(&callbacks);
    EACH(head, unreachable) {
        PyObject *o = adder_gc_object(head);
        if (PyWeakref_Check(o)) _PyWeakref_ClearRef((PyWeakReference *)o);
        PyWeakReference **list = adder_weakref_list(o);
        if (list == NULL) continue;
        for (PyWeakReference *ref = *list; ref != NULL; ref = *list) {
            PyObject *callback = ref->wr_callback; /* kept by _PyWeakref_ClearRef */
            _PyWeakref_ClearRef(ref);
            if (callback == NULL || is_collecting(adder_gc_head((PyObject *)ref))) continue;
            if (!adder_gc_is_tracked((PyObject *)ref)) continue;
            Py_INCREF(ref);
            ring_move(adder_gc_head((PyObject *)ref), &callbacks);
        }
    }
    while (!ring_empty(&callbacks)) {
        GcHead *head = next_of(&callbacks);
        PyObject *ref = adder_gc_object(head);
        ring_move(head, survivors);
        PyObject *callback = ((PyWeakReference *)ref)->wr_callback;
        if (callback != NULL) {
            Py_INCREF(callback);
            PyObject *result = PyObject_CallOneArg(callback, ref);
            if (result == NULL) PyErr_WriteUnraisable(callback);
            Py_XDECREF(result);
            Py_DECREF(callback);
        }
        Py_DECREF(ref);
    }
}

static void finalize(GcHead *unreachable)
{
    GcHead seen; /* finalisers may unlink any object of the ring, so each is moved before its finaliser runs */
    ring_init(&seen);
    while (!ring_empty(unreachable)) {
        GcHead *head = next_of(unreachable);
        PyObject *o = adder_gc_object(head);
        ring_move(head, &seen);
        destructor finalizer = Py_TYPE(o)->tp_finalize;
        if (finalizer == NULL || (head->prev & GC_FINALIZED)) continue;
        head->prev |= GC_FINALIZED;
        Py_INCREF(o);
        finalizer(o);
        Py_DECREF(o);
    }
    ring_merge(&seen, unreachable);
}

/* What finalisers made reachable again goes to `survivors`; `unreachable` keeps the rest. */
static void keep_resurrected(GcHead *unreachable, GcHead *survivors)
{
    GcHead lost;
    ring_init(&lost);
    copy_counts(unreachable);
    subtract_internal(unreachable);
    split(unreachable, &lost);
    ring_merge(unreachable, survivors);
    ring_merge(&lost, unreachable);
}

/* -- step 5 */

static bool keep_as_garbage(PyObject *o)
{
    PyObject *garbage = adder_gc_garbage();
    if (garbage != NULL && PyList_Append(garbage, o) == 0) return true;
    PyErr_Clear();
    return false;
}

static void clear_garbage(struct adder_gc_state *gc, GcHead *unreachable, GcHead *survivors)
{
    while (!ring_empty(unreachable)) {
        GcHead *head = next_of(unreachable);
        PyObject *o = adder_gc_object(head);
        head->prev &= ~(uintptr_t)GC_COLLECTING;
        if (gc->debug & GC_DEBUG_SAVEALL) {
            keep_as_garbage(o);
        } else {
            inquiry clear = Py_TYPE(o)->tp_clear;
            if (clear != NULL) {
                Py_INCREF(o);
                (void)clear(o);
                if (PyErr_Occurred()) PyErr_WriteUnraisable((PyObject *)Py_TYPE(o));
                Py_DECREF(o);
            }
        }
        if (next_of(unreachable) == head) ring_move(head, survivors); /* still there: somebody holds it */
    }
}

static void say(const char *what, GcHead *ring)
{
    EACH(head, ring) {
        PyObject *o = adder_gc_object(head);
        PySys_FormatStderr("gc: %s <%s %p>\n", what, Py_TYPE(o)->tp_name, o);
    }
}

static void keep_legacy(struct adder_gc_state *gc, GcHead *legacy, GcHead *survivors)
{
    EACH(head, legacy) {
        PyObject *o = adder_gc_object(head);
        if ((gc->debug & GC_DEBUG_SAVEALL) || Py_TYPE(o)->tp_del != NULL) keep_as_garbage(o);
    }
    ring_merge(legacy, survivors);
}

/* -- a collection */

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void say_start(struct adder_gc_state *gc, int generation)
{
    PySys_WriteStderr("gc: collecting generation %d...\n", generation);
    PySys_FormatStderr("gc: objects in each generation:");
    for (int i = 0; i < GC_GENERATIONS; i++) PySys_FormatStderr(" %zd", ring_size(&gc->generations[i].head));
    PySys_WriteStderr("\ngc: objects in permanent generation: %zd\n", ring_size(&gc->permanent.head));
}

/* Merges `generation` and the younger ones and separates what is unreachable. Returns the ring the survivors stay in. */
static GcHead *find_unreachable(struct adder_gc_state *gc, int generation, GcHead *unreachable)
{
    if (generation + 1 < GC_GENERATIONS) gc->generations[generation + 1].count++;
    for (int i = 0; i <= generation; i++) gc->generations[i].count = 0;
    GcHead *young = &gc->generations[generation].head;
    for (int i = 0; i < generation; i++) ring_merge(&gc->generations[i].head, young);
    copy_counts(young);
    subtract_internal(young);
    split(young, unreachable);
    return young;
}

/* Objects that can take part in no cycle leave the collector's sight: tuples and dicts of atoms. */
static void untrack_atoms(GcHead *ring)
{
    for (GcHead *head = next_of(ring), *next; head != ring; head = next) {
        next = next_of(head);
        PyObject *o = adder_gc_object(head);
        if (PyTuple_CheckExact(o)) _PyTuple_MaybeUntrack(o);
        else if (PyDict_CheckExact(o)) _PyDict_MaybeUntrack(o);
    }
}

static void promote(struct adder_gc_state *gc, int generation, GcHead *young)
{
    untrack_atoms(young);
    if (generation == GC_GENERATIONS - 1) {
        gc->long_lived_pending = 0;
        gc->long_lived_total = ring_size(young);
        return;
    }
    if (generation == GC_GENERATIONS - 2) gc->long_lived_pending += ring_size(young);
    ring_merge(young, &gc->generations[generation + 1].head);
}

static Py_ssize_t collect(struct adder_gc_state *gc, int generation, Py_ssize_t *uncollectable)
{
    int64_t start = 0;
    if (gc->debug & GC_DEBUG_STATS) {
        say_start(gc, generation);
        start = now_us();
    }
    GcHead unreachable, legacy;
    ring_init(&unreachable);
    ring_init(&legacy);
    GcHead *young = find_unreachable(gc, generation, &unreachable);
    promote(gc, generation, young);
    GcHead *survivors = &gc->generations[generation + 1 < GC_GENERATIONS ? generation + 1 : generation].head;

    move_legacy(&unreachable, &legacy);
    if (gc->debug & GC_DEBUG_COLLECTABLE) say("collectable", &unreachable);
    clear_weakrefs(&unreachable, survivors);
    finalize(&unreachable);
    keep_resurrected(&unreachable, survivors);
    Py_ssize_t found = ring_size(&unreachable), kept = ring_size(&legacy);
    clear_garbage(gc, &unreachable, survivors);
    if (gc->debug & GC_DEBUG_UNCOLLECTABLE) say("uncollectable", &legacy);
    keep_legacy(gc, &legacy, survivors);
    if (gc->debug & GC_DEBUG_STATS) {
        PySys_WriteStderr("gc: done, %zd unreachable, %zd uncollectable, %.4fs elapsed\n", found + kept, kept,
                          (double)(now_us() - start) / 1e6);
    }
    struct adder_gc_stats *stats = &gc->stats[generation];
    stats->collections++;
    stats->collected += found;
    stats->uncollectable += kept;
    *uncollectable = kept;
    return found + kept;
}

static void call_callbacks(struct adder_gc_state *gc, const char *phase, int generation, Py_ssize_t found, Py_ssize_t kept)
{
    if (gc->callbacks == NULL || PyList_GET_SIZE(gc->callbacks) == 0) return;
    PyObject *info = Py_BuildValue("{sisnsn}", "generation", generation, "collected", found, "uncollectable", kept);
    if (info == NULL) {
        PyErr_WriteUnraisable(NULL);
        return;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(gc->callbacks); i++) {
        PyObject *callback = Py_NewRef(PyList_GET_ITEM(gc->callbacks, i));
        PyObject *result = PyObject_CallFunction(callback, "sO", phase, info);
        if (result == NULL) PyErr_WriteUnraisable(callback);
        Py_XDECREF(result);
        Py_DECREF(callback);
    }
    Py_DECREF(info);
}

Py_ssize_t adder_gc_collect(int generation)
{
    struct adder_gc_state *gc = &adder_interp()->memory.gc;
    if (gc->collecting) return 0;
    gc->collecting = true;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback); /* finalisers must neither see nor replace the current exception */
    Py_ssize_t kept = 0;
    call_callbacks(gc, "start", generation, 0, 0);
    Py_ssize_t found = collect(gc, generation, &kept);
    call_callbacks(gc, "stop", generation, found - kept, kept);
    PyErr_Restore(type, value, traceback);
    gc->collecting = false;
    return found;
}

void adder_gc_collect_due(void)
{
    struct adder_gc_state *gc = &adder_interp()->memory.gc;
    if (!gc->enabled || gc->collecting) return;
    for (int i = GC_GENERATIONS - 1; i >= 0; i--) {
        struct adder_gc_generation *g = &gc->generations[i];
        if (g->threshold == 0 || g->count <= g->threshold) continue;
        if (i == GC_GENERATIONS - 1 && gc->long_lived_pending < gc->long_lived_total / 4) continue;
        adder_gc_collect(i);
        return;
    }
}

/* -- the gc module's view */

static PyObject *list_once(PyObject **place)
{
    if (*place == NULL) *place = PyList_New(0);
    return *place;
}

PyObject *adder_gc_garbage(void)   { return list_once(&adder_interp()->memory.gc.garbage); }
PyObject *adder_gc_callbacks(void) { return list_once(&adder_interp()->memory.gc.callbacks); }

void adder_gc_freeze(void)
{
    struct adder_gc_state *gc = &adder_interp()->memory.gc;
    for (int i = 0; i < GC_GENERATIONS; i++) {
        ring_merge(&gc->generations[i].head, &gc->permanent.head);
        gc->generations[i].count = 0;
    }
}

void adder_gc_unfreeze(void)
{
    struct adder_gc_state *gc = &adder_interp()->memory.gc;
    ring_merge(&gc->permanent.head, &gc->generations[GC_GENERATIONS - 1].head);
}

Py_ssize_t adder_gc_frozen(void) { return ring_size(&adder_interp()->memory.gc.permanent.head); }

int adder_gc_each(int generation, int (*visit)(PyObject *, void *), void *arg)
{
    struct adder_gc_state *gc = &adder_interp()->memory.gc;
    for (int i = generation < 0 ? 0 : generation; i <= (generation < 0 ? GC_GENERATIONS - 1 : generation); i++) {
        GcHead *ring = &gc->generations[i].head;
        EACH(head, ring) {
            int result = visit(adder_gc_object(head), arg);
            if (result != 0) return result;
        }
    }
    return 0;
}

/* -- allocation */

void *adder_gc_alloc(size_t size)
{
    GcHead *head = adder_block_alloc(size + sizeof *head);
    if (head == NULL) return NULL;
    head->next = head->prev = 0;
    PyInterpreterState *interp = adder_interp();
    struct adder_gc_generation *young = &interp->memory.gc.generations[0];
    if (ADDER_UNLIKELY(++young->count > young->threshold) && interp->memory.gc.enabled && young->threshold != 0 &&
        !interp->memory.gc.collecting && !atomic_load_explicit(&interp->vm.gc_wanted, memory_order_relaxed)) {
        atomic_store_explicit(&interp->vm.gc_wanted, true, memory_order_relaxed);
        adder_breaker_raise(interp);
    }
    return adder_gc_object(head);
}

void adder_gc_free(void *object)
{
    GcHead *head = adder_gc_head(object);
    if (head->next != 0) adder_gc_untrack(object);
    struct adder_gc_generation *young = &adder_interp()->memory.gc.generations[0];
    if (young->count > 0) young->count--;
    adder_block_free(head);
}

/* -- the C API */

PyObject *_PyObject_GC_New(PyTypeObject *type)
{
    PyObject *o = adder_gc_alloc((size_t)_PyObject_SIZE(type));
    return o == NULL ? PyErr_NoMemory() : PyObject_Init(o, type);
}

PyVarObject *_PyObject_GC_NewVar(PyTypeObject *type, Py_ssize_t n)
{
    if (n < 0) {
        PyErr_BadInternalCall();
        return NULL;
    }
    PyVarObject *o = adder_gc_alloc((size_t)_PyObject_VAR_SIZE(type, n));
    return o == NULL ? (PyVarObject *)PyErr_NoMemory() : PyObject_InitVar(o, type, n);
}

PyVarObject *_PyObject_GC_Resize(PyVarObject *o, Py_ssize_t n)
{
    size_t size = (size_t)_PyObject_VAR_SIZE(Py_TYPE(o), n);
    ADDER_ASSERT(!adder_gc_is_tracked((PyObject *)o), "a tracked object cannot move");
    if (size > (size_t)PY_SSIZE_T_MAX - sizeof(GcHead)) return (PyVarObject *)PyErr_NoMemory();
    GcHead *head = adder_block_resize(adder_gc_head((PyObject *)o), size + sizeof *head);
    if (head == NULL) return (PyVarObject *)PyErr_NoMemory();
    o = (PyVarObject *)adder_gc_object(head);
    Py_SET_SIZE(o, n);
    return o;
}

void PyObject_GC_Track(void *o)
{
    if (!adder_gc_is_tracked(o)) adder_gc_track(o);
}

void PyObject_GC_UnTrack(void *o)
{
    if (adder_gc_is_tracked(o)) adder_gc_untrack(o);
}

void PyObject_GC_Del(void *o)              { adder_gc_free(o); }
int PyObject_GC_IsTracked(PyObject *o)     { return PyObject_IS_GC(o) && adder_gc_is_tracked(o); }
int PyObject_GC_IsFinalized(PyObject *o)   { return PyObject_IS_GC(o) && (adder_gc_head(o)->prev & GC_FINALIZED) != 0; }
int PyObject_IS_GC(PyObject *o)            { return adder_is_gc(o); }
Py_ssize_t PyGC_Collect(void)
{
    return adder_interp()->memory.gc.enabled ? adder_gc_collect(GC_GENERATIONS - 1) : 0;
}
int PyGC_Enable(void)
{
    bool *enabled = &adder_interp()->memory.gc.enabled, old = *enabled;
    *enabled = true;
    return old;
}
int PyGC_Disable(void)
{
    bool *enabled = &adder_interp()->memory.gc.enabled, old = *enabled;
    *enabled = false;
    return old;
}
int PyGC_IsEnabled(void) { return adder_interp()->memory.gc.enabled; }

/* Runs tp_finalize at most once in an object's life; see PEP 442. */
void PyObject_CallFinalizer(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    if (type->tp_finalize == NULL) return;
    bool collectable = adder_is_gc(o);
    if (collectable && (adder_gc_head(o)->prev & GC_FINALIZED)) return;
    if (collectable) adder_gc_head(o)->prev |= GC_FINALIZED;
    type->tp_finalize(o);
}

int PyObject_CallFinalizerFromDealloc(PyObject *o)
{
    Py_SET_REFCNT(o, 1); /* alive while the finaliser looks at it */
    PyObject_CallFinalizer(o);
    Py_SET_REFCNT(o, Py_REFCNT(o) - 1);
    return Py_REFCNT(o) == 0 ? 0 : -1; /* -1: the finaliser kept it */
}

/* -- life */

void adder_gc_init(struct adder_gc_state *gc)
{
    static const int thresholds[GC_GENERATIONS] = { 700, 10, 10 };
    for (int i = 0; i < GC_GENERATIONS; i++) {
        ring_init(&gc->generations[i].head);
        gc->generations[i].threshold = thresholds[i];
    }
    ring_init(&gc->permanent.head);
    gc->enabled = true;
}

void adder_gc_fini(struct adder_gc_state *gc)
{
    gc->enabled = false;
    Py_CLEAR(gc->garbage);
    Py_CLEAR(gc->callbacks);
}
