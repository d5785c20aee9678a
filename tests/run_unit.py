#!/usr/bin/env python3
"""Builds and runs the unit tests: each tests/unit/test_*.c becomes a Criterion program linked with the whole of libadder.a.

    run_unit.py [--build FOLDER] [NAME...]
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent
ROOT = TESTS.parent


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    sanitize = ["-fsanitize=address,undefined"] if args.build.name.endswith("asan") else []
    debug = ["-DADDER_DEBUG"] if args.build.name.endswith("debug") else []
    folder = args.build / "unit"
    folder.mkdir(parents=True, exist_ok=True)
    passed = failed = 0
    for source in sorted((TESTS / "unit").glob("test_*.c")):
        if args.names and source.stem not in args.names:
            continue
        program = folder / source.stem
        compile_it = [os.environ.get("CC", "gcc"), "-std=gnu11", "-g", "-O1", "-Wall", "-Wextra", "-Werror", "-I.",
                      "-Iruntime/include", "-D_GNU_SOURCE", "-DADDER_BUILD", "-fvisibility=hidden", "-pthread", *sanitize, *debug,
                      str(source), "-o", str(program), "-Wl,--whole-archive", str(args.build / "libadder.a"),
                      "-Wl,--no-whole-archive", "-rdynamic", "-lcriterion", "-lgc", "-lgmp", "-lm", "-ldl"]
        done = subprocess.run(compile_it, cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            print(f"FAILED {source.name}: does not build\n{done.stderr[-2000:]}")
            failed += 1
            continue
        done = subprocess.run([str(program), "--color=never"], cwd=ROOT, capture_output=True, text=True, errors="replace")
        text = done.stdout + done.stderr
        counts = re.search(r"Tested: (\d+) \| Passing: (\d+) \| Failing: (\d+) \| Crashing: (\d+)", text)
        if not counts:
            print(f"FAILED {source.name}: status {done.returncode}\n{text[-2000:]}")
            failed += 1
            continue
        _, good, bad, crashed = map(int, counts.groups())
        passed += good
        failed += bad + crashed
        if bad + crashed or done.returncode != 0:
            print(f"FAILED {source.name}\n{text[-3000:]}")
            failed += bad + crashed == 0
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
