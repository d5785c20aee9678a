# Encodings, their error handlers, and str() of bytes.
b = b"abc"


def show(source):
    try:
        print(ascii(eval(source)))
    except Exception as e:
        print(type(e).__name__ + ": " + ascii(str(e))[1:-1])


show("str('a',5)")  # expect: TypeError: str() argument 'encoding' must be str, not int
show("str(5,'utf-8')")  # expect: TypeError: decoding to str: need a bytes-like object, int found
show("str('a','utf-8')")  # expect: TypeError: decoding str is not supported
show("str(b'a',errors=5)")  # expect: TypeError: str() argument 'errors' must be str, not int
show("str(b'a','a\\0')")  # expect: ValueError: embedded null character
show('str(1,2,3,4)')  # expect: TypeError: str() takes at most 3 arguments (4 given)
show('str(x=1)')  # expect: TypeError: 'x' is an invalid keyword argument for str()
show("str(b'abc','ascii')")  # expect: 'abc'
show("str(b'\\xff','ascii')")  # expect: UnicodeDecodeError: 'ascii' codec can't decode byte 0xff in position 0: ordinal not in range(128)
show("str(b'\\xff','utf-8','replace')")  # expect: '\ufffd'
show('str(object=5)')  # expect: '5'
show('str()')  # expect: ''
show("'a'.encode(5)")  # expect: TypeError: encode() argument 'encoding' must be str, not int
show("'abc'.encode()")  # expect: b'abc'
show("'\\u4e2d'.encode('ascii')")  # expect: UnicodeEncodeError: 'ascii' codec can't encode character '\\u4e2d' in position 0: ordinal not in range(128)
show("'\\u4e2d'.encode('ascii','ignore')")  # expect: b''
show("'\\u4e2d'.encode('ascii','replace')")  # expect: b'?'
show("'\\u4e2d\\U0001f600'.encode('ascii','xmlcharrefreplace')")  # expect: b'&#20013;&#128512;'
show("'\\u4e2d\\xe9\\U0001f600'.encode('ascii','backslashreplace')")  # expect: b'\\u4e2d\\xe9\\U0001f600'
show("'\\u4e2d\\xe9\\U0001f600'.encode('ascii','namereplace')")  # expect: b'\\N{CJK UNIFIED IDEOGRAPH-4E2D}\\N{LATIN SMALL LETTER E WITH ACUTE}\\N{GRINNING FACE}'
show("'\\u4e2d'.encode('latin-1')")  # expect: UnicodeEncodeError: 'latin-1' codec can't encode character '\\u4e2d' in position 0: ordinal not in range(256)
show("'\\xe9\\u4e2d\\u4e2e'.encode('latin-1')")  # expect: UnicodeEncodeError: 'latin-1' codec can't encode characters in position 1-2: ordinal not in range(256)
show("'\\ud800'.encode()")  # expect: UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed
show("'\\udc80abc'.encode('utf-8','surrogateescape')")  # expect: b'\x80abc'
show("'\\ud800'.encode('utf-8','surrogatepass')")  # expect: b'\xed\xa0\x80'
show("'\\ud800'.encode('utf-16-le','surrogatepass')")  # expect: b'\x00\xd8'
show("'\\ud800'.encode('utf-16-le')")  # expect: UnicodeEncodeError: 'utf-16-le' codec can't encode character '\\ud800' in position 0: surrogates not allowed
show("'\\ud800'.encode('utf-32-be','surrogatepass')")  # expect: b'\x00\x00\xd8\x00'
show("'abc\\U0001f600'.encode('utf-16')")  # expect: b'\xff\xfea\x00b\x00c\x00=\xd8\x00\xde'
show("'abc\\U0001f600'.encode('utf-16-be')")  # expect: b'\x00a\x00b\x00c\xd8=\xde\x00'
show("'abc\\U0001f600'.encode('utf-32')")  # expect: b'\xff\xfe\x00\x00a\x00\x00\x00b\x00\x00\x00c\x00\x00\x00\x00\xf6\x01\x00'
show("'abc\\u4e2d+-~'.encode('utf-7')")  # expect: b'abc+Ti0AKw--+AH4-'
show("b'abc+Ti0-+-'.decode('utf-7')")  # expect: 'abc\u4e2d+'
show("b'+Ti'.decode('utf-7')")  # expect: UnicodeDecodeError: 'utf7' codec can't decode bytes in position 0-2: unterminated shift sequence
show("b'+Ti0\\x80'.decode('utf-7')")  # expect: UnicodeDecodeError: 'utf7' codec can't decode byte 0x80 in position 4: unexpected special character
show("b'\\xff\\xfea\\0b\\0'.decode('utf-16')")  # expect: 'ab'
show("b'\\0a\\0b'.decode('utf-16-be')")  # expect: 'ab'
show("b'a\\0b'.decode('utf-16-le')")  # expect: UnicodeDecodeError: 'utf-16-le' codec can't decode byte 0x62 in position 2: truncated data
show("b'\\x00\\xd8'.decode('utf-16-le')")  # expect: UnicodeDecodeError: 'utf-16-le' codec can't decode bytes in position 0-1: unexpected end of data
show("b'\\x00\\xdc'.decode('utf-16-le')")  # expect: UnicodeDecodeError: 'utf-16-le' codec can't decode bytes in position 0-1: illegal encoding
show("b'\\x00\\xd8a\\0'.decode('utf-16-le')")  # expect: UnicodeDecodeError: 'utf-16-le' codec can't decode bytes in position 0-1: illegal UTF-16 surrogate
show("b'\\x00\\xd8a\\0'.decode('utf-16-le','replace')")  # expect: '\ufffda'
show("b'\\x00\\xd8a\\0'.decode('utf-16-le','surrogatepass')")  # expect: '\ud800a'
show("b'a\\0\\0\\0'.decode('utf-32-le')")  # expect: 'a'
show("b'a\\0\\0'.decode('utf-32-le')")  # expect: UnicodeDecodeError: 'utf-32-le' codec can't decode bytes in position 0-2: truncated data
show("b'\\0\\0\\x11\\0'.decode('utf-32-le')")  # expect: UnicodeDecodeError: 'utf-32-le' codec can't decode bytes in position 0-3: code point not in range(0x110000)
show("b'\\0\\xd8\\0\\0'.decode('utf-32-le')")  # expect: UnicodeDecodeError: 'utf-32-le' codec can't decode bytes in position 0-3: code point in surrogate code point range(0xd800, 0xe000)
show("b'\\xe4\\xb8\\xad'.decode()")  # expect: '\u4e2d'
show("b'\\xe4\\xb8'.decode()")  # expect: UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 0-1: unexpected end of data
show("b'\\xe4\\xb8a'.decode()")  # expect: UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte
show("b'\\xe4\\xb8a'.decode('utf-8','replace')")  # expect: '\ufffda'
show("b'\\xc0\\x80'.decode()")  # expect: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc0 in position 0: invalid start byte
show("b'\\xed\\xa0\\x80'.decode()")  # expect: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte
show("b'\\xed\\xa0\\x80'.decode('utf-8','surrogatepass')")  # expect: '\ud800'
show("b'\\xf4\\x90\\x80\\x80'.decode()")  # expect: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xf4 in position 0: invalid continuation byte
show("b'\\xf0\\x9f\\x98\\x80'.decode()")  # expect: '\U0001f600'
show("b'\\xf0\\x9f\\x98'.decode('utf-8','backslashreplace')")  # expect: '\\xf0\\x9f\\x98'
show("b'\\x80abc\\xff'.decode('utf-8','surrogateescape')")  # expect: '\udc80abc\udcff'
show("b'\\x80abc\\xff'.decode('utf-8','ignore')")  # expect: 'abc'
show("b'\\x80abc\\xff'.decode('ascii','surrogateescape')")  # expect: '\udc80abc\udcff'
show("b'\\x80abc\\xff'.decode('utf-8','foo')")  # expect: LookupError: unknown error handler name 'foo'
show("b'\\x80'.decode('ascii')")  # expect: UnicodeDecodeError: 'ascii' codec can't decode byte 0x80 in position 0: ordinal not in range(128)
show("b'\\x80'.decode('latin1')")  # expect: '\x80'
show("b'a\\\\n\\\\u4e2d\\\\x41\\\\N{BULLET}\\\\101'.decode('unicode_escape')")  # expect: 'a\n\u4e2dA\u2022A'
show("b'\\\\x4'.decode('unicode_escape')")  # expect: UnicodeDecodeError: 'unicodeescape' codec can't decode bytes in position 0-2: truncated \\xXX escape
show("b'\\\\N{foo}'.decode('unicode_escape')")  # expect: UnicodeDecodeError: 'unicodeescape' codec can't decode bytes in position 0-6: unknown Unicode character name
show("b'\\\\U00110000'.decode('unicode_escape')")  # expect: UnicodeDecodeError: 'unicodeescape' codec can't decode bytes in position 0-9: illegal Unicode character
show("b'\\\\'.decode('unicode_escape')")  # expect: UnicodeDecodeError: 'unicodeescape' codec can't decode byte 0x5c in position 0: \\ at end of string
show("b'\\\\u12'.decode('raw_unicode_escape')")  # expect: UnicodeDecodeError: 'rawunicodeescape' codec can't decode bytes in position 0-3: truncated \\uXXXX escape
show("b'\\\\u4e2d\\\\n'.decode('raw_unicode_escape')")  # expect: '\u4e2d\\n'
show("'a\\n\\u4e2d\\xe9\\\\'.encode('unicode_escape')")  # expect: b'a\\n\\u4e2d\\xe9\\\\'
show("'a\\n\\u4e2d\\xe9\\\\'.encode('raw_unicode_escape')")  # expect: b'a\n\\u4e2d\xe9\\'
