/* suggest.c -- "Did you mean": the known name nearest to a misspelt one.
 *
 * Nearest by edit distance where inserting, deleting or replacing a character costs 2 and changing only its case 1. At most
 * a third of the characters may differ. The dynamic program keeps one row and gives up as soon as no result within the
 * limit is possible. */
#include "runtime/errors/errors.h"
#include "runtime/errors/exceptions.h"

#define MOVE_COST      2
#define CASE_COST      1
#define MAX_CANDIDATES 750 /* more names than that are not searched */
#define MAX_LENGTH     40  /* nor are longer ones */

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

static unsigned char to_lower(unsigned char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }

static size_t replace_cost(unsigned char a, unsigned char b)
{
    if (a == b) return 0;
    return to_lower(a) == to_lower(b) ? CASE_COST : MOVE_COST;
}

/* What has to be changed; any number above limit when it is more than that. Both are bytes of UTF-8. */
static size_t edit_distance(const char *a, size_t a_size, const char *b, size_t b_size, size_t limit)
{
    size_t row[MAX_LENGTH];
    while (a_size && b_size && *a == *b) a++, b++, a_size--, b_size--;
    while (a_size && b_size && a[a_size - 1] == b[b_size - 1]) a_size--, b_size--;
    if (a_size == 0 || b_size == 0) return (a_size + b_size) * MOVE_COST;
    if (a_size > MAX_LENGTH || b_size > MAX_LENGTH) return limit + 1;
    if (b_size < a_size) { /* the row is as long as the shorter one */
        const char *t = a;
        size_t n = a_size;
        a = b, a_size = b_size;
        b = t, b_size = n;
    }
    if ((b_size - a_size) * MOVE_COST > limit) return limit + 1;
    for (size_t i = 0; i < a_size; i++) row[i] = (i + 1) * MOVE_COST;
    size_t result = 0;
    for (size_t j = 0; j < b_size; j++) {
        size_t diagonal = j * MOVE_COST, best = SIZE_MAX;
        result = diagonal;
        for (size_t i = 0; i < a_size; i++) {
            size_t replaced = diagonal + replace_cost((unsigned char)b[j], (unsigned char)a[i]);
            diagonal = row[i];
            result = smaller(smaller(result, diagonal) + MOVE_COST, replaced);
            row[i] = result;
            best = smaller(best, result);
        }
        if (best > limit) return limit + 1;
    }
    return result;
}

/* The nearest str of a list; borrowed, NULL when none is near or with an exception set. */
static PyObject *nearest(PyObject *candidates, PyObject *name)
{
    Py_ssize_t name_size, size, n = PyList_GET_SIZE(candidates);
    const char *wanted = PyUnicode_AsUTF8AndSize(name, &name_size);
    if (wanted == NULL || n >= MAX_CANDIDATES) return NULL;
    PyObject *best = NULL;
    size_t best_distance = SIZE_MAX;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = PyList_GET_ITEM(candidates, i);
        if (!PyUnicode_Check(item)) return NULL;
        const char *text = PyUnicode_AsUTF8AndSize(item, &size);
        if (text == NULL) return NULL;
        if (size == name_size && memcmp(text, wanted, (size_t)size) == 0) continue;
        size_t limit = smaller((size_t)(name_size + size + 3) * MOVE_COST / 6, best_distance - 1);
        size_t distance = edit_distance(wanted, (size_t)name_size, text, (size_t)size, limit);
        if (distance <= limit) {
            best = item;
            best_distance = distance;
            if (distance == 0) break;
        }
    }
    return best;
}

/* The same for any iterable of names (consumed); a new reference or NULL, never an exception. */
static PyObject *nearest_of(STEALS_REF PyObject *names, PyObject *name)
{
    PyObject *list = names == NULL ? NULL : PySequence_List(names), *best = NULL;
    Py_XDECREF(names);
    if (list != NULL) best = Py_XNewRef(nearest(list, name));
    Py_XDECREF(list);
    PyErr_Clear();
    return best;
}

static PyObject *for_attribute(ExcAttribute *exc)
{
    if (exc->name == NULL || exc->obj == NULL || !PyUnicode_CheckExact(exc->name)) return NULL;
    return nearest_of(PyObject_Dir(exc->obj), exc->name);
}

/* Local names, then global ones, then builtins, of the frame where it was raised. */
static PyObject *for_name(ExcName *exc)
{
    PyTracebackObject *tb = (PyTracebackObject *)exc->traceback;
    if (exc->name == NULL || tb == NULL || !PyUnicode_CheckExact(exc->name)) return NULL;
    while (tb->tb_next != NULL) tb = tb->tb_next;
    PyFrameObject *frame = tb->tb_frame;
    PyCodeObject *code = PyFrame_GetCode(frame);
    PyObject *best = code == NULL ? NULL : nearest_of(PyCode_GetVarnames(code), exc->name);
    PyErr_Clear();
    Py_XDECREF(code);
    if (best == NULL) best = nearest_of(PyFrame_GetGlobals(frame), exc->name);
    if (best == NULL) best = nearest_of(PyFrame_GetBuiltins(frame), exc->name);
    return best;
}

PyObject *adder_suggestion(PyObject *exc)
{
    if (Py_IS_TYPE(exc, &_PyExc_AttributeError)) return for_attribute((ExcAttribute *)exc);
    if (Py_IS_TYPE(exc, &_PyExc_NameError)) return for_name((ExcName *)exc);
    return NULL;
}
