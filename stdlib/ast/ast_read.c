/* ast_read.c -- Python objects to the parser's tree, for compile(tree). Any object with the right attributes will do where
 * the class says nothing; what is missing or of a wrong type is a TypeError, what no parser makes a ValueError (ast_check.c).
 */
#include "stdlib/ast/ast.h"
#include "runtime/state/interp.h"
#include "vm/compile.h"

typedef struct Reader {
    struct adder_ast_types *types;
    FrontArena *arena;
    PyObject *keep;
    int depth, limit;
} Reader;

static int read_node(Reader *r, AstFieldType type, PyObject *o, void *out);

/* ---- values ---- */

static int read_text(Reader *r, PyObject *o, const char *what, const char **out)
{
    if (!PyUnicode_CheckExact(o)) {
        PyErr_Format(PyExc_TypeError, "AST %s must be of type str", what);
        return -1;
    }
    Py_ssize_t size;
    const char *text = PyUnicode_AsUTF8AndSize(o, &size);
    if (text == NULL) return -1;
    *out = adder_intern(r->arena, text, (size_t)size);
    return 0;
}

static int read_int(PyObject *o, int *out)
{
    if (!PyLong_Check(o)) {
        PyErr_Format(PyExc_ValueError, "invalid integer value: %R", o);
        return -1;
    }
    *out = _PyLong_AsInt(o);
    return *out == -1 && PyErr_Occurred() ? -1 : 0;
}

/* None, bool, numbers, str, bytes, Ellipsis, and tuples and frozensets of these. 0, or -1 with an exception. */
static int check_constant(PyObject *value)
{
    if (value == Py_None || value == Py_Ellipsis || PyBool_Check(value)) return 0;
    if (PyLong_CheckExact(value) || PyFloat_CheckExact(value) || PyComplex_CheckExact(value)) return 0;
    if (PyUnicode_CheckExact(value) || PyBytes_CheckExact(value)) return 0;
    if (!PyTuple_CheckExact(value) && !PyFrozenSet_CheckExact(value)) {
        PyErr_Format(PyExc_TypeError, "got an invalid type in Constant: %s", _PyType_Name(Py_TYPE(value)));
        return -1;
    }
    if (adder_stack_low(adder_thread())) {
        PyErr_SetString(PyExc_RecursionError, "maximum recursion depth exceeded during compilation");
        return -1;
    }
    PyObject *items = PySequence_Tuple(value);
    int rc = items == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; rc == 0 && i < PyTuple_GET_SIZE(items); i++) rc = check_constant(PyTuple_GET_ITEM(items, i));
    Py_XDECREF(items);
    return rc;
}

/* The compiler takes constants as objects too. */
static int read_constant(Reader *r, PyObject *o, Constant *out)
{
    if (check_constant(o) < 0) return -1;
    if (PyList_Append(r->keep, o) < 0) return -1;
    out->kind = o == Py_None ? CONST_NONE : o == Py_True ? CONST_TRUE : o == Py_False ? CONST_FALSE
              : o == Py_Ellipsis ? CONST_ELLIPSIS : (ConstantKind)CONST_OBJECT;
    out->text = (const char *)o;
    return 0;
}

static const char *op_type_name(AstFieldType type)
{
    return type == FIELD_expr_context ? "expr_context" : type == FIELD_boolop ? "boolop" : type == FIELD_operator ? "operator"
         : type == FIELD_unaryop ? "unaryop" : "cmpop";
}

static int read_op(Reader *r, AstFieldType type, PyObject *o, AstOp *out)
{
    const char *name = op_type_name(type);
    for (int op = AST_NO_OP + 1; op < AST_OP_COUNT; op++) {
        if (strcmp(_PyType_Name((PyTypeObject *)r->types->op_sums[op]), name) != 0) continue;
        int is = (PyObject *)Py_TYPE(o) == r->types->op_classes[op] ? 1 : PyObject_IsInstance(o, r->types->op_classes[op]);
        if (is < 0) return -1;
        if (is) {
            *out = (AstOp)op;
            return 0;
        }
    }
    PyErr_Format(PyExc_TypeError, "expected some sort of %s, but got %R", name, o);
    return -1;
}

