"Members."

__all__ = ["add_member"]


def add_member(db, name):
    if name.isspace() or name in {"", *db["members"]}:
        raise ValueError(name)
    return db["members"].setdefault(name, len(db["members"]) + 1)


def find_member(db, name):
    return db["members"].get(name)


def has_loans(db, name):
    return name in (loan[0] for loan in db["loans"])
