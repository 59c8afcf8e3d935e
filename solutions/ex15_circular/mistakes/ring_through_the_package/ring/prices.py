"""What a bike costs for a day."""

from .bikes import wheel_size

SMALL, LARGE = 8, 12


def day_price(bike):
    """Return the price for a day; bikes with wheels below 26 inches are cheaper."""
    return SMALL if wheel_size(bike) < 26 else LARGE
