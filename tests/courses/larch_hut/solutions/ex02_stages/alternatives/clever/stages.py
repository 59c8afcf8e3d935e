from collections import namedtuple
from functools import total_ordering


@total_ordering
class Stage(namedtuple("Stage", "km climb", defaults=[0])):
    """A pair of numbers with a few new tricks."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls, *args, **kwargs)
        if any(part < 0 for part in self):
            raise ValueError(self)
        return self

    minutes = property(lambda self: (150 * self.km + self.climb) / 10)
    __repr__ = lambda self: f"Stage({self.km}, {self.climb})"
    __eq__ = lambda self, other: isinstance(other, Stage) and tuple(self) == tuple(other)
    __ne__ = lambda self, other: not self == other
    __hash__ = tuple.__hash__

    def _only(method):
        return lambda self, other: method(self, other) if isinstance(other, Stage) else NotImplemented

    __lt__ = _only(lambda self, other: self.minutes < other.minutes)
    __gt__ = _only(lambda self, other: self.minutes > other.minutes)
    __add__ = _only(lambda self, other: Stage(*map(sum, zip(self, other))))
    __radd__ = lambda self, nothing: NotImplemented if nothing else self
    __mul__ = lambda self, n: Stage(*(n * part for part in self)) if isinstance(n, int) else NotImplemented
    __rmul__ = __mul__
