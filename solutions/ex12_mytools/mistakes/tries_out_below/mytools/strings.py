"""Text for the price list."""

from .numbers import multiply


def shout(text):
    """Return text in upper case with an exclamation mark."""
    return text.upper() + "!"


def line(width):
    """Return a line of width dashes; raise ValueError if width is negative."""
    if width < 0:
        raise ValueError("width must not be negative")
    return "-" * width


def price_row(label, price, qty):
    """Return one row of the price list: label in 12 characters, price times qty in 8."""
    return f"{label:<12}{multiply(price, qty):>8.2f}"


print(price_row("Chain", 12.5, 2))
