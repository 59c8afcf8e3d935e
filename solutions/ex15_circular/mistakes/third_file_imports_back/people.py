"""People and their names."""

from orders import ORDERS

# First name and family name.
CUSTOMERS = {
    "ann": ("Ann", "Miller"),
    "bob": ("Bob", "de Vries"),
    "cleo": ("Cleo", "Okafor"),
}


def number_of_orders(customer):
    """Return how many orders there are."""
    return len(ORDERS[customer])


def display_name(customer):
    """Return the name as it is written on paper."""
    first, family = CUSTOMERS[customer]
    return f"{first} {family}"
