/* memory.h -- memory for objects: blocks, the collector's heads, and deallocation without deep C recursion.
 *
 * PyMem_Malloc, PyObject_Malloc and their kin (public headers) all end in the gate of the current interpreter; without
 * one (process start) in the process heap, whose blocks live for ever. */
#ifndef ADDER_MEMORY_H
#define ADDER_MEMORY_H
#include "runtime/memory/memory_state.h"
#include "runtime/state/interp.h"

/* -- blocks (blocks.c). NULL when out of memory, without an exception; size 0 counts as 1. */
void *adder_block_alloc(size_t size);
void *adder_block_alloc_zero(size_t size);
/* Moves when it must. On failure returns NULL and the old block is untouched. */
void *adder_block_resize(void *block, size_t size);
void adder_block_free(void *block);   /* NULL does nothing */
size_t adder_block_size(void *block); /* usable bytes */
/* All memory of an interpreter that ends goes back to the system; nothing of it may be used any more. */
void adder_heap_release(struct adder_heap *heap);

/* Sets what the gate refuses: see struct adder_gate. */
void adder_gate_set(struct adder_gate *gate, size_t soft_limit, size_t hard_limit, int64_t fail_after, bool fail_forever);

/* Memory of the process, shared by all interpreters: never freed. Only for things made once in the process. */
void *adder_process_alloc(size_t size);

/* Raises MemoryError and gives NULL, so that check and error share one return. */
ADDER_COLD void *adder_no_memory(void);

/* -- the collector's heads (gc.c). Flag bits of GcHead.prev: */
#define GC_FINALIZED  1 /* tp_finalize ran: never again */
#define GC_COLLECTING 2 /* being looked at by a collection */
#define GC_FLAGS      7
ADDER_INLINE GcHead *adder_gc_head(const PyObject *o) { return (GcHead *)o - 1; }
ADDER_INLINE PyObject *adder_gc_object(GcHead *head)  { return (PyObject *)(head + 1); }
ADDER_INLINE bool adder_gc_is_tracked(const PyObject *o) { return adder_gc_head(o)->next != 0; }

/* Into the youngest generation. The object must be complete enough to be traversed. */
ADDER_INLINE void adder_gc_track(PyObject *o)
{
    GcHead *head = adder_gc_head(o), *young = &adder_interp()->memory.gc.generations[0].head;
    GcHead *last = (GcHead *)(young->prev & ~(uintptr_t)GC_FLAGS);
    ADDER_ASSERT(head->next == 0, "an object is tracked once");
    last->next = (uintptr_t)head;
    head->prev = (uintptr_t)last | (head->prev & GC_FINALIZED);
    head->next = (uintptr_t)young;
    young->prev = (uintptr_t)head;
}

/* Out of its generation. The object may be untracked already only where PyObject_GC_UnTrack is used instead. */
ADDER_INLINE void adder_gc_untrack(PyObject *o)
{
    GcHead *head = adder_gc_head(o), *next = (GcHead *)head->next;
    GcHead *last = (GcHead *)(head->prev & ~(uintptr_t)GC_FLAGS);
    last->next = (uintptr_t)next;
    next->prev = (uintptr_t)last | (next->prev & GC_FLAGS);
    head->next = 0;
    head->prev &= GC_FINALIZED;
}

/* Memory for a collectable object of `size` bytes (head not counted), uninitialised and untracked. Counts towards the
 * youngest generation. NULL when out of memory, without an exception. */
void *adder_gc_alloc(size_t size);
void adder_gc_free(void *object);
ADDER_INLINE bool adder_is_gc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    return (type->tp_flags & Py_TPFLAGS_HAVE_GC) && (type->tp_is_gc == NULL || type->tp_is_gc(o));
}
/* Starts the collector of a new interpreter; ends it (before the heap goes). */
void adder_gc_init(struct adder_gc_state *gc);
void adder_gc_fini(struct adder_gc_state *gc);
/* Collects generation 0..2 now; objects found unreachable, or -1 with an exception (only from gc callbacks' errors: those are
 * written as unraisable, so never). Runs Python code: finalisers, weakref callbacks. */
Py_ssize_t adder_gc_collect(int generation);
/* Collects the generation that is over its threshold; called by the eval breaker (vm/breaker.c) when gc_wanted is set. */
void adder_gc_collect_due(void);

/* -- deep structures (trashcan.c). A tp_dealloc that drops references to other containers puts its body between
 *   ADDER_TRASHCAN_BEGIN(self, own_dealloc)  and  ADDER_TRASHCAN_END;
 * beyond 40 nested deallocations the object waits in the thread's list and is finished by the outermost one. The object must
 * already be untracked when it is a collectable one. */
#define ADDER_TRASHCAN_DEPTH 40
void adder_trashcan_defer(PyObject *o);
void adder_trashcan_drain(void);
#define ADDER_TRASHCAN_BEGIN(self, dealloc)                                                          \
    do {                                                                                             \
        AdderThread *trash_thread = NULL;                                                            \
        if (Py_TYPE(self)->tp_dealloc == (destructor)(dealloc)) {                                    \
            trash_thread = adder_thread();                                                           \
            if (trash_thread->dealloc_depth >= ADDER_TRASHCAN_DEPTH) { adder_trashcan_defer((PyObject *)(self)); break; } \
            trash_thread->dealloc_depth++;                                                           \
        }
#define ADDER_TRASHCAN_END                                                                           \
        if (trash_thread != NULL && --trash_thread->dealloc_depth == 0 && trash_thread->dead != NULL) adder_trashcan_drain(); \
    } while (0)
#endif
