/* codecs.h -- the codec registry and the error handlers. */
#ifndef Py_CODECREGISTRY_H
#define Py_CODECREGISTRY_H

#include "object.h"

ADDER_API_BEGIN
extern const char *Py_hexdigits;

int PyCodec_Register(PyObject *search_function);
int PyCodec_Unregister(PyObject *search_function);
int PyCodec_KnownEncoding(const char *encoding);
NEW_REF PyObject *PyCodec_Encode(PyObject *object, const char *encoding, const char *errors);
NEW_REF PyObject *PyCodec_Decode(PyObject *object, const char *encoding, const char *errors);
NEW_REF PyObject *PyCodec_Encoder(const char *encoding);
NEW_REF PyObject *PyCodec_Decoder(const char *encoding);
NEW_REF PyObject *PyCodec_IncrementalEncoder(const char *encoding, const char *errors);
NEW_REF PyObject *PyCodec_IncrementalDecoder(const char *encoding, const char *errors);
NEW_REF PyObject *PyCodec_StreamReader(const char *encoding, PyObject *stream, const char *errors);
NEW_REF PyObject *PyCodec_StreamWriter(const char *encoding, PyObject *stream, const char *errors);
int PyCodec_RegisterError(const char *name, PyObject *error);
NEW_REF PyObject *PyCodec_LookupError(const char *name);
PyObject *PyCodec_StrictErrors(PyObject *exc);
NEW_REF PyObject *PyCodec_IgnoreErrors(PyObject *exc);
NEW_REF PyObject *PyCodec_ReplaceErrors(PyObject *exc);
NEW_REF PyObject *PyCodec_XMLCharRefReplaceErrors(PyObject *exc);
NEW_REF PyObject *PyCodec_BackslashReplaceErrors(PyObject *exc);
NEW_REF PyObject *PyCodec_NameReplaceErrors(PyObject *exc);

NEW_REF PyObject *_PyCodec_Lookup(const char *encoding);
int _PyCodec_Forget(const char *encoding);
NEW_REF PyObject *_PyCodec_LookupTextEncoding(const char *encoding, const char *alternate_command);
NEW_REF PyObject *_PyCodec_EncodeText(PyObject *object, const char *encoding, const char *errors);
NEW_REF PyObject *_PyCodec_DecodeText(PyObject *object, const char *encoding, const char *errors);
NEW_REF PyObject *_PyCodecInfo_GetIncrementalDecoder(PyObject *codec_info, const char *errors);
NEW_REF PyObject *_PyCodecInfo_GetIncrementalEncoder(PyObject *codec_info, const char *errors);
ADDER_API_END

#endif
