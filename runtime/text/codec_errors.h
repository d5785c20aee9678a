/* codec_errors.h -- the two standard error handlers that the C API does not name. */
#ifndef ADDER_CODEC_ERRORS_H
#define ADDER_CODEC_ERRORS_H
#include "runtime/define.h"

/* Bytes that cannot be decoded become U+DC80 to U+DCFF and come back from them. */
NEW_REF PyObject *adder_codec_surrogateescape(PyObject *exc);
/* Lone surrogates pass through UTF-8, UTF-16 and UTF-32 as if they were characters. */
NEW_REF PyObject *adder_codec_surrogatepass(PyObject *exc);
#endif
