/* code_methods.c -- methods and C API of code objects: positions and lines, replace(), extra data.
 *
 * Offsets shown to Python count two for each instruction word, as CPython's do: lasti // 2 indexes co_positions(). */
#include "vm/code_object.h"
#include "vm/code_type.h"
#include "vm/opcode.h"
#include "vm/positions.h"

/* ---- lines and positions ---- */

static PyObject *line_or_none(int line) { return line >= 0 ? PyLong_FromLong(line) : Py_NewRef(Py_None); }

static PyObject *triple(int start, int end, int line)
{
    PyObject *l = line_or_none(line);
    return l ? Py_BuildValue("(iiN)", start * 2, end * 2, l) : NULL;
}

/* A list's iterator; the list is consumed. */
static PyObject *iterate(PyObject *list)
{
    if (list == NULL) return NULL;
    PyObject *iterator = PyObject_GetIter(list);
    Py_DECREF(list);
    return iterator;
}

/* Appends what is taken over. 0, or -1. */
static int append(PyObject *list, PyObject *item)
{
    int rc = item ? PyList_Append(list, item) : -1;
    Py_XDECREF(item);
    return rc;
}

/* The line of a call's beginning: CPython has an instruction for it, here it is an empty range. */
static int entry_line(CodeObject *code)
{
    return code->namespace_slot != NO_NAMESPACE && PyUnicode_CompareWithASCIIString(code->name, "<module>") == 0
         ? 0 : code->firstlineno;
}

static PyObject *code_lines(PyObject *self, PyObject *const *args ADDER_UNUSED)
{
    CodeObject *code = (CodeObject *)self;
    PositionReader r;
    PyObject *list = PyList_New(0);
    int start = 0, stop = 0, line = -2, entry = entry_line(code);
    if (list == NULL) return NULL;
    Position first = adder_code_position(code, 0);
    bool told = first.end_line >= 0 && first.line == entry;
    if (code->positions_size && !told && append(list, triple(0, 0, entry)) < 0) goto fail;
    for (adder_positions_start(&r, code); adder_positions_next(&r); stop = r.stop) {
        int now = r.pos.end_line < 0 ? -1 : r.pos.line;
        if (now == line) continue;
        if (line != -2 && append(list, triple(start, r.start, line)) < 0) goto fail;
        start = r.start;
        line = now;
    }
    if (line != -2 && append(list, triple(start, stop, line)) < 0) goto fail;
    return iterate(list);
fail:
    Py_DECREF(list);
    return NULL;
}

static PyObject *position_tuple(Position p)
{
    PyObject *t = PyTuple_New(4);
    const int values[4] = {p.end_line < 0 ? -1 : p.line, p.end_line, p.col, p.end_col};
    for (int i = 0; t && i < 4; i++) {
        PyObject *v = line_or_none(values[i]);
        if (v == NULL) Py_CLEAR(t);
        else PyTuple_SET_ITEM(t, i, v);
    }
    return t;
}

static PyObject *code_positions(PyObject *self, PyObject *const *args ADDER_UNUSED)
{
    PositionReader r;
    PyObject *list = PyList_New(0);
    uint32_t unknown = ((CodeObject *)self)->positions_size ? 0 : ((CodeObject *)self)->ninstrs;
    if (list == NULL) return NULL;
    for (uint32_t i = 0; i < unknown; i++) {
        if (append(list, position_tuple((Position){-1, -1, -1, -1})) == 0) continue;
        Py_DECREF(list);
        return NULL;
    }
    for (adder_positions_start(&r, (CodeObject *)self); adder_positions_next(&r);) {
        PyObject *t = position_tuple(r.pos);
        for (int i = r.start; t && i < r.stop; i++)
            if (PyList_Append(list, t) < 0) Py_CLEAR(t);
        if (t == NULL) {
            Py_DECREF(list);
            return NULL;
        }
        Py_DECREF(t);
    }
    return iterate(list);
}

