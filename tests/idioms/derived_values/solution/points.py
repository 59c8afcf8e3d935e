"""Named tuples with methods of their own."""

from collections import namedtuple
from typing import NamedTuple

Plain = namedtuple("Plain", "a b")


class Point(NamedTuple):
    """A point."""

    x: int
    y: int = 0

    def norm(self):
        return (self.x**2 + self.y**2) ** 0.5

    def __str__(self):
        return f"<{self.x};{self.y}>"


class Vec(namedtuple("Vec", ["x", "y"])):
    __slots__ = ()

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    @classmethod
    def zero(cls):
        return cls(0, 0)


def make(n):
    return [Point(i, i * i) for i in range(n)]


def area(p):
    return p.x * p.y
