"""Members."""

from __future__ import annotations

from collections.abc import Iterable

from .connection import Database


def add_member(db: Database, name: str) -> int:
    if not name or name.isspace():
        raise ValueError("empty name")
    if find_member(db, name):
        raise ValueError(f"{name!r} is taken")
    number = 1 + max(db["members"].values(), default=0)
    db["members"] |= {name: number}
    return number


def find_member(db: Database, name: str) -> int | None:
    return db["members"].get(name)


def has_loans(db: Database, name: str) -> bool:
    borrowers: Iterable[str] = (loan["who"] for loan in db["loans"] if loan["back"] is None)
    return name in borrowers
