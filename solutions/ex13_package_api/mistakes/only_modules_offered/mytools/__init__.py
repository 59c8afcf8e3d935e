"""The tools of Spoke & Co., all to be had from here."""

from . import numbers, strings

VERSION = "1.0"

__all__ = ["multiply", "price_row", "shout", "strings"]
