"""Pieces of text for lists that are pinned to the wall."""

from . import numbers


def shout(text):
    """Return the text for a notice that nobody can overlook."""
    return f"{text.upper()}!"


def line(width):
    """Return a ruled line; there is no line of less than no width, so that is a ValueError."""
    if 0 > width:
        raise ValueError(f"a line of width {width}?")
    return width * "-"


def price_row(label, price, qty):
    """Return one row: the label to the left, the amount to the right, 20 characters or more in all."""
    amount = numbers.multiply(price, qty)
    return label.ljust(12) + format(amount, ".2f").rjust(8)
