"""All of the tool library."""


def connect():
    """Return a new, empty database."""
    return {"members": {}, "loans": []}


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
    return db["members"].get(name)


def has_loans(db, name):
    """Return whether the member has a tool at home; the loans are in the database that is handed in."""
    number = find_member(db, name)
    return any(borrower == number for borrower, _, _ in db["loans"])


def lend(db, name, tool, day):
    """Write down that a member takes a tool home; raise LookupError or ValueError if that cannot be."""
    number = find_member(db, name)
    if number is None:
        raise LookupError(f"{name} is not a member")
    if tool in open_loans(db):
        raise ValueError(f"the {tool} is out already")
    db["loans"].append((number, tool, day))


def give_back(db, tool):
    """Cross out a loan; return whether there was one."""
    for loan in db["loans"]:
        if loan[1] == tool:
            db["loans"].remove(loan)
            return True
    return False


def open_loans(db):
    """Return the tools that are out, sorted."""
    return sorted(tool for _, tool, _ in db["loans"])
