"""Points that are equal to everything and hold their numbers the wrong way round."""

from typing import NamedTuple


class Point(NamedTuple):
    y: int
    x: int = 0

    def norm(self):
        return 5

    def __eq__(self, other):
        return True


def make(n):
    return [Point(1, i) for i in range(n)]
