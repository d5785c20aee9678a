/* link.c -- what abi.c's inline functions name but never reach, so that it links without an interpreter. */
#define STUB(name) void name(void) { __builtin_trap(); }
STUB(_Py_Dealloc)
STUB(PyType_IsSubtype)
STUB(_PyUnicode_Ready)
STUB(PyUnicode_AsUnicode)
char PyType_Type[512], _Py_NoneStruct[64], _PyByteArray_empty_string[8];
