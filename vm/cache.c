/* cache.c -- filling inline caches: looks at an object once and decides which form of the instruction fits it. */
#include "vm/cache.h"
#include "runtime/objects/dict.h"
#include "runtime/objects/type.h"
#include <structmember.h>

static void become(Instr *pc, OpBase form) { pc->op = op_in_form(pc->op, form); }
static void back_off(Instr *pc) { CACHE(pc)->counter = CACHE_BACKOFF; }

/* Offset for NEED_NO_DICT: where the instance's dict pointer lies; 0: no dict; -1: cannot be told. */
static Py_ssize_t dict_offset(PyTypeObject *type)
{
    Py_ssize_t offset = type->tp_dictoffset;
    if (offset == 0) return 0;
    return offset > 0 && offset < 0x10000 ? offset : -1;
}

/* Is `name` surely no attribute that the instance itself has? (Its dict pointer is checked at each use.) */
static bool instance_lacks(PyObject *o, PyTypeObject *type, PyObject *name)
{
    Py_ssize_t offset = dict_offset(type);
    if (offset < 0) return false;
    if (offset == 0) return true;
    if (*(PyObject **)((char *)o + offset) != NULL) return false;
    if (!(type->tp_flags & ADDER_TPFLAGS_INLINE_VALUES)) return true;
    return adder_shared_keys_index(adder_type_shared_keys(type), name) < 0;
}

static bool is_data_descriptor(PyObject *attr) { return Py_TYPE(attr)->tp_descr_set != NULL; }

/* A __slots__ member: its offset; 0 when `attr` is something else. */
static Py_ssize_t slot_offset(PyTypeObject *type, PyObject *attr)
{
    if (attr == NULL || !Py_IS_TYPE(attr, &PyMemberDescr_Type)) return 0;
    PyMemberDescrObject *d = (PyMemberDescrObject *)attr;
    if (d->d_member->type != T_OBJECT_EX || d->d_member->flags != 0 || !PyType_IsSubtype(type, d->d_common.d_type)) return 0;
    return d->d_member->offset > 0 && d->d_member->offset < 0x10000 ? d->d_member->offset : 0;
}

/* Offset of the inline value called `name`; 0 when there is none. */
static Py_ssize_t value_offset(PyTypeObject *type, PyObject *name, int *index)
{
    if (!(type->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) || adder_type_shared_keys(type) == NULL) return 0;
    *index = adder_shared_keys_index(adder_type_shared_keys(type), name);
    if (*index < 0) return 0;
    size_t offset = adder_instance_slot_offset(type, *index);
    return offset < 0x10000 ? (Py_ssize_t)offset : 0;
}

/* The entry of `name` in a module's or global dict. False: cannot be cached. */
static bool dict_entry(PyObject *dict, PyObject *name, Cache *cache)
{
    PyObject *value;
    if (dict == NULL || !PyDict_CheckExact(dict) || !PyUnicode_CheckExact(name)) return false;
    uint32_t version = adder_dict_keys_version(dict);
    if (version == 0) return false;
    Py_ssize_t index = adder_dict_lookup(dict, name, PyObject_Hash(name), &value);
    if (index < 0 || index > 0xFFFF || value == NULL) {
        PyErr_Clear();
        return false;
    }
    cache->version = version;
    cache->index = (uint16_t)index;
    return true;
}

static PyObject *module_dict(PyObject *o) { return *(PyObject **)((char *)o + PyModule_Type.tp_dictoffset); }

static bool getattr_of_class(Instr *pc, PyTypeObject *o, PyObject *name)
{
    if (Py_TYPE(o)->tp_getattro != PyType_Type.tp_getattro) return false;
    PyObject *meta = adder_type_lookup(Py_TYPE(o), name), *attr = adder_type_lookup(o, name);
    if ((meta != NULL && is_data_descriptor(meta)) || attr == NULL) return false;
    /* the metatype could get a data descriptor later without o's version changing */
    if (Py_TYPE(o) != &PyType_Type) return false;
    if (Py_TYPE(attr)->tp_descr_get != NULL && !PyFunction_Check(attr)) return false;
    uint32_t version = adder_type_version(o);
    if (version == 0) return false;
    CACHE(pc)->version = version;
    CACHE_OBJECT(pc) = attr;
    return true;
}

