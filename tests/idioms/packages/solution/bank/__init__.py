"""Bank."""

from .account import Account
from . import table

__all__ = ["Account", "table"]
__version__ = "1.0"
