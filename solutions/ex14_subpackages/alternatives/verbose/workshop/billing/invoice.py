"""This module works out what a customer has to pay."""

from ..parts.wheels import price_of

SMALLEST_QUANTITY = 1


def invoice(items):
    """Add up the prices of all items."""
    total = 0
    for name in items:
        quantity = items[name]
        if quantity < SMALLEST_QUANTITY:
            message = "The quantity of " + name + " must be at least 1."
            raise ValueError(message)
        price = price_of(name)
        cost = price * quantity
        total = total + cost
    return total
