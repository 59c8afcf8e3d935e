"""Every question is a fold."""

from functools import reduce


def _fold(place, combine):
    return combine(place, [_fold(branch, combine) for branch in place["branches"]])


def count(place):
    return _fold(place, lambda _, below: sum(below, 1))


def total(place):
    return _fold(place, lambda here, below: sum(below, here["minutes"]))


def farthest(place):
    return _fold(place, lambda here, below: here["minutes"] + max(below or [0]))


def path_to(place, name):
    def here_or_below(here, below):
        rest = [] if here["name"] == name else next(filter(None, below), None)
        return rest if rest is None else [here["name"], *rest]

    return _fold(place, here_or_below) or []


def outline(place):
    return _fold(place, lambda here, below: "\n  ".join([here["name"], *"\n".join(below).splitlines()]))


def ways(steps):
    return reduce(lambda pair, _: (pair[1], sum(pair)), range(steps), (1, 1))[0]
