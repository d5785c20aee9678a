#!/usr/bin/env python3
"""Tests the parser alone against the reference interpreter: trees, errors, warnings. The last line is `N passed, N failed`.

    run.py [--quick] [--sanitize]

--quick: a selection of the library's files and the snippets as they are; else all files, and each snippet damaged in many
ways as well (minutes). The build line is here: the parser needs nothing of the rest.
"""
import argparse
import glob
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PYTHON = "/usr/bin/python3.11"
LIBRARY = "/usr/lib/python3.11"


def build(target, sanitize):
    sources = [p for p in sorted(glob.glob(str(ROOT / "parser" / "*.c"))) if not p.endswith("symtable.c")]
    flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"] if sanitize else []
    subprocess.run([*os.environ.get("CC", "gcc").split(), "-std=gnu11", "-O1", "-g", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror",
                    "-fno-strict-aliasing", "-fwrapv", "-I", ROOT, *flags, *sources, HERE / "dump.c", "-o", target, "-lgc",
                    "-lgmp", "-ldl"], check=True)


def run(*command):
    """(how many were compared, how many differ), from the `N of M differ` at the end."""
    done = subprocess.run([*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    counts = re.findall(r"^(\d+) of (\d+) differ", done.stdout, re.M)
    if not counts or counts[-1][0] != "0":
        print(done.stdout[-4000:])
    return (int(counts[-1][1]), int(counts[-1][0])) if counts else (0, 1)


def compare_files(dump, files, folder):
    compared = different = 0
    for i in range(0, len(files), 100):
        some = files[i:i + 100]
        subprocess.run([PYTHON, HERE / "reference.py", folder, *some], check=True)
        count, bad = run(dump, "-r", folder, *some)
        compared, different = compared + count, different + bad
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
    return compared, different


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--sanitize", action="store_true")
    args = parser.parse_args()
    os.environ.setdefault("ASAN_OPTIONS", "detect_stack_use_after_return=0:detect_leaks=0")
    files = sorted(glob.glob(LIBRARY + "/**/*.py", recursive=True))
    total = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        dump = os.path.join(folder, "dump")
        expected = os.path.join(folder, "expected")
        os.mkdir(expected)
        build(dump, args.sanitize)
        parts = [("files", lambda: compare_files(dump, files[::25] if args.quick else files, expected)),
                 ("snippets", lambda: run(PYTHON, HERE / "snippets.py", dump)),
                 ("warnings", lambda: run(PYTHON, HERE / "snippets.py", dump, "--warnings"))]
        if not args.quick:
            parts.append(("damaged snippets", lambda: run(PYTHON, HERE / "snippets.py", dump, "--cuts")))
        for name, part in parts:
            compared, different = part()
            print("%s: %d compared, %d differ" % (name, compared, different), flush=True)
            total += compared - different
            failed += different
    print("%d passed, %d failed" % (total, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