int PyCode_Addr2Line(PyCodeObject *code, int i)
{
    return i < 0 ? code->firstlineno : adder_code_position(code, i / 2).line;
}

int PyCode_Addr2Location(PyCodeObject *code, int i, int *start_line, int *start_column, int *end_line, int *end_column)
{
    Position p = adder_code_position(code, i < 0 ? i : i / 2);
    *start_line = p.line;
    *start_column = p.col;
    *end_line = p.end_line;
    *end_column = p.end_col;
    return 1;
}

/* ---- replace() ---- */

static void *copy(const void *from, size_t size)
{
    void *to = PyMem_Malloc(size + 1);
    if (to == NULL) PyErr_NoMemory();
    else if (size) memcpy(to, from, size);
    return to;
}

static void take_ref(PyObject **field, PyObject *value)
{
    PyObject *old = *field;
    *field = Py_XNewRef(value);
    Py_XDECREF(old);
}

static bool copy_blocks(CodeObject *code, const CodeObject *from)
{
    code->instrs = copy(from->instrs, ((size_t)from->ninstrs + from->nslots) * sizeof(Instr));
    code->handlers = copy(from->handlers, from->nhandlers * sizeof(Handler));
    code->positions = copy(from->positions, from->positions_size);
    code->live = copy(from->live, from->live_size);
    code->localkinds = copy(from->localkinds, from->nlocals);
    return code->instrs && code->handlers && code->positions && code->live && code->localkinds;
}

/* In the copy nothing is quickened and no cache filled. */
static void forget_caches(CodeObject *code)
{
    for (uint32_t i = 0; i < code->ninstrs;) {
        Instr *ins = &code->instrs[i];
        *ins = adder_code_general(code, i);
        bool keep = adder_code_operand_cache(ins->op);
        uint32_t end = i + 1 + adder_op_info[ins->op].cache;
        for (i++; i < end; i++) code->instrs[i] = keep ? (Instr){0, code->instrs[i].a, code->instrs[i].b, 0} : (Instr){0};
    }
}

static CodeObject *clone_code(const CodeObject *from)
{
    CodeObject *code = adder_code_new_blank();
    if (code == NULL) return NULL;
    uint32_t version = code->version;
    size_t head = offsetof(CodeObject, instrs);
    memcpy((char *)code + head, (const char *)from + head, sizeof *code - head);
    code->version = version;
    code->instrs = NULL;
    code->handlers = NULL;
    code->positions = code->live = code->localkinds = NULL;
    code->varnames_cache = code->cellvars_cache = code->freevars_cache = code->code_cache = code->weakrefs = NULL;
    code->extra = NULL;
    PyObject *const refs[] = {code->consts, code->names, code->localnames, code->filename, code->name, code->qualname};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(refs); i++) Py_INCREF(refs[i]);
    if (!copy_blocks(code, from)) Py_CLEAR(code);
    else forget_caches(code);
    return code;
}

/* The constants behind the code become those of the new tuple, place by place. */
static void point_to_consts(CodeObject *code, PyObject *old, PyObject *consts)
{
    Slot *slots = (Slot *)(code->instrs + code->ninstrs);
    for (uint32_t i = 0; i < code->nslots; i++) {
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(old); k++) {
            if (slots[i] != slot_from_object(PyTuple_GET_ITEM(old, k))) continue;
            slots[i] = slot_from_object(PyTuple_GET_ITEM(consts, k));
            break;
        }
    }
}

/* A number slot repeats a constant that the caller might exchange: then replace() must refuse. */
static bool has_number_twin(const CodeObject *code, PyObject *constant)
{
    const Slot *slots = (const Slot *)(code->instrs + code->ninstrs);
    if (!PyFloat_CheckExact(constant) && !PyLong_CheckExact(constant)) return false;
    for (uint32_t i = 0; i < code->nslots; i++) {
        if (slot_is_int(slots[i]) && PyLong_CheckExact(constant) && PyLong_AsLongLong(constant) == slot_int(slots[i])) return true;
        if (slot_is_double(slots[i]) && PyFloat_CheckExact(constant)
            && PyFloat_AS_DOUBLE(constant) == slot_double(slots[i]))
            return true;
    }
    PyErr_Clear();
    return false;
}

