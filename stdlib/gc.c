/* gc.c -- the module gc: what a program may ask of the cycle collector and tell it. */
#include "runtime/memory/gc.h"
#include "runtime/state/interp.h"

static struct adder_gc_state *state(void) { return &adder_interp()->memory.gc; }

static PyObject *gc_enable(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    state()->enabled = true;
    Py_RETURN_NONE;
}

static PyObject *gc_disable(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    state()->enabled = false;
    Py_RETURN_NONE;
}

static PyObject *gc_isenabled(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    return PyBool_FromLong(state()->enabled);
}

static PyObject *gc_collect(PyObject *self, PyObject *const *args)
{
    (void)self;
    int generation = _PyLong_AsInt(args[0]);
    if (generation == -1 && PyErr_Occurred()) return NULL;
    if (generation < 0 || generation >= GC_GENERATIONS) {
        PyErr_SetString(PyExc_ValueError, "invalid generation");
        return NULL;
    }
    return PyLong_FromSsize_t(adder_gc_collect(generation));
}

static PyObject *gc_set_debug(PyObject *self, PyObject *const *args)
{
    (void)self;
    int flags = _PyLong_AsInt(args[0]);
    if (flags == -1 && PyErr_Occurred()) return NULL;
    state()->debug = flags;
    Py_RETURN_NONE;
}

static PyObject *gc_get_debug(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    return PyLong_FromLong(state()->debug);
}

static PyObject *gc_set_threshold(PyObject *self, PyObject *const *args)
{
    (void)self;
    int values[GC_GENERATIONS];
    for (int i = 0; i < GC_GENERATIONS; i++) {
        values[i] = args[i] == NULL ? state()->generations[i].threshold : _PyLong_AsInt(args[i]);
        if (values[i] == -1 && PyErr_Occurred()) return NULL;
    }
    for (int i = 0; i < GC_GENERATIONS; i++) state()->generations[i].threshold = values[i];
    Py_RETURN_NONE;
}

static PyObject *gc_get_threshold(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    struct adder_gc_generation *g = state()->generations;
    return Py_BuildValue("(iii)", g[0].threshold, g[1].threshold, g[2].threshold);
}

static PyObject *gc_get_count(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    struct adder_gc_generation *g = state()->generations;
    return Py_BuildValue("(iii)", g[0].count, g[1].count, g[2].count);
}

static PyObject *gc_get_stats(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    PyObject *list = PyList_New(GC_GENERATIONS);
    for (int i = 0; list != NULL && i < GC_GENERATIONS; i++) {
        struct adder_gc_stats *s = &state()->stats[i];
        PyObject *dict = Py_BuildValue("{snsnsn}", "collections", s->collections, "collected", s->collected, "uncollectable",
                                       s->uncollectable);
        if (dict == NULL) Py_CLEAR(list);
        else PyList_SET_ITEM(list, i, dict);
    }
    return list;
}

/* -- looking around */

static int append(PyObject *o, void *list) { return o == list ? 0 : PyList_Append(list, o); }

static PyObject *gc_get_objects(PyObject *self, PyObject *const *args)
{
    (void)self;
    Py_ssize_t generation = -1;
    if (args[0] != Py_None && (generation = PyNumber_AsSsize_t(args[0], PyExc_OverflowError)) == -1 && PyErr_Occurred()) return NULL;
    if (args[0] != Py_None && (generation < 0 || generation >= GC_GENERATIONS)) {
        if (generation < 0) PyErr_SetString(PyExc_ValueError, "generation parameter cannot be negative");
        else PyErr_Format(PyExc_ValueError, "generation parameter must be less than the number of available generations (%i)", GC_GENERATIONS);
        return NULL;
    }
    PyObject *list = PyList_New(0);
    if (list != NULL && adder_gc_each((int)generation, append, list) < 0) Py_CLEAR(list);
    return list;
}

struct search { PyObject *wanted, *found; }; /* a tuple, a list */

static int visit_is_wanted(PyObject *o, void *wanted)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(wanted); i++) {
        if (PyTuple_GET_ITEM((PyObject *)wanted, i) == o) return 1;
    }
    return 0;
}

static int find_referrer(PyObject *o, void *arg)
{
    struct search *s = arg;
    if (o == s->found || o == s->wanted) return 0;
    if (Py_TYPE(o)->tp_traverse(o, visit_is_wanted, s->wanted) == 0) return 0;
    return PyList_Append(s->found, o);
}

