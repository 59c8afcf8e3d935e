"""Data of the tool library."""

from __future__ import annotations

from .connection import Database, connect
from .loans import give_back, lend, open_loans
from .members import add_member

__all__ = ["add_member", "connect", "give_back", "lend", "open_loans"]
