/* type_spec.c -- heap types of C modules: PyType_FromSpec and its kin. */
#include "runtime/objects/type_internal.h"
#include <string.h>
#include <typeslots.h>

/* Where the function of slot number i goes: offset in PyHeapTypeObject; -1: no function, handled by name. */
#define TP(field) offsetof(PyHeapTypeObject, ht_type.tp_##field)
#define AM(field) offsetof(PyHeapTypeObject, as_async.am_##field)
#define NB(field) offsetof(PyHeapTypeObject, as_number.nb_##field)
#define MP(field) offsetof(PyHeapTypeObject, as_mapping.mp_##field)
#define SQ(field) offsetof(PyHeapTypeObject, as_sequence.sq_##field)
#define BF(field) offsetof(PyHeapTypeObject, as_buffer.bf_##field)
#define nb__Bool nb_bool /* stdbool.h makes bool a macro */
static const short offsets[] = {
    [Py_bf_getbuffer] = BF(getbuffer), [Py_bf_releasebuffer] = BF(releasebuffer),
    [Py_mp_ass_subscript] = MP(ass_subscript), [Py_mp_length] = MP(length), [Py_mp_subscript] = MP(subscript),
    [Py_nb_absolute] = NB(absolute), [Py_nb_add] = NB(add), [Py_nb_and] = NB(and), [Py_nb_bool] = NB(bool),
    [Py_nb_divmod] = NB(divmod), [Py_nb_float] = NB(float), [Py_nb_floor_divide] = NB(floor_divide),
    [Py_nb_index] = NB(index), [Py_nb_inplace_add] = NB(inplace_add), [Py_nb_inplace_and] = NB(inplace_and),
    [Py_nb_inplace_floor_divide] = NB(inplace_floor_divide), [Py_nb_inplace_lshift] = NB(inplace_lshift),
    [Py_nb_inplace_multiply] = NB(inplace_multiply), [Py_nb_inplace_or] = NB(inplace_or),
    [Py_nb_inplace_power] = NB(inplace_power), [Py_nb_inplace_remainder] = NB(inplace_remainder),
    [Py_nb_inplace_rshift] = NB(inplace_rshift), [Py_nb_inplace_subtract] = NB(inplace_subtract),
    [Py_nb_inplace_true_divide] = NB(inplace_true_divide), [Py_nb_inplace_xor] = NB(inplace_xor), [Py_nb_int] = NB(int),
    [Py_nb_invert] = NB(invert), [Py_nb_lshift] = NB(lshift), [Py_nb_multiply] = NB(multiply),
    [Py_nb_negative] = NB(negative), [Py_nb_or] = NB(or), [Py_nb_positive] = NB(positive), [Py_nb_power] = NB(power),
    [Py_nb_remainder] = NB(remainder), [Py_nb_rshift] = NB(rshift), [Py_nb_subtract] = NB(subtract),
    [Py_nb_true_divide] = NB(true_divide), [Py_nb_xor] = NB(xor), [Py_nb_matrix_multiply] = NB(matrix_multiply),
    [Py_nb_inplace_matrix_multiply] = NB(inplace_matrix_multiply),
    [Py_sq_ass_item] = SQ(ass_item), [Py_sq_concat] = SQ(concat), [Py_sq_contains] = SQ(contains),
    [Py_sq_inplace_concat] = SQ(inplace_concat), [Py_sq_inplace_repeat] = SQ(inplace_repeat), [Py_sq_item] = SQ(item),
    [Py_sq_length] = SQ(length), [Py_sq_repeat] = SQ(repeat),
    [Py_tp_alloc] = TP(alloc), [Py_tp_base] = TP(base), [Py_tp_bases] = TP(bases), [Py_tp_call] = TP(call),
    [Py_tp_clear] = TP(clear), [Py_tp_dealloc] = TP(dealloc), [Py_tp_del] = TP(del), [Py_tp_descr_get] = TP(descr_get),
    [Py_tp_descr_set] = TP(descr_set), [Py_tp_doc] = TP(doc), [Py_tp_getattr] = TP(getattr),
    [Py_tp_getattro] = TP(getattro), [Py_tp_hash] = TP(hash), [Py_tp_init] = TP(init), [Py_tp_is_gc] = TP(is_gc),
    [Py_tp_iter] = TP(iter), [Py_tp_iternext] = TP(iternext), [Py_tp_methods] = TP(methods), [Py_tp_new] = TP(new),
    [Py_tp_repr] = TP(repr), [Py_tp_richcompare] = TP(richcompare), [Py_tp_setattr] = TP(setattr),
    [Py_tp_setattro] = TP(setattro), [Py_tp_str] = TP(str), [Py_tp_traverse] = TP(traverse), [Py_tp_members] = TP(members),
    [Py_tp_getset] = TP(getset), [Py_tp_free] = TP(free), [Py_tp_finalize] = TP(finalize), [Py_am_await] = AM(await),
    [Py_am_aiter] = AM(aiter), [Py_am_anext] = AM(anext), [Py_am_send] = AM(send),
};
#define SLOT_COUNT ((int)(sizeof offsets / sizeof *offsets))

