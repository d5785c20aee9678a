/* readline.c -- PyOS_Readline: one line from the terminal through GNU readline, which is loaded when first needed and never
 * linked (it is GPL); from anything else, or without it, through stdio. */
#include "runtime/state/interp.h"
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int (*PyOS_InputHook)(void);
char *(*PyOS_ReadlineFunctionPointer)(FILE *, FILE *, const char *);
PyThreadState *_PyOS_ReadlineTState;

/* What is used of libreadline. */
struct readline {
    void *library;
    void (*install)(const char *prompt, void (*handler)(char *));
    void (*remove)(void);
    void (*read_char)(void);
    void (*clean_up)(void);
    void (*free_line)(void);
    void (*add_history)(const char *);
    FILE **in, **out;
    int *catch_signals;
    const char **name;
};

/* Of the process: libreadline has one terminal. */
static struct readline library;
static char *finished_line;
static bool finished;

static bool load(void)
{
    static const char *const files[] = { "libreadline.so.8", "libreadline.so.7", "libreadline.so" };
    for (size_t i = 0; library.library == NULL && i < Py_ARRAY_LENGTH(files); i++) {
        library.library = dlopen(files[i], RTLD_NOW | RTLD_LOCAL);
    }
    if (library.library == NULL) return false;
    const struct { const char *name; void *place; } symbols[] = {
        { "rl_callback_handler_install", &library.install }, { "rl_callback_handler_remove", &library.remove },
        { "rl_callback_read_char", &library.read_char },     { "rl_cleanup_after_signal", &library.clean_up },
        { "rl_free_line_state", &library.free_line },        { "add_history", &library.add_history },
        { "rl_instream", &library.in },                      { "rl_outstream", &library.out },
        { "rl_catch_signals", &library.catch_signals },      { "rl_readline_name", &library.name },
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(symbols); i++) {
        void *found = dlsym(library.library, symbols[i].name);
        if (found == NULL) return false;
        memcpy(symbols[i].place, &found, sizeof found);
    }
    *library.name = "python"; /* the users' inputrc has conditions on this name */
    *library.catch_signals = 0;
    return true;
}

static void line_done(char *line)
{
    finished = true;
    finished_line = line;
    library.remove();
}

/* Is Ctrl-C waiting? Then its handler runs, and usually raises. */
static bool interrupted(PyThreadState *tstate)
{
    PyEval_RestoreThread(tstate);
    bool raised = PyErr_CheckSignals() < 0;
    PyEval_SaveThread();
    return raised;
}

/* The line as malloc gave it, NULL with *status 0 at the end of input, or NULL with 1 after Ctrl-C. Without the lock. */
static char *edit_line(FILE *in, FILE *out, const char *prompt, PyThreadState *tstate, int *status)
{
    *library.in = in;
    *library.out = out;
    finished = false;
    *status = 0;
    sigset_t interrupt, before; /* Ctrl-C is let in by ppoll alone: none falls between the look and the wait */
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt, &before);
    library.install(prompt, line_done);
    if (interrupted(tstate)) *status = 1; /* noted before the mask */
    while (!finished && *status == 0) {
        struct pollfd input = { .fd = fileno(in), .events = POLLIN };
        struct timespec tick = { .tv_nsec = 100000000 };
        int n = ppoll(&input, 1, PyOS_InputHook != NULL ? &tick : NULL, &before);
        if (n > 0) library.read_char();
        else if (n == 0 && PyOS_InputHook != NULL) PyOS_InputHook();
        else if (n < 0 && errno == EINTR && interrupted(tstate)) *status = 1;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (*status == 0) return finished_line;
    library.free_line();
    library.clean_up();
    library.remove();
    fputc('\n', out);
    return NULL;
}

/* Reads with stdio. The same results. */
static char *plain_line(FILE *in, const char *prompt, PyThreadState *tstate, int *status)
{
    char *line = NULL;
    size_t room = 0;
    *status = 0;
    fflush(stdout);
    fputs(prompt, stderr);
    fflush(stderr);
    for (;;) {
        errno = 0;
        ssize_t n = getline(&line, &room, in);
        if (n >= 0) return line;
        if (ferror(in) && errno == EINTR) {
            clearerr(in);
            if (!interrupted(tstate)) continue;
            *status = 1;
        }
        clearerr(in);
        free(line);
        return NULL;
    }
}

/* A copy from PyMem_Malloc, with a newline when `newline`. NULL with MemoryError. */
static char *copy_line(const char *line, bool newline)
{
    size_t n = strlen(line);
    char *copy = PyMem_Malloc(n + 2);
    if (copy == NULL) return (char *)PyErr_NoMemory();
    memcpy(copy, line, n);
    if (newline) copy[n++] = '\n';
    copy[n] = 0;
    return copy;
}

char *PyOS_Readline(FILE *in, FILE *out, const char *prompt)
{
    if (PyOS_ReadlineFunctionPointer != NULL) return PyOS_ReadlineFunctionPointer(in, out, prompt);
    bool terminal = isatty(fileno(in)) && isatty(fileno(out)) && load();
    PyThreadState *tstate = PyEval_SaveThread();
    int status;
    char *line = terminal ? edit_line(in, out, prompt, tstate, &status) : plain_line(in, prompt, tstate, &status);
    PyEval_RestoreThread(tstate);
    if (line == NULL) return status == 0 ? copy_line("", false) : NULL;
    if (terminal && *line != 0) library.add_history(line);
    char *copy = copy_line(line, terminal);
    free(line);
    return copy;
}
