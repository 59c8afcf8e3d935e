"""A list of what is still to be visited does as well."""


def _walk(place):
    """Yield each place with the names and the minutes up to it."""
    waiting = [(place, [], 0)]
    while waiting:
        here, before, minutes = waiting.pop()
        names, minutes = [*before, here["name"]], minutes + here["minutes"]
        yield here, names, minutes
        waiting += [(branch, names, minutes) for branch in reversed(here["branches"])]


def count(place):
    return len(list(_walk(place)))


def total(place):
    return sum(here["minutes"] for here, _, _ in _walk(place))


def farthest(place):
    return max(minutes for _, _, minutes in _walk(place))


def path_to(place, name):
    return next((names for here, names, _ in _walk(place) if here["name"] == name), [])


def outline(place):
    return "\n".join("  " * (len(names) - 1) + names[-1] for _, names, _ in _walk(place))


def ways(steps):
    one, two = 1, 1
    for _ in range(steps):
        one, two = two, one + two
    return one
