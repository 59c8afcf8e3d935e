"""Customers and reports about them."""

# customers needs the ledger, and the ledger needs nobody.
from ledger import ORDERS
from ledger import order_total

CUSTOMERS = {
    "ann": ("Ann", "Miller"),
    "bob": ("Bob", "de Vries"),
    "cleo": ("Cleo", "Okafor"),
}


def display_name(customer):
    """Put first name and family name together."""
    names = CUSTOMERS[customer]
    first_name = names[0]
    family_name = names[1]
    return first_name + " " + family_name


def customer_report(customer):
    """Write one line about a customer."""
    name = display_name(customer)
    how_many = len(ORDERS[customer])
    total = order_total(customer)
    return name + ": " + str(how_many) + " orders, " + str(total)
