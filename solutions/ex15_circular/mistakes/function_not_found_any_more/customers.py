"""Customers: who they are, and what to tell the treasurer about them."""

from orders import ORDERS, order_total
import people
from people import CUSTOMERS

__all__ = ["CUSTOMERS", "customer_report"]


def customer_report(customer):
    """Return one line for the treasurer."""
    number = len(ORDERS[customer])
    return f"{people.display_name(customer)}: {number} orders, {order_total(customer)}"
