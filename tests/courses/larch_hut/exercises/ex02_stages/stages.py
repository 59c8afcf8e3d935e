"""The walks around Larch Hut, put together from stages."""


class Stage:
    """A part of a walk: km on the map, and the metres that it climbs."""
