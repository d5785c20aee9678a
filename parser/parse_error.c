/* parse_error.c -- the second pass: what to say about a program that is wrong.
 *
 * The parser proper stopped somewhere in a statement. The rules of error_rules.h, a PEG with packrat memo, are run over
 * that statement's tokens twice: without the bad_ rules, to learn which token no alternative gets past (the place of a
 * plain "invalid syntax"), then with them, and the first that matches says what is wrong. At last the rest of the
 * source is read, as a problem of the lexer's there (an unclosed bracket, a bad character) explains more.
 *
 * All of this runs on errors only, so it is built anew each time and costs a right program nothing.
 */
#include "error_rules.h"
#include "parse.h"

/* ---- rules as trees ---- */

typedef enum NodeOp {
    N_TOKEN, N_WORD, N_RULE, N_SEQ, N_ALT, N_OPT, N_STAR, N_PLUS, N_LEFT, N_GATHER, N_AND, N_NOT, N_CUT, N_FORCE,
    N_STRINGS, N_REAL, N_IMAGINARY, N_NOTEQ, N_SOFT, N_PLAIN
} NodeOp;

typedef enum ActionKind {
    A_NONE, A_AT, A_RANGE, A_FROM, A_LAST, A_INDENT, A_TARGET, A_AFTER, A_LEGACY, A_COMMA, A_LONE_GENEXP,
    A_GENEXP_AMONG, A_ARGUMENT_ORDER
} ActionKind;

typedef struct Node {
    NodeOp op;
    uint8_t capture;       /* 0, 'a' or 'b' */
    uint8_t action;        /* N_SEQ */
    int arg;               /* N_TOKEN, N_FORCE: the type; N_RULE: its index */
    int len;
    struct Node **kids;
    const char *text;      /* N_WORD: the identifier; N_SEQ: the action's message or kind */
} Node;

typedef struct Rule {
    const char *name;
    size_t name_size;
    Node *body;            /* NULL until its text was read */
    const char *source;
    bool bad, shared;      /* shared: memoised across the two modes */
} Rule;

enum { MAX_RULES = 256, MAX_MEMO_FILL = 2 };

typedef struct Memo { int key, end; } Memo; /* key: (position * MAX_RULES + rule) * 2 + mode, plus 1; 0: free */

typedef struct Machine {
    Parser *p;
    Rule rules[MAX_RULES];
    int rule_count;
    Token *tokens;         /* of the statement, as far as they were looked at */
    int count, room;
    Memo *memo;
    uint32_t memo_mask, memo_used;
    bool looking;          /* second run: bad_ rules count */
    bool failed;           /* an error was recorded: rules and alternatives not yet begun fail */
    int level;
    jmp_buf out;           /* too deep: leave at once */
    const char *print, *exec;
} Machine;

/* ---- reading the rules ---- */

typedef struct Reader {
    Machine *m;
    const char *next;
} Reader;

static Node *new_node(Reader *r, NodeOp op, int kids)
{
    Node *node = adder_front_alloc(r->m->p->arena, sizeof *node);
    node->op = op;
    node->kids = adder_front_alloc(r->m->p->arena, (size_t)(kids ? kids : 1) * sizeof *node->kids);
    return node;
}

static void add_kid(Reader *r, Node *node, Node *kid)
{
    if (node->len && (node->len & (node->len - 1)) == 0) /* room for a power of 2 */
        node->kids = adder_front_grow(r->m->p->arena, node->kids, (size_t)node->len * sizeof kid,
                                      (size_t)node->len * 2 * sizeof kid);
    node->kids[node->len++] = kid;
}

static void skip_blanks(Reader *r)
{
    while (*r->next == ' ')
        r->next++;
}

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
}

static bool same(const char *text, size_t size, const char *word)
{
    return strlen(word) == size && memcmp(text, word, size) == 0;
}

static TokenType token_named(const char *text, size_t size)
{
    for (int i = 0; i < T_COUNT; i++)
        if (same(text, size, adder_token_text[i]))
            return (TokenType)i;
    return T_ERROR;
}

static int rule_named(Machine *m, const char *text, size_t size)
{
    for (int i = 0; i < m->rule_count; i++)
        if (m->rules[i].name_size == size && memcmp(m->rules[i].name, text, size) == 0)
            return i;
    return -1;
}

static Node *read_alternatives(Reader *r);

/* A word: a token type in capitals, one of the built-in matchers, or a rule. */
static Node *read_word(Reader *r)
{
    static const struct { const char *name; NodeOp op; } special[] = {
        {"STRINGS", N_STRINGS}, {"REAL", N_REAL}, {"IMAGINARY", N_IMAGINARY}, {"NOTEQ", N_NOTEQ},
        {"SOFT_KEYWORD", N_SOFT}, {"PLAIN", N_PLAIN}};
    const char *text = r->next;
    while (is_word_char(*r->next))
        r->next++;
    size_t size = (size_t)(r->next - text);
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (same(text, size, special[i].name))
            return new_node(r, special[i].op, 0);
    bool capitals = *text >= 'A' && *text <= 'Z';
    Node *node = new_node(r, capitals ? N_TOKEN : N_RULE, 0);
    node->arg = capitals ? (int)token_named(text, size) : rule_named(r->m, text, size);
    return node;
}