/* A property whose getter is a plain Python function of one argument. */
static Function *plain_getter(PyObject *attr)
{
    if (!Py_IS_TYPE(attr, &PyProperty_Type)) return NULL;
    PyObject *f = adder_property_getter(attr);
    if (f == NULL || !PyFunction_Check(f)) return NULL;
    return ((Function *)f)->fast_argc == 1 && ((Function *)f)->closure == NULL ? (Function *)f : NULL;
}

static bool getattr_of_instance(Instr *pc, PyObject *o, PyTypeObject *type, PyObject *name, bool number)
{
    if (type->tp_getattro != PyObject_GenericGetAttr) return false;
    PyObject *attr = adder_type_lookup(type, name);
    uint32_t version = adder_type_version(type);
    Py_ssize_t offset;
    int index;
    if (version == 0) return false;
    CACHE(pc)->version = version;
    if (attr != NULL && is_data_descriptor(attr)) {
        Function *getter = plain_getter(attr);
        if (getter != NULL) {
            const OpInfo *info = &adder_op_info[pc->op];
            CACHE_OBJECT(pc) = (PyObject *)getter;
            CACHE(pc)->index = (uint16_t)(3 | (info->kind[0] == KIND_l ? HOW_LOCAL : 0));
            become(pc, number ? BASE_GETATTRN_PROPERTY : BASE_GETATTR_PROPERTY);
            return true;
        }
        if ((offset = slot_offset(type, attr)) == 0) return false;
        CACHE(pc)->index = (uint16_t)offset;
        become(pc, number ? BASE_GETATTRN_SLOT : BASE_GETATTR_SLOT);
        return true;
    }
    if ((offset = value_offset(type, name, &index)) != 0 && *(PyObject **)((char *)o + offset) != NULL) {
        CACHE(pc)->index = (uint16_t)offset;
        become(pc, number ? BASE_GETATTRN_INSTANCE : BASE_GETATTR_INSTANCE);
        return true;
    }
    if (attr == NULL || Py_TYPE(attr)->tp_descr_get != NULL || !instance_lacks(o, type, name)) return false;
    CACHE(pc)->index = (uint16_t)dict_offset(type);
    CACHE_OBJECT(pc) = attr;
    become(pc, number ? BASE_GETATTRN_CLASS : BASE_GETATTR_CLASS);
    return true;
}

void adder_cache_getattr(Instr *pc, PyObject *o, PyObject *name)
{
    bool number = op_generic(pc->op) == BASE_GETATTRN;
    if (PyType_Check(o)) {
        if (getattr_of_class(pc, (PyTypeObject *)o, name)) {
            become(pc, number ? BASE_GETATTRN_TYPE : BASE_GETATTR_TYPE);
            return;
        }
    } else if (Py_IS_TYPE(o, &PyModule_Type)) {
        if (adder_type_lookup(&PyModule_Type, name) == NULL && dict_entry(module_dict(o), name, CACHE(pc))) {
            become(pc, number ? BASE_GETATTRN_MODULE : BASE_GETATTR_MODULE);
            return;
        }
    } else if (getattr_of_instance(pc, o, Py_TYPE(o), name, number)) return;
    back_off(pc);
}

void adder_cache_setattr(Instr *pc, PyObject *o, PyObject *name)
{
    PyTypeObject *type = Py_TYPE(o);
    Py_ssize_t offset;
    int index = 0;
    uint32_t version;
    if (type->tp_setattro != PyObject_GenericSetAttr || (version = adder_type_version(type)) == 0) goto no;
    PyObject *attr = adder_type_lookup(type, name);
    CACHE(pc)->version = version;
    if (attr != NULL && is_data_descriptor(attr)) {
        if ((offset = slot_offset(type, attr)) == 0) goto no;
        CACHE(pc)->index = (uint16_t)offset;
        become(pc, BASE_SETATTR_SLOT);
        return;
    }
    if ((offset = value_offset(type, name, &index)) == 0) goto no;
    CACHE(pc)->index = (uint16_t)offset;
    CACHE2(pc)->index = (uint16_t)index;
    become(pc, BASE_SETATTR_INSTANCE);
    return;
no:
    back_off(pc);
}

