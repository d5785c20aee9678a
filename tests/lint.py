#!/usr/bin/env python3
"""What the compiler does not say: file lengths, include cycles, layers, and clang's warnings.

    lint.py [--no-clang]
"""
import collections
import concurrent.futures
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("parser", "vm", "runtime", "stdlib")
LIMIT = 2500
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)
FLAGS = ["-std=gnu11", "-I.", "-Iruntime/include", "-D_GNU_SOURCE", "-DADDER_BUILD", '-DADDER_VERSION="0"', '-DADDER_MULTIARCH=""',
         "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]


def sources(*suffixes):
    return [p for f in FOLDERS for p in sorted((ROOT / f).rglob("*")) if p.suffix in suffixes]


def includes(path):
    for name in INCLUDE.findall(path.read_text(encoding="utf-8")):
        for found in (ROOT / name, path.parent / name):
            if found.exists():
                yield found.resolve()
                break


def cycles():
    graph = {p: list(includes(p)) for p in sources(".h")}
    state, found = {}, []

    def visit(node, path):
        state[node] = "open"
        for other in graph.get(node, ()):
            if state.get(other) == "open":
                names = [str(p.relative_to(ROOT)) for p in path[path.index(other):] + [other]]
                found.append("include cycle: " + " -> ".join(names))
            elif other not in state:
                visit(other, path + [other])
        state[node] = "done"

    for node in graph:
        if node not in state:
            visit(node, [node])
    return found


def long_files():
    for path in sources(".c", ".h", ".inc", ".def", ".py"):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LIMIT:
            yield f"{path.relative_to(ROOT)}: {lines} lines"


def layers():
    """parser/ may include nothing of vm/ and stdlib/."""
    for path in sources(".c", ".h"):
        if path.relative_to(ROOT).parts[0] != "parser":
            continue
        for other in includes(path):
            if other.relative_to(ROOT).parts[0] in ("vm", "stdlib"):
                yield f"{path.relative_to(ROOT)} includes {other.relative_to(ROOT)}"


def clang(path):
    done = subprocess.run(["clang", *FLAGS, str(path.relative_to(ROOT))], cwd=ROOT, capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else ""


def main():
    problems = [*cycles(), *long_files(), *layers()]
    checked = 3
    if "--no-clang" not in sys.argv:
        files = sources(".c")
        checked += len(files)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            problems += [p for p in pool.map(clang, files) if p]
    for problem in problems:
        print(problem)
    print(f"{checked - len(problems)} passed, {len(problems)} failed")
    return len(problems) > 0


if __name__ == "__main__":
    sys.exit(main())