/* 'token' or "word", without its quotes. */
static const char *read_quoted(Reader *r, size_t *size)
{
    char quote = *r->next++;
    const char *text = r->next;
    while (*r->next != quote)
        r->next++;
    *size = (size_t)(r->next++ - text);
    return text;
}

static Node *read_atom(Reader *r)
{
    size_t size;
    Node *node;
    if (*r->next == '(') {
        r->next++;
        node = read_alternatives(r);
        skip_blanks(r);
        r->next++;
        return node;
    }
    if (*r->next == '\'') {
        const char *text = read_quoted(r, &size);
        node = new_node(r, N_TOKEN, 0);
        node->arg = token_named(text, size);
        return node;
    }
    if (*r->next == '"') {
        const char *text = read_quoted(r, &size);
        node = new_node(r, N_WORD, 0);
        node->text = adder_intern(r->m->p->arena, text, size);
        return node;
    }
    return read_word(r);
}

static Node *wrap(Reader *r, NodeOp op, Node *kid)
{
    Node *node = new_node(r, op, 1);
    add_kid(r, node, kid);
    return node;
}

/* [a=] [& ! &&] atom [? * + ^] or separator.atom+ */
static Node *read_item(Reader *r)
{
    uint8_t capture = 0;
    if ((*r->next == 'a' || *r->next == 'b') && r->next[1] == '=') {
        capture = (uint8_t)*r->next;
        r->next += 2;
    }
    NodeOp prefix = N_SEQ;
    if (*r->next == '&')
        prefix = r->next[1] == '&' ? N_FORCE : N_AND;
    else if (*r->next == '!')
        prefix = N_NOT;
    else if (*r->next == '~') {
        r->next++;
        return new_node(r, N_CUT, 0);
    }
    r->next += prefix == N_FORCE ? 2 : prefix != N_SEQ;
    Node *node = read_atom(r);
    if (*r->next == '.') { /* a separator */
        r->next++;
        Node *gather = wrap(r, N_GATHER, node);
        add_kid(r, gather, read_atom(r));
        r->next++;
        node = gather;
    }
    else if (*r->next == '?' || *r->next == '*' || *r->next == '+' || *r->next == '^') {
        char c = *r->next++;
        node = wrap(r, c == '?' ? N_OPT : c == '*' ? N_STAR : c == '+' ? N_PLUS : N_LEFT, node);
    }
    if (prefix == N_FORCE)
        node->op = N_FORCE;
    else if (prefix != N_SEQ)
        node = wrap(r, prefix, node);
    if (capture) { /* a node of its own: the same rule may be captured or not */
        node = wrap(r, N_SEQ, node);
        node->capture = capture;
    }
    return node;
}

/* {kind [captures] ["message" or word]} */
static void read_action(Reader *r, Node *seq)
{
    static const struct { const char *name; ActionKind kind; } kinds[] = {
        {"at", A_AT}, {"range", A_RANGE}, {"from", A_FROM}, {"last", A_LAST}, {"indent", A_INDENT},
        {"target", A_TARGET}, {"after", A_AFTER}, {"legacy", A_LEGACY}, {"comma", A_COMMA},
        {"lone_genexp", A_LONE_GENEXP}, {"genexp_among", A_GENEXP_AMONG}, {"argument_order", A_ARGUMENT_ORDER}};
    const char *name = ++r->next;
    while (is_word_char(*r->next))
        r->next++;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (same(name, (size_t)(r->next - name), kinds[i].name))
            seq->action = kinds[i].kind;
    while (*r->next != '"' && *r->next != '}')
        r->next++;
    if (seq->action == A_TARGET) {
        seq->text = r->next - 3; /* the last word's end tells: del, for, (s)tar */
    }
    else if (*r->next == '"') { /* a \" in it stands for a quote */
        char *text = adder_front_text(r->m->p->arena, 200), *to = text;
        for (r->next++; *r->next != '"'; r->next++) {
            if (*r->next == '\\')
                r->next++;
            *to++ = *r->next;
        }
        *to = 0;
        seq->text = text;
        r->next++;
    }
    while (*r->next != '}')
        r->next++;
    r->next++;
}

static Node *read_sequence(Reader *r)
{
    Node *seq = new_node(r, N_SEQ, 1);
    for (;;) {
        skip_blanks(r);
        if (*r->next == '|' || *r->next == ')' || *r->next == '\n')
            return seq;
        if (*r->next == '{') {
            read_action(r, seq);
            continue;
        }
        add_kid(r, seq, read_item(r));
    }
}

