"""Arithmetic for the till of Spoke & Co."""


def add(a, b):
    """Return the sum of a and b."""


def subtract(a, b):
    """Return a minus b."""


def multiply(a, b):
    """Return the product of a and b."""


def divide(a, b):
    """Return a divided by b; raise ValueError if b is 0."""
