"""Small helpers of Spoke & Co."""


def half(x):
    """Return half of x."""
    return x / 2
