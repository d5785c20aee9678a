# Files in memory, universal newlines, and what classes of one's own inherit from the base classes.
import io


def t(f):
    try: print(ascii(f()))
    except BaseException as e: print(type(e).__name__, e)


b=io.BytesIO(b'hello\nworld\nfoo')
t(lambda:b.read(3))  # expect: b'hel'
t(lambda:b.readline())  # expect: b'lo\n'
t(lambda:b.tell())  # expect: 6
t(lambda:b.readlines())  # expect: [b'world\n', b'foo']
t(lambda:b.read())  # expect: b''
t(lambda:b.seek(0))  # expect: 0
t(lambda:list(b))  # expect: [b'hello\n', b'world\n', b'foo']
t(lambda:b.seek(-3,2))  # expect: 12
t(lambda:b.read1())  # expect: b'foo'
t(lambda:b.seek(-1))  # expect: ValueError negative seek value -1
t(lambda:b.seek(0,5))  # expect: ValueError invalid whence (5, should be 0, 1 or 2)
t(lambda:b.seek(3))  # expect: 3
t(lambda:b.write(b'XY'))  # expect: 2
t(lambda:b.getvalue())  # expect: b'helXY\nworld\nfoo'
t(lambda:b.truncate(5))  # expect: 5
t(lambda:b.getvalue())  # expect: b'helXY'
t(lambda:b.seek(10))  # expect: 10
t(lambda:b.write(b'end'))  # expect: 3
t(lambda:b.getvalue())  # expect: b'helXY\x00\x00\x00\x00\x00end'
t(lambda:b.write('a'))  # expect: TypeError a bytes-like object is required, not 'str'
t(lambda:b.truncate(-1))  # expect: ValueError negative size value -1
t(lambda:b.readinto(bytearray(3)))  # expect: 0
b.seek(0)
m=bytearray(4)
t(lambda:b.readinto(m))  # expect: 4
t(lambda:m)  # expect: bytearray(b'helX')
t(lambda:b.readable())  # expect: True
t(lambda:b.isatty())  # expect: False
t(lambda:b.closed)  # expect: False
t(lambda:b.__getstate__())  # expect: (b'helXY\x00\x00\x00\x00\x00end', 4, None)
t(lambda:b.read('a'))  # expect: TypeError argument should be integer or None, not 'str'
t(lambda:b.readline(None))  # expect: b'Y\x00\x00\x00\x00\x00end'
t(lambda:b.readlines(3))  # expect: []
t(lambda:b.fileno())  # expect: UnsupportedOperation fileno
t(lambda:b.writelines([b'a',b'b']))  # expect: None
t(lambda:b.getvalue())  # expect: b'helXY\x00\x00\x00\x00\x00endab'
mv=b.getbuffer()
t(lambda:b.write(b'zzz'))  # expect: BufferError Existing exports of data: object cannot be re-sized
t(lambda:b.close())  # expect: BufferError Existing exports of data: object cannot be re-sized
mv[0]=65
mv.release()
t(lambda:b.getvalue())  # expect: b'AelXY\x00\x00\x00\x00\x00endab'
b.close()
t(lambda:b.read())  # expect: ValueError I/O operation on closed file.
t(lambda:b.closed)  # expect: True
t(lambda:b.close())  # expect: None
t(lambda: io.BytesIO('a'))  # expect: TypeError a bytes-like object is required, not 'str'
t(lambda: io.BytesIO(None).getvalue())  # expect: b''
t(lambda:io.BytesIO(initial_bytes=b'x').read())  # expect: b'x'
with io.BytesIO(b'ctx') as f: t(lambda:f.read())  # expect: b'ctx'
t(lambda:f.read())  # expect: ValueError I/O operation on closed file.
s=io.StringIO('one\ntwo\r\nthree\rfour')
t(lambda:s.readline())  # expect: 'one\n'
t(lambda:s.readlines())  # expect: ['two\r\n', 'three\rfour']
t(lambda:s.seek(0))  # expect: 0
t(lambda:s.read(2))  # expect: 'on'
t(lambda:s.tell())  # expect: 2
t(lambda:s.write('\u4e2d'))  # expect: 1
t(lambda:s.getvalue())  # expect: 'on\u4e2d\ntwo\r\nthree\rfour'
t(lambda:s.seek(1,1))  # expect: OSError Can't do nonzero cur-relative seeks
t(lambda:s.seek(0,2))  # expect: 19
t(lambda:s.seek(-1))  # expect: ValueError Negative seek position -1
t(lambda:s.truncate(3))  # expect: 3
t(lambda:s.getvalue())  # expect: 'on\u4e2d'
t(lambda:s.write(b'x'))  # expect: TypeError string argument expected, got 'bytes'
t(lambda:s.newlines)  # expect: None
t(lambda:s.line_buffering)  # expect: False
t(lambda:s.encoding)  # expect: None
t(lambda:s.errors)  # expect: None
t(lambda:s.closed)  # expect: False
t(lambda:s.__getstate__())  # expect: ('on\u4e2d', '\n', 19, None)
t(lambda:s.fileno())  # expect: UnsupportedOperation fileno
t(lambda:s.isatty())  # expect: False
t(lambda:s.seek(10))  # expect: 10
t(lambda:s.write('z'))  # expect: 1
t(lambda:s.getvalue())  # expect: 'on\u4e2d\x00\x00\x00\x00\x00\x00\x00z'
for nl in (None,'','\n','\r','\r\n'):
    s=io.StringIO('a\nb\r\nc\rd',newline=nl); t(lambda:s.getvalue()); t(lambda:list(s)); t(lambda:s.newlines); s.write('x\ny'); t(lambda:s.getvalue())