/* One value of the type into *out. */
static int read_value(Reader *r, AstFieldType type, PyObject *o, void *out)
{
    switch (type) {
    case FIELD_identifier: return read_text(r, o, "identifier", out);
    case FIELD_string: return read_text(r, o, "string", out);
    case FIELD_constant: return read_constant(r, o, out);
    case FIELD_int: return read_int(o, out);
    case FIELD_expr_context: case FIELD_boolop: case FIELD_operator: case FIELD_unaryop: case FIELD_cmpop:
        return read_op(r, type, o, out);
    default: return read_node(r, type, o, out);
    }
}

/* ---- fields ---- */

static int read_items(Reader *r, AstKind kind, const AstField *field, PyObject *list, AstSeq *out)
{
    const char *owner = adder_ast_info[kind].name;
    Py_ssize_t len = PyList_GET_SIZE(list);
    size_t size = field->type == FIELD_cmpop ? sizeof(AstOp) : sizeof(void *);
    char *items = adder_front_alloc(r->arena, (size_t)len * size);
    for (Py_ssize_t i = 0; i < len; i++) {
        PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));
        bool none = item == Py_None && (field->type == FIELD_expr || field->type == FIELD_stmt);
        int rc = none && field->shape == 'O' ? 0 : read_value(r, field->type, item, items + (size_t)i * size);
        Py_DECREF(item);
        if (rc == 0 && none && field->shape != 'O') {
            PyErr_Format(PyExc_ValueError, "None disallowed in %s list", field->type == FIELD_expr ? "expression" : "statement");
            rc = -1;
        }
        if (rc < 0) return -1;
        if (len != PyList_GET_SIZE(list)) {
            PyErr_Format(PyExc_RuntimeError, "%s field \"%s\" changed size during iteration", owner, field->name);
            return -1;
        }
    }
    *out = (AstSeq){ (void **)(void *)items, (int)len };
    return 0;
}

static int read_field(Reader *r, AstKind kind, const AstField *field, PyObject *value, void *out)
{
    const char *owner = adder_ast_info[kind].name;
    if (value == NULL && field->shape != 'Q') {
        PyErr_Format(PyExc_TypeError, "required field \"%s\" missing from %s", field->name, owner);
        return -1;
    }
    if (field->shape == 'Q' && (value == NULL || value == Py_None)) return 0;
    if (field->shape == 'F') {
        if (read_value(r, field->type, value, out) < 0) return -1;
        bool pointer = field->type <= FIELD_type_ignore;
        if (!pointer || *(void **)out != NULL) return 0;
        PyErr_Format(PyExc_ValueError, "field '%s' is required for %s", field->name, owner);
        return -1;
    }
    if (field->shape == 'Q') return read_value(r, field->type, value, out);
    if (PyList_Check(value)) return read_items(r, kind, field, value, out);
    PyErr_Format(PyExc_TypeError, "%s field \"%s\" must be a list, not a %.200s", owner, field->name,
                 _PyType_Name(Py_TYPE(value)));
    return -1;
}

static int read_fields(Reader *r, AstKind kind, PyObject *o, AstNode *node)
{
    const AstField *fields = adder_ast_fields(kind);
    for (int i = 0; fields[i].name != NULL; i++) {
        PyObject *value;
        if (_PyObject_LookupAttr(o, PyTuple_GET_ITEM(r->types->fields[kind], i), &value) < 0) return -1;
        int rc = read_field(r, kind, &fields[i], value, (char *)node + fields[i].offset);
        Py_XDECREF(value);
        if (rc < 0) return -1;
    }
    return 0;
}

