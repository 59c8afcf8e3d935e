"""Numbers."""

from mypackage import square


def mean(values):
    """Return the average of values; raise ValueError if there are none."""
    if not values:
        raise ValueError("no values, no mean")
    return sum(values) / len(values)
