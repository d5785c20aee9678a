/* codecs.c -- the registry: from the name of an encoding to its codec, from the name of an error handler to a callable.
 * Made when first used; then the library's package `encodings` is imported, which registers its search function. Where
 * there is no library, the encodings that are written in C still work, since they never come here. */
#include "runtime/memory/memory.h"
#include "runtime/objects/str.h"
#include "runtime/state/interp.h"
#include "runtime/text/codec_errors.h"
#include "runtime/text/codecs.h"
#include "runtime/text/codecs_state.h"

const char *Py_hexdigits = "0123456789abcdef";

/* ---- error handlers ------------------------------------------------------------------------------------------------ */

#define HANDLER(NAME, FUNCTION)                                                 \
    static PyObject *NAME(PyObject *self, PyObject *exc)                        \
    {                                                                           \
        (void)self;                                                             \
        return FUNCTION(exc);                                                   \
    }
HANDLER(strict_errors, PyCodec_StrictErrors)
HANDLER(ignore_errors, PyCodec_IgnoreErrors)
HANDLER(replace_errors, PyCodec_ReplaceErrors)
HANDLER(xmlcharrefreplace_errors, PyCodec_XMLCharRefReplaceErrors)
HANDLER(backslashreplace_errors, PyCodec_BackslashReplaceErrors)
HANDLER(namereplace_errors, PyCodec_NameReplaceErrors)
HANDLER(surrogatepass, adder_codec_surrogatepass)
HANDLER(surrogateescape, adder_codec_surrogateescape)

static PyMethodDef handlers[] = {
    { "strict_errors", strict_errors, METH_O, "Raises the exception." },
    { "ignore_errors", ignore_errors, METH_O, "Leaves out what is wrong." },
    { "replace_errors", replace_errors, METH_O, "Writes a question mark or U+FFFD." },
    { "xmlcharrefreplace_errors", xmlcharrefreplace_errors, METH_O, "Writes XML character references." },
    { "backslashreplace_errors", backslashreplace_errors, METH_O, "Writes backslash escapes." },
    { "namereplace_errors", namereplace_errors, METH_O, "Writes \\N{...} escapes." },
    { "surrogatepass", surrogatepass, METH_O, "Lets surrogates through." },
    { "surrogateescape", surrogateescape, METH_O, "Hides bytes in lone surrogates." },
    { 0 }
};

/* The name under which a handler is registered: its own without "_errors". */
static int register_handlers(PyObject *registry)
{
    for (PyMethodDef *def = handlers; def->ml_name; def++) {
        const char *suffix = strstr(def->ml_name, "_errors");
        size_t n = suffix ? (size_t)(suffix - def->ml_name) : strlen(def->ml_name);
        PyObject *name = PyUnicode_FromStringAndSize(def->ml_name, (Py_ssize_t)n), *function = PyCFunction_New(def, NULL);
        int rc = name == NULL || function == NULL ? -1 : PyDict_SetItem(registry, name, function);
        Py_XDECREF(name);
        Py_XDECREF(function);
        if (rc < 0) return -1;
    }
    return 0;
}

/* ---- the registry -------------------------------------------------------------------------------------------------- */

void adder_codecs_clear(struct adder_codecs_state *st)
{
    Py_CLEAR(st->search_path);
    Py_CLEAR(st->search_cache);
    Py_CLEAR(st->error_registry);
}

static int import_encodings(void)
{
    PyObject *module = PyImport_ImportModule("encodings");
    if (module == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_ModuleNotFoundError)) return -1;
        PyErr_Clear();
    }
    Py_XDECREF(module);
    return 0;
}

/* The error handlers alone: looking one up imports nothing. */
static struct adder_codecs_state *error_state(void)
{
    struct adder_codecs_state *st = &adder_interp()->codecs;
    if (st->error_registry != NULL) return st;
    PyObject *registry = PyDict_New();
    if (registry == NULL) return NULL;
    if (register_handlers(registry) < 0) {
        Py_DECREF(registry);
        return NULL;
    }
    st->error_registry = registry;
    return st;
}

static struct adder_codecs_state *state(void)
{
    struct adder_codecs_state *st = error_state();
    if (st == NULL || st->search_path != NULL) return st;
    st->search_cache = PyDict_New();
    st->search_path = PyList_New(0);
    if (st->search_cache != NULL && st->search_path != NULL && import_encodings() == 0) return st;
    Py_CLEAR(st->search_cache);
    Py_CLEAR(st->search_path);
    return NULL;
}