static PyObject *gc_get_referrers(PyObject *self, PyObject *const *args)
{
    (void)self;
    struct search s = { args[0], PyList_New(0) };
    if (s.found != NULL && adder_gc_each(-1, find_referrer, &s) < 0) Py_CLEAR(s.found);
    return s.found;
}

static PyObject *gc_get_referents(PyObject *self, PyObject *const *args)
{
    (void)self;
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list != NULL && i < PyTuple_GET_SIZE(args[0]); i++) {
        PyObject *o = PyTuple_GET_ITEM(args[0], i);
        if (adder_is_gc(o) && Py_TYPE(o)->tp_traverse(o, append, list) != 0) Py_CLEAR(list);
    }
    return list;
}

static PyObject *gc_is_tracked(PyObject *self, PyObject *const *args)
{
    (void)self;
    return PyBool_FromLong(PyObject_GC_IsTracked(args[0]));
}

static PyObject *gc_is_finalized(PyObject *self, PyObject *const *args)
{
    (void)self;
    return PyBool_FromLong(PyObject_GC_IsFinalized(args[0]));
}

static PyObject *gc_freeze(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    adder_gc_freeze();
    Py_RETURN_NONE;
}

static PyObject *gc_unfreeze(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    adder_gc_unfreeze();
    Py_RETURN_NONE;
}

static PyObject *gc_get_freeze_count(PyObject *self, PyObject *const *args)
{
    (void)self, (void)args;
    return PyLong_FromSsize_t(adder_gc_frozen());
}

static PyMethodDef gc_functions[] = {
    FN("collect", gc_collect, "($module, /, generation=2)",
       "Collects a generation and the younger ones now; the number of unreachable objects found."),
    FN("disable", gc_disable, "($module, /)", "No more collections on their own."),
    FN("enable", gc_enable, "($module, /)", "Collections happen on their own again."),
    FN("freeze", gc_freeze, "($module, /)", "All tracked objects move where no collection looks: before a fork."),
    FN("get_count", gc_get_count, "($module, /)", "The counts that are held against the thresholds, one a generation."),
    FN("get_debug", gc_get_debug, "($module, /)", "The debugging flags."),
    FN("get_freeze_count", gc_get_freeze_count, "($module, /)", "How many objects freeze() has put aside."),
    FN("get_objects", gc_get_objects, "($module, /, generation=None)", "A list of all tracked objects, or those of a generation."),
    FN("get_referents", gc_get_referents, "(*objs)", "A list of the objects that these refer to."),
    FN("get_referrers", gc_get_referrers, "(*objs)", "A list of the tracked objects that refer to any of these."),
    FN("get_stats", gc_get_stats, "($module, /)", "What each generation's collections have found so far, as a list of dicts."),
    FN("get_threshold", gc_get_threshold, "($module, /)", "The thresholds of the three generations."),
    FN("is_finalized", gc_is_finalized, "($module, obj, /)", "Whether the object's finaliser has run."),
    FN("is_tracked", gc_is_tracked, "($module, obj, /)", "Whether the collector looks at the object: atoms need no look."),
    FN("isenabled", gc_isenabled, "($module, /)", "Whether collections happen on their own."),
    FN("set_debug", gc_set_debug, "($module, flags, /)", "Sets the debugging flags: DEBUG_STATS and its like, added up."),
    FN("set_threshold", gc_set_threshold, "(threshold0, threshold1=<unrepresentable>, threshold2=<unrepresentable>, /)",
       "When a generation is collected: allocations for the youngest, collections of the one below for the others; 0: never."),
    FN("unfreeze", gc_unfreeze, "($module, /)", "What freeze() put aside comes back into the oldest generation."),
    { 0 },
};

static int gc_exec(PyObject *module)
{
    static const struct { const char *name; int value; } flags[] = {
        { "DEBUG_STATS", GC_DEBUG_STATS }, { "DEBUG_COLLECTABLE", GC_DEBUG_COLLECTABLE },
        { "DEBUG_UNCOLLECTABLE", GC_DEBUG_UNCOLLECTABLE }, { "DEBUG_SAVEALL", GC_DEBUG_SAVEALL }, { "DEBUG_LEAK", GC_DEBUG_LEAK } };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(flags); i++) {
        if (PyModule_AddIntConstant(module, flags[i].name, flags[i].value) < 0) return -1;
    }
    if (PyModule_AddObjectRef(module, "garbage", adder_gc_garbage()) < 0) return -1;
    return PyModule_AddObjectRef(module, "callbacks", adder_gc_callbacks());
}

MODULE(gc, "The cycle collector: finds groups of objects that only refer to each other.", gc_functions, gc_exec)
