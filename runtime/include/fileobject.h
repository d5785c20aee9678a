/* fileobject.h -- Python's file objects as C sees them: duck-typed. */
#ifndef Py_FILEOBJECT_H
#define Py_FILEOBJECT_H

#include "object.h"
#include <stdio.h>

#define PY_STDIOTEXTMODE "b"
typedef PyObject *(*Py_OpenCodeHookFunction)(PyObject *path, void *data);

ADDER_API_BEGIN
extern const char *Py_FileSystemDefaultEncoding;
extern const char *Py_FileSystemDefaultEncodeErrors;
extern int Py_HasFileSystemDefaultEncoding;
extern int Py_UTF8Mode;
extern PyTypeObject PyStdPrinter_Type;

char *Py_UniversalNewlineFgets(char *ptr, int i, FILE *fp, PyObject *o);
NEW_REF PyObject *PyFile_FromFd(int fd, const char *name, const char *mode, int buffering, const char *encoding,
                                const char *errors, const char *newline, int closefd);
NEW_REF PyObject *PyFile_GetLine(PyObject *p, int n);
int PyFile_WriteObject(PyObject *obj, PyObject *p, int flags);
int PyFile_WriteString(const char *s, PyObject *p);
NEW_REF PyObject *PyFile_NewStdPrinter(int i);
NEW_REF PyObject *PyFile_OpenCode(const char *utf8path);
NEW_REF PyObject *PyFile_OpenCodeObject(PyObject *path);
int PyFile_SetOpenCodeHook(Py_OpenCodeHookFunction hook, void *userData);
int PyObject_AsFileDescriptor(PyObject *p);

int _PyLong_FileDescriptor_Converter(PyObject *num, void *ptr);
ADDER_API_END

#define _PyIsSelectable_fd(fd) ((unsigned int)(fd) < (unsigned int)FD_SETSIZE)

#endif
