"""Writes what the reference interpreter makes of sources: one file with the tree or the error for each.

usage: reference.py OUT_DIR FILE...        (python3.11)
"""
import ast
import os
import sys
import warnings


def describe(source, filename, mode="exec", flags=0):
    """The dump of the tree, or a line with everything a SyntaxError carries."""
    warnings.simplefilter("ignore")
    try:
        tree = compile(source, filename, mode, ast.PyCF_ONLY_AST | flags, dont_inherit=True)
    except SyntaxError as e:
        return "ERROR %s|%s|%s|%s|%s|%s|%r" % (
            type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text)
    except (ValueError, MemoryError, RecursionError, OverflowError) as e:
        return "ERROR %s|%s" % (type(e).__name__, e)
    return ast.dump(tree, include_attributes=True)


def describe_warnings(source, filename, mode="exec", flags=0):
    """The warnings, and the error that the first of them is when warnings are errors."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, filename, mode, ast.PyCF_ONLY_AST | flags, dont_inherit=True)
        except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError):
            pass
    if not caught:
        return ""
    text = "".join("%s %d %s;" % (w.category.__name__, w.lineno, w.message) for w in caught)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(source, filename, mode, ast.PyCF_ONLY_AST | flags, dont_inherit=True)
        except SyntaxError as e:
            return "%s ERROR %s|%s|%s|%s|%s|%s|%r" % (text, type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno,
                                                      e.end_offset, e.text)
    return text


def main():
    sys.setrecursionlimit(20000)
    out = sys.argv[1]
    for path in sys.argv[2:]:
        target = os.path.join(out, path.strip("/").replace("/", "%"))
        if os.path.exists(target):
            continue
        with open(path, "rb") as f:
            text = describe(f.read(), path)
        with open(target, "w", encoding="utf-8", errors="surrogatepass") as f:
            f.write(text + "\n")


if __name__ == "__main__":
    main()
