/* pylifecycle.h -- starting and ending interpreters. */
#ifndef Py_PYLIFECYCLE_H
#define Py_PYLIFECYCLE_H

#include "pystate.h"

typedef void (*PyOS_sighandler_t)(int);

ADDER_API_BEGIN
extern const unsigned long Py_Version;

void Py_Initialize(void);
void Py_InitializeEx(int initsigs);
void Py_Finalize(void);
int Py_FinalizeEx(void);
int Py_IsInitialized(void);
PyThreadState *Py_NewInterpreter(void);
void Py_EndInterpreter(PyThreadState *tstate);
int Py_AtExit(void (*func)(void));
_Py_NO_RETURN void Py_Exit(int status);
int Py_Main(int argc, wchar_t **argv);
int Py_BytesMain(int argc, char **argv);
void Py_SetProgramName(const wchar_t *name);
wchar_t *Py_GetProgramName(void);
void Py_SetPythonHome(const wchar_t *home);
wchar_t *Py_GetPythonHome(void);
wchar_t *Py_GetProgramFullPath(void);
wchar_t *Py_GetPrefix(void);
wchar_t *Py_GetExecPrefix(void);
wchar_t *Py_GetPath(void);
void Py_SetPath(const wchar_t *w);
const char *Py_GetVersion(void);
const char *Py_GetPlatform(void);
const char *Py_GetCopyright(void);
const char *Py_GetCompiler(void);
const char *Py_GetBuildInfo(void);
int Py_FrozenMain(int argc, char **argv);
int Py_SetStandardStreamEncoding(const char *encoding, const char *errors);
PyStatus Py_PreInitialize(const PyPreConfig *preconfig);
PyStatus Py_PreInitializeFromBytesArgs(const PyPreConfig *src_config, Py_ssize_t argc, char **argv);
PyStatus Py_PreInitializeFromArgs(const PyPreConfig *preconfig, Py_ssize_t argc, wchar_t **argv);
PyStatus Py_InitializeFromConfig(const PyConfig *config);
int Py_RunMain(void);
_Py_NO_RETURN void Py_ExitStatusException(PyStatus err);
int Py_FdIsInteractive(FILE *fp, const char *filename);
PyOS_sighandler_t PyOS_getsig(int i);
PyOS_sighandler_t PyOS_setsig(int i, PyOS_sighandler_t h);

int _Py_IsCoreInitialized(void);
PyStatus _Py_InitializeMain(void);
void _Py_RestoreSignals(void);
int _Py_FdIsInteractive(FILE *fp, PyObject *filename);
void _Py_SetProgramFullPath(const wchar_t *w);
const char *_Py_gitidentifier(void);
const char *_Py_gitversion(void);
int _Py_IsFinalizing(void);
int _Py_CoerceLegacyLocale(int warn);
int _Py_LegacyLocaleDetected(int warn);
char *_Py_SetLocaleFromEnv(int category);
PyThreadState *_Py_NewInterpreter(int isolated_subinterpreter);
int _PyOS_URandom(void *buffer, Py_ssize_t size);
int _PyOS_URandomNonblock(void *buffer, Py_ssize_t size);
ADDER_API_END

#define Py_FatalError(message) _Py_FatalErrorFunc(__func__, (message))

#endif
