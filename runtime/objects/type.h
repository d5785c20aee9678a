/* type.h -- the inside of types: attribute lookup through the MRO, version tags, instances, slot functions.
 *
 * Two kinds of types. Core static types (TYPE lines of static_types.def, flag ADDER_TPFLAGS_SHARED) are made ready once a
 * process, are immortal and immutable and belong to all VMs; their dicts are built at the first lookup. All others (heap
 * types, static types of extension modules) belong to one VM.
 *
 * A tp_getset row without getter and setter gives a core static type a constant: { "MISSING", NULL, NULL, NULL, &object }
 * puts the (immortal) object itself into the dict.
 *
 * tp_version_tag: 0, or a number that no other state of any type visible in this VM has; it changes whenever a lookup on
 * the type could give another result. So "same tag" proves a cached lookup right. */
#ifndef ADDER_TYPE_H
#define ADDER_TYPE_H
#include "runtime/define.h"
#include <stdbool.h>
#include "runtime/objects/dict.h"
#include "runtime/objects/type_state.h"

#define ADDER_TPFLAGS_SHARED (1UL << 1) /* core static type: shared by all VMs */

/* ---- Lookup ---- */

/* The first `name` (a str) in the dicts along the MRO, from the method cache where possible. Borrowed; NULL when absent,
 * never with an exception set. Runs no Python code (keys of type dicts are str). The same as _PyType_Lookup. */
BORROWED_REF PyObject *adder_type_lookup(PyTypeObject *type, PyObject *name);

/* The same without the cache, saying which class has it. */
BORROWED_REF PyObject *adder_type_lookup_owner(PyTypeObject *type, PyObject *name, BORROWED_REF PyTypeObject **owner);

/* The current version tag, assigned if there is none; 0 when tags are used up: do not cache then. */
uint32_t adder_type_version(PyTypeObject *type);

/* What is found on `type` and its subclasses may have changed. The same as PyType_Modified. */
void adder_type_modified(PyTypeObject *type);

/* The type's own dict, built now if need be. NULL with MemoryError only for core static types used the first time. */
BORROWED_REF PyObject *adder_type_build_dict(PyTypeObject *type);
ADDER_INLINE BORROWED_REF PyObject *adder_type_dict(PyTypeObject *type)
{
    PyObject *dict = __atomic_load_n(&type->tp_dict, __ATOMIC_ACQUIRE);
    return ADDER_LIKELY(dict != NULL) ? dict : adder_type_build_dict(type);
}

/* type.__subclasses__() as an array; valid until the next class is made or dies. Never NULL. */
struct adder_type_list *adder_type_subclasses(PyTypeObject *type);

/* ---- Special methods: looked up on the type, called with self in front without making a bound method ---- */

/* `name` on Py_TYPE(self). A new reference, or NULL: absent (no exception) or failed. *unbound: it must be called with
 * self as first argument; else it is bound already. */
NEW_REF PyObject *adder_special_lookup(PyObject *self, PyObject *name, bool *unbound);

/* Calls what adder_special_lookup finds with self = args[0] and the nargs - 1 arguments after it (args[0] is used or
 * left out as needed). AttributeError(name) when absent. */
NEW_REF PyObject *adder_special_call(PyObject *self, PyObject *name, PyObject *const *args, Py_ssize_t nargs);

/* The same for protocols: *found = false and NULL without an exception when absent. */
NEW_REF PyObject *adder_special_call_maybe(PyObject *self, PyObject *name, PyObject *const *args, Py_ssize_t nargs,
                                           bool *found);

/* ---- Attributes of instances ---- */

/* type-independent generic lookup; see PyObject_GenericGetAttr. With `suppress` a missing attribute gives NULL and no
 * exception. */
NEW_REF PyObject *adder_generic_getattr(PyObject *obj, PyObject *name, PyObject *dict, bool suppress);

/* `*result` = new reference to obj.name or NULL. 1 found, 0 no such attribute (no exception), -1 exception. */
int adder_attr_lookup(PyObject *obj, PyObject *name, PyObject **result);

/* For obj.name(...): 1 and a new reference to an unbound function that wants obj as first argument; 0 and a new reference
 * to any other attribute value; -1 and NULL with an exception. */
int adder_method_lookup(PyObject *obj, PyObject *name, PyObject **method);

/* "'T' object has no attribute 'x'", with obj and name stored in the exception for the suggestion. */
ADDER_COLD void adder_attribute_error(PyObject *obj, PyObject *name);
/* The same two put into the AttributeError that is set, unless it has its own. Nothing for other exceptions. */
void adder_attribute_error_context(PyObject *obj, PyObject *name);

/* super(type, obj).name without making a super object. NULL with an exception. */
NEW_REF PyObject *adder_super_lookup(PyTypeObject *type, PyObject *obj, PyObject *name);

/* property.fget, or NULL; `property` is exactly a property. */
BORROWED_REF PyObject *adder_property_getter(PyObject *property);

/* ---- Instances ---- */

/* A new instance of a heap class: zeroed, inline values set up, tracked by the collector, refcount 1, the type's count
 * raised. What PyType_GenericAlloc does, faster. NULL with MemoryError. */
NEW_REF PyObject *adder_type_alloc_instance(PyTypeObject *type);

/* For T(...): when calling `type` means no more than allocating an instance and then running the Python function
 * __init__ (metaclass call, __new__ and allocation are the plain ones, the class is not abstract, itemsize 0): that
 * function, borrowed, valid while the type's version stays. *plain says that the class is so simple; NULL with *plain
 * true: there is no __init__ at all, arguments are refused. */
BORROWED_REF PyObject *adder_type_init_function(PyTypeObject *type, bool *plain);

/* Before a class's first instance: its methods assign `count` different self.x names. */
void adder_type_expect_attributes(PyTypeObject *type, int count);

/* tp_dealloc of every heap class made by a class statement. */
void adder_subtype_dealloc(PyObject *self);

/* Is it a class made by type.__new__ (not from a spec) and so has the subtype_* functions? */
bool adder_type_is_python_class(PyTypeObject *type);

/* ---- Making types ---- */

/* An interpreter's share: set up and dropped by lifecycle.c. 0, or -1 without memory. */
int adder_type_init(PyInterpreterState *interp);
void adder_type_fini(PyInterpreterState *interp);

/* All core static types become ready; once a process, before the first interpreter runs anything. 0, or -1. */
int adder_types_init(void);

/* Memory that lives as long as the process, zeroed, aligned to 16; NULL without memory (no exception). Thread-safe. */
void *adder_immortal_alloc(size_t size);
/* The immortal interned str of this text; NULL without memory (no exception). Thread-safe. */
BORROWED_REF PyObject *adder_immortal_str(const char *text, size_t len);

/* object.__new__ / __init__, for those who compare slots with them. */
NEW_REF PyObject *adder_object_new(PyTypeObject *type, PyObject *args, PyObject *kwargs);
int adder_object_init(PyObject *self, PyObject *args, PyObject *kwargs);

/* The name after the last dot of tp_name, as error messages show it. */
const char *adder_type_short_name(PyTypeObject *type);

/* _Class__name for __name inside class Class, else name; a new reference. class_name may be NULL. */
NEW_REF PyObject *adder_mangle_name(PyObject *class_name, PyObject *name);

/* What calls a metaclass for `bases` (tuple of types) by the rules of type.__new__: borrowed, NULL with TypeError. */
BORROWED_REF PyTypeObject *adder_type_metaclass(PyTypeObject *metatype, PyObject *bases);

extern PyTypeObject PySuper_Type, PyBaseObject_Type, PyType_Type;
#endif
