"""Compares the parser with the reference interpreter on snippets, right and wrong ones: tree, or error with all that a
SyntaxError carries.

usage: snippets.py DUMP [FILE...]      (python3.11; DUMP: the built dump.c)
Without files: the lists in this folder (*.snippets, separated by lines of `----`) and every string in the reference's own
syntax tests. --warnings compares the warnings instead; --cuts also damages each snippet in many ways (minutes).
"""
import ast
import glob
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import reference
from reference import describe

# mode, compile()'s flags, ParseInput's flags
WAYS = [("exec", 0, 0), ("eval", 0, 0), ("single", 0, 0), ("single", 0x4200, 4 | 8), ("exec", 0x4200, 4 | 8),
        ("exec", ast.PyCF_TYPE_COMMENTS, 2), ("exec", 0x400000, 16)]
MODES = {"exec": 0, "single": 1, "eval": 2}
TESTS = ("test_syntax test_exceptions test_fstring test_grammar test_named_expressions test_patma test_positional_only_arg"
         " test_string_literals test_except_star test_eof test_generators test_genexps test_unpack_ex test_unpack"
         " test_dictcomps test_listcomps test_setcomps test_keywordonlyarg test_future test_compile test_ast test_type_comments"
         " test_exception_variations test_flufl test_codeop test_tokenize test_unparse test_coroutines test_asyncgen"
         " test_unicode_identifiers test_utf8source test_cmd_line test_traceback test_global test_scope").split()


def strings_of(path):
    """Every string constant of a file, and the examples in those that are doctests."""
    with open(path, "rb") as f:
        tree = ast.parse(f.read())
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            found.append(node.value)
            if isinstance(node.value, str) and ">>> " in node.value:
                found += doctests(node.value)
    return found


def doctests(text):
    example = None
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith(">>> "):
            if example:
                yield example
            example = stripped[4:] + "\n"
            indent = len(line) - len(line.lstrip()) + 4
        elif stripped.startswith("...") and example:
            example += line[indent:] + "\n"
        elif example:
            yield example
            example = None
    if example:
        yield example


def encode(source):
    """Bytes for the parser, and its flags."""
    if isinstance(source, bytes):
        return source, 0
    return source.encode("utf-8"), 1


class Dump:
    def __init__(self, path, warnings=False):
        self.process = subprocess.Popen([path] + ["-w"] * warnings + ["-s"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def describe(self, source, mode, extra=0):
        data, flags = encode(source)
        self.process.stdin.write(b"%d %d %d\n" % (MODES[mode], flags | extra, len(data)) + data)
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit("dump died on %r" % source)
        return line.decode("utf-8", "surrogatepass").rstrip("\n")


def sources(arguments):
    if arguments:
        for path in arguments:
            with open(path, encoding="utf-8") as f:
                yield from f.read().split("\n----\n")
        return
    for path in sorted(glob.glob(os.path.join(os.path.dirname(__file__), "*.snippets"))):
        with open(path, encoding="utf-8") as f:
            yield from f.read().split("\n----\n")
    for name in TESTS:
        path = "/usr/lib/python3.11/test/%s.py" % name
        if os.path.exists(path):
            yield from strings_of(path)


def cuts(source):
    """The source, and what is left of it when its end is missing or a token's place is disturbed."""
    yield source
    if isinstance(source, str) and 0 < len(source) < 120:
        for i in range(1, len(source)):
            yield source[:i]
            yield source[:i] + " ) " + source[i:]
            yield source[:i] + " x " + source[i:]
            yield source[:i] + source[i + 1:]
            yield source[:i] + "=" + source[i:]
            yield source[:i] + ":" + source[i:]
            yield source[:i] + "\n" + source[i:]
            yield source[:i] + " * " + source[i:]


def main():
    arguments = [a for a in sys.argv[2:] if not a.startswith("--")]
    thorough = "--cuts" in sys.argv
    warnings = "--warnings" in sys.argv
    dump, seen, different = Dump(sys.argv[1], warnings), set(), 0
    expect = reference.describe_warnings if warnings else describe
    for original in sources(arguments):
        for source in cuts(original) if thorough else (original,):
            if source in seen or len(source) > 20000:
                continue
            seen.add(source)
            try:
                encode(source)
            except UnicodeEncodeError:
                continue
            for mode, flags, bits in WAYS[:1] if thorough else WAYS:
                if warnings and flags & 0x4000:
                    continue  # there an error in a warning's place is "incomplete input"
                expected = expect(source, "f", mode, flags)
                got = dump.describe(source, mode, bits)
                if got != expected and not (expected.startswith("ERROR RecursionError") or "4300" in expected):
                    different += 1
                    if different <= 60:
                        if not expected.startswith("ERROR") and not got.startswith("ERROR"):
                            i = next(i for i, (a, b) in enumerate(zip(expected + "\0", got + "\1")) if a != b)
                            expected, got = expected[max(0, i - 60):i + 80], got[max(0, i - 60):i + 80]
                        print("%s %#x %r\n  expected %.300s\n  got      %.300s" % (mode, flags, source[:300], expected, got))
    print("%d of %d differ" % (different, len(seen)))
    return different != 0


if __name__ == "__main__":
    sys.exit(main())
