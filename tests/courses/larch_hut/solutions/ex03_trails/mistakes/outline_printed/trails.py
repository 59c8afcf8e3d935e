"""Questions about trails that branch."""

import functools


def count(place):
    """Return how many places there are, this one and all behind it."""
    return 1 + sum(count(branch) for branch in place["branches"])


def total(place):
    """Return the minutes of all trails together."""
    return place["minutes"] + sum(total(branch) for branch in place["branches"])


def farthest(place):
    """Return the minutes to the end that takes longest to reach."""
    return place["minutes"] + max((farthest(branch) for branch in place["branches"]), default=0)


def path_to(place, name):
    """Return the names on the way to the place with this name; an empty list if there is none."""
    if place["name"] == name:
        return [name]
    for branch in place["branches"]:
        rest = path_to(branch, name)
        if rest:
            return [place["name"], *rest]
    return []


def outline(place, depth=0):
    """Return a text with a line for each place, two more blanks for each step of the way."""
    print("  " * depth + place["name"])
    for branch in place["branches"]:
        outline(branch, depth + 1)


@functools.cache
def ways(steps):
    """Return in how many ways one can climb so many steps, one or two at a time."""
    if steps < 2:
        return 1
    return ways(steps - 1) + ways(steps - 2)