static Node *read_alternatives(Reader *r)
{
    Node *alt = new_node(r, N_ALT, 1);
    for (;;) {
        add_kid(r, alt, read_sequence(r));
        if (*r->next != '|')
            return alt;
        r->next++;
    }
}

/* Finds where each rule is; their bodies are read when first wanted. */
static void index_rules(Machine *m)
{
    for (const char *p = error_rules; *p;) {
        Rule *rule = &m->rules[m->rule_count++];
        rule->name = p;
        while (is_word_char(*p))
            p++;
        rule->name_size = (size_t)(p - rule->name);
        rule->shared = *p == '@';
        rule->bad = rule->name_size > 4 && memcmp(rule->name, "bad_", 4) == 0;
        p += rule->shared ? 2 : 1;
        rule->source = p;
        p = strchr(p, '\n') + 1;
    }
}

static Node *rule_body(Machine *m, Rule *rule)
{
    if (rule->body == NULL) {
        Reader reader = {m, rule->source};
        rule->body = read_alternatives(&reader);
    }
    return rule->body;
}

/* ---- tokens ---- */

/* The token at `pos`; reads on when it was not looked at before. T_ERROR, and m->failed, when the lexer refuses. */
static const Token *token_at(Machine *m, int pos)
{
    while (pos >= m->count) {
        if (m->count == m->room) {
            int room = m->room ? m->room * 2 : 64;
            m->tokens = adder_front_grow(m->p->arena, m->tokens, (size_t)m->count * sizeof *m->tokens,
                                         (size_t)room * sizeof *m->tokens);
            m->room = room;
        }
        jmp_buf failed;
        m->p->fail = &failed;
        if (setjmp(failed) == 0)
            parse_advance(m->p);
        m->tokens[m->count++] = m->p->tok;
        if (m->p->tok.type == T_ERROR && m->p->lx.error->kind != PARSE_OK)
            m->failed = true;
    }
    return &m->tokens[pos];
}

static const Token *last_token(Machine *m) { return &m->tokens[m->count - 1]; }

/* ---- captured text as trees ---- */

typedef struct Capture {
    int start, end; /* token positions */
    const Node *what;
} Capture;

static void *strings_again(Parser *p) { return parse_strings(p); }

/* Runs a rule of the parser proper over the tokens [start, end), followed by a token of type `stop`. Only
 * strings give their warnings: for all else they were given before. */
static void *parse_again(Machine *m, int start, int end, TokenType stop, void *(*rule)(Parser *))
{
    Parser *p = m->p;
    Parser saved = *p;
    jmp_buf failed;
    void *volatile result = NULL;
    p->fail = &failed;
    p->replay = m->tokens + start;
    p->replay_end = m->tokens + end;
    p->replay_stop = stop;
    p->tok.type = T_END;
    p->depth = 0;
    p->lx.silent = rule != strings_again;
    if (setjmp(failed) == 0) {
        parse_advance(p);
        result = rule(p);
    }
    *p = saved;
    while (*p->lx.warnings_end)
        p->lx.warnings_end = &(*p->lx.warnings_end)->next;
    return result;
}

static void *starred_again(Parser *p)
{
    Start start = start_here(p);
    expect(p, T_STAR);
    Expr *value = parse_expression(p);
    return AST_NEW(p->arena, since(p, start), Starred, value, AST_Load);
}

static void *list_again(Parser *p)
{
    Expr *last;
    do
        last = parse_star_named_expression(p);
    while (accept(p, T_COMMA) && !at(p, T_END));
    return last;
}

static void *call_again(Parser *p)
{
    AstCall *call = adder_front_alloc(p->arena, sizeof *call);
    parse_arguments(p, &call->args, &call->keywords, (Start){0, 0}, false);
    return call;
}

static void *clauses_again(Parser *p)
{
    seq_comprehension *clauses = adder_front_alloc(p->arena, sizeof *clauses);
    *clauses = parse_for_if_clauses(p);
    return clauses;
}

#define AGAIN(name) static void *name##_again(Parser *p) { return parse_##name(p); }
AGAIN(expression)
AGAIN(named_expression)
AGAIN(disjunction)
AGAIN(bitwise_or)
AGAIN(star_expressions)
AGAIN(star_named_expression)
AGAIN(yield_expr)
AGAIN(atom)

/* The expression captured; NULL when it is none. */
static Expr *captured_expr(Machine *m, const Capture *c)
{
    static const struct { const char *name; void *(*rule)(Parser *); } known[] = {
        {"expression", expression_again}, {"plain_expression", expression_again},
        {"named_expression", named_expression_again}, {"disjunction", disjunction_again},
        {"bitwise_or", bitwise_or_again}, {"star_expressions", star_expressions_again},
        {"star_named_expression", star_named_expression_again}, {"yield_expr", yield_expr_again},
        {"bad_ann_assign_target", atom_again}, {"starred_expression", starred_again},
        {"star_named_expressions", list_again}};
    if (c->what->op != N_RULE)
        return NULL;
    const Rule *rule = &m->rules[c->what->arg];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (same(rule->name, rule->name_size, known[i].name))
            return parse_again(m, c->start, c->end, T_END, known[i].rule);
    return NULL;
}

