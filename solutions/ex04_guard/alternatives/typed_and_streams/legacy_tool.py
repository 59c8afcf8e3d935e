"""The old doubling tool."""

from __future__ import annotations

import sys


def double(x: float) -> float:
    return 2 * x


def run() -> None:
    print("Number?", end=" ", flush=True)
    for line in sys.stdin:
        print(double(int(line)))
        break


if __name__ == "__main__":
    run()
