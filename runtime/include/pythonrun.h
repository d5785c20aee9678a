/* pythonrun.h -- running and compiling source text, printing uncaught exceptions. */
#ifndef Py_PYTHONRUN_H
#define Py_PYTHONRUN_H

#include "compile.h"
#include <stdio.h>

#define PYOS_STACK_MARGIN 2048

ADDER_API_BEGIN
extern int (*PyOS_InputHook)(void);
extern char *(*PyOS_ReadlineFunctionPointer)(FILE *, FILE *, const char *);

extern PyThreadState *_PyOS_ReadlineTState;

NEW_REF PyObject *Py_CompileString(const char *str, const char *filename, int start);
NEW_REF PyObject *Py_CompileStringExFlags(const char *str, const char *filename, int start, PyCompilerFlags *flags,
                                          int optimize);
NEW_REF PyObject *Py_CompileStringObject(const char *str, PyObject *filename, int start, PyCompilerFlags *flags,
                                         int optimize);
void PyErr_Print(void);
void PyErr_PrintEx(int i);
void PyErr_Display(PyObject *o1, PyObject *o2, PyObject *o3);
char *PyOS_Readline(FILE *fp1, FILE *fp2, const char *s);
int PyRun_SimpleStringFlags(const char *command, PyCompilerFlags *flags);
int PyRun_AnyFileExFlags(FILE *fp, const char *filename, int closeit, PyCompilerFlags *flags);
int PyRun_SimpleFileExFlags(FILE *fp, const char *filename, int closeit, PyCompilerFlags *flags);
int PyRun_InteractiveOneFlags(FILE *fp, const char *filename, PyCompilerFlags *flags);
int PyRun_InteractiveOneObject(FILE *fp, PyObject *filename, PyCompilerFlags *flags);
int PyRun_InteractiveLoopFlags(FILE *fp, const char *filename, PyCompilerFlags *flags);
NEW_REF PyObject *PyRun_StringFlags(const char *str, int start, PyObject *globals, PyObject *locals,
                                    PyCompilerFlags *flags);
NEW_REF PyObject *PyRun_FileExFlags(FILE *fp, const char *filename, int start, PyObject *globals, PyObject *locals,
                                    int closeit, PyCompilerFlags *flags);
NEW_REF PyObject *PyRun_String(const char *str, int start, PyObject *globals, PyObject *locals);
int PyRun_AnyFile(FILE *fp, const char *filename);
int PyRun_AnyFileEx(FILE *fp, const char *filename, int closeit);
int PyRun_AnyFileFlags(FILE *fp, const char *filename, PyCompilerFlags *flags);
int PyRun_SimpleString(const char *command);
int PyRun_SimpleFile(FILE *fp, const char *filename);
int PyRun_SimpleFileEx(FILE *fp, const char *filename, int closeit);
int PyRun_InteractiveOne(FILE *fp, const char *filename);
int PyRun_InteractiveLoop(FILE *fp, const char *filename);
NEW_REF PyObject *PyRun_File(FILE *fp, const char *filename, int start, PyObject *globals, PyObject *locals);
NEW_REF PyObject *PyRun_FileEx(FILE *fp, const char *filename, int start, PyObject *globals, PyObject *locals,
                               int closeit);
NEW_REF PyObject *PyRun_FileFlags(FILE *fp, const char *filename, int start, PyObject *globals, PyObject *locals,
                                  PyCompilerFlags *flags);

const char *_Py_SourceAsString(PyObject *cmd, const char *funcname, const char *what, PyCompilerFlags *cf,
                               PyObject **cmd_copy);
int _PyRun_SimpleFileObject(FILE *fp, PyObject *filename, int closeit, PyCompilerFlags *flags);
int _PyRun_AnyFileObject(FILE *fp, PyObject *filename, int closeit, PyCompilerFlags *flags);
int _PyRun_InteractiveLoopObject(FILE *fp, PyObject *filename, PyCompilerFlags *flags);
ADDER_API_END

#define Py_CompileString(str, p, s)                 Py_CompileStringExFlags(str, p, s, NULL, -1)
#define Py_CompileStringFlags(str, p, s, f)         Py_CompileStringExFlags(str, p, s, f, -1)
#define PyRun_String(str, s, g, l)                  PyRun_StringFlags(str, s, g, l, NULL)
#define PyRun_AnyFile(fp, name)                     PyRun_AnyFileExFlags(fp, name, 0, NULL)
#define PyRun_AnyFileEx(fp, name, closeit)          PyRun_AnyFileExFlags(fp, name, closeit, NULL)
#define PyRun_AnyFileFlags(fp, name, flags)         PyRun_AnyFileExFlags(fp, name, 0, flags)
#define PyRun_SimpleString(s)                       PyRun_SimpleStringFlags(s, NULL)
#define PyRun_SimpleFile(f, p)                      PyRun_SimpleFileExFlags(f, p, 0, NULL)
#define PyRun_SimpleFileEx(f, p, c)                 PyRun_SimpleFileExFlags(f, p, c, NULL)
#define PyRun_InteractiveOne(f, p)                  PyRun_InteractiveOneFlags(f, p, NULL)
#define PyRun_InteractiveLoop(f, p)                 PyRun_InteractiveLoopFlags(f, p, NULL)
#define PyRun_File(fp, p, s, g, l)                  PyRun_FileExFlags(fp, p, s, g, l, 0, NULL)
#define PyRun_FileEx(fp, p, s, g, l, c)             PyRun_FileExFlags(fp, p, s, g, l, c, NULL)
#define PyRun_FileFlags(fp, p, s, g, l, flags)      PyRun_FileExFlags(fp, p, s, g, l, 0, flags)

#endif
