"""Orders: what customers have ordered, and what it comes to."""

from people import display_name

# The amounts of each customer's orders.
ORDERS = {
    "ann": [40, 65, 15],
    "bob": [18],
    "cleo": [],
}

TOTALS = {customer: sum(amounts) for customer, amounts in ORDERS.items()}


def order_total(customer):
    """Return what all orders of a customer come to."""
    return TOTALS[customer]


def order_label(customer):
    """Return the text for the parcel."""
    return f"Order for {display_name(customer)}"
