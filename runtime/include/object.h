/* object.h -- what every object begins with, what a type is, and counting references.
 *
 * Py_INCREF and Py_DECREF never ask whether an object is immortal: immortal objects start with a count that no program
 * can bring to zero (ADDER_IMMORTAL_REFCNT), so the same two instructions compiled into extension modules stay right. */
#ifndef Py_OBJECT_H
#define Py_OBJECT_H

#include "pyport.h"
#include "pymacro.h"
#include "pytypedefs.h"
#include "pybuffer.h"

#include <stdio.h>

#define ADDER_IMMORTAL_REFCNT ((Py_ssize_t)1 << 60)

#define _PyObject_HEAD_EXTRA
#define _PyObject_EXTRA_INIT
#define PyObject_HEAD     PyObject ob_base;
#define PyObject_VAR_HEAD PyVarObject ob_base;
#define Py_INVALID_SIZE   ((Py_ssize_t)-1)

struct _object {
    Py_ssize_t ob_refcnt;
    PyTypeObject *ob_type; /* owned when it is a heap type */
};

typedef struct {
    PyObject ob_base;
    Py_ssize_t ob_size; /* items; an int keeps its sign here */
} PyVarObject;

#define PyObject_HEAD_INIT(type)         { 1, type },
#define PyVarObject_HEAD_INIT(type, size) { PyObject_HEAD_INIT(type) size },
/* The same for objects that live as long as the process and are shared by all interpreters. */
#define ADDER_OBJECT_HEAD_IMMORTAL(type)          { ADDER_IMMORTAL_REFCNT, type },
#define ADDER_VAROBJECT_HEAD_IMMORTAL(type, size) { ADDER_OBJECT_HEAD_IMMORTAL(type) size },

#define _PyObject_CAST(op)    ((PyObject *)(op))
#define _PyVarObject_CAST(op) ((PyVarObject *)(op))

/* ---- Functions a type is made of ---- */
typedef PyObject *(*unaryfunc)(PyObject *);
typedef PyObject *(*binaryfunc)(PyObject *, PyObject *);
typedef PyObject *(*ternaryfunc)(PyObject *, PyObject *, PyObject *);
typedef int (*inquiry)(PyObject *);
typedef Py_ssize_t (*lenfunc)(PyObject *);
typedef PyObject *(*ssizeargfunc)(PyObject *, Py_ssize_t);
typedef PyObject *(*ssizessizeargfunc)(PyObject *, Py_ssize_t, Py_ssize_t);
typedef int (*ssizeobjargproc)(PyObject *, Py_ssize_t, PyObject *);
typedef int (*ssizessizeobjargproc)(PyObject *, Py_ssize_t, Py_ssize_t, PyObject *);
typedef int (*objobjargproc)(PyObject *, PyObject *, PyObject *);
typedef int (*objobjproc)(PyObject *, PyObject *);
typedef int (*visitproc)(PyObject *, void *);
typedef int (*traverseproc)(PyObject *, visitproc, void *);
typedef void (*freefunc)(void *);
typedef void (*destructor)(PyObject *);
typedef PyObject *(*getattrfunc)(PyObject *, char *);
typedef PyObject *(*getattrofunc)(PyObject *, PyObject *);
typedef int (*setattrfunc)(PyObject *, char *, PyObject *);
typedef int (*setattrofunc)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*reprfunc)(PyObject *);
typedef Py_hash_t (*hashfunc)(PyObject *);
typedef PyObject *(*richcmpfunc)(PyObject *, PyObject *, int);
typedef PyObject *(*getiterfunc)(PyObject *);
typedef PyObject *(*iternextfunc)(PyObject *);
typedef PyObject *(*descrgetfunc)(PyObject *, PyObject *, PyObject *);
typedef int (*descrsetfunc)(PyObject *, PyObject *, PyObject *);
typedef int (*initproc)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*newfunc)(PyTypeObject *, PyObject *, PyObject *);
typedef PyObject *(*allocfunc)(PyTypeObject *, Py_ssize_t);
typedef PyObject *(*vectorcallfunc)(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwnames);

