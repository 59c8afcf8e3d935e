"""Orders and labels for them."""

# orders needs customers and the ledger.
from customers import display_name

# These two are still wanted from here by other programs.
from ledger import ORDERS
from ledger import order_total


def order_label(customer):
    """Write the label of a parcel."""
    name = display_name(customer)
    label = "Order for " + name
    return label
