# Strings and bytes that grow, subclasses, interning, surrogates.
import sys

text = ""
for i in range(1000):
    text += str(i)
print(len(text), text[-6:])  # expect: 2890 998999
keep = text
text += "x"
print(len(keep), len(text))  # expect: 2890 2891
wide = "a"
for ch in "b\xe9\u4e2d\U0001f600":
    wide += ch
    print(len(wide), ascii(wide))
# expect: 2 'ab'
# expect: 3 'ab\xe9'
# expect: 4 'ab\xe9\u4e2d'
# expect: 5 'ab\xe9\u4e2d\U0001f600'
print(hash(wide) == hash("ab\xe9\u4e2d\U0001f600"))  # expect: True
print(sys.intern("gro" + "wing") is sys.intern("growing"))  # expect: True
print(wide[3:4] == "\u4e2d", wide[:2].isascii(), wide[4:] > "\uffff")  # expect: True True True
lone = "a\ud800b\udc80"
print(len(lone), ascii(lone), lone.encode("utf-8", "surrogatepass"))  # expect: 4 'a\ud800b\udc80' b'a\xed\xa0\x80b\xed\xb2\x80'
print(ascii(lone[1:2] + "\udc00"), len(lone[1] + "\udc00"))  # expect: '\ud800\udc00' 2
print(ascii(lone.upper()), lone.find("\udc80"), lone.isprintable())  # expect: 'A\ud800B\udc80' 3 False


class S(str):
    pass


s = S("abc")
s.x = 1
print(type(s).__name__, type(s + "d").__name__, type(s[:]).__name__, type(str(s)).__name__)  # expect: S str str str
print(s == "abc", hash(s) == hash("abc"), {s: 1}["abc"], s.x)  # expect: True True 1 1
s += "d"
print(type(s).__name__, s)  # expect: str abcd

m = bytearray(b"hello world")
m[0] = 72
m[1:3] = b"EY"
m += b"!!"
m.extend([65, 66])
m.insert(0, 90)
print(m, len(m), m.pop(), m.pop(0))  # expect: bytearray(b'HEYlo world!!A') 16 66 90
m.reverse()
del m[0:2]
print(m)  # expect: bytearray(b'!dlrow olYEH')
m[::2] = b"x" * len(m[::2])
del m[::3]
print(m)  # expect: bytearray(b'dxxwoxxH')
m *= 2
print(m)  # expect: bytearray(b'dxxwoxxHdxxwoxxH')
m[:] = b"abc"
m[1:1] = b"ZZZ"
m[0:2] = b""
m.extend(m)
print(m)  # expect: bytearray(b'ZZbcZZbc')
try:
    m += m
except BufferError as e:
    print(e)  # expect: Existing exports of data: object cannot be re-sized
