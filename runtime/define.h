/* define.h -- how runtime/ and stdlib/ declare functions, types and modules: one row, one name, one owner each. */
#ifndef ADDER_DEFINE_H
#define ADDER_DEFINE_H
#include <Python.h>
#include <stdbool.h>

/* Ownership, written in the prototype. Arguments are borrowed unless marked. The public headers define the first three. */
#ifndef NEW_REF
#define NEW_REF __attribute__((warn_unused_result)) /* result: the caller drops it */
#endif
#ifndef BORROWED_REF
#define BORROWED_REF /* result: lives while its container holds it, unchanged */
#endif
#ifndef STEALS_REF
#define STEALS_REF /* argument: consumed, on success and on failure alike */
#endif

#define ADDER_LIKELY(x)   __builtin_expect(!!(x), 1)
#define ADDER_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define ADDER_INLINE      static inline __attribute__((always_inline))
#define ADDER_COLD        __attribute__((cold, noinline))
#define ADDER_HIDDEN      __attribute__((visibility("hidden")))
#define ADDER_UNUSED      __attribute__((unused))

/* How many dead objects a free list keeps: n, or none where AddressSanitizer shall see each of them die. */
#ifdef __SANITIZE_ADDRESS__
#define ADDER_FREE_LIST(n) 0
#else
#define ADDER_FREE_LIST(n) (n)
#endif

/* What must hold, in words. Wrong Python code raises; only wrong C code asserts. Checked in the debug build. */
#ifdef ADDER_DEBUG
void adder_assert_failed(const char *file, int line, const char *condition, const char *why) __attribute__((noreturn));
#define ADDER_ASSERT(condition, why) \
    ((condition) ? (void)0 : adder_assert_failed(__FILE__, __LINE__, #condition, why))
#else
#define ADDER_ASSERT(condition, why) ((void)0)
#endif

/* ID(append): the static interned str 'append', declared once in names.def, immortal and shared by all VMs. The object's
 * head is a PyASCIIObject; the characters follow it. Declared here, where it is used, so that a new name rebuilds names.c
 * alone. Not for static initialisers. */
#define ID(name) (__extension__({ extern ADDER_HIDDEN PyASCIIObject adder_name_##name; (PyObject *)&adder_name_##name; }))

/* A native function is one row: name, C function, Python signature, documentation. `fn` is a BoundFunction: it finds one
 * entry in args[] for each parameter of the signature (see runtime/api/signature.h). FNV rows take the vectorcall
 * arguments as they come (METH_FASTCALL | METH_KEYWORDS). The C suffix makes a class method, the S suffix a static one. */
typedef PyObject *(*BoundFunction)(PyObject *self, PyObject *const *args);
typedef PyObject *(*VectorFunction)(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames);
#define ADDER_METH_BOUND 0x10000 /* ml_flags: ml_meth is a BoundFunction, ml_doc starts with its signature */
#define ADDER_ROW(name, fn, flags, sig, doc) \
    { name, (PyCFunction)(void (*)(void))(fn), flags, name sig "\n--\n\n" doc }
#define FN(name, fn, sig, doc)   ADDER_ROW(name, fn, ADDER_METH_BOUND, sig, doc)
#define FNC(name, fn, sig, doc)  ADDER_ROW(name, fn, ADDER_METH_BOUND | METH_CLASS, sig, doc)
#define FNS(name, fn, sig, doc)  ADDER_ROW(name, fn, ADDER_METH_BOUND | METH_STATIC, sig, doc)
#define FNV(name, fn, sig, doc)  ADDER_ROW(name, fn, METH_FASTCALL | METH_KEYWORDS, sig, doc)
#define FNVC(name, fn, sig, doc) ADDER_ROW(name, fn, METH_FASTCALL | METH_KEYWORDS | METH_CLASS, sig, doc)

/* The head of a static type's designated initialiser; the rest names only what the type has. */
#define STATIC_TYPE(name, Struct)                                                                   \
    .ob_base = { PyObject_HEAD_INIT(&PyType_Type) 0 }, .tp_name = name, .tp_basicsize = sizeof(Struct)
#define STATIC_VAR_TYPE(name, Struct, Item) STATIC_TYPE(name, Struct), .tp_itemsize = sizeof(Item)

/* MODULE(math, "doc", math_functions, math_exec): defines PyInit_math, multi-phase, one instance a VM; listed once in
 * stdlib/modules.def. `exec` adds what is no function; NULL when there is nothing. */
#define MODULE(module, text, functions, exec)                                                              \
    static PyModuleDef_Slot module##_slots[] = { { Py_mod_exec, (void *)(exec) }, { 0, NULL } };           \
    static PyModuleDef module##_module = {                                                                 \
        PyModuleDef_HEAD_INIT, #module, text, 0, functions, module##_slots, NULL, NULL, NULL };            \
    PyMODINIT_FUNC PyInit_##module(void) { return PyModuleDef_Init(&module##_module); }

#endif
