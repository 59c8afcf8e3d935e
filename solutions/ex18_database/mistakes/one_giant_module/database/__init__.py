"""The tool library's data."""

from .everything import add_member, connect, give_back, lend, open_loans

__all__ = ["add_member", "connect", "give_back", "lend", "open_loans"]
