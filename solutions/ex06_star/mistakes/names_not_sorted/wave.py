"""A wave for the sign over the door, and what a star brings."""

from math import pi, sin


def peak():
    """Return the sine of pi over 2."""
    return sin(pi / 2)


def star_names(module):
    """Return the sorted names that a star import of this module would create."""
    if hasattr(module, "__all__"):
        return list(module.__all__)
    return sorted(name for name in vars(module) if not name.startswith("_"))
