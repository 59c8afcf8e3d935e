"""The tools of Spoke & Co., all to be had from here."""

from . import strings
from .front import shout
from .numbers import multiply
from .strings import price_row

VERSION = "1.0"

__all__ = ["multiply", "price_row", "shout", "strings"]
