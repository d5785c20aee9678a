/* trashcan.c -- deallocation of arbitrarily deep structures in constant C stack.
 *
 * A deallocator nested too deeply puts its object into a list of the thread, threaded through the reference count field,
 * which is free once the count fell to 0. The outermost deallocator then finishes the list one object at a time; each of
 * those may defer more. */
#include "runtime/memory/memory.h"

/* The list's link lies in ob_refcnt; a deferred object is referenced by nobody. */
void adder_trashcan_defer(PyObject *o)
{
    AdderThread *t = adder_thread();
    o->ob_refcnt = (Py_ssize_t)(intptr_t)t->dead;
    t->dead = o;
}

void adder_trashcan_drain(void)
{
    AdderThread *t = adder_thread();
    t->dealloc_depth++; /* deallocators called from here defer to this loop instead of starting their own */
    while (t->dead != NULL) {
        PyObject *o = t->dead;
        t->dead = (PyObject *)(intptr_t)o->ob_refcnt;
        o->ob_refcnt = 0;
        Py_TYPE(o)->tp_dealloc(o);
    }
    t->dealloc_depth--;
}

/* The public macros Py_TRASHCAN_BEGIN and Py_TRASHCAN_END of extension modules come here. */
int _PyTrash_begin(PyThreadState *tstate, PyObject *o)
{
    AdderThread *t = (AdderThread *)tstate;
    if (t->dealloc_depth >= ADDER_TRASHCAN_DEPTH) {
        adder_trashcan_defer(o);
        return 1;
    }
    t->dealloc_depth++;
    return 0;
}

void _PyTrash_end(PyThreadState *tstate)
{
    AdderThread *t = (AdderThread *)tstate;
    if (--t->dealloc_depth == 0 && t->dead != NULL) adder_trashcan_drain();
}

int _PyTrash_cond(PyObject *o, destructor dealloc) { return Py_TYPE(o)->tp_dealloc == dealloc; }
