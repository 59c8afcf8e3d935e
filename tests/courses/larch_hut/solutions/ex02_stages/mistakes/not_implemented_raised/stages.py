"""The walks around Larch Hut, put together from stages."""


class Stage:
    """A part of a walk: km on the map, and the metres that it climbs."""

    def __init__(self, km, climb=0):
        if km < 0 or climb < 0:
            raise ValueError("km and climb must not be negative")
        self.km = km
        self.climb = climb

    def __repr__(self):
        return f"Stage({self.km}, {self.climb})"

    @property
    def minutes(self):
        """The walking time."""
        return self.km * 15 + self.climb / 10

    def __eq__(self, other):
        if not isinstance(other, Stage):
            return NotImplemented
        return self.km == other.km and self.climb == other.climb

    __hash__ = None  # its numbers can change, so it must not be a key

    def __lt__(self, other):
        if not isinstance(other, Stage):
            return NotImplemented
        return self.minutes < other.minutes

    def __add__(self, other):
        if not isinstance(other, Stage):
            return NotImplemented
        return Stage(self.km + other.km, self.climb + other.climb)

    def __radd__(self, other):
        return self if other == 0 else NotImplemented

    def __mul__(self, times):
        if not isinstance(times, int):
            raise NotImplementedError
        return Stage(self.km * times, self.climb * times)

    __rmul__ = __mul__
