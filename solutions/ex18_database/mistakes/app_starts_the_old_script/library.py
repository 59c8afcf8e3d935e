"""The tool library of Spoke & Co.: who is a member, and who has which tool.

Type lines such as "member Dora", "lend Ann saw 2025-06-05" or "back drill".
An empty line ends it, and prints what goes on the board beside the door.
"""

# The number of each member, by name.
MEMBERS = {}

# What is out: the number of a member, the tool, and the day.
LOANS = []


def add_member(name):
    """Add a member and return the new number."""
    if not name.strip():
        raise ValueError("a member needs a name")
    if name in MEMBERS:
        raise ValueError(f"{name} is a member already")
    MEMBERS[name] = len(MEMBERS) + 1
    return MEMBERS[name]


def find_member(name):
    """Return the number of a member, or None."""
    return MEMBERS.get(name)


def lend(name, tool, day):
    """Write down that a member takes a tool home.

    The day is a text such as 2025-06-02, so that the earliest one sorts first.
    """
    number = find_member(name)
    if number is None:
        raise LookupError(f"{name} is not a member")
    if tool in open_loans():
        raise ValueError(f"the {tool} is out already")
    LOANS.append((number, tool, day))


def give_back(tool):
    """Cross out a loan; return whether there was one."""
    for loan in LOANS:
        if loan[1] == tool:
            LOANS.remove(loan)
            return True
    return False


def open_loans():
    """Return the tools that are out, sorted."""
    return sorted(tool for _, tool, _ in LOANS)


def obey(line):
    """Carry out one line that was typed in."""
    word, *rest = line.split()
    if word == "member" and len(rest) == 1:
        print("number", add_member(rest[0]))
    elif word == "lend" and len(rest) == 3:
        lend(*rest)
    elif word == "back" and len(rest) == 1:
        print("thank you" if give_back(rest[0]) else "that was here all the time")
    else:
        print("what?", line)


add_member("Ann")
add_member("Bob")
add_member("Cleo")
lend("Bob", "torque wrench", "2025-06-02")
lend("Ann", "drill", "2025-06-03")

while True:
    try:
        line = input()
    except EOFError:
        break
    if not line.strip():
        break
    try:
        obey(line)
    except (LookupError, ValueError) as error:
        print("no:", error)

print("Members:", ", ".join(MEMBERS))
print("Out:", ", ".join(open_loans()))
number, tool, day = min(LOANS, key=lambda loan: loan[2], default=(0, "nothing", "never"))
print(f"Out for longest: {tool}, since {day}")