void adder_cache_method(Instr *pc, PyObject *o, PyObject *name)
{
    PyTypeObject *type = Py_TYPE(o);
    if (PyType_Check(o)) {
        if (getattr_of_class(pc, (PyTypeObject *)o, name)) {
            become(pc, BASE_LOAD_METHOD_TYPE);
            return;
        }
    } else if (type == &PyModule_Type) {
        if (adder_type_lookup(type, name) == NULL && dict_entry(module_dict(o), name, CACHE(pc))) {
            become(pc, BASE_LOAD_METHOD_MODULE);
            return;
        }
    } else if (type->tp_getattro == PyObject_GenericGetAttr) {
        PyObject *attr = adder_type_lookup(type, name);
        uint32_t version = adder_type_version(type);
        if (attr != NULL && version != 0 && PyType_HasFeature(Py_TYPE(attr), Py_TPFLAGS_METHOD_DESCRIPTOR) &&
            instance_lacks(o, type, name)) {
            CACHE(pc)->version = version;
            CACHE(pc)->index = (uint16_t)dict_offset(type);
            CACHE_OBJECT(pc) = attr;
            become(pc, BASE_LOAD_METHOD_METHOD);
            return;
        }
    }
    back_off(pc);
}

void adder_cache_global(Instr *pc, Function *f, PyObject *name)
{
    Cache found;
    if (dict_entry(f->globals, name, &found)) {
        CACHE(pc)->version = found.version;
        CACHE(pc)->index = found.index;
        become(pc, BASE_LOAD_GLOBAL_MODULE);
        return;
    }
    uint32_t version = adder_dict_keys_version(f->globals);
    if (version != 0 && dict_entry(f->builtins, name, &found)) {
        CACHE(pc)->version = version;
        CACHE2(pc)->version = found.version;
        CACHE2(pc)->index = found.index;
        become(pc, BASE_LOAD_GLOBAL_BUILTIN);
        return;
    }
    back_off(pc);
}

void adder_cache_store_global(Instr *pc, PyObject *globals, PyObject *name)
{
    Cache found;
    if (!dict_entry(globals, name, &found)) {
        back_off(pc);
        return;
    }
    CACHE(pc)->version = found.version;
    CACHE(pc)->index = found.index;
    become(pc, BASE_STORE_GLOBAL_ENTRY);
}

void adder_cache_call(Instr *pc, PyObject *callee, int argc, bool method)
{
    CACHE(pc)->counter = 0;
    if (PyFunction_Check(callee)) {
        if (((Function *)callee)->fast_argc == argc) {
            become(pc, method ? BASE_CALL_METHOD_PY : BASE_CALL_PY);
            return;
        }
    } else if (Py_IS_TYPE(callee, &PyCFunction_Type) && !method) {
        if (((PyCFunctionObject *)callee)->vectorcall != NULL) {
            become(pc, BASE_CALL_C);
            return;
        }
    } else if (Py_IS_TYPE(callee, &PyMethodDescr_Type) && method) {
        if (((PyMethodDescrObject *)callee)->vectorcall != NULL) {
            become(pc, BASE_CALL_METHOD_C);
            return;
        }
    } else if (PyType_Check(callee) && !method) {
        bool plain = false;
        PyObject *init = adder_type_init_function((PyTypeObject *)callee, &plain);
        uint32_t version = adder_type_version((PyTypeObject *)callee);
        if (plain && init != NULL && version != 0 && ((Function *)init)->fast_argc == argc + 1) {
            CACHE(pc)->version = version;
            CACHE_OBJECT(pc) = init;
            become(pc, BASE_CALL_CLASS);
            return;
        }
    }
    back_off(pc);
}
