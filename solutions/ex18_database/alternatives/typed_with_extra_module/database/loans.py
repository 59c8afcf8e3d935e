"""Loans; a loan that came back stays in the list, crossed out."""

from __future__ import annotations

from . import members
from .connection import Database


def lend(db: Database, name: str, tool: str, day: str) -> None:
    if members.find_member(db, name) is None:
        raise LookupError(f"no member {name!r}")
    if tool in open_loans(db):
        raise ValueError(f"{tool} is not here")
    db["loans"].append({"who": name, "what": tool, "day": day, "back": None})


def give_back(db: Database, tool: str) -> bool:
    for loan in db["loans"]:
        if loan["what"] == tool and loan["back"] is None:
            loan["back"] = True
            return True
    return False


def open_loans(db: Database) -> list[str]:
    return sorted(loan["what"] for loan in db["loans"] if loan["back"] is None)
