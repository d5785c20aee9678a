# bytes: every method and its errors.
b = b"abc"


def show(source):
    try:
        print(ascii(eval(source)))
    except Exception as e:
        print(type(e).__name__ + ": " + ascii(str(e))[1:-1])


show("b.find('a')")  # expect: TypeError: argument should be integer or bytes-like object, not 'str'
show('b.find(300)')  # expect: ValueError: byte must be in range(0, 256)
show('b.find(-1)')  # expect: ValueError: byte must be in range(0, 256)
show("b.split('a')")  # expect: TypeError: a bytes-like object is required, not 'str'
show('b.join([1])')  # expect: TypeError: sequence item 0: expected a bytes-like object, int found
show("b.join(['a'])")  # expect: TypeError: sequence item 0: expected a bytes-like object, str found
show('b.join(5)')  # expect: TypeError: can only join an iterable
show("b.replace('a',b'b')")  # expect: TypeError: a bytes-like object is required, not 'str'
show("b.startswith('a')")  # expect: TypeError: startswith first arg must be bytes or a tuple of bytes, not str
show('b.startswith((1,))')  # expect: TypeError: a bytes-like object is required, not 'int'
show("b.strip('a')")  # expect: TypeError: a bytes-like object is required, not 'str'
show('b.strip(5)')  # expect: TypeError: a bytes-like object is required, not 'int'
show("b.center(10,'ab')")  # expect: TypeError: center() argument 2 must be a byte string of length 1, not str
show("b.center(10,b'ab')")  # expect: TypeError: center() argument 2 must be a byte string of length 1, not bytes
show('b.center(10,5)')  # expect: TypeError: center() argument 2 must be a byte string of length 1, not int
show("b.translate(b'a')")  # expect: ValueError: translation table must be 256 characters long
show("b.translate('a')")  # expect: TypeError: a bytes-like object is required, not 'str'
show("b.partition('a')")  # expect: TypeError: a bytes-like object is required, not 'str'
show("b.partition(b'')")  # expect: ValueError: empty separator
show("b.split(b'')")  # expect: ValueError: empty separator
show("b+'a'")  # expect: TypeError: can't concat str to bytes
show('b+5')  # expect: TypeError: can't concat int to bytes
show("b*'a'")  # expect: TypeError: can't multiply sequence by non-int of type 'str'
show("b['a']")  # expect: TypeError: byte indices must be integers or slices, not str
show('b[10]')  # expect: IndexError: index out of range
show("'a' in b")  # expect: TypeError: a bytes-like object is required, not 'str'
show('300 in b')  # expect: ValueError: byte must be in range(0, 256)
show("bytes('a')")  # expect: TypeError: string argument without an encoding
show('bytes(-1)')  # expect: ValueError: negative count
show('bytes([300])')  # expect: ValueError: bytes must be in range(0, 256)
show("bytes([1,'a'])")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show("bytes(5,'a')")  # expect: TypeError: encoding without a string argument
show('bytes(1.5)')  # expect: TypeError: cannot convert 'float' object to bytes
show("bytes('a',5)")  # expect: TypeError: bytes() argument 'encoding' must be str, not int
show('bytes(None)')  # expect: TypeError: cannot convert 'NoneType' object to bytes
show("bytes(b'a','utf8')")  # expect: TypeError: encoding without a string argument
show('bytes(1,2,3,4)')  # expect: TypeError: bytes() takes at most 3 arguments (4 given)
show("bytes(errors='a')")  # expect: TypeError: errors without a string argument
show("bytes.fromhex('zz')")  # expect: ValueError: non-hexadecimal number found in fromhex() arg at position 0
show('bytes.fromhex(5)')  # expect: TypeError: fromhex() argument must be str, not int
show("bytes.fromhex('abc')")  # expect: ValueError: non-hexadecimal number found in fromhex() arg at position 3
show("b.hex('ab')")  # expect: ValueError: sep must be length 1.
show('b.hex(5)')  # expect: TypeError: object of type 'int' has no len()
show("b.hex('\xe9')")  # expect: ValueError: sep must be ASCII.
show("b.hex(':',-2)")  # expect: '6162:63'
show("b.hex(':',0)")  # expect: '616263'
show("b.zfill('a')")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show("b.expandtabs('a')")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show("b.count('a')")  # expect: TypeError: argument should be integer or bytes-like object, not 'str'
show("b.index(b'z')")  # expect: ValueError: subsection not found
show("b.rindex(b'z')")  # expect: ValueError: subsection not found
show("bytes.maketrans(b'a',b'bc')")  # expect: ValueError: maketrans arguments must have same length
show('b.decode(5)')  # expect: TypeError: decode() argument 'encoding' must be str, not int
show("b.removeprefix('a')")  # expect: TypeError: a bytes-like object is required, not 'str'
show("b'%d'%'a'")  # expect: TypeError: %d format: a real number is required, not str
show("b'%s'%'a'")  # expect: TypeError: %b requires a bytes-like object, or an object that implements __bytes__, not 'str'
show("b'%c'%300")  # expect: OverflowError: %c arg not in range(256)
show("b'%c'%'a'")  # expect: TypeError: %c requires an integer in range(256) or a single byte
show("b'%b'%5")  # expect: TypeError: %b requires a bytes-like object, or an object that implements __bytes__, not 'int'
show("b'%a'%'\xe9'")  # expect: b"'\\xe9'"
show("b'%r'%b'a'")  # expect: b"b'a'"
show("b'%(a)s'%{b'a':b'x'}")  # expect: b'x'
show("b'%5.1s|'%b'ab'")  # expect: b'    a|'
show("b'%x'%1.0")  # expect: TypeError: %x format: an integer is required, not float
show("b'%s'%()")  # expect: TypeError: not enough arguments for format string
show("b'%s'%(1,2)")  # expect: TypeError: %b requires a bytes-like object, or an object that implements __bytes__, not 'int'
show("b<'a'")  # expect: TypeError: '<' not supported between instances of 'bytes' and 'str'
show("b.splitlines('a')")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show('bytes(10**30)')  # expect: OverflowError: cannot fit 'int' into an index-sized integer
show('b.__sizeof__()')  # expect: 36
show('b.endswith(5)')  # expect: TypeError: endswith first arg must be bytes or a tuple of bytes, not int
show("bytes.fromhex('a b')")  # expect: ValueError: non-hexadecimal number found in fromhex() arg at position 1
show("bytes.fromhex(' ab  cd')")  # expect: b'\xab\xcd'
show("bytes.fromhex('\xe9')")  # expect: ValueError: non-hexadecimal number found in fromhex() arg at position 0
show('type(iter(b))')  # expect: <class 'bytes_iterator'>
show("b.upper(),b.title(),b.capitalize(),b'aB'.swapcase(),b'AB'.lower()")  # expect: (b'ABC', b'Abc', b'Abc', b'Ab', b'ab')
show("b'a b  c'.split()")  # expect: [b'a', b'b', b'c']
show("b'a b  c'.rsplit(None,1)")  # expect: [b'a b', b'c']
show("b'a,b,c'.split(b',')")  # expect: [b'a', b'b', b'c']
show("b'a,b,c'.rsplit(b',',1)")  # expect: [b'a,b', b'c']
show("b'a\\nb\\r\\nc'.splitlines()")  # expect: [b'a', b'b', b'c']
show("b'abc'.partition(b'b'),b'abc'.rpartition(b'x')")  # expect: ((b'a', b'b', b'c'), (b'', b'', b'abc'))
show("b'xxaxx'.strip(b'x'),b'  a '.strip(),b'ab'.lstrip(b'a'),b'ab'.rstrip(b'b')")  # expect: (b'a', b'a', b'b', b'a')
show("b'abab'.replace(b'a',b'xy'),b'abab'.replace(b'',b'-'),b'abab'.replace(b'b',b'')")  # expect: (b'xybxyb', b'-a-b-a-b-', b'aa')
show("b'abc'[::-1],b'abc'[1:],b'abc'[0],b'abc'[-1]")  # expect: (b'cba', b'bc', 97, 99)
show("b'abc'.translate(bytes(range(256)),b'b')")  # expect: b'ac'
show("b'abc'.translate(None,delete=b'b')")  # expect: b'ac'
show("b'a\\tb'.expandtabs(3),b'-5'.zfill(5),b'a'.center(4),b'a'.ljust(3,b'*'),b'a'.rjust(3)")  # expect: (b'a  b', b'-0005', b' a  ', b'a**', b'  a')
show("97 in b,b'bc' in b")  # expect: (True, True)
show("b.count(98),b.find(99),b.rfind(b'c'),b.index(b'c')")  # expect: (1, 2, 2, 2)
show('b*3,3*b,b*0,b*-1')  # expect: (b'abcabcabc', b'abcabcabc', b'', b'')
show("hash(b)==hash(b'abc')")  # expect: True
show('repr(b\'\\x00\\\'"\\\\\\n\\xff\')')  # expect: 'b\'\\x00\\\'"\\\\\\n\\xff\''
show("b'%d %s %5.2f %r %%'%(1,b'x',2.5,'q')")  # expect: b"1 x  2.50 'q' %"
show("b.isalpha(),b.isdigit(),b'A b'.istitle(),b.islower(),b.isupper(),b' '.isspace(),b''.isascii(),b'1a'.isalnum()")  # expect: (True, False, False, True, False, True, True, True)
show("bytes.fromhex('00ff').hex(),b'abc'.hex('-'),b'abcd'.hex(' ',2),b'abcde'.hex(b':',-2)")  # expect: ('00ff', '61-62-63', '6162 6364', '6162:6364:65')
show("b<b'abd',b>=b'abc',b!=b'x',b==5,b=='abc'")  # expect: (True, True, True, False, False)
show("b.removeprefix(b'a'),b.removesuffix(b'bc')")  # expect: (b'bc', b'a')
show('str(b),bytes(b) is b, b[:] is b')  # expect: ("b'abc'", True, True)
show("bytes.maketrans(b'ab',b'xy')[97:99]")  # expect: b'xy'
show('b.__getnewargs__(), b.__bytes__()')  # expect: ((b'abc',), b'abc')
