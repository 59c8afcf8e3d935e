"""Arithmetic for the price list."""


def multiply(a, b):
    """Return the product of a and b."""
    return a * b


def add_all(values):
    """Return the sum of all values; 0 for an empty list."""
    result = values[0]
    for value in values[1:]:
        result = result + value
    return result
