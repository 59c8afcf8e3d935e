"The board."

from sys import exit
from database import *


def main():
    db = connect()
    *_, = map(lambda name: add_member(db, name), ["Ann", "Bob", "Cleo"])
    lend(db, "Ann", "drill", "2025-06-03")
    lend(db, "Bob", "torque wrench", "2025-06-02")
    day, tool = min((day, tool) for _, tool, day in db["loans"])
    print("Members: " + ", ".join(db["members"]), "Out: " + ", ".join(open_loans(db)), sep="\n")
    print("Out for longest:", tool + ",", "since", day)


if "__main__" == __name__:
    exit(main())
