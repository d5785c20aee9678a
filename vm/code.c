/* code.c -- the code object as Python sees it. The contents (code.h) come from assemble.c or marshal_read.c and never change
 * but for caches and quickened opcodes, so what is shown (co_code, ==, hash) is always the general form. */
#include "vm/code_object.h"

#include <stdatomic.h>

#include "vm/code_type.h"
#include "vm/opcode.h"
#include "vm/positions.h"

CodeObject *adder_code_new_blank(void)
{
    static atomic_uint last_version; /* for all VMs of the process: versions are unique, nothing else depends on it */
    CodeObject *code = (CodeObject *)PyObject_Calloc(1, sizeof *code);
    if (code == NULL) return (CodeObject *)PyErr_NoMemory();
    PyObject_Init((PyObject *)code, &PyCode_Type);
    do {
        code->version = atomic_fetch_add_explicit(&last_version, 1, memory_order_relaxed) + 1;
    } while (code->version == 0);
    code->fast_argc = FAST_ARGC_NONE;
    code->namespace_slot = NO_NAMESPACE;
    return code;
}

static void code_dealloc(PyObject *self)
{
    CodeObject *code = (CodeObject *)self;
    if (code->weakrefs) PyObject_ClearWeakRefs(self);
    adder_code_free_extra(code);
    PyMem_Free(code->instrs);
    PyMem_Free(code->handlers);
    PyMem_Free(code->positions);
    PyMem_Free(code->live);
    PyMem_Free(code->localkinds);
    Py_XDECREF(code->consts);
    Py_XDECREF(code->names);
    Py_XDECREF(code->localnames);
    Py_XDECREF(code->filename);
    Py_XDECREF(code->name);
    Py_XDECREF(code->qualname);
    Py_XDECREF(code->varnames_cache);
    Py_XDECREF(code->cellvars_cache);
    Py_XDECREF(code->freevars_cache);
    Py_XDECREF(code->code_cache);
    PyObject_Free(code);
}

const Handler *adder_code_handler(CodeObject *code, int lasti)
{
    uint32_t low = 0, high = code->nhandlers, at = (uint32_t)lasti;
    while (low < high) { /* the first range that ends behind lasti */
        uint32_t mid = (low + high) / 2;
        if (code->handlers[mid].end <= at) low = mid + 1;
        else high = mid;
    }
    if (lasti < 0 || low == code->nhandlers || code->handlers[low].start > at) return NULL;
    return &code->handlers[low];
}

bool adder_code_operand_cache(uint16_t op)
{
    switch (adder_op_info[op].generic) {
    case BASE_CALL_KW: case BASE_MAKE_FUNCTION: case BASE_BUILD_CONST_KEY_MAP: case BASE_MATCH_CLASS: return true;
    default: return false;
    }
}

Instr adder_code_general(const CodeObject *code, uint32_t i)
{
    Instr ins = code->instrs[i];
    const OpInfo *info = &adder_op_info[ins.op];
    if (info->base != info->generic) {
        Op general = adder_op_variant((OpBase)info->generic, (OpKind)info->kind[0], (OpKind)info->kind[1], (OpKind)info->kind[2]);
        ins.op = (uint16_t)general;
    }
    return ins;
}

/* ---- comparing ---- */

/* Fills `out` (ninstrs words) with the general form. */
static void general_form(const CodeObject *code, Instr *out)
{
    for (uint32_t i = 0; i < code->ninstrs;) {
        out[i] = adder_code_general(code, i);
        bool keep = adder_code_operand_cache(out[i].op);
        uint32_t end = i + 1 + adder_op_info[out[i].op].cache;
        for (i++; i < end && i < code->ninstrs; i++)
            out[i] = keep ? (Instr){0, code->instrs[i].a, code->instrs[i].b, 0} : (Instr){0};
    }
}

static PyObject *general_bytes(CodeObject *code)
{
    if (code->code_cache) return Py_NewRef(code->code_cache);
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)code->ninstrs * 8);
    if (bytes == NULL) return NULL;
    general_form(code, (Instr *)(void *)PyBytes_AS_STRING(bytes));
    code->code_cache = Py_NewRef(bytes);
    return bytes;
}

