"""This program prints the board of the tool library."""

from database import add_member
from database import connect
from database import lend
from database import open_loans


def main():
    """Fill a database with our members and loans, and print the board."""
    db = connect()

    add_member(db, "Ann")
    add_member(db, "Bob")
    add_member(db, "Cleo")

    lend(db, "Bob", "torque wrench", "2025-06-02")
    lend(db, "Ann", "drill", "2025-06-03")

    members = list(db["members"])
    print("Members: " + ", ".join(members))

    tools = open_loans(db)
    print("Out: " + ", ".join(tools))

    oldest = db["loans"][0]
    for loan in db["loans"]:
        if loan["day"] < oldest["day"]:
            oldest = loan
    print("Out for longest: " + oldest["tool"] + ", since " + oldest["day"])


if __name__ == "__main__":
    main()
