/* pyerrors.h -- raising, examining and handling exceptions; the exceptions' own structures. */
#ifndef Py_ERRORS_H
#define Py_ERRORS_H

#include "object.h"
#include "unicodeobject.h"
#include "pystate.h"
#include <stdarg.h>

#define PyException_HEAD                                             \
    PyObject_HEAD                                                    \
    PyObject *dict;         /* __dict__, NULL until needed */        \
    PyObject *args;         /* tuple */                              \
    PyObject *notes;        /* unused: __notes__ is in the dict */   \
    PyObject *traceback;    /* or NULL */                            \
    PyObject *context;      /* __context__ or NULL */                \
    PyObject *cause;        /* __cause__ or NULL */                  \
    char suppress_context;

typedef struct {
    PyException_HEAD
} PyBaseExceptionObject;

typedef struct {
    PyException_HEAD
    PyObject *msg;
    PyObject *excs; /* tuple */
} PyBaseExceptionGroupObject;

typedef struct {
    PyException_HEAD
    PyObject *msg;
    PyObject *filename;
    PyObject *lineno;
    PyObject *offset;
    PyObject *end_lineno;
    PyObject *end_offset;
    PyObject *text;
    PyObject *print_file_and_line;
} PySyntaxErrorObject;

typedef struct {
    PyException_HEAD
    PyObject *msg;
    PyObject *name;
    PyObject *path;
} PyImportErrorObject;

typedef struct {
    PyException_HEAD
    PyObject *encoding;
    PyObject *object;
    Py_ssize_t start;
    Py_ssize_t end;
    PyObject *reason;
} PyUnicodeErrorObject;

typedef struct {
    PyException_HEAD
    PyObject *code;
} PySystemExitObject;

typedef struct {
    PyException_HEAD
    PyObject *myerrno;
    PyObject *strerror;
    PyObject *filename;
    PyObject *filename2;
    Py_ssize_t written; /* BlockingIOError.characters_written, -1: unset */
} PyOSErrorObject;
typedef PyOSErrorObject PyEnvironmentErrorObject;

typedef struct {
    PyException_HEAD
    PyObject *value;
} PyStopIterationObject;

typedef struct {
    PyException_HEAD
    PyObject *name;
} PyNameErrorObject;

typedef struct {
    PyException_HEAD
    PyObject *obj;
    PyObject *name;
} PyAttributeErrorObject;

ADDER_API_BEGIN
extern PyObject *PyExc_BaseException;
extern PyObject *PyExc_Exception;
extern PyObject *PyExc_BaseExceptionGroup;
extern PyObject *PyExc_StopAsyncIteration;
extern PyObject *PyExc_StopIteration;
extern PyObject *PyExc_GeneratorExit;
extern PyObject *PyExc_ArithmeticError;
extern PyObject *PyExc_LookupError;
extern PyObject *PyExc_AssertionError;
extern PyObject *PyExc_AttributeError;
extern PyObject *PyExc_BufferError;
extern PyObject *PyExc_EOFError;
extern PyObject *PyExc_FloatingPointError;
extern PyObject *PyExc_OSError;
extern PyObject *PyExc_ImportError;
extern PyObject *PyExc_ModuleNotFoundError;
extern PyObject *PyExc_IndexError;
extern PyObject *PyExc_KeyError;
extern PyObject *PyExc_KeyboardInterrupt;
extern PyObject *PyExc_MemoryError;
extern PyObject *PyExc_NameError;
extern PyObject *PyExc_OverflowError;
extern PyObject *PyExc_RuntimeError;
extern PyObject *PyExc_RecursionError;
extern PyObject *PyExc_NotImplementedError;
extern PyObject *PyExc_SyntaxError;
extern PyObject *PyExc_IndentationError;
extern PyObject *PyExc_TabError;
extern PyObject *PyExc_ReferenceError;
extern PyObject *PyExc_SystemError;
extern PyObject *PyExc_SystemExit;
extern PyObject *PyExc_TypeError;
extern PyObject *PyExc_UnboundLocalError;
extern PyObject *PyExc_UnicodeError;
extern PyObject *PyExc_UnicodeEncodeError;
extern PyObject *PyExc_UnicodeDecodeError;
extern PyObject *PyExc_UnicodeTranslateError;
extern PyObject *PyExc_ValueError;
extern PyObject *PyExc_ZeroDivisionError;
extern PyObject *PyExc_BlockingIOError;
extern PyObject *PyExc_BrokenPipeError;
extern PyObject *PyExc_ChildProcessError;
extern PyObject *PyExc_ConnectionError;
extern PyObject *PyExc_ConnectionAbortedError;
extern PyObject *PyExc_ConnectionRefusedError;
extern PyObject *PyExc_ConnectionResetError;
extern PyObject *PyExc_FileExistsError;
extern PyObject *PyExc_FileNotFoundError;
extern PyObject *PyExc_InterruptedError;
extern PyObject *PyExc_IsADirectoryError;
extern PyObject *PyExc_NotADirectoryError;
extern PyObject *PyExc_PermissionError;
extern PyObject *PyExc_ProcessLookupError;
extern PyObject *PyExc_TimeoutError;
extern PyObject *PyExc_EnvironmentError;
extern PyObject *PyExc_IOError;
extern PyObject *PyExc_Warning;
extern PyObject *PyExc_UserWarning;
extern PyObject *PyExc_DeprecationWarning;
extern PyObject *PyExc_PendingDeprecationWarning;
extern PyObject *PyExc_SyntaxWarning;
extern PyObject *PyExc_RuntimeWarning;
extern PyObject *PyExc_FutureWarning;
extern PyObject *PyExc_ImportWarning;
extern PyObject *PyExc_UnicodeWarning;
extern PyObject *PyExc_BytesWarning;
extern PyObject *PyExc_EncodingWarning;
extern PyObject *PyExc_ResourceWarning;

