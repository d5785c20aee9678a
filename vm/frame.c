/* frame.c -- frame objects: how Python sees running and finished frames.
 *
 * While a frame runs its object only points to it (o->fp). When the frame ends and others hold the object, the locals
 * move into memory of the object's own (o->kept, laid out as the frame was). */
#include "vm/frame.h"
#include "vm/eval.h"
#include "vm/generator.h"
#include "runtime/memory/memory.h"
#include <frameobject.h>
#include <structmember.h>

/* ---- Finding frames */

/* The first frame that Python sees, from fp outwards. */
static Slot *skip_entries(Slot *fp)
{
    while (fp != NULL && (frame_is_entry(fp) || fp[-2] == FRAME_ENDING)) fp = frame_caller(fp);
    return fp;
}
Slot *adder_frame_current(void) { return skip_entries(adder_thread()->fp); }
Slot *adder_frame_outer(Slot *fp)
{
    if (frame_is_generator(fp) && frame_generator(fp)->state != GENERATOR_RUNNING) return NULL;
    return skip_entries(frame_caller(fp));
}

static PyFrameObject *new_object(Slot *fp)
{
    PyFrameObject *o = PyObject_GC_New(PyFrameObject, &PyFrame_Type);
    if (o == NULL) return NULL;
    o->fp = fp;
    o->back = NULL;
    o->locals = o->trace = NULL;
    o->kept = NULL;
    o->lineno = o->traced_line = 0;
    o->traced_pc = NULL;
    o->c_callee = NULL;
    o->trace_lines = 1;
    o->trace_opcodes = 0;
    o->cleared = false;
    PyObject_GC_Track((PyObject *)o);
    return o;
}

PyFrameObject *adder_frame_object(Slot *fp)
{
    if (frame_is_generator(fp)) {
        Generator *g = frame_generator(fp);
        if (g->frame == NULL) g->frame = new_object(fp);
        return g->frame;
    }
    PyFrameObject *o = (PyFrameObject *)frame_owner(fp);
    if (o == NULL && (o = new_object(fp)) != NULL) fp[-1] |= (Slot)(uintptr_t)o;
    return o;
}

/* Header and locals of the frame that the object shows, NULL when nothing is left. */
static Slot *slots_of(PyFrameObject *o) { return o->fp != NULL ? o->fp : o->kept != NULL ? o->kept + FRAME_HEADER : NULL; }

void adder_frame_detach(Slot *fp, PyFrameObject *o)
{
    o->fp = NULL;
    if (Py_REFCNT(o) > 1) {
        int n = frame_code(fp)->nlocals;
        Slot *outer = adder_frame_outer(fp);
        PyObject *back = outer == NULL ? NULL : (PyObject *)adder_frame_object(outer);
        if (outer != NULL && back == NULL) PyErr_Clear();
        o->back = (PyFrameObject *)Py_XNewRef(back);
        Slot *kept = PyMem_New(Slot, FRAME_HEADER + n);
        if (kept != NULL) {
            memcpy(kept, fp - FRAME_HEADER, FRAME_HEADER * sizeof(Slot));
            Py_INCREF(frame_function(fp));
            kept[1] = kept[3] = 0;
            for (int i = 0; i < n; i++) {
                if (slot_is_number(fp[i]) && slot_boxed(fp + i) == NULL) PyErr_Clear();
                kept[FRAME_HEADER + i] = slot_is_number(fp[i]) ? SLOT_NULL : fp[i];
                fp[i] = SLOT_NULL;
            }
            o->kept = kept;
        }
    }
    Py_DECREF(o);
}

/* ---- Locals */

/* The object that local i holds now, through its cell; borrowed or NULL. The slot may get boxed. */
static PyObject *local_value(CodeObject *code, Slot *fp, int i)
{
    if (fp[i] == SLOT_NULL) return NULL;
    PyObject *o = slot_boxed(fp + i);
    if (o == NULL) PyErr_Clear();
    if (o != NULL && (code->localkinds[i] & (LOCAL_CELL | LOCAL_FREE)) && PyCell_Check(o)) return PyCell_GET(o);
    return o;
}

static bool shown(CodeObject *code, int i)
{
    return !(code->localkinds[i] & LOCAL_HIDDEN) && (i < code->nfree_first || !(code->localkinds[i] & LOCAL_FREE) || (code->flags & CO_OPTIMIZED));
}

