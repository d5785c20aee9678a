# Module unicodedata.
import unicodedata as u


def t(f):
    try: print(ascii(f()))
    except BaseException as e: print(type(e).__name__ + ":", e)


old = u.ucd_3_2_0
t(lambda: [(u.category(c), u.bidirectional(c), u.east_asian_width(c), u.combining(c)) for c in "a\u4e2d\u0301\u0661\U0001f600\u0378"])  # expect: [('Ll', 'L', 'Na', 0), ('Lo', 'L', 'W', 0), ('Mn', 'NSM', 'A', 230), ('Nd', 'AN', 'N', 0), ('So', 'ON', 'W', 0), ('Cn', '', 'F', 0)]
t(lambda: [(u.decimal(c, None), u.digit(c, None), u.numeric(c, None)) for c in "5\u0665\xb2\xbd\u4e09\u2167"])  # expect: [(5, 5, 5.0), (5, 5, 5.0), (None, 2, 2.0), (None, None, 0.5), (None, None, 3.0), (None, None, 8.0)]
t(lambda: [u.decomposition(c) for c in "\xe9\ufb01\uac00a"])  # expect: ['0065 0301', '<compat> 0066 0069', '', '']
t(lambda: [u.name(c) for c in "a\u4e2d\uac01\u2022"])  # expect: ['LATIN SMALL LETTER A', 'CJK UNIFIED IDEOGRAPH-4E2D', 'HANGUL SYLLABLE GAG', 'BULLET']
t(lambda: [u.lookup(n) for n in ("BULLET", "latin small letter a", "LF", "CJK UNIFIED IDEOGRAPH-4E2D", "HANGUL SYLLABLE GAG")])  # expect: ['\u2022', 'a', '\n', '\u4e2d', '\uac01']
t(lambda: u.name("\0"))  # expect: ValueError: no such name
t(lambda: u.lookup("foo"))  # expect: KeyError: "undefined character name 'foo'"
t(lambda: u.lookup("LATIN_SMALL_LETTER_A"))  # expect: KeyError: "undefined character name 'LATIN_SMALL_LETTER_A'"
t(lambda: u.decimal("a"))  # expect: ValueError: not a decimal
t(lambda: u.name("ab"))  # expect: TypeError: name() argument 1 must be a unicode character, not str
t(lambda: u.normalize("X", "a"))  # expect: ValueError: invalid normalization form
t(lambda: [u.normalize(f, "e\u0301\ud800o\u0308\ufb01\u2460") for f in ("NFC", "NFD", "NFKC", "NFKD")])  # expect: ['\xe9\ud800\xf6\ufb01\u2460', 'e\u0301\ud800o\u0308\ufb01\u2460', '\xe9\ud800\xf6fi1', 'e\u0301\ud800o\u0308fi1']
t(lambda: (u.is_normalized("NFC", "e\u0301"), u.is_normalized("NFD", "e\u0301")))  # expect: (False, True)
t(lambda: (u.unidata_version, old.unidata_version, old.category("\U0001f600"), old.name("\U0001f600", None), old.decimal("\xb2")))  # expect: ('14.0.0', '3.2.0', 'Cn', None, 2)
