"""The fitting chart of the workshop.

Every function takes plain numbers and hands a number back; nothing is printed.
"""

import math

MILLIMETRES_PER_METRE = 1000


def circumference(diameter):
    """Return the circumference of a wheel, in the unit of its diameter.

    Raises ValueError for a diameter that no wheel can have.
    """
    if diameter < 0:
        raise ValueError("the diameter is negative")
    if diameter == 0:
        raise ValueError("the diameter is zero")
    radius = diameter / 2
    result = 2 * math.pi * radius
    return result


def diagonal(width, height):
    """Return the diagonal of a crate."""
    width_squared = width * width
    height_squared = height * height
    sum_of_squares = width_squared + height_squared
    result = math.sqrt(sum_of_squares)
    return result


def ramp_rise(length, degrees):
    """Return the height at the upper end of a ramp."""
    angle = math.radians(degrees)
    sine = math.sin(angle)
    height = length * sine
    return height


def parking_orders(bikes):
    """Return the factorial of the number of bikes."""
    if bikes < 0:
        raise ValueError("there cannot be fewer than no bikes")
    orders = 1
    for place in range(1, bikes + 1):
        orders = orders * place
    return orders


def turns_needed(metres, diameter_mm):
    """Return the number of turns, a turn that has only begun counted as a whole one."""
    turn_mm = circumference(diameter_mm)
    turn_m = turn_mm / MILLIMETRES_PER_METRE
    turns = metres / turn_m
    whole_turns = int(turns)
    if whole_turns < turns:
        whole_turns = whole_turns + 1
    return whole_turns