/* Brings o->locals up to date. 0 or -1. */
static int refresh_locals(PyFrameObject *o)
{
    Slot *fp = slots_of(o);
    if (fp == NULL || o->cleared) return o->locals != NULL || (o->locals = PyDict_New()) != NULL ? 0 : -1;
    CodeObject *code = frame_code(fp);
    if (code->namespace_slot != NO_NAMESPACE || !(code->flags & CO_NEWLOCALS)) {
        PyObject *ns = code->namespace_slot == NO_NAMESPACE ? NULL : slot_object(fp[code->namespace_slot]);
        if (ns == NULL) ns = frame_function(fp)->globals;
        if (o->locals == NULL) o->locals = Py_NewRef(ns);
        if (o->locals == ns) return 0;
    }
    if (o->locals == NULL && (o->locals = PyDict_New()) == NULL) return -1;
    for (int i = 0; i < code->nlocals; i++) {
        if (!shown(code, i)) continue;
        PyObject *name = PyTuple_GET_ITEM(code->localnames, i), *value = local_value(code, fp, i);
        if (value != NULL) {
            if (PyObject_SetItem(o->locals, name, value) < 0) return -1;
        } else if (PyObject_DelItem(o->locals, name) < 0) {
            if (!PyErr_ExceptionMatches(PyExc_KeyError)) return -1;
            PyErr_Clear();
        }
    }
    return 0;
}

int PyFrame_FastToLocalsWithError(PyFrameObject *o)
{
    if (o != NULL) return refresh_locals(o);
    PyErr_BadInternalCall();
    return -1;
}
void PyFrame_FastToLocals(PyFrameObject *o)
{
    if (refresh_locals(o) < 0) PyErr_Clear();
}

/* Writes changes that were made in f_locals back into the frame; with `clear` names no longer there become unbound. */
void PyFrame_LocalsToFast(PyFrameObject *o, int clear)
{
    Slot *fp = slots_of(o);
    if (fp == NULL || o->locals == NULL || !PyDict_Check(o->locals)) return;
    CodeObject *code = frame_code(fp);
    if (code->namespace_slot != NO_NAMESPACE || !(code->flags & CO_NEWLOCALS)) return;
    PyObject *saved = PyErr_Occurred() ? adder_error_take() : NULL;
    for (int i = 0; i < code->nlocals; i++) {
        if (!shown(code, i)) continue;
        PyObject *value = PyDict_GetItemWithError(o->locals, PyTuple_GET_ITEM(code->localnames, i));
        if (value == NULL && !clear) continue;
        PyObject *held = fp[i] != SLOT_NULL && !slot_is_number(fp[i]) ? slot_object(fp[i]) : NULL;
        if (held != NULL && (code->localkinds[i] & (LOCAL_CELL | LOCAL_FREE)) && PyCell_Check(held)) {
            if (PyCell_GET(held) != value) PyCell_Set(held, value);
        } else if (slot_from_object(value) != fp[i]) {
            Slot old = fp[i];
            fp[i] = slot_from_object(Py_XNewRef(value));
            slot_release(old);
        }
    }
    if (saved != NULL) adder_error_restore(saved);
}

PyObject *adder_frame_locals(Slot *fp)
{
    PyFrameObject *o = adder_frame_object(fp);
    return o == NULL || refresh_locals(o) < 0 ? NULL : o->locals;
}

/* ---- C API */

PyFrameObject *PyEval_GetFrame(void)
{
    Slot *fp = adder_frame_current();
    return fp == NULL ? NULL : adder_frame_object(fp);
}
PyObject *PyEval_GetLocals(void)
{
    Slot *fp = adder_frame_current();
    if (fp != NULL) return adder_frame_locals(fp);
    PyErr_SetString(PyExc_SystemError, "frame does not exist");
    return NULL;
}
PyObject *PyEval_GetGlobals(void)
{
    Slot *fp = adder_frame_current();
    return fp == NULL ? NULL : frame_function(fp)->globals;
}
PyObject *PyEval_GetBuiltins(void)
{
    Slot *fp = adder_frame_current();
    return fp == NULL ? adder_interp()->builtins : frame_function(fp)->builtins;
}
PyObject *_PyEval_GetBuiltin(PyObject *name)
{
    PyObject *x = PyObject_GetItem(PyEval_GetBuiltins(), name);
    if (x == NULL && PyErr_ExceptionMatches(PyExc_KeyError)) PyErr_SetObject(PyExc_AttributeError, name);
    return x;
}

