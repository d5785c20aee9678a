# Cutting apart, joining, stripping.
b = b"abc"


def show(source):
    try:
        print(ascii(eval(source)))
    except Exception as e:
        print(type(e).__name__ + ": " + ascii(str(e))[1:-1])


show("'abc'.join(5)")  # expect: TypeError: can only join an iterable
show("'a'.split(5)")  # expect: TypeError: must be str or None, not int
show("'abc'.strip(5)")  # expect: TypeError: strip arg must be None or str
show("'a'.splitlines('x')")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show("'a'.split(1,2,3)")  # expect: TypeError: split() takes at most 2 arguments (3 given)
show("'a b  c '.split()")  # expect: ['a', 'b', 'c']
show("' a b  c '.split(None,1)")  # expect: ['a', 'b  c ']
show("'a b  c '.rsplit(None,1)")  # expect: ['a b', 'c']
show("'a,b,,c'.split(',')")  # expect: ['a', 'b', '', 'c']
show("'a,b,,c'.split(',',1)")  # expect: ['a', 'b,,c']
show("'a,b,,c'.rsplit(',',1)")  # expect: ['a,b,', 'c']
show("'a--b--c'.split('--')")  # expect: ['a', 'b', 'c']
show("'a--b--c'.rsplit('--',1)")  # expect: ['a--b', 'c']
show("''.split(',')")  # expect: ['']
show("''.split()")  # expect: []
show("'abc'.split('')")  # expect: ValueError: empty separator
show("'one\\ntwo\\r\\nthree\\x0bfour\\u2028five\\x85six'.splitlines()")  # expect: ['one', 'two', 'three', 'four', 'five', 'six']
show("'one\\ntwo\\r\\nthree\\x0bfour\\u2028five\\x85six\\n'.splitlines(True)")  # expect: ['one\n', 'two\r\n', 'three\x0b', 'four\u2028', 'five\x85', 'six\n']
show("'xxabcxx'.strip('x')")  # expect: 'abc'
show("'  abc\\u3000'.strip()")  # expect: 'abc'
show("'xxabcxx'.lstrip('x')")  # expect: 'abcxx'
show("'xxabcxx'.rstrip('xc')")  # expect: 'xxab'
show("'abc'.join(['x','y','z'])")  # expect: 'xabcyabcz'
show("','.join(('a','\\u4e2d'))")  # expect: 'a,\u4e2d'
show("','.join([1])")  # expect: TypeError: sequence item 0: expected str instance, int found
show("','.join(['a',b'b'])")  # expect: TypeError: sequence item 1: expected str instance, bytes found
show("''.join([])")  # expect: ''
show("''.join(['a'])")  # expect: 'a'
show("5 .join(['a'])")  # expect: AttributeError: 'int' object has no attribute 'join'
