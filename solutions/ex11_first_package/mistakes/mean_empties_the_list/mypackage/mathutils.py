"""Numbers."""


def square(x):
    """Return x times x."""
    return x * x


def mean(values):
    """Return the average of values; raise ValueError if there are none."""
    if not values:
        raise ValueError("no values, no mean")
    count = len(values)
    total = 0
    while values:
        total = total + values.pop()
    return total / count