/* lineno and col_offset must be there; the end is where the start is when it is not. */
static int read_positions(Reader *r, const char *owner, PyObject *o, AstPos *pos)
{
    int values[4];
    for (int i = 0; i < 4; i++) {
        PyObject *name = PyTuple_GET_ITEM(r->types->positions, i), *value;
        if (_PyObject_LookupAttr(o, name, &value) < 0) return -1;
        int rc = 0;
        if (i >= 2 && (value == NULL || value == Py_None)) values[i] = values[i - 2];
        else if (value != NULL) rc = read_int(value, &values[i]);
        else {
            PyErr_Format(PyExc_TypeError, "required field \"%U\" missing from %s", name, owner);
            rc = -1;
        }
        Py_XDECREF(value);
        if (rc < 0) return -1;
    }
    *pos = (AstPos){ values[0], values[1], values[2], values[3] };
    return 0;
}

/* ---- nodes ---- */

static const char *type_name(AstFieldType type)
{
    static const char *const names[] = {
        "mod", "stmt", "expr", "comprehension", "excepthandler", "arguments", "arg", "keyword", "alias", "withitem",
        "match_case", "pattern", "type_ignore" }; /* ORDER AstFieldType */
    return names[type];
}

/* The kind of `o` among the constructors of the type; AST_NONE with an exception. */
static AstKind kind_of(Reader *r, AstFieldType type, PyObject *o)
{
    const char *name = type_name(type);
    for (int exact = 1; exact >= 0; exact--)
        for (int kind = AST_NONE + 1; kind < AST_KIND_COUNT; kind++) {
            const AstInfo *info = &adder_ast_info[kind];
            if (strcmp(info->base == NULL ? info->name : info->base, name) != 0) continue;
            if (info->base == NULL) return (AstKind)kind; /* a product: any object with its fields */
            int is = exact ? (PyObject *)Py_TYPE(o) == r->types->classes[kind]
                           : PyObject_IsInstance(o, r->types->classes[kind]);
            if (is < 0) return AST_NONE;
            if (is) return (AstKind)kind;
        }
    PyErr_Format(PyExc_TypeError, "expected some sort of %s, but got %R", name, o);
    return AST_NONE;
}

static bool type_has_positions(AstFieldType type)
{
    return type == FIELD_stmt || type == FIELD_expr || type == FIELD_excepthandler || type == FIELD_arg
        || type == FIELD_keyword || type == FIELD_alias || type == FIELD_pattern;
}

static int read_node(Reader *r, AstFieldType type, PyObject *o, void *out)
{
    AstPos pos = { 0 };
    if (o == Py_None) return 0; /* *out stays NULL */
    if (r->depth >= r->limit || adder_stack_low(adder_thread())) {
        PyErr_Format(PyExc_RecursionError, "maximum recursion depth exceeded while traversing '%s' node", type_name(type));
        return -1;
    }
    if (type_has_positions(type) && read_positions(r, type_name(type), o, &pos) < 0) return -1;
    AstKind kind = kind_of(r, type, o);
    if (kind == AST_NONE) return -1;
    AstNode *node = adder_front_alloc(r->arena, adder_ast_info[kind].size);
    ast_set_header(node, kind, pos);
    r->depth++;
    int rc = read_fields(r, kind, o, node);
    r->depth--;
    *(AstNode **)out = node;
    return rc;
}

Mod *adder_ast_from_object(FrontArena *arena, PyObject *o, ParseMode mode, PyObject *keep)
{
    static const AstKind wanted[] = { [PARSE_EXEC] = AST_Module, [PARSE_SINGLE] = AST_Interactive,
                                      [PARSE_EVAL] = AST_Expression, [PARSE_FUNC_TYPE] = AST_FunctionType };
    Reader r = { .types = adder_ast_types(), .arena = arena, .keep = keep, .limit = Py_GetRecursionLimit() };
    if (r.types == NULL) return NULL;
    int is = PyObject_IsInstance(o, r.types->classes[wanted[mode]]);
    if (is < 0) return NULL;
    if (!is) {
        PyErr_Format(PyExc_TypeError, "expected %s node, got %.400s", adder_ast_info[wanted[mode]].name,
                     _PyType_Name(Py_TYPE(o)));
        return NULL;
    }
    Mod *tree = NULL;
    if (read_node(&r, FIELD_mod, o, &tree) < 0 || adder_ast_validate(tree) < 0) return NULL;
    return tree;
}
