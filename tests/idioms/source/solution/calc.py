"""A calculator."""

import math


# adds
def add(a, b=1):
    """Add two numbers.

    >>> add(1, 2)
    3
    """
    return a + b


def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)


class Point:
    """A point."""

    def norm(self):
        return math.sqrt(2)


square = lambda x: x * x
