"""The board beside the door of the tool library."""

import database


def main():
    """Print the three lines of the board."""
    db = database.connect()
    for name in ("Ann", "Bob", "Cleo"):
        database.add_member(db, name)
    database.lend(db, "Bob", "torque wrench", "2025-06-02")
    database.lend(db, "Ann", "drill", "2025-06-03")

    board(db)


def board(db):
    """Print the board."""
    print("Members:", ", ".join(db["members"]))
    print("Out:", ", ".join(database.open_loans(db)))
    _, tool, day = min(db["loans"], key=lambda loan: loan[2])
    print(f"Out for longest: {tool}, since {day}")


if __name__ == "__main__":
    main()