/* Constants are equal when types agree all the way down. 1 or 0, -1 with an exception. */
static int same_constant(PyObject *a, PyObject *b)
{
    if (a == b) return 1;
    if (Py_TYPE(a) != Py_TYPE(b)) return 0;
    if (PyFloat_CheckExact(a) || PyComplex_CheckExact(a)) { /* 0.0 and -0.0 are two constants */
        Py_complex x = PyComplex_AsCComplex(a), y = PyComplex_AsCComplex(b);
        return memcmp(&x, &y, sizeof x) == 0;
    }
    if (PyTuple_CheckExact(a)) {
        Py_ssize_t n = PyTuple_GET_SIZE(a);
        int same = n == PyTuple_GET_SIZE(b);
        for (Py_ssize_t i = 0; same == 1 && i < n; i++) same = same_constant(PyTuple_GET_ITEM(a, i), PyTuple_GET_ITEM(b, i));
        return same;
    }
    return PyObject_RichCompareBool(a, b, Py_EQ);
}

static int same_object(PyObject *a, PyObject *b) { return PyObject_RichCompareBool(a, b, Py_EQ); }

static int same_code(CodeObject *a, CodeObject *b)
{
    if (a->argcount != b->argcount || a->posonlyargcount != b->posonlyargcount || a->kwonlyargcount != b->kwonlyargcount
        || a->flags != b->flags || a->firstlineno != b->firstlineno || a->ninstrs != b->ninstrs || a->nlocals != b->nlocals)
        return 0;
    int same = same_object(a->name, b->name);
    if (same != 1) return same;
    PyObject *x = general_bytes(a), *y = x ? general_bytes(b) : NULL;
    same = y ? same_object(x, y) : -1;
    Py_XDECREF(x);
    Py_XDECREF(y);
    if (same == 1) same = same_constant(a->consts, b->consts);
    if (same == 1) same = same_object(a->names, b->names);
    if (same == 1) same = same_object(a->localnames, b->localnames);
    if (same == 1) same = same_object(a->qualname, b->qualname);
    return same;
}

static PyObject *code_richcompare(PyObject *self, PyObject *other, int op)
{
    if ((op != Py_EQ && op != Py_NE) || !PyCode_Check(self) || !PyCode_Check(other)) Py_RETURN_NOTIMPLEMENTED;
    int same = self == other ? 1 : same_code((CodeObject *)self, (CodeObject *)other);
    if (same < 0) return NULL;
    return PyBool_FromLong((op == Py_EQ) == same);
}

static Py_hash_t code_hash(PyObject *self)
{
    CodeObject *code = (CodeObject *)self;
    PyObject *parts = PyTuple_Pack(3, code->name, code->names, code->localnames);
    if (parts == NULL) return -1;
    Py_hash_t h = PyObject_Hash(parts);
    Py_DECREF(parts);
    if (h == -1) return -1;
    h ^= code->argcount ^ code->kwonlyargcount ^ code->flags ^ (Py_hash_t)code->ninstrs << 8 ^ code->firstlineno;
    return h == -1 ? -2 : h;
}

static PyObject *code_repr(PyObject *self)
{
    CodeObject *code = (CodeObject *)self;
    return PyUnicode_FromFormat("<code object %U at %p, file \"%U\", line %d>", code->name, (void *)code, code->filename,
                                code->firstlineno ? code->firstlineno : -1);
}

/* ---- attributes ---- */

static PyObject *names_of_kind(CodeObject *code, int wanted)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) return NULL;
    for (int i = 0; i < code->nlocals; i++) {
        if (!(code->localkinds[i] & wanted)) continue;
        if (PyList_Append(list, PyTuple_GET_ITEM(code->localnames, i)) < 0) {
            Py_DECREF(list);
            return NULL;
        }
    }
    PyObject *tuple = PyList_AsTuple(list);
    Py_DECREF(list);
    return tuple;
}

static PyObject *cached_names(CodeObject *code, PyObject **cache, int kind)
{
    if (*cache == NULL && (*cache = names_of_kind(code, kind)) == NULL) return NULL;
    return Py_NewRef(*cache);
}

PyObject *PyCode_GetVarnames(PyCodeObject *code) { return cached_names(code, &code->varnames_cache, LOCAL_PLAIN); }
PyObject *PyCode_GetCellvars(PyCodeObject *code) { return cached_names(code, &code->cellvars_cache, LOCAL_CELL); }
PyObject *PyCode_GetFreevars(PyCodeObject *code) { return cached_names(code, &code->freevars_cache, LOCAL_FREE); }
PyObject *PyCode_GetCode(PyCodeObject *code) { return general_bytes(code); }

int PyCode_GetFlags(PyCodeObject *code) { return code->flags; }
int PyCode_GetArgCount(PyCodeObject *code) { return code->argcount; }
int PyCode_GetFirstLineNumber(PyCodeObject *code) { return code->firstlineno; }
PyObject *PyCode_GetName(PyCodeObject *code) { return code->name; }
PyObject *PyCode_GetQualName(PyCodeObject *code) { return code->qualname; }
PyObject *PyCode_GetFileName(PyCodeObject *code) { return code->filename; }
Py_ssize_t PyCode_GetNumFree(PyCodeObject *code) { return code->nlocals - code->nfree_first; }