int PyCodec_Register(PyObject *function)
{
    struct adder_codecs_state *st = state();
    if (st == NULL) return -1;
    if (function == NULL) {
        PyErr_BadArgument();
        return -1;
    }
    if (PyCallable_Check(function)) return PyList_Append(st->search_path, function);
    PyErr_SetString(PyExc_TypeError, "argument must be callable");
    return -1;
}

int PyCodec_Unregister(PyObject *function)
{
    struct adder_codecs_state *st = &adder_interp()->codecs;
    if (st->search_path == NULL) return 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(st->search_path); i++) {
        if (PyList_GET_ITEM(st->search_path, i) != function) continue;
        PyDict_Clear(st->search_cache);
        return PyList_SetSlice(st->search_path, i, i + 1, NULL);
    }
    return 0;
}

/* The name as search functions get it: lower case, spaces as underscores... what encodings.normalize_encoding expects. */
static PyObject *search_name(const char *encoding)
{
    size_t n = strlen(encoding);
    char *buf = PyMem_Malloc(n + 1);
    if (buf == NULL) return PyErr_NoMemory();
    PyObject *name = NULL;
    if (adder_encoding_normalize(encoding, buf, n + 1)) name = PyUnicode_FromString(buf);
    else PyErr_SetString(PyExc_RuntimeError, "_Py_normalize_encoding() failed");
    PyMem_Free(buf);
    return name;
}

/* Asks the search functions in turn: a new reference to the codec's 4-tuple. */
static PyObject *search(struct adder_codecs_state *st, PyObject *name, const char *encoding)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(st->search_path); i++) {
        PyObject *function = Py_NewRef(PyList_GET_ITEM(st->search_path, i));
        PyObject *found = PyObject_CallOneArg(function, name);
        Py_DECREF(function);
        if (found == NULL) return NULL;
        if (found == Py_None) {
            Py_DECREF(found);
            continue;
        }
        if (PyTuple_Check(found) && PyTuple_GET_SIZE(found) == 4) return found;
        Py_DECREF(found);
        PyErr_SetString(PyExc_TypeError, "codec search functions must return 4-tuples");
        return NULL;
    }
    PyErr_Format(PyExc_LookupError, "unknown encoding: %s", encoding);
    return NULL;
}

PyObject *_PyCodec_Lookup(const char *encoding)
{
    if (encoding == NULL) {
        PyErr_BadArgument();
        return NULL;
    }
    struct adder_codecs_state *st = state();
    PyObject *name = st == NULL ? NULL : search_name(encoding), *codec = NULL;
    if (name == NULL) return NULL;
    PyUnicode_InternInPlace(&name);
    codec = Py_XNewRef(PyDict_GetItemWithError(st->search_cache, name));
    if (codec == NULL && !PyErr_Occurred()) {
        codec = search(st, name, encoding);
        if (codec != NULL && PyDict_SetItem(st->search_cache, name, codec) < 0) Py_CLEAR(codec);
    }
    Py_DECREF(name);
    return codec;
}

int _PyCodec_Forget(const char *encoding)
{
    struct adder_codecs_state *st = &adder_interp()->codecs;
    if (st->search_cache == NULL) return -1;
    PyObject *name = search_name(encoding);
    int rc = name == NULL ? -1 : PyDict_DelItem(st->search_cache, name);
    Py_XDECREF(name);
    return rc;
}

int PyCodec_KnownEncoding(const char *encoding)
{
    PyObject *codec = _PyCodec_Lookup(encoding);
    if (codec == NULL) PyErr_Clear();
    Py_XDECREF(codec);
    return codec != NULL;
}

/* ---- the parts of a codec ------------------------------------------------------------------------------------------ */

static PyObject *codec_item(const char *encoding, Py_ssize_t i)
{
    PyObject *codec = _PyCodec_Lookup(encoding);
    if (codec == NULL) return NULL;
    PyObject *item = Py_NewRef(PyTuple_GET_ITEM(codec, i));
    Py_DECREF(codec);
    return item;
}