/* Where the captured thing is: an expression without its parentheses, else its tokens (a parameter's comma apart). */
static AstPos captured_pos(Machine *m, const Capture *c)
{
    Expr *e = captured_expr(m, c);
    if (e)
        return AST_POS(e);
    int end = c->end;
    if (end - c->start > 1 && m->tokens[end - 1].type == T_COMMA)
        end--;
    const Token *first = &m->tokens[c->start], *last = &m->tokens[end - 1];
    return (AstPos){first->lineno, first->col_offset, last->end_lineno, last->end_col_offset};
}

/* The end of the last condition, or iterable, of captured for_if_clauses. */
static AstPos clauses_pos(Machine *m, const Capture *c)
{
    seq_comprehension *clauses = parse_again(m, c->start, c->end, T_END, clauses_again);
    if (clauses == NULL)
        return captured_pos(m, c);
    const Comprehension *last = clauses->at[clauses->len - 1];
    const Expr *item = last->ifs.len ? last->ifs.at[last->ifs.len - 1] : last->iter;
    return AST_POS(item);
}

/* What kind of expression it is, in a message. */
static const char *expr_name(const Expr *e)
{
    switch (e->kind) {
    case AST_Attribute: return "attribute";
    case AST_Subscript: return "subscript";
    case AST_Starred: return "starred";
    case AST_Name: return "name";
    case AST_List: return "list";
    case AST_Tuple: return "tuple";
    case AST_Lambda: return "lambda";
    case AST_Call: return "function call";
    case AST_BoolOp: case AST_BinOp: case AST_UnaryOp: return "expression";
    case AST_GeneratorExp: return "generator expression";
    case AST_Yield: case AST_YieldFrom: return "yield expression";
    case AST_Await: return "await expression";
    case AST_ListComp: return "list comprehension";
    case AST_SetComp: return "set comprehension";
    case AST_DictComp: return "dict comprehension";
    case AST_Dict: return "dict literal";
    case AST_Set: return "set display";
    case AST_JoinedStr: case AST_FormattedValue: return "f-string expression";
    case AST_Compare: return "comparison";
    case AST_IfExp: return "conditional expression";
    case AST_NamedExpr: return "named expression";
    case AST_Constant:
        switch (e->v.Constant.value.kind) {
        case CONST_NONE: return "None";
        case CONST_TRUE: return "True";
        case CONST_FALSE: return "False";
        case CONST_ELLIPSIS: return "ellipsis";
        default: return "literal";
        }
    default: return "expression";
    }
}

/* ---- actions ---- */

typedef enum TargetKind { TARGET_STAR, TARGET_DEL, TARGET_FOR } TargetKind;

/* The first part of `e` that cannot be a target; NULL: it all can. */
static const Expr *invalid_target(const Expr *e, TargetKind kind)
{
    switch (e->kind) {
    case AST_Name: case AST_Subscript: case AST_Attribute:
        return NULL;
    case AST_List: case AST_Tuple: {
        seq_expr elts = e->kind == AST_List ? e->v.List.elts : e->v.Tuple.elts;
        for (int i = 0; i < elts.len; i++) {
            const Expr *bad = invalid_target(elts.at[i], kind);
            if (bad)
                return bad;
        }
        return NULL;
    }
    case AST_Starred:
        return kind == TARGET_DEL ? e : invalid_target(e->v.Starred.value, kind);
    case AST_Compare: /* `for x in y` was read as a comparison: its left side is the target */
        if (kind == TARGET_FOR)
            return e->v.Compare.ops.at[0] == AST_In ? invalid_target(e->v.Compare.left, kind) : NULL;
        return e;
    default:
        return e;
    }
}

/* Records an error from `from` to `to`. It takes the place of one that a part of the match ran into: a repetition that
 * ends in an error still matches what came before, and then the alternative's own message wins. */
static void raise_at(Machine *m, AstPos from, AstPos to, const char *message)
{
    m->p->lx.error->kind = PARSE_OK;
    adder_error_at(&m->p->lx, PARSE_SYNTAX_ERROR, from.lineno, from.col_offset, to.end_lineno, to.end_col_offset, "%s",
                   message);
    m->failed = true;
}

/* Records an error at the last token read, unless there is one. */
static void raise_last(Machine *m, ParseErrorKind kind, const char *message)
{
    adder_error_at_token(&m->p->lx, kind, last_token(m), "%s", message);
    m->failed = true;
}