/* What am_send tells: the generator returned, raised, or yielded. */
typedef enum { PYGEN_RETURN = 0, PYGEN_ERROR = -1, PYGEN_NEXT = 1 } PySendResult;
typedef PySendResult (*sendfunc)(PyObject *iter, PyObject *value, PyObject **result);

typedef struct {
    binaryfunc nb_add;
    binaryfunc nb_subtract;
    binaryfunc nb_multiply;
    binaryfunc nb_remainder;
    binaryfunc nb_divmod;
    ternaryfunc nb_power;
    unaryfunc nb_negative;
    unaryfunc nb_positive;
    unaryfunc nb_absolute;
    inquiry nb_bool;
    unaryfunc nb_invert;
    binaryfunc nb_lshift;
    binaryfunc nb_rshift;
    binaryfunc nb_and;
    binaryfunc nb_xor;
    binaryfunc nb_or;
    unaryfunc nb_int;
    void *nb_reserved;
    unaryfunc nb_float;
    binaryfunc nb_inplace_add;
    binaryfunc nb_inplace_subtract;
    binaryfunc nb_inplace_multiply;
    binaryfunc nb_inplace_remainder;
    ternaryfunc nb_inplace_power;
    binaryfunc nb_inplace_lshift;
    binaryfunc nb_inplace_rshift;
    binaryfunc nb_inplace_and;
    binaryfunc nb_inplace_xor;
    binaryfunc nb_inplace_or;
    binaryfunc nb_floor_divide;
    binaryfunc nb_true_divide;
    binaryfunc nb_inplace_floor_divide;
    binaryfunc nb_inplace_true_divide;
    unaryfunc nb_index;
    binaryfunc nb_matrix_multiply;
    binaryfunc nb_inplace_matrix_multiply;
} PyNumberMethods;

typedef struct {
    lenfunc sq_length;
    binaryfunc sq_concat;
    ssizeargfunc sq_repeat;
    ssizeargfunc sq_item;
    void *was_sq_slice; /* unused */
    ssizeobjargproc sq_ass_item;
    void *was_sq_ass_slice; /* unused */
    objobjproc sq_contains;
    binaryfunc sq_inplace_concat;
    ssizeargfunc sq_inplace_repeat;
} PySequenceMethods;

typedef struct {
    lenfunc mp_length;
    binaryfunc mp_subscript;
    objobjargproc mp_ass_subscript;
} PyMappingMethods;

typedef struct {
    unaryfunc am_await;
    unaryfunc am_aiter;
    unaryfunc am_anext;
    sendfunc am_send;
} PyAsyncMethods;

typedef struct {
    getbufferproc bf_getbuffer;
    releasebufferproc bf_releasebuffer;
} PyBufferProcs;

/* The name before 3.9 of tp_vectorcall_offset's place. */
typedef Py_ssize_t printfunc;

