"""The fitting chart of Spoke & Co., in code."""

# BEGIN SOLUTION:
import math
# END SOLUTION


def circumference(diameter):
    """Return how far a wheel of this diameter rolls in one turn."""
    # BEGIN SOLUTION
    if diameter <= 0:
        raise ValueError("a wheel has a diameter above 0")
    return math.pi * diameter
    # END SOLUTION


def diagonal(width, height):
    """Return the longest straight line in a crate of this size."""
    # BEGIN SOLUTION
    return math.sqrt(width**2 + height**2)
    # END SOLUTION


def ramp_rise(length, degrees):
    """Return how high a ramp of this length leads at this angle."""
    # BEGIN SOLUTION
    return length * math.sin(math.radians(degrees))
    # END SOLUTION


def parking_orders(bikes):
    """Return in how many orders this many bikes can be parked."""
    # BEGIN SOLUTION
    return math.factorial(bikes)
    # END SOLUTION


def turns_needed(metres, diameter_mm):
    """Return how many whole turns of the wheel cover the distance."""
    # BEGIN SOLUTION
    return math.ceil(metres * 1000 / circumference(diameter_mm))
    # END SOLUTION