_Py_NO_RETURN void Py_FatalError(const char *message);
void PyErr_SetNone(PyObject *type);
void PyErr_SetObject(PyObject *type, PyObject *value);
void PyErr_SetString(PyObject *type, const char *message);
BORROWED_REF PyObject *PyErr_Occurred(void);
void PyErr_Clear(void);
void PyErr_Fetch(PyObject **ptype, PyObject **pvalue, PyObject **ptraceback);
void PyErr_Restore(STEALS_REF PyObject *type, STEALS_REF PyObject *value, STEALS_REF PyObject *traceback);
NEW_REF PyObject *PyErr_GetHandledException(void);
void PyErr_SetHandledException(PyObject *exc);
void PyErr_GetExcInfo(PyObject **ptype, PyObject **pvalue, PyObject **ptraceback);
void PyErr_SetExcInfo(STEALS_REF PyObject *type, STEALS_REF PyObject *value, STEALS_REF PyObject *traceback);
int PyErr_GivenExceptionMatches(PyObject *given, PyObject *exc);
int PyErr_ExceptionMatches(PyObject *exc);
void PyErr_NormalizeException(PyObject **exc, PyObject **val, PyObject **tb);
int PyErr_BadArgument(void);
PyObject *PyErr_NoMemory(void);
PyObject *PyErr_SetFromErrno(PyObject *type);
PyObject *PyErr_SetFromErrnoWithFilenameObject(PyObject *type, PyObject *filenameObject);
PyObject *PyErr_SetFromErrnoWithFilenameObjects(PyObject *type, PyObject *filenameObject, PyObject *filenameObject2);
PyObject *PyErr_SetFromErrnoWithFilename(PyObject *type, const char *filename);
PyObject *PyErr_Format(PyObject *exception, const char *format, ...);
PyObject *PyErr_FormatV(PyObject *exception, const char *format, va_list vargs);
PyObject *PyErr_SetImportErrorSubclass(PyObject *exception, PyObject *msg, PyObject *name, PyObject *path);
PyObject *PyErr_SetImportError(PyObject *msg, PyObject *name, PyObject *path);
void PyErr_BadInternalCall(void);
NEW_REF PyObject *PyErr_NewException(const char *name, PyObject *base, PyObject *dict);
NEW_REF PyObject *PyErr_NewExceptionWithDoc(const char *name, const char *doc, PyObject *base, PyObject *dict);
void PyErr_WriteUnraisable(PyObject *o);
int PyErr_CheckSignals(void);
void PyErr_SetInterrupt(void);
int PyErr_SetInterruptEx(int signum);
void PyErr_SyntaxLocation(const char *filename, int lineno);
void PyErr_SyntaxLocationEx(const char *filename, int lineno, int col_offset);
NEW_REF PyObject *PyErr_ProgramText(const char *filename, int lineno);
void PyErr_SyntaxLocationObject(PyObject *filename, int lineno, int col_offset);
void PyErr_RangedSyntaxLocationObject(PyObject *filename, int lineno, int col_offset, int end_lineno,
                                      int end_col_offset);
NEW_REF PyObject *PyErr_ProgramTextObject(PyObject *filename, int lineno);
int PyException_SetTraceback(PyObject *ex, PyObject *tb);
NEW_REF PyObject *PyException_GetTraceback(PyObject *ex);
NEW_REF PyObject *PyException_GetCause(PyObject *ex);
void PyException_SetCause(PyObject *ex, STEALS_REF PyObject *cause);
NEW_REF PyObject *PyException_GetContext(PyObject *exc);
void PyException_SetContext(PyObject *ex, STEALS_REF PyObject *ctx);
const char *PyExceptionClass_Name(PyObject *exc);
int PySignal_SetWakeupFd(int fd);
NEW_REF PyObject *PyUnicodeDecodeError_Create(const char *encoding, const char *object, Py_ssize_t length,
                                              Py_ssize_t start, Py_ssize_t end, const char *reason);
