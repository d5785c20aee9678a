#!/usr/bin/env python3
"""Runs workloads.py under two interpreters by turns and prints the ratio of their best times.

    bench.py [--rounds N] [--reference PYTHON] ADDER [workload...]

Alternating keeps the machine's changes of speed out of the ratio. Exit status 1 when results differ.
"""
import argparse
import math
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def run(interpreter, names):
    out = subprocess.run([interpreter, os.path.join(HERE, "workloads.py"), *names], check=True, text=True, stdout=subprocess.PIPE)
    rows = [line.split(" ", 2) for line in out.stdout.splitlines()]
    return {name: (float(time), result) for name, time, result in rows}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--reference", default="/usr/bin/python3.11")
    parser.add_argument("adder")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    best, failed = {}, False
    for _ in range(options.rounds):
        for side, interpreter in ("reference", options.reference), ("adder", options.adder):
            for name, (time, result) in run(interpreter, options.names).items():
                row = best.setdefault(name, {})
                row[side] = min(row.get(side, time), time)
                if row.setdefault("result", result) != result:
                    print(f"{name}: {side} gives {result}, not {row['result']}")
                    failed = True
    ratios = []
    for name, row in best.items():
        ratio = row["adder"] / row["reference"]
        ratios.append(ratio)
        print(f"{name:12} {row['reference']:9.4f} s {row['adder']:9.4f} s  {ratio:.3f}")
    print(f"{'geometric mean':36} {math.exp(sum(map(math.log, ratios)) / len(ratios)):.3f}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