/* The message with %e, %t and %l replaced. */
static const char *fill_in(Machine *m, const char *message, const Capture *a)
{
    const char *mark = strchr(message, '%');
    if (mark == NULL)
        return message;
    FrontArena *arena = m->p->arena;
    const Token *token = &m->tokens[a->start];
    int before = (int)(mark - message);
    if (mark[1] == 'l')
        return adder_front_format(arena, "%.*s%d%s", before, message, token->lineno, mark + 2);
    if (mark[1] == 't')
        return adder_front_format(arena, "%.*s%s%s", before, message, token->ident, mark + 2);
    Expr *e = captured_expr(m, a);
    return adder_front_format(arena, "%.*s%s%s", before, message, e ? expr_name(e) : "expression", mark + 2);
}

static void act_target(Machine *m, const Capture *a, const char *word)
{
    TargetKind kind = memcmp(word, "del", 3) == 0 ? TARGET_DEL : memcmp(word, "for", 3) == 0 ? TARGET_FOR : TARGET_STAR;
    Expr *e = captured_expr(m, a);
    const Expr *bad = e ? invalid_target(e, kind) : NULL;
    if (bad == NULL)
        return;
    raise_at(m, AST_POS(bad), AST_POS(bad),
             adder_front_format(m->p->arena, kind == TARGET_DEL ? "cannot delete %s" : "cannot assign to %s",
                                expr_name(bad)));
}

static bool is_legacy(Machine *m, const char *name) { return name == m->print || name == m->exec; }

/* print x, exec x */
static void act_legacy(Machine *m, const Capture *a, const Capture *b)
{
    const char *name = m->tokens[a->start].ident;
    if (is_legacy(m, name))
        raise_at(m, captured_pos(m, a), captured_pos(m, b),
                 adder_front_format(m->p->arena, "Missing parentheses in call to '%s'. Did you mean %s(...)?", name,
                                    name));
}

/* Two expressions side by side within brackets */
static void act_comma(Machine *m, const Capture *a, const Capture *b)
{
    if (m->tokens[b->end - 1].level == 0)
        return;
    Expr *e = captured_expr(m, a);
    if (e && e->kind == AST_Name && is_legacy(m, e->v.Name.id))
        return;
    raise_at(m, captured_pos(m, a), captured_pos(m, b), "invalid syntax. Perhaps you forgot a comma?");
}

static const char bare_genexp[] = "Generator expression must be parenthesized";

/* f(a, b for b in c): the last of the arguments is the generator's element */
static void act_genexp_among(Machine *m, const Capture *a, const Capture *b)
{
    AstCall *call = parse_again(m, a->start, a->end, T_RPAR, call_again);
    if (call == NULL || call->args.len <= 1)
        return;
    raise_at(m, AST_POS(call->args.at[call->args.len - 1]), clauses_pos(m, b), bare_genexp);
}

static void act_argument_order(Machine *m, const Capture *a)
{
    AstCall *call = parse_again(m, a->start, a->end, T_RPAR, call_again);
    bool unpacking = false;
    for (int i = 0; call && i < call->keywords.len; i++)
        unpacking |= call->keywords.at[i]->arg == NULL;
    raise_last(m, PARSE_SYNTAX_ERROR, unpacking ? "positional argument follows keyword argument unpacking"
                                                : "positional argument follows keyword argument");
}

/* Runs a matched alternative's action. Without m->failed afterwards there was nothing to say. */
static void act(Machine *m, const Node *seq, const Capture *a, const Capture *b)
{
    AstPos pos = {0}, end;
    switch ((ActionKind)seq->action) {
    case A_AT:
        pos = captured_pos(m, a);
        raise_at(m, pos, pos, fill_in(m, seq->text, a));
        break;
    case A_RANGE:
        raise_at(m, captured_pos(m, a), captured_pos(m, b), fill_in(m, seq->text, a));
        break;
    case A_FROM:
        pos = captured_pos(m, a);
        end = (AstPos){0, 0, CURRENT_COL, 0};
        raise_at(m, pos, end, seq->text);
        break;
    case A_LAST: raise_last(m, PARSE_SYNTAX_ERROR, seq->text); break;
    case A_INDENT: raise_last(m, PARSE_INDENTATION_ERROR, fill_in(m, seq->text, a)); break;
    case A_AFTER:
        pos = captured_pos(m, a);
        end = (AstPos){0, 0, pos.end_lineno, -1};
        pos.col_offset = pos.end_col_offset - 1;
        raise_at(m, pos, end, seq->text);
        break;
    case A_LONE_GENEXP: raise_at(m, captured_pos(m, a), clauses_pos(m, b), bare_genexp); break;
    case A_TARGET: act_target(m, a, seq->text); break;
    case A_LEGACY: act_legacy(m, a, b); break;
    case A_COMMA: act_comma(m, a, b); break;
    case A_GENEXP_AMONG: act_genexp_among(m, a, b); break;
    case A_ARGUMENT_ORDER: act_argument_order(m, a); break;
    case A_NONE: break;
    }
}

/* ---- matching: the position behind the match, or one of these ---- */

