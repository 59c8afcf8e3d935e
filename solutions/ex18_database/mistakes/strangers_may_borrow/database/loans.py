"""Tools that are out."""

from .members import find_member


def lend(db, name, tool, day):
    """Write down that a member takes a tool home; raise LookupError or ValueError if that cannot be."""
    number = find_member(db, name)
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
