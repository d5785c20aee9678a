import io
import time

def attempt(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")

p = f"/tmp/adder_io_{time.time_ns()}"

with open(p, "w") as f:
    print(f.write("héllo\nwörld\n"), f.tell(), f.name == p, f.mode, f.encoding, f.errors, f.newlines, f.closed, f.line_buffering)
    f.writelines(["a\n", "b"])  # expect: 12 14 True w UTF-8 strict None False False
print(f.closed)  # expect: True
attempt(f.write, "x")  # expect: ValueError: I/O operation on closed file.
attempt(f.read)  # expect: ValueError: I/O operation on closed file.
attempt(f.tell)  # expect: ValueError: I/O operation on closed file.
with open(p) as f:
    print(f.read(3), f.tell(), repr(f.readline()), f.tell(), repr(f.read()), repr(f.read()), repr(f.newlines))
    f.seek(0)
    print(f.readlines())
    f.seek(3)
    attempt(f.read, 4)
    attempt(f.write, "x")
    attempt(f.seek, 1, 1)
    attempt(f.seek, -1)
    attempt(f.seek, 0, 5)
    f.seek(0)
    print(repr(next(f)))
    attempt(f.tell)
    print(list(f), f.tell())  # expect: hél 4 'lo\n' 7 'wörld\na\nb' '' '\n'
# expect: ['héllo\n', 'wörld\n', 'a\n', 'b']
# expect: 'llo\n'
# expect: UnsupportedOperation: not writable
# expect: UnsupportedOperation: can't do nonzero cur-relative seeks
# expect: ValueError: negative seek position -1
# expect: ValueError: invalid whence (5, should be 0, 1 or 2)
# expect: 'héllo\n'
# expect: OSError: telling position disabled by next() call
# expect: ['wörld\n', 'a\n', 'b'] 17

# line ends
with open(p, "w", newline="\r\n") as f:
    f.write("a\nb\n")
print(open(p, "rb").read(), repr(open(p).read()), repr(open(p, newline="").read()), repr(open(p, newline="\r").readline()), open(p, newline="\r\n").readlines())  # expect: b'a\r\nb\r\n' 'a\nb\n' 'a\r\nb\r\n' 'a\r' ['a\r\n', 'b\r\n']
t = io.TextIOWrapper(io.BytesIO(b"a\r\nb\rc\nd"), newline=None)
print(repr(t.read()), t.newlines)  # expect: 'a\nb\nc\nd' ('\r', '\n', '\r\n')
t = io.TextIOWrapper(io.BytesIO(b"x" * 8191 + b"\r\ny\r\n"), newline="\r\n")
print([len(s) for s in t])  # expect: [8193, 3]

# encodings and errors
with open(p, "w", encoding="utf-16") as f:
    f.write("hi")
print(open(p, "rb").read(), open(p, encoding="utf-16").read())  # expect: b'\xff\xfeh\x00i\x00' hi
with open(p, "a", encoding="utf-16") as f:
    f.write("!")
print(open(p, "rb").read())  # expect: b'\xff\xfeh\x00i\x00!\x00'
with open(p, "wb") as f:
    f.write(b"ab\xff\xc3")
attempt(open(p).read)  # expect: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 2: invalid start byte
print(ascii(open(p, errors="surrogateescape").read()), ascii(open(p, errors="replace").read()), ascii(open(p, encoding="latin-1").read()), open(p, errors="ignore").read())  # expect: 'ab\udcff\udcc3' 'ab\ufffd\ufffd' 'ab\xff\xc3' ab
with open(p, "w", encoding="ascii", errors="xmlcharrefreplace") as f:
    f.write("é")
print(open(p).read())  # expect: &#233;
attempt(open(p, "w", encoding="ascii").write, "é")  # expect: UnicodeEncodeError: 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
attempt(open(p, "w").write, "\ud800")  # expect: UnicodeEncodeError: 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed
attempt(open(p, "w").write, b"bytes")  # expect: TypeError: write() argument must be str, not bytes

# positions within multi-byte characters, and after a change of encoding
t = io.TextIOWrapper(io.BytesIO(b"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\nx\ny"), encoding="utf-8")
at = []
while True:
    at.append(t.tell())
    if not t.read(1):
        break
print(at)  # expect: [0, 3, 6, 9, 10, 11, 12, 13]
for q in at:
    t.seek(q)
    print(repr(t.read(2)))  # expect: '日本'
# expect: '本語'
# expect: '語\n'
# expect: '\nx'
# expect: 'x\n'
# expect: '\ny'
# expect: 'y'
# expect: ''
print(t.seek(0, 2))  # expect: 13
buffer = t.detach()
attempt(t.read)  # expect: ValueError: underlying buffer has been detached
t = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
t.write("é")
print(t.buffer.getvalue(), t)  # expect: b'\xc3\xa9' <_io.TextIOWrapper encoding='utf-8'>
t.reconfigure(encoding="latin-1")
t.write("é")
print(t.buffer.getvalue(), t.encoding, t.line_buffering, t.write_through)  # expect: b'\xc3\xa9\xe9' latin-1 False True
t = io.TextIOWrapper(io.BytesIO(b"abc"))
t.read(1)
attempt(t.reconfigure, encoding="ascii")  # expect: UnsupportedOperation: It is not possible to set the encoding or newline of stream after the first read
print(io.text_encoding(None), io.text_encoding("x"), isinstance(t, io.TextIOBase))  # expect: locale x True

try:
    import os
except ImportError:
    open(p, "w").close()
else:
    os.remove(p)
