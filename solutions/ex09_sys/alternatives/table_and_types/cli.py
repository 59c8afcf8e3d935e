"""A table of operations, and errors that know their exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import calculator
from calculator import divide

USAGE = "usage: python cli.py add|subtract|multiply|divide A B"

Operation = Callable[[float, float], float]

TABLE: dict[str, Operation] = {
    "add": calculator.add,
    "subtract": calculator.subtract,
    "multiply": calculator.multiply,
    "divide": divide,
}


class Refused(Exception):
    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


def parsed(argv: Sequence[str]) -> tuple[Operation, float, float]:
    try:
        name, a, b = argv
        operation = TABLE[name]
    except (KeyError, ValueError):
        raise Refused(2, USAGE) from None
    try:
        return operation, float(a), float(b)
    except ValueError as error:
        raise Refused(2, str(error)) from None


def calculated(operation: Operation, a: float, b: float) -> float:
    try:
        return operation(a, b)
    except ValueError as error:
        raise Refused(1, str(error)) from None


def main(argv: Sequence[str]) -> int:
    try:
        result = calculated(*parsed(argv))
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return refusal.code
    sys.stdout.write(f"{result:.0f}\n" if result % 1 == 0 else f"{result}\n")
    return 0


if "__main__" == __name__:
    raise SystemExit(main(sys.argv[1:]))
