"""Add up an order.

Both modules have a function called price, so each is reached through its module.
"""

import paint
import parts


def paint_total(colours):
    """Return what the tins of an order cost."""
    total = 0
    for colour in colours:
        price_of_tin = paint.price(colour)
        total = total + price_of_tin
    return total


def part_total(parts_list):
    """Return what the parts of an order cost."""
    total = 0
    for part in parts_list:
        price_of_part = parts.price(part)
        total = total + price_of_part
    return total


def order_total(colours, parts_list):
    """Return what the whole order costs."""
    tins = paint_total(colours)
    pieces = part_total(parts_list)
    return tins + pieces


if __name__ == "__main__":
    print(order_total(["red"], ["chain"]))
