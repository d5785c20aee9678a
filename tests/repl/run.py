#!/usr/bin/env python3
"""Sessions at the prompt on a real pseudo-terminal: what is typed, and what must then be on the screen.

    run.py INTERPRETER
"""
import os
import pty
import re
import select
import signal
import sys
import time

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\r")
CTRL_C, CTRL_D = "\x03", "\x04"

# each step: (keys to type, regular expression that must appear in what the terminal shows next)
SESSIONS = {
    "expression": [("1 + 1\n", r"\n2\n>>> "), ("_ * 10\n", r"\n20\n>>> ")],
    "none is not shown": [("None\n", r"^None\n>>> ")],
    "block over several lines": [("def f(n):\n", r"\.\.\. "), ("    return n * 2\n", r"\.\.\. "), ("\n", r">>> "), ("f(21)\n", r"\n42\n")],
    "brackets": [("(1 +\n", r"\.\.\. "), ("2)\n", r"\n3\n>>> ")],
    "string over lines": [("'''a\n", r"\.\.\. "), ("b'''\n", r"'a\\nb'")],
    "error": [("1/0\n", r"Traceback \(most recent call last\):\n  File \"<stdin>\", line 1, in <module>\nZeroDivisionError: division by zero\n>>> ")],
    "syntax error": [("x = = 1\n", r"SyntaxError: invalid syntax\n>>> ")],
    "interrupt at the prompt": [("abc" + CTRL_C, r"KeyboardInterrupt\n>>> "), ("3\n", r"\n3\n")],
    "interrupt in a block": [("if 1:\n", r"\.\.\. "), (CTRL_C, r"KeyboardInterrupt\n>>> ")],
    "interrupt of a loop": [("while True: pass\n\n", r"\.\.\. "), (CTRL_C, r"KeyboardInterrupt\n>>> ")],
    "history": [("7 * 6\n", r"\n42\n>>> "), ("\x1b[A\n", r"\n42\n>>> ")],
    "editing": [("1 + 3\x7f5\n", r"\n6\n>>> ")],
    "end of input": [(CTRL_D, None)],
    "exit": [("import sys; sys.exit(3)\n", None)],
    "prompts of one's own": [("import sys; sys.ps1 = 'py> '\n", r"py> "), ("1\n", r"\n1\npy> ")],
    "input": [("input('who? ')\n", r"who\? "), ("me\n", r"'me'\n>>> ")],
    "chinese": [("'中' + '文'\n", r"'中文'\n>>> ")],
}


class Terminal:
    def __init__(self, command):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a job in the background ignores it
            os.environ.update(TERM="dumb", INPUTRC="/dev/null", LC_ALL="C.UTF-8")
            os.execv(command[0], command)
        self.shown = ""

    def read_until(self, pattern, seconds=20):
        """True once the pattern is in what was shown since the last call."""
        end = time.monotonic() + seconds
        while True:
            found = re.search(pattern, self.shown) if pattern else None
            if found:
                self.shown = self.shown[found.end():]
                return True
            if time.monotonic() > end or not select.select([self.fd], [], [], max(0, end - time.monotonic()))[0]:
                return False
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            if not data:
                return pattern is None
            self.shown += ESCAPES.sub("", data.decode(errors="replace"))

    def type(self, keys):
        os.write(self.fd, keys.encode())

    def close(self):
        os.close(self.fd)
        try:
            os.kill(self.pid, 9)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)


def run(interpreter, steps):
    terminal = Terminal([interpreter, "-q"])
    try:
        if not terminal.read_until(r">>> "):
            return f"no prompt: {terminal.shown!r}"
        for keys, pattern in steps:
            terminal.type(keys)
            if not terminal.read_until(pattern):
                return f"after {keys!r} expected {pattern!r}, the screen says {terminal.shown!r}"
        return None
    finally:
        terminal.close()


def main(interpreter):
    failed = 0
    for name, steps in SESSIONS.items():
        error = run(interpreter, steps)
        if error:
            failed += 1
            print(f"FAILED {name}: {error}")
    print(f"{len(SESSIONS) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
