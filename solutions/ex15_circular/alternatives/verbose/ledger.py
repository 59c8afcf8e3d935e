"""The ledger: all orders, and sums of them. This file imports nothing."""

ORDERS = {
    "ann": [40, 65, 15],
    "bob": [18],
    "cleo": [],
}


def order_total(customer):
    """Add up the orders of one customer."""
    amounts = ORDERS[customer]
    total = 0
    for amount in amounts:
        total = total + amount
    return total
