# Construction, items, comparison, padding, translation.
b = b"abc"


def show(source):
    try:
        print(ascii(eval(source)))
    except Exception as e:
        print(type(e).__name__ + ": " + ascii(str(e))[1:-1])


show("type(iter('abc'))")  # expect: <class 'str_ascii_iterator'>
show("type(iter('ab\\xe9'))")  # expect: <class 'str_iterator'>
show("iter('abc').__reduce__()")  # expect: (<built-in function iter>, ('abc',), 0)
show("'a'*(-1)")  # expect: ''
show("'abc'.__getnewargs__()")  # expect: ('abc',)
show("str.__new__(int,'a')")  # expect: TypeError: str.__new__(int): int is not a subtype of str
show("'a'+5")  # expect: TypeError: can only concatenate str (not "int") to str
show("5+'a'")  # expect: TypeError: unsupported operand type(s) for +: 'int' and 'str'
show("'a'*'b'")  # expect: TypeError: can't multiply sequence by non-int of type 'str'
show("'a'.center('x')")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show("'a'.expandtabs('x')")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show('str.maketrans(5)')  # expect: TypeError: if you give only one argument to maketrans it must be a dict
show("str.maketrans('a',5)")  # expect: TypeError: maketrans() argument 2 must be str, not int
show("'a'.zfill(None)")  # expect: TypeError: 'NoneType' object cannot be interpreted as an integer
show("'abc'.center(10,'*')")  # expect: '***abc****'
show("'abc'.center(9,'*')")  # expect: '***abc***'
show("'abcd'.center(9,'*')")  # expect: '***abcd**'
show("'abcd'.center(10,'\\u4e2d')")  # expect: '\u4e2d\u4e2d\u4e2dabcd\u4e2d\u4e2d\u4e2d'
show("'abc'.ljust(2)")  # expect: 'abc'
show("'abc'.rjust(6,'xy')")  # expect: TypeError: The fill character must be exactly one character long
show("'-42'.zfill(6)")  # expect: '-00042'
show("'+42'.zfill(6)")  # expect: '+00042'
show("'42'.zfill(6)")  # expect: '000042'
show("''.zfill(3)")  # expect: '000'
show("'a\\tb\\tc'.expandtabs(4)")  # expect: 'a   b   c'
show("'a\\tb\\nc\\td'.expandtabs()")  # expect: 'a       b\nc       d'
show("'abc'.translate({97:'x',98:None,99:120})")  # expect: 'xx'
show("'abc'.translate({97:'xyz'})")  # expect: 'xyzbc'
show("'abc'.translate({97:0x110000})")  # expect: ValueError: character mapping must be in range(0x110000)
show("'abc'.translate({97:1.5})")  # expect: TypeError: character mapping must return integer, None or str
show("'abc'.translate('\\0'*97+'XYZ')")  # expect: 'XYZ'
show("'\\u4e2dabc'.translate({0x4e2d:'\\U0001f600'})")  # expect: '\U0001f600abc'
show("str.maketrans('abc','xyz','d')")  # expect: {97: 120, 98: 121, 99: 122, 100: None}
show("str.maketrans({'a':'b',98:'c'})")  # expect: {97: 'b', 98: 'c'}
show("str.maketrans({'ab':'b'})")  # expect: ValueError: string keys in translate table must be of length 1
show("str.maketrans('ab','x')")  # expect: ValueError: the first two maketrans arguments must have equal length
show("str.maketrans(1,'x')")  # expect: TypeError: first maketrans argument must be a string if there is a second argument
show("str.maketrans({1.5:'b'})")  # expect: TypeError: keys in translate table must be strings or integers
show("'abc'[1]")  # expect: 'b'
show("'abc'[-1]")  # expect: 'c'
show("'abc'[3]")  # expect: IndexError: string index out of range
show("'abc'[::-1]")  # expect: 'cba'
show("'abc'[::2]")  # expect: 'ac'
show("'abc'[5:1]")  # expect: ''
show("'abc'[True]")  # expect: 'b'
show("'a\\u4e2db\\U0001f600'[0:2]")  # expect: 'a\u4e2d'
show("'abc' < 'abd'")  # expect: True
show("'abc' < 'ab'")  # expect: False
show("'abc' == 'abc'")  # expect: True
show("'abc' < 5")  # expect: TypeError: '<' not supported between instances of 'str' and 'int'
show("'abc' == 5")  # expect: False
show("'\\u4e2d' > 'abc'")  # expect: True
show("'\\U0001f600' > '\\uffff'")  # expect: True
show("chr(97), chr(0x10ffff), ord('a'), chr(0xd800)")  # expect: ('a', '\U0010ffff', 97, '\ud800')
show('chr(-1)')  # expect: ValueError: chr() arg not in range(0x110000)
show("ord('ab')")  # expect: TypeError: ord() expected a character, but string of length 2 found
show("'abc'.__sizeof__(), '\\xe9'.__sizeof__(), '\\u4e2d'.__sizeof__(), '\\U0001f600'.__sizeof__(), ''.__sizeof__(), 'a'.__sizeof__()")  # expect: (52, 74, 76, 80, 49, 50)
