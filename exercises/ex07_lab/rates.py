"""The exchange rate of the till at Spoke & Co."""

RATE = 1


def convert(x):
    """Return an amount in the other currency."""
    return x * RATE
