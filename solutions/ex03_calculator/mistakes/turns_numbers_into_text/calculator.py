"""Arithmetic for the till of Spoke & Co."""


def add(a, b):
    """Return the sum of a and b."""
    return str(a) + str(b)


def subtract(a, b):
    """Return a minus b."""
    return a - b


def multiply(a, b):
    """Return the product of a and b."""
    return a * b


def divide(a, b):
    """Return a divided by b; raise ValueError if b is 0."""
    if b == 0:
        raise ValueError("cannot divide by zero")
    return a / b
