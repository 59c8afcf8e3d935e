"""Who has a bike, and for how many days."""

from .prices import day_price

DAYS = {"city-28": 3, "kids-20": 1}


def is_out(bike):
    """Say whether the bike is with somebody now."""
    return bike in DAYS


def hire_total(bike):
    """Return what is to be paid when the bike comes back; 0 for one that is not out."""
    return DAYS.get(bike, 0) * day_price(bike)
