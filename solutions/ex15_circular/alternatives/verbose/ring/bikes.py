"""The bikes themselves."""

from .hires import is_out
from .wheels import wheel_size


def bike_line(bike):
    """Write one line for the blackboard."""
    if is_out(bike):
        place = "out"
    else:
        place = "in the yard"
    size = wheel_size(bike)
    return bike + ": " + str(size) + " inch, " + place
