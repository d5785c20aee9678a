#!/usr/bin/env python3
"""Runs the programs of examples/: the Python ones print what stands in the .out file beside them, the C ones are built with
what `make install` installs and do the same.

    run_examples.py [--build FOLDER]
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def check(name, command, expected, env=None):
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=120)
    if done.returncode == 0 and done.stdout == expected:
        return True
    print(f"FAILED {name}: exit status {done.returncode}\n{done.stderr[-1500:]}")
    for number, (a, b) in enumerate(zip(expected.splitlines(), done.stdout.splitlines()), 1):
        if a != b:
            print(f"  line {number}: expected {a!r}\n           got      {b!r}")
            break
    return False


def build_and_run(source, build, folder):
    installed = folder / "installed"
    if not installed.exists():
        subprocess.run(["make", "-s", "install", f"BUILD={build}", f"PREFIX={installed}"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
    env = dict(os.environ, PKG_CONFIG_PATH=str(installed / "lib/pkgconfig"), LD_LIBRARY_PATH=str(installed / "lib"))
    sed = (installed / "lib/pkgconfig/adder.pc")
    sed.write_text(sed.read_text().replace("prefix=/usr/local", f"prefix={installed}"))
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "adder"], capture_output=True, text=True, env=env).stdout.split()
    sanitize = ["-fsanitize=address,undefined"] if str(build).endswith("asan") else []
    program = folder / source.stem
    done = subprocess.run(["gcc", "-Wall", "-Wextra", "-Werror", *sanitize, str(source), "-o", str(program), *flags],
                          capture_output=True, text=True)
    if done.returncode != 0:
        print(f"FAILED {source}: does not build\n{done.stderr[-1500:]}")
        return False
    return check(source, [str(program)], source.with_suffix(".out").read_text(), env)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    build = parser.parse_args().build.resolve()
    results = []
    for program in sorted((ROOT / "examples/python").rglob("*.py")):
        expected = program.with_suffix(".out").read_text(encoding="utf-8")
        results.append(check(program.relative_to(ROOT), [str(build / "adder"), str(program)], expected))
    with tempfile.TemporaryDirectory() as folder:
        for source in sorted((ROOT / "examples/embed").glob("*.c")):
            results.append(build_and_run(source, build, pathlib.Path(folder)))
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return results.count(False) > 0


if __name__ == "__main__":
    sys.exit(main())
