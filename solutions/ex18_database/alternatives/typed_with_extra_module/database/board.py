"""The text for the board beside the door."""

from __future__ import annotations

from .connection import Database
from .loans import open_loans


def lines(db: Database) -> list[str]:
    first = min(db["loans"], key=lambda loan: loan["day"])
    return [
        f"Members: {', '.join(db['members'])}",
        f"Out: {', '.join(open_loans(db))}",
        f"Out for longest: {first['what']}, since {first['day']}",
    ]