struct _typeobject {
    PyVarObject ob_base;
    const char *tp_name;             /* "module.name" for static types, "name" for heap types */
    Py_ssize_t tp_basicsize;         /* bytes of an instance */
    Py_ssize_t tp_itemsize;          /* bytes an item adds, 0: fixed size */
    destructor tp_dealloc;
    Py_ssize_t tp_vectorcall_offset; /* where instances keep their vectorcallfunc, 0: none */
    getattrfunc tp_getattr;
    setattrfunc tp_setattr;
    PyAsyncMethods *tp_as_async;
    reprfunc tp_repr;
    PyNumberMethods *tp_as_number;
    PySequenceMethods *tp_as_sequence;
    PyMappingMethods *tp_as_mapping;
    hashfunc tp_hash;
    ternaryfunc tp_call;
    reprfunc tp_str;
    getattrofunc tp_getattro;
    setattrofunc tp_setattro;
    PyBufferProcs *tp_as_buffer;
    unsigned long tp_flags;          /* Py_TPFLAGS_* */
    const char *tp_doc;
    traverseproc tp_traverse;        /* visits every owned reference, for the cycle collector */
    inquiry tp_clear;                /* drops those that can form cycles */
    richcmpfunc tp_richcompare;
    Py_ssize_t tp_weaklistoffset;    /* where instances keep their weak references, 0: none */
    getiterfunc tp_iter;
    iternextfunc tp_iternext;
    PyMethodDef *tp_methods;
    PyMemberDef *tp_members;
    PyGetSetDef *tp_getset;
    PyTypeObject *tp_base;
    PyObject *tp_dict;
    descrgetfunc tp_descr_get;
    descrsetfunc tp_descr_set;
    Py_ssize_t tp_dictoffset;        /* where instances keep their __dict__, 0: none */
    initproc tp_init;
    allocfunc tp_alloc;
    newfunc tp_new;
    freefunc tp_free;
    inquiry tp_is_gc;
    PyObject *tp_bases;
    PyObject *tp_mro;                /* tuple, method resolution order */
    PyObject *tp_cache;              /* unused */
    PyObject *tp_subclasses;
    PyObject *tp_weaklist;
    destructor tp_del;
    unsigned int tp_version_tag;     /* changes whenever a look-up on the type could change; 0: none */
    destructor tp_finalize;
    vectorcallfunc tp_vectorcall;    /* calling the type itself */
};

struct _dictkeysobject;
struct _specialization_cache {
    PyObject *getitem;
};

/* A type made at run time: the type, room for all its slot tables, and its names. */
typedef struct _heaptypeobject {
    PyTypeObject ht_type;
    PyAsyncMethods as_async;
    PyNumberMethods as_number;
    PyMappingMethods as_mapping;
    PySequenceMethods as_sequence;
    PyBufferProcs as_buffer;
    PyObject *ht_name, *ht_slots, *ht_qualname;
    struct _dictkeysobject *ht_cached_keys; /* the attribute names its instances share */
    PyObject *ht_module;
    char *_ht_tpname; /* the copy tp_name points to, for PyType_FromSpec */
    struct _specialization_cache _spec_cache;
} PyHeapTypeObject;

typedef struct {
    int slot;    /* Py_tp_..., Py_nb_... of typeslots.h; 0 ends the array */
    void *pfunc;
} PyType_Slot;

typedef struct {
    const char *name;
    int basicsize;
    int itemsize;
    unsigned int flags;
    PyType_Slot *slots;
} PyType_Spec;

/* ---- tp_flags ---- */
#define Py_TPFLAGS_MANAGED_DICT            (1UL << 4)  /* attributes are kept inside the instance, see DESIGN */
#define Py_TPFLAGS_SEQUENCE                (1UL << 5)  /* matched by `case [...]` */
#define Py_TPFLAGS_MAPPING                 (1UL << 6)  /* matched by `case {...}` */
#define Py_TPFLAGS_DISALLOW_INSTANTIATION  (1UL << 7)
#define Py_TPFLAGS_IMMUTABLETYPE           (1UL << 8)
#define Py_TPFLAGS_HEAPTYPE                (1UL << 9)
#define Py_TPFLAGS_BASETYPE                (1UL << 10)
#define Py_TPFLAGS_HAVE_VECTORCALL         (1UL << 11)
#define _Py_TPFLAGS_HAVE_VECTORCALL        Py_TPFLAGS_HAVE_VECTORCALL
#define Py_TPFLAGS_READY                   (1UL << 12)
#define Py_TPFLAGS_READYING                (1UL << 13)
#define Py_TPFLAGS_HAVE_GC                 (1UL << 14)
#define Py_TPFLAGS_HAVE_STACKLESS_EXTENSION 0
#define Py_TPFLAGS_METHOD_DESCRIPTOR       (1UL << 17)
#define Py_TPFLAGS_HAVE_VERSION_TAG        (1UL << 18)
#define Py_TPFLAGS_VALID_VERSION_TAG       (1UL << 19)
#define Py_TPFLAGS_IS_ABSTRACT             (1UL << 20)
#define _Py_TPFLAGS_MATCH_SELF             (1UL << 22) /* `case T(x)` binds the subject itself */
#define Py_TPFLAGS_LONG_SUBCLASS           (1UL << 24)
#define Py_TPFLAGS_LIST_SUBCLASS           (1UL << 25)
#define Py_TPFLAGS_TUPLE_SUBCLASS          (1UL << 26)
#define Py_TPFLAGS_BYTES_SUBCLASS          (1UL << 27)
#define Py_TPFLAGS_UNICODE_SUBCLASS        (1UL << 28)
#define Py_TPFLAGS_DICT_SUBCLASS           (1UL << 29)
#define Py_TPFLAGS_BASE_EXC_SUBCLASS       (1UL << 30)
#define Py_TPFLAGS_TYPE_SUBCLASS           (1UL << 31)
#define Py_TPFLAGS_DEFAULT                 (Py_TPFLAGS_HAVE_STACKLESS_EXTENSION | 0)
#define Py_TPFLAGS_HAVE_FINALIZE           (1UL << 0)

