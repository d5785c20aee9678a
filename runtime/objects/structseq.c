/* structseq.c -- tuples with named fields made by C code: os.stat_result, time.struct_time, sys.flags.
 *
 * A value is a tuple whose memory holds all fields of its type, while ob_size counts only the first n_sequence_fields:
 * the rest is reached by name alone (so the last one has a name). How many there are also stands in the type's dict
 * (n_fields), as in CPython. */
#include "runtime/objects/structseq.h"
#include "runtime/objects/type.h"
#include <structmember.h>

const char *const PyStructSequence_UnnamedField = "unnamed field";

/* A number from the type's dict; `otherwise` when it has none. */
static Py_ssize_t type_count(PyTypeObject *type, PyObject *name, Py_ssize_t otherwise)
{
    PyObject *n = adder_type_lookup(type, name);
    return n != NULL && PyLong_CheckExact(n) ? PyLong_AsSsize_t(n) : otherwise;
}

/* All fields of a value. The members tell, and not n_fields: at the end of a VM the type's dict may be empty already. */
static Py_ssize_t field_count(PyObject *self)
{
    const PyMemberDef *m = Py_TYPE(self)->tp_members;
    Py_ssize_t last = -1;
    for (; m != NULL && m->name != NULL; m++) last = m->offset;
    Py_ssize_t named = last < 0 ? 0 : (last - (Py_ssize_t)offsetof(PyStructSequence, ob_item)) / (Py_ssize_t)sizeof(PyObject *) + 1;
    return Py_MAX(named, Py_SIZE(self));
}

#define ITEM(self, i) (((PyStructSequence *)(self))->ob_item[i])

PyObject *PyStructSequence_New(PyTypeObject *type)
{
    Py_ssize_t fields = type_count(type, ID(n_fields), -1), visible = type_count(type, ID(n_sequence_fields), -1);
    if (fields < 0 || visible < 0) {
        PyErr_Format(PyExc_TypeError, "Missed attribute 'n_fields' of type %s", type->tp_name);
        return NULL;
    }
    PyStructSequence *o = PyObject_GC_NewVar(PyStructSequence, type, fields);
    if (o == NULL) return NULL;
    o->ob_base.ob_size = visible;
    for (Py_ssize_t i = 0; i < fields; i++) o->ob_item[i] = NULL;
    return (PyObject *)o;
}

void PyStructSequence_SetItem(PyObject *self, Py_ssize_t i, PyObject *value) { ITEM(self, i) = value; }
PyObject *PyStructSequence_GetItem(PyObject *self, Py_ssize_t i) { return ITEM(self, i); }

PyObject *adder_structseq_of(PyTypeObject *type, PyObject **items, Py_ssize_t n)
{
    PyObject *self = NULL;
    bool complete = true;
    for (Py_ssize_t i = 0; i < n; i++) complete &= items[i] != NULL;
    if (complete && (self = PyStructSequence_New(type)) != NULL) {
        for (Py_ssize_t i = 0; i < n; i++) ITEM(self, i) = items[i];
        PyObject_GC_Track(self);
        return self;
    }
    for (Py_ssize_t i = 0; i < n; i++) Py_XDECREF(items[i]);
    return NULL;
}