enum { FAILED = -1, FAILED_FOR_GOOD = -2 /* behind a ~ */ };

static int match(Machine *m, const Node *node, int pos);
static int match_alternatives(Machine *m, const Node *alt, int pos);

static uint32_t memo_slot(const Machine *m, int key)
{
    uint32_t at = (uint32_t)key * 2654435761u & m->memo_mask;
    while (m->memo[at].key && m->memo[at].key != key)
        at = (at + 1) & m->memo_mask;
    return at;
}

static void remember(Machine *m, int key, int end)
{
    if ((m->memo_used + 1) * 2 > m->memo_mask) {
        Memo *old = m->memo;
        uint32_t old_size = m->memo ? m->memo_mask + 1 : 0, size = old_size ? old_size * 2 : 1024;
        m->memo = (Memo *)(void *)adder_front_text(m->p->arena, size * sizeof *m->memo + 8);
        m->memo = (Memo *)(((uintptr_t)m->memo + 7) & ~(uintptr_t)7);
        memset(m->memo, 0, size * sizeof *m->memo);
        m->memo_mask = size - 1;
        for (uint32_t i = 0; i < old_size; i++)
            if (old[i].key)
                m->memo[memo_slot(m, old[i].key)] = old[i];
    }
    uint32_t at = memo_slot(m, key);
    m->memo_used += m->memo[at].key == 0;
    m->memo[at] = (Memo){key, end};
}

static void enter(Machine *m)
{
    if (++m->level > MAX_DEPTH || (const void *)__builtin_frame_address(0) < m->p->input->stack_limit) {
        m->p->lx.error->kind = PARSE_MEMORY_ERROR;
        longjmp(m->out, 1);
    }
}

static int match_rule(Machine *m, int index, int pos)
{
    Rule *rule = &m->rules[index];
    if (m->failed)
        return FAILED;
    int key = (pos * MAX_RULES + index) * 2 + (rule->shared ? 0 : m->looking) + 1;
    if (m->memo) {
        Memo *found = &m->memo[memo_slot(m, key)];
        if (found->key)
            return found->end;
    }
    enter(m);
    int end = match_alternatives(m, rule_body(m, rule), pos);
    m->level--;
    if (!m->failed)
        remember(m, key, end);
    return end;
}

/* An alternative with an action: matches its parts, acts, and fails if that came back. */
static int match_action(Machine *m, const Node *seq, int pos)
{
    Capture a = {0}, b = {0};
    for (int i = 0; i < seq->len; i++) {
        const Node *kid = seq->kids[i];
        int start = pos;
        pos = match(m, kid, pos);
        if (pos < 0)
            return FAILED;
        if (kid->capture)
            *(kid->capture == 'a' ? &a : &b) = (Capture){start, pos, kid->kids[0]};
    }
    act(m, seq, &a, &b);
    return FAILED;
}

static int match_sequence(Machine *m, const Node *seq, int pos)
{
    if (seq->action)
        return match_action(m, seq, pos);
    bool cut = false;
    for (int i = 0; i < seq->len; i++) {
        if (seq->kids[i]->op == N_CUT) {
            cut = true;
            continue;
        }
        pos = match(m, seq->kids[i], pos);
        if (pos < 0)
            return cut ? FAILED_FOR_GOOD : FAILED;
    }
    return pos;
}

/* Whether the alternative is a bad_ rule alone. One that is only part of an alternative always counts. */
static bool is_bad_rule(const Machine *m, const Node *seq)
{
    return seq->len == 1 && seq->kids[0]->op == N_RULE && m->rules[seq->kids[0]->arg].bad;
}

static int match_alternatives(Machine *m, const Node *alt, int pos)
{
    for (int i = 0; i < alt->len; i++) {
        if (m->failed)
            break;
        if (!m->looking && is_bad_rule(m, alt->kids[i]))
            continue;
        int end = match_sequence(m, alt->kids[i], pos);
        if (end >= 0)
            return end;
        if (end == FAILED_FOR_GOOD)
            break;
    }
    return FAILED;
}

/* An error met in x* ends it like a mismatch; x+ then fails. */
static int match_many(Machine *m, const Node *kid, int pos, bool needed)
{
    int end = match(m, kid, pos);
    if (end < 0 && needed)
        return FAILED;
    while (end >= 0) {
        pos = end;
        end = match(m, kid, pos);
    }
    return needed && m->failed ? FAILED : pos;
}

static int match_gather(Machine *m, const Node *node, int pos)
{
    int end = match(m, node->kids[1], pos);
    while (end >= 0) {
        pos = end;
        int separator = match(m, node->kids[0], pos);
        if (separator < 0)
            return pos;
        end = match(m, node->kids[1], separator);
        if (end < 0)
            return pos;
    }
    return FAILED;
}