static int replace_consts(CodeObject *code, PyObject *consts)
{
    if (!PyTuple_Check(consts)) {
        PyErr_Format(PyExc_TypeError, "replace() argument 'co_consts' must be tuple, not %.50s", Py_TYPE(consts)->tp_name);
        return -1;
    }
    PyObject *old = code->consts;
    Py_ssize_t n = PyTuple_GET_SIZE(old);
    if (PyTuple_GET_SIZE(consts) < n) {
        PyErr_SetString(PyExc_ValueError, "code: co_consts is too small");
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *was = PyTuple_GET_ITEM(old, i);
        if (was == PyTuple_GET_ITEM(consts, i) || !has_number_twin(code, was)) continue;
        PyErr_SetString(PyExc_ValueError, "code.replace(): Adder cannot exchange a number that the code calculates with");
        return -1;
    }
    point_to_consts(code, old, consts);
    take_ref(&code->consts, consts);
    return 0;
}

static int replace_names(PyObject **field, PyObject *names, const char *what)
{
    bool good = PyTuple_Check(names);
    for (Py_ssize_t i = 0; good && i < PyTuple_GET_SIZE(names); i++) good = PyUnicode_Check(PyTuple_GET_ITEM(names, i));
    if (!good) {
        PyErr_Format(PyExc_TypeError, "replace() argument '%s' must be a tuple of str", what);
        return -1;
    }
    if (PyTuple_GET_SIZE(names) < PyTuple_GET_SIZE(*field)) {
        PyErr_Format(PyExc_ValueError, "code: %s is too small", what);
        return -1;
    }
    PyObject *copied = PyTuple_New(PyTuple_GET_SIZE(names));
    if (copied == NULL) return -1;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++) {
        PyObject *name = Py_NewRef(PyTuple_GET_ITEM(names, i));
        PyUnicode_InternInPlace(&name);
        PyTuple_SET_ITEM(copied, i, name);
    }
    take_ref(field, copied);
    Py_DECREF(copied);
    return 0;
}

/* Renames the locals of one kind. */
static int replace_locals(CodeObject *code, PyObject *names, int kind, const char *what)
{
    Py_ssize_t k = 0, n = PyTuple_Check(names) ? PyTuple_GET_SIZE(names) : -1;
    PyObject *all = PyTuple_New(code->nlocals);
    if (all == NULL) return -1;
    for (int i = 0; i < code->nlocals; i++) {
        PyObject *name = PyTuple_GET_ITEM(code->localnames, i);
        if ((code->localkinds[i] & kind) && k++ < n) name = PyTuple_GET_ITEM(names, k - 1);
        PyTuple_SET_ITEM(all, i, Py_NewRef(name));
    }
    int rc = k == n ? replace_names(&code->localnames, all, what) : -1;
    if (k != n) PyErr_Format(PyExc_ValueError, "code: %s must have the length it has", what);
    Py_DECREF(all);
    return rc;
}

static int replace_str(PyObject **field, PyObject *value, const char *what)
{
    if (!PyUnicode_Check(value)) {
        PyErr_Format(PyExc_TypeError, "replace() argument '%s' must be str, not %.50s", what, Py_TYPE(value)->tp_name);
        return -1;
    }
    take_ref(field, value);
    return 0;
}

static int replace_int(int *field, PyObject *value)
{
    int v = _PyLong_AsInt(value);
    if (v == -1 && PyErr_Occurred()) return -1;
    if (v < 0) {
        PyErr_SetString(PyExc_ValueError, "code: co_argcount, co_flags and the like must not be negative");
        return -1;
    }
    *field = v;
    return 0;
}

