"""The parts drawer of Spoke & Co.: what a part costs, and how many are left."""

STOCK = {"chain": 6, "saddle": 3, "bell": 14}

_PRICES = {"chain": 20, "saddle": 35, "bell": 8}
_ODDS_AND_ENDS = 3


def price(part):
    """Return the price of a part; what has no price of its own comes from the box of odds and ends."""
    return _PRICES.get(part, _ODDS_AND_ENDS)
