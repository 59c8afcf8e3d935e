"""The tools of Spoke & Co., all to be had from here."""

from . import strings
from .strings import price_row, shout


def multiply(a, b):
    """Return the product."""
    return a * b


VERSION = "1.0"

__all__ = ["multiply", "price_row", "shout", "strings"]
