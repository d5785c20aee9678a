# repr, ascii and format of strings.
b = b"abc"


def show(source):
    try:
        print(ascii(eval(source)))
    except Exception as e:
        print(type(e).__name__ + ": " + ascii(str(e))[1:-1])


show("'abc'.__format__(5)")  # expect: TypeError: __format__() argument must be str, not int
show("'%d'%'a'")  # expect: TypeError: %d format: a real number is required, not str
show("repr('abc\\'d')")  # expect: '"abc\'d"'
show('repr(\'abc\\\'"d\')')  # expect: '\'abc\\\'"d\''
show("repr('a\\n\\t\\r\\\\\\x00\\x7f\\x80\\xa0\\xad\\u0378\\u4e2d\\ud800\\U0001f600\\U0010ffff')")  # expect: "'a\\n\\t\\r\\\\\\x00\\x7f\\x80\\xa0\\xad\\u0378\u4e2d\\ud800\U0001f600\\U0010ffff'"
show("ascii('a\\n\\xe9\\u4e2d\\U0001f600')")  # expect: "'a\\n\\xe9\\u4e2d\\U0001f600'"
show("format('abc','>10'), format('abc','*^9'), format('abc','.2'), format('abc')")  # expect: ('       abc', '***abc***', 'ab', 'abc')
show("format('abc','d')")  # expect: ValueError: Unknown format code 'd' for object of type 'str'
show("str.format('{}')")  # expect: IndexError: Replacement index 0 out of range for positional args tuple
