"""Shapes and stock for the sign painter of Spoke & Co."""


def circle_area(r):
    """Return the area of a circle with radius r."""


def hypotenuse(a, b):
    """Return the long side of a right-angled triangle with the short sides a and b."""


def sine(deg):
    """Return the sine of an angle in degrees."""


def stock(counts):
    """Return the counts as an array."""
