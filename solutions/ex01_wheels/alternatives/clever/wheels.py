import math

diagonal = math.hypot
parking_orders = math.factorial
ramp_rise = lambda length, degrees: length * math.sin(math.tau * degrees / 360)


def circumference(diameter):
    if not diameter > 0:
        raise ValueError(diameter)
    return diameter * math.pi


def turns_needed(metres, diameter_mm):
    return int(-(-metres * 1000 // circumference(diameter_mm)))
