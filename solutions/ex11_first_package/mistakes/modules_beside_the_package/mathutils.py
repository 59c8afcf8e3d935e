"""Numbers."""


def square(x):
    """Return x times x."""
    return x * x


def mean(values):
    """Return the average of values; raise ValueError if there are none."""
    if not values:
        raise ValueError("no values, no mean")
    return sum(values) / len(values)
