"""Typed arithmetic with an error class of its own."""

from __future__ import annotations

Number = int | float


class DivisionByZero(ValueError):
    """Raised by `divide`; a `ValueError`, so that callers need not know this class."""

    def __init__(self) -> None:
        super().__init__("cannot divide by zero")


def add(a: Number, b: Number) -> Number:
    return a + b


def subtract(a: Number, b: Number) -> Number:
    return add(a, -b)


def multiply(a: Number, b: Number) -> Number:
    return a * b


def divide(a: Number, b: Number) -> float:
    if not b:
        raise DivisionByZero
    return a / b


def to_cents(amount: Number) -> Number:
    return multiply(amount, 100)