# expect: 'a\nb\nc\nd'
# expect: ['a\n', 'b\n', 'c\n', 'd']
# expect: ('\r', '\n', '\r\n')
# expect: 'a\nb\nc\ndx\ny'
# expect: 'a\nb\r\nc\rd'
# expect: ['a\n', 'b\r\n', 'c\r', 'd']
# expect: ('\r', '\n', '\r\n')
# expect: 'a\nb\r\nc\rdx\ny'
# expect: 'a\nb\r\nc\rd'
# expect: ['a\n', 'b\r\n', 'c\rd']
# expect: None
# expect: 'a\nb\r\nc\rdx\ny'
# expect: 'a\rb\r\rc\rd'
# expect: ['a\r', 'b\r', '\r', 'c\r', 'd']
# expect: None
# expect: 'a\rb\r\rc\rdx\ry'
# expect: 'a\r\nb\r\r\nc\rd'
# expect: ['a\r\n', 'b\r\r\n', 'c\rd']
# expect: None
# expect: 'a\r\nb\r\r\nc\rdx\r\ny'
t(lambda:io.StringIO(5))  # expect: TypeError initial_value must be str or None, not int
t(lambda:io.StringIO('a',5))  # expect: TypeError newline must be str or None, not int
t(lambda:io.StringIO('a','x'))  # expect: ValueError illegal newline value: 'x'
t(lambda:io.StringIO(None).read())  # expect: ''
s.close()
t(lambda:s.read())  # expect: ValueError I/O operation on closed file
t(lambda:s.getvalue())  # expect: ValueError I/O operation on closed file
with io.StringIO('x') as f: t(lambda:f.read())  # expect: 'x'
t(lambda:f.closed)  # expect: True
print('abc', file=(o:=io.StringIO()), end='!')
t(lambda:o.getvalue())  # expect: 'abc!'
d=io.IncrementalNewlineDecoder(None,True)
t(lambda:d.decode('a\r'))  # expect: 'a'
t(lambda:d.decode('\nb\r'))  # expect: '\nb'
t(lambda:d.getstate())  # expect: (b'', 1)
t(lambda:d.decode('',True))  # expect: '\n'
t(lambda:d.newlines)  # expect: ('\r', '\r\n')
t(lambda:d.reset())  # expect: None
t(lambda:d.newlines)  # expect: None
d=io.IncrementalNewlineDecoder(None,False)
t(lambda:d.decode('a\r\nb\rc\n'))  # expect: 'a\r\nb\rc\n'
t(lambda:d.newlines)  # expect: ('\r', '\n', '\r\n')


class R(io.RawIOBase):
    def __init__(self): self.d=b'raw data\nline2\nline3'; self.p=0
    def readable(self): return True
    def readinto(self,b):
        n=min(len(b),len(self.d)-self.p); b[:n]=self.d[self.p:self.p+n]; self.p+=n; return n