NEW_REF PyObject *PyUnicodeDecodeError_GetEncoding(PyObject *str);
NEW_REF PyObject *PyUnicodeDecodeError_GetObject(PyObject *str);
int PyUnicodeDecodeError_GetStart(PyObject *str, Py_ssize_t *pn);
int PyUnicodeDecodeError_SetStart(PyObject *str, Py_ssize_t n);
int PyUnicodeDecodeError_GetEnd(PyObject *str, Py_ssize_t *pn);
int PyUnicodeDecodeError_SetEnd(PyObject *str, Py_ssize_t n);
NEW_REF PyObject *PyUnicodeDecodeError_GetReason(PyObject *str);
int PyUnicodeDecodeError_SetReason(PyObject *exc, const char *reason);
NEW_REF PyObject *PyUnicodeEncodeError_GetEncoding(PyObject *str);
NEW_REF PyObject *PyUnicodeEncodeError_GetObject(PyObject *str);
int PyUnicodeEncodeError_GetStart(PyObject *str, Py_ssize_t *pn);
int PyUnicodeEncodeError_SetStart(PyObject *str, Py_ssize_t n);
int PyUnicodeEncodeError_GetEnd(PyObject *str, Py_ssize_t *pn);
int PyUnicodeEncodeError_SetEnd(PyObject *str, Py_ssize_t n);
NEW_REF PyObject *PyUnicodeEncodeError_GetReason(PyObject *str);
int PyUnicodeEncodeError_SetReason(PyObject *exc, const char *reason);
NEW_REF PyObject *PyUnicodeTranslateError_GetObject(PyObject *str);
int PyUnicodeTranslateError_GetStart(PyObject *str, Py_ssize_t *pn);
int PyUnicodeTranslateError_SetStart(PyObject *str, Py_ssize_t n);
int PyUnicodeTranslateError_GetEnd(PyObject *str, Py_ssize_t *pn);
int PyUnicodeTranslateError_SetEnd(PyObject *str, Py_ssize_t n);
NEW_REF PyObject *PyUnicodeTranslateError_GetReason(PyObject *str);
int PyUnicodeTranslateError_SetReason(PyObject *exc, const char *reason);

_Py_NO_RETURN void _Py_FatalErrorFunc(const char *func, const char *message);
_Py_NO_RETURN void _Py_FatalErrorFormat(const char *func, const char *format, ...);
void _PyErr_BadInternalCall(const char *filename, int lineno);
void _PyErr_SetKeyError(PyObject *o);
_PyErr_StackItem *_PyErr_GetTopmostException(PyThreadState *tstate);
NEW_REF PyObject *_PyErr_GetHandledException(PyThreadState *tstate);
void _PyErr_SetHandledException(PyThreadState *tstate, PyObject *o);
void _PyErr_GetExcInfo(PyThreadState *tstate, PyObject **p1, PyObject **p2, PyObject **p3);
void _PyErr_ChainExceptions(STEALS_REF PyObject *o1, STEALS_REF PyObject *o2, STEALS_REF PyObject *o3);
PyObject *_PyErr_FormatFromCause(PyObject *exception, const char *format, ...);
PyObject *_PyErr_TrySetFromCause(const char *prefix_format, ...);
int _PyErr_CheckSignals(void);
NEW_REF PyObject *_PyErr_ProgramDecodedTextObject(PyObject *filename, int lineno, const char *encoding);
void _PyErr_WriteUnraisableMsg(const char *err_msg, PyObject *obj);
NEW_REF PyObject *_PyUnicodeTranslateError_Create(PyObject *object, Py_ssize_t start, Py_ssize_t end,
                                                  const char *reason);
int PyOS_snprintf(char *str, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
int PyOS_vsnprintf(char *str, size_t size, const char *format, va_list va) __attribute__((format(printf, 3, 0)));
ADDER_API_END

#define PyExceptionClass_Check(x) \
    (PyType_Check((x)) && PyType_FastSubclass((PyTypeObject *)(x), Py_TPFLAGS_BASE_EXC_SUBCLASS))
#define PyExceptionInstance_Check(x) PyType_FastSubclass(Py_TYPE(x), Py_TPFLAGS_BASE_EXC_SUBCLASS)
#define PyExceptionInstance_Class(x) _PyObject_CAST(Py_TYPE(x))
#define _PyBaseExceptionGroup_Check(x) PyObject_TypeCheck(x, (PyTypeObject *)PyExc_BaseExceptionGroup)
#define PyErr_BadInternalCall() _PyErr_BadInternalCall(__FILE__, __LINE__)

#endif
