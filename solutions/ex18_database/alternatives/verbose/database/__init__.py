"""This package keeps the data of the tool library.

Other programs import what they need from here.
"""

# From connection.py
from .connection import connect

# From members.py
from .members import add_member

# From loans.py
from .loans import lend
from .loans import give_back
from .loans import open_loans

__all__ = [
    "connect",
    "add_member",
    "lend",
    "give_back",
    "open_loans",
]
