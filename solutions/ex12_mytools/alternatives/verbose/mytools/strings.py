"""Pieces of text for the price list of Spoke & Co."""

from .numbers import multiply

LABEL_WIDTH = 12
PRICE_WIDTH = 8


def shout(text):
    """Return the text in capital letters, followed by an exclamation mark."""
    in_capitals = text.upper()
    return in_capitals + "!"


def line(width):
    """Return a line that is width characters long."""
    if width < 0:
        raise ValueError("a line cannot be shorter than nothing")
    dashes = ""
    for _ in range(width):
        dashes = dashes + "-"
    return dashes


def price_row(label, price, qty):
    """Return the label on the left and the amount on the right."""
    left = label
    while len(left) < LABEL_WIDTH:
        left = left + " "
    amount = multiply(price, qty)
    right = "{:.2f}".format(amount)
    while len(right) < PRICE_WIDTH:
        right = " " + right
    return left + right
