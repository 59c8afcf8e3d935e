"""This module knows what brake pads cost."""

from ..wheels import PRICES

TUBES_FOR_A_SET = 2


def pad_price():
    """A set of pads costs as much as two tubes."""
    tube = PRICES["tube"]
    return tube * TUBES_FOR_A_SET
