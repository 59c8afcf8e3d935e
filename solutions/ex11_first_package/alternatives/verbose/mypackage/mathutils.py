"""This module calculates."""


def square(x):
    """Return the square of x."""
    result = x ** 2
    return result


def mean(values):
    """Return the arithmetic mean of a list of numbers."""
    count = 0
    total = 0
    for value in values:
        total = total + value
        count = count + 1
    if count == 0:
        raise ValueError("mean of an empty list")
    average = total / count
    return average