void *PyType_GetSlot(PyTypeObject *type, int slot)
{
    if (slot <= 0 || slot >= SLOT_COUNT) {
        PyErr_BadInternalCall();
        return NULL;
    }
    size_t offset = (size_t)offsets[slot];
    if (offset < offsetof(PyHeapTypeObject, as_async)) return *(void **)((char *)type + offset);
    static const struct { size_t start, pointer; } suites[] = { /* last first */
        { offsetof(PyHeapTypeObject, as_buffer), offsetof(PyTypeObject, tp_as_buffer) },
        { offsetof(PyHeapTypeObject, as_sequence), offsetof(PyTypeObject, tp_as_sequence) },
        { offsetof(PyHeapTypeObject, as_mapping), offsetof(PyTypeObject, tp_as_mapping) },
        { offsetof(PyHeapTypeObject, as_number), offsetof(PyTypeObject, tp_as_number) },
        { offsetof(PyHeapTypeObject, as_async), offsetof(PyTypeObject, tp_as_async) },
    };
    for (size_t i = 0; i < sizeof suites / sizeof *suites; i++) {
        if (offset < suites[i].start) continue;
        char *suite = *(char **)((char *)type + suites[i].pointer);
        return suite == NULL ? NULL : *(void **)(suite + (offset - suites[i].start));
    }
    return NULL;
}

/* What a spec's slots say that has to be known before the type is allocated. */
struct plan {
    PyTypeObject *base; /* Py_tp_base */
    PyObject *bases;    /* Py_tp_bases: tuple or type */
    const char *doc;
    PyMemberDef *members;
    Py_ssize_t nmembers, dictoffset, weaklistoffset, vectorcall_offset;
};

static int check_members(struct plan *plan)
{
    for (PyMemberDef *m = plan->members; m->name != NULL; m++) {
        plan->nmembers++;
        if (strcmp(m->name, "__weaklistoffset__") == 0) plan->weaklistoffset = m->offset;
        else if (strcmp(m->name, "__dictoffset__") == 0) plan->dictoffset = m->offset;
        else if (strcmp(m->name, "__vectorcalloffset__") == 0) plan->vectorcall_offset = m->offset;
    }
    return 0;
}

static int read_spec(PyType_Spec *spec, struct plan *plan)
{
    for (PyType_Slot *s = spec->slots; s->slot != 0; s++) {
        if (s->slot < 0 || s->slot >= SLOT_COUNT) {
            PyErr_SetString(PyExc_RuntimeError, "invalid slot offset");
            return -1;
        }
        if (s->slot == Py_tp_base) plan->base = s->pfunc;
        else if (s->slot == Py_tp_bases) plan->bases = s->pfunc;
        else if (s->slot == Py_tp_doc) plan->doc = s->pfunc;
        else if (s->slot == Py_tp_members) {
            if (plan->members != NULL) {
                PyErr_SetString(PyExc_SystemError, "Multiple Py_tp_members slots are not supported.");
                return -1;
            }
            plan->members = s->pfunc;
            if (check_members(plan) < 0) return -1;
        }
    }
    if (spec->name != NULL) return 0;
    PyErr_SetString(PyExc_SystemError, "Type spec does not define the name field.");
    return -1;
}

/* The bases as a new tuple. */
static PyObject *spec_bases(PyObject *bases, const struct plan *plan)
{
    if (bases == NULL) bases = plan->bases;
    if (bases != NULL) {
        if (PyTuple_Check(bases)) return Py_NewRef(bases);
        return PyTuple_Pack(1, bases);
    }
    return PyTuple_Pack(1, plan->base != NULL ? plan->base : &PyBaseObject_Type);
}

static char *copy_text(const char *text, void *(*alloc)(size_t))
{
    size_t n = strlen(text) + 1;
    char *copy = alloc(n);
    if (copy == NULL) PyErr_NoMemory();
    else memcpy(copy, text, n);
    return copy;
}

