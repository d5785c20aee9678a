#!/usr/bin/env python3
"""Damaged programs: pieces of the language tests are cut, doubled, swapped and broken, then compiled and run. Whatever happens
must be a Python exception: a signal or a report of a sanitizer is a failure, and leaves the program in tests/fuzz/found/.

    run.py INTERPRETER [SECONDS] [SEED]
"""
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
WORDS = "None True lambda yield await async with for in if else : ( ) [ ] { } * ** = == := . , ; @ -> not and or is 0 1 -1 2**70 1e308 '' b'' f'{x}' self del global nonlocal try except finally raise return class def match case _ \n \n    \t \\".split(" ")
RUNNER = """
import sys
sys.setrecursionlimit(400)
for text in sys.stdin.buffer.read().decode('utf-8', 'surrogateescape').split('\\x00'):
    try:
        code = compile(text, 'fuzz', 'exec')
    except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError, UnicodeError):
        continue
    if 'while' in text or '**' in text or 'input' in text or 'open' in text or 'range(10' in text:
        continue
    try:
        exec(code, {'__name__': 'fuzz', 'print': lambda *a, **k: [str(x) for x in a]})
    except BaseException as e:
        str(e), repr(e), e.__traceback__
"""


def damage(rng, tokens):
    tokens = list(tokens)
    for _ in range(rng.randint(1, 6)):
        if not tokens:
            break
        i, j = sorted((rng.randrange(len(tokens)), rng.randrange(len(tokens))))
        kind = rng.randrange(5)
        if kind == 0:
            del tokens[i:min(j, i + 8)]
        elif kind == 1:
            tokens[i:i] = tokens[i:min(j, i + 8)]
        elif kind == 2:
            tokens[i], tokens[j] = tokens[j], tokens[i]
        else:
            tokens[i:i + kind - 3] = [" ", rng.choice(WORDS), " "]
    return "".join(tokens)


def main(interpreter, seconds=60, seed=None):
    seed = int(seed) if seed else time.time_ns()
    rng = random.Random(seed)
    print("seed", seed)
    corpus = [TOKEN.findall(part) for path in sorted((HERE.parent / "language").rglob("*.py"))
              for part in path.read_text(encoding="utf-8", errors="surrogateescape").split("\n\n") if len(part) < 3000]
    end, runs, failed = time.monotonic() + float(seconds), 0, 0
    with tempfile.NamedTemporaryFile("w", suffix=".py") as runner:
        runner.write(RUNNER)
        runner.flush()
        while time.monotonic() < end:
            batch = [damage(rng, rng.choice(corpus)).replace("\0", "") for _ in range(100)]
            data = "\0".join(batch).encode("utf-8", "surrogateescape")
            try:
                done = subprocess.run([interpreter, runner.name], input=data, capture_output=True, timeout=60)
            except subprocess.TimeoutExpired:
                continue
            runs += len(batch)
            if done.returncode < 0 or b"Sanitizer" in done.stderr or b"runtime error" in done.stderr:
                failed += 1
                (HERE / "found").mkdir(exist_ok=True)
                (HERE / "found" / f"{seed}-{runs}.bin").write_bytes(data)
                print(f"FAILED status {done.returncode}: tests/fuzz/found/{seed}-{runs}.bin\n{done.stderr[-600:].decode(errors='replace')}")
    print(f"{runs - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
