#!/usr/bin/env python3
"""Runs the wrong programs of errors.snippets as files and at the prompt, by adder and by the reference, and compares all
they print. The last line is `N passed, N failed`.

    programs.py ADDER      (python3.11)
"""
import os
import pathlib
import subprocess
import sys
import tempfile

from files import BYTES

HERE = pathlib.Path(__file__).resolve().parent
REFERENCE = "/usr/bin/python3.11"
# What is shown for these depends on how the reference's tokenizer fills its buffers at a file's end without a newline.
LEFT_OUT = ("b'é'", "'é\\x1'", "(é\n+é é)", "1" * 5000)


def output(command, text=b""):
    done = subprocess.run(command, input=text, capture_output=True, timeout=60, env={"TERM": "dumb"})
    return done.stdout, done.stderr.split(), done.returncode


def main():
    adder = sys.argv[1]
    snippets = (HERE / "errors.snippets").read_text(encoding="utf-8").split("\n----\n")
    snippets = [s for s in snippets if "\0" not in s and s not in LEFT_OUT]
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "f.py")
        jobs = [(s, None) for s in BYTES + [s.encode() for s in snippets]]
        jobs += [(None, (s + "\n\n\nprint('done')\n").encode()) for s in snippets if "\r" not in s]
        for source, typed in jobs:
            if source is not None:
                with open(path, "wb") as f:
                    f.write(source)
            arguments = ["-S", path] if source is not None else ["-S", "-i", "-q"]
            got, expected = (output([program, *arguments], typed or b"") for program in (adder, REFERENCE))
            if got == expected:
                passed += 1
                continue
            failed += 1
            print("%s %r\n  expected %r\n  got      %r" % ("file" if typed is None else "prompt", source or typed, expected, got))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
