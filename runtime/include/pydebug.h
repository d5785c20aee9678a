/* pydebug.h -- process-wide flags from before PyConfig; kept readable for old extension modules. */
#ifndef Py_PYDEBUG_H
#define Py_PYDEBUG_H

#include "pyport.h"

ADDER_API_BEGIN
extern int Py_DebugFlag;
extern int Py_VerboseFlag;
extern int Py_QuietFlag;
extern int Py_InteractiveFlag;
extern int Py_InspectFlag;
extern int Py_OptimizeFlag;
extern int Py_NoSiteFlag;
extern int Py_BytesWarningFlag;
extern int Py_FrozenFlag;
extern int Py_IgnoreEnvironmentFlag;
extern int Py_DontWriteBytecodeFlag;
extern int Py_NoUserSiteDirectory;
extern int Py_UnbufferedStdioFlag;
extern int Py_HashRandomizationFlag;
extern int Py_IsolatedFlag;

char *Py_GETENV(const char *s);
ADDER_API_END

#endif
