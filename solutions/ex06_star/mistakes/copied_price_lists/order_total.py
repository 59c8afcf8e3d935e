"""What an order costs: tins of paint and spare parts."""

TINS = {"red": 12, "cream": 11, "racing green": 15}
PARTS = {"chain": 20, "saddle": 35, "bell": 8}


def order_total(colours, parts_list):
    """Return the price of all tins and all parts together."""
    return sum(TINS[colour] for colour in colours) + sum(PARTS.get(part, 3) for part in parts_list)
