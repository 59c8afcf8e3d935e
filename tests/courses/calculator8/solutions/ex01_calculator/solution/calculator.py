"""Arithmetic for the till."""


def add(a, b):
    """The sum."""
    return a + b


def subtract(a, b):
    """The difference."""
    return a - b


def multiply(a, b):
    """The product."""
    return a * b


def divide(a, b):
    """The quotient; ValueError for a zero divisor."""
    if b == 0:
        raise ValueError("cannot divide by zero")
    return a / b