static int structseq_traverse(PyObject *self, visitproc visit, void *arg)
{
    if ((Py_TYPE(self)->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0) Py_VISIT(Py_TYPE(self));
    for (Py_ssize_t i = 0, n = field_count(self); i < n; i++) Py_VISIT(ITEM(self, i));
    return 0;
}

static void structseq_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    for (Py_ssize_t i = 0, n = field_count(self); i < n; i++) Py_XDECREF(ITEM(self, i));
    PyObject_GC_Del(self);
    if ((type->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0) Py_DECREF(type);
}

/* ---- construction from Python ---- */

/* Does a sequence of `len` items fit? */
static bool check_length(PyTypeObject *type, Py_ssize_t len, Py_ssize_t visible, Py_ssize_t fields)
{
    const char *form = NULL;
    Py_ssize_t bound = visible;
    if (visible == fields) {
        if (len != visible) form = "%.500s() takes a %zd-sequence (%zd-sequence given)";
    } else if (len < visible) {
        form = "%.500s() takes an at least %zd-sequence (%zd-sequence given)";
    } else if (len > fields) {
        form = "%.500s() takes an at most %zd-sequence (%zd-sequence given)";
        bound = fields;
    }
    if (form != NULL) PyErr_Format(PyExc_TypeError, form, type->tp_name, bound, len);
    return form == NULL;
}

/* The name of field i; NULL when it has none. Members list named fields in order, with their offsets. */
static const char *field_name(PyTypeObject *type, Py_ssize_t i)
{
    Py_ssize_t offset = (Py_ssize_t)offsetof(PyStructSequence, ob_item) + i * (Py_ssize_t)sizeof(PyObject *);
    for (const PyMemberDef *m = type->tp_members; m != NULL && m->name != NULL; m++)
        if (m->offset == offset) return m->name;
    return NULL;
}

/* Fields beyond the sequence: from `dict`, else None. */
static int fill_rest(PyObject *self, PyTypeObject *type, Py_ssize_t from, Py_ssize_t fields, PyObject *dict)
{
    for (Py_ssize_t i = from; i < fields; i++) {
        const char *name = field_name(type, i);
        PyObject *value = NULL;
        if (dict != NULL && name != NULL) {
            PyObject *key = PyUnicode_FromString(name);
            if (key == NULL) return -1;
            value = PyDict_GetItemWithError(dict, key);
            Py_DECREF(key);
            if (value == NULL && PyErr_Occurred()) return -1;
        }
        ITEM(self, i) = Py_NewRef(value != NULL ? value : Py_None);
    }
    return 0;
}

static PyObject *from_sequence(PyTypeObject *type, PyObject *sequence, PyObject *dict)
{
    Py_ssize_t fields = type_count(type, ID(n_fields), 0), visible = type_count(type, ID(n_sequence_fields), 0);
    Py_ssize_t len = PySequence_Fast_GET_SIZE(sequence);
    if (dict != NULL && !PyDict_Check(dict))
        return PyErr_Format(PyExc_TypeError, "%.500s() takes a dict as second arg, if any", type->tp_name);
    if (!check_length(type, len, visible, fields)) return NULL;
    PyObject *self = PyStructSequence_New(type);
    if (self == NULL) return NULL;
    for (Py_ssize_t i = 0; i < len; i++) ITEM(self, i) = Py_NewRef(PySequence_Fast_GET_ITEM(sequence, i));
    if (fill_rest(self, type, len, fields, dict) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    PyObject_GC_Track(self);
    return self;
}

static PyObject *structseq_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = { "sequence", "dict", NULL };
    PyObject *given, *dict = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:structseq", names, &given, &dict)) return NULL;
    PyObject *sequence = PySequence_Fast(given, "constructor requires a sequence");
    if (sequence == NULL) return NULL;
    PyObject *self = from_sequence(type, sequence, dict);
    Py_DECREF(sequence);
    return self;
}

/* ---- methods ---- */

static PyObject *structseq_repr(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    _PyUnicodeWriter w;
    _PyUnicodeWriter_Init(&w);
    w.overallocate = 1;
    if (_PyUnicodeWriter_WriteASCIIString(&w, type->tp_name, (Py_ssize_t)strlen(type->tp_name)) < 0) goto failed;
    if (_PyUnicodeWriter_WriteASCIIString(&w, "(", 1) < 0) goto failed;
    for (Py_ssize_t i = 0; i < Py_SIZE(self); i++) {
        const char *name = field_name(type, i);
        if (i > 0 && _PyUnicodeWriter_WriteASCIIString(&w, ", ", 2) < 0) goto failed;
        if (name == NULL) {
            PyErr_Format(PyExc_SystemError, "In structseq_repr(), member %zd name is NULL for type %.500s", i, type->tp_name);
            goto failed;
        }
        if (_PyUnicodeWriter_WriteASCIIString(&w, name, (Py_ssize_t)strlen(name)) < 0) goto failed;
        if (_PyUnicodeWriter_WriteASCIIString(&w, "=", 1) < 0) goto failed;
        PyObject *value = PyObject_Repr(ITEM(self, i));
        if (value == NULL) goto failed;
        int rc = _PyUnicodeWriter_WriteStr(&w, value);
        Py_DECREF(value);
        if (rc < 0) goto failed;
    }
    if (_PyUnicodeWriter_WriteASCIIString(&w, ")", 1) < 0) goto failed;
    return _PyUnicodeWriter_Finish(&w);
failed:
    _PyUnicodeWriter_Dealloc(&w);
    return NULL;
}

static PyObject *structseq_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *result = NULL, *rest = PyDict_New(), *visible = PyTuple_GetSlice(self, 0, Py_SIZE(self));
    if (rest == NULL || visible == NULL) goto done;
    for (Py_ssize_t i = Py_SIZE(self), n = field_count(self); i < n; i++) {
        const char *name = field_name(Py_TYPE(self), i);
        if (name != NULL && PyDict_SetItemString(rest, name, ITEM(self, i)) < 0) goto done;
    }
    result = Py_BuildValue("(O(OO))", Py_TYPE(self), visible, rest);
done:
    Py_XDECREF(visible);
    Py_XDECREF(rest);
    return result;
}

