"""This module looks after the members."""


def add_member(db, name):
    """Put a new member into the database and return the number."""
    if name.strip() == "":
        raise ValueError("The name is empty.")
    if find_member(db, name) is not None:
        raise ValueError("This member is already there: " + name)
    highest = 0
    for number in db["members"].values():
        if number > highest:
            highest = number
    new_number = highest + 1
    db["members"][name] = new_number
    return new_number


def find_member(db, name):
    """Search for a member and return the number, or None."""
    for other_name, number in db["members"].items():
        if other_name == name:
            return number
    return None


def has_loans(db, name):
    """Look through all loans for one member."""
    for loan in db["loans"]:
        if loan["member"] == name:
            return True
    return False
