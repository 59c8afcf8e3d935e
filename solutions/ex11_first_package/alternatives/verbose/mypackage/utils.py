"""This module has one function, to see that the package works."""

MESSAGE = "utils works"


def some_function():
    """Return the message."""
    return MESSAGE