static int set_names(PyTypeObject *type, PyType_Spec *spec)
{
    PyHeapTypeObject *et = heap_type(type);
    const char *dot = strrchr(spec->name, '.');
    if ((et->_ht_tpname = copy_text(spec->name, PyMem_Malloc)) == NULL) return -1;
    type->tp_name = et->_ht_tpname;
    et->ht_name = PyUnicode_FromString(dot == NULL ? spec->name : dot + 1);
    if (et->ht_name == NULL) return -1;
    et->ht_qualname = Py_NewRef(et->ht_name);
    return 0;
}

static void copy_slots(PyTypeObject *type, PyType_Spec *spec)
{
    for (PyType_Slot *s = spec->slots; s->slot != 0; s++) {
        if (s->slot == Py_tp_base || s->slot == Py_tp_bases || s->slot == Py_tp_doc || s->slot == Py_tp_members) continue;
        *(void **)((char *)type + offsets[s->slot]) = s->pfunc;
    }
}

static int set_module(PyTypeObject *type, PyType_Spec *spec)
{
    int known = PyDict_Contains(type->tp_dict, ID(__module__));
    if (known != 0) return known < 0 ? -1 : 0;
    const char *dot = strrchr(spec->name, '.');
    if (dot == NULL)
        return PyErr_WarnFormat(PyExc_DeprecationWarning, 1, "builtin type %.200s has no __module__ attribute", spec->name);
    PyObject *module = PyUnicode_FromStringAndSize(spec->name, dot - spec->name);
    int rc = module == NULL ? -1 : PyDict_SetItem(type->tp_dict, ID(__module__), module);
    Py_XDECREF(module);
    return rc;
}

static int fill(PyTypeObject *type, PyObject *module, PyType_Spec *spec, const struct plan *plan)
{
    PyHeapTypeObject *et = heap_type(type);
    PyTypeObject *base = type->tp_base;
    et->ht_module = Py_XNewRef(module);
    type->tp_as_async = &et->as_async;
    type->tp_as_number = &et->as_number;
    type->tp_as_sequence = &et->as_sequence;
    type->tp_as_mapping = &et->as_mapping;
    type->tp_as_buffer = &et->as_buffer;
    type->tp_basicsize = spec->basicsize != 0 ? spec->basicsize : base->tp_basicsize;
    type->tp_itemsize = spec->itemsize;
    if (set_names(type, spec) < 0) return -1;
    copy_slots(type, spec);
    if (plan->doc != NULL && (type->tp_doc = copy_text(plan->doc, PyObject_Malloc)) == NULL) return -1;
    if (plan->members != NULL) {
        memcpy(heap_members(type), plan->members, (size_t)plan->nmembers * sizeof(PyMemberDef));
        type->tp_members = heap_members(type);
    }
    if (type->tp_dealloc == NULL) type->tp_dealloc = adder_subtype_dealloc;
    type->tp_vectorcall_offset = plan->vectorcall_offset;
    type->tp_dictoffset = plan->dictoffset;
    type->tp_weaklistoffset = plan->weaklistoffset;
    if (PyType_Ready(type) < 0) return -1;
    return set_module(type, spec);
}

PyObject *PyType_FromModuleAndSpec(PyObject *module, PyType_Spec *spec, PyObject *bases)
{
    struct plan plan = { 0 };
    PyTypeObject *type = NULL, *base;
    if (read_spec(spec, &plan) < 0) return NULL;
    PyObject *tuple = spec_bases(bases, &plan);
    if (tuple == NULL) return NULL;
    if ((base = adder_best_base(tuple)) == NULL) goto done;
    PyTypeObject *meta = _PyType_CalculateMetaclass(&PyType_Type, tuple);
    if (meta == NULL) goto done;
    if ((type = (PyTypeObject *)meta->tp_alloc(meta, plan.nmembers)) == NULL) goto done;
    type->tp_flags = spec->flags | Py_TPFLAGS_HEAPTYPE;
    type->tp_base = (PyTypeObject *)Py_NewRef(base);
    type->tp_bases = Py_NewRef(tuple);
    if (fill(type, module, spec, &plan) < 0) Py_CLEAR(type);
done:
    Py_DECREF(tuple);
    return (PyObject *)type;
}

PyObject *PyType_FromSpecWithBases(PyType_Spec *spec, PyObject *bases) { return PyType_FromModuleAndSpec(NULL, spec, bases); }
PyObject *PyType_FromSpec(PyType_Spec *spec) { return PyType_FromModuleAndSpec(NULL, spec, NULL); }
