"""This module knows the prices of the parts of a wheel."""

PRICES = {
    "tube": 6,
    "tyre": 25,
    "rim": 40,
}


def price_of(name):
    """Look up one price."""
    if name not in PRICES:
        raise KeyError(name)
    price = PRICES[name]
    return price
