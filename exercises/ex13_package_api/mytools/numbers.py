"""Amounts of money: products and sums."""


def multiply(a, b):
    """Return b as many times as a says; a may be a fraction."""
    product = b * a
    return product


def add_all(values):
    """Return what the values make together, which is 0 if there are none."""
    together = 0
    for value in values:
        together += value
    return together
