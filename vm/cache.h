/* cache.h -- inline caches: the words after an instruction, and filling them.
 *
 * Word 1 is a Cache. Word 2, where there is one, is a second Cache, or the address of an object that stays alive as long as
 * the version in word 1 does. `counter` is the back-off: after a miss so many executions pass before the next attempt. */
#ifndef ADDER_CACHE_H
#define ADDER_CACHE_H
#include "vm/eval.h"

typedef struct {
    uint32_t version;
    uint16_t index, counter;
} Cache;

#define CACHE(pc)        ((Cache *)((pc) + 1))
#define CACHE2(pc)       ((Cache *)((pc) + 2))
#define CACHE_OBJECT(pc) (*(PyObject **)((pc) + 2))

/* In the `index` of word 1 of CALL* and GETATTR_PROPERTY: how a returning frame goes on. */
#define HOW_LENGTH 0x7  /* words to step over */
#define HOW_LOCAL  0x10 /* the destination is a local: release what it held */

#define CACHE_BACKOFF 30

/* True when the instruction should try to specialise now. */
ADDER_INLINE bool cache_due(Cache *c)
{
    if (c->counter == 0) return true;
    c->counter--;
    return false;
}

/* Each tries to rewrite the instruction after a look at the object; never fails, raises nothing. */
void adder_cache_getattr(Instr *pc, PyObject *o, PyObject *name);
void adder_cache_setattr(Instr *pc, PyObject *o, PyObject *name);
void adder_cache_method(Instr *pc, PyObject *o, PyObject *name);
void adder_cache_global(Instr *pc, Function *f, PyObject *name);
void adder_cache_store_global(Instr *pc, PyObject *globals, PyObject *name);
void adder_cache_call(Instr *pc, PyObject *callee, int argc, bool method);
#endif