/* Comparison operators of tp_richcompare. */
#define Py_LT 0
#define Py_LE 1
#define Py_EQ 2
#define Py_NE 3
#define Py_GT 4
#define Py_GE 5

#define Py_PRINT_RAW 1 /* PyObject_Print writes str() rather than repr() */

/* A name made into an interned str at its first use, held by each interpreter. */
typedef struct _Py_Identifier {
    const char *string;
    Py_ssize_t index; /* -1 until the first use */
} _Py_Identifier;
#define _Py_static_string_init(value)    { value, -1 }
#define _Py_static_string(varname, value) static _Py_Identifier varname = _Py_static_string_init(value)
#define _Py_IDENTIFIER(varname)          _Py_static_string(PyId_##varname, #varname)

ADDER_API_BEGIN
extern PyTypeObject PyType_Type;
extern PyTypeObject PyBaseObject_Type;
extern PyTypeObject PySuper_Type;

extern PyObject _Py_NoneStruct;
extern PyObject _Py_NotImplementedStruct;
extern PyTypeObject _PyNone_Type;
extern PyTypeObject _PyNotImplemented_Type;
extern int _Py_SwappedOp[];

int Py_Is(PyObject *x, PyObject *y);
int Py_ReprEnter(PyObject *object);
void Py_ReprLeave(PyObject *object);
void Py_IncRef(PyObject *o);
void Py_DecRef(PyObject *o);
NEW_REF PyObject *Py_NewRef(PyObject *o);
NEW_REF PyObject *Py_XNewRef(PyObject *o);
int Py_IsNone(PyObject *x);
int PyCallable_Check(PyObject *o);
NEW_REF PyObject *PyObject_Repr(PyObject *o);
NEW_REF PyObject *PyObject_Str(PyObject *o);
NEW_REF PyObject *PyObject_ASCII(PyObject *o);
NEW_REF PyObject *PyObject_Bytes(PyObject *o);
NEW_REF PyObject *PyObject_RichCompare(PyObject *o1, PyObject *o2, int opid);
int PyObject_RichCompareBool(PyObject *o1, PyObject *o2, int opid);
NEW_REF PyObject *PyObject_GetAttrString(PyObject *o, const char *attr_name);
int PyObject_SetAttrString(PyObject *o, const char *attr_name, PyObject *v);
int PyObject_HasAttrString(PyObject *o, const char *attr_name);
NEW_REF PyObject *PyObject_GetAttr(PyObject *o, PyObject *attr_name);
int PyObject_SetAttr(PyObject *o, PyObject *attr_name, PyObject *v);
int PyObject_HasAttr(PyObject *o, PyObject *attr_name);
NEW_REF PyObject *PyObject_SelfIter(PyObject *o);
NEW_REF PyObject *PyObject_GenericGetAttr(PyObject *o, PyObject *name);
int PyObject_GenericSetAttr(PyObject *o, PyObject *name, PyObject *value);
int PyObject_GenericSetDict(PyObject *o, PyObject *value, void *context);
Py_hash_t PyObject_Hash(PyObject *o);
Py_hash_t PyObject_HashNotImplemented(PyObject *o);
int PyObject_IsTrue(PyObject *o);
int PyObject_Not(PyObject *o);
void PyObject_ClearWeakRefs(PyObject *o);
NEW_REF PyObject *PyObject_Dir(PyObject *o);
int PyObject_Print(PyObject *o, FILE *fp, int flags);
void PyObject_CallFinalizer(PyObject *o);
int PyObject_CallFinalizerFromDealloc(PyObject *o);
NEW_REF PyObject *PyType_FromSpec(PyType_Spec *spec);
NEW_REF PyObject *PyType_FromSpecWithBases(PyType_Spec *spec, PyObject *bases);
void *PyType_GetSlot(PyTypeObject *type, int slot);
NEW_REF PyObject *PyType_FromModuleAndSpec(PyObject *module, PyType_Spec *spec, PyObject *bases);
BORROWED_REF PyObject *PyType_GetModule(PyTypeObject *type);
void *PyType_GetModuleState(PyTypeObject *type);
NEW_REF PyObject *PyType_GetName(PyTypeObject *type);
NEW_REF PyObject *PyType_GetQualName(PyTypeObject *type);
int PyType_IsSubtype(PyTypeObject *type1, PyTypeObject *type2);
unsigned long PyType_GetFlags(PyTypeObject *type);
int PyType_Ready(PyTypeObject *type);
NEW_REF PyObject *PyType_GenericAlloc(PyTypeObject *type, Py_ssize_t nitems);
NEW_REF PyObject *PyType_GenericNew(PyTypeObject *type, PyObject *args, PyObject *kwds);
unsigned int PyType_ClearCache(void);
void PyType_Modified(PyTypeObject *type);
BORROWED_REF PyObject *PyType_GetModuleByDef(PyTypeObject *type, PyModuleDef *def);

