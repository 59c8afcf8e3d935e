"""What an order costs: tins of paint and spare parts."""

import paint
import parts


total = 0


def order_total(colours, parts_list):
    """Return the price of all tins and all parts together."""
    global total
    for colour in colours:
        total += paint.price(colour)
    for part in parts_list:
        total += parts.price(part)
    return total
