/* sysmodule.h -- the sys module's attributes and streams, and audit events. */
#ifndef Py_SYSMODULE_H
#define Py_SYSMODULE_H

#include "object.h"
#include <stdarg.h>

typedef int (*Py_AuditHookFunction)(const char *event, PyObject *args, void *data);

ADDER_API_BEGIN
BORROWED_REF PyObject *PySys_GetObject(const char *name);
int PySys_SetObject(const char *name, PyObject *v);
void PySys_SetArgv(int argc, wchar_t **argv);
void PySys_SetArgvEx(int argc, wchar_t **argv, int updatepath);
void PySys_SetPath(const wchar_t *path);
void PySys_WriteStdout(const char *format, ...);
void PySys_WriteStderr(const char *format, ...);
void PySys_FormatStdout(const char *format, ...);
void PySys_FormatStderr(const char *format, ...);
void PySys_ResetWarnOptions(void);
void PySys_AddWarnOption(const wchar_t *s);
void PySys_AddWarnOptionUnicode(PyObject *unicode);
int PySys_HasWarnOptions(void);
void PySys_AddXOption(const wchar_t *s);
BORROWED_REF PyObject *PySys_GetXOptions(void);
int PySys_Audit(const char *event, const char *format, ...);
int PySys_AddAuditHook(Py_AuditHookFunction hook, void *userData);

BORROWED_REF PyObject *_PySys_GetAttr(PyThreadState *tstate, PyObject *name);
size_t _PySys_GetSizeOf(PyObject *o);
ADDER_API_END

#endif