PyObject *PyCodec_Encoder(const char *encoding) { return codec_item(encoding, 0); }
PyObject *PyCodec_Decoder(const char *encoding) { return codec_item(encoding, 1); }

/* codec.attribute(errors) */
static PyObject *call_part(PyObject *codec, const char *attribute, const char *errors)
{
    PyObject *factory = PyObject_GetAttrString(codec, attribute), *made;
    if (factory == NULL) return NULL;
    made = errors ? PyObject_CallFunction(factory, "s", errors) : PyObject_CallNoArgs(factory);
    Py_DECREF(factory);
    return made;
}

PyObject *_PyCodecInfo_GetIncrementalDecoder(PyObject *codec, const char *errors) { return call_part(codec, "incrementaldecoder", errors); }
PyObject *_PyCodecInfo_GetIncrementalEncoder(PyObject *codec, const char *errors) { return call_part(codec, "incrementalencoder", errors); }

static PyObject *part_by_name(const char *encoding, const char *attribute, const char *errors)
{
    PyObject *codec = _PyCodec_Lookup(encoding);
    if (codec == NULL) return NULL;
    PyObject *made = call_part(codec, attribute, errors);
    Py_DECREF(codec);
    return made;
}

PyObject *PyCodec_IncrementalEncoder(const char *encoding, const char *errors) { return part_by_name(encoding, "incrementalencoder", errors); }
PyObject *PyCodec_IncrementalDecoder(const char *encoding, const char *errors) { return part_by_name(encoding, "incrementaldecoder", errors); }

static PyObject *stream_part(const char *encoding, PyObject *stream, const char *errors, Py_ssize_t i)
{
    PyObject *factory = codec_item(encoding, i);
    if (factory == NULL) return NULL;
    PyObject *made = errors ? PyObject_CallFunction(factory, "Os", stream, errors) : PyObject_CallOneArg(factory, stream);
    Py_DECREF(factory);
    return made;
}

PyObject *PyCodec_StreamReader(const char *encoding, PyObject *stream, const char *errors) { return stream_part(encoding, stream, errors, 2); }
PyObject *PyCodec_StreamWriter(const char *encoding, PyObject *stream, const char *errors) { return stream_part(encoding, stream, errors, 3); }

/* ---- encoding and decoding through the registry -------------------------------------------------------------------- */

/* Can the exception be made again from a text alone: a plain type, no more state than one text argument? */
static bool is_remakeable(PyObject *type, PyObject *value)
{
    PyTypeObject *t = (PyTypeObject *)type, *base = (PyTypeObject *)PyExc_Exception;
    bool weak = t->tp_weaklistoffset > 0; /* a class made in Python has one word more, and nothing in it that counts */
    if (value == NULL || (t->tp_basicsize != base->tp_basicsize && !(weak && t->tp_basicsize == base->tp_basicsize + (Py_ssize_t)sizeof(PyObject *))) ||
        t->tp_new != base->tp_new || t->tp_init != base->tp_init) return false;
    PyObject *dict = PyObject_GenericGetDict(value, NULL);
    bool plain = dict == NULL || PyDict_GET_SIZE(dict) == 0;
    if (dict == NULL) PyErr_Clear();
    Py_XDECREF(dict);
    if (!plain) return false;
    PyObject *args = PyObject_GetAttr(value, ID(args));
    if (args == NULL) {
        PyErr_Clear();
        return false;
    }
    Py_ssize_t n = PyTuple_Check(args) ? PyTuple_GET_SIZE(args) : 2;
    plain = n == 0 || (n == 1 && PyUnicode_CheckExact(PyTuple_GET_ITEM(args, 0)));
    Py_DECREF(args);
    return plain;
}

/* The error that a codec raised becomes the cause of one that names the codec, where that loses nothing. */
static void wrap_codec_error(const char *operation, const char *encoding)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (!is_remakeable(type, value)) {
        PyErr_Restore(type, value, traceback);
        return;
    }
    if (traceback != NULL) PyException_SetTraceback(value, traceback);
    PyObject *text = PyObject_Str(value);
    if (text == NULL) {
        PyErr_Restore(type, value, traceback);
        return;
    }
    PyErr_Format(type, PyUnicode_GET_LENGTH(text) ? "%s with '%s' codec failed (%s: %U)" : "%s with '%s' codec failed (%s)", operation, encoding,
                 ((PyTypeObject *)type)->tp_name, text);
    Py_DECREF(text);
    Py_DECREF(type);
    Py_XDECREF(traceback);
    PyObject *type2, *value2, *traceback2;
    PyErr_Fetch(&type2, &value2, &traceback2);
    PyErr_NormalizeException(&type2, &value2, &traceback2);
    PyException_SetCause(value2, Py_NewRef(value));
    PyException_SetContext(value2, value);
    PyErr_Restore(type2, value2, traceback2);
}

