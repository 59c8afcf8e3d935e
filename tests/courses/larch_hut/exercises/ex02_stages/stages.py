"""The walks around Larch Hut, put together from stages."""


class Stage:
    """A part of a walk: km on the map, and the metres that it climbs."""

    def __init__(self, km, climb=0):
        """Keep both numbers; raise ValueError if one of them is negative."""

    def __repr__(self):
        """Return a text such as Stage(4, 300)."""