/* What cannot be exchanged here must be given as it is: -1 with ValueError otherwise. */
static int replace_not(PyObject *shown, PyObject *value, const char *what)
{
    int same = shown ? PyObject_RichCompareBool(shown, value, Py_EQ) : -1;
    Py_XDECREF(shown);
    if (same == 0) PyErr_Format(PyExc_ValueError, "code.replace(): Adder cannot exchange %s", what);
    return same == 1 ? 0 : -1;
}

static int replace_flags(CodeObject *code, PyObject *value)
{
    int fixed = CO_VARARGS | CO_VARKEYWORDS | CO_OPTIMIZED | CO_NEWLOCALS, before = code->flags;
    if (replace_int(&code->flags, value) < 0) return -1;
    if ((before & fixed) != (code->flags & fixed)) {
        code->flags = before;
        PyErr_SetString(PyExc_ValueError, "code.replace(): Adder cannot exchange how arguments arrive");
        return -1;
    }
    if (code->flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) code->fast_argc = FAST_ARGC_NONE;
    return 0;
}

static int replace_field(CodeObject *code, PyObject *key, PyObject *value)
{
    const char *k = PyUnicode_AsUTF8(key);
    if (k == NULL) return -1;
    if (strcmp(k, "co_name") == 0) return replace_str(&code->name, value, k);
    if (strcmp(k, "co_qualname") == 0) return replace_str(&code->qualname, value, k);
    if (strcmp(k, "co_filename") == 0) return replace_str(&code->filename, value, k);
    if (strcmp(k, "co_firstlineno") == 0) return replace_int(&code->firstlineno, value);
    if (strcmp(k, "co_stacksize") == 0) return replace_int(&code->stacksize, value);
    if (strcmp(k, "co_flags") == 0) return replace_flags(code, value);
    if (strcmp(k, "co_consts") == 0) return replace_consts(code, value);
    if (strcmp(k, "co_names") == 0) return replace_names(&code->names, value, k);
    if (strcmp(k, "co_varnames") == 0) return replace_locals(code, value, LOCAL_PLAIN, k);
    if (strcmp(k, "co_cellvars") == 0) return replace_locals(code, value, LOCAL_CELL, k);
    if (strcmp(k, "co_freevars") == 0) return replace_locals(code, value, LOCAL_FREE, k);
    if (strcmp(k, "co_linetable") == 0 && PyBytes_CheckExact(value) && PyBytes_GET_SIZE(value) == 0) {
        code->positions_size = 0; /* forget where it comes from */
        return 0;
    }
    static const char *const fixed[] = {"co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_code",
                                        "co_linetable", "co_exceptiontable"};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(fixed); i++)
        if (strcmp(k, fixed[i]) == 0) return replace_not(PyObject_GetAttrString((PyObject *)code, k), value, k);
    PyErr_Format(PyExc_TypeError, "'%s' is an invalid keyword argument for replace()", k);
    return -1;
}

static PyObject *code_varname(PyObject *self, PyObject *const *args)
{
    PyObject *names = ((CodeObject *)self)->localnames;
    Py_ssize_t i = PyNumber_AsSsize_t(args[0], PyExc_IndexError);
    if (i == -1 && PyErr_Occurred()) return NULL;
    if (i >= 0 && i < PyTuple_GET_SIZE(names)) return Py_NewRef(PyTuple_GET_ITEM(names, i));
    PyErr_SetString(PyExc_IndexError, "tuple index out of range");
    return NULL;
}

static PyObject *code_replace(PyObject *self, PyObject *const *args)
{
    PyObject *key, *value;
    Py_ssize_t i = 0;
    CodeObject *code = clone_code((CodeObject *)self);
    if (code == NULL) return NULL;
    while (PyDict_Next(args[0], &i, &key, &value)) {
        if (replace_field(code, key, value) == 0) continue;
        Py_DECREF(code);
        return NULL;
    }
    return (PyObject *)code;
}

