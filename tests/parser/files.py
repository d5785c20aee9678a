"""Compares what is printed for wrong programs run from a file: there the reference reads line by line, checks that each
is UTF-8, and shows whole lines.

usage: files.py DUMP [SNIPPETS]...      (python3.11)
"""
import ast
import os
import subprocess
import sys
import tempfile

from snippets import doctests  # noqa: F401  (same folder)

BYTES = [
    b"x='\xff'", b"#\xff", b"\n\n# \xc3(\nx", b"# coding: utf-8\nx='\xff'", b"# coding: foo", b"# coding: ascii\n'\xe9'",
    b"x y\n\xff", b"'''\n\n\n", b"x = 1\n\n(\n", b"\xc3\xa9 y", b"# coding: cp1252\n\n\x81", b"\xef\xbb\xbfx y",
    b"\xef\xbb\xbf# coding: latin-1\nx", b"# coding: latin-1\n\xe9 y", b"x = '\xe2\x82'", b"x = '\xed\xa0\x80'",
    b"x\r\ny z\r\n", b"x\ry z", b"# coding: utf8\n\xff", b"#!x\n# coding: latin-1\n'\xe9' z", b"x\n\n\n\xe2\x82\xac = 1",
]


def printed(line):
    """What the traceback of this error looks like, without its first line."""
    kind, message, lineno, offset, end_lineno, end_offset, text = line[6:].split("|", 6) if line.count("|") == 6 else (
        line[6:].rsplit("|", 6)[0].split("|", 1) + line.rsplit("|", 5)[1:])
    number = lambda s: None if s == "None" else int(s)
    error = SyntaxError(message, ("f", number(lineno), number(offset), ast.literal_eval(text), number(end_lineno),
                                  number(end_offset)))
    import traceback
    lines = traceback.format_exception_only(SyntaxError, error)
    lines = [l for l in lines if not l.startswith("  File")]
    return "".join(lines).replace("SyntaxError:", kind + ":", 1)


def main():
    dump, different, count = sys.argv[1], 0, 0
    sources = list(BYTES)
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as f:
            sources += [s.encode() for s in f.read().split("\n----\n")]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "f.py")
        for source in sources:
            with open(path, "wb") as f:
                f.write(source)
            got = subprocess.run([dump, "-p", path], capture_output=True).stdout.decode("utf-8", "surrogatepass")
            if not got.startswith("ERROR") or b"\0" in source:
                continue
            expected = subprocess.run([sys.executable, path], capture_output=True).stderr.decode("utf-8", "replace")
            expected = "".join(l for l in expected.splitlines(True) if not l.startswith("  File"))
            count += 1
            if printed(got.rstrip("\n")).rstrip() != expected.rstrip():
                different += 1
                print("%r\n--- expected\n%s--- got\n%s%s" % (source, expected, printed(got.rstrip("\n")), got))
    print("%d of %d differ" % (different, count))
    return different != 0


if __name__ == "__main__":
    sys.exit(main())
