# The % operator.
b = b"abc"


def show(source):
    try:
        print(ascii(eval(source)))
    except Exception as e:
        print(type(e).__name__ + ": " + ascii(str(e))[1:-1])


show("'%d' % 'a'")  # expect: TypeError: %d format: a real number is required, not str
show("'%d' % 1.5")  # expect: '1'
show("'%x' % 1.5")  # expect: TypeError: %x format: an integer is required, not float
show("'%c' % 'ab'")  # expect: TypeError: %c requires int or char
show("'%c' % -1")  # expect: OverflowError: %c arg not in range(0x110000)
show("'%c' % 1.5")  # expect: TypeError: %c requires int or char
show("'%c' % 1180591620717411303424")  # expect: OverflowError: %c arg not in range(0x110000)
show("'%z' % 1")  # expect: ValueError: unsupported format character 'z' (0x7a) at index 1
show("'%' % 1")  # expect: ValueError: incomplete format
show("'%(a' % {}")  # expect: ValueError: incomplete format key
show("'%(a)d' % 1")  # expect: TypeError: format requires a mapping
show("'%(a)s' % {}")  # expect: KeyError: 'a'
show("'%s %s' % (1,)")  # expect: TypeError: not enough arguments for format string
show("'%s' % (1, 2)")  # expect: TypeError: not all arguments converted during string formatting
show("'%*d' % ('a', 1)")  # expect: TypeError: * wants int
show("'%*d' % (5, 1)")  # expect: '    1'
show("'%.*f' % (2, 1.234)")  # expect: '1.23'
show("'%-*d|' % (-5, 1)")  # expect: '1    |'
show("'%.*d' % ('a', 1)")  # expect: TypeError: * wants int
show("'%99999999999999999999d' % 1")  # expect: ValueError: width too big
show("'%.99999999999999d' % 1")  # expect: ValueError: precision too big
show("'%d' % None")  # expect: TypeError: %d format: a real number is required, not NoneType
show("'%i' % True")  # expect: '1'
show("'%05d' % -3")  # expect: '-0003'
show("'%+.3d' % 5")  # expect: '+005'
show("'%#x' % 255")  # expect: '0xff'
show("'%#o' % 8")  # expect: '0o10'
show("'%#X' % 255")  # expect: '0XFF'
show("'% d' % 5")  # expect: ' 5'
show("'%.10x' % 255")  # expect: '00000000ff'
show("'%#.5x' % 255")  # expect: '0x000ff'
show("'%010.5d' % -3")  # expect: '-000000003'
show("'%s' % ('a',)")  # expect: 'a'
show("'%d' % [1]")  # expect: TypeError: %d format: a real number is required, not list
show("'%f' % 'a'")  # expect: TypeError: must be real number, not str
show("'%e' % 1")  # expect: '1.000000e+00'
show("'%g' % 10000000000.0")  # expect: '1e+10'
show("'%r' % 'a'")  # expect: "'a'"
show("'%a' % '\xe9'")  # expect: "'\\xe9'"
show("'%.2s' % 'abc'")  # expect: 'ab'
show("'%5.2r|' % 'abc'")  # expect: "   'a|"
show("'%%' % ()")  # expect: '%'
show("'%5%' % ()")  # expect: TypeError: not enough arguments for format string
show("'%(x)s %(y)s' % {'x': 1, 'y': 2}")  # expect: '1 2'
show("'a' % 1")  # expect: TypeError: not all arguments converted during string formatting
show("'a' % {'b': 1}")  # expect: 'a'
show("'a' % ()")  # expect: 'a'
show("'%(x)s' % [1]")  # expect: TypeError: list indices must be integers or slices, not str
show("'%(x)s%s' % {'x': 1}")  # expect: TypeError: not enough arguments for format string
show("'%u' % 3")  # expect: '3'
show("'%ld' % 3")  # expect: '3'
show("'%#5.3o' % 8")  # expect: '0o010'
show("'%x' % -255")  # expect: '-ff'
show("'%#x' % -255")  # expect: '-0xff'
show("'%d' % 1267650600228229401496703205376")  # expect: '1267650600228229401496703205376'
show("'%20d' % 1180591620717411303424")  # expect: '1180591620717411303424'
show("'%x' % 'a'")  # expect: TypeError: %x format: an integer is required, not str
show("'%o' % 1.0")  # expect: TypeError: %o format: an integer is required, not float
show("'%c' % 65")  # expect: 'A'
show("'%5c' % 'a'")  # expect: '    a'
show("'%.0c' % 'a'")  # expect: 'a'
show("'%d' % b'a'")  # expect: TypeError: %d format: a real number is required, not bytes
show("'%\\u1234' % 1")  # expect: ValueError: unsupported format character '?' (0x1234) at index 1
show("'%(a)(b)s' % {}")  # expect: KeyError: 'a'
show("'%((a))s' % {'(a)': 5}")  # expect: '5'
show("'%(a)*d' % {'a': 1}")  # expect: TypeError: not enough arguments for format string
show("'%s' % {'a': 1}")  # expect: "{'a': 1}"
show("'%-5d|' % 3")  # expect: '3    |'
show("'%-05d|' % 3")  # expect: '3    |'
show("'%+5d' % 3")  # expect: '   +3'
show("'%.0f' % 0.5")  # expect: '0'
show("'%#.0f' % 1.0")  # expect: '1.'
show("'% f' % 1.0")  # expect: ' 1.000000'
show("'%+f' % 1.0")  # expect: '+1.000000'
show("'%i' % '3'")  # expect: TypeError: %i format: a real number is required, not str
show("'\\u4e2d%s' % 1")  # expect: '\u4e2d1'
show("'%s' % '\u4e2d'")  # expect: '\u4e2d'
show("'%+08.2f' % 3.14159")  # expect: '+0003.14'
show("'%#010x' % 255")  # expect: '0x000000ff'
show("'%-#10x|' % 255")  # expect: '0xff      |'
show("'%+s' % 'a'")  # expect: 'a'
show("'% s' % 'a'")  # expect: 'a'
show("'%05s' % 'a'")  # expect: '    a'