/* function(object[, errors]) gives (result, length): the result. Takes the function's reference. */
static PyObject *run(STEALS_REF PyObject *function, PyObject *object, const char *errors, const char *encoding, bool encode)
{
    if (function == NULL) return NULL;
    PyObject *pair = errors ? PyObject_CallFunction(function, "Os", object, errors) : PyObject_CallOneArg(function, object), *result = NULL;
    Py_DECREF(function);
    if (pair == NULL) {
        wrap_codec_error(encode ? "encoding" : "decoding", encoding);
        return NULL;
    }
    if (PyTuple_Check(pair) && PyTuple_GET_SIZE(pair) == 2) result = Py_NewRef(PyTuple_GET_ITEM(pair, 0));
    else PyErr_SetString(PyExc_TypeError, encode ? "encoder must return a tuple (object, integer)" : "decoder must return a tuple (object,integer)");
    Py_DECREF(pair);
    return result;
}

PyObject *PyCodec_Encode(PyObject *object, const char *encoding, const char *errors)
{
    return run(PyCodec_Encoder(encoding), object, errors, encoding, true);
}

PyObject *PyCodec_Decode(PyObject *object, const char *encoding, const char *errors)
{
    return run(PyCodec_Decoder(encoding), object, errors, encoding, false);
}

PyObject *_PyCodec_LookupTextEncoding(const char *encoding, const char *alternate)
{
    PyObject *codec = _PyCodec_Lookup(encoding);
    if (codec == NULL || PyTuple_CheckExact(codec)) return codec;
    PyObject *flag = PyObject_GetAttrString(codec, "_is_text_encoding");
    int is_text = 1;
    if (flag != NULL) {
        is_text = PyObject_IsTrue(flag);
        Py_DECREF(flag);
    } else if (PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
    } else {
        is_text = -1;
    }
    if (is_text > 0) return codec;
    if (is_text == 0)
        PyErr_Format(PyExc_LookupError, "'%.400s' is not a text encoding; use %s to handle arbitrary codecs", encoding, alternate);
    Py_DECREF(codec);
    return NULL;
}

static PyObject *text_item(const char *encoding, const char *alternate, Py_ssize_t i)
{
    PyObject *codec = _PyCodec_LookupTextEncoding(encoding, alternate);
    if (codec == NULL) return NULL;
    PyObject *item = Py_NewRef(PyTuple_GET_ITEM(codec, i));
    Py_DECREF(codec);
    return item;
}

PyObject *_PyCodec_EncodeText(PyObject *object, const char *encoding, const char *errors)
{
    return run(text_item(encoding, "codecs.encode()", 0), object, errors, encoding, true);
}

PyObject *_PyCodec_DecodeText(PyObject *object, const char *encoding, const char *errors)
{
    return run(text_item(encoding, "codecs.decode()", 1), object, errors, encoding, false);
}

/* ---- error handlers by name ---------------------------------------------------------------------------------------- */

int PyCodec_RegisterError(const char *name, PyObject *error)
{
    struct adder_codecs_state *st = error_state();
    if (st == NULL) return -1;
    if (PyCallable_Check(error)) return PyDict_SetItemString(st->error_registry, name, error);
    PyErr_SetString(PyExc_TypeError, "handler must be callable");
    return -1;
}

PyObject *PyCodec_LookupError(const char *name)
{
    struct adder_codecs_state *st = error_state();
    if (st == NULL) return NULL;
    PyObject *key = PyUnicode_FromString(name ? name : "strict");
    if (key == NULL) return NULL;
    PyObject *handler = PyDict_GetItemWithError(st->error_registry, key);
    Py_DECREF(key);
    if (handler != NULL) return Py_NewRef(handler);
    if (!PyErr_Occurred()) PyErr_Format(PyExc_LookupError, "unknown error handler name '%.400s'", name);
    return NULL;
}
