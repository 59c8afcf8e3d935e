"""Tools that are out."""

from .members import find_member

LOANS = []


def lend(db, name, tool, day):
    """Write down that a member takes a tool home; raise LookupError or ValueError if that cannot be."""
    number = find_member(db, name)
    if number is None:
        raise LookupError(f"{name} is not a member")
    if tool in open_loans(db):
        raise ValueError(f"the {tool} is out already")
    LOANS.append((number, tool, day))


def give_back(db, tool):
    """Cross out a loan; return whether there was one."""
    for loan in LOANS:
        if loan[1] == tool:
            LOANS.remove(loan)
            return True
    return False


def open_loans(db):
    """Return the tools that are out, sorted."""
    return sorted(tool for _, tool, _ in LOANS)
