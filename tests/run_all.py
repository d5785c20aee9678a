#!/usr/bin/env python3
"""Runs every test of the everyday suite against one build.

    run_all.py [--build FOLDER] [--only NAME[,NAME]]

Each part prints what fails and how many passed; the last line is `N passed, N failed` over all of them.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parent
ROOT = TESTS.parent
COURSE = ROOT.parent / "shared" / "course"
PYTHON = "/usr/bin/python3.11"


def parts(build):
    """(name, command, note): a part with a note instead of a command is left out, and says why."""
    adder = build / "adder"
    yield "unit", [PYTHON, TESTS / "run_unit.py", "--build", build], None
    yield "abi", ["sh", TESTS / "abi" / "run.sh"], None
    yield "parser", [PYTHON, TESTS / "parser" / "run.py", "--quick"], None
    yield "wrong programs", [PYTHON, TESTS / "parser" / "programs.py", adder], None
    yield "language", [PYTHON, TESTS / "run_language.py", adder, TESTS / "language"], None
    yield "extensions", ["env", f"ADDER={adder}", "sh", TESTS / "extensions" / "run.sh"], None
    yield "globals", ["sh", TESTS / "globals.sh", build / "libadder.a"], None
    yield "lint", [PYTHON, TESTS / "lint.py", "--no-clang"], None
    yield "recorded", ["env", f"ADDER={adder}", "sh", TESTS / "recorded.sh"], None
    yield "stdlib", [PYTHON, TESTS / "run_language.py", adder, TESTS / "stdlib"], None
    yield "command line", [PYTHON, TESTS / "run_cmdline.py", adder], None
    yield "prompt", [PYTHON, TESTS / "repl" / "run.py", adder], None
    yield "examples", [PYTHON, TESTS / "run_examples.py", "--build", build], None
    if COURSE.is_dir():
        yield "course", [PYTHON, COURSE / "run_course.py", "--interp", adder, "--only", "c01*"], None
    else:
        yield "course", None, f"left out: {COURSE} is not there"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    wanted = set(filter(None, args.only.split(",")))
    passed = failed = 0
    for name, command, note in parts(args.build.resolve()):
        if wanted and name not in wanted:
            continue
        if command is None:
            print(f"{name}: {note}", flush=True)
            continue
        start = time.monotonic()
        done = subprocess.run(list(map(str, command)), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", env=dict(os.environ, TERM="dumb"))
        counts = re.findall(r"^(\d+) passed, (\d+) failed", done.stdout, re.M)
        good, bad = map(int, counts[-1]) if counts else (0, 1)
        if done.returncode != 0 and bad == 0:
            bad = 1
        if bad:
            print(done.stdout[-6000:].rstrip())
        print(f"{name}: {good} passed, {bad} failed, {time.monotonic() - start:.0f} s", flush=True)
        passed += good
        failed += bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
