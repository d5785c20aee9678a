/* type_internal.h -- what the type*.c files share among themselves. */
#ifndef ADDER_TYPE_INTERNAL_H
#define ADDER_TYPE_INTERNAL_H
#include "runtime/memory/memory.h"
#include <structmember.h>
#include "runtime/objects/type.h"

/* Which dunders of type_slots.c a type defines itself: one bit a row of the table. */
#define SLOT_ROWS_MAX 128
struct slot_set { uint64_t bits[SLOT_ROWS_MAX / 64]; };

/* What is known of a core static type beside its PyTypeObject; tp_cache points to it. */
struct static_type_info {
    uint32_t index;          /* of its facts in every interpreter */
    bool unhashable;         /* its dict says __hash__ = None */
    bool owns_new;           /* its dict has __new__ */
    struct slot_set own;     /* slots that were filled before inheritance */
};
ADDER_INLINE struct static_type_info *static_info(PyTypeObject *type) { return (struct static_type_info *)type->tp_cache; }
ADDER_INLINE bool is_shared(PyTypeObject *type) { return (type->tp_flags & ADDER_TPFLAGS_SHARED) != 0; }
ADDER_INLINE bool is_heap(PyTypeObject *type)   { return (type->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0; }
ADDER_INLINE PyHeapTypeObject *heap_type(PyTypeObject *type) { return (PyHeapTypeObject *)type; }
ADDER_INLINE PyMemberDef *heap_members(PyTypeObject *type)
{
    return (PyMemberDef *)((char *)type + Py_TYPE(type)->tp_basicsize);
}

#define SUBCLASS_FLAGS                                                                                       \
    (Py_TPFLAGS_LONG_SUBCLASS | Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_BYTES_SUBCLASS | \
     Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_DICT_SUBCLASS | Py_TPFLAGS_BASE_EXC_SUBCLASS | Py_TPFLAGS_TYPE_SUBCLASS)
#define COLLECTION_FLAGS (Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_MAPPING)

/* immortal.c: a block with a zeroed collector head before it; a str that is not interned. */
void *adder_immortal_gc_alloc(size_t size);
PyObject *adder_immortal_text(const char *text, size_t len);

/* type_ready.c */
/* The text of an internal doc string after its signature line, if it has one. */
const char *adder_doc_without_signature(const char *name, const char *doc);
size_t adder_static_type_count(void);
PyTypeObject *adder_static_type(size_t index); /* in the order of static_types.def */
int adder_subclass_add(PyTypeObject *base, PyTypeObject *type);
void adder_subclass_remove(PyTypeObject *base, PyTypeObject *type);
/* Members, getsets, methods of the type's tables into `dict`, except names that it has. */
int adder_type_add_tables(PyTypeObject *type, PyObject *dict);

/* type_mro.c */
NEW_REF PyObject *adder_mro_compute(PyTypeObject *type);   /* C3: a tuple */
int adder_mro_set(PyTypeObject *type, PyObject **old_mro);  /* through the metaclass's mro() where it is overridden */
BORROWED_REF PyTypeObject *adder_best_base(PyObject *bases);
PyTypeObject *adder_solid_base(PyTypeObject *type);
int adder_mro_update_hierarchy(PyTypeObject *type, PyObject *undo);

/* type_slots.c */
void adder_slots_find_own(PyTypeObject *type, struct slot_set *own);
Py_ssize_t adder_slots_count(const struct slot_set *own);
int adder_slots_add_wrappers(PyTypeObject *type, const struct slot_set *own, PyObject *dict);
void adder_slots_inherit(PyTypeObject *type, PyTypeObject *base);
void adder_slots_fixup(PyTypeObject *type);                      /* all slots from the MRO's dunders */
void adder_slots_update_own(PyTypeObject *type, PyObject *dict); /* only those whose dunders are in dict */
int adder_slots_update(PyTypeObject *type, PyObject *name);      /* after type.name changed; subclasses too */

/* type_instance.c */
int adder_subtype_traverse(PyObject *self, visitproc visit, void *arg);
int adder_subtype_clear(PyObject *self);
int adder_type_make_keys(PyTypeObject *type); /* the shared keys of a class that has none yet; 0, or -1 */
NEW_REF PyObject *adder_class_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames);
NEW_REF PyObject *adder_subtype_get_dict(PyObject *self, void *context);
int adder_subtype_set_dict(PyObject *self, PyObject *value, void *context);
extern PyGetSetDef adder_subtype_getsets[]; /* __dict__, __weakref__ */

/* object_type.c */
bool adder_type_layout_compatible(PyTypeObject *old, PyTypeObject *fresh, const char *what); /* false with TypeError */
int adder_merge_class_names(PyObject *names, PyObject *cls);
bool adder_instance_dict_is_empty(PyObject *obj);

/* type_new.c, type_attr.c */
NEW_REF PyObject *adder_type_new(PyTypeObject *metatype, PyObject *args, PyObject *kwargs);
NEW_REF PyObject *adder_type_call(PyObject *self, PyObject *args, PyObject *kwargs);
NEW_REF PyObject *adder_type_getattro(PyObject *self, PyObject *name);
int adder_type_setattro(PyObject *self, PyObject *name, PyObject *value);
extern PyMethodDef adder_type_methods[];
extern PyGetSetDef adder_type_getsets[];
extern PyMemberDef adder_type_members[];

/* union.c: X | Y for classes. */
NEW_REF PyObject *adder_union_or(PyObject *left, PyObject *right);

/* descr.c: a method of a table as its dict wants it: method descriptor, classmethod or staticmethod. */
NEW_REF PyObject *adder_descr_from_row(PyTypeObject *type, PyMethodDef *row);
/* cfunction.c: immortal when `type` is a core static one. */
NEW_REF PyObject *adder_new_function(PyTypeObject *type);
extern PyMethodDef adder_new_method; /* the row of every __new__ made from tp_new */
NEW_REF PyObject *adder_cfunction_new_for(PyTypeObject *shared, PyMethodDef *row, PyObject *self, PyObject *module);
NEW_REF PyObject *adder_staticmethod_new_for(PyTypeObject *shared, PyObject *callable);
#endif
