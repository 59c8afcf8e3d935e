from . import hires
from .prices import wheel_size


def bike_line(bike):
    return "%s: %d inch, %s" % (bike, wheel_size(bike), ["in the yard", "out"][hires.is_out(bike)])
