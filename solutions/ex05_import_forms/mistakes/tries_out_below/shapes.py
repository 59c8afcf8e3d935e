"""Shapes and stock for the sign painter of Spoke & Co."""

import math as m
from math import pi, sqrt

import numpy as np


def circle_area(r):
    """Return the area of a circle with radius r."""
    return pi * r**2


def hypotenuse(a, b):
    """Return the long side of a right-angled triangle with the short sides a and b."""
    return sqrt(a**2 + b**2)


def sine(deg):
    """Return the sine of an angle in degrees."""
    return m.sin(m.radians(deg))


def stock(counts):
    """Return the counts as an array."""
    return np.array(counts)


print(circle_area(1))
