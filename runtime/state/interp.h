/* interp.h -- one interpreter (VM): everything that one isolated Python has and no other shares.
 *
 * Each part of the runtime keeps its share in a struct of its own header; this file only puts them together. Zeroed at
 * creation; each part has an init and a fini called in the order of runtime/state/lifecycle.c. */
#ifndef ADDER_INTERP_H
#define ADDER_INTERP_H
#include "runtime/define.h"
#include "runtime/errors/errors_state.h"
#include "runtime/memory/memory_state.h"
#include "runtime/objects/container_state.h"
#include "runtime/objects/number_state.h"
#include "runtime/objects/str_state.h"
#include "runtime/objects/type_state.h"
#include "runtime/import/import_state.h"
#include "runtime/text/codecs_state.h"
#include "stdlib/io/io_state.h"
#include "vm/vm_state.h"

struct _is {
    struct _is *next;                 /* all interpreters of the process, newest first (runtime/state/runtime.h) */
    int64_t id;
    struct adder_memory_state memory; /* first: everything below is allocated through it */
    struct adder_vm_state vm;         /* lock, eval breaker, pending calls, signals, code and function versions */
    struct adder_str_state str;
    struct adder_number_state number;
    struct adder_container_state containers;
    struct adder_type_state type;
    struct adder_errors_state errors;
    struct adder_import_state import;
    struct adder_codecs_state codecs;
    struct adder_io_state io;
    struct adder_ast_types *ast;      /* stdlib/ast: the classes of syntax trees; NULL until wanted */

    PyThreadState *threads; /* all its threads, newest first; under the lock */
    PyThreadState *main;    /* the thread that handles signals */
    uint64_t next_thread_id;
    size_t thread_stack_size; /* threading.stack_size(); 0: our default */
    PyObject *modules;      /* sys.modules */
    PyObject *sysdict;      /* dict of module sys */
    PyObject *builtins;     /* dict of module builtins */
    PyObject *dict;         /* PyInterpreterState_GetDict; NULL until asked for */
    PyConfig *config;       /* what the command line, environment and host asked for; owned */
    PyObject *atexit;       /* list of (function, args, kwargs); NULL until asked for */
    PyObject *audit_hooks;  /* list; NULL until asked for */
    PyObject *before_fork, *after_fork_parent, *after_fork_child; /* lists; NULL until asked for */
    PyObject *signal_handlers[65]; /* by number; NULL for SIG_DFL, SIG_IGN and never set */
    bool finalizing;        /* no new threads, no new imports: the VM is being closed */
    bool core_ready;        /* types, builtins and sys exist */
};

/* The interpreter of the calling thread. Never NULL while its lock is held. */
ADDER_INLINE PyInterpreterState *adder_interp(void);

#include "runtime/state/thread.h"
ADDER_INLINE PyInterpreterState *adder_interp(void) { return adder_thread()->base.interp; }
#endif
