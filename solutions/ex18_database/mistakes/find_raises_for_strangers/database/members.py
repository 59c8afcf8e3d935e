"""Members and their numbers."""


def add_member(db, name):
    """Add a member and return the new number; raise ValueError for a name that is empty or taken."""
    members = db["members"]
    if not name.strip():
        raise ValueError("a member needs a name")
    if name in members:
        raise ValueError(f"{name} is a member already")
    members[name] = len(members) + 1
    return members[name]


def find_member(db, name):
    """Return the number of a member, or None."""
    return db["members"][name]


def has_loans(db, name):
    """Return whether the member has a tool at home; the loans are in the database that is handed in."""
    number = find_member(db, name)
    return any(borrower == number for borrower, _, _ in db["loans"])
