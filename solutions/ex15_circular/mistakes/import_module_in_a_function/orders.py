"""Orders: what customers have ordered, and what it comes to."""

import importlib

# The amounts of each customer's orders.
ORDERS = {
    "ann": [40, 65, 15],
    "bob": [18],
    "cleo": [],
}


def order_total(customer):
    """Return what all orders of a customer come to."""
    return sum(ORDERS[customer])


def order_label(customer):
    """Return the text for the parcel."""
    customers = importlib.import_module("customers")
    return f"Order for {customers.display_name(customer)}"
