"""Orders: what customers have ordered, and what it comes to."""

# The amounts of each customer's orders.
ORDERS = {
    "ann": [40, 65, 15],
    "bob": [18],
    "cleo": [],
}


def order_total(customer):
    """Return what all orders of a customer come to."""
    return sum(ORDERS[customer])


def display_name(customer):
    """Return the name as it is written on paper."""
    names = {"ann": "Ann Miller", "bob": "Bob de Vries", "cleo": "Cleo Okafor"}
    return names[customer]


def order_label(customer):
    """Return the text for the parcel."""
    return f"Order for {display_name(customer)}"