static int match_forced(Machine *m, TokenType type, int pos)
{
    const Token *token = token_at(m, pos);
    if (token->type == type)
        return pos + 1;
    if (!m->failed)
        raise_at(m, AST_POS(token), AST_POS(token),
                 adder_front_format(m->p->arena, "expected '%s'", adder_token_text[type]));
    return FAILED;
}

/* Adjacent strings. Their value may be what is wrong; that is shown at the token behind them. */
static int match_strings(Machine *m, int pos)
{
    int end = pos;
    while (token_at(m, end)->type == T_STRING)
        end++;
    if (end == pos)
        return FAILED;
    if (m->failed)
        return FAILED;
    parse_again(m, pos, end + 1, T_END, strings_again);
    if (m->p->lx.error->kind == PARSE_OK)
        return end;
    m->failed = true;
    return FAILED;
}

/* The parts of a complex literal pattern: a number with or without j. */
static int match_number(Machine *m, int pos, bool imaginary)
{
    const Token *token = token_at(m, pos);
    if (token->type != T_NUMBER)
        return FAILED;
    bool hex = token->end - token->start > 1 && (token->start[1] | 0x20) == 'x';
    if ((!hex && (token->end[-1] | 0x20) == 'j') == imaginary)
        return pos + 1;
    raise_at(m, AST_POS(token), AST_POS(token),
             imaginary ? "imaginary number required in complex literal" : "real number required in complex literal");
    return FAILED;
}

static int match_not_equal(Machine *m, int pos)
{
    const Token *token = token_at(m, pos);
    if (token->type != T_NOTEQUAL)
        return FAILED;
    bool bdfl = m->p->input->flags & PARSE_BARRY_AS_BDFL;
    if (bdfl && *token->start == '!') {
        raise_last(m, PARSE_SYNTAX_ERROR, "with Barry as BDFL, use '<>' instead of '!='");
        return FAILED;
    }
    return (*token->start == '<') == bdfl ? pos + 1 : FAILED;
}

/* An expression, with the bad_ rules off. */
static int match_plain(Machine *m, int pos)
{
    bool looking = m->looking;
    m->looking = false;
    int end = match_rule(m, rule_named(m, "plain_choice", 12), pos);
    m->looking = looking;
    return end;
}

/* A soft keyword; as in CPython also what is just the beginning of one. */
static int match_soft(Machine *m, int pos)
{
    const Token *token = token_at(m, pos);
    if (token->type != T_NAME)
        return FAILED;
    size_t size = (size_t)(token->end - token->start);
    bool soft = strncmp("match", token->start, size) == 0 || strncmp("case", token->start, size) == 0
             || strncmp("_", token->start, size) == 0;
    return soft ? pos + 1 : FAILED;
}

static int match(Machine *m, const Node *node, int pos)
{
    int end;
    switch (node->op) {
    case N_TOKEN:
        return (int)token_at(m, pos)->type == node->arg ? pos + 1 : FAILED;
    case N_WORD:
        return token_at(m, pos)->type == T_NAME && m->tokens[pos].ident == node->text ? pos + 1 : FAILED;
    case N_RULE:
        return match_rule(m, node->arg, pos);
    case N_SEQ:
        return match_sequence(m, node, pos);
    case N_ALT:
        enter(m);
        end = match_alternatives(m, node, pos);
        m->level--;
        return end;
    case N_OPT:
        end = match(m, node->kids[0], pos);
        return m->failed ? FAILED : end < 0 ? pos : end;
    case N_STAR:
        return match_many(m, node->kids[0], pos, false);
    case N_PLUS:
        return match_many(m, node->kids[0], pos, true);
    case N_LEFT:
        end = match_many(m, node->kids[0], pos, false);
        return m->failed ? FAILED : end;
    case N_GATHER:
        return match_gather(m, node, pos);
    case N_AND:
        return match(m, node->kids[0], pos) >= 0 ? pos : FAILED;
    case N_NOT:
        return match(m, node->kids[0], pos) < 0 ? pos : FAILED;
    case N_CUT:
        return pos;
    case N_FORCE:
        return match_forced(m, (TokenType)node->arg, pos);
    case N_STRINGS:
        return match_strings(m, pos);
    case N_REAL: case N_IMAGINARY:
        return match_number(m, pos, node->op == N_IMAGINARY);
    case N_NOTEQ:
        return match_not_equal(m, pos);
    case N_SOFT:
        return match_soft(m, pos);
    case N_PLAIN:
        return match_plain(m, pos);
    }
    return FAILED;
}

/* ---- the pass ---- */

/* Runs the rule for the input once. Returns false when an error was recorded. */
static bool run(Machine *m, bool looking)
{
    static const char *const starts[] = {[PARSE_EXEC] = "file", [PARSE_SINGLE] = "interactive", [PARSE_EVAL] = "eval",
                                         [PARSE_FUNC_TYPE] = "func_type"};
    const char *start = m->p->in_fstring ? "fstring" : starts[m->p->input->mode];
    if (setjmp(m->out))
        return false;
    m->looking = looking;
    m->p->lx.quiet_end = looking && (m->p->input->flags & PARSE_INTERACTIVE);
    m->failed = false;
    m->level = 0;
    m->memo = NULL;
    m->memo_mask = m->memo_used = 0;
    match_rule(m, rule_named(m, start, strlen(start)), 0);
    return !m->failed;
}

