"""Prices for one day."""

from .wheels import wheel_size

SMALL = 8
LARGE = 12


def day_price(bike):
    """Small wheels are cheaper than large ones."""
    if wheel_size(bike) < 26:
        return SMALL
    return LARGE
