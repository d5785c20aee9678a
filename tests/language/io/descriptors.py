import io
import os

p = f"/tmp/adder_io_{os.getpid()}"
with open(p, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as f:
    print(f.write("text"))  # expect: 4
print(oct(os.stat(p).st_mode & 0o777))  # expect: 0o600
fd = os.open(p, os.O_RDONLY)
f = open(fd, closefd=False)
print(f.name == fd, f.read())  # expect: True text
f.close()
os.close(fd)
try:
    os.close(fd)
except OSError as e:
    print(e)  # expect: [Errno 9] Bad file descriptor
r, w = os.pipe()
with open(w, "w") as f:
    f.write("through a pipe\n")
with open(r) as f:
    print(f.seekable(), repr(f.readline()), repr(f.read()))  # expect: False 'through a pipe\n' ''
try:
    f.tell()
except ValueError as e:
    print(e)  # expect: I/O operation on closed file.
r, w = os.pipe()
os.set_blocking(r, False)
raw = io.FileIO(r)
print(raw.read(5), raw.readall(), raw.readinto(bytearray(3)), io.BufferedReader(raw).read())  # expect: None None None None
os.close(w)
os.remove(p)
