"""The fitting chart of Spoke & Co., in code."""


def circumference(diameter):
    """Return how far a wheel of this diameter rolls in one turn."""
    raise NotImplementedError


def diagonal(width, height):
    """Return the longest straight line in a crate of this size."""
    raise NotImplementedError


def ramp_rise(length, degrees):
    """Return how high a ramp of this length leads at this angle."""
    raise NotImplementedError


def parking_orders(bikes):
    """Return in how many orders this many bikes can be parked."""
    raise NotImplementedError


def turns_needed(metres, diameter_mm):
    """Return how many whole turns of the wheel cover the distance."""
    raise NotImplementedError