void _Py_Dealloc(PyObject *o);
void _Py_IncRef(PyObject *o);
void _Py_DecRef(PyObject *o);
void _Py_NewReference(PyObject *o);
void _Py_BreakPoint(void);
NEW_REF PyObject *_PyObject_GetState(PyObject *o);
NEW_REF PyObject *_PyObject_LookupSpecialId(PyObject *o, _Py_Identifier *id);
void _PyObject_Dump(PyObject *o);
int _PyObject_IsFreed(PyObject *o);
int _PyObject_IsAbstract(PyObject *o);
NEW_REF PyObject *_PyObject_GetAttrId(PyObject *o, _Py_Identifier *id);
int _PyObject_SetAttrId(PyObject *o, _Py_Identifier *id, PyObject *value);
int _PyObject_LookupAttr(PyObject *o, PyObject *name, PyObject **p);
int _PyObject_LookupAttrId(PyObject *o, _Py_Identifier *id, PyObject **p);
int _PyObject_GetMethod(PyObject *obj, PyObject *name, PyObject **method);
PyObject **_PyObject_GetDictPtr(PyObject *obj);
PyObject *_PyObject_NextNotImplemented(PyObject *o);
NEW_REF PyObject *_PyObject_GenericGetAttrWithDict(PyObject *o, PyObject *name, PyObject *value, int i);
int _PyObject_GenericSetAttrWithDict(PyObject *o, PyObject *name, PyObject *value1, PyObject *value2);
NEW_REF PyObject *_PyObject_FunctionStr(PyObject *o);
_Py_NO_RETURN void _PyObject_AssertFailed(PyObject *obj, const char *expr, const char *msg, const char *file,
                                          int line, const char *function);
