# Module binascii.
import binascii as b, codecs


def t(f):
    try: print(ascii(f()))
    except BaseException as e: print(type(e).__name__ + ":", e)


data = bytes(range(0, 256, 7))
t(lambda: b.b2a_base64(data))  # expect: b'AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0tng5+71/A==\n'
t(lambda: b.a2b_base64(b.b2a_base64(data)) == data)  # expect: True
t(lambda: (b.b2a_base64(b"abc", newline=False), b.a2b_base64("QQ=="), b.a2b_base64(b"Q Q\n=="), b.crc32(data), b.crc_hqx(data, 1)))  # expect: (b'YWJj', b'A', b'A', 514415216, 61286)
t(lambda: (b.hexlify(b"abc", ":"), b.hexlify(b"abcd", "-", 2), b.unhexlify("00fF")))  # expect: (b'61:62:63', b'6162-6364', b'\x00\xff')
t(lambda: b.b2a_uu(data))  # expect: b'E  <.%1PC*C$X/T9-5%MB:7!W?H6,DYJAJ*^VO<3+TMG@Y^[U_   \n'
t(lambda: (b.a2b_uu(b.b2a_uu(data)) == data, b.b2a_uu(b"\0\0", backtick=True)))  # expect: (True, b'"````\n')
t(lambda: b.b2a_qp(b"a=b \t\nlast " + b"x" * 80))  # expect: b'a=3Db =09\nlast xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx=\nxxxxxxxxxx'
t(lambda: b.a2b_qp(b"a=3Db=20=\nc_", header=True))  # expect: b'a=b c '
t(lambda: b.a2b_base64("QQQQQ"))  # expect: Error: Invalid base64-encoded string: number of data characters (5) cannot be 1 more than a multiple of 4
t(lambda: b.a2b_base64("QQ"))  # expect: Error: Incorrect padding
t(lambda: b.a2b_base64("=QQ=", strict_mode=True))  # expect: Error: Leading padding not allowed
t(lambda: b.unhexlify("abc"))  # expect: Error: Odd-length string
t(lambda: b.unhexlify("zz"))  # expect: Error: Non-hexadecimal digit found
t(lambda: b.unhexlify("\xe9"))  # expect: ValueError: string argument should contain only ASCII characters
t(lambda: b.a2b_uu(b"\x7f"))  # expect: b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00'
t(lambda: b.b2a_uu(b"x" * 46))  # expect: Error: At most 45 bytes at once
t(lambda: (b.Error.__mro__, b.Incomplete.__base__))  # expect: ((<class 'binascii.Error'>, <class 'ValueError'>, <class 'Exception'>, <class 'BaseException'>, <class 'object'>), <class 'Exception'>)
t(lambda: codecs.encode(b"abc", "hex"))  # expect: b'616263'
t(lambda: codecs.decode(b"zz", "hex"))  # expect: Error: decoding with 'hex' codec failed (Error: Non-hexadecimal digit found)