static PyMethodDef structseq_methods[] = {
    FN("__reduce__", structseq_reduce, "($self, /)", "For pickle: the type, the tuple and the fields beyond it."),
    { 0 }
};

/* ---- types ---- */

static Py_ssize_t count_fields(const PyStructSequence_Desc *desc, Py_ssize_t *unnamed)
{
    Py_ssize_t n = 0;
    *unnamed = 0;
    for (; desc->fields[n].name != NULL; n++) *unnamed += desc->fields[n].name == PyStructSequence_UnnamedField;
    return n;
}

/* A member for each named field; PyMem_Malloc'ed. */
static PyMemberDef *make_members(const PyStructSequence_Desc *desc, Py_ssize_t fields)
{
    PyMemberDef *members = PyMem_Calloc((size_t)fields + 1, sizeof(PyMemberDef)), *m = members;
    if (members == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (Py_ssize_t i = 0; i < fields; i++) {
        if (desc->fields[i].name == PyStructSequence_UnnamedField) continue;
        Py_ssize_t offset = (Py_ssize_t)offsetof(PyStructSequence, ob_item) + i * (Py_ssize_t)sizeof(PyObject *);
        *m++ = (PyMemberDef){ desc->fields[i].name, T_OBJECT, offset, READONLY, desc->fields[i].doc };
    }
    return members;
}

static int set_count(PyObject *dict, PyObject *name, Py_ssize_t n)
{
    PyObject *v = PyLong_FromSsize_t(n);
    if (v == NULL) return -1;
    int rc = PyDict_SetItem(dict, name, v);
    Py_DECREF(v);
    return rc;
}

/* The names of the visible fields up to the first unnamed one. */
static PyObject *match_args(const PyStructSequence_Desc *desc)
{
    Py_ssize_t n = 0, named = 0;
    for (Py_ssize_t i = 0; i < desc->n_in_sequence; i++) named += desc->fields[i].name != PyStructSequence_UnnamedField;
    PyObject *names = PyTuple_New(named);
    for (Py_ssize_t i = 0; names != NULL && i < desc->n_in_sequence; i++) {
        if (desc->fields[i].name == PyStructSequence_UnnamedField) continue;
        PyObject *name = PyUnicode_InternFromString(desc->fields[i].name);
        if (name == NULL) Py_CLEAR(names);
        else PyTuple_SET_ITEM(names, n++, name);
    }
    return names;
}

static int fill_dict(PyTypeObject *type, const PyStructSequence_Desc *desc, Py_ssize_t fields, Py_ssize_t unnamed)
{
    PyObject *dict = adder_type_dict(type), *names = match_args(desc);
    int rc = -1;
    if (dict != NULL && names != NULL && set_count(dict, ID(n_sequence_fields), desc->n_in_sequence) == 0 &&
        set_count(dict, ID(n_fields), fields) == 0 && set_count(dict, ID(n_unnamed_fields), unnamed) == 0)
        rc = PyDict_SetItem(dict, ID(__match_args__), names);
    Py_XDECREF(names);
    adder_type_modified(type);
    return rc;
}

PyTypeObject *adder_structseq_type(PyStructSequence_Desc *desc, unsigned long flags)
{
    Py_ssize_t unnamed, fields = count_fields(desc, &unnamed);
    PyMemberDef *members = make_members(desc, fields);
    if (members == NULL) return NULL;
    bool instantiable = (flags & Py_TPFLAGS_DISALLOW_INSTANTIATION) == 0;
    PyType_Slot slots[] = {
        { Py_tp_dealloc, (void *)structseq_dealloc }, { Py_tp_repr, (void *)structseq_repr },
        { Py_tp_doc, (void *)desc->doc },             { Py_tp_methods, structseq_methods },
        { Py_tp_members, members },                   { Py_tp_traverse, (void *)structseq_traverse },
        { instantiable ? Py_tp_new : 0, (void *)structseq_new }, { 0, NULL },
    };
    static const char builtin[] = "builtins."; /* a type without a module of its own: its name is shown bare all the same */
    char *name = strchr(desc->name, '.') != NULL ? NULL : PyMem_Malloc(sizeof builtin + strlen(desc->name));
    if (name != NULL) strcpy(stpcpy(name, builtin), desc->name);
    PyType_Spec spec = { name != NULL ? name : desc->name, (int)offsetof(PyStructSequence, ob_item), sizeof(PyObject *),
                         (unsigned)(Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | flags), slots };
    PyTypeObject *type = (PyTypeObject *)PyType_FromSpecWithBases(&spec, (PyObject *)&PyTuple_Type);
    PyMem_Free(members);
    if (type != NULL && name != NULL) type->tp_name += sizeof builtin - 1; /* into the type's own copy */
    PyMem_Free(name);
    if (type != NULL && fill_dict(type, desc, fields, unnamed) < 0) Py_CLEAR(type);
    return type;
}

PyTypeObject *PyStructSequence_NewType(PyStructSequence_Desc *desc) { return adder_structseq_type(desc, 0); }

/* For a static type of an extension module, whose memory the caller owns. */
int PyStructSequence_InitType2(PyTypeObject *type, PyStructSequence_Desc *desc)
{
    Py_ssize_t unnamed, fields = count_fields(desc, &unnamed);
    if (Py_REFCNT(type) > 1) {
        PyErr_BadInternalCall();
        return -1;
    }
    PyMemberDef *members = make_members(desc, fields); /* lives as long as the type: for ever */
    if (members == NULL) return -1;
    type->tp_name = desc->name;
    type->tp_basicsize = offsetof(PyStructSequence, ob_item);
    type->tp_itemsize = sizeof(PyObject *);
    type->tp_dealloc = structseq_dealloc;
    type->tp_repr = structseq_repr;
    type->tp_doc = desc->doc;
    type->tp_base = &PyTuple_Type;
    type->tp_methods = structseq_methods;
    type->tp_new = structseq_new;
    type->tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC;
    type->tp_traverse = structseq_traverse;
    type->tp_members = members;
    if (PyType_Ready(type) < 0) {
        PyMem_Free(members);
        return -1;
    }
    return fill_dict(type, desc, fields, unnamed);
}

void PyStructSequence_InitType(PyTypeObject *type, PyStructSequence_Desc *desc) { (void)PyStructSequence_InitType2(type, desc); }
