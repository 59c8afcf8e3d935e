"""Shapes for signs, and the stock of paint.

Three forms of import are used on purpose: by name, with a short name, and with a nickname.
"""

from math import (
    pi,
    sqrt,
)
import math as m
import numpy as np

DEGREES_IN_A_HALF_TURN = 180


def circle_area(r):
    """Return pi times the square of the radius."""
    radius_squared = r * r
    area = pi * radius_squared
    return area


def hypotenuse(a, b):
    """Return the long side, by the theorem of Pythagoras."""
    square_of_a = a * a
    square_of_b = b * b
    long_side = sqrt(square_of_a + square_of_b)
    return long_side


def sine(deg):
    """Return the sine; the angle is converted to radians first."""
    angle_in_radians = deg * m.pi / DEGREES_IN_A_HALF_TURN
    result = m.sin(angle_in_radians)
    return result


def stock(counts):
    """Return an array with one number for each kind of paint."""
    array_of_counts = np.array(counts)
    return array_of_counts
