"""The till."""


def add(a, b):
    """Return the sum."""
    return a + b


def share(amount, people):
    """Return what each of the people pays; ValueError without people."""
    if people < 1:
        raise ValueError("nobody pays")
    return round(amount / people, 2)
