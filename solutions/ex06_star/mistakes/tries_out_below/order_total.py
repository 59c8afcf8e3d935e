"""What an order costs: tins of paint and spare parts."""

import paint
import parts


def order_total(colours, parts_list):
    """Return the price of all tins and all parts together."""
    total = 0
    for colour in colours:
        total += paint.price(colour)
    for part in parts_list:
        total += parts.price(part)
    return total


print(order_total([], []))
