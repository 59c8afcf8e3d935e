"""Numbers."""


def square(x):
    """Return x times x."""
    return x * x


def mean(values):
    """Return the average of values; raise ValueError if there are none."""
    return sum(values) / len(values)
