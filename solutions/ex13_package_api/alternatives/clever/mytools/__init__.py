from .numbers import *
from .strings import *

__all__ = "multiply price_row shout strings".split()
VERSION = f"{1:.1f}"
