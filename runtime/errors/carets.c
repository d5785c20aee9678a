/* carets.c -- where the operator of a failing expression lies, so that the traceback can point at it: "~~^~~", "~^^^".
 *
 * The code position tells the whole expression; its text is parsed once more, alone. When that gives a single binary
 * operation or subscript, the operator or the brackets are the part to point at. */
#include "parser/parser.h"
#include "runtime/errors/errors.h"

struct job {
    ParseInput input;
    Py_ssize_t left, right; /* byte offsets in the segment */
};

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

/* Between the operands: the operator's first character, and a second one if it follows at once. */
static int find_operator(const Expr *e, struct job *job)
{
    int end = e->v.BinOp.right->col_offset;
    for (int i = e->v.BinOp.left->end_col_offset; i < end; i++) {
        if (is_blank(job->input.source[i])) continue;
        job->left = i;
        job->right = i + 1;
        if (i + 1 < end && !is_blank(job->input.source[i + 1])) job->right++;
        return 1;
    }
    return 0;
}

static int find_anchors(FrontArena *arena, void *arg)
{
    struct job *job = arg;
    ParseError error;
    memset(&error, 0, sizeof error);
    Mod *tree = adder_parse(arena, &job->input, &error);
    if (tree == NULL || tree->v.Module.body.len != 1) return 0;
    const Stmt *stmt = tree->v.Module.body.at[0];
    if (stmt->kind != AST_Expr) return 0;
    const Expr *e = stmt->v.Expr.value;
    if (e->kind == AST_BinOp) return find_operator(e, job);
    if (e->kind != AST_Subscript) return 0;
    job->left = e->v.Subscript.value->end_col_offset;
    job->right = e->v.Subscript.slice->end_col_offset + 1;
    return 1;
}

static void *release_lock(void) { return PyEval_SaveThread(); }
static void acquire_lock(void *saved) { PyEval_RestoreThread(saved); }

bool adder_anchors(const char *segment, Py_ssize_t size, Py_ssize_t *left, Py_ssize_t *right)
{
    static const FrontWait wait = {release_lock, acquire_lock};
    struct job job = {.input = {.source = segment, .size = (size_t)size, .filename = "<segment>", .mode = PARSE_EXEC,
                                .flags = PARSE_IGNORE_COOKIE}};
    if (adder_with_frontend_memory(find_anchors, &job, &wait) != 1) return false;
    *left = job.left;
    *right = job.right;
    return true;
}
