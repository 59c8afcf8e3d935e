"""The bikes themselves; a bike is named after its kind and its wheels: city-28."""

from .hires import is_out
from .prices import wheel_size


def bike_line(bike):
    """Return the line for the blackboard."""
    place = "away" if is_out(bike) else "in the yard"
    return f"{bike}: {wheel_size(bike)} inch, {place}"
