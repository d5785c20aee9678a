/* exceptions.h -- the exception types: what they share, and their birth and end in an interpreter.
 *
 * Each builtin exception is a static type _PyExc_Name, shared by all interpreters; PyExc_Name points to it. Its instances
 * have one of the layouts of pyerrors.h; a layout brings its own traverse, clear and dealloc. */
#ifndef ADDER_EXCEPTIONS_H
#define ADDER_EXCEPTIONS_H
#include "runtime/define.h"
#include "runtime/errors/errors.h"

#define EXC(name, base, layout, doc) extern PyTypeObject _PyExc_##name;
#include "runtime/errors/exceptions.def"
#undef EXC

#define EXC_LAYOUTS(X) \
    X(Base) X(Group) X(Stop) X(Exit) X(Import) X(OS) X(Name) X(Attribute) X(Syntax) X(Unicode)
typedef PyBaseExceptionObject ExcBase;
typedef PyBaseExceptionGroupObject ExcGroup;
typedef PyStopIterationObject ExcStop;
typedef PySystemExitObject ExcExit;
typedef PyImportErrorObject ExcImport;
typedef PyOSErrorObject ExcOS;
typedef PyNameErrorObject ExcName;
typedef PyAttributeErrorObject ExcAttribute;
typedef PySyntaxErrorObject ExcSyntax;
typedef PyUnicodeErrorObject ExcUnicode;
#define EXC_LAYOUT_FUNCTIONS(layout)                                         \
    int exc_##layout##_traverse(PyObject *self, visitproc visit, void *arg); \
    int exc_##layout##_clear(PyObject *self);                                \
    void exc_##layout##_dealloc(PyObject *self);
EXC_LAYOUTS(EXC_LAYOUT_FUNCTIONS)

#define EXC_BASE(self) ((PyBaseExceptionObject *)(self))

/* The part of the initialiser that all exception types have. */
#define EXC_TYPE(name, base, layout, doc)                                                                     \
    STATIC_TYPE(#name, Exc##layout), .tp_doc = doc, .tp_base = base, .tp_dealloc = exc_##layout##_dealloc,     \
    .tp_traverse = exc_##layout##_traverse, .tp_clear = exc_##layout##_clear,                                  \
    .tp_dictoffset = offsetof(PyBaseExceptionObject, dict),                                                    \
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASE_EXC_SUBCLASS

/* BaseException.__new__, __init__, __str__, __repr__. */
NEW_REF PyObject *adder_exc_new(PyTypeObject *type, PyObject *args, PyObject *kwargs);
int adder_exc_init(PyObject *self, PyObject *args, PyObject *kwargs);
NEW_REF PyObject *adder_exc_str(PyObject *self);
NEW_REF PyObject *adder_exc_repr(PyObject *self);

/* For ExceptionGroup.derive, except* and the display; see exc_group.c. */
NEW_REF PyObject *adder_group_new(PyObject *message, PyObject *exceptions);
/* Does `exc` match `type` (a class or tuple) in an `except*` clause? *match and *rest get new references, None when
 * empty. A plain exception that matches is wrapped in a group. 0, or -1 with an exception. */
int adder_group_match(PyObject *exc, PyObject *type, PyObject **match, PyObject **rest);
/* What an except* statement raises at its end: `orig` is what was caught, `raised` the list of what the clauses raised and
 * the unhandled rest. A new reference, None when there is nothing to raise. NULL with an exception. */
NEW_REF PyObject *adder_group_reraise(PyObject *orig, PyObject *raised);

/* All builtin exceptions into a module dict. 0, or -1 with an exception. */
int adder_errors_add_builtins(PyObject *dict);
#endif
