"""Wheels and what they are made of."""

PRICES = {"tube": 6, "tyre": 25, "rim": 40}


def price_of(name):
    """Return the price of a part; raise KeyError if it is unknown."""
    return PRICES[name]


print(price_of("tube"))