PyObject *_PyEval_GetBuiltinId(_Py_Identifier *id)
{
    PyObject *name = _PyUnicode_FromId(id);
    return name == NULL ? NULL : _PyEval_GetBuiltin(name);
}

/* Slots move into frames by calls alone; an object that shows a frame has nothing that could run. */
PyObject *PyEval_EvalFrameEx(PyFrameObject *frame ADDER_UNUSED, int throwing ADDER_UNUSED)
{
    PyErr_SetString(PyExc_SystemError, "a frame object cannot be run: call its code");
    return NULL;
}
PyObject *PyEval_EvalFrame(PyFrameObject *frame) { return PyEval_EvalFrameEx(frame, 0); }

/* Compiler flags of the running code become those of what it compiles. 1 when any is set. */
int PyEval_MergeCompilerFlags(PyCompilerFlags *cf)
{
    Slot *fp = adder_frame_current();
    if (fp != NULL) cf->cf_flags |= frame_code(fp)->flags & (CO_FUTURE_BARRY_AS_BDFL | CO_FUTURE_ANNOTATIONS | CO_FUTURE_GENERATOR_STOP);
    return cf->cf_flags != 0;
}

PyFrameObject *PyThreadState_GetFrame(PyThreadState *tstate)
{
    Slot *fp = skip_entries(((AdderThread *)tstate)->fp);
    PyObject *o = fp == NULL ? NULL : (PyObject *)adder_frame_object(fp);
    if (fp != NULL && o == NULL) PyErr_Clear();
    return (PyFrameObject *)Py_XNewRef(o);
}

PyCodeObject *PyFrame_GetCode(PyFrameObject *o)
{
    Slot *fp = slots_of(o);
    return fp == NULL ? NULL : (PyCodeObject *)Py_NewRef((PyObject *)frame_code(fp));
}
PyFrameObject *PyFrame_GetBack(PyFrameObject *o)
{
    if (o->fp == NULL) return (PyFrameObject *)Py_XNewRef((PyObject *)o->back);
    Slot *outer = adder_frame_outer(o->fp);
    PyObject *back = outer == NULL ? NULL : (PyObject *)adder_frame_object(outer);
    if (outer != NULL && back == NULL) PyErr_Clear();
    return (PyFrameObject *)Py_XNewRef(back);
}
PyObject *PyFrame_GetLocals(PyFrameObject *o) { return refresh_locals(o) < 0 ? NULL : Py_NewRef(o->locals); }
PyObject *PyFrame_GetGlobals(PyFrameObject *o)
{
    Slot *fp = slots_of(o);
    return fp == NULL ? PyDict_New() : Py_NewRef(frame_function(fp)->globals);
}
PyObject *PyFrame_GetBuiltins(PyFrameObject *o)
{
    Slot *fp = slots_of(o);
    return fp == NULL ? PyDict_New() : Py_NewRef(frame_function(fp)->builtins);
}
PyObject *PyFrame_GetGenerator(PyFrameObject *o)
{
    return o->fp != NULL && frame_is_generator(o->fp) ? Py_NewRef((PyObject *)frame_generator(o->fp)) : NULL;
}
int PyFrame_GetLasti(PyFrameObject *o)
{
    Slot *fp = slots_of(o);
    if (fp == NULL) return -1;
    if (o->fp != NULL && frame_is_generator(fp) && frame_generator(fp)->state == GENERATOR_NEW) return -1;
    return 2 * adder_frame_lasti(fp);
}
int PyFrame_GetLineNumber(PyFrameObject *o)
{
    Slot *fp = slots_of(o);
    if (o->lineno != 0 || fp == NULL) return o->lineno;
    return adder_code_position(frame_code(fp), adder_frame_lasti(fp)).line;
}

PyFrameObject *PyFrame_New(PyThreadState *tstate ADDER_UNUSED, PyCodeObject *code, PyObject *globals, PyObject *locals)
{
    PyObject *f = adder_function_new((CodeObject *)code, globals, NULL);
    if (f == NULL) return NULL;
    int n = frame_code((Slot[5]){ slot_from_object(f) } + FRAME_HEADER)->nlocals;
    PyFrameObject *o = new_object(NULL);
    Slot *kept = o == NULL ? NULL : PyMem_New(Slot, FRAME_HEADER + n);
    if (kept == NULL) {
        if (o != NULL) PyErr_NoMemory();
        Py_XDECREF(o);
        Py_DECREF(f);
        return NULL;
    }
    memset(kept, 0, (size_t)(FRAME_HEADER + n) * sizeof(Slot));
    kept[0] = slot_from_object(f);
    kept[2] = (Slot)(uintptr_t)((Function *)f)->code->instrs;
    o->kept = kept;
    o->locals = Py_XNewRef(locals);
    return o;
}

