/* pystate.h -- threads and interpreters. PyThreadState's fields are 3.11's; PyInterpreterState's are ours. */
#ifndef Py_PYSTATE_H
#define Py_PYSTATE_H

#include "object.h"
#include "code.h"
#include "initconfig.h"

#define MAX_CO_EXTRA_USERS 255

/* What a trace function is told. */
#define PyTrace_CALL        0
#define PyTrace_EXCEPTION   1
#define PyTrace_LINE        2
#define PyTrace_RETURN      3
#define PyTrace_C_CALL      4
#define PyTrace_C_EXCEPTION 5
#define PyTrace_C_RETURN    6
#define PyTrace_OPCODE      7
typedef int (*Py_tracefunc)(PyObject *data, PyFrameObject *frame, int what, PyObject *arg);

typedef struct {
    PyCodeObject *code;
    PyCodeAddressRange bounds;
} PyTraceInfo;

struct _PyInterpreterFrame;
typedef struct _PyCFrame {
    uint8_t use_tracing; /* 0, or 255 while a trace or profile function is set */
    struct _PyInterpreterFrame *current_frame;
    struct _PyCFrame *previous;
} _PyCFrame;

/* The exception being handled (`except` block); generators push one of their own. */
typedef struct _err_stackitem {
    PyObject *exc_value;
    struct _err_stackitem *previous_item;
} _PyErr_StackItem;

typedef struct _stack_chunk {
    struct _stack_chunk *previous;
    size_t size;
    size_t top;
    PyObject *data[1];
} _PyStackChunk;

struct _ts {
    PyThreadState *prev, *next;  /* the interpreter's list */
    PyInterpreterState *interp;
    int _initialized;
    int _static;
    int recursion_remaining;     /* counts down to 0: RecursionError */
    int recursion_limit;
    int recursion_headroom;      /* allows a few more calls while handling it */
    int tracing;                 /* > 0 while inside a trace function */
    int tracing_what;            /* PyTrace_* being told */
    _PyCFrame *cframe;
    Py_tracefunc c_profilefunc;
    Py_tracefunc c_tracefunc;
    PyObject *c_profileobj;
    PyObject *c_traceobj;
    PyObject *curexc_type;       /* the exception on its way up; all three NULL: none */
    PyObject *curexc_value;
    PyObject *curexc_traceback;
    _PyErr_StackItem *exc_info;  /* top of the stack of handled exceptions, never NULL */
    PyObject *dict;              /* PyThreadState_GetDict */
    int gilstate_counter;
    PyObject *async_exc;         /* to be raised at the next check */
    unsigned long thread_id;
    unsigned long native_thread_id;
    int trash_delete_nesting;
    PyObject *trash_delete_later;
    void (*on_delete)(void *);
    void *on_delete_data;
    int coroutine_origin_tracking_depth;
    PyObject *async_gen_firstiter;
    PyObject *async_gen_finalizer;
    PyObject *context;           /* contextvars */
    uint64_t context_ver;
    uint64_t id;
    PyTraceInfo trace_info;
    _PyStackChunk *datastack_chunk;
    PyObject **datastack_top;
    PyObject **datastack_limit;
    _PyErr_StackItem exc_state;  /* bottom of the exc_info stack */
    _PyCFrame root_cframe;
};

typedef enum { PyGILState_LOCKED, PyGILState_UNLOCKED } PyGILState_STATE;

typedef PyObject *(*_PyFrameEvalFunction)(PyThreadState *, struct _PyInterpreterFrame *, int);

/* Data on its way to another interpreter. */
typedef struct _xid _PyCrossInterpreterData;
struct _xid {
    void *data;
    PyObject *obj;
    int64_t interp;
    PyObject *(*new_object)(_PyCrossInterpreterData *);
    void (*free)(void *);
};
typedef int (*crossinterpdatafunc)(PyObject *, _PyCrossInterpreterData *);

ADDER_API_BEGIN
PyGILState_STATE PyGILState_Ensure(void);
void PyGILState_Release(PyGILState_STATE PyGILState_STATE);
PyThreadState *PyGILState_GetThisThreadState(void);
int PyGILState_Check(void);
PyInterpreterState *PyInterpreterState_New(void);
void PyInterpreterState_Clear(PyInterpreterState *interp);
void PyInterpreterState_Delete(PyInterpreterState *interp);
PyInterpreterState *PyInterpreterState_Get(void);
BORROWED_REF PyObject *PyInterpreterState_GetDict(PyInterpreterState *interp);
int64_t PyInterpreterState_GetID(PyInterpreterState *interp);
PyInterpreterState *PyInterpreterState_Main(void);
PyInterpreterState *PyInterpreterState_Head(void);
PyInterpreterState *PyInterpreterState_Next(PyInterpreterState *interp);
PyThreadState *PyInterpreterState_ThreadHead(PyInterpreterState *interp);
int PyState_AddModule(PyObject *module, PyModuleDef *def);
int PyState_RemoveModule(PyModuleDef *def);
BORROWED_REF PyObject *PyState_FindModule(PyModuleDef *def);
PyThreadState *PyThreadState_New(PyInterpreterState *interp);
void PyThreadState_Clear(PyThreadState *tstate);
void PyThreadState_Delete(PyThreadState *tstate);
PyThreadState *PyThreadState_Get(void);
PyThreadState *PyThreadState_Swap(PyThreadState *tstate);
BORROWED_REF PyObject *PyThreadState_GetDict(void);
int PyThreadState_SetAsyncExc(unsigned long id, PyObject *exc);
PyInterpreterState *PyThreadState_GetInterpreter(PyThreadState *tstate);
NEW_REF PyFrameObject *PyThreadState_GetFrame(PyThreadState *tstate);
uint64_t PyThreadState_GetID(PyThreadState *tstate);
void PyThreadState_EnterTracing(PyThreadState *tstate);
void PyThreadState_LeaveTracing(PyThreadState *tstate);
PyThreadState *PyThreadState_Next(PyThreadState *tstate);
void PyThreadState_DeleteCurrent(void);

NEW_REF PyObject *_PyCrossInterpreterData_NewObject(_PyCrossInterpreterData *ptr);
void _PyCrossInterpreterData_Release(_PyCrossInterpreterData *ptr);
PyInterpreterState *_PyGILState_GetInterpreterStateUnsafe(void);
int _PyInterpreterState_RequiresIDRef(PyInterpreterState *interp);
void _PyInterpreterState_RequireIDRef(PyInterpreterState *interp, int i);
int _PyObject_GetCrossInterpreterData(PyObject *o, _PyCrossInterpreterData *ptr);
NEW_REF PyObject *_PyThread_CurrentFrames(void);
NEW_REF PyObject *_PyThread_CurrentExceptions(void);
PyThreadState *_PyThreadState_UncheckedGet(void);
BORROWED_REF PyObject *_PyThreadState_GetDict(PyThreadState *tstate);
ADDER_API_END

#define PyThreadState_GET()        PyThreadState_Get()
#define _PyInterpreterState_Get    PyInterpreterState_Get

#endif
