"""What an order costs: tins of paint and spare parts."""

from parts import *
from paint import *


def order_total(colours, parts_list):
    """Return the price of all tins and all parts together."""
    total = 0
    for colour in colours:
        total += price(colour)
    for part in parts_list:
        total += price(part)
    return total
