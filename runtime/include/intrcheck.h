/* intrcheck.h -- signals and fork. */
#ifndef Py_INTRCHECK_H
#define Py_INTRCHECK_H

#include "object.h"

ADDER_API_BEGIN
int PyOS_InterruptOccurred(void);
void PyOS_BeforeFork(void);
void PyOS_AfterFork_Parent(void);
void PyOS_AfterFork_Child(void);
void PyOS_AfterFork(void);

int _PyOS_IsMainThread(void);
ADDER_API_END

#endif
