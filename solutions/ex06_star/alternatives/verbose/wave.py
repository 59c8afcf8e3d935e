"""The wave, and a look at modules."""

from math import (
    pi,
    sin,
)


def peak():
    """Return the highest value of a sine wave."""
    quarter_of_a_turn = pi / 2
    highest_value = sin(quarter_of_a_turn)
    return highest_value


def star_names(module):
    """Return which names `from module import *` would bring.

    A module can decide that itself with __all__; otherwise names with an underscore stay behind.
    """
    names = []
    try:
        promised = module.__all__
    except AttributeError:
        for name in dir(module):
            if name[0] != "_":
                names.append(name)
    else:
        for name in promised:
            names.append(name)
    names.sort()
    return names
