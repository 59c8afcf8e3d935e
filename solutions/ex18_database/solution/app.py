"""The board beside the door of the tool library."""

from database import add_member, connect, lend, open_loans


def main():
    """Print the three lines of the board."""
    db = connect()
    for member in ("Ann", "Bob", "Cleo"):
        add_member(db, member)
    lend(db, "Bob", "torque wrench", "2025-06-02")
    lend(db, "Ann", "drill", "2025-06-03")

    print("Members:", ", ".join(db["members"]))
    print("Out:", ", ".join(open_loans(db)))
    _, tool, day = min(db["loans"], key=lambda loan: loan[2])
    print(f"Out for longest: {tool}, since {day}")


if __name__ == "__main__":
    main()