int _PyObject_CheckConsistency(PyObject *o, int check_content);
int _PyTrash_begin(PyThreadState *tstate, PyObject *o);
void _PyTrash_end(PyThreadState *tstate);
int _PyTrash_cond(PyObject *o, destructor dealloc);
const char *_PyType_Name(PyTypeObject *type);
BORROWED_REF PyObject *_PyType_Lookup(PyTypeObject *type, PyObject *o);
BORROWED_REF PyObject *_PyType_LookupId(PyTypeObject *type, _Py_Identifier *id);
PyTypeObject *_PyType_CalculateMetaclass(PyTypeObject *type, PyObject *o);
NEW_REF PyObject *_PyType_GetDocFromInternalDoc(const char *s1, const char *s2);
NEW_REF PyObject *_PyType_GetTextSignatureFromInternalDoc(const char *s1, const char *s2);

/* ---- The head's fields ---- */
static inline Py_ssize_t Py_REFCNT(PyObject *op) { return op->ob_refcnt; }
static inline PyTypeObject *Py_TYPE(PyObject *op) { return op->ob_type; }
static inline Py_ssize_t Py_SIZE(PyObject *op) { return ((PyVarObject *)op)->ob_size; }
static inline void Py_SET_REFCNT(PyObject *op, Py_ssize_t count) { op->ob_refcnt = count; }
static inline void Py_SET_TYPE(PyObject *op, PyTypeObject *type) { op->ob_type = type; }
static inline void Py_SET_SIZE(PyVarObject *op, Py_ssize_t size) { op->ob_size = size; }
static inline int Py_IS_TYPE(const PyObject *op, const PyTypeObject *type) { return op->ob_type == type; }
#define Py_REFCNT(op)         Py_REFCNT(_PyObject_CAST(op))
#define Py_TYPE(op)           Py_TYPE(_PyObject_CAST(op))
#define Py_SIZE(op)           Py_SIZE(_PyObject_CAST(op))
#define Py_SET_REFCNT(op, n)  Py_SET_REFCNT(_PyObject_CAST(op), n)
#define Py_SET_TYPE(op, type) Py_SET_TYPE(_PyObject_CAST(op), type)
#define Py_SET_SIZE(op, n)    Py_SET_SIZE(_PyVarObject_CAST(op), n)
#define Py_IS_TYPE(op, type)  Py_IS_TYPE(_PyObject_CAST(op), type)

/* ---- Counting ---- */
static inline void Py_INCREF(PyObject *op) { op->ob_refcnt++; }
static inline void Py_DECREF(PyObject *op)
{
    if (--op->ob_refcnt == 0) _Py_Dealloc(op);
}
#define Py_INCREF(op) Py_INCREF(_PyObject_CAST(op))
#define Py_DECREF(op) Py_DECREF(_PyObject_CAST(op))
/* The same, doing nothing for NULL. */
static inline void Py_XINCREF(PyObject *op)
{
    if (op != NULL) Py_INCREF(op);
}
static inline void Py_XDECREF(PyObject *op)
{
    if (op != NULL) Py_DECREF(op);
}
#define Py_XINCREF(op) Py_XINCREF(_PyObject_CAST(op))
#define Py_XDECREF(op) Py_XDECREF(_PyObject_CAST(op))

static inline PyObject *_Py_NewRef(PyObject *op)
{
    Py_INCREF(op);
    return op;
}
static inline PyObject *_Py_XNewRef(PyObject *op)
{
    Py_XINCREF(op);
    return op;
}
#define Py_NewRef(op)  _Py_NewRef(_PyObject_CAST(op))
#define Py_XNewRef(op) _Py_XNewRef(_PyObject_CAST(op))

/* Dropping may run any code, which must not see the variable any more: it is changed first. */
#define Py_CLEAR(op)                                  \
    do {                                              \
        PyObject *_py_old = _PyObject_CAST(op);       \
        if (_py_old != NULL) {                        \
            (op) = NULL;                              \
            Py_DECREF(_py_old);                       \
        }                                             \
    } while (0)
#define Py_SETREF(op, value)                          \
    do {                                              \
        PyObject *_py_old = _PyObject_CAST(op);       \
        (op) = (value);                               \
        Py_DECREF(_py_old);                           \
    } while (0)
