"""The tool library's data: members and what they have borrowed."""

from .connections import connect
from .loans import give_back, lend, open_loans
from .members import add_member

__all__ = ["add_member", "connect", "give_back", "lend", "open_loans"]
