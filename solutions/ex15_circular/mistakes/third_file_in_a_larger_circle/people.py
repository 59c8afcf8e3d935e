"""People and their names."""

import customers

# First name and family name.
CUSTOMERS = {
    "ann": ("Ann", "Miller"),
    "bob": ("Bob", "de Vries"),
    "cleo": ("Cleo", "Okafor"),
}


def report(customer):
    """Return the line for the treasurer."""
    return customers.customer_report(customer)


def display_name(customer):
    """Return the name as it is written on paper."""
    first, family = CUSTOMERS[customer]
    return f"{first} {family}"
