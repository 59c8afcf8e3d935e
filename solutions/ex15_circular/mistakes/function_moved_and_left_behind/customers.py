"""Customers: who they are, and what to tell the treasurer about them."""

from orders import ORDERS, order_total
from people import CUSTOMERS

__all__ = ["CUSTOMERS", "customer_report", "display_name"]


def display_name(customer):
    """Return the name as it is written on paper."""
    first, family = CUSTOMERS[customer]
    return f"{first} {family}"


def customer_report(customer):
    """Return one line for the treasurer."""
    number = len(ORDERS[customer])
    return f"{display_name(customer)}: {number} orders, {order_total(customer)}"
