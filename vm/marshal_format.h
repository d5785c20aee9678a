/* marshal_format.h -- the type bytes of the marshal format. */
#ifndef ADDER_MARSHAL_FORMAT_H
#define ADDER_MARSHAL_FORMAT_H

#define MARSHAL_FLAG 0x80 /* the object gets the next number */
enum {
    MARSHAL_NULL = '0', MARSHAL_NONE = 'N', MARSHAL_FALSE = 'F', MARSHAL_TRUE = 'T', MARSHAL_STOPITER = 'S',
    MARSHAL_ELLIPSIS = '.', MARSHAL_INT = 'i', MARSHAL_LONG = 'l', MARSHAL_FLOAT_TEXT = 'f', MARSHAL_FLOAT = 'g',
    MARSHAL_COMPLEX_TEXT = 'x', MARSHAL_COMPLEX = 'y', MARSHAL_BYTES = 's', MARSHAL_INTERNED = 't', MARSHAL_REF = 'r',
    MARSHAL_TUPLE = '(', MARSHAL_LIST = '[', MARSHAL_DICT = '{', MARSHAL_CODE = 'c', MARSHAL_UNICODE = 'u',
    MARSHAL_SET = '<', MARSHAL_FROZENSET = '>', MARSHAL_ASCII = 'a', MARSHAL_ASCII_INTERNED = 'A',
    MARSHAL_SMALL_TUPLE = ')', MARSHAL_SHORT_ASCII = 'z', MARSHAL_SHORT_ASCII_INTERNED = 'Z',
};
#define MARSHAL_CODE_VERSION 1 /* counts up with every change of opcodes or of struct CodeObject */
#endif
