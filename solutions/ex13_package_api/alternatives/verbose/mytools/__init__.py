"""Front door of the package mytools."""

# What comes from numbers.py:
from .numbers import multiply

# What comes from strings.py:
from .strings import shout
from .strings import price_row

# The whole module, for those who want more of it:
from . import strings

# The version of the package, for people who report a bug.
VERSION = "1.0"

# What a star import brings. VERSION is not in it.
__all__ = [
    "multiply",
    "price_row",
    "shout",
    "strings",
]