/* Reads the rest of the source: what the lexer finds wrong there goes before the error recorded so far, and so does a
 * bracket open since before the line where things went wrong. */
static void check_rest(Parser *p, int error_line)
{
    ParseError before = *p->lx.error;
    Token token;
    if (p->input->flags & PARSE_INTERACTIVE)
        return;
    p->lx.error->kind = PARSE_OK;
    p->lx.raised = false;
    do
        adder_lex(&p->lx, &token);
    while (token.type != T_END && token.type != T_ERROR);
    bool replaced = token.type == T_ERROR && p->lx.raised;
    if (token.type == T_ERROR && !replaced) {
        p->lx.error->kind = PARSE_OK;
        int level = p->lx.state.level;
        replaced = level && error_line > p->lx.bracket_line[level - 1];
        if (replaced)
            adder_error_unclosed(&p->lx);
    }
    if (!replaced) {
        before.warnings = p->lx.error->warnings;
        *p->lx.error = before;
    }
}

/* How many bytes behind the token CPython's tokenizer looks at to know that it ends. */
static int look_ahead(const Token *token)
{
    if (token->type == T_NEWLINE)
        return 0;
    if (token->type == T_STRING) /* '' could be the beginning of three quotes */
        return token->end - token->start >= 2 && token->end[-2] == token->end[-1]
            && (token->end - token->start == 2 || token->end[-3] != token->end[-1]);
    if (token->type == T_DOT)
        return 1 + (*token->end == '.');
    bool is_operator = token->type >= T_LPAR && token->type <= T_OTHER;
    return !(is_operator && token->end - token->start == 3);
}

/* Whether the lexer has seen the end of the source. */
static bool at_end_of_source(const Parser *p, const Token *last)
{
    return p->lx.stop == LEX_EOF || (p->lx.stop == LEX_GOING && p->lx.state.cur + look_ahead(last) > p->lx.end);
}

static bool is_syntax_error(const ParseError *error)
{
    return error->kind == PARSE_SYNTAX_ERROR || error->kind == PARSE_INDENTATION_ERROR || error->kind == PARSE_TAB_ERROR;
}

/* PyCF_ALLOW_INCOMPLETE_INPUT: whatever is wrong, more input could help. */
static bool say_incomplete(Parser *p, const Token *last)
{
    if (!at_end_of_source(p, last))
        return false;
    p->lx.error->incomplete = true;
    if (!(p->input->flags & PARSE_ALLOW_INCOMPLETE))
        return false;
    p->lx.error->kind = PARSE_OK;
    adder_error_at_token(&p->lx, PARSE_SYNTAX_ERROR, last, "incomplete input");
    return true;
}

static void say_generic(Machine *m, const Token *stuck)
{
    Parser *p = m->p;
    if (stuck->type == T_INDENT || stuck->type == T_DEDENT) {
        adder_error_at_token(&p->lx, PARSE_INDENTATION_ERROR, last_token(m),
                             stuck->type == T_INDENT ? "unexpected indent" : "unexpected unindent");
        return;
    }
    adder_error_at(&p->lx, PARSE_SYNTAX_ERROR, stuck->lineno, stuck->col_offset, stuck->end_lineno,
                   stuck->end_col_offset, "invalid syntax");
    check_rest(p, last_token(m)->lineno);
}

void parse_find_error(Parser *p)
{
    ParseError *error = p->lx.error;
    if (error->kind != PARSE_OK) { /* the first pass knew */
        if (is_syntax_error(error) && !say_incomplete(p, &p->tok) && p->lx.stop == LEX_GOING)
            check_rest(p, p->tok.lineno);
        return;
    }
    Machine *m = adder_front_alloc(p->arena, sizeof *m);
    m->p = p;
    m->print = adder_intern(p->arena, "print", 5);
    m->exec = adder_intern(p->arena, "exec", 4);
    index_rules(m);
    parse_restore(p, &p->statement); /* with it go the statement's warnings: both runs give them again, as CPython */
    m->tokens = adder_front_alloc(p->arena, 64 * sizeof *m->tokens);
    m->room = 64;
    m->tokens[m->count++] = p->tok;
    bool clean = run(m, false);
    Token stuck = *last_token(m);
    if ((error->kind == PARSE_OK || is_syntax_error(error)) && say_incomplete(p, &stuck))
        return;
    if (clean)
        run(m, true);
    if (error->kind == PARSE_OK)
        say_generic(m, &stuck);
    else if (is_syntax_error(error) && p->lx.stop == LEX_GOING)
        check_rest(p, last_token(m)->lineno);
}