r=R()
t(lambda:r.read(3))  # expect: b'raw'
t(lambda:r.readline())  # expect: b' data\n'
t(lambda:r.readall())  # expect: b'line2\nline3'
t(lambda:r.seek(0))  # expect: UnsupportedOperation seek
t(lambda:r.write(b'x'))  # expect: NotImplementedError 
t(lambda:r.closed)  # expect: False
r.close()
t(lambda:r.closed)  # expect: True
t(lambda:r.readline())  # expect: b''
t(lambda: list(R()))  # expect: [b'raw data\n', b'line2\n', b'line3']
t(lambda: io.BufferedReader(R()).read())  # expect: b'raw data\nline2\nline3'
t(lambda: io.BufferedReader(R(),4).readline())  # expect: b'raw data\n'
t(lambda: io.TextIOWrapper(io.BufferedReader(R())).read())  # expect: 'raw data\nline2\nline3'
t(lambda: io.TextIOWrapper(io.BytesIO('h\xe9\r\nb'.encode()),encoding='utf-8').readlines())  # expect: ['h\xe9\n', 'b']
t(lambda: io.TextIOWrapper(io.BytesIO('h\xe9\r\nb'.encode('utf-16')),encoding='utf-16').read())  # expect: 'h\xe9\nb'
t(lambda: io.TextIOWrapper(io.BytesIO(b'\xff'),encoding='utf-8').read())  # expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
t(lambda: io.TextIOWrapper(io.BytesIO(b'\xff'),encoding='utf-8',errors='replace').read())  # expect: '\ufffd'


class C(io.IOBase): pass


c=C()
t(lambda:c.readline())  # expect: AttributeError 'C' object has no attribute 'read'
t(lambda:c.fileno())  # expect: UnsupportedOperation fileno
t(lambda:c.seek(0))  # expect: UnsupportedOperation seek
t(lambda:c.tell())  # expect: UnsupportedOperation seek
t(lambda:c.flush())  # expect: None
t(lambda:c.close())  # expect: None
t(lambda:c.flush())  # expect: ValueError I/O operation on closed file.
t(lambda:c.isatty())  # expect: ValueError I/O operation on closed file.
t(lambda: c.__enter__())  # expect: ValueError I/O operation on closed file.
t(lambda:c.readable())  # expect: False
t(lambda: c._checkReadable())  # expect: UnsupportedOperation File or stream is not readable.


class W(io.RawIOBase):
    def writable(self): return True
    def write(self,b): print('W',bytes(b)); return len(b)


w=io.BufferedWriter(W(),5)
w.write(b'abc')
w.write(b'defgh')  # expect: W b'abc'
w.flush()  # expect: W b'defgh'
w.write(b'x')
w.close()  # expect: W b'x'
t(lambda: issubclass(io.UnsupportedOperation,(OSError,)) and issubclass(io.UnsupportedOperation,ValueError))  # expect: True
t(lambda: io.UnsupportedOperation.__mro__)  # expect: (<class 'io.UnsupportedOperation'>, <class 'OSError'>, <class 'ValueError'>, <class 'Exception'>, <class 'BaseException'>, <class 'object'>)
t(lambda: [x.__mro__ for x in (io.FileIO,io.BytesIO,io.StringIO,io.TextIOWrapper,io.BufferedRandom)])  # expect: [(<class '_io.FileIO'>, <class '_io._RawIOBase'>, <class '_io._IOBase'>, <class 'object'>), (<class '_io.BytesIO'>, <class '_io._BufferedIOBase'>, <class '_io._IOBase'>, <class 'object'>), (<class '_io.StringIO'>, <class '_io._TextIOBase'>, <class '_io._IOBase'>, <class 'object'>), (<class '_io.TextIOWrapper'>, <class '_io._TextIOBase'>, <class '_io._IOBase'>, <class 'object'>), (<class '_io.BufferedRandom'>, <class '_io._BufferedIOBase'>, <class '_io._IOBase'>, <class 'object'>)]


class MyB(io.BytesIO):
    def __del__(self): print('del')


x=MyB(b'abc')
x.a=1
t(lambda:x.a)  # expect: 1
del x  # expect: del
import gc
y=MyB()
y.self=y
del y
gc.collect()  # expect: del
