"""Odds and ends."""


def some_function():
    """Return a sign of life."""
    return "utils works"
