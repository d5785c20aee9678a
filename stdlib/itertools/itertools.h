/* itertools.h -- what the iterators of itertools share.
 *
 * Almost all are the same struct: up to four references and a few numbers, named by #defines at the top of each section.
 * So traversal, clearing and deallocation are written once. An iterator that has ended has dropped its source. */
#ifndef ADDER_STDLIB_ITERTOOLS_H
#define ADDER_STDLIB_ITERTOOLS_H

#include "runtime/define.h"
#include "runtime/api/signature.h"
#include "runtime/objects/iter.h"

struct itertool {
    PyObject_HEAD
    PyObject *ref[4];     /* owned, or NULL */
    Py_ssize_t number[4];
};
#define TOOL(o) ((struct itertool *)(o))

/* A zeroed one, tracked by the collector. */
static inline struct itertool *itertool_new(PyTypeObject *type) { return (struct itertool *)type->tp_alloc(type, 0); }
void itertool_dealloc(PyObject *self);
int itertool_traverse(PyObject *self, visitproc visit, void *arg);
int itertool_clear(PyObject *self);

/* item = next(iter) by the slot; NULL at the end or with an exception. */
static inline PyObject *step(PyObject *iter) { return adder_iter_step(iter); }

/* True when the pending StopIteration (if any) was taken away, false when another exception stands. */
bool itertool_ended_well(void);

/* type->tp_init of a subclass may take keywords; the class itself refuses them. */
static inline bool itertool_no_keywords(PyTypeObject *type, PyTypeObject *own, const char *name, PyObject *kwargs)
{
    return (type != own && type->tp_init != own->tp_init) || _PyArg_NoKeywords(name, kwargs);
}

/* What the static types have in common. */
#define ITERTOOL_TYPE(py_name, Struct, doc)                                                                        \
    STATIC_TYPE("itertools." py_name, Struct), .tp_getattro = PyObject_GenericGetAttr,                             \
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, .tp_doc = doc,                      \
    .tp_iter = PyObject_SelfIter, .tp_alloc = PyType_GenericAlloc, .tp_free = PyObject_GC_Del
#define SIMPLE_TOOL(py_name, doc)                                                                                  \
    ITERTOOL_TYPE(py_name, struct itertool, doc), .tp_dealloc = itertool_dealloc, .tp_traverse = itertool_traverse, \
    .tp_clear = itertool_clear

/* TOOL_TYPE(x): itertools.x is adder_itertools_x. */
#define ITERTOOLS_PUBLIC(TOOL_TYPE)                                                                                \
    TOOL_TYPE(accumulate) TOOL_TYPE(chain) TOOL_TYPE(combinations) TOOL_TYPE(combinations_with_replacement)        \
    TOOL_TYPE(compress) TOOL_TYPE(count) TOOL_TYPE(cycle) TOOL_TYPE(dropwhile) TOOL_TYPE(filterfalse)              \
    TOOL_TYPE(groupby) TOOL_TYPE(islice) TOOL_TYPE(pairwise) TOOL_TYPE(permutations) TOOL_TYPE(product)            \
    TOOL_TYPE(repeat) TOOL_TYPE(starmap) TOOL_TYPE(takewhile) TOOL_TYPE(zip_longest)                               \
    TOOL_TYPE(_grouper) TOOL_TYPE(_tee) TOOL_TYPE(_tee_dataobject)
#define DECLARE(x) extern ADDER_HIDDEN PyTypeObject adder_itertools_##x;
ITERTOOLS_PUBLIC(DECLARE)
#undef DECLARE

NEW_REF PyObject *adder_itertools_make_tee(PyObject *module, PyObject *const *args); /* itertools.tee */

#endif
