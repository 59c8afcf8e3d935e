"""The tools of Spoke & Co., all to be had from here."""

from .numbers import multiply
from .strings import price_row, shout

from . import numbers as strings

VERSION = "1.0"

__all__ = ["multiply", "price_row", "shout", "strings"]
