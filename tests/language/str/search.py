# Finding, counting, replacing.
b = b"abc"


def show(source):
    try:
        print(ascii(eval(source)))
    except Exception as e:
        print(type(e).__name__ + ": " + ascii(str(e))[1:-1])


show("'a'.find(5)")  # expect: TypeError: must be str, not int
show("'a'.replace('a','b','c')")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show("'a'.startswith(5)")  # expect: TypeError: startswith first arg must be str or a tuple of str, not int
show("'a'.removeprefix(5)")  # expect: TypeError: removeprefix() argument must be str, not int
show("'a'.replace(1)")  # expect: TypeError: replace expected at least 2 arguments, got 1
show("'a'.partition(5)")  # expect: TypeError: must be str, not int
show("'a'.count('a','b')")  # expect: TypeError: slice indices must be integers or None or have an __index__ method
show("'abcabc'.replace('b','XX')")  # expect: 'aXXcaXXc'
show("'abcabc'.replace('b','')")  # expect: 'acac'
show("'abcabc'.replace('','-')")  # expect: '-a-b-c-a-b-c-'
show("'abcabc'.replace('','-',2)")  # expect: '-a-bcabc'
show("'abc'.replace('b','\\u4e2d')")  # expect: 'a\u4e2dc'
show("'a\\u4e2dc'.replace('\\u4e2d','b')")  # expect: 'abc'
show("'aaa'.replace('aa','b')")  # expect: 'ba'
show("'aaa'.replace('a','b',2)")  # expect: 'bba'
show("'\\xe9'.replace('\\xe9','e').isascii()")  # expect: True
show("'abcabc'.count('abc')")  # expect: 2
show("'aaaa'.count('aa')")  # expect: 2
show("'abc'.count('')")  # expect: 4
show("'abc'.count('',2)")  # expect: 2
show("'abc'.count('',4)")  # expect: 0
show("'abc'.find('',3)")  # expect: 3
show("'abc'.find('',4)")  # expect: -1
show("'abc'.rfind('')")  # expect: 3
show("'abcabc'.rfind('abc')")  # expect: 3
show("'abcabc'.rfind('bc',0,5)")  # expect: 1
show("'abcabc'.rindex('z')")  # expect: ValueError: substring not found
show("'abcabc'.index('c',-1)")  # expect: 5
show("'\\u4e2d\\u56fd\\u4e2d\\u56fd'.find('\\u56fd\\u4e2d')")  # expect: 1
show("'\\u4e2d\\u56fd\\u4e2d\\u56fd'.rfind('\\u4e2d\\u56fd')")  # expect: 2
show("'\\u4e2d\\u56fd\\u4e2d\\u56fd'.count('\\u56fd')")  # expect: 2
show("('\\u4e2d'*1000+'\\u56fd').find('\\u4e2d'*500+'\\u56fd')")  # expect: 500
show("('ab'*1000+'c').find('ab'*300+'c')")  # expect: 1400
show("('\\u0101\\u0102'*1000+'c').find('\\u0101\\u0102'*300+'c')")  # expect: 1400
show("('\\U00010101\\U00010102'*1000+'c').find('\\U00010101\\U00010102'*300+'c')")  # expect: 1400
show("'abc'.startswith('ab')")  # expect: True
show("'abc'.startswith(('x','a'))")  # expect: True
show("'abc'.startswith(('x',1))")  # expect: TypeError: tuple for startswith must only contain str, not int
show("'abc'.endswith('bc',0,2)")  # expect: False
show("'abc'.endswith('')")  # expect: True
show("'abc'.startswith('',4)")  # expect: False
show("'abc'.partition('b')")  # expect: ('a', 'b', 'c')
show("'abc'.partition('x')")  # expect: ('abc', '', '')
show("'abc'.rpartition('b')")  # expect: ('a', 'b', 'c')
show("'abc'.rpartition('x')")  # expect: ('', '', 'abc')
show("'abc'.partition('')")  # expect: ValueError: empty separator
show("'abc'.removeprefix('ab')")  # expect: 'c'
show("'abc'.removesuffix('bc')")  # expect: 'a'
show("'b' in 'abc'")  # expect: True
show("5 in 'abc'")  # expect: TypeError: 'in <string>' requires string as left operand, not int
show("'' in ''")  # expect: True
show("','.join(x for x in 'abc')")  # expect: 'a,b,c'
