"""Numbers for the price list of Spoke & Co."""


def multiply(a, b):
    """Return a times b."""
    product = a * b
    return product


def add_all(values):
    """Add up all the values, one after the other."""
    running_sum = 0
    for value in values:
        running_sum = running_sum + value
    return running_sum
