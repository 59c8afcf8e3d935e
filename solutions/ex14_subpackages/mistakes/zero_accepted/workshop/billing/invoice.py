"""Bills."""

from ..parts.wheels import price_of


def invoice(items):
    """Return what the items cost together; raise ValueError if there are fewer than 1 of one."""
    total = 0
    for name, quantity in items.items():
        if quantity < 0:
            raise ValueError(f"{name}: {quantity} of them?")
        total += quantity * price_of(name)
    return total
