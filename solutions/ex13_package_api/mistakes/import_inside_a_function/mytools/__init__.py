"""The tools of Spoke & Co., all to be had from here."""

from . import strings
from .strings import price_row, shout


def load():
    """Load the functions."""
    from .numbers import multiply


load()

VERSION = "1.0"

__all__ = ["multiply", "price_row", "shout", "strings"]
