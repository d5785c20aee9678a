/* ceval.h -- the evaluator: running code, its lock, recursion, tracing. */
#ifndef Py_CEVAL_H
#define Py_CEVAL_H

#include "pystate.h"
#include "compile.h"

ADDER_API_BEGIN
int Py_AddPendingCall(int (*func)(void *), void *arg);
int Py_MakePendingCalls(void);
void Py_SetRecursionLimit(int i);
int Py_GetRecursionLimit(void);
int Py_EnterRecursiveCall(const char *where);
void Py_LeaveRecursiveCall(void);
NEW_REF PyObject *PyEval_EvalCode(PyObject *co, PyObject *globals, PyObject *locals);
NEW_REF PyObject *PyEval_EvalCodeEx(PyObject *co, PyObject *globals, PyObject *locals, PyObject *const *args,
                                    int argcount, PyObject *const *kws, int kwcount, PyObject *const *defs,
                                    int defcount, PyObject *kwdefs, PyObject *closure);
NEW_REF PyObject *PyEval_CallObjectWithKeywords(PyObject *callable, PyObject *args, PyObject *kwargs);
NEW_REF PyObject *PyEval_CallFunction(PyObject *callable, const char *format, ...);
NEW_REF PyObject *PyEval_CallMethod(PyObject *obj, const char *name, const char *format, ...);
BORROWED_REF PyObject *PyEval_GetBuiltins(void);
BORROWED_REF PyObject *PyEval_GetGlobals(void);
BORROWED_REF PyObject *PyEval_GetLocals(void);
BORROWED_REF PyFrameObject *PyEval_GetFrame(void);
const char *PyEval_GetFuncName(PyObject *func);
const char *PyEval_GetFuncDesc(PyObject *o);
NEW_REF PyObject *PyEval_EvalFrame(PyFrameObject *f);
NEW_REF PyObject *PyEval_EvalFrameEx(PyFrameObject *f, int throwflag);
PyThreadState *PyEval_SaveThread(void);
void PyEval_RestoreThread(PyThreadState *tstate);
int PyEval_ThreadsInitialized(void);
void PyEval_InitThreads(void);
void PyEval_AcquireLock(void);
void PyEval_ReleaseLock(void);
void PyEval_AcquireThread(PyThreadState *tstate);
void PyEval_ReleaseThread(PyThreadState *tstate);
void PyEval_SetProfile(Py_tracefunc func, PyObject *obj);
void PyEval_SetTrace(Py_tracefunc func, PyObject *obj);
int PyEval_MergeCompilerFlags(PyCompilerFlags *cf);

int _PyEval_SetProfile(PyThreadState *tstate, Py_tracefunc func, PyObject *arg);
int _PyEval_SetTrace(PyThreadState *tstate, Py_tracefunc func, PyObject *arg);
NEW_REF PyObject *_PyEval_GetBuiltin(PyObject *o);
NEW_REF PyObject *_PyEval_GetBuiltinId(_Py_Identifier *id);
void _PyEval_SetSwitchInterval(unsigned long microseconds);
unsigned long _PyEval_GetSwitchInterval(void);
Py_ssize_t _PyEval_RequestCodeExtraIndex(freefunc v);
int _PyEval_SliceIndex(PyObject *o, Py_ssize_t *pn);
int _PyEval_SliceIndexNotNone(PyObject *o, Py_ssize_t *pn);
ADDER_API_END

/* Other threads may run between the two; no object may be touched there. */
#define Py_BEGIN_ALLOW_THREADS { PyThreadState *_save; _save = PyEval_SaveThread();
#define Py_BLOCK_THREADS       PyEval_RestoreThread(_save);
#define Py_UNBLOCK_THREADS     _save = PyEval_SaveThread();
#define Py_END_ALLOW_THREADS   PyEval_RestoreThread(_save); }

/* Conversion flags of FORMAT_VALUE. */
#define FVC_MASK      0x3
#define FVC_NONE      0x0
#define FVC_STR       0x1
#define FVC_REPR      0x2
#define FVC_ASCII     0x3
#define FVS_MASK      0x4
#define FVS_HAVE_SPEC 0x4

#define PyEval_CallObject(callable, arg) \
    PyEval_CallObjectWithKeywords((callable), (arg), _PyObject_CAST(NULL))

#endif
