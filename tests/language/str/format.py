# str.format and format_map.
b = b"abc"


def show(source):
    try:
        print(ascii(eval(source)))
    except Exception as e:
        print(type(e).__name__ + ": " + ascii(str(e))[1:-1])


show('\'{\'.format("xyz", 5, a=3)')  # expect: ValueError: Single '{' encountered in format string
show('\'}\'.format("xyz", 5, a=3)')  # expect: ValueError: Single '}' encountered in format string
show('\'{0\'.format("xyz", 5, a=3)')  # expect: ValueError: expected '}' before end of string
show('\'{!\'.format("xyz", 5, a=3)')  # expect: ValueError: end of string while looking for conversion specifier
show('\'{!r\'.format("xyz", 5, a=3)')  # expect: ValueError: unmatched '{' in format spec
show('\'{!}\'.format("xyz", 5, a=3)')  # expect: ValueError: unmatched '{' in format spec
show('\'{!r}\'.format("xyz", 5, a=3)')  # expect: "'xyz'"
show('\'{!rx}\'.format("xyz", 5, a=3)')  # expect: ValueError: expected ':' after conversion specifier
show('\'{!x}\'.format("xyz", 5, a=3)')  # expect: ValueError: Unknown conversion specifier x
show('\'{!r:\'.format("xyz", 5, a=3)')  # expect: ValueError: unmatched '{' in format spec
show('\'{:\'.format("xyz", 5, a=3)')  # expect: ValueError: unmatched '{' in format spec
show('\'{:{\'.format("xyz", 5, a=3)')  # expect: ValueError: unmatched '{' in format spec
show('\'{:{}\'.format("xyz", 5, a=3)')  # expect: ValueError: unmatched '{' in format spec
show('\'{:{}}\'.format("xyz", 5, a=3)')  # expect: 'xyz  '
show('\'{:{:{}}}\'.format("xyz", 5, a=3)')  # expect: ValueError: Max string recursion exceeded
show('\'{0[}\'.format("xyz", 5, a=3)')  # expect: ValueError: expected '}' before end of string
show('\'{0[a}\'.format("xyz", 5, a=3)')  # expect: ValueError: expected '}' before end of string
show('\'{0[}\'.format("xyz", 5, a=3)')  # expect: ValueError: expected '}' before end of string
show('\'{0.}\'.format("xyz", 5, a=3)')  # expect: ValueError: Empty attribute in format string
show('\'{0[]}\'.format("xyz", 5, a=3)')  # expect: ValueError: Empty attribute in format string
show('\'{0]}\'.format("xyz", 5, a=3)')  # expect: KeyError: '0]'
show('\'{0[a]b}\'.format("xyz", 5, a=3)')  # expect: TypeError: string indices must be integers, not 'str'
show('\'{a{\'.format("xyz", 5, a=3)')  # expect: ValueError: unexpected '{' in field name
show('\'{a{}}\'.format("xyz", 5, a=3)')  # expect: ValueError: unexpected '{' in field name
show('\'{0!r:{1}}\'.format("xyz", 5, a=3)')  # expect: "'xyz'"
show('\'{}{0}\'.format("xyz", 5, a=3)')  # expect: ValueError: cannot switch from automatic field numbering to manual field specification
show('\'{0}{}\'.format("xyz", 5, a=3)')  # expect: ValueError: cannot switch from manual field specification to automatic field numbering
show('\'{99999999999999999999}\'.format("xyz", 5, a=3)')  # expect: ValueError: Too many decimal digits in format string
show('\'{:}}\'.format("xyz", 5, a=3)')  # expect: ValueError: Single '}' encountered in format string
show('\'}}\'.format("xyz", 5, a=3)')  # expect: '}'
show('\'{{\'.format("xyz", 5, a=3)')  # expect: '{'
show('\'{{}\'.format("xyz", 5, a=3)')  # expect: ValueError: Single '}' encountered in format string
show('\'{!\\x01}\'.format("xyz", 5, a=3)')  # expect: ValueError: Unknown conversion specifier \\x1
show('\'{0!}\'.format("xyz", 5, a=3)')  # expect: ValueError: unmatched '{' in format spec
show('\'{ }\'.format("xyz", 5, a=3)')  # expect: KeyError: ' '
show('\'{0 }\'.format("xyz", 5, a=3)')  # expect: KeyError: '0 '
show('\'{-1}\'.format("xyz", 5, a=3)')  # expect: KeyError: '-1'
show('\'{0.a}\'.format("xyz", 5, a=3)')  # expect: AttributeError: 'str' object has no attribute 'a'
show('\'{[0]}\'.format("xyz", 5, a=3)')  # expect: 'x'
show('\'{.real}\'.format("xyz", 5, a=3)')  # expect: AttributeError: 'str' object has no attribute 'real'
show('\'{0!rr}\'.format("xyz", 5, a=3)')  # expect: ValueError: expected ':' after conversion specifier
show('\'{!:}\'.format("xyz", 5, a=3)')  # expect: ValueError: Unknown conversion specifier :
show('\'{:!}\'.format("xyz", 5, a=3)')  # expect: ValueError: Unknown format code '!' for object of type 'str'
show('\'{0[}]}\'.format("xyz", 5, a=3)')  # expect: TypeError: string indices must be integers, not 'str'
show('\'{!r}}\'.format("xyz", 5, a=3)')  # expect: ValueError: Single '}' encountered in format string
show('\'{a!\'.format("xyz", 5, a=3)')  # expect: ValueError: end of string while looking for conversion specifier
show('\'{0[{]}\'.format("xyz", 5, a=3)')  # expect: TypeError: string indices must be integers, not 'str'
show('\'{{{0}}}\'.format("xyz", 5, a=3)')  # expect: '{xyz}'
show('\'{a:>{1}}|{0:*^9}\'.format("xyz", 5, a=3)')  # expect: '    3|***xyz***'
show('\'{1:05d}{1:x}\'.format("xyz", 5, a=3)')  # expect: '000055'
show('\'{5}\'.format("xyz", 5, a=3)')  # expect: IndexError: Replacement index 5 out of range for positional args tuple
show('\'{b}\'.format("xyz", 5, a=3)')  # expect: KeyError: 'b'
show('\'{0.__class__}\'.format("xyz", 5, a=3)')  # expect: "<class 'str'>"
show('\'{0.__class__.__name__!r:>8}\'.format("xyz", 5, a=3)')  # expect: "   'str'"
show('\'a{{b}}c\'.format("xyz", 5, a=3)')  # expect: 'a{b}c'
show('\'{0:{1}}\'.format("xyz", 5, a=3)')  # expect: 'xyz  '
show('\'{:d}\'.format("xyz", 5, a=3)')  # expect: ValueError: Unknown format code 'd' for object of type 'str'
show('\'{!s:.1}\'.format("xyz", 5, a=3)')  # expect: 'x'
show('\'{1:,}\'.format("xyz", 5, a=3)')  # expect: '5'
show('\'{1!r}\'.format("xyz", 5, a=3)')  # expect: '5'
show('\'{1[0]}\'.format("xyz", 5, a=3)')  # expect: TypeError: 'int' object is not subscriptable
show("'{a}'.format_map({'a':1})")  # expect: '1'
show("'{a}'.format_map({})")  # expect: KeyError: 'a'
show("'{0}'.format_map({})")  # expect: ValueError: Format string contains positional fields
show("'{}'.format_map({})")  # expect: ValueError: Format string contains positional fields
show("'{a[x]}'.format_map({'a':{'x':5}})")  # expect: '5'
show("'{a[0]}'.format_map({'a':{0:5}})")  # expect: '5'
show("'{:10}|{:<10}|{:^10}|{:>10}'.format('a','b','c','d')")  # expect: 'a         |b         |    c     |         d'
show("'{:{}{}}'.format('a','>',5)")  # expect: '    a'
show("'{:{w}}'.format('a',w=5)")  # expect: 'a    '
show("'{}'.format(None)")  # expect: 'None'
show("'{:5}'.format(None)")  # expect: TypeError: unsupported format string passed to NoneType.__format__
