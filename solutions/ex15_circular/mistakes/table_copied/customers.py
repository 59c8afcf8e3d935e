"""Customers: who they are, and what to tell the treasurer about them."""

import copy

import orders
from orders import order_total
from people import CUSTOMERS, display_name

__all__ = ["CUSTOMERS", "customer_report", "display_name"]

ORDERS = copy.deepcopy(orders.ORDERS)


def customer_report(customer):
    """Return one line for the treasurer."""
    number = len(ORDERS[customer])
    return f"{display_name(customer)}: {number} orders, {order_total(customer)}"
