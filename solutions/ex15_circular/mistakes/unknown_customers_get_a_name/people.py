"""People and their names; needs nobody else."""

# First name and family name.
CUSTOMERS = {
    "ann": ("Ann", "Miller"),
    "bob": ("Bob", "de Vries"),
    "cleo": ("Cleo", "Okafor"),
}


def display_name(customer):
    """Return the name as it is written on paper."""
    first, family = CUSTOMERS.get(customer, ("", customer))
    return f"{first} {family}"
