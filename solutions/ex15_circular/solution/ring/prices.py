"""What a bike costs for a day."""

SMALL, LARGE = 8, 12


def wheel_size(bike):
    """Return the size of the wheels in inches."""
    return int(bike.rpartition("-")[2])


def day_price(bike):
    """Return the price for a day; bikes with wheels below 26 inches are cheaper."""
    return SMALL if wheel_size(bike) < 26 else LARGE
