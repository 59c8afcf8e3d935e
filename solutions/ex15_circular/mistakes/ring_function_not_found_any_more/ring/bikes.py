"""The bikes themselves; a bike is named after its kind and its wheels: city-28."""

from .hires import is_out
from . import prices


def bike_line(bike):
    """Return the line for the blackboard."""
    place = "out" if is_out(bike) else "in the yard"
    return f"{bike}: {prices.wheel_size(bike)} inch, {place}"
