import io
import time

def attempt(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(f"{type(e).__name__}: {e}".replace(p, "PATH"))

p = f"/tmp/adder_io_{time.time_ns()}"

open(p, "w").write("héllo\nwörld\na\nb")
with open(p, "rb") as f:
    print(f.read(4), f.tell(), f.peek(3)[:3], f.readline(), f.read1(3), f.read())
    print(f.seek(-3, 2), f.read(), f.seek(2), f.read(2), f.readable(), f.writable(), f.seekable(), f.isatty(), f.fileno() > 2, f.mode, f.raw.mode)
    attempt(f.write, b"x")
    attempt(f.seek, -100)
    attempt(f.seek, 0, 7)
    attempt(f.read, -5)
    b = bytearray(5)
    f.seek(0)
    print(f.readinto(b), b)  # expect: b'h\xc3\xa9l' 4 b'lo\n' b'lo\n' b'w\xc3\xb6' b'rld\na\nb'
# expect: 14 b'a\nb' 2 b'\xa9l' True False True False True rb rb
# expect: UnsupportedOperation: write
# expect: OSError: [Errno 22] Invalid argument
# expect: ValueError: whence value 7 unsupported
# expect: ValueError: read length must be non-negative or -1
# expect: 5 bytearray(b'h\xc3\xa9ll')
attempt(f.read)  # expect: ValueError: read of closed file
with open(p, "r+b") as f:
    print(f.read(2), f.write(b"ZZ"), f.read(3), f.tell())
    f.seek(0)
    print(f.read(), f.truncate(5))
    f.seek(0)
    print(f.read())  # expect: b'h\xc3' 2 b'lo\n' 7
# expect: b'h\xc3ZZlo\nw\xc3\xb6rld\na\nb' 5
# expect: b'h\xc3ZZl'
with open(p, "wb") as f:
    f.write(b"hello")
with open(p, "a+") as f:
    print(f.tell(), f.write("more"))
    f.seek(0)
    print(f.read())  # expect: 5 4
# expect: hellomore
with open(p, "wb", buffering=0) as f:
    print(f.write(b"abc"), f.tell(), f.closefd, type(f))
    attempt(f.read)  # expect: 3 3 True <class '_io.FileIO'>
# expect: UnsupportedOperation: File not open for reading

# modes and arguments
for mode in ("", "rw", "z", "rb+t", "x", "wbb", "U", "r+w"):
    attempt(open, p, mode)  # expect: ValueError: Must have exactly one of create/read/write/append mode and at most one plus
# expect: ValueError: must have exactly one of create/read/write/append mode
# expect: ValueError: invalid mode: 'z'
# expect: ValueError: can't have text and binary mode at once
# expect: FileExistsError: [Errno 17] File exists: 'PATH'
# expect: ValueError: invalid mode: 'wbb'
# expect: ValueError: invalid mode: 'U'
# expect: ValueError: must have exactly one of create/read/write/append mode
attempt(open, "/nowhere/at/all")  # expect: FileNotFoundError: [Errno 2] No such file or directory: '/nowhere/at/all'
attempt(open, p, "rb", encoding="utf-8")  # expect: ValueError: binary mode doesn't take an encoding argument
attempt(open, p, "rb", errors="strict")  # expect: ValueError: binary mode doesn't take an errors argument
attempt(open, p, "rb", newline="\n")  # expect: ValueError: binary mode doesn't take a newline argument
attempt(open, p, "w", 0)  # expect: ValueError: can't have unbuffered text I/O
attempt(open, p, newline="x")  # expect: ValueError: illegal newline value: x
attempt(open, "/")  # expect: IsADirectoryError: [Errno 21] Is a directory: '/'
attempt(open, 99999)  # expect: OSError: [Errno 9] Bad file descriptor
attempt(open, -1)  # expect: ValueError: negative file descriptor
attempt(open, 1.5)  # expect: TypeError: expected str, bytes or os.PathLike object, not float
attempt(open, None)  # expect: TypeError: expected str, bytes or os.PathLike object, not NoneType
attempt(open, p, encoding="nope")  # expect: LookupError: unknown encoding: nope
attempt(open, p, 5)  # expect: TypeError: open() argument 'mode' must be str, not int
attempt(open, p, closefd=False)  # expect: ValueError: Cannot use closefd=False with file name
attempt(open, "a\0b")  # expect: ValueError: embedded null byte
attempt(open, p, opener=lambda *a: -1)  # expect: ValueError: opener returned -1
# buffers over other raw files
r = io.BufferedReader(io.BytesIO(b"line1\nline2\n"), 4)
print(r.readline(), r.readline(3), r.readlines(), r.read())  # expect: b'line1\n' b'lin' [b'e2\n'] b''
w = io.BufferedWriter(io.BytesIO(), 4)
print(w.write(b"abcdefgh"), w.write(b"i"), w.tell(), w.raw.getvalue())  # expect: 8 1 9 b'abcdefgh'
w.flush()
print(w.raw.getvalue())  # expect: b'abcdefghi'
attempt(io.BufferedReader, io.BytesIO(), 0)  # expect: ValueError: buffer size must be strictly positive
attempt(io.BufferedReader, 5)  # expect: AttributeError: 'int' object has no attribute 'readable'
attempt(io.BufferedWriter, open(p, "rb"))  # expect: UnsupportedOperation: File or stream is not writable.
attempt(next, w)  # expect: UnsupportedOperation: read
class Raw(io.RawIOBase):
    def __init__(self, chunks):
        self.chunks = chunks
    def readable(self):
        return True
    def readinto(self, b):
        if not self.chunks:
            return 0
        c = self.chunks.pop(0)
        if c is None:
            return None
        b[:len(c)] = c
        return len(c)
r = io.BufferedReader(Raw([b"ab", b"c", None, b"de", b""]))
print(r.read(2), r.read(5), r.read(5), r.read())  # expect: b'ab' b'c' b'de' b''
r = io.BufferedReader(Raw([None]))
print(r.read(), r.read(1))  # expect: None b''
print(Raw([b"xy", b"z"]).read(), Raw([b"xy"]).readall())  # expect: b'xyz' b'xy'
both = io.BufferedRWPair(io.BytesIO(b"in"), io.BytesIO())
print(both.read(), both.write(b"x"), both.readable(), both.closed)  # expect: b'in' 1 True False
both.close()
print(both.closed)  # expect: True
class Reentrant(io.RawIOBase):
    def readable(self):
        return True
    def readinto(self, b):
        return outer.read(1) and 0
outer = io.BufferedReader(Reentrant())
try:
    outer.read(1)
except RuntimeError as e:
    print(str(e).split("<")[0])  # expect: reentrant call inside 
class Wrong(io.RawIOBase):
    def readable(self):
        return True
    def readinto(self, b):
        return len(b) + 1
attempt(io.BufferedReader(Wrong(), 10).read, 1)  # expect: OSError: raw readinto() returned invalid length 11 (should have been between 0 and 10)
print(io.DEFAULT_BUFFER_SIZE, io.SEEK_END, issubclass(io.FileIO, io.IOBase), [c.__name__ for c in io.UnsupportedOperation.__mro__])  # expect: 8192 2 True ['UnsupportedOperation', 'OSError', 'ValueError', 'Exception', 'BaseException', 'object']

try:
    import os
except ImportError:
    open(p, "w").close()
else:
    os.remove(p)