PyObject *adder_code_new(PyTypeObject *type ADDER_UNUSED, PyObject *args ADDER_UNUSED, PyObject *kwargs ADDER_UNUSED)
{
    PyErr_SetString(PyExc_TypeError, "Adder makes no code objects from given bytecode: use compile() or code.replace()");
    return NULL;
}

/* code('...') for C: no instructions but `return None`. */
PyCodeObject *PyCode_NewEmpty(const char *filename, const char *funcname, int firstlineno)
{
    CodeObject *code = adder_code_new_blank();
    if (code == NULL) return NULL;
    code->instrs = PyMem_Calloc(2, sizeof(Instr));
    code->localkinds = PyMem_Calloc(1, 1);
    code->positions = PyMem_Malloc(16);
    code->live = PyMem_Calloc(1, 1);
    code->consts = PyTuple_Pack(1, Py_None);
    code->names = PyTuple_New(0);
    code->localnames = PyTuple_New(0);
    code->filename = PyUnicode_DecodeFSDefault(filename);
    code->name = PyUnicode_FromString(funcname);
    if (!code->instrs || !code->localkinds || !code->positions || !code->live || !code->consts || !code->names
        || !code->localnames || !code->filename || !code->name) {
        if (!PyErr_Occurred()) PyErr_NoMemory();
        Py_DECREF(code);
        return NULL;
    }
    code->qualname = Py_NewRef(code->name);
    code->flags = CO_OPTIMIZED | CO_NEWLOCALS;
    code->firstlineno = firstlineno;
    code->stacksize = 1;
    code->framesize = 1;
    code->fast_argc = 0;
    code->ninstrs = code->nslots = 1;
    code->instrs[0] = (Instr){OP_RET_K, 1, 0, 0};
    ((Slot *)code->instrs)[1] = slot_from_object(Py_None);
    memcpy(code->positions, (const uint8_t[]){1, 0, 1, 0, 0}, 5);
    code->positions_size = 5;
    return code;
}

/* ---- data that others hang on a code object ---- */

struct extra { Py_ssize_t count; void *data[]; };

int _PyCode_GetExtra(PyObject *self, Py_ssize_t index, void **data)
{
    if (!PyCode_Check(self)) {
        PyErr_BadInternalCall();
        return -1;
    }
    struct extra *extra = ((CodeObject *)self)->extra;
    *data = extra && index >= 0 && index < extra->count ? extra->data[index] : NULL;
    return 0;
}

int _PyCode_SetExtra(PyObject *self, Py_ssize_t index, void *data)
{
    if (!PyCode_Check(self) || index < 0 || index > 255) {
        PyErr_BadInternalCall();
        return -1;
    }
    CodeObject *code = (CodeObject *)self;
    struct extra *extra = code->extra;
    if (extra == NULL || index >= extra->count) {
        Py_ssize_t had = extra ? extra->count : 0;
        extra = PyMem_Realloc(extra, sizeof *extra + (size_t)(index + 1) * sizeof(void *));
        if (extra == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        for (Py_ssize_t i = had; i <= index; i++) extra->data[i] = NULL;
        extra->count = index + 1;
        code->extra = extra;
    }
    extra->data[index] = data;
    return 0;
}

void adder_code_free_extra(CodeObject *code) { PyMem_Free(code->extra); }

PyMethodDef adder_code_methods[] = {
    FN("co_lines", code_lines, "($self, /)", "Iterator of (start, end, line): the line of each range of offsets."),
    FN("co_positions", code_positions, "($self, /)",
       "Iterator of (line, end line, column, end column), one for each instruction word."),
    FN("replace", code_replace, "($self, /, **changes)", "A copy with some of its co_ attributes exchanged."),
    FN("_varname_from_oparg", code_varname, "($self, /, oparg)", "Name of a local by its number."),
    {0}};
