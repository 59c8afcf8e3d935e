"""The bikes themselves; a bike is named after its kind and its wheels: city-28."""

from .hires import is_out


def wheel_size(bike):
    """Return the size of the wheels in inches."""
    return int(bike.rpartition("-")[2])


def bike_line(bike):
    """Return the line for the blackboard."""
    place = "out" if is_out(bike) else "in the yard"
    return f"{bike}: {wheel_size(bike)} inch, {place}"
