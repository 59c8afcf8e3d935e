"""The paint shelf of Spoke & Co.: what a tin costs, and how many are left."""

STOCK = {"red": 4, "cream": 9, "racing green": 2}

_PRICES = {"red": 12, "cream": 11, "racing green": 15}


def price(colour):
    """Return the price of a tin; KeyError for a colour that is not on the shelf."""
    return _PRICES[colour]
