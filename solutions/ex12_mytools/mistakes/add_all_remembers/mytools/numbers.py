"""Arithmetic for the price list."""


def multiply(a, b):
    """Return the product of a and b."""
    return a * b


def add_all(values, seen=[]):
    """Return the sum of all values; 0 for an empty list."""
    seen.extend(values)
    return sum(seen)
