"""The till."""


def add(a, b):
    """Return the sum."""


def share(amount, people):
    """Return what each of the people pays; ValueError without people."""