typedef PyObject *(*Getter)(CodeObject *);
#define SHOW(name, expression) \
    static PyObject *get_##name(PyObject *self, void *closure ADDER_UNUSED) \
    { CodeObject *code = (CodeObject *)self; return expression; }
SHOW(argcount, PyLong_FromLong(code->argcount))
SHOW(posonlyargcount, PyLong_FromLong(code->posonlyargcount))
SHOW(kwonlyargcount, PyLong_FromLong(code->kwonlyargcount))
SHOW(stacksize, PyLong_FromLong(code->stacksize))
SHOW(flags, PyLong_FromLong(code->flags))
SHOW(firstlineno, PyLong_FromLong(code->firstlineno))
SHOW(consts, Py_NewRef(code->consts))
SHOW(names, Py_NewRef(code->names))
SHOW(filename, Py_NewRef(code->filename))
SHOW(name, Py_NewRef(code->name))
SHOW(qualname, Py_NewRef(code->qualname))
SHOW(varnames, PyCode_GetVarnames(code))
SHOW(cellvars, PyCode_GetCellvars(code))
SHOW(freevars, PyCode_GetFreevars(code))
SHOW(code, general_bytes(code))
SHOW(linetable, PyBytes_FromStringAndSize((const char *)code->positions, code->positions_size))
SHOW(exceptiontable, PyBytes_FromStringAndSize((const char *)code->handlers, (Py_ssize_t)(code->nhandlers * sizeof(Handler))))
#undef SHOW

static PyObject *get_nlocals(PyObject *self, void *closure ADDER_UNUSED)
{
    PyObject *names = PyCode_GetVarnames((CodeObject *)self);
    if (names == NULL) return NULL;
    PyObject *n = PyLong_FromSsize_t(PyTuple_GET_SIZE(names));
    Py_DECREF(names);
    return n;
}

static PyGetSetDef code_getset[] = {
    {"co_argcount", get_argcount, NULL, "Positional parameters, positional-only ones included.", NULL},
    {"co_posonlyargcount", get_posonlyargcount, NULL, "Positional-only parameters.", NULL},
    {"co_kwonlyargcount", get_kwonlyargcount, NULL, "Keyword-only parameters.", NULL},
    {"co_stacksize", get_stacksize, NULL, "Most temporaries in use at once.", NULL},
    {"co_flags", get_flags, NULL, "CO_* bits; see inspect.", NULL},
    {"co_nlocals", get_nlocals, NULL, "Local variables, parameters included.", NULL},
    {"co_names", get_names, NULL, "Global names and attributes used.", NULL},
    {"co_filename", get_filename, NULL, "The file it was compiled from.", NULL},
    {"co_name", get_name, NULL, "Name of the function, class or module.", NULL},
    {"co_qualname", get_qualname, NULL, "The name with those of its surroundings.", NULL},
    {"co_firstlineno", get_firstlineno, NULL, "Line where it begins.", NULL},
    {"co_consts", get_consts, NULL, "Constants used.", NULL},
    {"co_varnames", get_varnames, NULL, "Names of the locals, parameters first.", NULL},
    {"co_cellvars", get_cellvars, NULL, "Locals that inner functions use.", NULL},
    {"co_freevars", get_freevars, NULL, "Variables of outer functions used here.", NULL},
    {"co_code", get_code, NULL, "The instructions, eight bytes each (see -X dis).", NULL},
    {"_co_code_adaptive", get_code, NULL, "The instructions.", NULL},
    {"co_linetable", get_linetable, NULL, "Packed positions; co_positions() reads them.", NULL},
    {"co_lnotab", get_linetable, NULL, "Packed positions; co_lines() reads them.", NULL},
    {"co_exceptiontable", get_exceptiontable, NULL, "Packed handler table.", NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyTypeObject PyCode_Type = {
    STATIC_TYPE("code", CodeObject),
    .tp_dealloc = code_dealloc,
    .tp_repr = code_repr,
    .tp_hash = code_hash,
    .tp_richcompare = code_richcompare,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "The compiled form of a function, class body or module.",
    .tp_weaklistoffset = offsetof(CodeObject, weakrefs),
    .tp_methods = adder_code_methods,
    .tp_getset = code_getset,
    .tp_new = adder_code_new,
};
