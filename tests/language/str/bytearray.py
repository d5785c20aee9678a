# bytearray: every method and its errors.
b = b"abc"


def show(source):
    try:
        print(ascii(eval(source)))
    except Exception as e:
        print(type(e).__name__ + ": " + ascii(str(e))[1:-1])


show("bytearray(b).index(b'z')")  # expect: ValueError: subsection not found
show("bytearray(b'%s')%b'a'")  # expect: bytearray(b'a')
show("b==bytearray(b'abc')")  # expect: True
show("bytearray('a')")  # expect: TypeError: string argument without an encoding
show('bytearray(-1)')  # expect: ValueError: negative count
show('bytearray([256])')  # expect: ValueError: byte must be in range(0, 256)
show('bytearray(b).append(256)')  # expect: ValueError: byte must be in range(0, 256)
show("bytearray(b).append('a')")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show('bytearray().pop()')  # expect: IndexError: pop from empty bytearray
show('bytearray(b).pop(10)')  # expect: IndexError: pop index out of range
show('bytearray(b).remove(1)')  # expect: ValueError: value not found in bytearray
show('bytearray(b).remove(300)')  # expect: ValueError: byte must be in range(0, 256)
show("bytearray(b).insert(0,'a')")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show('bytearray(b).extend(5)')  # expect: TypeError: can't extend bytearray with int
show("bytearray(b).extend('abc')")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show('bytearray(b).extend([300])')  # expect: ValueError: byte must be in range(0, 256)
show('bytearray(b).__setitem__(0,300)')  # expect: ValueError: byte must be in range(0, 256)
show("bytearray(b).__setitem__(0,'a')")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show('bytearray(b).__setitem__(10,1)')  # expect: IndexError: bytearray index out of range
show("bytearray(b).__setitem__('a',1)")  # expect: TypeError: bytearray indices must be integers or slices, not str
show('bytearray(b).__setitem__(slice(0,1),5)')  # expect: TypeError: can assign only bytes, buffers, or iterables of ints in range(0, 256)
show("bytearray(b).__setitem__(slice(0,1),'a')")  # expect: TypeError: can assign only bytes, buffers, or iterables of ints in range(0, 256)
show("bytearray(b).__setitem__(slice(0,3,2),b'abc')")  # expect: ValueError: attempt to assign bytes of size 3 to extended slice of size 2
show('bytearray(b).__delitem__(10)')  # expect: IndexError: bytearray index out of range
show('bytearray(b).join([1])')  # expect: TypeError: sequence item 0: expected a bytes-like object, int found
show("bytearray(b)+'a'")  # expect: TypeError: can't concat str to bytearray
show("bytearray(b).__iadd__('a')")  # expect: TypeError: can't concat str to bytearray
show("bytearray(b)*'a'")  # expect: TypeError: can't multiply sequence by non-int of type 'str'
show('repr(bytearray(b"a\'b"))')  # expect: 'bytearray(b"a\\\'b")'
show('bytearray(b).hex()')  # expect: '616263'
show('bytearray(b).__reduce__()')  # expect: (<class 'bytearray'>, ('abc', 'latin-1'), None)
show('bytearray(b).__reduce_ex__(3)')  # expect: (<class 'bytearray'>, (b'abc',), None)
show('bytearray(b).__sizeof__()')  # expect: 60
show('bytearray(10).__alloc__()')  # expect: 11
show("bytearray(b).__init__(5,'a')")  # expect: TypeError: encoding without a string argument
show('bytearray(b)[10]')  # expect: IndexError: bytearray index out of range
show("bytearray(b)['a']")  # expect: TypeError: bytearray indices must be integers or slices, not str
show('type(iter(bytearray(b)))')  # expect: <class 'bytearray_iterator'>
show("b', '.join([b'a',bytearray(b'b'),b'c'])")  # expect: b'a, b, c'
show("bytearray(b', ').join([b'a',b'b'])")  # expect: bytearray(b'a, b')
show("b+bytearray(b'x'),bytearray(b)+b")  # expect: (b'abcx', bytearray(b'abcabc'))
show("bytes('\\u4e2d','utf-8'),bytes(3),bytes([1,2]),bytes((1,2)),bytes(range(3)),bytes(bytearray(b))")  # expect: (b'\xe4\xb8\xad', b'\x00\x00\x00', b'\x01\x02', b'\x01\x02', b'\x00\x01\x02', b'abc')
show('list(b),tuple(bytearray(b))')  # expect: ([97, 98, 99], (97, 98, 99))