/* ---- The type */

static void drop_kept(PyFrameObject *o)
{
    Slot *kept = o->kept;
    if (kept == NULL) return;
    o->kept = NULL;
    int n = frame_code(kept + FRAME_HEADER)->nlocals;
    for (int i = 0; i < n; i++) slot_release(kept[FRAME_HEADER + i]);
    Py_DECREF(slot_object(kept[0]));
    PyMem_Free(kept);
}

static int frame_traverse(PyObject *self, visitproc visit, void *arg)
{
    PyFrameObject *o = (PyFrameObject *)self;
    Py_VISIT((PyObject *)o->back);
    Py_VISIT(o->locals);
    Py_VISIT(o->trace);
    Py_VISIT(o->c_callee);
    if (o->kept == NULL) return 0;
    Py_VISIT(slot_object(o->kept[0]));
    int n = frame_code(o->kept + FRAME_HEADER)->nlocals;
    for (int i = 0; i < n; i++) Py_VISIT(slot_object(o->kept[FRAME_HEADER + i]));
    return 0;
}

static int frame_clear_locals(PyObject *self)
{
    PyFrameObject *o = (PyFrameObject *)self;
    Py_CLEAR(o->trace);
    Py_CLEAR(o->locals);
    if (o->kept == NULL) return 0;
    o->cleared = true;
    int n = frame_code(o->kept + FRAME_HEADER)->nlocals;
    for (int i = 0; i < n; i++) {
        Slot s = o->kept[FRAME_HEADER + i];
        o->kept[FRAME_HEADER + i] = SLOT_NULL;
        slot_release(s);
    }
    return 0;
}

static void frame_dealloc(PyObject *self)
{
    PyFrameObject *o = (PyFrameObject *)self;
    PyObject_GC_UnTrack(self);
    ADDER_ASSERT(o->fp == NULL, "a frame owns its object while it runs");
    ADDER_TRASHCAN_BEGIN(self, frame_dealloc)
    drop_kept(o);
    Py_CLEAR(o->back);
    Py_CLEAR(o->locals);
    Py_CLEAR(o->trace);
    Py_CLEAR(o->c_callee);
    PyObject_GC_Del(self);
    ADDER_TRASHCAN_END;
}

static PyObject *frame_repr(PyObject *self)
{
    PyFrameObject *o = (PyFrameObject *)self;
    Slot *fp = slots_of(o);
    if (fp == NULL) return PyUnicode_FromFormat("<frame at %p>", self);
    CodeObject *code = frame_code(fp);
    return PyUnicode_FromFormat("<frame at %p, file %R, line %d, code %S>", self, code->filename, PyFrame_GetLineNumber(o), code->name);
}

static PyObject *frame_clear(PyObject *self, PyObject *const *args ADDER_UNUSED)
{
    PyFrameObject *o = (PyFrameObject *)self;
    if (o->fp != NULL) {
        Generator *g = frame_is_generator(o->fp) ? frame_generator(o->fp) : NULL;
        if (g == NULL || g->state == GENERATOR_RUNNING) {
            PyErr_SetString(PyExc_RuntimeError, "cannot clear an executing frame");
            return NULL;
        }
        Py_INCREF(g);
        _PyGen_Finalize((PyObject *)g);
        adder_generator_finish(g);
        Py_DECREF(g);
    }
    frame_clear_locals(self);
    Py_RETURN_NONE;
}

static PyObject *frame_sizeof(PyObject *self, PyObject *const *args ADDER_UNUSED)
{
    PyFrameObject *o = (PyFrameObject *)self;
    size_t size = sizeof(PyFrameObject);
    if (o->kept != NULL) size += sizeof(Slot) * (size_t)(FRAME_HEADER + frame_code(o->kept + FRAME_HEADER)->nlocals);
    return PyLong_FromSize_t(size);
}

static PyMethodDef frame_methods[] = {
    FN("clear", frame_clear, "($self, /)", "Drops the references that the finished frame holds."),
    FN("__sizeof__", frame_sizeof, "($self, /)", "Bytes that the frame takes."),
    { 0 }
};