#define Py_XSETREF(op, value)                         \
    do {                                              \
        PyObject *_py_old = _PyObject_CAST(op);       \
        (op) = (value);                               \
        Py_XDECREF(_py_old);                          \
    } while (0)

/* ---- Questions to a type ---- */
static inline int PyType_HasFeature(PyTypeObject *type, unsigned long feature) { return (type->tp_flags & feature) != 0; }
#define PyType_FastSubclass(type, flag) PyType_HasFeature(type, flag)
#define PyType_IS_GC(type) PyType_HasFeature((type), Py_TPFLAGS_HAVE_GC)
#define _PyType_CAST(op)   ((PyTypeObject *)(op))
static inline int PyType_Check(PyObject *op) { return PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_TYPE_SUBCLASS); }
static inline int PyType_CheckExact(PyObject *op) { return Py_IS_TYPE(op, &PyType_Type); }
static inline int PyObject_TypeCheck(PyObject *op, PyTypeObject *type)
{
    return Py_IS_TYPE(op, type) || PyType_IsSubtype(Py_TYPE(op), type);
}
#define PyType_Check(op)             PyType_Check(_PyObject_CAST(op))
#define PyType_CheckExact(op)        PyType_CheckExact(_PyObject_CAST(op))
#define PyObject_TypeCheck(op, type) PyObject_TypeCheck(_PyObject_CAST(op), type)
ADDER_API_END

/* ---- Singletons ---- */
#define Py_None           (&_Py_NoneStruct)
#define Py_NotImplemented (&_Py_NotImplementedStruct)
#define Py_Is(x, y)       ((x) == (y))
#define Py_IsNone(x)      Py_Is((x), Py_None)
#define Py_RETURN_NONE           return Py_NewRef(Py_None)
#define Py_RETURN_NOTIMPLEMENTED return Py_NewRef(Py_NotImplemented)
#define Py_RETURN_RICHCOMPARE(a, b, op)       \
    do {                                      \
        switch (op) {                         \
        case Py_EQ: if ((a) == (b)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
        case Py_NE: if ((a) != (b)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
        case Py_LT: if ((a) < (b)) Py_RETURN_TRUE; Py_RETURN_FALSE;  \
        case Py_GT: if ((a) > (b)) Py_RETURN_TRUE; Py_RETURN_FALSE;  \
        case Py_LE: if ((a) <= (b)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
        case Py_GE: if ((a) >= (b)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
        default: Py_UNREACHABLE();            \
        }                                     \
    } while (0)

/* ---- Debug checks, off here ---- */
#define _PyObject_ASSERT_FROM(op, expr, msg, file, line, func) ((void)0)
#define _PyObject_ASSERT_WITH_MSG(op, expr, msg) ((void)0)
#define _PyObject_ASSERT(op, expr) ((void)0)
#define _PyObject_ASSERT_FAILED_MSG(op, msg) \
    _PyObject_AssertFailed((op), NULL, (msg), __FILE__, __LINE__, __func__)

/* ---- Deep structures freed without deep recursion: brackets around a container's tp_dealloc ---- */
#define Py_TRASHCAN_BEGIN_CONDITION(op, cond)                          \
    do {                                                               \
        PyThreadState *_tstate = NULL;                                 \
        if (cond) {                                                    \
            _tstate = PyThreadState_Get();                             \
            if (_PyTrash_begin(_tstate, _PyObject_CAST(op))) break;    \
        }
#define Py_TRASHCAN_END                                                \
        if (_tstate != NULL) _PyTrash_end(_tstate);                    \
    } while (0);
#define Py_TRASHCAN_BEGIN(op, dealloc) \
    Py_TRASHCAN_BEGIN_CONDITION(op, _PyTrash_cond(_PyObject_CAST(op), (destructor)(dealloc)))
#define Py_TRASHCAN_SAFE_BEGIN(op) Py_TRASHCAN_BEGIN_CONDITION(op, 1)
#define Py_TRASHCAN_SAFE_END(op)   Py_TRASHCAN_END

#endif
