"""Four functions to fill in."""


def add(a, b):
    """The sum."""


def subtract(a, b):
    """The difference."""


def multiply(a, b):
    """The product."""


def divide(a, b):
    """The quotient."""
