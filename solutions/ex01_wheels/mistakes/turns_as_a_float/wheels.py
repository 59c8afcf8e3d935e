"""The fitting chart of Spoke & Co., in code."""

import math


def circumference(diameter):
    """Return how far a wheel of this diameter rolls in one turn."""
    if diameter <= 0:
        raise ValueError("a wheel has a diameter above 0")
    return math.pi * diameter


def diagonal(width, height):
    """Return the longest straight line in a crate of this size."""
    return math.sqrt(width**2 + height**2)


def ramp_rise(length, degrees):
    """Return how high a ramp of this length leads at this angle."""
    return length * math.sin(math.radians(degrees))


def parking_orders(bikes):
    """Return in how many orders this many bikes can be parked."""
    return math.factorial(bikes)


def turns_needed(metres, diameter_mm):
    """Return how many whole turns of the wheel cover the distance."""
    return -(-metres * 1000 // circumference(diameter_mm))
