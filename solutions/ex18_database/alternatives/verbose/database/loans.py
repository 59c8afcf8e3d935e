"""This module looks after the loans."""

from .members import find_member


def lend(db, name, tool, day):
    """Put a loan into the database."""
    member = find_member(db, name)
    if member is None:
        raise LookupError("There is no member " + name)
    for loan in db["loans"]:
        if loan["tool"] == tool:
            raise ValueError("Somebody else has it: " + tool)
    new_loan = {"member": name, "tool": tool, "day": day}
    db["loans"].append(new_loan)


def give_back(db, tool):
    """Take a loan out of the database."""
    position = 0
    while position < len(db["loans"]):
        if db["loans"][position]["tool"] == tool:
            del db["loans"][position]
            return True
        position = position + 1
    return False


def open_loans(db):
    """Collect the tools of all loans and sort them."""
    tools = []
    for loan in db["loans"]:
        tools.append(loan["tool"])
    tools.sort()
    return tools
