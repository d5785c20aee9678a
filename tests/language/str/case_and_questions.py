# Case mappings and the is... questions, far beyond ASCII.
b = b"abc"


def show(source):
    try:
        print(ascii(eval(source)))
    except Exception as e:
        print(type(e).__name__ + ": " + ascii(str(e))[1:-1])


show("'a'.isalpha(3)")  # expect: TypeError: str.isalpha() takes no arguments (1 given)
show("'hello world'.title()")  # expect: 'Hello World'
show('"they\'re bill\'s".title()')  # expect: "They'Re Bill'S"
show("'HELLO'.swapcase()")  # expect: 'hello'
show("'hello'.capitalize()")  # expect: 'Hello'
show("'stra\\xdfe'.upper()")  # expect: 'STRASSE'
show("'\\u0130'.lower()")  # expect: 'i\u0307'
show("'\\u03a3\\u03a3'.lower()")  # expect: '\u03c3\u03c2'
show("'A\\u03a3'.lower()")  # expect: 'a\u03c2'
show("'\\ufb01'.upper()")  # expect: 'FI'
show("'\\ufb01x'.title()")  # expect: 'Fix'
show("'\\u01c4'.title()")  # expect: '\u01c5'
show("'\\xb5'.casefold()")  # expect: '\u03bc'
show("'\\xdf'.casefold()")  # expect: 'ss'
show("'\\u1e9e'.casefold()")  # expect: 'ss'
show("'\\xff'.upper()")  # expect: '\u0178'
show("'\\xe9'.upper()")  # expect: '\xc9'
show("'a\\u4e2db'[::2].isascii()")  # expect: True
show("'\\u0660'.isdigit(), '\\u0660'.isdecimal(), '\\xb2'.isdigit(), '\\xb2'.isdecimal(), '\\xbd'.isnumeric(), '\\u4e00'.isnumeric(), '\\u2160'.isnumeric()")  # expect: (True, True, True, False, True, True, True)
show("'abc1'.isalnum(), 'abc '.isalnum(), ''.isalnum(), '\\u4e2d'.isalpha(), '_a1'.isidentifier(), '1a'.isidentifier(), '\\u4e2d'.isidentifier(), ''.isidentifier()")  # expect: (True, False, False, True, True, False, True, False)
show("'Abc Def'.istitle(), 'ABC'.isupper(), 'abc'.islower(), 'aB'.islower(), '123'.isupper(), ' '.isspace(), ''.isspace(), '\\x1c'.isspace(), '\\x85'.isspace(), '\\u2028'.isspace()")  # expect: (True, True, True, False, False, True, False, True, True, True)
show("'\\u01c5'.istitle(), '\\u01c5'.isupper(), 'abc'.isascii(), '\\xe9'.isascii(), ''.isascii(), '\\xad'.isprintable(), ''.isprintable()")  # expect: (True, False, True, False, True, False, True)