#define OR_NONE(x) do { PyObject *x_ = (PyObject *)(x); return x_ != NULL ? x_ : Py_NewRef(Py_None); } while (0)
static PyObject *frame_get_back(PyObject *self, void *arg ADDER_UNUSED) { OR_NONE(PyFrame_GetBack((PyFrameObject *)self)); }
static PyObject *frame_get_code(PyObject *self, void *arg ADDER_UNUSED)
{
    if (PySys_Audit("object.__getattr__", "Os", self, "f_code") < 0) return NULL;
    OR_NONE(PyFrame_GetCode((PyFrameObject *)self));
}
static PyObject *frame_get_globals(PyObject *self, void *arg ADDER_UNUSED) { return PyFrame_GetGlobals((PyFrameObject *)self); }
static PyObject *frame_get_builtins(PyObject *self, void *arg ADDER_UNUSED) { return PyFrame_GetBuiltins((PyFrameObject *)self); }
static PyObject *frame_get_locals(PyObject *self, void *arg ADDER_UNUSED) { return PyFrame_GetLocals((PyFrameObject *)self); }
static PyObject *frame_get_lasti(PyObject *self, void *arg ADDER_UNUSED) { return PyLong_FromLong(PyFrame_GetLasti((PyFrameObject *)self)); }
static PyObject *frame_get_lineno(PyObject *self, void *arg ADDER_UNUSED)
{
    int line = PyFrame_GetLineNumber((PyFrameObject *)self);
    if (line < 0) Py_RETURN_NONE;
    return PyLong_FromLong(line);
}
static int frame_set_lineno(PyObject *self ADDER_UNUSED, PyObject *value, void *arg ADDER_UNUSED)
{
    if (value == NULL) PyErr_SetString(PyExc_AttributeError, "cannot delete attribute");
    else if (!PyLong_CheckExact(value)) PyErr_SetString(PyExc_ValueError, "lineno must be an integer");
    else PyErr_SetString(PyExc_ValueError, "f_lineno cannot be set: jumping is not implemented");
    return -1;
}
static PyObject *frame_get_trace(PyObject *self, void *arg ADDER_UNUSED) { OR_NONE(Py_XNewRef(((PyFrameObject *)self)->trace)); }
static int frame_set_trace(PyObject *self, PyObject *value, void *arg ADDER_UNUSED)
{
    PyFrameObject *o = (PyFrameObject *)self;
    if (value == Py_None) value = NULL;
    Py_XSETREF(o->trace, Py_XNewRef(value));
    return 0;
}
static PyObject *frame_get_opcodes(PyObject *self, void *arg ADDER_UNUSED) { return PyBool_FromLong(((PyFrameObject *)self)->trace_opcodes); }
static int frame_set_opcodes(PyObject *self, PyObject *value, void *arg ADDER_UNUSED)
{
    if (value == NULL || !PyBool_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "attribute value type must be bool");
        return -1;
    }
    ((PyFrameObject *)self)->trace_opcodes = value == Py_True;
    return 0;
}

static PyGetSetDef frame_getset[] = {
    { "f_back", frame_get_back, NULL, NULL, NULL },
    { "f_locals", frame_get_locals, NULL, NULL, NULL },
    { "f_lineno", frame_get_lineno, frame_set_lineno, NULL, NULL },
    { "f_trace", frame_get_trace, frame_set_trace, NULL, NULL },
    { "f_lasti", frame_get_lasti, NULL, NULL, NULL },
    { "f_globals", frame_get_globals, NULL, NULL, NULL },
    { "f_builtins", frame_get_builtins, NULL, NULL, NULL },
    { "f_code", frame_get_code, NULL, NULL, NULL },
    { "f_trace_opcodes", frame_get_opcodes, frame_set_opcodes, NULL, NULL },
    { 0 }
};
static PyMemberDef frame_members[] = {
    { "f_trace_lines", T_BOOL, offsetof(PyFrameObject, trace_lines), 0, NULL },
    { 0 }
};

PyTypeObject PyFrame_Type = {
    STATIC_TYPE("frame", PyFrameObject),
    .tp_dealloc = frame_dealloc,
    .tp_repr = frame_repr,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_setattro = PyObject_GenericSetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = frame_traverse,
    .tp_clear = frame_clear_locals,
    .tp_methods = frame_methods,
    .tp_members = frame_members,
    .tp_getset = frame_getset,
};
