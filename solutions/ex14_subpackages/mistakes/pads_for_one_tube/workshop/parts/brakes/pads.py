"""Brake pads."""

from ..wheels import PRICES


def pad_price():
    """Return the price of a set of pads: as much as two tubes."""
    return PRICES["tube"]
