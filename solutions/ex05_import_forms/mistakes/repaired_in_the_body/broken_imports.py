"""Five volunteers, five helpers, and five import lines that do not work."""


def frame_side(area):
    from math import sqrt

    return sqrt(area)


def rope_length(height, width):
    from math import sqrt

    return sqrt(height**2 + width**2)


def tile_side(area):
    import math

    return math.sqrt(area)


def queue_orders(people):
    import math

    return math.factorial(people)


def short_pi():
    from math import pi

    return round(pi, 2)


# With all five repaired, this prints: 4.0 5.0 3.0 120 3.14
print(frame_side(16), rope_length(3, 4), tile_side(9), queue_orders(5), short_pi())
