#!/usr/bin/env python3
"""Runs small Python scripts and compares what they print with the expectations beside their lines.

    run_language.py INTERPRETER [PATH...]     PATH: files or folders, default tests/language
    run_language.py --reference [PATH...]     holds the expectations themselves against /usr/bin/python3.11

`# expect: text` comments, in file order, are the lines of standard output; `# expect error: Type: message` is the last line of
standard error, with exit status 1. `# args: ...` gives arguments, `# stdin: ...` a line of standard input,
`# not on the reference: why` leaves a file out of --reference. Ends with `N passed, N failed`; exit status 1 if any failed.
"""
import concurrent.futures
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
COMMENT = re.compile(r"# (expect|expect error|args|stdin|not on the reference): ?(.*)$")


def read_expectations(path):
    found = {"expect": [], "expect error": [], "args": [], "stdin": [], "not on the reference": []}
    for line in path.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        match = COMMENT.search(line)
        if match:
            found[match[1]].append(match[2].rstrip())
    return found


def run(interpreter, path):
    """An error text, or None when all was as expected."""
    want = read_expectations(path)
    args = shlex.split(" ".join(want["args"]))
    env = dict(os.environ, PYTHONIOENCODING="utf-8:surrogateescape")
    env.pop("PYTHONPATH", None)
    try:
        done = subprocess.run([*interpreter, str(path), *args], input="".join(s + "\n" for s in want["stdin"]).encode(),
                              capture_output=True, timeout=120, env=env,
                              preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # a job in the background ignores it
    except subprocess.TimeoutExpired:
        return "still running after 120 s"
    out = done.stdout.decode("utf-8", "surrogateescape").splitlines()
    err = done.stderr.decode("utf-8", "surrogateescape").splitlines()
    out = [line.rstrip() for line in out]
    for i, (a, b) in enumerate(zip(out, want["expect"])):
        if a != b:
            return f"line {i + 1} of the output\n    expected {b!r}\n    got      {a!r}" + "".join("\n    | " + e for e in err[-3:])
    if len(out) != len(want["expect"]):
        extra = out[len(want["expect"]):][:3] or want["expect"][len(out):][:3]
        said = "too much" if len(out) > len(want["expect"]) else "too little"
        return f"{said} output: {extra}" + "".join("\n    | " + e for e in err[-3:])
    status = 1 if want["expect error"] else 0
    if want["expect error"] and (not err or err[-1] != want["expect error"][-1]):
        return f"expected error {want['expect error'][-1]!r}, got {err[-1:]}"
    if done.returncode != status:
        return f"exit status {done.returncode}" + "".join("\n    | " + e for e in err[-3:])
    return None


def main(argv):
    reference = argv[:1] == ["--reference"]
    interpreter = ["/usr/bin/python3.11"] if reference else shlex.split(argv[0])
    roots = [p for p in map(pathlib.Path, argv[1:]) if p.exists()] or [HERE / "language"]
    files = [f for r in roots for f in (sorted(r.rglob("*.py")) if r.is_dir() else [r]) if not f.name.startswith("_")]
    if reference:
        files = [f for f in files if not read_expectations(f)["not on the reference"]]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, error in zip(files, pool.map(lambda f: run(interpreter, f), files)):
            if error:
                failed += 1
                print(f"FAILED {path}: {error}")
    print(f"{len(files) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
