/* gc.h -- what the gc module needs of the collector beside memory.h. */
#ifndef ADDER_GC_H
#define ADDER_GC_H
#include "runtime/memory/memory.h"

#define GC_DEBUG_STATS         1
#define GC_DEBUG_COLLECTABLE   2
#define GC_DEBUG_UNCOLLECTABLE 4
#define GC_DEBUG_SAVEALL       32
#define GC_DEBUG_LEAK          (GC_DEBUG_COLLECTABLE | GC_DEBUG_UNCOLLECTABLE | GC_DEBUG_SAVEALL)

/* The lists gc.garbage and gc.callbacks, made when first asked for. Borrowed; NULL with MemoryError set. */
BORROWED_REF PyObject *adder_gc_garbage(void);
BORROWED_REF PyObject *adder_gc_callbacks(void);

/* gc.freeze(), gc.unfreeze(), gc.get_freeze_count(). */
void adder_gc_freeze(void);
void adder_gc_unfreeze(void);
Py_ssize_t adder_gc_frozen(void);

/* Calls visit(object, arg) for each tracked object of a generation (-1: all three); stops at the first non-zero result and
 * returns it. `visit` must not collect. */
int adder_gc_each(int generation, int (*visit)(PyObject *, void *), void *arg);
#endif
