"""Prints the board beside the door."""

from __future__ import annotations

from database import add_member, board, connect, lend


def main() -> None:
    db = connect()
    for name in ("Ann", "Bob", "Cleo"):
        add_member(db, name)
    lend(db, "Bob", "torque wrench", "2025-06-02")
    lend(db, "Ann", "drill", "2025-06-03")
    print(*board.lines(db), sep="\n")


if __name__ == "__main__":
    main()
