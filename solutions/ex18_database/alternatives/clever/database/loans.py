"Loans, as texts of three parts in a list."

from . import members

__all__ = ["lend", "give_back", "open_loans"]


def lend(db, name, tool, day):
    if not members.find_member(db, name):
        raise KeyError(name)
    if tool in open_loans(db):
        raise ValueError(tool)
    db["loans"] += [[name, tool, day]]


def give_back(db, tool):
    before = len(db["loans"])
    db["loans"][:] = [loan for loan in db["loans"] if loan[1] != tool]
    return len(db["loans"]) < before


def open_loans(db):
    return sorted(list(zip(*db["loans"]))[1]) if db["loans"] else []
