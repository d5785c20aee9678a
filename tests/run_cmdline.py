#!/usr/bin/env python3
"""Command lines: adder and the system's python3.11 are given the same arguments, environment and input, and must agree on
standard output, exit status and, where it says something, the last line of standard error.

    run_cmdline.py INTERPRETER
"""
import os
import pathlib
import subprocess
import sys
import tempfile

PYTHON = "/usr/bin/python3.11"
SHOW = "import sys; print(sys.argv, sys.flags.optimize, sys.flags.interactive, sys.dont_write_bytecode)"

# (arguments, input, environment); {d} is a folder with the files below
CASES = [
    (["-c", "print(1)"], "", {}),
    (["-c", SHOW, "a", "-b", "--c"], "", {}),
    (["-c", "import sys; sys.exit(3)"], "", {}),
    (["-c", "import sys; sys.exit('bye')"], "", {}),
    (["-c", "raise SystemExit"], "", {}),
    (["-c", "raise SystemExit(None)"], "", {}),
    (["-c", "raise SystemExit([1])"], "", {}),
    (["-c", "1/0"], "", {}),
    (["-c", "x ="], "", {}),
    (["-c", "  x = 1"], "", {}),
    (["-c", "assert False, 'no'"], "", {}),
    (["-O", "-c", "assert False, 'no'"], "", {}),
    (["-OO", "-c", "def f():\n  'doc'\nprint(f.__doc__, __debug__)"], "", {}),
    (["-B", "-c", SHOW], "", {}),
    (["-c", SHOW], "", {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONOPTIMIZE": "2"}),
    (["-E", "-c", SHOW], "", {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONOPTIMIZE": "2"}),
    (["-V"], "", {}),
    (["--version"], "", {}),
    (["-c"], "", {}),
    (["-Z"], "", {}),
    (["--nothing"], "", {}),
    (["{d}/nosuch.py"], "", {}),
    (["-m", "nosuch"], "", {}),
    (["{d}/script.py", "x", "y"], "", {}),
    (["{d}/package"], "", {}),
    (["-x", "{d}/first.txt"], "", {}),
    (["{d}/error.py"], "", {}),
    (["{d}/imports.py"], "", {}),
    (["-"], "print('from stdin', __name__)", {}),
    ([], "import sys\nprint(sys.argv)\nprint(input())\n", {}),
    (["-", "arg"], "import sys\nprint(sys.argv)", {}),
    (["-c", "print(input('name? '))"], "Ada\n", {}),
    (["-c", "print(input('name? '))"], "", {}),
    (["-c", "import sys; print(ascii(sys.stdin.readline()))"], "\u4e2d\u6587\n", {}),
    (["-c", "print('\u4e2d\u6587', ascii('\u4e2d'))"], "", {}),
    (["-c", "print('\udc80')"], "", {}),
    (["-u", "-c", "import sys; sys.stdout.write('a'); sys.stderr.write('b')"], "", {}),
    (["-W", "error", "-c", "import warnings; warnings.warn('w')"], "", {}),
    (["-W", "ignore", "-c", "import warnings; warnings.warn('w'); print('ok')"], "", {}),
    (["-X", "utf8", "-c", "import sys; print(sys._xoptions)"], "", {}),
    (["-I", "-c", "import sys; print(sys.flags.isolated, '' in sys.path)"], "", {"PYTHONPATH": "{d}"}),
    (["-c", "import sys; print(sys.path[:2])"], "", {"PYTHONPATH": "{d}:/nosuch"}),
    (["-c", "import atexit; atexit.register(print, 'at exit'); print('first')"], "", {}),
    (["-i", "-q", "-c", "x = 5"], "x\nx + 1\n1/0\nexit()\n", {}),
    (["-i", "-q"], "def f(n):\n  return n * 2\n\nf(21)\n_\n'text'\nNone\n", {}),
    (["-i", "-q"], "for i in range(2):\n  i\n\nimport sys\nsys.exit(7)\n", {}),
    (["-i", "-q"], "x = (1 +\n2)\nx\nclass A:\n  def f(self): pass\n\nA\n@staticmethod\ndef g(): return 1\n\ng()\n", {}),
    (["-c", "def f(): f()\nf()"], "", {}),
    (["-c", "class A:\n  def __del__(self): print('gone')\na = A()"], "", {}),
    (["-c", "import os; os._exit(4)"], "", {}),
    (["-c", "import os; os.kill(os.getpid(), 15)"], "", {}),
    (["-c", "raise KeyboardInterrupt"], "", {}),
]

FILES = {
    "script.py": "import sys\nprint(sys.argv[1:], __name__, __file__ == sys.argv[0], sys.path[0] == __file__.rpartition('/')[0])\n",
    "package/__main__.py": "import sys, part\nprint(__name__, part.x, sys.path[0] == sys.argv[0])\n",
    "package/part.py": "x = 1\n",
    "first.txt": "#!not python\nprint('second line')\n",
    "error.py": "def f(a):\n    return a + 'x'\n\n\ntry:\n    f(1)\nexcept TypeError as e:\n    raise ValueError('二') from e\n",
    "imports.py": "import lib.sub as s, lib\nfrom lib import *\nfrom lib.sub import deep\nprint(s.__name__, lib.__package__, shown, deep())\n"
                  "try:\n    import lib.nothing\nexcept ImportError as e:\n    print(type(e).__name__, e)\n"
                  "try:\n    from lib import nothing\nexcept ImportError as e:\n    print(e.name, str(e).split(' (')[0])\n",
    "lib/__init__.py": "__all__ = ['shown']\nshown = 1\nhidden = 2\n",
    "lib/sub.py": "from . import shown\nfrom .other import value\ndef deep():\n    return shown + value\n",
    "lib/other.py": "value = 41\n",
}


def run(interpreter, case, folder):
    args, text, env = case
    fill = lambda s: s.replace("{d}", folder)
    environment = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", **{k: fill(v) for k, v in env.items()}}
    done = subprocess.run([interpreter, *map(fill, args)], input=text.encode(), capture_output=True, env=environment, timeout=60)
    err = done.stderr.decode(errors="replace").splitlines()
    last = err[-1].replace(interpreter, "PROGRAM") if err else ""
    return done.stdout.decode(errors="surrogateescape"), done.returncode, last


def main(interpreter):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for case in CASES:
            if case[0][:1] == ["-i"] or (case[0] and case[0][0] in ("-Z", "--nothing", "-c") and len(case[0]) == 1):
                compare = slice(0, 2)  # prompts and help texts are our own
            else:
                compare = slice(0, 3)
            want, got = run(PYTHON, case, folder)[compare], run(interpreter, case, folder)[compare]
            if want != got:
                failed += 1
                print(f"FAILED {case}\n    expected {want}\n    got      {got}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
