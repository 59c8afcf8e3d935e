"""Questions about trails that branch."""


def count(place):
    """Return how many places there are, this one and all behind it."""


def total(place):
    """Return the minutes of all trails together."""


def farthest(place):
    """Return the minutes to the end that takes longest to reach."""


def path_to(place, name):
    """Return the names on the way to the place with this name; an empty list if there is none."""


def outline(place):
    """Return a text with a line for each place, two more blanks for each step of the way."""


def ways(steps):
    """Return in how many ways one can climb so many steps, one or two at a time."""
